//! The people of a centre's desks: who works here, in which role, and who may do what to whom. What was done about them is a
//! set of operations, from which everything here is folded; those of several computers come together by union. No clock
//! orders them: each says how many changes it knew of, and a removal wins over whatever else was done.
//!
//! Keys and passwords are here as bytes that only the vault can read.

use super::hidden::hidden;
use super::specialist::name_key;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What somebody is at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaffRole {
    /// Works on cases.
    Specialist,
    /// Looks after the people of the desk, and reads no case.
    Head,
    /// Both: the head of a centre who works at its desk.
    HeadSpecialist,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Specialist, Self::Head, Self::HeadSpecialist];

    /// Whether cases are opened for it.
    #[must_use]
    pub const fn reads_cases(self) -> bool {
        matches!(self, Self::Specialist | Self::HeadSpecialist)
    }

    /// Whether it looks after the people of the desk.
    #[must_use]
    pub const fn heads(self) -> bool {
        matches!(self, Self::Head | Self::HeadSpecialist)
    }
}

/// One change of who works here, as it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct PeopleOperation {
    /// Its id.
    pub id: Uuid,
    /// One more than the greatest that its author's computer knew.
    pub revision: u64,
    /// The centre.
    pub centre: String,
    /// Who did it; nobody where it was done by the program or by whoever held a sheet or a code.
    pub by: Option<Uuid>,
    /// The day, by a clock that may be wrong. Nothing rests on it.
    pub day: Date,
    /// What was done.
    pub change: PeopleChange,
}

hidden!(PeopleOperation, "PeopleOperation");

/// What was done.
#[derive(Clone, PartialEq, Eq)]
pub enum PeopleChange {
    /// Somebody works here from now on.
    Add {
        /// Their id, made once: who comes back after a removal is another.
        member: Uuid,
        /// Their name as it is kept.
        name: String,
        /// In which role.
        role: StaffRole,
    },
    /// Somebody's key under a password that was chosen.
    Password {
        /// Whose.
        member: Uuid,
        /// What is encrypted to them.
        public: String,
        /// What opens it, under the password.
        wrapped: Vec<u8>,
    },
    /// Another role.
    Role {
        /// Whose.
        member: Uuid,
        /// Which.
        role: StaffRole,
    },
    /// Somebody does not work here any more.
    Remove {
        /// Who.
        member: Uuid,
    },
    /// The centre has a case key, which encrypts from now on.
    NewKey {
        /// What it is known by.
        key: String,
    },
    /// The centre's case keys, encrypted to a member or to the sheet in the safe.
    Seal {
        /// To whom.
        holder: Uuid,
        /// To which of their keys.
        public: String,
        /// The newest case key among them, by what it is known by.
        key: String,
        /// The encrypted keys.
        ring: Vec<u8>,
    },
    /// A sheet for the safe, in the place of any before it.
    Sheet {
        /// Its id.
        sheet: Uuid,
        /// What is encrypted to it.
        public: String,
        /// What opens it, under its groups.
        wrapped: Vec<u8>,
    },
    /// A list of one-time codes, in the place of any before it.
    Codes {
        /// Whose.
        member: Uuid,
        /// The list's id.
        list: Uuid,
        /// To which of their keys the secret is encrypted.
        public: String,
        /// The secret of the list.
        secret: Vec<u8>,
    },
    /// No list of one-time codes holds any more.
    NoCodes {
        /// Whose.
        member: Uuid,
    },
    /// All codes of a list up to this place are used.
    Used {
        /// The list.
        list: Uuid,
        /// The place, from 1.
        place: u16,
    },
    /// Something that only a newer program knows: its bytes are kept.
    Newer,
}

hidden!(PeopleChange, "PeopleChange");

/// A key of somebody, as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptKey {
    /// What is encrypted to it.
    pub public: String,
    /// What opens it.
    pub wrapped: Vec<u8>,
}

hidden!(KeptKey, "KeptKey");

/// A list of one-time codes that holds.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Its id.
    pub list: Uuid,
    /// Its secret, encrypted to whose it is.
    pub secret: Vec<u8>,
    /// How many are used, or passed over.
    pub used: u16,
}

hidden!(CodeList, "CodeList");

/// How many codes stand on a list.
pub const CODES_OF_A_LIST: u16 = 60;

/// Somebody of the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The role.
    pub role: StaffRole,
    /// The key under their password; none where it did not come over yet.
    pub key: Option<KeptKey>,
    /// The case keys encrypted to them. Empty while nobody has let them in.
    pub seals: Vec<Vec<u8>>,
    /// Which case keys are known to be among these.
    sealed: BTreeSet<String>,
    /// Their list of one-time codes.
    pub codes: Option<CodeList>,
}

hidden!(Member, "Member");

impl Member {
    /// Whether they were given this case key.
    #[must_use]
    pub fn holds(&self, key: &str) -> bool {
        self.sealed.contains(key)
    }

    /// Whether they work on cases and nobody who can open them has let them in yet.
    #[must_use]
    pub fn waits_for_key(&self) -> bool {
        self.role.reads_cases() && self.seals.is_empty()
    }
}

/// The sheet in the safe, as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SafeSheet {
    /// Its id.
    pub id: Uuid,
    /// Its key.
    pub key: KeptKey,
    /// The case keys encrypted to it.
    pub seals: Vec<Vec<u8>>,
}

hidden!(SafeSheet, "SafeSheet");

/// The people of a centre's desks.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Who works here, by name.
    members: Vec<Member>,
    /// Who does not any more.
    removed: BTreeSet<Uuid>,
    /// The sheet in the safe.
    sheet: Option<SafeSheet>,
    /// Sheets that it stands in the place of.
    earlier_sheets: BTreeSet<Uuid>,
    /// The greatest revision known.
    revision: u64,
    /// The case key that was made last.
    newest_key: Option<String>,
    /// Whether somebody lost the way to cases since then.
    needs_new_key: bool,
}

hidden!(People, "People");

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Work on cases.
    Work,
    /// Add somebody.
    Add,
    /// Remove somebody.
    Remove(Uuid),
    /// Give somebody a new password.
    Reset(Uuid),
    /// Give somebody another role.
    ChangeRole(Uuid, StaffRole),
    /// Open the cases for somebody who waits for it.
    LetIn(Uuid),
    /// Make a sheet for the safe.
    MakeSheet,
    /// Change the own password, or make the own list of codes.
    OwnSecrets,
    /// To make the own list of one-time codes.
    MakeCodes,
    /// Take somebody's list of codes back.
    TakeCodes(Uuid),
    /// Change how the computer is set up.
    SetUp,
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only the head of the centre does this.
    #[error("only the head of the centre does this")]
    NotHead,
    /// Only who works on cases does this.
    #[error("only a specialist does this")]
    NotSpecialist,
    /// Nobody does this to oneself.
    #[error("nobody does this to oneself")]
    Oneself,
    /// It takes the case keys, which this role does not have: it is done with the sheet from the safe.
    #[error("it takes the recovery sheet, or somebody who can open the cases")]
    NeedsSheet,
    /// A sheet for the safe comes first: nobody could take a lost list back.
    #[error("a recovery sheet is made first")]
    SheetFirst,
    /// Nobody else could open the cases any more.
    #[error("nobody else could open the cases")]
    LastKey,
    /// Who wants it, or whom it is about, does not work here (any more).
    #[error("nobody of this centre")]
    Unknown,
    /// There is nothing to do.
    #[error("there is nothing to do")]
    Nothing,
}

impl People {
    /// What a set of operations comes to, whatever their order. Members of whom an older program kept a row of its own come
    /// first.
    #[must_use]
    pub fn fold(operations: &[PeopleOperation]) -> Self {
        let mut sorted: Vec<&PeopleOperation> = operations.iter().collect();
        sorted.sort_by_key(|operation| (operation.revision, operation.id));
        sorted.dedup_by_key(|operation| operation.id);
        let mut people = Self { revision: sorted.last().map_or(0, |last| last.revision), ..Self::default() };
        let mut members: BTreeMap<Uuid, Member> = BTreeMap::new();
        for operation in &sorted {
            match &operation.change {
                PeopleChange::Add { member, name, role } => {
                    members.entry(*member).or_insert_with(|| Member {
                        id: *member,
                        name: name.clone(),
                        role: *role,
                        key: None,
                        seals: Vec::new(),
                        sealed: BTreeSet::new(),
                        codes: None,
                    });
                }
                PeopleChange::Remove { member } => {
                    people.removed.insert(*member);
                }
                _ => {}
            }
        }
        members.retain(|id, _| !people.removed.contains(id));
        let mut lists: BTreeMap<Uuid, (String, CodeList)> = BTreeMap::new();
        for operation in &sorted {
            match &operation.change {
                PeopleChange::Password { member, public, wrapped } => {
                    if let Some(member) = members.get_mut(member) {
                        member.key = Some(KeptKey { public: public.clone(), wrapped: wrapped.clone() });
                    }
                }
                PeopleChange::Role { member, role } => {
                    if let Some(member) = members.get_mut(member) {
                        member.role = *role;
                    }
                }
                PeopleChange::Sheet { sheet, public, wrapped } => {
                    let key = KeptKey { public: public.clone(), wrapped: wrapped.clone() };
                    people.earlier_sheets.extend(people.sheet.as_ref().map(|before| before.id));
                    people.sheet = Some(SafeSheet { id: *sheet, key, seals: Vec::new() });
                }
                PeopleChange::Codes { member, list, public, secret } => {
                    lists.insert(*member, (public.clone(), CodeList { list: *list, secret: secret.clone(), used: 0 }));
                }
                PeopleChange::NewKey { key } => people.newest_key = Some(key.clone()),
                PeopleChange::NoCodes { member } => {
                    lists.remove(member);
                }
                _ => {}
            }
        }
        for operation in &sorted {
            match &operation.change {
                PeopleChange::Seal { holder, public, key: newest, ring } => {
                    let is_theirs = |key: &KeptKey| key.public == *public;
                    if let Some(member) = members.get_mut(holder)
                        && member.role.reads_cases()
                        && member.key.as_ref().is_some_and(is_theirs)
                    {
                        member.seals.push(ring.clone());
                        member.sealed.insert(newest.clone());
                    }
                    if let Some(sheet) =
                        people.sheet.as_mut().filter(|sheet| sheet.id == *holder && is_theirs(&sheet.key))
                    {
                        sheet.seals.push(ring.clone());
                    }
                }
                PeopleChange::Used { list, place } => {
                    for (_, held) in lists.values_mut().filter(|(_, held)| held.list == *list) {
                        held.used = held.used.max(*place);
                    }
                }
                _ => {}
            }
        }
        for (id, (public, list)) in lists {
            if let Some(member) =
                members.get_mut(&id).filter(|member| member.key.as_ref().is_some_and(|key| key.public == public))
            {
                member.codes = Some(list);
            }
        }
        people.needs_new_key = lacks_new_key(&sorted);
        people.members = members.into_values().collect();
        people.members.sort_by_cached_key(|member| (name_key(&member.name), member.id));
        people
    }

    /// Who works here, by name.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Somebody who works here.
    #[must_use]
    pub fn member(&self, id: Uuid) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Whether somebody of this id was removed.
    #[must_use]
    pub fn is_removed(&self, id: Uuid) -> bool {
        self.removed.contains(&id)
    }

    /// The sheet in the safe; none where none was made.
    #[must_use]
    pub const fn sheet(&self) -> Option<&SafeSheet> {
        self.sheet.as_ref()
    }

    /// What the next operation is numbered.
    #[must_use]
    pub const fn next_revision(&self) -> u64 {
        self.revision.saturating_add(1)
    }

    /// Whether the case key is to be changed: somebody who had it works here no more, or on no cases.
    #[must_use]
    pub const fn needs_new_key(&self) -> bool {
        self.needs_new_key
    }

    /// What the case key that was made last is known by; none where it was made by an older program.
    #[must_use]
    pub fn newest_key(&self) -> Option<&str> {
        self.newest_key.as_deref()
    }

    /// Adds somebody of whom an older program kept a row of its own. Nothing when they were removed or came over already.
    pub fn add_older(&mut self, id: Uuid, name: String) {
        if self.removed.contains(&id) || self.member(id).is_some() {
            return;
        }
        // The row holds the keys themselves, under the password.
        let seals = vec![Vec::new()];
        self.members.push(Member {
            id,
            name,
            role: StaffRole::Specialist,
            key: None,
            seals,
            sealed: BTreeSet::new(),
            codes: None,
        });
        self.members.sort_by_cached_key(|member| (name_key(&member.name), member.id));
    }

    /// Whether a name is that of somebody who works here.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        let same = name_key(name);
        self.members.iter().any(|member| name_key(&member.name) == same)
    }

    /// Whether somebody looks after the people of the desk. A centre without a head, whether of an older program or because
    /// two heads removed each other at two computers, is not locked out: each specialist does it then.
    #[must_use]
    pub fn heads(&self, who: Uuid) -> bool {
        let is_head = |member: &Member| member.role.heads();
        let nobody = !self.members.iter().any(is_head);
        self.member(who).is_some_and(|member| is_head(member) || nobody)
    }

    /// Whether somebody may do something. `holds_key`: whether the cases are open to them in this session.
    ///
    /// # Errors
    /// Says why not.
    pub fn may(&self, who: Uuid, holds_key: bool, deed: Deed) -> Result<(), Refusal> {
        let own = self.member(who).ok_or(Refusal::Unknown)?;
        let head = || if self.heads(who) { Ok(()) } else { Err(Refusal::NotHead) };
        let other = |id: Uuid| match self.member(id) {
            None => Err(Refusal::Unknown),
            Some(_) if id == who => Err(Refusal::Oneself),
            Some(member) => Ok(member),
        };
        match deed {
            Deed::OwnSecrets => Ok(()),
            // Whoever loses the list or the computer before it is printed is let in by one of the two.
            Deed::MakeCodes
                if self.sheet.is_some() || self.members.iter().any(|other| other.id != who && self.heads(other.id)) =>
            {
                Ok(())
            }
            Deed::MakeCodes => Err(Refusal::SheetFirst),
            Deed::Work if own.role.reads_cases() && holds_key => Ok(()),
            Deed::Work => Err(Refusal::NotSpecialist),
            Deed::Add | Deed::SetUp => head(),
            Deed::Remove(id) => {
                head()?;
                other(id)?;
                self.leaves_a_key(id)
            }
            Deed::Reset(id) => {
                head()?;
                let member = other(id)?;
                if member.role.reads_cases() && !holds_key { Err(Refusal::NeedsSheet) } else { Ok(()) }
            }
            Deed::ChangeRole(id, role) => {
                head()?;
                let member = other(id)?;
                if member.role == role {
                    return Err(Refusal::Nothing);
                }
                if role.reads_cases() { Ok(()) } else { self.leaves_a_key(id) }
            }
            Deed::LetIn(id) => {
                let member = other(id)?;
                match (own.role.reads_cases() && holds_key, member.waits_for_key()) {
                    (false, _) => Err(Refusal::NeedsSheet),
                    (true, false) => Err(Refusal::Nothing),
                    (true, true) => Ok(()),
                }
            }
            Deed::MakeSheet => {
                head()?;
                if holds_key { Ok(()) } else { Err(Refusal::NeedsSheet) }
            }
            Deed::TakeCodes(id) => {
                head()?;
                let member = if id == who { own } else { other(id)? };
                if member.codes.is_some() { Ok(()) } else { Err(Refusal::Nothing) }
            }
        }
    }

    /// Whether anybody is left who can sign in and do what their role is for. Where damage left nobody, the centre begins
    /// anew as at its set-up.
    #[must_use]
    pub fn somebody_opens(&self) -> bool {
        let is_older = |member: &Member| member.key.is_none() && !member.seals.is_empty();
        let opens = |member: &Member| member.key.is_some() && (!member.role.reads_cases() || !member.seals.is_empty());
        self.members.iter().any(|member| is_older(member) || opens(member))
    }

    /// Whether there is a case key newer than those that are at hand.
    #[must_use]
    pub fn lacks_newest(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.newest_key().is_some_and(|newest| !holds(newest))
    }

    /// Whether somebody can open the cases when this one cannot any more, those of today among them.
    fn leaves_a_key(&self, id: Uuid) -> Result<(), Refusal> {
        let newest = |member: &Member| self.newest_key().is_none_or(|newest| member.holds(newest));
        let opens = |member: &&Member| member.role.reads_cases() && !member.seals.is_empty() && newest(member);
        let others = self.members.iter().filter(opens).any(|member| member.id != id);
        let has_none = self.member(id).is_none_or(|member| member.seals.is_empty());
        if others || has_none { Ok(()) } else { Err(Refusal::LastKey) }
    }

    /// Whether an operation says nothing any more: keys of who was removed, of an earlier password or sheet, a list that was
    /// replaced. It is not kept, so that no key stays where nobody may use it.
    #[must_use]
    pub fn is_spent(&self, operation: &PeopleOperation) -> bool {
        // What came over before the one it is about waits for them.
        let is_known = |id: &Uuid| self.removed.contains(id) || self.member(*id).is_some();
        match &operation.change {
            PeopleChange::Password { member, public, wrapped } => {
                is_known(member)
                    && !self
                        .member(*member)
                        .and_then(|known| known.key.as_ref())
                        .is_some_and(|key| key.public == *public && key.wrapped == *wrapped)
            }
            PeopleChange::Seal { holder, public, .. } => match self.member(*holder) {
                Some(member) => {
                    !member.role.reads_cases() || member.key.as_ref().is_some_and(|key| key.public != *public)
                }
                None => self.removed.contains(holder) || self.earlier_sheets.contains(holder),
            },
            PeopleChange::Sheet { sheet, .. } => self.sheet.as_ref().is_some_and(|held| held.id != *sheet),
            PeopleChange::Codes { member, list, .. } => is_known(member) && !self.holds_list(|held| held.list == *list),
            PeopleChange::Used { list, place } => self.holds_list(|held| held.list == *list && held.used > *place),
            _ => false,
        }
    }

    fn holds_list(&self, is_it: impl Fn(&CodeList) -> bool) -> bool {
        self.members.iter().filter_map(|member| member.codes.as_ref()).any(is_it)
    }
}

/// Whether somebody lost the way to cases since the case key was changed last.
fn lacks_new_key(sorted: &[&PeopleOperation]) -> bool {
    let (mut made, mut lost) = (0, 0);
    for operation in sorted {
        match &operation.change {
            PeopleChange::NewKey { .. } => made = operation.revision,
            PeopleChange::Remove { .. } | PeopleChange::Role { role: StaffRole::Head, .. } => lost = operation.revision,
            _ => {}
        }
    }
    lost > made
}

#[cfg(test)]
mod tests;
