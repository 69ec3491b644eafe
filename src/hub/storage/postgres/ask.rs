//! Asking within a transaction. Each text is understood by the server once a connection; several questions that are waited for
//! together travel together.

use crate::hub::HubError;
use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// A value of a question.
pub(super) type Value<'a> = &'a (dyn ToSql + Sync);

/// Every row.
pub(super) async fn all(transaction: &Transaction<'_>, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, HubError> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query(&statement, values).await?)
}

/// The row, where there is one.
pub(super) async fn first(
    transaction: &Transaction<'_>,
    sql: &str,
    values: &[Value<'_>],
) -> Result<Option<Row>, HubError> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query_opt(&statement, values).await?)
}

/// The one row that there is.
pub(super) async fn only(transaction: &Transaction<'_>, sql: &str, values: &[Value<'_>]) -> Result<Row, HubError> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query_one(&statement, values).await?)
}

/// Changes something; gives how many rows.
pub(super) async fn change(transaction: &Transaction<'_>, sql: &str, values: &[Value<'_>]) -> Result<u64, HubError> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.execute(&statement, values).await?)
}

/// What is noted of the hub under a name.
pub(super) async fn meta(transaction: &Transaction<'_>, name: &str) -> Result<Option<String>, HubError> {
    let found = first(transaction, "SELECT value FROM meta WHERE name = $1", &[&name]).await?;
    Ok(found.map(|row| row.get(0)))
}

/// Notes something of the hub under a name.
pub(super) async fn set_meta(transaction: &Transaction<'_>, name: &str, value: &str) -> Result<(), HubError> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    change(transaction, sql, &[&name, &value]).await.map(drop)
}
