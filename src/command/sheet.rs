//! `cups-kiosk sheet`: a sheet of paper without a window.

use super::ground::open_records;
use super::plan::{About, Given, Here};
use super::{Failure, print_json, printing, read_date, shortened};
use crate::account::{
    Audience, DraftSheet, MonthNames, PaymentSheet, day_pack_leaf, draft_leaf, month_leaf, month_said, papers_leaf,
    payment_leaf, step_leaf,
};
use crate::domain::case::{CashCode, Consent, ConsentScope, Known, OrderKey, Person, asked, read_place};
use crate::domain::guide::guide;
use crate::domain::month::{Dated, Month, NoMonth, count_month};
use crate::domain::plan::{Bill, Chosen, Plan, PlannedStep};
use crate::domain::record::{Circumstances, Mode};
use crate::domain::situation::Situation;
use crate::domain::term::Term;
use crate::handout::helper::{self, HelperError};
use crate::handout::month::month_file;
use crate::handout::print::{Form, consent_sheet, drawn_by, plan_sheet, print_sheet};
use crate::handout::printer::{Order, pages_of};
use crate::platform::file::write_atomically;
use crate::platform::paths::DataFolder;
use crate::protocol::sheet::{Format, PrintSheet};
use jiff::ToSpan as _;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// For how many days a consent holds unless that is said: what the page of the consent offers first.
const CONSENT_DAYS: i64 = 30;

/// The arguments.
#[derive(clap::Args)]
pub struct Arguments {
    /// plan, to take away; papers, to tick; step, one of the plan; consent, a form to fill in by hand; draft, what the
    /// application of a step asks for; payment, how a step is paid; month, what was done at this computer in a month;
    /// day-pack, what a team takes along to a village, to be written on by hand.
    #[arg(value_parser = ["plan", "papers", "step", "consent", "draft", "payment", "month", "day-pack"])]
    kind: String,
    #[command(flatten)]
    about: About,
    /// The id of the step, as cups-kiosk plan --json names it.
    #[arg(long, value_name = "ID", required_if_eq_any([("kind", "step"), ("kind", "draft"), ("kind", "payment")]))]
    step: Option<String>,
    /// A JSON object with what is written into the fields of a draft, by their ids; what is not in it is left to be written
    /// by hand.
    #[arg(long, value_name = "FILE")]
    fields: Option<PathBuf>,
    /// The village to which the team goes.
    #[arg(long, value_name = "NAME", required_if_eq("kind", "day-pack"))]
    place: Option<String>,
    /// The month of what was done, YYYY-MM; the present one unless given.
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// The month as a table in this file, parted by semicolons, or - for standard output.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "out", "print"])]
    csv: Option<String>,
    /// The term that is paid for: a number and a unit, as `10 work_day`.
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    /// The key of the order at MPay.
    #[arg(long, value_name = "KEY")]
    order_key: Option<String>,
    /// The code for paying in cash.
    #[arg(long, value_name = "CODE")]
    cash_code: Option<String>,
    /// The last day of the consent, YYYY-MM-DD; 30 days unless given.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// The paper: a4, a5-booklet, or strip, which is 80 mm wide.
    #[arg(long, default_value = "a4", value_parser = ["a4", "a5-booklet", "strip"])]
    format: String,
    /// The sheet as JSON for cups-paper, on standard output.
    #[arg(long, conflicts_with_all = ["out", "print"])]
    json: bool,
    /// The PDF, or - for standard output.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["json", "print", "csv"])]
    out: Option<String>,
    /// Prints it: on this printer, or on the one of the configuration or of the print system.
    #[arg(long, value_name = "PRINTER", num_args = 0..=1, default_missing_value = "")]
    print: Option<String>,
    /// How often it is printed.
    #[arg(long, default_value_t = 1, requires = "print", value_parser = clap::value_parser!(u16).range(1..=20))]
    copies: u16,
}

/// Runs the command.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.kind == "month" {
        return month(data, arguments);
    }
    if arguments.kind == "day-pack" {
        return day_pack(data, arguments);
    }
    if arguments.csv.is_some() {
        return Err(Failure::input("csv", "no table", "--csv: only a month is a table"));
    }
    let given = Given::read(data, &arguments.about)?;
    let sheet = sheet(&given, arguments)?;
    let situation = given.situation();
    let event = Some(situation.event.code.as_str());
    give(data, arguments, &sheet, event, (&situation.centre.id, situation.catalogue.number))
}

/// The month, as a sheet or as a table.
fn month(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let here = Here::read(data, &arguments.about)?;
    let month = match &arguments.month {
        None => Month::of(here.on),
        Some(text) => text.parse().map_err(|error: NoMonth| {
            Failure::input("month", "not a month", format!("--month {}: {error}", shortened(text)))
        })?,
    };
    let records = open_records(data)?;
    let entries = records
        .counted(month, &here.centre.time_zone)
        .map_err(|error| Failure::work("records", "the records cannot be read", error.to_string()))?;
    let dated = entries.iter().map(|(day, facts)| Dated { day: *day, facts });
    let count = count_month(month, dated, |code| here.catalogue.office_of(code));
    let event = |code: &str| guide(&here.catalogue, code).map(|event| event.title.clone());
    let names = MonthNames::of(&count, &here.catalogue, event);
    let told = month_said(&count, &names, &here.centre);
    if let Some(file) = &arguments.csv {
        return write_out(file, "--csv", month_file(&here.texts, &told, &here.centre.id).as_bytes());
    }
    let leaf = month_leaf(&here.catalogue, &here.centre, told);
    let sheet = print_sheet(&here.texts, &leaf, Form::first("month", format_of(arguments)), here.on);
    let sheet = drawn_by(sheet, |name| here.catalogue.templates.get(name).cloned());
    give(data, arguments, &sheet, None, (&here.centre.id, here.catalogue.number))
}

/// What a team takes along to a village. Who comes stands in the cases, which open by a password alone: here their lines
/// are left to be written by hand.
fn day_pack(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.csv.is_some() {
        return Err(Failure::input("csv", "no table", "--csv: only a month is a table"));
    }
    let here = Here::read(data, &arguments.about)?;
    let typed = arguments.place.as_deref().unwrap_or_default();
    let place = read_place(typed)
        .ok_or_else(|| Failure::input("place", "no village", format!("--place \"{}\"", shortened(typed))))?;
    let leaf = day_pack_leaf(&here.catalogue, &here.centre, (here.on, &place), &[]);
    let sheet = print_sheet(&here.texts, &leaf, Form::first("day-pack", format_of(arguments)), here.on);
    let sheet = drawn_by(sheet, |name| here.catalogue.templates.get(name).cloned());
    give(data, arguments, &sheet, None, (&here.centre.id, here.catalogue.number))
}

/// Writes a file, or to standard output for `-`.
fn write_out(file: &str, option: &str, content: &[u8]) -> Result<(), Failure> {
    let written = if file == "-" {
        let mut output = std::io::stdout();
        output.write_all(content).and_then(|()| output.flush())
    } else {
        write_atomically(Path::new(file), content)
    };
    written.map_err(|error| Failure::work("paper", "it was not written", format!("{option} {file}: {error}")))
}

/// Gives a sheet as it is asked for: as JSON, as PDF, printed.
fn give(
    data: &DataFolder,
    arguments: &Arguments,
    sheet: &PrintSheet,
    event: Option<&str>,
    (centre, catalogue): (&str, u64),
) -> Result<(), Failure> {
    if arguments.json {
        print_json(sheet);
        return Ok(());
    }
    let failed = |error: HelperError| Failure::work("paper", "the sheet was not set", error.to_string());
    let paper = helper::find().and_then(|helper| helper::paper(&helper, sheet)).map_err(failed)?;
    if let Some(out) = &arguments.out {
        write_out(out, "--out", &paper)?;
    }
    let Some(printer) = &arguments.print else { return Ok(()) };
    let pages = pages_of(&paper);
    let order = Order { copies: arguments.copies, ..Order::new(uuid::Uuid::now_v7(), sheet, paper, pages) };
    let circumstances =
        Circumstances { language: sheet.language, centre: centre.to_owned(), mode: Mode::Assisted, catalogue };
    let printer = Some(printer.as_str()).filter(|printer| !printer.is_empty());
    printing::print(data, printer, &order, event, &circumstances)
}

fn format_of(arguments: &Arguments) -> Format {
    match arguments.format.as_str() {
        "strip" => Format::Strip,
        "a5-booklet" => Format::A5Booklet,
        _ => Format::A4,
    }
}

fn sheet(given: &Given, arguments: &Arguments) -> Result<PrintSheet, Failure> {
    let format = format_of(arguments);
    let (texts, situation) = (&given.texts, given.situation());
    let plan = Plan::compute(&situation);
    let of_plan = |id: &str| {
        plan.shown().find(|step| step.step.id == id).ok_or_else(|| {
            let known: Vec<&str> = plan.shown().map(|step| step.step.id.as_str()).collect();
            Failure::input("step", "unknown step", format!("--step {id}: the plan has {}", known.join(", ")))
        })
    };
    let (template, leaf) = match (arguments.kind.as_str(), &arguments.step) {
        ("draft", Some(id)) => return draft(given, arguments.fields.as_deref(), of_plan(id)?, format),
        ("payment", Some(id)) => return payment(given, arguments, of_plan(id)?, format),
        ("papers", _) => ("papers", papers_leaf(&situation, &plan)),
        ("step", Some(id)) => ("step", step_leaf(&situation, &plan, of_plan(id)?, Audience::Visitor)),
        ("consent", _) => {
            let until = match &arguments.until {
                None => situation.on.saturating_add(CONSENT_DAYS.days()),
                Some(text) => read_date("--until", text)?,
            };
            if until < situation.on {
                return Err(Failure::input(
                    "until",
                    "the consent would end before it begins",
                    format!("--until {until}"),
                ));
            }
            let consent = Consent::new(ConsentScope::ThisEvent, situation.on, until);
            let event = &situation.event.title;
            let here = (situation.catalogue, situation.centre);
            return Ok(by_catalogue(consent_sheet(texts, here, event, &consent, None, format), &situation));
        }
        _ => return Ok(by_catalogue(plan_sheet(texts, &situation, &plan, None, format), &situation)),
    };
    Ok(by_catalogue(print_sheet(texts, &leaf, Form::first(template, format), situation.on), &situation))
}

/// How a step is paid: by the term, the key and the code that are given.
fn payment(
    given: &Given,
    arguments: &Arguments,
    step: &PlannedStep<'_>,
    format: Format,
) -> Result<PrintSheet, Failure> {
    let situation = given.situation();
    let service = step.service.ok_or_else(|| {
        Failure::input("step", "nothing to pay for", format!("--step {}: it uses no service", step.step.id))
    })?;
    let wrong = |name: &'static str, what: &'static str, text: &str| {
        Failure::input(name, what, format!("--{name} {text}: {what}"))
    };
    let term = arguments.term.as_deref().map(|text| {
        let known = Term::read(text).filter(|term| step.fees.iter().any(|fee| fee.option.term == Some(*term)));
        known.ok_or_else(|| wrong("term", "no fee of this step has that term", text))
    });
    let term = term.transpose()?;
    let order = arguments
        .order_key
        .as_deref()
        .map(|text| OrderKey::parse(text).map_err(|_| wrong("order-key", "this cannot be the key of an order", text)));
    let order = order.transpose()?;
    let cash = arguments.cash_code.as_deref().map(|text| {
        CashCode::parse(text).map_err(|_| wrong("cash-code", "this cannot be a code for paying in cash", text))
    });
    let cash = cash.transpose()?;
    let bill = Bill::of_step(step, Chosen { term, exemption: None });
    let sheet = PaymentSheet { service, bill: &bill, order: order.as_ref(), cash: cash.as_ref() };
    let leaf = payment_leaf(situation.catalogue, situation.centre, &sheet, situation.on);
    Ok(by_catalogue(print_sheet(&given.texts, &leaf, Form::first("payment", format), situation.on), &situation))
}

/// The draft of a step's application: with what is given of it, checked as it is at the desk.
fn draft(given: &Given, fields: Option<&Path>, step: &PlannedStep<'_>, format: Format) -> Result<PrintSheet, Failure> {
    let situation = given.situation();
    let wrong =
        |detail: String| Failure::input("fields", "what is to be written into the draft cannot be read", detail);
    let typed: BTreeMap<String, String> = match fields {
        None => BTreeMap::new(),
        Some(path) => {
            let failed = |error: String| wrong(format!("--fields {}: {error}", path.display()));
            let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
            serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?
        }
    };
    let none =
        || Failure::input("step", "no application", format!("--step {}: its service asks for nothing", step.step.id));
    let service = step.service.filter(|service| !service.fields.is_empty()).ok_or_else(none)?;
    let mut filled = BTreeMap::new();
    for (id, text) in &typed {
        let field = service.fields.iter().find(|field| field.id == *id).ok_or_else(|| {
            let known: Vec<&str> = service.fields.iter().map(|field| field.id.as_str()).collect();
            wrong(format!("--fields: \"{id}\" is no field of the application: it has {}", known.join(", ")))
        })?;
        let value = field.read(text, situation.on).map_err(|error| wrong(format!("--fields: \"{id}\": {error}")))?;
        filled.extend(value.map(|value| (id.clone(), value)));
    }
    let person = Person::default();
    let known = Known { filled: &filled, person: &person, answers: situation.answers };
    let asked = asked(service, known, &situation);
    let sheet = DraftSheet { service, request: None, chosen: Vec::new(), asked: &asked };
    let leaf = draft_leaf(situation.catalogue, situation.centre, &sheet, situation.on);
    Ok(by_catalogue(print_sheet(&given.texts, &leaf, Form::first("draft", format), situation.on), &situation))
}

fn by_catalogue(sheet: PrintSheet, situation: &Situation<'_>) -> PrintSheet {
    drawn_by(sheet, |name| situation.catalogue.templates.get(name).cloned())
}
