//! One person's situation: the event, the answers so far, the centre and the day. The facts that
//! conditions ask for are looked up here.

use super::catalogue::Catalogue;
use super::centre::Centre;
use super::condition::{FactSource, Truth};
use super::fact::{Answers, CENTRE_KIND, FactId, TODAY, Value};
use super::life_event::LifeEvent;
use jiff::Unit;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Everything a plan is computed from. Nothing in it says who the person is.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What happened.
    pub event: &'a LifeEvent,
    /// What the visitor answered.
    pub answers: &'a Answers,
    /// Where we are.
    pub centre: &'a Centre,
    /// The day of the plan, in the centre's time zone.
    pub on: Date,
}

impl Situation<'_> {
    /// Whether the question is asked of this person at all.
    #[must_use]
    pub fn is_asked(&self, question: &str) -> Truth {
        self.gate(question).0
    }

    /// Whether the question may still be put: it concerns this person, or may once a question before it is
    /// answered. Where that one was answered by "I do not know", it may not: nothing could rest on it.
    #[must_use]
    pub fn may_be_put(&self, question: &str) -> bool {
        match self.gate(question) {
            (Truth::True, _) => true,
            (Truth::False, _) => false,
            (Truth::Unknown, missing) => missing.iter().any(|gate| !self.answers.reached(gate)),
        }
    }

    /// Whether the question is asked, and the questions that still decide it.
    fn gate(&self, question: &str) -> (Truth, BTreeSet<FactId>) {
        let when = self.event.question(question).and_then(|question| question.when.as_ref());
        when.map_or((Truth::True, BTreeSet::new()), |when| {
            let evaluation = when.evaluate(self);
            (evaluation.truth, evaluation.missing)
        })
    }

    /// The date that a fact holds, for counting deadlines from it.
    ///
    /// # Errors
    /// The questions that would have to be answered.
    pub fn date(&self, fact: &str) -> Result<Option<Date>, BTreeSet<FactId>> {
        Ok(match self.look_up(fact)? {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        })
    }

    fn answer(&self, question: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        match self.gate(question) {
            // A question that does not concern this person has no answer, even if one was given before
            // an earlier answer changed; the answer itself is kept for the day it concerns them again.
            (Truth::False, _) => Ok(None),
            // As long as it is open whether it concerns them, nothing may rest on its answer: an answer to
            // the question before it could take it away again.
            (Truth::Unknown, mut missing) => {
                missing.insert(question.to_owned());
                Err(missing)
            }
            (Truth::True, _) => self
                .answers
                .value(question)
                .map(|value| Some(value.clone()))
                .ok_or_else(|| BTreeSet::from([question.to_owned()])),
        }
    }
}

impl FactSource for Situation<'_> {
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        if fact == CENTRE_KIND {
            return Ok(Some(Value::Choice(self.centre.kind.code().to_owned())));
        }
        if fact == TODAY {
            return Ok(Some(Value::Date(self.on)));
        }
        let Some(derived) = self.event.derived.iter().find(|derived| derived.id == fact) else {
            return self.answer(fact);
        };
        let measures = [
            (&derived.days_since, Unit::Day),
            (&derived.months_since, Unit::Month),
            (&derived.years_since, Unit::Year),
        ];
        let Some((origin, unit)) = measures.into_iter().find_map(|(origin, unit)| Some((origin.as_ref()?, unit)))
        else {
            return Ok(None);
        };
        let Some(Value::Date(from)) = self.answer(origin)? else { return Ok(None) };
        let Ok(passed) = from.until((unit, self.on)) else { return Ok(None) };
        Ok(Some(Value::Number(match unit {
            Unit::Year => i64::from(passed.get_years()),
            Unit::Month => i64::from(passed.get_months()),
            _ => i64::from(passed.get_days()),
        })))
    }
}
