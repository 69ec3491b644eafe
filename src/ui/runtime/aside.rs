//! Work that no frame waits for: beside the window, or behind it.

use crate::platform::process::step_back;
use crate::ui::app::Message;
use iced::Task;
use std::thread::{Builder, JoinHandle};
use tokio::task::spawn_blocking;

/// Does work in a thread that steps back behind the window's, with whatever it starts: drawing and encoding pages takes all
/// that a computer has.
///
/// # Errors
/// When the system gives no thread.
pub fn aside(work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name("aside".to_owned()).spawn(move || {
        step_back();
        work();
    })
}

/// Does work beside the window, and says in the log when it fell.
pub(super) fn beside(fallen: &'static str, work: impl FnOnce() + Send + 'static) -> Task<Message> {
    Task::future(async move {
        if let Err(error) = spawn_blocking(work).await {
            tracing::error!(%error, "{fallen}");
        }
        Message::Done
    })
}
