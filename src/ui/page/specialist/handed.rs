//! A plan that a visitor made at a public computer of the room is opened at the desk, by the code that they read out.

use super::{Action, ForSpecialists, Ground};
use crate::domain::handed_plan::normal_plan_code;
use crate::domain::hidden::hidden;
use crate::sync::handed_plan::NotHanded;
use crate::ui::component::{Element, Field, Tone, body, field, h1, lead, notice, rows};
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::COLUMN;
use iced::widget::container;

/// The most letters that are typed.
const LONGEST: usize = 20;

/// The page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HandedPage {
    typed: String,
    error: Option<&'static str>,
    /// What is said where the code is not what is wrong.
    trouble: Option<&'static str>,
}

hidden!(HandedPage, "HandedPage");

/// What happens on it.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// The code was typed.
    Typed(String),
    /// Open the plan.
    Submit,
}

hidden!(Message, "handed::Message");

impl Page for HandedPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "handed";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("handed-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("handed-open"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("plan-code"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.error.map(|_| "plan-code")
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.error.iter().map(|error| ground.context.tr(error)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Typed(typed) => {
                self.typed = typed.chars().take(LONGEST).collect();
                self.error = None;
                Action::None
            }
            Message::Submit if ground.busy => Action::None,
            Message::Submit => {
                self.trouble = None;
                let code = normal_plan_code(&self.typed);
                self.error = code.is_none().then_some("handed-form");
                code.map_or(Action::None, Action::TakePlan)
            }
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("handed-lead"))];
        let code = Field {
            id: "plan-code",
            label: context.tr("handed-code"),
            hint: Some(context.tr("handed-hint")),
            error: self.error.map(|error| context.tr(error)),
            checked: true,
            value: &self.typed,
            required: true,
            width: Some(320.0),
            ..Field::default()
        };
        parts.push(field(look, code, Message::Typed, Message::Submit));
        if ground.busy {
            parts.push(body(context.tr("handed-looking")));
        }
        let trouble = self.trouble.map(|trouble| notice(Tone::Caution, context.tr(trouble)));
        parts.extend(trouble.map(|trouble| container(trouble).max_width(COLUMN).into()));
        rows(look.gap(), parts)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }
}

impl HandedPage {
    /// Says why no plan was opened.
    pub fn fail(&mut self, why: &NotHanded) {
        (self.error, self.trouble) = match why {
            NotHanded::Unknown => (Some("handed-unknown"), None),
            NotHanded::Later => (None, Some("handed-later")),
            NotHanded::NoRelay | NotHanded::Silent(_) => (None, Some("handed-silent")),
            NotHanded::Newer => (None, Some("handed-newer")),
            NotHanded::Broken => (None, Some("handed-broken")),
        };
    }

    /// Says that the catalogue here does not have what the plan is about.
    pub const fn fail_event(&mut self) {
        (self.error, self.trouble) = (None, Some("handed-event"));
    }
}
