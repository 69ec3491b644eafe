//! Treaties with other countries: those of the day of the visit, each with its first day, and those that are to come.

use super::{About, Block, Line, Tone};
use crate::domain::catalogue::Catalogue;
use crate::domain::question::Question;
use crate::domain::service::Service;
use crate::domain::situation::Situation;
use crate::domain::treaty::{Stage, Treaty};
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// The hint of a question, with the countries that its answers mean on a day. `None` where there is nothing to say.
#[must_use]
pub fn hint_said<'p>(catalogue: &'p Catalogue, question: &'p Question, on: Date) -> Option<Value<'p>> {
    let own = question.hint.as_ref().map(Value::Text);
    let countries = question.options.iter().filter_map(|option| {
        let treaties = catalogue.treaties(option.treaties.as_ref()?).filter(|treaty| treaty.holds(on));
        let countries: Vec<Value<'p>> = treaties.map(|treaty| Value::Text(&treaty.country)).collect();
        let words =
            phrase("hint-countries").with("answer", &option.text).with("countries", Value::List(countries.clone()));
        (!countries.is_empty()).then(|| words.into())
    });
    let mut said: Vec<Value<'p>> = own.into_iter().chain(countries).collect();
    if said.len() > 1 { Some(Value::Sentences(said)) } else { said.pop() }
}

/// With which countries the treaties of a service are in force, since when, and with which one is to come.
pub(super) fn treaties<'p>(situation: &Situation<'p>, service: &'p Service) -> Vec<Block<'p>> {
    let Some(which) = &service.treaties else { return Vec::new() };
    let all = || situation.catalogue.treaties(which);
    let on = situation.on;
    let mut blocks = Vec::new();
    let held: Vec<&Treaty> = all().filter(|treaty| treaty.holds(on)).collect();
    if !held.is_empty() {
        let countries = held.iter().map(|treaty| in_force_said(treaty)).collect();
        let lines = vec![Line::small(phrase("treaties-in-force")), Line::body(Value::List(countries))];
        let notes = held.iter().filter_map(|treaty| treaty.note.as_ref()).map(Line::note);
        blocks.push(Block::new(About::Met, lines).then(notes));
    }
    let to_come: Vec<Value<'p>> = all().filter(|treaty| treaty.is_to_come(on)).map(to_come_said).collect();
    if !to_come.is_empty() {
        let lines = vec![Line::small(phrase("treaties-to-come")), Line::body(Value::List(to_come))];
        blocks.push(Block::new(About::Open, lines).toned(Tone::Information));
    }
    blocks
}

/// A country with which a treaty is in force, and since when, where the day is known.
#[must_use]
pub fn in_force_said(treaty: &Treaty) -> Value<'_> {
    match treaty.from {
        Some(from) => phrase("treaty-since").with("country", &treaty.country).with("date", Value::Day(from)).into(),
        None => Value::Text(&treaty.country),
    }
}

/// A country with which one is to come, and how far it is.
#[must_use]
pub fn to_come_said(treaty: &Treaty) -> Value<'_> {
    let key = match (treaty.stage, treaty.from) {
        (Stage::InForce | Stage::Signed, Some(from)) => {
            return phrase("treaty-since").with("country", &treaty.country).with("date", Value::Day(from)).into();
        }
        (Stage::InForce | Stage::Signed, None) => "treaty-signed",
        (Stage::Prepared, _) => "treaty-prepared",
    };
    phrase(key).with("country", &treaty.country).into()
}
