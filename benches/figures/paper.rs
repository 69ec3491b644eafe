//! From a sheet to the bytes of its PDF as the window has them made: the helper started, the sheet handed over, the PDF read;
//! beside the typesetter alone on the same template. And that the helper is gone between two prints.

use super::walk::binary;
use super::{Figure, figure, median};
use cups_kiosk::handout::helper;
use cups_kiosk::protocol::sheet::PrintSheet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often each is made; an odd number has a middle.
const ROUNDS: usize = 15;

pub fn figures() -> Vec<Figure> {
    let (paper, bare) = (binary().with_file_name("cups-paper"), binary().with_file_name("examples/bare-typst"));
    if !paper.is_file() || !bare.is_file() {
        println!("paper: left out; make bench builds cups-paper and its yardstick");
        return Vec::new();
    }
    let sheets = [("plan-ru", "a plan of three pages"), ("consent-ro", "a consent in two copies")];
    sheets.map(|(name, what)| of(&paper, &bare, name, what)).into()
}

fn of(paper: &Path, bare: &PathBuf, name: &str, what: &str) -> Figure {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/paper/{name}.json"));
    let json = std::fs::read(file).unwrap();
    let sheet = PrintSheet::read(&json).unwrap();
    let mut left = 0;
    // In turns, so that both meet the same machine; the first of each only warms the disk.
    let (ours, theirs): (Vec<f64>, Vec<f64>) = (0..=ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let set = helper::paper(paper, &sheet).unwrap();
            let ours = start.elapsed().as_secs_f64() * 1000.0;
            left += lasting(std::process::id());
            let start = Instant::now();
            let yardstick = alone(bare, &json);
            let theirs = start.elapsed().as_secs_f64() * 1000.0;
            assert!(set.starts_with(b"%PDF") && yardstick.starts_with(b"%PDF"));
            (ours, theirs)
        })
        .skip(1)
        .unzip();
    assert_eq!(left, 0, "the helper is gone once the paper is there");
    figure(format!("sheet to PDF, {what}, median of {ROUNDS}"), "ms", median(ours), median(theirs), 1.5)
}

pub fn alone(bare: &PathBuf, json: &[u8]) -> Vec<u8> {
    let mut child = Command::new(bare).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(json).unwrap();
    child.wait_with_output().unwrap().stdout
}

/// How many helpers last that a process began, or that lost the one who did.
pub fn lasting(parent: u32) -> usize {
    let own = parent.to_string();
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let of = |process: std::fs::DirEntry| std::fs::read_to_string(process.path().join("stat")).ok();
    // PID (NAME) STATE PARENT
    let is_one = |stat: &String| {
        let rest = stat.split_once("(cups-paper) ").map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split(' ').nth(1)).is_some_and(|parent| parent == own || parent == "1")
    };
    all.filter_map(of).filter(is_one).count()
}
