//! The catalogue's way: 700 services in three languages, a change of seven and one new, put into use, read from RDF.

use super::{Figure, figure, large_catalogue, percentile, timed};
use cups_kiosk::catalogue::release::{Release, canonical, delta, sha256};
use cups_kiosk::catalogue::trust::editors::KeyFolder;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::money::Amount;
use cups_kiosk::foreign::export::cpsv_ap::{self, Syntax};
use cups_kiosk::foreign::import::{self, ForeignFile};
use cups_kiosk::foreign::rdf::{self, graph::Collector};
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use jiff::Timestamp;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// As many services as the portal has.
const SERVICES: usize = 700;

pub fn figures() -> Vec<Figure> {
    let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    let (before, after) = (seven_hundred(), changed());
    let (base, text) = (canonical(&before).unwrap(), canonical(&after).unwrap());
    println!("canonical text of {SERVICES} services: {} bytes", base.len());
    let mut figures = sizes(folder.path(), &before, &after, &base, &text);
    figures.push(applying(folder.path(), &base, &text));
    figures.extend(reading());
    figures
}

/// Reading RDF into a graph that can be asked, beside the bare parser over the same bytes: our own export as Turtle,
/// and the largest published catalogue at hand as JSON-LD. At least half the parser's speed is twice its time.
fn reading() -> Vec<Figure> {
    let shipped = cups_kiosk::catalogue::shipped().unwrap();
    let turtle = cpsv_ap::write(&shipped, Syntax::Turtle).into_bytes();
    let ours = |name: &str, bytes: &[u8]| {
        let mut collector = Collector::default();
        rdf::read(name, bytes, &mut collector).unwrap();
        std::hint::black_box(collector.finish().len());
    };
    let bare_turtle = |bytes: &[u8]| {
        std::hint::black_box(oxttl::TurtleParser::new().for_slice(bytes).flatten().count());
    };
    let (own, bare) = in_turns(30, || ours("own.ttl", &turtle), || bare_turtle(&turtle));
    let mut figures = vec![figure("reading our export (Turtle), median", "ms", own, bare, 2.0)];
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cpsv-samples/c4c/broker-export.jsonld");
    let Ok(bytes) = std::fs::read(&sample) else {
        println!("no published catalogue is at hand: its reading is left out");
        return figures;
    };
    let bare_json = |bytes: &[u8]| {
        std::hint::black_box(oxjsonld::JsonLdParser::new().lenient().for_slice(bytes).flatten().count());
    };
    let (own, bare) = in_turns(30, || ours("sample.jsonld", &bytes), || bare_json(&bytes));
    figures.push(figure("reading the largest sample (JSON-LD), median", "ms", own, bare, 2.0));
    let files = [ForeignFile { name: "sample.jsonld".to_owned(), bytes }];
    let import = timed(30, || drop(import::cpsv_ap::read(&files).unwrap()));
    println!("importing the largest sample, doubts and all: {:.3} ms", percentile(import, 0.5));
    figures
}

/// The medians in milliseconds of two pieces of work done in turns, so that both meet the same machine.
fn in_turns(rounds: usize, mut ours: impl FnMut(), mut theirs: impl FnMut()) -> (f64, f64) {
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        times.0.extend(timed(1, &mut ours));
        times.1.extend(timed(1, &mut theirs));
    }
    (percentile(times.0, 0.5), percentile(times.1, 0.5))
}

fn seven_hundred() -> Catalogue {
    let mut catalogue = large_catalogue();
    let beyond = catalogue.services.keys().nth(SERVICES).cloned().unwrap();
    drop(catalogue.services.split_off(&beyond));
    catalogue
}

/// Seven services with another fee, paper or text, and one that is new.
fn changed() -> Catalogue {
    let mut all = large_catalogue();
    let beyond = all.services.keys().nth(SERVICES).cloned().unwrap();
    let mut rest = all.services.split_off(&beyond);
    let mut catalogue = all;
    catalogue.number += 1;
    let step = SERVICES / 7;
    for (place, service) in catalogue.services.values_mut().step_by(step).take(7).enumerate() {
        match place % 3 {
            0 => service.fees.iter_mut().for_each(|fee| fee.amount = Some(Amount(12_300))),
            1 => drop(service.papers.pop()),
            _ => service.summary.ro.push_str(" Din decembrie cererea se depune și pe internet."),
        }
    }
    let (code, service) = rest.pop_first().unwrap();
    catalogue.services.insert(code, service);
    catalogue
}

/// Bytes: the first release and the delta with its signatures, beside what the zstd program makes of the same texts.
fn sizes(folder: &Path, before: &Catalogue, after: &Catalogue, base: &[u8], text: &[u8]) -> Vec<Figure> {
    let first = Release::pack(before).unwrap();
    let (old, new) = (folder.join("old.json"), folder.join("new.json"));
    std::fs::write(&old, base).unwrap();
    std::fs::write(&new, text).unwrap();
    let zstd = |arguments: &[&str], file: &Path| {
        let output = Command::new("zstd").args(arguments).args(["-q", "-c", "-19"]).arg(file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout.len() as f64
    };
    let whole = zstd(&[], &old);
    let patch = zstd(&["--patch-from", old.to_str().unwrap()], &new);
    let keys = KeyFolder::create(&folder.join("keys"), Timestamp::now()).unwrap();
    let bundle = keys.sign(Release::pack(after).unwrap(), 60, Timestamp::now()).unwrap();
    let signatures: usize =
        bundle.metadata.iter().filter(|(name, _)| !name.contains("root")).map(|(_, text)| text.len()).sum();
    let ours = delta(base, text).unwrap().len();
    println!("delta {ours} bytes, signatures {signatures} bytes");
    let on_the_wire = (ours + signatures) as f64;
    vec![
        figure("first release, 700 services, beside zstd -19", "B", first.packed.len() as f64, whole, 1.05),
        figure("delta of 7 changed and 1 new, beside zstd patch", "B", ours as f64, patch, 1.25),
        figure("delta and its signatures, beside the 4 KB bar", "B", on_the_wire, 4096.0, 1.0),
    ]
}

/// Putting a release into use, beside inserting the same rows with bare rusqlite. In turns, so that both meet the same
/// disk.
fn applying(folder: &Path, base: &[u8], text: &[u8]) -> Figure {
    let cache = CatalogueCache::new(folder.join("cache"));
    let (old, new) = (sha256(base), sha256(text));
    let rows = rows(text);
    let mut ours = Vec::new();
    let mut theirs: Vec<Duration> = Vec::new();
    for round in 0..15 {
        cache.apply(base, &old, None).unwrap();
        ours.extend(timed(1, || drop(cache.apply(text, &new, None).unwrap())));
        let file = folder.join(format!("bare-{round}.sqlite"));
        theirs.extend(timed(1, || {
            let mut plain = rusqlite::Connection::open(&file).unwrap();
            let transaction = plain.transaction().unwrap();
            let table = "CREATE TABLE record (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
                body TEXT NOT NULL); CREATE UNIQUE INDEX record_by_name ON record (kind, id)";
            transaction.execute_batch(table).unwrap();
            let insert = "INSERT INTO record (position, kind, id, body) VALUES (?1, ?2, ?3, ?4)";
            let mut statement = transaction.prepare(insert).unwrap();
            for (position, (kind, id, body)) in rows.iter().enumerate() {
                statement.execute(rusqlite::params![position as u64, kind, id, body]).unwrap();
            }
            drop(statement);
            transaction.commit().unwrap();
        }));
    }
    figure("applying it, median, beside bare inserts", "ms", percentile(ours, 0.5), percentile(theirs, 0.5), 1.5)
}

/// The rows of a canonical text, cut by the JSON library alone.
fn rows(text: &[u8]) -> Vec<(String, String, String)> {
    let serde_json::Value::Object(fields) = serde_json::from_slice(text).unwrap() else { panic!("an object") };
    let mut rows = Vec::new();
    for (kind, value) in fields {
        match value {
            serde_json::Value::Object(records) if kind != "calendar" => {
                rows.extend(records.into_iter().map(|(id, body)| (kind.clone(), id, body.to_string())));
            }
            other => rows.push((kind, String::new(), other.to_string())),
        }
    }
    rows
}
