//! Who this terminal is: its id, device key, epoch and enrolment. Kept apart from the records, so that it
//! survives their damage.

use crate::domain::centre::Centre;
use crate::platform::file;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::fmt;
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
}

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
            .ok_or_else(|| IdentityError::new(path, IdentityFault::Damaged, "the device key has not its form"))?;
        Ok(Some(Self {
            path: path.to_owned(),
            terminal: file.terminal,
            device_key: SigningKey::from_bytes(&key),
            epoch: file.epoch,
            records_begun: file.records_begun,
            enrolment: file.enrolment,
        }))
    }

    /// Whether a records file of this epoch was ever begun: one that is not there then is lost.
    #[must_use]
    pub fn records_begun(&self) -> bool {
        self.records_begun
    }

    /// Writes the identity whole.
    ///
    /// # Errors
    /// When the disk does not take it; the old one is then still there.
    pub fn save(&self) -> Result<(), IdentityError> {
        let content = IdentityFile {
            terminal: self.terminal.clone(),
            device_key: STANDARD.encode(self.device_key.to_bytes()),
            epoch: self.epoch,
            records_begun: self.records_begun,
            enrolment: self.enrolment.clone(),
        };
        let bytes = serde_json::to_vec_pretty(&content)
            .map_err(|error| IdentityError::new(&self.path, IdentityFault::NotWritable, error))?;
        file::write_atomically(&self.path, &bytes).map_err(|error| IdentityError::writing(&self.path, &error))
    }

    /// Says that a records file is about to be begun. If one of this epoch was begun before, it is lost
    /// or damaged, and its numbers must not be used again: a new epoch begins.
    ///
    /// # Errors
    /// When the identity cannot be written; then no file may be begun.
    pub fn begin_records(&mut self) -> Result<(), IdentityError> {
        if self.records_begun {
            self.epoch += 1;
        }
        self.records_begun = true;
        self.save()
    }
}
