//! When the person of a case is expected next: a day, an hour and what it is about; for a team also the village. The name
//! stands in the case alone. A day on which nobody works and an hour that is somebody else's are said and not forbidden:
//! the specialist knows more than a calendar.

use super::{Action, ForSpecialists, Ground};
use crate::account::{days_unknown_said, hour_said, shut_said, theme_said};
use crate::domain::case::{Appointment, Case, Command, Theme, is_free, next_free, read_hour, read_place, taken_hours};
use crate::domain::centre::CentreKind;
use crate::domain::day::{self, Bounds};
use crate::domain::hidden::hidden;
use crate::i18n::{date_long, date_numeric};
use crate::ui::component::{
    Element, Field, Tone, answers, body, choice_row, field, h1, h3, notice, rows, secondary_button,
};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::{column, container, row};
use jiff::civil::{Date, Time};
use uuid::Uuid;

/// How many days ahead somebody may be expected: a year.
const AHEAD: i64 = 366;

/// The most letters that a field takes in.
const LONGEST: usize = 40;

/// How many free hours are offered.
const OFFERED: usize = 4;

/// The form.
#[derive(Clone, PartialEq)]
pub struct AppointmentPage {
    /// The case.
    pub case: Uuid,
    day: String,
    hour: String,
    place: String,
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
    /// The village was typed.
    Place(String),
    /// One of the hours that are free.
    Take(Time),
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
            Message::Place(typed) => self.place = typed.chars().take(LONGEST).collect(),
            Message::Take(hour) => self.hour = hour_said(hour),
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
        let (label, hint) = (context.tr("appointment-day"), context.tr("appointment-day-hint"));
        let day = Field { error: day_error, ..Field::of_day("appointment-day", label, hint, read, &self.day) };
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
        let place = (context.centre.kind == CentreKind::MobileTeam).then(|| {
            let place = Field {
                id: "appointment-place",
                label: context.tr("appointment-place"),
                hint: Some(context.tr("appointment-place-hint")),
                value: &self.place,
                ..Field::default()
            };
            field(look, place, Message::Place, Message::Submit)
        });
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
        let mut parts = vec![h1(look, self.heading(ground)), field(look, day, Message::Day, Message::Submit)];
        parts.extend(self.day_told(context));
        parts.push(field(look, hour, Message::Hour, Message::Submit));
        parts.extend(self.hours(ground));
        parts.extend(place);
        parts.push(container(themes).max_width(COLUMN).into());
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
        let told = |form: &Self| (form.day.clone(), form.hour.clone(), form.place.clone(), form.theme);
        fresh.is_some_and(|fresh| told(self) != told(&fresh))
    }
}

impl AppointmentPage {
    /// The form of a case. What was appointed and is past is not offered again.
    #[must_use]
    pub fn new(case: &Case, today: Date) -> Self {
        let known = case.appointment.as_ref().filter(|appointment| appointment.day >= today);
        Self {
            case: case.id,
            day: known.map_or_else(String::new, |known| date_numeric(known.day)),
            hour: known.map_or_else(String::new, |known| hour_said(known.hour)),
            place: known.and_then(|known| known.place.clone()).unwrap_or_default(),
            theme: known.map_or(Theme::ALL[0], |known| known.theme),
            is_made: case.appointment.is_some(),
            errors: [false; 2],
        }
    }

    fn read_day(&self, today: Date) -> Option<Date> {
        day::read(&self.day, today, Bounds::around(today, Some(0), Some(AHEAD))).ok()
    }

    /// Why nobody is received on the day that was typed.
    fn day_told<'a>(&self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let Some(day) = self.read_day(context.today) else { return Vec::new() };
        let closed = context.centre.closed_on(day, &context.catalogue.calendar);
        let why = closed.iter().map(|why| notice(Tone::Caution, context.texts.say(&shut_said(why))));
        let unknown = days_unknown_said(context.centre).map(|said| notice(Tone::Information, context.texts.say(&said)));
        why.chain(unknown).collect()
    }

    /// That an appointment is one person's, whether the hour is somebody else's, and which hours are free.
    fn hours<'a>(&self, ground: &Ground<'a>) -> Vec<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let mut told = Vec::new();
        let one_each = context.centre.kind == CentreKind::Consulate;
        if one_each {
            told.push(body(context.tr("appointment-one")));
        }
        let Some((day, hour)) = self.read_day(context.today).zip(read_hour(&self.hour)) else { return told };
        let place = read_place(&self.place);
        let taken = taken_hours(&ground.session.cases, self.case, day, place.as_deref());
        let is_taken = !is_free(&taken, hour);
        if is_taken {
            let words = context.tr_with("appointment-taken", &[("hour", hour_said(hour).into())]);
            told.push(notice(Tone::Caution, words));
        }
        if is_taken || one_each {
            let free = next_free(&taken, hour, OFFERED).into_iter().enumerate().map(|(number, hour)| {
                secondary_button(look, &format!("hour-{number}"), hour_said(hour), None, Message::Take(hour))
            });
            let free = row(free).spacing(space::S).wrap().vertical_spacing(space::S);
            told.push(column![h3(context.tr("appointment-next")), free].spacing(space::XS).into());
        }
        told
    }

    fn mistakes(&self, context: &Context<'_>) -> [Option<String>; 2] {
        let [day, hour] = self.errors;
        [day.then(|| context.tr("appointment-error-day")), hour.then(|| context.tr("appointment-error-hour"))]
    }

    fn submit(&mut self, today: Date) -> Action {
        let (day, hour) = (self.read_day(today), read_hour(&self.hour));
        self.errors = [day.is_none(), hour.is_none()];
        let Some((day, hour)) = day.zip(hour) else { return Action::None };
        let appointment = Appointment { day, hour, theme: self.theme, place: read_place(&self.place) };
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
