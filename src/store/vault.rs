//! Keys and encryption. The centre's case keys encrypt what is done in cases; each specialist's password unwraps them
//! all. What is encrypted names its key, so that a new key of the centre, a new password, or a specialist who leaves
//! changes no byte of what was encrypted before. Sealed parts are encrypted to the hub's operator, whom neither kiosk
//! nor hub can impersonate.

use crate::domain::hidden::hidden;
use crate::domain::recovery::RecoveryGroups;
use crate::domain::specialist::SHORTEST_PASSWORD;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Argon2id: 64 MiB, 3 passes, one lane; about half a second on an old PC. RFC 9106, second choice.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const SALT: usize = 16;
const NONCE: usize = 24;
const TAG: usize = 16;
const KEY: usize = 32;
/// Bytes of one case key wrapped under a password: salt, nonce, the key, and what proves it. Each further key of the
/// ring takes 32 more.
pub const WRAPPED_LENGTH: usize = SALT + NONCE + KEY + TAG;
/// The most keys of a ring: a centre changes its key when a specialist leaves, not every day.
const MOST_KEYS: usize = 100;

/// Whether so many bytes can be a ring wrapped under a password.
#[must_use]
pub const fn is_wrapped_length(length: usize) -> bool {
    length >= WRAPPED_LENGTH
        && (length - WRAPPED_LENGTH).is_multiple_of(KEY)
        && length <= WRAPPED_LENGTH + (MOST_KEYS - 1) * KEY
}

/// Bytes of a personal key wrapped under a password: salt, nonce, the key in text, and what proves it.
const PERSONAL_LENGTH: usize = SALT + NONCE + 74 + TAG;

/// What a key is known by, outside of what it encrypts: 32 hexadecimal digits, from which nothing of the key follows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// As it is written beside what the key encrypts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text has the form of one.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }
}

/// A case key of the centre. Wiped from memory when dropped.
#[derive(Clone)]
pub struct CaseKey(Zeroizing<[u8; KEY]>);

hidden!(CaseKey, "CaseKey");

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
    /// The centre has changed its key so often that no more fit.
    #[error("the centre has too many case keys")]
    FullRing,
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

    /// What it is known by.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut hasher = Sha256::new();
        hasher.update(b"cups-case-key-id-1");
        hasher.update(self.0.as_slice());
        KeyId(hex::encode(&hasher.finalize()[..16]))
    }

    /// Encrypts; `about` is bound to it, so that nothing can be put in another's place.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn encrypt(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        encrypt(&self.0, plain, about)
    }

    /// Decrypts.
    ///
    /// # Errors
    /// When it was changed or belongs to something else.
    pub fn decrypt(&self, cipher: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        decrypt(&self.0, cipher, about)
    }
}

/// The case keys of the centre: the present one encrypts, those before it still open what they encrypted. Never empty.
#[derive(Clone, PartialEq)]
pub struct KeyRing {
    earlier: Vec<CaseKey>,
    present: CaseKey,
}

hidden!(KeyRing, "KeyRing");

impl KeyRing {
    /// A ring with one new key.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn new() -> Result<Self, VaultError> {
        Ok(Self { earlier: Vec::new(), present: CaseKey::new()? })
    }

    /// The same ring with a new key, which encrypts from now on.
    ///
    /// # Errors
    /// When the machine gives no random numbers, or the ring is full.
    pub fn renewed(&self) -> Result<Self, VaultError> {
        let earlier: Vec<CaseKey> = self.all().cloned().collect();
        if earlier.len() >= MOST_KEYS {
            return Err(VaultError::FullRing);
        }
        Ok(Self { earlier, present: CaseKey::new()? })
    }

    /// The key that encrypts.
    #[must_use]
    pub const fn present(&self) -> &CaseKey {
        &self.present
    }

    /// The key that is known by this, as it is written beside what it encrypted; `None` when it is not held here.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&CaseKey> {
        self.all().find(|key| key.id().as_str() == id)
    }

    /// Every key, the oldest first and the present one last.
    pub fn all(&self) -> impl Iterator<Item = &CaseKey> {
        self.earlier.iter().chain(std::iter::once(&self.present))
    }

    /// The same ring with the keys of others, which came by other computers: all computers that have the same keys come to
    /// the same present one.
    #[must_use]
    pub fn joined(rings: &[Self]) -> Option<Self> {
        let mut places: BTreeMap<KeyId, (usize, &CaseKey)> = BTreeMap::new();
        for (place, key) in rings.iter().flat_map(|ring| ring.all().enumerate()) {
            let held = places.entry(key.id()).or_insert((place, key));
            held.0 = held.0.max(place);
        }
        let mut keys: Vec<(usize, KeyId, &CaseKey)> =
            places.into_iter().map(|(id, (place, key))| (place, id, key)).collect();
        keys.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let mut keys: Vec<CaseKey> = keys.into_iter().map(|(_, _, key)| key.clone()).collect();
        let present = keys.pop()?;
        Some(Self { earlier: keys, present })
    }

    /// Encrypts the keys to somebody's personal key, so that only they can open them.
    ///
    /// # Errors
    /// When that is none, or the machine gives no random numbers.
    pub fn seal_to(&self, public: &str) -> Result<Vec<u8>, VaultError> {
        seal(public, &self.bytes())
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut keys = Zeroizing::new(Vec::with_capacity(MOST_KEYS * KEY));
        self.all().for_each(|key| keys.extend_from_slice(key.0.as_slice()));
        keys
    }

    fn of_bytes(plain: &[u8]) -> Result<Self, VaultError> {
        let (keys, rest) = plain.as_chunks::<KEY>();
        let mut keys: Vec<CaseKey> = keys.iter().map(|key| CaseKey(Zeroizing::new(*key))).collect();
        match keys.pop() {
            Some(present) if rest.is_empty() => Ok(Self { earlier: keys, present }),
            _ => Err(VaultError::Wrong),
        }
    }

    /// Wraps the keys under a password, as the program before did: salt, nonce and cipher text in one. A ring of one key is written as the program
    /// before wrote its key.
    ///
    /// # Errors
    /// When the password is too short or the machine cannot do the work.
    pub fn wrap(&self, password: &str) -> Result<Vec<u8>, VaultError> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(VaultError::ShortPassword);
        }
        let salt = salt()?;
        let wrapping = derive(password, &salt)?;
        let mut wrapped = salt.to_vec();
        wrapped.extend(encrypt(&wrapping, &self.bytes(), b"case-key")?);
        Ok(wrapped)
    }

    /// Unwraps the keys.
    ///
    /// # Errors
    /// When the password is wrong.
    pub fn unwrap(wrapped: &[u8], password: &str) -> Result<Self, VaultError> {
        let (salt, cipher) = wrapped.split_at_checked(SALT).ok_or(VaultError::Wrong)?;
        let wrapping = derive(password, salt)?;
        let plain = Zeroizing::new(decrypt(&wrapping, cipher, b"case-key")?);
        Self::of_bytes(&plain)
    }
}

/// What a personal key is wrapped with.
const PERSONAL: &[u8] = b"cups-personal-key-1";

/// The key of one person, or of the sheet in the safe: what is encrypted to its public half only it opens, whoever
/// encrypted it. So the case keys are given to somebody, and changed, without their password.
#[derive(Clone)]
pub struct PersonalKey(age::x25519::Identity);

hidden!(PersonalKey, "PersonalKey");

impl PersonalKey {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// What is encrypted to.
    #[must_use]
    pub fn public(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Wraps it under a password.
    ///
    /// # Errors
    /// When the password is too short or the machine cannot do the work.
    pub fn wrap(&self, password: &str) -> Result<Vec<u8>, VaultError> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(VaultError::ShortPassword);
        }
        let salt = salt()?;
        let mut wrapped = salt.to_vec();
        wrapped.extend(self.under(&*derive(password, &salt)?)?);
        Ok(wrapped)
    }

    /// Unwraps it.
    ///
    /// # Errors
    /// When the password is wrong.
    pub fn unwrap(wrapped: &[u8], password: &str) -> Result<Self, VaultError> {
        let (salt, cipher) = wrapped.split_at_checked(SALT).ok_or(VaultError::Wrong)?;
        Self::out_of(cipher, &*derive(password, salt)?)
    }

    /// Wraps it under the groups of a sheet. They are random through and through: no slow work is needed to keep anybody
    /// from trying them.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn wrap_for_sheet(&self, groups: &RecoveryGroups) -> Result<Vec<u8>, VaultError> {
        self.under(&sheet_key(groups))
    }

    /// Unwraps it by the groups of a sheet.
    ///
    /// # Errors
    /// When they are those of another sheet.
    pub fn unwrap_by_sheet(wrapped: &[u8], groups: &RecoveryGroups) -> Result<Self, VaultError> {
        Self::out_of(wrapped, &sheet_key(groups))
    }

    /// What was encrypted to it.
    ///
    /// # Errors
    /// When it was encrypted to another.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        age::decrypt(&self.0, sealed).map(Zeroizing::new).map_err(|_| VaultError::Wrong)
    }

    /// The case keys that were encrypted to it, joined; `None` when there are none that open.
    #[must_use]
    pub fn open_rings(&self, seals: &[Vec<u8>]) -> Option<KeyRing> {
        let rings = seals.iter().filter_map(|seal| self.open(seal).ok());
        let rings: Vec<KeyRing> = rings.filter_map(|plain| KeyRing::of_bytes(&plain).ok()).collect();
        KeyRing::joined(&rings)
    }

    /// What no password opens, and trying one costs what it always costs: for a name that nobody has.
    #[must_use]
    pub fn decoy() -> Vec<u8> {
        vec![0; PERSONAL_LENGTH]
    }

    fn under(&self, key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
        use age::secrecy::ExposeSecret as _;
        encrypt(key, self.0.to_string().expose_secret().as_bytes(), PERSONAL)
    }

    fn out_of(cipher: &[u8], key: &[u8; 32]) -> Result<Self, VaultError> {
        let plain = Zeroizing::new(decrypt(key, cipher, PERSONAL)?);
        let text = std::str::from_utf8(&plain).map_err(|_| VaultError::Wrong)?;
        text.parse().map(Self).map_err(|_| VaultError::Wrong)
    }
}

impl Default for PersonalKey {
    fn default() -> Self {
        Self::new()
    }
}

/// The key that the groups of a sheet stand for.
fn sheet_key(groups: &RecoveryGroups) -> Zeroizing<[u8; 32]> {
    let mut hasher = Sha256::new();
    hasher.update(b"cups-recovery-sheet-1");
    hasher.update(groups.whole().as_bytes());
    Zeroizing::new(hasher.finalize().into())
}

/// The digits of a one-time code: the program slows down who tries.
pub const CODE_DIGITS: usize = 6;

/// A one-time code of a list, in the manner of HOTP: what a secret and a place come to. No clock is asked, and no line. The
/// input of the hash always has one length, so that nothing can be added to it.
#[must_use]
pub fn one_time_code(secret: &[u8], place: u16) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"cups-one-time-code-1");
    hasher.update(Sha256::digest(secret));
    hasher.update(place.to_be_bytes());
    let digest = hasher.finalize();
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// What makes the same password another key at each use.
fn salt() -> Result<[u8; SALT], VaultError> {
    let salt = random()?;
    #[cfg(debug_assertions)]
    if tried::wanted() {
        return Ok(tried::marked(salt));
    }
    Ok(salt)
}

/// The memory in KiB and the passes that a key under this salt takes.
#[cfg_attr(not(debug_assertions), expect(unused_variables, reason = "only tests have another price"))]
fn price(salt: &[u8]) -> (u32, u32) {
    #[cfg(debug_assertions)]
    if tried::is_marked(salt) {
        return tried::PRICE;
    }
    (MEMORY_KIB, PASSES)
}

/// Passwords in tests, which sign somebody in thousands of times: they cost next to nothing. None of it is in a program that is
/// built for use, which asks the full price whatever a salt says.
#[cfg(debug_assertions)]
pub mod tried {
    use super::SALT;
    use std::sync::atomic::{AtomicBool, Ordering};

    static WANTED: AtomicBool = AtomicBool::new(cfg!(test));
    const MARK: &[u8; 8] = b"in-tests";
    /// The least that Argon2 takes.
    pub(super) const PRICE: (u32, u32) = (8, 1);

    /// From now on what is wrapped in this process is wrapped cheaply.
    pub fn begin() {
        WANTED.store(true, Ordering::Relaxed);
    }

    pub(super) fn wanted() -> bool {
        WANTED.load(Ordering::Relaxed)
    }

    pub(super) fn marked(mut salt: [u8; SALT]) -> [u8; SALT] {
        salt[..MARK.len()].copy_from_slice(MARK);
        salt
    }

    pub(super) fn is_marked(salt: &[u8]) -> bool {
        salt.starts_with(MARK)
    }
}

fn derive(password: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let (memory, passes) = price(salt);
    let params = Params::new(memory, passes, 1, Some(32)).map_err(|_| VaultError::Machine)?;
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

/// Argon2id for a code that is random through and through and stays secret for minutes: 19 MiB, 2 passes, one lane; the least
/// that is advised for passwords, and a twentieth of a second on an old PC.
const CODE_MEMORY_KIB: u32 = 19 * 1024;
const CODE_PASSES: u32 = 2;

/// A key that follows from a code. Wiped from memory when dropped.
pub struct DerivedKey(Zeroizing<[u8; KEY]>);

hidden!(DerivedKey, "DerivedKey");

impl DerivedKey {
    /// The key of a code, salted with this, and by what the key is known outside; nothing of the one follows from the other.
    ///
    /// # Errors
    /// When the machine has no memory for the work.
    pub fn of(code: &str, salt: &[&[u8]]) -> Result<(Self, [u8; 16]), VaultError> {
        let salt = salt.iter().fold(Sha256::new(), Sha256::chain_update).finalize();
        let params = Params::new(CODE_MEMORY_KIB, CODE_PASSES, 1, Some(KEY + 16)).map_err(|_| VaultError::Machine)?;
        let mut out = Zeroizing::new([0; KEY + 16]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(code.as_bytes(), &salt, &mut *out)
            .map_err(|_| VaultError::Machine)?;
        let (mut key, mut name) = (Zeroizing::new([0; KEY]), [0; 16]);
        key.copy_from_slice(&out[..KEY]);
        name.copy_from_slice(&out[KEY..]);
        Ok((Self(key), name))
    }

    /// Encrypts; `about` is bound to it.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn encrypt(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        encrypt(&self.0, plain, about)
    }

    /// Decrypts.
    ///
    /// # Errors
    /// When it was changed or belongs to something else.
    pub fn decrypt(&self, cipher: &[u8], about: &[u8]) -> Result<Vec<u8>, VaultError> {
        decrypt(&self.0, cipher, about)
    }
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
    fn what_is_not_marked_as_a_tests_costs_the_whole_price() {
        assert_eq!(price(&[7; SALT]), (MEMORY_KIB, PASSES));
        assert_eq!(price(&tried::marked([7; SALT])), tried::PRICE);
        // What a computer of use wrapped: the same key comes of it here.
        let key = derive("parola-lungă", &[7; SALT]).unwrap();
        assert_eq!(hex::encode(key.as_slice()), "2b33ea06c5c364dc9910939ed5bf4c7c57fbc392436334ace7d797179b8d84cc");
    }

    #[test]
    fn only_the_right_password_unwraps_the_keys() {
        let ring = KeyRing::new().unwrap();
        let wrapped = ring.wrap("parola lungă").unwrap();
        assert_eq!(KeyRing::unwrap(&wrapped, "parola lungă"), Ok(ring.clone()));
        assert_eq!(KeyRing::unwrap(&wrapped, "parola lunga"), Err(VaultError::Wrong));
        assert_eq!(KeyRing::unwrap(&wrapped[..20], "parola lungă"), Err(VaultError::Wrong));
        assert_eq!(ring.wrap("scurt"), Err(VaultError::ShortPassword));
    }

    #[test]
    fn a_ring_with_a_new_key_opens_what_each_of_its_keys_encrypted() {
        let old = KeyRing::new().unwrap();
        let new = old.renewed().unwrap();
        let wrapped = new.wrap("parola lungă").unwrap();
        assert!(is_wrapped_length(wrapped.len()) && wrapped.len() == WRAPPED_LENGTH + 32);
        let read = KeyRing::unwrap(&wrapped, "parola lungă").unwrap();
        assert!(read == new && read.present() != old.present());
        for ring in [&old, &new] {
            let cipher = ring.present().encrypt(b"who", b"one").unwrap();
            let key = read.get(ring.present().id().as_str()).unwrap();
            assert_eq!(key.decrypt(&cipher, b"one").unwrap(), b"who");
        }
        assert_eq!(old.get(new.present().id().as_str()), None, "the new key is not in the old ring");
    }

    #[test]
    fn a_personal_key_opens_what_was_encrypted_to_it_and_nothing_else() {
        let (own, other, ring) = (PersonalKey::new(), PersonalKey::new(), KeyRing::new().unwrap());
        let wrapped = own.wrap("parola lungă").unwrap();
        assert_eq!(wrapped.len(), PersonalKey::decoy().len(), "a name that nobody has costs the same");
        assert!(PersonalKey::unwrap(&wrapped, "parola lunga").is_err());
        assert!(PersonalKey::unwrap(&PersonalKey::decoy(), "parola lungă").is_err());
        let own = PersonalKey::unwrap(&wrapped, "parola lungă").unwrap();
        let sealed = ring.seal_to(&own.public()).unwrap();
        assert!(own.open_rings(std::slice::from_ref(&sealed)) == Some(ring));
        assert!(other.open_rings(&[sealed]).is_none());
        assert_eq!(own.wrap("scurt"), Err(VaultError::ShortPassword));
    }

    #[test]
    fn the_groups_of_a_sheet_open_its_key_and_those_of_another_do_not() {
        let groups = |byte| RecoveryGroups::of_random([byte; crate::domain::recovery::RANDOM]);
        let key = PersonalKey::new();
        let wrapped = key.wrap_for_sheet(&groups(1)).unwrap();
        assert_eq!(PersonalKey::unwrap_by_sheet(&wrapped, &groups(1)).unwrap().public(), key.public());
        assert!(PersonalKey::unwrap_by_sheet(&wrapped, &groups(2)).is_err());
    }

    #[test]
    fn two_computers_that_changed_the_key_apart_come_to_one_ring() {
        let first = KeyRing::new().unwrap();
        let (one, two) = (first.renewed().unwrap(), first.renewed().unwrap());
        let joined = KeyRing::joined(&[one.clone(), two.clone()]).unwrap();
        assert!(joined == KeyRing::joined(&[two.clone(), one.clone(), first.clone()]).unwrap());
        assert_eq!(joined.all().count(), 3);
        assert!(joined.present() == one.present() || joined.present() == two.present());
        assert!(KeyRing::joined(&[]).is_none());
    }

    #[test]
    fn a_one_time_code_is_the_same_everywhere_and_another_at_each_place() {
        assert_eq!(one_time_code(&[7; 32], 1).len(), CODE_DIGITS);
        let codes: std::collections::BTreeSet<String> = (1..=60).map(|place| one_time_code(&[7; 32], place)).collect();
        assert!(codes.len() > 57);
        assert_ne!(one_time_code(&[7; 32], 1), one_time_code(&[8; 32], 1));
    }

    #[test]
    fn a_key_is_known_by_the_same_name_everywhere() {
        let key = CaseKey(Zeroizing::new([7; 32]));
        assert_eq!(key.id().as_str(), "95d7aa6d0df721508a54c215a30ef875");
        assert!(KeyId::is_one(key.id().as_str()) && !KeyId::is_one("case key"));
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
