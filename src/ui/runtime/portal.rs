//! The page of the State is opened beside the window, and followed until it is closed.

use super::World;
use crate::domain::portal::Opening;
use crate::platform::browser::Shown;
use crate::ui::app::{Message, Reply};
use futures::channel::mpsc;
use iced::Task;
use std::sync::PoisonError;

/// Opens it, in the place of any other.
pub(super) fn open(world: &World, opening: Opening, shown: Shown) -> Task<Message> {
    let (news, heard) = mpsc::unbounded();
    let id = opening.id();
    let page = world.browser.open(opening, shown, move |told| {
        tracing::debug!(?told, "page of the State");
        let _ = news.unbounded_send(Reply::PortalTold(id, told).into());
    });
    // The one before ends with this.
    *world.page.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
    Task::stream(heard)
}

/// Closes it.
pub(super) fn close(world: &World) -> Task<Message> {
    *world.page.lock().unwrap_or_else(PoisonError::into_inner) = None;
    Task::none()
}
