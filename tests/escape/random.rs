//! Random hands with a fixed seed: keys with every modifier, every button of the mouse, drags.

use super::dice::{Dice, times};
use super::session::Session;
use std::fmt::Write as _;

/// With which number the dice begin.
const SEED: u64 = 20_261_127;
/// How many inputs are given before it is looked.
const HEAP: usize = 50;
/// How many there are in the short form.
const SHORT: usize = 300;

const MODIFIERS: [&str; 12] =
    ["", "", "", "", "shift+", "ctrl+", "alt+", "super+", "ctrl+alt+", "ctrl+shift+", "alt+shift+", "ctrl+alt+shift+"];

const KEYS: [&str; 74] = [
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
    "1",
    "2",
    "3",
    "4",
    "5",
    "0",
    "space",
    "Tab",
    "Return",
    "Escape",
    "BackSpace",
    "Delete",
    "Insert",
    "Home",
    "End",
    "Prior",
    "Next",
    "Left",
    "Right",
    "Up",
    "Down",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
    "Print",
    "Menu",
    "Pause",
    "Scroll_Lock",
    "Caps_Lock",
    "Num_Lock",
    "Super_L",
    "Alt_L",
    "minus",
    "slash",
    "XF86WWW",
    "XF86Mail",
    "XF86Calculator",
    "XF86PowerOff",
    "Multi_key",
];

/// How many inputs are given.
pub fn count() -> usize {
    times("CUPS_ESCAPE_INPUTS", if super::is_long() { 10_000 } else { SHORT })
}

/// Gives them; what escaped, with the inputs before it.
pub fn take(session: &mut Session) -> (Vec<String>, String) {
    let mut dice = Dice(SEED);
    let (count, mut given) = (count(), 0);
    while given < count {
        let mut script = String::new();
        for _ in 0..HEAP.min(count - given) {
            input(&mut dice, &mut script);
            given += 1;
        }
        // A key that locks is let go of, so that what follows is what it is called.
        session.kiosk.hands(&script);
        let mut wrong = session.trouble();
        if wrong.is_empty() && !session.settle() {
            wrong.push("no key is heard any more".to_owned());
        }
        if !wrong.is_empty() {
            wrong.push(format!("among the {HEAP} inputs before the {given}th:\n{script}"));
            return (wrong, String::new());
        }
    }
    (Vec::new(), format!("{given} inputs, looked at after every {HEAP}; touch as the pointer"))
}

fn input(dice: &mut Dice, script: &mut String) {
    let (x, y) = (dice.below(1366), dice.below(768));
    match dice.below(10) {
        0..6 => writeln!(script, "key --delay 0 {}{}", dice.of(&MODIFIERS), dice.of(&KEYS)),
        6..8 => writeln!(script, "mousemove {x} {y}\nclick {}", dice.of(&[1, 1, 1, 1, 2, 3, 4, 5, 8, 9])),
        8 => {
            let (to_x, to_y) = (dice.below(1366), dice.below(768));
            writeln!(script, "mousemove {x} {y}\nmousedown 1\nmousemove {to_x} {to_y}\nmouseup 1")
        }
        _ => {
            let held = dice.of(&["alt", "super", "ctrl", "shift"]);
            writeln!(script, "keydown {held}\nmousemove {x} {y}\nclick {}\nkeyup {held}", dice.of(&[1, 2, 3, 4, 5]))
        }
    }
    .unwrap();
}
