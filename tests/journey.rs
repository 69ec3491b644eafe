//! Whole journeys on the stage: by keyboard alone, by touch alone, through assistive technology alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::fact::Value;
use cups_kiosk::domain::record::Action;
use cups_kiosk::domain::text::Language;
use cups_kiosk::handout::print::{Format, consent_paper, consent_sheet, drawn_by};
use cups_kiosk::i18n::Texts;
use cups_kiosk::store::records::RecordsError;
use cups_kiosk::ui::access::{Request, Role, Wish};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::widget::gate;
use iced::keyboard::key::Named;
use stage::reaches::go_on_knowing_nothing;
use stage::{Stage, pass};
use std::time::Duration;

/// Answers the question shown by the digit of an answer.
fn digit(stage: &mut Stage, answer: &str) {
    let asked = stage.app.heading();
    stage.write(answer);
    // For a specialist an answer goes on by itself.
    if stage.app.heading() == asked {
        stage.key(Named::Enter);
    }
}

#[test]
fn an_assisted_birth_case_by_keyboard_alone_from_door_to_hand_over() {
    let mut stage = Stage::new();
    stage.sign_in();
    assert_eq!(stage.app.screen().name(), "desk");
    stage.control('n');
    assert_eq!(stage.app.screen().name(), "start");
    stage.write("1");
    assert_eq!(stage.app.screen().name(), "event");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "question");
    stage.write("13112026");
    stage.key(Named::Enter);
    let mut guard = 0;
    while stage.app.screen().name() == "question" {
        digit(&mut stage, "1");
        guard += 1;
        assert!(guard < 12, "the questions do not end: {}", stage.words());
    }
    assert_eq!(stage.app.screen().name(), "answers");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "plan");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case");
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage.key(Named::Tab);
    stage.write("2000000000004");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "consent", "it follows the person: {}", stage.words());
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "consent", "nobody has read or signed anything yet");
    stage.write("123");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case-papers", "they follow the consent: {}", stage.words());
    knows_the_signed_paper(&stage);
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "case", "{}", stage.words());
    stage.write("1");
    assert_eq!(stage.app.screen().name(), "request");
    stage.key(Named::Enter);
    assert_eq!((stage.app.screen().name(), state(&stage)), ("form", None));
    stage.through_form();
    assert_eq!(state(&stage), Some(RequestState::Prepared), "{}", stage.words());
    stage.write("ASP-2026-000123");
    stage.key(Named::Enter);
    assert_eq!(state(&stage), Some(RequestState::Submitted), "{}", stage.words());
    // Every state has its own key, whatever state the request is in.
    stage.key(Named::F6);
    assert_eq!(state(&stage), Some(RequestState::Waiting), "{}", stage.words());
    stage.key(Named::F6);
    stage.key(Named::F5);
    assert_eq!(state(&stage), Some(RequestState::Waiting), "the key of a state that cannot follow does nothing");
    stage.key(Named::F7);
    assert_eq!(state(&stage), Some(RequestState::Issued), "{}", stage.words());
    // The collector is offered: what is typed is the paper.
    stage.write("buletin");
    stage.key(Named::Enter);
    assert_eq!(state(&stage), Some(RequestState::HandedOver), "{}", stage.words());
    assert_eq!(
        stage.actions(),
        [
            Action::CaseOpened,
            Action::PersonIdentified,
            Action::ConsentGiven,
            // Enter passes by the two questions of the application that are open: nothing was answered.
            Action::RequestPrepared,
            Action::RequestSubmitted,
            Action::RequestWaiting,
            Action::ResultIssued,
            Action::ResultHandedOver,
        ]
    );
    let entries = stage.records.all_entries().unwrap();
    let open = serde_json::to_string(&entries.iter().map(|entry| &entry.facts).collect::<Vec<_>>()).unwrap();
    for secret in ["Persoan", "2000000000004", "000123", "buletin"] {
        assert!(!open.contains(secret), "{secret} stands in the open part");
    }
    let sealed = entries.last().unwrap().sealed.clone().unwrap();
    let opened = String::from_utf8(age::decrypt(&stage.operator, &sealed).unwrap()).unwrap();
    assert!(opened.contains("buletin") && opened.contains("Specialist"));
}

/// The case keeps by which the paper is known again that was read aloud and signed.
fn knows_the_signed_paper(stage: &Stage) {
    let case = stage.app.session().unwrap().cases.first().unwrap();
    let consent = case.consents.last().unwrap();
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let texts = Texts::load(Language::Ro);
    let here = (&catalogue, &catalogue.centres["lozova"]);
    let paper = |brings: bool| {
        let find = |name: &str| catalogue.templates.get(name).filter(|_| brings).cloned();
        let event = &catalogue.events["C1"].tile;
        consent_paper(&drawn_by(consent_sheet(&texts, here, event, consent, Some(&case.person), Format::A4), find))
    };
    assert_eq!(consent.paper, Some(paper(true)));
    assert_ne!(consent.paper, Some(paper(false)), "another template is another paper");
}

fn state(stage: &Stage) -> Option<RequestState> {
    stage.app.session()?.cases.first()?.requests.last().map(|request| request.state)
}

/// Goes through the birth's questions by touch, always with the same answer.
fn to_the_plan_by_touch(stage: &mut Stage, answer: &str) {
    stage.touch("event-C1");
    stage.touch("begin");
    let mut guard = 0;
    while stage.app.screen().name() == "question" {
        if stage.find("key-1").is_some() && answer != "answer-unknown" {
            for letter in "13.11.2026".chars() {
                stage.touch(&format!("key-{letter}"));
            }
        } else {
            let id = if stage.find(answer).is_some() { answer } else { "answer-unknown" };
            stage.answer(id);
            continue;
        }
        stage.touch("next");
        guard += 1;
        assert!(guard < 12, "the questions do not end: {}", stage.words());
    }
    assert_eq!(stage.app.screen().name(), "answers");
    stage.touch("next");
    assert_eq!(stage.app.screen().name(), "plan");
}

#[test]
fn a_visitor_alone_by_touch_and_then_everything_is_forgotten() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("step-register_birth");
    assert_eq!(stage.app.screen().name(), "step");
    stage.touch("back");
    stage.touch("plan-papers");
    stage.touch("back");
    stage.touch("plan-take-away");
    assert!(stage.find("qr").is_some());
    stage.touch("take-away-finish");
    stage.touch("satisfaction-four");
    assert_eq!(stage.app.screen().name(), "goodbye");
    assert!(stage.app.visit().event.is_none() && stage.app.visit().answers.0.is_empty());
    let entries = stage.records.all_entries().unwrap().split_off(1);
    assert_eq!(entries.len(), 1, "a visitor alone leaves one satisfaction answer and nothing else");
    assert_eq!(entries[0].facts.satisfaction, Some(4));
    assert!(entries[0].sealed.is_none() && entries[0].facts.case.is_none());
    stage.touch("start-again");
    assert_eq!(stage.app.screen().name(), "start");
}

#[test]
fn i_do_not_know_everywhere_still_gives_a_plan() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-unknown");
    assert!(stage.find("step-register_birth").is_some(), "{}", stage.words());
}

#[test]
fn a_screen_reader_presses_and_types() {
    let mut stage = Stage::new();
    let tile = stage.find("event-C16").expect("the tile is described");
    assert!(tile.focusable && !tile.semantics.label.is_empty());
    stage.send(Framed::Wish(Wish::Of(tile.number, Request::Press)));
    assert_eq!(stage.app.screen().name(), "event");
    let begin = stage.find("begin").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(begin, Request::Press)));
    let field = stage.find("field-typed").expect("the field is described");
    stage.send(Framed::Wish(Wish::Of(field.number, Request::SetValue("20.11.2026".to_owned()))));
    assert_eq!(stage.find("field-typed").unwrap().semantics.value.as_deref(), Some("20.11.2026"));
    let next = stage.find("next").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(next, Request::Press)));
    assert_eq!(stage.app.visit().answers.0.len(), 1);
}

#[test]
fn every_control_is_reached_by_tab_and_describes_itself() {
    let mut stage = Stage::new();
    let mut all: Vec<String> = stage
        .describe()
        .parts
        .into_iter()
        .filter(|part| part.focusable && part.semantics.role != Role::Heading(1))
        .map(|part| {
            assert!(!part.semantics.label.is_empty(), "{} says nothing of itself", part.semantics.id);
            part.semantics.id
        })
        .collect();
    let mut reached = Vec::new();
    for _ in 0..all.len() {
        stage.key(Named::Tab);
        reached.push(stage.focused().expect("something has the focus"));
    }
    let first = all.iter().position(|id| *id == reached[0]).expect("the first control of the page");
    all.rotate_left(first);
    assert_eq!(reached, all, "Tab goes through the page in reading order, from its heading on");
}

#[test]
fn language_size_and_contrast_keep_the_place() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-yes");
    stage.touch("step-register_birth");
    let romanian = stage.words();
    for (id, changes) in [("language-ru", true), ("larger", false), ("larger", false), ("contrast", false)] {
        stage.click(id);
        assert_eq!(stage.app.screen().name(), "step");
        if changes {
            assert_ne!(stage.words(), romanian);
        }
    }
    assert!(stage.app.scale() > 1.9);
}

#[test]
fn an_answer_that_is_pointed_at_goes_on_and_one_chosen_by_key_or_reader_waits() {
    let mut stage = Stage::new();
    stage.touch("event-C16");
    stage.touch("begin");
    stage.touch("question-yesterday");
    assert_eq!(stage.app.visit().answers.0.len(), 0, "a day is read first");
    stage.touch("next");
    let heading = stage.app.heading();
    let answers = |stage: &Stage| stage.app.visit().answers.0.len();
    let chosen = |stage: &mut Stage, id: &str| stage.find(id).unwrap().semantics.selected == Some(true);
    // A digit, an arrow, Space, and what a screen reader presses.
    stage.write("1");
    assert!(chosen(&mut stage, "answer-yes"));
    while stage.focused().as_deref() != Some("answer-yes") {
        stage.key(Named::Tab);
    }
    stage.key(Named::ArrowDown);
    assert!(chosen(&mut stage, "answer-no"));
    stage.key(Named::Space);
    let other = stage.find("answer-yes").unwrap().number;
    stage.send(Framed::Wish(Wish::Of(other, Request::Press)));
    assert!(chosen(&mut stage, "answer-yes"));
    assert_eq!((stage.app.heading(), answers(&stage)), (heading, 1));
    stage.click("answer-no");
    assert_eq!(answers(&stage), 2, "{}", stage.words());
    assert!(stage.app.problems().is_empty());
}

#[test]
fn a_double_press_on_an_answer_answers_one_question() {
    let mut stage = Stage::new();
    stage.touch("event-C16");
    stage.touch("begin");
    stage.touch("question-yesterday");
    stage.touch("next");
    let at = stage.centre("answer-no");
    pass(gate::NEW_PAGE);
    let id = iced::touch::Finger(1);
    let press = [
        iced::Event::Touch(iced::touch::Event::FingerPressed { id, position: at }),
        iced::Event::Touch(iced::touch::Event::FingerLifted { id, position: at }),
    ];
    for _ in 0..3 {
        stage.events(&press, Some(at));
        pass(Duration::from_millis(100));
    }
    assert_eq!(stage.app.visit().answers.0.len(), 2, "{}", stage.words());
}

#[test]
fn who_lives_elsewhere_says_so_at_the_answers_and_is_asked_by_nobody() {
    let mut stage = Stage::new();
    stage::reaches::to_answers(&mut stage, "event-C16");
    let home = |stage: &mut Stage| stage.find("change-home").unwrap().semantics.description.unwrap();
    assert_eq!(home(&mut stage), "În Lozova, Stejăreni", "who says nothing comes from there");
    stage.touch("change-home");
    assert_eq!(stage.app.screen().name(), "home");
    stage.touch("answer-elsewhere");
    assert_eq!(stage.app.screen().name(), "answers", "back to where every answer is seen");
    assert_eq!(home(&mut stage), "În alt raion sau municipiu");
    stage.touch("next");
    assert_eq!(stage.app.screen().name(), "plan");
}

#[test]
fn from_a_step_one_turns_to_the_next_and_back_leads_to_the_plan() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("step-register_birth");
    let first = stage.app.heading();
    assert!(stage.words().contains("Pasul 1 din "), "{}", stage.words());
    assert!(stage.find("pager-before").is_none());
    stage.touch("pager-after");
    assert_eq!(stage.app.screen().name(), "step");
    assert_ne!(stage.app.heading(), first);
    assert!(stage.words().contains("În locul pasului 1"), "another way to the same end: {}", stage.words());
    stage.touch("pager-before");
    assert_eq!(stage.app.heading(), first);
    let mut steps = 1;
    while stage.find("pager-after").is_some() {
        stage.touch("pager-after");
        steps += 1;
    }
    assert!(steps > 5, "all of them: {steps}");
    stage.touch("back");
    assert_eq!(stage.app.screen().name(), "plan");
}

#[test]
fn a_part_of_a_step_opens_where_nothing_that_is_pressed_moves() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("step-register_birth");
    let open = |stage: &mut Stage, id: &str| stage.find(id).unwrap().semantics.selected == Some(true);
    assert!(open(&mut stage, "section-where") && !open(&mut stage, "section-papers"));
    let before = stage.find("section-papers").unwrap().bounds;
    stage.touch("section-papers");
    assert!(open(&mut stage, "section-papers") && !open(&mut stage, "section-where"));
    assert_eq!(stage.find("section-papers").unwrap().bounds, before);
    // Another step begins anew.
    stage.touch("pager-after");
    stage.touch("pager-before");
    assert!(open(&mut stage, "section-where"));
}

#[test]
fn after_a_death_nobody_is_smiled_at() {
    for (event, of_death) in [("event-C16", true), ("event-C1", false)] {
        let mut stage = Stage::new();
        stage.touch(event);
        go_on_knowing_nothing(&mut stage);
        stage.touch("plan-finish");
        assert_eq!(stage.words().contains("Cum a fost astăzi?"), !of_death, "{}", stage.words());
        let view = stage.describe().view;
        for answer in ["five", "four", "three", "two", "one", "skip"] {
            let bounds = stage.find(&format!("satisfaction-{answer}")).unwrap().bounds;
            assert!(bounds.y >= view.y && bounds.y + bounds.height <= view.y + view.height, "{answer} is out of sight");
        }
        stage.touch("satisfaction-skip");
        assert_eq!(stage.app.screen().name(), "goodbye");
        assert_eq!(stage.words().contains("Sincere condoleanțe"), of_death, "{}", stage.words());
        assert_eq!(stage.words().contains("Puteți reveni oricând"), !of_death, "{}", stage.words());
    }
}

#[test]
fn what_can_be_done_with_a_plan_is_in_sight_at_once() {
    for event in ["event-C1", "event-C16", "event-C5"] {
        let mut stage = Stage::new();
        stage.touch(event);
        go_on_knowing_nothing(&mut stage);
        let view = stage.describe().view;
        for id in ["plan-papers", "plan-take-away", "change-answers", "plan-second", "plan-finish"] {
            let bounds = stage.find(id).unwrap().bounds;
            assert!(bounds.y + bounds.height <= view.y + view.height, "{event}: {id} is out of sight");
        }
    }
}

#[test]
fn nothing_that_is_pressed_moves_when_something_is_found() {
    for window in [iced::Size::new(1366.0, 768.0), iced::Size::new(768.0, 1366.0)] {
        let mut stage = Stage::new();
        stage.window = window;
        stage.send(Framed::Resized(window));
        stage.click("field-search");
        let field = stage.find("field-search").unwrap().bounds;
        stage.write("pasaport");
        assert_eq!(stage.find("field-search").unwrap().bounds, field);
        let view = stage.describe().view;
        let hit = stage.describe().parts.into_iter().find(|part| part.semantics.id.starts_with("hit-")).unwrap();
        assert!(hit.bounds.y + hit.bounds.height <= view.y + view.height, "the first result is in sight");
    }
}

#[test]
fn changing_an_early_answer_keeps_the_later_ones() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    let before = stage.app.visit().answers.clone();
    stage.touch("change-answers");
    stage.touch("change-parents_married");
    stage.answer("answer-yes");
    assert_eq!(stage.app.screen().name(), "answers", "back to where it was changed from");
    for (question, answer) in &before.0 {
        if question != "parents_married" {
            assert_eq!(stage.app.visit().answers.0.get(question), Some(answer), "{question}");
        }
    }
}

#[test]
fn nobody_there_means_a_warning_and_then_a_clean_start() {
    let mut stage = Stage::new();
    stage.touch("event-C9");
    stage.click("language-ru");
    for _ in 0..90 {
        stage.send(Framed::Tick);
    }
    assert!(stage.app.is_warning());
    assert!(stage.find("more-time").is_some());
    stage.touch("more-time");
    assert!(!stage.app.is_warning());
    assert_eq!(stage.app.screen().name(), "event");
    for _ in 0..120 {
        stage.send(Framed::Tick);
    }
    assert_eq!(stage.app.screen().name(), "start");
    assert!(stage.app.visit().event.is_none());
    assert!(stage.find("language-ro").unwrap().semantics.selected.unwrap(), "the language is the first one again");
}

#[test]
fn information_only_help_is_recorded_when_it_was_asked_about() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.write("2");
    assert_eq!(stage.app.screen().name(), "work");
    assert_eq!(stage.actions(), []);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "desk");
    assert_eq!(stage.actions(), [Action::Informed]);
}

#[test]
fn wrong_input_is_said_beside_the_field_and_nothing_is_lost() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("plan-specialist");
    stage.touch("sign-in");
    stage.write("Specialist");
    stage.key(Named::Tab);
    stage.write("nu-e-parola");
    stage.key(Named::Enter);
    assert!(stage.app.session().is_none());
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "plan", "the visitor's plan is there: {}", stage.words());
    assert_eq!(stage.actions(), [], "signing in alone records nothing");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case", "the visitor's plan became a case: {}", stage.words());
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage.key(Named::Tab);
    stage.write("2001234567892");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person");
    let field = stage.find("field-person-idnp").unwrap();
    assert_eq!(field.semantics.value.as_deref(), Some("2001234567892"), "what was typed is still there");
    assert!(field.semantics.description.is_some(), "what is wrong is told at the field");
    assert_eq!(stage.actions(), [Action::CaseOpened]);
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "confirm", "what was typed is not lost by one key");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case");
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(stage.actions(), [Action::CaseOpened], "without consent nothing is prepared");
}

#[test]
fn a_full_disk_is_said_and_the_case_stays_as_it_was() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("plan-specialist");
    stage.touch("sign-in");
    stage.write("Specialist");
    stage.key(Named::Tab);
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    stage.key(Named::Enter);
    stage.fail = Some(RecordsError::DiskFull);
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person", "the form stays, with what was typed");
    assert!(!stage.app.banner().unwrap().good);
    assert!(stage.app.session().unwrap().cases[0].person.name.is_empty());
    stage.fail = None;
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "consent");
    assert_eq!(stage.app.session().unwrap().cases[0].person.name, "Persoană de probă");
}

#[test]
fn the_slip_finds_the_case_again_after_a_new_sign_in() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    stage.touch("plan-specialist");
    stage.touch("sign-in");
    stage.write("Specialist");
    stage.key(Named::Tab);
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    stage.key(Named::Enter);
    let code = stage.app.session().unwrap().cases[0].return_code.clone();
    assert!(stage.words().contains(&code));
    stage.key(Named::Escape);
    stage.key(Named::F10);
    assert!(stage.app.session().is_none());
    assert!(!stage.words().contains(&code));
    stage.sign_in();
    stage.click("field-return-code");
    stage.write(&code.to_lowercase().replace('-', " "));
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case");
}

#[test]
fn a_visitor_who_walked_away_on_the_start_page_is_forgotten_too() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    while stage.app.screen().name() != "start" {
        stage.send(Framed::Back);
    }
    assert!(!stage.app.visit().answers.0.is_empty());
    for _ in 0..125 {
        stage.send(Framed::Tick);
    }
    assert!(stage.app.visit().answers.0.is_empty() && stage.app.visit().event.is_none());
}

#[test]
fn a_sign_in_that_comes_late_signs_nobody_in() {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    let session = stage.session(cups_kiosk::store::records::Admitted {
        member: uuid::Uuid::nil(),
        name: "Specialist".to_owned(),
        role: cups_kiosk::domain::people::StaffRole::Specialist,
        keys: Some(cups_kiosk::store::vault::KeyRing::new().unwrap()),
    });
    stage.send(Framed::Back);
    stage.send(Reply::SignedIn(Ok(Box::new(session))));
    assert!(stage.app.session().is_none());
    assert_eq!(stage.app.screen().name(), "start");
}

#[test]
fn a_key_held_down_is_one_press() {
    use iced::keyboard::{self, Key, Location, Modifiers, key};
    let held = |repeat| {
        iced::Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(Named::Enter),
            modified_key: Key::Named(Named::Enter),
            physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
            location: Location::Standard,
            modifiers: Modifiers::default(),
            text: None,
            repeat,
        })
    };
    let mut stage = Stage::new();
    stage.touch("event-C9");
    stage.events(&[held(true)], None);
    assert_eq!(stage.app.screen().name(), "event", "a repeat alone does nothing");
    stage.events(&[held(false), held(true), held(true)], None);
    assert_eq!(stage.app.screen().name(), "question");
    assert!(!stage.words().contains("corectat"), "and the repeats press nothing on the page that came");
}

#[test]
fn a_day_is_chosen_from_lists_as_it_would_be_typed() {
    let mut stage = Stage::new();
    for pressed in ["event-C1", "begin", "lists", "day-13", "month-11", "year-2026"] {
        stage.touch(pressed);
    }
    assert_eq!(stage.find("date-read").unwrap().semantics.label, "vineri, 13\u{a0}noiembrie 2026");
    stage.touch("next");
    let known = |stage: &Stage, fact: &str| stage.app.visit().answers.0.get(fact).cloned().flatten();
    let day = |year, month, day| Some(Value::Date(jiff::civil::date(year, month, day)));
    assert_eq!(known(&stage, "birth_date"), day(2026, 11, 13), "{}", stage.words());
    // What was chosen stands in the field, and what was typed in the lists.
    stage.key(Named::Escape);
    stage.touch("type");
    assert_eq!(stage.find("field-typed").unwrap().semantics.value.as_deref(), Some("13.11.2026"));
    stage.touch("lists");
    stage.touch("part-day");
    stage.touch("day-31");
    assert!(stage.find("month-11").is_none() && stage.find("month-10").is_some(), "{}", stage.words());
    stage.touch("month-10");
    stage.touch("next");
    assert_eq!(known(&stage, "birth_date"), day(2026, 10, 31), "the year was kept: {}", stage.words());
}

#[test]
fn a_day_is_chosen_from_lists_by_keys_and_nothing_by_itself() {
    let mut stage = Stage::new();
    stage.touch("event-C16");
    stage.touch("begin");
    let tab_to = |stage: &mut Stage, wanted: &str| {
        for _ in 0..12 {
            if stage.focused().is_some_and(|focused| focused.starts_with(wanted)) {
                return;
            }
            stage.key(Named::Tab);
        }
        panic!("{wanted}: {}", stage.words());
    };
    tab_to(&mut stage, "lists");
    stage.key(Named::Enter);
    stage.key(Named::Enter);
    assert!(stage.words().contains("Alegeți ziua, luna și anul"), "nothing was chosen: {}", stage.words());
    for list in ["day-", "month-", "decade-", "year-"] {
        tab_to(&mut stage, list);
        stage.key(Named::ArrowDown);
        assert!(stage.focused().is_some_and(|focused| focused.starts_with(list)), "an arrow chooses and stays");
        stage.key(Named::Enter);
        assert!(!stage.words().contains("Alegeți ziua, luna"), "{}", stage.words());
    }
    assert_eq!(stage.find("date-read").unwrap().semantics.label, "joi, 2\u{a0}februarie 1911");
    stage.key(Named::Enter);
    let known = stage.app.visit().answers.0.get("death_date").cloned().flatten();
    assert_eq!(known, Some(Value::Date(jiff::civil::date(1911, 2, 2))));
}

#[test]
fn a_key_pressed_at_the_warning_only_says_that_somebody_is_there() {
    let mut stage = Stage::new();
    to_the_plan_by_touch(&mut stage, "answer-no");
    for _ in 0..95 {
        stage.send(Framed::Tick);
    }
    assert!(stage.app.is_warning());
    stage.key(Named::Enter);
    assert!(!stage.app.is_warning());
    assert_eq!(stage.app.screen().name(), "plan");
}

#[test]
fn all_sent_is_said_only_of_a_count_that_knows_the_last_entry() {
    use cups_kiosk::store::records::OutboxStatus;
    use cups_kiosk::sync::runner::SyncStatus;
    let mut stage = Stage::new();
    stage.sign_in();
    let status = |waiting, newest| SyncStatus {
        outbox: OutboxStatus { waiting, newest, ..OutboxStatus::default() },
        contact: cups_kiosk::sync::reason::Contact::Good,
        enrolled: true,
        ..SyncStatus::default()
    };
    stage.control('i');
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(stage.app.sync().outbox.waiting, 1);
    stage.send(Reply::Sync(status(0, (0, 0))));
    assert!(!stage.app.sync().all_sent(), "the count was made before the entry");
    assert_eq!(stage.app.banner().unwrap().message, "recorded");
    stage.send(Reply::Sync(status(0, (1, 2))));
    assert!(stage.app.sync().all_sent());
    assert_eq!(stage.app.banner().unwrap().message, "recorded-received");
}

#[test]
fn a_second_event_joins_the_visit_and_its_case_reaches_the_journal() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('n');
    stage.touch("event-C1");
    go_on_knowing_nothing(&mut stage);
    stage.touch("plan-second");
    stage.touch("second-C16");
    go_on_knowing_nothing(&mut stage);
    assert_eq!(stage.app.visit().event.as_deref(), Some("C1+C16"));
    assert!(stage.find("plan-second").is_none(), "a third event is not offered");
    stage.touch("plan-papers");
    assert!(stage.words().contains("medical"), "{}", stage.words());
    stage.touch("back");
    stage.touch("plan-specialist");
    assert_eq!(stage.app.screen().name(), "case", "{}", stage.words());
    let entries = stage.records.all_entries().unwrap();
    assert_eq!(entries.last().unwrap().facts.event.as_deref(), Some("C1+C16"));
    // Back from the desk, after the visit was forgotten, the case still shows both.
    stage.key(Named::Escape);
    stage.control('n');
    stage.touch("back");
    assert_eq!(stage.app.screen().name(), "desk", "{}", stage.words());
    let id = stage.app.session().unwrap().cases[0].id;
    stage.touch(&format!("case-{id}"));
    assert_eq!(stage.app.screen().name(), "case");
    let words = stage.words();
    assert!(words.contains("S-a născut un copil") && words.contains("A decedat cineva apropiat"), "{words}");
}

#[test]
fn a_lacking_paper_puts_its_step_into_the_plan_and_takes_it_out_again() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    go_on_knowing_nothing(&mut stage);
    stage.touch("plan-papers");
    stage.touch("lack-parents_identity_documents");
    stage.touch("back");
    assert!(stage.find("step-get-parents_identity_documents").is_some(), "{}", stage.words());
    stage.touch("step-get-parents_identity_documents");
    assert_eq!(stage.app.screen().name(), "step");
    stage.touch("back");
    stage.touch("plan-papers");
    stage.touch("have-parents_identity_documents");
    stage.touch("back");
    assert!(stage.find("step-get-parents_identity_documents").is_none());
}

#[test]
fn a_service_alone_is_found_and_guided_and_an_unconfirmed_one_leads_to_the_specialist() {
    let mut stage = Stage::new();
    stage.click("field-search");
    stage.write("cazier");
    stage.touch("hit-006000022");
    assert_eq!(stage.app.screen().name(), "event");
    go_on_knowing_nothing(&mut stage);
    assert!(stage.find("step-service").is_some(), "{}", stage.words());
    assert!(stage.find("plan-second").is_none());
    stage.touch("hide");
    stage.touch("yes");
    stage.click("field-search");
    stage.write("livret militar");
    assert!(stage.find("hit-005000076").is_none(), "an assumed record is no guidance");
    stage.touch("hit-005000076-ask");
    assert_eq!(stage.app.screen().name(), "call");
}

#[test]
fn what_is_not_for_somebody_is_said_with_what_may_help() {
    let mut stage = Stage::new();
    stage.touch("event-C5");
    stage.touch("begin");
    let mut guard = 0;
    while stage.app.screen().name() == "question" {
        if stage.find("field-typed").is_some() {
            stage.write("10112018");
        } else {
            stage.write("1");
        }
        stage.key(Named::Enter);
        guard += 1;
        assert!(guard < 12);
    }
    stage.key(Named::Enter);
    stage.touch("plan-refused");
    assert_eq!(stage.app.screen().name(), "refused");
    stage.touch("instead-X-SCHOOL-1");
    assert_eq!(stage.app.screen().name(), "event");
    assert_eq!(stage.app.visit().event.as_deref(), Some("X-SCHOOL-1"));
    stage.touch("back");
    assert_eq!(stage.app.screen().name(), "start", "behind a new visit lies the start page");
}

#[test]
fn every_event_is_on_a_page_of_the_start_and_digits_choose_among_those_shown() {
    let mut stage = Stage::new();
    let mut seen = Vec::new();
    loop {
        let parts = stage.describe().parts;
        let tiles = parts.iter().filter_map(|part| part.semantics.id.strip_prefix("event-")).map(str::to_owned);
        seen.extend(tiles);
        if stage.find("pager-after").is_none() {
            break;
        }
        stage.touch("pager-after");
    }
    seen.sort();
    let all: Vec<String> = cups_kiosk::catalogue::shipped().unwrap().events.into_keys().collect();
    assert_eq!(seen, all);
    let last =
        stage.describe().parts.into_iter().find_map(|part| part.semantics.id.strip_prefix("event-").map(str::to_owned));
    stage.write("1");
    assert_eq!(stage.app.visit().event, last);
}
