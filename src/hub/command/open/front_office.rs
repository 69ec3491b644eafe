//! Opened entries in the fields of the State's front office: with the person, the provider's number and who recorded it.

use super::Opened;
use crate::domain::case::Person;
use crate::protocol::front_office::{FORM, FrontOfficeRequest, FrontOfficeStep};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The requests of what was opened. Of what was not opened nothing is known: a history of which a part is missing is read as
/// far as it goes.
pub(super) fn requests(opened: &[Opened], now: Timestamp) -> Value {
    let mut sorted: Vec<&Opened> = opened.iter().collect();
    sorted.sort_by(|one, other| place(one).cmp(&place(other)));
    let gone = taken_back(&sorted);
    let mut people: BTreeMap<(&str, Uuid), &Person> = BTreeMap::new();
    let mut histories: BTreeMap<(&str, Option<Uuid>, Uuid), Vec<FrontOfficeStep<'_>>> = BTreeMap::new();
    for one in sorted.into_iter().filter(|one| !gone.contains(&one.entry.id)) {
        let (facts, content) = (&*one.entry.facts, one.content.as_ref());
        if let (Some(case), Some(person)) = (facts.case, content.and_then(|content| content.person.as_ref())) {
            people.insert((&facts.centre, case), person);
        }
        if let Some(request) = facts.request {
            let step = FrontOfficeStep { facts, time: one.entry.time, sealed: content };
            histories.entry((&facts.centre, facts.case, request)).or_default().push(step);
        }
    }
    let requests: Vec<FrontOfficeRequest> = histories
        .iter()
        .filter_map(|((centre, case, request), history)| {
            let person = case.and_then(|case| people.get(&(*centre, case)).copied());
            FrontOfficeRequest::of(&request.to_string(), history, person)
        })
        .collect();
    json!({"form": FORM, "asOf": now.to_string(), "requests": requests})
}

/// Where an entry stands among the others.
fn place(one: &Opened) -> (Timestamp, &str, u32, u64) {
    (one.entry.time, &one.entry.terminal, one.entry.epoch, one.entry.sequence)
}

/// What was corrected, unless the correction was itself.
fn taken_back(sorted: &[&Opened]) -> BTreeSet<Uuid> {
    let mut gone = BTreeSet::new();
    for one in sorted.iter().rev() {
        if !gone.contains(&one.entry.id) {
            gone.extend(one.entry.facts.corrects);
        }
    }
    gone
}
