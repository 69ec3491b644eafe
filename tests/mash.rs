//! A boy of twelve who presses everything: random keys, clicks and touches, on a visitor's pages and at the desk.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod stage;

use cups_kiosk::domain::record::Action;
use cups_kiosk::ui::access::Role;
use iced::keyboard::{Key, Modifiers, key::Named};
use iced::{Event, Point, mouse, touch};
use stage::dice::{Dice, times};
use stage::{Stage, letter, named, pass, pressed_with, with_control};
use std::collections::BTreeSet;
use std::time::Duration;

const NAMED: [Named; 29] = [
    Named::Tab,
    Named::Enter,
    Named::Enter,
    Named::Escape,
    Named::Space,
    Named::Backspace,
    Named::Delete,
    Named::Insert,
    Named::Home,
    Named::End,
    Named::PageUp,
    Named::PageDown,
    Named::ArrowUp,
    Named::ArrowDown,
    Named::ArrowLeft,
    Named::ArrowRight,
    Named::F1,
    Named::F2,
    Named::F3,
    Named::F4,
    Named::F5,
    Named::F6,
    Named::F7,
    Named::F8,
    Named::F9,
    Named::F11,
    Named::F12,
    Named::ContextMenu,
    Named::PrintScreen,
];

fn key(dice: &mut Dice) -> Vec<Event> {
    let letters: Vec<char> = "abcxyzșțăîйцук ,.;-/'\"<>&%${}\u{301}\u{202e}😀0123456789123".chars().collect();
    match dice.below(10) {
        0..4 => vec![letter(letters[dice.below(letters.len())])],
        4..8 => vec![named(NAMED[dice.below(NAMED.len())])],
        8 => with_control(letters[dice.below(letters.len())]).to_vec(),
        _ => {
            let all = [Modifiers::SHIFT, Modifiers::ALT, Modifiers::LOGO, Modifiers::CTRL | Modifiers::ALT];
            vec![pressed_with(Key::Named(NAMED[dice.below(NAMED.len())]), None, dice.of(&all))]
        }
    }
}

/// A click or touch somewhere; mostly on something that can be pressed, as people do.
fn press(dice: &mut Dice, stage: &mut Stage) -> (Vec<Event>, Point) {
    let parts = stage.describe().parts;
    let inside =
        |point: &Point| (0.0..stage.page().width).contains(&point.x) && (0.0..stage.page().height).contains(&point.y);
    let pressable: Vec<Point> = parts
        .iter()
        .filter(|part| part.focusable || part.semantics.role == Role::Key)
        .map(|part| part.bounds.center())
        .filter(inside)
        .collect();
    let at = if dice.below(4) > 0 && !pressable.is_empty() {
        pressable[dice.below(pressable.len())]
    } else {
        #[expect(clippy::cast_precision_loss, reason = "a window has not that many pixels")]
        Point::new(dice.below(1366) as f32, dice.below(768) as f32)
    };
    let button = dice.of(&[mouse::Button::Left, mouse::Button::Left, mouse::Button::Left, mouse::Button::Right]);
    let finger = touch::Finger(dice.below(2) as u64);
    let events = match dice.below(5) {
        0..2 => vec![
            Event::Mouse(mouse::Event::CursorMoved { position: at }),
            Event::Mouse(mouse::Event::ButtonPressed(button)),
            Event::Mouse(mouse::Event::ButtonReleased(button)),
        ],
        2 => vec![
            Event::Touch(touch::Event::FingerPressed { id: finger, position: at }),
            Event::Touch(touch::Event::FingerLifted { id: finger, position: at }),
        ],
        3 => vec![Event::Touch(touch::Event::FingerLost { id: finger, position: at })],
        _ => vec![
            Event::Mouse(mouse::Event::ButtonPressed(button)),
            Event::Mouse(mouse::Event::CursorMoved { position: at }),
            Event::Mouse(mouse::Event::ButtonReleased(button)),
        ],
    };
    (events, at)
}

/// What cannot simply be undone.
const FINAL: [Action; 8] = [
    Action::CaseClosed,
    Action::CaseErased,
    Action::RequestWithdrawn,
    Action::RequestRefused,
    Action::Referred,
    Action::Informed,
    Action::Corrected,
    Action::ResultHandedOver,
];

/// Whether the page shown asks before anything is recorded: a question, or for information the page that says what would be
/// recorded of it.
fn asks(stage: &Stage) -> bool {
    matches!(stage.app.screen().name(), "confirm" | "work")
}

fn mash(assisted: bool, seed: u64, events: usize) {
    let mut dice = Dice(seed);
    let mut stage = Stage::new();
    if assisted {
        stage.sign_in();
    }
    let mut known = 0;
    let mut asked = false;
    let mut signed_out = false;
    let mut pages = BTreeSet::new();
    let mut questions = 0;
    for _ in 0..events {
        let (heap, at) = if dice.below(3) == 0 {
            let (events, at) = press(&mut dice, &mut stage);
            (events, Some(at))
        } else {
            ((0..=dice.below(3)).flat_map(|_| key(&mut dice)).collect(), None)
        };
        pass(Duration::from_millis(200 * dice.below(5) as u64));
        stage.disk = dice.below(4);
        for event in heap {
            stage.give(std::slice::from_ref(&event), at);
            asked |= asks(&stage);
            if dice.below(2) == 0 {
                stage.redraw();
                asked |= asks(&stage);
            }
        }
        // One after the other, to see on which page each thing was asked for.
        for _ in 0..200 {
            asked |= asks(&stage);
            if !stage.step() {
                break;
            }
        }
        stage.disk = 0;
        stage.settle();
        pages.insert(stage.app.screen().name());
        let session = stage.app.session().is_some();
        assert!(assisted && !signed_out || !session, "seed {seed}: somebody is signed in");
        signed_out |= assisted && !session;
        let entries = stage.records.all_entries().unwrap();
        for entry in &entries[known..] {
            let action = entry.facts.action.known().unwrap();
            if FINAL.contains(&action) && action != Action::ResultHandedOver {
                assert!(asked, "seed {seed}: {action:?} was recorded without a question");
                questions += 1;
            }
        }
        if entries.len() > known {
            known = entries.len();
            asked = false;
        }
        if signed_out || entries.len() > 300 {
            // Begin anew: most of what can go wrong is at the desk.
            stage = Stage::new();
            if assisted {
                stage.sign_in();
            }
            (known, asked, signed_out) = (0, false, false);
        }
    }
    println!("seed {seed}: pages {pages:?}; {questions} final entries, each after its question");
}

#[test]
fn a_visitor_s_pages_live_through_everything_and_sign_nobody_in() {
    for seed in 0..times("CUPS_SEEDS", 1) as u64 {
        mash(false, 100 + seed, times("CUPS_EVENTS", 1_000));
    }
}

#[test]
fn the_desk_lives_through_everything_and_records_nothing_final_unasked() {
    for seed in 0..times("CUPS_SEEDS", 1) as u64 {
        mash(true, 200 + seed, times("CUPS_EVENTS", 1_000));
    }
}
