//! Checks services: references, money, papers, channels, sources, and what their conditions test.

use super::{Checker, Record, reachable};
use crate::domain::belief::last_day_of;
use crate::domain::condition::Condition;
use crate::domain::fact::{CENTRE_KIND, TODAY};
use crate::domain::form::{EXEMPTION, FieldKind, FormField, MOST_FIELDS, Origin, TERM};
use crate::domain::service::{ChannelKind, Confidence, FeeOption, Service};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Checker<'_> {
    pub(super) fn services(&mut self) {
        let draft = self.draft;
        for service in draft.catalogue.services.values() {
            let record = self.record("service", service.code.as_str());
            self.references(&record, service);
            self.money(&record, service);
            self.figures(&record, service);
            self.completeness(&record, service);
            self.form(&record, service);
            self.questions(&record, &service.questions, &service.derived);
            for (field, condition) in service.conditions() {
                self.condition(&record, condition, &field);
            }
            for deadline in &service.deadlines {
                self.deadline(&record, deadline, "deadline");
            }
            for instead in &service.instead {
                self.instead(&record, instead, "instead");
            }
            self.explained(&record, service);
            self.age(&record, service);
        }
    }

    /// A condition: its facts, its tests, and whether any answers make it hold.
    pub(super) fn condition(&mut self, record: &Record<'_>, condition: &Condition, field: &str) {
        let before = self.found.len();
        self.tests(record, condition, field);
        if self.found.len() == before && reachable::never_holds(&self.facts, condition) {
            let fact = condition.facts().first().map_or_else(|| field.to_owned(), |fact| (*fact).to_owned());
            self.error(record, &fact, field, "no answers make this hold: correct the tests");
        }
    }

    fn tests(&mut self, record: &Record<'_>, condition: &Condition, field: &str) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() {
                    self.error(record, field, field, "an empty list of conditions decides nothing");
                }
                for part in parts {
                    self.tests(record, part, field);
                }
            }
            Condition::Not(part) => self.tests(record, part, field),
            Condition::Fact { fact, test, law, .. } => {
                self.law(record, law.as_deref(), field);
                if let Err(message) = self.facts.test(fact, test) {
                    self.error(record, fact, field, message);
                }
            }
        }
    }

    pub(super) fn law(&mut self, record: &Record<'_>, law: Option<&str>, field: &str) {
        if let Some(law) = law
            && !self.draft.catalogue.laws.contains_key(law)
        {
            self.error(record, law, field, format!("there is no law \"{law}\": add it to a file below laws"));
        }
    }

    fn references(&mut self, record: &Record<'_>, service: &Service) {
        let catalogue = &self.draft.catalogue;
        if !catalogue.providers.contains_key(&service.provider) {
            let message = format!("there is no provider \"{}\": add it to a file below providers", service.provider);
            self.error(record, &service.provider, "provider", message);
        }
        for need in service.papers.iter().filter(|need| !catalogue.papers.contains_key(&need.paper)) {
            let message = format!("there is no paper \"{}\": add it to a file below papers", need.paper);
            self.error(record, &need.paper, "paper", message);
        }
        if let Some(twin) = service.consular_twin.as_ref().filter(|twin| !catalogue.services.contains_key(twin)) {
            self.error(record, twin.as_str(), "consular_twin", format!("there is no service \"{twin}\""));
        }
        for channel in &service.channels {
            let unknown = channel.provider.as_ref().filter(|id| !catalogue.providers.contains_key(*id));
            if let Some(id) = unknown {
                let message = format!("there is no provider \"{id}\": add it to a file below providers");
                self.error(record, id, "channel.provider", message);
            }
            if channel.provider.is_some() && channel.kind != ChannelKind::Office {
                let message = "only an office is one of a provider: remove it, or correct the kind";
                self.error(record, "provider", "channel.provider", message);
            }
            let is_page = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
            if let Some(url) = channel.url.as_ref().filter(|url| !is_page(url)) {
                let message = "is no address of a page: an e-mail address belongs into the note";
                self.warning(record, url, "channel.url", format!("\"{url}\" {message}"));
            }
        }
        let anchor = service.benefit.as_ref().and_then(|benefit| benefit.anchor.as_deref());
        if let Some(anchor) = anchor.filter(|anchor| !self.facts.is_date(anchor)) {
            self.error(record, anchor, "benefit.anchor", format!("\"{anchor}\" is not a date question"));
        }
        let payer = service.benefit.as_ref().map(|benefit| benefit.payer.as_str());
        if let Some(payer) = payer.filter(|payer| !catalogue.providers.contains_key(*payer)) {
            self.error(record, payer, "benefit.payer", format!("there is no provider \"{payer}\""));
        }
        for related in &service.related {
            let service_known = related.service.as_ref().is_some_and(|code| catalogue.services.contains_key(code));
            let event_known = related.event.as_ref().is_some_and(|code| catalogue.events.contains_key(code));
            if !service_known && !event_known && related.text.is_none() {
                let near = related.service.as_ref().map_or("related", |code| code.as_str());
                let message = "it lies outside the catalogue: say in \"text\" what it is, or correct the code";
                self.error(record, near, "related", message);
            }
        }
        let laws = service.law.iter().map(|law| ("law", law.as_str()));
        let duties = service.state_duties.iter().map(|duty| ("state_duty.law", duty.law.as_str()));
        let exemptions = service.exemptions.iter().map(|exemption| ("exemption.law", exemption.law.as_str()));
        let criteria = service.eligibility.iter().filter_map(|one| Some(("eligibility.law", one.law.as_deref()?)));
        for (field, law) in laws.chain(duties).chain(exemptions).chain(criteria) {
            self.law(record, Some(law), field);
        }
    }

    /// Each cell of a fee matrix by itself.
    pub(super) fn fees(&mut self, record: &Record<'_>, fees: &[FeeOption]) {
        for fee in fees {
            if let (Some(from), Some(to)) = (fee.from, fee.to)
                && to < from
            {
                self.error(record, &from.to_string(), "fee.to", "the fee ends before it begins");
            }
            if fee.percent.is_some() != fee.percent_of.is_some() || fee.percent.is_some() && fee.amount.is_some() {
                let near = fee.percent.map_or_else(|| "fee".to_owned(), |percent| percent.to_string());
                self.error(
                    record,
                    &near,
                    "fee.percent",
                    "a percentage names what it is of, and has no amount beside it",
                );
            }
            if let (Some(least), Some(most)) = (fee.amount, fee.amount_to)
                && most <= least
            {
                self.error(record, &most.to_string(), "fee.amount_to", "the range ends before it begins");
            }
            if fee.amount.is_none() && fee.amount_to.is_some() {
                self.error(record, "fee", "fee.amount_to", "a range begins with \"amount\"");
            }
        }
    }

    fn money(&mut self, record: &Record<'_>, service: &Service) {
        self.fees(record, &service.fees);
        for exemption in &service.exemptions {
            if exemption.amount.is_some() && exemption.percent.is_some() {
                let message = "exempt people pay either an amount (0 is free) or a percent of the fee: remove one";
                self.error(record, &exemption.who.ro, "exemption", message);
            }
            if exemption.percent.is_some_and(|percent| percent > 100) {
                let message = "exempt people pay a part of the fee: at most 100 percent";
                self.error(record, &exemption.who.ro, "exemption.percent", message);
            }
            let lost = exemption.terms.iter().any(|term| !service.fees.iter().any(|fee| fee.term == Some(*term)));
            if lost {
                self.error(record, &exemption.who.ro, "exemption.term", "no fee has this term: correct one of them");
            }
        }
    }

    /// The fields of its application, each by itself and beside those of the same id elsewhere: what was typed into one
    /// stands in the other.
    fn form(&mut self, record: &Record<'_>, service: &Service) {
        let code = service.code.as_str();
        if service.fields.len() > MOST_FIELDS {
            let message = format!("an application has at most {MOST_FIELDS} fields: leave out what others say already");
            self.error(record, code, "field", message);
        }
        let mut ids = BTreeSet::new();
        for one in &service.fields {
            let field = format!("field[{}]", one.id);
            let shaped = one.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            if !shaped || one.id.is_empty() || [TERM, EXEMPTION].contains(&one.id.as_str()) || !ids.insert(&one.id) {
                let message = "give each field an id of its own, of small letters, digits and underscores";
                self.error(record, &one.id, field.clone(), message);
            }
            if one.kind == FieldKind::Choice && !(2..=6).contains(&one.options.len()) {
                self.error(record, &one.id, format!("{field}.option"), "a choice needs two to six options");
            }
            if one.kind != FieldKind::Choice && !one.options.is_empty() {
                let message = "only a choice has options: remove them or change the kind";
                self.error(record, &one.id, format!("{field}.option"), message);
            }
            if one.kind == FieldKind::Idnp && one.required {
                let message = "some people have no number: a request cannot demand it";
                self.error(record, &one.id, format!("{field}.required"), message);
            }
            if let Some(Origin::Answer(question)) = &one.from
                && self.facts.question(question).is_none()
            {
                let message = format!("no event and no service asks \"{question}\": correct it, or let it be typed");
                self.error(record, question, format!("{field}.from"), message);
            }
            let same = |other: &&FormField| other.id == one.id;
            let other = self.draft.catalogue.services.values().take_while(|other| other.code != service.code);
            let other = other.flat_map(|other| &other.fields).find(same);
            let differs =
                |other: &FormField| (other.kind, &other.label, &other.options) != (one.kind, &one.label, &one.options);
            if other.is_some_and(differs) {
                let message = "the same id asks for something else in another service: what is typed there stands here";
                self.error(record, &one.id, field, message);
            }
        }
    }

    fn completeness(&mut self, record: &Record<'_>, service: &Service) {
        let code = service.code.as_str();
        if service.channels.is_empty() {
            self.error(record, code, "channel", "say where it can be done: add at least one channel");
        }
        if service.law.is_empty() {
            self.warning(record, code, "law", "name the law it rests on");
        }
        if service.aliases.all().next().is_none() {
            self.warning(record, code, "aliases", "no alias: by which words do people look for it?");
        }
        if service.confidence == Confidence::Partial && service.unconfirmed.is_empty() {
            self.error(record, code, "unconfirmed", "a partial record says what is not confirmed");
        }
        // Nobody is guided by an assumed record: what it lacks misleads nobody.
        if service.confidence == Confidence::Assumed {
            return;
        }
        if service.sources.is_empty() {
            self.error(record, code, "source", "name the page on which the facts were read");
        }
        if service.fees.is_empty() && service.unconfirmed.is_empty() && service.ask.is_empty() {
            let message = "the fee is missing: give it, or say in \"ask\" whom to ask, and in \"unconfirmed\" that it was not found";
            self.error(record, code, "fee", message);
        }
        if service.papers.is_empty() && !service.channels.iter().any(|channel| channel.kind == ChannelKind::Automatic) {
            self.warning(record, code, "paper", "no paper is named: is that so?");
        }
    }

    /// Where an event uses the service and does not ask what it tests, the page says "perhaps": then words must
    /// say when.
    fn explained(&mut self, record: &Record<'_>, service: &Service) {
        let events = self.events_using(service);
        let dated = service.deadlines.iter().filter(|deadline| deadline.receipt_of().is_none());
        for anchor in dated.filter_map(|deadline| deadline.counted_from()) {
            let own = service.questions.iter().any(|question| question.id == anchor)
                || service.derived.iter().any(|fact| fact.id == anchor);
            if anchor != TODAY && !own && !events.iter().any(|event| event.asks(anchor)) {
                let message = format!("no event that uses the service asks \"{anchor}\": nobody would see the date");
                self.error(record, anchor, "deadline.anchor", message);
            }
        }
        let mut check = |condition: Option<&Condition>, told: bool, field: String| {
            let Some(condition) = condition.filter(|_| !told) else { return };
            for (fact, why) in tested(condition) {
                let event = events.iter().find(|event| fact != CENTRE_KIND && fact != TODAY && !event.asks(fact));
                if let (Some(event), false) = (event, why) {
                    let message = format!("event {} does not ask \"{fact}\": say in \"why\" when it is so", event.code);
                    self.error(record, fact, field.clone(), message);
                }
            }
        };
        for paper in &service.papers {
            check(paper.when.as_ref(), paper.note.is_some(), format!("paper[{}].when", paper.paper));
        }
        for fee in &service.fees {
            check(fee.when.as_ref(), fee.case.is_some(), "fee.when".to_owned());
        }
        for channel in &service.channels {
            check(channel.when.as_ref(), channel.note.is_some(), "channel.when".to_owned());
        }
        for deadline in &service.deadlines {
            check(deadline.when.as_ref(), deadline.label.is_some(), "deadline.when".to_owned());
        }
        for duty in &service.state_duties {
            check(duty.when.as_ref(), duty.case.is_some(), "state_duty.when".to_owned());
        }
        for amount in service.benefit.iter().flat_map(|benefit| &benefit.amounts) {
            check(amount.when.as_ref(), amount.case.is_some(), "benefit.amount.when".to_owned());
        }
    }

    /// Figures grow old: whatever is older than a year is to be confirmed.
    fn age(&mut self, record: &Record<'_>, service: &Service) {
        let Some(written) = service.figures_as_of.as_deref() else {
            if service.confidence != Confidence::Assumed {
                let message = "the date of the figures is not known";
                self.warning(record, service.code.as_str(), "figures_as_of", message);
            }
            return;
        };
        match last_day_of(written) {
            None => {
                let message = format!("\"{written}\" is no date: write 2026, 2026-11 or 2026-11-21");
                self.error(record, written, "figures_as_of", message);
            }
            Some(date) if is_old(date, self.draft.catalogue.as_of) => {
                self.warning(record, written, "figures_as_of", format!("the figures are of {written}: confirm them"));
            }
            Some(_) => {}
        }
    }
}

/// Every tested fact, and whether words say when it is so.
fn tested(condition: &Condition) -> Vec<(&str, bool)> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(tested).collect(),
        Condition::Not(part) => tested(part),
        Condition::Fact { fact, why, .. } => vec![(fact, why.is_some())],
    }
}

/// Whether figures of one day are more than a year old on another.
pub fn is_old(figures: Date, today: Date) -> bool {
    figures.checked_add(1.year()).is_ok_and(|end| end < today)
}
