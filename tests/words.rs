//! What providers say of requests stands beside what was recorded here: it takes the place of nothing, the latest holds, and
//! what does not go together is shown.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use cups_kiosk::domain::case::{
    Case, CaseError, Change, Command, Consent, ConsentScope, Opening, Operation, Operations, Person, Provenance,
    ProviderNumber, ProviderWord, Request, RequestState, Right, Why, WordStanding, today,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Reason};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
const REQUEST: Uuid = Uuid::from_u128(5);

/// A case with its operations.
struct Desk {
    case: Case,
    made: Vec<Operation>,
}

impl Desk {
    fn submitted() -> Self {
        let opening = Opening {
            return_code: "ABCD-2345".to_owned(),
            event: "C1".to_owned(),
            answers: Answers::default(),
            seen: Seen::default(),
        };
        let id = Uuid::from_u128(100);
        let case = Case::open(Uuid::from_u128(1), opening.clone(), id, TODAY.saturating_sub(20.days())).held_by("One");
        let made = vec![operation(&case, id, Vec::new(), Change::Open(opening), case.opened)];
        let mut desk = Self { case, made };
        let day = TODAY.saturating_sub(10.days());
        desk.on(day, Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() })).unwrap();
        let consent = Consent::new(ConsentScope::ThisEvent, day, TODAY.saturating_add(30.days()));
        desk.on(day, Command::Consent(consent)).unwrap();
        let service = ServiceCode::parse("002000206").unwrap();
        desk.on(day, Command::Prepare { id: REQUEST, service, step: "register_birth".to_owned() }).unwrap();
        let number = ProviderNumber::parse("ASP-1").unwrap();
        desk.on(day, Command::Submit { request: REQUEST, number, on: day, term: None, expected: None }).unwrap();
        desk
    }

    fn on(&mut self, day: Date, command: Command) -> Result<Uuid, CaseError> {
        let id = Uuid::from_u128(100 + self.made.len() as u128);
        let follows = self.case.heads.clone();
        self.case = self.case.apply(command.clone(), id, day)?.0;
        self.made.push(operation(&self.case, id, follows, Change::Command(command), day));
        Ok(id)
    }

    fn hears(&mut self, state: RequestState, days_ago: i32) -> Result<Uuid, CaseError> {
        self.on(TODAY, said(state, days_ago))
    }

    fn moves(&mut self, to: RequestState, days_ago: i32) {
        let from = Some(Provenance::Phone);
        let moved = Command::Move { request: REQUEST, to, reason: None, note: None, from };
        self.on(TODAY.saturating_sub(days_ago.days()), moved).unwrap();
    }

    fn request(&self) -> &Request {
        self.case.requests.iter().find(|request| request.id == REQUEST).unwrap()
    }

    fn standing(&self) -> Option<WordStanding> {
        self.case.word_standing(self.request())
    }

    fn is_due(&self) -> bool {
        let today = today(std::slice::from_ref(&self.case), &BTreeSet::new(), &[], TODAY);
        today.due.iter().any(|due| due.why == Why::ProviderSays && due.requests == [REQUEST])
    }
}

fn operation(case: &Case, id: Uuid, follows: Vec<Uuid>, change: Change, day: Date) -> Operation {
    let time = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let (centre, author) = ("lozova".to_owned(), "One".to_owned());
    Operation { id, case: case.id, centre, author, day, time, follows, change }
}

fn said(state: RequestState, days_ago: i32) -> Command {
    let (on, provider) = (TODAY.saturating_sub(days_ago.days()), "asp".to_owned());
    Command::HearProvider(ProviderWord { request: REQUEST, provider, state, on, number: None })
}

fn fold(operations: impl IntoIterator<Item = Operation>) -> Case {
    let mut all = Operations::default();
    for operation in operations {
        all.insert(operation);
    }
    all.fold().unwrap()
}

#[test]
fn a_word_changes_no_request_and_is_due_until_it_is_recorded() {
    let mut desk = Desk::submitted();
    assert_eq!((desk.standing(), desk.is_due()), (None, false));
    let before = desk.request().clone();
    desk.hears(RequestState::Issued, 2).unwrap();
    assert!(*desk.request() == before, "the request stays as the specialist recorded it");
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::News), true));
    desk.moves(RequestState::Issued, 0);
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Same), false));
    let line = desk.case.history.iter().find(|line| line.action == Action::ProviderHeard).unwrap();
    assert!(!desk.case.correctable().iter().any(|other| other.entry == line.entry), "it was not said here");
}

#[test]
fn the_later_day_holds_and_of_one_day_the_state_further_on_whichever_came_first() {
    let list = [
        (RequestState::Waiting, 5),
        (RequestState::Issued, 2),
        (RequestState::Submitted, 2),
        (RequestState::Waiting, 8),
    ];
    for turn in 0..list.len() {
        let mut desk = Desk::submitted();
        let (one, other) = list.split_at(turn);
        for (state, days_ago) in other.iter().chain(one) {
            let _ = desk.hears(*state, *days_ago);
        }
        let word = desk.case.word_about(REQUEST).unwrap();
        assert_eq!((word.state, word.on), (RequestState::Issued, TODAY.saturating_sub(2.days())), "from {turn}");
    }
    let mut desk = Desk::submitted();
    desk.hears(RequestState::Waiting, 2).unwrap();
    assert_eq!(desk.hears(RequestState::Waiting, 2).unwrap_err(), CaseError::Unchanged, "the same list again");
    assert_eq!(desk.hears(RequestState::Issued, 3).unwrap_err(), CaseError::Unchanged, "an earlier list");
}

#[test]
fn what_does_not_go_together_is_a_conflict_and_what_was_said_before_is_past() {
    let mut desk = Desk::submitted();
    desk.moves(RequestState::Issued, 4);
    desk.hears(RequestState::Waiting, 6).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Past), false));
    desk.hears(RequestState::Refused, 3).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Conflict), true));
    assert_eq!(desk.request().state, RequestState::Issued, "nothing was changed");
    // What the provider says afterwards settles it.
    desk.hears(RequestState::Issued, 1).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Same), false));
}

#[test]
fn what_was_said_of_the_same_day_on_the_way_there_is_no_conflict() {
    for (recorded, said) in [
        (RequestState::Issued, RequestState::Waiting),
        (RequestState::HandedOver, RequestState::Issued),
        (RequestState::Waiting, RequestState::Paid),
    ] {
        let mut desk = Desk::submitted();
        desk.hears(said, 2).unwrap();
        if recorded == RequestState::HandedOver {
            desk.moves(RequestState::Issued, 2);
            let (collector, paper) = ("Persoană de probă".to_owned(), "buletin".to_owned());
            let hand_over = Command::HandOver { request: REQUEST, collector, paper, right: Right::Person };
            desk.on(TODAY.saturating_sub(2.days()), hand_over).unwrap();
        } else {
            desk.moves(recorded, 2);
        }
        assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Past), false), "{recorded:?} {said:?}");
    }
    // That it was paid is no other way than that on which the provider works already, on whatever day it is said.
    let mut desk = Desk::submitted();
    desk.moves(RequestState::Waiting, 5);
    desk.hears(RequestState::Paid, 2).unwrap();
    assert_eq!(desk.standing(), Some(WordStanding::Past));
}

#[test]
fn what_was_said_before_it_was_submitted_was_said_of_another() {
    let mut desk = Desk::submitted();
    desk.hears(RequestState::Refused, 12).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::Past), false));
}

#[test]
fn what_was_said_under_a_number_that_was_typed_wrong_is_not_said_of_the_right_one() {
    let mut desk = Desk::submitted();
    let own = desk.request().number.clone();
    let word = |number: Option<&str>, state, days_ago: i32| {
        let number = number.map(|number| ProviderNumber::parse(number).unwrap());
        let on = TODAY.saturating_sub(days_ago.days());
        Command::HearProvider(ProviderWord { request: REQUEST, provider: "asp".to_owned(), state, on, number })
    };
    desk.on(TODAY, word(Some("SC-71"), RequestState::Refused, 2)).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (None, false));
    // That of the other number does not outweigh it, though it is of a later day.
    let own = own.as_ref().map(ProviderNumber::as_str);
    desk.on(TODAY, word(own, RequestState::Issued, 3)).unwrap();
    assert_eq!((desk.standing(), desk.is_due()), (Some(WordStanding::News), true));
    assert_eq!(desk.case.word_about(REQUEST).unwrap().state, RequestState::Issued);
}

#[test]
fn what_no_provider_can_say_or_lies_ahead_is_refused() {
    let mut desk = Desk::submitted();
    for state in [RequestState::Prepared, RequestState::InformedOnly, RequestState::Referred] {
        assert!(matches!(desk.hears(state, 1), Err(CaseError::Transition { .. })), "{state:?}");
    }
    assert_eq!(desk.hears(RequestState::Issued, -1).unwrap_err(), CaseError::FutureDate);
    let other = ProviderWord {
        request: Uuid::from_u128(9),
        provider: "asp".to_owned(),
        state: RequestState::Issued,
        on: TODAY,
        number: None,
    };
    assert_eq!(desk.on(TODAY, Command::HearProvider(other)).unwrap_err(), CaseError::UnknownRequest);
    assert!(desk.case.words.is_empty());
}

#[test]
fn two_desks_that_heard_the_same_agree_and_a_case_that_was_closed_stays_closed() {
    let mut one = Desk::submitted();
    let from = one.case.heads.clone();
    let beside = |id: u128, command: Command, case: &Case| {
        operation(case, Uuid::from_u128(id), from.clone(), Change::Command(command), TODAY)
    };
    let heard = beside(900, said(RequestState::Issued, 2), &one.case);
    let earlier = beside(901, said(RequestState::Waiting, 3), &one.case);
    one.hears(RequestState::Issued, 2).unwrap();
    let withdrawn = Command::Move {
        request: REQUEST,
        to: RequestState::Withdrawn,
        reason: Some(Reason::PersonWish),
        note: None,
        from: None,
    };
    one.on(TODAY, withdrawn).unwrap();
    one.on(TODAY, Command::Close).unwrap();
    let mut all = one.made.clone();
    all.extend([heard, earlier]);
    let there = fold(all.clone());
    assert!(there == fold(all.into_iter().rev()), "whatever the order in which they come");
    assert_eq!(there.conflicts().count(), 0, "nobody has to decide anything");
    assert!(there.closed.is_some(), "what came down is nobody's work");
    assert_eq!(there.words.len(), 1);
    assert_eq!(there.word_about(REQUEST).unwrap().state, RequestState::Issued);
}

#[test]
fn a_word_about_a_request_that_was_taken_back_elsewhere_asks_nobody_to_decide() {
    let mut desk = Desk::submitted();
    let from = desk.case.heads.clone();
    let heard =
        operation(&desk.case, Uuid::from_u128(900), from, Change::Command(said(RequestState::Issued, 2)), TODAY);
    for _ in 0..2 {
        let entry = desk.case.correctable().iter().find(|line| line.request == Some(REQUEST)).unwrap().entry;
        desk.on(TODAY, Command::Correct { entry, reason: Reason::Repeated, note: None }).unwrap();
    }
    assert!(desk.case.requests.is_empty());
    let there = fold(desk.made.into_iter().chain([heard]));
    assert_eq!((there.conflicts().count(), there.words.len()), (0, 0));
    assert!(there.history.iter().any(|line| line.action == Action::ProviderHeard), "it is not dropped");
}

#[test]
fn taking_a_step_back_leaves_what_the_provider_said() {
    let mut desk = Desk::submitted();
    desk.moves(RequestState::Issued, 0);
    desk.hears(RequestState::Waiting, 0).unwrap();
    let entry = desk.case.correctable().first().unwrap().entry;
    desk.on(TODAY, Command::Correct { entry, reason: Reason::NotDone, note: None }).unwrap();
    assert_eq!(desk.request().state, RequestState::Submitted);
    assert_eq!(desk.standing(), Some(WordStanding::News));
}
