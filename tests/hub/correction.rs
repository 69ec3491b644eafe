//! Corrections: what they take out of the counts, and what they do not.

use crate::ground::{Event, Ground, Running, Terminal, change, hub, quarantined, report, stdout_of, values, verdicts};
use cups_kiosk::domain::case::{
    Case, Command, Consent, ConsentScope, Opening, Outcome, Person, ProviderNumber, RequestState,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, EntryFacts, Reason};
use cups_kiosk::hub::storage::Storage;
use cups_kiosk::protocol::verdict::{QuarantineCode, Verdict};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);

/// What the hub counts: `action` and how many, in the order of their names.
fn counts(ground: &Ground) -> Vec<(String, u64)> {
    let report = report(ground);
    let counts = report["counts"].as_array().unwrap().iter();
    let mut counts: Vec<_> = counts
        .map(|count| (count["action"].as_str().unwrap().to_owned(), count["entries"].as_u64().unwrap()))
        .collect();
    counts.sort();
    counts
}

fn expect(ground: &Ground, expected: &[(&str, u64)]) {
    let expected: Vec<_> = expected.iter().map(|(action, number)| ((*action).to_owned(), *number)).collect();
    assert_eq!(counts(ground), expected);
}

/// A terminal's journal about one case, written as the program writes it.
struct Desk<'a> {
    terminal: &'a Terminal,
    case: Case,
    facts: Vec<EntryFacts>,
}

impl<'a> Desk<'a> {
    fn open(terminal: &'a Terminal) -> Self {
        let id = Uuid::from_u128(77);
        let entry = terminal.id(1, 1);
        let (return_code, event) = ("ABCD-2345".to_owned(), "C1".to_owned());
        let opening = Opening { return_code, event, answers: Answers::default(), seen: Seen::default() };
        let case = Case::open(id, opening, entry, TODAY);
        let facts = EntryFacts::of_case(&Outcome::opened(), id, "C1", &terminal.circumstances());
        Self { terminal, case, facts: vec![facts] }
    }

    /// A case whose request is submitted.
    fn submitted(terminal: &'a Terminal) -> Self {
        let mut desk = Self::open(terminal);
        let request = Uuid::from_u128(5);
        let service = ServiceCode::parse("002000206").unwrap();
        let until = date(2026, 12, 20);
        for command in [
            Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }),
            Command::Consent(Consent::new(ConsentScope::ThisEvent, TODAY, until)),
            Command::Prepare { id: request, service, step: "register_birth".to_owned() },
            Command::Submit {
                request,
                number: ProviderNumber::parse("ASP-1").unwrap(),
                on: TODAY,
                term: None,
                expected: None,
            },
        ] {
            desk.does(command);
        }
        desk
    }

    fn does(&mut self, command: Command) -> Uuid {
        let entry = self.terminal.id(1, self.facts.len() as u64 + 1);
        let (case, outcome) = self.case.apply(command, entry, TODAY).unwrap();
        self.facts.push(EntryFacts::of_case(&outcome, case.id, &case.event, &self.terminal.circumstances()));
        self.case = case;
        entry
    }

    fn takes_back(&mut self, entry: Uuid) {
        self.does(Command::Correct { entry, reason: Reason::WrongKey, note: None });
    }

    fn events(&self) -> Vec<Event> {
        values(&self.terminal.journal(1, &self.facts))
    }
}

fn to(state: RequestState, reason: Option<Reason>) -> Command {
    Command::Move { request: Uuid::from_u128(5), to: state, reason, note: None, from: None }
}

#[test]
fn a_slip_of_the_finger_reaches_the_hub_and_its_correction_takes_it_out_of_the_counts() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut desk = Desk::submitted(&terminal);
    let withdrawn = desk.does(to(RequestState::Withdrawn, Some(Reason::PersonWish)));
    terminal.send(&running, &desk.events());
    let before = [
        ("caseOpened", 1),
        ("consentGiven", 1),
        ("personIdentified", 1),
        ("requestPrepared", 1),
        ("requestSubmitted", 1),
    ];
    expect(&ground, &[&before[..], &[("requestWithdrawn", 1)]].concat());
    let listed = running.listed();
    assert_eq!(listed[5]["facts"]["reason"], "personWish");

    desk.takes_back(withdrawn);
    let answer = terminal.send(&running, &desk.events());
    assert_eq!(verdicts(&answer).last(), Some(&Verdict::Accepted));
    expect(&ground, &[&before[..1], &before[1..2], &[("corrected", 1)], &before[2..]].concat());
    let listed = running.listed();
    let (slip, correction) = (&listed[5], &listed[6]);
    assert_eq!((&slip["counted"], &correction["counted"]), (&json!(false), &json!(true)));
    assert_eq!(correction["facts"]["corrects"], json!(withdrawn.to_string()));
    assert_eq!(correction["facts"]["reason"], "wrongKey");
    assert_eq!(correction["facts"]["state"], "submitted", "the request is again where it was");
    assert_eq!((&report(&ground)["entries"], &report(&ground)["corrected"]), (&json!(7), &json!(1)));
    // Sent again, nothing is corrected twice.
    terminal.send(&running, &desk.events());
    assert_eq!(report(&ground)["corrected"], 1);
}

#[test]
fn a_name_changed_twice_is_one_person_and_a_ghost_case_is_none() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut desk = Desk::open(&terminal);
    for name in ["Ana Probă", "Ana Probescu", "Ana Probeanu"] {
        desk.does(Command::Identify(Person { name: name.to_owned(), ..Person::default() }));
    }
    terminal.send(&running, &desk.events());
    expect(&ground, &[("caseOpened", 1), ("personIdentified", 1)]);
    desk.takes_back(terminal.id(1, 1));
    assert!(desk.case.put_away);
    terminal.send(&running, &desk.events());
    expect(&ground, &[("corrected", 1)]);
    assert_eq!((&report(&ground)["entries"], &report(&ground)["corrected"]), (&json!(5), &json!(4)));
}

#[test]
fn the_order_in_which_batches_come_changes_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut desk = Desk::submitted(&terminal);
    let issued = desk.does(to(RequestState::Issued, None));
    desk.takes_back(issued);
    let mut events = desk.events();
    events.reverse();
    for event in &events {
        assert_eq!(verdicts(&terminal.send(&running, std::slice::from_ref(event))), [Verdict::Accepted]);
    }
    let counted = counts(&ground);
    assert!(counted.contains(&("corrected".to_owned(), 1)) && !counted.iter().any(|(name, _)| name == "resultIssued"));
    assert_eq!(report(&ground)["corrected"], 1);
}

fn informed(terminal: &Terminal) -> EntryFacts {
    EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &terminal.circumstances()) }
}

fn correction(terminal: &Terminal, of: Uuid) -> EntryFacts {
    EntryFacts::correction(of, &informed(terminal), Reason::Repeated, &terminal.circumstances()).unwrap()
}

fn send(running: &Running, terminal: &Terminal, facts: &[EntryFacts]) {
    let answer = terminal.send(running, &values(&terminal.journal(1, facts)));
    assert!(verdicts(&answer).iter().all(|verdict| *verdict == Verdict::Accepted));
}

#[test]
fn a_correction_that_means_nothing_it_may_correct_is_kept_and_changes_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let (own, other) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let right = informed(&own);
    send(&running, &other, &[informed(&other)]);
    send(
        &running,
        &own,
        &[
            right.clone(),
            correction(&own, other.id(1, 1)), // what another terminal recorded of no case
            correction(&own, Uuid::from_u128(3)), // what nobody recorded
            correction(&own, own.id(1, 4)),   // itself
            correction(&own, own.id(1, 2)),   // a correction
            correction(&own, own.id(1, 7)),   // what is yet to come
            right,
        ],
    );
    expect(&ground, &[("corrected", 5), ("informed", 3)]);
    assert_eq!((report(&ground)["corrected"].as_u64(), quarantined(&ground)), (Some(0), 0));
}

#[test]
fn the_same_corrected_twice_is_gone_once() {
    let ground = Ground::new();
    let running = ground.start();
    let own = ground.enrol(&running, 1);
    let wrong = own.id(1, 1);
    send(&running, &own, &[informed(&own), informed(&own), correction(&own, wrong), correction(&own, wrong)]);
    expect(&ground, &[("corrected", 2), ("informed", 1)]);
    assert_eq!(report(&ground)["corrected"], 1);
}

#[test]
fn a_case_is_corrected_by_its_own_centre_and_nobody_elses() {
    let ground = Ground::new();
    let running = ground.start();
    let (desk, colleague) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let stranger = ground.enrol_for("rome", &running, 3);
    let case = Some(Uuid::from_u128(9));
    let paid = |terminal: &Terminal| EntryFacts {
        case,
        event: Some("C1".to_owned()),
        ..EntryFacts::new(Action::RequestPaid, &terminal.circumstances())
    };
    let of_case = |terminal: &Terminal, case| EntryFacts { case, ..correction(terminal, desk.id(1, 1)) };
    send(&running, &desk, &[paid(&desk)]);
    // Another centre may have read the ids in the list, and even say that it is this one.
    let mut forged = of_case(&stranger, case);
    forged.centre = "lozova".to_owned();
    send(&running, &stranger, &[of_case(&stranger, case), forged]);
    let another = Some(Uuid::from_u128(10));
    send(&running, &colleague, &[of_case(&colleague, another), of_case(&colleague, None)]);
    assert_eq!(report(&ground)["corrected"], 0);
    let facts = [of_case(&colleague, another), of_case(&colleague, None), of_case(&colleague, case)];
    send_rest(&running, &colleague, &facts);
    assert_eq!(report(&ground)["corrected"], 1);
    assert!(!counts(&ground).iter().any(|(name, _)| name == "requestPaid"));
}

/// Sends a journal whose beginning was sent before.
fn send_rest(running: &Running, terminal: &Terminal, facts: &[EntryFacts]) {
    let answer = terminal.send(running, &values(&terminal.journal(1, facts)));
    assert_eq!(verdicts(&answer).last(), Some(&Verdict::Accepted));
}

#[test]
fn a_reason_in_free_words_is_set_aside() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut events = values(&terminal.journal(1, &[correction(&terminal, Uuid::from_u128(3)), informed(&terminal)]));
    change(&mut events[0], |event| event["data"]["facts"]["reason"] = json!("Ion Popescu a plecat"));
    let answer = terminal.send(&running, &events);
    assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Malformed));
    assert_eq!(answer.verdicts[1].verdict, Verdict::Accepted);
    assert_eq!(running.listed().len(), 1);
}

#[test]
fn what_a_correction_takes_back_leaves_the_agency_s_counts() {
    let ground = Ground::new();
    let running = ground.start();
    let own = ground.enrol(&running, 1);
    let mut facts = vec![informed(&own); 5];
    send(&running, &own, &facts);
    let kept = |kind: &str| -> u64 {
        stdout_of(&hub(&["count", "--data", &ground.data()]));
        let counts = Storage::open(&ground.path("data")).unwrap().kept_counts().unwrap();
        counts.iter().filter(|(cell, _)| cell.kind.code() == kind).map(|(_, (entries, _))| entries).sum()
    };
    assert_eq!((kept("informed"), kept("corrected")), (5, 0));
    facts.push(correction(&own, own.id(1, 2)));
    send_rest(&running, &own, &facts);
    assert_eq!((kept("informed"), kept("corrected")), (4, 1));
}

#[test]
fn the_description_says_what_the_list_shows() {
    let ground = Ground::new();
    let running = ground.start();
    let description: Value = running.get(cups_kiosk::protocol::path::OPENAPI).json();
    let entry = &description["components"]["schemas"]["ListedEntry"]["properties"];
    assert_eq!(entry["counted"]["type"], "boolean");
    let facts = entry["facts"]["description"].as_str().unwrap();
    assert!(facts.contains("corrects") && facts.contains("reason"), "{facts}");
}

#[test]
fn what_was_corrected_stays_so_when_the_terminal_stands_in_another_centre() {
    let ground = Ground::new();
    let running = ground.start();
    let before = ground.enrol(&running, 1);
    let named = |terminal: &Terminal, corrects: Option<u64>| EntryFacts {
        event: Some("C1".to_owned()),
        case: Some(Uuid::from_u128(9)),
        corrects: corrects.map(|sequence| terminal.id(1, sequence)),
        ..EntryFacts::new(Action::PersonIdentified, &terminal.circumstances())
    };
    let mut facts = vec![named(&before, None), named(&before, Some(1))];
    send_rest(&running, &before, &facts);
    let after = ground.enrol_for("rome", &running, 1);
    facts.extend([named(&after, Some(2)), named(&after, Some(1))]);
    send_rest(&running, &after, &facts);
    let report = report(&ground);
    assert_eq!((&report["entries"], &report["corrected"]), (&json!(4), &json!(2)));
    let listed = running.listed();
    let counted: Vec<_> = listed.iter().map(|entry| (entry["centre"].clone(), entry["counted"].clone())).collect();
    let expected = [("lozova", false), ("lozova", false), ("rome", true), ("rome", true)];
    assert_eq!(counted, expected.map(|(centre, counted)| (json!(centre), json!(counted))));
}
