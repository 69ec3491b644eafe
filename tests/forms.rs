//! Applications are filled in at the desk: by the keyboard alone, nothing twice, each field saved when it is left, and the
//! same on every page and paper.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::{Case, Command, ProviderNumber, RequestState};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::record::{Action, Reason};
use cups_kiosk::handout::print::PrintSheet;
use cups_kiosk::protocol::sheet::SheetBlock;
use iced::keyboard::key::Named;
use jiff::civil::date;
use stage::Stage;
use stage::busy::{TODAY, keep, opening, prepared};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A hand at the keyboard that counts what it presses, the pages it sees, and how long the program takes.
struct Hand {
    stage: Stage,
    presses: usize,
    pages: Vec<&'static str>,
    time: Duration,
}

impl Hand {
    fn new() -> Self {
        Self { stage: Stage::new(), presses: 0, pages: Vec::new(), time: Duration::ZERO }
    }

    fn press(&mut self, key: Named) {
        let begun = Instant::now();
        self.stage.key(key);
        self.note(1, begun);
    }

    fn write(&mut self, text: &str) {
        let begun = Instant::now();
        self.stage.write(text);
        self.note(text.chars().count(), begun);
    }

    fn control(&mut self, letter: char) {
        let begun = Instant::now();
        self.stage.control(letter);
        self.note(1, begun);
    }

    fn note(&mut self, presses: usize, begun: Instant) {
        self.time += begun.elapsed();
        self.presses += presses;
        let page = self.page();
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }

    fn page(&self) -> &'static str {
        self.stage.app.screen().name()
    }

    fn case(&self) -> Case {
        self.stage.app.session().unwrap().cases[0].clone()
    }

    /// Fills the field that writing is in, by its label, and goes on with Enter. Fields that hold something already are
    /// passed by Enter alone.
    fn fill(&mut self, typed: &[(&str, &str)]) {
        for _ in 0..20 {
            if self.page() != "form" {
                return;
            }
            let field = self.stage.describe().parts.into_iter().find(|part| part.focused);
            let Some(field) = field.filter(|field| field.semantics.id.starts_with("field-")) else {
                // What is chosen: the first answer.
                self.press(Named::Space);
                self.press(Named::Enter);
                continue;
            };
            let label = &field.semantics.label;
            let empty = field.semantics.value.as_deref().unwrap_or_default().is_empty();
            if let Some((_, text)) = typed.iter().find(|(known, _)| label.starts_with(known)).filter(|_| empty) {
                self.write(text);
            }
            self.press(Named::Enter);
        }
        panic!("the form does not end: {}", self.stage.words());
    }

    /// Writes into the first field, so that it has the focus: what is typed first goes there by itself.
    fn begin(&mut self) {
        if self.page() == "form" && self.stage.focused().is_none_or(|id| !id.starts_with("field-")) {
            self.press(Named::Tab);
        }
    }
}

/// What stands in the fields of a sheet, by its names.
fn fields(sheet: &PrintSheet) -> Vec<(String, Option<String>)> {
    let blocks = sheet.parts.iter().flat_map(|part| &part.blocks);
    let fields = blocks.filter_map(|block| match block {
        SheetBlock::Fields(fields) => Some(fields),
        _ => None,
    });
    fields.flatten().map(|field| (field.name.clone(), field.value.clone())).collect()
}

const TYPED: [(&str, &str); 4] = [
    ("Domiciliul solicitantului", "Lozova, str. Florilor 5"),
    ("Telefonul solicitantului", "069 123 456"),
    ("Numele și prenumele mamei", "Maria Probă"),
    ("Numele și prenumele tatălui", "Ion Probă"),
];

#[test]
fn a_whole_birth_case_with_three_requests_by_keyboard_and_nothing_typed_twice() {
    let mut hand = Hand::new();
    hand.stage.sign_in();
    hand.control('n');
    hand.write("1");
    hand.press(Named::Enter);
    hand.write("13112026");
    hand.press(Named::Enter);
    for _ in 0..12 {
        if hand.page() == "question" {
            let asked = hand.stage.app.heading();
            hand.write("1");
            if hand.stage.app.heading() == asked {
                hand.press(Named::Enter);
            }
        }
    }
    hand.press(Named::Enter);
    hand.press(Named::Enter);
    assert_eq!(hand.page(), "case", "{}", hand.stage.words());
    hand.press(Named::Enter);
    hand.write("Maria Probă");
    hand.press(Named::Tab);
    hand.write("2000000000004");
    hand.press(Named::Enter);
    hand.write("123");
    hand.press(Named::Enter);
    assert_eq!(hand.page(), "case-papers", "{}", hand.stage.words());
    hand.control('t');
    hand.press(Named::Enter);
    assert_eq!(hand.page(), "case", "{}", hand.stage.words());

    let mut prepared: Vec<Uuid> = Vec::new();
    let mut asked_twice = BTreeSet::new();
    for number in ["ASP-1", "CNAS-2", "CNAM-3"] {
        // Enter goes on to the next step that needs a request, from the case and from the request before.
        hand.press(Named::Enter);
        assert_eq!(hand.page(), "request", "{}", hand.stage.words());
        hand.press(Named::Enter);
        assert_eq!(hand.page(), "form", "{}", hand.stage.words());
        let before = hand.case().filled;
        hand.begin();
        hand.fill(&TYPED);
        assert_eq!(hand.page(), "check", "{}", hand.stage.words());
        let words = hand.stage.words();
        assert!(words.contains("Nu este depusă la nicio instituție"), "{words}");
        for (field, value) in &before {
            let kept = &hand.case().filled[field];
            assert_eq!(kept, value, "{field} was typed once");
            asked_twice.insert(field.clone());
        }
        hand.press(Named::Enter);
        assert_eq!(hand.page(), "request", "{}", hand.stage.words());
        let request = hand.case().requests.last().unwrap().clone();
        assert_eq!(request.state, RequestState::Prepared);
        assert!(hand.stage.words().contains("Pregătită, nedepusă"), "{}", hand.stage.words());
        prepared.push(request.id);
        hand.write(number);
        hand.press(Named::Enter);
        let request = hand.case().requests.last().unwrap().clone();
        assert_eq!(request.state, RequestState::Submitted, "{}", hand.stage.words());
    }
    assert_eq!(prepared.iter().collect::<BTreeSet<_>>().len(), 3);
    let case = hand.case();
    let services: BTreeSet<_> = case.requests.iter().map(|request| request.service.as_str().to_owned()).collect();
    assert_eq!(services.len(), 3, "{services:?}");

    // What was typed stands in every draft that asks for it, as it was typed.
    let mut drafts = 0;
    for request in &case.requests {
        let row = cups_kiosk::domain::case::Row::Request(request.id);
        let choice = cups_kiosk::ui::sheets::SheetChoice::Draft(case.id, row);
        let message = cups_kiosk::ui::page::specialist::request::Message::PrintDraft;
        drop((choice, message));
        let page = cups_kiosk::ui::page::specialist::Message::Case(
            cups_kiosk::ui::page::specialist::Action::OpenRequest(
                case.id,
                cups_kiosk::domain::case::Row::Request(request.id),
            ),
        );
        while hand.page() != "case" {
            hand.stage.key(Named::Escape);
        }
        hand.stage.send(cups_kiosk::ui::app::Message::Desk(page));
        assert_eq!(hand.page(), "request");
        hand.stage.touch("draft-print");
        let sheet = hand.stage.sheets.last().unwrap().clone();
        assert_eq!(sheet.template, "draft");
        let fields = fields(&sheet);
        for (label, text) in TYPED.iter().take(2) {
            let found = fields.iter().find(|(name, _)| name.starts_with(label));
            let kept = text.replace("069 123 456", "069123456");
            assert_eq!(found.and_then(|(_, value)| value.clone()), Some(kept), "{label}: {fields:?}");
        }
        assert!(fields.iter().any(|(_, value)| value.as_deref() == Some("Maria Probă")), "{fields:?}");
        assert!(fields.iter().any(|(_, value)| value.as_deref() == Some("2000000000004")), "{fields:?}");
        assert!(sheet.words().any(|words| words.contains("Număr:")), "it is submitted, and says its number");
        drafts += 1;
    }
    assert_eq!(drafts, 3);
    println!(
        "birth case, three requests: {} presses, {} pages, {:.1} s of program time, {} fields typed once",
        hand.presses,
        hand.pages.len(),
        hand.time.as_secs_f64(),
        case.filled.len()
    );
    assert!(hand.presses < 300, "{}", hand.presses);
    // No name and no number stands in the open part, and no field's value anywhere but in the case.
    let entries = hand.stage.records.all_entries().unwrap();
    let open = serde_json::to_string(&entries.iter().map(|entry| &entry.facts).collect::<Vec<_>>()).unwrap();
    for secret in ["Maria", "2000000000004", "Florilor", "069123456"] {
        assert!(!open.contains(secret), "{secret} stands in the open part");
    }
    let saved = entries.iter().filter(|entry| entry.facts.action == Action::DraftSaved).count();
    assert_eq!(saved, case.filled.len(), "one for each value, and none for what was there already");
}
