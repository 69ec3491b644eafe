//! Lenient access to the fields of a record, and what is noted on the way.

use crate::domain::text::{Language, Text};
use crate::foreign::import::budget::{Budget, PART};
use crate::foreign::import::{Doubt, ImportError, clean, html};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The most bytes of one text that are read: more than any description, less than what would stop the program.
const LONGEST_TEXT: usize = 200_000;

/// The most items of one list that are read: no service has a hundred papers.
const MOST_ITEMS: usize = 2_000;

/// What a note, or a record before it is read, counts besides its texts: its place in the lists.
pub const NOTE: usize = 128;

/// How many bytes of a value as JSON its excerpt is made of.
const EXCERPT_READ: usize = 4_000;

/// How a text is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Titles: one line.
    Line,
    /// Descriptions: paragraphs and list items.
    Blocks,
}

/// Fields that our records have no place for: how often one stood, and where first.
struct LeftOut {
    file: String,
    count: usize,
    first: String,
    what: &'static str,
}

/// What is noted while records are read.
#[derive(Default)]
pub struct Reading {
    /// Texts as they stood, by record and field, where cleaning changed them.
    pub originals: BTreeMap<String, BTreeMap<String, String>>,
    languages: BTreeSet<Language>,
    /// Each doubt once, with its place in the order met.
    doubts: BTreeMap<Doubt, usize>,
    budget: Budget,
    left_out: BTreeMap<(String, String), LeftOut>,
    /// The file and code of the record being read, and its key in `originals`.
    file: String,
    code: String,
    record: String,
}

impl Reading {
    /// Begins a record: its doubts name this file and code from now on.
    pub fn begin(&mut self, file: &str, kind: &str, code: &str) {
        file.clone_into(&mut self.file);
        code.clone_into(&mut self.code);
        self.record = format!("{kind}/{code}");
    }

    /// Notes a doubt about a field of the record being read; an empty place means the record.
    pub fn doubt(&mut self, place: &str, what: impl Into<String>) {
        let place = if place.is_empty() { self.code.clone() } else { format!("{} {place}", self.code) };
        let file = self.file.clone();
        self.doubt_in(&file, place, what);
    }

    /// Notes a doubt about a file, once.
    pub fn doubt_in(&mut self, file: &str, place: impl Into<String>, what: impl Into<String>) {
        let doubt = Doubt { file: file.to_owned(), place: place.into(), what: what.into() };
        if !self.doubts.contains_key(&doubt)
            && self.spend(NOTE + doubt.file.len() + doubt.place.len() + doubt.what.len())
        {
            let next = self.doubts.len();
            self.doubts.insert(doubt, next);
        }
    }

    /// Counts what the records and doubts are made of; whether there is still room.
    pub fn spend(&mut self, bytes: usize) -> bool {
        self.budget.spend(bytes)
    }

    /// Another copy of a text.
    pub fn copy(&mut self, text: &Text) -> Text {
        self.spend(Language::ALL.iter().filter_map(|language| text.exact(*language)).map(str::len).sum());
        text.clone()
    }

    /// Whether the records would grow beyond all bounds.
    pub fn is_exhausted(&self) -> bool {
        self.budget.is_exhausted()
    }

    /// Refuses a file once the records would grow beyond all bounds.
    ///
    /// # Errors
    /// When they would.
    pub fn room(&self, file: &str) -> Result<(), ImportError> {
        if self.is_exhausted() { Err(self.budget.refusal(file)) } else { Ok(()) }
    }

    /// Notes a field that nothing of ours holds; said once for each file with how often it stood.
    pub fn left_out(&mut self, file: &str, field: &str, first: impl FnOnce() -> String, what: &'static str) {
        self.count(file, file, field, first, what);
    }

    /// Notes what holds for every record of the format, once for all files.
    pub fn always(&mut self, field: &str, what: &'static str) {
        let (file, code) = (self.file.clone(), self.code.clone());
        self.count("", &file, field, || code, what);
    }

    fn count(&mut self, of: &str, file: &str, field: &str, first: impl FnOnce() -> String, what: &'static str) {
        let key = (of.to_owned(), field.to_owned());
        if let Some(known) = self.left_out.get_mut(&key) {
            known.count += 1;
            return;
        }
        let new = LeftOut { file: file.to_owned(), count: 1, first: first(), what };
        if self.spend(NOTE + of.len() + field.len() + new.file.len() + new.first.len()) {
            self.left_out.insert(key, new);
        }
    }

    /// Everything noted, in the order met, then what was counted.
    pub fn doubts(&mut self) -> Vec<Doubt> {
        for ((_, field), LeftOut { file, count, first, what }) in std::mem::take(&mut self.left_out) {
            let times = if count == 1 { format!("in {first}") } else { format!("{count} times, first in {first}") };
            self.doubt_in(&file, field, format!("{what} ({times})"));
        }
        let mut doubts: Vec<(Doubt, usize)> = std::mem::take(&mut self.doubts).into_iter().collect();
        doubts.sort_by_key(|(_, met)| *met);
        doubts.into_iter().map(|(doubt, _)| doubt).collect()
    }

    /// The languages of the texts read.
    pub fn languages(&self) -> BTreeSet<String> {
        self.languages.iter().map(Language::to_string).collect()
    }

    /// Keeps a text as it stood.
    pub fn keep(&mut self, field: &str, original: &str) {
        if !self.spend(NOTE + field.len() + original.len()) {
            return;
        }
        self.originals.entry(self.record.clone()).or_default().insert(field.to_owned(), original.to_owned());
    }

    /// A text in its languages. A plain string, or a number, is taken as Romanian with a doubt; languages that are
    /// not ours, and values that are no text, are doubts. The original is kept where reading changed it.
    pub fn text(&mut self, value: Option<&Value>, place: &str, shape: Shape) -> Option<Text> {
        match value? {
            Value::Object(languages) => {
                let mut texts: BTreeMap<Language, String> = BTreeMap::new();
                for (tag, value) in languages {
                    let place = format!("{place}.{tag}");
                    let Some(words) = self.words(value, &place, shape) else { continue };
                    match clean::language(tag) {
                        None => {
                            self.doubt(&place, format!("not a language of ours, left out: {}", clean::excerpt(&words)));
                        }
                        Some(language) => match texts.get(&language) {
                            Some(first) if *first != words => {
                                self.doubt(
                                    &place,
                                    format!("another text of one language, left out: {}", clean::excerpt(&words)),
                                );
                            }
                            _ => {
                                texts.insert(language, words);
                            }
                        },
                    }
                }
                self.languages.extend(texts.keys());
                let (text, stand_in) = clean::text(texts)?;
                if let Some(language) = stand_in {
                    self.spend(text.ro.len());
                    self.doubt(
                        place,
                        format!("there is no Romanian text: the one in \"{language}\" stands in its place"),
                    );
                }
                Some(text)
            }
            Value::Null => None,
            value => {
                let text = self.plain(Some(value), place, shape)?;
                self.doubt(place, "the text names no language: taken as Romanian");
                Some(text)
            }
        }
    }

    /// A text that may be a plain string by the format: taken as Romanian. One in several languages is read as such.
    pub fn plain(&mut self, value: Option<&Value>, place: &str, shape: Shape) -> Option<Text> {
        match value? {
            object @ Value::Object(_) => self.text(Some(object), place, shape),
            value => {
                let ro = self.words(value, place, shape)?;
                self.languages.insert(Language::Ro);
                Some(Text { ro, ..Text::default() })
            }
        }
    }

    /// The words of one language, cleaned; `None` when blank.
    fn words(&mut self, value: &Value, place: &str, shape: Shape) -> Option<String> {
        let original = match value {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            Value::Number(number) => {
                self.doubt(place, "a number where a text was expected: taken as a text");
                number.to_string()
            }
            _ => {
                self.doubt(place, format!("not a text, left out: {}", excerpt(value)));
                return None;
            }
        };
        let mut source = original.as_str();
        if source.len() > LONGEST_TEXT {
            let end = (0..=LONGEST_TEXT).rev().find(|end| source.is_char_boundary(*end)).unwrap_or(0);
            source = source.get(..end).unwrap_or_default();
            self.doubt(place, format!("longer than {LONGEST_TEXT} bytes: only the start was read"));
        }
        let words = match shape {
            Shape::Line if !html::is_rich(source) => clean::line(source),
            _ => {
                let html = html::read(source);
                if html.removed {
                    self.doubt(place, "scripts or styles were taken out of the text");
                }
                let text = html::plain(&html.blocks);
                for address in &html.addresses {
                    let bare =
                        address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
                    if !text.contains(bare) {
                        self.doubt(place, format!("the text links to {address}: the address stands here only"));
                    }
                }
                if shape == Shape::Line { clean::line(&text) } else { text }
            }
        };
        if words != original && !original.trim().is_empty() {
            self.keep(place, &original);
        }
        (!words.is_empty() && self.spend(words.len())).then_some(words)
    }

    /// A plain value as it stands, trimmed and on one line: a code, price, unit or address. Numbers and booleans are
    /// taken as they are written; `None` when it is not there or blank.
    pub fn scalar(&mut self, value: Option<&Value>, place: &str) -> Option<String> {
        let text = match value? {
            Value::Null => return None,
            Value::String(text) => {
                let line = clean::line(text);
                if line != *text && !line.is_empty() {
                    self.keep(place, text);
                }
                line
            }
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            other => {
                self.doubt(place, format!("not a plain value, left out: {}", excerpt(other)));
                return None;
            }
        };
        (!text.is_empty() && self.spend(text.len())).then_some(text)
    }

    /// The objects of a list. One object alone is taken as a list of it; whatever else is in the place is a doubt.
    /// Each comes with its place: `costs[1]`.
    pub fn objects<'a>(&mut self, value: Option<&'a Value>, place: &str) -> Vec<(String, &'a Map<String, Value>)> {
        let items = match value {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items.as_slice(),
            Some(one @ Value::Object(_)) => {
                self.doubt(place, "one object where a list was expected: taken as a list of it");
                std::slice::from_ref(one)
            }
            Some(other) => {
                self.doubt(place, format!("not a list, left out: {}", excerpt(other)));
                return Vec::new();
            }
        };
        let mut objects = Vec::new();
        if items.len() > MOST_ITEMS {
            self.doubt(place, format!("{} items: only the first {MOST_ITEMS} were read", items.len()));
        }
        for (index, item) in items.iter().take(MOST_ITEMS).enumerate() {
            let place = format!("{place}[{index}]");
            match item {
                Value::Object(object) if self.spend(PART) => objects.push((place, object)),
                Value::Object(_) => break,
                Value::Null => {}
                other => self.doubt(&place, format!("not an object, left out: {}", excerpt(other))),
            }
        }
        objects
    }

    /// An address of the web. One without a scheme gets `https`, with a doubt; another scheme is a doubt and nothing.
    pub fn address(&mut self, value: Option<&Value>, place: &str) -> Option<String> {
        let address = self.scalar(value, place)?;
        let lower = address.to_ascii_lowercase();
        if lower.contains(' ') {
            self.doubt(place, format!("not an address, left out: {}", clean::excerpt(&address)));
            return None;
        }
        if lower.starts_with("https://") || lower.starts_with("http://") {
            return Some(address);
        }
        let host = lower.split(['/', '?', '#']).next().unwrap_or_default();
        let is_host =
            host.contains('.') && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        if is_host {
            self.doubt(place, format!("the address \"{address}\" names no scheme: taken as https"));
            return Some(format!("https://{address}"));
        }
        self.doubt(place, format!("not an address of the web, left out: {}", clean::excerpt(&address)));
        None
    }
}

/// The beginning of a value as JSON, for a doubt. No more of it is written than the excerpt takes.
pub fn excerpt(value: &Value) -> String {
    struct Start(Vec<u8>);
    impl Write for Start {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = EXCERPT_READ.saturating_sub(self.0.len());
            if room == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.0.extend(bytes.iter().take(room));
            Ok(bytes.len().min(room))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut start = Start(Vec::new());
    // It ends early where the value is longer.
    let _ = serde_json::to_writer(&mut start, value);
    clean::excerpt(&String::from_utf8_lossy(&start.0))
}

/// The field of this name, in any case of letters.
pub fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}
