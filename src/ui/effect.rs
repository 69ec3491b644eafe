//! What the world must do. Screens and the application only say it; `runtime` does it.

use super::access::{self, Request, Step, Target};
use super::portal::OneField;
use super::scanning::ScanOrder;
use super::sheets::Drawing;
use crate::domain::case::Awaited;
use crate::domain::handed_plan::HandedPlan;
use crate::domain::hidden::hidden;
use crate::domain::month::Month;
use crate::domain::portal::Opening;
use crate::domain::record::Circumstances;
use crate::domain::recovery::RecoveryGroups;
use crate::domain::restart::Reason;
use crate::domain::setup::{RelayCode, Setting};
use crate::domain::shelf::Shelf;
use crate::handout::print::PrintSheet;
use crate::handout::printer::Order;
use crate::platform::browser::Shown;
use crate::platform::front::Front;
use crate::store::records::{Actor, NewEntry, NewOperation, News, PeopleWish};
use crate::store::vault::KeyRing;
use iced::advanced::widget::operation;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// A catalogue to be worked on; the same only as itself.
#[derive(Clone, Debug)]
pub struct Source(pub Arc<dyn Shelf>);

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Something to be done outside the pure part.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// Commit an entry, and the operation on a case that it is. Answered by `Recorded`.
    Record {
        /// The entry.
        entry: Box<NewEntry>,
        /// The operation with the keys to encrypt it.
        operation: Option<(KeyRing, Box<NewOperation>)>,
    },
    /// Open the case key with a password. Answered by `SignedIn`.
    SignIn {
        /// The specialist's name.
        name: String,
        /// The password.
        password: String,
        /// The next code of a list, where it was asked for.
        code: Option<String>,
        /// For the entry that a wrong one may leave.
        circumstances: Circumstances,
    },
    /// Give somebody a new password by the sheet from the safe. Answered by `SignedIn`.
    Recover {
        /// The groups of the sheet.
        groups: Box<RecoveryGroups>,
        /// The name.
        name: String,
        /// The new password.
        password: String,
        /// For its entry.
        circumstances: Circumstances,
    },
    /// Add the first specialist by a recovery code. Answered by `SignedIn`.
    AddFirst {
        /// The code.
        code: String,
        /// The name.
        name: String,
        /// The password.
        password: String,
        /// For the entry that a wrong one may leave.
        circumstances: Circumstances,
    },
    /// Do something about the people of the desk, for somebody signed in. Answered by `PeopleDone`.
    People {
        /// Who wants it.
        actor: Box<Actor>,
        /// What.
        wish: PeopleWish,
        /// For its entry.
        circumstances: Circumstances,
    },
    /// Count the recovery codes left; ask the hub for new ones first, when it says so. Answered by `Codes`.
    CountCodes {
        /// Whether to ask the hub.
        ask: bool,
    },
    /// Take over what came from the other computers of the centre, as far as these keys open it. Answered by `RoomTaken`.
    TakeRoom(Option<KeyRing>),
    /// Leave a plan at the relay of the room, under a code. Answered by `PlanLeft`.
    LeavePlan {
        /// Its number.
        id: Uuid,
        /// It.
        plan: Box<HandedPlan>,
    },
    /// Take the plan of a code from the relay of the room. Answered by `PlanTaken`.
    TakePlan(String),
    /// Look by which relay this computer goes. Answered by `RelayKnown`.
    LookAtRelay,
    /// Switch sending by itself on or off. Answered by `SendingSwitched`.
    SwitchSending(bool),
    /// Make the records file smaller, where that is worth it: nobody is there.
    ShrinkRecords,
    /// Send all that waits now, once.
    SendNow,
    /// Go by the relay of this code, or to the hub itself. Answered by `RelayKnown`.
    GoByRelay(Option<RelayCode>),
    /// Look what sticks are in. Answered by `SticksFound`.
    FindSticks,
    /// Put on a stick what waits here. Answered by `TakenAlong`.
    TakeAlong {
        /// The stick.
        place: PathBuf,
        /// The keys under which it is put there.
        keys: KeyRing,
    },
    /// Take over what others put on a stick. Answered by `Brought`.
    Bring {
        /// The stick.
        place: PathBuf,
        /// The keys by which it opens.
        keys: KeyRing,
    },
    /// Ask the hub what providers say of these requests. Answered by `ProvidersSaid`, where it says something.
    AskProviders(Vec<Awaited>),
    /// Keep that these news were read.
    NoteTold(News),
    /// Enrol this terminal. Answered by `Enrolled`.
    Enrol {
        /// The hub's address.
        hub: String,
        /// The one-time code.
        code: String,
    },
    /// Bring the search index of a catalogue to hand. Answered by `IndexLoaded`.
    LoadIndex(Source),
    /// Look at all of a catalogue, when there is nothing else to do. Answered by `Examined`.
    Examine(Source),
    /// Read what counts in a month. Answered by `MonthRead`.
    CountMonth {
        /// The month.
        month: Month,
        /// Where its days begin.
        time_zone: String,
    },
    /// Keep the file of a month. Answered by `MonthKept`.
    KeepMonth {
        /// Where.
        folder: PathBuf,
        /// The month.
        month: Month,
        /// The file.
        content: Arc<[u8]>,
    },
    /// Read the waiting numbers of a day. Answered by `QueueRead`.
    ReadQueue(Date),
    /// Draw a waiting number. Answered by `NumberDrawn`.
    DrawNumber(Date),
    /// Call the next waiting number. Answered by `NumberCalled`.
    CallNumber {
        /// The day.
        day: Date,
        /// For its entry.
        circumstances: Circumstances,
    },
    /// Read the newest journal lines. Answered by `JournalRead`.
    ReadJournal,
    /// Make a sheet ready, in the place of any other: its pages as pictures, and the document. Answered by `SheetCame`,
    /// several times.
    SetSheet {
        /// Its number.
        number: u64,
        /// What stands on it.
        sheet: Box<PrintSheet>,
        /// How wide the pictures are, in pixels.
        width: u16,
        /// Whether nobody waits for it yet: then it steps back behind the window.
        ahead: bool,
    },
    /// Nobody waits for a sheet any more.
    StopSheet,
    /// Look what there is to print with. Answered by `Equipped`.
    FindPrinter,
    /// Print. Answered by `PrintTold`, each time that something else is told.
    Print(Box<Order>),
    /// Take a print back. Its own answers say what came of it.
    CancelPrint(Uuid),
    /// The visit has ended: no print of it stays behind.
    ClearPrints,
    /// Keep a sheet as a file. Answered by `SheetKept`.
    KeepSheet {
        /// Where.
        folder: PathBuf,
        /// What stands on it.
        sheet: Arc<PrintSheet>,
        /// It as PDF.
        pdf: Arc<[u8]>,
    },
    /// Have papers come in as pages of a case. Answered by `ScanTold`, several times.
    Scan(Box<ScanOrder>),
    /// Nobody waits for further pages any more: none comes.
    StopScan,
    /// Look what pages lie here of a case. Answered by `PagesRead`.
    ReadPages {
        /// The case.
        case: Uuid,
        /// By which they open.
        keys: KeyRing,
    },
    /// Make a page that was scanned ready to be shown. Answered by `CasePageDrawn`.
    DrawCasePage {
        /// The case.
        case: Uuid,
        /// The page.
        page: Uuid,
        /// By which it opens.
        keys: KeyRing,
        /// How wide it is shown, in pixels.
        width: u32,
    },
    /// Take a page away that is not of its case any more.
    TakePageOut {
        /// The case.
        case: Uuid,
        /// The page.
        page: Uuid,
    },
    /// Erase the pages of a case, with an entry that says so.
    ErasePages(Uuid),
    /// Open a page of the State in the browser, in the place of any other. Answered by `PortalTold`, several times.
    OpenPage {
        /// The page.
        opening: Box<Opening>,
        /// Where on the screen.
        shown: Shown,
    },
    /// Close the page of the State, with all that is left of it.
    ClosePage,
    /// Keep this in front while the page of the State is open; nothing any more without it. Answered by `FrontTold`, several
    /// times.
    Front(Option<Front>),
    /// Look what papers are kept at the page of the State. Answered by `PapersSeen`.
    LookPapers,
    /// Make a paper that is kept there ready to be looked at, in the place of any sheet. Answered by `SheetCame`, several times.
    SetPaper {
        /// The number of the sheet.
        number: u64,
        /// The name of the paper.
        name: String,
        /// How wide the pictures of its pages are, in pixels.
        width: u16,
    },
    /// Save the papers that are kept there on a stick. Answered by `PapersSaved`.
    SavePapers(Vec<String>),
    /// Keep a paper that is looked at as a file. Answered by `SheetKept`.
    KeepPaper {
        /// Where.
        folder: PathBuf,
        /// The name of the paper.
        name: String,
        /// It as PDF.
        pdf: Arc<[u8]>,
    },
    /// Put one field into the clipboard of the system.
    CopyField(OneField),
    /// Take it out again, where it is there still.
    ForgetCopied,
    /// Make a page of a sheet ready to be shown. Answered by `PageDrawn`.
    DrawPage {
        /// Which.
        drawing: Drawing,
        /// How wide it is shown, in pixels.
        width: u32,
    },
    /// Read what of the journal is on its way. Answered by `PostRead`.
    ReadPost,
    /// Send now rather than later.
    WakeSync,
    /// Give the focus to the control with this id.
    Focus(String),
    /// Mark all that stands in the field with this id, so that typing replaces it.
    Mark(String),
    /// Bring into sight what has the focus, after what surrounds it changed.
    Reveal,
    /// Take the focus from whatever has it.
    Unfocus,
    /// Show the page scrolled so far, in logical pixels.
    ScrollTo(f32),
    /// Show the next or the previous part of the page.
    ScrollPage {
        /// Whether towards the end.
        down: bool,
    },
    /// Carry a request of assistive technology to a control.
    Assist(u64, Request),
    /// Look what equipment this computer has. Answered by `LookedAround`.
    LookAround,
    /// Write settings. Answered by `SettingsWritten`.
    WriteSettings(Vec<Setting>),
    /// Look at all of this computer. Answered by `LookedOver`.
    LookOver,
    /// Print a page for a trial on a printer. Answered by `TrialTold`, each time that something else is told.
    PrintTrial {
        /// Its number.
        id: Uuid,
        /// The printer, by its name in the print system.
        printer: String,
        /// The page.
        sheet: Box<PrintSheet>,
    },
    /// Look whether this program was replaced, and how much memory it holds. Answered by `OwnProgramSeen`, where somebody
    /// starts it again when it ends.
    LookAtOwnProgram,
    /// End the program for this reason; whoever started it starts it again.
    Restart(Reason),
    /// End the program.
    Exit,
}

hidden!(Effect, "Effect");

impl Effect {
    /// What it does to the page, at once and in its order among the others; gives back an effect that needs more than
    /// the page.
    ///
    /// # Errors
    /// The effect itself, for whoever knows the disk and the line.
    pub fn on_page(self) -> Result<Vec<Step>, Self> {
        Ok(match self {
            Self::Focus(id) => {
                vec![Box::new(access::focus(Target::Id(id))), Box::new(access::reveal_focused())]
            }
            Self::Mark(id) => vec![Box::new(operation::text_input::select_all(id.into()))],
            Self::Reveal => vec![Box::new(access::reveal_focused())],
            Self::Unfocus => vec![Box::new(operation::focusable::unfocus())],
            Self::ScrollTo(y) => {
                let place = operation::scrollable::AbsoluteOffset { x: None, y: Some(y) };
                vec![Box::new(operation::scrollable::scroll_to("page".into(), place))]
            }
            Self::ScrollPage { down } => vec![Box::new(access::scroll_page(down))],
            Self::Assist(target, Request::Focus) => {
                vec![Box::new(access::focus(Target::Number(target))), Box::new(access::reveal_focused())]
            }
            Self::Assist(target, Request::Mark(caret)) => vec![Box::new(access::mark(target, caret))],
            Self::Assist(target, request) => {
                vec![Box::new(access::request(target, request)), Box::new(access::reveal_focused())]
            }
            other @ (Self::Record { .. }
            | Self::SignIn { .. }
            | Self::AddFirst { .. }
            | Self::Recover { .. }
            | Self::People { .. }
            | Self::CountCodes { .. }
            | Self::TakeRoom(_)
            | Self::AskProviders(_)
            | Self::LeavePlan { .. }
            | Self::TakePlan(_)
            | Self::FindSticks
            | Self::LookAtRelay
            | Self::GoByRelay(_)
            | Self::SwitchSending(_)
            | Self::SendNow
            | Self::ShrinkRecords
            | Self::TakeAlong { .. }
            | Self::Bring { .. }
            | Self::NoteTold(_)
            | Self::Enrol { .. }
            | Self::ReadJournal
            | Self::CountMonth { .. }
            | Self::ReadQueue(_)
            | Self::DrawNumber(_)
            | Self::CallNumber { .. }
            | Self::KeepMonth { .. }
            | Self::ReadPost
            | Self::WakeSync
            | Self::LoadIndex(_)
            | Self::Examine(_)
            | Self::SetSheet { .. }
            | Self::StopSheet
            | Self::DrawPage { .. }
            | Self::FindPrinter
            | Self::Print(_)
            | Self::CancelPrint(_)
            | Self::ClearPrints
            | Self::KeepSheet { .. }
            | Self::Scan(_)
            | Self::StopScan
            | Self::ReadPages { .. }
            | Self::DrawCasePage { .. }
            | Self::TakePageOut { .. }
            | Self::ErasePages(_)
            | Self::OpenPage { .. }
            | Self::ClosePage
            | Self::Front(_)
            | Self::LookPapers
            | Self::SetPaper { .. }
            | Self::SavePapers(_)
            | Self::KeepPaper { .. }
            | Self::CopyField(_)
            | Self::ForgetCopied
            | Self::LookAround
            | Self::WriteSettings(_)
            | Self::LookOver
            | Self::PrintTrial { .. }
            | Self::LookAtOwnProgram
            | Self::Restart(_)
            | Self::Exit) => return Err(other),
        })
    }
}
