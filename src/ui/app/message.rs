//! The screens and everything that can happen.

use crate::domain::centre::Centre;
use crate::domain::record::Position;
use crate::domain::shelf::{Damaged, Shelf};
use crate::domain::text::Language;
use crate::store::records::{JournalLine, RecordsError};
use crate::sync::catalogue::Standing;
use crate::sync::client::ClientError;
use crate::sync::runner::SyncStatus;
use crate::ui::access::{Snapshot, Wish};
use crate::ui::component::Press;
use crate::ui::effect::Source;
use crate::ui::keys::Key;
use crate::ui::page::{confirm, specialist, visitor};
use iced::Size;
use std::sync::Arc;
use uuid::Uuid;

/// The screens.
#[derive(Debug)]
pub enum Screen {
    /// The start page.
    Start(visitor::start::Start),
    /// An event, by its code.
    Event(String),
    /// A question.
    Question(visitor::question::Question),
    /// Check answers.
    Answers,
    /// The plan.
    Plan(visitor::plan::Plan),
    /// A step, by its id.
    Step(String),
    /// The papers of the plan.
    Papers,
    /// The choice of a second event for the same visit.
    Second,
    /// What is not for this person, and what may help instead.
    Refused,
    /// What to take away.
    TakeAway(visitor::take_away::TakeAway),
    /// How it was.
    Satisfaction,
    /// Goodbye.
    Goodbye,
    /// Help from the specialist.
    Call,
    /// Signing in, and what comes before it on a new computer.
    SignIn(specialist::sign_in::SignIn),
    /// Locked: nothing of the session is to be seen.
    Locked(specialist::lock::Lock),
    /// The desk.
    Desk(specialist::desk::Desk),
    /// A case.
    Case(Uuid),
    /// The person of a case.
    Person(specialist::person::Person),
    /// The consent of a case.
    Consent(specialist::consent::Consent),
    /// The papers of a case.
    CasePapers(Uuid, specialist::papers::Papers),
    /// A request of a case.
    Request(specialist::request::Request),
    /// Help that was information only.
    Inform,
    /// The question before something that cannot simply be undone.
    Confirm(confirm::Confirm),
    /// What was recorded.
    Outbox(specialist::outbox::Outbox),
    /// Every component, for those who build screens.
    Gallery,
}

impl Screen {
    /// Its name in the technical log; says nothing about anybody.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Start(_) => "start",
            Self::Event(_) => "event",
            Self::Question(_) => "question",
            Self::Answers => "answers",
            Self::Plan(_) => "plan",
            Self::Step(_) => "step",
            Self::Papers => "papers",
            Self::Second => "second",
            Self::Refused => "refused",
            Self::TakeAway(_) => "take-away",
            Self::Satisfaction => "satisfaction",
            Self::Goodbye => "goodbye",
            Self::Call => "call",
            Self::SignIn(_) => "sign-in",
            Self::Locked(_) => "locked",
            Self::Desk(_) => "desk",
            Self::Case(_) => "case",
            Self::Person(_) => "person",
            Self::Consent(_) => "consent",
            Self::CasePapers(..) => "case-papers",
            Self::Request(_) => "request",
            Self::Inform => "inform",
            Self::Confirm(_) => "confirm",
            Self::Outbox(_) => "outbox",
            Self::Gallery => "gallery",
        }
    }

    /// Whether it shows what only a specialist may see.
    #[must_use]
    pub const fn is_specialist(&self) -> bool {
        if let Self::Confirm(page) = self {
            return page.is_specialist();
        }
        matches!(
            self,
            Self::Desk(_)
                | Self::Case(_)
                | Self::Person(_)
                | Self::Consent(_)
                | Self::CasePapers(..)
                | Self::Request(_)
                | Self::Inform
                | Self::Outbox(_)
        )
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

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Message {
    /// On the start page.
    Start(visitor::start::Message),
    /// On a question.
    Question(visitor::question::Message),
    /// On the plan.
    Plan(visitor::plan::Message),
    /// On the other pages of a visitor.
    Visitor(visitor::Action),
    /// On the question before something that cannot simply be undone.
    Confirm(confirm::Message),
    /// On the sign-in.
    SignIn(specialist::sign_in::Message),
    /// Where it is locked.
    Locked(specialist::lock::Message),
    /// At the desk.
    Desk(specialist::desk::Message),
    /// On a specialist's page without a state of its own.
    Specialist(specialist::Action),
    /// In the person's form.
    Person(specialist::person::Message),
    /// In the consent's form.
    Consent(specialist::consent::Message),
    /// Among the papers of a case.
    CasePapers(specialist::papers::Message),
    /// On a request.
    Request(specialist::request::Message),
    /// In the outbox.
    Outbox(specialist::outbox::Message),

    /// One page back.
    Back,
    /// Another language.
    Language(Language),
    /// Larger text; after the largest the normal one.
    LargerText,
    /// The other contrast.
    Contrast,
    /// Clear the screen at once and begin again. What would be lost is asked about, with nothing of it in sight.
    HideAndStartAgain,
    /// Show or hide the keyboard on the screen.
    ToggleKeys,
    /// A key of the keyboard on the screen.
    Key(Press),
    /// "I need more time."
    MoreTime,
    /// A key.
    Shortcut(Shortcut),
    /// Somebody touched, typed or clicked.
    Activity,
    /// A second has passed.
    Tick,
    /// The window has this size.
    Resized(Size),
    /// The window has or lost the keyboard.
    WindowFocus(bool),
    /// The page as assistive technology is told of it.
    Described(Snapshot),
    /// Assistive technology wants something.
    Wish(Wish),

    /// The entry with this id was committed, or not.
    Recorded(Uuid, Result<Position, RecordsError>),
    /// The sign-in worked, or not.
    SignedIn(Result<Box<specialist::Session>, RecordsError>),
    /// How many recovery codes are left, and the terminal's name, for whoever asks for new ones.
    Codes(specialist::sign_in::Codes),
    /// A colleague was added, or not.
    ColleagueAdded(Result<String, RecordsError>),
    /// Enrolment worked, or not.
    Enrolled(Result<Box<Centre>, EnrolError>),
    /// The journal was read.
    JournalRead(Vec<JournalLine>),
    /// How syncing stands.
    Sync(SyncStatus),
    /// The hub was asked for a newer catalogue: how the one in use stands, and the new one when it came.
    CatalogueLook(Standing, Option<Arc<dyn Shelf>>),
    /// The search index is at hand, or cannot be brought there.
    IndexLoaded(Result<(), Damaged>),
    /// All of a catalogue was looked at: what this program does not understand of it, or that it is damaged.
    Examined(Source, Result<Vec<String>, Damaged>),
    /// Something was done that needs no answer.
    Done,
}

/// Why enrolment did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolError {
    /// The hub.
    Client(ClientError),
    /// The disk.
    Records(RecordsError),
}

/// A line shown above the page until the next step; a message, so that it follows the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Whether it is good news.
    pub good: bool,
    /// The message.
    pub message: &'static str,
    /// Its number.
    pub number: Option<u64>,
}
