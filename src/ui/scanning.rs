//! Papers that come in, as the window knows of them.

use crate::domain::hidden::hidden;
use crate::domain::scanning::ScanTrouble;
use crate::scan::source::Tray;
use crate::store::pages::{KeptPage, Lying, Room};
use crate::store::vault::KeyRing;
use std::path::PathBuf;
use uuid::Uuid;

/// From where papers come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The scanner.
    Scanner(Tray),
    /// A file, or all pictures of a folder.
    Place(PathBuf),
}

/// What is to come in.
#[derive(Clone, PartialEq)]
pub struct ScanOrder {
    /// Its number, by which its answers are known.
    pub id: Uuid,
    /// The case.
    pub case: Uuid,
    /// The paper of the list that it is of.
    pub paper: Option<String>,
    /// From where.
    pub origin: Origin,
    /// By which pages are encrypted.
    pub keys: KeyRing,
}

hidden!(ScanOrder, "ScanOrder");

/// What is told while papers come in.
#[derive(Clone, Debug, PartialEq)]
pub enum ScanNews {
    /// A page is kept: it is on the disk.
    Kept(KeptPage),
    /// A sheet was no page, or no further one comes.
    Trouble(ScanTrouble),
    /// Nothing more comes.
    Ended,
}

/// What lies here of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct PagesRead {
    /// The case.
    pub case: Uuid,
    /// Its pages.
    pub lying: Lying,
    /// How much room there is.
    pub room: Room,
    /// The sticks that are in the computer.
    pub places: Vec<PathBuf>,
}
