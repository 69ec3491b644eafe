//! Sealed parts that go out to the operator, and such as are erased. An entry is never changed and never deleted: of one that
//! is erased the sealed part goes, and everything else stays where it was. Its hash cannot be made anew without what is gone,
//! and so the hub, which holds it against that hash one last time, signs what it saw. These signatures are chained: the
//! histories stay provable, and no erasure can be slipped in or taken out unseen.

use super::Storage;
use crate::hub::HubError;
use crate::protocol::entry::Entry;
use crate::protocol::facts::RecordedFacts;
use crate::protocol::sealed::{EntryPlace, SealedEntry};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What was erased, by whom and why. `hash` is that of the entry, `open_hash` over what of it stays, `signature` the hub's over
/// all of it and the signature before.
pub(super) const TABLES: &str = "
CREATE TABLE erased (
    number INTEGER NOT NULL UNIQUE,
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    hash BLOB NOT NULL,
    sealed_hash BLOB NOT NULL,
    open_hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;
";

/// Which entries go out. A part that is absent does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Of this terminal.
    pub terminal: Option<String>,
    /// Of this centre.
    pub centre: Option<String>,
    /// Of this case.
    pub case: Option<Uuid>,
    /// That came from this moment on.
    pub from: Option<Timestamp>,
    /// That came before this moment.
    pub until: Option<Timestamp>,
}

/// What an erasure did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Sealed parts that are gone.
    pub gone: usize,
    /// Entries that had none, or none any more.
    pub without: usize,
    /// Entries that are not what their terminal signed: they were left as they are.
    pub doubted: usize,
    /// Places at which the hub holds nothing.
    pub missing: usize,
    /// Whether what was erased may still stand in the database's log until the hub has written that into the file.
    pub in_log: bool,
}

/// What is signed of an erasure.
struct Proof {
    number: i64,
    place: (String, u32, i64),
    at: String,
    who: String,
    why: String,
    hash: [u8; 32],
    sealed_hash: [u8; 32],
    open_hash: [u8; 32],
}

impl Proof {
    /// The bytes that are signed: every field, each after its length, and the signature before.
    fn bytes(&self, before: &[u8]) -> Vec<u8> {
        let mut bytes = b"cups-erased-1\n".to_vec();
        let (terminal, epoch, sequence) = &self.place;
        let parts: [&[u8]; 11] = [
            &self.number.to_be_bytes(),
            terminal.as_bytes(),
            &epoch.to_be_bytes(),
            &sequence.to_be_bytes(),
            self.at.as_bytes(),
            self.who.as_bytes(),
            self.why.as_bytes(),
            &self.hash,
            &self.sealed_hash,
            &self.open_hash,
            before,
        ];
        for part in parts {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

/// The hash over what stays of an entry when its sealed part goes.
fn open_hash(entry: &Entry, hash: &[u8; 32]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut take = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    take(b"cups-journal-open-1");
    take(entry.position.terminal.as_bytes());
    take(&entry.position.epoch.to_be_bytes());
    take(&entry.position.sequence.to_be_bytes());
    take(entry.id.as_bytes());
    take(entry.time.to_string().as_bytes());
    take(entry.facts.text().as_bytes());
    take(&entry.previous);
    take(hash);
    hasher.finalize().into()
}

/// A terminal, an epoch and the place in it.
type Place = (String, u32, i64);

/// Erasures whose signatures hold.
#[derive(Default)]
pub(super) struct Proven {
    places: BTreeMap<Place, ([u8; 32], [u8; 32])>,
}

impl Proven {
    /// Follows the chain of erasures.
    pub(super) fn follow(connection: &Connection, key: &VerifyingKey) -> Result<Self, HubError> {
        let mut statement = connection.prepare_cached(
            "SELECT number, terminal, epoch, sequence, at, who, why, hash, sealed_hash, open_hash, signature FROM erased
             ORDER BY number",
        )?;
        let mut rows = statement.query([])?;
        let (mut proven, mut before, mut last) = (Self::default(), Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let place: (String, u32, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let read = read_proof(row, &place);
            let holds = read.as_ref().is_ok_and(|(proof, signature)| {
                proof.number == last + 1 && key.verify(&proof.bytes(&before), signature).is_ok()
            });
            let Ok((proof, signature)) = read else { continue };
            before = signature.to_bytes().to_vec();
            last = proof.number;
            if holds {
                proven.places.insert(place, (proof.hash, proof.open_hash));
            }
        }
        Ok(proven)
    }

    /// Whether an entry without its sealed part is what it was, apart from that.
    pub(super) fn is_proven(&self, entry: &Entry, hash: &[u8; 32]) -> bool {
        let position = &entry.position;
        let sequence = i64::try_from(position.sequence).unwrap_or(i64::MAX);
        let place = (position.terminal.clone(), position.epoch, sequence);
        entry.sealed.is_none()
            && self.places.get(&place).is_some_and(|(was, open)| was == hash && *open == open_hash(entry, hash))
    }
}

fn read_proof(row: &Row<'_>, place: &(String, u32, i64)) -> rusqlite::Result<(Proof, Signature)> {
    let proof = Proof {
        number: row.get(0)?,
        place: place.clone(),
        at: row.get(4)?,
        who: row.get(5)?,
        why: row.get(6)?,
        hash: row.get(7)?,
        sealed_hash: row.get(8)?,
        open_hash: row.get(9)?,
    };
    Ok((proof, Signature::from_bytes(&row.get::<_, [u8; 64]>(10)?)))
}

/// Whether the sealed part of the entry of this hash was erased here: where it comes once more it is not kept.
pub(super) fn is_erased(
    connection: &Connection,
    (terminal, epoch, sequence): (&str, u32, i64),
    hash: &[u8; 32],
) -> Result<bool, HubError> {
    let mut statement = connection
        .prepare_cached("SELECT 1 FROM erased WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3 AND hash = ?4")?;
    Ok(statement.exists(params![terminal, epoch, sequence, hash.as_slice()])?)
}

const COLUMNS: &str = "entry.terminal, entry.epoch, entry.sequence, entry.id, entry.time, entry.received, entry.facts,
    entry.sealed, entry.previous, entry.hash, EXISTS (SELECT 1 FROM erased WHERE erased.terminal = entry.terminal
        AND erased.epoch = entry.epoch AND erased.sequence = entry.sequence)";

impl Storage {
    /// Gives the chosen entries with their sealed parts, in the order of their places, and how many could not be read.
    ///
    /// # Errors
    /// When the database fails, or whoever takes them does.
    pub fn chosen_entries(
        &self,
        chosen: &Chosen,
        mut take: impl FnMut(SealedEntry) -> Result<(), HubError>,
    ) -> Result<u64, HubError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let mut statement = snapshot.prepare(&format!(
            "SELECT {COLUMNS} FROM entry
             WHERE (?1 IS NULL OR terminal = ?1) AND (?2 IS NULL OR centre = ?2) AND (?3 IS NULL OR person = ?3)
             ORDER BY terminal, epoch, sequence"
        ))?;
        let case = chosen.case.map(|case| case.to_string());
        let mut rows = statement.query(params![chosen.terminal, chosen.centre, case])?;
        let mut unreadable = 0;
        while let Some(row) = rows.next()? {
            let Some(entry) = exported(row) else {
                unreadable += 1;
                continue;
            };
            let is_within = |from: Option<Timestamp>, until: Option<Timestamp>| {
                from.is_none_or(|from| entry.received >= from) && until.is_none_or(|until| entry.received < until)
            };
            if is_within(chosen.from, chosen.until) {
                take(entry)?;
            }
        }
        Ok(unreadable)
    }

    /// Erases the sealed parts of whole cases and of single entries, each after one last look that it is what its terminal
    /// recorded. Everything else of them stays.
    ///
    /// # Errors
    /// When the database fails; then nothing was erased.
    pub fn erase_sealed(
        &mut self,
        (cases, entries): (&[Uuid], &[EntryPlace]),
        (who, why): (&str, &str),
        now: Timestamp,
    ) -> Result<Erased, HubError> {
        // What is erased is overwritten, also in pages that become free.
        self.connection.pragma_update(None, "secure_delete", "ON")?;
        let key = self.keys.answers.clone();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut places: BTreeSet<(String, u32, i64)> = BTreeSet::new();
        for case in cases {
            let mut statement = transaction
                .prepare_cached("SELECT terminal, epoch, sequence FROM entry WHERE person = ?1 AND person <> id")?;
            let found = statement.query_map([case.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            places.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        places.extend(
            entries
                .iter()
                .map(|place| (place.terminal.clone(), place.epoch, i64::try_from(place.sequence).unwrap_or(i64::MAX))),
        );
        let mut done = Erased::default();
        for place in places {
            erase(&transaction, &key, place, (who, why), now, &mut done)?;
        }
        transaction.commit()?;
        // The pages as they were stand in the log until it is written into the file and cut off.
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        done.in_log = busy != 0;
        Ok(done)
    }
}

fn erase(
    connection: &Connection,
    key: &SigningKey,
    place: (String, u32, i64),
    (who, why): (&str, &str),
    now: Timestamp,
    done: &mut Erased,
) -> Result<(), HubError> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3"))?;
    let key_of = params![place.0, place.1, place.2];
    let found = statement.query_row(key_of, |row| Ok(exported(row))).optional()?;
    let Some(found) = found else {
        done.missing += 1;
        return Ok(());
    };
    let Some(line) = found else {
        done.doubted += 1;
        return Ok(());
    };
    if line.sealed.is_none() {
        done.without += 1;
        return Ok(());
    }
    let Some(entry) = line.entry() else {
        done.doubted += 1;
        return Ok(());
    };
    let (number, before): (i64, Vec<u8>) = connection
        .prepare_cached("SELECT number, signature FROM erased ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or_default();
    let hash = entry.hash();
    let sealed_hash = Sha256::digest(entry.sealed.as_deref().unwrap_or_default()).into();
    let open_hash = open_hash(&entry, &hash);
    let proof = Proof {
        number: number + 1,
        place,
        at: now.to_string(),
        who: who.to_owned(),
        why: why.to_owned(),
        hash,
        sealed_hash,
        open_hash,
    };
    let signature = key.sign(&proof.bytes(&before)).to_bytes();
    let (terminal, epoch, sequence) = &proof.place;
    connection
        .prepare_cached(
            "INSERT INTO erased (number, terminal, epoch, sequence, at, who, why, hash, sealed_hash, open_hash, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            proof.number,
            terminal,
            epoch,
            sequence,
            proof.at,
            proof.who,
            proof.why,
            proof.hash.as_slice(),
            proof.sealed_hash.as_slice(),
            proof.open_hash.as_slice(),
            signature.as_slice()
        ])?;
    connection
        .prepare_cached("UPDATE entry SET sealed = NULL WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3")?
        .execute(params![terminal, epoch, sequence])?;
    done.gone += 1;
    Ok(())
}

/// An entry of a row of [`COLUMNS`]; nothing where it cannot be read.
fn exported(row: &Row<'_>) -> Option<SealedEntry> {
    Some(SealedEntry {
        terminal: row.get(0).ok()?,
        epoch: row.get(1).ok()?,
        sequence: row.get::<_, i64>(2).ok()?.unsigned_abs(),
        id: row.get::<_, String>(3).ok()?.parse().ok()?,
        time: row.get::<_, String>(4).ok()?.parse().ok()?,
        received: row.get::<_, String>(5).ok()?.parse().ok()?,
        facts: RecordedFacts::read(row.get(6).ok()?).ok()?,
        sealed: row.get::<_, Option<Vec<u8>>>(7).ok()?.map(|sealed| STANDARD.encode(sealed)),
        previous: hex::encode(row.get::<_, [u8; 32]>(8).ok()?),
        hash: hex::encode(row.get::<_, [u8; 32]>(9).ok()?),
        erased: row.get(10).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::intake::tests::{TERMINAL, entries, ingest, storage};
    use super::*;
    use crate::hub::storage::FILE_NAME;
    use crate::protocol::verdict::Verdict;

    /// A hub that holds three entries, each with something sealed.
    fn sealed() -> (tempfile::TempDir, Storage, Vec<Entry>) {
        let (folder, mut storage) = storage();
        let key = age::x25519::Identity::generate().to_public();
        let mut previous = crate::protocol::entry::NO_HASH;
        let entries: Vec<Entry> = entries(&[1, 2, 3], 5)
            .into_iter()
            .map(|entry| {
                let sealed = age::encrypt(&key, b"somebody").unwrap();
                let entry = Entry { sealed: Some(sealed), previous, ..entry };
                previous = entry.hash();
                entry
            })
            .collect();
        ingest(&mut storage, &entries);
        (folder, storage, entries)
    }

    fn place(sequence: u64) -> EntryPlace {
        EntryPlace { terminal: TERMINAL.to_owned(), epoch: 1, sequence }
    }

    fn erase_second(storage: &mut Storage) -> Erased {
        storage.erase_sealed((&[], &[place(2), place(9)]), ("Ana", "cerere"), Timestamp::UNIX_EPOCH).unwrap()
    }

    fn follow(storage: &mut Storage) -> Vec<&'static str> {
        storage.follow_chains(Timestamp::UNIX_EPOCH).unwrap().sights.into_iter().map(|sight| sight.what).collect()
    }

    #[test]
    fn what_is_erased_is_gone_from_the_file_and_the_history_stays_provable() {
        let (folder, mut storage, entries) = sealed();
        assert_eq!(erase_second(&mut storage), Erased { gone: 1, missing: 1, ..Erased::default() });
        assert_eq!(erase_second(&mut storage), Erased { without: 1, missing: 1, ..Erased::default() });
        assert!(follow(&mut storage).is_empty());
        let gone = entries[1].sealed.as_deref().unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let holds = |sealed: &[u8]| bytes.windows(40).any(|window| window == &sealed[80..120]);
            assert!(!holds(gone), "{}", path.display());
            assert_eq!(holds(entries[0].sealed.as_deref().unwrap()), path.ends_with(FILE_NAME), "{}", path.display());
        }
        // The terminal sends it again, under the same number and under that of another epoch.
        assert_eq!(ingest(&mut storage, &entries[1..2]).verdicts[0].verdict, Verdict::Duplicate);
        let mut chosen = Vec::new();
        storage
            .chosen_entries(&Chosen::default(), |entry| {
                chosen.push((entry.sealed.is_some(), entry.erased));
                Ok(())
            })
            .unwrap();
        assert_eq!(chosen, [(true, false), (false, true), (true, false)]);
    }

    #[test]
    fn an_erasure_that_the_hub_did_not_sign_proves_nothing() {
        for (change, seen) in [
            ("UPDATE entry SET facts = replace(facts, '\"catalogue\":5', '\"catalogue\":6') WHERE sequence = 2", 1),
            ("UPDATE erased SET who = 'Ion'", 1),
            ("DELETE FROM erased", 1),
            ("UPDATE entry SET sealed = NULL WHERE sequence = 3", 1),
        ] {
            let (_folder, mut storage, _) = sealed();
            erase_second(&mut storage);
            storage.connection.execute(change, []).unwrap();
            assert_eq!(follow(&mut storage).len(), seen, "{change}");
        }
        // One that is taken out from among others breaks those after it.
        let (_folder, mut storage, _) = sealed();
        let erase = |storage: &mut Storage, number| {
            storage.erase_sealed((&[], &[place(number)]), ("Ana", "cerere"), Timestamp::UNIX_EPOCH).unwrap()
        };
        for number in 1..=3 {
            assert_eq!(erase(&mut storage, number).gone, 1);
        }
        assert!(follow(&mut storage).is_empty());
        storage.connection.execute("DELETE FROM erased WHERE sequence = 1", []).unwrap();
        assert_eq!(follow(&mut storage).len(), 2);
    }

    #[test]
    fn what_is_not_what_was_signed_is_left_for_a_person() {
        let (_folder, mut storage, _) = sealed();
        storage.connection.execute("UPDATE entry SET sealed = x'00' WHERE sequence = 2", []).unwrap();
        assert_eq!(erase_second(&mut storage).doubted, 1);
    }

    #[test]
    fn a_copy_from_before_brings_nothing_back() {
        let (folder, mut storage, entries) = sealed();
        let copy = tempfile::tempdir().unwrap();
        let copy = copy.path().join("copy.sqlite");
        storage.back_up(&copy).unwrap();
        erase_second(&mut storage);
        drop(storage);
        Storage::restore(folder.path(), &copy).unwrap();
        let mut storage = Storage::open(folder.path()).unwrap();
        let mut kept = Vec::new();
        storage
            .chosen_entries(&Chosen::default(), |entry| {
                kept.push(entry.sealed.is_some());
                Ok(())
            })
            .unwrap();
        assert_eq!(kept, [true, false, true]);
        assert!(follow(&mut storage).is_empty());
        // Also where the copy lacks the entry and the terminal sends it once more.
        storage.connection.execute("DELETE FROM entry WHERE sequence > 1", []).unwrap();
        ingest(&mut storage, &entries[1..]);
        let mut kept = Vec::new();
        storage
            .chosen_entries(&Chosen::default(), |entry| {
                kept.push(entry.sealed.is_some());
                Ok(())
            })
            .unwrap();
        assert_eq!(kept, [true, false, true]);
        assert!(follow(&mut storage).is_empty());
    }
}
