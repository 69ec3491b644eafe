//! The codes that admit a first specialist, on their way to the terminal: at the enrolment, at a sync, and not from a hub
//! that knows of none.

use crate::cut::centre_file;
use crate::ground::Ground;
use cups_kiosk::domain::centre::Centre;
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::records::Records;
use cups_kiosk::sync::runner::fetch_recovery_codes;
use jiff::Timestamp;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

fn kiosk(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cups-kiosk")).arg("--data").arg(data).args(arguments).output().unwrap()
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn codes(said: &str) -> Vec<String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("recovery code "));
    lines.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect()
}

fn held(data: &Path) -> Identity {
    Identity::open(&data.join("identity.json")).unwrap()
}

#[test]
fn new_codes_reach_the_terminal_at_its_next_sync_and_end_the_old_ones() {
    let ground = Ground::new();
    let data = ground.folder.path().join("kiosk");
    let said = ground.hub.command(&["enrol", "--centre", "lozova", "--centre-file", &centre_file(&ground)]);
    let (code, paper) = (said.lines().next().unwrap(), codes(&said));
    let hub = format!("http://{}", ground.hub.address);
    done(&kiosk(&data, &["enrol", "--hub", &hub, "--code", code]));
    assert_eq!(held(&data).unused_codes().unwrap(), 5);
    assert!(paper.iter().all(|code| held(&data).find_code(code).is_some()));
    let used = held(&data).find_code(&paper[0]).unwrap();
    assert!(held(&data).use_code(&used).unwrap());

    let terminal = held(&data).terminal;
    let renewed = codes(&ground.hub.command(&["recovery", "--terminal", &terminal]));
    assert!(held(&data).find_code(&renewed[0]).is_none(), "not before the sync");
    done(&kiosk(&data, &["sync", "--once"]));
    assert!(renewed.iter().all(|code| held(&data).find_code(code).is_some()));
    assert!(paper.iter().all(|code| held(&data).find_code(code).is_none()), "the paper of before is void");
    // Other things may need attention on a terminal that has seen no catalogue.
    let doctor = String::from_utf8_lossy(&kiosk(&data, &["doctor"]).stdout).into_owned();
    assert!(doctor.contains("recovery codes: 5 left"), "{doctor}");
}

/// The paper of the hub sets a terminal up: as a picture, as lines of a drawing, and as a reader of codes types it.
#[test]
fn a_terminal_is_set_up_from_the_paper_of_the_hub() {
    let ground = Ground::new();
    let hub = format!("http://{}", ground.hub.address);
    let profile = centre_file(&ground);
    let enrol = |file: &str| {
        ground.hub.command(&["enrol", "--centre", "lozova", "--centre-file", &profile, "--qr", file, "--address", &hub])
    };
    let picture = ground.folder.path().join("paper.png");
    let said = enrol(picture.to_str().unwrap());
    assert_eq!(codes(&said).len(), 5, "the recovery codes are there as before: {said}");
    let data = ground.folder.path().join("kiosk");
    let answers = ground.folder.path().join("answers.toml");
    std::fs::write(&answers, "language = \"ru\"\nfullscreen = true\n").unwrap();
    let arguments = ["setup", "--file", answers.to_str().unwrap(), "--code-picture", picture.to_str().unwrap()];
    let said = done(&kiosk(&data, &arguments));
    assert!(said.contains("enrolled at ") && said.contains("settings written to "), "{said}");
    assert_eq!(held(&data).enrolment.unwrap().centre.id, "lozova");
    assert!(std::fs::read_to_string(data.join("kiosk.toml")).unwrap().contains("\nfullscreen = true\n"));
    // Its code was used; the same terminal is not harmed by the same paper, and another is not let in.
    assert!(done(&kiosk(&data, &arguments)).contains("enrolled already"));
    let other = ground.folder.path().join("other");
    let refused = kiosk(&other, &arguments);
    assert_eq!(refused.status.code(), Some(1), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(!other.join("kiosk.toml").exists());
    // As letters on the terminal, and typed.
    let said = enrol("-");
    assert!(said.contains('█'), "{said}");
    let line = format!("CUPS1 {hub} {} lozova", said.lines().next().unwrap());
    done(&kiosk(&other, &["setup", "--code-line", &line]));
    assert!(held(&other).enrolment.is_some() && other.join("kiosk.toml").exists());
    let drawing = ground.folder.path().join("paper.svg");
    enrol(drawing.to_str().unwrap());
    assert!(std::fs::read_to_string(&drawing).unwrap().starts_with("<svg "));
}

/// A hub of before: it answers everything it does not know with a problem, and names its incarnation.
fn older_hub() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let problem =
                r#"{"type":"urn:cups:problem:not-found","title":"There is nothing at this address","status":404}"#;
            let _ = write!(
                stream,
                "HTTP/1.1 404 Not Found\r\ncontent-type: application/problem+json\r\ncups-hub-incarnation: one\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n{problem}",
                problem.len()
            );
        }
    });
    address
}

#[test]
fn a_hub_that_knows_of_no_codes_takes_none_away() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
    let (mut records, _) =
        Records::open(&folder.path().join("records.sqlite"), identity, Timestamp::UNIX_EPOCH).unwrap();
    let centre: Centre = cups_kiosk::catalogue::shipped().unwrap().centres["lozova"].clone();
    let enrolment = Enrolment {
        hub: older_hub(),
        centre,
        operator_key: String::new(),
        catalogue_root: None,
        hub_key: None,
        plain_http: false,
        relay: None,
        entered: false,
    };
    let hash = cups_kiosk::protocol::recovery::hash("7K2M-4QXR-9AB0", &[1; 16]).unwrap();
    records.set_enrolment(enrolment, &[hash]).unwrap();
    let records = Arc::new(Mutex::new(records));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    assert_eq!(runtime.block_on(fetch_recovery_codes(&records)).unwrap(), 1);
}
