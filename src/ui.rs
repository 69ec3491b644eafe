//! The window: screens built from components, components from widgets and tokens.

pub mod access;
pub mod ahead;
pub mod app;
pub mod component;
pub mod context;
pub mod effect;
pub mod keys;
pub mod modal;
pub mod page;
pub mod picture;
pub mod planned;
pub mod portal;
pub mod printing;
pub mod question;
pub mod redraw;
pub mod runtime;
pub mod scanning;
pub mod set_up;
pub mod sheet;
pub mod sheets;
pub mod shell;
pub mod style;
pub mod trouble;
pub mod warning;
pub mod widget;
