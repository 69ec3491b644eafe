//! The schema of the hub's database, and the way from an older one.

use super::{CREATED, INCARNATION, correction, set_meta};
use crate::hub::HubError;
use crate::platform::sqlite::Schema;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction};
use uuid::Builder;

/// Marks the file as a hub's: "CUPH" in ASCII.
const APPLICATION_ID: i32 = 0x4355_5048;

/// One step a version; a step is never edited once it was shipped.
const STEPS: [&str; 19] = [
    FIRST,
    SIGNED_CATALOGUES,
    CORRECTIONS,
    RECOVERY_CODES,
    AGREEMENT,
    NOTHING_IS_TOO_NEW,
    CORRECTIONS_STAY,
    PAPER,
    PROVIDER_STATES,
    FLEET,
    super::room::TABLES,
    super::cube::TABLES,
    super::accounts::TABLES,
    super::fleet::TABLES,
    super::hand_out::TABLES,
    super::erasure::TABLES,
    super::provider_state::LISTS,
    super::cube::MODES,
    super::outbox::TABLES,
];

/// Which program each terminal said that it runs, since when, and when it was heard of last.
const FLEET: &str = "
CREATE TABLE contact (
    terminal TEXT PRIMARY KEY REFERENCES terminal (id),
    version TEXT,
    since TEXT NOT NULL,
    last TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// What the databases of hubs have in common.
pub(super) const SCHEMA: Schema = Schema { application: APPLICATION_ID, retired: 0, steps: &STEPS };

/// The schema from which on corrections are looked at as now.
const CORRECTIONS_FROM: i32 = 7;

/// Every key starts with the terminal, so that the tables can be spread over several machines by it.
/// `batch` numbers the transactions that took entries in: what a reader has seen up to a place in its
/// order stays as it was, whatever the clock does. The last four columns of an entry repeat its facts for
/// the index by which reports count; `person` is the case or, without one, the entry.
const FIRST: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code (
    hash TEXT PRIMARY KEY,
    centre TEXT NOT NULL,
    profile TEXT NOT NULL,
    created TEXT NOT NULL,
    used_by TEXT REFERENCES terminal (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
    id TEXT PRIMARY KEY,
    device_key TEXT NOT NULL,
    centre TEXT NOT NULL,
    enrolled TEXT NOT NULL,
    revoked TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    time TEXT NOT NULL,
    received TEXT NOT NULL,
    batch INTEGER NOT NULL,
    facts TEXT NOT NULL,
    sealed BLOB,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    centre TEXT NOT NULL,
    event TEXT,
    action TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence),
    UNIQUE (terminal, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_batch ON entry (batch);
CREATE INDEX entry_by_kind ON entry (centre, event, action, person);

CREATE TABLE watermark (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    received INTEGER NOT NULL,
    backed_up INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (terminal, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL REFERENCES terminal (id),
    digest BLOB NOT NULL,
    received TEXT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (terminal, digest)
) STRICT;

CREATE TABLE release (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    packed BLOB NOT NULL,
    published TEXT NOT NULL
) STRICT;
";

/// Releases are signed: the signed files by name, and deltas to the current release by the hash they start from.
const SIGNED_CATALOGUES: &str = "
CREATE TABLE catalogue_metadata (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue_delta (
    base TEXT NOT NULL,
    target TEXT NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (base, target)
) STRICT;
";

/// Entries that correct others. `corrects` is the key of [`super::correction::target_key`]; `uncounted` names the
/// entries that count no more, `put_away` the cases of which none does.
const CORRECTIONS: &str = "
ALTER TABLE entry ADD COLUMN corrects TEXT;

UPDATE entry SET corrects =
    iif(facts ->> '$.case' IS NULL,
        'terminal ' || terminal,
        'case ' || (SELECT centre FROM terminal WHERE id = entry.terminal) || ' ' || (facts ->> '$.case'))
    || ' ' || (facts ->> '$.corrects')
WHERE facts ->> '$.corrects' IS NOT NULL;

CREATE INDEX entry_by_correction ON entry (corrects) WHERE corrects IS NOT NULL;

CREATE INDEX terminal_by_centre ON terminal (centre);

CREATE TABLE uncounted (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE put_away (
    centre TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (centre, person)
) STRICT, WITHOUT ROWID;
";

/// The hashes of the codes that admit a first specialist: bound to the enrolment they were printed with, if any, and to
/// the terminal once there is one. Those that others took the place of stay, marked.
const RECOVERY_CODES: &str = "
CREATE TABLE recovery_code (
    number INTEGER PRIMARY KEY,
    enrolment TEXT REFERENCES enrolment_code (hash),
    terminal TEXT REFERENCES terminal (id),
    hash TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    replaced TEXT
) STRICT;

CREATE INDEX recovery_code_by_enrolment ON recovery_code (enrolment);
CREATE INDEX recovery_code_by_terminal ON recovery_code (terminal);
";

/// What the two ends need to agree, and counts that no reader has to make.
///
/// `terminal_centre`: what a terminal recorded before it moved is still its own. `elsewhere`: places whose entry the hub
/// holds at another one, because its terminal began another epoch or got another name after it was sent. `set_aside`
/// takes the place of `quarantine`, whose bodies stood in clear; `bound_for` counts what of it is kept. `attested`: by
/// which signatures a history can be shown to be its terminal's. `fork_head`: how far other histories under a name came,
/// so that what follows on one of them is known as its own. `alarm`: what a person should look at.
///
/// `tally` counts entries and persons by centre, event and action; one row of empty names counts what was taken back.
/// `tally_person` is behind its number of persons. Triggers keep both, so that no way into `entry` or `uncounted` can
/// forget them. Codes made by an older program are void: they were kept in a way that let a copy of the database
/// give them away.
const AGREEMENT: &str = "
CREATE TABLE terminal_centre (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    centre TEXT NOT NULL,
    PRIMARY KEY (terminal, centre)
) STRICT, WITHOUT ROWID;
INSERT INTO terminal_centre (terminal, centre) SELECT id, centre FROM terminal;

ALTER TABLE terminal ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
ALTER TABLE terminal ADD COLUMN begun TEXT;
UPDATE terminal SET begun = enrolled;

ALTER TABLE enrolment_code ADD COLUMN expires TEXT NOT NULL DEFAULT '';

ALTER TABLE watermark ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watermark ADD COLUMN gap_told INTEGER NOT NULL DEFAULT 0;
INSERT INTO watermark (terminal, epoch, received, stored)
    SELECT terminal, epoch, 0, count(*) FROM entry WHERE true GROUP BY terminal, epoch
    ON CONFLICT (terminal, epoch) DO UPDATE SET stored = excluded.stored;

CREATE TABLE elsewhere (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE fork_head (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    hash BLOB NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (terminal, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE attested (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    kind TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (terminal, kind)
) STRICT, WITHOUT ROWID;

UPDATE terminal SET again = 1 WHERE id IN (SELECT terminal FROM quarantine);
DROP TABLE quarantine;
CREATE TABLE set_aside (
    number INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL REFERENCES terminal (id),
    digest BLOB NOT NULL,
    received TEXT NOT NULL,
    code TEXT NOT NULL,
    epoch INTEGER,
    sequence INTEGER,
    sealed BLOB,
    UNIQUE (terminal, digest)
) STRICT;
CREATE TABLE bound_for (
    terminal TEXT PRIMARY KEY REFERENCES terminal (id),
    kept INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    beyond INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    counted INTEGER NOT NULL,
    centre TEXT NOT NULL,
    event TEXT NOT NULL,
    action TEXT NOT NULL,
    entries INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    PRIMARY KEY (counted, centre, event, action)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_person (
    counted INTEGER NOT NULL,
    centre TEXT NOT NULL,
    event TEXT NOT NULL,
    action TEXT NOT NULL,
    person TEXT NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (counted, centre, event, action, person)
) STRICT, WITHOUT ROWID;

INSERT INTO tally_person (counted, centre, event, action, person, entries)
    SELECT 1, centre, coalesce(event, ''), action, person, count(*) FROM entry
    WHERE NOT EXISTS (SELECT 1 FROM uncounted AS gone WHERE gone.terminal = entry.terminal
                      AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)
    GROUP BY 2, 3, 4, 5;
INSERT INTO tally_person (counted, centre, event, action, person, entries)
    SELECT 0, '', '', '', person, count(*) FROM uncounted JOIN entry USING (terminal, epoch, sequence) GROUP BY person;
INSERT INTO tally (counted, centre, event, action, entries, persons)
    SELECT counted, centre, event, action, sum(entries), count(*) FROM tally_person GROUP BY 1, 2, 3, 4;

CREATE TRIGGER tally_person_comes AFTER INSERT ON tally_person BEGIN
    INSERT INTO tally (counted, centre, event, action, entries, persons)
        VALUES (new.counted, new.centre, new.event, new.action, new.entries, 1)
        ON CONFLICT DO UPDATE SET entries = entries + new.entries, persons = persons + 1;
END;
CREATE TRIGGER tally_person_changes AFTER UPDATE ON tally_person BEGIN
    UPDATE tally SET entries = entries + new.entries - old.entries
        WHERE counted = new.counted AND centre = new.centre AND event = new.event AND action = new.action;
    DELETE FROM tally_person WHERE new.entries = 0 AND counted = new.counted AND centre = new.centre
        AND event = new.event AND action = new.action AND person = new.person;
END;
CREATE TRIGGER tally_person_goes AFTER DELETE ON tally_person BEGIN
    UPDATE tally SET persons = persons - 1
        WHERE counted = old.counted AND centre = old.centre AND event = old.event AND action = old.action;
END;
CREATE TRIGGER entry_comes AFTER INSERT ON entry BEGIN
    INSERT INTO tally_person (counted, centre, event, action, person, entries)
        VALUES (1, new.centre, coalesce(new.event, ''), new.action, new.person, 1)
        ON CONFLICT DO UPDATE SET entries = entries + 1;
END;
CREATE TRIGGER entry_counts_no_more AFTER INSERT ON uncounted BEGIN
    UPDATE tally_person SET entries = tally_person.entries - 1 FROM entry
        WHERE entry.terminal = new.terminal AND entry.epoch = new.epoch AND entry.sequence = new.sequence
          AND counted = 1 AND tally_person.centre = entry.centre AND tally_person.event = coalesce(entry.event, '')
          AND tally_person.action = entry.action AND tally_person.person = entry.person;
    INSERT INTO tally_person (counted, centre, event, action, person, entries)
        SELECT 0, '', '', '', person, 1 FROM entry
        WHERE terminal = new.terminal AND epoch = new.epoch AND sequence = new.sequence
        ON CONFLICT DO UPDATE SET entries = entries + 1;
END;
CREATE TRIGGER entry_counts_again AFTER DELETE ON uncounted BEGIN
    UPDATE tally_person SET entries = tally_person.entries - 1 FROM entry
        WHERE entry.terminal = old.terminal AND entry.epoch = old.epoch AND entry.sequence = old.sequence
          AND counted = 0 AND tally_person.centre = '' AND tally_person.event = '' AND tally_person.action = ''
          AND tally_person.person = entry.person;
    INSERT INTO tally_person (counted, centre, event, action, person, entries)
        SELECT 1, centre, coalesce(event, ''), action, person, 1 FROM entry
        WHERE terminal = old.terminal AND epoch = old.epoch AND sequence = old.sequence
        ON CONFLICT DO UPDATE SET entries = entries + 1;
END;
";

/// What a newer terminal says is taken in: what was set aside for it is asked for once more, and which program used the
/// database last matters no more. Of the index by which reports once counted, only cases are still looked for.
const NOTHING_IS_TOO_NEW: &str = "
UPDATE terminal SET again = again + 1 WHERE id IN (SELECT terminal FROM set_aside WHERE code = 'newer');
DELETE FROM set_aside WHERE code = 'newer';
UPDATE bound_for SET
    kept = (SELECT count(*) FROM set_aside WHERE set_aside.terminal = bound_for.terminal),
    bytes = (SELECT coalesce(sum(length(sealed)), 0) FROM set_aside WHERE set_aside.terminal = bound_for.terminal);
DELETE FROM meta WHERE name = 'program';

DROP INDEX entry_by_kind;
CREATE INDEX entry_by_case ON entry (person) WHERE person <> id;
";

/// What an entry corrects stays what it was when a terminal moves to another centre: entries of a case go by the centre
/// they count for, no longer by where their terminal stood on that day. All corrections are looked at anew.
const CORRECTIONS_STAY: &str = "
UPDATE entry SET corrects = 'case ' || centre || ' ' || (facts ->> '$.case') || ' ' || (facts ->> '$.corrects')
WHERE corrects IS NOT NULL AND facts ->> '$.case' IS NOT NULL;

DROP TABLE put_away;
CREATE TABLE put_away (
    case_id TEXT NOT NULL,
    centre TEXT NOT NULL,
    terminal TEXT NOT NULL REFERENCES terminal (id),
    PRIMARY KEY (case_id, centre, terminal)
) STRICT, WITHOUT ROWID;
DELETE FROM uncounted;

CREATE INDEX terminal_centre_by_centre ON terminal_centre (centre);
";

/// Sheets and scanned pages are counted from their entries, which are few among all: they are found without a look at the others.
const PAPER: &str = "
CREATE INDEX entry_of_paper ON entry (action, centre, person) WHERE action IN ('sheetPrinted', 'pagesKept');
";

/// What providers' lists say of requests. A request is known by a hash of its provider and number, which are not kept;
/// `rank` is the place of its state on the usual way.
const PROVIDER_STATES: &str = "
CREATE TABLE provider_state (
    request TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    rank INTEGER NOT NULL,
    day TEXT NOT NULL,
    received TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Brings a database to this program's schema.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), HubError> {
    SCHEMA.migrate(connection, besides)
}

/// What a database needs besides its tables: a new one a name, an older one a look at its corrections.
fn besides(transaction: &Transaction<'_>, found: i32) -> Result<(), HubError> {
    if found < CORRECTIONS_FROM {
        correction::settle_all(transaction)?;
    }
    if found == 0 {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(HubError::Random)?;
        set_meta(transaction, INCARNATION, &Builder::from_random_bytes(bytes).into_uuid().to_string())?;
        set_meta(transaction, CREATED, &Timestamp::now().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{FILE_NAME, Storage};
    use super::*;
    use crate::domain::record::Action;
    use rusqlite::params;

    #[test]
    fn corrections_received_before_they_were_looked_at_count_after_the_migration() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
        connection.execute_batch(FIRST).unwrap();
        connection.execute_batch(SIGNED_CATALOGUES).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        set_meta(&connection, INCARNATION, "first").unwrap();
        connection
            .execute_batch("INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'lozova', '')")
            .unwrap();
        let id = |number: u128| uuid::Uuid::from_u128(number).to_string();
        let rows = [
            (1, "caseOpened", Some(9), None),
            (2, "requestPaid", Some(9), None),
            (3, "corrected", Some(9), Some(2)),
            (4, "informed", None, None),
            (5, "corrected", None, Some(4)),
        ];
        for (number, action, case, corrects) in rows {
            let mut facts = serde_json::json!({"action": action, "event": "C1", "language": "ro", "centre": "lozova",
                "mode": "assisted", "catalogue": 1});
            for (name, value) in [("case", case), ("corrects", corrects)] {
                if let Some(value) = value {
                    facts[name] = id(value).into();
                }
            }
            connection
                .execute(
                    "INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, previous, hash,
                                        centre, event, action, person)
                     VALUES ('t-1', 1, ?1, ?2, '', '', 1, ?3, x'', x'', 'lozova', 'C1', ?4, ?5)",
                    params![
                        i64::try_from(number).unwrap(),
                        id(number),
                        facts.to_string(),
                        action,
                        id(case.unwrap_or(number))
                    ],
                )
                .unwrap();
        }
        drop(connection);
        let report = Storage::open(folder.path()).unwrap().report().unwrap();
        assert_eq!((report.entries, report.corrected), (5, 2));
        let counted: Vec<_> = report.counts.iter().map(|count| (count.action, count.entries)).collect();
        assert_eq!(counted, [(Some(Action::CaseOpened), 1), (Some(Action::Corrected), 2)]);
    }

    #[test]
    fn what_stood_in_clear_goes_and_is_asked_for_again_and_codes_that_a_copy_gave_away_are_void() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
        for step in &STEPS[..4] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 4).unwrap();
        set_meta(&connection, INCARNATION, "first").unwrap();
        connection
            .execute_batch(
                "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'lozova', '2026-01-01T00:00:00Z');
                 INSERT INTO quarantine (terminal, digest, received, code, body) VALUES ('t-1', x'01', '', 'fork', 'a name');
                 INSERT INTO enrolment_code (hash, centre, profile, created) VALUES ('ab', 'lozova', '{}', '');",
            )
            .unwrap();
        drop(connection);
        let mut storage = Storage::open(folder.path()).unwrap();
        assert_eq!(storage.report().unwrap().quarantined, 0);
        let answer = storage.ingest("t-1", &[], None, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(answer.again, 1, "it is asked for again");
        let expires: String =
            storage.connection.query_row("SELECT expires FROM enrolment_code", [], |row| row.get(0)).unwrap();
        assert_eq!(expires, "");
    }

    #[test]
    fn a_correction_that_a_move_lost_holds_after_the_migration() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
        for step in &STEPS[..6] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 6).unwrap();
        set_meta(&connection, INCARNATION, "first").unwrap();
        connection
            .execute_batch(
                "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'rome', '');
                 INSERT INTO terminal_centre (terminal, centre) VALUES ('t-1', 'lozova'), ('t-1', 'rome');",
            )
            .unwrap();
        let [case, paid, correction] = [9, 1, 2].map(|number| uuid::Uuid::from_u128(number).to_string());
        // It was corrected where it was recorded, and that came only after the move.
        for (sequence, action, id, corrects) in
            [(1, "requestPaid", &paid, None), (2, "corrected", &correction, Some(&paid))]
        {
            let facts = serde_json::json!({"action": action, "centre": "lozova", "case": case, "corrects": corrects});
            let key = corrects.map(|target| format!("case rome {case} {target}"));
            connection
                .execute(
                    "INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, previous, hash,
                                        centre, event, action, person, corrects)
                     VALUES ('t-1', 1, ?1, ?2, '', '', 1, ?3, x'', x'', 'lozova', NULL, ?4, ?5, ?6)",
                    params![sequence, id, facts.to_string(), action, case, key],
                )
                .unwrap();
        }
        drop(connection);
        let report = Storage::open(folder.path()).unwrap().report().unwrap();
        assert_eq!((report.entries, report.corrected), (2, 1));
    }

    #[test]
    fn what_was_shown_together_stays_together_and_only_what_begins_later_is_told_apart() {
        for was_shown in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
            for step in &STEPS[..17] {
                connection.execute_batch(step).unwrap();
            }
            connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
            connection.pragma_update(None, "user_version", 17).unwrap();
            set_meta(&connection, INCARNATION, "first").unwrap();
            connection
                .execute_batch(
                    "INSERT INTO cube_cell VALUES (7, 'request', 'lozova', '2026-10', 'C1', '002000206', 'result', 1, 1, 2, 8, 8, 10);
                     INSERT INTO cube_part (person, cell, entries) VALUES ('one', 7, 8);",
                )
                .unwrap();
            if was_shown {
                set_meta(&connection, "cube_as_of", "2026-11-20T00:00:00Z").unwrap();
            }
            drop(connection);
            let storage = Storage::open(folder.path()).unwrap();
            let kept = storage.kept_counts().unwrap();
            let said: Vec<_> = kept.iter().map(|(cell, counts)| (cell.mode.as_str(), cell.band, *counts)).collect();
            assert_eq!(said, [("", 1, (8, 8))]);
            let from: Option<String> = super::super::meta(&storage.connection, "cube_modes_from").unwrap();
            let from = from.map(|from| from.parse::<crate::domain::month::Month>().unwrap());
            let this_month = crate::domain::month::Month::of(Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
            assert_eq!(from.is_some_and(|from| from > this_month), was_shown, "{from:?}");
            let parts: i64 = storage
                .connection
                .query_row("SELECT count(*) FROM cube_part JOIN cube_cell USING (cell)", [], |row| row.get(0))
                .unwrap();
            assert_eq!(parts, 1);
        }
    }

    #[test]
    fn what_was_set_aside_for_being_new_is_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
        for step in &STEPS[..5] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 5).unwrap();
        set_meta(&connection, INCARNATION, "first").unwrap();
        connection
            .execute_batch(
                "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'lozova', ''), ('t-2', '', 'rome', '');
                 INSERT INTO set_aside (terminal, digest, received, code, sealed)
                     VALUES ('t-1', x'01', '', 'newer', x'0102'), ('t-1', x'02', '', 'hash', x'01'), ('t-2', x'03', '', 'hash', NULL);
                 INSERT INTO bound_for (terminal, kept, bytes, beyond) VALUES ('t-1', 2, 3, 0), ('t-2', 1, 0, 0);",
            )
            .unwrap();
        drop(connection);
        let mut storage = Storage::open(folder.path()).unwrap();
        let again = |storage: &mut Storage, terminal: &str| {
            storage.ingest(terminal, &[], None, Timestamp::UNIX_EPOCH).unwrap().again
        };
        assert_eq!((again(&mut storage, "t-1"), again(&mut storage, "t-2")), (1, 0));
        let left: Vec<String> = storage.set_aside(None).unwrap().into_iter().map(|one| one.code).collect();
        assert_eq!(left, ["hash", "hash"]);
        assert_eq!(storage.report().unwrap().quarantined, 2);
    }
}
