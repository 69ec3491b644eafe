//! Cases on which several desks work without each other: whoever unites what they did, in whatever order, has the same
//! case, and nothing of what anybody did is missing in it. `CUPS_HISTORIES` says how many are played.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "stage/dice.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod dice;

use cups_kiosk::domain::case::{
    Case, Change, Command, Consent, ConsentScope, Heard, Matter, Opening, Operation, Operations, OrderKey, PaymentNews,
    Person, Provenance, ProviderNumber, ProviderScope, ProviderWord, RequestState, Right, Verb,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Reason};
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{NewEntry, NewOperation, Records};
use cups_kiosk::store::vault::KeyRing;
use dice::Dice;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);

/// How many histories are played.
fn histories() -> usize {
    dice::times("CUPS_HISTORIES", 500)
}

fn person(name: &str) -> Command {
    Command::Identify(Person { name: name.to_owned(), ..Person::default() })
}

fn consent(days: i64) -> Command {
    let until = TODAY.saturating_add(days.days());
    Command::Consent(Consent::new(ConsentScope::ThisEvent, TODAY, until))
}

fn prepare(id: Uuid, step: &str) -> Command {
    Command::Prepare { id, service: ServiceCode::parse("002000206").unwrap(), step: step.to_owned() }
}

fn submit(request: Uuid, number: &str) -> Command {
    let number = ProviderNumber::parse(number).unwrap();
    Command::Submit { request, number, on: TODAY, term: None, expected: None }
}

fn moved(request: Uuid, to: RequestState) -> Command {
    Command::Move { request, to, reason: to.reasons().first().copied(), note: None, from: None }
}

fn operation(id: Uuid, follows: Vec<Uuid>, change: Change) -> Operation {
    let (centre, author) = ("lozova".to_owned(), "Specialist".to_owned());
    let (day, time) = (TODAY, Timestamp::UNIX_EPOCH);
    Operation { id, case: Uuid::from_u128(1), centre, author, day, time, follows, change }
}

fn opened() -> Operations {
    let (answers, seen) = (Answers::default(), Seen::default());
    let opening = Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen };
    [operation(Uuid::from_u128(10), Vec::new(), Change::Open(opening))].into_iter().collect()
}

/// A desk that knows some operations of the case and does what it may on the case that they make.
#[derive(Clone)]
struct Desk {
    knows: Operations,
}

impl Desk {
    fn case(&self) -> Case {
        self.knows.fold().unwrap()
    }

    /// Carries a command out, where the case allows it, and gives what is to be kept.
    fn attempts(&mut self, id: Uuid, command: Command) -> Option<NewOperation> {
        let case = self.case();
        let (after, _) = case.apply(command.clone(), id, TODAY).ok()?;
        let made = operation(id, case.heads, Change::Command(command));
        self.knows.insert(made.clone());
        assert_eq!(self.case(), after, "at one desk the case is what was just made of it");
        Some(NewOperation::of(made, &after))
    }

    fn does(&mut self, id: u128, command: Command) {
        assert!(self.attempts(Uuid::from_u128(id), command).is_some());
    }

    fn hears(&mut self, other: &Self) {
        self.knows = self.knows.merged(&other.knows);
    }
}

/// One of the things that somebody may do next.
fn any_command(dice: &mut Dice, case: &Case) -> Command {
    let request = match case.requests.len() {
        0 => Uuid::from_u128(1),
        count => case.requests[dice.below(count)].id,
    };
    match dice.below(20) {
        0 => person(["Ana Probă", "Ion Probă", "Ana Probescu"][dice.below(3)]),
        1 => consent([5, 30, 60][dice.below(3)]),
        2 => Command::Papers(["a", "b", "c"][..dice.below(4)].iter().map(|&id| id.to_owned()).collect()),
        3 | 4 => prepare(id(dice), ["register_birth", "child_benefit"][dice.below(2)]),
        5 | 6 => submit(request, &format!("ASP-{}", dice.below(90) + 10)),
        7 => Command::Pay { request, term: None, expected: Some(TODAY), heard: None },
        8 | 9 => moved(request, RequestState::ALL[dice.below(10)]),
        10 => Command::HandOver {
            request,
            collector: "Cineva".to_owned(),
            paper: "buletin".to_owned(),
            right: Right::Person,
        },
        11 => Command::Close,
        12 => {
            let order = OrderKey::parse(&format!("FOD-{}", dice.below(3) + 10)).ok();
            Command::Payment { request, news: PaymentNews::Order { order, cash: None } }
        }
        13 => {
            let from = Provenance::OF_PERSON[dice.below(2)];
            Command::Payment { request, news: PaymentNews::Said(Heard { from: Some(from), on: TODAY }) }
        }
        14 => {
            let from = Provenance::OF_PROVIDER[dice.below(3)];
            Command::Payment { request, news: PaymentNews::Confirmed(Heard { from: Some(from), on: TODAY }) }
        }
        15 | 16 => {
            let state = ProviderWord::STATES[dice.below(ProviderWord::STATES.len())];
            let on = TODAY.saturating_sub(i32::try_from(dice.below(9)).unwrap().days());
            Command::HearProvider(ProviderWord { request, provider: "ASP".to_owned(), state, on, number: None })
        }
        _ => {
            let lines = &case.history;
            let line = &lines[dice.below(lines.len())];
            // Taking back the opening is played too, seldom.
            let entry = if line.action == Action::CaseOpened && dice.below(4) > 0 {
                lines[lines.len() - 1].entry
            } else {
                line.entry
            };
            Command::Correct { entry, reason: Reason::WrongKey, note: None }
        }
    }
}

/// Ids of desks whose clocks are anywhere.
fn id(dice: &mut Dice) -> Uuid {
    Uuid::from_u128((dice.below(usize::MAX) as u128) << 64 | dice.below(usize::MAX) as u128)
}

/// A case that several desks have worked on, now and then with word of each other.
fn played(dice: &mut Dice, desks: usize) -> Vec<Desk> {
    let mut first = Desk { knows: opened() };
    let begin = [person("Ana Probă"), consent(60), prepare(id(dice), "register_birth")];
    for command in begin.into_iter().take(dice.below(4)) {
        first.attempts(id(dice), command);
    }
    let mut all = vec![first; desks];
    for _ in 0..dice.below(16) + 2 {
        let place = dice.below(desks);
        if dice.below(6) == 0 {
            let other = all[dice.below(desks)].clone();
            all[place].hears(&other);
        }
        let command = any_command(dice, &all[place].case());
        all[place].attempts(id(dice), command);
    }
    all
}

/// Whatever was done is to be found in the case: as a line of its history or beside it.
fn assert_nothing_is_dropped(operations: &Operations, case: &Case) {
    let lines: BTreeSet<Uuid> = case.history.iter().map(|line| line.entry).collect();
    let aside: BTreeSet<Uuid> = case.aside.iter().map(|aside| aside.operation).collect();
    for operation in operations.iter() {
        let is_there = lines.contains(&operation.id) || aside.contains(&operation.id);
        // Of a case that was put away by somebody who had seen all of it only that is kept.
        assert!(is_there || case.put_away, "{:?} is nowhere", operation.id);
        if let Change::Command(Command::Submit { number, .. }) = &operation.change
            && !case.put_away
        {
            assert!(case.history.iter().any(|line| line.number.as_ref() == Some(number)), "a number is gone");
        }
    }
    assert!(!case.lacking);
    assert_eq!(case.history.len(), lines.len(), "no entry has two lines");
}

#[test]
fn histories_split_and_merged_in_every_order_end_equal() {
    let mut conflicts = 0;
    for seed in 0..histories() {
        let mut dice = Dice(seed as u64 + 1);
        let desks = played(&mut dice, 2 + seed % 2);
        let third = desks.get(2).unwrap_or(&desks[0]);
        let [a, b, c] = [&desks[0].knows, &desks[1].knows, &third.knows];
        let all = a.merged(b).merged(c);
        let case = all.fold().unwrap();
        for other in [
            b.merged(a).merged(c),
            c.merged(a).merged(b),
            c.merged(b).merged(a),
            a.merged(&b.merged(c)),
            b.merged(&c.merged(a)),
            all.merged(&all),
            all.merged(a).merged(b),
            all.iter().cloned().collect::<Vec<_>>().into_iter().rev().collect(),
        ] {
            assert!(other == all, "seed {seed}");
            assert!(other.in_order() == all.in_order(), "seed {seed}");
            assert!(other.fold().as_ref() == Some(&case), "seed {seed}");
        }
        assert_nothing_is_dropped(&all, &case);
        for desk in [a, b, c] {
            assert!(desk.iter().all(|operation| all.iter().any(|known| known == operation)), "seed {seed}");
        }
        conflicts += usize::from(case.conflicts().next().is_some());
        // The desk that has heard of everything goes on like any other.
        let mut next = Desk { knows: all.clone() };
        let command = any_command(&mut dice, &case);
        next.attempts(id(&mut dice), command);
    }
    assert!(conflicts > histories() / 10, "{conflicts} with something that does not go together");
}

/// Writing that is cut off at a table: power that goes between two writes.
fn cut_at(path: &Path, table: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let trigger = format!("CREATE TRIGGER cut BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'cut'); END");
    connection.execute_batch(&trigger).unwrap();
}

fn let_write(path: &Path) {
    rusqlite::Connection::open(path).unwrap().execute_batch("DROP TRIGGER IF EXISTS cut").unwrap();
}

#[test]
fn histories_written_with_cuts_between_any_two_writes_end_equal() {
    let keys = KeyRing::new().unwrap();
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    for seed in 0..histories() / 50 {
        let mut dice = Dice(seed as u64 + 77);
        let folder = tempfile::tempdir().unwrap();
        let path = |desk: usize| folder.path().join(format!("records-{desk}.sqlite"));
        let open = |desk: usize| {
            let identity = Identity::open(&folder.path().join(format!("identity-{desk}.json"))).unwrap();
            Records::open(&path(desk), identity, Timestamp::UNIX_EPOCH).unwrap().0
        };
        let desks = played(&mut dice, 2);
        let (mut kept, mut is_put_away) = (Vec::new(), false);
        for (place, desk) in desks.iter().enumerate() {
            let mut records = Some(open(place));
            let mut known = Desk { knows: Operations::default() };
            for (written, operation) in desk.knows.in_order().into_iter().enumerate() {
                known.knows.insert(operation.clone());
                let new = NewOperation::of(operation.clone(), &known.case());
                // What is put away is gone here; the other desk has it.
                is_put_away |= new.put_away;
                let facts = EntryFacts::new(Action::PapersChecked, &circumstances);
                let entry = NewEntry { id: operation.id, facts, sealed: None };
                if dice.below(2) == 0 {
                    let table = ["operation", "closing", "entry"][dice.below(3)];
                    cut_at(&path(place), table);
                    let done = records.as_mut().unwrap().record(&entry, Some((&keys, &new)), Timestamp::UNIX_EPOCH);
                    let is_closing = new.closed.is_some();
                    assert!(done.is_err() || table == "closing" && !is_closing, "seed {seed}: {table}");
                    // The program is gone; it begins anew and finds its records whole.
                    drop(records.take());
                    let_write(&path(place));
                    records = Some(open(place));
                    let (count, cases) = {
                        let records = records.as_ref().unwrap();
                        let operations = records.operations(&keys).unwrap();
                        let cases: usize = operations.values().map(|operations| operations.iter().count()).sum();
                        (records.all_entries().unwrap().len(), cases)
                    };
                    let now = written + usize::from(done.is_ok());
                    assert_eq!(count, now, "seed {seed}: an entry and its operation come together");
                    if !is_put_away {
                        assert_eq!(cases, now, "seed {seed}");
                    }
                }
                let records = records.as_mut().unwrap();
                records.record(&entry, Some((&keys, &new)), Timestamp::UNIX_EPOCH).unwrap();
            }
            let operations = records.as_ref().unwrap().operations(&keys).unwrap();
            kept.push(operations.into_values().next().unwrap());
        }
        let [a, b] = kept.as_slice() else { panic!("two desks") };
        assert!(a.merged(b) == b.merged(a));
        if !is_put_away {
            assert!(a.merged(b) == desks[0].knows.merged(&desks[1].knows), "seed {seed}");
        }
    }
}

/// Two desks on whose common case request 5 is prepared.
fn two_desks() -> (Desk, Desk) {
    let mut desk = Desk { knows: opened() };
    desk.does(11, person("Ana Probă"));
    desk.does(12, consent(60));
    desk.does(13, prepare(Uuid::from_u128(5), "register_birth"));
    (desk.clone(), desk)
}

fn merged(one: &Desk, other: &Desk) -> Desk {
    Desk { knows: one.knows.merged(&other.knows) }
}

#[test]
fn the_same_request_submitted_at_two_desks_shows_two_numbers() {
    let (mut one, mut other) = two_desks();
    let request = Uuid::from_u128(5);
    one.does(21, submit(request, "ASP-1"));
    other.does(22, submit(request, "ASP-2"));
    other.does(23, moved(request, RequestState::Waiting));
    let mut both = merged(&one, &other);
    let case = both.case();
    assert_eq!(case.requests.len(), 1);
    let numbers: Vec<&str> = case.numbers(&case.requests[0]).map(ProviderNumber::as_str).collect();
    assert_eq!(numbers, ["ASP-1", "ASP-2"]);
    assert_eq!(case.requests[0].state, RequestState::Waiting, "what was done afterwards stays");
    let conflict = case.conflicts().next().unwrap();
    let of = |entry| Uuid::from_u128(entry);
    assert_eq!((conflict.line.entry, conflict.with.unwrap().entry), (of(22), of(21)), "both sides are shown");
    assert_eq!(case.conflicts().count(), 1);
    // A person decides: the second one is taken back.
    both.does(31, Command::Correct { entry: of(22), reason: Reason::Repeated, note: None });
    let case = both.case();
    assert_eq!(case.conflicts().count(), 0);
    assert_eq!(case.numbers(&case.requests[0]).count(), 1);
    assert_eq!(case.requests[0].state, RequestState::Waiting);
}

#[test]
fn whoever_closed_a_case_without_knowing_of_the_work_at_another_desk_has_not_closed_it() {
    let (mut one, mut other) = two_desks();
    let request = Uuid::from_u128(5);
    one.does(21, moved(request, RequestState::Withdrawn));
    one.does(22, Command::Close);
    other.does(23, submit(request, "ASP-2"));
    let case = merged(&one, &other).case();
    assert_eq!(case.closed, None, "it would be erased with a request at the provider");
    let with: Vec<Option<u128>> =
        case.conflicts().map(|conflict| conflict.with.map(|line| line.entry.as_u128())).collect();
    assert_eq!(with, [Some(23), Some(21)], "the closing, and the submission of what was withdrawn");
    // Two who close it alike have closed it.
    let (mut one, mut other) = two_desks();
    one.does(21, moved(request, RequestState::Withdrawn));
    other.hears(&one);
    one.does(22, Command::Close);
    other.does(23, Command::Close);
    assert_eq!(merged(&one, &other).case().closed, Some(TODAY));
}

#[test]
fn two_names_for_one_person_are_shown_until_one_is_said_again() {
    let (mut one, mut other) = two_desks();
    one.does(21, person("Ana Probescu"));
    other.does(22, person("Ion Probă"));
    let mut both = merged(&one, &other);
    assert_eq!(both.case().person.name, "Ion Probă");
    assert!(both.case().consents.is_empty(), "nobody knows who agreed");
    assert_eq!(both.case().conflicts().count(), 1);
    both.does(31, person("Ion Probă"));
    assert_eq!(both.case().conflicts().count(), 0);
    // The same name at both is no conflict.
    let (mut one, mut other) = two_desks();
    one.does(21, person("Ana Probescu"));
    other.does(22, person("Ana Probescu"));
    assert_eq!(merged(&one, &other).case().conflicts().count(), 0);
}

#[test]
fn two_requests_made_for_one_service_are_both_there() {
    let mut desk = Desk { knows: opened() };
    desk.does(11, person("Ana Probă"));
    desk.does(12, consent(60));
    let mut other = desk.clone();
    desk.does(21, prepare(Uuid::from_u128(5), "register_birth"));
    other.does(22, prepare(Uuid::from_u128(6), "register_birth"));
    let case = merged(&desk, &other).case();
    assert_eq!(case.requests.iter().map(|request| request.id.as_u128()).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(case.conflicts().count(), 1);
}

#[test]
fn what_a_newer_program_did_keeps_its_place_and_is_shown() {
    let (mut desk, _) = two_desks();
    let newer = operation(Uuid::from_u128(21), desk.case().heads, Change::Newer);
    desk.knows.insert(newer);
    let case = desk.case();
    assert_eq!(case.aside.len(), 1);
    assert!(case.aside[0].newer && !case.lacking);
    assert_eq!(case.heads, [Uuid::from_u128(21)]);
    desk.does(22, submit(Uuid::from_u128(5), "ASP-1"));
    assert!(desk.knows.in_order().last().unwrap().follows.contains(&Uuid::from_u128(21)), "later work follows it");
}

#[test]
fn a_case_of_which_something_is_missing_says_so_and_is_there() {
    let (mut desk, _) = two_desks();
    desk.does(21, submit(Uuid::from_u128(5), "ASP-1"));
    let without = |gone: u128| -> Case {
        let left = desk.knows.iter().filter(|operation| operation.id.as_u128() != gone).cloned();
        left.collect::<Operations>().fold().unwrap()
    };
    let case = without(10);
    assert!(case.lacking && !case.put_away && case.event.is_empty());
    assert_eq!(case.requests[0].state, RequestState::Submitted, "what is left is all there");
    let case = without(13);
    assert!(case.lacking && case.requests.is_empty());
    assert!(case.history.iter().any(|line| line.number.is_some()), "the number is not lost");
    assert!(!desk.case().lacking);
    // One desk's own work is not taken for that of two: what it ended is ended, and nobody is asked to decide.
    let mut desk = Desk { knows: opened() };
    desk.does(11, person("Ana Probă"));
    desk.does(12, person("Ion Probă"));
    desk.does(13, consent(60));
    desk.does(14, prepare(Uuid::from_u128(5), "register_birth"));
    desk.does(15, submit(Uuid::from_u128(5), "ASP-1"));
    desk.does(16, moved(Uuid::from_u128(5), RequestState::Refused));
    desk.does(17, Command::Papers(vec!["a".to_owned()]));
    desk.does(18, Command::Close);
    assert_eq!(desk.case().closed, Some(TODAY));
    for gone in [11, 12, 17] {
        let left = desk.knows.iter().filter(|operation| operation.id.as_u128() != gone).cloned();
        let case = left.collect::<Operations>().fold().unwrap();
        let clashes = case.conflicts().filter(|conflict| conflict.with.is_some()).count();
        assert!(case.lacking && clashes == 0, "without {gone}: {clashes}");
        assert_eq!(case.closed, Some(TODAY), "without {gone}");
    }
}

/// What is shown to a person as not going together: each line with the other.
fn sides(case: &Case) -> Vec<(u128, Option<u128>)> {
    let side = |line: &cups_kiosk::domain::case::Recorded| line.entry.as_u128();
    case.conflicts().map(|conflict| (side(conflict.line), conflict.with.map(side))).collect()
}

/// What two desks make of these commands, each told by its place, whoever comes first by the ids.
fn apart(begin: &Desk, one: &Command, other: &Command) -> [Desk; 2] {
    [(21, 22), (22, 21)].map(|(first, second)| {
        let (mut left, mut right) = (begin.clone(), begin.clone());
        left.does(first, one.clone());
        right.does(second, other.clone());
        merged(&left, &right)
    })
}

fn named() -> Desk {
    let mut desk = Desk { knows: opened() };
    desk.does(11, person("Ana Probă"));
    desk
}

fn of_provider(provider: &str) -> Command {
    let services = [ServiceCode::parse("002000206").unwrap()].into();
    let scope = ConsentScope::Provider(ProviderScope { provider: provider.to_owned(), services });
    Command::Consent(Consent::new(scope, TODAY, TODAY.saturating_add(60.days())))
}

#[test]
fn agreed_at_one_desk_and_refused_at_the_other_is_shown_whoever_was_first() {
    let asp = Matter::Provider("asp".to_owned());
    for (agreed, refused) in
        [(consent(60), Matter::Event), (consent(60), asp.clone()), (of_provider("asp"), asp.clone())]
    {
        for both in apart(&named(), &agreed, &Command::Refuse(refused)) {
            assert_eq!(sides(&both.case()), [(22, Some(21))]);
            // A person decides, for either.
            for entry in [21, 22] {
                let mut both = both.clone();
                let action = both.case().history.iter().find(|line| line.entry.as_u128() == entry).unwrap().action;
                both.does(31, Command::Correct { entry: Uuid::from_u128(entry), reason: Reason::WrongKey, note: None });
                let case = both.case();
                assert_eq!(sides(&case), []);
                let agrees = case.consents.in_force(TODAY).next().is_some();
                assert_eq!(
                    (agrees, case.refused.is_some()),
                    match action {
                        Action::ConsentGiven => (false, true),
                        _ => (true, false),
                    }
                );
            }
        }
    }
    // What is about another matter goes together, and so does what one desk did knowing of the other.
    for both in apart(&named(), &of_provider("asp"), &Command::Refuse(Matter::Provider("cnas".to_owned()))) {
        assert_eq!(sides(&both.case()), []);
    }
    let mut desk = named();
    desk.does(21, Command::Refuse(Matter::Event));
    desk.does(22, consent(60));
    assert_eq!(sides(&desk.case()), []);
}

#[test]
fn a_consent_that_met_another_person_is_shown_and_an_added_telephone_is_not() {
    for both in apart(&named(), &consent(60), &person("Ion Probă")) {
        assert_eq!(sides(&both.case()), [(22, Some(21))], "nobody knows who agreed");
    }
    let phone = Person { name: "Ana Probă".to_owned(), phone: Some("+37360000000".to_owned()), ..Person::default() };
    for both in apart(&named(), &consent(60), &Command::Identify(phone)) {
        assert_eq!(sides(&both.case()), []);
    }
}

#[test]
fn what_was_revoked_stays_revoked_when_the_consent_had_ended_with_a_name() {
    let mut agreed = named();
    agreed.does(12, consent(60));
    for (place, mut both) in
        apart(&agreed, &Command::Revoke(Matter::Event), &person("Ion Probă")).into_iter().enumerate()
    {
        let (revoked, renamed) = ([21, 22][place], [22, 21][place]);
        let correct =
            |entry: u128| Command::Correct { entry: Uuid::from_u128(entry), reason: Reason::WrongKey, note: None };
        let case = both.case();
        assert!(case.consents.is_empty() && case.person.name == "Ion Probă");
        // The name was the mistake: Ana has revoked all the same.
        both.does(31, correct(renamed));
        let case = both.case();
        assert_eq!(case.person.name, "Ana Probă");
        assert_eq!(case.consents.last().unwrap().ended, Some(TODAY), "revoked as {revoked}");
        assert!(case.allows(Verb::Act, &ServiceCode::parse("002000206").unwrap(), TODAY).is_err());
        // And the revocation was one as well.
        both.does(32, correct(revoked));
        assert_eq!(both.case().consents.last().unwrap().ended, None);
        assert_eq!(sides(&both.case()), []);
    }
    // The other way about: first the revocation is taken back, then the name.
    let [_, mut both] = apart(&agreed, &Command::Revoke(Matter::Event), &person("Ion Probă"));
    for (entry, corrected) in [(31, 22), (32, 21)] {
        let entry = Uuid::from_u128(entry);
        let command = Command::Correct { entry: Uuid::from_u128(corrected), reason: Reason::WrongKey, note: None };
        both.attempts(entry, command).unwrap();
    }
    assert_eq!(both.case().consents.last().unwrap().ended, None);
}

#[test]
fn of_two_keys_and_two_words_about_one_payment_none_is_lost() {
    let (mut one, mut other) = two_desks();
    let request = Uuid::from_u128(5);
    let order = |key: &str| Command::Payment {
        request,
        news: PaymentNews::Order { order: OrderKey::parse(key).ok(), cash: None },
    };
    one.does(21, order("FOD-1111"));
    other.does(22, order("FOD-2222"));
    let both = merged(&one, &other);
    let case = both.case();
    let keys = |case: &Case| -> Vec<String> {
        case.orders(&case.requests[0]).map(|order| order.as_str().to_owned()).collect()
    };
    assert_eq!(keys(&case), ["FOD-1111", "FOD-2222"]);
    assert_eq!(sides(&case), [(22, Some(21))]);
    // Either is decided for: the second one is not in force, and is still to be read when the first was the mistake.
    for (entry, left) in [(22, "FOD-1111"), (21, "FOD-2222")] {
        let mut both = both.clone();
        both.does(31, Command::Correct { entry: Uuid::from_u128(entry), reason: Reason::WrongKey, note: None });
        assert_eq!((sides(&both.case()), keys(&both.case())), (Vec::new(), vec![left.to_owned()]));
    }
    // Two days on which it was paid, or two by whom that is known.
    let heard = |from, on| Heard { from: Some(from), on };
    let said = |on| Command::Payment { request, news: PaymentNews::Said(heard(Provenance::Person, on)) };
    let (one, _) = two_desks();
    for both in apart(&one, &said(TODAY), &said(date(2026, 11, 18))) {
        let case = both.case();
        assert_eq!(sides(&case), [(22, Some(21))]);
        let days: BTreeSet<Date> = case.history.iter().filter_map(|line| Some(line.heard()?.on)).collect();
        assert_eq!(days, [TODAY, date(2026, 11, 18)].into(), "both are in the history");
    }
    for both in apart(&one, &said(TODAY), &said(TODAY)) {
        assert_eq!(sides(&both.case()), [], "both desks said the same");
    }
    // Two confirmations: neither is put in the place of the other unseen.
    let (mut one, _) = two_desks();
    one.does(14, submit(request, "ASP-1"));
    let confirmed = |from| Command::Payment { request, news: PaymentNews::Confirmed(heard(from, TODAY)) };
    let paid = |from| Command::Pay { request, term: None, expected: None, heard: Some(heard(from, TODAY)) };
    for (left, right) in [
        (confirmed(Provenance::Portal), confirmed(Provenance::Phone)),
        (paid(Provenance::Portal), paid(Provenance::Phone)),
        (paid(Provenance::Portal), confirmed(Provenance::Phone)),
    ] {
        for both in apart(&one, &left, &right) {
            let case = both.case();
            assert_eq!(sides(&case), [(22, Some(21))]);
            let from: BTreeSet<Provenance> = case.history.iter().filter_map(|line| line.from).collect();
            assert_eq!(from, [Provenance::Portal, Provenance::Phone].into());
            let holds = case.history.iter().rev().find(|line| line.heard().is_some() && line.is_done()).unwrap().from;
            let known = case.requests[0].payment.as_deref().unwrap().confirmed.unwrap().from;
            assert_eq!(known, holds, "the case is as it says");
        }
    }
}

#[test]
fn what_ended_a_case_without_knowing_of_another_desk_is_settled() {
    let put_away = Command::Correct { entry: Uuid::from_u128(10), reason: Reason::WrongPerson, note: None };
    for end in [put_away, Command::Close] {
        for both in apart(&named(), &end, &Command::Papers(vec!["a".to_owned()])) {
            let case = both.case();
            assert!(!case.put_away && case.closed.is_none());
            let [(not_done, Some(_))] = sides(&case)[..] else { panic!("{:?}", sides(&case)) };
            let mut both = both;
            both.does(31, Command::Correct { entry: Uuid::from_u128(not_done), reason: Reason::NotDone, note: None });
            assert_eq!(sides(&both.case()), []);
            // Whoever knows of all of it may do it now.
            both.does(32, end.clone());
            assert!(both.case().closed.is_some());
        }
    }
}

#[test]
fn what_the_person_asked_for_stands_unless_a_request_is_under_way() {
    let erase = Command::Erase { reason: Reason::PersonWish };
    for both in apart(&named(), &erase, &Command::Papers(vec!["a".to_owned()])) {
        assert!(both.case().put_away);
    }
    let mut begun = named();
    begun.does(25, consent(30));
    for both in apart(&begun, &erase, &prepare(Uuid::from_u128(1), "register_birth")) {
        let case = both.case();
        let [(not_done, Some(_))] = sides(&case)[..] else { panic!("{:?}", sides(&case)) };
        let mut both = both;
        assert!(!case.put_away && case.conflicts().all(|conflict| conflict.is_about_erasure()));
        // Whoever has seen both sides decides; the request ends, and it may be asked for anew.
        both.does(31, Command::Correct { entry: Uuid::from_u128(not_done), reason: Reason::NotDone, note: None });
        both.does(32, moved(Uuid::from_u128(1), RequestState::Withdrawn));
        assert!(!both.case().put_away && sides(&both.case()).is_empty());
        both.does(33, erase.clone());
        assert!(both.case().put_away);
    }
}

#[test]
fn a_request_goes_back_to_no_earlier_state_where_a_desk_had_not_heard_that_the_consent_was_revoked() {
    let request = Uuid::from_u128(5);
    let pay = Command::Pay { request, term: None, expected: None, heard: None };
    let begun = |commands: &[Command]| {
        let (mut desk, _) = two_desks();
        (14..).zip(commands).for_each(|(id, command)| desk.does(id, command.clone()));
        desk
    };
    let (waiting, issued) = (RequestState::Waiting, RequestState::Issued);
    for (begin, ahead, after, behind) in [
        (begun(&[]), submit(request, "ASP-1"), waiting, submit(request, "ASP-2")),
        (begun(&[submit(request, "ASP-1")]), moved(request, waiting), issued, pay),
    ] {
        let (mut one, mut other) = (begin.clone(), begin);
        one.does(21, ahead);
        one.does(22, moved(request, after));
        one.does(23, Command::Revoke(Matter::Event));
        other.does(31, behind);
        let state = one.case().requests[0].state;
        let case = merged(&one, &other).case();
        assert_eq!(case.requests[0].state, state);
        assert_eq!(case.requests[0].number.as_ref().map(ProviderNumber::as_str), Some("ASP-1"));
        assert_eq!(case.conflicts().count(), 1, "and both sides are shown");
    }
}

#[test]
fn of_two_values_of_one_field_both_are_read() {
    let service = ServiceCode::parse("002000206").ok();
    let fill = |value: &str| {
        let (field, service) = ("applicant_bank_account".to_owned(), service.clone());
        Command::Fill { field, value: Some(value.to_owned()), reason: None, service }
    };
    let values = |case: &Case| -> BTreeSet<String> {
        case.conflicts()
            .flat_map(|conflict| [Some(conflict.line), conflict.with])
            .flatten()
            .filter_map(|line| line.value.clone())
            .collect()
    };
    let mut begin = named();
    begin.does(12, consent(60));
    for both in apart(&begin, &fill("one"), &fill("other")) {
        let case = both.case();
        assert_eq!(values(&case), ["one".to_owned(), "other".to_owned()].into());
        assert!(case.filled.values().eq([&case.history.last().unwrap().value.clone().unwrap()]), "the last one stands");
    }
}
