//! The plan: ordered steps, each with where it can be finished, by when, and for how much.

use super::refused::refused;
use super::{Action, Visit, due_line, fee_line, step_title, where_tag};
use crate::domain::centre::CentreKind;
use crate::domain::life_event::Join;
use crate::domain::plan::{Plan as Computed, PlannedStep, StepStatus};
use crate::i18n::{amount, counted};
use crate::ui::component::{
    Element, Tone, body, card, h1, icon, lead, link_button, notice, numbered, pager, primary_button, rows,
    secondary_button, task_row,
};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{container, row};

/// The plan's page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
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

impl Plan {
    /// Which part of the list is shown.
    #[must_use]
    pub const fn part(&self) -> usize {
        self.page
    }

    /// Updates the page.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Do(action) => action,
        }
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, visit: &'a Visit) -> Element<'a, Message> {
        let look = &context.look;
        let Some(situation) = visit.situation(context) else {
            return notice(look, Tone::Information, context.tr("event-gone"));
        };
        let plan = Computed::compute(&situation);
        let steps: Vec<&PlannedStep<'_>> = plan.shown().collect();
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
        let mut number = steps[..from].iter().filter(|step| step.is_to_do()).count();
        let list = steps[from..to].iter().map(|step| {
            if step.is_to_do() {
                number += 1;
            }
            step_row(context, step, number)
        });
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
        let heading = h1(look, context.text(&situation.event.tile));
        let words = overview(context, &plan, steps.len());
        if look.is_narrow() {
            let actions = row(actions(context, &plan, visit)).spacing(space::S).wrap().vertical_spacing(space::S);
            return rows(look.gap(), [heading, lead(look, words), actions.into(), main]);
        }
        let aside = rows(space::S, std::iter::once(card(look, body(words))).chain(actions(context, &plan, visit)));
        let beside = row![container(main).width(Length::Fill), container(aside).width(352.0)].spacing(space::L);
        rows(look.gap(), [heading, beside.into()])
    }
}

fn actions<'a>(context: &Context<'a>, plan: &Computed<'_>, visit: &Visit) -> Vec<Element<'a, Message>> {
    let look = &context.look;
    let (name, action) = if context.assisted {
        (context.tr("plan-open-case"), Action::OpenCase)
    } else {
        (context.tr("plan-specialist"), Action::CallSpecialist)
    };
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
fn overview(context: &Context<'_>, plan: &Computed<'_>, shown: usize) -> String {
    let to_do = plan.steps.iter().filter(|step| step.status == StepStatus::Applies).count();
    let automatic = plan.steps.iter().filter(|step| step.status == StepStatus::Automatic).count();
    let maybe = shown - to_do - automatic;
    let mut sentences = vec![counted(context.texts, "plan-to-do", to_do)];
    if automatic > 0 {
        sentences.push(counted(context.texts, "plan-automatic", automatic));
    }
    if maybe > 0 {
        sentences.push(counted(context.texts, "plan-maybe", maybe));
    }
    let journeys = plan.journeys;
    sentences.push(if journeys.with_centre == 0 {
        context.tr("plan-no-trip")
    } else {
        counted(context.texts, "plan-trips", journeys.with_centre)
    });
    if context.centre.kind != CentreKind::Consulate && journeys.without_centre > journeys.with_centre {
        sentences.push(counted(context.texts, "plan-trips-without", journeys.without_centre));
    }
    // Nothing to pay is said only when no step shown may cost anything.
    let free = !plan.shown().any(PlannedStep::may_cost);
    for (currency, total) in plan.totals.iter().filter(|(_, total)| total.most.0 > 0 || free) {
        let least = amount(context.texts, total.least, *currency);
        let most = amount(context.texts, total.most, *currency);
        sentences.push(if total.most.0 == 0 {
            context.tr("plan-free")
        } else if total.least == total.most {
            context.tr_with("plan-cost", &[("amount", least.into())])
        } else {
            context.tr_with("plan-cost-range", &[("least", least.into()), ("most", most.into())])
        });
    }
    if plan.unknown_fees > 0 {
        sentences.push(counted(context.texts, "plan-unknown-fees", plan.unknown_fees));
    }
    sentences.join(" ")
}

fn step_row<'a>(context: &Context<'a>, step: &PlannedStep<'a>, number: usize) -> Element<'a, Message> {
    let look = &context.look;
    let leading: Element<'a, Message> = if step.is_to_do() {
        numbered(look, number)
    } else {
        container(icon("landmark", 28.0, None)).center(40.0).into()
    };
    let mut tags = Vec::new();
    tags.push(where_tag(context, step));
    if step.supplies.is_some() {
        tags.push((Tone::Information, "file-text", context.tr("plan-tag-lacking")));
    }
    if step.status == StepStatus::Maybe {
        tags.push((Tone::Quiet, "circle-question-mark", context.tr("plan-tag-maybe")));
    }
    match step.join {
        Join::Or if step.way.is_some() => {
            tags.push((Tone::Quiet, "corner-up-right", context.tr("plan-tag-or")));
        }
        Join::Optional => tags.push((Tone::Quiet, "plus", context.tr("plan-tag-optional"))),
        Join::And | Join::Or => {}
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
