//! This computer is set up: one question a page, each with the way back, and most with a way past. Shown at the first start,
//! and to the head of a centre who changes what was set up; to nobody else.

mod view;

use super::{Action, ForVisitors, Ground};
use crate::domain::hidden::hidden;
use crate::domain::setup::{ComputerUse, Invitation, PrinterChoice, Question, RelayCode, find_centres};
use crate::domain::text::Language;
use crate::ui::component::{Element, Tone, notice};
use crate::ui::page::{Around, First, Page, Primary, Turning};
use crate::ui::set_up::{SetUp, SetUpWish, Written};

/// The page of a question.
#[derive(Clone, PartialEq)]
pub struct SetUpPage {
    /// The question.
    pub question: Question,
    /// What is looked for.
    typed: String,
    hub: String,
    code: String,
    /// What is wrong.
    problem: Option<&'static str>,
    /// Which part is shown.
    page: usize,
    /// How often something else was found.
    found: usize,
}

hidden!(SetUpPage, "SetUpPage");

/// What happens on it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// A language was chosen; by a pointer it is gone on as well.
    Language(Language, bool),
    /// So was for whom the computer is.
    Computer(ComputerUse, bool),
    /// Waiting numbers were ticked, or not.
    WaitingNumbers(bool),
    /// Printing alone was.
    PrintAlone(bool),
    /// A part of a centre's name was typed.
    Typed(String),
    /// A centre was chosen.
    Centre(String, bool),
    /// A printer was.
    Printer(PrinterChoice),
    /// A page for a trial is wanted.
    Trial(String),
    /// The equipment is to be looked for once more.
    LookAround,
    /// The ruler is to be longer by so many pixels, or shorter.
    Longer(f32),
    /// A scanner was chosen.
    Scanner(String),
    /// The hub's address was typed, or what the agency's paper says.
    Hub(String),
    /// The one-time code was.
    Code(String),
    /// Go on.
    GoOn,
    /// Decide later.
    Later,
    /// Write and check once more.
    Again,
    /// Leave the set-up.
    Leave,
    /// Another part of the page.
    Page(usize),
}

hidden!(Message, "set_up::Message");

impl SetUpPage {
    /// The page of a question.
    #[must_use]
    pub const fn new(question: Question) -> Self {
        Self {
            question,
            typed: String::new(),
            hub: String::new(),
            code: String::new(),
            problem: None,
            page: 0,
            found: 0,
        }
    }

    /// What is wrong with an answer that is missing.
    fn lacks(&self, set_up: &SetUp) -> Option<&'static str> {
        match self.question {
            Question::Computer if set_up.answers.computer.is_none() => Some("set-up-error-choose"),
            Question::Centre if set_up.answers.centre.is_none() => Some("set-up-error-centre"),
            Question::Enrolment if RelayCode::read(&self.hub).is_some() => None,
            Question::Enrolment if self.hub.trim().is_empty() || self.code.trim().is_empty() => {
                Some("enrol-error-missing")
            }
            Question::Language
            | Question::Computer
            | Question::Visitors
            | Question::Centre
            | Question::Printer
            | Question::Screen
            | Question::Scanner
            | Question::Enrolment
            | Question::Check => None,
        }
    }

    fn go_on(&mut self, ground: &Ground<'_>, set_up: &SetUp) -> Action {
        if self.question == Question::Enrolment {
            // A reader of codes types the whole line of the paper into the field that has the focus.
            if let Some(paper) = Invitation::read(&self.hub) {
                (self.hub, self.code) = (paper.hub, paper.code);
            }
        }
        self.problem = self.lacks(set_up);
        if self.problem.is_some() {
            return Action::None;
        }
        let wish = match self.question {
            Question::Language if set_up.answers.language.is_none() => {
                return Action::SetUp(vec![
                    SetUpWish::Language(ground.context.texts.language()),
                    SetUpWish::GoOn(self.question),
                ]);
            }
            Question::Enrolment => {
                SetUpWish::Enrol { hub: self.hub.trim().to_owned(), code: self.code.trim().to_owned() }
            }
            // Whoever leaves before they are written would not hear that they could not be.
            Question::Check if set_up.written == Written::OnTheWay => return Action::None,
            Question::Check if matches!(set_up.written, Written::Failed(_)) => SetUpWish::Again,
            Question::Check => SetUpWish::Leave,
            Question::Language
            | Question::Computer
            | Question::Visitors
            | Question::Centre
            | Question::Printer
            | Question::Screen
            | Question::Scanner => SetUpWish::GoOn(self.question),
        };
        Action::SetUp(vec![wish])
    }

    /// Takes an answer, and goes on where it was pointed at.
    fn answer(&mut self, wish: SetUpWish, go_on: bool) -> Action {
        self.problem = None;
        let mut wishes = vec![wish];
        wishes.extend(go_on.then_some(SetUpWish::GoOn(self.question)));
        Action::SetUp(wishes)
    }
}

impl Page for SetUpPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "set-up";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(view::heading(self.question))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let set_up = ground.set_up?;
        let words = match (self.question, set_up.written) {
            _ if ground.busy => "please-wait",
            (Question::Check, Written::OnTheWay) => "please-wait",
            (Question::Enrolment, _) => "enrol-button",
            (Question::Check, Written::Failed(_)) => "trouble-retry",
            (Question::Check, _) if set_up.first => "set-up-begin",
            (Question::Check, _) => "set-up-done",
            _ => "continue",
        };
        Some(Primary::new("next", ground.context.tr(words), Message::GoOn))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        match self.question {
            Question::Centre => Some(First::Field("centre")),
            Question::Enrolment => Some(First::Field("hub")),
            _ => None,
        }
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::GoOn
    }

    fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
        let set_up = ground.set_up?;
        match self.question {
            Question::Centre => self.problem.map(|_| "centre"),
            Question::Enrolment if self.problem.is_some() && !self.hub.trim().is_empty() => Some("code"),
            Question::Enrolment => (self.problem.is_some() || set_up.refused.is_some()).then_some("hub"),
            _ => None,
        }
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        let refused = ground.set_up.and_then(|set_up| set_up.refused);
        let refused = refused.filter(|_| self.question == Question::Enrolment);
        self.problem.or(refused).iter().map(|key| ground.context.tr(key)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some(set_up) = ground.set_up else { return Action::None };
        match message {
            Message::Page(page) => self.page = page,
            Message::Typed(typed) => {
                let before = find_centres(&set_up.centres, &self.typed).len();
                self.typed = typed.chars().filter(|letter| !letter.is_control()).take(60).collect();
                self.problem = None;
                self.page = 0;
                self.found += usize::from(find_centres(&set_up.centres, &self.typed).len() != before);
            }
            Message::Hub(hub) => self.hub = hub,
            Message::Code(code) => self.code = code,
            // The way past and the way back stand open while the hub is waited for.
            Message::GoOn if ground.busy => {}
            Message::GoOn => return self.go_on(ground, set_up),
            Message::Later => return Action::SetUp(vec![SetUpWish::Later(self.question)]),
            Message::Language(language, go_on) => return self.answer(SetUpWish::Language(language), go_on),
            Message::Computer(computer, go_on) => return self.answer(SetUpWish::Computer(computer), go_on),
            Message::WaitingNumbers(on) => return self.answer(SetUpWish::WaitingNumbers(on), false),
            Message::PrintAlone(on) => return self.answer(SetUpWish::PrintAlone(on), false),
            Message::Centre(centre, go_on) => return self.answer(SetUpWish::Centre(centre), go_on),
            Message::Printer(choice) => return self.answer(SetUpWish::Printer(choice), false),
            Message::Scanner(name) => return self.answer(SetUpWish::Scanner(name), false),
            Message::Trial(name) => return self.answer(SetUpWish::PrintTrial(name), false),
            Message::LookAround => return self.answer(SetUpWish::LookAround, false),
            Message::Longer(pixels) => {
                let side = view::side(set_up, ground);
                return self.answer(SetUpWish::Ruler(pixels, side), false);
            }
            Message::Again => return self.answer(SetUpWish::Again, false),
            Message::Leave => return self.answer(SetUpWish::Leave, false),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        match ground.set_up {
            Some(set_up) => self.draw(ground, set_up),
            None => notice(Tone::Information, ground.context.tr("event-gone")),
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        ground.set_up?;
        let place = digit.checked_sub(1)?;
        match self.question {
            Question::Language => Language::INTERFACE.get(place).map(|language| Message::Language(*language, false)),
            Question::Computer => view::COMPUTERS.get(place).map(|(computer, ..)| Message::Computer(*computer, false)),
            _ => None,
        }
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        matches!(self.question, Question::Centre | Question::Enrolment)
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let pages = self.pages(ground, ground.set_up?);
        Turning::numbered(&ground.context, (self.page.min(pages - 1), pages), Message::Page)
    }

    fn part(&self) -> usize {
        self.page + 1000 * self.found
    }

    fn around(&self) -> Around {
        Around { help: false, clear: false, ..Around::VISITOR }
    }
}
