//! Which table a row belongs to, by the number and the form of its values alone.

use super::book::Found;
use super::page::Tree;
use crate::domain::hidden::hidden;
use crate::domain::record::Position;
use crate::protocol::entry::Entry;
use crate::protocol::facts::RecordedFacts;
use crate::protocol::people;
use crate::store::records::operation::INSERT_ONCE;
use crate::store::vault::{KeyId, WRAPPED_LENGTH, is_wrapped_length};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Value;
use uuid::Uuid;

/// What every operation says takes more bytes than this.
const SHORTEST_CIPHER: usize = 100;

/// The tables of the records file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Who can sign in.
    Specialist,
    /// Cases under the case key, as the program before kept them.
    OpenCase,
    /// What was done in cases, each under its key.
    Operation,
    /// Which cases are closed.
    Closing,
    /// The journal.
    Entry,
    /// What was not sent yet.
    Outbox,
    /// What the hub answered.
    Delivery,
    /// Single values.
    Meta,
    /// Wrong passwords and codes.
    WrongSignIn,
    /// What was done about the people of the desk.
    People,
    /// What stays of an entry that is at the hub and in its copy.
    Summary,
}

impl Table {
    /// The statement that puts a row into a file that may have a newer one.
    #[must_use]
    pub fn insert(self) -> &'static str {
        match self {
            Self::Specialist => "INSERT OR IGNORE INTO specialist (name, wrapped, added) VALUES (?1, ?2, ?3)",
            Self::OpenCase => "INSERT OR IGNORE INTO open_case (id, cipher, closed) VALUES (?1, ?2, ?3)",
            Self::Operation => INSERT_ONCE,
            Self::Closing => "INSERT OR IGNORE INTO closing (case_id, day) VALUES (?1, ?2)",
            Self::Entry => {
                "INSERT OR IGNORE INTO entry (place, id, time, facts, sealed, previous, hash)
                 VALUES (?1 << 32 | ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
            }
            Self::Outbox => "INSERT OR IGNORE INTO outbox (epoch, sequence) VALUES (?1, ?2)",
            Self::Delivery => "INSERT OR IGNORE INTO delivery (epoch, sequence, receipt, code) VALUES (?1, ?2, ?3, ?4)",
            Self::Meta => "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)",
            Self::WrongSignIn => {
                "INSERT OR IGNORE INTO wrong_sign_in (one, run, run_since, untold, since)
                 VALUES (?1, ?2, ?3, ?4, ?5)"
            }
            Self::People => "INSERT OR IGNORE INTO people (id, operation) VALUES (?1, ?2)",
            Self::Summary => "INSERT OR IGNORE INTO summary (place, id, time, facts) VALUES (?1, ?2, ?3, ?4)",
        }
    }

    /// What no other row of the table has: two of the same are an older and a newer version.
    #[must_use]
    pub fn key(self, values: &[Value]) -> Key {
        let number = |index: usize| match values.get(index) {
            Some(Value::Integer(number)) => *number,
            _ => 0,
        };
        let text = |index: usize| match values.get(index) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        match (self, values.first()) {
            (Self::Entry | Self::Outbox | Self::Delivery, _) => Key::Place(number(0), number(1)),
            (Self::Operation, _) => Key::Pair(text(0), text(1)),
            (_, Some(Value::Text(name))) => Key::Name(name.clone()),
            _ => Key::Place(number(0), 0),
        }
    }
}

/// What tells a row from the others of its table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Epoch and sequence.
    Place(i64, i64),
    /// A name or an id.
    Name(String),
    /// A case, and what was done in it.
    Pair(String, String),
}

hidden!(Key, "Key");

/// What a row is.
#[derive(Clone, PartialEq)]
pub enum Judged {
    /// A row of this table, with its values as they are put into a new file.
    Row(Table, Vec<Value>),
    /// It has the shape of a row of ours, and a value of it is none: it is damaged. Its key, as far as it can be read.
    Doubtful(Option<(Table, Key)>),
    /// One of SQLite's own, or of an index.
    Other,
}

hidden!(Judged, "Judged");

/// What a row is. `names` are those whose journal it may be: entries are proven by their hash, into which the name goes.
#[must_use]
pub fn judge(found: Found, names: &[String]) -> Judged {
    let (Some(tree), Some(values)) = (found.tree, found.values) else {
        return if found.named { Judged::Doubtful(None) } else { Judged::Other };
    };
    let values = with_place(tree, values);
    if !found.named {
        // A page that does not say what it is: only an entry proves itself.
        return match entry(&values, names) {
            Some(values) => Judged::Row(Table::Entry, values),
            None => Judged::Other,
        };
    }
    match (tree, values.len()) {
        (Tree::Table { .. }, 2) if matches!(values.last(), Some(Value::Blob(_))) => {
            form(Table::People, is_people(&values), values)
        }
        (Tree::Table { .. }, 2) => form(Table::Meta, is_meta(&values), values),
        (Tree::Table { .. }, 3) if is_case(&values) => Judged::Row(Table::OpenCase, values),
        (Tree::Table { .. }, 3) => form(Table::Specialist, is_specialist(&values), values),
        (Tree::Table { .. }, 5) if is_schema(&values) => Judged::Other,
        (Tree::Table { rowid }, 5) => {
            // The row id is the column.
            let mut values = values;
            let is_one = rowid == 1 && is_wrong_sign_in(&values);
            if let Some(one) = values.first_mut() {
                *one = Value::Integer(1);
            }
            form(Table::WrongSignIn, is_one, values)
        }
        // An index ends in the number of the row or the place of the entry.
        (Tree::Index, 2) if matches!(values.as_slice(), [Value::Text(_), Value::Text(_)]) => {
            form(Table::Closing, is_closing(&values), values)
        }
        (Tree::Index, 2 | 3) if matches!(values.first(), Some(Value::Text(_))) => Judged::Other,
        (Tree::Index, 2) => form(Table::Outbox, is_place(&values), values),
        (Tree::Table { rowid }, 4) if matches!(values.first(), Some(Value::Null)) => {
            // The row id is the place.
            let mut values = values;
            let fits = is_summary(&values) && rowid >> 32 > 0;
            if let Some(place) = values.first_mut() {
                *place = Value::Integer(rowid);
            }
            form(Table::Summary, fits, values)
        }
        (Tree::Table { .. }, 4) => form(Table::Operation, is_operation(&values), values),
        // As a program before kept them: what was read says only in which tree it stood.
        (Tree::Index, 4) if matches!(values.first(), Some(Value::Text(_))) => {
            form(Table::Operation, is_operation(&values), values)
        }
        (Tree::Index, 4) => form(Table::Delivery, is_delivery(&values), values),
        (_, 8) => match entry(&values, names) {
            Some(values) => Judged::Row(Table::Entry, values),
            None => Judged::Doubtful(Some((Table::Entry, Table::Entry.key(&values)))),
        },
        _ => Judged::Doubtful(None),
    }
}

/// An entry says where it stands in the number of its row: the two values that this means stand in its place, as the
/// program before kept them. Any other row is as it was.
fn with_place(tree: Tree, mut values: Vec<Value>) -> Vec<Value> {
    if let Tree::Table { rowid } = tree
        && matches!(values.as_slice(), [Value::Null, Value::Text(_), Value::Text(_), Value::Text(_), _, _, _])
    {
        values.splice(..1, [Value::Integer(rowid >> 32), Value::Integer(rowid & i64::from(u32::MAX))]);
    }
    values
}

fn form(table: Table, fits: bool, values: Vec<Value>) -> Judged {
    if fits { Judged::Row(table, values) } else { Judged::Doubtful(Some((table, table.key(&values)))) }
}

/// An entry that is what was recorded, to the last bit: its hash says so. Gives its values in the form in which they
/// are recorded.
fn entry(values: &[Value], names: &[String]) -> Option<Vec<Value>> {
    names.iter().find_map(|name| entry_of(values, name))
}

fn entry_of(values: &[Value], terminal: &str) -> Option<Vec<Value>> {
    let [
        Value::Integer(epoch),
        Value::Integer(sequence),
        Value::Text(id),
        Value::Text(time),
        Value::Text(facts),
        sealed @ (Value::Blob(_) | Value::Null),
        Value::Blob(previous),
        Value::Blob(hash),
    ] = values
    else {
        return None;
    };
    let entry = Entry {
        position: Position {
            terminal: terminal.to_owned(),
            epoch: u32::try_from(*epoch).ok()?,
            sequence: u64::try_from(*sequence).ok()?,
        },
        id: id.parse().ok()?,
        time: time.parse().ok()?,
        facts: RecordedFacts::read(facts.clone()).ok()?,
        sealed: match sealed {
            Value::Blob(sealed) => Some(sealed.clone()),
            _ => None,
        },
        previous: previous.as_slice().try_into().ok()?,
    };
    if entry.hash().as_slice() != hash.as_slice() {
        return None;
    }
    Some(vec![
        Value::Integer(*epoch),
        Value::Integer(*sequence),
        Value::Text(entry.id.to_string()),
        Value::Text(entry.time.to_string()),
        Value::Text(entry.facts.text().to_owned()),
        sealed.clone(),
        Value::Blob(previous.clone()),
        Value::Blob(hash.clone()),
    ])
}

/// A specialist: a name, wrapped keys of a length that they can have, a day.
fn is_specialist(values: &[Value]) -> bool {
    let [Value::Text(name), Value::Blob(wrapped), Value::Text(added)] = values else { return false };
    is_line(name, 400) && !name.trim().is_empty() && is_wrapped_length(wrapped.len()) && is_day(added)
}

/// A case: a UUID, a cipher, a day or nothing. The cipher of a case is longer than any wrapped key: a case says its id,
/// its code and its event at least. Whether it is whole only the key can tell, when somebody signs in.
fn is_case(values: &[Value]) -> bool {
    let [Value::Text(id), Value::Blob(cipher), closed] = values else { return false };
    let is_closing = match closed {
        Value::Null => true,
        Value::Text(day) => is_day(day),
        _ => false,
    };
    is_id(id) && cipher.len() > WRAPPED_LENGTH && is_closing
}

/// An operation: two UUIDs, the name of a key, a cipher. Whether it is whole only the key can tell.
fn is_operation(values: &[Value]) -> bool {
    let [Value::Text(case), Value::Text(id), Value::Text(key), Value::Blob(cipher)] = values else { return false };
    is_id(case) && is_id(id) && KeyId::is_one(key) && cipher.len() > SHORTEST_CIPHER
}

/// What stays of an entry: an id, a time, facts.
fn is_summary(values: &[Value]) -> bool {
    let [Value::Null, Value::Text(id), Value::Text(time), Value::Text(facts)] = values else { return false };
    is_id(id) && time.parse::<Timestamp>().is_ok() && RecordedFacts::read(facts.clone()).is_ok()
}

/// A closing: a UUID and a day.
fn is_closing(values: &[Value]) -> bool {
    let [Value::Text(case), Value::Text(day)] = values else { return false };
    is_id(case) && is_day(day)
}

fn is_id(text: &str) -> bool {
    text.parse().is_ok_and(|uuid: Uuid| uuid.to_string() == *text)
}

fn is_place(values: &[Value]) -> bool {
    let [Value::Integer(epoch), Value::Integer(sequence), ..] = values else { return false };
    (1..=i64::from(u32::MAX)).contains(epoch) && *sequence > 0
}

/// An answer of the hub: a receipt or a code. A receipt ends in the place of what was received; one of another entry
/// would keep this one from being sent.
fn is_delivery(values: &[Value]) -> bool {
    let [Value::Integer(epoch), Value::Integer(sequence), receipt, code] = values else { return false };
    let is_answer = match (receipt, code) {
        (Value::Text(receipt), Value::Null) => {
            let mut parts = receipt.rsplit('-').map(str::parse::<i64>);
            let named = (parts.next(), parts.next());
            let other = matches!(named, (Some(Ok(last)), Some(Ok(one))) if (one, last) != (*epoch, *sequence));
            is_line(receipt, 100) && !other
        }
        (Value::Null, Value::Text(code)) => {
            (1..=100).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
        }
        _ => false,
    };
    is_place(values) && is_answer
}

/// Whether a row says in a second place which it is: the receipt of an answer does, a code does not.
#[must_use]
pub fn names_its_place(table: Table, values: &[Value]) -> bool {
    table == Table::Delivery && matches!(values, [_, _, Value::Text(receipt), _] if !receipt.is_empty())
}

/// A change of the people of the desk: it says its id once more.
fn is_people(values: &[Value]) -> bool {
    let [Value::Text(id), Value::Blob(operation)] = values else { return false };
    people::read(operation).is_ok_and(|operation| operation.id.to_string() == *id)
}

/// A single value: a name as the program gives them, and a line.
fn is_meta(values: &[Value]) -> bool {
    let [Value::Text(name), Value::Text(value)] = values else { return false };
    name.starts_with(|first: char| first.is_ascii_lowercase()) && is_line(name, 300) && is_line(value, 4000)
}

fn is_wrong_sign_in(values: &[Value]) -> bool {
    let [Value::Null, Value::Integer(run), run_since, Value::Integer(untold), since] = values else { return false };
    let is_count = |count: i64| (0..=i64::from(u32::MAX)).contains(&count);
    let is_time = |time: &Value| match time {
        Value::Null => true,
        Value::Text(time) => time.parse::<Timestamp>().is_ok(),
        _ => false,
    };
    is_count(*run) && is_count(*untold) && is_time(run_since) && is_time(since)
}

/// A line of SQLite's own table of what there is.
fn is_schema(values: &[Value]) -> bool {
    let [Value::Text(kind), ..] = values else { return false };
    matches!(kind.as_str(), "table" | "index" | "trigger" | "view")
}

fn is_line(text: &str, most: usize) -> bool {
    text.len() <= most && !text.chars().any(char::is_control)
}

fn is_day(text: &str) -> bool {
    text.parse().is_ok_and(|day: Date| day.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::super::book::{Rank, Standing};
    use super::*;
    use crate::store::records::tests::informed;

    const ID: &str = "019a3c5e-7b1d-7c44-8f6e-2a90b1c3d4e5";

    const OTHER_ID: &str = "019a3c5e-7b1d-7c44-8f6e-2a90b1c3d4e6";
    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn judged(tree: Tree, values: &[Value]) -> Judged {
        let rank = Rank { standing: Standing::Newest, place: 0 };
        judge(Found { tree: Some(tree), values: Some(values.to_vec()), named: true, rank }, &["t1".to_owned()])
    }

    fn entry_values(change: impl FnOnce(&mut Entry)) -> Vec<Value> {
        let position = Position { terminal: "t1".to_owned(), epoch: 1, sequence: 7 };
        let time = "2026-11-20T10:00:00Z".parse().unwrap();
        let facts = RecordedFacts::of(&informed().facts).unwrap();
        let id = ID.parse().unwrap();
        let mut entry = Entry { position, id, time, facts, sealed: Some(vec![1, 2, 3]), previous: [9; 32] };
        let hash = entry.hash();
        change(&mut entry);
        vec![
            Value::Integer(1),
            Value::Integer(i64::try_from(entry.position.sequence).unwrap()),
            text(&entry.id.to_string()),
            text(&entry.time.to_string()),
            text(entry.facts.text()),
            entry.sealed.map_or(Value::Null, Value::Blob),
            Value::Blob(entry.previous.to_vec()),
            Value::Blob(hash.to_vec()),
        ]
    }

    /// The values of an entry as they stand in a row under its number.
    fn in_order(values: &[Value]) -> (Tree, Vec<Value>) {
        let [Value::Integer(epoch), Value::Integer(sequence), rest @ ..] = values else { panic!("an entry") };
        (Tree::Table { rowid: epoch << 32 | sequence }, [&[Value::Null], rest].concat())
    }

    /// A row of every table, and of everything else that is in the file.
    fn rows() -> Vec<(Option<Table>, Tree, Vec<Value>)> {
        let table = Tree::Table { rowid: 1 };
        let wrapped = Value::Blob(vec![7; WRAPPED_LENGTH]);
        let cipher = Value::Blob(vec![7; WRAPPED_LENGTH + 200]);
        let one = Value::Integer(1);
        let time = text("2026-11-20T10:00:00Z");
        let operation = vec![text(ID), text(OTHER_ID), text(KEY), Value::Blob(vec![7; SHORTEST_CIPHER + 1])];
        vec![
            (Some(Table::Specialist), table, vec![text("Ана Поп"), wrapped.clone(), text("2026-11-20")]),
            // Somebody whose name is a case's id is still no case.
            (Some(Table::Specialist), table, vec![text(ID), wrapped, text("2026-11-20")]),
            (Some(Table::OpenCase), table, vec![text(ID), cipher.clone(), Value::Null]),
            (Some(Table::OpenCase), table, vec![text(ID), cipher, text("2026-11-20")]),
            (Some(Table::Operation), table, operation.clone()),
            (Some(Table::Closing), Tree::Index, vec![text(ID), text("2026-11-20")]),
            (Some(Table::Entry), in_order(&entry_values(|_| {})).0, in_order(&entry_values(|_| {})).1),
            (Some(Table::Outbox), Tree::Index, vec![one.clone(), Value::Integer(300)]),
            (Some(Table::Delivery), Tree::Index, vec![one.clone(), one.clone(), text("a1b2-1-1"), Value::Null]),
            (Some(Table::Delivery), Tree::Index, vec![one.clone(), one.clone(), Value::Null, text("unknownCentre")]),
            (Some(Table::Meta), table, vec![text("incarnation"), text(ID)]),
            (
                Some(Table::WrongSignIn),
                table,
                vec![Value::Null, Value::Integer(0), time.clone(), one.clone(), Value::Null],
            ),
            (None, table, vec![text("table"), text("meta"), text("meta"), Value::Integer(9), text("CREATE TABLE …")]),
            (None, table, vec![text("index"), text("one"), text("meta"), Value::Integer(9), Value::Null]),
            (None, Tree::Index, vec![text(ID), one.clone()]),
            (None, Tree::Index, vec![text("incarnation"), one.clone()]),
            (None, Tree::Index, vec![text(ID), one.clone(), one]),
        ]
    }

    #[test]
    fn a_row_of_one_table_is_never_taken_for_one_of_another() {
        for (table, tree, values) in rows() {
            let found = match judged(tree, &values) {
                Judged::Row(found, _) => Some(found),
                Judged::Other => None,
                Judged::Doubtful(key) => panic!("{values:?}: {key:?}"),
            };
            assert_eq!(found, table, "{values:?}");
            // Nor in the other kind of tree, where the program before kept none of the kind.
            let other = if tree == Tree::Index { Tree::Table { rowid: 1 } } else { Tree::Index };
            let was_there = table == Some(Table::Operation);
            assert_eq!(matches!(judged(other, &values), Judged::Row(..)), was_there, "{values:?}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_damage() {
        for (table, tree, values) in rows().into_iter().filter(|(table, ..)| table.is_some()) {
            for index in 0..values.len() {
                for strange in [Value::Integer(-5), text("\u{1}"), Value::Blob(vec![1])] {
                    let mut damaged = values.clone();
                    damaged[index] = strange;
                    assert!(!matches!(judged(tree, &damaged), Judged::Row(..)), "{table:?} {index} {damaged:?}");
                }
            }
        }
    }

    #[test]
    fn an_entry_under_its_number_and_one_of_the_program_before_are_the_same() {
        let values = entry_values(|_| {});
        let (tree, row) = in_order(&values);
        for (tree, row) in [(tree, &row), (Tree::Index, &values)] {
            assert_eq!(judged(tree, row), Judged::Row(Table::Entry, values.clone()));
        }
        assert!(!matches!(judged(Tree::Table { rowid: 1 << 32 | 8 }, &row), Judged::Row(..)), "it stands elsewhere");
    }

    #[test]
    fn an_entry_that_was_changed_is_none_whatever_its_form() {
        let whole = entry_values(|_| {});
        assert_eq!(judged(Tree::Index, &whole), Judged::Row(Table::Entry, whole.clone()));
        let changes: [fn(&mut Entry); 5] = [
            |entry| entry.position.sequence = 8,
            |entry| {
                let changed = entry.facts.text().replace("lozova", "lozove");
                entry.facts = RecordedFacts::read(changed).unwrap();
            },
            |entry| entry.time = Timestamp::UNIX_EPOCH,
            |entry| entry.sealed = None,
            |entry| entry.previous[0] ^= 1,
        ];
        for change in changes {
            let values = entry_values(change);
            let key = (Table::Entry, Table::Entry.key(&values));
            assert_eq!(judged(Tree::Index, &values), Judged::Doubtful(Some(key)));
        }
    }

    #[test]
    fn an_id_that_was_written_otherwise_comes_back_as_it_was() {
        let whole = entry_values(|_| {});
        let mut upper = whole.clone();
        upper[2] = text(&ID.to_uppercase());
        assert_eq!(judged(Tree::Index, &upper), Judged::Row(Table::Entry, whole), "the hash is of what it means");
    }

    #[test]
    fn an_answer_with_a_receipt_is_surer_than_one_with_a_code() {
        let answers = rows().into_iter().filter(|(table, ..)| *table == Some(Table::Delivery));
        let sure: Vec<bool> = answers.map(|(.., values)| names_its_place(Table::Delivery, &values)).collect();
        assert_eq!(sure, [true, false]);
    }

    #[test]
    fn the_receipt_of_another_entry_is_none_of_this() {
        let row = |receipt: &str| vec![Value::Integer(2), Value::Integer(31), text(receipt), Value::Null];
        assert!(is_delivery(&row("a1b2-2-31")));
        assert!(!is_delivery(&row("a1b2-2-30")));
        assert!(!is_delivery(&row("a1b2-1-31")));
        assert!(is_delivery(&row("")), "an older hub gave none");
    }
    #[test]
    fn no_log_can_print_what_was_read() {
        let name = [text("Ана Поп"), Value::Blob(vec![7; WRAPPED_LENGTH]), text("2026-11-20")];
        let judged = judged(Tree::Table { rowid: 1 }, &name);
        let Judged::Row(table, values) = &judged else { panic!("a specialist") };
        assert_eq!(format!("{judged:?} {:?}", table.key(values)), "Judged(…) Key(…)");
    }
}
