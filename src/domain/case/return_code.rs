//! The code on the slip, by which a case is found again.

/// Letters and digits of return codes: Crockford's base 32, without I, L, O and U.
const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A return code of eight characters, `ABCD-2345`, from five random bytes.
#[must_use]
pub fn return_code(random: [u8; 5]) -> String {
    let bits = random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut code: String =
        (0..8).rev().map(|place| CODE_LETTERS[(bits >> (place * 5) & 31) as usize] as char).collect();
    code.insert(4, '-');
    code
}

/// A return code as typed, brought to the form of [`return_code`]: case, spaces and the letters people
/// mix up (O and 0, I or L and 1) do not matter.
#[must_use]
pub fn normal_return_code(typed: &str) -> Option<String> {
    let mut code: String = typed
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    if code.len() != 8 || !code.bytes().all(|letter| CODE_LETTERS.contains(&letter)) {
        return None;
    }
    code.insert(4, '-');
    Some(code)
}
