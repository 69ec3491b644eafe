//! Damage to the file itself.

use super::*;
use proptest::prelude::*;

const PAGE: usize = 4096;

fn back_after(sample: &Sample, rows: &[Standing], bytes: &[u8], whole: impl Fn(u32) -> bool) -> Harvest {
    let harvest = gather_of(bytes, &[], TERMINAL);
    assert_back(&harvest, rows, &sample.key, |row| row.pages.iter().all(|page| whole(*page)));
    harvest
}

fn page_of(offset: usize) -> u32 {
    u32::try_from(offset / PAGE + 1).unwrap()
}

fn zero(bytes: &mut [u8], page: u32) {
    let start = (usize::try_from(page).unwrap() - 1) * PAGE;
    bytes[start..start + PAGE].fill(0);
}

/// Flips so many bits and gives the pages they are on.
fn flip(bytes: &mut [u8], dice: &mut Dice, count: usize) -> BTreeSet<u32> {
    let mut flipped = BTreeSet::new();
    for _ in 0..count {
        let offset = dice.below(bytes.len());
        bytes[offset] ^= 1 << dice.below(8);
        flipped.insert(page_of(offset));
    }
    flipped
}

#[test]
fn a_whole_file_comes_back_whole() {
    let sample = Sample::filled(300, 40);
    let rows = sample.rows();
    let harvest = back_after(&sample, &rows, &sample.bytes().0, |_| true);
    assert_eq!(harvest.rows.len(), rows.len());
    assert_eq!(harvest.unproven(), 0);
}

#[test]
fn of_a_thousand_flips_and_two_hundred_zeroed_pages_every_row_on_whole_pages_is_back() {
    let sample = Sample::filled(2_000, 60);
    let rows = sample.rows();
    let (file, _) = sample.bytes();
    let pages = file.len() / PAGE;
    assert!(pages > 600, "{pages} pages");
    for seed in 1..4_u64 {
        let mut dice = Dice(seed * 7_919);
        let mut bytes = file.clone();
        let flipped = flip(&mut bytes, &mut dice, 1_000);
        let harvest = back_after(&sample, &rows, &bytes, |page| !flipped.contains(&page));
        assert!(harvest.rows.len() > rows.len() / 4 && harvest.rows.len() < rows.len());
        assert!(harvest.unproven() > 0, "what is damaged is counted");

        let mut bytes = file.clone();
        let mut zeroed = BTreeSet::new();
        while zeroed.len() < 200 {
            zeroed.insert(page_of(dice.below(file.len())));
        }
        for page in &zeroed {
            zero(&mut bytes, *page);
        }
        back_after(&sample, &rows, &bytes, |page| !zeroed.contains(&page));
    }
}

#[test]
fn any_few_flips_cost_only_what_they_hit() {
    let sample = Sample::filled(200, 30);
    let rows = sample.rows();
    let (file, _) = sample.bytes();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(50) };
    proptest!(config, |(seed in 1_u64.., count in 1_usize..40)| {
        let mut bytes = file.clone();
        let flipped = flip(&mut bytes, &mut Dice(seed), count);
        back_after(&sample, &rows, &bytes, |page| !flipped.contains(&page));
    });
}

#[test]
fn a_lost_beginning_costs_only_itself() {
    let sample = Sample::filled(300, 20);
    let rows = sample.rows();
    let (file, _) = sample.bytes();
    let mut bytes = file.clone();
    bytes[..100].fill(0);
    let harvest = back_after(&sample, &rows, &bytes, |_| true);
    assert_eq!(harvest.rows.len(), rows.len(), "a header that is gone costs nothing");
    for pages in 1..4 {
        zero(&mut bytes, pages);
        back_after(&sample, &rows, &bytes, |page| page > pages);
    }
}

#[test]
fn a_lost_interior_page_costs_only_the_rows_in_itself() {
    let sample = Sample::filled(600, 160);
    let rows = sample.rows();
    let (file, _) = sample.bytes();
    let mut tried = 0;
    for (name, holds_rows) in [("entry", false), ("open_case", false), ("delivery", true)] {
        let interior = sample.pages(name).into_values().filter(|(_, kind, _)| kind == "internal");
        for (number, ..) in interior.take(3) {
            let mut bytes = file.clone();
            zero(&mut bytes, number);
            let harvest = back_after(&sample, &rows, &bytes, |page| page != number);
            assert_eq!(harvest.rows.len() < rows.len(), holds_rows, "{name}");
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried} interior pages");
}

#[test]
fn what_a_truncated_file_still_has_is_back() {
    let sample = Sample::filled(300, 40);
    let rows = sample.rows();
    let (file, _) = sample.bytes();
    for length in [1, 99, 4_095, 4_096, 50_000, file.len() / 2, file.len() - 1] {
        let whole = u32::try_from(length / PAGE).unwrap();
        back_after(&sample, &rows, &file[..length], |page| page <= whole);
    }
}

#[test]
fn nothing_comes_back_of_what_holds_nothing() {
    let mut dice = Dice(5);
    for length in [0, 1, 100, 4_096, 100_000] {
        for bytes in [dice.bytes(length), vec![0; length], vec![0x0d; length], vec![0x0a; length]] {
            for log in [&[][..], &bytes] {
                assert_eq!(gather_of(&bytes, log, TERMINAL).rows.len(), 0);
            }
        }
    }
    // A file of which every page is garbage that says it holds rows.
    let mut garbage = dice.bytes(400_000);
    for (index, page) in garbage.chunks_mut(PAGE).enumerate() {
        page[..5].copy_from_slice(&[[0x0d, 0x0a, 0x02][index % 3], 0, 0, 0, 200]);
    }
    assert_eq!(gather_of(&garbage, &[], TERMINAL).rows.len(), 0);
}

#[test]
fn any_page_size_is_found_without_the_header() {
    for size in page::SIZES {
        let mut sample = Sample::with_pages(size);
        sample.fill(60, 10);
        sample.checkpoint();
        let rows = sample.rows();
        let (mut bytes, _) = sample.bytes();
        assert_eq!(bytes.len() % size, 0);
        bytes[..100].fill(0);
        assert_eq!(page::size_of(&bytes), size);
        let harvest = gather_of(&bytes, &[], TERMINAL);
        assert_back(&harvest, &rows, &sample.key, |_| true);
        assert_eq!(harvest.rows.len(), rows.len());
        // And with one that lies.
        bytes[16..18].copy_from_slice(&[0x08, 0x00]);
        assert_eq!(page::size_of(&bytes), size);
    }
}

#[test]
fn a_journal_of_another_terminal_is_not_taken_for_this_ones() {
    let sample = Sample::filled(20, 2);
    let harvest = gather_of(&sample.bytes().0, &[], "another");
    assert!(harvest.rows.keys().all(|(table, _)| *table != Table::Entry));
    assert_eq!(harvest.unproven(), 20, "and is counted");
}

#[test]
fn a_deleted_row_leaves_nothing_in_the_file_to_come_back() {
    let mut sample = Sample::filled(20, 60);
    let erased: Vec<(String, Vec<u8>)> = {
        let sql = "SELECT id, cipher FROM open_case WHERE rowid % 2 = 0";
        let mut statement = sample.connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    sample.connection.execute("DELETE FROM open_case WHERE rowid % 2 = 0", []).unwrap();
    sample.checkpoint();
    let (mut file, _) = sample.bytes();
    for (_, cipher) in &erased {
        for piece in [&cipher[..16], &cipher[cipher.len() - 16..]] {
            assert!(!file.windows(16).any(|window| window == piece), "what was erased is still on the disk");
        }
    }
    // Without the header nobody knows which pages are free.
    file[..100].fill(0);
    let rows = sample.rows();
    assert_eq!(back_after(&sample, &rows, &file, |_| true).rows.len(), rows.len());
    // Nor when the pages are used again.
    sample.fill(40, 10);
    sample.checkpoint();
    let rows = sample.rows();
    assert_eq!(back_after(&sample, &rows, &sample.bytes().0, |_| true).rows.len(), rows.len());
}
