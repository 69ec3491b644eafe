//! The shape of a page: what of the picture is paper, and how it lies.

use super::shades::Shades;
use image::imageops::{self, FilterType};
use image::{GrayImage, Rgb, RgbImage};

/// How far a shade may be from that of what lies around, to be of it.
const ALIKE: u8 = 30;

/// A line is of the border when so many of its dots are, in hundredths.
const LINE: usize = 97;

/// The greatest slant that is straightened, in tenths of a degree, and the least.
const SLANTS: (i16, i16) = (70, 5);

/// What lies around the paper, in dots from each side: top, right, bottom, left.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Border {
    pub(super) dots: [u32; 4],
    shade: u8,
    size: (u32, u32),
    /// Whether most of what lies within is of another shade: a card, and not a sheet with few words.
    full: bool,
}

impl Border {
    /// Looks for what lies around the paper: the lid of the scanner, or a table.
    pub(super) fn of(picture: &GrayImage) -> Self {
        let (wide, high) = picture.dimensions();
        let mut rim = Vec::new();
        for y in 0..high {
            let row = &picture.as_raw()[(y * wide) as usize..((y + 1) * wide) as usize];
            if y < 2 || y + 2 >= high {
                rim.extend_from_slice(row);
            } else {
                rim.extend(row[..2.min(row.len())].iter().chain(&row[row.len().saturating_sub(2)..]));
            }
        }
        rim.sort_unstable();
        let shade = rim.get(rim.len() / 2).copied().unwrap_or(255);
        let of_border = |dot: u8| dot.abs_diff(shade) <= ALIKE;
        let row = |y: &u32| {
            let row = &picture.as_raw()[(y * wide) as usize..((y + 1) * wide) as usize];
            row.iter().filter(|dot| of_border(**dot)).count() * 100 >= row.len() * LINE
        };
        let column = |x: &u32| {
            let (begin, wide) = (*x as usize, wide as usize);
            let column = picture.as_raw().iter().skip(begin).step_by(wide);
            column.filter(|dot| of_border(**dot)).count() * 100 >= high as usize * LINE
        };
        let until = |end: u32, is: &dyn Fn(&u32) -> bool| (0..end).take_while(|place| is(place)).count();
        let before = |end: u32, is: &dyn Fn(&u32) -> bool| (0..end).rev().take_while(|place| is(place)).count();
        let found = [until(high, &row), before(wide, &column), before(high, &row), until(wide, &column)];
        let dots = found.map(|dots| u32::try_from(dots).unwrap_or(0));
        let inner = (wide.saturating_sub(dots[1] + dots[3]), high.saturating_sub(dots[0] + dots[2]));
        let within = imageops::crop_imm(picture, dots[3], dots[0], inner.0, inner.1).to_image();
        let other = within.as_raw().iter().filter(|dot| dot.abs_diff(shade) > ALIKE / 3).count();
        Self { dots, shade, size: (wide, high), full: other * 2 > within.as_raw().len() }
    }

    /// At which sides there is any of it.
    pub(super) fn sides(&self) -> [bool; 4] {
        let least = (self.size.0.min(self.size.1) / 100).max(3);
        self.dots.map(|dots| dots >= least)
    }

    /// Whether it is another thing than paper of this shade.
    pub(super) const fn differs(&self, white: u8) -> bool {
        self.shade.abs_diff(white) > ALIKE * 2
    }

    /// Where the paper is: left, top, wide, high. All of the picture where nothing certain lies around it, or where what
    /// does is paper too and more than half of it would go: a page with few words is a page.
    pub(super) fn paper(&self, white: u8) -> (u32, u32, u32, u32) {
        let (wide, high) = self.size;
        let whole = (0, 0, wide, high);
        let [top, right, bottom, left] = self.dots;
        if top + bottom >= high || left + right >= wide {
            return whole;
        }
        let (inner_wide, inner_high) = (wide - left - right, high - top - bottom);
        let is_card = u64::from(inner_wide) * u64::from(inner_high) * 3 < u64::from(wide) * u64::from(high);
        let off = self.differs(white);
        if !(off || is_card && self.full) || inner_wide < 40 || inner_high < 40 {
            return whole;
        }
        let margin = if off { 0 } else { wide.max(high) / 60 };
        let (left, top) = (left.saturating_sub(margin), top.saturating_sub(margin));
        (left, top, (inner_wide + 2 * margin).min(wide - left), (inner_high + 2 * margin).min(high - top))
    }
}

/// How a page lies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lie {
    /// Quarter turns to the right that make it upright.
    pub(super) quarters: u8,
    /// The slant left after that, in tenths of a degree: positive where lines fall to the right.
    pub(super) slant: i16,
}

/// How a page lies, as its lines of words say. `small` is at most some hundred dots wide.
pub(super) fn lie(small: &GrayImage) -> Lie {
    let shades = Shades::of(small);
    let (white, black) = (shades.at(700), shades.at(4));
    if white.saturating_sub(black) < 30 {
        return Lie::default();
    }
    let ink = u8::midpoint(white, u8::midpoint(white, black));
    let written = |picture: &GrayImage| Written::of(picture, ink);
    let upright = written(small);
    let (as_it_is, turned) = (upright.lines(), written(&imageops::rotate90(small)).lines());
    // Lines of words are far plainer in the one direction than in the other; of a table or a picture nothing is said.
    if turned > as_it_is * 1.6 && turned > 0.0 {
        let right = written(&imageops::rotate90(small));
        let quarters = if right.begins_ragged() { 3 } else { 1 };
        let upright = if quarters == 3 { written(&imageops::rotate270(small)) } else { right };
        return Lie { quarters, slant: upright.slant() };
    }
    Lie { quarters: 0, slant: upright.slant() }
}

/// The dots of ink of a small picture.
struct Written {
    dots: Vec<(f32, f32)>,
    size: (u32, u32),
}

impl Written {
    fn of(picture: &GrayImage, ink: u8) -> Self {
        let dots = picture.enumerate_pixels().filter(|(_, _, dot)| dot.0[0] < ink);
        #[expect(clippy::cast_precision_loss, reason = "some hundred dots a side")]
        let dots = dots.map(|(x, y, _)| (x as f32, y as f32)).collect();
        Self { dots, size: picture.dimensions() }
    }

    /// How plain lines of words are after straightening: the steps from one row of dots to the next.
    fn lines(&self) -> f32 {
        self.plainness(self.slant())
    }

    fn plainness(&self, tenths: i16) -> f32 {
        let slope = (f32::from(tenths) / 10.0).to_radians().tan();
        let mut rows = vec![0.0_f32; self.size.1 as usize + 2];
        for (x, y) in &self.dots {
            let row = y - x * slope;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to lie in the picture"
            )]
            if row >= 0.0 && (row as usize) < rows.len() {
                rows[row as usize] += 1.0;
            }
        }
        let steps: f32 = rows.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of dots")]
        let dots = self.dots.len().max(1) as f32;
        steps / dots
    }

    /// The slant at which the lines are plainest.
    fn slant(&self) -> i16 {
        let best = |tries: &mut dyn Iterator<Item = i16>| {
            tries.max_by(|one, other| self.plainness(*one).total_cmp(&self.plainness(*other))).unwrap_or(0)
        };
        let rough = best(&mut (-SLANTS.0..=SLANTS.0).step_by(5));
        let fine = best(&mut (rough - 4..=rough + 4));
        // What is hardly plainer than straight is straight.
        if fine.abs() < SLANTS.1 || self.plainness(fine) < self.plainness(0) * 1.15 { 0 } else { fine }
    }

    /// Whether lines end at one place and begin at many: they are read from the other side.
    fn begins_ragged(&self) -> bool {
        let rows = self.size.1 as usize;
        let mut ends = vec![(f32::MAX, f32::MIN); rows];
        for (x, y) in &self.dots {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row of the picture")]
            if let Some(row) = ends.get_mut(*y as usize) {
                *row = (row.0.min(*x), row.1.max(*x));
            }
        }
        let lines: Vec<_> = ends.into_iter().filter(|(begin, end)| end - begin > 8.0).collect();
        let spread = |mut places: Vec<f32>| {
            places.sort_by(f32::total_cmp);
            let at = |tenths: usize| places.get(places.len() * tenths / 10).copied().unwrap_or(0.0);
            at(8) - at(2)
        };
        let begins = spread(lines.iter().map(|line| line.0).collect());
        let ends = spread(lines.iter().map(|line| line.1).collect());
        begins > ends * 1.5 + 2.0
    }
}

/// The picture upright.
pub(super) fn turn(picture: RgbImage, lie: Lie) -> RgbImage {
    let picture = match lie.quarters {
        1 => imageops::rotate90(&picture),
        2 => imageops::rotate180(&picture),
        3 => imageops::rotate270(&picture),
        _ => picture,
    };
    if lie.slant == 0 { picture } else { straighten(&picture, lie.slant) }
}

/// Turns by a part of a degree about the middle; what comes in at the corners is paper.
fn straighten(picture: &RgbImage, tenths: i16) -> RgbImage {
    let (wide, high) = picture.dimensions();
    let (sine, cosine) = (f32::from(tenths) / 10.0).to_radians().sin_cos();
    #[expect(clippy::cast_precision_loss, reason = "some thousand dots a side")]
    let middle = (wide as f32 / 2.0, high as f32 / 2.0);
    let small = imageops::resize(picture, (wide / 16).max(1), (high / 16).max(1), FilterType::Triangle);
    let mut shades: Vec<[u8; 3]> = small.pixels().map(|dot| dot.0).collect();
    shades.sort_unstable_by_key(|dot| dot.iter().map(|part| u32::from(*part)).sum::<u32>());
    let paper = shades.get(shades.len() * 7 / 10).copied().unwrap_or([255; 3]);
    RgbImage::from_fn(wide, high, |x, y| {
        #[expect(clippy::cast_precision_loss, reason = "some thousand dots a side")]
        let (across, down) = (x as f32 - middle.0, y as f32 - middle.1);
        let from = (across * cosine - down * sine + middle.0, across * sine + down * cosine + middle.1);
        imageops::interpolate_bilinear(picture, from.0, from.1).unwrap_or(Rgb(paper))
    })
}
