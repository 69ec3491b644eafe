//! What is due on a day, and that nothing is lost.

use super::*;
use crate::domain::action::Reason;
use crate::domain::case::Right;
use crate::domain::case::{
    Appointment, CaseError, Change, Command, Consent, ConsentScope, Opening, Operation, Operations, Person,
    ProviderNumber, Theme,
};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::identifier::ServiceCode;
use jiff::Timestamp;
use jiff::civil::{date, time};
use proptest::prelude::*;

const DAY: Date = date(2026, 11, 20);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn after(days: i64) -> Date {
    DAY.saturating_add(days.days())
}

/// Cases of a desk, each kept as its operations.
#[derive(Clone, Default)]
struct Made {
    kept: BTreeMap<Uuid, Operations>,
    next: u128,
}

impl Made {
    fn push(&mut self, case: Uuid, day: Date, follows: Vec<Uuid>, change: Change) {
        self.next += 1;
        let (id, time) = (id(1000 + self.next), Timestamp::UNIX_EPOCH);
        let (centre, author) = ("lozova".to_owned(), "Specialist".to_owned());
        let operation = Operation { id, case, centre, author, day, time, follows, change };
        self.kept.entry(case).or_default().insert(operation);
    }

    fn open(&mut self, case: u128, day: Date) {
        let (answers, seen) = (Answers::default(), Seen::default());
        let opening = Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen };
        self.push(id(case), day, Vec::new(), Change::Open(opening));
    }

    /// Carries a command out where the case allows it; says whether it did.
    fn tries(&mut self, case: u128, day: Date, command: Command) -> bool {
        let Some(known) = self.kept.get(&id(case)).and_then(Operations::fold) else { return false };
        let fits = known.apply(command.clone(), id(1001 + self.next), day).is_ok();
        if fits {
            self.push(known.id, day, known.heads, Change::Command(command));
        }
        fits
    }

    fn does(&mut self, case: u128, day: Date, command: Command) {
        assert!(self.tries(case, day, command));
    }

    /// A case with a consent of so many days and one request that was made ready.
    fn prepared(&mut self, case: u128, day: Date, days: i64) -> Uuid {
        self.open(case, day);
        self.does(case, day, Command::Identify(Person { name: "Probă".to_owned(), ..Person::default() }));
        self.does(case, day, consent(day, days));
        self.does(case, day, prepare(case * 10, "a"));
        id(case * 10)
    }

    fn cases(&self) -> Vec<Case> {
        self.kept.values().filter_map(Operations::fold).filter(|case| !case.put_away).collect()
    }
}

fn consent(given: Date, days: i64) -> Command {
    let until = given.saturating_add(days.days());
    Command::Consent(Consent::new(ConsentScope::ThisEvent, given, until))
}

fn prepare(request: u128, step: &str) -> Command {
    let service = ServiceCode::parse("002000206").unwrap_or_else(|_| unreachable!());
    Command::Prepare { id: id(request), service, step: step.to_owned() }
}

fn submit(request: Uuid, on: Date, expected: Option<Date>) -> Command {
    let number = ProviderNumber::parse("ASP-1").unwrap_or_else(|_| unreachable!());
    Command::Submit { request, number, on, term: None, expected }
}

fn to(request: Uuid, to: RequestState) -> Command {
    Command::Move { request, to, reason: to.reasons().first().copied(), note: None, from: None }
}

fn appoint(day: Date) -> Command {
    Command::Appoint(Some(Appointment { day, hour: time(9, 30, 0, 0), theme: Theme::Papers, place: None }))
}

fn seen(made: &Made, day: Date) -> Vec<(Why, Option<u128>, Option<Date>)> {
    let day = today(&made.cases(), &BTreeSet::new(), &[], day);
    day.due.iter().map(|due| (due.why, due.case.map(|case| case.as_u128()), due.day)).collect()
}

#[test]
fn the_day_is_ordered_by_what_it_costs_people() {
    let mut made = Made::default();
    let late = made.prepared(1, DAY, 300);
    made.does(1, DAY, submit(late, DAY, Some(after(5))));
    let later = made.prepared(2, DAY, 300);
    made.does(2, DAY, submit(later, DAY, Some(after(3))));
    let issued = made.prepared(3, DAY, 300);
    made.does(3, DAY, submit(issued, DAY, None));
    made.does(3, after(4), to(issued, RequestState::Issued));
    made.prepared(4, after(1), 300);
    let ending = made.prepared(5, DAY, 20);
    made.does(5, DAY, submit(ending, DAY, Some(after(30))));
    made.open(6, DAY);
    made.does(6, DAY, appoint(after(10)));
    made.open(7, DAY);
    made.does(7, DAY, appoint(after(2)));
    made.open(8, DAY);
    let refused = [Refused { case: Some(id(8)), refusal: Refusal::Malformed, entries: 2 }];
    let changed = BTreeSet::from([id(6)]);
    let day = today(&made.cases(), &changed, &refused, after(9));
    let lines: Vec<_> = day.due.iter().map(|due| (due.why, due.case.unwrap_or_default().as_u128(), due.day)).collect();
    assert_eq!(
        lines,
        [
            (Why::Overdue, 2, Some(after(3))),
            (Why::Overdue, 1, Some(after(5))),
            (Why::ToHandOver, 3, Some(after(4))),
            (Why::NotSent, 4, Some(after(1))),
            (Why::ConsentEnds, 5, Some(after(20))),
            (Why::Changed, 6, None),
            (Why::Expected, 6, Some(after(10))),
            (Why::Missed, 7, Some(after(2))),
            (Why::SetAside, 8, None),
        ]
    );
    assert_eq!(day.counts()[0], (Why::Overdue, 2));
    assert!(day.others.is_empty(), "each case has something to be done");
}

#[test]
fn what_was_made_ready_is_asked_about_from_the_next_day_until_it_is_sent() {
    let mut made = Made::default();
    let request = made.prepared(1, DAY, 300);
    assert_eq!(seen(&made, DAY), []);
    assert_eq!(seen(&made, after(1)), [(Why::NotSent, Some(1), Some(DAY))]);
    made.does(1, after(1), submit(request, after(1), None));
    assert_eq!(seen(&made, after(90)), [], "by when is not known: nobody is late");
    // What was taken back is again as it was: made ready, and since the same day.
    let case = &made.cases()[0];
    let entry = case.history.last().map_or(Uuid::nil(), |line| line.entry);
    made.does(1, after(2), Command::Correct { entry, reason: Reason::NotDone, note: None });
    assert_eq!(seen(&made, after(2)), [(Why::NotSent, Some(1), Some(DAY))]);
}

#[test]
fn requests_of_one_case_and_one_reason_are_one_line_with_the_earliest_day() {
    let mut made = Made::default();
    let one = made.prepared(1, DAY, 300);
    made.does(1, DAY, prepare(11, "b"));
    made.does(1, DAY, submit(one, DAY, Some(after(7))));
    made.does(1, DAY, submit(id(11), DAY, Some(after(4))));
    let day = today(&made.cases(), &BTreeSet::new(), &[], after(8));
    let lines: Vec<_> = day.due.iter().map(|due| (due.why, due.requests.clone(), due.day)).collect();
    assert_eq!(lines, [(Why::Overdue, vec![one, id(11)], Some(after(4)))]);
}

#[test]
fn without_its_number_a_request_that_a_provider_has_is_asked_about_unless_it_is_late() {
    let mut made = Made::default();
    let request = made.prepared(1, DAY, 300);
    made.does(1, DAY, submit(request, DAY, Some(after(5))));
    let mut cases = made.cases();
    cases[0].requests[0].number = None;
    let on = |day| standing(&cases[0], &cases[0].requests[0], day);
    assert_eq!(on(after(5)), Standing::NumberMissing);
    assert_eq!(on(after(6)), Standing::Overdue(after(5)));
}

#[test]
fn a_consent_is_asked_for_again_only_while_something_is_to_be_done_under_it() {
    let mut made = Made::default();
    let request = made.prepared(1, DAY, 30);
    made.does(1, DAY, submit(request, DAY, None));
    let soon = 30 - i64::from(CONSENT_DAYS);
    assert_eq!(seen(&made, after(soon - 1)), []);
    assert_eq!(seen(&made, after(soon)), [(Why::ConsentEnds, Some(1), Some(after(30)))]);
    assert_eq!(seen(&made, after(31)), [(Why::ConsentEnds, Some(1), Some(after(30)))], "also when it has ended");
    made.does(1, after(20), to(request, RequestState::Withdrawn));
    assert_eq!(seen(&made, after(31)), []);
}

#[test]
fn an_appointment_is_shown_the_day_before_and_on_its_day_and_when_nobody_came() {
    let mut made = Made::default();
    made.open(1, DAY);
    made.does(1, DAY, appoint(after(5)));
    assert_eq!(seen(&made, after(3)), []);
    for day in [4, 5] {
        assert_eq!(seen(&made, after(day)), [(Why::Expected, Some(1), Some(after(5)))]);
    }
    assert_eq!(seen(&made, after(6)), [(Why::Missed, Some(1), Some(after(5)))]);
    let mut came = made.clone();
    came.does(1, after(5), Command::Papers(vec!["identity_document".to_owned()]));
    assert_eq!(seen(&came, after(6)), []);
    made.does(1, after(6), Command::Appoint(None));
    assert_eq!(seen(&made, after(7)), []);
}

#[test]
fn what_was_set_aside_of_a_case_that_is_gone_is_told_all_the_same() {
    let refused = [
        Refused { case: None, refusal: Refusal::Damaged, entries: 1 },
        Refused { case: Some(id(5)), refusal: Refusal::Fork, entries: 3 },
    ];
    let day = today(&[], &BTreeSet::new(), &refused, DAY);
    assert_eq!(day.due.iter().filter_map(|due| due.refused).collect::<Vec<_>>(), refused);
    assert!(day.due.iter().all(|due| due.case.is_none()));
}

fn taken(by: &str, reason: Reason) -> Command {
    Command::TakeOver { by: by.to_owned(), reason, note: Some("  e în concediu ".to_owned()) }
}

#[test]
fn a_case_goes_over_to_a_colleague_with_a_reason_and_comes_back_when_that_was_a_mistake() {
    let mut made = Made::default();
    made.open(1, DAY);
    let case = &made.cases()[0];
    assert_eq!(case.holder, "Specialist", "who opened it answers for it");
    let refused = |command| case.apply(command, id(9), DAY).err();
    assert_eq!(refused(taken("specialist", Reason::ColleagueAway)), Some(CaseError::Unchanged));
    assert_eq!(refused(taken("Coleg", Reason::WrongKey)), Some(CaseError::ReasonMissing));
    assert_eq!(refused(taken(" ", Reason::ColleagueAway)), Some(CaseError::NameMissing));
    let (after, outcome) =
        case.apply(taken("Coleg", Reason::ColleagueAway), id(9), DAY).unwrap_or_else(|_| unreachable!());
    assert_eq!((after.holder.as_str(), outcome.action), ("Coleg", Action::CaseTakenOver));
    assert_eq!((outcome.reason, outcome.request), (Some(Reason::ColleagueAway), None));
    assert_eq!(outcome.sealed.and_then(|sealed| sealed.note).as_deref(), Some("e în concediu"));
    let back = Command::Correct { entry: id(9), reason: Reason::WrongKey, note: None };
    assert_eq!(after.apply(back, id(10), DAY).map(|(case, _)| case.holder), Ok("Specialist".to_owned()));
}

#[test]
fn two_desks_that_took_a_case_over_apart_are_shown_to_a_person() {
    let mut made = Made::default();
    made.open(1, DAY);
    let mut other = Made { next: 5000, ..made.clone() };
    made.does(1, DAY, taken("Unu", Reason::ColleagueAway));
    other.does(1, DAY, taken("Doi", Reason::ColleagueAsked));
    let both = made.kept[&id(1)].merged(&other.kept[&id(1)]);
    made.kept.insert(id(1), both);
    assert_eq!(seen(&made, DAY), [(Why::Disputed, Some(1), None)]);
    // Whoever knows of both says it once more.
    made.does(1, DAY, taken("Doi", Reason::ColleagueAsked));
    assert_eq!(made.cases()[0].holder, "Doi");
}

#[test]
fn an_appointment_lies_ahead_and_is_moved_called_off_and_put_back() {
    let mut made = Made::default();
    made.open(1, DAY);
    assert!(!made.tries(1, DAY, appoint(after(-1))), "not in the past");
    assert!(!made.tries(1, DAY, Command::Appoint(None)), "there is none");
    made.does(1, DAY, appoint(after(3)));
    assert!(!made.tries(1, DAY, appoint(after(3))), "it is so already");
    made.does(1, DAY, appoint(after(4)));
    made.does(1, DAY, Command::Appoint(None));
    let entry = made.cases()[0].history.last().map_or(Uuid::nil(), |line| line.entry);
    made.does(1, DAY, Command::Correct { entry, reason: Reason::WrongKey, note: None });
    assert_eq!(made.cases()[0].appointment.as_ref().map(|appointment| appointment.day), Some(after(4)));
}

/// One thing somebody may do.
fn any_command(kind: u8, request: u128, day: Date, days: i64) -> Command {
    let request_id = id(request);
    match kind {
        0 => consent(day, days * 9),
        1 => prepare(request, "a"),
        2 => prepare(request + 1, "b"),
        3 => submit(request_id, day, (days > 3).then(|| day.saturating_add(days.days()))),
        4 => submit(id(request + 1), day, Some(day.saturating_add(days.days()))),
        5 => to(request_id, RequestState::Waiting),
        6 => to(request_id, RequestState::Issued),
        7 => Command::HandOver {
            request: request_id,
            collector: "Cineva".to_owned(),
            paper: "act".to_owned(),
            right: Right::Person,
        },
        8 => to(id(request + 1), RequestState::Withdrawn),
        9 => appoint(day.saturating_add(days.days())),
        10 => Command::Appoint(None),
        11 => Command::Close,
        12 => Command::TakeOver { by: format!("Coleg {days}"), reason: Reason::ColleagueAway, note: None },
        _ => Command::Identify(Person {
            name: format!("Probă {}", if days % 2 == 0 { "unu" } else { "doi" }),
            ..Person::default()
        }),
    }
}

proptest! {
    #[test]
    fn every_request_is_where_it_belongs_or_says_why_not(
        steps in prop::collection::vec((1_u128..4, 0_u8..15, 0_i64..6, any::<bool>()), 0..60),
        look in 0_i64..40,
    ) {
        let mut made = Made::default();
        let mut day = DAY;
        for case in 1..4 {
            made.open(case, DAY);
            made.tries(case, DAY, any_command(13, 0, DAY, 0));
            made.tries(case, DAY, consent(DAY, 20));
        }
        // A second desk goes on with what it knew in the middle.
        let mut other: Option<Made> = None;
        for (place, (case, kind, days, is_other)) in steps.iter().enumerate() {
            day = day.saturating_add((days % 3).days());
            if place == steps.len() / 2 {
                other = Some(Made { next: 5000, ..made.clone() });
            }
            let desk = match &mut other {
                Some(other) if *is_other => other,
                _ => &mut made,
            };
            desk.tries(*case, day, any_command(*kind, case * 10, day, *days));
        }
        let alone = made.clone();
        if let Some(other) = &other {
            for (case, operations) in &other.kept {
                let both = made.kept[case].merged(operations);
                prop_assert!(both == operations.merged(&alone.kept[case]));
                made.kept.insert(*case, both);
            }
        }
        let cases = made.cases();
        let on = day.saturating_add(look.days());
        let shown = today(&cases, &BTreeSet::new(), &[], on);
        for case in &cases {
            for request in &case.requests {
                let standing = standing(case, request, on);
                let in_lines = shown.due.iter().filter(|due| due.requests.contains(&request.id));
                let lines: Vec<(Why, Option<Uuid>)> = in_lines.map(|due| (due.why, due.case)).collect();
                let expected: Vec<_> = standing.due().map(|(why, _)| (why, Some(case.id))).into_iter().collect();
                prop_assert_eq!(lines, expected);
                prop_assert_eq!(request.state.is_final(), standing == Standing::Finished);
            }
            let is_due = shown.due.iter().any(|due| due.case == Some(case.id));
            let beside = shown.others.iter().filter(|other| **other == case.id).count();
            prop_assert_eq!(beside, usize::from(!is_due && case.closed.is_none()), "an open case is in one place");
        }
        let mut ordered = shown.due.iter().map(|due| due.why).collect::<Vec<_>>();
        ordered.sort_unstable();
        prop_assert_eq!(ordered, shown.due.iter().map(|due| due.why).collect::<Vec<_>>());
        // In whatever order the cases lie there.
        let backwards: Vec<Case> = cases.iter().rev().cloned().collect();
        prop_assert_eq!(today(&backwards, &BTreeSet::new(), &[], on), shown);
    }
}
