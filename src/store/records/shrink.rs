//! The records file becomes smaller: what went from it left pages that are used again, and where those are many the file is written
//! anew without them. It is one transaction in the log of the file, so that a power cut leaves the file as it was or as it is to be;
//! writing the log into the file is what cuts its end off.

use super::own::still_ours;
use super::{Records, RecordsError};
use crate::domain::shortening::is_worth_shrinking;
use crate::platform::disk;
use rusqlite::Connection;
use std::path::Path;

/// How many bytes the file has, and how many of them hold nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slack {
    /// Bytes of the file.
    pub all: u64,
    /// Those of pages that hold nothing.
    pub empty: u64,
}

impl Records {
    /// How much of the file holds nothing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn slack(&self) -> Result<Slack, RecordsError> {
        slack(&self.connection)
    }

    /// Writes the file anew where that is worth it and the disk has room for it. Gives how many bytes the file has less. Whoever
    /// wants the records meanwhile waits: it is done while nobody is there.
    ///
    /// # Errors
    /// When another program is using the file or the disk takes nothing: the file is as it was, and it is done another time.
    pub fn shrink(&mut self) -> Result<u64, RecordsError> {
        let Slack { all, empty } = self.slack()?;
        let folder = self.connection.path().and_then(|path| Path::new(path).parent());
        let room = folder.and_then(|folder| disk::room_of_all(folder).ok()).map_or(0, |(free, _)| free);
        if !is_worth_shrinking(all, empty, room) {
            return Ok(0);
        }
        still_ours(&self.connection, &self.identity)?;
        self.connection.execute_batch("VACUUM")?;
        self.write_log()?;
        Ok(all.saturating_sub(self.slack()?.all))
    }

    /// Writes all that is in the log into the file, and cuts off the file's end and the log where nobody else reads.
    fn write_log(&self) -> Result<(), RecordsError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

fn slack(connection: &Connection) -> Result<Slack, RecordsError> {
    let sql = "SELECT page_count * page_size, freelist_count * page_size
               FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()";
    Ok(connection.query_row(sql, [], |row| Ok(Slack { all: row.get(0)?, empty: row.get(1)? }))?)
}
