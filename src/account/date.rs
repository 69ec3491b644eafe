//! When a step is due, how long it takes, how long its result is good.

use super::belief::{Part, past};
use super::lead::{closed_said, deadline_said, undated_said};
use super::{About, Block, Certainty, Line};
use crate::domain::plan::{PlannedDeadline, PlannedStep};
use crate::domain::service::Service;
use crate::domain::situation::Situation;
use crate::i18n::{Value, phrase};

/// The dates of a step: what leads first.
#[must_use]
pub fn dates<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let mut blocks: Vec<Block<'p>> = step.deadlines.iter().map(|planned| of_deadline(situation, planned)).collect();
    blocks.extend(step.service.and_then(|service| past(situation, service, Part::Dates)));
    if let Some(words) = step.service.and_then(processing_said) {
        blocks.push(Block::new(About::Waiting, vec![Line::body(words)]));
    }
    if let Some(valid) = step.service.and_then(|service| service.valid_for.as_ref()) {
        let lines = vec![Line::note(phrase("step-valid-for")), Line::body(valid)];
        blocks.push(Block::new(About::Result, lines));
    }
    if blocks.is_empty() && step.is_to_do() && step.service.is_some() {
        blocks.push(Block::new(About::Day, vec![Line::body(phrase("due-none"))]));
    }
    blocks
}

/// How long a service takes.
#[must_use]
pub fn processing_said(service: &Service) -> Option<Value<'static>> {
    service.processing.map(|length| phrase("step-processing").with("term", length).into())
}

fn of_deadline<'p>(situation: &Situation<'p>, planned: &'p PlannedDeadline<'p>) -> Block<'p> {
    let rule = planned.deadline;
    // Of a term counted from a paper the label is a part of the sentence.
    let label = rule.label.iter().filter(|_| rule.receipt_of().is_none()).map(Line::note);
    let mut block = Block::new(About::Day, label.collect());
    block = match (deadline_said(planned), undated_said(rule)) {
        (Some(words), _) => block.then([Line::strong(words)]),
        (None, undated) => block.then(undated.map(Line::body)),
    };
    block = block.then(closed_said(planned).map(Line::body));
    block.sure(Certainty::of(situation, planned.truth, rule.when.as_ref())).then(
        rule.consequence.as_ref().filter(|_| planned.due.is_some() || rule.receipt_of().is_some()).map(Line::body),
    )
}
