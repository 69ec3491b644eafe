//! A sheet for whoever does not see it: what stands on it, part by part, in the order in which it is read.

use crate::domain::hidden::hidden;
use crate::i18n::sentences;
use crate::protocol::sheet::{PrintSheet, SheetBlock, SheetLine, Table};

/// A part of a sheet, as it is said.
#[derive(Clone, PartialEq, Eq)]
pub struct SpokenPart {
    /// Its heading, where it has one.
    pub heading: Option<String>,
    /// What it says.
    pub words: String,
}

hidden!(SpokenPart, "SpokenPart");

/// What a sheet says: what it is and about what, each part, and what stands at its foot.
#[must_use]
pub fn spoken(sheet: &PrintSheet) -> Vec<SpokenPart> {
    let first = SpokenPart { heading: Some(sheet.title.clone()), words: sentences(&sheet.head) };
    let parts = sheet.parts.iter().map(|part| {
        let words: Vec<String> = part.blocks.iter().flat_map(block).filter(|words| !words.is_empty()).collect();
        SpokenPart { heading: part.title.clone(), words: sentences(&words) }
    });
    let mark = sheet.mark.iter().map(|mark| format!("{} {}", mark.words, mark.digits));
    let end: Vec<String> = sheet.copies.iter().cloned().chain(mark).chain(sheet.foot.iter().cloned()).collect();
    let last = SpokenPart { heading: None, words: sentences(&end) };
    let all = std::iter::once(first).chain(parts).chain([last]);
    all.filter(|part| part.heading.is_some() || !part.words.is_empty()).collect()
}

fn block(block: &SheetBlock) -> Vec<String> {
    match block {
        SheetBlock::Lines(block) => words(&block.lines),
        SheetBlock::Table(table) => rows(table),
        SheetBlock::Fields(fields) => {
            let value = |value: &Option<String>| value.as_deref().unwrap_or("…").to_owned();
            fields.iter().map(|field| format!("{}: {}", field.name, value(&field.value))).collect()
        }
        SheetBlock::Code(code) => std::iter::once(code.words.clone()).chain(code.caption.clone()).collect(),
        SheetBlock::Signatures(who) => who.iter().map(|who| format!("{who}: …")).collect(),
    }
}

/// The rows of a table: each cell after the heading of its column, boxes to tick left out.
fn rows(table: &Table) -> Vec<String> {
    let cell = |(place, cell): (usize, &Vec<SheetLine>)| {
        let said = sentences(words(cell));
        let column = table.columns.get(place).map(|column| column.title.as_str()).unwrap_or_default();
        (!said.is_empty()).then(|| if column.is_empty() { said.clone() } else { format!("{column}: {said}") })
    };
    let row = |cells: &Vec<Vec<SheetLine>>| sentences(cells.iter().enumerate().filter_map(cell));
    table.rows.iter().map(row).collect()
}

fn words(lines: &[SheetLine]) -> Vec<String> {
    lines.iter().map(|line| line.words.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_what_is_read_in_its_order_and_columns_are_named() {
        let json = r#"{"sheet":1,"template":"plan","version":1,"language":"ro","format":"a4","on":"2026-11-26",
            "title":"Planul","head":["Primăria"],"parts":[
            {"name":"do","title":"De făcut","blocks":[
                {"table":{"columns":[{"title":"Nr."},{"title":"Pasul"},{"title":"Gata","kind":"tick"}],
                "rows":[[[{"words":"1"}],[{"words":"Cererea"},{"words":"mâine"}],[]]]}}]},
            {"name":"who","blocks":[{"fields":[{"name":"Numele"},{"name":"Ziua","value":"20.11.2026"}]},
                {"code":{"holds":"secret","words":"Cod QR"}},{"signatures":["Persoana"]}]}],
            "foot":["Catalogul 7"],"page":"{page} din {pages}"}"#;
        let said = spoken(&PrintSheet::read(json.as_bytes()).unwrap());
        let all: Vec<(Option<&str>, &str)> =
            said.iter().map(|part| (part.heading.as_deref(), part.words.as_str())).collect();
        assert_eq!(
            all,
            [
                (Some("Planul"), "Primăria"),
                (Some("De făcut"), "Nr.: 1. Pasul: Cererea. mâine"),
                (None, "Numele: … Ziua: 20.11.2026. Cod QR. Persoana: …"),
                (None, "Catalogul 7"),
            ]
        );
        assert!(!said.iter().any(|part| part.words.contains("secret")));
    }
}
