//! What the catalogue lacks: for each record what is missing, not confirmed, or older than a year. A page for the
//! people who keep the content, sorted so that the most urgent stands first.

use super::check::service::is_old;
use super::read::Draft;
use crate::domain::belief::last_day_of;
use crate::domain::centre::CentreKind;
use crate::domain::life_event::LifeEvent;
use crate::domain::service::{ChannelKind, Confidence, Service};
use crate::domain::text::{Language, Text};
use serde::Serialize;
use std::fmt::Write as _;

/// How a record stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// `event` or `service`.
    pub kind: &'static str,
    /// Its code.
    pub code: String,
    /// Its Romanian title.
    pub title: String,
    /// How well it was confirmed; events have no confidence of their own.
    pub confidence: Option<Confidence>,
    /// What it does not hold.
    pub missing: Vec<&'static str>,
    /// What was not confirmed, in Romanian.
    pub unconfirmed: Vec<String>,
    /// The date of the figures as written.
    pub figures_as_of: Option<String>,
    /// Whether the figures are more than a year old, or of an unknown date.
    pub outdated: bool,
    /// The events that use a service; for an event the services it uses.
    pub used: Vec<String>,
    /// How many scenarios are about it.
    pub scenarios: usize,
    /// How many searches must find it.
    pub searches: usize,
}

/// How every event and service stands: events first, then services, each with the most urgent first.
#[must_use]
pub fn coverage(draft: &Draft) -> Vec<Coverage> {
    let catalogue = &draft.catalogue;
    let mut events: Vec<Coverage> = catalogue.events.values().map(|event| of_event(draft, event)).collect();
    let mut services: Vec<Coverage> = catalogue.services.values().map(|service| of_service(draft, service)).collect();
    let urgency = |one: &Coverage| {
        let confidence = one.confidence.map(|confidence| match confidence {
            Confidence::Assumed => 0,
            Confidence::Partial => 1,
            Confidence::Verified => 2,
        });
        (confidence, !one.outdated, std::cmp::Reverse(one.missing.len()), one.code.clone())
    };
    events.sort_by_key(urgency);
    services.sort_by_key(urgency);
    events.into_iter().chain(services).collect()
}

fn of_event(draft: &Draft, event: &LifeEvent) -> Coverage {
    let own = || draft.scenarios.iter().map(|(_, scenario)| scenario).filter(|scenario| scenario.event == event.code);
    let abroad = |id: &str| draft.catalogue.centres.get(id).is_some_and(|centre| centre.kind == CentreKind::Consulate);
    let mut missing = Vec::new();
    let mut lacks = |lacking: bool, what| {
        if lacking {
            missing.push(what);
        }
    };
    lacks(own().count() < 5, "five scenarios");
    lacks(!own().any(|scenario| abroad(&scenario.centre)), "a scenario at a consulate");
    lacks(event.steps.iter().any(|step| step.why.is_none()), "why of a step");
    lacks(untranslated(&[&event.title, &event.tile, &event.covers, &event.not_for]), "a translation");
    let mut used: Vec<String> =
        event.steps.iter().filter_map(|step| Some(step.service.as_ref()?.to_string())).collect();
    used.sort();
    used.dedup();
    Coverage {
        kind: "event",
        code: event.code.clone(),
        title: event.title.ro.clone(),
        confidence: None,
        missing,
        unconfirmed: Vec::new(),
        figures_as_of: None,
        outdated: false,
        used,
        scenarios: own().count(),
        searches: searches(draft, &event.code),
    }
}

fn of_service(draft: &Draft, service: &Service) -> Coverage {
    let mut missing = Vec::new();
    let mut lacks = |lacking: bool, what| {
        if lacking {
            missing.push(what);
        }
    };
    let automatic = service.channels.iter().any(|channel| channel.kind == ChannelKind::Automatic);
    let timed = service.processing.is_some()
        || service.fees.iter().any(|fee| fee.term.is_some())
        || service.deadlines.iter().any(|deadline| deadline.kind == crate::domain::deadline::DeadlineKind::Expected);
    lacks(service.fees.is_empty(), "fee");
    lacks(service.fees.iter().any(|fee| fee.amount.is_none() && fee.percent.is_none()), "amount of a fee");
    lacks(
        service.state_duties.iter().any(|duty| duty.amount.is_none() && duty.percent.is_none()),
        "amount of the state duty",
    );
    lacks(!timed && !automatic, "how long it takes");
    lacks(service.papers.is_empty() && !automatic, "papers");
    lacks(service.law.is_empty(), "law");
    lacks(service.output.is_none(), "what one gets");
    lacks(service.eligibility.is_empty(), "who is entitled");
    lacks(service.sources.iter().all(|source| source.page_date.is_none()), "date of a source");
    lacks(untranslated(&[&service.title, &service.summary]), "a translation");
    let date = service.figures_as_of.as_deref().and_then(last_day_of);
    let uses = |event: &&LifeEvent| draft.catalogue.services_of(event).any(|used| used.code == service.code);
    Coverage {
        kind: "service",
        code: service.code.to_string(),
        title: service.title.ro.clone(),
        confidence: Some(service.confidence),
        missing,
        unconfirmed: service.unconfirmed.iter().map(|text| text.ro.clone()).collect(),
        figures_as_of: service.figures_as_of.clone(),
        outdated: date.is_none_or(|date| is_old(date, draft.catalogue.as_of)),
        used: draft.catalogue.events.values().filter(uses).map(|event| event.code.clone()).collect(),
        scenarios: draft.scenarios.iter().filter(|(_, scenario)| scenario.event == service.code.as_str()).count(),
        searches: searches(draft, service.code.as_str()),
    }
}

fn searches(draft: &Draft, code: &str) -> usize {
    draft.searches.iter().filter(|(_, search)| search.finds.iter().any(|found| found == code)).count()
}

fn untranslated(texts: &[&Text]) -> bool {
    texts.iter().any(|text| Language::INTERFACE.iter().any(|language| text.exact(*language).is_none()))
}

/// The page as a table of plain text.
#[must_use]
pub fn as_text(rows: &[Coverage]) -> String {
    let mut page = String::new();
    for row in rows {
        let confidence = row.confidence.map_or("-", word);
        let figures = row.figures_as_of.as_deref().unwrap_or("-");
        let age = if row.outdated { " OLD" } else { "" };
        let _ = writeln!(
            page,
            "{}\t{}\t{confidence}\t{figures}{age}\tmissing: {}\tunconfirmed: {}\tused: {}\tscenarios: {}\tsearches: {}\t{}",
            row.kind,
            row.code,
            listed(&row.missing),
            row.unconfirmed.len(),
            listed(&row.used),
            row.scenarios,
            row.searches,
            row.title,
        );
    }
    page
}

/// Words in a row; a dash for none.
#[must_use]
pub fn listed(words: &[impl AsRef<str>]) -> String {
    if words.is_empty() { "-".to_owned() } else { words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ") }
}

/// The word for a confidence.
#[must_use]
pub const fn word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Verified => "verified",
        Confidence::Partial => "partial",
        Confidence::Assumed => "assumed",
    }
}
