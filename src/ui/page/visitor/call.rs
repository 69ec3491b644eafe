//! Help from the specialist: how to get it, and the way back. The way to the sign-in is for staff, and small.

use super::Action;
use crate::ui::component::{Element, Tone, h1, lead, notice, primary_button, quiet_button, rows};
use crate::ui::context::Context;
use iced::widget::container;

/// Draws the page. `of_plan` when the plan lies behind it.
#[must_use]
pub fn view<'a>(context: &Context<'a>, of_plan: bool) -> Element<'a, Action> {
    let look = &context.look;
    let mut parts = vec![h1(look, context.tr("call-heading")), lead(look, context.tr("call-lead"))];
    if let Some(phone) = &context.centre.phone {
        parts.push(notice(look, Tone::Information, context.tr_with("call-phone", &[("phone", phone.clone().into())])));
    }
    parts.push(
        container(notice(look, Tone::Information, context.tr("call-kept"))).max_width(crate::ui::style::COLUMN).into(),
    );
    let back = context.tr(if of_plan { "call-back-to-plan" } else { "call-back" });
    parts.push(container(primary_button(look, "call-back", back, Action::GoBack)).into());
    parts.push(container(quiet_button(look, "sign-in", context.tr("call-sign-in"), None, Action::OpenCase)).into());
    rows(look.gap(), parts)
}
