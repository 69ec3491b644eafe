//! The shape of the code, read from the code: which room names which, which crates a room uses, no circles, and what a
//! program carries. The arrows themselves stand in README.md, in the table of rooms.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "architecture/code.rs"]
mod code;
#[path = "architecture/crates.rs"]
mod crates;
#[path = "architecture/programs.rs"]
mod programs;
#[path = "architecture/rooms.rs"]
mod rooms;
#[path = "architecture/words.rs"]
mod words;

use code::Code;
use std::path::Path;
use std::sync::LazyLock;

/// The code, parsed once for all tests.
static CODE: LazyLock<Code> = LazyLock::new(|| Code::read(package()));

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with everything that is wrong, each once, in order.
fn none_is(wrong: impl IntoIterator<Item = String>, remedy: &str) {
    let wrong: std::collections::BTreeSet<String> = wrong.into_iter().collect();
    let lines: Vec<String> = wrong.into_iter().collect();
    assert!(lines.is_empty(), "{}\n\n{remedy}", lines.join("\n"));
}
