//! Reading back: the list of entries, and the counts for the agency. Sealed parts are never read here.

use super::HubError;
use super::ingest::receipt;
use super::storage::Storage;
use crate::domain::record::{Action, EntryFacts};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// A received entry, without its sealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedEntry {
    /// The number under which the hub received it.
    pub receipt: String,
    /// The terminal.
    pub terminal: String,
    /// The epoch of the terminal's records.
    pub epoch: u32,
    /// The dense number within the epoch.
    pub sequence: u64,
    /// The entry's UUID.
    pub id: String,
    /// The terminal's clock at capture, RFC 3339.
    pub time: String,
    /// The hub's clock at receipt, RFC 3339.
    pub received: String,
    /// Whether it counts: neither it nor its case was taken back, and no other took its place.
    pub counted: bool,
    /// The open part. `corrects` is the id of the entry that it takes back (the action is then `corrected`) or takes the
    /// place of; `reason` says why it was taken back, or why a request ended so.
    #[schema(value_type = Object)]
    pub facts: EntryFacts,
    /// The transaction that took it in.
    #[serde(skip)]
    pub(super) batch: i64,
}

/// A page of the list, in the order received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EntryPage {
    /// The entries.
    pub items: Vec<ListedEntry>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Which entries to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this centre.
    pub centre: Option<String>,
    /// Only of this event.
    pub event: Option<String>,
    /// Only with this action.
    pub action: Option<Action>,
}

/// A place in the order in which entries were received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    batch: i64,
    terminal: String,
    epoch: u32,
    sequence: i64,
}

impl Cursor {
    /// Reads a cursor as a page gave it; nothing when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.splitn(4, '.');
        Some(Self {
            batch: parts.next()?.parse().ok()?,
            epoch: parts.next()?.parse().ok()?,
            sequence: parts.next()?.parse().ok()?,
            terminal: parts.next()?.to_owned(),
        })
    }

    /// The cursor as text.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}.{}.{}", self.batch, self.epoch, self.sequence, self.terminal))
    }

    fn after(entry: &ListedEntry) -> Self {
        Self {
            batch: entry.batch,
            terminal: entry.terminal.clone(),
            epoch: entry.epoch,
            sequence: i64::try_from(entry.sequence).unwrap_or(i64::MAX),
        }
    }
}

/// How many entries of one kind there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// The centre's id.
    pub centre: String,
    /// The event's code.
    pub event: Option<String>,
    /// What was done.
    pub action: Action,
    /// How many entries.
    pub entries: u64,
    /// About how many persons: cases, and entries without a case.
    pub persons: u64,
}

/// What the hub holds, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Terminals enrolled and not shut out.
    pub terminals: u64,
    /// Entries received.
    pub entries: u64,
    /// Of them, those that count no more, because they were taken back or another took their place.
    pub corrected: u64,
    /// About how many persons these are about.
    pub corrected_persons: u64,
    /// Events set aside.
    pub quarantined: u64,
    /// The entries that count, by centre, event and action.
    pub counts: Vec<Count>,
}

const COLUMNS: &str = "terminal, epoch, sequence, id, time, received, facts, batch, EXISTS
    (SELECT 1 FROM uncounted AS gone
     WHERE gone.terminal = entry.terminal AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)";

impl Storage {
    /// The entries received after a place, oldest first.
    ///
    /// # Errors
    /// When the database fails or a stored entry cannot be read.
    pub fn entries(&self, filter: &Filter, after: &Cursor, limit: usize) -> Result<EntryPage, HubError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry
             WHERE (batch, terminal, epoch, sequence) > (?1, ?2, ?3, ?4)
               AND (?5 IS NULL OR centre = ?5) AND (?6 IS NULL OR event = ?6) AND (?7 IS NULL OR action = ?7)
             ORDER BY batch, terminal, epoch, sequence LIMIT ?8"
        );
        let action = filter.action.map(action_name).transpose()?;
        // One more than asked for tells whether there is a next page.
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut items = self
            .connection
            .prepare_cached(&sql)?
            .query_and_then(
                params![
                    after.batch,
                    after.terminal,
                    after.epoch,
                    after.sequence,
                    filter.centre,
                    filter.event,
                    action,
                    most
                ],
                listed,
            )?
            .collect::<Result<Vec<_>, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| Cursor::after(last).text());
        Ok(EntryPage { items, next_cursor })
    }

    /// The entries received last, newest first.
    ///
    /// # Errors
    /// As [`Self::entries`].
    pub fn latest(&self, most: u32) -> Result<Vec<ListedEntry>, HubError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry
             ORDER BY batch DESC, terminal DESC, epoch DESC, sequence DESC LIMIT ?1"
        );
        self.connection.prepare_cached(&sql)?.query_and_then([most], listed)?.collect()
    }

    /// Counts what the hub holds.
    ///
    /// # Errors
    /// When the database fails or a stored entry cannot be read.
    pub fn report(&self) -> Result<Report, HubError> {
        // One snapshot: what comes in meanwhile must not make the sums disagree.
        let snapshot = self.connection.unchecked_transaction()?;
        let counts = snapshot
            .prepare_cached(
                "SELECT centre, event, action, count(*), count(DISTINCT person) FROM entry
                 WHERE NOT EXISTS
                    (SELECT 1 FROM uncounted AS gone
                     WHERE gone.terminal = entry.terminal AND gone.epoch = entry.epoch
                       AND gone.sequence = entry.sequence)
                 GROUP BY centre, event, action ORDER BY centre, event, action",
            )?
            .query_and_then([], |row| -> Result<Count, HubError> {
                Ok(Count {
                    centre: row.get(0)?,
                    event: row.get(1)?,
                    action: action_named(row.get(2)?)?,
                    entries: natural(row, 3)?,
                    persons: natural(row, 4)?,
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let count = |sql: &str| snapshot.query_row(sql, [], |row| natural(row, 0));
        let corrected = count("SELECT count(*) FROM uncounted")?;
        Ok(Report {
            terminals: count("SELECT count(*) FROM terminal WHERE revoked IS NULL")?,
            entries: counts.iter().map(|count| count.entries).sum::<u64>() + corrected,
            corrected,
            corrected_persons: count(
                "SELECT count(DISTINCT person) FROM uncounted JOIN entry USING (terminal, epoch, sequence)",
            )?,
            quarantined: count("SELECT count(*) FROM quarantine")?,
            counts,
        })
    }
}

fn listed(row: &Row<'_>) -> Result<ListedEntry, HubError> {
    let terminal: String = row.get(0)?;
    let epoch = row.get(1)?;
    let sequence = natural(row, 2)?;
    let facts: String = row.get(6)?;
    Ok(ListedEntry {
        receipt: receipt(&terminal, epoch, sequence),
        terminal,
        epoch,
        sequence,
        id: row.get(3)?,
        time: row.get(4)?,
        received: row.get(5)?,
        counted: !row.get::<_, bool>(8)?,
        facts: serde_json::from_str(&facts).map_err(HubError::Stored)?,
        batch: row.get(7)?,
    })
}

fn natural(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

/// The action of this name, as it stands in the facts.
///
/// # Errors
/// When no action has it.
pub fn action_named(name: String) -> Result<Action, HubError> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(HubError::Stored)
}

/// The name of an action in the facts.
pub(super) fn action_name(action: Action) -> Result<String, HubError> {
    match serde_json::to_value(action).map_err(HubError::Stored)? {
        serde_json::Value::String(name) => Ok(name),
        _ => Err(HubError::Form("action")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_to_the_reader_and_back() {
        let cursor = Cursor { batch: 12, terminal: "t-1.x".to_owned(), epoch: 3, sequence: 400 };
        assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        for nonsense in ["", "x", "!!", "MS4y"] {
            assert_eq!(Cursor::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn actions_are_named_as_in_the_facts() {
        assert_eq!(action_named("requestSubmitted".to_owned()).unwrap(), Action::RequestSubmitted);
        assert!(action_named("RequestSubmitted".to_owned()).is_err());
    }
}
