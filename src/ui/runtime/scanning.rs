//! Papers come in beside the window: no frame waits for a scanner or the disk, and a page is told of once it is kept.

use super::World;
use super::aside::aside;
use crate::domain::scanning::ScanTrouble;
use crate::handout::keep::sticks;
use crate::scan::pdf::{Drawer, is_active, is_pdf};
use crate::scan::source::{Scanner, StopScan, pictures, read_picture};
use crate::scan::{PageError, page};
use crate::store::pages::Pages;
use crate::store::vault::KeyRing;
use crate::ui::app::{Message, Reply};
use crate::ui::picture::Picture;
use crate::ui::scanning::{Origin, PagesRead, ScanNews, ScanOrder};
use futures::channel::mpsc;
use iced::Task;
use std::sync::PoisonError;
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// Has papers come in.
pub(super) fn scan(world: &World, order: ScanOrder) -> Task<Message> {
    let stop = StopScan::default();
    let before = std::mem::replace(&mut *world.scan.lock().unwrap_or_else(PoisonError::into_inner), stop.clone());
    let (pages, scanner, id) = (world.pages.clone(), world.scanner.clone(), order.id);
    let (news, heard) = mpsc::unbounded();
    let other = news.clone();
    let work = move || {
        before.stop();
        let tell = |said: ScanNews| news.unbounded_send(Reply::ScanTold(id, said).into()).is_ok();
        come_in(&scanner, &pages, &order, &stop, tell);
    };
    if let Err(error) = aside(work) {
        tracing::error!(%error, "papers do not come in");
        for said in [ScanNews::Trouble(ScanTrouble::Other), ScanNews::Ended] {
            let _ = other.unbounded_send(Reply::ScanTold(id, said).into());
        }
    }
    // The end of what is heard is the end of the work.
    drop(other);
    Task::stream(heard)
}

/// Takes in what comes, and tells of each page once it is kept. The last that is told is the end.
pub fn come_in(scanner: &Scanner, pages: &Pages, order: &ScanOrder, stop: &StopScan, tell: impl Fn(ScanNews) -> bool) {
    let take = |picture: Vec<u8>| match kept(pages, order, &picture) {
        Ok(news) => tell(news),
        // The next sheet may be kept all the same, unless there is no room.
        Err(trouble) => tell(ScanNews::Trouble(trouble)) && trouble != ScanTrouble::DiskFull,
    };
    let result = match &order.origin {
        Origin::Scanner(tray) => scanner.scan(*tray, stop, take),
        Origin::Place(place) => pictures(place).map(|files| {
            for file in files {
                let go_on = match read_picture(&file) {
                    Ok(file) if is_pdf(&file) => from_pdf(&file, stop, take, &tell),
                    Ok(picture) => take(picture),
                    Err(trouble) => tell(ScanNews::Trouble(trouble)),
                };
                if !go_on || stop.is_stopped() {
                    break;
                }
            }
        }),
    };
    if let Err(trouble) = result {
        tracing::warn!(?trouble, "no further sheet came");
        tell(ScanNews::Trouble(trouble));
    }
    tell(ScanNews::Ended);
}

/// Takes the pages of a PDF in. Says whether the next file is wanted.
fn from_pdf(file: &[u8], stop: &StopScan, take: impl Fn(Vec<u8>) -> bool, tell: impl Fn(ScanNews) -> bool) -> bool {
    let mut wanted = true;
    let drawn = Drawer::default().pages(file, stop, |_, page| {
        wanted = take(page);
        wanted
    });
    let active = is_active(file).then_some(ScanTrouble::PdfActive);
    let troubles = drawn.err().into_iter().chain(active);
    troubles.fold(wanted, |wanted, trouble| tell(ScanNews::Trouble(trouble)) && wanted)
}

fn kept(pages: &Pages, order: &ScanOrder, picture: &[u8]) -> Result<ScanNews, ScanTrouble> {
    let page = page(picture).map_err(|error| match error {
        PageError::Unreadable => ScanTrouble::Unreadable,
        PageError::TooLarge => ScanTrouble::TooLarge,
        PageError::Pdf => ScanTrouble::Pdf,
    })?;
    let place = (order.case, Uuid::now_v7());
    let kept = pages.keep(&order.keys, place, order.paper.as_deref(), (&page.jpeg, &page.flaws));
    kept.map(ScanNews::Kept).map_err(|error| {
        tracing::error!(%error, "a page was not kept");
        if error.is_full() { ScanTrouble::DiskFull } else { ScanTrouble::NotKept }
    })
}

/// No further page comes.
pub(super) fn stop_scan(world: &World) -> Task<Message> {
    std::mem::take(&mut *world.scan.lock().unwrap_or_else(PoisonError::into_inner)).stop();
    Task::none()
}

/// Looks what lies here of a case.
pub(super) fn read_pages(world: &World, case: Uuid, keys: KeyRing) -> Task<Message> {
    let pages = world.pages.clone();
    let look = move || {
        let (lying, room) = (pages.of(&keys, case), pages.room());
        PagesRead { case, lying, room, places: sticks() }
    };
    Task::future(async move {
        match spawn_blocking(look).await {
            Ok(read) => Reply::PagesRead(read).into(),
            Err(error) => {
                tracing::error!(%error, "pages were not looked for");
                Message::Done
            }
        }
    })
}

/// Makes a page ready to be shown.
pub(super) fn draw(world: &World, (case, page): (Uuid, Uuid), keys: KeyRing, width: u32) -> Task<Message> {
    let pages = world.pages.clone();
    let draw = move || {
        let read = pages.read(&keys, case, page);
        let jpeg = read.inspect_err(|error| tracing::error!(%error, "a page does not open")).ok()?;
        Picture::of_jpeg(&jpeg, width)
    };
    Task::future(async move { Reply::CasePageDrawn(page, spawn_blocking(draw).await.unwrap_or_default()).into() })
}

/// Takes a page away.
pub(super) fn take_out(world: &World, case: Uuid, page: Uuid) -> Task<Message> {
    let pages = world.pages.clone();
    Task::future(async move {
        if let Ok(Err(error)) = spawn_blocking(move || pages.take_out(case, page)).await {
            // It is seen again where the case is opened, and can be taken out again.
            tracing::error!(%error, "a page was not taken away");
        }
        Message::Done
    })
}
