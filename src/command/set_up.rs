//! `cups-kiosk setup`: a terminal is set up without hands, from a file of answers or from the agency's paper. What is wrong is
//! said line by line, and nothing is changed then.

use super::device::enrol;
use super::ground::records_of;
use super::{Failure, print, read_text};
use crate::domain::setup::{Answers, Invitation};
use crate::platform::configuration::{Configuration, Fault, NotWritten, write_settings, write_settings_of};
use crate::platform::paths::DataFolder;
use crate::scan::code::codes;
use crate::scan::source::{Scanner, StopScan, Tray, read_picture};
use crate::store::catalogue_cache::CatalogueCache;
use crate::store::identity::Identity;
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The line that begins what is said of the hub in a file.
const ENROLMENT: &str = "[enrolment]";

/// From what a terminal is set up.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Arguments {
    /// A TOML file: settings as in kiosk.toml, and below [enrolment] hub and code. `-` is standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// A picture of the code on the hub's paper (cups-hub enrol --qr): PNG, JPEG or PNM.
    #[arg(long, value_name = "PICTURE", conflicts_with_all = ["code_scanned", "code_line"])]
    code_picture: Option<PathBuf>,
    /// The same paper lies in the scanner.
    #[arg(long, conflicts_with = "code_line")]
    code_scanned: bool,
    /// What the code says, as a reader of codes types it.
    #[arg(long, value_name = "LINE")]
    code_line: Option<String>,
    /// Accepts an http:// address of another computer too, as for `enrol`.
    #[arg(long)]
    plain_http: bool,
}

/// What is to be done.
#[derive(Default)]
struct Wanted {
    /// The text of the settings.
    settings: String,
    /// At which hub, with which code.
    enrolment: Option<Invitation>,
}

/// Sets the terminal up.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let mut wanted = Wanted::default();
    if let Some(file) = &arguments.file {
        let name = if file == "-" { "standard input" } else { file };
        match read_text(file) {
            Ok(text) => {
                let (read, faults) = read_answers(&text);
                wrong.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
                wanted = read;
            }
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    match paper(arguments) {
        Ok(None) => {}
        Ok(Some(paper)) if wanted.enrolment.is_none() => wanted.enrolment = Some(paper),
        Ok(Some(_)) => wrong.push("the file and the paper both name a hub: leave one of them out".to_owned()),
        Err(error) => wrong.push(error),
    }
    if arguments.file.is_none() && wanted.enrolment.is_none() && wrong.is_empty() {
        wrong.push("it is not said from what: --file, --code-picture, --code-scanned or --code-line".to_owned());
    }
    let before = Configuration::read(&data.configuration());
    if let Err(error) = &before {
        wrong.push(error.to_string());
    }
    if wrong.is_empty() {
        wrong.extend(unknown_centre(data, &wanted));
    }
    if let Some(failure) = all_wrong(wrong) {
        return Err(failure);
    }
    let enrolled = Identity::known(&data.identity()).ok().flatten().and_then(|identity| identity.enrolment);
    if let Some(Invitation { hub, code, centre }) = wanted.enrolment {
        if let Some(known) = enrolled.filter(|known| known.hub == hub.trim_end_matches('/')) {
            // The same file may be given twice: its code was used the first time.
            print(&format!("enrolled already at {} as {}", known.hub, known.centre.id));
        } else {
            enrol(data, hub, code, arguments.plain_http)?;
            let known = records_of(data).ok().and_then(|records| records.identity().enrolment.clone());
            if let (Some(known), Some(centre)) = (known, centre)
                && known.centre.id != centre
            {
                print(&format!("the paper names {centre}; the hub says {}, and that counts", known.centre.id));
            }
        }
    }
    let path = data.configuration();
    let written = if wanted.settings.trim().is_empty() {
        // A file is there from now on, and says what was so without it: nobody is asked at the first start.
        let language = before.map(|before| before.language).unwrap_or_default();
        write_settings(&path, &Answers { language: Some(language), ..Answers::default() }.settings())
    } else {
        write_settings_of(&path, &wanted.settings)
    };
    written.map_err(|error| match error {
        NotWritten::Disk { .. } => Failure::work("setup", "the settings were not written", error.to_string()),
        NotWritten::Before(_) | NotWritten::After(_) => {
            Failure::input("setup", "the settings are wrong", error.to_string())
        }
    })?;
    let _ = std::fs::remove_file(data.set_up_begun());
    print(&format!("settings written to {}", path.display()));
    Ok(())
}

/// The last of what is wrong as a failure; the others are said before it, each in a line.
fn all_wrong(mut wrong: Vec<String>) -> Option<Failure> {
    let last = wrong.pop()?;
    for line in wrong {
        let line = format!("cups-kiosk: the set-up is wrong: {line}").replace(char::is_control, " ");
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    Some(Failure::input("setup", "the set-up is wrong", last))
}

/// What a file of answers says, and what is wrong with it.
fn read_answers(text: &str) -> (Wanted, Vec<String>) {
    let place = text.lines().position(|line| line.trim() == ENROLMENT);
    let lines: Vec<&str> = text.lines().collect();
    let (settings, rest) = lines.split_at(place.unwrap_or(lines.len()));
    let settings = settings.join("\n") + "\n";
    let mut wrong = match Configuration::parse(&settings) {
        Ok(_) => Vec::new(),
        Err(Fault::Settings(all)) => all.iter().map(ToString::to_string).collect(),
        Err(fault) => vec![fault.to_string()],
    };
    let enrolment = if rest.is_empty() {
        None
    } else {
        match read_enrolment(&rest.join("\n"), settings.lines().count()) {
            Ok(enrolment) => Some(enrolment),
            Err(faults) => {
                wrong.extend(faults);
                None
            }
        }
    };
    (Wanted { settings, enrolment }, wrong)
}

/// The part about the hub; `before` is how many lines stand above it.
fn read_enrolment(text: &str, before: usize) -> Result<Invitation, Vec<String>> {
    let table = Configuration::table(text).map_err(|fault| vec![fault.lower_by(before).to_string()])?;
    let mut wrong: Vec<String> = table
        .keys()
        .filter(|name| *name != "enrolment")
        .map(|name| format!("[{name}]: there is no such part; settings stand above {ENROLMENT}"))
        .collect();
    let part = table.get("enrolment").and_then(Value::as_table).cloned().unwrap_or_default();
    for name in part.keys().filter(|name| !matches!(name.as_str(), "hub" | "code" | "centre")) {
        wrong.push(format!("enrolment.{name}: there is no such entry; it has hub, code and centre"));
    }
    let mut entry = |name: &str, needed: bool| match part.get(name) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(_) => {
            wrong.push(format!("enrolment.{name}: write it in quotes"));
            None
        }
        None => {
            if needed {
                wrong.push(format!("enrolment.{name}: it is missing"));
            }
            None
        }
    };
    let (hub, code, centre) = (entry("hub", true), entry("code", true), entry("centre", false));
    let line = hub.zip(code).map(|(hub, code)| Invitation { hub, code, centre });
    if let Some(invitation) = &line {
        // It is read as a paper is: an address and a code of another form are found before anything is sent.
        if Invitation::read(&invitation.line()).is_none() {
            wrong.push(
                "enrolment: the hub is an address such as https://hub.example.md, the code one such as ABCD-2345"
                    .to_owned(),
            );
        }
    }
    match line {
        Some(invitation) if wrong.is_empty() => Ok(invitation),
        _ => Err(wrong),
    }
}

/// What the agency's paper says, where one is given.
fn paper(arguments: &Arguments) -> Result<Option<Invitation>, String> {
    let of_line = |line: &str| {
        Invitation::read(line).ok_or_else(|| "the code is not one of a hub's paper (cups-hub enrol --qr)".to_owned())
    };
    if let Some(line) = &arguments.code_line {
        return of_line(line).map(Some);
    }
    let pictures = if let Some(path) = &arguments.code_picture {
        vec![picture(path)?]
    } else if arguments.code_scanned {
        let mut pictures = Vec::new();
        let take = |picture| {
            pictures.push(picture);
            true
        };
        Scanner::default()
            .scan(Tray::Glass, &StopScan::default(), take)
            .map_err(|trouble| format!("nothing was scanned: {trouble:?}"))?;
        pictures
    } else {
        return Ok(None);
    };
    let mut said = Vec::new();
    for picture in &pictures {
        said.extend(codes(picture).map_err(|_| "it is no picture that can be read: PNG, JPEG or PNM".to_owned())?);
    }
    match said.iter().find_map(|line| Invitation::read(line)) {
        Some(invitation) => Ok(Some(invitation)),
        None if said.is_empty() => {
            Err("no code is in the picture: the whole of it must be sharp and in sight".to_owned())
        }
        None => of_line(&said[0]).map(Some),
    }
}

fn picture(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    read_picture(path).map_err(|trouble| format!("{shown}: it cannot be read ({trouble:?})"))
}

/// Says that the settings name a centre that there is not. Where a hub is named, it says where the terminal stands.
fn unknown_centre(data: &DataFolder, wanted: &Wanted) -> Option<String> {
    if wanted.enrolment.is_some() {
        return None;
    }
    let settings: Table = wanted.settings.parse().ok()?;
    let named = settings.get("centre")?.as_str()?.to_owned();
    let found = CatalogueCache::new(data.catalogue()).look().ok()?;
    let unknown = matches!(found.shelf.centre(&named), Ok(None));
    let all = || found.shelf.centres().unwrap_or_default().join(", ");
    unknown.then(|| format!("centre = \"{named}\": the catalogue knows {}", all()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        read_answers(text).1
    }

    #[test]
    fn settings_and_hub_are_read_from_one_file() {
        let text = "language = \"ru\"\nfullscreen = true\n\n[enrolment]\nhub = \"https://hub.example.md\"\ncode = \"ABCD-2345\"\n";
        let (wanted, wrong) = read_answers(text);
        assert!(wrong.is_empty(), "{wrong:?}");
        let enrolment = wanted.enrolment.unwrap();
        assert_eq!((enrolment.hub.as_str(), enrolment.code.as_str()), ("https://hub.example.md", "ABCD-2345"));
        assert!(Configuration::parse(&wanted.settings).unwrap().fullscreen);
        assert!(read_answers("").1.is_empty() && read_answers("").0.enrolment.is_none());
    }

    #[test]
    fn everything_that_is_wrong_has_its_own_line() {
        let text = "langauge = \"ru\"\nidle_seconds = 1\n[enrolment]\nhub = 5\nkey = \"x\"\n[other]\na = 1\n";
        let all = wrong(text);
        assert_eq!(all.len(), 6, "{all:#?}");
        for (place, says) in [(0, "line 1: langauge"), (1, "line 2: idle_seconds")] {
            assert!(all[place].starts_with(says), "{all:#?}");
        }
        for says in ["[other]", "enrolment.key", "enrolment.hub", "enrolment.code: it is missing"] {
            assert!(all.iter().any(|line| line.starts_with(says)), "{says}: {all:#?}");
        }
    }

    #[test]
    fn an_address_or_a_code_of_another_form_is_refused_before_anything_is_sent() {
        for (hub, code) in [("hub.example.md", "ABCD-2345"), ("https://hub.example.md", "AB"), ("ftp://x", "ABCD-2345")]
        {
            let all = wrong(&format!("[enrolment]\nhub = \"{hub}\"\ncode = \"{code}\"\n"));
            assert_eq!(all.len(), 1, "{hub} {code}: {all:?}");
        }
        let syntax = wrong("language = \"ro\"\n[enrolment]\nhub = \n");
        assert!(syntax.len() == 1 && syntax[0].starts_with("line 3: not TOML"), "{syntax:?}");
    }
}
