//! The log beside the file: what is in it belongs to the database.

use super::*;

const FRAME: usize = 24 + 4096;

/// A file of which a part is in the log only, in many commits: new rows, newer versions, rows erased.
fn with_log() -> Sample {
    let mut sample = Sample::filled(120, 20);
    for index in 0..60 {
        sample.connection.execute_batch("BEGIN").unwrap();
        sample.add_entry(index);
        sample.add_case(Uuid::now_v7(), 300 + 100 * index);
        sample.connection.execute_batch("COMMIT").unwrap();
        if index.is_multiple_of(5) {
            let id: String = sample
                .connection
                .query_row("SELECT id FROM open_case ORDER BY rowid LIMIT 1 OFFSET ?1", [index / 5], |row| row.get(0))
                .unwrap();
            sample.add_case(id.parse().unwrap(), 5_000);
        }
        if index.is_multiple_of(7) {
            sample.connection.execute("DELETE FROM open_case WHERE rowid = ?1", [10 + index]).unwrap();
        }
    }
    sample
}

/// Which frame of the log holds the newest version of a page.
fn newest(log: &[u8]) -> BTreeMap<u32, usize> {
    let frames = log[32..].chunks_exact(FRAME).enumerate();
    frames.map(|(index, frame)| (u32::from_be_bytes(frame[..4].try_into().unwrap()), index)).collect()
}

fn all_back(sample: &Sample, rows: &[Standing], file: &[u8], log: &[u8]) {
    let harvest = gather_of(file, log, TERMINAL);
    assert_back(&harvest, rows, &sample.key, |_| true);
    assert_eq!(harvest.rows.len(), rows.len(), "nothing that was erased or replaced");
}

#[test]
fn what_was_committed_in_the_log_is_back_and_the_newest_version_of_each_row() {
    let sample = with_log();
    let (file, log) = sample.bytes();
    assert!(log.len() > 100 * FRAME);
    all_back(&sample, &sample.rows(), &file, &log);
}

#[test]
fn a_log_whose_beginning_is_lost_is_read_all_the_same() {
    let sample = with_log();
    let rows = sample.rows();
    let (file, log) = sample.bytes();
    for range in [0..4, 4..8, 8..12, 12..16, 16..24, 24..32, 0..32] {
        let mut log = log.clone();
        log[range.clone()].fill(0x5a);
        all_back(&sample, &rows, &file, &log);
    }
}

#[test]
fn a_frame_whose_head_is_damaged_is_put_right_by_its_checksum() {
    let sample = with_log();
    let rows = sample.rows();
    let (file, log) = sample.bytes();
    let last = log[32..].len() / FRAME - 1;
    let newest = newest(&log);
    for frame in [0, 57, last] {
        // Its number, the end of its commit, its salts; and its checksum, which the next one proves.
        for at in [0, 2, 5, 8, 16, 23] {
            if frame == last && at >= 16 {
                continue;
            }
            let mut log = log.clone();
            log[32 + frame * FRAME + at] ^= 0x11;
            all_back(&sample, &rows, &file, &log);
        }
        // The last bytes of these cannot be told from damage to the content.
        for at in [3, 7] {
            let mut log = log.clone();
            log[32 + frame * FRAME + at] ^= 0x11;
            let harvest = gather_of(&file, &log, TERMINAL);
            assert_back(&harvest, &rows, &sample.key, |row| {
                frame != last && row.pages.iter().all(|page| newest.get(page) != Some(&frame))
            });
        }
    }
}

#[test]
fn a_damaged_frame_costs_only_what_it_holds() {
    let sample = with_log();
    let rows = sample.rows();
    let (file, log) = sample.bytes();
    let newest = newest(&log);
    let frames = log[32..].len() / FRAME;
    for seed in 1..30_u64 {
        let mut dice = Dice(seed * 104_729);
        let mut damaged = log.clone();
        let mut hit = BTreeSet::new();
        for _ in 0..40 {
            // The end of the last commit says that it was one.
            let at = 32 + dice.below(damaged.len() - 32 - FRAME);
            damaged[at] ^= 1 << dice.below(8);
            hit.insert((at - 32) / FRAME);
        }
        let harvest = gather_of(&file, &damaged, TERMINAL);
        let whole = |page: &u32| newest.get(page).is_none_or(|frame| !hit.contains(frame));
        for row in rows.iter().filter(|row| row.pages.iter().all(whole)) {
            let found = harvest.rows.get(&(row.table, row.table.key(&row.values)));
            let name = row.table.key(&row.values);
            let is_back = found.is_some_and(|(_, values)| *values == row.values);
            assert!(is_back, "{seed}: {name:?} on {:?}, {hit:?} of {frames}: {}", row.pages, found.is_some());
        }
        for ((table, key), (_, values)) in &harvest.rows {
            let known = rows.iter().any(|row| row.table == *table && row.values == *values);
            assert!(known || *table != Table::Entry, "{key:?} was never there");
        }
    }
}

#[test]
fn what_was_not_committed_does_not_come_back() {
    let mut sample = Sample::filled(50, 10);
    sample.add_entry(0);
    let rows = sample.rows();
    sample.connection.execute_batch("PRAGMA cache_size = 5; PRAGMA cache_spill = 5; BEGIN").unwrap();
    let before = sample.bytes().1.len();
    for index in 0..200 {
        sample.add_entry(index);
        sample.add_case(Uuid::now_v7(), 5_000);
    }
    let (file, log) = sample.bytes();
    assert!(log.len() > before + 100 * FRAME, "the tail is in the log");
    all_back(&sample, &rows, &file, &log);
    // Also when the end of it is torn.
    all_back(&sample, &rows, &file, &log[..log.len() - 1_000]);
    sample.connection.execute_batch("ROLLBACK").unwrap();
    assert_eq!(sample.rows().len(), rows.len());
}

#[test]
fn of_a_commit_whose_end_is_damaged_the_entries_are_back() {
    let mut sample = Sample::filled(50, 10);
    sample.connection.execute_batch("BEGIN").unwrap();
    sample.add_entry(2);
    sample.connection.execute_batch("COMMIT").unwrap();
    let rows = sample.rows();
    let (file, mut log) = sample.bytes();
    let length = log.len();
    log[length - 2_000] ^= 1;
    let harvest = gather_of(&file, &log, TERMINAL);
    let entries = |row: &&Standing| row.table == Table::Entry;
    for row in rows.iter().filter(entries) {
        assert!(harvest.rows.contains_key(&(Table::Entry, Table::Entry.key(&row.values))));
    }
}

#[test]
fn what_an_earlier_life_of_the_log_left_brings_back_no_case() {
    let mut sample = with_log();
    for index in 0..20 {
        sample.add_entry(index);
    }
    let length = sample.bytes().1.len();
    // Begun anew from its front: behind the new frames stand old ones.
    sample.connection.execute_batch("PRAGMA wal_checkpoint(RESTART)").unwrap();
    sample.connection.execute("DELETE FROM open_case WHERE rowid % 2 = 0", []).unwrap();
    sample.add_entry(0);
    let rows = sample.rows();
    let (mut file, log) = sample.bytes();
    assert_eq!(log.len(), length);
    all_back(&sample, &rows, &file, &log);
    // But every entry of it, which is never deleted, whatever became of the file.
    file.fill(0);
    let harvest = gather_of(&file, &log, TERMINAL);
    let there: BTreeSet<Key> = rows.iter().map(|row| row.table.key(&row.values)).collect();
    assert!(harvest.rows.keys().all(|(_, key)| there.contains(key)), "none that was erased");
    let entries = harvest.rows.keys().filter(|(table, _)| *table == Table::Entry).count();
    assert!(entries > 60, "{entries}");
}

#[test]
fn commits_behind_a_damaged_one_are_seen_before_sqlite_leaves_them_out() {
    let sample = with_log();
    let (file, log) = sample.bytes();
    let broken = |log: &[u8]| log::read(log, 4096, file.len() / 4096).broken;
    assert!(!broken(&log));
    let frames = log[32..].len() / FRAME;
    for at in [0, 17, 32 + 9, 32 + 2_000, 32 + 30 * FRAME + 5_000, 32 + 40 * FRAME + 20] {
        let mut log = log.clone();
        log[at] ^= 4;
        assert!(broken(&log), "{at}");
    }
    // A tail that was never finished is none.
    for length in [log.len() - 1, log.len() - FRAME, log.len() - 3 * FRAME - 7, 32 + FRAME, 32, 10, 0] {
        assert!(!broken(&log[..length]), "{length}");
    }
    let mut torn = log.clone();
    torn[32 + (frames - 1) * FRAME + 500..].fill(0);
    assert!(!broken(&torn), "the power went in the last commit");
    // Nor what an earlier life of the log left behind.
    sample.connection.execute_batch("PRAGMA wal_checkpoint(RESTART); DELETE FROM meta").unwrap();
    assert!(!broken(&sample.bytes().1));
}
