//! Asks once before what cannot simply be undone, and for the reason where one is due.

use crate::domain::case::{Case, Recorded, RequestState};
use crate::domain::record::{Action as Done, Reason};
use crate::i18n::{action_word, date_numeric, reason_word};
use crate::ui::component::{
    Element, body, caption, choice_row, danger_button, h1, headed, key_hint, lead, primary_button, rows,
    secondary_button,
};
use crate::ui::context::Context;
use crate::ui::page::visitor::state_word;
use crate::ui::style::{COLUMN, Look, space};
use iced::Length;
use iced::widget::{container, row};
use uuid::Uuid;

/// How a page with something typed on it is about to be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// One page back.
    Back,
    /// The specialist signs out, or clears the screen.
    SignOut,
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Forget the visit. What it held is off the screen already.
    Clear,
    /// Leave a page on which something was typed that was not recorded.
    Leave(Leaving),
    /// End the program.
    Exit,
    /// Close a case.
    Close(Uuid),
    /// Record help that was information only, about an event.
    Inform(String),
    /// End a request without a result: first how, then why.
    End {
        /// The case.
        case: Uuid,
        /// The request.
        request: Uuid,
        /// The ends that are possible.
        ends: Vec<RequestState>,
        /// The end chosen.
        to: Option<RequestState>,
    },
    /// Correct what was recorded in a case: first what, then why.
    Correct {
        /// The case.
        case: Uuid,
        /// What can be corrected now, the latest first.
        lines: Vec<Recorded>,
        /// The entry chosen.
        entry: Option<Uuid>,
    },
    /// Correct an entry that belongs to no case.
    CorrectAlone {
        /// The entry.
        entry: Uuid,
        /// What was done.
        action: Done,
    },
}

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// What is asked about.
    pub what: What,
    chosen: Option<usize>,
    missing: bool,
}

/// What happens on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// One of the things to choose from.
    Choose(usize),
    /// Yes, do it.
    Yes,
    /// No, back to where it was asked.
    No,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Nothing yet.
    None,
    /// Not to do it.
    No,
    /// Do it, for this reason where one was asked for.
    Yes(What, Option<Reason>),
}

/// How many things can be chosen from on a page.
const MOST: usize = 9;

impl Confirm {
    /// The page.
    #[must_use]
    pub fn new(what: What) -> Self {
        let mut page = Self { what, chosen: None, missing: false };
        page.skip();
        page
    }

    /// Where there is one thing only to choose from, it is chosen.
    fn skip(&mut self) {
        if self.reasons().is_empty() && self.count() == 1 {
            self.chosen = Some(0);
            let _ = self.yes();
        }
    }

    /// The reasons that are asked for at this point.
    fn reasons(&self) -> &'static [Reason] {
        match &self.what {
            What::End { to: Some(to), .. } => to.reasons(),
            What::Correct { entry: Some(_), .. } | What::CorrectAlone { .. } => &Reason::CORRECTIONS,
            _ => &[],
        }
    }

    /// How many things there are to choose from at this point; 0 where yes or no is the question.
    fn count(&self) -> usize {
        match &self.what {
            What::End { to: None, ends, .. } => ends.len(),
            What::Correct { entry: None, lines, .. } => lines.len().min(MOST),
            _ => self.reasons().len(),
        }
    }

    /// What a digit key does.
    #[must_use]
    pub fn by_digit(&self, digit: usize) -> Option<Message> {
        (1..=self.count()).contains(&digit).then(|| Message::Choose(digit - 1))
    }

    /// Updates the page.
    pub fn update(&mut self, message: Message) -> Decision {
        match message {
            Message::Choose(place) => {
                self.chosen = Some(place).filter(|place| *place < self.count());
                self.missing = false;
                Decision::None
            }
            Message::Yes => self.yes(),
            Message::No => Decision::No,
        }
    }

    fn yes(&mut self) -> Decision {
        if self.count() > 0 && self.chosen.is_none() {
            self.missing = true;
            return Decision::None;
        }
        let reasons = self.reasons();
        let chosen = self.chosen.take();
        match &mut self.what {
            What::End { to, ends, .. } if to.is_none() => {
                *to = chosen.and_then(|place| ends.get(place).copied());
                Decision::None
            }
            What::Correct { entry, lines, .. } if entry.is_none() => {
                *entry = chosen.and_then(|place| lines.get(place)).map(|line| line.entry);
                Decision::None
            }
            what => {
                let reason = chosen.and_then(|place| reasons.get(place).copied());
                // The page stays as it is until what was decided is done.
                self.chosen = chosen;
                Decision::Yes(what.clone(), reason)
            }
        }
    }

    /// Its heading, what stands below, and the answer that does it.
    const fn words(&self) -> [&'static str; 3] {
        match &self.what {
            What::Clear => ["ask-clear-heading", "ask-clear-lead", "ask-clear-yes"],
            What::Leave(_) => ["ask-leave-heading", "ask-leave-lead", "ask-leave-yes"],
            What::Exit => ["ask-exit-heading", "ask-exit-lead", "ask-exit-yes"],
            What::Close(_) => ["ask-close-heading", "ask-close-lead", "ask-close-yes"],
            What::Inform(_) => ["ask-inform-heading", "ask-inform-lead", "ask-inform-yes"],
            What::End { to: None, .. } => ["ask-end-heading", "ask-end-lead", "continue"],
            What::End { to: Some(_), .. } => ["ask-end-reason-heading", "ask-end-reason-lead", "ask-end-reason-yes"],
            What::Correct { entry: None, .. } => ["ask-correct-heading", "ask-correct-lead", "continue"],
            What::Correct { .. } | What::CorrectAlone { .. } => {
                ["ask-correct-reason-heading", "ask-correct-reason-lead", "ask-correct-reason-yes"]
            }
        }
    }

    /// The case that is asked about.
    #[must_use]
    pub const fn case(&self) -> Option<Uuid> {
        match &self.what {
            What::Close(case) | What::End { case, .. } | What::Correct { case, .. } => Some(*case),
            _ => None,
        }
    }

    /// Whether it shows what only a specialist may see.
    #[must_use]
    pub const fn is_specialist(&self) -> bool {
        !matches!(self.what, What::Clear)
    }

    /// What is to be ended or corrected, in words.
    fn about(&self, context: &Context<'_>, case: Option<&Case>) -> Vec<String> {
        match &self.what {
            What::Inform(event) => vec![context.event_title(event)],
            What::Close(_) => case.map(|case| context.event_title(&case.event)).into_iter().collect(),
            What::End { to: Some(to), .. } => vec![state_word(context, *to).2],
            What::Correct { entry: Some(entry), lines, .. } => {
                lines.iter().filter(|line| line.entry == *entry).map(|line| line_words(context, line)).collect()
            }
            What::CorrectAlone { action, .. } => vec![context.tr(action_word(*action))],
            _ => Vec::new(),
        }
    }

    /// Draws the page. `case` is the one that is asked about.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, case: Option<&Case>) -> Element<'a, Message> {
        let look = &context.look;
        let [title, below, answer] = self.words();
        let options: Vec<String> = match &self.what {
            What::End { to: None, ends, .. } => ends.iter().map(|end| state_word(context, *end).2).collect(),
            What::Correct { entry: None, lines, .. } => {
                lines.iter().take(MOST).map(|line| line_words(context, line)).collect()
            }
            _ => self.reasons().iter().map(|reason| context.tr(reason_word(*reason))).collect(),
        };
        let choices = options.into_iter().enumerate().map(|(place, words)| {
            let name = format!("{}. {words}", place + 1);
            choice_row(look, &format!("choice-{place}"), name, self.chosen == Some(place), Message::Choose(place))
        });
        let errors = if self.missing { vec![context.tr("ask-missing")] } else { Vec::new() };
        let heading = headed(look, &context.tr("error-title"), &errors, h1(look, context.tr(title)));
        let mut parts = vec![heading, container(lead(look, context.tr(below))).max_width(COLUMN).into()];
        parts.extend(self.about(context, case).into_iter().map(body));
        parts.push(two_columns(look, choices.collect()));
        let goes_on = self.count() > 0 && self.reasons().is_empty();
        let named = |words: &str, key: &str| if context.assisted { key_hint(words, key) } else { words.to_owned() };
        let yes = if goes_on {
            primary_button(look, "yes", named(&context.tr(answer), "Enter"), Message::Yes)
        } else {
            danger_button(look, "yes", named(&context.tr(answer), "Enter"), Message::Yes)
        };
        let no = secondary_button(look, "no", named(&context.tr("ask-no"), "Esc"), None, Message::No);
        parts.push(row![yes, no].spacing(space::M).wrap().vertical_spacing(space::S).into());
        if matches!(self.what, What::Clear) {
            parts.push(caption(look, context.tr("ask-clear-soon")));
        }
        rows(look.gap(), parts)
    }
}

/// A long list in two columns, where the page is wide enough, so that it is seen as a whole.
fn two_columns<'a>(look: &Look, mut choices: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    if choices.len() <= 4 || look.is_narrow() {
        return container(rows(space::XS, choices)).max_width(COLUMN).into();
    }
    let rest = choices.split_off(choices.len().div_ceil(2));
    let column = |part| container(rows(space::XS, part)).width(Length::FillPortion(1));
    row![column(choices), column(rest)].spacing(space::M).into()
}

/// "26.11.2026 · Cerere retrasă · Eliberarea buletinului".
fn line_words(context: &Context<'_>, line: &Recorded) -> String {
    let service = line.service.as_ref().and_then(|code| context.catalogue.service(code));
    let service = service.map(|service| context.text(&service.title));
    let parts = [Some(date_numeric(line.day)), Some(context.tr(action_word(line.action))), service];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
