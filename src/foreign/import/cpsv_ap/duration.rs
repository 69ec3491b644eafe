//! Processing times: durations of XML Schema as terms in one unit.

use crate::domain::term::{Term, Unit};

/// A duration of XML Schema (`P6D`, `P1M`, `PT48H`) as a term. Days are days of the calendar: the format cannot say
/// working days. `P1W` of ISO 8601 is let pass as seven days.
///
/// # Errors
/// Why there is no term of one unit for it.
pub(super) fn term(text: &str) -> Result<Term, &'static str> {
    const WRONG: &str = "is no duration of XML Schema";
    let rest = text.trim().strip_prefix('P').ok_or(WRONG)?;
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return Err(WRONG),
        None => (rest, ""),
    };
    let [years, months, weeks, days] = parts(date, ['Y', 'M', 'W', 'D']).ok_or(WRONG)?;
    let [hours, minutes, seconds] = parts(time, ['H', 'M', 'S']).ok_or(WRONG)?;
    if rest.is_empty() {
        return Err(WRONG);
    }
    let days = weeks.checked_mul(7).and_then(|week_days| week_days.checked_add(days)).ok_or(WRONG)?;
    let hours = match (minutes.checked_mul(60).and_then(|minutes| minutes.checked_add(seconds)).ok_or(WRONG)?, hours) {
        (0, hours) => hours,
        (seconds, hours) if seconds % 3_600 == 0 => hours.checked_add(seconds / 3_600).ok_or(WRONG)?,
        _ => return Err("has minutes, which no term counts"),
    };
    let term = |value, unit| Ok(Term { value, unit });
    match (years, months, days, hours) {
        (0, 0, 0, 0) => term(0, Unit::SameDay),
        (years, 0, 0, 0) => term(years, Unit::Year),
        (years, months, 0, 0) => {
            let months = years.checked_mul(12).and_then(|year_months| year_months.checked_add(months)).ok_or(WRONG)?;
            term(months, Unit::Month)
        }
        (0, 0, days, 0) => term(days, Unit::CalendarDay),
        (0, 0, days, hours) => {
            let hours = days.checked_mul(24).and_then(|day_hours| day_hours.checked_add(hours)).ok_or(WRONG)?;
            term(hours, Unit::Hour)
        }
        _ => Err("mixes months with days, which no term does"),
    }
}

/// The numbers before these letters, in this order, each at most once; 0 where a letter is missing.
fn parts<const COUNT: usize>(text: &str, letters: [char; COUNT]) -> Option<[i64; COUNT]> {
    let mut found = [0; COUNT];
    let mut rest = text;
    for (value, letter) in found.iter_mut().zip(letters) {
        if let Some((number, behind)) = rest.split_once(letter) {
            let digits = (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            if !digits {
                return None;
            }
            *value = number.parse().ok()?;
            rest = behind;
        }
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_become_terms_of_one_unit() {
        for (text, value, unit) in [
            ("P6D", 6, Unit::CalendarDay),
            ("P1M", 1, Unit::Month),
            ("P1Y", 1, Unit::Year),
            ("P1Y2M", 14, Unit::Month),
            ("PT48H", 48, Unit::Hour),
            ("P1DT2H", 26, Unit::Hour),
            ("PT120M", 2, Unit::Hour),
            ("P2W", 14, Unit::CalendarDay),
            ("P0D", 0, Unit::SameDay),
            ("PT0S", 0, Unit::SameDay),
        ] {
            assert_eq!(term(text), Ok(Term { value, unit }), "{text}");
        }
        for wrong in
            ["", "P", "PD1", "PT", "P1", "6D", "-P6D", "PT30M", "P1M15D", "P6D6D", "P1.5D", "P99999999999D", "P1DT"]
        {
            assert!(term(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nonsense_never_panics(text in "\\PC*", like in "P[0-9YMWDTHS.]*") {
            let _ = term(&text);
            let _ = term(&like);
        }
    }
}
