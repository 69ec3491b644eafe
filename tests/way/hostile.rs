//! A hub that was broken into, clocks that are wrong, disks that are full, files that are torn.

use crate::ground::{Ground, Terminal, catalogue};
use cups_kiosk::catalogue::release::Release;
use cups_kiosk::catalogue::trust::bundle::Bundle;
use cups_kiosk::catalogue::trust::editors::{KeyFolder, Replace};
use cups_kiosk::sync::catalogue::Problem;
use jiff::Timestamp;

/// What a broken-in hub's database holds, changed by hand: the hub's own check is not asked.
fn forge(ground: &Ground, keys: &KeyFolder, step: u64) {
    put(ground, &keys.sign(Release::pack(&catalogue(step, 100)).unwrap(), 60, Timestamp::now()).unwrap());
}

/// Writes what was signed into the hub's database.
fn put(ground: &Ground, bundle: &Bundle) {
    let connection = rusqlite::Connection::open(ground.hub.data.join("hub.sqlite")).unwrap();
    for (name, body) in &bundle.metadata {
        let text = "INSERT OR REPLACE INTO catalogue_metadata (name, body) VALUES (?1, ?2)";
        connection.execute(text, [name, body]).unwrap();
    }
    let release = &bundle.release;
    connection
        .execute(
            "INSERT OR REPLACE INTO release (number, sha256, packed, published) VALUES (?1, ?2, ?3, '2026')",
            rusqlite::params![release.number, release.sha256, release.packed],
        )
        .unwrap();
}

fn problem_of(terminal: &Terminal, now: Timestamp) -> Option<Problem> {
    let look = terminal.look_at(now).unwrap();
    assert_eq!(look.catalogue, None);
    look.standing.problem
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_hub_that_was_broken_into_publishes_nothing() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("kept");
    terminal.look().unwrap();
    let thief = KeyFolder::create(&ground.folder.path().join("thief"), Timestamp::now()).unwrap();
    forge(&ground, &thief, 9);
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::Untrusted));
    assert_eq!(terminal.number(), catalogue(1, 100).number);
}

#[test]
fn a_stolen_editors_key_is_recovered_from() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("kept");
    terminal.look().unwrap();
    ground.publish(&catalogue(1_000_000, 100), 60);
    assert_eq!(terminal.look().unwrap().catalogue.unwrap().number, catalogue(1_000_000, 100).number);
    ground.keys.replace(Replace::Editors, Timestamp::now()).unwrap();
    ground.publish(&catalogue(2, 100), 60);
    assert_eq!(terminal.look().unwrap().catalogue.unwrap().number, catalogue(2, 100).number, "back from the thief's");
    assert_eq!(terminal.look().unwrap().catalogue, None);
}

#[test]
fn a_dead_clock_takes_the_catalogue_and_a_clock_far_ahead_does_not() {
    let ground = Ground::new();
    let terminal = ground.terminal("clocks");
    ground.publish(&catalogue(1, 100), 60);
    assert!(terminal.look_at(at("1970-01-01T00:10:00Z")).unwrap().catalogue.is_some());
    ground.publish(&catalogue(2, 100), 60);
    let expired = terminal.look_at(at("2045-06-01T00:00:00Z")).unwrap();
    assert_eq!((expired.catalogue, expired.standing.problem), (None, Some(Problem::Expired)));
    assert_eq!(terminal.number(), catalogue(1, 100).number);
    assert!(terminal.look().unwrap().catalogue.is_some(), "with the clock set right it comes");
    assert_eq!(terminal.look_at(at("1970-01-01T00:10:00Z")).unwrap().standing.problem, None);
}

#[test]
fn a_signature_that_nobody_renews_runs_out_and_the_catalogue_stays() {
    let ground = Ground::new();
    let terminal = ground.terminal("stale");
    ground.publish(&catalogue(1, 100), 1);
    let look = terminal.look().unwrap();
    let until = look.standing.signed_until.unwrap();
    let later = until.checked_add(jiff::Span::new().hours(1)).unwrap();
    assert_eq!(problem_of(&terminal, later), Some(Problem::Expired));
    assert_eq!(terminal.number(), catalogue(1, 100).number);
    ground.publish(&catalogue(1, 100), 90);
    let renewed = terminal.look_at(later).unwrap().standing;
    assert_eq!(renewed.problem, None);
    assert!(renewed.signed_until.unwrap() > later);
}

#[test]
fn a_torn_file_of_trust_opens_no_way_back() {
    let ground = Ground::new();
    let terminal = ground.terminal("torn");
    ground.publish(&catalogue(2, 100), 60);
    terminal.look().unwrap();
    let whole = std::fs::read(terminal.data.trust()).unwrap();
    for torn in [&whole[..whole.len() / 2], b"", b"{}", b"\xff\xfe"] {
        std::fs::write(terminal.data.trust(), torn).unwrap();
        assert_eq!(terminal.look().unwrap().standing.problem, None);
        assert_eq!(terminal.number(), catalogue(2, 100).number);
    }
    // The hub gives out an old release, still within its days: without memory it is believed, and not used.
    std::fs::remove_file(terminal.data.trust()).unwrap();
    forge(&ground, &ground.keys, 1);
    assert_eq!(problem_of(&terminal, Timestamp::now()), None);
    assert_eq!(terminal.number(), catalogue(2, 100).number);
}

#[test]
fn a_terminal_without_a_root_believes_nobody() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let mut terminal = ground.terminal("rootless");
    terminal.root = None;
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::NoRoot));
    terminal.root = Some("{\"signed\":{}}".to_owned());
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::NoRoot));
}

#[test]
fn with_all_keys_gone_a_root_brought_by_hand_begins_anew() {
    let ground = Ground::new();
    let mut terminal = ground.terminal("recovered");
    ground.publish(&catalogue(1_000_000, 100), 60);
    terminal.look().unwrap();
    let keys = KeyFolder::create(&ground.folder.path().join("new-keys"), Timestamp::now()).unwrap();
    let bundle = ground.folder.path().join("new-signed");
    let release = Release::pack(&catalogue(2, 100)).unwrap();
    keys.sign(release, 60, Timestamp::now()).unwrap().write(&bundle).unwrap();
    ground.hub.command(&["catalogue", "publish", bundle.to_str().unwrap(), "--new-root"]);
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::Untrusted), "nobody told the terminal");
    terminal.pinned = Some(keys.root().unwrap());
    assert_eq!(terminal.look().unwrap().catalogue.unwrap().number, catalogue(2, 100).number);
    assert_eq!(terminal.look().unwrap().standing.problem, None);
    // A root that is none changes nothing of what is believed.
    terminal.pinned = Some("nonsense".to_owned());
    assert_eq!(terminal.look().unwrap().standing.problem, None);
}

#[test]
fn what_lies_in_the_place_of_a_download_does_not_block_it() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("leftover");
    terminal.begin_with(&catalogue(0, 10));
    let [base, sha256] =
        [(0, 10), (1, 100)].map(|(step, weight)| Release::pack(&catalogue(step, weight)).unwrap().sha256);
    std::fs::create_dir_all(terminal.data.incoming()).unwrap();
    for name in [format!("{base}-{sha256}.delta"), format!("{sha256}.release")] {
        std::fs::write(terminal.data.incoming().join(name), vec![7; 500_000]).unwrap();
    }
    assert!(terminal.look().unwrap().catalogue.is_some());
}

#[test]
fn the_keys_under_which_a_release_came_are_known_before_it_is_used() {
    let ground = Ground::new();
    let terminal = ground.terminal("cut-off");
    ground.publish(&catalogue(1_000_000, 100), 60);
    terminal.look().unwrap();
    ground.keys.replace(Replace::Editors, Timestamp::now()).unwrap();
    ground.publish(&catalogue(2, 100), 60);
    let before = std::fs::read(terminal.data.path().join("catalogue/current")).unwrap();
    terminal.look().unwrap();
    // A power cut after the file of trust was written and before the pointer was: the old release is in use again.
    std::fs::write(terminal.data.path().join("catalogue/current"), before).unwrap();
    assert_eq!(terminal.number(), catalogue(1_000_000, 100).number);
    assert_eq!(terminal.look().unwrap().catalogue.unwrap().number, catalogue(2, 100).number);
}

#[test]
fn a_second_look_beside_the_first_waits_for_its_turn_and_sees_what_it_brought() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("two");
    terminal.begin_with(&catalogue(0, 10));
    let mut window = terminal.way();
    let lock = terminal.data.path().join("incoming.lock");
    let held = std::fs::File::options().create(true).truncate(false).write(true).open(lock).unwrap();
    held.lock().unwrap();
    assert_eq!(terminal.look_by(&mut window, Timestamp::now()).unwrap().catalogue, None);
    drop(held);
    assert!(terminal.look().unwrap().catalogue.is_some());
    let seen = terminal.look_by(&mut window, Timestamp::now()).unwrap().catalogue.unwrap();
    assert_eq!(seen.number, catalogue(1, 100).number, "the window takes over what the command brought");
}

/// A release whose text was changed as a newer program would write it, properly signed, in the hub's database.
fn publish_newer(ground: &Ground, from: &str, to: &str) {
    let release = Release::pack(&catalogue(1, 100)).unwrap();
    let before = String::from_utf8(release.text().unwrap()).unwrap();
    let text = before.replacen(from, to, 1);
    assert_ne!(text, before);
    let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let sha256 = cups_kiosk::catalogue::release::sha256(text.as_bytes());
    let newer = Release { sha256, length: text.len() as u64, packed, ..release };
    put(ground, &ground.keys.sign(newer, 60, Timestamp::now()).unwrap());
}

#[test]
fn a_catalogue_for_a_newer_program_is_taken_as_far_as_it_is_understood() {
    let ground = Ground::new();
    let terminal = ground.terminal("old-program");
    publish_newer(&ground, "\"asOf\"", "\"colour\":1,\"asOf\"");
    let look = terminal.look().unwrap();
    assert_eq!((look.catalogue.unwrap().number, look.standing.problem), (catalogue(1, 100).number, None));
}

#[test]
fn a_catalogue_of_a_newer_format_is_left_alone() {
    let ground = Ground::new();
    let terminal = ground.terminal("old-program");
    publish_newer(&ground, "{\"format\":1", "{\"format\":2");
    let shipped = cups_kiosk::catalogue::shipped_number();
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::TooNew));
    assert_eq!(terminal.number(), shipped);
}

/// A full disk is played by a file in the place of the folder for downloads: rights do not stop root.
#[test]
fn a_disk_that_does_not_take_it_is_said_and_nothing_is_lost() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("full");
    terminal.begin_with(&catalogue(0, 10));
    std::fs::write(terminal.data.incoming(), "in the way").unwrap();
    assert_eq!(problem_of(&terminal, Timestamp::now()), Some(Problem::Machine));
    assert_eq!(terminal.number(), catalogue(0, 10).number);
    std::fs::remove_file(terminal.data.incoming()).unwrap();
    assert!(terminal.look().unwrap().catalogue.is_some());
}
