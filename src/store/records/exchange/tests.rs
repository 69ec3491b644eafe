use super::*;
use crate::domain::people::{PeopleChange, PeopleOperation, StaffRole};
use crate::domain::record::{Circumstances, Mode};
use crate::domain::text::Language;
use crate::platform::clock::Moment;
use crate::protocol::recovery;
use crate::protocol::roster::RosterTerminal;
use crate::protocol::signature::verifying_key_text;
use crate::store::identity::{Enrolment, Identity};
use ed25519_dalek::SigningKey;
use std::time::Duration;
use uuid::Uuid;

const CODE: &str = "7K2M-4QXR-9AB0";

fn hub() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn at() -> Timestamp {
    "2026-11-20T06:00:00Z".parse().unwrap()
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

/// A computer of the centre.
struct Computer {
    _folder: tempfile::TempDir,
    records: Records,
}

impl Computer {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (mut records, _) = Records::open(&folder.path().join("records.sqlite"), identity, at()).unwrap();
        let enrolment = Enrolment {
            hub: "http://127.0.0.1:9".to_owned(),
            centre: crate::catalogue::shipped().unwrap().centres["lozova"].clone(),
            operator_key: String::new(),
            catalogue_root: None,
            hub_key: Some(verifying_key_text(&hub().verifying_key())),
            plain_http: false,
            relay: None,
            entered: false,
        };
        records.set_enrolment(enrolment, &[recovery::hash(CODE, &[1; 16]).unwrap()]).unwrap();
        Self { _folder: folder, records }
    }

    fn with_people() -> Self {
        let mut computer = Self::new();
        let moment = Moment { time: at(), running: Duration::ZERO };
        computer.records.add_first(CODE, "Specialist", "parola-lungă", &circumstances(), moment).unwrap();
        computer
    }

    fn named(&self, revoked: bool) -> RosterTerminal {
        let identity = &self.records.identity;
        let device_key = verifying_key_text(&identity.device_key.verifying_key());
        RosterTerminal { terminal: identity.terminal.clone(), device_key, revoked }
    }

    fn names(&self) -> Vec<String> {
        self.records.specialists().unwrap()
    }

    /// Hears an answer of a place.
    fn hears(&mut self, place: RoomPlace, cursor: u64, parcels: &[&RoomParcel], roster: Option<&str>) -> RoomCame {
        let answer = RoomAnswer {
            log: place.name().to_owned(),
            cursor,
            parcels: parcels.iter().map(|parcel| parcel.text.clone()).collect(),
            roster: roster.map(str::to_owned),
            ..RoomAnswer::default()
        };
        self.records.note_room(place, &answer, (&[], 0), at()).unwrap()
    }

    fn offers(&self, log: &str) -> Vec<RoomOffer> {
        self.records.room_offers(Some(log), true, at()).unwrap()
    }
}

fn roster_of(centre: &str, number: u64, terminals: Vec<RosterTerminal>) -> String {
    Roster { number, centre: centre.to_owned(), terminals, entrance: None }.signed(&hub()).unwrap()
}

fn roster(number: u64, terminals: Vec<RosterTerminal>) -> String {
    roster_of("lozova", number, terminals)
}

/// A change of the people that nobody of the centre made, signed by this key for this terminal.
fn forged(terminal: &str, key: &SigningKey) -> RoomParcel {
    let change = PeopleChange::Add { member: Uuid::from_u128(66), name: "Intrus".to_owned(), role: StaffRole::Head };
    let operation = PeopleOperation {
        id: Uuid::from_u128(6),
        revision: 1,
        centre: "lozova".to_owned(),
        by: None,
        day: jiff::civil::date(2026, 11, 20),
        change,
    };
    let heading = RoomHeading::new("lozova".to_owned(), RoomKind::People, None);
    RoomParcel::packed(terminal, key, heading, &[people::write(&operation).unwrap()]).unwrap()
}

#[test]
fn a_change_of_the_people_counts_once_the_roster_names_its_computer() {
    let (b, mut c) = (Computer::with_people(), Computer::new());
    let offer = b.offers("relay").remove(0).parcel;
    assert_eq!(c.hears(RoomPlace::Relay, 1, &[&offer], None).people, 0);
    assert!(c.names().is_empty(), "nobody vouches for it yet");
    // A roster that does not name the computer changes nothing; one that does lets in what waited.
    c.hears(RoomPlace::Relay, 1, &[], Some(&roster(1, vec![c.named(false)])));
    assert!(c.names().is_empty());
    let came = c.hears(RoomPlace::Relay, 1, &[], Some(&roster(2, vec![b.named(false), c.named(false)])));
    assert!(came.people > 0);
    assert_eq!(c.names(), ["Specialist"]);
    assert!(c.offers("relay").is_empty(), "what a log gave is not offered back to it");
    assert!(!c.offers("hub").is_empty(), "but to the other");
}

#[test]
fn what_the_hub_itself_gives_counts_without_any_roster() {
    let (b, mut c) = (Computer::with_people(), Computer::new());
    assert!(c.hears(RoomPlace::Hub, 1, &[&b.offers("x").remove(0).parcel], None).people > 0);
    assert_eq!(c.names(), ["Specialist"]);
}

#[test]
fn a_lying_relay_makes_nobody_a_colleague_and_no_roster() {
    let (b, mut c) = (Computer::with_people(), Computer::new());
    let liar = SigningKey::from_bytes(&[6; 32]);
    let honest = roster(5, vec![b.named(false), c.named(false)]);
    c.hears(RoomPlace::Relay, 1, &[], Some(&honest));
    let name = b.records.identity.terminal.clone();
    let own = c.records.identity.terminal.clone();
    // A computer that the roster does not name, one in another's name, and this very one's.
    for lie in [forged("t-liar", &liar), forged(&name, &liar), forged(&own, &liar)] {
        assert_eq!(c.hears(RoomPlace::Relay, 2, &[&lie], None).people, 0);
        assert!(c.names().is_empty());
    }
    // A roster of its own making, of another centre, and an older one that the hub did sign.
    let made = Roster { number: 9, centre: "lozova".to_owned(), terminals: Vec::new(), entrance: None };
    let older = roster(
        4,
        vec![RosterTerminal {
            terminal: "t-liar".to_owned(),
            device_key: verifying_key_text(&liar.verifying_key()),
            revoked: false,
        }],
    );
    for lie in [made.signed(&liar).unwrap(), roster_of("soroca", 9, Vec::new()), older] {
        c.hears(RoomPlace::Relay, 2, &[], Some(&lie));
        assert_eq!(c.records.roster_text().unwrap().as_ref(), Some(&honest));
        assert!(c.names().is_empty());
    }
    // Of what is true nothing is lost by it, however often it comes, and whatever byte of it was changed before.
    let offer = b.offers("relay").remove(0).parcel;
    for place in (0..offer.text.len()).step_by(97) {
        let mut bytes = offer.text.clone().into_bytes();
        bytes[place] ^= 1;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Ok(changed) = RoomParcel::read(text) else { continue };
        assert_eq!(c.hears(RoomPlace::Relay, 2, &[&changed], None).people, 0, "byte {place}");
        assert!(c.names().is_empty());
    }
    for _ in 0..2 {
        c.hears(RoomPlace::Relay, 3, &[&offer, &offer], None);
        assert_eq!(c.names(), ["Specialist"]);
    }
}

#[test]
fn a_computer_that_was_shut_out_is_not_believed_any_more() {
    let (b, mut c) = (Computer::with_people(), Computer::new());
    let offer = b.offers("relay").remove(0).parcel;
    c.hears(RoomPlace::Relay, 1, &[&offer], None);
    c.hears(RoomPlace::Relay, 1, &[], Some(&roster(3, vec![b.named(true), c.named(false)])));
    assert!(c.names().is_empty());
    c.hears(RoomPlace::Relay, 1, &[&offer], None);
    assert!(c.names().is_empty());
    // What it said before it was shut out, the hub still gives.
    c.hears(RoomPlace::Hub, 1, &[&offer], None);
    assert_eq!(c.names(), ["Specialist"]);
}

#[test]
fn what_a_log_keeps_is_not_offered_again_until_it_is_renewed_or_the_log_is_another() {
    let mut b = Computer::with_people();
    let offers = b.offers("hub");
    let kept = offers.iter().map(|offer| offer.parcel.hash.clone()).collect();
    let answer = RoomAnswer { log: "hub".to_owned(), cursor: 4, kept, ..RoomAnswer::default() };
    b.records.note_room(RoomPlace::Hub, &answer, (&offers, 0), at()).unwrap();
    assert!(b.offers("hub").is_empty() && !b.offers("relay").is_empty());
    let later = at() + jiff::SignedDuration::from_hours(24 * 31);
    assert!(!b.records.room_offers(Some("hub"), true, later).unwrap().is_empty(), "it is renewed");
    // The hub was restored: its log has another name. And one that went back under its own.
    let restored = RoomAnswer { log: "restored".to_owned(), cursor: 0, ..RoomAnswer::default() };
    let came = b.records.note_room(RoomPlace::Hub, &restored, (&[], 4), at()).unwrap();
    assert!(came.more && !b.offers("restored").is_empty());
}

#[test]
fn nothing_of_another_centre_and_nothing_that_is_no_parcel_is_taken() {
    let (b, mut c) = (Computer::with_people(), Computer::new());
    let piece = people::write(&PeopleOperation {
        id: Uuid::from_u128(6),
        revision: 1,
        centre: "soroca".to_owned(),
        by: None,
        day: jiff::civil::date(2026, 11, 20),
        change: PeopleChange::Remove { member: Uuid::from_u128(1) },
    });
    let heading = RoomHeading::new("soroca".to_owned(), RoomKind::People, None);
    let identity = &b.records.identity;
    let other = RoomParcel::packed(&identity.terminal, &identity.device_key, heading, &[piece.unwrap()]).unwrap();
    assert_eq!(c.hears(RoomPlace::Hub, 1, &[&other], None), RoomCame::default());
    let answer = RoomAnswer {
        log: "hub".to_owned(),
        cursor: 2,
        parcels: vec!["nonsense".to_owned(), String::new()],
        ..RoomAnswer::default()
    };
    assert_eq!(c.records.note_room(RoomPlace::Hub, &answer, (&[], 1), at()).unwrap(), RoomCame::default());
    let waiting: i64 = c.records.connection.query_row("SELECT count(*) FROM room_inbox", [], |row| row.get(0)).unwrap();
    assert_eq!(waiting, 0);
}
