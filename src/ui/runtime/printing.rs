//! Prints are given to the print system beside the window, and followed to their end.

use super::World;
use crate::domain::month::Month;
use crate::domain::printing::{Told, Trouble};
use crate::handout::keep::{is_on_stick, keep, keep_as, sticks};
use crate::handout::print::PrintSheet;
use crate::handout::printer::{Order, Printer};
use crate::ui::app::{Message, Reply};
use crate::ui::printing::{Equipment, Kept};
use futures::StreamExt as _;
use iced::Task;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// Looks what there is to print with.
pub(super) fn find_printer(world: &World) -> Task<Message> {
    let (queue, folder) = (world.queue.clone(), world.folder.clone());
    Task::future(async move {
        let printer = match queue {
            Some(queue) => queue.printer().await.map_err(|error| tracing::debug!(%error, "no printer")).ok(),
            None => None,
        };
        let roll = printer.as_ref().is_some_and(Printer::takes_roll);
        let places = spawn_blocking(move || sticks().into_iter().chain(folder).collect()).await.unwrap_or_default();
        Reply::Equipped(Equipment { printer: printer.is_some(), roll, places }).into()
    })
}

/// Prints, and tells what comes of it.
pub(super) fn print(world: &World, order: Order) -> Task<Message> {
    let id = order.id;
    match &world.queue {
        Some(queue) => Task::stream(queue.print(order).map(move |told| Reply::PrintTold(id, told).into())),
        None => Task::done(Reply::PrintTold(id, Told::Failed(vec![Trouble::NoPrintSystem])).into()),
    }
}

/// Takes a print back; what came of it is told by the print itself.
pub(super) fn cancel_print(world: &World, order: Uuid) -> Task<Message> {
    let Some(queue) = world.queue.clone() else { return Task::none() };
    Task::future(async move {
        if let Err(error) = queue.cancel(order).await {
            tracing::debug!(%error, "a print was not taken back");
        }
        Message::Done
    })
}

/// No print of a visit stays behind.
pub(super) fn clear_prints(world: &World) -> Task<Message> {
    let Some(queue) = world.queue.clone() else { return Task::none() };
    Task::future(async move {
        if let Err(error) = queue.clear().await {
            tracing::warn!(%error, "the print system may still hold prints");
        }
        Message::Done
    })
}

/// Keeps a sheet as a file.
pub(super) fn keep_sheet(folder: PathBuf, sheet: Arc<PrintSheet>, pdf: Arc<[u8]>) -> Task<Message> {
    Task::future(async move {
        let on_stick = is_on_stick(&folder);
        let kept = spawn_blocking(move || keep(&folder, &sheet, &pdf)).await;
        let file = match kept {
            Ok(Ok(path)) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a sheet was not kept");
                None
            }
            Err(error) => {
                tracing::error!(%error, "a sheet was not kept");
                None
            }
        };
        Reply::SheetKept(Kept { file, on_stick }).into()
    })
}

/// Keeps the file of a month.
pub(super) fn keep_month(folder: PathBuf, month: Month, content: Arc<[u8]>) -> Task<Message> {
    Task::future(async move {
        let name = format!("month-{month}");
        let kept = spawn_blocking(move || keep_as(&folder, &name, "csv", &content)).await;
        let kept = match kept {
            Ok(Ok(_)) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a month was not kept");
                false
            }
            Err(error) => {
                tracing::error!(%error, "a month was not kept");
                false
            }
        };
        Reply::MonthKept(kept).into()
    })
}
