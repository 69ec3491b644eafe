//! Accounts for the agency's pages, and the numbers on them.

use super::say;
use crate::hub::HubError;
use crate::hub::code;
use crate::hub::sign_in::{FIRST_HOURS, Role, hashed, is_name, token};
use crate::hub::storage::Storage;
use jiff::{SignedDuration, Timestamp};
use std::io::Write;
use std::path::Path;

/// Makes an account.
///
/// # Errors
/// When there is no hub, the name is none or taken, or the role is none.
pub fn add(data: &Path, name: &str, role: &str, out: &mut dyn Write) -> Result<(), HubError> {
    if !is_name(name) {
        let message = "two to forty small letters, digits, dots, hyphens or underscores";
        return Err(HubError::input(format!("account {name}"), message));
    }
    let known = Role::of_code(role).ok_or_else(|| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        HubError::input(format!("--role {role}"), format!("it is one of {}", roles.join(", ")))
    })?;
    let mut storage = Storage::open_existing(data)?;
    if storage.account(name)?.is_some() {
        let message = "there is such an account: run cups-hub account reset to begin it anew";
        return Err(HubError::input(format!("account {name}"), message));
    }
    begin(&mut storage, name, known, out)
}

/// Begins an account anew.
///
/// # Errors
/// When there is no hub or no such account.
pub fn reset(data: &Path, name: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    let account = storage.account(name)?.ok_or_else(|| none(name))?;
    let role = Role::of_code(&account.role).ok_or(HubError::Form("role"))?;
    begin(&mut storage, name, role, out)
}

fn none(name: &str) -> HubError {
    HubError::input(format!("account {name}"), "there is no such account: cups-hub account list names them")
}

fn begin(storage: &mut Storage, name: &str, role: Role, out: &mut dyn Write) -> Result<(), HubError> {
    // Twice the length of a code that is read out: this one is guessed at over the network.
    let once = format!("{}-{}", code::generate()?, code::generate()?);
    let now = Timestamp::now();
    let until = now.checked_add(SignedDuration::from_hours(FIRST_HOURS)).unwrap_or(now);
    storage.put_account((name, role.code()), (&hashed(&once)?, until), &token()?, now)?;
    storage.note_look(name, "begun by command", role.code(), now)?;
    say(out, &once)?;
    say(
        out,
        &format!(
            "\nAbove: the password with which {name} ({}) signs in within {FIRST_HOURS} hours, without a code of the \
             telephone; then the page asks for a password of one's own and links the telephone. It is shown this once.",
            role.code()
        ),
    )
}

/// Takes an account away.
///
/// # Errors
/// When there is no hub or no such account.
pub fn remove(data: &Path, name: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    if !storage.remove_account(name)? {
        return Err(none(name));
    }
    storage.note_look(name, "removed by command", "", Timestamp::now())?;
    say(out, &format!("{name} is removed"))
}

/// Writes the accounts: name, role, whether it was set up.
///
/// # Errors
/// When there is no hub.
pub fn list(data: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    for account in Storage::open_existing(data)?.accounts()? {
        let state = if account.password.is_some() { "set up" } else { "not set up yet" };
        say(out, &format!("{}\t{}\t{state}", account.name, account.role))?;
    }
    Ok(())
}

/// Counts what came in, and brings what is shown up to it.
///
/// # Errors
/// When there is no hub, or the database fails.
pub fn count(data: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    while storage.count_some()? {}
    let now = Timestamp::now();
    storage.show_counts(now)?;
    say(out, &format!("the agency's pages show what had come in by {now}"))
}
