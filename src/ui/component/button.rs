//! Buttons. None is ever disabled: people may press, and are told what is missing.

use super::Element;
use super::text::icon;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{Look, Role, role, space};
use crate::ui::widget::{Appearance, control};
use iced::widget::text::LineHeight;
use iced::widget::{container, row, text};
use iced::{Alignment, Color, Pixels};

fn label<'a, Message: 'a>(role: Role, content: String) -> Element<'a, Message> {
    text(content).size(role.size).line_height(LineHeight::Absolute(Pixels(role.line))).font(role.font).into()
}

#[expect(clippy::too_many_arguments, reason = "every kind of button names all of them once")]
fn button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    icon_name: Option<&str>,
    on_press: Message,
    rest: Appearance,
    pressed: Appearance,
    role: Role,
) -> Element<'a, Message> {
    let content = content.into();
    let mut inner = row![].spacing(space::S).align_y(Alignment::Center);
    if let Some(name) = icon_name {
        inner = inner.push(icon(name, role.size + 3.0, None));
    }
    inner = inner.push(label(role, content.clone()));
    let sides = if look.dense { space::M } else { space::L };
    let semantics = Semantics::new(id, Meaning::Button, content);
    control(
        look,
        semantics,
        container(inner).padding([((look.target() - role.line) / 2.0 - space::XS).max(0.0), 0.0]),
        on_press,
        rest,
        pressed,
    )
    .padding([space::XS, sides])
    .into()
}

/// The looks, at rest and pressed, of a button drawn as an outline in one colour.
fn outlined(look: &Look, color: Color, when_pressed: Color) -> (Appearance, Appearance) {
    let palette = look.palette;
    let rest = Appearance { fill: palette.paper, text: color, outline: color, outline_width: palette.outline };
    (rest, Appearance { fill: when_pressed, ..rest })
}

/// The one action a page is for.
pub fn primary_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    on_press: Message,
) -> Element<'a, Message> {
    let palette = look.palette;
    let rest = Appearance { fill: palette.brand, text: palette.on_brand, outline: palette.brand, outline_width: 0.0 };
    let pressed = Appearance { fill: palette.brand_pressed, ..rest };
    button(look, id, content, None, on_press, rest, pressed, role::KEY)
}

/// Another action of the page.
pub fn secondary_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    icon_name: Option<&str>,
    on_press: Message,
) -> Element<'a, Message> {
    let (rest, pressed) = outlined(look, look.palette.brand, look.palette.tint);
    button(look, id, content, icon_name, on_press, rest, pressed, role::KEY)
}

/// An action of the frame.
pub fn quiet_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    icon_name: Option<&str>,
    on_press: Message,
) -> Element<'a, Message> {
    let palette = look.palette;
    let rest = Appearance { fill: Color::TRANSPARENT, text: palette.ink, outline: palette.border, outline_width: 0.0 };
    let pressed = Appearance { fill: palette.tint, ..rest };
    let content = content.into();
    let mut inner = row![].spacing(space::XS).align_y(Alignment::Center);
    if let Some(name) = icon_name {
        inner = inner.push(icon(name, 22.0, None));
    }
    inner = inner.push(label(role::SMALL_STRONG, content.clone()));
    let height = if look.is_low() { 40.0 } else { 48.0 };
    let sides = if look.is_low() { space::XXS } else { space::S };
    control(
        look,
        Semantics::new(id, Meaning::Button, content),
        container(inner).center_y(height),
        on_press,
        rest,
        pressed,
    )
    .padding([0.0, sides])
    .into()
}

/// An action inside a text or row.
pub fn link_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    on_press: Message,
) -> Element<'a, Message> {
    let palette = look.palette;
    let rest =
        Appearance { fill: Color::TRANSPARENT, text: palette.brand, outline: palette.border, outline_width: 0.0 };
    let pressed = Appearance { fill: palette.tint, ..rest };
    let content = content.into();
    let height = if look.dense || look.is_medium() { 40.0 } else { 48.0 };
    control(
        look,
        Semantics::new(id, Meaning::Link, content.clone()),
        container(label(role::STRONG, content)).center_y(height),
        on_press,
        rest,
        pressed,
    )
    .padding([0.0, space::S])
    .into()
}

/// An action that erases.
pub fn danger_button<'a, Message: Clone + 'a>(
    look: &Look,
    id: &str,
    content: impl Into<String>,
    on_press: Message,
) -> Element<'a, Message> {
    let (rest, pressed) = outlined(look, look.palette.danger, look.palette.danger_tint);
    button(look, id, content, None, on_press, rest, pressed, role::KEY)
}

/// A button's words with the key that does the same, as specialists' buttons show it.
#[must_use]
pub fn key_hint(content: &str, key: &str) -> String {
    format!("{content}\u{a0}· {key}")
}
