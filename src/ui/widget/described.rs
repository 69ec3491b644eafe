//! Gives a part of the page a meaning for assistive technology: a heading, a group, a field.

use super::Element;
use crate::ui::access::{Node, NodeEnd, Request, Semantics};
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector};

/// A part of the page with a meaning.
pub struct Described<'a, Message> {
    content: Element<'a, Message>,
    semantics: Semantics,
    on_value: Option<Box<dyn Fn(String) -> Message + 'a>>,
}

/// Wraps content with its meaning.
pub fn described<'a, Message>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
) -> Described<'a, Message> {
    Described { content: content.into(), semantics, on_value: None }
}

impl<'a, Message> Described<'a, Message> {
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
        if let (Some(Request::Focus), Some(inner)) = (&node.request, layout.children().next()) {
            node.request = None;
            let mut focus = FocusFirst(false);
            let mut black_box = iced::advanced::widget::operation::black_box(&mut focus);
            self.content.as_widget_mut().operate(&mut tree.children[0], inner, renderer, &mut black_box);
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

/// Gives the focus to the first control inside.
struct FocusFirst(bool);

impl Operation<()> for FocusFirst {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn focusable(
        &mut self,
        _id: Option<&iced::advanced::widget::Id>,
        _bounds: Rectangle,
        state: &mut dyn iced::advanced::widget::operation::Focusable,
    ) {
        if !self.0 {
            self.0 = true;
            state.focus();
        }
    }
}

impl<'a, Message: 'a> From<Described<'a, Message>> for Element<'a, Message> {
    fn from(described: Described<'a, Message>) -> Self {
        Self::new(described)
    }
}
