//! Requests belong to their case: each is listed whatever the plan says, expected by the term that was chosen, and the
//! late ones come first.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use cups_kiosk::domain::calendar::Calendar;
use cups_kiosk::domain::case::{
    Case, Command, Consent, ConsentScope, Listed, Opening, Person, ProviderNumber, Request, RequestState, Right, Row,
    Terms, by_urgency, expected, listing,
};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::guide;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::record::Reason;
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::term::{Term, Unit};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use uuid::Uuid;

const BIRTH: Date = date(2025, 11, 28);
const SUBMITTED: Date = date(2026, 11, 26);
const LATER: Date = date(2026, 12, 5);
const REQUEST: Uuid = Uuid::from_u128(5);

fn birth() -> Answers {
    Answers([("birth_date".to_owned(), Some(Value::Date(BIRTH)))].into())
}

/// What the page of a case lists: the steps of the plan with what they open, and what the plan does not show.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    planned: Vec<(String, Option<Uuid>)>,
    earlier: Vec<Uuid>,
}

fn page(catalogue: &Catalogue, case: &Case, on: Date) -> Page {
    let centre = &catalogue.centres["lozova"];
    let event = guide::guide(catalogue, &case.event);
    let plan = event
        .as_deref()
        .map(|event| Plan::compute(&Situation { catalogue, event, answers: &case.answers, centre, on }));
    let mut page = Page { planned: Vec::new(), earlier: Vec::new() };
    let rows = listing(case, plan.as_ref());
    let requests: Vec<Uuid> = rows
        .iter()
        .filter_map(|listed| match listed.row() {
            Row::Request(id) => Some(id),
            Row::Step(_) => None,
        })
        .collect();
    let each: BTreeSet<Uuid> = requests.iter().copied().collect();
    assert_eq!(each.len(), requests.len(), "none is listed twice");
    assert_eq!(each, case.requests.iter().map(|request| request.id).collect(), "and none is left out");
    for listed in rows {
        match listed {
            Listed::Planned(step, _, request) => {
                page.planned.push((step.step.id.clone(), request.map(|request| request.id)));
            }
            Listed::Earlier(request) => page.earlier.push(request.id),
        }
    }
    page
}

/// A case of an event on which request 5 was submitted for this step.
fn submitted(event: &str, answers: Answers, step: &str, service: &str) -> Case {
    let opening =
        Opening { return_code: "ABCD-2345".to_owned(), event: event.to_owned(), answers, seen: Seen::default() };
    let until = SUBMITTED.saturating_add(30.days());
    let service = ServiceCode::parse(service).unwrap();
    let number = ProviderNumber::parse("ASP-1").unwrap();
    let commands = [
        Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }),
        Command::Consent(Consent::new(ConsentScope::ThisEvent, SUBMITTED, until)),
        Command::Prepare { id: REQUEST, service, step: step.to_owned() },
        Command::Submit { request: REQUEST, number, on: SUBMITTED, term: None, expected: None },
    ];
    let opened = Case::open(Uuid::from_u128(1), opening, Uuid::from_u128(10), SUBMITTED);
    (11..)
        .zip(commands)
        .fold(opened, |case, (entry, command)| case.apply(command, Uuid::from_u128(entry), SUBMITTED).unwrap().0)
}

fn registered_birth() -> Case {
    submitted("C1", birth(), "register_birth", "002000206")
}

/// Goes on with request 5 until the case is closed.
fn ends(case: &Case, on: Date) -> Case {
    let collector = ("Persoană de probă".to_owned(), "buletin".to_owned());
    let commands = [
        Command::Move { request: REQUEST, to: RequestState::Issued, reason: None, note: None, from: None },
        Command::HandOver { request: REQUEST, collector: collector.0, paper: collector.1, right: Right::Person },
        Command::Close,
    ];
    (50..)
        .zip(commands)
        .fold(case.clone(), |case, (entry, command)| case.apply(command, Uuid::from_u128(entry), on).unwrap().0)
}

#[test]
fn a_request_whose_step_is_for_nobody_any_more_today_is_listed_handed_over_and_its_case_closed() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let case = registered_birth();
    let then = page(&catalogue, &case, SUBMITTED);
    assert!(then.planned.contains(&("register_birth".to_owned(), Some(REQUEST))) && then.earlier.is_empty());
    let later = page(&catalogue, &case, LATER);
    assert!(later.planned.iter().all(|(step, request)| step != "register_birth" && request.is_none()));
    assert!(later.planned.iter().any(|(step, _)| step == "register_late"));
    assert_eq!(later.earlier, [REQUEST]);
    assert_eq!(ends(&case, LATER).closed, Some(LATER));
}

#[test]
fn a_release_that_renames_the_step_changes_the_service_or_takes_the_event_away_hides_no_request() {
    let case = registered_birth();
    let shipped = || cups_kiosk::catalogue::shipped().unwrap();
    let mut renamed = shipped();
    let event = renamed.events.get_mut("C1").unwrap();
    event.steps.iter_mut().filter(|step| step.id == "register_birth").for_each(|step| step.id = "registration".into());
    let renamed = page(&renamed, &case, SUBMITTED);
    assert!(renamed.planned.contains(&("registration".to_owned(), None)));
    assert_eq!(renamed.earlier, [REQUEST]);

    let mut recoded = shipped();
    let other = ServiceCode::parse("002000219").unwrap();
    let event = recoded.events.get_mut("C1").unwrap();
    let steps = event.steps.iter_mut().filter(|step| step.id == "register_birth");
    steps.for_each(|step| step.service = Some(other.clone()));
    let recoded = page(&recoded, &case, SUBMITTED);
    assert!(recoded.planned.contains(&("register_birth".to_owned(), None)), "its request is for another service");
    assert_eq!(recoded.earlier, [REQUEST]);

    let mut withdrawn = shipped();
    withdrawn.services.retain(|code, _| code.as_str() != "002000206");
    assert_eq!(page(&withdrawn, &case, SUBMITTED).earlier, [REQUEST]);

    let mut gone = shipped();
    gone.events.remove("C1");
    assert_eq!(page(&gone, &case, SUBMITTED), Page { planned: Vec::new(), earlier: vec![REQUEST] });
    assert_eq!(ends(&case, SUBMITTED).closed, Some(SUBMITTED));
}

#[test]
fn in_a_visit_of_two_events_a_request_is_listed_whichever_of_them_keeps_the_step() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let codes: Vec<&String> = catalogue.events.keys().collect();
    let mut tried = 0;
    for code in codes.iter().filter(|code| **code != "C1") {
        let joint = format!("C1{}{code}", guide::JOINT);
        let Some(event) = guide::guide(&catalogue, &joint) else { continue };
        if tried >= 24 {
            break;
        }
        for pair in &event.same_service {
            for id in [&pair.one, &pair.other] {
                let step = event.steps.iter().find(|step| step.id == *id).unwrap();
                let service = step.service.as_ref().unwrap().as_str();
                let case = submitted(&joint, birth(), id, service);
                for on in [SUBMITTED, LATER] {
                    page(&catalogue, &case, on);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 0, "two shipped events share a service");
}

#[test]
fn what_ended_and_was_begun_again_is_still_there() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let case = registered_birth();
    let withdrawn = Command::Move {
        request: REQUEST,
        to: RequestState::Withdrawn,
        reason: Some(Reason::PersonWish),
        note: None,
        from: None,
    };
    let again = Uuid::from_u128(6);
    let prepared = Command::Prepare {
        id: again,
        service: ServiceCode::parse("002000206").unwrap(),
        step: "register_birth".to_owned(),
    };
    let case = (30..)
        .zip([withdrawn, prepared])
        .fold(case, |case, (entry, command)| case.apply(command, Uuid::from_u128(entry), SUBMITTED).unwrap().0);
    let page = page(&catalogue, &case, SUBMITTED);
    assert!(page.planned.contains(&("register_birth".to_owned(), Some(again))));
    assert_eq!(page.earlier, [REQUEST]);
}

const fn term(value: i64, unit: Unit) -> Term {
    Term { value, unit }
}

/// The terms of a service for somebody at a town hall.
fn terms(catalogue: &Catalogue, code: &str) -> Terms {
    let event = guide::guide(catalogue, code).unwrap();
    let (answers, centre) = (Answers::default(), &catalogue.centres["lozova"]);
    let situation = Situation { catalogue, event: &event, answers: &answers, centre, on: SUBMITTED };
    Terms::of_step(Plan::compute(&situation).steps.first().unwrap())
}

#[test]
fn where_several_terms_are_possible_the_specialist_chooses_and_none_is_taken_for_granted() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let card = terms(&catalogue, "015000163");
    assert_eq!(card.only(), None);
    let days = |days| term(days, Unit::WorkDay);
    assert_eq!(card.choices(), [days(20), days(10), days(5), days(1), term(0, Unit::SameDay)]);
    let birth = terms(&catalogue, "002000206");
    assert_eq!((birth.only(), birth.choices()), (Some(term(0, Unit::SameDay)), [].as_slice()), "the provider's own");
    // Without the plan the fees of another centre are possible too, and so is no term at all.
    let service = &catalogue.services[&ServiceCode::parse("015000163").unwrap()];
    let of_service = Terms::of_service(service, SUBMITTED);
    assert_eq!((of_service.only(), of_service.choices()), (None, card.choices()));
    // One fee that is certain and has a term needs no choice; one that is not certain does.
    let mut single = service.clone();
    single.fees.truncate(1);
    assert_eq!(Terms::of_service(&single, SUBMITTED).choices(), [days(20)], "it holds at some centres only");
    single.fees[0].when = None;
    assert_eq!(Terms::of_service(&single, SUBMITTED).only(), Some(days(20)));
    single.fees[0].to = Some(SUBMITTED.saturating_sub(1.day()));
    assert_eq!(Terms::of_service(&single, SUBMITTED).only(), None, "it holds no more");
    assert!(Terms::of_service(&single, SUBMITTED).choices().is_empty());
}

#[test]
fn an_answer_is_expected_by_the_chosen_term_in_the_calendar_of_the_place() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    // The patron day of Chișinău is 14 October.
    let chisinau = Calendar { patron_day: None, ..catalogue.calendar.clone() }
        .for_locality(Some("10-14".to_owned().try_into().unwrap()));
    let thursday = date(2026, 11, 26);
    let by = |term, from, calendar: &Calendar| expected(term, from, calendar);
    let days = |days| term(days, Unit::WorkDay);
    assert_eq!(by(days(1), thursday, &chisinau), Some(date(2026, 11, 27)));
    assert_eq!(by(days(5), thursday, &chisinau), Some(date(2026, 12, 3)));
    assert_eq!(by(term(5, Unit::CalendarDay), thursday, &chisinau), Some(date(2026, 12, 1)));
    assert_eq!(by(term(2, Unit::CalendarDay), thursday, &chisinau), Some(date(2026, 11, 30)), "not on a Saturday");
    assert_eq!(by(term(0, Unit::SameDay), thursday, &chisinau), Some(thursday));
    assert_eq!(by(term(0, Unit::SameDay), date(2026, 11, 28), &chisinau), Some(date(2026, 11, 30)));
    assert_eq!(by(term(0, Unit::AgreedDate), thursday, &chisinau), None, "nobody here knows it");
    let tuesday = date(2026, 10, 13);
    assert_eq!(by(days(1), tuesday, &chisinau), Some(date(2026, 10, 15)), "the patron day is no working day there");
    assert_eq!(by(days(1), tuesday, &catalogue.calendar), Some(date(2026, 10, 14)));
}

#[test]
fn the_term_is_said_when_it_is_submitted_or_when_it_is_paid() {
    let prepared = {
        let case = registered_birth();
        let submission = case.history.last().unwrap().entry;
        let command = Command::Correct { entry: submission, reason: Reason::WrongDetails, note: None };
        case.apply(command, Uuid::from_u128(30), SUBMITTED).unwrap().0
    };
    let (slow, fast) = (term(20, Unit::WorkDay), term(1, Unit::WorkDay));
    let submit = |term: Option<Term>, expected| Command::Submit {
        request: REQUEST,
        number: ProviderNumber::parse("ASP-1").unwrap(),
        on: SUBMITTED,
        term,
        expected,
    };
    let pay = |term: Option<Term>, expected| Command::Pay { request: REQUEST, term, expected, heard: None };
    let (slow_day, fast_day) = (date(2026, 12, 24), date(2026, 11, 27));
    let after = |commands: [Command; 2]| -> (Option<Term>, Option<Date>) {
        let case = (40..).zip(commands).fold(prepared.clone(), |case, (entry, command)| {
            case.apply(command, Uuid::from_u128(entry), SUBMITTED).unwrap().0
        });
        (case.requests[0].term, case.requests[0].expected)
    };
    assert_eq!(after([submit(None, None), pay(None, None)]), (None, None), "no date rather than a wrong one");
    assert_eq!(after([submit(None, None), pay(Some(fast), Some(fast_day))]), (Some(fast), Some(fast_day)));
    assert_eq!(after([submit(Some(slow), Some(slow_day)), pay(None, None)]), (Some(slow), Some(slow_day)));
    let paid_more = [submit(Some(slow), Some(slow_day)), pay(Some(fast), Some(fast_day))];
    assert_eq!(after(paid_more), (Some(fast), Some(fast_day)), "what was paid is what counts");
}

#[test]
fn late_answers_come_first_then_the_nearest_then_cases_that_await_none() {
    let today = date(2026, 11, 26);
    let case = |id: u128, opened: Date, state: RequestState, expected: Option<Date>| {
        let mut case = registered_birth();
        (case.id, case.opened) = (Uuid::from_u128(id), opened);
        let request = Request { state, expected, ..case.requests[0].clone() };
        case.requests = vec![request];
        case
    };
    let day = |day| Some(date(2026, 11, day));
    let (old, new) = (date(2026, 10, 1), date(2026, 11, 20));
    let mut closed = case(9, old, RequestState::HandedOver, day(1));
    closed.closed = Some(today);
    let cases = [
        case(1, new, RequestState::Prepared, None),
        case(2, old, RequestState::Submitted, None),
        case(3, new, RequestState::Waiting, day(30)),
        case(4, new, RequestState::Submitted, day(24)),
        closed,
        case(5, new, RequestState::Paid, day(20)),
        // What is issued or ended is not awaited, and nothing that is only prepared.
        case(6, date(2026, 11, 1), RequestState::Issued, day(2)),
        case(7, new, RequestState::Withdrawn, day(2)),
        case(8, new, RequestState::Submitted, day(26)),
    ];
    let order: Vec<u128> = by_urgency(&cases).iter().map(|case| case.id.as_u128()).collect();
    assert_eq!(order, [5, 4, 8, 3, 2, 6, 1, 7]);
    let late: Vec<u128> = cases.iter().filter(|case| case.is_late(today)).map(|case| case.id.as_u128()).collect();
    assert_eq!(late, [4, 5], "on the day itself it is not late yet");
}
