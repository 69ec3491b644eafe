//! The parts of the window below each other, of which the others are drawn above the page: what of a page is scrolled
//! out of sight may be drawn beyond its part, and must cover nothing of the frame.

use super::Element;
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout, flex};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse};
use iced::{Alignment, Event, Length, Padding, Rectangle, Renderer, Size};

/// The parts.
pub struct Regions<'a, Message> {
    parts: Vec<Element<'a, Message>>,
    page: usize,
}

/// Parts below each other, of which the one at `page` is scrolled.
#[must_use]
pub fn regions<Message>(parts: Vec<Element<'_, Message>>, page: usize) -> Regions<'_, Message> {
    Regions { parts, page }
}

impl<Message> Widget<Message, Theme, Renderer> for Regions<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        flex::resolve(
            flex::Axis::Vertical,
            renderer,
            limits,
            Length::Fill,
            Length::Fill,
            Padding::ZERO,
            0.0,
            Alignment::Start,
            &mut self.parts,
            &mut tree.children,
        )
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            for ((part, state), place) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
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
        for ((part, state), place) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
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
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
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
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children()).enumerate();
        let (page, others): (Vec<_>, Vec<_>) = parts.partition(|(index, _)| *index == self.page);
        for (_, ((part, state), place)) in page {
            part.as_widget().draw(state, renderer, theme, style, place, cursor, viewport);
        }
        for (_, ((part, state), place)) in others {
            if place.bounds().height > 0.0 {
                renderer.with_layer(place.bounds(), |renderer| {
                    part.as_widget().draw(state, renderer, theme, style, place, cursor, viewport);
                });
            }
        }
    }
}

impl<'a, Message: 'a> From<Regions<'a, Message>> for Element<'a, Message> {
    fn from(regions: Regions<'a, Message>) -> Self {
        Self::new(regions)
    }
}
