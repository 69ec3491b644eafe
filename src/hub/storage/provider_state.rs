//! What providers' lists say of requests. Of a number its hash is kept alone.

use super::Storage;
use crate::domain::case::{ProviderNumber, RequestState};
use crate::hub::HubError;
use crate::protocol::facts::Coded as _;
use crate::protocol::provider_state::{SaidState, request_hash};
use crate::protocol::signature::verifying_key_text;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::params;

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

/// The place of a state on the usual way.
pub(super) fn rank_of(state: RequestState) -> i64 {
    let rank = RequestState::ALL.iter().position(|known| *known == state);
    rank.and_then(|rank| i64::try_from(rank).ok()).unwrap_or_default()
}

impl Storage {
    /// Takes a list in, whole or not at all; gives how many requests it says something new of. The later day holds, and of one
    /// day the state further on, whichever list came first: so the same list twice changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take_states(&mut self, list: &[ListedState], now: Timestamp) -> Result<usize, HubError> {
        let hub_key = verifying_key_text(&self.keys.answers.verifying_key());
        let transaction = self.connection.transaction()?;
        let mut changed = 0;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO provider_state (request, state, rank, day, received) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (request) DO UPDATE SET state = excluded.state, rank = excluded.rank, day = excluded.day,
                     received = excluded.received
                 WHERE (excluded.day, excluded.rank) > (day, rank)",
            )?;
            for line in list {
                let hash = request_hash(&hub_key, &line.provider, &line.number);
                let rank = rank_of(line.state);
                changed +=
                    statement.execute(params![hash, line.state.code(), rank, line.on.to_string(), now.to_string()])?;
            }
        }
        transaction.commit()?;
        Ok(changed)
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
