//! Sheets are made by a process of their own and drawn beside the window: no frame waits for them.

use super::World;
use crate::handout::helper::{HelperError, Stop, pages};
use crate::handout::print::PrintSheet;
use crate::ui::app::{Message, Reply};
use crate::ui::picture::Picture;
use crate::ui::sheets::{Drawing, SheetNews};
use futures::channel::mpsc;
use iced::Task;
use std::sync::PoisonError;
use tokio::task::spawn_blocking;

/// Has a sheet made ready, in the place of any other.
pub(super) fn set_sheet(world: &World, number: u64, sheet: PrintSheet, width: u16) -> Task<Message> {
    let stop = Stop::default();
    let before = std::mem::replace(&mut *world.sheet.lock().unwrap_or_else(PoisonError::into_inner), stop.clone());
    let helper = world.helper.clone();
    let (news, heard) = mpsc::unbounded();
    let work = move || {
        before.stop();
        let tell = |said: SheetNews| news.unbounded_send(Reply::SheetCame(number, said).into()).is_ok();
        let made = match helper {
            Some(helper) => pages(&helper, &sheet, width, &stop, |part| tell(SheetNews::Came(part))),
            None => Err(HelperError::Missing),
        };
        if let Err(error) = made {
            // It says nothing of what stands on the sheet.
            tracing::warn!(%error, "a sheet was not made");
            tell(SheetNews::Failed);
        }
    };
    let worked = Task::future(async move {
        if let Err(error) = spawn_blocking(work).await {
            tracing::error!(%error, "a sheet was not made");
        }
        Message::Done
    });
    Task::batch([worked, Task::stream(heard)])
}

/// Nobody waits for the sheet any more.
pub(super) fn stop_sheet(world: &World) -> Task<Message> {
    let stop = std::mem::take(&mut *world.sheet.lock().unwrap_or_else(PoisonError::into_inner));
    Task::future(async move {
        let stopped = spawn_blocking(move || stop.stop()).await;
        if let Err(error) = stopped {
            tracing::warn!(%error, "a sheet was not stopped");
        }
        Message::Done
    })
}

/// Makes a page ready to be shown.
pub(super) fn draw_page(Drawing { number, page, png }: Drawing, width: u32) -> Task<Message> {
    Task::future(async move {
        let drawn = spawn_blocking(move || Picture::of(page, &png, width)).await.unwrap_or_default();
        Reply::PageDrawn(number, drawn).into()
    })
}
