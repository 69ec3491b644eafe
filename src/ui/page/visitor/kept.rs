//! The papers that a visitor was given at a page of the State, or printed there: each can be looked at and printed, and all of
//! them be taken along on a stick. They are erased when that page is closed.

use super::{Action, ForVisitors, Ground};
use crate::domain::hidden::hidden;
use crate::platform::browser::KeptPaper;
use crate::ui::component::{Element, Tone, h1, lead, notice, rows, secondary_button, summary_row, task_row};
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::space;
use iced::widget::row;

/// How many of them are listed, the newest first as they come: who is given more has all of them on a stick.
const LISTED: usize = 5;

/// The page.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// The papers, the newest first.
    pub papers: Vec<KeptPaper>,
    /// Those that were to be saved and are not, by their names.
    pub left: Vec<String>,
}

hidden!(KeptPage, "KeptPage");

impl Page for KeptPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "kept";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("kept-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        Some(Primary::new("kept-back", ground.context.tr("kept-back"), Action::GoBack))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("kept-lead"))];
        let prints = context.allowance.alone;
        let each = self.papers.iter().take(LISTED).enumerate().map(|(place, paper)| {
            if paper.is_pdf() && prints {
                let look_at = Action::Sheet(SheetWish::Open(SheetChoice::Kept(paper.name.clone())));
                let lines = vec![context.tr("kept-look")];
                return task_row(look, &format!("kept-{place}"), None, paper.name.clone(), lines, Vec::new(), look_at);
            }
            summary_row(look, paper.name.clone(), context.tr("kept-other"), None)
        });
        parts.push(rows(space::XS, each));
        if !self.left.is_empty() {
            let names = self.left.join(", ");
            parts.push(notice(Tone::Danger, context.tr_with("kept-left", &[("names", names.into())])));
        }
        if self.papers.is_empty() {
            parts.push(notice(Tone::Information, context.tr("kept-none")));
        } else {
            let save = secondary_button(look, "kept-save", context.tr("kept-save"), Some("inbox"), Action::SavePapers);
            parts.push(row![save].into());
        }
        rows(look.gap(), parts)
    }
}
