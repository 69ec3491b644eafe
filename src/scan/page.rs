//! A picture becomes a page: judged, cut to the paper, upright, clear, and small enough to be kept.

use super::judge::flaws;
use super::shades::Shades;
use super::shape::{Border, lie, turn};
use crate::domain::hidden::hidden;
use crate::domain::scanning::Flaw;
use image::imageops::{self, FilterType, grayscale};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder as _, ImageReader, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::io::Cursor;

/// The most bytes of a page of A4 in colour.
pub const LARGEST_PAGE: usize = 400_000;

/// The longer side of a page, in dots: A4 at 200 dots an inch.
const LONG: u32 = 2340;

/// What a page is made smaller to before its JPEG gets worse than this: A4 at about 160 dots an inch.
const LONG_OF_DENSE: u32 = 1880;

/// How good a JPEG may be, the best first. Below the last, letters get a rim.
const QUALITIES: [u8; 6] = [82, 74, 66, 58, 50, 42];

/// The shade to which paper is brought, how much darker than it its grain may be, from which shade on what is light is made
/// lighter, and how far the parts of a colour lie apart in one that is no colour.
const WHITE: f32 = 246.0;
const GRAIN: f32 = 16.0;
const KNEE: f32 = 190.0;
const PALE: u8 = 24;

/// The longest side of a picture that is looked at, in dots, and the most bytes that its dots may take.
const LONGEST: u32 = 20_000;
const MOST_BYTES: u64 = 400 << 20;

/// How wide the small picture is by which it is seen how a page lies.
const SMALL: u32 = 420;

/// A page, ready to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedPage {
    /// It as JPEG, with nothing else in the file: neither where nor when nor by what it was made.
    pub jpeg: Vec<u8>,
    /// Its dots across and down.
    pub size: (u32, u32),
    /// What speaks against it.
    pub flaws: Vec<Flaw>,
    /// Whether it lay turned and was turned upright.
    pub turned: bool,
}

hidden!(ScannedPage, "ScannedPage");

/// Why a picture is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// It is no picture that is read here.
    #[error("this is no picture")]
    Unreadable,
    /// It is larger than any page.
    #[error("the picture is too large")]
    TooLarge,
    /// It is a PDF.
    #[error("PDF is not read here")]
    Pdf,
}

/// Makes a page of a picture: PNM, PNG or JPEG.
///
/// # Errors
/// When it is none, or too large.
pub fn page(bytes: &[u8]) -> Result<ScannedPage, PageError> {
    finish(&dots(bytes)?.into_rgb8())
}

/// The dots of a picture, upright as far as the file says so itself.
///
/// # Errors
/// When it is no picture, or too large a one.
pub(super) fn dots(bytes: &[u8]) -> Result<DynamicImage, PageError> {
    if bytes.starts_with(b"%PDF") {
        return Err(PageError::Pdf);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PageError::Unreadable)?;
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST), Some(LONGEST));
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let refused = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => PageError::TooLarge,
        _ => PageError::Unreadable,
    };
    let mut decoder = reader.into_decoder().map_err(refused)?;
    if decoder.total_bytes() > MOST_BYTES {
        return Err(PageError::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn finish(picture: &RgbImage) -> Result<ScannedPage, PageError> {
    if picture.width() < 8 || picture.height() < 8 {
        return Err(PageError::Unreadable);
    }
    let picture = smaller(picture, LONG);
    let gray = grayscale(&picture);
    let border = Border::of(&gray);
    let (left, top, wide, high) = border.paper(Shades::of(&gray).at(700));
    let paper = imageops::crop_imm(&gray, left, top, wide, high).to_image();
    let flaws = flaws(&gray, &paper, &border);
    let lie = lie(&small(&paper));
    let mut page = turn(imageops::crop_imm(&picture, left, top, wide, high).to_image(), lie);
    brighten(&mut page, &Shades::of(&paper));
    let (jpeg, size) = pack(&page)?;
    Ok(ScannedPage { jpeg, size, flaws, turned: lie != super::shape::Lie::default() })
}

/// A small picture, by which it is seen how the page lies.
fn small(paper: &GrayImage) -> GrayImage {
    let (wide, high) = paper.dimensions();
    let (small_wide, small_high) = fitted((wide, high), SMALL * 3 / 2);
    imageops::resize(paper, small_wide, small_high, FilterType::Triangle)
}

/// The size with the longer side no longer than that.
fn fitted((wide, high): (u32, u32), long: u32) -> (u32, u32) {
    let longer = wide.max(high);
    if longer <= long {
        return (wide, high);
    }
    let of = |side: u32| u32::try_from(u64::from(side) * u64::from(long) / u64::from(longer)).unwrap_or(long).max(1);
    (of(wide), of(high))
}

fn smaller(picture: &RgbImage, long: u32) -> RgbImage {
    let (wide, high) = fitted(picture.dimensions(), long);
    if (wide, high) == picture.dimensions() {
        return picture.clone();
    }
    imageops::resize(picture, wide, high, FilterType::Triangle)
}

/// Makes paper white and ink black, as far as that is not much: a photograph stays one.
fn brighten(page: &mut RgbImage, shades: &Shades) {
    let (white, black) = (shades.at(700), shades.at(4));
    if white.saturating_sub(black) < 30 {
        return;
    }
    // At most twice as bright, so that noise is not made into letters.
    let from = f32::from(black).min(60.0);
    let gain = (WHITE / (f32::from(white) - from).max(1.0)).clamp(1.0, 2.0);
    let mut table = [0_u8; 256];
    for (shade, to) in (0_u8..=255).zip(&mut table) {
        // What is nearly as white as the paper is the paper: its grain would be most of what is kept.
        let lit = (f32::from(shade) - from) * gain;
        let lit = if lit > KNEE { KNEE + (lit - KNEE) * (255.0 - KNEE) / (WHITE - GRAIN - KNEE) } else { lit };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        let lit = lit.clamp(0.0, 255.0) as u8;
        *to = lit;
    }
    for dot in page.pixels_mut() {
        let [red, green, blue] = dot.0.map(|part| table[usize::from(part)]);
        let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
        // What has nearly no colour has none: letters are black, and grain has no colours.
        let gray = u8::midpoint(least, most);
        dot.0 = if most - least <= PALE { [gray; 3] } else { [red, green, blue] };
    }
}

/// The page as JPEG, as good as its room lets it be: first a little worse, then with fewer dots.
fn pack(page: &RgbImage) -> Result<(Vec<u8>, (u32, u32)), PageError> {
    let mut last = None;
    for long in [LONG, LONG_OF_DENSE] {
        let page = smaller(page, long);
        let side = |dots: u32| u16::try_from(dots).map_err(|_| PageError::TooLarge);
        let sides = (side(page.width())?, side(page.height())?);
        for quality in QUALITIES {
            let mut jpeg = Vec::new();
            let mut encoder = Encoder::new(&mut jpeg, quality);
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
            encoder.encode(page.as_raw(), sides.0, sides.1, ColorType::Rgb).map_err(|_| PageError::Unreadable)?;
            let fits = jpeg.len() <= LARGEST_PAGE;
            last = Some((jpeg, page.dimensions()));
            if fits {
                return last.ok_or(PageError::Unreadable);
            }
        }
    }
    // A page all of noise: it is kept as small as letters bear.
    last.ok_or(PageError::Unreadable)
}

#[cfg(test)]
mod tests;
