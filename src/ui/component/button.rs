//! Buttons. None is ever disabled: people may press, and are told what is missing.

use super::Element;
use super::text::icon;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, Pressable, Role, role, space};
use crate::ui::widget::{Control, control};
use iced::widget::text::LineHeight;
use iced::widget::{Space, container, row, text};
use iced::{Alignment, Length, Pixels};

/// Words of the page: those that are shown, and those that are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub(super) shown: String,
    pub(super) said: String,
    /// What is said after them.
    pub(super) value: Option<String>,
}

impl Words {
    /// Short words that stand beside what they are about; whoever hears them hears what that is.
    #[must_use]
    pub fn about(shown: impl Into<String>, about: impl AsRef<str>) -> Self {
        let shown = shown.into();
        Self { said: format!("{shown}: {}", about.as_ref()), shown, value: None }
    }

    /// Words that are said otherwise than they are written.
    #[must_use]
    pub fn said(shown: impl Into<String>, said: impl Into<String>) -> Self {
        Self { shown: shown.into(), said: said.into(), value: None }
    }

    /// With how what they are about stands now, which is shown beside them.
    #[must_use]
    pub fn with_value(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// As they are said.
    #[must_use]
    pub fn spoken(&self) -> &str {
        &self.said
    }

    /// Said, and not shown.
    #[must_use]
    pub fn unseen(self) -> Self {
        Self { shown: String::new(), ..self }
    }

    /// With the key that does the same.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self { shown: format!("{}\u{a0}·\u{a0}{key}", self.shown), said: format!("{}, {key}", self.said), ..self }
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Self { said: words.clone(), shown: words, value: None }
    }
}

pub(super) fn label<'a, Message: 'a>(role: Role, content: String) -> Element<'a, Message> {
    text(content).size(role.size).line_height(LineHeight::Absolute(Pixels(role.line))).font(role.font).into()
}

/// In the middle of at least this height: words of more lines make it higher.
pub(super) fn at_least<'a, Message: 'a>(height: f32, inner: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    row![Space::new().height(height), inner.into()].align_y(Alignment::Center).into()
}

fn button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    icon_name: Option<&str>,
    on_press: Message,
    kind: Pressable,
) -> Control<'a, Message> {
    let role = role::KEY;
    let Words { shown, said, value } = content.into();
    let mut inner = row![].spacing(space::S).align_y(Alignment::Center);
    if let Some(name) = icon_name {
        inner = inner.push(icon(name, role.size + 3.0, Ink::Around));
    }
    inner = inner.push(label(role, shown));
    let sides = match (look.is_slim(), look.dense) {
        (true, _) => space::S,
        (false, true) => space::M,
        (false, false) => space::L,
    };
    let semantics = Semantics { description: value, ..Semantics::new(id, Meaning::Button, said) };
    let inner = at_least(look.button() - 2.0 * space::XXS, inner);
    control(semantics, inner, on_press, kind).padding([space::XXS, sides])
}

/// The one action a page is for.
pub fn primary_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    on_press: Message,
) -> Element<'a, Message> {
    button(look, id, content, None, on_press, Pressable::Primary).into()
}

/// Another action of the page.
pub fn secondary_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    icon_name: Option<&str>,
    on_press: Message,
) -> Element<'a, Message> {
    button(look, id, content, icon_name, on_press, Pressable::Secondary).into()
}

/// Another action of the page, one of a column of them, each as wide as the column.
pub fn column_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    icon_name: &str,
    on_press: Message,
) -> Element<'a, Message> {
    let wide = button(look, id, content, Some(icon_name), on_press, Pressable::Secondary);
    wide.padding([space::XXS, space::M]).width(Length::Fill).into()
}

/// An action of the frame: its mark, and beside it what of its words is shown.
pub fn quiet_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    icon_name: &str,
    on_press: Message,
) -> Element<'a, Message> {
    let Words { shown, said, value } = content.into();
    let mut inner = row![icon(icon_name, 22.0, Ink::Around)].spacing(space::XS).align_y(Alignment::Center);
    let is_bare = shown.is_empty();
    if !is_bare {
        inner = inner.push(label(role::SMALL_STRONG, shown));
    }
    let height = look.frame_target();
    let sides = match (is_bare, look.is_low()) {
        // As wide as high: a finger meets it.
        (true, _) => (height - 22.0) / 2.0,
        (false, true) => space::XXS,
        (false, false) => space::S,
    };
    let semantics = Semantics { description: value, ..Semantics::new(id, Meaning::Button, said) };
    control(semantics, container(inner).center_y(height), on_press, Pressable::Quiet).padding([0.0, sides]).into()
}

/// An action inside a text or row.
pub fn link_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    on_press: Message,
) -> Element<'a, Message> {
    let Words { shown, said, value } = content.into();
    let height = if look.dense { 40.0 } else { look.target() };
    let semantics = Semantics { description: value, ..Semantics::new(id, Meaning::Link, said) };
    let inner = at_least(height, label(role::STRONG, shown));
    control(semantics, inner, on_press, Pressable::Link).padding([0.0, space::S]).into()
}

/// An action that erases.
pub fn danger_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<Words>,
    on_press: Message,
) -> Element<'a, Message> {
    button(look, id, content, None, on_press, Pressable::Danger).into()
}

/// A button's words with the key that does the same, as specialists' buttons show it.
#[must_use]
pub fn key_hint(content: &str, key: &str) -> Words {
    Words::from(content.to_owned()).with_key(key)
}
