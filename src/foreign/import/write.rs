//! Imported records become source files, without destroying what editors wrote since the last import.
//!
//! Beside the source files, in `.import`, lies each record as the last import gave it. Field by field, what editors
//! left alone takes the new value, what they changed stays, and where both changed the editors' text stays with a
//! doubt. A record that stood in the folder before its first import stays as it is, until it is what the source has. Nothing is written before the
//! merged folder was read again without an error.

mod base;
mod edit;
mod layout;
mod origin;
mod place;
mod record;

use super::{Doubt, ImportError, Imported, Report};
use crate::catalogue::read::{Draft, HeadFile, Severity, SourceFile, files_in};
use crate::foreign::difference::{difference, merge};
use base::Base;
use edit::Files;
use jiff::civil::Date;
pub use origin::ADDRESS;
use record::{Key, Packed};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml_edit::{DocumentMut, Value};

/// The file of the catalogue's number and date.
const HEAD: &str = "catalogue.toml";

/// Merges imported records into a folder of source files, three ways: what the last import gave, what this one
/// gives, and what stands in the files. `today` dates a catalogue that is new. Gives the import's report with what was
/// done. What is not needed any more is let go on the way: a catalogue fills the memory of a small server quickly.
///
/// # Errors
/// When the folder cannot be read or written, or holds source files that cannot be read; no file was changed then.
pub fn write(folder: &Path, mut imported: Imported, today: Date) -> Result<Report, ImportError> {
    let sources = if folder.exists() { files_in(folder) } else { Ok(Vec::new()) };
    let sources = sources.map_err(|error| ImportError::refused(folder.display().to_string(), error.to_string()))?;
    let head = (!sources.iter().any(|file| file.name == HEAD)).then(|| head(today, imported.head.as_ref()));
    let head = head.transpose()?;
    let draft = Draft::read(sources.into_iter().chain(head.clone()).collect());
    readable(folder, &draft)?;
    let kept_head = imported.head.as_ref().filter(|head| !is_head_of(&draft, head));
    let kept_head = kept_head.map(|head| {
        let what = format!(
            "stays as it is; the number {} and the day {} of the source are not taken",
            head.number, head.as_of
        );
        Doubt { file: HEAD.to_owned(), place: "number".to_owned(), what }
    });
    let base = Base::read(folder, imported.report.format)?;
    let others = origin::leave_out_others(&mut imported, &base);
    let mut merging = Merging {
        files: Files::new(draft.files, draft.places),
        ours: record::of_catalogue(draft.catalogue)?,
        theirs: record::of_import(&mut imported)?,
        base,
        whole: imported.head.is_some(),
        doubts: kept_head.into_iter().chain(others).collect(),
        written: super::Written::default(),
    };
    merging.all()?;
    let Imported { originals, mut report, .. } = imported;
    let Merging { files, mut base, doubts, written, ours: merged, theirs, .. } = merging;
    base.keep_originals(theirs.keys(), originals);
    drop(theirs);

    let (files, mut touched) = files.finished();
    touched.extend(head.map(|head| head.name));
    let after = Draft::read(files);
    readable(folder, &after)?;
    // What stands in the files now is what was meant, or the files are not written.
    if record::of_catalogue(after.catalogue)? != merged {
        return Err(ImportError::refused(
            folder.display().to_string(),
            "the merged records cannot be written as files",
        ));
    }
    drop(merged);
    // The record of this import comes last: whoever is interrupted before it imports again, and nothing is lost.
    let changes = after.files.into_iter().filter(|file| touched.contains(&file.name));
    let mut changes: Vec<(String, String)> = changes.map(|file| (file.name, file.text)).collect();
    changes.extend(base.changed()?);
    place::write(folder, &changes)?;
    report.doubts.extend(doubts);
    report.written = written;
    Ok(report)
}

/// Refuses a folder of which a file cannot be read.
fn readable(folder: &Path, draft: &Draft) -> Result<(), ImportError> {
    match draft.findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(ImportError::refused(folder.display().to_string(), finding.to_string())),
        None => Ok(()),
    }
}

/// The head of a new catalogue: the one that came with the records, or the first number, this day, and the holidays
/// of the shipped catalogue.
fn head(today: Date, imported: Option<&HeadFile>) -> Result<SourceFile, ImportError> {
    if let Some(head) = imported {
        let text = toml_edit::ser::to_string_pretty(head);
        let text = text.map_err(|error| ImportError::refused(HEAD, error.to_string()))?;
        return Ok(SourceFile { name: HEAD.to_owned(), text });
    }
    let shipped = crate::catalogue::shipped_files().find(|file| file.name == HEAD).map(|file| file.text);
    let parsed = shipped.unwrap_or_default().parse::<DocumentMut>();
    let mut head = parsed.map_err(|error| ImportError::refused(HEAD, error.to_string()))?;
    for (field, new) in [("number", Value::from(1)), ("as_of", Value::from(today.to_string()))] {
        if let Some(known) = head.get_mut(field) {
            *known = toml_edit::value(new);
        }
    }
    Ok(SourceFile { name: HEAD.to_owned(), text: head.to_string() })
}

/// Whether a folder has this number, day, calendar, sites and portals already.
fn is_head_of(draft: &Draft, head: &HeadFile) -> bool {
    let HeadFile { number, as_of, sites, portals, calendar } = head;
    let catalogue = &draft.catalogue;
    let known = (catalogue.number, catalogue.as_of, &catalogue.sites, &catalogue.portals, &catalogue.calendar);
    known == (*number, *as_of, sites, portals, calendar)
}

struct Merging {
    files: Files,
    /// What stands in the folder; merged records replace theirs.
    ours: BTreeMap<Key, Packed>,
    theirs: BTreeMap<Key, Packed>,
    base: Base,
    /// Whether a whole catalogue of ours is imported, with whatever its records do not name.
    whole: bool,
    doubts: Vec<Doubt>,
    written: super::Written,
}

impl Merging {
    fn all(&mut self) -> Result<(), ImportError> {
        let keys: Vec<Key> = self.theirs.keys().cloned().collect();
        let (supporting, own): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(|key| key.kind.is_supporting());
        for key in &own {
            if self.ours.contains_key(key) {
                self.merge(key)?;
            } else if self.base.records.contains_key(key) {
                self.doubt(key, "", "was removed by an editor since the last import: it stays removed");
            } else {
                self.create(key)?;
            }
        }
        // Providers, papers and laws are there for the services that name them. One that nothing names would only
        // fill the lists of editors.
        let ids: BTreeSet<&str> = supporting.iter().map(|key| key.id.as_str()).collect();
        let needed = record::named(&self.ours, &ids);
        for key in &supporting {
            if self.ours.contains_key(key) {
                self.merge(key)?;
            } else if self.whole || needed.contains(key.id.as_str()) {
                if self.base.records.contains_key(key) {
                    self.doubt(key, "", "was removed by an editor and is named by a record: it stands again");
                }
                self.create(key)?;
            }
        }
        self.orphaned();
        self.vanished();
        Ok(())
    }

    fn create(&mut self, key: &Key) -> Result<(), ImportError> {
        let Some(theirs) = self.theirs.get(key) else { return Ok(()) };
        self.files.create(key, &theirs.value())?;
        self.written.created += 1;
        self.base.records.insert(key.clone(), theirs.clone());
        self.ours.insert(key.clone(), theirs.clone());
        Ok(())
    }

    fn merge(&mut self, key: &Key) -> Result<(), ImportError> {
        let (Some(ours), Some(theirs)) = (self.ours.get(key), self.theirs.get(key)) else { return Ok(()) };
        let (packed, ours, theirs) = (theirs.clone(), ours.value(), theirs.value());
        let Some(base) = self.base.records.get(key).map(Packed::value) else {
            self.first_met(key, &ours, &theirs);
            return Ok(());
        };
        self.base.records.insert(key.clone(), packed);
        let (merged, conflicts) = merge(&base, &theirs, &ours);
        self.written.kept += conflicts.len();
        for path in conflicts {
            self.doubt(key, &path, "changed by an editor and in the source: the editor's was kept");
        }
        if merged == ours {
            self.written.unchanged += 1;
            return Ok(());
        }
        // Each side alone is a record; half of one and half of the other may be none.
        let merged = match record::canonical(key.kind, &merged) {
            Ok(merged) => merged,
            Err(reason) => {
                self.doubt(
                    key,
                    "",
                    &format!("the changes of the source do not fit the editor's, which were kept: {reason}"),
                );
                self.written.unchanged += 1;
                return Ok(());
            }
        };
        if record::is_guidance(key.kind, &ours) {
            let fields = changed_fields(&ours, &merged).join(", ");
            self.doubt(key, "", &format!("was reviewed, and takes over from the source: {fields}; review it again"));
        }
        self.files.update(key, &ours, &merged)?;
        self.ours.insert(key.clone(), Packed::new(&merged));
        self.written.updated += 1;
        Ok(())
    }

    /// A record that stands in the folder and was never imported: nothing tells which of its fields are older, so
    /// that the editor's stay. As long as the two differ it counts as never imported, and every import says so again.
    fn first_met(&mut self, key: &Key, ours: &Json, theirs: &Json) {
        self.written.unchanged += 1;
        let fields = changed_fields(ours, theirs);
        if fields.is_empty() {
            self.base.records.insert(key.clone(), Packed::new(theirs));
            return;
        }
        self.written.kept += fields.len();
        let what = format!(
            "stands already and was not imported before: the foreign values were not taken; they differ in: {}",
            fields.join(", ")
        );
        self.doubt(key, "", &what);
    }

    /// Providers, papers and laws of earlier imports that an editor changed and that nothing names any more: where
    /// their ids are made of their titles, a title that the source corrected leaves the editor's record behind.
    fn orphaned(&mut self) {
        let edited = self.base.records.iter().filter(|(key, base)| {
            let edited = self.ours.get(*key).is_some_and(|ours| ours != *base);
            key.kind.is_supporting() && edited && !self.theirs.contains_key(*key)
        });
        let edited: Vec<Key> = edited.map(|(key, _)| key.clone()).collect();
        let ids: BTreeSet<&str> = edited.iter().map(|key| key.id.as_str()).collect();
        let named = record::named(&self.ours, &ids);
        for key in edited.iter().filter(|key| !named.contains(key.id.as_str())) {
            self.doubt(key, "", "edited, and no longer named: look for the record that stands in its place");
        }
    }

    /// Records of earlier imports that are not in the source any more, or only not in these files.
    fn vanished(&mut self) {
        let gone =
            self.base.records.keys().filter(|key| {
                !key.kind.is_supporting() && !self.theirs.contains_key(*key) && self.ours.contains_key(*key)
            });
        let gone: Vec<&str> = gone.map(|key| key.id.as_str()).collect();
        if !gone.is_empty() {
            let what = format!(
                "{} records of earlier imports are not in these files and stay: {}",
                gone.len(),
                gone.join(", ")
            );
            self.doubts.push(Doubt { file: HEAD.to_owned(), place: String::new(), what });
        }
    }

    fn doubt(&mut self, key: &Key, path: &str, what: &str) {
        let file = self.files.place(key);
        let place = if path.is_empty() { key.id.clone() } else { format!("{} {path}", key.id) };
        self.doubts.push(Doubt { file, place, what: what.to_owned() });
    }
}

/// The fields in which two records differ.
fn changed_fields(one: &Json, other: &Json) -> Vec<String> {
    let Some(difference) = difference(one, other) else { return Vec::new() };
    let changed =
        difference.get("fields").and_then(Json::as_object).into_iter().flat_map(|fields| fields.keys().cloned());
    let removed = difference.get("removed").and_then(Json::as_array).into_iter().flatten();
    let mut all: Vec<String> = changed.chain(removed.filter_map(|name| name.as_str().map(str::to_owned))).collect();
    all.sort();
    all
}
