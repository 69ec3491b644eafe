//! A code that a telephone reads.

use super::Element;
use crate::ui::access::{Role, Semantics};
use crate::ui::style::Surface;
use crate::ui::widget::described;
use iced::widget::{container, qr_code};

/// The picture of a code, with what it is called for whoever does not see it; `side` is its height and width with the white around
/// it, in points.
pub fn code_picture<'a, Message: 'a>(
    id: &str,
    called: String,
    code: &'a qr_code::Data,
    side: f32,
) -> Element<'a, Message> {
    let picture = container(qr_code(code).total_size(side)).class(Surface::Code);
    container(described(Semantics::new(id, Role::Image, called), picture)).into()
}
