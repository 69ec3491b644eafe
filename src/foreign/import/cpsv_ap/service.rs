//! Services.

use super::concept::{Class, Property};
use super::duration;
use super::naming::Kind;
use super::reader::Reader;
use super::texts::{Place, shortened};
use crate::domain::identifier::ServiceCode;
use crate::domain::service::{Confidence, Criterion, Need, PaperNeed, Related, Relation, Service, Source};
use crate::domain::term::Term as Time;
use crate::domain::text::Text;
use crate::foreign::exchange::{names, terms};
use crate::foreign::import::clean;
use crate::foreign::rdf::Term;
use jiff::civil::Date;

impl Reader<'_> {
    /// A service's record, under the code it was given.
    pub(super) fn service(&mut self, thing: Term) {
        let Some(code) = self.naming.get(Kind::Service, thing).and_then(|code| ServiceCode::parse(code).ok()) else {
            return;
        };
        let record = format!("service/{code}");
        let unread = self.unread_parts;
        self.see(thing);
        self.values(thing, Property::Identifier);
        if self.is(thing, Class::OtherService) && !self.is(thing, Class::PublicService) {
            self.doubt(
                thing,
                record.as_str(),
                "a service of a provider that is no public body: not counted as a public service",
            );
        }
        let title =
            self.text(thing, &[Property::Title, Property::Name, Property::Label], &Place::new(&record, "title"));
        let title = title.unwrap_or_else(|| {
            self.doubt(thing, record.as_str(), "it has no title: its address stands in its place");
            Text { ro: self.called(thing), ..Text::default() }
        });
        let summary = self.text(thing, &[Property::Description], &Place::new(&record, "summary"));
        let summary = summary.unwrap_or_else(|| {
            self.doubt(thing, record.as_str(), "it has no description: the title stands in its place");
            title.clone()
        });
        let provider = self.provider_of(thing, &record);
        let service = Service {
            provider,
            output: self.output(thing, &record),
            valid_for: None,
            aliases: self.aliases(thing, &record),
            eligibility: self.criteria(thing, &record),
            instead: Vec::new(),
            questions: Vec::new(),
            derived: Vec::new(),
            related: self.related(thing, &record),
            each_matter: false,
            penalties: Vec::new(),
            consular_twin: None,
            papers: self.papers(thing, &record),
            fields: Vec::new(),
            fees: self.fees(thing, &record),
            not_with: Vec::new(),
            treaties: None,
            exemptions: Vec::new(),
            state_duties: self.state_duties(thing, &record),
            benefit: None,
            processing: self.processing(thing, &record),
            channels: self.channels(thing, &record),
            deadlines: Vec::new(),
            law: self.laws(thing),
            confidence: Confidence::Assumed,
            ask: Vec::new(),
            unconfirmed: Vec::new(),
            figures_as_of: self.modified(thing, &record),
            believed: Vec::new(),
            sources: self.sources(thing),
            title,
            summary,
            code: code.clone(),
        };
        let mut service = self.restored_record(thing, names::Kind::Service, &record, service, |service| &service.code);
        if self.unread_parts > unread {
            service.confidence = Confidence::Assumed;
        }
        self.imported.services.insert(code, service);
    }

    /// The body that provides a service.
    fn provider_of(&mut self, service: Term, record: &str) -> String {
        let mut bodies = Vec::new();
        for property in [Property::CompetentAuthority, Property::ServiceProvider, Property::OwnedBy] {
            bodies.extend(self.resources(service, property));
        }
        let mut ids: Vec<String> = Vec::new();
        for body in bodies {
            let id = self.provider(body);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut ids = ids.into_iter();
        let first = ids.next();
        for other in ids {
            self.doubt(service, record, format!("it has another provider besides: {other}"));
        }
        let provider = first.unwrap_or_else(|| {
            self.doubt(service, record, "it names no provider");
            self.no_provider()
        });
        self.service_contacts(service, &provider);
        provider
    }

    /// What a service says about contacts goes to its provider.
    fn service_contacts(&mut self, service: Term, provider: &str) {
        let record = format!("provider/{provider}");
        for point in self.resources(service, Property::ContactPoint) {
            self.see(point);
            let Some(mut body) = self.imported.providers.remove(provider) else { return };
            self.contact(point, &record, &mut body);
            self.imported.providers.insert(provider.to_owned(), body);
        }
    }

    fn output(&mut self, service: Term, record: &str) -> Option<Text> {
        let mut first = None;
        for output in self.resources(service, Property::Produces) {
            if self.is(output, Class::RuleOutput) {
                let what =
                    format!("{} is what a rule gives, not what the service gives: left out", self.called(output));
                self.doubt(output, record, what);
                continue;
            }
            self.see(output);
            self.values(output, Property::Identifier);
            let names = [Property::Title, Property::Name, Property::Label, Property::Description];
            let text = self.text(output, &names, &Place::new(record, "output"));
            match (&first, text) {
                (None, text) => first = text,
                (Some(_), Some(text)) => {
                    self.doubt(
                        output,
                        record,
                        format!("it gives more than one thing; left out: {}", shortened(&text.ro)),
                    );
                }
                (Some(_), None) => {}
            }
        }
        first
    }

    /// Who is entitled: the requirements, each by its name.
    fn criteria(&mut self, service: Term, record: &str) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for requirement in self.resources(service, Property::Requirement) {
            if self.need_of(requirement).is_some() {
                continue;
            }
            self.see(requirement);
            self.values(requirement, Property::Identifier);
            let place = format!("eligibility[{}].text", criteria.len());
            let names = [Property::Title, Property::Name, Property::Label, Property::Description];
            let Some(text) = self.text(requirement, &names, &Place::new(record, &place)) else {
                let what = format!("the requirement {} has no words: left out", self.called(requirement));
                self.doubt(requirement, record, what);
                continue;
            };
            // What a requirement of others consists of tests no fact of ours.
            let ours = self.is_ours(requirement);
            let when = if ours { self.condition(requirement, terms::HAS_REQUIREMENT, record) } else { None };
            let law = self.own_record(requirement, terms::IS_DERIVED_FROM, names::Kind::Law);
            let criterion = Criterion { text, when, route: None, law };
            criteria.push(self.restored(requirement, record, criterion));
        }
        criteria
    }

    /// The papers: of the service, of its requirements, and the kinds of which no paper is there.
    fn papers(&mut self, service: Term, record: &str) -> Vec<PaperNeed> {
        let mut needs = self.own_needs(service, record);
        let mut papers = self.resources(service, Property::Input);
        for requirement in self.resources(service, Property::Requirement) {
            papers.extend(self.resources(requirement, Property::SupportingEvidence));
        }
        for channel in self.resources(service, Property::Channel) {
            for paper in self.resources(channel, Property::Input) {
                if !papers.contains(&paper) {
                    let what =
                        format!("{} is asked for in one channel only; taken as asked for in all", self.called(paper));
                    self.doubt(paper, record, what);
                    papers.push(paper);
                }
            }
        }
        let mut kinds: Vec<Term> = Vec::new();
        for paper in &papers {
            kinds.extend(self.resources(*paper, Property::ConformsTo));
        }
        for kind in self.resources(service, Property::InputType) {
            if !kinds.contains(&kind) {
                papers.push(kind);
            }
        }
        for paper in papers {
            let Some(id) = self.paper(paper) else {
                let what = format!("{} is a fact that a rule takes, no paper: left out", self.called(paper));
                self.doubt(paper, record, what);
                continue;
            };
            if needs.iter().all(|need| need.paper != id) {
                self.spend(id.len());
                needs.push(PaperNeed {
                    paper: id,
                    need: Need::Bring,
                    when: None,
                    note: None,
                    apostille_and_translation: false,
                    valid: None,
                    group: None,
                });
            }
        }
        needs
    }

    /// Who supplies the paper that a requirement is about, where it is one of ours.
    fn need_of(&mut self, requirement: Term) -> Option<Need> {
        match self.own_record(requirement, terms::KIND, names::Kind::Concept)?.as_str() {
            "bring" => Some(Need::Bring),
            "state_reads" => Some(Need::StateReads),
            "made_here" => Some(Need::MadeHere),
            _ => None,
        }
    }

    /// The papers of which our own catalogues say more than that they are needed, in their order.
    fn own_needs(&mut self, service: Term, record: &str) -> Vec<PaperNeed> {
        let mut needs = Vec::new();
        for requirement in self.resources(service, Property::Requirement) {
            let Some(need) = self.need_of(requirement) else { continue };
            for read in [terms::IDENTIFIER, terms::TITLE] {
                self.own_values(requirement, read);
            }
            let paper = self.own_value(requirement, terms::HAS_SUPPORTING_EVIDENCE).and_then(|paper| self.paper(paper));
            let Some(paper) = paper else {
                let what = format!("{} names no paper: left out", self.called(requirement));
                self.doubt(requirement, record, what);
                continue;
            };
            let read = PaperNeed {
                paper,
                need,
                when: self.condition(requirement, terms::APPLIES_WHEN, record),
                note: self.own_text(requirement, terms::DESCRIPTION),
                apostille_and_translation: false,
                valid: None,
                group: None,
            };
            needs.push(self.restored(requirement, record, read));
        }
        needs
    }

    fn processing(&mut self, service: Term, record: &str) -> Option<Time> {
        let mut found = None;
        for text in self.literals(service, Property::ProcessingTime) {
            if text.trim().is_empty() {
                self.doubt(service, record, "the processing time is empty");
                continue;
            }
            match duration::term(text) {
                Ok(term) if found.is_none() => found = Some(term),
                Ok(_) => {
                    let what = format!("another processing time is left out: {}", shortened(text));
                    self.doubt(service, record, what);
                }
                Err(why) => {
                    let what = format!("the processing time {} {why}: left out", shortened(text));
                    self.doubt(service, record, what);
                }
            }
        }
        found
    }

    /// The laws, named by the service or by a rule it follows.
    fn laws(&mut self, service: Term) -> Vec<String> {
        let mut laws = self.resources(service, Property::LegalResource);
        for rule in self.resources(service, Property::Follows) {
            self.see(rule);
            self.values(rule, Property::Identifier);
            laws.extend(self.resources(rule, Property::Implements));
        }
        let laws = self.sorted(laws);
        laws.into_iter().filter_map(|law| self.law(law)).collect()
    }

    /// The links to other services.
    fn related(&mut self, service: Term, record: &str) -> Vec<Related> {
        let mut related: Vec<(Term, Related)> = Vec::new();
        for (property, relation) in
            [(Property::Requires, Relation::Requires), (Property::RelatedService, Relation::Recommended)]
        {
            let is_service = |reader: &Self, term| reader.naming.get(Kind::Service, term).is_some();
            // `dct:relation` leads anywhere; only where it leads to a service is it understood here.
            let others = if property == Property::Requires {
                self.resources(service, property)
            } else {
                self.values_where(service, property, is_service)
            };
            for other in others {
                if other == service || related.iter().any(|(known, _)| *known == other) {
                    continue;
                }
                let code = self.naming.get(Kind::Service, other).and_then(|code| ServiceCode::parse(code).ok());
                let text = if code.is_some() {
                    self.service_links.insert((service, other));
                    None
                } else {
                    let what = format!("it requires {}, which is not in the files", self.called(other));
                    self.doubt(service, record, what);
                    Some(Text { ro: self.called(other).trim_matches(['<', '>']).to_owned(), ..Text::default() })
                };
                related.push((other, Related { relation, service: code, event: None, text }));
            }
        }
        related.into_iter().map(|(_, related)| related).collect()
    }

    /// The day of the figures: when the description was last changed.
    fn modified(&mut self, service: Term, record: &str) -> Option<String> {
        let mut latest: Option<Date> = None;
        for text in self.literals(service, Property::Modified) {
            match text.trim().get(..10).and_then(|day| day.parse::<Date>().ok()) {
                Some(day) => latest = latest.max(Some(day)),
                None => self.doubt(service, record, format!("no date of change: {}", shortened(text))),
            }
        }
        latest.map(|day| day.to_string())
    }

    /// The pages: the service's own address, those it names, and those of the catalogue entry it is part of.
    fn sources(&mut self, service: Term) -> Vec<Source> {
        let own = self.graph.iri(service).filter(|iri| iri.starts_with("http://") || iri.starts_with("https://"));
        let mut pages: Vec<String> = own.map(str::to_owned).into_iter().collect();
        pages.extend(self.pages(service));
        for entry in self.resources(service, Property::PartOf) {
            let found = self.pages(entry);
            if !found.is_empty() {
                self.see(entry);
            }
            pages.extend(found);
        }
        let mut sources: Vec<Source> = Vec::new();
        for page in pages {
            let page = clean::line(&page);
            if sources.iter().all(|source| source.url != page) {
                sources.push(Source { url: page, page_date: None });
            }
        }
        sources
    }
}
