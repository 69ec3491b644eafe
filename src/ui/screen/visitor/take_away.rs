//! What to take away: the plan as a QR code that a telephone reads without a line. No personal data.

use super::{Action, Visit, due_line, step_title};
use crate::domain::guide::JOINT;
use crate::domain::plan::Plan;
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{Element, body, caption, card, h1, lead, primary_button, rows};
use crate::ui::context::Context;
use crate::ui::style::space;
use crate::ui::widget::described;
use iced::widget::{column, container, qr_code, row};
use iced::{Color, Length};

/// A QR code that older telephones still read from a screen holds at most so many bytes.
const LARGEST_TEXT: usize = 900;

/// The take-away page; the code is computed once.
#[derive(Debug)]
pub struct TakeAway {
    text: String,
    code: Option<qr_code::Data>,
}

impl TakeAway {
    /// Makes the take-away of a plan.
    #[must_use]
    pub fn new<'a>(context: &Context<'a>, visit: &'a Visit) -> Self {
        let text = visit
            .situation(context)
            .map_or_else(String::new, |situation| handout(context, &Plan::compute(&situation), situation.event));
        let code = qr_code::Data::with_error_correction(text.as_bytes(), qr_code::ErrorCorrection::Low).ok();
        Self { text, code }
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>) -> Element<'a, Action> {
        let look = &context.look;
        let mut sheet = column![].spacing(space::XXS).width(Length::Fill);
        for line in self.text.lines() {
            sheet = sheet.push(body(line.to_owned()));
        }
        let sheet = card(look, sheet);
        // The whole code must be on the screen at once, or no camera reads it.
        let frame = if look.is_low() { 160.0 } else { 250.0 };
        let side = (look.page.height - frame).clamp(160.0, 480.0);
        let picture: Element<'a, Action> = match &self.code {
            Some(code) => {
                // Always black on white with a white margin: a camera needs it, whatever the contrast.
                let style = |_: &iced::Theme| qr_code::Style { cell: Color::BLACK, background: Color::WHITE };
                let semantics = Semantics::new("qr", Role::Image, context.tr("take-away-qr"));
                described(semantics, qr_code(code).total_size(side).style(style)).into()
            }
            None => caption(look, context.tr("take-away-too-long")),
        };
        let words = rows(
            look.gap(),
            [
                h1(look, context.tr("take-away-heading")),
                lead(look, context.tr("take-away-lead")),
                container(primary_button(look, "take-away-finish", context.tr("plan-finish"), Action::Finish)).into(),
            ],
        );
        let above = row![container(words).width(Length::Fill), picture].spacing(space::L);
        rows(look.gap(), [above.into(), sheet])
    }
}

/// The kind of page that the portal has for an official code.
fn addressed(context: &Context<'_>, code: &str) -> Option<&'static str> {
    let kind = if context.catalogue.events.contains_key(code) { "event" } else { "service" };
    (!code.starts_with("X-")).then_some(kind)
}

/// The text of the code: the event, each step with its date, the State's own page, the catalogue's date.
fn handout(context: &Context<'_>, plan: &Plan<'_>, event: &crate::domain::life_event::LifeEvent) -> String {
    let mut lines = vec![context.text(&event.tile)];
    for (number, step) in (1..).zip(plan.shown().filter(|step| step.is_to_do())) {
        let due = due_line(context, step).map(|due| format!(" – {due}")).unwrap_or_default();
        lines.push(format!("{number}. {}{due}", step_title(context, step)));
    }
    for step in plan.shown().filter(|step| !step.is_to_do()) {
        lines.push(format!("– {} ({})", step_title(context, step), context.tr("where-automatic")));
    }
    let language = context.texts.language();
    lines.extend(event.code.split(JOINT).map(|code| match addressed(context, code) {
        Some(page) => format!("servicii.gov.md/{language}/{page}/{code}"),
        // The portal has no page for what has no official code.
        None => format!("servicii.gov.md/{language}"),
    }));
    let date = crate::i18n::date_numeric(plan.catalogue.as_of);
    let number = i64::try_from(plan.catalogue.number).unwrap_or_default();
    lines.push(context.tr_with("catalogue-note", &[("number", number.into()), ("date", date.into())]));
    let mut text = lines.join("\n");
    if text.len() > LARGEST_TEXT {
        // What does not fit is shown to be missing; the address below leads to the rest.
        lines.insert(lines.len() - 2, "…".to_owned());
    }
    while text.len() > LARGEST_TEXT && lines.len() > 4 {
        lines.remove(lines.len() - 4);
        text = lines.join("\n");
    }
    text
}
