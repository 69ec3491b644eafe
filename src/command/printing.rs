//! Printing without a window: `cups-kiosk sheet --print` and `cups-kiosk printer`.

use super::ground::{records_of, runtime};
use super::{Failure, print as say, print_json};
use crate::account::{Audience, print_said, troubles_said};
use crate::domain::printing::{PrinterState, Told, Trouble};
use crate::domain::record::{Circumstances, EntryFacts};
use crate::domain::text::Language;
use crate::handout::printer::{Order, PrintError, PrintQueue, Printer, chosen};
use crate::i18n::Texts;
use crate::platform::clock::now;
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::store::records::NewEntry;
use futures::StreamExt as _;
use serde::Serialize;

/// The queue of the print system that the configuration names.
pub(super) fn queue(configuration: &Configuration, printer: Option<&str>) -> Result<PrintQueue, Failure> {
    let named = printer.map(str::to_owned).or_else(|| configuration.printer.clone());
    PrintQueue::local(configuration.print_system.as_ref(), named)
        .map_err(|error| Failure::work("printer", "no way to the print system", error.to_string()))
}

/// Prints, says each state in a line, and records what came out where this computer has a journal.
pub(super) fn print(
    data: &DataFolder,
    printer: Option<&str>,
    order: &Order,
    event: Option<&str>,
    circumstances: &Circumstances,
) -> Result<(), Failure> {
    let configuration = configuration(data)?;
    let queue = queue(&configuration, printer)?;
    let texts = Texts::load(Language::En);
    let told = runtime()?.block_on(async {
        if let Err(error) = queue.printer().await {
            return Err(no_printer(&error, printer));
        }
        let mut stream = queue.print(order.clone());
        let mut last = Told::Sending;
        while let Some(told) = stream.next().await {
            say(&lines(&texts, &told));
            last = told;
        }
        Ok(last)
    })?;
    match told.outcome() {
        Some(outcome) => {
            let facts = EntryFacts::of_print(order.record(outcome), event, None, circumstances);
            record(data, &NewEntry { id: order.id, facts, sealed: None })
        }
        None => Err(Failure::work("print", "it is not known to be printed", lines(&texts, &told))),
    }
}

fn record(data: &DataFolder, entry: &NewEntry) -> Result<(), Failure> {
    // A computer that is no terminal has no journal, and is not made one by a print.
    if !data.records().exists() {
        return Ok(());
    }
    let recorded = records_of(data).and_then(|mut records| records.record(entry, None, now()));
    recorded.map(drop).map_err(|error| Failure::work("records", "printed, and not recorded", error.to_string()))
}

fn configuration(data: &DataFolder) -> Result<Configuration, Failure> {
    Configuration::read(&data.configuration())
        .map_err(|error| Failure::input("configuration", "the settings are wrong", error.to_string()))
}

fn no_printer(error: &PrintError, printer: Option<&str>) -> Failure {
    match (error, printer) {
        (PrintError::NoPrinter, Some(name)) => {
            Failure::input("printer", "no such printer", format!("{name}: cups-kiosk printer lists them"))
        }
        _ => Failure::work("printer", "no printer", error.to_string()),
    }
}

/// What is told, in a line.
fn lines(texts: &Texts, told: &Told) -> String {
    let block = print_said(told, Audience::Specialist);
    block.lines.iter().map(|line| texts.say(&line.words)).collect::<Vec<_>>().join(" ")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PrinterView {
    name: String,
    title: String,
    /// Whether sheets are printed on it.
    chosen: bool,
    state: &'static str,
    accepting: bool,
    /// Whether it says what became of a print.
    answers: bool,
    /// What is wrong, in words.
    complaints: Vec<String>,
}

/// `cups-kiosk printer`: the printers and how they are.
pub fn printers(data: &DataFolder, json: bool) -> Result<(), Failure> {
    let configuration = configuration(data).map_err(|failure| failure.json(json))?;
    let queue = queue(&configuration, None).map_err(|failure| failure.json(json))?;
    let all = runtime()?
        .block_on(queue.printers())
        .map_err(|error| Failure::work("printer", "no printers", error.to_string()).json(json))?;
    let chosen = chosen(all.clone(), configuration.printer.as_deref()).ok().map(|printer| printer.name);
    let views: Vec<PrinterView> = all.into_iter().map(|printer| view(printer, chosen.as_deref())).collect();
    if json {
        print_json(&views);
    } else {
        for view in &views {
            let chosen = if view.chosen { ", used" } else { "" };
            let accepting = if view.accepting { "" } else { ", takes nothing" };
            let answers = if view.answers { "" } else { ", does not say what became of a print" };
            let complaints = view.complaints.join(" ");
            let line =
                format!("{} ({}){chosen}: {}{accepting}{answers}. {complaints}", view.name, view.title, view.state);
            say(line.replace(char::is_control, " ").trim_end());
        }
    }
    if chosen.is_some() {
        return Ok(());
    }
    let detail = match &configuration.printer {
        Some(name) => format!("kiosk.toml names {name}, which the print system does not know"),
        None if views.is_empty() => "the print system has none".to_owned(),
        None => "none is the default one, and kiosk.toml names none".to_owned(),
    };
    Err(Failure::work("printer", "no printer is chosen", detail).json(json))
}

fn view(printer: Printer, chosen: Option<&str>) -> PrinterView {
    let state = match printer.seen.state {
        PrinterState::Idle => "idle",
        PrinterState::Processing => "printing",
        PrinterState::Stopped => "stopped",
    };
    PrinterView {
        chosen: chosen == Some(printer.name.as_str()),
        state,
        accepting: printer.seen.accepting,
        answers: printer.seen.answers,
        complaints: complaints(&printer),
        name: printer.name,
        title: printer.title,
    }
}

/// What is wrong with a printer, in words.
pub(super) fn complaints(printer: &Printer) -> Vec<String> {
    let texts = Texts::load(Language::En);
    let troubles: Vec<Trouble> = printer.seen.complaints.iter().map(|complaint| complaint.trouble.clone()).collect();
    troubles_said(&troubles, Audience::Specialist).iter().map(|line| texts.say(&line.words)).collect()
}
