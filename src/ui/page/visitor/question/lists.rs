//! A day chosen from lists, for whom typing is a trap: the day, the month, the year, one list after the other in the same
//! place. What is chosen becomes the same text that would be typed, and is read by the same rule.

use super::Message;
use crate::domain::day::{Bounds, Parts};
use crate::domain::hidden::hidden;
use crate::i18n::{date_long, month_alone};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{Element, answers, cells, choice_cell, h2, link_button, rows, secondary_button, strong};
use crate::ui::context::Context;
use crate::ui::style::space;
use crate::ui::widget::described;
use iced::Alignment;
use iced::widget::{Space, container, row};
use jiff::civil::Date;

/// How many years are shown at once; of more, the decade is chosen first.
const YEARS: usize = 28;

/// The width of a page below which few cells stand side by side, in logical pixels.
const SLIM: f32 = 560.0;

/// A list to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The days of a month.
    Day,
    /// The months.
    Month,
    /// The decades, where there are many years.
    Decade,
    /// The years.
    Year,
}

/// What is chosen from a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The day of the month.
    Day(i8),
    /// The month, 1 to 12.
    Month(i8),
    /// The first year of a decade.
    Decade(i16),
    /// The year.
    Year(i16),
}

hidden!(Pick, "Pick");

/// The lists of a question.
#[derive(Clone, PartialEq)]
pub(super) struct Lists {
    parts: Parts,
    decade: Option<i16>,
    /// The list that is open; none once all is chosen.
    open: Option<List>,
}

hidden!(Lists, "Lists");

impl Lists {
    /// The lists, with the day that was given before.
    pub(super) fn of(date: Option<Date>) -> Self {
        let parts = date.map(Parts::from).unwrap_or_default();
        let decade = date.map(|date| decade_of(date.year()));
        Self { parts, decade, open: date.is_none().then_some(List::Day) }
    }

    /// The day, once all of it is chosen.
    pub(super) fn date(&self) -> Option<Date> {
        self.parts.date()
    }

    /// Whether a list is open.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens a list again.
    pub(super) fn open(&mut self, list: List) {
        self.open = Some(list);
    }

    /// Takes what was chosen from the open list.
    pub(super) fn pick(&mut self, pick: Pick, bounds: Bounds) {
        match pick {
            Pick::Day(day) => self.parts = self.parts.with_day(day, bounds),
            Pick::Month(month) => self.parts = self.parts.with_month(month, bounds),
            Pick::Decade(decade) => {
                self.decade = Some(decade);
                self.parts.year = self.parts.year.filter(|year| decade_of(*year) == decade);
            }
            Pick::Year(year) => {
                self.decade = Some(decade_of(year));
                self.parts.year = Some(year);
            }
        }
    }

    /// Goes on to the next list; says whether the open one was answered.
    pub(super) fn go_on(&mut self, bounds: Bounds) -> bool {
        let Parts { day, month, year } = self.parts;
        let answered = match self.open {
            None => true,
            Some(List::Day) => day.is_some(),
            Some(List::Month) => month.is_some(),
            Some(List::Decade) => self.decade.is_some(),
            Some(List::Year) => year.is_some(),
        };
        if answered {
            self.open = match (day, month, year) {
                (None, _, _) => Some(List::Day),
                (_, None, _) => Some(List::Month),
                _ if self.open == Some(List::Decade) => Some(List::Year),
                (_, _, None) => Some(self.list_of_years(bounds)),
                _ => None,
            };
        }
        answered
    }

    fn list_of_years(&self, bounds: Bounds) -> List {
        if self.parts.years(bounds).len() > YEARS { List::Decade } else { List::Year }
    }

    /// Draws what is chosen, and the list that is open.
    pub(super) fn draw<'a>(&self, context: &Context<'a>, bounds: Bounds) -> Element<'a, Message> {
        let look = &context.look;
        let Parts { day, month, year } = self.parts;
        let years = self.list_of_years(bounds);
        let parts = [
            ("part-day", "question-day", List::Day, day.map(|day| day.to_string())),
            ("part-month", "question-month", List::Month, month.map(|month| month_alone(context.texts, month))),
            ("part-year", "question-year", years, year.map(|year| year.to_string())),
        ];
        let mut head = row![].spacing(space::S).align_y(Alignment::Center);
        for (id, key, list, value) in parts {
            let is_open = self.open == Some(list) || self.open == Some(List::Year) && id == "part-year";
            if let Some(open) = self.open.filter(|_| is_open) {
                head = head.push(strong(context.tr(asked(open))));
            } else if let Some(value) = value {
                let words = format!("{}: {value}", context.tr(key));
                head = head.push(secondary_button(look, id, words, None, Message::Open(list)));
            }
        }
        head = head.push(link_button(look, "type", context.tr("question-type"), Message::Lists(false)));
        let below: Element<'a, Message> = match (self.open, self.parts.date()) {
            (Some(list), _) => answers("list", context.tr(asked(list)), self.cells(context, list, bounds)),
            (None, Some(date)) => {
                let words = date_long(context.texts, date);
                described(Semantics::new("date-read", Role::Status, words.clone()), h2(look, words)).into()
            }
            (None, None) => Space::new().into(),
        };
        // Its room is kept where no button stands in it yet, so that the lists lie in one place.
        let head = container(head.wrap().vertical_spacing(space::XS)).center_y(iced::Length::Shrink);
        let head = row![Space::new().height(look.target()), head].align_y(Alignment::Center);
        rows(space::XS, [head.into(), below])
    }

    /// The cells of a list.
    fn cells<'a>(&self, context: &Context<'a>, list: List, bounds: Bounds) -> Element<'a, Message> {
        let look = &context.look;
        let cell = |id: String, words: String, chosen: bool, pick: Pick| {
            choice_cell(look, &id, words, chosen, Message::Pick(pick), Message::PickAndGoOn(pick))
        };
        let ([wide, narrow, slim], list): (_, Vec<_>) = match list {
            List::Day => {
                let days = Parts::days(bounds).into_iter();
                let cell =
                    |day: i8| cell(format!("day-{day}"), day.to_string(), self.parts.day == Some(day), Pick::Day(day));
                ([8, 7, 4], days.map(cell).collect())
            }
            List::Month => {
                let months = self.parts.months(bounds).into_iter();
                let cell = |month: i8| {
                    let words = month_alone(context.texts, month);
                    cell(format!("month-{month}"), words, self.parts.month == Some(month), Pick::Month(month))
                };
                ([4, 3, 2], months.map(cell).collect())
            }
            List::Decade => {
                let years = self.parts.years(bounds);
                let mut decades: Vec<i16> = years.iter().copied().map(decade_of).collect();
                decades.dedup();
                let cell = |decade: i16| {
                    let words = format!("{decade}–{}", decade + 9);
                    cell(format!("decade-{decade}"), words, self.decade == Some(decade), Pick::Decade(decade))
                };
                ([5, 3, 2], decades.into_iter().map(cell).collect())
            }
            List::Year => {
                let of_decade = self.decade.filter(|_| self.list_of_years(bounds) == List::Decade);
                let years = self.parts.years(bounds).into_iter();
                let years = years.filter(|year| of_decade.is_none_or(|decade| decade_of(*year) == decade));
                let cell = |year: i16| {
                    cell(format!("year-{year}"), year.to_string(), self.parts.year == Some(year), Pick::Year(year))
                };
                ([7, 4, 3], years.map(cell).collect())
            }
        };
        let columns = match look.page.width {
            ..SLIM => slim,
            _ if look.is_narrow() => narrow,
            _ => wide,
        };
        cells(space::XS, columns, list)
    }
}

/// The first year of a decade.
const fn decade_of(year: i16) -> i16 {
    year - year % 10
}

/// What is asked by a list.
const fn asked(list: List) -> &'static str {
    match list {
        List::Day => "question-choose-day",
        List::Month => "question-choose-month",
        List::Decade => "question-choose-decade",
        List::Year => "question-choose-year",
    }
}
