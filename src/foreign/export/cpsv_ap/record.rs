//! The other records: events with their steps, providers, papers, laws; and those without a standard class.

use super::condition;
use super::graph::{Graph, Resource, page};
use super::service::group;
use super::words::Words;
use crate::domain::catalogue::Catalogue;
use crate::domain::life_event::{EventKind, LifeEvent, Step};
use crate::domain::money::Currency;
use crate::domain::service::{Law, Paper, Provider};
use crate::domain::text::Language;
use crate::foreign::exchange::names::{self, Kind};
use crate::foreign::exchange::tables::{COUNTRY, currency_iri, language_iri};
use crate::foreign::exchange::terms;
use serde::Serialize;

/// Writes an event and its steps.
pub fn write_event(graph: &mut Graph, event: &LifeEvent, catalogue: &Catalogue, words: &Words<'_>) {
    let iri = names::record(Kind::Event, &event.code);
    let class = match event.kind {
        EventKind::Life => terms::LIFE_EVENT,
        EventKind::Business => terms::BUSINESS_EVENT,
    };
    let mut resource = graph.resource(&iri);
    resource
        .a(terms::EVENT)
        .a(class)
        .value(terms::IDENTIFIER, event.code.as_str(), terms::STRING)
        .text(terms::TITLE, &event.title)
        .text(terms::DESCRIPTION, &event.covers);
    super::write_keywords(&mut resource, &event.aliases);
    for (index, step) in event.steps.iter().enumerate() {
        write_step(graph, &iri, &names::part(&iri, "step", index + 1), step, catalogue, words);
    }
}

fn write_step(graph: &mut Graph, event: &str, iri: &str, step: &Step, catalogue: &Catalogue, words: &Words<'_>) {
    graph.resource(event).link(terms::HAS_STEP, iri);
    let mut resource = graph.identified(iri, &[terms::STEP]);
    resource.text(terms::TITLE, &step.title).text(terms::DESCRIPTION, &step.what);
    if let Some(code) = step.service.as_ref().filter(|code| catalogue.services.contains_key(code)) {
        resource.link(terms::USES_SERVICE, names::record(Kind::Service, code.as_str()));
        group(graph, event, code);
    }
    super::write_condition(graph, iri, terms::APPLIES_WHEN, "when", step.when.as_ref(), words);
    super::write_condition(graph, iri, terms::AUTOMATIC_WHEN, "automatic", step.automatic_when.as_ref(), words);
}

/// Writes a body that provides services, and how to reach it.
pub fn write_provider(graph: &mut Graph, provider: &Provider) {
    let iri = names::record(Kind::Provider, &provider.id);
    let mut resource = graph.resource(&iri);
    resource
        .a(terms::PUBLIC_ORGANISATION)
        .value(terms::IDENTIFIER, provider.id.as_str(), terms::STRING)
        .text(terms::PREFERRED_LABEL, &provider.name)
        .link(terms::SPATIAL, COUNTRY);
    let site = provider.site.as_deref().and_then(page);
    if provider.phones.is_empty() && site.is_none() {
        return;
    }
    let contact = format!("{iri}:contact");
    resource.link(terms::HAS_CONTACT_POINT, &contact);
    let mut resource = graph.resource(contact);
    resource.a(terms::CONTACT_POINT);
    for phone in &provider.phones {
        resource.value(terms::TELEPHONE, phone.as_str(), terms::STRING);
    }
    if let Some(site) = site {
        resource.link(terms::CONTACT_PAGE, site);
        graph.resource(site).a(terms::DOCUMENT);
    }
}

/// Writes a paper.
pub fn write_paper(graph: &mut Graph, paper: &Paper) {
    let mut resource = graph.resource(names::record(Kind::Paper, &paper.id));
    resource
        .a(terms::EVIDENCE)
        .value(terms::IDENTIFIER, paper.id.as_str(), terms::STRING)
        .text(terms::TITLE, &paper.name);
    if let Some(hint) = &paper.hint {
        resource.text(terms::DESCRIPTION, hint);
    }
}

/// Writes a law.
pub fn write_law(graph: &mut Graph, law: &Law) {
    let mut resource = graph.resource(names::record(Kind::Law, &law.id));
    resource
        .a(terms::LEGAL_RESOURCE)
        .a(terms::REFERENCE_FRAMEWORK)
        .value(terms::IDENTIFIER, law.id.as_str(), terms::STRING)
        .text(terms::TITLE, &law.name);
}

/// Writes a record whole, as JSON.
pub fn write_whole(resource: &mut Resource<'_>, record: &impl Serialize) {
    // Records are made of texts, numbers and lists, which are always JSON.
    if let Ok(json) = serde_json::to_string(record) {
        resource.value(terms::WHOLE, json, terms::JSON);
    }
}

/// Writes the concepts of our own scheme, and says of those of the European tables what they are: a document that
/// is checked alone is checked without the tables.
pub fn write_concepts(graph: &mut Graph) {
    let scheme = format!("{}{}", names::BASE, Kind::Concept.word());
    graph.resource(&scheme).a(terms::CONCEPT_SCHEME);
    for (id, name) in terms::CONCEPTS {
        graph
            .identified(&names::record(Kind::Concept, id), &[terms::CONCEPT])
            .text_in(terms::PREFERRED_LABEL, Language::En, name)
            .link(terms::IN_SCHEME, &scheme);
    }
    graph.resource(COUNTRY).a(terms::LOCATION);
    for currency in [Currency::Mdl, Currency::Eur, Currency::Usd] {
        graph.resource(currency_iri(currency)).a(terms::CONCEPT);
    }
    for language in Language::ALL {
        graph.resource(language_iri(language)).a(terms::LINGUISTIC_SYSTEM);
    }
}

/// Writes the facts; and whole, as they have no standard class, the notices, centres and head of the catalogue.
pub fn write_rest(graph: &mut Graph, catalogue: &Catalogue, words: &Words<'_>) {
    condition::write_facts(graph, words);
    for notice in catalogue.notices.values() {
        write_whole(&mut graph.identified(&names::record(Kind::Notice, &notice.id), &[terms::NOTICE]), notice);
    }
    for centre in catalogue.centres.values() {
        write_whole(&mut graph.identified(&names::record(Kind::Centre, &centre.id), &[terms::CENTRE]), centre);
    }
    let head = crate::catalogue::read::HeadFile {
        number: catalogue.number,
        as_of: catalogue.as_of,
        sites: catalogue.sites.clone(),
        portals: catalogue.portals.clone(),
        calendar: catalogue.calendar.clone(),
    };
    write_whole(&mut graph.identified(names::CATALOGUE, &[terms::CATALOGUE]), &head);
}
