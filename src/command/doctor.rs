//! `cups-kiosk doctor`: looks at everything that can keep a terminal from its work, and changes none of it. One line a
//! check; each that is bad says what to do next.

mod equipment;

use super::device::SWITCHED_OFF;
use super::ground::runtime;
use super::start::pinned_root;
use super::{Failure, print, print_json};
use crate::account::doctor_said;
use crate::domain::centre::Centre;
use crate::domain::doctor::{Finding, Verdict, phone_line};
use crate::domain::gauge::gauge;
use crate::domain::printing::{Complaint, PrinterState};
use crate::domain::setup::RelayCode;
use crate::domain::shelf::{Overview, Shelf};
use crate::domain::text::Language;
use crate::handout::printer::{PrintError, Printer, lacking};
use crate::i18n::{Texts, phrase};
use crate::platform::clock::{date_in, is_plausible, now};
use crate::platform::configuration::Configuration;
use crate::platform::disk;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::{CatalogueCache, InUse};
use crate::store::courier::on_the_way;
use crate::store::identity::{Enrolment, Identity};
use crate::store::records::{Condition, OutboxStatus, RecordsError, Shared, Shortened, examine, moved_aside};
use crate::store::trust_file::TrustFile;
use crate::sync::client::{ClientError, HubClient};
use crate::sync::reason::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// Less room than this is soon none: a catalogue on its way, the journal and what SQLite writes beside it.
const LEAST_ROOM: u64 = 32 * 1024 * 1024;

/// Less room than this is little for pages that are scanned: those of some twenty cases.
const ROOM_FOR_SCANS: u64 = 256 * 1024 * 1024;

/// A signature that ends within these days is to be renewed now.
const SOON: i32 = 14;

/// How long the hub is waited for.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    name: &'static str,
    good: bool,
    /// What it is called over the telephone.
    code: String,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip)]
    finding: Finding,
}

impl Check {
    /// Of something that is well, or that need not be there.
    fn good(finding: Finding, name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, good: true, code: finding.code(), detail: detail.into(), next: None, finding }
    }

    fn bad(finding: Finding, name: &'static str, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self { name, good: false, code: finding.code(), detail: detail.into(), next: Some(next.into()), finding }
    }
}

/// Looks at all of this computer, for the window.
pub fn look_over(data: &DataFolder) -> Vec<Finding> {
    found(&checks(data, Far::Everywhere))
}

fn found(checks: &[Check]) -> Vec<Finding> {
    checks.iter().map(|check| check.finding).collect()
}

/// Runs every check; exit code 1 when any is bad.
pub fn run(data: &DataFolder, json: bool, language: Option<Language>, line: bool) -> Result<(), Failure> {
    let checks = checks(data, Far::Everywhere);
    if json {
        print_json(&checks);
    } else if line {
        print(&phone_line(&found(&checks)));
        return Ok(());
    } else if let Some(language) = language {
        say(language, &found(&checks));
    } else {
        for check in &checks {
            let mark = if check.good { "ok " } else { "BAD" };
            let next = check.next.as_ref().map(|next| format!(" (next: {next})")).unwrap_or_default();
            print(&format!("{mark} {}: {}{next}", check.name, check.detail.replace('\n', " ")));
        }
    }
    if !json && language.is_none() {
        print(&phone_line(&found(&checks)));
    }
    let bad: Vec<&str> = checks.iter().filter(|check| !check.good).map(|check| check.name).collect();
    if bad.is_empty() {
        Ok(())
    } else {
        Err(Failure::work("doctor", "something needs attention", bad.join(", ")).json(json))
    }
}

/// The same in the words of people, as the window has them.
fn say(language: Language, found: &[Finding]) {
    let texts = Texts::load(language);
    for said in doctor_said(found) {
        let mark = match said.verdict {
            Verdict::Good => "ok ",
            Verdict::Absent => "-  ",
            Verdict::Wrong => "BAD",
        };
        let words = |phrase: crate::i18n::Phrase<'_>| texts.say(&phrase.into());
        let next = said.next.map(|next| format!(". {}", words(phrase("doctor-next").with("next", next))));
        print(&format!("{mark} {}: {}{}", words(said.name), words(said.what), next.unwrap_or_default()));
    }
    print(&phone_line(found));
}

/// How far is looked: beyond the disk, printers, scanners and the hub take their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Far {
    Everywhere,
    OnDisk,
}

/// The line for the telephone, of what lies on the disk alone: for a program that cannot start.
pub fn line_on_disk(data: &DataFolder) -> String {
    phone_line(&found(&checks(data, Far::OnDisk)))
}

fn checks(data: &DataFolder, far: Far) -> Vec<Check> {
    let scanners = (far == Far::Everywhere).then(equipment::scanners);
    let mut checks = Vec::new();
    let sqlite = crate::platform::sqlite::version().to_owned();
    checks.push(if crate::platform::sqlite::is_new_enough() {
        Check::good(Finding::CatalogueFine, "sqlite", sqlite)
    } else {
        Check::bad(Finding::DatabaseOld, "sqlite", sqlite, "build the program with the SQLite that it brings")
    });
    let identity = Identity::known(&data.identity());
    checks.push(match &identity {
        Ok(Some(identity)) => Check::good(Finding::RecordsFine, "terminal", identity.terminal.clone()),
        Ok(None) => Check::good(Finding::RecordsFine, "terminal", "no name yet: it is made at the first start"),
        Err(error) => Check::bad(Finding::IdentityUnreadable, "terminal", error.to_string(), IDENTITY_NEXT),
    });
    let identity = identity.ok().flatten();
    let enrolment = identity.as_ref().and_then(|identity| identity.enrolment.clone());
    let configuration = configuration(data, &mut checks);
    folder(data.path(), &mut checks);
    let catalogue = CatalogueCache::new(data.catalogue()).look();
    let centre = match &catalogue {
        Ok(InUse { shelf, .. }) => {
            checks.extend(catalogue_checks(shelf.as_ref()));
            let named = &configuration.centre;
            let known = enrolment.as_ref().map(|enrolment| enrolment.centre.clone());
            known.or_else(|| shelf.centre(named).ok().flatten()).ok_or_else(|| {
                let all = shelf.centres().unwrap_or_default();
                format!("write one of these into kiosk.toml: {}", all.join(", "))
            })
        }
        Err(error) => {
            checks.push(Check::bad(
                Finding::CatalogueNone,
                "catalogue",
                error.clone(),
                "install the program anew: its own copy is damaged",
            ));
            Err("the catalogue first".to_owned())
        }
    };
    checks.push(match &centre {
        Ok(centre) => Check::good(Finding::SettingsFine, "centre", centre.id.clone()),
        Err(next) => Check::bad(
            Finding::CentreUnknown,
            "centre",
            format!("no centre \"{}\"", configuration.centre),
            next.clone(),
        ),
    });
    let zone = centre.as_ref().map_or("Europe/Chisinau", zone_of);
    if let Ok(InUse { shelf, .. }) = &catalogue {
        let catalogue = shelf.overview();
        let today = date_in(now(), zone);
        checks.push(clock(today, catalogue.as_of));
    }
    let pinned = pinned_root(&configuration);
    match (&configuration.catalogue_root, &pinned) {
        (Some(path), Ok(_)) => checks.push(Check::good(Finding::SettingsFine, "root", path.display().to_string())),
        (_, Err(error)) => {
            let next = "put the editors' newest root.json there, or take catalogue_root out of kiosk.toml";
            checks.push(Check::bad(Finding::RootWrong, "root", error.to_string(), next));
        }
        (None, Ok(_)) => {}
    }
    let root = pinned.ok().flatten();
    let given = enrolment.as_ref().and_then(|enrolment| enrolment.catalogue_root.as_deref());
    let trust = TrustFile::new(data.trust()).read(root.as_deref().or(given));
    let signed = trust
        .map_or(Signed::NoRoot, |trust| trust.state.offer().map_or(Signed::NotSeen, |it| Signed::Until(it.expires)));
    checks.push(signature(signed, enrolment.is_some(), now(), zone));
    checks.push(records(&data.records(), identity.as_ref()));
    checks.extend(sending(&configuration, &data.records(), identity.as_ref()));
    let moved = moved_aside(&data.records());
    if let Some(first) = moved.first() {
        let detail = format!("{} damaged and moved aside, the first {}", moved.len(), first.display());
        checks.push(Check::bad(
            Finding::DamagedKept,
            "salvage",
            detail,
            "have somebody look at it, then move it away from here",
        ));
    }
    if let Some(scanners) = scanners {
        printing(&configuration, scanners, &mut checks);
    }
    match (&identity, &enrolment) {
        (Some(identity), Some(enrolment)) => {
            checks.push(if enrolment.entered {
                let detail = "in the room by its relay's code; the hub does not know this computer yet";
                Check::bad(Finding::NotEnrolled, "enrolment", detail, Reason::NotEnrolled.next())
            } else {
                Check::good(Finding::HubFine, "enrolment", enrolment.hub.clone())
            });
            if let Some(relay) = &enrolment.relay {
                let address = RelayCode::read(relay).map_or_else(|| "unreadable".to_owned(), |code| code.address);
                checks.push(Check::good(Finding::HubFine, "relay", address));
            }
            checks.push(match identity.codes_left() {
                // Without one nobody can be the first specialist, now or after damage.
                0 => Check::bad(
                    Finding::NoRecoveryCode,
                    "recovery codes",
                    "none",
                    format!(
                        "ask for new ones (cups-hub recovery --terminal {}), then `cups-kiosk sync --once`",
                        identity.terminal
                    ),
                ),
                left => Check::good(Finding::HubFine, "recovery codes", format!("{left} left")),
            });
            if far == Far::Everywhere && !enrolment.entered {
                checks.push(hub(identity, enrolment));
            }
        }
        _ => checks.push(Check::bad(Finding::NotEnrolled, "enrolment", "not enrolled", Reason::NotEnrolled.next())),
    }
    checks
}

/// Which catalogue is in use, whether it is whole, and what of it this program does not understand.
fn catalogue_checks(shelf: &dyn Shelf) -> Vec<Check> {
    let Overview { number, as_of, .. } = shelf.overview();
    let detail = format!("number {number}, valid as of {as_of}");
    match shelf.examine() {
        Ok(left_out) if left_out.is_empty() => vec![Check::good(Finding::CatalogueFine, "catalogue", detail)],
        Ok(left_out) => {
            let what = format!("{detail}; not understood: {}", left_out.join("; "));
            vec![Check::bad(
                Finding::CatalogueNewer,
                "catalogue",
                what,
                "install the newer program: until then people are sent to the specialist there",
            )]
        }
        Err(damaged) => {
            let next = "start the window: another copy stands in, and the newest comes again from the hub";
            vec![Check::bad(Finding::CatalogueDamaged, "catalogue", format!("{detail}; {damaged}"), next)]
        }
    }
}

const IDENTITY_NEXT: &str = "bring identity.json back from a backup, or have the terminal revoked, remove the file and \
                             enrol anew; visitors are guided meanwhile";

fn zone_of(centre: &Centre) -> &str {
    &centre.time_zone
}

/// The settings, and whether there are any.
fn configuration(data: &DataFolder, checks: &mut Vec<Check>) -> Configuration {
    let path = data.configuration();
    let shown = path.display();
    match Configuration::read_if_there(&path) {
        Ok(Some(read)) => {
            checks.push(Check::good(Finding::SettingsFine, "configuration", format!("read from {shown}")));
            read
        }
        Ok(None) => {
            checks.push(Check::good(
                Finding::SettingsFine,
                "configuration",
                format!("none at {shown}: all is as by default"),
            ));
            Configuration::default()
        }
        Err(error) => {
            checks.push(Check::bad(
                Finding::SettingsWrong,
                "configuration",
                error.to_string(),
                "mend the file; packaging/kiosk.toml is an example",
            ));
            Configuration::default()
        }
    }
}

/// The data folder and the disk below it.
fn folder(path: &Path, checks: &mut Vec<Check>) {
    let shown = path.display();
    let rights = "give the folder to the account that runs the window, or mount its disk for writing";
    match std::fs::metadata(path) {
        Ok(found) if !found.is_dir() => {
            return checks.push(Check::bad(
                Finding::FolderUnusable,
                "folder",
                format!("{shown}: not a folder"),
                "give another with --data",
            ));
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let above = path.ancestors().skip(1).find(|above| above.is_dir()).unwrap_or(Path::new("."));
            return checks.push(match disk::takes_entries(above) {
                Ok(()) => Check::good(Finding::DiskFine, "folder", format!("{shown}: it is made at the first start")),
                Err(error) => {
                    Check::bad(Finding::FolderUnusable, "folder", format!("{shown} cannot be made: {error}"), rights)
                }
            });
        }
        Err(error) => {
            return checks.push(Check::bad(Finding::FolderUnusable, "folder", format!("{shown}: {error}"), rights));
        }
    }
    let full = "make room: the journal needs little, what else lies on this disk may need much";
    match disk::try_writing(path) {
        Ok(()) => checks.push(Check::good(Finding::DiskFine, "folder", shown.to_string())),
        Err(error) if error.kind() == ErrorKind::StorageFull => {
            checks.push(Check::bad(Finding::DiskFull, "folder", format!("{shown}: {error}"), full));
        }
        Err(error) => checks.push(Check::bad(Finding::FolderUnusable, "folder", format!("{shown}: {error}"), rights)),
    }
    let gauge = disk::room_of_all(path).map(|(free, all)| gauge(free, all, 0, 0));
    let room = gauge.as_ref().map(|gauge| gauge.free);
    checks.push(match room {
        Ok(room) if room < LEAST_ROOM => {
            Check::bad(Finding::DiskLow, "disk", format!("{} MB free", room / 1_000_000), full)
        }
        Ok(room) if room < ROOM_FOR_SCANS => Check::bad(
            Finding::ScanRoomLow,
            "disk",
            format!("{} MB free: little for pages that are scanned", room / 1_000_000),
            "make room: a case of twenty pages takes about 10 MB",
        ),
        Ok(room) => {
            let told = gauge.as_ref().ok().filter(|gauge| gauge.is_told());
            let full = told.map_or_else(String::new, |gauge| format!(", {} % full: make room soon", gauge.full));
            Check::good(Finding::DiskFine, "disk", format!("{} MB free{full}", room / 1_000_000))
        }
        Err(error) => Check::bad(
            Finding::FolderUnusable,
            "disk",
            format!("how much is free is not known: {error}"),
            "look at the disk",
        ),
    });
}

/// What is known of the editors' signature.
#[derive(Clone, Copy, Debug)]
enum Signed {
    /// The last one that was seen holds until then.
    Until(Timestamp),
    /// None was seen yet.
    NotSeen,
    /// Nobody said whose is believed.
    NoRoot,
}

/// How long the editors' signature holds.
fn signature(signed: Signed, enrolled: bool, now: Timestamp, zone: &str) -> Check {
    let name = "signature";
    match signed {
        Signed::Until(until) if until <= now => Check::bad(
            Finding::SignatureOver,
            name,
            format!("expired on {}", date_in(until, zone)),
            "let the editors sign and publish, then run `cups-kiosk sync --once`; if they did, compare the clock",
        ),
        Signed::Until(until) => {
            let (until, today) = (date_in(until, zone), date_in(now, zone));
            let left = (until - today).get_days();
            let soon = if left <= SOON { ": remind the editors to sign" } else { "" };
            Check::good(Finding::CatalogueFine, name, format!("holds until {until}, {left} days{soon}"))
        }
        Signed::NotSeen => {
            Check::good(Finding::CatalogueFine, name, "none seen yet: it comes with the first look at the hub")
        }
        Signed::NoRoot if enrolled => Check::bad(
            Finding::SignatureNobody,
            name,
            "this terminal was never told whose catalogues to believe",
            "publish a catalogue, then enrol the terminal again with a new code",
        ),
        Signed::NoRoot => {
            Check::good(Finding::CatalogueFine, name, "none: the catalogue that the program brings is in use")
        }
    }
}

/// What waits for the hub, where, and since when.
fn waiting(outbox: &OutboxStatus, path: &Path) -> String {
    let since = outbox.since.map(|since| format!(", the oldest since {since}")).unwrap_or_default();
    let kept =
        if outbox.kept > 0 { format!(" ({} of them at the relay of the room)", outbox.kept) } else { String::new() };
    let stick = path.parent().and_then(on_the_way).map_or_else(String::new, |(entries, since)| {
        let since = since.map(|since| format!(" since {since}")).unwrap_or_default();
        format!(", {entries} went by stick as well{since}")
    });
    format!("{} waiting{kept}{since}{stick}", outbox.waiting)
}

/// That sending by itself is switched off, and what waits since when.
fn sending(configuration: &Configuration, path: &Path, identity: Option<&Identity>) -> Option<Check> {
    if configuration.automatic_sending {
        return None;
    }
    let waits = match examine(path, identity) {
        Ok(Condition::Whole { outbox, .. }) if outbox.waiting > 0 => outbox,
        _ => return Some(Check::good(Finding::SendingOff, "sending", SWITCHED_OFF)),
    };
    Some(Check::bad(
        Finding::SendingOffWaits,
        "sending",
        format!("{SWITCHED_OFF}; {}", waiting(&waits, path)),
        "press \"Send now\" at the desk, or let it go by itself again: cups-kiosk outbox automatic on",
    ))
}

/// How it stands with what the computers of the centre give each other; nothing where none was ever asked.
fn room(shared: &Shared) -> String {
    let Shared { last, unshared, waiting } = shared;
    let Some(last) = last else { return String::new() };
    format!(
        "; shared with the other computers of the centre, last at {last}: {unshared} changes not given yet, {waiting} parcels \
         that came wait for a sign-in"
    )
}

fn records(path: &Path, identity: Option<&Identity>) -> Check {
    let name = "records";
    match examine(path, identity) {
        Ok(Condition::NotBegun) => {
            Check::good(Finding::RecordsFine, name, "none yet: they are made at the first start")
        }
        Ok(Condition::Missing) => Check::bad(
            Finding::RecordsMissing,
            name,
            format!("{} is missing, and this terminal had one", path.display()),
            "bring the data folder back from a backup as packaging/README.md says; without one the next start begins a new \
             journal, its cases and specialists are gone, and a recovery code admits the first specialist anew",
        ),
        Ok(Condition::Whole { outbox, .. }) if outbox.quarantined > 0 => Check::bad(
            Finding::EntriesSetAside,
            name,
            format!("whole, {}, {} set aside", waiting(&outbox, path), outbox.quarantined),
            "let the operator look: cups-hub set-aside; with --again they are sent once more",
        ),
        Ok(Condition::Whole { shortened: Shortened { lacked: count @ 1.., .. }, .. }) => Check::bad(
            Finding::EntriesSetAside,
            name,
            format!("whole, but the hub lacks {count} entries of which it had said that they are in a copy"),
            "let the operator look for the copy that was made last: cups-hub restore FILE",
        ),
        Ok(Condition::Whole { untold, .. }) if !untold.is_empty() => Check::bad(
            Finding::NewsUntold,
            name,
            format!("whole, and not told yet: {}", untold.join(", ")),
            "let a specialist sign in and read what is said there",
        ),
        Ok(Condition::Whole { outbox, specialists, shortened, shared, .. }) => {
            let nobody = if specialists == 0 { "; no specialist yet: add one now" } else { "" };
            let gone = match shortened.gone {
                0 => String::new(),
                gone => format!(", {gone} older entries are at the hub and in its copy"),
            };
            Check::good(
                Finding::RecordsFine,
                name,
                format!("whole, {}{gone}, {specialists} specialists{nobody}{}", waiting(&outbox, path), room(&shared)),
            )
        }
        Err(error) => {
            let next = match &error {
                RecordsError::Damaged => "start the window: it moves the file aside and keeps what can be read",
                RecordsError::Newer { .. } => "install the newer program",
                RecordsError::Foreign(_) => "move that file away and bring the right one back from a backup",
                RecordsError::Busy => "try again when the other program has ended",
                RecordsError::DiskFull => "make room",
                _ => "look at the rights of the file and at the disk",
            };
            let finding = match &error {
                RecordsError::Damaged => Finding::RecordsDamaged,
                RecordsError::Newer { .. } => Finding::RecordsNewer,
                _ => Finding::RecordsUnusable,
            };
            Check::bad(finding, name, error.to_string(), next)
        }
    }
}

/// The printer, and what the print system remembers of prints. A terminal without either is none that is broken.
fn printing(configuration: &Configuration, scanners: equipment::Scanners, checks: &mut Vec<Check>) {
    let asked = super::printing::queue(configuration, None)
        .map_err(|failure| PrintError::Silent(failure.problem.title.clone()))
        .and_then(|queue| {
            let runtime = runtime().map_err(|_| PrintError::Silent("no threads".to_owned()))?;
            runtime.block_on(queue.printer())
        });
    checks.push(printer(asked.clone(), configuration.printer.as_deref()));
    checks.extend(equipment::checks(configuration, asked.is_ok(), scanners));
    if matches!(asked, Err(PrintError::Silent(_))) {
        return;
    }
    let read = |name| std::fs::read_to_string(Path::new("/etc/cups").join(name));
    checks.push(match (read("cupsd.conf"), read("cups-files.conf")) {
        (Ok(cupsd), Ok(files)) => memory(&lacking(&cupsd, &files)),
        (Err(error), _) | (_, Err(error)) => Check::good(
            Finding::PrinterFine,
            MEMORY,
            format!("its settings cannot be read ({error}): look once as root"),
        ),
    });
}

fn printer(asked: Result<Printer, PrintError>, named: Option<&str>) -> Check {
    let name = "printer";
    match asked {
        Ok(printer) => {
            let complaints = super::printing::complaints(&printer).join(" ");
            let state = printer.seen.state;
            let stands = state == PrinterState::Stopped || printer.seen.complaints.iter().any(Complaint::stops);
            let detail = format!("{}: {complaints}", printer.name);
            if !printer.seen.accepting {
                Check::bad(
                    Finding::PrinterRefuses,
                    name,
                    format!("{}: takes nothing", printer.name),
                    "let it take prints again: cupsaccept",
                )
            } else if printer.error_policy.as_deref().is_some_and(|policy| !policy.starts_with("retry")) {
                let next = format!("lpadmin -p {} -o printer-error-policy=retry-job", printer.name);
                Check::bad(
                    Finding::PrinterStops,
                    name,
                    format!("{}: one print that fails stops those after it", printer.name),
                    next,
                )
            } else if stands {
                Check::bad(
                    Finding::PrinterStands,
                    name,
                    detail,
                    "do what it says; the program lets the queue go on at the next print",
                )
            } else if !printer.seen.answers {
                let detail = format!("{}: does not say what became of a print, so people are asked", printer.name);
                Check::good(Finding::PrinterFine, name, detail)
            } else if complaints.is_empty() {
                Check::good(Finding::PrinterFine, name, printer.name)
            } else {
                Check::good(Finding::PrinterFine, name, detail)
            }
        }
        Err(PrintError::NoPrinter) => match named {
            Some(named) => Check::bad(
                Finding::PrinterUnknown,
                name,
                format!("the print system knows no \"{named}\""),
                "write a name that `cups-kiosk printer` lists into kiosk.toml",
            ),
            None => Check::good(Finding::PrinterNone, name, "none: sheets are kept as files"),
        },
        Err(PrintError::Silent(_)) if named.is_none() => {
            Check::good(Finding::PrinterNone, name, "no print system: sheets are kept as files")
        }
        Err(error) => Check::bad(
            Finding::PrintSystemSilent,
            name,
            error.to_string(),
            "start the print system of this computer (cups)",
        ),
    }
}

/// The name of the check of what the print system remembers.
const MEMORY: &str = "print memory";

fn memory(lacking: &[&str]) -> Check {
    if lacking.is_empty() {
        return Check::good(Finding::PrinterFine, MEMORY, "the print system keeps nothing of what was printed");
    }
    let detail = format!("the print system keeps more than it should: {}", lacking.join(", "));
    Check::bad(
        Finding::PrintsKept,
        MEMORY,
        detail,
        "append packaging/cupsd-kiosk.conf and cups-files-kiosk.conf as they say, and restart cups",
    )
}

/// How the hub takes what this terminal sends.
const BY_ITSELF: &str = "answers, and takes what this terminal sends";
const BY_RELAY: &str =
    "the relay of the room keeps what this terminal sends, and knows of nothing that keeps the hub from it";

/// Whether the hub takes anything from this terminal.
fn hub(identity: &Identity, enrolment: &Enrolment) -> Check {
    let knocked = runtime().map_err(|_| Reason::Timeout).and_then(|runtime| {
        runtime.block_on(async {
            let client = HubClient::of(enrolment).map_err(|error| error.reason())?;
            let asked = async {
                if client.is_relayed() {
                    // What is left there waits for the hub; whether the hub is reached, the relay knows.
                    let (_, line) = client.receipts(&[], Vec::new(), Vec::new(), false).await?;
                    return Ok::<Result<&str, Reason>, ClientError>(line.map_or(Ok(BY_RELAY), Err));
                }
                client.knock(identity, None).await.map(|_| Ok(BY_ITSELF))
            };
            match tokio::time::timeout(PATIENCE, asked).await {
                Ok(asked) => asked.unwrap_or_else(|error: ClientError| Err(error.reason())),
                Err(_) if client.is_relayed() => Err(Reason::RelaySilent),
                Err(_) => Err(Reason::Timeout),
            }
        })
    });
    match knocked {
        Ok(way) => Check::good(Finding::HubFine, "hub", way),
        Err(reason) => Check::bad(of_reason(reason), "hub", reason.what(), reason.next()),
    }
}

/// What a reason is called over the telephone.
const fn of_reason(reason: Reason) -> Finding {
    match reason {
        Reason::NoLine
        | Reason::Timeout
        | Reason::ConnectionRefused
        | Reason::LineBroke
        | Reason::NameUnknown
        | Reason::HubDown => Finding::HubSilent,
        Reason::NoCertificates
        | Reason::CertificateUntrusted
        | Reason::CertificateRanOut
        | Reason::CertificateNotYetValid
        | Reason::CertificateOtherName
        | Reason::NotTls
        | Reason::TlsFailed
        | Reason::OtherKey => Finding::HubCertificate,
        Reason::Address
        | Reason::PlainHttp
        | Reason::NotHttp
        | Reason::LoginPage
        | Reason::NotTheHub
        | Reason::WrongPath
        | Reason::PasswordAsked => Finding::HubOther,
        Reason::TerminalUnknown | Reason::TerminalTaken | Reason::CodeRefused => Finding::HubUnknown,
        Reason::Revoked => Finding::HubRevoked,
        Reason::NotEnrolled => Finding::NotEnrolled,
        Reason::TooLarge | Reason::NotUnderstood | Reason::Later | Reason::HubFailed => Finding::HubLater,
        Reason::DiskFull => Finding::DiskFull,
        Reason::NotWritable => Finding::FolderUnusable,
        Reason::RecordsDamaged => Finding::RecordsDamaged,
        Reason::RecordsBusy => Finding::RecordsUnusable,
        Reason::RelaySilent => Finding::RelaySilent,
        Reason::RelayOther => Finding::RelayOther,
        Reason::RelayHolds => Finding::RelayHolds,
    }
}

/// Whether the clock can be right, by the day of the catalogue.
fn clock(today: Date, catalogue_as_of: Date) -> Check {
    if is_plausible(today, catalogue_as_of) {
        return Check::good(Finding::TimeFine, "clock", today.to_string());
    }
    let (side, finding) =
        if today < catalogue_as_of { ("before", Finding::TimeBehind) } else { ("far after", Finding::TimeAhead) };
    Check::bad(finding, "clock", format!("{today}, {side} the catalogue was made"), "set the clock of this machine")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::printing::PrinterSeen;
    use jiff::civil::date;

    #[test]
    fn a_clock_that_cannot_be_right_is_said_by_its_side() {
        let check = |today| clock(today, date(2026, 11, 21));
        assert!(check(date(2026, 11, 21)).good && check(date(2026, 11, 1)).good);
        let behind = check(date(2020, 1, 1));
        assert!(!behind.good && behind.detail.ends_with(", before the catalogue was made"), "{behind:?}");
        let ahead = check(date(2046, 1, 1));
        assert!(!ahead.good && ahead.detail.ends_with(", far after the catalogue was made"), "{ahead:?}");
    }

    #[test]
    fn a_printer_that_is_missing_is_bad_only_where_one_is_named() {
        let seen = PrinterSeen { state: PrinterState::Idle, complaints: Vec::new(), accepting: true, answers: true };
        let desk = Printer {
            name: "desk".to_owned(),
            title: "Desk".to_owned(),
            uri: "ipp://localhost/printers/desk".to_owned(),
            default: true,
            duplex: false,
            media: Vec::new(),
            error_policy: None,
            seen: seen.clone(),
        };
        assert!(printer(Ok(desk.clone()), None).good);
        assert!(printer(Err(PrintError::NoPrinter), None).good);
        assert!(!printer(Err(PrintError::NoPrinter), Some("desk")).good);
        assert!(printer(Err(PrintError::Silent(String::new())), None).good);
        assert!(!printer(Err(PrintError::Silent(String::new())), Some("desk")).good);
        let low = vec![Complaint::of_reason("toner-low-report").unwrap()];
        let low = printer(Ok(Printer { seen: PrinterSeen { complaints: low, ..seen.clone() }, ..desk.clone() }), None);
        assert!(low.good && low.detail.contains("running out"), "{low:?}");
        let out = vec![Complaint::of_reason("media-empty").unwrap()];
        let out = printer(Ok(Printer { seen: PrinterSeen { complaints: out, ..seen.clone() }, ..desk.clone() }), None);
        assert!(!out.good && out.detail.contains("out of paper"), "{out:?}");
        let stops = printer(Ok(Printer { error_policy: Some("stop-printer".to_owned()), ..desk.clone() }), None);
        assert!(!stops.good && stops.next.is_some_and(|next| next.contains("lpadmin -p desk")));
        assert!(!printer(Ok(Printer { seen: PrinterSeen { accepting: false, ..seen }, ..desk }), None).good);
        assert!(memory(&[]).good && !memory(&["LogLevel"]).good);
    }

    #[test]
    fn a_signature_that_ran_out_is_bad_and_one_that_soon_will_is_said() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let at = |text: &str| Signed::Until(text.parse().unwrap());
        let check = |signed| signature(signed, true, now, "Europe/Chisinau");
        assert!(!check(at("2026-11-20T10:00:00Z")).good);
        assert!(!check(at("2026-09-20T10:00:00Z")).good);
        let soon = check(at("2026-11-30T10:00:00Z"));
        assert!(soon.good && soon.detail.contains("remind"), "{soon:?}");
        let later = check(at("2027-01-10T10:00:00Z"));
        assert!(later.good && !later.detail.contains("remind"), "{later:?}");
        assert!(check(Signed::NotSeen).good);
        assert!(!check(Signed::NoRoot).good, "an enrolled terminal without a root is told to enrol again");
        assert!(signature(Signed::NoRoot, false, now, "Europe/Chisinau").good);
    }
}
