//! The keyboard on the screen: when it is shown, what it shows, and what its keys come to. It comes and goes only when a
//! hand is done with what it pressed, or with a new page, so that nothing moves under a finger.

use super::super::{App, Screen};
use crate::ui::component::{Alphabet, Keyed, Layer, Layout, Press};
use crate::ui::effect::Effect;
use crate::ui::keys::Hand;
use crate::ui::page::{First, Page as _};
use crate::ui::widget::Typed;

/// How somebody writes, for as long as the visit lasts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Typing {
    /// With what somebody was last at work.
    hand: Hand,
    /// Whether the keyboard on the screen was asked for.
    wanted: bool,
    /// Whose letters it shows, once somebody chose; before that those of the language.
    pub(super) alphabet: Option<Alphabet>,
    /// How many of its keys were pressed. It only grows.
    count: u64,
}

impl Typing {
    /// That of another visitor.
    pub(super) fn forget(&mut self) {
        *self = Self { count: self.count, ..Self::default() };
    }
}

/// What of it belongs to what is shown, and goes with it.
#[derive(Default)]
pub(super) struct Writing {
    /// Whether the keyboard is shown.
    open: bool,
    /// The field that has the focus, or is about to get it.
    field: Option<String>,
    /// The field that is or was written in.
    last: Option<String>,
    /// The first field there is.
    begins: Option<String>,
    /// Which keys are shown, once somebody chose.
    layer: Option<Layer>,
    /// The key that was last pressed.
    press: Option<Press>,
}

impl Writing {
    /// The field that is or was written in.
    pub(super) fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Another field or none has the focus.
    fn goes_on_in(&mut self, field: Option<&str>) {
        self.field = field.map(str::to_owned);
        if let Some(field) = field
            && self.last.as_deref() != Some(field)
        {
            self.last = Some(field.to_owned());
            self.layer = None;
        }
    }
}

impl App {
    /// Writing goes on in a field: it gets the focus. `marked` is whether what stands there is replaced.
    pub(in crate::ui::app) fn write_in(&mut self, field: &str, marked: bool) -> Vec<Effect> {
        self.frame.face.writing.goes_on_in(Some(field));
        let mut effects = vec![Effect::Focus(field.to_owned())];
        if marked {
            effects.push(Effect::Mark(field.to_owned()));
        }
        effects.extend(self.settle_keys());
        effects
    }

    /// The page begins: what is typed goes to its first field, though its heading has the focus. Where the keyboard on the
    /// screen would leave no room for the heading it waits until the field is touched.
    pub(super) fn begin_in_first(&mut self) {
        if self.context().look.is_tiny() {
            return;
        }
        if let Some(First::Field(field)) = self.first() {
            self.frame.face.writing.goes_on_in(Some(field));
        }
    }

    /// Where larger text leaves the keyboard on the screen no room beside what is asked, it goes if nobody writes yet; where
    /// somebody does, the field stays in sight.
    pub(super) fn make_room(&mut self) -> Option<Effect> {
        let is_begun = self.frame.place.focus == self.frame.face.writing.field;
        if self.context().look.is_tiny() && !is_begun {
            self.frame.face.writing.field = None;
            let _ = self.settle_keys();
        }
        self.frame.face.writing.open.then_some(Effect::Reveal)
    }

    /// How the page stands: which of its fields has the focus, or whether its heading has it, and which is the first.
    pub(super) fn note_fields<'a>(
        &mut self,
        focused: Option<&'a str>,
        on_heading: bool,
        mut fields: impl Iterator<Item = &'a str>,
    ) {
        let writing = &mut self.frame.face.writing;
        // From the heading what is typed goes where it was going.
        if focused.is_some() || !on_heading {
            writing.goes_on_in(focused);
        }
        writing.begins = fields.next().map(str::to_owned);
    }

    /// Somebody is there, and at work with this.
    pub(super) fn note_hand(&mut self, hand: Hand) -> Vec<Effect> {
        self.frame.idle.touch();
        self.frame.typing.hand = hand;
        self.settle_keys()
    }

    /// Shows the keyboard on the screen or takes it away, as it is now wanted.
    pub(super) fn settle_keys(&mut self) -> Vec<Effect> {
        let (typing, writing) = (&self.frame.typing, &self.frame.face.writing);
        let by_itself = typing.hand == Hand::Touch && writing.field.is_some();
        let open = self.is_typed_on() && (typing.wanted || by_itself);
        let before = std::mem::replace(&mut self.frame.face.writing.open, open);
        if open && !before {
            // The page stays as it is seen, though it was turned further while there was less of it in sight. The keyboard
            // may have come over the field.
            vec![Effect::ScrollTo(self.frame.place.scroll), Effect::Reveal]
        } else {
            Vec::new()
        }
    }

    /// The button that shows the keyboard on the screen or takes it away.
    pub(super) fn toggle_keys(&mut self) -> Vec<Effect> {
        let open = !self.frame.face.writing.open;
        self.frame.typing.wanted = open;
        let writing = &self.frame.face.writing;
        let field = writing.last.clone().or_else(|| writing.begins.clone());
        match field {
            Some(field) if open => self.write_in(&field, false),
            _ => {
                self.frame.face.writing.field = None;
                self.settle_keys()
            }
        }
    }

    /// A key of the keyboard on the screen.
    pub(super) fn press_key(&mut self, keyed: Keyed) {
        self.frame.idle.touch();
        match keyed {
            Keyed::Write(press) => {
                self.frame.typing.count += 1;
                let writing = &mut self.frame.face.writing;
                writing.press = Some(press);
                if writing.layer == Some(Layer::Capital) && matches!(press, Press::Letter(_)) {
                    writing.layer = Some(Layer::Small);
                }
            }
            Keyed::Show(layout) => {
                self.frame.typing.alphabet = Some(layout.alphabet);
                self.frame.face.writing.layer = Some(layout.layer);
            }
        }
    }

    /// The key last pressed, for the gate.
    pub(super) fn typed(&self) -> Option<Typed> {
        let writing = &self.frame.face.writing;
        let field = writing.last.clone().or_else(|| writing.begins.clone());
        writing.press.map(|press| Typed { count: self.frame.typing.count, press, field })
    }

    /// What the keyboard on the screen shows; nothing while it is not there. At "is anybody there?" there is nothing to
    /// write.
    pub(super) fn layout(&self) -> Option<Layout> {
        let writing = &self.frame.face.writing;
        let shown = writing.open && self.is_typed_on() && !self.is_warning();
        shown.then(|| Layout {
            alphabet: self.frame.typing.alphabet.unwrap_or_else(|| Alphabet::of(self.frame.texts.language())),
            layer: writing.layer.unwrap_or_else(|| {
                if self.takes_digits(writing.last().unwrap_or_default()) { Layer::Digits } else { Layer::Small }
            }),
        })
    }

    /// Whether what is shown has a field for which the keyboard on the screen may be wanted.
    pub(super) fn is_typed_on(&self) -> bool {
        match self.screen() {
            Screen::Visitor(page) => page.is_typed_on(&self.visitor_ground()),
            Screen::Desk(page) => self.desk_ground().is_some_and(|ground| page.is_typed_on(&ground)),
            Screen::Locked(page) => page.is_typed_on(&self.lock_ground()),
            Screen::Modal(_) => false,
        }
    }

    /// Whether a field of what is shown takes a number or a day.
    fn takes_digits(&self, field: &str) -> bool {
        match self.screen() {
            Screen::Visitor(page) => page.takes_digits(&self.visitor_ground(), field),
            Screen::Desk(page) => self.desk_ground().is_some_and(|ground| page.takes_digits(&ground, field)),
            Screen::Locked(_) | Screen::Modal(_) => false,
        }
    }
}
