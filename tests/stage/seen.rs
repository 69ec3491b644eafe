//! What an eye sees of a page: where every control and every word lies in the window, and which of them can be scrolled
//! out of it. Taken from the layout alone; nothing is drawn, and nothing depends on how the frame is built.

use super::Stage;
use cups_kiosk::ui::access::{Node, NodeEnd, Role, Semantics};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Scrollable};
use iced::{Point, Rectangle, Size, Vector};
use std::any::Any;

/// A control, or another part of the page that says what it is.
#[derive(Clone)]
pub struct Part {
    pub semantics: Semantics,
    /// Where it lies in the window: of a field, the line to write on.
    pub bounds: Rectangle,
    /// In which scrolled part it lies.
    pub view: Option<usize>,
    pub focusable: bool,
    pub focused: bool,
    /// The words that stand on it.
    pub words: String,
}

impl Part {
    pub fn id(&self) -> &str {
        &self.semantics.id
    }

    pub fn is_field(&self) -> bool {
        matches!(self.semantics.role, Role::TextInput | Role::PasswordInput)
    }

    /// Whether it can be pressed or written in.
    pub fn is_control(&self) -> bool {
        let pressed = matches!(self.semantics.role, Role::Button | Role::Link | Role::RadioButton | Role::CheckBox);
        self.focusable && (pressed || self.is_field())
    }
}

/// A text.
#[derive(Clone)]
pub struct Words {
    pub text: String,
    pub bounds: Rectangle,
    pub view: Option<usize>,
    /// On which part it stands.
    pub part: Option<usize>,
}

impl Words {
    /// Whether it is a sign of the icon font.
    pub fn is_icon(&self) -> bool {
        self.text.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter))
    }
}

/// A part of the page that scrolls.
#[derive(Clone, Copy)]
pub struct View {
    /// What of the window it has.
    pub bounds: Rectangle,
    /// How large its content is.
    pub content: Size,
    translation: Vector,
}

/// The page in the window.
#[derive(Clone)]
pub struct Seen {
    /// The window in logical pixels.
    pub window: Size,
    /// How many pixels of the window a logical one is.
    pub scale: f32,
    pub parts: Vec<Part>,
    pub words: Vec<Words>,
    pub views: Vec<View>,
}

impl Seen {
    /// The control with this id.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id() == id)
    }

    pub fn controls(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.is_control())
    }

    /// The window.
    pub fn all(&self) -> Rectangle {
        Rectangle::new(Point::ORIGIN, self.window)
    }

    /// What may be seen of what lies in a scrolled part, or in none.
    pub fn clip(&self, view: Option<usize>) -> Rectangle {
        view.map_or(Some(self.all()), |view| self.views[view].bounds.intersection(&self.all())).unwrap_or_default()
    }

    /// What is in sight of a part.
    pub fn visible(&self, part: &Part) -> Option<Rectangle> {
        part.bounds.intersection(&self.clip(part.view))
    }

    /// Whether a hand can press the middle of a part: it is in sight and nothing lies over it.
    pub fn is_in_reach(&self, part: &Part) -> bool {
        let middle = part.bounds.center();
        let clip = self.clip(part.view);
        clip.contains(middle) && (part.view.is_none() || !self.bars_over(clip).any(|bar| bar.contains(middle)))
    }

    /// The bars that lie over what scrolls, as wide as it: a button there that does not scroll stands on one.
    fn bars_over(&self, clip: Rectangle) -> impl Iterator<Item = Rectangle> {
        let fast = self.controls().filter(|part| part.view.is_none()).map(|part| part.bounds);
        let over = fast.filter(move |bounds| bounds.intersection(&clip).is_some_and(|common| common.height > 1.0));
        over.map(move |bounds| Rectangle { x: clip.x, width: clip.width, ..bounds })
    }

    /// Whether the page shows all it has without scrolling.
    pub fn is_whole(&self) -> bool {
        let inside = |bounds: &Rectangle, view: Option<usize>| holds(&self.clip(view), bounds);
        self.parts.iter().filter(|part| part.view.is_some()).all(|part| inside(&part.bounds, part.view))
            && self.words.iter().filter(|words| words.view.is_some()).all(|words| inside(&words.bounds, words.view))
    }
}

/// Whether one lies in the other, but for the rounding.
pub fn holds(outer: &Rectangle, inner: &Rectangle) -> bool {
    const ROUNDING: f32 = 0.6;
    inner.x >= outer.x - ROUNDING
        && inner.y >= outer.y - ROUNDING
        && inner.x + inner.width <= outer.x + outer.width + ROUNDING
        && inner.y + inner.height <= outer.y + outer.height + ROUNDING
}

struct Eye {
    seen: Seen,
    /// Open parts: their places, and whether what is in them stands on them.
    open: Vec<(usize, bool)>,
    view: Option<usize>,
    entering: Option<usize>,
}

impl Eye {
    fn moved(&self, bounds: Rectangle) -> Rectangle {
        self.view.map_or(bounds, |view| bounds - self.seen.views[view].translation)
    }

    fn leaf(&self) -> Option<usize> {
        self.open.last().filter(|(_, leaf)| *leaf).map(|(place, _)| *place)
    }
}

impl Operation<()> for Eye {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        let outside = self.view;
        self.view = self.entering.take().or(outside);
        operate(self);
        self.view = outside;
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        let outside = self.view.map_or(Vector::ZERO, |view| self.seen.views[view].translation);
        let bounds = self.moved(bounds).intersection(&self.seen.clip(self.view)).unwrap_or_default();
        let view = View { bounds, content: content_bounds.size(), translation: outside + translation };
        self.entering = Some(self.seen.views.len());
        self.seen.views.push(view);
    }

    fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        let bounds = self.moved(bounds);
        if let Some(place) = self.leaf() {
            let part = &mut self.seen.parts[place];
            part.focusable = true;
            part.focused |= state.is_focused();
            part.bounds = bounds;
        }
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        let part = self.leaf();
        let words = Words { text: text.to_owned(), bounds: self.moved(bounds), view: self.view, part };
        if let Some(place) = part.filter(|_| !words.is_icon()) {
            let on = &mut self.seen.parts[place].words;
            if !on.is_empty() {
                on.push(' ');
            }
            on.push_str(text);
        }
        self.seen.words.push(words);
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if state.is::<NodeEnd>() {
            self.open.pop();
        } else if let Some(node) = state.downcast_ref::<Node>()
            && let Some(semantics) = &node.semantics
        {
            let leaf = semantics.is_leaf() || self.leaf().is_some();
            self.open.push((self.seen.parts.len(), leaf));
            let bounds = self.moved(bounds);
            self.seen.parts.push(Part {
                semantics: semantics.clone(),
                bounds,
                view: self.view,
                focusable: false,
                focused: node.focused,
                words: String::new(),
            });
        }
    }
}

impl Stage {
    /// The page as an eye sees it.
    pub fn see(&mut self) -> Seen {
        let seen = Seen {
            window: self.page(),
            scale: self.app.scale(),
            parts: Vec::new(),
            words: Vec::new(),
            views: Vec::new(),
        };
        let mut eye = Eye { seen, open: Vec::new(), view: None, entering: None };
        self.with_interface(|interface, renderer| interface.operate(renderer, &mut eye));
        eye.seen
    }

    /// Shows the page in a window of this size and in text of this size, 0 to 2, with or without the keyboard on the
    /// screen. Says whether the page has such a keyboard, or none was wanted.
    pub fn show(&mut self, size: Size, larger: usize, keys: bool) -> bool {
        use cups_kiosk::ui::app::frame::Message as Framed;
        let mut turns = 0;
        while self.app.scale() > 1.0 {
            self.send(Framed::LargerText);
            turns += 1;
            assert!(turns < 3, "the text does not become normal again");
        }
        // Resized while the text is normal, so that it is the same whatever the size is measured in.
        if self.window != size {
            self.window = size;
            self.send(Framed::Resized(size));
        }
        for _ in 0..larger {
            self.send(Framed::LargerText);
        }
        if self.find("keys").is_none() {
            return !keys;
        }
        if self.find("key-space").is_some() != keys {
            self.send(Framed::ToggleKeys);
        }
        self.find("key-space").is_some() == keys
    }
}
