//! What there is to do today: a pure function of the cases, the day, what changed in the catalogue and what the hub set
//! aside. Each thing is named with why it is due; a request that is not due has a [`Standing`] that says why not, so that
//! nothing is lost between the two.

use super::{Case, Request, RequestState, by_urgency};
use crate::domain::action::Action;
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many days before a consent ends it is asked for again: time enough for somebody who comes once a week.
pub const CONSENT_DAYS: i32 = 14;

/// Where a request stands, and with it whether something is to be done about it today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has ended.
    Finished,
    /// The provider should have answered by this day.
    Overdue(Date),
    /// The result is here since this day, as far as it is known, and the person has not got it.
    ToHandOver(Option<Date>),
    /// The provider has it, and its number is not written down.
    NumberMissing,
    /// It was made ready on this earlier day and nobody has sent it.
    NotSent(Date),
    /// Not due: it was made ready today.
    PreparedToday,
    /// Not due: the provider has until this day.
    Awaited(Date),
    /// Not due: the provider works on it, and by when is not known.
    AwaitedSometime,
}

impl Standing {
    /// Why it is to be looked at today, and since or by which day; `None` when it is not.
    #[must_use]
    pub const fn due(self) -> Option<(Why, Option<Date>)> {
        match self {
            Self::Overdue(day) => Some((Why::Overdue, Some(day))),
            Self::ToHandOver(day) => Some((Why::ToHandOver, day)),
            Self::NumberMissing => Some((Why::NumberMissing, None)),
            Self::NotSent(day) => Some((Why::NotSent, Some(day))),
            Self::Finished | Self::PreparedToday | Self::Awaited(_) | Self::AwaitedSometime => None,
        }
    }
}

/// Where a request of a case stands on a day.
#[must_use]
pub fn standing(case: &Case, request: &Request, today: Date) -> Standing {
    match request.state {
        RequestState::Prepared => {
            // Of a case of an older program nothing says when; not before it was opened.
            let since = case.recorded(request.id, Action::RequestPrepared).unwrap_or(case.opened);
            if since < today { Standing::NotSent(since) } else { Standing::PreparedToday }
        }
        RequestState::Submitted | RequestState::Paid | RequestState::Waiting => match request.expected {
            Some(day) if request.is_late(today) => Standing::Overdue(day),
            _ if request.number.is_none() => Standing::NumberMissing,
            Some(day) => Standing::Awaited(day),
            None => Standing::AwaitedSometime,
        },
        RequestState::Issued => Standing::ToHandOver(case.recorded(request.id, Action::ResultIssued)),
        RequestState::HandedOver
        | RequestState::InformedOnly
        | RequestState::Referred
        | RequestState::Withdrawn
        | RequestState::Refused => Standing::Finished,
    }
}

/// Why something is due, the most urgent first: this is the order of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// An answer is late.
    Overdue,
    /// A result waits for its person.
    ToHandOver,
    /// A provider says something of a request that is not recorded.
    ProviderSays,
    /// A provider's number is missing.
    NumberMissing,
    /// The person said before today that it is paid, and nobody has confirmed it.
    Unconfirmed,
    /// A request was made ready and never sent.
    NotSent,
    /// A consent ends soon or has ended, and something is still to be done under it.
    ConsentEnds,
    /// What the case rests on changed in the catalogue since the person was last told.
    Changed,
    /// The person is expected today or tomorrow.
    Expected,
    /// The person was expected, and nothing was recorded since.
    Missed,
    /// Two desks recorded what does not go together.
    Disputed,
    /// The hub set entries aside.
    SetAside,
}

impl Why {
    /// Every reason, in the order of the desk.
    pub const ALL: [Self; 12] = [
        Self::Overdue,
        Self::ToHandOver,
        Self::ProviderSays,
        Self::NumberMissing,
        Self::Unconfirmed,
        Self::NotSent,
        Self::ConsentEnds,
        Self::Changed,
        Self::Expected,
        Self::Missed,
        Self::Disputed,
        Self::SetAside,
    ];
}

/// Why the hub, or this terminal, set entries aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The hub has another history under the name of this terminal.
    Fork,
    /// What was recorded has not the form that it must have, or not the bytes that were signed.
    Malformed,
    /// The hub does not know this terminal, or not at this centre.
    Terminal,
    /// The hub, or what stands before it, does not take it now; it is offered again at the next start.
    Refused,
    /// The row on this disk is damaged.
    Damaged,
    /// For a reason that only a newer hub knows.
    Other,
}

/// Entries that were set aside for one reason, of one case or of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The case.
    pub case: Option<Uuid>,
    /// Why.
    pub refusal: Refusal,
    /// How many entries.
    pub entries: usize,
}

/// One line of the day: a case, or what belongs to none, with one reason to look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Why.
    pub why: Why,
    /// The case; none of entries that belong to none.
    pub case: Option<Uuid>,
    /// The requests of the case that are due for this reason, in the order of the case.
    pub requests: Vec<Uuid>,
    /// Since when, or by when: the earliest day of its requests, the end of the consent, the day of the appointment.
    pub day: Option<Date>,
    /// The hour of an appointment.
    pub hour: Option<Time>,
    /// What was set aside.
    pub refused: Option<Refused>,
}

impl Due {
    fn of(why: Why, case: &Case, day: Option<Date>) -> Self {
        Self { why, case: Some(case.id), requests: Vec::new(), day, hour: None, refused: None }
    }
}

/// The day of a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// What is due, the most urgent first: by reason, and within one the longest due first.
    pub due: Vec<Due>,
    /// The open cases of which nothing is due, in the order of [`by_urgency`].
    pub others: Vec<Uuid>,
}

impl Today {
    /// How many lines are due for each reason that has one, in the order of the desk.
    #[must_use]
    pub fn counts(&self) -> Vec<(Why, usize)> {
        let count = |why: &Why| self.due.iter().filter(|due| due.why == *why).count();
        Why::ALL.into_iter().map(|why| (why, count(&why))).filter(|(_, count)| *count > 0).collect()
    }
}

impl Case {
    /// The last day on which an action on a request was recorded and still holds.
    pub(super) fn recorded(&self, request: Uuid, action: Action) -> Option<Date> {
        let lines = self.history.iter().rev();
        let mut of_it = lines.filter(|line| line.request == Some(request) && line.action == action && line.holds());
        of_it.next().map(|line| line.day)
    }

    /// Whether nothing was recorded since the day on which the person was expected.
    fn was_missed(&self, day: Date, today: Date) -> bool {
        let came =
            |action| !matches!(action, Action::AppointmentMade | Action::AppointmentCancelled | Action::ProviderHeard);
        day < today && !self.history.iter().any(|line| line.day >= day && came(line.action))
    }

    /// What of it is due, a line for each reason.
    fn due(&self, is_changed: bool, today: Date) -> Vec<Due> {
        let mut lines: BTreeMap<Why, Due> = BTreeMap::new();
        for request in &self.requests {
            let Some((why, day)) = standing(self, request, today).due() else { continue };
            let line = lines.entry(why).or_insert_with(|| Due::of(why, self, day));
            line.requests.push(request.id);
            line.day = line.day.into_iter().chain(day).min();
        }
        if self.closed.is_none() {
            for request in self.requests.iter().filter(|request| self.has_news_of(request)) {
                let day = self.word_about(request.id).map(|word| word.on);
                let line = lines.entry(Why::ProviderSays).or_insert_with(|| Due::of(Why::ProviderSays, self, day));
                line.requests.push(request.id);
                line.day = line.day.into_iter().chain(day).min();
            }
            for request in &self.requests {
                let Some(day) = request.unconfirmed_since().filter(|day| *day < today) else { continue };
                let line = lines.entry(Why::Unconfirmed).or_insert_with(|| Due::of(Why::Unconfirmed, self, Some(day)));
                line.requests.push(request.id);
                line.day = line.day.into_iter().chain([day]).min();
            }
        }
        let mut found: Vec<Due> = lines.into_values().collect();
        if self.closed.is_some() {
            return found;
        }
        let soon = today.saturating_add(CONSENT_DAYS.days());
        // What is only handed over needs no consent of that day, see [`Case::allows_hand_over`].
        let needing = self.requests.iter().filter(|request| request.state != RequestState::Issued);
        let ends = needing.filter_map(|request| self.covered_until(request)).filter(|day| *day <= soon);
        if let Some(first) = ends.min() {
            found.push(Due::of(Why::ConsentEnds, self, Some(first)));
        }
        if is_changed {
            found.push(Due::of(Why::Changed, self, None));
        }
        if let Some(appointment) = &self.appointment {
            let tomorrow = today.saturating_add(1.day());
            let why = if (today..=tomorrow).contains(&appointment.day) {
                Some(Why::Expected)
            } else {
                self.was_missed(appointment.day, today).then_some(Why::Missed)
            };
            let hour = Some(appointment.hour);
            found.extend(why.map(|why| Due { hour, ..Due::of(why, self, Some(appointment.day)) }));
        }
        if self.conflicts().next().is_some() {
            found.push(Due::of(Why::Disputed, self, None));
        }
        found
    }
}

/// What there is to do on a day. `changed` are the cases under which the catalogue changed, `refused` what was set aside.
#[must_use]
pub fn today(cases: &[Case], changed: &BTreeSet<Uuid>, refused: &[Refused], today: Date) -> Today {
    let opened: BTreeMap<Uuid, Date> = cases.iter().map(|case| (case.id, case.opened)).collect();
    let mut due: Vec<Due> = cases.iter().flat_map(|case| case.due(changed.contains(&case.id), today)).collect();
    due.extend(refused.iter().map(|refused| Due {
        why: Why::SetAside,
        // A case that was erased meanwhile cannot be opened; its entries are told of all the same.
        case: refused.case.filter(|case| opened.contains_key(case)),
        requests: Vec::new(),
        day: None,
        hour: None,
        refused: Some(*refused),
    }));
    // What has no day of its own is as old as its case.
    let since = |due: &Due| due.case.and_then(|case| opened.get(&case)).copied();
    due.sort_by_cached_key(|due| {
        (due.why, due.day.or_else(|| since(due)), due.hour, since(due), due.case, due.refused)
    });
    let with_due: BTreeSet<Uuid> = due.iter().filter_map(|due| due.case).collect();
    let others = by_urgency(cases).into_iter().map(|case| case.id).filter(|case| !with_due.contains(case)).collect();
    Today { due, others }
}

#[cfg(test)]
mod tests;
