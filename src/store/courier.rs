//! What is on its way by stick, in a file of its own beside the records: requests of this terminal that went with a stick, and
//! requests of others that came with one, each with the hub's answer once there is one.
//!
//! Nothing in it is precious. What is this terminal's waits in the records all the same, and is put on a stick once more; what
//! is another's waits there. So a file that is damaged is begun anew.

use crate::domain::hidden::hidden;
use crate::platform::sqlite::{self, Fault, Schema};
use crate::protocol::stick::RequestHead;
use crate::store::records::RecordsError;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// The name of the file.
pub const FILE_NAME: &str = "courier.sqlite";

/// "CUPK": what is on its way by stick.
const APPLICATION_ID: i32 = 0x4355_504B;

const SCHEMA: Schema = Schema { application: APPLICATION_ID, retired: 0, steps: &[REQUESTS] };

const REQUESTS: &str = "
    CREATE TABLE request (
        number    INTEGER PRIMARY KEY,
        nonce     TEXT NOT NULL UNIQUE,
        terminal  TEXT NOT NULL,
        signature TEXT NOT NULL,
        program   TEXT,
        encoding  TEXT,
        body      BLOB NOT NULL,
        -- Since when it is on its way.
        since     TEXT NOT NULL,
        -- Of a request of this terminal: where its entries lie, as JSON. Of another's there is none.
        places    TEXT,
        -- Whether the relay of the room keeps it.
        at_relay  INTEGER NOT NULL DEFAULT 0,
        -- What the hub answered, as it came; or the status of a refusal.
        answered  TEXT,
        answer    TEXT,
        signed    TEXT,
        status    INTEGER
    ) STRICT;
    -- Requests of this terminal that were answered: whoever carries the answers may forget them.
    CREATE TABLE settled (
        nonce TEXT PRIMARY KEY,
        day   TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// How long another program that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long an answer is carried of which its terminal never said that it has it.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 90);

/// The most bytes of requests of others that are kept.
const MOST_BYTES: i64 = 1024 * 1024 * 1024;

/// A request on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct CarriedRequest {
    /// Its number here.
    pub number: i64,
    /// Its head.
    pub head: RequestHead,
    /// Its body.
    pub body: Vec<u8>,
}

hidden!(CarriedRequest, "CarriedRequest");

/// An answer of the hub to another's request.
#[derive(Clone, PartialEq, Eq)]
pub struct CarriedAnswer {
    /// The terminal that asked.
    pub terminal: String,
    /// What it made up for the request.
    pub nonce: String,
    /// The answer and its signature; or the status of a refusal.
    pub said: Result<(String, String), u16>,
}

hidden!(CarriedAnswer, "CarriedAnswer");

/// A request of this terminal that is on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnRequest {
    /// Its number here.
    pub number: i64,
    /// What was made up for it.
    pub nonce: String,
    /// Its signature.
    pub signature: String,
    /// Where its entries lie in the journal.
    pub places: Vec<i64>,
    /// Since when it is on its way.
    pub since: Option<Timestamp>,
}

hidden!(OwnRequest, "OwnRequest");

/// The file.
#[derive(Debug)]
pub struct Courier {
    connection: Connection,
}

/// Whether there is anything on its way: without the file there is nothing, and none is made.
#[must_use]
pub fn is_there(folder: &Path) -> bool {
    folder.join(FILE_NAME).exists()
}

/// How many entries of this terminal went by stick and were not heard of since, and since when; for who only looks.
#[must_use]
pub fn on_the_way(folder: &Path) -> Option<(usize, Option<Timestamp>)> {
    let path = folder.join(FILE_NAME);
    let connection = path.exists().then(|| sqlite::open_to_read(&path, PATIENCE).ok()).flatten()?;
    let sql = "SELECT places, since FROM request WHERE places IS NOT NULL ORDER BY number";
    let mut statement = connection.prepare(sql).ok()?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).ok()?;
    let rows: Vec<(String, String)> = rows.filter_map(Result::ok).collect();
    let count = |(places, _): &(String, String)| serde_json::from_str::<Vec<i64>>(places).map_or(0, |all| all.len());
    let entries: usize = rows.iter().map(count).sum();
    (entries > 0).then(|| (entries, rows.first().and_then(|(_, since)| since.parse().ok())))
}

impl Courier {
    /// Opens the file in a data folder, and makes it when it is missing. A damaged one is begun anew.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, RecordsError> {
        match Self::open_file(folder) {
            Err(RecordsError::Damaged | RecordsError::Foreign(_)) => {
                tracing::error!("what is on its way by stick was damaged; it goes once more");
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(folder.join(format!("{FILE_NAME}{end}")));
                }
                Self::open_file(folder)
            }
            other => other,
        }
    }

    fn open_file(folder: &Path) -> Result<Self, RecordsError> {
        let path = folder.join(FILE_NAME);
        sqlite::make_private(&path).map_err(|error| RecordsError::NotWritable(error.to_string()))?;
        let mut connection = sqlite::open(&path, PATIENCE)?;
        SCHEMA.version_of(&connection)?;
        sqlite::commit_to_the_disk(&connection)?;
        SCHEMA.migrate(&mut connection, |_, _| Ok::<(), Fault>(()))?;
        sqlite::examine(&connection)?;
        Ok(Self { connection })
    }

    /// Keeps a request of this terminal that goes with a stick.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_own(
        &mut self,
        head: &RequestHead,
        body: &[u8],
        places: &[i64],
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        self.insert(head, body, Some(&serde_json::to_string(places)?), now)
    }

    /// Keeps requests of others that came with a stick, in one commit. Those that are here already, and what is longer than may
    /// be kept, change nothing. Gives how many were new.
    ///
    /// # Errors
    /// When the file cannot be written; none is kept then.
    pub fn keep_others(&mut self, requests: &[(RequestHead, Vec<u8>)], now: Timestamp) -> Result<usize, RecordsError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let kept = (|| {
            let held: i64 =
                self.connection.query_row("SELECT ifnull(sum(length(body)), 0) FROM request", [], |row| row.get(0))?;
            let (mut held, mut new) = (held, 0);
            for (head, body) in requests {
                held += i64::try_from(body.len()).unwrap_or(i64::MAX);
                if held > MOST_BYTES {
                    return Err(RecordsError::DiskFull);
                }
                self.insert(head, body, None, now)?;
                new += usize::try_from(self.connection.changes()).unwrap_or_default();
            }
            Ok(new)
        })();
        self.connection.execute_batch(if kept.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        kept
    }

    fn insert(
        &self,
        head: &RequestHead,
        body: &[u8],
        places: Option<&str>,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let RequestHead { terminal, nonce, signature, program, encoding } = head;
        self.connection
            .prepare_cached(
                "INSERT INTO request (nonce, terminal, signature, program, encoding, body, since, places)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (nonce) DO NOTHING",
            )?
            .execute(params![nonce, terminal, signature, program, encoding, body, now.to_string(), places])?;
        Ok(())
    }

    /// The requests of this terminal that are on their way, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn own(&self) -> Result<Vec<OwnRequest>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, nonce, signature, places, since FROM request WHERE places IS NOT NULL ORDER BY number",
        )?;
        let rows = statement.query_map([], |row| {
            let (places, since): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(OwnRequest {
                number: row.get(0)?,
                nonce: row.get(1)?,
                signature: row.get(2)?,
                places: serde_json::from_str(&places).unwrap_or_default(),
                since: since.parse().ok(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All requests without an answer, the oldest first; those of others alone, where that is asked for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unanswered(&self, others_alone: bool) -> Result<Vec<CarriedRequest>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, nonce, terminal, signature, program, encoding, body FROM request
             WHERE answered IS NULL AND (places IS NULL OR NOT ?1) ORDER BY number",
        )?;
        let rows = statement.query_map([others_alone], carried)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The next request of another that waits for the hub, after this number and of none of these terminals.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&self, after: i64, but: &BTreeSet<String>) -> Result<Option<(CarriedRequest, bool)>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, nonce, terminal, signature, program, encoding, body, at_relay FROM request
             WHERE answered IS NULL AND places IS NULL AND number > ?1
                 AND terminal NOT IN (SELECT value FROM json_each(?2)) ORDER BY number LIMIT 1",
        )?;
        let but = serde_json::to_string(but)?;
        Ok(statement.query_row(params![after, but], |row| Ok((carried(row)?, row.get(7)?))).optional()?)
    }

    /// Notes whether the relay of the room keeps a request.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_at_relay(&mut self, number: i64, is_there: bool) -> Result<(), RecordsError> {
        self.connection.execute("UPDATE request SET at_relay = ?2 WHERE number = ?1", params![number, is_there])?;
        Ok(())
    }

    /// Keeps what the hub said to a request of another: its answer and its signature, or the status of a refusal.
    ///
    /// # Errors
    /// When the file cannot be written; the request is passed on once more then.
    pub fn note_answer(
        &mut self,
        number: i64,
        said: &Result<(String, String), u16>,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let (answer, signed, status) = match said {
            Ok((answer, signature)) => (Some(answer), Some(signature), None),
            Err(status) => (None, None, Some(*status)),
        };
        // What was answered is not carried any further.
        self.connection.execute(
            "UPDATE request SET answered = ?2, answer = ?3, signed = ?4, status = ?5, body = x'' WHERE number = ?1",
            params![number, now.to_string(), answer, signed, status],
        )?;
        Ok(())
    }

    /// The answers to requests of others, for their computers; those that nobody fetched for long are forgotten.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&mut self, now: Timestamp) -> Result<Vec<CarriedAnswer>, RecordsError> {
        let long_ago = now.checked_sub(LONGEST).unwrap_or(Timestamp::MIN).to_string();
        self.connection.execute("DELETE FROM request WHERE answered < ?1", [&long_ago])?;
        self.connection.execute("DELETE FROM settled WHERE day < ?1", [&long_ago])?;
        let mut statement = self.connection.prepare_cached(
            "SELECT terminal, nonce, answer, signed, status FROM request WHERE answered IS NOT NULL AND places IS NULL
             ORDER BY number",
        )?;
        let rows = statement.query_map([], |row| {
            let (answer, signed): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            let status: Option<u16> = row.get(4)?;
            let said = answer.zip(signed).ok_or(status.unwrap_or_default());
            Ok(CarriedAnswer { terminal: row.get(0)?, nonce: row.get(1)?, said })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A request of this terminal is on its way no more: it was answered, by whatever way.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle(&mut self, own: &OwnRequest, now: Timestamp) -> Result<(), RecordsError> {
        self.connection.execute("DELETE FROM request WHERE number = ?1", [own.number])?;
        self.connection.execute(
            "INSERT INTO settled (nonce, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![own.nonce, now.to_string()],
        )?;
        Ok(())
    }

    /// The requests of this terminal that need no answer any more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settled(&self) -> Result<Vec<String>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT nonce FROM settled ORDER BY nonce")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Another terminal says that these of its requests need no answer any more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&mut self, terminal: &str, nonces: &[String]) -> Result<(), RecordsError> {
        self.connection.execute(
            "DELETE FROM request WHERE terminal = ?1 AND places IS NULL
                 AND nonce IN (SELECT value FROM json_each(?2))",
            params![terminal, serde_json::to_string(nonces)?],
        )?;
        Ok(())
    }
}

fn carried(row: &rusqlite::Row<'_>) -> rusqlite::Result<CarriedRequest> {
    let head = RequestHead {
        nonce: row.get(1)?,
        terminal: row.get(2)?,
        signature: row.get(3)?,
        program: row.get(4)?,
        encoding: row.get(5)?,
    };
    Ok(CarriedRequest { number: row.get(0)?, head, body: row.get(6)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(terminal: &str, nonce: &str) -> RequestHead {
        let text = str::to_owned;
        RequestHead {
            terminal: text(terminal),
            nonce: text(nonce),
            signature: text("s"),
            program: None,
            encoding: None,
        }
    }

    #[test]
    fn what_came_is_kept_once_and_its_answer_until_its_terminal_has_it() {
        let (folder, now) = (tempfile::tempdir().unwrap(), Timestamp::UNIX_EPOCH);
        assert!(!is_there(folder.path()));
        let mut courier = Courier::open(folder.path()).unwrap();
        let came = [(head("t-2", "a"), b"one".to_vec()), (head("t-3", "b"), b"two".to_vec())];
        assert_eq!(courier.keep_others(&came, now).unwrap(), 2);
        assert_eq!(courier.keep_others(&came, now).unwrap(), 0);
        courier.keep_own(&head("t-1", "own"), b"mine", &[1, 2], now).unwrap();
        drop(courier);
        let mut courier = Courier::open(folder.path()).unwrap();
        assert_eq!(courier.unanswered(false).unwrap().len(), 3);
        let (first, _) = courier.next(0, &BTreeSet::new()).unwrap().unwrap();
        assert_eq!((first.head.nonce.as_str(), first.body.as_slice()), ("a", &b"one"[..]));
        assert_eq!(courier.next(0, &["t-2".to_owned()].into()).unwrap().unwrap().0.head.nonce, "b");
        courier.note_answer(first.number, &Ok(("{}".to_owned(), "signed".to_owned())), now).unwrap();
        let answers = courier.answers(now).unwrap();
        assert!(answers.len() == 1 && answers[0].said == Ok(("{}".to_owned(), "signed".to_owned())));
        // Another terminal's word counts for its own requests alone.
        courier.forget("t-3", &["a".to_owned()]).unwrap();
        assert_eq!(courier.answers(now).unwrap().len(), 1);
        courier.forget("t-2", &["a".to_owned()]).unwrap();
        assert!(courier.answers(now).unwrap().is_empty());
        let own = courier.own().unwrap().remove(0);
        assert_eq!((own.places.as_slice(), own.since), (&[1, 2][..], Some(now)));
        courier.settle(&own, now).unwrap();
        assert_eq!((courier.own().unwrap().len(), courier.settled().unwrap()), (0, vec!["own".to_owned()]));
    }

    #[test]
    fn a_damaged_file_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), vec![7; 9000]).unwrap();
        let courier = Courier::open(folder.path()).unwrap();
        assert!(courier.own().unwrap().is_empty());
    }
}
