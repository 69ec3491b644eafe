//! A line that breaks, and a machine that dies: the old catalogue stays, and what came is not fetched again.

use crate::ground::{Ground, Trouble, catalogue};
use cups_kiosk::sync::download::BLOCK;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

/// Of this many bytes a release's packed form is half, as hexadecimal digits of random numbers are.
const WEIGHT: usize = 1_000_000;

#[test]
fn a_download_cut_at_every_hundredth_goes_on_where_it_stopped() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, WEIGHT), 60);
    let whole = {
        let terminal = ground.terminal("measure");
        terminal.look().unwrap();
        ground.line.carried()
    };
    assert!(whole > 5 * BLOCK, "{whole} bytes are too few to cut");
    for percent in 0..100 {
        let terminal = ground.terminal(&format!("t{percent}"));
        terminal.begin_with(&catalogue(0, 10));
        ground.line.trouble(Trouble::CutAfter(whole * percent / 100));
        assert!(terminal.look().is_err(), "cut at {percent} %");
        assert_eq!(terminal.number(), catalogue(0, 10).number, "the old one stays");
        let before = ground.line.carried();
        ground.line.trouble(Trouble::None);
        let look = terminal.look().unwrap();
        assert_eq!(look.catalogue.unwrap().number, catalogue(1, 10).number);
        assert_eq!(look.standing.problem, None);
        let after = ground.line.carried();
        assert!(before + after <= whole + BLOCK, "at {percent} %: {before} + {after} of {whole}");
        assert_eq!(std::fs::read_dir(terminal.data.incoming()).map_or(0, Iterator::count), 0, "nothing is left over");
        std::fs::remove_dir_all(terminal.data.path()).unwrap();
    }
}

#[test]
fn half_a_delta_from_one_catalogue_is_not_gone_on_with_from_another() {
    let ground = Ground::new();
    for step in 1..=3 {
        ground.publish(&catalogue(step, WEIGHT), 60);
    }
    let fresh = ground.terminal("fresh");
    fresh.begin_with(&catalogue(2, WEIGHT));
    fresh.look().unwrap();
    let delta = ground.line.carried();
    let terminal = ground.terminal("changed");
    terminal.begin_with(&catalogue(1, WEIGHT));
    ground.line.trouble(Trouble::CutAfter(BLOCK + 1000));
    assert!(terminal.look().is_err());
    // Meanwhile the one that came between is put into use from elsewhere.
    terminal.begin_with(&catalogue(2, WEIGHT));
    ground.line.trouble(Trouble::None);
    ground.line.carried();
    assert_eq!(terminal.look().unwrap().catalogue.unwrap().number, catalogue(3, 10).number);
    assert_eq!(ground.line.carried(), delta, "the delta and nothing else");
    assert!(delta > BLOCK, "{delta} bytes are too few to cut");
}

#[test]
fn a_line_that_lets_little_through_each_time_carries_a_release_in_the_end() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, WEIGHT), 60);
    let terminal = ground.terminal("patient");
    terminal.begin_with(&catalogue(0, 10));
    ground.line.trouble(Trouble::CutAfter(BLOCK + 1000));
    let mut looks = 1;
    while terminal.look().is_err() {
        looks += 1;
        assert!(looks < 50, "it never comes");
    }
    assert_eq!(terminal.number(), catalogue(1, 10).number);
    assert!(looks > 3, "the line was cut");
}

#[test]
fn garbled_bytes_are_noticed_and_fetched_anew() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, WEIGHT), 60);
    let terminal = ground.terminal("garbled");
    terminal.begin_with(&catalogue(0, 10));
    ground.line.trouble(Trouble::Garble(1000));
    let look = terminal.look().unwrap();
    assert_eq!(look.catalogue, None);
    assert_eq!(look.standing.problem, Some(cups_kiosk::sync::catalogue::Problem::Untrusted));
    assert_eq!(terminal.number(), catalogue(0, 10).number);
    ground.line.trouble(Trouble::None);
    assert!(terminal.look().unwrap().catalogue.is_some());
}

#[test]
fn dead_lines_and_captive_portals_are_no_answer() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 100), 60);
    let terminal = ground.terminal("portal");
    terminal.begin_with(&catalogue(0, 10));
    for trouble in [Trouble::Dead, Trouble::Portal] {
        ground.line.trouble(trouble);
        assert!(terminal.look().is_err(), "{trouble:?}");
        assert_eq!(terminal.number(), catalogue(0, 10).number);
    }
    ground.line.trouble(Trouble::None);
    assert!(terminal.look().unwrap().catalogue.is_some());
}

#[test]
fn a_small_change_travels_as_a_delta_and_no_change_as_half_a_kilobyte() {
    let ground = Ground::new();
    let first = catalogue(1, WEIGHT);
    ground.publish(&first, 60);
    let terminal = ground.terminal("delta");
    terminal.look().unwrap();
    let whole = ground.line.carried();
    ground.line.spoken();
    let mut second = first.clone();
    second.number += 1;
    ground.publish(&second, 60);
    assert!(terminal.look().unwrap().catalogue.is_some());
    let (delta, signatures) = (ground.line.carried(), ground.line.spoken());
    assert!(delta < 500 && delta * 100 < whole, "{delta} of {whole} bytes");
    assert!(signatures < 6000, "{signatures} bytes of signatures, with all heads");
    assert_eq!(terminal.look().unwrap().catalogue, None);
    let (nothing, quiet) = (ground.line.carried(), ground.line.spoken());
    assert_eq!(nothing, 0);
    assert!(quiet < 3000, "{quiet} bytes when nothing changed, with all heads");
    // A terminal that has another text under its feet fetches the whole.
    let stranger = ground.terminal("stranger");
    stranger.begin_with(&catalogue(0, 50));
    assert!(stranger.look().unwrap().catalogue.is_some());
    assert!(ground.line.carried() >= whole / 2);
}

/// Kills the program at its first write to disk, its second, and so on, until one run gets through. `strace` counts
/// the calls of each thread, so a run is killed at the first that gets so far.
#[test]
fn a_terminal_killed_at_any_write_to_disk_has_the_old_or_the_new_catalogue() {
    let ground = Ground::new();
    ground.publish(&catalogue(1, 150_000), 60);
    let old = catalogue(0, 10);
    let enrolled = ground.folder.path().join("enrolled");
    let code = ground.hub.command(&["enrol", "--centre", "lozova", "--centre-file", &centre_file(&ground)]);
    let kiosk = |data: &std::path::Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
        command.arg("--data").arg(data).args(arguments);
        command
    };
    let hub = format!("http://{}", ground.hub.address);
    let output = kiosk(&enrolled, &["enrol", "--hub", &hub, "--code", code.lines().next().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let calls = "write,pwrite64,writev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir";
    let mut killed = 0;
    let mut arrived = 0;
    let mut through_in_a_row = 0;
    // Every early write, where trust and pointers are; then, among the pages of the cache, every third.
    for when in (1..40).chain((40..400).step_by(3)) {
        let terminal = ground.terminal(&format!("killed-{when}"));
        copy(&enrolled, terminal.data.path());
        terminal.begin_with(&old);
        let inject = format!("--inject={calls}:signal=KILL:when={when}");
        let run = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "--trace", calls, &inject])
            .arg(env!("CARGO_BIN_EXE_cups-kiosk"))
            .arg("--data")
            .arg(terminal.data.path())
            .args(["sync", "--once"])
            .output()
            .expect("strace runs");
        let through = run.status.success();
        killed += usize::from(run.status.signal().is_some() || !through);
        let number = terminal.number();
        assert!(number == old.number || number == old.number + 1, "killed at {when}: catalogue {number}");
        arrived += usize::from(number == old.number + 1);
        let again = kiosk(terminal.data.path(), &["sync", "--once"]).output().unwrap();
        assert!(again.status.success(), "after {when}: {}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(terminal.number(), old.number + 1, "after {when} the new one arrives");
        std::fs::remove_dir_all(terminal.data.path()).unwrap();
        // How the writes fall to the threads differs from run to run: one that got through early was not the last to be killed.
        through_in_a_row = if through { through_in_a_row + 1 } else { 0 };
        if through_in_a_row == 3 {
            break;
        }
    }
    println!("killed {killed} times, the new catalogue was in use already after {arrived}");
    assert!(killed >= 20, "killed only {killed} times");
    assert!(arrived < killed, "some kills came before the move into use");
}

pub fn centre_file(ground: &Ground) -> String {
    let shipped = cups_kiosk::catalogue::shipped().unwrap();
    let path = ground.folder.path().join("centre.toml");
    std::fs::write(&path, toml::to_string(&shipped.centres["lozova"]).unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
