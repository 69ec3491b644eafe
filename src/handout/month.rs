//! The month as a file for a table program. Its columns are named once and for all; names of rows and columns stand beside
//! their codes, in the language of the file.
//!
//! A row for each number: a table program sums and sorts it, and a table of another month is added below. Parted by
//! semicolons, with a decimal comma and a byte order mark: so the table programs of this country open it by a double press,
//! diacritics and Cyrillic included. What is hidden or not known has no value, and says which it is.

use crate::account::{MonthTold, Shown};
use crate::i18n::Texts;

/// The columns.
const COLUMNS: [&str; 9] = ["month", "centre", "table", "row", "row_name", "column", "column_name", "value", "state"];

/// The file.
#[must_use]
pub fn month_file(texts: &Texts, told: &MonthTold<'_>, centre: &str) -> String {
    let mut file = format!("\u{feff}{}\r\n", COLUMNS.join(";"));
    let month = told.month.to_string();
    for table in &told.tables {
        for row in &table.rows {
            for (column, shown) in table.columns.iter().zip(&row.cells) {
                let (value, state) = match shown {
                    Shown::Number(number) => (number.to_string(), "shown"),
                    Shown::Tenths(tenths) => (format!("{},{}", tenths / 10, tenths % 10), "shown"),
                    Shown::Lei(amount) => (format!("{},{:02}", amount.0 / 100, amount.0 % 100), "shown"),
                    Shown::Few | Shown::Hidden => (String::new(), "hidden"),
                    Shown::Unknown => (String::new(), "unknown"),
                };
                let state = if table.is_estimated && state == "shown" { "estimated" } else { state };
                let (name, title) = (texts.say(&row.name), texts.say(&column.title.clone().into()));
                let cells =
                    [&*month, centre, table.name, &row.code, &name, column.code, &title, &value, state].map(cell);
                file.push_str(&cells.join(";"));
                file.push_str("\r\n");
            }
        }
    }
    file
}

/// A cell as RFC 4180 writes it. One that a table program would take for a formula stands as text.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{MonthNames, month_said};
    use crate::domain::month::{Journeys, Month, MonthCount, Subject, count_month};
    use crate::domain::text::Language;
    use crate::domain::work::Topic;

    #[test]
    fn the_file_says_what_is_shown_and_hides_what_is_hidden() {
        let centre = serde_json::from_value(serde_json::json!({
            "id": "lozova", "kind": "town_hall", "name": { "ro": "CUPS" }, "locality": "Lozova",
            "district": { "ro": "Strășeni" }, "time_zone": "Europe/Chisinau",
            "office_way": { "to": { "ro": "Strășeni" }, "kilometres": 25, "confidence": "partial" }
        }))
        .unwrap();
        let month: Month = "2026-11".parse().unwrap();
        let count = MonthCount {
            informed: [(Subject::Topic(Topic::Email), 12.into()), (Subject::Event("C1".to_owned()), 3.into())].into(),
            journeys: Journeys { saved: 10, cases: 8 },
            ..count_month(month, [], |_| String::new())
        };
        let names = MonthNames::default();
        let told = month_said(&count, &names, &centre);
        let file = month_file(&Texts::load(Language::Ro), &told, "lozova");
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(
            lines[0], "\u{feff}month;centre;table;row;row_name;column;column_name;value;state",
            "the names of columns never change"
        );
        assert!(lines.contains(&"2026-11;lozova;saved;kilometres;Kilometri;number;Cât;500;estimated"), "{file}");
        assert!(lines.contains(&"2026-11;lozova;saved;hours;Ore pe drum;number;Cât;;unknown"), "{file}");
        assert!(lines.contains(&"2026-11;lozova;informed;C1;C1;times;De câte ori;;hidden"), "{file}");
        assert!(lines.contains(&"2026-11;lozova;informed;email;Poșta electronică;times;De câte ori;;hidden"), "{file}");
        assert!(lines.contains(&"2026-11;lozova;informed;all;În total;times;De câte ori;15;shown"), "{file}");
        assert!(lines.iter().all(|line| line.split(';').count() == COLUMNS.len()), "{file}");
    }

    #[test]
    fn words_with_signs_of_the_file_are_quoted_and_no_cell_is_a_formula() {
        assert_eq!(cell("a;b"), "\"a;b\"");
        assert_eq!(cell("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
    }
}
