//! Days as people write them: in figures with any separator, with the year in two or four digits or left out, with the
//! month in words, or as a day of the week, in Romanian, Russian and English. What is read is always shown with its
//! weekday before anything rests on it.

mod parts;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _, civil};
pub use parts::Parts;

/// Why a text is not read as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// It cannot be understood.
    #[error("the text is not read as a day")]
    Unclear,
    /// The month does not have that day.
    #[error("the month has only {last} days")]
    NoSuchDay {
        /// The last day of the month.
        last: i8,
    },
    /// There is no such month.
    #[error("there is no such month")]
    NoSuchMonth,
    /// It lies after the last day that may be meant.
    #[error("the day lies too far ahead")]
    Ahead,
    /// It lies before the first day that may be meant.
    #[error("the day lies too far back")]
    Back,
}

/// The days that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Bounds {
    /// From so many days before a day to so many after it; without a number as far as people's dates go.
    #[must_use]
    pub fn around(today: Date, back: Option<i64>, ahead: Option<i64>) -> Self {
        // A number of days that no calendar holds is no bound.
        let span = |days| Span::new().try_days(days).ok();
        let first = back.and_then(span).and_then(|days| today.checked_sub(days).ok()).unwrap_or(FIRST);
        let last = ahead.and_then(span).and_then(|days| today.checked_add(days).ok()).unwrap_or(LAST);
        Self { first: first.max(FIRST), last: last.min(LAST) }
    }

    fn check(self, date: Date) -> Result<Date, DayError> {
        match date {
            date if date > self.last => Err(DayError::Ahead),
            date if date < self.first => Err(DayError::Back),
            date => Ok(date),
        }
    }
}

/// The first day that anybody's papers name.
const FIRST: Date = civil::date(1900, 1, 1);
/// The last.
const LAST: Date = civil::date(2199, 12, 31);

/// The beginnings of the months' names in the three languages, without diacritics.
const MONTHS: [(&str, i8); 38] = [
    ("ian", 1),
    ("jan", 1),
    ("янв", 1),
    ("feb", 2),
    ("фев", 2),
    ("mar", 3),
    ("мар", 3),
    ("apr", 4),
    ("апр", 4),
    ("mai", 5),
    ("may", 5),
    ("май", 5),
    ("мая", 5),
    ("мае", 5),
    ("iun", 6),
    ("jun", 6),
    ("июн", 6),
    ("iul", 7),
    ("jul", 7),
    ("июл", 7),
    ("aug", 8),
    ("авг", 8),
    ("sep", 9),
    ("сен", 9),
    ("oct", 10),
    ("okt", 10),
    ("окт", 10),
    ("noi", 11),
    ("nov", 11),
    ("ноя", 11),
    ("dec", 12),
    ("дек", 12),
    ("gen", 1),
    ("ghen", 1),
    ("fev", 2),
    ("avg", 8),
    ("brum", 11),
    ("сент", 9),
];

/// Today, yesterday and so on, with how many days they lie back.
const RELATIVE: [(&str, i64); 16] = [
    ("azi", 0),
    ("astazi", 0),
    ("сегодня", 0),
    ("today", 0),
    ("ieri", 1),
    ("вчера", 1),
    ("yesterday", 1),
    ("alaltaieri", 2),
    ("позавчера", 2),
    ("aseara", 1),
    ("maine", -1),
    ("miine", -1),
    ("завтра", -1),
    ("tomorrow", -1),
    ("poimaine", -2),
    ("послезавтра", -2),
];

/// The days of the week, by how their names begin.
const WEEKDAYS: [(&str, Weekday); 23] = [
    ("luni", Weekday::Monday),
    ("понед", Weekday::Monday),
    ("monday", Weekday::Monday),
    ("martea", Weekday::Tuesday),
    ("втор", Weekday::Tuesday),
    ("tuesday", Weekday::Tuesday),
    ("miercuri", Weekday::Wednesday),
    ("сред", Weekday::Wednesday),
    ("wednesday", Weekday::Wednesday),
    ("joi", Weekday::Thursday),
    ("четв", Weekday::Thursday),
    ("thursday", Weekday::Thursday),
    ("vineri", Weekday::Friday),
    ("пятни", Weekday::Friday),
    ("friday", Weekday::Friday),
    ("sambata", Weekday::Saturday),
    ("simbata", Weekday::Saturday),
    ("суббот", Weekday::Saturday),
    ("saturday", Weekday::Saturday),
    ("duminica", Weekday::Sunday),
    ("воскр", Weekday::Sunday),
    ("sunday", Weekday::Sunday),
    ("joia", Weekday::Thursday),
];

/// Reads a day. Where the year, or all but the weekday, is left out, the day within the bounds that lies nearest to
/// today is meant; of two as near, the one in the past.
///
/// # Errors
/// Says what is wrong with it.
pub fn read(typed: &str, today: Date, bounds: Bounds) -> Result<Date, DayError> {
    let text = plain(typed);
    if let Some((_, back)) = RELATIVE.iter().find(|(word, _)| *word == text) {
        return bounds.check(today.checked_sub(back.days()).map_err(|_| DayError::Unclear)?);
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Eight digits without points: 13112026.
        return of_parts(&[&text[..2], &text[2..4], &text[4..]], today, bounds);
    }
    let between = |letter: char| matches!(letter, '.' | '/' | '-' | ' ' | ',' | '–');
    let filler = ["g", "г", "год", "года", "anul", "de", "pe", "din", "of", "la", "в", "the"];
    let mut parts: Vec<&str> = text.split(between).filter(|part| !part.is_empty() && !filler.contains(part)).collect();
    // The weekday before a date says nothing more.
    let weekday = parts.first().and_then(|word| weekday_of(word));
    if let (Some(weekday), [_]) = (weekday, parts.as_slice()) {
        return nearest((-7..=7).filter_map(|days: i64| today.checked_add(days.days()).ok()), today, bounds, |date| {
            date.weekday() == weekday && date != today
        });
    }
    if weekday.is_some() {
        parts.remove(0);
    }
    of_parts(&parts, today, bounds)
}

/// Lower case, without diacritics and with one space between words.
fn plain(typed: &str) -> String {
    let letter = |letter: char| match letter {
        'ă' | 'â' => 'a',
        'î' => 'i',
        'ș' | 'ş' => 's',
        'ț' | 'ţ' => 't',
        'ё' => 'е',
        other => other,
    };
    let lower = typed.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(letter).collect()
}

fn weekday_of(word: &str) -> Option<Weekday> {
    // Tuesday begins like March in Romanian.
    let tuesday = (word == "marti").then_some(Weekday::Tuesday);
    let begins = || WEEKDAYS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, weekday)| *weekday);
    tuesday.or_else(begins)
}

fn month_of(part: &str) -> Result<i8, DayError> {
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i8 = part.parse().map_err(|_| DayError::NoSuchMonth)?;
        return if (1..=12).contains(&number) { Ok(number) } else { Err(DayError::NoSuchMonth) };
    }
    let found = MONTHS.iter().filter(|(start, _)| part.starts_with(start)).max_by_key(|(start, _)| start.len());
    found.map(|(_, month)| *month).ok_or(DayError::Unclear)
}

fn of_parts(parts: &[&str], today: Date, bounds: Bounds) -> Result<Date, DayError> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts {
        // 2026-11-20, as computers write it.
        [year, month, day] if year.len() == 4 && digits(year) && digits(day) => {
            of_parts(&[day, month, year], today, bounds)
        }
        [day, month, year] if digits(day) && digits(year) => {
            let month = month_of(month)?;
            let number: i16 = year.parse().map_err(|_| DayError::Unclear)?;
            match year.len() {
                4 => bounds.check(on(day, month, number)?),
                2 => {
                    let centuries = [1900, 2000, 2100].map(|century| century + number);
                    any_year(day, month, &centuries, today, bounds)
                }
                _ => Err(DayError::Unclear),
            }
        }
        // Without a year, the month in words: in figures it could be the beginning of something longer.
        [day, month] if digits(day) && !digits(month) => {
            let month = month_of(month)?;
            let years: Vec<i16> = (-1..=1).map(|more| today.year() + more).collect();
            any_year(day, month, &years, today, bounds)
        }
        _ => Err(DayError::Unclear),
    }
}

/// The nearest of the same day in several years.
fn any_year(day: &str, month: i8, years: &[i16], today: Date, bounds: Bounds) -> Result<Date, DayError> {
    let dates: Vec<Date> = years.iter().filter_map(|year| on(day, month, *year).ok()).collect();
    if dates.is_empty() {
        return on(day, month, years.first().copied().unwrap_or(today.year()));
    }
    nearest(dates.into_iter(), today, bounds, |_| true)
}

fn on(day: &str, month: i8, year: i16) -> Result<Date, DayError> {
    let day: i8 = day.parse().map_err(|_| DayError::Unclear)?;
    let first = Date::new(year, month, 1).map_err(|_| DayError::Unclear)?;
    let last = first.days_in_month();
    if !(1..=last).contains(&day) {
        return Err(DayError::NoSuchDay { last });
    }
    Date::new(year, month, day).map_err(|_| DayError::Unclear)
}

/// The date within the bounds that lies nearest to today; of two as near, the earlier.
fn nearest(
    dates: impl Iterator<Item = Date>,
    today: Date,
    bounds: Bounds,
    fits: impl Fn(Date) -> bool,
) -> Result<Date, DayError> {
    let dates: Vec<Date> = dates.filter(|date| fits(*date)).collect();
    let far = |date: &Date| ((*date - today).get_days().unsigned_abs(), *date > today);
    let within = dates.iter().copied().filter(|date| bounds.check(*date).is_ok()).min_by_key(far);
    match within.or_else(|| dates.into_iter().min_by_key(far)) {
        Some(date) => bounds.check(date),
        None => Err(DayError::Unclear),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Friday, 20 November 2026.
    const TODAY: Date = date(2026, 11, 20);

    fn past(text: &str) -> Result<Date, DayError> {
        read(text, TODAY, Bounds::around(TODAY, None, Some(0)))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "13.11.2026",
            "13/11/2026",
            "13-11-2026",
            "13 11 2026",
            "13112026",
            "2026-11-13",
            "13.11.26",
            "13 noiembrie",
            "13 noiembrie 2026",
            "13 Noiembrie 2026 g.",
            "13 nov 26",
            "13 ноября",
            "13 ноября 2026 г.",
            "vineri, 13 noiembrie 2026",
            "13 november 2026",
        ] {
            assert_eq!(past(text), Ok(date(2026, 11, 13)), "{text}");
        }
        assert_eq!(past("1.2.2026"), Ok(date(2026, 2, 1)));
        assert_eq!(past("5 mai 1958"), Ok(date(1958, 5, 5)));
    }

    #[test]
    fn what_is_left_out_is_what_lies_nearest() {
        assert_eq!(past("azi"), Ok(TODAY));
        assert_eq!(past("Ieri"), Ok(date(2026, 11, 19)));
        assert_eq!(past("вчера"), Ok(date(2026, 11, 19)));
        assert_eq!(past("vineri"), Ok(date(2026, 11, 13)), "not today: that is called today");
        assert_eq!(past("joi"), Ok(date(2026, 11, 19)));
        for tuesday in ["marți", "Marti", "marţea", "marți, 17 noiembrie", "marti 17.11.2026"] {
            assert_eq!(past(tuesday), Ok(date(2026, 11, 17)), "{tuesday}");
        }
        assert_eq!(past("marți, 10 martie 2026"), Ok(date(2026, 3, 10)));
        assert_eq!(past("пятница"), Ok(date(2026, 11, 13)));
        assert_eq!(past("20 decembrie"), Ok(date(2025, 12, 20)), "next month has not been yet");
        assert_eq!(past("12.03.58"), Ok(date(1958, 3, 12)));
        let ahead = Bounds::around(TODAY, Some(0), None);
        assert_eq!(read("luni", TODAY, ahead), Ok(date(2026, 11, 23)));
        assert_eq!(read("20 decembrie", TODAY, ahead), Ok(date(2026, 12, 20)));
        assert_eq!(read("mâine", TODAY, ahead), Ok(date(2026, 11, 21)));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(past("31.02.2026"), Err(DayError::NoSuchDay { last: 28 }));
        assert_eq!(past("31 noiembrie"), Err(DayError::NoSuchDay { last: 30 }));
        assert_eq!(past("29.02.2028"), Err(DayError::Ahead));
        assert_eq!(past("0.11.2026"), Err(DayError::NoSuchDay { last: 30 }));
        assert_eq!(past("13.13.2026"), Err(DayError::NoSuchMonth));
        assert_eq!(past("21.11.2026"), Err(DayError::Ahead));
        assert_eq!(past("1.1.1899"), Err(DayError::Back));
        let week = Bounds::around(TODAY, Some(7), Some(0));
        assert_eq!(read("1.11.2026", TODAY, week), Err(DayError::Back));
        // March is no Tuesday, and no month comes first.
        for text in ["martie", "mart", "martie 5 2026", "martie 5", "nov 13"] {
            assert_eq!(past(text), Err(DayError::Unclear), "{text}");
        }
        for text in ["abc", "", "13.11", "13", "1", "nov", "13.11.026", "13.11.2026.5", "١٣.11.2026", "13 11"] {
            assert_eq!(past(text), Err(DayError::Unclear), "{text}");
        }
    }

    #[test]
    fn no_month_is_taken_for_a_day_of_the_week() {
        let months = "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie \
                      январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа \
                      сентябрь сентября октябрь октября ноябрь ноября декабрь декабря \
                      january february march april may june july august september october november december";
        for month in months.split_whitespace() {
            assert_eq!(past(month), Err(DayError::Unclear), "{month}");
            assert!(past(&format!("5 {month} 2026")).is_ok() || past(&format!("5 {month} 2025")).is_ok(), "{month}");
        }
    }

    #[test]
    fn at_both_ends_of_time_nothing_breaks() {
        for today in [date(1970, 1, 1), date(2045, 2, 28), Date::MIN, Date::MAX] {
            for text in ["azi", "luni", "29 februarie", "29.02.24", "31.12.9999", "poimâine", "99999999"] {
                let _ = read(text, today, Bounds::around(today, Some(i64::MAX), Some(i64::MAX)));
            }
        }
    }
}
