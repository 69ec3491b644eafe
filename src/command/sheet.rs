//! `cups-kiosk sheet`: a sheet of paper without a window.

use super::plan::{About, Given};
use super::{Failure, print_json, printing, read_date};
use crate::account::{Audience, DraftSheet, draft_leaf, papers_leaf, step_leaf};
use crate::domain::case::{Consent, ConsentScope, Known, Person, asked};
use crate::domain::plan::{Plan, PlannedStep};
use crate::domain::record::{Circumstances, Mode};
use crate::domain::situation::Situation;
use crate::handout::helper::{self, HelperError};
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
    /// application of a step asks for.
    #[arg(value_parser = ["plan", "papers", "step", "consent", "draft"])]
    kind: String,
    #[command(flatten)]
    about: About,
    /// The id of the step, as cups-kiosk plan --json names it.
    #[arg(long, value_name = "ID", required_if_eq_any([("kind", "step"), ("kind", "draft")]))]
    step: Option<String>,
    /// A JSON object with what is written into the fields of a draft, by their ids; what is not in it is left to be written
    /// by hand.
    #[arg(long, value_name = "FILE")]
    fields: Option<PathBuf>,
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
    #[arg(long, value_name = "FILE", required_unless_present_any = ["json", "print"])]
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
    let given = Given::read(data, &arguments.about)?;
    let sheet = sheet(&given, arguments)?;
    if arguments.json {
        print_json(&sheet);
        return Ok(());
    }
    let failed = |error: HelperError| Failure::work("paper", "the sheet was not set", error.to_string());
    let paper = helper::find().and_then(|helper| helper::paper(&helper, &sheet)).map_err(failed)?;
    if let Some(out) = &arguments.out {
        let written = if out == "-" {
            let mut output = std::io::stdout();
            output.write_all(&paper).and_then(|()| output.flush())
        } else {
            write_atomically(Path::new(out), &paper)
        };
        let failed = |error| Failure::work("paper", "the sheet was not written", format!("--out {out}: {error}"));
        written.map_err(failed)?;
    }
    let Some(printer) = &arguments.print else { return Ok(()) };
    let pages = pages_of(&paper);
    let order = Order { copies: arguments.copies, ..Order::new(uuid::Uuid::now_v7(), &sheet, paper, pages) };
    let situation = given.situation();
    let circumstances = Circumstances {
        language: sheet.language,
        centre: situation.centre.id.clone(),
        mode: Mode::Assisted,
        catalogue: situation.catalogue.number,
    };
    let printer = Some(printer.as_str()).filter(|printer| !printer.is_empty());
    printing::print(data, printer, &order, &situation.event.code, &circumstances)
}

fn sheet(given: &Given, arguments: &Arguments) -> Result<PrintSheet, Failure> {
    let format = match arguments.format.as_str() {
        "strip" => Format::Strip,
        "a5-booklet" => Format::A5Booklet,
        _ => Format::A4,
    };
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
