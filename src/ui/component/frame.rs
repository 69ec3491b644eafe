//! The frame of every page, which never moves: above, the way back, the place and the languages; a line for what is new
//! or wrong, whose room is kept; the page; the keyboard on the screen; the main button and what turns the page, always in
//! view; below, what helps everywhere.

use super::button::{Words, quiet_button, secondary_button};
use super::text::{icon, small};
use super::{Element, Turning};
use crate::account::Tone;
use crate::domain::text::Language;
use crate::ui::access::{BANNER, ERRORS, Overflow, Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, PAGE_END, Pressable, Surface, role, space};
use crate::ui::widget::{Form, control, described, ends, kept, regions};
use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::text::LineHeight;
use iced::widget::{Space, column, container, row, text};
use iced::{Alignment, Length, Padding, Pixels};

/// A button of the frame.
#[derive(Clone, Debug)]
pub struct FrameButton<Message> {
    /// Its id.
    pub id: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// What it says where there is room, and to the ear.
    pub words: String,
    /// What it says where there is less.
    pub short: String,
    /// What it does.
    pub message: Message,
}

/// How much of a button's words is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fullness {
    Long,
    Short,
    Mark,
}

impl<Message: Clone> FrameButton<Message> {
    fn draw<'a>(&self, look: &Look, fullness: Fullness) -> Element<'a, Message>
    where
        Message: 'a,
    {
        let words = match fullness {
            Fullness::Long => self.words.clone().into(),
            Fullness::Short => Words::said(&self.short, &self.words),
            Fullness::Mark => Words::from(self.words.clone()).unseen(),
        };
        quiet_button(look, self.id, words, self.icon, self.message.clone())
    }
}

/// The header.
pub struct Header<Message> {
    /// The way back.
    pub back: Option<FrameButton<Message>>,
    /// The authority and place.
    pub place: String,
    /// What stands below the place: the district, or the name of who is signed in. Nothing where there is no place yet.
    pub below: String,
    /// Whether it is the dark one, of those who work here.
    pub staff: bool,
    /// The language in use.
    pub language: Language,
    /// What the languages are called together, to the ear.
    pub languages: String,
}

/// The line of the main button.
pub struct Actions<'a, Message> {
    /// The main button, or the answers of a question, with or without the keys that do the same; made anew for each form
    /// of the line.
    pub main: Box<dyn Fn(bool) -> Element<'a, Message> + 'a>,
    /// The parts of the page.
    pub turning: Option<Turning<Message>>,
    /// What shows the page further up and further down.
    pub paging: [FrameButton<Message>; 2],
    /// Which of them leads anywhere.
    pub overflow: Overflow,
}

/// The footer: what helps on every page.
pub struct Footer<Message> {
    /// The buttons.
    pub buttons: Vec<FrameButton<Message>>,
    /// Words that end the page, or stand at the footer's far end.
    pub notes: Vec<String>,
}

/// What is new or wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub words: String,
    /// Whether it says what is wrong on the page: the focus comes to it where no field is to be written in. Else it says
    /// what came of what was done.
    pub is_wrong: bool,
}

/// What stands in a frame.
pub struct Inside<'a, Message> {
    /// What to know before relying on anything here; it comes and goes with no page.
    pub standing: Option<String>,
    /// What is new or wrong.
    pub news: Option<News>,
    /// The page.
    pub page: Element<'a, Message>,
    /// The keyboard on the screen.
    pub keys: Option<Element<'a, Message>>,
}

/// Puts a page into its frame.
pub fn frame<'a, Message: Clone + 'a>(
    look: &Look,
    header: &Header<Message>,
    on_language: impl Fn(Language) -> Message,
    inside: Inside<'a, Message>,
    actions: &Actions<'a, Message>,
    footer: &Footer<Message>,
) -> Element<'a, Message> {
    let heights = look.frame();
    let margin = look.margin();
    // Where the footer has no room for them they end the page.
    let ends_page = look.is_narrow();
    let mut inner = column![inside.page];
    if ends_page {
        let notes = footer.notes.iter().cloned().map(super::text::caption);
        inner = inner.push(container(column(notes)).padding(Padding { top: look.gap(), ..Padding::ZERO }));
    }
    let page = within(look, inner).padding(Padding { top: space::XXS, right: margin, bottom: PAGE_END, left: margin });
    let scrolled = iced::widget::scrollable(page)
        .id("page")
        .direction(Direction::Vertical(Scrollbar::new().width(space::M).scroller_width(space::S)))
        .height(Length::Fill)
        .width(Length::Fill);
    // With the keyboard on the screen a very low page has room for the field alone; there it is said what is wrong.
    let bare = look.is_tiny() && inside.keys.is_some();
    let standing: Element<'a, Message> = inside.standing.filter(|_| !bare).map_or_else(
        || Space::new().into(),
        |words| {
            described(Semantics::new("standing", Meaning::Status, words.clone()), line(look, Tone::Caution, words))
                .into()
        },
    );
    let news = inside.news.filter(|_| !bare).map_or_else(|| Space::new().into(), |news| news_line(look, news));
    let news = row![Space::new().height(heights.news), container(news).center_y(Length::Shrink)];
    let news = within(look, column![standing, news.align_y(Alignment::Center)]).padding([0.0, margin]);
    // One element with and without it, so that what follows keeps its place.
    let keys = match inside.keys {
        Some(keys) => container(keys).class(Surface::Actions),
        None => container(Space::new()),
    };
    let parts = vec![
        header_bar(look, header, &on_language),
        news.class(Surface::Canvas).into(),
        scrolled.into(),
        keys.into(),
        action_bar(look, actions),
        footer_bar(look, footer, ends_page),
    ];
    regions(parts, 2).into()
}

/// The column of a page: as wide as reading allows, in the middle.
fn within<'a, Message: 'a>(
    look: &Look,
    content: impl Into<Element<'a, Message>>,
) -> iced::widget::Container<'a, Message, crate::ui::style::Theme> {
    container(container(content).max_width(look.widest()).width(Length::Fill)).center_x(Length::Fill)
}

/// What is new or wrong.
fn news_line<'a, Message: 'a>(look: &Look, News { tone, words, is_wrong }: News) -> Element<'a, Message> {
    let meaning = if tone == Tone::Danger { Meaning::Alert } else { Meaning::Status };
    let id = if is_wrong { ERRORS } else { BANNER };
    let said = described(Semantics::new(id, meaning, words.clone()), line(look, tone, words));
    if is_wrong { said.place().into() } else { said.into() }
}

/// Words with the mark of their tone, in a line or two.
fn line<'a, Message: 'a>(look: &Look, tone: Tone, words: String) -> Element<'a, Message> {
    let said = text(words)
        .size(role::SMALL_STRONG.size)
        .line_height(LineHeight::Absolute(Pixels(role::SMALL_STRONG.line)))
        .font(role::SMALL_STRONG.font)
        .class(Ink::Plain);
    let line =
        row![icon(super::text::sign(tone), 22.0, Ink::Tone(tone)), said].spacing(space::S).align_y(Alignment::Center);
    let sides = if look.is_low() { 0.0 } else { 1.0 };
    container(line).padding([sides, space::S]).width(Length::Fill).class(Surface::Notice(tone)).into()
}

fn header_bar<'a, Message: Clone + 'a>(
    look: &Look,
    header: &Header<Message>,
    on_language: &impl Fn(Language) -> Message,
) -> Element<'a, Message> {
    let staff = header.staff;
    let ink = Ink::Header { staff };
    let height = look.frame_target();
    // A finger meets all of the bar; the outlines stay apart from its edges.
    let edge = if look.is_low() { space::XXS } else { space::XS };
    let inset = ((height - look.frame().header) / 2.0 + edge).max(0.0);
    let on_bar = |semantics: Semantics, inner: Element<'a, Message>, message: Message, current: bool| {
        let inner = container(inner).center_y(height);
        control(semantics, inner, message, Pressable::Header { current, staff }).padding([0.0, space::S]).inset(inset)
    };
    let words = |content: &str| text(content.to_owned()).size(role::SMALL_STRONG.size).font(role::SMALL_STRONG.font);
    let back = |with_words: bool| -> Element<'a, Message> {
        let Some(back) = &header.back else { return Space::new().into() };
        let mut inner = row![icon(back.icon, 24.0, Ink::Around)].spacing(space::XS).align_y(Alignment::Center);
        if with_words {
            inner = inner.push(words(&back.words));
        }
        let semantics = Semantics::new(back.id, Meaning::Button, back.words.clone());
        on_bar(semantics, inner.into(), back.message.clone(), false).into()
    };
    let languages = |whole: bool| -> Element<'a, Message> {
        let each = Language::INTERFACE.into_iter().map(|language| {
            let current = language == header.language;
            let id = format!("language-{language}");
            let semantics = Semantics {
                selected: Some(current),
                language: Some(language),
                ..Semantics::new(id, Meaning::RadioButton, language.own_name())
            };
            let code = language.to_string().to_uppercase();
            let shown = if whole { words(language.own_name()) } else { words(&code) };
            on_bar(semantics, shown.into(), on_language(language), current).into()
        });
        // No group of answers: an arrow that passes by would turn the whole page into another language.
        let group = Semantics::new("languages", Meaning::Group, header.languages.clone());
        described(group, row(each).spacing(space::XXS).align_y(Alignment::Center)).into()
    };
    let place = |below: bool| -> Element<'a, Message> {
        let name = text(header.place.clone()).size(role::STRONG.size).line_height(1.3).font(role::KEY.font).class(ink);
        let mut title = column![name];
        if below && !header.below.is_empty() {
            let role = role::SMALL;
            title = title.push(text(header.below.clone()).size(role.size).line_height(1.3).font(role.font).class(ink));
        }
        row![icon("landmark", 28.0, ink), title].spacing(space::S).align_y(Alignment::Center).into()
    };
    let near = |parts: [Element<'a, Message>; 2]| -> Element<'a, Message> {
        row(parts).spacing(if header.back.is_some() { space::M } else { 0.0 }).align_y(Alignment::Center).into()
    };
    let nothing = || Space::new().into();
    let mut forms: Vec<Form<'a, Message>> = Vec::new();
    if !look.is_low() {
        forms.push([near([back(true), place(true)]), languages(true)]);
    }
    // Who is signed in is never left out for the place's sake.
    let named = || if header.staff { place_of(header, ink) } else { place(false) };
    forms.push([near([back(true), named()]), languages(true)]);
    if header.staff {
        forms.push([near([back(true), named()]), languages(false)]);
        forms.push([near([back(false), named()]), languages(false)]);
    }
    forms.push([near([back(true), nothing()]), languages(true)]);
    forms.push([near([back(true), nothing()]), languages(false)]);
    forms.push([near([back(false), nothing()]), languages(false)]);
    container(ends(forms, look.frame().header, space::S))
        .padding([0.0, look.margin()])
        .width(Length::Fill)
        .class(Surface::Header { staff })
        .into()
}

/// Who is signed in, in one line.
fn place_of<'a, Message: 'a>(header: &Header<Message>, ink: Ink) -> Element<'a, Message> {
    let name = text(header.below.clone()).size(role::STRONG.size).line_height(1.3).font(role::KEY.font).class(ink);
    row![icon("landmark", 28.0, ink), name].spacing(space::S).align_y(Alignment::Center).into()
}

fn action_bar<'a, Message: Clone + 'a>(look: &Look, actions: &Actions<'a, Message>) -> Element<'a, Message> {
    let Overflow { above, below } = actions.overflow;
    let far = |fullness: Fullness| -> Element<'a, Message> {
        let [up, down] = &actions.paging;
        // Their room is kept, so that nothing beside them moves when the page grows.
        let mut far = row![kept(up.draw(look, fullness), above), kept(down.draw(look, fullness), below)]
            .spacing(space::XXS)
            .align_y(Alignment::Center);
        if let Some(turning) = &actions.turning {
            far = far.push(pager(look, turning, fullness));
        }
        far.into()
    };
    // That there is more below outranks the key of the main button.
    let forms = [(true, Fullness::Long), (true, Fullness::Short), (false, Fullness::Short), (false, Fullness::Mark)];
    let forms = forms.map(|(keys, fullness)| [(actions.main)(keys), far(fullness)]);
    let bar = within(look, ends(forms.into(), look.frame().actions, space::M)).padding([0.0, look.margin()]);
    container(bar).width(Length::Fill).class(Surface::Actions).into()
}

fn footer_bar<'a, Message: Clone + 'a>(look: &Look, footer: &Footer<Message>, bare: bool) -> Element<'a, Message> {
    let near = |fullness: Fullness| -> Element<'a, Message> {
        let spacing = if fullness == Fullness::Long { space::XXS } else { 0.0 };
        row(footer.buttons.iter().map(|button| button.draw(look, fullness))).spacing(spacing).into()
    };
    let far = || -> Element<'a, Message> {
        container(column(footer.notes.iter().cloned().map(small)).align_x(Alignment::End))
            .class(Surface::Words(Ink::Muted))
            .into()
    };
    let mut forms: Vec<Form<'a, Message>> = Vec::new();
    if !bare {
        forms.extend([Fullness::Long, Fullness::Short].map(|fullness| [near(fullness), far()]));
    }
    forms.extend(
        [Fullness::Long, Fullness::Short, Fullness::Mark].map(|fullness| [near(fullness), Space::new().into()]),
    );
    container(ends(forms, look.frame().footer, space::M))
        .padding([0.0, (look.margin() - space::S).max(0.0)])
        .width(Length::Fill)
        .class(Surface::Footer)
        .into()
}

/// Which part of the page is shown, with the way to the others. Both ways keep their room.
fn pager<'a, Message: Clone + 'a>(look: &Look, turning: &Turning<Message>, fullness: Fullness) -> Element<'a, Message> {
    let button = |id: &str, mark: &str, way: &Option<(String, Message)>, short: &str| -> Element<'a, Message> {
        let Some((words, message)) = way else { return Space::new().into() };
        let words = match fullness {
            Fullness::Long => Words::from(words.clone()),
            Fullness::Short => Words::said(short, words),
            Fullness::Mark => Words::from(words.clone()).unseen(),
        };
        secondary_button(look, id, words, Some(mark), message.clone())
    };
    let [before, after] = &turning.short;
    let mut bar = row![button("pager-before", "chevron-left", &turning.before, before)].spacing(space::S);
    bar = bar.push(super::place(turning.words.clone(), Ink::Around));
    bar.push(button("pager-after", "chevron-right", &turning.after, after)).align_y(Alignment::Center).into()
}
