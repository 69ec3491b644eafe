//! One person's situation: the event, the answers so far, the centre and the day. The facts that
//! conditions ask for are looked up here.

use super::catalogue::Catalogue;
use super::centre::Centre;
use super::condition::{Condition, FactSource, Truth};
use super::fact::{Answers, CENTRE_KIND, FactId, TODAY, Value};
use super::life_event::LifeEvent;
use super::question::{AgeRow, DerivedFact};
use jiff::civil::Date;
use jiff::{Span, Unit};
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
            (Truth::Unknown, missing) => {
                missing.iter().any(|gate| gate != question && !self.answers.reached(gate) && self.may_be_put(gate))
            }
        }
    }

    /// The questions that still decide whether this one is asked.
    #[must_use]
    pub fn awaits(&self, question: &str) -> BTreeSet<FactId> {
        self.gate(question).1
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
        // What this visit does not ask stays unknown, and no question can settle it.
        if self.event.question(question).is_none() {
            return Err(BTreeSet::new());
        }
        // In a visit about two events one answer may serve both.
        if let Some(same) = self.event.same_facts.iter().find(|same| same.question == question)
            && self.answer(&same.only_if)? == Some(Value::Truth(true))
        {
            return self.answer(&same.answered_by);
        }
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

impl Situation<'_> {
    /// A derived fact: time passed up to a date, or the date of an age.
    fn derive(&self, derived: &DerivedFact) -> Result<Option<Value>, BTreeSet<FactId>> {
        if let Some(table) = &derived.age_reached {
            let born = self.earlier_date(derived, &table.born);
            if born == Ok(None) {
                return Ok(None);
            }
            // Where no row can come to be this person's, the day of birth would settle nothing.
            if !table.rows.iter().any(|row| self.may_hold(row.when.as_ref())) {
                return self.rows_of(&table.rows).map(|_| None);
            }
            return Ok(match self.both(born, self.rows_of(&table.rows))? {
                (Some(born), rows) => age_reached(born, &rows).map(Value::Date),
                (None, _) => None,
            });
        }
        let measures = [
            (&derived.days_since, Unit::Day),
            (&derived.months_since, Unit::Month),
            (&derived.years_since, Unit::Year),
        ];
        let Some((origin, unit)) = measures.into_iter().find_map(|(origin, unit)| Some((origin.as_ref()?, unit)))
        else {
            return Ok(None);
        };
        let until = derived.until.as_ref().map_or(Ok(Some(self.on)), |fact| self.earlier_date(derived, fact));
        let from = self.earlier_date(derived, origin);
        if from == Ok(None) || until == Ok(None) {
            return Ok(None);
        }
        let (Some(from), Some(until)) = self.both(from, until)? else { return Ok(None) };
        let Ok(passed) = from.until((unit, until)) else { return Ok(None) };
        Ok(Some(Value::Number(match unit {
            Unit::Year => i64::from(passed.get_years()),
            Unit::Month => i64::from(passed.get_months()),
            _ => i64::from(passed.get_days()),
        })))
    }

    /// Two parts of which both are needed. Where one can never be known, the other one's questions are not worth
    /// asking.
    fn both<One, Other>(
        &self,
        one: Result<One, BTreeSet<FactId>>,
        other: Result<Other, BTreeSet<FactId>>,
    ) -> Result<(One, Other), BTreeSet<FactId>> {
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(missing), Ok(_)) | (Ok(_), Err(missing)) => Err(missing),
            (Err(one), Err(other)) if self.is_hopeless(&one) || self.is_hopeless(&other) => {
                Err(if self.is_hopeless(&one) { one } else { other })
            }
            (Err(mut one), Err(other)) => {
                one.extend(other);
                Err(one)
            }
        }
    }

    /// Whether the condition holds or may once the open questions are answered.
    fn may_hold(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|when| when.may_become(true, self, &|missing| self.is_hopeless(missing)))
    }

    /// Whether none of these facts can still become known.
    fn is_hopeless(&self, missing: &BTreeSet<FactId>) -> bool {
        !missing.iter().any(|fact| !self.answers.reached(fact) && self.may_be_put(fact))
    }

    /// The date of a question, or of a derived fact that stands before this one: facts never wait for each other
    /// in a circle.
    fn earlier_date(&self, derived: &DerivedFact, fact: &str) -> Result<Option<Date>, BTreeSet<FactId>> {
        let mut before = self.event.derived.iter().take_while(|other| other.id != derived.id);
        let value = if fact == TODAY {
            Some(Value::Date(self.on))
        } else if let Some(other) = before.find(|other| other.id == fact) {
            self.derive(other)?
        } else {
            self.answer(fact)?
        };
        Ok(match value {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        })
    }

    /// The rows of a table of ages that are this person's, by date.
    fn rows_of<'r>(&self, rows: &'r [AgeRow]) -> Result<Vec<&'r AgeRow>, BTreeSet<FactId>> {
        let mut own = Ok(Vec::new());
        for row in rows {
            let holds = match row.when.as_ref().map(|when| when.evaluate(self)) {
                None => Ok(true),
                Some(found) if found.truth == Truth::Unknown => Err(found.missing),
                Some(found) => Ok(found.truth == Truth::True),
            };
            own = self.both(own, holds).map(|(mut own, holds)| {
                own.extend(holds.then_some(row));
                own
            });
        }
        let mut own = own?;
        own.sort_by_key(|row| row.from);
        Ok(own)
    }
}

/// The first day on which someone born on a day is as old as the row in force on that day asks.
fn age_reached(born: Date, rows: &[&AgeRow]) -> Option<Date> {
    // The first row reaches back: whoever was old enough before the table began is old enough.
    rows.iter().enumerate().find_map(|(place, row)| {
        let old_enough = born.checked_add(Span::new().try_months(row.months).ok()?).ok()?;
        let reached = if place == 0 { old_enough } else { old_enough.max(row.from) };
        rows.get(place + 1).is_none_or(|next| reached < next.from).then_some(reached)
    })
}

impl FactSource for Situation<'_> {
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        if fact == CENTRE_KIND {
            return Ok(Some(Value::Choice(self.centre.kind.code().to_owned())));
        }
        if fact == TODAY {
            return Ok(Some(Value::Date(self.on)));
        }
        match self.event.derived.iter().find(|derived| derived.id == fact) {
            Some(derived) => self.derive(derived),
            None => match self.event.given.get(fact) {
                Some(value) => Ok(Some(value.clone())),
                None => self.answer(fact),
            },
        }
    }
}
