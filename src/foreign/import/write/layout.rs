//! How editors write records: short values on a line each, lists of parts as tables of their own.

use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value};

/// Parts that are tables of their own although they are no list.
const TABLES: [&str; 2] = ["aliases", "benefit"];

/// What a field says when it is not written.
const UNDERSTOOD: [(&str, &str); 2] = [("join", "and"), ("currency", "MDL")];
/// The list that is written even when it is empty.
const ALWAYS: &str = "at_hand";

/// Lays out a table whose values all stand on their lines.
pub fn table(flat: &Table) -> Table {
    let mut table = Table::new();
    for (name, item) in flat {
        if let Some(item) = field(name, item) {
            table.insert(name, item);
        }
    }
    table
}

fn field(name: &str, item: &Item) -> Option<Item> {
    let value = match item {
        Item::Value(value) if is_understood(name, value) => return None,
        Item::Value(value) => value,
        Item::None => return None,
        other => return Some(other.clone()),
    };
    Some(match value {
        Value::InlineTable(inner) if TABLES.contains(&name) => Item::Table(table(&inner.clone().into_table())),
        Value::Array(array) if is_parts(array) => {
            let parts = array.iter().filter_map(Value::as_inline_table);
            let parts = parts.map(|part| table(&part.clone().into_table()));
            Item::ArrayOfTables(parts.collect::<ArrayOfTables>())
        }
        Value::Array(array) if array.iter().any(Value::is_inline_table) => Item::Value(Value::Array(on_lines(array))),
        value => Item::Value(value.clone()),
    })
}

/// Whether a field says nothing that its absence would not say.
fn is_understood(name: &str, value: &Value) -> bool {
    match value {
        Value::Array(array) => array.is_empty() && name != ALWAYS,
        Value::InlineTable(table) => table.is_empty(),
        Value::String(text) => UNDERSTOOD.contains(&(name, text.value().as_str())),
        _ => false,
    }
}

/// Whether the items of a list are parts with fields of their own, not texts in several languages or conditions.
fn is_parts(array: &Array) -> bool {
    let is_part = |item: &InlineTable| !item.contains_key("ro") && !item.contains_key("fact");
    !array.is_empty() && array.iter().all(|item| item.as_inline_table().is_some_and(is_part))
}

/// A list with each item on a line.
fn on_lines(array: &Array) -> Array {
    let mut lines = array.clone();
    for item in lines.iter_mut() {
        item.decor_mut().set_prefix("\n  ");
        item.decor_mut().set_suffix("");
    }
    lines.set_trailing("\n");
    lines.set_trailing_comma(true);
    lines
}
