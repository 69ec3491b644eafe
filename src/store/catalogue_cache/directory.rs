//! Where each record of a cache lies: one sorted text, so that what is not in it is not in the catalogue, whatever
//! happened to the pages of the file.

use crate::protocol::release::List;

/// The places of all records by list and id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// A line each: list, id, place; sorted.
    text: String,
    /// Where each line begins.
    lines: Vec<u32>,
}

impl Directory {
    /// That of these records; `None` when two have one name, or one a name that no list can have.
    pub fn of<'r>(records: impl Iterator<Item = (List, &'r str, usize)>) -> Option<Self> {
        let mut records: Vec<_> = records.map(|(list, id, place)| (list.name(), id, place)).collect();
        records.sort_unstable();
        let twice = records.windows(2).any(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1));
        if twice || records.iter().any(|(_, id, _)| id.contains(['\t', '\n'])) {
            return None;
        }
        let lines: Vec<String> = records.iter().map(|(list, id, place)| format!("{list}\t{id}\t{place}\n")).collect();
        Self::read(lines.concat())
    }

    /// Reads it again; `None` when it is none.
    pub fn read(text: String) -> Option<Self> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place + 1);
        let lines = std::iter::once(0).chain(ends).map(u32::try_from).collect::<Result<Vec<u32>, _>>();
        let mut lines = lines.ok()?;
        // The last one begins no line.
        if lines.pop()? as usize != text.len() {
            return None;
        }
        Some(Self { text, lines })
    }

    /// As it is kept.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of a record.
    pub fn place(&self, list: List, id: &str) -> Option<i64> {
        let name = |line: &u32| {
            let line = self.line(*line as usize);
            line.rsplit_once('\t').map_or(line, |(name, _)| name)
        };
        let wanted = format!("{}\t{id}", list.name());
        // Sorted by list, then id: as the names are without what stands between them, tab being less than any letter.
        let found = self.lines.binary_search_by(|line| name(line).cmp(wanted.as_str())).ok()?;
        self.line(self.lines[found] as usize).rsplit_once('\t')?.1.parse().ok()
    }

    /// The ids of a list, in order.
    pub fn ids(&self, list: List) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().map(|line| self.line(*line as usize));
        lines.filter_map(move |line| {
            line.strip_prefix(list.name())?.strip_prefix('\t')?.rsplit_once('\t').map(|it| it.0)
        })
    }

    fn line(&self, from: usize) -> &str {
        let rest = self.text.get(from..).unwrap_or_default();
        rest.split_once('\n').map_or(rest, |(line, _)| line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_found_where_it_lies_and_no_other() {
        let records = [
            (List::Services, "002000206", 4),
            (List::Events, "C16", 3),
            (List::Events, "C1", 2),
            (List::Services, "X-A", 5),
            (List::Papers, "a b", 9),
        ];
        let directory = Directory::of(records.into_iter()).unwrap();
        for (list, id, place) in records {
            assert_eq!(directory.place(list, id), Some(i64::try_from(place).unwrap()));
        }
        for (list, id) in [(List::Events, "C"), (List::Events, "C2"), (List::Services, "C1"), (List::Laws, "")] {
            assert_eq!(directory.place(list, id), None);
        }
        assert_eq!(directory.ids(List::Events).collect::<Vec<_>>(), ["C1", "C16"]);
        assert_eq!(directory.ids(List::Laws).count(), 0);
        assert_eq!(Directory::read(directory.text().to_owned()), Some(directory));
    }

    #[test]
    fn two_of_one_name_and_a_torn_text_are_none() {
        assert!(Directory::of([(List::Laws, "a", 1), (List::Laws, "a", 2)].into_iter()).is_none());
        assert!(Directory::of([(List::Laws, "a\tb", 1)].into_iter()).is_none());
        assert!(Directory::read("laws\ta\t1".to_owned()).is_none());
        assert_eq!(Directory::read(String::new()).unwrap().place(List::Laws, "a"), None);
    }
}
