//! One-time enrolment codes: read out over the telephone, typed once, kept only as a hash. And recovery codes, which
//! stay on paper at the agency until a terminal needs its first specialist.

use super::HubError;
use crate::domain::code::recovery_code;
use crate::domain::hidden::hidden;
use crate::protocol::recovery;

/// No I and no O: they are taken for 1 and 0.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
/// No 0 and no 1, for the same reason.
const DIGITS: &[u8; 8] = b"23456789";

/// Makes a code: four letters, a hyphen, four digits.
///
/// # Errors
/// When the system gives no random numbers.
pub fn generate() -> Result<String, HubError> {
    let mut code = String::with_capacity(9);
    for _ in 0..4 {
        code.push(char::from(LETTERS[below(24)?]));
    }
    code.push('-');
    for _ in 0..4 {
        code.push(char::from(DIGITS[below(8)?]));
    }
    Ok(code)
}

/// How many recovery codes a paper holds.
const RECOVERY_CODES: usize = 5;

/// A recovery code for the paper, with its hash for everything else.
#[derive(Clone)]
pub struct RecoveryCode {
    /// The code itself; it is shown once and kept nowhere.
    pub code: String,
    /// Its slow hash, under a salt of its own.
    pub hash: String,
}

hidden!(RecoveryCode, "RecoveryCode");

/// Makes the recovery codes of one paper.
///
/// # Errors
/// When the system gives no random numbers or cannot do the work.
pub fn recovery_codes() -> Result<Vec<RecoveryCode>, HubError> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let (mut bits, mut salt) = ([0; 8], [0; 16]);
            getrandom::fill(&mut bits).map_err(HubError::Random)?;
            getrandom::fill(&mut salt).map_err(HubError::Random)?;
            let code = recovery_code(bits);
            let hash = recovery::hash(&code, &salt).ok_or(HubError::Form("recovery code"))?;
            Ok(RecoveryCode { code, hash })
        })
        .collect()
}

/// A random number below a limit, each as likely as the others.
fn below(limit: u8) -> Result<usize, HubError> {
    let even = u8::MAX - u8::MAX % limit;
    loop {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(HubError::Random)?;
        if byte[0] < even {
            return Ok(usize::from(byte[0] % limit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_form_and_no_letter_that_is_misread() {
        for _ in 0..200 {
            let code = generate().unwrap();
            let (letters, digits) = code.split_once('-').unwrap();
            assert_eq!((letters.len(), digits.len()), (4, 4));
            assert!(letters.chars().all(|letter| letter.is_ascii_uppercase() && !"IO".contains(letter)), "{code}");
            assert!(digits.chars().all(|digit| digit.is_ascii_digit() && !"01".contains(digit)), "{code}");
        }
    }
}
