//! How much room the disk below the records has, and for how long it will do.

use super::Records;
use crate::domain::gauge::{Gauge, gauge};
use crate::platform::disk;
use jiff::Timestamp;
use std::path::Path;

impl Records {
    /// How much room is left on the disk; nothing where the system does not say.
    #[must_use]
    pub fn gauge(&self) -> Option<Gauge> {
        let path = Path::new(self.connection.path()?);
        let (free, all) = disk::room_of_all(path.parent()?).ok()?;
        // What went left room in the file for what comes next: that is not recorded.
        let recorded = self.slack().ok().map(|slack| slack.all - slack.empty)?;
        let first = "SELECT min(time) FROM (SELECT min(time) AS time FROM summary UNION ALL
                     SELECT time FROM (SELECT time FROM entry ORDER BY place LIMIT 1))";
        let last = "SELECT time FROM entry ORDER BY place DESC LIMIT 1";
        let time = |sql| {
            let text: Option<String> = self.connection.query_row(sql, [], |row| row.get(0)).ok()?;
            text?.parse::<Timestamp>().ok()
        };
        let days = time(first).zip(time(last)).map_or(0, |(first, last)| last.duration_since(first).as_hours() / 24);
        Some(gauge(free, all, recorded, days.unsigned_abs()))
    }
}
