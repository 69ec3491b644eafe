//! Gives a part of the page a meaning for assistive technology: a heading, a group, a field.

use super::Element;
use crate::ui::access::{Node, NodeEnd, Request, Semantics};
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector, touch};

/// A part of the page with a meaning.
pub struct Described<'a, Message> {
    content: Element<'a, Message>,
    semantics: Semantics,
    place: bool,
    on_value: Option<Box<dyn Fn(String) -> Message + 'a>>,
}

/// Wraps content with its meaning.
pub fn described<'a, Message>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
) -> Described<'a, Message> {
    Described { content: content.into(), semantics, place: false, on_value: None }
}

impl<'a, Message> Described<'a, Message> {
    /// A place that can have the focus without being a control: a heading. It loses it with any press.
    #[must_use]
    pub fn place(self) -> Self {
        Self { place: true, ..self }
    }

    /// What to do when assistive technology puts text in.
    #[must_use]
    pub fn on_value(self, on_value: impl Fn(String) -> Message + 'a) -> Self {
        Self { on_value: Some(Box::new(on_value)), ..self }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Described<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Node>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Node::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        // Another part in the same place is another part: it inherits no focus and no request.
        let node = tree.state.downcast_mut::<Node>();
        if node.semantics.as_ref().is_some_and(|known| known.id != self.semantics.id) {
            *node = Node::default();
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let inner = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(inner.size(), vec![inner])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let node = tree.state.downcast_mut::<Node>();
        node.semantics = Some(self.semantics.clone());
        operation.custom(None, layout.bounds(), node);
        if self.place {
            let id = iced::advanced::widget::Id::from(self.semantics.id.clone());
            operation.focusable(Some(&id), layout.bounds(), node);
        }
        operation.traverse(&mut |operation| {
            if let Some(inner) = layout.children().next() {
                self.content.as_widget_mut().operate(&mut tree.children[0], inner, renderer, operation);
            }
        });
        operation.custom(None, layout.bounds(), &mut NodeEnd);
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
        let node = tree.state.downcast_mut::<Node>();
        if let Some(Request::SetValue(value)) = node.request.take()
            && let Some(on_value) = &self.on_value
        {
            shell.publish(on_value(value));
        }
        if node.focused && is_press(event) {
            node.focused = false;
            shell.request_redraw();
        }
        if let Some(inner) = layout.children().next() {
            self.content.as_widget_mut().update(
                &mut tree.children[0],
                event,
                inner,
                cursor,
                renderer,
                clipboard,
                shell,
                viewport,
            );
        }
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
        if let Some(inner) = layout.children().next() {
            self.content.as_widget().draw(&tree.children[0], renderer, theme, style, inner, cursor, viewport);
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
        layout.children().next().map_or(mouse::Interaction::None, |inner| {
            self.content.as_widget().mouse_interaction(&tree.children[0], inner, cursor, viewport, renderer)
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let inner = layout.children().next()?;
        self.content.as_widget_mut().overlay(&mut tree.children[0], inner, renderer, viewport, translation)
    }
}

/// A finger or button that goes down, wherever it is.
const fn is_press(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }))
}

impl<'a, Message: 'a> From<Described<'a, Message>> for Element<'a, Message> {
    fn from(described: Described<'a, Message>) -> Self {
        Self::new(described)
    }
}
