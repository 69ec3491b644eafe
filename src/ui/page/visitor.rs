//! The visitor's pages: one question or one step a page, no personal data.

pub mod answers;
pub mod call;
pub mod event;
pub mod gallery;
pub mod goodbye;
pub mod home;
pub mod kept;
pub mod number;
pub mod online;
pub mod papers;
pub mod plan;
pub mod question;
pub mod refused;
pub mod satisfaction;
pub mod second;
pub mod set_up;
pub mod sign_in;
pub mod sites;
pub mod start;
pub mod step;
pub mod take_away;
mod words;

pub use words::{due_line, fee_line, lead_tag, mark, state_word, step_title, tag, where_tag};

use super::door::Wanted;
use super::print::{PrintPage, Prints};
use super::{Area, Around, screens};
use crate::domain::fact::{FactId, Value};
use crate::domain::guide;
use crate::domain::hidden::hidden;
use crate::domain::life_event::DEATH;
use crate::domain::search::SearchIndex;
use crate::ui::context::Context;
use crate::ui::planned::Planned;
use crate::ui::set_up::{SetUp, SetUpWish};
use crate::ui::sheets::SheetWish;
use std::sync::Arc;

/// The part of the window that is open to everybody: no page of it needs a session, nor knows of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForVisitors;

/// What a visitor's page looks at.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The surroundings.
    pub context: Context<'a>,
    /// The visit in progress.
    pub visit: &'a Visit,
    /// How the handing over of the plan stands, in a room with a relay.
    pub handing: Option<&'a call::Handing>,
    /// What finds services by words, once it is at hand.
    pub index: Option<&'a SearchIndex>,
    /// Whether something is being waited for.
    pub busy: bool,
    /// How many seconds no password is looked at yet.
    pub wait: u64,
    /// The set-up of this computer, while somebody is at it.
    pub set_up: Option<&'a SetUp>,
}

impl Area for ForVisitors {
    type Ground<'a> = Ground<'a>;
    type Action = Action;
    const NOTHING: Action = Action::None;
    const AROUND: Around = Around::VISITOR;
}

impl Prints for ForVisitors {
    const PRINT: &'static str = "print";

    fn context<'a>(ground: &<Self as Area>::Ground<'a>) -> Context<'a> {
        ground.context
    }

    fn ask(wish: SheetWish) -> Action {
        Action::Sheet(wish)
    }
}

screens! {
    area: ForVisitors;
    /// The pages that need no session.
    screens: Screen;
    /// What can happen on them.
    messages: Message;
    /// The start page.
    Start(start::StartPage),
    /// An event.
    Event(event::EventPage),
    /// A question.
    Question(question::QuestionPage),
    /// Where the person lives.
    Home(home::HomePage),
    /// Check answers.
    Answers(answers::AnswersPage),
    /// The plan.
    Plan(plan::PlanPage),
    /// A step.
    Step(step::StepPage),
    /// The papers of the plan.
    Papers(papers::PapersPage),
    /// The choice of a second event for the same visit.
    Second(second::SecondPage),
    /// What is not for this person, and what may help instead.
    Refused(refused::RefusedPage),
    /// What to take away.
    TakeAway(take_away::TakeAwayPage),
    /// A sheet before it is printed.
    Print(PrintPage<ForVisitors>),
    /// How it was.
    Satisfaction(satisfaction::SatisfactionPage),
    /// Goodbye.
    Goodbye(goodbye::GoodbyePage),
    /// A waiting number.
    Number(number::NumberPage),
    /// The State's sites.
    Sites(sites::SitesPage),
    /// At a page of the State.
    Online(online::OnlinePage),
    /// The papers that are kept there.
    Kept(kept::KeptPage),
    /// Help from the specialist.
    Call(call::CallPage),
    /// Signing in, and what comes before it on a new computer.
    SignIn(sign_in::SignInPage),
    /// Every component, for those who build pages.
    Gallery(gallery::GalleryPage),
    /// This computer is set up.
    SetUp(set_up::SetUpPage),
}

/// What a visitor's page asks for.
#[derive(Clone, PartialEq)]
pub enum Action {
    /// Nothing.
    None,
    /// Show this page on top.
    Show(Box<Screen>),
    /// Show the page of an event.
    OpenEvent(String),
    /// Go on: to the next question that matters, the answers, or the plan.
    Continue,
    /// An answer; `None` is "I do not know".
    Answer(FactId, Option<Value>),
    /// Ask a question again, with the answer chosen before.
    Change(FactId),
    /// Take a second event into the visit.
    AddEvent(String),
    /// Whether the visitor has a paper.
    Paper(String, bool),
    /// Show what to take away.
    TakeAway,
    /// Something with a sheet of paper.
    Sheet(SheetWish),
    /// Hand over to the specialist.
    CallSpecialist,
    /// Have a new code made, by which the desk opens the plan.
    NewPlanCode,
    /// Back to the page before.
    GoBack,
    /// The specialist opens a case on this plan.
    OpenCase,
    /// Draw a waiting number, or look at the one drawn.
    TakeNumber,
    /// Go to a page of the State.
    GoOnline(Box<online::Destination>),
    /// Open the page of the State once more that did not open.
    OpenAgain,
    /// Look at the papers that are kept at the page of the State.
    KeptPapers,
    /// Save them on a stick.
    SavePapers,
    /// How it was, 1 to 5; `None` when the visitor would rather not say.
    Rate(Option<u8>),
    /// Forget everything and begin again.
    StartAgain,
    /// Something at the way in.
    Enter(Wanted),
    /// What is answered as this computer is set up, one after the other.
    SetUp(Vec<SetUpWish>),
}

hidden!(Action, "visitor::Action");

impl Action {
    /// Show this page on top.
    #[must_use]
    pub fn show(page: impl Into<Screen>) -> Self {
        Self::Show(Box::new(page.into()))
    }
}

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
    /// Whether it is about a death, alone or with something else.
    #[must_use]
    pub fn is_of_death(&self) -> bool {
        self.event.as_deref().is_some_and(|code| code.split(guide::JOINT).any(|part| part == DEATH))
    }

    /// The visitor's plan and situation; `None` before anything was chosen, and when the catalogue does not have it (any
    /// more).
    #[must_use]
    pub fn planned(&self, context: &Context<'_>) -> Option<Arc<Planned>> {
        context.planned(self.event.as_ref()?, &self.answers)
    }
}
