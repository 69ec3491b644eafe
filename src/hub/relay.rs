//! The relay in a centre's room: it keeps what the computers of the room send until the hub has answered, hands the hub's
//! receipts on, has the catalogue once for all of them, and holds a visitor's plan until the desk has it. It opens nothing, and nothing that it says counts as the hub's.
//!
//! Invariants: "kept" leaves only after the commit behind it; a request goes on as it came, in the order in which its terminal
//! handed it over; an answer goes back as it came; what waits for the hub is never forgotten.

mod condition;
mod forward;
mod keys;
mod mirror;
mod outer;
mod plans;
mod routes;

pub use condition::{LineNote, RelayCondition};
pub use keys::RelayKeys;

use super::storage::HubLock;
use super::storage::relay::RelayStorage;
use super::{HubError, locked, server};
use crate::sync::client::{ClientError, HubClient};
use crate::sync::reason::Reason;
use jiff::Timestamp;
use mirror::Mirror;
use outer::Outer;
use plans::Plans;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// A running relay.
pub struct Relay {
    storage: Mutex<RelayStorage>,
    keys: RelayKeys,
    upstream: HubClient,
    mirror: Mirror,
    plans: Mutex<Plans>,
    /// Why nothing goes to the hub, as far as that is known.
    line: Mutex<Option<Reason>>,
    /// When what waits is tried next, while it waits for that.
    next_try: Mutex<Option<Timestamp>>,
    wake: Notify,
    outer: Outer,
    /// When the hub last answered a question of a computer of the room to its log.
    hub_asked: Mutex<Option<Instant>>,
    data: PathBuf,
    _lock: HubLock,
}

impl Relay {
    /// Opens the relay in a folder, and sets it up there when it is new. Where it does not send `automatic`ally, nothing goes over the
    /// outer line but what somebody of the room pressed for.
    ///
    /// # Errors
    /// When another one runs there, its database cannot be used, or the address of the hub is none.
    pub fn open(data: &Path, upstream: &str, automatic: bool) -> Result<Arc<Self>, HubError> {
        let lock = RelayStorage::lock(data)?;
        let upstream = HubClient::new(upstream, false).map_err(|error| {
            let words = match &error {
                ClientError::Plain => "an http:// address is this very computer's alone: give one with https://",
                _ => "it is no address of a hub: it starts with https://",
            };
            HubError::input("--upstream", words)
        })?;
        Ok(Arc::new(Self {
            storage: Mutex::new(RelayStorage::open(data)?),
            keys: RelayKeys::open(data)?,
            upstream,
            mirror: Mirror::new(data),
            plans: Mutex::default(),
            line: Mutex::default(),
            next_try: Mutex::default(),
            wake: Notify::new(),
            outer: Outer::new(automatic),
            hub_asked: Mutex::default(),
            data: data.to_owned(),
            _lock: lock,
        }))
    }

    /// Why nothing goes to the hub, as far as that is known.
    fn line(&self) -> Option<Reason> {
        *locked(&self.line)
    }

    /// Hears how long what did not go waits for its next try.
    fn note_pause(&self, pause: Option<Duration>) {
        let at = |pause: Duration| Timestamp::now().checked_add(pause).ok();
        let next = pause.and_then(at);
        if std::mem::replace(&mut *locked(&self.next_try), next) != next {
            self.note().keep(&self.data);
        }
    }

    /// What is known of the line.
    fn note(&self) -> LineNote {
        LineNote {
            line: self.line().map(|reason| reason.name().to_owned()),
            next_try: *locked(&self.next_try),
            switched_off: !self.outer.automatic(),
        }
    }

    /// Why what is kept does not go, as a computer of the room is told: what is wrong with the line, or that nothing goes by itself.
    /// Nothing from a press until its try has ended: what was found before says nothing of it.
    fn line_of_kept(&self) -> Option<String> {
        if self.outer.is_asked() {
            return None;
        }
        let holds = (!self.outer.automatic()).then_some(Reason::RelayHolds);
        self.line().or(holds).map(|reason| reason.name().to_owned())
    }

    /// Hears whether something went to the hub.
    fn note_line(&self, reason: Option<Reason>) {
        let before = std::mem::replace(&mut *locked(&self.line), reason);
        if before != reason {
            self.note().keep(&self.data);
        }
        match reason {
            _ if before == reason => {}
            Some(reason) => tracing::warn!(reason = reason.name(), "nothing goes to the hub: {reason}"),
            None => {
                tracing::info!("the hub answers");
                self.wake.notify_one();
            }
        }
    }
}

/// Serves until `stop` is done, and passes on what is kept.
///
/// # Errors
/// When the relay's key cannot be used.
pub async fn serve(
    relay: Arc<Relay>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    let tls = relay.keys.acceptor()?;
    // For the command beside it, from the first moment on.
    relay.note().keep(&relay.data);
    let forwarding = tokio::spawn(forward::forward_for_ever(Arc::clone(&relay)));
    server::run(routes::router(relay), listener, Some(tls), stop).await;
    forwarding.abort();
    Ok(())
}

/// Does work that waits for the disk where it holds up no other request.
async fn with_storage<T: Send + 'static>(
    relay: &Arc<Relay>,
    work: impl FnOnce(&mut RelayStorage) -> Result<T, HubError> + Send + 'static,
) -> Result<T, HubError> {
    let relay = Arc::clone(relay);
    tokio::task::spawn_blocking(move || work(&mut locked(&relay.storage))).await.map_err(|_| HubError::Stopped)?
}
