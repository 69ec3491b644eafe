//! How much of requests that nobody has verified yet is held in memory: a signature can only be checked over a whole
//! body, and whoever sends one slowly must neither fill the memory nor keep others out.

use super::HubError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The bodies of all terminals together, in kibibytes.
const ALL_KIB: usize = 64 * 1024;

/// Bodies of one terminal at the same time: the one it sends, and one that broke off on the line and is not known to.
const OF_ONE_TERMINAL: u8 = 3;

/// The room for bodies on their way.
#[derive(Debug)]
pub(super) struct Room {
    kibibytes: Arc<Semaphore>,
    senders: Arc<Mutex<HashMap<String, u8>>>,
}

impl Default for Room {
    fn default() -> Self {
        Self { kibibytes: Arc::new(Semaphore::new(ALL_KIB)), senders: Arc::default() }
    }
}

/// Room taken for one body; given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    _kibibytes: OwnedSemaphorePermit,
    senders: Arc<Mutex<HashMap<String, u8>>>,
    terminal: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = senders.get_mut(&self.terminal) {
            *count -= 1;
            if *count == 0 {
                senders.remove(&self.terminal);
            }
        }
    }
}

impl Room {
    /// Takes room for a body of so many bytes that is said to come from a terminal.
    ///
    /// # Errors
    /// When there is none at the moment.
    pub(super) fn take(&self, terminal: &str, bytes: usize) -> Result<Place, HubError> {
        let kibibytes =
            u32::try_from(bytes.div_ceil(1024).max(1)).map_err(|_| HubError::TooLarge("this address takes"))?;
        let permit = Arc::clone(&self.kibibytes).try_acquire_many_owned(kibibytes).map_err(|_| HubError::Busy)?;
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let count = senders.entry(terminal.to_owned()).or_default();
        if *count >= OF_ONE_TERMINAL {
            return Err(HubError::Busy);
        }
        *count += 1;
        drop(senders);
        Ok(Place { _kibibytes: permit, senders: Arc::clone(&self.senders), terminal: terminal.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_terminal_leaves_room_for_others_and_gets_its_own_back() {
        let room = Room::default();
        let places: Vec<Place> = (0..OF_ONE_TERMINAL).map(|_| room.take("t-1", 1024 * 1024).unwrap()).collect();
        assert!(matches!(room.take("t-1", 1), Err(HubError::Busy)));
        assert!(room.take("t-2", 1).is_ok());
        drop(places);
        assert!(room.take("t-1", 1).is_ok());
        assert!(room.senders.lock().unwrap().is_empty());
    }

    #[test]
    fn all_together_hold_no_more_than_there_is_room() {
        let room = Room::default();
        let take = |number: usize| room.take(&format!("t-{number}"), 1024 * 1024);
        let places: Vec<Place> = (0..ALL_KIB / 1024).map(|number| take(number).unwrap()).collect();
        assert!(matches!(take(1_000), Err(HubError::Busy)));
        drop(places);
        assert!(take(1_000).is_ok());
    }
}
