//! The one gate through which keys, clicks and touches reach a page: one by one, in the order in which they were made.
//!
//! The window hands its events over in heaps: on a slow computer a heap holds a Tab and the letters that came after it,
//! or a click and the place where the mouse is by now. Given on as they come, letters would be written before the Tab
//! took effect, and a click would press what has come under the mouse meanwhile. The gate takes every event of a hand
//! into a queue and gives the next one on only when what the last one changed stands on the page: the application has
//! answered, the page was built anew, and nothing is being committed. So each goes where a person who had waited for
//! the screen would have put it.

mod hand;
mod passing;
mod pocket;
mod state;
mod typing;

use super::Element;
use crate::ui::access::{PageMark, Reading, Snapshot};
use crate::ui::style::Theme;
use hand::{is_press, is_release, place_of};
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector, touch, window};
pub use pocket::Pocket;
use state::{State, Waiting};
use std::time::{Duration, Instant};
pub use typing::{Press, Typed};

/// How long after a new page is shown a click or touch does nothing on it: whoever presses twice, or presses where
/// something else stood a moment before, has not seen the page yet. EN 301 549, 5.8, asks for half a second.
pub const NEW_PAGE: Duration = Duration::from_millis(500);

/// How many events wait at most. More than anybody types before the screen answers; what comes on top is not taken.
const MOST: usize = 1_000;

/// How the application stands towards hands.
#[derive(Clone, Debug)]
pub struct Posture<Message> {
    /// The number of the visit: with another one nothing of the page's own state is kept.
    pub visit: u64,
    /// The number of the page shown: another one with each page that is come to.
    pub page: u64,
    /// The field to which what is typed goes while the heading has the focus.
    pub begins: Option<Begins>,
    /// Whether the page was returned to and what had the focus there has it again; else its heading gets it.
    pub restored: bool,
    /// Whether something is being committed whose answer may change the page.
    pub holds: bool,
    /// What keys mean while the page asks whether somebody is still there; they do nothing else.
    pub asks: Option<Asks<Message>>,
    /// Whether a screen reader listens: the arrows then read the page part by part.
    pub listening: bool,
    /// The key of the keyboard on the screen that was last pressed.
    pub typed: Option<Typed>,
    /// The time, for the half second of a new page.
    pub now: fn() -> Instant,
}

/// What keys mean while the page asks whether somebody is still there.
#[derive(Clone, Debug)]
pub struct Asks<Message> {
    /// The ids of its two answers: Tab and the arrows go from one to the other, Enter and Space press the one with the focus.
    pub answers: [&'static str; 2],
    /// What going from one to the other means besides.
    pub weighed: Message,
    /// What every other key means.
    pub heard: Message,
}

/// The field in which a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begins {
    /// Its id.
    pub field: String,
    /// Whether what the program wrote there itself is replaced by what is typed.
    pub mark: bool,
}

/// What an event means to the application, given whether the page took it.
pub type Meaning<Message> = fn(&Event, bool) -> Option<Message>;

/// The gate.
pub struct Gate<'a, Message> {
    content: Element<'a, Message>,
    posture: Posture<Message>,
    pocket: Pocket,
    meaning: Meaning<Message>,
    described: fn(Snapshot) -> Message,
}

/// Puts a page behind the gate. `described` is told how the page stands, before it is drawn, whenever that changed.
pub fn gate<'a, Message>(
    content: impl Into<Element<'a, Message>>,
    posture: Posture<Message>,
    pocket: Pocket,
    meaning: Meaning<Message>,
    described: fn(Snapshot) -> Message,
) -> Gate<'a, Message> {
    Gate { content: content.into(), posture, pocket, meaning, described }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Gate<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        // What was written before this gate stood is not written again.
        let typed = self.posture.typed.as_ref().map_or(0, |typed| typed.count);
        let (visit, page) = (self.posture.visit, self.posture.page);
        tree::State::new(State { visit, page, typed, arriving: true, ..State::default() })
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        // The application has answered: what it was told is in what is built now.
        state.unsettled = false;
        if state.page != self.posture.page {
            state.page = self.posture.page;
            state.arriving = true;
            state.reading = Reading::default();
            state.shown = None;
            state.known = None;
            state.earlier.clear();
            state.restoring = None;
        }
        if let Some(typed) = &self.posture.typed
            && typed.count != state.typed
        {
            state.typed = typed.count;
            state.write(typed.clone());
        }
        if state.visit == self.posture.visit {
            tree.diff_children(std::slice::from_ref(&self.content));
        } else {
            // A field remembers what was pasted into it, where the caret was, what was marked: all that was somebody's.
            state.visit = self.posture.visit;
            state.published = None;
            state.reading = Reading::default();
            state.arriving = true;
            tree.children = self.children();
        }
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(None, layout.bounds(), &mut PageMark(self.posture.page));
        operation.custom(None, layout.bounds(), &mut tree.state.downcast_mut::<State>().reading);
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        if let Some(place) = place_of(event) {
            state.at = Some(mouse::Cursor::Available(place));
        } else if matches!(event, Event::Mouse(mouse::Event::CursorLeft)) {
            state.at = Some(mouse::Cursor::Unavailable);
        }
        let at = state.at.unwrap_or(cursor);
        let of_hand =
            matches!(event, Event::Keyboard(_) | Event::InputMethod(_)) || is_press(event) || is_release(event);
        if of_hand {
            if state.waiting.len() < MOST {
                state.waiting.push_back(Waiting { event: event.clone(), page: state.page, at, typed: None });
            }
            self.drain(tree, layout, renderer, shell, viewport);
            // Nobody else hears of it: what it means was said here.
            shell.capture_event();
            return;
        }
        if matches!(
            event,
            Event::Mouse(mouse::Event::CursorMoved { .. }) | Event::Touch(touch::Event::FingerMoved { .. })
        ) && !(state.is_free(&self.posture) && state.waiting.is_empty())
        {
            // Dragging over a text that is being changed would mark what no longer stands there.
            return;
        }
        if let Event::Window(window::Event::RedrawRequested(frame)) = event {
            if state.shown.is_none() {
                state.shown = Some((self.posture.now)());
            }
            // The window asks for the same frame again when something was said in it, but not for ever: what waits is
            // given on once a frame, so that what it changes is described before it is drawn.
            if state.frame.replace(*frame) == Some(*frame) {
                self.arrive(tree, layout, renderer);
                self.ask_for_more(tree, shell);
            } else {
                self.drain(tree, layout, renderer, shell, viewport);
            }
            self.give(tree, event, layout, at, renderer, shell, viewport);
            if !tree.state.downcast_ref::<State>().unsettled {
                self.look(tree, layout, renderer, shell, |told, now| told != now);
            }
            return;
        }
        self.give(tree, event, layout, at, renderer, shell, viewport);
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
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.content.as_widget_mut().overlay(&mut tree.children[0], layout, renderer, viewport, translation)
    }
}

impl<'a, Message: Clone + 'a> From<Gate<'a, Message>> for Element<'a, Message> {
    fn from(gate: Gate<'a, Message>) -> Self {
        Self::new(gate)
    }
}
