//! Nothing of a sheet stays behind: not in a folder, not in a dump of the memory, not in a process that goes on.

use super::{helper_in, kept, own_template};
use cups_kiosk::protocol::sheet::{PrintSheet, SheetBlock};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Words that stand nowhere else.
const NAME: &str = "Plantatu-Ștefăniță";
const NUMBER: &str = "2009876543217";

/// A sheet with what must be found nowhere.
fn planted() -> Vec<u8> {
    let mut sheet: PrintSheet = kept()["draft-ro"].clone();
    sheet.title = format!("Cererea: {NAME}");
    for block in sheet.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        if let SheetBlock::Fields(fields) = block {
            for field in fields {
                field.value = Some(format!("{NAME} {NUMBER}"));
            }
        }
    }
    serde_json::to_vec(&sheet).unwrap()
}

/// The files below a folder in which a planted word is, as UTF-8 or UTF-16, and how many were looked at.
fn found_in(folder: &Path, looked: &mut usize) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(found_in(&entry.path(), looked));
            continue;
        }
        *looked += 1;
        let bytes = std::fs::read(entry.path()).unwrap();
        let planted = [NAME, NUMBER].iter().any(|word| {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(&bytes, word.as_bytes()).is_some() || memchr::memmem::find(&bytes, &wide).is_some()
        });
        found.extend(planted.then(|| entry.path().display().to_string()));
    }
    found
}

#[test]
fn nothing_of_a_sheet_stays_in_a_folder_whether_it_is_set_refused_or_cut_off() {
    let home = tempfile::tempdir().unwrap();
    let sheet = planted();
    let ends = own_template("#let version = 1\n#for a in range(100000) { for b in range(100000) { } }\n");
    let leaves_out = own_template("#let version = 1\n= x\n");
    let ends = ends.path().to_str().unwrap();
    let leaves_out = leaves_out.path().to_str().unwrap();
    for (arguments, code) in [
        (vec!["-"], 0),
        (vec!["-", "--templates", leaves_out], 1),
        (vec!["-", "--seconds", "1", "--templates", ends], 1),
        (vec!["no-such-sheet.json"], 2),
    ] {
        let output = helper_in(home.path(), &arguments, &sheet);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains(NAME) && !said.contains(NUMBER), "{said}");
    }
    let mut looked = 0;
    assert_eq!(found_in(home.path(), &mut looked), Vec::<String>::new());
    assert_eq!(looked, 0, "nothing at all was written");
    // The search would find it.
    std::fs::write(home.path().join("left.json"), &sheet).unwrap();
    assert_eq!(found_in(home.path(), &mut looked).len(), 1);
}

/// The processes that a process began.
fn begun_by(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = parent.to_string();
    let is_child = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)).is_some_and(|found| found == parent)
    };
    numbers.filter(is_child).collect()
}

/// A helper that is busy with a sheet, and the process in which it is.
#[allow(clippy::zombie_processes, reason = "whoever asks for it waits for it")]
fn busy(home: &Path, templates: &Path) -> (Child, u32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-paper"))
        .args(["-", "--templates"])
        .arg(templates)
        .current_dir(home)
        .env("TMPDIR", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&planted()).unwrap();
    let start = Instant::now();
    loop {
        assert!(start.elapsed() < Duration::from_secs(20), "it begins");
        // Once it has threads it sets the sheet.
        let inner = begun_by(child.id()).into_iter().find(|inner| {
            let threads = std::fs::read_dir(format!("/proc/{inner}/task")).map_or(0, Iterator::count);
            threads >= 3
        });
        if let Some(inner) = inner {
            return (child, inner);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_helper_that_falls_leaves_no_dump_and_no_process() {
    let home = tempfile::tempdir().unwrap();
    let ends = own_template("#let version = 1\n#for a in range(100000) { for b in range(100000) { } }\n");
    let (mut child, inner) = busy(home.path(), ends.path());
    for process in [child.id(), inner] {
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let none: Vec<&str> = core.split_whitespace().skip(4).collect();
        assert_eq!(none[..2], ["0", "0"], "{core}");
    }
    // As a program ends that finds itself in the wrong.
    assert!(Command::new("kill").args(["-ABRT", &inner.to_string()]).status().unwrap().success());
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
    assert!(said.contains("cannot be set") && !said.contains(NAME), "{said}");
    assert!(!Path::new(&format!("/proc/{inner}")).exists(), "nothing goes on");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "no dump lies there");
}

#[test]
fn whoever_asked_may_go_and_the_helper_goes_too() {
    let home = tempfile::tempdir().unwrap();
    let ends = own_template("#let version = 1\n#for a in range(100000) { for b in range(100000) { } }\n");
    let (mut child, inner) = busy(home.path(), ends.path());
    child.kill().unwrap();
    child.wait().unwrap();
    let start = Instant::now();
    while std::fs::read_to_string(format!("/proc/{inner}/stat")).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(start.elapsed() < Duration::from_secs(5), "it goes on alone");
        std::thread::sleep(Duration::from_millis(20));
    }
}
