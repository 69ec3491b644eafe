//! The keyboard on the screen: whoever has nothing but a finger writes everything, and each of its keys does what the same
//! key of a real keyboard would have done.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::ui::access::Role;
use cups_kiosk::ui::widget::gate;
use iced::keyboard::key::Named;
use iced::{Event, Point, touch};
use stage::{Stage, letter, pass};

/// A finger that comes down here and goes up again.
fn tap(position: Point) -> [Event; 2] {
    let id = touch::Finger(1);
    [
        Event::Touch(touch::Event::FingerPressed { id, position }),
        Event::Touch(touch::Event::FingerLifted { id, position }),
    ]
}

fn value(stage: &mut Stage, field: &str) -> String {
    let part = stage.find(field).unwrap_or_else(|| panic!("no {field}: {}", stage.words()));
    part.semantics.value.unwrap()
}

/// Writes with the keys on the screen.
fn touch_keys(stage: &mut Stage, letters: &str) {
    for letter in letters.chars() {
        let id = if letter == ' ' { "key-space".to_owned() } else { format!("key-{letter}") };
        stage.touch(&id);
    }
}

/// Comes to write in the search, unless somebody does already.
fn search(stage: &mut Stage) {
    if !is_open(stage) {
        stage.touch("field-search");
    }
}

fn is_open(stage: &mut Stage) -> bool {
    stage.find("keyboard").is_some()
}

/// The sign-in, with a finger in its first field.
fn at_the_name() -> Stage {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    assert!(!is_open(&mut stage), "with real keys in use nothing comes by itself");
    stage.touch("field-name");
    assert!(is_open(&mut stage));
    stage
}

/// The birth's first question by touch, which is a date.
fn at_the_date() -> Stage {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.touch("begin");
    assert!(stage.find("field-typed").is_some(), "{}", stage.words());
    stage
}

#[test]
fn the_first_field_of_a_page_is_above_it_where_it_comes_by_itself() {
    for larger in 0..2 {
        let mut stage = Stage::new();
        for _ in 0..larger {
            stage.touch("larger");
        }
        stage.touch("event-C1");
        stage.touch("begin");
        assert!(is_open(&mut stage));
        let (field, view) = (stage.find("field-typed").unwrap().bounds, stage.describe().view);
        assert!(field.y + field.height <= view.y + view.height + 0.6, "{larger}: {field:?} in {view:?}");
    }
}

#[test]
fn where_it_would_hide_what_is_asked_it_waits_until_the_field_is_touched() {
    let mut stage = at_the_date();
    assert!(is_open(&mut stage));
    stage.touch("larger");
    stage.touch("larger");
    assert!(!is_open(&mut stage), "the question is read first");
    stage.touch("field-typed");
    assert!(is_open(&mut stage));
    let mut stage = Stage::new();
    stage.touch("larger");
    stage.touch("larger");
    stage.touch("event-C1");
    stage.touch("begin");
    assert!(!is_open(&mut stage));
    stage.touch("field-typed");
    touch_keys(&mut stage, "1");
    assert_eq!(value(&mut stage, "field-typed"), "1");
}

#[test]
fn it_writes_where_the_caret_is_and_takes_away_what_stands_before_it() {
    let mut stage = at_the_name();
    touch_keys(&mut stage, "mmm");
    let end = stage.centre("field-name");
    let left = stage.find("field-name").unwrap().bounds.x;
    // Behind the first letter.
    let at = Point::new(left + 16.0 + 22.0, end.y);
    pass(gate::NEW_PAGE);
    stage.events(&tap(at), Some(at));
    touch_keys(&mut stage, "ab");
    assert_eq!(value(&mut stage, "field-name"), "mabmm");
    stage.touch("key-erase");
    assert_eq!(value(&mut stage, "field-name"), "mamm");
    touch_keys(&mut stage, "ț ");
    assert_eq!(value(&mut stage, "field-name"), "maț mm");
    assert_eq!(stage.focused().as_deref(), Some("field-name"));
}

#[test]
fn what_is_marked_is_replaced() {
    let mut stage = at_the_name();
    touch_keys(&mut stage, "mmm");
    let at = stage.centre("field-name");
    pass(gate::NEW_PAGE);
    // Two touches mark the word.
    stage.events(&[tap(at), tap(at)].concat(), Some(at));
    touch_keys(&mut stage, "a");
    assert_eq!(value(&mut stage, "field-name"), "a");
}

#[test]
fn capitals_signs_and_both_alphabets_are_written_by_touch_alone() {
    let mut stage = at_the_name();
    stage.touch("key-capitals");
    touch_keys(&mut stage, "Șt.@/:-");
    stage.touch("key-alphabet");
    stage.touch("key-capitals");
    touch_keys(&mut stage, "Щё");
    stage.touch("key-signs");
    touch_keys(&mut stage, "+~7");
    stage.touch("key-letters");
    touch_keys(&mut stage, "ж");
    assert_eq!(value(&mut stage, "field-name"), "Șt.@/:-Щё+~7ж");
}

#[test]
fn a_limit_of_a_field_holds_for_the_keys_on_the_screen() {
    let mut stage = at_the_date();
    touch_keys(&mut stage, &"1234567890".repeat(5));
    assert_eq!(value(&mut stage, "field-typed").len(), 40);
}

#[test]
fn a_date_opens_the_pad_of_digits_and_loses_only_what_is_taken_away() {
    let mut stage = at_the_date();
    assert!(stage.find("key-1").is_some() && stage.find("key-q").is_none(), "{}", stage.words());
    touch_keys(&mut stage, "1.3.2026");
    stage.touch("key-erase");
    assert_eq!(value(&mut stage, "field-typed"), "1.3.202");
    // A month in words.
    for _ in 0.."1.3.202".len() {
        stage.touch("key-erase");
    }
    stage.touch("key-space");
    stage.touch("key-letters");
    touch_keys(&mut stage, "13 noiembrie");
    assert_eq!(value(&mut stage, "field-typed"), " 13 noiembrie");
    stage.touch("next");
    assert_ne!(stage.find("field-typed").and_then(|part| part.semantics.value).as_deref(), Some(" 13 noiembrie"));
}

#[test]
fn what_the_keys_wrote_can_be_undone() {
    let mut stage = at_the_name();
    touch_keys(&mut stage, "ab");
    stage.control('z');
    assert_eq!(value(&mut stage, "field-name"), "a");
}

#[test]
fn keys_faster_than_the_screen_are_written_in_their_order() {
    let mut stage = at_the_name();
    let place = |stage: &mut Stage, id: &str| stage.find(id).unwrap().bounds.center();
    let (capitals, a, b) = (place(&mut stage, "key-capitals"), place(&mut stage, "key-a"), place(&mut stage, "key-b"));
    pass(gate::NEW_PAGE);
    let mut heap: Vec<Event> = [capitals, a, b, a].iter().flat_map(|at| tap(*at)).collect();
    heap.extend(tap(b));
    // Two thumbs, of which one is still down when the other comes.
    let thumb = |id, position, down| {
        let id = touch::Finger(id);
        Event::Touch(if down {
            touch::Event::FingerPressed { id, position }
        } else {
            touch::Event::FingerLifted { id, position }
        })
    };
    heap.extend([thumb(1, a, true), thumb(2, b, true), thumb(1, a, false), thumb(2, b, false)]);
    heap.push(letter('x'));
    stage.disk = heap.len();
    stage.heap(&heap);
    stage.settle();
    assert_eq!(value(&mut stage, "field-name"), "Abababx");
}

#[test]
fn sliding_off_a_key_or_missing_it_writes_nothing_and_keeps_the_field() {
    let mut stage = at_the_name();
    let (a, b) = (stage.centre("key-a"), stage.centre("key-b"));
    pass(gate::NEW_PAGE);
    let id = touch::Finger(1);
    let slid = [
        Event::Touch(touch::Event::FingerPressed { id, position: a }),
        Event::Touch(touch::Event::FingerLifted { id, position: b }),
    ];
    stage.events(&slid, Some(b));
    let whole = stage.find("keyboard").unwrap().bounds;
    let gap = Point::new(whole.x + 2.0, whole.y + 2.0);
    stage.events(&tap(gap), Some(gap));
    assert_eq!(value(&mut stage, "field-name"), "");
    assert_eq!(stage.focused().as_deref(), Some("field-name"));
    assert!(is_open(&mut stage));
}

#[test]
fn it_comes_with_a_finger_and_a_field_and_stays_from_page_to_page() {
    let mut stage = at_the_date();
    assert!(is_open(&mut stage), "the page begins with a field, and a finger led to it");
    // Somewhere else on the page nobody writes any more.
    stage.touch("question-today");
    assert!(!is_open(&mut stage));
    stage.touch("field-typed");
    assert!(is_open(&mut stage));
    touch_keys(&mut stage, "99");
    stage.touch("next");
    assert!(is_open(&mut stage), "what is wrong is written anew");
    // A real keyboard is used.
    stage.write("1");
    assert!(!is_open(&mut stage));
    stage.click("field-typed");
    assert!(!is_open(&mut stage), "nor does a mouse bring it");
    stage.click("keys");
    assert!(is_open(&mut stage));
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    stage.click("question-today");
    assert!(is_open(&mut stage), "what was asked for stays");
    stage.click("keys");
    assert!(!is_open(&mut stage));
}

#[test]
fn it_does_not_move_under_a_finger() {
    let mut stage = at_the_date();
    let at = stage.centre("next");
    pass(gate::NEW_PAGE);
    let id = touch::Finger(1);
    stage.events(&[Event::Touch(touch::Event::FingerPressed { id, position: at })], Some(at));
    assert!(is_open(&mut stage), "the finger is still down");
    assert_eq!(stage.centre("next"), at);
    stage.events(&[Event::Touch(touch::Event::FingerLifted { id, position: at })], Some(at));
}

#[test]
fn a_press_made_before_it_came_writes_nothing() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    let begin = stage.centre("begin");
    pass(gate::NEW_PAGE);
    stage.events(&tap(begin), Some(begin));
    assert!(is_open(&mut stage));
    let key = stage.centre("key-1");
    stage.events(&tap(key), Some(key));
    assert_eq!(value(&mut stage, "field-typed"), "");
    pass(gate::NEW_PAGE);
    stage.events(&tap(key), Some(key));
    assert_eq!(value(&mut stage, "field-typed"), "1");
}

#[test]
fn it_is_equally_high_whatever_it_shows_and_lies_inside_the_window() {
    for (width, height) in [(1366.0, 768.0), (1024.0, 768.0), (1280.0, 1024.0), (768.0, 1366.0)] {
        let configuration = Configuration { window: (width, height), ..Configuration::default() };
        let mut stage = Stage::at("lozova", configuration);
        for size in 0..3 {
            search(&mut stage);
            let mut heights = Vec::new();
            for turn in
                ["key-capitals", "key-small", "key-signs", "key-letters", "key-alphabet", "key-capitals", "key-small"]
            {
                stage.touch(turn);
                let (page, scale) = (stage.page(), stage.app.scale());
                let parts = stage.describe().parts;
                let whole = parts.iter().find(|part| part.semantics.role == Role::Keyboard).unwrap().bounds;
                heights.push((whole.y, whole.height));
                for key in parts.iter().filter(|part| part.semantics.role == Role::Key) {
                    let bounds = key.bounds;
                    let name = &key.semantics.id;
                    assert!(bounds.width * scale >= 36.0 && bounds.height * scale >= 36.0, "{name} is {bounds:?}");
                    assert!(bounds.x >= 0.0 && bounds.x + bounds.width <= page.width + 0.5, "{name}: {bounds:?}");
                    assert!(bounds.y >= whole.y && bounds.y + bounds.height <= page.height + 0.5, "{name}: {bounds:?}");
                }
            }
            heights.dedup();
            assert_eq!(heights.len(), 1, "{width}x{height}, size {size}: {heights:?}");
            stage.touch("larger");
        }
    }
}

#[test]
fn no_button_of_the_frame_has_the_word_of_a_key() {
    let mut stage = Stage::new();
    for language in ["ro", "ru", "en"] {
        stage.touch(&format!("language-{language}"));
        search(&mut stage);
        for _ in 0..3 {
            for turn in ["key-capitals", "key-signs", "key-letters"] {
                let parts = stage.describe().parts;
                let words = |of_keys: bool| {
                    let buttons = parts.iter().filter(move |part| {
                        (part.semantics.role == Role::Key) == of_keys
                            && matches!(part.semantics.role, Role::Key | Role::Button)
                    });
                    buttons.map(|part| part.semantics.label.as_str()).collect::<Vec<_>>()
                };
                let same: Vec<_> = words(true).into_iter().filter(|word| words(false).contains(word)).collect();
                assert!(same.is_empty(), "{language}: {same:?}");
                stage.touch(turn);
            }
            stage.touch("larger");
            search(&mut stage);
        }
    }
}
