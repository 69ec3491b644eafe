//! The computers of the centres, for the operator; and who looked at what, for the auditor.

use super::frame::Frame;
use super::table::{Row, Section, plain};
use super::{Asking, local_time, stored_time};
use crate::hub::HubError;
use crate::hub::fleet::{Concern, Fleet, FleetRow, Signing, Urgency};
use crate::hub::storage::accounts::LookedAt;
use crate::hub::storage::alarm::{Alarm, Raised};
use crate::i18n::Texts;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// No more computers are listed on the page; `cups-hub fleet` lists all.
const MOST_LISTED: usize = 200;

/// What is known of the computers.
pub struct FleetPart {
    /// The computers, what needs a person first.
    pub fleet: Fleet,
    /// What a person should look at.
    pub alarms: Vec<Raised>,
}

/// A table of words.
fn section(
    texts: &Texts,
    (name, title): (&'static str, String),
    columns: &[&'static str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Section {
    let mut columns = columns.iter().map(|key| texts.get(key));
    let rows = rows.filter_map(|row| {
        let mut cells = row.into_iter();
        let name = cells.next()?;
        Some(Row { name, link: None, cells: cells.map(|cell| (cell, None)).collect(), is_sum: false })
    });
    Section {
        name,
        title,
        seen: String::new(),
        is_estimated: false,
        chart: None,
        more: None,
        choices: Vec::new(),
        head: columns.next().unwrap_or_default(),
        columns: columns.collect(),
        rows: rows.collect(),
        rules: Vec::new(),
        files: None,
    }
}

/// The computers: what needs a person and what to do, the alarms, which programs run, and what is known of each.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn fleet(asking: &Asking<'_>, frame: &Frame, part: &FleetPart) -> Result<String, HubError> {
    let texts = asking.texts;
    let names = asking.asked().names;
    let centre = |id: &str| texts.say(&names.centre(id));
    let last = |time: Option<Timestamp>| time.map_or_else(|| texts.get("agency-never"), local_time);
    let alarms = part.alarms.iter().map(|alarm| {
        let what = texts.get(alarm_key(alarm.kind));
        vec![alarm.terminal.clone(), centre(&alarm.centre), what, stored_time(&alarm.last), alarm.times.to_string()]
    });
    let columns = ["agency-computer", "agency-centre", "agency-what", "agency-last", "agency-times"];
    let mut of_alarms = section(texts, ("alarms", texts.get("agency-alarms")), &columns, alarms);
    if of_alarms.rows.is_empty() {
        of_alarms.seen = texts.get("agency-no-alarms");
    }
    let mut versions: BTreeMap<Option<&str>, (usize, Option<Timestamp>)> = BTreeMap::new();
    for one in part.fleet.terminals.iter().map(|row| &row.facts).filter(|one| !one.revoked) {
        let (number, newest) = versions.entry(one.version.as_deref()).or_default();
        *number += 1;
        *newest = (*newest).max(one.contact);
    }
    let version = |version: Option<&str>| version.map_or_else(|| texts.get("agency-no-version"), str::to_owned);
    let rows =
        versions.into_iter().map(|(known, (number, newest))| vec![version(known), last(newest), number.to_string()]);
    let columns = ["agency-version", "agency-last", "agency-computers"];
    let of_versions = section(texts, ("versions", texts.get("agency-versions")), &columns, rows);
    let note = |row: &FleetRow| {
        row.facts
            .note
            .as_ref()
            .map_or_else(String::new, |note| format!("{} ({}, {})", note.text, note.who, local_time(note.at)))
    };
    // One row a concern: each says what to do. Alarms have their own table.
    let to_do = part.fleet.terminals.iter().flat_map(|row| {
        let told = row.concerns.iter().filter(|concern| !matches!(concern, Concern::Alarm { .. }));
        told.map(move |concern| (row, concern))
    });
    let rows = to_do.take(MOST_LISTED).map(|(row, concern)| {
        let facts = &row.facts;
        let (when, what) = (texts.get(urgency_key(concern.urgency())), concern_words(texts, concern));
        vec![centre(&facts.centre), when, what, facts.terminal.clone(), last(facts.contact), note(row)]
    });
    let columns = ["agency-centre", "fleet-when", "fleet-what", "agency-computer", "agency-last", "fleet-note"];
    let mut of_needs = section(texts, ("needs", texts.get("fleet-needs")), &columns, rows);
    if of_needs.rows.is_empty() {
        of_needs.seen = texts.get("fleet-all-well");
    }
    let shown =
        |number: Option<u64>| number.map_or_else(|| texts.get("agency-no-version"), |number| number.to_string());
    let rows = part.fleet.terminals.iter().filter(|row| !row.facts.revoked).take(MOST_LISTED).map(|row| {
        let (facts, said) = (&row.facts, &row.facts.condition);
        let disk = said.disk_full.map_or_else(|| texts.get("agency-no-version"), |full| format!("{full} %"));
        vec![
            facts.terminal.clone(),
            centre(&facts.centre),
            version(facts.version.as_deref()),
            last(facts.contact),
            last(facts.up),
            last(said.heard),
            shown(said.catalogue),
            shown(said.waiting),
            disk,
        ]
    });
    let columns = [
        "agency-computer",
        "agency-centre",
        "agency-version",
        "agency-last",
        "fleet-up",
        "fleet-down",
        "fleet-catalogue",
        "fleet-waiting",
        "fleet-disk",
    ];
    let mut of_all = section(texts, ("all", texts.get("fleet-all")), &columns, rows);
    let running = part.fleet.terminals.iter().filter(|row| !row.facts.revoked).count();
    if running > MOST_LISTED {
        let more = (running - MOST_LISTED).to_string();
        of_all.more = Some(texts.with("fleet-more", &[("number", more.into())]));
    }
    let lead = vec![signing_words(texts, &part.fleet.catalogue)];
    let sections = [of_needs, of_alarms, of_versions, of_all];
    let sections = sections.into_iter().filter(|section| !section.rows.is_empty() || !section.seen.is_empty());
    plain(frame, texts, lead, sections.collect())
}

const fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Now => "fleet-now",
        Urgency::Soon => "fleet-soon",
        Urgency::Known => "fleet-known",
    }
}

/// How the editors' signature stands, and what to do.
fn signing_words(texts: &Texts, signing: &Signing) -> String {
    let said = |key: &str, number: u64, until: Timestamp, days: i64| {
        let (number, date) = (number.to_string(), local_time(until));
        texts.with(key, &[("number", number.into()), ("date", date.into()), ("days", days.into())])
    };
    match *signing {
        Signing::Nothing => texts.get("fleet-signed-nothing"),
        Signing::Holds { number, until, days } => said("fleet-signed", number, until, days),
        Signing::EndsSoon { number, until, days } => said("fleet-signed-soon", number, until, days),
        Signing::Ended { number, until, days } => said("fleet-signed-ended", number, until, days),
    }
}

/// What is the matter, and what to do.
fn concern_words(texts: &Texts, concern: &Concern) -> String {
    match concern {
        Concern::Alarm { alarm } => texts.get(alarm_key(*alarm)),
        Concern::NeverHeard { open_days } => texts.with("fleet-never-heard", &[("days", (*open_days).into())]),
        Concern::Silent { open_days } => texts.with("fleet-silent", &[("days", (*open_days).into())]),
        Concern::Waiting { entries, open_days } => {
            let entries = entries.to_string();
            texts.with("fleet-waits", &[("entries", entries.into()), ("days", (*open_days).into())])
        }
        Concern::Disk { full, .. } => texts.with("fleet-disk-full", &[("full", full.to_string().into())]),
        Concern::Catalogue { number, published } => {
            let (number, published) = (number.to_string(), published.to_string());
            texts.with("fleet-old-catalogue", &[("number", number.into()), ("published", published.into())])
        }
        Concern::Signature { until } => texts.with("fleet-old-signature", &[("date", local_time(*until).into())]),
        Concern::SetAside { events } => texts.with("fleet-set-aside", &[("events", events.to_string().into())]),
        Concern::Clock { hours } => texts.with("fleet-clock", &[("hours", hours.to_string().into())]),
        Concern::Version { newest } => texts.with("fleet-old-version", &[("newest", newest.clone().into())]),
    }
}

/// Who looked at what, the latest first.
///
/// # Errors
/// As [`fleet`].
pub fn audit(asking: &Asking<'_>, frame: &Frame, looks: &[LookedAt]) -> Result<String, HubError> {
    let texts = asking.texts;
    let rows = looks
        .iter()
        .map(|look| vec![stored_time(&look.at), look.account.clone(), look.what.clone(), look.detail.clone()]);
    let columns = ["agency-when", "agency-who", "agency-what", "agency-which"];
    let section = section(texts, ("audit", texts.get("agency-page-audit")), &columns, rows);
    let lead = texts.with("agency-audit-lead", &[("number", looks.len().to_string().into())]);
    plain(frame, texts, vec![lead], vec![section])
}

const fn alarm_key(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Fork => "agency-alarm-fork",
        Alarm::Lacked => "agency-alarm-lacked",
        Alarm::Gap => "agency-alarm-gap",
        Alarm::Centre => "agency-alarm-centre",
        Alarm::Full => "agency-alarm-full",
        Alarm::Changed => "agency-alarm-changed",
    }
}
