//! Texts and names of a release.

use super::mirror::records;
use crate::domain::text;

records! {
    /// A text in the languages that the editors gave.
    Text: text::Text {
        ro: String,
        ;
        ru: Option<String>,
        en: Option<String>,
        uk: Option<String>,
        gag: Option<String>,
        bg: Option<String>,
    }
    /// Words by which people look for something.
    #[derive(Default)]
    Aliases: text::Aliases {
        ;
        ro: Vec<String>,
        ru: Vec<String>,
        en: Vec<String>,
    }
}
