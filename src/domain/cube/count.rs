//! Which cells a case fills, or an entry that belongs to none.

use super::{Cell, DAYS, Kind, MINUTES, band_of};
use crate::domain::case::RequestState;
use crate::domain::identifier::ServiceCode;
use crate::domain::month::{Month, Outcome};
use crate::domain::record::{Action, EntryFacts, Mode, Reason};
use crate::domain::work::Topic;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An entry that counts.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Its day, by the clock of Chișinău: every centre's months end at the same moment.
    pub day: Date,
    /// The centre for which it counts.
    pub centre: &'a str,
    /// Its open part.
    pub facts: &'a EntryFacts,
}

/// By what entries are counted that stands in none of them.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// To whose office somebody would go for a service: what is done there on one day is one journey, as in
    /// [`crate::domain::month::count_month`].
    pub office: &'a dyn Fn(&ServiceCode) -> String,
    /// The first month whose requests are told apart by how people were served; all are where it is none. Before it they were
    /// shown together, and who has both could subtract.
    pub modes_from: Option<Month>,
}

/// How somebody was served who made a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Served {
    /// All of it was done by the visitor alone.
    Alone,
    /// With the specialist.
    Assisted,
    /// It ended with information: nothing was asked of a provider.
    InformedOnly,
}

impl Served {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Assisted, Self::InformedOnly];

    /// Its code, which never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Assisted => "assisted",
            Self::InformedOnly => "informedOnly",
        }
    }
}

/// A request on its way.
struct Request<'a> {
    centre: &'a str,
    begun: Date,
    event: &'a str,
    service: &'a str,
    is_alone: bool,
    state: RequestState,
    submitted: Option<Date>,
    ended: Option<Date>,
    journeys: u8,
}

/// The cells that the entries of one case fill, or one entry without a case, and how often. The entries count, and stand in the
/// order in which they were recorded.
///
/// A request is counted once, in the month in which it was begun, by how it stands. A journey is saved when a request is
/// submitted from a centre, or a result handed over there, rather than at the office of its provider. All that is submitted
/// of a case to one office on one day is one journey, and all that is handed over too: as the month of a centre counts them.
#[must_use]
pub fn cells_of(entries: &[Recorded<'_>], rules: Rules<'_>) -> BTreeMap<Cell, u64> {
    let mut cells = BTreeMap::new();
    let mut requests: BTreeMap<Uuid, Request<'_>> = BTreeMap::new();
    let mut journeys: BTreeSet<(&str, String, Date, bool)> = BTreeSet::new();
    for entry in entries {
        let facts = entry.facts;
        count_alone(entry, &mut cells);
        let is_done = facts.action != Action::ProviderHeard;
        let (true, Some(id), Some(service), Some(state)) = (is_done, facts.request, &facts.service, facts.state) else {
            continue;
        };
        let request = requests.entry(id).or_insert_with(|| Request {
            centre: entry.centre,
            begun: entry.day,
            event: "",
            service: "",
            is_alone: true,
            state,
            submitted: None,
            ended: None,
            journeys: 0,
        });
        request.event = facts.event.as_deref().unwrap_or(request.event);
        request.service = service.as_str();
        request.is_alone &= facts.mode == Mode::Alone;
        request.state = state;
        match facts.action {
            Action::RequestSubmitted => request.submitted = request.submitted.or(Some(entry.day)),
            Action::ResultIssued | Action::ResultHandedOver => request.ended = request.ended.or(Some(entry.day)),
            _ => {}
        }
        let handed_over = facts.action == Action::ResultHandedOver;
        if (handed_over || facts.action == Action::RequestSubmitted)
            && journeys.insert((entry.centre, (rules.office)(service), entry.day, handed_over))
        {
            // Who submits a request twice made two journeys, and no request counts for more than its way there and back.
            request.journeys = (request.journeys + 1).min(2);
        }
    }
    for request in requests.into_values() {
        *cells.entry(request.cell(rules.modes_from)).or_default() += 1;
    }
    cells
}

impl Request<'_> {
    fn served(&self) -> Served {
        match self.state {
            RequestState::InformedOnly => Served::InformedOnly,
            _ if self.is_alone => Served::Alone,
            _ => Served::Assisted,
        }
    }

    fn cell(&self, modes_from: Option<Month>) -> Cell {
        let month = Month::of(self.begun);
        let is_told_apart = modes_from.is_none_or(|from| from <= month);
        let outcome = Outcome::of(self.state);
        let took = self.submitted.zip(self.ended).filter(|_| outcome == Outcome::Result);
        let days = took.and_then(|(from, to)| u16::try_from((to - from).get_days()).ok());
        Cell {
            kind: Kind::Request,
            centre: self.centre.to_owned(),
            month,
            event: self.event.to_owned(),
            service: self.service.to_owned(),
            detail: outcome_code(outcome).to_owned(),
            band: days.map_or(0, |days| band_of(days, &DAYS)),
            journeys: self.journeys,
            mode: if is_told_apart { self.served().code() } else { "" }.to_owned(),
        }
    }
}

/// What an entry counts by itself.
fn count_alone(entry: &Recorded<'_>, cells: &mut BTreeMap<Cell, u64>) {
    let facts = entry.facts;
    let event = facts.event.clone().unwrap_or_default();
    let service = facts.service.as_ref().map(|service| service.as_str().to_owned()).unwrap_or_default();
    let mut add = |kind, event: &str, service: &str, detail: String, band| {
        let (centre, month) = (entry.centre.to_owned(), Month::of(entry.day));
        let (event, service) = (event.to_owned(), service.to_owned());
        let (journeys, mode) = (0, String::new());
        *cells.entry(Cell { kind, centre, month, event, service, detail, band, journeys, mode }).or_default() += 1;
    };
    if let Some(answer) = facts.satisfaction {
        add(Kind::Satisfaction, &event, "", answer.to_string(), 0);
    }
    if let Some(answer) = facts.trust {
        add(Kind::Trust, &event, "", answer.to_string(), 0);
    }
    match facts.action {
        Action::Informed if facts.request.is_none() => {
            let topic = facts.topic.map(topic_code).unwrap_or_default();
            add(Kind::Informed, &event, "", topic.to_owned(), 0);
        }
        Action::NotFinishedHere => {
            let reason = reason_code(facts.reason.unwrap_or(Reason::ProviderOther));
            add(Kind::Unfinished, &event, &service, reason, 0);
        }
        Action::Corrected => add(Kind::Corrected, "", "", facts.reason.map(reason_code).unwrap_or_default(), 0),
        Action::NumberCalled => {
            let band = facts.minutes.map_or(0, |minutes| band_of(minutes, &MINUTES));
            add(Kind::Called, "", "", String::new(), band);
        }
        _ => {}
    }
}

/// The code of an outcome.
#[must_use]
pub const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Prepared => "prepared",
        Outcome::Underway => "underway",
        Outcome::Result => "result",
        Outcome::Without => "without",
    }
}

/// The code of a reason, as the journal has it.
#[must_use]
pub fn reason_code(reason: Reason) -> String {
    serde_json::to_value(reason).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The code of a topic, as the journal has it.
#[must_use]
pub const fn topic_code(topic: Topic) -> &'static str {
    match topic {
        Topic::Computer => "computer",
        Topic::Phone => "phoneAndApps",
        Topic::Email => "email",
        Topic::StatePortal => "statePortal",
        Topic::Signature => "signature",
        Topic::Payments => "onlinePayments",
        Topic::Safety => "onlineSafety",
        Topic::WhoToAsk => "whoToAsk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identifier::ServiceCode;
    use crate::domain::record::{Circumstances, Mode};
    use crate::domain::text::Language;
    use jiff::civil::date;

    fn facts(action: Action) -> EntryFacts {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(action, &circumstances) }
    }

    fn of_request(action: Action, request: u128, service: &str, state: RequestState) -> EntryFacts {
        EntryFacts {
            case: Some(Uuid::from_u128(7)),
            request: Some(Uuid::from_u128(request)),
            service: Some(ServiceCode::parse(service).unwrap()),
            state: Some(state),
            ..facts(action)
        }
    }

    fn counted(entries: &[(Date, EntryFacts)]) -> Vec<(Cell, u64)> {
        let entries: Vec<_> =
            entries.iter().map(|(day, facts)| Recorded { day: *day, centre: "lozova", facts }).collect();
        cells_of(&entries, rules(None)).into_iter().collect()
    }

    fn rules(modes_from: Option<Month>) -> Rules<'static> {
        Rules { office: &|service| service.as_str()[..3].to_owned(), modes_from }
    }

    #[test]
    fn a_request_is_counted_once_where_it_began_by_how_it_stands_and_how_long_it_took() {
        let cells = counted(&[
            (date(2026, 10, 30), of_request(Action::RequestPrepared, 1, "002000206", RequestState::Prepared)),
            (date(2026, 11, 2), of_request(Action::RequestSubmitted, 1, "002000206", RequestState::Submitted)),
            (date(2026, 11, 9), of_request(Action::ResultIssued, 1, "002000206", RequestState::Issued)),
            (date(2026, 11, 20), of_request(Action::ResultHandedOver, 1, "002000206", RequestState::HandedOver)),
        ]);
        let [(cell, 1)] = &cells[..] else { panic!("{cells:?}") };
        assert_eq!((cell.month.to_string().as_str(), cell.detail.as_str()), ("2026-10", "result"));
        assert_eq!((cell.band, cell.journeys), (3, 2), "seven days; there to submit, and there to fetch");
    }

    #[test]
    fn a_request_is_one_of_a_visitor_alone_only_as_long_as_nobody_helped() {
        let day = date(2026, 11, 2);
        let of = |mode, state| EntryFacts { mode, ..of_request(Action::RequestPrepared, 1, "002000206", state) };
        let served = |entries: &[EntryFacts], from: Option<&str>| {
            let entries: Vec<_> = entries.iter().map(|facts| Recorded { day, centre: "lozova", facts }).collect();
            cells_of(&entries, rules(from.map(|from| from.parse().unwrap()))).into_keys().next().unwrap().mode
        };
        let (alone, helped) = (of(Mode::Alone, RequestState::Prepared), of(Mode::Assisted, RequestState::Submitted));
        let informed = of(Mode::Assisted, RequestState::InformedOnly);
        assert_eq!(served(std::slice::from_ref(&alone), None), "alone");
        assert_eq!(served(&[alone.clone(), helped.clone()], None), "assisted");
        assert_eq!(served(&[alone, helped, informed.clone()], Some("2026-11")), "informedOnly");
        assert_eq!(served(&[informed], Some("2026-12")), "", "what was shown together stays together");
    }

    #[test]
    fn what_is_submitted_to_one_office_on_one_day_saves_one_journey() {
        let submitted =
            |request, service| of_request(Action::RequestSubmitted, request, service, RequestState::Submitted);
        let day = date(2026, 11, 2);
        let cells = counted(&[
            (day, submitted(1, "002000206")),
            (day, submitted(2, "002000219")),
            (day, submitted(3, "021000447")),
            (day.tomorrow().unwrap(), submitted(4, "002000219")),
        ]);
        let journeys: u64 = cells.iter().map(|(cell, count)| u64::from(cell.journeys) * count).sum();
        assert_eq!((cells.iter().map(|(_, count)| count).sum::<u64>(), journeys), (4, 3));
    }

    #[test]
    fn what_is_no_request_is_counted_by_its_kind() {
        let day = date(2026, 11, 2);
        let topic = EntryFacts { event: None, topic: Some(Topic::Safety), ..facts(Action::Informed) };
        let unfinished = EntryFacts { reason: Some(Reason::OtherOffice), ..facts(Action::NotFinishedHere) };
        let answer = EntryFacts { satisfaction: Some(4), ..facts(Action::SatisfactionGiven) };
        let called = EntryFacts { minutes: Some(16), ..facts(Action::NumberCalled) };
        let cells = counted(&[(day, topic), (day, unfinished), (day, answer), (day, called)]);
        let told: Vec<_> = cells.iter().map(|(cell, _)| (cell.kind, cell.detail.as_str(), cell.band)).collect();
        assert_eq!(
            told,
            [
                (Kind::Informed, "onlineSafety", 0),
                (Kind::Unfinished, "otherOffice", 0),
                (Kind::Satisfaction, "4", 0),
                (Kind::Called, "", 3)
            ]
        );
    }

    #[test]
    fn lengths_of_time_lie_in_bands() {
        let bands = [0, 1, 2, 5, 6, 30, 31, u16::MAX].map(|days| band_of(days, &DAYS));
        assert_eq!(bands, [1, 1, 2, 2, 3, 4, 5, 5]);
    }
}
