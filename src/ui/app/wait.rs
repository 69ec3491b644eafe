//! How long no password is looked at, as the pages count it down. The records decide; this only tells.

/// A wait, counted down by the seconds of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    left: u64,
    /// The second in which it began is not over.
    begins: bool,
}

impl Wait {
    /// A wait of so many seconds.
    #[must_use]
    pub const fn new(seconds: u64) -> Self {
        Self { left: seconds, begins: true }
    }

    /// How many seconds are left.
    #[must_use]
    pub const fn left(self) -> u64 {
        self.left
    }

    /// A second of the window is over. The first one began before the wait did: what is told is never too short.
    pub fn second_passed(&mut self) {
        if !std::mem::take(&mut self.begins) {
            self.left = self.left.saturating_sub(1);
        }
    }
}
