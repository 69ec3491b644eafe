//! Shortening the journal: what the hub has in a copy elsewhere for a month goes from here. Of each entry that goes its time and
//! its facts stay, for the month's figures, for corrections and for the cases of an older program; so does what the hub
//! answered to it, so that it is "at the hub, in a copy" and never missing. The newest entry of an epoch stays, for the next
//! one holds its hash.

use super::meta::{meta, set_meta};
use super::own::still_ours;
use super::{Records, RecordsError, begin};
use crate::domain::shortening::{Mark, agreed_day, may_go, note};
use crate::platform::clock::date_in;
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// The names in `meta`, before the number of an epoch: what the hub said on which day, and up to which entry the database
/// itself lets entries go.
const MARKS: &str = "backed-up:";
pub(super) const MAY_GO: &str = "may-go:";

/// How many entries that went the hub lacked later: they are nowhere but in its copies.
const LOST: &str = "gone-and-lacked";

/// How much of the journal is no longer here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shortened {
    /// How many entries are at the hub and in its copy, and not here.
    pub gone: u64,
    /// How many of them the hub said later that it does not have.
    pub lacked: u64,
}

fn read(text: Option<String>) -> Vec<Mark> {
    let mark = |word: &str| {
        let (day, sequence) = word.split_once('=')?;
        Some(Mark { day: day.parse().ok()?, sequence: sequence.parse().ok()? })
    };
    // One that cannot be read begins a month anew.
    text.map(|text| text.split(' ').map(mark).collect::<Option<_>>().unwrap_or_default()).unwrap_or_default()
}

impl Records {
    /// Takes note of how far the hub says that a copy of what it has goes, of each epoch. Only what the hub signed may come
    /// here.
    ///
    /// # Errors
    /// When the file cannot be written; it is said again with the next answer.
    pub fn note_backed_up(&mut self, said: &[(u32, u64)], hub: Timestamp, now: Timestamp) -> Result<(), RecordsError> {
        let zone = self.identity.enrolment.as_ref().map_or("Europe/Chisinau", |known| &known.centre.time_zone);
        let Some(today) = agreed_day(date_in(now, zone), date_in(hub, zone)) else { return Ok(()) };
        let mut changed = Vec::new();
        for (epoch, sequence) in said.iter().filter(|(epoch, _)| !self.earlier.contains_key(epoch)) {
            let name = format!("{MARKS}{epoch}");
            let kept = read(meta(&self.connection, &name)?);
            let mut marks = kept.clone();
            note(&mut marks, today, *sequence);
            if marks != kept {
                let limit = may_go(&marks, today);
                let words: Vec<String> = marks.iter().map(|mark| format!("{}={}", mark.day, mark.sequence)).collect();
                changed.push((name, words.join(" ")));
                changed.push((format!("{MAY_GO}{epoch}"), limit.to_string()));
            }
        }
        if changed.is_empty() {
            // Nothing is written by most answers.
            return Ok(());
        }
        let transaction = begin(&mut self.connection)?;
        for (name, value) in changed {
            set_meta(&transaction, &name, &value)?;
        }
        Ok(transaction.commit()?)
    }

    /// Lets at most so many entries go, the oldest first. Gives how many went; a few at a time keep nobody from recording.
    ///
    /// # Errors
    /// When the file cannot be written, as on a full disk; nothing went then.
    pub fn shorten(&mut self, most: usize) -> Result<u64, RecordsError> {
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        let mut gone = 0;
        for (epoch, limit) in limits(&transaction)? {
            // From the first that is here on, as long as each was received, stands in the copy, and has one after it.
            let sql = "SELECT entry.place, code IS NULL AND delivery.sequence IS NOT NULL FROM entry
                       LEFT JOIN delivery ON delivery.epoch = ?1 AND delivery.sequence = entry.place & 0xFFFFFFFF
                       WHERE place BETWEEN ?1 << 32 AND ?1 << 32 | ?2
                         AND place < (SELECT max(place) FROM entry WHERE place < (?1 + 1) << 32)
                       ORDER BY entry.place LIMIT ?3";
            let mut statement = transaction.prepare_cached(sql)?;
            let rest = i64::try_from(most).unwrap_or(i64::MAX).saturating_sub_unsigned(gone);
            let mut rows = statement.query(params![epoch, limit, rest])?;
            let mut last: Option<i64> = None;
            while let Some(row) = rows.next()?
                && row.get::<_, bool>(1)?
            {
                last = Some(row.get(0)?);
            }
            let Some(last) = last else { continue };
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO summary (place, id, time, facts)
                     SELECT place, id, time, facts FROM entry WHERE place BETWEEN ?1 << 32 AND ?2",
                )?
                .execute(params![epoch, last])?;
            let sql = "DELETE FROM entry WHERE place BETWEEN ?1 << 32 AND ?2";
            gone += transaction.prepare_cached(sql)?.execute(params![epoch, last])? as u64;
        }
        if gone > 0 {
            transaction.commit()?;
        }
        Ok(gone)
    }

    /// Writes what is in the log into the file, so that the log begins anew. Where another program reads, as much as goes.
    ///
    /// # Errors
    /// When the file cannot be written; it is done another time.
    pub fn checkpoint(&self) -> Result<(), RecordsError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }

    /// How much of the journal is no longer here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn shortened(&self) -> Result<Shortened, RecordsError> {
        shortened(&self.connection)
    }
}

/// The epochs of which something may go, and up to where.
fn limits(connection: &Connection) -> Result<Vec<(u32, i64)>, RecordsError> {
    let mut statement = connection.prepare_cached("SELECT name, value FROM meta WHERE name GLOB 'may-go:*'")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut limits = Vec::new();
    for row in rows {
        let (name, value) = row?;
        let epoch = name.strip_prefix(MAY_GO).and_then(|epoch| epoch.parse().ok());
        let limit = value.parse::<u32>().ok().filter(|limit| *limit > 0);
        limits.extend(epoch.zip(limit.map(i64::from)));
    }
    limits.sort_unstable();
    Ok(limits)
}

/// The hub goes by another incarnation: what another one said of its copies counts no more.
pub(super) fn forget_marks(connection: &Connection) -> Result<(), RecordsError> {
    connection.execute("DELETE FROM meta WHERE name GLOB 'backed-up:*' OR name GLOB 'may-go:*'", [])?;
    Ok(())
}

/// The hub lacks so many entries that went from here.
pub(super) fn note_lost(connection: &Connection, count: u64) -> Result<(), RecordsError> {
    let known: u64 = meta(connection, LOST)?.and_then(|known| known.parse().ok()).unwrap_or(0);
    tracing::error!(count, "the hub lacks entries of which it had said that they are in a copy");
    set_meta(connection, LOST, &(known + count).to_string())
}

/// How much of the journal in this file is no longer there.
pub(super) fn shortened(connection: &Connection) -> Result<Shortened, RecordsError> {
    let schema: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if schema < super::schema::SHORTENED_SINCE {
        return Ok(Shortened::default());
    }
    let gone = connection.query_row("SELECT count(*) FROM summary", [], |row| row.get(0))?;
    let lacked = meta(connection, LOST)?.and_then(|known| known.parse().ok()).unwrap_or(0);
    Ok(Shortened { gone, lacked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agreement::{Lack, Said, lacks};
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode, Position, Reason};
    use crate::domain::text::Language;
    use crate::store::identity::Identity;
    use crate::store::records::{Delivery, NewEntry};
    use jiff::SignedDuration;
    use uuid::Uuid;

    struct Place {
        folder: tempfile::TempDir,
    }

    impl Place {
        fn open(&self) -> Records {
            let identity = Identity::open(&self.folder.path().join("identity.json")).unwrap();
            Records::open(&self.folder.path().join("records.sqlite"), identity, on(0)).unwrap().0
        }
    }

    fn on(day: i64) -> Timestamp {
        "2026-01-05T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * day)
    }

    fn facts() -> EntryFacts {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        EntryFacts::new(Action::Informed, &circumstances)
    }

    fn record(records: &mut Records, facts: EntryFacts, day: i64) -> Uuid {
        let id = Uuid::now_v7();
        records.record(&NewEntry { id, facts, sealed: None }, None, on(day)).unwrap();
        id
    }

    /// The hub has all up to this entry.
    fn receive(records: &mut Records, until: u64) {
        let terminal = records.identity().terminal.clone();
        let epoch = records.identity().epoch;
        let of = |sequence| Delivery {
            position: Position { terminal: terminal.clone(), epoch, sequence },
            receipt: Some(format!("r-{epoch}-{sequence}")),
            quarantined: None,
        };
        records.note_deliveries(&(1..=until).map(of).collect::<Vec<_>>()).unwrap();
    }

    /// Ten entries of which the hub received nine and has seven in a copy for a month.
    fn begun() -> (Place, Records) {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        let mut records = place.open();
        records.note_incarnation("one").unwrap();
        for day in 0..10 {
            record(&mut records, facts(), day);
        }
        receive(&mut records, 9);
        let epoch = records.identity().epoch;
        records.note_backed_up(&[(epoch, 7)], on(10), on(10)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 0, "it was said today");
        records.note_backed_up(&[(epoch, 9)], on(39), on(39)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 0, "not yet a month ago");
        (place, records)
    }

    fn sequences(records: &Records) -> Vec<u64> {
        records.all_entries().unwrap().iter().map(|entry| entry.position.sequence).collect()
    }

    #[test]
    fn what_is_in_a_copy_for_a_month_goes_and_everything_still_counts() {
        let (place, mut records) = begun();
        let epoch = records.identity().epoch;
        let first = records.all_entries().unwrap()[0].clone();
        let month = |records: &Records| records.counted("2026-01".parse().unwrap(), "Europe/Chisinau").unwrap();
        let (status, held, counted) = (records.outbox_status().unwrap(), records.held().unwrap(), month(&records));
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        assert_eq!(records.shorten(3).unwrap(), 3, "a few at a time");
        assert_eq!(records.shorten(99).unwrap(), 4);
        assert_eq!(records.shorten(99).unwrap(), 0);
        assert_eq!(sequences(&records), [8, 9, 10]);
        assert_eq!(records.shortened().unwrap(), Shortened { gone: 7, lacked: 0 });
        assert_eq!(records.outbox_status().unwrap(), status);
        assert_eq!(records.held().unwrap(), held);
        assert_eq!(month(&records), counted);
        records.checkpoint().unwrap();
        drop(records);
        let mut records = place.open();
        assert_eq!(records.outbox_status().unwrap(), status);
        // A correction reaches back to what went.
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let back = EntryFacts::correction(first.id, &facts(), Reason::WrongKey, &circumstances).unwrap();
        record(&mut records, back, 41);
        assert_eq!(month(&records).len(), counted.len() - 1);
        // The next one follows the newest, as ever.
        let entries = records.all_entries().unwrap();
        assert_eq!(entries[3].previous, entries[2].hash());
        assert_eq!(records.unsent(9).unwrap().len(), 2);
    }

    #[test]
    fn the_database_lets_nothing_go_that_is_in_no_copy() {
        let (_place, mut records) = begun();
        let delete =
            |records: &Records| records.connection.execute("DELETE FROM entry WHERE place & 0xFFFFFFFF = 1", []);
        assert!(delete(&records).is_err());
        let epoch = records.identity().epoch;
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        assert!(delete(&records).is_err(), "its facts do not stay");
        assert!(records.connection.execute("UPDATE entry SET time = ''", []).is_err());
        assert_eq!(records.shorten(99).unwrap(), 7);
        assert!(records.connection.execute("UPDATE summary SET time = ''", []).is_err());
        assert!(records.connection.execute("DELETE FROM summary", []).is_err());
    }

    #[test]
    fn another_incarnation_and_a_wrong_clock_let_nothing_go() {
        let (_place, mut records) = begun();
        let epoch = records.identity().epoch;
        // This machine's clock, or the hub's, is nineteen years ahead.
        for (hub, now) in [(40, 40 + 19 * 365), (40 + 19 * 365, 40), (40, -9 * 365)] {
            records.note_backed_up(&[(epoch, 9)], on(hub), on(now)).unwrap();
            assert_eq!(records.shorten(99).unwrap(), 0);
        }
        assert!(records.note_incarnation("two").unwrap());
        receive(&mut records, 9);
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 0, "what another one said counts no more");
        records.note_backed_up(&[(epoch, 9)], on(70), on(70)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 9, "all but the newest, which was never received");
        assert_eq!(sequences(&records), [10]);
    }

    #[test]
    fn what_waits_again_and_the_newest_stay() {
        let (_place, mut records) = begun();
        let epoch = records.identity().epoch;
        records.note_lacks(&[Lack { epoch, from: 4, missing: Some(6) }], on(40)).unwrap();
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 3, "those from the fourth on wait for the hub");
        let newest = records.all_entries().unwrap().len() as u64 + 3;
        receive(&mut records, newest);
        records.note_backed_up(&[(epoch, newest)], on(41), on(41)).unwrap();
        records.note_backed_up(&[(epoch, newest)], on(99), on(99)).unwrap();
        records.shorten(99).unwrap();
        assert_eq!(sequences(&records), [newest], "the next one holds its hash");
    }

    #[test]
    fn what_stays_of_what_went_is_saved_from_a_damaged_file() {
        let (place, mut records) = begun();
        let epoch = records.identity().epoch;
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        assert_eq!(records.shorten(99).unwrap(), 7);
        let month = |records: &Records| {
            let counted = records.counted("2026-01".parse().unwrap(), "Europe/Chisinau").unwrap();
            counted.into_iter().filter(|(_, facts)| facts.action == Action::Informed).collect::<Vec<_>>()
        };
        let (counted, status) = (month(&records), records.outbox_status().unwrap());
        drop(records);
        let path = place.folder.path().join("records.sqlite");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[..8].fill(0);
        std::fs::write(&path, bytes).unwrap();
        let records = place.open();
        assert!(records.identity().epoch > epoch, "they were moved aside, and taken over");
        assert_eq!((month(&records), records.shortened().unwrap().gone), (counted, 7));
        let saved = records.outbox_status().unwrap();
        assert_eq!((saved.received, saved.quarantined), (status.received, status.quarantined));
    }

    #[test]
    fn a_hub_that_lost_what_went_is_told_of_and_not_asked_for_it_for_ever() {
        let (_place, mut records) = begun();
        let epoch = records.identity().epoch;
        records.note_backed_up(&[(epoch, 9)], on(40), on(40)).unwrap();
        records.shorten(99).unwrap();
        assert!(records.note_incarnation("two").unwrap(), "brought back from a copy that is older than it may be");
        assert_eq!(records.held().unwrap()[0].acknowledged, 7, "what went is still known to have been received");
        let said = [Said { epoch, without_gap: 5, all: Some(5) }];
        let lacking = lacks(&records.held().unwrap(), &said, true);
        records.note_lacks(&lacking, on(41)).unwrap();
        assert_eq!(records.shortened().unwrap(), Shortened { gone: 7, lacked: 2 });
        assert_eq!(lacks(&records.held().unwrap(), &said, true), []);
        assert_eq!(records.unsent(99).unwrap().iter().filter(|entry| entry.position.sequence < 11).count(), 3);
    }
}
