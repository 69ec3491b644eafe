//! What leads a step's dates, what leads a plan, and what is counted: values in, values out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::account::{Reader, lead_words};
use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::calendar::Calendar;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::{Condition, Test, Truth};
use cups_kiosk::domain::deadline::{Counting, Deadline, DeadlineKind, Late};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::fixed_day::FixedDay;
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::life_event::{Join, LifeEvent, SameService, Step};
use cups_kiosk::domain::plan::lead::{Lead, Next, Standing, go_on, lead};
use cups_kiosk::domain::plan::{Number, Plan, PlannedDeadline, PlannedStep, StepStatus, Urgency};
use cups_kiosk::domain::question::Question;
use cups_kiosk::domain::service::{Need, Paper, PaperNeed};
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
    let after = Next { opens: None, date: date(2027, 11, 20), late: Late::AtOnce, certain: true };
    assert_eq!(next, Some(after));
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
fn a_term_counted_from_a_paper_is_said_by_its_length_and_never_by_a_day() {
    let label =
        Text {
            ro: "Actul".into(), ru: Some("Документ".into()), en: Some("The paper".into()), ..Text::default()
        };
    let rule = Deadline { anchor: Some("paper:foreign_paper".to_owned()), label: Some(label), ..months(6) };
    assert_eq!(rule.receipt_of(), Some("foreign_paper"));
    let rules = [PlannedDeadline { due: None, passed: false, go_on: None, ..planned(&rule, None, FRIDAY) }];
    let found = lead(&rules, Standing::Certain, FRIDAY, calendar());
    assert!(matches!(found, Lead::Undated { certain: true, .. }), "{found:?}");
    let words = |language| lead_words(&Texts::load(language), &found, FRIDAY, Reader::Screen).unwrap();
    assert_eq!(words(Language::En).replace('\u{a0}', " "), "The paper: you have 6 months from receiving it.");
    // A term of months from an event whose day is not known yet does not lead: the day is asked.
    let event = months(6);
    let others = [PlannedDeadline { due: None, passed: false, go_on: None, ..planned(&event, None, FRIDAY) }];
    assert!(matches!(lead(&others, Standing::Certain, FRIDAY, calendar()), Lead::None));
}

#[test]
fn the_days_of_a_past_season_are_told_as_its_own_and_never_as_days_ahead() {
    let season = |year: &str, rule: Deadline| Deadline { season: Some(year.to_owned()), ..rule };
    let rules = [
        season("2023", window("2023-05-01", "2023-06-30")),
        season("2023", fixed("2023-07-31")),
        season("2025–2026", window("2025-11-03", "2025-11-28")),
    ];
    // Of several the one that comes back first; a caution on the days of the year on which it may be running again.
    for (on, ended, now) in [
        (date(2026, 11, 20), date(2025, 11, 28), true),
        (date(2026, 11, 3), date(2025, 11, 28), true),
        (date(2026, 11, 2), date(2025, 11, 28), false),
        (date(2026, 11, 29), date(2023, 6, 30), false),
        (date(2026, 6, 30), date(2023, 6, 30), true),
        (date(2026, 7, 1), date(2023, 7, 31), false),
    ] {
        let found = leads(&rules, FRIDAY, on);
        let Lead::PastSeason { ended: told, now: running, certain: true, .. } = found else {
            panic!("{on}: {found:?}")
        };
        assert_eq!((told, running), (ended, now), "{on}");
        assert_eq!(found.urgency(), if now { Urgency::Missed } else { Urgency::Calm }, "{on}");
    }
    let words = |on| {
        let found = leads(&rules, FRIDAY, on);
        let english = Texts::load(Language::En);
        lead_words(&english, &found, on, Reader::Screen).unwrap().replace('\u{a0}', " ")
    };
    let told = words(date(2026, 11, 20));
    assert_eq!(told, "In 2025–2026: 03.11.2025 – 28.11.2025. The dates of now are not known yet: ask.");
    assert_eq!(words(date(2026, 7, 2)), "In 2023: until 31.07.2023. The dates of now are not known yet: ask.");
    // In its own season it is a day like any other.
    assert!(matches!(leads(&rules, FRIDAY, date(2025, 11, 20)), Lead::FixedDays { .. }));
    // What is known to be due hides behind no season.
    let due = [rules[2].clone(), months(12)];
    assert!(matches!(leads(&due, FRIDAY, FRIDAY), Lead::Due { .. }));
}

#[test]
fn a_window_of_every_year_that_is_over_leads_where_it_still_binds() {
    let on = date(2026, 4, 2);
    let pays = [late(Late::AtOnce, window("01-01", "03-31"))];
    let Lead::Passed { ended, next, .. } = leads(&pays, FRIDAY, on) else { panic!("next year leads") };
    assert_eq!(ended, date(2026, 3, 31));
    let opens = Some(date(2027, 1, 1));
    assert_eq!(next, Some(Next { opens, date: date(2027, 3, 31), late: Late::AtOnce, certain: true }));
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
    // It is due on Sunday, so that nobody answers before Monday.
    assert!(matches!(leads(&answer, FRIDAY, date(2026, 11, 23)), Lead::Expected { overdue: false, .. }));
    assert!(matches!(leads(&answer, FRIDAY, date(2026, 11, 24)), Lead::Expected { overdue: true, .. }));
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
    assert!(matches!(found, Lead::Over { late: Late::Ask, certain: true, .. }), "{found:?}");
    all[0].truth = Truth::True;
    let found = lead(&all, Standing::PerhapsAutomatic, on, calendar());
    assert!(matches!(found, Lead::Over { late: Late::Ask, certain: false, .. }), "{found:?}");
}

#[test]
fn what_comes_next_is_said_as_perhaps_where_it_may_not_concern_the_person() {
    let rules = [days(3), late(Late::Closed, months(12))];
    let on = date(2026, 11, 26);
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    let said = |all: &[PlannedDeadline<'_>], standing| {
        let found = lead(all, standing, on, calendar());
        lead_words(&Texts::load(Language::En), &found, on, Reader::Screen).unwrap().replace('\u{a0}', " ")
    };
    let certainly = "Go today. After 20.11.2027 it is no longer possible.";
    assert!(said(&all, Standing::Certain).ends_with(certainly));
    all[1].truth = Truth::Unknown;
    let words = said(&all, Standing::Certain);
    assert!(words.starts_with("The time limit of"), "the missed one is certain: {words}");
    assert!(words.ends_with("Go today. This may concern you. After 20.11.2027 it is no longer possible."), "{words}");
    // Where nothing of it is certain, that is said once.
    let words = said(&all, Standing::Perhaps);
    assert!(words.starts_with("This may concern you.") && words.ends_with(certainly), "{words}");
    // Of two that end on one day the certain one is told.
    let rules = [days(3), late(Late::Closed, days(10)), days(10)];
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    all[1].truth = Truth::Unknown;
    let Lead::Passed { next: Some(next), .. } = lead(&all, Standing::Certain, on, calendar()) else {
        panic!("not passed")
    };
    assert_eq!((next.certain, next.late), (true, Late::AtOnce));
}

#[test]
fn what_was_perhaps_missed_hides_no_last_day_that_certainly_is_one() {
    let rules = [days(3), days(7)];
    let on = date(2026, 11, 26);
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    assert_eq!(lead(&all, Standing::Certain, on, calendar()).urgency(), Urgency::Overdue);
    all[0].truth = Truth::Unknown;
    let found = lead(&all, Standing::Certain, on, calendar());
    assert_eq!((found.urgency(), found.date(), found.is_certain()), (Urgency::LastDay, Some(on), true));
    // Neither is certain: what may be overdue comes first.
    all[1].truth = Truth::Unknown;
    assert_eq!(lead(&all, Standing::Certain, on, calendar()).urgency(), Urgency::PerhapsOverdue);
    // Nor does a day that is not the last one.
    let rules = [days(3), days(8)];
    let mut all: Vec<_> = rules.iter().map(|rule| planned(rule, Some(FRIDAY), on)).collect();
    all[0].truth = Truth::Unknown;
    assert_eq!(lead(&all, Standing::Certain, on, calendar()).urgency(), Urgency::PerhapsOverdue);
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
        step.service = Some(ServiceCode::parse("002000183").unwrap());
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

#[test]
fn an_optional_thing_stays_one_whichever_of_its_ways_are_for_the_person() {
    let mut event = with_ways();
    let third = Step { id: "third".to_owned(), ..event.steps[2].clone() };
    event.steps.push(third);
    event.steps[1].join = Join::Optional;
    let answers = Answers::default();
    let all_ways = event.clone();
    let whole = plan_of(&all_ways, &answers, FRIDAY);
    // The first of the ways is not for this person; two are left.
    event.steps[1].when = Some(Condition::Fact {
        fact: "centre_kind".to_owned(),
        test: Test::Is(Value::Choice("consulate".to_owned())),
        why: None,
        law: None,
    });
    let plan = plan_of(&event, &answers, FRIDAY);
    let shown: Vec<_> = plan.shown().map(|step| (step.step.id.as_str(), step.join)).collect();
    assert_eq!(shown, [("alone", Join::And), ("other", Join::Optional), ("third", Join::Optional)]);
    assert_eq!((plan.journeys, &plan.totals), (whole.journeys, &whole.totals), "nobody has to take either way");
}

#[test]
fn what_the_state_does_stays_so_where_it_is_not_known_whether_it_concerns_the_person() {
    let event = guide(catalogue(), "C1").unwrap();
    let answers = Answers([("birth_date".to_owned(), None), ("birth_registered".to_owned(), None)].into());
    let plan = plan_of(&event, &answers, FRIDAY);
    let texts = Texts::load(Language::En);
    let centre = &catalogue().centres["lozova"];
    let situation = Situation { catalogue: catalogue(), event: &event, answers: &answers, centre, on: FRIDAY };
    let sheet = cups_kiosk::account::sheet(&situation, &plan, Reader::Sheet);
    for id in ["allowance_to_two", "raising_allowance"] {
        let step = plan.step(id).unwrap();
        assert!(step.status == StepStatus::Maybe && step.automatic && !step.is_to_do(), "{id}");
        assert_eq!(step.lead.urgency().max(Urgency::Missed), Urgency::Missed, "{id}: nobody but the State can be late");
        let title = texts.say(&cups_kiosk::account::step_name(step));
        let on_sheet = sheet.steps.iter().find(|one| texts.say(&one.title) == title).unwrap();
        assert_eq!(on_sheet.number, Number::Automatic, "{id}");
        let remark = on_sheet.remark.as_ref().map(|remark| texts.say(remark));
        assert_eq!(remark.as_deref(), Some("The State does it itself · may be needed"), "{id}");
    }
    let perhaps = plan.shown().filter(|step| step.status == StepStatus::Maybe && step.is_to_do()).count();
    assert!(plan.counts.perhaps <= perhaps, "{:?}", plan.counts);
    // Without them the person travels as often.
    let mut without = event.clone().into_owned();
    without.steps.retain(|step| !step.automatic);
    for step in &mut without.steps {
        step.after.retain(|id| !event.steps.iter().any(|other| other.automatic && other.id == *id));
    }
    let fewer = plan_of(&without, &answers, FRIDAY);
    assert_eq!((fewer.journeys, fewer.counts.perhaps), (plan.journeys, plan.counts.perhaps));
}

#[test]
fn papers_of_one_way_and_of_what_one_may_leave_undone_are_perhaps_needed() {
    let event = guide(catalogue(), "C16").unwrap();
    let answers = answered(&[("estate", Value::Choice("vehicle".to_owned()))]);
    let plan = plan_of(&event, &answers, FRIDAY);
    let ways = ["register_vehicle", "deregister_vehicle"].map(|id| plan.step(id).unwrap());
    assert!(ways.iter().all(|way| way.status == StepStatus::Applies && way.way == ways[0].way && way.way.is_some()));
    let asks = |step: &PlannedStep<'_>, id: &str| {
        step.papers.iter().any(|one| one.paper.id == id && one.truth == Truth::True && one.need.need == Need::Bring)
    };
    let others = || plan.shown().filter(|step| step.way.is_none() && step.is_sure());
    let (mut of_one, mut of_both) = (0, 0);
    for paper in plan.papers.iter().filter(|paper| !others().any(|step| asks(step, &paper.paper.id))) {
        match ways.map(|way| asks(way, &paper.paper.id)) {
            [true, true] => {
                of_both += 1;
                assert_eq!(paper.truth, Truth::True, "{}", paper.paper.id);
            }
            [true, false] | [false, true] => {
                of_one += 1;
                assert_eq!(paper.truth, Truth::Unknown, "{}", paper.paper.id);
            }
            [false, false] => {}
        }
    }
    assert!(of_one > 0, "{of_one} and {of_both}");
    // The same step as an optional one makes none of its papers certain.
    let mut event = with_ways();
    event.steps.truncate(1);
    let plan = plan_of(&event, &answers, FRIDAY);
    assert!(plan.papers.iter().any(|paper| paper.truth == Truth::True));
    event.steps[0].join = Join::Optional;
    let plan = plan_of(&event, &answers, FRIDAY);
    assert!(!plan.papers.is_empty() && plan.papers.iter().all(|paper| paper.truth == Truth::Unknown));
}

/// A step that gives a paper, and two that ask for it: the first by a register, the second in the hand.
#[test]
fn a_paper_that_a_later_step_wants_in_the_hand_still_comes_out_of_the_plan() {
    let mut catalogue = catalogue().clone();
    let code = |text: &str| ServiceCode::parse(text).unwrap();
    let (giver, reads, brings) = (code("002000183"), code("002000206"), code("012000128"));
    let paper = Paper { output_of: Some(giver.clone()), ..catalogue.papers["death_extract"].clone() };
    for (service, need) in [(&reads, Need::StateReads), (&brings, Need::Bring)] {
        let service = catalogue.services.get_mut(service).unwrap();
        let like = service.papers[0].clone();
        service.papers = vec![PaperNeed { paper: paper.id.clone(), need, when: None, group: None, ..like }];
        service.eligibility.clear();
        service.related.clear();
    }
    catalogue.papers.insert(paper.id.clone(), paper.clone());
    let mut event = with_ways();
    event.steps[2].join = Join::And;
    for (step, code) in event.steps.iter_mut().zip([&giver, &reads, &brings]) {
        step.service = Some(code.clone());
    }
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let plan =
        Plan::compute(&Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on: FRIDAY });
    // As when the first of them reads it before it is given.
    let merged = plan.papers.iter().find(|merged| merged.paper.id == paper.id).unwrap();
    assert_eq!((merged.need, merged.from_step.as_deref()), (Need::Bring, Some("alone")));
    event.steps.swap(0, 1);
    let plan =
        Plan::compute(&Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on: FRIDAY });
    let merged = plan.papers.iter().find(|merged| merged.paper.id == paper.id).unwrap();
    assert_eq!((merged.need, merged.from_step.as_deref()), (Need::Bring, Some("alone")), "read first, brought later");
}

#[test]
fn the_dates_of_a_step_that_is_perhaps_to_be_done_are_not_certain_in_the_one_that_stands_for_it() {
    let mut event = with_ways();
    event.steps.pop();
    let rule = Deadline { anchor: Some("today".to_owned()), ..months(1) };
    event.steps[1].deadlines.push(rule.clone());
    let question = catalogue().events["C16"].question("estate").unwrap();
    event.questions.push(Question { when: None, ..question.clone() });
    let test = Test::Is(Value::Choice("vehicle".to_owned()));
    event.steps[1].when = Some(Condition::Fact { fact: "estate".to_owned(), test, why: None, law: None });
    event.same_service.push(SameService { one: "alone".to_owned(), other: "one".to_owned(), only_if: None });
    let truth_of = |event: &LifeEvent, answers: &Answers| {
        let plan = plan_of(event, answers, FRIDAY);
        let shown: Vec<_> = plan.shown().map(|step| (step.step.id.as_str(), step.status)).collect();
        assert_eq!(shown, [("alone", StepStatus::Applies)], "one stands for both");
        let of_rule: Vec<_> =
            plan.step("alone").unwrap().deadlines.iter().filter(|one| *one.deadline == rule).collect();
        assert!(of_rule.len() <= 1, "no date twice");
        of_rule.first().map(|one| (one.truth, plan.step("alone").unwrap().lead.is_certain()))
    };
    let (open, yes) = (Answers::default(), answered(&[("estate", Value::Choice("vehicle".to_owned()))]));
    assert_eq!(truth_of(&event, &open).unwrap().0, Truth::Unknown);
    assert_eq!(truth_of(&event, &yes).unwrap().0, Truth::True);
    // What the one that stays says itself is as certain as it was.
    event.steps[0].deadlines.push(rule.clone());
    assert_eq!(truth_of(&event, &open).unwrap().0, Truth::True);
}
