//! What is said, before it is put into a language: messages with their values, each value of its own kind. Here is the
//! one place where dates, amounts, lengths of time and texts become words; who speaks or prints them differently finds
//! them typed.

use super::{Texts, amount, date_long, date_numeric, month_alone, sentences, term, value_text};
use crate::domain::fact::Value as Fact;
use crate::domain::money::{Amount, Currency};
use crate::domain::question::Question;
use crate::domain::term::Term;
use crate::domain::text::{Language, Text};
use fluent_bundle::FluentValue;
use jiff::civil::Date;

/// A value that is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Words of the catalogue.
    Text(&'a Text),
    /// The same without the stop at their end, as a part of a sentence.
    Clause(&'a Text),
    /// A date with its weekday.
    Date(Date),
    /// A date in digits.
    Day(Date),
    /// The month of a date, with its year.
    Month(Date),
    /// An amount of money.
    Amount(Amount, Currency),
    /// A share of something, in percent.
    Percent(Amount),
    /// A number of things.
    Number(usize),
    /// A length of time.
    Term(Term),
    /// A telephone number.
    Phone(&'a str),
    /// The address of a page.
    Address(&'a str),
    /// An answer, in the words of its question.
    Answer(Option<&'a Question>, Fact),
    /// What is the same in every language: a code, a mark, a number of law.
    Name(String),
    /// A message with its values.
    Phrase(Phrase<'a>),
    /// Sentences in a row, each with its end.
    Sentences(Vec<Value<'a>>),
    /// Things of one kind beside each other.
    List(Vec<Value<'a>>),
    /// Names beside each other, of which none holds a comma.
    Names(Vec<Value<'a>>),
    /// Short remarks beside each other.
    Remarks(Vec<Value<'a>>),
    /// The beginning of a line.
    Heading(Box<Value<'a>>),
    /// Words of a message as a part of a sentence.
    Inside(Box<Value<'a>>),
}

/// A message with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase<'a> {
    key: &'static str,
    values: Vec<(&'static str, Value<'a>)>,
    /// The number by which its form is chosen.
    count: Option<usize>,
}

/// A message.
#[must_use]
pub fn phrase<'a>(key: &'static str) -> Phrase<'a> {
    Phrase { key, values: Vec::new(), count: None }
}

impl<'a> Phrase<'a> {
    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value<'a>>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Of so many things.
    #[must_use]
    pub fn counted(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }

    /// Its name among the messages.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }
}

impl<'a> From<Phrase<'a>> for Value<'a> {
    fn from(phrase: Phrase<'a>) -> Self {
        Self::Phrase(phrase)
    }
}

impl<'a> From<&'a Text> for Value<'a> {
    fn from(text: &'a Text) -> Self {
        Self::Text(text)
    }
}

impl From<Term> for Value<'_> {
    fn from(term: Term) -> Self {
        Self::Term(term)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value<'_> {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl Value<'_> {
    /// What it is made of that is no words of its own: dates, amounts, lengths of time, in the order they are named in.
    #[must_use]
    pub fn typed(&self) -> Vec<&Self> {
        match self {
            Self::Phrase(phrase) => phrase.values.iter().flat_map(|(_, value)| value.typed()).collect(),
            Self::Sentences(values) | Self::List(values) | Self::Remarks(values) => {
                values.iter().flat_map(Value::typed).collect()
            }
            Self::Heading(value) | Self::Inside(value) => value.typed(),
            Self::Text(_) | Self::Clause(_) | Self::Answer(..) | Self::Name(_) => Vec::new(),
            _ => vec![self],
        }
    }
}

impl Texts {
    /// Puts a value into words.
    #[must_use]
    pub fn say(&self, value: &Value<'_>) -> String {
        self.put(value, Gaps::AsWritten)
    }

    /// The same for paper: no line ends within a date, an amount, a length of time or a telephone number; within a date
    /// only behind its weekday.
    #[must_use]
    pub fn say_unbroken(&self, value: &Value<'_>) -> String {
        self.put(value, Gaps::Kept)
    }

    fn put(&self, value: &Value<'_>, gaps: Gaps) -> String {
        let said = self.words(value, gaps);
        let whole = matches!(
            value,
            Value::Date(_) | Value::Day(_) | Value::Amount(..) | Value::Percent(_) | Value::Term(_) | Value::Phone(_)
        );
        if whole && gaps == Gaps::Kept { kept(&said) } else { said }
    }

    fn words(&self, value: &Value<'_>, gaps: Gaps) -> String {
        let language = self.language();
        let all = |values: &[Value<'_>]| values.iter().map(|value| self.put(value, gaps)).collect::<Vec<_>>();
        match value {
            Value::Text(text) => text.get(language).to_owned(),
            Value::Clause(text) => text.get(language).trim_end_matches('.').to_owned(),
            Value::Date(date) => date_long(self, *date),
            Value::Day(date) => date_numeric(*date),
            Value::Month(date) => format!("{} {}", month_alone(self, date.month()), date.year()),
            Value::Amount(value, currency) => amount(self, *value, *currency),
            Value::Percent(percent) => {
                percent.to_string().replace('.', if language == Language::En { "." } else { "," })
            }
            Value::Number(number) => number.to_string(),
            Value::Term(length) => term(self, *length),
            Value::Phone(number) => (*number).to_owned(),
            Value::Address(address) => address.trim_start_matches("https://").to_owned(),
            Value::Answer(question, fact) => value_text(self, *question, fact),
            Value::Name(name) => name.clone(),
            Value::Phrase(phrase) => self.say_phrase(phrase, gaps),
            Value::Sentences(values) => sentences(all(values)),
            Value::List(values) => all(values).join("; "),
            Value::Names(values) => all(values).join(", "),
            Value::Remarks(values) => all(values).join(" · "),
            Value::Heading(value) => first_letter(&self.put(value, gaps), |letter| letter.to_uppercase().collect()),
            Value::Inside(value) => first_letter(&self.put(value, gaps), |letter| letter.to_lowercase().collect()),
        }
    }

    fn say_phrase(&self, phrase: &Phrase<'_>, gaps: Gaps) -> String {
        let said: Vec<(&str, FluentValue<'_>)> =
            phrase.values.iter().map(|(name, value)| (*name, self.put(value, gaps).into())).collect();
        match phrase.count {
            None if said.is_empty() => self.get(phrase.key),
            None => self.with(phrase.key, &said),
            Some(count) => self.with(phrase.key, &self.counting(count, said)),
        }
    }
}

/// Where a line may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    AsWritten,
    Kept,
}

/// Words in one piece, but behind a comma.
fn kept(words: &str) -> String {
    let mut before = ' ';
    let keep = |letter: char| {
        let gap = letter == ' ' && before != ',';
        before = letter;
        if gap { '\u{a0}' } else { letter }
    };
    words.chars().map(keep).collect()
}

/// Words with their first letter changed.
fn first_letter(words: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = words.chars();
    letters.next().map(change).into_iter().chain([letters.as_str().to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::term::Unit;
    use jiff::civil::date;

    #[test]
    fn on_paper_no_line_ends_within_a_date_or_an_amount() {
        let due = phrase("due-within").with("date", Value::Date(date(2026, 11, 27)));
        let cost = phrase("fee-exact").with("amount", Value::Amount(Amount(114_900), Currency::Mdl));
        let said = Value::Remarks(vec![due.into(), cost.into()]);
        let texts = Texts::load(Language::Ro);
        assert_eq!(
            texts.say_unbroken(&said),
            "Cel târziu vineri, 27\u{a0}noiembrie\u{a0}2026 · Costă 1.149\u{a0}de\u{a0}lei"
        );
        assert_eq!(texts.say_unbroken(&said).replace('\u{a0}', " "), texts.say(&said).replace('\u{a0}', " "));
    }

    #[test]
    fn the_same_value_is_said_as_each_language_writes_it() {
        let range = phrase("amount-range")
            .with("least", Value::Amount(Amount(3_000), Currency::Mdl))
            .with("most", Value::Amount(Amount(123_450), Currency::Mdl));
        let amount = |bani| Value::Amount(Amount(bani), Currency::Mdl);
        assert_eq!(Value::Remarks(vec![range.clone().into()]).typed(), [&amount(3_000), &amount(123_450)]);
        let length = Value::Term(Term { value: 21, unit: Unit::Month });
        let day = Value::Day(date(2026, 3, 5));
        let said = |language, value: &Value<'_>| Texts::load(language).say(value).replace('\u{a0}', " ");
        let range = Value::from(range);
        assert_eq!(said(Language::Ro, &range), "de la 30 de lei până la 1.234,50 lei");
        assert_eq!(said(Language::Ru, &range), "30 леев – 1 234,50 лея");
        assert_eq!(said(Language::En, &range), "from 30 lei to 1,234.50 lei");
        assert_eq!(said(Language::Ro, &length), "21 de luni");
        assert_eq!(said(Language::En, &day), "05.03.2026");
        assert_eq!(said(Language::Ru, &Value::Heading(Box::new(Value::Name("юг".into())))), "Юг");
        assert_eq!(said(Language::Ro, &Value::Inside(Box::new(phrase("fee-free").into()))), "gratuit");
    }
}
