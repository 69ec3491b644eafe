//! The page that says what each record lacks: one HTML file that needs nothing else.

use super::EditorError;
use crate::catalogue::coverage::{Coverage, listed, word};
use crate::domain::service::Confidence;
use askama::Template;

#[derive(Template)]
#[template(path = "editor/coverage.html", config = "packaging/askama.toml")]
struct CoveragePage<'a> {
    number: u64,
    services: usize,
    verified: usize,
    partial: usize,
    assumed: usize,
    outdated: usize,
    rows: Vec<Row<'a>>,
}

/// One record as the table shows it.
struct Row<'a> {
    code: &'a str,
    title: &'a str,
    confidence: &'static str,
    figures: &'a str,
    old: bool,
    missing: String,
    unconfirmed: &'a [String],
    used: String,
    scenarios: usize,
    searches: usize,
}

/// The page of a catalogue with this number.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn page(records: &[Coverage], number: u64) -> Result<String, EditorError> {
    // Events have no confidence of their own.
    let services = || records.iter().filter(|record| record.confidence.is_some());
    let count = |confidence| services().filter(|record| record.confidence == Some(confidence)).count();
    let page = CoveragePage {
        number,
        services: services().count(),
        verified: count(Confidence::Verified),
        partial: count(Confidence::Partial),
        assumed: count(Confidence::Assumed),
        outdated: services().filter(|record| record.outdated).count(),
        rows: records.iter().map(row).collect(),
    };
    Ok(page.render()?)
}

fn row(record: &Coverage) -> Row<'_> {
    let is_service = record.confidence.is_some();
    Row {
        code: &record.code,
        title: &record.title,
        confidence: record.confidence.map_or("", word),
        figures: record.figures_as_of.as_deref().unwrap_or(if is_service { "unknown" } else { "" }),
        old: record.outdated && is_service,
        missing: listed(&record.missing),
        unconfirmed: &record.unconfirmed,
        used: listed(&record.used),
        scenarios: record.scenarios,
        searches: record.searches,
    }
}
