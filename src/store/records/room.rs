//! What of the journal the relay of the room keeps. It waits as before: only the hub's own receipt takes an entry out of what
//! waits. What is noted here says where it waits, by which request a receipt is known, and what need not be handed over twice.

use super::meta::set_meta;
use super::{Records, RecordsError, begin};
use crate::domain::agreement::Held;
use crate::domain::hidden::hidden;
use crate::domain::record::Position;
use crate::protocol::entry::Entry;
use crate::protocol::relay::MOST_ASKED;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// The places of all entries that the relay keeps, for where they are asked for in SQL. A value that is damaged names none:
/// what stood in it is handed over once more, and stored once.
pub(super) const KEPT: &str = "SELECT kept.value FROM meta,
    json_each(CASE WHEN json_valid(meta.value) THEN meta.value ELSE '{}' END, '$.places') AS kept
    WHERE meta.name BETWEEN 'left-0' AND 'left-9~'";

/// The most entries in one request to a relay: what is noted of them stays as short as a single value is.
pub const MOST_KEPT: usize = 256;

/// A request that the relay of the room keeps. It lies by its number among the single values: it is not precious.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Its number: a later one is larger.
    pub number: i64,
    /// What was made up for it, by which the relay knows it.
    pub nonce: String,
    /// Its signature, which the hub's receipt names.
    pub signature: String,
    /// Where its entries lie: the epoch above, the sequence in the lower 32 bits.
    places: Vec<i64>,
    /// How much the hub had acknowledged when they were handed over; absent from an earlier version's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Vec<Held>>,
}

hidden!(Left, "Left");

/// The name of a value, in the order of the numbers.
fn name(number: i64) -> String {
    format!("left-{number:019}")
}

impl Records {
    /// Notes that the relay keeps these entries.
    ///
    /// # Errors
    /// When the file cannot be written; they are handed over once more then, and stored once.
    pub fn note_kept(
        &mut self,
        nonce: &str,
        signature: &str,
        entries: &[Position],
        held: Vec<Held>,
    ) -> Result<(), RecordsError> {
        let transaction = begin(&mut self.connection)?;
        let newest: Option<String> = transaction.query_row(
            "SELECT max(name) FROM meta WHERE name BETWEEN 'left-0' AND 'left-9~'",
            [],
            |row| row.get(0),
        )?;
        let newest = newest.and_then(|name| name.trim_start_matches("left-").parse().ok()).unwrap_or(0_i64);
        let place = |position: &Position| i64::from(position.epoch) << 32 | position.sequence.cast_signed();
        let left = Left {
            number: newest + 1,
            nonce: nonce.to_owned(),
            signature: signature.to_owned(),
            places: entries.iter().map(place).collect(),
            held: Some(held),
        };
        set_meta(&transaction, &name(left.number), &serde_json::to_string(&left)?)?;
        Ok(transaction.commit()?)
    }

    /// What the relay keeps, the oldest first: as much as one question asks for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn left_at_relay(&self) -> Result<Vec<Left>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT value FROM meta WHERE name BETWEEN 'left-0' AND 'left-9~' ORDER BY name LIMIT ?1",
        )?;
        let most = i64::try_from(MOST_ASKED).unwrap_or(i64::MAX);
        let rows = statement.query_map([most], |row| row.get::<_, String>(0))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    /// The entries of a request that the relay keeps, in their order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entries_left(&self, left: &Left) -> Result<Vec<Entry>, RecordsError> {
        self.entries_at(&left.places)
    }

    /// The entries that lie at these places, in their order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entries_at(&self, places: &[i64]) -> Result<Vec<Entry>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry WHERE place = ?1",
        )?;
        let mut entries = Vec::new();
        for place in places {
            let mut rows = statement.query([place])?;
            if let Some(row) = rows.next()? {
                entries.push(self.entry(row)?);
            }
        }
        Ok(entries)
    }

    /// Waits for no receipt of this request, and of none before it, any more: what has none goes once more. So the receipt of
    /// an earlier request can never come after that of a later one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_left(&mut self, until: i64) -> Result<(), RecordsError> {
        self.connection.execute("DELETE FROM meta WHERE name BETWEEN 'left-0' AND ?1", params![name(until)])?;
        Ok(())
    }

    /// Waits for no receipt through a relay any more: this terminal goes to the hub itself.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_relay(&mut self) -> Result<(), RecordsError> {
        if self.left_at_relay()?.is_empty() { Ok(()) } else { self.forget_left(i64::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::store::identity::Identity;
    use crate::store::records::{Delivery, NewEntry};
    use jiff::Timestamp;
    use uuid::Uuid;

    #[test]
    fn what_the_relay_keeps_waits_and_is_not_handed_over_twice() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let open = || {
            let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
            Records::open(&folder.path().join("records.sqlite"), identity, now).unwrap().0
        };
        let mut records = open();
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Alone, catalogue: 1 };
        for _ in 0..4 {
            let facts = EntryFacts::new(Action::Informed, &circumstances);
            records.record(&NewEntry { id: Uuid::now_v7(), facts, sealed: None }, None, now).unwrap();
        }
        let counts = |records: &Records| {
            let status = records.outbox_status().unwrap();
            (status.waiting, status.kept, status.received)
        };
        let positions = |entries: &[Entry]| entries.iter().map(|entry| entry.position.clone()).collect::<Vec<_>>();
        let first = positions(&records.unsent(2).unwrap());
        let held = vec![Held { epoch: 1, acknowledged: 0, without_gap: 0 }];
        records.note_kept("one", "s1", &first, held.clone()).unwrap();
        let rest = positions(&records.unsent(9).unwrap());
        assert_eq!((rest.len(), counts(&records)), (2, (4, 2, 0)));
        records.note_kept("two", "s2", &rest, Vec::new()).unwrap();
        // A power cut forgets nothing of it.
        drop(records);
        let mut records = open();
        assert!(records.unsent(9).unwrap().is_empty());
        assert_eq!(counts(&records), (4, 4, 0));
        let noted = crate::store::records::meta::meta(&records.connection, "left-0000000000000000001").unwrap();
        let before = r#"{"number":1,"nonce":"one","signature":"s1","places":[4294967297,4294967298]"#;
        let wanted = format!(r#"{before},"held":[{{"epoch":1,"acknowledged":0,"without_gap":0}}]}}"#);
        assert_eq!(noted.as_deref(), Some(wanted.as_str()), "a later program reads it");
        let earlier: Left = serde_json::from_str(&format!("{before}}}")).unwrap();
        assert_eq!((earlier.held, earlier.places.len()), (None, 2), "and this one what an earlier noted");
        assert_eq!(records.left_at_relay().unwrap()[0].held.as_ref(), Some(&held));
        let left = records.left_at_relay().unwrap();
        assert_eq!(left.iter().map(|left| left.nonce.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(positions(&records.entries_left(&left[0]).unwrap()), first);
        let received = |position: &Position| Delivery {
            position: position.clone(),
            receipt: Some("r".to_owned()),
            quarantined: None,
        };
        records.note_deliveries(&first.iter().map(received).collect::<Vec<_>>()).unwrap();
        assert_eq!(counts(&records), (2, 2, 2), "what is received waits no more, wherever it was kept");
        records.forget_left(left[0].number).unwrap();
        assert_eq!(records.left_at_relay().unwrap().len(), 1);
        records.forget_relay().unwrap();
        assert_eq!((positions(&records.unsent(9).unwrap()), counts(&records)), (rest, (2, 0, 2)));
    }
}
