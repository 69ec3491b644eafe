//! Help from the specialist: how to get it, and the way back. In a room with a relay a plan has a code by which the specialist
//! opens it at the desk. The way to the sign-in is for staff, and small.

use super::{Action, ForVisitors, Ground};
use crate::account::centre_said;
use crate::domain::hidden::hidden;
use crate::i18n::counted;
use crate::ui::component::{
    Element, Tone, body, card, display, h1, h2, lead, link_button, notice, rows, secondary_button, strong,
};
use crate::ui::context::Context;
use crate::ui::page::{Around, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// How the handing over of a plan stands, in a room with a relay.
#[derive(Clone, PartialEq, Eq)]
pub enum Handing {
    /// The code is being made.
    Coming,
    /// The code, and for how many seconds it still opens the plan.
    Code(String, u64),
    /// The time of the code is over.
    Over,
    /// There is none now.
    None,
}

hidden!(Handing, "Handing");

/// The page that says how to get help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallPage {
    /// Whether the plan lies behind it.
    pub of_plan: bool,
}

impl Page for CallPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "call";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("call-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let words = ground.context.tr(if self.of_plan { "call-back-to-plan" } else { "call-back" });
        Some(Primary::new("call-back", words, Action::GoBack))
    }

    fn around(&self) -> Around {
        Around { help: false, ..Around::VISITOR }
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground))];
        // Who has a code reads it out; who has none asks.
        let handing = ground.handing.filter(|_| self.of_plan);
        parts.extend(handing.map(|handing| code_card(context, handing)));
        parts.push(lead(look, context.tr("call-lead")));
        let said = centre_said(context.centre);
        if !said.is_empty() {
            parts.push(card(look, rows(space::XS, said.iter().map(|said| body(context.texts.say(said))))));
        }
        if context.assisted && !context.centre.unconfirmed.is_empty() {
            let doubts = context.centre.unconfirmed.iter().map(|doubt| body(context.text(doubt)));
            let head = strong(context.tr("step-unconfirmed"));
            parts.push(card(look, rows(space::XS, std::iter::once(head).chain(doubts))));
        }
        parts.push(container(notice(Tone::Information, context.tr("call-kept"))).max_width(COLUMN).into());
        parts.push(container(link_button(look, "sign-in", context.tr("call-sign-in"), Action::OpenCase)).into());
        rows(look.gap(), parts)
    }
}

/// The code, large, or why there is none and what to do then.
fn code_card<'a>(context: &Context<'a>, handing: &Handing) -> Element<'a, Action> {
    let look = &context.look;
    let again = || secondary_button(look, "plan-code-new", context.tr("plan-code-new"), None, Action::NewPlanCode);
    let words = |key: &str| container(body(context.tr(key))).max_width(COLUMN).into();
    let instead = if context.prints() { "plan-code-instead-print" } else { "plan-code-instead" };
    let parts: Vec<Element<'a, Action>> = match handing {
        Handing::Coming => vec![h2(look, context.tr("plan-code-heading")), words("plan-code-coming")],
        Handing::Code(code, left) => {
            let minutes = usize::try_from(left.div_ceil(60)).unwrap_or(usize::MAX);
            let left = container(body(counted(context.texts, "plan-code-left", minutes))).max_width(COLUMN).into();
            // Read out by its groups, and in large letters that are wide apart.
            let shown = display(look, code.replace('-', "\u{2003}"));
            vec![h2(look, context.tr("plan-code-heading")), shown, words("plan-code-say"), left]
        }
        Handing::Over => vec![h2(look, context.tr("plan-code-over")), container(again()).into()],
        Handing::None => {
            vec![h2(look, context.tr("plan-code-none")), words(instead), container(again()).into()]
        }
    };
    card(look, rows(space::S, parts))
}
