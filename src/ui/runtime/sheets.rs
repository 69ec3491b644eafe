//! Sheets are made by a process of their own and drawn beside the window: no frame waits for them.

use super::World;
use super::aside::{aside, beside};
use crate::handout::helper::{HelperError, Part, Stop, pages};
use crate::handout::print::PrintSheet;
use crate::scan::source::StopScan;
use crate::ui::app::{Message, Reply};
use crate::ui::picture::Picture;
use crate::ui::sheets::{Drawing, SheetNews};
use futures::channel::mpsc::{UnboundedSender, unbounded};
use iced::Task;
use std::sync::PoisonError;
use tokio::task::spawn_blocking;

/// By which what is being made ready is stopped, whoever makes it: the helper, or what draws a paper of somebody else.
#[derive(Clone, Default)]
pub struct Making {
    pub(super) helper: Stop,
    pub(super) drawing: StopScan,
}

impl Making {
    /// Ends it.
    pub(super) fn stop(&self) {
        self.drawing.stop();
        self.helper.stop();
    }

    /// One that begins now, in the place of any other; gives that one too, to be stopped.
    pub(super) fn begin(world: &World) -> (Self, Self) {
        let own = Self::default();
        let mut slot = world.sheet.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *slot, own.clone());
        (own, before)
    }
}

/// Tells what comes of the sheet with this number; false where nobody hears it any more.
pub(super) fn tell(news: &UnboundedSender<Message>, number: u64, said: SheetNews) -> bool {
    news.unbounded_send(Reply::SheetCame(number, said).into()).is_ok()
}

/// Has a sheet made ready, in the place of any other. One for which nobody waits yet steps back behind the window, and so
/// does the helper that makes it.
pub(super) fn set_sheet(world: &World, number: u64, sheet: PrintSheet, width: u16, ahead: bool) -> Task<Message> {
    let (own, before) = Making::begin(world);
    let helper = world.helper.clone();
    let (news, heard) = unbounded();
    let other = news.clone();
    let work = move || {
        before.stop();
        let made = match helper {
            Some(helper) => pages(&helper, &sheet, width, &own.helper, |part| {
                if matches!(part, Part::Document(_)) {
                    tracing::debug!(ahead, "a sheet was made");
                }
                tell(&news, number, SheetNews::Came(part))
            }),
            None => Err(HelperError::Missing),
        };
        if let Err(error) = made {
            // It says nothing of what stands on the sheet.
            tracing::warn!(%error, "a sheet was not made");
            tell(&news, number, SheetNews::Failed);
        }
    };
    if !ahead {
        return Task::batch([beside("a sheet was not made", work), Task::stream(heard)]);
    }
    if let Err(error) = aside(work) {
        tracing::warn!(%error, "nothing is set ahead");
        tell(&other, number, SheetNews::Failed);
    }
    // The end of what is heard is the end of the work.
    drop(other);
    Task::stream(heard)
}

/// Nobody waits for the sheet any more.
pub(super) fn stop_sheet(world: &World) -> Task<Message> {
    let making = std::mem::take(&mut *world.sheet.lock().unwrap_or_else(PoisonError::into_inner));
    beside("a sheet was not stopped", move || making.stop())
}

/// Makes a page ready to be shown.
pub(super) fn draw_page(Drawing { number, page, png }: Drawing, width: u32) -> Task<Message> {
    Task::future(async move {
        let drawn = spawn_blocking(move || Picture::of(page, &png, width)).await.unwrap_or_default();
        Reply::PageDrawn(number, drawn).into()
    })
}
