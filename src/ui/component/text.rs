//! Text roles, cards, notices, tags.

use super::Element;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{CORNER, Look, Role, icon as icons, role, space};
use crate::ui::widget::described;
use iced::widget::text::LineHeight;
use iced::widget::{column, container, row, text};
use iced::{Alignment, Border, Color, Length, Pixels};

fn words<'a, Message: 'a>(role: Role, content: impl Into<String>, color: Option<Color>) -> Element<'a, Message> {
    let words = text(content.into())
        .size(role.size)
        .line_height(LineHeight::Absolute(Pixels(role.line)))
        .font(role.font)
        .width(Length::Shrink);
    match color {
        Some(color) => words.color(color).into(),
        None => words.into(),
    }
}

fn heading<'a, Message: 'a>(level: u8, role: Role, content: impl Into<String>, color: Color) -> Element<'a, Message> {
    let content = content.into();
    let semantics = Semantics::new(format!("heading-{level}-{content}"), Meaning::Heading(level), content.clone());
    described(semantics, words(role, content, Some(color))).into()
}

/// The start page's heading.
pub fn display<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    let role = if look.is_low() || look.is_narrow() { role::H1 } else { role::DISPLAY };
    heading(1, role, content, look.palette.ink)
}

/// A page's heading, one a page.
pub fn h1<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    let role = if look.dense || look.is_low() { role::H2 } else { role::H1 };
    heading(1, role, content, look.palette.ink)
}

/// A section's heading.
pub fn h2<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    heading(2, if look.dense { role::H3 } else { role::H2 }, content, look.palette.ink)
}

/// A card's title.
pub fn h3<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    heading(3, role::H3, content, look.palette.ink)
}

/// A first paragraph.
pub fn lead<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    words(if look.is_low() { role::BODY } else { role::LEAD }, content, Some(look.palette.muted))
}

/// Plain text; takes the colour of what it stands in.
pub fn body<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::BODY, content, None)
}

/// Plain text that stands out.
pub fn strong<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::STRONG, content, None)
}

/// Small text, such as a date.
pub fn small<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    words(role::SMALL, content, None)
}

/// A small grey line above a heading or under a field.
pub fn caption<'a, Message: 'a>(look: &Look, content: impl Into<String>) -> Element<'a, Message> {
    words(role::SMALL, content, Some(look.palette.muted))
}

/// An icon beside a word; means nothing by itself.
#[must_use]
pub fn icon<'a, Message: 'a>(name: &str, size: f32, color: Option<Color>) -> Element<'a, Message> {
    let glyph = text(icons::glyph(name).to_string()).font(icons::ICONS).size(size).line_height(1.0);
    match color {
        Some(color) => glyph.color(color).into(),
        None => glyph.into(),
    }
}

/// A flat card.
pub fn card<'a, Message: 'a>(look: &Look, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let palette = look.palette;
    let padding = if look.dense || look.is_low() { space::M } else { space::L };
    container(content)
        .padding(padding)
        .width(Length::Fill)
        .style(move |_| container::Style {
            background: Some(palette.paper.into()),
            border: Border { color: palette.hairline, width: 1.0, radius: CORNER.into() },
            ..container::Style::default()
        })
        .into()
}

/// What a notice or tag is about; never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Information,
    /// Done.
    Success,
    /// A deadline, a cost.
    Caution,
    /// Something went wrong, or will be erased.
    Danger,
    /// Nothing special.
    Quiet,
}

impl Tone {
    fn colours(self, look: &Look) -> (Color, Color) {
        let palette = look.palette;
        match self {
            Self::Information => (palette.brand, palette.tint),
            Self::Success => (palette.success, palette.success_tint),
            Self::Caution => (palette.caution, palette.caution_tint),
            Self::Danger => (palette.danger, palette.danger_tint),
            Self::Quiet => (palette.muted, palette.canvas),
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Information | Self::Quiet => "info",
            Self::Success => "circle-check",
            Self::Caution => "triangle-alert",
            Self::Danger => "circle-x",
        }
    }
}

/// A notice with its mark.
pub fn notice<'a, Message: 'a>(look: &Look, tone: Tone, content: impl Into<String>) -> Element<'a, Message> {
    let (ink, fill) = tone.colours(look);
    let content = content.into();
    let meaning = if tone == Tone::Danger { Meaning::Alert } else { Meaning::Status };
    let semantics = Semantics::new(format!("notice-{content}"), meaning, content.clone());
    let inner = row![
        icon(tone.icon(), 24.0, Some(ink)),
        container(words(role::BODY, content, Some(look.palette.ink))).width(Length::Fill),
    ]
    .spacing(space::S)
    .align_y(Alignment::Start);
    let boxed = container(inner).padding([space::S, space::M]).width(Length::Fill).style(move |_| container::Style {
        background: Some(fill.into()),
        border: Border { color: ink, width: 2.0, radius: CORNER.into() },
        ..container::Style::default()
    });
    described(semantics, boxed).into()
}

/// A tag of a row: its tone, its icon and its words.
pub type Tag = (Tone, &'static str, String);

/// A word with its mark: the state of a step or request.
pub fn status_tag<'a, Message: 'a>(
    look: &Look,
    tone: Tone,
    icon_name: &str,
    content: impl Into<String>,
) -> Element<'a, Message> {
    let (ink, fill) = tone.colours(look);
    let fill = if tone == Tone::Quiet { look.palette.paper } else { fill };
    let inner = row![icon(icon_name, 20.0, Some(ink)), words(role::SMALL_STRONG, content, Some(ink))]
        .spacing(space::XS)
        .align_y(Alignment::Center);
    container(inner)
        .padding([space::XXS, space::S])
        .style(move |_| container::Style {
            background: Some(fill.into()),
            border: Border { color: ink, width: 1.0, radius: CORNER.into() },
            ..container::Style::default()
        })
        .into()
}

/// A number in a disc, as steps carry it.
#[must_use]
pub fn numbered<'a, Message: 'a>(look: &Look, number: usize) -> Element<'a, Message> {
    let palette = look.palette;
    container(words(role::STRONG, number.to_string(), Some(palette.on_brand)))
        .center(40.0)
        .style(move |_| container::Style {
            background: Some(palette.brand.into()),
            border: Border { radius: 20.0.into(), ..Border::default() },
            ..container::Style::default()
        })
        .into()
}

/// A name and its value, with what can be done about it at the end.
pub fn summary_row<'a, Message: 'a>(
    look: &Look,
    name: impl Into<String>,
    value: impl Into<String>,
    action: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let palette = look.palette;
    let name = words(role::SMALL, name, Some(palette.muted));
    let value = words(role::STRONG, value, Some(palette.ink));
    let texts: Element<'a, Message> = if look.is_narrow() {
        column![name, value].spacing(space::XXS).width(Length::Fill).into()
    } else {
        row![container(name).width(Length::FillPortion(2)), container(value).width(Length::FillPortion(3))]
            .spacing(space::M)
            .width(Length::Fill)
            .align_y(Alignment::Center)
            .into()
    };
    let mut line = row![texts].spacing(space::M).align_y(Alignment::Center);
    if let Some(action) = action {
        line = line.push(action);
    }
    let rule = container(iced::widget::Space::new().height(1.0))
        .width(Length::Fill)
        .style(move |_| container::Style { background: Some(palette.hairline.into()), ..container::Style::default() });
    column![container(line).padding([if look.is_medium() { space::XXS } else { space::XS }, 0.0]), rule].into()
}

/// Elements under each other at the usual distance.
pub fn rows<'a, Message: 'a>(
    spacing: f32,
    children: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column(children).spacing(spacing).width(Length::Fill).into()
}
