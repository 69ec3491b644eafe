//! The computers of the centres, for the operator; and who looked at what, for the auditor.

use super::frame::{Frame, address};
use super::link::Link;
use super::table::{Row, Section, of_words, plain};
use super::{Asking, local_time, stored_time};
use crate::hub::HubError;
use crate::hub::fleet::{Concern, Fleet, FleetRow, Note, Signing, Urgency};
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

/// The computers: what needs a person and what to do, the alarms, which programs run, and what is known of each.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn fleet(asking: &Asking<'_>, frame: &Frame, part: &FleetPart) -> Result<String, HubError> {
    let texts = asking.texts;
    let names = asking.asked().names;
    let centre = |id: &str| texts.say(&names.centre(id));
    let last = |time: Option<Timestamp>| last_said(texts, time);
    let alarms = part.alarms.iter().map(|alarm| {
        let what = alarm_said(texts, alarm.kind);
        vec![alarm.terminal.clone(), centre(&alarm.centre), what, stored_time(&alarm.last), alarm.times.to_string()]
    });
    let columns = ["agency-computer", "agency-centre", "agency-what", "agency-last", "agency-times"];
    let mut of_alarms = of_words(texts, ("alarms", texts.get("agency-alarms")), &columns, alarms);
    if of_alarms.rows.is_empty() {
        of_alarms.seen = texts.get("agency-no-alarms");
    }
    let mut versions: BTreeMap<Option<&str>, (usize, Option<Timestamp>)> = BTreeMap::new();
    for one in part.fleet.terminals.iter().map(|row| &row.facts).filter(|one| !one.revoked) {
        let (number, newest) = versions.entry(one.version.as_deref()).or_default();
        *number += 1;
        *newest = (*newest).max(one.contact);
    }
    let version = |version: Option<&str>| version_said(texts, version);
    let rows =
        versions.into_iter().map(|(known, (number, newest))| vec![version(known), last(newest), number.to_string()]);
    let columns = ["agency-version", "agency-last", "agency-computers"];
    let of_versions = of_words(texts, ("versions", texts.get("agency-versions")), &columns, rows);
    let note = |row: &FleetRow| {
        let note = row.facts.note.as_ref();
        note.map_or_else(String::new, |note| format!("{} ({})", note.text, note_said(texts, note)))
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
    let mut of_needs = of_words(texts, ("needs", texts.get("fleet-needs")), &columns, rows);
    if of_needs.rows.is_empty() {
        of_needs.seen = texts.get("fleet-all-well");
    }
    lead_to_computers(asking, &mut of_needs, |row| row.cells.get(2).map(|(said, _)| said.clone()));
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
    let mut of_all = of_words(texts, ("all", texts.get("fleet-all")), &columns, rows);
    lead_to_computers(asking, &mut of_all, |row| Some(row.name.clone()));
    let running = part.fleet.terminals.iter().filter(|row| !row.facts.revoked).count();
    if running > MOST_LISTED {
        let more = (running - MOST_LISTED).to_string();
        of_all.more = Some(texts.with("fleet-more", &[("number", more.into())]));
    }
    let lead = vec![signing_words(texts, &part.fleet.catalogue)];
    let sections = [of_needs, of_alarms, of_versions, of_all];
    let sections = sections.into_iter().filter(|section| !section.rows.is_empty() || !section.seen.is_empty());
    let way = Link {
        text: texts.get("new-codes-way"),
        address: address(super::CODES, asking.language(), &[]),
        is_here: false,
    };
    plain(frame, texts, (lead, Some(way)), sections.collect())
}

/// Leads each row to the page of its computer.
fn lead_to_computers(asking: &Asking<'_>, section: &mut Section, id: impl Fn(&Row) -> Option<String>) {
    for row in &mut section.rows {
        row.link = id(row).map(|id| address(super::COMPUTER, asking.language(), &[("id", &id)]));
    }
}

/// When it was, or that it never was.
pub(super) fn last_said(texts: &Texts, time: Option<Timestamp>) -> String {
    time.map_or_else(|| texts.get("agency-never"), local_time)
}

/// The version of a program, as far as it is known.
pub(super) fn version_said(texts: &Texts, version: Option<&str>) -> String {
    version.map_or_else(|| texts.get("agency-no-version"), str::to_owned)
}

/// Who wrote a note, and when.
pub(super) fn note_said(texts: &Texts, note: &Note) -> String {
    let (who, time) = (note.who.clone(), local_time(note.at));
    texts.with("fleet-note-by", &[("who", who.into()), ("time", time.into())])
}

/// What an alarm says.
pub(super) fn alarm_said(texts: &Texts, alarm: Alarm) -> String {
    texts.get(alarm_key(alarm))
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
pub(super) fn concern_words(texts: &Texts, concern: &Concern) -> String {
    match concern {
        Concern::Alarm { alarm } => alarm_said(texts, *alarm),
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
    let section = of_words(texts, ("audit", texts.get("agency-page-audit")), &columns, rows);
    let lead = texts.with("agency-audit-lead", &[("number", looks.len().to_string().into())]);
    plain(frame, texts, (vec![lead], None), vec![section])
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
