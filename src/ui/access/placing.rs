//! Where the window lies on the screen, which assistive technology has to know to find what is in it.

use iced::{Point, Rectangle, Size};

/// What is heard of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placing {
    /// It was opened here, in this size.
    Opened(Option<Point>, Size),
    /// It lies here.
    At(Point),
    /// It has this size.
    Sized(Size),
    /// So many dots of the screen are one of the desktop's.
    Dots(f32),
}

/// Where it lies, in the desktop's measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    at: Point,
    size: Size,
    dots: f32,
}

impl Default for Place {
    fn default() -> Self {
        Self { at: Point::ORIGIN, size: Size::ZERO, dots: 1.0 }
    }
}

impl Place {
    /// Hears of it. What is heard is measured by what everything was enlarged by then.
    pub fn hear(&mut self, placing: Placing, enlarged: f32) {
        let wide = |size: Size| Size::new(size.width * enlarged, size.height * enlarged);
        let far = |at: Point| Point::new(at.x * enlarged, at.y * enlarged);
        match placing {
            Placing::Opened(at, size) => {
                self.at = at.map_or(self.at, far);
                self.size = wide(size);
            }
            Placing::At(at) => self.at = far(at),
            Placing::Sized(size) => self.size = wide(size),
            Placing::Dots(dots) => self.dots = dots,
        }
    }

    /// Where it lies, in dots of the screen.
    #[must_use]
    pub fn bounds(&self) -> Rectangle {
        Rectangle::new(self.at, self.size) * self.dots
    }

    /// How many dots of the screen are one of the desktop's.
    #[must_use]
    pub const fn dots(&self) -> f32 {
        self.dots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_lies_where_it_was_opened_moved_and_resized_to_whatever_is_enlarged() {
        let mut place = Place::default();
        place.hear(Placing::Opened(None, Size::new(1366.0, 768.0)), 1.0);
        assert_eq!(place.bounds(), Rectangle::with_size(Size::new(1366.0, 768.0)));
        place.hear(Placing::At(Point::new(20.0, 10.0)), 2.0);
        place.hear(Placing::Sized(Size::new(500.0, 400.0)), 2.0);
        let bounds = Rectangle { x: 40.0, y: 20.0, width: 1000.0, height: 800.0 };
        assert_eq!(place.bounds(), bounds);
        place.hear(Placing::Dots(1.5), 2.0);
        assert_eq!(place.bounds(), bounds * 1.5);
    }
}
