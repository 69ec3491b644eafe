//! Signing in; and on a new computer, before it, enrolment and the first specialist.

use super::Action;
use crate::store::vault::SHORTEST_PASSWORD;
use crate::ui::component::{Element, Field, field, h1, headed, lead, primary_button, rows};
use crate::ui::context::Context;
use iced::widget::container;

/// What the page is for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The computer is not known to the hub yet.
    Enrol,
    /// Nobody can sign in yet.
    First,
    /// A name and a password.
    SignIn,
    /// A signed-in specialist adds a colleague.
    Colleague,
}

/// The page.
#[derive(Clone, PartialEq)]
pub struct SignIn {
    /// What it is for now.
    pub stage: Stage,
    name: String,
    password: String,
    repeated: String,
    hub: String,
    code: String,
    error: Option<&'static str>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SignIn").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// What is typed where.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The name.
    Name(String),
    /// The password.
    Password(String),
    /// The password again.
    Repeated(String),
    /// The hub's address.
    Hub(String),
    /// The one-time code.
    Code(String),
    /// The button, or Enter.
    Submit,
}

/// A password is not formatted.
impl std::fmt::Debug for Message {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("sign_in::Message(…)")
    }
}

impl SignIn {
    /// The page for a stage; with one specialist the name is already there.
    #[must_use]
    pub fn new(stage: Stage, specialists: &[String]) -> Self {
        let name = match (stage, specialists) {
            (Stage::SignIn, [only]) => only.clone(),
            _ => String::new(),
        };
        Self {
            stage,
            name,
            password: String::new(),
            repeated: String::new(),
            hub: String::new(),
            code: String::new(),
            error: None,
        }
    }

    /// The field to begin with.
    #[must_use]
    pub fn first_field(&self) -> &'static str {
        match self.stage {
            Stage::Enrol => "hub",
            Stage::SignIn if !self.name.is_empty() => "password",
            _ => "name",
        }
    }

    /// Whether something was typed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        ![&self.name, &self.password, &self.repeated, &self.hub, &self.code].into_iter().all(String::is_empty)
    }

    /// The field with something wrong in it.
    #[must_use]
    pub fn wrong_field(&self) -> Option<&'static str> {
        self.error.map(|error| match error {
            "enrol-error-missing" if !self.hub.trim().is_empty() => "code",
            "enrol-error-missing" => "hub",
            "sign-in-error-short" => "password",
            "sign-in-error-repeat" => "repeated",
            _ => self.first_field(),
        })
    }

    /// Says what went wrong, and forgets the password.
    pub fn fail(&mut self, error: &'static str) {
        self.password.clear();
        self.repeated.clear();
        self.error = Some(error);
    }

    /// Does to a field what a key of the keyboard on the screen does.
    pub fn press(&mut self, field: &str, press: crate::ui::component::Press) {
        match field {
            "name" => press.apply(&mut self.name),
            "password" => press.apply(&mut self.password),
            "repeated" => press.apply(&mut self.repeated),
            "hub" => press.apply(&mut self.hub),
            "code" => press.apply(&mut self.code),
            _ => {}
        }
    }

    /// Updates the page.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Name(text) => self.name = text,
            Message::Password(text) => self.password = text,
            Message::Repeated(text) => self.repeated = text,
            Message::Hub(text) => self.hub = text,
            Message::Code(text) => self.code = text,
            Message::Submit => return self.submit(),
        }
        Action::None
    }

    fn submit(&mut self) -> Action {
        let error = match self.stage {
            Stage::Enrol if self.hub.trim().is_empty() || self.code.trim().is_empty() => Some("enrol-error-missing"),
            Stage::First | Stage::SignIn | Stage::Colleague if self.name.trim().is_empty() => {
                Some("sign-in-error-name")
            }
            Stage::First | Stage::Colleague if self.password.chars().count() < SHORTEST_PASSWORD => {
                Some("sign-in-error-short")
            }
            Stage::First | Stage::Colleague if self.password != self.repeated => Some("sign-in-error-repeat"),
            _ => None,
        };
        if let Some(error) = error {
            self.error = Some(error);
            return Action::None;
        }
        self.error = None;
        let name = self.name.trim().to_owned();
        match self.stage {
            Stage::Enrol => Action::Enrol { hub: self.hub.trim().to_owned(), code: self.code.trim().to_owned() },
            Stage::SignIn => Action::SignIn { name, password: self.password.clone() },
            Stage::First | Stage::Colleague => Action::AddSpecialist { name, password: self.password.clone() },
        }
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, busy: bool) -> Element<'a, Message> {
        let look = &context.look;
        let (title, text, button) = match self.stage {
            Stage::Enrol => ("enrol-heading", "enrol-lead", "enrol-button"),
            Stage::First => ("first-heading", "first-lead", "first-button"),
            Stage::SignIn => ("sign-in-heading", "sign-in-lead", "sign-in-button"),
            Stage::Colleague => ("colleague-heading", "first-lead", "first-button"),
        };
        let errors: Vec<String> = self.error.iter().map(|error| context.tr(error)).collect();
        let heading = headed(look, &context.tr("error-title"), &errors, h1(look, context.tr(title)));
        let mut parts = vec![heading, lead(look, context.tr(text))];
        if self.stage == Stage::Enrol {
            let hub = Field {
                id: "hub",
                label: context.tr("enrol-hub"),
                hint: Some(context.tr("enrol-hub-hint")),
                value: &self.hub,
                ..Field::default()
            };
            let code = Field { id: "code", label: context.tr("enrol-code"), value: &self.code, ..Field::default() };
            parts.push(field(look, hub, Message::Hub, Message::Submit));
            parts.push(field(look, code, Message::Code, Message::Submit));
        } else {
            let name = Field { id: "name", label: context.tr("sign-in-name"), value: &self.name, ..Field::default() };
            let password = Field {
                id: "password",
                label: context.tr("sign-in-password"),
                hint: (self.stage != Stage::SignIn).then(|| context.tr("sign-in-password-hint")),
                value: &self.password,
                secret: true,
                ..Field::default()
            };
            parts.push(field(look, name, Message::Name, Message::Submit));
            parts.push(field(look, password, Message::Password, Message::Submit));
            if self.stage != Stage::SignIn {
                let repeated = Field {
                    id: "repeated",
                    label: context.tr("sign-in-repeat"),
                    value: &self.repeated,
                    secret: true,
                    ..Field::default()
                };
                parts.push(field(look, repeated, Message::Repeated, Message::Submit));
            }
        }
        let name = if busy { context.tr("please-wait") } else { context.tr(button) };
        parts.push(container(primary_button(look, "submit", name, Message::Submit)).into());
        rows(look.gap(), parts)
    }
}
