//! The kiosk.

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// What is freed is cleared: names and answers do not stay behind in memory that nobody uses any more.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    cups_kiosk::platform::process::dump_nothing();
    cups_kiosk::command::run(std::env::args_os())
}
