//! The theme: the one place where the parts of a page get their colours, when they are drawn. A component names what it
//! is, such as a card or a caution; what that looks like in the contrast in use is said here. So nothing of a page holds
//! a colour, and another contrast needs no other page.

use super::{CORNER, FOCUS_RING, HIGH, NORMAL, Palette};
use crate::account::Tone;
use iced::theme::{Base, Mode};
use iced::widget::{container, qr_code, scrollable, text, text_input};
use iced::{Border, Color, Shadow};

/// The contrast in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The colours as designed.
    #[default]
    Normal,
    /// White and yellow on black.
    High,
}

impl Theme {
    /// The colours.
    #[must_use]
    pub const fn colours(self) -> &'static Palette {
        match self {
            Self::Normal => &NORMAL,
            Self::High => &HIGH,
        }
    }

    /// The other contrast.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Normal => Self::High,
            Self::High => Self::Normal,
        }
    }
}

/// The colour of a tone, and what stands behind it.
const fn toned(palette: &Palette, tone: Tone) -> (Color, Color) {
    match tone {
        Tone::Information => (palette.brand, palette.tint),
        Tone::Success => (palette.success, palette.success_tint),
        Tone::Caution => (palette.caution, palette.caution_tint),
        Tone::Danger => (palette.danger, palette.danger_tint),
        Tone::Quiet => (palette.muted, palette.canvas),
    }
}

/// The ink of words and icons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// That of what they stand in.
    #[default]
    Around,
    /// Text.
    Plain,
    /// Hints and captions.
    Muted,
    /// What leads on.
    Brand,
    /// On the brand's colour.
    OnBrand,
    /// In the header; in that of those who work here.
    Header {
        /// Whether it is the dark one.
        staff: bool,
    },
    /// Of a tone.
    Tone(Tone),
}

impl Ink {
    /// Its colour; none where it is that of what it stands in.
    const fn colour(self, palette: &Palette) -> Option<Color> {
        Some(match self {
            Self::Around => return None,
            Self::Plain => palette.ink,
            Self::Muted => palette.muted,
            Self::Brand => palette.brand,
            Self::OnBrand => palette.on_brand,
            Self::Header { staff } => header(palette, staff).1,
            Self::Tone(tone) => toned(palette, tone).0,
        })
    }
}

/// The fill and the ink of the header.
const fn header(palette: &Palette, staff: bool) -> (Color, Color) {
    match (staff, palette.is_high) {
        (true, true) => (palette.specialist, Color::WHITE),
        (true, false) => (palette.specialist, palette.on_brand),
        (false, _) => (palette.brand, palette.on_brand),
    }
}

impl text::Catalog for Theme {
    type Class<'a> = Ink;

    fn default<'a>() -> Self::Class<'a> {
        Ink::Around
    }

    fn style(&self, ink: &Ink) -> text::Style {
        text::Style { color: ink.colour(self.colours()) }
    }
}

/// What a box is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Surface {
    /// A place for something, and nothing to be seen.
    #[default]
    None,
    /// A card.
    Card,
    /// A notice.
    Notice(Tone),
    /// A tag.
    Tag(Tone),
    /// The disc behind a number.
    Disc,
    /// A line between rows.
    Rule,
    /// Words in an ink.
    Words(Ink),
    /// The header; that of those who work here.
    Header {
        /// Whether it is the dark one.
        staff: bool,
    },
    /// What a page stands on.
    Canvas,
    /// The line of the page's main button.
    Actions,
    /// The footer.
    Footer,
    /// The white around a code that a camera reads, in every look.
    Code,
    /// The card that a bank card is held against: its edges are what is looked at.
    Ruler,
}

impl container::Catalog for Theme {
    type Class<'a> = Surface;

    fn default<'a>() -> Self::Class<'a> {
        Surface::None
    }

    fn style(&self, surface: &Surface) -> container::Style {
        let palette = self.colours();
        let hairline = Border { color: palette.hairline, width: 1.0, ..Border::default() };
        let filled = |fill: Color, border: Border| container::Style {
            background: Some(fill.into()),
            border,
            ..container::Style::default()
        };
        match *surface {
            Surface::None => container::Style::default(),
            Surface::Card => filled(palette.paper, Border { radius: CORNER.into(), ..hairline }),
            Surface::Notice(tone) => {
                let (ink, fill) = toned(palette, tone);
                filled(fill, Border { color: ink, width: 2.0, radius: CORNER.into() })
            }
            Surface::Tag(tone) => {
                let (ink, fill) = toned(palette, tone);
                let fill = if tone == Tone::Quiet { palette.paper } else { fill };
                filled(fill, Border { color: ink, width: 1.0, radius: CORNER.into() })
            }
            Surface::Disc => filled(palette.brand, Border { radius: 20.0.into(), ..Border::default() }),
            Surface::Rule => filled(palette.hairline, Border::default()),
            Surface::Words(ink) => container::Style { text_color: ink.colour(palette), ..container::Style::default() },
            Surface::Header { staff } => {
                let width = if palette.is_high { 2.0 } else { 0.0 };
                filled(header(palette, staff).0, Border { color: Color::WHITE, width, ..Border::default() })
            }
            Surface::Footer => container::Style { text_color: Some(palette.ink), ..filled(palette.paper, hairline) },
            Surface::Canvas => {
                container::Style { background: Some(palette.canvas.into()), ..container::Style::default() }
            }
            Surface::Actions => filled(palette.canvas, hairline),
            Surface::Code => filled(Color::WHITE, Border::default()),
            Surface::Ruler => filled(palette.paper, Border { color: palette.ink, width: 2.0, radius: CORNER.into() }),
        }
    }
}

impl scrollable::Catalog for Theme {
    type Class<'a> = ();

    fn default<'a>() -> Self::Class<'a> {}

    fn style(&self, (): &(), _status: scrollable::Status) -> scrollable::Style {
        let palette = self.colours();
        let rail = scrollable::Rail {
            background: Some(palette.canvas.into()),
            border: Border { color: palette.hairline, width: 1.0, ..Border::default() },
            scroller: scrollable::Scroller {
                background: palette.border.into(),
                border: Border { radius: 4.0.into(), ..Border::default() },
            },
        };
        scrollable::Style {
            container: container::Style { background: Some(palette.canvas.into()), ..container::Style::default() },
            vertical_rail: rail,
            horizontal_rail: rail,
            gap: None,
            auto_scroll: scrollable::AutoScroll {
                background: palette.paper.into(),
                border: Border::default(),
                shadow: Shadow::default(),
                icon: palette.ink,
            },
        }
    }
}

/// A line to write on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// With nothing wrong on it.
    #[default]
    Right,
    /// With something wrong on it.
    Wrong,
}

impl text_input::Catalog for Theme {
    type Class<'a> = Line;

    fn default<'a>() -> Self::Class<'a> {
        Line::Right
    }

    fn style(&self, line: &Line, status: text_input::Status) -> text_input::Style {
        let palette = self.colours();
        let (color, width) = match (status, line) {
            (text_input::Status::Focused { .. }, _) => (palette.ink, FOCUS_RING),
            (_, Line::Wrong) => (palette.danger, 3.0),
            (_, Line::Right) => (palette.border, palette.outline),
        };
        text_input::Style {
            background: palette.paper.into(),
            border: Border { color, width, radius: CORNER.into() },
            icon: palette.muted,
            placeholder: palette.muted,
            value: palette.ink,
            selection: palette.focus,
        }
    }
}

impl qr_code::Catalog for Theme {
    type Class<'a> = ();

    fn default<'a>() -> Self::Class<'a> {}

    /// Always black on white with a white margin: a camera needs it, whatever the contrast.
    fn style(&self, (): &()) -> qr_code::Style {
        qr_code::Style { cell: Color::BLACK, background: Color::WHITE }
    }
}

/// How something that is pressed looks in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appearance {
    /// The fill.
    pub fill: Color,
    /// The text.
    pub text: Color,
    /// The outline's colour.
    pub outline: Color,
    /// The outline's width.
    pub outline_width: f32,
}

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressable {
    /// The one action a page is for.
    Primary,
    /// Another action of the page.
    Secondary,
    /// An action that erases.
    Danger,
    /// An action of the frame.
    Quiet,
    /// An action inside a text or row.
    Link,
    /// One of several things to choose or tick.
    Choice {
        /// Whether it is chosen.
        chosen: bool,
    },
    /// A row that leads on.
    Task,
    /// A key of the keyboard on the screen.
    Key,
    /// What is pressed in the header.
    Header {
        /// Whether it is the language in use.
        current: bool,
        /// Whether the header is the dark one.
        staff: bool,
    },
}

/// The state of what is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Nobody's hand is on it.
    Rest,
    /// It is held down.
    Pressed,
    /// The keyboard is on it. That looks the same on everything.
    Focused,
}

impl Pressable {
    /// How it looks.
    #[must_use]
    pub const fn appearance(self, theme: Theme, hand: Hand) -> Appearance {
        let palette = theme.colours();
        match hand {
            Hand::Rest => self.rest(palette),
            Hand::Pressed => {
                let rest = self.rest(palette);
                let text = if matches!(self, Self::Header { .. }) { palette.ink } else { rest.text };
                Appearance { fill: self.pressed_fill(palette), text, ..rest }
            }
            Hand::Focused => Appearance {
                fill: palette.focus,
                text: palette.on_focus,
                outline: if palette.is_high { Color::WHITE } else { palette.ink },
                outline_width: FOCUS_RING,
            },
        }
    }

    const fn pressed_fill(self, palette: &Palette) -> Color {
        match self {
            Self::Primary => palette.brand_pressed,
            Self::Danger => palette.danger_tint,
            Self::Secondary
            | Self::Quiet
            | Self::Link
            | Self::Choice { .. }
            | Self::Task
            | Self::Key
            | Self::Header { .. } => palette.tint,
        }
    }

    const fn rest(self, palette: &Palette) -> Appearance {
        let clear = Color::TRANSPARENT;
        let (fill, text, outline, outline_width) = match self {
            Self::Primary => (palette.brand, palette.on_brand, palette.brand, 0.0),
            Self::Secondary => (palette.paper, palette.brand, palette.brand, palette.outline),
            Self::Danger => (palette.paper, palette.danger, palette.danger, palette.outline),
            Self::Quiet => (clear, palette.ink, palette.border, 0.0),
            Self::Link => (clear, palette.brand, palette.border, 0.0),
            Self::Choice { chosen: true } => (palette.tint, palette.ink, palette.brand, 4.0),
            Self::Choice { chosen: false } | Self::Key => (palette.paper, palette.ink, palette.border, palette.outline),
            Self::Task => (palette.paper, palette.ink, palette.hairline, (palette.outline - 1.0).max(1.0)),
            Self::Header { current, staff } => {
                let (fill, ink) = header(palette, staff);
                if current { (ink, fill, ink, 0.0) } else { (clear, ink, ink, 1.0) }
            }
        };
        Appearance { fill, text, outline, outline_width }
    }
}

impl Base for Theme {
    fn default(_preference: Mode) -> Self {
        Self::Normal
    }

    fn mode(&self) -> Mode {
        match self {
            Self::Normal => Mode::Light,
            Self::High => Mode::Dark,
        }
    }

    fn base(&self) -> iced::theme::Style {
        iced::theme::Style { background_color: self.colours().canvas, text_color: self.colours().ink }
    }

    fn palette(&self) -> Option<iced::theme::Palette> {
        None
    }

    fn name(&self) -> &str {
        match self {
            Self::Normal => "cups",
            Self::High => "cups, high contrast",
        }
    }
}
