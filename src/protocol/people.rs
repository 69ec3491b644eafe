//! A change of who works at a centre's desks as it is kept and carried: JSON, one by one. Names and roles are readable to
//! whoever has the records file, as they were before; keys are encrypted each to whom it is for. The types here are apart
//! from those of the domain, and outlive them.
//!
//! What is written is never written anew. Reading is lenient: an unknown field is passed over, and a change of an unknown
//! kind, or with a value that this program cannot read, is one "made by a newer program", which is kept and passed on.

use crate::domain::hidden::hidden;
use crate::domain::people::{PeopleChange, PeopleOperation, StaffRole};
use crate::protocol::facts::Coded;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of this form.
pub const NUMBER: u32 = 1;

/// The most bytes of one: what is longer is none.
pub const LONGEST: usize = 64 * 1024;

/// What every operation of every kind says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    number: u32,
    id: Uuid,
    revision: u64,
    centre: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Uuid>,
    day: Date,
}

#[derive(Serialize)]
struct Written {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    body: Body,
}

/// What an operation of a kind says besides. Keys are written as hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Body {
    Add { member: Uuid, name: String, role: String },
    Password { member: Uuid, public: String, wrapped: String },
    Role { member: Uuid, role: String },
    Remove { member: Uuid },
    NewKey { key: String },
    Seal { holder: Uuid, public: String, key: String, ring: String },
    Sheet { sheet: Uuid, public: String, wrapped: String },
    Codes { member: Uuid, list: Uuid, public: String, secret: String },
    NoCodes { member: Uuid },
    Used { list: Uuid, place: u16 },
}

hidden!(Written, "Written");

impl Coded for StaffRole {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Specialist => "specialist",
            Self::Head => "head",
            Self::HeadSpecialist => "headSpecialist",
        }
    }
}

/// Why an operation cannot be written or read at all. Says nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// What every operation says is missing: it is damaged.
    #[error("this is no change of the people of a desk")]
    Unreadable,
    /// It was made by a newer program, and only its own bytes say what it is.
    #[error("a change of a newer program cannot be written anew")]
    Newer,
}

/// An operation in the form in which it is kept.
///
/// # Errors
/// When a newer program made it: then its bytes are kept, and never made anew.
pub fn write(operation: &PeopleOperation) -> Result<Vec<u8>, PeopleError> {
    let role = |role: StaffRole| role.code().to_owned();
    let body = match operation.change.clone() {
        PeopleChange::Add { member, name, role: of } => Body::Add { member, name, role: role(of) },
        PeopleChange::Password { member, public, wrapped } => {
            Body::Password { member, public, wrapped: hex::encode(wrapped) }
        }
        PeopleChange::Role { member, role: of } => Body::Role { member, role: role(of) },
        PeopleChange::Remove { member } => Body::Remove { member },
        PeopleChange::NewKey { key } => Body::NewKey { key },
        PeopleChange::Seal { holder, public, key, ring } => Body::Seal { holder, public, key, ring: hex::encode(ring) },
        PeopleChange::Sheet { sheet, public, wrapped } => Body::Sheet { sheet, public, wrapped: hex::encode(wrapped) },
        PeopleChange::Codes { member, list, public, secret } => {
            Body::Codes { member, list, public, secret: hex::encode(secret) }
        }
        PeopleChange::NoCodes { member } => Body::NoCodes { member },
        PeopleChange::Used { list, place } => Body::Used { list, place },
        PeopleChange::Newer => return Err(PeopleError::Newer),
    };
    let PeopleOperation { id, revision, centre, by, day, .. } = operation.clone();
    let written = Written { head: Head { number: NUMBER, id, revision, centre, by, day }, body };
    serde_json::to_vec(&written).map_err(|_| PeopleError::Unreadable)
}

/// An operation as it was kept.
///
/// # Errors
/// When it is none, of whatever program.
pub fn read(bytes: &[u8]) -> Result<PeopleOperation, PeopleError> {
    if bytes.len() > LONGEST {
        return Err(PeopleError::Unreadable);
    }
    let Head { id, revision, centre, by, day, .. } =
        serde_json::from_slice(bytes).map_err(|_| PeopleError::Unreadable)?;
    let change = serde_json::from_slice(bytes).ok().and_then(change_of).unwrap_or(PeopleChange::Newer);
    Ok(PeopleOperation { id, revision, centre, by, day, change })
}

fn change_of(body: Body) -> Option<PeopleChange> {
    let key = |digits: String| hex::decode(digits).ok();
    Some(match body {
        Body::Add { member, name, role } => PeopleChange::Add { member, name, role: StaffRole::of_code(&role)? },
        Body::Password { member, public, wrapped } => PeopleChange::Password { member, public, wrapped: key(wrapped)? },
        Body::Role { member, role } => PeopleChange::Role { member, role: StaffRole::of_code(&role)? },
        Body::Remove { member } => PeopleChange::Remove { member },
        Body::NewKey { key } => PeopleChange::NewKey { key },
        Body::Seal { holder, public, key: newest, ring } => {
            PeopleChange::Seal { holder, public, key: newest, ring: key(ring)? }
        }
        Body::Sheet { sheet, public, wrapped } => PeopleChange::Sheet { sheet, public, wrapped: key(wrapped)? },
        Body::Codes { member, list, public, secret } => {
            PeopleChange::Codes { member, list, public, secret: key(secret)? }
        }
        Body::NoCodes { member } => PeopleChange::NoCodes { member },
        Body::Used { list, place } => PeopleChange::Used { list, place },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_program_did_to_the_people_is_kept_and_does_nothing_here() {
        let text = r#"{"number":2,"id":"00000000-0000-0000-0000-000000000001","revision":7,"centre":"lozova","day":"2026-11-27","kind":"holiday","member":"00000000-0000-0000-0000-000000000002","newer":[1]}"#;
        let operation = read(text.as_bytes()).unwrap();
        assert!(operation.change == PeopleChange::Newer && operation.revision == 7);
        assert_eq!(write(&operation), Err(PeopleError::Newer));
        let role = r#"{"number":1,"id":"00000000-0000-0000-0000-000000000001","revision":1,"centre":"lozova","day":"2026-11-27","kind":"add","member":"00000000-0000-0000-0000-000000000002","name":"N","role":"auditor"}"#;
        assert!(read(role.as_bytes()).unwrap().change == PeopleChange::Newer, "a role that is not known opens nothing");
        for nonsense in ["", "{}", "[]", r#"{"kind":"add"}"#] {
            assert!(read(nonsense.as_bytes()).is_err(), "{nonsense}");
        }
    }
}
