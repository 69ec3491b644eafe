//! Scrolling the page: to what has the focus, to what is read, part by part.

use super::{Described, Snapshot};
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation};
use iced::{Rectangle, Vector};

/// Scrolls so that the focused control is seen.
#[must_use]
pub fn reveal_focused() -> impl Operation<()> {
    #[derive(Default)]
    struct Finder {
        view: Option<(Rectangle, Vector)>,
        entering: bool,
        inside: bool,
        target: Option<Rectangle>,
    }

    impl Operation<()> for Finder {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            let outside = self.inside;
            self.inside |= std::mem::take(&mut self.entering);
            operate(self);
            self.inside = outside;
        }

        fn scrollable(
            &mut self,
            _id: Option<&Id>,
            bounds: Rectangle,
            _content_bounds: Rectangle,
            translation: Vector,
            _state: &mut dyn Scrollable,
        ) {
            self.view = Some((bounds, translation));
            self.entering = true;
        }

        fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
            // Controls of the frame lie outside the scrolled part.
            if self.inside && state.is_focused() {
                self.target = Some(bounds);
            }
        }

        fn finish(&self) -> Outcome<()> {
            let (Some((view, translation)), Some(target)) = (self.view, self.target) else {
                return Outcome::None;
            };
            let top = target.y - view.y;
            let bottom = top + target.height;
            let margin = crate::ui::style::space::M;
            let sight = translation.y - ROUNDING..=translation.y + view.height + ROUNDING;
            if sight.contains(&top) && sight.contains(&bottom) {
                // What is whole in sight stays where it is: a hand may be on its way.
                Outcome::None
            } else if top - margin < translation.y {
                Outcome::Chain(Box::new(Scroll((top - margin).max(0.0))))
            } else {
                Outcome::Chain(Box::new(Scroll(bottom + crate::ui::style::PAGE_END - view.height)))
            }
        }
    }

    Finder::default()
}

/// Places are rounded to pixels.
const ROUNDING: f32 = 0.6;

/// Scrolls the page so far.
struct Scroll(f32);

impl Operation<()> for Scroll {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        _bounds: Rectangle,
        _content_bounds: Rectangle,
        _translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        state.scroll_to(AbsoluteOffset { x: None, y: Some(self.0) });
    }
}

/// Scrolls so that a part is seen which has no focus of its own to be found by; its first line where it is higher than
/// the window.
#[must_use]
pub fn reveal(part: &Described, on: &Snapshot) -> Option<impl Operation<()> + 'static> {
    if !part.scrolled {
        return None;
    }
    let (top, bottom) = (part.bounds.y - on.view.y, part.bounds.y + part.bounds.height - on.view.y);
    let margin = crate::ui::style::space::M;
    let above = top - margin;
    let below = bottom + margin - on.view.height;
    let by = if above < 0.0 { above } else { below.clamp(0.0, above) };
    (by.abs() >= 1.0).then(|| Scroll((on.scroll + by).max(0.0)))
}

/// Shows the next or the previous part of the page.
#[must_use]
pub fn scroll_page(down: bool) -> impl Operation<()> {
    struct Turn(bool);

    impl Operation<()> for Turn {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn scrollable(
            &mut self,
            _id: Option<&Id>,
            bounds: Rectangle,
            content_bounds: Rectangle,
            _translation: Vector,
            state: &mut dyn Scrollable,
        ) {
            // A line of the part before stays in sight, so that nobody loses the place.
            let by = (bounds.height - 2.0 * crate::ui::style::space::XXL).max(crate::ui::style::space::XXL);
            let y = if self.0 { by } else { -by };
            state.scroll_by(AbsoluteOffset { x: 0.0, y }, bounds, content_bounds);
        }
    }

    Turn(down)
}
