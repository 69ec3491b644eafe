//! The agency's counts, kept as entries come in: what each case fills of which cells, the cells, and what is shown of them. The
//! rules are those of [`crate::domain::cube`]; here they are followed case by case, so that a page reads sums and no entries.

mod counting;

pub(super) use counting::MODES;

use super::{Storage, meta, set_meta};
use crate::domain::cube::{Cell, Cube, Kind, Recorded, shown};
use crate::domain::record::EntryFacts;
use crate::hub::HubError;
use crate::protocol::facts::RecordedFacts;
use counting::Counting;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use std::collections::BTreeMap;

/// `cube_due` names what has to be counted anew: a case, or the place of an entry without one. `cube_part` is what each fills,
/// so that it can be taken out again. Triggers note what is due, so that no way into `entry` or `uncounted` can forget it.
pub(super) const TABLES: &str = "
CREATE TABLE cube_due (
    person TEXT NOT NULL,
    terminal TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (person, terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE cube_cell (
    cell INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    centre TEXT NOT NULL,
    month TEXT NOT NULL,
    event TEXT NOT NULL,
    service TEXT NOT NULL,
    detail TEXT NOT NULL,
    band INTEGER NOT NULL,
    journeys INTEGER NOT NULL,
    step INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    UNIQUE (kind, centre, month, event, service, detail, band, journeys)
) STRICT;
CREATE TABLE cube_part (
    person TEXT NOT NULL,
    cell INTEGER NOT NULL REFERENCES cube_cell (cell),
    entries INTEGER NOT NULL,
    PRIMARY KEY (person, cell)
) STRICT, WITHOUT ROWID;

INSERT INTO cube_due (person, terminal, epoch, sequence)
    SELECT DISTINCT person, '', 0, 0 FROM entry WHERE person <> id;
INSERT INTO cube_due (person, terminal, epoch, sequence)
    SELECT person, terminal, epoch, sequence FROM entry WHERE person = id;

CREATE TRIGGER entry_is_due AFTER INSERT ON entry BEGIN
    INSERT INTO cube_due (person, terminal, epoch, sequence)
        SELECT new.person, '', 0, 0 WHERE new.person <> new.id
        UNION ALL SELECT new.person, new.terminal, new.epoch, new.sequence WHERE new.person = new.id
        ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER uncounted_is_due AFTER INSERT ON uncounted BEGIN
    INSERT INTO cube_due (person, terminal, epoch, sequence)
        SELECT person, iif(person = id, terminal, ''), iif(person = id, epoch, 0), iif(person = id, sequence, 0) FROM entry
        WHERE terminal = new.terminal AND epoch = new.epoch AND sequence = new.sequence
        ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER counted_is_due AFTER DELETE ON uncounted BEGIN
    INSERT INTO cube_due (person, terminal, epoch, sequence)
        SELECT person, iif(person = id, terminal, ''), iif(person = id, epoch, 0), iif(person = id, sequence, 0) FROM entry
        WHERE terminal = old.terminal AND epoch = old.epoch AND sequence = old.sequence
        ON CONFLICT DO NOTHING;
END;
";

/// The secret by which steps are drawn. In the database, so that a copy that is brought back draws the same: what was shown by
/// two different secrets would tell more than by one.
const KEY: &str = "cube_key";
/// Up to when entries are in what is shown.
const AS_OF: &str = "cube_as_of";
/// Grows whenever what is shown has changed.
const NUMBER: &str = "cube_number";

/// The clock by which days and months are counted.
const ZONE: &str = "Europe/Chisinau";

/// How many cases are counted anew in one transaction: terminals wait for no more.
const AT_ONCE: i64 = 500;

/// What is counted anew.
struct Due {
    person: String,
    terminal: String,
    epoch: i64,
    sequence: i64,
}

impl Due {
    fn is_case(&self) -> bool {
        self.terminal.is_empty()
    }

    /// Under which name its parts are kept. No case is called so that it could be taken for a place.
    fn name(&self) -> String {
        if self.is_case() { self.person.clone() } else { format!("{} {} {}", self.terminal, self.epoch, self.sequence) }
    }
}

/// An entry as it is counted.
struct Counted {
    time: Timestamp,
    place: (String, i64, i64),
    centre: String,
    facts: EntryFacts,
}

impl Storage {
    /// Counts some of what came in since it was counted last. Gives whether more is left.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count_some(&mut self) -> Result<bool, HubError> {
        self.know_offices()?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let key = key(&transaction)?;
        let due = due(&transaction)?;
        let counting = Counting::read(&transaction)?;
        for one in &due {
            let cells = filled(&transaction, one, &counting)?;
            settle(&transaction, &one.name(), &cells, &key)?;
            transaction
                .prepare_cached(
                    "DELETE FROM cube_due WHERE person = ?1 AND terminal = ?2 AND epoch = ?3 AND sequence = ?4",
                )?
                .execute(params![one.person, one.terminal, one.epoch, one.sequence])?;
        }
        transaction.commit()?;
        Ok(i64::try_from(due.len()).is_ok_and(|counted| counted == AT_ONCE))
    }

    /// Brings what is shown up to what was counted.
    ///
    /// # Errors
    /// When the database fails.
    pub fn show_counts(&mut self, now: Timestamp) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut statement =
                transaction.prepare("SELECT cell, entries, persons, step, shown FROM cube_cell ORDER BY cell")?;
            let mut rows = statement.query([])?;
            let mut change = transaction.prepare("UPDATE cube_cell SET shown = ?2 WHERE cell = ?1")?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let (cell, entries, persons, step): (i64, u64, u64, u8) =
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                let told = shown(entries, persons, step);
                if told != row.get::<_, u64>(4)? {
                    changes.push((cell, told));
                }
            }
            for (cell, told) in changes {
                change.execute(params![cell, told])?;
            }
        }
        set_meta(&transaction, AS_OF, &now.to_string())?;
        set_meta(&transaction, NUMBER, &(number(&transaction)? + 1).to_string())?;
        Ok(transaction.commit()?)
    }

    /// The number of what is shown: it grows when that has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn cube_number(&self) -> Result<u64, HubError> {
        number(&self.connection)
    }

    /// Up to when entries are in what is shown, when they ever were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn counted_as_of(&self) -> Result<Option<Timestamp>, HubError> {
        Ok(meta(&self.connection, AS_OF)?.and_then(|text| text.parse().ok()))
    }

    /// What is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub fn cube(&self) -> Result<Cube, HubError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let as_of = meta(&snapshot, AS_OF)?.and_then(|text| text.parse().ok());
        let mut statement = snapshot.prepare_cached(&format!("{CELLS} WHERE shown > 0 ORDER BY cell"))?;
        let mut rows = statement.query([])?;
        let mut cells = Vec::new();
        while let Some(row) = rows.next()? {
            // A cell that a newer program made and this one does not know is none of its pages'.
            if let Some(cell) = cell(row)? {
                cells.push((cell, row.get(10)?));
            }
        }
        Ok(Cube::new(as_of, cells))
    }

    /// The cells with the true counts of entries and persons, as they are kept. For whoever checks them; never for a page.
    ///
    /// # Errors
    /// When the database fails.
    pub fn kept_counts(&self) -> Result<BTreeMap<Cell, (u64, u64)>, HubError> {
        let mut statement = self.connection.prepare(&format!("{CELLS} WHERE entries > 0"))?;
        let mut rows = statement.query([])?;
        let mut counts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if let Some(cell) = cell(row)? {
                counts.insert(cell, (row.get(8)?, row.get(9)?));
            }
        }
        Ok(counts)
    }

    /// The same counted anew from all entries.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recount(&self) -> Result<BTreeMap<Cell, (u64, u64)>, HubError> {
        let mut statement = self.connection.prepare(
            "SELECT DISTINCT person, '', 0, 0 FROM entry WHERE person <> id
             UNION ALL SELECT person, terminal, epoch, sequence FROM entry WHERE person = id",
        )?;
        let all = statement.query_map([], due_of)?.collect::<Result<Vec<_>, _>>()?;
        let counting = Counting::read(&self.connection)?;
        let mut counts: BTreeMap<Cell, (u64, u64)> = BTreeMap::new();
        for one in all {
            for (cell, entries) in filled(&self.connection, &one, &counting)? {
                let (all, persons) = counts.entry(cell).or_default();
                (*all, *persons) = (*all + entries, *persons + 1);
            }
        }
        Ok(counts)
    }
}

/// Whether what was shown at one moment is of an earlier day than this.
#[must_use]
pub fn is_of_an_earlier_day(as_of: Timestamp, now: Timestamp) -> bool {
    let zone = zone();
    day(as_of, &zone) < day(now, &zone)
}

const CELLS: &str = "
    SELECT kind, centre, month, event, service, detail, band, journeys, entries, persons, shown, mode FROM cube_cell";

fn cell(row: &Row<'_>) -> Result<Option<Cell>, HubError> {
    let (kind, month): (String, String) = (row.get(0)?, row.get(2)?);
    let Some((kind, month)) = Kind::of_code(&kind).zip(month.parse().ok()) else { return Ok(None) };
    Ok(Some(Cell {
        kind,
        centre: row.get(1)?,
        month,
        event: row.get(3)?,
        service: row.get(4)?,
        detail: row.get(5)?,
        band: row.get(6)?,
        journeys: row.get(7)?,
        mode: row.get(11)?,
    }))
}

fn number(connection: &Connection) -> Result<u64, HubError> {
    Ok(meta(connection, NUMBER)?.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// The secret; drawn when it is needed for the first time.
fn key(connection: &Connection) -> Result<[u8; 32], HubError> {
    if let Some(text) = meta(connection, KEY)? {
        let mut key = [0; 32];
        return hex::decode_to_slice(text, &mut key).map(|()| key).map_err(|_| HubError::Form("key of the counts"));
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(HubError::Random)?;
    set_meta(connection, KEY, &hex::encode(key))?;
    Ok(key)
}

fn due_of(row: &Row<'_>) -> rusqlite::Result<Due> {
    Ok(Due { person: row.get(0)?, terminal: row.get(1)?, epoch: row.get(2)?, sequence: row.get(3)? })
}

fn due(connection: &Connection) -> Result<Vec<Due>, HubError> {
    let mut statement = connection.prepare_cached("SELECT person, terminal, epoch, sequence FROM cube_due LIMIT ?1")?;
    Ok(statement.query_map([AT_ONCE], due_of)?.collect::<Result<_, _>>()?)
}

fn zone() -> TimeZone {
    // The zone comes with the program, so that the months of a hub do not hang on its system.
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

fn day(time: Timestamp, zone: &TimeZone) -> Date {
    time.to_zoned(zone.clone()).date()
}

/// The cells that a case fills, or an entry without one, by its entries that count.
fn filled(connection: &Connection, due: &Due, counting: &Counting) -> Result<BTreeMap<Cell, u64>, HubError> {
    const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM uncounted AS gone WHERE gone.terminal = entry.terminal
        AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)";
    const COLUMNS: &str = "SELECT terminal, epoch, sequence, time, centre, facts FROM entry";
    let mut entries = Vec::new();
    let mut take = |row: &Row<'_>| -> Result<(), HubError> {
        let time: String = row.get(3)?;
        // What cannot be read is in no count; it is told of where the database is looked through.
        let facts = RecordedFacts::read(row.get(5)?).ok().and_then(|facts| facts.meaning());
        if let Some((time, facts)) = time.parse().ok().zip(facts) {
            entries.push(Counted { time, place: (row.get(0)?, row.get(1)?, row.get(2)?), centre: row.get(4)?, facts });
        }
        Ok(())
    };
    if due.is_case() {
        let sql = format!("{COLUMNS} WHERE person = ?1 AND person <> id AND {COUNTS}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([&due.person])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
    } else {
        let sql = format!("{COLUMNS} WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3 AND {COUNTS}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![due.terminal, due.epoch, due.sequence])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
    }
    entries.sort_by(|one, other| (one.time, &one.place).cmp(&(other.time, &other.place)));
    let zone = zone();
    let recorded: Vec<Recorded<'_>> = entries
        .iter()
        .map(|entry| Recorded { day: day(entry.time, &zone), centre: &entry.centre, facts: &entry.facts })
        .collect();
    Ok(counting.cells_of(&recorded))
}

/// Puts what somebody fills now in the place of what it filled before.
fn settle(connection: &Connection, name: &str, now: &BTreeMap<Cell, u64>, key: &[u8; 32]) -> Result<(), HubError> {
    let mut statement = connection.prepare_cached("SELECT cell, entries FROM cube_part WHERE person = ?1")?;
    let before = statement.query_map([name], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let mut before = before.collect::<Result<BTreeMap<_, _>, _>>()?;
    for (cell, entries) in now {
        let place = place(connection, cell, key)?;
        let entries = i64::try_from(*entries).map_err(|_| HubError::Form("count"))?;
        let was = before.remove(&place);
        if was != Some(entries) {
            let more = (entries - was.unwrap_or_default(), i64::from(was.is_none()));
            change(connection, (name, place), entries, more)?;
        }
    }
    for (place, was) in before {
        change(connection, (name, place), 0, (-was, -1))?;
    }
    Ok(())
}

fn change(
    connection: &Connection,
    (name, cell): (&str, i64),
    entries: i64,
    (more, persons): (i64, i64),
) -> Result<(), HubError> {
    if entries == 0 {
        connection
            .prepare_cached("DELETE FROM cube_part WHERE person = ?1 AND cell = ?2")?
            .execute(params![name, cell])?;
    } else {
        connection
            .prepare_cached(
                "INSERT INTO cube_part (person, cell, entries) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, cell) DO UPDATE SET entries = excluded.entries",
            )?
            .execute(params![name, cell, entries])?;
    }
    connection
        .prepare_cached("UPDATE cube_cell SET entries = entries + ?2, persons = persons + ?3 WHERE cell = ?1")?
        .execute(params![cell, more, persons])?;
    Ok(())
}

/// The place of a cell; it is made when nothing was in it before.
fn place(connection: &Connection, cell: &Cell, key: &[u8; 32]) -> Result<i64, HubError> {
    let month = cell.month.to_string();
    let kind = cell.kind.code();
    let is =
        params![kind, cell.centre, month, cell.event, cell.service, cell.detail, cell.band, cell.journeys, cell.mode];
    let mut statement = connection.prepare_cached(
        "SELECT cell FROM cube_cell WHERE kind = ?1 AND centre = ?2 AND month = ?3 AND event = ?4 AND service = ?5
            AND detail = ?6 AND band = ?7 AND journeys = ?8 AND mode = ?9",
    )?;
    if let Some(place) = statement.query_row(is, |row| row.get(0)).optional()? {
        return Ok(place);
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO cube_cell (kind, centre, month, event, service, detail, band, journeys, mode, step, entries, persons, shown)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0) RETURNING cell",
    )?;
    let step = cell.step(key);
    let made = params![
        kind,
        cell.centre,
        month,
        cell.event,
        cell.service,
        cell.detail,
        cell.band,
        cell.journeys,
        cell.mode,
        step
    ];
    Ok(statement.query_row(made, |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::super::intake::tests::{entries, ingest, storage};
    use super::*;

    fn counted(storage: &mut Storage) {
        while storage.count_some().unwrap() {}
    }

    #[test]
    fn what_is_kept_equals_a_recount_and_changes_once_a_day() {
        let (_folder, mut storage) = storage();
        ingest(&mut storage, &entries(&[1, 2, 3], 5));
        counted(&mut storage);
        assert_eq!(storage.kept_counts().unwrap(), storage.recount().unwrap());
        assert_eq!(storage.kept_counts().unwrap().values().copied().collect::<Vec<_>>(), [(3, 3)]);
        assert!(storage.cube().unwrap().months().is_none(), "nothing is shown yet");
        storage.show_counts(Timestamp::UNIX_EPOCH).unwrap();
        ingest(&mut storage, &entries(&[1, 2, 3, 4, 5, 6, 7, 8, 9], 5)[3..]);
        let before = storage.cube().unwrap();
        counted(&mut storage);
        assert_eq!(storage.cube().unwrap(), before, "what came in later is shown later");
        storage.show_counts(Timestamp::UNIX_EPOCH).unwrap();
        assert_ne!(storage.cube().unwrap(), before);
        assert_eq!(storage.kept_counts().unwrap(), storage.recount().unwrap());
        assert_eq!(storage.cube_number().unwrap(), 2);
    }

    #[test]
    fn a_day_ends_at_midnight_in_chisinau() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(!is_of_an_earlier_day(at("2026-11-20T10:00:00Z"), at("2026-11-20T21:59:00Z")));
        assert!(is_of_an_earlier_day(at("2026-11-20T10:00:00Z"), at("2026-11-20T22:01:00Z")));
    }
}
