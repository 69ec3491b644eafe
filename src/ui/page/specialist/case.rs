//! One case: the person, the consent, the papers, and each request with its state.

use super::desk::slip;
use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command};
use crate::domain::change::{Part, Seen};
use crate::domain::plan::Plan;
use crate::i18n::date_numeric;
use crate::ui::component::{
    Element, Tone, body, card, h1, h2, key_hint, link_button, notice, rows, secondary_button, summary_row, task_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::Page;
use crate::ui::page::visitor::{due_line, lead_tag, state_word, step_title, where_tag};
use crate::ui::question::What;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The page of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CasePage {
    /// The case.
    pub case: Uuid,
}

impl Page for CasePage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "case";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, session, .. } = ground;
        session.case(self.case).map_or_else(|| context.tr("event-gone"), |case| context.event_title(&case.event))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        match ground.session.case(self.case) {
            Some(case) => view(context, case),
            None => notice(&context.look, Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Action> {
        let case = ground.session.case(self.case)?;
        let open = case.closed.is_none();
        match key {
            Key::Person => open.then_some(Action::EditPerson(case.id)),
            Key::Consent => open.then_some(Action::EditConsent(case.id)),
            Key::Papers => open.then_some(Action::EditPapers(case.id)),
            Key::Told => tell(&ground.context, case),
            Key::End => open.then_some(Action::Ask(What::Close(case.id))),
            Key::Correct => Some(Action::Correct(case.id, None)),
            _ => None,
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Action> {
        let case = ground.session.case(self.case)?;
        let situation = ground.context.situation(&case.event, &case.answers)?;
        let plan = Plan::compute(&situation);
        let step = plan.shown().filter(|step| step.service.is_some()).nth(digit.checked_sub(1)?)?;
        Some(Action::OpenRequest(case.id, step.step.id.clone()))
    }
}

/// Draws the case.
fn view<'a>(context: &Context<'a>, case: &'a Case) -> Element<'a, Action> {
    let look = &context.look;
    let title = context.event_title(&case.event);
    let person = person_card(context, case);
    let requests = requests(context, case);
    let columns: Element<'a, Action> = if look.is_narrow() {
        column![person, requests].spacing(space::M).into()
    } else {
        row![container(person).width(Length::FillPortion(2)), container(requests).width(Length::FillPortion(3))]
            .spacing(space::L)
            .into()
    };
    let mut parts = vec![h1(look, title), slip(context, case)];
    if case.closed.is_some() {
        parts.push(notice(look, Tone::Quiet, context.tr("case-error-closed")));
    }
    parts.extend(changed(context, case));
    parts.push(columns);
    rows(look.gap(), parts)
}

/// What to do when the person was told what changed; `None` when nothing did.
fn tell(context: &Context<'_>, case: &Case) -> Option<Action> {
    context.changes(case)?;
    let seen = Seen::now(context.catalogue, context.event(&case.event));
    Some(Action::Command(case.id, Box::new(Command::TellChanges(seen))))
}

/// What changed since the last visit, with the button that says that the person knows.
fn changed<'a>(context: &Context<'a>, case: &'a Case) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let told = tell(context, case)?;
    let changes = context.changes(case)?;
    let of_event = (!changes.event.is_empty()).then(|| words(context, &changes.event));
    let of_services = changes.services.iter().map(|(code, parts)| {
        let service = context.catalogue.services.get(code);
        let name = service.map_or_else(|| code.to_string(), |service| context.text(&service.title));
        context.tr_with("case-changed-line", &[("service", name.into()), ("parts", words(context, parts).into())])
    });
    let lines: Vec<Element<'a, Action>> = of_event.into_iter().chain(of_services).map(body).collect();
    let button = secondary_button(
        look,
        "tell-changes",
        key_hint(&context.tr("case-changed-told"), &Key::Told.name()),
        Some("check"),
        told,
    );
    let heading = notice(look, Tone::Caution, context.tr("case-changed"));
    Some(card(look, column![heading, rows(space::XS, lines), button].spacing(space::S)))
}

/// "fees, papers".
fn words(context: &Context<'_>, parts: &BTreeSet<Part>) -> String {
    let word = |part: &Part| {
        context.tr(match part {
            Part::Gone => "change-gone",
            Part::Notice => "change-notice",
            Part::Name => "change-name",
            Part::Papers => "change-papers",
            Part::Money => "change-money",
            Part::Term => "change-term",
            Part::Place => "change-place",
            Part::Deadline => "change-deadline",
            Part::Entitlement => "change-entitlement",
            Part::Steps => "change-steps",
            Part::Certainty => "change-certainty",
        })
    };
    parts.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn person_card<'a>(context: &Context<'a>, case: &'a Case) -> Element<'a, Action> {
    // The card is narrow, so each name stands above its value.
    let mut narrow = context.look;
    narrow.page.width = narrow.page.width.min(900.0);
    let look = &narrow;
    let missing = || context.tr("case-missing");
    let name = if case.person.name.is_empty() { missing() } else { case.person.name.clone() };
    let idnp = case.person.idnp.as_ref().map_or_else(|| context.tr("case-none"), |idnp| idnp.as_str().to_owned());
    let consent = case.consent.as_ref().map_or_else(missing, |consent| {
        context.tr_with("case-consent-until", &[("date", date_numeric(consent.until).into())])
    });
    // In a closed case nothing can be changed but its closing.
    let link = |id: &str, key: Key, action| {
        let name = key_hint(&context.tr("answers-change"), &key.name());
        case.closed.is_none().then(|| link_button(look, id, name, action))
    };
    let papers = i64::try_from(case.papers.len()).unwrap_or(0);
    let list = rows(
        0.0,
        [
            summary_row(
                look,
                context.tr("case-person"),
                name,
                link("edit-person", Key::Person, Action::EditPerson(case.id)),
            ),
            summary_row(look, context.tr("case-idnp"), idnp, None),
            summary_row(
                look,
                context.tr("case-consent"),
                consent,
                link("edit-consent", Key::Consent, Action::EditConsent(case.id)),
            ),
            summary_row(
                look,
                context.tr("case-papers"),
                context.tr_with("case-papers-count", &[("number", papers.into())]),
                link("edit-papers", Key::Papers, Action::EditPapers(case.id)),
            ),
        ],
    );
    let close = case.closed.is_none().then(|| {
        let name = key_hint(&context.tr("case-close"), &Key::End.name());
        secondary_button(look, "close-case", name, Some("lock"), Action::Ask(What::Close(case.id)))
    });
    let correct = (!case.correctable().is_empty()).then(|| {
        let name = key_hint(&context.tr("ask-correct-button"), &Key::Correct.name());
        secondary_button(look, "correct-case", name, Some("file-pen"), Action::Correct(case.id, None))
    });
    let buttons = row(close.into_iter().chain(correct)).spacing(space::S).wrap().vertical_spacing(space::S);
    column![card(look, list), buttons].spacing(space::M).into()
}

fn requests<'a>(context: &Context<'a>, case: &'a Case) -> Element<'a, Action> {
    let look = &context.look;
    let mut list = vec![h2(look, context.tr("case-requests"))];
    let Some(situation) = context.situation(&case.event, &case.answers) else {
        list.push(notice(look, Tone::Information, context.tr("event-gone")));
        return rows(space::XS, list);
    };
    let plan = Plan::compute(&situation);
    let changes = context.changes(case);
    for step in plan.shown() {
        let Some(service) = step.service else { continue };
        let request = case.request_for(&step.step.id, &service.code);
        let mut lines = Vec::new();
        let mut tags = Vec::new();
        if let Some(request) = request {
            tags.push(state_word(context, request.state));
            let number = request.number.as_ref().map(|number| number.as_str().to_owned());
            lines.extend(number.map(|number| context.tr_with("request-number-line", &[("number", number.into())])));
            lines.extend(
                request
                    .expected
                    .map(|date| context.tr_with("request-expected-line", &[("date", date_numeric(date).into())])),
            );
        } else {
            tags.extend(lead_tag(context, step));
            tags.push(where_tag(context, step));
            lines.extend(due_line(context, step));
        }
        if let Some(parts) = changes.and_then(|changes| changes.services.get(&service.code)) {
            let words = context.tr_with("case-changed-tag", &[("parts", words(context, parts).into())]);
            tags.push((Tone::Caution, "refresh-cw", words));
        }
        if !step.notices.is_empty() {
            tags.push((Tone::Caution, "triangle-alert", context.tr("plan-tag-notice")));
        }
        let id = format!("request-{}", step.step.id);
        let action = Action::OpenRequest(case.id, step.step.id.clone());
        list.push(task_row(look, &id, None, step_title(context, step), lines, tags, action));
    }
    rows(space::XS, list)
}
