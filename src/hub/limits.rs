//! How many requests are taken in a minute, of one terminal and from one address: one that is broken or stolen keeps no other
//! from being heard. Kept in memory, and within bounds.

use super::HubError;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many requests a terminal may make in a minute. One that has a year's journal to send makes a few hundred.
pub const OF_A_TERMINAL: u32 = 3_000;

/// How many requests may come from one address in a minute: of hundreds of computers behind one line.
pub const OF_AN_ADDRESS: u32 = 30_000;

/// How many are counted at the same time, the most.
const MOST_COUNTED: usize = 50_000;

/// From which computer a request came, as the system says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub IpAddr);

/// What may still be taken of somebody: it fills up evenly, a minute's worth at the most.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// Counts the requests of many.
#[derive(Debug)]
pub struct Limit<Key> {
    a_minute: u32,
    buckets: Mutex<HashMap<Key, Bucket>>,
}

impl<Key: Eq + Hash> Limit<Key> {
    /// Lets so many pass in a minute; 0 lets all pass.
    #[must_use]
    pub fn new(a_minute: u32) -> Self {
        Self { a_minute, buckets: Mutex::default() }
    }

    /// Takes one request in.
    ///
    /// # Errors
    /// When there were too many: how long to wait.
    pub fn take(&self, key: Key, now: Instant) -> Result<(), HubError> {
        if self.a_minute == 0 {
            return Ok(());
        }
        let most = f64::from(self.a_minute);
        let refill = most / 60.0;
        let filled = |bucket: &Bucket| {
            let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + passed * refill).min(most)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_COUNTED && !buckets.contains_key(&key) {
            // Whoever rested for a minute is as good as new. Where nobody did, all begin anew: that lets too many pass once.
            buckets.retain(|_, bucket| filled(bucket) < most);
            if buckets.len() >= MOST_COUNTED {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { left: most, at: now });
        let left = filled(bucket);
        if left < 1.0 {
            let wait = Duration::from_secs_f64((1.0 - left) / refill);
            return Err(HubError::TooMany { seconds: wait.as_secs() + 1 });
        }
        *bucket = Bucket { left: left - 1.0, at: now };
        Ok(())
    }
}

/// The limits of a hub.
#[derive(Debug)]
pub struct Limits {
    /// By the terminal's name, once it has proven that it is its own.
    pub terminals: Limit<String>,
    /// By address.
    pub addresses: Limit<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(OF_A_TERMINAL, OF_AN_ADDRESS)
    }
}

impl Limits {
    /// Limits of so many requests a minute; 0 is none.
    #[must_use]
    pub fn of(of_a_terminal: u32, of_an_address: u32) -> Self {
        Self { terminals: Limit::new(of_a_terminal), addresses: Limit::new(of_an_address) }
    }
}

/// Whose request it is. Behind a proxy on the same computer it is the address that the proxy names last; where it names none
/// nobody can be told from anybody, and nothing is counted.
#[must_use]
pub fn address_of(peer: IpAddr, forwarded: Option<&str>) -> Option<IpAddr> {
    if !peer.is_loopback() {
        return Some(peer);
    }
    forwarded?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_asks_too_much_waits_and_keeps_no_other_out() {
        let limit = Limit::new(60);
        let start = Instant::now();
        for _ in 0..60 {
            limit.take("t-1", start).unwrap();
        }
        assert!(matches!(limit.take("t-1", start), Err(HubError::TooMany { seconds: 2 })));
        limit.take("t-2", start).unwrap();
        let later = start + Duration::from_secs(2);
        assert!(limit.take("t-1", later).is_ok() && limit.take("t-1", later).is_ok());
        assert!(limit.take("t-1", later).is_err());
        let rested = start + Duration::from_hours(1);
        for _ in 0..60 {
            limit.take("t-1", rested).unwrap();
        }
        assert!(limit.take("t-1", rested).is_err(), "a rest gives a minute's worth and no more");
        let none = Limit::new(0);
        assert!((0..10_000).all(|_| none.take("t-1", start).is_ok()));
    }

    #[test]
    fn no_flood_of_names_fills_the_memory() {
        let limit = Limit::new(60);
        let start = Instant::now();
        for name in 0..MOST_COUNTED + 10 {
            limit.take(name, start).unwrap();
        }
        assert!(limit.buckets.lock().unwrap().len() <= MOST_COUNTED);
    }

    #[test]
    fn behind_a_proxy_whoever_it_names_last_is_counted() {
        let [near, far]: [IpAddr; 2] = ["127.0.0.1".parse().unwrap(), "203.0.113.7".parse().unwrap()];
        assert_eq!(address_of(far, Some("198.51.100.1")), Some(far), "who is no proxy of ours names nobody");
        assert_eq!(address_of(near, Some("198.51.100.1, 203.0.113.7")), Some(far));
        assert_eq!(address_of(near, None), None);
        assert_eq!(address_of(near, Some("unknown")), None);
    }
}
