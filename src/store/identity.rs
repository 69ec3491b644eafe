//! Who this terminal is: its id, device key, epoch and enrolment. Kept apart from the records, so that it
//! survives their damage.

use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::platform::file;
use crate::protocol::recovery;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What enrolment gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    /// The hub's address, without a slash at the end.
    pub hub: String,
    /// The profile of the centre.
    pub centre: Centre,
    /// The operator's public key, to which sealed parts are encrypted.
    pub operator_key: String,
    /// Whose catalogues are believed: the root that the hub gave, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue_root: Option<String>,
    /// The hub's public key, by whose signature its answers are known; none from an older hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_key: Option<String>,
    /// Whether whoever enrolled it said that the way to the hub needs no protection.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain_http: bool,
    /// The relay of the room by which everything goes, as its code says it; none where this terminal goes to the hub itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// Whether the hub does not know this computer yet: it came into the room by the relay's code, and works with what the
    /// other computers share. What it records stays here until it is enrolled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entered: bool,
}

/// A code that admits a first specialist here, by its hash. One that was used stays, so that it is never taken again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RecoveryCode {
    hash: String,
    #[serde(default)]
    used: bool,
}

hidden!(RecoveryCode, "RecoveryCode");

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdentityFile {
    terminal: String,
    device_key: String,
    epoch: u32,
    /// Whether a records file of this epoch was ever begun.
    #[serde(default)]
    records_begun: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    enrolment: Option<Enrolment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recovery_codes: Vec<RecoveryCode>,
}

/// The terminal's identity.
#[derive(Clone)]
pub struct Identity {
    path: PathBuf,
    /// `t-` and a UUID, made at the first start.
    pub terminal: String,
    /// The key that signs requests.
    pub device_key: SigningKey,
    /// The life of the records file; grows when it had to be begun anew.
    pub epoch: u32,
    /// Whether a records file of this epoch was ever begun.
    records_begun: bool,
    /// What enrolment gave, once it has taken place.
    pub enrolment: Option<Enrolment>,
    recovery_codes: Vec<RecoveryCode>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("terminal", &self.terminal)
            .field("epoch", &self.epoch)
            .field("enrolled", &self.enrolment.is_some())
            .finish_non_exhaustive()
    }
}

/// What is wrong with the identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityFault {
    /// The file is there, and its content is not an identity.
    Damaged,
    /// The file is there and cannot be read.
    Unreadable,
    /// It cannot be written.
    NotWritable,
    /// It cannot be written, because the disk is full.
    DiskFull,
}

/// The identity cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct IdentityError {
    /// The file.
    pub path: String,
    /// What is wrong.
    pub reason: String,
    /// Of which kind that is.
    pub fault: IdentityFault,
}

impl IdentityError {
    fn new(path: &Path, fault: IdentityFault, reason: impl fmt::Display) -> Self {
        Self { path: path.display().to_string(), reason: reason.to_string(), fault }
    }

    fn writing(path: &Path, error: &std::io::Error) -> Self {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let fault = if full { IdentityFault::DiskFull } else { IdentityFault::NotWritable };
        Self::new(path, fault, error)
    }
}

impl Identity {
    /// Reads the identity, or makes one at the first start.
    ///
    /// # Errors
    /// When the file is there and cannot be read: a new identity over an old one would make two terminals
    /// of one, so a person decides.
    pub fn open(path: &Path) -> Result<Self, IdentityError> {
        if let Some(known) = Self::known(path)? {
            return Ok(known);
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| IdentityError::new(path, IdentityFault::NotWritable, error))?;
        let identity = Self {
            path: path.to_owned(),
            terminal: format!("t-{}", Uuid::now_v7()),
            device_key: SigningKey::from_bytes(&key),
            epoch: 1,
            records_begun: false,
            enrolment: None,
            recovery_codes: Vec::new(),
        };
        identity.save()?;
        Ok(identity)
    }

    /// Reads the identity and makes none; `None` before the first start.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn known(path: &Path) -> Result<Option<Self>, IdentityError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(IdentityError::new(path, IdentityFault::Unreadable, error)),
        };
        // The parser's own words may quote what it read, and the file holds a key: its place is enough.
        let file: IdentityFile = serde_json::from_slice(&bytes).map_err(|error| {
            let place = format!("not an identity (line {}, column {})", error.line(), error.column());
            IdentityError::new(path, IdentityFault::Damaged, place)
        })?;
        let key: [u8; 32] = STANDARD
            .decode(&file.device_key)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| IdentityError::new(path, IdentityFault::Damaged, "the device key is malformed"))?;
        Ok(Some(Self {
            path: path.to_owned(),
            terminal: file.terminal,
            device_key: SigningKey::from_bytes(&key),
            epoch: file.epoch,
            records_begun: file.records_begun,
            enrolment: file.enrolment,
            recovery_codes: file.recovery_codes,
        }))
    }

    /// Whether a records file of this epoch was ever begun: one that is not there then is lost.
    #[must_use]
    pub fn records_begun(&self) -> bool {
        self.records_begun
    }

    /// Changes the identity as it is on the disk now: another program over the same folder may have changed it since it
    /// was read here, and a code it used must stay used. What is on the disk when this returns is what is held.
    fn change<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> Result<T, IdentityError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        file::private(&mut options);
        let lock = options.open(file::with_suffix(&self.path, ".lock"));
        let _held = lock
            .and_then(|lock| lock.lock().map(|()| lock))
            .map_err(|error| IdentityError::writing(&self.path, &error))?;
        let mut changed = Self::known(&self.path)?.unwrap_or_else(|| self.clone());
        if changed.terminal != self.terminal {
            return Err(self.failed(&"the file is another terminal's by now"));
        }
        let before = changed.bytes()?;
        let result = change(&mut changed);
        if changed.bytes()? != before {
            changed.save()?;
        }
        *self = changed;
        Ok(result)
    }

    fn bytes(&self) -> Result<Vec<u8>, IdentityError> {
        let content = IdentityFile {
            terminal: self.terminal.clone(),
            device_key: STANDARD.encode(self.device_key.to_bytes()),
            epoch: self.epoch,
            records_begun: self.records_begun,
            enrolment: self.enrolment.clone(),
            recovery_codes: self.recovery_codes.clone(),
        };
        serde_json::to_vec_pretty(&content).map_err(|error| self.failed(&error))
    }

    /// Writes the identity whole. When the disk does not take it, the old one is still there.
    fn save(&self) -> Result<(), IdentityError> {
        file::write_atomically(&self.path, &self.bytes()?).map_err(|error| IdentityError::writing(&self.path, &error))
    }

    fn failed(&self, reason: &dyn fmt::Display) -> IdentityError {
        IdentityError::new(&self.path, IdentityFault::NotWritable, reason)
    }

    /// Says that a records file is about to be begun. If one of this epoch was begun before, it is lost
    /// or damaged, and its numbers must not be used again: a new epoch begins.
    ///
    /// # Errors
    /// When the identity cannot be written; then no file may be begun.
    pub fn begin_records(&mut self) -> Result<(), IdentityError> {
        self.change(|identity| {
            if identity.records_begun {
                identity.epoch += 1;
            }
            identity.records_begun = true;
        })
    }

    /// Says that records go on in this epoch, when the present one is an earlier one.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn reach_epoch(&mut self, epoch: u32) -> Result<(), IdentityError> {
        self.change(|identity| {
            identity.epoch = identity.epoch.max(epoch);
            identity.records_begun = true;
        })
    }

    /// Takes over what an enrolment gave. Recovery codes belong to their enrolment: those of an earlier one that were
    /// not used admit nobody any more, also when the new one brought none.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn enrol(&mut self, enrolment: Enrolment, codes: &[String]) -> Result<(), IdentityError> {
        self.change(|identity| {
            identity.recovery_codes = taken_over(&identity.recovery_codes, codes);
            // A computer that goes by the relay of its room goes on so: nothing falls back to another way unsaid.
            let relay = identity.enrolment.take().and_then(|before| before.relay);
            identity.enrolment = Some(Enrolment { relay: enrolment.relay.clone().or(relay), ..enrolment });
        })
    }

    /// Goes by the relay of this code from now on, or by none. Gives whether there is an enrolment that can.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn go_by_relay(&mut self, code: Option<String>) -> Result<bool, IdentityError> {
        self.change(|identity| {
            let enrolment = identity.enrolment.as_mut();
            // Without the hub's key nothing that a relay hands on could be believed.
            let enrolment = enrolment.filter(|enrolment| code.is_none() || enrolment.hub_key.is_some());
            // What the hub does not know has no way but the relay.
            let enrolment = enrolment.filter(|enrolment| code.is_some() || !enrolment.entered);
            enrolment.map(|enrolment| enrolment.relay = code).is_some()
        })
    }

    /// Takes over the codes that the hub says hold now. A hub that says none, or none that can be read here, changes
    /// nothing: it may be older, or brought back from before they were made.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn note_codes(&mut self, codes: &[String]) -> Result<(), IdentityError> {
        if !codes.iter().any(|hash| recovery::is_readable(hash)) {
            return Ok(());
        }
        self.change(|identity| identity.recovery_codes = taken_over(&identity.recovery_codes, codes))
    }

    /// Reads again what is on the disk: a command beside the window may have enrolled the terminal.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look_again(&mut self) -> Result<(), IdentityError> {
        self.change(|_| ())
    }

    /// How many codes can still admit a first specialist, by what is on the disk now.
    ///
    /// # Errors
    /// When the identity cannot be read.
    pub fn unused_codes(&mut self) -> Result<usize, IdentityError> {
        self.change(|identity| identity.codes_left())
    }

    /// The same as it was when the identity was read, without looking again.
    #[must_use]
    pub fn codes_left(&self) -> usize {
        self.recovery_codes.iter().filter(|code| !code.used).count()
    }

    /// The hash of the unused code that was typed; `None` when there is none such.
    #[must_use]
    pub fn find_code(&self, typed: &str) -> Option<String> {
        let mut unused = self.recovery_codes.iter().filter(|code| !code.used);
        unused.find(|code| recovery::matches(&code.hash, typed)).map(|code| code.hash.clone())
    }

    /// Marks a code as used. When this returns true, it is on the disk, and was not used before.
    ///
    /// # Errors
    /// When the identity cannot be written; the code is then not used.
    pub fn use_code(&mut self, hash: &str) -> Result<bool, IdentityError> {
        self.change(|identity| {
            let code = identity.recovery_codes.iter_mut().find(|code| code.hash == hash && !code.used);
            code.map(|code| code.used = true).is_some()
        })
    }
}

/// The codes held after others are offered: those, and what was ever used.
fn taken_over(held: &[RecoveryCode], offered: &[String]) -> Vec<RecoveryCode> {
    let mut codes: Vec<RecoveryCode> = held.iter().filter(|code| code.used).cloned().collect();
    for hash in offered.iter().filter(|hash| recovery::is_readable(hash)).take(recovery::MOST) {
        if !codes.iter().any(|code| code.hash == *hash) {
            codes.push(RecoveryCode { hash: hash.clone(), used: false });
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [&str; 3] = ["AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB", "CCCC-CCCC-CCCC"];

    fn hashes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| recovery::hash(code, &[1; 16]).unwrap()).collect()
    }

    fn enrolment() -> Enrolment {
        let centre = crate::catalogue::shipped().unwrap().centres["lozova"].clone();
        Enrolment {
            hub: "http://127.0.0.1:9".to_owned(),
            centre,
            operator_key: String::new(),
            catalogue_root: None,
            hub_key: None,
            plain_http: false,
            relay: None,
            entered: false,
        }
    }

    #[test]
    fn a_used_code_stays_used_whatever_the_hub_offers_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity.json");
        let mut identity = Identity::open(&path).unwrap();
        assert_eq!(identity.unused_codes().unwrap(), 0);
        let offered = hashes(&CODES[..2]);
        identity.enrol(enrolment(), &offered).unwrap();
        let found = identity.find_code("aaaa aaaa aaaa").unwrap();
        assert!(identity.use_code(&found).unwrap());
        assert!(!identity.use_code(&found).unwrap(), "once");
        // The answer repeated, the same codes offered at a sync, another program with the state of before.
        identity.enrol(enrolment(), &offered).unwrap();
        identity.note_codes(&offered).unwrap();
        let mut again = Identity::open(&path).unwrap();
        assert_eq!((again.find_code(CODES[0]), again.unused_codes().unwrap()), (None, 1));
        assert!(again.find_code(CODES[1]).is_some());
    }

    #[test]
    fn new_codes_replace_the_unused_and_a_hub_without_any_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        identity.enrol(enrolment(), &hashes(&CODES[..1])).unwrap();
        identity.note_codes(&[]).unwrap();
        identity.note_codes(&["$scrypt$something-newer".to_owned()]).unwrap();
        assert!(identity.find_code(CODES[0]).is_some(), "an older hub, or a restored one");
        identity.note_codes(&hashes(&CODES[1..])).unwrap();
        assert_eq!(identity.find_code(CODES[0]), None, "the paper that was lost");
        assert_eq!(identity.unused_codes().unwrap(), 2);
        // Another enrolment, of a hub that gives none: whoever holds the old paper does not come in.
        identity.enrol(enrolment(), &[]).unwrap();
        assert_eq!(identity.unused_codes().unwrap(), 0);
    }

    #[test]
    fn what_another_program_changed_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity.json");
        let mut window = Identity::open(&path).unwrap();
        let mut command = Identity::open(&path).unwrap();
        command.enrol(enrolment(), &hashes(&CODES)).unwrap();
        let used = command.find_code(CODES[2]).unwrap();
        assert!(command.use_code(&used).unwrap());
        window.begin_records().unwrap();
        assert!(window.enrolment.is_some() && window.unused_codes().unwrap() == 2);
        assert!(!window.use_code(&used).unwrap());
    }

    #[test]
    fn an_identity_of_an_older_program_has_no_codes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity.json");
        drop(Identity::open(&path).unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("recoveryCodes"));
        assert_eq!(Identity::open(&path).unwrap().unused_codes().unwrap(), 0);
    }
}
