//! The law watch: what is due for a look on a day, because something has made it wrong or may have, the greatest harm
//! first. Harm is people × money × what cannot be made good, and each factor says from which records it comes.

use super::check::service::is_old;
use super::read::Draft;
use crate::domain::belief::{Cause, Matter};
use crate::domain::believed::{Believed, beliefs, confirmed};
use crate::domain::deadline::{Deadline, DeadlineKind, Late};
use crate::domain::fixed_day::FixedDay;
use crate::domain::guide::guide;
use crate::domain::identifier::ServiceCode;
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{Confidence, DatedAmount, Law, Service};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why something is due for a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A belief ended; of figures of this day, where it is known.
    Believed(Cause, Option<Date>),
    /// The last amount that is known ends, and none follows it.
    LastAmount,
    /// A day was published for a season that is over.
    Season(String),
    /// A day that comes once has passed.
    OneDay,
    /// A notice is shown no longer.
    Notice(String),
    /// The figures are older than a year.
    Old(String),
    /// The date of the figures is not known.
    Undated,
    /// The Government moves working days each year, and none is known to be moved in this one.
    WorkingDays,
}

/// How much harm it does when it is wrong, and from which records that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harm {
    /// In how many situations of the catalogue's scenarios it stands in the plan.
    pub situations: usize,
    /// In how many events.
    pub events: usize,
    /// The greatest amount in lei that rests on it.
    pub amount: Option<Amount>,
    /// Whether money is paid out.
    pub is_paid_out: bool,
    /// Whether who is late loses all or a part.
    pub is_lost: bool,
}

impl Harm {
    /// People: one, and one for each situation and event.
    #[must_use]
    pub const fn people(&self) -> u64 {
        1 + self.situations as u64 + self.events as u64
    }

    /// Money: 1 below a hundred lei or where nothing is known, 2 below a thousand or for money paid out of which no amount
    /// is known, 3 below ten thousand, 4 from there.
    #[must_use]
    pub const fn money(&self) -> u64 {
        match self.amount {
            Some(Amount(1_000_000..)) => 4,
            Some(Amount(100_000..)) => 3,
            Some(Amount(10_000..)) => 2,
            None if self.is_paid_out => 2,
            _ => 1,
        }
    }

    /// What cannot be made good: 3 where who comes late loses all or a part, 2 where money is not asked for that was due,
    /// 1 where one pays or comes once more.
    #[must_use]
    pub const fn loss(&self) -> u64 {
        match (self.is_lost, self.is_paid_out) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        }
    }

    /// The three factors together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.people() * self.money() * self.loss()
    }

    fn with(self, other: Self) -> Self {
        Self {
            situations: self.situations.max(other.situations),
            events: self.events.max(other.events),
            amount: self.amount.max(other.amount),
            is_paid_out: self.is_paid_out || other.is_paid_out,
            is_lost: self.is_lost || other.is_lost,
        }
    }
}

impl fmt::Display for Harm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = match self.amount {
            Some(amount) => format!("{amount} lei"),
            None if self.is_paid_out => "paid out, amount not known".to_owned(),
            None => "no amount".to_owned(),
        };
        let loss = match self.loss() {
            3 => "late is lost",
            2 => "paid out",
            _ => "paid or done again",
        };
        let (people, money, factor) = (self.people(), self.money(), self.loss());
        let (situations, events) = (self.situations, self.events);
        write!(
            formatter,
            "{} = people {people} ({situations} situations, {events} events) x money {money} ({amount}) x loss {factor} ({loss})",
            self.total()
        )
    }
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The first day on which it is due; `None` where it is due whatever the day.
    pub due: Option<Date>,
    /// `service`, `law`, `notice` or `calendar`.
    pub kind: &'static str,
    /// The record's id.
    pub id: String,
    /// Its Romanian name.
    pub name: String,
    /// What of it.
    pub of: Option<Matter>,
    /// Why.
    pub why: Why,
    /// The harm.
    pub harm: Harm,
}

impl fmt::Display for Look {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let due = self.due.map_or_else(|| "now".to_owned(), |due| due.to_string());
        let of = self.of.map(|of| format!(" {}", of.name())).unwrap_or_default();
        let why = match &self.why {
            Why::Believed(cause, Some(day)) => format!("{}, figures of {day}", cause.name()),
            Why::Believed(cause, None) => cause.name().to_owned(),
            Why::LastAmount => "the last known amount ends".to_owned(),
            Why::Season(season) => format!("a day of the season {season}"),
            Why::OneDay => "a day that comes once has passed".to_owned(),
            Why::Notice(id) => format!("the notice {id} ends"),
            Why::Old(written) => format!("figures of {written}, older than a year"),
            Why::Undated => "the date of the figures is not known".to_owned(),
            Why::WorkingDays => "working days moved by the Government are not known".to_owned(),
        };
        write!(formatter, "{due}\t{}\t{} {}{of}: {why}: {}", self.harm, self.kind, self.id, self.name)
    }
}

/// What is due for a look on a day or becomes due until another, the greatest harm first.
#[must_use]
pub fn watch(draft: &Draft, on: Date, until: Date) -> Vec<Look> {
    let catalogue = &draft.catalogue;
    let stands = Stands::of(draft);
    let mut looks = Vec::new();
    let guiding = catalogue.services.values().filter(|service| service.confidence != Confidence::Assumed);
    for service in guiding.clone() {
        of_service(draft, service, &stands, on, &mut looks);
    }
    for law in catalogue.laws.values() {
        let citing: Vec<&Service> = guiding.clone().filter(|service| service.law.contains(&law.id)).collect();
        of_law(draft, law, &citing, &stands, &mut looks);
    }
    for notice in catalogue.notices.values() {
        // One that had ended when the catalogue was last reviewed was seen then.
        let ends = notice.to.filter(|to| *to >= catalogue.as_of);
        let Some(due) = ends.and_then(|to| to.tomorrow().ok()) else { continue };
        let touched = notice.services.iter().filter_map(|code| catalogue.service(code));
        let harm = touched.map(|service| stands.harm(service, None)).reduce(Harm::with);
        let (id, name) = (notice.id.clone(), notice.text.ro.clone());
        let why = Why::Notice(notice.id.clone());
        looks.extend(harm.map(|harm| Look { due: Some(due), kind: "notice", id, name, of: None, why, harm }));
    }
    for year in on.year()..=until.year() {
        let known = catalogue.calendar.swaps.iter().any(|swap| swap.free.year() == year || swap.worked.year() == year);
        if !known {
            looks.push(Look {
                due: Some(date(year, 1, 1)),
                kind: "calendar",
                id: year.to_string(),
                name: "Zile lucrătoare mutate de Guvern".to_owned(),
                of: Some(Matter::Deadline),
                why: Why::WorkingDays,
                harm: Harm {
                    situations: draft.scenarios.len(),
                    events: catalogue.events.len(),
                    amount: None,
                    is_paid_out: false,
                    is_lost: false,
                },
            });
        }
    }
    looks.retain(|look| look.due.is_none_or(|due| due <= until));
    looks.sort_by_key(|look| (std::cmp::Reverse(look.harm.total()), look.due, look.id.clone(), look.of));
    looks
}

fn of_service(draft: &Draft, service: &Service, stands: &Stands<'_>, on: Date, looks: &mut Vec<Look>) {
    let look = |due: Option<Date>, of: Option<Matter>, why: Why| Look {
        due,
        kind: "service",
        id: service.code.to_string(),
        name: service.title.ro.clone(),
        of,
        why,
        harm: stands.harm(service, of),
    };
    let after = |day: Date| day.tomorrow().ok();
    let own = beliefs(&draft.catalogue, service);
    for Believed { belief, until, .. } in own.iter().filter(|believed| believed.law.is_none()) {
        let why = Why::Believed(belief.cause, confirmed(service, belief.of));
        looks.push(look(until.and_then(after), belief.of, why));
    }
    let amounts = || service.benefit.iter().flat_map(|benefit| &benefit.amounts);
    let last = amounts().filter_map(|amount| {
        let to = amount.to?;
        let follows = |other: &&DatedAmount| other.is_of_same_case(amount) && other.from > to;
        (!amounts().any(|other| follows(&other))).then_some((to, Matter::Benefit))
    });
    // Cells of the fee matrix are often cut anew when prices change: any that begins later takes the place of all.
    let fees = service.fees.iter().filter_map(|fee| {
        let to = fee.to?;
        let follows = service.fees.iter().any(|other| other.is_known() && other.from.is_some_and(|from| from > to));
        (!follows).then_some((to, Matter::Fee))
    });
    let ended: BTreeSet<(Date, Matter)> = last.chain(fees).collect();
    looks.extend(ended.into_iter().map(|(to, of)| look(after(to), Some(of), Why::LastAmount)));
    for deadline in &service.deadlines {
        if let Some(season) = &deadline.season {
            looks.push(look(season_over(season), Some(Matter::Deadline), Why::Season(season.clone())));
        } else if let Some(FixedDay::Once(day)) = deadline.fixed {
            looks.push(look(after(day), Some(Matter::Deadline), Why::OneDay));
        }
    }
    // Whose day has come is looked at for that; of the others their age tells, however long they are believed.
    let told = own.iter().any(|believed| believed.has_ended(on));
    match (&service.figures_as_of, confirmed(service, None)) {
        _ if told => {}
        (Some(written), Some(day)) if is_old(day, on) => {
            looks.push(look(day.checked_add(1.year()).ok().and_then(after), None, Why::Old(written.clone())));
        }
        (None, None) => looks.push(look(None, None, Why::Undated)),
        _ => {}
    }
}

fn of_law(draft: &Draft, law: &Law, citing: &[&Service], stands: &Stands<'_>, looks: &mut Vec<Look>) {
    for belief in &law.believed {
        // Each service counts from the day of its own figures; the law is due when the first of them is.
        let until = citing.iter().flat_map(|service| beliefs(&draft.catalogue, service)).filter_map(|believed| {
            let this = believed.law.is_some_and(|own| own.id == law.id) && believed.belief == belief;
            believed.until.filter(|_| this)
        });
        let harm = citing.iter().map(|service| stands.harm(service, belief.of)).reduce(Harm::with);
        looks.extend(harm.map(|harm| Look {
            due: until.min().and_then(|until| until.tomorrow().ok()),
            kind: "law",
            id: law.id.clone(),
            name: law.name.ro.clone(),
            of: belief.of,
            why: Why::Believed(belief.cause, None),
            harm,
        }));
    }
}

/// The first day after a season such as `2025–2026` or `2025`: a season of two years is over when the next begins.
fn season_over(season: &str) -> Option<Date> {
    let years: Vec<i16> =
        season.split(|letter: char| !letter.is_ascii_digit()).filter_map(|year| year.parse().ok()).collect();
    match years[..] {
        [year] => Some(date(year.checked_add(1)?, 1, 1)),
        [_, .., year] => Some(date(year, 9, 1)),
        [] => None,
    }
}

/// In which situations and events each service stands.
struct Stands<'a> {
    situations: BTreeMap<&'a ServiceCode, usize>,
    events: BTreeMap<&'a ServiceCode, usize>,
}

impl<'a> Stands<'a> {
    fn of(draft: &'a Draft) -> Self {
        let catalogue = &draft.catalogue;
        let mut situations: BTreeMap<&ServiceCode, usize> = BTreeMap::new();
        for (_, scenario) in &draft.scenarios {
            let Some(event) = guide(catalogue, &scenario.event) else { continue };
            let shown = event.steps.iter().filter(|step| scenario.steps.contains(&step.id));
            let used: BTreeSet<&ServiceCode> = shown.filter_map(|step| step.service.as_ref()).collect();
            let used = used.into_iter().filter_map(|code| catalogue.services.get_key_value(code));
            for (code, _) in used {
                *situations.entry(code).or_default() += 1;
            }
        }
        let mut events: BTreeMap<&ServiceCode, usize> = BTreeMap::new();
        for event in catalogue.events.values() {
            let used: BTreeSet<&ServiceCode> = catalogue.services_of(event).map(|service| &service.code).collect();
            for code in used {
                *events.entry(code).or_default() += 1;
            }
        }
        Self { situations, events }
    }

    fn harm(&self, service: &Service, of: Option<Matter>) -> Harm {
        let paid_out = service.benefit.iter().flat_map(|benefit| &benefit.amounts);
        let paid_out = paid_out.map(|amount| amount.amount_to.unwrap_or(amount.amount));
        let fees = service.fees.iter().filter(|fee| fee.currency == Currency::Mdl);
        let fees = fees.filter_map(|fee| fee.amount_to.or(fee.amount));
        let fees = fees.chain(service.state_duties.iter().filter_map(|duty| duty.amount));
        let is_paid_out = service.benefit.is_some() && of != Some(Matter::Fee);
        let amount = match of {
            Some(Matter::Fee) => fees.max(),
            Some(Matter::Benefit) => paid_out.max(),
            Some(Matter::Deadline | Matter::Entitlement) | None => paid_out.chain(fees).max(),
        };
        Harm {
            situations: self.situations.get(&service.code).copied().unwrap_or_default(),
            events: self.events.get(&service.code).copied().unwrap_or_default(),
            amount: amount.filter(|amount| amount.0 > 0),
            is_paid_out,
            is_lost: of != Some(Matter::Fee) && service.deadlines.iter().any(loses),
        }
    }
}

/// Whether who is late for it loses all or a part.
fn loses(deadline: &Deadline) -> bool {
    deadline.kind == DeadlineKind::Within && matches!(deadline.late(), Late::Closed | Late::Less)
}
