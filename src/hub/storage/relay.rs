//! What a relay keeps: requests as they came, until their terminal has the hub's receipt. Each is on the disk before its
//! terminal is told so.

use super::{HubLock, PATIENCE, make_folder, room};
use crate::hub::HubError;
use crate::platform::file::create_private;
use crate::platform::sqlite::{self, Schema};
use crate::protocol::relay::{Receipt, Standing as RequestStanding};
use crate::protocol::room::{RoomAnswer, RoomQuestion};
use crate::protocol::roster::{Roster, Standing};
use crate::protocol::signature::verifying_key;
use ed25519_dalek::VerifyingKey;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;
use std::path::Path;

/// The name of the database in a relay's folder.
pub const FILE_NAME: &str = "relay.sqlite";

/// The name of the file that whoever runs the relay holds.
const LOCK_NAME: &str = "relay.lock";

/// "CUPL": a relay's database.
const APPLICATION_ID: i32 = 0x4355_504C;

const SCHEMA: Schema = Schema { application: APPLICATION_ID, retired: 0, steps: &[PARCELS, super::room::TABLES, ROOM] };

const PARCELS: &str = "
    -- Requests as they came, in the order in which they came. One without an answer waits for the hub.
    CREATE TABLE parcel (
        number    INTEGER PRIMARY KEY AUTOINCREMENT,
        nonce     TEXT NOT NULL UNIQUE,
        terminal  TEXT NOT NULL,
        signature TEXT NOT NULL,
        program   TEXT,
        encoding  TEXT,
        body      BLOB NOT NULL,
        kept      TEXT NOT NULL,
        -- What the hub answered, as it came; or the status and the kind of a refusal.
        answered  TEXT,
        answer    TEXT,
        signed    TEXT,
        status    INTEGER,
        kind      TEXT
    ) STRICT;
    CREATE INDEX parcel_unanswered ON parcel (number) WHERE answered IS NULL;
";

/// What the relay is known by as the keeper of its room's log, and the hub's key.
const ROOM: &str = "
    CREATE TABLE meta (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// The name of the log, in `meta`.
const LOG: &str = "log";

/// The centre whose computers were here last, in `meta`.
const CENTRE: &str = "centre";

/// The hub's public key in base64, in `meta`.
const HUB_KEY: &str = "hub_key";

/// The most room that is taken by what is kept. A room of five computers fills a hundredth of it in a month.
pub const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// How long an answer is kept of which its terminal never said that it has it: the computer is gone.
const LONGEST_ANSWERED: SignedDuration = SignedDuration::from_hours(24 * 60);

/// A request as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptRequest {
    /// The terminal that it names.
    pub terminal: String,
    /// What the terminal made up for it.
    pub nonce: String,
    /// Its signature.
    pub signature: String,
    /// The program that it names.
    pub program: Option<String>,
    /// How the body is packed.
    pub encoding: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

crate::domain::hidden::hidden!(KeptRequest, "KeptRequest");

/// How much waits at a relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many requests wait for the hub.
    pub requests: u64,
    /// Since when the oldest of them does.
    pub since: Option<Timestamp>,
}

/// The database of a relay.
#[derive(Debug)]
pub struct RelayStorage {
    connection: Connection,
}

impl RelayStorage {
    /// Takes the lock of a relay's folder.
    ///
    /// # Errors
    /// When a relay runs there, or the folder cannot be written.
    pub fn lock(folder: &Path) -> Result<HubLock, HubError> {
        HubLock::take_named(folder, LOCK_NAME)
    }

    /// Opens the database in a folder, and makes both when they are missing.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, is not a relay's, or is newer than this program.
    pub fn open(folder: &Path) -> Result<Self, HubError> {
        make_folder(folder)?;
        let path = folder.join(FILE_NAME);
        if !path.exists() {
            create_private(&path).map_err(|source| HubError::File { path: path.display().to_string(), source })?;
        }
        let mut connection = sqlite::open(&path, PATIENCE)?;
        SCHEMA.version_of(&connection)?;
        sqlite::commit_to_the_disk(&connection)?;
        // What is settled leaves nothing behind.
        connection.pragma_update(None, "secure_delete", true)?;
        SCHEMA.migrate(&mut connection, |_, _| Ok::<(), HubError>(()))?;
        sqlite::examine(&connection)?;
        Ok(Self { connection })
    }

    /// The hub's public key in base64, once the hub has told it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hub_key(&self) -> Result<Option<String>, HubError> {
        super::meta(&self.connection, HUB_KEY)
    }

    /// Keeps the hub's public key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_hub_key(&mut self, key: &str) -> Result<(), HubError> {
        super::set_meta(&self.connection, HUB_KEY, key)
    }

    /// The newest roster of a centre, where the hub's signature on it was looked at; of a computer that does not know its
    /// centre yet, that of the room.
    ///
    /// # Errors
    /// When the database fails.
    pub fn roster(&self, centre: &str) -> Result<Option<Roster>, HubError> {
        let centre = if centre.is_empty() { self.centre()? } else { Some(centre.to_owned()) };
        let key = self.hub_key()?.and_then(|key| verifying_key(&key));
        let (Some(centre), Some(key)) = (centre, key) else { return Ok(None) };
        Ok(room::roster(&self.connection, &centre)?.and_then(|(_, text)| Roster::read(&text, &key)))
    }

    /// The centre of the room: that whose computers were here last.
    fn centre(&self) -> Result<Option<String>, HubError> {
        super::meta(&self.connection, CENTRE)
    }

    /// Keeps a roster, where the hub signed it for this centre and it is newer than the one that is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_roster(&mut self, centre: &str, text: &str) -> Result<(), HubError> {
        let Some(key) = self.hub_key()?.and_then(|key| verifying_key(&key)) else { return Ok(()) };
        let Some(offered) = Roster::read(text, &key).filter(|roster| roster.centre == centre) else { return Ok(()) };
        let known = room::roster(&self.connection, centre)?.map_or(0, |(number, _)| number);
        if offered.number > known {
            room::set_roster(&self.connection, centre, offered.number, text)?;
        }
        Ok(())
    }

    /// Answers a question to the room's log.
    ///
    /// # Errors
    /// When the database fails; nothing was taken in then.
    pub fn room(
        &mut self,
        (terminal, key): (&str, &VerifyingKey),
        question: &RoomQuestion,
        now: Timestamp,
    ) -> Result<RoomAnswer, HubError> {
        if let Some(roster) = &question.roster {
            self.note_roster(&question.centre, roster)?;
        }
        let log = if let Some(log) = super::meta(&self.connection, LOG)? {
            log
        } else {
            let log = uuid::Uuid::now_v7().to_string();
            super::set_meta(&self.connection, LOG, &log)?;
            log
        };
        let known = self.roster(&question.centre)?;
        let centre = known.as_ref().map_or(question.centre.as_str(), |roster| roster.centre.as_str()).to_owned();
        if question.centre.is_empty() {
            // It learns where it stands, and asks again.
            let roster = room::roster(&self.connection, &centre)?.map(|(_, text)| text);
            return Ok(RoomAnswer { log, roster, ..RoomAnswer::default() });
        }
        if self.centre()?.as_ref() != Some(&centre)
            && known.is_some_and(|roster| matches!(roster.standing(terminal), Standing::Own(_)))
        {
            super::set_meta(&self.connection, CENTRE, &centre)?;
        }
        let asking = room::Asking { terminal, key, centre: &centre };
        room::exchange(&mut self.connection, &log, &asking, question, now)
    }

    /// Keeps a request. When this returns it is on the disk. The same once more changes nothing.
    ///
    /// # Errors
    /// When there is no room for it, or the database fails: it is not kept.
    pub fn keep(&mut self, request: &KeptRequest, now: Timestamp) -> Result<(), HubError> {
        let KeptRequest { terminal, nonce, signature, program, encoding, body } = request;
        if self.bytes()? + body.len() as u64 > MOST_BYTES {
            return Err(HubError::NotTaken { what: "the relay keeps as much as it may".to_owned() });
        }
        self.connection
            .prepare_cached(
                "INSERT INTO parcel (nonce, terminal, signature, program, encoding, body, kept)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (nonce) DO NOTHING",
            )?
            .execute(params![nonce, terminal, signature, program, encoding, body, now.to_string()])?;
        Ok(())
    }

    /// How many bytes what is kept takes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn bytes(&self) -> Result<u64, HubError> {
        let sql = "SELECT (page_count - freelist_count) * page_size
                   FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// The oldest request that waits for the hub, but of none of these terminals.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next(&self, but: &BTreeSet<String>) -> Result<Option<(i64, KeptRequest)>, HubError> {
        Ok(self.oldest(but, 1, usize::MAX)?.pop())
    }

    /// The oldest requests that wait for the hub, but of none of these terminals: at most so many, and no more than so many
    /// bytes of bodies, unless the first has more by itself.
    ///
    /// # Errors
    /// When the database fails.
    pub fn oldest(
        &self,
        but: &BTreeSet<String>,
        most: usize,
        bytes: usize,
    ) -> Result<Vec<(i64, KeptRequest)>, HubError> {
        let mut waiting = self.connection.prepare_cached(
            "SELECT number, terminal, length(body) FROM parcel WHERE answered IS NULL ORDER BY number",
        )?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT nonce, signature, program, encoding, body FROM parcel WHERE number = ?1")?;
        let (mut found, mut sum) = (Vec::new(), 0_usize);
        let mut rows = waiting.query([])?;
        while found.len() < most
            && let Some(row) = rows.next()?
        {
            let (number, terminal, length): (i64, String, usize) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if but.contains(&terminal) {
                continue;
            }
            sum = sum.saturating_add(length);
            if !found.is_empty() && sum > bytes {
                break;
            }
            let request = statement.query_row([number], |row| {
                Ok(KeptRequest {
                    terminal,
                    nonce: row.get(0)?,
                    signature: row.get(1)?,
                    program: row.get(2)?,
                    encoding: row.get(3)?,
                    body: row.get(4)?,
                })
            })?;
            found.push((number, request));
        }
        Ok(found)
    }

    /// Keeps what the hub said of several requests, in one commit.
    ///
    /// # Errors
    /// When the database fails; they are passed on once more then.
    pub fn note_receipts(&mut self, receipts: &[(i64, Receipt)], now: Timestamp) -> Result<(), HubError> {
        let transaction = self.connection.transaction()?;
        for (number, receipt) in receipts {
            let Receipt { answer, signature, status, kind, .. } = receipt;
            transaction
                .prepare_cached(
                    "UPDATE parcel SET answered = ?2, answer = ?3, signed = ?4, status = ?5, kind = ?6 WHERE number = ?1",
                )?
                .execute(params![number, now.to_string(), answer, signature, status, kind])?;
        }
        Ok(transaction.commit()?)
    }

    /// Keeps the hub's answer to a request, as it came.
    ///
    /// # Errors
    /// When the database fails; the request is passed on once more then.
    pub fn note_answer(
        &mut self,
        number: i64,
        answer: &str,
        signature: Option<&str>,
        now: Timestamp,
    ) -> Result<(), HubError> {
        self.connection.execute(
            "UPDATE parcel SET answered = ?2, answer = ?3, signed = ?4 WHERE number = ?1",
            params![number, now.to_string(), answer, signature],
        )?;
        Ok(())
    }

    /// Keeps that the hub refused a request.
    ///
    /// # Errors
    /// When the database fails; the request is passed on once more then.
    pub fn note_refusal(&mut self, number: i64, status: u16, kind: &str, now: Timestamp) -> Result<(), HubError> {
        self.connection.execute(
            "UPDATE parcel SET answered = ?2, status = ?3, kind = ?4 WHERE number = ?1",
            params![number, now.to_string(), status, kind],
        )?;
        Ok(())
    }

    /// How these requests stand, in the order asked.
    ///
    /// # Errors
    /// When the database fails.
    pub fn receipts(&self, nonces: &[String]) -> Result<Vec<Receipt>, HubError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT answered, answer, signed, status, kind FROM parcel WHERE nonce = ?1")?;
        let of = |nonce: &String| -> Result<Receipt, HubError> {
            let found = statement
                .query_row([nonce], |row| {
                    let (answered, status): (Option<String>, Option<u16>) = (row.get(0)?, row.get(3)?);
                    let standing = match (answered, status) {
                        (None, _) => RequestStanding::Kept,
                        (Some(_), None) => RequestStanding::Answered,
                        (Some(_), Some(_)) => RequestStanding::Refused,
                    };
                    let (answer, signature, kind) = (row.get(1)?, row.get(2)?, row.get(4)?);
                    Ok(Receipt { nonce: nonce.clone(), standing, answer, signature, status, kind })
                })
                .optional()?;
            Ok(found.unwrap_or_else(|| Receipt::plain(nonce.clone(), RequestStanding::Unknown)))
        };
        nonces.iter().map(of).collect()
    }

    /// Forgets those that their terminal settled, and those answered long ago that nobody asked for; passes on once more those
    /// whose answer was not the hub's.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle(&mut self, settled: &[String], doubted: &[String], now: Timestamp) -> Result<(), HubError> {
        let transaction = self.connection.transaction()?;
        for nonce in settled {
            transaction
                .prepare_cached("DELETE FROM parcel WHERE nonce = ?1 AND answered IS NOT NULL")?
                .execute([nonce])?;
        }
        for nonce in doubted {
            transaction
                .prepare_cached(
                    "UPDATE parcel SET answered = NULL, answer = NULL, signed = NULL, status = NULL, kind = NULL
                     WHERE nonce = ?1",
                )?
                .execute([nonce])?;
        }
        let long_ago = now.checked_sub(LONGEST_ANSWERED).unwrap_or(Timestamp::MIN).to_string();
        transaction.execute("DELETE FROM parcel WHERE answered < ?1", [long_ago])?;
        Ok(transaction.commit()?)
    }

    /// How much waits for the hub.
    ///
    /// # Errors
    /// When the database fails.
    pub fn waiting(&self) -> Result<Waiting, HubError> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*), min(kept) FROM parcel WHERE answered IS NULL")?;
        let (requests, since): (u64, Option<String>) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Waiting { requests, since: since.and_then(|since| since.parse().ok()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(terminal: &str, nonce: &str) -> KeptRequest {
        let text = |text: &str| text.to_owned();
        let (program, encoding) = (Some(text("cups-kiosk/1")), Some(text("zstd")));
        KeptRequest {
            terminal: text(terminal),
            nonce: text(nonce),
            signature: format!("s-{nonce}"),
            program,
            encoding,
            body: nonce.as_bytes().to_vec(),
        }
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap()
    }

    #[test]
    fn what_is_kept_waits_in_its_order_until_its_terminal_has_the_answer() {
        use RequestStanding::{Answered, Kept, Refused, Unknown};
        let folder = tempfile::tempdir().unwrap();
        let none = BTreeSet::new();
        let mut storage = RelayStorage::open(folder.path()).unwrap();
        for (hours, (terminal, nonce)) in (0..).zip([("t-1", "a"), ("t-2", "b"), ("t-1", "c"), ("t-1", "a")]) {
            storage.keep(&request(terminal, nonce), at(hours)).unwrap();
        }
        drop(storage);
        let mut storage = RelayStorage::open(folder.path()).unwrap();
        assert_eq!(storage.waiting().unwrap(), Waiting { requests: 3, since: Some(at(0)) });
        let (first, kept) = storage.next(&none).unwrap().unwrap();
        assert!(kept == request("t-1", "a"));
        assert!(storage.next(&["t-1".to_owned()].into()).unwrap().unwrap().1 == request("t-2", "b"));
        storage.note_answer(first, "{}", Some("sig"), at(4)).unwrap();
        let (second, kept) = storage.next(&none).unwrap().unwrap();
        assert_eq!(kept.nonce, "b");
        storage.note_refusal(second, 403, "urn:cups:problem:revoked", at(4)).unwrap();
        let names = ["a", "b", "c", "d"].map(str::to_owned);
        let standings = |storage: &RelayStorage| {
            storage.receipts(&names).unwrap().iter().map(|receipt| receipt.standing).collect::<Vec<_>>()
        };
        assert_eq!(standings(&storage), [Answered, Refused, Kept, Unknown]);
        // What waits is not forgotten, whatever a terminal says; what was answered falsely waits again, before the others.
        storage.settle(&["b".to_owned(), "c".to_owned()], &["a".to_owned()], at(5)).unwrap();
        assert_eq!(standings(&storage), [Kept, Unknown, Kept, Unknown]);
        assert_eq!(storage.next(&none).unwrap().unwrap().0, first);
        storage.note_answer(first, "{}", None, at(6)).unwrap();
        storage.settle(&[], &[], at(24 * 50)).unwrap();
        assert_eq!(standings(&storage)[0], Answered);
        storage.settle(&[], &[], at(24 * 70)).unwrap();
        assert_eq!(standings(&storage), [Unknown, Unknown, Kept, Unknown], "what was never answered stays");
    }
}
