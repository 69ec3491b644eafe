//! What the keys on the screen write: the same events that a real keyboard gives, so that caret, mark, undo and limits are
//! those of the field, and the page hears of it as of anything typed.

use crate::domain::hidden::hidden;
use iced::Event;
use iced::keyboard::{self, key};

/// What a key on the screen writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// A character.
    Letter(char),
    /// What is marked goes, or else the character before the caret.
    Back,
}

hidden!(Press, "Press");

/// A key of the keyboard on the screen, on its way into a field.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Which it is of all that were pressed: each is written once.
    pub count: u64,
    /// What it writes.
    pub press: Press,
    /// The field it is meant for where none has the focus.
    pub field: Option<String>,
}

impl Press {
    /// The event of a real keyboard that does the same.
    pub(super) fn event(self) -> Event {
        let (key, text) = match self {
            Self::Letter(letter) => {
                let text = letter.to_string();
                (keyboard::Key::Character(text.as_str().into()), Some(text.into()))
            }
            Self::Back => (keyboard::Key::Named(key::Named::Backspace), None),
        };
        Event::Keyboard(keyboard::Event::KeyPressed {
            modified_key: key.clone(),
            key,
            physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
            location: keyboard::Location::Standard,
            modifiers: keyboard::Modifiers::default(),
            text,
            repeat: false,
        })
    }
}
