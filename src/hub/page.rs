//! The page at `/` for the agency, in Romanian: what was received. No scripts; every value is escaped;
//! counts that could point to a person are hidden.

mod words;

use super::HubError;
use super::storage::alarm::Raised;
use super::storage::fleet::{FleetTerminal, SILENT_DAYS};
use super::storage::report::{Count, PaperCount, Report};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// No more silent terminals are listed on the page; `cups-hub terminals` lists all.
const MOST_SILENT: usize = 100;

/// Fewer persons than this are not told apart from none.
const FEWEST_PERSONS: u64 = 5;

const STYLE: &str = include_str!("page/report.css");

/// What the page may load: its own style, by its hash, and nothing else.
pub fn content_policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The page of a report, with what a person should look at above it.
#[derive(Template)]
#[template(path = "hub/page/report.html", config = "packaging/askama.toml")]
struct ReportPage<'a> {
    style: &'static str,
    terminals: u64,
    entries: String,
    corrected: String,
    quarantined: u64,
    alarms: Vec<AlarmRow<'a>>,
    counts: Vec<CountRow<'a>>,
    paper: Vec<PaperRow<'a>>,
    versions: Vec<VersionRow<'a>>,
    silent: Vec<SilentRow<'a>>,
    silent_days: i64,
    more_silent: usize,
}

/// One thing that a person should look at.
struct AlarmRow<'a> {
    terminal: &'a str,
    centre: &'a str,
    what: &'static str,
    last: String,
    times: u64,
}

/// How often something was done at a centre.
struct CountRow<'a> {
    centre: &'a str,
    event: &'a str,
    action: &'static str,
    entries: String,
}

/// How many terminals run a version, and when one of them was heard of last.
struct VersionRow<'a> {
    version: &'a str,
    terminals: usize,
    last: String,
}

/// A terminal that was not heard of for long.
struct SilentRow<'a> {
    terminal: &'a str,
    centre: &'a str,
    version: &'a str,
    last: String,
}

/// How much paper of one kind left a centre or came in.
struct PaperRow<'a> {
    centre: &'a str,
    what: &'static str,
    sheets: String,
    pages: String,
}

/// The page.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn render(report: &Report, alarms: &[Raised], fleet: &[FleetTerminal], now: Timestamp) -> Result<String, HubError> {
    // At the least: one person does several things.
    let persons = report.counts.iter().map(|count| count.persons).max().unwrap_or(0);
    // Without the system's time zones the times stay in UTC, and say so.
    let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
    let (silent, more_silent) = silent_rows(fleet, now, &zone);
    let page = ReportPage {
        style: STYLE,
        terminals: report.terminals,
        entries: shown(report.entries, persons),
        corrected: shown(report.corrected, report.corrected_persons),
        quarantined: report.quarantined,
        alarms: alarms.iter().map(|alarm| alarm_row(alarm, &zone)).collect(),
        counts: report.counts.iter().map(count_row).collect(),
        paper: report.paper.iter().map(paper_row).collect(),
        versions: version_rows(fleet, &zone),
        silent,
        silent_days: SILENT_DAYS,
        more_silent,
    };
    page.render().map_err(|_| HubError::Page)
}

fn alarm_row<'a>(alarm: &'a Raised, zone: &TimeZone) -> AlarmRow<'a> {
    AlarmRow {
        terminal: &alarm.terminal,
        centre: &alarm.centre,
        what: words::alarm(alarm.kind),
        last: local_time(&alarm.last, zone),
        times: alarm.times,
    }
}

/// How many terminals run each version, the most frequent first; those that were shut out run nothing of ours any more.
fn version_rows<'a>(fleet: &'a [FleetTerminal], zone: &TimeZone) -> Vec<VersionRow<'a>> {
    let mut versions: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    for one in fleet.iter().filter(|one| !one.revoked) {
        let (terminals, last) = versions.entry(one.version.as_deref().unwrap_or(words::NO_VERSION)).or_default();
        *terminals += 1;
        *last = (*last).max(one.last.as_deref());
    }
    let row = |(version, (terminals, last)): (&'a str, (usize, Option<&str>))| VersionRow {
        version,
        terminals,
        last: last.map_or_else(|| words::NEVER.to_owned(), |last| local_time(last, zone)),
    };
    let mut rows: Vec<_> = versions.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.terminals));
    rows
}

/// The terminals that were not heard of for long, and how many more there are.
fn silent_rows<'a>(fleet: &'a [FleetTerminal], now: Timestamp, zone: &TimeZone) -> (Vec<SilentRow<'a>>, usize) {
    let mut silent = fleet.iter().filter(|one| one.is_silent(now));
    let row = |one: &'a FleetTerminal| SilentRow {
        terminal: &one.terminal,
        centre: &one.centre,
        version: one.version.as_deref().unwrap_or(words::NO_VERSION),
        last: one.last.as_deref().map_or_else(|| words::NEVER.to_owned(), |last| local_time(last, zone)),
    };
    let rows = silent.by_ref().take(MOST_SILENT).map(row).collect();
    (rows, silent.count())
}

fn count_row(count: &Count) -> CountRow<'_> {
    CountRow {
        centre: &count.centre,
        event: count.event.as_deref().unwrap_or("–"),
        action: words::action(count.action),
        entries: shown(count.entries, count.persons),
    }
}

fn paper_row(count: &PaperCount) -> PaperRow<'_> {
    PaperRow {
        centre: &count.centre,
        what: words::paper(count.sheet),
        sheets: shown(count.sheets, count.persons),
        pages: shown(count.pages, count.persons),
    }
}

/// A number of entries, hidden when it is about few persons.
fn shown(entries: u64, persons: u64) -> String {
    if entries > 0 && persons < FEWEST_PERSONS { format!("<{FEWEST_PERSONS}") } else { entries.to_string() }
}

/// Day first, as it is written here: `20.11.2026 14:05`.
fn local_time(received: &str, zone: &TimeZone) -> String {
    let Ok(time) = received.parse::<Timestamp>() else { return received.to_owned() };
    let local = time.to_zoned(zone.clone());
    let format = if *zone == TimeZone::UTC { "%d.%m.%Y %H:%M UTC" } else { "%d.%m.%Y %H:%M" };
    local.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::printing::SheetKind;
    use crate::domain::record::Action;

    fn empty() -> Report {
        Report {
            terminals: 1,
            entries: 0,
            corrected: 0,
            corrected_persons: 0,
            quarantined: 0,
            alarms: 0,
            unreadable: 0,
            counts: Vec::new(),
            paper: Vec::new(),
        }
    }

    fn page_of(counts: Vec<Count>) -> String {
        let report = Report { counts, ..empty() };
        shown_page(&report)
    }

    /// The page of a hub that nobody looks after yet.
    fn shown_page(report: &Report) -> String {
        render(report, &[], &[], Timestamp::UNIX_EPOCH).unwrap()
    }

    fn count(centre: &str, entries: u64, persons: u64) -> Count {
        let action = Some(Action::Informed);
        Count { centre: centre.to_owned(), event: Some("C1".to_owned()), action, entries, persons }
    }

    #[test]
    fn few_persons_are_hidden_even_behind_many_entries() {
        let page = page_of(vec![count("lozova", 731, 4), count("rome", 642, 5)]);
        assert!(!page.contains("731"));
        assert!(page.contains("<td class=\"number\">&#60;5</td>"));
        assert!(page.contains("<td class=\"number\">642</td>"));
    }

    #[test]
    fn few_corrections_are_hidden_too() {
        let page = |corrected, corrected_persons| {
            let report = Report { entries: 900, corrected, corrected_persons, ..empty() };
            shown_page(&report)
        };
        assert!(page(733, 4).contains("<dd>&#60;5</dd>") && !page(733, 4).contains("733"));
        assert!(page(733, 5).contains("<dd>733</dd>") && page(0, 0).contains("<dd>0</dd>"));
    }

    #[test]
    fn a_total_of_few_persons_is_hidden_too() {
        let report = Report { entries: 737, ..empty() };
        let page = shown_page(&Report { counts: vec![count("lozova", 737, 4)], ..report.clone() });
        assert!(!page.contains("737"));
        assert!(shown_page(&Report { counts: vec![count("lozova", 737, 5)], ..report }).contains("737"));
    }

    #[test]
    fn paper_of_few_persons_is_hidden_too() {
        let paper =
            |sheet, sheets, pages, persons| PaperCount { centre: "lozova".to_owned(), sheet, sheets, pages, persons };
        let few = paper(Some(SheetKind::Plan), 737, 838, 4);
        let many = [paper(Some(SheetKind::Consent), 642, 643, 5), paper(None, 31, 97, 31)];
        let page = shown_page(&Report { paper: vec![few, many[0].clone(), many[1].clone()], ..empty() });
        assert!(!page.contains("737") && !page.contains("838"));
        let cells =
            |sheets: &str, pages: &str| format!("<td class=\"number\">{sheets}</td><td class=\"number\">{pages}</td>");
        assert!(page.contains(&cells("&#60;5", "&#60;5")));
        assert!(page.contains(&cells("642", "643")) && page.contains(&cells("31", "97")), "{page}");
        assert!(!shown_page(&empty()).contains("Hârtie"), "where there was none nothing is said");
    }

    #[test]
    fn the_page_says_which_versions_run_and_who_is_silent() {
        let terminal = |name: &str, version: Option<&str>, day: Option<i8>, revoked| FleetTerminal {
            terminal: name.to_owned(),
            centre: "lozova".to_owned(),
            version: version.map(str::to_owned),
            since: None,
            last: day.map(|day| format!("2026-11-{day:02}T08:00:00Z")),
            revoked,
        };
        let fleet = [
            terminal("t-old", None, None, false),
            terminal("t-gone", Some("0.1.0"), Some(1), false),
            terminal("t-one", Some("0.2.0"), Some(19), false),
            terminal("t-two", Some("0.2.0"), Some(20), false),
            terminal("t-stolen", Some("0.1.0"), Some(1), true),
        ];
        let now = "2026-11-20T09:00:00Z".parse().unwrap();
        let page = render(&empty(), &[], &fleet, now).unwrap();
        let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
        let newest = local_time("2026-11-20T08:00:00Z", &zone);
        assert!(page.contains(&format!("<td>0.2.0</td><td>{newest}</td><td class=\"number\">2</td>")), "{page}");
        assert!(page.contains("<td>t-old</td>") && page.contains("<td>t-gone</td>") && page.contains(words::NEVER));
        assert!(!page.contains("<td>t-one</td>") && !page.contains("t-stolen"));
        assert!(!shown_page(&empty()).contains("Programul terminalelor"), "without terminals nothing is said of them");
    }

    #[test]
    fn a_long_list_of_silent_terminals_ends_and_says_how_many_more_there_are() {
        let silent = |number: usize| FleetTerminal {
            terminal: format!("t-{number}"),
            centre: "lozova".to_owned(),
            version: None,
            since: None,
            last: None,
            revoked: false,
        };
        let fleet: Vec<_> = (0..MOST_SILENT + 7).map(silent).collect();
        let page = render(&empty(), &[], &fleet, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(page.matches("<td>t-").count(), MOST_SILENT);
        assert!(page.contains("Încă 7"), "{page}");
    }

    #[test]
    fn nothing_received_can_become_markup() {
        let page = page_of(vec![count("<b>\"'&", 9, 9)]);
        assert!(page.contains("<td>&#60;b&#62;&#34;&#39;&#38;</td>"));
    }

    #[test]
    fn the_style_in_the_page_is_the_one_that_may_be_used() {
        let page = page_of(Vec::new());
        let (_, style) = page.split_once("<style>").unwrap();
        let (style, _) = style.split_once("</style>").unwrap();
        assert!(content_policy().contains(&STANDARD.encode(Sha256::digest(style))));
    }

    #[test]
    fn times_are_shown_day_first() {
        assert_eq!(local_time("2026-11-20T12:05:09.5Z", &TimeZone::UTC), "20.11.2026 12:05 UTC");
    }
}
