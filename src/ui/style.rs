//! The look: colours, type, space. The only place with raw colours and sizes; screens use these names.

pub mod icon;
mod theme;

pub use theme::{Appearance, Hand, Ink, Line, Pressable, Surface, Theme};

use iced::font::{Font, Weight};
use iced::{Color, Size};

/// A font weight that is embedded, by the family's name; an absent weight would be drawn as another.
pub const REGULAR: Font = Font::with_name("Onest");
/// Semibold.
pub const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..REGULAR };
/// Bold.
pub const BOLD: Font = Font { weight: Weight::Bold, ..REGULAR };

/// The font files, embedded.
pub const FONT_FILES: [&[u8]; 4] = [
    include_bytes!("../../assets/fonts/Onest-Regular.ttf"),
    include_bytes!("../../assets/fonts/Onest-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/Onest-Bold.ttf"),
    include_bytes!("../../assets/icons/lucide-subset.ttf"),
];

/// Steps of space in logical pixels.
pub mod space {
    /// 4.
    pub const XXS: f32 = 4.0;
    /// 8.
    pub const XS: f32 = 8.0;
    /// 12: between targets.
    pub const S: f32 = 12.0;
    /// 16.
    pub const M: f32 = 16.0;
    /// 24: inside cards.
    pub const L: f32 = 24.0;
    /// 32: between blocks.
    pub const XL: f32 = 32.0;
    /// 48: page margin.
    pub const XXL: f32 = 48.0;
}

/// The empty end of every page.
pub const PAGE_END: f32 = 16.0;

/// The widest a column of text may be: about 75 letters.
pub const COLUMN: f32 = 720.0;
/// The least height of a visitor's target.
pub const VISITOR_TARGET: f32 = 64.0;
/// The least height of a specialist's target.
pub const SPECIALIST_TARGET: f32 = 44.0;
/// The least height of anything that is pressed where text is so enlarged that it is at least a visitor's target all the
/// same.
const ENLARGED_TARGET: f32 = 48.0;
/// Corner radius.
pub const CORNER: f32 = 4.0;
/// The outline of a focused control.
pub const FOCUS_RING: f32 = 4.0;

/// A role of text: size, line height, weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Role {
    /// Logical pixels.
    pub size: f32,
    /// Line height in logical pixels.
    pub line: f32,
    /// The font.
    pub font: Font,
}

/// Text roles.
pub mod role {
    use super::{BOLD, REGULAR, Role, SEMIBOLD};

    /// The start page's heading.
    pub const DISPLAY: Role = Role { size: 44.0, line: 58.0, font: BOLD };
    /// A page's heading, one a page.
    pub const H1: Role = Role { size: 36.0, line: 48.0, font: BOLD };
    /// A section.
    pub const H2: Role = Role { size: 27.0, line: 36.0, font: BOLD };
    /// A card's or step's title.
    pub const H3: Role = Role { size: 23.0, line: 30.0, font: BOLD };
    /// A first paragraph.
    pub const LEAD: Role = Role { size: 23.0, line: 33.0, font: REGULAR };
    /// Everything.
    pub const BODY: Role = Role { size: 20.0, line: 29.0, font: REGULAR };
    /// Body that stands out.
    pub const STRONG: Role = Role { size: 20.0, line: 29.0, font: SEMIBOLD };
    /// Captions and dates; nothing is smaller.
    pub const SMALL: Role = Role { size: 18.0, line: 25.0, font: REGULAR };
    /// Captions that stand out.
    pub const SMALL_STRONG: Role = Role { size: 18.0, line: 25.0, font: SEMIBOLD };
    /// Buttons.
    pub const KEY: Role = Role { size: 21.0, line: 28.0, font: BOLD };
}

/// The colours of one contrast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Cards.
    pub paper: Color,
    /// The page.
    pub canvas: Color,
    /// Text.
    pub ink: Color,
    /// Hints and captions.
    pub muted: Color,
    /// Header, primary button, links.
    pub brand: Color,
    /// Text on `brand`.
    pub on_brand: Color,
    /// A pressed primary button.
    pub brand_pressed: Color,
    /// Chosen, information.
    pub tint: Color,
    /// Control outlines.
    pub border: Color,
    /// Dividers; decorative.
    pub hairline: Color,
    /// The fill of a focused control.
    pub focus: Color,
    /// Text and ring on `focus`.
    pub on_focus: Color,
    /// Done.
    pub success: Color,
    /// Behind `success`.
    pub success_tint: Color,
    /// Deadlines and costs.
    pub caution: Color,
    /// Behind `caution`.
    pub caution_tint: Color,
    /// Errors and erasing.
    pub danger: Color,
    /// Behind `danger`.
    pub danger_tint: Color,
    /// The header of specialist screens.
    pub specialist: Color,
    /// The width of control outlines.
    pub outline: f32,
    /// Whether it is that of high contrast.
    pub is_high: bool,
}

const fn rgb(hex: u32) -> Color {
    Color::from_rgb8((hex >> 16 & 0xff) as u8, (hex >> 8 & 0xff) as u8, (hex & 0xff) as u8)
}

/// The usual colours: those of the State's unified design model, darkened where they fail WCAG AA.
pub const NORMAL: Palette = Palette {
    paper: rgb(0xff_ff_ff),
    canvas: rgb(0xf5_f5_f5),
    ink: rgb(0x12_12_12),
    muted: rgb(0x44_44_44),
    brand: rgb(0x00_58_d2),
    on_brand: rgb(0xff_ff_ff),
    brand_pressed: rgb(0x00_35_7e),
    tint: rgb(0xe8_f0_fb),
    border: rgb(0x75_75_75),
    hairline: rgb(0xd9_d9_d9),
    focus: rgb(0xfe_c8_4b),
    on_focus: rgb(0x12_12_12),
    success: rgb(0x05_60_3a),
    success_tint: rgb(0xe6_f5_ee),
    caution: rgb(0x93_37_0d),
    caution_tint: rgb(0xfe_ef_c6),
    danger: rgb(0xb3_23_18),
    danger_tint: rgb(0xfe_e4_e2),
    specialist: rgb(0x00_29_5a),
    outline: 2.0,
    is_high: false,
};

/// White and yellow on black.
pub const HIGH: Palette = Palette {
    paper: rgb(0x00_00_00),
    canvas: rgb(0x00_00_00),
    ink: rgb(0xff_ff_ff),
    muted: rgb(0xff_ff_ff),
    brand: rgb(0xfe_c8_4b),
    on_brand: rgb(0x00_00_00),
    brand_pressed: rgb(0xff_ff_ff),
    tint: rgb(0x2b_2b_2b),
    border: rgb(0xff_ff_ff),
    hairline: rgb(0xff_ff_ff),
    focus: rgb(0xfe_c8_4b),
    on_focus: rgb(0x00_00_00),
    success: rgb(0xff_ff_ff),
    success_tint: rgb(0x00_00_00),
    caution: rgb(0xfe_c8_4b),
    caution_tint: rgb(0x00_00_00),
    danger: rgb(0xfe_c8_4b),
    danger_tint: rgb(0x00_00_00),
    specialist: rgb(0x00_00_00),
    outline: 3.0,
    is_high: true,
};

/// The size of text a visitor chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As designed.
    #[default]
    Normal,
    /// Between the two: the geometric mean of the normal and the largest.
    Larger,
    /// So that the smallest text shows a capital H of 0.7° at the configured distance.
    Largest,
}

impl TextSize {
    /// The next size; after the largest comes the normal one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Normal => Self::Larger,
            Self::Larger => Self::Largest,
            Self::Largest => Self::Normal,
        }
    }
}

/// How large the largest text must be. EN 301 549, 5.1.4: a capital H of 0.7 degrees.
///
/// `pixels_per_millimetre` is the density of the screen, `distance` the distance of the eyes in
/// millimetres. A capital H of Onest is 0.7 of the font size.
#[must_use]
pub fn largest_factor(pixels_per_millimetre: f32, distance: f32) -> f32 {
    let capital = 2.0 * distance * (0.35_f32).to_radians().tan() * pixels_per_millimetre;
    (capital / 0.7 / role::SMALL.size).clamp(1.5, 3.2)
}

/// The least heights of what stands around a page, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameHeights {
    /// Place, languages, the way back.
    pub header: f32,
    /// What is new or wrong: its room is kept.
    pub news: f32,
    /// The main button, and what turns the page.
    pub actions: f32,
    /// What helps everywhere.
    pub footer: f32,
}

/// How large things are drawn. Their colours are the theme's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The page in logical pixels, after enlargement.
    pub page: Size,
    /// Whether the denser sizes of the specialist's screens apply.
    pub dense: bool,
    /// How many pixels of the window a logical one is.
    pub scale: f32,
}

impl Look {
    /// Whether the page is too narrow for margins and columns side by side.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.page.width < 1000.0
    }

    /// Whether the page is so wide that what serves it stands in a column beside it.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.page.width >= 1200.0
    }

    /// Whether the page is so narrow that even two words side by side are much.
    #[must_use]
    pub fn is_slim(&self) -> bool {
        self.page.width < 600.0
    }

    /// Whether the page is so low that every line counts.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.page.height < 640.0
    }

    /// Whether the page has the height of a small screen, such as 768 pixels.
    #[must_use]
    pub fn is_medium(&self) -> bool {
        self.page.height < 860.0
    }

    /// Whether the page is so low that the frame leaves out what it can.
    #[must_use]
    pub fn is_tiny(&self) -> bool {
        self.page.height < 480.0
    }

    /// The least height of the header, of the line for news, of the line of actions and of the footer.
    #[must_use]
    pub fn frame(&self) -> FrameHeights {
        let (header, news, footer): (f32, f32, f32) = match (self.is_tiny(), self.is_low()) {
            (true, _) => (44.0, 0.0, 0.0),
            (false, true) => (52.0, 32.0, 0.0),
            // Notes of two lines stand at the footer's end, but on a narrow page.
            (false, false) => (60.0, 52.0, if self.is_narrow() { 0.0 } else { 52.0 }),
        };
        let (header, footer) = (header.max(self.frame_target()), footer.max(self.frame_target()));
        let around = match (self.is_low(), self.is_medium()) {
            (true, _) => space::XXS,
            (false, true) => space::XS,
            (false, false) => space::S,
        };
        FrameHeights { header, news, actions: self.button() + around, footer }
    }

    /// The height that is left for the page inside its frame, without its empty end.
    #[must_use]
    pub fn inside(&self) -> f32 {
        let FrameHeights { header, news, actions, footer } = self.frame();
        self.page.height - header - news - actions - footer - PAGE_END - space::XS
    }

    /// The width that is left for the page between its margins: no wider than reading allows.
    #[must_use]
    pub fn across(&self) -> f32 {
        (self.page.width - 2.0 * self.margin()).min(self.widest())
    }

    /// The widest that a page becomes, its margins left out.
    #[must_use]
    pub const fn widest(&self) -> f32 {
        if self.dense { 1320.0 } else { 1120.0 }
    }

    /// The page margin.
    #[must_use]
    pub fn margin(&self) -> f32 {
        if self.is_narrow() { space::L } else { space::XXL }
    }

    /// The space between blocks.
    #[must_use]
    pub fn gap(&self) -> f32 {
        match (self.is_low(), self.is_medium() || self.dense) {
            (true, _) => space::S,
            (false, true) => space::M,
            (false, false) => space::L,
        }
    }

    /// The least height of a target. A visitor's has 64 pixels of the window: where text is enlarged and room is short,
    /// fewer logical ones.
    #[must_use]
    pub fn target(&self) -> f32 {
        match (self.dense, self.is_medium()) {
            (true, _) => SPECIALIST_TARGET,
            (false, true) => (VISITOR_TARGET / self.scale).max(ENLARGED_TARGET),
            (false, false) => VISITOR_TARGET,
        }
    }

    /// The least height of a button. Where the page is slim there is always room for two lines, so that all are equally
    /// high.
    #[must_use]
    pub fn button(&self) -> f32 {
        if self.is_slim() { VISITOR_TARGET } else { self.target() }
    }

    /// The least height of a target of the frame.
    #[must_use]
    pub fn frame_target(&self) -> f32 {
        match (self.is_tiny(), self.dense) {
            (true, _) => 40.0,
            (false, true) => ENLARGED_TARGET,
            (false, false) => (VISITOR_TARGET / self.scale).max(ENLARGED_TARGET),
        }
    }
}

/// The contrast ratio of two colours by WCAG 2.2.
#[must_use]
pub fn contrast(one: Color, other: Color) -> f32 {
    let luminance = |color: Color| {
        let [red, green, blue, _] = color.into_linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_colour_reaches_aa_on_what_it_stands_on() {
        for palette in [&NORMAL, &HIGH] {
            let pairs = [
                (palette.ink, palette.paper),
                (palette.ink, palette.canvas),
                (palette.ink, palette.tint),
                (palette.muted, palette.paper),
                (palette.muted, palette.canvas),
                (palette.muted, palette.tint),
                (palette.brand, palette.paper),
                (palette.brand, palette.canvas),
                (palette.brand, palette.tint),
                (palette.on_brand, palette.brand),
                (palette.on_brand, palette.brand_pressed),
                (palette.on_focus, palette.focus),
                (palette.success, palette.success_tint),
                (palette.success, palette.paper),
                (palette.caution, palette.caution_tint),
                (palette.caution, palette.paper),
                (palette.danger, palette.danger_tint),
                (palette.danger, palette.paper),
            ];
            for (text, behind) in pairs {
                assert!(contrast(text, behind) >= 4.5, "{text:?} on {behind:?} has {}", contrast(text, behind));
            }
            for (outline, behind) in [(palette.border, palette.paper), (palette.border, palette.canvas)] {
                assert!(contrast(outline, behind) >= 3.0);
            }
            assert!(contrast(palette.on_focus, palette.focus) >= 3.0);
        }
        assert!(contrast(Color::WHITE, NORMAL.specialist) >= 4.5);
    }

    /// Letters that reach out of their line, such as ț, leave dots behind when the page changes: only the
    /// lines are drawn anew. Onest reaches 0.970 of its size up and 0.305 down.
    #[test]
    fn every_line_is_high_enough_for_its_letters() {
        for role in [
            role::DISPLAY,
            role::H1,
            role::H2,
            role::H3,
            role::LEAD,
            role::BODY,
            role::STRONG,
            role::SMALL,
            role::SMALL_STRONG,
            role::KEY,
        ] {
            assert!(role.line >= role.size * (0.970 + 0.305), "{role:?}");
        }
    }

    #[test]
    fn the_largest_text_follows_screen_and_distance() {
        let full_hd_24_inch = largest_factor(3.6, 600.0);
        assert!((2.0..2.2).contains(&full_hd_24_inch), "{full_hd_24_inch}");
        assert!(largest_factor(5.6, 600.0) > full_hd_24_inch);
    }
}
