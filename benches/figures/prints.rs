//! A visitor's plan on paper, in the real window and at a printer of ours: from the press that asks for it to its first page on
//! the screen, which is what somebody waits for, and from both presses to its bytes at the printer; each for whoever presses as
//! soon as the plan stands there, and for whoever has read it for a while, so that it was set ahead; beside the typesetter alone
//! on the same sheet, its start counted. And the memory of the window after a hundred prints.

use super::device::{Device, Manner};
use super::display::Display;
use super::keys::Key;
use super::paper::{alone, lasting};
use super::visits::pss;
use super::walk::{Rehearsal, Round, Stroke, Window, binary, enrolled};
use super::{Figure, figure, median};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// How many prints there are, unless `CUPS_BENCH_PRINTS` says otherwise.
const PRINTS: usize = 100;

/// How many of each kind are timed.
const TIMED: usize = 15;

/// The first ones of all warm the disk.
const WARM: usize = 4;

/// The window as it is without configuration.
const SIZE: (u16, u16) = (1366, 768);

/// A sheet is on the screen when nothing changed for longer than the typesetter takes.
const STILL: Duration = Duration::from_millis(1_500);

/// Longer than any print takes.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn figures() -> Vec<Figure> {
    let bare = binary().with_file_name("examples/bare-typst");
    if !binary().with_file_name("cups-paper").is_file() || !bare.is_file() {
        println!("prints: left out; make bench builds cups-paper and its yardstick");
        return Vec::new();
    }
    let prints = super::parameter("CUPS_BENCH_PRINTS", PRINTS);
    let device = Device::new(Manner::Obeys);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    enrolled(&data, SIZE.0, SIZE.1);
    let mut settings = std::fs::OpenOptions::new().append(true).open(data.join("kiosk.toml")).unwrap();
    writeln!(settings, "print_system = \"http://127.0.0.1:{}\"", device.port).unwrap();
    let display = Display::start(SIZE.0, SIZE.1);
    let (visit, json) = visit();
    let window = Window::open(&display, &data);
    let memory = || {
        display.rest();
        pss(window.process())
    };
    let mut took: BTreeMap<Kind, Vec<f64>> = BTreeMap::new();
    let mut theirs = Vec::new();
    let (mut first, mut second) = (0.0, 0.0);
    for number in 0..prints {
        let strokes = if number == 0 { &visit.first } else { &visit.again };
        let kind = Kind { is_ahead: number % 4 >= 2, is_looked_at: number % 2 == 0 };
        let (kind, time) = print(&window, &display, &device, strokes, kind);
        if (WARM..WARM + 4 * TIMED).contains(&number) {
            took.entry(kind).or_default().push(milliseconds(time));
            let start = Instant::now();
            assert!(alone(&bare, &json).starts_with(b"%PDF"));
            theirs.push(milliseconds(start.elapsed()));
        }
        assert_eq!(lasting(window.process()), 0, "the helper is gone between two prints");
        if number == 0 {
            window.wait_until_asked();
            first = memory();
        } else if number == 1 {
            second = memory();
        }
    }
    let last = memory();
    println!("    memory (PSS) after 1 print {first:.1}, after 2 {second:.1}, after {prints} {last:.1} MB");
    let beside = median(theirs);
    let timed = took.into_iter().map(|(kind, times)| figure(kind.words(), "ms", median(times), beside, 1.5));
    timed.chain([figure(format!("memory (PSS) after {prints} prints, after 1"), "MB", last, first, 1.05)]).collect()
}

/// How a plan is printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// Whether it was read until it was set ahead.
    is_ahead: bool,
    /// Whether its first page is waited for before it is printed.
    is_looked_at: bool,
}

impl Kind {
    fn words(self) -> String {
        let what = if self.is_looked_at {
            "press to the plan's first page on the screen"
        } else {
            "two presses to its bytes at the printer"
        };
        format!("{what}, {}, median", if self.is_ahead { "set ahead" } else { "at once" })
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A visit in which the plan is printed. Says how that was in the end, and how long its first page took to the screen, or its
/// bytes to the printer, from the first press.
fn print(window: &Window<'_>, display: &Display, device: &Device, strokes: &[Stroke], kind: Kind) -> (Kind, Duration) {
    let asked = strokes.iter().position(|stroke| matches!(stroke, Stroke::Turn(Key::Control('p'), _))).unwrap();
    window.walk(&strokes[..asked]);
    if kind.is_ahead {
        assert!(window.wait_for_sheet(), "the plan is set ahead while it is read");
    }
    display.rest();
    let before = device.printed();
    let start = Instant::now();
    let mut page = Duration::ZERO;
    if kind.is_looked_at {
        let (_, columns) = display.changes_until(Key::Control('p'), STILL);
        window.came("print");
        // The sheet stands on the right; what is told of it, which goes on changing, on the left.
        let right = columns.iter().filter(|(x, _)| *x > usize::from(SIZE.0) * 3 / 4);
        page = right.filter_map(|(_, last)| *last).max().expect("a page comes");
    } else {
        window.walk(&strokes[asked..=asked]);
    }
    // The key that prints; one that comes before the sheet is ready is not lost.
    window.walk(&strokes[asked + 1..asked + 2]);
    while device.printed() == before {
        assert!(start.elapsed() < PATIENCE, "nothing comes out");
        std::thread::sleep(Duration::from_micros(300));
    }
    let paper = start.elapsed();
    // Whoever presses at once and is too slow for it had it set ahead.
    let is_ahead = kind.is_ahead || window.wait_for_sheet();
    // What is told of it comes a moment later.
    std::thread::sleep(Duration::from_millis(300));
    display.rest();
    window.walk(&strokes[asked + 2..]);
    (Kind { is_ahead, ..kind }, if kind.is_looked_at { page } else { paper })
}

/// The visit, and the sheet that it prints.
fn visit() -> (Round, Vec<u8>) {
    let mut walk = Rehearsal::new(SIZE.0, SIZE.1);
    to_sheet(&mut walk);
    let json = serde_json::to_vec(&walk.sheet()).unwrap();
    let round = Rehearsal::new(SIZE.0, SIZE.1).round(|walk| {
        to_sheet(walk);
        walk.press(Key::Enter);
        walk.press(Key::Escape);
        walk.reach("plan-finish");
        walk.press(Key::Enter);
        walk.reach("satisfaction-five");
        walk.press(Key::Enter);
        walk.press(Key::Enter);
    });
    (round, json)
}

fn to_sheet(walk: &mut Rehearsal) {
    walk.press(Key::Letter('1'));
    walk.press(Key::Enter);
    walk.answer();
    walk.press(Key::Enter);
    walk.press(Key::Control('p'));
}
