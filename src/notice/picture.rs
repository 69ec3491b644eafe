//! The notice as pixels, for a window of any size: the words are made as large as they fit.

use super::Notice;
use cosmic_text::{Align, Attrs, Buffer, Color, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, fontdb};

/// The typeface, in the two weights that are used.
const FONTS: [&[u8]; 2] =
    [include_bytes!("../../assets/fonts/Onest-Regular.ttf"), include_bytes!("../../assets/fonts/Onest-Bold.ttf")];
const FAMILY: &str = "Onest";

/// Its colours, those of the guide's window: 0xRRGGBB.
const PAPER: u32 = 0xff_ff_ff;
const CANVAS: u32 = 0xf5_f5_f5;
const INK: u32 = 0x12_12_12;
const MUTED: u32 = 0x44_44_44;
const BRAND: u32 = 0x00_58_d2;
const LINE: u32 = 0x75_75_75;

/// How much larger than designed words are at most, and how small at least, in hundredths.
const SCALES: (u16, u16) = (200, 30);

/// Three languages stand beside each other from this width on, in logical pixels.
const BESIDE: f32 = 940.0;

/// Draws notices. Loading the typeface takes longer than drawing.
pub struct Painter {
    fonts: FontSystem,
    cache: SwashCache,
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Area {
    /// Whether a place lies in it.
    #[must_use]
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let within = |at: f64, from: u32, length: u32| at >= f64::from(from) && at < f64::from(from + length);
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }
}

/// Where the parts of a notice lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The card of each language.
    pub languages: [Area; 3],
    /// The button.
    pub button: Area,
    /// The line for the administrator.
    pub detail: Area,
}

/// Words to be drawn: what, where, how large, how wide a line may be.
struct Line<'a> {
    words: &'a str,
    bold: bool,
    size: f32,
    colour: u32,
    width: f32,
    align: Align,
}

/// A picture that is being drawn.
struct Sheet<'a> {
    pixels: &'a mut [u32],
    width: u32,
    height: u32,
}

impl Sheet<'_> {
    fn fill(&mut self, area: Area, colour: u32) {
        let right = (area.x + area.width).min(self.width);
        for y in area.y..(area.y + area.height).min(self.height) {
            let row = (y * self.width) as usize;
            if let Some(row) = self.pixels.get_mut(row + area.x.min(right) as usize..row + right as usize) {
                row.fill(colour);
            }
        }
    }

    fn blend(&mut self, x: i32, y: i32, colour: Color) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        let Some(pixel) = self.pixels.get_mut((y * self.width + x) as usize) else { return };
        let alpha = u32::from(colour.a());
        let mixed = |shift: u32, above: u8| {
            let below = *pixel >> shift & 0xff;
            ((u32::from(above) * alpha + below * (255 - alpha)) / 255) << shift
        };
        *pixel = mixed(16, colour.r()) | mixed(8, colour.g()) | mixed(0, colour.b());
    }
}

impl Default for Painter {
    fn default() -> Self {
        let mut database = fontdb::Database::new();
        for font in FONTS {
            database.load_font_data(font.to_vec());
        }
        Self { fonts: FontSystem::new_with_locale_and_db("ro".to_owned(), database), cache: SwashCache::new() }
    }
}

/// Whole pixels of a length that is none below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths on a screen")]
fn whole(length: f32) -> u32 {
    length.max(0.0).round() as u32
}

/// A number of pixels as a length.
#[expect(clippy::cast_precision_loss, reason = "lengths on a screen")]
fn length(pixels: u32) -> f32 {
    pixels as f32
}

impl Painter {
    /// Draws a notice over all of a picture, each pixel as 0x00RRGGBB, and says where its parts lie. The words are as large
    /// as they fit; in a window in which even the smallest do not fit the end is cut off.
    pub fn draw(&mut self, notice: &Notice, pixels: &mut [u32], width: u32, height: u32) -> Places {
        let mut sheet = Sheet { pixels, width, height };
        let mut scale = SCALES.0;
        loop {
            let mut nothing = Sheet { pixels: &mut [], width, height };
            let (_, bottom) = self.lay(notice, &mut nothing, f32::from(scale) / 100.0);
            if bottom <= height || scale <= SCALES.1 {
                break;
            }
            scale -= 5;
        }
        sheet.fill(Area { x: 0, y: 0, width, height }, CANVAS);
        self.lay(notice, &mut sheet, f32::from(scale) / 100.0).0
    }

    /// Lays everything out and draws it; gives where, and how far down it reaches.
    fn lay(&mut self, notice: &Notice, sheet: &mut Sheet<'_>, scale: f32) -> (Places, u32) {
        let (width, height) = (length(sheet.width), length(sheet.height));
        let (margin, gap) = (24.0 * scale, 12.0 * scale);
        let mut places = Places::default();
        // The bar with the name and the code.
        let bar = 64.0 * scale;
        sheet.fill(Area { x: 0, y: 0, width: sheet.width, height: whole(bar) }, BRAND);
        let half = (width - 2.0 * margin) / 2.0;
        let name =
            Line { words: "CUPS", bold: true, size: 24.0 * scale, colour: PAPER, width: half, align: Align::Left };
        self.write(&name, sheet, margin, 16.0 * scale);
        let code = Line { words: notice.code, size: 32.0 * scale, align: Align::Right, ..name };
        self.write(&code, sheet, margin + half, 11.0 * scale);
        // The languages.
        let beside = width / scale >= BESIDE;
        let columns = if beside { 3.0 } else { 1.0 };
        let card = (width - 2.0 * margin - (columns - 1.0) * gap) / columns;
        let top = bar + 16.0 * scale;
        let mut bottom: f32 = top;
        let heights: Vec<f32> = (0..3).map(|which| self.card(notice, which, None, 0.0, 0.0, card, scale)).collect();
        let highest = heights.iter().copied().fold(0.0, f32::max);
        for (which, own) in heights.iter().copied().enumerate() {
            let high = if beside { highest } else { own };
            let column = f32::from(u8::try_from(which).unwrap_or(0));
            let (x, y) = if beside { (margin + column * (card + gap), top) } else { (margin, bottom) };
            let area = Area { x: whole(x), y: whole(y), width: whole(card), height: whole(high) };
            sheet.fill(area, LINE);
            let inside = Area {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2),
            };
            sheet.fill(inside, PAPER);
            self.card(notice, which, Some(sheet), x, y, card, scale);
            places.languages[which] = area;
            bottom = if beside { top + high + gap } else { y + high + gap };
        }
        // The button and the line for the administrator stand at the lower edge, or below the cards.
        let text = width - 2.0 * margin;
        let detail = Line {
            words: &notice.detail,
            bold: false,
            size: 14.0 * scale,
            colour: MUTED,
            width: text,
            align: Align::Left,
        };
        let detail_height = self.measure(&detail);
        let label = Line {
            words: &notice.button,
            bold: true,
            size: 19.0 * scale,
            colour: PAPER,
            width: text.min(720.0 * scale) - 32.0 * scale,
            align: Align::Center,
        };
        let label_height = self.measure(&label);
        let (button_width, button_height) = (label.width + 32.0 * scale, label_height + 24.0 * scale);
        let rest = button_height + detail_height + 2.0 * gap + margin / 2.0;
        let y = bottom.max(height - rest);
        let x = (width - button_width) / 2.0;
        places.button = Area { x: whole(x), y: whole(y), width: whole(button_width), height: whole(button_height) };
        sheet.fill(places.button, BRAND);
        self.write(&label, sheet, x + 16.0 * scale, y + 12.0 * scale);
        let y = y + button_height + gap;
        self.write(&detail, sheet, margin, y);
        places.detail = Area { x: whole(margin), y: whole(y), width: whole(text), height: whole(detail_height) };
        (places, whole(y + detail_height + gap))
    }

    /// Draws what is said in one language, or only measures it; gives its height.
    #[expect(clippy::too_many_arguments, reason = "a place, a size and what is drawn there")]
    fn card(
        &mut self,
        notice: &Notice,
        which: usize,
        mut sheet: Option<&mut Sheet<'_>>,
        x: f32,
        y: f32,
        width: f32,
        scale: f32,
    ) -> f32 {
        let said = &notice.languages[which];
        let padding = 16.0 * scale;
        let mut high = padding;
        for (words, bold, size, colour, below) in [
            (&said.heading, true, 24.0, INK, 8.0),
            (&said.what, false, 18.0, INK, 12.0),
            (&said.todo, true, 18.0, INK, 4.0),
            (&said.call, false, 18.0, INK, 12.0),
            (&said.itself, false, 16.0, MUTED, 0.0),
        ] {
            let line =
                Line { words, bold, size: size * scale, colour, width: width - 2.0 * padding, align: Align::Left };
            high += match sheet.as_deref_mut() {
                Some(sheet) => self.write(&line, sheet, x + padding, y + high),
                None => self.measure(&line),
            };
            high += below * scale;
        }
        high + padding
    }

    fn shape(&mut self, line: &Line<'_>) -> Buffer {
        let size = line.size.max(1.0);
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(size, (size * 1.35).ceil()));
        buffer.set_size(&mut self.fonts, Some(line.width.max(1.0)), None);
        let weight = if line.bold { Weight::BOLD } else { Weight::NORMAL };
        let attributes = Attrs::new().family(Family::Name(FAMILY)).weight(weight);
        buffer.set_text(&mut self.fonts, line.words, &attributes, Shaping::Advanced, Some(line.align));
        buffer.shape_until_scroll(&mut self.fonts, false);
        buffer
    }

    fn measure(&mut self, line: &Line<'_>) -> f32 {
        self.shape(line).layout_runs().map(|run| run.line_height).sum()
    }

    /// Draws words; gives how high they stand.
    fn write(&mut self, line: &Line<'_>, sheet: &mut Sheet<'_>, x: f32, y: f32) -> f32 {
        let buffer = self.shape(line);
        if !sheet.pixels.is_empty() {
            let [_, red, green, blue] = line.colour.to_be_bytes();
            let colour = Color::rgb(red, green, blue);
            let (left, top) = (i32::try_from(whole(x)).unwrap_or(0), i32::try_from(whole(y)).unwrap_or(0));
            buffer.draw(&mut self.fonts, &mut self.cache, colour, |x, y, width, height, colour| {
                for row in 0..i32::try_from(height).unwrap_or(0) {
                    for column in 0..i32::try_from(width).unwrap_or(0) {
                        sheet.blend(left + x + column, top + y + row, colour);
                    }
                }
            });
        }
        buffer.layout_runs().map(|run| run.line_height).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Kind;

    fn drawn(width: u32, height: u32) -> (Vec<u32>, Places) {
        let mut pixels = vec![0; (width * height) as usize];
        let notice = Notice::new(Kind::Falls, "cups-kiosk: the display does not answer");
        let places = Painter::default().draw(&notice, &mut pixels, width, height);
        (pixels, places)
    }

    /// How many pixels of an area have this colour.
    fn count(pixels: &[u32], width: u32, area: Area, is: impl Fn(u32) -> bool) -> usize {
        let rows = area.y..area.y + area.height;
        rows.flat_map(|y| (area.x..area.x + area.width).map(move |x| (y * width + x) as usize))
            .filter(|at| pixels.get(*at).is_some_and(|pixel| is(*pixel)))
            .count()
    }

    #[test]
    fn on_every_usual_screen_all_of_it_is_in_sight_and_written() {
        for (width, height) in [(1366, 768), (1024, 768), (768, 1366), (1920, 1080), (1280, 720), (800, 480)] {
            let (pixels, places) = drawn(width, height);
            let size = (width, height);
            for area in places.languages.into_iter().chain([places.button, places.detail]) {
                assert!(area.x + area.width <= width && area.y + area.height <= height, "{size:?} {places:?}");
            }
            for area in places.languages {
                let ink = count(&pixels, width, area, |pixel| pixel == INK);
                let paper = count(&pixels, width, area, |pixel| pixel == PAPER);
                let all = (area.width * area.height) as usize;
                assert!(ink * 200 > all && paper * 2 > all, "{size:?}: {ink} and {paper} of {all}");
            }
            assert!(count(&pixels, width, places.button, |pixel| pixel == PAPER) > 100, "{size:?}");
            assert!(count(&pixels, width, places.detail, |pixel| pixel != CANVAS) > 50, "{size:?}");
        }
    }

    #[test]
    fn no_part_lies_over_another() {
        for (width, height) in [(1366, 768), (768, 1366)] {
            let (_, places) = drawn(width, height);
            let areas = [&places.languages[..], &[places.button, places.detail]].concat();
            for (index, one) in areas.iter().enumerate() {
                for other in &areas[index + 1..] {
                    let apart = one.x + one.width <= other.x || one.y + one.height <= other.y;
                    assert!(apart, "{width} x {height}: {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_window_of_no_size_and_one_too_small_are_drawn_without_a_fall() {
        for (width, height) in [(0, 0), (1, 1), (40, 30), (3, 2000)] {
            let (pixels, _) = drawn(width, height);
            assert_eq!(pixels.len(), (width * height) as usize);
        }
    }

    #[test]
    fn a_place_is_in_an_area_or_beside_it() {
        let area = Area { x: 10, y: 20, width: 30, height: 40 };
        assert!(area.holds(10.0, 20.0) && area.holds(39.9, 59.9));
        assert!(!area.holds(40.0, 30.0) && !area.holds(9.9, 30.0) && !area.holds(20.0, 60.0));
    }
}
