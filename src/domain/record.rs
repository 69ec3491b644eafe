//! What is recorded of an action: what was done, in which circumstances, and what of it is sealed. The open part holds no
//! personal data by its very types; what may lead to a person is in the sealed part, which only the hub's operator can
//! open. How it is written, hashed and sent is the protocol's.

mod correction;

pub use super::action::{Action, Reason};
pub use super::case::SealedContent;
pub use correction::{Placed, uncounted};

use super::case::{Outcome, RequestState};
use super::hidden::hidden;
use super::identifier::ServiceCode;
use super::printing::PrintRecord;
use super::text::Language;
use super::work::{Attendance, Autonomy, Place, Topic};
use jiff::civil::Date;
use uuid::Uuid;

/// Who was at the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The visitor alone.
    Alone,
    /// The visitor with the specialist.
    Assisted,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::Alone, Self::Assisted];
}

/// The part of an entry that is open to the hub. An allow-list: codes, counts and choices, and no field
/// that could hold free text.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// What was done.
    pub action: Action,
    /// The event's code.
    pub event: Option<String>,
    /// The service.
    pub service: Option<ServiceCode>,
    /// The case, a random id.
    pub case: Option<Uuid>,
    /// The request, a random id.
    pub request: Option<Uuid>,
    /// The request's state after the action.
    pub state: Option<RequestState>,
    /// A satisfaction answer, 1 (bad) to 5 (good).
    pub satisfaction: Option<u8>,
    /// The entry that this one corrects, by its id.
    pub corrects: Option<Uuid>,
    /// Why it ended so, or why it is corrected.
    pub reason: Option<Reason>,
    /// The language of the visit.
    pub language: Language,
    /// The centre's id.
    pub centre: String,
    /// Who was at the computer.
    pub mode: Mode,
    /// The number of the catalogue the work rested on.
    pub catalogue: u64,
    /// What was printed.
    pub print: Option<PrintRecord>,
    /// Minutes that it took, or that somebody waited.
    pub minutes: Option<u16>,
    /// What the help was about, where it was about no event.
    pub topic: Option<Topic>,
    /// How much of it the person did alone.
    pub autonomy: Option<Autonomy>,
    /// Where it was done.
    pub place: Option<Place>,
    /// How many people were there, by age where that was told.
    pub people: Attendance,
    /// The day of it, where it is not the day of the entry.
    pub held: Option<Date>,
    /// A trust answer, 1 (none) to 5 (full).
    pub trust: Option<u8>,
    /// How many scanned pages are kept with the case now, or were erased.
    pub scans: Option<u16>,
}

hidden!(EntryFacts, "EntryFacts");

/// The circumstances that every entry of a sitting shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The language of the visit.
    pub language: Language,
    /// The centre's id.
    pub centre: String,
    /// Who is at the computer.
    pub mode: Mode,
    /// The number of the catalogue.
    pub catalogue: u64,
}

impl EntryFacts {
    /// An entry about no case in particular.
    #[must_use]
    pub fn new(action: Action, circumstances: &Circumstances) -> Self {
        Self {
            action,
            event: None,
            service: None,
            case: None,
            request: None,
            state: None,
            satisfaction: None,
            corrects: None,
            reason: None,
            language: circumstances.language,
            centre: circumstances.centre.clone(),
            mode: circumstances.mode,
            catalogue: circumstances.catalogue,
            print: None,
            minutes: None,
            topic: None,
            autonomy: None,
            place: None,
            people: Attendance::new(),
            held: None,
            trust: None,
            scans: None,
        }
    }

    /// The entry of a print that came out: counts, and nobody's name. The event and the case are those it was for.
    #[must_use]
    pub fn of_print(
        print: PrintRecord,
        event: Option<&str>,
        case: Option<Uuid>,
        circumstances: &Circumstances,
    ) -> Self {
        let event = event.map(str::to_owned);
        Self { event, case, print: Some(print), ..Self::new(Action::SheetPrinted, circumstances) }
    }

    /// The entry of a case command.
    #[must_use]
    pub fn of_case(outcome: &Outcome, case: Uuid, event: &str, circumstances: &Circumstances) -> Self {
        // The hub that passed on what a provider said would learn from anything more which case that number belongs to.
        if outcome.action == Action::ProviderHeard {
            return Self::new(outcome.action, circumstances);
        }
        Self {
            event: Some(event.to_owned()),
            service: outcome.service.clone(),
            case: Some(case),
            request: outcome.request,
            state: outcome.state,
            corrects: outcome.corrects,
            reason: outcome.reason,
            scans: outcome.scans,
            ..Self::new(outcome.action, circumstances)
        }
    }

    /// Whether it is no operation of a case, and can be taken back by an entry alone.
    #[must_use]
    pub const fn is_corrected_alone(&self) -> bool {
        match self.action {
            Action::Informed | Action::SatisfactionGiven | Action::GroupHeld => self.case.is_none(),
            Action::WorkTold => true,
            _ => false,
        }
    }

    /// The entry that takes back one that is no operation of a case: help that was information only, a satisfaction answer,
    /// a group session, the time that a case took. What is one is taken back there, by [`Command::Correct`](super::case::Command::Correct), so that the case
    /// goes back with it.
    ///
    /// Nothing when the entry cannot be taken back so, or the reason is none for a correction.
    #[must_use]
    pub fn correction(entry: Uuid, facts: &Self, reason: Reason, circumstances: &Circumstances) -> Option<Self> {
        (facts.is_corrected_alone() && reason.is_of_correction()).then(|| Self {
            case: facts.case,
            event: facts.event.clone(),
            service: facts.service.clone(),
            corrects: Some(entry),
            reason: Some(reason),
            ..Self::new(Action::Corrected, circumstances)
        })
    }
}

/// Where an entry stands: the terminal, the life of its records file, and a dense number in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The terminal's id, given at enrolment.
    pub terminal: String,
    /// Grows when a records file had to be begun anew.
    pub epoch: u32,
    /// 1, 2, 3 … without a gap.
    pub sequence: u64,
}
