use super::*;
use crate::domain::case::{Case, Change, Opening, Operation};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::record::{Action, EntryFacts, Mode};
use crate::domain::text::Language;
use crate::protocol::recovery;
use crate::store::identity::Identity;
use crate::store::records::{NewEntry, NewOperation};
use jiff::civil::{Date, date};
use uuid::Uuid;

const CODE: &str = "7K2M-4QXR-9AB0";
const NAME: &str = "Specialist";
const PASSWORD: &str = "parola-lungă";

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

fn at() -> Moment {
    Moment { time: "2026-11-20T10:00:00Z".parse().unwrap(), running: Duration::from_secs(1) }
}

fn entry() -> NewEntry {
    NewEntry { id: Uuid::now_v7(), facts: EntryFacts::new(Action::CaseOpened, &circumstances()), sealed: None }
}

fn opening() -> Opening {
    let (answers, seen) = (Answers::default(), Seen::default());
    Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen }
}

/// A case that was opened, and perhaps closed.
fn case(closed: Option<Date>) -> NewOperation {
    let (id, entry, day) = (Uuid::now_v7(), Uuid::now_v7(), date(2026, 10, 1));
    let mut case = Case::open(id, opening(), entry, day);
    case.closed = closed;
    let change = Change::AsItStood(Box::new(case.clone()));
    let (centre, author, time) = ("lozova".to_owned(), NAME.to_owned(), at().time);
    let operation = Operation { id: entry, case: id, centre, author, day, time, follows: Vec::new(), change };
    NewOperation::of(operation, &case)
}

/// Records with a specialist, an open case, and a closed one whose days are over.
fn records(folder: &std::path::Path) -> Records {
    let identity = Identity::open(&folder.join("identity.json")).unwrap();
    let (mut records, _) = Records::open(&folder.join("records.sqlite"), identity, at().time).unwrap();
    let enrolment = Enrolment {
        hub: "http://127.0.0.1:1".to_owned(),
        centre: crate::catalogue::shipped().unwrap().centres["lozova"].clone(),
        operator_key: age::x25519::Identity::generate().to_public().to_string(),
        catalogue_root: None,
        hub_key: None,
        plain_http: false,
        relay: None,
        entered: false,
    };
    records.set_enrolment(enrolment, &[recovery::hash(CODE, &[1; 16]).unwrap()]).unwrap();
    let key = records.add_first(CODE, NAME, PASSWORD, &circumstances(), at()).unwrap().keys.unwrap();
    for case in [case(None), case(Some(date(2026, 10, 2)))] {
        records.record(&entry(), Some((&key, &case)), at().time).unwrap();
    }
    records.note_hub_time(at().time).unwrap();
    records
}

fn sign_in(records: &mut Records) -> Result<Session, RecordsError> {
    let erasing = Erasing { now: at().time, signed: None, time_zone: "Europe/Chisinau".to_owned(), retention_days: 30 };
    admit(records, (NAME, PASSWORD, None), &circumstances(), at(), &erasing)
}

#[test]
fn what_is_over_is_erased_at_the_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = records(folder.path());
    let session = sign_in(&mut records).unwrap();
    assert_eq!(session.cases.iter().filter(|case| case.closed.is_none()).count(), 1);
    assert_eq!(session.cases.len(), 1);
}

/// A disk that fails in the middle of the day, with a case that ought to be erased.
#[test]
fn a_disk_that_takes_nothing_keeps_nobody_from_signing_in_and_reading() {
    for fail in [Records::write_nothing, Records::grow_no_more] {
        let folder = tempfile::tempdir().unwrap();
        let mut records = records(folder.path());
        fail(&records);
        // Full to the last byte: what is there is filled as well.
        while records.record(&entry(), None, at().time).is_ok() {}
        let refused = records.record(&entry(), None, at().time).unwrap_err();
        assert!(matches!(refused, RecordsError::NotWritable(_) | RecordsError::DiskFull), "{refused}");
        let session = sign_in(&mut records).unwrap();
        assert!(session.cases.iter().any(|case| case.closed.is_none()), "the open case is there to be read");
        assert_eq!(records.latest(5).unwrap().len(), 5.min(records.all_entries().unwrap().len()));
    }
}
