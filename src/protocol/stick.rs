//! What goes on a stick between the computers of a centre: one file of each computer, in pieces that are encrypted under the
//! centre's case key, so that a finder reads nothing. What a piece carries is what travels by line too: signed requests of
//! terminals, the hub's signed answers, parcels of the room, signed files of a catalogue.
//!
//! ```text
//! cups-stick-1
//! {"key": the id of the case key, "file": a random name}
//! for each piece: its length in four bytes, the least first; then the piece, encrypted
//! ```
//!
//! A piece is bound to its file, its place and whether it is the last: none can be left out, put elsewhere or added, and a
//! file without its last piece was torn off. Opened and unpacked (zstd) it is a heading in JSON, a line break, and a body.
//! Reading is lenient: an unknown field is passed over, and so is a piece of an unknown kind.

use crate::domain::hidden::hidden;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What every file begins with, and the number of this version's.
const WORD: &str = "cups-stick-";
const NUMBER: &str = "1";

/// The most bytes of one piece, as it lies there and unpacked.
pub const LONGEST_PIECE: usize = 4 * 1024 * 1024;

/// The most bytes of one file.
pub const LARGEST_FILE: u64 = 1024 * 1024 * 1024;

/// What is packed is mostly packed already, or encrypted.
const PACKING: i32 = 1;

/// How much longer a piece gets that does not pack, and is encrypted.
const ROOM: usize = 64 * 1024;

/// The longest first lines.
const LONGEST_HEADING: usize = 1024;

/// Why bytes are no file of a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAStickFile {
    /// They are something else.
    #[error("it is no file of a stick")]
    Form,
    /// It is of a number that this version does not know.
    #[error("it is of a newer program")]
    Newer,
}

/// What stands readable at the beginning of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// The id of the case key under which it is encrypted.
    pub key: String,
    /// A random name: the same pieces written once more are another file.
    pub file: String,
}

impl Heading {
    /// The first two lines.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which its types rule out.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(format!("{WORD}{NUMBER}\n{}\n", serde_json::to_string(self)?).into_bytes())
    }

    /// Reads the first two lines, and gives what comes after them.
    ///
    /// # Errors
    /// When there are none of ours, or of a newer number.
    pub fn read(bytes: &[u8]) -> Result<(Self, &[u8]), NotAStickFile> {
        let line = |bytes: &[u8]| bytes.iter().take(LONGEST_HEADING).position(|byte| *byte == b'\n');
        let end = line(bytes).ok_or(NotAStickFile::Form)?;
        let (word, rest) = (&bytes[..end], &bytes[end + 1..]);
        match word.strip_prefix(WORD.as_bytes()) {
            Some(number) if number == NUMBER.as_bytes() => {}
            Some(number) if !number.is_empty() && number.len() < 6 && number.iter().all(u8::is_ascii_digit) => {
                return Err(NotAStickFile::Newer);
            }
            _ => return Err(NotAStickFile::Form),
        }
        let end = line(rest).ok_or(NotAStickFile::Form)?;
        let heading = serde_json::from_slice(&rest[..end]).map_err(|_| NotAStickFile::Form)?;
        Ok((heading, &rest[end + 1..]))
    }

    /// What the piece at a place is bound to.
    ///
    /// # Errors
    /// When the heading cannot be written, which its types rule out.
    pub fn about(&self, place: u64, is_last: bool) -> Result<Vec<u8>, serde_json::Error> {
        let mut about = Sha256::digest(self.write()?).to_vec();
        about.extend(place.to_le_bytes());
        about.push(u8::from(is_last));
        Ok(about)
    }
}

/// What a piece is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PieceHead {
    /// The first: whose file it is.
    From {
        /// The centre's id.
        centre: String,
        /// The terminal that wrote it.
        terminal: String,
        /// The moment.
        at: String,
    },
    /// A request of a terminal to the hub, as it is sent; the body is its body.
    Request(RequestHead),
    /// The hub's answer to a request, as it came; the body is its text.
    Answer {
        /// The terminal that asked.
        terminal: String,
        /// What it made up for the request.
        nonce: String,
        /// The hub's signature of the answer.
        signature: String,
    },
    /// The hub refused a request whole.
    Refused {
        /// The terminal that asked.
        terminal: String,
        /// What it made up for the request.
        nonce: String,
        /// The status.
        status: u16,
    },
    /// Requests of whoever wrote the file that need no answer any more.
    Settled {
        /// What was made up for each.
        nonces: Vec<String>,
    },
    /// A parcel of the room ([`crate::protocol::room`]): operations of a case, or changes of the people.
    Room,
    /// The roster of the centre's computers, as the hub signed it.
    Roster,
    /// A file signed by the editors.
    Signed {
        /// Its name.
        name: String,
    },
    /// A part of a release, packed.
    Release {
        /// SHA-256 of its canonical text.
        sha256: String,
    },
    /// The last.
    End,
    /// What only a newer program knows.
    #[serde(other)]
    Newer,
}

hidden!(PieceHead, "PieceHead");

/// The head of a request, as the hub takes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestHead {
    /// The terminal that sends it.
    pub terminal: String,
    /// What it made up for it.
    pub nonce: String,
    /// Its signature.
    pub signature: String,
    /// The program that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// How the body is packed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

hidden!(RequestHead, "RequestHead");

/// A piece, opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub head: PieceHead,
    /// What it carries.
    pub body: Vec<u8>,
}

hidden!(Piece, "Piece");

impl Piece {
    /// A piece that says all in its head.
    #[must_use]
    pub const fn plain(head: PieceHead) -> Self {
        Self { head, body: Vec::new() }
    }

    /// It as bytes.
    ///
    /// # Errors
    /// When the head cannot be written as JSON, which its types rule out.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(&self.head)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        Ok(bytes)
    }

    /// It as it is encrypted: packed.
    ///
    /// # Errors
    /// When it is longer than a piece may be, or cannot be written.
    pub fn pack(&self) -> Result<Vec<u8>, NotAStickFile> {
        let plain = self.write().map_err(|_| NotAStickFile::Form)?;
        if plain.len() > LONGEST_PIECE - ROOM {
            return Err(NotAStickFile::Form);
        }
        zstd::bulk::compress(&plain, PACKING).map_err(|_| NotAStickFile::Form)
    }

    /// Reads a piece as it was packed.
    ///
    /// # Errors
    /// When it is none.
    pub fn unpack(packed: &[u8]) -> Result<Self, NotAStickFile> {
        Self::read(&zstd::bulk::decompress(packed, LONGEST_PIECE).map_err(|_| NotAStickFile::Form)?)
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAStickFile> {
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(NotAStickFile::Form)?;
        let head = serde_json::from_slice(&bytes[..end]).map_err(|_| NotAStickFile::Form)?;
        Ok(Self { head, body: bytes[end + 1..].to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_read_as_they_were_written() {
        let heading = Heading { key: "0a".repeat(16), file: "f".to_owned() };
        let mut bytes = heading.write().unwrap();
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            format!("cups-stick-1\n{{\"key\":\"{}\",\"file\":\"f\"}}\n", "0a".repeat(16))
        );
        bytes.extend(b"rest");
        assert_eq!(Heading::read(&bytes), Ok((heading.clone(), &b"rest"[..])));
        for (text, why) in [
            ("", NotAStickFile::Form),
            ("cups-stick-1\n", NotAStickFile::Form),
            ("cups-stick-1\n{}\n", NotAStickFile::Form),
            ("cups-stick-2\n{}\n", NotAStickFile::Newer),
            ("cups-stick-x\n{}\n", NotAStickFile::Form),
            ("holiday pictures", NotAStickFile::Form),
        ] {
            assert_eq!(Heading::read(text.as_bytes()), Err(why), "{text}");
        }
        let abouts = [heading.about(0, false), heading.about(1, false), heading.about(1, true)].map(Result::unwrap);
        assert!(abouts[0] != abouts[1] && abouts[1] != abouts[2]);
    }

    #[test]
    fn the_heads_of_pieces_are_written_as_they_always_were() {
        let text = str::to_owned;
        let (terminal, nonce, signature) = (text("t-2"), text("n"), text("s"));
        let request = RequestHead {
            terminal: text("t-1"),
            nonce: nonce.clone(),
            signature: signature.clone(),
            program: Some(text("cups-kiosk/1")),
            encoding: Some(text("zstd")),
        };
        let heads = [
            PieceHead::From { centre: text("lozova"), terminal: text("t-1"), at: text("2026-11-27T08:00:00Z") },
            PieceHead::Request(request),
            PieceHead::Answer { terminal: terminal.clone(), nonce: nonce.clone(), signature },
            PieceHead::Refused { terminal, nonce, status: 403 },
            PieceHead::Settled { nonces: vec![text("a"), text("b")] },
            PieceHead::Room,
            PieceHead::Roster,
            PieceHead::Signed { name: text("timestamp.json") },
            PieceHead::Release { sha256: text("00") },
            PieceHead::End,
        ];
        let golden = include_str!("../../tests/golden/stick-1.jsonl");
        let written: String = heads.iter().map(|head| serde_json::to_string(head).unwrap() + "\n").collect();
        assert_eq!(written, golden);
        for (line, head) in golden.lines().zip(heads) {
            assert!(serde_json::from_str::<PieceHead>(line).unwrap() == head, "{line}");
        }
    }

    #[test]
    fn a_piece_is_read_as_it_was_written_and_a_newer_one_is_passed_over() {
        let head = RequestHead {
            terminal: "t".to_owned(),
            nonce: "n".to_owned(),
            signature: "s".to_owned(),
            program: None,
            encoding: Some("zstd".to_owned()),
        };
        let piece = Piece { head: PieceHead::Request(head), body: b"a\nb".to_vec() };
        let written = piece.write().unwrap();
        let text =
            "{\"kind\":\"request\",\"terminal\":\"t\",\"nonce\":\"n\",\"signature\":\"s\",\"encoding\":\"zstd\"}\na\nb";
        assert_eq!(String::from_utf8(written.clone()).unwrap(), text);
        assert!(Piece::read(&written) == Ok(piece));
        assert!(Piece::read(b"{\"kind\":\"dream\",\"of\":1}\nx").unwrap().head == PieceHead::Newer);
        assert!(Piece::read(b"{\"kind\":\"end\",\"more\":1}\n").unwrap().head == PieceHead::End);
        assert!(Piece::read(b"{}\n").is_err() && Piece::read(b"").is_err());
    }
}
