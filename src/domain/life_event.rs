//! Life events: what happened to a person, and the steps that follow from it.

use super::condition::Condition;
use super::deadline::Deadline;
use super::fact::{CENTRE_KIND, FactId, TODAY, Value};
use super::identifier::ServiceCode;
use super::question::{DerivedFact, Question};
use super::service::Instead;
use super::text::{Aliases, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether it happened to a person or to a business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// An event in a person's life.
    Life,
    /// An event in the life of a business.
    Business,
}

/// How a step stands to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// It is to be done as well.
    #[default]
    And,
    /// It is to be done instead.
    Or,
    /// It may be done.
    Optional,
}

/// One thing to do within an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id, unique within the event.
    pub id: String,
    /// What to do, as an action in plain words: "Register the birth".
    pub title: Text,
    /// How, in two or three short sentences.
    pub what: Text,
    /// Why this step is there for this person, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// The service it uses; a step without one is done outside the public services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// How it stands to the step before it.
    #[serde(default)]
    pub join: Join,
    /// The steps that come before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Part of the plan only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The State does it by itself: the person checks, and does nothing else. May depend on facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic_when: Option<Condition>,
    /// Always done by the State itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub automatic: bool,
    /// Deadlines of the step besides those of its service.
    #[serde(default, rename = "deadline", skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// What may help a person for whom the step is not; shown when its `when` does not hold.
    #[serde(default, rename = "instead", skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<Instead>,
}

/// The official code of the event of a death.
pub const DEATH: &str = "C16";

/// A life event or business event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// The official code (`C1`, `B1`) or `X-NAME`.
    pub code: String,
    /// Of a person or of a business.
    pub kind: EventKind,
    /// Not reviewed yet, as an event fresh from an import: it stays in the source files and is not published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Its place on the start page, smallest first.
    pub rank: u16,
    /// The official title.
    pub title: Text,
    /// What happened, as a person would say it: the text on the tile.
    pub tile: Text,
    /// The name of its icon in the icon font.
    pub icon: String,
    /// What it covers, for the event page.
    pub covers: Text,
    /// When it does not apply and what to look for instead.
    pub not_for: Text,
    /// What is useful to have at hand, one item a line.
    pub at_hand: Vec<Text>,
    /// Everyday words by which people look for it.
    #[serde(default)]
    pub aliases: Aliases,
    /// The questions in the order asked.
    #[serde(rename = "question", default)]
    pub questions: Vec<Question>,
    /// What the event itself says of facts that its services test, so that nobody is asked: a child was born abroad and is
    /// registered there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub given: BTreeMap<FactId, Value>,
    /// Facts derived from the answers.
    #[serde(rename = "derived", default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedFact>,
    /// The steps in editorial order; `after` may move them.
    #[serde(rename = "step", default)]
    pub steps: Vec<Step>,
    /// Whom or what it is about, where another event may be about the same one.
    #[serde(default, rename = "subject", skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// For two events in one visit: the steps, one of each, that use one service, of which the person needs one only.
    #[serde(skip)]
    pub same_service: Vec<SameService>,
    /// For two events in one visit: the questions of the one that the answers of the other may answer.
    #[serde(skip)]
    pub same_facts: Vec<SameFact>,
}

/// Somebody or something that an event is about: a child, a vehicle. In a visit about two events that each have one of
/// the same name it is asked whether they are the same one; then one step is one step, and is asked about once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name, the same in every event: `child`.
    pub id: String,
    /// The question whether both events are about the same one.
    pub same: Text,
    /// The short name of that question.
    pub label: Text,
    /// Why we ask.
    pub hint: Text,
    /// What questions of this event tell of it, by a name that is the same in every event: `birth_date`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, FactId>,
    /// The steps that are done for it, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// Two steps that use one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameService {
    /// The step of the first event.
    pub one: String,
    /// The step of the second.
    pub other: String,
    /// They are one only when this fact is true.
    pub only_if: Option<FactId>,
}

/// A question that another one may answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameFact {
    /// The question.
    pub question: FactId,
    /// The one that answers it.
    pub answered_by: FactId,
    /// When this fact is true.
    pub only_if: FactId,
}

impl LifeEvent {
    /// The question that gives this fact.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Whether this event gives a fact, by a question, a derived fact, or the place and day of the visit.
    #[must_use]
    pub fn asks(&self, fact: &str) -> bool {
        fact == CENTRE_KIND
            || fact == TODAY
            || self.question(fact).is_some()
            || self.derived.iter().any(|derived| derived.id == fact)
    }

    /// The questions that a fact comes from: its own, or through however many derived facts.
    #[must_use]
    pub fn origins<'a>(&'a self, fact: &'a str) -> Vec<&'a str> {
        let place = self.derived.iter().position(|derived| derived.id == fact);
        let Some(place) = place else { return vec![fact] };
        let derived = &self.derived[place];
        let tested = derived.conditions().flat_map(Condition::facts);
        let earlier = |origin: &&str| self.derived.iter().take(place).any(|other| other.id == **origin);
        let direct: Vec<&str> = derived.origins().map(String::as_str).chain(tested).collect();
        direct
            .into_iter()
            .flat_map(|origin| if earlier(&origin) { self.origins(origin) } else { vec![origin] })
            .collect()
    }
}
