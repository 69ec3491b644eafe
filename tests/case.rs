//! Cases: what a command demands and changes, what is taken back, and what goes into the journal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use cups_kiosk::domain::case::{
    Before, Case, CaseError, Change, Command, Consent, ConsentScope, Opening, Operation, Operations, Outcome, Person,
    ProviderNumber, Recorded, RequestState, Right,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Placed, Position, Reason, uncounted};
use cups_kiosk::domain::text::Language;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);

fn opening() -> Opening {
    let nothing = (Answers::default(), Seen::default());
    Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers: nothing.0, seen: nothing.1 }
}

fn opened(today: Date) -> Case {
    let entry = Uuid::from_u128(1000);
    Case::open(Uuid::from_u128(1), opening(), entry, today)
}

fn person(name: &str) -> Command {
    Command::Identify(Person { name: name.to_owned(), ..Person::default() })
}

fn consent(given: Date, days: i64) -> Command {
    Command::Consent(Consent::new(ConsentScope::ThisEvent, given, given.saturating_add(days.days())))
}

fn papers(list: &[&str]) -> Command {
    Command::Papers(list.iter().map(|&id| id.to_owned()).collect())
}

fn prepare(id: u128, step: &str) -> Command {
    let service = ServiceCode::parse("002000206").unwrap();
    Command::Prepare { id: Uuid::from_u128(id), service, step: step.to_owned() }
}

fn submit(id: u128, number: &str, on: Date) -> Command {
    let number = ProviderNumber::parse(number).unwrap();
    Command::Submit { request: Uuid::from_u128(id), number, on, term: None, expected: Some(on) }
}

fn to(id: u128, to: RequestState) -> Command {
    if to == RequestState::Paid {
        return Command::Pay { request: Uuid::from_u128(id), term: None, expected: None, heard: None };
    }
    Command::Move { request: Uuid::from_u128(id), to, reason: to.reasons().first().copied(), note: None, from: None }
}

fn hand_over(id: u128) -> Command {
    Command::HandOver {
        request: Uuid::from_u128(id),
        collector: "Cineva".to_owned(),
        paper: "buletin".to_owned(),
        right: Right::Person,
    }
}

fn take_back(entry: Uuid) -> Command {
    Command::Correct { entry, reason: Reason::WrongKey, note: None }
}

/// A case to which commands are given one after the other, each under the next entry id. What is kept of it is kept
/// beside it: the case must always be their fold.
struct Desk {
    case: Case,
    kept: Operations,
    next: u128,
    today: Date,
}

fn operation(id: Uuid, follows: Vec<Uuid>, day: Date, change: Change) -> Operation {
    let time = "2026-11-20T10:00:00Z".parse().unwrap();
    let (centre, author) = ("lozova".to_owned(), "Specialist".to_owned());
    Operation { id, case: Uuid::from_u128(1), centre, author, day, time, follows, change }
}

impl Desk {
    #[expect(clippy::needless_pass_by_value, reason = "a desk takes its case over")]
    fn new(case: Case) -> Self {
        let change = match case.history.as_slice() {
            [line] => operation(line.entry, Vec::new(), case.opened, Change::Open(opening())),
            _ => operation(case.id, Vec::new(), case.opened, Change::AsItStood(Box::new(case.clone()))),
        };
        let kept: Operations = [change].into_iter().collect();
        Self { case: kept.fold().unwrap(), kept, next: 2000, today: TODAY }
    }

    /// With a person, consent of 60 days, and request 2 prepared.
    fn prepared() -> Self {
        let mut desk = Self::new(opened(TODAY));
        desk.does(person("Persoană de probă"));
        desk.does(consent(TODAY, 60));
        desk.does(prepare(2, "register_birth"));
        desk
    }

    fn attempts(&mut self, command: Command) -> Result<Outcome, CaseError> {
        self.next += 1;
        let entry = Uuid::from_u128(self.next);
        let (case, outcome) = self.case.apply(command.clone(), entry, self.today)?;
        let made = operation(entry, self.case.heads.clone(), self.today, Change::Command(command));
        self.kept.insert(
            cups_kiosk::protocol::operation::read(&cups_kiosk::protocol::operation::write(&made).unwrap()).unwrap(),
        );
        self.case = case;
        assert_eq!(self.kept.fold().as_ref(), Some(&self.case), "the case is the fold of what is kept of it");
        Ok(outcome)
    }

    /// The id of the entry of a command that is carried out.
    fn does(&mut self, command: Command) -> Uuid {
        self.attempts(command).unwrap();
        Uuid::from_u128(self.next)
    }

    fn is_refused(&mut self, command: Command) -> CaseError {
        self.attempts(command).unwrap_err()
    }

    fn holding(&self, action: Action) -> usize {
        self.case.history.iter().filter(|line| line.action == action && line.holds()).count()
    }
}

#[test]
fn rules_of_a_case_are_kept() {
    let mut desk = Desk::new(opened(TODAY));
    assert_eq!(desk.is_refused(prepare(3, "register_birth")), CaseError::ConsentMissing);
    assert_eq!(desk.is_refused(person("  ")), CaseError::NameMissing);
    assert_eq!(desk.is_refused(consent(TODAY, 0)), CaseError::NameMissing);
    desk.does(person("Persoană de probă"));
    desk.does(consent(TODAY, 0));
    desk.does(prepare(2, "register_birth"));
    assert_eq!(desk.is_refused(prepare(3, "register_birth")), CaseError::AlreadyRequested);
    let tomorrow = TODAY.saturating_add(1.day());
    assert_eq!(desk.is_refused(submit(2, "ASP-1", tomorrow)), CaseError::FutureDate);
    assert_eq!(desk.is_refused(Command::Close), CaseError::OpenRequests);
    desk.today = tomorrow;
    assert_eq!(desk.is_refused(prepare(3, "other")), CaseError::ConsentMissing, "consent has run out");
    let outcome = desk.attempts(submit(2, "ASP-1", TODAY)).unwrap();
    assert_eq!(outcome.state, Some(RequestState::Submitted), "the consent held on the day of submission");
    desk.does(to(2, RequestState::Withdrawn));
    desk.does(Command::Close);
    assert_eq!(desk.is_refused(Command::Close), CaseError::Closed);
    for wrong in ["abc", "", "12", "număr 5", "1'; DROP TABLE"] {
        assert_eq!(ProviderNumber::parse(wrong).unwrap_err(), CaseError::ProviderNumber, "{wrong}");
    }
}

#[test]
fn a_request_ends_without_a_result_only_for_a_reason_that_fits() {
    for state in RequestState::ALL {
        let ends_without_result = state.is_final() && state != RequestState::HandedOver;
        assert_eq!(state.reasons().is_empty(), !ends_without_result, "{state:?}");
        assert!(state.reasons().iter().all(|reason| Reason::ALL.contains(reason)));
    }
    let end = |state, reason| Command::Move { request: Uuid::from_u128(2), to: state, reason, note: None, from: None };
    let mut desk = Desk::prepared();
    for state in [RequestState::InformedOnly, RequestState::Referred, RequestState::Withdrawn] {
        assert_eq!(desk.is_refused(end(state, None)), CaseError::ReasonMissing);
        assert_eq!(desk.is_refused(end(state, Some(Reason::WrongKey))), CaseError::ReasonMissing);
        for reason in state.reasons() {
            let mut desk = Desk::prepared();
            let outcome = desk.attempts(end(state, Some(*reason))).unwrap();
            assert_eq!((outcome.state, outcome.reason), (Some(state), Some(*reason)));
            assert_eq!(outcome.sealed, None, "without words there is nothing to seal");
        }
    }
    desk.does(submit(2, "ASP-1", TODAY));
    assert_eq!(desk.is_refused(end(RequestState::Refused, None)), CaseError::ReasonMissing);
    let idle = end(RequestState::Waiting, Some(Reason::PersonWish));
    assert_eq!(desk.is_refused(idle), CaseError::ReasonMissing, "a reason where there is none to give");
    let not_yet = end(RequestState::HandedOver, None);
    assert!(matches!(desk.is_refused(not_yet), CaseError::Transition { .. }));
    let command = Command::Move {
        request: Uuid::from_u128(2),
        to: RequestState::Refused,
        reason: Some(Reason::ProviderOther),
        note: Some(format!("  {}", "ă".repeat(900))),
        from: None,
    };
    let note = desk.attempts(command).unwrap().sealed.unwrap().note.unwrap();
    assert_eq!(note.chars().count(), 500, "however long it is, it fits on the wire");
    assert_eq!(desk.case.history.last().unwrap().note.as_ref(), Some(&note));
}

#[test]
fn a_wrong_key_is_taken_back_step_by_step_to_the_prepared_request() {
    let mut desk = Desk::prepared();
    let before = desk.case.clone();
    let submitted = desk.does(submit(2, "ASP-1", TODAY));
    let at_provider = desk.case.requests[0].clone();
    let issued = desk.does(to(2, RequestState::Issued));
    let handed = desk.does(hand_over(2));
    let line = desk.case.history.last().unwrap();
    assert_eq!((line.collector.as_deref(), line.paper.as_deref()), (Some("Cineva"), Some("buletin")));
    assert_eq!(desk.is_refused(take_back(issued)), CaseError::NotLatest);
    let outcome = desk.attempts(take_back(handed)).unwrap();
    assert_eq!((outcome.action, outcome.corrects), (Action::Corrected, Some(handed)));
    assert_eq!((outcome.reason, outcome.state), (Some(Reason::WrongKey), Some(RequestState::Issued)));
    assert_eq!(
        (outcome.request, outcome.service),
        (Some(Uuid::from_u128(2)), before.requests[0].service.clone().into())
    );
    assert_eq!(desk.is_refused(take_back(handed)), CaseError::AlreadyCorrected);
    let correction = Uuid::from_u128(desk.next - 1);
    assert_eq!(desk.is_refused(take_back(correction)), CaseError::NotCorrectable);
    desk.does(take_back(issued));
    assert_eq!(desk.case.requests[0], at_provider);
    desk.does(take_back(submitted));
    assert_eq!(desk.case.requests, before.requests, "the number and the dates are gone too");
    assert_eq!(desk.is_refused(take_back(Uuid::from_u128(5))), CaseError::UnknownEntry);
    // Each end can be taken back, also the one that a slip of the finger made.
    for state in [RequestState::Withdrawn, RequestState::Referred, RequestState::InformedOnly] {
        let end = desk.does(to(2, state));
        desk.does(take_back(end));
        assert_eq!(desk.case.requests, before.requests);
    }
}

#[test]
fn a_result_is_awaited_only_while_the_provider_works_on_it() {
    let mut request = Desk::prepared().case.requests[0].clone();
    request.expected = Some(TODAY);
    for state in RequestState::ALL {
        request.state = state;
        let is_awaited = matches!(state, RequestState::Submitted | RequestState::Paid | RequestState::Waiting);
        assert_eq!(request.awaited().is_some(), is_awaited, "{state:?}");
    }
}

#[test]
fn a_correction_needs_a_reason_of_its_own() {
    let mut desk = Desk::prepared();
    let end = desk.does(to(2, RequestState::Withdrawn));
    let command = |reason| Command::Correct { entry: end, reason, note: Some("apăsat greșit".to_owned()) };
    for reason in Reason::ALL.into_iter().filter(|reason| !reason.is_of_correction()) {
        assert_eq!(desk.is_refused(command(reason)), CaseError::ReasonMissing);
    }
    let sealed = desk.attempts(command(Reason::NotDone)).unwrap().sealed.unwrap();
    assert_eq!(sealed.note.as_deref(), Some("apăsat greșit"));
}

#[test]
fn a_case_closed_by_a_slip_is_opened_again() {
    let mut desk = Desk::prepared();
    desk.does(to(2, RequestState::Withdrawn));
    let before = desk.case.clone();
    let closing = desk.does(Command::Close);
    assert_eq!(desk.case.correctable().iter().map(|line| line.entry).collect::<Vec<_>>(), [closing]);
    let withdrawal = before.history.last().unwrap().entry;
    assert_eq!(desk.is_refused(take_back(withdrawal)), CaseError::Closed, "first it is opened again");
    desk.does(take_back(closing));
    assert_eq!(desk.case.closed, None);
    desk.does(take_back(withdrawal));
    desk.does(submit(2, "ASP-1", TODAY));
}

#[test]
fn a_ghost_case_is_put_away_with_all_that_could_name_somebody() {
    let mut desk = Desk::prepared();
    desk.does(papers(&["birth_certificate"]));
    let opening = desk.case.history[0].entry;
    let submission = desk.does(submit(2, "ASP-77", TODAY));
    assert_eq!(desk.is_refused(take_back(opening)), CaseError::AlreadySubmitted);
    desk.does(take_back(submission));
    let note = Some("Persoană de probă a plecat".to_owned());
    let command = Command::Correct { entry: opening, reason: Reason::NotDone, note };
    let outcome = desk.attempts(command).unwrap();
    assert_eq!((outcome.action, outcome.corrects, outcome.state), (Action::Corrected, Some(opening), None));
    assert!(desk.case.put_away && desk.case.closed == Some(TODAY));
    let stored = serde_json::to_string(&desk.case).unwrap();
    for personal in ["Persoan", "ASP-77", "birth_certificate", "ABCD", "2027-01-19"] {
        assert!(!stored.contains(personal), "{personal} is still in {stored}");
    }
    assert!(desk.case.correctable().is_empty());
    assert_eq!(desk.is_refused(take_back(opening)), CaseError::Closed);
    assert_eq!(desk.is_refused(person("Alta")), CaseError::Closed);
}

#[test]
fn what_changes_nothing_is_not_recorded_and_what_is_changed_takes_the_place_of_what_was() {
    let mut desk = Desk::new(opened(TODAY));
    assert_eq!(desk.is_refused(papers(&[])), CaseError::Unchanged, "nothing ticked, and nothing was before");
    let first = desk.does(person("Ana Probă"));
    assert_eq!(desk.is_refused(person(" Ana  Probă ")), CaseError::Unchanged);
    let second = desk.attempts(person("Ana Probescu")).unwrap();
    assert_eq!((second.action, second.corrects), (Action::PersonIdentified, Some(first)));
    assert_eq!(desk.holding(Action::PersonIdentified), 1, "one person was identified, not two");

    let given = desk.does(consent(TODAY, 30));
    assert_eq!(desk.is_refused(consent(TODAY, 30)), CaseError::Unchanged);
    assert_eq!(desk.attempts(consent(TODAY, 60)).unwrap().corrects, Some(given));
    assert_eq!(desk.holding(Action::ConsentGiven), 1);
    desk.today = TODAY.saturating_add(10.days());
    assert_eq!(desk.attempts(consent(desk.today, 60)).unwrap().corrects, None, "of another day it is another one");
    assert_eq!(desk.holding(Action::ConsentGiven), 2);

    let ticked = desk.does(papers(&["a", "b"]));
    assert_eq!(desk.is_refused(papers(&["b", "a", "a"])), CaseError::Unchanged);
    assert_eq!(desk.attempts(papers(&["a"])).unwrap().corrects, Some(ticked));
    assert_eq!(desk.attempts(Command::TellChanges(Seen::default())).unwrap_err(), CaseError::Unchanged);
}

#[test]
fn a_changed_name_that_is_taken_back_gives_the_name_before_it() {
    let mut desk = Desk::new(opened(TODAY));
    let first = desk.does(person("Ana Probă"));
    let second = desk.does(person("Alt Om"));
    assert_eq!(desk.is_refused(take_back(first)), CaseError::NotLatest);
    desk.does(take_back(second));
    assert_eq!(desk.case.person.name, "Ana Probă");
    assert_eq!(desk.holding(Action::PersonIdentified), 1);
    desk.does(take_back(first));
    assert_eq!(desk.case.person, Person::default());
    assert_eq!(desk.holding(Action::PersonIdentified), 0);
    // Without a person nothing is made in a person's name, though a consent was written down.
    desk.does(person("Ana Probă"));
    desk.does(consent(TODAY, 5));
    let last = desk.case.history.iter().rev().find(|line| line.action == Action::PersonIdentified).unwrap().entry;
    desk.does(take_back(last));
    assert_eq!(desk.is_refused(prepare(2, "register_birth")), CaseError::NameMissing);
}

#[test]
fn a_request_begun_again_carries_nothing_over_and_the_old_one_waits_for_it() {
    let mut desk = Desk::prepared();
    desk.does(submit(2, "ASP-1", TODAY));
    let withdrawal = desk.does(to(2, RequestState::Withdrawn));
    desk.does(prepare(3, "register_birth"));
    let again = desk.case.requests.last().unwrap();
    assert_eq!((&again.number, again.submitted, again.expected), (&None, None, None));
    assert_eq!(desk.is_refused(take_back(withdrawal)), CaseError::AlreadyRequested, "two open ones for one service");
    assert!(desk.case.correctable().iter().all(|line| line.entry != withdrawal));
    assert_eq!(desk.is_refused(prepare(2, "other")), CaseError::AlreadyRequested, "an id names one request");
}

#[test]
fn a_submission_may_be_dated_back_before_the_opening_of_the_case() {
    let day = |days: i64| TODAY.saturating_sub(days.days());
    let mut desk = Desk::prepared();
    assert_eq!(desk.is_refused(submit(2, "ASP-1", day(31))), CaseError::EarlyDate);
    let back = desk.does(submit(2, "ASP-1", day(30)));
    assert_eq!(desk.case.history.last().unwrap().submitted, Some(day(30)));
    assert_eq!(desk.case.history.last().unwrap().day, TODAY, "the day it was recorded stays to be seen");
    desk.does(take_back(back));
    // The consent must hold today, or have held on that day.
    desk.today = TODAY.saturating_add(90.days());
    assert_eq!(desk.is_refused(submit(2, "ASP-1", day(7))), CaseError::ConsentMissing);
    desk.does(submit(2, "ASP-1", TODAY));
    // Since the case is open, the centre acts: the consent is of that day or none.
    let mut desk = Desk::new(opened(day(10)));
    desk.does(person("Ana Probă"));
    desk.does(consent(TODAY, 5));
    desk.does(prepare(2, "register_birth"));
    assert_eq!(desk.is_refused(submit(2, "ASP-1", day(3))), CaseError::ConsentMissing);
}

#[test]
fn a_case_of_the_program_before_opens_and_begins_its_history() {
    let stored = r#"{"id":"00000000-0000-0000-0000-000000000001","returnCode":"ABCD-2345","event":"C1","answers":{},
        "opened":"2026-11-10","closed":null,"person":{"name":"Ana Probă","idnp":null,"phone":null},
        "consent":{"scope":"thisEvent","given":"2026-11-10","until":"2027-01-10"},"papers":["birth_certificate"],
        "requests":[{"id":"00000000-0000-0000-0000-000000000002","service":"002000206","step":"register_birth",
        "state":"submitted","number":"ASP-1","submitted":"2026-11-11","expected":null}]}"#;
    let case: Case = serde_json::from_str(stored).unwrap();
    assert!(case.history.is_empty() && !case.put_away && case.correctable().is_empty());
    let mut desk = Desk::new(case.clone());
    let end = desk.does(to(2, RequestState::Withdrawn));
    desk.does(take_back(end));
    assert_eq!(desk.case.requests, case.requests);
    assert!(desk.case.correctable().is_empty(), "what was before the history is not taken back");
    assert_eq!(desk.attempts(person("Ana Probescu")).unwrap().corrects, None);
    // What is stored now is read again as it was.
    let again: Case = serde_json::from_str(&serde_json::to_string(&desk.case).unwrap()).unwrap();
    assert_eq!(again, desk.case);
}

#[test]
fn a_line_of_the_history_is_not_formatted() {
    let mut desk = Desk::prepared();
    desk.does(submit(2, "ASP-1", TODAY));
    desk.does(to(2, RequestState::Issued));
    desk.does(hand_over(2));
    let shown = format!("{:?}", desk.case);
    assert!(!shown.contains("Cineva") && !shown.contains("ASP-1") && !shown.contains("Persoan"), "{shown}");
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 7 }
}

#[test]
fn information_and_opinions_without_a_case_are_taken_back_by_an_entry() {
    let circumstances = circumstances();
    let id = Uuid::from_u128(9);
    let informed = EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &circumstances) };
    let taken = EntryFacts::correction(id, &informed, Reason::WrongKey, &circumstances).unwrap();
    assert_eq!((taken.action, taken.corrects, taken.reason), (Action::Corrected, Some(id), Some(Reason::WrongKey)));
    assert_eq!(taken.event.as_deref(), Some("C1"), "it is counted where the other was");
    let opinion = EntryFacts { satisfaction: Some(1), ..EntryFacts::new(Action::SatisfactionGiven, &circumstances) };
    let taken = EntryFacts::correction(id, &opinion, Reason::Repeated, &circumstances).unwrap();
    assert_eq!((taken.corrects, taken.satisfaction), (Some(id), None));
    assert_eq!(EntryFacts::correction(id, &informed, Reason::PersonWish, &circumstances), None);
    let of_case = EntryFacts { case: Some(id), ..informed };
    assert_eq!(EntryFacts::correction(id, &of_case, Reason::WrongKey, &circumstances), None, "a case goes back itself");
    let corrected = EntryFacts::new(Action::Corrected, &circumstances);
    assert_eq!(EntryFacts::correction(id, &corrected, Reason::WrongKey, &circumstances), None);
}

/// One of the things somebody may do, sensible or not.
fn command(kind: u8, which: u8, state: u8, today: Date, case: &Case) -> Command {
    let request = u128::from(which % 4) + 10;
    match kind {
        0 => person(["Ana Probă", "Ion Probă", "", "Ana  Probă"][usize::from(which % 4)]),
        1 => consent(today.saturating_sub(i64::from(state % 3).days()), i64::from(which % 40)),
        2 => papers(&["a", "b", "c"][..usize::from(which % 4)]),
        3 => prepare(request, ["register_birth", "child_benefit"][usize::from(state % 2)]),
        4 => submit(request, "ASP-1", today.saturating_sub(i64::from(state * 3).days())),
        5 | 6 => to(request, RequestState::ALL[usize::from(state)]),
        7 => hand_over(request),
        8 => Command::Close,
        _ => {
            let lines = &case.history;
            let entry = lines[lines.len() - 1 - usize::from(which) % lines.len()].entry;
            Command::Correct { entry, reason: Reason::CORRECTIONS[usize::from(state % 5)], note: None }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn a_request_moves_only_as_it_may(moves in proptest::collection::vec(0_usize..10, 1..12)) {
        let mut desk = Desk::prepared();
        for next in moves.into_iter().map(|index| RequestState::ALL[index]) {
            let from = desk.case.requests[0].state;
            let had_number = desk.case.requests[0].number.is_some();
            let command = match next {
                RequestState::Submitted => submit(2, "ASP-1/26", TODAY),
                RequestState::HandedOver => hand_over(2),
                other => to(2, other),
            };
            let done = desk.attempts(command);
            prop_assert_eq!(done.is_ok(), from.may_become().contains(&next));
            let request = &desk.case.requests[0];
            prop_assert_eq!(request.state, if done.is_ok() { next } else { from });
            prop_assert_eq!(request.number.is_some(), had_number || next == RequestState::Submitted && done.is_ok());
        }
    }

    /// Whatever is pressed in whatever order: the case is what the lines that hold say, what is offered for correction
    /// is what can be corrected, and all of it taken back is the case as it was opened.
    #[test]
    fn a_case_is_the_fold_of_what_holds_in_its_history(
        presses in proptest::collection::vec((0_u8..13, any::<u8>(), 0_u8..10), 1..60)
    ) {
        let mut desk = Desk::new(opened(TODAY));
        // What each line made of the case, kept beside the program's own account of it.
        let mut after: Vec<(Uuid, Case)> = vec![(desk.case.history[0].entry, desk.case.clone())];
        let mut journal = vec![(desk.case.history[0].entry, Outcome::opened())];
        for (kind, which, state) in presses {
            if kind == 12 {
                desk.today = desk.today.saturating_add(i64::from(which % 5).days());
                continue;
            }
            let command = command(kind, which, state, desk.today, &desk.case);
            let opening = matches!(&command, Command::Correct { entry, .. } if *entry == desk.case.history[0].entry);
            if opening {
                continue;
            }
            if let Ok(outcome) = desk.attempts(command) {
                after.push((Uuid::from_u128(desk.next), desk.case.clone()));
                journal.push((Uuid::from_u128(desk.next), outcome));
            }
            let case = &desk.case;
            let latest = |wanted: &dyn Fn(Action) -> bool| {
                let line = case.history.iter().rev().find(|line| line.holds() && wanted(line.action));
                line.map(|line| &after.iter().find(|(entry, _)| *entry == line.entry).unwrap().1)
            };
            let fresh = opened(TODAY);
            let of = |action: Action| latest(&move |other| other == action).unwrap_or(&fresh);
            prop_assert_eq!(&case.person, &of(Action::PersonIdentified).person);
            // A consent is given, and ends with the person who gave it.
            let taken_back = |line: &Recorded| {
                let by = |by| case.history.iter().any(|other| other.entry == by && other.action == Action::Corrected);
                line.corrected.is_some_and(by)
            };
            let line = case.history.iter().rev().find(|line| match line.before {
                Before::Consent(_) => line.holds(),
                Before::Identity { .. } => !taken_back(line),
                _ => false,
            });
            let then = line.map(|line| &after.iter().find(|(entry, _)| *entry == line.entry).unwrap().1);
            prop_assert_eq!(&case.consents, &then.unwrap_or(&fresh).consents);
            prop_assert_eq!(&case.papers, &of(Action::PapersChecked).papers);
            prop_assert_eq!(case.closed, of(Action::CaseClosed).closed);
            let made = case.history.iter().filter(|line| line.holds() && line.action == Action::RequestPrepared);
            let made: Vec<Uuid> = made.filter_map(|line| line.request).collect();
            prop_assert_eq!(case.requests.iter().map(|request| request.id).collect::<Vec<_>>(), made);
            for request in &case.requests {
                let of_request = |line: &&Recorded| {
                    line.holds() && line.request == Some(request.id) && line.action != Action::Corrected
                };
                let line = case.history.iter().rev().find(of_request).unwrap();
                prop_assert_eq!(line.state, Some(request.state));
                let then = &after.iter().find(|(entry, _)| *entry == line.entry).unwrap().1;
                prop_assert_eq!(then.requests.iter().find(|known| known.id == request.id), Some(request));
                let open = case.requests.iter().filter(|other| other.step == request.step && !other.state.is_final());
                prop_assert!(open.count() <= 1);
            }
            for action in [Action::PersonIdentified, Action::PapersChecked, Action::CaseClosed] {
                prop_assert!(desk.holding(action) <= 1);
            }
            let offered: Vec<Uuid> = case.correctable().iter().map(|line| line.entry).collect();
            for line in &case.history {
                let possible = case.apply(take_back(line.entry), Uuid::from_u128(1), desk.today).is_ok();
                prop_assert_eq!(offered.contains(&line.entry), possible);
            }
        }
        // Who has only the journal counts what the case says.
        let circumstances = circumstances();
        let entries: Vec<(Uuid, Position, EntryFacts)> = (1..)
            .zip(&journal)
            .map(|(sequence, (entry, outcome))| {
                let facts = EntryFacts::of_case(outcome, desk.case.id, "C1", &circumstances);
                (*entry, Position { terminal: "t-1".to_owned(), epoch: 1, sequence }, facts)
            })
            .collect();
        let placed: Vec<Placed<'_>> = entries
            .iter()
            .map(|(id, position, facts)| Placed { id: *id, position, centre: "lozova", facts })
            .collect();
        let counted: Vec<bool> = uncounted(&placed).into_iter().map(|gone| !gone).collect();
        prop_assert_eq!(counted, desk.case.history.iter().map(Recorded::holds).collect::<Vec<_>>());

        let opening = desk.case.history[0].entry;
        while let Some(entry) = desk.case.correctable().iter().map(|line| line.entry).find(|entry| *entry != opening) {
            desk.does(take_back(entry));
        }
        let fresh = opened(TODAY).held_by("Specialist");
        let stripped = Case { history: fresh.history.clone(), heads: fresh.heads.clone(), ..desk.case.clone() };
        prop_assert_eq!(&stripped, &fresh);
        let rest = desk.case.history.iter().filter(|line| line.holds() && line.action != Action::Corrected);
        prop_assert_eq!(rest.map(|line| line.entry).collect::<Vec<_>>(), [opening]);
        desk.does(take_back(opening));
        prop_assert!(desk.case.put_away);
    }
}
