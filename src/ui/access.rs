//! What assistive technology is told. Controls describe themselves through iced operations; one
//! operation collects the tree, another carries requests back; `bridge` publishes it over AT-SPI.

mod bridge;
mod focus;
mod news;
mod numbers;
mod placing;
mod sequence;

pub use bridge::{Bridge, Wish};
pub use focus::{Target, arrive, focus, step, within};
pub use news::News;
pub use numbers::{HEADING, PageMark};
pub use placing::{Place, Placing};
pub use sequence::{Step, sequence};

use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, TextInput};
use iced::advanced::widget::{Id, Operation};
use iced::widget::text_input::Value;
use iced::{Rectangle, Vector};
use numbers::Numbers;
use std::any::Any;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a part of the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Something to press.
    Button,
    /// Something that leads elsewhere.
    Link,
    /// One of several answers.
    RadioButton,
    /// On or off.
    CheckBox,
    /// Text to be typed.
    TextInput,
    /// Secret text to be typed.
    PasswordInput,
    /// A heading of level 1 to 3.
    Heading(u8),
    /// Plain text.
    Text,
    /// A group of controls with a name.
    Group,
    /// The keyboard on the screen.
    Keyboard,
    /// A key of it: it is pressed without having the focus, which stays in the field that is written in.
    Key,
    /// A group of answers of which one is chosen.
    RadioGroup,
    /// A message that must be heard at once.
    Alert,
    /// A message that is heard when there is time.
    Status,
    /// A picture with a meaning, such as a QR code.
    Image,
    /// A dialog.
    Dialog,
}

/// What a control says of itself.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Semantics {
    /// A name that stays the same from frame to frame and is unique on the page.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// Its words.
    pub label: String,
    /// More words: a hint, an error.
    pub description: Option<String>,
    /// What was typed.
    pub value: Option<String>,
    /// Chosen or not, ticked or not.
    pub selected: Option<bool>,
    /// Whether the page cannot be finished without it.
    pub required: bool,
    /// Whether what stands in it is wrong; the description says what.
    pub invalid: bool,
    /// The language of its words, and of all in it, where that is not the language of the window.
    pub language: Option<Language>,
}

hidden!(Semantics, "Semantics");

impl Semantics {
    /// A control with these words.
    #[must_use]
    pub fn new(id: impl Into<String>, role: Role, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            role,
            label: label.into(),
            description: None,
            value: None,
            selected: None,
            required: false,
            invalid: false,
            language: None,
        }
    }

    /// Whether its inner texts are already in its label.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        !matches!(self.role, Role::Group | Role::RadioGroup | Role::Keyboard | Role::Dialog)
    }
}

/// What assistive technology may ask of a control.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// Press it.
    Press,
    /// Move the focus to it.
    Focus,
    /// Put this text in.
    SetValue(String),
    /// Put the caret there, and mark what is between.
    Mark(Caret),
}

hidden!(Request, "Request");

/// A control's description in its widget state; handed to operations.
#[derive(Debug, Default)]
pub struct Node {
    /// What the control says of itself.
    pub semantics: Option<Semantics>,
    /// Whether it has the focus.
    pub focused: bool,
    /// What was asked of it and not yet done.
    pub request: Option<Request>,
    /// Whether it is a key on the screen that is held down.
    pub held: bool,
}

impl Focusable for Node {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

/// Where the caret stands in a field, in letters; what is marked lies between its two places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caret {
    /// Where marking began.
    pub anchor: usize,
    /// Where the caret is.
    pub focus: usize,
}

/// Marks the end of a control's inner part.
#[derive(Debug)]
pub struct NodeEnd;

/// A part of the page as it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// Its number.
    pub number: u64,
    /// The number of the group it stands in; 0 is the window.
    pub parent: u64,
    /// What it says of itself.
    pub semantics: Semantics,
    /// Which of how many answers of its group it is.
    pub group: Option<(usize, usize)>,
    /// Where the caret stands in it, where it is a field that says so.
    pub caret: Option<Caret>,
    /// Whether it has the focus.
    pub focused: bool,
    /// Whether it can have it.
    pub focusable: bool,
    /// Where it is, in logical pixels.
    pub bounds: Rectangle,
    /// Whether it lies in the part of the window that is scrolled.
    pub scrolled: bool,
}

/// How the content lies in the scrolled part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overflow {
    /// There is more above.
    pub above: bool,
    /// There is more below.
    pub below: bool,
}

/// What is said of the window as a whole, in the words of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The window's title.
    pub title: String,
    /// That what stands in a field is wrong.
    pub wrong: String,
    /// The language, where it is one.
    pub language: Option<Language>,
}

/// The page as it is published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The number of the page.
    pub page: u64,
    /// Its parts in reading order.
    pub parts: Vec<Described>,
    /// How the content lies.
    pub overflow: Overflow,
    /// Where the part of the window is that is scrolled, in logical pixels.
    pub view: Rectangle,
    /// How far it is scrolled.
    pub scroll: f32,
}

impl Snapshot {
    /// A number that is the same when the page says the same and has the focus in the same place: for the technical log,
    /// which may hold nothing of what the page says.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.overflow.above, self.overflow.below).hash(&mut hasher);
        for part in &self.parts {
            (&part.semantics, part.focused).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// How many parts came, went, moved or say something else.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> usize {
        let strangers = |these: &Self, those: &Self| {
            let known: HashMap<u64, &Described> = those.parts.iter().map(|part| (part.number, part)).collect();
            these.parts.iter().filter(|part| known.get(&part.number).is_none_or(|known| known != part)).count()
        };
        strangers(self, before).max(strangers(before, self))
    }
}

/// The number under which a control is published: its id, hashed.
#[must_use]
pub fn number(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    // 0 is the window.
    hasher.finish().max(1)
}

/// Collects the page. Gives a [`Snapshot`].
#[must_use]
pub fn collect() -> impl Operation<Snapshot> {
    Collector::default()
}

#[derive(Default)]
struct Collector {
    snapshot: Snapshot,
    /// Open nodes: their place in the snapshot and whether they are leaves.
    open: Vec<(usize, bool)>,
    numbers: Numbers,
    /// How far the part being walked through is scrolled.
    translation: Vector,
    /// How far the part about to be walked through is.
    entering: Option<Vector>,
    /// Whether the part being walked through is scrolled.
    scrolled: bool,
}

impl Collector {
    fn inside_leaf(&self) -> bool {
        self.open.last().is_some_and(|(_, leaf)| *leaf)
    }

    fn parent(&self) -> u64 {
        self.open.last().map_or(0, |(place, _)| self.snapshot.parts[*place].number)
    }

    fn push(&mut self, semantics: Semantics, focused: bool, focusable: bool, bounds: Rectangle) {
        let parent = self.parent();
        let number = self.numbers.of(&semantics);
        self.snapshot.parts.push(Described {
            number,
            parent,
            semantics,
            group: None,
            caret: None,
            focused,
            focusable,
            bounds: bounds - self.translation,
            scrolled: self.scrolled,
        });
    }
}

impl Operation<Snapshot> for Collector {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Snapshot>)) {
        let outside = (self.translation, self.scrolled);
        if let Some(translation) = self.entering.take() {
            (self.translation, self.scrolled) = (translation, true);
        }
        operate(self);
        (self.translation, self.scrolled) = outside;
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.entering = Some(translation);
        // The end of a page is empty: a page whose end alone is out of sight is whole.
        let height = content_bounds.height - super::style::PAGE_END;
        (self.snapshot.view, self.snapshot.scroll) = (bounds, translation.y);
        self.snapshot.overflow =
            Overflow { above: translation.y > 1.0, below: height - translation.y > bounds.height + 1.0 };
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if let Some((place, true)) = self.open.last() {
            let part = &mut self.snapshot.parts[*place];
            part.focusable = true;
            part.focused |= state.is_focused();
        }
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        // Single characters of the icon font mean nothing to the ear.
        let is_icon = text.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter));
        if !self.inside_leaf() && !is_icon {
            let parent = self.parent();
            let id = format!("{parent}/{text}");
            self.push(Semantics::new(id, Role::Text, text), false, false, bounds);
        }
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(mark) = state.downcast_ref::<PageMark>() {
            self.numbers.page = mark.0;
            self.snapshot.page = mark.0;
        } else if state.is::<NodeEnd>() {
            self.open.pop();
        } else if let Some(caret) = state.downcast_ref::<Caret>() {
            if let Some((place, true)) = self.open.last() {
                self.snapshot.parts[*place].caret = Some(*caret);
            }
        } else if let Some(node) = state.downcast_ref::<Node>()
            && let Some(semantics) = &node.semantics
        {
            let leaf = semantics.is_leaf() || self.inside_leaf();
            self.push(semantics.clone(), node.focused, false, bounds);
            self.open.push((self.snapshot.parts.len() - 1, leaf));
        }
    }

    fn finish(&self) -> Outcome<Snapshot> {
        let mut snapshot = self.snapshot.clone();
        complete_heading(&mut snapshot.parts);
        count_answers(&mut snapshot.parts);
        Outcome::Some(snapshot)
    }
}

/// The id of the summary of what is wrong.
pub const ERRORS: &str = "errors";

/// The id of the words that say which part of how many a page shows.
pub const PLACE: &str = "place";

/// The id of the line above the page.
pub const BANNER: &str = "banner";

/// The heading, which is said first of a page, says which part of it is shown, and what was done before.
fn complete_heading(parts: &mut [Described]) {
    let words = |id: &str| parts.iter().find(|part| part.semantics.id == id).map(|part| part.semantics.label.clone());
    let (place, banner) = (words(PLACE), words(BANNER));
    if let Some(heading) = parts.iter_mut().find(|part| part.semantics.role == Role::Heading(1)) {
        let semantics = &mut heading.semantics;
        if let Some(place) = place {
            semantics.label = crate::i18n::sentences([&semantics.label, &place]);
        }
        if semantics.description.is_none() {
            semantics.description = banner;
        }
    }
}

/// Says of each answer which of how many it is.
fn count_answers(parts: &mut [Described]) {
    let groups: Vec<u64> =
        parts.iter().filter(|part| part.semantics.role == Role::RadioGroup).map(|part| part.number).collect();
    for group in groups {
        let is_answer = |part: &&mut Described| part.parent == group && part.semantics.role == Role::RadioButton;
        let count = parts.iter_mut().filter(is_answer).count();
        for (part, place) in parts.iter_mut().filter(is_answer).zip(1..) {
            part.group = Some((place, count));
        }
    }
}

/// Carries a request to the control with this number.
#[must_use]
pub fn request(target: u64, request: Request) -> impl Operation<()> {
    struct Carrier {
        numbers: Numbers,
        target: u64,
        request: Option<Request>,
    }

    impl Operation<()> for Carrier {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(mark) = state.downcast_ref::<PageMark>() {
                self.numbers.page = mark.0;
            } else if let Some(node) = state.downcast_mut::<Node>()
                && node.semantics.as_ref().is_some_and(|semantics| self.numbers.of(semantics) == self.target)
            {
                node.request = self.request.take();
            }
        }
    }

    Carrier { numbers: Numbers::default(), target, request: Some(request) }
}

/// Puts the caret of the field with this number somewhere, and marks what is between.
#[must_use]
pub fn mark(target: u64, caret: Caret) -> impl Operation<()> {
    struct Marker {
        numbers: Numbers,
        target: u64,
        caret: Caret,
        inside: bool,
    }

    impl Operation<()> for Marker {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn text_input(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn TextInput) {
            if !self.inside {
                return;
            }
            // The field counts what is drawn as one.
            let text = state.text().to_owned();
            let place = |letters: usize| Value::new(&text.chars().take(letters).collect::<String>()).len();
            let (anchor, focus) = (place(self.caret.anchor), place(self.caret.focus));
            if anchor == focus {
                state.move_cursor_to(focus);
            } else {
                state.select_range(anchor, focus);
            }
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(mark) = state.downcast_ref::<PageMark>() {
                self.numbers.page = mark.0;
            } else if state.is::<NodeEnd>() {
                self.inside = false;
            } else if let Some(node) = state.downcast_ref::<Node>()
                && let Some(semantics) = &node.semantics
            {
                // Of a password nothing is told, and nothing is marked.
                let is_target = self.numbers.of(semantics) == self.target;
                self.inside = is_target && semantics.role == Role::TextInput;
            }
        }
    }

    Marker { numbers: Numbers::default(), target, caret, inside: false }
}

/// Shows these controls held down, and no other.
#[must_use]
pub fn hold(held: Vec<u64>) -> impl Operation<()> {
    struct Holder(Vec<u64>);

    impl Operation<()> for Holder {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
            if let Some(node) = state.downcast_mut::<Node>() {
                let semantics = node.semantics.as_ref();
                node.held = semantics.is_some_and(|semantics| self.0.contains(&number(&semantics.id)));
            }
        }
    }

    Holder(held)
}

/// Scrolls so that the focused control is seen.
#[must_use]
pub fn reveal_focused() -> impl Operation<()> {
    #[derive(Default)]
    struct Finder {
        view: Option<(Rectangle, Vector)>,
        entering: bool,
        inside: bool,
        target: Option<Rectangle>,
    }

    struct Scroll(f32);

    /// Places are rounded to pixels.
    const ROUNDING: f32 = 0.6;

    impl Operation<()> for Scroll {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn scrollable(
            &mut self,
            _id: Option<&Id>,
            _bounds: Rectangle,
            _content_bounds: Rectangle,
            _translation: Vector,
            state: &mut dyn Scrollable,
        ) {
            use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
            state.scroll_to(AbsoluteOffset { x: None, y: Some(self.0) });
        }
    }

    impl Operation<()> for Finder {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            let outside = self.inside;
            self.inside |= std::mem::take(&mut self.entering);
            operate(self);
            self.inside = outside;
        }

        fn scrollable(
            &mut self,
            _id: Option<&Id>,
            bounds: Rectangle,
            _content_bounds: Rectangle,
            translation: Vector,
            _state: &mut dyn Scrollable,
        ) {
            self.view = Some((bounds, translation));
            self.entering = true;
        }

        fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
            // Controls of the frame lie outside the scrolled part.
            if self.inside && state.is_focused() {
                self.target = Some(bounds);
            }
        }

        fn finish(&self) -> Outcome<()> {
            let (Some((view, translation)), Some(target)) = (self.view, self.target) else {
                return Outcome::None;
            };
            let top = target.y - view.y;
            let bottom = top + target.height;
            let margin = super::style::space::M;
            let sight = translation.y - ROUNDING..=translation.y + view.height + ROUNDING;
            if sight.contains(&top) && sight.contains(&bottom) {
                // What is whole in sight stays where it is: a hand may be on its way.
                Outcome::None
            } else if top - margin < translation.y {
                Outcome::Chain(Box::new(Scroll((top - margin).max(0.0))))
            } else {
                Outcome::Chain(Box::new(Scroll(bottom + super::style::PAGE_END - view.height)))
            }
        }
    }

    Finder::default()
}

/// Shows the next or the previous part of the page.
#[must_use]
pub fn scroll_page(down: bool) -> impl Operation<()> {
    struct Turn(bool);

    impl Operation<()> for Turn {
        fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
            operate(self);
        }

        fn scrollable(
            &mut self,
            _id: Option<&Id>,
            bounds: Rectangle,
            content_bounds: Rectangle,
            _translation: Vector,
            state: &mut dyn Scrollable,
        ) {
            use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
            // A line of the part before stays in sight, so that nobody loses the place.
            let by = (bounds.height - 2.0 * super::style::space::XXL).max(super::style::space::XXL);
            let y = if self.0 { by } else { -by };
            state.scroll_by(AbsoluteOffset { x: 0.0, y }, bounds, content_bounds);
        }
    }

    Turn(down)
}
