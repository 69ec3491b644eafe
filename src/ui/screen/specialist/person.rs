//! Who the person is. The identification number may stay empty; what is typed is checked at once.

use super::Action;
use crate::domain::case::{Case, Command, Person as Content};
use crate::domain::identifier::{Idnp, IdentifierError, without_separators};
use crate::ui::component::{
    Element, Field, Press, Tone, error_summary, field, h1, notice, primary_button, rows,
};
use crate::ui::context::Context;
use iced::widget::container;
use std::fmt;
use uuid::Uuid;

/// The form.
#[derive(Clone, PartialEq)]
pub struct Person {
    case: Uuid,
    name: String,
    idnp: String,
    phone: String,
    errors: [Option<String>; 3],
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Person(…)")
    }
}

/// What is typed where.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The name.
    Name(String),
    /// The identification number.
    Idnp(String),
    /// The telephone.
    Phone(String),
    /// The button, or Enter.
    Submit,
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("person::Message(…)")
    }
}

impl Person {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self {
            case: case.id,
            name: case.person.name.clone(),
            idnp: case.person.idnp.as_ref().map_or_else(String::new, |idnp| idnp.as_str().to_owned()),
            phone: case.person.phone.clone().unwrap_or_default(),
            errors: [None, None, None],
        }
    }

    /// Does to a field what a key of the keyboard on the screen does.
    pub fn press(&mut self, field: &str, press: Press) {
        match field {
            "person-name" => press.apply(&mut self.name),
            "person-idnp" => press.apply(&mut self.idnp),
            "person-phone" => press.apply(&mut self.phone),
            _ => {}
        }
    }

    /// Updates the form.
    pub fn update(&mut self, message: Message, context: &Context<'_>) -> Action {
        match message {
            Message::Name(text) => self.name = text.chars().take(120).collect(),
            Message::Idnp(text) => self.idnp = text.chars().take(20).collect(),
            Message::Phone(text) => self.phone = text.chars().take(24).collect(),
            Message::Submit => return self.submit(context),
        }
        Action::None
    }

    fn submit(&mut self, context: &Context<'_>) -> Action {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let has_letters = name.chars().any(char::is_alphabetic);
        let idnp = if self.idnp.trim().is_empty() { Ok(None) } else { Idnp::parse(&self.idnp).map(Some) };
        let phone = without_separators(&self.phone);
        let is_phone = phone.is_empty()
            || phone.strip_prefix('+').unwrap_or(&phone).bytes().all(|byte| byte.is_ascii_digit())
                && (8..=16).contains(&phone.len());
        self.errors = [
            (!has_letters).then(|| context.tr("case-error-name")),
            idnp.as_ref().err().map(|error| idnp_error(context, *error)),
            (!is_phone).then(|| context.tr("person-error-phone")),
        ];
        match idnp {
            Ok(idnp) if self.errors.iter().all(Option::is_none) => {
                let person = Content { name, idnp, phone: (!phone.is_empty()).then_some(phone) };
                Action::Command(self.case, Box::new(Command::Identify(person)))
            }
            _ => Action::None,
        }
    }

    /// Draws the form.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let errors: Vec<String> = self.errors.iter().flatten().cloned().collect();
        let [name_error, idnp_error, phone_error] = self.errors.clone();
        let name = Field {
            id: "person-name",
            label: context.tr("person-name"),
            error: name_error,
            value: &self.name,
            ..Field::default()
        };
        let idnp = Field {
            id: "person-idnp",
            label: context.tr("person-idnp"),
            hint: Some(context.tr("person-idnp-hint")),
            error: idnp_error,
            value: &self.idnp,
            ..Field::default()
        };
        let phone = Field {
            id: "person-phone",
            label: context.tr("person-phone"),
            hint: Some(context.tr("person-phone-hint")),
            error: phone_error,
            value: &self.phone,
            ..Field::default()
        };
        let mut parts = Vec::new();
        parts.extend(error_summary(look, &context.tr("error-title"), &errors));
        parts.extend([
            h1(look, context.tr("person-heading")),
            notice(look, Tone::Quiet, context.tr("person-privacy")),
            field(look, name, Message::Name, Message::Submit),
            field(look, idnp, Message::Idnp, Message::Submit),
            field(look, phone, Message::Phone, Message::Submit),
            container(primary_button(look, "submit", context.tr("record"), Message::Submit)).into(),
        ]);
        rows(look.gap(), parts)
    }
}

/// What is wrong with an identification number, and what to do.
fn idnp_error(context: &Context<'_>, error: IdentifierError) -> String {
    match error {
        IdentifierError::NotDigits => context.tr("idnp-error-digits"),
        IdentifierError::Length { found, .. } => {
            context.tr_with("idnp-error-length", &[("found", i64::try_from(found).unwrap_or(0).into())])
        }
        IdentifierError::FirstDigit => context.tr("idnp-error-first"),
        IdentifierError::CheckDigit => context.tr("idnp-error-check"),
    }
}
