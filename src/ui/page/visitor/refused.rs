//! What is not for this person, why, by which law, and what may help instead.

use super::{Action, ForVisitors, Ground, step_title, words};
use crate::account;
use crate::domain::plan::{Plan, PlannedStep, StepStatus};
use crate::domain::service::{Confidence, Instead};
use crate::ui::component::{Element, Tone, Words, body, card, h1, h2, h3, lead, notice, rows, secondary_button, small};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::space;

/// The steps that are not for this person although their event is: a criterion is not met, or something else may
/// help.
pub fn refused<'p, 'a>(plan: &'p Plan<'a>) -> impl Iterator<Item = &'p PlannedStep<'a>> {
    let otherwise = |step: &&PlannedStep<'a>| step.status == StepStatus::DoesNotApply && !step.instead.is_empty();
    plan.steps.iter().filter(move |step| step.is_refused() || otherwise(step))
}

/// The page of what is not for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedPage;

impl Page for RefusedPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "refused";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("refused-heading")
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let Ground { context, visit, .. } = ground;
        let look = &context.look;
        let Some(planned) = visit.planned(context) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let (situation, plan) = (planned.situation(), planned.plan());
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("refused-lead"))];
        for step in refused(plan) {
            let mut lines = vec![h3(step_title(context, step))];
            lines.extend(account::why_not(situation, step).iter().map(|why| words::block(context, why)));
            parts.push(card(look, rows(space::XS, lines)));
        }
        if !plan.instead.is_empty() {
            parts.push(h2(look, context.tr("refused-instead")));
        }
        for alternative in &plan.instead {
            parts.push(card(look, rows(space::XS, helping(context, alternative.instead))));
        }
        rows(look.gap(), parts)
    }
}

fn helping<'a>(context: &Context<'a>, instead: &Instead) -> Vec<Element<'a, Action>> {
    let look = &context.look;
    let service = instead.service.as_ref().and_then(|code| context.catalogue.service(code));
    let event = instead.event.as_ref().and_then(|code| context.catalogue.events.get(code));
    let name = service.map(|service| &service.title).or_else(|| event.map(|event| &event.tile));
    let name = name.map(|name| context.text(name));
    let mut lines: Vec<Element<'a, Action>> = name.clone().map(h3).into_iter().collect();
    lines.push(body(context.text(&instead.text)));
    let code = instead.service.as_ref().map(ToString::to_string).or_else(|| instead.event.clone());
    let guided = service.is_none_or(|service| service.confidence != Confidence::Assumed);
    match code {
        Some(code) if guided => {
            let id = format!("instead-{code}");
            let open = Words::about(context.tr("refused-open"), name.as_ref().unwrap_or(&code));
            lines.push(secondary_button(look, &id, open, None, Action::OpenEvent(code)));
        }
        _ => lines.push(small(context.tr("service-ask"))),
    }
    lines
}
