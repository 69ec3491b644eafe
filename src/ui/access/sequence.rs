//! Several operations as one, so that what the window does after an update is done at once and in its order.

use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, TextInput};
use iced::advanced::widget::{Id, Operation};
use iced::{Rectangle, Vector};
use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;

/// Something done to the page at once.
pub type Step = Box<dyn Operation<()>>;

/// Does operations one after the other, each with all it leads to; `None` when there is nothing to do.
#[must_use]
pub fn sequence(steps: impl IntoIterator<Item = Step>) -> Option<Step> {
    let mut rest: VecDeque<Step> = steps.into_iter().collect();
    let current = rest.pop_front()?;
    Some(Box::new(Sequence { current, rest: RefCell::new(rest) }))
}

struct Sequence {
    current: Step,
    /// Taken by `finish`, which may only look.
    rest: RefCell<VecDeque<Step>>,
}

impl Operation<()> for Sequence {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        self.current.traverse(operate);
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.current.container(id, bounds);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        self.current.scrollable(id, bounds, content_bounds, translation, state);
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        self.current.focusable(id, bounds, state);
    }

    fn text_input(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn TextInput) {
        self.current.text_input(id, bounds, state);
    }

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.current.text(id, bounds, text);
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        self.current.custom(id, bounds, state);
    }

    fn finish(&self) -> Outcome<()> {
        let mut rest = std::mem::take(&mut *self.rest.borrow_mut());
        if let Outcome::Chain(next) = self.current.finish() {
            rest.push_front(next);
        }
        sequence(rest).map_or(Outcome::None, Outcome::Chain)
    }
}
