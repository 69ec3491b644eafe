//! Files on a stick: written beside their place, flushed, read back and moved there, so that a stick that is pulled out holds
//! the file before or this one; read whole before anything of it is taken over, so that a torn one changes nothing.

use super::vault::{CaseKey, KeyRing, random};
use crate::domain::hidden::hidden;
use crate::platform::file::{sync_folder, with_suffix};
use crate::protocol::stick::{Heading, LARGEST_FILE, LONGEST_PIECE, NotAStickFile, Piece, PieceHead};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

/// The folder of this program on a stick.
pub const FOLDER: &str = "CUPS-KIOSK";

/// How the names of files end.
const KIND: &str = "cups";

/// Why nothing was put on a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// It is not there, or not any more.
    #[error("the stick is not there any more")]
    Gone,
    /// It is full.
    #[error("the stick is full")]
    Full,
    /// It can only be read.
    #[error("the stick can only be read")]
    Protected,
    /// It gives back something else than it was given.
    #[error("the stick does not keep what it is given")]
    Bad,
    /// This computer cannot do the work.
    #[error("this computer cannot do the work")]
    Machine,
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        tracing::warn!(%error, "a stick does not take what is put on it");
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::Protected,
            ErrorKind::InvalidData => Self::Bad,
            // What a stick that is pulled out answers to whoever writes: input and output errors of all kinds.
            _ => Self::Gone,
        }
    }
}

/// What was found in a file on a stick.
#[derive(Clone, PartialEq, Eq)]
pub enum Found {
    /// All of its pieces, the first and the last left out.
    Whole {
        /// The centre that it names.
        centre: String,
        /// The terminal that wrote it.
        terminal: String,
        /// Its pieces.
        pieces: Vec<Piece>,
    },
    /// It was torn off, or its bytes were changed.
    Torn,
    /// No key of whoever is signed in opens it: it is another centre's, or under a key that this computer does not have yet.
    Foreign,
    /// It was written by a newer program.
    Newer,
}

hidden!(Found, "Found");

/// The file of a terminal on a stick. Its name tells nothing.
fn file_of(place: &Path, terminal: &str) -> PathBuf {
    let name = hex::encode(&Sha256::digest(format!("cups-stick {terminal}"))[..8]);
    place.join(FOLDER).join(format!("{name}.{KIND}"))
}

/// Writes the file of a terminal, in the place of its earlier one. When this returns the stick has given it back.
///
/// # Errors
/// Why it was not written; the earlier one is still there, unless the stick itself is broken.
pub fn write(
    place: &Path,
    (centre, terminal, at): (&str, &str, &str),
    key: &CaseKey,
    pieces: impl IntoIterator<Item = Piece>,
) -> Result<u64, NotWritten> {
    // A folder that is not there is not made: a stick that was pulled out would leave the file on the computer.
    if !fs::metadata(place)?.is_dir() {
        return Err(NotWritten::Gone);
    }
    let path = file_of(place, terminal);
    let folder = place.join(FOLDER);
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    sweep(&folder);
    let beside = with_suffix(&path, ".new");
    let written = put(&beside, (centre, terminal, at), key, pieces);
    let moved = written.and_then(|(hash, length)| {
        if hash_of(&beside)? != hash {
            return Err(NotWritten::Bad);
        }
        fs::rename(&beside, &path)?;
        sync_folder(&folder)?;
        sync_folder(place)?;
        Ok(length)
    });
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// What a stick that was pulled out left beside is of no use, and takes room.
fn sweep(folder: &Path) {
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = file.path();
        if path.extension().is_some_and(|end| end == "new") {
            let _ = fs::remove_file(path);
        }
    }
}

/// What is written, and the hash of it.
struct Hashing<W> {
    to: W,
    hash: Sha256,
    length: u64,
}

impl<W: Write> Hashing<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
        self.to.write_all(bytes)
    }
}

fn put(
    beside: &Path,
    (centre, terminal, at): (&str, &str, &str),
    key: &CaseKey,
    pieces: impl IntoIterator<Item = Piece>,
) -> Result<([u8; 32], u64), NotWritten> {
    let machine = |_| NotWritten::Machine;
    let file = hex::encode(random::<16>().map_err(|_| NotWritten::Machine)?);
    let heading = Heading { key: key.id().as_str().to_owned(), file };
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(beside)?;
    let mut out = Hashing { to: BufWriter::new(file), hash: Sha256::new(), length: 0 };
    out.put(&heading.write().map_err(machine)?)?;
    let text = str::to_owned;
    let from = PieceHead::From { centre: text(centre), terminal: text(terminal), at: text(at) };
    let last = std::iter::once((Piece::plain(PieceHead::End), true));
    let all = std::iter::once(Piece::plain(from)).chain(pieces).map(|piece| (piece, false)).chain(last);
    for (place, (piece, is_last)) in (0..).zip(all) {
        // The hub takes no request that is too long for a piece, and no operation is so long.
        let packed = piece.pack().map_err(|_| NotWritten::Machine)?;
        let about = heading.about(place, is_last).map_err(machine)?;
        let cipher = key.encrypt(&packed, &about).map_err(|_| NotWritten::Machine)?;
        let length = u32::try_from(cipher.len()).map_err(|_| NotWritten::Machine)?;
        out.put(&length.to_le_bytes())?;
        out.put(&cipher)?;
    }
    let Hashing { to, hash, length } = out;
    let file = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok((hash.finalize().into(), length))
}

fn hash_of(path: &Path) -> io::Result<[u8; 32]> {
    let (mut file, mut hash, mut piece) = (File::open(path)?, Sha256::new(), vec![0; 256 * 1024]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hash.finalize().into()),
            count => hash.update(&piece[..count]),
        }
    }
}

/// The files of other terminals on a stick, each with what was found in it.
///
/// # Errors
/// When the stick cannot be read. A stick without the folder has no files.
pub fn read(place: &Path, terminal: &str, keys: &KeyRing) -> io::Result<Vec<Found>> {
    let (folder, own) = (place.join(FOLDER), file_of(place, terminal));
    let files = match fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound && place.is_dir() => return Ok(Vec::new()),
        other => other?,
    };
    let mut paths: Vec<PathBuf> = files.map(|file| Ok(file?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| *path != own && path.extension().is_some_and(|end| end == KIND));
    paths.sort();
    paths.iter().map(|path| found(path, keys)).collect()
}

fn found(path: &Path, keys: &KeyRing) -> io::Result<Found> {
    let length = fs::metadata(path)?.len();
    if length > LARGEST_FILE {
        return Ok(Found::Torn);
    }
    let bytes = fs::read(path)?;
    let (heading, rest) = match Heading::read(&bytes) {
        Ok(read) => read,
        Err(NotAStickFile::Newer) => return Ok(Found::Newer),
        Err(NotAStickFile::Form) => return Ok(Found::Torn),
    };
    let Some(key) = keys.get(&heading.key) else { return Ok(Found::Foreign) };
    Ok(opened(&heading, rest, key).unwrap_or(Found::Torn))
}

/// All of a file's pieces; nothing where any of it is not as it was written.
fn opened(heading: &Heading, mut rest: &[u8], key: &CaseKey) -> Option<Found> {
    let (mut pieces, mut place, mut from) = (Vec::new(), 0_u64, None);
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok().filter(|length| *length <= LONGEST_PIECE)?;
        let (cipher, after) = after.split_at_checked(length)?;
        let is_last = after.is_empty();
        let packed = key.decrypt(cipher, &heading.about(place, is_last).ok()?).ok()?;
        let piece = Piece::unpack(&packed).ok()?;
        match &piece.head {
            PieceHead::From { centre, terminal, .. } if place == 0 => from = Some((centre.clone(), terminal.clone())),
            PieceHead::End if is_last => {
                let (centre, terminal) = from?;
                return Some(Found::Whole { centre, terminal, pieces });
            }
            _ => pieces.push(piece),
        }
        (rest, place) = (after, place + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(count: u8) -> Vec<Piece> {
        (0..count).map(|number| Piece { head: PieceHead::Room, body: vec![number; 3000] }).collect()
    }

    fn only(place: &Path, keys: &KeyRing) -> Found {
        let mut found = read(place, "other", keys).unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    #[test]
    fn a_file_is_read_whole_or_not_at_all_however_it_is_cut_or_changed() {
        let (stick, ring) = (tempfile::tempdir().unwrap(), KeyRing::new().unwrap());
        write(stick.path(), ("lozova", "t-1", "now"), ring.present(), pieces(9)).unwrap();
        let path = file_of(stick.path(), "t-1");
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"lozova"), "nothing of it is readable");
        let whole = only(stick.path(), &ring);
        assert!(matches!(&whole, Found::Whole { pieces: found, .. } if *found == pieces(9)));
        assert!(read(stick.path(), "t-1", &ring).unwrap().is_empty(), "its own is nothing new");
        for cut in 0..bytes.len() {
            fs::write(&path, &bytes[..cut]).unwrap();
            assert!(only(stick.path(), &ring) == Found::Torn, "{cut}");
        }
        for place in (30..bytes.len()).step_by(7) {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(&path, &changed).unwrap();
            assert!(!matches!(only(stick.path(), &ring), Found::Whole { .. }), "{place}");
        }
        // With another key it is another centre's; of a newer form it is said to be.
        fs::write(&path, &bytes).unwrap();
        assert!(only(stick.path(), &KeyRing::new().unwrap()) == Found::Foreign);
        assert!(only(stick.path(), &ring.renewed().unwrap()) == whole, "an earlier key opens it");
        fs::write(&path, String::from_utf8_lossy(&bytes).replace("cups-stick-1", "cups-stick-2")).unwrap();
        assert!(only(stick.path(), &ring) == Found::Newer);
    }

    #[test]
    fn a_stick_that_is_written_again_holds_one_file_of_each_computer() {
        let (stick, ring) = (tempfile::tempdir().unwrap(), KeyRing::new().unwrap());
        for count in [1, 5, 2] {
            write(stick.path(), ("lozova", "t-1", "now"), ring.present(), pieces(count)).unwrap();
            write(stick.path(), ("lozova", "t-2", "now"), ring.present(), pieces(count)).unwrap();
        }
        fs::write(stick.path().join(FOLDER).join("left.cups.new"), "half").unwrap();
        write(stick.path(), ("lozova", "t-1", "now"), ring.present(), pieces(3)).unwrap();
        let files = fs::read_dir(stick.path().join(FOLDER)).unwrap().count();
        assert_eq!(files, 2, "what was left half is swept away");
        assert!(
            matches!(&read(stick.path(), "t-2", &ring).unwrap()[..], [Found::Whole { pieces, .. }] if pieces.len() == 3)
        );
    }

    #[test]
    fn what_a_stick_does_not_take_has_its_reason() {
        let ring = KeyRing::new().unwrap();
        let gone = tempfile::tempdir().unwrap().path().join("pulled");
        assert_eq!(write(&gone, ("lozova", "t-1", "now"), ring.present(), pieces(1)), Err(NotWritten::Gone));
        assert!(!gone.exists());
        for (system, why) in
            [(28, NotWritten::Full), (30, NotWritten::Protected), (13, NotWritten::Protected), (5, NotWritten::Gone)]
        {
            assert_eq!(NotWritten::from(io::Error::from_raw_os_error(system)), why, "{system}");
        }
        let empty = tempfile::tempdir().unwrap();
        assert!(read(empty.path(), "t-1", &ring).unwrap().is_empty());
        assert!(read(&gone, "t-1", &ring).is_err());
    }
}
