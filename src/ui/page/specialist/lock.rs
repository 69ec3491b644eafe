//! Locked: nothing of the session is to be seen, nobody is named. Its specialist's password opens it again; another
//! specialist can sign in instead, and anybody can end the session. What would be lost by that is asked about first.

use crate::ui::component::{Element, link_button, rows};
use crate::ui::context::Context;
use crate::ui::page::door::{self, SignInForm, Stage, Wanted};
use crate::ui::page::{Area, Around, First, Page, Primary};
use crate::ui::style::space;
use iced::widget::row;

/// The part of the window that is shown while it is locked: one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhileLocked;

/// What the page looks at. Nothing of the session is in it.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The surroundings.
    pub context: Context<'a>,
    /// Whether something is being waited for.
    pub busy: bool,
    /// How many seconds no password is looked at yet.
    pub wait: u64,
}

impl Area for WhileLocked {
    type Ground<'a> = Ground<'a>;
    type Action = Action;
    const NOTHING: Action = Action::None;
    const AROUND: Around = Around { staff: true, back: false, help: false, clear: false, ..Around::VISITOR };
}

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct LockPage {
    form: SignInForm,
}

/// What happens on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the form.
    Form(door::Message),
    /// Another specialist wants to sign in.
    Instead,
    /// The session is to end.
    End,
    /// Back to the password.
    Return,
}

/// What the page asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Nothing.
    None,
    /// Something at the way in.
    Enter(Wanted),
    /// Another specialist wants to sign in.
    Instead,
    /// The session is to end.
    End,
    /// Another form is shown: writing starts where it starts.
    Turned,
}

impl LockPage {
    /// The page that asks for the password of whoever locked.
    #[must_use]
    pub fn new() -> Self {
        Self { form: SignInForm::new(Stage::Unlock) }
    }

    /// The page that asks for the name and password of another specialist.
    #[must_use]
    pub fn instead() -> Self {
        Self { form: SignInForm::new(Stage::Instead) }
    }

    /// Whose password is asked for: whether it is another's than of whoever locked.
    #[must_use]
    pub fn is_instead(&self) -> bool {
        self.form.stage == Stage::Instead
    }

    /// The form, to be told why the records refused.
    pub fn form_mut(&mut self) -> &mut SignInForm {
        &mut self.form
    }
}

impl Default for LockPage {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for LockPage {
    type Area = WhileLocked;
    type Message = Message;
    const NAME: &'static str = "locked";

    fn heading(&self, ground: &Ground<'_>) -> String {
        self.form.heading(&ground.context)
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(self.form.primary(&ground.context, ground.busy).map(Message::Form))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field(self.form.first_field()))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.form.problems(&ground.context)
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Form(_) | Message::Instead if ground.busy => Action::None,
            Message::Form(message) => self.form.update(message, ground.wait).map_or(Action::None, Action::Enter),
            Message::Instead => Action::Instead,
            Message::End => Action::End,
            Message::Return => {
                *self = Self::new();
                Action::Turned
            }
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let (id, words, other) = if self.is_instead() {
            ("lock-return", "lock-return", Message::Return)
        } else {
            ("lock-instead", "lock-other", Message::Instead)
        };
        let links = row![
            link_button(look, id, context.tr(words), other),
            link_button(look, "lock-end", context.tr("lock-end"), Message::End)
        ];
        let form = self.form.view(context, ground.wait).map(Message::Form);
        rows(look.gap(), [form, links.spacing(space::M).wrap().into()])
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }
}
