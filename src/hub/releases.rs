//! Catalogue releases: published once under their number, given out for ever under their hash.

use super::HubError;
use super::storage::Storage;
use crate::catalogue::release::Release;
use crate::domain::catalogue::Catalogue;
use crate::protocol::enrolment::CatalogueAnnouncement;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

/// What publishing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// The release is the current one now.
    Now,
    /// It was already.
    Already,
}

impl Storage {
    /// Publishes a release.
    ///
    /// # Errors
    /// When its number is not larger than the current one's and it is not the current one, or when the
    /// database fails.
    pub fn publish(&mut self, release: &Release, now: Timestamp) -> Result<Published, HubError> {
        let place = "catalogue.toml: number";
        let number = i64::try_from(release.number).map_err(|_| HubError::input(place, "the number is too large"))?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(current) = announcement(&transaction)? {
            if current.sha256 == release.sha256 {
                return Ok(Published::Already);
            }
            if release.number <= current.number {
                let message = format!(
                    "{} is not larger than the published {}: raise it, terminals refuse to go back",
                    release.number, current.number
                );
                return Err(HubError::input(place, message));
            }
        }
        transaction.execute(
            "INSERT INTO release (number, sha256, packed, published) VALUES (?1, ?2, ?3, ?4)",
            params![number, release.sha256, release.packed, now.to_string()],
        )?;
        transaction.commit()?;
        Ok(Published::Now)
    }

    /// The current release's announcement, when one was published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn announcement(&self) -> Result<Option<CatalogueAnnouncement>, HubError> {
        announcement(&self.connection)
    }

    /// The packed release of this hash, current or past.
    ///
    /// # Errors
    /// When the database fails.
    pub fn release(&self, sha256: &str) -> Result<Option<Vec<u8>>, HubError> {
        let mut statement = self.connection.prepare_cached("SELECT packed FROM release WHERE sha256 = ?1")?;
        Ok(statement.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// The current catalogue, when one was published.
    ///
    /// # Errors
    /// When it cannot be unpacked or the database fails.
    pub fn catalogue(&self) -> Result<Option<Catalogue>, HubError> {
        let Some(current) = self.announcement()? else { return Ok(None) };
        let Some(packed) = self.release(&current.sha256)? else { return Ok(None) };
        Ok(Some(Release::unpack(&packed, &current.sha256)?))
    }
}

fn announcement(connection: &Connection) -> Result<Option<CatalogueAnnouncement>, HubError> {
    let mut statement =
        connection.prepare_cached("SELECT number, sha256, length(packed) FROM release ORDER BY number DESC LIMIT 1")?;
    let current = statement.query_row([], |row| {
        Ok(CatalogueAnnouncement {
            number: row.get::<_, i64>(0)?.unsigned_abs(),
            sha256: row.get(1)?,
            bytes: row.get::<_, i64>(2)?.unsigned_abs(),
        })
    });
    Ok(current.optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(number: u64, sha256: &str) -> Release {
        Release { number, sha256: sha256.to_owned(), packed: vec![1, 2, 3] }
    }

    #[test]
    fn a_catalogue_never_goes_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = Storage::open(folder.path()).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(storage.announcement().unwrap(), None);
        assert_eq!(storage.publish(&release(2, "two"), now).unwrap(), Published::Now);
        assert_eq!(storage.publish(&release(2, "two"), now).unwrap(), Published::Already);
        assert!(matches!(storage.publish(&release(2, "other"), now), Err(HubError::Input { .. })));
        assert!(matches!(storage.publish(&release(1, "one"), now), Err(HubError::Input { .. })));
        assert_eq!(storage.publish(&release(3, "three"), now).unwrap(), Published::Now);
        assert_eq!(storage.announcement().unwrap().unwrap().number, 3);
        assert_eq!(storage.release("two").unwrap(), Some(vec![1, 2, 3]));
    }
}
