//! Asking before what cannot simply be undone, and doing what was decided.

use super::{App, Message, Screen};
use crate::domain::case::Command;
use crate::ui::effect::Effect;
use crate::ui::page::confirm::{self, Confirm, Decision, Leaving, What};
use uuid::Uuid;

/// Seconds after which a visit whose screen was cleared is forgotten without an answer.
const CLEARED: u64 = 15;

impl App {
    /// Asks; on top of the page on which it was asked for.
    pub(super) fn ask(&mut self, what: What) -> Vec<Effect> {
        self.push(Screen::Confirm(Confirm::new(what)))
    }

    pub(super) fn update_confirm(&mut self, message: confirm::Message) -> Vec<Effect> {
        let Some(Screen::Confirm(page)) = self.stack.last_mut() else { return Vec::new() };
        let before = page.what.clone();
        match page.update(message) {
            Decision::None if page.what != before => self.arrived(),
            Decision::None => Vec::new(),
            Decision::No => self.back(),
            Decision::Yes(what, reason) => {
                self.stack.pop();
                self.decided(what, reason)
            }
        }
    }

    fn decided(&mut self, what: What, reason: Option<crate::domain::record::Reason>) -> Vec<Effect> {
        match what {
            What::Clear => self.forget(),
            What::Leave(Leaving::Back) => self.back(),
            What::Leave(Leaving::SignOut) => self.sign_out(),
            What::Exit => vec![Effect::Exit],
            What::Close(case) => self.back_with(case, Command::Close),
            What::Inform(event) => {
                // The list of events is left for the desk when it is recorded.
                let mut effects = self.arrived();
                effects.extend(self.inform(event));
                effects
            }
            What::End { case, request, to: Some(to), .. } => {
                self.back_with(case, Command::Move { request, to, reason, note: None })
            }
            What::Correct { case, entry: Some(entry), .. } => match reason {
                Some(reason) => self.back_with(case, Command::Correct { entry, reason, note: None }),
                None => self.arrived(),
            },
            What::CorrectAlone { entry, .. } => {
                let mut effects = self.arrived();
                effects.extend(reason.map(|reason| self.correct_alone(entry, reason)).unwrap_or_default());
                effects
            }
            What::End { .. } | What::Correct { .. } => self.arrived(),
        }
    }

    /// On the page on which it was asked for, carries a command out.
    fn back_with(&mut self, case: Uuid, command: Command) -> Vec<Effect> {
        let mut effects = self.arrived();
        effects.extend(self.command(case, command));
        effects
    }

    /// Asks what of a case is to be corrected; of one request, when it is named.
    pub(super) fn ask_correct(&mut self, id: Uuid, request: Option<Uuid>) -> Vec<Effect> {
        let Some(case) = self.session.as_ref().and_then(|session| session.case(id)) else { return Vec::new() };
        let of_request = |line: &Option<Uuid>| request.is_none() || *line == request;
        let lines: Vec<_> = case.correctable().into_iter().filter(|line| of_request(&line.request)).cloned().collect();
        if lines.is_empty() {
            self.banner = Some(super::Banner { good: false, message: "ask-correct-nothing", number: None });
            return vec![Effect::ScrollToTop];
        }
        self.ask(What::Correct { case: id, lines, entry: None })
    }

    /// Whether something was typed or ticked on a page that leaving it would lose.
    pub(super) fn is_unsaved(&self, screen: &Screen) -> bool {
        let case = |id| self.session.as_ref().and_then(|session| session.case(id));
        match screen {
            Screen::Person(page) => case(page.case).is_some_and(|case| page.is_changed(case)),
            Screen::Consent(page) => case(page.case).is_some_and(|case| page.is_changed(case)),
            Screen::CasePapers(id, page) => case(*id).is_some_and(|case| page.is_changed(case)),
            Screen::Request(page) => case(page.case).is_some_and(|case| page.is_changed(case, self.today())),
            Screen::SignIn(page) => self.session.is_some() && page.is_changed(),
            _ => false,
        }
    }

    /// Leaves the page, asking first when that would lose something.
    pub(super) fn leave(&mut self, leaving: Leaving) -> Vec<Effect> {
        if self.is_unsaved(self.screen()) {
            return self.ask(What::Leave(leaving));
        }
        match leaving {
            Leaving::Back => self.back(),
            Leaving::SignOut => self.sign_out(),
        }
    }

    /// Clears the screen: the specialist is signed out, the visit is forgotten. Answers that would be lost by one press
    /// are asked about, on a page that shows nothing of them and does not wait for long.
    pub(super) fn clear(&mut self) -> Vec<Effect> {
        if self.session.is_some() {
            return self.leave(Leaving::SignOut);
        }
        let asked = self.warning_seconds().is_some() || self.is_cleared();
        let begun = self.visit.event.is_some() || !self.visit.answers.0.is_empty();
        if asked || !begun {
            return self.forget();
        }
        self.idle.touch();
        self.ask(What::Clear)
    }

    fn is_cleared(&self) -> bool {
        matches!(self.screen(), Screen::Confirm(page) if page.what == What::Clear)
    }

    /// Whether nobody answered for too long on a screen that was cleared.
    pub(super) fn cleared_for_good(&self) -> bool {
        self.is_cleared() && self.idle.seconds() >= CLEARED
    }

    /// The digit keys of the page.
    pub(super) fn confirm_digit(page: &Confirm, digit: usize) -> Option<Message> {
        page.by_digit(digit).map(Message::Confirm)
    }
}
