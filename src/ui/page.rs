//! The pages. A page is one file and one line in its area: it says by itself what it is called, what its heading is, what
//! its main button does, where typing begins, what its keys do. What it wants of its area it says by an action.

mod doctor;
pub mod door;
pub mod fault;
pub mod print;
mod screens;
pub mod specialist;
pub mod visitor;

pub use super::component::Turning;
use super::component::{Element, Words, key_hint, primary_button};
use super::keys::Key;
use super::sheet::SheetChoice;
use super::style::Look;
use iced::widget::container;
pub(crate) use screens::screens;
use std::fmt::Debug;

/// A part of the window, with pages of its own.
pub trait Area {
    /// What its pages look at. Where pages need a session it holds one: without a session no such page can be drawn, nor
    /// hear anything.
    type Ground<'a>: Copy;
    /// What its pages ask for.
    type Action;
    /// That nothing is asked for.
    const NOTHING: Self::Action;
    /// What stands around its pages, unless a page says otherwise.
    const AROUND: Around;
}

/// What a page of an area looks at.
pub type GroundOf<'a, P> = <<P as Page>::Area as Area>::Ground<'a>;

/// What a page of an area asks for.
pub type ActionOf<P> = <<P as Page>::Area as Area>::Action;

/// A page.
pub trait Page {
    /// Where it lies; by that also whether it needs a session.
    type Area: Area;
    /// What can happen on it.
    type Message: Clone + Debug;
    /// Its name in the technical log; says nothing about anybody. No other page has it.
    const NAME: &'static str;

    /// Its heading: what stands first on it, and is said first of it.
    fn heading(&self, ground: &GroundOf<'_, Self>) -> String;

    /// Changes it; says what its area must do.
    fn update(&mut self, message: Self::Message, ground: &GroundOf<'_, Self>) -> ActionOf<Self>;

    /// Draws it.
    fn view<'a>(&'a self, ground: &GroundOf<'a, Self>) -> Element<'a, Self::Message>;

    /// What it is for: its main button.
    fn primary(&self, _ground: &GroundOf<'_, Self>) -> Option<Primary<Self::Message>> {
        None
    }

    /// Where it begins: what is typed at once goes there.
    fn first(&self, _ground: &GroundOf<'_, Self>) -> Option<First> {
        None
    }

    /// Whether this message says that whoever wrote is done, so that mistakes are looked for.
    fn submits(&self, _message: &Self::Message) -> bool {
        false
    }

    /// Where writing goes on after a mistake.
    fn wrong(&self, _ground: &GroundOf<'_, Self>) -> Option<&'static str> {
        None
    }

    /// What the key of an action does; nothing where the action is not possible.
    fn key(&self, _ground: &GroundOf<'_, Self>, _key: Key) -> Option<Self::Message> {
        None
    }

    /// What a digit does where no field took it.
    fn digit(&self, _ground: &GroundOf<'_, Self>, _digit: usize) -> Option<Self::Message> {
        None
    }

    /// Whether it has a field for which the keyboard on the screen may be wanted.
    fn is_typed_on(&self, _ground: &GroundOf<'_, Self>) -> bool {
        false
    }

    /// Whether a field takes a number or a day, so that the keyboard on the screen begins with digits there.
    fn takes_digits(&self, _ground: &GroundOf<'_, Self>, _field: &str) -> bool {
        false
    }

    /// What is wrong on it, in the words that stand at the fields too.
    fn problems(&self, _ground: &GroundOf<'_, Self>) -> Vec<String> {
        Vec::new()
    }

    /// Its parts, where it is turned part by part.
    fn turning(&self, _ground: &GroundOf<'_, Self>) -> Option<Turning<Self::Message>> {
        None
    }

    /// Which part of it is shown, where it is turned part by part.
    fn part(&self) -> usize {
        0
    }

    /// The sheet that is printed from it: it is set ahead while the page is read.
    fn sheet(&self, _ground: &GroundOf<'_, Self>) -> Option<SheetChoice> {
        None
    }

    /// Whether something was typed or ticked that leaving it would lose: that is asked about.
    fn is_unsaved(&self, _ground: &GroundOf<'_, Self>) -> bool {
        false
    }

    /// Whether something was written on it that the end of the session would lose.
    fn is_written(&self, ground: &GroundOf<'_, Self>) -> bool {
        self.is_unsaved(ground)
    }

    /// Another language was chosen: words that were made once are made again.
    fn translate(&mut self, _ground: &GroundOf<'_, Self>) {}

    /// What stands around it.
    fn around(&self) -> Around {
        Self::Area::AROUND
    }
}

/// The main button of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Primary<Message> {
    /// The button's id.
    pub id: &'static str,
    /// What it says.
    pub words: String,
    /// The key that does the same, as it is written on the button.
    pub key: Option<String>,
    /// What it does.
    pub message: Message,
    /// Whether Enter does it where no control took the key.
    pub by_enter: bool,
}

impl<Message> Primary<Message> {
    /// A button that Enter presses.
    pub fn new(id: &'static str, words: String, message: Message) -> Self {
        Self { id, words, key: None, message, by_enter: true }
    }

    /// With the key that does the same written on it.
    #[must_use]
    pub fn with_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// Not pressed by Enter: it leads away from what somebody may still want to read or type.
    #[must_use]
    pub fn not_by_enter(self) -> Self {
        Self { by_enter: false, ..self }
    }

    /// What stands on the button, and what is said of it.
    #[must_use]
    pub fn label(&self) -> Words {
        self.key.as_ref().map_or_else(|| self.words.clone().into(), |key| key_hint(&self.words, key))
    }

    /// The button, as wide as its words.
    #[must_use]
    pub fn button<'a>(self, look: &Look) -> Element<'a, Message>
    where
        Message: Clone + 'a,
    {
        container(primary_button(look, self.id, self.label(), self.message)).into()
    }

    /// The same button, of whoever holds the page.
    #[must_use]
    pub fn map<Other>(self, to: impl FnOnce(Message) -> Other) -> Primary<Other> {
        let Self { id, words, key, message, by_enter } = self;
        Primary { id, words, key, message: to(message), by_enter }
    }
}

/// How a page goes on after something happened on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Whether somebody said to be done with it.
    pub submitted: bool,
    /// Whether another part of it is shown.
    pub turned: bool,
    /// The field in which writing goes on after a mistake.
    pub wrong: Option<&'static str>,
    /// Whether what is wrong is to be read, for nothing is written on it.
    pub is_read: bool,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// A field: what the program wrote there itself is replaced by what is typed, and not lengthened.
    Field(&'static str),
}

/// What stands around a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one thing whether it is there")]
pub struct Around {
    /// Whether it is drawn dense, for the keyboard and a practised eye.
    pub dense: bool,
    /// Whether it wears the dark header of those who work here, also while nobody is signed in.
    pub staff: bool,
    /// Whether there may be a way back.
    pub back: bool,
    /// Whether the specialist can be called from it.
    pub help: bool,
    /// Whether the screen can be cleared from it.
    pub clear: bool,
}

impl Around {
    /// Around a visitor's page.
    pub const VISITOR: Self = Self { dense: false, staff: false, back: true, help: true, clear: true };
    /// Around a specialist's page.
    pub const STAFF: Self = Self { dense: true, staff: true, back: true, help: false, clear: true };
}
