//! The computers of the centres, for the operator; and who looked at what, for the auditor.

use super::frame::Frame;
use super::table::{Row, Section, plain};
use super::{Asking, stored_time};
use crate::hub::HubError;
use crate::hub::storage::accounts::LookedAt;
use crate::hub::storage::alarm::{Alarm, Raised};
use crate::hub::storage::fleet::{FleetTerminal, SILENT_DAYS};
use crate::i18n::Texts;
use std::collections::BTreeMap;

/// No more silent computers are listed on the page; `cups-hub terminals` lists all.
const MOST_SILENT: usize = 100;

/// What is known of the computers.
pub struct FleetPart {
    /// The computers.
    pub fleet: Vec<FleetTerminal>,
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

/// The computers: which need a look, which programs run, which are silent.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn fleet(asking: &Asking<'_>, frame: &Frame, part: &FleetPart) -> Result<String, HubError> {
    let texts = asking.texts;
    let names = asking.asked().names;
    let centre = |id: &str| texts.say(&names.centre(id));
    let last = |time: Option<&str>| time.map_or_else(|| texts.get("agency-never"), stored_time);
    let alarms = part.alarms.iter().map(|alarm| {
        let what = texts.get(alarm_key(alarm.kind));
        vec![alarm.terminal.clone(), centre(&alarm.centre), what, stored_time(&alarm.last), alarm.times.to_string()]
    });
    let columns = ["agency-computer", "agency-centre", "agency-what", "agency-last", "agency-times"];
    let mut of_alarms = section(texts, ("alarms", texts.get("agency-alarms")), &columns, alarms);
    if of_alarms.rows.is_empty() {
        of_alarms.seen = texts.get("agency-no-alarms");
    }
    let mut versions: BTreeMap<Option<&str>, (usize, Option<&str>)> = BTreeMap::new();
    for one in part.fleet.iter().filter(|one| !one.revoked) {
        let (number, newest) = versions.entry(one.version.as_deref()).or_default();
        *number += 1;
        *newest = (*newest).max(one.last.as_deref());
    }
    let version = |version: Option<&str>| version.map_or_else(|| texts.get("agency-no-version"), str::to_owned);
    let rows =
        versions.into_iter().map(|(known, (number, newest))| vec![version(known), last(newest), number.to_string()]);
    let columns = ["agency-version", "agency-last", "agency-computers"];
    let of_versions = section(texts, ("versions", texts.get("agency-versions")), &columns, rows);
    let silent: Vec<&FleetTerminal> = part.fleet.iter().filter(|one| one.is_silent(asking.now)).collect();
    let rows = silent.iter().take(MOST_SILENT).map(|one| {
        vec![one.terminal.clone(), centre(&one.centre), version(one.version.as_deref()), last(one.last.as_deref())]
    });
    let columns = ["agency-computer", "agency-centre", "agency-version", "agency-last"];
    let title = texts.with("agency-computers-silent", &[("days", SILENT_DAYS.into())]);
    let mut of_silent = section(texts, ("silent", title), &columns, rows);
    if silent.len() > MOST_SILENT {
        let more = (silent.len() - MOST_SILENT).to_string();
        of_silent.more = Some(texts.with("agency-more-silent", &[("number", more.into())]));
    }
    let sections = [of_alarms, of_versions, of_silent];
    let sections = sections.into_iter().filter(|section| !section.rows.is_empty() || !section.seen.is_empty());
    plain(frame, texts, Vec::new(), sections.collect())
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
