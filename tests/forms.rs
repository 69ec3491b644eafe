//! Applications are filled in at the desk: by the keyboard alone, nothing twice, each field saved when it is left, and the
//! same on every page and paper.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::{Case, Command, Consent, ConsentScope, Consents, Person, ProviderNumber, RequestState};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::record::{Action, Reason};
use cups_kiosk::handout::print::PrintSheet;
use cups_kiosk::protocol::sheet::SheetBlock;
use cups_kiosk::store::records::RecordsError;
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
        let page = cups_kiosk::ui::page::specialist::Message::Case(
            cups_kiosk::ui::page::specialist::Action::OpenRequest(case.id, row),
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

/// A case of a birth a week ago, with a person who agreed, and what else was done in it.
fn in_case(more: Vec<Command>) -> Stage {
    let mut stage = Stage::new();
    stage.sign_in();
    let answers = Answers([("birth_date".to_owned(), Some(Value::Date(date(2026, 11, 13))))].into());
    let commands: Vec<Command> = prepared("Ana Probă", TODAY, "002000206", "register_birth");
    let begun = commands.into_iter().take(2);
    keep(&mut stage, 1, ("Specialist", TODAY), opening("7K2M-4QXR", "C1", answers), begun.chain(more).collect());
    stage.key(Named::F10);
    stage.sign_in();
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    stage
}

fn case_of(stage: &Stage) -> Case {
    stage.app.session().unwrap().cases[0].clone()
}

/// The form of the registration.
fn in_form(more: Vec<Command>) -> Stage {
    let mut stage = in_case(more);
    stage.write("1");
    assert_eq!(stage.app.screen().name(), "request", "{}", stage.words());
    stage.control('e');
    assert_eq!(stage.app.screen().name(), "form", "{}", stage.words());
    stage
}

fn entries(stage: &Stage) -> usize {
    stage.records.all_entries().unwrap().len()
}

const RESIDENCE: &str = "applicant_residence";

#[test]
fn a_field_is_saved_when_it_is_left_and_only_when_something_else_stands_in_it() {
    let mut stage = in_form(Vec::new());
    let before = entries(&stage);
    assert!(!stage.words().contains("Salvat aici la"), "nothing is saved yet");
    stage.click("field-form-4");
    stage.write("Lozova");
    assert_eq!(entries(&stage), before, "it is still being written");
    stage.key(Named::Tab);
    assert_eq!((entries(&stage), case_of(&stage).filled[RESIDENCE].as_str()), (before + 1, "Lozova"));
    assert!(stage.words().contains("Salvat aici la 12:00"), "{}", stage.words());
    assert_eq!(stage.focused().as_deref(), Some("field-form-5"), "writing goes on where it was");
    // Through all fields once more: nothing is changed, and nothing recorded.
    for _ in 0..20 {
        stage.key(Named::Tab);
    }
    assert_eq!(entries(&stage), before + 1);
    // Another value is another operation, and Escape saves it too.
    stage.click("field-form-4");
    stage.key(Named::End);
    stage.write(", str. Florilor 5");
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "request", "{}", stage.words());
    assert_eq!((entries(&stage), case_of(&stage).filled[RESIDENCE].as_str()), (before + 2, "Lozova, str. Florilor 5"));
    assert!(stage.words().contains("Lozova, str. Florilor 5"), "{}", stage.words());
    // It is found at the desk, and the list says that it is begun and not more.
    stage.key(Named::Escape);
    assert!(stage.words().contains("Ciornă începută"), "{}", stage.words());
    stage.key(Named::Escape);
    stage.click("field-return-code");
    stage.write("florilor");
    assert!(stage.words().contains("S-a găsit 1 caz"), "{}", stage.words());
}

#[test]
fn what_cannot_be_is_said_beside_its_field_and_not_saved() {
    let mut stage = in_form(Vec::new());
    let before = entries(&stage);
    stage.click("field-form-2");
    stage.write("2000000000005");
    stage.key(Named::Enter);
    assert!(stage.words().contains("Numărul personal are 13 cifre"), "{}", stage.words());
    assert_eq!((entries(&stage), stage.focused().as_deref()), (before, Some("field-form-2")));
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "confirm", "what cannot be saved is asked about");
    stage.key(Named::Escape);
    stage.key(Named::Backspace);
    stage.write("4");
    stage.key(Named::Enter);
    assert_eq!(case_of(&stage).filled["applicant_idnp"], "2000000000004");
}

#[test]
fn when_nothing_can_be_written_nothing_is_said_to_be_saved() {
    let mut stage = in_form(Vec::new());
    stage.fail = Some(RecordsError::DiskFull);
    stage.click("field-form-4");
    stage.write("Lozova");
    stage.key(Named::Enter);
    assert!(!stage.words().contains("Salvat aici la") && case_of(&stage).filled.is_empty(), "{}", stage.words());
    stage.fail = None;
    stage.click("field-form-4");
    stage.key(Named::Enter);
    assert_eq!(case_of(&stage).filled[RESIDENCE], "Lozova", "{}", stage.words());
    assert!(stage.words().contains("Salvat aici la 12:00"), "{}", stage.words());
}

fn fill(value: &str) -> Command {
    Command::Fill { field: RESIDENCE.to_owned(), value: Some(value.to_owned()), reason: None, service: None }
}

#[test]
fn what_a_request_was_made_ready_with_is_corrected_with_a_reason_and_shown_so_everywhere() {
    let request = prepared("Ana Probă", TODAY, "002000206", "register_birth").pop().unwrap();
    let mut stage = in_form(vec![fill("Lozova"), request]);
    stage.click("field-form-4");
    stage.write(", str. Florilor 5");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "confirm", "{}", stage.words());
    assert!(stage.words().contains("De ce schimbați acest răspuns?"), "{}", stage.words());
    stage.write("2");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "form", "{}", stage.words());
    let newest = stage.records.latest(1).unwrap()[0].facts.clone();
    assert_eq!((newest.action, newest.reason), (Action::DraftSaved, Some(Reason::WrongDetails)));
    assert_eq!(newest.service, None);
    let case = case_of(&stage);
    assert_eq!(case.filled[RESIDENCE], "Lozova, str. Florilor 5");
    assert_eq!(case.history.iter().filter(|line| line.field.as_deref() == Some(RESIDENCE)).count(), 2, "both stay");
    stage.key(Named::Escape);
    assert!(stage.words().contains("Lozova, str. Florilor 5"), "{}", stage.words());
    stage.touch("draft-print");
    let sheet = stage.sheets.last().unwrap().clone();
    assert!(sheet.words().any(|words| words == "Lozova, str. Florilor 5"));
    assert!(sheet.words().any(|words| words == "Pregătită, nedepusă"));
}

#[test]
fn what_was_submitted_stays_as_it_was_sent_and_says_what_was_changed_since() {
    let request = prepared("Ana Probă", TODAY, "002000206", "register_birth").pop().unwrap();
    let number = ProviderNumber::parse("ASP-1").unwrap();
    let submit = Command::Submit { request: stage::busy::REQUEST, number, on: TODAY, term: None, expected: None };
    let change = Command::Fill {
        service: None,
        field: RESIDENCE.to_owned(),
        value: Some("Strășeni".to_owned()),
        reason: Some(Reason::WrongDetails),
    };
    let mut stage = in_case(vec![fill("Lozova"), request, submit, change]);
    stage.write("1");
    let words = stage.words();
    assert!(words.contains("Lozova – schimbat după depunere: Strășeni"), "{words}");
    stage.control('e');
    assert_eq!(stage.app.screen().name(), "request", "what the provider has is not typed over");
    stage.touch("draft-print");
    let sheet = stage.sheets.last().unwrap();
    assert!(sheet.words().any(|words| words == "Lozova") && !sheet.words().any(|words| words.contains("Pregătită")));
}

#[test]
fn that_it_cannot_be_finished_here_is_counted_by_service_and_reason_alone() {
    let mut stage = in_case(Vec::new());
    stage.write("1");
    stage.control('k');
    assert!(stage.words().contains("De ce nu se poate termina aici?"), "{}", stage.words());
    stage.write("1");
    stage.key(Named::Enter);
    let newest = stage.records.latest(1).unwrap()[0].facts.clone();
    assert_eq!((newest.action, newest.reason), (Action::NotFinishedHere, Some(Reason::NotAvailableHere)));
    assert_eq!(newest.service.unwrap().as_str(), "002000206");
    assert!(case_of(&stage).requests.is_empty(), "it changes no request");
    // Pressed by mistake it is taken back like everything else.
    stage.key(Named::Escape);
    stage.control('r');
    assert!(stage.words().contains("Nu s-a putut termina aici"), "{}", stage.words());
}

#[test]
fn without_consent_nothing_is_filled_in() {
    let stage = in_case(Vec::new());
    let mut case = case_of(&stage);
    case.consents = Consents::default();
    let refused = case.apply(fill("Lozova"), Uuid::from_u128(77), TODAY).unwrap_err();
    assert_eq!(refused, cups_kiosk::domain::case::CaseError::ConsentMissing);
    let consent = Consent::new(ConsentScope::ThisEvent, TODAY, TODAY);
    case.consents = [consent].into_iter().collect();
    case.person = Person::default();
    let refused = case.apply(fill("Lozova"), Uuid::from_u128(77), TODAY).unwrap_err();
    assert_eq!(refused, cups_kiosk::domain::case::CaseError::NameMissing);
}

/// What the killed process of the next test does.
#[test]
#[ignore = "it waits to be killed: the next test starts and kills it"]
fn fills_in_a_field_and_waits_to_be_killed() {
    let mut stage = in_form(Vec::new());
    println!("folder {}", stage.folder().display());
    stage.click("field-form-4");
    stage.write("Lozova, str. Florilor 5");
    stage.key(Named::Enter);
    assert!(stage.words().contains("Salvat aici la 12:00"), "{}", stage.words());
    println!("said to be saved");
    loop {
        std::thread::park();
    }
}

#[test]
fn what_is_said_to_be_saved_is_there_after_a_kill() {
    use std::io::BufRead as _;
    let program = std::env::current_exe().unwrap();
    let mut child = std::process::Command::new(program)
        .args(["--exact", "fills_in_a_field_and_waits_to_be_killed", "--ignored", "--nocapture"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let mut folder = None;
    let mut said = false;
    for line in lines.map_while(Result::ok) {
        if let Some((_, path)) = line.split_once("folder ") {
            folder = Some(std::path::PathBuf::from(path));
        }
        if line.contains("said to be saved") {
            said = true;
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap();
    assert!(said, "it came as far as to say so");
    let folder = folder.unwrap();
    let mut stage = Stage::after(&folder);
    std::fs::remove_dir_all(folder).unwrap();
    stage.sign_in();
    assert_eq!(case_of(&stage).filled[RESIDENCE], "Lozova, str. Florilor 5");
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    stage.write("1");
    assert!(stage.words().contains("Lozova, str. Florilor 5"), "{}", stage.words());
}
