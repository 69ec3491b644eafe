//! A round of syncing by the relay of the room: first the receipts that came, then what waits. What the relay keeps waits
//! until the hub's own receipt has come, in the order in which it was handed over.

use super::answer::{deliveries, note_answer};
use super::{Sent, SharedRecords, SyncError, is_too_much, standing, with_records};
use crate::domain::agreement::Held;
use crate::store::identity::Identity;
use crate::store::records::delivery::code;
use crate::store::records::{Delivery, Left, MOST_KEPT, RecordsError};
use crate::sync::client::{ClientError, HubClient, Kept, Receipted};
use crate::sync::planner::{Batch, BatchSize, fill_batch_saying};
use crate::sync::reason::Reason;

/// Takes the receipts over that came, and hands over one batch of what waits. With `now` the relay is told behind it that somebody
/// presses: it tries its line for all of that at once.
pub(super) async fn round(
    records: &SharedRecords,
    client: &HubClient,
    identity: &Identity,
    size: BatchSize,
    now: bool,
) -> Result<Sent, SyncError> {
    let mut done = take_receipts(records, client).await?;
    hand_over_next(records, client, identity, size, &mut done).await?;
    if now {
        let line = tell_of_press(client).await?;
        if done.awaits {
            done.line = line;
        }
    }
    Ok(done)
}

/// Lets the relay try its line at once, however long it would wait, and though it sends nothing by itself. Gives why nothing goes
/// from it to the hub, as far as it knows that of this try.
async fn tell_of_press(client: &HubClient) -> Result<Option<Reason>, SyncError> {
    let (_, line) = client.receipts(&[], Vec::new(), Vec::new(), true).await?;
    Ok(line)
}

/// Opens the outer line of the relay for what a press asks the hub besides. Where there is none, or it does not answer, the asking
/// itself finds that out.
pub(super) async fn open_line(records: &SharedRecords) {
    let enrolment = with_records(records, |records| Ok(records.identity().enrolment.clone())).await;
    let Ok(Some(enrolment)) = enrolment else { return };
    if enrolment.relay.is_none() {
        return;
    }
    let told = match HubClient::of(&enrolment) {
        Ok(client) => tell_of_press(&client).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = told {
        tracing::debug!(%error, "the relay did not hear that somebody presses");
    }
}

/// Hands over one batch of what waits, where something does.
async fn hand_over_next(
    records: &SharedRecords,
    client: &HubClient,
    identity: &Identity,
    size: BatchSize,
    done: &mut Sent,
) -> Result<(), SyncError> {
    let most = size.get().min(MOST_KEPT);
    let entries = with_records(records, move |records| records.unsent(most + 1)).await?;
    if entries.is_empty() {
        return Ok(());
    }
    let offered = &entries[..entries.len().min(most)];
    let (stands, held) = standing(records).await?;
    let batch = fill_batch_saying(identity, offered, Some(&stands))
        .map_err(|error| SyncError::Records(RecordsError::from(error)))?;
    let sent = &entries[..batch.taken];
    let line =
        hand_over(records, client, identity, (&batch, held), sent.iter().map(|entry| entry.position.clone())).await?;
    done.line = line;
    done.kept = sent.len();
    done.awaits = true;
    done.more |= entries.len() > sent.len();
    Ok(())
}

/// Hands a batch over, and notes that the relay keeps it. Gives why nothing goes from it to the hub.
async fn hand_over(
    records: &SharedRecords,
    client: &HubClient,
    identity: &Identity,
    (batch, held): (&Batch, Vec<Held>),
    positions: impl Iterator<Item = crate::domain::record::Position>,
) -> Result<Option<Reason>, SyncError> {
    let Kept { nonce, signature, line } = client.hand_over(identity, batch).await?;
    let positions: Vec<_> = positions.collect();
    with_records(records, move |records| records.note_kept(&nonce, &signature, &positions, held)).await?;
    Ok(line)
}

/// Asks what the hub has of this terminal, unless an answer to such a question is on its way: one at a time, however long
/// the line is down.
pub(super) async fn knock(records: &SharedRecords, client: &HubClient, identity: &Identity) -> Result<bool, SyncError> {
    let done = take_receipts(records, client).await?;
    let waits = with_records(records, |records| records.left_at_relay()).await?;
    if waits.is_empty() {
        let (stands, held) = standing(records).await?;
        let nothing = fill_batch_saying(identity, &[], Some(&stands))
            .map_err(|error| SyncError::Records(RecordsError::from(error)))?;
        hand_over(records, client, identity, (&nothing, held), std::iter::empty()).await?;
    }
    Ok(done.more)
}

/// Takes over what the hub answered to what the relay keeps.
async fn take_receipts(records: &SharedRecords, client: &HubClient) -> Result<Sent, SyncError> {
    let left = with_records(records, |records| records.left_at_relay()).await?;
    let mut done = Sent::default();
    if left.is_empty() {
        return Ok(done);
    }
    let awaited: Vec<(String, String)> = left.iter().map(|left| (left.nonce.clone(), left.signature.clone())).collect();
    let (receipts, line) = client.receipts(&awaited, Vec::new(), Vec::new(), false).await?;
    done.line = line;
    let (mut settled, mut doubted, mut failed) = (Vec::new(), Vec::new(), None);
    for (left, receipt) in left.into_iter().zip(receipts) {
        let number = left.number;
        match receipt {
            // The ones after it were handed over later, and none is answered before it.
            Receipted::Kept => {
                done.awaits = true;
                break;
            }
            Receipted::NotTheHubs => {
                tracing::error!("a receipt that the hub did not sign for this request");
                doubted.push(left.nonce);
                failed = Some(ClientError::NoAnswer(Reason::OtherKey));
                break;
            }
            Receipted::Unknown => {
                tracing::warn!("the relay lost what it kept; it is sent again");
                with_records(records, move |records| records.forget_left(number)).await?;
                done.more = true;
            }
            Receipted::Refused(error) => {
                settled.push(left.nonce.clone());
                refused(records, left, &error).await?;
                done.more = true;
                failed = Some(error);
            }
            Receipted::Answer(answer) => {
                let nonce = left.nonce.clone();
                let (sent, held) = with_records(records, move |records| {
                    // One that an earlier version handed over says nothing of it.
                    Ok((records.entries_left(&left)?, left.held.clone()))
                })
                .await?;
                let deliveries = deliveries(&sent, &answer);
                done.settled += deliveries.len();
                done.answered = true;
                done.more |= note_answer(records, *answer, deliveries, held).await?;
                // Only now: cut off before it, the same receipt is taken over once more.
                with_records(records, move |records| records.forget_left(number)).await?;
                settled.push(nonce);
            }
        }
    }
    if !settled.is_empty() || !doubted.is_empty() {
        // Where this is not heard the relay keeps them for a while.
        if let Err(error) = client.receipts(&[], settled, doubted, false).await {
            tracing::debug!(%error, "the relay did not hear what is settled");
        }
    }
    failed.map_or(Ok(done), |error| Err(error.into()))
}

/// The hub took nothing of a request. One entry that is too much for it blocks no other: it waits for a person.
async fn refused(records: &SharedRecords, left: Left, error: &ClientError) -> Result<(), SyncError> {
    tracing::error!(%error, "what the relay passed on is not taken");
    let too_much = is_too_much(error);
    with_records(records, move |records| {
        let entries = records.entries_left(&left)?;
        if let [entry] = &entries[..]
            && too_much
        {
            let (position, quarantined) = (entry.position.clone(), Some(code::REFUSED.to_owned()));
            records.note_deliveries(&[Delivery { position, receipt: None, quarantined }])?;
        }
        records.forget_left(left.number)
    })
    .await
}
