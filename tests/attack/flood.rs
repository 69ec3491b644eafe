//! More than anybody sends.

use crate::ground::{Event, Ground, Running, Terminal, change, event, exchange, hub, stdout_of};
use crate::signed_in::signed_in;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::signature::{TERMINAL_HEADER, sign};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How much of the disk a hub takes.
fn bytes_of(ground: &Ground) -> u64 {
    let files = std::fs::read_dir(ground.path("data")).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// How much memory a hub holds, in KiB.
fn memory(running: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Waits until something is so.
fn until(what: &str, patience: Duration, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < patience, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_terminal_that_sends_nonsense_takes_up_no_more_than_its_bound_and_disturbs_nobody() {
    let ground = Ground::new();
    let running = ground.start();
    let (broken, good) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let before = bytes_of(&ground);
    for batch in 0..20 {
        let nonsense = |number| json!({ "id": format!("{batch}-{number}"), "text": "x".repeat(1_900) });
        let events: Vec<Event> = (0..500).map(|number| event(&nonsense(number))).collect();
        broken.send(&running, &events);
    }
    let grown = bytes_of(&ground) - before;
    assert!(grown < 12 * 1024 * 1024, "{grown} bytes for 10,000 events");
    let report: Value =
        serde_json::from_str(&stdout_of(&hub(&["report", "--json", "--data", &ground.data()]))).unwrap();
    assert_eq!(report["quarantined"], 10_000);
    let said = stdout_of(&hub(&["set-aside", "--data", &ground.data()]));
    assert!(said.ends_with("1000, and 9000 more that were only counted"), "{}", said.lines().last().unwrap());
    let alarms = stdout_of(&hub(&["alarms", "--data", &ground.data()]));
    assert!(alarms.contains("is it broken or stolen?"), "{alarms}");
    good.send(&running, &good.events(1, 3));
    assert_eq!(running.listed().len(), 3);
    stdout_of(&hub(&["set-aside", "--terminal", &broken.name, "--drop", "--data", &ground.data()]));
    assert_eq!(stdout_of(&hub(&["set-aside", "--data", &ground.data()])), "nothing is set aside");
}

#[test]
fn names_and_numbers_in_what_is_set_aside_stand_nowhere_in_clear() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let planted = ["Zaharia Plantescu", "2000000000004", "a remark about somebody"];
    let mut events = terminal.events(1, 4);
    change(&mut events[0], |event| event["data"]["facts"]["centre"] = json!(planted[0]));
    change(&mut events[1], |event| event["data"]["facts"]["event"] = json!(planted[1]));
    change(&mut events[2], |event| event["data"]["facts"]["remark"] = json!(planted[2]));
    change(&mut events[3], |event| event["data"]["sealed"] = json!("WmFoYXJpYSBQbGFudGVzY3U="));
    let answer = terminal.send(&running, &events);
    assert!(answer.verdicts.iter().all(|verdict| verdict.code.is_some()), "{answer:?}");
    drop(running);
    for file in std::fs::read_dir(ground.path("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in planted.iter().copied().chain(["WmFoYXJpYSBQbGFudGVzY3U="]) {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
    // The operator, away from the server, can read what it was.
    let out = ground.text("event.age");
    stdout_of(&hub(&["set-aside", "--show", "1", "--out", &out, "--data", &ground.data()]));
    let key = std::fs::read_to_string(ground.path("operator.key")).unwrap();
    let key: age::x25519::Identity = key.lines().find(|line| !line.starts_with('#')).unwrap().parse().unwrap();
    let text = age::decrypt(&key, &std::fs::read(&out).unwrap()).unwrap();
    assert!(String::from_utf8(text).unwrap().contains(planted[0]));
}

#[test]
fn bodies_of_nobody_are_not_read_and_those_of_one_terminal_leave_room() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let other = ground.enrol(&running, 2);
    let before = memory(&running);
    let half = |name: &str| {
        let mut stream = TcpStream::connect(&running.address).unwrap();
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: hub\r\ncontent-length: 1048576\r\n{TERMINAL_HEADER}: {name}\r\n\
             cups-signature: none\r\n\r\n",
            path::JOURNAL_ENTRIES
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // It may close at any time.
        let _ = stream.write_all(&vec![b' '; 1_048_000]);
        stream
    };
    let status = |stream: &mut TcpStream| {
        let mut answer = [0; 12];
        let read = stream.read(&mut answer).unwrap_or(0);
        String::from_utf8_lossy(&answer[..read]).into_owned()
    };
    for _ in 0..100 {
        let mut stream = half("nobody");
        let said = status(&mut stream);
        // What is answered before the body was read may be lost with the connection.
        assert!(said == "HTTP/1.1 401" || said.is_empty(), "{said}");
    }
    let mut held: Vec<TcpStream> = (0..40).map(|_| half(&terminal.name)).collect();
    let refused = |said: &String| said == "HTTP/1.1 503" || said.is_empty();
    let busy = held.iter_mut().skip(3).map(status).filter(refused).count();
    assert_eq!(busy, 37, "all but three are told to come later, or closed");
    other.send(&running, &other.events(1, 2));
    let grown = memory(&running).saturating_sub(before);
    assert!(grown < 40 * 1024, "{grown} KiB for 140 bodies of a megabyte");
}

#[test]
fn connections_that_say_nothing_are_closed() {
    let ground = Ground::new();
    let running = ground.start();
    let mut silent: Vec<TcpStream> = (0..50).map(|_| TcpStream::connect(&running.address).unwrap()).collect();
    for (number, stream) in silent.iter_mut().enumerate() {
        if number % 2 == 0 {
            stream.write_all(b"POST /api/v1/journal-entries HTTP/1.1\r\nhost: h").unwrap();
        }
        if number % 5 == 0 {
            // One that had an answer and then falls silent.
            stream.write_all(b"ub\r\ncontent-length: 0\r\n\r\n").unwrap_or_default();
        }
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    }
    assert_eq!(running.get("/health").status, 200, "it serves others meanwhile");
    for stream in &mut silent {
        let mut rest = Vec::new();
        // Ends when the hub closes; a time-out is an error.
        match stream.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}"),
        }
    }
}

#[test]
fn guesses_at_the_same_time_are_counted_before_they_are_judged() {
    let ground = Ground::new();
    let running = ground.start();
    let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    // Nobody is judged while somebody else writes.
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let guesses: Vec<_> = (0..120_u8)
        .map(|number| {
            let address = running.address.clone();
            std::thread::spawn(move || {
                let terminal = Terminal::new(number);
                let body = serde_json::to_vec(&terminal.request("ABCD-0000")).unwrap();
                let signature = sign(&terminal.key, "POST", path::ENROLMENTS, &body);
                let headers = [
                    (TERMINAL_HEADER, terminal.name.as_str()),
                    ("cups-signature", signature.as_str()),
                    ("content-type", "application/json"),
                ];
                exchange(&address, "POST", path::ENROLMENTS, &headers, &body).map(|answer| answer.status)
            })
        })
        .collect();
    until("those over the limit are answered at once", Duration::from_secs(20), || {
        guesses.iter().filter(|guess| guess.is_finished()).count() >= 100
    });
    database.execute_batch("ROLLBACK").unwrap();
    let statuses: Vec<Option<u16>> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
    let judged = statuses.iter().filter(|status| **status == Some(403)).count();
    assert!(judged <= 20, "{judged} were judged");
    assert!(statuses.iter().filter(|status| **status == Some(429)).count() >= 100, "{statuses:?}");
}

#[test]
fn lists_and_pages_hold_up_no_terminal() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    for batch in terminal.events(1, 4_000).chunks(500) {
        terminal.send(&running, batch);
    }
    let (reader, _) = signed_in(&ground, &running, "reader", "reader");
    let readers: Vec<_> = (0..16)
        .map(|number| {
            let (address, cookie) = (running.address.clone(), reader.cookie.clone());
            std::thread::spawn(move || {
                let paths = ["/requests?by=service", "/api/v1/journal-entries?centre=nowhere"];
                let cookie = [("cookie", cookie.as_str())];
                let answers = (0..5).map(|_| exchange(&address, "GET", paths[number % 2], &cookie, &[]));
                answers.map(|answer| answer.map(|answer| answer.status)).collect::<Vec<_>>()
            })
        })
        .collect();
    // In the middle of them.
    assert!(readers.iter().any(|reader| !reader.is_finished()));
    terminal.send(&running, &terminal.events(1, 4_001)[4_000..]);
    assert_eq!(running.get("/health").status, 200);
    for reader in readers {
        for status in reader.join().unwrap() {
            assert!(matches!(status, Some(200 | 503)), "{status:?}");
        }
    }
    assert_eq!(running.listed().len(), 4_001);
}
