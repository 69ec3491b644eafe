//! When the person of a case is expected next: a day, an hour and what it is about. The name stands in the case alone.

use super::{Action, ForSpecialists, Ground};
use crate::account::{hour_said, theme_said};
use crate::domain::case::{Appointment, Case, Command, Theme, read_hour};
use crate::domain::day::{self, Bounds};
use crate::domain::hidden::hidden;
use crate::i18n::{date_long, date_numeric};
use crate::ui::component::{Element, Field, answers, choice_row, field, h1, h3, rows, secondary_button};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::{column, container};
use jiff::civil::Date;
use uuid::Uuid;

/// How many days ahead somebody may be expected: a year.
const AHEAD: i64 = 366;

/// The most letters that a field takes in.
const LONGEST: usize = 40;

/// The form.
#[derive(Clone, PartialEq)]
pub struct AppointmentPage {
    /// The case.
    pub case: Uuid,
    day: String,
    hour: String,
    theme: Theme,
    /// Whether there is one that can be called off.
    is_made: bool,
    errors: [bool; 2],
}

hidden!(AppointmentPage, "AppointmentPage");

/// What happens in the form.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The day was typed.
    Day(String),
    /// The hour was typed.
    Hour(String),
    /// What it is about.
    Theme(Theme),
    /// Record it.
    Submit,
    /// The person is not expected any more.
    Cancel,
}

hidden!(Message, "appointment::Message");

impl Page for AppointmentPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "appointment";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("appointment-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("appointment-day"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        let fields = ["appointment-day", "appointment-hour"];
        fields.into_iter().zip(self.errors).find_map(|(field, wrong)| wrong.then_some(field))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.mistakes(&ground.context).into_iter().flatten().collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Day(typed) => self.day = typed.chars().take(LONGEST).collect(),
            Message::Hour(typed) => self.hour = typed.chars().take(LONGEST).collect(),
            Message::Theme(theme) => self.theme = theme,
            Message::Submit => return self.submit(ground.context.today),
            Message::Cancel => return Action::Command(self.case, Box::new(Command::Appoint(None))),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let [day_error, hour_error] = self.mistakes(context);
        let read = self.read_day(context.today).map(|day| date_long(context.texts, day));
        let day = Field {
            id: "appointment-day",
            required: true,
            label: context.tr("appointment-day"),
            hint: Some(read.clone().unwrap_or_else(|| context.tr("appointment-day-hint"))),
            heard: read,
            error: day_error,
            checked: true,
            value: &self.day,
            ..Field::default()
        };
        let hour = Field {
            id: "appointment-hour",
            required: true,
            label: context.tr("appointment-hour"),
            hint: Some(context.tr("appointment-hour-hint")),
            error: hour_error,
            checked: true,
            value: &self.hour,
            ..Field::default()
        };
        let themes = Theme::ALL.map(|theme| {
            let words = context.texts.say(&theme_said(theme).into());
            choice_row(look, theme_id(theme), words, self.theme == theme, Message::Theme(theme))
        });
        let about = context.tr("appointment-theme");
        let themes = column![h3(about.clone()), answers("theme", about, rows(space::XS, themes))].spacing(space::XS);
        let cancel = self.is_made.then(|| {
            let words = context.tr("appointment-cancel");
            container(secondary_button(look, "cancel-appointment", words, Some("x"), Message::Cancel)).into()
        });
        let parts = [
            h1(look, self.heading(ground)),
            field(look, day, Message::Day, Message::Submit),
            field(look, hour, Message::Hour, Message::Submit),
            container(themes).max_width(COLUMN).into(),
        ];
        rows(look.gap(), parts.into_iter().chain(cancel))
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        Theme::ALL.get(digit.checked_sub(1)?).copied().map(Message::Theme)
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        let fresh = ground.session.case(self.case).map(|case| Self::new(case, ground.context.today));
        fresh.is_some_and(|fresh| (&self.day, &self.hour, self.theme) != (&fresh.day, &fresh.hour, fresh.theme))
    }
}

impl AppointmentPage {
    /// The form of a case. What was appointed and is past is not offered again.
    #[must_use]
    pub fn new(case: &Case, today: Date) -> Self {
        let known = case.appointment.filter(|appointment| appointment.day >= today);
        Self {
            case: case.id,
            day: known.map_or_else(String::new, |known| date_numeric(known.day)),
            hour: known.map_or_else(String::new, |known| hour_said(known.hour)),
            theme: known.map_or(Theme::ALL[0], |known| known.theme),
            is_made: case.appointment.is_some(),
            errors: [false; 2],
        }
    }

    fn read_day(&self, today: Date) -> Option<Date> {
        day::read(&self.day, today, Bounds::around(today, Some(0), Some(AHEAD))).ok()
    }

    fn mistakes(&self, context: &Context<'_>) -> [Option<String>; 2] {
        let [day, hour] = self.errors;
        [day.then(|| context.tr("appointment-error-day")), hour.then(|| context.tr("appointment-error-hour"))]
    }

    fn submit(&mut self, today: Date) -> Action {
        let (day, hour) = (self.read_day(today), read_hour(&self.hour));
        self.errors = [day.is_none(), hour.is_none()];
        let Some((day, hour)) = day.zip(hour) else { return Action::None };
        let appointment = Appointment { day, hour, theme: self.theme };
        Action::Command(self.case, Box::new(Command::Appoint(Some(appointment))))
    }
}

/// The id of the row of a theme.
const fn theme_id(theme: Theme) -> &'static str {
    match theme {
        Theme::Papers => "theme-bring",
        Theme::Request => "theme-fill",
        Theme::Result => "theme-collect",
        Theme::Advice => "theme-ask",
    }
}
