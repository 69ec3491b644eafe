//! The hub's program: `serve` and the commands of its operator.

use clap::{Parser, Subcommand};
use cups_kiosk::hub::command::events::{self, Events};
use cups_kiosk::hub::command::fleet::Wanted;
use cups_kiosk::hub::command::hand_out::HandOut;
use cups_kiosk::hub::command::keep::{self, SetAside};
use cups_kiosk::hub::command::open::{self, Open};
use cups_kiosk::hub::command::sealed;
use cups_kiosk::hub::command::{Place, accounts};
use cups_kiosk::hub::configuration::{self, Configuration, LogForm};
use cups_kiosk::hub::limits::{Limits, OF_A_TERMINAL, OF_AN_ADDRESS};
use cups_kiosk::hub::relay::{self, Relay};
use cups_kiosk::hub::storage::erasure::Chosen;
use cups_kiosk::hub::storage::front_office::Asked;
use cups_kiosk::hub::storage::postgres::address::DatabaseAddress;
use cups_kiosk::hub::{Hub, HubError, command, mlog, server};
use cups_kiosk::platform::{console, manual};
use cups_kiosk::protocol::problem::Problem;
use std::alloc::System;
use std::ffi::OsString;
use std::io::{stderr, stdin, stdout};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// What is freed is cleared, as in the kiosk.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Enrols the centres' terminals, receives their journal entries and serves the catalogue.
#[derive(Debug, Parser)]
#[command(name = "cups-hub", version)]
struct Options {
    /// The PostgreSQL in which the hub keeps its data, such as <postgres://cups@localhost/cups>; several servers stand with
    /// commas between them. Also by `CUPS_HUB_DATABASE`, where no list of processes shows its password. Without it the data is
    /// in the folder.
    #[arg(long, value_name = "ADDRESS", global = true)]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

/// Says where the database is, as `--database` does.
const DATABASE: &str = "CUPS_HUB_DATABASE";

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server.
    Serve {
        /// A TOML file with `listen`, `data`, `database`, `metrics`, `log`, `terminal_requests`, `address_requests`, the part `mlog` and,
        /// for a relay, `upstream` and `automatic_sending`.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// The address to listen on; 127.0.0.1:8480 by default, port 0 for a free one.
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
        /// Runs the relay of a room for the hub at this address: it keeps what the computers of the room send until the hub
        /// has answered. It listens on 0.0.0.0:8481 by default.
        #[arg(long, value_name = "ADDRESS")]
        upstream: Option<String>,
        /// The address at which a monitor reads /metrics in Prometheus' form, such as 127.0.0.1:8482; without it there is none.
        #[arg(long, value_name = "ADDR", conflicts_with = "upstream")]
        metrics: Option<SocketAddr>,
        /// In which form the log is written.
        #[arg(long, value_name = "FORM", value_parser = ["text", "json"])]
        log: Option<String>,
    },
    /// Prints the code by which the computers of a room find its relay, with the relay's key: as text, and to be scanned.
    RelayCode {
        /// The address at which they reach it, such as <https://192.168.1.5:8481>.
        #[arg(long, value_name = "ADDRESS")]
        address: String,
        /// The folder of the relay.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Prints a one-time code with which a terminal of a centre enrols, and below it the terminal's recovery codes.
    Enrol {
        /// The centre's id.
        #[arg(long, value_name = "ID")]
        centre: String,
        /// A TOML file with the centre's profile, if the published catalogue does not have it.
        #[arg(long, value_name = "FILE")]
        centre_file: Option<PathBuf>,
        /// For how many hours the code can be used.
        #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u16).range(1..=720))]
        hours: u16,
        /// Makes a code of address, one-time code and centre, which a new terminal reads from paper: a file that ends in
        /// .svg or .png, or `-` for letters on the terminal, below all the rest.
        #[arg(long, value_name = "FILE", requires = "address")]
        qr: Option<PathBuf>,
        /// The address at which terminals reach this hub, such as <https://hub.example.md>; for --qr.
        #[arg(long, value_name = "ADDRESS", requires = "qr")]
        address: Option<String>,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Makes codes for the computers of many centres at once, from a table: a sheet with a code to be scanned for each computer,
    /// and the recovery codes for the agency. All or nothing; a table that is given twice makes no second code for a computer.
    HandOut {
        /// CSV with the column `id`; `computers` says how many a centre has (1). For centres that the published catalogue does not
        /// have also: `kind`, `locality`, `name_ro`, `name_ru`, `name_en`, `district_ro`, `district_ru`, `district_en`,
        /// `time_zone`, `phone`, `patron_day`, `currency`.
        table: PathBuf,
        /// The address at which terminals reach this hub, such as <https://hub.example.md>.
        #[arg(long, value_name = "ADDRESS")]
        address: String,
        /// The folder for the sheets; it must not exist yet. Without it the table is only looked at.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// For how many hours the codes can be used.
        #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u16).range(1..=720))]
        hours: u16,
        /// Makes new codes in the place of those that nobody has used yet: their sheets were lost.
        #[arg(long, requires = "out")]
        again: bool,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Prints new recovery codes, which replace the terminal's old ones; each admits a first specialist, once.
    Recovery {
        /// The terminal's name.
        #[arg(long, value_name = "ID")]
        terminal: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Makes the operator's key, which opens the sealed parts. Keep the file away from the server.
    OperatorKey {
        /// The file for the private key; it must not exist yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Revokes a terminal; what it has sent stays.
    Revoke {
        /// The terminal's name.
        #[arg(long, value_name = "ID")]
        terminal: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Imports a provider's list of states, CSV with the columns provider, number, state and day; terminals ask for those of
    /// their requests.
    ImportStates {
        /// The file.
        file: PathBuf,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Writes chosen entries with their sealed parts to a file, for whoever holds the operator's key. Nothing is opened here.
    Export {
        /// The file; it must not exist yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Only of this terminal.
        #[arg(long, value_name = "ID")]
        terminal: Option<String>,
        /// Only of this centre.
        #[arg(long, value_name = "ID")]
        centre: Option<String>,
        /// Only of this case.
        #[arg(long, value_name = "UUID")]
        case: Option<uuid::Uuid>,
        /// Only what came on this day or later.
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<jiff::civil::Date>,
        /// Only what came on this day or earlier.
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<jiff::civil::Date>,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Opens exported entries with the operator's key, on a computer that is not the hub's, and writes down beside the key who,
    /// which and why.
    Open {
        /// The file that export wrote.
        file: PathBuf,
        /// The file of the operator's private key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Who opens them.
        #[arg(long, value_name = "NAME")]
        who: String,
        /// Why, in one line. No person's name belongs here.
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// Only what is about one person: type the IDNP, or the number of the paper, on the first line of the standard input.
        #[arg(long)]
        person: bool,
        /// As a sheet for the person, which a browser prints.
        #[arg(long, value_name = "LANGUAGE", value_parser = ["ro", "ru"], requires = "person")]
        sheet: Option<String>,
        /// The file for the sheet; it must not exist yet.
        #[arg(long, value_name = "FILE", requires = "sheet")]
        out: Option<PathBuf>,
        /// Writes which entries are about the person to a file, for erase at the hub; it must not exist yet.
        #[arg(long, value_name = "FILE", requires = "person")]
        erase_list: Option<PathBuf>,
        /// Writes the requests to a file in the field names of the State's front office, as JSON and with the persons; it must not
        /// exist yet.
        #[arg(long, value_name = "FILE", conflicts_with = "sheet")]
        front_office: Option<PathBuf>,
        /// As lines of JSON.
        #[arg(long, conflicts_with = "sheet")]
        json: bool,
    },
    /// Lists what was opened with an operator's key: when, who, why, which. The exit code is 1 when the list was changed.
    Opened {
        /// The file of the operator's private key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Writes the requests that centres made in the field names of the State's front office, without anything of a person, as a
    /// table (CSV) or as JSON.
    FrontOffice {
        /// The file; it must not exist yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Only of this centre.
        #[arg(long, value_name = "ID")]
        centre: Option<String>,
        /// Only those of which something was recorded on this day or later.
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<jiff::civil::Date>,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Brings the list of what was opened to the hub, which tells the State's journal of events of it; what was told is passed over.
    TellOpened {
        /// The file beside the operator's private key, whose name ends in .opened.
        file: PathBuf,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Says what the State's journal of events was told, what waits and what it refused.
    Events {
        /// Tells those once more that were refused.
        #[arg(long, conflicts_with = "stop")]
        again: bool,
        /// Gathers none from now on, until a hub starts with [mlog] in its configuration.
        #[arg(long)]
        stop: bool,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long, conflicts_with_all = ["again", "stop"])]
        json: bool,
    },
    /// Erases the sealed parts that a list of open names. Everything else of the entries stays, and the histories stay provable.
    Erase {
        /// The list.
        list: PathBuf,
        /// Who erases them.
        #[arg(long, value_name = "NAME")]
        who: String,
        /// Why, in one line. No person's name belongs here.
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Backs the database up to a new file, even while the hub is running.
    Backup {
        /// The file; it must not exist yet.
        file: PathBuf,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Restores the database from a copy; terminals send again what it lacks. The hub must be stopped.
    Restore {
        /// The copy.
        file: PathBuf,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Moves the hub from its folder to PostgreSQL, whole or not at all, and compares every row. The hub must be stopped, and
    /// nothing of a hub be there yet.
    Move {
        /// The database, such as <postgres://cups@localhost/cups>.
        #[arg(long, value_name = "ADDRESS")]
        to: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Notes that the whole folder was restored by hand, so that terminals send again what it lacks.
    Restored {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Lists what a person should look at.
    Alarms {
        /// Clears the alarms of this terminal: somebody has looked at them.
        #[arg(long, value_name = "ID")]
        seen: Option<String>,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists what could not be accepted, asks for it once more, or drops it.
    SetAside {
        /// Only what this terminal sent.
        #[arg(long, value_name = "ID")]
        terminal: Option<String>,
        /// Writes the text of one event to a file, sealed to the operator.
        #[arg(long, value_name = "NUMBER", requires = "out")]
        show: Option<i64>,
        /// The file for it; it must not exist yet.
        #[arg(long, value_name = "FILE", requires = "show")]
        out: Option<PathBuf>,
        /// Asks the terminal to send them once more.
        #[arg(long, requires = "terminal", conflicts_with_all = ["show", "drop"])]
        again: bool,
        /// With --again: also accepts what the terminal wrote for this centre.
        #[arg(long, value_name = "ID", requires = "again")]
        centre: Option<String>,
        /// Drops those of the terminal, which still holds them.
        #[arg(long, requires = "terminal", conflicts_with = "show")]
        drop: bool,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Checks everything that can keep the hub from working, and all that it holds.
    Doctor {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Publishes the catalogue.
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// Says how the fleet stands: the catalogue's signature, and each terminal with what needs a person first. The exit code is
    /// 1 while a person is needed now.
    Fleet {
        /// Only the terminals that these words find: a centre's name, village, district or id, or a part of a terminal's name.
        #[arg(long, value_name = "WORDS")]
        find: Option<String>,
        /// Only those heard of last on this day or later.
        #[arg(long, value_name = "YYYY-MM-DD")]
        heard_from: Option<jiff::civil::Date>,
        /// Only those heard of last on this day or earlier, or never.
        #[arg(long, value_name = "YYYY-MM-DD")]
        heard_until: Option<jiff::civil::Date>,
        /// Only those that need a person.
        #[arg(long)]
        concerned: bool,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes a note about a terminal, which fleet shows; an empty one takes it away.
    Note {
        /// The terminal's name.
        #[arg(long, value_name = "ID")]
        terminal: String,
        /// Who writes it.
        #[arg(long, value_name = "NAME")]
        who: String,
        /// The note, one line.
        text: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Lists the terminals: which program each runs, and when it was heard of last.
    Terminals {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Accounts for the agency's pages.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Brings the numbers of the agency's pages up to now; a running hub does it each night.
    Count {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Counts what was received.
    Report {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Makes an account, and prints a password with which its holder chooses a password and links a telephone.
    Add {
        /// Its name: small letters, digits, dots, hyphens.
        name: String,
        /// reader, editor, operator or auditor.
        #[arg(long)]
        role: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Begins an account anew, for who forgot the password or lost the telephone; prints a password as `add` does.
    Reset {
        /// Its name.
        name: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Takes an account away; what it looked at stays written.
    Remove {
        /// Its name.
        name: String,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Lists the accounts.
    List {
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum CatalogueCommand {
    /// Publishes a signed release; no key is needed.
    Publish {
        /// The folder that `sign` wrote.
        signed: PathBuf,
        /// Trust its keys from now on, whichever were known: for when all keys were lost or stolen.
        #[arg(long)]
        new_root: bool,
        /// The folder of the database.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// What the editors' computer does.
    #[command(external_subcommand)]
    Elsewhere(Vec<OsString>),
}

/// Commands that were here once and are the editors' now.
const EDITORS: [&str; 8] = ["check", "read", "build", "keys", "sign", "import", "export", "schema"];

fn main() -> ExitCode {
    cups_kiosk::platform::process::dump_nothing();
    let options = match manual::options::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    let json = matches!(
        options.command,
        Command::Report { json: true, .. }
            | Command::Fleet { json: true, .. }
            | Command::Open { json: true, .. }
            | Command::Terminals { json: true, .. }
            | Command::Events { json: true, .. }
            | Command::Alarms { json: true, .. }
            | Command::SetAside { json: true, .. }
            | Command::Doctor { json: true, .. }
    );
    match database(options.database).and_then(|database| run(options.command, database)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain(&error, json);
            console::failed(error.is_bad_input())
        }
    }
}

/// Does the command; false when it did its work and the answer is no.
fn run(command: Command, database: Option<DatabaseAddress>) -> Result<bool, HubError> {
    let out = &mut stdout();
    // For what is only there where the database is in the folder.
    let folder = |data: Option<PathBuf>| if database.is_some() { Err(HubError::NotThere) } else { usual(data) };
    let place = |data: Option<PathBuf>| Ok::<_, HubError>(Place { folder: usual(data)?, database: database.clone() });
    match command {
        Command::Serve { config, data, listen, upstream, metrics, log } => {
            let options = Configuration {
                listen,
                data,
                upstream,
                metrics,
                log: log.as_deref().and_then(LogForm::of_name),
                ..Configuration::default()
            };
            serve(config.as_deref(), options, database)?;
        }
        Command::RelayCode { address, data } => command::relay_code(&usual(data)?, &address, out)?,
        Command::Enrol { centre, centre_file, hours, qr, address, data } => {
            let paper = qr.as_deref().zip(address.as_deref()).map(|(file, address)| command::Paper::new(file, address));
            let paper = paper.transpose()?;
            command::enrol(&place(data)?, (&centre, centre_file.as_deref()), hours, paper.as_ref(), out)?;
        }
        Command::HandOut { table, address, out: sheets, hours, again, data } => {
            let what = HandOut { table: &table, address: &address, out: sheets.as_deref(), hours, again };
            command::hand_out::hand_out(&folder(data)?, &what, out)?;
        }
        Command::Recovery { terminal, data } => command::recovery(&place(data)?, &terminal, out)?,
        Command::OperatorKey { out: file, data } => command::operator_key(&place(data)?, &file, out)?,
        Command::Revoke { terminal, data } => command::revoke(&place(data)?, &terminal, out)?,
        Command::ImportStates { file, data } => command::import_states(&place(data)?, &file, out)?,
        Command::Export { out: file, terminal, centre, case, from, until, data } => {
            let from = from.map(sealed::begin_of).transpose()?;
            let until = until.map(|day| sealed::begin_of(day.saturating_add(jiff::Span::new().days(1)))).transpose()?;
            let chosen = Chosen { terminal, centre, case, from, until };
            sealed::export(&folder(data)?, &chosen, &file, out)?;
        }
        Command::Open { file, key, who, why, person, sheet, out: sheet_file, erase_list, front_office, json } => {
            let what = Open {
                file: &file,
                key: &key,
                who: &who,
                why: &why,
                person,
                json,
                sheet: sheet.as_deref(),
                out: sheet_file.as_deref(),
                erase_list: erase_list.as_deref(),
                front_office: front_office.as_deref(),
            };
            open::open(&what, &mut stdin().lock(), out)?;
        }
        Command::Opened { key } => return open::opened_before(&key, out),
        Command::FrontOffice { out: file, centre, from, data, json } => {
            let asked = Asked { centre, from: from.map(sealed::begin_of).transpose()? };
            command::front_office::front_office(&folder(data)?, &asked, (&file, json), out)?;
        }
        Command::TellOpened { file, data } => open::tell_opened(&folder(data)?, &file, out)?,
        Command::Events { again, stop, data, json } => {
            let what = match (again, stop) {
                (true, _) => Events::Again,
                (false, true) => Events::Stop,
                (false, false) => Events::Show,
            };
            events::events(&folder(data)?, what, json, out)?;
        }
        Command::Erase { list, who, why, data } => sealed::erase(&folder(data)?, &list, &who, &why, out)?,
        Command::Backup { file, data } => keep::back_up(&folder(data)?, &file, out)?,
        Command::Restore { file, data } => keep::restore(&folder(data)?, &file, out)?,
        Command::Move { to, data } => command::carry(&folder(data)?, &DatabaseAddress::given("--to", &to)?, out)?,
        Command::Restored { data } => keep::restored(&folder(data)?, out)?,
        Command::Report { data, json } => keep::report(&folder(data)?, json, out)?,
        Command::Fleet { find, heard_from, heard_until, concerned, data, json } => {
            let wanted = Wanted { find: find.as_deref(), heard_from, heard_until, concerned };
            return command::fleet::fleet(&folder(data)?, &wanted, json, out);
        }
        Command::Note { terminal, who, text, data } => {
            command::fleet::note(&folder(data)?, &terminal, &who, &text, out)?;
        }
        Command::Terminals { data, json } => keep::terminals(&folder(data)?, json, out)?,
        Command::Alarms { seen, data, json } => keep::alarms(&folder(data)?, seen.as_deref(), json, out)?,
        Command::SetAside { terminal, show, out: file, again, centre, drop, data, json } => {
            let what = match (terminal.as_deref(), show.zip(file.as_deref())) {
                (_, Some((number, file))) => SetAside::Show(number, file),
                (Some(terminal), None) if again => SetAside::Again(terminal, centre.as_deref()),
                (Some(terminal), None) if drop => SetAside::Drop(terminal),
                (terminal, None) => SetAside::List(terminal),
            };
            keep::set_aside(&folder(data)?, &what, json, out)?;
        }
        Command::Count { data } => accounts::count(&folder(data)?, out)?,
        Command::Account(command) => account(command, &folder)?,
        Command::Doctor { data, json } => return keep::doctor(&folder(data)?, json, out),
        Command::Catalogue(CatalogueCommand::Publish { signed, new_root, data }) => {
            command::publish_catalogue(&place(data)?, &signed, new_root, out)?;
        }
        Command::Catalogue(CatalogueCommand::Elsewhere(words)) => return Err(elsewhere(&words)),
    }
    Ok(true)
}

fn account(
    command: AccountCommand,
    folder: &dyn Fn(Option<PathBuf>) -> Result<PathBuf, HubError>,
) -> Result<(), HubError> {
    let out = &mut stdout();
    match command {
        AccountCommand::Add { name, role, data } => accounts::add(&folder(data)?, &name, &role, out),
        AccountCommand::Reset { name, data } => accounts::reset(&folder(data)?, &name, out),
        AccountCommand::Remove { name, data } => accounts::remove(&folder(data)?, &name, out),
        AccountCommand::List { data } => accounts::list(&folder(data)?, out),
    }
}

/// Where a command of the catalogue is, when it is not here.
fn elsewhere(words: &[OsString]) -> HubError {
    let word = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    let place = format!("cups-hub catalogue {word}");
    if EDITORS.contains(&word.as_str()) {
        HubError::input(place, format!("this is done on the editors' computer now, by cups-catalogue {word}"))
    } else {
        HubError::input(place, "there is no such command: the hub has catalogue publish")
    }
}

fn usual(data: Option<PathBuf>) -> Result<PathBuf, HubError> {
    data.map_or_else(configuration::usual_folder, Ok)
}

/// Where the database is, as the option says or else the surroundings.
fn database(given: Option<String>) -> Result<Option<DatabaseAddress>, HubError> {
    if let Some(given) = given {
        return DatabaseAddress::given("--database", &given).map(Some);
    }
    match std::env::var(DATABASE) {
        Ok(text) if !text.is_empty() => DatabaseAddress::given(DATABASE, &text).map(Some),
        Err(std::env::VarError::NotUnicode(_)) => Err(HubError::input(DATABASE, "it is not written in UTF-8")),
        _ => Ok(None),
    }
}

fn serve(config: Option<&Path>, options: Configuration, database: Option<DatabaseAddress>) -> Result<(), HubError> {
    let read = config.map(Configuration::read).transpose()?.unwrap_or_default();
    let data = usual(options.data.or(read.data))?;
    let upstream = options.upstream.or(read.upstream);
    let database = database.or(read.database);
    if upstream.is_some() && database.is_some() {
        return Err(HubError::input("--database", "a relay keeps what it has in its folder"));
    }
    let usual = if upstream.is_some() { configuration::usual_relay_address } else { configuration::usual_address };
    let address = options.listen.or(read.listen).unwrap_or_else(usual);
    let watched = options.metrics.or(read.metrics);
    let limits =
        Limits::of(read.terminal_requests.unwrap_or(OF_A_TERMINAL), read.address_requests.unwrap_or(OF_AN_ADDRESS));
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(stderr)
        .with_ansi(false);
    match options.log.or(read.log).unwrap_or_default() {
        LogForm::Text => log.init(),
        LogForm::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
    let system = |source| HubError::File { path: "the system".to_owned(), source };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(system)?;
    if let Some(upstream) = upstream {
        return runtime.block_on(async {
            let listener = server::listen(address).await?;
            let automatic = read.automatic_sending.unwrap_or(true);
            let relay = Relay::open(&data, &upstream, automatic)?;
            let stop = server::stop_signal().map_err(system)?;
            let address = listener.local_addr().map_err(system)?;
            command::say(&mut stdout(), &format!("listening on https://{address}"))?;
            relay::serve(relay, listener, stop).await
        });
    }
    runtime.block_on(async {
        let listener = server::listen(address).await?;
        let hub = match &database {
            None => Hub::open_with(&data, limits)?,
            Some(database) => {
                if database.leaves_the_computer() {
                    tracing::warn!(%database, "the line to the database is not protected by the hub: let it be so otherwise");
                }
                Hub::open_at(database, &data, limits).await?
            }
        };
        let telling = read.mlog.map(|settings| mlog::begin(&hub, settings)).transpose()?;
        if telling.is_none() && database.is_none() {
            let storage = cups_kiosk::hub::storage::Storage::open(&data)?;
            if storage.forwarding()?.is_some_and(|stands| stands.gathers) {
                tracing::warn!("events are gathered and nobody is told: [mlog] is missing; cups-hub events --stop gathers none");
            }
        }
        let stop = server::stop_signal().map_err(system)?;
        let address = listener.local_addr().map_err(system)?;
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "computers other than this one reach the hub, and the journal's list asks nobody who they are");
        }
        if hub.operator_key().await?.is_none() {
            tracing::warn!("no terminal can be enrolled yet: make the operator's key with cups-hub operator-key");
        }
        command::say(&mut stdout(), &format!("listening on http://{address}"))?;
        let monitor = match watched {
            None => None,
            Some(watched) => {
                let monitor = server::listen(watched).await?;
                let watched = monitor.local_addr().map_err(system)?;
                if !watched.ip().is_loopback() {
                    tracing::warn!(%watched, "computers other than this one can read how the hub does");
                }
                tracing::info!(%watched, "a monitor reads /metrics");
                Some(monitor)
            }
        };
        let served = server::serve_watched(hub, listener, monitor, stop).await;
        if let Some(telling) = telling {
            // What was not taken is told after the next start.
            telling.abort();
        }
        served
    })
}

/// One line on the error stream; for a caller that reads JSON, a problem.
fn complain(error: &HubError, json: bool) {
    let problem = || {
        let (status, name, title) = if error.is_bad_input() {
            (400, "input", "What was given cannot be used")
        } else {
            (500, "failed", "The command failed")
        };
        serde_json::to_string(&Problem::new(status, name, title).detail(error.to_string())).ok()
    };
    console::complain(&json.then(problem).flatten().unwrap_or_else(|| error.to_string()));
}
