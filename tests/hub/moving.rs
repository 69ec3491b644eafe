//! Moving a hub from its folder to PostgreSQL: whole or not at all, and nobody is told twice or loses anything.

use crate::ground::{Ground, Terminal, hub, quarantined, stdout_of, values, verdicts};
use crate::server::Server;
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::hub::storage::Storage;
use cups_kiosk::protocol::enrolment::CatalogueAnnouncement;
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::verdict::Verdict;
use std::process::Output;

fn carry(ground: &Ground, to: &str) -> Output {
    hub(&["move", "--to", to, "--data", &ground.data()])
}

/// A hub with something of everything; gives the terminals and a code that nobody has used.
fn lived_in(ground: &Ground) -> (Vec<Terminal>, String) {
    let running = ground.start();
    stdout_of(&ground.publish(&ground.write_catalogue(1)));
    let terminals: Vec<Terminal> = (1..=2).map(|number| ground.enrol(&running, number)).collect();
    for terminal in &terminals {
        terminal.send_saying(&running, &terminal.events(1, 5), &serde_json::json!({"waiting": 0}));
    }
    // A second history, which is set aside.
    let mut other = terminals[0].entries(1, 3)[2].clone();
    other.facts = RecordedFacts::of(&EntryFacts::new(Action::Referred, &terminals[0].circumstances())).unwrap();
    terminals[0].send(&running, &values(&[other]));
    stdout_of(&hub(&["account", "add", "ion", "--role", "reader", "--data", &ground.data()]));
    stdout_of(&hub(&["note", "--terminal", &terminals[1].name, "--who", "ana", "a note", "--data", &ground.data()]));
    (terminals, ground.code())
}

#[test]
fn a_hub_is_moved_whole_and_goes_on_as_if_nothing_had_been() {
    let server = Server::shared();
    let ground = Ground::new();
    let (terminals, code) = lived_in(&ground);
    assert_eq!(quarantined(&ground), 1);
    let database = server.database();
    let said = stdout_of(&carry(&ground, &database));
    for line in
        ["terminal: 2 rows,", "entry: 10 rows,", "set_aside: 1 rows,", "account: 1 rows,", "terminal_note: 1 rows,"]
    {
        assert!(said.lines().any(|found| found.starts_with(line)), "{line}: {said}");
    }
    // The file is served no more, by whatever command.
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["report"], &["enrol", "--centre", "lozova"]] {
        let refused = ground.hub(command);
        assert_eq!(refused.status.code(), Some(2), "{command:?}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains("moved to PostgreSQL"));
    }
    let before = Storage::open_to_move(&ground.path("data")).unwrap().incarnation().unwrap();

    let over = ground.over_there(&database);
    let running = over.start();
    for terminal in &terminals {
        let answer = terminal.send(&running, &terminal.events(1, 6));
        assert_eq!(verdicts(&answer)[..5], [Verdict::Duplicate; 5]);
        assert_eq!(verdicts(&answer)[5], Verdict::Accepted);
        assert_eq!((answer.watermarks[0].received, answer.watermarks[0].stored), (6, Some(6)));
        assert_eq!(answer.incarnation, before, "nobody has to send everything again");
    }
    assert_eq!(running.get(path::CATALOGUE).json::<CatalogueAnnouncement>().number, 1);
    let newcomer = Terminal::new(9);
    assert_eq!(running.enrol(&newcomer, &newcomer.request(&code)).status, 201, "a code that was made before");
    stdout_of(&over.hub(&["recovery", "--terminal", &newcomer.name]));
    // What gets its number from the database goes on after what was there.
    assert_eq!(server.ask(&database, "SELECT count(DISTINCT batch) FROM entry"), "4");
    assert_eq!(server.ask(&database, "SELECT max(number) FROM recovery_code"), "20");
    assert_eq!(server.ask(&database, "SELECT count(*) FROM meta WHERE name = 'moved'"), "0");
    drop(running);
    // Once more is the same, and says so.
    assert!(stdout_of(&carry(&ground, &database)).starts_with("the hub was moved there before"));
}

#[test]
fn a_hub_that_runs_or_a_place_that_is_taken_is_refused_and_nothing_changes() {
    let server = Server::shared();
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 2));
    let database = server.database();
    let refused = |to: &str, what: &str| {
        let output = carry(&ground, to);
        assert_eq!(output.status.code(), Some(2), "{what}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(what), "{said}");
    };
    refused(&database, "a hub is running there");
    drop(running);
    refused("mysql://one/hub", "--to");
    let taken = server.database();
    let _other = Ground::over(Some(taken.clone()));
    refused(&taken, "not empty");
    assert!(!carry(&ground, "postgres://cups@127.0.0.1:1/hub").status.success(), "nobody answers there");
    // It is served as before.
    let running = ground.start();
    assert_eq!(verdicts(&terminal.send(&running, &terminal.events(1, 3)))[2], Verdict::Accepted);
    drop(running);
    // And goes where there is room.
    stdout_of(&carry(&ground, &database));
    assert_eq!(server.ask(&database, "SELECT count(*) FROM entry"), "3");
}

#[test]
fn what_cannot_be_moved_yet_is_named_and_a_move_that_was_cut_off_is_made_good() {
    let server = Server::shared();
    let ground = Ground::new();
    let (terminals, _) = lived_in(&ground);
    let database = server.database();
    let own = |sql: &str| {
        let status = std::process::Command::new("python3")
            .args([
                "-c",
                "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute(sys.argv[2]); base.commit()",
            ])
            .arg(ground.path("data/hub.sqlite"))
            .arg(sql)
            .status();
        assert!(status.unwrap().success());
    };
    let erased = format!(
        "INSERT INTO erased VALUES (1, '{}', 1, 1, '', 'ana', 'asked', x'00', x'00', x'00', x'00')",
        terminals[0].name
    );
    own(&erased);
    let output = carry(&ground, &database);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("sealed parts that were erased"));
    own("DELETE FROM erased");
    own("CREATE TABLE newer (thing TEXT)");
    own("INSERT INTO newer VALUES ('something')");
    let output = carry(&ground, &database);
    assert!(String::from_utf8(output.stderr).unwrap().contains("newer"), "a table that nobody has told of");
    own("DROP TABLE newer");
    // Killed after it was noted here and before it counted there.
    own("INSERT INTO meta VALUES ('moved', 'then')");
    assert_eq!(ground.hub(&["report"]).status.code(), Some(2));
    assert!(stdout_of(&carry(&ground, &database)).contains("entry: 10 rows"));
}
