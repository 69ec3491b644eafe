//! Giving on what waits, one by one, as far as it may go.

use super::hand::{
    choosing, is_press, is_release, is_undo, keypad_letter, moves_focus, moves_within, pointer_of, reads, writes,
};
use super::state::{State, Under, Waiting, focused};
use super::{Asks, Begins, Gate, NEW_PAGE};
use crate::ui::access::{self, PageMark, Reading, Role, Snapshot, Target};
use iced::advanced::layout::Layout;
use iced::advanced::widget::operation::{Outcome, focusable, text_input};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Shell, mouse};
use iced::keyboard::{self, key};
use iced::{Event, Rectangle, Renderer, touch, window};

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
            operation.custom(None, layout.bounds(), &mut PageMark(self.posture.page));
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation.as_mut());
            if let Outcome::Chain(chained) = operation.finish() {
                next = Some(chained);
            }
        }
    }

    fn describe(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> Snapshot {
        let mut collector = access::collect();
        let mut erased = iced::advanced::widget::operation::black_box(&mut collector);
        erased.custom(None, layout.bounds(), &mut PageMark(self.posture.page));
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, &mut erased);
        drop(erased);
        let mut snapshot = match collector.finish() {
            Outcome::Some(snapshot) => snapshot,
            _ => Snapshot::default(),
        };
        let state = tree.state.downcast_mut::<State>();
        state.reading = state.reading.show(&mut snapshot);
        snapshot
    }

    /// Looks how the page stands, and tells the application when it differs from what it knows in a way that matters.
    pub(super) fn look(
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
        let keyboard = now.parts.iter().any(|part| part.semantics.role == Role::Keyboard);
        state.keyboard = keyboard.then(|| state.keyboard.unwrap_or_else(self.posture.now));
        if state.published.as_ref().is_none_or(|told| matters(told, &now)) {
            state.published = Some(now.clone());
            state.unsettled = true;
            shell.publish((self.described)(now.clone()));
        }
        state.known = Some(now);
    }

    /// Gives one event on; says whether the page took it. Whatever it said waits for an answer.
    #[expect(clippy::too_many_arguments, reason = "those of a widget's update")]
    pub(super) fn give(
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

    /// Gives the heading of a page that was come to the focus.
    pub(super) fn arrive(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) {
        let arriving = std::mem::take(&mut tree.state.downcast_mut::<State>().arriving);
        if arriving && !self.posture.restored {
            self.operate_now(tree, layout, renderer, access::arrive());
        }
    }

    /// Gives on what waits, as far as it may go.
    pub(super) fn drain(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        self.arrive(tree, layout, renderer);
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
                event if (is_press(event) || is_release(event)) && state.is_of_keys(&next) => {
                    self.touch_key(tree, &next, layout, renderer, shell, viewport);
                    say(tree, shell, (self.meaning)(event, true));
                }
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
                    let taken = self.give(tree, event, layout, at, renderer, shell, viewport);
                    say(tree, shell, (self.meaning)(event, taken));
                }
                event => {
                    self.give(tree, event, layout, next.at, renderer, shell, viewport);
                }
            }
        }
        self.ask_for_more(tree, shell);
    }

    /// Asks for another frame while something waits that may be given on in it.
    pub(super) fn ask_for_more(&self, tree: &Tree, shell: &mut Shell<'_, Message>) {
        if !tree.state.downcast_ref::<State>().waiting.is_empty() && !self.posture.holds {
            shell.request_redraw();
        }
    }

    /// A finger goes down on a key of the keyboard on the screen, or comes up: over the same key it presses it.
    fn touch_key(
        &mut self,
        tree: &mut Tree,
        next: &Waiting,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let Some(pointer) = pointer_of(&next.event) else { return };
        let now = (self.posture.now)();
        let state = tree.state.downcast_mut::<State>();
        let under = state.under(next.at);
        let before = state.held.iter().position(|(holds, _)| *holds == pointer);
        let before = before.map(|place| state.held.remove(place).1);
        let mut pressed = None;
        if is_press(&next.event) {
            // Where the keyboard has only just come something else was meant.
            let known = state.keyboard.is_some_and(|since| now.saturating_duration_since(since) >= NEW_PAGE);
            // A key that is not pressed is held all the same, as none: the release belongs to it.
            let key = if let (Under::Key(key), true) = (under, known) { key } else { 0 };
            state.held.push((pointer, key));
        } else if let (Under::Key(key), false) =
            (under, matches!(next.event, Event::Touch(touch::Event::FingerLost { .. })))
        {
            pressed = before.filter(|before| *before == key);
        }
        let held = state.held.iter().map(|(_, key)| *key).collect();
        self.operate_now(tree, layout, renderer, access::hold(held));
        if let Some(key) = pressed {
            self.operate_now(tree, layout, renderer, access::request(key, access::Request::Press));
            // Any event makes a control do what was asked of it.
            let event = Event::Window(window::Event::RedrawRequested(now));
            self.give(tree, &event, layout, mouse::Cursor::Unavailable, renderer, shell, viewport);
        }
        shell.request_redraw();
    }

    /// Writes what a key on the screen writes into the field that has the focus, or else into the one it is meant for.
    fn write(
        &mut self,
        tree: &mut Tree,
        next: &Waiting,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if self.posture.asks.is_some() {
            return;
        }
        if self.focused_field(tree, layout, renderer).is_none() {
            let Some(field) = next.typed.as_ref().and_then(|typed| typed.field.clone()) else { return };
            self.operate_now(tree, layout, renderer, access::focus(Target::Id(field)));
            if self.focused_field(tree, layout, renderer).is_none() {
                return;
            }
        }
        self.give(tree, &next.event, layout, next.at, renderer, shell, viewport);
        shell.request_redraw();
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
        if next.typed.is_some() {
            return self.write(tree, next, layout, renderer, shell, viewport);
        }
        if let Some(asks) = self.posture.asks.clone() {
            return self.press_at_question(asks, tree, next, layout, renderer, shell, viewport);
        }
        self.begin_writing(tree, &next.event, layout, renderer);
        let keypad = self.keypad_digit(tree, &next.event, layout, renderer);
        let event = keypad.as_ref().unwrap_or(&next.event);
        // Whoever reads changes nothing: there the other two arrows choose.
        let is_read = self.posture.listening && reads(event);
        if let Some(back) = moves_within(event).filter(|_| !is_read)
            && self.is_on_answer(tree, layout, renderer)
        {
            self.operate_now(tree, layout, renderer, access::within(back));
            self.operate_now(tree, layout, renderer, access::reveal_focused());
            shell.request_redraw();
            self.give(tree, &choosing(), layout, next.at, renderer, shell, viewport);
            return say(tree, shell, (self.meaning)(event, true));
        }
        if let Some(back) = moves_focus(event) {
            // A one-line field has no use for Up and Down either, so these keys are the page's wherever the focus is.
            if is_read {
                self.read(tree, layout, renderer, back);
            } else {
                self.step(tree, layout, renderer, back);
            }
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

    /// A key while the page asks whether somebody is still there.
    #[expect(clippy::too_many_arguments, reason = "those of a widget's update")]
    fn press_at_question(
        &mut self,
        asks: Asks<Message>,
        tree: &mut Tree,
        next: &Waiting,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let known = self.describe(tree, layout, renderer);
        let at = focused(&known).and_then(|id| asks.answers.iter().position(|answer| *answer == id));
        if let Some(back) = moves_focus(&next.event).or_else(|| moves_within(&next.event)) {
            let to = at.map_or(usize::from(back), |at| 1 - at);
            self.operate_now(tree, layout, renderer, access::focus(Target::Id(asks.answers[to].to_owned())));
            shell.request_redraw();
            return say(tree, shell, Some(asks.weighed));
        }
        let pressed = at.is_some() && self.give(tree, &next.event, layout, next.at, renderer, shell, viewport);
        if !pressed {
            say(tree, shell, Some(asks.heard));
        }
    }

    /// Gives the focus to the next control, or to the one before; from where it is read, to the one nearest to it.
    fn step(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, back: bool) {
        let reads = tree.state.downcast_ref::<State>().reading.is_reading();
        // The page is looked at only where somebody reads: all others have the focus on a control.
        let from = reads.then(|| self.describe(tree, layout, renderer));
        let still = std::mem::take(&mut tree.state.downcast_mut::<State>().reading).is_reading();
        match from.as_ref().filter(|_| still).and_then(|snapshot| Reading::control(snapshot, back)) {
            Some(control) => self.operate_now(tree, layout, renderer, access::focus(Target::Number(control.number))),
            None => self.operate_now(tree, layout, renderer, access::step(back)),
        }
        self.operate_now(tree, layout, renderer, access::reveal_focused());
    }

    /// Reads the next part of the page, or the one before, whether it is a control or not; stays at its end.
    fn read(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, back: bool) {
        let snapshot = self.describe(tree, layout, renderer);
        let Some(part) = Reading::neighbour(&snapshot, back) else { return };
        let state = tree.state.downcast_mut::<State>();
        if part.focusable {
            state.reading = Reading::default();
            self.operate_now(tree, layout, renderer, access::focus(Target::Number(part.number)));
            self.operate_now(tree, layout, renderer, access::reveal_focused());
        } else {
            state.reading = Reading::at(part.number);
            self.operate_now(tree, layout, renderer, focusable::unfocus());
            if let Some(reveal) = access::reveal(part, &snapshot) {
                self.operate_now(tree, layout, renderer, reveal);
            }
        }
    }

    /// What is typed while the heading has the focus, or what is read has it, goes to the field in which the page begins.
    fn begin_writing(&mut self, tree: &mut Tree, event: &Event, layout: Layout<'_>, renderer: &Renderer) {
        let Some(Begins { field, mark }) = self.posture.begins.clone().filter(|_| writes(event)) else { return };
        let on_heading =
            |part: &access::Described| part.focused && (part.semantics.role == Role::Heading(1) || !part.focusable);
        if !self.describe(tree, layout, renderer).parts.iter().any(on_heading) {
            return;
        }
        self.operate_now(tree, layout, renderer, access::focus(Target::Id(field.clone())));
        if mark {
            self.operate_now(tree, layout, renderer, text_input::select_all(field.into()));
        }
        self.operate_now(tree, layout, renderer, access::reveal_focused());
    }

    /// Whether one of a group of answers has the focus.
    fn is_on_answer(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> bool {
        self.describe(tree, layout, renderer).parts.iter().any(|part| part.focused && part.group.is_some())
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

/// Tells the application something; what waits goes on waiting until it answers.
fn say<Message>(tree: &mut Tree, shell: &mut Shell<'_, Message>, message: Option<Message>) {
    if let Some(message) = message {
        shell.publish(message);
        tree.state.downcast_mut::<State>().unsettled = true;
    }
}
