//! A card as large as the program takes a bank card to be: held against it, a real one says how fine the screen is.

use super::{Element, strong};
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::Surface;
use crate::ui::widget::described;
use iced::Length;
use iced::widget::container;

/// The least height of it, in logical pixels: of a card whose long side is measured only a strip is needed.
const HEIGHT: f32 = 104.0;

/// The card, so wide in logical pixels, with what is written on it.
#[must_use]
pub fn ruler<'a, Message: 'a>(width: f32, content: String) -> Element<'a, Message> {
    let semantics = Semantics::new("ruler", Meaning::Image, content.clone());
    let words = container(strong(content)).center_x(Length::Fill).center_y(HEIGHT);
    described(semantics, container(words).width(Length::Fixed(width)).class(Surface::Ruler)).into()
}
