//! Tables as offices write them: CSV with a comma, a semicolon or a tab between the cells, quoted where a cell holds one.

/// A row, and on which line of the file it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line.
    pub line: usize,
    /// The cells, without quotes and without the white around them.
    pub cells: Vec<String>,
}

/// The rows of a table, those that hold nothing aside.
///
/// # Errors
/// The line on which a quoted cell begins that never ends.
pub fn rows(text: &str) -> Result<Vec<Row>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // The separator is the one that the heads have most of.
    let separator = [';', '\t', ','].into_iter().max_by_key(|one| head.matches(*one).count()).unwrap_or(',');
    let mut rows = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    // Where the row and a quoted cell in it begin, and on which line we are.
    let (mut begun, mut quoted, mut line) = (1, None, 1);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted.is_some() => {
                if letters.next_if_eq(&'"').is_some() {
                    cell.push('"');
                } else {
                    quoted = None;
                }
            }
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = Some(line);
            }
            '\n' => {
                line += 1;
                if quoted.is_some() {
                    cell.push('\n');
                } else {
                    cells.push(std::mem::take(&mut cell));
                    rows.push(Row { line: begun, cells: std::mem::take(&mut cells) });
                    begun = line;
                }
            }
            other if other == separator && quoted.is_none() => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if let Some(line) = quoted {
        return Err(line);
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        rows.push(Row { line: begun, cells });
    }
    for row in &mut rows {
        for cell in &mut row.cells {
            *cell = cell.trim().to_owned();
        }
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        rows(text).unwrap().into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn a_table_is_read_as_offices_write_it() {
        let said = [row(1, &["id", "name"]), row(3, &["a", "Ana, \"x\""]), row(4, &["b", ""])];
        assert_eq!(cells("\u{feff}id;name\r\n\r\n a ;\"Ana, \"\"x\"\"\"\r\nb;"), said);
        assert_eq!(cells("id,name\n\n a,\"Ana, \"\"x\"\"\"\nb,\n"), said);
        assert_eq!(cells("id\tname\n\na\t\"Ana, \"\"x\"\"\"\nb\t\n ,\n")[..3], said);
        assert_eq!(
            cells("a,b\n\"one\ntwo\",c\nd,e"),
            [row(1, &["a", "b"]), row(2, &["one\ntwo", "c"]), row(4, &["d", "e"])]
        );
        assert!(cells("").is_empty() && cells(" \n;;\n").is_empty());
        assert_eq!(rows("a,b\nc,\"d\ne,f"), Err(2));
    }
}
