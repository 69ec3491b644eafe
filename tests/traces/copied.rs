//! What is copied beside the State's page: one field, in the clipboard of the system and nowhere else, and gone again; also
//! after a crash, where a desktop kept it.

use super::printed::{pasted, stranger};
use super::{MARK, found, in_files, to_check, to_consent};
use crate::ground::{Display, Hub, Kiosk, PATIENCE};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, EventMask, PropMode, SELECTION_NOTIFY_EVENT, SelectionNotifyEvent,
};
use x11rb::wrapper::ConnectionExt as _;

/// Waits until what is pasted is so.
fn until_pasted(display: &Display, what: &str, so: impl Fn(&str) -> bool) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        let text = String::from_utf8_lossy(&pasted(display)).into_owned();
        if so(&text) {
            return text;
        }
        assert!(Instant::now() < until, "{what}: {text:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A desktop that keeps what was copied when the program that copied it is no more; until this is dropped.
struct Keeper(Arc<AtomicBool>);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Keeper {
    fn keep(display: &Display, text: String) -> Self {
        let (connection, window) = stranger(display);
        let atom = |name: &[u8]| connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
        let (copied, utf8, targets) = (atom(b"CLIPBOARD"), atom(b"UTF8_STRING"), atom(b"TARGETS"));
        connection.set_selection_owner(window, copied, x11rb::CURRENT_TIME).unwrap().check().unwrap();
        let ends = Arc::new(AtomicBool::new(false));
        let keeper = Self(Arc::clone(&ends));
        std::thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                let Some(event) = connection.poll_for_event().unwrap() else {
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                };
                let Event::SelectionRequest(asked) = event else {
                    if matches!(event, Event::SelectionClear(_)) {
                        return;
                    }
                    continue;
                };
                let (to, at) = (asked.requestor, asked.property);
                if asked.target == targets {
                    connection.change_property32(PropMode::REPLACE, to, at, AtomEnum::ATOM, &[targets, utf8]).unwrap();
                } else {
                    connection.change_property8(PropMode::REPLACE, to, at, utf8, text.as_bytes()).unwrap();
                }
                let answer = SelectionNotifyEvent {
                    response_type: SELECTION_NOTIFY_EVENT,
                    sequence: 0,
                    time: asked.time,
                    requestor: to,
                    selection: asked.selection,
                    target: asked.target,
                    property: at,
                };
                connection.send_event(false, to, EventMask::NO_EVENT, answer).unwrap();
                connection.flush().unwrap();
            }
        });
        keeper
    }
}

/// From the consent to the page beside the State's, which does not open: what stands for it refuses every caller.
fn to_portal(kiosk: &mut Kiosk) {
    to_check(kiosk);
    kiosk.key("Return");
    kiosk.wait_for("screen=\"request\"");
    portal(kiosk);
}

fn portal(kiosk: &mut Kiosk) {
    kiosk.key("ctrl+q");
    kiosk.wait_for("screen=\"portal\"");
    kiosk.wait_for("told=Failed(");
}

/// A catalogue in which the State's page for the birth is one of this computer that nobody answers for.
fn catalogue(folder: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue");
    let done = std::process::Command::new("cp").arg("-r").arg(from).arg(folder).status().unwrap();
    assert!(done.success());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let services = std::fs::read_dir(folder.join("services")).unwrap();
    let mut changed = 0;
    for path in services.map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let address = "url = \"https://servicii.gov.md/ro/service/002000206\"\nnote";
        if text.contains(address) {
            std::fs::write(&path, text.replacen(address, &format!("url = \"{gone}\"\nnote"), 1)).unwrap();
            changed += 1;
        }
    }
    assert_eq!(changed, 1);
    // Newer than the shipped one.
    let head = folder.join("catalogue.toml");
    let text = std::fs::read_to_string(&head).unwrap();
    std::fs::write(&head, text.replacen("number = 1\n", "number = 2\n", 1)).unwrap();
}

#[test]
fn one_field_is_copied_and_is_gone_after_its_time_on_coming_back_at_the_sign_out_and_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    let display = Display::start();
    catalogue(&folder.path().join("catalogue"));
    let hub = Hub::of(&folder.path().join("hub"), Some(&folder.path().join("catalogue")));
    let codes = hub.enrol(&data);
    Hub::sync(&data);
    let mut kiosk = Kiosk::start(&data, &display);
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("F12");
    to_consent(&mut kiosk, &codes[0]);
    to_portal(&mut kiosk);
    assert_eq!(found(&pasted(&display), "the clipboard"), Vec::<String>::new());

    let name = |text: &str| text.contains(MARK);
    let empty = |text: &str| text.is_empty();
    kiosk.key("1");
    let copied = until_pasted(&display, "it is copied", name);
    assert_eq!(copied, "Aqzvxana Bqzvxescu", "one field and no more");
    // Coming back.
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"request\"");
    until_pasted(&display, "it is gone on coming back", empty);
    // Its time.
    portal(&mut kiosk);
    kiosk.key("1");
    until_pasted(&display, "it is copied", name);
    let since = Instant::now();
    until_pasted(&display, "it is gone after its time", empty);
    assert!(since.elapsed() > Duration::from_secs(25), "{:?}", since.elapsed());
    // What somebody else copied meanwhile is left alone.
    kiosk.key("1");
    until_pasted(&display, "it is copied", name);
    let theirs = Keeper::keep(&display, "theirs".to_owned());
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"request\"");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(pasted(&display), b"theirs");
    drop(theirs);
    // The sign-out.
    portal(&mut kiosk);
    kiosk.key("1");
    until_pasted(&display, "it is copied", name);
    kiosk.key("F10");
    kiosk.wait_for("screen=\"start\"");
    until_pasted(&display, "it is gone at the sign-out", empty);
    assert_eq!(in_files(&data), Vec::<String>::new());

    // A crash, and a desktop that kept what was copied.
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write("Specialist");
    kiosk.key("Tab");
    kiosk.write("parola-de-proba");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"desk\"");
    kiosk.write("Aqzvxana");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"case\"");
    kiosk.key("1");
    kiosk.wait_for("screen=\"request\"");
    portal(&mut kiosk);
    kiosk.key("1");
    let copied = until_pasted(&display, "it is copied", name);
    let process = kiosk.id();
    kiosk.kill();
    let notes = || -> Vec<_> {
        let memory = cups_kiosk::platform::disk::in_memory().expect("a folder in memory");
        let name = format!("cups-kiosk-copied-{process}");
        std::fs::read(memory.join(name)).into_iter().collect()
    };
    let kept = notes();
    assert!(kept.len() == 1 && found(&kept[0], "the note").is_empty(), "a hash of it, and not it");
    let _keeper = Keeper::keep(&display, copied);
    until_pasted(&display, "the desktop kept it", name);
    let again = Kiosk::start(&data, &display);
    again.wait_for("screen=\"start\"");
    until_pasted(&display, "it is gone after the next start", empty);
    assert_eq!(notes(), Vec::<Vec<u8>>::new());
}
