//! What the agency's paper says to a new computer, in one line that a code holds: the hub, a one-time code, the centre. It is
//! read from a picture, or typed by a reader of codes that stands as a keyboard.

use crate::domain::hidden::hidden;

/// The first word of the line: what it is, and the number of its form.
const MARK: &str = "CUPS1";

/// The most letters of the line of a code; an address has a few dozen.
const LONGEST: usize = 400;

/// What the paper says.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The hub's address.
    pub hub: String,
    /// The one-time code.
    pub code: String,
    /// The centre, by its id, where it is said.
    pub centre: Option<String>,
}

hidden!(Invitation, "Invitation");

impl Invitation {
    /// The line.
    #[must_use]
    pub fn line(&self) -> String {
        let centre = self.centre.as_ref().map(|centre| format!(" {centre}")).unwrap_or_default();
        format!("{MARK} {} {}{centre}", self.hub, self.code)
    }

    /// Reads the line; nothing where it is none. Words after the third are of a newer hub, and are passed over.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        read(line, Self::of)
    }

    fn of(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        if !words.next()?.eq_ignore_ascii_case(MARK) {
            return None;
        }
        let (hub, code) = (words.next()?, words.next()?);
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            let start = hub.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| hub.get(scheme.len()..)).flatten()
        })?;
        let is_code = |text: &str| {
            (6..=20).contains(&text.len()) && text.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
        };
        if rest.is_empty() || !is_code(code) {
            return None;
        }
        let is_id = |text: &&str| {
            (1..=64).contains(&text.len())
                && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
        };
        let centre = words.next().filter(is_id).map(str::to_owned);
        Some(Self { hub: hub.to_owned(), code: code.to_ascii_uppercase(), centre })
    }
}

/// Reads the line of a code by its words, also where it was typed on Russian keys.
pub(super) fn read<Code>(line: &str, of: impl Fn(&str) -> Option<Code>) -> Option<Code> {
    let line = line.trim();
    if line.chars().count() > LONGEST {
        return None;
    }
    of(line).or_else(|| of(&as_latin(line)))
}

/// The same keys with the Latin letters on them: a reader that stands as a keyboard presses the keys of the line, and a
/// computer whose keyboard is set to Russian writes what stands on them there.
fn as_latin(line: &str) -> String {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?";
    let latin = |letter: char| {
        let place = RUSSIAN.chars().position(|known| known == letter)?;
        LATIN.chars().nth(place)
    };
    line.chars().map(|letter| latin(letter).unwrap_or(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Invitation {
        let (hub, code) = ("https://hub.example.md:8443".to_owned(), "ABCD-2345".to_owned());
        Invitation { hub, code, centre: Some("lozova".to_owned()) }
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(paper().line(), "CUPS1 https://hub.example.md:8443 ABCD-2345 lozova");
        assert!(Invitation::read(&paper().line()) == Some(paper()));
        let bare = Invitation { centre: None, ..paper() };
        assert!(Invitation::read(&format!("  {}\r\n", bare.line())) == Some(bare));
    }

    #[test]
    fn words_of_a_newer_hub_are_passed_over() {
        assert!(Invitation::read(&format!("{} something new", paper().line())) == Some(paper()));
    }

    #[test]
    fn a_keyboard_that_is_set_to_russian_writes_the_same() {
        // The key of the slash writes a full stop there, and that of the full stop ю.
        let typed = "СГЗЫ1 реезыЖ..ргиюучфьздуюьвЖ8443 ФИСВ-2345 дщящмф";
        let read = Invitation::read(typed).unwrap();
        assert_eq!((read.code.as_str(), read.centre.as_deref()), ("ABCD-2345", Some("lozova")));
        assert_eq!(read.hub, "https://hub.example.md:8443");
    }

    #[test]
    fn whatever_else_is_read_is_no_invitation() {
        for line in [
            "",
            "CUPS1",
            "CUPS1 https://hub.example.md",
            "CUPS2 https://hub.example.md ABCD-2345 lozova",
            "CUPS1 ftp://hub.example.md ABCD-2345",
            "CUPS1 https:// ABCD-2345",
            "CUPS1 https://hub.example.md AB",
            "CUPS1 https://hub.example.md ABCD_2345!",
            "WIFI:S:name;T:WPA;P:secret;;",
            "ţ",
        ] {
            assert!(Invitation::read(line).is_none(), "{line}");
        }
        let long = format!("CUPS1 https://{} ABCD-2345", "a".repeat(500));
        assert!(Invitation::read(&long).is_none());
        let strange = Invitation::read("CUPS1 https://hub.example.md ABCD-2345 ../etc").unwrap();
        assert_eq!(strange.centre, None, "what is no id is none");
        assert_eq!(format!("{strange:?}"), "Invitation(…)");
    }
}
