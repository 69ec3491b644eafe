//! Telling the State's journal of events (MLog) what happened here: from the outbox of the hub's database, in its order and
//! several at once, until the receiver has given its receipt. A receiver that takes nothing is asked again after growing waits,
//! and holds up nobody: terminals and pages go their own way.

mod events;
mod receiver;
pub mod settings;

use super::storage::outbox::OutboxEvent;
use super::{Hub, HubError, blocking};
use crate::protocol::legal_event::LARGEST_MESSAGE;
use crate::sync::planner::wait;
use crate::sync::random_share;
use jiff::Timestamp;
use receiver::{Outcome, Receiver};
use settings::Settings;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long to rest when nothing waits: what comes meanwhile goes together.
const REST: Duration = Duration::from_secs(3);

/// The most events in one message.
const MOST: usize = 100;

/// After so many in a row that were refused one by one it is the receiver that something is wrong with: until it takes one again,
/// each further try sets one aside at the most.
const MOST_REFUSED: usize = 5;

/// Begins to gather what happens, and to tell it; for as long as the program runs.
///
/// # Errors
/// When a file that the settings name cannot be used, or the database fails.
pub fn begin(hub: &Arc<Hub>, settings: Settings) -> Result<JoinHandle<()>, HubError> {
    let receiver = Arc::new(Receiver::open(settings)?);
    hub.writer()?.gather_events(Timestamp::now())?;
    Ok(tokio::spawn(forward_for_ever(Arc::clone(hub), receiver)))
}

async fn forward_for_ever(hub: Arc<Hub>, receiver: Arc<Receiver>) {
    let (mut failures, mut refused) = (0, 0);
    loop {
        let pause = match forward_all(&hub, &receiver, &mut refused).await {
            Ok(()) => {
                failures = 0;
                REST
            }
            Err(after) => {
                failures += 1;
                wait(failures - 1, random_share(), after)
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Tells all that waits. `refused` is how many were refused one by one since the last that was taken.
///
/// # Errors
/// When something did not go: how long the receiver asks to wait, where it does.
async fn forward_all(hub: &Arc<Hub>, receiver: &Arc<Receiver>, refused: &mut usize) -> Result<(), Option<Duration>> {
    // Of a message that was refused each event goes alone, to see which it was.
    let mut alone = 0_usize;
    loop {
        let most = if alone > 0 { 1 } else { MOST };
        let batch = match read(hub, receiver, most).await {
            Ok(batch) => batch,
            Err(error) => return Err(not_told(hub, error.to_string(), None).await),
        };
        let Some(first) = batch.first().map(|line| line.number) else { return Ok(()) };
        let (numbers, lines): (Vec<u64>, Vec<String>) = batch.into_iter().map(|line| (line.number, line.text)).unzip();
        let count = numbers.len();
        let noted = match Receiver::send(receiver, lines).await {
            Outcome::Taken(receipt) => {
                (alone, *refused) = (alone.saturating_sub(1), 0);
                blocking(hub, move |hub| hub.writer()?.note_taken(&numbers, &receipt, Timestamp::now())).await
            }
            Outcome::Refused(_) if count > 1 => {
                alone = count;
                Ok(())
            }
            Outcome::Refused(why) if *refused < MOST_REFUSED => {
                (alone, *refused) = (alone.saturating_sub(1), *refused + 1);
                tracing::error!(number = first, why, "an event was refused");
                blocking(hub, move |hub| hub.writer()?.note_event_refused(first, &why)).await
            }
            Outcome::Refused(why) => {
                *refused = MOST_REFUSED - 1;
                return Err(not_told(hub, format!("it refuses everything: {why}"), None).await);
            }
            Outcome::NotNow(why, after) => return Err(not_told(hub, why, after).await),
        };
        if let Err(error) = noted {
            // It goes once more, under the same name.
            return Err(not_told(hub, error.to_string(), None).await);
        }
    }
}

async fn not_told(hub: &Arc<Hub>, why: String, after: Option<Duration>) -> Option<Duration> {
    tracing::warn!(why, "the receiver of events takes none");
    if let Err(error) = blocking(hub, move |hub| hub.writer()?.note_not_told(&why, Timestamp::now())).await {
        tracing::error!(%error, "that the receiver of events takes none was not noted");
    }
    after
}

/// An event as it goes out.
struct Line {
    number: u64,
    text: String,
}

/// The next of what waits, as many as go into one message.
async fn read(hub: &Arc<Hub>, receiver: &Arc<Receiver>, most: usize) -> Result<Vec<Line>, HubError> {
    let receiver = Arc::clone(receiver);
    blocking(hub, move |hub| {
        let (waiting, incarnation) = {
            let front = hub.front()?;
            (front.waiting_events(most)?, front.incarnation()?)
        };
        let (mut lines, mut bytes) = (Vec::new(), 0);
        for one in &waiting {
            let text = line(&receiver, one, &incarnation)?;
            bytes += text.len() + 1;
            if bytes > LARGEST_MESSAGE && !lines.is_empty() {
                break;
            }
            lines.push(Line { number: one.number, text });
        }
        Ok(lines)
    })
    .await
}

fn line(receiver: &Receiver, one: &OutboxEvent, incarnation: &str) -> Result<String, HubError> {
    let event = events::event(one, incarnation, receiver.settings());
    receiver.written(&serde_json::to_string(&event).map_err(HubError::Stored)?)
}
