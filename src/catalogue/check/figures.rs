//! Checks figures against the days on which they hold, and promises against those to whom they are made: holes between
//! dated rows, days of past seasons, what comes by itself to whoever lives elsewhere, what is free only for some.

use super::{Checker, Record, reachable};
use crate::domain::belief::Matter;
use crate::domain::believed::beliefs;
use crate::domain::condition::Condition;
use crate::domain::deadline::Deadline;
use crate::domain::fixed_day::FixedDay;
use crate::domain::money::Amount;
use crate::domain::service::{ChannelKind, Confidence, Criterion, DatedAmount, FeeOption, Service};
use crate::domain::treaty::Treaties;
use jiff::civil::Date;

/// Words by which a criterion says where somebody lives.
const RESIDENCE: [&str; 3] = ["domicili", "reședin", "locui"];

impl Checker<'_> {
    pub(super) fn figures(&mut self, record: &Record<'_>, service: &Service) {
        self.benefit_rows(record, service);
        self.fee_rows(record, service);
        self.residence(record, service);
        self.free_for_some(record, service);
        self.belief(record, service);
        self.on_top(record, &service.fees);
        if let Some(which) = &service.treaties {
            self.treaties(record, which, "treaties");
        }
        for other in &service.not_with {
            let code = &other.service;
            let known = self.draft.catalogue.services.get(code);
            let message = match known {
                None => format!("there is no service \"{code}\""),
                Some(_) if *code == service.code => {
                    "a service is given together with itself: name the other".to_owned()
                }
                Some(known) if !known.not_with.iter().any(|back| back.service == service.code) => {
                    format!("\"{code}\" does not say it of this one: whoever reads there must be told too")
                }
                Some(_) => continue,
            };
            self.error(record, code.as_str(), "not_with", message);
        }
        for exemption in &service.exemptions {
            let limited = exemption.stock.is_some() || exemption.to.is_some();
            if limited && exemption.when.is_some() {
                let message = "what ends by a stock or a day is told to everybody, for nobody knows whether it lasts: \
                               say in \"who\" whom it is for, and remove \"when\"";
                self.error(record, &exemption.who.ro, "exemption.when", message);
            }
            if let (Some(from), Some(to)) = (exemption.from, exemption.to)
                && to < from
            {
                self.error(record, &exemption.who.ro, "exemption.to", "the exemption ends before it begins");
            }
        }
    }

    /// A day until which the figures and rules are believed, by the record itself or by a law that it cites. One that is
    /// counted from the date of the figures is none where that is not known.
    fn belief(&mut self, record: &Record<'_>, service: &Service) {
        let until = beliefs(&self.draft.catalogue, service).into_iter().any(|one| one.until.is_some());
        if service.confidence != Confidence::Assumed && !until {
            let message = "say until when its figures and rules are believed, and what would make them wrong then; where \
                           no date of the figures is known, by one day: { until = \"2027-12-31\", cause = \"government\" }";
            self.warning(record, "code", "believed", message);
        }
    }

    /// What is paid on top is paid on top of something, and says what it is for.
    pub(super) fn on_top(&mut self, record: &Record<'_>, fees: &[FeeOption]) {
        for fee in fees.iter().filter(|fee| fee.on_top) {
            if fee.case.is_none() {
                self.error(record, "on_top", "fee.case", "say in \"case\" what is paid on top");
            }
            if !fees.iter().any(|other| !other.on_top && other.currency == fee.currency) {
                let message = "no fee in its currency is paid besides: remove \"on_top\", or write the other one";
                self.error(record, "on_top", "fee.on_top", message);
            }
        }
    }

    /// Treaties are those of a law that has a table of them, and at least one is in force.
    pub(super) fn treaties(&mut self, record: &Record<'_>, which: &Treaties, field: &str) {
        self.law(record, Some(&which.law), &format!("{field}.law"));
        let as_of = self.draft.catalogue.as_of;
        if !self.draft.catalogue.treaties(which).any(|treaty| treaty.holds(as_of)) {
            let message = format!("no treaty of \"{}\" that is meant is in force on {as_of}", which.law);
            self.error(record, &which.law, field, message);
        }
    }

    /// The amounts of one case follow each other without a hole, and one of them holds on the day of the catalogue.
    fn benefit_rows(&mut self, record: &Record<'_>, service: &Service) {
        let Some(benefit) = &service.benefit else { return };
        let mut cases: Vec<&DatedAmount> = Vec::new();
        for row in &benefit.amounts {
            if !cases.iter().any(|known| known.is_of_same_case(row)) {
                cases.push(row);
            }
        }
        for case in cases {
            let of_case = benefit.amounts.iter().filter(|row| row.is_of_same_case(case));
            let rows: Vec<(Date, Option<Date>)> = of_case.map(|row| (row.from, row.to)).collect();
            self.hole(record, "benefit.amount", rows);
        }
        self.ended(record, "benefit.amount", service, Matter::Benefit, benefit.amounts.iter().map(|row| row.to));
    }

    /// The fees of a service leave no day without one between the first and the last of them.
    fn fee_rows(&mut self, record: &Record<'_>, service: &Service) {
        let fees = &service.fees;
        let mut currencies: Vec<_> = fees.iter().map(|fee| fee.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let rows = || fees.iter().filter(move |fee| fee.currency == currency);
            let days = rows().map(|fee| (fee.from.unwrap_or(Date::MIN), fee.to)).collect();
            self.hole(record, "fee", days);
            self.ended(record, "fee", service, Matter::Fee, rows().map(|fee| fee.to));
        }
    }

    /// A day on which no row holds, between two on which one does.
    fn hole(&mut self, record: &Record<'_>, field: &str, mut rows: Vec<(Date, Option<Date>)>) {
        rows.sort();
        let mut covered: Option<Date> = None;
        for (from, to) in rows {
            if let Some(last) = covered
                && last.tomorrow().is_ok_and(|next| next < from)
            {
                let message = format!("nothing holds between {last} and {from}: give the amount of those days");
                self.error(record, &last.to_string(), field, message);
            }
            covered = covered.max(Some(to.unwrap_or(Date::MAX)));
        }
    }

    /// Rows that have all ended before the day of the catalogue. Where the record says that they are no longer believed,
    /// people are told and the watch lists it.
    fn ended(
        &mut self,
        record: &Record<'_>,
        field: &str,
        service: &Service,
        of: Matter,
        ends: impl Iterator<Item = Option<Date>>,
    ) {
        let as_of = self.draft.catalogue.as_of;
        let mut beliefs = beliefs(&self.draft.catalogue, service).into_iter();
        if beliefs.any(|one| one.has_ended(as_of) && one.belief.of.is_none_or(|own| own == of)) {
            return;
        }
        let last = ends.map(|end| end.unwrap_or(Date::MAX)).max();
        if let Some(last) = last.filter(|last| *last < as_of) {
            let message = format!("nothing holds since {last}: find what holds now, or say in \"ask\" whom to ask");
            self.warning(record, &last.to_string(), field, message);
        }
    }

    /// Money that comes by itself comes to those who live in the country: who reads it elsewhere waits in vain.
    fn residence(&mut self, record: &Record<'_>, service: &Service) {
        let automatic = service.channels.iter().any(|channel| channel.kind == ChannelKind::Automatic);
        let said = |one: &Criterion| {
            let text = one.text.ro.to_lowercase();
            RESIDENCE.iter().any(|words| text.contains(words))
        };
        if automatic && service.benefit.is_some() && !service.eligibility.iter().any(said) {
            let message = "it is paid by itself, and no criterion says where those live to whom it is paid: add one";
            self.error(record, "automatic", "eligibility", message);
        }
    }

    /// Of two fees that one person may be asked for alike, one free and one not: who pays nothing is an exemption. Written
    /// as a fee it would be the least of a total for everybody. What others sent and nobody is shown yet may wait.
    fn free_for_some(&mut self, record: &Record<'_>, service: &Service) {
        let fees = &service.fees;
        let alike = |one: &FeeOption, other: &FeeOption| {
            let one_kind = one.term == other.term && one.channel == other.channel;
            let ended =
                |first: &FeeOption, then: &FeeOption| first.to.zip(then.from).is_some_and(|(to, from)| to < from);
            one_kind
                && (&one.currency, &one.per, &one.offices) == (&other.currency, &other.per, &other.offices)
                && !ended(one, other)
                && !ended(other, one)
        };
        let free = fees.iter().filter(|fee| fee.amount == Some(Amount(0)) && fee.amount_to.is_none());
        for free in free {
            let paid = fees.iter().filter(|fee| fee.amount.is_some_and(|amount| amount > Amount(0)));
            let both = |paid: &&FeeOption| {
                let parts: Vec<Condition> = free.when.iter().chain(&paid.when).cloned().collect();
                parts.is_empty() || !reachable::never_holds(&self.facts, &Condition::All(parts))
            };
            let beside = paid.filter(|paid| alike(free, paid)).find(both);
            if let Some(beside) = beside.and_then(|paid| paid.amount) {
                let message = format!(
                    "one is free and one costs {beside}, and the answers do not tell whose: who pays nothing is an \
                     exemption, or \"when\" tells them apart"
                );
                if service.confidence == Confidence::Assumed {
                    self.warning(record, &beside.to_string(), "fee", message);
                } else {
                    self.error(record, &beside.to_string(), "fee", message);
                }
            }
        }
    }

    /// A day that was published for one season, or that is over.
    pub(super) fn season(&mut self, record: &Record<'_>, deadline: &Deadline, field: &str) {
        let Some(fixed) = deadline.fixed else { return };
        match (fixed, &deadline.season) {
            (FixedDay::Once(day), None) if day < self.draft.catalogue.as_of => {
                let message = format!("{day} is over: say in \"season\" for which one it was published, or remove it");
                self.warning(record, &day.to_string(), format!("{field}.season"), message);
            }
            (FixedDay::EveryYear(_) | FixedDay::EveryMonth(_), Some(season)) => {
                let message = format!("a day of {season} is no day of every year: write it with its year");
                self.error(record, &fixed.to_string(), format!("{field}.fixed"), message);
            }
            _ => {}
        }
    }
}
