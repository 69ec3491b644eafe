//! A provider's list of states, line by line: what stands in it, or everything that is wrong and on which line. The command and
//! the agency's page take in the same, whole or not at all.

use super::storage::provider_state::ListedState;
use crate::domain::case::{ProviderNumber, ProviderWord, RequestState};
use crate::domain::catalogue::Catalogue;
use crate::protocol::facts::Coded as _;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt;

/// What stands in the first line.
pub const COLUMNS: [&str; 4] = ["provider", "number", "state", "day"];

/// What is wrong with a line. What stands in it may lead to a person and is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongLine {
    /// The list is not written in UTF-8.
    Letters,
    /// There is nothing in the list.
    Empty,
    /// The first line does not name the columns.
    Head,
    /// It has another number of cells.
    Cells {
        /// How many.
        found: usize,
    },
    /// The first cell is no provider of the catalogue.
    Provider,
    /// The second cell is no number of a request.
    Number,
    /// The third cell is no state.
    State,
    /// The fourth cell is no day.
    Day,
    /// The day is not here yet.
    Future,
    /// Another line says another state of the same request for the same day.
    Differs {
        /// Which line.
        line: usize,
    },
}

/// As the command says it.
impl fmt::Display for WrongLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letters => formatter.write_str("the list is not written in UTF-8"),
            Self::Empty => formatter.write_str("the list is empty"),
            Self::Head => write!(formatter, "the first line has to be {}", COLUMNS.join(",")),
            Self::Cells { found } => write!(formatter, "there are {found} cells and not {}", COLUMNS.len()),
            Self::Provider => formatter.write_str("the first cell is no code of a provider in the published catalogue"),
            Self::Number => formatter.write_str(
                "the second cell is no number of a request: letters, digits, - and /, at least three, with a digit",
            ),
            Self::State => {
                let known: Vec<&str> = states().map(|(_, code)| code).collect();
                write!(formatter, "the third cell is no state of a provider's list; those are {}", known.join(", "))
            }
            Self::Day => formatter.write_str("the fourth cell is no day as 2026-11-24"),
            Self::Future => formatter.write_str("the day lies in the future"),
            Self::Differs { line } => {
                write!(formatter, "line {line} says another state of the same request for the same day")
            }
        }
    }
}

/// The states of which a list can speak, each with its code.
pub fn states() -> impl Iterator<Item = (RequestState, &'static str)> {
    ProviderWord::STATES.into_iter().map(|state| (state, state.code()))
}

/// Today, where providers say what is done.
#[must_use]
pub fn today(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC)).date()
}

/// The lines of a list, or every one that is wrong and why.
///
/// # Errors
/// When anything in it is wrong.
pub fn parse(
    bytes: &[u8],
    today: Date,
    catalogue: Option<&Catalogue>,
) -> Result<Vec<ListedState>, Vec<(usize, WrongLine)>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        vec![(before.split(|byte| *byte == b'\n').count(), WrongLine::Letters)]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let Some((first, header)) = lines.next() else { return Err(vec![(1, WrongLine::Empty)]) };
    let separator = if header.contains(';') { ';' } else { ',' };
    let columns: Vec<String> = cells(header, separator).iter().map(|cell| cell.to_lowercase()).collect();
    if columns != COLUMNS {
        return Err(vec![(first, WrongLine::Head)]);
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
                        wrong.push((number, WrongLine::Differs { line: *other }));
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

fn one(cells: &[String], today: Date, catalogue: Option<&Catalogue>) -> Result<ListedState, WrongLine> {
    let [provider, number, state, day] = cells else { return Err(WrongLine::Cells { found: cells.len() }) };
    let is_id = !provider.is_empty()
        && provider.len() <= 64
        && provider.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_known = catalogue.is_none_or(|catalogue| catalogue.providers.contains_key(provider));
    if !is_id || !is_known {
        return Err(WrongLine::Provider);
    }
    let number = ProviderNumber::parse(number).map_err(|_| WrongLine::Number)?;
    let of_code = RequestState::of_code(state).filter(|state| ProviderWord::STATES.contains(state));
    let state = of_code.ok_or(WrongLine::State)?;
    let on: Date = day.parse().map_err(|_| WrongLine::Day)?;
    if on > today {
        return Err(WrongLine::Future);
    }
    Ok(ListedState { provider: provider.clone(), number, state, on })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn wrong_lines(text: &str) -> Vec<usize> {
        parse(text.as_bytes(), TODAY, None).err().unwrap_or_default().into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_list_is_read_as_offices_write_it() {
        for text in [
            "provider,number,state,day\nasp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-24\n",
            "\u{feff}Provider;Number;State;Day\r\n\"asp\";\"sc-17\";\"issued\";\"2026-11-20\"\r\n\r\nasp ; SC-18 ;waiting; 2026-11-24",
        ] {
            let list = parse(text.as_bytes(), TODAY, None).unwrap();
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
        let wrong = parse(text.as_bytes(), TODAY, None).unwrap_err();
        assert_eq!(wrong.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8, 9, 10]);
        assert!(
            wrong.iter().all(|(_, what)| !what.to_string().contains("Popescu") && !what.to_string().contains("SC-"))
        );
        assert_eq!(wrong[5], (8, WrongLine::Cells { found: 3 }));
        assert_eq!(wrong[7], (10, WrongLine::Differs { line: 2 }));
        assert_eq!(wrong_lines(""), [1]);
        assert_eq!(wrong_lines("asp,SC-17,issued,2026-11-20\n"), [1], "without its heads it is some other file");
    }

    #[test]
    fn a_list_in_another_alphabet_s_bytes_is_named_by_the_line_where_it_begins() {
        let wrong = parse(b"provider,number,state,day\nasp,SC-17,issued,\xff\n", TODAY, None).unwrap_err();
        assert_eq!(wrong, [(2, WrongLine::Letters)]);
    }

    #[test]
    fn of_one_request_the_later_day_of_a_list_holds() {
        let text = "provider,number,state,day\nasp,SC-17,issued,2026-11-20\nasp,sc-17,waiting,2026-11-18\n\
            asp,SC-17,issued,2026-11-20\ncnas,SC-17,waiting,2026-11-18";
        let list = parse(text.as_bytes(), TODAY, None).unwrap();
        let said: Vec<_> = list.iter().map(|line| (line.provider.as_str(), line.state)).collect();
        assert_eq!(said, [("asp", RequestState::Issued), ("cnas", RequestState::Waiting)]);
    }
}
