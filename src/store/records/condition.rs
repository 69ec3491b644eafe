//! How the terminal stands, for the hub: what waits, the disk, the catalogue.

use super::meta::{meta, set_meta};
use super::{Records, RecordsError};
use crate::protocol::condition::TerminalCondition;
use jiff::Timestamp;

/// Which catalogue is in use, and until when its signature holds.
const CATALOGUE: &str = "catalogue";

impl Records {
    /// How the terminal stands now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn condition(&self, now: Timestamp) -> Result<TerminalCondition, RecordsError> {
        let outbox = self.outbox_status()?;
        let gauge = self.gauge();
        let (catalogue, signed_until) = self.known_catalogue()?;
        Ok(TerminalCondition {
            at: Some(now),
            waiting: Some(outbox.waiting),
            waiting_since: outbox.since,
            disk_full: gauge.map(|gauge| gauge.full),
            disk_days: gauge.and_then(|gauge| gauge.days),
            catalogue,
            signed_until,
            heard: self.hub_time()?,
        })
    }

    /// Keeps which catalogue is in use, where it is another than before, and until when its signature holds.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn note_catalogue(&mut self, number: u64, signed_until: Option<Timestamp>) -> Result<(), RecordsError> {
        if self.known_catalogue()? == (Some(number), signed_until) {
            return Ok(());
        }
        let until = signed_until.map(|until| format!(" {until}")).unwrap_or_default();
        set_meta(&self.connection, CATALOGUE, &format!("{number}{until}"))
    }

    fn known_catalogue(&self) -> Result<(Option<u64>, Option<Timestamp>), RecordsError> {
        let kept = meta(&self.connection, CATALOGUE)?.unwrap_or_default();
        let mut words = kept.split(' ');
        let number = words.next().and_then(|number| number.parse().ok());
        Ok((number, words.next().and_then(|until| until.parse().ok())))
    }
}
