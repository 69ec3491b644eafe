//! Until when what the catalogue says of a service is believed: by its own record and by its laws.

use super::belief::{Belief, Matter, last_day_of};
use super::catalogue::Catalogue;
use super::fixed_day::FixedDay;
use super::service::{Law, Service};
use jiff::civil::Date;

/// What is believed of a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Believed<'a> {
    /// The law that says so; `None` where the service does itself.
    pub law: Option<&'a Law>,
    /// The rule.
    pub belief: &'a Belief,
    /// The last day on which it is believed; `None` when the date of the figures is not known, and no day can be counted.
    pub until: Option<Date>,
}

impl Believed<'_> {
    /// Whether that day has passed.
    #[must_use]
    pub fn has_ended(&self, on: Date) -> bool {
        self.until.is_some_and(|until| until < on)
    }
}

/// What is believed of a service: what its record says, then what its laws say.
#[must_use]
pub fn beliefs<'a>(catalogue: &'a Catalogue, service: &'a Service) -> Vec<Believed<'a>> {
    let own = service.believed.iter().map(|belief| (None, belief));
    let mut laws: Vec<&Law> = Vec::new();
    for law in service.law.iter().filter_map(|id| catalogue.laws.get(id)) {
        // Who cites an article cites its law.
        let whole = law.part_of.as_ref().and_then(|id| catalogue.laws.get(id));
        for law in [Some(law), whole].into_iter().flatten() {
            if !laws.iter().any(|known| known.id == law.id) {
                laws.push(law);
            }
        }
    }
    let laws = laws.into_iter().flat_map(|law| law.believed.iter().map(move |belief| (Some(law), belief)));
    let until = |belief: &Belief| match belief.until {
        FixedDay::Once(day) => Some(day),
        yearly => yearly.next(confirmed(service, belief.of)?),
    };
    own.chain(laws).map(|(law, belief)| Believed { law, belief, until: until(belief) }).collect()
}

/// Of which day the figures are: that of the record, or a later one on which the newest of them began.
#[must_use]
pub fn confirmed(service: &Service, of: Option<Matter>) -> Option<Date> {
    let written = service.figures_as_of.as_deref().and_then(last_day_of);
    let amounts = service.benefit.iter().flat_map(|benefit| &benefit.amounts).map(|amount| amount.from);
    let fees = service.fees.iter().filter(|fee| fee.is_known()).filter_map(|fee| fee.from);
    let newest = match of {
        Some(Matter::Benefit) => amounts.max(),
        Some(Matter::Fee) => fees.max(),
        Some(Matter::Deadline | Matter::Entitlement) => None,
        None => amounts.chain(fees).max(),
    };
    written.max(newest)
}
