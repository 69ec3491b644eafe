//! Foreign catalogues become source files of ours: read, cleaned, doubted, merged.
//!
//! A reader of one format ([`rsspa`], [`cpsv_ap`]) turns files into records; [`write`](mod@write) merges them into a folder
//! of source files. Nothing is dropped silently: what a reader cannot place, or is not sure of, is a [`Doubt`].

pub mod budget;
pub mod clean;
pub mod cpsv_ap;
pub mod files;
pub mod html;
pub mod rsspa;
pub mod write;

use crate::catalogue::read::HeadFile;
use crate::domain::centre::Centre;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::service::{Law, Paper, Provider, Service};
pub use files::foreign_files;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The largest foreign file that is read. The whole portal is about 8 MB; what is larger is not a catalogue, and
/// reading it would take the memory of the machine.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// A foreign file as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignFile {
    /// Its name, for doubts.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why an import ends with nothing written. Every message names the file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is larger than any catalogue.
    #[error("{0}: the file is larger than {LARGEST_FILE} bytes: it is no catalogue")]
    TooLarge(String),
    /// The file is not what it says, or something no catalogue needs and that only does harm.
    #[error("{file}: {reason}")]
    Refused {
        /// The file.
        file: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// Nothing in the files is a record: the import failed, however quietly.
    #[error("{0}: no service and no event was found in the files: is the format the right one?")]
    Nothing(String),
}

impl ImportError {
    /// A refusal of a file.
    pub fn refused(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Refused { file: file.into(), reason: reason.into() }
    }
}

/// Something an editor should look at: where it stands and what about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Doubt {
    /// The foreign file.
    pub file: String,
    /// The record and field in it: `002000170 costs[1].price`.
    pub place: String,
    /// What is doubtful, and what was done about it.
    pub what: String,
}

/// What an import counted and doubts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `rsspa` or `cpsv-ap`.
    pub format: &'static str,
    /// How many files were read.
    pub files: usize,
    /// How many records a JSON source held, repeated ones counted each time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<usize>,
    /// How many distinct triples an RDF source held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triples: Option<usize>,
    /// Distinct services.
    pub services: usize,
    /// Distinct events.
    pub events: usize,
    /// Links between the records read: event to service, service to service, event to event.
    pub links: usize,
    /// The languages of the texts, as BCP 47 tags after normalising; `und` where a text has none.
    pub languages: BTreeSet<String>,
    /// What happened to the source files, filled in by the writer.
    pub written: Written,
    /// What an editor should look at, in the order of the files.
    pub doubts: Vec<Doubt>,
}

/// What an import did to the source files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// Records that were not there before.
    pub created: usize,
    /// Records of which something changed.
    pub updated: usize,
    /// Records that stayed as they were.
    pub unchanged: usize,
    /// Fields in which an editor's text was kept although the foreign one changed too.
    pub kept: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = match (self.records, self.triples) {
            (Some(records), _) => format!("{records} records"),
            (None, Some(triples)) => format!("{triples} triples"),
            (None, None) => "nothing".to_owned(),
        };
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        writeln!(formatter, "read: {} files, {read}", self.files)?;
        writeln!(formatter, "found: {} services, {} events, {} links", self.services, self.events, self.links)?;
        writeln!(formatter, "languages: {}", languages.join(", "))?;
        let Written { created, updated, unchanged, kept } = self.written;
        writeln!(formatter, "written: {created} new, {updated} updated, {unchanged} unchanged, {kept} edits kept")?;
        writeln!(formatter, "doubts: {}", self.doubts.len())?;
        for doubt in &self.doubts {
            writeln!(formatter, "  {}: {}: {}", doubt.file, doubt.place, doubt.what)?;
        }
        Ok(())
    }
}

/// What was read from foreign files, as records of ours.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Services by code.
    pub services: BTreeMap<ServiceCode, Service>,
    /// Events by code.
    pub events: BTreeMap<String, LifeEvent>,
    /// Providers by id.
    pub providers: BTreeMap<String, Provider>,
    /// Papers by id.
    pub papers: BTreeMap<String, Paper>,
    /// Laws by id.
    pub laws: BTreeMap<String, Law>,
    /// Notices by id. Only our own catalogues hold them.
    pub notices: BTreeMap<String, Notice>,
    /// Centres by id. Only our own catalogues hold them.
    pub centres: BTreeMap<String, Centre>,
    /// Number, date, sites and calendar. Only our own catalogues hold them.
    pub head: Option<HeadFile>,
    /// Texts as they stood, where cleaning changed them: by record (`service/002000170`), then by field
    /// (`title.ro`). In the field [`write::ADDRESS`] stands the address the record was read under.
    pub originals: BTreeMap<String, BTreeMap<String, String>>,
    /// What was counted and doubted.
    pub report: Report,
}
