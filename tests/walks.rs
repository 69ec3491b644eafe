//! Whole walks, counted: how often somebody presses until they have what they came for. The script does what a person
//! does: it looks at the page, presses what is in sight, and turns the page only when what is needed is out of sight.
//! It takes each page as it finds it: where an answer leads on by itself, nothing further is pressed.
//!
//! `cargo test --test walks -- --nocapture` prints the counts. No walk may become longer than it is in [`WALKS`], nor
//! longer than was aimed at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::ui::access::Role;
use cups_kiosk::ui::app::Shortcut;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::widget::gate;
use iced::keyboard::key::Named;
use iced::{Event, mouse};
use stage::Stage;
use stage::seen::{Part, Seen};
use std::sync::LazyLock;

/// A death yesterday that nobody has registered: an old man with a pension, his widow asks, a house is left.
const DEATH: [(&str, &str); 8] = [
    ("death_date", "question-yesterday"),
    ("death_registered", "answer-no"),
    ("death_circumstances", "answer-natural"),
    ("deceased_status", "answer-pensioner"),
    ("applicant_family", "answer-yes"),
    ("surviving_child", "answer-none"),
    ("surviving_spouse", "answer-pension_age"),
    ("estate", "answer-home"),
];

/// Twins of a week, of parents who are married and insured.
const TWINS: [(&str, &str); 6] = [
    ("birth_date", "13112026"),
    ("birth_registered", "answer-not_yet"),
    ("parents_married", "answer-yes"),
    ("several_children", "answer-yes"),
    ("mother_insurance", "answer-insured"),
    ("father_insurance", "answer-insured"),
];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| cups_kiosk::catalogue::shipped().unwrap());

/// The answer to the question that the page asks.
fn wish(stage: &Stage, answers: &[(&str, &'static str)]) -> &'static str {
    let heading = stage.app.heading();
    let event = &CATALOGUE.events[stage.app.visit().event.as_deref().unwrap()];
    let asked = event.questions.iter().find(|question| question.text.ro == heading);
    let asked = asked.unwrap_or_else(|| panic!("no question \"{heading}\""));
    let known = answers.iter().find(|(id, _)| *id == asked.id);
    known.unwrap_or_else(|| panic!("nobody knows an answer to {}", asked.id)).1
}

/// What tells one page from another.
fn place(stage: &Stage) -> (&'static str, String) {
    (stage.app.screen().name(), stage.app.heading())
}

fn is_at(stage: &Stage, name: &str) -> bool {
    stage.app.screen().name() == name
}

/// What somebody did, in order.
struct Diary(Vec<String>);

/// Somebody with a mouse.
struct Mouse {
    stage: Stage,
    diary: Diary,
}

impl Mouse {
    fn at_the_door() -> Self {
        Self { stage: Stage::new(), diary: Diary(Vec::new()) }
    }

    fn click(&mut self, part: &Part) {
        let position = part.bounds.center();
        stage::pass(gate::NEW_PAGE);
        self.diary.0.push(part.id().to_owned());
        let events = [
            Event::Mouse(mouse::Event::CursorMoved { position }),
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ];
        self.stage.events(&events, Some(position));
    }

    /// Presses what has this id, when it is in sight; turns the page to it otherwise.
    fn press(&mut self, id: &str) {
        for _ in 0..12 {
            let seen = self.stage.see();
            let found = seen.part(id).cloned();
            match found {
                Some(part) if seen.is_in_reach(&part) => return self.click(&part),
                Some(part) => self.turn(&seen, part.bounds.center().y > seen.clip(part.view).center().y),
                None => {
                    let after = seen.part("pager-after").cloned();
                    let after = after.unwrap_or_else(|| panic!("no \"{id}\": {}", self.stage.words()));
                    if seen.is_in_reach(&after) { self.click(&after) } else { self.turn(&seen, true) }
                }
            }
        }
        panic!("\"{id}\" cannot be brought into sight");
    }

    /// Shows the next part of the page, or the one before.
    fn turn(&mut self, seen: &Seen, down: bool) {
        if let Some(button) = seen.part(if down { "page-down" } else { "page-up" }) {
            return self.click(button);
        }
        self.diary.0.push("wheel".to_owned());
        self.stage.send(Framed::Shortcut(if down { Shortcut::PageDown } else { Shortcut::PageUp }));
    }

    fn press_primary(&mut self) {
        let id = self.stage.app.primary().unwrap().id;
        self.press(id);
    }

    /// Back to the plan, from a page that was opened over it.
    fn come_to_the_plan(&mut self) {
        if !is_at(&self.stage, "plan") {
            self.press("back");
        }
        assert!(is_at(&self.stage, "plan"), "{}", self.stage.words());
    }
}

/// A death by mouse: to the plan, a look at its first step and at the papers, the plan taken away, and goodbye.
fn death_by_mouse() -> Diary {
    let mut hand = Mouse::at_the_door();
    hand.press("event-C16");
    while is_at(&hand.stage, "event") {
        hand.press_primary();
    }
    while is_at(&hand.stage, "question") {
        let before = place(&hand.stage);
        let answer = wish(&hand.stage, &DEATH);
        hand.press(answer);
        if place(&hand.stage) == before {
            hand.press_primary();
        }
        assert_ne!(place(&hand.stage), before, "{}", hand.stage.words());
    }
    if is_at(&hand.stage, "answers") {
        hand.press_primary();
    }
    hand.come_to_the_plan();
    hand.press("step-register_death");
    hand.come_to_the_plan();
    hand.press("plan-papers");
    hand.come_to_the_plan();
    hand.press("plan-take-away");
    assert!(hand.stage.find("qr").is_some(), "{}", hand.stage.words());
    hand.press("take-away-finish");
    if is_at(&hand.stage, "satisfaction") {
        hand.press("satisfaction-four");
    }
    assert!(is_at(&hand.stage, "goodbye"), "{:?}: {}", hand.diary.0, hand.stage.words());
    hand.diary
}

/// Somebody with a keyboard.
struct Keys {
    stage: Stage,
    diary: Diary,
    /// Whether digits choose, as far as is known.
    digits: bool,
    /// Whether the keys of what is typed count too.
    counts_data: bool,
}

impl Keys {
    fn at_the_door(digits: bool, counts_data: bool) -> Self {
        Self { stage: Stage::new(), diary: Diary(Vec::new()), digits, counts_data }
    }

    fn key(&mut self, key: Named) {
        self.diary.0.push(format!("{key:?}"));
        // Whoever presses a key has seen, or heard, what the last one did.
        stage::pass(gate::NEW_PAGE);
        self.stage.key(key);
    }

    fn control(&mut self, letter: char) {
        self.diary.0.push(format!("Ctrl+{letter}"));
        stage::pass(gate::NEW_PAGE);
        self.stage.control(letter);
    }

    /// Comes from the case to a form by its key, where the form is not there by itself.
    fn come_to(&mut self, form: &str, key: Named) {
        if is_at(&self.stage, "case") {
            self.key(key);
        }
        assert!(is_at(&self.stage, form), "{}", self.stage.words());
    }

    /// Types what is known of a person or a day.
    fn data(&mut self, text: &str) {
        if self.counts_data {
            self.diary.0.extend(text.chars().map(String::from));
        }
        self.stage.write(text);
    }

    /// Everything of the kind of a control, in the order of the page.
    fn like(&mut self, id: &str) -> Vec<Part> {
        let seen = self.stage.see();
        let one = seen.part(id).unwrap_or_else(|| panic!("no \"{id}\": {}", self.stage.words()));
        let (role, kind) = (one.semantics.role, id.split('-').next());
        let alike = |part: &&Part| part.semantics.role == role && part.id().split('-').next() == kind;
        seen.controls().filter(alike).cloned().collect()
    }

    fn state(&mut self, id: &str) -> Option<bool> {
        self.stage.find(id)?.semantics.selected
    }

    /// Chooses or opens something: by its digit, or by going to it.
    fn choose(&mut self, id: &str) {
        let (before, state) = (place(&self.stage), self.state(id));
        let number = self.like(id).iter().position(|part| part.id() == id).unwrap() + 1;
        if self.digits && number <= 10 {
            // The tenth of the keyboard's row is 0.
            let digit = (number % 10).to_string();
            self.diary.0.push(digit.clone());
            stage::pass(gate::NEW_PAGE);
            self.stage.write(&digit);
            if place(&self.stage) != before || self.state(id) != state {
                return;
            }
            // Tried once, and known from then on.
            self.digits = false;
        }
        self.go_to(id);
        if place(&self.stage) == before && self.state(id) == state {
            self.key(Named::Space);
        }
    }

    /// Moves the focus to a control: by Tab, and by arrows among those of its kind.
    fn go_to(&mut self, id: &str) {
        let alike: Vec<String> = self.like(id).iter().map(|part| part.id().to_owned()).collect();
        for _ in 0..80 {
            let focused = self.stage.focused();
            if focused.as_deref() == Some(id) {
                return;
            }
            let among = focused.is_some_and(|focused| alike.contains(&focused));
            self.key(if among { Named::ArrowDown } else { Named::Tab });
        }
        panic!("the focus does not come to \"{id}\": {}", self.stage.words());
    }

    /// Answers the questions of an event, each in the way it is asked.
    fn answer_all(&mut self, answers: &[(&str, &'static str)], heard: bool) {
        while is_at(&self.stage, "question") {
            let before = place(&self.stage);
            let answer = wish(&self.stage, answers);
            if answer.starts_with("answer-") {
                self.choose(answer);
            } else {
                if self.stage.focused().as_deref() != Some("field-typed") && !self.digits {
                    self.go_to("field-typed");
                }
                self.data(answer);
            }
            if place(&self.stage) == before {
                // In a field everybody knows Enter.
                self.enter(heard && answer.starts_with("answer-"));
            }
            assert_ne!(place(&self.stage), before, "{}", self.stage.words());
        }
    }

    /// Presses Enter where it means the page's main button; somebody who does not see goes to the button first.
    fn enter(&mut self, heard: bool) {
        let before = place(&self.stage);
        if heard {
            let id = self.stage.app.primary().unwrap().id;
            self.go_to(id);
        }
        self.key(Named::Enter);
        assert_ne!(place(&self.stage), before, "Enter does nothing: {}", self.stage.words());
    }

    /// From the start page to the plan of twins.
    fn come_to_the_plan(&mut self, heard: bool) {
        self.choose("event-C1");
        self.enter(heard);
        self.answer_all(&TWINS, heard);
        if is_at(&self.stage, "answers") {
            self.enter(heard);
        }
        assert!(is_at(&self.stage, "plan"), "{}", self.stage.words());
        assert!(self.stage.find("step-twins_support").is_some() || self.stage.find("pager-after").is_some());
    }
}

/// A twins' birth by keyboard: every key up to the plan, those of the day too.
fn twins_by_keyboard() -> Diary {
    let mut hand = Keys::at_the_door(true, true);
    hand.come_to_the_plan(false);
    hand.diary
}

/// The same plan by ear: nothing is pressed but Tab, the arrows, Space and Enter, and no button but one that was come
/// to. The day is typed and not counted. The first step of the plan is opened.
fn plan_by_ear() -> Diary {
    let mut hand = Keys::at_the_door(false, false);
    hand.come_to_the_plan(true);
    hand.go_to("step-register_birth");
    hand.key(Named::Enter);
    hand.diary
}

/// A birth case of three requests at the desk, from the sign-in to the sign-out: every key but those of names, numbers,
/// days and passwords. Nine papers of ten are there.
fn case_of_three() -> Diary {
    let mut hand = Keys::at_the_door(true, false);
    hand.key(Named::F12);
    hand.data("specialist");
    hand.key(Named::Tab);
    hand.data("parola-lungă");
    hand.key(Named::Enter);
    assert!(is_at(&hand.stage, "desk"), "{}", hand.stage.words());
    hand.control('n');
    hand.come_to_the_plan(false);
    hand.key(Named::Enter);
    assert!(is_at(&hand.stage, "case"), "{}", hand.stage.words());
    hand.come_to("person", Named::F2);
    hand.data("Persoană de probă");
    hand.key(Named::Tab);
    hand.data("2000000000004");
    hand.key(Named::Enter);
    hand.come_to("consent", Named::F3);
    for id in ["consent-read", "consent-written", "consent-signed"] {
        hand.choose(id);
    }
    hand.key(Named::Enter);
    hand.come_to("case-papers", Named::F4);
    nine_papers(&mut hand);
    hand.key(Named::Enter);
    assert!(is_at(&hand.stage, "case"), "{}", hand.stage.words());
    for (step, number) in [("register_birth", "A-1"), ("maternity_allowance", "A-2"), ("family_doctor", "A-3")] {
        request(&mut hand, step, number);
    }
    if !is_at(&hand.stage, "case") {
        hand.key(Named::Escape);
    }
    let done = hand.stage.app.session().unwrap().cases[0].requests.iter();
    assert_eq!(done.filter(|request| request.state == RequestState::HandedOver).count(), 3);
    hand.key(Named::F9);
    while is_at(&hand.stage, "confirm") {
        hand.key(Named::Enter);
    }
    hand.key(Named::F10);
    assert!(hand.stage.app.session().is_none(), "{}", hand.stage.words());
    hand.diary
}

/// Nine papers of those that are asked for are there.
fn nine_papers(hand: &mut Keys) {
    let seen = hand.stage.see();
    let boxes = seen.controls().filter(|part| part.semantics.role == Role::CheckBox);
    let ids: Vec<String> = boxes.map(|part| part.id().to_owned()).collect();
    hand.control('t');
    for id in &ids[9..] {
        hand.choose(id);
    }
    let seen = hand.stage.see();
    let ticked =
        seen.controls().filter(|part| part.semantics.role == Role::CheckBox && part.semantics.selected == Some(true));
    assert_eq!(ticked.count(), 9, "{}", hand.stage.words());
}

/// A request from its preparation to the hand-over.
fn request(hand: &mut Keys, step: &str, number: &str) {
    if is_at(&hand.stage, "case") {
        hand.choose(&format!("request-{step}"));
    } else {
        // The next one is offered.
        hand.key(Named::Enter);
    }
    let state = |hand: &Keys| {
        hand.stage.app.session().unwrap().cases[0].requests.iter().rev().map(|request| request.state).next()
    };
    hand.key(Named::Enter);
    // What is known stands in the application: Enter leads through what is open to the check, and says that it is right.
    for _ in 0..12 {
        if is_at(&hand.stage, "form") || is_at(&hand.stage, "check") {
            hand.key(Named::Enter);
        }
    }
    assert_eq!(state(hand), Some(RequestState::Prepared), "{}", hand.stage.words());
    hand.data(number);
    hand.key(Named::Enter);
    assert_eq!(state(hand), Some(RequestState::Submitted), "{}", hand.stage.words());
    hand.key(Named::F7);
    assert_eq!(state(hand), Some(RequestState::Issued), "{}", hand.stage.words());
    // The person collects it, as is written there already: what is typed is the paper.
    hand.data("buletin");
    hand.key(Named::Enter);
    assert_eq!(state(hand), Some(RequestState::HandedOver), "{}", hand.stage.words());
    let last = hand.stage.app.session().unwrap().cases[0].requests.last().map(|request| request.step.clone());
    assert_eq!(last.as_deref(), Some(step));
}

/// A walk, and how many presses it takes.
struct Walk {
    name: &'static str,
    go: fn() -> Diary,
    /// As it was counted in November 2026, by hand.
    november: &'static str,
    /// How many it takes now, and no more. Whoever makes it shorter says so here.
    now: usize,
    aim: usize,
}

const WALKS: [Walk; 4] = [
    Walk { name: "a death by mouse, clicks", go: death_by_mouse, november: "33", now: 20, aim: 20 },
    Walk { name: "a twins' birth by keyboard, keys", go: twins_by_keyboard, november: "25", now: 22, aim: 22 },
    // With three applications, which are led through and checked since they have fields.
    Walk { name: "a case of three requests, commands", go: case_of_three, november: "63", now: 55, aim: 55 },
    // One more since the way to the State's sites stands on the start page.
    Walk { name: "a plan by ear, presses", go: plan_by_ear, november: "about 100", now: 39, aim: 50 },
];

/// Walks, and tells how it was.
fn walk(walk: &Walk) -> usize {
    let Walk { name, november, aim, .. } = walk;
    let diary = (walk.go)();
    println!("{name}: {} (November {november}, aim {aim}): {}", diary.0.len(), diary.0.join(", "));
    diary.0.len()
}

fn reaches_its_aim(one: &Walk) {
    let count = walk(one);
    assert!(count <= one.aim, "{} takes {count} instead of {}", one.name, one.aim);
    assert!(count <= one.now, "{} takes {count}, and took {}", one.name, one.now);
}

#[test]
fn a_death_by_mouse_takes_twenty_clicks() {
    reaches_its_aim(&WALKS[0]);
}

#[test]
fn a_birth_of_twins_by_keyboard_takes_twenty_two_keys() {
    reaches_its_aim(&WALKS[1]);
}

#[test]
fn a_case_of_three_requests_takes_fifty_five_commands() {
    reaches_its_aim(&WALKS[2]);
}

#[test]
fn a_plan_by_ear_takes_fifty_presses() {
    reaches_its_aim(&WALKS[3]);
}
