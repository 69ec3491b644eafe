//! What the fuzzing of the importers kept: every input once found interesting, and every one that ever broke
//! something, is read again, and none may panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use cups_kiosk::foreign::import::{ForeignFile, ImportError, Imported, cpsv_ap, rsspa};
use std::path::Path;

type Importer = fn(&[ForeignFile]) -> Result<Imported, ImportError>;

/// Each folder of inputs, how a file of its kind is named, and what reads it.
const TARGETS: [(&str, &str, Importer); 5] = [
    ("turtle", "fuzz.ttl", cpsv_ap::read),
    ("ntriples", "fuzz.nt", cpsv_ap::read),
    ("rdf_xml", "fuzz.rdf", cpsv_ap::read),
    ("json_ld", "fuzz.jsonld", cpsv_ap::read),
    ("rsspa", "fuzz.json", rsspa::read),
];

#[test]
fn no_input_of_the_corpus_makes_an_importer_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (folder, name, importer) in TARGETS {
        let (mut files, mut records, mut refused) = (0, 0, 0);
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            files += 1;
            match importer(&[ForeignFile { name: name.to_owned(), bytes }]) {
                Ok(imported) => records += imported.services.len() + imported.events.len(),
                Err(error) => {
                    refused += 1;
                    assert!(!error.to_string().is_empty());
                }
            }
        }
        println!("{folder}: {files} files, {records} records, {refused} refused");
        assert!(files > 0, "{folder}: the corpus is gone");
        // A corpus of nothing but refusals would test only the first lines of the importer.
        assert!(records > 0, "{folder}: no input is a catalogue");
    }
}
