//! A sheet before it is printed: its pages as they will come out, which sheet it is, in how many copies. Whoever does not
//! see the pages hears what stands on them. One page for visitors and for the desk; what it asks for is done by the
//! application.

use super::{Area, Page, Primary, Turning};
use crate::domain::text::Language;
use crate::i18n::{counted, sentences};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Tone, answers, body, choice_row, h1, h3, notice, notice_said, rows, secondary_button,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::sheets::{SheetChoice, SheetWish, ShownSheet, Standing};
use crate::ui::style::{Look, Surface, space};
use crate::ui::widget::described;
use iced::widget::{Space, column, container, image, row, stack};
use iced::{ContentFit, Length};
use std::marker::PhantomData;

/// An area where sheets are printed.
pub trait Prints: Area {
    /// What the page is called in the technical log.
    const PRINT: &'static str;

    /// The surroundings of its pages.
    fn context<'a>(ground: &Self::Ground<'a>) -> Context<'a>;

    /// What asks for this.
    fn ask(wish: SheetWish) -> Self::Action;
}

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
    /// Once more.
    Again,
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
        match standing(&context) {
            Standing::Failed => Some(Primary::new("print-again", context.tr("preview-try-again"), Message::Again)),
            Standing::Coming | Standing::Ready(_) => None,
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
            Message::Again => SheetWish::Set(self.choice.clone(), self.language),
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
        let pages = context.sheets.shown()?.of?;
        Turning::numbered(&context, (self.page.min(pages - 1), pages), Message::Turn).filter(|_| self.is_open())
    }

    fn part(&self) -> usize {
        self.page
    }

    fn key(&self, _ground: &A::Ground<'_>, _key: Key) -> Option<Message> {
        None
    }
}

impl<A: Prints> PrintPage<A> {
    /// The page of a sheet.
    #[must_use]
    pub fn new(choice: SheetChoice) -> Self {
        Self { choice, language: None, page: 0, near: false, uncovered: false, area: PhantomData }
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

    /// What is told of the sheet, and what can be chosen.
    fn controls<'a>(&self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let mut parts = vec![told(context)];
        let group = |id: &str, words: &str, rows: Element<'a, Message>| -> Element<'a, Message> {
            let words = context.tr(words);
            column![h3(words.clone()), answers(id, words, rows)].spacing(space::XS).into()
        };
        let choices = self.choice.beside();
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
                choice_row(look, &id, language.own_name(), language == chosen, Message::Speak(language))
            });
            parts.push(group("preview-language", "preview-language", rows(space::XS, each)));
        }
        let mut buttons: Vec<Element<'a, Message>> = Vec::new();
        if self.choice.is_personal() {
            let words = context.tr(if self.uncovered { "preview-cover" } else { "preview-uncover" });
            let mark = if self.uncovered { "eye-off" } else { "file-text" };
            buttons.push(secondary_button(look, "uncover", words, Some(mark), Message::Uncover(!self.uncovered)));
        }
        if self.is_open() && standing(context) != Standing::Failed {
            let words = context.tr(if self.near { "preview-whole" } else { "preview-near" });
            buttons.push(secondary_button(look, "near", words, Some("search"), Message::Near(!self.near)));
        }
        parts.push(row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into());
        parts
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
            return container(covered).width(width).height(height).class(Surface::Card).into();
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
fn told<'a>(context: &Context<'a>) -> Element<'a, Message> {
    let said = |tone: Tone, words: String| {
        notice_said(Semantics::new("sheet-standing", Role::Status, words.clone()), tone, words)
    };
    match standing(context) {
        Standing::Coming => said(Tone::Quiet, context.tr("preview-coming")),
        Standing::Ready(pages) => said(Tone::Quiet, counted(context.texts, "preview-pages", pages)),
        Standing::Failed => notice(Tone::Danger, context.tr("preview-failed")),
    }
}

/// How wide a page of paper is shown, in logical pixels: as a whole it stands in the window beside the words, near by it is
/// as wide as on paper.
#[must_use]
pub fn width(look: &Look, near: bool) -> f32 {
    let room = look.page.width - 2.0 * look.margin();
    if near {
        return room.min(NEAREST);
    }
    let whole = look.inside() / UPRIGHT;
    if look.is_narrow() { room.min(whole) } else { whole.min(room / 2.0) }
}
