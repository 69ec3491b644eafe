//! What to take away: the whole plan as a list, and as codes that a telephone reads without a line. No personal data.

use super::satisfaction::SatisfactionPage;
use super::{Action, ForVisitors, Ground, Visit};
use crate::domain::hidden::hidden;
use crate::handout::print::Format;
use crate::handout::take_away::take_away;
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{Element, body, caption, card, h1, key_hint, lead, rows, secondary_button, strong};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary, Turning};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{Surface, space};
use crate::ui::widget::described;
use iced::Length;
use iced::widget::{column, container, qr_code, row};

/// The white added on each side of a code, as a part of the whole: two modules of one that says the shortest plan.
const EDGE: f32 = 0.035;

/// The take-away page; the codes are computed once.
pub struct TakeAwayPage {
    lines: Vec<String>,
    /// What the codes say.
    contents: Vec<String>,
    codes: Vec<Option<qr_code::Data>>,
    shown: usize,
}

hidden!(TakeAwayPage, "TakeAwayPage");

/// A picture of a code is not copied but made again.
impl Clone for TakeAwayPage {
    fn clone(&self) -> Self {
        let (lines, contents) = (self.lines.clone(), self.contents.clone());
        Self { codes: encoded(&contents), lines, contents, shown: self.shown }
    }
}

impl PartialEq for TakeAwayPage {
    fn eq(&self, other: &Self) -> bool {
        (&self.lines, &self.contents, self.shown) == (&other.lines, &other.contents, other.shown)
    }
}

/// What happens on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Show another one of the codes.
    Show(usize),
    /// Something for the application.
    Do(Action),
}

impl Page for TakeAwayPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "take-away";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("take-away-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let words = ground.context.tr("plan-finish");
        Some(Primary::new("take-away-finish", words, Message::Do(Action::show(SatisfactionPage))).not_by_enter())
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let context = &ground.context;
        let mut turning =
            Turning::of(context, self.part_words(context), (self.shown, self.codes.len()), Message::Show)?;
        for (way, key) in [(&mut turning.before, "take-away-before"), (&mut turning.after, "take-away-after")] {
            if let Some((words, _)) = way {
                *words = context.tr(key);
            }
        }
        turning.short = ["take-away-before", "take-away-after"].map(|key| context.tr(key));
        Some(turning)
    }

    fn part(&self) -> usize {
        self.shown
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Show(code) => {
                self.show(code);
                Action::None
            }
            Message::Do(action) => action,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut sheet = column![].spacing(space::XXS).width(Length::Fill);
        for line in &self.lines {
            sheet = sheet.push(body(line.clone()));
        }
        let sheet = card(look, sheet);
        // The whole code must be on the screen at once, or no camera reads it.
        let is_upright = look.page.height > look.page.width;
        let room = if is_upright { look.page.width - 2.0 * look.margin() } else { look.inside() };
        let side = room.clamp(160.0, 480.0);
        let part = (self.codes.len() > 1).then(|| self.part_words(context));
        let picture: Element<'a, Message> = match self.codes.get(self.shown).and_then(Option::as_ref) {
            Some(code) => {
                let label = context.tr("take-away-qr");
                let label = part.as_ref().map_or_else(|| label.clone(), |part| format!("{label}: {part}"));
                let semantics = Semantics::new("qr", Role::Image, label);
                // ISO/IEC 18004 asks for four modules of white around a code. Two come with it; the others are given where
                // the code does not have to be smaller for them, because smaller modules are the greater harm.
                let edge = ((room - side) / 2.0).clamp(0.0, side * EDGE);
                let picture = container(qr_code(code).total_size(side)).padding(edge).class(Surface::Code);
                described(semantics, picture).into()
            }
            None => caption(context.tr("take-away-too-long")),
        };
        let mut words = vec![h1(look, self.heading(ground))];
        words.extend(part.map(strong));
        words.push(lead(look, context.tr("take-away-lead")));
        words.extend(self.key(ground, Key::Print).map(|print| {
            let name = key_hint(&context.tr("plan-print"), &Key::Print.name());
            secondary_button(look, "take-away-print", name, Some("printer"), print)
        }));
        if is_upright {
            words.insert(1, picture);
            words.push(sheet);
            return rows(look.gap(), words);
        }
        let above = row![container(rows(look.gap(), words)).width(Length::Fill), picture].spacing(space::L);
        rows(look.gap(), [above.into(), sheet])
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        let print = Action::Sheet(SheetWish::Open(SheetChoice::Plan(Format::A4)));
        (key == Key::Print && ground.context.prints()).then_some(Message::Do(print))
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then_some(SheetChoice::Plan(Format::A4))
    }

    fn translate(&mut self, ground: &Ground<'_>) {
        *self = Self::new(&ground.context, ground.visit);
    }
}

impl TakeAwayPage {
    /// Makes the take-away of a plan.
    #[must_use]
    pub fn new<'a>(context: &Context<'a>, visit: &'a Visit) -> Self {
        let Some(planned) = visit.planned(context) else {
            return Self { lines: Vec::new(), contents: Vec::new(), codes: Vec::new(), shown: 0 };
        };
        let made = take_away(context.texts, planned.situation(), planned.plan());
        Self { codes: encoded(&made.codes), lines: made.lines, contents: made.codes, shown: 0 }
    }

    /// Which of its codes is shown.
    fn part_words(&self, context: &Context<'_>) -> String {
        let counted = [("number", whole(self.shown + 1)), ("of", whole(self.codes.len()))];
        context.tr_with("take-away-part", &counted)
    }

    /// Shows another one of the codes.
    fn show(&mut self, code: usize) {
        self.shown = code.min(self.codes.len().saturating_sub(1));
    }
}

fn whole(number: usize) -> fluent_bundle::FluentValue<'static> {
    i64::try_from(number).unwrap_or_default().into()
}

/// The codes of these texts; none for one that is too long.
fn encoded(contents: &[String]) -> Vec<Option<qr_code::Data>> {
    let code = |text: &String| qr_code::Data::with_error_correction(text, qr_code::ErrorCorrection::Low).ok();
    contents.iter().map(code).collect()
}
