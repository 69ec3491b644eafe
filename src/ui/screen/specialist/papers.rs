//! The papers the person has brought, to be ticked.

use super::Action;
use crate::domain::case::{Case, Command};
use crate::domain::plan::Plan;
use crate::domain::service::Need;
use crate::ui::component::{Element, h1, lead, primary_button, rows, tick_row};
use crate::ui::context::Context;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;
use uuid::Uuid;

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct Papers {
    case: Uuid,
    have: Vec<String>,
}

/// What happens in the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A paper is there or not.
    Toggle(String),
    /// Record it.
    Submit,
}

impl Papers {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self { case: case.id, have: case.papers.clone() }
    }

    /// Updates the form.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Toggle(paper) => {
                match self.have.iter().position(|known| *known == paper) {
                    Some(place) => drop(self.have.remove(place)),
                    None => self.have.push(paper),
                }
                Action::None
            }
            Message::Submit => Action::Command(self.case, Box::new(Command::Papers(self.have.clone()))),
        }
    }

    /// Draws the form.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
        let look = &context.look;
        let mut list = Vec::new();
        if let Some(situation) = context.situation(&case.event, &case.answers) {
            let plan = Plan::compute(&situation);
            for paper in plan.papers.iter().filter(|paper| paper.need == Need::Bring && paper.from_step.is_none()) {
                let id = &paper.paper.id;
                let ticked = self.have.contains(id);
                let name = context.text(&paper.paper.name);
                list.push(tick_row(look, &format!("paper-{id}"), name, ticked, Message::Toggle(id.clone())));
            }
        }
        rows(
            look.gap(),
            [
                h1(look, context.tr("case-papers-heading")),
                lead(look, context.tr("case-papers-lead")),
                container(rows(space::XS, list)).max_width(COLUMN).into(),
                container(primary_button(look, "submit", context.tr("record"), Message::Submit)).into(),
            ],
        )
    }
}
