//! What codes are called: by the published catalogue, and by the words of the kiosk.

use crate::account::month::topic_said;
use crate::domain::catalogue::Catalogue;
use crate::domain::cube::{By, Kind, Served, outcome_code, reason_code, topic_code};
use crate::domain::identifier::ServiceCode;
use crate::domain::month::{Month, Outcome};
use crate::domain::record::Reason;
use crate::domain::service::Confidence;
use crate::domain::work::Topic;
use crate::i18n::{Phrase, Value, phrase, reason_word};

/// What the published catalogue calls things; without one, codes stay codes.
#[derive(Clone, Copy)]
pub struct AgencyNames<'a> {
    /// The catalogue.
    pub catalogue: Option<&'a Catalogue>,
}

impl<'a> AgencyNames<'a> {
    fn service(self, code: &str) -> Option<&'a crate::domain::service::Service> {
        self.catalogue?.service(&ServiceCode::parse(code).ok()?)
    }

    /// The provider of a service, by the same rule by which journeys are counted; where the catalogue does not know the service,
    /// its own code.
    #[must_use]
    pub fn provider_of(self, service: &str) -> String {
        match (self.catalogue, ServiceCode::parse(service)) {
            (Some(catalogue), Ok(code)) => catalogue.office_of(&code),
            _ => service.to_owned(),
        }
    }

    /// A centre's name.
    #[must_use]
    pub fn centre(self, id: &str) -> Value<'a> {
        let known = self.catalogue.and_then(|catalogue| catalogue.centres.get(id));
        known.map_or_else(|| Value::Name(id.to_owned()), |centre| Value::Text(&centre.name))
    }

    /// The name of an event, or of those of one visit.
    #[must_use]
    pub fn event(self, codes: &str) -> Value<'a> {
        let one = |code: &str| {
            let known = self.catalogue.and_then(|catalogue| catalogue.events.get(code));
            known.map_or_else(|| Value::Name(code.to_owned()), |event| Value::Text(&event.title))
        };
        match codes.split_once('+') {
            None => one(codes),
            Some(_) => Value::Remarks(codes.split('+').map(one).collect()),
        }
    }

    /// A service's name.
    #[must_use]
    pub fn service_name(self, code: &str) -> Value<'a> {
        self.service(code).map_or_else(|| Value::Name(code.to_owned()), |service| Value::Text(&service.title))
    }

    /// A provider's name.
    #[must_use]
    pub fn provider(self, id: &str) -> Value<'a> {
        let known = self.catalogue.and_then(|catalogue| catalogue.providers.get(id));
        known.map_or_else(|| Value::Name(id.to_owned()), |provider| Value::Text(&provider.name))
    }

    /// Whether a row has a name of its own.
    #[must_use]
    pub fn knows(self, by: By, code: &str) -> bool {
        let Some(catalogue) = self.catalogue else { return matches!(by, By::Month | By::Detail | By::Mode) };
        match by {
            By::Centre => catalogue.centres.contains_key(code),
            By::Service => self.service(code).is_some(),
            By::Provider => catalogue.providers.contains_key(code),
            By::Event => code.split('+').all(|code| catalogue.events.contains_key(code)),
            By::Month | By::Detail | By::Mode => true,
        }
    }

    /// The name of a row.
    #[must_use]
    pub fn row(self, kind: Kind, by: By, code: &str) -> Value<'a> {
        match by {
            By::Month => {
                code.parse::<Month>().map_or_else(|_| Value::Name(code.to_owned()), |month| Value::Month(month.first()))
            }
            By::Detail => detail_said(kind, code),
            By::Mode => served_said(code).into(),
            By::Event if code.is_empty() => phrase("agency-no-event").into(),
            By::Service | By::Provider if code.is_empty() => phrase("report-step").into(),
            By::Centre => self.centre(code),
            By::Event => self.event(code),
            By::Service => self.service_name(code),
            By::Provider => self.provider(code),
        }
    }

    /// What the published catalogue is worth: its number, as of when, and how much of it was confirmed.
    #[must_use]
    pub fn trust(self) -> Vec<Value<'a>> {
        let Some(catalogue) = self.catalogue else { return vec![phrase("agency-no-catalogue").into()] };
        let of = |confidence: Confidence| {
            let services = catalogue.services.values();
            Value::Number(services.filter(|service| service.confidence == confidence).count())
        };
        let number = usize::try_from(catalogue.number).unwrap_or(usize::MAX);
        vec![
            phrase("agency-catalogue").with("number", number).with("day", Value::Day(catalogue.as_of)).into(),
            phrase("agency-confirmed")
                .with("all", catalogue.services.len())
                .with("whole", of(Confidence::Verified))
                .with("partly", of(Confidence::Partial))
                .with("little", of(Confidence::Assumed))
                .into(),
        ]
    }
}

/// An outcome in the words of the centre's own month.
pub(super) fn outcome_said(outcome: Outcome) -> Phrase<'static> {
    match outcome {
        Outcome::Prepared => phrase("report-prepared"),
        Outcome::Underway => phrase("report-underway"),
        Outcome::Result => phrase("report-result"),
        Outcome::Without => phrase("report-without"),
    }
}

/// How people were served; a code that is none is what is not told apart.
pub(super) fn served_said(code: &str) -> Phrase<'static> {
    match Served::ALL.into_iter().find(|served| served.code() == code) {
        Some(Served::Alone) => phrase("agency-served-alone"),
        Some(Served::Assisted) => phrase("agency-served-assisted"),
        Some(Served::InformedOnly) => phrase("agency-served-informed"),
        None => phrase("agency-served-together"),
    }
}

fn reason_of(code: &str) -> Option<Reason> {
    Reason::ALL.into_iter().find(|reason| reason_code(*reason) == code)
}

/// What a detail is called; what only a newer terminal knows stays a code.
fn detail_said(kind: Kind, code: &str) -> Value<'static> {
    let known = match kind {
        Kind::Request => Outcome::ALL.into_iter().find(|one| outcome_code(*one) == code).map(outcome_said),
        Kind::Unfinished | Kind::Corrected => reason_of(code).map(|reason| phrase(reason_word(reason))),
        Kind::Informed => Topic::ALL.into_iter().find(|topic| topic_code(*topic) == code).map(topic_said),
        Kind::Satisfaction | Kind::Trust | Kind::Called => None,
    };
    match known {
        Some(said) => said.into(),
        None if code.is_empty() && kind == Kind::Informed => phrase("agency-no-topic").into(),
        None if code.is_empty() => phrase("report-untold").into(),
        None => Value::Name(code.to_owned()),
    }
}

/// The place of a detail in its list.
pub(super) fn place_of(kind: Kind, code: &str) -> usize {
    let found = match kind {
        Kind::Request => Outcome::ALL.iter().position(|one| outcome_code(*one) == code),
        Kind::Unfinished => {
            let first = Reason::NOT_FINISHED.iter().position(|reason| reason_code(*reason) == code);
            first.or_else(|| Some(10 + Reason::ALL.iter().position(|reason| reason_code(*reason) == code)?))
        }
        Kind::Corrected => Reason::CORRECTIONS.iter().position(|reason| reason_code(*reason) == code),
        Kind::Informed => Topic::ALL.iter().position(|topic| topic_code(*topic) == code),
        Kind::Satisfaction | Kind::Trust | Kind::Called => None,
    };
    found.unwrap_or(usize::MAX)
}

/// The heading of the first column.
pub(super) fn head(kind: Kind, by: By) -> Phrase<'static> {
    match (by, kind) {
        (By::Centre, _) => phrase("agency-centre"),
        (By::Service, _) => phrase("report-service"),
        (By::Provider, _) => phrase("report-provider"),
        (By::Event, _) => phrase("agency-event"),
        (By::Month, _) => phrase("agency-month"),
        (By::Mode, _) => phrase("agency-mode"),
        (By::Detail, Kind::Request) => phrase("agency-outcome"),
        (By::Detail, Kind::Informed) => phrase("report-theme"),
        (By::Detail, _) => phrase("agency-reason"),
    }
}
