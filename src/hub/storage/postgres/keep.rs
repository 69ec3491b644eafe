//! What is written of a batch, once it was judged.

use super::ask::{Value, all, change, first, only};
use super::image::{Aside, Image, Place, Raised, note};
use crate::hub::HubError;
use crate::hub::batch::ReadEntry;
use crate::hub::storage::alarm::Alarm;
use crate::hub::storage::bound::{Bound, Share};
use crate::hub::storage::correction::target_key;
use crate::protocol::parcel::Head;
use crate::protocol::signature;
use crate::protocol::verdict::QuarantineCode;
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use std::collections::BTreeSet;

const ENTRIES: &str = "
    INSERT INTO entry (terminal, received, batch, epoch, sequence, id, time, facts, sealed, previous, hash, centre, event,
                       action, person, corrects)
    SELECT $1::text, $2::text, $3::bigint, new.* FROM unnest($4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::bytea[],
        $10::bytea[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[]) AS new";

const ELSEWHERE: &str = "
    INSERT INTO elsewhere (terminal, epoch, sequence, previous, hash)
    SELECT $1::text, new.* FROM unnest($2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[]) AS new";

const FORKS: &str = "
    INSERT INTO fork_head (terminal, hash, changed) SELECT $1::text, new.* FROM unnest($2::bytea[], $3::bigint[]) AS new";

const ASIDES: &str = "
    INSERT INTO set_aside (terminal, received, digest, code, epoch, sequence, sealed)
    SELECT $1::text, $2::text, new.* FROM unnest($3::bytea[], $4::text[], $5::bigint[], $6::bigint[], $7::bytea[]) AS new";

const BOUND: &str = "
    INSERT INTO bound_for (terminal, kept, bytes, beyond) VALUES ($1, $2, $3, $4)
    ON CONFLICT (terminal) DO UPDATE SET kept = excluded.kept, bytes = excluded.bytes,
        beyond = bound_for.beyond + excluded.beyond";

const RAISE: &str = "
    INSERT INTO alarm (terminal, kind, epoch, sequence, first, last, times) VALUES ($1, $2, $3, $4, $5, $5, $6)
    ON CONFLICT (terminal, kind) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence, last = excluded.last,
        times = alarm.times + excluded.times
    RETURNING times = $6";

/// Alarms that were raised for the first time, with where.
pub(super) type First = Vec<(Alarm, Place)>;

/// Writes what was judged.
pub(super) async fn write(
    transaction: &Transaction<'_>,
    terminal: &str,
    image: Image,
    operator: Option<String>,
    now: Timestamp,
) -> Result<First, HubError> {
    let Image { number, entries, elsewhere, forks, forks_changed, asides, mut raised, .. } = image;
    if !entries.is_empty() {
        insert(transaction, terminal, number, &entries, now).await?;
    }
    if !elsewhere.is_empty() {
        let (epochs, sequences) = places(elsewhere.iter());
        let previous: Vec<&[u8]> = elsewhere.iter().map(|read| read.entry.previous.as_slice()).collect();
        let hashes: Vec<&[u8]> = elsewhere.iter().map(|read| read.hash.as_slice()).collect();
        change(transaction, ELSEWHERE, &[&terminal, &epochs, &sequences, &previous, &hashes]).await?;
    }
    if forks_changed {
        change(transaction, "DELETE FROM fork_head WHERE terminal = $1", &[&terminal]).await?;
        let (hashes, changed): (Vec<&[u8]>, Vec<i64>) =
            forks.iter().map(|(hash, changed)| (hash.as_slice(), *changed)).unzip();
        change(transaction, FORKS, &[&terminal, &hashes, &changed]).await?;
    }
    if !asides.is_empty() {
        set_aside(transaction, terminal, asides, operator, &mut raised, now).await?;
    }
    raise(transaction, terminal, raised, now).await
}

fn places<'a>(reads: impl Iterator<Item = &'a ReadEntry>) -> (Vec<i64>, Vec<i64>) {
    reads.map(|read| (i64::from(read.entry.position.epoch), read.sequence)).unzip()
}

/// Keeps entries. That each place and each id is free was seen under the lock of the terminal.
async fn insert(
    transaction: &Transaction<'_>,
    terminal: &str,
    number: i64,
    entries: &[(ReadEntry, String)],
    now: Timestamp,
) -> Result<(), HubError> {
    fn each<'a, T>(entries: &'a [(ReadEntry, String)], of: impl Fn(&'a ReadEntry) -> T) -> Vec<T> {
        entries.iter().map(|(read, _)| of(read)).collect()
    }
    let (epochs, sequences) = places(entries.iter().map(|(read, _)| read));
    let ids = each(entries, |read| read.entry.id.to_string());
    let times = each(entries, |read| read.entry.time.to_string());
    let facts = each(entries, |read| read.entry.facts.text());
    let sealed = each(entries, |read| read.entry.sealed.as_deref());
    let previous = each(entries, |read| read.entry.previous.as_slice());
    let hashes = each(entries, |read| read.hash.as_slice());
    let centres: Vec<&str> = entries.iter().map(|(_, centre)| centre.as_str()).collect();
    let events = each(entries, |read| read.entry.facts.event.as_deref());
    let actions = each(entries, |read| read.entry.facts.action.code());
    let persons = each(entries, |read| read.entry.facts.case.unwrap_or(read.entry.id).to_string());
    let corrects: Vec<Option<String>> =
        entries.iter().map(|(read, centre)| corrected(terminal, read, centre)).collect();
    let received = now.to_string();
    let values: [Value<'_>; 16] = [
        &terminal, &received, &number, &epochs, &sequences, &ids, &times, &facts, &sealed, &previous, &hashes,
        &centres, &events, &actions, &persons, &corrects,
    ];
    change(transaction, ENTRIES, &values).await.map(drop)
}

fn corrected(terminal: &str, read: &ReadEntry, centre: &str) -> Option<String> {
    let target = read.entry.facts.corrects?.to_string();
    let case = read.entry.facts.case.map(|case| case.to_string());
    Some(target_key(terminal, centre, case.as_deref(), &target))
}

/// Sets events aside, within bounds and each once.
async fn set_aside(
    transaction: &Transaction<'_>,
    terminal: &str,
    asides: Vec<Aside>,
    operator: Option<String>,
    raised: &mut Raised,
    now: Timestamp,
) -> Result<(), HubError> {
    let digests: Vec<&[u8]> = asides.iter().map(|aside| aside.digest.as_slice()).collect();
    let known = "SELECT digest FROM set_aside WHERE terminal = $1 AND digest = ANY($2)";
    let known = all(transaction, known, &[&terminal, &digests]).await?;
    let mut known: BTreeSet<Vec<u8>> = known.iter().map(|row| row.get(0)).collect();
    let bound = first(transaction, "SELECT kept, bytes FROM bound_for WHERE terminal = $1", &[&terminal]).await?;
    let before = bound.map_or_else(Bound::default, |row| Bound { kept: row.get(0), bytes: row.get(1) });
    // Sealing takes a while: done where it holds up no other request.
    let shared = tokio::task::spawn_blocking(move || {
        let mut bound = before;
        let mut kept: Vec<(Aside, Share)> = Vec::new();
        for aside in asides {
            if !known.insert(aside.digest.to_vec()) {
                continue;
            }
            let share = bound.share(&aside.text, operator.as_deref());
            bound = bound.with(&share);
            kept.push((aside, share));
        }
        (bound, kept)
    });
    let (bound, kept) = shared.await.map_err(|_| HubError::Stopped)?;
    let mut beyond = 0;
    for (aside, share) in &kept {
        let place = (aside.epoch.unwrap_or(0), aside.sequence.unwrap_or(0));
        if !share.is_named {
            beyond += 1;
            note(raised, Alarm::Full, place);
        }
        if aside.code == QuarantineCode::Centre {
            note(raised, Alarm::Centre, place);
        }
    }
    if kept.is_empty() {
        return Ok(());
    }
    let named: Vec<&(Aside, Share)> = kept.iter().filter(|(_, share)| share.is_named).collect();
    let digests: Vec<&[u8]> = named.iter().map(|(aside, _)| aside.digest.as_slice()).collect();
    let codes: Vec<&str> = named.iter().map(|(aside, _)| aside.code.name()).collect();
    let epochs: Vec<Option<i64>> = named.iter().map(|(aside, _)| aside.epoch.map(i64::from)).collect();
    let sequences: Vec<Option<i64>> = named.iter().map(|(aside, _)| aside.sequence).collect();
    let sealed: Vec<Option<&[u8]>> = named.iter().map(|(_, share)| share.sealed.as_deref()).collect();
    let received = now.to_string();
    let values: [Value<'_>; 7] = [&terminal, &received, &digests, &codes, &epochs, &sequences, &sealed];
    change(transaction, ASIDES, &values).await?;
    change(transaction, BOUND, &[&terminal, &bound.kept, &bound.bytes, &i64::from(beyond)]).await?;
    Ok(())
}

async fn raise(
    transaction: &Transaction<'_>,
    terminal: &str,
    raised: Raised,
    now: Timestamp,
) -> Result<First, HubError> {
    let mut first = First::new();
    let at = now.to_string();
    for (alarm, (place, times)) in raised {
        let (kind, epoch) = (alarm.name(), i64::from(place.0));
        let row = only(transaction, RAISE, &[&terminal, &kind, &epoch, &place.1, &at, &times]).await?;
        if row.get(0) {
            first.push((alarm, place));
        }
    }
    Ok(first)
}

/// Writes alarms into the log. Once: whoever raises them could fill it.
pub(super) fn tell(terminal: &str, first: &First) {
    for (alarm, (epoch, sequence)) in first {
        tracing::error!(terminal, kind = alarm.name(), epoch, sequence, "an alarm");
    }
}

/// Keeps the signature over the newest entry, when it is the terminal's over what is held there.
pub(super) async fn attest(
    transaction: &Transaction<'_>,
    terminal: &str,
    device_key: &str,
    head: &Head,
) -> Result<(), HubError> {
    let Ok(sequence) = i64::try_from(head.sequence) else { return Ok(()) };
    let epoch = i64::from(head.epoch);
    let sql = "SELECT hash FROM entry WHERE terminal = $1 AND epoch = $2 AND sequence = $3";
    let row = first(transaction, sql, &[&terminal, &epoch, &sequence]).await?;
    let hash: Option<[u8; 32]> = row.and_then(|row| row.get::<_, &[u8]>(0).try_into().ok());
    let (Some(key), Some(hash)) = (signature::verifying_key(device_key), hash) else { return Ok(()) };
    if !signature::is_head(&key, terminal, head.epoch, head.sequence, &hash, &head.signature) {
        tracing::warn!(terminal, "a signature over a history does not fit it");
        return Ok(());
    }
    let attest = "INSERT INTO attested (terminal, epoch, sequence, hash, signature) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING";
    let values: [Value<'_>; 5] = [&terminal, &epoch, &sequence, &hash.as_slice(), &head.signature];
    change(transaction, attest, &values).await.map(drop)
}
