//! A stick is written and read beside the window.

use super::World;
use crate::handout::keep::sticks;
use crate::platform::clock;
use crate::store::vault::KeyRing;
use crate::sync::runner::stick::{NotCarried, bring, take_along};
use crate::sync::runner::{SharedRecords, with_records};
use crate::ui::app::{Message, Reply};
use crate::ui::page::specialist::{CameByStick, RoomNow};
use iced::Task;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Looks what sticks are in.
pub(super) fn find() -> Task<Message> {
    Task::future(async move { Reply::SticksFound(spawn_blocking(sticks).await.unwrap_or_default()).into() })
}

fn records_of(world: &World) -> Result<SharedRecords, NotCarried> {
    world.records.as_ref().map(Arc::clone).map_err(|error| NotCarried::Records(error.clone()))
}

/// Puts on a stick what waits here.
pub(super) fn along(world: &World, place: PathBuf, keys: KeyRing) -> Task<Message> {
    let (records, way) = (records_of(world), world.way.clone());
    Task::future(async move {
        let done = match records {
            Ok(records) => take_along(&records, &way, &keys, place, clock::now()).await,
            Err(error) => Err(error),
        };
        Reply::TakenAlong(done.inspect_err(|error| tracing::warn!(%error, "nothing was taken along"))).into()
    })
}

/// Takes over what others put on a stick.
pub(super) fn brought(world: &World, place: PathBuf, keys: KeyRing) -> Task<Message> {
    let (records, mut way) = (records_of(world), world.way.clone());
    let (news, heard) = futures::channel::mpsc::unbounded();
    let work = Task::future(async move {
        let done = async {
            let records = records?;
            let brought = bring(&records, &mut way, &keys, place, clock::now()).await?;
            if brought.catalogue.is_some()
                && let Ok(found) = way.cache.in_use()
            {
                let root = with_records(&records, |records| {
                    Ok(records.identity().enrolment.as_ref().and_then(|known| known.catalogue_root.clone()))
                });
                let standing = way.standing(root.await?.as_deref());
                let _ = news.unbounded_send(Reply::CatalogueLook(standing, Some(found.shelf)).into());
            }
            let known = with_records(&records, move |records| {
                let now = RoomNow { cases: records.cases(&keys)?, people: records.people()? };
                Ok((records.specialists()?, now))
            });
            let (specialists, now) = known.await?;
            Ok(Box::new(CameByStick { brought, specialists, now }))
        };
        let done: Result<_, NotCarried> = done.await;
        Reply::Brought(done.inspect_err(|error| tracing::warn!(%error, "nothing was brought"))).into()
    });
    Task::batch([Task::stream(heard), work])
}
