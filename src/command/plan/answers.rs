//! The file of answers: each question must be one of the event's, each value one that the window would take, and
//! nothing may be answered twice.

use crate::command::{Failure, read_text, shortened};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::fact::{Answers, PAPER, Value, date_of};
use crate::domain::home::{HOME, Home};
use crate::domain::life_event::LifeEvent;
use crate::domain::question::{Question, QuestionKind, Unfit};
use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// The answers as they are written, each key once.
struct Written(Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<Source: Deserializer<'de>>(source: Source) -> Result<Self, Source::Error> {
        struct Once;
        impl<'de> Visitor<'de> for Once {
            type Value = Written;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of answers such as {\"birth_date\": \"2026-11-20\"}")
            }

            fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<Self::Value, Map::Error> {
                let mut written = Vec::new();
                let mut known = BTreeSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !known.insert(key.clone()) {
                        return Err(Map::Error::custom(format!(
                            "{} is answered twice",
                            shortened(&format!("{key:?}"))
                        )));
                    }
                    written.push((key, map.next_value()?));
                }
                Ok(Written(written))
            }
        }
        source.deserialize_map(Once)
    }
}

/// Reads a file of answers, or standard input for `-`. `on` is the day of the plan.
pub(super) fn read(
    catalogue: &Catalogue,
    event: &LifeEvent,
    centre: &Centre,
    file: &str,
    on: Date,
) -> Result<Answers, Failure> {
    let name = if file == "-" { "standard input" } else { file };
    let failed = |detail: String| Failure::input("answers", "the answers cannot be read", format!("{name}: {detail}"));
    let text = read_text(file).map_err(&failed)?;
    if text.trim().is_empty() {
        return Err(failed("it is empty; write {} where nothing is answered".to_owned()));
    }
    let Written(written) = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let mut answers = Answers::default();
    for (id, value) in written {
        if let Some(paper) = id.strip_prefix(PAPER) {
            let held = value.as_bool().filter(|_| catalogue.papers.contains_key(paper));
            let held = held
                .ok_or_else(|| failed(format!("{} is true or false, for a paper of the catalogue", shortened(&id))))?;
            answers.set_paper(paper, held);
            continue;
        }
        if id == HOME {
            answers.0.insert(id, home(&value, centre).map_err(&failed)?);
            continue;
        }
        let question = event.question(&id).ok_or_else(|| {
            let known: Vec<&str> = event.questions.iter().map(|question| question.id.as_str()).collect();
            let id = shortened(&id);
            failed(format!("event {} has no question \"{id}\"; it has {}", event.code, known.join(", ")))
        })?;
        let value = if value.is_null() {
            None
        } else {
            Some(answer(question, &value, on).map_err(|unfit| {
                let value = shortened(&value.to_string());
                failed(format!("{value} is no answer to \"{id}\"; it takes {}", takes(question, unfit)))
            })?)
        };
        answers.0.insert(id, value);
    }
    Ok(answers)
}

/// Where the person lives, of what they are asked at the centre.
fn home(value: &serde_json::Value, centre: &Centre) -> Result<Option<Value>, String> {
    let offered = Home::offered(centre);
    let known = value.as_str().and_then(|code| offered.iter().find(|home| home.code() == code));
    if value.is_null() || known.is_some() {
        return Ok(known.map(|home| Value::Choice(home.code().to_owned())));
    }
    let codes: Vec<&str> = offered.iter().map(|home| home.code()).collect();
    let value = shortened(&value.to_string());
    Err(format!("{value} is no answer to \"{HOME}\"; at {} it takes one of {}, or null", centre.id, codes.join(", ")))
}

fn answer(question: &Question, value: &serde_json::Value, on: Date) -> Result<Value, Unfit> {
    let read = match question.kind {
        QuestionKind::YesNo => value.as_bool().map(Value::Truth),
        QuestionKind::Number => value.as_i64().map(Value::Number),
        QuestionKind::Date => value.as_str().and_then(date_of).map(Value::Date),
        QuestionKind::Choice => value.as_str().map(|id| Value::Choice(id.to_owned())),
    };
    let read = read.ok_or(Unfit::Kind)?;
    question.takes(&read, on).map(|()| read)
}

/// What a question takes, in words.
fn takes(question: &Question, unfit: Unfit) -> String {
    match (unfit, question.kind) {
        (Unfit::Later(last), _) => format!("no day after {last}"),
        (Unfit::Earlier(first), _) => format!("no day before {first}"),
        (_, QuestionKind::Number) => {
            let (least, most) = question.range();
            format!("a whole number from {least} to {most}, or null")
        }
        (_, QuestionKind::YesNo) => "true, false or null".to_owned(),
        (_, QuestionKind::Date) => "a date such as \"2026-11-20\", without a time, or null".to_owned(),
        (_, QuestionKind::Choice) => {
            let options: Vec<&str> = question.options.iter().map(|option| option.id.as_str()).collect();
            format!("one of {}, or null", options.join(", "))
        }
    }
}
