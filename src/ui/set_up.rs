//! The set-up of this computer, while somebody is at it: what was answered, what was found of its equipment, and how far the
//! settings are written. Pure; the application says by effects what is to be looked at.

use crate::domain::doctor::Finding;
use crate::domain::hidden::hidden;
use crate::domain::printing::{PrinterState, Told, Trouble};
use crate::domain::setup::{Answers, CentrePlace, ComputerUse, Measured, PrinterChoice, Question, Ruler};
use crate::domain::text::Language;
use crate::platform::configuration::Configuration;
use uuid::Uuid;

/// A printer that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPrinter {
    /// Its name in the print system.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether the print system prints on it where none is named.
    pub default: bool,
    /// Its state.
    pub state: PrinterState,
    /// Whether it takes prints.
    pub accepting: bool,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

/// What was found of the equipment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Equipment {
    /// The printers; none where the print system does not answer.
    pub printers: Vec<FoundPrinter>,
    /// Whether the print system answered.
    pub print_system: bool,
    /// The scanners, as they name themselves.
    pub scanners: Vec<String>,
    /// What the screen says of its size.
    pub screen: Option<Measured>,
}

/// How far the settings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Not yet.
    #[default]
    No,
    /// They are on their way to the disk.
    OnTheWay,
    /// They are.
    Yes,
    /// They could not be: the message that says why.
    Failed(&'static str),
}

/// How this computer was found by looking at all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doctor {
    /// Whether it is being looked at.
    pub looking: bool,
    /// What was found last.
    pub found: Vec<Finding>,
}

/// The set-up of this computer.
#[derive(Clone, Debug, PartialEq)]
pub struct SetUp {
    /// What was answered.
    pub answers: Answers,
    /// Whether it is the first: else somebody changes what was set up.
    pub first: bool,
    /// The centres that the catalogue knows.
    pub centres: Vec<CentrePlace>,
    /// What was found; nothing before it was looked for.
    pub equipment: Option<Equipment>,
    /// The ruler on the screen.
    pub ruler: Ruler,
    /// Whether somebody changed it.
    pub ruled: bool,
    /// The page for a trial that was printed last, and what is told of it.
    pub trial: Option<(Uuid, Told)>,
    /// How far the settings are written.
    pub written: Written,
    /// Why the computer was not enrolled.
    pub refused: Option<&'static str>,
}

/// What a page of the set-up asks for.
#[derive(Clone, PartialEq)]
pub enum SetUpWish {
    /// The language of the start page.
    Language(Language),
    /// For whom the computer is.
    Computer(ComputerUse),
    /// Visitors draw waiting numbers, or not.
    WaitingNumbers(bool),
    /// Visitors print without a specialist, or not.
    PrintAlone(bool),
    /// The centre.
    Centre(String),
    /// The printer.
    Printer(PrinterChoice),
    /// The scanner.
    Scanner(String),
    /// The ruler is longer by so many pixels of the screen, or shorter; on a side of the card of so many millimetres.
    Ruler(f32, f32),
    /// The next question.
    GoOn(Question),
    /// The next question; this one is decided later.
    Later(Question),
    /// Look once more what equipment there is.
    LookAround,
    /// Print a page for a trial.
    PrintTrial(String),
    /// Enrol at the hub.
    Enrol {
        /// Its address.
        hub: String,
        /// The one-time code.
        code: String,
    },
    /// Write and check once more.
    Again,
    /// Leave the set-up: all is done, or is not wanted now.
    Leave,
}

hidden!(SetUpWish, "SetUpWish");

impl SetUp {
    /// A set-up that begins: the first, or of a computer whose settings are changed.
    #[must_use]
    pub fn new(first: bool, configuration: &Configuration, centres: Vec<CentrePlace>) -> Self {
        let answers = if first {
            Answers::default()
        } else {
            let computer = if configuration.fullscreen { ComputerUse::Visitors } else { ComputerUse::Specialist };
            Answers {
                language: Some(configuration.language),
                computer: Some(computer),
                waiting_numbers: Some(configuration.waiting_numbers),
                print_alone: Some(configuration.print_alone),
                centre: Some(configuration.centre.clone()),
                printer: configuration.printer.clone().map(PrinterChoice::Named),
                pixels_per_millimetre: None,
                scanner: configuration.scanner.clone(),
            }
        };
        Self {
            answers,
            first,
            centres,
            equipment: None,
            ruler: Ruler::new(configuration.pixels_per_millimetre),
            ruled: false,
            trial: None,
            written: Written::No,
            refused: None,
        }
    }

    /// What was found of the equipment: the ruler begins where the screen says, unless somebody was at it.
    pub fn note_equipment(&mut self, equipment: Equipment) {
        if let Some(fine) = equipment.screen.and_then(Measured::pixels_per_millimetre)
            && self.first
            && !self.ruled
        {
            self.ruler = Ruler::new(fine);
        }
        self.equipment = Some(equipment);
    }

    /// The printer that is chosen; at first the default one, or the only one.
    #[must_use]
    pub fn printer(&self) -> Option<PrinterChoice> {
        let usual = || {
            let printers = &self.equipment.as_ref()?.printers;
            let alone = printers.len() == 1;
            let printer = printers.iter().find(|printer| printer.default || alone)?;
            Some(PrinterChoice::Named(printer.name.clone()))
        };
        self.answers.printer.clone().or_else(usual)
    }

    /// The centre that is chosen, where there is one.
    #[must_use]
    pub fn centre(&self) -> Option<&CentrePlace> {
        let chosen = self.answers.centre.as_ref()?;
        self.centres.iter().find(|centre| centre.id == *chosen)
    }

    /// Takes what a page says without more. Says whether it was that.
    pub fn take(&mut self, wish: &SetUpWish) -> bool {
        let answers = &mut self.answers;
        match wish {
            SetUpWish::Language(language) => answers.language = Some(*language),
            SetUpWish::Computer(computer) => answers.computer = Some(*computer),
            SetUpWish::WaitingNumbers(on) => answers.waiting_numbers = Some(*on),
            SetUpWish::PrintAlone(on) => answers.print_alone = Some(*on),
            SetUpWish::Centre(centre) => answers.centre = Some(centre.clone()),
            SetUpWish::Printer(choice) => answers.printer = Some(choice.clone()),
            SetUpWish::Scanner(name) => answers.scanner = Some(name.clone()),
            SetUpWish::Ruler(pixels, millimetres) => {
                self.ruler = self.ruler.longer(*pixels, *millimetres);
                self.ruled = true;
            }
            SetUpWish::GoOn(_)
            | SetUpWish::Later(_)
            | SetUpWish::LookAround
            | SetUpWish::PrintTrial(_)
            | SetUpWish::Enrol { .. }
            | SetUpWish::Again
            | SetUpWish::Leave => return false,
        }
        true
    }

    /// A question was answered by going on: what was chosen already for it holds.
    pub fn settle(&mut self, question: Question) {
        match question {
            Question::Printer => self.answers.printer = self.printer(),
            Question::Screen => self.answers.pixels_per_millimetre = Some(self.ruler.pixels_per_millimetre()),
            Question::Visitors => {
                self.answers.waiting_numbers.get_or_insert(false);
                self.answers.print_alone.get_or_insert(true);
            }
            Question::Language
            | Question::Computer
            | Question::Centre
            | Question::Scanner
            | Question::Enrolment
            | Question::Check => {}
        }
    }

    /// A question is decided later: what was chosen for it does not hold.
    pub fn leave_open(&mut self, question: Question) {
        let answers = &mut self.answers;
        match question {
            Question::Language => answers.language = None,
            Question::Computer => answers.computer = None,
            Question::Visitors => (answers.waiting_numbers, answers.print_alone) = (None, None),
            Question::Centre => answers.centre = None,
            Question::Printer => answers.printer = None,
            Question::Screen => answers.pixels_per_millimetre = None,
            Question::Scanner => answers.scanner = None,
            Question::Enrolment | Question::Check => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> SetUp {
        SetUp::new(true, &Configuration::default(), Vec::new())
    }

    fn printer(name: &str, default: bool) -> FoundPrinter {
        FoundPrinter {
            name: name.to_owned(),
            title: name.to_owned(),
            default,
            state: PrinterState::Idle,
            accepting: true,
            troubles: Vec::new(),
        }
    }

    #[test]
    fn the_ruler_begins_where_the_screen_says_and_stays_where_somebody_put_it() {
        let screen =
            |millimetres| Equipment { screen: Some(Measured { pixels: 1920, millimetres }), ..Equipment::default() };
        let mut set_up = begun();
        set_up.note_equipment(screen(344));
        assert!((set_up.ruler.pixels_per_millimetre() - 5.58).abs() < 0.01);
        set_up.note_equipment(screen(0));
        assert!((set_up.ruler.pixels_per_millimetre() - 5.58).abs() < 0.01, "what cannot be right changes nothing");
        assert!(set_up.take(&SetUpWish::Ruler(10.0, 85.6)));
        let put = set_up.ruler;
        set_up.note_equipment(screen(531));
        assert_eq!(set_up.ruler, put);
        set_up.settle(Question::Screen);
        assert_eq!(set_up.answers.pixels_per_millimetre, Some(put.pixels_per_millimetre()));
    }

    #[test]
    fn the_default_printer_is_chosen_until_somebody_chooses_another_or_none() {
        let mut set_up = begun();
        assert_eq!(set_up.printer(), None);
        let printers = vec![printer("one", false), printer("two", true)];
        set_up.note_equipment(Equipment { printers, print_system: true, ..Equipment::default() });
        assert_eq!(set_up.printer(), Some(PrinterChoice::Named("two".to_owned())));
        assert!(set_up.take(&SetUpWish::Printer(PrinterChoice::None)));
        set_up.settle(Question::Printer);
        assert_eq!(set_up.answers.printer, Some(PrinterChoice::None));
        set_up.leave_open(Question::Printer);
        assert_eq!(set_up.answers.printer, None);
    }

    #[test]
    fn settings_that_are_changed_begin_with_what_is_set() {
        let now = Configuration {
            fullscreen: true,
            waiting_numbers: true,
            printer: Some("desk".to_owned()),
            pixels_per_millimetre: 5.0,
            ..Configuration::default()
        };
        let set_up = SetUp::new(false, &now, Vec::new());
        assert_eq!(set_up.answers.computer, Some(ComputerUse::Visitors));
        assert_eq!(set_up.printer(), Some(PrinterChoice::Named("desk".to_owned())));
        let mut set_up = set_up;
        set_up.note_equipment(Equipment {
            screen: Some(Measured { pixels: 1920, millimetres: 344 }),
            ..Equipment::default()
        });
        assert!((set_up.ruler.pixels_per_millimetre() - 5.0).abs() < 0.001, "it was measured with a card before");
    }
}
