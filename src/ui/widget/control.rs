//! The one pressable control: by mouse, touch, Enter, Space, and assistive technology. Buttons, links,
//! radio rows and tick boxes are all this control with another appearance.

use super::Element;
use crate::ui::access::{Node, NodeEnd, Request, Role, Semantics};
use crate::ui::style::Theme;
use crate::ui::style::{CORNER, Hand, Pressable};
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer::{self, Quad};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse};
use iced::keyboard::{self, key};
use iced::{Background, Border, Event, Length, Padding, Rectangle, Renderer, Size, touch};

/// A pressable control.
pub struct Control<'a, Message> {
    content: Element<'a, Message>,
    semantics: Semantics,
    on_press: Message,
    by_pointer: Option<Message>,
    by_enter: bool,
    kind: Pressable,
    width: Length,
    height: Length,
    padding: Padding,
    inset: f32,
}

/// A control with this content. Its kind says how it looks.
pub fn control<'a, Message>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
    on_press: Message,
    kind: Pressable,
) -> Control<'a, Message> {
    Control {
        content: content.into(),
        by_enter: is_pressed_by_enter(&semantics),
        semantics,
        on_press,
        by_pointer: None,
        kind,
        width: Length::Shrink,
        height: Length::Shrink,
        padding: Padding::ZERO,
        inset: 0.0,
    }
}

impl<Message> Control<'_, Message> {
    /// What a press of a finger or a mouse does, where it says more than one of a key or of assistive technology: whoever
    /// points has seen all there is to choose from, whoever goes from one to the next has not.
    #[must_use]
    pub fn by_pointer(self, message: Message) -> Self {
        Self { by_pointer: Some(message), ..self }
    }

    /// Enter goes on from it, as from a field of the same form, and only Space presses it: whoever passes by an open question
    /// with Enter has not answered it.
    #[must_use]
    pub fn passed_by_enter(self) -> Self {
        Self { by_enter: false, ..self }
    }

    /// The width.
    #[must_use]
    pub fn width(self, width: impl Into<Length>) -> Self {
        Self { width: width.into(), ..self }
    }

    /// The height.
    #[must_use]
    pub fn height(self, height: impl Into<Length>) -> Self {
        Self { height: height.into(), ..self }
    }

    /// How much lower it is drawn than it can be pressed, above and below.
    #[must_use]
    pub fn inset(self, inset: f32) -> Self {
        Self { inset, ..self }
    }

    /// The space around the content.
    #[must_use]
    pub fn padding(self, padding: impl Into<Padding>) -> Self {
        Self { padding: padding.into(), ..self }
    }
}

#[derive(Debug, Default)]
struct State {
    node: Node,
    pressed: bool,
    /// Set when the focus came by keyboard or assistive technology; a finger needs no ring.
    visible: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.node.focused
    }

    fn focus(&mut self) {
        self.node.focused = true;
        self.visible = true;
    }

    fn unfocus(&mut self) {
        self.node.focused = false;
        self.visible = false;
    }
}

/// Whether Enter presses a control. What is ticked or chosen already is left as it is: there Enter means the page's own
/// button, as it does in a field.
fn is_pressed_by_enter(semantics: &Semantics) -> bool {
    match semantics.role {
        Role::CheckBox => false,
        Role::RadioButton => semantics.selected != Some(true),
        _ => true,
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Control<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        // Another control in the same place is another control: it inherits no focus and no press.
        let state = tree.state.downcast_mut::<State>();
        if state.node.semantics.as_ref().is_some_and(|known| known.id != self.semantics.id) {
            *state = State::default();
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size { width: self.width, height: self.height }
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::padded(limits, self.width, self.height, self.padding, |limits| {
            self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
        })
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        state.node.semantics = Some(self.semantics.clone());
        let id = iced::advanced::widget::Id::from(self.semantics.id.clone());
        operation.custom(Some(&id), layout.bounds(), &mut state.node);
        if self.semantics.role != Role::Key {
            operation.focusable(Some(&id), layout.bounds(), state);
        }
        operation.container(Some(&id), layout.bounds());
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
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        match state.node.request.take() {
            Some(Request::Press) => shell.publish(self.on_press.clone()),
            // The focus is moved on all of the page at once.
            Some(Request::Focus | Request::SetValue(_) | Request::Mark(_)) | None => {}
        }
        if self.semantics.role == Role::Key {
            // The gate presses it, so that the field that is written in keeps the focus.
            return;
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                if cursor.is_over(layout.bounds()) {
                    state.pressed = true;
                    // Tab goes on from here. Enter does not press it again: nothing shows that it would.
                    state.node.focused = true;
                    state.visible = false;
                    shell.capture_event();
                    shell.request_redraw();
                } else if state.node.focused {
                    state.unfocus();
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. })
                if state.pressed =>
            {
                state.pressed = false;
                if cursor.is_over(layout.bounds()) {
                    shell.publish(self.by_pointer.as_ref().unwrap_or(&self.on_press).clone());
                }
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Touch(touch::Event::FingerLost { .. }) => state.pressed = false,
            Event::Keyboard(keyboard::Event::KeyPressed { key, repeat: false, modifiers, .. })
                if state.node.focused && state.visible && modifiers.is_empty() =>
            {
                let pressed = match key.as_ref() {
                    keyboard::Key::Named(key::Named::Space) => true,
                    keyboard::Key::Named(key::Named::Enter) => self.by_enter,
                    _ => false,
                };
                if pressed {
                    shell.publish(self.on_press.clone());
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let hand = if state.pressed || state.node.held {
            Hand::Pressed
        } else if state.node.focused && state.visible {
            Hand::Focused
        } else {
            Hand::Rest
        };
        let appearance = self.kind.appearance(*theme, hand);
        let bounds = layout.bounds();
        let bounds = Rectangle { y: bounds.y + self.inset, height: bounds.height - 2.0 * self.inset, ..bounds };
        // What is not to be seen keeps its place among the shapes: one that comes or goes has all that follow drawn anew.
        let is_seen = appearance.fill.a > 0.0 || appearance.outline_width > 0.0;
        let border = Border { color: appearance.outline, width: appearance.outline_width, radius: CORNER.into() };
        renderer::Renderer::fill_quad(
            renderer,
            Quad {
                bounds: if is_seen { bounds } else { Rectangle::new(bounds.position(), Size::ZERO) },
                border,
                ..Quad::default()
            },
            Background::Color(appearance.fill),
        );
        if let Some(inner) = layout.children().next() {
            let style = renderer::Style { text_color: appearance.text };
            self.content.as_widget().draw(&tree.children[0], renderer, theme, &style, inner, cursor, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(layout.bounds()) { mouse::Interaction::Pointer } else { mouse::Interaction::None }
    }
}

impl<'a, Message: Clone + 'a> From<Control<'a, Message>> for Element<'a, Message> {
    fn from(control: Control<'a, Message>) -> Self {
        Self::new(control)
    }
}
