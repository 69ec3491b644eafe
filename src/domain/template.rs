//! Templates of sheets: how a paper looks is content of the catalogue, as the words on it are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The line by which a template says its version.
const VERSION: &str = "#let version = ";

/// By which a kind of sheet is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Of which sheets it draws: those that are made for this version, and no others.
    pub version: u16,
    /// What it says, in the language of the typesetter.
    pub text: String,
}

impl Template {
    /// No template is longer, in bytes: the longest of ours takes a quarter of it.
    pub const LONGEST: usize = 48 * 1024;

    /// The template of a text; `None` where it says no version.
    #[must_use]
    pub fn of(text: String) -> Option<Self> {
        let version = Self::version_of(&text)?;
        Some(Self { version, text })
    }

    /// The version that a text says: on the first line that does, a number from one on.
    #[must_use]
    pub fn version_of(text: &str) -> Option<u16> {
        let said = text.lines().find_map(|line| line.strip_prefix(VERSION))?;
        said.trim().parse().ok().filter(|version| *version > 0)
    }

    /// Whether a template can have this name: lower-case letters and hyphens.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn a_version_is_a_number_on_a_line_of_its_own() {
        assert_eq!(Template::version_of("// a\n#let version = 3\n#let version = 4\n"), Some(3));
        for none in
            ["", "#let version = 0", "#let version = -1", "#let version = x", " #let version = 1", "version = 1"]
        {
            assert_eq!(Template::version_of(none), None, "{none}");
        }
    }

    #[test]
    fn a_name_leads_to_no_other_folder() {
        assert!(Template::is_name("no-more"));
        for wrong in ["", "../plan", "Plan", "plan.typ", "plan 2", "план"] {
            assert!(!Template::is_name(wrong), "{wrong}");
        }
    }
}
