//! A terminal that a process of its own plays, so that it can be killed.

use crate::kiosk::Kiosk;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The folder of the terminal, told to the process that plays it.
const FOLDER: &str = "CUPS_TEST_TERMINAL";

/// Plays the terminal: records without a pause, says each id when it is on the disk, and sends now and then. Nothing where no
/// test asked for it.
pub fn play_the_terminal(send: impl Fn(&Kiosk)) {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let kiosk = Kiosk::at(Path::new(&folder));
    loop {
        for id in kiosk.record(3) {
            // Whoever listens may be gone; then this process is next.
            if writeln!(std::io::stdout(), "recorded {id}").is_err() {
                return;
            }
        }
        send(&kiosk);
    }
}

/// A process that plays the terminal, and what it said.
pub struct Playing {
    child: Child,
    listening: std::thread::JoinHandle<()>,
}

impl Playing {
    /// Starts the test `kills::terminal` of this program in a process of its own.
    pub fn start(kiosk: &Kiosk, recorded: &Arc<Mutex<Vec<Uuid>>>) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kills::terminal", "--ignored", "--nocapture", "--test-threads", "1"])
            .env(FOLDER, kiosk.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let recorded = Arc::clone(recorded);
        let listening = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // The first stands behind the name of the test.
                if let Some(id) = line.rsplit_once("recorded ").and_then(|(_, id)| id.parse().ok()) {
                    recorded.lock().unwrap().push(id);
                }
            }
        });
        Self { child, listening }
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.listening.join().unwrap();
    }
}

/// How often something is killed, unless `CUPS_KILLS` says otherwise.
pub fn kills() -> u32 {
    std::env::var("CUPS_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

/// The same dice for every run.
pub fn thrown(dice: &mut u32) -> u32 {
    *dice ^= *dice << 13;
    *dice ^= *dice >> 17;
    *dice ^= *dice << 5;
    *dice
}
