//! What the commands of `cups-hub` do, without their options and exit codes.

pub mod accounts;
mod carry;
pub mod events;
pub mod fleet;
pub mod front_office;
pub mod hand_out;
mod import_states;
pub mod keep;
pub mod open;
mod paper;
mod place;
pub mod sealed;
mod table;

pub use carry::carry;
pub use import_states::import_states;
pub use paper::Paper;
pub use place::Place;

use super::HubError;
use super::code::{self, RecoveryCode};
use super::configuration::from_toml;
use super::relay::RelayKeys;
use super::storage::relay::RelayStorage;
use super::storage::releases::{Published, centre_of};
use super::storage::store::{CodeToKeep, Publication};
use crate::catalogue::read::CentreFile;
use crate::catalogue::trust::bundle::Bundle;
use crate::domain::centre::Centre;
use crate::platform::{code as picture, console, file as disk};
use crate::protocol::signature::verifying_key;
use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use jiff::{SignedDuration, Timestamp};
use std::io::Write;
use std::path::Path;

/// Makes a one-time code for a terminal of a centre, which holds for so many hours, and writes it, alone on the first
/// line, and below it the recovery codes of that terminal.
///
/// # Errors
/// When there is no hub or no operator's key, or the centre is not known.
pub fn enrol(
    place: &Place,
    (centre, centre_file): (&str, Option<&Path>),
    hours: u16,
    paper: Option<&Paper<'_>>,
    out: &mut dyn Write,
) -> Result<(), HubError> {
    let desk = place.open_existing()?;
    if desk.ask(|store| store.operator_key())?.is_none() {
        return Err(HubError::OperatorKeyMissing);
    }
    let profile = match centre_file {
        Some(file) => centre_in(file, centre)?,
        None => centre_of(desk.ask(|store| store.catalogue())?, centre)?,
    };
    // A terminal of an older version refuses a profile with fields that it does not know.
    let profile = profile.to_enrol();
    let code = code::generate()?;
    let recovery = code::recovery_codes()?;
    let holds = SignedDuration::from_hours(i64::from(hours));
    let (printed, centre) = (recovery.clone(), profile.id.clone());
    let kept = CodeToKeep { code: code.clone(), centre: profile, recovery, now: Timestamp::now(), holds };
    desk.ask(|store| store.add_code(kept))?;
    say(out, &code)?;
    say(
        out,
        &format!(
            "\nAbove: the one-time code with which one terminal of {centre} enrols within {hours} hours.\nBelow: {RECOVERY}"
        ),
    )?;
    say_recovery_codes(&printed, out)?;
    // Last, for the code counts already: whoever has it on the screen needs no picture of it.
    match paper {
        Some(paper) => paper.write(&code, &centre, out),
        None => Ok(()),
    }
}

/// What recovery codes are for, as the paper says it.
const RECOVERY: &str = "the recovery codes of that terminal. They are shown this once: keep them on paper at the \
    agency, not at the centre. Each admits one first specialist there, once: at the beginning, and when the terminal has \
    lost its records.";

/// Makes new recovery codes for a terminal and writes them. It hears of them at its next sync.
///
/// # Errors
/// When there is no hub or no such terminal.
pub fn recovery(place: &Place, terminal: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let desk = place.open_existing()?;
    let recovery = code::recovery_codes()?;
    let kept = recovery.clone();
    desk.ask(|store| store.add_recovery_codes(terminal.to_owned(), kept, Timestamp::now()))?;
    say_recovery_codes(&recovery, out)?;
    say(
        out,
        &format!(
            "\nAbove: {RECOVERY} They hold as soon as {terminal} has synced, and then those it had before hold no more."
        ),
    )
}

fn say_recovery_codes(codes: &[RecoveryCode], out: &mut dyn Write) -> Result<(), HubError> {
    for (number, one) in (1..).zip(codes) {
        say(out, &format!("recovery code {number}: {}", one.code))?;
    }
    Ok(())
}

/// The centre of this id in a file that holds one centre's profile, or several below `[[centre]]`.
fn centre_in(file: &Path, id: &str) -> Result<Centre, HubError> {
    let place = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| HubError::input(&place, error.to_string()))?;
    let centres = if from_toml::<toml::Table>(&place, &text)?.contains_key("centre") {
        from_toml::<CentreFile>(&place, &text)?.centre
    } else {
        vec![from_toml::<Centre>(&place, &text)?]
    };
    let found = centres.into_iter().find(|centre| centre.id == id);
    found.ok_or_else(|| HubError::input(place, format!("no centre \"{id}\" stands in the file")))
}

/// Makes the operator's key pair: the private part goes to the file and nowhere else, the public part to
/// the hub, and both are there or neither.
///
/// # Errors
/// When the file exists, cannot be written, or the hub has a key.
pub fn operator_key(place: &Place, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let desk = place.open()?;
    if let Some(present) = desk.ask(|store| store.operator_key())? {
        return Err(HubError::OperatorKeyExists(present));
    }
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let named = file.display().to_string();
    let mut private = disk::create_private(file).map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "the file exists and is not overwritten: name another".to_owned(),
            _ => error.to_string(),
        };
        HubError::input(format!("--out {named}"), message)
    })?;
    let written = write!(private, "# public key: {public}\n{}\n", identity.to_string().expose_secret())
        .and_then(|()| private.sync_all())
        // Also its name, before the hub knows the key: after a power cut nobody could open what is sealed to it.
        .and_then(|()| disk::sync_folder(disk::folder_of(file)))
        .map_err(|source| HubError::File { path: named, source })
        .and_then(|()| desk.ask(|store| store.set_operator_key(public.clone())));
    if let Err(error) = written {
        // A private key that no hub knows would only be taken for the right one.
        let _ = std::fs::remove_file(file);
        return Err(error);
    }
    say(out, &public)
}

/// Writes the code of the relay in a folder, which stands at this address: alone on the first line, and below it as it is read
/// out and as it is scanned. A relay that never ran gets its key here.
///
/// # Errors
/// When the folder cannot be written, or the address is none.
pub fn relay_code(data: &Path, address: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let place = || format!("--address {address}");
    super::storage::make_folder(data)?;
    let wrong = || HubError::input(place(), "it is an address such as https://192.168.1.5:8481, without spaces");
    // Known once the relay has reached the hub; without it a computer that the hub does not know cannot come in.
    let hub = RelayStorage::open(data)?.hub_key()?.and_then(|key| verifying_key(&key));
    let code = RelayKeys::open(data)?.code(address.trim(), hub.as_ref()).ok_or_else(wrong)?;
    let line = code.line();
    say(out, &line)?;
    say(
        out,
        &format!(
            "\nAbove: the code for the computers of this room, which each is given by cups-kiosk relay CODE. Show it to nobody \
             else: whoever has it can stand in this room, and gets the names of its specialists and what is encrypted under \
             their passwords.{}\nThe key of this relay: {}\n",
            if code.hub.is_some() {
                ""
            } else {
                "\nThe hub has not been reached yet: a computer that it does not know cannot come in by this code."
            },
            code.fingerprint()
        ),
    )?;
    let letters = picture::letters(&line).ok_or_else(|| HubError::input(place(), "it is too long for a code"))?;
    say(out, letters.trim_end_matches('\n'))
}

/// Shuts a terminal out.
///
/// # Errors
/// When there is no hub or no such terminal.
pub fn revoke(place: &Place, terminal: &str, out: &mut dyn Write) -> Result<(), HubError> {
    place.open_existing()?.ask(|store| store.revoke(terminal.to_owned(), Timestamp::now()))?;
    say(out, &format!("{terminal} is revoked"))
}

/// Publishes a signed release; with `new_root` also one of other keys than the hub knows.
///
/// # Errors
/// When the signature is not that of the keys the hub knows, or the number is smaller than the published one's.
pub fn publish_catalogue(place: &Place, bundle: &Path, new_root: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let bundle = Bundle::read(bundle)?;
    let (number, sha256) = (bundle.release.number, bundle.release.sha256.clone());
    let publication = Publication { bundle, new_root, scratch: place.folder.clone(), now: Timestamp::now() };
    let published = place.open()?.ask(|store| store.publish(publication))?;
    let words = match published {
        Published::Now => "published",
        Published::Renewed => "already published; the signature was renewed",
    };
    say(out, &format!("catalogue {number} {words} {sha256}"))
}

/// Writes a line of the result.
///
/// # Errors
/// When it cannot be written.
pub fn say(out: &mut dyn Write, line: &str) -> Result<(), HubError> {
    console::say(out, line).map_err(|source| HubError::File { path: console::OUTPUT.to_owned(), source })
}
