//! What was done in a month: counted from the entries that count, and from nothing else. Who reads the sums decides what of
//! them is shown ([`super::small_cells`]).

use super::case::RequestState;
use super::identifier::ServiceCode;
use super::record::{Action, EntryFacts, Reason};
use super::work::{AgeBand, Autonomy, Place, Topic};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> Date {
        self.0
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        self.moved(-1.month())
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        self.moved(1.month())
    }

    fn moved(self, by: Span) -> Self {
        Self(self.0.saturating_add(by))
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        Self::of(day) == self
    }
}

/// `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// It is no month as they are written: `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no month as YYYY-MM")]
pub struct NoMonth;

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) =
            text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2)).ok_or(NoMonth)?;
        let (year, month) = (year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?);
        Date::new(year, month, 1).map(Self).map_err(|_| NoMonth)
    }
}

/// How a request stood when the month had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Made ready here, sent to nobody.
    Prepared,
    /// With the provider.
    Underway,
    /// Its result exists or was handed over.
    Result,
    /// Ended without a result: withdrawn, refused, referred, informed only.
    Without,
}

impl Outcome {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Prepared, Self::Underway, Self::Result, Self::Without];

    /// The one of a state.
    #[must_use]
    pub const fn of(state: RequestState) -> Self {
        match state {
            RequestState::Prepared => Self::Prepared,
            RequestState::Submitted | RequestState::Paid | RequestState::Waiting => Self::Underway,
            RequestState::Issued | RequestState::HandedOver => Self::Result,
            RequestState::InformedOnly | RequestState::Referred | RequestState::Withdrawn | RequestState::Refused => {
                Self::Without
            }
        }
    }
}

/// What help was about that was information only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An event, by its code.
    Event(String),
    /// A topic.
    Topic(Topic),
    /// It was not told.
    Untold,
}

/// How many records, and of how many people they tell. All that is recorded of one case tells of one person; of what belongs
/// to no case each record tells of somebody else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many records.
    pub times: u64,
    cases: BTreeSet<Uuid>,
    apart: u64,
}

/// Records that each tell of somebody else.
impl From<u64> for Tally {
    fn from(times: u64) -> Self {
        Self { times, cases: BTreeSet::new(), apart: times }
    }
}

impl Tally {
    /// Of how many people they tell.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.cases.len() as u64 + self.apart
    }

    /// These and others: who is in both is one person.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.times += other.times;
        self.apart += other.apart;
        self.cases.extend(&other.cases);
        self
    }

    fn add(&mut self, case: Option<Uuid>) {
        self.times += 1;
        match case {
            Some(case) => drop(self.cases.insert(case)),
            None => self.apart += 1,
        }
    }
}

/// How many, and for how many minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// How many pieces of work.
    pub times: Tally,
    /// Their minutes.
    pub minutes: u64,
}

/// Group sessions of a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// How many were held.
    pub held: u64,
    /// For how many minutes.
    pub minutes: u64,
    /// How many people were there, by age.
    pub people: BTreeMap<AgeBand, u64>,
}

/// What was done in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// Requests that something was done about in it, each once, by service and by how it stood last.
    pub requests: BTreeMap<ServiceCode, BTreeMap<Outcome, Tally>>,
    /// Help that was information only.
    pub informed: BTreeMap<Subject, Tally>,
    /// What could not be finished here, by service and reason; no service where it was a step without one.
    pub unfinished: BTreeMap<(Option<ServiceCode>, Reason), Tally>,
    /// Journeys saved, and by how many cases.
    pub journeys: Journeys,
    /// How many minutes people waited whose number was called, the shortest first.
    pub waits: Vec<u16>,
    /// How satisfied visitors were.
    pub satisfaction: Vec<u8>,
    /// How much they trust.
    pub trust: Vec<u8>,
    /// Group sessions.
    pub sessions: BTreeMap<Option<Topic>, Sessions>,
    /// Time told, by place; none where it was not told.
    pub time: BTreeMap<Option<Place>, Spent>,
    /// How much people did alone.
    pub autonomy: BTreeMap<Autonomy, Tally>,
}

/// Journeys to an office that nobody had to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journeys {
    /// How many, there and back being one.
    pub saved: u64,
    /// In how many cases.
    pub cases: u64,
}

/// An entry that counts, with its day.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// The day, where the centre is.
    pub day: Date,
    /// Its open part.
    pub facts: &'a EntryFacts,
}

impl Dated<'_> {
    /// The day for which it counts: what was held on another day counts there.
    #[must_use]
    pub fn counts_on(&self) -> Date {
        self.facts.held.unwrap_or(self.day)
    }
}

/// Counts a month from entries that count, in the order in which they were recorded. `office` gives to whose office
/// somebody would go for a service: what is done there on one day is one journey.
///
/// A journey is saved when a request is submitted from here, or a result handed over here, rather than at the office of its
/// provider. All that is submitted of a case to one office on one day is one journey, and all that is handed over too.
#[must_use]
pub fn count_month<'a>(
    month: Month,
    entries: impl IntoIterator<Item = Dated<'a>>,
    office: impl Fn(&ServiceCode) -> String,
) -> MonthCount {
    let mut count = MonthCount {
        month,
        requests: BTreeMap::new(),
        informed: BTreeMap::new(),
        unfinished: BTreeMap::new(),
        journeys: Journeys::default(),
        waits: Vec::new(),
        satisfaction: Vec::new(),
        trust: Vec::new(),
        sessions: BTreeMap::new(),
        time: BTreeMap::new(),
        autonomy: BTreeMap::new(),
    };
    let mut requests: BTreeMap<Uuid, (ServiceCode, Outcome, Option<Uuid>)> = BTreeMap::new();
    let mut journeys: BTreeSet<(Option<Uuid>, String, Date, bool)> = BTreeSet::new();
    for entry in entries.into_iter().filter(|entry| month.has(entry.counts_on())) {
        let Dated { facts, day } = entry;
        // What a provider says is not yet what was done.
        let is_done = facts.action != Action::ProviderHeard;
        if let (true, Some(request), Some(service), Some(state)) = (is_done, facts.request, &facts.service, facts.state)
        {
            requests.insert(request, (service.clone(), Outcome::of(state), facts.case));
        }
        count.satisfaction.extend(facts.satisfaction);
        count.trust.extend(facts.trust);
        match facts.action {
            Action::Informed if facts.request.is_none() => {
                let event = facts.event.clone().map(Subject::Event);
                let subject = facts.topic.map(Subject::Topic).or(event).unwrap_or(Subject::Untold);
                count.informed.entry(subject).or_default().add(facts.case);
                count.spend(facts);
            }
            Action::WorkTold => count.spend(facts),
            Action::NotFinishedHere => {
                let why = facts.reason.unwrap_or(Reason::ProviderOther);
                count.unfinished.entry((facts.service.clone(), why)).or_default().add(facts.case);
            }
            Action::NumberCalled => count.waits.extend(facts.minutes),
            Action::GroupHeld => {
                let sessions = count.sessions.entry(facts.topic).or_default();
                sessions.held += 1;
                sessions.minutes += u64::from(facts.minutes.unwrap_or_default());
                for (band, number) in &facts.people {
                    *sessions.people.entry(*band).or_default() += u64::from(*number);
                }
            }
            Action::RequestSubmitted | Action::ResultHandedOver => {
                let handed_over = facts.action == Action::ResultHandedOver;
                let office = facts.service.as_ref().map(&office).unwrap_or_default();
                journeys.insert((facts.case, office, day, handed_over));
            }
            _ => {}
        }
    }
    for (service, outcome, case) in requests.into_values() {
        count.requests.entry(service).or_default().entry(outcome).or_default().add(case);
    }
    let cases: BTreeSet<Option<Uuid>> = journeys.iter().map(|(case, ..)| *case).collect();
    count.journeys = Journeys { saved: journeys.len() as u64, cases: cases.len() as u64 };
    count.waits.sort_unstable();
    count
}

impl MonthCount {
    /// Time that an entry tells.
    fn spend(&mut self, facts: &EntryFacts) {
        if let Some(minutes) = facts.minutes {
            let spent = self.time.entry(facts.place).or_default();
            spent.times.add(facts.case);
            spent.minutes += u64::from(minutes);
        }
        if let Some(autonomy) = facts.autonomy {
            self.autonomy.entry(autonomy).or_default().add(facts.case);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Circumstances, Mode};
    use super::*;
    use crate::domain::text::Language;
    use jiff::civil::date;
    use proptest::prelude::*;

    const NOVEMBER: Month = Month(date(2026, 11, 1));

    fn facts(action: Action) -> EntryFacts {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        EntryFacts::new(action, &circumstances)
    }

    fn of_request(action: Action, case: u128, request: u128, service: &str, state: RequestState) -> EntryFacts {
        EntryFacts {
            case: Some(Uuid::from_u128(case)),
            request: Some(Uuid::from_u128(request)),
            service: Some(ServiceCode::parse(service).unwrap()),
            state: Some(state),
            ..facts(action)
        }
    }

    fn counted(entries: &[(Date, EntryFacts)]) -> MonthCount {
        let dated = entries.iter().map(|(day, facts)| Dated { day: *day, facts });
        count_month(NOVEMBER, dated, |service| service.as_str()[..3].to_owned())
    }

    #[test]
    fn a_month_is_written_and_read_as_a_year_and_a_number() {
        assert_eq!(NOVEMBER.to_string(), "2026-11");
        assert_eq!("2026-11".parse(), Ok(NOVEMBER));
        assert_eq!(
            (NOVEMBER.before().to_string(), NOVEMBER.after().after().to_string()),
            ("2026-10".into(), "2027-01".into())
        );
        for wrong in ["2026-13", "2026-1", "26-11", "november", "2026-11-02", ""] {
            assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
        }
    }

    #[test]
    fn a_request_counts_once_with_how_it_stood_last_and_what_is_prepared_was_not_submitted() {
        use Action::{RequestPrepared, RequestSubmitted, ResultIssued};
        let day = |day| date(2026, 11, day);
        let count = counted(&[
            (date(2026, 10, 31), of_request(RequestSubmitted, 1, 9, "002000206", RequestState::Submitted)),
            (day(1), of_request(RequestPrepared, 1, 1, "002000206", RequestState::Prepared)),
            (day(2), of_request(RequestSubmitted, 1, 1, "002000206", RequestState::Submitted)),
            (day(9), of_request(ResultIssued, 1, 1, "002000206", RequestState::Issued)),
            (day(9), of_request(RequestPrepared, 1, 2, "002000206", RequestState::Prepared)),
        ]);
        let of = &count.requests[&ServiceCode::parse("002000206").unwrap()];
        let times: Vec<(Outcome, u64)> = of.iter().map(|(outcome, tally)| (*outcome, tally.times)).collect();
        assert_eq!(times, [(Outcome::Prepared, 1), (Outcome::Result, 1)]);
    }

    #[test]
    fn what_is_submitted_of_a_case_to_one_office_on_one_day_is_one_journey() {
        use Action::{RequestSubmitted, ResultHandedOver};
        let day = |day| date(2026, 11, day);
        let submitted =
            |case, request, service| of_request(RequestSubmitted, case, request, service, RequestState::Submitted);
        let mut entries = vec![
            (day(2), submitted(1, 1, "X-AONE")),
            (day(2), submitted(1, 2, "X-ATWO")),
            (day(2), submitted(1, 3, "X-BONE")),
            (day(2), submitted(2, 4, "X-AONE")),
        ];
        assert_eq!(counted(&entries).journeys, Journeys { saved: 3, cases: 2 });
        entries.push((day(2), of_request(ResultHandedOver, 1, 1, "X-AONE", RequestState::HandedOver)));
        entries.push((day(5), submitted(1, 5, "X-AONE")));
        assert_eq!(counted(&entries).journeys, Journeys { saved: 5, cases: 2 });
    }

    #[test]
    fn a_session_counts_in_the_month_in_which_it_was_held() {
        let session = |held| EntryFacts {
            topic: Some(Topic::Safety),
            minutes: Some(90),
            people: [(AgeBand::Older, 8), (AgeBand::Adult, 3)].into(),
            held,
            ..facts(Action::GroupHeld)
        };
        let count = counted(&[
            (date(2026, 12, 1), session(Some(date(2026, 11, 30)))),
            (date(2026, 11, 2), session(Some(date(2026, 10, 30)))),
            (date(2026, 11, 3), session(None)),
        ]);
        let sessions = &count.sessions[&Some(Topic::Safety)];
        assert_eq!((sessions.held, sessions.minutes, sessions.people[&AgeBand::Older]), (2, 180, 16));
    }

    #[test]
    fn help_that_was_information_only_counts_by_what_it_was_about_with_its_minutes() {
        let about = |event: Option<&str>, topic| EntryFacts {
            event: event.map(str::to_owned),
            topic,
            minutes: Some(10),
            place: Some(Place::Phone),
            autonomy: Some(Autonomy::Alone),
            ..facts(Action::Informed)
        };
        let day = date(2026, 11, 5);
        let count = counted(&[
            (day, about(Some("C1"), None)),
            (day, about(None, Some(Topic::Email))),
            (day, about(None, None)),
            (day, about(Some("C1"), None)),
        ]);
        let expected = [(Subject::Event("C1".to_owned()), 2), (Subject::Topic(Topic::Email), 1), (Subject::Untold, 1)];
        assert_eq!(count.informed, expected.map(|(subject, times)| (subject, times.into())).into());
        assert_eq!(count.time, [(Some(Place::Phone), Spent { times: 4.into(), minutes: 40 })].into());
        assert_eq!(count.autonomy, [(Autonomy::Alone, 4.into())].into());
    }

    #[test]
    fn what_a_provider_says_is_not_counted_as_done() {
        let count = counted(&[
            (date(2026, 11, 3), of_request(Action::RequestSubmitted, 1, 2, "002000206", RequestState::Submitted)),
            (date(2026, 11, 5), of_request(Action::ProviderHeard, 1, 2, "002000206", RequestState::Refused)),
        ]);
        let outcomes: Vec<Outcome> = count.requests.values().flat_map(BTreeMap::keys).copied().collect();
        assert_eq!(outcomes, [Outcome::Underway]);
    }

    #[test]
    fn what_is_recorded_of_one_case_tells_of_one_person_however_much_it_is() {
        let day = date(2026, 11, 5);
        let told = |action, case| EntryFacts {
            case: Some(Uuid::from_u128(case)),
            minutes: Some(10),
            autonomy: Some(Autonomy::Alone),
            reason: Some(Reason::OtherOffice),
            ..facts(action)
        };
        let mut entries: Vec<(Date, EntryFacts)> = (1..=6)
            .map(|request| (day, of_request(Action::RequestPrepared, 1, request, "002000206", RequestState::Prepared)))
            .collect();
        for action in [Action::WorkTold, Action::NotFinishedHere, Action::Informed] {
            entries.extend([(day, told(action, 1)), (day, told(action, 1)), (day, told(action, 2))]);
        }
        let count = counted(&entries);
        let people = |tallies: &[&Tally]| tallies.iter().map(|tally| (tally.times, tally.people())).collect::<Vec<_>>();
        let requests: Vec<&Tally> = count.requests.values().flat_map(BTreeMap::values).collect();
        assert_eq!(people(&requests), [(6, 1)]);
        assert_eq!(people(&count.informed.values().collect::<Vec<_>>()), [(3, 2)]);
        assert_eq!(people(&count.unfinished.values().collect::<Vec<_>>()), [(3, 2)]);
        assert_eq!(people(&[&count.time[&None].times, &count.autonomy[&Autonomy::Alone]]), [(6, 2), (6, 2)]);
        let all = requests[0].clone().and(&count.autonomy[&Autonomy::Alone]).and(&Tally::from(3));
        assert_eq!((all.times, all.people()), (15, 5), "who is in both is one person");
    }

    proptest! {
        /// However requests move, each counts once in a month in which something was done about it, and no journey is saved
        /// without a case.
        #[test]
        fn every_request_counts_once(
            moves in proptest::collection::vec((0_u128..4, 0_u128..6, 0_usize..10, 1_i8..29, 10_i8..13), 0..40)
        ) {
            let entries: Vec<(Date, EntryFacts)> = moves.iter().map(|(case, request, state, day, month)| {
                let state = RequestState::ALL[*state];
                let action = if state == RequestState::Submitted { Action::RequestSubmitted } else { Action::RequestPaid };
                (date(2026, *month, *day), of_request(action, *case, *request, "002000206", state))
            }).collect();
            let count = counted(&entries);
            let touched: BTreeSet<u128> = moves.iter().filter(|one| one.4 == 11).map(|one| one.1).collect();
            let total: u64 = count.requests.values().flat_map(BTreeMap::values).map(|tally| tally.times).sum();
            prop_assert_eq!(total, touched.len() as u64);
            prop_assert!(count.journeys.cases <= count.journeys.saved);
        }
    }
}
