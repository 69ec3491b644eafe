//! Bodies, papers and laws: the records that services name.

use super::concept::{Class, Property};
use super::naming::Kind;
use super::reader::Reader;
use super::texts::{Place, shortened};
use crate::domain::service::{Law, Paper, Provider};
use crate::domain::text::Text;
use crate::foreign::exchange::names;
use crate::foreign::import::clean;
use crate::foreign::rdf::{Node, Term};
use std::collections::BTreeSet;

/// The id of the provider of services that name none.
const NO_PROVIDER: &str = "NECUNOSCUT";

/// Where a thing's name may stand, the best first.
const NAMES: [Property; 4] = [Property::Name, Property::Title, Property::Label, Property::Description];

impl Reader<'_> {
    /// A thing's name; where it has none, its identifier or the end of its address, with a doubt.
    fn name_or_stand_in(&mut self, thing: Term, properties: &[Property], record: &str) -> Text {
        if let Some(name) = self.text(thing, properties, &Place::new(record, "name")) {
            return name;
        }
        let identifier = self.literals(thing, Property::Identifier).first().map(|text| clean::line(text));
        let stand_in = identifier.filter(|text| !text.is_empty()).unwrap_or_else(|| self.called(thing));
        self.doubt(thing, record, format!("it has no name: {} stands in its place", shortened(&stand_in)));
        Text { ro: stand_in, ..Text::default() }
    }

    /// Reads every body, paper and law of the files, whether or not a service names it.
    pub(super) fn all_parts(&mut self) {
        let bodies = self.of_classes(&[Class::Organisation]);
        self.name_all(Kind::Provider, &bodies);
        for body in bodies {
            self.provider(body);
        }
        let laws = self.of_classes(&[Class::LegalResource]);
        self.name_all(Kind::Law, &laws);
        for law in laws {
            self.law(law);
        }
        let evidence = self.of_classes(&[Class::Evidence]);
        let mut conformed = BTreeSet::new();
        for paper in &evidence {
            let types = |reader: &Self, term| reader.is(term, Class::EvidenceType);
            conformed.extend(self.values_where(*paper, Property::ConformsTo, types));
        }
        // A kind of which a paper is there adds nothing to the paper.
        let types: Vec<Term> =
            self.of_classes(&[Class::EvidenceType]).into_iter().filter(|kind| !conformed.contains(kind)).collect();
        let papers = self.sorted(evidence.into_iter().chain(types).collect());
        self.name_all(Kind::Paper, &papers);
        for paper in papers {
            self.paper(paper);
        }
    }

    /// The id of a body, which is read if it is not yet.
    pub(super) fn provider(&mut self, body: Term) -> String {
        self.name_all(Kind::Provider, &[body]);
        let id = self.naming.get(Kind::Provider, body).unwrap_or(NO_PROVIDER).to_owned();
        if self.imported.providers.contains_key(&id) {
            return id;
        }
        self.see(body);
        self.values(body, Property::Identifier);
        let record = format!("provider/{id}");
        let described = !self.graph.about(body).is_empty();
        let name = if described {
            self.name_or_stand_in(body, &NAMES, &record)
        } else {
            self.doubt(body, record.as_str(), format!("{} is named and not described in the files", self.called(body)));
            Text { ro: self.called(body).trim_matches(['<', '>']).to_owned(), ..Text::default() }
        };
        let office = self.address(body, &record);
        let mut provider =
            Provider { id: id.clone(), name, office, phones: Vec::new(), site: None, territorial: false };
        provider.site = self.pages(body).into_iter().next();
        self.contact(body, &record, &mut provider);
        for point in self.resources(body, Property::ContactPoint) {
            self.see(point);
            self.contact(point, &record, &mut provider);
        }
        let provider = self.restored_record(body, names::Kind::Provider, &record, provider, |provider| &provider.id);
        self.imported.providers.insert(id.clone(), provider);
        id
    }

    /// The provider of a service that names none.
    pub(super) fn no_provider(&mut self) -> String {
        let name = Text {
            ro: "Prestator nespecificat".to_owned(),
            ru: Some("Поставщик не указан".to_owned()),
            en: Some("Provider not stated".to_owned()),
            ..Text::default()
        };
        let provider = Provider {
            id: NO_PROVIDER.to_owned(),
            name,
            office: None,
            phones: Vec::new(),
            site: None,
            territorial: false,
        };
        self.imported.providers.entry(NO_PROVIDER.to_owned()).or_insert(provider);
        NO_PROVIDER.to_owned()
    }

    /// A body's address in words, where it stands in one piece.
    fn address(&mut self, body: Term, record: &str) -> Option<Text> {
        let mut found = None;
        for address in self.resources(body, Property::Address) {
            self.see(address);
            let text = self.text(address, &[Property::FullAddress], &Place::new(record, "office"));
            found = found.or(text);
        }
        found
    }

    /// Telephone numbers and pages of a body or of its contact point.
    pub(super) fn contact(&mut self, point: Term, record: &str, provider: &mut Provider) {
        self.values(point, Property::Identifier);
        for value in self.values(point, Property::Telephone) {
            let written = clean::line(self.text_of(value));
            let number = written.strip_prefix("tel:").unwrap_or(&written).to_owned();
            let is_number = number.bytes().any(|byte| byte.is_ascii_digit());
            let is_fax = number.to_lowercase().starts_with("fax");
            if is_number && !is_fax {
                self.spend(number.len());
                if !provider.phones.contains(&number) {
                    provider.phones.push(number);
                }
            } else if !number.is_empty() {
                self.doubt(point, record, format!("no telephone number: {}", shortened(&number)));
            }
        }
        for (property, what) in [(Property::Email, "mail address"), (Property::Fax, "fax number")] {
            for value in self.values(point, property) {
                let written = clean::line(self.text_of(value));
                if !written.is_empty() {
                    self.doubt(point, record, format!("the {what} has no place: {}", shortened(&written)));
                }
            }
        }
        let pages = self.pages(point);
        if provider.site.is_none() {
            provider.site = pages.into_iter().next();
        }
        for property in [Property::OpeningHours, Property::SpecialOpeningHours] {
            for value in self.values(point, property) {
                for (tag, words) in self.hours(value) {
                    let what =
                        format!("opening hours of the contact point ({tag}), without a place: {}", shortened(&words));
                    self.doubt(point, record, what);
                }
            }
        }
    }

    /// The web pages of a thing.
    pub(super) fn pages(&mut self, thing: Term) -> Vec<String> {
        let page = |reader: &Self, term| {
            let text = reader.text_of(term).trim();
            text.starts_with("http://") || text.starts_with("https://")
        };
        let pages = self.values_where(thing, Property::Page, page);
        pages.into_iter().map(|page| self.text_of(page).trim().to_owned()).collect()
    }

    /// The id of a paper, which is read if it is not yet; `None` for what is no paper.
    pub(super) fn paper(&mut self, paper: Term) -> Option<String> {
        if self.is(paper, Class::RuleInput) || matches!(self.graph.node(paper), Node::Literal { .. }) {
            return None;
        }
        self.name_all(Kind::Paper, &[paper]);
        let id = self.naming.get(Kind::Paper, paper)?.to_owned();
        if self.imported.papers.contains_key(&id) {
            return Some(id);
        }
        self.see(paper);
        self.values(paper, Property::Identifier);
        let record = format!("paper/{id}");
        let name = self.name_or_stand_in(paper, &[Property::Title, Property::Name, Property::Label], &record);
        let hint = self.text(paper, &[Property::Description], &Place::new(&record, "hint"));
        let read = Paper { id: id.clone(), name, hint, output_of: None, replaced_by: None };
        let read = self.restored_record(paper, names::Kind::Paper, &record, read, |paper| &paper.id);
        self.imported.papers.insert(id.clone(), read);
        Some(id)
    }

    /// The id of a law, which is read if it is not yet.
    pub(super) fn law(&mut self, law: Term) -> Option<String> {
        self.name_all(Kind::Law, &[law]);
        let id = self.naming.get(Kind::Law, law)?.to_owned();
        if self.imported.laws.contains_key(&id) {
            return Some(id);
        }
        self.see(law);
        self.values(law, Property::Identifier);
        let record = format!("law/{id}");
        let name = self.name_or_stand_in(
            law,
            &[Property::Title, Property::Name, Property::Label, Property::Description],
            &record,
        );
        let read = self.restored_record(law, names::Kind::Law, &record, Law::named(id.clone(), name), |law| &law.id);
        self.imported.laws.insert(id.clone(), read);
        Some(id)
    }
}
