//! How a request's page is drawn.

use super::moves::may_begin_again;
use super::{Message, RequestPage};
use crate::account::{Ask, chosen_said, filled_said, lack_said, payment_mark, payment_said, word_said};
use crate::domain::case::{Case, Request as Content, RequestState, Row};
use crate::domain::form::FormField;
use crate::domain::plan::PlannedStep;
use crate::ui::component::{
    Element, Tone, body, caption, card, h1, h3, key_hint, notice, rows, secondary_button, status_tag, summary_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::specialist::case::request_lines;
use crate::ui::page::specialist::draft::{scanned_row, with_draft};
use crate::ui::page::specialist::money::{bill_rows, from_choices};
use crate::ui::page::visitor::{fee_line, mark, state_word, step_title, where_tag};
use crate::ui::style::space;
use iced::widget::row;

impl RequestPage {
    /// Draws it.
    pub(super) fn draw<'a>(&'a self, context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
        let look = &context.look;
        let request = self.open(context, case);
        let planned = context.planned(&case.event, &case.answers);
        let step = planned.as_ref().and_then(|planned| planned.plan().shown().find(|step| step.step.id == self.step));
        let step = step.filter(|step| {
            request.is_none_or(|request| step.service.is_some_and(|service| service.code == request.service))
        });
        let code = request.map(|request| &request.service).or_else(|| Some(&step?.service?.code));
        let Some(code) = code else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let name = context.service_name(code);
        let heading = step.map_or_else(|| name.clone(), |step| step_title(context, step));
        let mut parts = vec![h1(look, heading), caption(format!("{name} · {code}"))];
        if step.is_none() {
            parts.push(notice(Tone::Quiet, context.tr("request-earlier")));
        }
        parts.push(Self::summary(context, case, step, request));
        parts.extend(request.and_then(|request| word_notice(context, case, request)));
        parts.push(match request {
            Some(request) => self.ways(context, case, request),
            None => self.beginning(context, case),
        });
        rows(look.gap(), parts)
    }

    /// How it stands: its state and lines, the step's place and fee, and what is to be known.
    fn summary<'a>(
        context: &Context<'a>,
        case: &Case,
        step: Option<&PlannedStep<'_>>,
        request: Option<&Content>,
    ) -> Element<'a, Message> {
        let mut tags = Vec::new();
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        if let Some(request) = request {
            let (tone, mark, words) = state_word(context, request.state);
            tags.push(status_tag(tone, mark, words));
            lines.extend(request_lines(context, case, request).into_iter().map(body));
        } else {
            tags.push(status_tag(Tone::Quiet, "circle", context.tr("request-none")));
        }
        let service = request.map(|request| &request.service);
        let notices: Vec<String> = match (step, service) {
            (Some(step), _) => step.notices.iter().map(|known| context.text(&known.text)).collect(),
            (None, Some(code)) => {
                let known = context.catalogue.notices_on(code, &context.centre.id, context.today);
                known.map(|known| context.text(&known.text)).collect()
            }
            (None, None) => Vec::new(),
        };
        if let Some(step) = step {
            let (tone, mark, words) = where_tag(context, step);
            tags.push(status_tag(tone, mark, words));
            lines.extend(fee_line(context, step).map(body));
        }
        lines.insert(0, row(tags).spacing(space::XS).wrap().into());
        lines.extend(notices.into_iter().map(|words| notice(Tone::Caution, words)));
        rows(space::XS, lines)
    }

    /// What is offered where there is no request yet.
    fn beginning<'a>(&self, context: &Context<'a>, case: &Case) -> Element<'a, Message> {
        let look = &context.look;
        let filled = self.filled(context, case);
        let button = case.closed.is_none().then(|| row![Self::not_finished_button(context)].into());
        rows(look.gap(), self.lacking(context, case).into_iter().chain(filled).chain(button))
    }

    /// What is missing for the next step, in words; the button that asks for it is the main one, or F3.
    fn lacking<'a>(&self, context: &Context<'a>, case: &Case) -> Option<Element<'a, Message>> {
        let lack = self.lack(context, case).filter(|_| case.closed.is_none())?;
        Some(notice(Tone::Caution, context.texts.say(&lack_said(lack).into())))
    }

    /// What is filled in, each with its name; of a request that was sent as it was sent, with what was changed since.
    fn filled<'a>(&self, context: &Context<'a>, case: &Case) -> Option<Element<'a, Message>> {
        let look = &context.look;
        let of_request = self.open(context, case).map(|request| Row::Request(request.id));
        let shown = of_request.unwrap_or_else(|| Row::Step(self.step.clone()));
        with_draft(context, case, &shown, |draft| {
            let say = |field: &FormField, value: &str| context.texts.say(&filled_said(field, value));
            let chosen = chosen_said(draft.service, draft.step_id, draft.request, draft.known.filled);
            let chosen = chosen
                .into_iter()
                .map(|(name, value)| summary_row(look, context.texts.say(&name), context.texts.say(&value), None));
            let lines = draft.asked.iter().filter_map(|one| {
                let value = one.value.as_deref()?;
                let mut words = say(one.field, value);
                let now = case.filled.get(&one.field.id).filter(|now| draft.is_submitted() && now.as_str() != value);
                if let Some(now) = now {
                    let now = say(one.field, now);
                    words = context.tr_with("form-changed-since", &[("sent", words.into()), ("now", now.into())]);
                }
                Some(summary_row(look, context.text(&one.field.label), words, None))
            });
            let lines: Vec<_> = chosen.chain(lines).chain(scanned_row(context, case, draft.service)).collect();
            (!lines.is_empty()).then(|| {
                let heading = if draft.is_submitted() { "request-sent-with" } else { "request-draft" };
                card(look, rows(0.0, std::iter::once(h3(context.tr(heading))).chain(lines)))
            })
        })?
    }

    /// What is asked about a request and may be done with it.
    fn ways<'a>(&'a self, context: &Context<'a>, case: &Case, request: &Content) -> Element<'a, Message> {
        let look = &context.look;
        let mut parts = match request.state {
            RequestState::Prepared => self.submission(context, case, request),
            RequestState::Issued => self.collection(context, case, request),
            RequestState::Submitted => self.choices(context, case, request).into_iter().collect(),
            _ => Vec::new(),
        };
        if self.main_button(context, case).is_some() && may_begin_again(request.state) {
            parts.push(notice(Tone::Quiet, context.tr("request-ended")));
        }
        if request.state == RequestState::HandedOver {
            parts.push(notice(Tone::Quiet, context.tr("request-final")));
        }
        if matches!(request.state, RequestState::Submitted | RequestState::Paid | RequestState::Waiting) {
            if request.is_late(context.today) {
                let service = context.catalogue.service(&request.service);
                let ask = context.texts.say(&Ask::about(context.catalogue, service).said());
                parts.push(notice(Tone::Danger, context.tr_with("request-late", &[("ask", ask.into())])));
            }
            parts.push(from_choices(context, context.tr("from-question"), self.from, Message::From));
        }
        parts.extend(money_card(context, case, request));
        if let Some(lacking) = self.lacking(context, case) {
            let name = key_hint(&context.tr("case-next-consent"), &Key::Consent.name());
            let ask = secondary_button(look, "request-consent", name, Some("file-pen"), Message::Consent);
            parts.insert(0, rows(space::XS, [lacking, row![ask].into()]));
        }
        parts.extend(self.filled(context, case));
        let others = self.others(context, case, request);
        if !others.is_empty() {
            parts.push(row(others).spacing(space::S).wrap().vertical_spacing(space::S).into());
        }
        rows(look.gap(), parts)
    }
}

/// What the provider said of it, where that came down from the hub: beside what was recorded here.
fn word_notice<'a>(context: &Context<'a>, case: &Case, request: &Content) -> Option<Element<'a, Message>> {
    let (tone, said) = word_said(context.catalogue, case, request)?;
    let words: Vec<String> = said.iter().map(|said| context.texts.say(said)).collect();
    Some(notice(tone, words.join(" ")))
}

/// What it costs and how its payment stands.
fn money_card<'a>(context: &Context<'a>, case: &Case, request: &Content) -> Option<Element<'a, Message>> {
    if !request.may_be_paid() {
        return None;
    }
    let look = &context.look;
    let lines = bill_rows(context, case, request)?;
    let state = request.payment_state();
    let said = payment_mark(state).map(|known| mark(context, &known));
    let since = payment_said(state).map(|words| body(context.texts.say(&words)));
    Some(card(
        look,
        rows(space::XS, [h3(context.tr("money-heading"))].into_iter().chain(said).chain(since).chain(lines)),
    ))
}
