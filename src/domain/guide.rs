//! What a visit can be about: one event, two events in one visit, or a single service. All three become a
//! [`LifeEvent`], so that questions, plan and screens need no special case.

use super::catalogue::Catalogue;
use super::condition::{Condition, Test};
use super::fact::{CENTRE_KIND, FactId, TODAY, Value};
use super::life_event::{EventKind, LifeEvent, SameFact, SameService, Step, Subject};
use super::question::{DerivedFact, Question, QuestionKind};
use super::service::{Confidence, Service};
use super::text::{Aliases, Language, Text};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The id of the only step of a visit about a single service.
pub const SERVICE_STEP: &str = "service";
/// What joins the codes of two events in one visit.
pub const JOINT: char = '+';

/// What a visit with this code is about: an event (`C1`), two events (`C1+C16`), or a service (`015000325`).
/// `None` for a code that the catalogue does not have, and for a service that is no guidance.
#[must_use]
pub fn guide<'a>(catalogue: &'a Catalogue, code: &str) -> Option<Cow<'a, LifeEvent>> {
    if let Some(event) = catalogue.events.get(code) {
        return Some(Cow::Borrowed(event));
    }
    if let Some((first, second)) = code.split_once(JOINT) {
        let first = catalogue.events.get(first)?;
        let second = catalogue.events.get(second).filter(|second| second.code != first.code)?;
        return Some(Cow::Owned(join(catalogue, first, second)));
    }
    let service = catalogue.services.values().find(|service| service.code.as_str() == code)?;
    (service.confidence != Confidence::Assumed).then(|| Cow::Owned(single(catalogue, service)))
}

/// What a visit is called: the words of the tile, those of both tiles, or the name of the service. `tile` gives the words
/// of an event's tile.
#[must_use]
pub fn title<'t>(catalogue: &Catalogue, tile: impl Fn(&str) -> Option<&'t Text>, code: &str) -> Option<Text> {
    if let Some(tile) = tile(code) {
        return Some(tile.clone());
    }
    if let Some((first, second)) = code.split_once(JOINT) {
        return Some(both(tile(first)?, tile(second)?));
    }
    catalogue.services.values().find(|service| service.code.as_str() == code).map(|service| service.title.clone())
}

/// Two events as one: questions asked once; steps of one service are noted, so that the plan shows the stronger.
fn join(catalogue: &Catalogue, first: &LifeEvent, second: &LifeEvent) -> LifeEvent {
    let mut joined = first.clone();
    joined.code = format!("{}{JOINT}{}", first.code, second.code);
    joined.title = both(&first.title, &second.title);
    joined.tile = both(&first.tile, &second.tile);
    joined.covers = both(&first.covers, &second.covers);
    joined.not_for = both(&first.not_for, &second.not_for);
    joined.at_hand.extend(second.at_hand.iter().filter(|item| !first.at_hand.contains(item)).cloned());
    let subjects: Vec<SharedSubject<'_>> = shared_subjects(first, second).collect();
    for question in &second.questions {
        let same = subjects.iter().find_map(|subject| subject.same_fact(&question.id));
        match joined.questions.iter_mut().find(|known| known.id == question.id) {
            Some(known) => known.when = either(known.when.take(), question.when.as_ref()),
            None => match same {
                None => joined.questions.push(question.clone()),
                Some(same) => put_same(&mut joined, question, same, &subjects),
            },
        }
    }
    for derived in &second.derived {
        if !joined.derived.iter().any(|known| known.id == derived.id) {
            joined.derived.push(derived.clone());
        }
    }
    // The steps of the second event under the ids they get here.
    let name = |id: &str| {
        let taken = first.steps.iter().any(|other| other.id == id);
        if taken { format!("{}.{id}", second.code) } else { id.to_owned() }
    };
    for step in &second.steps {
        let after = step.after.iter().map(|before| name(before)).collect();
        joined.steps.push(Step { id: name(&step.id), after, ..step.clone() });
        if let Some((same, only_if)) = same_service(catalogue, first, second, step, &subjects) {
            joined.same_service.push(SameService { one: same.id.clone(), other: name(&step.id), only_if });
        }
    }
    // What only one of them says holds for both, unless the other asks it or says otherwise.
    let other = |event: &LifeEvent, fact: &FactId, value: &Value| {
        event.question(fact).is_some() || event.given.get(fact).is_some_and(|known| known != value)
    };
    let of_both = first.given.iter().filter(|(fact, value)| !other(second, fact, value));
    let of_both = of_both.chain(second.given.iter().filter(|(fact, value)| !other(first, fact, value)));
    joined.given = of_both.map(|(fact, value)| (fact.clone(), value.clone())).collect();
    let asked: BTreeSet<FactId> = joined.same_service.iter().filter_map(|same| same.only_if.clone()).collect();
    for subject in subjects.iter().filter(|subject| asked.contains(&subject.question())) {
        if joined.question(&subject.question()).is_none() {
            joined.questions.push(subject.asked(None));
        }
    }
    joined
}

/// Somebody or something that two events may both be about.
struct SharedSubject<'a> {
    first: &'a Subject,
    second: &'a Subject,
}

fn shared_subjects<'a>(first: &'a LifeEvent, second: &'a LifeEvent) -> impl Iterator<Item = SharedSubject<'a>> {
    first.subjects.iter().filter_map(|one| {
        let other = second.subjects.iter().find(|other| other.id == one.id)?;
        Some(SharedSubject { first: one, second: other })
    })
}

impl SharedSubject<'_> {
    /// The id of the question whether both are the same.
    fn question(&self) -> FactId {
        format!("same_{}", self.first.id)
    }

    /// That question.
    fn asked(&self, when: Option<Condition>) -> Question {
        Question {
            id: self.question(),
            kind: QuestionKind::YesNo,
            text: self.first.same.clone(),
            label: self.first.label.clone(),
            hint: Some(self.first.hint.clone()),
            options: Vec::new(),
            when,
            days_back: None,
            days_ahead: None,
            least: None,
            greatest: None,
        }
    }

    /// The question of the first event that tells the same as one of the second.
    fn same_fact(&self, question: &str) -> Option<SameFact> {
        let (meaning, _) = self.second.facts.iter().find(|(_, fact)| *fact == question)?;
        let answered_by = self.first.facts.get(meaning)?.clone();
        Some(SameFact { question: question.to_owned(), answered_by, only_if: self.question() })
    }
}

/// Puts a question of the second event that the first may have answered: behind the question whether both are about the
/// same one, and only where they are not.
fn put_same(joined: &mut LifeEvent, question: &Question, same: SameFact, subjects: &[SharedSubject<'_>]) {
    let earlier = joined.question(&same.answered_by).and_then(|earlier| earlier.when.clone());
    let gate = all(earlier.into_iter().chain(question.when.clone()));
    if joined.question(&same.only_if).is_none() {
        let subject = subjects.iter().find(|subject| subject.question() == same.only_if);
        joined.questions.extend(subject.map(|subject| subject.asked(gate)));
    }
    let is_same =
        Condition::Fact { fact: same.only_if.clone(), test: Test::Is(Value::Truth(true)), why: None, law: None };
    let another = Condition::Not(Box::new(is_same));
    let when = all(question.when.clone().into_iter().chain([another]));
    joined.questions.push(Question { when, ..question.clone() });
    joined.same_facts.push(same);
}

/// A condition that holds when all of some hold; none always holds.
fn all(conditions: impl Iterator<Item = Condition>) -> Option<Condition> {
    let mut conditions: Vec<Condition> = conditions.collect();
    if conditions.len() > 1 { Some(Condition::All(conditions)) } else { conditions.pop() }
}

/// The step of the first event that uses the service of a step of the second, when each event uses it once and one
/// request serves both; and the fact that must be true for that, where both are done for somebody who may be the same.
fn same_service<'a>(
    catalogue: &Catalogue,
    first: &'a LifeEvent,
    second: &LifeEvent,
    step: &Step,
    subjects: &[SharedSubject<'_>],
) -> Option<(&'a Step, Option<FactId>)> {
    let service = step.service.as_ref()?;
    let uses = |event: &LifeEvent| event.steps.iter().filter(|other| other.service.as_ref() == Some(service)).count();
    let known = first.steps.iter().find(|other| other.service.as_ref() == Some(service))?;
    if uses(first) != 1 || uses(second) != 1 {
        return None;
    }
    let done_for = |subject: &&SharedSubject<'_>| {
        subject.first.steps.contains(&known.id) && subject.second.steps.contains(&step.id)
    };
    if let Some(subject) = subjects.iter().find(done_for) {
        return Some((known, Some(subject.question())));
    }
    // What is done for somebody in one event, and for nobody named in the other, is done for another.
    let named = |event: &LifeEvent, id: &String| event.subjects.iter().any(|subject| subject.steps.contains(id));
    let each = catalogue.service(service).is_none_or(|service| service.each_matter);
    (!each && named(first, &known.id) == named(second, &step.id)).then_some((known, None))
}

/// A condition that holds when either of two holds; no condition always holds.
fn either(one: Option<Condition>, other: Option<&Condition>) -> Option<Condition> {
    match (one, other) {
        (Some(one), Some(other)) if one == *other => Some(one),
        (Some(one), Some(other)) => Some(Condition::Any(vec![one, other.clone()])),
        _ => None,
    }
}

fn both(one: &Text, other: &Text) -> Text {
    if one == other {
        return one.clone();
    }
    let joined = |language| {
        let (one, other) = (one.get(language), other.get(language));
        let sentence = one.ends_with(['.', '!', '?']);
        if sentence { format!("{one} {other}") } else { format!("{one} · {other}") }
    };
    Text { ro: joined(Language::Ro), ru: Some(joined(Language::Ru)), en: Some(joined(Language::En)), ..Text::default() }
}

/// A single service as an event of one step.
fn single(catalogue: &Catalogue, service: &Service) -> LifeEvent {
    let mut questions: Vec<Question> = Vec::new();
    let mut derived: Vec<DerivedFact> = Vec::new();
    let twin = service.consular_twin.as_ref().and_then(|code| catalogue.service(code));
    let mut wanted: Vec<FactId> = std::iter::once(service).chain(twin).flat_map(facts_of).collect();
    let mut seen = BTreeSet::new();
    while let Some(fact) = wanted.pop() {
        if fact == CENTRE_KIND || fact == TODAY || !seen.insert(fact.clone()) {
            continue;
        }
        if let Some(question) = question(catalogue, service, &fact) {
            wanted.extend(question.when.iter().flat_map(Condition::facts).map(str::to_owned));
            questions.push(question.clone());
        } else if let Some(known) = derived_fact(catalogue, service, &fact) {
            wanted.extend(known.origins().cloned());
            wanted.extend(known.conditions().flat_map(Condition::facts).map(str::to_owned));
            derived.push(known.clone());
        }
    }
    // Own questions in the order written, borrowed ones by their events' order, gates before what they open.
    let places: Vec<&FactId> = service
        .questions
        .iter()
        .chain(catalogue.events.values().flat_map(|event| &event.questions))
        .map(|question| &question.id)
        .collect();
    questions.sort_by_key(|question| places.iter().position(|id| **id == question.id));
    let places: Vec<&FactId> = service
        .derived
        .iter()
        .chain(catalogue.events.values().flat_map(|event| &event.derived))
        .map(|fact| &fact.id)
        .collect();
    derived.sort_by_key(|fact| places.iter().position(|id| **id == fact.id));
    LifeEvent {
        code: service.code.to_string(),
        kind: EventKind::Life,
        draft: false,
        rank: u16::MAX,
        title: service.title.clone(),
        tile: service.title.clone(),
        icon: "file-text".to_owned(),
        covers: service.summary.clone(),
        not_for: Text::default(),
        at_hand: Vec::new(),
        aliases: Aliases::default(),
        questions,
        derived,
        steps: vec![Step {
            id: SERVICE_STEP.to_owned(),
            title: service.title.clone(),
            what: service.summary.clone(),
            service: Some(service.code.clone()),
            ..Step::default()
        }],
        given: BTreeMap::new(),
        subjects: Vec::new(),
        same_service: Vec::new(),
        same_facts: Vec::new(),
    }
}

/// A question by its id: the service's own, or one that an event asks. One id has one meaning everywhere.
fn question<'a>(catalogue: &'a Catalogue, service: &'a Service, id: &str) -> Option<&'a Question> {
    let others = catalogue.events.values().filter_map(|event| event.question(id));
    service.questions.iter().find(|question| question.id == id).or_else(|| others.into_iter().next())
}

fn derived_fact<'a>(catalogue: &'a Catalogue, service: &'a Service, id: &str) -> Option<&'a DerivedFact> {
    let mut others = catalogue.events.values().flat_map(|event| &event.derived);
    service.derived.iter().find(|fact| fact.id == id).or_else(|| others.find(|fact| fact.id == id))
}

/// Every fact that a service tests or counts from.
#[must_use]
pub fn facts_of(service: &Service) -> Vec<FactId> {
    let anchors = service.deadlines.iter().filter_map(|deadline| deadline.anchor.clone());
    let anchors = anchors.chain(service.benefit.iter().filter_map(|benefit| benefit.anchor.clone()));
    service.conditions().flat_map(|(_, condition)| condition.facts()).map(str::to_owned).chain(anchors).collect()
}
