//! Check your answers, before the plan.

use super::{Action, ForVisitors, Ground, Visit};
use crate::domain::condition::Truth;
use crate::i18n::answer_text;
use crate::ui::component::{Element, Tone, card, h1, lead, link_button, notice, primary_button, rows, summary_row};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use iced::widget::container;

/// The page on which answers are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswersPage;

impl Page for AnswersPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "answers";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("answers-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        Some(Primary::new("next", ground.context.tr("answers-continue"), Action::Continue))
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
    let Some(planned) = visit.planned(context) else {
        return notice(Tone::Information, context.tr("event-gone"));
    };
    let situation = planned.situation();
    let asked = situation
        .event
        .questions
        .iter()
        .filter(|question| visit.answers.reached(&question.id) && situation.is_asked(&question.id) != Truth::False);
    let rows_of = asked.map(|question| {
        let change = link_button(
            look,
            &format!("change-{}", question.id),
            context.tr("answers-change"),
            Action::Change(question.id.clone()),
        );
        let answer = answer_text(context.texts, question, visit.answers.value(&question.id));
        summary_row(look, context.text(&question.label), answer, Some(change))
    });
    rows(
        look.gap(),
        [
            h1(look, context.tr("answers-heading")),
            lead(look, context.tr("answers-lead")),
            card(look, rows(0.0, rows_of)),
            container(primary_button(look, "next", context.tr("answers-continue"), Action::Continue)).into(),
        ],
    )
}
