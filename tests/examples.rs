//! The worked examples beside every rule of the shipped catalogue: each is held against the rule once more, and a rule
//! without one says why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::{Condition, FactSource as _, Truth};
use cups_kiosk::domain::example::{Example, Examples, Part, Rule, Turn, Without, rules};
use cups_kiosk::domain::fact::{Answers, CENTRE_KIND, Value};
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::life_event::LifeEvent;
use cups_kiosk::domain::plan::{Plan, StepStatus};
use cups_kiosk::domain::service::Confidence;
use cups_kiosk::domain::situation::Situation;
use std::collections::{BTreeMap, BTreeSet};

/// What was found for one rule in all visits.
#[derive(Default)]
struct Found {
    holds: bool,
    fails: bool,
    /// The facts that it tests.
    facts: BTreeSet<String>,
    why: BTreeSet<String>,
}

/// Every rule once, by the record that holds it, and the visits in which it stands.
fn name(event: &LifeEvent, rule: &Rule<'_>) -> String {
    let step = rule.step.map_or("", |step| step.id.as_str());
    match (rule.service, rule.part) {
        (Some(service), part) => format!("{} {part:?}", service.code),
        (None, Part::Question(question)) => format!("{} question {}", event.code, question.id),
        (None, Part::Age(derived, row)) => format!("{} {} {} {:?}", event.code, derived.id, row.from, row.when),
        (None, part) => format!("{} {step} {part:?}", event.code),
    }
}

/// The name without the words of its record.
fn short(name: &str) -> String {
    let numbers = name.find("at_").unwrap_or(0);
    let head: String = name.chars().take(90).collect();
    format!("{head} … {}", name.chars().skip(numbers).take(60).collect::<String>())
}

fn check(catalogue: &Catalogue, event: &LifeEvent, rule: &Rule<'_>, turn: &Turn, example: &Example<'_>, holds: bool) {
    let answers = Answers(example.answers.iter().map(|(fact, value)| (fact.clone(), Some(value.clone()))).collect());
    let situation = Situation { catalogue, event, answers: &answers, centre: example.centre, on: example.on };
    let told = || format!("{}: {turn:?}: {example:?}", short(&name(event, rule)));
    for (fact, value) in &example.answers {
        let question = event.question(fact).unwrap_or_else(|| panic!("{}", told()));
        assert_eq!(question.takes(value, example.on), Ok(()), "{}", told());
        assert_eq!(situation.is_asked(fact), Truth::True, "an answer to what is not asked: {}", told());
    }
    if let (Some(when), Turn::Condition | Turn::Bound(_)) = (rule.when(), turn) {
        assert_eq!(when.truth(&situation), Truth::from(holds), "{}", told());
    }
    if let Turn::Bound(bound) = turn {
        let number = if holds { bound.inside } else { bound.outside };
        assert_eq!(situation.look_up(&bound.fact), Ok(Some(Value::Number(number))), "{}", told());
    }
    let plan = Plan::compute(&situation);
    if matches!(rule.part, Part::Step) {
        let status = plan.step(&rule.step.unwrap().id).unwrap().status;
        let in_plan = matches!(status, StepStatus::Applies | StepStatus::Automatic);
        assert_eq!(in_plan, holds, "{status:?}: {}", told());
    }
    if let (Part::Deadline(deadline), Turn::Date) = (rule.part, turn) {
        let step = plan.step(&rule.step.unwrap().id).unwrap();
        let dated = step.deadlines.iter().find(|one| one.deadline == deadline).unwrap();
        assert_eq!(dated.due.map(|due| due.date), example.date, "{}", told());
    }
}

#[test]
fn each_bound_of_the_shipped_catalogue_has_an_example_on_either_side_or_says_why_not() {
    let catalogue = shipped().unwrap();
    let services = catalogue.services.values().filter(|service| service.confidence != Confidence::Assumed);
    let codes = catalogue.events.keys().cloned().chain(services.map(|service| service.code.to_string()));
    let mut bounds: BTreeMap<String, Found> = BTreeMap::new();
    let mut conditions: BTreeMap<String, Found> = BTreeMap::new();
    let (mut pairs, mut examples) = (0, 0);
    for code in codes {
        let event = guide(&catalogue, &code).unwrap();
        let event = event.as_ref();
        let making = Examples::new(&catalogue, event);
        for rule in rules(&catalogue, event) {
            for pair in making.of(&rule) {
                pairs += 1;
                let named = name(event, &rule);
                let found = match &pair.turn {
                    Turn::Bound(bound) => Some(bounds.entry(format!("{named} {bound:?}")).or_default()),
                    // A question behind every answer of another one waits for an answer, and is kept from who knows none.
                    Turn::Condition if pair.holds.is_ok() && matches!(rule.part, Part::Question(_)) => None,
                    Turn::Condition if rule.when().is_some() => Some(conditions.entry(named).or_default()),
                    _ => None,
                };
                let mut why = Vec::new();
                for (example, holds) in [(&pair.holds, true), (&pair.fails, false)] {
                    match example {
                        Ok(example) => {
                            examples += 1;
                            check(&catalogue, event, &rule, &pair.turn, example, holds);
                        }
                        Err(Without::NoAnswers) => why.push(format!("{holds}: {code}: no answers")),
                        Err(other) => why.push(format!("{holds}: {code}: {other:?}")),
                    }
                }
                if let Some(found) = found {
                    found.holds |= pair.holds.is_ok();
                    found.fails |= pair.fails.is_ok();
                    found.facts.extend(rule.when().into_iter().flat_map(Condition::facts).map(str::to_owned));
                    found.why.extend(why);
                }
            }
        }
    }
    assert!(pairs > 1_000 && examples > 1_500, "{pairs} pairs, {examples} examples");
    let without = |found: &BTreeMap<String, Found>, lacks: fn(&Found) -> bool| {
        let lacking = found.iter().filter(|(_, found)| lacks(found));
        lacking.map(|(name, found)| format!("{}\n    {:?}", short(name), found.why)).collect::<Vec<_>>()
    };
    let never = without(&bounds, |found| !found.holds || !found.fails);
    assert!(never.is_empty(), "{} bounds have no example on either side:\n{}", never.len(), never.join("\n"));
    let never = without(&conditions, |found| !found.holds);
    assert!(never.is_empty(), "{} conditions are met by nobody:\n{}", never.len(), never.join("\n"));
    // A service with a consular twin is never used at a consulate, so that a place that is no consulate says nothing.
    let always = without(&conditions, |found| !found.fails && found.facts != BTreeSet::from([CENTRE_KIND.to_owned()]));
    assert!(always.is_empty(), "{} conditions are met by everybody:\n{}", always.len(), always.join("\n"));
}

/// The age of women rises by half a year on each 1 July, and so nobody reaches the new age on that day itself.
#[test]
fn each_row_of_the_pension_age_has_who_is_the_first_under_it() {
    let catalogue = shipped().unwrap();
    let event = &catalogue.events["C15"];
    let making = Examples::new(&catalogue, event);
    let mut rows = 0;
    for rule in rules(&catalogue, event) {
        let Part::Age(derived, row) = rule.part else { continue };
        let [pair] = &making.of(&rule)[..] else { panic!("one pair") };
        let (Ok(first), Ok(before)) = (&pair.holds, &pair.fails) else {
            assert_eq!(pair.fails, Err(Without::FirstRow), "{} {}", derived.id, row.from);
            continue;
        };
        rows += 1;
        assert!(first.date.unwrap() >= row.from && before.date.unwrap() < row.from, "{first:?} {before:?}");
    }
    assert!(rows > 20, "{rows}");
}

/// A rule is met at its own bound, not somewhere beyond.
#[test]
fn examples_stand_at_the_bounds_and_differ_by_one_day_or_one_number() {
    let catalogue = shipped().unwrap();
    let mut seen = 0;
    let events = ["C1", "C5", "C15", "C16"].map(|code| &catalogue.events[code]);
    let makings = events.map(|event| (event, Examples::new(&catalogue, event)));
    for (making, rule) in
        makings.iter().flat_map(|(event, making)| rules(&catalogue, event).into_iter().map(move |rule| (making, rule)))
    {
        for pair in making.of(&rule) {
            let (Turn::Bound(bound), Ok(holds), Ok(fails)) = (&pair.turn, &pair.holds, &pair.fails) else { continue };
            let changed: Vec<_> =
                holds.answers.iter().filter(|(fact, value)| fails.answers.get(*fact) != Some(value)).collect();
            if let [(fact, Value::Date(one))] = changed.as_slice()
                && let Some(Value::Date(other)) = fails.answers.get(*fact)
            {
                seen += 1;
                assert_eq!(one.until(*other).unwrap().get_days().abs(), 1, "{bound:?}: {holds:?} {fails:?}");
            }
        }
    }
    assert!(seen > 5, "{seen}");
}
