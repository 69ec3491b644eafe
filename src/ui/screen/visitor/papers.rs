//! The papers of the whole plan, each once: what to bring, what comes out of the plan, what the State
//! reads itself.

use super::{Action, Visit};
use crate::domain::condition::Truth;
use crate::domain::plan::{MergedPaper, Plan};
use crate::domain::service::Need;
use crate::ui::component::{Element, Tone, body, caption, card, h1, h3, icon, lead, notice, rows, strong};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::Alignment;
use iced::widget::{column, row};

/// Draws the page.
#[must_use]
pub fn view<'a>(context: &Context<'a>, visit: &'a Visit) -> Element<'a, Action> {
    let look = &context.look;
    let Some(situation) = visit.event.as_ref().and_then(|event| context.situation(event, &visit.answers)) else {
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
            .map(|paper| {
                let mut lines = vec![strong(context.text(&paper.paper.name))];
                if let Some(hint) = &paper.paper.hint {
                    lines.push(caption(look, context.text(hint)));
                }
                for note in &paper.notes {
                    lines.push(caption(look, context.text(note)));
                }
                let steps: Vec<String> = paper
                    .steps
                    .iter()
                    .filter_map(|id| plan.step(id))
                    .map(|step| context.text(&step.step.title))
                    .collect();
                lines.push(caption(look, context.tr_with("papers-for", &[("steps", steps.join("; ").into())])));
                row![icon(mark, 24.0, Some(look.palette.brand)), rows(space::XXS, lines)]
                    .spacing(space::S)
                    .align_y(Alignment::Start)
                    .into()
            })
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
