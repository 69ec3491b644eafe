//! What is in front while a visitor is at a page of the State, and the papers that are kept there.

use super::World;
use super::aside::aside;
use super::sheets::{Making, tell};
use crate::handout::helper::Part;
use crate::handout::keep::{keep_as, sticks};
use crate::platform::browser::{CLASS, OpenPage, Papers};
use crate::platform::front::{Front, Keeper};
use crate::scan::pdf::{Drawer, is_pdf};
use crate::scan::source::StopScan;
use crate::ui::app::{Message, Reply};
use crate::ui::picture::png_of_pnm;
use crate::ui::printing::{Kept, Saved};
use crate::ui::sheets::SheetNews;
use futures::channel::mpsc;
use iced::Task;
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

/// Makes a paper ready to be looked at: each page as a picture as soon as it is drawn, and last it itself, when all of it can be
/// seen. It was made by a stranger; what draws it is a process apart with little time and memory, as for what comes on sticks,
/// and steps back behind the window.
pub(super) fn set_paper(world: &World, number: u64, name: String, width: u16) -> Task<Message> {
    let (own, before) = Making::begin(world);
    let papers = papers(world);
    let (news, heard) = mpsc::unbounded();
    let other = news.clone();
    let work = move || {
        before.stop();
        let bytes = papers.and_then(|papers| papers.read(&name).ok());
        let shown = bytes.is_some_and(|bytes| {
            let tell = |part| tell(&news, number, SheetNews::Came(part));
            give_pages(&bytes, width, &own.drawing, tell) && tell(Part::Document(bytes))
        });
        if !shown && !own.drawing.is_stopped() {
            tracing::warn!("a paper from a page of the State cannot be shown");
            tell(&news, number, SheetNews::Failed);
        }
    };
    if let Err(error) = aside(work) {
        tracing::error!(%error, "a paper was not made ready");
        tell(&other, number, SheetNews::Failed);
    }
    // The end of what is heard is the end of the work.
    drop(other);
    Task::stream(heard)
}

/// Gives the pages of a PDF as PNG, so many pixels wide, each as it is drawn, their number before the first. Says whether all
/// of them came, and are wanted.
fn give_pages(bytes: &[u8], width: u16, stop: &StopScan, give: impl Fn(Part) -> bool) -> bool {
    if !is_pdf(bytes) {
        return false;
    }
    let mut left = None;
    let drawn = Drawer::default().pages(bytes, stop, |pages, page| {
        let is_begun = left.is_some() || give(Part::Pages(pages));
        let given = is_begun && png_of_pnm(&page, width.into()).is_some_and(|png| give(Part::Page(png)));
        let before = left.unwrap_or(pages);
        left = Some(if given { before - 1 } else { before });
        given
    });
    drawn.is_ok() && left == Some(0)
}

/// Saves papers on the first stick.
pub(super) fn save_papers(world: &World, names: Vec<String>) -> Task<Message> {
    let papers = papers(world);
    Task::future(async move {
        let saved = spawn_blocking(move || {
            let stick = sticks().into_iter().next()?;
            let papers = papers?;
            let save = |name: &String| papers.read(name).ok().and_then(|bytes| saved_as(&stick, name, &bytes));
            let left: Vec<String> = names.iter().filter(|name| save(name).is_none()).cloned().collect();
            Some(Saved { number: names.len() - left.len(), left })
        });
        Reply::PapersSaved(saved.await.unwrap_or_default()).into()
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
