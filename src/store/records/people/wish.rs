//! What somebody signed in wants done about the people of the desk, and what comes of it.

use super::{Actor, Records, RecordsError};
use crate::domain::hidden::hidden;
use crate::domain::people::{CODES_OF_A_LIST, Deed, People, StaffRole};
use crate::domain::record::Circumstances;
use crate::domain::recovery::RecoveryGroups;
use crate::platform::clock::Moment;
use crate::store::vault::{KeyRing, one_time_code};
use uuid::Uuid;

/// What is wanted.
#[derive(Clone, PartialEq)]
pub enum PeopleWish {
    /// Add somebody.
    Add {
        /// The name.
        name: String,
        /// The password they chose.
        password: String,
        /// In which role.
        role: StaffRole,
    },
    /// Remove somebody.
    Remove(Uuid),
    /// Give somebody the password that they chose.
    Reset {
        /// Whom.
        member: Uuid,
        /// The password.
        password: String,
    },
    /// Give somebody another role.
    ChangeRole(Uuid, StaffRole),
    /// Open the cases for somebody who waits for it.
    LetIn(Uuid),
    /// Change the own password.
    ChangePassword {
        /// The one until now.
        password: String,
        /// The new one.
        new: String,
    },
    /// Draw a sheet for the safe or an own list of codes, to be put on paper. Nothing holds by it yet.
    Draw(SecretKind),
    /// It is on paper: it holds from now on, in the place of the one before.
    Keep(PaperSecret),
    /// Take somebody's list of one-time codes back.
    TakeCodes(Uuid),
}

hidden!(PeopleWish, "PeopleWish");

/// What there is on paper only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// The recovery sheet.
    Sheet,
    /// The own list of codes.
    Codes,
}

impl SecretKind {
    /// What is done by making one.
    #[must_use]
    pub const fn deed(self) -> Deed {
        match self {
            Self::Sheet => Deed::MakeSheet,
            Self::Codes => Deed::MakeCodes,
        }
    }
}

/// A list of one-time codes that was drawn, by the secret from which they are reckoned.
#[derive(Clone, PartialEq, Eq)]
pub struct DrawnCodes([u8; 32]);

hidden!(DrawnCodes, "DrawnCodes");

impl DrawnCodes {
    /// The list of this secret.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    pub(super) const fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// The codes, in the order in which they are asked for.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        (1..=CODES_OF_A_LIST).map(|place| one_time_code(&self.0, place)).collect()
    }
}

/// What is on paper only: it is shown once, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub enum PaperSecret {
    /// The groups of a sheet for the safe.
    Sheet(RecoveryGroups),
    /// A list of one-time codes.
    Codes(DrawnCodes),
}

hidden!(PaperSecret, "PaperSecret");

/// How it stands after a wish.
#[derive(Clone, PartialEq)]
pub struct PeopleNow {
    /// The people of the desk.
    pub people: People,
    /// The case keys from now on.
    pub keys: Option<KeyRing>,
    /// What is to be printed.
    pub secret: Option<PaperSecret>,
}

hidden!(PeopleNow, "PeopleNow");

impl Records {
    /// Does what somebody signed in wants, where they may.
    ///
    /// # Errors
    /// When they may not, or the disk fails; then nothing was done.
    pub fn grant(
        &mut self,
        actor: &Actor,
        wish: PeopleWish,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<PeopleNow, RecordsError> {
        let (now, mut keys, mut secret) = (at.time, actor.keys.clone(), None);
        match wish {
            PeopleWish::Add { name, password, role } => {
                self.add_colleague(actor, (&name, &password), role, circumstances, now)?;
            }
            PeopleWish::Remove(member) => keys = self.remove_colleague(actor, member, circumstances, now)?,
            PeopleWish::Reset { member, password } => {
                self.reset_password(actor, member, &password, circumstances, now)?;
            }
            PeopleWish::ChangeRole(member, role) => {
                keys = self.change_role(actor, member, role, circumstances, now)?;
            }
            PeopleWish::LetIn(member) => self.let_in(actor, member, circumstances, now)?,
            PeopleWish::ChangePassword { password, new } => {
                self.change_password(actor, (&password, &new), circumstances, at)?;
            }
            PeopleWish::Draw(kind) => secret = Some(self.draw_secret(actor, kind)?),
            PeopleWish::Keep(PaperSecret::Sheet(groups)) => self.keep_sheet(actor, &groups, circumstances, now)?,
            PeopleWish::Keep(PaperSecret::Codes(drawn)) => self.keep_codes(actor, &drawn, circumstances, now)?,
            PeopleWish::TakeCodes(member) => self.take_codes(actor, member, circumstances, now)?,
        }
        Ok(PeopleNow { people: self.people()?, keys, secret })
    }
}
