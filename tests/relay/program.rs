//! The relay's program, its code, and a terminal that goes by it.

use crate::ground::{hub, stdout_of};
use crate::kiosk::Kiosk;
use cups_kiosk::domain::setup::RelayCode;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A relay's program. Killed, as by a power cut, when it goes out of scope.
pub struct Relay {
    child: Child,
    pub address: String,
}

impl Relay {
    pub fn start(data: &Path, upstream: &str, listen: &str) -> Self {
        Self::told(&["--data", data.to_str().unwrap(), "--listen", listen, "--upstream", upstream])
    }

    /// One that is told everything by its file.
    pub fn start_by(file: &Path) -> Self {
        Self::told(&["--config", file.to_str().unwrap()])
    }

    fn told(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
            .arg("serve")
            .args(arguments)
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
