//! How a computer is set up by whoever sets it up: one question after the other, what may be answered, and which settings
//! come of the answers. No file is known here, and no screen.

mod invitation;
mod place;
mod relay_code;
mod ruler;

pub use invitation::Invitation;
pub use place::{CentrePlace, find_centres};
pub use relay_code::RelayCode;
pub use ruler::{CARD_MILLIMETRES, Measured, Ruler, SHORT_SIDE_MILLIMETRES};

use super::text::Language;

/// For whom a computer stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputerUse {
    /// Visitors sit at it, alone or beside the specialist.
    Visitors,
    /// A specialist works at it.
    Specialist,
}

/// Which printer prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterChoice {
    /// The one of this name in the print system.
    Named(String),
    /// None: visitors are not offered to print.
    None,
}

/// What was answered. What was not is as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The language of the start page.
    pub language: Option<Language>,
    /// For whom the computer is.
    pub computer: Option<ComputerUse>,
    /// Whether visitors draw waiting numbers.
    pub waiting_numbers: Option<bool>,
    /// Whether visitors print without a specialist.
    pub print_alone: Option<bool>,
    /// The centre, by its id.
    pub centre: Option<String>,
    /// The printer.
    pub printer: Option<PrinterChoice>,
    /// How fine the screen is.
    pub pixels_per_millimetre: Option<f32>,
    /// A part of the name of the scanner.
    pub scanner: Option<String>,
}

/// What is written for a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// Words.
    Text(String),
    /// Yes or no.
    Switch(bool),
    /// A number, to one decimal place.
    Number(f64),
    /// Nothing: it is as by default.
    Absent,
}

/// A setting, by its name in the file of settings, and what is written for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: SettingValue,
}

impl Answers {
    /// The settings that come of the answers, each once.
    #[must_use]
    pub fn settings(&self) -> Vec<Setting> {
        let mut settings: Vec<Setting> = Vec::new();
        let mut set = |name, value| settings.push(Setting { name, value });
        if let Some(language) = self.language {
            set("language", SettingValue::Text(language.code().to_owned()));
        }
        if let Some(centre) = &self.centre {
            set("centre", SettingValue::Text(centre.clone()));
        }
        if let Some(computer) = self.computer {
            // A public screen shows nothing else; a specialist has other programs beside the window.
            set("fullscreen", SettingValue::Switch(computer == ComputerUse::Visitors));
        }
        if let Some(millimetre) = self.pixels_per_millimetre {
            set("pixels_per_millimetre", SettingValue::Number((f64::from(millimetre) * 10.0).round() / 10.0));
        }
        match &self.printer {
            Some(PrinterChoice::Named(name)) => set("printer", SettingValue::Text(name.clone())),
            Some(PrinterChoice::None) => set("printer", SettingValue::Absent),
            None => {}
        }
        // Where nothing prints, visitors are not offered to.
        let alone = if self.printer == Some(PrinterChoice::None) { Some(false) } else { self.print_alone };
        if let Some(alone) = alone {
            set("print_alone", SettingValue::Switch(alone));
        }
        if let Some(numbers) = self.waiting_numbers {
            set("waiting_numbers", SettingValue::Switch(numbers));
        }
        if let Some(scanner) = &self.scanner {
            set("scanner", SettingValue::Text(scanner.clone()));
        }
        settings
    }
}

/// A question of the set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Which language the start page speaks.
    Language,
    /// For whom the computer is.
    Computer,
    /// What visitors may do by themselves.
    Visitors,
    /// Where it stands.
    Centre,
    /// On what it prints.
    Printer,
    /// How large the screen is.
    Screen,
    /// With what papers come in.
    Scanner,
    /// At which hub it is known.
    Enrolment,
    /// Whether all of it works.
    Check,
}

impl Question {
    /// Every question, in its order.
    pub const ALL: [Self; 9] = [
        Self::Language,
        Self::Computer,
        Self::Visitors,
        Self::Centre,
        Self::Printer,
        Self::Screen,
        Self::Scanner,
        Self::Enrolment,
        Self::Check,
    ];

    /// Whether it is asked, after these answers.
    #[must_use]
    pub fn is_asked(self, answers: &Answers, enrolled: bool) -> bool {
        match self {
            Self::Visitors => answers.computer != Some(ComputerUse::Specialist),
            // The hub says where a computer stands that it knows, and knows it already.
            Self::Centre | Self::Enrolment => !enrolled,
            Self::Language | Self::Computer | Self::Printer | Self::Screen | Self::Scanner | Self::Check => true,
        }
    }

    /// The question after this one; the last has none.
    #[must_use]
    pub fn next(self, answers: &Answers, enrolled: bool) -> Option<Self> {
        Self::ALL.into_iter().find(|next| *next > self && next.is_asked(answers, enrolled))
    }

    /// Its number among those that are asked, from 1, and how many those are.
    #[must_use]
    pub fn place(self, answers: &Answers, enrolled: bool) -> (usize, usize) {
        let asked = || Self::ALL.into_iter().filter(|question| question.is_asked(answers, enrolled));
        (asked().filter(|question| *question <= self).count(), asked().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(answers: &Answers) -> Vec<(&'static str, SettingValue)> {
        answers.settings().into_iter().map(|setting| (setting.name, setting.value)).collect()
    }

    #[test]
    fn what_was_not_answered_is_not_written() {
        assert!(Answers::default().settings().is_empty());
        let language = Answers { language: Some(Language::Ru), ..Answers::default() };
        assert_eq!(settings(&language), [("language", SettingValue::Text("ru".to_owned()))]);
    }

    #[test]
    fn a_public_computer_fills_the_screen_and_a_specialist_has_other_windows() {
        let of = |computer| Answers { computer: Some(computer), ..Answers::default() };
        assert_eq!(settings(&of(ComputerUse::Visitors)), [("fullscreen", SettingValue::Switch(true))]);
        assert_eq!(settings(&of(ComputerUse::Specialist)), [("fullscreen", SettingValue::Switch(false))]);
    }

    #[test]
    fn without_a_printer_visitors_are_not_offered_to_print() {
        let none = Answers { printer: Some(PrinterChoice::None), print_alone: Some(true), ..Answers::default() };
        let said = settings(&none);
        assert!(said.contains(&("printer", SettingValue::Absent)), "{said:?}");
        assert_eq!(said.iter().filter(|(name, _)| *name == "print_alone").count(), 1);
        assert!(said.contains(&("print_alone", SettingValue::Switch(false))));
    }

    #[test]
    fn the_fineness_of_the_screen_is_written_to_one_decimal_place() {
        let fine = Answers { pixels_per_millimetre: Some(3.648_12), ..Answers::default() };
        assert_eq!(settings(&fine), [("pixels_per_millimetre", SettingValue::Number(3.6))]);
    }

    #[test]
    fn every_question_leads_to_the_next_and_what_the_hub_says_is_not_asked() {
        let walk = |answers: &Answers, enrolled| {
            std::iter::successors(Some(Question::Language), |question| question.next(answers, enrolled))
                .collect::<Vec<_>>()
        };
        let none = Answers::default();
        assert_eq!(walk(&none, false), Question::ALL);
        assert_eq!(Question::Check.place(&none, false), (9, 9));
        let desk = Answers { computer: Some(ComputerUse::Specialist), ..Answers::default() };
        assert!(!walk(&desk, false).contains(&Question::Visitors));
        assert_eq!(Question::Centre.place(&desk, false), (3, 8));
        let known = walk(&desk, true);
        assert!(!known.contains(&Question::Centre) && !known.contains(&Question::Enrolment), "{known:?}");
    }
}
