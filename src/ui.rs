//! The window: screens built from components, components from widgets and tokens.

pub mod access;
pub mod style;
pub mod widget;
