//! A room: a hub, its outer line, the relay's program, and terminals that go by it.

use crate::ground::{Ground, Running, hub, stdout_of};
use crate::kiosk::Kiosk;
use crate::line::Line;
use cups_kiosk::domain::setup::RelayCode;
use rusqlite::Connection;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A relay's program. Killed, as by a power cut, when it goes out of scope.
pub struct Relay {
    child: Child,
    pub address: String,
}

impl Relay {
    pub fn start(data: &Path, upstream: &str, listen: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
            .args(["serve", "--data", data.to_str().unwrap(), "--listen", listen, "--upstream", upstream])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on https://").unwrap().to_owned();
        Self { child, address }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A hub, a room's outer line and the folder of its relay.
pub struct Room {
    pub ground: Ground,
    pub hub: Running,
    pub line: Line,
    pub relay: TempDir,
}

impl Room {
    pub fn new() -> Self {
        let ground = Ground::new();
        let hub = ground.start();
        let line = Line::to(&hub.address);
        Self { ground, hub, line, relay: tempfile::tempdir().unwrap() }
    }

    pub fn relay(&self) -> Relay {
        self.relay_at("127.0.0.1:0")
    }

    pub fn relay_at(&self, address: &str) -> Relay {
        Relay::start(self.relay.path(), &self.line.address, address)
    }

    pub fn database(&self) -> Connection {
        let connection = Connection::open(self.relay.path().join("relay.sqlite")).unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection
    }

    /// A terminal that is enrolled at the hub and goes by the relay.
    pub fn kiosk(&self, relay: &Relay) -> Kiosk {
        let kiosk = Kiosk::enrolled(&self.ground, &self.hub);
        go_by(&kiosk, &code_of(self.relay.path(), &relay.address));
        kiosk
    }
}

/// What `cups-hub relay-code` prints first.
pub fn code_of(folder: &Path, address: &str) -> String {
    let address = format!("https://{address}");
    let said = stdout_of(&hub(&["relay-code", "--address", &address, "--data", folder.to_str().unwrap()]));
    let line = said.lines().next().unwrap().to_owned();
    let fingerprint = RelayCode::read(&line).unwrap().fingerprint();
    assert!(said.contains(&fingerprint) && said.contains('█'), "{said}");
    line
}

pub fn go_by(kiosk: &Kiosk, code: &str) {
    let folder = kiosk.path("");
    let program = env!("CARGO_BIN_EXE_cups-kiosk");
    let said = Command::new(program).arg("--data").arg(&folder).args(["relay", code]).output().unwrap();
    assert!(stdout_of(&said).contains("goes by the relay at"));
}
