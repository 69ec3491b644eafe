//! The hub's answer to a batch: one verdict an entry, so that one bad entry never blocks another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// It is stored for good.
    Accepted,
    /// The same entry was stored before.
    Duplicate,
    /// It was set aside for a person to look at; sending it again will not help.
    Quarantined,
    /// A relay of the room keeps it, and the hub has not answered yet: it is not received.
    Kept,
    /// Not now; send it again. Also what a newer hub says that is not known here: the entry stays where it is.
    #[serde(other)]
    Later,
}

/// Why an entry was quarantined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub enum QuarantineCode {
    /// It cannot be read as an entry.
    Malformed,
    /// Its hash does not fit its content.
    Hash,
    /// Another entry with another hash stands at its place, or beside it one that it does not follow: two histories
    /// under one name. Its terminal begins another epoch with it.
    Fork,
    /// It names another terminal than the one that sent it.
    Terminal,
    /// It names a centre for which its terminal was never enrolled.
    Centre,
    /// What a newer hub says.
    #[serde(other)]
    Other,
}

impl QuarantineCode {
    /// The name under which it is kept; it never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Hash => "hash",
            Self::Fork => "fork",
            Self::Terminal => "terminal",
            Self::Centre => "centre",
            Self::Other => "other",
        }
    }
}

/// The verdict on one entry of the batch, in the order sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct EntryVerdict {
    /// The event's id as it was sent; empty when it could not be read.
    pub id: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, when quarantined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<QuarantineCode>,
    /// The number under which the hub received it, for the specialist's screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// How far the hub has come with one epoch of a terminal: up to these numbers without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Watermarks {
    /// The epoch.
    pub epoch: u32,
    /// Committed by the hub.
    pub received: u64,
    /// Flushed to its disk.
    pub durable: u64,
    /// In a backup elsewhere; only then may the kiosk erase what it sent.
    pub backed_up: u64,
    /// How many entries of the epoch the hub holds, also beyond a gap; absent from an older hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<u64>,
}

/// The answer to a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    /// The hub's incarnation; another one than before means that it was restored from a backup, and
    /// everything still held is sent again.
    pub incarnation: String,
    /// One verdict an entry, in the order sent.
    pub verdicts: Vec<EntryVerdict>,
    /// How far each epoch of the terminal has come.
    pub watermarks: Vec<Watermarks>,
    /// The hub's clock (RFC 3339); absent from an older hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// How often it was asked that what was set aside be sent once more: somebody looked at it, or it was set aside by an
    /// older hub.
    /// A terminal that knows another number sends it, so that no lost answer loses the question.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub again: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_by_the_name_that_it_has_on_the_wire() {
        use QuarantineCode::{Centre, Fork, Hash, Malformed, Other, Terminal};
        for (code, name) in [
            (Malformed, "malformed"),
            (Hash, "hash"),
            (Fork, "fork"),
            (Terminal, "terminal"),
            (Centre, "centre"),
            (Other, "other"),
        ] {
            assert_eq!((code.name(), serde_json::to_value(code).unwrap()), (name, name.into()));
        }
        let newer: QuarantineCode = serde_json::from_str("\"somethingNew\"").unwrap();
        assert_eq!(newer, Other, "a newer hub's");
    }

    #[test]
    fn a_newer_hubs_verdict_on_one_entry_leaves_the_others_readable() {
        let answer = r#"{"incarnation":"one","verdicts":[{"id":"a","verdict":"merged","code":"withAnother"},
            {"id":"b","verdict":"accepted","receipt":"r"}],"watermarks":[]}"#;
        let answer: BatchAnswer = serde_json::from_str(answer).unwrap();
        let verdicts: Vec<Verdict> = answer.verdicts.iter().map(|one| one.verdict).collect();
        assert_eq!(verdicts, [Verdict::Later, Verdict::Accepted]);
        assert_eq!(serde_json::to_value(Verdict::Later).unwrap(), "later");
    }
}
