//! Who may print, and how much: a public printer's paper is the centre's.

/// What a centre allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Whether visitors may print without a specialist.
    pub alone: bool,
    /// How many pages, all copies counted, a visit may have of its own.
    pub pages: u16,
}

/// Why a visitor's sheet is not printed without the specialist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Only specialists print here.
    NotAlone,
    /// More than is left of this visit's pages, of which there are so many.
    Pages {
        /// How many are left.
        left: u16,
    },
}

impl Allowance {
    /// Whether a visitor alone may print so many more pages after these.
    ///
    /// # Errors
    /// With the reason, when not.
    pub const fn check(self, printed: u16, pages: u16, copies: u16) -> Result<(), Over> {
        if !self.alone {
            return Err(Over::NotAlone);
        }
        let left = self.pages.saturating_sub(printed);
        if pages.saturating_mul(copies) > left { Err(Over::Pages { left }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_prints_what_the_centre_allows_and_no_page_more() {
        let allowed = Allowance { alone: true, pages: 10 };
        assert_eq!(allowed.check(0, 10, 1), Ok(()));
        assert_eq!(allowed.check(4, 3, 2), Ok(()));
        assert_eq!(allowed.check(4, 7, 1), Err(Over::Pages { left: 6 }));
        assert_eq!(allowed.check(12, 1, 1), Err(Over::Pages { left: 0 }));
        assert_eq!(allowed.check(0, u16::MAX, u16::MAX), Err(Over::Pages { left: 10 }));
        assert_eq!(Allowance { alone: false, ..allowed }.check(0, 1, 1), Err(Over::NotAlone));
    }
}
