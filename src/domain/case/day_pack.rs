//! What a team takes along on a day to a village: the people who are expected there, and the results that lie here for
//! people of that village. A pure function of the cases; what stands on paper is said of it elsewhere.

use super::{Case, Theme, is_same_place};
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Somebody of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The case.
    pub case: Uuid,
    /// The hour at which they are expected and what for; none where only a result waits for them.
    pub expected: Option<(Time, Theme)>,
    /// The requests whose result lies here and is to be handed over, in the order of the case.
    pub results: Vec<Uuid>,
}

/// The day of a team in a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPack {
    /// The day.
    pub day: Date,
    /// The village, as it was typed.
    pub place: String,
    /// Who comes, by the hour; after them whose result may be handed over there.
    pub visits: Vec<Visit>,
}

impl DayPack {
    /// The pack of a village and a day, out of the open cases. A person belongs to the village where they were or are
    /// expected.
    #[must_use]
    pub fn of(cases: &[Case], day: Date, place: &str) -> Self {
        let mut visits = Vec::new();
        for case in cases.iter().filter(|case| case.closed.is_none()) {
            let Some(known) = &case.appointment else { continue };
            if !known.place.as_deref().is_some_and(|known| is_same_place(known, place)) {
                continue;
            }
            let issued = case.to_collect().filter(|request| case.allows_hand_over(request, day).is_ok());
            let results: Vec<Uuid> = issued.map(|request| request.id).collect();
            let expected = (known.day == day).then_some((known.hour, known.theme));
            if expected.is_some() || !results.is_empty() {
                visits.push((expected, case.opened, Visit { case: case.id, expected, results }));
            }
        }
        // By the hour; who is not expected stands last, the oldest case first.
        visits.sort_by_key(|(expected, opened, visit)| {
            (expected.is_none(), expected.map(|(hour, _)| hour), *opened, visit.case)
        });
        Self { day, place: place.to_owned(), visits: visits.into_iter().map(|(_, _, visit)| visit).collect() }
    }
}

/// The days on which people are expected in villages, from a day on: each with its village and how many come, the next
/// first. Of the ways in which a village was typed, that with a capital letter is told.
#[must_use]
pub fn days_ahead(cases: &[Case], from: Date) -> Vec<(Date, String, usize)> {
    let mut days: BTreeMap<(Date, String), (String, usize)> = BTreeMap::new();
    let open = cases.iter().filter(|case| case.closed.is_none()).filter_map(|case| case.appointment.as_ref());
    for known in open.filter(|known| known.day >= from) {
        let Some(place) = &known.place else { continue };
        let key = (known.day, crate::domain::specialist::name_key(place));
        let told = days.entry(key).or_insert_with(|| (place.clone(), 0));
        // Capital letters stand before small ones.
        told.0 = told.0.clone().min(place.clone());
        told.1 += 1;
    }
    days.into_iter().map(|((day, _), (place, count))| (day, place, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{
        Appointment, Command, Consent, ConsentScope, Consents, Opening, Person, Request, RequestState,
    };
    use crate::domain::change::Seen;
    use crate::domain::fact::Answers;
    use crate::domain::identifier::ServiceCode;
    use jiff::civil::{date, time};

    const DAY: Date = date(2026, 12, 3);

    fn case(number: u128, at: Option<(Date, i8, &str)>, states: &[RequestState]) -> Case {
        let opening = Opening {
            return_code: format!("CODE-{number}"),
            event: "C1".to_owned(),
            answers: Answers::default(),
            seen: Seen::default(),
        };
        let opened = date(2026, 11, 20);
        let case = Case::open(Uuid::from_u128(number), opening, Uuid::nil(), opened);
        let person = Person { name: "Persoană de probă".to_owned(), ..Person::default() };
        let (case, _) = case.apply(Command::Identify(person), Uuid::from_u128(1), opened).unwrap();
        let consent = Consent::new(ConsentScope::ThisEvent, opened, date(2026, 12, 31));
        let (mut case, _) = case.apply(Command::Consent(consent), Uuid::from_u128(2), opened).unwrap();
        case.appointment = at.map(|(day, hour, place)| Appointment {
            day,
            hour: time(hour, 0, 0, 0),
            theme: Theme::Result,
            place: (!place.is_empty()).then(|| place.to_owned()),
        });
        let request = |(place, state): (usize, &RequestState)| Request {
            id: Uuid::from_u128(number * 100 + place as u128),
            service: ServiceCode::parse("002000206").unwrap(),
            step: "register_birth".to_owned(),
            state: *state,
            number: None,
            sent: None,
            payment: None,
            submitted: None,
            term: None,
            expected: None,
        };
        case.requests = states.iter().enumerate().map(request).collect();
        case
    }

    #[test]
    fn a_pack_holds_who_is_expected_there_and_the_results_of_that_village_and_nobody_else() {
        use RequestState::{Issued, Waiting};
        let before = date(2026, 11, 25);
        let mut closed = case(9, Some((DAY, 8, "Căpriana")), &[]);
        closed.closed = Some(before);
        // A result that nobody agreed to have handed over here stays where it is.
        let unasked = case(8, Some((before, 9, "Căpriana")), &[Issued]);
        let unasked = Case { consents: Consents::default(), ..unasked };
        let cases = [
            unasked,
            case(1, Some((DAY, 11, "Căpriana")), &[Waiting]),
            case(2, Some((DAY, 9, "CAPRIANA")), &[Issued, Waiting, Issued]),
            case(3, Some((before, 9, "Căpriana")), &[Issued]),
            case(4, Some((before, 9, "Căpriana")), &[Waiting]),
            case(5, Some((DAY, 10, "Lozova")), &[Issued]),
            case(6, Some((DAY, 10, "")), &[Issued]),
            case(7, None, &[Issued]),
            closed,
        ];
        let pack = DayPack::of(&cases, DAY, "Capriana");
        let told: Vec<(u128, Option<i8>, usize)> = pack
            .visits
            .iter()
            .map(|visit| (visit.case.as_u128(), visit.expected.map(|(hour, _)| hour.hour()), visit.results.len()))
            .collect();
        assert_eq!(told, [(2, Some(9), 2), (1, Some(11), 0), (3, None, 1)]);
        assert!(DayPack::of(&cases, DAY, "Vorniceni").visits.is_empty());
    }

    #[test]
    fn the_days_ahead_are_told_by_village_the_next_first() {
        let cases = [
            case(1, Some((DAY, 11, "Căpriana")), &[]),
            case(2, Some((DAY, 9, "capriana")), &[]),
            case(3, Some((date(2026, 12, 1), 9, "Vorniceni")), &[]),
            case(4, Some((date(2026, 11, 1), 9, "Vorniceni")), &[]),
            case(5, Some((DAY, 9, "")), &[]),
        ];
        let ahead = days_ahead(&cases, date(2026, 11, 20));
        let told: Vec<(Date, &str, usize)> = ahead.iter().map(|(day, place, n)| (*day, place.as_str(), *n)).collect();
        assert_eq!(told, [(date(2026, 12, 1), "Vorniceni", 1), (DAY, "Căpriana", 2)]);
    }
}
