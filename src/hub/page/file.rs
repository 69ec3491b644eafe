//! A table of a page as a file: exactly what is shown.

use super::table::Section;
use crate::hub::HubError;
use rust_xlsxwriter::{Format, Workbook};

/// The mark by which spreadsheets know that a file is UTF-8: without it Romanian and Russian letters are garbled.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// CSV as RFC 4180 has it. What a spreadsheet would take for a formula begins with an apostrophe: names come from elsewhere.
#[must_use]
pub fn csv(section: &Section) -> String {
    let mut text = BYTE_ORDER_MARK.to_owned();
    for row in section.lines() {
        let fields: Vec<String> = row.iter().map(|(said, _)| field(said)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

fn field(said: &str) -> String {
    let text = if said.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{said}") } else { said.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A workbook with the table on its first sheet, and on the second how it is counted.
///
/// # Errors
/// When it cannot be written, which tables of this size rule out.
pub fn xlsx(section: &Section, notes: &[String]) -> Result<Vec<u8>, HubError> {
    let failed = |_| HubError::Page;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("CUPS").map_err(failed)?;
    sheet.set_column_width(0, 60).map_err(failed)?;
    for (row, cells) in (0_u32..).zip(section.lines()) {
        for (column, (said, number)) in (0_u16..).zip(cells) {
            match number {
                Some(number) => sheet.write_number(row, column, number),
                None if row == 0 => sheet.write_string_with_format(row, column, said, &bold),
                None => sheet.write_string(row, column, said),
            }
            .map_err(failed)?;
        }
    }
    sheet.set_freeze_panes(1, 1).map_err(failed)?;
    let sheet = book.add_worksheet();
    sheet.set_name("CUPS 2").map_err(failed)?;
    sheet.set_column_width(0, 100).map_err(failed)?;
    for (row, note) in (0_u32..).zip(std::iter::once(&section.title).chain(notes).chain(&section.rules)) {
        sheet.write_string_with_format(row, 0, note, &wrapped).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_words() {
        for (said, written) in [
            ("Lozova", "Lozova"),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-1", "'-1"),
            ("a, b", "\"a, b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
        ] {
            assert_eq!(field(said), written);
        }
    }
}
