//! Templates are tried before anybody relies on them: with sheets as they are made, on every paper and in every language, with
//! the longest names, the largest plan, and one that has nothing but what every sheet of its kind has.

use super::template::Templates;
use super::{PaperError, set};
use crate::domain::text::Language;
use crate::protocol::sheet::{Format, PrintSheet, SHARED, SHARED_VERSION, SheetBlock, Table, obligatory};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Sheets as they are made, each kind in each language of the interface.
const SHEETS: [&str; 42] = [
    include_str!("../../tests/paper/plan-ro.json"),
    include_str!("../../tests/paper/plan-ru.json"),
    include_str!("../../tests/paper/plan-en.json"),
    include_str!("../../tests/paper/papers-ro.json"),
    include_str!("../../tests/paper/papers-ru.json"),
    include_str!("../../tests/paper/papers-en.json"),
    include_str!("../../tests/paper/step-ro.json"),
    include_str!("../../tests/paper/step-ru.json"),
    include_str!("../../tests/paper/step-en.json"),
    include_str!("../../tests/paper/consent-ro.json"),
    include_str!("../../tests/paper/consent-ru.json"),
    include_str!("../../tests/paper/consent-en.json"),
    include_str!("../../tests/paper/slip-ro.json"),
    include_str!("../../tests/paper/slip-ru.json"),
    include_str!("../../tests/paper/slip-en.json"),
    include_str!("../../tests/paper/receipt-ro.json"),
    include_str!("../../tests/paper/receipt-ru.json"),
    include_str!("../../tests/paper/receipt-en.json"),
    include_str!("../../tests/paper/own-ro.json"),
    include_str!("../../tests/paper/own-ru.json"),
    include_str!("../../tests/paper/own-en.json"),
    include_str!("../../tests/paper/draft-ro.json"),
    include_str!("../../tests/paper/draft-ru.json"),
    include_str!("../../tests/paper/draft-en.json"),
    include_str!("../../tests/paper/payment-ro.json"),
    include_str!("../../tests/paper/payment-ru.json"),
    include_str!("../../tests/paper/payment-en.json"),
    include_str!("../../tests/paper/reception-ro.json"),
    include_str!("../../tests/paper/reception-ru.json"),
    include_str!("../../tests/paper/reception-en.json"),
    include_str!("../../tests/paper/month-ro.json"),
    include_str!("../../tests/paper/month-ru.json"),
    include_str!("../../tests/paper/month-en.json"),
    include_str!("../../tests/paper/recovery-ro.json"),
    include_str!("../../tests/paper/recovery-ru.json"),
    include_str!("../../tests/paper/recovery-en.json"),
    include_str!("../../tests/paper/codes-ro.json"),
    include_str!("../../tests/paper/codes-ru.json"),
    include_str!("../../tests/paper/codes-en.json"),
    include_str!("../../tests/paper/day-pack-ro.json"),
    include_str!("../../tests/paper/day-pack-ru.json"),
    include_str!("../../tests/paper/day-pack-en.json"),
];

/// The papers, by the words of the command line.
const PAPERS: [(Format, &str); 3] = [(Format::A4, "a4"), (Format::A5Booklet, "a5-booklet"), (Format::Strip, "strip")];

/// A name has at most so many letters.
const LONGEST_NAME: usize = 100;

/// The largest plan that people meet has two thirds of it.
const MOST_ROWS: usize = 45;

/// Sheets of these kinds will be had in languages that the interface does not have.
const FURTHER: [&str; 3] = ["plan", "papers", "consent"];

/// A sheet that a template is tried with, and how it is called.
#[derive(Clone)]
pub struct Sample {
    /// `ru a4 longest`.
    pub name: String,
    /// The sheet.
    pub sheet: PrintSheet,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The template in which it is.
    pub template: String,
    /// The line, counted from one.
    pub line: usize,
    /// With which sheet; empty where it is no matter.
    pub with: String,
    /// What is wrong.
    pub what: String,
    /// Whether nobody can print by it, rather than that nobody will.
    pub is_error: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { template, line, with, what, is_error } = self;
        let kind = if *is_error { "error" } else { "warning" };
        write!(formatter, "{template}.typ:{line}: {kind}: {with}: {what}")
    }
}

/// The sheets that a template of this name is tried with; none where this program makes no sheet by it.
#[must_use]
pub fn samples(template: &str) -> Vec<Sample> {
    let sheets = SHEETS.iter().filter_map(|text| PrintSheet::read(text.as_bytes()).ok());
    let sheets: Vec<PrintSheet> = sheets.filter(|sheet| sheet.template == template).collect();
    let mut samples = Vec::new();
    let mut add = |sheet: &PrintSheet, language: Language, kind: &str| {
        for (format, paper) in PAPERS {
            let sheet = PrintSheet { language, format, ..sheet.clone() };
            samples.push(Sample { name: format!("{language} {paper} {kind}"), sheet: marked_anew(sheet) });
        }
    };
    for sheet in &sheets {
        add(sheet, sheet.language, "usual");
        match sheet.language {
            // Its words are the longest.
            Language::Ru => {
                add(&longest(sheet), Language::Ru, "longest");
                add(&largest(sheet), Language::Ru, "largest");
            }
            Language::Ro => {
                add(&fewest(sheet), Language::Ro, "fewest");
                for language in [Language::Uk, Language::Gag, Language::Bg] {
                    if FURTHER.contains(&template) {
                        add(&spelled(sheet, language), language, "usual");
                    }
                }
            }
            _ => {}
        }
    }
    samples
}

/// Its digits belong to what it now says.
fn marked_anew(sheet: PrintSheet) -> PrintSheet {
    match sheet.mark.clone() {
        Some(mark) => sheet.marked(mark.words),
        None => sheet,
    }
}

fn each_block(sheet: &PrintSheet, change: impl Fn(&mut SheetBlock)) -> PrintSheet {
    let mut sheet = sheet.clone();
    sheet.parts.iter_mut().flat_map(|part| &mut part.blocks).for_each(change);
    sheet
}

/// Every value is as long as a name can be, in one word of the widest letter.
fn longest(sheet: &PrintSheet) -> PrintSheet {
    each_block(sheet, |block| {
        if let SheetBlock::Fields(fields) = block {
            for field in fields {
                field.value = Some("Щ".repeat(LONGEST_NAME));
            }
        }
    })
}

/// Every table has as many rows as the largest plan, and more.
fn largest(sheet: &PrintSheet) -> PrintSheet {
    each_block(sheet, |block| {
        if let SheetBlock::Table(Table { rows, .. }) = block {
            *rows = rows.iter().cycle().take(MOST_ROWS.min(rows.len() * MOST_ROWS)).cloned().collect();
        }
    })
}

/// Nothing but what every sheet of its kind has: no row, no value.
fn fewest(sheet: &PrintSheet) -> PrintSheet {
    let mut sheet = each_block(sheet, |block| match block {
        SheetBlock::Table(table) => table.rows.clear(),
        SheetBlock::Fields(fields) => {
            for field in fields {
                field.value = None;
            }
        }
        SheetBlock::Lines(_) | SheetBlock::Code(_) | SheetBlock::Signatures(_) => {}
    });
    let must = obligatory(&sheet.template);
    sheet.parts.retain(|part| must.contains(&part.name.as_str()));
    sheet
}

/// With the letters that only this language has.
fn spelled(sheet: &PrintSheet, language: Language) -> PrintSheet {
    let letters = match language {
        Language::Uk => "Ґанок, під’їзд, її, Євген",
        Language::Gag => "Çöl, küü, ılık, ţarţaf, şafk, Ää, êêni",
        _ => "Щъркел, ъгъл, ѝ, ьо",
    };
    PrintSheet { title: format!("{} – {letters}", sheet.title), ..sheet.clone() }
}

/// What of a folder is tried: its templates, or all when what they share is not the shipped one; and what need not be, for
/// no sheet is made by it.
#[must_use]
pub fn plan(templates: &Templates) -> (Vec<String>, Vec<Fault>) {
    let shared = templates.differing().any(|name| name == SHARED);
    let named: Vec<String> = match templates.differing().filter(|name| *name != SHARED) {
        _ if shared => templates.names().map(str::to_owned).collect(),
        differing => differing.map(str::to_owned).collect(),
    };
    let mut tried = Vec::new();
    let mut idle = Vec::new();
    let passed = |template: &str, what: String| Fault {
        template: template.to_owned(),
        line: 1,
        with: "version".to_owned(),
        what,
        is_error: false,
    };
    if shared && let Some(found) = templates.own_version(SHARED).filter(|found| *found != SHARED_VERSION) {
        idle.push(passed(SHARED, of_another(found, SHARED_VERSION)));
    }
    for name in named {
        let wanted = SHEETS.iter().filter_map(|text| PrintSheet::read(text.as_bytes()).ok());
        let wanted = wanted.into_iter().find(|sheet| sheet.template == name).map(|sheet| sheet.version);
        match (wanted, templates.own_version(&name)) {
            (None, _) => idle.push(passed(&name, "this program makes no sheet by it".to_owned())),
            (Some(wanted), Some(found)) if found != wanted => idle.push(passed(&name, of_another(found, wanted))),
            (Some(_), _) => tried.push(name),
        }
    }
    (tried, idle)
}

fn of_another(found: u16, wanted: u16) -> String {
    format!("it is for version {found}, and this program makes version {wanted}: the shipped one is used")
}

/// Tries one template, and gives the first fault. `before` is called before each sheet, which has its own time.
#[must_use]
pub fn try_one(template: &str, templates: &Templates, mut before: impl FnMut(&str)) -> Option<Fault> {
    let templates = templates.for_sheets();
    samples(template).into_iter().find_map(|Sample { name, sheet }| {
        before(&name);
        let error = set(&sheet, &templates).err()?;
        let own = (template.to_owned(), 1, error.to_string());
        let (template, line, what) = match error {
            PaperError::Set { place, message } => {
                let found = place.rsplit_once(".typ:").and_then(|(file, line)| Some((file, line.parse().ok()?)));
                found.map_or(own, |(file, line)| (file.to_owned(), line, message))
            }
            PaperError::Lacking { lacking, .. } => (own.0, own.1, format!("it {lacking}")),
            PaperError::Template(_) | PaperError::Code(_) => own,
        };
        Some(Fault { template, line, with: name, what, is_error: true })
    })
}
