//! Runs the scenarios that ship with the content: answers in, expected steps out.

use super::read::{Draft, Finding, Severity, line_of};
use crate::domain::condition::Truth;
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::Answers;
use crate::domain::money::Amount;
use crate::domain::plan::{Plan, PlannedFee, PlannedStep, StepStatus};
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
    let Some(event) = catalogue.events.get(&scenario.event) else {
        return vec![format!("there is no event \"{}\"", scenario.event)];
    };
    let Some(centre) = catalogue.centres.get(&scenario.centre) else {
        return vec![format!("there is no centre \"{}\"", scenario.centre)];
    };
    let unknown = scenario.does_not_know.iter().map(|question| (question.clone(), None));
    let known = scenario.answers.iter().map(|(question, value)| (question.clone(), Some(value.clone())));
    let answers = Answers(known.chain(unknown).collect());
    let mut differences: Vec<String> = answers
        .0
        .keys()
        .filter(|question| event.question(question).is_none())
        .map(|question| format!("event {} has no question \"{question}\"", event.code))
        .collect();
    let plan = Plan::compute(&Situation { catalogue, event, answers: &answers, centre, on: scenario.on });
    let steps: Vec<&str> = plan.shown().map(|step| step.step.id.as_str()).collect();
    differ(&mut differences, "steps", &steps, &scenario.steps.iter().map(String::as_str).collect());
    if let Some(expected) = &scenario.open_questions {
        let open: Vec<&str> = plan.questions.iter().map(|question| question.id.as_str()).collect();
        differ(&mut differences, "open_questions", &open, &expected.iter().map(String::as_str).collect());
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
        return;
    }
    if let Some(service) = &expected.service {
        differ(differences, "service", &step.service.map_or("", |service| service.code.as_str()), &service.as_str());
    }
    let date = |kind: DeadlineKind| {
        step.deadlines.iter().filter(|deadline| deadline.deadline.kind == kind).find_map(|deadline| deadline.due)
    };
    if expected.due.is_some() {
        differ(differences, "due", &date(DeadlineKind::Within).map(|due| due.date), &expected.due);
    }
    if expected.not_before.is_some() {
        differ(differences, "not_before", &date(DeadlineKind::NotBefore).map(|due| due.date), &expected.not_before);
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
    if let Some(here) = expected.here {
        differ(differences, "here", &step.here(), &here);
    }
}

fn fee_words(fee: &PlannedFee<'_>) -> String {
    match (fee.option.amount, fee.option.amount_to) {
        (None, _) => "unknown".to_owned(),
        (Some(Amount(0)), None) => "free".to_owned(),
        (Some(amount), None) => format!("{amount} {}", fee.option.currency.code()),
        (Some(least), Some(most)) => format!("{least}-{most} {}", fee.option.currency.code()),
    }
}

fn differ<T: PartialEq + Debug>(differences: &mut Vec<String>, what: &str, found: &T, expected: &T) {
    if found != expected {
        differences.push(format!("{what}: expected {expected:?}, found {found:?}"));
    }
}
