//! What an event of a hand is.

use iced::advanced::mouse;
use iced::keyboard::{self, key};
use iced::{Event, Point, touch};

/// A finger or button that goes down.
pub(super) fn is_press(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }))
}

/// A finger or button that comes up.
pub(super) fn is_release(event: &Event) -> bool {
    matches!(
        event,
        Event::Mouse(mouse::Event::ButtonReleased(_))
            | Event::Touch(touch::Event::FingerLifted { .. } | touch::Event::FingerLost { .. })
    )
}

/// What presses keys on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pointer {
    /// The mouse.
    Mouse,
    /// One of several fingers.
    Finger(touch::Finger),
}

/// Whose press or release it is, where it may mean a key on the screen.
pub(super) fn pointer_of(event: &Event) -> Option<Pointer> {
    match event {
        Event::Mouse(
            mouse::Event::ButtonPressed(mouse::Button::Left) | mouse::Event::ButtonReleased(mouse::Button::Left),
        ) => Some(Pointer::Mouse),
        Event::Touch(
            touch::Event::FingerPressed { id, .. }
            | touch::Event::FingerLifted { id, .. }
            | touch::Event::FingerLost { id, .. },
        ) => Some(Pointer::Finger(*id)),
        _ => None,
    }
}

/// Where the mouse or finger is by this event.
pub(super) fn place_of(event: &Event) -> Option<Point> {
    match event {
        Event::Mouse(mouse::Event::CursorMoved { position })
        | Event::Touch(
            touch::Event::FingerPressed { position, .. }
            | touch::Event::FingerMoved { position, .. }
            | touch::Event::FingerLifted { position, .. }
            | touch::Event::FingerLost { position, .. },
        ) => Some(*position),
        _ => None,
    }
}

/// Whether a key moves the focus, and whether backwards.
pub(super) fn moves_focus(event: &Event) -> Option<bool> {
    use key::Named::{ArrowDown, ArrowUp, Tab};
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) = event else { return None };
    if modifiers.control() || modifiers.alt() || modifiers.logo() {
        return None;
    }
    match key.as_ref() {
        keyboard::Key::Named(Tab) => Some(modifiers.shift()),
        keyboard::Key::Named(ArrowDown) if modifiers.is_empty() => Some(false),
        keyboard::Key::Named(ArrowUp) if modifiers.is_empty() => Some(true),
        _ => None,
    }
}

/// Whether a key that moves the focus is one by which a page is read, where somebody listens to it.
pub(super) fn reads(event: &Event) -> bool {
    use key::Named::{ArrowDown, ArrowUp};
    matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key, .. })
        if matches!(key, keyboard::Key::Named(ArrowDown | ArrowUp)))
}

/// Whether a key goes to another answer of a group, and whether to the one before.
pub(super) fn moves_within(event: &Event) -> Option<bool> {
    use key::Named::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp};
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) = event else { return None };
    match key.as_ref() {
        keyboard::Key::Named(ArrowDown | ArrowRight) if modifiers.is_empty() => Some(false),
        keyboard::Key::Named(ArrowUp | ArrowLeft) if modifiers.is_empty() => Some(true),
        _ => None,
    }
}

/// The press of the key that chooses what has the focus.
pub(super) fn choosing() -> Event {
    let key = keyboard::Key::Named(key::Named::Space);
    Event::Keyboard(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: key::Physical::Code(key::Code::Space),
        location: keyboard::Location::Standard,
        modifiers: keyboard::Modifiers::default(),
        text: None,
        repeat: false,
    })
}

/// Whether a key asks for the value before.
pub(super) fn is_undo(event: &Event) -> bool {
    matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. })
        if modifiers.command() && !modifiers.shift() && !modifiers.alt() && key.to_latin(*physical_key) == Some('z'))
}

/// Whether a key writes or takes away a letter, or puts a copied text in.
pub(super) fn writes(event: &Event) -> bool {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, location, modifiers, text, .. }) = event
    else {
        return false;
    };
    if modifiers.command() {
        return !modifiers.shift() && !modifiers.alt() && key.to_latin(*physical_key) == Some('v');
    }
    let of_keypad = || match physical_key {
        key::Physical::Code(code) if *location == keyboard::Location::Numpad => keypad_letter(*code).is_some(),
        _ => false,
    };
    let typed = text.as_ref().is_some_and(|text| !text.is_empty() && !text.chars().any(char::is_control));
    typed || *key == keyboard::Key::Named(key::Named::Backspace) || of_keypad()
}

/// What a key of the keypad writes.
pub(super) fn keypad_letter(code: key::Code) -> Option<&'static str> {
    use key::Code::{
        Numpad0, Numpad1, Numpad2, Numpad3, Numpad4, Numpad5, Numpad6, Numpad7, Numpad8, Numpad9, NumpadComma,
        NumpadDecimal,
    };
    Some(match code {
        Numpad0 => "0",
        Numpad1 => "1",
        Numpad2 => "2",
        Numpad3 => "3",
        Numpad4 => "4",
        Numpad5 => "5",
        Numpad6 => "6",
        Numpad7 => "7",
        Numpad8 => "8",
        Numpad9 => "9",
        NumpadDecimal | NumpadComma => ".",
        _ => return None,
    })
}
