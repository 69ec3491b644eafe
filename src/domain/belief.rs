//! Until when figures and rules are believed, and what would make them wrong: an indexation, a yearly decision, the end of
//! a season or a programme. Past that day they are not false by themselves; but nobody has confirmed them since, and it is
//! said so.

use super::catalogue::Catalogue;
use super::fact::date_of;
use super::fixed_day::FixedDay;
use super::service::{Law, Service};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What would make a figure or a rule wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Amounts follow prices once a year, pensions and what hangs on them on 1 April.
    Indexation,
    /// The Government decides anew, mostly in December for the year that comes.
    Government,
    /// Parliament votes anew: the laws of the yearly funds, a law that is being replaced.
    Parliament,
    /// The council of each locality decides for itself, mostly with the budget of the year.
    Council,
    /// A season ends, and the next one has rules of its own.
    Season,
    /// A programme ends: its time, its money, its stock.
    Programme,
}

impl Cause {
    /// Its name in the records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indexation => "indexation",
            Self::Government => "government",
            Self::Parliament => "parliament",
            Self::Council => "council",
            Self::Season => "season",
            Self::Programme => "programme",
        }
    }
}

/// What of a record is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// What is paid by the person.
    Fee,
    /// What is paid out.
    Benefit,
    /// By when.
    Deadline,
    /// Who is entitled.
    Entitlement,
}

impl Matter {
    /// Its name in the records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Benefit => "benefit",
            Self::Deadline => "deadline",
            Self::Entitlement => "entitlement",
        }
    }
}

/// Until when something is believed, and why no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Belief {
    /// The last day: `03-31` for the next one after the figures were confirmed or began, `2027-03-01` for one day.
    pub until: FixedDay,
    /// What would make it wrong after that.
    pub cause: Cause,
    /// What of the record; all of it unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Matter>,
}

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
    let laws = service.law.iter().filter_map(|id| catalogue.laws.get(id));
    let laws = laws.flat_map(|law| law.believed.iter().map(move |belief| (Some(law), belief)));
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

/// The last day that `2026`, `2026-11` or `2026-11-21` can mean.
#[must_use]
pub fn last_day_of(written: &str) -> Option<Date> {
    match written.len() {
        4 => date_of(&format!("{written}-12-31")),
        7 => Some(date_of(&format!("{written}-01"))?.last_of_month()),
        _ => date_of(written),
    }
}
