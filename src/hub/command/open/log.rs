//! What was opened: a file beside the operator's key, one line an opening, each with the hash of the one before. Lines are
//! added and nothing else; a line that is changed or taken out from among others shows.

use crate::hub::HubError;
use crate::hub::storage::outbox::Opened;
use crate::platform::file::{folder_of, private, sync_folder, with_suffix};
use crate::protocol::sealed::EntryPlace;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// An opening.
pub(super) struct Opening {
    pub(super) at: Timestamp,
    pub(super) who: String,
    pub(super) why: String,
    /// SHA-256 of the file that was opened, in hexadecimal.
    pub(super) file: String,
    /// Whether it was looked for one person; who that is stands nowhere here.
    pub(super) person: bool,
    pub(super) places: Vec<EntryPlace>,
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    number: u64,
    at: Timestamp,
    who: String,
    why: String,
    file: String,
    person: bool,
    /// Which entries, as places from and to, by terminal and epoch: `1-40,55`.
    which: BTreeMap<String, String>,
    entries: usize,
    previous: String,
}

impl Line {
    /// What the hub is told of it: that it was, and not why.
    ///
    /// # Errors
    /// When it cannot be written, which its types rule out.
    pub(super) fn opened(&self) -> Result<Opened, HubError> {
        let id = hash_of(&serde_json::to_string(self).map_err(HubError::Stored)?);
        Ok(Opened { id: format!("opened-{}", &id[..32]), at: self.at, who: self.who.clone(), entries: self.entries })
    }

    pub(super) fn line(&self) -> String {
        let person = if self.person { ", of one person" } else { "" };
        let which: Vec<String> = self.which.iter().map(|(history, places)| format!("{history}: {places}")).collect();
        format!("{}\t{}\t{}\t{} entries{person}\t{}", self.at, self.who, self.why, self.entries, which.join("; "))
    }
}

/// The log beside a key.
pub(super) struct OpeningLog(PathBuf);

impl OpeningLog {
    pub(super) fn beside(key: &Path) -> Self {
        Self(with_suffix(key, ".opened"))
    }

    /// The log in this file.
    pub(super) fn at(file: &Path) -> Self {
        Self(file.to_owned())
    }

    fn failed(&self) -> impl Fn(std::io::Error) -> HubError + use<> {
        let path = self.0.display().to_string();
        move |source| HubError::File { path: path.clone(), source }
    }

    /// Adds an opening; on the disk when this returns.
    ///
    /// # Errors
    /// When the log cannot be read or written, or is not whole.
    pub(super) fn add(&self, opening: &Opening) -> Result<(), HubError> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        private(&mut options);
        let mut file = options.open(&self.0).map_err(self.failed())?;
        // Two that open at the same time stand one behind the other.
        file.lock().map_err(self.failed())?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(self.failed())?;
        let (lines, broken) = parse(&text);
        if let Some(line) = broken {
            let message = format!("line {line} was changed, or one before it was taken out: nothing is opened over it");
            return Err(HubError::input(self.0.display().to_string(), message));
        }
        let line = Line {
            number: lines.len() as u64 + 1,
            at: opening.at,
            who: opening.who.clone(),
            why: opening.why.clone(),
            file: opening.file.clone(),
            person: opening.person,
            which: ranges(&opening.places),
            entries: opening.places.len(),
            previous: text.lines().next_back().map_or_else(String::new, hash_of),
        };
        let line = serde_json::to_string(&line).map_err(HubError::Stored)?;
        writeln!(file, "{line}").and_then(|()| file.sync_all()).map_err(self.failed())?;
        sync_folder(folder_of(&self.0)).map_err(self.failed())
    }

    /// The openings, and the first line that is not what it was.
    ///
    /// # Errors
    /// When there is none or it cannot be read.
    pub(super) fn read(&self) -> Result<(Vec<Line>, Option<usize>), HubError> {
        let text = std::fs::read_to_string(&self.0);
        let text = text.map_err(|error| HubError::input(self.0.display().to_string(), error.to_string()))?;
        Ok(parse(&text))
    }
}

fn hash_of(line: &str) -> String {
    hex::encode(Sha256::digest(line.as_bytes()))
}

/// The lines up to the first that is not what it was, and which that is.
fn parse(text: &str) -> (Vec<Line>, Option<usize>) {
    let (mut lines, mut previous) = (Vec::new(), String::new());
    for (number, text) in (1..).zip(text.lines()) {
        let line: Option<Line> = serde_json::from_str(text).ok();
        match line.filter(|line| line.previous == previous && line.number == number as u64) {
            Some(line) => lines.push(line),
            None => return (lines, Some(number)),
        }
        previous = hash_of(text);
    }
    // A line without its end was not written whole, and what it stands for was not shown.
    let whole = text.is_empty() || text.ends_with('\n');
    let count = lines.len();
    (lines, (!whole).then_some(count))
}

/// Places in few letters.
fn ranges(places: &[EntryPlace]) -> BTreeMap<String, String> {
    let mut sorted: Vec<&EntryPlace> = places.iter().collect();
    sorted.sort();
    let mut ranges: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    for place in sorted {
        let history = ranges.entry(format!("{}/{}", place.terminal, place.epoch)).or_default();
        match history.last_mut() {
            Some((_, last)) if place.sequence <= *last + 1 => *last = place.sequence,
            _ => history.push((place.sequence, place.sequence)),
        }
    }
    let text = |(first, last): (u64, u64)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges
        .into_iter()
        .map(|(history, ranges)| (history, ranges.into_iter().map(text).collect::<Vec<_>>().join(",")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(why: &str, sequences: &[u64]) -> Opening {
        let place = |sequence: &u64| EntryPlace { terminal: "t-1".to_owned(), epoch: 1, sequence: *sequence };
        Opening {
            at: Timestamp::UNIX_EPOCH,
            who: "Ana".to_owned(),
            why: why.to_owned(),
            file: "ab".to_owned(),
            person: false,
            places: sequences.iter().map(place).collect(),
        }
    }

    #[test]
    fn lines_are_added_and_one_that_is_changed_or_taken_out_shows() {
        let folder = tempfile::tempdir().unwrap();
        let log = OpeningLog::beside(&folder.path().join("operator.key"));
        assert!(log.read().is_err(), "nothing was opened yet");
        for (why, places) in [("one", &[3, 1, 2][..]), ("two", &[7]), ("three", &[])] {
            log.add(&opening(why, places)).unwrap();
        }
        let (lines, whole) = log.read().unwrap();
        assert_eq!((lines.len(), whole), (3, None));
        assert_eq!(lines[0].which["t-1/1"], "1-3");
        assert!(lines[1].line().contains("two") && lines[1].line().contains("t-1/1: 7"));
        let text = std::fs::read_to_string(&log.0).unwrap();
        let write = |text: &str| std::fs::write(&log.0, text).unwrap();
        write(&text.replace("two", "2"));
        assert_eq!(log.read().unwrap().1, Some(3));
        assert!(log.add(&opening("four", &[1])).is_err(), "nothing is opened over it");
        let without: Vec<&str> = text.lines().filter(|line| !line.contains("two")).collect();
        write(&format!("{}\n", without.join("\n")));
        assert_eq!(log.read().unwrap().1, Some(2));
        write(text.trim_end());
        assert_eq!(log.read().unwrap().1, Some(3), "cut off");
        write(&text);
        log.add(&opening("four", &[1])).unwrap();
        assert_eq!(log.read().unwrap().0.len(), 4);
    }
}
