//! The person's own page: what this centre holds of them, until when and by which rule; on paper, or erased on their wish.

use super::{Action, ForSpecialists, Ground};
use crate::account::{held_said, kept_until_said};
use crate::domain::case::Case;
use crate::ui::component::{Element, Tone, body, card, danger_button, h1, h3, key_hint, notice, rows, summary_row};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::state_word;
use crate::ui::page::{Page, Primary};
use crate::ui::question::What;
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::space;
use iced::widget::{column, row};
use uuid::Uuid;

/// The page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnPage {
    /// The case.
    pub case: Uuid,
    /// For how many days a closed case is kept.
    pub days: usize,
}

impl Page for OwnPage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "own";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("held-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let print = self.key(ground, Key::Print)?;
        Some(Primary::new("own-print", ground.context.tr("own-print"), print).with_key("Enter"))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        match ground.session.case(self.case) {
            Some(case) => self.draw(context, case),
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Action> {
        let case = ground.session.case(self.case)?;
        match key {
            Key::Print => {
                let open = || Action::Sheet(SheetWish::Open(SheetChoice::Own(self.case)));
                ground.context.prints().then(open)
            }
            Key::End => case.owed().next().is_none().then_some(Action::Ask(What::Erase(self.case))),
            _ => None,
        }
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then_some(SheetChoice::Own(self.case))
    }
}

impl OwnPage {
    fn draw<'a>(&self, context: &Context<'a>, case: &'a Case) -> Element<'a, Action> {
        let look = &context.look;
        let say = |value| context.texts.say(value);
        let held = held_said(context.catalogue, case, context.today);
        let held = held.iter().map(|(name, value)| summary_row(look, say(name), say(value), None));
        let held = card(look, rows(0.0, std::iter::once(h3(context.tr("own-held"))).chain(held)));
        let requests = case.requests.iter().map(|request| {
            summary_row(look, context.service_name(&request.service), state_word(context, request.state).2, None)
        });
        let requests: Vec<_> = requests.collect();
        let requests = (!requests.is_empty())
            .then(|| card(look, rows(0.0, std::iter::once(h3(context.tr("case-requests"))).chain(requests))));
        let kept = kept_until_said(case, self.days);
        let kept = kept.iter().map(|line| body(say(&line.words)));
        let kept = card(look, column![h3(context.tr("leaf-kept")), rows(space::XS, kept)].spacing(space::XS));
        rows(
            look.gap(),
            [h1(look, context.tr("held-heading")), held]
                .into_iter()
                .chain(requests)
                .chain([kept, Self::erasing(context, case)]),
        )
    }

    /// What stands against erasing, or what erases.
    fn erasing<'a>(context: &Context<'a>, case: &Case) -> Element<'a, Action> {
        let look = &context.look;
        let owed: Vec<String> = case
            .owed()
            .map(|request| {
                format!("{}: {}", context.service_name(&request.service), state_word(context, request.state).2)
            })
            .collect();
        let mut parts = vec![h3(context.tr("leaf-erase")), body(context.tr("leaf-erase-how"))];
        if owed.is_empty() {
            let name = key_hint(&context.tr("own-erase"), &Key::End.name());
            let erase = danger_button(look, "own-erase", name, Action::Ask(What::Erase(case.id)));
            parts.push(row![erase].into());
        } else {
            parts.push(notice(Tone::Caution, context.tr("own-owed")));
            parts.extend(owed.into_iter().map(body));
        }
        card(look, rows(space::XS, parts))
    }
}
