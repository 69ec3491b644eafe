//! What is final asks once; what was recorded by mistake is taken back; what was typed is not lost; and a screen that is
//! cleared holds nothing and nobody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::record::{Action, Reason};
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use stage::{Stage, pass};
use std::time::Duration;

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

/// A visitor's plan for a death, knowing nothing.
fn to_plan(stage: &mut Stage) {
    stage.touch("event-C16");
    stage.touch("begin");
    while name(stage) == "question" {
        stage.answer("answer-unknown");
    }
    stage.touch("next");
    assert_eq!(name(stage), "plan");
}

/// A specialist in a case of a person who agreed.
fn in_case() -> Stage {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('n');
    to_plan(&mut stage);
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case");
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage.key(Named::Enter);
    stage.write("123");
    stage.key(Named::Enter);
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "case", "{}", stage.words());
    stage
}

/// A request of that case that was submitted.
fn in_submitted() -> Stage {
    let mut stage = in_case();
    stage.write("1");
    assert_eq!(name(&stage), "request");
    stage.key(Named::Enter);
    stage.through_form();
    stage.write("ASP-1");
    stage.key(Named::Enter);
    assert_eq!(state(&stage), RequestState::Submitted, "{}", stage.words());
    stage
}

fn state(stage: &Stage) -> RequestState {
    stage.app.session().unwrap().cases[0].requests.last().unwrap().state
}

#[test]
fn enter_leads_from_one_thing_to_be_done_to_the_next_and_records_nothing_by_itself() {
    let mut stage = in_case();
    let case = |stage: &Stage| stage.app.session().unwrap().cases[0].clone();
    let primary = |stage: &Stage| stage.app.primary().map(|primary| primary.id);
    // The papers were passed over: they are offered until a request is begun.
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case-papers");
    stage.control('t');
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case");
    assert!(case(&stage).papers.len() > 1, "{}", stage.words());
    let before = stage.actions().len();
    stage.key(Named::Enter);
    assert_eq!((name(&stage), stage.actions().len()), ("request", before), "opening is not recording");
    stage.key(Named::Enter);
    stage.through_form();
    stage.write("ASP-1");
    stage.key(Named::Enter);
    assert_eq!((state(&stage), primary(&stage)), (RequestState::Submitted, Some("next")));
    let first = stage.app.heading();
    stage.key(Named::Enter);
    assert_eq!((name(&stage), primary(&stage)), ("request", Some("fill")));
    assert_ne!(stage.app.heading(), first);
    assert_eq!(case(&stage).requests.len(), 1);
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "case", "the way back leads to the case");
}

#[test]
fn a_key_means_the_same_in_every_state() {
    let mut stage = in_submitted();
    stage.key(Named::F6);
    assert_eq!(state(&stage), RequestState::Waiting);
    stage.key(Named::F7);
    assert_eq!(state(&stage), RequestState::Issued, "F7 is issued in every state and never anything final");
    let before = stage.actions().len();
    for key in [Named::F5, Named::F6, Named::F7, Named::F8] {
        stage.key(key);
        assert_eq!((state(&stage), stage.actions().len()), (RequestState::Issued, before));
    }
}

#[test]
fn a_request_ends_only_after_its_question_and_with_a_reason() {
    let mut stage = in_submitted();
    let before = stage.actions().len();
    stage.key(Named::F9);
    assert_eq!(name(&stage), "confirm");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "confirm", "nothing is chosen yet");
    assert_eq!(stage.actions().len(), before);
    stage.key(Named::Escape);
    assert_eq!((name(&stage), state(&stage)), ("request", RequestState::Submitted));
    stage.key(Named::F9);
    stage.write("2");
    stage.key(Named::Enter);
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!((name(&stage), state(&stage)), ("request", RequestState::Withdrawn), "{}", stage.words());
    let last = stage.records.all_entries().unwrap().pop().unwrap().facts.meaning().unwrap();
    assert_eq!((last.action, last.reason), (Action::RequestWithdrawn, Some(Reason::PersonWish)));
    assert!(stage.words().contains("puteți pregăti alta"), "{}", stage.words());
}

#[test]
fn what_was_recorded_by_mistake_is_taken_back_from_the_screen() {
    let mut stage = in_submitted();
    stage.key(Named::F9);
    stage.write("1");
    stage.key(Named::Enter);
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(state(&stage), RequestState::Refused);
    let refused = stage.records.all_entries().unwrap().pop().unwrap().id;
    stage.control('r');
    assert_eq!(name(&stage), "confirm");
    // One row only can be corrected here: the reason is asked for at once.
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!((name(&stage), state(&stage)), ("request", RequestState::Submitted), "{}", stage.words());
    let last = stage.records.all_entries().unwrap().pop().unwrap().facts.meaning().unwrap();
    assert_eq!(
        (last.action, last.corrects, last.reason),
        (Action::Corrected, Some(refused), Some(Reason::WrongKey)),
        "the entry names what it corrects, and why"
    );
    let case = &stage.app.session().unwrap().cases[0];
    assert_eq!(case.requests[0].number.as_ref().unwrap().as_str(), "ASP-1", "and the number is there again");
}

#[test]
fn a_case_closes_after_its_question_and_opens_again_by_a_correction() {
    let mut stage = in_case();
    stage.key(Named::F9);
    assert_eq!(name(&stage), "confirm");
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().cases[0].closed.is_some());
    assert!(stage.find("edit-person").is_none(), "a closed case offers no change");
    let before = stage.actions().len();
    stage.key(Named::F2);
    stage.key(Named::F9);
    assert_eq!((name(&stage), stage.actions().len()), ("case", before));
    stage.control('r');
    stage.write("1");
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().cases[0].closed.is_none(), "{}", stage.words());
}

#[test]
fn a_case_opened_by_mistake_is_put_away() {
    let mut stage = Stage::new();
    to_plan(&mut stage);
    stage.sign_in();
    assert_eq!(name(&stage), "plan");
    assert_eq!(stage.actions(), [], "signing in records nothing");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case");
    stage.control('r');
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "desk", "{}", stage.words());
    assert!(stage.app.session().unwrap().cases.is_empty());
    assert_eq!(stage.actions(), [Action::CaseOpened, Action::Corrected]);
    stage.key(Named::F10);
    stage.sign_in();
    assert!(stage.app.session().unwrap().cases.is_empty(), "it is not found again either");
}

#[test]
fn help_that_was_information_only_can_be_corrected() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.write("2");
    stage.key(Named::Enter);
    let informed = stage.records.all_entries().unwrap().pop().unwrap().id;
    stage.control('j');
    stage.control('r');
    assert_eq!(name(&stage), "confirm", "{}", stage.words());
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "outbox");
    let last = stage.records.all_entries().unwrap().pop().unwrap().facts.meaning().unwrap();
    assert_eq!((last.action, last.corrects), (Action::Corrected, Some(informed)));
    stage.control('r');
    assert_eq!(name(&stage), "outbox", "there is nothing more to correct");
}

#[test]
fn saving_the_same_twice_records_once() {
    let mut stage = in_case();
    let before = stage.actions();
    stage.key(Named::F2);
    stage.key(Named::Enter);
    assert_eq!((name(&stage), stage.actions()), ("case", before.clone()));
    stage.key(Named::F2);
    stage.write("Altă persoană de probă");
    stage.key(Named::Enter);
    let last = stage.records.all_entries().unwrap().pop().unwrap().facts.meaning().unwrap();
    assert_eq!(last.action, Action::PersonIdentified);
    assert!(last.corrects.is_some(), "it takes the place of the first, so that one person counts once");
    assert_eq!(
        stage.app.session().unwrap().cases[0].person.name,
        "Altă persoană de probă",
        "what stood in the field was replaced, not lengthened"
    );
}

#[test]
fn papers_are_ticked_by_digits_and_nothing_ticked_is_no_check() {
    let mut stage = in_case();
    let before = stage.actions().len();
    stage.key(Named::F4);
    stage.key(Named::Enter);
    assert_eq!((name(&stage), stage.actions().len()), ("case-papers", before), "{}", stage.words());
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case");
    assert_eq!(stage.app.session().unwrap().cases[0].papers.len(), 1, "Enter saves and unticks nothing");
    stage.key(Named::F4);
    stage.write("2");
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "confirm", "ticks are not dropped without a word");
}

#[test]
fn a_request_prepared_again_has_nothing_of_the_one_before() {
    let mut stage = in_submitted();
    stage.key(Named::F9);
    stage.write("2");
    stage.key(Named::Enter);
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(state(&stage), RequestState::Withdrawn);
    stage.key(Named::Enter);
    stage.through_form();
    assert_eq!(state(&stage), RequestState::Prepared);
    let number = stage.find("field-request-number").unwrap();
    assert_eq!(number.semantics.value.as_deref(), Some(""));
}

#[test]
fn who_collects_is_offered_and_can_be_written_over() {
    let mut stage = in_submitted();
    stage.key(Named::F7);
    // By which right comes first.
    stage.key(Named::Tab);
    stage.key(Named::Tab);
    stage.control('a');
    stage.write("Sora de probă");
    let field = stage.find("field-request-collector").unwrap();
    assert_eq!(field.semantics.value.as_deref(), Some("Sora de probă"));
}

#[test]
fn clearing_the_screen_signs_the_specialist_out() {
    let mut stage = in_case();
    stage.touch("hide");
    assert!(stage.app.session().is_none());
    assert_eq!(name(&stage), "start");
    assert!(!stage.words().contains("Specialist"), "{}", stage.words());
}

#[test]
fn leaving_with_something_typed_asks_once_whichever_way_out() {
    for way in ["Escape", "F10", "hide"] {
        let mut stage = in_case();
        stage.key(Named::F2);
        stage.write("Nume nou");
        match way {
            "Escape" => stage.key(Named::Escape),
            "F10" => stage.key(Named::F10),
            _ => stage.touch("hide"),
        }
        assert_eq!(name(&stage), "confirm", "{way}");
        assert!(!stage.words().contains("Nume nou"));
        stage.key(Named::Escape);
        let field = stage.find("field-person-name").unwrap();
        assert_eq!(field.semantics.value.as_deref(), Some("Nume nou"), "{way}: it is still there");
    }
}

#[test]
fn a_visitor_s_answers_are_not_wiped_by_one_press_but_are_out_of_sight_at_once() {
    let mut stage = Stage::new();
    to_plan(&mut stage);
    let plan = stage.words();
    stage.touch("hide");
    assert_eq!(name(&stage), "confirm");
    let shown = stage.words();
    let steps = plan.lines().filter(|line| line.len() > 30 && !line.contains("Catalogul"));
    let own = steps.filter(|line| shown.contains(line)).collect::<Vec<_>>();
    assert!(own.is_empty(), "{own:?}");
    stage.touch("no");
    assert_eq!(name(&stage), "plan");
    stage.touch("hide");
    for _ in 0..15 {
        stage.send(Framed::Tick);
    }
    assert_eq!(name(&stage), "start", "whoever walked away is forgotten soon");
    assert!(stage.app.visit().answers.0.is_empty());
}

#[test]
fn ending_the_program_asks() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.touch("desk-exit");
    assert_eq!(name(&stage), "confirm");
    assert!(stage.unheard.iter().all(|effect| *effect != cups_kiosk::ui::effect::Effect::Exit));
    stage.key(Named::Enter);
    assert!(stage.unheard.contains(&cups_kiosk::ui::effect::Effect::Exit));
}

#[test]
fn nothing_copied_in_one_visit_is_pasted_in_the_next() {
    let ways: [fn(&mut Stage); 2] = [
        |stage| stage.touch("hide"),
        |stage| {
            for _ in 0..130 {
                stage.send(Framed::Tick);
            }
        },
    ];
    for end in ways {
        let mut stage = Stage::new();
        stage.click("field-search");
        stage.write("boala mea");
        stage.control('a');
        stage.control('c');
        stage.control('v');
        stage.control('v');
        let search = |stage: &mut Stage| stage.find("field-search").unwrap().semantics.value.unwrap();
        assert_eq!(search(&mut stage), "boala meaboala mea", "within a visit copying works");
        end(&mut stage);
        stage.click("field-search");
        stage.control('v');
        assert_eq!(search(&mut stage), "");
    }
    let mut stage = in_case();
    stage.key(Named::F2);
    stage.control('a');
    stage.control('c');
    stage.key(Named::F10);
    assert!(stage.app.session().is_none(), "{}", name(&stage));
    stage.click("field-search");
    stage.control('v');
    assert_eq!(stage.find("field-search").unwrap().semantics.value.unwrap(), "");
}

#[test]
fn typing_can_be_taken_back_and_never_across_pages() {
    let mut stage = Stage::new();
    stage.click("field-search");
    stage.write("ab");
    stage.control('z');
    let search = |stage: &mut Stage| stage.find("field-search").unwrap().semantics.value.unwrap();
    assert_eq!(search(&mut stage), "a");
    stage.control('z');
    stage.control('z');
    assert_eq!(search(&mut stage), "");
    stage.write("xy");
    stage.touch("hide");
    stage.click("field-search");
    stage.control('z');
    assert_eq!(search(&mut stage), "", "the next visitor brings nothing of it back");
}

#[test]
fn a_wrong_date_typed_again_is_the_answer() {
    for wrong in ["", "31022026", "13112030"] {
        let mut stage = Stage::new();
        stage.touch("event-C1");
        stage.key(Named::Enter);
        stage.write(wrong);
        stage.key(Named::Enter);
        assert_eq!(stage.app.problems().len(), 1, "{}", stage.words());
        assert_eq!(stage.focused().as_deref(), Some("field-typed"), "writing goes on in the field");
        stage.write("13.11.2026");
        assert_eq!(stage.find("field-typed").unwrap().semantics.value.as_deref(), Some("13.11.2026"));
        stage.key(Named::Enter);
        let answer = stage.app.visit().answers.0.get("birth_date").cloned();
        assert_eq!(format!("{answer:?}"), "Some(Some(Date(2026-11-13)))");
    }
}

#[test]
fn a_digit_is_never_an_answer_where_something_is_to_be_typed() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::Enter);
    stage.key(Named::Tab);
    stage.write("1");
    assert_eq!(stage.find("answer-unknown").unwrap().semantics.selected, Some(false));
}

#[test]
fn digits_can_be_switched_off() {
    let configuration = cups_kiosk::platform::configuration::Configuration { digit_keys: false, ..Default::default() };
    let mut stage = Stage::at("lozova", configuration);
    stage.write("1");
    assert_eq!(name(&stage), "start");
}

#[test]
fn what_was_typed_survives_the_question_whether_anybody_is_there() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::Enter);
    stage.write("13.1");
    for _ in 0..95 {
        stage.send(Framed::Tick);
    }
    assert!(stage.app.is_warning());
    stage.write("x");
    assert!(!stage.app.is_warning(), "any key is an answer");
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
    stage.write("1.2026");
    assert_eq!(stage.find("field-typed").unwrap().semantics.value.as_deref(), Some("13.11.2026"));
}

#[test]
fn a_second_press_within_half_a_second_of_a_new_page_does_nothing() {
    let mut stage = Stage::new();
    let tile = stage.find("event-C1").unwrap().bounds.center();
    stage.touch("event-C1");
    assert_eq!(name(&stage), "event");
    let press = |stage: &mut Stage, at| {
        use iced::{Event, mouse};
        let events = [
            Event::Mouse(mouse::Event::CursorMoved { position: at }),
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ];
        stage.events(&events, Some(at));
    };
    let begin = stage.find("begin").unwrap().bounds.center();
    press(&mut stage, begin);
    press(&mut stage, tile);
    assert_eq!(name(&stage), "event");
    pass(Duration::from_millis(499));
    press(&mut stage, begin);
    assert_eq!(name(&stage), "event");
    pass(Duration::from_millis(1));
    press(&mut stage, begin);
    assert_eq!(name(&stage), "question");
}

#[test]
fn a_press_and_a_key_in_one_frame_cannot_end_the_program_in_a_masked_field() {
    use iced::{Event, mouse};
    let mut stage = Stage::new();
    stage.key(Named::F12);
    pass(Duration::from_secs(1));
    let field = stage.find("field-password").unwrap().bounds;
    for round in 0..300_u16 {
        let place = iced::Point::new(field.x + 20.0 + f32::from(round % 40), field.y + field.height - 12.0);
        let dragged = iced::Point::new(place.x + 30.0, place.y);
        let events = [
            stage::letter(if round % 3 == 0 { 'ș' } else { 'a' }),
            Event::Mouse(mouse::Event::CursorMoved { position: place }),
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::CursorMoved { position: dragged }),
            stage::letter('ț'),
            Event::Mouse(mouse::Event::CursorMoved { position: place }),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ];
        stage.give(&events, Some(place));
        if round % 5 == 4 {
            stage.settle();
        }
    }
    stage.settle();
    assert_eq!(name(&stage), "sign-in");
}

#[test]
fn a_click_does_not_keep_enter_for_itself() {
    let mut stage = Stage::new();
    stage.click("language-ru");
    stage.write("1");
    assert_eq!(name(&stage), "event");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "question", "Enter is the page's button");
    stage.write("13112026");
    stage.key(Named::Enter);
    let before = stage.app.visit().answers.0.len();
    stage.write("1");
    stage.click("language-ro");
    stage.key(Named::Enter);
    assert_eq!(stage.app.visit().answers.0.len(), before + 1, "Enter goes on, whatever was clicked last");
}

#[test]
fn the_keypad_writes_digits_in_a_field_whatever_numlock_says() {
    use iced::Event;
    use iced::keyboard::{self, Key, Location, Modifiers, key};
    let keypad = |named, code| {
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(named),
            modified_key: Key::Named(named),
            physical_key: key::Physical::Code(code),
            location: Location::Numpad,
            modifiers: Modifiers::default(),
            text: None,
            repeat: false,
        })
    };
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.key(Named::Enter);
    let keys = [keypad(Named::End, key::Code::Numpad1), keypad(Named::ArrowDown, key::Code::Numpad2)];
    stage.events(&keys, None);
    assert_eq!(stage.find("field-typed").unwrap().semantics.value.as_deref(), Some("12"));
    assert_eq!(stage.focused().as_deref(), Some("field-typed"));
}

#[test]
fn pasted_lines_are_put_side_by_side() {
    use iced::advanced::clipboard::{Clipboard as _, Kind};
    let mut pocket = cups_kiosk::ui::widget::Pocket::default();
    pocket.write(Kind::Standard, "una\nlinia\r\na treia".to_owned());
    assert_eq!(pocket.read(Kind::Standard).as_deref(), Some("una linia a treia"));
    assert_eq!(pocket.read(Kind::Primary), None);
    pocket.empty();
    assert_eq!(pocket.read(Kind::Standard), None);
}
