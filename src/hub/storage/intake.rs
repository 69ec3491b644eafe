//! Taking a batch in: one transaction, one verdict an event, and watermarks that grow with it.

mod held;
mod keep;
mod watermark;

use super::alarm::{Alarm, raise};
use super::judge::{Around, Judge, Ledger, Sender};
use super::{Storage, set_aside};
use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::protocol::parcel::Head;
use crate::protocol::verdict::{BatchAnswer, QuarantineCode};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeSet;

impl Storage {
    /// Takes a batch in. When this returns, everything accepted is on the disk.
    ///
    /// # Errors
    /// When the database fails; then nothing of the batch was stored, and it may be sent again.
    pub fn ingest(
        &mut self,
        terminal: &str,
        batch: &[Element],
        head: Option<&Head>,
        now: Timestamp,
    ) -> Result<BatchAnswer, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (sender, intake) = Intake::begin(&transaction, terminal, now)?;
        let mut judge = Judge::new(sender, intake);
        let verdicts = batch.iter().map(|element| judge.take(element)).collect::<Result<Vec<_>, _>>()?;
        let stored = judge.stored_by_epoch();
        let intake = judge.ledger;
        if let Some(head) = head {
            intake.attest(head)?;
        }
        for (epoch, stored) in stored {
            intake.raise_watermark(epoch, stored)?;
        }
        let watermarks = intake.watermarks()?;
        let again: i64 = transaction
            .prepare_cached("SELECT again FROM terminal WHERE id = ?1")?
            .query_row([terminal], |row| row.get(0))?;
        let incarnation = super::incarnation(&transaction)?;
        transaction.commit()?;
        Ok(BatchAnswer { incarnation, verdicts, watermarks, time: Some(now.to_string()), again: again.unsigned_abs() })
    }
}

/// The taking in of one batch.
struct Intake<'a> {
    connection: &'a Connection,
    terminal: &'a str,
    number: i64,
    now: Timestamp,
}

impl<'a> Intake<'a> {
    fn begin(connection: &'a Connection, terminal: &'a str, now: Timestamp) -> Result<(Sender, Self), HubError> {
        let number =
            connection.query_row("SELECT coalesce(max(batch), 0) + 1 FROM entry", [], |row| row.get::<_, i64>(0))?;
        let (home, begun): (String, Option<String>) =
            connection.query_row("SELECT centre, begun FROM terminal WHERE id = ?1", [terminal], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut statement = connection.prepare_cached("SELECT centre FROM terminal_centre WHERE terminal = ?1")?;
        let homes = statement.query_map([terminal], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
        let has_neighbours = connection
            .prepare_cached("SELECT 1 FROM terminal WHERE centre = ?1 AND id <> ?2")?
            .exists([&home, terminal])?;
        let sender = Sender::new(terminal, home, homes, begun.as_deref(), has_neighbours);
        Ok((sender, Self { connection, terminal, number, now }))
    }
}

impl Ledger for Intake<'_> {
    fn newest(&mut self, epoch: u32) -> Result<(i64, Option<[u8; 32]>), HubError> {
        self.tip(epoch)
    }

    fn around(&mut self, epoch: u32, sequence: i64) -> Result<Around, HubError> {
        self.beside(epoch, sequence)
    }

    fn is_end_of_fork(&mut self, hash: &[u8; 32]) -> Result<bool, HubError> {
        self.ends_fork(hash)
    }

    fn has_content(&mut self, read: &ReadEntry, neighbours: bool) -> Result<Option<bool>, HubError> {
        self.same_content(read, neighbours)
    }

    fn insert(&mut self, read: &ReadEntry, centre: &str) -> Result<bool, HubError> {
        self.keep(read, centre)
    }

    fn note_elsewhere(&mut self, read: &ReadEntry) -> Result<(), HubError> {
        self.keep_place(read)
    }

    fn note_fork(&mut self, read: &ReadEntry) -> Result<(), HubError> {
        self.keep_fork(read)
    }

    fn raise(&mut self, alarm: Alarm, place: (u32, i64)) -> Result<(), HubError> {
        raise(self.connection, self.terminal, alarm, place, self.now)
    }

    fn set_aside(&mut self, element: &Element, code: QuarantineCode) -> Result<(), HubError> {
        set_aside::put(self.connection, self.terminal, element, code, self.now)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::hub::storage::sample::elements;
    use crate::protocol::entry::Entry;
    use crate::protocol::verdict::{Verdict, Watermarks};

    pub(in crate::hub::storage) use crate::hub::storage::sample::{TERMINAL, entries};

    pub(in crate::hub::storage) fn storage() -> (tempfile::TempDir, Storage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        let insert = "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES (?1, '', 'lozova', '')";
        storage.connection.execute(insert, [TERMINAL]).unwrap();
        (folder, storage)
    }

    /// Takes entries of one terminal in, as they come in a parcel.
    pub(in crate::hub::storage) fn ingest(storage: &mut Storage, entries: &[Entry]) -> BatchAnswer {
        let terminal = &entries[0].position.terminal;
        storage.ingest(terminal, &elements(entries), None, Timestamp::UNIX_EPOCH).unwrap()
    }

    fn received(storage: &mut Storage, sequences: &[u64]) -> u64 {
        ingest(storage, &entries(sequences, 5)).watermarks[0].received
    }

    #[test]
    fn the_watermark_stops_at_a_gap_and_passes_it_when_it_is_filled() {
        let (_folder, mut storage) = storage();
        assert_eq!(received(&mut storage, &[1, 2, 4]), 2);
        assert_eq!(received(&mut storage, &[6]), 2);
        assert_eq!(received(&mut storage, &[3]), 4);
        assert_eq!(received(&mut storage, &[3, 4]), 4);
        assert_eq!(received(&mut storage, &[5]), 6);
    }

    #[test]
    fn only_a_backup_raises_its_watermark() {
        let (folder, mut storage) = storage();
        let answer = ingest(&mut storage, &entries(&[1, 2], 5));
        let marks = |received, backed_up| Watermarks {
            epoch: 1,
            received,
            durable: received,
            backed_up,
            stored: Some(received),
        };
        assert_eq!(answer.watermarks, [marks(2, 0)]);
        storage.back_up(&folder.path().join("copy.sqlite")).unwrap();
        let answer = ingest(&mut storage, &entries(&[3], 5));
        assert_eq!(answer.watermarks, [marks(3, 2)]);
    }

    #[test]
    fn a_second_history_is_set_aside_once_and_changes_nothing() {
        let (_folder, mut storage) = storage();
        received(&mut storage, &[1]);
        for _ in 0..2 {
            let answer = ingest(&mut storage, &entries(&[1], 6));
            assert_eq!(answer.verdicts[0].verdict, Verdict::Quarantined);
            assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Fork));
        }
        let count = |table: &str| -> i64 {
            storage.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        assert_eq!((count("entry"), count("set_aside")), (1, 1));
    }
}
