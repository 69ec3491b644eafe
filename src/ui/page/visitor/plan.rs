//! The plan: ordered steps, each with where it can be finished, by when, and for how much.

use super::papers::PapersPage;
use super::refused::{RefusedPage, refused};
use super::satisfaction::SatisfactionPage;
use super::second::SecondPage;
use super::step::StepPage;
use super::{Action, ForVisitors, Ground, Visit, words};
use crate::account::{self, PlanRow, PlanSection};
use crate::domain::plan::{Number, Plan as Computed};
use crate::handout::print::Format;
use crate::ui::component::{
    Element, Ink, Tone, action_row, body, h1, h2, icon, key_hint, notice, numbered, rows, task_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary, Turning};
use crate::ui::sheets::{SheetChoice, SheetWish};
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
        let sections = account::plan_sections(planned.situation(), planned.plan());
        let parts = parts_of(&sections, steps_a_part(&context.look));
        let (number, parts) = (self.page.min(parts.len() - 1), parts.len());
        let count = |count: usize| i64::try_from(count).unwrap_or(0).into();
        let arguments = [("number", count(number + 1)), ("of", count(parts))];
        Turning::of(context, context.tr_with("plan-pages", &arguments), (number, parts), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Print && ground.context.prints()).then(|| Message::Do(print()))
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then_some(SheetChoice::Plan(Format::A4))
    }
}

/// The plan is looked at as it is printed.
fn print() -> Action {
    Action::Sheet(SheetWish::Open(SheetChoice::Plan(Format::A4)))
}

/// How many steps a part of the plan holds.
fn steps_a_part(look: &Look) -> usize {
    if look.is_low() || look.is_medium() { 4 } else { 7 }
}

/// The parts of a plan, each by its first step and the one after its last: they follow the sections, a long section is
/// cut evenly, and short ones that follow each other stand together. There is always one.
fn parts_of(sections: &[PlanSection<'_>], a_part: usize) -> Vec<(usize, usize)> {
    let steps = sections.iter().map(|section| section.rows.len()).sum::<usize>();
    // A last part of one step is no part.
    if steps <= a_part + 1 {
        return vec![(0, steps)];
    }
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for section in sections {
        let (size, pieces) = (section.rows.len(), section.rows.len().div_ceil(a_part));
        for piece in 0..pieces {
            let part = (from + piece * size / pieces, from + (piece + 1) * size / pieces);
            match parts.last_mut() {
                Some(last) if piece == 0 && part.1 - last.0 <= a_part => last.1 = part.1,
                _ => parts.push(part),
            }
        }
        from += size;
    }
    parts
}

impl PlanPage {
    fn draw<'a>(&'a self, context: &Context<'a>, visit: &'a Visit) -> Element<'a, Message> {
        let look = &context.look;
        let Some(planned) = visit.planned(context) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let (situation, plan) = (planned.situation(), planned.plan());
        let sections = account::plan_sections(situation, plan);
        let parts = parts_of(&sections, steps_a_part(look));
        let (from, to) = parts[self.page.min(parts.len() - 1)];
        let mut main = Vec::new();
        let mut place = 0;
        for section in &sections {
            let shown = section.rows.iter().zip(place..).filter(|(_, place)| (from..to).contains(place));
            let shown: Vec<Element<'a, Message>> = shown.map(|(row, _)| step_row(context, row)).collect();
            if !shown.is_empty() {
                main.push(h2(look, context.texts.say(&section.title.clone().into())));
                main.extend(shown);
            }
            place += section.rows.len();
        }
        if sections.is_empty() {
            main.push(notice(Tone::Information, context.tr("plan-nothing")));
        }
        let main = rows(space::XS, main);
        let urgent = account::urgent(plan, context.in_moldova);
        let urgent = urgent.map(|(tone, said)| notice(tone, context.texts.say(&said)));
        let words = body(context.texts.say(&account::overview(situation, plan)));
        let heading = h1(look, context.text(&situation.event.tile));
        let told = std::iter::once(words).chain(urgent).chain([main]);
        let actions = rows(space::XS, actions(context, plan, visit));
        if look.is_narrow() {
            return rows(look.gap(), std::iter::once(heading).chain(told).chain([actions]));
        }
        let told = container(rows(look.gap(), told)).width(Length::Fill);
        let beside = row![told, container(actions).width(SIDE)].spacing(space::L);
        rows(space::XS, [heading, beside.into()])
    }
}

/// The width of the list of what can be done with the plan.
const SIDE: f32 = 336.0;

/// What follows the plan: with a specialist a case is opened on it, without one the specialist is called.
fn main_action(context: &Context<'_>) -> (String, Action) {
    if context.assisted {
        (context.tr("plan-open-case"), Action::OpenCase)
    } else {
        (context.tr("plan-specialist"), Action::CallSpecialist)
    }
}

/// What else can be done with the plan, in a list.
fn actions<'a>(context: &Context<'a>, plan: &Computed<'_>, visit: &Visit) -> Vec<Element<'a, Message>> {
    let code = visit.event.as_deref().unwrap_or_default();
    let known = context.catalogue.events.contains_key(code);
    let rejected = refused(plan).next().is_some();
    let all = [
        Some(("plan-papers", "plan-papers", "file-text", Action::show(PapersPage))),
        context.prints().then(|| ("plan-print", "plan-print", "printer", print())),
        Some(("plan-take-away", "plan-take-away", "send", Action::TakeAway)),
        Some(("change-answers", "plan-change", "file-pen", Action::Change(String::new()))),
        known.then(|| ("plan-second", "plan-second", "plus", Action::show(SecondPage))),
        rejected.then(|| ("plan-refused", "plan-refused", "ban", Action::show(RefusedPage))),
        Some(("plan-finish", "plan-finish", "check", Action::show(SatisfactionPage))),
    ];
    let row = |(id, words, mark, action): (&str, &str, &str, Action)| {
        // The key stands there for everybody: whoever has no mouse is spared the way through all steps.
        let words = context.tr(words);
        let words = if id == "plan-print" { key_hint(&words, &Key::Print.name()) } else { words.into() };
        action_row(&context.look, id, words, mark, Message::Do(action))
    };
    all.into_iter().flatten().map(row).collect()
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
    let line: Vec<String> = said.due.iter().chain(&said.receives).chain(&said.cost).map(say).collect();
    let lines = if line.is_empty() { Vec::new() } else { vec![line.join(" · ")] };
    let message = Message::Do(Action::show(StepPage::new(said.id)));
    task_row(look, &format!("step-{}", said.id), Some(leading), say(&said.title), lines, tags, message)
}

#[cfg(test)]
mod tests {
    use super::parts_of;
    use crate::account::{Part, PlanRow, PlanSection};
    use crate::domain::plan::Number;
    use crate::i18n::{Value, phrase};

    /// The parts of a plan whose sections have so many steps.
    fn parts(sections: &[usize], a_part: usize) -> Vec<(usize, usize)> {
        let row = PlanRow {
            id: "step",
            number: Number::Automatic,
            title: Value::Name(String::new()),
            marks: Vec::new(),
            due: None,
            receives: None,
            cost: None,
        };
        let section = |steps: &usize| PlanSection {
            part: Part::ToDo,
            title: phrase("plan-section-do"),
            rows: vec![row.clone(); *steps],
        };
        parts_of(&sections.iter().map(section).collect::<Vec<_>>(), a_part)
    }

    #[test]
    fn the_parts_of_a_plan_follow_its_sections() {
        assert_eq!(parts(&[], 4), [(0, 0)]);
        assert_eq!(parts(&[3, 2], 4), [(0, 5)], "one step more than a part holds is no part");
        assert_eq!(
            parts(&[6, 4], 4),
            [(0, 3), (3, 6), (6, 10)],
            "evenly, and no part across two sections that are long"
        );
        assert_eq!(parts(&[5, 1, 1], 4), [(0, 2), (2, 6), (6, 7)], "short ones stand together");
        assert_eq!(parts(&[9], 4), [(0, 3), (3, 6), (6, 9)]);
    }
}
