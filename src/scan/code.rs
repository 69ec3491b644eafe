//! Codes in a picture, as a telephone reads them: the agency's paper for a new computer, photographed, scanned or as a file.

use super::PageError;
use super::page::dots;

/// On a side, more dots than this say nothing more of a code and take their time.
const ENOUGH: u32 = 2_400;

/// What the codes in a picture say, each that can be read.
///
/// # Errors
/// When it is no picture, or too large a one.
pub fn codes(picture: &[u8]) -> Result<Vec<String>, PageError> {
    let image = dots(picture)?;
    let image = if image.width().max(image.height()) > ENOUGH { image.thumbnail(ENOUGH, ENOUGH) } else { image };
    let grey = image.to_luma8();
    let (width, height) = grey.dimensions();
    let (Ok(across), Ok(down)) = (usize::try_from(width), usize::try_from(height)) else {
        return Err(PageError::TooLarge);
    };
    let dots = grey.into_raw();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(across, down, |x, y| {
        dots.get(y * across + x).copied().unwrap_or(255)
    });
    Ok(prepared.detect_grids().into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn what_is_no_picture_or_has_no_code_is_said() {
        assert!(matches!(codes(b"no picture"), Err(PageError::Unreadable)));
        assert!(matches!(codes(&[]), Err(PageError::Unreadable)));
        let mut png = Cursor::new(Vec::new());
        image::GrayImage::from_pixel(60, 60, image::Luma([255])).write_to(&mut png, image::ImageFormat::Png).unwrap();
        assert_eq!(codes(&png.into_inner()).unwrap(), Vec::<String>::new());
    }
}
