//! The plan: ordered steps, each with where it can be finished, by when, and for how much.

use super::refused::refused;
use super::{Action, ForVisitors, Ground, Visit, due_line, fee_line, lead_tag, lead_tone, step_title, where_tag};
use crate::domain::centre::CentreKind;
use crate::domain::life_event::Join;
use crate::domain::plan::{Counts, Number, Plan as Computed, PlannedStep, StepStatus};
use crate::i18n::{Reader, amount, counted, lead_words, sentences};
use crate::ui::component::{
    Element, Tone, body, card, h1, icon, lead, link_button, notice, numbered, pager, primary_button, rows,
    secondary_button, task_row,
};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use crate::ui::style::space;
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

    fn part(&self) -> usize {
        self.page
    }
}

impl PlanPage {
    fn draw<'a>(&'a self, context: &Context<'a>, visit: &'a Visit) -> Element<'a, Message> {
        let look = &context.look;
        let Some(situation) = visit.situation(context) else {
            return notice(look, Tone::Information, context.tr("event-gone"));
        };
        let plan = Computed::compute(&situation);
        let steps = plan.numbered();
        let a_page = match (look.is_low(), look.is_medium()) {
            (true, _) => 4,
            (_, true) => 5,
            _ => 8,
        };
        // A last page of one step is no page.
        let pages = if steps.len() <= a_page + 2 { 1 } else { steps.len().div_ceil(a_page) };
        let page = self.page.min(pages - 1);
        let (from, to) =
            if pages == 1 { (0, steps.len()) } else { (page * a_page, ((page + 1) * a_page).min(steps.len())) };
        let list = steps[from..to].iter().map(|(number, step)| step_row(context, step, *number));
        let mut main = list.collect::<Vec<_>>();
        if steps.is_empty() {
            main.push(notice(look, Tone::Information, context.tr("plan-nothing")));
        }
        let arguments = [
            ("from", i64::try_from(from + 1).unwrap_or(0).into()),
            ("to", i64::try_from(to).unwrap_or(0).into()),
            ("of", i64::try_from(steps.len()).unwrap_or(0).into()),
        ];
        main.extend(pager(
            look,
            context.tr_with("plan-pages", &arguments),
            (page > 0).then(|| (context.tr("page-before"), Message::Page(page - 1))),
            (page + 1 < pages).then(|| (context.tr("page-after"), Message::Page(page + 1))),
        ));
        let main = rows(space::XS, main);
        let first = std::iter::once(h1(look, context.text(&situation.event.tile))).chain(urgent(context, &plan));
        let words = overview(context, &plan);
        if look.is_narrow() {
            let actions = row(actions(context, &plan, visit)).spacing(space::S).wrap().vertical_spacing(space::S);
            return rows(look.gap(), first.chain([lead(look, words), actions.into(), main]));
        }
        let aside = rows(space::S, std::iter::once(card(look, body(words))).chain(actions(context, &plan, visit)));
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
    let (name, action) = main_action(context);
    let act = |action| Message::Do(action);
    let mut buttons = vec![
        primary_button(look, "plan-specialist", name, act(action)),
        secondary_button(look, "plan-papers", context.tr("plan-papers"), Some("file-text"), act(Action::ShowPapers)),
        secondary_button(look, "plan-take-away", context.tr("plan-take-away"), Some("send"), act(Action::TakeAway)),
        link_button(look, "change-answers", context.tr("plan-change"), act(Action::Change(String::new()))),
    ];
    if refused(plan).next().is_some() {
        buttons.push(link_button(look, "plan-refused", context.tr("plan-refused"), act(Action::ShowRefused)));
    }
    let code = visit.event.as_deref().unwrap_or_default();
    if context.catalogue.events.contains_key(code) {
        buttons.push(link_button(look, "plan-second", context.tr("plan-second"), act(Action::ChooseSecond)));
    }
    buttons.push(secondary_button(look, "plan-finish", context.tr("plan-finish"), Some("check"), act(Action::Finish)));
    buttons
}

/// The plan in one paragraph: how many things to do, journeys, money.
fn overview(context: &Context<'_>, plan: &Computed<'_>) -> String {
    let Counts { to_do, automatic, perhaps } = plan.counts;
    let mut parts = vec![counted(context.texts, "plan-to-do", to_do)];
    if automatic > 0 {
        parts.push(counted(context.texts, "plan-automatic", automatic));
    }
    if perhaps > 0 {
        parts.push(counted(context.texts, "plan-maybe", perhaps));
    }
    let journeys = plan.journeys;
    parts.push(if journeys.with_centre == 0 {
        context.tr("plan-no-trip")
    } else {
        counted(context.texts, "plan-trips", journeys.with_centre)
    });
    if context.centre.kind != CentreKind::Consulate && journeys.without_centre > journeys.with_centre {
        parts.push(counted(context.texts, "plan-trips-without", journeys.without_centre));
    }
    // Nothing to pay is said only when no step shown may cost anything.
    let free = !plan.shown().any(PlannedStep::may_cost);
    for (currency, total) in plan.totals.iter().filter(|(_, total)| total.most.0 > 0 || free) {
        let least = amount(context.texts, total.least, *currency);
        let most = amount(context.texts, total.most, *currency);
        parts.push(if total.most.0 == 0 {
            context.tr("plan-free")
        } else if total.least == total.most {
            context.tr_with("plan-cost", &[("amount", least.into())])
        } else {
            context.tr_with("plan-cost-range", &[("least", least.into()), ("most", most.into())])
        });
    }
    if plan.unknown_fees > 0 {
        parts.push(counted(context.texts, "plan-unknown-fees", plan.unknown_fees));
    }
    sentences(parts)
}

/// How many steps are named at the head of the plan; the rest are counted.
const NAMED: usize = 2;

/// What must be said before anything else, at the head of the plan.
fn urgent<'a>(context: &Context<'a>, plan: &Computed<'_>) -> Option<Element<'a, Message>> {
    let urgent = plan.urgent();
    let tone = lead_tone(urgent.first()?.lead.urgency());
    let named = urgent.iter().take(NAMED).map(|step| {
        let words = lead_words(context.texts, &step.lead, context.today, Reader::Screen).unwrap_or_default();
        sentences([step_title(context, step), words])
    });
    let more = urgent.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| counted(context.texts, "lead-more", more));
    let words = sentences(std::iter::once(context.tr("lead-heading")).chain(named).chain(more));
    Some(notice(&context.look, tone, words))
}

fn step_row<'a>(context: &Context<'a>, step: &PlannedStep<'a>, number: Number) -> Element<'a, Message> {
    let look = &context.look;
    let mark = |name| -> Element<'a, Message> { container(icon(name, 28.0, None)).center(40.0).into() };
    let leading = match number {
        Number::Step(number) => numbered(look, number),
        Number::Instead(_) => mark("corner-up-right"),
        Number::Automatic => mark("landmark"),
    };
    let mut tags: Vec<_> = lead_tag(context, step).into_iter().collect();
    tags.push(where_tag(context, step));
    if step.supplies.is_some() {
        tags.push((Tone::Information, "file-text", context.tr("plan-tag-lacking")));
    }
    if step.status == StepStatus::Maybe {
        tags.push((Tone::Quiet, "circle-question-mark", context.tr("plan-tag-maybe")));
    }
    if let Number::Instead(number) = number {
        let number = i64::try_from(number).unwrap_or_default();
        let words = context.tr_with("plan-tag-or", &[("number", number.into())]);
        tags.push((Tone::Quiet, "corner-up-right", words));
    } else if step.join == Join::Optional {
        tags.push((Tone::Quiet, "plus", context.tr("plan-tag-optional")));
    }
    if !step.notices.is_empty() {
        tags.push((Tone::Caution, "triangle-alert", context.tr("plan-tag-notice")));
    }
    let mut line: Vec<String> = due_line(context, step).into_iter().collect();
    if step.is_to_do() {
        line.extend(fee_line(context, step));
    }
    let lines = if line.is_empty() { Vec::new() } else { vec![line.join(" · ")] };
    let id = format!("step-{}", step.step.id);
    let message = Message::Do(Action::ShowStep(step.step.id.clone()));
    task_row(look, &id, Some(leading), step_title(context, step), lines, tags, message)
}
