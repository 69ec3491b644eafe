//! The hub's own secrets, in a file beside the database and never in it: so that a copy of the database gives neither
//! codes nor the hub's voice.

use super::HubError;
use crate::platform::file::create_private;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// The name of the file in the hub's folder.
pub const FILE_NAME: &str = "hub.key";

/// What the first line of the file says.
const HEADING: &str = "# cups-hub: keep one copy of this file apart from the backups of the database";

/// The hub's secrets.
#[derive(Clone)]
pub struct HubKeys {
    /// Signs the answers to terminals; they learn its public half as they enrol.
    pub answers: SigningKey,
    /// Under which enrolment codes are kept.
    codes: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for HubKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HubKeys(…)")
    }
}

impl HubKeys {
    /// Reads the file in the hub's folder. With `may_make` it is made when it is missing: terminals know none yet.
    ///
    /// # Errors
    /// When it is missing, or there and cannot be read, or cannot be written.
    pub fn open(folder: &Path, may_make: bool) -> Result<Self, HubError> {
        let path = folder.join(FILE_NAME);
        if may_make && !path.exists() {
            Self::generate()?
                .write(folder)
                .map_err(|source| HubError::File { path: path.display().to_string(), source })?;
        }
        match std::fs::read_to_string(&path).map(Zeroizing::new) {
            Ok(text) => Self::read(&text).ok_or_else(|| {
                HubError::input(path.display().to_string(), "not the keys of a hub: bring its copy back")
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(HubError::OtherKeys { path: path.display().to_string() })
            }
            Err(source) => Err(HubError::File { path: path.display().to_string(), source }),
        }
    }

    fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..32].copy_from_slice(self.answers.as_bytes());
        bytes[32..].copy_from_slice(&*self.codes);
        write_secrets(folder, FILE_NAME, HEADING, &*bytes)
    }

    fn generate() -> Result<Self, HubError> {
        let (mut answers, mut codes) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        getrandom::fill(&mut *answers).map_err(HubError::Random)?;
        getrandom::fill(&mut *codes).map_err(HubError::Random)?;
        Ok(Self { answers: SigningKey::from_bytes(&answers), codes })
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = read_secrets(text)?;
        let (answers, codes) = bytes.split_first_chunk::<32>()?;
        Some(Self {
            answers: SigningKey::from_bytes(answers),
            codes: Zeroizing::new(<[u8; 32]>::try_from(codes).ok()?),
        })
    }

    /// The secret of an account's second factor: made from a salt in the database and this key, so that neither alone gives it.
    #[must_use]
    pub fn second_factor(&self, name: &str, salt: &str) -> Option<[u8; 20]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.codes).ok()?;
        mac.update(b"cups-second-factor-1\n");
        mac.update(name.as_bytes());
        mac.update(b"\n");
        mac.update(salt.as_bytes());
        let made = mac.finalize().into_bytes();
        made.first_chunk().copied()
    }

    /// The name under which an enrolment code is kept: nothing to whoever has not this key. Spaces, hyphens and the case
    /// of the letters do not count.
    #[must_use]
    pub fn code_name(&self, code: &str) -> String {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.codes) else { return String::new() };
        mac.update(b"cups-enrolment-code-2\n");
        mac.update(code.to_ascii_uppercase().as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// Writes a file of secrets whole or not at all, and never over another: one that another process made meanwhile stays.
pub(super) fn write_secrets(folder: &Path, name: &str, heading: &str, bytes: &[u8]) -> std::io::Result<()> {
    let text = Zeroizing::new(format!("{heading}\n{}\n", STANDARD.encode(bytes)));
    let beside = folder.join(format!("{name}.new-{}", std::process::id()));
    let _ = std::fs::remove_file(&beside);
    let mut file = create_private(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&beside, folder.join(name));
    let _ = std::fs::remove_file(&beside);
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::File::open(folder)?.sync_all(),
    }
}

/// What stands in the text of such a file.
pub(super) fn read_secrets(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let line = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty())?;
    Some(Zeroizing::new(STANDARD.decode(line.trim()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(HubKeys::open(folder.path(), false), Err(HubError::OtherKeys { .. })));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "none is made where terminals know one");
        let first = HubKeys::open(folder.path(), true).unwrap();
        let again = HubKeys::open(folder.path(), true).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(first.answers.to_bytes(), again.answers.to_bytes());
        assert_eq!(first.code_name("ABCD-2345"), again.code_name(" abcd 2345"));
        assert_ne!(first.code_name("ABCD-2345"), first.code_name("ABCD-2346"));
        std::fs::write(folder.path().join(FILE_NAME), "something else").unwrap();
        assert!(matches!(HubKeys::open(folder.path(), true), Err(HubError::Input(_))));
    }

    #[test]
    fn another_hub_keeps_the_same_code_under_another_name() {
        let (one, other) = (HubKeys::generate().unwrap(), HubKeys::generate().unwrap());
        assert_ne!(one.code_name("ABCD-2345"), other.code_name("ABCD-2345"));
        assert_eq!(format!("{one:?}"), "HubKeys(…)");
    }
}
