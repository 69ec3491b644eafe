//! The logs of the centres. What a question is judged by is read before, and what comes of it is written afterwards; the log of
//! the centre is held meanwhile, and no other.

use super::ask::{Value, all, change, first, meta, only};
use super::terminals::renew_roster;
use crate::hub::HubError;
use crate::hub::keys::HubKeys;
use crate::hub::storage::INCARNATION;
use crate::hub::storage::room_rules::{self as rules, Asking, Next, Page, RoomLog};
use crate::protocol::room::{RoomAnswer, RoomParcel, RoomQuestion};
use deadpool_postgres::{Object, Transaction};
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing is written by it: a computer that only asks waits for no disk.
const LOG: &str = "SELECT pg_advisory_xact_lock(hashtextextended('cups room ' || $1::text, 0))";

const CASES: &str = "
    SELECT case_id, bool_or(erased <> 0), bool_or(erased = 0), coalesce(sum(octet_length(parcel)) FILTER (WHERE erased = 0), 0)
    FROM room_parcel WHERE centre = $1 AND case_id = ANY($2) GROUP BY case_id";

const PIECES: &str = "
    SELECT room_piece.name, room_piece.number, CASE WHEN room_parcel.erased = 0 THEN room_parcel.case_id END
    FROM room_piece LEFT JOIN room_parcel USING (centre, number) WHERE centre = $1 AND name = ANY($2)";

const FORGET: &str = "
    WITH gone AS (DELETE FROM room_parcel WHERE centre = $1 AND renewed COLLATE \"C\" < $2 RETURNING number)
    DELETE FROM room_piece USING gone WHERE room_piece.centre = $1 AND room_piece.number = gone.number";

const FORGET_CASES: &str = "
    WITH gone AS (DELETE FROM room_parcel WHERE centre = $1 AND case_id = ANY($2) AND erased = 0 RETURNING number)
    DELETE FROM room_piece USING gone WHERE room_piece.centre = $1 AND room_piece.number = gone.number";

const PUT: &str = "
    INSERT INTO room_parcel (centre, number, hash, case_id, erased, renewed, parcel) VALUES ($1, $2, $3, $4, $5, $6, $7)";

const SET_PIECES: &str = "
    INSERT INTO room_piece (centre, name, number) SELECT $1::text, new.* FROM unnest($2::text[], $3::bigint[]) AS new
    ON CONFLICT (centre, name) DO UPDATE SET number = excluded.number";

/// How long the name of a case may be.
const LONGEST_NAME: usize = 200;

/// What is held of a case.
#[derive(Clone, Copy, Default)]
struct Case {
    was_erased: bool,
    holds_more: bool,
    bytes: i64,
}

/// What the log of a centre holds of what is offered, with what is added.
#[derive(Default)]
struct Image {
    cases: BTreeMap<String, Case>,
    /// Of each piece the parcel it stands in, and that one's case unless it says that this was erased.
    pieces: BTreeMap<String, (i64, Option<String>)>,
    /// The parcels that are held, by their hashes.
    parcels: BTreeMap<String, i64>,
    bytes: i64,
    newest: i64,
    renewed: BTreeSet<i64>,
    forgotten: BTreeSet<String>,
    put: Vec<(i64, RoomParcel, bool)>,
    set: BTreeMap<String, i64>,
}

impl RoomLog for Image {
    fn was_erased(&mut self, case: Option<&str>) -> Result<bool, HubError> {
        Ok(case.and_then(|case| self.cases.get(case)).is_some_and(|case| case.was_erased))
    }

    fn holds_of(&mut self, case: Option<&str>) -> Result<bool, HubError> {
        Ok(case.and_then(|case| self.cases.get(case)).is_some_and(|case| case.holds_more))
    }

    fn number_of_piece(&mut self, name: &str) -> Result<Option<i64>, HubError> {
        Ok(self.pieces.get(name).map(|(number, _)| *number))
    }

    fn bytes(&mut self) -> Result<i64, HubError> {
        Ok(self.bytes)
    }

    fn renew(&mut self, number: i64) -> Result<(), HubError> {
        self.renewed.insert(number);
        Ok(())
    }

    fn forget_case(&mut self, case: Option<&str>) -> Result<(), HubError> {
        let Some(name) = case else { return Ok(()) };
        let held = self.cases.entry(name.to_owned()).or_default();
        self.bytes -= held.bytes;
        (held.holds_more, held.bytes) = (false, 0);
        self.pieces.retain(|_, (_, of)| of.as_deref() != case);
        let pieces = &self.pieces;
        self.set.retain(|piece, _| pieces.contains_key(piece));
        self.put.retain(|(_, parcel, is_erased)| *is_erased || parcel.heading.case.as_deref() != case);
        self.forgotten.insert(name.to_owned());
        Ok(())
    }

    fn put(&mut self, parcel: &RoomParcel, is_erased: bool) -> Result<i64, HubError> {
        if let Some(number) = self.parcels.get(&parcel.hash) {
            self.renewed.insert(*number);
            return Ok(*number);
        }
        self.newest += 1;
        let bytes = i64::try_from(parcel.text.len()).unwrap_or(i64::MAX);
        self.bytes += bytes;
        if let Some(name) = &parcel.heading.case {
            let case = self.cases.entry(name.clone()).or_default();
            if is_erased {
                case.was_erased = true;
            } else {
                case.holds_more = true;
                case.bytes += bytes;
            }
        }
        self.parcels.insert(parcel.hash.clone(), self.newest);
        self.put.push((self.newest, parcel.clone(), is_erased));
        Ok(self.newest)
    }

    fn set_piece(&mut self, name: &str, number: i64) -> Result<(), HubError> {
        let put = self.put.iter().find(|(of, _, _)| *of == number);
        let case = put.filter(|(_, _, is_erased)| !is_erased).and_then(|(_, parcel, _)| parcel.heading.case.clone());
        self.pieces.insert(name.to_owned(), (number, case));
        self.set.insert(name.to_owned(), number);
        Ok(())
    }
}

/// Answers what a terminal of this key asks of the log of its centre; nothing where it says that it is of another.
pub(super) async fn room(
    client: &mut Object,
    keys: &HubKeys,
    (terminal, key): (&str, &VerifyingKey),
    question: &RoomQuestion,
    now: Timestamp,
) -> Result<Option<RoomAnswer>, HubError> {
    let transaction = client.transaction().await?;
    let row = first(&transaction, "SELECT centre FROM terminal WHERE id = $1", &[&terminal]).await?;
    let centre: Option<String> = row.map(|row| row.get(0));
    let Some(centre) = centre.filter(|centre| *centre == question.centre) else { return Ok(None) };
    only(&transaction, LOG, &[&centre]).await?;
    let roster = renew_roster(&transaction, keys, &centre, question.roster.as_deref()).await?;
    change(&transaction, FORGET, &[&centre, &rules::long_before(now).to_string()]).await?;
    let mut answer = RoomAnswer { log: incarnation(&transaction).await?, ..RoomAnswer::default() };
    let offered = storable(rules::offered(question));
    let newest = newest(&transaction, &centre).await?;
    let newest = if offered.is_empty() {
        newest
    } else {
        let mut image = image(&transaction, &centre, newest, &offered).await?;
        let asking = Asking { terminal, key, centre: &centre };
        rules::take_in(&mut image, &asking, &offered, &mut answer)?;
        write(&transaction, &centre, image, now).await?
    };
    let since = rules::since(question, &answer.log, newest);
    give(&transaction, &centre, since, &offered, &mut answer).await?;
    rules::tell_roster(&mut answer, question, roster);
    transaction.commit().await?;
    Ok(Some(answer))
}

/// Without those whose case has a name that the database cannot hold, or not find again. Ours are 36 letters long.
fn storable(mut offered: Vec<RoomParcel>) -> Vec<RoomParcel> {
    let is_name = |case: &str| case.len() <= LONGEST_NAME && !case.contains('\0');
    offered.retain(|parcel| parcel.heading.case.as_deref().is_none_or(is_name));
    offered
}

async fn incarnation(transaction: &Transaction<'_>) -> Result<String, HubError> {
    meta(transaction, INCARNATION).await?.ok_or(HubError::Form("incarnation"))
}

/// The last number that was given in a log, also of what is gone.
async fn newest(transaction: &Transaction<'_>, centre: &str) -> Result<i64, HubError> {
    let row = first(transaction, "SELECT newest FROM room_log WHERE centre = $1", &[&centre]).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

async fn image(
    transaction: &Transaction<'_>,
    centre: &str,
    newest: i64,
    offered: &[RoomParcel],
) -> Result<Image, HubError> {
    let cases: Vec<&str> = offered.iter().filter_map(|parcel| parcel.heading.case.as_deref()).collect();
    let names: Vec<String> = offered.iter().flat_map(RoomParcel::names).collect();
    let hashes: Vec<&str> = offered.iter().map(|parcel| parcel.hash.as_str()).collect();
    let bytes = "SELECT coalesce(sum(octet_length(parcel)), 0)::bigint FROM room_parcel WHERE centre = $1";
    let parcels = "SELECT hash, number FROM room_parcel WHERE centre = $1 AND hash = ANY($2)";
    let (of_cases, of_names): ([Value<'_>; 2], [Value<'_>; 2]) = ([&centre, &cases], [&centre, &names]);
    let of_hashes: [Value<'_>; 2] = [&centre, &hashes];
    let (cases, pieces, parcels, bytes) = tokio::try_join!(
        all(transaction, CASES, &of_cases),
        all(transaction, PIECES, &of_names),
        all(transaction, parcels, &of_hashes),
        only(transaction, bytes, &of_cases[..1])
    )?;
    let case = |row: &tokio_postgres::Row| {
        let case = Case { was_erased: row.get(1), holds_more: row.get(2), bytes: row.get(3) };
        (row.get(0), case)
    };
    Ok(Image {
        cases: cases.iter().map(case).collect(),
        pieces: pieces.iter().map(|row| (row.get(0), (row.get(1), row.get(2)))).collect(),
        parcels: parcels.iter().map(|row| (row.get(0), row.get(1))).collect(),
        bytes: bytes.get(0),
        newest,
        ..Image::default()
    })
}

/// Writes what comes of a question; gives the last number of the log.
async fn write(transaction: &Transaction<'_>, centre: &str, image: Image, now: Timestamp) -> Result<i64, HubError> {
    let Image { newest, renewed, forgotten, put, set, .. } = image;
    let at = now.to_string();
    if !forgotten.is_empty() {
        let cases: Vec<String> = forgotten.into_iter().collect();
        change(transaction, FORGET_CASES, &[&centre, &cases]).await?;
    }
    if !renewed.is_empty() {
        let numbers: Vec<i64> = renewed.into_iter().collect();
        let sql = "UPDATE room_parcel SET renewed = $2 WHERE centre = $1 AND number = ANY($3)";
        change(transaction, sql, &[&centre, &at, &numbers]).await?;
    }
    if !put.is_empty() {
        let sql = "INSERT INTO room_log (centre, newest) VALUES ($1, $2)
            ON CONFLICT (centre) DO UPDATE SET newest = excluded.newest";
        change(transaction, sql, &[&centre, &newest]).await?;
    }
    for (number, parcel, is_erased) in &put {
        let (case, erased) = (&parcel.heading.case, i64::from(*is_erased));
        let values: [Value<'_>; 7] = [&centre, number, &parcel.hash, case, &erased, &at, &parcel.text];
        change(transaction, PUT, &values).await?;
    }
    if !set.is_empty() {
        let (names, numbers): (Vec<String>, Vec<i64>) = set.into_iter().unzip();
        change(transaction, SET_PIECES, &[&centre, &names, &numbers]).await?;
    }
    Ok(newest)
}

/// Fills an answer with what came since a number.
async fn give(
    transaction: &Transaction<'_>,
    centre: &str,
    since: i64,
    offered: &[RoomParcel],
    answer: &mut RoomAnswer,
) -> Result<(), HubError> {
    answer.cursor = since.unsigned_abs();
    let sql = "SELECT number, hash, octet_length(parcel)::bigint FROM room_parcel WHERE centre = $1 AND number > $2
        ORDER BY number LIMIT $3";
    let mut page = Page::default();
    let mut given: Vec<i64> = Vec::new();
    for row in all(transaction, sql, &[&centre, &since, &Page::most(offered.len())]).await? {
        let (number, hash, bytes): (i64, &str, i64) = (row.get(0), row.get(1), row.get(2));
        match page.next(hash, usize::try_from(bytes).unwrap_or(usize::MAX), offered) {
            Next::Give => given.push(number),
            Next::PassOver => {}
            Next::End => {
                answer.more = true;
                break;
            }
        }
        answer.cursor = number.unsigned_abs();
    }
    if given.is_empty() {
        return Ok(());
    }
    let sql = "SELECT parcel FROM room_parcel WHERE centre = $1 AND number = ANY($2) ORDER BY number";
    answer.parcels = all(transaction, sql, &[&centre, &given]).await?.iter().map(|row| row.get(0)).collect();
    Ok(())
}
