//! A visitor's plan goes from a public computer to the desk by a short code, through the relay of the room.
//!
//! What the relay knows a plan by and the key that opens it both come out of the code by one slow derivation, salted with the
//! relay's key, so that nothing computed for one room serves in another. Whoever holds the relay's memory has a name and a
//! cipher, and 2^40 codes to try at this price each.

use super::client::{ClientError, HubClient};
use super::reason::Reason;
use super::runner::{SharedRecords, with_records};
use crate::domain::handed_plan::{HandedPlan, normal_plan_code, plan_code};
use crate::domain::setup::RelayCode;
use crate::protocol::handed_plan::{LeftPlan, NAME_DIGITS, NoPlan, read, write};
use crate::store::identity::Enrolment;
use crate::store::vault::{DerivedKey, random};
use std::time::Duration;

/// How long is waited for the relay, which stands in the same room.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the derivation and the encryption are bound to.
const ABOUT: &[u8] = b"cups-handed-plan-1";

/// Why a plan was not handed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHanded {
    /// No relay is known here.
    #[error("this computer goes by no relay")]
    NoRelay,
    /// The relay does not answer, or not as one.
    #[error("{0}")]
    Silent(Reason),
    /// The relay has no plan of this code: it is wrong, was used, or is over.
    #[error("there is no plan of this code")]
    Unknown,
    /// Too many wrong codes were tried, or the relay holds as many plans as it may.
    #[error("the relay asks to wait")]
    Later,
    /// It was written by a newer program.
    #[error("it is of a newer program")]
    Newer,
    /// This computer cannot do the work, or what came is no plan.
    #[error("it does not open")]
    Broken,
}

impl From<ClientError> for NotHanded {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Later(_) => Self::Later,
            // A relay that does not know the address: of an older program.
            ClientError::Refused { status: 404 | 405, .. } => Self::Unknown,
            other => Self::Silent(other.reason()),
        }
    }
}

/// What follows from a code.
struct Derived {
    name: String,
    key: DerivedKey,
}

fn derived(code: &str, relay: &RelayCode) -> Result<Derived, NotHanded> {
    let (key, name) = DerivedKey::of(code, &[ABOUT, relay.key.as_bytes()]).map_err(|_| NotHanded::Broken)?;
    let name = hex::encode(name);
    debug_assert_eq!(name.len(), NAME_DIGITS, "a name has its digits");
    Ok(Derived { name, key })
}

/// A plan, encrypted under a code, as it is left at this relay.
///
/// # Errors
/// When the machine cannot do the work.
pub fn sealed(plan: &HandedPlan, code: &str, relay: &RelayCode) -> Result<LeftPlan, NotHanded> {
    let Derived { name, key } = derived(code, relay)?;
    let written = write(plan).map_err(|_| NotHanded::Broken)?;
    let cipher = key.encrypt(&written, ABOUT).map_err(|_| NotHanded::Broken)?;
    Ok(LeftPlan { name, sealed: hex::encode(cipher) })
}

async fn relay_of(records: &SharedRecords) -> Result<(HubClient, RelayCode), NotHanded> {
    let enrolment = with_records(records, |records| Ok(records.identity().enrolment.clone())).await;
    let enrolment: Enrolment = enrolment.ok().flatten().ok_or(NotHanded::NoRelay)?;
    let line = enrolment.relay.as_deref().ok_or(NotHanded::NoRelay)?;
    let code = RelayCode::read(line).ok_or(NotHanded::Silent(Reason::RelayOther))?;
    Ok((HubClient::of(&enrolment)?, code))
}

/// The slow work is done beside whoever talks.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, NotHanded> + Send + 'static,
) -> Result<T, NotHanded> {
    tokio::task::spawn_blocking(work).await.map_err(|_| NotHanded::Broken)?
}

/// Leaves a plan at the relay of the room, and gives the code by which the desk opens it.
///
/// # Errors
/// Why it was not left.
pub async fn leave(records: &SharedRecords, plan: HandedPlan) -> Result<String, NotHanded> {
    let (client, relay) = relay_of(records).await?;
    let code = plan_code(random().map_err(|_| NotHanded::Broken)?);
    let own = code.clone();
    let left = aside(move || sealed(&plan, &own, &relay)).await?;
    let silent = |_| NotHanded::Silent(Reason::RelaySilent);
    tokio::time::timeout(PATIENCE, client.leave_plan(&left)).await.map_err(silent)??;
    Ok(code)
}

/// Takes the plan of a code from the relay of the room, which does not have it any more then.
///
/// # Errors
/// Why it was not taken.
pub async fn take(records: &SharedRecords, typed: &str) -> Result<HandedPlan, NotHanded> {
    let (client, relay) = relay_of(records).await?;
    let code = normal_plan_code(typed).ok_or(NotHanded::Unknown)?;
    let Derived { name, key } = aside(move || derived(&code, &relay)).await?;
    let silent = |_| NotHanded::Silent(Reason::RelaySilent);
    let taken = tokio::time::timeout(PATIENCE, client.take_plan(name)).await.map_err(silent)??;
    let cipher = hex::decode(taken).map_err(|_| NotHanded::Broken)?;
    let plain = key.decrypt(&cipher, ABOUT).map_err(|_| NotHanded::Broken)?;
    read(&plain).map_err(|error| match error {
        NoPlan::Newer => NotHanded::Newer,
        NoPlan::Form => NotHanded::Broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::Answers;
    use jiff::civil::date;

    fn relay(digit: &str) -> RelayCode {
        let address = "https://192.168.1.5:8481".to_owned();
        RelayCode { address, key: digit.repeat(64), word: "a1b2c3d4e5f60718".to_owned(), hub: None }
    }

    #[test]
    fn a_code_names_and_opens_one_plan_of_one_room() {
        let (event, day) = ("C1".to_owned(), date(2026, 11, 20));
        let plan = HandedPlan { event, answers: Answers::default(), day, language: None, catalogue: 1 };
        let left = sealed(&plan, "ABCD-2345", &relay("1")).unwrap();
        let same = derived("ABCD-2345", &relay("1")).unwrap();
        assert_eq!(left.name, same.name);
        assert!(left.has_form());
        let cipher = hex::decode(&left.sealed).unwrap();
        assert!(read(&same.key.decrypt(&cipher, ABOUT).unwrap()) == Ok(plan));
        for other in [derived("ABCD-2346", &relay("1")).unwrap(), derived("ABCD-2345", &relay("2")).unwrap()] {
            assert_ne!(other.name, left.name);
            assert!(other.key.decrypt(&cipher, ABOUT).is_err());
        }
        // Computed once and for all: another version of the program opens it too.
        assert_eq!(left.name, "7827e33bc11f442071f82b2de17af6e6");
    }
}
