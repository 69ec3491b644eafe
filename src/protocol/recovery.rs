//! Recovery codes as they cross the wire and outlive programs: slow hashes in the common text form for passwords
//! (PHC), `$argon2id$v=19$…`. The codes themselves are on paper only.

use super::password;
use crate::domain::code::normal_recovery_code;

/// The most hashes a terminal keeps of one answer.
pub const MOST: usize = 32;

/// The hash of a code under a salt of its own; `None` when it is no code or the machine cannot do the work.
#[must_use]
pub fn hash(code: &str, salt: &[u8; 16]) -> Option<String> {
    password::hash(&normal_recovery_code(code)?, salt)
}

/// Whether this is the hash of the code, however the code was typed.
#[must_use]
pub fn matches(hash: &str, typed: &str) -> bool {
    let Some(code) = normal_recovery_code(typed) else { return false };
    password::matches(hash, &code)
}

/// Whether this program can check codes against the hash.
#[must_use]
pub fn is_readable(hash: &str) -> bool {
    password::readable(hash).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "7K2M-4QXR-9AB0";

    #[test]
    fn a_code_matches_its_own_hash_alone() {
        let kept = hash(CODE, &[7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(!kept.contains("7K2M"));
        assert!(matches(&kept, CODE) && matches(&kept, " 7k2m 4qxr 9abo"));
        assert!(!matches(&kept, "7K2M-4QXR-9AB1") && !matches(&kept, ""));
        assert_ne!(hash(CODE, &[8; 16]).unwrap(), kept, "each has its salt");
        assert_eq!(hash("ABCD-2345", &[7; 16]), None);
    }

    #[test]
    fn a_hash_of_another_kind_or_too_dear_matches_nothing_and_costs_nothing() {
        let kept = hash(CODE, &[7; 16]).unwrap();
        for other in [
            String::new(),
            "nonsense".to_owned(),
            kept.replace("argon2id", "argon2i"),
            kept.replace("argon2id", "scrypt"),
            kept.replace("m=19456", "m=4194304"),
            kept.replace("t=2", "t=4294967295"),
            kept.replace("p=1", "p=255"),
            kept.rsplit_once('$').unwrap().0.to_owned(),
        ] {
            assert!(!is_readable(&other) && !matches(&other, CODE), "{other}");
        }
        assert!(is_readable(&kept));
    }
}
