//! Collecting the page as it is published: its parts in reading order, what the heading says, which of how many answers.

use super::numbers::{Numbers, PageMark};
use super::{Caret, Described, Node, NodeEnd, Overflow, Reading, Role, Semantics, Snapshot};
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation};
use iced::{Rectangle, Vector};
use std::any::Any;

/// Collects the page. Gives a [`Snapshot`].
#[must_use]
pub fn collect() -> impl Operation<Snapshot> {
    Collector::default()
}

#[derive(Default)]
struct Collector {
    snapshot: Snapshot,
    /// Open nodes: their place in the snapshot and whether they are leaves.
    open: Vec<(usize, bool)>,
    numbers: Numbers,
    /// How far the part being walked through is scrolled.
    translation: Vector,
    /// How far the part about to be walked through is.
    entering: Option<Vector>,
    /// Whether the part being walked through is scrolled.
    scrolled: bool,
    /// Where it is read.
    reading: Reading,
}

impl Collector {
    fn inside_leaf(&self) -> bool {
        self.open.last().is_some_and(|(_, leaf)| *leaf)
    }

    fn parent(&self) -> u64 {
        self.open.last().map_or(0, |(place, _)| self.snapshot.parts[*place].number)
    }

    fn push(&mut self, semantics: Semantics, focused: bool, focusable: bool, bounds: Rectangle) {
        let parent = self.parent();
        let number = self.numbers.of(&semantics);
        self.snapshot.parts.push(Described {
            number,
            parent,
            semantics,
            group: None,
            caret: None,
            focused,
            focusable,
            bounds: bounds - self.translation,
            scrolled: self.scrolled,
        });
    }
}

impl Operation<Snapshot> for Collector {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Snapshot>)) {
        let outside = (self.translation, self.scrolled);
        if let Some(translation) = self.entering.take() {
            (self.translation, self.scrolled) = (translation, true);
        }
        operate(self);
        (self.translation, self.scrolled) = outside;
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.entering = Some(translation);
        // The end of a page is empty: a page whose end alone is out of sight is whole.
        let height = content_bounds.height - crate::ui::style::PAGE_END;
        (self.snapshot.view, self.snapshot.scroll) = (bounds, translation.y);
        self.snapshot.overflow =
            Overflow { above: translation.y > 1.0, below: height - translation.y > bounds.height + 1.0 };
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if let Some((place, true)) = self.open.last() {
            let part = &mut self.snapshot.parts[*place];
            part.focusable = true;
            part.focused |= state.is_focused();
        }
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        // Single characters of the icon font mean nothing to the ear.
        let is_icon = text.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter));
        if !self.inside_leaf() && !is_icon {
            let parent = self.parent();
            let id = format!("{parent}/{text}");
            self.push(Semantics::new(id, Role::Text, text), false, false, bounds);
        }
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(mark) = state.downcast_ref::<PageMark>() {
            self.numbers.page = mark.0;
            self.snapshot.page = mark.0;
        } else if let Some(reading) = state.downcast_ref::<Reading>() {
            self.reading = *reading;
        } else if state.is::<NodeEnd>() {
            self.open.pop();
        } else if let Some(caret) = state.downcast_ref::<Caret>() {
            if let Some((place, true)) = self.open.last() {
                self.snapshot.parts[*place].caret = Some(*caret);
            }
        } else if let Some(node) = state.downcast_ref::<Node>()
            && let Some(semantics) = &node.semantics
        {
            let leaf = semantics.is_leaf() || self.inside_leaf();
            self.push(semantics.clone(), node.focused, false, bounds);
            self.open.push((self.snapshot.parts.len() - 1, leaf));
        }
    }

    fn finish(&self) -> Outcome<Snapshot> {
        let mut snapshot = self.snapshot.clone();
        complete_heading(&mut snapshot.parts);
        count_answers(&mut snapshot.parts);
        let _ = self.reading.show(&mut snapshot);
        Outcome::Some(snapshot)
    }
}

/// The id of the summary of what is wrong.
pub const ERRORS: &str = "errors";

/// The id of the words that say which part of how many a page shows.
pub const PLACE: &str = "place";

/// The id of the line above the page.
pub const BANNER: &str = "banner";

/// The heading, which is said first of a page, says which part of it is shown, and what was done before.
fn complete_heading(parts: &mut [Described]) {
    let words = |id: &str| parts.iter().find(|part| part.semantics.id == id).map(|part| part.semantics.label.clone());
    let (place, banner) = (words(PLACE), words(BANNER));
    if let Some(heading) = parts.iter_mut().find(|part| part.semantics.role == Role::Heading(1)) {
        let semantics = &mut heading.semantics;
        if let Some(place) = place {
            semantics.label = crate::i18n::sentences([&semantics.label, &place]);
        }
        if semantics.description.is_none() {
            semantics.description = banner;
        }
    }
}

/// Says of each answer which of how many it is.
fn count_answers(parts: &mut [Described]) {
    let groups: Vec<u64> =
        parts.iter().filter(|part| part.semantics.role == Role::RadioGroup).map(|part| part.number).collect();
    for group in groups {
        let is_answer = |part: &&mut Described| part.parent == group && part.semantics.role == Role::RadioButton;
        let count = parts.iter_mut().filter(is_answer).count();
        for (part, place) in parts.iter_mut().filter(is_answer).zip(1..) {
            part.group = Some((place, count));
        }
    }
}
