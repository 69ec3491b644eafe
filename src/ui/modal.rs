//! A question that stands before everything else until it is answered: once before what cannot simply be undone, with the
//! reason where one is due. It has its own keys, its own focus, and its answers;
//! the page on which it was asked is not to be seen meanwhile.

use crate::domain::case::{Case, Recorded};
use crate::domain::record::Reason;
use crate::i18n::{action_word, date_numeric, reason_word};
use crate::ui::component::{
    Element, Words, answers, body, caption, choice_row, danger_button, h1, key_hint, lead, primary_button, rows,
    secondary_button, two_columns,
};
use crate::ui::context::Context;
use crate::ui::page::specialist::lock::WhileLocked;
use crate::ui::page::visitor::state_word;
use crate::ui::page::{Area as _, Around};
use crate::ui::question::What;
use crate::ui::style::{COLUMN, Look};
use iced::widget::container;
use uuid::Uuid;

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct Modal {
    /// What is asked about.
    pub what: What,
    chosen: Option<usize>,
    missing: bool,
}

/// What happens at the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// One of the things to choose from.
    Choose(usize),
    /// Yes, do it.
    Yes,
    /// No, back to where it was asked.
    No,
}

/// What keys mean at a question. Those for a choice are the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// What Enter says where no control took it.
    pub enter: Message,
    /// What Escape says.
    pub escape: Message,
}

/// How much an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// It goes on.
    Main,
    /// It loses or ends something.
    Grave,
    /// It changes nothing.
    Light,
}

/// An answer, as it stands on its button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerButton {
    /// The button's id.
    pub id: &'static str,
    /// What it says.
    pub words: Words,
    /// The answer.
    pub message: Message,
    weight: Weight,
}

impl AnswerButton {
    /// The button.
    #[must_use]
    pub fn button<'a, Parent: Clone + 'a>(self, look: &Look, parent: Parent) -> Element<'a, Parent> {
        let Self { id, words, weight, .. } = self;
        match weight {
            Weight::Main => primary_button(look, id, words, parent),
            Weight::Grave => danger_button(look, id, words, parent),
            Weight::Light => secondary_button(look, id, words, None, parent),
        }
    }
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

/// How many things can be chosen from at a question.
const MOST: usize = 9;

impl Modal {
    /// What the technical log calls it, whatever is asked.
    pub const NAME: &'static str = "confirm";

    /// The question.
    #[must_use]
    pub fn new(what: What) -> Self {
        let mut modal = Self { what, chosen: None, missing: false };
        modal.skip();
        modal
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
            What::Correct { entry: Some(_), .. } | What::CorrectAlone { .. } | What::Change { .. } => {
                &Reason::CORRECTIONS
            }
            What::TakeOver(_) => &Reason::TAKE_OVERS,
            What::Erase(_) => &Reason::ERASURES,
            What::NotFinished { .. } => &Reason::NOT_FINISHED,
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

    /// Hears an answer.
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
                // The question stays as it is until what was decided is done.
                self.chosen = chosen;
                Decision::Yes(what.clone(), reason)
            }
        }
    }

    /// What keys mean.
    #[must_use]
    pub const fn keys(&self) -> Keys {
        match self.what {
            // Enter loses nothing: somebody else than whoever locked may have come by.
            What::Instead | What::EndSession => Keys { enter: Message::No, escape: Message::No },
            What::Clear
            | What::Offline
            | What::Leave(_)
            | What::Exit
            | What::Remove { .. }
            | What::Close(_)
            | What::Erase(_)
            | What::TakeOver(_)
            | What::End { .. }
            | What::Correct { .. }
            | What::Change { .. }
            | What::NotFinished { .. }
            | What::CorrectAlone { .. } => Keys { enter: Message::Yes, escape: Message::No },
        }
    }

    /// Its heading.
    #[must_use]
    pub fn heading(&self, context: &Context<'_>) -> String {
        let [heading, ..] = self.words();
        context.tr(heading)
    }

    /// What is missing.
    #[must_use]
    pub fn problems(&self, context: &Context<'_>) -> Vec<String> {
        if self.missing { vec![context.tr("ask-missing")] } else { Vec::new() }
    }

    /// Its answers, in their order, with or without the keys that do the same.
    #[must_use]
    pub fn answers(&self, context: &Context<'_>, with_keys: bool) -> [AnswerButton; 2] {
        let [_, _, yes, no] = self.words();
        let [yes, no] = [yes, no].map(|words| context.tr(words));
        let answer = |id, words: Words, message, weight| AnswerButton { id, words, message, weight };
        match &self.what {
            What::Instead | What::EndSession => [
                answer("lock-return", no.into(), Message::No, Weight::Main),
                answer("lock-confirm", yes.into(), Message::Yes, Weight::Grave),
            ],
            What::Clear
            | What::Offline
            | What::Leave(_)
            | What::Exit
            | What::Remove { .. }
            | What::Close(_)
            | What::Erase(_)
            | What::TakeOver(_)
            | What::End { .. }
            | What::Correct { .. }
            | What::Change { .. }
            | What::NotFinished { .. }
            | What::CorrectAlone { .. } => {
                let named = |words: String, key: &str| if with_keys { key_hint(&words, key) } else { words.into() };
                let goes_on = self.count() > 0 && self.reasons().is_empty();
                let weight = if goes_on { Weight::Main } else { Weight::Grave };
                [
                    answer("yes", named(yes, "Enter"), Message::Yes, weight),
                    answer("no", named(no, "Esc"), Message::No, Weight::Light),
                ]
            }
        }
    }

    /// Its heading, what stands below, the answer that does it, and the one that does not.
    const fn words(&self) -> [&'static str; 4] {
        match &self.what {
            What::Instead => ["lock-ask-heading", "lock-ask-instead", "lock-ask-instead-button", "lock-return"],
            What::EndSession => ["lock-ask-heading", "lock-ask-end", "lock-ask-end-button", "lock-return"],
            What::Clear => ["ask-clear-heading", "ask-clear-lead", "ask-clear-yes", "ask-no"],
            What::Offline => ["ask-offline-heading", "ask-offline-lead", "ask-offline-yes", "ask-offline-no"],
            What::Leave(_) => ["ask-leave-heading", "ask-leave-lead", "ask-leave-yes", "ask-no"],
            What::Remove { .. } => ["ask-remove-heading", "ask-remove-lead", "ask-remove-yes", "ask-no"],
            What::Exit => ["ask-exit-heading", "ask-exit-lead", "ask-exit-yes", "ask-no"],
            What::Close(_) => ["ask-close-heading", "ask-close-lead", "ask-close-yes", "ask-no"],
            What::Erase(_) => ["ask-erase-heading", "ask-erase-lead", "ask-erase-yes", "ask-no"],
            What::TakeOver(_) => ["ask-take-over-heading", "ask-take-over-lead", "ask-take-over-yes", "ask-no"],
            What::End { to: None, .. } => ["ask-end-heading", "ask-end-lead", "continue", "ask-no"],
            What::End { to: Some(_), .. } => {
                ["ask-end-reason-heading", "ask-end-reason-lead", "ask-end-reason-yes", "ask-no"]
            }
            What::Change { .. } => ["ask-change-heading", "ask-change-lead", "ask-change-yes", "ask-no"],
            What::NotFinished { .. } => {
                ["ask-not-finished-heading", "ask-not-finished-lead", "ask-not-finished-yes", "ask-no"]
            }
            What::Correct { entry: None, .. } => ["ask-correct-heading", "ask-correct-lead", "continue", "ask-no"],
            What::Correct { .. } | What::CorrectAlone { .. } => {
                ["ask-correct-reason-heading", "ask-correct-reason-lead", "ask-correct-reason-yes", "ask-no"]
            }
        }
    }

    /// The case that is asked about.
    #[must_use]
    pub const fn case(&self) -> Option<Uuid> {
        match &self.what {
            What::Close(case)
            | What::Erase(case)
            | What::TakeOver(case)
            | What::End { case, .. }
            | What::Change { case, .. }
            | What::NotFinished { case, .. }
            | What::Correct { case, .. } => Some(*case),
            _ => None,
        }
    }

    /// Whether it shows what only a specialist may see.
    #[must_use]
    pub const fn is_specialist(&self) -> bool {
        !matches!(self.what, What::Instead | What::EndSession | What::Clear | What::Offline)
    }

    /// What stands around it.
    #[must_use]
    pub const fn around(&self) -> Around {
        match self.what {
            What::Clear | What::Offline => Around::VISITOR,
            What::Instead | What::EndSession => WhileLocked::AROUND,
            What::Leave(_)
            | What::Exit
            | What::Remove { .. }
            | What::Close(_)
            | What::Erase(_)
            | What::TakeOver(_)
            | What::End { .. }
            | What::Correct { .. }
            | What::Change { .. }
            | What::NotFinished { .. }
            | What::CorrectAlone { .. } => Around::STAFF,
        }
    }

    /// What is to be ended or corrected, in words.
    fn about(&self, context: &Context<'_>, case: Option<&Case>) -> Vec<String> {
        match &self.what {
            What::Remove { name, .. } => vec![name.clone()],
            What::Erase(_) => case.map(|case| context.event_title(&case.event)).into_iter().collect(),
            What::Close(_) => {
                let title = case.map(|case| context.event_title(&case.event));
                let pages = case.filter(|case| !case.pages.is_empty()).map(|_| context.tr("ask-close-pages"));
                title.into_iter().chain(pages).collect()
            }
            What::End { to: Some(to), request, .. } => {
                let pages = case.filter(|case| case.ends_pages_with(*request)).map(|_| context.tr("ask-close-pages"));
                std::iter::once(state_word(context, *to).2).chain(pages).collect()
            }
            What::Correct { entry: Some(entry), lines, .. } => {
                lines.iter().filter(|line| line.entry == *entry).map(|line| line_words(context, line)).collect()
            }
            What::NotFinished { service, .. } => vec![context.service_name(service)],
            What::CorrectAlone { action, .. } => vec![context.tr(action_word(*action))],
            _ => Vec::new(),
        }
    }

    /// The words of what there is to choose from.
    fn options(&self, context: &Context<'_>) -> Vec<String> {
        match &self.what {
            What::End { to: None, ends, .. } => ends.iter().map(|end| state_word(context, *end).2).collect(),
            What::Correct { entry: None, lines, .. } => {
                lines.iter().take(MOST).map(|line| line_words(context, line)).collect()
            }
            _ => self.reasons().iter().map(|reason| context.tr(reason_word(*reason))).collect(),
        }
    }

    /// Draws the question. `case` is the one that is asked about; `hear` is told of the answer.
    #[must_use]
    pub fn view<'a, Parent: Clone + 'a>(
        &self,
        context: &Context<'a>,
        case: Option<&Case>,
        hear: impl Fn(Message) -> Parent,
    ) -> Element<'a, Parent> {
        let look = &context.look;
        let [_, below, ..] = self.words();
        let choices = self.options(context).into_iter().enumerate().map(|(place, words)| {
            let name = format!("{}. {words}", place + 1);
            let chosen = self.chosen == Some(place);
            choice_row(look, &format!("choice-{place}"), name, chosen, hear(Message::Choose(place)))
        });
        let title = self.heading(context);
        let mut parts =
            vec![h1(look, title.clone()), container(lead(look, context.tr(below))).max_width(COLUMN).into()];
        parts.extend(self.about(context, case).into_iter().map(body));
        let choices: Vec<_> = choices.collect();
        if !choices.is_empty() {
            parts.push(answers("choices", title.clone(), two_columns(look, choices)));
        }
        if matches!(self.what, What::Clear) {
            parts.push(caption(context.tr("ask-clear-soon")));
        }
        rows(look.gap(), parts)
    }
}

/// "26.11.2026 · Cerere retrasă · Eliberarea buletinului".
fn line_words(context: &Context<'_>, line: &Recorded) -> String {
    let service = line.service.as_ref().and_then(|code| context.catalogue.service(code));
    let service = service.map(|service| context.text(&service.title));
    let parts = [Some(date_numeric(line.day)), Some(context.tr(action_word(line.action))), service];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
