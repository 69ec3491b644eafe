//! A team's laptop and the office work apart for a whole day on cases that both hold, and come together in the evening:
//! nothing twice, nothing lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "stage/dice.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod dice;

use cups_kiosk::domain::case::{
    Appointment, Case, Change, Command, Consent, ConsentScope, Opening, Operation, Person, ProviderNumber,
    RequestState, Right, Theme,
};
use cups_kiosk::domain::centre::Centre;
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Reason};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::Moment;
use cups_kiosk::protocol::recovery;
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::records::{NewEntry, NewOperation, Records, TakenCases};
use cups_kiosk::store::vault::KeyRing;
use dice::Dice;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
const CODE: &str = "7K2M-4QXR-9AB0";

/// A computer of the centre.
struct Computer {
    _folder: tempfile::TempDir,
    records: Records,
    keys: Option<KeyRing>,
    author: &'static str,
}

fn circumstances() -> Circumstances {
    let centre = "mobile-straseni".to_owned();
    Circumstances { language: Language::Ro, centre, mode: Mode::Assisted, catalogue: 1 }
}

fn moment() -> Moment {
    Moment { time: "2026-11-20T06:00:00Z".parse().unwrap(), running: Duration::ZERO }
}

impl Computer {
    fn new(author: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let centre: Centre = serde_json::from_value(serde_json::json!({
            "id": "mobile-straseni", "kind": "mobile_team", "name": { "ro": "Echipa" }, "locality": "Strășeni",
            "district": { "ro": "Strășeni" }, "time_zone": "Europe/Chisinau"
        }))
        .unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (mut records, _) = Records::open(&folder.path().join("records.sqlite"), identity, moment().time).unwrap();
        let enrolment = Enrolment {
            hub: "http://127.0.0.1:9".to_owned(),
            centre,
            operator_key: age::x25519::Identity::generate().to_public().to_string(),
            catalogue_root: None,
            hub_key: None,
            plain_http: false,
            relay: None,
            entered: false,
        };
        records.set_enrolment(enrolment, &[recovery::hash(CODE, &[1; 16]).unwrap()]).unwrap();
        Self { _folder: folder, records, keys: None, author }
    }

    fn keys(&self) -> &KeyRing {
        self.keys.as_ref().unwrap()
    }

    fn signs_in(&mut self) {
        let admitted = self.records.sign_in("Specialist", "parola-lungă", None, &circumstances(), moment());
        self.keys = Some(admitted.unwrap().keys.unwrap());
    }

    /// Takes over what the other holds; the other's keys are its people's.
    fn takes(&mut self, other: &Self) -> TakenCases {
        let carried = other.records.carried_cases().unwrap();
        let keys = self.keys().clone();
        self.records.take_cases(&keys, &carried).unwrap()
    }

    fn cases(&self) -> BTreeMap<Uuid, Case> {
        self.records.cases(self.keys()).unwrap().into_iter().map(|case| (case.id, case)).collect()
    }

    /// Records a change of a case, with its entry; says nothing where the case does not allow it.
    fn does(&mut self, case: Uuid, change: Change) -> bool {
        let id = Uuid::now_v7();
        let (after, follows) = match &change {
            Change::Open(opening) => (Case::open(case, opening.clone(), id, TODAY), Vec::new()),
            Change::Command(command) => {
                let Some(before) = self.cases().remove(&case) else { return false };
                let Ok((after, _)) = before.apply(command.clone(), id, TODAY) else { return false };
                (after, before.heads)
            }
            Change::AsItStood(_) | Change::Newer => unreachable!(),
        };
        let (centre, author, time) = ("mobile-straseni".to_owned(), self.author.to_owned(), Timestamp::UNIX_EPOCH);
        let operation = Operation { id, case, centre, author, day: TODAY, time, follows, change };
        let new = NewOperation::of(operation, &after);
        let facts = EntryFacts { case: Some(case), ..EntryFacts::new(Action::PapersChecked, &circumstances()) };
        let keys = self.keys().clone();
        self.records.record(&NewEntry { id, facts, sealed: None }, Some((&keys, &new)), moment().time).unwrap();
        true
    }

    /// Every operation that is held, by id.
    fn operations(&self) -> BTreeSet<Uuid> {
        let held = self.records.operations(self.keys()).unwrap();
        held.values().flat_map(|operations| operations.iter().map(|one| one.id).collect::<Vec<_>>()).collect()
    }

    /// The ids of the entries about cases in the journal of this computer.
    fn journal(&self) -> Vec<Uuid> {
        let entries = self.records.all_entries().unwrap();
        let of_cases = entries.iter().filter(|entry| entry.facts.action.known() == Some(Action::PapersChecked));
        of_cases.map(|entry| entry.id).collect()
    }
}

fn opening(number: usize) -> Change {
    let (answers, seen) = (Answers::default(), Seen::default());
    Change::Open(Opening { return_code: format!("TEAM-{number}"), event: "C1".to_owned(), answers, seen })
}

fn command(dice: &mut Dice, case: &Case) -> Command {
    let request = case.requests.first().map_or(Uuid::from_u128(7), |request| request.id);
    match dice.below(9) {
        0 => Command::Identify(Person {
            name: ["Ana", "Ion", "Олга"][dice.below(3)].to_owned(), ..Person::default()
        }),
        1 => Command::Consent(Consent::new(ConsentScope::ThisEvent, TODAY, date(2026, 12, 20))),
        2 => Command::Papers(vec![["a", "b", "c"][dice.below(3)].to_owned()]),
        3 => {
            let service = ServiceCode::parse("002000206").unwrap();
            Command::Prepare { id: Uuid::now_v7(), service, step: format!("step-{}", dice.below(3)) }
        }
        4 | 5 => {
            let number = ProviderNumber::parse(&format!("ASP-{}", dice.below(900) + 10)).unwrap();
            Command::Submit { request, number, on: TODAY, term: None, expected: None }
        }
        6 => Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None },
        7 => {
            let (collector, paper) = ("Cineva".to_owned(), "buletin".to_owned());
            Command::HandOver { request, collector, paper, right: Right::Person }
        }
        _ => {
            let hour = jiff::civil::time(i8::try_from(9 + dice.below(8)).unwrap(), 0, 0, 0);
            let place = Some("Căpriana".to_owned());
            Command::Appoint(Some(Appointment { day: TODAY, hour, theme: Theme::Result, place }))
        }
    }
}

/// An office and a laptop in the morning: one password at both, and six cases that both hold.
fn morning() -> (Computer, Computer) {
    let (mut office, mut laptop) = (Computer::new("Birou"), Computer::new("Laptop"));
    office.records.add_first(CODE, "Specialist", "parola-lungă", &circumstances(), moment()).unwrap();
    office.signs_in();
    for number in 0..6 {
        assert!(office.does(Uuid::from_u128(number + 1), opening(usize::try_from(number).unwrap())));
    }
    laptop.records.take_people(&office.records.people_operations().unwrap()).unwrap();
    laptop.signs_in();
    let taken = laptop.takes(&office);
    assert_eq!((taken.new, taken.known, taken.left), (6, 0, 0));
    assert_eq!(laptop.cases(), office.cases());
    (office, laptop)
}

#[test]
fn laptop_and_office_work_apart_all_day_and_merge_with_nothing_twice_and_nothing_lost() {
    let mut conflicts = 0;
    for seed in 0..6 {
        let mut dice = Dice(seed + 1);
        let (mut office, mut laptop) = morning();
        let mut next = 100;
        for _ in 0..60 {
            let computer = if dice.below(2) == 0 { &mut office } else { &mut laptop };
            // Now and then somebody new; mostly cases that both hold.
            if dice.below(8) == 0 {
                next += 1;
                assert!(computer.does(Uuid::from_u128(next), opening(usize::try_from(next).unwrap())));
                continue;
            }
            let case = Uuid::from_u128(dice.below(6) as u128 + 1);
            let Some(known) = computer.cases().remove(&case) else { continue };
            computer.does(case, Change::Command(command(&mut dice, &known)));
        }
        let done: BTreeSet<Uuid> = office.operations().union(&laptop.operations()).copied().collect();
        let (office_alone, laptop_alone) = (office.operations().len(), laptop.operations().len());

        let taken = office.takes(&laptop);
        assert_eq!(taken.new, done.len() - office_alone, "seed {seed}: what the laptop alone had");
        assert_eq!(taken.left, 0);
        let taken = laptop.takes(&office);
        assert_eq!(taken.new, done.len() - laptop_alone, "seed {seed}: what the office alone had");
        assert_eq!(
            (office.operations(), laptop.operations()),
            (done.clone(), done.clone()),
            "seed {seed}: nothing is lost"
        );
        assert_eq!(office.cases(), laptop.cases(), "seed {seed}: one history at both");
        conflicts += office.cases().values().filter(|case| case.conflicts().next().is_some()).count();

        // Once more, in both directions, changes nothing.
        for taken in [office.takes(&laptop), laptop.takes(&office)] {
            assert_eq!((taken.new, taken.known, taken.left), (0, done.len(), 0), "seed {seed}");
        }
        // What the hub counts: each deed stands in one journal, once.
        let (at_office, at_laptop) = (office.journal(), laptop.journal());
        let both: BTreeSet<Uuid> = at_office.iter().chain(&at_laptop).copied().collect();
        assert_eq!(both.len(), at_office.len() + at_laptop.len(), "seed {seed}: nothing is counted twice");
        assert_eq!(both, done, "seed {seed}: every deed is counted");
        // And after a restart it is the same.
        office.signs_in();
        assert_eq!(office.cases(), laptop.cases());
    }
    assert!(conflicts > 0, "the days overlapped");
}

#[test]
fn a_case_erased_at_the_office_does_not_come_back_with_the_laptop() {
    let (mut office, mut laptop) = morning();
    let case = Uuid::from_u128(1);
    assert!(office.does(case, Change::Command(Command::Erase { reason: Reason::PersonWish })));
    assert!(!office.cases().contains_key(&case));
    let held = |computer: &Computer| {
        let operations = computer.records.operations(computer.keys()).unwrap();
        operations.get(&case).map_or(0, |operations| operations.iter().count())
    };
    assert_eq!(held(&office), 1, "only that it was erased");
    office.takes(&laptop);
    assert_eq!(held(&office), 1, "what the laptop still holds is not taken back");
    laptop.takes(&office);
    assert!(!laptop.cases().contains_key(&case));
    assert_eq!(held(&laptop), 1, "and it is erased there too");
}

#[test]
fn what_is_of_another_centre_under_another_key_damaged_or_nonsense_is_left_and_told() {
    let (mut office, laptop) = morning();
    let mut stranger = Computer::new("Străin");
    stranger.records.add_first(CODE, "Specialist", "parola-lungă", &circumstances(), moment()).unwrap();
    stranger.signs_in();
    assert!(stranger.does(Uuid::from_u128(50), opening(50)));
    let before = office.operations();
    assert_eq!(office.takes(&stranger), TakenCases { new: 0, known: 0, left: 1 });
    let keys = office.keys().clone();
    let mut carried = laptop.records.carried_cases().unwrap();
    let text = String::from_utf8(carried.remove(0)).unwrap();
    let other_place = text.replace("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002");
    let nonsense = vec![
        b"{}".to_vec(),
        b"\xff".to_vec(),
        other_place.into_bytes(),
        text.replace("\"number\":1", "\"number\":2").into_bytes(),
    ];
    assert_eq!(office.records.take_cases(&keys, &nonsense).unwrap(), TakenCases { new: 0, known: 0, left: 4 });
    assert_eq!(office.operations(), before);
}
