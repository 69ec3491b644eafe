//! Slow hashes of what people remember or have on paper, in the common text form for passwords (PHC), `$argon2id$v=19$…`.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};

/// Argon2id: 19 MiB, 2 passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// The dearest parameters that are computed: what claims more to use up memory matches nothing.
const MOST_MEMORY_KIB: u32 = 64 * 1024;
const MOST_PASSES: u32 = 8;

/// The hash of a password under a salt of its own; `None` when the machine cannot do the work.
#[must_use]
pub fn hash(password: &str, salt: &[u8; 16]) -> Option<String> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Some(argon2.hash_password_with_salt(password.as_bytes(), salt).ok()?.to_string())
}

/// Whether this is the hash of the password.
#[must_use]
pub fn matches(hash: &str, password: &str) -> bool {
    readable(hash).is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The hash, when this program can check passwords against it.
pub(super) fn readable(hash: &str) -> Option<PasswordHash> {
    let hash = PasswordHash::new(hash).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let kind = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let modest = params.m_cost() <= MOST_MEMORY_KIB && params.t_cost() <= MOST_PASSES && params.p_cost() == 1;
    (modest && kind == Algorithm::Argon2id && hash.hash.is_some()).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_alone() {
        let kept = hash("patru cuvinte lungi", &[3; 16]).unwrap();
        assert!(matches(&kept, "patru cuvinte lungi") && !matches(&kept, "Patru cuvinte lungi") && !matches(&kept, ""));
        assert!(!matches("", "") && !matches("plain", "plain"));
    }
}
