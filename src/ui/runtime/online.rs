//! What is in front while a visitor is at a page of the State, and the papers that are kept there.

use super::World;
use crate::handout::helper::Part;
use crate::handout::keep::{keep_as, sticks};
use crate::platform::browser::{CLASS, OpenPage, Papers};
use crate::platform::front::{Front, Keeper};
use crate::scan::pdf::{Drawer, is_pdf};
use crate::scan::source::StopScan;
use crate::ui::app::{Message, Reply};
use crate::ui::printing::Kept;
use crate::ui::sheets::SheetNews;
use futures::channel::mpsc;
use iced::Task;
use image::ImageFormat;
use image::imageops::{FilterType, resize};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use tokio::task::spawn_blocking;

/// Keeps in front what is to be there; nothing any more where there is no page.
pub(super) fn front(world: &World, front: Option<Front>) -> Task<Message> {
    let mut keeper = world.keeper.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(front) = front else {
        *keeper = None;
        return Task::none();
    };
    if let Some(keeper) = &*keeper {
        keeper.want(front);
        return Task::none();
    }
    let (told, heard) = mpsc::unbounded();
    *keeper = Some(Keeper::start(CLASS, front, move |seen| {
        tracing::trace!(?seen, "in front");
        let _ = told.unbounded_send(Reply::FrontTold(seen).into());
    }));
    Task::stream(heard)
}

fn papers(world: &World) -> Option<Papers> {
    let page = world.page.lock().unwrap_or_else(PoisonError::into_inner);
    page.as_ref().map(OpenPage::papers)
}

/// Looks what papers are kept.
pub(super) fn look_papers(world: &World) -> Task<Message> {
    let Some(papers) = papers(world) else { return Task::none() };
    Task::future(async move {
        let seen = spawn_blocking(move || papers.list()).await.unwrap_or_default();
        Reply::PapersSeen(seen).into()
    })
}

/// Makes a paper ready to be looked at: its pages as pictures, and it itself. It was made by a stranger; what draws it is a
/// process apart with little time and memory, as for what comes on sticks.
pub(super) fn set_paper(world: &World, number: u64, name: String, width: u16) -> Task<Message> {
    let (news, heard) = mpsc::unbounded();
    let papers = papers(world);
    let work = move || {
        let tell = |said: SheetNews| news.unbounded_send(Reply::SheetCame(number, said).into()).is_ok();
        let drawn = papers.and_then(|papers| papers.read(&name).ok()).and_then(|bytes| {
            let pages = pages_of(&bytes, width)?;
            tell(SheetNews::Came(Part::Pages(pages.len())));
            for page in pages {
                tell(SheetNews::Came(Part::Page(page)));
            }
            Some(tell(SheetNews::Came(Part::Document(bytes))))
        });
        if drawn.is_none() {
            tracing::warn!("a paper from a page of the State cannot be shown");
            tell(SheetNews::Failed);
        }
    };
    let worked = Task::future(async move {
        if let Err(error) = spawn_blocking(work).await {
            tracing::error!(%error, "a paper was not made ready");
        }
        Message::Done
    });
    Task::batch([worked, Task::stream(heard)])
}

/// The pages of a PDF as PNG, so many pixels wide; nothing where it is none, or has too many.
fn pages_of(bytes: &[u8], width: u16) -> Option<Vec<Vec<u8>>> {
    if !is_pdf(bytes) {
        return None;
    }
    let mut pages = Vec::new();
    let taken = Drawer::default().pages(bytes, &StopScan::default(), |page| {
        let png = as_png(&page, width.into());
        let is_good = png.is_some();
        pages.extend(png);
        is_good
    });
    (taken.is_ok() && !pages.is_empty()).then_some(pages)
}

fn as_png(page: &[u8], width: u32) -> Option<Vec<u8>> {
    let drawn = image::load_from_memory_with_format(page, ImageFormat::Pnm).ok()?.into_rgb8();
    let (wide, high) = drawn.dimensions();
    let height = u64::from(high) * u64::from(width) / u64::from(wide.max(1));
    let pixels = resize(&drawn, width.max(1), u32::try_from(height).ok()?.max(1), FilterType::Triangle);
    let mut png = Cursor::new(Vec::new());
    pixels.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

/// Saves papers on the first stick.
pub(super) fn save_papers(world: &World, names: Vec<String>) -> Task<Message> {
    let papers = papers(world);
    Task::future(async move {
        let saved = spawn_blocking(move || {
            let stick = sticks().into_iter().next()?;
            let papers = papers?;
            let save =
                |name: &&String| papers.read(name).ok().and_then(|bytes| saved_as(&stick, name, &bytes)).is_some();
            Some(names.iter().filter(save).count())
        });
        let saved = saved.await.unwrap_or_default().filter(|saved| *saved > 0);
        Reply::PapersSaved(saved).into()
    })
}

/// Keeps a paper that is looked at as a file.
pub(super) fn keep_paper(folder: PathBuf, name: String, pdf: Arc<[u8]>) -> Task<Message> {
    Task::future(async move {
        let on_stick = crate::handout::keep::is_on_stick(&folder);
        let file = spawn_blocking(move || saved_as(&folder, &name, &pdf)).await.unwrap_or_default();
        Reply::SheetKept(Kept { file, on_stick }).into()
    })
}

/// Writes a paper under its own name, as far as that leads nowhere else; gives the name of the file.
fn saved_as(folder: &Path, name: &str, bytes: &[u8]) -> Option<String> {
    let path = Path::new(name);
    let (stem, kind) = (path.file_stem()?.to_str()?, path.extension().and_then(|kind| kind.to_str()).unwrap_or("bin"));
    let written = keep_as(folder, stem, kind, bytes).map_err(|error| tracing::warn!(%error, "a paper was not saved"));
    written.ok()?.file_name().map(|name| name.to_string_lossy().into_owned())
}
