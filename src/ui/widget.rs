//! Widgets of our own, for what iced leaves out: controls that can be focused and describe themselves.

pub mod control;
pub mod curtain;
pub mod described;
pub mod gate;
pub mod masked;

pub use control::{Control, control};
pub use curtain::curtain;
pub use described::described;
pub use gate::{Begins, Gate, Pocket, Posture, gate};
pub use masked::masked;

/// An element of ours.
pub type Element<'a, Message> = iced::Element<'a, Message, super::style::Theme, iced::Renderer>;
