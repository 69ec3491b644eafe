//! The editors' side of trust: making keys, changing them, and signing a release. Runs where the editors work, never
//! on the server.
//!
//! A folder of keys holds
//!
//! - `root.key` and `reserve.key`: either of the two may name other keys. They are kept apart from each other and from
//!   the daily work; a folder for daily work has neither.
//! - `editors.key`: signs releases.
//! - `1.root.json`, `2.root.json` and so on: every root there ever was. Terminals walk from the one they know to the last.
//! - `version`: the version of what was signed last, so that a clock set back cannot make a signature that terminals
//!   take for an old one.

use super::bundle::Bundle;
use super::{NUMBER, TARGET};
use crate::catalogue::release::Release;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::{Span, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use tough::TargetName;
use tough::schema::key::{Ed25519Key, Ed25519Scheme, Key};
use tough::schema::{
    Hashes, Metafile, Role, RoleKeys, RoleType, Root, Signature, Signed, Snapshot, Target, Targets,
    Timestamp as TimestampRole,
};

/// The version of TUF's specification that the files follow.
const SPECIFICATION: &str = "1.0.0";
/// A root is changed when keys are; it must outlive the years in which nobody thinks of it.
const ROOT_HOURS: i64 = 24 * 365 * 5;

const ROOT_KEY: &str = "root.key";
const RESERVE_KEY: &str = "reserve.key";
const EDITORS_KEY: &str = "editors.key";
const VERSION: &str = "version";

/// Why keys cannot be made, changed or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is there and not overwritten: a lost key is not brought back.
    #[error("{0}: it exists and is not overwritten: name another folder")]
    Exists(String),
    /// A file is not what it should be.
    #[error("{path}: {reason}")]
    Content {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No key in the folder may do what is asked.
    #[error("{0}")]
    NoKey(&'static str),
}

/// Which keys are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// The editors' key: stolen, or somebody left.
    Editors,
    /// Whichever of the two root keys is not in the folder: lost, or stolen.
    MissingRoot,
}

/// A folder of keys.
#[derive(Clone, Debug)]
pub struct KeyFolder {
    path: PathBuf,
}

impl KeyFolder {
    /// Makes three new keys and the first root.
    ///
    /// # Errors
    /// When a file exists or cannot be written.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, KeyError> {
        std::fs::create_dir_all(path).map_err(|source| file_error(path, source))?;
        let folder = Self { path: path.to_owned() };
        if !folder.roots()?.is_empty() {
            return Err(KeyError::Exists(path.join("1.root.json").display().to_string()));
        }
        let (root, reserve) = (folder.new_key(ROOT_KEY)?, folder.new_key(RESERVE_KEY)?);
        let editors = folder.new_key(EDITORS_KEY)?;
        let names = Names { root: vec![public(&root), public(&reserve)], editors: public(&editors) };
        folder.write_root(names.root_file(1, now)?, &[&root])?;
        Ok(folder)
    }

    /// The keys in a folder.
    ///
    /// # Errors
    /// When there is no root in it.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let folder = Self { path: path.to_owned() };
        if folder.roots()?.is_empty() {
            let reason = "no 1.root.json: make keys first with cups-catalogue keys new".to_owned();
            return Err(KeyError::Content { path: path.display().to_string(), reason });
        }
        Ok(folder)
    }

    /// Replaces keys: the next root names the new ones, signed by a root key that is in the folder.
    ///
    /// # Errors
    /// When no root key is in the folder, or something cannot be written.
    pub fn replace(&self, what: Replace, now: Timestamp) -> Result<u64, KeyError> {
        let last = self.last_root()?.signed;
        let (held_name, held_key) = self.held_root_key(&last)?;
        let mut names = Names::of(&last);
        let name = match what {
            Replace::Editors => EDITORS_KEY,
            Replace::MissingRoot if held_name == ROOT_KEY => RESERVE_KEY,
            Replace::MissingRoot => ROOT_KEY,
        };
        if what == Replace::MissingRoot && self.path.join(name).exists() {
            return Err(KeyError::NoKey(
                "both root keys are in the folder: take the lost or stolen one out of it first",
            ));
        }
        // Aside until the root that names it is written: a full disk leaves the folder as it was, or with one file that
        // nobody needs.
        let aside = format!("{name}.new");
        let _ = std::fs::remove_file(self.path.join(&aside));
        let new_key = self.new_key(&aside)?;
        let mut signers = vec![&held_key];
        match what {
            Replace::Editors => names.editors = public(&new_key),
            Replace::MissingRoot => {
                names.root = vec![public(&held_key), public(&new_key)];
                signers.push(&new_key);
            }
        }
        let version = last.version.get() + 1;
        self.write_root(names.root_file(version, now)?, &signers)?;
        self.set_aside(name, last.version)?;
        let path = self.path.join(name);
        std::fs::rename(self.path.join(&aside), &path).map_err(|source| file_error(&path, source))?;
        Ok(version)
    }

    /// Signs a release so that terminals believe it for so many days.
    ///
    /// # Errors
    /// When the editors' key is not in the folder or not the one that the last root names.
    pub fn sign(&self, release: Release, days: u16, now: Timestamp) -> Result<Bundle, KeyError> {
        let key = self.key(EDITORS_KEY)?.ok_or(KeyError::NoKey("editors.key is not in the folder"))?;
        let root = self.last_root()?.signed;
        let known = root.keys(RoleType::Targets).any(|named| *named == public(&key));
        if !known {
            return Err(KeyError::NoKey("editors.key is not the key that the last root names"));
        }
        let version = self.next_version(now)?;
        let expires = later(now, i64::from(days) * 24)?;
        let number = version.get();
        let hash = hex::decode(&release.sha256).map_err(|error| content(Path::new(TARGET), &error))?;
        let target = Target {
            length: release.length,
            hashes: Hashes { sha256: hash.into(), _extra: HashMap::new() },
            custom: HashMap::from([(NUMBER.to_owned(), release.number.into())]),
            _extra: HashMap::new(),
        };
        let mut targets = Targets::new(SPECIFICATION.to_owned(), version, expires);
        // No delegations: one body answers for the whole catalogue.
        targets.delegations = None;
        targets.targets.insert(TargetName::new(TARGET).map_err(|error| content(Path::new(TARGET), &error))?, target);
        let mut snapshot = Snapshot::new(SPECIFICATION.to_owned(), version, expires);
        snapshot.meta.insert("targets.json".to_owned(), of_version(version));
        let mut timestamp = TimestampRole::new(SPECIFICATION.to_owned(), version, expires);
        timestamp.meta.insert("snapshot.json".to_owned(), of_version(version));
        let mut metadata: BTreeMap<String, String> =
            self.roots()?.into_iter().map(|(version, text)| (format!("{version}.root.json"), text)).collect();
        metadata.insert(format!("{number}.targets.json"), signed(targets, &[&key])?);
        metadata.insert(format!("{number}.snapshot.json"), signed(snapshot, &[&key])?);
        metadata.insert(super::TIMESTAMP.to_owned(), signed(timestamp, &[&key])?);
        Ok(Bundle { release, metadata })
    }

    /// The last root, which a terminal is given to start from.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn root(&self) -> Result<String, KeyError> {
        let last = self.roots()?.pop_last();
        last.map(|(_, text)| text).ok_or(KeyError::NoKey("there is no root in the folder"))
    }

    fn roots(&self) -> Result<BTreeMap<u64, String>, KeyError> {
        let mut roots = BTreeMap::new();
        for entry in std::fs::read_dir(&self.path).map_err(|source| file_error(&self.path, source))?.flatten() {
            let name = entry.file_name();
            let version = name.to_str().and_then(|name| name.strip_suffix(".root.json")?.parse().ok());
            if let Some(version) = version {
                let path = entry.path();
                roots.insert(version, std::fs::read_to_string(&path).map_err(|source| file_error(&path, source))?);
            }
        }
        Ok(roots)
    }

    fn last_root(&self) -> Result<Signed<Root>, KeyError> {
        serde_json::from_str(&self.root()?).map_err(|error| content(&self.path, &error))
    }

    /// A root key in the folder that the last root names, with its file's name.
    fn held_root_key(&self, last: &Root) -> Result<(&'static str, SigningKey), KeyError> {
        let mut stranger = false;
        for name in [ROOT_KEY, RESERVE_KEY] {
            if let Some(key) = self.key(name)? {
                if last.keys(RoleType::Root).any(|named| *named == public(&key)) {
                    return Ok((name, key));
                }
                stranger = true;
            }
        }
        Err(KeyError::NoKey(if stranger {
            "the root key in the folder is not one that the last root names: it was replaced"
        } else {
            "neither root.key nor reserve.key is in the folder: one of them must sign the change"
        }))
    }

    fn key(&self, name: &str) -> Result<Option<SigningKey>, KeyError> {
        let path = self.path.join(name);
        match std::fs::read_to_string(&path) {
            Ok(text) => SigningKey::from_pkcs8_pem(&text).map(Some).map_err(|error| content(&path, &error)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(file_error(&path, source)),
        }
    }

    fn new_key(&self, name: &str) -> Result<SigningKey, KeyError> {
        let path = self.path.join(name);
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| content(&path, &error))?;
        let key = SigningKey::from_bytes(&seed);
        let text = key.to_pkcs8_pem(LineEnding::LF).map_err(|error| content(&path, &error))?;
        write_new(&path, text.as_bytes(), true)?;
        Ok(key)
    }

    /// Moves a replaced key away: what it signed can then still be looked into.
    fn set_aside(&self, name: &str, root: NonZeroU64) -> Result<(), KeyError> {
        let path = self.path.join(name);
        match std::fs::rename(&path, self.path.join(format!("{name}.until-root-{root}"))) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            done => done.map_err(|source| file_error(&path, source)),
        }
    }

    fn write_root(&self, root: Root, signers: &[&SigningKey]) -> Result<(), KeyError> {
        let path = self.path.join(format!("{}.root.json", root.version));
        write_new(&path, signed(root, signers)?.as_bytes(), false)
    }

    /// The seconds of the clock, or one more than the last time.
    fn next_version(&self, now: Timestamp) -> Result<NonZeroU64, KeyError> {
        let path = self.path.join(VERSION);
        let last: u64 = match std::fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().map_err(|error| content(&path, &error))?,
            Err(error) if error.kind() == ErrorKind::NotFound => 0,
            Err(source) => return Err(file_error(&path, source)),
        };
        let version = u64::try_from(now.as_second()).unwrap_or_default().max(last.saturating_add(1)).max(1);
        crate::platform::file::write_atomically(&path, version.to_string().as_bytes())
            .map_err(|source| file_error(&path, source))?;
        NonZeroU64::new(version).ok_or(KeyError::NoKey("a version is never 0"))
    }
}

/// The public keys that a root names.
struct Names {
    root: Vec<Key>,
    editors: Key,
}

impl Names {
    fn of(root: &Root) -> Self {
        let editors = root.keys(RoleType::Targets).next().cloned();
        let names: Vec<Key> = root.keys(RoleType::Root).cloned().collect();
        // Every root of ours names an editors' key; one that does not is replaced by whoever holds a root key.
        Self { editors: editors.unwrap_or_else(|| names[0].clone()), root: names }
    }

    fn root_file(&self, version: u64, now: Timestamp) -> Result<Root, KeyError> {
        let mut keys = HashMap::new();
        let mut named = |list: &[Key]| -> Result<RoleKeys, KeyError> {
            let mut keyids = Vec::new();
            for key in list {
                let id = key.key_id().map_err(|error| content(Path::new("root.json"), &error))?;
                keyids.push(id.clone());
                keys.insert(id, key.clone());
            }
            Ok(RoleKeys { keyids, threshold: NonZeroU64::MIN, _extra: HashMap::new() })
        };
        let root_keys = named(&self.root)?;
        let editors = named(std::slice::from_ref(&self.editors))?;
        let editorial = [RoleType::Targets, RoleType::Snapshot, RoleType::Timestamp];
        let mut roles: HashMap<RoleType, RoleKeys> =
            editorial.into_iter().map(|role| (role, editors.clone())).collect();
        roles.insert(RoleType::Root, root_keys);
        Ok(Root {
            spec_version: SPECIFICATION.to_owned(),
            consistent_snapshot: true,
            version: NonZeroU64::new(version).ok_or(KeyError::NoKey("a version is never 0"))?,
            expires: later(now, ROOT_HOURS)?,
            keys,
            roles,
            _extra: HashMap::new(),
        })
    }
}

fn public(key: &SigningKey) -> Key {
    let public = key.verifying_key().to_bytes().to_vec();
    let keyval = Ed25519Key { public: public.into(), _extra: HashMap::new() };
    Key::Ed25519 { keyval, scheme: Ed25519Scheme::Ed25519, _extra: HashMap::new() }
}

fn of_version(version: NonZeroU64) -> Metafile {
    // The version alone names the file: one key signs a version once. Two hashes less are a tenth of a delta.
    Metafile { length: None, hashes: None, version, _extra: HashMap::new() }
}

fn signed<T: Role + Serialize>(role: T, keys: &[&SigningKey]) -> Result<String, KeyError> {
    let place = Path::new("signature");
    let message = role.canonical_form().map_err(|error| content(place, &error))?;
    let mut signatures = Vec::new();
    for key in keys {
        let keyid = public(key).key_id().map_err(|error| content(place, &error))?;
        signatures.push(Signature { keyid, sig: key.sign(&message).to_bytes().to_vec().into() });
    }
    serde_json::to_string(&Signed { signed: role, signatures }).map_err(|error| content(place, &error))
}

/// Whole seconds: the format of the files has no parts of them.
fn later(now: Timestamp, hours: i64) -> Result<Timestamp, KeyError> {
    let moment = now.checked_add(Span::new().hours(hours)).map_err(|error| content(Path::new("clock"), &error))?;
    Timestamp::from_second(moment.as_second()).map_err(|error| content(Path::new("clock"), &error))
}

fn file_error(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::File { path: path.display().to_string(), source }
}

fn content(path: &Path, error: &dyn std::fmt::Display) -> KeyError {
    KeyError::Content { path: path.display().to_string(), reason: error.to_string() }
}

fn write_new(path: &Path, text: &[u8], private: bool) -> Result<(), KeyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if private {
        crate::platform::file::private(&mut options);
    }
    let mut file = options.open(path).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => KeyError::Exists(path.display().to_string()),
        _ => file_error(path, source),
    })?;
    file.write_all(text).and_then(|()| file.sync_all()).map_err(|source| file_error(path, source))
}
