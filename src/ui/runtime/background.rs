//! What is done with the catalogue while nobody waits for it: bringing the search index to hand, looking at all of it.

use crate::domain::shelf::Damaged;
use crate::ui::app::{Message, Reply};
use crate::ui::effect::Source;
use iced::Task;
use std::sync::Arc;
use std::time::Duration;

/// How long after its start the program looks at all of its catalogue: the first page, and whoever waits for it, come
/// first.
const SETTLED: Duration = Duration::from_secs(20);

/// How many of the places that are not understood the log names; the specialist is told how many there are.
const NAMED: usize = 50;

/// Looks at all of a catalogue, and makes its search index ready.
pub(super) fn examine(source: Source) -> Task<Message> {
    let work = async move {
        tokio::time::sleep(SETTLED).await;
        let shelf = Arc::clone(&source.0);
        let examined = tokio::task::spawn_blocking(move || {
            let left_out = shelf.examine()?;
            shelf.prepare_index()?;
            Ok(left_out)
        });
        let examined = examined.await.unwrap_or_else(|error| Err(Damaged(error.to_string())));
        for line in examined.iter().flatten().take(NAMED) {
            tracing::warn!(line, "not understood in the catalogue");
        }
        (source, examined)
    };
    Task::perform(work, |(source, examined)| Message::Reply(Reply::Examined(source, examined)))
}

/// Brings the search index to hand.
pub(super) fn load_index(source: Source) -> Task<Message> {
    let work = async move {
        let loaded = tokio::task::spawn_blocking(move || source.0.load_index().map(drop));
        loaded.await.unwrap_or_else(|error| Err(Damaged(error.to_string())))
    };
    Task::perform(work, |loaded| Message::Reply(Reply::IndexLoaded(loaded)))
}
