//! Where the person lives, where that decides which offices are theirs. It is asked of nobody: who says nothing comes from
//! the place of the centre, and whoever does not changes it from the answers.

use super::{Action, ForVisitors, Ground, Visit};
use crate::account::home_said;
use crate::domain::centre::Centre;
use crate::domain::fact::Value;
use crate::domain::hidden::hidden;
use crate::domain::home::{HOME, Home};
use crate::ui::component::{Element, answer_row, answers, h1, lead, rows, two_columns};
use crate::ui::page::{Page, Primary};

/// The page on which it is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HomePage {
    chosen: Option<Home>,
}

hidden!(HomePage, "HomePage");

/// What happens on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// A place was chosen; `None` is "I do not know".
    Choose(Option<Home>),
    /// A place was pointed at: it is chosen, and nothing else is to be done here.
    Take(Option<Home>),
    /// Go on.
    Next,
}

hidden!(Message, "home::Message");

impl Page for HomePage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "home";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("home-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("next", ground.context.tr("continue"), Message::Next))
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Choose(home) => {
                self.chosen = home;
                return Action::None;
            }
            Message::Take(home) => self.chosen = home,
            Message::Next => {}
        }
        Action::Answer(HOME.to_owned(), self.chosen.map(|home| Value::Choice(home.code().to_owned())))
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let choice = |(number, home): (usize, Option<Home>)| {
            let words = context.texts.say(&home_said(context.centre, home));
            // A specialist sees the digit that chooses.
            let words = if context.assisted { format!("{number}. {words}") } else { words };
            let id = format!("answer-{}", home.map_or("unknown", Home::code));
            let then = context.tr("answer-then");
            let chosen = self.chosen == home;
            answer_row(look, &id, words, then, chosen, Message::Choose(home), Message::Take(home))
        };
        let choices = (1..).zip(offered(context.centre)).map(choice).collect();
        let heading = self.heading(ground);
        let choices = answers("answers", heading.clone(), two_columns(look, choices));
        rows(look.gap(), [h1(look, heading), lead(look, context.tr("home-hint")), choices])
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let home = offered(ground.context.centre).nth(digit.checked_sub(1)?)?;
        Some(if ground.context.assisted { Message::Take(home) } else { Message::Choose(home) })
    }
}

impl HomePage {
    /// The page, with what was said before or goes without saying.
    #[must_use]
    pub fn new(centre: &Centre, visit: &Visit) -> Self {
        Self { chosen: visit.answers.home(centre) }
    }
}

/// What may be chosen, "I do not know" behind the places.
fn offered(centre: &Centre) -> impl Iterator<Item = Option<Home>> {
    Home::offered(centre).into_iter().map(Some).chain([None])
}
