//! The schema of the records file and its migrations, each in one transaction.

use super::RecordsError;
use crate::platform::sqlite::{Schema, commit_to_the_disk};
use rusqlite::Connection;

/// "CUPR": a records file of ours.
pub const APPLICATION_ID: i32 = 0x4355_5052;

/// One step a version; a step is never edited once it was shipped.
pub const STEPS: [&str; 11] =
    [RECORDS, WRONG_SIGN_INS, PLACES, OPERATIONS, WAITING, APPENDING, PEOPLE, EXCHANGE, GIVEN, SHORTENING, TAKEN];

/// The schema since which what waits is a view.
pub const WAITING_SINCE: usize = 5;

/// The schema since which entries lie in the order of their number.
pub const APPENDING_SINCE: usize = 6;

/// The schema since which entries that are in a copy of the hub's may go.
pub const SHORTENED_SINCE: usize = 10;

/// What records files have in common.
pub const SCHEMA: Schema = Schema { application: APPLICATION_ID, retired: 0, steps: &STEPS };

const RECORDS: &str = "
    -- Specialists who can sign in: each holds the centre's case key wrapped under a password.
    CREATE TABLE specialist (
        name    TEXT PRIMARY KEY,
        wrapped BLOB NOT NULL,
        added   TEXT NOT NULL
    ) STRICT;

    -- Cases, encrypted under the case key. Erased some days after closing.
    CREATE TABLE open_case (
        id     TEXT PRIMARY KEY,
        cipher BLOB NOT NULL,
        closed TEXT
    ) STRICT;

    -- The journal: append-only, dense within an epoch, chained by hashes.
    CREATE TABLE entry (
        epoch    INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        id       TEXT NOT NULL UNIQUE,
        time     TEXT NOT NULL,
        facts    TEXT NOT NULL,
        sealed   BLOB,
        previous BLOB NOT NULL,
        hash     BLOB NOT NULL,
        PRIMARY KEY (epoch, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;

    -- Entries the hub has not answered for yet.
    CREATE TABLE outbox (
        epoch    INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        PRIMARY KEY (epoch, sequence)
    ) STRICT, WITHOUT ROWID;

    -- What the hub answered: a receipt, or why it was set aside.
    CREATE TABLE delivery (
        epoch    INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        receipt  TEXT,
        code     TEXT,
        PRIMARY KEY (epoch, sequence)
    ) STRICT, WITHOUT ROWID;

    -- Single values: the hub's incarnation.
    CREATE TABLE meta (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;
";

/// Wrong passwords and codes, in one row, so that a restart forgets none.
const WRONG_SIGN_INS: &str = "
    CREATE TABLE wrong_sign_in (
        one       INTEGER PRIMARY KEY CHECK (one = 1),
        -- In a row since the last right one, and when the first of them was.
        run       INTEGER NOT NULL DEFAULT 0,
        run_since TEXT,
        -- What no specialist was told of yet, and since when.
        untold    INTEGER NOT NULL DEFAULT 0,
        since     TEXT
    ) STRICT;
";

/// An entry can stand at several places, of which the hub takes the last: its id is no longer in one row alone.
const PLACES: &str = "
    CREATE TABLE entry_with_places (
        epoch    INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        id       TEXT NOT NULL,
        time     TEXT NOT NULL,
        facts    TEXT NOT NULL,
        sealed   BLOB,
        previous BLOB NOT NULL,
        hash     BLOB NOT NULL,
        PRIMARY KEY (epoch, sequence)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO entry_with_places SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry;
    DROP TRIGGER entry_never_changes;
    DROP TRIGGER entry_never_goes;
    DROP TABLE entry;
    ALTER TABLE entry_with_places RENAME TO entry;
    CREATE INDEX entry_by_id ON entry (id);
    CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
";

/// What was done in a case is kept one by one. A case that is kept in one piece stays so until somebody signs in whose
/// key opens it; on which day a case was closed is known without a key.
const OPERATIONS: &str = "
    -- What was done in cases, each encrypted under the key that it names. Erased with its case.
    CREATE TABLE operation (
        case_id TEXT NOT NULL,
        id      TEXT NOT NULL,
        key     TEXT NOT NULL,
        cipher  BLOB NOT NULL,
        PRIMARY KEY (case_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER operation_never_changes BEFORE UPDATE ON operation BEGIN
        SELECT RAISE(ABORT, 'an operation never changes');
    END;

    -- Cases that are closed, and since when: they are erased some days later.
    CREATE TABLE closing (
        case_id TEXT PRIMARY KEY,
        day     TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO closing (case_id, day) SELECT id, closed FROM open_case WHERE closed IS NOT NULL;
";

/// What waits to be sent has no row of its own as long as nothing behind it was answered or put back: recording writes
/// into one table less. Of every entry one of three holds: it has an answer, it stands in the outbox, or it lies beyond
/// all of its epoch that do.
const WAITING: &str = "
    CREATE VIEW waiting (epoch, sequence) AS
    WITH RECURSIVE
        -- Every epoch, found by leaps: there are few, and many entries.
        present (epoch) AS (
            SELECT min(epoch) FROM entry
            UNION ALL
            SELECT (SELECT min(epoch) FROM entry WHERE entry.epoch > present.epoch) FROM present
            WHERE present.epoch IS NOT NULL
        ),
        reached (epoch, sequence) AS (
            SELECT epoch, max(
                ifnull((SELECT max(sequence) FROM delivery WHERE delivery.epoch = present.epoch), 0),
                ifnull((SELECT max(sequence) FROM outbox WHERE outbox.epoch = present.epoch), 0))
            FROM present WHERE epoch IS NOT NULL
        )
    SELECT epoch, sequence FROM outbox
    UNION ALL
    SELECT entry.epoch, entry.sequence FROM reached JOIN entry
        ON entry.epoch = reached.epoch AND entry.sequence > reached.sequence;
";

/// Entries and operations lie in the order in which they are written, each by one number: SQLite then only appends, where
/// it shifted the neighbours of every row that a page had no room for. Epoch and sequence of an entry are its number.
const APPENDING: &str = "
    DROP VIEW waiting;
    CREATE TABLE entry_in_order (
        -- The epoch above, the sequence in the lower 32 bits.
        place    INTEGER PRIMARY KEY,
        id       TEXT NOT NULL,
        time     TEXT NOT NULL,
        facts    TEXT NOT NULL,
        sealed   BLOB,
        previous BLOB NOT NULL,
        hash     BLOB NOT NULL,
        epoch    INTEGER AS (place >> 32) VIRTUAL,
        sequence INTEGER AS (place & 0xFFFFFFFF) VIRTUAL
    ) STRICT;
    INSERT INTO entry_in_order (place, id, time, facts, sealed, previous, hash)
        SELECT epoch << 32 | sequence, id, time, facts, sealed, previous, hash FROM entry ORDER BY epoch, sequence;
    DROP TRIGGER entry_never_changes;
    DROP TRIGGER entry_never_goes;
    DROP TABLE entry;
    ALTER TABLE entry_in_order RENAME TO entry;
    CREATE INDEX entry_by_id ON entry (id);
    CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;

    -- Of cases that are held there are few, so that all of it is read where one is looked for.
    CREATE TABLE operation_in_order (
        case_id TEXT NOT NULL,
        id      TEXT NOT NULL,
        key     TEXT NOT NULL,
        cipher  BLOB NOT NULL
    ) STRICT;
    INSERT INTO operation_in_order SELECT case_id, id, key, cipher FROM operation ORDER BY id;
    DROP TRIGGER operation_never_changes;
    DROP TABLE operation;
    ALTER TABLE operation_in_order RENAME TO operation;
    CREATE TRIGGER operation_never_changes BEFORE UPDATE ON operation BEGIN
        SELECT RAISE(ABORT, 'an operation never changes');
    END;

    CREATE VIEW waiting (epoch, sequence, place) AS
    WITH RECURSIVE
        -- Every epoch, found by leaps: there are few, and many entries.
        present (epoch) AS (
            SELECT min(place) >> 32 FROM entry
            UNION ALL
            SELECT (SELECT min(place) >> 32 FROM entry WHERE place >= (present.epoch + 1) << 32) FROM present
            WHERE present.epoch IS NOT NULL
        ),
        reached (epoch, sequence) AS (
            SELECT epoch, max(
                ifnull((SELECT max(sequence) FROM delivery WHERE delivery.epoch = present.epoch), 0),
                ifnull((SELECT max(sequence) FROM outbox WHERE outbox.epoch = present.epoch), 0))
            FROM present WHERE epoch IS NOT NULL
        )
    SELECT epoch, sequence, epoch << 32 | sequence FROM outbox
    UNION ALL
    SELECT entry.epoch, entry.sequence, entry.place FROM reached JOIN entry
        ON entry.place > reached.epoch << 32 | reached.sequence AND entry.place < (reached.epoch + 1) << 32;
";

/// Who works here is a set of changes, as a case is. Who signs in for the first time since an older program moves out of
/// `specialist`.
const PEOPLE: &str = "
    -- What was done about the people of the desk: JSON, with keys encrypted to whom they are for. What says nothing any
    -- more is erased, so that no key stays of who was removed.
    CREATE TABLE people (
        id        TEXT PRIMARY KEY,
        operation BLOB NOT NULL
    ) STRICT;
    CREATE TRIGGER people_never_change BEFORE UPDATE ON people BEGIN
        SELECT RAISE(ABORT, 'a change of the people never changes');
    END;
";

/// What this computer gives the others of its centre and takes from them. None of it is precious: what is lost of it is
/// offered once more, and asked for once more, and both are once.
const EXCHANGE: &str = "
    -- The logs that are kept by the hub and by a relay: up to which number it is known what came, and when it was asked last.
    CREATE TABLE room_log (
        log    TEXT PRIMARY KEY,
        place  TEXT NOT NULL,
        cursor INTEGER NOT NULL,
        asked  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What a log has, by the id of the operation or of the change, and since when that is known.
    CREATE TABLE room_known (
        log   TEXT NOT NULL,
        piece TEXT NOT NULL,
        day   TEXT NOT NULL,
        PRIMARY KEY (log, piece)
    ) STRICT, WITHOUT ROWID;

    -- Parcels that came and wait: for somebody whose keys open them, or for the hub to say whose they are.
    CREATE TABLE room_inbox (
        number INTEGER PRIMARY KEY,
        hash   TEXT NOT NULL UNIQUE,
        log    TEXT NOT NULL,
        people INTEGER NOT NULL,
        by_hub INTEGER NOT NULL,
        came   TEXT NOT NULL,
        parcel TEXT NOT NULL
    ) STRICT;

    -- Cases that were erased here: the logs are told, and nothing of them is taken back.
    CREATE TABLE room_erased (
        case_id TEXT PRIMARY KEY,
        day     TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// Whether a log gave a piece, or was offered it.
const GIVEN: &str = "
    ALTER TABLE room_known ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
";

/// What was erased of a case, so that it can be told from what whoever erased it had not seen.
const TAKEN: &str = "
    -- The ids of the operations that were erased, as JSON; nothing where an older program noted it, which kept no such list.
    ALTER TABLE room_erased ADD COLUMN taken TEXT;
";

/// The journal is append-only above what the hub has in a copy elsewhere. What goes leaves its time and its facts.
const SHORTENING: &str = "
    CREATE TABLE summary (
        -- As of the entry.
        place INTEGER PRIMARY KEY,
        id    TEXT NOT NULL,
        time  TEXT NOT NULL,
        facts TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER summary_never_changes BEFORE UPDATE ON summary BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
    CREATE TRIGGER summary_never_goes BEFORE DELETE ON summary BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only');
    END;
    DROP TRIGGER entry_never_goes;
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
    WHEN NOT EXISTS (SELECT 1 FROM summary WHERE place = OLD.place)
        OR NOT EXISTS (SELECT 1 FROM meta WHERE name = 'may-go:' || (OLD.place >> 32)
                       AND CAST(value AS INTEGER) >= OLD.place & 0xFFFFFFFF)
    BEGIN
        SELECT RAISE(ABORT, 'the journal is append-only above what the hub has in a copy');
    END;
";

/// Brings a file to this program's schema, and sets how it is written.
///
/// # Errors
/// When it is newer or foreign, or a step fails; the file is then as it was.
pub fn migrate(connection: &mut Connection) -> Result<(), RecordsError> {
    // Before anything is written: another program's file stays as it is.
    SCHEMA.version_of(connection)?;
    commit_to_the_disk(connection)?;
    connection.execute_batch("PRAGMA secure_delete = ON")?;
    SCHEMA.migrate(connection, |_, _| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::store::identity::Identity;
    use crate::store::records::{NewEntry, Records};
    use jiff::Timestamp;
    use uuid::Uuid;

    /// Whatever schema an older program left: entries, what waits and what was answered are as they were, and the journal
    /// is append-only.
    #[test]
    fn records_of_every_older_schema_are_brought_up_whole() {
        for version in 1..STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let (path, older) = (folder.path().join("records.sqlite"), folder.path().join("older.sqlite"));
            let open = || {
                let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
                Records::open(&path, identity, Timestamp::UNIX_EPOCH).unwrap().0
            };
            let mut records = open();
            let circumstances =
                Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Alone, catalogue: 1 };
            for _ in 0..4 {
                let facts = EntryFacts::new(Action::Informed, &circumstances);
                let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
                records.record(&entry, None, Timestamp::UNIX_EPOCH).unwrap();
            }
            let entries = records.all_entries().unwrap();
            drop(records);
            let connection = Connection::open(&older).unwrap();
            connection.execute_batch(&STEPS[..version].concat()).unwrap();
            connection.execute("ATTACH ?1 AS newer", [path.display().to_string()]).unwrap();
            let place = if version >= APPENDING_SINCE { "place" } else { "epoch, sequence" };
            connection
                .execute_batch(&format!(
                    "INSERT INTO main.entry ({place}, id, time, facts, sealed, previous, hash)
                         SELECT {place}, id, time, facts, sealed, previous, hash FROM newer.entry;
                     INSERT INTO main.outbox SELECT * FROM newer.outbox WHERE sequence > 2;
                     INSERT INTO main.delivery VALUES (1, 1, 'r-1-1', NULL), (1, 2, NULL, 'malformed');",
                ))
                .unwrap();
            connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
            connection.pragma_update(None, "user_version", i32::try_from(version).unwrap()).unwrap();
            drop(connection);
            for suffix in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(crate::platform::file::with_suffix(&path, suffix));
            }
            std::fs::rename(&older, &path).unwrap();
            let mut records = open();
            assert_eq!(records.all_entries().unwrap(), entries, "{version}");
            let unsent: Vec<u64> = records.unsent(9).unwrap().iter().map(|entry| entry.position.sequence).collect();
            assert_eq!(unsent, [3, 4], "{version}");
            let status = records.outbox_status().unwrap();
            assert_eq!((status.received, status.quarantined), (1, 1), "{version}");
            drop(records);
            let connection = Connection::open(&path).unwrap();
            for change in ["UPDATE entry SET time = ''", "DELETE FROM entry"] {
                assert!(connection.execute(change, []).is_err(), "{version}: {change}");
            }
        }
    }
}
