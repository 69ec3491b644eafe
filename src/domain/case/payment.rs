//! What is known of the payment of a request: by which key and code it is paid, who says that it was, and from where that
//! is confirmed. It stands beside the state of the request, for a provider may begin before anybody has confirmed a payment.
//! Nothing here counts money: the centre takes none.

use super::command::Rules;
use super::{Before, Case, CaseError, Outcome, Request, RequestState};
use crate::domain::action::Action;
use crate::domain::hidden::hidden;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The fewest and the most letters of an order key: request numbers and fines' numbers are paid by theirs.
const ORDER_KEY: std::ops::RangeInclusive<usize> = 4..=36;
/// The fewest and the most digits of a code for paying in cash.
const CASH_CODE: std::ops::RangeInclusive<usize> = 4..=24;

/// The key by which MPay finds what is to be paid: letters, digits, `-`, `/`, `_` and `.`, with a digit. Only its form is
/// checked; whether there is such an order, MPay says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderKey(String);

/// The code that is said where it is paid in cash, at the post office or the bank: digits only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CashCode(String);

hidden!(OrderKey, "OrderKey");
hidden!(CashCode, "CashCode");

impl OrderKey {
    /// Reads a key as it is typed; blanks between its groups say nothing.
    ///
    /// # Errors
    /// When it cannot be the key of an order.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let key: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let fits = key.chars().all(|letter| letter.is_ascii_alphanumeric() || "-/_.".contains(letter))
            && key.contains(|letter: char| letter.is_ascii_digit())
            && ORDER_KEY.contains(&key.len());
        if fits { Ok(Self(key)) } else { Err(CaseError::OrderKey) }
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as it is read aloud and copied: digits in fours, where it is nothing but digits.
    #[must_use]
    pub fn in_groups(&self) -> String {
        in_groups(&self.0, 4)
    }
}

impl CashCode {
    /// Reads a code as it is typed; blanks and hyphens between its groups say nothing.
    ///
    /// # Errors
    /// When it cannot be such a code.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let code: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let fits = code.bytes().all(|byte| byte.is_ascii_digit()) && CASH_CODE.contains(&code.len());
        if fits { Ok(Self(code)) } else { Err(CaseError::CashCode) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as it is read aloud: digits in threes.
    #[must_use]
    pub fn in_groups(&self) -> String {
        in_groups(&self.0, 3)
    }
}

/// Digits in groups of so many; what holds other letters stays as it is.
fn in_groups(text: &str, size: usize) -> String {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let groups: Vec<&str> =
        (0..text.len()).step_by(size).filter_map(|at| text.get(at..text.len().min(at + size))).collect();
    groups.join("\u{a0}")
}

impl TryFrom<String> for OrderKey {
    type Error = CaseError;

    fn try_from(text: String) -> Result<Self, CaseError> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for CashCode {
    type Error = CaseError;

    fn try_from(text: String) -> Result<Self, CaseError> {
        Self::parse(&text)
    }
}

impl From<OrderKey> for String {
    fn from(key: OrderKey) -> Self {
        key.0
    }
}

impl From<CashCode> for String {
    fn from(code: CashCode) -> Self {
        code.0
    }
}

/// From where the specialist knows what a provider did or that something was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Provenance {
    /// Seen on the State's portal.
    Portal,
    /// The provider said so on the telephone.
    Phone,
    /// It stands in the list that the provider sent.
    List,
    /// The person showed the receipt.
    Receipt,
    /// The person says so.
    Person,
}

impl Provenance {
    /// From where it can be known what a provider did, and that it has the money.
    pub const OF_PROVIDER: [Self; 3] = [Self::Portal, Self::Phone, Self::List];
    /// By what a person says that it is paid: nobody has confirmed it yet.
    pub const OF_PERSON: [Self; 2] = [Self::Receipt, Self::Person];

    /// Whether the provider's own word stands behind it.
    #[must_use]
    pub fn is_of_provider(self) -> bool {
        Self::OF_PROVIDER.contains(&self)
    }
}

/// That something was heard: from where, and for which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Heard {
    /// From where; nothing where it was not written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Provenance>,
    /// The day on which it was paid, as far as is known.
    pub on: Date,
}

/// What is known of a payment.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// The key of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderKey>,
    /// The code for paying in cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<CashCode>,
    /// That the person says or shows that it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Heard>,
    /// That it is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Heard>,
}

hidden!(Payment, "Payment");

/// What was learned of a payment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PaymentNews {
    /// By which key and code it is paid; one of the two at least.
    Order {
        /// The key of the order.
        order: Option<OrderKey>,
        /// The code for paying in cash.
        cash: Option<CashCode>,
    },
    /// The person says or shows that it is paid: one of [`Provenance::OF_PERSON`].
    Said(Heard),
    /// It is confirmed, where the request cannot become paid any more because the provider works on it already: one of
    /// [`Provenance::OF_PROVIDER`].
    Confirmed(Heard),
}

hidden!(PaymentNews, "PaymentNews");

/// How the payment of a request stands. "Paid" may never look like "confirmed".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// Nothing is known of it.
    Nothing,
    /// It is known how it is paid, and nobody says that it was.
    Asked,
    /// Paid, not confirmed.
    Said(Heard),
    /// Paid, and confirmed; by an older program, without from where.
    Confirmed(Option<Heard>),
}

impl Request {
    /// How its payment stands.
    #[must_use]
    pub fn payment_state(&self) -> PaymentState {
        match self.payment.as_deref() {
            Some(Payment { confirmed: Some(heard), .. }) => PaymentState::Confirmed(Some(*heard)),
            _ if self.state == RequestState::Paid => PaymentState::Confirmed(None),
            Some(Payment { said: Some(heard), .. }) => PaymentState::Said(*heard),
            Some(Payment { order: None, cash: None, .. }) | None => PaymentState::Nothing,
            Some(_) => PaymentState::Asked,
        }
    }

    /// Whether something may still be learned of its payment: it has not ended without a result.
    #[must_use]
    pub const fn may_be_paid(&self) -> bool {
        matches!(
            self.state,
            RequestState::Prepared
                | RequestState::Submitted
                | RequestState::Paid
                | RequestState::Waiting
                | RequestState::Issued
                | RequestState::HandedOver
        )
    }

    /// Whether it is still to be paid, as far as is known here: it goes on, and nobody says that it is paid.
    #[must_use]
    pub fn is_to_pay(&self) -> bool {
        !self.state.is_final() && matches!(self.payment_state(), PaymentState::Nothing | PaymentState::Asked)
    }

    /// Since when it is paid and not confirmed.
    #[must_use]
    pub fn unconfirmed_since(&self) -> Option<Date> {
        match self.payment_state() {
            PaymentState::Said(heard) if self.may_be_paid() => Some(heard.on),
            _ => None,
        }
    }

    /// Writes down that it is paid and confirmed.
    pub(super) fn confirm(&mut self, heard: Heard) {
        self.payment.get_or_insert_default().confirmed = Some(heard);
    }
}

impl Case {
    /// Something was learned of a payment; what is known already is no news.
    pub(super) fn learn_payment(
        &mut self,
        id: Uuid,
        news: PaymentNews,
        today: Date,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        let request = self.requests.iter_mut().find(|request| request.id == id).ok_or(CaseError::UnknownRequest)?;
        let before = Before::Request(Some(Box::new(request.clone())));
        rules.demand(request.may_be_paid(), CaseError::NotPayable)?;
        let is_confirmed = matches!(request.payment_state(), PaymentState::Confirmed(_));
        let payment = request.payment.get_or_insert_default();
        let learned = Some(news.clone());
        let (action, from) = match news {
            PaymentNews::Order { order, cash } => {
                // Another key than the one on the person's paper is not slipped in: that one is taken back first.
                let other = payment.order.as_ref().is_some_and(|known| order.as_ref().is_some_and(|new| new != known))
                    || payment.cash.as_ref().is_some_and(|known| cash.as_ref().is_some_and(|new| new != known));
                rules.demand(!other, CaseError::OrderKnown)?;
                let is_new = payment.order.is_none() && order.is_some() || payment.cash.is_none() && cash.is_some();
                rules.demand(is_new, CaseError::Unchanged)?;
                payment.order = order.or(payment.order.take());
                payment.cash = cash.or(payment.cash.take());
                (Action::PaymentOrdered, None)
            }
            PaymentNews::Said(heard) => {
                rules.demand(heard.on <= today, CaseError::FutureDate)?;
                rules.demand(heard.from.is_some_and(|from| !from.is_of_provider()), CaseError::ProvenanceMissing)?;
                rules.demand(!is_confirmed && payment.said != Some(heard), CaseError::Unchanged)?;
                payment.said = Some(heard);
                (Action::PaymentSaid, heard.from)
            }
            PaymentNews::Confirmed(heard) => {
                rules.demand(heard.on <= today, CaseError::FutureDate)?;
                rules.demand(heard.from.is_some_and(Provenance::is_of_provider), CaseError::ProvenanceMissing)?;
                rules.demand(!is_confirmed, CaseError::Unchanged)?;
                payment.confirmed = Some(heard);
                (Action::PaymentConfirmed, heard.from)
            }
        };
        let (service, state) = (Some(request.service.clone()), Some(request.state));
        let known = Outcome { request: Some(id), service, state, from, ..Outcome::plain(action) };
        Ok((Outcome { payment: learned, ..known }, before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_and_a_code_are_read_as_people_copy_them_and_nothing_else_is_one() {
        assert_eq!(OrderKey::parse(" 0000 1111 2222 3333 ").unwrap().as_str(), "0000111122223333");
        assert_eq!(OrderKey::parse("FOD-2026-000017").unwrap().in_groups(), "FOD-2026-000017");
        assert_eq!(OrderKey::parse("0000111122223333").unwrap().in_groups(), "0000\u{a0}1111\u{a0}2222\u{a0}3333");
        for none in ["", "123", "achitat", "cheia mea 1!", &"1".repeat(37)] {
            assert_eq!(OrderKey::parse(none), Err(CaseError::OrderKey), "{none}");
        }
        assert_eq!(CashCode::parse("000-111").unwrap().in_groups(), "000\u{a0}111");
        assert_eq!(CashCode::parse("0001112").unwrap().in_groups(), "000\u{a0}111\u{a0}2");
        for none in ["", "12", "12A4", &"1".repeat(25)] {
            assert_eq!(CashCode::parse(none), Err(CaseError::CashCode), "{none}");
        }
    }
}
