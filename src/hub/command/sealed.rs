//! Sealed parts at the hub, where nobody can open them: chosen ones go out to a file, and those of a list are erased.

use super::say;
use crate::hub::HubError;
use crate::hub::storage::Storage;
use crate::hub::storage::erasure::Chosen;
use crate::platform::file as disk;
use crate::protocol::sealed::{ERASE_FORM, EraseList, SEALED_FORM, SealedHead};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io::{BufWriter, Seek as _, Write};
use std::path::Path;

/// The most bytes of a list of what is to be erased.
const LARGEST_LIST: u64 = 16 * 1024 * 1024;

/// The longest reason and the longest name, in letters.
const LONGEST_WHY: usize = 300;
const LONGEST_WHO: usize = 80;

/// When a day begins here.
///
/// # Errors
/// When it lies beyond all time.
pub fn begin_of(day: Date) -> Result<Timestamp, HubError> {
    let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
    Ok(day.to_zoned(zone).map_err(|_| HubError::Form("day"))?.timestamp())
}

/// Who does something, and why, as it is written down.
///
/// # Errors
/// When one of them is missing, too long or no line of text.
pub fn reasoned<'a>(who: &'a str, why: &'a str) -> Result<(&'a str, &'a str), HubError> {
    let line = |option: &str, text: &'a str, longest: usize| {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control);
        fits.then_some(text).ok_or_else(|| HubError::input(option, format!("one line of up to {longest} letters")))
    };
    Ok((line("--who", who, LONGEST_WHO)?, line("--why", why, LONGEST_WHY)?))
}

/// Writes the chosen entries, sealed as they are, to a new file for whoever holds the operator's key.
///
/// # Errors
/// When there is no hub or no operator's key, or the file exists or cannot be written.
pub fn export(data: &Path, chosen: &Chosen, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    if *chosen == Chosen::default() {
        let message = "say which: --terminal, --centre, --case, --from or --until";
        return Err(HubError::input("export", message));
    }
    let mut storage = Storage::open_existing(data)?;
    let operator_key = storage.operator_key()?.ok_or(HubError::OperatorKeyMissing)?;
    let place = file.display().to_string();
    let failed = |source| HubError::File { path: place.clone(), source };
    let private = disk::create_private(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            HubError::input(format!("--out {place}"), "the file exists and is not overwritten")
        }
        _ => failed(error),
    })?;
    let written = write(&storage, chosen, &operator_key, private, &failed).and_then(|(entries, unreadable)| {
        storage.note_exported(entries, Timestamp::now())?;
        Ok((entries, unreadable))
    });
    if written.is_err() {
        // Half a file would be taken for one.
        let _ = std::fs::remove_file(file);
    }
    let (entries, unreadable) = written?;
    say(
        out,
        &format!("{place}: {entries} entries; open them away from this server, with cups-hub open {place} --key KEY"),
    )?;
    if unreadable > 0 {
        say(out, &format!("{unreadable} entries cannot be read any more; cups-hub doctor names them"))?;
    }
    Ok(())
}

fn write(
    storage: &Storage,
    chosen: &Chosen,
    operator_key: &str,
    file: std::fs::File,
    failed: &dyn Fn(std::io::Error) -> HubError,
) -> Result<(u64, u64), HubError> {
    // The head says how many follow, which is known behind them: it has its room, and is written last.
    let head = |entries| SealedHead {
        form: SEALED_FORM.to_owned(),
        exported: Timestamp::now(),
        operator_key: operator_key.to_owned(),
        entries,
    };
    let line = |entries| serde_json::to_string(&head(entries)).map_err(HubError::Stored);
    let room = line(u64::MAX)?.len();
    let mut out = BufWriter::new(file);
    writeln!(out, "{:room$}", "").map_err(failed)?;
    let mut entries = 0;
    let unreadable = storage.chosen_entries(chosen, |entry| {
        entries += 1;
        let text = serde_json::to_string(&entry).map_err(HubError::Stored)?;
        writeln!(out, "{text}").map_err(failed)
    })?;
    let mut file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    let text = line(entries)?;
    file.rewind().and_then(|()| file.write_all(text.as_bytes())).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok((entries, unreadable))
}

/// Erases the sealed parts that a list names.
///
/// # Errors
/// When there is no hub, or the list is none; then nothing was erased.
pub fn erase(data: &Path, list: &Path, who: &str, why: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let (who, why) = reasoned(who, why)?;
    let mut storage = Storage::open_existing(data)?;
    let place = list.display().to_string();
    let wrong = |message: String| HubError::input(&place, message);
    let length = std::fs::metadata(list).map_err(|error| wrong(error.to_string()))?.len();
    let text = if length <= LARGEST_LIST { std::fs::read(list).ok() } else { None };
    let read = text.and_then(|text| serde_json::from_slice::<EraseList>(&text).ok());
    let list = read.filter(|list| list.form == ERASE_FORM);
    let list = list.ok_or_else(|| wrong("it is no list that cups-hub open --erase-list wrote".to_owned()))?;
    if list.cases.is_empty() && list.entries.is_empty() {
        return Err(wrong("the list names nothing".to_owned()));
    }
    let done = storage.erase_sealed((&list.cases, &list.entries), (who, why), Timestamp::now())?;
    say(out, &format!("{} sealed parts are erased; {} had none or none any more", done.gone, done.without))?;
    say(
        out,
        "what stays: that something was done, when, at which centre, about which service, under a random number of its case, \
         as it was counted; nothing of it leads to the person",
    )?;
    say(
        out,
        "still to do: delete the copies of the database from before, or they hold it still; the case at its centre is erased \
         there, by its specialist",
    )?;
    if done.doubted > 0 {
        say(
            out,
            &format!("{} are not what their terminals signed and were left: cups-hub doctor names them", done.doubted),
        )?;
    }
    if done.missing > 0 {
        say(out, &format!("{} stand in the list and not here", done.missing))?;
    }
    if done.in_log {
        say(out, "the hub is busy: run this once more when it rests, so that its log is cut off, too")?;
    }
    Ok(())
}
