//! A waiting number: large, with how many are called before it. It names nobody.

use super::{Action, ForVisitors, Ground};
use crate::domain::waiting::NoNumber;
use crate::i18n::counted;
use crate::ui::component::{Element, Tone, body, display, h1, lead, notice, rows};
use crate::ui::context::{Context, WaitingRoom};
use crate::ui::page::{Page, Primary};
use crate::ui::style::COLUMN;
use iced::widget::container;

/// The page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberPage;

impl Page for NumberPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "number";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("number-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        Some(Primary::new("number-on", ground.context.tr("number-on"), Action::GoBack))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground))];
        if let Some(room) = context.waiting {
            parts.extend(own(context, room));
            parts.extend(called(context, room).map(|said| notice(Tone::Information, said)));
        }
        rows(look.gap(), parts)
    }
}

/// The visitor's own number, or why there is none.
fn own<'a>(context: &Context<'a>, room: &WaitingRoom) -> Vec<Element<'a, Action>> {
    let look = &context.look;
    let Some(number) = room.own else {
        let why = match room.refused {
            Some(NoNumber::Full) => "number-full",
            Some(NoNumber::TooSoon) => "number-too-soon",
            None => "number-coming",
        };
        return vec![lead(look, context.tr(why))];
    };
    let before = match room.queue.before(number) {
        Some(0) => context.tr("number-next"),
        Some(before) => counted(context.texts, "number-before", before),
        None => context.tr("number-now"),
    };
    let keep = container(body(context.tr("number-keep"))).max_width(COLUMN).into();
    vec![display(look, number.to_string()), lead(look, before), keep]
}

/// The number that was called last, in two languages: whoever waits reads it from afar.
#[must_use]
pub fn called(context: &Context<'_>, room: &WaitingRoom) -> Option<String> {
    let number = i64::from(room.queue.called()?);
    Some(context.tr_with("number-called", &[("number", number.into())]))
}
