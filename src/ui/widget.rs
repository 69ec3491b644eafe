//! Widgets of our own, for what iced leaves out: controls that can be focused and describe themselves.

pub mod control;
pub mod curtain;
pub mod described;
pub mod ends;
pub mod gate;
pub mod kept;
pub mod regions;
pub mod written;

pub use control::{Control, control};
pub use curtain::curtain;
pub use described::described;
pub use ends::{Form, ends};
pub use gate::{Asks, Begins, Gate, Pocket, Posture, Press, Typed, gate};
pub use kept::kept;
pub use regions::regions;
pub use written::written;

/// An element of ours.
pub type Element<'a, Message> = iced::Element<'a, Message, super::style::Theme, iced::Renderer>;
