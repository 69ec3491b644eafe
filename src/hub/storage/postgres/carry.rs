//! Carrying a hub over from its embedded database: every row, read back and compared before anything counts.

use super::address::DatabaseAddress;
use super::ask::{Value, change, meta, only};
use super::{pool, schema};
use crate::hub::HubError;
use crate::hub::storage::INCARNATION;
use deadpool_postgres::{Object, Transaction};
use futures::StreamExt as _;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};
use std::pin::pin;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

/// What is carried over, in an order in which nothing refers to what is not there yet.
const TABLES: [&str; 25] = [
    "meta",
    "terminal",
    "terminal_centre",
    "enrolment_code",
    "recovery_code",
    "handed_out",
    "entry",
    "elsewhere",
    "watermark",
    "fork_head",
    "attested",
    "alarm",
    "set_aside",
    "bound_for",
    "contact",
    "terminal_note",
    "provider_state",
    "release",
    "catalogue_metadata",
    "catalogue_delta",
    "room_parcel",
    "room_piece",
    "roster",
    "account",
    "looked_at",
];

/// What is only counted from the entries, and who was signed in: it is made anew.
const MADE_ANEW: [&str; 8] =
    ["tally", "tally_person", "uncounted", "put_away", "cube_due", "cube_cell", "cube_part", "session"];

/// What cannot be carried over as long as something is in it.
const NOT_YET: [(&str, &str); 1] = [("erased", "sealed parts that were erased")];

/// Tables whose rows get their numbers from the database.
const NUMBERED: [&str; 3] = ["recovery_code", "set_aside", "looked_at"];

/// What was carried over of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// SHA-256 of each row, all of them together, in hexadecimal: whatever their order.
    pub hash: String,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried over now.
    Now(Vec<Carried>),
    /// It is there already: a carrying of before was cut off after it counted.
    Before,
}

/// The hashes of rows.
#[derive(Default)]
struct Sum {
    rows: u64,
    hash: [u8; 32],
}

impl Sum {
    fn add(&mut self, row: Sha256) {
        self.rows += 1;
        let hash: [u8; 32] = row.finalize().into();
        for (all, one) in self.hash.iter_mut().zip(hash) {
            *all ^= one;
        }
    }
}

/// Takes a value into the hash of its row.
fn take(row: &mut Sha256, kind: u8, bytes: &[u8]) {
    row.update([kind]);
    row.update((bytes.len() as u64).to_be_bytes());
    row.update(bytes);
}

/// A table, its columns, and which types they have there.
struct Table {
    name: &'static str,
    columns: String,
    types: Vec<Type>,
}

/// Whether everything in the embedded database can be carried over.
///
/// # Errors
/// Names what cannot be.
pub fn examine(own: &Connection) -> Result<(), HubError> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = own.prepare(sql)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for name in names {
        let known = |list: &[&str]| list.contains(&name.as_str());
        if known(&TABLES) || known(&MADE_ANEW) {
            continue;
        }
        let what = NOT_YET.iter().find(|(table, _)| *table == name).map_or(name.as_str(), |(_, what)| what);
        let rows: i64 = own.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0))?;
        if rows > 0 {
            return Err(HubError::input("move", format!("{what}: this cannot be moved yet; nothing was changed")));
        }
    }
    Ok(())
}

/// Carries a hub over, whole or not at all. `decided` is called when everything is there and was compared, just before it counts.
///
/// # Errors
/// When something cannot be carried over, something else is there, the two differ, or a database fails. Nothing is changed then.
pub async fn carry(
    own: &Connection,
    address: &DatabaseAddress,
    decided: impl FnOnce() -> Result<(), HubError>,
) -> Result<Outcome, HubError> {
    examine(own)?;
    let pool = pool::pool(address)?;
    let mut client: Object = pool.get().await?;
    schema::examine(&client).await?;
    schema::migrate(&mut client).await?;
    let transaction = client.transaction().await?;
    // It may take as long as it takes; and no hub begins there meanwhile.
    transaction
        .batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        .await?;
    only(&transaction, super::BEGIN, &[]).await?;
    if meta(&transaction, INCARNATION).await? == Some(incarnation(own)?) {
        return Ok(Outcome::Before);
    }
    for table in TABLES.iter().chain(&["room_log"]) {
        if only(&transaction, &format!("SELECT EXISTS (SELECT 1 FROM {table})"), &[]).await?.get(0) {
            return Err(HubError::input("--to", "the database is not empty: something of a hub is there already"));
        }
    }
    let mut carried = Vec::new();
    for name in TABLES {
        let table = table(&transaction, own, name).await?;
        let sent = send(&transaction, own, &table).await?;
        let there = read_back(&transaction, &table).await?;
        if (sent.rows, sent.hash) != (there.rows, there.hash) {
            return Err(HubError::input(
                "move",
                format!("{name}: what arrived is not what was sent; nothing was changed"),
            ));
        }
        carried.push(Carried { table: name, rows: sent.rows, hash: hex::encode(sent.hash) });
    }
    number(&transaction, own).await?;
    decided()?;
    transaction.commit().await?;
    Ok(Outcome::Now(carried))
}

/// Whether this hub is there.
///
/// # Errors
/// When the database does not answer.
pub async fn is_there(own: &Connection, address: &DatabaseAddress) -> Result<bool, HubError> {
    let mut client = pool::pool(address)?.get().await?;
    let transaction = client.transaction().await?;
    // After whoever is still at it.
    only(&transaction, super::BEGIN, &[]).await?;
    Ok(meta(&transaction, INCARNATION).await? == Some(incarnation(own)?))
}

fn incarnation(own: &Connection) -> Result<String, HubError> {
    Ok(own.query_row("SELECT value FROM meta WHERE name = ?1", [INCARNATION], |row| row.get(0))?)
}

async fn table(transaction: &Transaction<'_>, own: &Connection, name: &'static str) -> Result<Table, HubError> {
    let mut statement = own.prepare(&format!("SELECT name FROM pragma_table_info('{name}') ORDER BY cid"))?;
    let columns = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let columns = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    // A column that is not there fails here, and so none is left behind.
    let there = transaction.prepare(&format!("SELECT {columns} FROM {name}")).await?;
    Ok(Table { name, columns, types: there.columns().iter().map(|column| column.type_().clone()).collect() })
}

async fn send(transaction: &Transaction<'_>, own: &Connection, table: &Table) -> Result<Sum, HubError> {
    let Table { name, columns, types } = table;
    let sink = transaction.copy_in(format!("COPY {name} ({columns}) FROM STDIN BINARY").as_str()).await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, types));
    let mut sum = Sum::default();
    // That a moving was begun before is said of the one end alone.
    let chosen = if *name == "meta" { "WHERE name <> 'moved'" } else { "" };
    let mut statement = own.prepare(&format!("SELECT {columns} FROM {name} {chosen}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut hash = Sha256::new();
        let mut values: Vec<Box<dyn ToSql + Sync + Send>> = Vec::with_capacity(types.len());
        for (column, kind) in types.iter().enumerate() {
            values.push(value(row.get_ref(column)?, kind, &mut hash)?);
        }
        let values: Vec<Value<'_>> = values.iter().map(|value| value.as_ref() as Value<'_>).collect();
        writer.as_mut().write(&values).await?;
        sum.add(hash);
    }
    writer.finish().await?;
    Ok(sum)
}

/// A value of the embedded database as the other one takes it.
fn value(value: ValueRef<'_>, kind: &Type, row: &mut Sha256) -> Result<Box<dyn ToSql + Sync + Send>, HubError> {
    Ok(match (value, kind) {
        (ValueRef::Null, &Type::INT8) => {
            take(row, 0, b"");
            Box::new(None::<i64>)
        }
        (ValueRef::Null, &Type::BYTEA) => {
            take(row, 0, b"");
            Box::new(None::<Vec<u8>>)
        }
        (ValueRef::Null, _) => {
            take(row, 0, b"");
            Box::new(None::<String>)
        }
        (ValueRef::Integer(number), &Type::INT8) => {
            take(row, 1, &number.to_be_bytes());
            Box::new(number)
        }
        (ValueRef::Text(text), &Type::TEXT) => {
            take(row, 2, text);
            Box::new(String::from_utf8(text.to_vec()).map_err(|_| HubError::Form("text"))?)
        }
        (ValueRef::Blob(bytes), &Type::BYTEA) => {
            take(row, 3, bytes);
            Box::new(bytes.to_vec())
        }
        _ => return Err(HubError::Form("value of a column")),
    })
}

async fn read_back(transaction: &Transaction<'_>, table: &Table) -> Result<Sum, HubError> {
    let Table { name, columns, types } = table;
    let none: [Value<'_>; 0] = [];
    let mut rows = pin!(transaction.query_raw(format!("SELECT {columns} FROM {name}").as_str(), none).await?);
    let mut sum = Sum::default();
    while let Some(row) = rows.next().await {
        let row = row?;
        let mut hash = Sha256::new();
        for (column, kind) in types.iter().enumerate() {
            match *kind {
                Type::INT8 => match row.get::<_, Option<i64>>(column) {
                    Some(number) => take(&mut hash, 1, &number.to_be_bytes()),
                    None => take(&mut hash, 0, b""),
                },
                Type::BYTEA => match row.get::<_, Option<&[u8]>>(column) {
                    Some(bytes) => take(&mut hash, 3, bytes),
                    None => take(&mut hash, 0, b""),
                },
                _ => match row.get::<_, Option<&str>>(column) {
                    Some(text) => take(&mut hash, 2, text.as_bytes()),
                    None => take(&mut hash, 0, b""),
                },
            }
        }
        sum.add(hash);
    }
    Ok(sum)
}

/// Lets numbers go on where they were.
async fn number(transaction: &Transaction<'_>, own: &Connection) -> Result<(), HubError> {
    for table in NUMBERED {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'number'), coalesce(max(number), 1), count(*) > 0) FROM {table}"
        );
        only(transaction, &sql, &[]).await?;
    }
    let batches = "SELECT setval('entry_batch', coalesce(max(batch), 1), count(*) > 0) FROM entry";
    only(transaction, batches, &[]).await?;
    // The embedded log numbers all centres together: no number of it is given a second time.
    let sql = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'room_parcel'";
    let newest: i64 = own.query_row(sql, [], |row| row.get(0))?;
    let logs = "INSERT INTO room_log (centre, newest)
        SELECT centre, $1::bigint FROM (SELECT centre FROM terminal_centre UNION SELECT centre FROM room_parcel) AS centres";
    change(transaction, logs, &[&newest]).await.map(drop)
}
