//! The histories of requests, for the State's front office: open parts alone.

use super::Storage;
use crate::hub::HubError;
use crate::protocol::facts::RecordedFacts;
use crate::protocol::front_office::{FrontOfficeRequest, FrontOfficeStep};
use jiff::Timestamp;
use rusqlite::params;

/// What counts of each request, one request behind the other, in the order of time.
const STEPS: &str = "
    SELECT centre, person, facts ->> '$.request' AS request, facts, time FROM entry
    WHERE facts ->> '$.request' IS NOT NULL AND (?1 IS NULL OR centre = ?1)
      AND NOT EXISTS (SELECT 1 FROM uncounted AS gone WHERE gone.terminal = entry.terminal
                      AND gone.epoch = entry.epoch AND gone.sequence = entry.sequence)
    ORDER BY centre, person, request, time, entry.terminal, epoch, sequence";

/// Which requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of this centre.
    pub centre: Option<String>,
    /// Something was recorded of them at this moment or later.
    pub from: Option<Timestamp>,
}

/// What was read of one request.
#[derive(Default)]
struct Gathered {
    name: Option<(String, String, String)>,
    steps: Vec<(RecordedFacts, Timestamp)>,
}

impl Gathered {
    fn request(&self, from: Option<Timestamp>) -> Option<FrontOfficeRequest> {
        let (_, _, request) = self.name.as_ref()?;
        let is_within = from.is_none_or(|from| self.steps.iter().any(|(_, time)| *time >= from));
        let steps: Vec<FrontOfficeStep<'_>> =
            self.steps.iter().map(|(facts, time)| FrontOfficeStep { facts, time: *time, sealed: None }).collect();
        if is_within { FrontOfficeRequest::of(request, &steps, None) } else { None }
    }
}

impl Storage {
    /// Gives the requests in the front office's fields, and how many entries could not be read.
    ///
    /// # Errors
    /// When the database fails, or whoever takes them does.
    pub fn front_office_requests(
        &self,
        asked: &Asked,
        mut take: impl FnMut(FrontOfficeRequest) -> Result<(), HubError>,
    ) -> Result<u64, HubError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let mut statement = snapshot.prepare(STEPS)?;
        let mut rows = statement.query(params![asked.centre])?;
        let (mut gathered, mut unreadable) = (Gathered::default(), 0);
        while let Some(row) = rows.next()? {
            let name = (row.get(0)?, row.get(1)?, row.get(2)?);
            if gathered.name.as_ref() != Some(&name) {
                if let Some(request) = gathered.request(asked.from) {
                    take(request)?;
                }
                gathered = Gathered { name: Some(name), steps: Vec::new() };
            }
            let time = row.get::<_, String>(4)?.parse().ok();
            match RecordedFacts::read(row.get(3)?).ok().zip(time) {
                Some(step) => gathered.steps.push(step),
                None => unreadable += 1,
            }
        }
        if let Some(request) = gathered.request(asked.from) {
            take(request)?;
        }
        Ok(unreadable)
    }
}
