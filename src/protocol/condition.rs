//! How a terminal stands, as it says itself in the content of each parcel: what waits, how full its disk is, which catalogue
//! it has. Numbers and times of the computer, and nothing of what is done at it.
//!
//! It is signed with the rest of the parcel and goes by line, relay and stick in the same bytes. A hub that does not know it
//! passes it over; of what a newer terminal says, or says otherwise, only what is understood is read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The longest that is read: what a terminal of ours says is a fifth of it.
const LONGEST: usize = 2_000;

/// How a terminal stands. What is absent was not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TerminalCondition {
    /// When it said so, by its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// How many entries wait there for the hub's receipt, besides those in the same parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u64>,
    /// When the oldest of those that wait was recorded, by its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    /// How full its disk is, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_full: Option<u8>,
    /// For how many days the room on it will do, when as much is recorded as until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_days: Option<u64>,
    /// The number of the catalogue in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<u64>,
    /// Until when the editors' signature holds that it saw last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_until: Option<Timestamp>,
    /// What the hub's clock said in the newest answer that reached it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Timestamp>,
}

impl TerminalCondition {
    /// What stands in a parcel, as far as it is understood; nothing where it is none.
    #[must_use]
    pub fn read(text: &RawValue) -> Option<Self> {
        Self::of_text(text.get())
    }

    /// The same of text that was kept.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let fields: Map<String, Value> = serde_json::from_str(text).ok()?;
        let number = |name: &str| fields.get(name).and_then(Value::as_u64);
        let time = |name: &str| fields.get(name).and_then(Value::as_str)?.parse::<Timestamp>().ok();
        Some(Self {
            at: time("at"),
            waiting: number("waiting"),
            waiting_since: time("waitingSince"),
            disk_full: number("diskFull").filter(|full| *full <= 100).and_then(|full| u8::try_from(full).ok()),
            disk_days: number("diskDays"),
            catalogue: number("catalogue"),
            signed_until: time("signedUntil"),
            heard: time("heard"),
        })
    }

    /// Whether something waits, as far as it was said.
    #[must_use]
    pub const fn has_waiting(&self) -> Option<bool> {
        match self.waiting {
            None => None,
            Some(waiting) => Some(waiting > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<TerminalCondition> {
        TerminalCondition::read(&RawValue::from_string(text.to_owned()).unwrap())
    }

    #[test]
    fn what_is_said_is_read_again() {
        let time = |text: &str| Some(text.parse().unwrap());
        let condition = TerminalCondition {
            at: time("2026-11-20T09:30:00Z"),
            waiting: Some(12),
            waiting_since: time("2026-11-18T07:00:00Z"),
            disk_full: Some(91),
            disk_days: Some(400),
            catalogue: Some(7),
            signed_until: time("2027-01-10T00:00:00Z"),
            heard: time("2026-11-20T08:00:00.25Z"),
        };
        let text = serde_json::to_string(&condition).unwrap();
        assert_eq!(said(&text), Some(condition));
        assert_eq!(serde_json::to_string(&TerminalCondition::default()).unwrap(), "{}");
        assert_eq!(said("{}"), Some(TerminalCondition::default()));
    }

    #[test]
    fn what_is_not_understood_hides_nothing_of_the_rest() {
        let newer =
            r#"{"waiting":3,"diskFull":"half","at":"yesterday","catalogue":-1,"battery":{"left":4},"diskDays":1e3}"#;
        let read = said(newer).unwrap();
        assert_eq!(read, TerminalCondition { waiting: Some(3), ..TerminalCondition::default() });
        assert_eq!(said(r#"{"diskFull":101}"#).unwrap().disk_full, None);
        for none in ["1", "[]", "null", "\"x\""] {
            assert_eq!(said(none), None, "{none}");
        }
        assert_eq!(said(&format!(r#"{{"waiting":3,"more":"{}"}}"#, "x".repeat(LONGEST))), None);
    }
}
