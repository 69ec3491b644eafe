//! What goes by itself, and what goes because a person pressed "Send now": the setting, as it stands in the file of settings, and
//! by which the window and the lanes of the runner hear of each other.

use crate::platform::configuration::Configuration;
use crate::sync::planner::leave::{Leave, Went};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Notify, watch};

/// Whether sending goes by itself on this computer. The file is read each time, so that what a command beside the window writes
/// counts within the next round, and what was written holds after a restart, a kill and a power cut.
#[derive(Clone, Debug)]
pub struct Automatic {
    settings: PathBuf,
    last: Arc<AtomicBool>,
}

impl Automatic {
    /// As the file of settings at this place says. While nobody can read what it says, nothing goes.
    #[must_use]
    pub fn of(settings: &Path) -> Self {
        let automatic = Self { settings: settings.to_owned(), last: Arc::default() };
        let _ = automatic.read();
        automatic
    }

    /// Reads what the file says now; one that is wrong meanwhile changes nothing.
    #[must_use]
    pub fn read(&self) -> bool {
        match Configuration::read(&self.settings) {
            Ok(read) => self.last.store(read.automatic_sending, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "whether sending goes by itself is as it was"),
        }
        self.last()
    }

    /// What it said last.
    #[must_use]
    pub fn last(&self) -> bool {
        self.last.load(Ordering::Relaxed)
    }

    /// The leave of one lane.
    pub(super) fn lane(&self, wake: &Wake) -> Lane {
        Lane { automatic: self.clone(), asked: wake.asked.subscribe(), leave: Leave::default(), count: 0 }
    }
}

/// By which the window wakes whoever syncs.
#[derive(Clone, Debug, Default)]
pub struct Wake {
    pub(super) recorded: Arc<Notify>,
    asked: watch::Sender<u64>,
}

impl Wake {
    /// Something was recorded or changed: it goes at once where sending goes by itself.
    pub fn recorded(&self) {
        self.recorded.notify_one();
    }

    /// Somebody asks that all that waits goes now, once, whatever the setting.
    pub fn ask(&self) {
        self.asked.send_modify(|count| *count += 1);
    }
}

/// What one lane of the runner may do now.
pub(super) struct Lane {
    automatic: Automatic,
    asked: watch::Receiver<u64>,
    leave: Leave,
    /// How many askings there were as the round at hand began.
    count: u64,
}

impl Lane {
    /// Whether a round goes now.
    pub(super) async fn goes(&mut self) -> bool {
        self.count = *self.asked.borrow_and_update();
        let automatic = self.automatic.clone();
        let by_itself = tokio::task::spawn_blocking(move || automatic.read()).await.unwrap_or(false);
        self.leave.goes(by_itself, self.count)
    }

    /// Whether somebody asked for the round at hand.
    pub(super) const fn is_asked(&self) -> bool {
        self.leave.is_asked(self.count)
    }

    /// Whether the relay of the room is to be told that somebody asked for the round at hand.
    pub(super) const fn presses(&self) -> bool {
        self.leave.presses(self.count)
    }

    /// Whether it goes by itself, as the setting was read for the round at hand.
    pub(super) fn is_automatic(&self) -> bool {
        self.automatic.last()
    }

    /// After the round.
    pub(super) const fn went(&mut self, went: Went) {
        self.leave.went(self.count, went);
    }

    /// Is done when somebody asks.
    pub(super) async fn asked(&mut self) {
        if self.asked.changed().await.is_err() {
            // Nobody can ask any more.
            std::future::pending::<()>().await;
        }
    }
}
