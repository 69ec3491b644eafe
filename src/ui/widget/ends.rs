//! A line with something at its near and something at its far end, in the fullest of several forms that has room: long
//! words, short ones, marks alone. Where not even the last form fits, the near end has a line of its own, below the other.

use super::Element;
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse};
use iced::{Event, Length, Point, Rectangle, Renderer, Size};

/// The room that a long word on a button needs.
const WORD: f32 = 200.0;

/// What stands at the two ends.
pub type Form<'a, Message> = [Element<'a, Message>; 2];

/// The line.
pub struct Ends<'a, Message> {
    /// From the fullest form to the barest; each as its two ends.
    forms: Vec<Form<'a, Message>>,
    gap: f32,
    least: f32,
}

/// A line that shows the first of these forms that fits, at least so high, with at least this gap between its ends.
#[must_use]
pub fn ends<Message>(forms: Vec<Form<'_, Message>>, least: f32, gap: f32) -> Ends<'_, Message> {
    Ends { forms, gap, least }
}

/// Which form is shown.
#[derive(Default)]
struct Shown(usize);

impl<Message> Widget<Message, Theme, Renderer> for Ends<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Shown>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Shown::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.forms.iter().flatten().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let parts: Vec<&Element<'_, Message>> = self.forms.iter().flatten().collect();
        tree.diff_children(&parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max();
        let endless = layout::Limits::new(Size::ZERO, Size::new(f32::INFINITY, room.height));
        let last = self.forms.len().saturating_sub(1);
        let mut laid = Vec::new();
        let mut is_stacked = false;
        for (index, form) in self.forms.iter_mut().enumerate() {
            let states = &mut tree.children[2 * index..2 * index + 2];
            let mut lay = |end: usize, limits: &layout::Limits| {
                form[end].as_widget_mut().layout(&mut states[end], renderer, limits)
            };
            let (near, far) = (lay(0, &endless), lay(1, &endless));
            let gap = if near.size().width > 0.0 && far.size().width > 0.0 { self.gap } else { 0.0 };
            let needed = near.size().width + gap + far.size().width;
            if needed <= room.width || index == last {
                let mut within = |width| lay(0, &layout::Limits::new(Size::ZERO, Size::new(width, room.height)));
                let near = if needed <= room.width {
                    near
                } else {
                    // The barest form: beside the far end as long as that costs no line more than alone.
                    let rest = room.width - gap - far.size().width;
                    let alone = within(room.width).size().height;
                    let beside = within(rest.max(0.0));
                    is_stacked = gap > 0.0 && (rest < WORD || beside.size().height > alone);
                    if is_stacked { within(room.width) } else { beside }
                };
                tree.state.downcast_mut::<Shown>().0 = index;
                laid = vec![near, far];
                break;
            }
        }
        // Alone on its line the near end lies where it lies beside the other: at the bottom.
        let above = if is_stacked { laid[1].size().height } else { 0.0 };
        let beside = laid.iter().take(if is_stacked { 1 } else { 2 });
        let high = beside.map(|node| node.size().height).fold(self.least, f32::max);
        let placed = laid.into_iter().enumerate().map(|(end, node)| {
            let size = node.size();
            let (across, top, line) = match end {
                0 => (0.0, above, high),
                _ if is_stacked => (room.width - size.width, 0.0, above),
                _ => (room.width - size.width, 0.0, high),
            };
            node.move_to(Point::new(across, top + (line - size.height) / 2.0))
        });
        layout::Node::with_children(Size::new(room.width, above + high), placed.collect())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let shown = tree.state.downcast_ref::<Shown>().0;
        let states = &mut tree.children[2 * shown..];
        operation.traverse(&mut |operation| {
            for ((part, state), place) in self.forms[shown].iter_mut().zip(states.iter_mut()).zip(layout.children()) {
                part.as_widget_mut().operate(state, place, renderer, operation);
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let shown = tree.state.downcast_ref::<Shown>().0;
        let states = &mut tree.children[2 * shown..];
        for ((part, state), place) in self.forms[shown].iter_mut().zip(states).zip(layout.children()) {
            part.as_widget_mut().update(state, event, place, cursor, renderer, clipboard, shell, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let shown = tree.state.downcast_ref::<Shown>().0;
        let states = &tree.children[2 * shown..];
        let parts = self.forms[shown].iter().zip(states).zip(layout.children());
        parts
            .map(|((part, state), place)| part.as_widget().mouse_interaction(state, place, cursor, viewport, renderer))
            .max()
            .unwrap_or_default()
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let shown = tree.state.downcast_ref::<Shown>().0;
        let states = &tree.children[2 * shown..];
        for ((part, state), place) in self.forms[shown].iter().zip(states).zip(layout.children()) {
            part.as_widget().draw(state, renderer, theme, style, place, cursor, viewport);
        }
    }
}

impl<'a, Message: 'a> From<Ends<'a, Message>> for Element<'a, Message> {
    fn from(ends: Ends<'a, Message>) -> Self {
        Self::new(ends)
    }
}
