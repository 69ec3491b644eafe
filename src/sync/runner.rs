//! One round of syncing, and the loop that never ends.

mod answer;
mod automatic;
mod relayed;
pub mod room;
pub mod stick;

pub use automatic::{Automatic, Wake};

use super::catalogue::{Look, Way};
use super::client::{ClientError, HubClient};
use super::planner::leave::Went;
use super::planner::{BatchSize, fill_batch_saying, wait};
use super::random_share;
use super::reason::{Contact, Contacts, Reason};
use crate::domain::agreement::Held;
use crate::domain::case::{Awaited, ProviderWord};
use crate::domain::centre::Centre;
use crate::domain::gauge::Gauge;
use crate::domain::outgoing::{Outgoing, Stands};
use crate::protocol::condition::TerminalCondition;
use crate::protocol::provider_state::{MOST, request_hash};
use crate::store::identity::{Enrolment, Identity};
use crate::store::records::delivery::code;
use crate::store::records::{Delivery, OutboxStatus, Records, RecordsError, Shared};
use answer::{deliveries, note_answer};
use automatic::Lane;
use jiff::Timestamp;
use room::Arrived;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use stick::{on_the_way, pass_on};
use tokio::sync::mpsc;
use uuid::Uuid;

/// The records, shared between the window and the runner.
pub type SharedRecords = Arc<Mutex<Records>>;

/// How long the line rests when there is nothing to do.
const REST: Duration = Duration::from_secs(20);

/// How long after the relay of the room took something, and can pass it on, its receipt is asked for.
const RECEIPT_REST: Duration = Duration::from_secs(2);

/// How long between two looks for a newer catalogue: a notice is to show on the same morning, and a look costs half a
/// kilobyte.
const CATALOGUE_REST: Duration = Duration::from_mins(5);

/// How many looks for a catalogue pass between two questions for recovery codes: six hours. They are few and rarely
/// change; a terminal without any asks at every look.
const LOOKS_BETWEEN_CODES: u32 = 72;

/// How many looks for a catalogue pass between two questions what the hub has of this terminal: an hour. The first comes
/// with the first look.
const LOOKS_BETWEEN_KNOCKS: u32 = 12;

/// How many entries go from the journal at once, how long those who record have the file to themselves in between, and how
/// often that is done in a row.
const AT_ONCE: usize = 100;
const BETWEEN_STEPS: Duration = Duration::from_secs(2);
const STEPS_OF_SHORTENING: usize = 200;

/// Why a round ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// The terminal is not enrolled.
    #[error("{}", Reason::NotEnrolled)]
    NotEnrolled,
    /// The hub.
    #[error(transparent)]
    Hub(#[from] ClientError),
    /// The records.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The program is ending.
    #[error("the program is ending")]
    Ending,
}

impl SyncError {
    /// Why, as one of a closed list; `None` while the program ends.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::NotEnrolled => Some(Reason::NotEnrolled),
            Self::Hub(error) => Some(error.reason()),
            Self::Records(error) => Some(Reason::of_records(error)),
            Self::Ending => None,
        }
    }

    /// What is known of the hub after this.
    pub(crate) fn contact(&self) -> Contact {
        self.reason().map_or(Contact::None, Contact::Failed)
    }
}

/// What the specialist's screen shows of syncing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is told by itself")]
pub struct SyncStatus {
    /// Where the journal is.
    pub outbox: OutboxStatus,
    /// Whether the hub took what was asked of it last, and why not.
    pub contact: Contact,
    /// Whether the terminal is enrolled.
    pub enrolled: bool,
    /// How it stands with what the computers of the centre give each other.
    pub shared: Shared,
    /// Whether it goes by the relay of the room.
    pub relayed: bool,
    /// Whether it stands in the room by the relay's code alone, and the hub does not know it yet.
    pub entered: bool,
    /// How many entries are on their way by stick as well, and since when the oldest are.
    pub by_stick: Option<(usize, Option<Timestamp>)>,
    /// How much room is left on the disk, as far as that is known.
    pub gauge: Option<Gauge>,
    /// Whether sending by itself is switched off on this computer.
    pub switched_off: bool,
}

impl SyncStatus {
    /// Whether everything recorded is at the hub, and the hub said so the last time it was asked.
    #[must_use]
    pub fn all_sent(&self) -> bool {
        self.outgoing().stands() == [Stands::AllReceived]
    }

    /// What was counted, for what is said of it.
    #[must_use]
    pub fn outgoing(&self) -> Outgoing {
        let OutboxStatus { waiting, kept, quarantined, .. } = self.outbox;
        Outgoing { waiting, kept, set_aside: quarantined, answered: self.contact == Contact::Good }
    }
}

/// Does something with the records away from the threads that draw and talk.
///
/// # Errors
/// What the work gives, or that the program is ending.
pub fn with_records<T, Work>(
    records: &SharedRecords,
    work: Work,
) -> impl Future<Output = Result<T, SyncError>> + Send + use<T, Work>
where
    T: Send + 'static,
    Work: FnOnce(&mut Records) -> Result<T, RecordsError> + Send + 'static,
{
    let records = Arc::clone(records);
    async move {
        tokio::task::spawn_blocking(move || {
            // A panic elsewhere leaves SQLite's own state whole: its transaction was rolled back.
            let mut records = records.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut records)
        })
        .await
        .map_err(|_| SyncError::Ending)?
        .map_err(SyncError::from)
    }
}

/// What a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many entries were settled.
    pub settled: usize,
    /// Whether more wait.
    pub more: bool,
    /// Whether an answer of the hub came.
    pub answered: bool,
    /// How many entries the relay of the room took to keep; they are not settled.
    pub kept: usize,
    /// Why nothing goes from the relay to the hub; nothing while it goes, and where there is no relay.
    pub line: Option<Reason>,
    /// Whether the relay keeps something of this computer for which the hub has not answered.
    pub awaits: bool,
}

impl Sent {
    /// What it means for whoever asked for it.
    const fn went(self) -> Went {
        if self.goes_on() {
            Went::On
        } else if self.awaits && matches!(self.line, None | Some(Reason::RelayHolds)) {
            Went::Kept
        } else {
            Went::Done
        }
    }

    /// Whether another batch is worth sending at once. One of which nothing moved would only be sent again.
    const fn goes_on(self) -> bool {
        self.more && self.settled + self.kept > 0
    }
}

/// Sends one batch.
///
/// # Errors
/// When the hub does not answer or the records cannot be read or written.
pub async fn send_batch(records: &SharedRecords, size: BatchSize) -> Result<Sent, SyncError> {
    send_batch_now(records, size, false).await
}

/// The same; `now` lets the relay of the room try its line at once, however long it would wait.
///
/// # Errors
/// As [`send_batch`].
pub async fn send_batch_now(records: &SharedRecords, size: BatchSize, now: bool) -> Result<Sent, SyncError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = known_to_hub(&identity)?;
    if enrolment.relay.is_some() {
        return relayed::round(records, &HubClient::of(enrolment)?, &identity, size, now).await;
    }
    let entries = with_records(records, move |records| {
        records.forget_relay()?;
        records.unsent(size.get() + 1)
    })
    .await?;
    if entries.is_empty() {
        return Ok(Sent::default());
    }
    let (condition, held) = standing(records).await?;
    let client = HubClient::of(enrolment)?;
    let offered = &entries[..entries.len().min(size.get())];
    let batch = fill_batch_saying(&identity, offered, Some(&condition))
        .map_err(|error| SyncError::Records(RecordsError::from(error)))?;
    let sent = &entries[..batch.taken];
    let answer = match client.send(&identity, &batch).await {
        Err(error) if is_too_much(&error) && sent.len() == 1 => {
            // It blocks no other: it waits for a person, and is offered once more each day and at each start.
            tracing::error!(%error, "an entry is not taken and is set aside here");
            let refused = Delivery {
                position: sent[0].position.clone(),
                receipt: None,
                quarantined: Some(code::REFUSED.to_owned()),
            };
            with_records(records, move |records| records.note_deliveries(&[refused])).await?;
            return Ok(Sent { settled: 1, more: entries.len() > 1, ..Sent::default() });
        }
        answer => answer?,
    };
    let deliveries = deliveries(sent, &answer);
    let count = deliveries.len();
    let again = note_answer(records, answer, deliveries, Some(held)).await?;
    Ok(Sent { settled: count, more: again || entries.len() > sent.len(), answered: true, ..Sent::default() })
}

/// The enrolment, where the hub knows this terminal.
fn known_to_hub(identity: &Identity) -> Result<&Enrolment, SyncError> {
    identity.enrolment.as_ref().filter(|enrolment| !enrolment.entered).ok_or(SyncError::NotEnrolled)
}

/// Whether the hub, or what stands before it, does not take what was sent because of what it is: too large, or not
/// understood.
const fn is_too_much(error: &ClientError) -> bool {
    matches!(error, ClientError::Refused { status: 400 | 413, .. } | ClientError::NoAnswer(Reason::TooLarge))
}

/// Sends everything that waits, and stops.
///
/// # Errors
/// As [`send_batch`]; what was settled before stays settled.
pub async fn send_all(records: &SharedRecords) -> Result<usize, SyncError> {
    let mut size = BatchSize::default();
    let mut total = 0;
    loop {
        let sent = match send_batch(records, size).await {
            // One of them is too much: alone it is set aside, and the others go.
            Err(SyncError::Hub(error)) if is_too_much(&error) && size.get() > 1 => {
                size = size.shrunk();
                continue;
            }
            sent => sent?,
        };
        total += sent.settled;
        if !sent.goes_on() {
            while pass_on(records).await? {}
            return Ok(total);
        }
        size = size.grown();
    }
}

/// How this terminal stands, for the hub, and how much it acknowledged before it is asked.
async fn standing(records: &SharedRecords) -> Result<(TerminalCondition, Vec<Held>), SyncError> {
    with_records(records, |records| Ok((records.condition(crate::platform::clock::now())?, records.held()?))).await
}

/// Asks the hub whether it takes anything from this terminal, and what it has of it. Gives whether something waits to
/// be sent because of the answer.
///
/// # Errors
/// Why it does not.
pub async fn knock(records: &SharedRecords) -> Result<bool, SyncError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = known_to_hub(&identity)?;
    let client = HubClient::of(enrolment)?;
    if client.is_relayed() {
        return relayed::knock(records, &client, &identity).await;
    }
    let (condition, held) = standing(records).await?;
    let answer = client.knock(&identity, Some(&condition)).await?;
    note_answer(records, answer, Vec::new(), Some(held)).await
}

/// Shortens the journal by what the hub has in a copy for a month, a few entries at a time: whoever records meanwhile waits for
/// no more than those. What does not go, on a full disk say, goes another time.
pub async fn shorten(records: &SharedRecords) {
    let mut gone = 0;
    for _ in 0..STEPS_OF_SHORTENING {
        match with_records(records, |records| records.shorten(AT_ONCE)).await {
            Ok(0) => break,
            Ok(count) => gone += count,
            Err(error) => {
                tracing::warn!(%error, "the journal was not shortened");
                break;
            }
        }
        tokio::time::sleep(BETWEEN_STEPS).await;
    }
    if gone > 0 {
        tracing::info!(gone, "entries that the hub has in a copy for a month are no longer here");
        if let Err(error) = with_records(records, |records| records.checkpoint()).await {
            tracing::debug!(%error, "the log was not written into the file");
        }
    }
}

/// Keeps what is known of the hub for other commands. Where that cannot be kept nothing is lost.
pub async fn note_contact(records: &SharedRecords, contact: Contact) {
    let name = match contact {
        Contact::None => return,
        Contact::Good => "good",
        Contact::Failed(reason) => reason.name(),
    };
    let now = crate::platform::clock::now();
    if let Err(error) = with_records(records, move |records| records.note_contact(name, now)).await {
        tracing::debug!(%error, "what is known of the hub was not kept");
    }
}

/// Looks for a newer catalogue at the hub, and puts it into use.
///
/// # Errors
/// When the terminal is not enrolled, the hub does not answer or the records cannot be read.
pub async fn look_for_catalogue(records: &SharedRecords, way: &mut Way, now: Timestamp) -> Result<Look, SyncError> {
    let enrolment = with_records(records, |records| Ok(records.identity().enrolment.clone())).await?;
    let enrolment = enrolment.ok_or(SyncError::NotEnrolled)?;
    let client = HubClient::of(&enrolment)?;
    let look = way.look(&client, enrolment.catalogue_root.as_deref(), now).await;
    // Seen here too, so that a terminal with nothing to send learns of a restored hub. Nobody signs this answer: the hub
    // is asked by a question that it must sign.
    if let Some(incarnation) = client.incarnation()
        && with_records(records, move |records| records.is_other_incarnation(&incarnation)).await?
        && let Err(error) = knock(records).await
    {
        // The catalogue is signed by others and does not wait for it; the next look asks again.
        tracing::debug!(%error, "no answer about what the hub has");
    }
    if let Ok(look) = &look {
        // The hub hears of it at the next question; what cannot be kept keeps no catalogue from being used.
        let (number, until) = (way.current.number, look.standing.signed_until);
        if let Err(error) = with_records(records, move |records| records.note_catalogue(number, until)).await {
            tracing::debug!(%error, "which catalogue is in use was not kept");
        }
    }
    Ok(look?)
}

/// Asks the hub by which codes a first specialist may be admitted here, and keeps their hashes. Gives how many are left.
///
/// # Errors
/// When the terminal is not enrolled, the hub does not answer, or the identity cannot be written.
pub async fn fetch_recovery_codes(records: &SharedRecords) -> Result<usize, SyncError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = known_to_hub(&identity)?;
    let codes = HubClient::of(enrolment)?.recovery_codes(&identity).await?;
    with_records(records, move |records| {
        records.note_codes(&codes)?;
        records.unused_codes()
    })
    .await
}

/// Asks the hub what providers say of these requests. Gives the words, each with its case. A hub that does not sign what it
/// answers is not asked: a state is believed of nobody else.
///
/// # Errors
/// When the terminal is not enrolled, or the hub does not answer.
pub async fn ask_providers(
    records: &SharedRecords,
    awaited: &[Awaited],
) -> Result<Vec<(Uuid, ProviderWord)>, SyncError> {
    let identity = with_records(records, |records| Ok(records.identity().clone())).await?;
    let enrolment = known_to_hub(&identity)?;
    let Some(hub_key) = &enrolment.hub_key else { return Ok(Vec::new()) };
    let client = HubClient::of(enrolment)?;
    let mut by_hash: BTreeMap<String, Vec<&Awaited>> = BTreeMap::new();
    for one in awaited {
        by_hash.entry(request_hash(hub_key, &one.provider, &one.number)).or_default().push(one);
    }
    let hashes: Vec<String> = by_hash.keys().cloned().collect();
    let mut words = Vec::new();
    for asked in hashes.chunks(MOST) {
        for said in client.provider_states(&identity, asked.to_vec()).await? {
            // A state that only a newer hub knows is passed over, and so is what was not asked for.
            let Some(state) = said.state.known().filter(|state| ProviderWord::STATES.contains(state)) else { continue };
            words.extend(by_hash.get(&said.request).into_iter().flatten().map(|one| {
                let (provider, number) = (one.provider.clone(), Some(one.number.clone()));
                (one.case, ProviderWord { request: one.request, provider, state, on: said.on, number })
            }));
        }
    }
    Ok(words)
}

/// What the loop reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// How things stand.
    Status(SyncStatus),
    /// A command beside the window enrolled the terminal, for this centre.
    Enrolled(Box<Centre>),
    /// Something came from the other computers of the centre.
    Room(Arrived),
    /// The hub was asked for a newer catalogue: whether one came, and how the one in use stands.
    Catalogue(Look),
}

/// Syncs for ever: the journal at once when woken, else when something waits, with growing waits while the line is
/// down; beside it the catalogue, whose download on a slow line must not hold the journal up. Where sending by itself is switched
/// off, each of them goes when it is asked to and rests otherwise. `report` gives false when nobody listens any more.
pub async fn run(
    records: SharedRecords,
    way: Way,
    wake: Wake,
    automatic: Automatic,
    mut report: impl FnMut(Report) -> bool,
) {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    // What either found the last time that it asked.
    let line = Arc::new(Mutex::new(Contacts::default()));
    let forward = async {
        while let Some(news) = receiver.recv().await {
            if !report(news) {
                return;
            }
        }
    };
    // Wakes the exchange with the other computers of the centre after each round.
    let sent = tokio::sync::Notify::new();
    tokio::select! {
        () = room::share_for_ever(Arc::clone(&records), &sent, automatic.lane(&wake), sender.clone()) => {}
        () = send_for_ever(Arc::clone(&records), (&wake, &sent), automatic.lane(&wake), &line, sender.clone()) => {}
        () = look_for_ever(records, way, (&wake, automatic.lane(&wake)), &line, sender) => {}
        () = forward => {}
    }
}

/// Sends the journal, for ever.
async fn send_for_ever(
    records: SharedRecords,
    (wake, round): (&Wake, &tokio::sync::Notify),
    mut leave: Lane,
    line: &Mutex<Contacts>,
    news: mpsc::UnboundedSender<Report>,
) {
    let answered = |contact| line.lock().unwrap_or_else(PoisonError::into_inner).sent(contact);
    let mut noted = Contact::None;
    let mut size = BatchSize::default();
    let mut failures = 0;
    loop {
        if let Ok(Some(centre)) = with_records(&records, Records::newly_enrolled).await
            && news.send(Report::Enrolled(Box::new(centre))).is_err()
        {
            return;
        }
        // What was just recorded goes to the other computers of the room at once, whatever the line does.
        round.notify_one();
        let goes = leave.goes().await;
        let outcome = if goes { Some(send_round(&records, size, leave.presses()).await) } else { None };
        let asked_to_wait = matches!(outcome, Some(Err(SyncError::Hub(ClientError::Later(Some(_))))));
        let (pause, went) = match &outcome {
            // Nobody asked, and by itself nothing goes; or there is nobody to send to.
            None | Some(Err(SyncError::NotEnrolled)) => (REST, Went::Done),
            Some(Ok((sent, carried))) => {
                if let Some(reason) = sent.line {
                    answered(Contact::Failed(reason));
                } else if sent.answered || sent.kept > 0 {
                    answered(Contact::Good);
                }
                if sent.answered {
                    size = size.grown();
                }
                failures = 0;
                match (sent, sent.went()) {
                    _ if *carried => (Duration::ZERO, Went::On),
                    (_, Went::On) => (Duration::ZERO, Went::On),
                    (_, Went::Kept) if leave.is_asked() => (RECEIPT_REST, Went::Kept),
                    (Sent { kept: 1.., line: None, .. }, went) => (RECEIPT_REST, went),
                    (_, went) => (REST, went),
                }
            }
            Some(Err(error)) => {
                tracing::debug!(%error, "sync did not get through");
                answered(error.contact());
                size = size.shrunk();
                let retry_after = match error {
                    SyncError::Hub(ClientError::Later(after)) => *after,
                    _ => None,
                };
                let pause = wait(failures, random_share(), retry_after);
                failures += 1;
                (pause, Went::Done)
            }
        };
        if goes {
            leave.went(went);
        }
        let contact = line.lock().unwrap_or_else(PoisonError::into_inner).together();
        if contact != std::mem::replace(&mut noted, contact) {
            // In the log once a change, and on the disk for the commands beside the window.
            if let Some(reason) = contact.reason() {
                tracing::warn!(reason = reason.name(), "nothing is sent: {reason}");
            } else {
                tracing::info!("the hub answers");
            }
            note_contact(&records, contact).await;
        }
        let switched_off = !leave.is_automatic();
        let known = with_records(&records, move |records| {
            let enrolment = records.identity().enrolment.as_ref();
            let (enrolled, relayed) = (enrolment.is_some(), enrolment.is_some_and(|known| known.relay.is_some()));
            let entered = enrolment.is_some_and(|known| known.entered);
            let (outbox, shared, gauge) = (records.outbox_status()?, records.shared()?, records.gauge());
            let by_stick = on_the_way(records).unwrap_or_default();
            Ok(SyncStatus { outbox, contact, enrolled, shared, relayed, entered, by_stick, gauge, switched_off })
        })
        .await;
        if let Ok(status) = known
            && news.send(Report::Status(status)).is_err()
        {
            return;
        }
        if asked_to_wait {
            // The hub asked for peace; new entries do not break it.
            tokio::time::sleep(pause).await;
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = wake.recorded.notified() => {}
            () = leave.asked() => {}
        }
    }
}

/// One round: a batch of what is this computer's own, and behind it what others sent by stick. Gives whether more of that waits.
async fn send_round(records: &SharedRecords, size: BatchSize, now: bool) -> Result<(Sent, bool), SyncError> {
    let sent = send_batch_now(records, size, now).await?;
    let carried = pass_on(records).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "what came by stick was not passed on");
        false
    });
    Ok((sent, carried))
}

/// Looks for newer catalogues, for ever.
async fn look_for_ever(
    records: SharedRecords,
    mut way: Way,
    (wake, mut leave): (&Wake, Lane),
    line: &Mutex<Contacts>,
    news: mpsc::UnboundedSender<Report>,
) {
    let mut failures = 0;
    let mut looks_until_codes = 0;
    let mut looks_until_knock = 0;
    loop {
        if !leave.goes().await {
            tokio::select! {
                () = tokio::time::sleep(REST) => {}
                () = leave.asked() => {}
            }
            continue;
        }
        if leave.presses() {
            relayed::open_line(&records).await;
        }
        let found = look_for_catalogue(&records, &mut way, crate::platform::clock::now()).await;
        if !matches!(found, Err(SyncError::NotEnrolled)) {
            let contact = found.as_ref().map_or_else(SyncError::contact, |_| Contact::Good);
            let changed = {
                let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
                let before = line.together();
                line.looked(contact);
                before != line.together()
            };
            if changed {
                // The window learns of the line from whoever sends.
                wake.recorded();
            }
        }
        let asked_to_wait = matches!(found, Err(SyncError::Hub(ClientError::Later(Some(_)))));
        let pause = match found {
            Ok(look) => {
                failures = 0;
                if news.send(Report::Catalogue(look)).is_err() {
                    return;
                }
                if looks_until_knock == 0 {
                    // With nothing to send nothing else would tell that the hub has lost something.
                    match knock(&records).await {
                        Ok(waits) => {
                            looks_until_knock = LOOKS_BETWEEN_KNOCKS;
                            shorten(&records).await;
                            if waits {
                                wake.recorded();
                            }
                        }
                        Err(error) => tracing::debug!(%error, "no answer about what the hub has"),
                    }
                } else {
                    looks_until_knock -= 1;
                }
                if looks_until_codes == 0 {
                    looks_until_codes = match fetch_recovery_codes(&records).await {
                        Ok(left) if left > 0 => LOOKS_BETWEEN_CODES,
                        Ok(_) => 0,
                        Err(error) => {
                            tracing::debug!(%error, "no answer about recovery codes");
                            0
                        }
                    };
                } else {
                    looks_until_codes -= 1;
                }
                CATALOGUE_REST
            }
            Err(SyncError::NotEnrolled) => REST,
            Err(error) => {
                tracing::debug!(%error, "no look for a newer catalogue");
                let retry_after = match error {
                    SyncError::Hub(ClientError::Later(after)) => after,
                    _ => None,
                };
                failures += 1;
                wait(failures - 1, random_share(), retry_after)
            }
        };
        leave.went(Went::Done);
        if asked_to_wait {
            tokio::time::sleep(pause).await;
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // Whoever presses "Send now" also waits for a catalogue that was published a moment ago.
            () = leave.asked() => {}
        }
    }
}
