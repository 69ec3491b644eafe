//! Codes that people read from paper and type: letters and digits that are not mistaken for one another.

/// Crockford's base 32, without I, L, O and U.
pub(super) const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters stand together between hyphens.
const GROUP: usize = 4;

/// The characters of a recovery code: 60 bits.
const RECOVERY: usize = 12;

/// So many characters from the low end of these bits, five bits each, in groups of four: `7K2M-4QXR`.
#[must_use]
pub fn code(bits: u64, length: usize) -> String {
    let letters = (0..length).rev().map(|place| char::from(LETTERS[(bits >> (place * 5) & 31) as usize]));
    grouped(&letters.collect::<String>())
}

/// A code of so many characters as typed, brought to the form of [`code`]. Case, spaces and hyphens do not matter, nor
/// the letters people mix up (O and 0, I or L and 1), nor a keyboard left in Cyrillic where its letter looks the same.
#[must_use]
pub fn normal(typed: &str, length: usize) -> Option<String> {
    let letters: String = typed.chars().filter(|letter| letter.is_alphanumeric()).map(alike).collect();
    let right = letters.len() == length && letters.bytes().all(|letter| LETTERS.contains(&letter));
    right.then(|| grouped(&letters))
}

/// The character of the alphabet that a typed one was taken for.
pub(super) fn alike(letter: char) -> char {
    match letter.to_uppercase().next().unwrap_or(letter) {
        'O' | 'О' => '0',
        'I' | 'L' | 'І' => '1',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        'З' => '3',
        other => other,
    }
}

fn grouped(letters: &str) -> String {
    let mut code = String::with_capacity(letters.len() + letters.len() / GROUP);
    for (place, letter) in letters.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// A recovery code, `7K2M-4QXR-9ABC`, from random bytes: it admits the first specialist of a terminal, once.
#[must_use]
pub fn recovery_code(random: [u8; 8]) -> String {
    code(u64::from_be_bytes(random), RECOVERY)
}

/// A recovery code as typed, in the form of [`recovery_code`].
#[must_use]
pub fn normal_recovery_code(typed: &str) -> Option<String> {
    normal(typed, RECOVERY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_understood_however_it_is_copied_from_the_paper() {
        let code = recovery_code([0, 0, 0x20, 0x40, 0x8a, 0x41, 0xff, 0x0b]);
        assert_eq!(normal_recovery_code(&code), Some(code.clone()));
        assert_eq!(normal_recovery_code(" 7k2m4qxr 9ab0").as_deref(), Some("7K2M-4QXR-9AB0"));
        assert_eq!(normal_recovery_code("7K2M–4QXR–9ABO").as_deref(), Some("7K2M-4QXR-9AB0"));
        assert_eq!(normal_recovery_code("ilI0-oO00-0000").as_deref(), Some("1110-0000-0000"));
        assert_eq!(normal_recovery_code("АВЕК-МНРС-ТХЗ0").as_deref(), Some("ABEK-MHPC-TX30"), "typed in Cyrillic");
        for wrong in ["", "7K2M-4QXR", "7K2M-4QXR-9ABCD", "7K2M-4QXR-9ABU", "7K2M-4QXR-9ABЖ", "şşşşşşşşşşşş"]
        {
            assert_eq!(normal_recovery_code(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_recovery_code_has_sixty_bits_that_all_count(random in any::<[u8; 8]>(), bit in 0_usize..60) {
            let code = recovery_code(random);
            prop_assert_eq!(code.len(), 14);
            let other = (u64::from_be_bytes(random) ^ 1 << bit).to_be_bytes();
            prop_assert_ne!(&recovery_code(other), &code);
            prop_assert_eq!(normal_recovery_code(&code.to_lowercase().replace('-', " ")), Some(code));
        }

        #[test]
        fn nonsense_never_panics(text in "\\PC*") {
            let _ = normal_recovery_code(&text);
        }
    }
}
