//! The words for facts and their values: the titles of constraints, and the names of the information they limit.

use crate::domain::catalogue::Catalogue;
use crate::domain::centre::CentreKind;
use crate::domain::condition::Test;
use crate::domain::fact::{CENTRE_KIND, TODAY, Value};
use crate::domain::question::{DerivedFact, Question, QuestionKind};
use crate::domain::text::{Language, Text};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is known of a fact.
pub struct Fact<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its short name.
    pub label: Cow<'a, Text>,
    /// The question that asks for it.
    pub question: Option<&'a Text>,
    values: Values<'a>,
}

/// The values a fact may have.
enum Values<'a> {
    Truth,
    Number(Option<i64>, Option<i64>),
    Date,
    Choice(Vec<(&'a str, Option<&'a Text>)>),
}

impl Fact<'_> {
    /// The values the fact may have, as an expression: a datatype of XML Schema, its bounds where it has any, or
    /// the options in quotation marks.
    pub fn expected(&self) -> String {
        match &self.values {
            Values::Truth => "xsd:boolean".to_owned(),
            Values::Date => "xsd:date".to_owned(),
            Values::Number(None, None) => "xsd:integer".to_owned(),
            Values::Number(least, most) => {
                let least = least.map(|least| format!(" minInclusive {least}")).unwrap_or_default();
                let most = most.map(|most| format!(" maxInclusive {most}")).unwrap_or_default();
                format!("xsd:integer{least}{most}")
            }
            Values::Choice(options) => {
                let options: Vec<String> = options.iter().map(|(id, _)| format!("\"{id}\"")).collect();
                options.join(" | ")
            }
        }
    }

    fn value(&self, value: &Value, language: Language) -> String {
        match value {
            Value::Truth(truth) => match (language, truth) {
                (Language::Ru, true) => "да",
                (Language::Ru, false) => "нет",
                (Language::En, true) => "yes",
                (Language::En, false) => "no",
                (_, true) => "da",
                (_, false) => "nu",
            }
            .to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Choice(id) => {
                let options = if let Values::Choice(options) = &self.values { options.as_slice() } else { &[] };
                let text = options.iter().find(|(option, _)| option == id).and_then(|(_, text)| *text);
                text.map_or(id.as_str(), |text| text.get(language)).to_owned()
            }
        }
    }

    fn test(&self, test: &Test, language: Language) -> String {
        match test {
            Test::Is(value) => self.value(value, language),
            Test::OneOf(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value, language)).collect();
                values.join(" / ")
            }
            Test::Within(Some(least), Some(most)) => format!("{least}–{most}"),
            Test::Within(Some(least), None) => format!("≥ {least}"),
            Test::Within(None, Some(most)) => format!("≤ {most}"),
            Test::Within(None, None) => "…".to_owned(),
        }
    }
}

/// Every fact of a catalogue.
pub struct Words<'a> {
    facts: BTreeMap<&'a str, Fact<'a>>,
}

impl<'a> Words<'a> {
    /// The facts that the questions of events and services give, and those of every visit. One that several ask
    /// for means the same in all of them; the first one's words are taken, events before services.
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut words = Self { facts: BTreeMap::new() };
        for event in catalogue.events.values() {
            words.add(&event.questions, &event.derived);
        }
        for service in catalogue.services.values() {
            words.add(&service.questions, &service.derived);
        }
        for fact in [centre_kind(), today()] {
            words.facts.entry(fact.id).or_insert(fact);
        }
        words
    }

    fn add(&mut self, questions: &'a [Question], derived: &'a [DerivedFact]) {
        for question in questions {
            let values = match question.kind {
                QuestionKind::YesNo => Values::Truth,
                QuestionKind::Number => Values::Number(question.least, question.greatest),
                QuestionKind::Date => Values::Date,
                QuestionKind::Choice => Values::Choice(
                    question.options.iter().map(|option| (option.id.as_str(), Some(&option.text))).collect(),
                ),
            };
            self.facts.entry(&question.id).or_insert_with(|| Fact {
                id: &question.id,
                label: Cow::Borrowed(&question.label),
                question: Some(&question.text),
                values,
            });
        }
        for derived in derived {
            self.facts.entry(&derived.id).or_insert_with(|| Fact {
                id: &derived.id,
                label: Cow::Borrowed(&derived.label),
                question: None,
                values: if derived.age_reached.is_some() { Values::Date } else { Values::Number(None, None) },
            });
        }
    }

    /// The facts by id.
    pub fn facts(&self) -> impl Iterator<Item = &Fact<'a>> {
        self.facts.values()
    }

    /// A constraint in words: "Way of marrying: urgent".
    pub fn title(&self, id: &str, test: &Test) -> Text {
        let unknown = Fact {
            id: "",
            label: Cow::Owned(Text { ro: id.to_owned(), ..Text::default() }),
            question: None,
            values: Values::Choice(Vec::new()),
        };
        let fact = self.facts.get(id).unwrap_or(&unknown);
        let words =
            |language| fact.label.exact(language).map(|label| format!("{label}: {}", fact.test(test, language)));
        Text {
            ro: words(Language::Ro).unwrap_or_default(),
            ru: words(Language::Ru),
            en: words(Language::En),
            ..Text::default()
        }
    }
}

fn text(ro: &str, ru: &str, en: &str) -> Text {
    Text { ro: ro.to_owned(), ru: Some(ru.to_owned()), en: Some(en.to_owned()), ..Text::default() }
}

fn centre_kind() -> Fact<'static> {
    let kinds = [CentreKind::TownHall, CentreKind::Consulate, CentreKind::MobileTeam];
    Fact {
        id: CENTRE_KIND,
        label: Cow::Owned(text("Felul centrului", "Вид центра", "Kind of centre")),
        question: None,
        values: Values::Choice(kinds.into_iter().map(|kind| (kind.code(), None)).collect()),
    }
}

fn today() -> Fact<'static> {
    Fact {
        id: TODAY,
        label: Cow::Owned(text("Ziua planului", "День плана", "Day of the plan")),
        question: None,
        values: Values::Date,
    }
}
