//! Widgets of our own, for what iced leaves out: controls that can be focused and describe themselves.

pub mod control;
pub mod described;

pub use control::{Appearance, Control, control};
pub use described::described;
