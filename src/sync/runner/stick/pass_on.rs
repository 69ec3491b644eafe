//! Passing on what other computers sent by stick: as it came, the oldest first, to the hub or to the relay of the room. The
//! answer is kept as it came, for the next stick.

use crate::protocol::relay::{MOST_ASKED, Receipt, Standing};
use crate::protocol::signature::{is_answer, verifying_key};
use crate::store::courier::{self, CarriedRequest, Courier};
use crate::sync::client::{HubClient, PassedOn};
use crate::sync::runner::{SharedRecords, SyncError, with_records};
use std::collections::BTreeSet;

/// How many are passed on in one round: what is this computer's own goes between.
const MOST: usize = 50;

/// Passes on what waits. Gives whether more waits that could go now.
///
/// # Errors
/// When nothing goes; what was passed on before stays so.
pub async fn pass_on(records: &SharedRecords) -> Result<bool, SyncError> {
    let known = with_records(records, |records| {
        let folder = records.folder().filter(|folder| courier::is_there(folder));
        Ok(folder.zip(records.identity().enrolment.clone()))
    });
    let Some((folder, enrolment)) = known.await? else { return Ok(false) };
    // Without the hub's key no answer could be believed by whoever waits for it.
    let Some(key) = enrolment.hub_key.as_deref().and_then(verifying_key) else { return Ok(false) };
    let client = HubClient::of(&enrolment)?;
    let (mut after, mut held_up, mut left): (i64, BTreeSet<String>, Vec<CarriedRequest>) = Default::default();
    let mut passed = 0;
    while passed < MOST {
        let (own, but) = (folder.clone(), held_up.clone());
        let next = with_records(records, move |_| Courier::open(&own)?.next(after, &but)).await?;
        let Some((request, at_relay)) = next else { break };
        after = request.number;
        if at_relay && client.is_relayed() {
            if left.len() < MOST_ASKED {
                left.push(request);
            }
            continue;
        }
        passed += 1;
        let number = request.number;
        match client.pass_on(&request.head, request.body.clone()).await? {
            PassedOn::Kept => {
                let own = folder.clone();
                with_records(records, move |_| Courier::open(&own)?.note_at_relay(number, true)).await?;
            }
            PassedOn::Answered(answer, signature) => {
                let head = &request.head;
                if is_answer(&key, &head.nonce, &head.signature, answer.as_bytes(), &signature) {
                    keep(records, &folder, number, Ok((answer, signature))).await?;
                } else {
                    tracing::error!("an answer that the hub did not sign for what came by stick");
                    held_up.insert(request.head.terminal);
                }
            }
            PassedOn::Refused(status) => {
                tracing::warn!(status, "the hub refuses what came by stick");
                keep(records, &folder, number, Err(status)).await?;
            }
        }
    }
    if !left.is_empty() {
        let nonces = left.iter().map(|request| request.head.nonce.clone()).collect();
        let receipts = client.plain_receipts(nonces).await?;
        for request in left {
            let Some(receipt) = receipts.iter().find(|receipt| receipt.nonce == request.head.nonce) else { continue };
            let Receipt { standing, answer, signature, status, .. } = receipt;
            let number = request.number;
            match standing {
                Standing::Kept => {}
                Standing::Unknown => {
                    let own = folder.clone();
                    with_records(records, move |_| Courier::open(&own)?.note_at_relay(number, false)).await?;
                }
                Standing::Refused => keep(records, &folder, number, Err(status.unwrap_or_default())).await?,
                Standing::Answered => {
                    let Some((answer, signature)) = answer.clone().zip(signature.clone()) else { continue };
                    let head = &request.head;
                    if is_answer(&key, &head.nonce, &head.signature, answer.as_bytes(), &signature) {
                        keep(records, &folder, number, Ok((answer, signature))).await?;
                    } else {
                        tracing::error!("a receipt that the hub did not sign for what came by stick");
                    }
                }
            }
        }
    }
    Ok(passed == MOST)
}

async fn keep(
    records: &SharedRecords,
    folder: &std::path::Path,
    number: i64,
    said: Result<(String, String), u16>,
) -> Result<(), SyncError> {
    let (own, now) = (folder.to_owned(), crate::platform::clock::now());
    with_records(records, move |_| Courier::open(&own)?.note_answer(number, &said, now)).await
}
