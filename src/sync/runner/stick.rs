//! A stick between the computers of a centre is a relay on foot. "Take along" puts on it what waits here, as the very requests
//! that the hub takes, with the cases, the people and the catalogue; "Bring" takes over what other computers put there, keeps
//! their requests until the hub has answered, and the answers go back with the stick. "Received" is said on the hub's own
//! signed answer alone, whoever carried it.

mod pass_on;

pub use pass_on::pass_on;

use super::answer::{deliveries, note_answer};
use super::{SharedRecords, SyncError, with_records};
use crate::domain::hidden::hidden;
use crate::protocol::program;
use crate::protocol::room::RoomAnswer;
use crate::protocol::signature::{is_answer, verifying_key};
use crate::protocol::stick::{Piece, PieceHead, RequestHead};
use crate::protocol::verdict::BatchAnswer;
use crate::store::courier::{self, Courier, OwnRequest};
use crate::store::records::{MOST_KEPT, Records, RecordsError, RoomPlace, TakenCases};
use crate::store::stick::{self, Found, NotWritten};
use crate::store::vault::{KeyRing, random};
use crate::sync::catalogue::{CarriedCatalogue, Current, Look, Way};
use crate::sync::client::packed;
use crate::sync::planner::fill_batch_saying;
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Why nothing was taken along or brought.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// The computer is not enrolled: it has no centre.
    #[error("this computer is not enrolled")]
    NotEnrolled,
    /// The stick.
    #[error(transparent)]
    Stick(#[from] NotWritten),
    /// The records.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The program is ending.
    #[error("the program is ending")]
    Ending,
}

impl From<SyncError> for NotCarried {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::NotEnrolled => Self::NotEnrolled,
            SyncError::Records(error) => Self::Records(error),
            SyncError::Hub(_) | SyncError::Ending => Self::Ending,
        }
    }
}

/// What is on the stick now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenAlong {
    /// Entries of this computer that wait for the hub.
    pub entries: usize,
    /// Requests of other computers that are carried further.
    pub others: usize,
    /// Answers of the hub for other computers.
    pub answers: usize,
    /// Parcels with cases and people for the other computers.
    pub shared: usize,
    /// The number of the catalogue, where it came signed.
    pub catalogue: Option<u64>,
}

/// What came with the stick.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// Files of other computers that were whole.
    pub computers: usize,
    /// Requests of theirs that were not here, and are passed on.
    pub requests: usize,
    /// Entries of this computer of which the hub's answer came.
    pub received: usize,
    /// Operations of cases.
    pub cases: TakenCases,
    /// Changes of the people.
    pub people: usize,
    /// The catalogue that came into use.
    pub catalogue: Option<Current>,
    /// Files that were torn off or changed.
    pub torn: usize,
    /// Files that no key of whoever is signed in opens.
    pub foreign: usize,
    /// Files of a newer program.
    pub newer: usize,
}

/// What is put on a stick.
struct Packed {
    centre: String,
    terminal: String,
    pieces: Vec<Piece>,
    told: TakenAlong,
}

hidden!(Packed, "Packed");

/// How many entries of this computer are on their way by stick, and since when the oldest are; nothing where none is.
///
/// # Errors
/// When a file cannot be read.
pub fn on_the_way(records: &Records) -> Result<Option<(usize, Option<Timestamp>)>, RecordsError> {
    let Some(folder) = records.folder().filter(|folder| courier::is_there(folder)) else { return Ok(None) };
    let own = Courier::open(&folder)?.own()?;
    let places: Vec<i64> = own.iter().flat_map(|own| own.places.iter().copied()).collect();
    let waiting = records.still_waiting(&places)?;
    let since = own.iter().filter(|own| own.places.iter().any(|place| waiting.contains(place)));
    let since = since.filter_map(|own| own.since).min();
    Ok((!waiting.is_empty()).then_some((waiting.len(), since)))
}

fn courier_of(records: &Records) -> Result<Courier, RecordsError> {
    let folder = records.folder().ok_or_else(|| RecordsError::Other("the records have no folder".to_owned()))?;
    Courier::open(&folder)
}

/// What this computer puts on a stick.
fn pack(records: &mut Records, way: &Way, now: Timestamp) -> Result<Packed, NotCarried> {
    let identity = records.identity().clone();
    let enrolment = identity.enrolment.as_ref().ok_or(NotCarried::NotEnrolled)?;
    let mut courier = courier_of(records)?;
    let covered = settle(records, &mut courier, now)?;
    let mut told = TakenAlong { entries: covered.len(), ..TakenAlong::default() };
    let condition = records.condition(now)?;
    let mut after = i64::MIN;
    loop {
        // The hub does not know yet who came in by the code of a relay, and would take nothing of theirs.
        let waiting = if enrolment.entered { Vec::new() } else { records.waiting_after(after, MOST_KEPT)? };
        let Some((last, _)) = waiting.last() else { break };
        after = *last;
        let mut rest: Vec<_> = waiting.into_iter().filter(|(place, _)| !covered.contains(place)).collect();
        while !rest.is_empty() {
            let entries: Vec<_> = rest.iter().map(|(_, entry)| entry.clone()).collect();
            let batch = fill_batch_saying(&identity, &entries, Some(&condition)).map_err(RecordsError::from)?;
            let places: Vec<i64> = rest.drain(..batch.taken).map(|(place, _)| place).collect();
            // An entry that no hub takes in one request waits for a person, as by line.
            let Ok((signature, body)) = packed(&identity, &batch) else { continue };
            let nonce = hex::encode(random::<16>().map_err(|_| NotWritten::Machine)?);
            let (terminal, encoding) = (identity.terminal.clone(), Some("zstd".to_owned()));
            let head = RequestHead { terminal, nonce, signature, program: Some(program()), encoding };
            courier.keep_own(&head, &body, &places, now)?;
            told.entries += places.len();
        }
    }
    let mut pieces = Vec::new();
    let settled = courier.settled()?;
    if !settled.is_empty() {
        pieces.push(Piece::plain(PieceHead::Settled { nonces: settled }));
    }
    for request in courier.unanswered(false)? {
        told.others += usize::from(request.head.terminal != identity.terminal);
        pieces.push(Piece { head: PieceHead::Request(request.head), body: request.body });
    }
    for answer in courier.answers(now)? {
        told.answers += 1;
        let (terminal, nonce) = (answer.terminal, answer.nonce);
        pieces.push(match answer.said {
            Ok((text, signature)) => {
                Piece { head: PieceHead::Answer { terminal, nonce, signature }, body: text.into_bytes() }
            }
            Err(status) => Piece::plain(PieceHead::Refused { terminal, nonce, status }),
        });
    }
    let room = shared(records, now)?;
    told.shared = room.len();
    pieces.extend(records.roster_text()?.map(|text| Piece { head: PieceHead::Roster, body: text.into_bytes() }));
    pieces.extend(room.into_iter().map(|text| Piece { head: PieceHead::Room, body: text.into_bytes() }));
    if let Some(carried) = way.carried(enrolment.catalogue_root.as_deref()) {
        told.catalogue = Some(carried.number);
        pieces.extend(carried.files.into_iter().map(|(name, body)| Piece { head: PieceHead::Signed { name }, body }));
        let part =
            |part: &[u8]| Piece { head: PieceHead::Release { sha256: carried.sha256.clone() }, body: part.to_vec() };
        pieces.extend(carried.packed.chunks(2 * 1024 * 1024).map(part));
    }
    let centre = enrolment.centre.id.clone();
    Ok(Packed { centre, terminal: identity.terminal.clone(), pieces, told })
}

/// Forgets requests of this computer of which nothing waits any more. Gives the places of those that are on their way.
fn settle(records: &Records, courier: &mut Courier, now: Timestamp) -> Result<BTreeSet<i64>, RecordsError> {
    let own = courier.own()?;
    let places: Vec<i64> = own.iter().flat_map(|own| own.places.iter().copied()).collect();
    let waiting = records.still_waiting(&places)?;
    for own in own.iter().filter(|own| own.places.iter().all(|place| !waiting.contains(place))) {
        courier.settle(own, now)?;
    }
    Ok(waiting)
}

/// All that is shared with the other computers of the centre, as signed parcels: whoever opens the stick next may lack any of
/// it. To the records a stick is a log that was never asked.
fn shared(records: &mut Records, now: Timestamp) -> Result<Vec<String>, NotCarried> {
    let log = format!("stick-{}", hex::encode(random::<16>().map_err(|_| NotWritten::Machine)?));
    let (mut parcels, mut known) = (Vec::new(), None);
    loop {
        let offers = records.room_offers(known.as_deref(), true, now)?;
        if offers.is_empty() {
            return Ok(parcels);
        }
        let kept = offers.iter().map(|offer| offer.parcel.hash.clone()).collect();
        let answer = RoomAnswer { log: log.clone(), kept, ..RoomAnswer::default() };
        records.note_room(RoomPlace::Stick, &answer, (&offers, 0), now)?;
        parcels.extend(offers.into_iter().map(|offer| offer.parcel.text));
        known = Some(log.clone());
    }
}

/// Puts on a stick what waits here and what other computers of the centre want. When this returns the stick has given all of
/// it back.
///
/// # Errors
/// Why it is not on the stick.
pub async fn take_along(
    records: &SharedRecords,
    way: &Way,
    keys: &KeyRing,
    place: PathBuf,
    now: Timestamp,
) -> Result<TakenAlong, NotCarried> {
    let (way, key) = (way.clone(), keys.present().clone());
    let packed = with_records(records, move |records| Ok(pack(records, &way, now))).await??;
    let Packed { centre, terminal, pieces, told } = packed;
    // The records are free meanwhile: a stick is slow.
    let written = tokio::task::spawn_blocking(move || {
        stick::write(&place, (&centre, &terminal, &now.to_string()), &key, pieces).map(drop)
    });
    written.await.map_err(|_| NotCarried::Ending)??;
    Ok(told)
}

/// What the hub said to a request: its answer and the signature, or the status of a refusal.
type Said = Result<(String, String), u16>;

/// What a stick holds for this computer.
#[derive(Default)]
struct Unpacked {
    requests: Vec<(RequestHead, Vec<u8>)>,
    settled: Vec<(String, Vec<String>)>,
    room: Vec<RoomAnswer>,
    answers: Vec<(String, Said)>,
    catalogues: Vec<Arc<CarriedCatalogue>>,
}

/// Sorts what was found. What is of another centre, though a key opens it, counts as foreign.
fn unpack(found: Vec<Found>, (centre, terminal): (&str, &str), brought: &mut Brought) -> Unpacked {
    let mut all = Unpacked::default();
    for file in found {
        let (from, pieces) = match file {
            Found::Torn => {
                brought.torn += 1;
                continue;
            }
            Found::Newer => {
                brought.newer += 1;
                continue;
            }
            Found::Whole { centre: of, terminal, pieces } if of == centre => (terminal, pieces),
            Found::Foreign | Found::Whole { .. } => {
                brought.foreign += 1;
                continue;
            }
        };
        brought.computers += 1;
        let (mut files, mut releases) = (BTreeMap::new(), BTreeMap::<String, Vec<u8>>::new());
        let mut room = RoomAnswer { log: format!("stick-of-{from}"), ..RoomAnswer::default() };
        for Piece { head, body } in pieces {
            match head {
                // What this computer sent itself comes back by way of others.
                PieceHead::Request(head) if head.terminal == terminal => {}
                PieceHead::Request(head) => all.requests.push((head, body)),
                PieceHead::Answer { terminal: of, nonce, signature } if of == terminal => {
                    if let Ok(text) = String::from_utf8(body) {
                        all.answers.push((nonce, Ok((text, signature))));
                    }
                }
                PieceHead::Refused { terminal: of, nonce, status } if of == terminal => {
                    all.answers.push((nonce, Err(status)));
                }
                PieceHead::Settled { nonces } => all.settled.push((from.clone(), nonces)),
                PieceHead::Room => room.parcels.extend(String::from_utf8(body)),
                PieceHead::Roster => room.roster = String::from_utf8(body).ok(),
                PieceHead::Signed { name } => {
                    files.insert(name, body);
                }
                PieceHead::Release { sha256 } => releases.entry(sha256).or_default().extend(body),
                PieceHead::Answer { .. }
                | PieceHead::Refused { .. }
                | PieceHead::From { .. }
                | PieceHead::End
                | PieceHead::Newer => {}
            }
        }
        all.room.push(room);
        let carried = |(sha256, packed)| Arc::new(CarriedCatalogue { number: 0, sha256, packed, files: files.clone() });
        all.catalogues.extend(releases.into_iter().map(carried));
    }
    all
}

/// Takes over what other computers of the centre put on a stick. Each file is taken whole or not at all; what is here already
/// changes nothing.
///
/// # Errors
/// When the stick cannot be read, or the disk here takes nothing. What was taken before that stays, and is known the next time.
pub async fn bring(
    records: &SharedRecords,
    way: &mut Way,
    keys: &KeyRing,
    place: PathBuf,
    now: Timestamp,
) -> Result<Brought, NotCarried> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = identity.enrolment.clone().ok_or(NotCarried::NotEnrolled)?;
    let (terminal, ring) = (identity.terminal.clone(), keys.clone());
    let read = tokio::task::spawn_blocking(move || stick::read(&place, &terminal, &ring));
    let found = read.await.map_err(|_| NotCarried::Ending)?.map_err(NotWritten::from)?;
    let mut brought = Brought::default();
    let all = unpack(found, (&enrolment.centre.id, &identity.terminal), &mut brought);
    let Unpacked { requests, settled, room, answers, catalogues } = all;
    let ring = keys.clone();
    let taken = with_records(records, move |records| {
        let mut courier = courier_of(records)?;
        let kept = courier.keep_others(&requests, now)?;
        for (terminal, nonces) in &settled {
            courier.forget(terminal, nonces)?;
        }
        let mut people = 0;
        for answer in room {
            people += records.note_room(RoomPlace::Stick, &answer, (&[], 0), now)?.people;
        }
        let cases = records.take_room(&ring)?;
        Ok((kept, people, cases))
    });
    (brought.requests, brought.people, brought.cases) = taken.await?;
    let key = enrolment.hub_key.as_deref().and_then(verifying_key);
    brought.received = take_answers(records, key.as_ref(), answers, now).await?;
    for carried in catalogues {
        let Look { catalogue, .. } = way.bring(&carried, enrolment.catalogue_root.as_deref(), now).await;
        brought.catalogue = catalogue.or(brought.catalogue);
    }
    Ok(brought)
}

/// Takes over the hub's answers to requests of this computer. Gives how many entries they settled.
async fn take_answers(
    records: &SharedRecords,
    key: Option<&VerifyingKey>,
    answers: Vec<(String, Said)>,
    now: Timestamp,
) -> Result<usize, NotCarried> {
    if answers.is_empty() {
        return Ok(0);
    }
    let own = with_records(records, |records| courier_of(records)?.own()).await?;
    let own: BTreeMap<String, OwnRequest> = own.into_iter().map(|own| (own.nonce.clone(), own)).collect();
    let mut received = 0;
    for (nonce, said) in answers {
        let Some(own) = own.get(&nonce).cloned() else { continue };
        let answer = match said {
            // Nobody signs a refusal: the entries go once more, and by line the hub says it itself.
            Err(status) => {
                tracing::warn!(status, "what went by stick was refused");
                None
            }
            Ok((text, signature)) => {
                let is_hubs =
                    key.is_some_and(|key| is_answer(key, &nonce, &own.signature, text.as_bytes(), &signature));
                match serde_json::from_str::<BatchAnswer>(&text) {
                    Ok(answer) if is_hubs => Some(answer),
                    _ => {
                        tracing::error!("an answer that the hub did not sign for this request came by stick");
                        continue;
                    }
                }
            }
        };
        if let Some(answer) = answer {
            received += take_answer(records, own.places.clone(), answer).await?;
        }
        with_records(records, move |records| courier_of(records)?.settle(&own, now)).await?;
    }
    Ok(received)
}

/// Takes over one answer. It may be weeks old: what the hub has said since, by line, is newer.
async fn take_answer(records: &SharedRecords, places: Vec<i64>, answer: BatchAnswer) -> Result<usize, NotCarried> {
    let time: Option<Timestamp> = answer.time.as_deref().and_then(|time| time.parse().ok());
    let incarnation = answer.incarnation.clone();
    let known = places.clone();
    let (sent, waiting, is_newest, is_of_another) = with_records(records, move |records| {
        let is_newest = records.hub_time()?.is_none_or(|known| time.is_some_and(|time| time >= known));
        let (sent, waiting) = (records.entries_at(&places)?, records.still_waiting(&places)?);
        Ok((sent, waiting, is_newest, records.is_other_incarnation(&incarnation)?))
    })
    .await?;
    if !is_newest && is_of_another {
        // The hub was restored since: whether it still has them, it says itself.
        return Ok(0);
    }
    let settled = deliveries(&sent, &answer);
    if is_newest {
        note_answer(records, answer, settled, None).await?;
    } else {
        with_records(records, move |records| records.note_deliveries(&settled)).await?;
    }
    // What was known to be received before, by line, is no news.
    let after = with_records(records, move |records| records.still_waiting(&known)).await?;
    Ok(waiting.difference(&after).count())
}
