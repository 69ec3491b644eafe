//! The State's sites: what each is for, in plain words, and what is so at all of them.

use super::online::Destination;
use super::{Action, ForVisitors, Ground};
use crate::domain::site::Portal;
use crate::ui::component::{Element, Tone, h1, lead, notice, rows, task_row};
use crate::ui::context::Context;
use crate::ui::page::{Page, Turning};
use crate::ui::style::{Look, space};

/// The page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SitesPage {
    page: usize,
}

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another part of the list.
    Page(usize),
    /// The site at this place of the whole list.
    Go(usize),
}

impl Page for SitesPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "sites";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("sites-heading")
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Go(place) => {
                let portal = ground.context.portals().get(place);
                portal.and_then(destination).map_or(Action::None, |to| Action::GoOnline(Box::new(to)))
            }
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground))];
        parts.push(match context.online {
            Ok(()) => lead(look, context.tr("sites-lead")),
            Err(_) => notice(Tone::Information, context.tr("sites-not-here")),
        });
        let (from, to, _) = self.shown(context);
        let all = context.portals();
        let row = |(number, portal): (usize, &Portal)| {
            let lines = vec![context.text(&portal.about)];
            let place = from + number;
            task_row(
                look,
                &format!("site-{place}"),
                None,
                context.text(&portal.title),
                lines,
                Vec::new(),
                Message::Go(place),
            )
        };
        if all.is_empty() {
            parts.push(notice(Tone::Information, context.tr("sites-none")));
        }
        parts.push(rows(space::XS, all[from..to].iter().enumerate().map(row)));
        rows(look.gap(), parts)
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let context = &ground.context;
        let (_, _, pages) = self.shown(context);
        Turning::numbered(context, (self.page.min(pages - 1), pages), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let (from, to, _) = self.shown(&ground.context);
        let place = from + digit.checked_sub(1)?;
        (place < to).then_some(Message::Go(place))
    }
}

impl SitesPage {
    /// The sites of the part shown: the first, the one after the last, and how many parts there are.
    fn shown(self, context: &Context<'_>) -> (usize, usize, usize) {
        let (sites, a_page) = (context.portals().len(), sites_a_part(&context.look));
        let pages = sites.div_ceil(a_page).max(1);
        let page = self.page.min(pages - 1);
        (page * a_page, ((page + 1) * a_page).min(sites), pages)
    }
}

/// How many sites a part of the list holds.
fn sites_a_part(look: &Look) -> usize {
    match (look.is_low(), look.is_medium()) {
        (true, _) => 2,
        (false, true) => 4,
        (false, false) => 6,
    }
}

/// Where a site of the list leads; nowhere where its address is none.
fn destination(portal: &Portal) -> Option<Destination> {
    Some(Destination { address: portal.page()?, name: portal.title.clone() })
}
