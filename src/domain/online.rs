//! A visitor at the State's sites: for how long, when that is asked about, and where they may be there. Pure; who calls knows
//! the clock.

use super::site::{Portal, Site};
use std::collections::BTreeSet;

/// So many seconds before the end it is asked whether more time is wanted. EN 301 549 and WCAG 2.2.1 want 20 at the least.
pub const ASKED: u64 = 60;

/// From so many seconds before the end more time is offered beside the page.
pub const OFFERED: u64 = 300;

/// So long nobody has to touch anything at a page of the State, in seconds: a code is waited for on the telephone, a signature
/// is given there, a form is read.
pub const PATIENCE: u64 = 180;

/// The time that a visitor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOnline {
    limit: u64,
    left: u64,
}

impl TimeOnline {
    /// So many minutes.
    #[must_use]
    pub const fn of(minutes: u64) -> Self {
        let limit = minutes.saturating_mul(60);
        Self { limit, left: limit }
    }

    /// So many seconds have passed.
    pub const fn pass(&mut self, seconds: u64) {
        self.left = self.left.saturating_sub(seconds);
    }

    /// More is wanted: as much as there was, from now on. As often as somebody says so.
    pub const fn extend(&mut self) {
        self.left = self.limit;
    }

    /// Somebody weighs the answers: the time to answer begins anew.
    pub const fn weigh(&mut self, asked: u64) {
        if self.left < asked {
            self.left = asked;
        }
    }

    /// Whether it is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.left == 0
    }

    /// The seconds that are left, once it is asked whether more are wanted: `asked` before the end.
    #[must_use]
    pub const fn asks(self, asked: u64) -> Option<u64> {
        // A limit that is hardly longer is no question from the beginning.
        let asked = if asked < self.limit / 2 { asked } else { self.limit / 2 };
        if self.left <= asked { Some(self.left) } else { None }
    }

    /// Whether more time is offered beside the page.
    #[must_use]
    pub const fn is_short(self) -> bool {
        self.left <= OFFERED
    }

    /// The minutes that are left, as they are said: a minute that has begun is one.
    #[must_use]
    pub const fn minutes(self) -> u64 {
        self.left.div_ceil(60)
    }
}

/// Where a visitor may be: the sites of the catalogue, and those of the list themselves. What is no site is left out.
#[must_use]
pub fn allowed<'a>(sites: impl IntoIterator<Item = &'a String>, portals: &[Portal]) -> BTreeSet<Site> {
    let named = sites.into_iter().filter_map(|site| Site::parse(site).ok());
    let listed = portals.iter().filter_map(|portal| Some(portal.page()?.site().clone()));
    named.chain(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Text;

    #[test]
    fn it_is_asked_a_minute_before_the_end_and_can_be_extended_as_often_as_wanted() {
        let mut time = TimeOnline::of(20);
        assert_eq!((time.minutes(), time.asks(ASKED), time.is_short()), (20, None, false));
        time.pass(899);
        assert_eq!((time.minutes(), time.is_short()), (6, false));
        time.pass(1);
        assert_eq!((time.minutes(), time.is_short(), time.asks(ASKED)), (5, true, None));
        time.pass(240);
        assert_eq!(time.asks(ASKED), Some(60));
        for _ in 0..50 {
            time.pass(59);
            assert!(!time.is_over());
            time.extend();
            assert_eq!((time.minutes(), time.asks(ASKED)), (20, None));
            time.pass(1140);
        }
        time.pass(1000);
        assert!(time.is_over() && time.asks(ASKED) == Some(0));
        const { assert!(ASKED >= 20 && OFFERED > ASKED) };
    }

    #[test]
    fn whoever_listens_is_asked_earlier_and_whoever_weighs_has_the_time_anew() {
        let mut time = TimeOnline::of(20);
        time.pass(20 * 60 - 240);
        assert_eq!((time.asks(4 * ASKED), time.asks(ASKED)), (Some(240), None));
        time.pass(200);
        time.weigh(4 * ASKED);
        assert_eq!(time.asks(4 * ASKED), Some(240));
        // Of a short time the half at most is question.
        let time = TimeOnline::of(5);
        assert_eq!(time.asks(4 * ASKED), None);
    }

    #[test]
    fn a_visitor_may_be_at_the_sites_of_the_catalogue_and_at_those_of_the_list() {
        let portal = |address: &str| {
            let text = Text { ro: "x".to_owned(), ..Text::default() };
            Portal { address: address.to_owned(), title: text.clone(), about: text }
        };
        let sites = ["mpass.gov.md".to_owned(), "*.gov.md".to_owned()];
        let portals = [portal("https://mpay.gov.md/"), portal("http://mpay.gov.md/"), portal("file:///etc")];
        let allowed = allowed(&sites, &portals);
        assert_eq!(allowed.iter().map(Site::as_str).collect::<Vec<_>>(), ["mpass.gov.md", "mpay.gov.md"]);
    }
}
