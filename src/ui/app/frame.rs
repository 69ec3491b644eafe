//! The frame: what is around every page and outlives it. Language, size and contrast, the line above the page, the
//! question that stands before it, whether anybody is still there, how syncing stands, how large the window is.

mod asking;
mod idle;
mod typing;
mod view;

pub use crate::ui::keys::Shortcut;
pub use idle::Idle;

use super::rest::Rest;
use super::{App, Banner, Screen};
use crate::domain::text::Language;
use crate::i18n::Texts;
use crate::platform::configuration::Configuration;
use crate::sync::reason::Contact;
use crate::sync::runner::SyncStatus;
use crate::ui::access::{Described, ERRORS, HEADING, Overflow, Placing, Request, Role, Snapshot, Wish};
use crate::ui::component::Keyed;
use crate::ui::effect::Effect;
use crate::ui::keys::{Hand, Heard, Key};
use crate::ui::modal::{Keys, Modal};
use crate::ui::page::{After, First};
use crate::ui::question::Leaving;
use crate::ui::style::{TextSize, Theme, largest_factor};
use crate::ui::widget::Pocket;
use iced::Size;
use std::collections::BTreeMap;
use std::time::Duration;
use typing::{Typing, Writing};

/// What happens around the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// One page back.
    Back,
    /// Another language.
    Language(Language),
    /// Larger text; after the largest the normal one.
    LargerText,
    /// The other contrast.
    Contrast,
    /// The specialist is to help.
    Help,
    /// Clear the screen at once and begin again. What would be lost is asked about, with nothing of it in sight.
    HideAndStartAgain,
    /// Hide the session until the password is typed.
    Lock,
    /// Show or hide the keyboard on the screen.
    ToggleKeys,
    /// A key of the keyboard on the screen.
    Key(Keyed),
    /// "I need more time."
    MoreTime,
    /// "I have no more to do there": back from the page of the State.
    LeaveOnline,
    /// Whoever is asked for an answer to that goes from one to the other.
    Weighed,
    /// A key.
    Shortcut(Shortcut),
    /// Somebody touched, typed or clicked.
    Activity(Hand),
    /// A second has passed.
    Tick,
    /// The window has this size.
    Resized(Size),
    /// The page has this size: that of the window, as it is enlarged. So iced tells it.
    PageResized(Size),
    /// The window lies elsewhere on the screen.
    Placed(Placing),
    /// The window has or lost the keyboard.
    WindowFocus(bool),
    /// The page as assistive technology is told of it.
    Described(Snapshot),
    /// Assistive technology wants something.
    Wish(Wish),
}

/// The frame.
pub struct Frame {
    pub(super) texts: Texts,
    size: TextSize,
    pub(super) theme: Theme,
    window: Size,
    /// How many pixels of the screen a logical one has, before anything is enlarged.
    pub(super) dots: f32,
    pub(super) face: Face,
    pub(super) idle: Idle,
    /// How long nobody was there and nothing was at work.
    pub(super) rest: Rest,
    /// When it was last tried to make the records file smaller, as long as the window was open by then.
    pub(super) rest_tried: Option<Duration>,
    last_tick: Option<Duration>,
    overflow: Overflow,
    pub(super) sync: SyncStatus,
    /// How the visitor writes.
    typing: Typing,
    /// What was copied in this visit.
    pub(super) pocket: Pocket,
    /// Grows with every visit that ends.
    visit_number: u64,
    /// Grows with every page that is come to, and with every part of one that is turned to.
    pub(super) page_number: u64,
    /// Where on the page shown somebody is.
    place: Place,
    /// Which page is shown, and where on the pages below it somebody was.
    level: Level,
    below: BTreeMap<Level, Place>,
    /// Where somebody was on the page behind the warning, with its number.
    behind: Option<(u64, Place)>,
    /// Whether the page was come to and not returned to: what the program wrote in its field is replaced by what is
    /// typed.
    fresh: bool,
    /// Whether the page was returned to and what had the focus there has it again.
    restored: bool,
}

/// Where on a page somebody is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Place {
    /// How far it is scrolled.
    scroll: f32,
    /// What has the focus.
    focus: Option<String>,
    /// The field that was written in last.
    field: Option<String>,
    /// Where the page begins: another form in its place begins elsewhere.
    first: Option<First>,
}

/// Which page of which pile is shown: the pile, its depth, whether a question stands before it.
type Level = (bool, usize, bool);

/// What of the frame belongs to what is shown, and goes with it.
#[derive(Default)]
pub struct Face {
    /// The question that stands before the page.
    pub(super) modal: Option<Modal>,
    /// The line above the page.
    pub(super) banner: Option<Banner>,
    /// Whether something was asked of the disk or the line that is waited for.
    pub(super) busy: bool,
    /// Where and with which keys somebody writes.
    writing: Writing,
}

impl Face {
    /// The field that is or was written in.
    pub(super) fn last_field(&self) -> Option<&str> {
        self.writing.last()
    }
}

impl Frame {
    /// The frame of a start.
    pub(super) fn new(configuration: &Configuration) -> Self {
        let texts = Texts::load(configuration.language);
        let (width, height) = configuration.window;
        Self {
            texts,
            size: TextSize::Normal,
            theme: Theme::Normal,
            window: Size::new(width, height),
            dots: 1.0,
            face: Face::default(),
            idle: Idle::default(),
            rest: Rest::default(),
            rest_tried: None,
            last_tick: None,
            overflow: Overflow::default(),
            sync: SyncStatus { switched_off: !configuration.automatic_sending, ..SyncStatus::default() },
            typing: Typing::default(),
            pocket: Pocket::default(),
            visit_number: 0,
            page_number: 0,
            place: Place::default(),
            level: Level::default(),
            below: BTreeMap::new(),
            behind: None,
            fresh: true,
            restored: false,
        }
    }

    /// How much everything is enlarged.
    pub(super) fn scale(&self, configuration: &Configuration) -> f32 {
        let largest = largest_factor(configuration.pixels_per_millimetre, configuration.viewing_distance);
        match self.size {
            TextSize::Normal => 1.0,
            TextSize::Larger => largest.sqrt(),
            TextSize::Largest => largest,
        }
    }

    /// The size of the window.
    pub(super) const fn window_size(&self) -> Size {
        self.window
    }

    /// The size of the page in logical pixels.
    pub(super) fn page_size(&self, configuration: &Configuration) -> Size {
        let scale = self.scale(configuration);
        Size::new(self.window.width / scale, self.window.height / scale)
    }

    /// Speaks another language.
    pub(super) fn speak(&mut self, language: Language) {
        if self.texts.language() != language {
            self.texts = Texts::load(language);
            self.typing.alphabet = None;
        }
    }

    /// Whether nothing of it is otherwise than a visitor finds it.
    pub(super) fn is_untouched(&self, configuration: &Configuration) -> bool {
        self.size == TextSize::Normal && self.theme == Theme::Normal && self.texts.language() == configuration.language
    }

    /// Forgets what the visitor set and copied.
    pub(super) fn forget(&mut self, configuration: &Configuration) {
        self.visit_number += 1;
        self.pocket.empty();
        self.idle.touch();
        self.below.clear();
        self.behind = None;
        self.typing.forget();
        self.size = TextSize::Normal;
        self.theme = Theme::Normal;
        self.speak(configuration.language);
    }
}

impl From<Heard> for Message {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::Activity(hand) => Self::Activity(hand),
            Heard::Shortcut(shortcut) => Self::Shortcut(shortcut),
        }
    }
}

impl App {
    /// What every new page begins with: its top, and the focus on its heading. What is typed at once goes to its first
    /// field.
    pub(super) fn arrived(&mut self) -> Vec<Effect> {
        let modal = self.frame.face.modal.take();
        self.frame.place.field = self.frame.face.writing.last().map(str::to_owned);
        self.frame.face = Face { modal, ..Face::default() };
        self.frame.page_number += 1;
        // The focus of the page before ends with it, also where a control of the frame had it.
        let asked = self.frame.level.2;
        let known = self.come_back().filter(|known| known.first == self.first());
        let mut effects = vec![Effect::Unfocus, Effect::ScrollTo(known.as_ref().map_or(0.0, |place| place.scroll))];
        self.frame.fresh = known.is_none();
        self.frame.restored = false;
        match known {
            // What was being typed when the question came goes on where it was.
            Some(Place { field: Some(field), .. }) if asked && self.first().is_some() => {
                effects.extend(self.write_in(&field, false));
            }
            Some(Place { focus: Some(focus), .. }) if !asked || self.first().is_none() => {
                self.frame.restored = true;
                effects.push(Effect::Focus(focus));
            }
            Some(_) | None => self.begin_in_first(),
        }
        effects.extend(self.settle_keys());
        effects
    }

    /// Whoever listens hears from the heading what came of what was done, also where a page is returned to.
    pub(super) fn hear_banner(&self) -> Option<Effect> {
        (self.frame.idle.is_listening() && self.frame.restored).then(|| Effect::Focus(HEADING.to_owned()))
    }

    /// Where somebody was on the page that is shown again; nothing when it is come to anew.
    fn come_back(&mut self) -> Option<Place> {
        let desk = self.staff.desk().filter(|desk| !desk.guides);
        let depth = desk.map_or_else(|| self.visitor.stack.depth(), |desk| desk.stack.depth());
        let level = (desk.is_some(), depth, self.frame.face.modal.is_some());
        let left = std::mem::take(&mut self.frame.place);
        let before = std::mem::replace(&mut self.frame.level, level);
        if level.0 != before.0 {
            // Another pile: what was shown there last has its own beginning.
            self.frame.below.clear();
        } else if level > before {
            self.frame.below.insert(before, left);
        }
        let known = self.frame.below.remove(&level).filter(|_| level < before);
        self.frame.below.retain(|below, _| *below < level);
        self.frame.place = known.clone().unwrap_or_default();
        known
    }

    /// One page back; from a question to the page on which it was asked.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.frame.face.modal.take().is_none() {
            match self.staff.desk_mut() {
                Some(desk) if !desk.guides => {
                    let _ = desk.stack.pop();
                }
                Some(_) => self.back_to_desk(),
                None => {
                    let _ = self.visitor.stack.pop();
                }
            }
        }
        self.arrived()
    }

    /// How the page shown goes on after something happened on it.
    pub(super) fn go_on_page(&mut self, after: After) -> Vec<Effect> {
        // Another part of the page is read from its top.
        let mut effects: Vec<Effect> = after.turned.then_some(Effect::ScrollTo(0.0)).into_iter().collect();
        // Where something is wrong, writing goes on there.
        if let Some(field) = after.wrong {
            effects.extend(self.write_in(field, true));
        } else if after.is_read {
            // Where nothing is to be written, what is wrong is read; without a mistake there is no such part.
            effects.push(Effect::Focus(ERRORS.to_owned()));
        }
        effects
    }

    /// Remembers that something is waited for; nothing further is asked meanwhile.
    pub(super) fn wait_for(&mut self, effect: Effect) -> Vec<Effect> {
        if std::mem::replace(&mut self.frame.face.busy, true) { Vec::new() } else { vec![effect] }
    }

    pub(super) fn update_frame(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Back => return self.leave(Leaving::Back),
            Message::Language(language) => {
                self.frame.speak(language);
                self.translate();
                self.translate_desk();
                return self.translate_sheet();
            }
            Message::LargerText => {
                self.frame.size = self.frame.size.next();
                let mut effects = vec![Effect::ScrollTo(0.0)];
                effects.extend(self.make_room());
                return effects;
            }
            Message::Contrast => self.frame.theme = self.frame.theme.other(),
            Message::Help => return self.call_specialist(),
            Message::HideAndStartAgain => return self.clear(),
            Message::Lock => return self.lock(),
            Message::ToggleKeys => return self.toggle_keys(),
            Message::Key(keyed) => self.press_key(keyed),
            Message::Activity(hand) => return self.note_hand(hand),
            // A touch anywhere is an answer to "is anybody there".
            Message::LeaveOnline => return self.end_online("online-closed"),
            Message::MoreTime => self.more_time(),
            Message::Weighed => {
                self.frame.idle.weigh(&self.terminal.configuration);
                self.weigh_time();
            }
            Message::Shortcut(shortcut) => {
                // A key pressed at "is anybody there?" is an answer to that, not to the page behind it.
                let asked = self.is_warning();
                self.more_time();
                let mut effects = Vec::new();
                // A button of the frame turns the page as well.
                if !matches!(shortcut, Shortcut::PageDown | Shortcut::PageUp) {
                    effects.extend(self.note_hand(Hand::Keys));
                }
                if !asked {
                    effects.extend(self.shortcut(shortcut));
                }
                return effects;
            }
            Message::Tick => return self.tick(),
            Message::Resized(size) => self.frame.window = size,
            Message::PageResized(size) => self.frame.window = size * self.scale(),
            Message::Placed(Placing::Dots(dots)) => self.frame.dots = dots,
            // Assistive technology alone has to know; what it listens to changes nothing here.
            Message::Placed(_) | Message::WindowFocus(_) => {}
            Message::Wish(Wish::Listening) => self.frame.idle.listen(true),
            Message::Wish(Wish::Deaf) => self.frame.idle.listen(false),
            // An answer to the warning is pressed on it: it has to stand until then.
            Message::Wish(Wish::Of(target, Request::Press)) if self.is_warning() => {
                return vec![Effect::Assist(target, Request::Press)];
            }
            Message::Described(snapshot) => {
                self.frame.overflow = snapshot.overflow;
                // What is only read is found again from the heading.
                let focused = snapshot.parts.iter().find(|part| part.focused && part.focusable);
                let focused = focused.map(|part| &part.semantics.id);
                let focus = focused.map(|id| id.strip_prefix("field-").unwrap_or(id).to_owned());
                self.frame.place = Place { scroll: snapshot.scroll, focus, field: None, first: self.first() };
                let fields = || {
                    let ids = snapshot.parts.iter().map(|part| (part.focused, &part.semantics.id));
                    ids.filter_map(|(focused, id)| Some((focused, id.strip_prefix("field-")?)))
                };
                let focused = fields().find_map(|(focused, field)| focused.then_some(field));
                let heading = |part: &Described| part.focused && part.semantics.role == Role::Heading(1);
                let on_heading = snapshot.parts.iter().any(heading);
                self.note_fields(focused, on_heading, fields().map(|(_, field)| field));
                return self.save_what_was_left(focused);
            }
            Message::Wish(Wish::Of(target, request)) => {
                self.frame.idle.touch();
                return vec![Effect::Assist(target, request)];
            }
        }
        Vec::new()
    }

    /// How syncing stands now.
    pub(super) fn synced(&mut self, status: SyncStatus) -> Vec<Effect> {
        self.terminal.enrolled = status.enrolled;
        // Counted before the last entry was committed: it would call sent what is not.
        if status.outbox.newest < self.frame.sync.outbox.newest {
            return Vec::new();
        }
        if status.all_sent()
            && let Some(banner) = &mut self.frame.face.banner
            && banner.message == "recorded"
        {
            banner.message = "recorded-received";
        }
        let changed = self.frame.sync != status;
        self.frame.sync = status;
        let mut effects = Vec::new();
        if changed && self.shows_journal() {
            effects.push(Effect::ReadJournal);
        }
        if changed && self.session().is_some() {
            effects.push(Effect::ReadPost);
        }
        if status.contact == Contact::Good {
            effects.extend(self.ask_providers(false));
        }
        effects.extend(self.record_words());
        effects
    }

    fn shortcut(&mut self, shortcut: Shortcut) -> Vec<Effect> {
        let keys = self.frame.face.modal.as_ref().map(Modal::keys);
        match (shortcut, keys) {
            (Shortcut::PageDown, _) => vec![Effect::ScrollPage { down: true }],
            (Shortcut::PageUp, _) => vec![Effect::ScrollPage { down: false }],
            (Shortcut::Escape, Some(Keys { escape, .. })) => self.update_modal(escape),
            (Shortcut::Enter, Some(Keys { enter, .. })) => self.update_modal(enter),
            (Shortcut::Escape, None) => self.leave(Leaving::Back),
            (Shortcut::Enter, None) => {
                let primary = self.primary().filter(|primary| primary.by_enter);
                primary.map_or_else(Vec::new, |primary| self.hear(primary.message))
            }
            (Shortcut::Digit(_), _) if !self.terminal.configuration.digit_keys => Vec::new(),
            (Shortcut::Digit(digit), _) => {
                self.digit_message(digit).map_or_else(Vec::new, |message| self.hear(message))
            }
            (Shortcut::Key(key), _) => self.key(key),
        }
    }

    /// What a digit does where no field took it: it chooses the answer, event or step of that number.
    fn digit_message(&self, digit: usize) -> Option<super::Message> {
        match self.screen() {
            Screen::Visitor(page) => page.digit(&self.visitor_ground(), digit).map(super::Message::Visitor),
            Screen::Desk(page) => page.digit(&self.desk_ground()?, digit).map(super::Message::Desk),
            Screen::Locked(_) => None,
            Screen::Modal(modal) => modal.by_digit(digit).map(super::Message::Modal),
        }
    }

    /// What the key of an action does: those that mean the same everywhere first, then those of the page shown. Nothing
    /// where the action is not possible.
    fn key(&mut self, key: Key) -> Vec<Effect> {
        let at_work = self.session().is_some();
        let of_page = match (key, self.screen()) {
            (Key::SignOut, _) if at_work => return self.leave(Leaving::SignOut),
            (Key::Lock, _) if at_work => return self.lock(),
            // The way to the sign-in from any of the visitor's pages.
            (Key::SignIn, screen) if !at_work && !screen.is_sign_in() && self.set_up.is_none() => {
                return self.open_case_or_sign_in();
            }
            (_, Screen::Visitor(page)) => page.key(&self.visitor_ground(), key).map(super::Message::Visitor),
            (_, Screen::Desk(page)) => {
                self.desk_ground().and_then(|ground| page.key(&ground, key)).map(super::Message::Desk)
            }
            (_, Screen::Locked(_) | Screen::Modal(_)) => None,
        };
        of_page.map_or_else(Vec::new, |message| self.hear(message))
    }
}
