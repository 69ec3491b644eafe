//! Figures of the installed session: memory, and from a key to the page that it opens, beside Chromium in the same session.

use crate::machine::{ALIKE, PATIENCE, Picture};
use crate::report::Report;
use crate::terminal::Terminal;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a page is opened by a key.
const PRESSES: usize = 20;

/// A page with one link, which Enter follows, as plain as a page can be; the two differ in colour.
const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title><body style=\"background:COLOUR;font:24px sans-serif\">\
                    <h1>Page</h1><p><a href=OTHER autofocus>the other page</a>";

/// Where Chromium's pages and profile lie while it is measured: in memory, and the window's account may read it.
const PLACE: &str = "/run/guest-figures";

/// What the window holds of memory in the installed session, on its start page and in a visit, and how soon a key's page is there.
pub fn figures(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    terminal.anew();
    let start = terminal.machine.settled();
    let on_start = held(terminal, "cups-kiosk");
    let visit = terminal.visit();
    let in_visit = held(terminal, "cups-kiosk");
    terminal.machine.keys("esc");
    assert!(terminal.machine.shows(&start, PATIENCE), "Escape does not lead back to the start page");
    let ours = presses(terminal, [("1", &visit), ("esc", &start)]);

    chromium(terminal);
    let first = terminal.machine.settled();
    terminal.machine.keep("chromium");
    terminal.machine.keys("ret");
    let second = changed(terminal, &first);
    let theirs_held = held(terminal, "chromium");
    terminal.machine.keys("ret");
    assert!(terminal.machine.shows(&first, PATIENCE), "the link does not lead back");
    let theirs = presses(terminal, [("ret", &second), ("ret", &first)]);
    terminal.machine.tell(&format!("pkill -x chromium; rm -rf {PLACE}"));
    assert!(terminal.machine.shows(&start, PATIENCE), "the start page is not behind Chromium");

    report.note(&format!(
        "**memory (PSS) in the installed session**: the window {on_start:.1} MiB on the start page, {in_visit:.1} MiB in a visit; \
         Chromium on a plain page {theirs_held:.1} MiB"
    ));
    report.note(&format!(
        "**from a key pressed to its page on the screen, in the installed session, {PRESSES} presses each**: \
         the window {}; Chromium, a link between two plain pages, {}; medians {:.2} of Chromium's",
        said(&ours),
        said(&theirs),
        middle(&ours) / middle(&theirs)
    ));
}

/// What all processes of this name hold together, in MiB, each shared page by its part.
fn held(terminal: &mut Terminal, name: &str) -> f64 {
    let said = terminal.machine.tell(&format!(
        "for process in $(pgrep -x {name}); do cat /proc/$process/smaps_rollup; done | sed -n 's/^Pss: *\\([0-9]*\\) kB/\\1/p'"
    ));
    said.split_whitespace().map(|kilobytes| kilobytes.parse::<f64>().expect("a number of kilobytes")).sum::<f64>()
        / 1024.0
}

/// Opens Chromium over the window, as the window's account in the same session, on the first of the two pages.
fn chromium(terminal: &mut Terminal) {
    terminal.machine.tell(&format!("mkdir -p {PLACE}"));
    for (name, colour, other) in [("one", "white", "two.html"), ("two", "lightblue", "one.html")] {
        let page = PAGE.replace("COLOUR", colour).replace("OTHER", other);
        terminal.machine.tell(&format!("printf '%s' '{page}' > {PLACE}/{name}.html"));
    }
    terminal.machine.tell(&format!(
        "chown -R cups-kiosk {PLACE}
         set -- $(tr '\\0' '\\n' < /proc/$(pgrep -o -x cups-kiosk)/environ | grep -E '^(DISPLAY|XAUTHORITY|XDG_RUNTIME_DIR|HOME|LANG)=')
         setsid runuser -u cups-kiosk -- env \"$@\" chromium --kiosk --no-first-run --user-data-dir={PLACE}/profile \
             file://{PLACE}/one.html >{PLACE}/said 2>&1 </dev/null &"
    ));
    let until = Instant::now() + PATIENCE;
    let start = terminal.start.clone();
    // Its window comes first, and then the page.
    while terminal.machine.settled().difference(&start) < ALIKE {
        if Instant::now() > until {
            terminal.machine.keep("no-chromium");
            panic!("Chromium does not open: {}", terminal.machine.tell(&format!("cat {PLACE}/said")));
        }
    }
    terminal.machine.wait_until("test $(pgrep -x chromium | wc -l) -ge 4");
}

/// The page that stands there, once it is another than this one.
fn changed(terminal: &mut Terminal, from: &Picture) -> Picture {
    let until = Instant::now() + PATIENCE;
    loop {
        let page = terminal.machine.settled();
        if page.difference(from) > ALIKE {
            return page;
        }
        assert!(Instant::now() < until, "the key opens nothing");
    }
}

/// From each press to the first picture of its page, in seconds: two keys in turn, each with the page that it opens.
fn presses(terminal: &mut Terminal, turns: [(&str, &Picture); 2]) -> Vec<f64> {
    let mut took = Vec::new();
    for (key, page) in turns.into_iter().cycle().take(PRESSES) {
        // What the page before still does, and the moment in which a new page takes no key, are over.
        terminal.machine.settled();
        let begun = Instant::now();
        terminal.machine.keys(key);
        let until = begun + PATIENCE;
        while terminal.machine.picture().difference(page) >= ALIKE {
            assert!(Instant::now() < until, "the key {key} does not open its page");
            std::thread::sleep(Duration::from_millis(5));
        }
        took.push(begun.elapsed().as_secs_f64());
    }
    took
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

fn middle(values: &[f64]) -> f64 {
    sorted(values)[values.len() / 2]
}

fn said(values: &[f64]) -> String {
    format!("{:.2} s (at most {:.2})", middle(values), sorted(values).last().copied().unwrap_or_default())
}
