//! The page of a program that cannot start: in three languages at once what is the matter, what to do and a code to
//! tell, and below it what only the administrator needs. It needs no settings, no catalogue and no disk.

use super::access::{Overflow, Role as Meaning, Said, Semantics, Snapshot, Wish};
use super::component::{
    Element, body, caption, card, h3, icon, key_hint, primary_button, quiet_button, rows, small, strong,
};
use super::effect::Effect;
use super::keys::{Heard, Shortcut, meaning};
use super::style::{Ink, Look, PAGE_END, Surface, TextSize, Theme, largest_factor, role, space};
use super::widget::{Pocket, Posture, described, gate};
use crate::account::Tone;
use crate::domain::text::Language;
use crate::i18n::Texts;
use crate::platform::configuration::{Configuration, ConfigurationError, Fault, Wrong};
use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::text::LineHeight;
use iced::widget::{column, container, row, text};
use iced::{Alignment, Length, Padding, Size};

/// What keeps the program from starting. Only what leaves nothing to guide with is here: a full disk or a damaged
/// identity keep specialists from signing in, and nobody from being guided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The folder with the data cannot be entered, or is none.
    Folder,
    /// The settings are there and cannot be read.
    Unreadable,
    /// The settings are no TOML.
    NotToml,
    /// The settings name what there is not.
    UnknownSetting,
    /// A setting has a value that it may not have.
    WrongValue,
    /// There is no such centre.
    Centre,
    /// Whose catalogues to believe cannot be read.
    Root,
    /// There is no catalogue, not even the one shipped.
    Catalogue,
    /// Another window is open over the same data.
    OtherWindow,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Folder,
        Self::Unreadable,
        Self::NotToml,
        Self::UnknownSetting,
        Self::WrongValue,
        Self::Centre,
        Self::Root,
        Self::Catalogue,
        Self::OtherWindow,
    ];

    /// The code that people read out over the telephone. It never changes its meaning.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Folder => "K-10",
            Self::Unreadable => "K-11",
            Self::NotToml => "K-12",
            Self::UnknownSetting => "K-13",
            Self::WrongValue => "K-14",
            Self::Centre => "K-15",
            Self::Root => "K-16",
            Self::Catalogue => "K-17",
            Self::OtherWindow => "K-18",
        }
    }

    /// What is the matter, for a line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Folder => "the data folder cannot be used",
            Self::Unreadable | Self::NotToml | Self::UnknownSetting | Self::WrongValue => "the configuration is wrong",
            Self::Centre => "unknown centre",
            Self::Root => "the root of trust cannot be read",
            Self::Catalogue => "no catalogue",
            Self::OtherWindow => "the window cannot be opened",
        }
    }

    /// The messages that say what happened and what to do.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Folder => ("trouble-folder", "trouble-call"),
            Self::Unreadable => ("trouble-unreadable", "trouble-call"),
            Self::NotToml | Self::UnknownSetting | Self::WrongValue => ("trouble-settings", "trouble-call"),
            Self::Centre => ("trouble-centre", "trouble-call"),
            Self::Root => ("trouble-root", "trouble-call"),
            Self::Catalogue => ("trouble-catalogue", "trouble-call"),
            Self::OtherWindow => ("trouble-other", "trouble-other-do"),
        }
    }
}

/// What keeps the program from starting, with the detail for whoever mends it. It holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What it is.
    pub kind: Kind,
    /// Where, and what is to be changed.
    pub detail: String,
}

impl Trouble {
    /// A trouble of a kind.
    #[must_use]
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }
}

impl From<&ConfigurationError> for Trouble {
    fn from(error: &ConfigurationError) -> Self {
        let kind = match &error.fault {
            Fault::Unreadable(_) => Kind::Unreadable,
            Fault::Syntax { .. } => Kind::NotToml,
            Fault::Settings(wrong) => match wrong.first().map(|wrong| &wrong.wrong) {
                Some(Wrong::Value { .. }) => Kind::WrongValue,
                Some(Wrong::Unknown { .. }) | None => Kind::UnknownSetting,
            },
            Fault::Root(_) => Kind::Root,
        };
        Self::new(kind, error.to_string())
    }
}

/// What happens on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Try to start again: somebody asks for it.
    Retry,
    /// Try to start again: time has passed.
    RetryByItself,
    /// Starting was tried again, in vain.
    Same(Trouble),
    /// Larger text; after the largest the usual again.
    Larger,
    /// The other contrast.
    Contrast,
    /// The window has another size.
    Resized(Size),
    /// The page has this size: that of the window, as it is enlarged.
    PageResized(Size),
    /// The page as it was described.
    Described(Snapshot),
    /// A key or button that means the same on every page.
    Shortcut(Shortcut),
    /// A wish of assistive technology.
    Wish(Wish),
}

impl Message {
    /// What an event that the window heard means here; nothing for most.
    #[must_use]
    pub const fn heard(heard: Heard) -> Option<Self> {
        match heard {
            Heard::Shortcut(shortcut) => Some(Self::Shortcut(shortcut)),
            Heard::Activity(_) => None,
        }
    }
}

/// What the page asks of the runtime.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Try to start again.
    Start,
    /// Something that only the window is needed for.
    Window(Effect),
}

/// The page.
pub struct Page {
    trouble: Trouble,
    texts: [Texts; 3],
    window: Size,
    size: TextSize,
    theme: Theme,
    trying: bool,
    /// Whether somebody waits for what the try comes to.
    asked: bool,
    in_vain: u32,
    overflow: Overflow,
    /// Whether a screen reader listens.
    listening: bool,
}

impl Page {
    /// The page for a trouble.
    #[must_use]
    pub fn new(trouble: Trouble, window: Size) -> Self {
        Self {
            trouble,
            texts: Language::INTERFACE.map(Texts::load),
            window,
            size: TextSize::Normal,
            theme: Theme::Normal,
            trying: false,
            asked: false,
            in_vain: 0,
            overflow: Overflow::default(),
            listening: false,
        }
    }

    /// What keeps the program from starting.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// The window's title.
    #[must_use]
    pub fn title(&self) -> String {
        self.texts[0].get("window-title")
    }

    /// What assistive technology is told of the window as a whole; there is no field here.
    #[must_use]
    pub fn said(&self) -> Said {
        Said { name: self.title(), wrong: String::new(), language: None }
    }

    /// The contrast in use.
    #[must_use]
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// How much everything is enlarged; nobody knows the screen here, so it is taken for a usual one.
    #[must_use]
    pub fn scale(&self) -> f32 {
        let usual = Configuration::default();
        let largest = largest_factor(usual.pixels_per_millimetre, usual.viewing_distance);
        match self.size {
            TextSize::Normal => 1.0,
            TextSize::Larger => largest.sqrt(),
            TextSize::Largest => largest,
        }
    }

    /// Updates the page.
    pub fn update(&mut self, message: Message) -> Vec<Wanted> {
        let window = |effect| vec![Wanted::Window(effect)];
        match message {
            Message::Retry | Message::Shortcut(Shortcut::Enter) => {
                self.asked = true;
                return self.start();
            }
            Message::RetryByItself => return self.start(),
            Message::Same(trouble) => {
                self.trying = false;
                let told = u32::from(std::mem::take(&mut self.asked));
                self.in_vain = if trouble == self.trouble { self.in_vain + told } else { 0 };
                self.trouble = trouble;
            }
            Message::Larger => {
                self.size = self.size.next();
                return window(Effect::ScrollTo(0.0));
            }
            Message::Contrast => self.theme = self.theme.other(),
            Message::Resized(size) => self.window = size,
            Message::PageResized(size) => self.window = size * self.scale(),
            Message::Described(snapshot) => self.overflow = snapshot.overflow,
            Message::Shortcut(Shortcut::PageDown) => return window(Effect::ScrollPage { down: true }),
            Message::Shortcut(Shortcut::PageUp) => return window(Effect::ScrollPage { down: false }),
            Message::Shortcut(Shortcut::Escape | Shortcut::Digit(_) | Shortcut::Key(_)) => {}
            Message::Wish(Wish::Listening) => self.listening = true,
            Message::Wish(Wish::Deaf) => self.listening = false,
            Message::Wish(Wish::Of(target, request)) => return window(Effect::Assist(target, request)),
        }
        Vec::new()
    }

    /// One try at a time.
    fn start(&mut self) -> Vec<Wanted> {
        if std::mem::replace(&mut self.trying, true) { Vec::new() } else { vec![Wanted::Start] }
    }

    /// A message in the three languages, one after the other; once where two have the same word.
    fn joined(&self, key: &str) -> String {
        let mut words: Vec<String> = Vec::new();
        for texts in &self.texts {
            let word = texts.get(key);
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.join(" · ")
    }

    /// Draws the page.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let scale = self.scale();
        let page = Size::new(self.window.width / scale, self.window.height / scale);
        let look = Look { page, dense: false, scale };
        let margin = if page.width < 1200.0 { space::M } else { look.margin() };
        let languages = self.texts.iter().map(|texts| self.card(&look, texts));
        let languages: Element<'_, Message> = if page.width < 940.0 {
            rows(space::S, languages.collect::<Vec<_>>())
        } else {
            row(languages).spacing(space::M).into()
        };
        let detail = described(
            Semantics::new("detail", Meaning::Text, self.trouble.detail.clone()),
            text(&self.trouble.detail)
                .size(role::SMALL.size)
                .line_height(LineHeight::Absolute(role::SMALL.line.into()))
                .wrapping(text::Wrapping::WordOrGlyph)
                .class(Ink::Plain),
        );
        let administrator =
            column![caption(self.joined("trouble-administrator")), container(detail).width(Length::Fill)];
        let inner = column![languages, administrator.width(Length::Fill)].spacing(if look.is_medium() {
            space::S
        } else {
            space::L
        });
        let high = if look.is_medium() { space::S } else { space::L };
        let inner = container(container(inner).max_width(1320.0).width(Length::Fill))
            .center_x(Length::Fill)
            .padding(Padding { top: high, right: margin, bottom: PAGE_END, left: margin });
        let scrolled = iced::widget::scrollable(inner)
            .id("page")
            .direction(Direction::Vertical(Scrollbar::new().width(20.0).scroller_width(16.0).spacing(0.0)))
            .height(Length::Fill)
            .width(Length::Fill);
        let page =
            column![self.header(&look, margin), scrolled, self.action(&look, margin), self.footer(&look, margin)];
        let posture = Posture {
            visit: 0,
            page: 0,
            begins: None,
            restored: false,
            holds: false,
            asks: None,
            listening: self.listening,
            typed: None,
            now: std::time::Instant::now,
        };
        let heard: super::widget::gate::Meaning<Message> =
            |event, taken| meaning(event, taken).and_then(Message::heard);
        gate(page, posture, Pocket::default(), heard, Message::Described).into()
    }

    /// What happened and what to do, in one language.
    fn card<'a>(&'a self, look: &Look, texts: &Texts) -> Element<'a, Message> {
        let (what, todo) = self.trouble.kind.words();
        let code = [("code", self.trouble.kind.code().into())];
        let heading = texts.get("trouble-heading");
        let title = row![icon("triangle-alert", 28.0, Ink::Tone(Tone::Caution)), h3(heading.clone())]
            .spacing(space::S)
            .align_y(Alignment::Center);
        let parts =
            vec![title.into(), body(texts.get(what)), strong(texts.get("trouble-do")), body(texts.with(todo, &code))];
        let label = format!("{}: {heading}", texts.language().own_name());
        let group = Semantics {
            language: Some(texts.language()),
            ..Semantics::new(format!("trouble-{}", texts.language()), Meaning::Group, label)
        };
        container(described(group, card(look, rows(space::XS, parts)))).width(Length::FillPortion(1)).into()
    }

    /// The one thing to press, always in sight, and what came of it.
    fn action<'a>(&'a self, look: &Look, margin: f32) -> Element<'a, Message> {
        let retry = self.joined(if self.asked { "please-wait" } else { "trouble-retry" });
        let mut parts = column![primary_button(look, "retry", key_hint(&retry, "Enter"), Message::Retry)]
            .spacing(space::XXS)
            .align_x(Alignment::Center);
        if self.in_vain > 0 && !self.asked {
            let number = i64::from(self.in_vain);
            let same = self.texts.each_ref().map(|texts| texts.with("trouble-same", &[("number", number.into())]));
            let same = same.join(" · ");
            parts = parts.push(described(Semantics::new("same", Meaning::Status, same.clone()), small(same)));
        }
        container(parts).center_x(Length::Fill).padding([space::XS, margin]).into()
    }

    fn header<'a>(&'a self, look: &Look, margin: f32) -> Element<'a, Message> {
        let ink = Ink::Header { staff: false };
        let name = text("CUPS").size(role::STRONG.size).font(role::KEY.font).class(ink);
        let mut title = column![name];
        if !look.is_low() && look.is_wide() {
            title =
                title.push(text(self.joined("trouble-place")).size(role::SMALL.size).font(role::SMALL.font).class(ink));
        }
        let code = self.trouble.kind.code();
        let code = described(
            Semantics::new("code", Meaning::Status, code),
            text(code).size(role::H2.size).font(role::H2.font).class(ink),
        );
        let bar = row![icon("landmark", 32.0, ink), container(title).width(Length::Fill), code]
            .spacing(space::S)
            .align_y(Alignment::Center);
        container(bar)
            .padding([if look.is_low() { space::XS } else { space::S }, margin])
            .width(Length::Fill)
            .class(Surface::Header { staff: false })
            .into()
    }

    /// A button of the frame, in all languages.
    fn quiet<'a>(&self, look: &Look, id: &str, key: &str, icon: &str, message: Message) -> Element<'a, Message> {
        quiet_button(look, id, self.joined(key), icon, message)
    }

    fn footer<'a>(&'a self, look: &Look, margin: f32) -> Element<'a, Message> {
        let mut buttons = row![
            self.quiet(look, "larger", "footer-larger-short", "a-large-small", Message::Larger),
            self.quiet(look, "contrast", "footer-contrast-short", "contrast", Message::Contrast),
        ]
        .spacing(space::XXS)
        .align_y(Alignment::Center);
        let turn = |shortcut| Message::Shortcut(shortcut);
        if self.overflow.above {
            let up = turn(Shortcut::PageUp);
            buttons = buttons.push(self.quiet(look, "page-up", "page-up-short", "chevron-up", up));
        }
        if self.overflow.below {
            let down = turn(Shortcut::PageDown);
            buttons = buttons.push(self.quiet(look, "page-down", "page-down-short", "chevron-down", down));
        }
        container(buttons.wrap()).padding([0.0, margin - space::S]).width(Length::Fill).class(Surface::Footer).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::Key;
    use std::collections::BTreeSet;

    fn page() -> Page {
        Page::new(Trouble::new(Kind::Centre, "nowhere"), Size::new(1366.0, 768.0))
    }

    #[test]
    fn every_trouble_has_a_code_of_its_own_and_words_in_three_languages() {
        let codes: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            for texts in Language::INTERFACE.map(Texts::load) {
                let (what, todo) = kind.words();
                assert!(!texts.get(what).contains('⟨'));
                assert!(texts.with(todo, &[("code", kind.code().into())]).contains(kind.code()), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_press_and_a_key_try_once_at_a_time_and_say_when_it_was_in_vain() {
        let mut page = page();
        assert_eq!(page.update(Message::Shortcut(Shortcut::Enter)), [Wanted::Start]);
        assert_eq!(page.update(Message::Retry), []);
        assert_eq!(page.update(Message::Same(Trouble::new(Kind::Centre, "nowhere"))), []);
        assert_eq!(page.in_vain, 1);
        assert_eq!(page.update(Message::Shortcut(Shortcut::Enter)), [Wanted::Start]);
        page.update(Message::Same(Trouble::new(Kind::NotToml, "line 1")));
        assert_eq!((page.in_vain, page.trouble().kind), (0, Kind::NotToml), "another trouble is another page");
        assert_eq!(page.update(Message::RetryByItself), [Wanted::Start]);
        page.update(Message::Same(Trouble::new(Kind::NotToml, "line 1")));
        assert_eq!(page.in_vain, 0, "what nobody asked for is not reported");
    }

    #[test]
    fn keys_that_mean_nothing_here_do_nothing() {
        let mut page = page();
        for key in [Shortcut::Escape, Shortcut::Digit(1), Shortcut::Key(Key::SignIn), Shortcut::Key(Key::SignOut)] {
            assert_eq!(page.update(Message::Shortcut(key)), []);
        }
        assert_eq!(Message::heard(Heard::Activity(crate::ui::keys::Hand::Keys)), None);
    }
}
