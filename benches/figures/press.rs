//! From a key pressed to the page changed on the screen, in the real window, beside Chromium going back and forth
//! between two static pages by a link, on the same display in the same run.

use super::display::{Change, Display};
use super::keys::Key;
use super::start::{chromium, event_page, start_page, wait_for_page};
use super::walk::{Rehearsal, Round, Stroke, Window, enrolled};
use super::{Figure, figure, percentile};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// How often each page is come to in a turn, unless `CUPS_BENCH_ROUNDS` says otherwise.
const ROUNDS: usize = 20;

/// Ours and theirs take turns, so that both meet the machine as it is at different times.
const TURNS: usize = 2;

const SIZE: (u16, u16) = (1920, 1080);

/// One figure for each page of ours: its 99th percentile beside theirs.
pub fn figures() -> Vec<Figure> {
    let rounds = super::parameter("CUPS_BENCH_ROUNDS", ROUNDS);
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start(SIZE.0, SIZE.1);
    let (visitor, to_case, desk) = (visitor(), to_case(), desk());
    let mut ours: BTreeMap<&'static str, Vec<Change>> = BTreeMap::new();
    let mut theirs = Vec::new();
    for turn in 0..TURNS {
        let data = folder.path().join(format!("kiosk-{turn}"));
        enrolled(&data, SIZE.0, SIZE.1);
        let window = Window::open(&display, &data);
        // The first time round letters are shaped and files are read; it is nobody's usual page.
        let mut round = |round: &Round| {
            window.walk_timed(&round.first, |_, _| {});
            for _ in 0..rounds {
                window.walk_timed(&round.again, |page, change| ours.entry(page).or_default().push(change));
            }
        };
        round(&visitor);
        window.walk(&to_case);
        round(&desk);
        drop(window);
        theirs.extend(browse(&display, &folder.path().join(format!("chromium-{turn}")), rounds));
    }
    tell("Chromium, a static page", &theirs);
    let beside = of_settled(&theirs, 0.99);
    for (page, changes) in &ours {
        tell(page, changes);
    }
    let page = |(page, changes): (&&str, &Vec<Change>)| {
        figure(format!("key to page p99: {page}"), "ms", of_settled(changes, 0.99), beside, 0.5)
    };
    ours.iter().map(page).collect()
}

fn of_settled(changes: &[Change], share: f64) -> f64 {
    percentile(changes.iter().map(|change| change.settled).collect(), share)
}

fn tell(page: &str, changes: &[Change]) {
    let first = |share| percentile(changes.iter().map(|change| change.first).collect(), share);
    println!(
        "    {page:<24} settled p50 {:>7.1} p99 {:>7.1}   first change p50 {:>7.1} p99 {:>7.1} ms   {} times",
        of_settled(changes, 0.5),
        of_settled(changes, 0.99),
        first(0.5),
        first(0.99),
        changes.len()
    );
}

/// Every page of a visitor, round to the start page.
fn visitor() -> Round {
    Rehearsal::new(SIZE.0, SIZE.1).round(|walk| {
        for key in [Key::Function(12), Key::Escape, Key::Letter('1'), Key::Enter, Key::Escape, Key::Enter] {
            walk.press(key);
        }
        walk.answer();
        walk.press(Key::Enter);
        for control in ["step-register_birth", "plan-papers", "plan-take-away"] {
            walk.reach(control);
            walk.press(Key::Enter);
            walk.press(Key::Escape);
        }
        walk.reach("plan-finish");
        walk.press(Key::Enter);
        walk.reach("satisfaction-five");
        walk.press(Key::Enter);
        walk.press(Key::Enter);
    })
}

/// From the start page to the desk, with a case opened on the way.
fn to_case() -> Vec<Stroke> {
    let mut walk = Rehearsal::new(SIZE.0, SIZE.1);
    open_case(&mut walk);
    walk.strokes()
}

fn open_case(walk: &mut Rehearsal) {
    walk.sign_in();
    for key in [Key::Control('n'), Key::Letter('1'), Key::Enter] {
        walk.press(key);
    }
    walk.answer();
    // The plan, and the case that is opened on it.
    walk.press(Key::Enter);
    walk.press(Key::Enter);
    walk.press(Key::Escape);
}

/// The pages of a specialist, round to the desk.
fn desk() -> Round {
    let mut walk = Rehearsal::new(SIZE.0, SIZE.1);
    open_case(&mut walk);
    walk.round(|walk| {
        walk.press(Key::Control('j'));
        walk.press(Key::Escape);
        walk.reach("case-");
        walk.press(Key::Enter);
        for key in [Key::Function(2), Key::Function(3), Key::Function(4), Key::Letter('1')] {
            walk.press(key);
            walk.press(Key::Escape);
        }
        walk.press(Key::Escape);
    })
}

/// Chromium with its window, ended with its name.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Goes back and forth between two pages, the link on each reached by Tab and followed by Return.
fn browse(display: &Display, folder: &Path, rounds: usize) -> Vec<Change> {
    std::fs::create_dir_all(folder).unwrap();
    let (first, second) = (folder.join("start.html"), folder.join("event.html"));
    std::fs::write(&first, start_page(Some("event.html"))).unwrap();
    std::fs::write(&second, event_page("start.html")).unwrap();
    let browser = chromium(&folder.join("profile"), &first)
        .env("DISPLAY", display.name())
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromium: make bench installs it");
    let _browser = Browser(browser);
    wait_for_page(display);
    display.give_keyboard();
    // It goes on starting, and takes what it had to say off the screen, when its page has long been there.
    std::thread::sleep(Duration::from_secs(5));
    display.rest();
    let mut changes = Vec::new();
    let mut pages: [Option<Vec<u8>>; 2] = [None, None];
    for round in 0..=rounds {
        for page in &mut pages {
            display.change(Key::Tab);
            let look = display.look();
            let change = display.change(Key::Enter);
            // The first time round it goes on starting, as ours does.
            if round == 0 {
                continue;
            }
            // The page with its link in the focus looks the same each time, or something else was measured.
            assert!(*page.get_or_insert_with(|| look.clone()) == look, "Chromium shows another page");
            changes.push(change);
        }
    }
    assert!(pages[0] != pages[1], "there are two pages");
    changes
}
