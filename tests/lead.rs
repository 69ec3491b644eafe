//! What leads a step's dates, what leads a plan, and what is counted: values in, values out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::account::{Reader, lead_words};
use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::calendar::Calendar;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::Truth;
use cups_kiosk::domain::deadline::{Counting, Deadline, DeadlineKind, Late};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::fixed_day::FixedDay;
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::life_event::{Join, LifeEvent};
use cups_kiosk::domain::plan::lead::{Lead, Next, Standing, go_on, lead};
use cups_kiosk::domain::plan::{Number, Plan, PlannedDeadline, Urgency};
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::term::{Term, Unit};
use cups_kiosk::domain::text::{Language, Text};
use cups_kiosk::i18n::Texts;
use jiff::civil::{Date, date};
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| shipped().expect("the shipped catalogue is right"))
}

fn calendar() -> &'static Calendar {
    &catalogue().calendar
}

/// A term of some days from the event on, the day of the event included.
fn days(value: i64) -> Deadline {
    Deadline {
        kind: DeadlineKind::Within,
        anchor: Some("event_date".to_owned()),
        term: Some(Term { value, unit: Unit::CalendarDay }),
        fixed: None,
        opens: None,
        counting: Counting::Inclusive,
        label: None,
        consequence: None,
        late: None,
        season: None,
        when: None,
        law: None,
    }
}

fn months(value: i64) -> Deadline {
    Deadline { term: Some(Term { value, unit: Unit::Month }), counting: Counting::NextDay, ..days(0) }
}

fn late(late: Late, rule: Deadline) -> Deadline {
    Deadline { late: Some(late), ..rule }
}

fn of_kind(kind: DeadlineKind, rule: Deadline) -> Deadline {
    Deadline { kind, ..rule }
}

fn window(opens: &str, ends: &str) -> Deadline {
    let day = |text: &str| FixedDay::try_from(text.to_owned()).unwrap();
    Deadline { anchor: None, term: None, opens: Some(day(opens)), fixed: Some(day(ends)), ..days(0) }
}

fn fixed(ends: &str) -> Deadline {
    Deadline { opens: None, ..window("1", ends) }
}

/// A deadline of an event of a day, as the plan of another day holds it.
fn planned(rule: &Deadline, event: Option<Date>, on: Date) -> PlannedDeadline<'_> {
    let from = if rule.fixed.is_some() { Some(on) } else { event };
    let due = from.and_then(|from| rule.due(from, calendar()).ok());
    PlannedDeadline {
        deadline: rule,
        due,
        truth: Truth::True,
        passed: rule.kind == DeadlineKind::Within && due.is_some_and(|due| due.date < on),
        ended_before: due.and_then(|due| rule.ended_before(due, on)),
        go_on: due.and_then(|due| go_on(rule.kind, due, on, calendar())),
    }
}

fn leads(rules: &[Deadline], event: Date, on: Date) -> Lead<'_> {
    let all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(event), on)).collect();
    lead(&all, Standing::Certain, on, calendar())
}

const FRIDAY: Date = date(2026, 11, 20);

#[test]
fn a_term_that_has_passed_leads_before_the_one_that_is_ahead() {
    let rules = [days(3), months(12)];
    // The three days end on Sunday; on Thursday after it they lead, and the year comes next.
    let Lead::Passed { which, ended, go_on, next, certain } = leads(&rules, FRIDAY, date(2026, 11, 26)) else {
        panic!("the year leads")
    };
    assert_eq!((which, ended, go_on, certain), (&rules[0], date(2026, 11, 22), Some(date(2026, 11, 26)), true));
    assert_eq!(next, Some(Next { opens: None, date: date(2027, 11, 20), late: Late::AtOnce }));
    // On a Saturday: on Monday.
    let Lead::Passed { go_on, .. } = leads(&rules, FRIDAY, date(2026, 11, 28)) else { panic!("the year leads") };
    assert_eq!(go_on, Some(date(2026, 11, 30)));
    // Before the New Year's holidays: the first open day after them.
    let Lead::Passed { go_on, .. } = leads(&rules, FRIDAY, date(2027, 1, 1)) else { panic!("the year leads") };
    assert_eq!(go_on, Some(date(2027, 1, 4)));
    // When the year is over as well, it is the last one that was missed, and nothing comes next.
    let Lead::Passed { which, next, .. } = leads(&rules, FRIDAY, date(2028, 1, 3)) else { panic!("nothing leads") };
    assert_eq!((which, next), (&rules[1], None));
    // In whichever order the editors wrote them.
    let turned = [months(12), days(3)];
    assert_eq!(leads(&turned, FRIDAY, date(2026, 11, 26)).date(), Some(date(2026, 11, 22)));
}

#[test]
fn nothing_has_passed_on_the_last_day() {
    let rules = [days(3), months(12)];
    // Friday: the last day is Sunday, when offices are closed, so this is the day to go.
    let Lead::Due { date: last, go_on, last_day, .. } = leads(&rules, FRIDAY, FRIDAY) else { panic!("not due") };
    assert_eq!((last, go_on, last_day), (date(2026, 11, 22), Some(FRIDAY), true));
    // Saturday and Sunday: it has not passed, and no office is open until it has.
    for on in [date(2026, 11, 21), date(2026, 11, 22)] {
        let lead = leads(&rules, FRIDAY, on);
        let Lead::Due { date: last, go_on, last_day, .. } = lead else { panic!("not due") };
        assert_eq!((last, go_on, last_day), (date(2026, 11, 22), Some(date(2026, 11, 23)), true));
        assert_eq!(lead.urgency(), Urgency::LastDay);
    }
    assert_eq!(leads(&rules, FRIDAY, date(2026, 11, 23)).urgency(), Urgency::Overdue);
    // A working day: the last day is urgent, the day before is not.
    let last = days(6);
    assert_eq!(leads(std::slice::from_ref(&last), FRIDAY, date(2026, 11, 24)).urgency(), Urgency::Calm);
    assert_eq!(leads(std::slice::from_ref(&last), FRIDAY, date(2026, 11, 25)).urgency(), Urgency::LastDay);
    // Over the year's end.
    let rules = [days(20)];
    let event = date(2026, 12, 20);
    assert_eq!(leads(&rules, event, date(2026, 12, 31)).date(), Some(date(2027, 1, 8)));
    assert_eq!(leads(&rules, event, date(2027, 1, 9)).urgency(), Urgency::Overdue);
}

#[test]
fn what_can_no_longer_be_done_is_not_to_be_done_at_once() {
    let allowance = [late(Late::Closed, months(12))];
    let lead = leads(&allowance, FRIDAY, date(2027, 11, 21));
    assert!(matches!(lead, Lead::Over { late: Late::Closed, ended: Date { .. }, .. }), "{lead:?}");
    assert_eq!(lead.urgency(), Urgency::Missed);
    // A duty behind it does lead, and after it nothing can be done.
    let rules = [days(3), late(Late::Closed, months(12))];
    let Lead::Passed { next, .. } = leads(&rules, FRIDAY, date(2027, 1, 11)) else { panic!("not passed") };
    assert_eq!(next.unwrap().late, Late::Closed);
    assert!(matches!(leads(&rules, FRIDAY, date(2027, 11, 22)), Lead::Over { late: Late::Closed, .. }));
    // An advantage that is lost, and a date that is to be asked about, hide neither a duty nor a day ahead.
    for lost in [Late::Less, Late::Ask, Late::Closed] {
        let rules = [late(lost, days(3)), months(12)];
        assert!(matches!(leads(&rules, FRIDAY, date(2026, 12, 1)), Lead::Due { .. }), "{lost:?}");
        let rules = [late(lost, days(3)), days(10)];
        assert!(matches!(leads(&rules, FRIDAY, date(2026, 12, 1)), Lead::Passed { .. }), "{lost:?}");
    }
    let rules = [days(3), late(Late::Less, days(10))];
    assert!(matches!(leads(&rules, FRIDAY, date(2026, 12, 1)), Lead::Passed { .. }));
}

#[test]
fn the_season_of_a_past_year_is_to_be_asked_about() {
    let rules = [window("2025-10-13", "2025-12-11")];
    let Lead::Over { ended, late: kind, .. } = leads(&rules, FRIDAY, FRIDAY) else { panic!("not over") };
    assert_eq!((ended, kind), (date(2025, 12, 11), Late::Ask));
    assert!(matches!(leads(&rules, FRIDAY, date(2025, 12, 10)), Lead::FixedDays { last_day: false, .. }));
    assert!(matches!(leads(&rules, FRIDAY, date(2025, 12, 11)), Lead::FixedDays { last_day: true, .. }));
    // With a day that comes every year ahead, that one leads.
    let rules = [window("2025-11-03", "2025-11-28"), fixed("11-25")];
    assert_eq!(leads(&rules, FRIDAY, FRIDAY).date(), Some(date(2026, 11, 25)));
}

#[test]
fn a_window_of_every_year_that_is_over_leads_where_it_still_binds() {
    let on = date(2026, 4, 2);
    let pays = [late(Late::AtOnce, window("01-01", "03-31"))];
    let Lead::Passed { ended, next, .. } = leads(&pays, FRIDAY, on) else { panic!("next year leads") };
    assert_eq!(ended, date(2026, 3, 31));
    assert_eq!(next, Some(Next { opens: Some(date(2027, 1, 1)), date: date(2027, 3, 31), late: Late::AtOnce }));
    // Where the editors do not say that it binds, the next one is said; where it cannot be had, that it is over too.
    let plain = [window("01-01", "03-31")];
    assert!(matches!(leads(&plain, FRIDAY, on), Lead::FixedDays { ended: None, .. }));
    let gone = [late(Late::Closed, window("01-01", "03-31"))];
    let Lead::FixedDays { ended, opens, .. } = leads(&gone, FRIDAY, on) else { panic!("not ahead") };
    assert_eq!((ended, opens), (Some(date(2026, 3, 31)), date(2027, 1, 1)));
    // In the window nothing is over.
    assert!(matches!(leads(&pays, FRIDAY, date(2026, 3, 2)), Lead::FixedDays { ended: None, .. }));
}

#[test]
fn first_days_unknown_days_and_answers() {
    let rules = [of_kind(DeadlineKind::NotBefore, months(1)), months(2)];
    assert!(matches!(leads(&rules, FRIDAY, FRIDAY), Lead::NotBefore { .. }));
    // Once it is possible only the last day counts.
    assert_eq!(leads(&rules, FRIDAY, date(2026, 12, 20)).date(), Some(date(2027, 1, 20)));
    assert!(matches!(leads(&rules[..1], FRIDAY, date(2026, 12, 20)), Lead::None));
    assert!(matches!(leads(&[], FRIDAY, FRIDAY), Lead::None));
    let answer = [of_kind(DeadlineKind::Expected, days(3))];
    assert_eq!(leads(&answer, FRIDAY, FRIDAY).urgency(), Urgency::Calm);
    assert!(matches!(leads(&answer, FRIDAY, date(2026, 11, 25)), Lead::Expected { overdue: true, .. }));
    let (rule, expected) = (days(3), of_kind(DeadlineKind::Expected, months(1)));
    let unknown = [planned(&rule, None, FRIDAY), planned(&expected, Some(FRIDAY), FRIDAY)];
    assert!(matches!(lead(&unknown, Standing::Certain, FRIDAY, calendar()), Lead::Undated { .. }));
}

#[test]
fn what_may_not_concern_a_person_is_said_as_perhaps() {
    let rules = [days(3), months(12)];
    let on = date(2026, 11, 26);
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    assert_eq!(lead(&all, Standing::Perhaps, on, calendar()).urgency(), Urgency::PerhapsOverdue);
    all[0].truth = Truth::Unknown;
    assert_eq!(lead(&all, Standing::Certain, on, calendar()).urgency(), Urgency::PerhapsOverdue);
    // No doubt hides what is certain.
    let on = date(2027, 11, 22);
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    all[1].truth = Truth::Unknown;
    let found = lead(&all, Standing::Certain, on, calendar());
    assert_eq!((found.urgency(), found.date()), (Urgency::Overdue, Some(date(2026, 11, 22))));
    // The State is late, not the person: to be asked.
    let found = lead(&all, Standing::Automatic, on, calendar());
    assert!(matches!(found, Lead::Over { late: Late::Ask, .. }), "{found:?}");
}

#[test]
fn what_leads_is_said_in_three_languages_with_one_full_stop() {
    let rules = [days(3), months(12)];
    let on = date(2026, 11, 26);
    let found = leads(&rules, FRIDAY, on);
    let words = |language, reader| lead_words(&Texts::load(language), &found, on, reader).unwrap();
    assert_eq!(
        words(Language::Ro, Reader::Screen).replace('\u{a0}', " "),
        "Termenul de 3 zile s-a încheiat duminică, 22 noiembrie 2026. Mergeți astăzi. După 20.11.2027 va fi mai greu."
    );
    assert_eq!(
        words(Language::Ru, Reader::Screen).replace('\u{a0}', " "),
        "Срок (3 дня) закончился: воскресенье, 22 ноября 2026 г. Идите сегодня. После 20.11.2027 будет труднее."
    );
    for language in Language::INTERFACE {
        let said = words(language, Reader::Screen);
        assert!(!said.contains(".."), "{said}");
        assert!(said.find("2026").unwrap() < said.find("2027").unwrap(), "{said}");
        // Who reads a sheet on another day is not told to go on the day of the plan.
        assert!(!words(language, Reader::Sheet).contains(Texts::load(language).get("lead-go-today").as_str()));
        assert!(words(language, Reader::Code).len() < said.len());
    }
}

fn plan_of<'a>(event: &'a LifeEvent, answers: &'a Answers, on: Date) -> Plan<'a> {
    let catalogue = catalogue();
    Plan::compute(&Situation { catalogue, event, answers, centre: &catalogue.centres["lozova"], on })
}

fn answered(given: &[(&str, Value)]) -> Answers {
    Answers(given.iter().map(|(id, value)| ((*id).to_owned(), Some(value.clone()))).collect())
}

#[test]
fn a_death_of_last_week_is_the_first_thing_said_of_the_plan() {
    let event = guide(catalogue(), "C16").unwrap();
    let died_on = |day| answered(&[("death_date", Value::Date(day)), ("death_registered", Value::Truth(false))]);
    let answers = died_on(FRIDAY);
    let plan = plan_of(&event, &answers, date(2026, 11, 26));
    let step = plan.step("register_death").unwrap();
    assert_eq!(step.lead.urgency(), Urgency::Overdue);
    assert_eq!(step.lead.date(), Some(date(2026, 11, 22)));
    // The list of dates begins with it as well.
    assert_eq!(step.deadlines[0].due.unwrap().date, date(2026, 11, 22));
    let urgent: Vec<_> = plan.urgent().iter().map(|step| step.step.id.as_str()).collect();
    assert_eq!(urgent, ["register_death"]);
    // Five days after a later death nothing has passed.
    let answers = died_on(date(2026, 11, 25));
    let plan = plan_of(&event, &answers, date(2026, 11, 26));
    assert_eq!(plan.step("register_death").unwrap().lead.date(), Some(date(2026, 11, 27)));
    assert!(plan.urgent().is_empty());
}

/// Three steps of the shipped service for an identity card: one to do, and two ways to another thing.
fn with_ways() -> LifeEvent {
    let mut event = catalogue().events["C16"].clone();
    event.questions.clear();
    event.derived.clear();
    let like = event.steps.iter().find(|step| step.service.is_some()).unwrap().clone();
    let step = |id: &str, join| {
        let mut step = like.clone();
        id.clone_into(&mut step.id);
        step.title = Text { ro: id.to_owned(), ..like.title.clone() };
        step.join = join;
        (step.when, step.automatic_when, step.automatic) = (None, None, false);
        step.after.clear();
        step.deadlines.clear();
        step.service = Some(cups_kiosk::domain::identifier::ServiceCode::parse("002000183").unwrap());
        step
    };
    event.steps = vec![step("alone", Join::And), step("one", Join::And), step("other", Join::Or)];
    event
}

#[test]
fn ways_to_one_end_are_one_thing_in_counts_numbers_trips_and_totals() {
    let event = with_ways();
    let answers = Answers::default();
    let plan = plan_of(&event, &answers, FRIDAY);
    assert_eq!((plan.counts.to_do, plan.counts.perhaps, plan.counts.automatic), (2, 0, 0));
    let numbers: Vec<_> = plan.numbered().into_iter().map(|(number, step)| (number, step.step.id.as_str())).collect();
    assert_eq!(numbers, [(Number::Step(1), "alone"), (Number::Step(2), "one"), (Number::Instead(2), "other")]);
    // Without the second way nothing else changes.
    let mut without = event.clone();
    without.steps.pop();
    let fewer = plan_of(&without, &answers, FRIDAY);
    assert_eq!((fewer.counts, fewer.journeys, &fewer.totals), (plan.counts, plan.journeys, &plan.totals));
}
