//! Keys as hands press them, on the stage and in the window alike.

use super::stage::{Stage, pressed_with};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Modifiers};

/// What a key of the display's keyboard writes, by its number in the X protocol.
pub type Keysym = u32;

const CONTROL: Keysym = 0xffe3;
const SHIFT: Keysym = 0xffe1;
const TAB: Keysym = 0xff09;

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Enter,
    Escape,
    Tab,
    /// Tab with the shift key.
    BackTab,
    /// A function key by its number: F2, F3, F4 or F12.
    Function(u8),
    /// A small Latin letter, a digit or a point.
    Letter(char),
    /// A letter with the control key.
    Control(char),
}

impl Key {
    /// The key on the display's keyboard, and the one held down with it.
    pub fn keysyms(self) -> (Option<Keysym>, Keysym) {
        match self {
            Self::Enter => (None, 0xff0d),
            Self::Escape => (None, 0xff1b),
            Self::Tab => (None, TAB),
            Self::BackTab => (Some(SHIFT), TAB),
            Self::Function(number) => (None, 0xffbd + u32::from(number)),
            Self::Letter(letter) => (None, u32::from(letter)),
            Self::Control(letter) => (Some(CONTROL), u32::from(letter)),
        }
    }

    /// Presses it on the stage.
    pub fn on_stage(self, stage: &mut Stage) {
        match self {
            Self::Enter => stage.key(Named::Enter),
            Self::Escape => stage.key(Named::Escape),
            Self::Tab => stage.key(Named::Tab),
            Self::BackTab => {
                let tab = keyboard::Key::Named(Named::Tab);
                stage.events(&[pressed_with(tab, None, Modifiers::SHIFT)], None);
            }
            Self::Function(2) => stage.key(Named::F2),
            Self::Function(3) => stage.key(Named::F3),
            Self::Function(4) => stage.key(Named::F4),
            Self::Function(12) => stage.key(Named::F12),
            Self::Function(number) => panic!("F{number} is not needed yet"),
            Self::Letter(letter) => stage.write(&letter.to_string()),
            Self::Control(letter) => stage.control(letter),
        }
    }
}
