//! A visitor's plan on paper, in the real window and at a printer of ours: from the press that asks for it to its pages on the
//! screen, from both presses to its bytes at the printer, each beside the typesetter alone on the same sheet; and the
//! memory of the window after a hundred prints.

use super::device::{Device, Manner};
use super::display::Display;
use super::keys::Key;
use super::paper::{alone, lasting};
use super::visits::pss;
use super::walk::{Rehearsal, Round, Stroke, Window, binary, enrolled};
use super::{Figure, figure, median};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// How many prints there are, unless `CUPS_BENCH_PRINTS` says otherwise.
const PRINTS: usize = 100;

/// How many of them are looked at, and how many are printed without a look.
const TIMED: usize = 15;

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
    let (mut seen, mut printed, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let mut first = 0.0;
    for number in 0..prints {
        let strokes = if number == 0 { &visit.first } else { &visit.again };
        let wait_and_look = number % 2 == 0;
        let (look, paper) = print(&window, &display, &device, strokes, wait_and_look);
        // The first of each warms the disk.
        if (2..2 + 2 * TIMED).contains(&number) {
            if let Some(look) = look {
                seen.push(milliseconds(look));
            } else {
                printed.push(milliseconds(paper));
            }
            let start = Instant::now();
            assert!(alone(&bare, &json).starts_with(b"%PDF"));
            theirs.push(milliseconds(start.elapsed()));
        }
        assert_eq!(lasting(window.process()), 0, "the helper is gone between two prints");
        if number == 0 {
            window.wait_until_asked();
            first = memory();
        }
    }
    let last = memory();
    let beside = median(theirs);
    vec![
        figure("press to the plan's pages on the screen, median", "ms", median(seen), beside, 1.5),
        figure("two presses to its bytes at the printer, median", "ms", median(printed), beside, 1.5),
        figure(format!("memory (PSS) after {prints} prints, after 1"), "MB", last, first, 1.05),
    ]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A visit in which the plan is printed. Says how long its pages took to the screen, where they were waited for, and how long
/// its bytes took to the printer from the first press.
fn print(
    window: &Window<'_>,
    display: &Display,
    device: &Device,
    strokes: &[Stroke],
    wait_and_look: bool,
) -> (Option<Duration>, Duration) {
    let asked = strokes.iter().position(|stroke| matches!(stroke, Stroke::Turn(Key::Control('p'), _))).unwrap();
    window.walk(&strokes[..asked]);
    display.rest();
    let before = device.printed();
    let start = Instant::now();
    let look = if wait_and_look {
        let change = display.change_until(Key::Control('p'), STILL);
        window.came("print");
        Some(change.settled)
    } else {
        window.walk(&strokes[asked..=asked]);
        None
    };
    // The key that prints; one that comes before the sheet is ready is not lost.
    window.walk(&strokes[asked + 1..asked + 2]);
    while device.printed() == before {
        assert!(start.elapsed() < PATIENCE, "nothing comes out");
        std::thread::sleep(Duration::from_micros(300));
    }
    let paper = start.elapsed();
    // What is told of it comes a moment later.
    std::thread::sleep(Duration::from_millis(300));
    display.rest();
    window.walk(&strokes[asked + 2..]);
    (look, paper)
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
