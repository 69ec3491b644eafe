//! The logs of the centres. What a question is judged by is read before, and what comes of it is written afterwards; the log of
//! the centre is held meanwhile, and no other.

use super::ask::{Value, all, change, first, meta, only};
use super::terminals::renew_roster;
use crate::hub::HubError;
use crate::hub::keys::HubKeys;
use crate::hub::storage::INCARNATION;
use crate::hub::storage::room_rules::{self as rules, Asking, Next, Page, RoomLog};
use crate::protocol::room::{RoomAnswer, RoomKind, RoomParcel, RoomQuestion};
use deadpool_postgres::{Object, Transaction};
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing is written by it: a computer that only asks waits for no disk.
const LOG: &str = "SELECT pg_advisory_xact_lock(hashtextextended('cups room ' || $1::text, 0))";

/// Of which of these cases it is known that they were erased.
const ERASED: &str = "
    SELECT DISTINCT case_id FROM room_parcel WHERE centre = $1 AND case_id = ANY($2) AND erased <> 0";

const HELD: &str =
    "SELECT number, hash, parcel FROM room_parcel WHERE centre = $1 AND case_id = ANY($2) ORDER BY number";

const PIECES: &str = "
    SELECT name, number FROM room_piece WHERE centre = $1 AND (name = ANY($2) OR number = ANY($3))";

const FORGET: &str = "
    WITH gone AS (DELETE FROM room_parcel WHERE centre = $1 AND renewed COLLATE \"C\" < $2 RETURNING number)
    DELETE FROM room_piece USING gone WHERE room_piece.centre = $1 AND room_piece.number = gone.number";

const REMOVE: &str = "
    WITH gone AS (DELETE FROM room_parcel WHERE centre = $1 AND number = ANY($2) RETURNING number)
    DELETE FROM room_piece USING gone WHERE room_piece.centre = $1 AND room_piece.number = gone.number";

const MOVE: [&str; 2] = [
    "UPDATE room_parcel SET number = $3 WHERE centre = $1 AND number = $2",
    "UPDATE room_piece SET number = $3 WHERE centre = $1 AND number = $2",
];

const PUT: &str = "
    INSERT INTO room_parcel (centre, number, hash, case_id, erased, renewed, parcel) VALUES ($1, $2, $3, $4, $5, $6, $7)";

const SET_PIECES: &str = "
    INSERT INTO room_piece (centre, name, number) SELECT $1::text, new.* FROM unnest($2::text[], $3::bigint[]) AS new
    ON CONFLICT (centre, name) DO UPDATE SET number = excluded.number";

/// How long the name of a case may be.
const LONGEST_NAME: usize = 200;

/// What the log of a centre holds of what is offered, with what is added.
#[derive(Default)]
struct Image {
    /// The cases of which it is known that they were erased.
    erased: BTreeSet<String>,
    /// The parcels of cases of which an erasure is known or offered, and those that are put.
    held: BTreeMap<i64, RoomParcel>,
    /// Of each piece the parcel it stands in.
    pieces: BTreeMap<String, i64>,
    /// The parcels that are known, by their hashes.
    parcels: BTreeMap<String, i64>,
    bytes: i64,
    newest: i64,
    removed: Vec<i64>,
    /// From which number to which.
    moved: BTreeMap<i64, i64>,
    renewed: BTreeSet<i64>,
    put: BTreeSet<i64>,
    set: BTreeMap<String, i64>,
}

impl Image {
    /// The number in the database of a parcel that is there: it may have been moved since.
    fn stored(&self, number: i64) -> i64 {
        self.moved.iter().find(|(_, after)| **after == number).map_or(number, |(before, _)| *before)
    }

    /// Puts another number in the place of one, everywhere.
    fn renumber(&mut self, before: i64, after: i64) {
        let all = self.pieces.values_mut().chain(self.parcels.values_mut()).chain(self.set.values_mut());
        for number in all.filter(|number| **number == before) {
            *number = after;
        }
        for numbers in [&mut self.renewed, &mut self.put] {
            if numbers.remove(&before) {
                numbers.insert(after);
            }
        }
    }
}

fn is_erasure(parcel: &RoomParcel) -> bool {
    parcel.heading.kind == RoomKind::Erased
}

fn bytes_of(parcel: &RoomParcel) -> i64 {
    i64::try_from(parcel.text.len()).unwrap_or(i64::MAX)
}

impl RoomLog for Image {
    fn was_erased(&mut self, case: Option<&str>) -> Result<bool, HubError> {
        Ok(case.is_some_and(|case| self.erased.contains(case)))
    }

    fn held_of(&mut self, case: Option<&str>) -> Result<Vec<(i64, RoomParcel)>, HubError> {
        let of = |parcel: &RoomParcel| case.is_some() && parcel.heading.case.as_deref() == case;
        Ok(self
            .held
            .iter()
            .filter(|(_, parcel)| of(parcel))
            .map(|(number, parcel)| (*number, parcel.clone()))
            .collect())
    }

    fn number_of_piece(&mut self, name: &str) -> Result<Option<i64>, HubError> {
        Ok(self.pieces.get(name).copied())
    }

    fn bytes(&mut self) -> Result<i64, HubError> {
        Ok(self.bytes)
    }

    fn renew(&mut self, number: i64) -> Result<(), HubError> {
        self.renewed.insert(number);
        Ok(())
    }

    fn remove(&mut self, number: i64) -> Result<(), HubError> {
        if let Some(parcel) = self.held.remove(&number) {
            self.bytes -= bytes_of(&parcel);
        }
        if !self.put.remove(&number) {
            let stored = self.stored(number);
            self.moved.remove(&stored);
            self.removed.push(stored);
        }
        self.renewed.remove(&number);
        self.pieces.retain(|_, of| *of != number);
        self.set.retain(|_, of| *of != number);
        self.parcels.retain(|_, of| *of != number);
        Ok(())
    }

    fn forget_without_pieces(&mut self, case: Option<&str>) -> Result<(), HubError> {
        let with: BTreeSet<i64> = self.pieces.values().copied().collect();
        for (number, parcel) in self.held_of(case)? {
            if !with.contains(&number) && !is_erasure(&parcel) {
                self.remove(number)?;
            }
        }
        Ok(())
    }

    fn move_to_end(&mut self, number: i64) -> Result<(), HubError> {
        let Some(parcel) = self.held.remove(&number) else { return Ok(()) };
        self.newest += 1;
        let after = self.newest;
        self.held.insert(after, parcel);
        if !self.put.contains(&number) {
            let stored = self.stored(number);
            self.moved.insert(stored, after);
        }
        self.renumber(number, after);
        Ok(())
    }

    fn put(&mut self, parcel: &RoomParcel, is_erased: bool) -> Result<i64, HubError> {
        if let Some(number) = self.parcels.get(&parcel.hash) {
            self.renewed.insert(*number);
            return Ok(*number);
        }
        self.newest += 1;
        self.bytes += bytes_of(parcel);
        if let Some(case) = parcel.heading.case.as_ref().filter(|_| is_erased) {
            self.erased.insert(case.clone());
        }
        self.parcels.insert(parcel.hash.clone(), self.newest);
        self.held.insert(self.newest, parcel.clone());
        self.put.insert(self.newest);
        Ok(self.newest)
    }

    fn set_piece(&mut self, name: &str, number: i64) -> Result<(), HubError> {
        self.pieces.insert(name.to_owned(), number);
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
    let (of_cases, of_hashes): ([Value<'_>; 2], [Value<'_>; 2]) = ([&centre, &cases], [&centre, &hashes]);
    let (erased, parcels, bytes) = tokio::try_join!(
        all(transaction, ERASED, &of_cases),
        all(transaction, parcels, &of_hashes),
        only(transaction, bytes, &of_cases[..1])
    )?;
    let erased: BTreeSet<String> = erased.iter().map(|row| row.get(0)).collect();
    // Of the others nothing is judged by what is held of them.
    let told =
        offered.iter().filter(|parcel| parcel.erasures().is_some()).filter_map(|parcel| parcel.heading.case.clone());
    let judged: Vec<String> = erased.iter().cloned().chain(told).collect();
    let rows = if judged.is_empty() { Vec::new() } else { all(transaction, HELD, &[&centre, &judged]).await? };
    let mut parcels: BTreeMap<String, i64> = parcels.iter().map(|row| (row.get(0), row.get(1))).collect();
    parcels.extend(rows.iter().map(|row| (row.get::<_, String>(1), row.get(0))));
    let read = |row: &tokio_postgres::Row| Some((row.get(0), RoomParcel::read(row.get(2)).ok()?));
    let held: BTreeMap<i64, RoomParcel> = rows.iter().filter_map(read).collect();
    let numbers: Vec<i64> = held.keys().copied().collect();
    let pieces = all(transaction, PIECES, &[&centre, &names, &numbers]).await?;
    Ok(Image {
        erased,
        held,
        pieces: pieces.iter().map(|row| (row.get(0), row.get(1))).collect(),
        parcels,
        bytes: bytes.get(0),
        newest,
        ..Image::default()
    })
}

/// Writes what comes of a question; gives the last number of the log.
async fn write(transaction: &Transaction<'_>, centre: &str, image: Image, now: Timestamp) -> Result<i64, HubError> {
    let Image { newest, renewed, removed, moved, put, set, held, .. } = image;
    let at = now.to_string();
    if !removed.is_empty() {
        change(transaction, REMOVE, &[&centre, &removed]).await?;
    }
    for (before, after) in &moved {
        for sql in MOVE {
            change(transaction, sql, &[&centre, before, after]).await?;
        }
    }
    if !renewed.is_empty() {
        let numbers: Vec<i64> = renewed.into_iter().collect();
        let sql = "UPDATE room_parcel SET renewed = $2 WHERE centre = $1 AND number = ANY($3)";
        change(transaction, sql, &[&centre, &at, &numbers]).await?;
    }
    if !put.is_empty() || !moved.is_empty() {
        let sql = "INSERT INTO room_log (centre, newest) VALUES ($1, $2)
            ON CONFLICT (centre) DO UPDATE SET newest = excluded.newest";
        change(transaction, sql, &[&centre, &newest]).await?;
    }
    for (number, parcel) in held.iter().filter(|(number, _)| put.contains(number)) {
        let (case, erased) = (&parcel.heading.case, i64::from(is_erasure(parcel)));
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
