//! The papers the person has brought, to be ticked.

use super::{Action, ForSpecialists, Ground};
use crate::account::foreign_paper_said;
use crate::domain::case::{Case, Command};
use crate::domain::service::Need;
use crate::ui::component::{
    Element, Tone, body, card, h1, h3, key_hint, lead, notice, rows, secondary_button, strong, tick_row, two_columns,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary};
use crate::ui::style::space;
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
    /// Every paper of the list is there.
    All,
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

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match ground.session.case(self.case) {
            Some(case) => self.hear(message, &ground.context, case),
            None => Action::None,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let Some(case) = ground.session.case(self.case) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let look = &context.look;
        let list = Self::listed(context, case).into_iter().zip(1..).map(|((id, name), number)| {
            let ticked = self.have.contains(&id);
            // The first nine can be ticked by their digit, and the tenth by 0, which follows on the keyboard.
            let name = if number <= 10 { format!("{number}. {name}") } else { name };
            tick_row(look, &format!("paper-{id}"), name, ticked, Message::Toggle(id))
        });
        let all = key_hint(&context.tr("case-papers-all"), &Key::AllPapers.name());
        let parts = [
            h1(look, self.heading(ground)),
            lead(look, context.tr("case-papers-lead")),
            container(secondary_button(look, "all", all, Some("check"), Message::All)).into(),
            two_columns(look, list.collect()),
        ];
        rows(look.gap(), parts.into_iter().chain(Self::foreign(context, case)))
    }

    fn key(&self, _ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::AllPapers).then_some(Message::All)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let listed = Self::listed(&ground.context, ground.session.case(self.case)?);
        let place = if digit == 0 { 9 } else { digit - 1 };
        listed.into_iter().nth(place).map(|(id, _)| Message::Toggle(id))
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

    /// Whether there is anything to tick.
    #[must_use]
    pub fn is_of_use(context: &Context<'_>, case: &Case) -> bool {
        !Self::listed(context, case).is_empty()
    }

    /// The papers that may be ticked, by id and name.
    fn listed(context: &Context<'_>, case: &Case) -> Vec<(String, String)> {
        let Some(planned) = context.planned(&case.event, &case.answers) else { return Vec::new() };
        let brought =
            planned.plan().papers.iter().filter(|paper| paper.need == Need::Bring && paper.from_step.is_none());
        brought.map(|paper| (paper.paper.id.clone(), context.text(&paper.paper.name))).collect()
    }

    /// What papers of another country need, where the case asks for some: from which country, who gives it.
    fn foreign<'a>(context: &Context<'a>, case: &Case) -> Option<Element<'a, Message>> {
        let planned = context.planned(&case.event, &case.answers)?;
        let asked = planned.plan().papers.iter().filter(|paper| paper.foreign && paper.need == Need::Bring);
        let names: Vec<String> = asked.map(|paper| context.text(&paper.paper.name)).collect();
        if names.is_empty() {
            return None;
        }
        let said = foreign_paper_said(context.catalogue, context.centre, context.in_moldova);
        let said = said.iter().map(|line| body(context.texts.say(line)));
        let head = [h3(context.tr("foreign-heading")), strong(names.join(", "))];
        Some(card(&context.look, rows(space::XS, head.into_iter().chain(said))))
    }

    fn is_changed(&self, case: &Case) -> bool {
        let sorted = |papers: &[String]| papers.iter().cloned().collect::<BTreeSet<_>>();
        sorted(&self.have) != sorted(&case.papers)
    }

    fn hear(&mut self, message: Message, context: &Context<'_>, case: &Case) -> Action {
        match message {
            Message::All => {
                self.nothing = false;
                for (id, _) in Self::listed(context, case) {
                    if !self.have.contains(&id) {
                        self.have.push(id);
                    }
                }
                Action::None
            }
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
