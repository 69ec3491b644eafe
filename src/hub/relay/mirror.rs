//! The relay's copy of the catalogue: each signed file and each release comes over the outer line once, whoever asks how
//! often. A terminal verifies what it gets, so that nothing rests on this copy but the way that is spared.

use crate::catalogue::release::LARGEST_WINDOW;
use crate::catalogue::trust::TIMESTAMP;
use crate::platform::file::{private_folder, with_suffix, write_atomically};
use crate::protocol::path;
use crate::protocol::provider_state::is_hash;
use crate::sync::client::{ClientError, HubClient};
use crate::sync::download::{DownloadError, download};
use crate::sync::reason::Reason;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Mutex;

/// How long what may change is not asked for again: the newest signed file, and those that there are not yet.
const FRESH: Duration = Duration::from_mins(1);

/// How many releases, and how many deltas, are kept.
const KEPT: usize = 16;

/// How many signed files are kept; each is some kilobytes.
const KEPT_SIGNED: usize = 64;

/// The copy.
#[derive(Debug)]
pub struct Mirror {
    folder: PathBuf,
    /// Held by whoever asks the hub: the others wait and find what came.
    asked: Mutex<Asked>,
}

/// What was asked for lately.
#[derive(Debug, Default)]
struct Asked {
    newest: Option<Instant>,
    absent: BTreeMap<String, Instant>,
}

/// Why there is nothing to give.
#[derive(Debug)]
pub enum NotMirrored {
    /// The line, or the hub.
    Line(ClientError),
    /// The disk.
    Disk(io::Error),
}

/// The hub, or why it is not asked now.
type Outer<'hub> = Result<&'hub HubClient, ClientError>;

/// Whether nothing comes now, whatever the hub has.
const fn is_cut(error: &ClientError) -> bool {
    let reason = error.reason();
    reason.is_line() || matches!(reason, Reason::RelayHolds)
}

impl From<io::Error> for NotMirrored {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl Mirror {
    /// The copy in a relay's folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.join("mirror"), asked: Mutex::default() }
    }

    /// A signed file; `None` when the hub has none of this name.
    ///
    /// # Errors
    /// When it is not here and does not come.
    pub async fn signed(&self, hub: Outer<'_>, name: &str) -> Result<Option<Vec<u8>>, NotMirrored> {
        if !is_plain(name) {
            return Ok(None);
        }
        let place = self.folder.join("signed").join(name);
        let changes = name == TIMESTAMP;
        if !changes && let Some(kept) = kept(&place)? {
            return Ok(Some(kept));
        }
        let mut asked = match self.asked.try_lock() {
            Ok(asked) => asked,
            // Somebody fetches over a thin line: what is here stands for now.
            Err(_) if changes && place.exists() => return Ok(kept(&place)?),
            Err(_) => self.asked.lock().await,
        };
        let is_fresh = |when: &Instant| when.elapsed() < FRESH;
        let known = if changes { asked.newest.as_ref() } else { asked.absent.get(name) };
        if let Some(kept) = kept(&place)?
            && (!changes || known.is_some_and(is_fresh))
        {
            return Ok(Some(kept));
        }
        if !changes && known.is_some_and(is_fresh) {
            return Ok(None);
        }
        let came = match hub {
            Ok(hub) => hub.metadata(name).await,
            Err(error) => Err(error),
        };
        match came {
            Ok(Some(bytes)) => {
                keep(&place, &bytes, KEPT_SIGNED)?;
                if changes {
                    asked.newest = Some(Instant::now());
                }
                Ok(Some(bytes))
            }
            Ok(None) => {
                asked.absent.retain(|_, when| is_fresh(when));
                asked.absent.insert(name.to_owned(), Instant::now());
                Ok(None)
            }
            // With the line cut the newest that is here counts, and no newer one than that is known of.
            Err(error) => match kept(&place)? {
                Some(kept) => Ok(Some(kept)),
                None if !changes && self.folder.join("signed").join(TIMESTAMP).exists() && is_cut(&error) => Ok(None),
                None => Err(NotMirrored::Line(error)),
            },
        }
    }

    /// A release, named by its hash; `None` when the hub has none such.
    ///
    /// # Errors
    /// When it is not here and does not come.
    pub async fn release(&self, hub: Outer<'_>, sha256: &str) -> Result<Option<Vec<u8>>, NotMirrored> {
        if !is_hash(sha256) {
            return Ok(None);
        }
        let address = format!("{}/{sha256}", path::CATALOGUE_RELEASES);
        let is_it = |bytes: &[u8]| hash_of(bytes).is_ok_and(|hash| hash == sha256);
        self.immutable(hub, &address, "releases", sha256, is_it).await
    }

    /// A delta, named by the hashes of where it leads from and to; `None` when the hub has none such.
    ///
    /// # Errors
    /// When it is not here and does not come.
    pub async fn delta(&self, hub: Outer<'_>, base: &str, target: &str) -> Result<Option<Vec<u8>>, NotMirrored> {
        if !is_hash(base) || !is_hash(target) {
            return Ok(None);
        }
        let address = format!("{}/{base}/{target}", path::CATALOGUE_DELTAS);
        // A terminal to which it leads nowhere fetches the release.
        match self.immutable(hub, &address, "deltas", &format!("{base}-{target}"), |_| true).await {
            // With the line cut the release that is here is the way.
            Err(NotMirrored::Line(_)) if self.folder.join("releases").join(target).exists() => Ok(None),
            other => other,
        }
    }

    async fn immutable(
        &self,
        hub: Outer<'_>,
        address: &str,
        folder: &str,
        name: &str,
        is_it: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Vec<u8>>, NotMirrored> {
        let place = self.folder.join(folder).join(name);
        // What a bad disk made of it is fetched anew.
        if let Some(kept) = kept(&place)?.filter(|kept| is_it(kept)) {
            return Ok(Some(kept));
        }
        let _alone = self.asked.lock().await;
        if let Some(kept) = kept(&place)?.filter(|kept| is_it(kept)) {
            return Ok(Some(kept));
        }
        let hub = hub.map_err(NotMirrored::Line)?;
        let part = self.folder.join("incoming").join(name);
        let came = download(hub, address, &part).await.map_err(|error| match error {
            DownloadError::Line(error) => NotMirrored::Line(error),
            DownloadError::Disk(error) => NotMirrored::Disk(error),
        })?;
        let Some(bytes) = came else { return Ok(None) };
        let whole = with_suffix(&part, ".whole");
        if !is_it(&bytes) {
            tracing::error!(name, "what came is not the release of this name");
            fs::remove_file(whole)?;
            return Err(NotMirrored::Line(ClientError::NoAnswer(Reason::NotTheHub)));
        }
        keep(&place, &bytes, KEPT)?;
        fs::remove_file(whole)?;
        Ok(Some(bytes))
    }
}

/// Whether it is the name of a signed file, and leads nowhere else.
fn is_plain(name: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || b".-_".contains(&letter);
    let is_json = name.strip_suffix(".json").is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'));
    name.len() <= 100 && is_json && name.bytes().all(is_letter)
}

/// The hash of a release's text.
fn hash_of(packed: &[u8]) -> io::Result<String> {
    let mut decoder = zstd::Decoder::with_buffer(packed)?;
    decoder.window_log_max(LARGEST_WINDOW)?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match decoder.read(&mut piece)? {
            0 => return Ok(hex::encode(hash.finalize())),
            count => hash.update(&piece[..count]),
        }
    }
}

fn kept(place: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(place) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps a file, and no more than so many beside it: the oldest go.
fn keep(place: &Path, bytes: &[u8], most: usize) -> io::Result<()> {
    let Some(folder) = place.parent() else { return Ok(()) };
    private_folder(folder)?;
    write_atomically(place, bytes)?;
    let mut files = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        files.push((file.metadata()?.modified().unwrap_or(SystemTime::UNIX_EPOCH), file.path()));
    }
    files.sort();
    for (_, old) in files.iter().take(files.len().saturating_sub(most)) {
        if old != place {
            fs::remove_file(old)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for name in ["timestamp.json", "12.root.json", "3.snapshot.json"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["", ".json", "../relay.json", "a/b.json", "root", "timestamp.json\0"] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(
            is_hash(&"0a".repeat(32)) && !is_hash(&"0A".repeat(32)) && !is_hash("0a") && !is_hash(&"..".repeat(32))
        );
    }

    #[test]
    fn a_release_is_known_by_the_hash_of_its_text() {
        let packed = zstd::encode_all(&b"text"[..], 3).unwrap();
        assert_eq!(hash_of(&packed).unwrap(), hex::encode(Sha256::digest(b"text")));
        assert!(hash_of(b"no release").is_err());
    }

    #[test]
    fn the_oldest_files_go() {
        let folder = tempfile::tempdir().unwrap();
        let place = |number: u32| folder.path().join(format!("{number}.json"));
        for number in 0..5 {
            keep(&place(number), b"x", 3).unwrap();
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(number));
            fs::File::open(place(number)).unwrap().set_modified(then).unwrap();
        }
        assert_eq!((0..5).filter(|number| place(*number).exists()).collect::<Vec<_>>(), [2, 3, 4]);
    }
}
