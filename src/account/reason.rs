//! Reasons: why a step is in the plan, who is entitled, when something is perhaps so.

use super::belief::{Part, past};
use super::{About, Block, Line, Tone};
use crate::domain::condition::{Condition, FactSource as _, Reason, Test, Truth};
use crate::domain::fact::CENTRE_KIND;
use crate::domain::plan::{PlannedCriterion, PlannedStep};
use crate::domain::question::Question;
use crate::domain::situation::Situation;
use crate::domain::text::Text;
use crate::i18n::{Value, phrase};

/// A reason: the editors' own words, or the fact's short name with what is known of it. `None` for facts that explain
/// nothing to a visitor, such as the kind of the centre.
#[must_use]
pub fn explain<'a>(situation: &Situation<'a>, reason: &Reason<'a>) -> Option<Value<'a>> {
    if let Some(why) = reason.why {
        return Some(Value::Text(why));
    }
    if reason.fact == CENTRE_KIND {
        return None;
    }
    let question = situation.event.question(reason.fact);
    let label = label(situation, reason.fact, question)?;
    let known = match situation.look_up(reason.fact) {
        Ok(Some(value)) => Value::Answer(question, value),
        Ok(None) => return None,
        Err(_) => phrase("answer-not-known-yet").into(),
    };
    if reason.truth != Truth::False || reason.negated {
        return Some(phrase("reason-known").with("label", label).with("value", known).into());
    }
    let needed = needed_said(question, reason.test);
    Some(phrase("reason-unmet").with("label", label).with("value", known).with("needed", needed).into())
}

/// The answers that a condition asks for.
#[must_use]
pub fn needed_said<'a>(question: Option<&'a Question>, test: &Test) -> Value<'a> {
    let answer = |value: &crate::domain::fact::Value| Value::Answer(question, value.clone());
    match test {
        Test::Is(value) => answer(value),
        Test::OneOf(values) => Value::List(values.iter().map(answer).collect()),
        Test::Within(Some(least), Some(most)) => Value::Name(format!("{least}–{most}")),
        Test::Within(Some(least), None) => Value::Name(format!("≥\u{a0}{least}")),
        Test::Within(None, Some(most)) => Value::Name(format!("≤\u{a0}{most}")),
        Test::Within(None, None) => Value::Name(String::new()),
    }
}

fn label<'a>(situation: &Situation<'a>, fact: &str, question: Option<&'a Question>) -> Option<&'a Text> {
    let derived = || situation.event.derived.iter().find(|derived| derived.id == fact);
    question.map(|question| &question.label).or_else(|| derived().map(|derived| &derived.label))
}

/// When something is so of which this visit does not know whether it is: the editors' words, or the facts that are open.
#[must_use]
pub fn when_so<'a>(situation: &Situation<'a>, when: Option<&'a Condition>) -> Vec<Value<'a>> {
    let Some(when) = when else { return Vec::new() };
    let reasons = when.evaluate(situation).reasons;
    let open = || reasons.iter().filter(|reason| reason.truth == Truth::Unknown);
    let mut said: Vec<Value<'a>> = open().filter_map(|reason| reason.why.map(Value::Text)).collect();
    if said.is_empty() {
        said.extend(open().filter_map(|reason| explain(situation, reason)));
    }
    let mut told = Vec::new();
    said.retain(|words| {
        !told.contains(words) && {
            told.push(words.clone());
            true
        }
    });
    said
}

/// Why the step is in the plan: the editors' sentence, and the facts that decided it or will.
#[must_use]
pub fn why<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let mut blocks: Vec<Block<'p>> =
        step.step.why.iter().map(|why| Block::new(About::Nothing, vec![Line::body(why)])).collect();
    let mut told = Vec::new();
    for reason in &step.reasons {
        let Some(words) = explain(situation, reason).filter(|words| !told.contains(words)) else { continue };
        let (about, verdict) = match reason.truth {
            Truth::True => (About::Met, "reason-met"),
            Truth::Unknown => (About::Open, "reason-open"),
            // What did not decide the matter explains nothing.
            Truth::False => continue,
        };
        told.push(words.clone());
        let verdict = phrase("reason-verdict").with("reason", words).with("verdict", phrase(verdict));
        let law = reason.law.and_then(|law| situation.catalogue.laws.get(law));
        let law = law.map(|law| Line::note(&law.name));
        blocks.push(Block::new(about, std::iter::once(Line::body(verdict)).chain(law).collect()));
    }
    blocks
}

/// Why a step is not for this person: the facts that decided it, each once.
#[must_use]
pub fn why_not<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let unmet = step.criteria.iter().filter(|one| one.truth == Some(Truth::False));
    let mut blocks: Vec<Block<'p>> = unmet.map(|one| criterion(situation, one)).collect();
    let mut told = Vec::new();
    for reason in step.reasons.iter().filter(|reason| reason.truth == Truth::False) {
        let Some(words) = explain(situation, reason).filter(|words| !told.contains(words)) else { continue };
        told.push(words.clone());
        let verdict = phrase("reason-verdict").with("reason", words).with("verdict", phrase("reason-not-met"));
        blocks.push(Block::new(About::Nothing, vec![Line::body(verdict)]));
    }
    blocks
}

/// Who is entitled, and what of it is met; what it costs not to keep to the rules.
#[must_use]
pub fn entitlement<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let mut routes: Vec<&str> = step.criteria.iter().filter_map(|one| one.criterion.route.as_deref()).collect();
    routes.dedup();
    let several = routes.len() > 1;
    let mut blocks = Vec::new();
    let mut last_route = None;
    for planned in &step.criteria {
        let route = planned.criterion.route.as_deref();
        if several && route.is_some() && route != last_route {
            let words = if last_route.is_none() { phrase("entitled-route") } else { phrase("entitled-or") };
            blocks.push(Block::new(About::Nothing, vec![Line::small(words)]));
        }
        last_route = route.or(last_route);
        blocks.push(criterion(situation, planned));
    }
    blocks.extend(step.service.and_then(|service| past(situation, service, Part::Conditions)));
    let penalties = step.service.into_iter().flat_map(|service| &service.penalties);
    blocks.extend(penalties.map(|penalty| Block::new(About::Penalty, vec![Line::body(penalty)]).toned(Tone::Caution)));
    blocks
}

/// A criterion, its law, and whether it is met.
fn criterion<'p>(situation: &Situation<'p>, planned: &PlannedCriterion<'p>) -> Block<'p> {
    let (about, verdict) = match planned.truth {
        Some(Truth::True) => (About::Met, "reason-met"),
        Some(Truth::Unknown) => (About::Open, "reason-open"),
        Some(Truth::False) => (About::NotMet, "reason-not-met"),
        None => (About::ToCheck, "reason-check-yourself"),
    };
    let words = phrase("reason-verdict").with("reason", Value::Clause(&planned.criterion.text));
    let law = planned.criterion.law.as_ref().and_then(|law| situation.catalogue.laws.get(law));
    let law = law.map(|law| Line::note(&law.name));
    Block::new(about, std::iter::once(Line::body(words.with("verdict", phrase(verdict)))).chain(law).collect())
}
