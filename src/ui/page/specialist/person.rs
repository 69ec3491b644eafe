//! Who the person is. The identification number may stay empty; what is typed is checked at once.

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command, LONGEST_NAME, NameError, Person as Content};
use crate::domain::identifier::{IdentifierError, Idnp, without_separators};
use crate::ui::component::{Element, Field, Tone, field, h1, notice, rows};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use std::fmt;
use uuid::Uuid;

/// The most letters that a field takes in.
const LONGEST: usize = 300;

/// The form.
#[derive(Clone, PartialEq)]
pub struct PersonPage {
    /// The case.
    pub case: Uuid,
    name: String,
    idnp: String,
    phone: String,
    errors: [Option<Mistake>; 3],
    /// Who agreed to what is recorded; nobody when nothing is.
    agreed: Option<Content>,
}

impl fmt::Debug for PersonPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonPage(…)")
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq)]
enum Mistake {
    Name(NameError),
    Idnp(IdentifierError),
    Phone,
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

impl Page for PersonPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "person";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("person-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("person-name"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong_field()
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.mistakes(&ground.context).into_iter().flatten().collect()
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            // What is too long is said, and not cut without a word; a whole page pasted in is no name.
            Message::Name(text) => self.name = text.chars().take(LONGEST).collect(),
            Message::Idnp(text) => self.idnp = text.chars().take(LONGEST).collect(),
            Message::Phone(text) => self.phone = text.chars().take(LONGEST).collect(),
            Message::Submit => return self.submit(),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let [name_error, idnp_error, phone_error] = self.mistakes(context);
        let name = Field {
            id: "person-name",
            required: true,
            label: context.tr("person-name"),
            error: name_error,
            checked: true,
            value: &self.name,
            ..Field::default()
        };
        let idnp = Field {
            id: "person-idnp",
            label: context.tr("person-idnp"),
            hint: Some(context.tr("person-idnp-hint")),
            error: idnp_error,
            checked: true,
            value: &self.idnp,
            ..Field::default()
        };
        let phone = Field {
            id: "person-phone",
            label: context.tr("person-phone"),
            hint: Some(context.tr("person-phone-hint")),
            error: phone_error,
            checked: true,
            value: &self.phone,
            ..Field::default()
        };
        let ends = self.ends_consent().then(|| notice(Tone::Caution, context.tr("person-ends-consent")));
        let parts = [
            h1(look, self.heading(ground)),
            field(look, name, Message::Name, Message::Submit),
            field(look, idnp, Message::Idnp, Message::Submit),
            field(look, phone, Message::Phone, Message::Submit),
            notice(Tone::Quiet, context.tr("person-privacy")),
        ];
        // Below the rest, so that nothing moves under the hand while it is typed.
        rows(look.gap(), parts.into_iter().chain(ends))
    }

    fn takes_digits(&self, _ground: &Ground<'_>, field: &str) -> bool {
        matches!(field, "person-idnp" | "person-phone")
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        ground.session.case(self.case).is_some_and(|case| self.is_changed(case))
    }
}

impl PersonPage {
    /// What is wrong in each field.
    fn mistakes(&self, context: &Context<'_>) -> [Option<String>; 3] {
        self.errors.map(|mistake| {
            mistake.map(|mistake| match mistake {
                Mistake::Name(error) => name_error(context, error),
                Mistake::Idnp(error) => idnp_error(context, error),
                Mistake::Phone => context.tr("person-error-phone"),
            })
        })
    }

    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self {
            case: case.id,
            name: case.person.name.clone(),
            idnp: case.person.idnp.as_ref().map_or_else(String::new, |idnp| idnp.as_str().to_owned()),
            phone: case.person.phone.clone().unwrap_or_default(),
            errors: [None, None, None],
            agreed: case.consent.is_some().then(|| case.person.clone()),
        }
    }

    /// Whether what is typed names somebody else than who agreed, so that the consent would end with it.
    fn ends_consent(&self) -> bool {
        let Some(agreed) = &self.agreed else { return false };
        let number = self.idnp.trim();
        let typed = Content {
            name: self.name.clone(),
            // A number that is half typed says nothing yet.
            idnp: if number.is_empty() { None } else { Idnp::parse(number).ok().or_else(|| agreed.idnp.clone()) },
            phone: None,
        };
        typed.is_other_than(agreed)
    }

    fn is_changed(&self, case: &Case) -> bool {
        let fresh = Self::new(case);
        (&self.name, &self.idnp, &self.phone) != (&fresh.name, &fresh.idnp, &fresh.phone)
    }

    /// The first field with something wrong in it.
    fn wrong_field(&self) -> Option<&'static str> {
        let fields = ["person-name", "person-idnp", "person-phone"];
        fields.into_iter().zip(&self.errors).find_map(|(field, mistake)| mistake.is_some().then_some(field))
    }

    fn submit(&mut self) -> Action {
        let name = Content::read_name(&self.name);
        let idnp = if self.idnp.trim().is_empty() { Ok(None) } else { Idnp::parse(&self.idnp).map(Some) };
        let phone = without_separators(&self.phone);
        let is_phone = phone.is_empty()
            || phone.strip_prefix('+').unwrap_or(&phone).bytes().all(|byte| byte.is_ascii_digit())
                && (8..=16).contains(&phone.len());
        self.errors = [
            name.as_ref().err().map(|error| Mistake::Name(*error)),
            idnp.as_ref().err().map(|error| Mistake::Idnp(*error)),
            (!is_phone).then_some(Mistake::Phone),
        ];
        match (name, idnp) {
            (Ok(name), Ok(idnp)) if self.errors.iter().all(Option::is_none) => {
                let person = Content { name, idnp, phone: (!phone.is_empty()).then_some(phone) };
                Action::Command(self.case, Box::new(Command::Identify(person)))
            }
            _ => Action::None,
        }
    }
}

/// What is wrong with a name, and what to do.
fn name_error(context: &Context<'_>, error: NameError) -> String {
    match error {
        NameError::Missing => context.tr("case-error-name"),
        NameError::TooLong => {
            context.tr_with("person-error-long", &[("most", i64::try_from(LONGEST_NAME).unwrap_or(0).into())])
        }
        NameError::Sign(sign) => context.tr_with("person-error-sign", &[("sign", sign.to_string().into())]),
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
