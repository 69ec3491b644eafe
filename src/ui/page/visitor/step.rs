//! One step: what to do, where it can be finished, by when, what to bring, what it costs, and why.

use super::{Action, ForVisitors, Ground, Visit, step_title, words};
use crate::account::{self, Audience, step_page};
use crate::domain::hidden::hidden;
use crate::ui::component::{Element, Tone, h1, lead, notice, rows};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{container, row};

/// The page of a step.
#[derive(Clone, PartialEq, Eq)]
pub struct StepPage {
    /// The step's id.
    pub id: String,
}

hidden!(StepPage, "StepPage");

impl Page for StepPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "step";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, visit, .. } = ground;
        let planned = visit.planned(context);
        let step = planned.as_ref().and_then(|planned| planned.plan().step(&self.id));
        step.map_or_else(|| context.tr("event-gone"), |step| step_title(context, step))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        view(&ground.context, ground.visit, &self.id)
    }
}

/// Draws the page of a step.
fn view<'a>(context: &Context<'a>, visit: &'a Visit, id: &str) -> Element<'a, Action> {
    let planned = visit.planned(context);
    let found = planned.as_ref().and_then(|planned| Some((planned, planned.plan().step(id)?)));
    let Some((planned, step)) = found else {
        return notice(Tone::Information, context.tr("event-gone"));
    };
    let audience = if context.assisted { Audience::Specialist } else { Audience::Visitor };
    draw(context, &step_page(planned.situation(), planned.plan(), step, audience))
}

fn draw<'a>(context: &Context<'_>, page: &account::StepPage<'_>) -> Element<'a, Action> {
    let look = &context.look;
    let say = |value| context.texts.say(value);
    let mut parts = vec![h1(look, say(&page.title))];
    parts.extend(page.lead.as_ref().map(|(tone, lead)| notice(*tone, say(lead))));
    let marks = page.marks.iter().map(|mark| words::mark(context, mark));
    parts.push(row(marks).spacing(space::XS).wrap().into());
    parts.push(container(lead(look, say(&page.what))).max_width(940.0).into());
    parts.extend(page.notices.iter().map(|known| notice(Tone::Caution, say(known))));
    let cards = |sections: &[account::Section<'_>]| {
        sections.iter().map(|section| words::section(context, section)).collect::<Vec<_>>()
    };
    let (left, right) = (cards(&page.where_and_when), cards(&page.with_what));
    parts.push(if look.is_narrow() {
        rows(space::M, left.into_iter().chain(right))
    } else {
        row![
            container(rows(space::M, left)).width(Length::FillPortion(1)),
            container(rows(space::M, right)).width(Length::FillPortion(1))
        ]
        .spacing(space::M)
        .into()
    });
    parts.extend(cards(&page.further));
    rows(look.gap(), parts)
}
