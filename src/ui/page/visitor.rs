//! The visitor's screens: one question or one step a page, no personal data.

pub mod answers;
pub mod call;
pub mod event;
pub mod goodbye;
pub mod papers;
pub mod plan;
pub mod question;
pub mod refused;
pub mod satisfaction;
pub mod second;
pub mod start;
pub mod step;
pub mod take_away;
mod words;

pub use words::{due_line, fee_line, lead_tag, state_word, step_title, where_tag};

use crate::domain::fact::{FactId, Value};
use crate::domain::hidden::hidden;
use crate::domain::situation::Situation;
use crate::ui::context::Context;

/// What a visitor's screen asks of the application.
#[derive(Clone, PartialEq)]
pub enum Action {
    /// Nothing.
    None,
    /// Show the page of an event.
    OpenEvent(String),
    /// Go on: to the next question that matters, the answers, or the plan.
    Continue,
    /// An answer; `None` is "I do not know".
    Answer(FactId, Option<Value>),
    /// Ask a question again, with the answer chosen before.
    Change(FactId),
    /// Show the plan.
    ShowPlan,
    /// Show one step.
    ShowStep(String),
    /// Show the papers of the whole plan.
    ShowPapers,
    /// Choose a second event for the same visit.
    ChooseSecond,
    /// Take a second event into the visit.
    AddEvent(String),
    /// Whether the visitor has a paper.
    Paper(String, bool),
    /// Show what is not for this person, and what may help instead.
    ShowRefused,
    /// Show what to take away.
    TakeAway,
    /// Show another one of the codes to take away.
    ShowCode(usize),
    /// Hand over to the specialist.
    CallSpecialist,
    /// Back to the page before.
    GoBack,
    /// The specialist opens a case on this plan.
    OpenCase,
    /// The visit is over; ask how it was.
    Finish,
    /// How it was, 1 to 5; `None` when the visitor would rather not say.
    Rate(Option<u8>),
    /// Forget everything and begin again.
    StartAgain,
}

hidden!(Action, "visitor::Action");

/// What is known of the visit in progress. Lives in memory only.
#[derive(Clone, Default, PartialEq)]
pub struct Visit {
    /// The event's code.
    pub event: Option<String>,
    /// The answers.
    pub answers: crate::domain::fact::Answers,
}

hidden!(Visit, "Visit");

impl Visit {
    /// The visitor's situation; `None` before anything was chosen, and when the catalogue does not have it (any more).
    #[must_use]
    pub fn situation<'a>(&'a self, context: &Context<'a>) -> Option<Situation<'a>> {
        context.situation(self.event.as_ref()?, &self.answers)
    }
}
