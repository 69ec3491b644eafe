//! Text roles, cards, notices, tags.

use super::{Element, Words};
use crate::account::Tone;
use crate::ui::access::{HEADING, PLACE, Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, Role, Surface, icon as icons, role, space};
use crate::ui::widget::described;
use iced::widget::text::LineHeight;
use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Pixels};

fn words<'a, Message: 'a>(role: Role, content: impl Into<String>, ink: Ink) -> Element<'a, Message> {
    text(content.into())
        .size(role.size)
        .line_height(LineHeight::Absolute(Pixels(role.line)))
        .font(role.font)
        // A number of the terminal is longer than a slim page is wide.
        .wrapping(text::Wrapping::WordOrGlyph)
        .width(Length::Shrink)
        .class(ink)
        .into()
}

fn heading<'a, Message: 'a>(level: u8, role: Role, content: impl Into<String>) -> Element<'a, Message> {
    let content = content.into();
    let semantics = Semantics::new(format!("heading-{level}-{content}"), Meaning::Heading(level), content.clone());
    described(semantics, words(role, content, Ink::Plain)).into()
}

/// The heading of a page, which has the focus when the page is come to. `place` says which of how many it is, where
/// nothing else on the page does.
fn page_heading<'a, Message: 'a>(role: Role, content: String, place: Option<&str>) -> Element<'a, Message> {
    let label = crate::i18n::sentences(std::iter::once(content.as_str()).chain(place));
    let semantics = Semantics::new(HEADING, Meaning::Heading(1), label);
    described(semantics, words(role, content, Ink::Plain)).place().into()
}

/// The start page's heading.
pub fn display<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    let is_small = look.is_tiny() || look.is_slim() || look.is_low() && look.page.width < 800.0;
    let role = match (is_small, look.is_low() || look.is_narrow()) {
        (true, _) => role::H2,
        (false, true) => role::H1,
        (false, false) => role::DISPLAY,
    };
    page_heading(role, content.into(), None)
}

/// The role of a page's heading. On a slim page a long word has to have room.
fn role_of_heading(look: &Look) -> Role {
    if look.dense || look.is_low() || look.is_slim() { role::H2 } else { role::H1 }
}

/// A page's heading, one a page.
pub fn h1<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    h1_at(look, content, None)
}

/// A page's heading; `place` says to the ear which of how many it is.
pub fn h1_at<'a, Message: 'a>(look: &Look, content: impl Into<String>, place: Option<&str>) -> Element<'a, Message> {
    page_heading(role_of_heading(look), content.into(), place)
}

/// The heading of a warning that stands before a page and takes its focus; `more` is said with it.
#[must_use]
pub fn warning_heading<'a, Message: 'a>(look: &Look, id: &str, content: String, more: String) -> Element<'a, Message> {
    let role = role_of_heading(look);
    let semantics = Semantics { description: Some(more), ..Semantics::new(id, Meaning::Heading(1), content.clone()) };
    described(semantics, words(role, content, Ink::Plain)).place().into()
}

/// Small words that say which part of how many is shown. The heading says them too.
#[must_use]
pub fn place<'a, Message: 'a>(content: impl Into<Words>, ink: Ink) -> Element<'a, Message> {
    let Words { shown, said, .. } = content.into();
    described(Semantics::new(PLACE, Meaning::Text, said), words(role::SMALL, shown, ink)).into()
}

/// A page's heading, with the words that say which of how many it is: above it, or where every line counts beside it.
#[must_use]
pub fn placed_heading<'a, Message: 'a>(
    look: &Look,
    content: String,
    place: Element<'a, Message>,
) -> Element<'a, Message> {
    let heading = h1(look, content);
    if look.is_low() {
        let heading = container(heading).width(Length::Fill);
        return row![heading, place].spacing(space::M).align_y(Alignment::Center).into();
    }
    column![place, heading].into()
}

/// A section's heading.
pub fn h2<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    heading(2, if look.dense { role::H3 } else { role::H2 }, content)
}

/// A card's title.
pub fn h3<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    heading(3, role::H3, content)
}

/// A first paragraph.
pub fn lead<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    words(if look.is_low() { role::BODY } else { role::LEAD }, content, Ink::Muted)
}

/// Plain text; takes the colour of what it stands in.
pub fn body<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::BODY, content, Ink::Around)
}

/// Plain text that stands out.
pub fn strong<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::STRONG, content, Ink::Around)
}

/// Small text, such as a date.
pub fn small<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::SMALL, content, Ink::Around)
}

/// Small text that stands out.
pub fn small_strong<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::SMALL_STRONG, content, Ink::Around)
}

/// A small grey line above a heading or under a field.
pub fn caption<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::SMALL, content, Ink::Muted)
}

/// An icon beside a word; means nothing by itself.
#[must_use]
pub fn icon<'a, Message: 'a>(name: &str, size: f32, ink: Ink) -> Element<'a, Message> {
    text(icons::glyph(name).to_string()).font(icons::ICONS).size(size).line_height(1.0).class(ink).into()
}

/// A flat card.
pub fn card<'a, Message: 'a>(look: &Look, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let padding = if look.dense || look.is_low() { space::M } else { space::L };
    container(content).padding(padding).width(Length::Fill).class(Surface::Card).into()
}

/// The icon of a tone.
pub(super) const fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Information | Tone::Quiet => "info",
        Tone::Success => "circle-check",
        Tone::Caution => "triangle-alert",
        Tone::Danger => "circle-x",
    }
}

/// A notice with its mark.
pub fn notice<'a, Message: 'a>(tone: Tone, content: impl Into<String>) -> Element<'a, Message> {
    let content = content.into();
    notice_as(format!("notice-{content}"), tone, content)
}

fn notice_as<'a, Message: 'a>(id: String, tone: Tone, content: String) -> Element<'a, Message> {
    let meaning = if tone == Tone::Danger { Meaning::Alert } else { Meaning::Status };
    notice_said(Semantics::new(id, meaning, content.clone()), tone, content)
}

/// A notice that is said otherwise than it is written.
#[must_use]
pub fn notice_said<'a, Message: 'a>(said: Semantics, tone: Tone, content: String) -> Element<'a, Message> {
    described(said, marked(tone, content)).into()
}

/// The same, where the focus can come to it.
#[must_use]
pub fn notice_at<'a, Message: 'a>(said: Semantics, tone: Tone, content: String) -> Element<'a, Message> {
    described(said, marked(tone, content)).place().into()
}

/// Words with the mark of their tone.
fn marked<'a, Message: 'a>(tone: Tone, content: String) -> Element<'a, Message> {
    let inner = row![
        icon(sign(tone), 24.0, Ink::Tone(tone)),
        container(words(role::BODY, content, Ink::Plain)).width(Length::Fill),
    ]
    .spacing(space::S)
    .align_y(Alignment::Start);
    container(inner).padding([space::S, space::M]).width(Length::Fill).class(Surface::Notice(tone)).into()
}

/// A tag of a row: its tone, its icon and its words.
pub type Tag = (Tone, &'static str, String);

/// A word with its mark: the state of a step or request.
pub fn status_tag<'a, Message: 'a>(tone: Tone, icon_name: &str, content: impl Into<String>) -> Element<'a, Message> {
    let ink = Ink::Tone(tone);
    let inner = row![icon(icon_name, 20.0, ink), words(role::SMALL_STRONG, content, ink)]
        .spacing(space::XS)
        .align_y(Alignment::Center);
    container(inner).padding([space::XXS, space::S]).class(Surface::Tag(tone)).into()
}

/// A number in a disc, as steps carry it.
#[must_use]
pub fn numbered<'a, Message: 'a>(number: usize) -> Element<'a, Message> {
    container(words(role::STRONG, number.to_string(), Ink::OnBrand)).center(40.0).class(Surface::Disc).into()
}

/// A name and its value, with what can be done about it at the end.
pub fn summary_row<'a, Message: 'a>(
    look: &Look,
    name: impl Into<String>,
    value: impl Into<String>,
    action: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let name = words(role::SMALL, name, Ink::Muted);
    let value = words(role::STRONG, value, Ink::Plain);
    let texts: Element<'a, Message> = if look.is_narrow() {
        column![name, value].spacing(space::XXS).width(Length::Fill).into()
    } else {
        row![container(name).width(Length::FillPortion(2)), container(value).width(Length::FillPortion(3))]
            .spacing(space::M)
            .width(Length::Fill)
            .align_y(Alignment::Center)
            .into()
    };
    // What can be pressed has its own room above and below.
    let around = match (action.is_some() && !look.dense, look.is_medium()) {
        (true, _) => 0.0,
        (false, true) => space::XXS,
        (false, false) => space::XS,
    };
    let line: Element<'a, Message> = if look.is_slim() {
        column![texts].push(action).into()
    } else {
        row![texts].push(action).spacing(space::M).align_y(Alignment::Center).into()
    };
    let rule = container(iced::widget::Space::new().height(1.0)).width(Length::Fill).class(Surface::Rule);
    column![container(line).padding([around, 0.0]), rule].into()
}

/// Elements under each other at the usual distance.
pub fn rows<'a, Message: 'a>(
    spacing: f32,
    children: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column(children).spacing(spacing).width(Length::Fill).into()
}
