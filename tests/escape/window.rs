//! Keys and clicks at the window: what each step presses, and where it may lead by design.

use super::session::Session;
use super::steps::Step;
use std::fmt::Write as _;

/// What is pressed at a step, as keys of xdotool, and the pages that this may lead to besides the plan.
fn keys(number: usize) -> (&'static [&'static str], &'static [&'static str]) {
    match number {
        1 => (&["Escape"; 20], &["start"]),
        2 => (&["F1"], &[]),
        3 => (&["F3"], &[]),
        4 => (&["F5"], &[]),
        5 => (&["F6"], &[]),
        6 => (&["F10"], &[]),
        7 => (&["F11"], &[]),
        8 => (&["F12"], &["sign-in"]),
        9 => (&["ctrl+q"], &[]),
        10 => (&["ctrl+w"], &[]),
        11 => (&["ctrl+n"], &[]),
        12 => (&["ctrl+t"], &[]),
        13 => (&["ctrl+o"], &[]),
        14 => (&["ctrl+s"], &[]),
        15 => (&["ctrl+p"], &["print"]),
        16 => (&["ctrl+shift+i"], &[]),
        17 => (&["Shift_L", "Shift_L", "Shift_L", "Shift_L", "Shift_L", "Shift_R", "Shift_R", "Shift_R"], &[]),
        18 => (&["Menu", "shift+F10"], &[]),
        20 => (
            &[
                "XF86Mail",
                "XF86Calculator",
                "XF86WWW",
                "XF86HomePage",
                "XF86Search",
                "XF86Explorer",
                "XF86MyComputer",
                "XF86Favorites",
                "XF86Documents",
                "XF86Terminal",
                "XF86Launch1",
                "XF86Tools",
                "XF86AudioPlay",
                "XF86AudioMute",
                "XF86AudioRaiseVolume",
                "XF86Eject",
                "XF86Sleep",
                "XF86PowerOff",
                "XF86ScreenSaver",
                "XF86Display",
                "XF86Back",
                "XF86Forward",
                "XF86Reload",
                "Help",
                "Undo",
                "Find",
                "Cancel",
            ],
            &[],
        ),
        21 => (&["alt+F4"], &[]),
        22 => (&["alt+Tab", "alt+shift+Tab", "alt+Tab"], &[]),
        23 => (&["alt+Escape", "alt+shift+Escape"], &[]),
        24 => (&["Super_L", "Super_R", "Super_L"], &[]),
        25 => (&["super+d", "super+l", "super+r", "super+e", "super+Tab", "super+1"], &[]),
        26 => (&["alt+space", "alt+F7", "alt+F8", "alt+F9", "alt+F10"], &[]),
        27 => (&["alt+F2", "alt+F1", "alt+F3"], &[]),
        28 => (&["ctrl+Escape"], &[]),
        29 => (&["ctrl+shift+Escape"], &[]),
        30 => (&["Print", "alt+Print", "ctrl+Print", "shift+Print"], &[]),
        31 => (&["ctrl+alt+t"], &[]),
        32 => (&["ctrl+alt+l", "ctrl+alt+Delete", "ctrl+alt+Delete", "ctrl+alt+Escape"], &[]),
        _ => (&[], &[]),
    }
}

/// Takes a step; what escaped, and what it led to by design.
pub fn take(session: &mut Session, step: &Step) -> (Vec<String>, String) {
    if step.number == 19 {
        return right_clicks(session);
    }
    let (keys, leads) = keys(step.number);
    assert!(!keys.is_empty(), "step {} has keys", step.number);
    let script = keys.iter().fold(String::new(), |mut script, key| {
        writeln!(script, "key --delay 8 {key}").unwrap();
        script
    });
    session.kiosk.hands(&script);
    let mut wrong = Vec::new();
    if !session.settle() {
        wrong.push("no key is heard any more".to_owned());
    }
    let page = session.page();
    let led = page != "plan";
    if led && !leads.contains(&page.as_str()) {
        wrong.push(format!("it leads to the page {page}"));
    }
    wrong.extend(session.trouble());
    wrong.extend(session.visit_trouble());
    (
        wrong,
        if led {
            format!("leads to the page {page} by design; the visit is there when one comes back")
        } else {
            String::new()
        },
    )
}

/// The right button everywhere on every page between the start and the plan, and on the sign-in.
fn right_clicks(session: &mut Session) -> (Vec<String>, String) {
    let mut wrong = Vec::new();
    let mut pages = Vec::new();
    let script = (0..24).fold(String::new(), |mut script, place| {
        let (x, y) = (80 + 220 * (place % 6), 40 + 220 * (place / 6));
        writeln!(script, "mousemove {x} {y}\nclick 3").unwrap();
        script
    });
    // From the sign-in back over every page to the start, and so to the plan again.
    session.kiosk.hands("key F12");
    for _ in 0..24 {
        if !session.settle() {
            wrong.push("no key is heard any more".to_owned());
            break;
        }
        let page = session.page();
        session.kiosk.hands(&script);
        if !session.settle() || session.page() != page {
            wrong.push(format!("a right click on {page} leads to {}", session.page()));
        }
        wrong.extend(session.trouble());
        if !pages.contains(&page) {
            pages.push(page.clone());
        }
        if page == "start" || !wrong.is_empty() {
            break;
        }
        session.kiosk.hands("key Escape");
    }
    wrong.extend(session.visit_trouble());
    if pages.len() < 5 {
        wrong.push(format!("only these pages were clicked on: {pages:?}"));
    }
    (wrong, format!("on the pages {}", pages.join(", ")))
}
