//! The papers of the whole plan, each once: what to bring, what comes out of the plan, what the State
//! reads itself.

use super::{Action, ForVisitors, Ground, Visit, step_title};
use crate::domain::condition::Truth;
use crate::domain::plan::{MergedPaper, Plan};
use crate::domain::service::Need;
use crate::ui::component::{
    Element, Tone, body, caption, card, h1, h3, icon, lead, notice, rows, small, strong, toggle,
};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::space;
use iced::widget::{column, row};
use iced::{Alignment, Length};

/// The page of the papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PapersPage;

impl Page for PapersPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "papers";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("papers-heading")
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        view(&ground.context, ground.visit)
    }
}

/// Draws the page.
fn view<'a>(context: &Context<'a>, visit: &'a Visit) -> Element<'a, Action> {
    let look = &context.look;
    let Some(situation) = visit.situation(context) else {
        return notice(look, Tone::Information, context.tr("event-gone"));
    };
    let plan = Plan::compute(&situation);
    let group = |paper: &&MergedPaper<'a>| match (paper.from_step.is_some(), paper.need, paper.truth) {
        (true, ..) => 1,
        (_, Need::Bring, Truth::True) => 0,
        (_, Need::Bring, _) => 2,
        (_, Need::MadeHere, _) => 3,
        (_, Need::StateReads, _) => 4,
    };
    let groups = [
        ("papers-bring", "file-text"),
        ("papers-from-plan", "file-check"),
        ("papers-maybe", "circle-question-mark"),
        ("papers-made-here", "file-pen"),
        ("papers-state", "landmark"),
    ];
    let mut parts = vec![h1(look, context.tr("papers-heading")), lead(look, context.tr("papers-lead"))];
    for (index, (title, mark)) in groups.into_iter().enumerate() {
        let items: Vec<_> = plan
            .papers
            .iter()
            .filter(|paper| group(paper) == index)
            .map(|paper| paper_row(context, &plan, paper, mark))
            .collect();
        if !items.is_empty() {
            parts.push(card(look, column![h3(look, context.tr(title)), rows(space::S, items)].spacing(space::S)));
        }
    }
    if plan.papers.is_empty() {
        parts.push(body(context.tr("papers-none")));
    }
    rows(look.gap(), parts)
}

fn paper_row<'a>(context: &Context<'a>, plan: &Plan<'a>, paper: &MergedPaper<'a>, mark: &str) -> Element<'a, Action> {
    let look = &context.look;
    let name = context.text(&paper.paper.name);
    let mut lines = vec![strong(name.clone())];
    if let Some(hint) = &paper.paper.hint {
        lines.push(caption(look, context.text(hint)));
    }
    for note in &paper.notes {
        lines.push(caption(look, context.text(note)));
    }
    if !paper.alternatives.is_empty() {
        let others: Vec<String> = paper.alternatives.iter().map(|other| context.text(&other.name)).collect();
        lines.push(caption(look, context.tr_with("paper-or", &[("papers", others.join("; ").into())])));
    }
    let steps: Vec<String> =
        paper.steps.iter().filter_map(|id| plan.step(id)).map(|step| step_title(context, step)).collect();
    lines.push(caption(look, context.tr_with("papers-for", &[("steps", steps.join("; ").into())])));
    if paper.held == Some(false) {
        lines.push(small(match plan.shown().find(|step| step.gives(paper.paper)) {
            Some(step) => context.tr_with("paper-lacking-step", &[("step", step_title(context, step).into())]),
            None => context.tr("paper-lacking-ask"),
        }));
    }
    let words = row![icon(mark, 24.0, Some(look.palette.brand)), rows(space::XXS, lines)]
        .spacing(space::S)
        .align_y(Alignment::Start)
        .width(Length::Fill);
    if paper.need != Need::Bring {
        return words.into();
    }
    let answer = |held: bool, key: &str| {
        let id = format!("{}-{}", if held { "have" } else { "lack" }, paper.paper.id);
        let spoken = format!("{}: {name}", context.tr(key));
        let chosen = paper.held == Some(held);
        toggle(look, &id, context.tr(key), spoken, chosen, Action::Paper(paper.paper.id.clone(), held))
    };
    let answers = row![answer(true, "paper-have"), answer(false, "paper-lack")].spacing(space::XS);
    if look.is_narrow() {
        return column![words, answers].spacing(space::XS).into();
    }
    row![words, answers].spacing(space::M).align_y(Alignment::Center).into()
}
