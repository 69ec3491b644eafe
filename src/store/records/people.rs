//! The people of the desk: who can sign in, and what is done about them. Each change is written with its journal entry in
//! one commit, is never changed, and is erased when it says nothing any more, so that no key stays of who was removed.
//!
//! Who signs in opens their own key with their password; the case keys are encrypted to it. So they are given to somebody,
//! and changed when somebody leaves, without knowing anybody's password, and a new password alone opens nothing.

mod wish;

pub use wish::{DrawnCodes, PaperSecret, PeopleNow, PeopleWish, SecretKind};

use super::own::still_ours;
use super::{NewEntry, Records, RecordsError, begin};
use crate::domain::hidden::hidden;
use crate::domain::people::{CodeList, Deed, Member, People, PeopleChange, PeopleOperation, StaffRole};
use crate::domain::record::{Action, Circumstances, EntryFacts};
use crate::domain::recovery::RecoveryGroups;
use crate::domain::specialist::{check_password, name_key, tidy_name};
use crate::platform::clock::Moment;
use crate::protocol::people;
use crate::store::identity::Identity;
use crate::store::vault::{KeyRing, PersonalKey, VaultError, random, seal};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Who was let in.
#[derive(Clone, PartialEq)]
pub struct Admitted {
    /// Their id.
    pub member: Uuid,
    /// Their name as it is kept.
    pub name: String,
    /// Their role.
    pub role: StaffRole,
    /// The case keys; none for who reads no cases, or waits for a colleague to be let in.
    pub keys: Option<KeyRing>,
}

hidden!(Admitted, "Admitted");

/// Somebody signed in who wants something done.
#[derive(Clone, PartialEq)]
pub struct Actor {
    /// Who.
    pub member: Uuid,
    /// The case keys, where they are open to them.
    pub keys: Option<KeyRing>,
}

hidden!(Actor, "Actor");

/// Something done about the people, with its entry.
pub(super) struct PeopleDeed {
    /// What changes.
    pub changes: Vec<PeopleChange>,
    /// Who does it.
    pub by: Option<Uuid>,
    /// What the journal says of it; nothing for what is no deed of its own.
    pub action: Option<Action>,
}

/// Somebody with a password that was just chosen.
pub(super) struct Made {
    pub member: Uuid,
    pub changes: Vec<PeopleChange>,
}

impl Made {
    /// Makes somebody a key under a password, and encrypts the case keys to it where there are any to give. Who is there
    /// already is not added twice.
    pub(super) fn new(
        member: Uuid,
        name: &str,
        password: &str,
        role: StaffRole,
        keys: Option<&KeyRing>,
    ) -> Result<Self, RecordsError> {
        let personal = PersonalKey::new();
        let public = personal.public();
        let mut changes = vec![
            PeopleChange::Add { member, name: name.to_owned(), role },
            PeopleChange::Password { member, public: public.clone(), wrapped: personal.wrap(password)? },
        ];
        if let Some(keys) = keys.filter(|_| role.reads_cases()) {
            changes.push(sealed(keys, member, &public, None)?);
        }
        Ok(Self { member, changes })
    }

    /// The same of somebody who is there already, and is not added twice.
    pub(super) fn for_known(mut self, known: &Member) -> Self {
        if known.key.is_some() {
            self.changes.retain(|change| !matches!(change, PeopleChange::Add { .. }));
        }
        self
    }
}

/// What may open to a name and a password.
pub(super) enum Door {
    /// Somebody of the desk.
    Member(Member),
    /// Somebody of whom an older program kept a row, with the case keys under their password.
    Older(Member, Vec<u8>),
    /// Nobody has the name; it costs as much.
    Nobody,
}

/// A door that was opened.
pub(super) struct Opened {
    member: Member,
    pub(super) personal: Option<PersonalKey>,
    keys: Option<KeyRing>,
    is_older: bool,
}

impl Opened {
    /// The list of codes that is asked for.
    pub(super) const fn codes(&self) -> Option<&CodeList> {
        self.member.codes.as_ref()
    }
}

impl Door {
    /// Opens it.
    pub(super) fn open(self, password: &str) -> Result<Opened, VaultError> {
        match self {
            Self::Member(member) => {
                let key = member.key.as_ref().map_or_else(PersonalKey::decoy, |key| key.wrapped.clone());
                let personal = PersonalKey::unwrap(&key, password)?;
                let keys = personal.open_rings(&member.seals).filter(|_| member.role.reads_cases());
                Ok(Opened { member, personal: Some(personal), keys, is_older: false })
            }
            Self::Older(member, wrapped) => {
                let keys = Some(KeyRing::unwrap(&wrapped, password)?);
                Ok(Opened { member, personal: None, keys, is_older: true })
            }
            Self::Nobody => PersonalKey::unwrap(&PersonalKey::decoy(), password).and(Err(VaultError::Wrong)),
        }
    }
}

/// The id of somebody of whom an older program kept a row: the same on each computer that has the row.
fn older_id(name: &str) -> Uuid {
    let digest = Sha256::new().chain_update(b"cups-older-specialist-1").chain_update(name.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    Uuid::from_bytes(bytes)
}

impl Records {
    /// The people of the desk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn people(&self) -> Result<People, RecordsError> {
        let mut people = fold(&self.connection)?;
        for (name, _) in older_rows(&self.connection)? {
            people.add_older(older_id(&name), name);
        }
        Ok(people)
    }

    /// The names of those who can sign in here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn specialists(&self) -> Result<Vec<String>, RecordsError> {
        let people = self.people()?;
        if !people.somebody_opens() {
            // Where damage left nobody who can open anything, the centre is set up anew.
            return Ok(Vec::new());
        }
        Ok(people.members().iter().map(|member| member.name.clone()).collect())
    }

    /// Who has this name. More than one only where an older program added two that differ in their letters' case, or two
    /// computers added the same name apart.
    pub(super) fn doors(&self, name: &str) -> Result<Vec<Door>, RecordsError> {
        let same = name_key(name);
        let older = older_rows(&self.connection)?;
        let people = self.people()?;
        let mut found: Vec<&Member> = people.members().iter().filter(|member| name_key(&member.name) == same).collect();
        found.sort_by_key(|member| member.name != name.trim());
        let doors = found.into_iter().map(|member| {
            let row = older.iter().find(|(name, _)| member.key.is_none() && older_id(name) == member.id);
            match row {
                Some((_, wrapped)) => Door::Older(member.clone(), wrapped.clone()),
                None => Door::Member(member.clone()),
            }
        });
        Ok(doors.collect())
    }

    /// What is done for whoever was just let in: of who comes from an older program the row moves over, and a key that is to
    /// be changed is. A disk that takes nothing keeps nobody out: it is done at the next sign-in.
    pub(super) fn admitted(&mut self, opened: Opened, password: &str, at: Moment) -> Admitted {
        let Opened { member, mut keys, is_older, .. } = opened;
        if is_older && let Err(error) = self.move_over(&member, password, keys.as_ref(), at.time) {
            tracing::warn!(%error, "somebody of an older program was not taken over");
        }
        if let Some(held) = &keys {
            match self.renew_if_needed(held, at.time) {
                Ok(Some(renewed)) => keys = Some(renewed),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the case key was not changed"),
            }
        }
        Admitted { member: member.id, name: member.name, role: member.role, keys }
    }

    fn move_over(
        &mut self,
        member: &Member,
        password: &str,
        keys: Option<&KeyRing>,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let made = Made::new(member.id, &member.name, password, member.role, keys)?;
        let deed = PeopleDeed { changes: made.changes, by: Some(member.id), action: None };
        let circumstances = self.own_circumstances();
        self.do_people(deed, &circumstances, now, |_| Ok(()))
    }

    /// Changes the case key where somebody lost the way to cases since it was made.
    fn renew_if_needed(&mut self, keys: &KeyRing, now: Timestamp) -> Result<Option<KeyRing>, RecordsError> {
        let people = self.people()?;
        if !people.needs_new_key() {
            return self.complete_rings(&people, keys, now).map(|()| None);
        }
        let (changes, renewed) = renewal(&people, keys, None)?;
        let deed = PeopleDeed { changes, by: None, action: Some(Action::KeyRenewed) };
        let circumstances = self.own_circumstances();
        self.do_people(deed, &circumstances, now, |_| Ok(()))?;
        Ok(Some(renewed))
    }

    /// Gives the newest case key to those who may have it and do not: it was made at a computer that did not know of them.
    fn complete_rings(&mut self, people: &People, keys: &KeyRing, now: Timestamp) -> Result<(), RecordsError> {
        let Some(newest) = people.newest_key().filter(|newest| keys.get(newest).is_some()) else { return Ok(()) };
        let lacking = people.members().iter().filter(|member| !member.waits_for_key() && !member.holds(newest));
        let lacking =
            lacking.filter_map(|member| Some((member.id, member.key.as_ref().filter(|_| member.role.reads_cases())?)));
        let changes = lacking.map(|(id, key)| sealed(keys, id, &key.public, Some(newest)));
        let changes = changes.collect::<Result<Vec<_>, _>>()?;
        if changes.is_empty() {
            return Ok(());
        }
        let deed = PeopleDeed { changes, by: None, action: None };
        let circumstances = self.own_circumstances();
        self.do_people(deed, &circumstances, now, |_| Ok(()))
    }

    fn own_circumstances(&self) -> Circumstances {
        let facts = self.own_entry(Action::KeyRenewed).facts;
        Circumstances { language: facts.language, centre: facts.centre, mode: facts.mode, catalogue: facts.catalogue }
    }

    /// Whether somebody may do something, as the disk says now: they may have been removed meanwhile.
    fn people_for(&self, actor: &Actor, deed: Deed) -> Result<People, RecordsError> {
        let people = self.people()?;
        // Who has not the newest key yet can give nobody all of the cases, nor keep them for the safe.
        let holds = actor.keys.as_ref().is_some_and(|keys| !people.lacks_newest(|newest| keys.get(newest).is_some()));
        people.may(actor.member, holds, deed)?;
        Ok(people)
    }

    /// Adds somebody in a role. Where whoever adds them has no case keys to give, they wait until a colleague lets them in.
    /// Gives the name as it is kept.
    ///
    /// # Errors
    /// When it may not be, the name is taken, the password cannot be, or the disk fails.
    pub fn add_colleague(
        &mut self,
        actor: &Actor,
        (name, password): (&str, &str),
        role: StaffRole,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<String, RecordsError> {
        let people = self.people_for(actor, Deed::Add)?;
        let name = tidy_name(name);
        check_password(password, &name)?;
        if people.has_name(&name) {
            return Err(RecordsError::NameTaken);
        }
        let made = Made::new(Uuid::now_v7(), &name, password, role, actor.keys.as_ref())?;
        self.done_by(actor, made.changes, Action::ColleagueAdded, circumstances, now)?;
        Ok(name)
    }

    /// Removes somebody. Where the case keys are at hand they are changed with it; otherwise the next specialist who signs in
    /// changes them. Gives the keys that hold from now on.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn remove_colleague(
        &mut self,
        actor: &Actor,
        member: Uuid,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<Option<KeyRing>, RecordsError> {
        let people = self.people_for(actor, Deed::Remove(member))?;
        let change = PeopleChange::Remove { member };
        self.without(&people, actor, (member, change), Action::ColleagueRemoved, circumstances, now)
    }

    /// Gives somebody another role; who comes to work on cases gets the keys where they are at hand. Gives the keys that hold
    /// from now on.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn change_role(
        &mut self,
        actor: &Actor,
        member: Uuid,
        role: StaffRole,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<Option<KeyRing>, RecordsError> {
        let people = self.people_for(actor, Deed::ChangeRole(member, role))?;
        let change = PeopleChange::Role { member, role };
        let known = people.member(member);
        if known.is_some_and(|known| known.role.reads_cases()) && !role.reads_cases() {
            return self.without(&people, actor, (member, change), Action::RoleChanged, circumstances, now);
        }
        let mut changes = vec![change];
        if let (Some(keys), Some(key)) = (&actor.keys, known.and_then(|known| known.key.as_ref()))
            && known.is_some_and(|known| known.seals.is_empty())
        {
            changes.push(sealed(keys, member, &key.public, people.newest_key())?);
        }
        self.done_by(actor, changes, Action::RoleChanged, circumstances, now)?;
        Ok(actor.keys.clone())
    }

    /// Does what takes the way to cases from somebody, and changes the case keys where they are at hand.
    fn without(
        &mut self,
        people: &People,
        actor: &Actor,
        (member, change): (Uuid, PeopleChange),
        action: Action,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<Option<KeyRing>, RecordsError> {
        let mut changes = vec![change];
        let mut keys = actor.keys.clone();
        if let Some(held) = &actor.keys {
            match renewal(people, held, Some(member)) {
                Ok((more, renewed)) => {
                    changes.extend(more);
                    keys = Some(renewed);
                }
                // Nobody stays because of it.
                Err(error) => tracing::warn!(%error, "the case key was not changed"),
            }
        }
        self.done_by(actor, changes, action, circumstances, now)?;
        Ok(keys)
    }

    /// Gives somebody a new password, with the case keys that whoever does it has open. Their list of codes holds no more.
    ///
    /// # Errors
    /// When it may not be: without the keys it takes the sheet from the safe; the password cannot be taken, or the disk
    /// fails.
    pub fn reset_password(
        &mut self,
        actor: &Actor,
        member: Uuid,
        password: &str,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let people = self.people_for(actor, Deed::Reset(member))?;
        let Some(known) = people.member(member) else { return Err(RecordsError::NobodyOfName) };
        check_password(password, &known.name)?;
        // Who waits to be let in waits on: a new password is no way to the cases.
        let keys = actor.keys.as_ref().filter(|_| !known.waits_for_key());
        let made = Made::new(member, &known.name, password, known.role, keys)?.for_known(known);
        self.done_by(actor, made.changes, Action::PasswordReset, circumstances, now)
    }

    /// Changes the own password, for who knows it. The key under it stays, and so does all that was encrypted to it.
    ///
    /// # Errors
    /// When the password is wrong or tried too soon, the new one cannot be taken, or the disk fails.
    pub fn change_password(
        &mut self,
        actor: &Actor,
        (password, new): (&str, &str),
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<(), RecordsError> {
        let people = self.people_for(actor, Deed::OwnSecrets)?;
        let known = people.member(actor.member).and_then(|member| Some((&member.name, member.key.as_ref()?)));
        let Some((name, key)) = known else { return Err(VaultError::Wrong.into()) };
        check_password(new, name)?;
        self.begin_try(at)?;
        let personal = match PersonalKey::unwrap(&key.wrapped, password) {
            Ok(personal) => personal,
            Err(VaultError::Wrong) => {
                return Err(RecordsError::WrongPassword { seconds: self.refuse(circumstances, at) });
            }
            Err(error) => {
                self.take_back_try(at);
                return Err(error.into());
            }
        };
        self.end_try();
        let (public, wrapped) = (personal.public(), personal.wrap(new)?);
        let change = PeopleChange::Password { member: actor.member, public, wrapped };
        self.done_by(actor, vec![change], Action::PasswordChanged, circumstances, at.time)
    }

    /// Opens the cases for a colleague who waits for it.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn let_in(
        &mut self,
        actor: &Actor,
        member: Uuid,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let people = self.people_for(actor, Deed::LetIn(member))?;
        let key = people.member(member).and_then(|member| member.key.as_ref());
        let (Some(key), Some(keys)) = (key, &actor.keys) else { return Err(RecordsError::NobodyOfName) };
        let change = sealed(keys, member, &key.public, people.newest_key())?;
        self.done_by(actor, vec![change], Action::KeyGiven, circumstances, now)
    }

    /// Draws what is to stand on paper. Nothing holds by it, and nothing that held before ends, until it is kept: first it has
    /// to be on the paper.
    ///
    /// # Errors
    /// When it may not be, or nothing is random.
    pub fn draw_secret(&self, actor: &Actor, kind: SecretKind) -> Result<PaperSecret, RecordsError> {
        self.people_for(actor, kind.deed())?;
        Ok(match kind {
            SecretKind::Sheet => PaperSecret::Sheet(RecoveryGroups::of_random(random()?)),
            SecretKind::Codes => PaperSecret::Codes(DrawnCodes::new(random()?)),
        })
    }

    /// Has a sheet for the safe hold from now on. One that was made before opens nothing from then on.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn keep_sheet(
        &mut self,
        actor: &Actor,
        groups: &RecoveryGroups,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let people = self.people_for(actor, Deed::MakeSheet)?;
        let Some(keys) = &actor.keys else { return Err(RecordsError::NoSheet) };
        let (sheet, personal) = (Uuid::now_v7(), PersonalKey::new());
        let public = personal.public();
        let changes = vec![
            PeopleChange::Sheet { sheet, public: public.clone(), wrapped: personal.wrap_for_sheet(groups)? },
            sealed(keys, sheet, &public, people.newest_key())?,
        ];
        self.done_by(actor, changes, Action::RecoverySheetMade, circumstances, now)
    }

    /// Has the own list of one-time codes hold, in the place of any before it. From then on each sign-in takes the next of
    /// them.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn keep_codes(
        &mut self,
        actor: &Actor,
        drawn: &DrawnCodes,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let people = self.people_for(actor, Deed::MakeCodes)?;
        let key = people.member(actor.member).and_then(|member| member.key.as_ref());
        let public = key.ok_or(VaultError::Wrong)?.public.clone();
        let sealed = seal(&public, drawn.secret())?;
        let change = PeopleChange::Codes { member: actor.member, list: Uuid::now_v7(), public, secret: sealed };
        self.done_by(actor, vec![change], Action::CodesMade, circumstances, now)
    }

    /// Takes somebody's list of one-time codes back: their password alone lets them in again.
    ///
    /// # Errors
    /// When it may not be, or the disk fails.
    pub fn take_codes(
        &mut self,
        actor: &Actor,
        member: Uuid,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        self.people_for(actor, Deed::TakeCodes(member))?;
        self.done_by(actor, vec![PeopleChange::NoCodes { member }], Action::CodesWithdrawn, circumstances, now)
    }

    /// What was done about the people, as another computer of the centre takes it over.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn people_operations(&self) -> Result<Vec<Vec<u8>>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT operation FROM people ORDER BY id")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Takes over what was done about the people at another computer of the centre, in one commit. What is no such change, or
    /// of another centre, is passed over. Gives how many were new.
    ///
    /// # Errors
    /// When the file cannot be written; nothing was taken over then.
    pub fn take_people(&mut self, operations: &[Vec<u8>]) -> Result<usize, RecordsError> {
        let centre = self.centre_id();
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        let mut taken = 0;
        for bytes in operations {
            match people::read(bytes) {
                Ok(operation) if operation.centre == centre => taken += insert(&transaction, &operation.id, bytes)?,
                Ok(_) | Err(_) => tracing::warn!("a change of the people was passed over"),
            }
        }
        clear_spent(&transaction)?;
        transaction.commit()?;
        Ok(taken)
    }

    fn done_by(
        &mut self,
        actor: &Actor,
        changes: Vec<PeopleChange>,
        action: Action,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(), RecordsError> {
        let deed = PeopleDeed { changes, by: Some(actor.member), action: Some(action) };
        self.do_people(deed, circumstances, now, |_| Ok(()))
    }

    /// Writes changes and their entry in one commit, and erases what says nothing any more. `before` is done before any of it
    /// is on the disk.
    pub(super) fn do_people(
        &mut self,
        deed: PeopleDeed,
        circumstances: &Circumstances,
        now: Timestamp,
        before: impl FnOnce(&mut Identity) -> Result<(), RecordsError>,
    ) -> Result<(), RecordsError> {
        let PeopleDeed { changes, by, action } = deed;
        let (centre, day) = (self.centre_id(), self.day_of(now));
        let write = |connection: &Connection| -> Result<(), RecordsError> {
            for (revision, change) in (fold(connection)?.next_revision()..).zip(changes) {
                let operation =
                    PeopleOperation { id: Uuid::now_v7(), revision, centre: centre.clone(), by, day, change };
                let bytes = people::write(&operation).map_err(|error| RecordsError::Other(error.to_string()))?;
                insert(connection, &operation.id, &bytes)?;
            }
            clear_spent(connection)
        };
        let Some(action) = action else {
            let transaction = begin(&mut self.connection)?;
            still_ours(&transaction, &self.identity)?;
            write(&transaction)?;
            before(&mut self.identity)?;
            transaction.commit()?;
            return Ok(());
        };
        let entry = NewEntry { id: Uuid::now_v7(), facts: EntryFacts::new(action, circumstances), sealed: None };
        self.record_with(&entry, now, |transaction, identity| {
            write(transaction)?;
            before(identity)
        })?;
        Ok(())
    }
}

/// A new case key, encrypted to everybody who can open the cases, but for one who will not any more, and to the sheet.
fn renewal(
    people: &People,
    keys: &KeyRing,
    without: Option<Uuid>,
) -> Result<(Vec<PeopleChange>, KeyRing), RecordsError> {
    let opens = |member: &&Member| member.role.reads_cases() && !member.seals.is_empty() && Some(member.id) != without;
    // Of who comes from an older program and has not signed in since, there is nothing yet to encrypt it to; and who lacks a
    // key would leave it out. It is done at a later sign-in.
    if people.members().iter().filter(opens).any(|member| member.key.is_none())
        || people.lacks_newest(|newest| keys.get(newest).is_some())
    {
        return Err(RecordsError::Other("somebody has not signed in since the case key was last changed".to_owned()));
    }
    let renewed = keys.renewed()?;
    let mut changes = vec![PeopleChange::NewKey { key: renewed.present().id().as_str().to_owned() }];
    let members = people.members().iter().filter(opens).filter_map(|member| Some((member.id, member.key.as_ref()?)));
    let sheet = people.sheet().map(|sheet| (sheet.id, &sheet.key));
    for (holder, key) in members.chain(sheet) {
        changes.push(sealed(&renewed, holder, &key.public, None)?);
    }
    Ok((changes, renewed))
}

/// The case keys encrypted to somebody. `newest` is the case key that was made last, where another than the ring's own
/// present one may be meant by it.
fn sealed(keys: &KeyRing, holder: Uuid, public: &str, newest: Option<&str>) -> Result<PeopleChange, RecordsError> {
    let present = keys.present().id();
    let key = newest.filter(|newest| keys.get(newest).is_some()).unwrap_or(present.as_str()).to_owned();
    Ok(PeopleChange::Seal { holder, public: public.to_owned(), key, ring: keys.seal_to(public)? })
}

/// Those of whom an older program kept a row, with the case keys under their password.
fn older_rows(connection: &Connection) -> Result<Vec<(String, Vec<u8>)>, RecordsError> {
    let mut statement = connection.prepare_cached("SELECT name, wrapped FROM specialist ORDER BY name")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// What the operations in the file come to. One that cannot be read is left out and logged.
fn fold(connection: &Connection) -> Result<People, RecordsError> {
    let mut statement = connection.prepare_cached("SELECT operation FROM people")?;
    let mut rows = statement.query([])?;
    let mut operations = Vec::new();
    while let Some(row) = rows.next()? {
        match people::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?) {
            Ok(operation) => operations.push(operation),
            Err(error) => tracing::error!(%error, "a change of the people cannot be read"),
        }
    }
    Ok(People::fold(&operations))
}

fn insert(connection: &Connection, id: &Uuid, bytes: &[u8]) -> Result<usize, RecordsError> {
    let mut statement = connection.prepare_cached("INSERT OR IGNORE INTO people (id, operation) VALUES (?1, ?2)")?;
    Ok(statement.execute(params![id.to_string(), bytes])?)
}

/// Erases what says nothing any more, and the rows of an older program that stand for nobody.
fn clear_spent(connection: &Connection) -> Result<(), RecordsError> {
    let people = fold(connection)?;
    let mut statement = connection.prepare_cached("SELECT id, operation FROM people")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    for row in rows.collect::<Result<Vec<_>, _>>()? {
        let (id, bytes) = row;
        if people::read(&bytes).is_ok_and(|operation| people.is_spent(&operation)) {
            connection.execute("DELETE FROM people WHERE id = ?1", [id])?;
        }
    }
    for (name, _) in older_rows(connection)? {
        let id = older_id(&name);
        if people.is_removed(id) || people.member(id).is_some_and(|member| member.key.is_some()) {
            connection.execute("DELETE FROM specialist WHERE name = ?1", [name])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
