//! The next time a person is expected: a day, an hour and what it is about. The slip says the day and the code; whose
//! appointment it is stands in the case alone.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    /// The day, at the centre.
    pub day: Date,
    /// The hour, at the centre.
    pub hour: Time,
    /// What it is about.
    pub theme: Theme,
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

    proptest! {
        #[test]
        fn every_minute_of_a_day_is_read_and_nonsense_never_panics(hour in 0_i8..24, minute in 0_i8..60, text in "\\PC*") {
            prop_assert_eq!(read_hour(&format!("{hour}:{minute:02}")), Some(time(hour, minute, 0, 0)));
            let _ = read_hour(&text);
        }
    }
}
