//! Codes: the words by which what was done is kept, sent and counted. They stand here in full, so that a name inside may
//! change and no data with it.

use super::NotACode;
use crate::domain::case::RequestState;
use crate::domain::printing::{PrintOutcome, SheetKind};
use crate::domain::record::{Action, Mode, Reason};
use crate::domain::text::Language;
use crate::domain::work::{AgeBand, Autonomy, Place, Topic};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest code.
const LONGEST: usize = 30;

/// Telephone numbers, numbers of papers and of persons have more digits in a row than any code of ours.
pub(super) const MOST_DIGITS: usize = 5;

/// A word of letters and digits that begins with a small letter: `caseMoved`. Too short and too plain for what people
/// write about each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl Code {
    /// The code of this text; `None` when it is none.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        is_code(text).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        if is_code(&text) { Ok(Self(text)) } else { Err(NotACode) }
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

pub(super) fn is_code(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && digits_in_a_row(text) <= MOST_DIGITS
}

pub(super) fn digits_in_a_row(text: &str) -> usize {
    text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// A closed list inside, each with its code outside.
pub trait Coded: Copy + PartialEq + 'static {
    /// Every value.
    const EVERY: &'static [Self];

    /// Its code; it never changes.
    fn code(self) -> &'static str;

    /// The value of a code.
    #[must_use]
    fn of_code(code: &str) -> Option<Self> {
        Self::EVERY.iter().copied().find(|value| value.code() == code)
    }
}

/// A value as its code says it: one of ours, or one that only another version knows, kept as it was said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said<T> {
    /// One of ours.
    Known(T),
    /// One of another version.
    Other(Code),
}

impl<T: Coded> Said<T> {
    /// The value, when this version knows it.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Other(_) => None,
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Known(value) => value.code(),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl<T: Coded> PartialEq<T> for Said<T> {
    fn eq(&self, other: &T) -> bool {
        self.known() == Some(*other)
    }
}

impl<T: Coded> Serialize for Said<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de, T: Coded> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match T::of_code(&text) {
            Some(value) => Ok(Self::Known(value)),
            None => Code::try_from(text).map(Self::Other).map_err(serde::de::Error::custom),
        }
    }
}

impl Coded for Action {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::CaseOpened => "caseOpened",
            Self::PersonIdentified => "personIdentified",
            Self::ConsentGiven => "consentGiven",
            Self::ConsentRevoked => "consentRevoked",
            Self::ConsentRefused => "consentRefused",
            Self::PapersChecked => "papersChecked",
            Self::RequestPrepared => "requestPrepared",
            Self::RequestSubmitted => "requestSubmitted",
            Self::RequestPaid => "requestPaid",
            Self::RequestWaiting => "requestWaiting",
            Self::ResultIssued => "resultIssued",
            Self::ResultHandedOver => "resultHandedOver",
            Self::Informed => "informed",
            Self::Referred => "referred",
            Self::RequestWithdrawn => "requestWithdrawn",
            Self::RequestRefused => "requestRefused",
            Self::ChangesTold => "changesTold",
            Self::AppointmentMade => "appointmentMade",
            Self::AppointmentCancelled => "appointmentCancelled",
            Self::CaseTakenOver => "caseTakenOver",
            Self::CaseClosed => "caseClosed",
            Self::SatisfactionGiven => "satisfactionGiven",
            Self::Corrected => "corrected",
            Self::RecordsSalvaged => "recordsSalvaged",
            Self::RecordsLost => "recordsLost",
            Self::SignInRefused => "signInRefused",
            Self::HubLacked => "hubLacked",
            Self::IdentityReplaced => "identityReplaced",
            Self::CasesErased => "casesErased",
            Self::CaseErased => "caseErased",
            Self::SheetPrinted => "sheetPrinted",
            Self::DraftSaved => "draftSaved",
            Self::NotFinishedHere => "notFinishedHere",
            Self::ColleagueAdded => "colleagueAdded",
            Self::ColleagueRemoved => "colleagueRemoved",
            Self::PasswordChanged => "passwordChanged",
            Self::PasswordReset => "passwordReset",
            Self::RoleChanged => "roleChanged",
            Self::KeyGiven => "keyGiven",
            Self::KeyRenewed => "keyRenewed",
            Self::RecoverySheetMade => "recoverySheetMade",
            Self::RecoverySheetUsed => "recoverySheetUsed",
            Self::CodesMade => "codesMade",
            Self::CodesWithdrawn => "codesWithdrawn",
            Self::PagesKept => "pagesKept",
            Self::PagesErased => "pagesErased",
            Self::WorkTold => "workTold",
            Self::GroupHeld => "groupHeld",
            Self::NumberCalled => "numberCalled",
            Self::PaymentOrdered => "paymentOrdered",
            Self::PaymentSaid => "paymentSaid",
            Self::PaymentConfirmed => "paymentConfirmed",
            Self::ProviderHeard => "providerHeard",
        }
    }
}

impl Coded for Mode {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Assisted => "assisted",
        }
    }
}

impl Coded for RequestState {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Submitted => "submitted",
            Self::Paid => "paid",
            Self::Waiting => "waiting",
            Self::Issued => "issued",
            Self::HandedOver => "handedOver",
            Self::InformedOnly => "informedOnly",
            Self::Referred => "referred",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
        }
    }
}

impl Coded for Reason {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::PersonWish => "personWish",
            Self::MadeByMistake => "madeByMistake",
            Self::DoneAlone => "doneAlone",
            Self::NoLongerNeeded => "noLongerNeeded",
            Self::OtherOffice => "otherOffice",
            Self::NotAvailableHere => "notAvailableHere",
            Self::PapersMissing => "papersMissing",
            Self::NotEntitled => "notEntitled",
            Self::FeeTooHigh => "feeTooHigh",
            Self::TooLate => "tooLate",
            Self::ProviderOther => "providerOther",
            Self::ColleagueAway => "colleagueAway",
            Self::ColleagueAsked => "colleagueAsked",
            Self::WrongKey => "wrongKey",
            Self::WrongPerson => "wrongPerson",
            Self::WrongDetails => "wrongDetails",
            Self::Repeated => "repeated",
            Self::NotDone => "notDone",
        }
    }
}

impl Coded for SheetKind {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Papers => "papers",
            Self::Step => "step",
            Self::Consent => "consent",
            Self::Slip => "slip",
            Self::Receipt => "receipt",
            Self::Draft => "draft",
            Self::Payment => "payment",
            Self::Reception => "reception",
            Self::Own => "own",
            Self::Month => "month",
            Self::Recovery => "recovery",
            Self::Codes => "codes",
            Self::DayPack => "dayPack",
            Self::Other => "otherSheet",
        }
    }
}

impl Coded for PrintOutcome {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Confirmed => "confirmed",
        }
    }
}

impl Coded for Language {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        Self::code(self)
    }
}

impl Coded for Place {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Desk => "atDesk",
            Self::Phone => "byPhone",
            Self::Road => "onTheRoad",
            Self::Home => "atHome",
            Self::Room => "inTheRoom",
            Self::School => "atSchool",
            Self::Library => "atLibrary",
            Self::Elsewhere => "elsewhere",
        }
    }
}

impl Coded for Autonomy {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Guided => "guided",
            Self::Partly => "partly",
            Self::Alone => "alone",
        }
    }
}

impl Coded for Topic {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Computer => "computer",
            Self::Phone => "phoneAndApps",
            Self::Email => "email",
            Self::StatePortal => "statePortal",
            Self::Signature => "signature",
            Self::Payments => "onlinePayments",
            Self::Safety => "onlineSafety",
            Self::WhoToAsk => "whoToAsk",
        }
    }
}

impl Coded for AgeBand {
    const EVERY: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        match self {
            Self::Untold => "all",
            Self::Young => "under18",
            Self::Adult => "from18to59",
            Self::Older => "from60",
        }
    }
}
