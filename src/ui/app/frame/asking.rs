//! Asking before what cannot simply be undone, and doing what was decided.

use super::App;
use crate::domain::case::Command;
use crate::domain::record::Reason;
use crate::store::records::PeopleWish;
use crate::ui::effect::Effect;
use crate::ui::modal::{Decision, Message, Modal};
use crate::ui::page::specialist::{self, form};
use crate::ui::question::{Leaving, What};
use uuid::Uuid;

/// Seconds after which a visit whose screen was cleared is forgotten without an answer, where it is read by eye.
const CLEARED: u64 = 15;

impl App {
    /// Asks, before the page on which it was asked for.
    pub(in crate::ui::app) fn ask(&mut self, what: What) -> Vec<Effect> {
        self.frame.face.modal = Some(Modal::new(what));
        self.arrived()
    }

    pub(in crate::ui::app) fn update_modal(&mut self, message: Message) -> Vec<Effect> {
        let Some(modal) = &mut self.frame.face.modal else { return Vec::new() };
        let before = modal.what.clone();
        match modal.update(message) {
            Decision::None if modal.what != before => self.arrived(),
            Decision::None => Vec::new(),
            Decision::No => self.back(),
            Decision::Yes(what, reason) => {
                self.frame.face.modal = None;
                self.decided(what, reason)
            }
        }
    }

    fn decided(&mut self, what: What, reason: Option<Reason>) -> Vec<Effect> {
        match what {
            What::Instead => self.sign_in_instead(),
            What::Clear => self.forget(),
            What::Leave(Leaving::Back) | What::Offline => self.back(),
            What::EndSession | What::Leave(Leaving::SignOut) => self.sign_out(),
            What::Exit => vec![Effect::Exit],
            What::Remove { member, .. } => self.wish_people(PeopleWish::Remove(member)),
            What::Close(case) => self.back_with(case, Command::Close),
            What::TakeOver(case) => {
                let by = self.session().map(|session| session.name.clone());
                match by.zip(reason) {
                    Some((by, reason)) => self.back_with(case, Command::TakeOver { by, reason, note: None }),
                    None => self.arrived(),
                }
            }
            What::End { case, request, to: Some(to), .. } => {
                self.back_with(case, Command::Move { request, to, reason, note: None, from: None })
            }
            What::Correct { case, entry: Some(entry), .. } => match reason {
                Some(reason) => self.back_with(case, Command::Correct { entry, reason, note: None }),
                None => self.arrived(),
            },
            What::Change { case, field, value, service } => {
                self.back_with(case, Command::Fill { field, value, reason, service })
            }
            What::Erase(case) => match reason {
                Some(reason) => self.back_with(case, Command::Erase { reason }),
                None => self.arrived(),
            },
            What::NotFinished { case, service, request } => match reason {
                Some(reason) => self.back_with(case, Command::NotFinishedHere { service, request, reason, note: None }),
                None => self.arrived(),
            },
            What::CorrectAlone { entry, .. } => {
                let mut effects = self.arrived();
                effects.extend(reason.map(|reason| self.correct_alone(entry, reason)).unwrap_or_default());
                effects
            }
            What::End { to: None, .. } | What::Correct { entry: None, .. } => self.arrived(),
        }
    }

    /// On the page on which it was asked for, carries a command out.
    fn back_with(&mut self, case: Uuid, command: Command) -> Vec<Effect> {
        let mut effects = self.arrived();
        effects.extend(self.command(case, command));
        effects
    }

    /// Leaves the page, asking first when that would lose something.
    pub(in crate::ui::app) fn leave(&mut self, leaving: Leaving) -> Vec<Effect> {
        if self.saves_itself() && leaving == Leaving::Back && self.is_unsaved() {
            return self.update_desk(specialist::Message::Form(form::Message::Back));
        }
        if self.is_unsaved() {
            return self.ask(What::Leave(leaving));
        }
        if leaving == Leaving::Back
            && let Some(effects) = self.ask_to_leave_online()
        {
            return effects;
        }
        match leaving {
            Leaving::Back => self.back(),
            Leaving::SignOut => self.sign_out(),
        }
    }

    /// Clears the screen: the specialist is signed out, the visit is forgotten. Answers that would be lost by one press
    /// are asked about, at a question that shows nothing of them and does not wait for long.
    pub(in crate::ui::app) fn clear(&mut self) -> Vec<Effect> {
        if self.session().is_some() {
            return self.leave(Leaving::SignOut);
        }
        let asked = self.is_warning() || self.is_cleared();
        if asked || !self.visitor.has_begun() && !self.is_online() {
            return self.forget();
        }
        self.frame.idle.touch();
        self.ask(What::Clear)
    }

    fn is_cleared(&self) -> bool {
        self.frame.face.modal.as_ref().is_some_and(|modal| modal.what == What::Clear)
    }

    /// Whether nobody answered for too long on a screen that was cleared.
    pub(super) fn cleared_for_good(&self) -> bool {
        self.is_cleared() && self.frame.idle.seconds() >= self.frame.idle.patience(CLEARED)
    }
}
