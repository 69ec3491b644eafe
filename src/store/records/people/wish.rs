//! What somebody signed in wants done about the people of the desk, and what comes of it.

use super::{Actor, Records, RecordsError};
use crate::domain::hidden::hidden;
use crate::domain::people::{People, StaffRole};
use crate::domain::record::Circumstances;
use crate::domain::recovery::RecoveryGroups;
use crate::platform::clock::Moment;
use crate::store::vault::KeyRing;
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
    /// Make a sheet for the safe.
    MakeSheet,
    /// Make the own list of one-time codes.
    MakeCodes,
    /// Take somebody's list of one-time codes back.
    TakeCodes(Uuid),
}

hidden!(PeopleWish, "PeopleWish");

/// What is on paper only: it is shown once, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub enum PaperSecret {
    /// The groups of a sheet for the safe.
    Sheet(RecoveryGroups),
    /// A list of one-time codes.
    Codes(Vec<String>),
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
            PeopleWish::MakeSheet => {
                secret = Some(PaperSecret::Sheet(self.make_sheet(actor, circumstances, now)?));
            }
            PeopleWish::MakeCodes => {
                secret = Some(PaperSecret::Codes(self.make_codes(actor, circumstances, now)?));
            }
            PeopleWish::TakeCodes(member) => self.take_codes(actor, member, circumstances, now)?,
        }
        Ok(PeopleNow { people: self.people()?, keys, secret })
    }
}
