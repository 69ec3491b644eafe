//! The plan: ordered steps, each with where it can be finished, by when, and for how much.

use super::papers::PapersPage;
use super::refused::{RefusedPage, refused};
use super::satisfaction::SatisfactionPage;
use super::second::SecondPage;
use super::step::StepPage;
use super::{Action, ForVisitors, Ground, Visit, words};
use crate::account::{self, PlanRow};
use crate::domain::plan::{Number, Plan as Computed};
use crate::ui::component::{
    Element, Ink, Tone, body, card, h1, icon, lead, link_button, notice, numbered, rows, secondary_button, task_row,
};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary, Turning};
use crate::ui::style::{Look, space};
use iced::Length;
use iced::widget::{container, row};

/// The plan's page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanPage {
    page: usize,
}

/// What happens on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Another part of the list.
    Page(usize),
    /// Something for the application.
    Do(Action),
}

impl Page for PlanPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "plan";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, visit, .. } = ground;
        let event = visit.event.as_deref().and_then(|code| context.event(code));
        event.map_or_else(|| context.tr("event-gone"), |event| context.text(&event.tile))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let (words, action) = main_action(&ground.context);
        Some(Primary::new("plan-specialist", words, Message::Do(action)))
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Do(action) => action,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(&ground.context, ground.visit)
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let Ground { context, visit, .. } = ground;
        let planned = visit.planned(context)?;
        let of = account::plan_rows(planned.situation(), planned.plan()).len();
        let Part { number, parts, from, to } = self.part_of(&context.look, of);
        let count = |count: usize| i64::try_from(count).unwrap_or(0).into();
        let arguments = [("from", count(from + 1)), ("to", count(to)), ("of", count(of))];
        Turning::of(context, context.tr_with("plan-pages", &arguments), (number, parts), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }
}

/// A part of the plan.
struct Part {
    number: usize,
    parts: usize,
    /// The first step of it.
    from: usize,
    /// The step after its last.
    to: usize,
}

impl PlanPage {
    /// The part that is shown of a plan of so many steps.
    fn part_of(&self, look: &Look, steps: usize) -> Part {
        let a_page = match (look.is_low(), look.is_medium()) {
            (true, _) => 4,
            (_, true) => 5,
            _ => 8,
        };
        // A last page of one step is no page.
        let parts = if steps <= a_page + 2 { 1 } else { steps.div_ceil(a_page) };
        let number = self.page.min(parts - 1);
        let to = if parts == 1 { steps } else { ((number + 1) * a_page).min(steps) };
        Part { number, parts, from: number * a_page, to }
    }

    fn draw<'a>(&'a self, context: &Context<'a>, visit: &'a Visit) -> Element<'a, Message> {
        let look = &context.look;
        let Some(planned) = visit.planned(context) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let (situation, plan) = (planned.situation(), planned.plan());
        let steps = account::plan_rows(situation, plan);
        let Part { from, to, .. } = self.part_of(look, steps.len());
        let list = steps[from..to].iter().map(|step| step_row(context, step));
        let mut main = list.collect::<Vec<_>>();
        if steps.is_empty() {
            main.push(notice(Tone::Information, context.tr("plan-nothing")));
        }
        let main = rows(space::XS, main);
        let urgent = account::urgent(plan, context.today);
        let urgent = urgent.map(|(tone, said)| notice(tone, context.texts.say(&said)));
        let first = std::iter::once(h1(look, context.text(&situation.event.tile))).chain(urgent);
        let words = context.texts.say(&account::overview(situation, plan));
        if look.is_narrow() {
            let actions = row(actions(context, plan, visit)).spacing(space::S).wrap().vertical_spacing(space::S);
            return rows(look.gap(), first.chain([lead(look, words), actions.into(), main]));
        }
        let aside = rows(space::S, std::iter::once(card(look, body(words))).chain(actions(context, plan, visit)));
        let beside = row![container(main).width(Length::Fill), container(aside).width(352.0)].spacing(space::L);
        rows(look.gap(), first.chain([beside.into()]))
    }
}

/// What follows the plan: with a specialist a case is opened on it, without one the specialist is called.
fn main_action(context: &Context<'_>) -> (String, Action) {
    if context.assisted {
        (context.tr("plan-open-case"), Action::OpenCase)
    } else {
        (context.tr("plan-specialist"), Action::CallSpecialist)
    }
}

fn actions<'a>(context: &Context<'a>, plan: &Computed<'_>, visit: &Visit) -> Vec<Element<'a, Message>> {
    let look = &context.look;
    let act = |action| Message::Do(action);
    let mut buttons = vec![
        secondary_button(
            look,
            "plan-papers",
            context.tr("plan-papers"),
            Some("file-text"),
            act(Action::show(PapersPage)),
        ),
        secondary_button(look, "plan-take-away", context.tr("plan-take-away"), Some("send"), act(Action::TakeAway)),
        link_button(look, "change-answers", context.tr("plan-change"), act(Action::Change(String::new()))),
    ];
    if refused(plan).next().is_some() {
        buttons.push(link_button(look, "plan-refused", context.tr("plan-refused"), act(Action::show(RefusedPage))));
    }
    let code = visit.event.as_deref().unwrap_or_default();
    if context.catalogue.events.contains_key(code) {
        buttons.push(link_button(look, "plan-second", context.tr("plan-second"), act(Action::show(SecondPage))));
    }
    buttons.push(secondary_button(
        look,
        "plan-finish",
        context.tr("plan-finish"),
        Some("check"),
        act(Action::show(SatisfactionPage)),
    ));
    buttons
}

fn step_row<'a>(context: &Context<'a>, said: &PlanRow<'_>) -> Element<'a, Message> {
    let look = &context.look;
    let mark = |name| -> Element<'a, Message> { container(icon(name, 28.0, Ink::Around)).center(40.0).into() };
    let leading = match said.number {
        Number::Step(number) => numbered(number),
        Number::Instead(_) => mark("corner-up-right"),
        Number::Automatic => mark("landmark"),
    };
    let say = |value| context.texts.say(value);
    let tags = said.marks.iter().map(|mark| words::tag(context, mark)).collect();
    let line: Vec<String> = said.due.iter().chain(&said.cost).map(say).collect();
    let lines = if line.is_empty() { Vec::new() } else { vec![line.join(" · ")] };
    let message = Message::Do(Action::show(StepPage { id: said.id.to_owned() }));
    task_row(look, &format!("step-{}", said.id), Some(leading), say(&said.title), lines, tags, message)
}
