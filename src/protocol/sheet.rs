//! A sheet on its way to paper, version 1: what it says, in which order, by which template. The kiosk writes it, the program
//! `cups-paper` sets it, and an institution's template draws what it finds in it. Unlike what crosses the wire it is read
//! strictly: a part that is not known would be missing on the paper, and nobody would see that it is.

use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The number of this form.
pub const NUMBER: u16 = 1;
/// The most bytes of a sheet: the largest plan in Cyrillic takes a tenth of it.
pub const LARGEST_SHEET: u64 = 1024 * 1024;
/// The template that all others may import and that no sheet is made by.
pub const SHARED: &str = "sheet";
/// The version of [`SHARED`] that draws sheets of this form. It rises with what a sheet can hold.
pub const SHARED_VERSION: u16 = 1;
/// What stands in [`PrintSheet::page`] for the number of the page.
pub const PAGE: &str = "{page}";
/// What stands in [`PrintSheet::page`] for the number of pages.
pub const PAGES: &str = "{pages}";

/// A sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintSheet {
    /// The number of the form, [`NUMBER`].
    pub sheet: u16,
    /// The name of its template, lower-case letters and hyphens: `plan`.
    pub template: String,
    /// The version of the template that it was made for.
    pub version: u16,
    /// The language of all its words.
    pub language: Language,
    /// On which paper.
    pub format: Format,
    /// The day it was made on.
    pub on: Date,
    /// What it is: the title of the document.
    pub title: String,
    /// What stands over and under the title: who gives it, what about, for which day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<String>,
    /// What it says, in the order in which it is read.
    pub parts: Vec<SheetPart>,
    /// What stands at the foot of each page: the centre, the day of the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foot: Vec<String>,
    /// How a page is numbered, with [`PAGE`] and [`PAGES`] in it.
    pub page: String,
    /// For whom each copy is, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// By which the paper is told from another: see [`PrintSheet::fingerprint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The templates that the catalogue brings for it, by name: its own, and [`SHARED`]. Whichever is not here is the one
    /// that `cups-paper` brings itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, String>,
}

hidden!(PrintSheet, "PrintSheet");

/// On which paper a sheet is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A4, upright.
    A4,
    /// Pages of A5 with room at the fold; the print system lays two of them on a sheet of A4.
    A5Booklet,
    /// A strip of 80 mm, as long as it needs.
    Strip,
}

/// A part of a sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetPart {
    /// What the template knows it by: `first`, `do`, `bring`.
    pub name: String,
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it holds.
    pub blocks: Vec<SheetBlock>,
}

hidden!(SheetPart, "SheetPart");

/// What a part holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetBlock {
    /// Lines under each other.
    Lines(Lines),
    /// A table with a heading over each column.
    Table(Table),
    /// Names with their values.
    Fields(Vec<Field>),
    /// A code that a telephone reads.
    Code(SheetCode),
    /// Lines to sign on.
    Signatures(Vec<String>),
}

hidden!(SheetBlock, "SheetBlock");

/// Lines under each other.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lines {
    /// How it is meant to be taken.
    #[serde(default, skip_serializing_if = "SheetTone::is_quiet")]
    pub tone: SheetTone,
    /// The lines.
    pub lines: Vec<SheetLine>,
}

hidden!(Lines, "Lines");

/// How something is meant to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetTone {
    /// Nothing special.
    #[default]
    Quiet,
    /// Something to look at: it is framed.
    Caution,
    /// Overdue, closed, refused: it is framed heavily.
    Danger,
}

impl SheetTone {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_quiet(&self) -> bool {
        *self == Self::Quiet
    }
}

/// One line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetLine {
    /// How much it stands out.
    #[serde(default, skip_serializing_if = "SheetWeight::is_body")]
    pub weight: SheetWeight,
    /// What it says.
    pub words: String,
}

hidden!(SheetLine, "SheetLine");

/// How much a line stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetWeight {
    /// What must be seen first.
    Strong,
    /// Plain words.
    #[default]
    Body,
    /// A remark.
    Note,
}

impl SheetWeight {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_body(&self) -> bool {
        *self == Self::Body
    }
}

/// A table. Its rows are never split over two pages, and its headings are said again on the next one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Vec<SheetLine>>>,
}

hidden!(Table, "Table");

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What is in it.
    #[serde(default, skip_serializing_if = "ColumnKind::is_words")]
    pub kind: ColumnKind,
}

/// What is in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ColumnKind {
    /// Words.
    #[default]
    Words,
    /// A number or a mark: as narrow as it is.
    Number,
    /// A box to tick with a pen; its cells are empty.
    Tick,
}

impl ColumnKind {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_words(&self) -> bool {
        *self == Self::Words
    }
}

/// A name with its value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The value; none where it is written by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

hidden!(Field, "Field");

/// A code that a telephone reads.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetCode {
    /// What it holds.
    pub holds: String,
    /// What it is, for whoever does not see it.
    pub words: String,
    /// What is read under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

hidden!(SheetCode, "SheetCode");

/// What tells a paper from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mark {
    /// What is read before it.
    pub words: String,
    /// The beginning of the fingerprint: 16 hexadecimal digits in fours.
    pub digits: String,
}

/// The parts that every sheet of a kind has: a template may rely on these, and on no others.
#[must_use]
pub fn obligatory(template: &str) -> &'static [&'static str] {
    match template {
        "plan" => &["sum", "ask", "valid"],
        "papers" => &["ask", "valid"],
        "step" => &["what", "ask", "valid"],
        "consent" => &["person", "text", "sign"],
        "slip" => &["code", "ask"],
        "receipt" => &["requests", "ask"],
        "own" => &["filled", "kept", "erase", "ask"],
        "draft" => &["state"],
        "payment" => &["amounts", "pay", "no-more"],
        "reception" => &["result", "collector", "sign"],
        "month" => &["sum"],
        "recovery" => &["groups", "what", "use"],
        "codes" => &["codes", "what"],
        "day-pack" => &["visits", "kit"],
        _ => &[],
    }
}

/// Why a text is no sheet.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASheet {
    /// It is not written as a sheet of this form is.
    #[error("line {line}, column {column}: {what}")]
    Form {
        /// Where.
        line: usize,
        /// Where in it.
        column: usize,
        /// What is wrong; nothing of what the sheet says.
        what: &'static str,
    },
    /// It is of another number.
    #[error("it is a sheet of form {0}, and this program knows form {NUMBER}")]
    Number(u16),
    /// A row of a table has not as many cells as the table has columns.
    #[error("a row of a table in the part \"{0}\" has not as many cells as there are columns")]
    Row(String),
    /// Two parts have one name.
    #[error("two parts are called \"{0}\"")]
    Twice(String),
    /// The mark is of another sheet.
    #[error("its mark belongs to another sheet")]
    Mark,
}

impl PrintSheet {
    /// Reads a sheet.
    ///
    /// # Errors
    /// Says what is wrong with it, and nothing of what it says.
    pub fn read(json: &[u8]) -> Result<Self, NotASheet> {
        let sheet: Self = serde_json::from_slice(json).map_err(|error| NotASheet::Form {
            line: error.line(),
            column: error.column(),
            what: match error.classify() {
                serde_json::error::Category::Data => "a field is missing, unknown or of another kind",
                serde_json::error::Category::Eof => "it ends too early",
                serde_json::error::Category::Syntax | serde_json::error::Category::Io => "it is not JSON",
            },
        })?;
        if sheet.sheet != NUMBER {
            return Err(NotASheet::Number(sheet.sheet));
        }
        let mut names = BTreeSet::new();
        for part in &sheet.parts {
            if !names.insert(&part.name) {
                return Err(NotASheet::Twice(part.name.clone()));
            }
            let wrong = |table: &Table| table.rows.iter().any(|row| row.len() != table.columns.len());
            if part.blocks.iter().any(|block| matches!(block, SheetBlock::Table(table) if wrong(table))) {
                return Err(NotASheet::Row(part.name.clone()));
            }
        }
        let marked = sheet.mark.as_ref().map(|mark| &mark.digits);
        if marked.is_some_and(|digits| *digits != sheet.fingerprint()) {
            return Err(NotASheet::Mark);
        }
        Ok(sheet)
    }

    /// It as JSON, as the helper is given it. Two sheets of the same bytes are the same paper.
    ///
    /// # Errors
    /// When it cannot be written so.
    pub fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// The same, drawn by templates that the catalogue brings. Its mark is then another: they are part of what is signed.
    #[must_use]
    pub fn drawn_by(self, templates: BTreeMap<String, String>) -> Self {
        let sheet = Self { templates, ..self };
        match sheet.mark.clone() {
            Some(mark) => sheet.marked(mark.words),
            None => sheet,
        }
    }

    /// The same with a mark by which it is told from another, after some words.
    #[must_use]
    pub fn marked(self, words: String) -> Self {
        let digits = self.fingerprint();
        Self { mark: Some(Mark { words, digits }), ..self }
    }

    /// The beginning of the SHA-256 of all that the sheet says and of its template, its own mark left out: two papers with
    /// the same digits say the same, on whatever paper.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let bare = Self { mark: None, format: Format::A4, ..self.clone() };
        let digest = hex::encode(Sha256::digest(serde_json::to_vec(&bare).unwrap_or_default()));
        let fours: Vec<&str> = (0..4).filter_map(|four| digest.get(four * 4..four * 4 + 4)).collect();
        fours.join(" ")
    }

    /// Everything that is read on it, once for each copy. On a strip the cells of a table stand under each other, without
    /// the headings of its columns.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let blocks = self.parts.iter().flat_map(|part| &part.blocks).flat_map(move |block| match block {
            SheetBlock::Lines(block) => lines(&block.lines),
            SheetBlock::Table(table) => {
                let titles = table.columns.iter().filter(|_| self.format != Format::Strip);
                let titles = titles.map(|column| column.title.as_str());
                titles.chain(table.rows.iter().flatten().flat_map(|cell| lines(cell))).collect()
            }
            SheetBlock::Fields(fields) => {
                fields.iter().flat_map(|field| [Some(field.name.as_str()), field.value.as_deref()]).flatten().collect()
            }
            SheetBlock::Code(code) => code.caption.iter().map(String::as_str).collect(),
            SheetBlock::Signatures(who) => who.iter().map(String::as_str).collect(),
        });
        let titles = self.parts.iter().filter_map(|part| part.title.as_deref());
        let mark = self.mark.iter().flat_map(|mark| [mark.words.as_str(), mark.digits.as_str()]);
        let around = self.head.iter().chain(&self.foot).chain(&self.copies).map(String::as_str);
        std::iter::once(self.title.as_str()).chain(around).chain(titles).chain(blocks).chain(mark)
    }
}

fn lines(lines: &[SheetLine]) -> Vec<&str> {
    lines.iter().map(|line| line.words.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"{"sheet":1,"template":"plan","version":1,"language":"ro","format":"a4","on":"2026-11-26",
        "title":"Planul","parts":[{"name":"do","blocks":[{"table":{"columns":[{"title":"Nr."}],
        "rows":[[[{"words":"1"}]]]}}]}],"page":"{page} din {pages}"}"#;

    #[test]
    fn what_is_not_known_is_refused_and_nothing_of_the_sheet_is_told() {
        assert!(PrintSheet::read(SMALL.as_bytes()).is_ok());
        for (wrong, told) in [
            (SMALL.replace("\"title\":\"Planul\"", "\"titlu\":\"Secret\""), "a field is missing, unknown"),
            (SMALL.replace("\"sheet\":1", "\"sheet\":2"), "form 2"),
            (SMALL.replace("[[[{\"words\":\"1\"}]]]", "[[]]"), "\"do\" has not as many cells"),
            (SMALL[..40].to_owned(), "it ends too early"),
            ("Secret".to_owned(), "it is not JSON"),
        ] {
            let told_now = PrintSheet::read(wrong.as_bytes()).unwrap_err().to_string();
            assert!(told_now.contains(told), "{told_now}");
            assert!(!told_now.contains("Secret"), "{told_now}");
        }
    }

    #[test]
    fn a_mark_belongs_to_one_sheet() {
        let sheet = PrintSheet::read(SMALL.as_bytes()).unwrap();
        let marked = sheet.clone().marked("Cod".to_owned());
        assert_eq!(marked.mark.as_ref().unwrap().digits.len(), 19);
        assert_eq!(PrintSheet::read(&serde_json::to_vec(&marked).unwrap()).unwrap(), marked);
        for other in [
            PrintSheet { title: "Alt plan".to_owned(), ..marked.clone() },
            PrintSheet { version: 2, ..marked.clone() },
            PrintSheet { copies: vec!["Al centrului".to_owned()], ..marked.clone() },
            PrintSheet { templates: [(SHARED.to_owned(), String::new())].into(), ..marked.clone() },
        ] {
            assert_eq!(PrintSheet::read(&serde_json::to_vec(&other).unwrap()), Err(NotASheet::Mark));
        }
        let narrow = PrintSheet { format: Format::Strip, ..marked };
        assert!(PrintSheet::read(&serde_json::to_vec(&narrow).unwrap()).is_ok());
    }
}
