//! Printing by the print system of this computer, over IPP (RFC 8011).
//!
//! What a window does with it:
//!
//! - [`PrintQueue`] is made once at the start and cloned freely; nothing in it blocks. [`PrintQueue::clear`] is called at the
//!   start, for what a program before left, and at the end of every visit.
//! - [`Order::new`] is what is to be printed. Its id is drawn before the print and is the id of the journal entry.
//! - [`PrintQueue::print`] gives what is told of it ([`Told`]), each time it changes, until its end.
//! - [`PrintQueue::cancel`] takes a print back; its stream then ends by [`Told::Cancelled`], or by what happened before.
//! - After [`Told::Unsure`] a person is asked whether the paper is out; [`Told::answered`] is what is told then.
//! - Where [`Told::outcome`] gives something, [`Order::record`] is what is recorded of it, once, by the order's id.
//!
//! What the print system keeps of a print is a random title, one name for all, counts and times, never what is on the paper:
//! that is the print system's own setting, in `packaging/`.

mod follow;
mod ipp;
mod line;
mod memory;

pub use follow::PrintQueue;
pub use line::LocalPrintSystem;
pub use memory::lacking;

use crate::domain::hidden::hidden;
use crate::domain::printing::{Look, PrintOutcome, PrintRecord, PrinterSeen, SheetKind, Sides, Told, Trouble, sides};
use crate::protocol::sheet::{Format, PrintSheet};
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

/// What is to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Order {
    /// Drawn before the print; the entry of the journal has it too, so that no print is counted twice.
    pub id: Uuid,
    /// The kind of sheet.
    pub kind: SheetKind,
    /// The PDF.
    pub pdf: Arc<[u8]>,
    /// Its pages.
    pub pages: u16,
    /// How often it is printed.
    pub copies: u16,
    /// The paper.
    pub format: Format,
    /// Whether its pages part, one for each person who signs: they are never on two sides of one paper.
    pub parts: bool,
    /// Whether the same was printed before in this visit.
    pub again: bool,
}

hidden!(Order, "Order");

impl Order {
    /// A sheet, its PDF and how many pages that has; one copy, for the first time.
    #[must_use]
    pub fn new(id: Uuid, sheet: &PrintSheet, pdf: impl Into<Arc<[u8]>>, pages: u16) -> Self {
        Self {
            id,
            kind: SheetKind::of_template(&sheet.template),
            pdf: pdf.into(),
            pages,
            copies: 1,
            format: sheet.format,
            parts: sheet.copies.len() > 1,
            again: false,
        }
    }

    /// A paper that somebody else made, and how many pages it has; one copy, for the first time.
    #[must_use]
    pub const fn of_paper(id: Uuid, pdf: Arc<[u8]>, pages: u16) -> Self {
        let (kind, format) = (SheetKind::Other, Format::A4);
        Self { id, kind, pdf, pages, copies: 1, format, parts: false, again: false }
    }

    /// How many sides of paper one copy has.
    #[must_use]
    pub const fn sides_of_paper(&self) -> u16 {
        match self.format {
            Format::A5Booklet => self.pages.div_ceil(2),
            Format::A4 | Format::Strip => self.pages,
        }
    }

    /// What is recorded of it when it came out.
    #[must_use]
    pub const fn record(&self, outcome: PrintOutcome) -> PrintRecord {
        PrintRecord { sheet: self.kind, outcome, pages: self.pages, copies: self.copies, again: self.again }
    }

    fn sides(&self, printer: &Printer) -> Sides {
        sides(self.pages, self.parts || self.format == Format::Strip, self.format == Format::A5Booklet, printer.duplex)
    }
}

/// A printer of the print system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Its name in the print system.
    pub name: String,
    /// What people call it; its name where nobody gave it another.
    pub title: String,
    /// Its address for the print system.
    pub uri: String,
    /// Whether it is the one that prints where none is chosen.
    pub default: bool,
    /// Whether it prints on both sides.
    pub duplex: bool,
    /// The papers it takes, by their names in PWG 5101.1.
    pub media: Vec<String>,
    /// What is done with a print that fails (`printer-error-policy`), where the print system says so.
    pub error_policy: Option<String>,
    /// Its state.
    pub seen: PrinterSeen,
}

impl Printer {
    /// Whether it takes the roll of a till, 80 mm wide.
    #[must_use]
    pub fn takes_roll(&self) -> bool {
        ipp::media(Format::Strip, &self.media).is_some()
    }
}

/// A print in the print system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its printer's address.
    pub printer: String,
    /// Its number there.
    pub id: i32,
}

/// Why the print system did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// It is not there, or gives no answer.
    #[error("the print system does not answer: {0}")]
    Silent(String),
    /// It has no printer of this name, or none at all.
    #[error("no such printer")]
    NoPrinter,
    /// It knows of no such print.
    #[error("no such print")]
    Gone,
    /// It does not let this account do that.
    #[error("the print system does not allow it")]
    NotAllowed,
    /// It cannot be done any more, or not now.
    #[error("it cannot be done now")]
    NotNow,
    /// It did not take a print.
    #[error("the print system does not take it: {0}")]
    Refused(String, Trouble),
    /// What it answered is not an answer.
    #[error("the print system's answer cannot be read: {0}")]
    Answer(String),
}

impl PrintError {
    /// As a trouble that people are told.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Silent(_) | Self::Answer(_) => Trouble::NoPrintSystem,
            Self::NoPrinter | Self::Gone => Trouble::NotReached,
            Self::NotAllowed => Trouble::SetUp,
            Self::NotNow => Trouble::NotAccepting,
            Self::Refused(_, trouble) => trouble.clone(),
        }
    }
}

/// An answer that comes later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, PrintError>> + Send + 'a>>;

/// A print system: the one of this computer, or one of a test.
pub trait PrintSystem: Send + Sync {
    /// Its printers.
    fn printers(&self) -> Later<'_, Vec<Printer>>;
    /// Gives it a print. The title is what the print system calls it.
    fn submit<'a>(&'a self, printer: &'a Printer, order: &'a Order, title: &'a str) -> Later<'a, Job>;
    /// Looks at a print and its printer.
    fn look<'a>(&'a self, job: &'a Job) -> Later<'a, Look>;
    /// Takes a print back and forgets it, whatever its state.
    fn cancel<'a>(&'a self, job: &'a Job) -> Later<'a, ()>;
    /// Lets the queue of a printer go on.
    fn resume<'a>(&'a self, printer: &'a str) -> Later<'a, ()>;
    /// Lets a print go on.
    fn release<'a>(&'a self, job: &'a Job) -> Later<'a, ()>;
    /// Takes back and forgets every print of this program, also of one before.
    fn clear(&self) -> Later<'_, ()>;
}

/// How many pages a PDF of ours has: `cups-paper` writes an object for each, in clear.
#[must_use]
pub fn pages_of(pdf: &[u8]) -> u16 {
    const PAGE: &[u8] = b"/Type/Page";
    let is_page = |part: &&[u8]| part.starts_with(PAGE) && !part[PAGE.len()].is_ascii_alphabetic();
    let pages = pdf.windows(PAGE.len() + 1).filter(is_page);
    u16::try_from(pages.count()).unwrap_or(u16::MAX)
}

/// The printer that is meant: the one of this name, the default one, or the only one.
///
/// # Errors
/// When there is none.
pub fn chosen(printers: Vec<Printer>, name: Option<&str>) -> Result<Printer, PrintError> {
    let alone = printers.len() == 1;
    let meant = |printer: &Printer| match name {
        Some(name) => printer.name == name,
        None => printer.default || alone,
    };
    printers.into_iter().find(meant).ok_or(PrintError::NoPrinter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_and_the_list_of_them_is_none() {
        let pdf = b"1 0 obj <</Type/Pages/Count 2>>\n2 0 obj <</Type/Page/Parent 1 0 R>>\n3 0 obj <</Type/Page>>";
        assert_eq!(pages_of(pdf), 2);
        assert_eq!(pages_of(b""), 0);
    }
}
