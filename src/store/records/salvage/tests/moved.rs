//! Opening records whose file is damaged.

use super::*;
use crate::store::records::tests::{Place, informed};
use crate::store::records::{Condition, Records, RecordsError, examine, moved_aside};
use jiff::Timestamp;

type Change = fn(&mut Vec<u8>);

fn record(records: &mut Records, count: usize) {
    for _ in 0..count {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
}

/// Records of which the last entries are in the log only, as after a kill.
fn killed(place: &Place, entries: usize, in_log: usize) {
    let (mut records, _) = place.open().unwrap();
    record(&mut records, entries);
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    record(&mut records, in_log);
    let kept = both(&place.path);
    drop(records);
    std::fs::write(&place.path, kept.0).unwrap();
    std::fs::write(wal(&place.path), kept.1).unwrap();
    let _ = std::fs::remove_file(file::with_suffix(&place.path, "-shm"));
}

fn wal(path: &Path) -> PathBuf {
    file::with_suffix(path, "-wal")
}

fn both(path: &Path) -> (Vec<u8>, Vec<u8>) {
    (read(path).unwrap(), read(&wal(path)).unwrap())
}

fn damage(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn moved(place: &Place, number: u32) -> PathBuf {
    file::with_suffix(&place.path, &format!(".damaged-{number}"))
}

fn count(records: &Records) -> usize {
    records.all_entries().unwrap().len()
}

#[test]
fn the_damaged_file_and_its_log_keep_every_byte_and_give_every_row() {
    // What is in the log shadows what is in the file: page 2 is not, and the first one is only where nothing is.
    let changes: [(usize, usize, Change); 4] = [
        (0, 60, |bytes| bytes[..16].fill(0)),
        (0, 60, |bytes| bytes[..3 * 4096].fill(0)),
        (30, 60, |bytes| bytes[4096..2 * 4096].fill(0)),
        (30, 60, |bytes| bytes[4096] = 0x77),
    ];
    for (index, (in_log, entries, change)) in changes.into_iter().enumerate() {
        let place = Place::new();
        killed(&place, 60 - in_log, in_log);
        damage(&place.path, change);
        let before = both(&place.path);
        assert_eq!(before.1.is_empty(), in_log == 0);
        let identity = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
        assert!(examine(&place.path, Some(&identity)).is_err(), "{index}");
        assert_eq!(both(&place.path), before, "looking changes nothing");
        let (records, salvage) = place.open().unwrap();
        let salvage = salvage.unwrap();
        assert_eq!(both(&salvage.moved_to), before, "the damaged file and its log are as they were");
        assert_eq!((salvage.entries, count(&records)), (entries, entries + 1), "{index}");
    }
}

#[test]
fn looking_at_whole_records_changes_nothing_either() {
    let place = Place::new();
    killed(&place, 3, 3);
    let before = both(&place.path);
    let identity = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
    assert!(matches!(examine(&place.path, Some(&identity)), Ok(Condition::Whole { .. })));
    assert_eq!(both(&place.path), before);
    let (records, salvage) = place.open().unwrap();
    assert_eq!((salvage, count(&records)), (None, 6));
}

#[test]
fn a_log_that_is_damaged_at_its_front_hides_no_entry() {
    let place = Place::new();
    killed(&place, 5, 20);
    damage(&wal(&place.path), |bytes| bytes[32 + 24 + 77] ^= 1);
    let before = both(&place.path);
    let identity = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
    assert_eq!(examine(&place.path, Some(&identity)), Err(RecordsError::Damaged));
    let (records, salvage) = place.open().unwrap();
    let salvage = salvage.expect("SQLite alone would have gone on without nineteen entries");
    assert_eq!((salvage.entries, count(&records)), (25, 26));
    assert_eq!(both(&salvage.moved_to), before);
}

#[test]
fn a_log_without_its_file_is_not_thrown_away() {
    for is_there in [true, false] {
        let place = Place::new();
        killed(&place, 0, 20);
        let log = read(&wal(&place.path)).unwrap();
        if is_there {
            std::fs::write(&place.path, b"").unwrap();
        } else {
            std::fs::remove_file(&place.path).unwrap();
        }
        let (records, salvage) = place.open().unwrap();
        let salvage = salvage.unwrap();
        assert_eq!((salvage.entries, count(&records)), (20, 21));
        assert_eq!(records.identity().epoch, 2);
        assert_eq!(read(&wal(&salvage.moved_to)).unwrap(), log);
    }
}

#[test]
fn a_move_that_was_cut_off_is_ended_and_no_log_goes_to_another_file() {
    for step in 0..3 {
        let place = Place::new();
        killed(&place, 5, 5);
        damage(&place.path, |bytes| bytes[..16].fill(0));
        let before = both(&place.path);
        // What somebody left when they took an earlier one away.
        std::fs::write(wal(&moved(&place, 1)), b"of another file").unwrap();
        let half = file::with_suffix(&place.path, ".moving-2");
        if step > 0 {
            std::fs::rename(&place.path, &half).unwrap();
        }
        if step > 1 {
            std::fs::rename(wal(&place.path), wal(&moved(&place, 2))).unwrap();
        }
        let (records, salvage) = place.open().unwrap();
        assert_eq!(salvage.unwrap().moved_to, moved(&place, 2));
        assert_eq!(both(&moved(&place, 2)), before, "step {step}");
        assert_eq!((count(&records), records.identity().epoch), (11, 2));
        drop(records);
        assert_eq!(place.open().unwrap().1, None, "and is over");
    }
}

#[test]
fn a_full_disk_ends_the_salvage_which_is_done_again() {
    let place = Place::new();
    killed(&place, 200, 0);
    std::fs::rename(&place.path, moved(&place, 1)).unwrap();
    let (records, salvage) = {
        let sample = Place::new();
        let mut connection = Connection::open(&sample.path).unwrap();
        schema::migrate(&mut connection).unwrap();
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        connection.pragma_update(None, "max_page_count", pages + 3).unwrap();
        let identity = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
        let failed = super::super::salvage(&mut connection, &moved(&place, 1), &identity.terminal);
        assert_eq!(failed, Err(RecordsError::DiskFull));
        let rows: i64 = connection
            .query_row("SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM meta)", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 0, "neither a row nor the note that it is done");
        place.open().unwrap()
    };
    assert_eq!((salvage.unwrap().entries, count(&records)), (200, 201));
}

#[test]
fn a_row_that_the_new_file_refuses_stops_no_other_and_is_counted() {
    let place = Place::new();
    killed(&place, 5, 0);
    std::fs::rename(&place.path, moved(&place, 1)).unwrap();
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(&schema::STEPS.concat()).unwrap();
    connection
        .execute_batch(
            "CREATE TRIGGER strict BEFORE INSERT ON entry WHEN NEW.sequence = 3
             BEGIN SELECT RAISE(ABORT, 'not this one'); END",
        )
        .unwrap();
    let identity = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
    let salvage = super::super::salvage(&mut connection, &moved(&place, 1), &identity.terminal).unwrap();
    assert_eq!((salvage.entries, salvage.unproven), (4, 1));
}

#[test]
fn after_a_second_damage_the_first_file_brings_nothing_back_that_was_erased_since() {
    let place = Place::new();
    let id = Uuid::now_v7().to_string();
    let (mut records, _) = place.open().unwrap();
    record(&mut records, 4);
    let sql = "INSERT INTO open_case (id, cipher) VALUES (?1, zeroblob(500))";
    records.connection.execute(sql, [&id]).unwrap();
    drop(records);
    damage(&place.path, |bytes| bytes[..16].fill(0));
    let (mut records, salvage) = place.open().unwrap();
    assert_eq!(salvage.unwrap().cases, 1);
    records.connection.execute("DELETE FROM open_case", []).unwrap();
    record(&mut records, 4);
    drop(records);
    damage(&place.path, |bytes| bytes[..16].fill(0));
    let (records, salvage) = place.open().unwrap();
    let salvage = salvage.unwrap();
    assert_eq!((salvage.moved_to, salvage.cases), (moved(&place, 2), 0));
    assert_eq!(salvage.entries, 9, "with the one that notes the first damage");
    assert_eq!((count(&records), records.identity().epoch), (10, 3));
    assert_eq!(moved_aside(&place.path), [moved(&place, 1), moved(&place, 2)]);
}

#[test]
fn a_file_that_nobody_may_read_is_an_error_and_not_an_empty_one() {
    let place = Place::new();
    drop(place.open().unwrap());
    std::fs::create_dir(moved(&place, 1)).unwrap();
    assert!(matches!(place.open(), Err(RecordsError::NotWritable(_))));
}

#[test]
fn whatever_byte_of_the_header_is_damaged_no_entry_is_lost() {
    let place = Place::new();
    killed(&place, 3, 0);
    let whole = both(&place.path).0;
    let identity = read(&place.path.with_file_name("identity.json")).unwrap();
    let mut refused = Vec::new();
    for at in 0..100 {
        for change in [0x08, 0xff] {
            let place = Place::new();
            std::fs::write(place.path.with_file_name("identity.json"), &identity).unwrap();
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            std::fs::write(&place.path, &bytes).unwrap();
            match place.open() {
                Ok((mut records, salvage)) => {
                    assert_eq!(count(&records), if salvage.is_some() { 4 } else { 3 }, "{at}: {salvage:?}");
                    record(&mut records, 1);
                }
                Err(error) => {
                    assert_eq!(both(&place.path).0, bytes, "what is refused stays where it is");
                    refused.push((at, error));
                }
            }
        }
    }
    let known = i32::try_from(schema::STEPS.len()).unwrap();
    // A lower number is an older program's, of which everything is brought up.
    let newer = [0x08, 0xff].map(|change| known ^ change).into_iter().filter(|found| *found > known);
    let newer: Vec<_> = newer.map(|found| (63, RecordsError::Newer { found, known })).collect();
    assert_eq!(refused, newer, "it may be of a newer program");
}
