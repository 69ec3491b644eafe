//! Check your answers, before the plan.

use super::{Action, ForVisitors, Ground};
use crate::account::home_said;
use crate::domain::condition::Truth;
use crate::domain::home::HOME;
use crate::i18n::answer_text;
use crate::ui::component::{Element, Tone, Words, card, h1, lead, link_button, notice, rows, summary_row};
use crate::ui::page::{Page, Primary};

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
        let Ground { context, visit, .. } = ground;
        let look = &context.look;
        let Some(planned) = visit.planned(context) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let situation = planned.situation();
        let asked =
            situation.event.questions.iter().filter(|question| {
                visit.answers.reached(&question.id) && situation.is_asked(&question.id) != Truth::False
            });
        let rows_of = asked.map(|question| {
            let answer = answer_text(context.texts, question, visit.answers.value(&question.id));
            let change = Words::about(context.tr("answers-change"), context.text(&question.label));
            let change = link_button(
                look,
                &format!("change-{}", question.id),
                change.with_value(answer.clone()),
                Action::Change(question.id.clone()),
            );
            summary_row(look, context.text(&question.label), answer, Some(change))
        });
        // Where it decides an office it can be changed here; nobody is asked for it.
        let home = planned.plan().depends_on_home().then(|| {
            let home = context.texts.say(&home_said(context.centre, visit.answers.home(context.centre)));
            let label = context.tr("home-label");
            let change = Words::about(context.tr("answers-change"), label.clone()).with_value(home.clone());
            let change = link_button(look, "change-home", change, Action::Change(HOME.to_owned()));
            summary_row(look, label, home, Some(change))
        });
        let rows_of = card(look, rows(0.0, rows_of.chain(home)));
        let parts = [h1(look, self.heading(ground)), lead(look, context.tr("answers-lead")), rows_of];
        rows(look.gap(), parts)
    }
}
