//! What only a hub over PostgreSQL has to prove: several before one database, a database that goes and comes back, and what is not
//! there yet.

use crate::ground::{Event, Ground, Terminal, hub, stdout_of, verdicts};
use crate::server::Server;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::verdict::Verdict;
use std::process::Command;

#[test]
fn two_hubs_before_one_database_take_each_entry_once() {
    const ENTRIES: usize = 120;
    let server = Server::shared();
    let database = server.database();
    let ground = Ground::over(Some(database.clone()));
    // A second computer with a hub before the same database.
    let other = ground.over_there(&database);
    let (one, two) = (ground.start(), other.start());
    let terminals: Vec<Terminal> = (1..=4).map(|number| ground.enrol(&one, number)).collect();
    let accepted: usize = std::thread::scope(|scope| {
        let sending: Vec<_> = terminals
            .iter()
            .flat_map(|terminal| [(terminal, &one), (terminal, &two)])
            .map(|(terminal, running)| {
                scope.spawn(move || {
                    let events = terminal.events(1, ENTRIES as u64);
                    let take = |batch: &[Event]| verdicts(&terminal.send(running, batch));
                    let told: Vec<Verdict> = events.chunks(15).flat_map(take).collect();
                    assert!(told.iter().all(|verdict| *verdict != Verdict::Quarantined));
                    told.iter().filter(|verdict| **verdict == Verdict::Accepted).count()
                })
            })
            .collect();
        sending.into_iter().map(|sent| sent.join().unwrap()).sum()
    });
    assert_eq!(accepted, 4 * ENTRIES, "each was accepted by one of the two, once");
    assert_eq!(
        server.ask(&database, "SELECT count(*), count(DISTINCT (terminal, epoch, sequence)) FROM entry"),
        "480|480"
    );
    for terminal in &terminals {
        let answer = terminal.send(&two, &terminal.events(1, ENTRIES as u64));
        assert_eq!((answer.watermarks[0].received, answer.watermarks[0].stored), (120, Some(120)));
    }
    assert_eq!(one.get("/health").header("cups-incarnation"), two.get("/health").header("cups-incarnation"));
}

#[test]
fn a_hub_with_other_keys_does_not_stand_before_the_database() {
    let server = Server::shared();
    let database = server.database();
    let _ground = Ground::over(Some(database.clone()));
    let stranger = Ground::beside(Some(database));
    let refused = stranger.hub(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("hub.key: not the keys that the terminals of this hub know"), "{said}");
    assert!(!stranger.path("data/hub.key").exists(), "none is made where terminals know one");
}

#[test]
fn without_its_database_a_hub_asks_to_come_later_and_goes_on_when_it_is_back() {
    let mut server = Server::start();
    let ground = Ground::over(Some(server.database()));
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, 4);
    terminal.send(&running, &events[..2]);
    server.stop();
    for _ in 0..2 {
        let answer = terminal.post(&running.address, &events).unwrap();
        answer.problem(503);
        assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        let said = answer.text().to_lowercase();
        assert!(!said.contains("select") && !said.contains("127.0.0.1") && !said.contains("terminal"), "{said}");
    }
    running.get("/health").problem(503);
    running.get(path::CATALOGUE).problem(503);
    server.start_again();
    // A connection that was broken is noticed with the first question at the latest.
    let back = (0..5).find_map(|_| terminal.post(&running.address, &events).filter(|answer| answer.status == 200));
    let (known, new) = (Verdict::Duplicate, Verdict::Accepted);
    assert_eq!(verdicts(&back.unwrap().json()), [known, known, new, new]);
    assert_eq!(running.get("/health").status, 200);
}

#[test]
fn what_is_not_there_yet_says_so() {
    let server = Server::shared();
    let ground = Ground::over(Some(server.database()));
    let running = ground.start();
    for address in ["/", "/sign-in", "/fleet", "/centres", path::JOURNAL_ENTRIES] {
        let problem = running.get(address).problem(501);
        assert_eq!(problem.kind, "urn:cups:problem:not-there", "{address}");
    }
    for command in [
        &["report"][..],
        &["backup", "copy.sqlite"],
        &["alarms"],
        &["set-aside"],
        &["fleet"],
        &["doctor"],
        &["account", "list"],
        &["restored"],
        &["count"],
    ] {
        let refused = ground.hub(command);
        assert_eq!(refused.status.code(), Some(2), "{command:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains("PostgreSQL"), "{command:?}: {said}");
    }
    assert!(!ground.path("data/hub.sqlite").exists());
}

#[test]
fn an_address_that_leads_nowhere_is_told_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for address in ["postgres://cups:geheim@127.0.0.1:1/hub", "postgres://cups:geheim@/", "mysql://cups:geheim@one/hub"]
    {
        let refused = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data", data])
            .env("CUPS_HUB_DATABASE", address)
            .output()
            .unwrap();
        assert!(!refused.status.success());
        let said = String::from_utf8(refused.stderr).unwrap() + &String::from_utf8(refused.stdout).unwrap();
        assert!(!said.is_empty() && !said.contains("geheim"), "{said}");
    }
    let refused = hub(&["serve", "--upstream", "http://one", "--database", "postgres://cups@one/hub", "--data", data]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_server_that_does_not_wait_for_its_disk_is_refused_and_a_lazy_session_waits_all_the_same() {
    let server = Server::start();
    let database = server.database();
    let name = database.rsplit('/').next().unwrap().to_owned();
    server.order(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let ground = Ground::over(Some(database.clone()));
    server.ask(
        &database,
        "CREATE TABLE said (setting text);
         CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN INSERT INTO cups_hub.said VALUES (current_setting(''synchronous_commit'')); RETURN NULL; END';
         CREATE TRIGGER say AFTER INSERT ON entry EXECUTE FUNCTION say()",
    );
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 1));
    assert_eq!(server.ask(&database, "SELECT setting FROM said"), "on");
    server.order("ALTER SYSTEM SET fsync = off");
    server.order("SELECT pg_reload_conf()");
    // The setting is read by each new session.
    while server.ask(&database, "SHOW fsync") != "off" {}
    let refused = Ground::beside(Some(database)).hub(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("fsync"));
}

#[test]
fn what_was_sent_stands_in_the_database_and_no_code_does() {
    let server = Server::shared();
    let database = server.database();
    let ground = Ground::over(Some(database.clone()));
    let running = ground.start();
    let code = ground.code();
    let terminal = Terminal::new(1);
    assert_eq!(running.enrol(&terminal, &terminal.request(&code)).status, 201);
    let kept = server.ask(&database, "SELECT string_agg(hash || profile, ' ') FROM enrolment_code");
    assert!(!kept.contains(&code) && !kept.contains(&code.replace('-', "")));
    let other = stdout_of(&ground.hub(&["recovery", "--terminal", &terminal.name]));
    let printed = crate::ground::recovery_codes(&other);
    let kept = server.ask(&database, "SELECT string_agg(hash, ' ') FROM recovery_code");
    assert!(printed.iter().all(|code| !kept.contains(code.as_str())));
}
