//! The clipboard of the system: the one place of the program that writes it. What is copied in the window's own fields stays
//! in the window, see [`Pocket`](crate::ui::widget::Pocket).

use super::World;
use crate::ui::app::{Message, Reply};
use crate::ui::portal::OneField;
use iced::{Task, clipboard};

/// Puts one field there.
pub(super) fn copy(world: &World, field: &OneField) -> Task<Message> {
    if let Err(error) = world.copied.note(field.as_str()) {
        // What could not be taken out again after a crash is not put there.
        tracing::warn!(%error, "nothing was copied");
        return Task::done(Reply::NotCopied.into());
    }
    clipboard::write(field.as_str().to_owned())
}

/// Takes it out again. What somebody else put there since is left alone.
pub(super) fn forget(world: &World) -> Task<Message> {
    if !world.copied.is_any() {
        return Task::none();
    }
    let (copied, begun) = (world.copied.clone(), world.copied.now());
    clipboard::read().then(move |found| {
        // Another field was copied meanwhile: that one has its own time.
        if !copied.is_still(&begun) {
            return Task::none();
        }
        // What cannot be read may be ours.
        let ours = found.is_none_or(|found| copied.is_ours(&found));
        copied.forget();
        if ours { clipboard::write(String::new()) } else { Task::none() }
    })
}
