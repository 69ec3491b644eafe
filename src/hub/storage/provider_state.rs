//! What providers' lists say of requests. Of a number its hash is kept alone.

use super::Storage;
use super::outbox::{self, Deed, Kind};
use crate::domain::case::{ProviderNumber, RequestState};
use crate::hub::HubError;
use crate::protocol::facts::Coded as _;
use crate::protocol::provider_state::{SaidState, request_hash};
use crate::protocol::signature::verifying_key_text;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, TransactionBehavior, params};
use std::collections::BTreeSet;

/// A line of a provider's list.
#[derive(Clone)]
pub struct ListedState {
    /// The provider's id.
    pub provider: String,
    /// The provider's number of the request.
    pub number: ProviderNumber,
    /// The state.
    pub state: RequestState,
    /// The day for which it is said.
    pub on: Date,
}

crate::domain::hidden::hidden!(ListedState, "ListedState");

/// Which lists were taken in, by whom: an account of the agency's pages, or nobody where it was a command. `once` is the form that
/// was sent, so that one that is sent twice is taken in once.
pub(super) const LISTS: &str = "
CREATE TABLE provider_list (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT,
    providers TEXT NOT NULL,
    requests INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    once TEXT NOT NULL UNIQUE
) STRICT;
";

/// A list on its way in.
#[derive(Clone, Copy, Debug)]
pub struct NewList<'a> {
    /// The account that takes it in; none is a command.
    pub who: Option<&'a str>,
    /// What makes it one that is taken in once.
    pub once: &'a str,
    /// Its lines.
    pub states: &'a [ListedState],
}

/// A list that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenList {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// The account that took it in; none is a command.
    pub who: Option<String>,
    /// The ids of the providers in it.
    pub providers: Vec<String>,
    /// How many requests stand in it.
    pub requests: usize,
    /// Of how many it said something new.
    pub changed: usize,
}

/// The place of a state on the usual way.
pub(super) fn rank_of(state: RequestState) -> i64 {
    let rank = RequestState::ALL.iter().position(|known| *known == state);
    rank.and_then(|rank| i64::try_from(rank).ok()).unwrap_or_default()
}

impl Storage {
    /// Takes a list in, whole or not at all, and writes down who did. The later day holds, and of one day the state further on,
    /// whichever list came first: so the same list twice changes nothing. One that was taken in already is given as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take_list(&mut self, list: &NewList<'_>, now: Timestamp) -> Result<TakenList, HubError> {
        let hub_key = verifying_key_text(&self.keys.answers.verifying_key());
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = format!("{TAKEN} WHERE once = ?1");
        if let Some(taken) = transaction.query_row(&sql, [list.once], taken).optional()? {
            return Ok(taken);
        }
        let mut changed = 0;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO provider_state (request, state, rank, day, received) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (request) DO UPDATE SET state = excluded.state, rank = excluded.rank, day = excluded.day,
                     received = excluded.received
                 WHERE (excluded.day, excluded.rank) > (day, rank)",
            )?;
            for line in list.states {
                let hash = request_hash(&hub_key, &line.provider, &line.number);
                let rank = rank_of(line.state);
                changed +=
                    statement.execute(params![hash, line.state.code(), rank, line.on.to_string(), now.to_string()])?;
            }
        }
        let providers: BTreeSet<&str> = list.states.iter().map(|line| line.provider.as_str()).collect();
        let providers = providers.into_iter().collect::<Vec<_>>().join(" ");
        let taken = transaction.query_row(
            "INSERT INTO provider_list (at, who, providers, requests, changed, once) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             RETURNING number, at, who, providers, requests, changed",
            params![now.to_string(), list.who, providers, list.states.len() as u64, changed as u64, list.once],
            taken,
        )?;
        let id = uuid::Uuid::now_v7().to_string();
        let deed = Deed { id: &id, kind: Kind::States, what: "providerListImported", who: None, entries: changed };
        outbox::note(&transaction, &deed, now)?;
        transaction.commit()?;
        Ok(taken)
    }

    /// The lists that were taken in, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn taken_lists(&self, most: usize) -> Result<Vec<TakenList>, HubError> {
        let mut statement = self.connection.prepare_cached(&format!("{TAKEN} ORDER BY number DESC LIMIT ?1"))?;
        Ok(statement.query_map([most as u64], taken)?.collect::<Result<_, _>>()?)
    }

    /// What lists say of these requests.
    ///
    /// # Errors
    /// When the database fails, or what it holds is malformed.
    pub fn states_of(&self, requests: &[String]) -> Result<Vec<SaidState>, HubError> {
        let mut statement =
            self.connection.prepare_cached("SELECT state, day FROM provider_state WHERE request = ?1")?;
        let mut found = Vec::new();
        for request in requests {
            let mut rows = statement.query([request])?;
            while let Some(row) = rows.next()? {
                let (state, day): (String, String) = (row.get(0)?, row.get(1)?);
                let on = day.parse().map_err(|_| HubError::Form("day of a provider's list"))?;
                let said = SaidState::new(request.clone(), &state, on);
                found.push(said.ok_or(HubError::Form("state of a provider's list"))?);
            }
        }
        Ok(found)
    }
}

const TAKEN: &str = "SELECT number, at, who, providers, requests, changed FROM provider_list";

fn taken(row: &Row<'_>) -> rusqlite::Result<TakenList> {
    let (at, providers): (String, String) = (row.get(1)?, row.get(3)?);
    Ok(TakenList {
        number: row.get(0)?,
        // What cannot be read is of no day; it is still told.
        at: at.parse().unwrap_or(Timestamp::UNIX_EPOCH),
        who: row.get(2)?,
        providers: providers.split_whitespace().map(str::to_owned).collect(),
        requests: row.get(4)?,
        changed: row.get(5)?,
    })
}
