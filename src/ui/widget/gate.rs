//! The one gate through which keys, clicks and touches reach a page: one by one, in the order in which they were made.
//!
//! The window hands its events over in heaps: on a slow computer a heap holds a Tab and the letters that came after it,
//! or a click and the place where the mouse is by now. Given on as they come, letters would be written before the Tab
//! took effect, and a click would press what has come under the mouse meanwhile. The gate takes every event of a hand
//! into a queue and gives the next one on only when what the last one changed stands on the page: the application has
//! answered, the page was built anew, and nothing is being committed. So each goes where a person who had waited for
//! the screen would have put it.

use super::Element;
use crate::ui::access::{self, Role, Snapshot};
use crate::ui::style::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer;
use iced::advanced::widget::operation::{Outcome, focusable};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, clipboard, mouse, overlay};
use iced::keyboard::{self, key};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Vector, touch, window};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long after a new page is shown a click or touch does nothing on it: whoever presses twice, or presses where
/// something else stood a moment before, has not seen the page yet. EN 301 549, 5.8, asks for half a second.
pub const NEW_PAGE: Duration = Duration::from_millis(500);

/// How many events wait at most. More than anybody types before the screen answers; what comes on top is not taken.
const MOST: usize = 1_000;

/// How many earlier values of a field can be brought back.
const UNDONE: usize = 50;

/// What the program remembers of a copied text: a clipboard of its own, so that nothing of one visit is pasted in the
/// next, nor read by another program. The application empties it.
#[derive(Clone, Default)]
pub struct Pocket(Arc<Mutex<Zeroizing<String>>>);

impl Pocket {
    /// Forgets what was copied.
    pub fn empty(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Zeroizing::default();
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// What was copied may be a name.
impl fmt::Debug for Pocket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pocket(…)")
    }
}

impl Clipboard for Pocket {
    fn read(&self, kind: clipboard::Kind) -> Option<String> {
        // Every field has one line: the lines of a text are put side by side, with a space between them.
        let text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = || text.split(char::is_control).filter(|line| !line.is_empty());
        (kind == clipboard::Kind::Standard && !text.is_empty()).then(|| lines().collect::<Vec<_>>().join(" "))
    }

    fn write(&mut self, kind: clipboard::Kind, contents: String) {
        if kind == clipboard::Kind::Standard {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Zeroizing::new(contents);
        }
    }
}

/// How the application stands towards hands.
#[derive(Clone, Debug)]
pub struct Posture<Message> {
    /// The number of the visit: with another one nothing of the page's own state is kept.
    pub visit: u64,
    /// The number of the page shown: another one with each page that is come to.
    pub page: u64,
    /// Whether something is being committed whose answer may change the page.
    pub holds: bool,
    /// What any key means while the page asks whether somebody is still there; such a key does nothing else.
    pub asks: Option<Message>,
    /// The time, for the half second of a new page.
    pub now: fn() -> Instant,
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

/// An event of a hand that waits, with the page that was shown when it came and where the mouse or finger was.
struct Waiting {
    event: Event,
    page: u64,
    at: mouse::Cursor,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    /// Something was said to the application that has not answered yet.
    unsettled: bool,
    /// The visit the state was last built for.
    visit: u64,
    /// The page the state was last built for.
    page: u64,
    /// When this page was first shown; `None` while it was not drawn yet.
    shown: Option<Instant>,
    /// Where the mouse or finger was at the last event given on; iced says only where it is by now.
    at: Option<mouse::Cursor>,
    /// A press that was given on, by the page it was made on; its release belongs to it.
    pressed: Option<u64>,
    /// How the page last stood.
    known: Option<Snapshot>,
    /// How the application was last told that it stands.
    published: Option<Snapshot>,
    /// Earlier values of the page's fields, by the field's id.
    earlier: BTreeMap<String, Vec<String>>,
    /// The value that an undo is putting back, which is no new one.
    restoring: Option<(String, String)>,
}

impl State {
    /// Whether the next event may be given on.
    fn is_free<Message>(&self, posture: &Posture<Message>) -> bool {
        !self.unsettled && !posture.holds
    }

    /// Keeps what the fields held before, for those who want it back.
    fn remember(&mut self, snapshot: &Snapshot) {
        let Some(before) = &self.known else { return };
        for part in &snapshot.parts {
            let Some(value) = &part.semantics.value else { continue };
            let known = before.parts.iter().find(|known| known.semantics.id == part.semantics.id);
            let Some(old) = known.and_then(|known| known.semantics.value.as_ref()) else { continue };
            if old == value {
                continue;
            }
            let id = &part.semantics.id;
            if self.restoring.take_if(|(field, put)| field == id && put == value).is_some() {
                continue;
            }
            let values = self.earlier.entry(id.clone()).or_default();
            values.push(old.clone());
            if values.len() > UNDONE {
                values.remove(0);
            }
        }
    }
}

/// What has the focus on a page.
fn focused(snapshot: &Snapshot) -> Option<&str> {
    snapshot.parts.iter().find(|part| part.focused).map(|part| part.semantics.id.as_str())
}

/// A finger or button that goes down.
fn is_press(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }))
}

/// A finger or button that comes up.
fn is_release(event: &Event) -> bool {
    matches!(
        event,
        Event::Mouse(mouse::Event::ButtonReleased(_))
            | Event::Touch(touch::Event::FingerLifted { .. } | touch::Event::FingerLost { .. })
    )
}

fn place_of(event: &Event) -> Option<Point> {
    match event {
        Event::Mouse(mouse::Event::CursorMoved { position })
        | Event::Touch(
            touch::Event::FingerPressed { position, .. }
            | touch::Event::FingerMoved { position, .. }
            | touch::Event::FingerLifted { position, .. }
            | touch::Event::FingerLost { position, .. },
        ) => Some(*position),
        _ => None,
    }
}

impl<Message: Clone> Gate<'_, Message> {
    /// Carries an operation out on the page at once.
    fn operate_now(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        first: impl Operation<()> + 'static,
    ) {
        let mut next: Option<Box<dyn Operation<()>>> = Some(Box::new(first));
        while let Some(mut operation) = next.take() {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation.as_mut());
            if let Outcome::Chain(chained) = operation.finish() {
                next = Some(chained);
            }
        }
    }

    fn describe(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> Snapshot {
        let mut collector = access::collect();
        let mut erased = iced::advanced::widget::operation::black_box(&mut collector);
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, &mut erased);
        drop(erased);
        match collector.finish() {
            Outcome::Some(snapshot) => snapshot,
            _ => Snapshot::default(),
        }
    }

    /// Looks how the page stands, and tells the application when it differs from what it knows in a way that matters.
    fn look(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        matters: fn(&Snapshot, &Snapshot) -> bool,
    ) {
        let now = self.describe(tree, layout, renderer);
        let state = tree.state.downcast_mut::<State>();
        state.remember(&now);
        if state.published.as_ref().is_none_or(|told| matters(told, &now)) {
            state.published = Some(now.clone());
            state.unsettled = true;
            shell.publish((self.described)(now.clone()));
        }
        state.known = Some(now);
    }

    /// Gives one event on; says whether the page took it. Whatever it said waits for an answer.
    #[expect(clippy::too_many_arguments, reason = "those of a widget's update")]
    fn give(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        at: mouse::Cursor,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) -> bool {
        let mut said = Vec::new();
        let mut inner = Shell::new(&mut said);
        self.content.as_widget_mut().update(
            &mut tree.children[0],
            event,
            layout,
            at,
            renderer,
            &mut self.pocket,
            &mut inner,
            viewport,
        );
        let taken = inner.is_event_captured();
        let spoke = !inner.is_empty();
        shell.merge(inner, |message| message);
        if spoke {
            tree.state.downcast_mut::<State>().unsettled = true;
        }
        taken
    }

    /// Gives on what waits, as far as it may go.
    fn drain(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        loop {
            let state = tree.state.downcast_ref::<State>();
            if !state.is_free(&self.posture) || state.waiting.is_empty() {
                break;
            }
            // What the page shows depends on how it lies and on what has the focus: the application knows both first.
            self.look(tree, layout, renderer, shell, |told, now| {
                told.overflow != now.overflow || focused(told) != focused(now)
            });
            let state = tree.state.downcast_mut::<State>();
            if state.unsettled {
                break;
            }
            let Some(next) = state.waiting.pop_front() else { break };
            match &next.event {
                Event::Keyboard(keyboard::Event::KeyPressed { .. }) => {
                    self.press_key(tree, &next, layout, renderer, shell, viewport);
                }
                event if is_press(event) => {
                    let now = (self.posture.now)();
                    let fresh = state.shown.is_none_or(|shown| now.saturating_duration_since(shown) < NEW_PAGE);
                    if next.page == state.page && !fresh {
                        state.pressed = Some(state.page);
                        self.give(tree, event, layout, next.at, renderer, shell, viewport);
                    }
                }
                event if is_release(event) => {
                    // What was pressed on a page that is gone is let go of, and presses nothing here.
                    let own = state.pressed.take() == Some(state.page);
                    let at = if own { next.at } else { mouse::Cursor::Unavailable };
                    self.give(tree, event, layout, at, renderer, shell, viewport);
                }
                event => {
                    self.give(tree, event, layout, next.at, renderer, shell, viewport);
                }
            }
        }
        let state = tree.state.downcast_ref::<State>();
        if !state.waiting.is_empty() && !self.posture.holds {
            shell.request_redraw();
        }
    }

    fn press_key(
        &mut self,
        tree: &mut Tree,
        next: &Waiting,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let say = |tree: &mut Tree, shell: &mut Shell<'_, Message>, message: Option<Message>| {
            if let Some(message) = message {
                shell.publish(message);
                tree.state.downcast_mut::<State>().unsettled = true;
            }
        };
        if let Some(answer) = self.posture.asks.clone() {
            return say(tree, shell, Some(answer));
        }
        let keypad = self.keypad_digit(tree, &next.event, layout, renderer);
        let event = keypad.as_ref().unwrap_or(&next.event);
        if let Some(back) = moves_focus(event) {
            // A one-line field has no use for Up and Down either, so these keys are the page's wherever the focus is.
            if back {
                self.operate_now(tree, layout, renderer, focusable::focus_previous());
            } else {
                self.operate_now(tree, layout, renderer, focusable::focus_next());
            }
            self.operate_now(tree, layout, renderer, access::reveal_focused());
            shell.request_redraw();
            return say(tree, shell, (self.meaning)(event, true));
        }
        if is_undo(event) {
            self.undo(tree, layout, renderer);
            return say(tree, shell, (self.meaning)(event, true));
        }
        let taken = self.give(tree, event, layout, next.at, renderer, shell, viewport);
        say(tree, shell, (self.meaning)(event, taken));
    }

    /// The field that has the focus, as the page describes it.
    fn focused_field(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> Option<access::Described> {
        let field = |role| matches!(role, Role::TextInput | Role::PasswordInput);
        self.describe(tree, layout, renderer).parts.into_iter().find(|part| part.focused && field(part.semantics.role))
    }

    /// The keys of the keypad are digits in a field, whatever the lock key says: without it they would leave the field.
    fn keypad_digit(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        renderer: &Renderer,
    ) -> Option<Event> {
        let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, location, modifiers, repeat, .. }) = event
        else {
            return None;
        };
        let keyboard::Key::Named(_) = key else { return None };
        if *location != keyboard::Location::Numpad {
            return None;
        }
        let key::Physical::Code(code) = physical_key else { return None };
        let letter = keypad_letter(*code)?;
        self.focused_field(tree, layout, renderer)?;
        let key = keyboard::Key::Character(letter.into());
        Some(Event::Keyboard(keyboard::Event::KeyPressed {
            modified_key: key.clone(),
            key,
            physical_key: *physical_key,
            location: *location,
            modifiers: *modifiers,
            text: Some(letter.into()),
            repeat: *repeat,
        }))
    }

    /// Puts the value before into the field that has the focus.
    fn undo(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) {
        let Some(field) = self.focused_field(tree, layout, renderer) else { return };
        let state = tree.state.downcast_mut::<State>();
        let Some(value) = state.earlier.get_mut(&field.semantics.id).and_then(Vec::pop) else { return };
        state.restoring = Some((field.semantics.id, value.clone()));
        self.operate_now(tree, layout, renderer, access::request(field.number, access::Request::SetValue(value)));
    }
}

/// Whether a key moves the focus, and whether backwards.
fn moves_focus(event: &Event) -> Option<bool> {
    use key::Named::{ArrowDown, ArrowUp, Tab};
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) = event else { return None };
    if modifiers.control() || modifiers.alt() || modifiers.logo() {
        return None;
    }
    match key.as_ref() {
        keyboard::Key::Named(Tab) => Some(modifiers.shift()),
        keyboard::Key::Named(ArrowDown) if modifiers.is_empty() => Some(false),
        keyboard::Key::Named(ArrowUp) if modifiers.is_empty() => Some(true),
        _ => None,
    }
}

fn is_undo(event: &Event) -> bool {
    matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. })
        if modifiers.command() && !modifiers.shift() && !modifiers.alt() && key.to_latin(*physical_key) == Some('z'))
}

fn keypad_letter(code: key::Code) -> Option<&'static str> {
    use key::Code::{
        Numpad0, Numpad1, Numpad2, Numpad3, Numpad4, Numpad5, Numpad6, Numpad7, Numpad8, Numpad9, NumpadComma,
        NumpadDecimal,
    };
    Some(match code {
        Numpad0 => "0",
        Numpad1 => "1",
        Numpad2 => "2",
        Numpad3 => "3",
        Numpad4 => "4",
        Numpad5 => "5",
        Numpad6 => "6",
        Numpad7 => "7",
        Numpad8 => "8",
        Numpad9 => "9",
        NumpadDecimal | NumpadComma => ".",
        _ => return None,
    })
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Gate<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { visit: self.posture.visit, page: self.posture.page, ..State::default() })
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
            state.shown = None;
            state.known = None;
            state.earlier.clear();
            state.restoring = None;
        }
        if state.visit == self.posture.visit {
            tree.diff_children(std::slice::from_ref(&self.content));
        } else {
            // A field remembers what was pasted into it, where the caret was, what was marked: all that was somebody's.
            state.visit = self.posture.visit;
            state.published = None;
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
                state.waiting.push_back(Waiting { event: event.clone(), page: state.page, at });
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
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            if state.shown.is_none() {
                state.shown = Some((self.posture.now)());
            }
            self.drain(tree, layout, renderer, shell, viewport);
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
