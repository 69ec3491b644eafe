//! By which relay of the room this computer goes: the code of its screen is typed, or a reader of codes types it, and its key is
//! compared before it counts.

use super::{Action, ForSpecialists, Ground};
use crate::domain::hidden::hidden;
use crate::domain::setup::RelayCode;
use crate::ui::component::{
    Element, Field, Tone, body, caption, card, field, h1, lead, notice, rows, secondary_button, strong,
};
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// The longest that is typed: the code of a relay and some more.
const LONGEST: usize = 400;

/// The relay by which this computer goes, as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRelay {
    /// Its address.
    pub address: String,
    /// Its key, in groups that are compared.
    pub fingerprint: String,
}

impl From<&RelayCode> for KnownRelay {
    fn from(code: &RelayCode) -> Self {
        Self { address: code.address.clone(), fingerprint: code.fingerprint() }
    }
}

/// The page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RelayPage {
    /// What is so now, once it was looked; nothing within where it goes to the hub itself.
    pub known: Option<Option<KnownRelay>>,
    /// Whether a change could not be written.
    pub failed: bool,
    /// Whether something was changed.
    pub changed: bool,
    typed: String,
    error: Option<&'static str>,
    /// The code that was read, to be compared.
    read: Option<RelayCode>,
}

hidden!(RelayPage, "RelayPage");

/// What happens on it.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// The code was typed.
    Typed(String),
    /// Read it; and once it was compared, go by it.
    Submit,
    /// Go to the hub itself.
    None,
}

hidden!(Message, "relay::Message");

impl Page for RelayPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "relay";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(if self.read.is_some() { "relay-compare-heading" } else { "relay-heading" })
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let words = if self.read.is_some() { "relay-use" } else { "relay-read" };
        let primary = Primary::new("submit", ground.context.tr(words), Message::Submit);
        // A reader of codes ends its line with Enter, once or twice: nobody has compared anything by then.
        Some(if self.read.is_some() { primary.not_by_enter() } else { primary.with_key("Enter") })
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        self.read.is_none().then_some(First::Field("relay-code"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.error.map(|_| "relay-code")
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.error.iter().map(|error| ground.context.tr(error)).collect()
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Typed(typed) => {
                self.typed = typed.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
                (self.error, self.read, self.failed, self.changed) = (None, None, false, false);
                Action::None
            }
            Message::Submit => {
                if let Some(code) = self.read.take() {
                    self.typed.clear();
                    return Action::GoByRelay(Some(code));
                }
                self.read = RelayCode::read(&self.typed);
                self.error = self.read.is_none().then_some("relay-wrong");
                Action::None
            }
            Message::None => Action::GoByRelay(None),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        if let Some(code) = &self.read {
            // Nothing stands before the key: it is compared with both in sight, at the largest text too.
            let words = [strong(code.fingerprint()), body(context.tr("relay-compare")), caption(code.address.clone())];
            let key = container(card(look, rows(space::XS, words))).max_width(COLUMN);
            return rows(look.gap(), [h1(look, self.heading(ground)), key.into()]);
        }
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("relay-lead"))];
        if self.failed {
            parts.push(container(notice(Tone::Danger, context.tr("relay-failed"))).max_width(COLUMN).into());
        } else if self.changed {
            parts.push(container(notice(Tone::Success, context.tr("relay-changed"))).max_width(COLUMN).into());
        }
        match &self.known {
            None => {}
            Some(None) => parts.push(body(context.tr("relay-none-now"))),
            Some(Some(relay)) => {
                let address = context.tr_with("relay-now", &[("address", relay.address.clone().into())]);
                let words = [strong(address), caption(context.tr("relay-key")), body(relay.fingerprint.clone())];
                let none = secondary_button(look, "relay-none", context.tr("relay-none"), None, Message::None);
                let words = words.into_iter().chain([container(none).into()]);
                parts.push(container(card(look, rows(space::XS, words))).max_width(COLUMN).into());
            }
        }
        let code = Field {
            id: "relay-code",
            label: context.tr("relay-code"),
            hint: Some(context.tr("relay-hint")),
            error: self.error.map(|error| context.tr(error)),
            checked: true,
            value: &self.typed,
            required: true,
            ..Field::default()
        };
        parts.push(field(look, code, Message::Typed, Message::Submit));
        rows(look.gap(), parts)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }
}
