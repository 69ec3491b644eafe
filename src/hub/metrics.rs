//! What a monitor reads: how many requests there were and how long they took, and how the fleet stands, in Prometheus' text
//! form 0.0.4. No name, no code and no centre stands in it; every label is of a short list that the code knows.
//!
//! Written by hand: the form is three kinds of lines, and a library of it would have more to be asked than there is to write.

use super::fleet::{Fleet, Signing, Urgency};
use super::storage::Storage;
use super::storage::alarm::Alarm;
use super::storage::outbox::Forwarding;
use super::{Hub, HubError};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Up to how many seconds requests are counted together.
const BOUNDS: [f64; 8] = [0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// How long what was counted in the database is told again: a monitor that asks each second must not hold up terminals.
const FRESH: Duration = Duration::from_secs(30);

/// The media type of the text.
pub const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Methods that are told apart; whoever makes one up is counted with the others.
const METHODS: [&str; 5] = ["GET", "POST", "HEAD", "PUT", "DELETE"];

/// Requests of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// How many took up to each bound, and longer than all.
    within: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

/// What was counted since the start.
#[derive(Debug)]
pub struct Metrics {
    begun: Timestamp,
    requests: Mutex<BTreeMap<(&'static str, String, u16), Count>>,
    told: Mutex<Option<(Instant, String)>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { begun: Timestamp::now(), requests: Mutex::default(), told: Mutex::default() }
    }
}

impl Metrics {
    /// Counts an answer. `path` is the address as the code names it, without what stands in the place of its words.
    pub fn note(&self, method: &str, path: &str, status: u16, took: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("other");
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests.entry((method, path.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        let bound = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        count.within[bound] += 1;
        count.seconds += seconds;
    }

    fn requests(&self) -> BTreeMap<(&'static str, String, u16), Count> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What is counted in the database.
struct Held {
    fleet: Fleet,
    entries: u64,
    set_aside: u64,
    alarms: BTreeMap<&'static str, u64>,
    forwarding: Option<Forwarding>,
}

impl Held {
    fn of(storage: &Storage, now: Timestamp) -> Result<Self, HubError> {
        let (fleet, _) = storage.look_at_fleet(now)?;
        let report = storage.report()?;
        let mut alarms: BTreeMap<&'static str, u64> = Alarm::ALL.into_iter().map(|alarm| (alarm.name(), 0)).collect();
        for alarm in fleet.terminals.iter().flat_map(|row| &row.facts.alarms) {
            *alarms.entry(alarm.name()).or_default() += 1;
        }
        let forwarding = storage.forwarding()?;
        Ok(Self { fleet, entries: report.entries, set_aside: report.quarantined, alarms, forwarding })
    }
}

impl Hub {
    /// The text for a monitor.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn metrics_text(&self, storage: &Storage) -> Result<String, HubError> {
        let mut told = self.metrics.told.lock().unwrap_or_else(PoisonError::into_inner);
        let held = match &*told {
            Some((at, text)) if at.elapsed() < FRESH => text.clone(),
            _ => {
                let text = held_text(&Held::of(storage, Timestamp::now())?);
                *told = Some((Instant::now(), text.clone()));
                text
            }
        };
        drop(told);
        let healthy = self.health.damage().is_none() && self.own()?.embedded.condition().is_ok();
        let mut text = self.own_text(healthy);
        text.push_str(&held);
        Ok(text)
    }

    /// What this hub itself can say, whatever its database.
    pub(super) fn own_text(&self, healthy: bool) -> String {
        let mut text = String::new();
        single(&mut text, "cups_hub_up", "Whether the hub takes what comes.", f64::from(u8::from(healthy)));
        single(&mut text, "cups_hub_start_time_seconds", "When the hub was started.", seconds(self.metrics.begun));
        requests_text(&mut text, &self.metrics.requests());
        text
    }
}

fn seconds(time: Timestamp) -> f64 {
    // Whole seconds are exact for a hundred million years.
    #[expect(clippy::cast_precision_loss, reason = "a time in seconds")]
    let seconds = time.as_second() as f64;
    seconds
}

#[expect(clippy::cast_precision_loss, reason = "a monitor counts in floating point")]
const fn number(count: u64) -> f64 {
    count as f64
}

fn heading(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn single(text: &mut String, name: &str, help: &str, value: f64) {
    heading(text, name, "gauge", help);
    let _ = writeln!(text, "{name} {value}");
}

/// One line for each of a short list.
fn listed<'a>(
    text: &mut String,
    (name, help): (&str, &str),
    label: &str,
    values: impl IntoIterator<Item = (&'a str, u64)>,
) {
    heading(text, name, "gauge", help);
    for (value, count) in values {
        let _ = writeln!(text, "{name}{{{label}=\"{value}\"}} {count}");
    }
}

fn requests_text(text: &mut String, requests: &BTreeMap<(&'static str, String, u16), Count>) {
    let name = "cups_hub_request_seconds";
    heading(text, name, "histogram", "How long answers took, by method, address and status.");
    for ((method, path, status), count) in requests {
        let labels = format!("method=\"{method}\",path=\"{}\",status=\"{status}\"", escaped(path));
        let mut all = 0;
        for (bound, within) in BOUNDS.iter().zip(count.within) {
            all += within;
            let _ = writeln!(text, "{name}_bucket{{{labels},le=\"{bound}\"}} {all}");
        }
        all += count.within[BOUNDS.len()];
        let _ = writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {all}");
        let _ = writeln!(text, "{name}_sum{{{labels}}} {}\n{name}_count{{{labels}}} {all}", count.seconds);
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn held_text(held: &Held) -> String {
    let mut text = String::new();
    single(&mut text, "cups_hub_entries", "Entries of the journal that were received.", number(held.entries));
    single(&mut text, "cups_hub_set_aside", "Events that could not be taken in.", number(held.set_aside));
    let alarms = held.alarms.iter().map(|(name, count)| (*name, *count));
    listed(&mut text, ("cups_hub_alarms", "Alarms that stand."), "kind", alarms);
    if let Some(stands) = &held.forwarding {
        forwarding_text(&mut text, stands);
    }
    let fleet = &held.fleet;
    let count = |urgency| fleet.count(urgency) as u64;
    let revoked = fleet.terminals.iter().filter(|row| row.facts.revoked).count() as u64;
    let states = [
        ("now", count(Some(Urgency::Now))),
        ("soon", count(Some(Urgency::Soon))),
        ("well", count(Some(Urgency::Known)) + count(None)),
        ("revoked", revoked),
    ];
    listed(&mut text, ("cups_hub_terminals", "Terminals, by how soon a person is needed."), "needs", states);
    let mut concerns: BTreeMap<&'static str, u64> =
        super::fleet::Concern::NAMES.into_iter().map(|name| (name, 0)).collect();
    for concern in fleet.terminals.iter().flat_map(|row| &row.concerns) {
        *concerns.entry(concern.name()).or_default() += 1;
    }
    listed(&mut text, ("cups_hub_terminal_concerns", "What needs a person, by its kind."), "kind", concerns);
    let waiting = fleet.terminals.iter().filter(|row| !row.facts.revoked);
    let waiting: u64 = waiting.filter_map(|row| row.facts.condition.waiting).sum();
    single(
        &mut text,
        "cups_hub_entries_waiting",
        "Entries that wait at terminals, as they said last.",
        number(waiting),
    );
    let (catalogue, until) = match fleet.catalogue {
        Signing::Nothing => (0, 0.0),
        Signing::Holds { number, until, .. }
        | Signing::EndsSoon { number, until, .. }
        | Signing::Ended { number, until, .. } => (number, seconds(until)),
    };
    single(
        &mut text,
        "cups_hub_catalogue_number",
        "The number of the published catalogue, 0 for none.",
        number(catalogue),
    );
    single(
        &mut text,
        "cups_hub_catalogue_signed_until_seconds",
        "Until when the editors' signature over the published catalogue holds, 0 for none.",
        until,
    );
    text
}

fn forwarding_text(text: &mut String, stands: &Forwarding) {
    let states = [("waiting", stands.waiting), ("refused", stands.refused), ("taken", stands.taken)];
    listed(text, ("cups_hub_events", "Events for the journal of events, by how they stand."), "state", states);
    let since = |time: &Option<String>| time.as_deref().and_then(|time| time.parse().ok()).map_or(0.0, seconds);
    single(
        text,
        "cups_hub_events_oldest_waiting_seconds",
        "When the oldest event happened that waits, 0 for none.",
        since(&stands.oldest),
    );
    single(
        text,
        "cups_hub_events_failing_since_seconds",
        "Since when their receiver takes none, 0 where it does.",
        since(&stands.failing_since),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_a_short_list_of_labels() {
        let metrics = Metrics::default();
        for (method, status, milliseconds) in [("GET", 200, 4), ("GET", 200, 80), ("BREW\"", 405, 60_000)] {
            metrics.note(method, "/api/v1/catalogue", status, Duration::from_millis(milliseconds));
        }
        let mut text = String::new();
        requests_text(&mut text, &metrics.requests());
        let get = "method=\"GET\",path=\"/api/v1/catalogue\",status=\"200\"";
        assert!(text.contains(&format!("cups_hub_request_seconds_bucket{{{get},le=\"0.005\"}} 1\n")), "{text}");
        assert!(text.contains(&format!("cups_hub_request_seconds_bucket{{{get},le=\"0.1\"}} 2\n")), "{text}");
        assert!(text.contains(&format!("cups_hub_request_seconds_count{{{get}}} 2\n")), "{text}");
        assert!(text.contains("method=\"other\"") && !text.contains("BREW"), "{text}");
        assert!(text.contains("status=\"405\",le=\"30\"} 0\n") && text.contains("status=\"405\",le=\"+Inf\"} 1\n"));
        assert_eq!(escaped("a\"b\\c\n"), "a\\\"b\\\\c\\n");
    }
}
