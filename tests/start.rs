//! The start page while somebody types: the tiles, the results, and that nothing was found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use iced_test::core::keyboard::key::Named;
use stage::Stage;

#[derive(Debug, PartialEq)]
enum Shown {
    Tiles,
    Results,
    Nothing,
}

fn shown(stage: &mut Stage) -> Shown {
    let tiles = stage.find("event-C1").is_some();
    let results = stage.find("search-found").is_some();
    let nothing = stage.find("search-ask").is_some();
    match (tiles, results, nothing) {
        (true, false, false) => Shown::Tiles,
        (false, true, false) => Shown::Results,
        (false, false, true) => Shown::Nothing,
        other => panic!("{other:?}: {}", stage.words()),
    }
}

fn type_letter_by_letter(stage: &mut Stage, text: &str) -> Vec<Shown> {
    text.chars()
        .map(|letter| {
            stage.write(&letter.to_string());
            shown(stage)
        })
        .collect()
}

#[test]
fn the_tiles_give_way_to_results_and_never_to_a_flash_of_nothing() {
    for word in ["пенсия", "pensie"] {
        let mut stage = Stage::new();
        stage.click("field-search");
        let seen = type_letter_by_letter(&mut stage, word);
        assert_eq!(seen[..2], [Shown::Tiles, Shown::Tiles], "{word}");
        assert!(!seen.contains(&Shown::Nothing), "{word}: {seen:?}");
        assert!(seen[3..].iter().all(|shown| *shown == Shown::Results), "{word}: {seen:?}");
        let status = stage.find("search-found").unwrap().semantics.label;
        assert!(status.starts_with("6 "), "{status}");
    }
}

#[test]
fn enter_says_that_nothing_was_found_and_the_next_letter_takes_it_back() {
    let mut stage = Stage::new();
    stage.click("field-search");
    let seen = type_letter_by_letter(&mut stage, "lapt");
    assert!(seen.iter().all(|shown| *shown == Shown::Tiles), "{seen:?}");
    stage.key(Named::Enter);
    assert_eq!(shown(&mut stage), Shown::Nothing);
    stage.key(Named::Backspace);
    assert_eq!(shown(&mut stage), Shown::Tiles);
    stage.write("cazier");
    stage.touch("search-clear");
    assert_eq!(shown(&mut stage), Shown::Tiles);
}
