//! A plan that goes from a public computer to the desk, and what goes by stick.

use super::Stage;
use super::reaches::to_plan;
use cups_kiosk::domain::handed_plan::HandedPlan;
use cups_kiosk::domain::people::People;
use cups_kiosk::store::records::TakenCases;
use cups_kiosk::sync::runner::SyncStatus;
use cups_kiosk::sync::runner::stick::{Brought, TakenAlong};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::specialist::{CameByStick, RoomNow};
use iced::keyboard::key::Named;
use uuid::Uuid;

/// The computer goes by the relay of a room.
pub fn relayed(stage: &mut Stage) {
    stage.send(Reply::Sync(SyncStatus { enrolled: true, relayed: true, ..stage.app.sync() }));
}

/// A visitor wants to go on with the specialist.
pub fn called(stage: &mut Stage) {
    relayed(stage);
    to_plan(stage, "event-C1");
    stage.touch("plan-specialist");
    assert_eq!(stage.app.screen().name(), "call");
}

/// The plan that is to be left at the relay last.
pub fn left(stage: &Stage) -> (Uuid, HandedPlan) {
    let left = stage.unheard.iter().rev().find_map(|effect| match effect {
        Effect::LeavePlan { id, plan } => Some((*id, plan.as_ref().clone())),
        _ => None,
    });
    left.unwrap()
}

/// The specialist typed a code.
pub fn asked(stage: &mut Stage, code: &str) {
    relayed(stage);
    stage.sign_in();
    stage.touch("desk-handed");
    stage.write(code);
    stage.key(Named::Enter);
}

/// The specialist looks at the page of the stick, with these sticks in.
pub fn at_stick(stage: &mut Stage, sticks: &[&str]) {
    stage.sign_in();
    stage.touch("desk-stick");
    assert_eq!(stage.app.screen().name(), "stick");
    stage.send(Reply::SticksFound(sticks.iter().map(|name| format!("/media/kiosk/{name}").into()).collect()));
}

/// What was taken along.
pub fn along() -> TakenAlong {
    TakenAlong { entries: 214, others: 3, answers: 1, shared: 62, catalogue: Some(12) }
}

/// What was brought.
pub fn brought() -> CameByStick {
    let cases = TakenCases { new: 21, known: 40, left: 0 };
    let brought = Brought { computers: 2, requests: 4, received: 214, cases, torn: 1, ..Brought::default() };
    came(brought)
}

/// What is known after it.
pub fn came(brought: Brought) -> CameByStick {
    let now = RoomNow { cases: Vec::new(), people: People::default() };
    CameByStick { brought, specialists: vec!["specialist".to_owned()], now }
}
