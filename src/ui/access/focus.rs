//! Where the focus goes: to a new page's heading, from control to control, inside a group of answers.

use super::numbers::{HEADING, Numbers, PageMark};
use super::{Node, NodeEnd, Role};
use iced::Rectangle;
use iced::advanced::widget::operation::{Focusable, Outcome};
use iced::advanced::widget::{Id, Operation};
use std::any::Any;

/// What is to have the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// What has this id.
    Id(String),
    /// What is published under this number.
    Number(u64),
}

/// Gives the focus to a part of the page; leaves it where it is when there is no such part.
#[must_use]
pub fn focus(target: Target) -> impl Operation<()> + 'static {
    Walk::new(Intent::To(target))
}

/// Gives the focus to the heading of a page that was come to, unless writing has begun in a field.
#[must_use]
pub fn arrive() -> impl Operation<()> + 'static {
    Walk::new(Intent::Arrive)
}

/// Gives the focus to the next control, or to the one before. The heading is none, and a group of answers is one.
#[must_use]
pub fn step(back: bool) -> impl Operation<()> + 'static {
    Walk::new(Intent::Step { back })
}

/// Gives the focus to the next answer of the group, or to the one before.
#[must_use]
pub fn within(back: bool) -> impl Operation<()> + 'static {
    Walk::new(Intent::Within { back })
}

#[derive(Debug)]
enum Intent {
    To(Target),
    Arrive,
    Step { back: bool },
    Within { back: bool },
}

/// A part that is being walked through.
struct Open {
    role: Role,
    group: Option<usize>,
    chosen: bool,
    wanted: bool,
}

/// A part that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    role: Option<Role>,
    group: Option<usize>,
    chosen: bool,
    wanted: bool,
    focused: bool,
}

struct Walk {
    intent: Intent,
    numbers: Numbers,
    open: Vec<Open>,
    groups: usize,
    places: Vec<Place>,
}

impl Walk {
    fn new(intent: Intent) -> Self {
        Self { intent, numbers: Numbers::default(), open: Vec::new(), groups: 0, places: Vec::new() }
    }

    fn found(&self) -> Option<usize> {
        match self.intent {
            Intent::To(_) => self.places.iter().position(|place| place.wanted),
            Intent::Arrive => {
                let writing =
                    |place: &Place| place.focused && matches!(place.role, Some(Role::TextInput | Role::PasswordInput));
                let heading = |place: &Place| place.role == Some(Role::Heading(1));
                self.places.iter().position(heading).filter(|_| !self.places.iter().any(writing))
            }
            Intent::Step { back } => stop(&self.places, back),
            Intent::Within { back } => answer(&self.places, back),
        }
    }
}

fn is_read_only(place: &Place) -> bool {
    matches!(place.role, Some(Role::Heading(_) | Role::Alert))
}

/// The places from the one that has the focus, round the page.
fn round(places: &[Place], back: bool) -> impl Iterator<Item = usize> {
    let count = places.len();
    let from = places.iter().position(|place| place.focused);
    (0..count).map(move |passed| match (from, back) {
        (Some(from), false) => (from + 1 + passed) % count,
        (Some(from), true) => (from + count - 1 - passed) % count,
        (None, false) => passed,
        (None, true) => count - 1 - passed,
    })
}

/// Where Tab goes.
fn stop(places: &[Place], back: bool) -> Option<usize> {
    let here = places.iter().find(|place| place.focused).and_then(|place| place.group);
    round(places, back).find(|at| {
        let place = places[*at];
        match place.group {
            _ if is_read_only(&place) => false,
            Some(group) if here == Some(group) => false,
            // It is entered at the answer that is chosen; without one, at its near end.
            Some(group) => {
                let chosen = places.iter().any(|place| place.group == Some(group) && place.chosen);
                !chosen || place.chosen
            }
            None => true,
        }
    })
}

/// Where an arrow goes inside a group.
fn answer(places: &[Place], back: bool) -> Option<usize> {
    let group = places.iter().find(|place| place.focused)?.group?;
    round(places, back).find(|at| places[*at].group == Some(group))
}

impl Operation<()> for Walk {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        if let Some(mark) = state.downcast_ref::<PageMark>() {
            self.numbers.page = mark.0;
        } else if state.is::<NodeEnd>() {
            self.open.pop();
        } else if let Some(node) = state.downcast_ref::<Node>()
            && let Some(semantics) = &node.semantics
        {
            let number = self.numbers.of(semantics);
            let group = match semantics.role {
                Role::RadioGroup => {
                    self.groups += 1;
                    Some(self.groups)
                }
                Role::RadioButton => self.open.last().and_then(|open| open.group),
                _ => None,
            };
            let wanted = match &self.intent {
                Intent::To(Target::Number(target)) => number == *target,
                Intent::To(Target::Id(id)) => semantics.role == Role::Heading(1) && id == HEADING,
                _ => false,
            };
            let chosen = semantics.selected == Some(true);
            self.open.push(Open { role: semantics.role, group, chosen, wanted });
        }
    }

    fn focusable(&mut self, id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        let named = matches!(&self.intent, Intent::To(Target::Id(wanted)) if id == Some(&Id::from(wanted.clone())));
        let open = self.open.last();
        self.places.push(Place {
            role: open.map(|open| open.role),
            group: open.and_then(|open| open.group),
            chosen: open.is_some_and(|open| open.chosen),
            wanted: named || open.is_some_and(|open| open.wanted),
            focused: state.is_focused(),
        });
    }

    fn finish(&self) -> Outcome<()> {
        match self.found() {
            Some(place) => Outcome::Chain(Box::new(Put { place, passed: 0 })),
            None => Outcome::None,
        }
    }
}

/// Gives the focus to one place and takes it from all others.
struct Put {
    place: usize,
    passed: usize,
}

impl Operation<()> for Put {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if self.passed == self.place {
            state.focus();
        } else {
            state.unfocus();
        }
        self.passed += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(role: Role) -> Place {
        Place { role: Some(role), group: None, chosen: false, wanted: false, focused: false }
    }

    /// Back, the heading, three answers, the way on.
    fn page(focused: usize, chosen: Option<usize>) -> Vec<Place> {
        let answer = Place { group: Some(1), ..place(Role::RadioButton) };
        let mut all = vec![place(Role::Button), place(Role::Heading(1)), answer, answer, answer, place(Role::Button)];
        all[focused].focused = true;
        if let Some(chosen) = chosen {
            all[chosen].chosen = true;
        }
        all
    }

    #[test]
    fn the_heading_is_a_place_and_no_stop_and_answers_are_one_stop() {
        let next = |focused, chosen| stop(&page(focused, chosen), false);
        let before = |focused, chosen| stop(&page(focused, chosen), true);
        assert_eq!((next(1, None), before(1, None)), (Some(2), Some(0)), "from the heading");
        assert_eq!((next(1, Some(3)), before(5, Some(3))), (Some(3), Some(3)), "to the answer that is chosen");
        assert_eq!((next(2, None), next(4, Some(3)), before(4, None)), (Some(5), Some(5), Some(0)), "out of the group");
        assert_eq!((before(5, None), next(5, None), before(0, None)), (Some(4), Some(0), Some(5)), "round the page");
        assert_eq!((stop(&[], false), stop(&page(0, None)[..1], false)), (None, Some(0)));
    }

    #[test]
    fn arrows_stay_in_the_group() {
        let next = |focused| answer(&page(focused, None), false);
        assert_eq!((next(2), next(4), answer(&page(2, None), true)), (Some(3), Some(2), Some(4)));
        assert_eq!((next(0), next(1)), (None, None), "elsewhere there is no group");
    }
}
