//! What this computer gives the other computers of its centre, and what it takes from them: operations of cases, changes of the
//! people, and that a case was erased. Both go by logs, one at the hub and one at the relay of the room, in parcels that this
//! terminal signs (`protocol/room.rs`). What is known of a log here is a convenience: without it everything is offered and
//! asked for once more, and is once all the same.
//!
//! An operation of a case proves itself, for it opens under the centre's key. A change of the people does not: it counts when a
//! computer of the hub's roster signed the parcel, or when the hub itself gave it; until then it waits. So a forged key is
//! never given the cases.

use super::carried::{Fate, TakenCases};
use super::erased::{Stand, days_before, erased_name, erasures, held_of};
use super::meta::{meta, set_meta};
use super::told::{Told, Way};
use super::{Records, RecordsError, begin};
use crate::domain::case::Erasures;
use crate::domain::hidden::hidden;
use crate::protocol::carried::Carried;
use crate::protocol::people;
use crate::protocol::room::{
    MOST_PARCELS, MOST_PIECES, NotKept, RoomAnswer, RoomHeading, RoomKind, RoomParcel, USUAL_PAGE, USUAL_PARCEL,
};
use crate::protocol::roster::{Roster, Standing};
use crate::protocol::signature::verifying_key;
use crate::store::vault::KeyRing;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeMap;

/// How long what a log has is relied on. After it is offered once more, so that a log may forget what nobody renews, and a log
/// that lost something gets it again.
const RENEWED_AFTER_DAYS: i32 = 30;

/// How long a parcel waits for somebody who can open it, or for a roster that names its terminal.
const LONGEST_WAIT_DAYS: i32 = 120;

/// The most bytes that wait. Then nothing more is taken from a log until somebody has signed in.
const MOST_WAITING: u64 = 64 * 1024 * 1024;

/// The name in `meta` of the newest roster, as the hub signed it.
const ROSTER: &str = "room-roster";

/// Who keeps a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoomPlace {
    /// The hub.
    Hub,
    /// The relay of the room.
    Relay,
    /// A stick, by which computers without a line give each other theirs.
    Stick,
}

impl RoomPlace {
    const fn name(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::Relay => "relay",
            Self::Stick => "stick",
        }
    }
}

/// A parcel for a log, and what of it is noted once the log has it.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomOffer {
    /// The parcel.
    pub parcel: RoomParcel,
    /// The ids of its pieces.
    pieces: Vec<String>,
}

hidden!(RoomOffer, "RoomOffer");

/// What came of an exchange with a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomCame {
    /// Parcels about cases that wait for somebody whose keys open them.
    pub cases: usize,
    /// Changes of the people that were taken over.
    pub people: usize,
    /// Whether the log has more, or has to be offered more.
    pub more: bool,
    /// How many seconds ago the hub answered any computer of the room, as its relay says; nothing where it does not.
    pub hub_asked: Option<u64>,
}

/// How it stands with what this computer shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// When a log answered last; nothing before the first.
    pub last: Option<Timestamp>,
    /// What was recorded here and no log has yet.
    pub unshared: u64,
    /// Parcels that came and wait for somebody who can open them.
    pub waiting: u64,
}

impl Records {
    /// The log of a place that answered last, and up to which number it is known what came of it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn room_log(&self, place: RoomPlace) -> Result<Option<(String, u64)>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT log, cursor FROM room_log WHERE place = ?1")?;
        let found = statement.query_row([place.name()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).optional()?;
        Ok(found.map(|(log, cursor)| (log, cursor.unsigned_abs())))
    }

    /// What a log is to be offered now, as much as one question brings; of a log that was never asked, everything. Without
    /// `others`, only what no other log gave: whoever recorded that offers it, too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn room_offers(&self, log: Option<&str>, others: bool, now: Timestamp) -> Result<Vec<RoomOffer>, RecordsError> {
        let since = days_before(self.day_of(now), RENEWED_AFTER_DAYS);
        let known = (log.unwrap_or_default(), since.as_str(), others);
        let erased = self.erased_cases()?;
        let mut offers = Offers { records: self, made: Vec::new(), bytes: 0 };
        // The people first: with them the cases open.
        let mut statement = self.connection.prepare_cached(
            "SELECT id, operation FROM people WHERE NOT EXISTS
                (SELECT 1 FROM room_known WHERE log = ?1 AND piece = people.id AND day >= ?2)
             AND (?3 OR NOT EXISTS (SELECT 1 FROM room_log CROSS JOIN room_known AS other
                WHERE other.log = room_log.log AND other.piece = people.id AND other.given)) ORDER BY id",
        )?;
        let mut rows = statement.query(known)?;
        let mut pieces = Vec::new();
        while let Some(row) = rows.next()? {
            pieces.push((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?));
        }
        // One that is damaged here is no reason to keep back the others.
        pieces.retain(|(_, bytes)| people::read(bytes).is_ok_and(|operation| operation.centre == self.centre_id()));
        offers.add(&RoomHeading::new(self.centre_id(), RoomKind::People, None), pieces);
        let mut statement = self.connection.prepare_cached(
            "SELECT rowid, case_id FROM operation WHERE NOT EXISTS
                (SELECT 1 FROM room_known WHERE log = ?1 AND piece = operation.id AND day >= ?2)
             AND (?3 OR NOT EXISTS (SELECT 1 FROM room_log CROSS JOIN room_known AS other
                WHERE other.log = room_log.log AND other.piece = operation.id AND other.given)) ORDER BY rowid",
        )?;
        let mut rows = statement.query(known)?;
        let mut cases: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        let mut order = Vec::new();
        while let Some(row) = rows.next()? {
            let (place, case): (i64, String) = (row.get(0)?, row.get(1)?);
            let of_case = cases.entry(case.clone()).or_default();
            if of_case.is_empty() {
                order.push(case);
            }
            of_case.push(place);
        }
        for case in order {
            if offers.is_full() {
                return Ok(offers.made);
            }
            let places = cases.remove(&case).unwrap_or_default();
            let pieces = places.into_iter().map(|place| self.carried(place)).collect::<Result<Vec<_>, _>>()?;
            offers.add_case(&case, pieces, erased.contains(&case))?;
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT case_id FROM room_erased WHERE NOT EXISTS
                (SELECT 1 FROM room_known WHERE log = ?1 AND piece = 'erased-' || case_id)",
        )?;
        let mut rows = statement.query([log.unwrap_or_default()])?;
        while let Some(row) = rows.next()? {
            if offers.is_full() {
                break;
            }
            let case: String = row.get(0)?;
            let is_offered = |offer: &RoomOffer| offer.pieces.contains(&erased_name(&case));
            if !offers.made.iter().any(is_offered)
                && let Stand::Over(erasures) = self.stand_of(&case)?
            {
                offers.add_erased(&case, &erasures)?;
            }
        }
        Ok(offers.made)
    }

    fn places_of(&self, case: &str) -> Result<Vec<i64>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT rowid FROM operation WHERE case_id = ?1")?;
        Ok(statement.query_map([case], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The operation at a place, with its id, as it travels.
    fn carried(&self, place: i64) -> Result<(String, Vec<u8>), RecordsError> {
        let mut statement =
            self.connection.prepare_cached("SELECT case_id, id, key, cipher FROM operation WHERE rowid = ?1")?;
        let (id, carried) = statement.query_row([place], |row| {
            let (id, cipher): (String, Vec<u8>) = (row.get(1)?, row.get(3)?);
            Ok((id.clone(), Carried::new(row.get(0)?, id, row.get(2)?, &cipher)))
        })?;
        Ok((id, carried.write()?))
    }

    /// Takes over what a log answered to a question up to `since`: what it has by now of what was offered, and what came. What
    /// came about the people counts at once, where it may be believed; what came of cases waits for somebody whose keys open
    /// it. `by_hub`: the hub gave it, and signed what it gave.
    ///
    /// # Errors
    /// When the file cannot be read or written; nothing was taken over then, and it comes once more.
    pub fn note_room(
        &mut self,
        place: RoomPlace,
        answer: &RoomAnswer,
        (offered, since): (&[RoomOffer], u64),
        now: Timestamp,
    ) -> Result<RoomCame, RecordsError> {
        if let Some(roster) = &answer.roster {
            self.note_roster(roster)?;
        }
        let (centre, roster, today) = (self.centre_id(), self.roster()?, self.day_of(now));
        let (day, too_old) = (today.to_string(), days_before(today, LONGEST_WAIT_DAYS));
        let own = self.identity.terminal.clone();
        let by_hub = place == RoomPlace::Hub;
        let before = self.room_log(place)?;
        let is_full = self.waiting_bytes()? > MOST_WAITING;
        let mut came = RoomCame { more: answer.more, hub_asked: answer.hub_asked, ..RoomCame::default() };
        let transaction = begin(&mut self.connection)?;
        // A log that went back, and one in another's place, has to be offered everything.
        let is_same = before.as_ref().is_some_and(|(log, _)| *log == answer.log);
        if !is_same || answer.cursor < since {
            for log in before.iter().map(|(log, _)| log).chain([&answer.log]) {
                transaction.execute("DELETE FROM room_known WHERE log = ?1", [log])?;
            }
            came.more |= before.is_some();
        }
        for offer in offered {
            let is_kept = answer.kept.contains(&offer.parcel.hash);
            // What is never taken is not offered for ever.
            let refused = answer.not_kept.iter().find(|refused| refused.hash == offer.parcel.hash);
            let is_refused = refused.is_some_and(|refused| refused.why != NotKept::Later);
            if is_refused && refused.is_some_and(|refused| refused.why == NotKept::Form) {
                tracing::warn!(place = place.name(), "what was offered to the other computers was not taken");
            }
            if is_kept || is_refused {
                for piece in &offer.pieces {
                    know(&transaction, &answer.log, piece, (&day, false))?;
                }
            }
        }
        for text in answer.parcels.iter().filter(|_| !is_full) {
            let Ok(parcel) = RoomParcel::read(text.clone()) else {
                tracing::warn!(place = place.name(), "what came is no parcel of the room");
                continue;
            };
            let known = parcel.heading.centre == centre
                && match standing(roster.as_ref(), &parcel.terminal) {
                    Standing::Own(key) => parcel.is_by(&key),
                    Standing::Revoked => by_hub,
                    Standing::Unknown => true,
                };
            if !known {
                tracing::warn!(place = place.name(), "what came is nobody's of this centre");
                continue;
            }
            let is_people = match parcel.heading.kind {
                RoomKind::People => true,
                RoomKind::Case | RoomKind::Erased => false,
                // A newer program's: this one has no use for it, and the log gives it to that one.
                RoomKind::Newer => continue,
            };
            // What is here to the last byte needs nobody's keys: the log has it, and that is all.
            let is_erasure = parcel.heading.kind == RoomKind::Erased;
            if let Some(ids) = all_here(&transaction, &parcel)?.filter(|_| !is_erasure) {
                for id in ids {
                    know(&transaction, &answer.log, &id, (&day, true))?;
                }
                continue;
            }
            let new = transaction
                .prepare_cached(
                    "INSERT INTO room_inbox (hash, log, people, by_hub, came, parcel) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (hash) DO UPDATE SET by_hub = max(by_hub, excluded.by_hub)",
                )?
                .execute(params![
                    parcel.hash,
                    answer.log,
                    is_people,
                    by_hub || parcel.terminal == own,
                    day,
                    parcel.text
                ])?;
            came.cases += if is_people { 0 } else { new };
        }
        let cursor = if is_full { since.min(answer.cursor) } else { answer.cursor };
        transaction.execute("DELETE FROM room_log WHERE place = ?1 OR log = ?2", [place.name(), &answer.log])?;
        transaction.execute(
            "INSERT INTO room_log (log, place, cursor, asked) VALUES (?1, ?2, ?3, ?4)",
            params![answer.log, place.name(), cursor.cast_signed(), now.to_string()],
        )?;
        transaction.execute("DELETE FROM room_inbox WHERE came < ?1", [too_old])?;
        transaction.commit()?;
        came.more &= !is_full;
        came.people = self.take_people_of_room()?;
        Ok(came)
    }

    fn waiting_bytes(&self) -> Result<u64, RecordsError> {
        let bytes: i64 =
            self.connection
                .query_row("SELECT ifnull(sum(octet_length(parcel)), 0) FROM room_inbox", [], |row| row.get(0))?;
        Ok(bytes.unsigned_abs())
    }

    /// Takes over the changes of the people that came and may be believed by now. Gives how many were new.
    fn take_people_of_room(&mut self) -> Result<usize, RecordsError> {
        let roster = self.roster()?;
        let waiting: Vec<(i64, String, bool, String)> = {
            let mut statement = self
                .connection
                .prepare_cached("SELECT number, log, by_hub, parcel FROM room_inbox WHERE people ORDER BY number")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        let (mut taken, mut over) = (0, Vec::new());
        for (number, log, by_hub, text) in waiting {
            let Ok(parcel) = RoomParcel::read(text) else {
                over.push((number, log, Vec::new()));
                continue;
            };
            let is_believed = by_hub
                || match standing(roster.as_ref(), &parcel.terminal) {
                    Standing::Own(key) => parcel.is_by(&key),
                    Standing::Revoked => {
                        over.push((number, log, Vec::new()));
                        continue;
                    }
                    Standing::Unknown => continue,
                };
            if !is_believed {
                over.push((number, log, Vec::new()));
                continue;
            }
            let operations: Vec<Vec<u8>> = parcel.pieces.iter().map(|piece| piece.clone().into_bytes()).collect();
            taken += self.take_people(&operations)?;
            let ids = operations.iter().filter_map(|bytes| people::read(bytes).ok()).map(|known| known.id.to_string());
            over.push((number, log, ids.collect()));
        }
        self.leave_inbox(over)?;
        Ok(taken)
    }

    /// Takes over what came of cases, as far as these keys open it. What they do not open waits for others.
    ///
    /// # Errors
    /// When the file cannot be read or written; it is taken over the next time then.
    pub fn take_room(&mut self, keys: &KeyRing) -> Result<TakenCases, RecordsError> {
        let waiting: Vec<(i64, String, bool, String)> = {
            let mut statement = self.connection.prepare_cached(
                "SELECT number, log, by_hub, parcel FROM room_inbox WHERE NOT people ORDER BY number",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        if waiting.is_empty() {
            return Ok(TakenCases::default());
        }
        let roster = self.roster()?;
        let waiting = waiting.into_iter().map(|(number, log, by_hub, text)| {
            let parcel = RoomParcel::read(text).ok();
            // What an erasure took does not prove itself, as an operation does.
            let is_proven = by_hub || parcel.as_ref().is_some_and(|parcel| is_of_centre(roster.as_ref(), parcel));
            (number, log, is_proven, parcel)
        });
        let waiting: Vec<(i64, String, bool, Option<RoomParcel>)> = waiting.collect();
        let told = self.told(waiting.iter().filter_map(|(.., proven, parcel)| Some((*proven, parcel.as_ref()?))))?;
        let (mut over, mut carried, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for (number, log, is_proven, parcel) in waiting {
            let Some(parcel) = parcel else {
                over.push((number, log, Vec::new()));
                continue;
            };
            let case = parcel.heading.case.as_ref().and_then(|case| told.get(case));
            match case.map_or(Way::Taken, |case| case.way_of(&parcel)) {
                // What was erased does not come back.
                Way::Refused => over.push((number, log, Vec::new())),
                Way::Waits => {}
                Way::Taken => {
                    let first = carried.len();
                    carried.extend(parcel.pieces.iter().map(|piece| piece.clone().into_bytes()));
                    let is_erasure = parcel.heading.kind == RoomKind::Erased;
                    // It waits for a roster that names its computer.
                    if is_proven || !is_erasure {
                        of.push((number, log, first..carried.len(), parcel));
                    }
                }
            }
        }
        let heard = told.into_iter().filter_map(|(case, told)| Some((case.parse().ok()?, told.heard))).collect();
        let (taken, fates) = self.take_each(keys, &carried, &heard)?;
        for (number, log, places, parcel) in of {
            if fates[places.clone()].contains(&Fate::Waits) {
                continue;
            }
            let here = places.filter(|place| fates[*place] == Fate::Taken);
            let ids = here.filter_map(|place| Carried::read(&carried[place]).ok()).map(|known| known.operation);
            let word = self.word_of(&parcel)?;
            over.push((number, log, ids.chain(word).collect()));
        }
        self.leave_inbox(over)?;
        Ok(taken)
    }

    /// What the parcels that wait say of each case, beside what was known of it.
    fn told<'a>(
        &self,
        parcels: impl Iterator<Item = (bool, &'a RoomParcel)>,
    ) -> Result<BTreeMap<String, Told>, RecordsError> {
        let mut told: BTreeMap<String, Told> = BTreeMap::new();
        for (is_proven, parcel) in parcels {
            let Some(case) = &parcel.heading.case else { continue };
            if !told.contains_key(case) {
                let here = held_of(&self.connection, case)?;
                let known = erasures(&self.connection, case)?;
                told.insert(case.clone(), Told { known, here, ..Told::default() });
            }
            if let Some(told) = told.get_mut(case) {
                told.hear(parcel, is_proven);
            }
        }
        Ok(told)
    }

    /// That a case was erased need not be told to the log that said all of it itself.
    fn word_of(&self, parcel: &RoomParcel) -> Result<Option<String>, RecordsError> {
        let (Some(case), Some(said)) = (&parcel.heading.case, parcel.erasures()) else { return Ok(None) };
        let Some(known) = erasures(&self.connection, case)? else { return Ok(None) };
        let here = held_of(&self.connection, case)?;
        let is_said = known.unsaid == said.unsaid && said.took_all(&known.taken);
        let pieces = parcel.operations();
        Ok((is_said && here.iter().all(|id| pieces.contains(id))).then(|| erased_name(case)))
    }

    /// What was taken over waits no more, and the log that gave it need not be offered it.
    fn leave_inbox(&mut self, over: Vec<(i64, String, Vec<String>)>) -> Result<(), RecordsError> {
        if over.is_empty() {
            return Ok(());
        }
        let day = self.day_of(crate::platform::clock::now()).to_string();
        let transaction = begin(&mut self.connection)?;
        for (number, log, ids) in over {
            transaction.prepare_cached("DELETE FROM room_inbox WHERE number = ?1")?.execute([number])?;
            for id in ids {
                know(&transaction, &log, &id, (&day, true))?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// How it stands with what is shared.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn shared(&self) -> Result<Shared, RecordsError> {
        shared(&self.connection)
    }

    /// The newest roster known, as the hub signed it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn roster_text(&self) -> Result<Option<String>, RecordsError> {
        meta(&self.connection, ROSTER)
    }

    /// The newest roster known; none where none came, or the hub has another key by now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn roster(&self) -> Result<Option<Roster>, RecordsError> {
        let key = self.identity.enrolment.as_ref().and_then(|enrolment| verifying_key(enrolment.hub_key.as_deref()?));
        let (Some(key), Some(text)) = (key, self.roster_text()?) else { return Ok(None) };
        let centre = self.centre_id();
        Ok(Roster::read(&text, &key).filter(|roster| roster.centre == centre))
    }

    /// Takes note of a roster, when the hub signed it for this centre and it is newer than the one known. Gives whether it did.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn note_roster(&mut self, text: &str) -> Result<bool, RecordsError> {
        let key = self.identity.enrolment.as_ref().and_then(|enrolment| verifying_key(enrolment.hub_key.as_deref()?));
        let centre = self.centre_id();
        let offered = key.and_then(|key| Roster::read(text, &key)).filter(|roster| roster.centre == centre);
        let Some(offered) = offered else {
            tracing::warn!("a roster that the hub did not sign for this centre");
            return Ok(false);
        };
        let is_newer = self.roster()?.is_none_or(|known| offered.number > known.number);
        if is_newer {
            set_meta(&self.connection, ROSTER, text)?;
        }
        Ok(is_newer)
    }
}

/// How it stands with what is shared, by the records file of this connection.
pub(super) fn shared(connection: &Connection) -> Result<Shared, RecordsError> {
    let last: Option<String> = connection.query_row("SELECT max(asked) FROM room_log", [], |row| row.get(0))?;
    let unshared: i64 = connection.query_row(
        "SELECT count(*) FROM operation WHERE NOT EXISTS (SELECT 1 FROM room_log CROSS JOIN room_known
            WHERE room_known.log = room_log.log AND room_known.piece = operation.id)",
        [],
        |row| row.get(0),
    )?;
    let waiting: i64 =
        connection.query_row("SELECT count(*) FROM room_inbox WHERE NOT people", [], |row| row.get(0))?;
    let last = last.and_then(|last| last.parse().ok());
    Ok(Shared { last, unshared: unshared.unsigned_abs(), waiting: waiting.unsigned_abs() })
}

/// How a terminal stands, by the roster where there is one.
fn standing(roster: Option<&Roster>, terminal: &str) -> Standing {
    roster.map_or(Standing::Unknown, |roster| roster.standing(terminal))
}

/// Whether a computer of the centre that was not shut out says it.
fn is_of_centre(roster: Option<&Roster>, parcel: &RoomParcel) -> bool {
    matches!(standing(roster, &parcel.terminal), Standing::Own(key) if parcel.is_by(&key))
}

/// Notes that a log has a piece: from which day on that is known, and whether the log gave it or it was offered to the log.
fn know(connection: &Connection, log: &str, piece: &str, (day, given): (&str, bool)) -> Result<(), RecordsError> {
    connection
        .prepare_cached(
            "INSERT INTO room_known (log, piece, day, given) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (log, piece) DO UPDATE SET day = excluded.day",
        )?
        .execute(params![log, piece, day, given])?;
    Ok(())
}

/// The ids of the pieces of a parcel, where every one of them is here as it is there.
fn all_here(connection: &Connection, parcel: &RoomParcel) -> Result<Option<Vec<String>>, RecordsError> {
    let mut ids = Vec::new();
    for piece in &parcel.pieces {
        let (id, is_here) = match parcel.heading.kind {
            RoomKind::Case => {
                let Some((carried, cipher)) = Carried::read(piece.as_bytes()).ok().and_then(|carried| {
                    let cipher = carried.cipher()?;
                    Some((carried, cipher))
                }) else {
                    return Ok(None);
                };
                let is_here = connection
                    .prepare_cached(
                        "SELECT 1 FROM operation WHERE case_id = ?1 AND id = ?2 AND key = ?3 AND cipher = ?4",
                    )?
                    .exists(params![carried.case, carried.operation, carried.key, cipher])?;
                (carried.operation, is_here)
            }
            RoomKind::People => {
                let Ok(operation) = people::read(piece.as_bytes()) else { return Ok(None) };
                let is_here = connection
                    .prepare_cached("SELECT 1 FROM people WHERE id = ?1 AND operation = ?2")?
                    .exists(params![operation.id.to_string(), piece.as_bytes()])?;
                (operation.id.to_string(), is_here)
            }
            RoomKind::Erased | RoomKind::Newer => return Ok(None),
        };
        if !is_here {
            return Ok(None);
        }
        ids.push(id);
    }
    Ok(Some(ids))
}

/// The parcels of one question, as they are made.
struct Offers<'a> {
    records: &'a Records,
    made: Vec<RoomOffer>,
    bytes: usize,
}

impl Offers<'_> {
    fn is_full(&self) -> bool {
        self.made.len() >= MOST_PARCELS || self.bytes >= USUAL_PAGE
    }

    /// Adds pieces of a kind, in as many parcels as they need.
    fn add(&mut self, heading: &RoomHeading, pieces: Vec<(String, Vec<u8>)>) {
        let (mut ids, mut bytes, mut size) = (Vec::new(), Vec::new(), 0);
        for (id, piece) in pieces {
            if !bytes.is_empty() && (size + piece.len() > USUAL_PARCEL || bytes.len() >= MOST_PIECES) {
                self.pack(heading, std::mem::take(&mut ids), &std::mem::take(&mut bytes));
                size = 0;
            }
            if self.is_full() {
                return;
            }
            size += piece.len();
            ids.push(id);
            bytes.push(piece);
        }
        if !bytes.is_empty() {
            self.pack(heading, ids, &bytes);
        }
    }

    /// Adds what was done in a case; of one that was erased how it stands by that.
    fn add_case(&mut self, case: &str, pieces: Vec<(String, Vec<u8>)>, is_erased: bool) -> Result<(), RecordsError> {
        let mut heading = RoomHeading::new(self.records.centre_id(), RoomKind::Case, Some(case.to_owned()));
        if is_erased {
            match self.records.stand_of(case)? {
                Stand::Over(erasures) => return self.add_erased(case, &erasures),
                Stand::GoesOnBy(id) => heading.goes_on_by = Some(id),
            }
        }
        self.add(&heading, pieces);
        Ok(())
    }

    /// Adds that a case was erased, with what stays of it.
    fn add_erased(&mut self, case: &str, erasures: &Erasures) -> Result<(), RecordsError> {
        let pieces = self.records.places_of(case)?.into_iter().map(|place| self.records.carried(place));
        let (mut ids, bytes): (Vec<String>, Vec<Vec<u8>>) = pieces.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        ids.push(erased_name(case));
        let taken = erasures.taken.iter().cloned().collect();
        let heading = RoomHeading::new(self.records.centre_id(), RoomKind::Erased, Some(case.to_owned()));
        self.pack(&RoomHeading { taken, ..heading }, ids, &bytes);
        Ok(())
    }

    fn pack(&mut self, heading: &RoomHeading, pieces: Vec<String>, bytes: &[Vec<u8>]) {
        let identity = &self.records.identity;
        match RoomParcel::packed(&identity.terminal, &identity.device_key, heading.clone(), bytes) {
            Ok(parcel) => {
                self.bytes += parcel.text.len();
                self.made.push(RoomOffer { parcel, pieces });
            }
            // It is damaged here, or longer than any: it stays here and keeps nothing else back.
            Err(error) => tracing::error!(%error, "something of a case cannot be given to the other computers"),
        }
    }
}

#[cfg(test)]
mod tests;
