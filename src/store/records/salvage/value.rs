//! The values of a row.

use super::page::varint;
use rusqlite::types::Value;

/// The most columns that a table of ours, or SQLite's own, has.
const MOST_COLUMNS: usize = 8;

/// The values of a row; `None` when its bytes are none of a row of ours: a number with a fraction, a text that is no
/// UTF-8, a length that does not fit, more columns than any table has.
#[must_use]
pub fn read(row: &[u8]) -> Option<Vec<Value>> {
    let (header, taken) = varint(row)?;
    let header = usize::try_from(header).ok()?;
    let mut kinds = row.get(taken..header)?;
    let mut content = row.get(header..)?;
    let mut values = Vec::with_capacity(MOST_COLUMNS);
    while !kinds.is_empty() {
        let (kind, taken) = varint(kinds)?;
        kinds = kinds.get(taken..)?;
        let (bytes, rest) = content.split_at_checked(length(kind)?)?;
        content = rest;
        values.push(value(kind, bytes)?);
        if values.len() > MOST_COLUMNS {
            return None;
        }
    }
    content.is_empty().then_some(values)
}

/// How many bytes a value of this kind takes.
fn length(kind: u64) -> Option<usize> {
    Some(match kind {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(kind).ok()?,
        5 => 6,
        6 => 8,
        12.. => usize::try_from((kind - 12) / 2).ok()?,
        _ => return None,
    })
}

fn value(kind: u64, bytes: &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => {
            // The sign is that of the first byte.
            let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
            Value::Integer(bytes.iter().fold(sign, |value, byte| (value << 8) | i64::from(*byte)))
        }
        _ if kind.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(str::from_utf8(bytes).ok()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let row = [8, 0, 1, 2, 9, 8, 14, 15, 0xff, 0x01, 0x00, 0xaa, b'x'];
        let expected = vec![
            Value::Null,
            Value::Integer(-1),
            Value::Integer(256),
            Value::Integer(1),
            Value::Integer(0),
            Value::Blob(vec![0xaa]),
            Value::Text("x".to_owned()),
        ];
        assert_eq!(read(&row), Some(expected));
    }

    #[test]
    fn what_does_not_fit_is_no_row() {
        assert_eq!(read(&[2, 1]), None, "too short");
        assert_eq!(read(&[2, 1, 0, 0]), None, "too long");
        assert_eq!(read(&[2, 7, 0, 0, 0, 0, 0, 0, 0, 0]), None, "a fraction");
        assert_eq!(read(&[2, 15, 0xff]), None, "no UTF-8");
        assert_eq!(read(&[10, 8, 8, 8, 8, 8, 8, 8, 8, 8]), None, "nine columns");
        assert_eq!(read(&[200, 8]), None, "a header beyond the end");
        assert_eq!(read(&[]), None);
    }
}
