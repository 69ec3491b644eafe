//! The catalogue: what is published, and what is given out of it. And what providers' lists say of requests.

use super::ask::{change, first, meta, only, set_meta};
use crate::catalogue::release;
use crate::catalogue::trust::{Offer, TrustState};
use crate::domain::catalogue::Catalogue;
use crate::hub::HubError;
use crate::hub::keys::HubKeys;
use crate::hub::storage::provider_state::{ListedState, rank_of};
use crate::hub::storage::release_rules::{Change, DELTAS, Published, TRUST, deltas_to, published_meanwhile, trust_of};
use crate::hub::storage::store::Publication;
use crate::protocol::enrolment::CatalogueAnnouncement;
use crate::protocol::facts::Coded as _;
use crate::protocol::provider_state::{SaidState, request_hash};
use crate::protocol::signature::verifying_key_text;
use deadpool_postgres::Object;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What a signed file or a release is looked for by. No text of the database holds the letter that ends a text in C.
fn is_name(name: &str) -> bool {
    !name.contains('\0')
}

async fn one<T>(client: &mut Object, sql: &str, names: &[&str]) -> Result<Option<T>, HubError>
where
    T: for<'a> tokio_postgres::types::FromSql<'a>,
{
    if !names.iter().all(|name| is_name(name)) {
        return Ok(None);
    }
    let values: Vec<super::ask::Value<'_>> = names.iter().map(|name| name as super::ask::Value<'_>).collect();
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query_opt(&statement, &values).await?.map(|row| row.get(0)))
}

async fn trust(client: &mut Object) -> Result<Option<TrustState>, HubError> {
    let text: Option<String> = one(client, "SELECT value FROM meta WHERE name = $1", &[TRUST]).await?;
    trust_of(text.as_deref())
}

async fn offer(client: &mut Object) -> Result<Option<Offer>, HubError> {
    Ok(trust(client).await?.and_then(|state| state.offer()))
}

/// The current release's announcement.
pub(super) async fn announcement(client: &mut Object) -> Result<Option<CatalogueAnnouncement>, HubError> {
    let Some(offer) = offer(client).await? else { return Ok(None) };
    let sql = "SELECT octet_length(packed)::bigint FROM release WHERE sha256 = $1";
    let bytes: Option<i64> = one(client, sql, &[&offer.sha256]).await?;
    Ok(bytes.map(|bytes| CatalogueAnnouncement {
        number: offer.number,
        sha256: offer.sha256,
        bytes: bytes.unsigned_abs(),
        signed_until: offer.expires.to_string(),
    }))
}

/// The packed release of a hash.
pub(super) async fn release(client: &mut Object, sha256: &str) -> Result<Option<Vec<u8>>, HubError> {
    one(client, "SELECT packed FROM release WHERE sha256 = $1", &[sha256]).await
}

/// The delta from one release to another.
pub(super) async fn delta(client: &mut Object, base: &str, target: &str) -> Result<Option<Vec<u8>>, HubError> {
    one(client, "SELECT packed FROM catalogue_delta WHERE base = $1 AND target = $2", &[base, target]).await
}

/// A signed file.
pub(super) async fn metadata(client: &mut Object, name: &str) -> Result<Option<String>, HubError> {
    one(client, "SELECT body FROM catalogue_metadata WHERE name = $1", &[name]).await
}

/// The current catalogue.
pub(super) async fn catalogue(client: &mut Object) -> Result<Option<Catalogue>, HubError> {
    let Some(offer) = offer(client).await? else { return Ok(None) };
    let Some(packed) = release(client, &offer.sha256).await? else { return Ok(None) };
    let expected = release::Expected { sha256: &offer.sha256, length: offer.length };
    Ok(Some(release::parse(&release::unpack(&packed, expected)?)?))
}

/// Publishes a signed release.
pub(super) async fn publish(client: &mut Object, publication: Publication) -> Result<Published, HubError> {
    let before = trust(client).await?;
    let sql = "SELECT packed FROM release WHERE sha256 <> $1 ORDER BY published COLLATE \"C\" DESC LIMIT $2";
    let past = client.query(sql, &[&publication.bundle.release.sha256, &i64::from(DELTAS)]).await?;
    let past: Vec<Vec<u8>> = past.iter().map(|row| row.get(0)).collect();
    let known = before.clone();
    // Seconds of work for a large catalogue.
    let made = tokio::task::spawn_blocking(move || {
        let Publication { bundle, new_root, scratch, now } = publication;
        let change = Change::of(known.as_ref(), &bundle, new_root, &scratch, now)?;
        let deltas = if change.renewed { Vec::new() } else { deltas_to(&bundle.release, past)? };
        Ok::<_, HubError>((change, deltas, bundle.release, now))
    });
    let (plan, deltas, release, now) = made.await.map_err(|_| HubError::Stopped)??;
    let transaction = client.transaction().await?;
    only(&transaction, "SELECT pg_advisory_xact_lock(hashtextextended('cups publish', 0))", &[]).await?;
    if trust_of(meta(&transaction, TRUST).await?.as_deref())? != before {
        return Err(published_meanwhile());
    }
    if !plan.renewed {
        change(&transaction, "DELETE FROM release WHERE number = $1", &[&plan.number]).await?;
        let sql = "INSERT INTO release (number, sha256, packed, published) VALUES ($1, $2, $3, $4)";
        change(&transaction, sql, &[&plan.number, &release.sha256, &release.packed, &now.to_string()]).await?;
        change(&transaction, "DELETE FROM catalogue_delta", &[]).await?;
        for (base, packed) in &deltas {
            let sql = "INSERT INTO catalogue_delta (base, target, packed) VALUES ($1, $2, $3)";
            change(&transaction, sql, &[base, &release.sha256, packed]).await?;
        }
    }
    if plan.forgets_files {
        change(&transaction, "DELETE FROM catalogue_metadata", &[]).await?;
    }
    for (name, body) in &plan.files {
        let sql = "INSERT INTO catalogue_metadata (name, body) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET body = excluded.body";
        change(&transaction, sql, &[name, body]).await?;
    }
    set_meta(&transaction, TRUST, &plan.trust).await?;
    transaction.commit().await?;
    Ok(if plan.renewed { Published::Renewed } else { Published::Now })
}

/// Takes a provider's list in, whole or not at all.
pub(super) async fn take_states(
    client: &mut Object,
    keys: &HubKeys,
    list: &[ListedState],
    now: Timestamp,
) -> Result<usize, HubError> {
    const TAKE: &str = "
        INSERT INTO provider_state (request, state, rank, day, received) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (request) DO UPDATE SET state = excluded.state, rank = excluded.rank, day = excluded.day,
            received = excluded.received
        WHERE (excluded.day COLLATE \"C\", excluded.rank) > (provider_state.day COLLATE \"C\", provider_state.rank)";
    let hub_key = verifying_key_text(&keys.answers.verifying_key());
    let transaction = client.transaction().await?;
    let received = now.to_string();
    let mut changed = 0;
    // In the order of the hashes: two lists at the same time never wait for each other in a circle.
    let mut lines: Vec<(String, &ListedState)> =
        list.iter().map(|line| (request_hash(&hub_key, &line.provider, &line.number), line)).collect();
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (hash, line) in lines {
        let (state, rank, day) = (line.state.code(), rank_of(line.state), line.on.to_string());
        changed += change(&transaction, TAKE, &[&hash, &state, &rank, &day, &received]).await?;
    }
    transaction.commit().await?;
    Ok(usize::try_from(changed).unwrap_or(usize::MAX))
}

/// What lists say of these requests.
pub(super) async fn states_of(client: &mut Object, requests: &[String]) -> Result<Vec<SaidState>, HubError> {
    let statement =
        client.prepare_cached("SELECT request, state, day FROM provider_state WHERE request = ANY($1)").await?;
    let rows = client.query(&statement, &[&requests]).await?;
    let said: BTreeMap<&str, (&str, &str)> = rows.iter().map(|row| (row.get(0), (row.get(1), row.get(2)))).collect();
    let mut found = Vec::new();
    for request in requests {
        let Some((state, day)) = said.get(request.as_str()) else { continue };
        let on = day.parse().map_err(|_| HubError::Form("day of a provider's list"))?;
        found.push(SaidState::new(request.clone(), state, on).ok_or(HubError::Form("state of a provider's list"))?);
    }
    Ok(found)
}

/// Whether a second server has what is acknowledged. Who may not see that is told nothing, and neither is it zero.
const SECOND_COPY: &str = "
    SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') THEN EXISTS (
        SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')) END";

/// Whether the server takes what is written, how many alarms stand, and whether a second server has the same.
pub(super) async fn health(client: &mut Object, probes: bool, now: Timestamp) -> Result<(u64, Option<bool>), HubError> {
    let transaction = client.transaction().await?;
    if probes {
        set_meta(&transaction, "probed", &now.to_string()).await?;
    }
    let alarms = first(&transaction, "SELECT count(*) FROM alarm", &[]).await?;
    let second_copy = only(&transaction, SECOND_COPY, &[]).await?.get(0);
    transaction.commit().await?;
    Ok((alarms.map_or(0, |row| row.get::<_, i64>(0).unsigned_abs()), second_copy))
}
