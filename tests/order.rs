//! Keys in order: whatever is typed, in whatever heaps the window hands it over and however slow the disk is, ends as if
//! each key had waited for the screen. No test here waits for time; slowness is a number of events that come in meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod stage;

use cups_kiosk::domain::record::Action;
use cups_kiosk::ui::access::Snapshot;
use iced::Event;
use iced::keyboard::{Key, Modifiers, key::Named};
use stage::dice::{Dice, times};
use stage::{Stage, letter, named, pressed_with, with_control};
use std::collections::BTreeMap;

/// A key as people and boys of twelve press them.
fn key(dice: &mut Dice) -> Vec<Event> {
    let way = [Named::Tab, Named::Enter, Named::Escape, Named::Space, Named::Backspace];
    let rare = [
        Named::ArrowDown,
        Named::ArrowUp,
        Named::ArrowLeft,
        Named::Home,
        Named::End,
        Named::Delete,
        Named::PageDown,
        Named::PageUp,
    ];
    let actions = [Named::F2, Named::F3, Named::F4, Named::F5, Named::F6, Named::F7, Named::F8, Named::F9, Named::F11];
    let key = match dice.below(100) {
        0..26 => letter(dice.of(&['a', 'ș', 'e', 'и', 'n', ' ', 't', '.', '-', '/'])),
        26..50 => letter(dice.of(&['1', '2', '3', '0', '4', '1', '2'])),
        50..72 => named(dice.of(&way)),
        72..78 => pressed_with(Key::Named(Named::Tab), None, Modifiers::SHIFT),
        78..84 => named(dice.of(&rare)),
        84..94 => named(dice.of(&actions)),
        94..97 => return with_control(dice.of(&['n', 'i', 'j', 's', 'r'])).to_vec(),
        _ => return with_control(dice.of(&['a', 'c', 'v', 'x', 'z'])).to_vec(),
    };
    vec![key]
}

/// What is shown, without the numbers that are new each time.
fn shown(stage: &mut Stage) -> Vec<String> {
    let Snapshot { parts, overflow, .. } = stage.describe();
    let mut names = BTreeMap::new();
    let mut lines = vec![format!("{} {overflow:?}", stage.app.screen().name())];
    lines.extend(parts.into_iter().map(|part| {
        let id = part.semantics.id;
        let id = match id.split_once('-').filter(|(_, rest)| uuid::Uuid::parse_str(rest).is_ok()) {
            Some((kind, rest)) => {
                let count = names.len();
                format!("{kind}-{}", names.entry(rest.to_owned()).or_insert(count))
            }
            None => id,
        };
        let semantics = (&part.semantics.label, &part.semantics.value, part.semantics.selected);
        format!("{id} {semantics:?} {:?} focused {}", part.semantics.description, part.focused)
    }));
    lines
}

fn journal(stage: &Stage) -> Vec<String> {
    let entries = stage.records.all_entries().unwrap();
    let line = |entry: cups_kiosk::protocol::entry::Entry| {
        let facts = entry.facts.meaning().unwrap();
        format!("{:?} {:?} {:?} {:?} {:?}", facts.action, facts.event, facts.service, facts.state, facts.reason)
    };
    entries.into_iter().map(line).collect()
}

/// A visitor, or a specialist at the desk.
fn begin(assisted: bool) -> Stage {
    let mut stage = Stage::new();
    if assisted {
        stage.sign_in();
    }
    stage
}

/// Plays the same keys one by one and in heaps, and compares what came of them after each sequence.
fn play(assisted: bool, seed: u64, sequences: usize) {
    let mut dice = Dice(seed);
    let (mut waited, mut heaped) = (begin(assisted), begin(assisted));
    for number in 0..sequences {
        if assisted && waited.app.session().is_none() || journal(&waited).len() > 400 {
            (waited, heaped) = (begin(assisted), begin(assisted));
        }
        let keys: Vec<Event> = (0..6 + dice.below(24)).flat_map(|_| key(&mut dice)).collect();
        for key in &keys {
            waited.events(std::slice::from_ref(key), None);
        }
        heaped.disk = dice.below(16);
        let mut rest = keys.as_slice();
        while !rest.is_empty() {
            let (heap, after) = rest.split_at(rest.len().min(1 + dice.below(12)));
            heaped.heap(heap);
            rest = after;
            // Now and then a frame is drawn in between.
            for _ in 0..dice.below(3) {
                heaped.redraw();
            }
        }
        heaped.settle();
        heaped.disk = 0;
        let told = || format!("seed {seed}, sequence {number}, keys {}", names(&keys));
        same(&shown(&mut heaped), &shown(&mut waited), &told());
        same(&journal(&heaped), &journal(&waited), &told());
    }
}

/// Says where two lists differ, and no more.
fn same(heaped: &[String], waited: &[String], told: &str) {
    let most = heaped.len().max(waited.len());
    let differ = |place: &usize| heaped.get(*place) != waited.get(*place);
    if let Some(place) = (0..most).find(differ) {
        panic!("{told}\n  in heaps:   {:?}\n  one by one: {:?}", heaped.get(place), waited.get(place));
    }
}

fn names(keys: &[Event]) -> String {
    let name = |event: &Event| match event {
        Event::Keyboard(iced::keyboard::Event::KeyPressed { key: Key::Named(named), modifiers, .. }) => {
            format!("{}{named:?}", if modifiers.shift() { "Shift+" } else { "" })
        }
        Event::Keyboard(iced::keyboard::Event::KeyPressed { key: Key::Character(text), modifiers, .. }) => {
            format!("{}{text}", if modifiers.control() { "Ctrl+" } else { "" })
        }
        other => format!("{other:?}"),
    };
    keys.iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_visitor_s_keys_end_the_same_in_heaps_as_one_by_one() {
    play(false, 1, times("CUPS_SEQUENCES", 60));
}

#[test]
fn a_specialist_s_keys_end_the_same_in_heaps_as_one_by_one() {
    play(true, 2, times("CUPS_SEQUENCES", 60));
}

/// Everything typed at once, before the first frame is drawn and while the disk takes as long as all of it.
#[test]
fn a_tab_takes_effect_before_the_letters_after_it() {
    let mut stage = Stage::new();
    let text = |words: &str| words.chars().map(letter).collect::<Vec<_>>();
    let mut keys = vec![named(Named::F12)];
    keys.extend(text("Specialist"));
    keys.push(named(Named::Tab));
    keys.extend(text("parola-lungă"));
    keys.push(named(Named::Enter));
    keys.extend(with_control('i'));
    keys.extend(text("1"));
    keys.push(named(Named::Enter));
    stage.disk = keys.len();
    stage.heap(&keys);
    stage.settle();
    assert_eq!(stage.app.screen().name(), "desk", "{}", stage.words());
    assert_eq!(stage.records.all_entries().unwrap().last().unwrap().facts.action.known().unwrap(), Action::Informed);
}
