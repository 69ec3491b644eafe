//! The log by which the computers of a centre give each other what was done in cases and about people. The hub keeps one for
//! each centre and a relay one for its room, in the same tables. Nothing of it is opened; what a parcel is about stands in it.

mod stand;

use crate::hub::HubError;
use crate::protocol::room::{
    LONGEST_PARCEL, MOST_PARCELS, NotKept, NotKeptParcel, RoomAnswer, RoomKind, RoomParcel, RoomQuestion, USUAL_PAGE,
};
use ed25519_dalek::VerifyingKey;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};
use stand::Stand;

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

/// How long a log keeps what nobody renews. Terminals renew what they hold each month.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(24 * 100);

/// The most bytes of the parcels of one centre.
const MOST_BYTES: i64 = 256 * 1024 * 1024;

/// Who asks a log.
pub struct Asking<'a> {
    /// The terminal.
    pub terminal: &'a str,
    /// Its key.
    pub key: &'a VerifyingKey,
    /// The centre whose log it may ask.
    pub centre: &'a str,
}

/// Answers a question to a log of this name: takes in what is offered, and gives what came.
///
/// # Errors
/// When the database fails; nothing was taken in then.
pub fn exchange(
    connection: &mut Connection,
    log: &str,
    asking: &Asking<'_>,
    question: &RoomQuestion,
    now: Timestamp,
) -> Result<RoomAnswer, HubError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut answer = RoomAnswer { log: log.to_owned(), ..RoomAnswer::default() };
    let mut offered = Vec::new();
    forget(&transaction, asking.centre, now)?;
    for text in question.parcels.iter().take(MOST_PARCELS) {
        let Ok(parcel) = RoomParcel::read(text.clone()) else { continue };
        let hash = parcel.hash.clone();
        match keep(&transaction, asking, &parcel, now)? {
            None => answer.kept.push(hash.clone()),
            Some(why) => answer.not_kept.push(NotKeptParcel { hash: hash.clone(), why }),
        }
        offered.push(hash);
    }
    // Numbers of another log, or from before this one went back, say nothing here.
    let newest: i64 = transaction.query_row(
        "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'room_parcel'",
        [],
        |row| row.get(0),
    )?;
    let since = i64::try_from(question.since).unwrap_or(i64::MAX);
    let since = if question.log.as_deref() == Some(log) && since <= newest { since } else { 0 };
    answer.cursor = since.unsigned_abs();
    {
        let mut statement = transaction.prepare_cached(
            "SELECT number, hash, parcel FROM room_parcel WHERE centre = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        )?;
        let most = i64::try_from(MOST_PARCELS + 1 + offered.len()).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![asking.centre, since, most])?;
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            let (number, hash, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if !offered.contains(&hash) {
                let is_too_much = bytes + text.len() > USUAL_PAGE && bytes > 0;
                if answer.parcels.len() >= MOST_PARCELS || is_too_much {
                    answer.more = true;
                    break;
                }
                bytes += text.len();
                answer.parcels.push(text);
            }
            answer.cursor = number.unsigned_abs();
        }
    }
    if let Some((number, text)) = roster(&transaction, asking.centre)? {
        answer.roster = (number > question.roster_number).then_some(text);
        answer.wants_roster = number < question.roster_number;
    } else {
        answer.wants_roster = question.roster_number > 0;
    }
    transaction.commit()?;
    Ok(answer)
}

/// Keeps a parcel; gives why not.
fn keep(
    connection: &Connection,
    asking: &Asking<'_>,
    parcel: &RoomParcel,
    now: Timestamp,
) -> Result<Option<NotKept>, HubError> {
    let centre = asking.centre;
    // Each hands over what it signed itself: so whoever took something over from others stands for it.
    if parcel.heading.centre != centre || parcel.terminal != asking.terminal || !parcel.is_by(asking.key) {
        return Ok(Some(NotKept::Form));
    }
    let case = parcel.heading.case.clone();
    let is_erased = parcel.heading.kind == RoomKind::Erased;
    let stand = Stand::of(connection, centre, case.as_deref(), parcel.erasures())?;
    if !is_erased && !stand.lets_in(parcel) {
        return Ok(Some(NotKept::Erased));
    }
    let mut numbers = Vec::new();
    for name in parcel.names() {
        let number: Option<i64> = connection
            .prepare_cached("SELECT number FROM room_piece WHERE centre = ?1 AND name = ?2")?
            .query_row([centre, &name], |row| row.get(0))
            .optional()?;
        numbers.push((name, number));
    }
    let all_known = numbers.iter().all(|(_, number)| number.is_some_and(|number| stand.is_as_good(number, parcel)));
    let is_known = all_known && (!is_erased || stand.knows(parcel));
    if is_known {
        for number in numbers.iter().filter_map(|(_, number)| *number) {
            connection
                .prepare_cached("UPDATE room_parcel SET renewed = ?2 WHERE number = ?1")?
                .execute(params![number, now.to_string()])?;
        }
        return Ok(None);
    }
    let bytes: i64 = connection
        .prepare_cached("SELECT ifnull(sum(octet_length(parcel)), 0) FROM room_parcel WHERE centre = ?1")?
        .query_row([centre], |row| row.get(0))?;
    debug_assert!(parcel.text.len() <= LONGEST_PARCEL);
    if bytes + i64::try_from(parcel.text.len()).unwrap_or(i64::MAX) > MOST_BYTES && !is_erased {
        tracing::warn!(centre, "the room's log holds as much as it may");
        return Ok(Some(NotKept::Later));
    }
    if is_erased {
        for number in stand.over_with(parcel) {
            remove(connection, number)?;
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO room_parcel (centre, hash, case_id, erased, renewed, parcel) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (centre, hash) DO UPDATE SET renewed = excluded.renewed",
        )?
        .execute(params![centre, parcel.hash, case, is_erased, now.to_string(), parcel.text])?;
    let number: i64 = connection
        .prepare_cached("SELECT number FROM room_parcel WHERE centre = ?1 AND hash = ?2")?
        .query_row([centre, &parcel.hash], |row| row.get(0))?;
    let is_anew = is_erased || stand.is_marked(parcel);
    for (name, _) in numbers.iter().filter(|(_, known)| known.is_none() || is_anew) {
        connection
            .prepare_cached("INSERT OR REPLACE INTO room_piece (centre, name, number) VALUES (?1, ?2, ?3)")?
            .execute(params![centre, name, number])?;
    }
    if is_anew {
        // What came before is here once more.
        connection
            .prepare_cached(
                "DELETE FROM room_parcel WHERE centre = ?1 AND case_id = ?2 AND NOT erased
                    AND NOT EXISTS (SELECT 1 FROM room_piece WHERE room_piece.number = room_parcel.number)",
            )?
            .execute(params![centre, case])?;
    }
    if is_erased && !stand.is_over() {
        // Whoever erased the case gets the whole of it after this.
        for number in stand.of_case() {
            move_to_end(connection, number)?;
        }
    }
    Ok(None)
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
    let long_ago = now.checked_sub(LONGEST_KEPT).unwrap_or(Timestamp::MIN).to_string();
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
    use crate::protocol::room::RoomHeading;
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
