//! Pictures of pages, made as large as they are shown: what is drawn is then one copy of pixels a frame.

use iced::widget::image::Handle;
use image::ImageFormat;
use image::imageops::{FilterType, resize};

/// A page, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Which page it is.
    pub page: usize,
    /// Its pixels.
    pub handle: Handle,
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
        let drawn = image::load_from_memory_with_format(bytes, format).ok()?.into_rgba8();
        let (wide, high) = drawn.dimensions();
        #[expect(clippy::cast_precision_loss, reason = "a page has some thousand pixels a side")]
        let ratio = high as f32 / wide as f32;
        let pixels = if wide == width {
            drawn
        } else {
            let height = u64::from(high) * u64::from(width) / u64::from(wide);
            // The mean of the pixels that fall together: thin letters stay letters.
            resize(&drawn, width.max(1), u32::try_from(height).ok()?.max(1), FilterType::Triangle)
        };
        let (wide, high) = pixels.dimensions();
        Some(Self { page, handle: Handle::from_rgba(wide, high, pixels.into_raw()), ratio })
    }
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
    }
}
