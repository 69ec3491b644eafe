//! What the account says, as JSON: its words, and beside them their values in kinds that programs read.

use crate::account::{About, Block, Certainty, Mark, Section, Tone};
use crate::domain::money::Amount;
use crate::domain::term::Term;
use crate::i18n::{Texts, Value};
use jiff::civil::Date;
use serde::Serialize;

/// Something said.
#[derive(Serialize)]
pub(super) struct Said<'a> {
    words: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Typed<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Typed<'a> {
    Date(Date),
    Amount { value: Amount, currency: &'static str },
    Percent(Amount),
    Number(usize),
    Term(Term),
    Phone(&'a str),
    Address(&'a str),
}

/// How sure it is: when it is so where it may be, whom to ask where it is not known.
#[derive(Serialize)]
pub(super) struct SureView {
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
}

/// A word with its sign.
#[derive(Serialize)]
pub(super) struct MarkView<'a> {
    about: About,
    tone: Tone,
    certain: bool,
    #[serde(flatten)]
    said: Said<'a>,
}

/// One thing that is said.
#[derive(Serialize)]
pub(super) struct BlockView<'a> {
    about: About,
    tone: Tone,
    #[serde(flatten)]
    sure: SureView,
    lines: Vec<Said<'a>>,
}

/// Blocks under a heading.
#[derive(Serialize)]
pub(super) struct SectionView<'a> {
    title: String,
    blocks: Vec<BlockView<'a>>,
}

impl<'a> Said<'a> {
    pub(super) fn of(texts: &Texts, value: &Value<'a>) -> Self {
        Self { words: texts.say(value), values: value.typed().into_iter().filter_map(typed).collect() }
    }
}

fn typed<'a>(value: &Value<'a>) -> Option<Typed<'a>> {
    Some(match value {
        Value::Date(date) | Value::Day(date) => Typed::Date(*date),
        Value::Amount(amount, currency) => Typed::Amount { value: *amount, currency: currency.code() },
        Value::Percent(percent) => Typed::Percent(*percent),
        Value::Number(number) => Typed::Number(*number),
        Value::Term(term) => Typed::Term(*term),
        Value::Phone(number) => Typed::Phone(number),
        Value::Address(address) => Typed::Address(address),
        _ => return None,
    })
}

impl SureView {
    pub(super) fn of(texts: &Texts, certainty: &Certainty<'_>) -> Self {
        let (certain, perhaps, ask) = match certainty {
            Certainty::Certain => (true, Vec::new(), None),
            Certainty::Perhaps(why) => (false, why.iter().map(|why| texts.say(why)).collect(), None),
            Certainty::Unknown(ask) => (false, Vec::new(), Some(texts.say(&ask.said()))),
        };
        Self { certain, perhaps, ask }
    }
}

impl<'a> MarkView<'a> {
    pub(super) fn of(texts: &Texts, mark: &Mark<'a>) -> Self {
        Self { about: mark.about, tone: mark.tone, certain: mark.certain, said: Said::of(texts, &mark.words) }
    }
}

impl<'a> BlockView<'a> {
    pub(super) fn of(texts: &Texts, block: &Block<'a>) -> Self {
        Self {
            about: block.about,
            tone: block.tone,
            sure: SureView::of(texts, &block.certainty),
            lines: block.lines.iter().map(|line| Said::of(texts, &line.words)).collect(),
        }
    }
}

impl<'a> SectionView<'a> {
    pub(super) fn of(texts: &Texts, section: &Section<'a>) -> Self {
        Self {
            title: texts.say(&section.title.clone().into()),
            blocks: section.blocks.iter().map(|block| BlockView::of(texts, block)).collect(),
        }
    }
}
