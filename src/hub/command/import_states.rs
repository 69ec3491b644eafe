//! A provider's list of states: the file that a provider sent is checked line by line and taken in, whole or not at all.

use super::{Place, say};
use crate::domain::case::{ProviderNumber, ProviderWord, RequestState};
use crate::domain::catalogue::Catalogue;
use crate::hub::HubError;
use crate::hub::storage::provider_state::ListedState;
use crate::platform::console;
use crate::protocol::facts::Coded as _;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::{Read as _, Write};
use std::path::Path;

/// The most bytes of a list: a million lines.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How many wrong lines are named, before it is only said how many there are.
const MOST_NAMED: usize = 20;

/// What stands in the first line.
const COLUMNS: [&str; 4] = ["provider", "number", "state", "day"];

/// Takes a list in.
///
/// # Errors
/// When there is no hub, the file cannot be read, or a line of it is wrong: then nothing was changed.
pub fn import_states(place: &Place, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let desk = place.open_existing()?;
    let place = file.display().to_string();
    let text = read(file, &place)?;
    let now = Timestamp::now();
    let today = now.to_zoned(TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC)).date();
    let catalogue = desk.ask(|store| store.catalogue())?;
    let list = parse(&text, today, catalogue.as_ref()).map_err(|wrong| refused(&place, &wrong))?;
    let all = list.len();
    let changed = desk.ask(|store| store.take_states(list, now))?;
    let known = all - changed;
    say(
        out,
        &format!("{all} requests in the list: {changed} new or changed, {known} known already or of an earlier day"),
    )
}

fn read(file: &Path, place: &str) -> Result<String, HubError> {
    let wrong = |message: String| HubError::input(place, message);
    let opened = std::fs::File::open(file).map_err(|error| wrong(error.to_string()))?;
    let mut bytes = Vec::new();
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| wrong(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(format!("the list is larger than {} MiB", LARGEST / 1024 / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| wrong("the list is not written in UTF-8".to_owned()))
}

/// Names the wrong lines, each on a line of its own; what stands in them may lead to a person and is not repeated.
fn refused(place: &str, wrong: &[(usize, String)]) -> HubError {
    for (line, what) in wrong.iter().take(MOST_NAMED) {
        console::complain(&format!("{place}:{line}: {what}"));
    }
    let number = wrong.len();
    let lines = if number == 1 { "a line is".to_owned() } else { format!("{number} lines are") };
    HubError::input(place, format!("{lines} wrong; nothing was imported"))
}

/// The lines of a list, or every one that is wrong and why.
fn parse(text: &str, today: Date, catalogue: Option<&Catalogue>) -> Result<Vec<ListedState>, Vec<(usize, String)>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let Some((first, header)) = lines.next() else { return Err(vec![(1, "the list is empty".to_owned())]) };
    let separator = if header.contains(';') { ';' } else { ',' };
    let columns: Vec<String> = cells(header, separator).iter().map(|cell| cell.to_lowercase()).collect();
    if columns != COLUMNS {
        return Err(vec![(first, format!("the first line has to be {}", COLUMNS.join(&separator.to_string())))]);
    }
    let mut wrong = Vec::new();
    let mut found: BTreeMap<(String, ProviderNumber), (usize, ListedState)> = BTreeMap::new();
    for (number, line) in lines {
        match one(&cells(line, separator), today, catalogue) {
            Err(what) => wrong.push((number, what)),
            Ok(listed) => {
                let key = (listed.provider.clone(), listed.number.clone());
                match found.get(&key) {
                    Some((other, known)) if known.on == listed.on && known.state != listed.state => {
                        wrong.push((
                            number,
                            format!("line {other} says another state of the same request for the same day"),
                        ));
                    }
                    Some((_, known)) if known.on >= listed.on => {}
                    _ => drop(found.insert(key, (number, listed))),
                }
            }
        }
    }
    if wrong.is_empty() { Ok(found.into_values().map(|(_, listed)| listed).collect()) } else { Err(wrong) }
}

/// The cells of a line; none of ours holds a separator, so that quotes only stand around them.
fn cells(line: &str, separator: char) -> Vec<String> {
    let bare = |cell: &str| {
        let cell = cell.trim();
        let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
        inner.unwrap_or(cell).trim().to_owned()
    };
    line.split(separator).map(bare).collect()
}

fn one(cells: &[String], today: Date, catalogue: Option<&Catalogue>) -> Result<ListedState, String> {
    let [provider, number, state, day] = cells else {
        return Err(format!("there are {} cells and not {}", cells.len(), COLUMNS.len()));
    };
    let is_id = !provider.is_empty()
        && provider.len() <= 64
        && provider.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_known = catalogue.is_none_or(|catalogue| catalogue.providers.contains_key(provider));
    if !is_id || !is_known {
        return Err("the first cell is no code of a provider in the published catalogue".to_owned());
    }
    let number = ProviderNumber::parse(number).map_err(|_| {
        "the second cell is no number of a request: letters, digits, - and /, at least three, with a digit".to_owned()
    })?;
    let of_code = RequestState::of_code(state).filter(|state| ProviderWord::STATES.contains(state));
    let state = of_code.ok_or_else(|| {
        let known: Vec<&str> = ProviderWord::STATES.iter().map(|state| state.code()).collect();
        format!("the third cell is no state of a provider's list; those are {}", known.join(", "))
    })?;
    let on: Date = day.parse().map_err(|_| "the fourth cell is no day as 2026-11-24".to_owned())?;
    if on > today {
        return Err("the day lies in the future".to_owned());
    }
    Ok(ListedState { provider: provider.clone(), number, state, on })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn wrong_lines(text: &str) -> Vec<usize> {
        parse(text, TODAY, None).err().unwrap_or_default().into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_list_is_read_as_offices_write_it() {
        for text in [
            "provider,number,state,day\nasp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-24\n",
            "\u{feff}Provider;Number;State;Day\r\n\"asp\";\"sc-17\";\"issued\";\"2026-11-20\"\r\n\r\nasp ; SC-18 ;waiting; 2026-11-24",
        ] {
            let list = parse(text, TODAY, None).unwrap();
            let said: Vec<_> = list.iter().map(|line| (line.number.as_str(), line.state, line.on)).collect();
            assert_eq!(
                said,
                [
                    ("SC-17", RequestState::Issued, date(2026, 11, 20)),
                    ("SC-18", RequestState::Waiting, date(2026, 11, 24))
                ]
            );
        }
    }

    #[test]
    fn every_wrong_line_is_named_and_what_stands_in_it_is_not_repeated() {
        let text = "provider,number,state,day\nasp,SC-17,issued,2026-11-20\nasp,Maria Popescu,issued,2026-11-20\n\
            asp,SC-19,solved,2026-11-20\nasp,SC-20,prepared,2026-11-20\nasp,SC-21,issued,20.11.2026\n\
            asp,SC-22,issued,2026-11-25\nasp,SC-23,issued\n,SC-24,issued,2026-11-20\nasp,SC-17,refused,2026-11-20\n";
        let wrong = parse(text, TODAY, None).unwrap_err();
        assert_eq!(wrong.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8, 9, 10]);
        assert!(wrong.iter().all(|(_, what)| !what.contains("Popescu") && !what.contains("SC-")));
        assert_eq!(wrong_lines(""), [1]);
        assert_eq!(wrong_lines("asp,SC-17,issued,2026-11-20\n"), [1], "without its heads it is some other file");
    }

    #[test]
    fn of_one_request_the_later_day_of_a_list_holds() {
        let text = "provider,number,state,day\nasp,SC-17,issued,2026-11-20\nasp,sc-17,waiting,2026-11-18\n\
            asp,SC-17,issued,2026-11-20\ncnas,SC-17,waiting,2026-11-18";
        let list = parse(text, TODAY, None).unwrap();
        let said: Vec<_> = list.iter().map(|line| (line.provider.as_str(), line.state)).collect();
        assert_eq!(said, [("asp", RequestState::Issued), ("cnas", RequestState::Waiting)]);
    }
}
