//! The fleet for its operator: how it stands, a terminal that is looked for, notes.

use super::say;
use crate::domain::setup::{CentrePlace, find_centres};
use crate::hub::HubError;
use crate::hub::fleet::{FleetRow, LONGEST_NAME, LONGEST_NOTE, NoNote, Note, Openings, signing};
use crate::hub::storage::Storage;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Which terminals to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Of a centre whose name, place or id begins so, or whose own name holds this.
    pub find: Option<&'a str>,
    /// Heard of last on this day or after it.
    pub heard_from: Option<Date>,
    /// Heard of last on this day or before it, or never.
    pub heard_until: Option<Date>,
    /// Only those that need a person.
    pub concerned: bool,
}

/// Writes how the fleet stands, what needs a person first, as lines or as JSON; tells whether nothing needs a person now.
///
/// # Errors
/// When there is no hub.
pub fn fleet(data: &Path, wanted: &Wanted<'_>, json: bool, out: &mut dyn Write) -> Result<bool, HubError> {
    let (mut fleet, openings) = Storage::open_existing(data)?.look_at_fleet(Timestamp::now())?;
    // What was looked for is a part; the whole is counted.
    let counted = fleet.counted();
    let is_well = fleet.catalogue.is_well() && fleet.count(Some(crate::hub::fleet::Urgency::Now)) == 0;
    let found = wanted.find.map(|words| (words.to_lowercase(), centres_of(&openings, words)));
    fleet.terminals.retain(|row| is_wanted(row, wanted, found.as_ref()));
    if json {
        say(out, &serde_json::to_string_pretty(&fleet).map_err(HubError::Stored)?)?;
        return Ok(is_well);
    }
    say(out, &signing(&fleet.catalogue))?;
    say(out, &counted)?;
    for line in fleet.terminals.iter().flat_map(FleetRow::lines) {
        say(out, &line)?;
    }
    if fleet.terminals.is_empty() && wanted.find.is_some() {
        say(out, "no terminal was found by these words")?;
    }
    Ok(is_well)
}

/// The ids of the centres that the words may mean.
fn centres_of(openings: &Openings, words: &str) -> BTreeSet<String> {
    let places: Vec<CentrePlace> = openings.centres().cloned().map(CentrePlace::from).collect();
    find_centres(&places, words).into_iter().map(|place| place.id.clone()).collect()
}

fn is_wanted(row: &FleetRow, wanted: &Wanted<'_>, found: Option<&(String, BTreeSet<String>)>) -> bool {
    let facts = &row.facts;
    let by_words = found.is_none_or(|(words, centres)| {
        facts.terminal.contains(words.as_str())
            || facts.centre.contains(words.as_str())
            || centres.contains(&facts.centre)
    });
    let heard = facts.contact.map(|contact| crate::platform::clock::date_in(contact, "Europe/Chisinau"));
    let from = wanted.heard_from.is_none_or(|from| heard.is_some_and(|heard| heard >= from));
    let until = wanted.heard_until.is_none_or(|until| heard.is_none_or(|heard| heard <= until));
    by_words && from && until && (!wanted.concerned || row.urgency().is_some())
}

/// Keeps what its operator writes about a terminal, or takes the note away where nothing is written.
///
/// # Errors
/// When there is no hub or no such terminal, or the note is too long or no line of text.
pub fn note(data: &Path, terminal: &str, who: &str, text: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let note = Note::new(who, text, Timestamp::now()).map_err(|wrong| match wrong {
        NoNote::Who => HubError::input("--who", format!("a name of up to {LONGEST_NAME} letters")),
        NoNote::Text => HubError::input("the note", format!("one line of up to {LONGEST_NOTE} letters")),
    })?;
    Storage::open_existing(data)?.write_note(terminal, &note)?;
    let text = &note.text;
    say(out, &if text.is_empty() { format!("{terminal} has no note") } else { format!("{terminal}: {text}") })
}
