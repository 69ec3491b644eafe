//! Opening sealed parts, on a computer that is not the hub: with the operator's key, and never without writing down who, which
//! and why.

mod front_office;
mod log;

use super::say;
use super::sealed::reasoned;
use crate::domain::case::SealedContent;
use crate::domain::identifier::{Idnp, without_separators};
use crate::domain::text::Language;
use crate::hub::HubError;
use crate::hub::page::access::{AccessRow, render_access};
use crate::hub::{configuration, keys, storage};
use crate::platform::file as disk;
use crate::protocol::facts::Coded as _;
use crate::protocol::sealed::{ERASE_FORM, EntryPlace, EraseList, SEALED_FORM, SealedEntry, SealedHead};
use age::x25519::Identity;
use jiff::Timestamp;
use log::{Opening, OpeningLog};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::io::{BufRead as _, Read as _, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The most bytes of a file of exported entries.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// What is opened, and what is made of it.
#[derive(Clone, Copy, Debug)]
pub struct Open<'a> {
    /// The file of exported entries.
    pub file: &'a Path,
    /// The file of the operator's private key.
    pub key: &'a Path,
    /// Who opens them.
    pub who: &'a str,
    /// Why.
    pub why: &'a str,
    /// Only what is about one person, whose number stands on the first line of what is typed.
    pub person: bool,
    /// As lines of JSON.
    pub json: bool,
    /// As a sheet for the person, in the language of this code.
    pub sheet: Option<&'a str>,
    /// The file for the sheet.
    pub out: Option<&'a Path>,
    /// The file for the list of what is to be erased at the hub.
    pub erase_list: Option<&'a Path>,
    /// The file for the requests in the fields of the State's front office.
    pub front_office: Option<&'a Path>,
}

/// An entry that was opened.
struct Opened {
    entry: SealedEntry,
    content: Option<SealedContent>,
    /// Whether it is what its terminal recorded, as far as that can be seen without the hub.
    proven: bool,
}

/// Opens sealed parts.
///
/// # Errors
/// When this is the hub's computer, the key is another one, the file is none, or what is opened cannot be written down: then
/// nothing was shown.
pub fn open(what: &Open<'_>, typed: &mut dyn std::io::BufRead, out: &mut dyn Write) -> Result<(), HubError> {
    let (who, why) = reasoned(what.who, what.why)?;
    refuse_at_hub(what)?;
    let identity = read_key(what.key)?;
    let person = if what.person { Some(read_person(typed)?) } else { None };
    let (head, entries, digest) = read_file(what.file)?;
    if head.operator_key != identity.to_public().to_string() {
        let place = format!("--key {}", what.key.display());
        return Err(HubError::input(place, "these entries are sealed to another key"));
    }
    let opened: Vec<Opened> = entries.into_iter().map(|entry| opened(entry, &identity)).collect();
    let opened = match &person {
        Some(number) => of_person(opened, number),
        None => opened,
    };
    for file in [what.out, what.erase_list, what.front_office].into_iter().flatten() {
        if file.symlink_metadata().is_ok() {
            return Err(HubError::input(file.display().to_string(), "the file exists and is not overwritten"));
        }
    }
    // Before anything of it is shown: what was not written down was not opened.
    let places = opened.iter().map(|one| place_of(&one.entry)).collect();
    let opening = Opening {
        at: Timestamp::now(),
        who: who.to_owned(),
        why: why.to_owned(),
        file: digest,
        person: what.person,
        places,
    };
    OpeningLog::beside(what.key).add(&opening)?;
    if let Some(file) = what.erase_list {
        write_private(file, &serde_json::to_vec_pretty(&erase_list(&opened)).map_err(HubError::Stored)?)?;
    }
    if let Some(file) = what.front_office {
        let requests = front_office::requests(&opened, Timestamp::now());
        write_private(file, &serde_json::to_vec_pretty(&requests).map_err(HubError::Stored)?)?;
        return say(out, &format!("{}: the requests of {} entries", file.display(), opened.len()));
    }
    match what.sheet {
        Some(code) => {
            let known = Language::INTERFACE.into_iter().find(|language| language.code() == code);
            let language = known.ok_or_else(|| HubError::input("--sheet", "a language of the interface"))?;
            let rows = opened.iter().map(row).collect::<Vec<_>>();
            let text = render_access(&rows, language, Timestamp::now())?;
            match what.out {
                Some(file) => {
                    write_private(file, text.as_bytes())?;
                    say(out, &format!("{}: {} entries, to be printed for the person", file.display(), opened.len()))?;
                }
                None => say(out, &text)?,
            }
        }
        None => {
            for one in &opened {
                say(out, &if what.json { json_line(one)? } else { line(one) })?;
            }
        }
    }
    if opened.is_empty() {
        say(out, "nothing in the file is about this person")?;
    }
    Ok(())
}

/// Writes what was opened so far: who, which, why; tells whether the log is whole.
///
/// # Errors
/// When there is no log, or it cannot be read.
pub fn opened_before(key: &Path, out: &mut dyn Write) -> Result<bool, HubError> {
    let log = OpeningLog::beside(key);
    let (openings, whole) = log.read()?;
    for opening in &openings {
        say(out, &opening.line())?;
    }
    say(
        out,
        &match whole {
            None => format!("{} openings, none changed or taken out", openings.len()),
            Some(line) => format!("line {line} was changed, or one before it was taken out"),
        },
    )?;
    Ok(whole.is_none())
}

/// Brings what was opened elsewhere to the hub, so that it is told to the journal of events: the file beside the operator's key.
///
/// # Errors
/// When there is no hub, or the file is none or not whole; then nothing was taken in.
pub fn tell_opened(data: &Path, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = storage::Storage::open_existing(data)?;
    let (openings, whole) = OpeningLog::at(file).read()?;
    if let Some(line) = whole {
        let message = format!("line {line} was changed, or one before it was taken out: nothing was taken in");
        return Err(HubError::input(file.display().to_string(), message));
    }
    let openings = openings.iter().map(log::Line::opened).collect::<Result<Vec<_>, _>>()?;
    if !storage.forwarding()?.is_some_and(|stands| stands.gathers) {
        let message = "no events are gathered here: start the hub with [mlog] in its configuration first";
        return Err(HubError::input("tell-opened", message));
    }
    let new = storage.note_openings(&openings)?;
    say(out, &format!("{} openings, {new} of them new", openings.len()))
}

/// The operator's key is never where a hub is: whoever broke into that one would have both.
fn refuse_at_hub(what: &Open<'_>) -> Result<(), HubError> {
    let here = std::env::current_dir().ok();
    let usual = configuration::usual_folder().ok();
    let named = [Some(what.file), Some(what.key), what.out, what.erase_list, what.front_office].into_iter().flatten();
    let folders = named.map(|file| disk::folder_of(file).to_owned());
    let folders = folders.chain(here).chain(usual).chain([Path::new("/var/lib/cups-hub").to_owned()]);
    for folder in folders {
        let is_hubs = [storage::FILE_NAME, keys::FILE_NAME].iter().any(|name| folder.join(name).exists());
        if is_hubs {
            let message = "a hub lies there: take the file and the key to another computer, and open it there";
            return Err(HubError::input(folder.display().to_string(), message));
        }
    }
    Ok(())
}

fn read_key(file: &Path) -> Result<Identity, HubError> {
    let place = format!("--key {}", file.display());
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|error| HubError::input(&place, error.to_string()))?;
    let line = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
    let key = line.and_then(|line| line.trim().parse().ok());
    key.ok_or_else(|| HubError::input(place, "it is no operator's key"))
}

/// The number by which a person is known: an IDNP, or that of a foreign paper, without spaces and hyphens. It is typed and not
/// given with the command, where every other account of the computer could read it.
fn read_person(typed: &mut dyn std::io::BufRead) -> Result<String, HubError> {
    let mut line = Zeroizing::new(String::new());
    let read = typed.take(200).read_line(&mut line);
    read.map_err(|source| HubError::File { path: "the standard input".to_owned(), source })?;
    let number = without_separators(line.trim()).to_uppercase();
    if (4..=20).contains(&number.len()) && number.chars().all(char::is_alphanumeric) {
        if number.len() == 13
            && number.bytes().all(|digit| digit.is_ascii_digit())
            && let Err(error) = Idnp::parse(&number)
        {
            return Err(HubError::input("the person's number", error.to_string()));
        }
        return Ok(number);
    }
    Err(HubError::input("the person's number", "type an IDNP or the number of a paper on the first line"))
}

fn read_file(file: &Path) -> Result<(SealedHead, Vec<SealedEntry>, String), HubError> {
    let place = file.display().to_string();
    let wrong = |message: String| HubError::input(&place, message);
    let length = std::fs::metadata(file).map_err(|error| wrong(error.to_string()))?.len();
    if length > LARGEST {
        return Err(wrong("it is too large: export a shorter time".to_owned()));
    }
    let mut text = String::new();
    std::fs::File::open(file)
        .and_then(|mut file| file.read_to_string(&mut text))
        .map_err(|error| wrong(error.to_string()))?;
    let mut lines = text.lines();
    let none = || wrong("it is no file that cups-hub export wrote".to_owned());
    let head: SealedHead = serde_json::from_str(lines.next().ok_or_else(none)?.trim()).map_err(|_| none())?;
    if head.form != SEALED_FORM {
        return Err(wrong("it was exported by a newer hub: open it with a newer cups-hub".to_owned()));
    }
    let mut entries = Vec::new();
    for (number, line) in (2..).zip(lines) {
        let entry = serde_json::from_str(line).map_err(|_| wrong(format!("line {number} is no entry")))?;
        entries.push(entry);
    }
    if entries.len() as u64 != head.entries {
        return Err(wrong(format!("it was cut off: {} of {} entries", entries.len(), head.entries)));
    }
    Ok((head, entries, hex::encode(Sha256::digest(text.as_bytes()))))
}

fn opened(entry: SealedEntry, identity: &Identity) -> Opened {
    let plain = entry.sealed_bytes().and_then(|sealed| age::decrypt(identity, &sealed).ok()).map(Zeroizing::new);
    let content = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    let proven = entry.erased || entry.entry().is_some();
    Opened { entry, content, proven }
}

/// What is about one person: whole cases in which they are named, and what is of no case and names them.
fn of_person(opened: Vec<Opened>, number: &str) -> Vec<Opened> {
    let plain = |text: &str| without_separators(text).to_uppercase();
    let names = |one: &Opened| {
        let person = one.content.as_ref().and_then(|content| content.person.as_ref());
        person.is_some_and(|person| {
            person.idnp.as_ref().is_some_and(|idnp| idnp.as_str() == number)
                || person.document.as_ref().is_some_and(|document| plain(&document.number) == number)
        })
    };
    let cases: BTreeSet<_> = opened.iter().filter(|one| names(one)).filter_map(|one| one.entry.facts.case).collect();
    let is_theirs = |one: &Opened| match one.entry.facts.case {
        Some(case) => cases.contains(&case),
        None => names(one),
    };
    opened.into_iter().filter(is_theirs).collect()
}

fn place_of(entry: &SealedEntry) -> EntryPlace {
    EntryPlace { terminal: entry.terminal.clone(), epoch: entry.epoch, sequence: entry.sequence }
}

fn erase_list(opened: &[Opened]) -> EraseList {
    let cases: BTreeSet<_> = opened.iter().filter_map(|one| one.entry.facts.case).collect();
    let single = opened.iter().filter(|one| one.entry.facts.case.is_none());
    EraseList {
        form: ERASE_FORM.to_owned(),
        cases: cases.into_iter().collect(),
        entries: single.map(|one| place_of(&one.entry)).collect(),
    }
}

fn write_private(file: &Path, bytes: &[u8]) -> Result<(), HubError> {
    let failed = |source| HubError::File { path: file.display().to_string(), source };
    let mut private = disk::create_private(file).map_err(failed)?;
    private.write_all(bytes).and_then(|()| private.sync_all()).map_err(failed)
}

/// What was sealed, in words.
fn said(one: &Opened) -> Vec<(&'static str, String)> {
    let Some(content) = &one.content else {
        let what = match (one.entry.erased, &one.entry.sealed) {
            (true, _) => "erased",
            (false, None) => return Vec::new(),
            (false, Some(_)) => "cannot be opened",
        };
        return vec![("sealed", what.to_owned())];
    };
    let mut said = Vec::new();
    let mut note = |name, value: Option<String>| said.extend(value.map(|value| (name, value)));
    if let Some(person) = &content.person {
        note("name", Some(person.name.clone()));
        note("idnp", person.idnp.as_ref().map(|idnp| idnp.as_str().to_owned()));
        note("phone", person.phone.clone());
        note("birth", person.birth.map(|birth| birth.to_string()));
        let document = person.document.as_ref();
        note("document", document.map(|document| format!("{} ({})", document.number, document.country)));
        let acting = person.representative.as_ref();
        note("representative", acting.map(|acting| format!("{} ({})", acting.name, acting.paper)));
    }
    note("number", content.number.as_ref().map(|number| number.as_str().to_owned()));
    note("submitted", content.submitted.map(|day| day.to_string()));
    note("consentUntil", content.consent_until.map(|day| day.to_string()));
    note("collector", content.collector.clone());
    note("collectorPaper", content.collector_paper.clone());
    note("specialist", content.specialist.clone());
    note("note", content.note.clone());
    said
}

/// The code of the service; nothing where it is about none.
fn service_of(entry: &SealedEntry) -> String {
    entry.facts.service.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn line(one: &Opened) -> String {
    let entry = &one.entry;
    let action = entry.facts.action.known().map_or("other", |action| action.code());
    let said: Vec<String> = said(one).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let doubt = if one.proven { "" } else { "\tNOT what was signed" };
    format!("{}\t{}\t{}\t{action}\t{}{doubt}", entry.time, entry.facts.centre, service_of(entry), said.join("; "))
}

fn json_line(one: &Opened) -> Result<String, HubError> {
    let value = json!({
        "entry": place_of(&one.entry), "time": one.entry.time, "facts": one.entry.facts, "sealed": one.content,
        "erased": one.entry.erased, "proven": one.proven
    });
    serde_json::to_string(&value).map_err(HubError::Stored)
}

fn row(one: &Opened) -> AccessRow {
    let facts = &one.entry.facts;
    AccessRow {
        time: one.entry.time,
        centre: facts.centre.clone(),
        action: facts.action.known(),
        service: service_of(&one.entry),
        event: facts.event.clone(),
        said: said(one),
    }
}
