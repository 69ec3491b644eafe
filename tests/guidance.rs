//! Properties of guidance over the whole shipped catalogue: every event, every service alone, pairs of events.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::Truth;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::guide::{JOINT, guide};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::life_event::{Join, LifeEvent};
use cups_kiosk::domain::money::Currency;
use cups_kiosk::domain::plan::{Plan, PlannedFee, PlannedStep, StepStatus};
use cups_kiosk::domain::question::{Question, QuestionKind};
use cups_kiosk::domain::service::{Confidence, Need, Relation};
use cups_kiosk::domain::situation::Situation;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

const CENTRES: [&str; 3] = ["lozova", "rome", "mobile-straseni"];

fn catalogue() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| shipped().expect("the shipped catalogue is right"))
}

/// Everything a visit can be about: all events, all pairs of them, all services that are guidance.
fn guides() -> &'static Vec<LifeEvent> {
    static GUIDES: OnceLock<Vec<LifeEvent>> = OnceLock::new();
    GUIDES.get_or_init(|| {
        let events = || catalogue().events.keys();
        let pairs =
            events().flat_map(|one| events().map(move |other| (one, other))).filter(|(one, other)| one != other);
        let pairs = pairs.map(|(one, other)| format!("{one}{JOINT}{other}"));
        let services = catalogue().services.values().filter(|service| service.confidence != Confidence::Assumed);
        let codes = events().cloned().chain(services.map(|service| service.code.to_string())).chain(pairs);
        codes.map(|code| guide(catalogue(), &code).expect("a guide").into_owned()).collect()
    })
}

/// One of the events, or of everything a visit can be about.
fn some_guide(index: Index, wide: bool) -> &'static LifeEvent {
    let guides = guides();
    let events = catalogue().events.len();
    if wide { index.get(guides) } else { index.get(&guides[..events]) }
}

/// The answers worth trying on a question.
fn candidates(question: &Question, today: Date) -> Vec<Value> {
    match question.kind {
        QuestionKind::YesNo => vec![Value::Truth(true), Value::Truth(false)],
        QuestionKind::Choice => question.options.iter().map(|option| Value::Choice(option.id.clone())).collect(),
        QuestionKind::Number => {
            let (least, greatest) = (question.least.unwrap_or(0), question.greatest.unwrap_or(100));
            (least..=greatest.min(least + 120)).map(Value::Number).collect()
        }
        QuestionKind::Date => {
            let offsets = [
                0, -1, -3, -7, -14, -30, -45, -61, -92, -200, -300, -364, -366, -400, -731, -800, -1_000, -1_200,
                -1_830, -2_200, -2_600, -3_600, -4_400, -5_000, -5_900, -6_600, -7_000, -8_000, -9_800, -12_000,
                -17_000, -19_000, -21_000, -22_500, -23_200, -24_000, -26_000, -30_000, 1, 5, 20, 40, 90, 200, 400,
            ];
            offsets
                .into_iter()
                .filter(|offset: &i64| question.days_ahead.is_none_or(|ahead| *offset <= ahead))
                .filter(|offset| question.days_back.is_none_or(|back| -*offset <= back))
                .filter_map(|offset| today.checked_add(offset.days()).ok())
                .map(Value::Date)
                .collect()
        }
    }
}

/// Answers that a stranger gives: `None` where they do not know.
fn answers(event: &LifeEvent, given: &[(Index, Option<Index>)], today: Date) -> Answers {
    let mut answers = Answers::default();
    if event.questions.is_empty() {
        return answers;
    }
    for (question, value) in given {
        let question = question.get(&event.questions);
        let value = value.as_ref().map(|value| value.get(&candidates(question, today)).clone());
        answers.0.insert(question.id.clone(), value);
    }
    answers
}

fn plan_of<'a>(event: &'a LifeEvent, answers: &'a Answers, centre: &str, on: Date) -> Plan<'a> {
    let catalogue = catalogue();
    Plan::compute(&Situation { catalogue, event, answers, centre: &catalogue.centres[centre], on })
}

/// Everything in a step that an answer may change.
fn signature(step: &PlannedStep<'_>) -> String {
    let mut text = format!("{} {:?} {:?}", step.step.id, step.status, step.missing);
    let criteria: Vec<_> = step.criteria.iter().map(|one| one.truth).collect();
    let places: Vec<_> = step.places.iter().map(|place| (place.channel.kind, place.truth)).collect();
    let fees: Vec<_> =
        step.fees.iter().chain(&step.later_fees).map(|fee| (fee.truth, fee.pays(), &fee.reduced)).collect();
    let duties: Vec<_> = step.duties.iter().map(|duty| (duty.duty, duty.truth)).collect();
    let benefit: Vec<_> = step.benefit.iter().map(|amount| (amount.amount, amount.truth)).collect();
    let papers: Vec<_> = step.papers.iter().map(|paper| (&paper.paper.id, paper.need, paper.truth)).collect();
    let dates: Vec<_> = step.deadlines.iter().map(|deadline| (deadline.deadline, deadline.due)).collect();
    let _ = write!(text, "{criteria:?}{places:?}{fees:?}{duties:?}{benefit:?}{papers:?}{dates:?}");
    text
}

/// Whether an answer to a question can change the plan, at once or together with answers to other open questions.
fn can_matter(event: &LifeEvent, answers: &Answers, question: &Question, centre: &str, on: Date) -> bool {
    let outcome = |answers: &Answers, value: Option<Value>| {
        let mut answers = answers.clone();
        answers.0.insert(question.id.clone(), value);
        let plan = plan_of(event, &answers, centre, on);
        let open: Vec<_> = plan.questions.iter().map(|other| other.id.clone()).collect();
        plan.steps.iter().map(signature).chain(open).collect::<Vec<_>>()
    };
    let possible = candidates(question, on);
    let changes = |answers: &Answers| {
        let unknown = outcome(answers, None);
        possible.iter().any(|value| outcome(answers, Some(value.clone())) != unknown)
    };
    // Alone, and then with the other open questions answered in many ways.
    changes(answers)
        || (0..60_usize).any(|trial| {
            let mut answers = answers.clone();
            for round in 0..event.questions.len() {
                let open = plan_of(event, &answers, centre, on).questions;
                let Some(other) = open.into_iter().find(|other| other.id != question.id) else { break };
                let choices = candidates(other, on);
                let choice = choices[(trial * 7 + round * 3 + trial / 5) % choices.len()].clone();
                answers.0.insert(other.id.clone(), Some(choice));
            }
            changes(&answers)
        })
}

fn check_plan(plan: &Plan<'_>) -> Result<(), TestCaseError> {
    prop_assert!(
        plan.shown().next().is_some() || !plan.instead.is_empty() || plan.steps.iter().any(PlannedStep::is_refused),
        "an empty plan that says nothing"
    );
    let order: Vec<&str> = plan.steps.iter().map(|step| step.step.id.as_str()).collect();
    let different: BTreeSet<&&str> = order.iter().collect();
    prop_assert_eq!(different.len(), order.len(), "a step stands twice");
    for (place, step) in plan.steps.iter().enumerate() {
        let id = &step.step.id;
        for before in &step.step.after {
            let earlier = order.iter().position(|other| other == before).expect("a step that is there");
            prop_assert!(earlier < place, "{before} comes after {id}");
        }
        if step.status == StepStatus::Maybe && step.supplies.is_none() {
            prop_assert!(!step.missing.is_empty(), "{id} is maybe and nothing is missing");
        }
        for required in requires(step) {
            let other = plan.steps.iter().position(|other| other.step.service.as_ref() == Some(required));
            let shown = other.filter(|other| plan.steps[*other].status != StepStatus::DoesNotApply);
            prop_assert!(shown.is_none_or(|other| other < place), "{id} stands before {required}, which it requires");
        }
        for paper in &step.papers {
            if let Some(giver) = &paper.from_step {
                let giver = order.iter().position(|other| other == giver).expect("a step that is there");
                prop_assert!(giver < place, "{} comes from a later step than {id}", paper.paper.id);
            }
            if step.is_to_do() {
                let merged = plan.papers.iter().find(|merged| merged.paper.id == paper.paper.id);
                prop_assert!(merged.is_some_and(|merged| merged.steps.contains(id)), "{} is lost", paper.paper.id);
                let brought = merged.is_some_and(|merged| merged.need == Need::Bring);
                prop_assert!(brought || paper.need.need != Need::Bring, "{} is to be brought", paper.paper.id);
            }
        }
        if step.status != StepStatus::DoesNotApply {
            check_said(step)?;
        }
    }
    let ids: BTreeSet<&str> = plan.papers.iter().map(|paper| paper.paper.id.as_str()).collect();
    prop_assert_eq!(ids.len(), plan.papers.len(), "a paper is asked for twice");
    Ok(())
}

/// The services that the service of a step requires.
fn requires<'p>(step: &'p PlannedStep<'_>) -> impl Iterator<Item = &'p ServiceCode> {
    let shown = step.status != StepStatus::DoesNotApply && step.supplies.is_none();
    let related = step.service.into_iter().filter(move |_| shown).flat_map(|service| &service.related);
    related.filter(|related| related.relation == Relation::Requires).filter_map(|related| related.service.as_ref())
}

/// Where, for how much, and from where we know: said, or said to be unknown.
fn check_said(step: &PlannedStep<'_>) -> Result<(), TestCaseError> {
    let id = &step.step.id;
    prop_assert!(!step.step.what.ro.is_empty());
    let Some(service) = step.service else { return Ok(()) };
    prop_assert!(service.confidence != Confidence::Assumed, "{id} rests on an assumed record");
    prop_assert!(!step.places.is_empty(), "{id} does not say where");
    prop_assert!(
        !step.fees.is_empty() || !service.unconfirmed.is_empty() || !service.ask.is_empty(),
        "{id} says nothing of its cost"
    );
    prop_assert!(!service.sources.is_empty());
    Ok(())
}

type Given = Vec<(Index, Option<Index>)>;

fn given() -> impl Strategy<Value = Given> {
    proptest::collection::vec((any::<Index>(), proptest::option::weighted(0.8, any::<Index>())), 0..10)
}

proptest! {
    // A plan is not cheap: a failure is made smaller for half a minute, not for as long as it gets smaller.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_shrink_time: 30_000,
        ..ProptestConfig::with_cases(600)
    })]

    #[test]
    fn a_plan_is_ordered_complete_and_loses_no_paper(
        about in any::<Index>(), wide in any::<bool>(), given in given(),
        centre in prop::sample::select(&CENTRES[..]), day in 0_i64..900, lacks in any::<bool>(),
    ) {
        let event = some_guide(about, wide);
        let on = date(2026, 1, 1).checked_add(day.days()).unwrap();
        let mut answers = answers(event, &given, on);
        check_plan(&plan_of(event, &answers, centre, on))?;
        if lacks {
            let papers: Vec<String> = catalogue().papers.keys().cloned().collect();
            for paper in &papers {
                answers.set_paper(paper, false);
            }
            let plan = plan_of(event, &answers, centre, on);
            check_plan(&plan)?;
            // What is lacking and can be got, is got, by a step that was there or was put in for it.
            for step in plan.steps.iter().filter(|step| step.supplies.is_some()) {
                let paper = step.supplies.unwrap();
                let asked = plan.steps.iter().any(|other| other.papers.iter().any(|one| one.paper.id == paper.id));
                prop_assert!(asked && step.gives(paper), "{} is got for nothing", paper.id);
            }
            for paper in plan.papers.iter().filter(|paper| paper.need == Need::Bring && paper.alternatives.is_empty()) {
                let code = paper.paper.replaced_by.as_ref().or(paper.paper.output_of.as_ref());
                let service = code.and_then(|code| catalogue().service(code)).filter(|service| service.eligibility.is_empty());
                let open = service.is_some_and(|service| service.confidence != Confidence::Assumed);
                let got = plan.shown().any(|step| step.gives(paper.paper));
                prop_assert!(!open || got || centre == "rome", "{} is lacking and no step gets it", paper.paper.id);
            }
        }
    }

    #[test]
    fn one_more_answer_never_makes_a_settled_step_uncertain(
        about in any::<Index>(), wide in any::<bool>(), given in given(), more in any::<(Index, Index)>(),
        centre in prop::sample::select(&CENTRES[..]),
    ) {
        let event = some_guide(about, wide);
        prop_assume!(!event.questions.is_empty());
        let on = date(2026, 11, 20);
        let before = answers(event, &given, on);
        let question = more.0.get(&event.questions);
        if before.value(&question.id).is_some() {
            return Ok(());
        }
        let mut after = before.clone();
        after.0.insert(question.id.clone(), Some(more.1.get(&candidates(question, on)).clone()));
        let (one, other) = (plan_of(event, &before, centre, on), plan_of(event, &after, centre, on));
        // Whether a step of two events is one thing or two is a question of its own.
        let shared = |id: &str| {
            event.same_service.iter().any(|same| same.only_if.is_some() && (same.one == id || same.other == id))
        };
        let settled = one.steps.iter().filter(|step| step.status != StepStatus::Maybe && !shared(&step.step.id));
        for earlier in settled {
            let later = other.step(&earlier.step.id).unwrap();
            prop_assert_ne!(later.status, StepStatus::Maybe, "{} became uncertain", later.step.id);
        }
    }

    #[test]
    fn questions_end_and_each_one_can_change_the_plan(
        about in any::<Index>(), wide in any::<bool>(), choices in proptest::collection::vec(proptest::option::weighted(0.8, any::<Index>()), 20),
        centre in prop::sample::select(&CENTRES[..]),
    ) {
        let event = some_guide(about, wide);
        let on = date(2026, 11, 20);
        let mut answers = Answers::default();
        let mut asked = 0;
        while let Some(question) = plan_of(event, &answers, centre, on).questions.first().copied() {
            prop_assert!(!answers.reached(&question.id), "{} is asked twice", question.id);
            let possible = candidates(question, on);
            prop_assert!(
                can_matter(event, &answers, question, centre, on),
                "{} is asked in {} and no answer changes anything after {:?}", question.id, event.code, answers
            );
            let value = choices[asked].map(|choice| choice.get(&possible).clone());
            answers.0.insert(question.id.clone(), value);
            asked += 1;
            prop_assert!(asked <= event.questions.len());
        }
    }
}

#[test]
fn every_guide_has_a_plan_with_no_answers_and_with_nothing_known() {
    for event in guides() {
        for centre in CENTRES {
            let on = date(2026, 11, 20);
            let none = Answers::default();
            let nothing = Answers(event.questions.iter().map(|question| (question.id.clone(), None)).collect());
            for answers in [none, nothing] {
                let plan = plan_of(event, &answers, centre, on);
                assert!(plan.shown().next().is_some(), "{} at {centre} is empty", event.code);
                check_plan(&plan).unwrap_or_else(|error| panic!("{} at {centre}: {error}", event.code));
            }
        }
    }
}

/// Who knows nothing is asked only what could still matter, in every event and every service.
#[test]
fn who_knows_nothing_is_not_asked_in_vain() {
    let on = date(2026, 11, 20);
    for event in guides().iter().filter(|event| !event.code.contains(JOINT)) {
        let mut answers = Answers::default();
        while let Some(question) = plan_of(event, &answers, "lozova", on).questions.first().copied() {
            let matters = can_matter(event, &answers, question, "lozova", on);
            assert!(matters, "{} is asked in {} and no answer changes anything", question.id, event.code);
            answers.0.insert(question.id.clone(), None);
        }
    }
}

/// Two events in one visit: nothing of either is lost, and nothing stands there twice.
#[test]
fn two_events_hold_what_each_of_them_holds() {
    let on = date(2026, 11, 20);
    let nothing = Answers::default();
    for event in guides().iter().filter(|event| event.code.contains(JOINT)) {
        let joint = plan_of(event, &nothing, "lozova", on);
        let (first, second) = event.code.split_once(JOINT).unwrap();
        for code in [first, second] {
            let alone = plan_of(&catalogue().events[code], &nothing, "lozova", on);
            for step in alone.shown() {
                let kept = joint.shown().any(|other| {
                    other.service.is_some() && other.service == step.service || other.step.title == step.step.title
                });
                assert!(kept, "{} loses {} of {code}", event.code, step.step.id);
            }
            for paper in &alone.papers {
                assert!(
                    joint.papers.iter().any(|other| other.paper.id == paper.paper.id),
                    "{}: {}",
                    event.code,
                    paper.paper.id
                );
            }
        }
        let questions: BTreeSet<&str> = event.questions.iter().map(|question| question.id.as_str()).collect();
        assert_eq!(questions.len(), event.questions.len(), "{} asks twice", event.code);
    }
}

#[test]
fn the_same_birth_gives_three_different_plans_in_three_places() {
    let event = &catalogue().events["C1"];
    let on = date(2026, 11, 20);
    let answers = Answers([("birth_date".to_owned(), Some(Value::Date(date(2026, 11, 13))))].into());
    let plans: BTreeSet<Vec<String>> = CENTRES
        .into_iter()
        .map(|centre| {
            let plan = plan_of(event, &answers, centre, on);
            plan.shown()
                .map(|step| {
                    let code = step.service.map_or("", |service| service.code.as_str());
                    let ways = step.places.iter().map(|place| (place.channel.kind, place.finish, &place.channel.note));
                    format!("{} {code} {:?}", step.step.id, ways.collect::<Vec<_>>())
                })
                .collect()
        })
        .collect();
    assert_eq!(plans.len(), 3);
}

#[test]
fn changing_an_early_answer_keeps_the_later_ones_that_still_hold() {
    let event = &catalogue().events["C1"];
    let on = date(2026, 11, 20);
    let mut answers = Answers::default();
    for (question, value) in [
        ("birth_date", Value::Date(date(2026, 11, 13))),
        ("birth_registered", Value::Choice("not_yet".to_owned())),
        ("parents_married", Value::Truth(false)),
        ("father_recognition", Value::Choice("together".to_owned())),
    ] {
        answers.0.insert(question.to_owned(), Some(value));
    }
    let applies = |answers: &Answers| plan_of(event, answers, "lozova", on).step("recognise_paternity").unwrap().status;
    assert_eq!(applies(&answers), StepStatus::Applies);
    answers.0.insert("parents_married".to_owned(), Some(Value::Truth(true)));
    assert_eq!(applies(&answers), StepStatus::DoesNotApply, "the answer on the father counts no more");
    answers.0.insert("parents_married".to_owned(), Some(Value::Truth(false)));
    assert_eq!(applies(&answers), StepStatus::Applies, "and counts again, unasked");
}

#[test]
fn suspensions_close_their_channels_only_while_they_last() {
    let catalogue = catalogue();
    let notice = catalogue.notices.values().find(|notice| !notice.channels.is_empty()).expect("a suspension ships");
    let code = notice.services[0].as_str();
    let event = guide(catalogue, code).unwrap();
    let nothing = Answers::default();
    let closed = |on| {
        let plan = plan_of(&event, &nothing, "lozova", on);
        plan.steps[0].places.iter().any(|place| place.suspended.is_some())
    };
    assert!(closed(notice.from), "{}", notice.id);
    let to = notice.to.expect("a suspension that ends");
    assert!(closed(to) && !closed(to.tomorrow().unwrap()) && !closed(notice.from.yesterday().unwrap()));
}

/// The pension age of women rises by half a year each 1 July: whoever reaches the old age on 30 June is in time.
#[test]
fn an_age_that_rises_by_a_table_is_reached_on_the_right_day() {
    let event = &catalogue().events["C15"];
    let reached = |sex: &str, born: Date| {
        let mut answers = Answers::default();
        for question in &event.questions {
            answers.0.insert(question.id.clone(), None);
        }
        answers.0.insert("person_sex".to_owned(), Some(Value::Choice(sex.to_owned())));
        answers.0.insert("person_birth_date".to_owned(), Some(Value::Date(born)));
        answers.0.insert("pension_status".to_owned(), Some(Value::Choice("none".to_owned())));
        let centre = &catalogue().centres["lozova"];
        let on = date(2026, 11, 20);
        Situation { catalogue: catalogue(), event, answers: &answers, centre, on }.date("pension_standard_date")
    };
    for (sex, born, day) in [
        ("woman", date(1964, 9, 1), date(2026, 3, 1)),
        ("woman", date(1964, 12, 30), date(2026, 6, 30)),
        ("woman", date(1965, 1, 1), date(2027, 1, 1)),
        ("woman", date(1970, 2, 28), date(2033, 2, 28)),
        ("man", date(1964, 2, 29), date(2027, 2, 28)),
    ] {
        assert_eq!(reached(sex, born), Ok(Some(day)), "{sex} born on {born}");
    }
}

fn answered(given: &[(&str, Value)]) -> Answers {
    Answers(given.iter().map(|(id, value)| ((*id).to_owned(), Some(value.clone()))).collect())
}

fn choice(option: &str) -> Value {
    Value::Choice(option.to_owned())
}

/// A way of which the other ways are not for this person is the whole step: it costs, and it takes its journeys.
#[test]
fn the_only_way_left_is_counted_and_is_no_alternative() {
    let event = &catalogue().events["C1"];
    let on = date(2026, 11, 20);
    let answers = answered(&[("birth_date", Value::Date(date(2023, 11, 13))), ("birth_registered", choice("not_yet"))]);
    let plan = plan_of(event, &answers, "lozova", on);
    let late = plan.step("register_late").unwrap();
    assert_eq!((late.status, late.join, late.way), (StepStatus::Applies, Join::And, None));
    let dearest = late.fees.iter().filter_map(PlannedFee::pays_at_most).max().unwrap();
    assert!(dearest.0 > 0);
    assert_eq!(plan.totals[&Currency::Mdl].most, dearest);
    assert!(plan.journeys.with_centre.least > 0);
}

/// The one-off allowance is that of the year of birth, whenever it is asked for.
#[test]
fn a_benefit_is_chosen_by_the_day_it_belongs_to() {
    let event = &catalogue().events["C1"];
    for (born, on, amount) in [
        (date(2025, 12, 31), date(2026, 1, 15), "21350"),
        (date(2026, 1, 1), date(2026, 1, 15), "21886"),
        (date(2023, 12, 31), date(2024, 1, 2), "10932"),
    ] {
        let answers = answered(&[("birth_date", Value::Date(born)), ("birth_registered", choice("not_yet"))]);
        let plan = plan_of(event, &answers, "lozova", on);
        let shown: Vec<_> = plan.step("birth_allowance").unwrap().benefit.iter().collect();
        assert_eq!(shown.len(), 1, "born on {born}");
        assert_eq!((shown[0].amount.amount.to_string().as_str(), shown[0].truth), (amount, Truth::True), "{born}");
    }
    let unknown = answered(&[]);
    let plan = plan_of(event, &unknown, "lozova", date(2026, 1, 15));
    let shown = &plan.step("birth_allowance").unwrap().benefit;
    assert!(shown.iter().all(|one| one.truth == Truth::Unknown), "certain of an amount without the day of birth");
}

/// A sure step of one event is not hidden behind an optional one of the other.
#[test]
fn of_two_steps_for_one_service_the_stronger_stays() {
    let on = date(2026, 11, 20);
    let given = [
        ("health_insured_by", choice("nobody")),
        ("health_category", choice("no_work")),
        ("health_state_group", choice("none")),
    ];
    let alone = plan_of(&catalogue().events["C3"], &answered(&given), "lozova", on).totals;
    assert!(alone[&Currency::Mdl].most.0 > 0);
    for code in ["C1+C3", "C3+C1"] {
        let event = guide(catalogue(), code).unwrap();
        let answers = answered(&given);
        let plan = plan_of(&event, &answers, "lozova", on);
        let premium: Vec<_> = plan.shown().filter(|step| is_service(step, "018000098")).collect();
        assert_eq!(premium.len(), 1, "{code}");
        assert!(premium[0].is_sure(), "{code}");
        assert_eq!(plan.totals[&Currency::Mdl].most, alone[&Currency::Mdl].most, "{code}");
    }
    // Two properties stay two.
    let event = guide(catalogue(), "C10+C16").unwrap();
    let nothing = Answers::default();
    let plan = plan_of(&event, &nothing, "lozova", on);
    assert_eq!(plan.shown().filter(|step| is_service(step, "012000144")).count(), 2);
}

fn is_service(step: &PlannedStep<'_>, code: &str) -> bool {
    step.service.is_some_and(|service| service.code.as_str() == code)
}

/// What an exempt person pays, and the part of a fee that the counter adds.
#[test]
fn exemptions_and_the_counter_tariff_are_told_apart() {
    let on = date(2026, 11, 20);
    let event = guide(catalogue(), "015000325").unwrap();
    let given = [("certificate_for", choice("self")), ("certificate_reduction", choice("none"))];
    let answers = answered(&given);
    let full = plan_of(&event, &answers, "lozova", on);
    assert!(full.steps[0].fees.iter().all(|fee| fee.reduced.iter().all(|one| one.truth != Truth::True)));
    let given = [("certificate_for", choice("self")), ("certificate_reduction", choice("other_listed"))];
    let answers = answered(&given);
    let exempt = plan_of(&event, &answers, "lozova", on);
    assert!(exempt.steps[0].fees.iter().any(|fee| fee.reduced.iter().any(|one| one.truth == Truth::True)));
    let answers = answered(&[("wish", choice("marriage"))]);
    let wedding = plan_of(&catalogue().events["C9"], &answers, "lozova", on).steps;
    let tariffs: Vec<String> = wedding
        .iter()
        .filter(|step| is_service(step, "002000170"))
        .flat_map(|step| &step.fees)
        .filter_map(|fee| fee.front_office.map(|tariff| tariff.to_string()))
        .collect();
    assert!(tariffs.contains(&"30".to_owned()), "{tariffs:?}");
}

/// A service asked for alone asks for every day from which its money is counted.
#[test]
fn the_day_a_benefit_is_counted_from_is_asked_for() {
    let mut catalogue = catalogue().clone();
    let service = catalogue.services.values_mut().find(|service| service.code.as_str() == "002000057").unwrap();
    service.deadlines.clear();
    assert_eq!(service.benefit.as_ref().unwrap().anchor.as_deref(), Some("birth_date"));
    let event = guide(&catalogue, "002000057").unwrap();
    assert!(event.question("birth_date").is_some());
}
