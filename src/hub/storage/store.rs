//! What the hub needs of a store to enrol terminals, to take in what they send and to give out what they ask for, whichever
//! database is behind it. What is committed there is told to terminals as received: an answer comes only after the commit.

use super::outbox::Forwarding;
use super::provider_state::ListedState;
use super::releases::Published;
use super::terminals::Terminal;
use crate::catalogue::trust::bundle::Bundle;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::hub::HubError;
use crate::hub::batch::Element;
use crate::hub::code::RecoveryCode;
use crate::protocol::condition::TerminalCondition;
use crate::protocol::enrolment::{CatalogueAnnouncement, EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::parcel::Head;
use crate::protocol::provider_state::SaidState;
use crate::protocol::room::{RoomAnswer, RoomQuestion};
use crate::protocol::verdict::BatchAnswer;
use ed25519_dalek::VerifyingKey;
use jiff::{SignedDuration, Timestamp};
use std::fmt::Debug;
use std::path::PathBuf;
use std::pin::Pin;

/// An answer of a store that is waited for. It fails when the database fails; nothing of what was asked is done then, and
/// the same may be asked again.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, HubError>> + Send + 'a>>;

/// What came in one parcel, verified and taken apart.
pub struct Batch {
    /// The terminal that sent it.
    pub terminal: String,
    /// Its events.
    pub elements: Vec<Element>,
    /// What it says of the newest of them.
    pub head: Option<Head>,
    /// When it came.
    pub now: Timestamp,
}

hidden!(Batch, "Batch");

/// That a terminal was heard of.
#[derive(Debug)]
pub struct Contact {
    /// The terminal.
    pub terminal: String,
    /// Which version it says that it runs.
    pub version: Option<String>,
    /// How it says that it stands.
    pub condition: Option<TerminalCondition>,
    /// When.
    pub now: Timestamp,
}

/// A code for a terminal that is to be enrolled.
pub struct CodeToKeep {
    /// The code, as it is given to people.
    pub code: String,
    /// The profile of the centre.
    pub centre: Centre,
    /// The recovery codes printed with it.
    pub recovery: Vec<RecoveryCode>,
    /// When it is made.
    pub now: Timestamp,
    /// How long it can be used.
    pub holds: SignedDuration,
}

hidden!(CodeToKeep, "CodeToKeep");

/// A signed release that is to be published.
#[derive(Debug)]
pub struct Publication {
    /// What the editors signed.
    pub bundle: Bundle,
    /// Whether its keys are believed, whichever were known.
    pub new_root: bool,
    /// A folder for short-lived files.
    pub scratch: PathBuf,
    /// When.
    pub now: Timestamp,
}

/// How a store stands that answers and takes what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreHealth {
    /// Alarms that stand.
    pub alarms: u64,
    /// Until when the published catalogue is signed (RFC 3339), when there is one.
    pub signed_until: Option<String>,
    /// Whether another server has on its disk whatever is acknowledged; unknown where the store has one server only, or does not
    /// say.
    pub second_copy: Option<bool>,
    /// How the forwarding of events stands, where it was ever switched on.
    pub events: Option<Forwarding>,
}

/// A store. Several hubs may stand before one, and so whatever is decided is decided there, in one transaction.
pub trait Store: Debug + Send + Sync {
    /// The name of this life of the hub.
    fn incarnation(&self) -> Answer<'_, String>;

    /// The operator's public key (`age1…`), when it was made.
    fn operator_key(&self) -> Answer<'_, Option<String>>;

    /// Keeps the operator's public key; fails when there is one already.
    fn set_operator_key(&self, key: String) -> Answer<'_, ()>;

    /// Keeps a code for a terminal, and the hashes of the recovery codes that were made with it.
    fn add_code(&self, code: CodeToKeep) -> Answer<'_, ()>;

    /// Enrols a terminal. The same terminal with the same key and code gets the same answer again; fails when the code is
    /// wrong, too old or another terminal's, the terminal has another key or was shut out, or there is no operator's key.
    fn enrol(&self, request: EnrolmentRequest, now: Timestamp) -> Answer<'_, EnrolmentAnswer>;

    /// The terminal of this name.
    fn terminal(&self, id: String) -> Answer<'_, Option<Terminal>>;

    /// Shuts a terminal out; fails when there is none of this name.
    fn revoke(&self, id: String, now: Timestamp) -> Answer<'_, ()>;

    /// Puts the hashes of new recovery codes in the place of those that a terminal has; fails when no terminal has this name
    /// or it was shut out.
    fn add_recovery_codes(&self, id: String, codes: Vec<RecoveryCode>, now: Timestamp) -> Answer<'_, ()>;

    /// The hashes of the recovery codes that hold for a terminal now.
    fn recovery_codes(&self, terminal: String) -> Answer<'_, Vec<String>>;

    /// Notes that a terminal was heard of.
    fn note_contact(&self, contact: Contact) -> Answer<'_, ()>;

    /// Takes a batch in. When this is answered, everything accepted is on the disk.
    fn ingest(&self, batch: Batch) -> Answer<'_, BatchAnswer>;

    /// Answers what a terminal of this key asks of the log of its centre; nothing where it says that it is of another.
    fn room(
        &self,
        terminal: String,
        key: VerifyingKey,
        question: RoomQuestion,
        now: Timestamp,
    ) -> Answer<'_, Option<RoomAnswer>>;

    /// Takes a provider's list in, whole or not at all; gives how many requests it says something new of.
    fn take_states(&self, list: Vec<ListedState>, now: Timestamp) -> Answer<'_, usize>;

    /// What providers' lists say of these requests.
    fn states_of(&self, requests: Vec<String>) -> Answer<'_, Vec<SaidState>>;

    /// Publishes a signed release; fails when its signature or its number is not right.
    fn publish(&self, publication: Publication) -> Answer<'_, Published>;

    /// The current release's announcement, when one was published.
    fn announcement(&self) -> Answer<'_, Option<CatalogueAnnouncement>>;

    /// The packed release of this hash, current or past.
    fn release(&self, sha256: String) -> Answer<'_, Option<Vec<u8>>>;

    /// The delta from the release of one hash to that of another, when there is one.
    fn delta(&self, base: String, target: String) -> Answer<'_, Option<Vec<u8>>>;

    /// A signed file of the catalogue by its name.
    fn metadata(&self, name: String) -> Answer<'_, Option<String>>;

    /// The current catalogue, when one was published.
    fn catalogue(&self) -> Answer<'_, Option<Catalogue>>;

    /// How the store stands; fails when it does not answer or takes nothing.
    fn health(&self) -> Answer<'_, StoreHealth>;
}
