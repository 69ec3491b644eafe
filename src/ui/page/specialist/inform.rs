//! Help that was information only: the event it was about; it is recorded when the question after it is answered.

use super::{Action, ForSpecialists, Ground};
use crate::ui::component::{Element, h1, lead, rows, task_row};
use crate::ui::page::Page;
use crate::ui::question::What;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// The list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InformPage;

impl Page for InformPage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "inform";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("inform-heading")
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let events = context.tiles().iter().zip(1..).map(|(event, number)| {
            let title = format!("{number}. {}", context.text(&event.tile));
            task_row(
                look,
                &format!("inform-{}", event.code),
                None,
                title,
                Vec::new(),
                Vec::new(),
                Action::Ask(What::Inform(event.code.clone())),
            )
        });
        let events = container(rows(space::XS, events)).max_width(COLUMN);
        rows(look.gap(), [h1(look, self.heading(ground)), lead(look, context.tr("inform-lead")), events.into()])
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Action> {
        let events = ground.context.tiles();
        Some(Action::Ask(What::Inform(events.get(digit.checked_sub(1)?)?.code.clone())))
    }
}
