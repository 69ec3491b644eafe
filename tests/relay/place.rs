//! A room: a hub, its outer line, the relay's program, and terminals that go by it.

use crate::ground::{Ground, Running};
use crate::kiosk::Kiosk;
use crate::line::Line;
pub use crate::program::{Relay, code_of, go_by};
use rusqlite::Connection;
use std::time::Duration;
use tempfile::TempDir;

/// A hub, a room's outer line and the folder of its relay.
pub struct Room {
    pub ground: Ground,
    pub hub: Running,
    pub line: Line,
    pub relay: TempDir,
}

impl Room {
    pub fn new() -> Self {
        let ground = Ground::new();
        let hub = ground.start();
        let line = Line::to(&hub.address);
        Self { ground, hub, line, relay: tempfile::tempdir().unwrap() }
    }

    pub fn relay(&self) -> Relay {
        self.relay_at("127.0.0.1:0")
    }

    pub fn relay_at(&self, address: &str) -> Relay {
        Relay::start(self.relay.path(), &self.line.address, address)
    }

    pub fn database(&self) -> Connection {
        let connection = Connection::open(self.relay.path().join("relay.sqlite")).unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection
    }

    /// A terminal that is enrolled at the hub and goes by the relay.
    pub fn kiosk(&self, relay: &Relay) -> Kiosk {
        let kiosk = Kiosk::enrolled(&self.ground, &self.hub);
        go_by(&kiosk, &code_of(self.relay.path(), &relay.address));
        kiosk
    }
}
