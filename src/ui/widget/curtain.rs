//! Hides a part of the page behind another one for a while, and gives it back as it was: what was typed, where the
//! caret stood, what had the focus.

use super::Element;
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse};
use iced::{Event, Length, Rectangle, Renderer, Size};

/// A part with what may hide it.
pub struct Curtain<'a, Message> {
    behind: Element<'a, Message>,
    front: Option<Element<'a, Message>>,
}

/// Shows `front` in place of `behind` as long as there is one. What is behind keeps its state, and can neither be seen,
/// reached nor heard meanwhile.
pub fn curtain<'a, Message>(
    behind: impl Into<Element<'a, Message>>,
    front: Option<Element<'a, Message>>,
) -> Curtain<'a, Message> {
    Curtain { behind: behind.into(), front }
}

impl<'a, Message> Curtain<'a, Message> {
    fn shown(&self) -> (usize, &Element<'a, Message>) {
        self.front.as_ref().map_or((0, &self.behind), |front| (1, front))
    }

    fn shown_mut(&mut self) -> (usize, &mut Element<'a, Message>) {
        match &mut self.front {
            Some(front) => (1, front),
            None => (0, &mut self.behind),
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Curtain<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        std::iter::once(&self.behind).chain(&self.front).map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        if tree.children.is_empty() {
            tree.children.push(Tree::new(&self.behind));
        }
        tree.children[0].diff(&self.behind);
        tree.children.truncate(1 + usize::from(self.front.is_some()));
        if let Some(front) = &self.front {
            match tree.children.get_mut(1) {
                Some(known) => known.diff(front),
                None => tree.children.push(Tree::new(front)),
            }
        }
    }

    fn size(&self) -> Size<Length> {
        self.shown().1.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let (place, shown) = self.shown_mut();
        let inner = shown.as_widget_mut().layout(&mut tree.children[place], renderer, limits);
        layout::Node::with_children(inner.size(), vec![inner])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let (place, shown) = self.shown_mut();
        let Some(inner) = layout.children().next() else { return };
        operation.traverse(&mut |operation| {
            shown.as_widget_mut().operate(&mut tree.children[place], inner, renderer, operation);
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
        let (place, shown) = self.shown_mut();
        let Some(inner) = layout.children().next() else { return };
        let tree = &mut tree.children[place];
        shown.as_widget_mut().update(tree, event, inner, cursor, renderer, clipboard, shell, viewport);
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
        let (place, shown) = self.shown();
        if let Some(inner) = layout.children().next() {
            shown.as_widget().draw(&tree.children[place], renderer, theme, style, inner, cursor, viewport);
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
        let (place, shown) = self.shown();
        layout.children().next().map_or(mouse::Interaction::None, |inner| {
            shown.as_widget().mouse_interaction(&tree.children[place], inner, cursor, viewport, renderer)
        })
    }
}

impl<'a, Message: 'a> From<Curtain<'a, Message>> for Element<'a, Message> {
    fn from(curtain: Curtain<'a, Message>) -> Self {
        Self::new(curtain)
    }
}
