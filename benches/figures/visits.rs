//! What stays in memory of visits that are over: the program in its window, visited again and again.

use super::display::Display;
use super::keys::Key;
use super::walk::{Rehearsal, Round, Window, enrolled};
use super::{Figure, figure};
use std::time::Instant;

/// How many visits there are, unless `CUPS_BENCH_VISITS` says otherwise.
const VISITS: usize = 1_000;

/// The window as it is without configuration.
const SIZE: (u16, u16) = (1366, 768);

/// Memory after a thousand visits beside after the first: start, event, answers, plan, a step, the take-away, an opinion,
/// goodbye.
pub fn figures() -> Vec<Figure> {
    let visits = super::parameter("CUPS_BENCH_VISITS", VISITS);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    enrolled(&data, SIZE.0, SIZE.1);
    let display = Display::start(SIZE.0, SIZE.1);
    let visit = visit();
    let window = Window::open(&display, &data);
    let memory = || {
        display.rest();
        pss(window.process())
    };
    window.walk(&visit.first);
    window.wait_until_asked();
    let first = memory();
    let start = Instant::now();
    for number in 2..=visits {
        window.walk(&visit.again);
        if number % 100 == 0 {
            println!("    {number} visits in {:.0} s: {:.1} MB", start.elapsed().as_secs_f64(), memory());
        }
    }
    vec![figure(format!("memory (PSS) after {visits} visits, after 1"), "MB", memory(), first, 1.05)]
}

fn visit() -> Round {
    Rehearsal::new(SIZE.0, SIZE.1).round(|walk| {
        walk.press(Key::Letter('1'));
        walk.press(Key::Enter);
        walk.answer();
        walk.press(Key::Enter);
        for (control, leave) in [("step-register_birth", Key::Escape), ("plan-take-away", Key::Escape)] {
            walk.reach(control);
            walk.press(Key::Enter);
            walk.press(leave);
        }
        walk.reach("plan-finish");
        walk.press(Key::Enter);
        walk.reach("satisfaction-five");
        walk.press(Key::Enter);
        walk.press(Key::Enter);
    })
}

/// Proportional set size of a process and its children, in megabytes.
pub fn pss(root: u32) -> f64 {
    let mut total = 0.0;
    let mut waiting = vec![root];
    while let Some(process) = waiting.pop() {
        let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find(|line| line.starts_with("Pss:"));
        total += line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0;
        for task in std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
            let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
            waiting.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    total
}
