//! Pictures of pages, made as large as they are shown: what is drawn is then one copy of pixels a frame.

use iced::widget::image::Handle;
use image::imageops::{FilterType, resize};
use image::{DynamicImage, ImageFormat, RgbaImage};
use std::io::Cursor;

/// A page, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Which page it is.
    pub page: usize,
    /// Its pixels.
    pub handle: Handle,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How many times as high as wide it is.
    pub ratio: f32,
}

impl Picture {
    /// A page of this PNG, so many pixels wide; nothing where it is no picture.
    #[must_use]
    pub fn of(page: usize, png: &[u8], width: u32) -> Option<Self> {
        Self::drawn(page, png, ImageFormat::Png, width)
    }

    /// This JPEG, so many pixels wide; nothing where it is no picture.
    #[must_use]
    pub fn of_jpeg(jpeg: &[u8], width: u32) -> Option<Self> {
        Self::drawn(0, jpeg, ImageFormat::Jpeg, width)
    }

    fn drawn(page: usize, bytes: &[u8], format: ImageFormat, width: u32) -> Option<Self> {
        let (pixels, ratio) = fitted(bytes, format, width)?;
        let (wide, high) = pixels.dimensions();
        Some(Self { page, handle: Handle::from_rgba(wide, high, pixels.into_raw()), width: wide, ratio })
    }
}

/// A PNG of a page that was drawn as PNM, so many pixels wide; nothing where it is no picture.
#[must_use]
pub fn png_of_pnm(pnm: &[u8], width: u32) -> Option<Vec<u8>> {
    let (pixels, _) = fitted(pnm, ImageFormat::Pnm, width)?;
    let mut png = Cursor::new(Vec::new());
    // A page of paper is seen through nowhere.
    DynamicImage::from(pixels).into_rgb8().write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

/// The pixels of a picture, so many across, and how many times as high as wide it is.
fn fitted(bytes: &[u8], format: ImageFormat, width: u32) -> Option<(RgbaImage, f32)> {
    let drawn = image::load_from_memory_with_format(bytes, format).ok()?.into_rgba8();
    let (wide, high) = drawn.dimensions();
    #[expect(clippy::cast_precision_loss, reason = "a page has some thousand pixels a side")]
    let ratio = high as f32 / wide as f32;
    if wide == width {
        return Some((drawn, ratio));
    }
    let height = u64::from(high) * u64::from(width) / u64::from(wide.max(1));
    // The mean of the pixels that fall together: thin letters stay letters.
    Some((resize(&drawn, width.max(1), u32::try_from(height).ok()?.max(1), FilterType::Triangle), ratio))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_as_wide_as_it_is_shown_and_keeps_its_shape() {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(200, 300, image::Rgba([250, 0, 0, 255]))
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let png = png.into_inner();
        for width in [200, 80, 1] {
            let picture = Picture::of(3, &png, width).unwrap();
            let Handle::Rgba { width: wide, height: high, pixels, .. } = &picture.handle else { panic!("no pixels") };
            assert_eq!((picture.page, *wide, *high), (3, width, (width * 3 / 2).max(1)));
            assert!((picture.ratio - 1.5).abs() < 0.01 && pixels[..4] == [250, 0, 0, 255]);
        }
        assert_eq!(Picture::of(0, b"no picture", 80), None);
        let pnm = [&b"P6 2 3 255\n"[..], &[9; 18]].concat();
        let picture = Picture::of(0, &png_of_pnm(&pnm, 4).unwrap(), 4).unwrap();
        assert_eq!((picture.width, picture.ratio), (4, 1.5));
        assert_eq!(png_of_pnm(b"no picture", 80), None);
    }
}
