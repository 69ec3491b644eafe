//! What a person agreed to, matter by matter: renewed or revoked by one press each.

use super::consent::ConsentPage;
use super::{Action, ForSpecialists, Ground};
use crate::account::consent_line;
use crate::domain::case::{Case, Command, Consent, Matter};
use crate::ui::component::{Element, Tone, answers, body, choice_row, h1, key_hint, notice, rows, secondary_button};
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary};
use crate::ui::style::space;
use iced::widget::row;
use uuid::Uuid;

/// The page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentsPage {
    /// The case.
    pub case: Uuid,
    /// Which of them is chosen.
    chosen: usize,
}

/// What happens on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// One of them is chosen.
    Choose(usize),
    /// The one that is chosen is renewed.
    Renew,
    /// The one that is chosen is revoked.
    Revoke,
    /// Another matter is agreed to.
    Another,
}

impl Page for ConsentsPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "consents";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("consents-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        self.chosen(ground.session.case(self.case)?)?;
        Some(Primary::new("renew", ground.context.tr("consents-renew"), Message::Renew).with_key("Enter"))
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some(case) = ground.session.case(self.case) else { return Action::None };
        let today = ground.context.today;
        match message {
            Message::Choose(place) => {
                self.chosen = place;
                Action::None
            }
            Message::Renew => match self.chosen(case) {
                Some(matter) => Action::show(ConsentPage::renewing(case, &matter, today)),
                None => Action::None,
            },
            Message::Revoke => match self.chosen(case) {
                Some(matter) => Action::Command(self.case, Box::new(Command::Revoke(matter))),
                None => Action::None,
            },
            Message::Another => Action::show(ConsentPage::new(case, today)),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let Some(case) = ground.session.case(self.case) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let list = consents(case).into_iter().enumerate().map(|(place, consent)| {
            let words = context.texts.say(&consent_line(context.catalogue, consent, context.today));
            let words = format!("{}. {words}", place + 1);
            choice_row(look, &format!("consent-{place}"), words, self.chosen == place, Message::Choose(place))
        });
        let heading = self.heading(ground);
        let revoke = self.key(ground, Key::Refuse).map(|revoke| {
            let name = key_hint(&context.tr("consents-revoke"), &Key::Refuse.name());
            secondary_button(look, "revoke", name, Some("ban"), revoke)
        });
        let another = key_hint(&context.tr("consents-another"), &Key::Consent.name());
        let another = secondary_button(look, "another-consent", another, Some("file-pen"), Message::Another);
        let buttons = row(std::iter::once(another).chain(revoke)).spacing(space::S).wrap().vertical_spacing(space::S);
        let parts = [
            h1(look, heading.clone()),
            body(context.tr("consents-lead")),
            answers("consents", heading, rows(space::XS, list)),
            buttons.into(),
        ];
        rows(look.gap(), parts)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        let case = ground.session.case(self.case)?;
        let holds = || {
            let chosen = consents(case).into_iter().nth(self.chosen);
            chosen.is_some_and(|consent| consent.holds(ground.context.today))
        };
        match key {
            Key::Refuse => holds().then_some(Message::Revoke),
            Key::Consent => Some(Message::Another),
            _ => None,
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let count = consents(ground.session.case(self.case)?).len();
        (1..=count).contains(&digit).then(|| Message::Choose(digit - 1))
    }
}

impl ConsentsPage {
    /// The page of a case.
    #[must_use]
    pub const fn new(case: Uuid) -> Self {
        Self { case, chosen: 0 }
    }

    /// The matter that is chosen. The order is that of the latest consents, whatever the day.
    fn chosen(&self, case: &Case) -> Option<Matter> {
        case.consents.latest().nth(self.chosen).map(Consent::matter)
    }
}

/// The consents as they are listed.
fn consents(case: &Case) -> Vec<&Consent> {
    case.consents.latest().collect()
}
