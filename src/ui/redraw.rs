//! How much of a frame is drawn anew.
//!
//! The window draws what differs from the frame before, piece by piece; for each piece it clears a mask of the whole
//! window and looks through the whole page again. That is little work when a control takes the focus, and many times
//! that of drawing everything once when another page is come to. It draws everything once when the background is another
//! one; so, where much has changed, the background is, by less than any screen can show.

use super::access::Snapshot;
use iced::Color;

/// How many parts of a page can change before it is drawn as a whole: the control that had the focus and the one that
/// has it now, a field and what is said below it.
const PIECES: usize = 4;

/// How many backgrounds there are that look the same; two that follow each other have to differ.
const BACKGROUNDS: u8 = 16;

/// What was drawn last.
#[derive(Debug, Default)]
pub struct Redraw {
    described: Snapshot,
    background: u8,
}

impl Redraw {
    /// Takes note of how the page stands that is about to be drawn.
    pub fn note(&mut self, snapshot: &Snapshot) {
        if snapshot.changed_since(&self.described) > PIECES {
            self.background = (self.background + 1) % BACKGROUNDS;
        }
        self.described.clone_from(snapshot);
    }

    /// The colour behind the page.
    #[must_use]
    pub fn behind(&self, canvas: Color) -> Color {
        // A hundredth of what a screen can show, away from the end of the scale.
        let step = if canvas.b > 0.5 { -0.01 / 255.0 } else { 0.01 / 255.0 };
        Color { b: canvas.b + f32::from(self.background) * step, ..canvas }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::access::{Described, Role, Semantics};
    use crate::ui::style::{HIGH, NORMAL};

    fn page(words: &[&str]) -> Snapshot {
        let part = |(place, words): (usize, &&str)| Described {
            number: place as u64 + 1,
            parent: 0,
            semantics: Semantics::new(place.to_string(), Role::Button, *words),
            group: None,
            caret: None,
            focused: false,
            focusable: true,
            bounds: iced::Rectangle::default(),
            scrolled: true,
        };
        Snapshot { parts: words.iter().enumerate().map(part).collect(), ..Snapshot::default() }
    }

    #[test]
    fn what_comes_goes_moves_or_is_said_anew_has_changed() {
        let before = page(&["a", "b", "c"]);
        assert_eq!(before.changed_since(&before), 0);
        assert_eq!(page(&["a", "x", "c"]).changed_since(&before), 1);
        assert_eq!(page(&["a", "b", "c", "d"]).changed_since(&before), 1);
        assert_eq!(page(&["a"]).changed_since(&before), 2);
        assert_eq!(page(&[]).changed_since(&before), 3);
        let mut moved = before.clone();
        moved.parts[1].bounds.y = 4.0;
        assert_eq!(moved.changed_since(&before), 1);
        let mut focused = before.clone();
        focused.parts[0].focused = true;
        assert_eq!(focused.changed_since(&before), 1);
    }

    #[test]
    fn another_page_has_another_background_that_nobody_can_tell_apart_and_a_letter_typed_has_not() {
        for palette in [&NORMAL, &HIGH] {
            let mut redraw = Redraw::default();
            for turn in 0..40 {
                let before = redraw.behind(palette.canvas);
                let letter = if turn % 2 == 0 { "a" } else { "b" };
                redraw.note(&page(&[letter; 5]));
                let here = redraw.behind(palette.canvas);
                assert_ne!(here, before, "{turn}");
                assert_eq!(here.into_rgba8(), palette.canvas.into_rgba8());
                assert!((0.0..=1.0).contains(&here.b), "{here:?}");
                redraw.note(&page(&[letter, letter, letter, letter, "typed"]));
                assert_eq!(redraw.behind(palette.canvas), here);
                redraw.note(&page(&[letter; 5]));
            }
        }
    }
}
