//! The papers the person has brought, to be ticked.

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command};
use crate::domain::service::Need;
use crate::ui::component::{Element, Tone, h1, lead, notice, rows, tick_row};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::container;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePapersPage {
    case: Uuid,
    have: Vec<String>,
    /// Whether papers were recorded before; then unticking them all says something.
    had: bool,
    nothing: bool,
}

/// What happens in the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A paper is there or not.
    Toggle(String),
    /// Record it.
    Submit,
}

impl Page for CasePapersPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "case-papers";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("case-papers-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        if self.nothing { vec![ground.context.tr("case-papers-nothing")] } else { Vec::new() }
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        self.hear(message)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let Some(case) = ground.session.case(self.case) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let look = &context.look;
        let list = Self::listed(context, case).into_iter().zip(1..).map(|((id, name), number)| {
            let ticked = self.have.contains(&id);
            // The first nine can be ticked by their digit.
            let name = if number < 10 { format!("{number}. {name}") } else { name };
            tick_row(look, &format!("paper-{id}"), name, ticked, Message::Toggle(id))
        });
        let parts = [
            h1(look, self.heading(ground)),
            lead(look, context.tr("case-papers-lead")),
            container(rows(space::XS, list)).max_width(COLUMN).into(),
        ];
        rows(look.gap(), parts)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let listed = Self::listed(&ground.context, ground.session.case(self.case)?);
        listed.into_iter().nth(digit.checked_sub(1)?).map(|(id, _)| Message::Toggle(id))
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        ground.session.case(self.case).is_some_and(|case| self.is_changed(case))
    }
}

impl CasePapersPage {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self { case: case.id, have: case.papers.clone(), had: !case.papers.is_empty(), nothing: false }
    }

    /// The papers that may be ticked, by id and name.
    fn listed(context: &Context<'_>, case: &Case) -> Vec<(String, String)> {
        let Some(planned) = context.planned(&case.event, &case.answers) else { return Vec::new() };
        let brought =
            planned.plan().papers.iter().filter(|paper| paper.need == Need::Bring && paper.from_step.is_none());
        brought.map(|paper| (paper.paper.id.clone(), context.text(&paper.paper.name))).collect()
    }

    fn is_changed(&self, case: &Case) -> bool {
        let sorted = |papers: &[String]| papers.iter().cloned().collect::<BTreeSet<_>>();
        sorted(&self.have) != sorted(&case.papers)
    }

    fn hear(&mut self, message: Message) -> Action {
        match message {
            Message::Toggle(paper) => {
                self.nothing = false;
                match self.have.iter().position(|known| *known == paper) {
                    Some(place) => drop(self.have.remove(place)),
                    None => self.have.push(paper),
                }
                Action::None
            }
            // Nothing ticked, nothing seen: that is no check of papers.
            Message::Submit if self.have.is_empty() && !self.had => {
                self.nothing = true;
                Action::None
            }
            Message::Submit => Action::Command(self.case, Box::new(Command::Papers(self.have.clone()))),
        }
    }
}
