//! Keys and encryption. The centre's case key encrypts open cases; each specialist's password unwraps
//! it. Sealed parts are encrypted to the hub's operator, whom neither kiosk nor hub can impersonate.

use crate::domain::specialist::SHORTEST_PASSWORD;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// Argon2id: 64 MiB, 3 passes, one lane; about half a second on an old PC. RFC 9106, second choice.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const SALT: usize = 16;
const NONCE: usize = 24;
const TAG: usize = 16;
/// Bytes of a case key wrapped under a password: salt, nonce, the key, and what proves it.
pub const WRAPPED_LENGTH: usize = SALT + NONCE + 32 + TAG;

/// The centre's case key. Wiped from memory when dropped.
#[derive(Clone)]
pub struct CaseKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for CaseKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CaseKey(…)")
    }
}

impl PartialEq for CaseKey {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

/// Why a key or cipher text cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The password is wrong, or the text was changed.
    #[error("the key does not open it")]
    Wrong,
    /// The password is too short.
    #[error("the password is shorter than {SHORTEST_PASSWORD} characters")]
    ShortPassword,
    /// The machine gives no random numbers or no memory for the work.
    #[error("the machine cannot do the work")]
    Machine,
    /// The operator's key is not one.
    #[error("the operator's key is not an age recipient")]
    OperatorKey,
}

/// Random bytes from the machine.
///
/// # Errors
/// When it gives none.
pub fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], VaultError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::Machine)?;
    Ok(bytes)
}

impl CaseKey {
    /// A new key.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn new() -> Result<Self, VaultError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// Wraps the key under a password: salt, nonce and cipher text in one.
    ///
    /// # Errors
    /// When the password is too short or the machine cannot do the work.
    pub fn wrap(&self, password: &str) -> Result<Vec<u8>, VaultError> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(VaultError::ShortPassword);
        }
        let salt: [u8; SALT] = random()?;
        let wrapping = derive(password, &salt)?;
        let mut wrapped = salt.to_vec();
        wrapped.extend(encrypt(&wrapping, self.0.as_slice(), b"case-key")?);
        Ok(wrapped)
    }

    /// Unwraps the key.
    ///
    /// # Errors
    /// When the password is wrong.
    pub fn unwrap(wrapped: &[u8], password: &str) -> Result<Self, VaultError> {
        let (salt, cipher) = wrapped.split_at_checked(SALT).ok_or(VaultError::Wrong)?;
        let wrapping = derive(password, salt)?;
        let mut plain = decrypt(&wrapping, cipher, b"case-key")?;
        let key = plain.as_slice().try_into().map_err(|_| VaultError::Wrong);
        plain.zeroize();
        Ok(Self(Zeroizing::new(key?)))
    }

    /// What no password opens, and trying one costs what it always costs: for a name that nobody has.
    #[must_use]
    pub fn decoy() -> Vec<u8> {
        vec![0; WRAPPED_LENGTH]
    }

    /// Encrypts a case; `about` is bound to it, so that no case can be put in another's place.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn encrypt(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        encrypt(&self.0, plain, about)
    }

    /// Decrypts a case.
    ///
    /// # Errors
    /// When it was changed or belongs to something else.
    pub fn decrypt(&self, cipher: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        decrypt(&self.0, cipher, about)
    }
}

fn derive(password: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| VaultError::Machine)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| VaultError::Machine)?;
    Ok(key)
}

fn encrypt(key: &[u8; 32], plain: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce: [u8; NONCE] = random()?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let text =
        cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: about }).map_err(|_| VaultError::Machine)?;
    Ok([nonce.as_slice(), &text].concat())
}

fn decrypt(key: &[u8; 32], cipher: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, text) = cipher.split_at_checked(NONCE).ok_or(VaultError::Wrong)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| VaultError::Wrong)?;
    XChaCha20Poly1305::new(&(*key).into())
        .decrypt(&XNonce::from(nonce), Payload { msg: text, aad: about })
        .map_err(|_| VaultError::Wrong)
}

/// Seals a text to the operator.
///
/// # Errors
/// When the key is none or the machine gives no random numbers.
pub fn seal(operator_key: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let recipient: age::x25519::Recipient = operator_key.parse().map_err(|_| VaultError::OperatorKey)?;
    age::encrypt(&recipient, plain).map_err(|_| VaultError::Machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_unwraps_the_key() {
        let key = CaseKey::new().unwrap();
        let wrapped = key.wrap("parola lungă").unwrap();
        assert_eq!(CaseKey::unwrap(&wrapped, "parola lungă"), Ok(key.clone()));
        assert_eq!(CaseKey::unwrap(&wrapped, "parola lunga"), Err(VaultError::Wrong));
        assert_eq!(CaseKey::unwrap(&wrapped[..20], "parola lungă"), Err(VaultError::Wrong));
        assert_eq!(key.wrap("scurt"), Err(VaultError::ShortPassword));
        assert_eq!(wrapped.len(), CaseKey::decoy().len());
        assert_eq!(CaseKey::unwrap(&CaseKey::decoy(), "parola lungă"), Err(VaultError::Wrong));
    }

    #[test]
    fn a_case_in_another_cases_place_does_not_open() {
        let key = CaseKey::new().unwrap();
        let cipher = key.encrypt(b"who", b"case one").unwrap();
        assert_eq!(key.decrypt(&cipher, b"case one").unwrap(), b"who");
        assert_eq!(key.decrypt(&cipher, b"case two"), Err(VaultError::Wrong));
    }

    #[test]
    fn only_the_operator_opens_what_is_sealed() {
        let operator = age::x25519::Identity::generate();
        let sealed = seal(&operator.to_public().to_string(), b"who").unwrap();
        assert_eq!(age::decrypt(&operator, &sealed).unwrap(), b"who");
        assert!(age::decrypt(&age::x25519::Identity::generate(), &sealed).is_err());
        assert_eq!(seal("nonsense", b"who"), Err(VaultError::OperatorKey));
    }
}
