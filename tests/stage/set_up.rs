//! A computer that nobody has set up yet, and how each question of its set-up is reached.

use super::{Stage, friday, shipped};
use cups_kiosk::domain::centre::Centre;
use cups_kiosk::domain::doctor::{Finding, Part};
use cups_kiosk::domain::printing::{PrintOutcome, PrinterState, Told, Trouble};
use cups_kiosk::domain::setup::{Measured, Question, RelayCode};
use cups_kiosk::domain::shelf::Shelf;
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::Records;
use cups_kiosk::sync::client::ClientError;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{EnrolError, Reply, Screen};
use cups_kiosk::ui::page::visitor;
use cups_kiosk::ui::set_up::{Equipment, FoundPrinter};
use iced::keyboard::key::Named;

/// What this computer has: two printers, of which one has no paper, a scanner, a screen that says its size.
pub fn equipment() -> Equipment {
    let printer = |name: &str, title: &str, default, troubles| FoundPrinter {
        name: name.to_owned(),
        title: title.to_owned(),
        default,
        state: PrinterState::Idle,
        accepting: true,
        troubles,
    };
    Equipment {
        printers: vec![
            printer("birou", "HP LaserJet – birou", true, Vec::new()),
            printer("hol", "Canon – hol", false, vec![Trouble::PaperOut]),
        ],
        print_system: true,
        scanners: vec!["fujitsu:ScanSnap iX500:1234".to_owned()],
        screen: Some(Measured { pixels: 1920, millimetres: 531 }),
    }
}

/// A look at a computer: all is well but what is given.
pub fn found(wrong: &[Finding]) -> Vec<Finding> {
    let finding = |part: Part| wrong.iter().copied().find(|finding| finding.part() == part).unwrap_or(part.fine());
    Part::ALL.into_iter().map(finding).collect()
}

impl Stage {
    /// A computer at its first start.
    pub fn first() -> Self {
        super::load_fonts();
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let (records, _) = Records::open(&folder.path().join("records.sqlite"), identity, friday()).unwrap();
        let centre: Centre = shipped().centre("lozova").unwrap().unwrap();
        let operator = age::x25519::Identity::generate();
        Self::standing(folder, (operator, records), Configuration::default(), (false, true), (shipped(), centre))
    }

    /// The question of the set-up that is shown.
    pub fn question(&self) -> Option<Question> {
        match self.app.screen() {
            Screen::Visitor(visitor::Screen::SetUp(page)) => Some(page.question),
            _ => None,
        }
    }
}

/// A first start in place of the stage, in a window of the same size.
pub fn first(stage: &mut Stage) {
    let window = stage.window;
    *stage = Stage::first();
    stage.window = window;
    stage.send(Framed::Resized(window));
}

/// Goes on to a question, by keyboard, with the answers of a public computer.
pub fn to(stage: &mut Stage, question: Question) {
    while stage.question() != Some(question) {
        match stage.question().unwrap() {
            Question::Computer => {
                stage.write("1");
                stage.key(Named::Enter);
            }
            Question::Centre => {
                stage.write("Лоз");
                stage.touch("centre-lozova");
            }
            Question::Enrolment => stage.touch("later"),
            _ => stage.key(Named::Enter),
        }
    }
}

/// The same from a first start.
pub fn at(stage: &mut Stage, question: Question) {
    first(stage);
    to(stage, question);
}

pub fn centre_typed(stage: &mut Stage) {
    at(stage, Question::Centre);
    stage.write("causeni");
}

pub fn centre_none(stage: &mut Stage) {
    at(stage, Question::Centre);
    stage.write("xwxw");
    stage.key(Named::Enter);
}

pub fn no_printer(stage: &mut Stage) {
    first(stage);
    stage.send(Reply::LookedAround(Equipment::default()));
    to(stage, Question::Printer);
}

pub fn trial(stage: &mut Stage) {
    at(stage, Question::Printer);
    stage.touch("trial");
    let id = stage.trials.last().unwrap().0;
    stage.send(Reply::TrialTold(id, Told::Printed(PrintOutcome::Printed)));
}

pub fn refused(stage: &mut Stage) {
    at(stage, Question::Enrolment);
    stage.write("https://hub.example.md");
    stage.key(Named::Tab);
    stage.write("ABCD-2345");
    stage.key(Named::Enter);
    let error = ClientError::NoAnswer(Reason::NameUnknown);
    stage.send(Reply::Enrolled(Err(EnrolError::Client(error))));
}

pub fn checked(stage: &mut Stage) {
    at(stage, Question::Check);
    stage.send(Reply::LookedOver(found(&[Finding::PrinterStands, Finding::NotEnrolled, Finding::ScannerNone])));
}

pub fn fine(stage: &mut Stage) {
    at(stage, Question::Check);
    stage.send(Reply::LookedOver(found(&[])));
}

pub fn full_disk(stage: &mut Stage) {
    first(stage);
    stage.disk_full = true;
    to(stage, Question::Check);
}

/// The desk's own page of this computer.
pub fn computer(stage: &mut Stage) {
    stage.sign_in();
    stage.touch("desk-colleague");
    stage.touch("people-computer");
    stage.send(Reply::LookedOver(found(&[Finding::ScannerUnknown, Finding::SignatureOver])));
}

/// The page of the relay by which the computer goes; gives the line of another relay's code.
pub fn at_relay(stage: &mut Stage) -> String {
    computer(stage);
    stage.touch("computer-relay");
    let code = |digits: &str| {
        let (key, word) = (digits.repeat(8), "a1b2c3d4e5f60718".to_owned());
        RelayCode { address: "https://192.168.1.5:8481".to_owned(), key, word, hub: None }
    };
    stage.send(Reply::RelayKnown(false, Ok(Some(code("01234567")))));
    code("89abcdef").line()
}

/// A centre other than that of the stage.
pub fn rome() -> Centre {
    shipped().centre("rome").unwrap().unwrap()
}
