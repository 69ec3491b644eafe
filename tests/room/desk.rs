//! A computer of a centre with somebody who works at it, without its window.

use crate::ground::{Ground, Running};
use crate::kiosk::Kiosk;
use crate::place::Room;
use cups_kiosk::domain::case::{Case, Change, Command, Opening, Operation};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::people::StaffRole;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::{moment, now};
use cups_kiosk::store::records::{Actor, Admitted, NewEntry, NewOperation, RecordsError, RoomPlace};
use cups_kiosk::store::vault::KeyRing;
use cups_kiosk::sync::runner::room::{Arrived, exchange, exchange_all};
use cups_kiosk::sync::runner::{SyncError, send_all};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
pub const SPECIALIST: &str = "Specialist";
pub const COLLEAGUE: &str = "Coleg";
pub const PASSWORD: &str = "parola-lungă";

/// A computer, with the keys of whoever is signed in.
pub struct Desk {
    pub kiosk: Kiosk,
    codes: Vec<String>,
    member: Option<Uuid>,
    keys: Option<KeyRing>,
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

impl Desk {
    /// A computer that nobody knows yet.
    pub fn new() -> Self {
        Self { kiosk: Kiosk::new(), codes: Vec::new(), member: None, keys: None }
    }

    /// One that was enrolled otherwise, with the codes that its paper names.
    #[allow(dead_code, reason = "the village's test uses it")]
    pub fn of(kiosk: Kiosk, codes: Vec<String>) -> Self {
        Self { kiosk, codes, member: None, keys: None }
    }

    pub fn enrolled(room: &Room) -> Self {
        Self::enrolled_at(&room.ground, &room.hub)
    }

    pub fn enrolled_at(ground: &Ground, running: &Running) -> Self {
        let mut desk = Self::new();
        desk.enrols(ground, &running.address);
        desk
    }

    pub fn enrolled_for(centre: &str, room: &Room) -> Self {
        let mut desk = Self::new();
        let code = room.ground.code_for(centre);
        desk.enrols_by(&room.hub.address, code);
        desk
    }

    pub fn enrols(&mut self, ground: &Ground, address: &str) {
        let (code, codes) = ground.paper();
        self.codes = codes;
        self.enrols_by(address, code);
    }

    fn enrols_by(&mut self, address: &str, code: String) {
        let enrolled = self
            .kiosk
            .with(|records| wait(cups_kiosk::ui::runtime::enrol(records, format!("http://{address}"), code, false)));
        enrolled.unwrap();
    }

    /// The first specialist of the centre is added here.
    pub fn is_first(&mut self) {
        let added = self.kiosk.open().add_first(&self.codes[0], SPECIALIST, PASSWORD, &circumstances(), moment());
        self.is_in(added.unwrap());
    }

    pub fn tries(&mut self, name: &str, password: &str) -> Result<Admitted, RecordsError> {
        self.kiosk.open().sign_in(name, password, None, &circumstances(), moment())
    }

    pub fn signs_in(&mut self, name: &str, password: &str) {
        let admitted = self.tries(name, password).unwrap();
        self.is_in(admitted);
        self.takes();
    }

    fn is_in(&mut self, admitted: Admitted) {
        (self.member, self.keys) = (Some(admitted.member), admitted.keys);
    }

    fn keys(&self) -> &KeyRing {
        self.keys.as_ref().unwrap()
    }

    fn actor(&self) -> Actor {
        Actor { member: self.member.unwrap(), keys: self.keys.clone() }
    }

    pub fn newest_key(&self) -> String {
        self.keys().present().id().as_str().to_owned()
    }

    pub fn adds(&mut self, name: &str, role: StaffRole) {
        let mut records = self.kiosk.open();
        records.add_colleague(&self.actor(), (name, PASSWORD), role, &circumstances(), now()).unwrap();
    }

    pub fn removes(&mut self, name: &str) {
        let mut records = self.kiosk.open();
        let member = records.people().unwrap().members().iter().find(|member| member.name == name).unwrap().id;
        self.keys = records.remove_colleague(&self.actor(), member, &circumstances(), now()).unwrap();
    }

    pub fn specialists(&self) -> Vec<String> {
        self.kiosk.open().specialists().unwrap()
    }

    /// Exchanges with every log that it can ask.
    pub fn shares(&mut self) -> Result<Arrived, SyncError> {
        self.kiosk.with(|records| wait(exchange_all(&records)))
    }

    pub fn shares_at(&mut self, place: RoomPlace) -> Result<(), SyncError> {
        self.kiosk.with(|records| wait(exchange(&records, place))).map(drop)
    }

    /// Takes over what came, as whoever is signed in.
    pub fn takes(&mut self) {
        self.kiosk.open().take_room(self.keys()).unwrap();
    }

    pub fn sends(&mut self) -> Result<usize, SyncError> {
        self.kiosk.with(|records| wait(send_all(&records)))
    }

    pub fn cases(&self) -> BTreeMap<Uuid, Case> {
        self.kiosk.open().cases(self.keys()).unwrap().into_iter().map(|case| (case.id, case)).collect()
    }

    /// The ids of all that its journal holds.
    pub fn entries(&self) -> Vec<Uuid> {
        self.kiosk.open().all_entries().unwrap().iter().map(|entry| entry.id).collect()
    }

    /// Opens a case.
    pub fn opens(&mut self) -> Uuid {
        let (case, id) = (Uuid::now_v7(), Uuid::now_v7());
        let (answers, seen) = (Answers::default(), Seen::default());
        let opening = Opening { return_code: "ROOM-0001".to_owned(), event: "C1".to_owned(), answers, seen };
        let opened = Case::open(case, opening.clone(), id, TODAY);
        self.records((id, case), Vec::new(), Change::Open(opening), &opened);
        case
    }

    /// Does something to a case.
    pub fn does(&mut self, case: Uuid, command: Command) {
        let id = Uuid::now_v7();
        let before = self.cases().remove(&case).unwrap();
        let (after, _) = before.apply(command.clone(), id, TODAY).unwrap();
        self.records((id, case), before.heads, Change::Command(command), &after);
    }

    fn records(&mut self, (id, case): (Uuid, Uuid), follows: Vec<Uuid>, change: Change, after: &Case) {
        let (centre, author, time) = ("lozova".to_owned(), self.kiosk.name(), jiff::Timestamp::UNIX_EPOCH);
        let operation = Operation { id, case, centre, author, day: TODAY, time, follows, change };
        let new = NewOperation::of(operation, after);
        let facts = EntryFacts { case: Some(case), ..EntryFacts::new(Action::PapersChecked, &circumstances()) };
        let entry = NewEntry { id, facts, sealed: None };
        self.kiosk.open().record(&entry, Some((self.keys(), &new)), now()).unwrap();
    }
}
