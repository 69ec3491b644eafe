//! Text in several languages, as the catalogue's editors write it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language of the interface or of a text. The whole interface exists in the first three; the other
/// three serve the start page, consent and take-away, with a visible note where text falls back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Romanian, the official language and the one every text must have.
    #[default]
    Ro,
    /// Russian.
    Ru,
    /// English.
    En,
    /// Ukrainian.
    Uk,
    /// Gagauz.
    Gag,
    /// Bulgarian.
    Bg,
}

impl Language {
    /// The languages in which the whole interface exists.
    pub const INTERFACE: [Self; 3] = [Self::Ro, Self::Ru, Self::En];

    /// Every language a text may be written in.
    pub const ALL: [Self; 6] = [Self::Ro, Self::Ru, Self::En, Self::Uk, Self::Gag, Self::Bg];

    /// The BCP 47 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ro => "ro",
            Self::Ru => "ru",
            Self::En => "en",
            Self::Uk => "uk",
            Self::Gag => "gag",
            Self::Bg => "bg",
        }
    }

    /// The language's name in itself, as a language switch shows it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ro => "Română",
            Self::Ru => "Русский",
            Self::En => "English",
            Self::Uk => "Українська",
            Self::Gag => "Gagauzça",
            Self::Bg => "Български",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}

/// The code names no language we have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a language of this program (ro, ru, en, uk, gag, bg)")]
pub struct UnknownLanguage(pub String);

/// One text in the languages the editors gave. Romanian is required; a missing language falls back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Romanian, required.
    pub ro: String,
    /// Russian; the check reports it when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// English; the check reports it when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uk: Option<String>,
    /// Gagauz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gag: Option<String>,
    /// Bulgarian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bg: Option<String>,
}

impl Text {
    /// The text in this very language, if the editors wrote it.
    #[must_use]
    pub fn exact(&self, language: Language) -> Option<&str> {
        match language {
            Language::Ro => Some(self.ro.as_str()),
            Language::Ru => self.ru.as_deref(),
            Language::En => self.en.as_deref(),
            Language::Uk => self.uk.as_deref(),
            Language::Gag => self.gag.as_deref(),
            Language::Bg => self.bg.as_deref(),
        }
    }

    /// The text in this language, or in Romanian.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        self.exact(language).unwrap_or(&self.ro)
    }

    /// The interface languages in which this text is missing or blank.
    pub fn missing(&self) -> impl Iterator<Item = Language> + '_ {
        Language::INTERFACE
            .into_iter()
            .filter(|language| self.exact(*language).is_none_or(|text| text.trim().is_empty()))
    }
}

/// Words by which people look for something, in each language: everyday names, old names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    /// Romanian names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ro: Vec<String>,
    /// Russian names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ru: Vec<String>,
    /// English names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
}

impl Aliases {
    /// Every alias in every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.ro.iter().chain(&self.ru).chain(&self.en).map(String::as_str)
    }
}
