//! A request in the field names of the State's front office (FOD, `FodRequest` of its public documentation), so that what was done
//! at a centre can stand beside what was done at the portal. Each field says where it comes from; a field about which nothing is
//! known is absent, and nothing stands in its place. Which fields have no counterpart here is said in README.

use super::facts::Facts;
use crate::domain::action::{Action, Reason};
use crate::domain::case::{Person, RequestState, SealedContent};
use crate::domain::hidden::hidden;
use jiff::Timestamp;
use serde::Serialize;

/// The number of this form.
pub const FORM: &str = "cups-front-office-1";

/// The state of a request, as the front office names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FodStatus {
    /// Made ready and not sent.
    Draft,
    /// With the provider.
    Submitted,
    /// Paid, or the provider works on it.
    InProgress,
    /// The result exists.
    Completed,
    /// The provider refused.
    Rejected,
    /// Taken back.
    Cancelled,
}

impl FodStatus {
    /// The state in the front office's words; nothing of help that was no request there: information, and who was sent elsewhere.
    #[must_use]
    pub const fn of(state: RequestState) -> Option<Self> {
        match state {
            RequestState::Prepared => Some(Self::Draft),
            RequestState::Submitted => Some(Self::Submitted),
            RequestState::Paid | RequestState::Waiting => Some(Self::InProgress),
            RequestState::Issued | RequestState::HandedOver => Some(Self::Completed),
            RequestState::Refused => Some(Self::Rejected),
            RequestState::Withdrawn => Some(Self::Cancelled),
            RequestState::InformedOnly | RequestState::Referred => None,
        }
    }
}

/// Whether it is paid, as the front office names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PaidStatus {
    /// Ordered, or said to be paid and not confirmed.
    Pending,
    /// Recorded as paid, or confirmed.
    Paid,
}

/// Why it was taken back, as the front office names it. Other reasons of ours have no counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ReasonCancel {
    /// The person wished it so, does it alone, or needs it no more.
    UserRequest,
    /// A paper is missing.
    DocumentsIncomplete,
}

impl ReasonCancel {
    const fn of(reason: Reason) -> Option<Self> {
        match reason {
            Reason::PersonWish | Reason::DoneAlone | Reason::NoLongerNeeded => Some(Self::UserRequest),
            Reason::PapersMissing => Some(Self::DocumentsIncomplete),
            _ => None,
        }
    }
}

/// For whom it was made, as the front office names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub enum OnBehalfOn {
    /// The person acts.
    #[serde(rename = "Self")]
    Oneself,
    /// Somebody acts for the person.
    Individual,
}

/// One entry of a request's history.
#[derive(Clone, Copy)]
pub struct FrontOfficeStep<'a> {
    /// Its open part.
    pub facts: &'a Facts,
    /// When it was recorded.
    pub time: Timestamp,
    /// What was sealed in it, where the operator opened it.
    pub sealed: Option<&'a SealedContent>,
}

/// A request in the front office's fields.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FrontOfficeRequest {
    /// The request's random id.
    pub id: String,
    /// The service's code of nine digits, by which both stand in the register of services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rsspa_code: Option<String>,
    /// Always true: it was made at a centre.
    pub is_cups: bool,
    /// From the state after the last entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fod_status: Option<FodStatus>,
    /// When its submission was recorded; sealed, the day that the specialist wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_date: Option<String>,
    /// When it was recorded that the provider works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing_date: Option<String>,
    /// From the reason for which it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_cancel: Option<ReasonCancel>,
    /// From what was recorded of its payment; nothing where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_status: Option<PaidStatus>,
    /// When the payment was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_date: Option<String>,
    /// When it was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_confirm_date: Option<String>,
    /// Sealed: the provider's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_provider_number: Option<String>,
    /// Sealed: who recorded it, as one name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cups_last_name: Option<String>,
    /// Sealed: first name and surname as one text; which is which is not asked at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requestor_last_name: Option<String>,
    /// Sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requestor_idnp: Option<String>,
    /// Sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requestor_phone: Option<String>,
    /// Sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requestor_birth_date: Option<String>,
    /// Sealed: the number of the paper of somebody without an IDNP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_rezident_document_number: Option<String>,
    /// Sealed: whether somebody acts for the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_on: Option<OnBehalfOn>,
}

hidden!(FrontOfficeRequest, "FrontOfficeRequest");

/// The fields without personal data, in the order of a table.
pub const OPEN_FIELDS: [&str; 10] = [
    "Id",
    "RsspaCode",
    "IsCups",
    "FodStatus",
    "SubmissionDate",
    "ProcessingDate",
    "ReasonCancel",
    "PaidStatus",
    "PaymentDate",
    "PaymentConfirmDate",
];

impl FrontOfficeRequest {
    /// A request from its history, the oldest entry first, and whom it was made for where that was opened; nothing where it was
    /// no request in the front office's sense.
    #[must_use]
    pub fn of(id: &str, history: &[FrontOfficeStep<'_>], person: Option<&Person>) -> Option<Self> {
        let state = history.iter().rev().find_map(|step| step.facts.state.as_ref()?.known());
        let status = FodStatus::of(state?)?;
        let when =
            |action: Action| history.iter().find(|step| step.facts.action == action).map(|step| step.time.to_string());
        let was = |action: Action| history.iter().any(|step| step.facts.action == action);
        let paid = was(Action::RequestPaid) || was(Action::PaymentConfirmed);
        let pending = was(Action::PaymentOrdered) || was(Action::PaymentSaid);
        let withdrawn = history.iter().rev().find(|step| step.facts.action == Action::RequestWithdrawn);
        let reason = withdrawn.and_then(|step| step.facts.reason.as_ref()?.known());
        let sealed = || history.iter().rev().filter_map(|step| step.sealed);
        let submitted = sealed().find_map(|sealed| sealed.submitted).map(|day| day.to_string());
        let code = history.iter().rev().find_map(|step| step.facts.service.as_ref());
        let document = person.and_then(|person| person.document.as_ref());
        let behalf = |person: &Person| match person.representative {
            Some(_) => OnBehalfOn::Individual,
            None => OnBehalfOn::Oneself,
        };
        Some(Self {
            id: id.to_owned(),
            rsspa_code: code.map(|code| code.as_str().to_owned()),
            is_cups: true,
            fod_status: Some(status),
            submission_date: submitted.or_else(|| when(Action::RequestSubmitted)),
            processing_date: when(Action::RequestWaiting),
            reason_cancel: reason.filter(|_| status == FodStatus::Cancelled).and_then(ReasonCancel::of),
            paid_status: if paid { Some(PaidStatus::Paid) } else { pending.then_some(PaidStatus::Pending) },
            payment_date: when(Action::RequestPaid),
            payment_confirm_date: when(Action::PaymentConfirmed),
            service_provider_number: sealed()
                .find_map(|sealed| sealed.number.as_ref())
                .map(|one| one.as_str().to_owned()),
            cups_last_name: sealed().find_map(|sealed| sealed.specialist.clone()),
            requestor_last_name: person.map(|person| person.name.clone()).filter(|name| !name.is_empty()),
            requestor_idnp: person.and_then(|person| person.idnp.as_ref()).map(|idnp| idnp.as_str().to_owned()),
            requestor_phone: person.and_then(|person| person.phone.clone()),
            requestor_birth_date: person.and_then(|person| person.birth).map(|day| day.to_string()),
            non_rezident_document_number: document.map(|document| document.number.clone()),
            on_behalf_on: person.map(behalf),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identifier::ServiceCode;
    use crate::domain::record::{Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use serde_json::{Value, json};

    fn said(action: Action, state: Option<RequestState>, reason: Option<Reason>) -> Facts {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let service = ServiceCode::parse("002000206").ok();
        Facts::from(&EntryFacts { service, state, reason, ..EntryFacts::new(action, &circumstances) })
    }

    fn mapped(history: &[Facts]) -> Option<Value> {
        let steps: Vec<FrontOfficeStep<'_>> = (0..)
            .zip(history)
            .map(|(hour, facts)| FrontOfficeStep {
                facts,
                time: Timestamp::from_second(hour * 3600).unwrap(),
                sealed: None,
            })
            .collect();
        FrontOfficeRequest::of("r", &steps, None).map(|request| serde_json::to_value(request).unwrap())
    }

    #[test]
    fn a_history_becomes_the_front_offices_fields_and_what_is_not_known_is_absent() {
        let history = [
            said(Action::RequestPrepared, Some(RequestState::Prepared), None),
            said(Action::RequestSubmitted, Some(RequestState::Submitted), None),
            said(Action::RequestPaid, Some(RequestState::Paid), None),
            said(Action::ResultIssued, Some(RequestState::Issued), None),
            said(Action::SheetPrinted, None, None),
        ];
        let expected = json!({
            "Id": "r", "RsspaCode": "002000206", "IsCups": true, "FodStatus": "Completed",
            "SubmissionDate": "1970-01-01T01:00:00Z", "PaidStatus": "Paid", "PaymentDate": "1970-01-01T02:00:00Z",
        });
        assert_eq!(mapped(&history), Some(expected));
        assert_eq!(mapped(&history[..1]).unwrap()["FodStatus"], "Draft");
    }

    #[test]
    fn help_that_was_no_request_is_none_there() {
        assert_eq!(mapped(&[said(Action::Informed, Some(RequestState::InformedOnly), None)]), None);
        assert_eq!(mapped(&[said(Action::Referred, Some(RequestState::Referred), None)]), None);
        assert_eq!(mapped(&[said(Action::SheetPrinted, None, None)]), None);
    }

    #[test]
    fn a_reason_without_a_counterpart_is_not_guessed() {
        let withdrawn = |reason| {
            let last = said(Action::RequestWithdrawn, Some(RequestState::Withdrawn), Some(reason));
            mapped(&[said(Action::RequestSubmitted, Some(RequestState::Submitted), None), last]).unwrap()
        };
        assert_eq!(withdrawn(Reason::PersonWish)["ReasonCancel"], "UserRequest");
        assert_eq!(withdrawn(Reason::PapersMissing)["ReasonCancel"], "DocumentsIncomplete");
        let other = withdrawn(Reason::FeeTooHigh);
        assert!(other.get("ReasonCancel").is_none() && other["FodStatus"] == "Cancelled");
    }

    #[test]
    fn a_table_has_every_open_field() {
        let whole = FrontOfficeRequest {
            rsspa_code: Some(String::new()),
            fod_status: Some(FodStatus::Draft),
            submission_date: Some(String::new()),
            processing_date: Some(String::new()),
            reason_cancel: Some(ReasonCancel::UserRequest),
            paid_status: Some(PaidStatus::Pending),
            payment_date: Some(String::new()),
            payment_confirm_date: Some(String::new()),
            ..FrontOfficeRequest::default()
        };
        let names: Vec<String> = serde_json::to_value(whole).unwrap().as_object().unwrap().keys().cloned().collect();
        let mut open = OPEN_FIELDS.map(str::to_owned).to_vec();
        open.sort();
        let mut names = names;
        names.sort();
        assert_eq!(names, open);
    }
}
