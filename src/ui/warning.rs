//! The question whether anybody is still there. It takes the focus, says how to stay, and counts to the ear only now and
//! then; the page behind it is not to be seen meanwhile. Any touch is an answer, and any key but those that go from one of
//! its buttons to the other.

use super::access::{Role, Semantics};
use super::component::{
    Element, Tone, body, danger_button, lead, notice_said, primary_button, rows, warning_heading as heading,
};
use super::context::Context;
use super::style::{COLUMN, space};
use super::widget::described;
use crate::i18n::{counted, sentences};
use iced::widget::{container, row};

/// The id of its heading.
pub const HEADING: &str = "idle-heading";

/// The ids of its answers: to stay, and to end.
pub const ANSWERS: [&str; 2] = ["more-time", "end-now"];

/// When the seconds that are left are said again.
const SAID: [u64; 3] = [10, 20, 30];

/// Why it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody touched anything for a while.
    Nobody,
    /// The time at a page of the State is nearly over.
    TimeOnline,
}

/// The question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Why.
    pub why: Why,
    /// The seconds that are left for an answer.
    pub left: u64,
    /// How many there were.
    pub of: u64,
}

impl Warning {
    /// The seconds that are said: all of them when it comes, then 30, 20 and 10.
    #[must_use]
    pub fn said(self) -> u64 {
        SAID.into_iter().find(|said| *said >= self.left && *said < self.of).unwrap_or(self.of)
    }

    /// Draws it.
    #[must_use]
    pub fn view<'a, Parent: 'a>(self, context: &Context<'a>) -> Element<'a, Parent> {
        let look = &context.look;
        let (left, words) = match self.why {
            Why::Nobody => ("idle-left", ["idle-heading", "idle-lead", "idle-how", "idle-end-how"]),
            Why::TimeOnline => {
                let words = ["online-time-heading", "online-time-lead", "idle-how", "online-time-end-how"];
                ("online-time-left", words)
            }
        };
        let seconds = |seconds: u64| counted(context.texts, left, usize::try_from(seconds).unwrap_or(0));
        let [title, why, how, end_how] = words.map(|words| context.tr(words));
        // Not every reader hears what is announced: the heading, which has the focus, says all of it.
        let comes = self.said() == self.of;
        let more = if comes {
            sentences([&how, &end_how, &seconds(self.of), &why])
        } else {
            sentences([&seconds(self.said()), &how])
        };
        // Said already with the heading when it comes.
        let meaning = if comes { Role::Text } else { Role::Status };
        let said = Semantics::new("idle-left", meaning, seconds(self.said()));
        let parts = [
            heading(look, HEADING, title.clone(), more),
            container(body(how)).max_width(COLUMN).into(),
            container(notice_said(said, Tone::Caution, seconds(self.left))).max_width(COLUMN).into(),
            container(lead(look, why)).max_width(COLUMN).into(),
        ];
        described(Semantics::new("idle", Role::Dialog, title), rows(look.gap(), parts)).into()
    }

    /// Its answers: to stay, and to end.
    #[must_use]
    pub fn answers<'a, Parent: Clone + 'a>(
        self,
        context: &Context<'_>,
        stay: Parent,
        end: Parent,
    ) -> Element<'a, Parent> {
        let look = &context.look;
        let words = match self.why {
            Why::Nobody => "idle-end",
            Why::TimeOnline => "online-time-end",
        };
        let stay = primary_button(look, ANSWERS[0], context.tr("idle-more"), stay);
        let end = danger_button(look, ANSWERS[1], context.tr(words), end);
        row![stay, end].spacing(space::S).wrap().vertical_spacing(space::XXS).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seconds_are_said_when_it_comes_and_at_thirty_twenty_and_ten() {
        let said = |of: u64| {
            let mut all: Vec<u64> = (1..=of).rev().map(|left| Warning { why: Why::Nobody, left, of }.said()).collect();
            all.dedup();
            all
        };
        assert_eq!(said(120), [120, 30, 20, 10]);
        assert_eq!(said(30), [30, 20, 10]);
        assert_eq!(said(20), [20, 10]);
        assert_eq!(Warning { why: Why::Nobody, left: 30, of: 120 }.said(), 30);
        assert_eq!(Warning { why: Why::Nobody, left: 31, of: 120 }.said(), 120);
    }
}
