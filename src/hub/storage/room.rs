//! The log by which the computers of a centre give each other what was done in cases and about people. The hub keeps one for
//! each centre and a relay one for its room, in the same tables. Nothing of it is opened; what a parcel is about stands in it.

use super::room_rules::{self as rules, Next, Page, RoomLog};
use crate::hub::HubError;
use crate::protocol::room::{RoomAnswer, RoomParcel, RoomQuestion};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

pub use super::room_rules::Asking;

/// The tables of a log.
pub(super) const TABLES: &str = "
    -- Parcels of the rooms, in the order in which they came.
    CREATE TABLE room_parcel (
        number  INTEGER PRIMARY KEY AUTOINCREMENT,
        centre  TEXT NOT NULL,
        hash    TEXT NOT NULL,
        case_id TEXT,
        -- Of a case that was erased this stays.
        erased  INTEGER NOT NULL,
        renewed TEXT NOT NULL,
        parcel  TEXT NOT NULL,
        UNIQUE (centre, hash)
    ) STRICT;
    CREATE INDEX room_parcel_by_case ON room_parcel (centre, case_id);
    CREATE INDEX room_parcel_by_number ON room_parcel (centre, number);

    -- Each piece of them is kept once, by the hash of its bytes.
    CREATE TABLE room_piece (
        centre TEXT NOT NULL,
        name   TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (centre, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX room_piece_by_number ON room_piece (number);

    -- The newest roster of each centre, as the hub signed it.
    CREATE TABLE roster (
        centre TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        text   TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// The log of one centre in a database.
struct Log<'a> {
    connection: &'a Connection,
    centre: &'a str,
    now: Timestamp,
}

/// Answers a question to a log of this name: takes in what is offered, and gives what came.
///
/// # Errors
/// When the database fails; nothing was taken in then.
pub fn exchange(
    connection: &mut Connection,
    name: &str,
    asking: &Asking<'_>,
    question: &RoomQuestion,
    now: Timestamp,
) -> Result<RoomAnswer, HubError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut answer = RoomAnswer { log: name.to_owned(), ..RoomAnswer::default() };
    forget(&transaction, asking.centre, now)?;
    let offered = rules::offered(question);
    let mut log = Log { connection: &transaction, centre: asking.centre, now };
    rules::take_in(&mut log, asking, &offered, &mut answer)?;
    let newest: i64 = transaction.query_row(
        "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'room_parcel'",
        [],
        |row| row.get(0),
    )?;
    let since = rules::since(question, name, newest);
    answer.cursor = since.unsigned_abs();
    {
        let mut statement = transaction.prepare_cached(
            "SELECT number, hash, parcel FROM room_parcel WHERE centre = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        )?;
        let mut rows = statement.query(params![asking.centre, since, Page::most(offered.len())])?;
        let mut page = Page::default();
        while let Some(row) = rows.next()? {
            let (number, hash, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match page.next(&hash, text.len(), &offered) {
                Next::Give => answer.parcels.push(text),
                Next::PassOver => {}
                Next::End => {
                    answer.more = true;
                    break;
                }
            }
            answer.cursor = number.unsigned_abs();
        }
    }
    rules::tell_roster(&mut answer, question, roster(&transaction, asking.centre)?);
    transaction.commit()?;
    Ok(answer)
}

impl RoomLog for Log<'_> {
    fn was_erased(&mut self, case: Option<&str>) -> Result<bool, HubError> {
        let sql = "SELECT 1 FROM room_parcel WHERE centre = ?1 AND case_id = ?2 AND erased";
        Ok(self.connection.prepare_cached(sql)?.exists(params![self.centre, case])?)
    }

    fn held_of(&mut self, case: Option<&str>) -> Result<Vec<(i64, RoomParcel)>, HubError> {
        let sql = "SELECT number, parcel FROM room_parcel WHERE centre = ?1 AND case_id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map(params![self.centre, case], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().filter_map(|(number, text)| Some((number, RoomParcel::read(text).ok()?))).collect())
    }

    fn number_of_piece(&mut self, name: &str) -> Result<Option<i64>, HubError> {
        let sql = "SELECT number FROM room_piece WHERE centre = ?1 AND name = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([self.centre, name], |row| row.get(0)).optional()?)
    }

    fn bytes(&mut self) -> Result<i64, HubError> {
        let sql = "SELECT ifnull(sum(octet_length(parcel)), 0) FROM room_parcel WHERE centre = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([self.centre], |row| row.get(0))?)
    }

    fn renew(&mut self, number: i64) -> Result<(), HubError> {
        let sql = "UPDATE room_parcel SET renewed = ?2 WHERE number = ?1";
        self.connection.prepare_cached(sql)?.execute(params![number, self.now.to_string()])?;
        Ok(())
    }

    fn remove(&mut self, number: i64) -> Result<(), HubError> {
        remove(self.connection, number)
    }

    fn forget_without_pieces(&mut self, case: Option<&str>) -> Result<(), HubError> {
        let sql = "DELETE FROM room_parcel WHERE centre = ?1 AND case_id = ?2 AND NOT erased
            AND NOT EXISTS (SELECT 1 FROM room_piece WHERE room_piece.number = room_parcel.number)";
        self.connection.prepare_cached(sql)?.execute(params![self.centre, case])?;
        Ok(())
    }

    fn move_to_end(&mut self, number: i64) -> Result<(), HubError> {
        move_to_end(self.connection, number)
    }

    fn put(&mut self, parcel: &RoomParcel, is_erased: bool) -> Result<i64, HubError> {
        let case = parcel.heading.case.as_deref();
        let insert = "
            INSERT INTO room_parcel (centre, hash, case_id, erased, renewed, parcel) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (centre, hash) DO UPDATE SET renewed = excluded.renewed";
        self.connection.prepare_cached(insert)?.execute(params![
            self.centre,
            parcel.hash,
            case,
            is_erased,
            self.now.to_string(),
            parcel.text
        ])?;
        let number = "SELECT number FROM room_parcel WHERE centre = ?1 AND hash = ?2";
        Ok(self.connection.prepare_cached(number)?.query_row([self.centre, &parcel.hash], |row| row.get(0))?)
    }

    fn set_piece(&mut self, name: &str, number: i64) -> Result<(), HubError> {
        let sql = "INSERT OR REPLACE INTO room_piece (centre, name, number) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(sql)?.execute(params![self.centre, name, number])?;
        Ok(())
    }
}

/// Gives a parcel a number after all others, so that it comes to everybody anew.
fn move_to_end(connection: &Connection, number: i64) -> Result<(), HubError> {
    connection.prepare_cached("UPDATE room_parcel SET hash = 'moved-' || hash WHERE number = ?1")?.execute([number])?;
    connection
        .prepare_cached(
            "INSERT INTO room_parcel (centre, hash, case_id, erased, renewed, parcel)
             SELECT centre, substr(hash, 7), case_id, erased, renewed, parcel FROM room_parcel WHERE number = ?1",
        )?
        .execute([number])?;
    let after = connection.last_insert_rowid();
    connection.prepare_cached("UPDATE room_piece SET number = ?2 WHERE number = ?1")?.execute([number, after])?;
    connection.prepare_cached("DELETE FROM room_parcel WHERE number = ?1")?.execute([number])?;
    Ok(())
}

/// Forgets what nobody has renewed for long.
fn forget(connection: &Connection, centre: &str, now: Timestamp) -> Result<(), HubError> {
    let long_ago = rules::long_before(now).to_string();
    let mut statement =
        connection.prepare_cached("SELECT number FROM room_parcel WHERE centre = ?1 AND renewed < ?2")?;
    let gone = statement.query_map([centre, &long_ago], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for number in gone {
        remove(connection, number)?;
    }
    Ok(())
}

fn remove(connection: &Connection, number: i64) -> Result<(), HubError> {
    connection.prepare_cached("DELETE FROM room_piece WHERE number = ?1")?.execute([number])?;
    connection.prepare_cached("DELETE FROM room_parcel WHERE number = ?1")?.execute([number])?;
    Ok(())
}

/// The roster of a centre, with its number.
pub(super) fn roster(connection: &Connection, centre: &str) -> Result<Option<(u64, String)>, HubError> {
    let mut statement = connection.prepare_cached("SELECT number, text FROM roster WHERE centre = ?1")?;
    let found = statement.query_row([centre], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)));
    Ok(found.optional()?)
}

/// Keeps a roster in the place of the one before.
pub(super) fn set_roster(connection: &Connection, centre: &str, number: u64, text: &str) -> Result<(), HubError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO roster (centre, number, text) VALUES (?1, ?2, ?3)")?
        .execute(params![centre, number.cast_signed(), text])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::carried::Carried;
    use crate::protocol::room::{MOST_PARCELS, NotKept, RoomHeading, RoomKind};
    use ed25519_dalek::SigningKey;

    const LOG: &str = "one";

    fn database() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        connection
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap()
    }

    fn key(number: u8) -> SigningKey {
        SigningKey::from_bytes(&[number; 32])
    }

    fn parcel(number: u8, kind: RoomKind, case: &str, operations: &[&str]) -> RoomParcel {
        let heading = RoomHeading::new("lozova".to_owned(), kind, Some(case.to_owned()));
        let piece = |operation: &&str| {
            Carried::new(case.to_owned(), (*operation).to_owned(), "k".to_owned(), operation.as_bytes())
                .write()
                .unwrap()
        };
        let pieces: Vec<Vec<u8>> = operations.iter().map(piece).collect();
        RoomParcel::packed(&format!("t-{number}"), &key(number), heading, &pieces).unwrap()
    }

    fn ask_as(
        database: &mut Connection,
        (number, centre): (u8, &str),
        (log, since): (Option<&str>, u64),
        parcels: &[&RoomParcel],
        now: Timestamp,
    ) -> RoomAnswer {
        let parcels = parcels.iter().map(|parcel| parcel.text.clone()).collect();
        let question = RoomQuestion {
            centre: centre.to_owned(),
            log: log.map(str::to_owned),
            since,
            parcels,
            ..RoomQuestion::default()
        };
        let (terminal, key) = (format!("t-{number}"), key(number).verifying_key());
        let asking = Asking { terminal: &terminal, key: &key, centre };
        exchange(database, LOG, &asking, &question, now).unwrap()
    }

    fn ask(database: &mut Connection, number: u8, since: u64, parcels: &[&RoomParcel]) -> RoomAnswer {
        ask_as(database, (number, "lozova"), (Some(LOG), since), parcels, at(0))
    }

    #[test]
    fn what_one_offers_the_others_get_once_and_in_order() {
        let mut database = database();
        let (one, two) = (parcel(1, RoomKind::Case, "c", &["a"]), parcel(1, RoomKind::Case, "c", &["b"]));
        let answer = ask(&mut database, 1, 0, &[&one, &two]);
        assert!(answer.kept == [one.hash.clone(), two.hash.clone()] && answer.parcels.is_empty());
        assert_eq!(answer.cursor, 2, "its own is known to who offers it");
        let got = ask(&mut database, 2, 0, &[]);
        assert!(got.parcels == [one.text.clone(), two.text.clone()]);
        assert!(ask(&mut database, 2, got.cursor, &[]).parcels.is_empty());
        // Twice is once, also where another terminal offers the same pieces in a parcel of its own.
        let again = parcel(2, RoomKind::Case, "c", &["b", "a"]);
        assert_eq!(ask(&mut database, 1, 2, &[&one]).cursor, 2);
        let answer = ask(&mut database, 2, 2, &[&again]);
        assert!(answer.kept == [again.hash] && answer.cursor == 2);
        // Of another log, and of one that went back, the numbers say nothing.
        for asked in [(None, 2), (Some("another"), 2), (Some(LOG), 9)] {
            assert_eq!(ask_as(&mut database, (3, "lozova"), asked, &[], at(0)).parcels.len(), 2);
        }
    }

    #[test]
    fn another_centre_and_another_signature_get_and_give_nothing() {
        let mut database = database();
        let mine = parcel(1, RoomKind::Case, "c", &["a"]);
        ask(&mut database, 1, 0, &[&mine]);
        assert!(ask_as(&mut database, (2, "soroca"), (None, 0), &[], at(0)).parcels.is_empty());
        let answer = ask_as(&mut database, (2, "soroca"), (None, 0), &[&parcel(2, RoomKind::Case, "d", &["x"])], at(0));
        assert_eq!(answer.not_kept[0].why, NotKept::Form);
        let answer = ask(&mut database, 2, 0, &[&parcel(1, RoomKind::Case, "d", &["x"])]);
        assert_eq!(answer.not_kept[0].why, NotKept::Form, "who hands over stands for it");
    }

    #[test]
    fn an_erased_case_is_gone_and_does_not_come_back() {
        let mut database = database();
        let (one, other) = (parcel(1, RoomKind::Case, "c", &["a", "b"]), parcel(1, RoomKind::Case, "d", &["x"]));
        ask(&mut database, 1, 0, &[&one, &other]);
        let word = parcel(2, RoomKind::Erased, "c", &["z"]);
        assert!(ask(&mut database, 2, 0, &[&word]).kept == [word.hash.clone()]);
        let got = ask(&mut database, 3, 0, &[]);
        assert!(got.parcels == [other.text, word.text.clone()]);
        let answer = ask(&mut database, 1, 0, &[&one]);
        assert_eq!(answer.not_kept[0].why, NotKept::Erased);
        // The same said by another is the same.
        let again = parcel(1, RoomKind::Erased, "c", &["z"]);
        assert!(ask(&mut database, 1, 0, &[&again]).kept == [again.hash]);
        assert_eq!(ask(&mut database, 3, 0, &[]).parcels.len(), 2);
        let pieces: i64 = database.query_row("SELECT count(*) FROM room_piece", [], |row| row.get(0)).unwrap();
        assert_eq!(pieces, 2, "x and z");
    }

    /// The same with what is said of erasures.
    fn about(number: u8, kind: RoomKind, said: (&[&str], Option<&str>), operations: &[&str]) -> RoomParcel {
        let plain = parcel(number, kind, "c", operations);
        let heading = RoomHeading {
            taken: said.0.iter().map(|&id| id.to_owned()).collect(),
            goes_on_by: said.1.map(str::to_owned),
            ..plain.heading
        };
        let pieces: Vec<Vec<u8>> = plain.pieces.into_iter().map(String::into_bytes).collect();
        RoomParcel::packed(&plain.terminal, &key(number), heading, &pieces).unwrap()
    }

    #[test]
    fn what_an_erasure_did_not_take_stays_and_comes_to_everybody_after_it() {
        let mut database = database();
        let (old, new) = (parcel(1, RoomKind::Case, "c", &["a", "b"]), parcel(2, RoomKind::Case, "c", &["r"]));
        ask(&mut database, 1, 0, &[&old]);
        ask(&mut database, 2, 0, &[&new]);
        let word = about(1, RoomKind::Erased, (&["a", "b"], None), &[]);
        let got = ask(&mut database, 1, 2, &[&word]);
        assert!(got.kept == [word.hash.clone()] && got.parcels == [old.text.clone(), new.text.clone()]);
        assert!(ask(&mut database, 3, 0, &[]).parcels == [word.text, old.text, new.text]);
        // Once that was erased as well, nothing is left, and nothing comes back.
        let all = about(2, RoomKind::Erased, (&["a", "b", "r"], None), &[]);
        ask(&mut database, 2, 0, &[&all]);
        assert!(ask(&mut database, 3, 0, &[]).parcels == [all.text]);
    }

    #[test]
    fn a_case_that_goes_on_comes_back_whole_and_an_old_parcel_does_not() {
        let mut database = database();
        let old = parcel(1, RoomKind::Case, "c", &["a", "b"]);
        ask(&mut database, 1, 0, &[&old]);
        let word = about(1, RoomKind::Erased, (&["a", "b"], None), &[]);
        ask(&mut database, 1, 1, &[&word]);
        assert_eq!(
            ask(&mut database, 2, 0, &[&parcel(2, RoomKind::Case, "c", &["a"])]).not_kept[0].why,
            NotKept::Erased
        );
        let marked = about(2, RoomKind::Case, (&[], Some("r")), &["a", "b"]);
        let rest = about(2, RoomKind::Case, (&[], Some("r")), &["r"]);
        assert_eq!(ask(&mut database, 2, 0, &[&marked, &rest]).kept.len(), 2);
        assert!(ask(&mut database, 3, 0, &[]).parcels == [word.text, marked.text.clone(), rest.text.clone()]);
        // Another desk that says the same says nothing new, and the first erasure is over by now.
        let again = about(3, RoomKind::Case, (&[], Some("r")), &["b", "a", "r"]);
        let before = ask(&mut database, 3, 0, &[]).cursor;
        assert_eq!(
            ask(&mut database, 3, 0, &[&again, &about(3, RoomKind::Erased, (&["a"], None), &[])]).cursor,
            before
        );
        // It ends: the mark is worth nothing any more.
        let all = about(3, RoomKind::Erased, (&["a", "b", "r"], None), &[]);
        ask(&mut database, 3, 0, &[&all]);
        for parcel in [&marked, &rest] {
            assert_eq!(ask(&mut database, 2, 0, &[parcel]).not_kept[0].why, NotKept::Erased);
        }
        assert!(ask(&mut database, 1, 0, &[]).parcels == [all.text]);
    }

    #[test]
    fn what_was_there_in_other_parcels_reaches_those_who_erased_it() {
        let mut database = database();
        let (old, new) = (parcel(1, RoomKind::Case, "c", &["a"]), parcel(2, RoomKind::Case, "c", &["r"]));
        ask(&mut database, 1, 0, &[&old]);
        ask(&mut database, 2, 0, &[&new]);
        ask(&mut database, 1, 2, &[&about(1, RoomKind::Erased, (&["a"], None), &[])]);
        let since = ask(&mut database, 1, 0, &[]).cursor;
        let marked = about(2, RoomKind::Case, (&[], Some("r")), &["a", "r"]);
        assert!(ask(&mut database, 2, since, &[&marked]).kept == [marked.hash.clone()]);
        assert!(ask(&mut database, 1, since, &[]).parcels == [marked.text], "and the older ones are gone");
        assert_eq!(ask(&mut database, 3, 0, &[]).parcels.len(), 2);
    }

    #[test]
    fn an_older_program_erases_whatever_there_is_but_what_goes_on() {
        let mut database = database();
        let older = parcel(1, RoomKind::Erased, "c", &["z"]);
        ask(&mut database, 2, 0, &[&parcel(2, RoomKind::Case, "c", &["a", "r"])]);
        ask(&mut database, 1, 0, &[&older]);
        assert!(ask(&mut database, 3, 0, &[]).parcels == [older.text.clone()]);
        assert_eq!(
            ask(&mut database, 2, 0, &[&parcel(2, RoomKind::Case, "c", &["r"])]).not_kept[0].why,
            NotKept::Erased
        );
        let marked = about(2, RoomKind::Case, (&[], Some("r")), &["a", "r"]);
        ask(&mut database, 2, 0, &[&marked]);
        ask(&mut database, 1, 0, &[&older]);
        assert!(ask(&mut database, 3, 0, &[]).parcels == [older.text, marked.text]);
        // An older computer that goes on with it needs no mark.
        let more = parcel(3, RoomKind::Case, "c", &["s"]);
        assert!(ask(&mut database, 3, 0, &[&more]).kept == [more.hash]);
    }

    #[test]
    fn what_nobody_renews_is_forgotten_and_what_somebody_does_is_not() {
        let mut database = database();
        let (one, two) = (parcel(1, RoomKind::Case, "c", &["a"]), parcel(1, RoomKind::Case, "d", &["b"]));
        ask(&mut database, 1, 0, &[&one, &two]);
        let renewed = parcel(2, RoomKind::Case, "c", &["a"]);
        ask_as(&mut database, (2, "lozova"), (Some(LOG), 2), &[&renewed], at(24 * 60));
        let got = ask_as(&mut database, (3, "lozova"), (None, 0), &[], at(24 * 120));
        assert!(got.parcels == [one.text]);
    }

    #[test]
    fn much_comes_in_pages() {
        let mut database = database();
        let names: Vec<String> = (0..MOST_PARCELS + 9).map(|number| format!("o{number}")).collect();
        let parcels: Vec<RoomParcel> =
            names.iter().map(|name| parcel(1, RoomKind::Case, name, &[name.as_str()])).collect();
        for part in parcels.chunks(MOST_PARCELS) {
            ask(&mut database, 1, 0, &part.iter().collect::<Vec<_>>());
        }
        let first = ask(&mut database, 2, 0, &[]);
        assert_eq!((first.parcels.len(), first.more), (MOST_PARCELS, true));
        let second = ask(&mut database, 2, first.cursor, &[]);
        assert_eq!((second.parcels.len(), second.more), (9, false));
    }
}
