//! The notice of a computer whose guide does not open: what the session shows in place of a window that fell again and again
//! or could not be started at all. In three languages at once: what is the matter, what to do, a code to tell. A program of
//! its own that opens no database, no catalogue and no settings, and needs no file but itself.

pub mod picture;
pub mod window;

use crate::domain::text::Language;
use crate::i18n::Texts;

/// Why the guide is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It was started several times in a row and ended each time.
    #[default]
    Falls,
    /// It could not be started at all: its file is missing or damaged.
    Missing,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Falls, Self::Missing];

    /// The code that people read out over the telephone. It never changes its meaning; those of the guide's own page of
    /// trouble are others.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Falls => "K-20",
            Self::Missing => "K-21",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code().eq_ignore_ascii_case(code))
    }

    /// The message that says what happened.
    const fn message(self) -> &'static str {
        match self {
            Self::Falls => "notice-falls",
            Self::Missing => "notice-missing",
        }
    }
}

/// What stands on the notice, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The code.
    pub code: &'static str,
    /// In each language: the heading, what happened, what to do.
    pub languages: [Said; 3],
    /// What the button does, in all languages.
    pub button: String,
    /// For the administrator: the version, and what the program said last.
    pub detail: String,
}

/// What is said in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is the matter, in a few words.
    pub heading: String,
    /// What happened.
    pub what: String,
    /// "What to do".
    pub todo: String,
    /// What to do.
    pub call: String,
    /// What happens by itself.
    pub itself: String,
}

/// The longest detail that is shown, in letters.
const LONGEST_DETAIL: usize = 240;

impl Notice {
    /// The notice of a kind, with what the program said last.
    #[must_use]
    pub fn new(kind: Kind, said_last: &str) -> Self {
        let texts = Language::INTERFACE.map(Texts::load);
        let code = [("code", kind.code().into())];
        let languages = texts.each_ref().map(|texts| Said {
            heading: texts.get("trouble-heading"),
            what: texts.get(kind.message()),
            todo: texts.get("trouble-do"),
            call: texts.with("notice-call", &code),
            itself: texts.get("notice-itself"),
        });
        let button = texts.each_ref().map(|texts| texts.get("trouble-retry")).join(" · ");
        let said: String = said_last.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let said: String = said.trim().chars().take(LONGEST_DETAIL).collect();
        let version = format!("cups-kiosk {}", env!("CARGO_PKG_VERSION"));
        let detail = if said.is_empty() { version } else { format!("{version} · {said}") };
        Self { code: kind.code(), languages, button, detail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_code_of_its_own_and_words_in_three_languages() {
        assert_ne!(Kind::Falls.code(), Kind::Missing.code());
        for kind in Kind::ALL {
            assert_eq!(Kind::of(&kind.code().to_lowercase()), Some(kind));
            let notice = Notice::new(kind, "");
            for said in &notice.languages {
                let all = [&said.heading, &said.what, &said.todo, &said.call, &said.itself];
                assert!(all.iter().all(|words| !words.is_empty() && !words.contains('⟨')), "{said:?}");
                assert!(said.call.contains(kind.code()), "{said:?}");
            }
        }
        assert_eq!(Kind::of("K-10"), None);
    }

    #[test]
    fn what_the_program_said_is_one_line_and_not_without_end() {
        let notice = Notice::new(Kind::Falls, &format!("thread panicked\nat {}", "x".repeat(5000)));
        assert!(notice.detail.starts_with(&format!("cups-kiosk {} · thread panicked at x", env!("CARGO_PKG_VERSION"))));
        assert!(!notice.detail.contains('\n') && notice.detail.chars().count() < 300);
        assert_eq!(Notice::new(Kind::Falls, " \n").detail, format!("cups-kiosk {}", env!("CARGO_PKG_VERSION")));
    }
}
