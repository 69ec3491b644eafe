//! Events: drafts with a step for each service that they group.

use super::concept::{Class, Property};
use super::naming::Kind;
use super::reader::Reader;
use super::texts::Place;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::{EventKind, LifeEvent, Step};
use crate::domain::text::Text;
use crate::foreign::exchange::{names, terms};
use crate::foreign::rdf::Term;

/// Behind all reviewed events.
const RANK: u16 = 900;

/// The icon of what is not reviewed.
const ICON: &str = "file-text";

impl Reader<'_> {
    /// Notes which services each event groups, as the services and as the events say it.
    pub(super) fn link_events(&mut self, services: &[Term], events: &[Term]) {
        for service in services {
            let is_event = |reader: &Self, term| reader.naming.get(Kind::Event, term).is_some();
            for event in self.values_where(*service, Property::GroupedBy, is_event) {
                self.event_links.insert((event, *service));
            }
        }
        for event in events {
            let is_service = |reader: &Self, term| reader.naming.get(Kind::Service, term).is_some();
            for service in self.values_where(*event, Property::EventService, is_service) {
                self.event_links.insert((*event, service));
            }
        }
    }

    /// An event's record, under the code it was given. The services are read before.
    pub(super) fn event(&mut self, thing: Term) {
        let Some(code) = self.naming.get(Kind::Event, thing).map(str::to_owned) else { return };
        let record = format!("event/{code}");
        let unread = self.unread_parts;
        self.see(thing);
        self.values(thing, Property::Identifier);
        let kind = if self.is(thing, Class::BusinessEvent) { EventKind::Business } else { EventKind::Life };
        if !self.is(thing, Class::BusinessEvent) && !self.is(thing, Class::LifeEvent) {
            self.doubt(thing, record.as_str(), "an event neither of life nor of business: taken as one of life");
        }
        let title =
            self.text(thing, &[Property::Title, Property::Name, Property::Label], &Place::new(&record, "title"));
        let title = title.unwrap_or_else(|| {
            self.doubt(thing, record.as_str(), "it has no title: its address stands in its place");
            Text { ro: self.called(thing), ..Text::default() }
        });
        let covers = self.text(thing, &[Property::Description], &Place::new(&record, "covers"));
        let covers = covers.unwrap_or_else(|| {
            self.doubt(thing, record.as_str(), "it has no description: the title stands in its place");
            title.clone()
        });
        let event = LifeEvent {
            kind,
            draft: true,
            rank: RANK,
            tile: title.clone(),
            icon: ICON.to_owned(),
            covers,
            not_for: Text::default(),
            at_hand: Vec::new(),
            aliases: self.aliases(thing, &record),
            questions: Vec::new(),
            derived: Vec::new(),
            steps: self.steps(thing, &record),
            subjects: Vec::new(),
            same_service: Vec::new(),
            same_facts: Vec::new(),
            given: std::collections::BTreeMap::new(),
            title,
            code: code.clone(),
        };
        let mut event = self.restored_record(thing, names::Kind::Event, &record, event, |event| &event.code);
        if self.unread_parts > unread {
            event.draft = true;
        }
        self.imported.events.insert(code, event);
    }

    /// The service that a step of ours is about.
    fn service_used(&mut self, step: Term, record: &str) -> Option<ServiceCode> {
        let service = self.own_value(step, terms::USES_SERVICE)?;
        let code = self.graph.iri(service).and_then(|iri| names::id_of(names::Kind::Service, iri));
        let code = code.and_then(|code| ServiceCode::parse(&code).ok());
        if code.is_none() {
            let what = format!("a step uses {}, which is no service of ours: left out", self.called(service));
            self.unread(step, record, what);
        }
        code
    }

    /// The steps that our own catalogues say, in their order, and one for each service besides.
    fn steps(&mut self, event: Term, record: &str) -> Vec<Step> {
        let mut steps = Vec::new();
        for thing in self.own_values(event, terms::HAS_STEP) {
            self.see(thing);
            self.own_values(thing, terms::IDENTIFIER);
            let step = Step {
                title: self.own_text(thing, terms::TITLE).unwrap_or_default(),
                what: self.own_text(thing, terms::DESCRIPTION).unwrap_or_default(),
                service: self.service_used(thing, record),
                when: self.condition(thing, terms::APPLIES_WHEN, record),
                automatic_when: self.condition(thing, terms::AUTOMATIC_WHEN, record),
                ..Step::default()
            };
            steps.push(self.restored(thing, record, step));
        }
        let linked: Vec<Term> = self
            .event_links
            .range((event, Term::FIRST)..)
            .take_while(|(from, _)| *from == event)
            .map(|(_, service)| *service)
            .collect();
        let mut codes: Vec<ServiceCode> = linked
            .into_iter()
            .filter_map(|service| ServiceCode::parse(self.naming.get(Kind::Service, service)?).ok())
            .collect();
        codes.sort();
        for code in codes {
            if steps.iter().any(|step| step.service.as_ref() == Some(&code)) {
                continue;
            }
            let Some(service) = self.imported.services.get(&code) else { continue };
            let (title, what) = (service.title.clone(), service.summary.clone());
            if !self.spend(title.ro.len() + what.ro.len()) {
                break;
            }
            let id = code.as_str().to_ascii_lowercase().replace('-', "_");
            steps.push(Step { id, title, what, service: Some(code), ..Step::default() });
        }
        steps
    }
}
