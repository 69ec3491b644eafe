//! What keys mean, in one table: every action has one key, which means nothing else anywhere. A key whose action is not
//! possible on the page shown does nothing there; no other action moves up into its place.

use iced::keyboard::key::Named::{Enter, Escape, PageDown, PageUp};
use iced::keyboard::{self, key};
use iced::{Event, mouse, touch};

/// An action that a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A new visitor, at the desk.
    NewVisit,
    /// Help that was information only, at the desk.
    Inform,
    /// What was recorded, at the desk.
    Outbox,
    /// Send now, where it is shown what was recorded.
    SendNow,
    /// The person of a case.
    Person,
    /// The consent of a case.
    Consent,
    /// The papers of a case.
    Papers,
    /// All papers of the list are here.
    AllPapers,
    /// A request is paid.
    Paid,
    /// The provider works on a request.
    Waiting,
    /// The result of a request exists.
    Issued,
    /// The person was told what changed.
    Told,
    /// End what is shown, a request without a result or a case. Always asks first.
    End,
    /// What a request asks for is filled in or changed.
    Fill,
    /// A step cannot be finished here. Always asks why.
    NotFinished,
    /// When the person of a case is expected next.
    Appoint,
    /// The payment of a request.
    Money,
    /// The person does not agree, or not any more.
    Refuse,
    /// What is held of the person of a case.
    Own,
    /// The papers of a case that come in as pages.
    Scan,
    /// The page of the State for a request.
    Portal,
    /// A colleague's case goes over to who is signed in. Always asks first.
    TakeOver,
    /// Correct what was recorded by mistake. Always asks first.
    Correct,
    /// What the centre did in a month.
    Month,
    /// The next waiting number is called, at the desk.
    CallNext,
    /// A group session, at the desk.
    Group,
    /// How long a case took.
    Work,
    /// Print what is shown, after a look at it.
    Print,
    /// Leave for good.
    SignOut,
    /// Hide everything until the password is typed.
    Lock,
    /// The way to the sign-in.
    SignIn,
}

/// A key on the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stroke {
    /// A function key by its number.
    Function(u8),
    /// A letter with the control key, by its place on a Latin keyboard, so that it is the same key in every layout.
    Control(char),
}

impl Stroke {
    /// As it is written on a button.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Function(number) => format!("F{number}"),
            Self::Control(letter) => format!("Ctrl+{}", letter.to_ascii_uppercase()),
        }
    }
}

/// Locks too: people know it from other programs, and the hand that leaves the mouse finds it.
const LOCK_TOO: Stroke = Stroke::Control('l');

impl Key {
    /// Every action with its key. F1 is kept free for the spoken help of a later version.
    pub const ALL: [(Self, Stroke); 31] = [
        (Self::Person, Stroke::Function(2)),
        (Self::Consent, Stroke::Function(3)),
        (Self::Papers, Stroke::Function(4)),
        (Self::Paid, Stroke::Function(5)),
        (Self::Waiting, Stroke::Function(6)),
        (Self::Issued, Stroke::Function(7)),
        (Self::Told, Stroke::Function(8)),
        (Self::End, Stroke::Function(9)),
        (Self::SignOut, Stroke::Function(10)),
        (Self::Lock, Stroke::Function(11)),
        (Self::SignIn, Stroke::Function(12)),
        (Self::NewVisit, Stroke::Control('n')),
        (Self::Inform, Stroke::Control('i')),
        (Self::Outbox, Stroke::Control('j')),
        (Self::SendNow, Stroke::Control('s')),
        (Self::Correct, Stroke::Control('r')),
        (Self::AllPapers, Stroke::Control('t')),
        (Self::Print, Stroke::Control('p')),
        (Self::Appoint, Stroke::Control('d')),
        (Self::TakeOver, Stroke::Control('u')),
        (Self::Fill, Stroke::Control('e')),
        (Self::NotFinished, Stroke::Control('k')),
        (Self::Scan, Stroke::Control('g')),
        (Self::Month, Stroke::Control('h')),
        (Self::Group, Stroke::Control('b')),
        (Self::CallNext, Stroke::Control('o')),
        (Self::Work, Stroke::Control('y')),
        (Self::Money, Stroke::Control('m')),
        (Self::Refuse, Stroke::Control('w')),
        (Self::Own, Stroke::Control('f')),
        (Self::Portal, Stroke::Control('q')),
    ];

    /// The key of this action.
    #[must_use]
    pub fn stroke(self) -> Stroke {
        let found = Self::ALL.iter().find(|(known, _)| *known == self);
        // The table holds every action; a test says so.
        found.map_or(Stroke::Function(0), |(_, stroke)| *stroke)
    }

    /// Its key as it is written on a button.
    #[must_use]
    pub fn name(self) -> String {
        self.stroke().name()
    }

    /// The action of a key.
    #[must_use]
    pub fn of(stroke: Stroke) -> Option<Self> {
        if stroke == LOCK_TOO {
            return Some(Self::Lock);
        }
        Self::ALL.iter().find(|(_, known)| *known == stroke).map(|(action, _)| *action)
    }
}

/// A key that the page did not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Enter, where no control took it.
    Enter,
    /// Escape.
    Escape,
    /// The key of an action.
    Key(Key),
    /// A digit, where no field took it.
    Digit(usize),
    /// The next part of a long page.
    PageDown,
    /// The part before.
    PageUp,
}

/// With what somebody is at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hand {
    /// Keys of a real keyboard.
    #[default]
    Keys,
    /// The mouse.
    Mouse,
    /// A finger.
    Touch,
}

/// What a key, a click or a touch comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Somebody is there.
    Activity(Hand),
    /// A key that the page did not take, and that means something here.
    Shortcut(Shortcut),
}

/// What an event of a hand means to the application, given whether the page took it. Every key is at least a sign that
/// somebody is there, and so is every finger and button that comes up.
#[must_use]
pub fn meaning(event: &Event, taken: bool) -> Option<Heard> {
    let (key, physical_key, modifiers, repeat) = match event {
        Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, repeat, .. }) => {
            (key, physical_key, modifiers, repeat)
        }
        Event::Mouse(mouse::Event::ButtonReleased(_)) => return Some(Heard::Activity(Hand::Mouse)),
        Event::Touch(touch::Event::FingerLifted { .. }) => return Some(Heard::Activity(Hand::Touch)),
        _ => return None,
    };
    let plain = modifiers.is_empty();
    let turns = matches!(key.as_ref(), keyboard::Key::Named(PageDown | PageUp));
    if *repeat && !turns {
        // A key held down is one press.
        return Some(Heard::Activity(Hand::Keys));
    }
    let shortcut = match key.as_ref() {
        keyboard::Key::Named(Enter) if plain && !taken => Some(Shortcut::Enter),
        keyboard::Key::Named(Escape) if plain => Some(Shortcut::Escape),
        keyboard::Key::Named(PageDown) if plain => Some(Shortcut::PageDown),
        keyboard::Key::Named(PageUp) if plain => Some(Shortcut::PageUp),
        keyboard::Key::Named(named) if plain => {
            function_key(named).and_then(|number| Key::of(Stroke::Function(number))).map(Shortcut::Key)
        }
        keyboard::Key::Character(text) if plain && !taken => text.parse().ok().map(Shortcut::Digit),
        keyboard::Key::Character(_) if modifiers.control() && !modifiers.alt() && !modifiers.shift() => {
            let letter = key.to_latin(*physical_key).map(|letter| letter.to_ascii_lowercase());
            letter.filter(|_| !taken).and_then(|letter| Key::of(Stroke::Control(letter))).map(Shortcut::Key)
        }
        _ => None,
    };
    Some(shortcut.map_or(Heard::Activity(Hand::Keys), Heard::Shortcut))
}

fn function_key(named: key::Named) -> Option<u8> {
    use key::Named::{F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12};
    let keys = [F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12];
    keys.iter().position(|key| *key == named).and_then(|place| u8::try_from(place + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_key_means_two_things_and_no_action_has_two_keys() {
        let strokes: BTreeSet<Stroke> = Key::ALL.iter().map(|(_, stroke)| *stroke).collect();
        let actions: BTreeSet<Key> = Key::ALL.iter().map(|(action, _)| *action).collect();
        assert_eq!((strokes.len(), actions.len()), (Key::ALL.len(), Key::ALL.len()));
        for (action, stroke) in Key::ALL {
            assert_eq!((action.stroke(), Key::of(stroke)), (stroke, Some(action)));
        }
    }
}
