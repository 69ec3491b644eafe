//! What the computers of a centre give each other: by the relay of the room, also while the outer line is cut, and by the hub.
//! A hub or a relay that keeps no log for them is no error; the other way is taken, or none.

use super::automatic::Lane;
use super::relayed::open_line;
use super::{Report, SharedRecords, SyncError, with_records};
use crate::domain::centre::Centre;
use crate::domain::setup::RelayCode;
use crate::protocol::room::{NotKept, RoomQuestion};
use crate::protocol::roster::Roster;
use crate::protocol::signature::{verifying_key, verifying_key_text};
use crate::store::identity::{Enrolment, Identity};
use crate::store::records::{RoomCame, RoomPlace};
use crate::sync::client::{ClientError, HubClient};
use crate::sync::planner::leave::Went;
use crate::sync::planner::turn::{Asked, ROOM_REST, is_hub_due};
use crate::sync::planner::wait;
use crate::sync::random_share;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, mpsc};

/// How long between two questions to the relay of the room. It stands beside the computer.
const RELAY_REST: Duration = Duration::from_secs(10);

/// How long between two questions to the hub, where there is no relay.
const HUB_REST: Duration = Duration::from_secs(40);

/// How long one that keeps no log is not asked again.
const NONE_REST: Duration = Duration::from_mins(30);

/// The most questions in one go: what is left comes with the next.
const MOST_PAGES: usize = 200;

/// What came of all that was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Parcels about cases that wait for somebody whose keys open them.
    pub cases: usize,
    /// Changes of the people that were taken over.
    pub people: usize,
    /// The names of those who can sign in here now.
    pub specialists: Vec<String>,
}

/// Asks the log of a place until it has no more, and offers it all that it lacks. Nothing where it keeps none.
///
/// # Errors
/// When it does not answer, or the records cannot be read or written; what was taken over before stays.
pub async fn exchange(records: &SharedRecords, place: RoomPlace) -> Result<Option<RoomCame>, SyncError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = identity.enrolment.as_ref().ok_or(SyncError::NotEnrolled)?;
    if place == RoomPlace::Hub && enrolment.entered {
        return Err(SyncError::NotEnrolled);
    }
    let client = HubClient::of(enrolment)?;
    let centre = enrolment.centre.id.clone();
    let mut all = RoomCame::default();
    let mut with_roster = false;
    // What came from the room is offered to the hub only once it is known that the hub lacks it: whoever recorded it offers it
    // as well, over the same thin line.
    let mut others = place == RoomPlace::Relay || enrolment.relay.is_none();
    for page in 0..MOST_PAGES {
        let (log, offers, roster) = with_records(records, move |records| {
            let log = records.room_log(place)?;
            let name = log.as_ref().map(|(log, _)| log.as_str());
            let offers = records.room_offers(name, others, crate::platform::clock::now())?;
            let number = records.roster()?.map_or(0, |roster| roster.number);
            let text = if with_roster && number > 0 { records.roster_text()? } else { None };
            Ok((log, offers, (number, text)))
        })
        .await?;
        let offered = !offers.is_empty();
        if page > 0 && !offered && !all.more && !with_roster {
            if others {
                break;
            }
            others = true;
            continue;
        }
        let (log, since) = log.unzip();
        let since = since.unwrap_or_default();
        let question = RoomQuestion {
            centre: centre.clone(),
            device_key: verifying_key_text(&identity.device_key.verifying_key()),
            log,
            since,
            parcels: offers.iter().map(|offer| offer.parcel.text.clone()).collect(),
            roster_number: roster.0,
            roster: roster.1,
        };
        let Some(answer) = client.room(&identity, place == RoomPlace::Relay, &question).await? else {
            return Ok(None);
        };
        with_roster = answer.wants_roster && !with_roster && question.roster_number > 0;
        let settled = answer.kept.len() + answer.not_kept.iter().filter(|parcel| parcel.why != NotKept::Later).count();
        let came = with_records(records, move |records| {
            records.note_room(place, &answer, (&offers, since), crate::platform::clock::now())
        })
        .await?;
        all.cases += came.cases;
        all.people += came.people;
        (all.more, all.hub_asked) = (came.more, came.hub_asked);
        // A log that takes nothing now is offered it the next time.
        if offered && settled == 0 && !came.more && !with_roster {
            break;
        }
    }
    Ok(Some(all))
}

/// Asks every log that this computer can ask. Gives what came, also where one of them did not answer.
///
/// # Errors
/// When none answered: why the last did not.
pub async fn exchange_all(records: &SharedRecords) -> Result<Arrived, SyncError> {
    let places = places(records).await?;
    let mut failed = None;
    let (mut cases, mut people, mut answered) = (0, 0, false);
    for place in places {
        match exchange(records, place).await {
            Ok(came) => {
                let came = came.unwrap_or_default();
                (cases, people, answered) = (cases + came.cases, people + came.people, true);
            }
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if !answered => Err(error),
        _ => arrived(records, cases, people).await,
    }
}

/// The logs that this computer can ask.
async fn places(records: &SharedRecords) -> Result<Vec<RoomPlace>, SyncError> {
    with_records(records, |records| {
        let Some(enrolment) = &records.identity().enrolment else { return Ok(Vec::new()) };
        let relay = enrolment.relay.is_some().then_some(RoomPlace::Relay);
        let hub = (!enrolment.entered).then_some(RoomPlace::Hub);
        Ok(relay.into_iter().chain(hub).collect())
    })
    .await
}

async fn arrived(records: &SharedRecords, cases: usize, people: usize) -> Result<Arrived, SyncError> {
    let specialists = with_records(records, |records| records.specialists()).await?;
    Ok(Arrived { cases, people, specialists })
}

/// When a log is asked next, and how often it did not answer in a row.
#[derive(Clone, Copy)]
struct Turn {
    next: Instant,
    failures: u32,
}

/// What the relay said last of whether the room asked the hub, and when it said so.
#[derive(Clone, Copy, Default)]
struct Heard {
    at: Option<Instant>,
    hub_asked: Option<Duration>,
}

impl Heard {
    /// What is known of who asked the hub; `oneself` is when this computer did.
    fn asked(self, oneself: Option<Instant>) -> Asked {
        let relay = self.at.map(|at| at.elapsed());
        let room = self.hub_asked.zip(relay).map(|(then, since)| then.saturating_add(since));
        Asked { oneself: oneself.map(|at| at.elapsed()), room, relay }
    }
}

/// Shares with the other computers of the centre, for ever: soon after each round of `sent`, and by itself.
pub(super) async fn share_for_ever(
    records: SharedRecords,
    sent: &Notify,
    mut leave: Lane,
    news: mpsc::UnboundedSender<Report>,
) {
    let begin = Instant::now();
    let mut turns =
        [(RoomPlace::Relay, Turn { next: begin, failures: 0 }), (RoomPlace::Hub, Turn { next: begin, failures: 0 })];
    let (mut heard, mut asked_hub) = (Heard::default(), None);
    let mut first = true;
    loop {
        if !leave.goes().await {
            tokio::select! {
                () = tokio::time::sleep(RELAY_REST) => {}
                () = leave.asked() => {}
            }
            continue;
        }
        if leave.presses() {
            open_line(&records).await;
        }
        let (mut cases, mut people) = (0, 0);
        let asked = places(&records).await.unwrap_or_default();
        let has_relay = asked.contains(&RoomPlace::Relay);
        for (place, turn) in &mut turns {
            let place = *place;
            if !asked.contains(&place) {
                continue;
            }
            let offers = with_records(&records, move |records| {
                let log = records.room_log(place)?.map(|(log, _)| log);
                let others = place == RoomPlace::Relay || !has_relay;
                Ok(!records.room_offers(log.as_deref(), others, crate::platform::clock::now())?.is_empty())
            });
            // One that did not answer is not asked for what is new either.
            let is_due = leave.is_asked()
                || if place == RoomPlace::Hub && has_relay && turn.failures == 0 {
                    is_hub_due(heard.asked(asked_hub))
                } else {
                    Instant::now() >= turn.next
                };
            if !is_due && (turn.failures > 0 || !offers.await.unwrap_or_default()) {
                continue;
            }
            let rest = match exchange(&records, place).await {
                Ok(Some(came)) => {
                    (cases, people) = (cases + came.cases, people + came.people);
                    turn.failures = 0;
                    match place {
                        RoomPlace::Hub => {
                            asked_hub = Some(Instant::now());
                            if has_relay { ROOM_REST } else { HUB_REST }
                        }
                        RoomPlace::Relay | RoomPlace::Stick => {
                            let hub_asked = came.hub_asked.map(Duration::from_secs);
                            heard = Heard { at: Some(Instant::now()), hub_asked };
                            RELAY_REST
                        }
                    }
                }
                Ok(None) => {
                    tracing::debug!(?place, "no log for the computers of the room is kept there");
                    // Also nothing that was recorded meanwhile is offered there.
                    turn.failures = 1;
                    NONE_REST
                }
                Err(SyncError::NotEnrolled) => RELAY_REST,
                Err(error) => {
                    tracing::debug!(%error, ?place, "nothing is shared there");
                    let after = match error {
                        SyncError::Hub(ClientError::Later(after)) => after,
                        _ => None,
                    };
                    turn.failures += 1;
                    let pause = wait(turn.failures - 1, random_share(), after);
                    if place == RoomPlace::Relay { pause.min(RELAY_REST * 3) } else { pause }
                }
            };
            turn.next = Instant::now() + rest;
        }
        if (cases + people > 0 || first)
            && let Ok(arrived) = arrived(&records, cases, people).await
            && news.send(Report::Room(arrived)).is_err()
        {
            return;
        }
        first = false;
        leave.went(Went::Done);
        tokio::select! {
            () = tokio::time::sleep(RELAY_REST) => {}
            () = sent.notified() => {}
            () = leave.asked() => {}
        }
    }
}

/// Why a computer does not come into a room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnterError {
    /// The code names no key of a hub.
    #[error(
        "the code of the relay does not name the hub's key: it is one of an older relay, or of one that never reached the hub"
    )]
    NoHubKey,
    /// The relay has no roster of the hub of that key, or one that this program cannot read.
    #[error("the relay does not know yet which computers are this centre's: one of them has to have reached it first")]
    NoRoster,
    /// The relay, or the records.
    #[error(transparent)]
    Sync(#[from] SyncError),
}

/// Comes into the room of a relay by its code, with no line to the hub: takes the roster that the hub signed, and what the other
/// computers share. The hub's key is that which the code names; with another one nothing is believed. Gives the centre.
///
/// # Errors
/// When the code names no hub's key, the relay does not answer or has no roster, or the identity cannot be written.
pub async fn enter(records: &SharedRecords, code: &RelayCode) -> Result<Centre, EnterError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    if code.hub.is_none() {
        return Err(EnterError::NoHubKey);
    }
    let client = HubClient::of_code(code).map_err(SyncError::from)?;
    let enrolment = entrance(&client, &identity, code).await?;
    let centre = enrolment.centre.clone();
    with_records(records, move |records| {
        records.set_enrolment(enrolment, &[])?;
        Ok(())
    })
    .await?;
    if let Err(error) = exchange_all(records).await {
        // It goes on by itself.
        tracing::warn!(%error, "what the room shares is not here yet");
    }
    Ok(centre)
}

/// What a computer works with that the hub does not know yet.
async fn entrance(client: &HubClient, identity: &Identity, code: &RelayCode) -> Result<Enrolment, EnterError> {
    let none = || EnterError::NoRoster;
    let device_key = verifying_key_text(&identity.device_key.verifying_key());
    let question = RoomQuestion { device_key, ..RoomQuestion::default() };
    let answer = client.room(identity, true, &question).await.map_err(SyncError::from)?.ok_or_else(none)?;
    let hub_key = client.known_hub_key().ok_or_else(none)?;
    let key = verifying_key(&hub_key).ok_or_else(none)?;
    let roster = answer.roster.and_then(|text| Roster::read(&text, &key)).ok_or_else(none)?;
    let entrance = roster.entrance.ok_or_else(none)?;
    let centre = entrance.centre().filter(|centre| centre.id == roster.centre).ok_or_else(none)?;
    Ok(Enrolment {
        hub: String::new(),
        centre,
        operator_key: entrance.operator_key,
        catalogue_root: entrance.catalogue_root,
        hub_key: Some(hub_key),
        plain_http: false,
        relay: Some(code.line()),
        entered: true,
    })
}
