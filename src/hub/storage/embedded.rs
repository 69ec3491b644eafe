//! The store of a hub that has its database beside it: `SQLite`. One connection writes; one knows terminals and gives out
//! the catalogue, in no time.

use super::Storage;
use super::disk::Disk;
use super::outbox::Forwarding;
use super::provider_state::{ListedState, NewList};
use super::releases::Published;
use super::store::{Answer, Batch, CodeToKeep, Contact, Publication, Store, StoreHealth};
use super::terminals::Terminal;
use crate::domain::catalogue::Catalogue;
use crate::hub::HubError;
use crate::hub::code::RecoveryCode;
use crate::protocol::enrolment::{CatalogueAnnouncement, EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::provider_state::SaidState;
use crate::protocol::room::{RoomAnswer, RoomQuestion};
use crate::protocol::verdict::BatchAnswer;
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Instant;

/// The store; a copy is the same one.
#[derive(Clone, Debug)]
pub struct Embedded {
    writer: Arc<Mutex<Storage>>,
    front: Arc<Mutex<Storage>>,
    disk: Arc<Mutex<Disk>>,
}

/// A thread that died while it held the lock left no half-done work: its transaction was rolled back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Embedded {
    /// Opens the database in a folder, and sets it up there when it is new. What is damaged is not opened.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, is not a hub's, or is newer than this program.
    pub fn open(data: &Path) -> Result<Self, HubError> {
        let writer = Storage::open(data)?;
        writer.examine()?;
        let front = Arc::new(Mutex::new(Storage::open(data)?));
        Ok(Self { front, ..Self::of(writer) })
    }

    /// The store over one connection, for a command.
    #[must_use]
    pub fn of(storage: Storage) -> Self {
        let writer = Arc::new(Mutex::new(storage));
        Self { front: Arc::clone(&writer), writer, disk: Arc::new(Mutex::new(Disk::new(Instant::now()))) }
    }

    /// The connection that writes.
    pub fn writer(&self) -> MutexGuard<'_, Storage> {
        locked(&self.writer)
    }

    /// The connection for what takes no time: who a terminal is, what a signed file says.
    pub fn front(&self) -> MutexGuard<'_, Storage> {
        locked(&self.front)
    }

    /// How the database stands.
    ///
    /// # Errors
    /// When it does not answer, or the disk takes nothing.
    pub fn condition(&self) -> Result<StoreHealth, HubError> {
        self.probe()?;
        let front = self.front();
        front.answers()?;
        let signed_until = front.announcement()?.map(|announced| announced.signed_until);
        // Why the receiver takes none is said by `doctor`: anybody may ask for the health.
        let events = front.forwarding()?.map(|stands| Forwarding { why: None, ..stands });
        Ok(StoreHealth { alarms: front.standing_alarms()?, signed_until, second_copy: None, events })
    }

    /// Tries the disk, unless it was tried a moment ago or is being written anyway.
    fn probe(&self) -> Result<(), HubError> {
        let mut disk = locked(&self.disk);
        if disk.was_just_tried(Instant::now()) {
            return Ok(());
        }
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return disk.while_written(Instant::now()),
        };
        let done = writer.probe(Timestamp::now());
        drop(writer);
        disk.note(Instant::now(), &done);
        done
    }

    /// Writes where it holds up no other request. It is finished also when whoever asked has gone.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Storage) -> Result<T, HubError> + Send + 'static,
    ) -> Answer<'_, T> {
        let writer = Arc::clone(&self.writer);
        waited_for(move || work(&mut locked(&writer)))
    }

    /// Reads what takes no time.
    fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Storage) -> Result<T, HubError> + Send + 'static,
    ) -> Answer<'_, T> {
        let front = Arc::clone(&self.front);
        waited_for(move || work(&locked(&front)))
    }
}

fn waited_for<'a, T: Send + 'static>(work: impl FnOnce() -> Result<T, HubError> + Send + 'static) -> Answer<'a, T> {
    Box::pin(async { tokio::task::spawn_blocking(work).await.map_err(|_| HubError::Stopped)? })
}

impl Store for Embedded {
    fn incarnation(&self) -> Answer<'_, String> {
        self.look(Storage::incarnation)
    }

    fn operator_key(&self) -> Answer<'_, Option<String>> {
        self.look(Storage::operator_key)
    }

    fn set_operator_key(&self, key: String) -> Answer<'_, ()> {
        self.write(move |storage| storage.set_operator_key(&key))
    }

    fn add_code(&self, code: CodeToKeep) -> Answer<'_, ()> {
        self.write(move |storage| storage.add_code(&code.code, &code.centre, &code.recovery, code.now, code.holds))
    }

    fn enrol(&self, request: EnrolmentRequest, now: Timestamp) -> Answer<'_, EnrolmentAnswer> {
        self.write(move |storage| storage.enrol(&request, now))
    }

    fn terminal(&self, id: String) -> Answer<'_, Option<Terminal>> {
        self.look(move |storage| storage.terminal(&id))
    }

    fn revoke(&self, id: String, now: Timestamp) -> Answer<'_, ()> {
        self.write(move |storage| storage.revoke(&id, now).map(drop))
    }

    fn add_recovery_codes(&self, id: String, codes: Vec<RecoveryCode>, now: Timestamp) -> Answer<'_, ()> {
        self.write(move |storage| storage.add_recovery_codes(&id, &codes, now))
    }

    fn recovery_codes(&self, terminal: String) -> Answer<'_, Vec<String>> {
        self.look(move |storage| storage.recovery_codes(&terminal))
    }

    fn note_contact(&self, contact: Contact) -> Answer<'_, ()> {
        self.write(move |storage| {
            let Contact { terminal, version, condition, now } = contact;
            storage.note_contact(&terminal, version.as_deref(), condition.as_ref(), now)
        })
    }

    fn ingest(&self, batch: Batch) -> Answer<'_, BatchAnswer> {
        self.write(move |storage| storage.ingest(&batch.terminal, &batch.elements, batch.head.as_ref(), batch.now))
    }

    fn room(
        &self,
        terminal: String,
        key: VerifyingKey,
        question: RoomQuestion,
        now: Timestamp,
    ) -> Answer<'_, Option<RoomAnswer>> {
        self.write(move |storage| storage.room((&terminal, &key), &question, now))
    }

    fn take_states(&self, list: Vec<ListedState>, now: Timestamp) -> Answer<'_, usize> {
        self.write(move |storage| {
            let once = crate::hub::sign_in::token()?;
            Ok(storage.take_list(&NewList { who: None, once: &once, states: &list }, now)?.changed)
        })
    }

    fn states_of(&self, requests: Vec<String>) -> Answer<'_, Vec<SaidState>> {
        self.look(move |storage| storage.states_of(&requests))
    }

    fn publish(&self, publication: Publication) -> Answer<'_, Published> {
        self.write(move |storage| {
            let Publication { bundle, new_root, scratch, now } = publication;
            storage.publish(&bundle, new_root, &scratch, now)
        })
    }

    fn announcement(&self) -> Answer<'_, Option<CatalogueAnnouncement>> {
        self.look(Storage::announcement)
    }

    fn release(&self, sha256: String) -> Answer<'_, Option<Vec<u8>>> {
        self.look(move |storage| storage.release(&sha256))
    }

    fn delta(&self, base: String, target: String) -> Answer<'_, Option<Vec<u8>>> {
        self.look(move |storage| storage.delta(&base, &target))
    }

    fn metadata(&self, name: String) -> Answer<'_, Option<String>> {
        self.look(move |storage| storage.metadata(&name))
    }

    fn catalogue(&self) -> Answer<'_, Option<Catalogue>> {
        self.look(Storage::catalogue)
    }

    fn health(&self) -> Answer<'_, StoreHealth> {
        let embedded = self.clone();
        waited_for(move || embedded.condition())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_took_nothing_is_not_well_because_somebody_writes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Embedded::open(folder.path()).unwrap();
        let told = || store.condition().map(|condition| condition.alarms).map_err(|error| error.to_string());
        {
            let _writing = store.writer();
            assert_eq!(told(), Ok(0), "the hub has just begun");
            locked(&store.disk).note(Instant::now(), &Err(HubError::Form("disk")));
            assert!(told().unwrap_err().contains("the stored disk is malformed"));
        }
        assert_eq!(told(), Ok(0), "tried again, and it takes something");
        let _writing = store.writer();
        assert_eq!(told(), Ok(0));
    }
}
