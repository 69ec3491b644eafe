//! Single settings: what each may be and why, and the words for what is not so.

use super::Fault;
use crate::domain::text::Language;
use crate::platform::print_system::PrintAddress;
use std::fmt;
use std::path::PathBuf;
use toml::{Table, Value};

/// Every setting with what it may be, for whoever wrote something else.
pub const SETTINGS: [(&str, &str); 22] = [
    ("language", "\"ro\", \"ru\" or \"en\", the languages of the whole interface"),
    ("centre", "the id of a centre: 1 to 64 letters, digits, \"-\" and \"_\" in quotes"),
    ("fullscreen", "true or false"),
    ("window", "[width, height], each from 480 to 7680 pixels: on less no page can be used, and no screen is larger"),
    (
        "idle_seconds",
        "a whole number from 10 to 3600: less takes the page from somebody who reads, more leaves it to the next person",
    ),
    (
        "idle_warning_seconds",
        "a whole number from 20 to 600: less is no time to answer in, more leaves the page to the next person",
    ),
    ("pixels_per_millimetre", "a number from 1 to 40: no screen is coarser or finer"),
    ("viewing_distance", "a number from 200 to 5000 (millimetres): nobody sits nearer or farther"),
    (
        "specialist_minutes",
        "a whole number from 1 to 240: less signs out whoever works, more leaves the desk open to others",
    ),
    (
        "retention_days",
        "a whole number from 0 to 1095: a case stays readable until it is closed, and after that three years at the most",
    ),
    ("catalogue_root", "the path of a file in quotes"),
    ("digit_keys", "true or false"),
    ("scanner", "a part of the name of a scanner in quotes, as scanimage -L lists it"),
    ("printer", "the name of a printer in quotes, as cups-kiosk printer lists it"),
    (
        "print_system",
        "the path of a socket, or http://localhost with a port, in quotes: what is printed never leaves this computer in clear",
    ),
    ("print_alone", "true or false"),
    ("waiting_numbers", "true or false"),
    ("print_pages", "a whole number from 1 to 500: the paper of a visit; print_alone = false is for none"),
    ("print_folder", "the path of a folder in quotes"),
    ("online", "true or false"),
    (
        "online_minutes",
        "a whole number from 5 to 240: less ends in the middle of a form, more keeps the computer from the next person",
    ),
    ("automatic_sending", "true or false"),
];

/// The smallest and largest that a setting may be; the smallest and largest there are for one that is no number.
#[must_use]
pub fn bounds(name: &str) -> (f64, f64) {
    match name {
        "window" => (480.0, 7680.0),
        "idle_seconds" => (10.0, 3600.0),
        "idle_warning_seconds" => (20.0, 600.0),
        "pixels_per_millimetre" => (1.0, 40.0),
        "viewing_distance" => (200.0, 5000.0),
        "specialist_minutes" => (1.0, 240.0),
        "retention_days" => (0.0, 1095.0),
        "print_pages" => (1.0, 500.0),
        "online_minutes" => (5.0, 240.0),
        _ => (f64::MIN, f64::MAX),
    }
}

/// A setting that is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSetting {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its name, as it stands there.
    pub name: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such setting.
    Unknown {
        /// The one that is written most like it.
        nearest: Option<&'static str>,
    },
    /// It has a value that it may not have.
    Value {
        /// The value, as it stands there.
        found: String,
        /// What it may be, and why no more.
        allowed: &'static str,
    },
}

impl fmt::Display for WrongSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, name, wrong } = self;
        match wrong {
            Wrong::Unknown { nearest: Some(nearest) } => {
                write!(formatter, "line {line}: {name}: there is no such setting; \"{nearest}\" is the nearest")
            }
            Wrong::Unknown { nearest: None } => write!(formatter, "line {line}: {name}: there is no such setting"),
            Wrong::Value { found, allowed } => {
                write!(formatter, "line {line}: {name} = {found}: it may be {allowed}")
            }
        }
    }
}

/// What stands in a text.
pub(super) fn table(text: &str) -> Result<Table, Fault> {
    text.parse().map_err(|error: toml::de::Error| {
        let place = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.get(..place).unwrap_or_default().matches('\n').count() + 1;
        Fault::Syntax { line, reason: error.message().trim().replace('\n', " ") }
    })
}

/// The settings of a file while they are read. What is wrong is collected, so that one look is enough to mend all.
pub(super) struct Settings<'a> {
    text: &'a str,
    table: Table,
    wrong: Vec<WrongSetting>,
}

impl<'a> Settings<'a> {
    /// Those in this text.
    pub(super) fn of(text: &'a str) -> Result<Self, Fault> {
        let mut settings = Self { text, table: table(text)?, wrong: Vec::new() };
        let unknown: Vec<String> =
            settings.table.keys().filter(|name| SETTINGS.iter().all(|(known, _)| known != name)).cloned().collect();
        for name in unknown {
            let nearest = nearest(&name);
            settings.note(&name, Wrong::Unknown { nearest });
        }
        Ok(settings)
    }

    /// Whether all were right.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        self.wrong.sort_by_key(|wrong| wrong.line);
        if self.wrong.is_empty() { Ok(()) } else { Err(Fault::Settings(self.wrong)) }
    }

    fn note(&mut self, name: &str, wrong: Wrong) {
        let is_here = |line: &&str| {
            let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
            let rest = line.strip_prefix(name).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
            rest.is_some_and(|rest| rest.starts_with(['=', '.', ']']))
        };
        let line = self.text.lines().position(|line| is_here(&line)).map_or(1, |place| place + 1);
        self.wrong.push(WrongSetting { line, name: shortened(name), wrong });
    }

    /// The setting of a name: what `read` makes of it, what it is by default, or a complaint.
    fn setting<T>(&mut self, name: &'static str, usual: T, read: impl FnOnce(&Value) -> Option<T>) -> T {
        let Some(value) = self.table.get(name) else { return usual };
        if let Some(read) = read(value) {
            return read;
        }
        let found = shortened(&value.to_string());
        let allowed = SETTINGS.iter().find(|(known, _)| *known == name).map_or("", |(_, allowed)| *allowed);
        self.note(name, Wrong::Value { found, allowed });
        usual
    }

    pub(super) fn language(&mut self, name: &'static str, usual: Language) -> Language {
        self.setting(name, usual, |value| {
            let code = value.as_str()?;
            Language::INTERFACE.into_iter().find(|language| language.code() == code)
        })
    }

    pub(super) fn name(&mut self, name: &'static str, usual: String) -> String {
        self.setting(name, usual, |value| {
            let id = value.as_str()?;
            let fits = id.chars().all(|letter| letter.is_alphanumeric() || letter == '-' || letter == '_');
            (fits && (1..=64).contains(&id.chars().count())).then(|| id.to_owned())
        })
    }

    pub(super) fn yes_or_no(&mut self, name: &'static str, usual: bool) -> bool {
        self.setting(name, usual, Value::as_bool)
    }

    /// One line of text.
    pub(super) fn line(&mut self, name: &'static str) -> Option<String> {
        self.setting(name, None, |value| {
            let text = value.as_str().filter(|text| !text.trim().is_empty())?;
            let is_line = text.chars().count() <= 127 && !text.contains(char::is_control);
            is_line.then(|| Some(text.to_owned()))
        })
    }

    pub(super) fn print_system(&mut self, name: &'static str) -> Option<PrintAddress> {
        self.setting(name, None, |value| PrintAddress::parse(value.as_str()?).ok().map(Some))
    }

    pub(super) fn file(&mut self, name: &'static str) -> Option<PathBuf> {
        self.setting(name, None, |value| {
            let path = value.as_str().filter(|path| !path.trim().is_empty())?;
            Some(Some(PathBuf::from(path)))
        })
    }

    pub(super) fn whole<T: TryFrom<i64>>(&mut self, name: &'static str, usual: T) -> T {
        self.setting(name, usual, |value| {
            let number = value.as_integer()?;
            within(name, &Value::Integer(number))?;
            T::try_from(number).ok()
        })
    }

    pub(super) fn number(&mut self, name: &'static str, usual: f32) -> f32 {
        self.setting(name, usual, |value| within(name, value))
    }

    pub(super) fn pair(&mut self, name: &'static str, usual: (f32, f32)) -> (f32, f32) {
        self.setting(name, usual, |value| match value.as_array()?.as_slice() {
            [one, other] => Some((within(name, one)?, within(name, other)?)),
            _ => None,
        })
    }
}

/// A number, whole or not, within the bounds of a setting. Infinity and what is no number are within none.
fn within(name: &str, value: &Value) -> Option<f32> {
    #[expect(clippy::cast_precision_loss, reason = "only what lies within small bounds is used")]
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))?;
    let (least, most) = bounds(name);
    #[expect(clippy::cast_possible_truncation, reason = "a setting is no more exact than this")]
    (number >= least && number <= most).then_some(number as f32)
}

/// A name or value that fits into a line.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 48;
    let text = text.replace(['\n', '\r', '\t'], " ");
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// The setting that is written most like this, when it is like it at all.
fn nearest(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.to_lowercase().replace(['-', ' ', '_'], "");
    let name = plain(&name.chars().take(64).collect::<String>());
    let near = |known: &str| {
        let known = plain(known);
        let shorter = known.len().min(name.len());
        let begins = shorter >= 4 && (known.starts_with(&name) || name.starts_with(&known));
        let far = apart(&known, &name);
        (begins || far <= known.len() / 3).then_some(far)
    };
    let candidates = SETTINGS.iter().filter_map(|(known, _)| near(known).map(|far| (far, *known)));
    candidates.min_by_key(|(far, _)| *far).map(|(_, known)| known)
}

/// How many letters have to be put in, taken away, changed or swapped with their neighbour to make one of the other.
fn apart(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, with) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != with);
            let mut fewest = changed.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *with && *letter == other[column - 1] {
                fewest = fewest.min(before[column - 1] + 1);
            }
            next.push(fewest);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[other.len()]
}
