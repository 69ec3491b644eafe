//! The components that screens are built from. Screens use these and the tokens, and nothing else.

mod button;
mod choice;
mod code;
mod field;
mod frame;
mod keyboard;
mod ruler;
mod strip;
mod text;
mod turning;

pub use super::style::Ink;
pub use super::widget::Element;
pub use super::widget::Press;
pub use crate::account::Tone;
pub use button::{
    Words, column_button, danger_button, key_hint, link_button, primary_button, quiet_button, secondary_button,
};
pub use choice::{
    Tile, action_row, answer_row, answers, cells, choice_cell, choice_row, form_row, section_row, task_row, tick_row,
    tile, toggle, two_columns,
};
pub use code::code_picture;
pub use field::{Field, field, wrong_words};
pub use frame::{Actions, Footer, FrameButton, Header, Inside, News, frame};
pub use keyboard::{Alphabet, KeyNames, Keyed, Layer, Layout, keyboard, keyboard_height};
pub use ruler::ruler;
pub use strip::{Strip, below_strip, strip_height};
pub use text::{
    Tag, body, caption, card, display, h1, h1_at, h2, h3, icon, lead, notice, notice_at, notice_said, numbered, place,
    placed_heading, rows, small, status_tag, strong, summary_row, warning_heading,
};
pub use turning::Turning;
