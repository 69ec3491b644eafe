//! The code on the slip, by which a case is found again.

use crate::domain::code;

/// The characters of a return code.
const RETURN_CODE: usize = 8;

/// A return code of eight characters, `ABCD-2345`, from five random bytes.
#[must_use]
pub fn return_code(random: [u8; 5]) -> String {
    code::code(random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)), RETURN_CODE)
}

/// A return code as typed, brought to the form of [`return_code`]: case, spaces and the letters people
/// mix up (O and 0, I or L and 1) do not matter.
#[must_use]
pub fn normal_return_code(typed: &str) -> Option<String> {
    code::normal(typed, RETURN_CODE)
}
