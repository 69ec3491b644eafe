//! What was tried, how, and how it ended: said while it happens, and kept as a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub struct Report {
    file: PathBuf,
    suite: String,
    text: String,
    failed: Vec<String>,
}

impl Report {
    pub fn new(file: &Path, suite: &str) -> Self {
        let text = format!("# A public computer in a guest: Debian {suite}\n\n");
        Self { file: file.to_owned(), suite: suite.to_owned(), text, failed: Vec::new() }
    }

    fn say(&mut self, line: &str) {
        println!("{}: {line}", self.suite);
        writeln!(self.text, "{line}\n").unwrap();
        std::fs::write(&self.file, &self.text).unwrap();
    }

    /// What something took by the clock, and of the processor's time, which on a busy computer tells more.
    pub fn measured(&mut self, what: &str, time: Duration, worked: Duration) {
        self.say(&format!(
            "**{what}**: {:.1} s, {:.1} s of the processor's time",
            time.as_secs_f64(),
            worked.as_secs_f64()
        ));
    }

    pub fn note(&mut self, what: &str) {
        self.say(what.trim_end());
    }

    /// A step of the suite of `make escape`, by its number or name: how it was run, and what is wrong after it.
    pub fn step(&mut self, step: &str, how: &str, wrong: &[String]) {
        if wrong.is_empty() {
            self.say(&format!("- ok {step}: {how}"));
        } else {
            self.say(&format!("- **BAD** {step}: {how}: {}", wrong.join("; ")));
            self.failed.push(format!("{} {step}: {how}: {}", self.suite, wrong.join("; ")));
        }
    }

    /// A step that no guest of this kind can be put through, and why.
    pub fn left_out(&mut self, step: &str, why: &str) {
        self.say(&format!("- left out {step}: {why}"));
    }

    pub fn failed(self) -> Vec<String> {
        self.failed
    }
}
