//! Where a request may go from its state, and the button and key of each way.

use super::{Message, RequestPage};
use crate::domain::case::{Case, Command, Heard, Lack, Request as Content, RequestState, Row, Verb};
use crate::ui::component::{Element, key_hint, secondary_button};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::Primary;
use crate::ui::page::specialist::Action;
use crate::ui::page::specialist::next::Next;
use crate::ui::page::specialist::portal::{may_open, portal_of};
use crate::ui::page::visitor::state_word;
use crate::ui::question::What;
use uuid::Uuid;

/// The moves that need nothing to be typed and end nothing, each with its key.
const MOVES: [(RequestState, Key); 3] =
    [(RequestState::Paid, Key::Paid), (RequestState::Waiting, Key::Waiting), (RequestState::Issued, Key::Issued)];

impl RequestPage {
    /// Whether a request can be made ready now: there is none, or it ended without a result, and the step is in today's
    /// plan.
    fn may_prepare(&self, context: &Context<'_>, case: &Case, state: Option<RequestState>) -> bool {
        let may_begin = case.closed.is_none() && state.is_none_or(may_begin_again);
        may_begin && self.planned(context, case, |step| step.service.is_some()) == Some(true)
    }

    /// What is missing for the next thing to be done in the person's name about this service.
    pub(super) fn lack(&self, context: &Context<'_>, case: &Case) -> Option<Lack> {
        let request = self.open(context, case);
        let of_step = || self.planned(context, case, |step| step.service.map(|service| service.code.clone()))?;
        let service = request.map(|request| request.service.clone()).or_else(of_step)?;
        match request.map(|request| request.state) {
            Some(RequestState::Issued) => case.allows_hand_over(request?, context.today).err(),
            Some(RequestState::Waiting | RequestState::Paid | RequestState::HandedOver) => None,
            _ => case.allows(Verb::Act, &service, context.today).err(),
        }
    }

    /// What is to be done next.
    pub(super) fn main_button(&self, context: &Context<'_>, case: &Case) -> Option<Primary<Message>> {
        let (id, words, message) = match self.open(context, case).map(|request| request.state) {
            Some(RequestState::Prepared) if self.lack(context, case).is_some() => {
                ("consent", "case-next-consent", Message::Consent)
            }
            Some(RequestState::Prepared) => ("submit", "request-submit", Message::Submit),
            Some(RequestState::Issued) => ("hand-over", "request-hand-over", Message::HandOver),
            state if self.may_prepare(context, case, state) && self.lack(context, case).is_some() => {
                ("consent", "case-next-consent", Message::Consent)
            }
            state if self.may_prepare(context, case, state) && self.has_form(context, case) => {
                ("fill", "request-fill", Message::Fill)
            }
            state if self.may_prepare(context, case, state) => ("prepare", "request-prepare", Message::Prepare),
            // A term that was chosen here and is not recorded would be lost.
            _ if self.term.is_some() => return None,
            _ => {
                let next = Next::of(context, case)?;
                let words = next.words();
                let Next::Request(row) = next else { return None };
                ("next", words, Message::Next(row))
            }
        };
        Some(Primary::new(id, context.tr(words), message).with_key("Enter"))
    }

    /// Makes a request ready, for a step of today's plan. One made anew has nothing of the one before.
    pub(super) fn prepare(&mut self, context: &Context<'_>, case: &Case, new_id: Uuid) -> Option<Command> {
        let service = self.planned(context, case, |step| step.service.map(|service| service.code.clone()))??;
        let step = self.step.clone();
        *self = Self { request: Some(new_id), ..Self::new(case, Row::Step(step.clone()), context.today) };
        Some(Command::Prepare { id: new_id, service, step })
    }

    /// Moves a request to another state by nothing but saying so.
    pub(super) fn move_to(&self, to: RequestState, context: &Context<'_>, request: &Content) -> Command {
        match to {
            RequestState::Paid => Command::Pay {
                request: request.id,
                term: self.term,
                expected: self.expected(context, request.submitted),
                heard: Some(Heard { from: Some(self.from), on: request.unconfirmed_since().unwrap_or(context.today) }),
            },
            _ => Command::Move { request: request.id, to, reason: None, note: None, from: Some(self.from) },
        }
    }

    /// Asks how and why a request ends without a result.
    pub(super) fn ask_end(&self, context: &Context<'_>, case: &Case) -> Action {
        let Some(request) = self.open(context, case) else { return Action::None };
        let ends: Vec<RequestState> = ends(request.state).collect();
        if ends.is_empty() {
            return Action::None;
        }
        Action::Ask(What::End { case: self.case, request: request.id, ends, to: None })
    }

    /// Asks why a step cannot be finished here.
    pub(super) fn ask_not_finished(&self, context: &Context<'_>, case: &Case) -> Action {
        let request = self.open(context, case);
        let of_step = || self.planned(context, case, |step| step.service.map(|service| service.code.clone()))?;
        let Some(service) = request.map(|request| request.service.clone()).or_else(of_step) else {
            return Action::None;
        };
        Action::Ask(What::NotFinished { case: self.case, service, request: request.map(|request| request.id) })
    }

    /// The button that says that a step cannot be finished here.
    pub(super) fn not_finished_button<'a>(context: &Context<'a>) -> Element<'a, Message> {
        let name = key_hint(&context.tr("request-not-finished"), &Key::NotFinished.name());
        secondary_button(&context.look, "not-finished", name, Some("corner-up-right"), Message::NotFinished)
    }

    /// The buttons of what may be done besides.
    pub(super) fn others<'a>(
        &self,
        context: &Context<'a>,
        case: &Case,
        request: &Content,
    ) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let form = (request.state == RequestState::Prepared && self.has_form(context, case)).then(|| {
            let name = key_hint(&context.tr("request-data"), &Key::Fill.name());
            secondary_button(look, "request-data", name, Some("file-pen"), Message::Fill)
        });
        let portal = Self::has_portal(context, case, request).then(|| {
            let name = key_hint(&context.tr("portal-button"), &Key::Portal.name());
            secondary_button(look, "portal", name, Some("globe"), Message::Portal)
        });
        let possible = MOVES.into_iter().filter(|(to, _)| request.state.may_become().contains(to));
        let moves = possible.map(|(to, key)| {
            let (_, mark, words) = state_word(context, to);
            let name = key_hint(&context.tr_with("request-mark", &[("state", words.into())]), &key.name());
            secondary_button(look, &format!("move-{}", key.name()), name, Some(mark), Message::Move(to))
        });
        let ends = ends(request.state).next().map(|_| {
            let name = key_hint(&context.tr("request-end"), &Key::End.name());
            secondary_button(look, "end", name, Some("ban"), Message::End)
        });
        let correct = case.correctable().iter().any(|line| line.request == Some(request.id)).then(|| {
            let name = key_hint(&context.tr("ask-correct-button"), &Key::Correct.name());
            secondary_button(look, "correct", name, Some("file-pen"), Message::Correct)
        });
        let money = request.may_be_paid().then(|| {
            let name = key_hint(&context.tr("money-open"), &Key::Money.name());
            secondary_button(look, "money", name, Some("wallet"), Message::Money)
        });
        let is_collected = request.state == RequestState::HandedOver;
        let reception = (context.prints() && is_collected).then(|| {
            let words = context.tr("reception-print");
            secondary_button(look, "reception-print", words, Some("printer"), Message::PrintReception)
        });
        let close = case.may_close().then(|| {
            let name = key_hint(&context.tr("case-close"), &Key::End.name());
            secondary_button(look, "close-case", name, Some("lock"), Message::Close)
        });
        let print = context.prints().then(|| {
            let name = key_hint(&context.tr("request-print"), &Key::Print.name());
            secondary_button(look, "request-print", name, Some("printer"), Message::Print)
        });
        let draft = (context.prints() && self.has_form(context, case)).then(|| {
            secondary_button(look, "draft-print", context.tr("form-print"), Some("printer"), Message::PrintDraft)
        });
        let open = (case.closed.is_none() && !request.state.is_final()).then(|| Self::not_finished_button(context));
        let first = reception.into_iter().chain(close).chain(portal).chain(form).chain(money).chain(moves);
        first.chain(ends).chain(open).chain(correct).chain(print).chain(draft).collect()
    }

    /// Whether there is a page of the State on which it may be submitted now.
    fn has_portal(context: &Context<'_>, case: &Case, request: &Content) -> bool {
        may_open(case, request) && portal_of(context, case, request).is_some()
    }

    /// The move that a key stands for, where the request's state allows it.
    pub(super) fn by_key(&self, context: &Context<'_>, case: &Case, key: Key) -> Option<Message> {
        match key {
            Key::End if case.may_close() => return Some(Message::Close),
            Key::Consent => return case.closed.is_none().then_some(Message::Consent),
            Key::End => return Some(Message::End),
            Key::Money => {
                return self.open(context, case).is_some_and(Content::may_be_paid).then_some(Message::Money);
            }
            Key::Portal => {
                let has = |request| Self::has_portal(context, case, request);
                return self.open(context, case).is_some_and(has).then_some(Message::Portal);
            }
            Key::Correct => return Some(Message::Correct),
            Key::NotFinished => return case.closed.is_none().then_some(Message::NotFinished),
            Key::Fill => {
                let state = self.open(context, case).map(|request| request.state);
                let may = state == Some(RequestState::Prepared) || self.may_prepare(context, case, state);
                let allowed = self.lack(context, case).is_none();
                return (may && allowed && self.has_form(context, case)).then_some(Message::Fill);
            }
            Key::Print => {
                return (context.prints() && self.open(context, case).is_some()).then_some(Message::Print);
            }
            _ => {}
        }
        let state = self.open(context, case)?.state;
        let (to, _) = MOVES.into_iter().find(|(_, known)| *known == key)?;
        state.may_become().contains(&to).then_some(Message::Move(to))
    }
}

/// The ends without a result that a request can come to from its state.
fn ends(state: RequestState) -> impl Iterator<Item = RequestState> {
    state.may_become().iter().copied().filter(|to| !to.reasons().is_empty())
}

/// Whether the service can be requested anew: it ended without a result.
pub(super) fn may_begin_again(state: RequestState) -> bool {
    state.is_final() && state != RequestState::HandedOver
}
