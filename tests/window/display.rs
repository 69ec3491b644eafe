//! A virtual display, and how a test waits for what is to be seen on it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a test waits for what has to come. It says nothing about how fast that has to be: a busy computer is slow.
pub const PATIENCE: Duration = Duration::from_mins(3);

/// Waits until something is so.
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A virtual display without a window manager, of 1366 by 768 where nothing else is said.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    pub fn start() -> Self {
        Self::of(1366, 768)
    }

    /// A display of another size. Without `-noreset` it begins anew, and refuses callers meanwhile, when its last
    /// client leaves.
    pub fn of(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed: make test installs it");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { server, name: format!(":{}", line.trim()) }
    }

    /// Its name, for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes a picture of the whole screen.
    pub fn picture(&self, file: &Path) {
        // What was just asked for has to be drawn first.
        std::thread::sleep(Duration::from_millis(250));
        let done = Command::new("import").args(["-window", "root"]).arg(file).env("DISPLAY", &self.name).status();
        assert!(done.expect("ImageMagick is installed: make test installs it").success());
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
