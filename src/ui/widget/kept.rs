//! Room that is kept for something also while it is not there: what stands around it never moves when it comes.

use super::Element;
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse};
use iced::{Event, Length, Rectangle, Renderer, Size};

/// Something with its room.
pub struct Kept<'a, Message> {
    inner: Element<'a, Message>,
    there: bool,
}

/// Keeps the room of `inner`; it can be seen, reached and heard only while it is `there`.
pub fn kept<'a, Message>(inner: impl Into<Element<'a, Message>>, there: bool) -> Kept<'a, Message> {
    Kept { inner: inner.into(), there }
}

impl<Message> Widget<Message, Theme, Renderer> for Kept<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.inner)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.inner));
    }

    fn size(&self) -> Size<Length> {
        self.inner.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let inner = self.inner.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(inner.size(), vec![inner])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let Some(place) = layout.children().next().filter(|_| self.there) else { return };
        operation.traverse(&mut |operation| {
            self.inner.as_widget_mut().operate(&mut tree.children[0], place, renderer, operation);
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
        let Some(place) = layout.children().next().filter(|_| self.there) else { return };
        let inner = self.inner.as_widget_mut();
        inner.update(&mut tree.children[0], event, place, cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        layout.children().next().filter(|_| self.there).map_or(mouse::Interaction::None, |place| {
            self.inner.as_widget().mouse_interaction(&tree.children[0], place, cursor, viewport, renderer)
        })
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
        if let Some(place) = layout.children().next().filter(|_| self.there) {
            self.inner.as_widget().draw(&tree.children[0], renderer, theme, style, place, cursor, viewport);
        }
    }
}

impl<'a, Message: 'a> From<Kept<'a, Message>> for Element<'a, Message> {
    fn from(kept: Kept<'a, Message>) -> Self {
        Self::new(kept)
    }
}
