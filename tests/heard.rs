//! What a person hears who does not see the page: where the focus is, what has which name, what is said by itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::ui::access::{BANNER, Caret, Described, ERRORS, HEADING, News, PLACE, Request, Role, Snapshot, Wish};
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use stage::reaches::SCREENS;
use stage::{Stage, named, pressed_with};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The page's heading.
fn heading(stage: &mut Stage) -> Described {
    stage.find(HEADING).expect("every page has a heading")
}

fn value(stage: &mut Stage, field: &str) -> String {
    stage.find(field).unwrap().semantics.value.unwrap()
}

/// The first question about a birth: when the child was born.
fn at_date() -> Stage {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "question");
    stage
}

#[test]
fn the_focus_comes_to_the_heading_of_every_page_and_the_next_tab_to_its_first_control() {
    let mut stage = Stage::new();
    assert!(heading(&mut stage).focused, "at the start");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("field-search"), "neither languages nor the way back come first");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("sites"), "it stands beside the field");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("event-C1"));
    stage.key(Named::Enter);
    assert!(heading(&mut stage).focused, "on the event's page");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("begin"));
    stage.key(Named::Enter);
    assert!(heading(&mut stage).focused, "at a question with a field too");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    stage.key(Named::Escape);
    assert_eq!(stage.focused().as_deref(), Some("begin"), "on the way back what had it has it again");
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.events(&[pressed_with(iced::keyboard::Key::Named(Named::Tab), None, iced::keyboard::Modifiers::SHIFT)], None);
    assert_eq!(
        stage.focused().as_deref(),
        Some("language-en"),
        "back from the heading are the languages and the way back"
    );
}

#[test]
fn a_heading_with_the_same_words_is_another_one_on_another_page_and_says_which_part_it_is() {
    let mut stage = Stage::new();
    let first = heading(&mut stage);
    assert!(first.semantics.label.contains("Pagina 1 din"), "{}", first.semantics.label);
    stage.click("pager-after");
    let second = heading(&mut stage);
    assert!(second.focused && second.semantics.label.contains("Pagina 2 din"), "{}", second.semantics.label);
    assert_ne!(first.number, second.number);
    let mut stage = at_date();
    assert!(heading(&mut stage).semantics.label.contains("Întrebarea 1 din"));
}

#[test]
fn what_is_typed_at_once_goes_to_the_first_field() {
    let mut stage = at_date();
    stage.write("13.11");
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    stage.key(Named::Backspace);
    assert_eq!(value(&mut stage, "field-typed"), "13.1");
}

#[test]
fn what_was_typed_before_is_neither_marked_nor_lost_on_the_way_back() {
    let mut stage = at_date();
    stage.write("13.11.2026");
    stage.key(Named::Enter);
    stage.key(Named::Escape);
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    stage.key(Named::Backspace);
    assert_eq!(value(&mut stage, "field-typed"), "13.11.202");
}

#[test]
fn typing_at_once_waits_in_the_same_line_as_every_other_key() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    let typed = "20.11.2026".chars().map(stage::letter);
    let keys: Vec<_> = std::iter::once(named(Named::Enter)).chain(typed).collect();
    stage.heap(&keys);
    stage.settle();
    assert_eq!(value(&mut stage, "field-typed"), "20.11.2026");
}

#[test]
fn a_press_anywhere_takes_the_focus_from_the_heading_and_a_field_that_is_written_in_keeps_it() {
    let mut stage = Stage::new();
    stage.click("field-search");
    assert!(!heading(&mut stage).focused);
    stage.write("naș");
    assert_eq!(stage.focused().as_deref(), Some("field-search"), "results take no focus");
}

#[test]
fn assistive_technology_gives_the_focus_to_one_part_alone_even_where_two_have_one_id() {
    let mut stage = Stage::new();
    let number = stage.find("field-search").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(number, Request::Focus)));
    let focused: Vec<String> =
        stage.describe().parts.into_iter().filter(|part| part.focused).map(|part| part.semantics.id).collect();
    assert_eq!(focused, ["field-search"]);
    let mut stage = Stage::gallery();
    let parts = stage.describe().parts;
    assert!(parts.iter().filter(|part| part.semantics.role == Role::Heading(1)).count() >= 1);
    let mut numbers: Vec<u64> = parts.iter().map(|part| part.number).collect();
    numbers.sort_unstable();
    let count = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "each part has a number of its own");
}

#[test]
fn the_window_s_title_names_the_page() {
    let mut stage = Stage::new();
    assert_eq!(stage.app.title(), format!("{} – CUPS", stage.app.heading()));
    stage.touch("event-C1");
    stage.key(Named::Enter);
    assert!(stage.app.title().starts_with("Când s-a născut copilul?"), "{}", stage.app.title());
    stage.click("language-ru");
    assert!(stage.app.title().ends_with(" – CUPS") && !stage.app.title().contains("Când"));
}

#[test]
fn no_two_buttons_of_a_page_have_the_same_words_to_the_ear() {
    let mut same = Vec::new();
    for (name, snapshot) in everything() {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for Described { semantics, .. } in snapshot.parts.iter().filter(|part| PRESSED.contains(&part.semantics.role)) {
            if let Some(other) = known.insert(semantics.label.to_lowercase(), &semantics.id) {
                same.push(format!("{name}: \"{}\" is {other} and {}", semantics.label, semantics.id));
            }
        }
    }
    assert!(same.is_empty(), "{}", same.join("\n"));
}

#[test]
fn a_link_says_what_it_changes() {
    let mut stage = Stage::new();
    reach("09-answers", &mut stage);
    let links = stage.describe().parts.into_iter().filter(|part| part.semantics.role == Role::Link);
    let labels: Vec<String> = links.map(|part| part.semantics.label).collect();
    assert!(labels.iter().any(|label| label == "Schimbați: Data nașterii"), "{labels:?}");
    let born = stage.find("change-birth_date").unwrap().semantics.description;
    assert_eq!(born.as_deref(), Some("vineri, 13\u{a0}noiembrie 2026"), "and how that stands");
    let mut stage = Stage::new();
    reach("20-case", &mut stage);
    let label = stage.find("edit-consent").unwrap().semantics.label;
    assert!(label.starts_with("Schimbați: ") && label.ends_with(", F3"), "{label}");
    let mut stage = Stage::new();
    reach("14-papers", &mut stage);
    let label = stage.find("have-medical_certificate_of_birth").unwrap().semantics.label;
    assert!(label.starts_with("Am: "), "{label}");
}

/// What is said by itself when the page stands so after it stood otherwise.
fn news(heard: &mut News, stage: &mut Stage) -> Vec<String> {
    let snapshot = stage.describe();
    let new = heard.hear(&snapshot, stage.app.said().language);
    snapshot.parts.into_iter().filter(|part| new.contains(&part.number)).map(|part| part.semantics.label).collect()
}

#[test]
fn what_stands_on_a_page_that_is_come_to_is_no_news_and_what_comes_later_is() {
    let mut heard = News::default();
    let mut stage = Stage::new();
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new());
    stage.key(Named::F12);
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new(), "at the sign-in");
    stage.key(Named::Enter);
    let said = news(&mut heard, &mut stage);
    assert_eq!(said.len(), 1, "what is missing: {said:?}");
    stage.click("language-ru");
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new(), "another language says nothing new");
    let mut stage = Stage::new();
    stage.sign_in();
    let _ = news(&mut heard, &mut stage);
    stage.control('i');
    stage.write("1");
    stage.key(Named::Enter);
    assert!(stage.find(BANNER).is_some());
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new(), "what was saved is said with the heading");
}

#[test]
fn how_many_were_found_is_heard_with_the_field_while_the_search_is_written_and_not_twice() {
    let mut heard = News::default();
    let mut stage = Stage::new();
    let _ = news(&mut heard, &mut stage);
    stage.click("field-search");
    let _ = news(&mut heard, &mut stage);
    let said = |stage: &mut Stage| stage.find("field-search").unwrap().semantics.description.unwrap();
    stage.write("pasaport");
    assert!(said(&mut stage).contains("rezultat"), "{}", said(&mut stage));
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new());
    stage.write("xqz");
    assert!(said(&mut stage).starts_with("Nu am găsit nimic"), "{}", said(&mut stage));
    assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new());
}

#[test]
fn while_a_reader_listens_the_arrows_read_each_part_of_a_page_and_tab_goes_on_from_there() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::ArrowDown);
    assert_eq!(stage.focused().as_deref(), Some("begin"), "by eye an arrow goes to the next control");
    let mut stage = Stage::new();
    stage.send(Framed::Wish(Wish::Listening));
    stage.touch("event-C1");
    let read = |stage: &mut Stage| stage.describe().parts.into_iter().find(|part| part.focused).unwrap();
    stage.key(Named::ArrowDown);
    let part = read(&mut stage);
    assert_eq!((part.semantics.role, part.focusable), (Role::Text, false), "{:?}", part.semantics.label);
    stage.key(Named::ArrowUp);
    assert!(heading(&mut stage).focused);
    stage.key(Named::ArrowDown);
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("begin"));
    stage.key(Named::ArrowUp);
    assert_eq!(read(&mut stage).semantics.role, Role::Text);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "question", "Enter is the page's own button where text is read");
    stage.key(Named::ArrowDown);
    stage.write("13.11");
    assert_eq!(stage.focused().as_deref(), Some("field-typed"), "what is typed goes to the first field");
    stage.write(".2026");
    stage.key(Named::Enter);
    let chosen =
        |stage: &mut Stage| answers_of(stage).iter().filter(|part| part.semantics.selected == Some(true)).count();
    for _ in 0..answers_of(&mut stage).len() + 3 {
        stage.key(Named::ArrowDown);
        assert_eq!(chosen(&mut stage), 0, "who reads changes nothing");
    }
    stage.key(Named::Tab);
    while !read(&mut stage).semantics.id.starts_with("answer-") {
        stage.key(Named::Tab);
    }
    stage.key(Named::ArrowRight);
    assert_eq!(chosen(&mut stage), 1, "the other two arrows choose");
}

#[test]
fn whoever_listens_hears_what_was_saved_from_the_heading_also_where_a_page_is_returned_to() {
    // Behind the person comes the consent; from the papers the way leads back.
    for (form, typed, then) in [("21-person", "Altă persoană de probă", "consent"), ("51-case-papers", "1", "case")]
    {
        let mut stage = Stage::new();
        stage.send(Framed::Wish(Wish::Listening));
        reach(form, &mut stage);
        stage.write(typed);
        stage.key(Named::Enter);
        assert_eq!(stage.app.screen().name(), then);
        let banner = stage.find(BANNER).expect("it was saved").semantics.label;
        let heading = heading(&mut stage);
        assert_eq!((heading.focused, heading.semantics.description), (true, Some(banner)), "{form}");
    }
}

#[test]
fn what_a_section_holds_is_heard_where_it_is_opened() {
    let mut stage = Stage::new();
    reach("13-step", &mut stage);
    let section = stage.describe().parts.into_iter().find(|part| part.semantics.id.starts_with("section-"));
    let id = section.expect("the step has sections").semantics.id;
    stage.click(&id);
    let said = stage.find(&id).unwrap().semantics.description.unwrap_or_default();
    assert!(said.len() > 20, "{said}");
}

#[test]
fn the_caret_and_what_is_marked_are_told_and_can_be_put_elsewhere() {
    let mut stage = at_date();
    stage.write("13.11");
    let caret = |stage: &mut Stage| caret_of(stage, "field-typed");
    let at = |anchor, focus| Some(Caret { anchor, focus });
    assert_eq!(caret(&mut stage), at(5, 5));
    stage.key(Named::ArrowLeft);
    assert_eq!(caret(&mut stage), at(4, 4));
    stage.key(Named::Home);
    assert_eq!(caret(&mut stage), at(0, 0));
    let shift = iced::keyboard::Modifiers::SHIFT;
    let held = |modifiers| iced::Event::Keyboard(iced::keyboard::Event::ModifiersChanged(modifiers));
    let right = pressed_with(iced::keyboard::Key::Named(Named::ArrowRight), None, shift);
    stage.events(&[held(shift), right, held(iced::keyboard::Modifiers::empty())], None);
    assert_eq!(caret(&mut stage), at(0, 1), "one letter is marked");
    let number = stage.find("field-typed").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(number, Request::Mark(Caret { anchor: 3, focus: 5 }))));
    assert_eq!(caret(&mut stage), at(3, 5));
    stage.write("12");
    assert_eq!(value(&mut stage, "field-typed"), "13.12");
    let mut stage = Stage::new();
    stage.click("field-search");
    stage.write("naștere");
    assert_eq!(caret_of(&mut stage, "field-search"), at(7, 7), "in letters, whatever they take to keep");
}

#[test]
fn of_a_password_neither_letters_nor_the_caret_are_told() {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    stage.write("specialist");
    stage.key(Named::Tab);
    stage.write("parola");
    let field = stage.find("field-password").unwrap();
    assert!(field.focused && field.caret.is_none() && field.semantics.value.is_none());
    stage.send(Framed::Wish(Wish::Of(field.number, Request::Mark(Caret { anchor: 0, focus: 3 }))));
    stage.write("-lungă");
    stage.key(Named::Enter);
    assert!(stage.app.session().is_some(), "nothing of it was marked");
}

fn caret_of(stage: &mut Stage, field: &str) -> Option<Caret> {
    stage.find(field).unwrap().caret
}

/// Lets seconds pass in which nobody does anything.
fn wait(stage: &mut Stage, seconds: usize) {
    for _ in 0..seconds {
        stage.send(Framed::Tick);
    }
}

#[test]
fn the_warning_takes_the_focus_says_how_to_stay_and_gives_the_focus_back() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("begin"));
    wait(&mut stage, 90);
    let heading = stage.find("idle-heading").expect("the warning came");
    assert!(heading.focused);
    let said = heading.semantics.description.unwrap();
    assert!(said.starts_with("Ca să rămâneți, apăsați orice tastă") && said.contains(" 30 "), "{said}");
    assert_eq!(stage.find("idle").unwrap().semantics.role, Role::Dialog);
    assert!(stage.app.title().starts_with("Mai sunteți aici?"));
    stage.key(Named::Enter);
    assert!(!stage.app.is_warning());
    assert_eq!((stage.focused().as_deref(), stage.app.screen().name()), (Some("begin"), "event"));
}

#[test]
fn both_answers_to_the_warning_are_reached_and_pressed_by_keyboard_and_any_other_key_stays() {
    let mut stage = Stage::new();
    let at_warning = |stage: &mut Stage| {
        stage.touch("event-C1");
        wait(stage, 110);
        assert_eq!(stage.focused().as_deref(), Some("idle-heading"));
    };
    at_warning(&mut stage);
    for answer in ["more-time", "end-now", "more-time", "end-now"] {
        stage.key(Named::Tab);
        assert_eq!(stage.focused().as_deref(), Some(answer));
    }
    // Whoever chooses is there: the time begins anew, and the question stays.
    wait(&mut stage, 25);
    assert!(stage.app.is_warning());
    stage.key(Named::Enter);
    assert_eq!((stage.app.screen().name(), stage.app.is_warning()), ("start", false), "it was ended");
    at_warning(&mut stage);
    stage.key(Named::Tab);
    stage.key(Named::Space);
    assert_eq!((stage.app.screen().name(), stage.app.is_warning()), ("event", false), "it goes on");
    wait(&mut stage, 95);
    stage.key(Named::Tab);
    stage.key(Named::Tab);
    stage.write("x");
    assert_eq!((stage.app.screen().name(), stage.app.is_warning()), ("event", false), "any other key stays");
}

#[test]
fn the_languages_are_a_group_with_a_name() {
    let mut stage = Stage::new();
    let group = |stage: &mut Stage| stage.find("languages").map(|part| (part.semantics.role, part.semantics.label));
    assert_eq!(group(&mut stage), Some((Role::Group, "Limba".to_owned())));
    stage.click("language-ru");
    assert_eq!(group(&mut stage), Some((Role::Group, "Язык".to_owned())));
}

#[test]
fn a_field_keeps_its_caret_and_a_button_of_the_frame_its_focus_behind_the_warning() {
    let mut stage = at_date();
    stage.write("13.11");
    stage.key(Named::ArrowLeft);
    wait(&mut stage, 95);
    assert_eq!(stage.focused().as_deref(), Some("idle-heading"));
    stage.key(Named::Shift);
    assert_eq!(caret_of(&mut stage, "field-typed"), Some(Caret { anchor: 4, focus: 4 }));
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    let number = stage.find("contrast").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(number, Request::Focus)));
    wait(&mut stage, 95);
    assert_eq!(stage.focused().as_deref(), Some("idle-heading"));
    stage.key(Named::Shift);
    assert_eq!(stage.focused().as_deref(), Some("contrast"));
}

#[test]
fn the_seconds_left_are_said_at_thirty_twenty_and_ten_and_not_every_second() {
    let mut heard = News::default();
    let mut stage = Stage::new();
    stage.send(Framed::Wish(Wish::Listening));
    stage.touch("event-C1");
    let _ = news(&mut heard, &mut stage);
    wait(&mut stage, 4 * 90);
    // Each is heard with the heading, which has the focus, and announced by nobody else.
    let mut said = Vec::new();
    for _ in 0..4 * 30 - 1 {
        assert_eq!(news(&mut heard, &mut stage), Vec::<String>::new());
        let words = stage.find("idle-heading").unwrap().semantics.description.unwrap();
        if said.last() != Some(&words) {
            said.push(words);
        }
        wait(&mut stage, 1);
    }
    let numbers: Vec<String> = said.iter().map(|words| words.chars().filter(char::is_ascii_digit).collect()).collect();
    assert_eq!(numbers, ["120", "30", "20", "10"], "{said:?}");
    wait(&mut stage, 1);
    assert_eq!(stage.app.screen().name(), "start", "then the visit is forgotten");
}

#[test]
fn while_a_reader_listens_the_warning_comes_later_and_lasts_longer() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.send(Framed::Wish(Wish::Listening));
    wait(&mut stage, 4 * 90 - 1);
    assert!(!stage.app.is_warning());
    wait(&mut stage, 1);
    assert!(stage.app.is_warning());
    let number = stage.find("end-now").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(number, Request::Press)));
    assert_eq!(stage.app.screen().name(), "start", "an answer can be pressed by assistive technology too");
    stage.touch("event-C1");
    stage.send(Framed::Wish(Wish::Deaf));
    wait(&mut stage, 90);
    assert!(stage.app.is_warning(), "the next visitor reads by eye");
}

#[test]
fn which_part_of_a_list_is_shown_is_said_in_words_in_three_languages() {
    let mut stage = Stage::new();
    stage.sign_in();
    for _ in 0..11 {
        stage.control('i');
        stage.write("1");
        stage.key(Named::Enter);
    }
    stage.control('j');
    assert_eq!(stage.app.screen().name(), "outbox");
    for (language, words) in [("ro", "Pagina 1 din"), ("ru", "Страница 1 из"), ("en", "Page 1 of")] {
        stage.click(&format!("language-{language}"));
        let place = stage.find(PLACE).unwrap().semantics.label;
        assert!(place.starts_with(words), "{place}");
        assert!(heading(&mut stage).semantics.label.ends_with(&place));
    }
}

/// Every screen as assistive technology is told of it, by name.
fn everything() -> &'static [(&'static str, Snapshot)] {
    static ALL: OnceLock<Vec<(&str, Snapshot)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let described = SCREENS.iter().map(|(name, reach)| {
            let mut stage = Stage::new();
            reach(&mut stage);
            (*name, stage.describe())
        });
        described.collect()
    })
}

const PRESSED: [Role; 5] = [Role::Button, Role::Link, Role::RadioButton, Role::CheckBox, Role::Key];
const FIELDS: [Role; 2] = [Role::TextInput, Role::PasswordInput];

#[test]
fn every_control_has_a_name_a_role_and_the_state_or_value_that_its_role_has() {
    for (name, snapshot) in everything() {
        for part in &snapshot.parts {
            let semantics = &part.semantics;
            let of = format!("{name}: {}", semantics.id);
            assert!(!semantics.label.trim().is_empty() || semantics.role == Role::Text, "{of} has no name");
            assert_eq!(semantics.selected.is_some(), PRESSED[2..4].contains(&semantics.role), "{of}: chosen or not");
            assert_eq!(semantics.value.is_some(), semantics.role == Role::TextInput, "{of}: what was typed");
            let reached = PRESSED.contains(&semantics.role) || FIELDS.contains(&semantics.role);
            assert!(!reached || part.focusable || semantics.role == Role::Key, "{of} cannot have the focus");
        }
        assert!(snapshot.parts.iter().filter(|part| part.focused).count() <= 1, "{name}: one focus");
    }
}

#[test]
fn every_part_lies_somewhere_and_stands_in_what_comes_before_it() {
    for (name, snapshot) in everything() {
        let mut before = BTreeSet::from([0]);
        for part in &snapshot.parts {
            let of = format!("{name}: {}", part.semantics.id);
            assert!(before.contains(&part.parent), "{of} stands in nothing");
            assert!(before.insert(part.number), "{of} has the number of another part");
            if PRESSED.contains(&part.semantics.role) || FIELDS.contains(&part.semantics.role) {
                assert!(part.bounds.width > 0.0 && part.bounds.height > 0.0, "{of} lies nowhere");
            }
        }
    }
}

#[test]
fn what_is_wrong_says_how_to_mend_it() {
    let mut stage = at_date();
    stage.write("31.02.2026");
    stage.key(Named::Enter);
    let said = stage.find("field-typed").unwrap().semantics.description.unwrap();
    assert!(said.to_lowercase().contains("de exemplu: 05.03.2026"), "{said}");
}

#[test]
fn whatever_changes_is_published() {
    let mut stage = at_date();
    let mut before = stage.describe();
    let mut changed = |stage: &mut Stage, what: &str| {
        let now = stage.describe();
        assert!(now.changed_since(&before) > 0, "{what}");
        before = now;
    };
    stage.write("1");
    changed(&mut stage, "the focus and what was typed");
    stage.key(Named::ArrowLeft);
    changed(&mut stage, "the caret");
    stage.key(Named::Enter);
    changed(&mut stage, "that it is wrong");
    stage.key(Named::Tab);
    changed(&mut stage, "the focus");
    stage.key(Named::Space);
    changed(&mut stage, "what is chosen");
    stage.click("next");
    changed(&mut stage, "the page");
    stage.click("language-ru");
    changed(&mut stage, "the words");
}

#[test]
fn readme_names_tests_that_there_are() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let readme = std::fs::read_to_string(format!("{root}README.md")).unwrap();
    let (_, clauses) = readme.split_once("<!-- clauses -->").unwrap();
    let (clauses, _) = clauses.split_once("<!-- /clauses -->").unwrap();
    let files = [
        "tests/heard.rs",
        "tests/final.rs",
        "src/ui/style.rs",
        "src/ui/access/placing.rs",
        "src/ui/access/bridge.rs",
        "src/ui/app/frame/idle.rs",
    ];
    let code: String = files.map(|file| std::fs::read_to_string(format!("{root}{file}")).unwrap()).concat();
    let named: Vec<&str> = clauses.split('`').skip(1).step_by(2).collect();
    assert!(named.len() >= 25, "{named:?}");
    let strangers: Vec<_> = named.into_iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

/// Comes to one of the screens as people do.
fn reach(screen: &str, stage: &mut Stage) {
    let (_, reach) = SCREENS.iter().find(|(name, _)| *name == screen).unwrap();
    reach(stage);
}

/// The second question about a birth, which has answers to choose from.
fn at_choice() -> Stage {
    let mut stage = at_date();
    stage.write("13.11.2026");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "question");
    stage
}

fn answers_of(stage: &mut Stage) -> Vec<Described> {
    stage.describe().parts.into_iter().filter(|part| part.group.is_some()).collect()
}

#[test]
fn answers_are_a_group_with_the_question_s_name_and_each_has_its_place_and_their_number() {
    let mut stage = at_choice();
    let group = stage.find("answers").unwrap();
    assert_eq!((group.semantics.role, group.semantics.label), (Role::RadioGroup, stage.app.heading()));
    let answers = answers_of(&mut stage);
    assert!(answers.len() > 1 && answers.iter().all(|answer| answer.parent == group.number));
    let places: Vec<_> = answers.iter().map(|answer| answer.group.unwrap()).collect();
    assert_eq!(places, (1..=answers.len()).map(|place| (place, answers.len())).collect::<Vec<_>>());
}

#[test]
fn a_group_of_answers_is_one_stop_and_arrows_choose_in_it() {
    let mut stage = at_choice();
    let answers: Vec<String> = answers_of(&mut stage).into_iter().map(|answer| answer.semantics.id).collect();
    let chosen = |stage: &mut Stage| {
        let mut all = answers_of(stage).into_iter().filter(|answer| answer.semantics.selected == Some(true));
        all.next().map(|answer| answer.semantics.id)
    };
    stage.key(Named::Tab);
    assert_eq!((stage.focused().as_ref(), chosen(&mut stage)), (Some(&answers[0]), None), "Tab chooses nothing");
    stage.key(Named::ArrowDown);
    assert_eq!(stage.focused().as_ref(), Some(&answers[1]));
    assert_eq!(chosen(&mut stage).as_ref(), Some(&answers[1]));
    stage.key(Named::ArrowUp);
    stage.key(Named::ArrowUp);
    assert_eq!(chosen(&mut stage).as_ref(), answers.last(), "round the group");
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("next"));
    stage.events(&[pressed_with(iced::keyboard::Key::Named(Named::Tab), None, iced::keyboard::Modifiers::SHIFT)], None);
    assert_eq!(stage.focused().as_ref(), answers.last(), "back at the answer that is chosen");
}

#[test]
fn what_is_wrong_is_tied_to_its_field_and_the_focus_comes_to_it() {
    let mut stage = at_date();
    assert!(!stage.find("field-typed").unwrap().semantics.invalid);
    stage.write("31.02.2026");
    stage.key(Named::Enter);
    let field = stage.find("field-typed").unwrap();
    assert!(field.focused && field.semantics.invalid);
    let summary = stage.find(ERRORS).unwrap().semantics.label;
    let words = field.semantics.description.unwrap();
    let first = words.split('.').next().unwrap();
    assert!(summary.contains(first), "the same words at both: {summary} / {words}");
}

#[test]
fn where_nothing_is_typed_the_focus_comes_to_the_summary_and_the_next_tab_to_the_answers() {
    let mut stage = at_choice();
    stage.key(Named::Enter);
    let summary = stage.find(ERRORS).expect("something is missing");
    assert!(summary.focused && !summary.semantics.label.is_empty());
    let first = answers_of(&mut stage)[0].semantics.id.clone();
    stage.key(Named::Tab);
    assert_eq!(stage.focused(), Some(first));
}

#[test]
fn a_field_without_which_a_page_cannot_be_finished_says_so() {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    for id in ["field-name", "field-password"] {
        assert!(stage.find(id).unwrap().semantics.required, "{id}");
    }
}

#[test]
fn what_was_saved_is_said_with_the_heading_of_the_page_that_follows() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.write("1");
    stage.key(Named::Enter);
    let banner = stage.find(BANNER).expect("it was saved").semantics.label;
    let heading = heading(&mut stage);
    assert_eq!((heading.focused, heading.semantics.description), (true, Some(banner)));
}
