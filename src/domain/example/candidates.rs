//! The answers worth trying on a question: those at which a bound of the catalogue is just met and just missed.

use crate::domain::fact::{FactId, Value};
use crate::domain::question::{DerivedFact, Question, QuestionKind};
use crate::domain::situation::Situation;
use jiff::civil::Date;
use jiff::{Span, Unit};

/// Values of facts that a rule turns on.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Numbers, by the fact that is tested.
    pub numbers: Vec<(FactId, i64)>,
    /// Dates, by the fact that holds them.
    pub dates: Vec<(FactId, Date)>,
}

/// Days worth trying where nothing is counted from a date: a month ago, today, in a month, and the births of a grown-up,
/// of a person near their pension, of children.
const USUAL_DAYS: [i64; 7] = [-30, 0, 30, -30 * 365, -62 * 365, -5 * 365, -8 * 365];

/// The answers, those that the rule itself turns on first. `near` is an answer that is to be changed as little as can be.
pub(super) fn candidates(
    question: &Question,
    situation: &Situation<'_>,
    own: &Wanted,
    others: &Wanted,
    near: Option<&Value>,
) -> Vec<Value> {
    let mut values: Vec<Value> = match question.kind {
        QuestionKind::YesNo => vec![Value::Truth(true), Value::Truth(false)],
        QuestionKind::Choice => question.options.iter().map(|option| Value::Choice(option.id.clone())).collect(),
        QuestionKind::Number => {
            let named = own.numbers.iter().chain(&others.numbers).filter(|(fact, _)| *fact == question.id);
            let (least, most) = question.range();
            named.map(|(_, number)| *number).chain([least, most]).map(Value::Number).collect()
        }
        QuestionKind::Date => {
            let usual = USUAL_DAYS.iter().filter_map(|days| shifted(situation.on, *days, Unit::Day));
            let own = days(&question.id, situation, own);
            own.into_iter().chain(usual).chain(days(&question.id, situation, others)).map(Value::Date).collect()
        }
    };
    values.retain(|value| question.takes(value, situation.on).is_ok());
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    if let Some(near) = near {
        values.retain(|value| value != near);
        values.sort_by_key(|value| distance(value, near));
        values.insert(0, near.clone());
    }
    values
}

/// How far two answers lie apart; answers that lie nowhere are all as far.
fn distance(one: &Value, other: &Value) -> u64 {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.abs_diff(*other),
        (Value::Date(one), Value::Date(other)) => {
            one.until((Unit::Day, *other)).map_or(u64::MAX, |days| u64::from(days.get_days().unsigned_abs()))
        }
        _ => 0,
    }
}

/// The days on which a fact should lie so that what is derived from it takes the wanted values.
fn days(fact: &str, situation: &Situation<'_>, wanted: &Wanted) -> Vec<Date> {
    let mut found: Vec<Date> = wanted.dates.iter().filter(|(of, _)| of == fact).map(|(_, day)| *day).collect();
    let known = |fact: &FactId| situation.date(fact).ok().flatten();
    for derived in &situation.event.derived {
        let Some((origin, unit)) = measure(derived) else { continue };
        let numbers = wanted.numbers.iter().filter(|(of, _)| *of == derived.id).map(|(_, number)| *number);
        if origin == fact {
            let until = derived.until.as_ref().map_or(Some(situation.on), known).unwrap_or(situation.on);
            for number in numbers {
                // The last day and the first day that lie so many whole units back.
                found.extend(shifted(until, -number, unit));
                found.extend(shifted(until, -number - 1, unit).and_then(|day| day.tomorrow().ok()));
            }
        } else if derived.until.as_deref() == Some(fact) {
            let from = known(origin).unwrap_or(situation.on);
            for number in numbers {
                found.extend(shifted(from, number, unit));
                found.extend(shifted(from, number + 1, unit).and_then(|day| day.yesterday().ok()));
            }
        }
    }
    let tables = situation.event.derived.iter().filter_map(|derived| Some((derived, derived.age_reached.as_ref()?)));
    for (derived, table) in tables.filter(|(_, table)| table.born == fact) {
        for reached in days(&derived.id, situation, wanted) {
            found.extend(table.rows.iter().filter_map(|row| shifted(reached, -row.months, Unit::Month)));
        }
    }
    found
}

/// The date from which a derived fact counts, and in which unit.
fn measure(derived: &DerivedFact) -> Option<(&FactId, Unit)> {
    let measures =
        [(&derived.days_since, Unit::Day), (&derived.months_since, Unit::Month), (&derived.years_since, Unit::Year)];
    measures.into_iter().find_map(|(origin, unit)| Some((origin.as_ref()?, unit)))
}

/// A day so many units later.
fn shifted(day: Date, by: i64, unit: Unit) -> Option<Date> {
    let span = match unit {
        Unit::Year => Span::new().try_years(by),
        Unit::Month => Span::new().try_months(by),
        _ => Span::new().try_days(by),
    };
    day.checked_add(span.ok()?).ok()
}
