//! The next time a person is expected: a day, an hour and what it is about. The slip says the day and the code; whose
//! appointment it is stands in the case alone.

use super::Case;
use crate::domain::specialist::{name_key, tidy_name};
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody comes back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// To bring papers that are missing.
    Papers,
    /// To fill in and submit requests.
    Request,
    /// To collect a result.
    Result,
    /// To ask and talk something over.
    Advice,
}

impl Theme {
    /// Every theme, the most frequent first.
    pub const ALL: [Self; 4] = [Self::Papers, Self::Request, Self::Result, Self::Advice];
}

/// When a person is expected next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    /// The day, at the centre.
    pub day: Date,
    /// The hour, at the centre.
    pub hour: Time,
    /// What it is about.
    pub theme: Theme,
    /// The village to which the team goes that day; none where people come to the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// The most letters of a village's name.
const LONGEST_PLACE: usize = 60;

/// How many minutes at least are kept for one person: posts abroad give fifteen to twenty for one act.
const MINUTES: i32 = 20;

/// A village as it is kept; none where nothing was typed.
#[must_use]
pub fn read_place(typed: &str) -> Option<String> {
    let place: String = tidy_name(typed).chars().take(LONGEST_PLACE).collect();
    (!name_key(&place).is_empty()).then_some(place)
}

/// Whether two names of a village mean the same: neither case nor diacritics make another one.
#[must_use]
pub fn is_same_place(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

/// The hours at which the people of other cases are expected on a day, at the same place, the earliest first.
#[must_use]
pub fn taken_hours(cases: &[Case], without: uuid::Uuid, day: Date, place: Option<&str>) -> Vec<Time> {
    let open = cases.iter().filter(|case| case.id != without && case.closed.is_none());
    let appointments = open.filter_map(|case| case.appointment.as_ref()).filter(|known| known.day == day);
    let here = appointments.filter(|known| match (known.place.as_deref(), place) {
        (Some(known), Some(place)) => is_same_place(known, place),
        (known, place) => known.is_none() && place.is_none(),
    });
    let mut hours: Vec<Time> = here.map(|known| known.hour).collect();
    hours.sort_unstable();
    hours
}

/// Whether nobody else is expected at an hour, nor so shortly before or after it that one of the two would wait.
#[must_use]
pub fn is_free(taken: &[Time], hour: Time) -> bool {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    taken.iter().all(|known| (minutes(*known) - minutes(hour)).abs() >= MINUTES)
}

/// The next hours that are free on the same day, after an hour that is not offered itself. An appointment is one person's:
/// a family of four needs four.
#[must_use]
pub fn next_free(taken: &[Time], after: Time, count: usize) -> Vec<Time> {
    let mut found = Vec::new();
    let mut hour = after;
    while found.len() < count {
        let Ok(next) = hour.checked_add(MINUTES.minutes()) else { break };
        if is_free(taken, next) {
            found.push(next);
        }
        hour = next;
    }
    found
}

/// The hour of an appointment as it is typed: `9`, `930`, `9:30`, `09.30`. Whole minutes only.
#[must_use]
pub fn read_hour(typed: &str) -> Option<Time> {
    let typed = typed.trim();
    let digits =
        |text: &str| (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse());
    let (hour, minute) = match typed.split_once([':', '.', ' ', '-']) {
        Some((hour, minute)) if minute.len() == 2 => (digits(hour)?.ok()?, digits(minute)?.ok()?),
        None if matches!(typed.len(), 3 | 4) && typed.is_ascii() => {
            let (hour, minute) = typed.split_at(typed.len() - 2);
            (digits(hour)?.ok()?, digits(minute)?.ok()?)
        }
        None if typed.len() <= 2 => (digits(typed)?.ok()?, 0),
        Some(_) | None => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;
    use proptest::prelude::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for typed in ["9:30", "09:30", "9.30", "0930", "930", " 9 30 "] {
            assert_eq!(read_hour(typed), Some(time(9, 30, 0, 0)), "{typed}");
        }
        assert_eq!(read_hour("9"), Some(time(9, 0, 0, 0)));
        assert_eq!(read_hour("17"), Some(time(17, 0, 0, 0)));
        for typed in ["", "25", "9:3", "9:60", "9:300", "nouă", "12345", "-9", "9:+3"] {
            assert_eq!(read_hour(typed), None, "{typed}");
        }
    }

    #[test]
    fn one_hour_is_one_person_s_and_the_next_free_ones_are_offered() {
        let taken = [time(9, 20, 0, 0), time(9, 50, 0, 0)];
        assert!(is_free(&taken, time(9, 0, 0, 0)) && !is_free(&taken, time(9, 10, 0, 0)));
        assert!(!is_free(&taken, time(9, 20, 0, 0)) && is_free(&taken, time(10, 10, 0, 0)));
        let offered = next_free(&taken, time(9, 0, 0, 0), 3);
        assert_eq!(
            offered,
            [time(10, 20, 0, 0), time(10, 40, 0, 0), time(11, 0, 0, 0)],
            "9:20 and 9:40 are somebody's"
        );
        assert_eq!(next_free(&[], time(23, 30, 0, 0), 4), [time(23, 50, 0, 0)], "a day ends at midnight");
    }

    #[test]
    fn a_village_is_the_same_however_it_is_typed() {
        assert!(is_same_place("Căpriana", "CAPRIANA "));
        assert!(!is_same_place("Căpriana", "Lozova"));
        assert_eq!(read_place("  Căpriana  de  Sus ").as_deref(), Some("Căpriana de Sus"));
        assert_eq!(read_place(" - "), None);
        assert_eq!(read_place(&"ă".repeat(500)).map(|place| place.chars().count()), Some(LONGEST_PLACE));
    }

    proptest! {
        #[test]
        fn every_minute_of_a_day_is_read_and_nonsense_never_panics(hour in 0_i8..24, minute in 0_i8..60, text in "\\PC*") {
            prop_assert_eq!(read_hour(&format!("{hour}:{minute:02}")), Some(time(hour, minute, 0, 0)));
            let _ = read_hour(&text);
        }
    }
}
