//! The person's consent: read aloud, by scope and duration, signed on paper in two copies.

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command, Consent as Content, ConsentScope};
use crate::i18n::date_long;
use crate::ui::component::{
    Element, Tone, answers, body, card, choice_row, h1, h3, key_hint, notice, rows, secondary_button, tick_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{column, container, row};
use jiff::ToSpan as _;
use uuid::Uuid;

/// The durations offered, in days.
const DURATIONS: [(i64, &str); 4] =
    [(0, "consent-today"), (30, "consent-month"), (182, "consent-half-year"), (365, "consent-year")];

/// What is confirmed before a consent is recorded, in this order, with the message that says it.
const CONFIRMED: [&str; 3] = ["consent-read", "consent-written", "consent-signed"];

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsentPage {
    /// The case.
    pub case: Uuid,
    scope: ConsentScope,
    days: i64,
    confirmed: [bool; 3],
    missing: bool,
}

/// What happens in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// For what.
    Scope(ConsentScope),
    /// For how long.
    Days(i64),
    /// One of the things to confirm is so, or is not.
    Confirm(usize),
    /// The text is looked at as it is printed, in two copies.
    Print,
    /// The person agreed and signed.
    Submit,
}

impl Page for ConsentPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "consent";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("consent-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("consent-record"), Message::Submit).with_key("Enter"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong_field()
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        if self.missing { vec![ground.context.tr("consent-error-missing")] } else { Vec::new() }
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        self.hear(message, &ground.context)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let Some(case) = ground.session.case(self.case) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let look = &context.look;
        let event = context.event_title(&case.event);
        let until = date_long(context.texts, self.content(context).until);
        let scope_words = context.tr(match self.scope {
            ConsentScope::ThisEvent => "consent-this-event",
            ConsentScope::FollowUp => "consent-follow-up",
        });
        let aloud = card(
            look,
            column![
                h3(context.tr("consent-aloud")),
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
        let group = |id: &str, words: String, rows: Element<'a, Message>| {
            column![h3(words.clone()), answers(id, words, rows)].spacing(space::XS)
        };
        let scopes = group("scope", context.tr("consent-scope"), rows(space::XS, scopes));
        let durations = group("duration", context.tr("consent-duration"), rows(space::XS, durations));
        let choices: Element<'a, Message> = if look.is_narrow() {
            column![scopes, durations].spacing(space::M).max_width(COLUMN).into()
        } else {
            row![scopes.width(Length::FillPortion(1)), durations.width(Length::FillPortion(1))].spacing(space::L).into()
        };
        let ticks = CONFIRMED.into_iter().zip(self.confirmed).enumerate().map(|(place, (key, so))| {
            tick_row(look, key, format!("{}. {}", place + 1, context.tr(key)), so, Message::Confirm(place))
        });
        let ticks = container(rows(space::XS, ticks)).max_width(COLUMN).into();
        let print = self.key(ground, Key::Print).map(|print| {
            let name = key_hint(&context.tr("consent-print"), &Key::Print.name());
            let button = secondary_button(look, "consent-print", name, Some("printer"), print);
            container(button).into()
        });
        let parts = [h1(look, self.heading(ground)), aloud].into_iter().chain(print).chain([ticks, choices]);
        rows(look.gap(), parts)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Print && ground.context.prints()).then_some(Message::Print)
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        (1..=CONFIRMED.len()).contains(&digit).then(|| Message::Confirm(digit - 1))
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        ground.session.case(self.case).is_some_and(|case| self.is_changed(case))
    }
}

impl ConsentPage {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let scope = case.consent.as_ref().map_or(ConsentScope::ThisEvent, |consent| consent.scope);
        Self { case: case.id, scope, days: 30, confirmed: [false; 3], missing: false }
    }

    fn is_changed(&self, case: &Case) -> bool {
        let fresh = Self::new(case);
        (self.scope, self.days, self.confirmed) != (fresh.scope, fresh.days, fresh.confirmed)
    }

    /// The first of the things that were not confirmed.
    fn wrong_field(&self) -> Option<&'static str> {
        if !self.missing {
            return None;
        }
        CONFIRMED.into_iter().zip(self.confirmed).find(|(_, so)| !so).map(|(id, _)| id)
    }

    /// The consent, as it is chosen.
    fn content(&self, context: &Context<'_>) -> Content {
        let until = context.today.checked_add(self.days.days()).unwrap_or(context.today);
        Content { scope: self.scope, given: context.today, until, paper: None }
    }

    fn hear(&mut self, message: Message, context: &Context<'_>) -> Action {
        match message {
            Message::Scope(scope) => self.scope = scope,
            Message::Days(days) => self.days = days,
            Message::Confirm(place) => {
                if let Some(so) = self.confirmed.get_mut(place) {
                    *so = !*so;
                    self.missing = false;
                }
            }
            Message::Print => {
                let consent = self.content(context);
                return Action::Sheet(SheetWish::Open(SheetChoice::Consent(self.case, consent)));
            }
            Message::Submit if self.confirmed.contains(&false) => self.missing = true,
            Message::Submit => {
                return Action::Command(self.case, Box::new(Command::Consent(self.content(context))));
            }
        }
        Action::None
    }
}
