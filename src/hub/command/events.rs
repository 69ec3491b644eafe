//! What the State's journal of events was told, what waits, and what it will not have.

use super::say;
use crate::hub::HubError;
use crate::hub::storage::Storage;
use crate::hub::storage::outbox::Forwarding;
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// How many receipts are shown.
const SHOWN: usize = 20;

/// What to do with the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// Say how they stand.
    Show,
    /// Tell those once more that were refused.
    Again,
    /// Gather none from now on.
    Stop,
}

/// Says how the events stand, or does something with them.
///
/// # Errors
/// When there is no hub or its database fails.
pub fn events(data: &Path, what: Events, json: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    match what {
        Events::Show => {}
        Events::Again => {
            let again = storage.tell_refused_again()?;
            return say(out, &format!("{again} events are told once more"));
        }
        Events::Stop => {
            storage.gather_no_events()?;
            return say(out, "what happens is not gathered any more; a hub that starts with [mlog] begins again");
        }
    }
    let (stands, refused) = (storage.forwarding()?, storage.refused_events()?);
    let receipts = storage.event_receipts(SHOWN)?;
    if json {
        let refused: Vec<_> =
            refused.iter().map(|(number, what, why)| json!({"number": number, "what": what, "why": why})).collect();
        let said = json!({"forwarding": stands, "refused": refused, "receipts": receipts});
        return say(out, &serde_json::to_string_pretty(&said).map_err(HubError::Stored)?);
    }
    let Some(stands) = stands else { return say(out, "no event was ever gathered: [mlog] in the hub's configuration") };
    say(out, &words(&stands))?;
    for (number, what, why) in refused {
        say(out, &format!("refused\t{number}\t{what}\t{why}"))?;
    }
    for receipt in receipts {
        let (first, last, events) = (receipt.first, receipt.last, receipt.events);
        say(out, &format!("taken\t{first}-{last}\t{events} events\t{}\t{}", receipt.at, receipt.receipt))?;
    }
    Ok(())
}

/// How the events stand, in one line.
#[must_use]
pub fn words(stands: &Forwarding) -> String {
    let oldest = stands.oldest.as_deref().filter(|_| stands.waiting > 0);
    let since = oldest.map(|oldest| format!(" since {oldest}")).unwrap_or_default();
    let failing = stands.failing_since.as_ref().map(|since| {
        let why = stands.why.as_deref().unwrap_or("no reason is known");
        format!("the receiver takes none since {since}: {why}")
    });
    let refused = (stands.refused > 0).then(|| format!("{} refused: cups-hub events names them", stands.refused));
    let gathers = (!stands.gathers).then(|| "none is gathered".to_owned());
    let counts = format!("{} taken, {} waiting{since}", stands.taken, stands.waiting);
    [Some(counts), failing, refused, gathers].into_iter().flatten().collect::<Vec<_>>().join("; ")
}
