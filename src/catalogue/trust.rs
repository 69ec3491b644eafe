//! Whose catalogue a terminal believes: The Update Framework (TUF 1.0), through the library `tough`.
//!
//! Four signed files stand between the editors and a terminal. `root` names the keys, `targets` names one file, the
//! catalogue, by length and SHA-256, `snapshot` and `timestamp` say which versions belong together and until when.
//! The keys are the editors' alone, so a hub that was broken into can give out nothing but what they signed, and
//! nothing older than what a terminal has seen. Deltas and compressed releases are not signed: they are ways to the
//! signed text, and only its hash counts.
//!
//! `tough` was written for servers. Three of its habits are wrong on an old terminal, a fourth is not what the
//! specification says, and this module works around each:
//!
//! - It refuses to work once the clock stepped back, which a dead battery does at every start. It learns the time from
//!   a file in its folder, so it gets a fresh folder each time and never finds one.
//! - It writes its files of trust one by one and in place, so that a power cut leaves a torn one, and it takes a torn
//!   file for none, which forgets what was seen. Here they are one value, [`TrustState`], which the caller writes
//!   whole or not at all.
//! - It compares expiry with the machine's clock. Here the caller says what time it is, or that nobody knows.
//! - It takes a timestamp of the version that it has already, with other content. Here the one seen first stays.
//!
//! `tests/conformance/run.sh` tries all this with the conformance tests of TUF.

pub mod bundle;
#[cfg(any(feature = "editor", test))]
pub mod editors;

use futures::stream;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tough::schema::{Role, Root, Signed, Snapshot, Targets};
use tough::{
    Bytes, ExpirationEnforcement, Limits, Repository, RepositoryLoader, TargetName, Transport, TransportError,
    TransportErrorKind, TransportStream, async_trait,
};
use url::Url;

/// The signed name of the catalogue's canonical text.
pub const TARGET: &str = "catalogue.json";
/// The field of the target that holds the release number.
pub const NUMBER: &str = "number";
/// The newest of the four files, the only one a terminal asks for when nothing changed.
pub const TIMESTAMP: &str = "timestamp.json";

/// No signature is older than this program: 1 January 2026, in seconds since 1970. A smaller number is only a number.
const FIRST_SIGNATURE: i64 = 1_767_225_600;

/// No name of ours is looked up in the world: `tough` builds addresses, and the source takes their last part.
const BASE: &str = "catalogue:///metadata/";

/// A few hundred bytes each in truth; what is larger was not made by our editors.
const LIMITS: Limits = Limits {
    max_root_size: 64 * 1024,
    max_targets_size: 64 * 1024,
    max_timestamp_size: 16 * 1024,
    max_snapshot_size: 16 * 1024,
    max_root_updates: 64,
};

/// What a terminal believes: the newest files of each role that it has verified, as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustState {
    /// The newest root.
    pub root: String,
    /// The newest timestamp, when one was ever verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// The newest snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
    /// The newest targets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<String>,
}

impl TrustState {
    /// The state of a terminal that knows a root and has seen nothing else.
    ///
    /// # Errors
    /// When the text is no root that its own keys have signed.
    pub fn new(root: String) -> Result<Self, TrustError> {
        let read: Signed<Root> = serde_json::from_str(&root).map_err(|error| untrusted(&error))?;
        read.signed.verify_role(&read).map_err(|error| untrusted(&error))?;
        Ok(Self { root, timestamp: None, snapshot: None, targets: None })
    }

    /// The version of the root: it grows when keys change.
    #[must_use]
    pub fn root_version(&self) -> u64 {
        serde_json::from_str::<Signed<Root>>(&self.root).map_or(0, |root| root.signed.version.get())
    }

    /// When the newest timestamp was signed, at the earliest: the editors' tools number signatures by the second in which
    /// they are made, so that this is known without a field of its own. `None` for one that is numbered otherwise.
    #[must_use]
    pub fn signed(&self) -> Option<Timestamp> {
        let timestamp: Signed<tough::schema::Timestamp> = serde_json::from_str(self.timestamp.as_ref()?).ok()?;
        let second = i64::try_from(timestamp.signed.version.get()).ok()?;
        let moment = Timestamp::from_second(second).ok()?;
        (second >= FIRST_SIGNATURE && moment < timestamp.signed.expires).then_some(moment)
    }

    /// What the editors offered the last time that all four files were verified.
    #[must_use]
    pub fn offer(&self) -> Option<Offer> {
        let targets: Signed<Targets> = serde_json::from_str(self.targets.as_ref()?).ok()?;
        let timestamp: Signed<tough::schema::Timestamp> = serde_json::from_str(self.timestamp.as_ref()?).ok()?;
        Offer::of(&targets.signed, timestamp.signed.expires)
    }
}

/// The catalogue that the editors signed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its release number.
    pub number: u64,
    /// The SHA-256 of its canonical text, in hexadecimal.
    pub sha256: String,
    /// The length of its canonical text in bytes.
    pub length: u64,
    /// Until when the editors stand by it without signing anew.
    pub expires: Timestamp,
}

impl Offer {
    fn of(targets: &Targets, expires: Timestamp) -> Option<Self> {
        let name = TargetName::new(TARGET).ok()?;
        let target = targets.targets.get(&name)?;
        let number = target.custom.get(NUMBER)?.as_u64()?;
        Some(Self { number, sha256: hex::encode(&target.hashes.sha256), length: target.length, expires })
    }
}

/// Why there is no new offer. The catalogue in use is not touched by any of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// No line, or what answered is not the hub.
    #[error("no answer")]
    NoAnswer,
    /// The hub has no signed catalogue.
    #[error("the hub has no signed catalogue")]
    Nothing,
    /// The editors' signature has run out: nobody renewed it, or somebody holds back what is newer.
    #[error("the signature of the catalogue has expired: {0}")]
    Expired(&'static str),
    /// The files are not the editors', or older than what was seen, or do not belong together.
    #[error("the catalogue offered is not trusted: {0}")]
    Untrusted(String),
    /// The files are verified and kept, but name no catalogue with its number.
    #[error("no catalogue with a number is signed")]
    NoCatalogue,
    /// The machine cannot do the check: a full disk.
    #[error("the signature cannot be checked: {0}")]
    Machine(String),
}

fn untrusted(error: &dyn std::error::Error) -> TrustError {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    TrustError::Untrusted(text)
}

/// There was no answer; a file that is not there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// Where the signed files come from: the hub, a folder, a test.
pub trait MetadataSource: Clone + fmt::Debug + Send + Sync + 'static {
    /// The file of this name, such as `timestamp.json` or `12.snapshot.json`; `None` when there is none.
    fn file(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, NoAnswer>> + Send;
}

/// What came from the source during one refresh.
#[derive(Debug, Default)]
struct Served {
    files: BTreeMap<String, Vec<u8>>,
    line_failed: bool,
}

/// The library's view of a source. What the state holds already is not asked for again: files of a version never
/// change, unless keys did.
#[derive(Clone, Debug)]
struct Bridge<S> {
    source: S,
    known: Arc<BTreeMap<String, Vec<u8>>>,
    timestamp: Option<String>,
    /// The library's folder.
    folder: PathBuf,
    served: Arc<Mutex<Served>>,
}

impl<S> Bridge<S> {
    /// The root that the library trusts by now: it writes each one that it has verified.
    fn root(&self) -> Option<Root> {
        let bytes = std::fs::read(self.folder.join("root.json")).ok()?;
        serde_json::from_slice::<Signed<Root>>(&bytes).ok().map(|root| root.signed)
    }

    /// The file of this name that the state holds, when it is signed by the keys of today. After a change of keys the
    /// editors may use a version once more that a thief had used.
    fn held(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = self.known.get(name)?;
        let root = self.root()?;
        let signed = if name.ends_with("snapshot.json") {
            signed_by::<Snapshot>(&root, bytes).is_some()
        } else {
            signed_by::<Targets>(&root, bytes).is_some()
        };
        signed.then(|| bytes.clone())
    }

    /// The timestamp that the state holds, when the one that came is signed but of the same version: then it is no
    /// news, whatever it says (section 5.4.3.1 of the specification).
    fn same_version(&self, came: &[u8]) -> Option<Vec<u8>> {
        let known = self.timestamp.as_ref()?.as_bytes();
        // The library removes it when its keys have changed.
        if !self.folder.join(TIMESTAMP).exists() {
            return None;
        }
        let root = self.root()?;
        let versions = [known, came].map(|bytes| signed_by::<tough::schema::Timestamp>(&root, bytes));
        let [Some(held), Some(new)] = versions else { return None };
        (held.version == new.version).then(|| known.to_vec())
    }
}

/// What a file says, when it is signed by the keys that a root names.
fn signed_by<T: Role + Serialize + DeserializeOwned>(root: &Root, bytes: &[u8]) -> Option<T> {
    let file: Signed<T> = serde_json::from_slice(bytes).ok()?;
    root.verify_role(&file).is_ok().then_some(file.signed)
}

#[async_trait]
impl<S: MetadataSource> Transport for Bridge<S> {
    async fn fetch(&self, url: Url) -> Result<TransportStream, TransportError> {
        let name = url.path().rsplit('/').next().unwrap_or_default().to_owned();
        let answer = match self.held(&name) {
            Some(bytes) => Ok(Some(bytes)),
            None => self.source.file(&name).await,
        };
        let answer = answer.map(|file| match file {
            Some(came) if name == TIMESTAMP => Some(self.same_version(&came).unwrap_or(came)),
            other => other,
        });
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(Some(bytes)) => {
                served.files.insert(name, bytes.clone());
                Ok(Box::pin(stream::iter([Ok(Bytes::from(bytes))])))
            }
            Ok(None) => Err(TransportError::new(TransportErrorKind::FileNotFound, url)),
            Err(NoAnswer) => {
                served.line_failed = true;
                Err(TransportError::new(TransportErrorKind::Other, url))
            }
        }
    }
}

/// Asks a source for what is newest and verifies it, all roles, as TUF's client workflow says (section 5 of its
/// specification). `now` is what time it is, or `None` when nobody knows: then expiry is not looked at, for a terminal
/// with a dead clock must still get what is new; versions and signatures protect it all the same. `scratch` is a folder
/// for the library's short-lived files.
///
/// Gives the state to keep, also when the refresh failed on the way: a changed root that was verified stays verified.
pub async fn refresh<S: MetadataSource>(
    state: &TrustState,
    source: &S,
    scratch: &Path,
    now: Option<Timestamp>,
) -> (TrustState, Result<Offer, TrustError>) {
    match refresh_in(state, source, scratch, now).await {
        Ok(done) => done,
        Err(error) => (state.clone(), Err(TrustError::Machine(error.to_string()))),
    }
}

async fn refresh_in<S: MetadataSource>(
    state: &TrustState,
    source: &S,
    scratch: &Path,
    now: Option<Timestamp>,
) -> std::io::Result<(TrustState, Result<Offer, TrustError>)> {
    let folder = tempfile::TempDir::new_in(scratch)?;
    for (name, text) in state.files() {
        std::fs::write(folder.path().join(name), text)?;
    }
    let bridge = Bridge {
        source: source.clone(),
        known: Arc::new(state.versioned()),
        timestamp: state.timestamp.clone(),
        folder: folder.path().to_owned(),
        served: Arc::new(Mutex::new(Served::default())),
    };
    let served = Arc::clone(&bridge.served);
    let base = Url::parse(BASE).map_err(std::io::Error::other)?;
    let loaded = RepositoryLoader::new(&state.root.as_bytes(), base.clone(), base)
        .transport(bridge)
        .limits(LIMITS)
        .datastore(folder.path())
        .expiration_enforcement(ExpirationEnforcement::Unsafe)
        .load()
        .await;
    let served = std::mem::take(&mut *served.lock().unwrap_or_else(PoisonError::into_inner));
    let (next, run_out) = verified(state, folder.path(), &served, now);
    let result = match (loaded, run_out) {
        (Err(_), _) if served.line_failed => Err(TrustError::NoAnswer),
        (_, Some(role)) => Err(TrustError::Expired(role)),
        (Ok(repository), None) => offered(&repository),
        (Err(tough::error::Error::Transport { .. }), None) if served.files.is_empty() => Err(TrustError::Nothing),
        (Err(error), None) => Err(untrusted(&error)),
    };
    Ok((next, result))
}

fn offered(repository: &Repository) -> Result<Offer, TrustError> {
    let expires = repository.timestamp().signed.expires;
    Offer::of(&repository.targets().signed, expires).ok_or(TrustError::NoCatalogue)
}

/// The state after a refresh: of each role the newest file that was verified and has not run out. The library writes
/// a file only once it is verified. Where one has run out, those that follow from it are not taken either.
fn verified(
    before: &TrustState,
    folder: &Path,
    served: &Served,
    now: Option<Timestamp>,
) -> (TrustState, Option<&'static str>) {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let mut next = before.clone();
    let mut run_out = None;
    let over = |expires: Timestamp| now.is_some_and(|now| expires <= now);
    if let Some((text, root)) = as_it_came::<Root>(read("root.json"), Some(&before.root), served) {
        next.root = text;
        if over(root.expires) {
            run_out = Some("root");
        }
    }
    // The library removes what a changed key takes the ground from.
    let (timestamp, snapshot) = (read(TIMESTAMP), read("snapshot.json"));
    if timestamp.is_none() {
        next.timestamp = None;
    }
    if snapshot.is_none() {
        next.snapshot = None;
    }
    let mut take = |file: Option<(String, Timestamp)>, role: &'static str, place: &mut Option<String>| {
        let Some((text, expires)) = file else { return };
        if run_out.is_none() && over(expires) && served_now(&text, served) {
            run_out = Some(role);
        }
        if run_out.is_none() {
            *place = Some(text);
        }
    };
    let dated = |(text, timestamp): (String, tough::schema::Timestamp)| (text, timestamp.expires);
    take(as_it_came(timestamp, before.timestamp.as_ref(), served).map(dated), "timestamp", &mut next.timestamp);
    let dated = |(text, snapshot): (String, Snapshot)| (text, snapshot.expires);
    take(as_it_came(snapshot, before.snapshot.as_ref(), served).map(dated), "snapshot", &mut next.snapshot);
    let dated = |(text, targets): (String, Targets)| (text, targets.expires);
    take(as_it_came(read("targets.json"), before.targets.as_ref(), served).map(dated), "targets", &mut next.targets);
    (next, run_out)
}

/// Whether this very text came during the refresh, or was looked at again in it.
fn served_now(text: &str, served: &Served) -> bool {
    served.files.values().any(|bytes| bytes == text.as_bytes())
}

/// A file of the library's folder, in the bytes in which it came, now or before: hashes of files are of those, and the
/// library writes files anew, each time with its fields in another order.
fn as_it_came<T: Role + DeserializeOwned + PartialEq>(
    text: Option<String>,
    before: Option<&String>,
    served: &Served,
) -> Option<(String, T)> {
    let text = text?;
    let read: Signed<T> = serde_json::from_str(&text).ok()?;
    let came = served.files.values().map(Vec::as_slice).chain(before.map(String::as_bytes)).find_map(|bytes| {
        let same = serde_json::from_slice::<Signed<T>>(bytes).is_ok_and(|other| other == read);
        if same { String::from_utf8(bytes.to_vec()).ok() } else { None }
    });
    Some((came.unwrap_or(text), read.signed))
}

impl TrustState {
    /// The files under the names that the library gives them.
    fn files(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let others = [(TIMESTAMP, &self.timestamp), ("snapshot.json", &self.snapshot), ("targets.json", &self.targets)];
        let others = others.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        std::iter::once(("root.json", &self.root)).chain(others)
    }

    /// Every file but the root, under the name by which a source gives it out.
    pub fn published_files(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let timestamp = self.timestamp.clone().map(|text| (TIMESTAMP.to_owned(), text));
        let others = self.versioned().into_iter();
        timestamp.into_iter().chain(others.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())))
    }

    /// The files that never change, under the names by which a source knows them.
    fn versioned(&self) -> BTreeMap<String, Vec<u8>> {
        fn named<T: Role + DeserializeOwned>(text: Option<&String>) -> Option<(String, Vec<u8>)> {
            let text = text?;
            let read: Signed<T> = serde_json::from_str(text).ok()?;
            Some((read.signed.filename(true), text.clone().into_bytes()))
        }
        let snapshot = named::<Snapshot>(self.snapshot.as_ref());
        let targets = named::<Targets>(self.targets.as_ref());
        snapshot.into_iter().chain(targets).collect()
    }
}

#[cfg(test)]
mod tests;
