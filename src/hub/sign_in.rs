//! Who may do what on the agency's pages, and how somebody proves to be who they say: a password and a code of a telephone.

use super::HubError;
use crate::protocol::password;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sees the counts.
    Reader,
    /// Sees the counts, and looks after lists of providers.
    Editor,
    /// Sees the counts and the computers of the centres.
    Operator,
    /// Sees the counts, and who looked at what.
    Auditor,
}

/// A part of the pages that not everybody may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Counts, which tell of nobody.
    Counts,
    /// The computers of the centres.
    Fleet,
    /// Lists of providers.
    Lists,
    /// Who looked at what.
    Audit,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Editor, Self::Operator, Self::Auditor];

    /// Its code, which never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether it may open a part of the pages.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Counts => true,
            Right::Fleet => matches!(self, Self::Operator),
            Right::Lists => matches!(self, Self::Editor),
            Right::Audit => matches!(self, Self::Auditor),
        }
    }
}

/// How long a password is good that an operator hands out.
pub const FIRST_HOURS: i64 = 72;

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 12;

/// After how long without a request a session ends, in minutes.
pub const IDLE_MINUTES: i64 = 30;

/// After how long a session ends whatever was asked in it, in hours.
pub const LONGEST_HOURS: i64 = 12;

/// The length of a code's step of time, in seconds (RFC 6238).
const STEP: i64 = 30;

/// Whether a session still holds.
#[must_use]
pub fn holds(begun: Timestamp, seen: Timestamp, now: Timestamp) -> bool {
    let within = |from: Timestamp, most: SignedDuration| now.duration_since(from) < most;
    within(seen, SignedDuration::from_mins(IDLE_MINUTES)) && within(begun, SignedDuration::from_hours(LONGEST_HOURS))
}

/// For how many seconds an account that was tried wrongly so often takes nobody: none for the first three, then twice as long
/// each time, and never longer than a minute, so that nobody can shut somebody else out.
#[must_use]
pub fn pause_after(failures: u32) -> i64 {
    match failures.checked_sub(3) {
        None | Some(0) => 0,
        Some(more) => 1_i64.checked_shl(more.min(6)).unwrap_or(64).min(60),
    }
}

/// The code of a secret in a step of time: six digits (RFC 4226, RFC 6238).
#[must_use]
pub fn code_at(secret: &[u8], step: u64) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return u32::MAX };
    mac.update(&step.to_be_bytes());
    let made: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(made[19] & 15);
    let four = [made[at] & 0x7f, made[at + 1], made[at + 2], made[at + 3]];
    u32::from_be_bytes(four) % 1_000_000
}

/// The step of time whose code was typed: this one, the one before or the one after, for telephones' clocks are not exact.
#[must_use]
pub fn step_of_code(secret: &[u8], typed: &str, now: Timestamp) -> Option<u64> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let typed = digits.parse::<u32>().ok().filter(|_| digits.len() == 6)?;
    let step = u64::try_from(now.as_second() / STEP).ok()?;
    (step.saturating_sub(1)..=step + 1).find(|step| code_at(secret, *step) == typed)
}

/// A secret as telephones take it when it is typed: base 32 in groups of four.
#[must_use]
pub fn written(secret: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut letters = 0;
    for byte in secret {
        (bits, held) = (bits << 8 | u32::from(*byte), held + 8);
        while held >= 5 {
            held -= 5;
            if letters > 0 && letters % 4 == 0 {
                text.push(' ');
            }
            text.push(char::from(LETTERS[(bits >> held & 31) as usize]));
            letters += 1;
        }
    }
    text
}

/// The address by which a telephone takes a secret from a code.
#[must_use]
pub fn for_telephone(name: &str, secret: &[u8]) -> String {
    let secret = written(secret).replace(' ', "");
    format!("otpauth://totp/CUPS:{name}?secret={secret}&issuer=CUPS&algorithm=SHA1&digits=6&period=30")
}

/// Whether a name can be one of an account: it stands in addresses and logs.
#[must_use]
pub fn is_name(name: &str) -> bool {
    (2..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte))
}

/// The hash of a password under a fresh salt.
///
/// # Errors
/// When the system gives no random numbers or cannot do the work.
pub fn hashed(password: &str) -> Result<String, HubError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(HubError::Random)?;
    password::hash(password, &salt).ok_or(HubError::Form("password"))
}

/// Something that nobody guesses, in hexadecimal.
///
/// # Errors
/// When the system gives no random numbers.
pub fn token() -> Result<String, HubError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(HubError::Random)?;
    Ok(hex::encode(bytes))
}

/// Under which name a session is kept: a copy of the database opens none.
#[must_use]
pub fn session_name(token: &str) -> String {
    hex::encode(Sha256::digest(format!("cups-session-1\n{token}")))
}

/// What a form of a session carries, so that no page of others can send it.
#[must_use]
pub fn form_token(token: &str) -> String {
    hex::encode(Sha256::digest(format!("cups-form-1\n{token}")))
}

/// Under which name it is kept that a form was taken, so that the same form with the same content is taken once.
#[must_use]
pub fn sent_name(once: &str, content: &[u8]) -> String {
    let hash = Sha256::new().chain_update("cups-sent-1\n").chain_update(once).chain_update("\n").chain_update(content);
    hex::encode(hash.finalize())
}

/// Whether two texts are the same, in a time that does not tell how far they are.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the examples in RFC 6238.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (time, code) in [(59, 287_082), (1_111_111_109, 81_804), (1_234_567_890, 5_924), (20_000_000_000, 353_130)]
        {
            assert_eq!(code_at(SECRET, time / 30), code, "{time}");
        }
        assert_eq!(written(SECRET).replace(' ', ""), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_is_taken_half_a_minute_early_or_late_and_not_later() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, found) in [(29, Some(1)), (30, Some(1)), (59, Some(1)), (89, Some(1)), (90, None)] {
            assert_eq!(step_of_code(SECRET, "287 082", at(second)), found, "{second}");
        }
        for wrong in ["", "287", "287081", "0287082", "28708a", "+87082"] {
            assert_eq!(step_of_code(SECRET, wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn guessing_is_slowed_down_and_never_shut_out() {
        assert_eq!([0, 3, 4, 5, 9, u32::MAX].map(pause_after), [0, 0, 2, 4, 60, 60]);
    }

    #[test]
    fn a_session_ends_by_itself() {
        let at = |minute| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute);
        assert!(holds(at(0), at(0), at(29)) && !holds(at(0), at(0), at(30)));
        assert!(holds(at(0), at(719), at(719)) && !holds(at(0), at(719), at(720)));
    }

    #[test]
    fn each_role_opens_what_it_needs_and_no_more() {
        for role in Role::ALL {
            assert_eq!(Role::of_code(role.code()), Some(role));
            assert!(role.may(Right::Counts));
            assert_eq!(role.may(Right::Fleet), role == Role::Operator);
            assert_eq!(role.may(Right::Lists), role == Role::Editor);
            assert_eq!(role.may(Right::Audit), role == Role::Auditor);
        }
    }

    #[test]
    fn names_stand_in_addresses_as_they_are() {
        assert!(is_name("ana.popa") && is_name("op-1"));
        for wrong in ["", "a", "Ana", "a b", "a/b", "a&b=c", "ș1"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
