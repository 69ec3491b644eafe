//! Setting ahead: while somebody reads the page from which a sheet is printed, the sheet is made beside the window, so that
//! the press only shows it. Here is when, and what it rests on. Pure; nothing of it is written to the disk, and it ends
//! with the page.

use super::sheet::SheetChoice;
use crate::domain::fact::Answers;
use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use jiff::civil::Date;

/// For how many seconds nothing may have been done: whoever only passes a page prints nothing from it.
const STILL: u64 = 2;

/// How long nobody has done anything on the page that is shown, in seconds of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stillness(u64);

impl Stillness {
    /// Something was done, or another page is shown.
    pub const fn end(&mut self) {
        self.0 = 0;
    }

    /// A second has passed. Gives whether the page is read now, once each time.
    pub const fn last(&mut self) -> bool {
        self.0 = self.0.saturating_add(1);
        self.0 == STILL
    }
}

/// What a sheet that is set ahead rests on: where any of it is another, it is of yesterday and is forgotten. What it says in
/// the end is compared byte by byte besides.
#[derive(Clone, PartialEq)]
pub struct Ahead {
    /// The sheet that the page shown prints.
    pub choice: SheetChoice,
    /// The language of the window.
    pub language: Language,
    /// The day.
    pub on: Date,
    /// The catalogue, as often as it was another.
    pub catalogue: u64,
    /// The event that was chosen.
    pub event: Option<String>,
    /// What was answered.
    pub answers: Answers,
}

hidden!(Ahead, "Ahead");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_once_nothing_was_done_on_it_for_two_seconds() {
        let mut still = Stillness::default();
        assert!(!still.last() && still.last() && !still.last() && !still.last(), "once");
        still.end();
        assert!(!still.last());
        still.end();
        assert!(!still.last() && still.last(), "whoever does something is waited for again");
    }
}
