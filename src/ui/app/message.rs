//! What can happen, by whom it is for, and what is shown.

use super::frame;
use crate::domain::case::ProviderWord;
use crate::domain::centre::Centre;
use crate::domain::doctor::Finding;
use crate::domain::handed_plan::HandedPlan;
use crate::domain::month::Month;
use crate::domain::printing::Told;
use crate::domain::record::{EntryFacts, Position};
use crate::domain::restart::OwnProgram;
use crate::domain::setup::RelayCode;
use crate::domain::shelf::{Damaged, Shelf};
use crate::domain::waiting::{NoNumber, Queue};
use crate::platform::browser::{KeptPaper, PageNews};
use crate::platform::configuration::{Configuration, NotWritten};
use crate::platform::front::Seen;
use crate::store::records::{JournalLine, PeopleNow, Post, RecordsError};
use crate::sync::catalogue::Standing;
use crate::sync::client::ClientError;
use crate::sync::handed_plan::NotHanded;
use crate::sync::runner::SyncStatus;
use crate::sync::runner::room::Arrived;
use crate::sync::runner::stick::{NotCarried, TakenAlong};
use crate::ui::effect::Source;
use crate::ui::modal::{self, Modal};
use crate::ui::page::door::Codes;
use crate::ui::page::specialist::lock::{self, LockPage};
use crate::ui::page::specialist::{self, CameByStick, RoomNow, Session};
use crate::ui::page::{Page as _, visitor};
use crate::ui::picture::Picture;
use crate::ui::printing::{Equipment, Kept, Saved};
use crate::ui::scanning::{PagesRead, ScanNews};
use crate::ui::set_up;
use crate::ui::sheets::SheetNews;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub enum Screen<'a> {
    /// A page that needs no session.
    Visitor(&'a visitor::Screen),
    /// A page of the desk.
    Desk(&'a specialist::Screen),
    /// The page of a session that is locked.
    Locked(&'a LockPage),
    /// A question that stands before everything else.
    Modal(&'a Modal),
}

impl Screen<'_> {
    /// Its name in the technical log; says nothing about anybody.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visitor(page) => page.name(),
            Self::Desk(page) => page.name(),
            Self::Locked(_) => LockPage::NAME,
            Self::Modal(_) => Modal::NAME,
        }
    }

    /// Whether it is the page on which somebody signs in.
    #[must_use]
    pub const fn is_sign_in(self) -> bool {
        matches!(self, Self::Visitor(visitor::Screen::SignIn(_)))
    }

    /// Whether it shows what only a specialist may see.
    #[must_use]
    pub const fn is_specialist(self) -> bool {
        match self {
            Self::Visitor(_) | Self::Locked(_) => false,
            Self::Desk(_) => true,
            Self::Modal(modal) => modal.is_specialist(),
        }
    }
}

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Message {
    /// On a page that needs no session.
    Visitor(visitor::Message),
    /// At the desk.
    Desk(specialist::Message),
    /// Where it is locked.
    Locked(lock::Message),
    /// At a question.
    Modal(modal::Message),
    /// Around the page, to the window, or to the program.
    Frame(frame::Message),
    /// What the disk and the line say.
    Reply(Reply),
    /// Something was done that needs no answer.
    Done,
}

impl From<frame::Message> for Message {
    fn from(message: frame::Message) -> Self {
        Self::Frame(message)
    }
}

impl From<Reply> for Message {
    fn from(answer: Reply) -> Self {
        Self::Reply(answer)
    }
}

/// What the disk and the line say, asked or by themselves.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The entry with this id was committed, or not.
    Recorded(Uuid, Result<Position, RecordsError>),
    /// The sign-in worked, or not.
    SignedIn(Result<Box<Session>, RecordsError>),
    /// How many recovery codes are left, and the terminal's name, for whoever asks for new ones.
    Codes(Codes),
    /// A field was not copied: it could not have been taken out again.
    NotCopied,
    /// The plan with this number was left at the relay of the room, under this code, or not.
    PlanLeft(Uuid, Result<String, NotHanded>),
    /// A plan came by its code, or not.
    PlanTaken(Result<Box<HandedPlan>, NotHanded>),
    /// By which relay this computer goes; whether that was changed just now, or was to be.
    RelayKnown(bool, Result<Option<RelayCode>, RecordsError>),
    /// The sticks that are in.
    SticksFound(Vec<PathBuf>),
    /// What waits here is on a stick, or not.
    TakenAlong(Result<TakenAlong, NotCarried>),
    /// What others put on a stick was taken over, or not.
    Brought(Result<Box<CameByStick>, NotCarried>),
    /// What providers say of requests of cases came down from the hub.
    ProvidersSaid(Vec<(Uuid, ProviderWord)>),
    /// Something came from the other computers of the centre.
    RoomCame(Arrived),
    /// What came of cases was taken over, or not.
    RoomTaken(Result<Box<RoomNow>, RecordsError>),
    /// Something was done about the people of the desk, or not.
    PeopleDone(Result<Box<PeopleNow>, RecordsError>),
    /// Enrolment worked, or not.
    Enrolled(Result<Box<Centre>, EnrolError>),
    /// What counts in a month was read, each entry with its day.
    MonthRead(Month, Vec<(Date, EntryFacts)>),
    /// The waiting numbers were read.
    QueueRead(Queue),
    /// A waiting number was drawn, or not.
    NumberDrawn(Result<(Result<u16, NoNumber>, Queue), RecordsError>),
    /// A waiting number was called, or not.
    NumberCalled(Result<(Option<u16>, Queue), RecordsError>),
    /// The file of a month was kept, or not.
    MonthKept(bool),
    /// The journal was read.
    JournalRead(Vec<JournalLine>),
    /// What of the journal is on its way was read.
    PostRead(Post),
    /// How syncing stands.
    Sync(SyncStatus),
    /// The hub was asked for a newer catalogue: how the one in use stands, and the new one when it came.
    CatalogueLook(Standing, Option<Arc<dyn Shelf>>),
    /// The search index is at hand, or cannot be brought there.
    IndexLoaded(Result<(), Damaged>),
    /// Something came of the sheet with this number.
    SheetCame(u64, SheetNews),
    /// A page of the sheet with this number was drawn; nothing where it is no picture.
    PageDrawn(u64, Option<Picture>),
    /// What there is to print with.
    Equipped(Equipment),
    /// Something is told of the print with this number.
    PrintTold(Uuid, Told),
    /// A sheet was kept as a file, or not.
    SheetKept(Kept),
    /// Something is told of the papers that come in with this number.
    ScanTold(Uuid, ScanNews),
    /// What pages lie here of a case.
    PagesRead(PagesRead),
    /// A page that was scanned is ready to be shown; nothing where it does not open.
    CasePageDrawn(Uuid, Option<Picture>),
    /// Something is told of the page of the State with this number.
    PortalTold(Uuid, PageNews),
    /// It was looked for what this computer has.
    LookedAround(set_up::Equipment),
    /// The settings were written, or not.
    SettingsWritten(Result<Box<Configuration>, NotWritten>),
    /// Whether sending goes by itself was written, or not.
    SendingSwitched(Result<Box<Configuration>, NotWritten>),
    /// All of this computer was looked at.
    LookedOver(Vec<Finding>),
    /// Something is told of a page that is printed for a trial.
    TrialTold(Uuid, Told),
    /// Something is told of what is in front while a page of the State is open.
    FrontTold(Seen),
    /// The papers that are kept at the page of the State.
    PapersSeen(Vec<KeptPaper>),
    /// Which papers were saved on a stick; nothing where there is none.
    PapersSaved(Option<Saved>),
    /// The program looked at itself.
    OwnProgramSeen(OwnProgram),
    /// All of a catalogue was looked at: what this program does not understand of it, or that it is damaged.
    Examined(Source, Result<Vec<String>, Damaged>),
}

/// Why enrolment did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolError {
    /// The hub.
    Client(ClientError),
    /// The disk.
    Records(RecordsError),
    /// The relay of the room has nothing yet by which a computer could come in.
    Room,
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
