//! A terminal without its window: the records and what talks to the hub.

use crate::ground::{Ground, Running};
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::now;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{NewEntry, OutboxStatus, Records};
use cups_kiosk::sync::runner::{SharedRecords, SyncError, knock, send_all};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// A terminal's data folder.
pub struct Kiosk {
    folder: PathBuf,
    /// Its own folder, which goes with it.
    _own: Option<TempDir>,
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

impl Kiosk {
    pub fn new() -> Self {
        let own = tempfile::tempdir().unwrap();
        Self { folder: own.path().to_owned(), _own: Some(own) }
    }

    /// The terminal in a folder of somebody else.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), _own: None }
    }

    /// One that is enrolled at a hub.
    pub fn enrolled(ground: &Ground, running: &Running) -> Self {
        let kiosk = Self::new();
        kiosk.enrol(ground, &running.address);
        kiosk
    }

    pub fn enrol(&self, ground: &Ground, address: &str) {
        let enrolled = self.with(|records| {
            wait(cups_kiosk::ui::runtime::enrol(records, format!("http://{address}"), ground.code(), false))
        });
        enrolled.unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A copy of its disk.
    pub fn copied(&self) -> Self {
        let copy = Self::new();
        copy_files(&self.folder, &copy.folder);
        copy
    }

    /// Puts the records of another folder in the place of its own.
    pub fn take_records_of(&self, other: &Self) {
        for name in ["records.sqlite", "records.sqlite-wal", "records.sqlite-shm"] {
            let _ = std::fs::remove_file(self.path(name));
            if other.path(name).exists() {
                std::fs::copy(other.path(name), self.path(name)).unwrap();
            }
        }
    }

    /// From now on the hub is at another address.
    pub fn lead_to(&self, address: &str) {
        self.change_identity(|identity| identity["enrolment"]["hub"] = format!("http://{address}").into());
    }

    /// It was enrolled at a hub that had no key yet.
    pub fn forget_key(&self) {
        self.change_identity(|identity| {
            identity["enrolment"].as_object_mut().unwrap().remove("hubKey");
        });
    }

    fn change_identity(&self, change: impl FnOnce(&mut serde_json::Value)) {
        let path = self.path("identity.json");
        let mut identity = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut identity);
        std::fs::write(path, serde_json::to_vec(&identity).unwrap()).unwrap();
    }

    pub fn open(&self) -> Records {
        let identity = Identity::open(&self.path("identity.json")).unwrap();
        Records::open(&self.path("records.sqlite"), identity, now()).unwrap().0
    }

    pub fn with<T>(&self, work: impl FnOnce(SharedRecords) -> T) -> T {
        work(Arc::new(Mutex::new(self.open())))
    }

    pub fn name(&self) -> String {
        self.open().identity().terminal.clone()
    }

    /// Records so many entries; gives their ids.
    pub fn record(&self, count: usize) -> Vec<Uuid> {
        self.record_at(count, now())
    }

    /// Records so many entries while the clock says this.
    pub fn record_at(&self, count: usize, time: Timestamp) -> Vec<Uuid> {
        let mut records = self.open();
        (0..count)
            .map(|_| {
                let circumstances = Circumstances {
                    language: Language::Ro,
                    centre: "lozova".to_owned(),
                    mode: Mode::Assisted,
                    catalogue: 1,
                };
                let facts =
                    EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &circumstances) };
                let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
                records.record(&entry, None, time).unwrap();
                entry.id
            })
            .collect()
    }

    /// Sends all that waits, however often the answers make more wait; that has an end.
    pub fn sync(&self) -> Result<usize, SyncError> {
        self.with(|records| {
            wait(async {
                let mut settled = 0;
                for _ in 0..10 {
                    let sent = send_all(&records).await?;
                    settled += sent;
                    if sent == 0 && !knock(&records).await? {
                        return Ok(settled);
                    }
                }
                panic!("it goes on sending without an end")
            })
        })
    }

    pub fn status(&self) -> OutboxStatus {
        self.open().outbox_status().unwrap()
    }

    /// What its doctor says.
    pub fn doctor(&self) -> String {
        let program = env!("CARGO_BIN_EXE_cups-kiosk");
        let output =
            std::process::Command::new(program).arg("--data").arg(&self.folder).arg("doctor").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a specialist is told at the sign-in: entries that the hub lacked, entries that stand elsewhere.
    pub fn told(&self) -> (u64, u64) {
        let agreement = self.open().news().unwrap().agreement;
        (agreement.lacked, agreement.refiled)
    }
}

pub fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// The ids of all that the hub holds, in the order received.
pub fn held(running: &Running) -> Vec<Uuid> {
    running.listed().iter().map(|entry| entry["id"].as_str().unwrap().parse().unwrap()).collect()
}

/// The same without what terminals record of themselves.
pub fn held_of(running: &Running, action: &str) -> Vec<Uuid> {
    let listed = running.listed();
    let of = listed.iter().filter(|entry| entry["facts"]["action"] == action);
    of.map(|entry| entry["id"].as_str().unwrap().parse().unwrap()).collect()
}
