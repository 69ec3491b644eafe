//! A day that is chosen from lists, part by part: the day, the month, the year. Each list offers what the parts before it
//! and the bounds leave, so that no day is chosen that there is not.

use super::Bounds;
use crate::domain::hidden::hidden;
use jiff::civil::Date;

/// What of a day is chosen.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// The day of the month.
    pub day: Option<i8>,
    /// The month, 1 to 12.
    pub month: Option<i8>,
    /// The year.
    pub year: Option<i16>,
}

hidden!(Parts, "Parts");

impl From<Date> for Parts {
    fn from(date: Date) -> Self {
        Self { day: Some(date.day()), month: Some(date.month()), year: Some(date.year()) }
    }
}

impl Parts {
    /// The day, once all of it is chosen.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// The days to choose from.
    #[must_use]
    pub fn days(bounds: Bounds) -> Vec<i8> {
        (1..=31).filter(|day| Self { day: Some(*day), ..Self::default() }.is_possible(bounds)).collect()
    }

    /// The months in which the day that was chosen can lie.
    #[must_use]
    pub fn months(self, bounds: Bounds) -> Vec<i8> {
        (1..=12).filter(|month| Self { month: Some(*month), year: None, ..self }.is_possible(bounds)).collect()
    }

    /// The years in which the day and the month that were chosen can lie.
    #[must_use]
    pub fn years(self, bounds: Bounds) -> Vec<i16> {
        years(bounds).filter(|year| Self { year: Some(*year), ..self }.is_possible(bounds)).collect()
    }

    /// With another day; what was chosen after it stays where it is still possible.
    #[must_use]
    pub fn with_day(self, day: i8, bounds: Bounds) -> Self {
        let month =
            self.month.filter(|month| Self { day: Some(day), month: Some(*month), year: None }.is_possible(bounds));
        Self { day: Some(day), month, ..self }.or_without_year(bounds)
    }

    /// With another month; the year stays where it is still possible.
    #[must_use]
    pub fn with_month(self, month: i8, bounds: Bounds) -> Self {
        Self { month: Some(month), ..self }.or_without_year(bounds)
    }

    fn or_without_year(self, bounds: Bounds) -> Self {
        if self.is_possible(bounds) { self } else { Self { year: None, ..self } }
    }

    /// Whether some day within the bounds has these parts.
    fn is_possible(self, bounds: Bounds) -> bool {
        let fits = |year: i16, month: i8| match self.day {
            Some(day) => Date::new(year, month, day).is_ok_and(|date| bounds.check(date).is_ok()),
            None => Date::new(year, month, 1)
                .is_ok_and(|first| first.last_of_month() >= bounds.first && first <= bounds.last),
        };
        let in_year = |year: i16| match self.month {
            Some(month) => fits(year, month),
            None => (1..=12).any(|month| fits(year, month)),
        };
        match self.year {
            Some(year) => in_year(year),
            None => years(bounds).any(in_year),
        }
    }
}

/// The years of the bounds.
fn years(bounds: Bounds) -> impl DoubleEndedIterator<Item = i16> {
    bounds.first.max(super::FIRST).year()..=bounds.last.min(super::LAST).year()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const BOUNDS: Bounds = Bounds { first: date(2008, 11, 21), last: date(2026, 11, 20) };

    fn parts(day: i8, month: i8, year: i16) -> Parts {
        let some = |part: i8| (part > 0).then_some(part);
        Parts { day: some(day), month: some(month), year: (year > 0).then_some(year) }
    }

    #[test]
    fn a_list_offers_what_there_is_and_no_more() {
        assert_eq!(Parts::days(BOUNDS).len(), 31);
        assert_eq!(parts(31, 0, 0).months(BOUNDS), [1, 3, 5, 7, 8, 10, 12]);
        assert_eq!(parts(29, 2, 0).years(BOUNDS), [2012, 2016, 2020, 2024], "only a leap year has the day");
        assert_eq!(parts(20, 11, 0).years(BOUNDS), (2009..=2026).collect::<Vec<_>>());
        assert_eq!(parts(21, 11, 0).years(BOUNDS), (2008..=2025).collect::<Vec<_>>(), "tomorrow was not yet");
        let week = Bounds { first: date(2026, 1, 28), last: date(2026, 2, 2) };
        assert_eq!(Parts::days(week), [1, 2, 28, 29, 30, 31]);
        assert_eq!(parts(1, 0, 0).months(week), [2]);
    }

    /// Whatever was chosen before, every day within the bounds can be chosen, and no other.
    #[test]
    fn every_day_is_reached_from_every_other() {
        let bounds = Bounds { first: date(2023, 11, 5), last: date(2024, 3, 1) };
        let all = || {
            std::iter::successors(Some(bounds.first), |day| day.tomorrow().ok()).take_while(|day| *day <= bounds.last)
        };
        for from in all() {
            for to in all() {
                assert!(Parts::days(bounds).contains(&to.day()));
                let with = Parts::from(from).with_day(to.day(), bounds);
                assert!(with.months(bounds).contains(&to.month()), "{from} to {to}");
                let with = with.with_month(to.month(), bounds);
                assert!(with.years(bounds).contains(&to.year()), "{from} to {to}");
                assert_eq!(Parts { year: Some(to.year()), ..with }.date(), Some(to));
                assert!(with.date().is_none_or(|date| bounds.check(date).is_ok()), "{from} to {to}");
            }
        }
    }
}
