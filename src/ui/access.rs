//! What assistive technology is told. Controls describe themselves through iced operations; one
//! operation collects the tree, another carries requests back; `bridge` publishes it over AT-SPI.

mod asking;
mod bridge;
mod collecting;
mod focus;
mod news;
mod numbers;
mod placing;
mod reading;
mod scrolling;
mod sequence;

pub use asking::{hold, mark, request};
pub use bridge::{Bridge, Wish};
pub use collecting::{BANNER, ERRORS, PLACE, collect};
pub use focus::{Target, arrive, focus, step, within};
pub use news::News;
pub use numbers::{HEADING, PageMark};
pub use placing::{Place, Placing};
pub use reading::Reading;
pub use scrolling::{reveal, reveal_focused, scroll_page};
pub use sequence::{Step, sequence};

use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use iced::Rectangle;
use iced::advanced::widget::operation::Focusable;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a part of the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Something to press.
    Button,
    /// Something that leads elsewhere.
    Link,
    /// One of several answers.
    RadioButton,
    /// On or off.
    CheckBox,
    /// Text to be typed.
    TextInput,
    /// Secret text to be typed.
    PasswordInput,
    /// A heading of level 1 to 3.
    Heading(u8),
    /// Plain text.
    Text,
    /// A group of controls with a name.
    Group,
    /// The keyboard on the screen.
    Keyboard,
    /// A key of it: it is pressed without having the focus, which stays in the field that is written in.
    Key,
    /// A group of answers of which one is chosen.
    RadioGroup,
    /// A message that must be heard at once.
    Alert,
    /// A message that is heard when there is time.
    Status,
    /// A picture with a meaning, such as a QR code.
    Image,
    /// A dialog.
    Dialog,
}

/// What a control says of itself.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Semantics {
    /// A name that stays the same from frame to frame and is unique on the page.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// Its words.
    pub label: String,
    /// More words: a hint, an error.
    pub description: Option<String>,
    /// What was typed.
    pub value: Option<String>,
    /// Chosen or not, ticked or not.
    pub selected: Option<bool>,
    /// Whether the page cannot be finished without it.
    pub required: bool,
    /// Whether what stands in it is wrong; the description says what.
    pub invalid: bool,
    /// The language of its words, and of all in it, where that is not the language of the window.
    pub language: Option<Language>,
}

hidden!(Semantics, "Semantics");

impl Semantics {
    /// A control with these words.
    #[must_use]
    pub fn new(id: impl Into<String>, role: Role, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            role,
            label: label.into(),
            description: None,
            value: None,
            selected: None,
            required: false,
            invalid: false,
            language: None,
        }
    }

    /// Whether its inner texts are already in its label.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        !matches!(self.role, Role::Group | Role::RadioGroup | Role::Keyboard | Role::Dialog)
    }
}

/// What assistive technology may ask of a control.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// Press it.
    Press,
    /// Move the focus to it.
    Focus,
    /// Put this text in.
    SetValue(String),
    /// Put the caret there, and mark what is between.
    Mark(Caret),
}

hidden!(Request, "Request");

/// A control's description in its widget state; handed to operations.
#[derive(Debug, Default)]
pub struct Node {
    /// What the control says of itself.
    pub semantics: Option<Semantics>,
    /// Whether it has the focus.
    pub focused: bool,
    /// What was asked of it and not yet done.
    pub request: Option<Request>,
    /// Whether it is a key on the screen that is held down.
    pub held: bool,
}

impl Focusable for Node {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

/// Where the caret stands in a field, in letters; what is marked lies between its two places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caret {
    /// Where marking began.
    pub anchor: usize,
    /// Where the caret is.
    pub focus: usize,
}

/// Marks the end of a control's inner part.
#[derive(Debug)]
pub struct NodeEnd;

/// A part of the page as it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// Its number.
    pub number: u64,
    /// The number of the group it stands in; 0 is the window.
    pub parent: u64,
    /// What it says of itself.
    pub semantics: Semantics,
    /// Which of how many answers of its group it is.
    pub group: Option<(usize, usize)>,
    /// Where the caret stands in it, where it is a field that says so.
    pub caret: Option<Caret>,
    /// Whether it has the focus.
    pub focused: bool,
    /// Whether it can have it.
    pub focusable: bool,
    /// Where it is, in logical pixels.
    pub bounds: Rectangle,
    /// Whether it lies in the part of the window that is scrolled.
    pub scrolled: bool,
}

/// How the content lies in the scrolled part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overflow {
    /// There is more above.
    pub above: bool,
    /// There is more below.
    pub below: bool,
}

/// What is said of the window as a whole, in the words of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What the window is called, on every page alike: a title that named the page would be said before the heading that
    /// names it again.
    pub name: String,
    /// That what stands in a field is wrong.
    pub wrong: String,
    /// The language, where it is one.
    pub language: Option<Language>,
}

/// The page as it is published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The number of the page.
    pub page: u64,
    /// Its parts in reading order.
    pub parts: Vec<Described>,
    /// How the content lies.
    pub overflow: Overflow,
    /// Where the part of the window is that is scrolled, in logical pixels.
    pub view: Rectangle,
    /// How far it is scrolled.
    pub scroll: f32,
}

impl Snapshot {
    /// A number that is the same when the page says the same and has the focus in the same place: for the technical log,
    /// which may hold nothing of what the page says.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.overflow.above, self.overflow.below).hash(&mut hasher);
        for part in &self.parts {
            (&part.semantics, part.focused).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// How many parts came, went, moved or say something else.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> usize {
        let strangers = |these: &Self, those: &Self| {
            let known: HashMap<u64, &Described> = those.parts.iter().map(|part| (part.number, part)).collect();
            these.parts.iter().filter(|part| known.get(&part.number).is_none_or(|known| known != part)).count()
        };
        strangers(self, before).max(strangers(before, self))
    }
}

/// The number under which a control is published: its id, hashed.
#[must_use]
pub fn number(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    // 0 is the window.
    hasher.finish().max(1)
}
