//! A sheet before it is printed: its pages as they will come out, which sheet it is, in how many copies. Whoever does not
//! see the pages hears what stands on them. One page for visitors and for the desk; what it asks for is done by the
//! application.

use super::{Area, Page, Primary, Turning};
use crate::account::{Audience, Block, kept_said, no_printer_said, over_said, print_said};
use crate::domain::printing::{Over, Told};
use crate::domain::text::Language;
use crate::i18n::{counted, sentences};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Tone, answers, body, choice_row, h1, h3, notice_at, rows, secondary_button, strong, toggle,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::printing::{Equipment, MOST_COPIES, Print};
use crate::ui::sheets::{SheetChoice, SheetWish, ShownSheet, Standing};
use crate::ui::style::{Look, Surface, space};
use crate::ui::widget::described;
use iced::widget::{Space, column, container, image, row, stack};
use iced::{Alignment, ContentFit, Length};
use std::marker::PhantomData;
use std::path::PathBuf;

/// An area where sheets are printed.
pub trait Prints: Area {
    /// What the page is called in the technical log.
    const PRINT: &'static str;

    /// The surroundings of its pages.
    fn context<'a>(ground: &Self::Ground<'a>) -> Context<'a>;

    /// What asks for this.
    fn ask(wish: SheetWish) -> Self::Action;
}

/// How wide a card of words is at least.
const READABLE: f32 = 320.0;

/// How high a page of paper is, as a part of its width, until its picture is there: A4 and A5.
const UPRIGHT: f32 = std::f32::consts::SQRT_2;
/// The widest a page is shown: as wide as on paper, seen from near by.
const NEAREST: f32 = 960.0;

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintPage<A> {
    choice: SheetChoice,
    /// Of the sheet, where it is not that of the window.
    language: Option<Language>,
    /// Which page is looked at.
    page: usize,
    near: bool,
    /// Whether somebody asked to see what says something of a person.
    uncovered: bool,
    copies: u16,
    area: PhantomData<A>,
}

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another sheet.
    Choose(SheetChoice),
    /// In another language.
    Speak(Language),
    /// Another page.
    Turn(usize),
    /// Near by, or as a whole.
    Near(bool),
    /// What says something of a person is shown, or hidden again.
    Uncover(bool),
    /// Make it once more.
    Again,
    /// So many copies.
    Copies(u16),
    /// Print it.
    Print,
    /// Take the print back.
    Cancel,
    /// The paper is out, or not.
    Answer(bool),
    /// Keep it as a file in this folder.
    Keep(PathBuf),
    /// Look again what there is to print with.
    Look,
}

/// How far somebody is with a sheet.
enum Progress {
    /// It cannot be made.
    Failed,
    /// It may be printed; the same was printed before, or not.
    Open {
        /// Whether it was.
        again: bool,
    },
    /// Only the specialist may print it.
    Over(Over),
    /// It is on its way.
    OnTheWay,
    /// It is asked whether the paper is out.
    Asked,
    /// There is no printer, and these places to keep it as a file.
    NoPrinter(Vec<PathBuf>),
}

impl<A: Prints> Page for PrintPage<A> {
    type Area = A;
    type Message = Message;
    const NAME: &'static str = A::PRINT;

    fn heading(&self, ground: &A::Ground<'_>) -> String {
        A::context(ground).tr("preview-heading")
    }

    fn primary(&self, ground: &A::Ground<'_>) -> Option<Primary<Message>> {
        let context = A::context(ground);
        match self.progress(&context) {
            Progress::Failed => Some(Primary::new("print-again", context.tr("preview-try-again"), Message::Again)),
            Progress::Open { again: false } => {
                let print = Primary::new("print", context.tr("preview-print"), Message::Print);
                Some(if context.assisted { print.with_key("Enter") } else { print })
            }
            // What came out once comes out again only for whoever says so.
            Progress::Open { again: true } => {
                Some(Primary::new("print", context.tr("preview-print-again"), Message::Print).not_by_enter())
            }
            Progress::NoPrinter(places) => Some(match places.into_iter().next() {
                Some(place) => Primary::new("keep", context.tr("preview-keep"), Message::Keep(place)),
                None => Primary::new("look", context.tr("preview-look"), Message::Look),
            }),
            Progress::Over(_) | Progress::OnTheWay | Progress::Asked => None,
        }
    }

    fn update(&mut self, message: Message, _ground: &A::Ground<'_>) -> A::Action {
        A::ask(match message {
            Message::Choose(choice) => {
                *self = Self { language: self.language, ..Self::new(choice) };
                SheetWish::Set(self.choice.clone(), self.language)
            }
            Message::Speak(language) => {
                self.language = Some(language);
                self.page = 0;
                SheetWish::Set(self.choice.clone(), self.language)
            }
            Message::Again => {
                self.page = 0;
                SheetWish::Set(self.choice.clone(), self.language)
            }
            Message::Copies(copies) => {
                self.copies = copies;
                return A::NOTHING;
            }
            Message::Print => {
                // What is told of it stands where it is seen.
                self.near = false;
                SheetWish::Print(self.copies)
            }
            Message::Cancel => SheetWish::Cancel,
            Message::Answer(out) => SheetWish::Answer(out),
            Message::Keep(folder) => SheetWish::Keep(folder),
            Message::Look => SheetWish::Look,
            Message::Turn(page) => {
                self.page = page;
                SheetWish::Turn(self.page, self.near)
            }
            Message::Near(near) => {
                self.near = near;
                SheetWish::Turn(self.page, self.near)
            }
            Message::Uncover(uncovered) => {
                self.uncovered = uncovered;
                return A::NOTHING;
            }
        })
    }

    fn view<'a>(&'a self, ground: &A::Ground<'a>) -> Element<'a, Message> {
        let context = A::context(ground);
        let look = &context.look;
        let heading = h1(look, self.heading(ground));
        let sheet = self.sheet(&context);
        let beside = rows(look.gap(), self.controls(&context));
        if self.near {
            return rows(look.gap(), [heading, sheet, beside]);
        }
        if look.is_narrow() {
            return rows(look.gap(), [heading, beside, sheet]);
        }
        let told = container(rows(look.gap(), [heading, beside])).width(Length::Fill);
        row![told, sheet].spacing(space::L).into()
    }

    fn turning(&self, ground: &A::Ground<'_>) -> Option<Turning<Message>> {
        let context = A::context(ground);
        let pages = context.sheets.shown()?.pages()?;
        Turning::numbered(&context, (self.page.min(pages - 1), pages), Message::Turn).filter(|_| self.is_open())
    }

    fn part(&self) -> usize {
        self.page
    }

    fn translate(&mut self, _ground: &A::Ground<'_>) {
        self.page = 0;
    }

    fn key(&self, ground: &A::Ground<'_>, key: Key) -> Option<Message> {
        let open = matches!(self.progress(&A::context(ground)), Progress::Open { again: false });
        (key == Key::Print && open).then_some(Message::Print)
    }
}

impl<A: Prints> PrintPage<A> {
    /// The page of a sheet.
    #[must_use]
    pub fn new(choice: SheetChoice) -> Self {
        Self { choice, language: None, page: 0, near: false, uncovered: false, copies: 1, area: PhantomData }
    }

    /// Which sheet, and in which language, where that is not the window's.
    #[must_use]
    pub fn wanted(&self) -> (SheetChoice, Option<Language>) {
        (self.choice.clone(), self.language)
    }

    /// The page that is looked at, and whether from near by.
    #[must_use]
    pub const fn looked_at(&self) -> (usize, bool) {
        (self.page, self.near)
    }

    /// Whether what stands on the sheet may be seen and heard.
    const fn is_open(&self) -> bool {
        !self.choice.is_personal() || self.uncovered
    }

    /// How far somebody is.
    fn progress(&self, context: &Context<'_>) -> Progress {
        let printing = &context.sheets.printing;
        let told = self.told(context);
        if printing.is_busy() {
            return Progress::OnTheWay;
        }
        if told == Some(&Told::Unsure) {
            return Progress::Asked;
        }
        let standing = standing(context);
        if standing == Standing::Failed {
            return Progress::Failed;
        }
        if let Standing::Ready(pages) = standing
            && !context.assisted
        {
            let pages = u16::try_from(pages).unwrap_or(u16::MAX);
            if let Err(over) = printing.check(context.allowance, pages, self.copies) {
                return Progress::Over(over);
            }
        }
        match &printing.equipment {
            Some(Equipment { printer: false, places, .. }) => Progress::NoPrinter(places.clone()),
            _ => Progress::Open { again: matches!(told, Some(Told::Printed(_))) },
        }
    }

    /// What is told of the print of this sheet.
    fn told<'c>(&self, context: &Context<'c>) -> Option<&'c Told> {
        let printing = &context.sheets.printing;
        let language = self.language.unwrap_or_else(|| context.texts.language());
        let own = |print: &&Print| !print.told.is_end() || print.choice == self.choice && print.language == language;
        if printing.wanted.is_some() { Some(&Told::Sending) } else { Some(&printing.last().filter(own)?.told) }
    }

    /// What is told, the most urgent first: of the print, of a file, that there is no printer, of the sheet.
    fn news<'a>(&self, context: &Context<'a>) -> Element<'a, Message> {
        let printing = &context.sheets.printing;
        let audience = if context.assisted { Audience::Specialist } else { Audience::Visitor };
        let block = if let Some(told) = self.told(context) {
            print_said(told, audience)
        } else if let Some(kept) = &printing.kept {
            kept_said(kept.file.as_deref(), kept.on_stick)
        } else {
            match self.progress(context) {
                Progress::Over(over) => {
                    return said(Tone::Information, &[context.texts.say(&over_said(over))]);
                }
                Progress::NoPrinter(places) => {
                    let mut lines = lines(context, &no_printer_said());
                    lines.extend(places.is_empty().then(|| context.tr("preview-no-stick")));
                    return said(Tone::Information, &lines);
                }
                Progress::Failed | Progress::Open { .. } | Progress::OnTheWay | Progress::Asked => {
                    return standing_said(context);
                }
            }
        };
        said(block.tone, &lines(context, &block))
    }

    /// What is told of the sheet, and what can be chosen.
    fn controls<'a>(&self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let mut parts = vec![self.news(context)];
        let left = context.sheets.printing.queue.len();
        parts.extend((left > 0).then(|| body(counted(context.texts, "pack-left", left))));
        let progress = self.progress(context);
        match &progress {
            Progress::OnTheWay => {
                let words = context.tr("preview-cancel");
                parts.push(secondary_button(look, "print-cancel", words, Some("x"), Message::Cancel));
                parts.push(self.last_row(context, false));
                return parts;
            }
            Progress::Asked => {
                let yes = secondary_button(
                    look,
                    "print-yes",
                    context.tr("preview-yes"),
                    Some("check"),
                    Message::Answer(true),
                );
                let no =
                    secondary_button(look, "print-no", context.tr("preview-no"), Some("x"), Message::Answer(false));
                parts.push(row([yes, no]).spacing(space::S).wrap().vertical_spacing(space::S).into());
                parts.push(self.last_row(context, false));
                return parts;
            }
            // More places than the first, which the main button takes.
            Progress::NoPrinter(places) => parts.extend(places.iter().enumerate().skip(1).map(|(number, place)| {
                let name = place.file_name().unwrap_or(place.as_os_str()).to_string_lossy().into_owned();
                let words = context.tr_with("preview-keep-in", &[("place", name.into())]);
                secondary_button(look, &format!("keep-{number}"), words, None, Message::Keep(place.clone()))
            })),
            Progress::Failed | Progress::Open { .. } | Progress::Over(_) => {}
        }
        let group = |id: &str, words: &str, rows: Element<'a, Message>| -> Element<'a, Message> {
            let words = context.tr(words);
            column![h3(words.clone()), answers(id, words, rows)].spacing(space::XS).into()
        };
        let roll = context.sheets.printing.equipment.as_ref().is_some_and(|equipment| equipment.roll);
        let choices = self.choice.beside(roll);
        if choices.len() > 1 {
            let row = |choice: SheetChoice| {
                let (id, words) = (choice.id(), context.tr(choice.words()));
                choice_row(look, id, words, choice == self.choice, Message::Choose(choice))
            };
            parts.push(group("preview-kind", "preview-kind", rows(space::XS, choices.into_iter().map(row))));
        } else {
            parts.push(body(context.tr(self.choice.words())));
        }
        if context.assisted {
            let chosen = self.language.unwrap_or_else(|| context.texts.language());
            let each = Language::INTERFACE.into_iter().map(|language| {
                let id = format!("sheet-in-{language}");
                // The languages of the window have the same names.
                let (name, of) = (language.own_name(), context.tr("preview-language"));
                toggle(look, &id, name, format!("{of}: {name}"), language == chosen, Message::Speak(language))
            });
            let each = row(each).spacing(space::XS).wrap().vertical_spacing(space::XS).into();
            parts.push(group("preview-language", "preview-language", each));
        }
        parts.push(self.last_row(context, matches!(progress, Progress::Open { .. } | Progress::Over(_))));
        parts
    }

    /// How many copies, where that is asked, and what changes how the sheet is seen: in one row, so that all of it is in
    /// sight.
    fn last_row<'a>(&self, context: &Context<'a>, copies: bool) -> Element<'a, Message> {
        let look = &context.look;
        let mut buttons: Vec<Element<'a, Message>> = Vec::new();
        if copies {
            let each = (1..=MOST_COPIES).map(|copies| {
                let words = copies.to_string();
                let spoken = counted(context.texts, "preview-copies-said", copies.into());
                toggle(look, &format!("copies-{copies}"), words, spoken, copies == self.copies, Message::Copies(copies))
            });
            let words = context.tr("preview-copies");
            let each = row(each).spacing(space::XS).wrap().vertical_spacing(space::XS);
            let cells = answers("print-copies", words.clone(), each);
            let asked = row![strong(words), cells].spacing(space::S).align_y(Alignment::Center);
            buttons.push(asked.wrap().vertical_spacing(space::XS).into());
        }
        if self.choice.is_personal() {
            let words = context.tr(if self.uncovered { "preview-cover" } else { "preview-uncover" });
            let mark = if self.uncovered { "eye-off" } else { "file-text" };
            buttons.push(secondary_button(look, "uncover", words, Some(mark), Message::Uncover(!self.uncovered)));
        }
        if self.is_open() && standing(context) != Standing::Failed {
            let words = context.tr(if self.near { "preview-whole" } else { "preview-near" });
            buttons.push(secondary_button(look, "near", words, Some("search"), Message::Near(!self.near)));
        }
        row(buttons).spacing(space::S).align_y(Alignment::Center).wrap().vertical_spacing(space::S).into()
    }

    /// The page that is looked at; over it, for whoever does not see it, what stands on the sheet.
    fn sheet<'a>(&self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let width = width(look, self.near);
        let shown = context.sheets.shown();
        let picture = shown.and_then(|sheet| sheet.picture(self.page)).filter(|_| self.is_open());
        let height = width * picture.map_or(UPRIGHT, |picture| picture.ratio);
        let Some(sheet) = shown.filter(|_| self.is_open()) else {
            let covered = column![body(context.tr("preview-covered"))].padding(space::L);
            let readable = look.across().min(READABLE);
            // As large as the sheet will be, and never so small that its words do not fit.
            let height = if width < readable { Length::Shrink } else { Length::Fixed(height) };
            return container(covered).width(width.max(readable)).height(height).class(Surface::Card).into();
        };
        let paper: Element<'a, Message> = match picture {
            Some(picture) => image(picture.handle.clone())
                .width(Length::Fill)
                .height(Length::Fill)
                .content_fit(ContentFit::Contain)
                .into(),
            None => Space::new().width(Length::Fill).height(Length::Fill).into(),
        };
        let over = column(spoken(context, sheet));
        // The edge of the paper lies around it, and does not cover it.
        let framed = container(stack![paper, over]).padding(1.0).class(Surface::Card);
        let group = Semantics::new("sheet", Role::Group, context.tr("preview-sheet"));
        container(described(group, framed)).width(width).height(height).into()
    }
}

/// What stands on the sheet, part over part across the picture of it.
fn spoken<'a>(context: &Context<'a>, sheet: &ShownSheet) -> Vec<Element<'a, Message>> {
    let language = Some(sheet.language).filter(|language| *language != context.texts.language());
    let part = |(number, part): (usize, &crate::handout::spoken::SpokenPart)| -> Element<'a, Message> {
        let words = sentences(part.heading.iter().chain([&part.words]));
        let said = Semantics { language, ..Semantics::new(format!("sheet-part-{number}"), Role::Text, words) };
        let band = container(Space::new()).width(Length::Fill).height(Length::FillPortion(1));
        described(said, band).into()
    };
    sheet.spoken.iter().enumerate().map(part).collect()
}

/// How the sheet stands.
fn standing(context: &Context<'_>) -> Standing {
    context.sheets.shown().map_or(Standing::Coming, ShownSheet::standing)
}

/// What is told of the sheet.
fn standing_said<'a>(context: &Context<'a>) -> Element<'a, Message> {
    match standing(context) {
        Standing::Coming => said(Tone::Quiet, &[context.tr("preview-coming")]),
        Standing::Ready(pages) => said(Tone::Quiet, &[counted(context.texts, "preview-pages", pages)]),
        Standing::Failed => said(Tone::Danger, &[context.tr("preview-failed")]),
    }
}

/// The id of what is told: the focus comes to it when something is done.
pub const TOLD: &str = "print-told";

/// What is told, where the focus can come to it.
fn said<'a>(tone: Tone, lines: &[String]) -> Element<'a, Message> {
    let role = if tone == Tone::Danger { Role::Alert } else { Role::Status };
    notice_at(Semantics::new(TOLD, role, sentences(lines)), tone, lines.join("\n"))
}

/// The lines of a block.
fn lines(context: &Context<'_>, block: &Block<'_>) -> Vec<String> {
    block.lines.iter().map(|line| context.texts.say(&line.words)).collect()
}

/// How wide a page of paper is shown, in logical pixels: as a whole it stands in the window beside the words, near by it is
/// as wide as on paper.
#[must_use]
pub fn width(look: &Look, near: bool) -> f32 {
    let room = look.across();
    if near {
        return room.min(NEAREST);
    }
    let whole = look.inside() / UPRIGHT;
    if look.is_narrow() { room.min(whole) } else { whole.min(room / 2.0) }
}
