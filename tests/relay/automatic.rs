//! Sending by itself is switched off, at a terminal and at a relay: nothing goes over the line, also after a kill and a start; "Send
//! now" sends once; what waits since when is told.

use super::{counts, held, round, until, wait};
use crate::ground::{hub, stdout_of};
use crate::kiosk::Kiosk;
use crate::place::{Relay, Room, code_of, go_by};
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::sync::catalogue::{Current, Way};
use cups_kiosk::sync::planner::BatchSize;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::sync::runner::{
    Automatic, Report, SyncError, SyncStatus, Wake, look_for_catalogue, run, send_batch_now,
};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The folder of the terminal, told to the process that plays its window.
const WINDOW: &str = "CUPS_TEST_WINDOW";

/// A window's part of a terminal that talks to the hub, and what it reports.
struct Window {
    wake: Wake,
    reports: Receiver<SyncStatus>,
}

impl Window {
    fn open(kiosk: &Kiosk) -> Self {
        let folder = kiosk.path("");
        let wake = Wake::default();
        let (sender, reports) = channel();
        let theirs = wake.clone();
        std::thread::spawn(move || play(&folder, theirs, move |status| sender.send(status).is_ok()));
        Self { wake, reports }
    }

    /// Waits until what is reported is so, and not for ever: a window that rests reports three times a minute.
    fn until(&self, what: &str, is_so: impl Fn(&SyncStatus) -> bool) -> SyncStatus {
        let (begun, mut last) = (Instant::now(), None);
        while begun.elapsed() < Duration::from_mins(3) {
            match self.reports.recv_timeout(Duration::from_secs(30)) {
                Ok(status) if is_so(&status) => return status,
                Ok(status) => last = Some(status),
                Err(_) => {}
            }
        }
        panic!("never came: {what}; last {last:?}");
    }
}

fn play(folder: &Path, wake: Wake, tell: impl Fn(SyncStatus) -> bool) {
    let kiosk = Kiosk::at(folder);
    let data = DataFolder::new(Some(folder.to_owned()));
    let way = Way::new(&data, Current::of(&CatalogueCache::new(data.catalogue()).in_use().unwrap()), None);
    let report = |report| match report {
        Report::Status(status) => tell(status),
        _ => true,
    };
    kiosk.with(|records| wait(run(records, way, wake, Automatic::of(&data.configuration()), report)));
}

/// Plays a window until it is killed.
#[test]
#[ignore = "run by the tests below, in a process that is killed"]
fn window() {
    let Ok(folder) = std::env::var(WINDOW) else { return };
    play(&PathBuf::from(folder), Wake::default(), |status| {
        let said = if status.switched_off { "off" } else { "on" };
        writeln!(std::io::stdout(), "sending is {said}, {} wait", status.outbox.waiting).is_ok()
    });
}

fn killed_window(kiosk: &Kiosk) -> (Child, impl Iterator<Item = String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "automatic::window", "--ignored", "--nocapture", "--test-threads", "1"])
        .env(WINDOW, kiosk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    (child, lines.filter(|line| line.contains("sending is")))
}

fn told(kiosk: &Kiosk, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_cups-kiosk");
    Command::new(program).arg("--data").arg(kiosk.path("")).args(arguments).output().unwrap()
}

/// A terminal that goes to the hub by a line with an ear.
fn heard(room: &Room) -> Kiosk {
    let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
    kiosk.lead_to(room.line.address.strip_prefix("http://").unwrap());
    kiosk
}

/// The settings of the room's relay, which sends nothing by itself.
fn switched_off(room: &Room) -> PathBuf {
    let file = room.relay.path().join("relay.toml");
    let settings = format!(
        "upstream = \"{}\"\nautomatic_sending = false\nlisten = \"127.0.0.1:0\"\ndata = \"{}\"\n",
        room.line.address,
        room.relay.path().display()
    );
    std::fs::write(&file, settings).unwrap();
    file
}

#[test]
fn a_terminal_that_is_switched_off_sends_when_it_is_asked_to_and_at_no_other_time() {
    let room = Room::new();
    let catalogue = room.ground.write_catalogue(cups_kiosk::catalogue::shipped_number() + 1);
    stdout_of(&room.ground.publish(&catalogue));
    let kiosk = heard(&room);
    assert!(stdout_of(&told(&kiosk, &["outbox", "automatic"])).contains("is sent by itself"));
    assert!(stdout_of(&told(&kiosk, &["outbox", "automatic", "off"])).contains("switched off"));
    let mut recorded = kiosk.record(3);
    let window = Window::open(&kiosk);
    let status = window.until("a first report", |_| true);
    assert!(status.switched_off && status.outbox.waiting == 3 && status.outbox.since.is_some(), "{status:?}");
    for more in 4..9 {
        recorded.extend(kiosk.record(1));
        window.wake.recorded();
        assert!(window.until("what was recorded", |status| status.outbox.waiting == more).switched_off);
    }
    assert_eq!((room.line.asked(""), held(&room.hub).len()), (0, 0));
    let said = String::from_utf8(told(&kiosk, &["doctor"]).stdout).unwrap();
    let line = said.lines().find(|line| line.starts_with("BAD sending")).unwrap_or_default();
    assert!(line.contains("8 waiting, the oldest since 20") && line.contains("outbox automatic on"), "{said}");
    let said = stdout_of(&told(&kiosk, &["outbox", "status"]));
    assert!(said.contains("waiting 8") && said.contains("switched off"), "{said}");
    assert!(stdout_of(&told(&kiosk, &["outbox", "status", "--json"])).contains("\"automatic\": false"));
    let asked = room.line.asked("");

    // All that goes over the line goes once, also the others' log and the catalogue.
    window.wake.ask();
    window.until("all received", |status| status.outbox.waiting == 0 && status.outbox.received == 8);
    assert_eq!(held(&room.hub), recorded);
    // The codes are asked for last, after the catalogue and what the hub has.
    until("the other lanes", || room.line.asked("/room") > 0 && room.line.asked("/recovery-codes") > 0);
    assert!(room.line.asked("/catalogue/") > 0);
    let sent = room.line.asked("/journal-entries");
    assert!(room.line.asked("") > asked);
    recorded.extend(kiosk.record(2));
    for _ in 0..4 {
        window.wake.recorded();
        window.until("another report", |status| status.outbox.waiting == 2 && status.switched_off);
    }
    assert_eq!(room.line.asked("/journal-entries"), sent, "what was recorded afterwards stays");

    // Without a line an asking is tried once, and not again when the line is back.
    room.line.cut();
    window.wake.ask();
    window.until("no line", |status| status.contact.reason().is_some());
    room.line.mend();
    let asked = room.line.asked("");
    for _ in 0..4 {
        window.wake.recorded();
        window.until("another report", |status| status.outbox.waiting == 2);
    }
    assert_eq!(room.line.asked("/journal-entries"), sent);
    drop(window);

    // A command sends once, too, and it goes by itself again when somebody says so.
    assert!(stdout_of(&told(&kiosk, &["sync", "--once"])).contains("2 entries settled"));
    assert!(room.line.asked("") > asked);
    let window = Window::open(&kiosk);
    recorded.extend(kiosk.record(1));
    window.until("it is still off", |status| status.switched_off && status.outbox.waiting == 1);
    stdout_of(&told(&kiosk, &["outbox", "automatic", "on"]));
    window.until("it goes by itself", |status| !status.switched_off && status.outbox.waiting == 0);
    assert_eq!(held(&room.hub), recorded);
}

#[test]
fn what_was_switched_off_stays_so_after_kills() {
    let room = Room::new();
    let kiosk = heard(&room);
    stdout_of(&told(&kiosk, &["outbox", "automatic", "off"]));
    let mut recorded = Vec::new();
    for time in 1..=4 {
        recorded.extend(kiosk.record(2));
        let (mut child, mut lines) = killed_window(&kiosk);
        let line = lines.next().unwrap();
        assert!(line.contains(&format!("sending is off, {} wait", 2 * time)), "{line}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!((room.line.asked(""), held(&room.hub).len()), (0, 0));
    stdout_of(&told(&kiosk, &["outbox", "automatic", "on"]));
    let (mut child, mut lines) = killed_window(&kiosk);
    assert!(lines.any(|line| line.contains("sending is on, 0 wait")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(held(&room.hub), recorded);
}

#[test]
fn a_file_of_settings_that_nobody_can_read_lets_nothing_go() {
    let room = Room::new();
    let kiosk = heard(&room);
    std::fs::write(kiosk.path("kiosk.toml"), "automatic_sending = perhaps\n").unwrap();
    kiosk.record(1);
    let window = Window::open(&kiosk);
    assert!(window.until("a report", |_| true).switched_off);
    // What becomes wrong later changes nothing.
    std::fs::write(kiosk.path("kiosk.toml"), "automatic_sending = true\n").unwrap();
    window.until("it goes", |status| !status.switched_off && status.outbox.waiting == 0);
    std::fs::write(kiosk.path("kiosk.toml"), "automatic_sending = \n").unwrap();
    kiosk.record(1);
    window.wake.recorded();
    window.until("it goes on", |status| !status.switched_off && status.outbox.received == 2);
}

#[test]
fn a_relay_that_is_switched_off_keeps_what_it_has_until_somebody_presses() {
    let room = Room::new();
    let catalogue = room.ground.write_catalogue(cups_kiosk::catalogue::shipped_number() + 1);
    stdout_of(&room.ground.publish(&catalogue));
    let folder = room.relay.path();
    let file = switched_off(&room);
    let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
    let relay = Relay::start_by(&file);
    go_by(&kiosk, &code_of(folder, &relay.address));
    let send = |now: bool| kiosk.with(|records| wait(send_batch_now(&records, BatchSize::default(), now))).unwrap();
    let mut recorded = kiosk.record(4);
    assert_eq!((send(false).kept, send(false).line), (4, Some(Reason::RelayHolds)));
    // Whatever it is asked for, it asks nobody.
    let data = DataFolder::new(Some(kiosk.path("")));
    let mut way = Way::new(&data, Current::of(&CatalogueCache::new(data.catalogue()).in_use().unwrap()), None);
    let mut look =
        || kiosk.with(|records| wait(look_for_catalogue(&records, &mut way, cups_kiosk::platform::clock::now())));
    assert_eq!(look().err().as_ref().and_then(SyncError::reason), Some(Reason::RelayHolds));
    let doctor =
        |folder: &Path| String::from_utf8(hub(&["doctor", "--data", folder.to_str().unwrap()]).stdout).unwrap();
    until("the doctor says so", || {
        let said = doctor(folder);
        said.contains("BAD sending: by itself nothing goes") && said.contains("1 requests wait for the hub")
    });
    let said = String::from_utf8(told(&kiosk, &["doctor"]).stdout).unwrap();
    assert!(
        said.lines().any(|line| line.starts_with("BAD hub: the relay of the room sends nothing by itself")),
        "{said}"
    );

    // It is off as it was after its power failed.
    drop(relay);
    let relay = Relay::start_by(&file);
    go_by(&kiosk, &code_of(folder, &relay.address));
    for _ in 0..5 {
        assert_eq!(send(false).line, Some(Reason::RelayHolds));
    }
    assert_eq!((room.line.asked(""), held(&room.hub).len(), counts(&kiosk)), (0, 0, (4, 4, 0)));

    send(true);
    until("the receipts", || {
        send(false);
        counts(&kiosk) == (0, 0, 4)
    });
    assert_eq!(held(&room.hub), recorded);
    look().unwrap();
    recorded.extend(kiosk.record(1));
    for _ in 0..5 {
        send(false);
    }
    assert_eq!((held(&room.hub).len(), counts(&kiosk)), (4, (1, 1, 4)), "nothing follows of itself");

    // Somebody changes its file: it goes as ever.
    let settings = std::fs::read_to_string(&file).unwrap().replace("automatic_sending = false", "");
    std::fs::write(&file, settings).unwrap();
    drop(relay);
    let relay = Relay::start_by(&file);
    go_by(&kiosk, &code_of(folder, &relay.address));
    until("by itself", || {
        round(&kiosk).unwrap();
        counts(&kiosk) == (0, 0, 5)
    });
    assert_eq!(held(&room.hub), recorded);
    assert!(!doctor(folder).contains("sending:"));
}

/// "Send now" at a computer of the room whose relay is switched off brings what was recorded to the hub by one press.
#[test]
fn one_press_at_the_window_reaches_through_a_relay_that_is_switched_off() {
    let room = Room::new();
    let file = switched_off(&room);
    let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
    let relay = Relay::start_by(&file);
    go_by(&kiosk, &code_of(room.relay.path(), &relay.address));
    for off in [true, false] {
        stdout_of(&told(&kiosk, &["outbox", "automatic", if off { "off" } else { "on" }]));
        kiosk.record(3);
        let window = Window::open(&kiosk);
        if !off {
            window.until("the relay keeps it", |status| status.outbox.kept == 3);
        }
        window.wake.ask();
        let wanted = if off { 3 } else { 6 };
        window.until("all received", |status| status.outbox.waiting == 0 && status.outbox.received == wanted);
    }
    assert_eq!(held(&room.hub).len(), 6);
}

/// What a relay that is switched off found of its line at one press says nothing of the next: each press is tried, and tells how its
/// own try ended.
#[test]
fn a_press_that_found_no_line_leaves_nothing_behind_for_the_next() {
    let room = Room::new();
    let file = switched_off(&room);
    for off in [true, false] {
        let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
        let relay = Relay::start_by(&file);
        go_by(&kiosk, &code_of(room.relay.path(), &relay.address));
        stdout_of(&told(&kiosk, &["outbox", "automatic", if off { "off" } else { "on" }]));
        let mut recorded = kiosk.record(3);
        let window = Window::open(&kiosk);
        window.until("a first report", |_| true);
        for _ in 0..2 {
            room.line.cut();
            window.wake.ask();
            let is_cut = |status: &SyncStatus| status.contact.reason().is_some_and(Reason::is_line);
            window.until("no line", |status| is_cut(status) && status.outbox.kept == status.outbox.waiting);
            room.line.mend();
            let received = recorded.len() as u64;
            window.wake.ask();
            let all = |status: &SyncStatus| status.outbox.waiting == 0 && status.outbox.received == received;
            window.until("all received", all);
            recorded.extend(kiosk.record(2));
            window.wake.recorded();
        }
    }
}
