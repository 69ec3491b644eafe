//! What clearing freed memory costs: the same work in a program that does and in this one, which does not.

use super::{Figure, everyday, figure};
use std::process::Command;

/// The work under the allocator of the programs beside that under the system's.
pub fn figures() -> Vec<Figure> {
    let output = Command::new(env!("CARGO")).args(["bench", "--quiet", "--bench", "cleared"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let cleared: Vec<(String, f64)> = serde_json::from_slice(&output.stdout).unwrap();
    let system = everyday::times();
    cleared
        .into_iter()
        .zip(system)
        .map(|((name, ours), (_, theirs))| figure(format!("allocator: {name}, median"), "ms", ours, theirs, 1.25))
        .collect()
}
