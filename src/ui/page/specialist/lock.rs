//! Locked: nothing of the session is to be seen, nobody is named. Its specialist's password opens it again; another
//! specialist can sign in instead, and anybody can end the session. What would be lost by that is asked about first.

use super::Action;
use super::sign_in::{self, SignIn, Stage};
use crate::store::records::RecordsError;
use crate::ui::component::{Element, Press, danger_button, h1, lead, link_button, primary_button, rows};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::widget::row;

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The password of whoever locked, or name and password of another.
    Form,
    /// Whether another specialist may sign in, though something would be lost.
    AskInstead,
    /// Whether the session may end, though something would be lost.
    AskEnd,
}

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    form: SignIn,
    step: Step,
    /// Whether something was written that is not recorded.
    unsaved: bool,
}

/// What happens on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the form.
    Form(sign_in::Message),
    /// Another specialist wants to sign in.
    Instead,
    /// The session is to end.
    End,
    /// What was asked about may be lost.
    Confirm,
    /// Back to the password.
    Return,
}

impl Lock {
    /// The page; `unsaved` when something was written that is not recorded.
    #[must_use]
    pub fn new(unsaved: bool) -> Self {
        Self { form: SignIn::new(Stage::Unlock), step: Step::Form, unsaved }
    }

    /// Whose password is asked for: whether it is another's than of whoever locked.
    #[must_use]
    pub fn is_instead(&self) -> bool {
        self.form.stage == Stage::Instead
    }

    /// The field to begin with; none where something is asked.
    #[must_use]
    pub fn first_field(&self) -> Option<&'static str> {
        (self.step == Step::Form).then(|| self.form.first_field())
    }

    /// What Enter does where no control took it: where something is asked, nothing is lost by it.
    #[must_use]
    pub const fn on_enter(&self) -> Message {
        match self.step {
            Step::Form => Message::Form(sign_in::Message::Submit),
            Step::AskInstead | Step::AskEnd => Message::Return,
        }
    }

    /// The field in which writing goes on after what went wrong.
    #[must_use]
    pub fn wrong_field(&self) -> &'static str {
        self.form.wrong_field()
    }

    /// Says why the records refused.
    pub fn refuse(&mut self, error: &RecordsError) {
        self.form.refuse(error);
    }

    /// Does to a field what a key of the keyboard on the screen does.
    pub fn press(&mut self, field: &str, press: Press) {
        if self.step == Step::Form {
            self.form.press(field, press);
        }
    }

    /// Updates the page. `wait` is how many seconds nothing is looked at yet.
    pub fn update(&mut self, message: Message, wait: u64) -> Action {
        match (message, self.step) {
            (Message::Form(message), Step::Form) => return self.form.update(message, wait),
            (Message::Form(_), _) | (Message::Confirm, Step::Form) => {}
            (Message::Instead, _) if self.unsaved => self.step = Step::AskInstead,
            (Message::Instead, _) | (Message::Confirm, Step::AskInstead) => {
                self.form = SignIn::new(Stage::Instead);
                self.step = Step::Form;
            }
            (Message::End, _) if self.unsaved => self.step = Step::AskEnd,
            (Message::End, _) | (Message::Confirm, Step::AskEnd) => return Action::SignOut,
            (Message::Return, Step::AskInstead | Step::AskEnd) => self.step = Step::Form,
            (Message::Return, Step::Form) => self.form = SignIn::new(Stage::Unlock),
        }
        Action::None
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, busy: bool, wait: u64) -> Element<'a, Message> {
        let look = &context.look;
        let (lead_words, button) = match self.step {
            Step::Form => {
                let mut links = row![].spacing(space::M);
                if self.is_instead() {
                    links = links.push(link_button(look, "lock-return", context.tr("lock-return"), Message::Return));
                } else {
                    links = links.push(link_button(look, "lock-instead", context.tr("lock-other"), Message::Instead));
                }
                links = links.push(link_button(look, "lock-end", context.tr("lock-end"), Message::End));
                let form = self.form.view(context, busy, wait).map(Message::Form);
                return rows(look.gap(), [form, links.wrap().into()]);
            }
            Step::AskInstead => ("lock-ask-instead", "lock-ask-instead-button"),
            Step::AskEnd => ("lock-ask-end", "lock-ask-end-button"),
        };
        let buttons = row![
            primary_button(look, "lock-return", context.tr("lock-return"), Message::Return),
            danger_button(look, "lock-confirm", context.tr(button), Message::Confirm),
        ]
        .spacing(space::M)
        .wrap();
        rows(look.gap(), [h1(look, context.tr("lock-ask-heading")), lead(look, context.tr(lead_words)), buttons.into()])
    }
}
