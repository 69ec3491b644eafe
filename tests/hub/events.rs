//! What happens at the hub is told to the State's journal of events: all of it, in its order, whatever breaks, and nothing of
//! whom it was done for.

use crate::ground::{Event, Ground, Running, Terminal, exchange, hub, stdout_of, values};
use crate::journal_of_events::{Conduct, StandIn, ids, number};
use crate::signed_in::signed_in;
use cups_kiosk::domain::record::{Action, EntryFacts};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

const RUN_BY: &str = "legal_entity = \"1006601001131\"\n";

/// A hub that tells whoever these settings name.
fn start(ground: &Ground, settings: &str) -> Running {
    fs::write(ground.path("hub.toml"), format!("listen = \"127.0.0.1:0\"\n[mlog]\n{RUN_BY}{settings}")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--config", &ground.text("hub.toml"), "--data", &ground.data()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    Running::announced(child, stdout)
}

fn start_telling(ground: &Ground, stand_in: &StandIn) -> Running {
    start(ground, &format!("address = \"{}\"\n", stand_in.address))
}

/// What a terminal recorded of cases, and things of nobody's between them.
fn of_cases(terminal: &Terminal, epoch: u32, cases: u128) -> Vec<Event> {
    let informed = EntryFacts::new(Action::Informed, &terminal.circumstances());
    let opened = |case| EntryFacts {
        case: Some(Uuid::from_u128(case)),
        ..EntryFacts::new(Action::CaseOpened, &terminal.circumstances())
    };
    let facts: Vec<EntryFacts> = (1..=cases).flat_map(|case| [opened(case), informed.clone()]).collect();
    values(&terminal.journal(epoch, &facts))
}

fn stands(running: &Running) -> Value {
    running.get("/health").json::<Value>()["events"].clone()
}

/// Waits until the forwarding stands so.
fn wait_for(running: &Running, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let stands = stands(running);
        if is_so(&stands) {
            return stands;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "never {what}: {stands}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn all_taken(running: &Running) -> Value {
    wait_for(running, "all taken", |stands| stands["waiting"] == 0 && stands.get("failingSince").is_none())
}

/// That the numbers are whole: none is missing, and they came in their order.
fn are_whole(kept: &[Value]) {
    let numbers: Vec<u64> = kept.iter().map(number).collect();
    let first_seen: BTreeSet<u64> = numbers.iter().copied().collect();
    let all: BTreeSet<u64> = (1..=first_seen.len() as u64).collect();
    assert_eq!(first_seen, all);
    let mut seen = BTreeSet::new();
    let order: Vec<u64> = numbers.into_iter().filter(|number| seen.insert(*number)).collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn all_that_happens_is_told_in_order_and_nothing_of_a_person() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    let running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    let other = ground.enrol(&running, 2);
    let journal = crate::sealed::journal(&ground, &terminal);
    terminal.send(&running, &values(&journal));
    drop(signed_in(&ground, &running, "ana", "auditor"));
    let data = ground.data();
    let run = |arguments: &[&str]| stdout_of(&hub(&[arguments, &["--data", &data]].concat()));
    fs::write(ground.path("list.csv"), "provider,number,state,day\nasp,SC-17,issued,2026-11-20\n").unwrap();
    run(&["import-states", &ground.text("list.csv")]);
    run(&["export", "--terminal", &terminal.name, "--out", &ground.text("sealed")]);
    let place = format!(r#"{{"terminal":"{}","epoch":1,"sequence":2}}"#, terminal.name);
    let list = format!(r#"{{"form":"cups-erase-1","cases":[],"entries":[{place}]}}"#);
    fs::write(ground.path("list.json"), list).unwrap();
    run(&["erase", &ground.text("list.json"), "--who", "Vera", "--why", "cererea persoanei"]);
    run(&["revoke", "--terminal", &other.name]);
    let kept =
        stand_in.wait("all kinds", |kept| kept.iter().any(|event| event["event_type"] == "CUPS.Terminal.Revoked"));
    assert_eq!(stand_in.broken(), [""; 0]);
    are_whole(&kept);
    assert_eq!(ids(&kept).len(), kept.len());
    let kinds: Vec<&str> = kept.iter().map(|event| event["event_type"].as_str().unwrap()).collect();
    for kind in [
        "CUPS.Terminal.Enrolled",
        "CUPS.Journal.CaseOpened",
        "CUPS.PersonalData.Access",
        "CUPS.PersonalData.Transfer",
        "CUPS.Account.Begun",
        "CUPS.Account.SetUp",
        "CUPS.ProviderList.Imported",
        "CUPS.SealedPart.Erased",
    ] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    assert!(!kinds.contains(&"CUPS.Journal.Informed"), "what belongs to no case is nobody's");
    let of = |kind: &str| kept.iter().find(|event| event["event_type"] == kind).unwrap();
    assert_eq!(of("CUPS.SealedPart.Erased")["user"], "Vera");
    assert_eq!(of("CUPS.Account.Begun")["user"], "ana");
    assert_eq!(of("CUPS.Journal.CaseOpened")["event_source"], terminal.name.as_str());
    let text = serde_json::to_string(&kept).unwrap();
    for planted in ["Ana Rusu", "Munteanu", "2000000000015", "SC-17", "cererea", "age-encryption", "AGE-SECRET"] {
        assert!(!text.contains(planted), "{planted}");
    }
    for event in &kept {
        assert!(event.get("subject").is_none() && event["legal_entity"] == "1006601001131");
    }
    let stands = all_taken(&running);
    assert_eq!(stands["taken"].as_u64(), Some(kept.len() as u64));
    let shown: Value = serde_json::from_str(&run(&["events", "--json"])).unwrap();
    let receipts = shown["receipts"].as_array().unwrap();
    let told: u64 = receipts.iter().map(|receipt| receipt["events"].as_u64().unwrap()).sum();
    assert_eq!(told, kept.len() as u64);
    assert!(receipts.iter().all(|receipt| receipt["receipt"].as_str().unwrap().len() == 36));
}

#[test]
fn what_was_opened_elsewhere_is_told_once() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    let data = ground.data();
    let away = tempfile::tempdir().unwrap();
    let running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &values(&crate::sealed::journal(&ground, &terminal)));
    let away_at = |name: &str| away.path().join(name).to_str().unwrap().to_owned();
    fs::copy(ground.path("operator.key"), away_at("operator.key")).unwrap();
    stdout_of(&hub(&["export", "--terminal", &terminal.name, "--out", &away_at("sealed"), "--data", &data]));
    let open = ["open", &away_at("sealed"), "--key", &away_at("operator.key"), "--who", "Vera", "--why", "plângere"];
    stdout_of(&hub(&open));
    let tell = ["tell-opened", &away_at("operator.key.opened"), "--data", &data];
    assert_eq!(stdout_of(&hub(&tell)), "1 openings, 1 of them new");
    assert_eq!(stdout_of(&hub(&tell)), "1 openings, 0 of them new");
    let opened = |kept: &[Value]| {
        let is_it = |event: &&Value| event["event_message"] == "sealedPartsOpened";
        kept.iter().filter(is_it).cloned().collect::<Vec<_>>()
    };
    let kept = stand_in.wait("the opening", |kept| !opened(kept).is_empty());
    let told = &opened(&kept)[0];
    assert_eq!((told["event_type"].as_str(), told["user"].as_str()), (Some("CUPS.PersonalData.Access"), Some("Vera")));
    assert!(!serde_json::to_string(&kept).unwrap().contains("plângere"));
    let log = fs::read_to_string(away_at("operator.key.opened")).unwrap();
    fs::write(away_at("operator.key.opened"), log.replace("Vera", "Ion")).unwrap();
    assert_eq!(hub(&tell).status.code(), Some(0), "one line holds by itself; it is another one now");
    fs::write(away_at("operator.key.opened"), "{}\n").unwrap();
    assert_eq!(hub(&tell).status.code(), Some(2));
}

#[test]
fn a_line_that_is_cut_and_a_service_that_fails_lose_nothing_and_hold_up_nobody() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    stand_in.conducts(&[Conduct::CutBefore, Conduct::Portal], Conduct::Fails);
    let running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    let events = of_cases(&terminal, 1, 30);
    terminal.send(&running, &events[..20]);
    let failing = wait_for(&running, "told of", |stands| stands.get("failingSince").is_some());
    assert!(failing["waiting"].as_u64() > Some(0) && failing.get("oldest").is_some());
    assert!(failing.get("why").is_none(), "whoever asks from anywhere is not told where to");
    // Terminals go their own way.
    terminal.send(&running, &events[20..]);
    assert_eq!(running.get("/health").json::<Value>()["status"], "ok");
    stand_in.wait("the third try", |_| stand_in.messages() >= 3);
    let doctor = hub(&["doctor", "--data", &ground.data()]);
    assert_eq!(doctor.status.code(), Some(1));
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(
        said.contains("BAD events: 0 taken, 31 waiting") && said.contains("the receiver takes none since"),
        "{said}"
    );
    stand_in.conducts(&[Conduct::Busy, Conduct::CutAfter], Conduct::Takes);
    let kept = stand_in.wait_for(31);
    all_taken(&running);
    are_whole(&kept);
    let kept = stand_in.kept();
    assert!(kept.len() > 31, "what was kept and not answered came once more");
    assert_eq!(ids(&kept).len(), 31);
    let said = String::from_utf8(hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
    assert!(said.contains("ok  events: 31 taken, 0 waiting"), "{said}");
    assert_eq!(stand_in.broken(), [""; 0]);
}

#[test]
fn a_hub_that_is_killed_between_message_and_receipt_tells_it_again_under_the_same_names() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    stand_in.conducts(&[], Conduct::Holds);
    let mut running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 40));
    stand_in.wait_until_held();
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let first = stand_in.kept();
    stand_in.conducts(&[], Conduct::Takes);
    stand_in.let_go();
    let running = start_telling(&ground, &stand_in);
    terminal.send(&running, &of_cases(&terminal, 2, 10));
    let kept = stand_in.wait_for(51);
    all_taken(&running);
    assert_eq!(ids(&kept).len(), 51, "40 and 10 cases and an enrolment");
    assert!(ids(&kept).is_superset(&ids(&first)) && !first.is_empty());
    are_whole(&kept);
    // And in mid-work, again and again.
    let mut running = running;
    for round in 3..8 {
        terminal.send(&running, &of_cases(&terminal, round, 20));
        std::thread::sleep(Duration::from_millis(u64::from(round) * 130));
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        running = start_telling(&ground, &stand_in);
    }
    let kept = stand_in.wait_for(151);
    all_taken(&running);
    assert_eq!(ids(&kept).len(), 151);
    are_whole(&kept);
}

#[test]
fn an_event_that_is_refused_is_kept_and_holds_up_none_behind_it() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    stand_in.conducts(&[], Conduct::Refuses("CUPS.Terminal.Enrolled".to_owned()));
    let running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 12));
    let kept = stand_in.wait_for(12);
    assert_eq!(kept.iter().map(number).collect::<Vec<_>>(), (2..=13).collect::<Vec<_>>());
    let stands = wait_for(&running, "one refused", |stands| stands["refused"] == 1 && stands["waiting"] == 0);
    assert_eq!(stands["taken"], 12);
    let shown = stdout_of(&hub(&["events", "--data", &ground.data()]));
    assert!(shown.contains("refused\t1\tenrolled\tit answers 400: this one is not wanted"), "{shown}");
    assert_eq!(hub(&["doctor", "--data", &ground.data()]).status.code(), Some(1));
    stand_in.conducts(&[], Conduct::Takes);
    stdout_of(&hub(&["events", "--again", "--data", &ground.data()]));
    stand_in.wait_for(13);
    let stands = all_taken(&running);
    assert_eq!((stands["refused"].as_u64(), stands["taken"].as_u64()), (Some(0), Some(13)));
}

#[test]
fn a_receiver_that_refuses_everything_is_no_reason_to_set_everything_aside() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    stand_in.conducts(&[], Conduct::Refuses("CUPS.Journal.CaseOpened".to_owned()));
    let running = start_telling(&ground, &stand_in);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 30));
    wait_for(&running, "doubted", |stands| stands.get("failingSince").is_some());
    let stands = stands(&running);
    assert!(stands["refused"].as_u64() < Some(30) && stands["waiting"].as_u64() > Some(0), "{stands}");
}

#[test]
fn signed_events_are_taken_by_who_knows_the_key() {
    let ground = Ground::new();
    let key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/events.key");
    let stand_in = StandIn::of_signed(&fs::read(key).unwrap());
    let running = start(&ground, &format!("address = \"{}\"\nkey = \"{key}\"\nkey_id = \"2a\"\n", stand_in.address));
    let terminal = ground.enrol(&running, 1);
    // More than one message holds, in bytes and in events.
    terminal.send(&running, &of_cases(&terminal, 1, 240));
    let kept = stand_in.wait_for(241);
    assert_eq!((kept.len(), stand_in.broken()), (241, Vec::new()));
    assert!(stand_in.messages() >= 3);
    are_whole(&kept);
}

#[test]
fn a_protected_receiver_knows_the_hub_by_its_certificate() {
    let ground = Ground::new();
    let stand_in = StandIn::protected();
    let tls = |name: &str| format!("{}/tests/tls/{name}", env!("CARGO_MANIFEST_DIR"));
    let known = format!("address = \"{}\"\nauthority = \"{}\"\n", stand_in.address, tls("authority.pem"));
    let running = start(&ground, &known);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 3));
    wait_for(&running, "told of", |stands| stands.get("failingSince").is_some());
    assert_eq!(stand_in.messages(), 0, "without its certificate it is not even heard");
    drop(running);
    let running = start(&ground, &format!("{known}certificate = \"{}\"\n", tls("events-hub.pem")));
    assert_eq!(stand_in.wait_for(4).len(), 4);
    all_taken(&running);
    drop(running);
    // Somebody whom the hub does not know stands in its place.
    let running = start(&ground, &format!("address = \"{}\"\n", stand_in.address));
    terminal.send(&running, &of_cases(&terminal, 2, 1));
    wait_for(&running, "told of", |stands| stands.get("failingSince").is_some());
    assert_eq!(stand_in.kept().len(), 4);
}

#[test]
fn a_file_holds_each_event_once_whatever_is_killed() {
    let ground = Ground::new();
    let file = ground.path("events.jsonl");
    let settings = format!("file = \"{}\"\n", file.display());
    let mut running = start(&ground, &settings);
    let terminal = ground.enrol(&running, 1);
    for round in 1..5 {
        terminal.send(&running, &of_cases(&terminal, round, 25));
        std::thread::sleep(Duration::from_millis(u64::from(round) * 170));
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        running = start(&ground, &settings);
    }
    let stands = all_taken(&running);
    assert_eq!(stands["taken"], 101);
    let text = fs::read_to_string(&file).unwrap();
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.iter().map(number).collect::<Vec<_>>(), (1..=101).collect::<Vec<_>>());
    // Somebody takes the file away: what comes goes into a new one.
    fs::rename(&file, ground.path("carried")).unwrap();
    terminal.send(&running, &of_cases(&terminal, 9, 1));
    wait_for(&running, "one more", |stands| stands["taken"] == 102);
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 1);
}

#[test]
fn without_settings_nothing_is_gathered_and_wrong_ones_are_told_before_the_start() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 3));
    assert!(stands(&running).is_null());
    assert!(stdout_of(&hub(&["events", "--data", &ground.data()])).contains("no event was ever gathered"));
    let log = ground.text("operator.key.opened");
    fs::write(&log, "").unwrap();
    assert_eq!(hub(&["tell-opened", &log, "--data", &ground.data()]).status.code(), Some(2));
    drop(running);
    let no_key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/server.key");
    for (settings, told) in [
        ("address = \"http://mlog.gov.md/register\"\n".to_owned(), "hub.toml:4: address: "),
        ("colour = 1\nfile = \"/a\"\n".to_owned(), "hub.toml:4: colour: there is no such setting"),
        (format!("file = \"{}\"\nkey = \"{no_key}\"\n", ground.text("e")), "it is no RSA key in PEM"),
        ("file = \"/nowhere/at/all\"\n".to_owned(), "mlog.file /nowhere/at/all: "),
        (
            "address = \"https://localhost/register\"\ncertificate = \"/nowhere\"\n".to_owned(),
            "mlog.certificate /nowhere: ",
        ),
    ] {
        let config = ground.text("hub.toml");
        fs::write(&config, format!("listen = \"127.0.0.1:0\"\n[mlog]\n{RUN_BY}{settings}")).unwrap();
        // One that were taken for right would run for ever.
        let program = env!("CARGO_BIN_EXE_cups-hub");
        let serve = ["60", program, "serve", "--config", &config, "--data", &ground.data()];
        let done = Command::new("timeout").args(serve).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(told), "{told}: {said}");
    }
    // Switched on, off and on: what waits stays, what happens meanwhile is not gathered.
    let stand_in = StandIn::new();
    stand_in.conducts(&[], Conduct::Fails);
    let running = start_telling(&ground, &stand_in);
    terminal.send(&running, &of_cases(&terminal, 2, 2));
    drop(running);
    stdout_of(&hub(&["events", "--stop", "--data", &ground.data()]));
    let running = ground.start();
    terminal.send(&running, &of_cases(&terminal, 3, 2));
    assert_eq!((stands(&running)["waiting"].as_u64(), stands(&running)["gathers"].as_bool()), (Some(2), Some(false)));
    drop(running);
    stand_in.conducts(&[], Conduct::Takes);
    let running = start_telling(&ground, &stand_in);
    assert_eq!(stand_in.wait_for(2).len(), 2);
    all_taken(&running);
}

#[test]
fn a_monitor_reads_how_events_stand() {
    let ground = Ground::new();
    let stand_in = StandIn::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = format!("address = \"{}\"\n", stand_in.address);
    fs::write(
        ground.path("hub.toml"),
        format!("listen = \"127.0.0.1:0\"\nmetrics = \"{free}\"\n[mlog]\n{RUN_BY}{settings}"),
    )
    .unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--config", &ground.text("hub.toml"), "--data", &ground.data()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    let running = Running::announced(child, stdout);
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &of_cases(&terminal, 1, 4));
    stand_in.wait_for(5);
    all_taken(&running);
    let metrics = exchange(&free.to_string(), "GET", "/metrics", &[], &[]).unwrap().text();
    for line in [
        "cups_hub_events{state=\"taken\"} 5",
        "cups_hub_events{state=\"waiting\"} 0",
        "cups_hub_events{state=\"refused\"} 0",
        "cups_hub_events_oldest_waiting_seconds 0",
        "cups_hub_events_failing_since_seconds 0",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line}: {metrics}");
    }
}
