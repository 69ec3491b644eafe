//! A line to write on: says where its caret stands and what is marked in it, which iced tells no operation.
//!
//! A masked one says nothing of what is in it, and is guarded. iced measures what was typed in plain letters right after a
//! key, and as dots once the page is laid out anew; a press in between is measured against the wrong text and can end the
//! program. Until the page was laid out such a press, or the drag that follows it, is not given on.

use super::Element;
use crate::ui::access::Caret;
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::text::Renderer as Letters;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse};
use iced::widget::TextInput;
use iced::widget::text_input::{self, Value, cursor};
use iced::{Event, Length, Rectangle, Renderer, Size};

/// A line to write on.
pub struct Written<'a, Message> {
    field: Element<'a, Message>,
    /// What stands in it; nothing where it is masked.
    value: Option<Value>,
}

/// A field in which this stands; `None` says that it is masked.
pub fn written<'a, Message: Clone + 'a>(
    field: TextInput<'a, Message, Theme, Renderer>,
    value: Option<&str>,
) -> Written<'a, Message> {
    Written { field: field.into(), value: value.map(Value::new) }
}

impl<Message> Written<'_, Message> {
    /// Where the caret stands in it, and where what is marked begins.
    fn caret(&self, tree: &Tree) -> Option<Caret> {
        let value = self.value.as_ref()?;
        let state = tree.state.downcast_ref::<text_input::State<<Renderer as Letters>::Paragraph>>();
        let letters = |place| value.until(place).to_string().chars().count();
        Some(match state.cursor().state(value) {
            cursor::State::Index(place) => Caret { anchor: letters(place), focus: letters(place) },
            cursor::State::Selection { start, end } => Caret { anchor: letters(start), focus: letters(end) },
        })
    }
}

/// Whether a key came since the page was last laid out.
#[derive(Default)]
struct State {
    stale: bool,
}

impl<Message> Widget<Message, Theme, Renderer> for Written<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.field)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.field));
    }

    fn size(&self) -> Size<Length> {
        self.field.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        tree.state.downcast_mut::<State>().stale = false;
        self.field.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if let Some(mut caret) = self.caret(&tree.children[0]) {
            operation.custom(None, layout.bounds(), &mut caret);
        }
        self.field.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
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
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Keyboard(_) | Event::InputMethod(_) => state.stale = self.value.is_none(),
            Event::Mouse(_) | Event::Touch(_) if state.stale => return,
            _ => {}
        }
        self.field.as_widget_mut().update(
            &mut tree.children[0],
            event,
            layout,
            cursor,
            renderer,
            clipboard,
            shell,
            viewport,
        );
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
        // A caret that comes and goes with the half second is a shape among those of the page, and has all that follow it
        // drawn anew; by itself it has nothing but the field.
        let Some(seen) = layout.bounds().intersection(viewport) else { return };
        renderer.with_layer(seen, |renderer| {
            self.field.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.field.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }
}

impl<'a, Message: 'a> From<Written<'a, Message>> for Element<'a, Message> {
    fn from(written: Written<'a, Message>) -> Self {
        Self::new(written)
    }
}
