//! The person's consent: read aloud, by scope and duration, signed on paper in two copies.

use super::Action;
use crate::domain::case::{Case, Command, Consent as Content, ConsentScope};
use crate::i18n::date_long;
use crate::ui::component::{Element, body, card, choice_row, h1, h3, primary_button, rows};
use crate::ui::context::Context;
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{column, container, row};
use jiff::ToSpan as _;
use uuid::Uuid;

/// The durations offered, in days.
const DURATIONS: [(i64, &str); 4] =
    [(0, "consent-today"), (30, "consent-month"), (182, "consent-half-year"), (365, "consent-year")];

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// The case.
    pub case: Uuid,
    scope: ConsentScope,
    days: i64,
}

/// What happens in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// For what.
    Scope(ConsentScope),
    /// For how long.
    Days(i64),
    /// The person agreed and signed.
    Submit,
}

impl Consent {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let scope = case.consent.as_ref().map_or(ConsentScope::ThisEvent, |consent| consent.scope);
        Self { case: case.id, scope, days: 30 }
    }

    /// Updates the form.
    pub fn update(&mut self, message: Message, context: &Context<'_>) -> Action {
        match message {
            Message::Scope(scope) => self.scope = scope,
            Message::Days(days) => self.days = days,
            Message::Submit => {
                let until = context.today.checked_add(self.days.days()).unwrap_or(context.today);
                let consent = Content { scope: self.scope, given: context.today, until };
                return Action::Command(self.case, Box::new(Command::Consent(consent)));
            }
        }
        Action::None
    }

    /// Draws the form.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, case: &Case) -> Element<'a, Message> {
        let look = &context.look;
        let event = context.event_title(&case.event);
        let until = context.today.checked_add(self.days.days()).unwrap_or(context.today);
        let until = date_long(context.texts, until);
        let scope_words = context.tr(match self.scope {
            ConsentScope::ThisEvent => "consent-this-event",
            ConsentScope::FollowUp => "consent-follow-up",
        });
        let aloud = card(
            look,
            column![
                h3(look, context.tr("consent-aloud")),
                body(context.tr_with(
                    "consent-text",
                    &[
                        ("centre", context.text(&context.centre.name).into()),
                        ("scope", scope_words.into()),
                        ("event", event.into()),
                        ("until", until.into()),
                    ],
                )),
            ]
            .spacing(space::S),
        );
        let scopes = [(ConsentScope::ThisEvent, "consent-this-event"), (ConsentScope::FollowUp, "consent-follow-up")]
            .map(|(scope, key)| choice_row(look, key, context.tr(key), self.scope == scope, Message::Scope(scope)));
        let durations =
            DURATIONS.map(|(days, key)| choice_row(look, key, context.tr(key), self.days == days, Message::Days(days)));
        let scopes = column![h3(look, context.tr("consent-scope")), rows(space::XS, scopes)].spacing(space::XS);
        let durations =
            column![h3(look, context.tr("consent-duration")), rows(space::XS, durations)].spacing(space::XS);
        let choices: Element<'a, Message> = if look.is_narrow() {
            column![scopes, durations].spacing(space::M).max_width(COLUMN).into()
        } else {
            row![scopes.width(Length::FillPortion(1)), durations.width(Length::FillPortion(1))].spacing(space::L).into()
        };
        rows(
            look.gap(),
            [
                h1(look, context.tr("consent-heading")),
                choices,
                aloud,
                container(primary_button(look, "submit", context.tr("consent-record"), Message::Submit)).into(),
            ],
        )
    }
}
