//! A service in the reading view: what the account says of it, with the condition of each part.

use super::line::{Line, Part};
use super::{Decides, Reader, list};
use crate::account::{self, Ask};
use crate::domain::example::Rule;
use crate::domain::life_event::Step;
use crate::domain::service::{Exemption, FeeOption, PaperNeed, Service};
use crate::domain::text::Text;
use crate::domain::treaty::Treaty;
use crate::i18n::{date_numeric, phrase};
use jiff::civil::Date;

impl<'a> Reader<'a> {
    pub(super) fn service(&self, parts: &mut Vec<Part>, step: &'a Step, service: &'a Service) {
        let own = |part| Rule { step: Some(step), service: Some(service), part };
        let head = Line::strong(format!("{} {}", service.code, self.say(&service.title))).next_line();
        let provider = account::provider_said(self.catalogue, service).map(|provider| self.said(provider));
        let provider = provider.unwrap_or_else(|| service.provider.clone());
        parts.push(Part::Words(head.then(provider).next_line().then(self.say(&service.summary))));
        let asked = account::asked(self.catalogue, service).into_iter().map(|ask| self.said(ask));
        let doubts = service.unconfirmed.iter().map(|doubt| self.say(doubt));
        parts.extend(asked.chain(doubts).map(|doubt| Part::Doubt(Line::plain(doubt))));
        let criteria = service.eligibility.iter().map(|criterion| {
            let route = criterion.route.as_ref().map(|route| format!("[{route}] ")).unwrap_or_default();
            let mut line = Line::plain(format!("{route}{}", self.say(&criterion.text)));
            if let Some(when) = &criterion.when {
                line = line.then(" ").joined(Line::plain("(").joined(self.condition(when)).then(")").tested());
            }
            let line = self.by_law(line, criterion.law.as_ref());
            if criterion.when.is_some() { self.ruled(line, &own(Decides::Criterion(criterion))) } else { line }
        });
        list(parts, &self.tr("step-entitled"), criteria);
        let instead = service.instead.iter().map(|instead| self.instead(instead, &own(Decides::Instead(instead))));
        list(parts, &self.tr("refused-instead"), instead);
        let places = service.channels.iter().map(|channel| {
            let kind = || self.said(account::kind_said(channel.kind, None));
            let place = channel.place.as_ref().map_or_else(kind, |own| self.say(own));
            let finish = self.said(account::finish_said(channel.finish));
            let line = self.only_if(Line::strong(place).then(format!(": {finish}")), channel.when.as_ref());
            let further = channel.note.iter().map(|note| self.say(note)).chain(channel.url.clone());
            let line = further.fold(line, |line, words| line.then(format!(" {words}")));
            if channel.when.is_some() { self.ruled(line, &own(Decides::Channel(channel))) } else { line }
        });
        list(parts, &self.tr("step-where"), places);
        list(
            parts,
            &self.tr("step-papers"),
            service.papers.iter().map(|need| self.paper(need, &own(Decides::Paper(need)))),
        );
        self.money(parts, service, &own);
        let dates = service.deadlines.iter().map(|rule| self.deadline(rule, &own(Decides::Deadline(rule))));
        list(parts, &self.tr("step-dates"), dates);
        parts.extend(account::processing_said(service).map(|said| Part::Words(Line::plain(self.said(said)))));
        for (key, text) in [("read-output", &service.output), ("step-valid-for", &service.valid_for)] {
            let words = text.as_ref().map(|text| Line::strong(self.tr(key)).then(format!(": {}", self.say(text))));
            parts.extend(words.map(Part::Words));
        }
        list(parts, &self.tr("read-penalties"), service.penalties.iter().map(|text| Line::plain(self.say(text))));
        let related = service.related.iter().map(|related| {
            let how = self.said(account::relation_said(related.relation));
            let target = related.service.as_ref().map(ToString::to_string).or_else(|| related.event.clone());
            let text = related.text.as_ref().map(|text| self.say(text)).unwrap_or_default();
            Line::plain(format!("{how}: {} {text}", target.unwrap_or_default()))
        });
        list(parts, &self.tr("step-related"), related);
        let others = service.not_with.iter().map(|other| {
            let text = other.text.as_ref().map(|text| self.say(text)).unwrap_or_default();
            Line::plain(format!("{} {text}", other.service))
        });
        list(parts, &self.tr("either-not-both"), others);
        let treaties = service.treaties.iter().flat_map(|which| self.catalogue.treaties(which));
        list(parts, &self.tr("step-treaties"), treaties.map(|treaty| self.treaty(treaty)));
        self.sources(parts, service);
    }

    /// A country, since when, and where it was read.
    fn treaty(&self, treaty: &Treaty) -> Line {
        let held = treaty.holds(self.examples.day());
        let said = if held { account::in_force_said(treaty) } else { account::to_come_said(treaty) };
        let note = treaty.note.iter().map(|note| self.say(note));
        let sources = treaty.sources.iter().map(|source| source.url.clone());
        note.chain(sources).fold(Line::plain(self.said(said)), |line, words| line.next_line().then(words))
    }

    fn paper(&self, need: &PaperNeed, rule: &Rule<'a>) -> Line {
        let name = self.catalogue.papers.get(&need.paper).map(|paper| self.say(&paper.name));
        let name = name.unwrap_or_else(|| need.paper.clone());
        let mut line = Line::strong(name).then(format!(": {}", self.said(account::need_said(need.need))));
        if let Some(group) = &need.group {
            line = line.then(format!(" [{} {group}]", self.tr("read-one-of")));
        }
        let terms = account::need_terms(need).into_iter();
        let line = self.only_if(line, need.when.as_ref());
        let line = terms.fold(line, |line, said| line.then(format!(" {}", self.said(said))));
        if need.when.is_some() { self.ruled(line, rule) } else { line }
    }

    fn money(&self, parts: &mut Vec<Part>, service: &'a Service, own: &impl Fn(Decides<'a>) -> Rule<'a>) {
        parts.push(Part::Heading(self.tr("step-money")));
        if service.fees.is_empty() {
            let unknown = Line::plain(self.said(phrase("fee-unknown"))).next_line();
            parts.push(Part::Words(unknown.then(self.whom_to_ask(service))));
        } else {
            parts.push(Part::Table(
                service.fees.iter().map(|fee| self.fee(service, fee, &own(Decides::Fee(fee)))).collect(),
            ));
        }
        let duties = service.state_duties.iter().map(|duty| {
            let line = self.in_case(Line::plain(self.said(account::duty_said(duty))), duty.case.as_ref());
            let line = self.by_law(self.only_if(line, duty.when.as_ref()), Some(&duty.law));
            self.ruled(line, &own(Decides::Duty(duty)))
        });
        list(parts, "", duties);
        let exempt = |exemption| self.ruled(self.exemption(exemption), &own(Decides::Exemption(exemption)));
        list(parts, &self.tr("fee-exempt"), service.exemptions.iter().map(exempt));
        let Some(benefit) = &service.benefit else { return };
        parts.push(Part::Words(Line::plain(self.say(&benefit.text))));
        let amounts = benefit.amounts.iter().map(|dated| {
            let until = dated.to.map(|to| format!(" – {}", date_numeric(to))).unwrap_or_default();
            let amount = self.said(account::benefit_said(dated));
            let line = Line::plain(format!("{}{until}: {amount}", date_numeric(dated.from)));
            let line = self.only_if(self.in_case(line, dated.case.as_ref()), dated.when.as_ref());
            self.ruled(line, &own(Decides::Benefit(dated)))
        });
        list(parts, "", amounts);
    }

    fn whom_to_ask(&self, service: &Service) -> String {
        self.said(Ask::about(self.catalogue, Some(service)).said())
    }

    fn in_case(&self, line: Line, case: Option<&Text>) -> Line {
        case.into_iter().fold(line, |line, case| line.then(format!(" ({})", self.say(case))))
    }

    /// A cell of the fee matrix as cells of a table: amount, term, case and condition, validity.
    fn fee(&self, service: &Service, fee: &FeeOption, rule: &Rule<'a>) -> [Line; 4] {
        let mut price = Line::plain(self.said(account::fee_said(fee)));
        if fee.amount.is_none() && fee.percent.is_none() {
            price = price.next_line().then(self.whom_to_ask(service));
        }
        let cases = fee.case.iter().map(|case| Line::plain(self.say(case)));
        let remarks = account::fee_remarks(fee).into_iter().map(|remark| Line::plain(self.said(remark)));
        let when = fee.when.iter().map(|when| self.condition(when));
        let cases = cases.chain(remarks).chain(when).reduce(|line, other| line.then("; ").joined(other));
        let dates = match (fee.from, fee.to) {
            (None, None) => String::new(),
            (from, to) => {
                let words = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), date_numeric);
                format!("{} – {}", words(from), words(to))
            }
        };
        let length = fee.term.map(|length| self.said(length)).unwrap_or_default();
        [price, Line::plain(length), self.ruled(cases.unwrap_or_default(), rule), Line::plain(dates)]
    }

    fn exemption(&self, exemption: &Exemption) -> Line {
        let terms: Vec<String> = exemption.terms.iter().map(|length| self.said(*length)).collect();
        let terms = if terms.is_empty() { String::new() } else { format!(" ({})", terms.join("; ")) };
        let pays = self.said(account::exempt_said(exemption));
        let line = Line::plain(format!("{}: {pays}{terms}", self.say(&exemption.who)));
        let line = self.only_if(line, exemption.when.as_ref()).next_line();
        let lasts = account::lasts_said(exemption).map(|lasts| format!("{}. ", self.said(lasts))).unwrap_or_default();
        self.by_law(line.then(lasts).then(self.said(account::proof_said(exemption))), Some(&exemption.law))
    }

    fn sources(&self, parts: &mut Vec<Part>, service: &Service) {
        list(parts, &self.tr("read-laws"), service.law.iter().map(|law| Line::plain(self.law(law))));
        let sources = service.sources.iter().map(|source| {
            let date = source.page_date.as_ref().map(|date| format!(" ({date})")).unwrap_or_default();
            Line::plain(format!("{}{date}", source.url))
        });
        list(parts, &self.tr("step-sources"), sources);
        parts.extend(account::figures_said(service).map(|said| Part::Words(Line::plain(self.said(said)))));
    }
}
