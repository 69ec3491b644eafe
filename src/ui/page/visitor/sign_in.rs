//! Signing in; and on a new computer, before it, enrolment and the first specialist.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::Element;
use crate::ui::page::door::{Message, SignInForm};
use crate::ui::page::{Around, First, Page, Primary};

/// The page on which somebody signs in: a form and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct SignInPage {
    /// The form.
    pub form: SignInForm,
}

impl Page for SignInPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "sign-in";

    fn heading(&self, ground: &Ground<'_>) -> String {
        self.form.heading(&ground.context)
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(self.form.primary(&ground.context, ground.busy))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field(self.form.first_field()))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
        self.form.wrong(ground.wait)
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.form.problems(&ground.context)
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        if ground.busy {
            return Action::None;
        }
        self.form.update(message, ground.wait).map_or(Action::None, Action::Enter)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.form.view(&ground.context, ground.wait)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn around(&self) -> Around {
        Around { staff: true, help: false, ..Around::VISITOR }
    }
}
