//! Commands that look after a hub: what it holds, what is wrong with it, copies of it.

use super::say;
use crate::hub::HubError;
use crate::hub::relay::{LineNote, RelayCondition};
use crate::hub::storage::relay::RelayStorage;
use crate::hub::storage::report::code_or_other;
use crate::hub::storage::{HubLock, Storage};
use crate::platform::file::create_private;
use crate::protocol::facts::Coded;
use crate::protocol::signature::verifying_key_text;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// A signature that ends within these days is to be renewed now.
const SOON_HOURS: i64 = 14 * 24;

/// Writes what the hub holds, counted, as JSON or as lines.
///
/// # Errors
/// When there is no hub.
pub fn report(data: &Path, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let report = Storage::open_existing(data)?.report()?;
    if json {
        return say(out, &serde_json::to_string_pretty(&report).map_err(HubError::Stored)?);
    }
    say(out, &format!("terminals\t{}", report.terminals))?;
    say(out, &format!("entries\t{}", report.entries))?;
    say(out, &format!("corrected\t{}", report.corrected))?;
    say(out, &format!("quarantined\t{}", report.quarantined))?;
    say(out, &format!("alarms\t{}", report.alarms))?;
    for count in report.counts {
        let event = count.event.as_deref().unwrap_or("-");
        say(out, &format!("{}\t{event}\t{}\t{}", count.centre, code_or_other(count.action), count.entries))?;
    }
    for paper in report.paper {
        let what = paper.sheet.map_or("scanned", Coded::code);
        say(out, &format!("{}\tpaper\t{what}\t{}\t{} pages", paper.centre, paper.sheets, paper.pages))?;
    }
    Ok(())
}

/// Writes the terminals, those that were silent for the longest time first: name, centre, version, last contact.
///
/// # Errors
/// When there is no hub.
pub fn terminals(data: &Path, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let fleet = Storage::open_existing(data)?.fleet()?;
    if json {
        return say(out, &serde_json::to_string_pretty(&fleet).map_err(HubError::Stored)?);
    }
    let now = Timestamp::now();
    for one in &fleet {
        let (version, last) = (one.version.as_deref().unwrap_or("-"), one.last.as_deref().unwrap_or("-"));
        let state = match (one.revoked, one.is_silent(now)) {
            (true, _) => "revoked",
            (false, true) => "silent",
            (false, false) => "heard",
        };
        say(out, &format!("{}\t{}\t{version}\t{last}\t{state}", one.terminal, one.centre))?;
    }
    Ok(())
}

/// Backs the database up to a new file, even while the hub is running.
///
/// # Errors
/// When there is no hub, or the file exists or cannot be written.
pub fn back_up(data: &Path, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    Storage::open_existing(data)?.back_up(file)?;
    say(out, &format!("{}: whole; hub.key is not in it, keep one copy of that apart", file.display()))
}

/// Puts a copy in the place of the database and begins a new life of the hub.
///
/// # Errors
/// When a hub runs there, or the copy is damaged or none; then nothing is changed.
pub fn restore(data: &Path, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let restored = Storage::restore(data, file)?;
    say(out, &format!("{} entries are back; incarnation {} begins", restored.entries, restored.incarnation))?;
    if let Some(before) = restored.before {
        say(out, &format!("the database before is {}", before.display()))?;
    }
    if restored.kept_catalogue {
        say(out, "the signed catalogue of the database before was kept")?;
    } else {
        say(out, "if a newer catalogue was signed since the copy was made, publish it again before terminals ask")?;
    }
    if !restored.kept_locks {
        say(out, REVOKE_AGAIN)?;
    }
    say(out, CODES_ARE_VOID)?;
    say(out, SEND_AGAIN)
}

/// What is left to do after a database from an earlier day came back.
const REVOKE_AGAIN: &str = "revoke again whom you revoked since the copy was made";
const CODES_ARE_VOID: &str = "unused enrolment codes are void: make new ones";
const SEND_AGAIN: &str = "start the hub: terminals send again what the copy lacks";

/// Begins a new life of a hub whose database was put back by hand.
///
/// # Errors
/// When there is no hub at that place, it runs, or its database is damaged: one that was copied beside the -wal of
/// another is.
pub fn restored(data: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let _lock = HubLock::take(data)?;
    let mut storage = Storage::open_existing(data)?;
    storage.examine()?;
    let name = storage.begin_new_life()?;
    say(out, &format!("incarnation {name} begins"))?;
    say(out, REVOKE_AGAIN)?;
    say(out, CODES_ARE_VOID)?;
    say(out, SEND_AGAIN)
}

/// Writes the alarms that stand; with a terminal's name takes that one's away.
///
/// # Errors
/// When there is no hub, or no such alarm.
pub fn alarms(data: &Path, seen: Option<&str>, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    if let Some(terminal) = seen {
        let gone = storage.calm(terminal)?;
        return say(out, &format!("{gone} alarms of {terminal} are seen"));
    }
    let alarms = storage.alarms()?;
    if json {
        return say(out, &serde_json::to_string_pretty(&alarms).map_err(HubError::Stored)?);
    }
    for alarm in &alarms {
        say(
            out,
            &format!(
                "{} {} ({}): {}; {} times since {}, last at {}-{}",
                alarm.last,
                alarm.terminal,
                alarm.centre,
                alarm.kind.what(),
                alarm.times,
                alarm.first,
                alarm.epoch,
                alarm.sequence
            ),
        )?;
    }
    if alarms.is_empty() { say(out, "no alarm") } else { Ok(()) }
}

/// What to do with events that were set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetAside<'a> {
    /// List them, of one terminal or of all.
    List(Option<&'a str>),
    /// Write the text of one, sealed to the operator, into a file.
    Show(i64, &'a Path),
    /// Forget those of a terminal and ask it for them once more; from now on also what it wrote for a centre.
    Again(&'a str, Option<&'a str>),
    /// Forget those of a terminal.
    Drop(&'a str),
}

/// Lists what was set aside, or does something with it.
///
/// # Errors
/// When there is no hub, or not what was named.
pub fn set_aside(data: &Path, what: &SetAside<'_>, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    match *what {
        SetAside::List(terminal) => list_set_aside(&storage, terminal, json, out),
        SetAside::Show(number, file) => {
            let sealed = storage.sealed_text(number)?;
            let shown = file.display().to_string();
            let written = create_private(file).and_then(|mut file| file.write_all(&sealed));
            written.map_err(|source| HubError::File { path: shown.clone(), source })?;
            say(out, &format!("{shown}: open it with the operator's key and age, away from this server"))
        }
        SetAside::Again(terminal, centre) => {
            let gone = storage.ask_again(terminal, centre)?;
            say(out, &format!("{gone} events of {terminal} are forgotten; it sends them again when it syncs next"))
        }
        SetAside::Drop(terminal) => {
            let gone = storage.drop_set_aside(terminal)?;
            say(out, &format!("{gone} events of {terminal} are forgotten; the terminal holds them still"))
        }
    }
}

fn list_set_aside(storage: &Storage, terminal: Option<&str>, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let events = storage.set_aside(terminal)?;
    if json {
        return say(out, &serde_json::to_string_pretty(&events).map_err(HubError::Stored)?);
    }
    for event in &events {
        let place =
            event.epoch.zip(event.sequence).map_or_else(String::new, |(epoch, place)| format!(" {epoch}-{place}"));
        let text = if event.has_text { "" } else { ", its text was not kept" };
        say(out, &format!("{} {} {}{place}: {}{text}", event.number, event.received, event.terminal, event.code))?;
    }
    for held in storage.held()?.iter().filter(|held| terminal.is_none_or(|terminal| terminal == held.terminal)) {
        let beyond =
            if held.beyond > 0 { format!(", and {} more that were only counted", held.beyond) } else { String::new() };
        say(out, &format!("{} ({}): {}{beyond}", held.terminal, held.centre, held.events))?;
    }
    if events.is_empty() { say(out, "nothing is set aside") } else { Ok(()) }
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    good: bool,
    detail: String,
}

/// Looks at everything that can keep a hub from its work, and at all that it holds; tells whether all is well.
///
/// # Errors
/// When there is no hub or its database cannot be read.
pub fn doctor(data: &Path, json: bool, out: &mut dyn Write) -> Result<bool, HubError> {
    if data.join(crate::hub::storage::relay::FILE_NAME).is_file() && !data.join(crate::hub::storage::FILE_NAME).exists()
    {
        return relay_doctor(data, json, out);
    }
    let mut storage = Storage::open_existing(data)?;
    let now = Timestamp::now();
    let mut checks = Vec::new();
    let mut note = |name, good, detail: String| checks.push(Check { name, good, detail });
    let whole = storage.examine();
    note("database", whole.is_ok(), whole.map_or_else(|error| error.to_string(), |()| "whole".to_owned()));
    let takes = storage.probe(now);
    note("disk", takes.is_ok(), takes.map_or_else(|error| error.to_string(), |()| "takes entries".to_owned()));
    note("keys", true, format!("terminals know {}", verifying_key_text(&storage.keys().answers.verifying_key())));
    let operator = storage.operator_key()?;
    note(
        "operator's key",
        operator.is_some(),
        operator.unwrap_or_else(|| "none: make it with operator-key".to_owned()),
    );
    match storage.announcement()? {
        None => note("catalogue", false, "none is published".to_owned()),
        Some(announced) => {
            let until: Option<Timestamp> = announced.signed_until.parse().ok();
            let soon = now.checked_add(jiff::SignedDuration::from_hours(SOON_HOURS)).ok();
            let good = until.zip(soon).is_some_and(|(until, soon)| until > soon);
            let remind = if good { "" } else { ": let the editors sign now" };
            note(
                "catalogue",
                good,
                format!("number {}, signed until {}{remind}", announced.number, announced.signed_until),
            );
        }
    }
    let followed = storage.follow_chains(now);
    if let Err(error) = &followed {
        note("histories", false, error.to_string());
    }
    let chain = followed.as_ref().ok().cloned().unwrap_or_default();
    for sight in chain.sights.iter().take(20) {
        note("entry", false, format!("{} {}-{}: {}", sight.terminal, sight.epoch, sight.sequence, sight.what));
    }
    let more = chain.sights.len().saturating_sub(20);
    if more > 0 {
        note("entry", false, format!("and {more} more"));
    }
    if followed.is_ok() {
        note(
            "histories",
            chain.sights.is_empty() && chain.gaps == 0,
            format!("{} entries, {} of them signed for, {} missing", chain.entries, chain.signed, chain.gaps),
        );
    }
    for alarm in storage.alarms()? {
        note("alarm", false, format!("{} ({}): {}", alarm.terminal, alarm.centre, alarm.kind.what()));
    }
    if let Some(stands) = storage.forwarding()? {
        note("events", stands.is_well(), super::events::words(&stands));
    }
    let held = storage.held()?;
    let events: u64 = held.iter().map(|held| held.events + held.beyond).sum();
    note("set aside", events == 0, format!("{events} events of {} terminals", held.len()));
    told(&checks, json, out)
}

/// Looks at a relay: what waits, why, and how much room there is.
fn relay_doctor(data: &Path, json: bool, out: &mut dyn Write) -> Result<bool, HubError> {
    let storage = RelayStorage::open(data)?;
    let condition = RelayCondition::of(&storage, data, LineNote::kept(data))?;
    let checks = condition.words(Timestamp::now()).into_iter().map(|(name, good, detail)| Check { name, good, detail });
    let runs = match RelayStorage::lock(data) {
        Ok(_) => Check { name: "relay", good: false, detail: "it does not run".to_owned() },
        Err(HubError::Running { .. }) => Check { name: "relay", good: true, detail: "it runs".to_owned() },
        Err(error) => return Err(error),
    };
    told(&std::iter::once(runs).chain(checks).collect::<Vec<_>>(), json, out)
}

/// Says what was looked at; tells whether all is well.
fn told(checks: &[Check], json: bool, out: &mut dyn Write) -> Result<bool, HubError> {
    let good = checks.iter().all(|check| check.good);
    if json {
        say(out, &serde_json::to_string_pretty(checks).map_err(HubError::Stored)?)?;
    } else {
        for check in checks {
            say(out, &format!("{} {}: {}", if check.good { "ok " } else { "BAD" }, check.name, check.detail))?;
        }
    }
    Ok(good)
}
