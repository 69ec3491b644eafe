//! Cases: an assisted event of one person over several visits, and the requests in it. Every change of
//! a case is a command that gives back the journal entry to be recorded with it, and stands in the case's
//! history, so that it can be taken back.
//!
//! What is kept of a case are its [`Operation`]s, one for each command as it was given; the case is their fold, see
//! [`Operations::fold`]. What may be done *now* is decided by [`Case::apply`]; the fold refuses nothing that was done.

mod appointment;
mod collecting;
mod command;
mod consent;
pub mod day_pack;
mod draft;
mod erasure;
mod fill;
mod find;
mod fold;
mod history;
mod listing;
mod met;
mod operation;
mod operations;
mod order;
mod page;
mod payment;
mod person;
mod request;
mod return_code;
mod sealed;
mod state;
mod term;
mod today;
mod word;

pub use super::deadline::expected;
pub use appointment::{Appointment, Theme, is_free, is_same_place, next_free, read_hour, read_place, taken_hours};
pub use collecting::Right;
pub use command::{CaseError, Command, Outcome};
pub use consent::{
    Consent, ConsentPaper, ConsentRefusal, ConsentScope, Consents, Lack, Matter, NotAPowerCode, Permit, PowerCode,
    ProviderScope, Signer, Verb, providers_of,
};
pub use draft::{Asked, Known, Whence, asked, own};
pub use erasure::{Ending, Erasures};
pub use find::{By, Found, Register, Titles};
pub use history::{Before, Clash, Conflict, Recorded};
pub use listing::{Listed, Row, listing};
pub use met::{Likeness, Met, met_before};
pub use operation::{Aside, Change, Opening, Operation};
pub use operations::Operations;
pub use order::by_urgency;
pub use page::CasePage;
pub use payment::{CashCode, Heard, OrderKey, Payment, PaymentNews, PaymentState, Provenance};
pub use person::{Document, DocumentError, Doubt, LONGEST_NAME, NameError, Person, Representative};
pub use request::{ProviderNumber, Request, Sent};
pub use return_code::{normal_return_code, return_code};
pub use sealed::SealedContent;
pub use state::RequestState;
pub use term::Terms;
pub use today::{CONSENT_DAYS, Due, Refusal, Refused, Standing, Today, Why, standing, today};
pub use word::{Awaited, ProviderWord, WordStanding};

use super::change::Seen;
use super::fact::Answers;
use super::identifier::ServiceCode;
use crate::domain::hidden::hidden;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An assisted event of one person. Belongs to the centre: any colleague continues it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// Its id; random, no personal data.
    pub id: Uuid,
    /// What the slip says; finds the case at the same centre.
    pub return_code: String,
    /// The event's code.
    pub event: String,
    /// The answers the plan rests on.
    pub answers: Answers,
    /// The day it was opened.
    pub opened: Date,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// The person.
    pub person: Person,
    /// What the person agreed to.
    #[serde(default, rename = "consent")]
    pub consents: Consents,
    /// That the person did not agree, when they were asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<ConsentRefusal>,
    /// The papers the person has brought, by id.
    pub papers: Vec<String>,
    /// The requests.
    pub requests: Vec<Request>,
    /// What was typed into applications, by the field's id: once for all requests of the case that ask for it. What is of
    /// one request alone stands under [`own`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filled: BTreeMap<String, String>,
    /// What the catalogue said when the person was last told.
    #[serde(default)]
    pub seen: Seen,
    /// What providers said of its requests, as it came down from the hub; the latest of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<ProviderWord>,
    /// When the person is expected next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// The pages of papers that were scanned, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<CasePage>,
    /// The specialist who answers for it: who opened it, or took it over. Any colleague may go on with it all the same.
    /// Empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub holder: String,
    /// What was recorded of it, the oldest first. Empty in the cases of an older program, and then grows from there.
    #[serde(default)]
    pub history: Vec<Recorded>,
    /// Whether its opening was taken back: a case that never was. It holds nobody's data and is not listed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub put_away: bool,
    /// The operations that no other follows yet: what the next one follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<Uuid>,
    /// What belongs to it and has no part in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Aside>,
    /// Whether an operation that another follows is not here: it is damaged, or under a key that is not held.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lacking: bool,
}

hidden!(Case, "Case");

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Case {
    /// The request with this id.
    #[must_use]
    pub fn request(&self, id: Uuid) -> Option<&Request> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// Opens a case on the visitor's plan. `entry` is the id of the journal entry that says so, [`Outcome::opened`].
    #[must_use]
    pub fn open(id: Uuid, opening: Opening, entry: Uuid, today: Date) -> Self {
        let Opening { return_code, event, answers, seen } = opening;
        Self {
            id,
            return_code,
            event,
            answers,
            opened: today,
            closed: None,
            person: Person::default(),
            consents: Consents::default(),
            refused: None,
            papers: Vec::new(),
            requests: Vec::new(),
            words: Vec::new(),
            filled: BTreeMap::new(),
            seen,
            appointment: None,
            pages: Vec::new(),
            holder: String::new(),
            history: vec![Recorded::of(entry, &Outcome::opened(), Before::Nothing, today)],
            put_away: false,
            heads: vec![entry],
            aside: Vec::new(),
            lacking: false,
        }
    }

    /// The same case, for which this specialist answers.
    #[must_use]
    pub fn held_by(self, specialist: &str) -> Self {
        Self { holder: specialist.to_owned(), ..self }
    }

    /// The open request of a step for its service, or the last one. Two steps may ask for one service, as for two
    /// properties.
    #[must_use]
    pub fn request_for(&self, step: &str, service: &ServiceCode) -> Option<&Request> {
        let requests = self.requests.iter().rev();
        let of_service = || requests.clone().filter(|request| request.step == step && request.service == *service);
        of_service().find(|request| !request.state.is_final()).or_else(|| of_service().next())
    }
}
