//! What this computer is and knows, whoever sits at it: its settings, its catalogue, its centre, who can sign in.

use super::wait::Wait;
use super::{Environment, Start};
use crate::domain::case::Case;
use crate::domain::centre::Centre;
use crate::domain::portal::PortalTrouble;
use crate::domain::search::SearchIndex;
use crate::domain::shelf::{AtHand, Shelf};
use crate::platform::clock::date_in;
use crate::platform::configuration::Configuration;
use crate::store::records::RecordsError;
use crate::sync::catalogue::Standing;
use crate::ui::context::WaitingRoom;
use crate::ui::effect::{Effect, Source};
use crate::ui::page::door::Stage;
use crate::ui::planned::Plans;
use crate::ui::set_up::Doctor;
use crate::ui::sheets::Sheets;
use jiff::civil::Date;
use std::sync::Arc;

/// The time zone of Moldova.
const MOLDOVA: &str = "Europe/Chisinau";

/// What this computer is and knows.
pub struct Terminal {
    pub(super) environment: Environment,
    pub(super) configuration: Configuration,
    /// Of the catalogue, what the pages shown, the visit and the open cases rest on.
    pub(super) hand: AtHand,
    pub(super) plans: Plans,
    /// The sheet that is looked at before it is printed.
    pub(super) sheets: Sheets,
    pub(super) standing: Standing,
    /// What of the catalogue this program does not understand.
    pub(super) left_out: Vec<String>,
    /// What finds services by words, once it is at hand.
    pub(super) index: Option<Arc<SearchIndex>>,
    /// Whether it is on its way.
    asks_for_index: bool,
    pub(super) centre: Centre,
    pub(super) enrolled: bool,
    pub(super) specialists: Vec<String>,
    /// How long no password is looked at.
    pub(super) wait: Wait,
    pub(super) records_failed: Option<RecordsError>,
    /// Whether pages of the State open for visitors here, and if not, why.
    pub(super) online: Result<(), PortalTrouble>,
    /// The waiting numbers, where the centre wants them.
    pub(super) waiting: Option<WaitingRoom>,
    /// How this computer was found.
    pub(super) doctor: Doctor,
}

impl Terminal {
    /// How many days a closed case is kept.
    #[must_use]
    pub(super) fn retention_days(&self) -> usize {
        usize::try_from(self.configuration.retention_days).unwrap_or_default()
    }

    /// As it is at the start.
    pub(super) fn new(start: Start) -> Self {
        Self {
            online: if start.configuration.online { start.online } else { Err(PortalTrouble::SwitchedOff) },
            waiting: start.configuration.waiting_numbers.then(WaitingRoom::default),
            index: start.shelf.index(),
            asks_for_index: false,
            environment: start.environment,
            configuration: start.configuration,
            hand: AtHand::new(start.shelf),
            plans: Plans::default(),
            sheets: Sheets::new(start.sheets),
            standing: start.standing,
            left_out: Vec::new(),
            centre: start.centre,
            enrolled: start.enrolled,
            specialists: start.specialists,
            wait: Wait::new(start.wait),
            records_failed: start.records_failed,
            doctor: Doctor::default(),
        }
    }

    /// Takes other settings into use.
    pub(super) fn take_settings(&mut self, configuration: Configuration) {
        if self.configuration.waiting_numbers != configuration.waiting_numbers {
            self.waiting = configuration.waiting_numbers.then(WaitingRoom::default);
        }
        self.configuration = configuration;
    }

    /// The day, in the centre's time zone.
    pub(super) fn today(&self) -> Date {
        date_in((self.environment.now)(), &self.centre.time_zone)
    }

    /// The day in Moldova.
    pub(super) fn in_moldova(&self) -> Date {
        date_in((self.environment.now)(), MOLDOVA)
    }

    /// Makes sure that what a visit is about can be shown.
    pub(super) fn know(&mut self, code: &str) {
        self.hand.take(code);
    }

    /// The same for a case: its event, the services of its requests, and those that the event had when the person was last
    /// told.
    pub(super) fn know_case(&mut self, case: &Case) {
        self.hand.take(&case.event);
        let requested = case.requests.iter().map(|request| &request.service);
        for code in requested.chain(case.seen.services()) {
            self.hand.take_whole_service(code.as_str());
        }
    }

    /// The same for services that are only named, by their codes.
    pub(super) fn know_names<'c>(&mut self, codes: impl IntoIterator<Item = &'c str>) {
        codes.into_iter().for_each(|code| self.hand.take_service(code));
    }

    /// Takes another catalogue, or another copy of it, and knows by it what was known by the one before.
    pub(super) fn take_catalogue(&mut self, other: Arc<dyn Shelf>) {
        self.hand.replace(other);
        self.index = self.hand.shelf().index();
        self.asks_for_index = false;
        self.left_out.clear();
    }

    /// The catalogue was found damaged where it lies: another copy takes its place.
    pub(super) fn step_around(&mut self) {
        if let Some(shelf) = self.hand.shelf().stand_in() {
            self.take_catalogue(shelf);
        }
    }

    /// The index of the catalogue in use is at hand now.
    pub(super) fn take_index(&mut self) {
        self.index = self.hand.shelf().index();
        self.asks_for_index = false;
    }

    /// Asks for the index, once.
    pub(super) fn ask_for_index(&mut self) -> Option<Effect> {
        let asked = std::mem::replace(&mut self.asks_for_index, true);
        (!asked).then(|| Effect::LoadIndex(self.source()))
    }

    /// The catalogue in use.
    pub(super) fn source(&self) -> Source {
        Source(Arc::clone(self.hand.shelf()))
    }

    /// Notes that somebody can sign in.
    pub(super) fn note_specialist(&mut self, name: &str) {
        if !self.specialists.iter().any(|known| known == name) {
            self.specialists.push(name.to_owned());
        }
    }

    /// What signing in means on this computer now.
    pub(super) fn sign_in_stage(&self) -> Stage {
        if self.records_failed.is_some() {
            Stage::SignIn
        } else if !self.enrolled {
            Stage::Enrol
        } else if self.specialists.is_empty() {
            Stage::First
        } else {
            Stage::SignIn
        }
    }
}
