//! Help that was information only: what it was about, an event or another topic. It is recorded on the page after it, where
//! minutes and place are proposed.

use super::group::topic_id;
use super::work::Worked;
use super::{Action, ForSpecialists, Ground};
use crate::account::topic_said;
use crate::domain::work::Topic;
use crate::ui::component::{Element, h1, h2, lead, rows, task_row};
use crate::ui::page::Page;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// The list of events and topics.
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
        let line = |id: &str, title: String, worked: Worked| {
            task_row(look, id, None, title, Vec::new(), Vec::new(), Action::ShowWork(worked))
        };
        let events = context.tiles().iter().zip(1..).map(|(event, number)| {
            let title = format!("{number}. {}", context.text(&event.tile));
            line(&format!("inform-{}", event.code), title, Worked::Event(event.code.clone()))
        });
        let topics = Topic::ALL.map(|topic| {
            let title = context.texts.say(&topic_said(topic).into());
            line(topic_id(topic), title, Worked::Topic(topic))
        });
        let list = |lines| container(rows(space::XS, lines)).max_width(COLUMN).into();
        let parts = [
            h1(look, self.heading(ground)),
            lead(look, context.tr("inform-lead")),
            list(events.collect::<Vec<_>>()),
            h2(look, context.tr("inform-topics")),
            list(topics.into()),
        ];
        rows(look.gap(), parts)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Action> {
        let events = ground.context.tiles();
        Some(Action::ShowWork(Worked::Event(events.get(digit.checked_sub(1)?)?.code.clone())))
    }
}
