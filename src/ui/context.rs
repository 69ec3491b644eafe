//! What every screen may look at while it updates and draws.

use super::planned::{Planned, Plans};
use super::set_up::Doctor;
use super::sheets::Sheets;
use super::style::Look;
use crate::domain::case::Case;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::change::Changes;
use crate::domain::fact::Answers;
use crate::domain::guide;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::LifeEvent;
use crate::domain::portal::PortalTrouble;
use crate::domain::printing::Allowance;
use crate::domain::shelf::{AtHand, Tile};
use crate::domain::site::Portal;
use crate::domain::text::Text;
use crate::domain::waiting::{NoNumber, Queue};
use crate::i18n::Texts;
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What changed in the catalogue since the people of open cases were last told, by the case's id. Only cases under which
/// something did.
pub type CaseChanges = BTreeMap<Uuid, Changes>;

/// The waiting numbers as a window knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingRoom {
    /// Those of the day.
    pub queue: Queue,
    /// The number of the visit in progress.
    pub own: Option<u16>,
    /// Why it got none.
    pub refused: Option<NoNumber>,
    /// Seconds since they were read.
    pub seconds: u64,
}

/// The surroundings of a screen.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Colours, sizes.
    pub look: Look,
    /// How many pixels of the screen a logical one has, before anything is enlarged.
    pub dots: f32,
    /// The words of the language in use.
    pub texts: &'a Texts,
    /// Of the catalogue, what the page, the visit and the open cases rest on.
    pub catalogue: &'a Catalogue,
    /// The same with what it was taken from.
    pub hand: &'a AtHand,
    /// The plans of pages.
    pub plans: &'a Plans,
    /// The sheet that is looked at before it is printed.
    pub sheets: &'a Sheets,
    /// What visitors may print by themselves.
    pub allowance: Allowance,
    /// What changed under open cases.
    pub changes: &'a CaseChanges,
    /// Where we are.
    pub centre: &'a Centre,
    /// Whether pages of the State open for visitors at this computer, and if not, why.
    pub online: Result<(), PortalTrouble>,
    /// The waiting numbers, where the centre wants them.
    pub waiting: Option<&'a WaitingRoom>,
    /// The day, in the centre's time zone.
    pub today: Date,
    /// The day in Moldova: by it the law's time limits are counted, wherever a mission stands.
    pub in_moldova: Date,
    /// Whether a specialist is signed in.
    pub assisted: bool,
    /// Whether the hub knows this computer.
    pub is_enrolled: bool,
    /// How this computer was found.
    pub doctor: &'a Doctor,
}

impl<'a> Context<'a> {
    /// A message.
    #[must_use]
    pub fn tr(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A message with arguments.
    #[must_use]
    pub fn tr_with<'b>(&self, key: &str, arguments: &[(&'b str, FluentValue<'b>)]) -> String {
        self.texts.with(key, arguments)
    }

    /// A text of the catalogue.
    #[must_use]
    pub fn text(&self, text: &crate::domain::text::Text) -> String {
        text.get(self.texts.language()).to_owned()
    }

    /// What a visit with this code is about; `None` when the catalogue does not have it (any more).
    #[must_use]
    pub fn event(&self, code: &str) -> Option<&'a LifeEvent> {
        self.hand.guide(code)
    }

    /// The events as the start page shows them, in their order.
    #[must_use]
    pub fn tiles(&self) -> &'a [Tile] {
        &self.hand.overview().tiles
    }

    /// The State's sites as visitors find them, in their order.
    #[must_use]
    pub fn portals(&self) -> &'a [Portal] {
        &self.hand.overview().portals
    }

    /// What a visit is called; the code itself when the catalogue does not have it (any more).
    #[must_use]
    pub fn event_title(&self, code: &str) -> String {
        self.event_text(code).map_or_else(|| code.to_owned(), |title| self.text(&title))
    }

    /// The same in every language; `None` when the catalogue does not have it (any more).
    #[must_use]
    pub fn event_text(&self, code: &str) -> Option<Text> {
        let tile = |code: &str| self.hand.overview().tile(code).map(|tile| &tile.tile);
        guide::title(self.catalogue, tile, code)
    }

    /// What a service is called; its code, when the catalogue does not have it (any more).
    #[must_use]
    pub fn service_name(&self, code: &ServiceCode) -> String {
        self.catalogue.service(code).map_or_else(|| code.to_string(), |service| self.text(&service.title))
    }

    /// The plan of a visitor, with their situation; `None` for an event that is not in the catalogue (any more). Computed
    /// once a change.
    #[must_use]
    pub fn planned(&self, event: &str, answers: &Answers) -> Option<Arc<Planned>> {
        self.plans.of(self.hand, event, answers, self.centre, self.in_moldova)
    }

    /// The day that a provider in Moldova counts from, of something done here on a day.
    #[must_use]
    pub fn counted_from(&self, day: Date) -> Date {
        if day == self.today { self.in_moldova } else { day }
    }

    /// Whether whoever sits here may have sheets printed.
    #[must_use]
    pub const fn prints(&self) -> bool {
        self.sheets.possible && (self.assisted || self.allowance.alone)
    }

    /// What changed in the catalogue since the person of a case was last told; `None` when nothing did.
    #[must_use]
    pub fn changes(&self, case: &Case) -> Option<&'a Changes> {
        self.changes.get(&case.id)
    }
}
