//! What the set-up asks of this computer is done beside the window: looking for its equipment, writing its settings, looking at
//! all of it, a page for a trial.

use super::{Running, World};
use crate::domain::printing::{Told, Trouble};
use crate::domain::setup::{Setting, SettingValue};
use crate::handout::helper::paper;
use crate::handout::print::PrintSheet;
use crate::handout::printer::{Order, PrintQueue, Printer, pages_of};
use crate::platform::configuration::{Configuration, NotWritten, write_settings};
use crate::platform::display;
use crate::scan::source::Scanner;
use crate::ui::app::{Message, Reply};
use crate::ui::set_up::{Equipment, FoundPrinter};
use futures::StreamExt as _;
use futures::channel::mpsc;
use iced::Task;
use std::time::Duration;
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// How long is waited for scanners to name themselves: those of a network take their time.
const PATIENCE: Duration = Duration::from_secs(30);

impl Running {
    /// Takes other settings into use, as far as they are about more than the window.
    pub(super) fn take_settings(&mut self, configuration: &Configuration) {
        let queue = PrintQueue::local(configuration.print_system.as_ref(), configuration.printer.clone());
        let queue = queue.inspect_err(|error| tracing::warn!(%error, "nothing can be printed")).ok();
        let world = &mut self.world;
        world.queue = queue;
        world.scanner = Scanner::default().named(configuration.scanner.clone());
        world.folder.clone_from(&configuration.print_folder);
        world.retention_days = configuration.retention_days;
    }
}

/// Looks what equipment there is.
pub(super) fn look_around(world: &World) -> Task<Message> {
    let queue = world.queue.clone();
    Task::future(async move {
        let asked = match queue {
            Some(queue) => queue.printers().await.map_err(|error| tracing::debug!(%error, "no printers")).ok(),
            None => None,
        };
        let looked = spawn_blocking(|| {
            let scanners = Scanner::default().with_patience(PATIENCE).devices();
            (
                scanners.inspect_err(|trouble| tracing::debug!(?trouble, "no scanners")).unwrap_or_default(),
                display::measured(),
            )
        });
        let (scanners, screen) = looked.await.unwrap_or_default();
        let print_system = asked.is_some();
        let printers = asked.unwrap_or_default().into_iter().map(found).collect();
        Reply::LookedAround(Equipment { printers, print_system, scanners, screen }).into()
    })
}

fn found(printer: Printer) -> FoundPrinter {
    FoundPrinter {
        name: printer.name,
        title: printer.title,
        default: printer.default,
        state: printer.seen.state,
        accepting: printer.seen.accepting,
        troubles: printer.seen.complaints.into_iter().map(|complaint| complaint.trouble).collect(),
    }
}

/// Writes settings.
pub(super) fn write(world: &World, settings: Vec<Setting>) -> Task<Message> {
    let (path, begun) = (world.settings.clone(), world.set_up_begun.clone());
    Task::future(async move {
        let failed = NotWritten::Disk { path: path.display().to_string(), reason: String::new(), full: false };
        let written = spawn_blocking(move || {
            let written = write_settings(&path, &settings)?;
            // It was set up: after a power cut from now on nobody who visits it is asked. Mostly there is no such file.
            let _ = std::fs::remove_file(begun);
            Ok(written)
        })
        .await
        .unwrap_or(Err(failed));
        if let Err(error) = &written {
            tracing::error!(%error, "the settings were not written");
        }
        Reply::SettingsWritten(written.map(Box::new)).into()
    })
}

/// Switches sending by itself on or off.
pub(super) fn switch_sending(world: &World, on: bool) -> Task<Message> {
    let path = world.settings.clone();
    Task::future(async move {
        let failed = NotWritten::Disk { path: path.display().to_string(), reason: String::new(), full: false };
        let setting = Setting { name: "automatic_sending", value: SettingValue::Switch(on) };
        let written = spawn_blocking(move || write_settings(&path, &[setting])).await.unwrap_or(Err(failed));
        Reply::SendingSwitched(written.map(Box::new)).into()
    })
}

/// Looks at all of this computer.
pub(super) fn look_over(world: &World) -> Task<Message> {
    let look = std::sync::Arc::clone(&world.look_over);
    Task::future(async move {
        let found = spawn_blocking(move || look()).await;
        let found = found.inspect_err(|error| tracing::error!(%error, "this computer was not looked at"));
        Reply::LookedOver(found.unwrap_or_default()).into()
    })
}

/// Prints a page for a trial on a printer, whichever the settings name.
pub(super) fn print_trial(world: &World, id: Uuid, printer: String, sheet: PrintSheet) -> Task<Message> {
    let failed = |trouble| Task::done(Reply::TrialTold(id, Told::Failed(vec![trouble])).into());
    let Some(helper) = world.helper.clone() else { return failed(Trouble::SetUp) };
    let Some(queue) = world.queue.as_ref().map(|queue| queue.on(printer)) else {
        return failed(Trouble::NoPrintSystem);
    };
    let (news, heard) = mpsc::unbounded();
    let work = Task::future(async move {
        let tell = |told: Told| {
            let _ = news.unbounded_send(Reply::TrialTold(id, told).into());
        };
        let set = spawn_blocking(move || paper(&helper, &sheet).map(|pdf| (sheet, pdf))).await;
        match set {
            Ok(Ok((sheet, pdf))) => {
                let pages = pages_of(&pdf);
                let mut stream = queue.print(Order::new(id, &sheet, pdf, pages));
                while let Some(told) = stream.next().await {
                    tell(told);
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the page for a trial was not made");
                tell(Told::Failed(vec![Trouble::SetUp]));
            }
            Err(error) => {
                tracing::error!(%error, "the page for a trial was not made");
                tell(Told::Failed(vec![Trouble::SetUp]));
            }
        }
        Message::Done
    });
    Task::batch([work, Task::stream(heard)])
}
