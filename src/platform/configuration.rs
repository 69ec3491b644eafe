//! The configuration of one terminal: `kiosk.toml` in its data folder. Every field may be left out; what is there must
//! be right, or the program says which field is not, what stands there and what is allowed.

mod setting;
#[cfg(feature = "kiosk")]
mod write;

pub use setting::{SETTINGS, Wrong, WrongSetting, bounds};
#[cfg(feature = "kiosk")]
pub use write::{NotWritten, SHIPPED, with_settings, write_settings, write_settings_of};

use crate::domain::printing::Allowance;
use crate::domain::text::Language;
use crate::platform::print_system::PrintAddress;
use setting::Settings;
use std::path::{Path, PathBuf};

/// The configuration.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Configuration {
    /// The language of the start page.
    pub language: Language,
    /// The id of the centre, for a terminal that is not enrolled yet.
    pub centre: String,
    /// Whether the window fills the screen.
    pub fullscreen: bool,
    /// The window's width and height in pixels, when it does not fill the screen.
    pub window: (f32, f32),
    /// Seconds without a touch after which the program asks whether anybody is there.
    pub idle_seconds: u64,
    /// Seconds it then waits before it clears the visit.
    pub idle_warning_seconds: u64,
    /// Pixels a millimetre of the screen; sets how large the largest text is.
    pub pixels_per_millimetre: f32,
    /// The distance of the eyes from the screen in millimetres.
    pub viewing_distance: f32,
    /// Minutes without a touch after which a specialist is signed out.
    pub specialist_minutes: u64,
    /// Days after closing for which a case can still be read.
    pub retention_days: i32,
    /// A file with the root that says whose catalogues are believed. Without one the terminal believes the root that
    /// the hub gives it when it is enrolled.
    pub catalogue_root: Option<PathBuf>,
    /// Whether a single digit chooses what bears its number, on pages of choices. WCAG 2.1.4 asks that it can be switched off.
    pub digit_keys: bool,
    /// What stands in the name of the scanner that is used, where this computer has several; the first one without it.
    pub scanner: Option<String>,
    /// The name of the printer in the print system; the print system's default one without it.
    pub printer: Option<String>,
    /// Where the print system is, when not where it usually is: the path of its socket, or http:// with this computer.
    pub print_system: Option<PrintAddress>,
    /// Whether visitors may print without a specialist.
    pub print_alone: bool,
    /// Whether visitors draw waiting numbers, which the desk calls.
    pub waiting_numbers: bool,
    /// How many pages a visit may print without a specialist.
    pub print_pages: u16,
    /// A folder in which sheets may be kept as files, besides sticks.
    pub print_folder: Option<PathBuf>,
    /// Whether visitors may go to the State's sites on this computer.
    pub online: bool,
    /// Minutes that a visitor has there until it is asked whether more are wanted.
    pub online_minutes: u64,
    /// Whether what is recorded is sent by itself, and what comes is fetched so. Where not, "Send now" does it once.
    pub automatic_sending: bool,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            language: Language::Ro,
            centre: "lozova".to_owned(),
            fullscreen: false,
            window: (1366.0, 768.0),
            idle_seconds: 90,
            idle_warning_seconds: 30,
            // A 24-inch Full HD screen seen from 60 cm.
            pixels_per_millimetre: 3.6,
            viewing_distance: 600.0,
            specialist_minutes: 10,
            retention_days: 30,
            catalogue_root: None,
            digit_keys: true,
            scanner: None,
            printer: None,
            print_system: None,
            print_alone: true,
            waiting_numbers: false,
            print_pages: 10,
            print_folder: None,
            online: true,
            online_minutes: 20,
            automatic_sending: true,
        }
    }
}

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is there and cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It is no TOML.
    #[error("line {line}: not TOML: {reason}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// Settings that are not so: all of them, in the order of the file.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Settings(Vec<WrongSetting>),
    /// The root of trust that it names cannot be used.
    #[error("catalogue_root: {0}")]
    Root(String),
}

impl Fault {
    /// The same of a text that stands so many lines lower in a file.
    #[cfg(feature = "kiosk")]
    #[must_use]
    pub fn lower_by(self, lines: usize) -> Self {
        match self {
            Self::Syntax { line, reason } => Self::Syntax { line: line + lines, reason },
            Self::Settings(mut all) => {
                for wrong in &mut all {
                    wrong.line += lines;
                }
                Self::Settings(all)
            }
            Self::Unreadable(_) | Self::Root(_) => self,
        }
    }
}

/// The configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct ConfigurationError {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Configuration {
    /// Reads the file; without one everything is as by default.
    ///
    /// # Errors
    /// When it cannot be read or a field is wrong: a terminal with a mistyped setting says so and does not
    /// guess.
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        Ok(Self::read_if_there(path)?.unwrap_or_default())
    }

    /// Reads the file; `None` without one.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_if_there(path: &Path) -> Result<Option<Self>, ConfigurationError> {
        let failed = |fault| ConfigurationError { path: path.display().to_string(), fault };
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map(Some).map_err(failed),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(Fault::Unreadable(error.to_string()))),
        }
    }

    /// Reads the text of a configuration.
    ///
    /// # Errors
    /// When it is no TOML, or says what is unknown or not allowed.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        // Editors of other systems put an invisible mark before the first letter.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut settings = Settings::of(text)?;
        let usual = Self::default();
        let read = Self {
            language: settings.language("language", usual.language),
            centre: settings.name("centre", usual.centre),
            fullscreen: settings.yes_or_no("fullscreen", usual.fullscreen),
            window: settings.pair("window", usual.window),
            idle_seconds: settings.whole("idle_seconds", usual.idle_seconds),
            idle_warning_seconds: settings.whole("idle_warning_seconds", usual.idle_warning_seconds),
            pixels_per_millimetre: settings.number("pixels_per_millimetre", usual.pixels_per_millimetre),
            viewing_distance: settings.number("viewing_distance", usual.viewing_distance),
            specialist_minutes: settings.whole("specialist_minutes", usual.specialist_minutes),
            retention_days: settings.whole("retention_days", usual.retention_days),
            catalogue_root: settings.file("catalogue_root"),
            digit_keys: settings.yes_or_no("digit_keys", usual.digit_keys),
            scanner: settings.line("scanner"),
            printer: settings.line("printer"),
            print_system: settings.print_system("print_system"),
            print_alone: settings.yes_or_no("print_alone", usual.print_alone),
            waiting_numbers: settings.yes_or_no("waiting_numbers", usual.waiting_numbers),
            print_pages: settings.whole("print_pages", usual.print_pages),
            print_folder: settings.file("print_folder"),
            online: settings.yes_or_no("online", usual.online),
            online_minutes: settings.whole("online_minutes", usual.online_minutes),
            automatic_sending: settings.yes_or_no("automatic_sending", usual.automatic_sending),
        };
        settings.end().map(|()| read)
    }

    /// What stands in the text of a file of settings, whatever it is.
    ///
    /// # Errors
    /// When it is no TOML.
    #[cfg(feature = "kiosk")]
    pub fn table(text: &str) -> Result<toml::Table, Fault> {
        setting::table(text)
    }

    /// What visitors may print by themselves.
    #[must_use]
    pub const fn allowance(&self) -> Allowance {
        Allowance { alone: self.print_alone, pages: self.print_pages }
    }

    /// Whether a file asks for the whole screen, as far as that can be told of one that is wrong otherwise. A public
    /// screen stays covered while its settings are mended.
    #[must_use]
    pub fn asks_for_full_screen(path: &Path) -> bool {
        let text = std::fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&text).lines().any(|line| {
            let line = line.trim_start_matches('\u{feff}').split('#').next().unwrap_or_default();
            line.split_once('=').is_some_and(|(name, value)| name.trim() == "fullscreen" && value.trim() == "true")
        })
    }

    /// The text of the root that the configuration names.
    ///
    /// # Errors
    /// When the file cannot be read: a terminal does not go on believing somebody else.
    pub fn pinned_root(&self) -> Result<Option<String>, ConfigurationError> {
        let Some(path) = &self.catalogue_root else { return Ok(None) };
        let read = std::fs::read_to_string(path);
        read.map(Some).map_err(|error| ConfigurationError {
            path: path.display().to_string(),
            fault: Fault::Root(error.to_string()),
        })
    }
}

#[cfg(test)]
mod tests;
