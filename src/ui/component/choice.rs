//! Things to choose from: answers, tiles, ticks, steps. The whole row can be pressed.

use super::button::{at_least, label};
use super::text::{Tag, icon, rows, status_tag};
use super::{Element, Words};
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{COLUMN, Ink, Look, Pressable, role, space};
use crate::ui::widget::{Control, control, described};
use iced::widget::text::LineHeight;
use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Pixels};

fn words<'a, Message: 'a>(role: crate::ui::style::Role, content: impl Into<String>) -> Element<'a, Message> {
    text(content.into())
        .size(role.size)
        .line_height(LineHeight::Absolute(Pixels(role.line)))
        .font(role.font)
        .width(Length::Fill)
        .into()
}

fn marked_row<'a, Message: Clone + 'a>(
    look: &Look,
    semantics: Semantics,
    mark: &str,
    content: String,
    chosen: bool,
    on_press: Message,
) -> Control<'a, Message> {
    let inner =
        row![icon(mark, 28.0, Ink::Around), words(role::BODY, content)].spacing(space::M).align_y(Alignment::Center);
    let inner = at_least(look.target() - 2.0 * space::XS, inner);
    let kind = Pressable::Choice { chosen };
    control(semantics, inner, on_press, kind).padding([space::XS, space::M]).width(Length::Fill)
}

/// One of several answers: a big radio row.
pub fn choice_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    chosen: bool,
    on_press: Message,
) -> Element<'a, Message> {
    radio_row(look, id, content, None, chosen, on_press).into()
}

/// One of several answers to one question among the fields of a form: Space chooses it, Enter goes on as from a field.
pub fn form_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    chosen: bool,
    on_press: Message,
) -> Element<'a, Message> {
    radio_row(look, id, content, None, chosen, on_press).passed_by_enter().into()
}

/// One of several answers, of which one is all that is asked for: a finger or a mouse chooses it and goes on. `then` says
/// to the ear how a key goes on from the one that is chosen.
pub fn answer_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    then: String,
    chosen: bool,
    on_choose: Message,
    on_point: Message,
) -> Element<'a, Message> {
    radio_row(look, id, content, chosen.then_some(then), chosen, on_choose).by_pointer(on_point).into()
}

fn radio_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    description: Option<String>,
    chosen: bool,
    on_press: Message,
) -> Control<'a, Message> {
    let Words { shown: content, said, .. } = content.into();
    let meaning = Semantics::new(id, Meaning::RadioButton, said);
    let semantics = Semantics { selected: Some(chosen), description, ..meaning };
    marked_row(look, semantics, if chosen { "circle-dot" } else { "circle" }, content, chosen, on_press)
}

/// Answers of which one is chosen, with what they are answers to. Together they are one stop of the Tab key; the arrows
/// choose among them.
pub fn answers<'a, Message: 'a>(
    id: &str,
    question: impl Into<String>,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    described(Semantics::new(id, Meaning::RadioGroup, question), content).into()
}

/// Something that is there or not: a big tick row.
pub fn tick_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    ticked: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let content = content.into();
    let semantics = Semantics { selected: Some(ticked), ..Semantics::new(id, Meaning::CheckBox, content.clone()) };
    marked_row(look, semantics, if ticked { "square-check" } else { "square" }, content, ticked, on_press).into()
}

/// A short answer beside its question, such as "I have it"; `spoken` says what it is about.
pub fn toggle<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    spoken: String,
    chosen: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let semantics = Semantics { selected: Some(chosen), ..Semantics::new(id, Meaning::RadioButton, spoken) };
    let mark = icon(if chosen { "circle-dot" } else { "circle" }, 22.0, Ink::Around);
    let label = text(content.into()).size(role::STRONG.size).font(role::STRONG.font);
    let inner = row![mark, label].spacing(space::XS).align_y(Alignment::Center);
    let kind = Pressable::Choice { chosen };
    control(semantics, at_least(look.target(), inner), on_press, kind).padding([0.0, space::S]).into()
}

/// A tile of the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The icon's name.
    pub icon: String,
    /// What it leads to.
    pub title: String,
}

/// A tile.
pub fn tile<'a, Message: Clone + 'a>(look: &Look, id: &str, tile: Tile, on_press: Message) -> Element<'a, Message> {
    let spoken = tile.title.clone();
    // Side by side the words need the room; one below the other the mark at the end ties the row together.
    let mark = look.is_narrow().then(|| icon("chevron-right", 28.0, Ink::Around));
    // Three side by side leave long words little room.
    let is_close = !look.is_narrow() && look.page.width < 1200.0;
    let (size, role) = match (look.is_low(), is_close) {
        (true, _) => (32.0, role::H3),
        (false, true) => (32.0, role::STRONG),
        (false, false) => (44.0, role::H3),
    };
    let inner = row![icon(&tile.icon, size, Ink::Around), words(role, tile.title)]
        .push(mark)
        .spacing(space::M)
        .align_y(Alignment::Center);
    // Two lines of title always fit, so that tiles side by side are equally high.
    let room = match (look.is_low(), look.is_medium()) {
        (true, _) => space::M,
        (_, true) => space::XS,
        _ => 2.0 * space::M,
    };
    let height = 2.0 * role::H3.line + room;
    let inner = if look.is_narrow() { inner.into() } else { at_least(height, inner) };
    control(Semantics::new(id, Meaning::Button, spoken), inner, on_press, Pressable::Choice { chosen: false })
        .padding([space::S, if look.is_medium() { space::M } else { space::L }])
        .width(Length::Fill)
        .into()
}

/// A row that leads to a step, request or case: a leading mark, a title, lines below, and tags.
pub fn task_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    leading: Option<Element<'a, Message>>,
    title: impl Into<String>,
    lines: Vec<String>,
    tags: Vec<Tag>,
    on_press: Message,
) -> Element<'a, Message> {
    let title = title.into();
    // Whoever hears the row hears what the tags say to whoever sees it.
    let said = tags.iter().map(|(_, _, words)| words).chain(&lines);
    let label = crate::i18n::sentences(std::iter::once(&title).chain(said));
    let role_of_title = if look.dense || look.is_medium() { role::STRONG } else { role::H3 };
    let details = lines.into_iter().map(super::text::small);
    let tags = tags.into_iter().map(|(tone, mark, words)| status_tag(tone, mark, words));
    let details: Vec<Element<'a, Message>> = tags.chain(details).collect();
    let details = (!details.is_empty()).then(|| {
        let details = row(details).spacing(space::S).align_y(Alignment::Center);
        details.wrap().vertical_spacing(space::XXS)
    });
    let title = words(role_of_title, title);
    let inner: Element<'a, Message> = if look.is_slim() {
        // Only the title stands beside the mark: words are longer than what would be left of the line.
        let title = row![].push(leading).push(title).spacing(space::S).align_y(Alignment::Center);
        column![title].push(details).spacing(space::XXS).width(Length::Fill).into()
    } else {
        let texts = column![title].push(details).spacing(space::XXS).width(Length::Fill);
        let mark = icon("chevron-right", 28.0, Ink::Around);
        row![].push(leading).push(texts).push(mark).spacing(space::M).align_y(Alignment::Center).into()
    };
    let inner = at_least(look.target() - 2.0 * space::S, inner);
    control(Semantics::new(id, Meaning::Button, label), inner, on_press, Pressable::Task)
        .padding([if look.dense || look.is_medium() { space::XS } else { space::S }, space::M])
        .width(Length::Fill)
        .into()
}

/// The row of a section of a page: its title, and what it says first. One of them is open, its content `beside` the rows,
/// or else under its own row, where others may be open as well. The title's value is what it holds, for whoever chooses it by ear.
pub fn section_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    title: Words,
    first: Option<String>,
    open: bool,
    beside: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let meaning = if beside { Meaning::RadioButton } else { Meaning::Button };
    // Beside, arrows open it, and all of it is said at once; a name that changed then would be said as well.
    let Words { shown, said, value } = title;
    let label = crate::i18n::sentences(std::iter::once(&said).chain(first.as_ref().filter(|_| !beside)));
    let semantics = Semantics { selected: Some(open), description: value, ..Semantics::new(id, meaning, label) };
    let mut texts = column![words(role::STRONG, shown)].width(Length::Fill);
    if let Some(first) = first {
        texts = texts.push(words(role::SMALL, first));
    }
    let mark = match (beside, open) {
        (true, true) => "chevron-left",
        (true, false) => "chevron-right",
        (false, true) => "chevron-up",
        (false, false) => "chevron-down",
    };
    let inner = row![texts, icon(mark, 24.0, Ink::Around)].spacing(space::S).align_y(Alignment::Center);
    let inner = at_least(look.target() - 2.0 * space::XXS, inner);
    control(semantics, inner, on_press, Pressable::Choice { chosen: open })
        .padding([space::XXS, space::M])
        .width(Length::Fill)
        .into()
}

/// A row of a list of what can be done: its mark and its words.
pub fn action_row<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    mark: &str,
    on_press: Message,
) -> Element<'a, Message> {
    let Words { shown, said, value } = content.into();
    let semantics = Semantics { description: value, ..Semantics::new(id, Meaning::Button, said) };
    let inner =
        row![icon(mark, 24.0, Ink::Around), words(role::STRONG, shown)].spacing(space::M).align_y(Alignment::Center);
    let inner = at_least(look.target() - 2.0 * space::XXS, inner);
    control(semantics, inner, on_press, Pressable::Task).padding([space::XXS, space::M]).width(Length::Fill).into()
}

/// One of many short answers, such as a day or a year: a cell of a grid.
pub fn choice_cell<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: String,
    chosen: bool,
    on_choose: Message,
    on_point: Message,
) -> Element<'a, Message> {
    let semantics = Semantics { selected: Some(chosen), ..Semantics::new(id, Meaning::RadioButton, content.clone()) };
    let inner = container(label(role::STRONG, content)).center_x(Length::Fill).center_y(look.target());
    control(semantics, inner, on_choose, Pressable::Choice { chosen }).by_pointer(on_point).width(Length::Fill).into()
}

/// Cells side by side, so many in a row and so far apart, all of one width.
#[must_use]
pub fn cells<'a, Message: 'a>(gap: f32, columns: usize, cells: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let mut lines = column![].spacing(gap);
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let mut line = row![].spacing(gap);
        for _ in 0..columns {
            let cell = cells.next().unwrap_or_else(|| iced::widget::Space::new().into());
            line = line.push(container(cell).width(Length::FillPortion(1)));
        }
        lines = lines.push(line);
    }
    lines.into()
}

/// A long list in two columns, where the page is wide enough, so that it is seen as a whole.
#[must_use]
pub fn two_columns<'a, Message: 'a>(look: &Look, mut choices: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    if choices.len() <= 4 || look.is_narrow() {
        return container(rows(space::XS, choices)).max_width(COLUMN).into();
    }
    let rest = choices.split_off(choices.len().div_ceil(2));
    let column = |part| container(rows(space::XS, part)).width(Length::FillPortion(1));
    row![column(choices), column(rest)].spacing(space::M).into()
}
