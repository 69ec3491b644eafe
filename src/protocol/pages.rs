//! What `cups-paper` gives where the pages of a sheet are to be looked at before they are printed, version 1: how many
//! there are, each as a picture, and once, as soon as it is made, the document that these pages are. One behind the other, so that
//! the first page is shown while the others are drawn, and no more than one has to be held on the way.

use crate::domain::hidden::hidden;
use std::io::{self, BufRead, Read, Write};

/// The number of this form.
const NUMBER: u16 = 1;
/// The first word.
const PAGES: &str = "cups-pages";
/// The most pages of a sheet: whoever prints more by mistake has emptied the tray.
pub const MOST_PAGES: usize = 40;
/// How wide a picture may be, in pixels: less shows nothing, more is wider than any screen.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 100..=4000;
/// The most bytes of a page or of the document; the largest take a tenth of it.
const LARGEST: u64 = 32 * 1024 * 1024;
/// The longest line between them.
const LONGEST_LINE: u64 = 64;

/// What comes: the number of pages first, then each page in order, and somewhere behind the number the document.
#[derive(Clone, PartialEq, Eq)]
pub enum Part {
    /// How many pages there are.
    Pages(usize),
    /// The next page as a PNG.
    Page(Vec<u8>),
    /// The document as PDF, once.
    Document(Vec<u8>),
}

hidden!(Part, "Part");

/// Writes one part.
///
/// # Errors
/// When nobody takes it.
pub fn write(part: &Part, to: &mut impl Write) -> io::Result<()> {
    match part {
        Part::Pages(pages) => writeln!(to, "{PAGES} {NUMBER} {pages}")?,
        Part::Page(png) => {
            writeln!(to, "page {}", png.len())?;
            to.write_all(png)?;
        }
        Part::Document(pdf) => {
            writeln!(to, "document {}", pdf.len())?;
            to.write_all(pdf)?;
        }
    }
    to.flush()
}

/// Reads the parts as they come. Ends after the last page and the document; whatever does not follow this form is an error.
pub struct Parts<R> {
    from: R,
    /// How many pages are still to come; none before their number is known.
    left: Option<usize>,
    /// Whether the document has come.
    documented: bool,
    ended: bool,
}

impl<R: BufRead> Parts<R> {
    /// What is read from here.
    pub const fn of(from: R) -> Self {
        Self { from, left: None, documented: false, ended: false }
    }

    fn next_part(&mut self) -> io::Result<Part> {
        let line = self.line()?;
        let words: Vec<&str> = line.split(' ').collect();
        match (words[..].as_ref(), self.left) {
            ([PAGES, number, pages], None) if number.parse() == Ok(NUMBER) => {
                let pages = pages.parse().ok().filter(|pages| (1..=MOST_PAGES).contains(pages)).ok_or_else(wrong)?;
                self.left = Some(pages);
                Ok(Part::Pages(pages))
            }
            (["page", length], Some(left)) if left > 0 => {
                self.left = Some(left - 1);
                self.ended = self.documented && left == 1;
                self.bytes(length).map(Part::Page)
            }
            (["document", length], Some(left)) if !self.documented => {
                self.documented = true;
                self.ended = left == 0;
                self.bytes(length).map(Part::Document)
            }
            _ => Err(wrong()),
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        (&mut self.from).take(LONGEST_LINE).read_line(&mut line)?;
        line.strip_suffix('\n').map(str::to_owned).ok_or_else(wrong)
    }

    fn bytes(&mut self, length: &str) -> io::Result<Vec<u8>> {
        let length = length.parse().ok().filter(|length| *length <= LARGEST).ok_or_else(wrong)?;
        let mut bytes = Vec::new();
        (&mut self.from).take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(wrong()) }
    }
}

impl<R: BufRead> Iterator for Parts<R> {
    type Item = io::Result<Part>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let part = self.next_part();
        self.ended |= part.is_err();
        Some(part)
    }
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the pages end too early or are of another form")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> io::Result<Vec<Part>> {
        Parts::of(bytes).collect()
    }

    const GOLDEN: &[u8] = b"cups-pages 1 2\npage 3\nonepage 4\ntwo\ndocument 5\n%PDF-";

    #[test]
    fn what_is_written_is_read_again_and_stays_as_it_is() {
        let parts = [
            Part::Pages(2),
            Part::Page(b"one".to_vec()),
            Part::Page(b"two\n".to_vec()),
            Part::Document(b"%PDF-".to_vec()),
        ];
        let mut written = Vec::new();
        for part in &parts {
            write(part, &mut written).unwrap();
        }
        assert_eq!(written, GOLDEN, "a helper of another day writes the same");
        assert_eq!(read(GOLDEN).unwrap(), parts);
    }

    #[test]
    fn the_document_comes_once_it_is_made() {
        let page = |bytes: &[u8]| Part::Page(bytes.to_vec());
        let document = Part::Document(b"%P".to_vec());
        let early = b"cups-pages 1 2\npage 3\nonedocument 2\n%Ppage 3\ntwo";
        assert_eq!(read(early).unwrap(), [Part::Pages(2), page(b"one"), document, page(b"two")]);
        for length in 0..early.len() {
            assert!(read(&early[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn what_is_cut_off_or_otherwise_is_an_error_and_never_a_shorter_sheet() {
        for length in 0..GOLDEN.len() {
            assert!(read(&GOLDEN[..length]).is_err(), "{length}");
        }
        for wrong in [
            "cups-pages 2 1\n",
            "cups-pages 1 0\n",
            "cups-pages 1 41\n",
            "cups-pages 1 1\ndocument 1\nx",
            "cups-pages 1 2\ndocument 1\nxdocument 1\nx",
            "cups-pages 1 1\npage 1\nxpage 1\nx",
            "cups-pages 1 1\npage 999999999999\n",
            "cups-pages 1 1\ncups-pages 1 1\n",
            "%PDF-1.7\n",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        let long = [b"cups-pages 1 ".to_vec(), vec![b'1'; 1000]].concat();
        assert!(read(&long).is_err());
    }
}
