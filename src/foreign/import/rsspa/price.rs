//! Prices and terms, which the portal's editors write as free text.

use crate::domain::money::{Amount, Currency};
use crate::domain::term::{Term, Unit};
use crate::foreign::import::clean;

/// What a price says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// An amount, or a range of two, and the currency where the text names one.
    Amount {
        /// The amount, or the lower end.
        from: Amount,
        /// The upper end of a range.
        to: Option<Amount>,
        /// The currency named.
        currency: Option<Currency>,
    },
    /// A part of something.
    Percent {
        /// How many percent.
        percent: Amount,
        /// Of what, as written.
        of: String,
    },
    /// A text that is not certain: an editor reads it.
    Unclear,
}

/// What people write for "nothing".
const FREE: [&str; 16] = [
    "gratuit",
    "gratuită",
    "gratuita",
    "gratuite",
    "gratis",
    "cu titlu gratuit",
    "serviciu gratuit",
    "fără plată",
    "fara plata",
    "бесплатно",
    "бесплатная",
    "бесплатный",
    "бесплатная услуга",
    "free",
    "free of charge",
    "no charge",
];
/// Words for currencies, longest first.
const CURRENCIES: [(&str, Currency); 16] = [
    ("lei mdl", Currency::Mdl),
    ("mdl", Currency::Mdl),
    ("lei", Currency::Mdl),
    ("leu", Currency::Mdl),
    ("леев", Currency::Mdl),
    ("лея", Currency::Mdl),
    ("лей", Currency::Mdl),
    ("euro", Currency::Eur),
    ("eur", Currency::Eur),
    ("евро", Currency::Eur),
    ("€", Currency::Eur),
    ("dolari sua", Currency::Usd),
    ("dolari", Currency::Usd),
    ("usd", Currency::Usd),
    ("долларов", Currency::Usd),
    ("$", Currency::Usd),
];

/// Reads a price. Only what can mean one thing is an amount: "de la 100 lei" is not.
#[must_use]
pub fn price(text: &str) -> Price {
    let written = clean::line(text);
    let written = written.trim_end_matches(['.', ';', ',', '!']).trim();
    let text = written.to_lowercase();
    let text = text.as_str();
    if FREE.contains(&text) {
        return Price::Amount { from: Amount(0), to: None, currency: None };
    }
    if let Some((percent, of)) = text.split_once('%') {
        let Some(part) = part(percent, of) else { return Price::Unclear };
        // What it is of stands in a record, with its capitals.
        let skip = written.chars().count().saturating_sub(part.1.chars().count());
        return Price::Percent { percent: part.0, of: written.chars().skip(skip).collect() };
    }
    let Some((numbers, currency)) = without_currency(text) else { return Price::Unclear };
    let mut ends = numbers.split(['-', '–', '—']);
    let (from, to) = (ends.next().unwrap_or_default(), ends.next());
    let Some(from) = without_currency(from).filter(|(_, named)| named.is_none() || *named == currency) else {
        return Price::Unclear;
    };
    match (number(from.0), to.map(number), ends.next()) {
        (Some(from), None, None) => Price::Amount { from, to: None, currency },
        (Some(from), Some(Some(to)), None) if to > from => Price::Amount { from, to: Some(to), currency },
        (Some(from), Some(Some(to)), None) if to == from => Price::Amount { from, to: None, currency },
        _ => Price::Unclear,
    }
}

/// "10% din valoare". A text that goes on with other figures has conditions, and is not certain.
fn part<'a>(percent: &str, of: &'a str) -> Option<(Amount, &'a str)> {
    let percent = number(percent)?;
    let of = of.trim();
    let of = ["din ", "de la ", "от ", "of "].iter().find_map(|word| of.strip_prefix(word))?.trim();
    let certain = percent <= Amount(10_000) && !of.is_empty() && !of.contains(|letter: char| letter.is_ascii_digit());
    let certain = certain && !of.contains([',', ';', '%']);
    certain.then_some((percent, of))
}

/// The text without the word for a currency before or after it. `None` when it names two.
fn without_currency(text: &str) -> Option<(&str, Option<Currency>)> {
    let text = text.trim();
    for (word, currency) in CURRENCIES {
        let rest = text.strip_suffix(word).or_else(|| text.strip_suffix('.')?.strip_suffix(word));
        if let Some(rest) = rest.or_else(|| text.strip_prefix(word)) {
            let rest = rest.trim();
            let twice = CURRENCIES.iter().any(|(word, other)| *other != currency && rest.contains(word));
            return (!twice).then_some((rest, Some(currency)));
        }
    }
    Some((text, None))
}

/// A number of at most two decimals. Thousands are set apart by spaces, points or commas, in groups of three; money
/// has no three decimals, so that "1.200" is a thousand and two hundred.
fn number(text: &str) -> Option<Amount> {
    let text = text.trim();
    let last = text.rfind(['.', ',']);
    let behind = last.and_then(|at| text.get(at + 1..)).unwrap_or_default();
    let (whole, cents) = match last {
        Some(at) if behind.len() != 3 => (text.get(..at)?, Some(behind)),
        _ => (text, None),
    };
    let separator = [' ', '.', ','].into_iter().find(|separator| whole.contains(*separator));
    let whole = match separator {
        Some(separator) => {
            let used = last.filter(|_| cents.is_some()).and_then(|at| text.get(at..)?.chars().next());
            let groups: Vec<&str> = whole.split(separator).collect();
            let first = groups.first().is_some_and(|group| (1..=3).contains(&group.len()) && !group.starts_with('0'));
            if used == Some(separator) || !first || groups.iter().skip(1).any(|group| group.len() != 3) {
                return None;
            }
            groups.concat()
        }
        None => whole.to_owned(),
    };
    match cents {
        Some(cents) => format!("{whole}.{cents}").parse().ok(),
        None => whole.parse().ok(),
    }
}

/// A currency as its own field names it.
#[must_use]
pub fn currency(text: &str) -> Option<Currency> {
    let text = clean::line(text).to_lowercase();
    CURRENCIES.iter().find(|(word, _)| *word == text.trim_end_matches('.')).map(|(_, currency)| *currency)
}

/// How units and texts say that something is done the same day.
const SAME_DAY: [&str; 11] = [
    "same day",
    "sameday",
    "same_day",
    "aceeași zi",
    "aceeaşi zi",
    "aceeasi zi",
    "ziua adresării",
    "ziua depunerii",
    "тот же день",
    "день обращения",
    "день подачи",
];

/// A term of so many units as the portal names them, and what is doubtful about it; the text beside it may say that
/// none at all is the same day. `Err` says why there is no term.
pub fn term(value: &str, unit: &str, text: &str) -> Result<(Term, Option<&'static str>), &'static str> {
    let number = value.strip_suffix(".0").unwrap_or(value);
    let value: i64 = number.parse().map_err(|_| "not a whole number")?;
    if !(0..=100_000).contains(&value) {
        return Err("out of all bounds");
    }
    if value == 0 {
        let said = [unit, text].map(str::to_lowercase);
        let is_said = SAME_DAY.iter().any(|words| said.iter().any(|text| text.contains(words)));
        let doubt = (!is_said).then_some("a term of 0 may mean that there is none: taken as the same day");
        return Ok((Term { value: 0, unit: Unit::SameDay }, doubt));
    }
    let same = |unit| Ok((Term { value, unit }, None));
    match unit.to_ascii_lowercase().as_str() {
        "workday" | "workdays" => same(Unit::WorkDay),
        "calendarday" | "calendardays" => same(Unit::CalendarDay),
        "hour" | "hours" => same(Unit::Hour),
        "month" | "months" => same(Unit::Month),
        "year" | "years" => same(Unit::Year),
        "day" | "days" => Ok((
            Term { value, unit: Unit::CalendarDay },
            Some("\"Day\" does not say which days: taken as calendar days"),
        )),
        "minute" | "minutes" if value % 60 == 0 => Ok((Term { value: value / 60, unit: Unit::Hour }, None)),
        "minute" | "minutes" => Ok((Term { value: 0, unit: Unit::SameDay }, Some("minutes are taken as the same day"))),
        "" => Err("without a unit"),
        _ => Err("in a unit that is not known"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str) -> Option<(i64, Option<i64>, Option<Currency>)> {
        match price(text) {
            Price::Amount { from, to, currency } => Some((from.0, to.map(|to| to.0), currency)),
            _ => None,
        }
    }

    #[test]
    fn certain_prices_are_amounts() {
        let mdl = Some(Currency::Mdl);
        for (text, expected) in [
            ("100", (10_000, None, None)),
            ("0", (0, None, None)),
            ("9.5", (950, None, None)),
            ("180 lei", (18_000, None, mdl)),
            ("1 200,50 MDL", (120_050, None, mdl)),
            ("1 300,00", (130_000, None, None)),
            ("1.200,50 lei.", (120_050, None, mdl)),
            ("1,200.50", (120_050, None, None)),
            ("7.280 lei", (728_000, None, mdl)),
            ("12,636", (1_263_600, None, None)),
            ("1.234.567,80", (123_456_780, None, None)),
            ("1\u{A0}300 lei", (130_000, None, mdl)),
            ("MDL 40", (4_000, None, mdl)),
            ("50 EUR", (5_000, None, Some(Currency::Eur))),
            ("€ 50", (5_000, None, Some(Currency::Eur))),
            ("100-200 lei", (10_000, Some(20_000), mdl)),
            ("100 lei – 200 lei", (10_000, Some(20_000), mdl)),
            ("100-100 lei", (10_000, None, mdl)),
            (" Gratuit. ", (0, None, None)),
            ("бесплатно", (0, None, None)),
            ("0,00 lei", (0, None, mdl)),
        ] {
            assert_eq!(amount(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_no_amount() {
        for text in [
            "de la 100 lei",
            "conform tarifelor",
            "0.200",
            "1.2000",
            "1,200,50",
            "1200.500",
            "12 00",
            "1 2000",
            "-5",
            "200-100 lei",
            "100-200-300",
            "50 EUR 30 lei",
            "30 lei - 50 eur",
            "1e5",
            "99999999999999999999",
            "10%",
            "1.2.3",
            "",
            "lei",
            "10% din valoare, dar nu mai puțin de 100 lei",
            "200% din valoare",
            "٣ lei",
        ] {
            assert_eq!(price(text), Price::Unclear, "{text}");
        }
        let expected = Price::Percent { percent: Amount(1_050), of: "valoarea Contractului".to_owned() };
        assert_eq!(price("10,5 % din  valoarea Contractului."), expected);
    }

    #[test]
    fn terms_keep_their_unit() {
        let term = |value, unit| term(value, unit, "");
        assert_eq!(term("15", "WorkDay"), Ok((Term { value: 15, unit: Unit::WorkDay }, None)));
        assert_eq!(term("120", "Minute"), Ok((Term { value: 2, unit: Unit::Hour }, None)));
        assert!(term("30", "Minute").is_ok_and(|(term, doubt)| term.unit == Unit::SameDay && doubt.is_some()));
        assert!(term("3", "Day").is_ok_and(|(term, doubt)| term.unit == Unit::CalendarDay && doubt.is_some()));
        for (value, unit) in
            [("3", ""), ("3", "Fortnight"), ("-3", "Hour"), ("2.5", "Hour"), ("1e9", "Hour"), ("", "Hour")]
        {
            assert!(term(value, unit).is_err(), "{value} {unit}");
        }
    }

    #[test]
    fn a_term_of_nothing_is_the_same_day_for_certain_only_where_that_is_said() {
        let same_day = Term { value: 0, unit: Unit::SameDay };
        for (unit, text, certain) in [
            ("WorkDay", "", false),
            ("", "în termen legal", false),
            ("SameDay", "", true),
            ("WorkDay", "Se eliberează în aceeași zi", true),
            ("Hour", "В день обращения", true),
        ] {
            let (term, doubt) = term("0", unit, text).unwrap();
            assert_eq!((term, doubt.is_none()), (same_day, certain), "{unit} {text}");
        }
    }

    proptest! {
        #[test]
        fn anything_can_be_a_price(text in "[0-9.,% -]{0,12}(lei|eur|din x)?|\\PC*") {
            if let Price::Amount { from, to, .. } = price(&text) {
                prop_assert!(from >= Amount(0) && to.is_none_or(|to| to > from));
            }
            let _ = term(&text, &text, &text);
        }

        #[test]
        fn amounts_are_read_as_written(bani in 0_i64..100_000_000) {
            let written = Amount(bani).to_string();
            prop_assert_eq!(amount(&format!("{} lei", written.replace('.', ","))), Some((bani, None, Some(Currency::Mdl))));
        }
    }
}
