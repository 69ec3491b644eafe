//! Taking a batch in: read what is held, judge, write what comes of it, all in one transaction that holds the terminal's row. So
//! two hubs that are sent parcels of one terminal take them one after the other, and those of others at the same time.

use super::ask::{Value, all, change, first, meta, only};
use super::image::{Content, Held, Image, Place, places_of};
use super::keep;
use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::hub::storage::judge::{Judge, Sender, without_gap};
use crate::hub::storage::store::Batch;
use crate::hub::storage::{INCARNATION, OPERATOR_KEY};
use crate::protocol::MOST_EPOCHS;
use crate::protocol::verdict::{BatchAnswer, Watermarks};
use deadpool_postgres::{Object, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;

/// The terminal; its row is held until the end.
const TERMINAL: &str =
    "SELECT device_key, centre, begun, again, revoked IS NOT NULL FROM terminal WHERE id = $1 FOR NO KEY UPDATE";

const HOMES: &str = "SELECT centre FROM terminal_centre WHERE terminal = $1";

const NEIGHBOURS: &str = "SELECT EXISTS (SELECT 1 FROM terminal WHERE centre = $2 AND id <> $1)";

/// Records of one computer under two names must not be judged at the same time.
const CENTRE: &str = "SELECT pg_advisory_xact_lock(hashtextextended('cups centre ' || $1::text, 0))";

/// The newest place of each epoch, wherever the hub holds it.
const NEWEST: &str = "
    SELECT wanted.epoch, newest.sequence, newest.hash FROM unnest($2::bigint[]) AS wanted (epoch),
        LATERAL (
            (SELECT sequence, hash FROM entry WHERE terminal = $1 AND epoch = wanted.epoch ORDER BY sequence DESC LIMIT 1)
            UNION ALL
            (SELECT sequence, hash FROM elsewhere WHERE terminal = $1 AND epoch = wanted.epoch ORDER BY sequence DESC LIMIT 1)
            ORDER BY sequence DESC LIMIT 1
        ) AS newest";

/// What is held at these places, wherever the hub holds it.
const PLACES: &str = "
    SELECT epoch, sequence, previous, hash FROM entry
        JOIN unnest($2::bigint[], $3::bigint[]) AS wanted (epoch, sequence) USING (epoch, sequence) WHERE terminal = $1
    UNION ALL
    SELECT epoch, sequence, previous, hash FROM elsewhere
        JOIN unnest($2::bigint[], $3::bigint[]) AS wanted (epoch, sequence) USING (epoch, sequence) WHERE terminal = $1";

const FORKS: &str = "SELECT hash, changed FROM fork_head WHERE terminal = $1 ORDER BY changed DESC";

/// Entries of these ids: of the terminal itself or, where that is asked, of others of its centre.
const CONTENTS: &str = "
    SELECT id, terminal = $1, time, facts, sealed FROM entry
    WHERE id = ANY($2) AND terminal IN (
        SELECT $1::text UNION ALL SELECT other.id FROM terminal AS other WHERE $3 AND other.centre = $4 AND other.id <> $1)";

const WATERMARKS: &str =
    "SELECT epoch, received, backed_up, stored FROM watermark WHERE terminal = $1 ORDER BY epoch DESC LIMIT $2";

/// How many places beyond a watermark are read at once.
const AT_ONCE: i64 = 1000;

const BEYOND: &str = "
    (SELECT sequence FROM entry WHERE terminal = $1 AND epoch = $2 AND sequence > $3 ORDER BY sequence LIMIT $4)
    UNION ALL
    (SELECT sequence FROM elsewhere WHERE terminal = $1 AND epoch = $2 AND sequence > $3 ORDER BY sequence LIMIT $4)
    ORDER BY sequence LIMIT $4";

/// Takes a batch in.
///
/// # Errors
/// When the database fails; then nothing of the batch is stored, and it may be sent again.
pub(super) async fn ingest(client: &mut Object, batch: Batch) -> Result<BatchAnswer, HubError> {
    let Batch { terminal, elements, head, now } = batch;
    let transaction = client.transaction().await?;
    let row = first(&transaction, TERMINAL, &[&terminal]).await?.ok_or(HubError::NotSigned)?;
    let (device_key, home): (String, String) = (row.get(0), row.get(1));
    // Another hub may have been told so since the signature was looked at.
    if row.get(4) {
        return Err(HubError::Revoked);
    }
    let sender = sender(&transaction, &terminal, home.clone(), row.get::<_, Option<&str>>(2)).await?;
    let image = image(&transaction, (&terminal, &home), &sender, &elements).await?;
    let mut judge = Judge::new(sender, image);
    let verdicts = elements.iter().map(|element| judge.take(element)).collect::<Result<Vec<_>, _>>()?;
    let stored = judge.stored_by_epoch();
    let operator = meta(&transaction, OPERATOR_KEY).await?;
    let told = keep::write(&transaction, &terminal, judge.ledger, operator, now).await?;
    if let Some(head) = &head {
        keep::attest(&transaction, &terminal, &device_key, head).await?;
    }
    for (epoch, stored) in stored {
        raise_watermark(&transaction, &terminal, epoch, stored).await?;
    }
    let incarnation = meta(&transaction, INCARNATION).await?.ok_or(HubError::Form("incarnation"))?;
    let watermarks = watermarks(&transaction, &terminal).await?;
    transaction.commit().await?;
    // Only now is it so.
    keep::tell(&terminal, &told);
    let again = row.get::<_, i64>(3).unsigned_abs();
    Ok(BatchAnswer { incarnation, verdicts, watermarks, time: Some(now.to_string()), again })
}

async fn sender(
    transaction: &Transaction<'_>,
    terminal: &str,
    home: String,
    begun: Option<&str>,
) -> Result<Sender, HubError> {
    let key: [Value<'_>; 2] = [&terminal, &home];
    let (homes, neighbours) =
        tokio::try_join!(all(transaction, HOMES, &key[..1]), only(transaction, NEIGHBOURS, &key))?;
    let homes = homes.iter().map(|row| row.get(0)).collect();
    Ok(Sender::new(terminal, home, homes, begun, neighbours.get(0)))
}

/// Reads what is held around a batch.
async fn image(
    transaction: &Transaction<'_>,
    (terminal, home): (&str, &str),
    sender: &Sender,
    elements: &[Element],
) -> Result<Image, HubError> {
    let reads: Vec<&ReadEntry> = elements.iter().filter_map(|element| element.reading.as_ref().ok()).collect();
    let asks_neighbours = reads.iter().any(|read| sender.asks_neighbours(read));
    if asks_neighbours {
        only(transaction, CENTRE, &[&home]).await?;
    }
    let epochs: BTreeSet<u32> = reads.iter().map(|read| read.entry.position.epoch).collect();
    let epochs: Vec<i64> = epochs.into_iter().map(i64::from).collect();
    let (in_epochs, sequences): (Vec<i64>, Vec<i64>) =
        places_of(elements).into_iter().map(|(epoch, sequence)| (i64::from(epoch), sequence)).unzip();
    let newest_key: [Value<'_>; 2] = [&terminal, &epochs];
    let places_key: [Value<'_>; 3] = [&terminal, &in_epochs, &sequences];
    let (newest, places, forks, number) = tokio::try_join!(
        all(transaction, NEWEST, &newest_key),
        all(transaction, PLACES, &places_key),
        all(transaction, FORKS, &newest_key[..1]),
        only(transaction, "SELECT nextval('entry_batch')", &[])
    )?;
    let places: BTreeMap<Place, Held> = places.iter().map(held).collect();
    // Of what is sent again nothing more has to be known.
    let ids: BTreeSet<String> = reads
        .iter()
        .filter(|read| !places.contains_key(&(read.entry.position.epoch, read.sequence)))
        .map(|read| read.entry.id.to_string())
        .collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut image = Image {
        newest: newest.iter().map(|row| (epoch_of(row), (row.get(1), digest(row, 2)))).collect(),
        places,
        forks: forks.iter().filter_map(|row| Some((digest(row, 0)?, row.get(1)))).collect(),
        number: number.get(0),
        ..Image::default()
    };
    for row in all(transaction, CONTENTS, &[&terminal, &ids, &asks_neighbours, &home]).await? {
        let content = Content { time: row.get(2), facts: row.get(3), sealed: row.get(4) };
        let whose = if row.get(1) { &mut image.own } else { &mut image.neighbours };
        whose.insert(row.get(0), content);
    }
    Ok(image)
}

fn epoch_of(row: &Row) -> u32 {
    u32::try_from(row.get::<_, i64>(0)).unwrap_or_default()
}

/// A hash; none where it is damaged.
fn digest(row: &Row, column: usize) -> Option<[u8; 32]> {
    row.get::<_, &[u8]>(column).try_into().ok()
}

fn held(row: &Row) -> (Place, Held) {
    ((epoch_of(row), row.get(1)), Held { previous: digest(row, 2), hash: digest(row, 3) })
}

/// Raises an epoch's watermark up to the first gap, after so many of its entries came to be held.
async fn raise_watermark(
    transaction: &Transaction<'_>,
    terminal: &str,
    epoch: u32,
    stored: i64,
) -> Result<(), HubError> {
    let epoch = i64::from(epoch);
    let known = "SELECT received FROM watermark WHERE terminal = $1 AND epoch = $2";
    let known = first(transaction, known, &[&terminal, &epoch]).await?;
    let mut received = known.map_or(0, |row| row.get::<_, i64>(0));
    loop {
        let rows = all(transaction, BEYOND, &[&terminal, &epoch, &received, &AT_ONCE]).await?;
        let reached = without_gap(received, rows.iter().map(|row| row.get(0)));
        let goes_on = reached - received == AT_ONCE;
        received = reached;
        if !goes_on {
            break;
        }
    }
    let raise = "INSERT INTO watermark (terminal, epoch, received, stored) VALUES ($1, $2, $3, $4)
        ON CONFLICT (terminal, epoch) DO UPDATE SET received = excluded.received,
            stored = watermark.stored + excluded.stored";
    change(transaction, raise, &[&terminal, &epoch, &received, &stored]).await.map(drop)
}

/// How far each epoch has come.
async fn watermarks(transaction: &Transaction<'_>, terminal: &str) -> Result<Vec<Watermarks>, HubError> {
    let rows = all(transaction, WATERMARKS, &[&terminal, &i64::from(MOST_EPOCHS)]).await?;
    let marks = rows.iter().map(|row| {
        // Each commit is flushed before it is answered: what is received is durable.
        let [received, backed_up, stored] = [1, 2, 3].map(|column| row.get::<_, i64>(column).unsigned_abs());
        Watermarks { epoch: epoch_of(row), received, durable: received, backed_up, stored: Some(stored) }
    });
    Ok(marks.collect())
}
