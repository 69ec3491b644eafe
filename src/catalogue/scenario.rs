//! Runs the scenarios that ship with the content: answers in, expected steps out.

use super::read::{Draft, Finding, Severity, line_of};
use crate::domain::condition::Truth;
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::Answers;
use crate::domain::guide::guide;
use crate::domain::home::{HOME, Home, Responsible};
use crate::domain::money::{Amount, Currency};
use crate::domain::plan::{Plan, PlannedDeadline, PlannedFee, PlannedStep, StepStatus, Total};
use crate::domain::scenario::{Expectation, Scenario};
use crate::domain::service::Need;
use crate::domain::situation::Situation;
use std::fmt::Debug;

/// Runs every scenario of the draft; each difference is an error at the scenario's place.
#[must_use]
pub fn run_all(draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, scenario) in &draft.scenarios {
        let text = draft.files.iter().find(|source| source.name == *file).map_or("", |source| &source.text);
        for difference in run(draft, scenario) {
            findings.push(Finding {
                severity: Severity::Error,
                file: file.clone(),
                line: line_of(text, &scenario.name),
                field: format!("scenario \"{}\"", scenario.name),
                message: difference,
            });
        }
    }
    findings
}

/// Runs one scenario and says what differs.
fn run(draft: &Draft, scenario: &Scenario) -> Vec<String> {
    let catalogue = &draft.catalogue;
    let Some(event) = guide(catalogue, &scenario.event) else {
        return vec![format!("there is no event or service \"{}\"", scenario.event)];
    };
    let event = event.as_ref();
    let Some(centre) = catalogue.centres.get(&scenario.centre) else {
        return vec![format!("there is no centre \"{}\"", scenario.centre)];
    };
    let unknown = scenario.does_not_know.iter().map(|question| (question.clone(), None));
    let known = scenario.answers.iter().map(|(question, value)| (question.clone(), Some(value.clone())));
    let mut answers = Answers(known.chain(unknown).collect());
    let mut differences: Vec<String> = answers
        .0
        .keys()
        .filter(|question| event.question(question).is_none() && **question != HOME)
        .map(|question| format!("event {} has no question \"{question}\"", event.code))
        .collect();
    for (id, value) in &scenario.answers {
        if id == HOME && !Home::of(value).is_some_and(|home| Home::offered(centre).contains(&home)) {
            differences.push(format!("answers: {value:?} is no place to live in for \"{HOME}\" at {}", centre.id));
        }
        if let Some(Err(unfit)) = event.question(id).map(|question| question.takes(value, scenario.on)) {
            differences.push(format!("answers: {value:?} is no answer to \"{id}\" on {}: {unfit:?}", scenario.on));
        }
    }
    for paper in &scenario.lacks {
        if !catalogue.papers.contains_key(paper) {
            differences.push(format!("lacks: there is no paper \"{paper}\""));
        }
        answers.set_paper(paper, false);
    }
    let plan = Plan::compute(&Situation { catalogue, event, answers: &answers, centre, on: scenario.on });
    let steps: Vec<&str> = plan.shown().map(|step| step.step.id.as_str()).collect();
    differ(&mut differences, "steps", &steps, &scenario.steps.iter().map(String::as_str).collect());
    if let Some(expected) = &scenario.open_questions {
        let open: Vec<&str> = plan.questions.iter().map(|question| question.id.as_str()).collect();
        differ(&mut differences, "open_questions", &open, &expected.iter().map(String::as_str).collect());
    }
    if let Some(expected) = scenario.trips {
        differ(&mut differences, "trips", &plan.journeys.with_centre, &expected.into());
    }
    if let Some(expected) = &scenario.total {
        let total: Vec<String> = plan.totals.iter().map(|(currency, total)| total_words(*currency, *total)).collect();
        differ(&mut differences, "total", &total, expected);
    }
    if let Some(expected) = &scenario.instead {
        let offered: Vec<String> = plan
            .instead
            .iter()
            .filter_map(|alternative| {
                let instead = alternative.instead;
                instead.service.as_ref().map(ToString::to_string).or_else(|| instead.event.clone())
            })
            .collect();
        differ(&mut differences, "instead", &offered, expected);
    }
    for step in plan.shown().filter(|step| step.deadlines.iter().any(PlannedDeadline::has_ended)) {
        let mut own = scenario.expectations.iter().filter(|expected| expected.step == step.step.id);
        if !own.any(|expected| expected.leads.is_some()) {
            let id = &step.step.id;
            let leads = lead_text(step);
            differences.push(format!("step {id}: a term has ended by {}: say leads = \"{leads}\"", scenario.on));
        }
    }
    for expectation in &scenario.expectations {
        match plan.step(&expectation.step) {
            None => differences.push(format!("there is no step \"{}\"", expectation.step)),
            Some(step) => {
                let mut inner = Vec::new();
                compare(&mut inner, step, expectation);
                differences.extend(inner.into_iter().map(|text| format!("step {}: {text}", expectation.step)));
            }
        }
    }
    differences
}

fn compare(differences: &mut Vec<String>, step: &PlannedStep<'_>, expected: &Expectation) {
    if let Some(status) = expected.status {
        differ(differences, "status", &step.status, &status);
    }
    if step.status == StepStatus::DoesNotApply {
        if expected.status != Some(StepStatus::DoesNotApply) {
            differences.push("the step does not apply: expect only that, or correct the situation".to_owned());
        }
        return;
    }
    if let Some(service) = &expected.service {
        differ(differences, "service", &step.service.map_or("", |service| service.code.as_str()), &service.as_str());
    }
    let date = |kind: DeadlineKind| {
        let dated = || step.deadlines.iter().filter(|deadline| deadline.deadline.kind == kind);
        dated().filter(|deadline| !deadline.passed).chain(dated()).find_map(|deadline| deadline.due)
    };
    if let Some(leads) = &expected.leads {
        differ(differences, "leads", &lead_text(step), leads);
    }
    if expected.due.is_some() {
        differ(differences, "due", &date(DeadlineKind::Within).map(|due| due.date), &expected.due);
    }
    if expected.not_before.is_some() {
        differ(differences, "not_before", &date(DeadlineKind::NotBefore).map(|due| due.date), &expected.not_before);
    }
    if expected.expected.is_some() {
        differ(differences, "expected", &date(DeadlineKind::Expected).map(|due| due.date), &expected.expected);
    }
    if expected.open_day.is_some() {
        let kind = if expected.not_before.is_some() { DeadlineKind::NotBefore } else { DeadlineKind::Within };
        differ(differences, "open_day", &date(kind).and_then(|due| due.open_day), &expected.open_day);
    }
    if let Some(fees) = &expected.fees {
        let shown: Vec<String> = step.fees.iter().map(fee_words).collect();
        let shown = if shown.is_empty() { vec!["unknown".to_owned()] } else { shown };
        differ(differences, "fees", &shown, fees);
    }
    for (need, papers, name) in
        [(Need::Bring, &expected.bring, "bring"), (Need::StateReads, &expected.state_reads, "state_reads")]
    {
        if let Some(papers) = papers {
            let shown: Vec<&String> = step
                .papers
                .iter()
                .filter(|paper| paper.need.need == need && paper.truth == Truth::True)
                .map(|paper| &paper.paper.id)
                .collect();
            differ(differences, name, &shown, &papers.iter().collect());
        }
    }
    if let Some(benefit) = &expected.benefit {
        let shown: Vec<String> = step
            .benefit
            .iter()
            .filter(|planned| !planned.later)
            .map(|planned| range_words(Currency::Mdl, planned.amount.amount, planned.amount.amount_to))
            .collect();
        differ(differences, "benefit", &shown, benefit);
    }
    if let Some(here) = expected.here {
        differ(differences, "here", &step.here(), &here);
    }
    if let Some(office) = &expected.office {
        let found = step.places.iter().find_map(|place| place.responsible);
        let found = found.map_or("", |responsible| match responsible {
            Responsible::Near(office) | Responsible::Office(office) => &office.place.ro,
            Responsible::TownHallHere => "town hall here",
            Responsible::OfTheirOwn => "their own",
            Responsible::Open => "open",
        });
        differ(differences, "office", &found, &office.as_str());
    }
}

/// What leads on a step's row, as scenarios write it.
fn lead_text(step: &PlannedStep<'_>) -> String {
    let date = step.lead.date().map(|date| format!(" {date}")).unwrap_or_default();
    format!("{}{date}", step.lead.name())
}

fn fee_words(fee: &PlannedFee<'_>) -> String {
    match (fee.option.percent, fee.pays()) {
        (Some(percent), _) => format!("{percent} %"),
        (None, None) => "unknown".to_owned(),
        (None, Some(Amount(0))) if fee.option.amount_to.is_none() => "free".to_owned(),
        (None, Some(amount)) => range_words(fee.option.currency, amount, fee.pays_at_most()),
    }
}

fn total_words(currency: Currency, total: Total) -> String {
    let sure = range_words(currency, total.least, Some(total.most));
    let perhaps = format!("perhaps {} {}", total.perhaps, currency.code());
    match (total.most, total.perhaps) {
        (Amount(0), Amount(0)) => "free".to_owned(),
        (Amount(0), _) => perhaps,
        (most, perhaps) if most == perhaps => sure,
        _ => format!("{sure}, {perhaps}"),
    }
}

fn range_words(currency: Currency, least: Amount, most: Option<Amount>) -> String {
    match most.filter(|most| *most != least) {
        None => format!("{least} {}", currency.code()),
        Some(most) => format!("{least}-{most} {}", currency.code()),
    }
}

fn differ<T: PartialEq + Debug>(differences: &mut Vec<String>, what: &str, found: &T, expected: &T) {
    if found != expected {
        differences.push(format!("{what}: expected {expected:?}, found {found:?}"));
    }
}
