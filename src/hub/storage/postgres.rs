//! The store of a hub whose database is PostgreSQL: several hubs may stand before one. What is not here (the agency's pages, the
//! fleet, the counts) such a hub does not have yet, and says so.

pub mod address;
mod ask;
pub mod carry;
mod catalogue;
mod image;
mod intake;
mod keep;
mod pool;
mod room;
mod schema;
mod terminals;

pub use pool::Trouble;

use self::address::DatabaseAddress;
use super::provider_state::ListedState;
use super::release_rules::Published;
use super::store::{Answer, Batch, CodeToKeep, Contact, Publication, Store, StoreHealth};
use super::terminals::Terminal;
use super::{ANSWER_KEY, CREATED, INCARNATION, OPERATOR_KEY, is_own_folder, make_folder};
use crate::domain::catalogue::Catalogue;
use crate::hub::HubError;
use crate::hub::code::RecoveryCode;
use crate::hub::keys::{FILE_NAME as KEYS, HubKeys};
use crate::protocol::enrolment::{CatalogueAnnouncement, EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::provider_state::SaidState;
use crate::protocol::room::{RoomAnswer, RoomQuestion};
use crate::protocol::signature::verifying_key_text;
use crate::protocol::verdict::BatchAnswer;
use deadpool_postgres::{Object, Pool};
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often something is written at most to see whether it can be.
const BETWEEN_PROBES: Duration = Duration::from_secs(20);

/// Of several that set up a hub in one database one is first.
const BEGIN: &str = "SELECT pg_advisory_xact_lock(hashtextextended('cups begin', 0))";

/// The store; a copy is the same one.
#[derive(Clone, Debug)]
pub struct Postgres {
    pool: Pool,
    keys: Arc<HubKeys>,
    probed: Arc<Mutex<Option<Instant>>>,
    /// Whether its address names more than one server.
    has_several: bool,
}

impl Postgres {
    /// Opens the database at an address; with `may_begin` a hub is set up there when there is none. The hub's keys stand in the
    /// folder: a second hub before the same database is given a copy of them.
    ///
    /// # Errors
    /// When no server of the address answers or takes what is written, the database is newer than this program, or the keys
    /// are not those that its terminals know.
    pub async fn open(address: &DatabaseAddress, data: &Path, may_begin: bool) -> Result<Self, HubError> {
        make_folder(data)?;
        is_own_folder(data)?;
        let pool = pool::pool(address)?;
        let mut client = pool.get().await?;
        schema::examine(&client).await?;
        if !may_begin && !schema::is_there(&client).await? {
            return Err(HubError::NoHub { path: address.to_string() });
        }
        schema::migrate(&mut client).await?;
        let keys = begin(&mut client, data).await?;
        drop(client);
        Ok(Self { pool, keys: Arc::new(keys), probed: Arc::default(), has_several: address.has_several() })
    }

    /// The hub's secrets.
    #[must_use]
    pub fn keys(&self) -> &HubKeys {
        &self.keys
    }

    /// Does something with a connection. It is finished also when whoever asked has gone.
    fn with<T: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(&'c mut Object, Arc<HubKeys>) -> Answer<'c, T> + Send + 'static,
    ) -> Answer<'_, T> {
        let (pool, keys) = (self.pool.clone(), Arc::clone(&self.keys));
        Box::pin(async move {
            let working = tokio::spawn(async move {
                let mut client = pool.get().await?;
                let done = work(&mut client, keys).await;
                pool::give_back(client, &done);
                done
            });
            working.await.map_err(|_| HubError::Stopped)?
        })
    }

    fn probes_now(&self) -> bool {
        let probed = self.probed.lock().unwrap_or_else(PoisonError::into_inner);
        probed.is_none_or(|when| when.elapsed() >= BETWEEN_PROBES)
    }
}

/// Names a hub that is new, and looks whether the keys in the folder are those that terminals know. Two hubs that begin at the same
/// time are one after the other.
async fn begin(client: &mut Object, data: &Path) -> Result<HubKeys, HubError> {
    let transaction = client.transaction().await?;
    ask::only(&transaction, BEGIN, &[]).await?;
    let known = ask::meta(&transaction, ANSWER_KEY).await?;
    let keys = HubKeys::open(data, known.is_none())?;
    let ours = verifying_key_text(&keys.answers.verifying_key());
    match known {
        Some(known) if known != ours => {
            return Err(HubError::OtherKeys { path: data.join(KEYS).display().to_string() });
        }
        Some(_) => {}
        None => ask::set_meta(&transaction, ANSWER_KEY, &ours).await?,
    }
    if ask::meta(&transaction, INCARNATION).await?.is_none() {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(HubError::Random)?;
        let name = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
        ask::set_meta(&transaction, INCARNATION, &name).await?;
        ask::set_meta(&transaction, CREATED, &Timestamp::now().to_string()).await?;
    }
    transaction.commit().await?;
    Ok(keys)
}

async fn noted(client: &mut Object, name: &str) -> Result<Option<String>, HubError> {
    let statement = client.prepare_cached("SELECT value FROM meta WHERE name = $1").await?;
    Ok(client.query_opt(&statement, &[&name]).await?.map(|row| row.get(0)))
}

impl Store for Postgres {
    fn incarnation(&self) -> Answer<'_, String> {
        self.with(|client, _| {
            Box::pin(async { noted(client, INCARNATION).await?.ok_or(HubError::Form("incarnation")) })
        })
    }

    fn operator_key(&self) -> Answer<'_, Option<String>> {
        self.with(|client, _| Box::pin(noted(client, OPERATOR_KEY)))
    }

    fn set_operator_key(&self, key: String) -> Answer<'_, ()> {
        self.with(move |client, _| Box::pin(async move { terminals::set_operator_key(client, &key).await }))
    }

    fn add_code(&self, code: CodeToKeep) -> Answer<'_, ()> {
        self.with(move |client, keys| Box::pin(async move { terminals::add_code(client, &keys, code).await }))
    }

    fn enrol(&self, request: EnrolmentRequest, now: Timestamp) -> Answer<'_, EnrolmentAnswer> {
        self.with(move |client, keys| Box::pin(async move { terminals::enrol(client, &keys, request, now).await }))
    }

    fn terminal(&self, id: String) -> Answer<'_, Option<Terminal>> {
        self.with(move |client, _| Box::pin(async move { terminals::terminal(client, &id).await }))
    }

    fn revoke(&self, id: String, now: Timestamp) -> Answer<'_, ()> {
        self.with(move |client, _| Box::pin(async move { terminals::revoke(client, &id, now).await }))
    }

    fn add_recovery_codes(&self, id: String, codes: Vec<RecoveryCode>, now: Timestamp) -> Answer<'_, ()> {
        self.with(move |client, _| {
            Box::pin(async move { terminals::add_recovery_codes(client, &id, &codes, now).await })
        })
    }

    fn recovery_codes(&self, terminal: String) -> Answer<'_, Vec<String>> {
        self.with(move |client, _| Box::pin(async move { terminals::recovery_codes(client, &terminal).await }))
    }

    fn note_contact(&self, contact: Contact) -> Answer<'_, ()> {
        self.with(move |client, _| Box::pin(terminals::note_contact(client, contact)))
    }

    fn ingest(&self, batch: Batch) -> Answer<'_, BatchAnswer> {
        self.with(move |client, _| Box::pin(intake::ingest(client, batch)))
    }

    fn room(
        &self,
        terminal: String,
        key: VerifyingKey,
        question: RoomQuestion,
        now: Timestamp,
    ) -> Answer<'_, Option<RoomAnswer>> {
        self.with(move |client, keys| {
            Box::pin(async move { room::room(client, &keys, (&terminal, &key), &question, now).await })
        })
    }

    fn take_states(&self, list: Vec<ListedState>, now: Timestamp) -> Answer<'_, usize> {
        self.with(move |client, keys| Box::pin(async move { catalogue::take_states(client, &keys, &list, now).await }))
    }

    fn states_of(&self, requests: Vec<String>) -> Answer<'_, Vec<SaidState>> {
        self.with(move |client, _| Box::pin(async move { catalogue::states_of(client, &requests).await }))
    }

    fn publish(&self, publication: Publication) -> Answer<'_, Published> {
        self.with(move |client, _| Box::pin(catalogue::publish(client, publication)))
    }

    fn announcement(&self) -> Answer<'_, Option<CatalogueAnnouncement>> {
        self.with(|client, _| Box::pin(catalogue::announcement(client)))
    }

    fn release(&self, sha256: String) -> Answer<'_, Option<Vec<u8>>> {
        self.with(move |client, _| Box::pin(async move { catalogue::release(client, &sha256).await }))
    }

    fn delta(&self, base: String, target: String) -> Answer<'_, Option<Vec<u8>>> {
        self.with(move |client, _| Box::pin(async move { catalogue::delta(client, &base, &target).await }))
    }

    fn metadata(&self, name: String) -> Answer<'_, Option<String>> {
        self.with(move |client, _| Box::pin(async move { catalogue::metadata(client, &name).await }))
    }

    fn catalogue(&self) -> Answer<'_, Option<Catalogue>> {
        self.with(|client, _| Box::pin(catalogue::catalogue(client)))
    }

    fn health(&self) -> Answer<'_, StoreHealth> {
        Box::pin(async move {
            let probes = self.probes_now();
            let asked = self.with(move |client, _| Box::pin(catalogue::health(client, probes, Timestamp::now())));
            let (alarms, second_copy) = asked.await?;
            if probes {
                *self.probed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            }
            let signed_until = self.announcement().await?.map(|announced| announced.signed_until);
            // A hub that was given one server alone has nothing to miss.
            let second_copy = second_copy.filter(|_| self.has_several);
            Ok(StoreHealth { alarms, signed_until, second_copy, events: None })
        })
    }
}
