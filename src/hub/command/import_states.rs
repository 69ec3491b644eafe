//! A provider's list of states: the file that a provider sent is checked line by line and taken in, whole or not at all.

use super::{Place, say};
use crate::hub::HubError;
use crate::hub::provider_list::{WrongLine, parse, today};
use crate::platform::console;
use jiff::Timestamp;
use std::io::{Read as _, Write};
use std::path::Path;

/// The most bytes of a list: a million lines.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How many wrong lines are named, before it is only said how many there are.
const MOST_NAMED: usize = 20;

/// Takes a list in.
///
/// # Errors
/// When there is no hub, the file cannot be read, or a line of it is wrong: then nothing was changed.
pub fn import_states(place: &Place, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let desk = place.open_existing()?;
    let place = file.display().to_string();
    let bytes = read(file, &place)?;
    let now = Timestamp::now();
    let catalogue = desk.ask(|store| store.catalogue())?;
    let list = parse(&bytes, today(now), catalogue.as_ref()).map_err(|wrong| refused(&place, &wrong))?;
    let all = list.len();
    let changed = desk.ask(|store| store.take_states(list, now))?;
    let known = all - changed;
    say(
        out,
        &format!("{all} requests in the list: {changed} new or changed, {known} known already or of an earlier day"),
    )
}

fn read(file: &Path, place: &str) -> Result<Vec<u8>, HubError> {
    let wrong = |message: String| HubError::input(place, message);
    let opened = std::fs::File::open(file).map_err(|error| wrong(error.to_string()))?;
    let mut bytes = Vec::new();
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| wrong(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(format!("the list is larger than {} MiB", LARGEST / 1024 / 1024)));
    }
    Ok(bytes)
}

/// Names the wrong lines, each on a line of its own; what stands in them may lead to a person and is not repeated.
fn refused(place: &str, wrong: &[(usize, WrongLine)]) -> HubError {
    for (line, what) in wrong.iter().take(MOST_NAMED) {
        console::complain(&format!("{place}:{line}: {what}"));
    }
    let number = wrong.len();
    let lines = if number == 1 { "a line is".to_owned() } else { format!("{number} lines are") };
    HubError::input(place, format!("{lines} wrong; nothing was imported"))
}
