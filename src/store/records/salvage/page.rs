//! The pages of a SQLite file and their cells, as <https://sqlite.org/fileformat2.html> lays them out, read without
//! trusting one byte of them.

/// The page sizes that SQLite knows, in bytes.
pub const SIZES: [usize; 8] = [4096, 512, 1024, 2048, 8192, 16384, 32768, 65536];

/// The smallest of them.
const SMALLEST: usize = 512;

/// Bytes before the first page's own header.
const FILE_HEADER: usize = 100;

/// What a cell belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A table with row ids.
    Table {
        /// The row's id.
        rowid: i64,
    },
    /// An index, or a table without row ids.
    Index,
}

/// Where a row's bytes begin and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it belongs to.
    pub tree: Tree,
    /// Bytes of the whole row.
    pub length: usize,
    /// Where in the page its first bytes are.
    pub start: usize,
    /// How many of them are in the page.
    pub local: usize,
    /// The page that holds the next ones, when not all are here.
    pub overflow: Option<u32>,
}

/// A page that holds rows, or looks as if it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its cells; `None` where one is not well-formed.
    pub cells: Vec<Option<Cell>>,
    /// Whether the page says what it is. One that does not is read as if it held journal entries, which prove
    /// themselves.
    pub named: bool,
}

impl Leaf {
    /// Whether the page is what it says it is, as far as can be seen: it has cells, and each is well-formed.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        self.named && !self.cells.is_empty() && self.cells.iter().all(Option::is_some)
    }
}

/// A number of two bytes.
fn two(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
}

/// A number of four bytes, the highest first.
#[must_use]
pub fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// SQLite's number of one to nine bytes, and how many it takes.
#[must_use]
pub fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some(((value << 8) | u64::from(*byte), 9));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

/// The cells of a page; `None` when it holds no rows: it is free, an overflow page, or points to others only.
#[must_use]
pub fn read(page: &[u8], is_first: bool) -> Option<Leaf> {
    if page.len() < SMALLEST {
        return None;
    }
    let header = if is_first { FILE_HEADER } else { 0 };
    let kind = *page.get(header)?;
    // What an interior page of an index holds are rows as well; that of a table holds none.
    // A page that does not say what it is may be of either kind of tree.
    let (width, forms): (usize, &[bool]) = match kind {
        0x0d => (8, &[true]),
        0x0a => (8, &[false]),
        0x02 => (12, &[false]),
        0x05 => return None,
        _ => (8, &[true, false]),
    };
    let count = two(page, header + 3)?;
    let pointers = header + width;
    let end = count.checked_mul(2)?.checked_add(pointers)?;
    if end > page.len() {
        return None;
    }
    let cell = |index: usize, is_table: bool| -> Option<Cell> {
        let at = two(page, pointers + 2 * index)?;
        // A cell takes at least four bytes.
        if at < end || at.checked_add(4)? > page.len() {
            return None;
        }
        let at = if kind == 0x02 { at + 4 } else { at };
        read_cell(page, at, is_table)
    };
    let cells = forms.iter().flat_map(|is_table| (0..count).map(|index| cell(index, *is_table))).collect();
    Some(Leaf { cells, named: matches!(kind, 0x0d | 0x0a | 0x02) })
}

fn read_cell(page: &[u8], at: usize, is_table: bool) -> Option<Cell> {
    let (length, taken) = varint(page.get(at..)?)?;
    let length = usize::try_from(length).ok()?;
    let mut start = at + taken;
    let tree = if is_table {
        let (rowid, taken) = varint(page.get(start..)?)?;
        start += taken;
        Tree::Table { rowid: rowid.cast_signed() }
    } else {
        Tree::Index
    };
    let local = local(page.len(), length, is_table);
    let end = start.checked_add(local)?;
    let overflow = if local < length { Some(four(page, end)?) } else { None };
    // No row of ours is empty.
    (length > 1 && end <= page.len()).then_some(Cell { tree, length, start, local, overflow })
}

/// How many bytes of a row are in its own page; the others are in overflow pages.
fn local(size: usize, length: usize, is_table: bool) -> usize {
    let most = if is_table { size - 35 } else { (size - 12) * 64 / 255 - 23 };
    if length <= most {
        return length;
    }
    let least = (size - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (size - 4);
    if fitting <= most { fitting } else { least }
}

/// The size of this file's pages, in bytes: the one under which most pages are well-formed. What the header says and
/// what SQLite makes by itself win where as many are.
#[must_use]
pub fn size_of(file: &[u8]) -> usize {
    let said = two(file, 16).map(|size| if size == 1 { 65536 } else { size });
    let mut best = (0, SIZES[0]);
    for size in said.into_iter().filter(|size| SIZES.contains(size)).chain(SIZES) {
        let pages = file.chunks_exact(size).enumerate();
        let formed = pages.filter(|(index, page)| read(page, *index == 0).is_some_and(|leaf| leaf.is_well_formed()));
        let count = formed.count();
        if count > best.0 {
            best = (count, size);
        }
    }
    match best {
        (0, _) => said.filter(|size| SIZES.contains(size)).unwrap_or(SIZES[0]),
        (_, size) => size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_to_nine_bytes_are_read_and_none_beyond_the_end() {
        assert_eq!(varint(&[0x7f]), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00, 9]), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9]), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x81]), None);
        assert_eq!(varint(&[]), None);
    }

    #[test]
    fn what_stays_in_the_page_is_what_the_file_format_says() {
        assert_eq!(local(4096, 4061, true), 4061);
        assert_eq!(local(4096, 4062, true), 489, "what is left after 4,092 in an overflow page would not fit");
        assert_eq!(local(4096, 5000, true), 908);
        assert_eq!(local(4096, 1002, false), 1002);
        assert_eq!(local(4096, 1003, false), 489);
    }

    #[test]
    fn no_bytes_make_it_fail() {
        for size in [0, 1, 7, 8, 100, 107, 512] {
            for fill in [0_u8, 0x02, 0x05, 0x0a, 0x0d, 0x80, 0xff] {
                let page = vec![fill; size];
                let _ = (read(&page, false), read(&page, true));
            }
        }
        assert_eq!(size_of(&[]), 4096);
    }
}
