//! The parts of a page that is turned part by part.

use super::Words;
use crate::ui::context::Context;

/// The parts of a page that is turned part by part.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning<Message> {
    /// Which part is shown.
    pub words: Words,
    /// The way to the part before.
    pub before: Option<(String, Message)>,
    /// The way to the part after.
    pub after: Option<(String, Message)>,
    /// What both ways are called where there is less room.
    pub short: [String; 2],
}

impl<Message> Turning<Message> {
    /// The parts of a list, of which this one of so many is shown; nothing where there is one alone.
    #[must_use]
    pub fn of(
        context: &Context<'_>,
        words: impl Into<Words>,
        (part, parts): (usize, usize),
        turn: impl Fn(usize) -> Message,
    ) -> Option<Self> {
        let way = |there: bool, key: &str, part: usize| there.then(|| (context.tr(key), turn(part)));
        (parts > 1).then(|| Self {
            words: words.into(),
            before: way(part > 0, "page-before", part.saturating_sub(1)),
            after: way(part + 1 < parts, "page-after", part + 1),
            short: [context.tr("page-before-short"), context.tr("page-after-short")],
        })
    }

    /// The parts of a list, "1 / 3"; whoever hears it hears "Page 1 of 3".
    #[must_use]
    pub fn numbered(
        context: &Context<'_>,
        (part, parts): (usize, usize),
        turn: impl Fn(usize) -> Message,
    ) -> Option<Self> {
        let count = |count: usize| i64::try_from(count).unwrap_or(1).into();
        let said = context.tr_with("start-pages", &[("number", count(part + 1)), ("of", count(parts))]);
        let words = Words::said(format!("{}\u{a0}/\u{a0}{parts}", part + 1), said);
        Self::of(context, words, (part, parts), turn)
    }

    /// The same, of whoever holds the page.
    #[must_use]
    pub fn map<Other>(self, to: impl Fn(Message) -> Other) -> Turning<Other> {
        let way = |way: Option<(String, Message)>| way.map(|(words, message)| (words, to(message)));
        Turning { words: self.words, before: way(self.before), after: way(self.after), short: self.short }
    }
}
