//! Catalogue releases: signed by the editors elsewhere, verified here, published once, given out for ever under their
//! hash. The hub holds no key; what it makes by itself, the deltas, is worth nothing to a terminal unless it leads to
//! the text that was signed.

use super::release_rules::{Change, DELTAS, deltas_to, published_meanwhile, trust_of};
use super::{Storage, meta, set_meta};
use crate::catalogue::release::{self, Release};
use crate::catalogue::trust::bundle::Bundle;
use crate::catalogue::trust::{Offer, TrustState};
use crate::domain::catalogue::Catalogue;
use crate::hub::HubError;
use crate::protocol::enrolment::CatalogueAnnouncement;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::path::Path;

pub(super) use super::release_rules::TRUST;
pub use super::release_rules::{Published, centre_of};

impl Storage {
    /// Publishes a signed release, when the keys are those that the hub has known since the first one, or with
    /// `new_root` whichever they are: for a hub whose editors lost all their keys. `scratch` is a folder for short-lived
    /// files.
    ///
    /// # Errors
    /// When the signature is not right, the number is smaller than the current one's although no key was changed, or
    /// the database fails. Nothing is changed then.
    pub fn publish(
        &mut self,
        bundle: &Bundle,
        new_root: bool,
        scratch: &Path,
        now: Timestamp,
    ) -> Result<Published, HubError> {
        let before = self.trust()?;
        let change = Change::of(before.as_ref(), bundle, new_root, scratch, now)?;
        let release = &bundle.release;
        // Seconds of work for a large catalogue: done before terminals are kept waiting.
        let deltas = if change.renewed { Vec::new() } else { deltas_to(release, self.past(release)?)? };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if trust(&transaction)? != before {
            return Err(published_meanwhile());
        }
        if !change.renewed {
            transaction.execute("DELETE FROM release WHERE number = ?1", [change.number])?;
            transaction.execute(
                "INSERT INTO release (number, sha256, packed, published) VALUES (?1, ?2, ?3, ?4)",
                params![change.number, release.sha256, release.packed, now.to_string()],
            )?;
            transaction.execute("DELETE FROM catalogue_delta", [])?;
            for (base, packed) in deltas {
                transaction.execute(
                    "INSERT INTO catalogue_delta (base, target, packed) VALUES (?1, ?2, ?3)",
                    params![base, release.sha256, packed],
                )?;
            }
        }
        if change.forgets_files {
            transaction.execute("DELETE FROM catalogue_metadata", [])?;
        }
        for (name, body) in change.files {
            let text = "INSERT OR REPLACE INTO catalogue_metadata (name, body) VALUES (?1, ?2)";
            transaction.execute(text, params![name, body])?;
        }
        set_meta(&transaction, TRUST, &change.trust)?;
        transaction.commit()?;
        Ok(if change.renewed { Published::Renewed } else { Published::Now })
    }

    /// The current release's announcement, when one was published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn announcement(&self) -> Result<Option<CatalogueAnnouncement>, HubError> {
        let Some(offer) = current_offer(&self.connection)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT length(packed) FROM release WHERE sha256 = ?1")?;
        let bytes: Option<i64> = statement.query_row([&offer.sha256], |row| row.get(0)).optional()?;
        Ok(bytes.map(|bytes| CatalogueAnnouncement {
            number: offer.number,
            sha256: offer.sha256,
            bytes: bytes.unsigned_abs(),
            signed_until: offer.expires.to_string(),
        }))
    }

    /// The packed release of this hash, current or past.
    ///
    /// # Errors
    /// When the database fails.
    pub fn release(&self, sha256: &str) -> Result<Option<Vec<u8>>, HubError> {
        let mut statement = self.connection.prepare_cached("SELECT packed FROM release WHERE sha256 = ?1")?;
        Ok(statement.query_row([sha256], |row| row.get(0)).optional()?)
    }

    /// The delta from the release of one hash to that of another, when there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delta(&self, base: &str, target: &str) -> Result<Option<Vec<u8>>, HubError> {
        let text = "SELECT packed FROM catalogue_delta WHERE base = ?1 AND target = ?2";
        let mut statement = self.connection.prepare_cached(text)?;
        Ok(statement.query_row([base, target], |row| row.get(0)).optional()?)
    }

    /// A signed file by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn metadata(&self, name: &str) -> Result<Option<String>, HubError> {
        let mut statement = self.connection.prepare_cached("SELECT body FROM catalogue_metadata WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// The current catalogue, when one was published.
    ///
    /// # Errors
    /// When it cannot be unpacked or the database fails.
    pub fn catalogue(&self) -> Result<Option<Catalogue>, HubError> {
        let Some(offer) = current_offer(&self.connection)? else { return Ok(None) };
        let Some(packed) = self.release(&offer.sha256)? else { return Ok(None) };
        let expected = release::Expected { sha256: &offer.sha256, length: offer.length };
        Ok(Some(release::parse(&release::unpack(&packed, expected)?)?))
    }

    /// The packed releases published before one, the newest first.
    fn past(&self, target: &Release) -> Result<Vec<Vec<u8>>, HubError> {
        let newest = "SELECT packed FROM release WHERE sha256 <> ?1 ORDER BY published DESC LIMIT ?2";
        let mut statement = self.connection.prepare(newest)?;
        let past = statement.query_map(params![target.sha256, DELTAS], |row| row.get(0))?;
        Ok(past.collect::<Result<_, _>>()?)
    }

    fn trust(&self) -> Result<Option<TrustState>, HubError> {
        trust(&self.connection)
    }
}

/// The newest root that a hub has verified: what an enrolling terminal starts from.
pub(super) fn root(connection: &Connection) -> Result<Option<String>, HubError> {
    Ok(trust(connection)?.map(|state| state.root))
}

fn trust(connection: &Connection) -> Result<Option<TrustState>, HubError> {
    trust_of(meta(connection, TRUST)?.as_deref())
}

/// Whether a database has a signed catalogue.
pub(super) fn is_published(connection: &Connection) -> Result<bool, HubError> {
    Ok(current_offer(connection)?.is_some())
}

fn current_offer(connection: &Connection) -> Result<Option<Offer>, HubError> {
    Ok(trust(connection)?.and_then(|state| state.offer()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::trust::editors::{KeyFolder, Replace};

    const DAY: i64 = 24 * 3600;

    struct Ground {
        folder: tempfile::TempDir,
        storage: Storage,
        keys: KeyFolder,
    }

    impl Ground {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let storage = Storage::open(folder.path()).unwrap();
            let keys = KeyFolder::create(&folder.path().join("keys"), at(0)).unwrap();
            Self { folder, storage, keys }
        }

        fn publish(&mut self, bundle: &Bundle, day: i64) -> Result<Published, HubError> {
            self.storage.publish(bundle, false, self.folder.path(), at(day))
        }
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + day * DAY).unwrap()
    }

    fn release(number: u64, day: i8) -> Release {
        let text = format!(
            r#"{{"format":1,"number":{number},"asOf":"2026-11-{day:02}","calendar":{{"fixed":[],"fromOrthodoxEaster":[]}},"events":{{}},
            "services":{{}},"providers":{{}},"papers":{{}},"laws":{{}},"notices":{{}},"centres":{{}}}}"#
        );
        Release::pack(&release::parse(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn a_catalogue_never_goes_back() {
        let mut ground = Ground::new();
        assert_eq!(ground.storage.announcement().unwrap(), None);
        let second = ground.keys.sign(release(2, 1), 60, at(0)).unwrap();
        assert_eq!(ground.publish(&second, 0).unwrap(), Published::Now);
        let renewed = ground.keys.sign(release(2, 1), 60, at(1)).unwrap();
        assert_eq!(ground.publish(&renewed, 1).unwrap(), Published::Renewed);
        for other in [release(2, 2), release(1, 1)] {
            let bundle = ground.keys.sign(other, 60, at(2)).unwrap();
            assert!(matches!(ground.publish(&bundle, 2), Err(HubError::Input(_))));
        }
        let third = ground.keys.sign(release(3, 1), 60, at(3)).unwrap();
        assert_eq!(ground.publish(&third, 3).unwrap(), Published::Now);
        assert_eq!(ground.storage.announcement().unwrap().unwrap().number, 3);
        assert!(matches!(ground.publish(&second, 3), Err(HubError::Input(_))), "an old signature");
        assert_eq!(ground.storage.announcement().unwrap().unwrap().number, 3);
        assert_eq!(ground.storage.release(&second.release.sha256).unwrap().as_ref(), Some(&second.release.packed));
    }

    #[test]
    fn only_the_keys_of_the_first_release_and_their_successors_publish() {
        let mut ground = Ground::new();
        let first = ground.keys.sign(release(1, 1), 60, at(0)).unwrap();
        ground.publish(&first, 0).unwrap();
        let strangers = KeyFolder::create(&ground.folder.path().join("strangers"), at(1)).unwrap();
        let forged = strangers.sign(release(9, 1), 60, at(1)).unwrap();
        assert!(ground.publish(&forged, 1).is_err());
        let mut swapped = ground.keys.sign(release(2, 1), 60, at(1)).unwrap();
        swapped.release = release(2, 2);
        assert!(ground.publish(&swapped, 1).is_err(), "signed for another text");
        assert!(ground.publish(&ground.keys.sign(release(2, 1), 60, at(1)).unwrap(), 90).is_err(), "run out");
        // After a theft, the number may go back with the change of the key.
        let stolen = ground.keys.sign(release(1_000_000, 1), 60, at(2)).unwrap();
        ground.publish(&stolen, 2).unwrap();
        ground.keys.replace(Replace::Editors, at(3)).unwrap();
        let recovered = ground.keys.sign(release(3, 1), 60, at(3)).unwrap();
        assert_eq!(ground.publish(&recovered, 3).unwrap(), Published::Now);
        assert_eq!(ground.storage.announcement().unwrap().unwrap().number, 3);
    }

    #[test]
    fn only_what_was_verified_is_given_out_and_roots_are_never_lost() {
        let mut ground = Ground::new();
        let first = ground.keys.sign(release(1, 1), 60, at(0)).unwrap();
        ground.publish(&first, 0).unwrap();
        let of = |bundle: &Bundle, role: &str| {
            let name = bundle.metadata.keys().find(|name| name.ends_with(role)).unwrap().clone();
            (name.clone(), bundle.metadata[&name].clone())
        };
        let (name, text) = of(&first, "targets.json");
        let mut hollow = first.clone();
        hollow.metadata.insert(name.clone(), "{}".to_owned());
        let _ = ground.publish(&hollow, 0);
        assert_eq!(ground.storage.metadata(&name).unwrap(), Some(text));
        ground.keys.replace(Replace::Editors, at(1)).unwrap();
        let mut rootless = ground.keys.sign(release(2, 1), 60, at(1)).unwrap();
        rootless.metadata.remove("1.root.json");
        ground.publish(&rootless, 1).unwrap();
        for root in ["1.root.json", "2.root.json"] {
            assert!(ground.storage.metadata(root).unwrap().is_some(), "{root}");
        }
        assert!(ground.storage.metadata(&name).unwrap().is_some(), "for a terminal that is just reading it");
    }

    #[test]
    fn a_hub_takes_a_new_root_only_when_told() {
        let mut ground = Ground::new();
        ground.publish(&ground.keys.sign(release(5, 1), 60, at(0)).unwrap(), 0).unwrap();
        let new = KeyFolder::create(&ground.folder.path().join("new"), at(1)).unwrap();
        let bundle = new.sign(release(1, 1), 60, at(1)).unwrap();
        assert!(ground.publish(&bundle, 1).is_err());
        assert_eq!(ground.storage.publish(&bundle, true, ground.folder.path(), at(1)).unwrap(), Published::Now);
        assert_eq!(ground.storage.announcement().unwrap().unwrap().number, 1);
        assert_eq!(ground.storage.metadata("1.root.json").unwrap(), Some(new.root().unwrap()));
    }

    #[test]
    fn deltas_lead_from_the_last_twenty_releases() {
        let mut ground = Ground::new();
        let mut releases = Vec::new();
        for number in 1..=23 {
            releases.push(release(number, 1));
            let day = i64::try_from(number).unwrap();
            let bundle = ground.keys.sign(release(number, 1), 60, at(day)).unwrap();
            ground.publish(&bundle, day).unwrap();
        }
        let last = releases.pop().unwrap();
        let expected = release::Expected { sha256: &last.sha256, length: last.length };
        for (place, base) in releases.iter().enumerate() {
            let delta = ground.storage.delta(&base.sha256, &last.sha256).unwrap();
            assert_eq!(delta.is_some(), place >= 2, "release {}", base.number);
            if let Some(delta) = delta {
                let text = release::apply_delta(&base.text().unwrap(), &delta, expected).unwrap();
                assert_eq!(text, last.text().unwrap());
                assert!(delta.len() < 200, "{} bytes", delta.len());
            }
        }
    }
}
