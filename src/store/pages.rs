//! The pages that were scanned: each in a file of its own beside the records, encrypted under the centre's case key, on the
//! disk before anybody is told that it is kept. The file is what holds: what a case says of its pages follows it, so that
//! a power cut between the two loses none.

use super::vault::{KeyId, KeyRing};
use crate::domain::case::CasePage;
use crate::domain::hidden::hidden;
use crate::domain::scanning::Flaw;
use crate::platform::{disk, file};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What the file of a page begins with, before the id of its key.
const MARK: &[u8] = b"cups-page-1 ";

/// The ending of a page's name.
const ENDING: &str = "page";

/// Hexadecimal digits of a key's id.
const KEY_DIGITS: usize = 32;

/// Room that stays free for the records, whatever is scanned.
const FOR_THE_RECORDS: u64 = 200 << 20;

/// The folder of all pages of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages(PathBuf);

/// What is said of a page in its file, beside the picture. A field may be added; none is taken away.
#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
    #[serde(default)]
    flaws: Vec<String>,
}

/// A page that lies here.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// What a case says of it.
    pub page: CasePage,
    /// What spoke against it.
    pub flaws: Vec<Flaw>,
}

hidden!(KeptPage, "KeptPage");

/// What lies here of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lying {
    /// The pages, in the order in which they came.
    pub pages: Vec<KeptPage>,
    /// How many lie here and do not open: damaged, or under a key that is not held.
    pub closed: usize,
}

/// How much room pages take and how much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes of all pages here.
    pub used: u64,
    /// Bytes that further pages may take.
    pub free: u64,
}

/// Why a page is not kept or does not open.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// The disk.
    #[error("a page: {0}")]
    Disk(#[from] io::Error),
    /// The key.
    #[error(transparent)]
    Vault(#[from] super::vault::VaultError),
    /// No room would be left for the records.
    #[error("a page would leave no room for the records")]
    Full,
    /// It is not there, or not one.
    #[error("there is no such page")]
    Missing,
}

impl PagesError {
    /// Whether the disk has no room for it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full) || matches!(self, Self::Disk(error) if error.kind() == io::ErrorKind::StorageFull)
    }
}

/// What a page is bound to, so that it opens in no other place.
fn about(case: Uuid, page: Uuid, key: &str) -> Vec<u8> {
    format!("cups-page-1 {case} {page} {key}").into_bytes()
}

impl Pages {
    /// The pages in this folder.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn folder(&self, case: Uuid) -> PathBuf {
        self.0.join(case.to_string())
    }

    fn place(&self, case: Uuid, page: Uuid) -> PathBuf {
        self.folder(case).join(format!("{page}.{ENDING}"))
    }

    /// Keeps a page. When this returns it is on the disk, and would be there after a power cut.
    ///
    /// # Errors
    /// When it cannot be written, or would take the room of the records; then nothing of it is there.
    pub fn keep(
        &self,
        keys: &KeyRing,
        (case, page): (Uuid, Uuid),
        paper: Option<&str>,
        (jpeg, flaws): (&[u8], &[Flaw]),
    ) -> Result<KeptPage, PagesError> {
        if !self.0.is_dir() {
            file::private_folder(&self.0)?;
            file::sync_folder(self.0.parent().unwrap_or(&self.0))?;
        }
        let needed = u64::try_from(jpeg.len()).unwrap_or(u64::MAX);
        if disk::room(&self.0)? < FOR_THE_RECORDS.saturating_add(needed) {
            return Err(PagesError::Full);
        }
        let folder = self.folder(case);
        if !folder.is_dir() {
            file::private_folder(&folder)?;
        }
        // Each time: where it failed once, the folder is there and may yet be gone after a power cut.
        file::sync_folder(&self.0)?;
        let key = keys.present().id().as_str().to_owned();
        let words = flaws.iter().map(|flaw| flaw.word().to_owned()).collect();
        let head = Head { paper: paper.map(str::to_owned), flaws: words };
        let head = serde_json::to_vec(&head).map_err(io::Error::from)?;
        let length = u32::try_from(head.len()).map_err(|_| PagesError::Missing)?;
        let plain = [&length.to_le_bytes(), head.as_slice(), jpeg].concat();
        let cipher = keys.present().encrypt(&plain, &about(case, page, &key))?;
        file::write_into(&self.place(case, page), &[MARK, key.as_bytes(), &cipher].concat())?;
        Ok(KeptPage { page: told(page, paper.map(str::to_owned), jpeg), flaws: flaws.to_vec() })
    }

    /// What lies here of a case.
    #[must_use]
    pub fn of(&self, keys: &KeyRing, case: Uuid) -> Lying {
        let mut lying = Lying::default();
        for page in self.ids(case) {
            match self.open(keys, case, page) {
                Ok((head, jpeg)) => {
                    let flaws = head.flaws.iter().filter_map(|word| Flaw::of(word)).collect();
                    lying.pages.push(KeptPage { page: told(page, head.paper, &jpeg), flaws });
                }
                Err(error) => {
                    tracing::error!(%case, %page, %error, "a page does not open");
                    lying.closed += 1;
                }
            }
        }
        lying
    }

    /// The picture of a page.
    ///
    /// # Errors
    /// When it is not here or does not open.
    pub fn read(&self, keys: &KeyRing, case: Uuid, page: Uuid) -> Result<Vec<u8>, PagesError> {
        self.open(keys, case, page).map(|(_, jpeg)| jpeg)
    }

    fn open(&self, keys: &KeyRing, case: Uuid, page: Uuid) -> Result<(Head, Vec<u8>), PagesError> {
        let bytes = fs::read(self.place(case, page))?;
        let rest = bytes.strip_prefix(MARK).ok_or(PagesError::Missing)?;
        let (key, cipher) = rest.split_at_checked(KEY_DIGITS).ok_or(PagesError::Missing)?;
        let key = std::str::from_utf8(key).ok().filter(|key| KeyId::is_one(key)).ok_or(PagesError::Missing)?;
        let opened_by = keys.get(key).ok_or(super::vault::VaultError::Wrong)?;
        let plain = opened_by.decrypt(cipher, &about(case, page, key))?;
        let (length, rest) = plain.split_first_chunk::<4>().ok_or(PagesError::Missing)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| PagesError::Missing)?;
        let (head, jpeg) = rest.split_at_checked(length).ok_or(PagesError::Missing)?;
        Ok((serde_json::from_slice(head).map_err(|_| PagesError::Missing)?, jpeg.to_vec()))
    }

    /// The pages of a case by their ids, which grow with time.
    fn ids(&self, case: Uuid) -> BTreeSet<Uuid> {
        let entries = fs::read_dir(self.folder(case)).into_iter().flatten().flatten();
        let name = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".page")?.parse().ok();
        entries.filter_map(name).collect()
    }

    /// Takes one page away.
    ///
    /// # Errors
    /// When it cannot be; one that is not there is no error.
    pub fn take_out(&self, case: Uuid, page: Uuid) -> io::Result<()> {
        gone(fs::remove_file(self.place(case, page)))?;
        if self.folder(case).is_dir() { file::sync_folder(&self.folder(case)) } else { Ok(()) }
    }

    /// Erases all pages of a case, and what a power cut left beside them. Gives how many there were. Its folder stays, as
    /// a sign that it is not recorded yet.
    ///
    /// # Errors
    /// When one stays.
    pub fn empty(&self, case: Uuid) -> io::Result<usize> {
        let folder = self.folder(case);
        let count = self.ids(case).len();
        if !folder.is_dir() {
            return Ok(0);
        }
        for entry in fs::read_dir(&folder)? {
            gone(fs::remove_file(entry?.path()))?;
        }
        file::sync_folder(&folder)?;
        Ok(count)
    }

    /// Takes the empty folder of a case away.
    ///
    /// # Errors
    /// When it stays.
    pub fn forget(&self, case: Uuid) -> io::Result<()> {
        gone(fs::remove_dir(self.folder(case)))?;
        if self.0.is_dir() { file::sync_folder(&self.0) } else { Ok(()) }
    }

    /// The cases of which pages lie here.
    #[must_use]
    pub fn cases(&self) -> Vec<Uuid> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    }

    /// How much room pages take, and how much there is.
    #[must_use]
    pub fn room(&self) -> Room {
        let files = self.cases().into_iter().flat_map(|case| {
            let ids = self.ids(case);
            ids.into_iter().map(move |page| self.place(case, page))
        });
        let used = files.filter_map(|path| fs::metadata(path).ok()).map(|known| known.len()).sum();
        let disk = [self.0.as_path(), file::folder_of(&self.0)].into_iter().find(|folder| folder.is_dir());
        let free = disk.and_then(|folder: &Path| disk::room(folder).ok()).unwrap_or(0);
        Room { used, free: free.saturating_sub(FOR_THE_RECORDS) }
    }
}

/// What a case says of a page.
fn told(id: Uuid, paper: Option<String>, jpeg: &[u8]) -> CasePage {
    let bytes = u32::try_from(jpeg.len()).unwrap_or(u32::MAX);
    CasePage { id, paper, digest: hex::encode(Sha256::digest(jpeg)), bytes }
}

/// What is not there is gone.
fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANTED: &[u8] = b"PLANTED-PAGE-OF-A-PERSON";

    fn ids(number: u128) -> (Uuid, Uuid) {
        (Uuid::from_u128(9), Uuid::from_u128(number))
    }

    /// Every byte in a folder.
    fn bytes(folder: &Path) -> Vec<u8> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            all.extend(path.to_string_lossy().as_bytes());
            all.extend(if path.is_dir() { bytes(&path) } else { fs::read(&path).unwrap() });
        }
        all
    }

    fn holds(folder: &Path, part: &[u8]) -> bool {
        bytes(folder).windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_page_is_encrypted_opens_in_its_place_alone_and_is_erased_whole() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(folder.path().join("pages"));
        let keys = KeyRing::new().unwrap();
        let kept = pages.keep(&keys, ids(1), Some("passport"), (PLANTED, &[Flaw::Dark])).unwrap();
        pages.keep(&keys, ids(2), None, (b"other", &[])).unwrap();
        assert!(!holds(folder.path(), PLANTED) && !holds(folder.path(), b"passport"));
        // With a newer key of the centre the older still opens.
        let newer = keys.renewed().unwrap();
        let lying = pages.of(&newer, ids(1).0);
        assert!(lying.pages[0] == kept && lying.pages.len() == 2 && lying.closed == 0);
        assert_eq!(pages.read(&newer, ids(1).0, ids(1).1).unwrap(), PLANTED);
        assert!(pages.room().used > 29);
        let place = |number| pages.place(ids(1).0, ids(number).1);
        fs::copy(place(1), place(3)).unwrap();
        fs::write(place(4), b"cups-page-1 nothing").unwrap();
        assert_eq!(pages.of(&newer, ids(1).0).closed, 2, "in another place it does not open");
        assert_eq!(pages.of(&KeyRing::new().unwrap(), ids(1).0).closed, 4);
        pages.take_out(ids(1).0, ids(2).1).unwrap();
        pages.take_out(ids(1).0, ids(2).1).unwrap();
        assert_eq!((pages.empty(ids(1).0).unwrap(), pages.empty(ids(1).0).unwrap()), (3, 0));
        pages.forget(ids(1).0).unwrap();
        pages.forget(ids(1).0).unwrap();
        assert!(pages.cases().is_empty() && pages.room().used == 0);
    }

    /// What the process does that is killed: it keeps pages and says of each that it is kept.
    #[test]
    #[ignore = "begun by the test below"]
    fn keeps_until_killed() {
        let Some(folder) = std::env::var_os("CUPS_KEEPS_UNTIL_KILLED") else { return };
        let pages = Pages::new(PathBuf::from(folder).join("pages"));
        let keys = KeyRing::unwrap(&fs::read(pages.0.with_file_name("keys")).unwrap(), "parola lungă").unwrap();
        for number in 1.. {
            pages.keep(&keys, ids(number), None, (&vec![7; 300_000], &[])).unwrap();
            println!("kept {number}");
        }
    }

    #[test]
    fn killed_between_two_pages_none_that_was_shown_as_kept_is_lost() {
        use std::io::{BufRead as _, BufReader};
        use std::process::{Command, Stdio};
        for kills_after in [1, 2, 5] {
            let folder = tempfile::tempdir().unwrap();
            let keys = KeyRing::new().unwrap();
            fs::write(folder.path().join("keys"), keys.wrap("parola lungă").unwrap()).unwrap();
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::pages::tests::keeps_until_killed", "--ignored", "--nocapture"])
                .env("CUPS_KEEPS_UNTIL_KILLED", folder.path())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut shown = Vec::new();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            for line in lines.map_while(Result::ok) {
                if let Some((_, number)) = line.split_once("kept ") {
                    shown.push(Uuid::from_u128(number.parse().unwrap()));
                }
                if shown.len() == kills_after {
                    // It is in the midst of the next one.
                    let _ = child.kill();
                }
            }
            let _ = child.wait();
            let lying = Pages::new(folder.path().join("pages")).of(&keys, ids(1).0);
            assert!(shown.len() >= kills_after && lying.closed == 0);
            assert!(shown.iter().all(|id| lying.pages.iter().any(|kept| kept.page.id == *id)));
        }
    }

    #[test]
    #[cfg(unix)]
    fn only_the_owner_reads_pages() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(folder.path().join("pages"));
        pages.keep(&KeyRing::new().unwrap(), ids(1), None, (PLANTED, &[])).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&pages.0), mode(&pages.folder(ids(1).0))), (0o700, 0o700));
        assert_eq!(mode(&pages.place(ids(1).0, ids(1).1)), 0o600);
    }
}
