//! What the desk says of the line, the relay and the disk.

use super::Stage;
use cups_kiosk::domain::gauge::Gauge;
use cups_kiosk::store::records::OutboxStatus;
use cups_kiosk::sync::reason::{Contact, Reason};
use cups_kiosk::sync::runner::SyncStatus;
use cups_kiosk::ui::app::Reply;
use iced::keyboard::key::Named;

/// The desk with a case.
pub fn desk(stage: &mut Stage) {
    super::reaches::case(stage);
    stage.key(Named::Escape);
}

/// What was saved and where it is.
pub fn outbox(stage: &mut Stage) {
    desk(stage);
    stage.control('j');
}

fn waits(stage: &Stage, kept: u64) -> SyncStatus {
    let since = "2026-11-18T07:40:00Z".parse().ok();
    // Counted after what was recorded last: an older count is none.
    let newest = stage.app.sync().outbox.newest;
    let outbox = OutboxStatus { waiting: 23, kept, since, newest, ..OutboxStatus::default() };
    SyncStatus { outbox, enrolled: true, relayed: kept > 0, ..stage.app.sync() }
}

/// Sending by itself is switched off.
pub fn off(stage: &mut Stage) {
    let status = SyncStatus { switched_off: true, ..waits(stage, 0) };
    stage.send(Reply::Sync(status));
}

/// The disk is nearly full.
pub fn disk(stage: &mut Stage) {
    let gauge = Some(Gauge { free: 1_400_000_000, full: 93, days: Some(12) });
    let status = SyncStatus { gauge, contact: Contact::Good, ..waits(stage, 0) };
    stage.send(Reply::Sync(status));
}

/// A relay stands in the room, and nothing goes for this reason.
pub fn behind(stage: &mut Stage, reason: Reason) {
    let status = SyncStatus { contact: Contact::Failed(reason), ..waits(stage, 18) };
    stage.send(Reply::Sync(status));
}

/// The page of a computer that came into the room by the relay's code.
pub fn entered(stage: &mut Stage) {
    super::set_up::computer(stage);
    let status = SyncStatus { entered: true, ..waits(stage, 0) };
    stage.send(Reply::Sync(status));
}
