//! Connections for what takes longer: pages, lists, reports. There are few, so that the processor is left to terminals;
//! who finds none free waits in turn, and not for ever.

use super::storage::Storage;
use super::{Hub, HubError, blocking};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many read at the same time.
const READERS: usize = 2;

/// How many may wait for their turn; who comes beyond that is asked to come later.
const WAITING: usize = 64;

/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(super) struct Readers {
    free: Mutex<Vec<Storage>>,
    turns: Arc<Semaphore>,
    room: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(data: &Path) -> Result<Self, HubError> {
        let free = (0..READERS).map(|_| Storage::open(data)).collect::<Result<_, _>>()?;
        let semaphore = |places| Arc::new(Semaphore::new(places));
        Ok(Self { free: Mutex::new(free), turns: semaphore(READERS), room: semaphore(READERS + WAITING) })
    }
}

/// Reads in turn.
pub(super) async fn read<T: Send + 'static>(
    hub: &Arc<Hub>,
    work: impl FnOnce(&Storage) -> Result<T, HubError> + Send + 'static,
) -> Result<T, HubError> {
    let readers = &hub.own()?.readers;
    let room = Arc::clone(&readers.room).try_acquire_owned().map_err(|_| HubError::Busy)?;
    let turn = tokio::time::timeout(PATIENCE, Arc::clone(&readers.turns).acquire_owned()).await;
    let turn = turn.map_err(|_| HubError::Busy)?.map_err(|_| HubError::Stopped)?;
    blocking(hub, move |hub| {
        // Held until the work is done, also when whoever asked has gone.
        let _held = (room, turn);
        let readers = &hub.own()?.readers;
        let free = || readers.free.lock().unwrap_or_else(PoisonError::into_inner);
        let found = free().pop();
        let storage = match found {
            Some(storage) => storage,
            // After work that ended in a panic.
            None => Storage::open(&hub.data)?,
        };
        let done = work(&storage);
        let mut free = free();
        if free.len() < READERS {
            free.push(storage);
        }
        drop(free);
        done
    })
    .await
}
