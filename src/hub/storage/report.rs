//! Reading back: the list of entries, and the counts for the agency. Sealed parts are never read here.

use super::Storage;
use super::judge::receipt;
use crate::domain::printing::SheetKind;
use crate::domain::record::Action;
use crate::hub::HubError;
use crate::protocol::facts::{Code, Coded, RecordedFacts, Said};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
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
    /// The centre for which it counts.
    pub centre: String,
    /// The open part, as it was recorded. `corrects` is the id of the entry that it takes back (the action is then `corrected`) or takes the
    /// place of; `reason` says why it was taken back, or why a request ended so.
    #[schema(value_type = Object)]
    pub facts: RecordedFacts,
}

/// A page of the list, in the order received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EntryPage {
    /// The entries.
    pub items: Vec<ListedEntry>,
    /// Entries among these that cannot be read any more: their rows are damaged.
    #[serde(skip_serializing_if = "is_zero")]
    pub unreadable: u64,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
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

    /// The place of a row of the list; nothing when even that cannot be read.
    fn at(row: &Row<'_>) -> Option<Self> {
        Some(Self {
            batch: row.get(7).ok()?,
            terminal: row.get(0).ok()?,
            epoch: row.get(1).ok()?,
            sequence: row.get(2).ok()?,
        })
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
    /// What was done; none for all together of which this hub does not know what it is: a newer program said it.
    #[serde(serialize_with = "action_or_other")]
    pub action: Option<Action>,
    /// How many entries.
    pub entries: u64,
    /// About how many persons: cases, and entries without a case.
    pub persons: u64,
}

/// What stands in the place of an action that this hub does not know.
pub const OTHER: &str = "other";

/// The code of an action as reports show it.
#[must_use]
pub fn code_or_other(action: Option<Action>) -> &'static str {
    action.map_or(OTHER, |action| action.code())
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "as serde calls it")]
fn action_or_other<S: Serializer>(action: &Option<Action>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code_or_other(*action))
}

/// How much paper of one kind left a centre or came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaperCount {
    /// The centre's id.
    pub centre: String,
    /// Printed: the kind of sheet. None for papers that were scanned.
    pub sheet: Option<SheetKind>,
    /// Copies that came out; cases of which papers were scanned.
    pub sheets: u64,
    /// Pages of all copies; scanned pages, of each case as many as it had at the most.
    pub pages: u64,
    /// About how many persons: cases, and prints without a case.
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
    /// Alarms that stand.
    pub alarms: u64,
    /// Counts that cannot be read: their rows are damaged.
    pub unreadable: u64,
    /// The entries that count, by centre, event and action.
    pub counts: Vec<Count>,
    /// Paper, by centre and kind of sheet; what was scanned comes last of each centre.
    pub paper: Vec<PaperCount>,
}

const COLUMNS: &str = "entry.terminal, entry.epoch, entry.sequence, id, time, received, facts, entry.batch, EXISTS
    (SELECT 1 FROM uncounted AS gone
     WHERE gone.terminal = entry.terminal AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)";

/// How many entries are looked at for one page: a filter that fits few costs no more than one that fits all. A page can
/// then be short, even empty, and still have a next one.
const MOST_LOOKED_AT: i64 = 5_000;

impl Storage {
    /// The entries received after a place, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn entries(&self, filter: &Filter, after: &Cursor, limit: usize) -> Result<EntryPage, HubError> {
        // The last line tells how far was looked, whatever fits.
        let sql = format!(
            "WITH looked AS MATERIALIZED (
                 SELECT batch, terminal, epoch, sequence FROM entry
                 WHERE (batch, terminal, epoch, sequence) > (?1, ?2, ?3, ?4)
                 ORDER BY batch, terminal, epoch, sequence LIMIT {MOST_LOOKED_AT})
             SELECT * FROM (
                 SELECT {COLUMNS}, entry.centre AS place FROM looked JOIN entry USING (terminal, epoch, sequence)
                 WHERE (?5 IS NULL OR entry.centre = ?5) AND (?6 IS NULL OR entry.event = ?6)
                   AND (?7 IS NULL OR entry.action = ?7)
                 ORDER BY entry.batch, entry.terminal, entry.epoch, entry.sequence LIMIT ?8)"
        );
        let action = filter.action.map(Coded::code);
        // One more than asked for tells whether there is a next page.
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let key = params![
            after.batch,
            after.terminal,
            after.epoch,
            after.sequence,
            filter.centre,
            filter.event,
            action,
            most
        ];
        // One snapshot: what comes in between must not be taken for looked at.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut statement = snapshot.prepare_cached(&sql)?;
        let mut rows = statement.query(key)?;
        let mut items = Vec::new();
        let (mut unreadable, mut found, mut last) = (0, 0, None);
        while let Some(row) = rows.next()? {
            if found == limit {
                // There is a next page, and it begins after the last one here.
                return Ok(EntryPage { items, unreadable, next_cursor: last.map(|last: Cursor| last.text()) });
            }
            found += 1;
            last = Cursor::at(row).or(last);
            match listed(row) {
                Ok(entry) => items.push(entry),
                Err(error) => {
                    tracing::error!(%error, "a stored entry cannot be read");
                    unreadable += 1;
                }
            }
        }
        let next_cursor = self.end_of_look(after)?.map(|end| end.text());
        Ok(EntryPage { items, unreadable, next_cursor })
    }

    /// Where a look from a place ended, when it did not come to the end.
    fn end_of_look(&self, after: &Cursor) -> Result<Option<Cursor>, HubError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT batch, terminal, epoch, sequence FROM entry
             WHERE (batch, terminal, epoch, sequence) > (?1, ?2, ?3, ?4)
             ORDER BY batch, terminal, epoch, sequence LIMIT 1 OFFSET {}",
            MOST_LOOKED_AT - 1
        ))?;
        let end = statement.query_row(params![after.batch, after.terminal, after.epoch, after.sequence], |row| {
            Ok(Cursor { batch: row.get(0)?, terminal: row.get(1)?, epoch: row.get(2)?, sequence: row.get(3)? })
        });
        Ok(end.optional()?)
    }

    /// What the hub holds, counted as it came in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report(&self) -> Result<Report, HubError> {
        // One snapshot: what comes in meanwhile must not make the sums disagree.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut statement = snapshot.prepare_cached(
            "SELECT centre, event, action, entries, persons FROM tally WHERE counted = 1 AND entries > 0
             ORDER BY centre, event, action",
        )?;
        let mut rows = statement.query([])?;
        let (mut counts, mut others) = (Vec::new(), Others::new());
        let (mut unreadable, mut entries) = (0, 0);
        while let Some(row) = rows.next()? {
            let number = natural(row, 3)?;
            entries += number;
            match counted(row) {
                Ok(count) if count.action.is_some() => counts.push(count),
                Ok(count) => others.entry((count.centre.clone(), count.event.clone())).or_default().push(count),
                Err(error) => {
                    tracing::error!(%error, "a count cannot be read");
                    unreadable += 1;
                }
            }
        }
        for (_, kinds) in others {
            counts.extend(together(&snapshot, kinds)?);
        }
        let place = |count: &Count| (count.centre.clone(), count.event.clone(), count.action.is_none());
        counts.sort_by_key(place);
        let count = |sql: &str| snapshot.query_row(sql, [], |row| natural(row, 0));
        let (corrected, corrected_persons) = snapshot
            .query_row("SELECT entries, persons FROM tally WHERE counted = 0", [], |row| {
                Ok((natural(row, 0)?, natural(row, 1)?))
            })
            .optional()?
            .unwrap_or_default();
        Ok(Report {
            terminals: count("SELECT count(*) FROM terminal WHERE revoked IS NULL")?,
            entries: entries + corrected,
            corrected,
            corrected_persons,
            quarantined: count("SELECT coalesce(sum(kept + beyond), 0) FROM bound_for")?,
            alarms: count("SELECT count(*) FROM alarm")?,
            unreadable,
            counts,
            paper: paper(&snapshot)?,
        })
    }
}

/// Entries of paper that count.
const OF_PAPER: &str = "FROM entry INDEXED BY entry_of_paper
    WHERE action IN ('sheetPrinted', 'pagesKept') AND action = ?1
      AND NOT EXISTS (SELECT 1 FROM uncounted AS gone WHERE gone.terminal = entry.terminal
                      AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)";

/// How much paper there was. A kind of sheet that only a newer program prints is counted with the others.
fn paper(connection: &Connection) -> Result<Vec<PaperCount>, HubError> {
    let printed = format!(
        "SELECT centre, substr(print.key, 1, instr(print.key, '.') - 1) AS sheet, sum(print.value),
                sum(print.value * coalesce(facts ->> '$.pages', 1)), count(DISTINCT person)
         FROM (SELECT centre, person, facts {OF_PAPER}) AS printed,
              json_each(printed.facts, '$.prints') AS print
         GROUP BY centre, sheet ORDER BY centre, sheet"
    );
    let scanned = format!(
        "SELECT centre, NULL, count(*), sum(pages), count(*) FROM (
             SELECT centre, person, max(coalesce(facts ->> '$.pages', 0)) AS pages {OF_PAPER}
             GROUP BY centre, person)
         WHERE pages > 0 GROUP BY centre ORDER BY centre"
    );
    let mut counts: Vec<PaperCount> = Vec::new();
    for (sql, action) in [(printed, Action::SheetPrinted), (scanned, Action::PagesKept)] {
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([action.code()])?;
        while let Some(row) = rows.next()? {
            let sheet: Option<String> = row.get(1)?;
            let sheet = sheet.map(|code| SheetKind::of_code(&code).unwrap_or(SheetKind::Other));
            let (centre, sheets) = (row.get(0)?, natural(row, 2)?);
            counts.push(PaperCount { centre, sheet, sheets, pages: natural(row, 3)?, persons: natural(row, 4)? });
        }
    }
    counts.sort_by(|one, other| {
        let place = |count: &PaperCount| (count.centre.clone(), count.sheet.is_none(), count.sheet);
        place(one).cmp(&place(other))
    });
    // Kinds that are not known are one. Who had two of them is counted as the one that more had: at the least.
    counts.dedup_by(|next, first| {
        let same = next.centre == first.centre && next.sheet == first.sheet;
        if same {
            (first.sheets, first.pages) = (first.sheets + next.sheets, first.pages + next.pages);
            first.persons = first.persons.max(next.persons);
        }
        same
    });
    Ok(counts)
}

/// What this hub does not know, by centre and event.
type Others = BTreeMap<(String, Option<String>), Vec<Count>>;

/// One count of several kinds. Who did two of them is one person.
fn together(connection: &Connection, kinds: Vec<Count>) -> Result<Option<Count>, HubError> {
    let (entries, is_one) = (kinds.iter().map(|count| count.entries).sum(), kinds.len() == 1);
    let Some(first) = kinds.into_iter().next() else { return Ok(None) };
    if is_one {
        return Ok(Some(first));
    }
    let known: Vec<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    let known = serde_json::to_string(&known).map_err(HubError::Stored)?;
    let persons = connection.query_row(
        "SELECT count(DISTINCT person) FROM tally_person
         WHERE counted = 1 AND centre = ?1 AND event = ?2 AND action NOT IN (SELECT value FROM json_each(?3))",
        params![first.centre, first.event.as_deref().unwrap_or_default(), known],
        |row| natural(row, 0),
    )?;
    Ok(Some(Count { entries, persons, ..first }))
}

fn counted(row: &Row<'_>) -> Result<Count, HubError> {
    let action: String = row.get(2)?;
    let said = Action::of_code(&action).map(Said::Known).or_else(|| Code::new(&action).map(Said::Other));
    Ok(Count {
        centre: row.get(0)?,
        event: Some(row.get::<_, String>(1)?).filter(|event| !event.is_empty()),
        action: said.ok_or(HubError::Form("action"))?.known(),
        entries: natural(row, 3)?,
        persons: natural(row, 4)?,
    })
}

fn listed(row: &Row<'_>) -> Result<ListedEntry, HubError> {
    let terminal: String = row.get(0)?;
    let epoch = row.get(1)?;
    let sequence = natural(row, 2)?;
    Ok(ListedEntry {
        receipt: receipt(&terminal, epoch, sequence),
        terminal,
        epoch,
        sequence,
        id: row.get(3)?,
        time: row.get(4)?,
        received: row.get(5)?,
        counted: !row.get::<_, bool>(8)?,
        centre: row.get(9)?,
        facts: RecordedFacts::read(row.get(6)?).map_err(HubError::Stored)?,
    })
}

fn natural(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
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
}
