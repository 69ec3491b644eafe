//! `cargo bench --bench figures -- allocator` runs this: the same work as there, under the allocator of the programs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a bench")]

#[path = "figures/everyday.rs"]
mod everyday;
#[path = "../tests/stage/mod.rs"]
mod stage;

use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    if std::env::args().any(|argument| argument == "--bench") {
        println!("{}", serde_json::to_string(&everyday::times()).unwrap());
    }
}
