//! The stick: what is wanted of it, and what came of it.

use crate::domain::people::Deed;
use crate::store::records::RecordsError;
use crate::store::stick::NotWritten;
use crate::sync::runner::stick::{NotCarried, TakenAlong};
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::page::fault::records_error;
use crate::ui::page::specialist::stick::{StickPage, StickTold, StickWish};
use crate::ui::page::specialist::{CameByStick, Screen};
use std::path::PathBuf;

impl App {
    fn stick_page_mut(&mut self) -> Option<&mut StickPage> {
        match self.staff.desk_mut()?.stack.top_mut() {
            Screen::Stick(page) => Some(page),
            _ => None,
        }
    }

    /// Does what is wanted of a stick.
    pub(super) fn stick_wish(&mut self, wish: StickWish) -> Vec<Effect> {
        let keys = self.session().filter(|session| session.may(Deed::Work).is_ok()).and_then(|one| one.keys.clone());
        match wish {
            StickWish::Show => {
                let mut effects = self.push_desk(StickPage::default());
                effects.push(Effect::FindSticks);
                effects
            }
            StickWish::Look => {
                if let Some(page) = self.stick_page_mut() {
                    page.places = None;
                }
                vec![Effect::FindSticks]
            }
            StickWish::TakeAlong(place) => {
                keys.map_or_else(Vec::new, |keys| self.wait_for(Effect::TakeAlong { place, keys }))
            }
            StickWish::Bring(place) => keys.map_or_else(Vec::new, |keys| self.wait_for(Effect::Bring { place, keys })),
        }
    }

    /// The sticks that are in.
    pub(in crate::ui::app) fn sticks_found(&mut self, places: Vec<PathBuf>) -> Vec<Effect> {
        if let Some(page) = self.stick_page_mut() {
            page.places = Some(places);
        }
        Vec::new()
    }

    fn tell_stick(&mut self, told: StickTold) -> Vec<Effect> {
        self.frame.face.busy = false;
        if let Some(page) = self.stick_page_mut() {
            page.told = Some(told);
        }
        vec![Effect::FindSticks, Effect::ScrollTo(0.0)]
    }

    /// It is on the stick, or not.
    pub(in crate::ui::app) fn taken_along(&mut self, result: Result<TakenAlong, NotCarried>) -> Vec<Effect> {
        self.tell_stick(match result {
            Ok(taken) => StickTold::Along(taken),
            Err(error) => StickTold::Failed(words(&error)),
        })
    }

    /// Something came by stick, or nothing.
    pub(in crate::ui::app) fn brought(&mut self, result: Result<Box<CameByStick>, NotCarried>) -> Vec<Effect> {
        let came = match result {
            Ok(came) => *came,
            Err(error) => return self.tell_stick(StickTold::Failed(words(&error))),
        };
        let CameByStick { brought, specialists, now } = came;
        self.terminal.specialists = specialists;
        let Self { terminal, staff, .. } = self;
        if let Some(desk) = staff.desk_mut() {
            (desk.session.cases, desk.session.people) = (now.cases, now.people);
        }
        staff.note_changes(terminal);
        let mut effects = self.tell_stick(StickTold::Brought(brought));
        effects.extend([Effect::WakeSync, Effect::ReadPost]);
        effects
    }
}

/// Why nothing was carried, in words.
fn words(error: &NotCarried) -> &'static str {
    match error {
        NotCarried::NotEnrolled => "stick-not-enrolled",
        NotCarried::Stick(NotWritten::Gone) => "stick-gone",
        NotCarried::Stick(NotWritten::Full) => "stick-full",
        NotCarried::Stick(NotWritten::Protected) => "stick-protected",
        NotCarried::Stick(NotWritten::Bad) => "stick-bad",
        NotCarried::Stick(NotWritten::Machine) | NotCarried::Ending => "stick-machine",
        NotCarried::Records(RecordsError::DiskFull) => "stick-disk-full",
        NotCarried::Records(error) => records_error(error),
    }
}
