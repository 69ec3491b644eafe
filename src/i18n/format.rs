//! Dates, amounts and lengths of time as people of each language write them.

use super::Texts;
use crate::domain::money::{Amount, Currency};
use crate::domain::term::{Term, Unit};
use crate::domain::text::Language;
use fluent_bundle::FluentValue;
use jiff::civil::Date;

/// A date with its weekday in words: „vineri, 20 noiembrie 2026".
#[must_use]
pub fn date_long(texts: &Texts, date: Date) -> String {
    let weekday = texts.get(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
    let month = texts.get(&format!("month-{}", date.month()));
    texts.with(
        "date-long",
        &[
            ("weekday", weekday.into()),
            ("day", date.day().to_string().into()),
            ("month", month.into()),
            ("year", date.year().to_string().into()),
        ],
    )
}

/// The name of a month by itself.
#[must_use]
pub fn month_alone(texts: &Texts, month: i8) -> String {
    texts.get(&format!("month-alone-{month}"))
}

/// A date in digits, day first, as all our languages write it here: `20.11.2026`.
#[must_use]
pub fn date_numeric(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// An amount with its currency: „260 de lei", "260 леев", "40 EUR".
#[must_use]
pub fn amount(texts: &Texts, amount: Amount, currency: Currency) -> String {
    let whole = amount.0 / 100;
    let cents = (amount.0 % 100).abs();
    let (group, point) = match texts.language() {
        Language::En => (',', '.'),
        Language::Ru => ('\u{a0}', ','),
        _ => ('.', ','),
    };
    let digits = whole.abs().to_string();
    let mut number = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            number.push(group);
        }
        number.push(digit);
    }
    if whole < 0 {
        number.insert(0, '-');
    }
    if cents > 0 {
        number.push(point);
        number.extend([cents / 10, cents % 10].map(|digit| char::from(b'0' + u8::try_from(digit).unwrap_or(0))));
    }
    match currency {
        Currency::Mdl if cents == 0 => {
            texts.with("amount-lei", &[("count", plural_count(texts, whole).into()), ("number", number.into())])
        }
        Currency::Mdl => texts.with("amount-lei-fraction", &[("number", number.into())]),
        other => format!("{number}\u{a0}{}", other.code()),
    }
}

/// A length of time in words: „25 de zile lucrătoare", "3 месяца".
#[must_use]
pub fn term(texts: &Texts, term: Term) -> String {
    let count = [("count", plural_count(texts, term.value).into()), ("number", term.value.into())];
    match term.unit {
        Unit::WorkDay => texts.with("term-work-days", &count),
        Unit::CalendarDay => texts.with("term-calendar-days", &count),
        Unit::Hour => texts.with("term-hours", &count),
        Unit::Month => texts.with("term-months", &count),
        Unit::Year => texts.with("term-years", &count),
        Unit::SameDay => texts.get("term-same-day"),
        Unit::AgreedDate => texts.get("term-agreed-date"),
    }
}

/// A message that counts something: `count` selects the form, `number` is shown.
#[must_use]
pub fn counted(texts: &Texts, key: &str, number: usize) -> String {
    texts.with(key, &texts.counting(number, Vec::new()))
}

impl Texts {
    /// The arguments of a message that counts something, besides others.
    pub(super) fn counting<'v>(
        &self,
        number: usize,
        mut arguments: Vec<(&'v str, FluentValue<'v>)>,
    ) -> Vec<(&'v str, FluentValue<'v>)> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        arguments.extend([("count", plural_count(self, number).into()), ("number", number.into())]);
        arguments
    }
}

/// The number by which the plural form is chosen. Romanian looks at the last two digits, „101 lei", „119 lei" and
/// „120 de lei"; the plural data at hand look at the whole number.
fn plural_count(texts: &Texts, number: i64) -> i64 {
    let few = number != 1 && (1..=19).contains(&(number % 100));
    if texts.language() == Language::Ro && few { 2 } else { number }
}
