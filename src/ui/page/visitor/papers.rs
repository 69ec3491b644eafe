//! The papers of the whole plan, each once: what to bring, what comes out of the plan, what the State
//! reads itself.

use super::{Action, ForVisitors, Ground, words};
use crate::account::{PaperRow, paper_groups};
use crate::ui::component::{Element, Tone, answers, body, card, h1, h3, lead, notice, rows, toggle};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::space;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// The page of the papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PapersPage;

impl Page for PapersPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "papers";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("papers-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let print = self.key(ground, Key::Print)?;
        let words = ground.context.tr("papers-print");
        Some(Primary::new("papers-print", words, print).with_key(Key::Print.name()).not_by_enter())
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Action> {
        let Ground { context, visit, .. } = ground;
        let print = key == Key::Print && context.prints() && visit.planned(context).is_some();
        print.then(|| Action::Sheet(SheetWish::Open(SheetChoice::Papers)))
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then_some(SheetChoice::Papers)
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let Ground { context, visit, .. } = ground;
        let look = &context.look;
        let Some(planned) = visit.planned(context) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let plan = planned.plan();
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("papers-lead"))];
        for group in paper_groups(planned.situation(), plan) {
            let title = h3(context.texts.say(&group.title.into()));
            let items = group.rows.iter().map(|paper| paper_row(context, paper));
            parts.push(card(look, column![title, rows(space::S, items)].spacing(space::S)));
        }
        if plan.papers.is_empty() {
            parts.push(body(context.tr("papers-none")));
        }
        rows(look.gap(), parts)
    }
}

fn paper_row<'a>(context: &Context<'_>, paper: &PaperRow<'_>) -> Element<'a, Action> {
    let look = &context.look;
    let name = context.texts.say(&paper.name);
    let words: Element<'a, Action> = container(words::block(context, &paper.block)).width(Length::Fill).into();
    if !paper.brought {
        return words;
    }
    let answer = |held: bool, key: &str| {
        let id = format!("{}-{}", if held { "have" } else { "lack" }, paper.id);
        let spoken = format!("{}: {name}", context.tr(key));
        let chosen = paper.held == Some(held);
        toggle(look, &id, context.tr(key), spoken, chosen, Action::Paper(paper.id.to_owned(), held))
    };
    let both = row![answer(true, "paper-have"), answer(false, "paper-lack")].spacing(space::XS).wrap();
    let both = answers(&format!("held-{}", paper.id), name.clone(), both);
    if look.is_narrow() {
        return column![words, both].spacing(space::XS).into();
    }
    row![words, both].spacing(space::M).align_y(Alignment::Center).into()
}
