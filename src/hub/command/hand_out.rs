//! Codes for many computers at once: a table of centres gives a sheet for every computer, the recovery codes for the agency
//! and the profiles of centres that the catalogue does not have. All of it or nothing, with every mistake of the table told in
//! one run; given twice, no computer gets a second code.

use super::say;
use super::table::rows;
use crate::catalogue::read::CentreFile;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::hub::HubError;
use crate::hub::hand_out::{self, Coming, MOST_COMPUTERS, Wanted};
use crate::hub::page::invitation::{render_recovery, render_sheets};
use crate::hub::storage::Storage;
use crate::hub::storage::hand_out::NewCode;
use crate::platform::{console, file as disk};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The most bytes of a table: eighty centres are ten thousand.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What a column may be called. Only the first has to be there.
const COLUMNS: [&str; 14] = [
    "id",
    "computers",
    "kind",
    "locality",
    "name_ro",
    "name_ru",
    "name_en",
    "district_ro",
    "district_ru",
    "district_en",
    "time_zone",
    "phone",
    "patron_day",
    "currency",
];

/// What is handed out, and how.
#[derive(Clone, Copy, Debug)]
pub struct HandOut<'a> {
    /// The table.
    pub table: &'a Path,
    /// The address at which terminals reach the hub.
    pub address: &'a str,
    /// The folder for the sheets; it must not exist yet. Without it the table is only looked at.
    pub out: Option<&'a Path>,
    /// For how many hours the codes hold.
    pub hours: u16,
    /// Makes new codes in the place of those that nobody has used: their sheets were lost.
    pub again: bool,
}

/// Hands codes out.
///
/// # Errors
/// When there is no hub or no operator's key, the table is wrong, or the sheets cannot be written; then no code was made.
pub fn hand_out(data: &Path, what: &HandOut<'_>, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    if storage.operator_key()?.is_none() {
        return Err(HubError::OperatorKeyMissing);
    }
    let address = hand_out::address_of(what.address).ok_or_else(|| {
        let message = "it is an address such as https://hub.example.md, without spaces";
        HubError::input(format!("--address {}", what.address), message)
    })?;
    if let Some(folder) = what.out
        && folder.symlink_metadata().is_ok()
    {
        let place = format!("--out {}", folder.display());
        return Err(HubError::input(place, "it exists and is not overwritten: name another"));
    }
    let place = what.table.display().to_string();
    let centres =
        parse(&read(what.table, &place)?, storage.catalogue()?.as_ref()).map_err(|wrong| refused(&place, &wrong))?;
    let now = Timestamp::now();
    let coming = Coming::of(&centres, &storage.standing_of_places(now)?, what.again);
    let counted = format!(
        "{} centres, {} computers: {} enrolled already, {} with a code that waits, {} to be given one",
        centres.len(),
        coming.computers,
        coming.enrolled,
        coming.waiting,
        coming.number()
    );
    say(out, &counted)?;
    let Some(folder) = what.out else {
        return say(out, "the table is in order; with --out FOLDER the sheets are made");
    };
    if coming.number() == 0 {
        return say(out, "nothing is to be made; where the sheets were lost, --again makes new codes");
    }
    let holds = SignedDuration::from_hours(i64::from(what.hours));
    let until = now.saturating_add(holds).map_err(|_| HubError::Form("time"))?;
    let codes = coming.codes()?;
    let coming_folder = beside(folder);
    let written = write_all(&coming_folder, address, &centres, &codes, until);
    if let Err(error) = written {
        let _ = std::fs::remove_dir_all(&coming_folder);
        return Err(error);
    }
    if let Err(error) = storage.hand_out(&codes, now, until) {
        let _ = std::fs::remove_dir_all(&coming_folder);
        return Err(error);
    }
    // From here on the codes hold. Should the name not be had, they are under the other one.
    let failed = |source| HubError::File {
        path: format!("the sheets are in {} and not in {}", coming_folder.display(), folder.display()),
        source,
    };
    std::fs::rename(&coming_folder, folder).map_err(failed)?;
    disk::sync_folder(disk::folder_of(folder)).map_err(failed)?;
    say(
        out,
        &format!(
            "{}: sheets.html, one for each computer, to be printed and taken there; {RECOVERY} A code holds until {}.",
            folder.display(),
            crate::hub::fleet::local_time(until)
        ),
    )
}

const RECOVERY: &str = "recovery.html, to be printed and kept at the agency, not at the centres. Then delete both files: \
    whoever has a sheet enrols a computer, once.";

/// The folder in which the sheets come to be, beside their place, so that they move there in one step.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    folder.with_file_name(name)
}

fn write_all(
    folder: &Path,
    address: &str,
    centres: &[Wanted],
    codes: &[NewCode],
    until: Timestamp,
) -> Result<(), HubError> {
    crate::hub::storage::make_folder(folder)?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        let failed = |source| HubError::File { path: path.display().to_string(), source };
        let mut file = disk::create_private(&path).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    };
    let computers: BTreeMap<&str, u32> =
        centres.iter().map(|wanted| (wanted.profile.id.as_str(), wanted.computers)).collect();
    let sheets = hand_out::sheets(codes, address, &computers, until)?;
    write("sheets.html", &render_sheets(&sheets)?)?;
    write("recovery.html", &render_recovery(&sheets)?)?;
    let centre: Vec<Centre> =
        centres.iter().filter(|wanted| wanted.is_new).map(|wanted| wanted.profile.clone()).collect();
    if !centre.is_empty() {
        let text = toml::to_string(&CentreFile { centre }).map_err(|_| HubError::Form("profile of a centre"))?;
        write(
            "centres.toml",
            &format!("# For the editors: centres that the published catalogue does not have.\n{text}"),
        )?;
    }
    disk::sync_folder(folder).map_err(|source| HubError::File { path: folder.display().to_string(), source })
}

fn read(file: &Path, place: &str) -> Result<String, HubError> {
    let wrong = |message: String| HubError::input(place, message);
    let length = std::fs::metadata(file).map_err(|error| wrong(error.to_string()))?.len();
    if length > LARGEST {
        return Err(wrong(format!("the table is larger than {} MiB", LARGEST / 1024 / 1024)));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| wrong("the table is not written in UTF-8".to_owned()))
}

/// Names every mistake, each on a line of its own.
fn refused(place: &str, wrong: &[(usize, String)]) -> HubError {
    for (line, what) in wrong {
        console::complain(&format!("{place}:{line}: {what}"));
    }
    let number = wrong.len();
    let mistakes = if number == 1 { "there is a mistake".to_owned() } else { format!("there are {number} mistakes") };
    HubError::input(place, format!("{mistakes}; no code was made"))
}

/// The centres of a table, or every mistake in it by its line.
fn parse(text: &str, catalogue: Option<&Catalogue>) -> Result<Vec<Wanted>, Vec<(usize, String)>> {
    let rows = rows(text).map_err(|line| vec![(line, "a quoted cell begins here and never ends".to_owned())])?;
    let Some((head, rows)) = rows.split_first() else { return Err(vec![(1, "the table is empty".to_owned())]) };
    let columns: Vec<String> = head.cells.iter().map(|cell| cell.to_lowercase()).collect();
    let mut wrong: Vec<(usize, String)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        if !COLUMNS.contains(&column.as_str()) {
            wrong.push((head.line, format!("there is no column \"{column}\"; there are {}", COLUMNS.join(", "))));
        } else if columns[..place].contains(column) {
            wrong.push((head.line, format!("the column \"{column}\" stands there twice")));
        }
    }
    if !columns.iter().any(|column| column == "id") {
        wrong.push((head.line, "the column \"id\" is missing".to_owned()));
        return Err(wrong);
    }
    let mut centres: Vec<Wanted> = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        if row.cells.len() > columns.len() {
            wrong.push((row.line, format!("there are {} cells and not {}", row.cells.len(), columns.len())));
            continue;
        }
        let cell = |name: &str| {
            let place = columns.iter().position(|column| column == name)?;
            row.cells.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
        };
        let mut mistakes = Vec::new();
        let wanted = centre(&cell, catalogue, &mut mistakes);
        if let Some(id) = cell("id")
            && let Some(other) = lines.insert(id.to_owned(), row.line)
        {
            mistakes.push(format!("the centre \"{id}\" stands on line {other} already"));
        }
        wrong.extend(mistakes.into_iter().map(|what| (row.line, what)));
        centres.extend(wanted);
    }
    if centres.is_empty() && wrong.is_empty() {
        wrong.push((head.line, "there is no centre below the heads".to_owned()));
    }
    if wrong.is_empty() { Ok(centres) } else { Err(wrong) }
}

/// A centre of a row; what is wrong with it is added to the mistakes.
fn centre<'a>(
    cell: &dyn Fn(&str) -> Option<&'a str>,
    catalogue: Option<&Catalogue>,
    mistakes: &mut Vec<String>,
) -> Option<Wanted> {
    let before = mistakes.len();
    let Some(id) = cell("id") else {
        mistakes.push("the cell \"id\" is empty".to_owned());
        return None;
    };
    let is_id = id.len() <= 64
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && id.starts_with(|first: char| first.is_ascii_alphanumeric());
    if !is_id {
        mistakes.push(format!("the id \"{id}\" has to be of small letters, digits and hyphens"));
    }
    let computers = cell("computers").map_or(Some(1), |number| number.parse().ok());
    let computers = computers.filter(|number| (1..=MOST_COMPUTERS).contains(number));
    if computers.is_none() {
        mistakes.push(format!("\"computers\" has to be a number from 1 to {MOST_COMPUTERS}"));
    }
    // What the editors know of a centre goes before what an office writes of it.
    if let Some(profile) = catalogue.and_then(|catalogue| catalogue.centres.get(id)) {
        return (mistakes.len() == before).then(|| Wanted {
            profile: profile.clone(),
            computers: computers.unwrap_or(1),
            is_new: false,
        });
    }
    for (needed, why) in [
        ("kind", "town_hall, library, consulate or mobile_team"),
        ("locality", "the village or town"),
        ("name_ro", "its name"),
        ("district_ro", "the district, or the country"),
    ] {
        if cell(needed).is_none() {
            mistakes.push(format!("the catalogue has no centre \"{id}\", and \"{needed}\" is empty: {why}"));
        }
    }
    let zone = cell("time_zone").unwrap_or("Europe/Chisinau");
    if TimeZone::get(zone).is_err() {
        mistakes.push(format!("\"{zone}\" is no time zone such as Europe/Chisinau"));
    }
    let kind = cell("kind").unwrap_or("town_hall");
    if serde_json::from_value::<crate::domain::centre::CentreKind>(json!(kind)).is_err() {
        mistakes.push(format!("\"{kind}\" is no kind of centre; those are town_hall, library, consulate, mobile_team"));
    }
    let text = |name: &str| {
        let pairs = ["ro", "ru", "en"]
            .into_iter()
            .filter_map(|language| Some((language.to_owned(), Value::from(cell(&format!("{name}_{language}"))?))));
        Value::Object(pairs.collect())
    };
    if mistakes.len() > before {
        return None;
    }
    let mut profile = json!({
        "id": id, "kind": kind, "name": text("name"), "locality": cell("locality"), "district": text("district"),
        "time_zone": zone
    });
    for optional in ["phone", "patron_day", "currency"] {
        if let Some(value) = cell(optional) {
            profile[optional] = Value::from(value);
        }
    }
    match serde_json::from_value::<Centre>(profile) {
        Ok(profile) => Some(Wanted { profile, computers: computers.unwrap_or(1), is_new: true }),
        Err(error) => {
            mistakes.push(format!("the profile of the centre: {error}"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<(usize, String)> {
        parse(text, None).err().unwrap_or_default()
    }

    const HEAD: &str = "id;computers;kind;locality;name_ro;name_ru;district_ro;time_zone;patron_day";

    #[test]
    fn a_table_gives_centres_with_their_computers() {
        let text = format!(
            "{HEAD}\nvorniceni;2;town_hall;Vorniceni;CUPS Vorniceni;ЕЦПУ Ворничень;raionul Strășeni;;\n\
             roma;;consulate;Roma;Consulatul;;Italia;Europe/Rome;08-27\n"
        );
        let centres = parse(&text, None).unwrap();
        let said: Vec<_> = centres.iter().map(|one| (one.profile.id.as_str(), one.computers, one.is_new)).collect();
        assert_eq!(said, [("vorniceni", 2, true), ("roma", 1, true)]);
        assert_eq!(centres[0].profile.time_zone, "Europe/Chisinau");
        assert_eq!(centres[0].profile.name.ru.as_deref(), Some("ЕЦПУ Ворничень"));
        assert!(centres[1].profile.patron_day.is_some());
    }

    #[test]
    fn every_mistake_is_told_by_its_line_in_one_run() {
        let text = format!(
            "{HEAD}\nVorniceni;2;town_hall;Vorniceni;CUPS;;raionul;;\nlozova;0;town_hall;Lozova;CUPS;;raionul;;\n\
             roma;1;embassy;Roma;C;;Italia;Europe/Nowhere;\n;1;;;;;;;\npaphos;1;consulate;;;;;;\n\
             lozova;1;town_hall;Lozova;CUPS;;raionul;;\nx;1;town_hall;X;C;;r;;31-12\na;1;town_hall;A;C;;r;;;more\n"
        );
        let lines: Vec<usize> = wrong(&text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 3, 4, 4, 5, 6, 6, 6, 7, 8, 9]);
        assert_eq!(wrong(""), [(1, "the table is empty".to_owned())]);
        assert_eq!(wrong("computers\n2\n").len(), 1);
        assert_eq!(wrong("id;colour;id\nx;;\n")[..2].iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(wrong("id\n").len(), 1);
    }
}
