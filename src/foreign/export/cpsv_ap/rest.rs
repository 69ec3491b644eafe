//! Adds to the standard terms what they do not say.
//!
//! The export reads its own standard terms as any foreign catalogue is read, and writes beside each resource in what
//! the record differs from what was read. Reader and writer can so not disagree on what is said by standard terms.

use super::graph::Graph;
use super::record::write_whole;
use crate::domain::catalogue::Catalogue;
use crate::domain::life_event::LifeEvent;
use crate::domain::service::Service;
use crate::foreign::exchange::names::{self, Kind};
use crate::foreign::exchange::{residual, terms};
use crate::foreign::import::Imported;
use serde::Serialize;

/// Writes the residuals of all records; `read` is what a reader made of the standard terms.
pub fn write(graph: &mut Graph, catalogue: &Catalogue, read: &Imported) {
    for (code, service) in &catalogue.services {
        let iri = names::record(Kind::Service, code.as_str());
        let standard = read.services.get(code).map(|standard| service_parts(graph, &iri, standard, service));
        write_record(graph, &iri, standard.as_ref(), service);
    }
    for (code, event) in &catalogue.events {
        let iri = names::record(Kind::Event, code);
        let standard = read.events.get(code).map(|standard| event_parts(graph, &iri, standard, event));
        write_record(graph, &iri, standard.as_ref(), event);
    }
    for (id, provider) in &catalogue.providers {
        write_record(graph, &names::record(Kind::Provider, id), read.providers.get(id), provider);
    }
    for (id, paper) in &catalogue.papers {
        write_record(graph, &names::record(Kind::Paper, id), read.papers.get(id), paper);
    }
    for (id, law) in &catalogue.laws {
        write_record(graph, &names::record(Kind::Law, id), read.laws.get(id), law);
    }
}

/// Writes what a reader of the standard terms lacks of a record; the whole record where it made none of them.
fn write_record<Record: Serialize>(graph: &mut Graph, iri: &str, standard: Option<&Record>, whole: &Record) {
    match standard {
        Some(standard) => write_residual(graph, iri, standard, whole),
        None => write_whole(&mut graph.resource(iri), whole),
    }
}

fn write_residual<Record: Serialize>(graph: &mut Graph, iri: &str, standard: &Record, whole: &Record) {
    if let Some(text) = residual::text(standard, whole) {
        graph.resource(iri).value(terms::RESIDUAL, text, terms::JSON);
    }
}

/// Writes the residuals of parts that have resources of their own, so that a part that others add or take away
/// leaves the others as they are. Returns the parts as they will be read: where a reader made another number of
/// them than there are, they stay as read, and the record's own residual holds them.
fn parts<Part: Serialize + Clone>(
    graph: &mut Graph,
    iri: &str,
    word: &str,
    standard: &[Part],
    whole: &[Part],
) -> Vec<Part> {
    if standard.len() != whole.len() {
        return standard.to_vec();
    }
    for (index, (standard, whole)) in standard.iter().zip(whole).enumerate() {
        write_residual(graph, &names::part(iri, word, index + 1), standard, whole);
    }
    whole.to_vec()
}

/// The service as it is read with the residuals of its parts, which are written.
fn service_parts(graph: &mut Graph, iri: &str, standard: &Service, whole: &Service) -> Service {
    Service {
        eligibility: parts(graph, iri, "criterion", &standard.eligibility, &whole.eligibility),
        papers: parts(graph, iri, "need", &standard.papers, &whole.papers),
        channels: parts(graph, iri, "channel", &standard.channels, &whole.channels),
        fees: parts(graph, iri, "fee", &standard.fees, &whole.fees),
        state_duties: parts(graph, iri, "duty", &standard.state_duties, &whole.state_duties),
        ..standard.clone()
    }
}

/// The event as it is read with the residuals of its steps, which are written.
fn event_parts(graph: &mut Graph, iri: &str, standard: &LifeEvent, whole: &LifeEvent) -> LifeEvent {
    LifeEvent { steps: parts(graph, iri, "step", &standard.steps, &whole.steps), ..standard.clone() }
}
