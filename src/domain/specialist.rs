//! Names and passwords of specialists: when two names are the same, and which passwords anybody would guess.

use super::search::fold;

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 8;

/// Passwords that are tried first, without digits and signs, as [`fold`] leaves them.
const COMMON: [&str; 32] = [
    "parola",
    "parolamea",
    "parolanoua",
    "password",
    "passw",
    "pass",
    "parol",
    "пароль",
    "моипароль",
    "admin",
    "administrator",
    "administrare",
    "админ",
    "администратор",
    "specialist",
    "специалист",
    "operator",
    "user",
    "cups",
    "kiosk",
    "primarie",
    "primaria",
    "biblioteca",
    "moldova",
    "молдова",
    "chisinau",
    "кишинев",
    "welcome",
    "bunaziua",
    "calculator",
    "letmein",
    "iloveyou",
];

/// What fingers run along: keys, alphabets, digits.
const RUNS: [&str; 12] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "qwertyuiop",
    "asdfghjkl",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgb",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
];

/// The longest piece whose mere repetition makes no password.
const PIECE: usize = 4;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// It has too few characters.
    #[error("the password is shorter than {SHORTEST_PASSWORD} characters")]
    Short,
    /// Many use it, or its characters only stand in a row or repeat.
    #[error("the password is one that is tried first")]
    Common,
    /// It is made of the name.
    #[error("the password is made of the name")]
    Name,
}

/// What a name is compared by: neither case nor spaces nor diacritics nor the old cedilla letters make another person.
#[must_use]
pub fn name_key(name: &str) -> String {
    fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// A name as it is kept: no space too many, and Romanian letters with a comma below.
#[must_use]
pub fn tidy_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let comma_below = |letter| match letter {
        'ş' => 'ș',
        'Ş' => 'Ș',
        'ţ' => 'ț',
        'Ţ' => 'Ț',
        other => other,
    };
    words.join(" ").chars().filter(|letter| !letter.is_control()).map(comma_below).collect()
}

/// Whether somebody of this name may choose this password. Length is asked for, not kinds of characters; what anybody
/// would try first is refused.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_password(password: &str, name: &str) -> Result<(), PasswordFault> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(PasswordFault::Short);
    }
    let lower = password.to_lowercase();
    let letters: Vec<char> = lower.chars().filter(|letter| !letter.is_whitespace()).collect();
    if letters.len() < PIECE || repeats(&letters) || runs(&letters) {
        return Err(PasswordFault::Common);
    }
    let core: String = fold(password).chars().filter(|letter| letter.is_alphabetic()).collect();
    if COMMON.contains(&core.as_str()) || repeats_one_of(&core, &COMMON) {
        return Err(PasswordFault::Common);
    }
    let words: Vec<String> = name.split_whitespace().map(alphabetic).filter(|word| word.chars().count() > 1).collect();
    if !core.is_empty() && is_made_of(&core, &words) {
        return Err(PasswordFault::Name);
    }
    Ok(())
}

fn alphabetic(word: &str) -> String {
    fold(word).chars().filter(|letter| letter.is_alphabetic()).collect()
}

/// Whether a short piece repeats to the end: `aaaaaaaa`, `12121212`, `abcabcab`.
fn repeats(letters: &[char]) -> bool {
    (1..=PIECE).any(|piece| {
        letters.len() >= 2 * piece && letters.iter().zip(&letters[piece..]).all(|(one, other)| one == other)
    })
}

/// Whether the characters stand in a row on the keyboard or in the alphabet, either way round.
fn runs(letters: &[char]) -> bool {
    let forward: String = letters.iter().collect();
    let backward: String = letters.iter().rev().collect();
    RUNS.iter().any(|run| run.contains(&forward) || run.contains(&backward))
}

fn repeats_one_of(core: &str, words: &[&str]) -> bool {
    words.iter().any(|word| !core.is_empty() && core.replace(word, "").is_empty())
}

/// Whether a text is nothing but these words, in any order and number.
fn is_made_of(text: &str, words: &[String]) -> bool {
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for place in 0..text.len() {
        if reached[place] {
            let rest = &text[place..];
            words
                .iter()
                .filter(|word| rest.starts_with(word.as_str()))
                .for_each(|word| reached[place + word.len()] = true);
        }
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        let key = name_key("Ștefan Țurcanu");
        for typed in [
            "ștefan țurcanu",
            "ŞTEFAN  ŢURCANU ",
            "S\u{326}tefan\u{a0}T\u{326}urcanu",
            "\u{feff}Stefan Turcanu",
            "Ștefan\tȚurcanu",
            "ȘtefanȚurcanu",
        ] {
            assert_eq!(name_key(typed), key, "{typed}");
        }
        assert_eq!(name_key("vasile rusu"), name_key("Vasile Rusu"));
        assert_eq!(name_key("Алёна Рошу"), name_key("АЛЕНА РОШУ"));
        assert_ne!(name_key("Vasile Rusu"), name_key("Vasile Russu"));
        assert_eq!(name_key(" - "), "");
        assert_eq!(tidy_name("  Ştefan \u{a0} Ţurcanu "), "Ștefan Țurcanu");
    }

    #[test]
    fn what_anybody_would_try_first_is_no_password() {
        use PasswordFault::{Common, Name, Short};
        let name = "Vasile Rusu";
        for (password, fault) in [
            ("scurt", Short),
            ("12345678", Common),
            ("87654321", Common),
            ("1234567890", Common),
            ("01234567", Common),
            ("parola123", Common),
            ("Parola 2026!", Common),
            ("PAROLA12", Common),
            ("parolaparola", Common),
            ("password", Common),
            ("пароль123", Common),
            ("aaaaaaaa", Common),
            ("        ", Common),
            ("12121212", Common),
            ("abcdabcd", Common),
            ("qwertyui", Common),
            ("йцукенгш", Common),
            ("1q2w3e4r", Common),
            ("Moldova2026", Common),
            ("Vasile Rusu", Name),
            ("vasilerusu", Name),
            ("rusuvasile", Name),
            ("Vasile2026", Name),
            ("VASILE_RUSU_1", Name),
        ] {
            assert_eq!(check_password(password, name), Err(fault), "{password}");
        }
        for password in
            ["parola-lungă", "parola-de-proba", "trei mere rosii", "Vasile iubește marea", "9Kf02-xx", "19751203"]
        {
            assert_eq!(check_password(password, name), Ok(()), "{password}");
        }
        assert_eq!(check_password("Ştefania", "Ștefania Țurcanu"), Err(Name));
        assert_eq!(check_password("parola-lungă", ""), Ok(()));
        let long = format!("{}b", "a".repeat(200));
        assert_eq!(check_password(&long, "Aa Aaa Aaaa"), Ok(()), "and the answer comes at once");
    }
}
