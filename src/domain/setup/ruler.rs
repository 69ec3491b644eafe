//! How fine a screen is: as it says of itself, and corrected by a bank card that is held against it. Every bank card has one
//! size (ISO/IEC 7810, ID-1).

/// The long side of a bank card, in millimetres.
pub const CARD_MILLIMETRES: f32 = 85.6;

/// Its short side, for screens on which the long one does not fit.
pub const SHORT_SIDE_MILLIMETRES: f32 = 53.98;

/// The least and the most that a setting of it may be.
const BOUNDS: (f32, f32) = (1.0, 40.0);

/// What screens of computers are between: a wall of a projector and a telephone are neither.
const PLAUSIBLE: (f32, f32) = (2.0, 14.0);

/// What a screen says of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Its width in pixels.
    pub pixels: u32,
    /// Its width in millimetres.
    pub millimetres: u32,
}

impl Measured {
    /// How many pixels a millimetre has; nothing where it cannot be right: screens say 0, the size of a projector, or their
    /// shape (160 by 90) in place of their size.
    #[must_use]
    pub fn pixels_per_millimetre(self) -> Option<f32> {
        #[expect(clippy::cast_precision_loss, reason = "no screen has so many pixels")]
        let found = self.pixels as f32 / self.millimetres as f32;
        let is_shape = matches!(self.millimetres, 16 | 160 | 1600 | 1280 | 1360);
        (!is_shape && (PLAUSIBLE.0..=PLAUSIBLE.1).contains(&found)).then_some(found)
    }
}

/// A ruler on the screen, as long as a bank card when it is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ruler {
    /// Pixels a millimetre.
    fine: f32,
}

impl Ruler {
    /// The ruler of a screen that is so fine.
    #[must_use]
    pub const fn new(pixels_per_millimetre: f32) -> Self {
        Self { fine: pixels_per_millimetre.clamp(BOUNDS.0, BOUNDS.1) }
    }

    /// How many pixels of the screen a millimetre has.
    #[must_use]
    pub const fn pixels_per_millimetre(self) -> f32 {
        self.fine
    }

    /// Its length in pixels of the screen, for a side of the card of so many millimetres.
    #[must_use]
    pub fn length(self, millimetres: f32) -> f32 {
        self.fine * millimetres
    }

    /// Longer by so many pixels of the screen, or shorter; on a side of so many millimetres.
    #[must_use]
    pub fn longer(self, pixels: f32, millimetres: f32) -> Self {
        Self::new((self.length(millimetres) + pixels) / millimetres)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_that_says_its_size_is_believed_and_one_that_cannot_be_right_is_not() {
        let of = |pixels, millimetres| Measured { pixels, millimetres }.pixels_per_millimetre();
        assert!(of(1920, 531).is_some_and(|fine| (fine - 3.6158).abs() < 0.001));
        assert!(of(1366, 344).is_some(), "a laptop of 15.6 inches");
        assert!(of(1024, 304).is_some(), "an old screen of 15 inches");
        for (pixels, millimetres) in [(1920, 0), (0, 0), (1920, 160), (1920, 1600), (1920, 5000), (1920, 16), (0, 300)]
        {
            assert_eq!(of(pixels, millimetres), None, "{pixels} {millimetres}");
        }
    }

    #[test]
    fn the_ruler_grows_by_pixels_and_stays_within_what_may_be_written() {
        let ruler = Ruler::new(3.6);
        let grown = ruler.longer(10.0, CARD_MILLIMETRES);
        assert!((grown.length(CARD_MILLIMETRES) - ruler.length(CARD_MILLIMETRES) - 10.0).abs() < 0.01);
        assert!((grown.longer(-10.0, CARD_MILLIMETRES).pixels_per_millimetre() - 3.6).abs() < 0.001);
        let mut ruler = ruler;
        for _ in 0..10_000 {
            ruler = ruler.longer(-10.0, CARD_MILLIMETRES);
        }
        assert!((ruler.pixels_per_millimetre() - 1.0).abs() < f32::EPSILON);
        assert!((Ruler::new(1000.0).pixels_per_millimetre() - 40.0).abs() < f32::EPSILON);
    }
}
