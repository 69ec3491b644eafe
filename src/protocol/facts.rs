//! The open part of an entry, number 1: what is recorded, hashed, sent and counted. An allow-list of codes, counts and
//! choices for what we write; lenient in what it reads.
//!
//! An entry lives longer than the program that wrote it, and meets programs that are older and newer. So:
//!
//! - What was recorded stays as it was recorded, to the last byte ([`RecordedFacts`]). The hash is over these bytes, and
//!   nobody writes them anew: a field that a program does not know changes no hash and is not lost.
//! - Each value has a code of its own that never changes ([`code`]). A code that a program does not know is kept and
//!   counted as "other" ([`Said`]).
//! - A field may be added, and a code; none may change its meaning. What cannot be said so gets the next number, which
//!   stands in the facts themselves (absent it is 1). A program reads of a newer number what it knows of it.
//! - No free text can ever fit, whoever wrote it ([`form`]): that an unknown field is kept opens no way for a name.

mod code;
mod form;

pub use code::{Code, Coded, Said};
pub use form::{has_form, is_centre};

use crate::domain::case::RequestState;
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::printing::{PrintRecord, SheetKind};
use crate::domain::record::{Action, EntryFacts, Mode, Reason};
use crate::domain::text::Language;
use crate::domain::work::{AgeBand, Attendance, Autonomy, Place, Topic};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Deref;
use uuid::Uuid;

/// The number of what this version writes.
pub const NUMBER: u16 = 1;

/// The open part of an entry, as this version reads it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The number of their form; 1 when it is not said.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub number: u16,
    /// What was done.
    pub action: Said<Action>,
    /// The event's code; those of one visit are joined by a plus sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The case, a random id.
    #[serde(default, deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub case: Option<Uuid>,
    /// The request, a random id.
    #[serde(default, deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
    /// The request's state after the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Said<RequestState>>,
    /// Minutes spent, where they were measured or said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// A satisfaction answer, 1 (bad) to 5 (good).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<u8>,
    /// The entry that this one corrects, by its id.
    #[serde(default, deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Uuid>,
    /// Why it ended so, why the person was sent elsewhere, or why it is corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Said<Reason>>,
    /// The language of the visit.
    pub language: Said<Language>,
    /// The centre's id.
    pub centre: String,
    /// Who was at the computer.
    pub mode: Said<Mode>,
    /// The number of the catalogue the work rested on.
    pub catalogue: u64,
    /// What the help was about, where it was about no service: a theme of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Code>,
    /// How much of it the person did alone: a step of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autonomy: Option<Code>,
    /// What was printed: how many copies, by the kind of sheet and the state in which the print ended.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prints: BTreeMap<Print, u16>,
    /// How many pages each of these has; where nothing was printed, how many scanned pages are kept with the case now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u16>,
    /// Whether the same was printed before in the visit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// How many scanned pages were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scans_erased: Option<u16>,
    /// A trust answer, 1 (none) to 5 (full).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<u8>,
    /// Where it was done: a place of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Code>,
    /// How many people were there, by an age of a list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<Code, u16>,
    /// The day of it, where it is not that of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Date>,
}

hidden!(Facts, "Facts");

/// A kind of sheet and the state in which its print ended, written `plan.printed`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Print {
    /// The kind of sheet.
    pub sheet: Code,
    /// The state.
    pub state: Code,
}

impl TryFrom<String> for Print {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        let (sheet, state) = text.split_once('.').ok_or(NotACode)?;
        Ok(Self { sheet: Code::new(sheet).ok_or(NotACode)?, state: Code::new(state).ok_or(NotACode)? })
    }
}

impl From<Print> for String {
    fn from(print: Print) -> Self {
        format!("{}.{}", print.sheet.as_str(), print.state.as_str())
    }
}

/// A print as it is counted.
fn print_of(print: PrintRecord) -> Option<(Print, u16)> {
    let print_code = Print { sheet: Code::new(print.sheet.code())?, state: Code::new(print.outcome.code())? };
    Some((print_code, print.copies))
}

/// The code of a value.
fn written<T: Coded>(value: T) -> Option<Code> {
    Code::new(value.code())
}

/// What should be a code is none. What it is instead is not said: it may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a code")]
pub struct NotACode;

const fn first() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_first(number: &u16) -> bool {
    *number == 1
}

/// An id in the one form in which ids are written: whoever compares the bytes finds the same.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    let wrong = || serde::de::Error::custom("an id is malformed");
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let id: Uuid = text.parse().map_err(|_| wrong())?;
    if id.to_string() == text { Ok(Some(id)) } else { Err(wrong()) }
}

impl From<&EntryFacts> for Facts {
    fn from(facts: &EntryFacts) -> Self {
        let erased = facts.action == Action::PagesErased;
        Self {
            number: NUMBER,
            action: Said::Known(facts.action),
            event: facts.event.clone(),
            service: facts.service.clone(),
            case: facts.case,
            request: facts.request,
            state: facts.state.map(Said::Known),
            minutes: facts.minutes,
            satisfaction: facts.satisfaction,
            corrects: facts.corrects,
            reason: facts.reason.map(Said::Known),
            language: Said::Known(facts.language),
            centre: facts.centre.clone(),
            mode: Said::Known(facts.mode),
            catalogue: facts.catalogue,
            theme: facts.topic.and_then(written),
            autonomy: facts.autonomy.and_then(written),
            prints: facts.print.and_then(print_of).into_iter().collect(),
            pages: facts.print.map(|print| print.pages).or(facts.scans.filter(|_| !erased)),
            again: facts.print.is_some_and(|print| print.again),
            scans_erased: facts.scans.filter(|_| erased),
            trust: facts.trust,
            place: facts.place.and_then(written),
            people: facts.people.iter().filter_map(|(band, number)| Some((written(*band)?, *number))).collect(),
            held: facts.held,
        }
    }
}

impl Facts {
    /// What they mean to this version; `None` when it does not know what was done. Whatever else it does not know is
    /// left out, or taken for what is most frequent.
    #[must_use]
    pub fn meaning(&self) -> Option<EntryFacts> {
        Some(EntryFacts {
            action: self.action.known()?,
            event: self.event.clone(),
            service: self.service.clone(),
            case: self.case,
            request: self.request,
            state: self.state.as_ref().and_then(Said::known),
            satisfaction: self.satisfaction,
            corrects: self.corrects,
            reason: self.reason.as_ref().and_then(Said::known),
            language: self.language.known().unwrap_or_default(),
            centre: self.centre.clone(),
            mode: self.mode.known().unwrap_or(Mode::Assisted),
            catalogue: self.catalogue,
            print: self.print(),
            minutes: self.minutes,
            topic: self.theme.as_ref().and_then(|code| Topic::of_code(code.as_str())),
            autonomy: self.autonomy.as_ref().and_then(|code| Autonomy::of_code(code.as_str())),
            place: self.place.as_ref().and_then(|code| Place::of_code(code.as_str())),
            people: self.people(),
            held: self.held,
            trust: self.trust,
            scans: self.scans_erased.or(self.pages.filter(|_| self.prints.is_empty())),
        })
    }

    /// How many people there were; of an age that this version does not know, of one that was not told.
    fn people(&self) -> Attendance {
        let mut people = Attendance::new();
        for (code, number) in &self.people {
            let all = people.entry(AgeBand::of_code(code.as_str()).unwrap_or(AgeBand::Untold)).or_default();
            *all = all.saturating_add(*number);
        }
        people
    }

    /// What was printed, as far as this version knows it; a sheet of a kind that it does not know is another.
    fn print(&self) -> Option<PrintRecord> {
        let (print, copies) = self.prints.first_key_value()?;
        Some(PrintRecord {
            sheet: SheetKind::of_code(print.sheet.as_str()).unwrap_or(SheetKind::Other),
            outcome: Coded::of_code(print.state.as_str())?,
            pages: self.pages.unwrap_or(1),
            copies: *copies,
            again: self.again,
        })
    }
}

/// The open part of an entry as it was recorded, to the last byte, and what this version reads in it.
#[derive(Clone)]
pub struct RecordedFacts {
    text: Box<RawValue>,
    facts: Facts,
}

hidden!(RecordedFacts, "RecordedFacts");

impl RecordedFacts {
    /// Facts, put into the bytes in which they stay.
    ///
    /// # Errors
    /// When they cannot be written as JSON, which their types rule out.
    pub fn new(facts: Facts) -> Result<Self, serde_json::Error> {
        Ok(Self { text: serde_json::value::to_raw_value(&facts)?, facts })
    }

    /// What is recorded of an action.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of(facts: &EntryFacts) -> Result<Self, serde_json::Error> {
        Self::new(facts.into())
    }

    /// Facts as they were recorded.
    ///
    /// # Errors
    /// When they are none, whatever their number.
    pub fn read(text: String) -> Result<Self, serde_json::Error> {
        Self::try_from(RawValue::from_string(text)?)
    }

    /// The bytes.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get()
    }
}

impl Deref for RecordedFacts {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// They are the same when their bytes are.
impl PartialEq for RecordedFacts {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for RecordedFacts {}

impl TryFrom<Box<RawValue>> for RecordedFacts {
    type Error = serde_json::Error;

    fn try_from(text: Box<RawValue>) -> Result<Self, Self::Error> {
        Ok(Self { facts: serde_json::from_str(text.get())?, text })
    }
}

impl Serialize for RecordedFacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RecordedFacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        // The error of the text within would name a place in another text, and may quote it.
        Self::try_from(text).map_err(|_| serde::de::Error::custom("the facts cannot be read"))
    }
}

#[cfg(test)]
mod tests;
