//! The configuration of one terminal: `kiosk.toml` in its data folder. Every field may be left out.

use crate::domain::text::Language;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The configuration.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
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
        }
    }
}

/// The configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct ConfigurationError {
    /// The file.
    pub path: String,
    /// What is wrong, with the line.
    pub reason: String,
}

impl Configuration {
    /// Reads the file; without one everything is as by default.
    ///
    /// # Errors
    /// When it cannot be read or a field is wrong: a terminal with a mistyped setting says so and does not
    /// guess.
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let failed = |reason: String| ConfigurationError { path: path.display().to_string(), reason };
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|error| failed(error.to_string().trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// The text of the root that the configuration names.
    ///
    /// # Errors
    /// When the file cannot be read: a terminal does not go on believing somebody else.
    pub fn pinned_root(&self) -> Result<Option<String>, ConfigurationError> {
        let Some(path) = &self.catalogue_root else { return Ok(None) };
        let read = std::fs::read_to_string(path);
        read.map(Some)
            .map_err(|error| ConfigurationError { path: path.display().to_string(), reason: error.to_string() })
    }
}
