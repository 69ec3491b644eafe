//! A service and its parts: needed papers, fees, channels, criteria.

use super::graph::{Graph, page};
use super::words::Words;
use crate::domain::catalogue::Catalogue;
use crate::domain::condition::Condition;
use crate::domain::identifier::ServiceCode;
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{
    Channel, ChannelKind, Criterion, FeeOption, Need, PaperNeed, Relation, Service, StateDuty,
};
use crate::domain::term::{Term, Unit};
use crate::domain::text::{Language, Text};
use crate::foreign::exchange::names::{self, Kind};
use crate::foreign::exchange::tables::{COUNTRY, currency_iri, language_iri};
use crate::foreign::exchange::terms;

/// Writes a service and its parts.
pub fn write(graph: &mut Graph, service: &Service, catalogue: &Catalogue, words: &Words<'_>) {
    let iri = names::record(Kind::Service, service.code.as_str());
    let iri = iri.as_str();
    let provider = names::record(Kind::Provider, &service.provider);
    let mut resource = graph.resource(iri);
    resource
        .a(terms::PUBLIC_SERVICE)
        .value(terms::IDENTIFIER, service.code.as_str(), terms::STRING)
        .text(terms::TITLE, &service.title)
        .text(terms::DESCRIPTION, &service.summary)
        .link(terms::HAS_COMPETENT_AUTHORITY, &provider)
        .link(terms::SPATIAL, COUNTRY);
    for language in Language::ALL.into_iter().filter(|language| service.title.exact(*language).is_some()) {
        resource.link(terms::LANGUAGE, language_iri(language));
    }
    super::write_keywords(&mut resource, &service.aliases);
    for law in &service.law {
        resource.link(terms::HAS_LEGAL_RESOURCE, names::record(Kind::Law, law));
    }
    for related in &service.related {
        if let Some(code) = related.service.as_ref().filter(|code| catalogue.services.contains_key(code)) {
            let property =
                if related.relation == Relation::Requires { terms::REQUIRES } else { terms::RELATED_SERVICE };
            resource.link(property, names::record(Kind::Service, code.as_str()));
        }
    }
    if let Some(duration) = service.processing.and_then(duration) {
        resource.value(terms::PROCESSING_TIME, duration, terms::DURATION);
    }
    if let Some(output) = &service.output {
        let iri = format!("{iri}:output");
        resource.link(terms::PRODUCES, &iri);
        graph.identified(&iri, &[terms::OUTPUT]).text(terms::TITLE, output);
    }
    let numbered = |word: &'static str| move |index: usize| names::part(iri, word, index + 1);
    for (index, criterion) in service.eligibility.iter().enumerate() {
        write_criterion(graph, iri, &numbered("criterion")(index), criterion, words);
    }
    for (index, need) in service.papers.iter().enumerate() {
        write_need(graph, iri, &numbered("need")(index), need, catalogue, words);
    }
    for (index, channel) in service.channels.iter().enumerate() {
        write_channel(graph, iri, &numbered("channel")(index), channel, words);
    }
    for (index, fee) in service.fees.iter().enumerate() {
        let through = fee.channel.and_then(|kind| service.channels.iter().position(|channel| channel.kind == kind));
        write_fee(graph, iri, &numbered("fee")(index), fee, through.map(numbered("channel")), words);
    }
    for (index, duty) in service.state_duties.iter().enumerate() {
        write_duty(graph, iri, &numbered("duty")(index), duty, words);
    }
}

/// A term as a duration of XML Schema, where that says the same: it has no working days, no agreed date, and a
/// duration of zero would mean that nothing takes any time.
fn duration(term: Term) -> Option<String> {
    let Term { value, unit } = term;
    if value <= 0 {
        return None;
    }
    match unit {
        Unit::CalendarDay => Some(format!("P{value}D")),
        Unit::Hour => Some(format!("PT{value}H")),
        Unit::Month => Some(format!("P{value}M")),
        Unit::Year => Some(format!("P{value}Y")),
        Unit::WorkDay | Unit::SameDay | Unit::AgreedDate => None,
    }
}

/// Writes the requirement under which a part stands.
fn write_when(graph: &mut Graph, iri: &str, when: Option<&Condition>, words: &Words<'_>) {
    super::write_condition(graph, iri, terms::APPLIES_WHEN, "when", when, words);
}

fn write_criterion(graph: &mut Graph, service: &str, iri: &str, criterion: &Criterion, words: &Words<'_>) {
    graph.resource(service).link(terms::HOLDS_REQUIREMENT, iri);
    let mut resource = graph.identified(iri, &[terms::CRITERION, terms::REQUIREMENT]);
    resource.text(terms::TITLE, &criterion.text);
    if let Some(law) = &criterion.law {
        resource.link(terms::IS_DERIVED_FROM, names::record(Kind::Law, law));
    }
    // Here the condition is the criterion itself in other words, which CCCEV says in its own terms.
    super::write_condition(graph, iri, terms::HAS_REQUIREMENT, "when", criterion.when.as_ref(), words);
}

/// A paper is an input of the service, and what the service says about it a requirement that the paper supports.
fn write_need(graph: &mut Graph, service: &str, iri: &str, need: &PaperNeed, catalogue: &Catalogue, words: &Words<'_>) {
    let paper = names::record(Kind::Paper, &need.paper);
    graph.resource(service).link(terms::HAS_INPUT, &paper).link(terms::HOLDS_REQUIREMENT, iri);
    let kind = match need.need {
        Need::Bring => "bring",
        Need::StateReads => "state_reads",
        Need::MadeHere => "made_here",
    };
    let nameless = Text { ro: need.paper.clone(), ..Text::default() };
    let name = catalogue.papers.get(&need.paper).map_or(&nameless, |paper| &paper.name);
    let mut resource = graph.identified(iri, &[terms::REQUIREMENT]);
    resource
        .text(terms::TITLE, name)
        .link(terms::KIND, names::record(Kind::Concept, kind))
        .link(terms::HAS_SUPPORTING_EVIDENCE, paper);
    if let Some(note) = &need.note {
        resource.text(terms::DESCRIPTION, note);
    }
    write_when(graph, iri, need.when.as_ref(), words);
}

/// The concept for a kind of channel.
fn channel_concept(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Here => "here",
        ChannelKind::Online => "online",
        ChannelKind::Office => "office",
        ChannelKind::Consulate => "consulate",
        ChannelKind::Phone => "phone",
        ChannelKind::Automatic => "automatic",
    }
}

fn write_channel(graph: &mut Graph, service: &str, iri: &str, channel: &Channel, words: &Words<'_>) {
    graph.resource(service).link(terms::HAS_CHANNEL, iri);
    let mut resource = graph.identified(iri, &[terms::CHANNEL]);
    resource.link(terms::KIND, names::record(Kind::Concept, channel_concept(channel.kind)));
    if let Some(note) = &channel.note {
        resource.text(terms::DESCRIPTION, note);
    }
    if let Some(page) = channel.url.as_deref().and_then(page) {
        resource.link(terms::PAGE, page);
        graph.resource(page).a(terms::DOCUMENT);
    }
    write_when(graph, iri, channel.when.as_ref(), words);
}

/// An amount as the profile wants it, a double, written so that it comes back exact.
fn double(amount: Amount) -> String {
    let Amount(minor) = amount;
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
}

fn write_fee(graph: &mut Graph, service: &str, iri: &str, fee: &FeeOption, channel: Option<String>, words: &Words<'_>) {
    let FeeOption { amount, currency, case, when, .. } = fee;
    write_cost(graph, service, iri, &[terms::COST], (*amount, *currency), case.as_ref());
    if let Some(channel) = channel {
        graph.resource(iri).link(terms::IF_ACCESSED_THROUGH, channel);
    }
    write_when(graph, iri, when.as_ref(), words);
}

fn write_duty(graph: &mut Graph, service: &str, iri: &str, duty: &StateDuty, words: &Words<'_>) {
    let StateDuty { amount, case, when, law, .. } = duty;
    write_cost(graph, service, iri, &[terms::COST, terms::STATE_DUTY], (*amount, Currency::Mdl), case.as_ref());
    graph.resource(iri).link(terms::IS_DERIVED_FROM, names::record(Kind::Law, law));
    write_when(graph, iri, when.as_ref(), words);
}

fn write_cost(
    graph: &mut Graph,
    service: &str,
    iri: &str,
    classes: &[&str],
    (amount, currency): (Option<Amount>, Currency),
    case: Option<&Text>,
) {
    graph.resource(service).link(terms::HAS_COST, iri);
    let mut cost = graph.identified(iri, classes);
    cost.link(terms::CURRENCY, currency_iri(currency));
    if let Some(amount) = amount {
        cost.value(terms::HAS_VALUE, double(amount), terms::DOUBLE);
    }
    if let Some(case) = case {
        cost.text(terms::DESCRIPTION, case);
    }
}

/// Says that a service belongs to an event, both ways, as readers look for either.
pub fn group(graph: &mut Graph, event: &str, service: &ServiceCode) {
    let service = names::record(Kind::Service, service.as_str());
    graph.resource(event).link(terms::HAS_RELATED_SERVICE, &service);
    graph.resource(service).link(terms::IS_GROUPED_BY, event);
}
