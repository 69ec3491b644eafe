//! Carrying to one part of the page what was asked of it.

use super::numbers::{Numbers, PageMark};
use super::{Caret, Node, NodeEnd, Request, Role, number};
use iced::Rectangle;
use iced::advanced::widget::operation::TextInput;
use iced::advanced::widget::{Id, Operation};
use iced::widget::text_input::Value;
use std::any::Any;

/// Carries a request to the control with this number.
#[must_use]
pub fn request(target: u64, request: Request) -> impl Operation<()> {
    struct Carrier {
        numbers: Numbers,
        target: u64,
        request: Option<Request>,
    }

    impl Operation<()> for Carrier {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(mark) = state.downcast_ref::<PageMark>() {
                self.numbers.page = mark.0;
            } else if let Some(node) = state.downcast_mut::<Node>()
                && node.semantics.as_ref().is_some_and(|semantics| self.numbers.of(semantics) == self.target)
            {
                node.request = self.request.take();
            }
        }
    }

    Carrier { numbers: Numbers::default(), target, request: Some(request) }
}

/// Puts the caret of the field with this number somewhere, and marks what is between.
#[must_use]
pub fn mark(target: u64, caret: Caret) -> impl Operation<()> {
    struct Marker {
        numbers: Numbers,
        target: u64,
        caret: Caret,
        inside: bool,
    }

    impl Operation<()> for Marker {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn text_input(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn TextInput) {
            if !self.inside {
                return;
            }
            // The field counts what is drawn as one.
            let text = state.text().to_owned();
            let place = |letters: usize| Value::new(&text.chars().take(letters).collect::<String>()).len();
            let (anchor, focus) = (place(self.caret.anchor), place(self.caret.focus));
            if anchor == focus {
                state.move_cursor_to(focus);
            } else {
                state.select_range(anchor, focus);
            }
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(mark) = state.downcast_ref::<PageMark>() {
                self.numbers.page = mark.0;
            } else if state.is::<NodeEnd>() {
                self.inside = false;
            } else if let Some(node) = state.downcast_ref::<Node>()
                && let Some(semantics) = &node.semantics
            {
                // Of a password nothing is told, and nothing is marked.
                let is_target = self.numbers.of(semantics) == self.target;
                self.inside = is_target && semantics.role == Role::TextInput;
            }
        }
    }

    Marker { numbers: Numbers::default(), target, caret, inside: false }
}

/// Shows these controls held down, and no other.
#[must_use]
pub fn hold(held: Vec<u64>) -> impl Operation<()> {
    struct Holder(Vec<u64>);

    impl Operation<()> for Holder {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(node) = state.downcast_mut::<Node>() {
                let semantics = node.semantics.as_ref();
                node.held = semantics.is_some_and(|semantics| self.0.contains(&number(&semantics.id)));
            }
        }
    }

    Holder(held)
}
