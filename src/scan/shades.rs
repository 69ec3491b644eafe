//! How light and dark a picture is.

use image::GrayImage;

/// How many dots of each shade there are.
pub(super) struct Shades {
    count: [usize; 256],
    all: usize,
}

impl Shades {
    pub(super) fn of(picture: &GrayImage) -> Self {
        let mut count = [0; 256];
        picture.as_raw().iter().for_each(|shade| count[usize::from(*shade)] += 1);
        Self { count, all: picture.as_raw().len() }
    }

    /// The shade below which this part of the dots lies, in thousandths.
    pub(super) fn at(&self, thousandths: usize) -> u8 {
        let wanted = self.all * thousandths / 1000;
        let mut seen = 0;
        for (shade, count) in (0_u8..=255).zip(self.count) {
            seen += count;
            if seen > wanted {
                return shade;
            }
        }
        255
    }
}
