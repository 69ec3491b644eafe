//! Every fact of the catalogue: who asks for it, and which tests fit it.

use super::Checker;
use crate::domain::catalogue::Catalogue;
use crate::domain::condition::Test;
use crate::domain::fact::{CENTRE_KIND, TODAY, Value};
use crate::domain::question::{DerivedFact, Question, QuestionKind};
use std::collections::BTreeMap;

/// Where a fact is defined: the kind of record and its id.
pub(super) type Owner = (&'static str, String);

/// The facts of the whole catalogue. One id has one meaning everywhere.
pub(super) struct Facts<'a> {
    questions: BTreeMap<&'a str, Vec<(Owner, &'a Question)>>,
    derived: BTreeMap<&'a str, Vec<(Owner, &'a DerivedFact)>>,
}

impl<'a> Facts<'a> {
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut facts = Self { questions: BTreeMap::new(), derived: BTreeMap::new() };
        let events =
            catalogue.events.values().map(|event| ("event", event.code.clone(), &event.questions, &event.derived));
        let services = catalogue
            .services
            .values()
            .map(|service| ("service", service.code.to_string(), &service.questions, &service.derived));
        for (kind, id, questions, derived) in events.chain(services) {
            for question in questions {
                facts.questions.entry(&question.id).or_default().push(((kind, id.clone()), question));
            }
            for fact in derived {
                facts.derived.entry(&fact.id).or_default().push(((kind, id.clone()), fact));
            }
        }
        facts
    }

    /// The question that gives a fact.
    pub fn question(&self, id: &str) -> Option<&'a Question> {
        self.questions.get(id).and_then(|known| known.first()).map(|(_, question)| *question)
    }

    /// The derived fact.
    pub fn derived(&self, id: &str) -> Option<&'a DerivedFact> {
        self.derived.get(id).and_then(|known| known.first()).map(|(_, fact)| *fact)
    }

    /// Whether a fact holds a date, so that a deadline can be counted from it.
    pub fn is_date(&self, id: &str) -> bool {
        id == TODAY
            || self.question(id).is_some_and(|question| question.kind == QuestionKind::Date)
            || self.derived(id).is_some_and(|fact| fact.age_reached.is_some())
    }

    /// Whether a test fits the fact it is put to.
    pub fn test(&self, fact: &str, test: &Test) -> Result<(), String> {
        if fact == CENTRE_KIND {
            return one_of(fact, test, &["town_hall", "consulate", "mobile_team"]);
        }
        if let Some(derived) = self.derived(fact) {
            return match test {
                _ if derived.age_reached.is_some() => {
                    Err(format!("\"{fact}\" is a date: derive days_since from it and test those"))
                }
                Test::Within(..) | Test::Is(Value::Number(_)) => Ok(()),
                _ => Err(format!("\"{fact}\" is a number: test it with at_least or at_most")),
            };
        }
        let Some(question) = self.question(fact) else {
            return Err(format!("no question or derived fact \"{fact}\": correct the name or add the question"));
        };
        match (question.kind, test) {
            (QuestionKind::YesNo, Test::Is(Value::Truth(_)))
            | (QuestionKind::Number, Test::Within(..) | Test::Is(Value::Number(_))) => Ok(()),
            (QuestionKind::YesNo, _) => {
                Err(format!("\"{fact}\" is answered by yes or no: test it with is = true or false"))
            }
            (QuestionKind::Number, _) => Err(format!("\"{fact}\" is a number: test it with at_least or at_most")),
            (QuestionKind::Date, _) => {
                Err(format!("\"{fact}\" is a date: derive days, months or years since it and test those"))
            }
            (QuestionKind::Choice, _) => {
                let options: Vec<&str> = question.options.iter().map(|option| option.id.as_str()).collect();
                one_of(fact, test, &options)
            }
        }
    }
}

fn one_of(fact: &str, test: &Test, allowed: &[&str]) -> Result<(), String> {
    let values: Vec<&Value> = match test {
        Test::Is(value) => vec![value],
        Test::OneOf(values) => values.iter().collect(),
        Test::Within(..) => return Err(format!("\"{fact}\" is no number: test it with is or one_of")),
    };
    for value in values {
        match value {
            Value::Choice(choice) if allowed.contains(&choice.as_str()) => {}
            _ => return Err(format!("\"{fact}\" is one of {}", allowed.join(", "))),
        }
    }
    Ok(())
}

impl Checker<'_> {
    /// One id, one meaning: two records that ask for the same fact ask the same question.
    pub(super) fn one_meaning(&mut self) {
        let mut differing: Vec<(Owner, Owner, String)> = Vec::new();
        for (id, known) in &self.facts.questions {
            let (first, question) = &known[0];
            let options = |question: &Question| -> Vec<String> {
                question.options.iter().map(|option| option.id.clone()).collect()
            };
            for (owner, other) in &known[1..] {
                if other.kind != question.kind || options(other) != options(question) {
                    differing.push((owner.clone(), first.clone(), (*id).to_owned()));
                }
            }
        }
        for (id, known) in &self.facts.derived {
            let (first, fact) = &known[0];
            let rule = |fact: &DerivedFact| DerivedFact { label: crate::domain::text::Text::default(), ..fact.clone() };
            for (owner, other) in &known[1..] {
                if rule(other) != rule(fact) {
                    differing.push((owner.clone(), first.clone(), (*id).to_owned()));
                }
            }
        }
        for ((kind, owner), (_, first), id) in differing {
            let record = self.record(kind, &owner);
            let message =
                format!("\"{id}\" means something else in {first}: make both the same, or give it a name of its own");
            self.error(&record, &id, format!("question[{id}]"), message);
        }
    }
}
