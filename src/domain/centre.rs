//! Centres: where the program stands, and what can be done there.

use super::calendar::MonthDay;
use super::identifier::ServiceCode;
use super::money::{Amount, Currency};
use super::service::{Confidence, FeeOption, Finish, Service, Source};
use super::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CentreKind {
    /// A unified centre in a town hall.
    TownHall,
    /// A unified centre in a public library. What its specialist does is what one in a town hall does; what the town
    /// hall itself finishes, and the library does not, stands in `finishes`.
    Library,
    /// A mission or consular office.
    Consulate,
    /// A team with a laptop, without a line for the day.
    MobileTeam,
}

impl CentreKind {
    /// The value of the fact `centre_kind`: a library is to conditions what a town hall is.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TownHall | Self::Library => "town_hall",
            Self::Consulate => "consulate",
            Self::MobileTeam => "mobile_team",
        }
    }
}

/// An office of a provider to which people from a centre's localities go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The provider, by its id.
    pub provider: String,
    /// What it is called and where it stands.
    pub place: Text,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Text>,
    /// Its own telephones, as they are dialled within the country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
}

/// The way from a centre to the offices that its people go to, there alone: by it is reckoned what a journey that nobody
/// had to make would have taken. What is absent is not known, and nothing is reckoned by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeWay {
    /// Where the offices are.
    pub to: Text,
    /// How far it is by road.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kilometres: Option<u16>,
    /// How long the bus takes, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// What the bus costs, in lei.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fare: Option<Amount>,
    /// How well these figures were confirmed.
    pub confidence: Confidence,
    /// The pages on which they were read.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The profile of a centre. What is absent is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Its id, lower-case letters, digits and hyphens: `lozova`.
    pub id: String,
    /// The kind.
    pub kind: CentreKind,
    /// Its name as the header shows it.
    pub name: Text,
    /// The locality.
    pub locality: String,
    /// The district, or the country of a consulate.
    pub district: Text,
    /// The patron day of the locality; unknown when absent, and the plan cannot warn of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patron_day: Option<MonthDay>,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The currency in which fees are paid there.
    #[serde(default)]
    pub currency: Currency,
    /// The telephone of the centre, where people ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What this centre can finish, where it differs from what the catalogue says of its kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub finishes: BTreeMap<ServiceCode, Finish>,
    /// The localities whose people come here, that of the centre first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<String>,
    /// How the localities are called in each language, by the names that stand in `locality` and `serves`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, Text>,
    /// Where it is found, and how one gets there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Text>,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Text>,
    /// Whether one gets in by a ramp or without a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramp: Option<bool>,
    /// How fees are paid here, where that is not as everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Text>,
    /// The offices to which people from here go.
    #[serde(default, rename = "office", skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<Office>,
    /// The way to the offices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_way: Option<OfficeWay>,
    /// What services cost here, all in all: these fees stand in the place of those that a service leaves open.
    #[serde(default, rename = "fee", skip_serializing_if = "BTreeMap::is_empty")]
    pub fees: BTreeMap<ServiceCode, Vec<FeeOption>>,
    /// What of the profile was not confirmed, for the specialist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Text>,
    /// The date of its figures, as far as known: a year, month or day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures_as_of: Option<String>,
    /// The pages on which it was read.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Centre {
    /// The profile as a terminal of any version reads it when it enrols: what is told beyond that is in the catalogue.
    #[must_use]
    pub fn to_enrol(&self) -> Self {
        let kind = if self.kind == CentreKind::Library { CentreKind::TownHall } else { self.kind };
        Self {
            kind,
            serves: Vec::new(),
            names: BTreeMap::new(),
            way: None,
            hours: None,
            ramp: None,
            payment: None,
            offices: Vec::new(),
            office_way: None,
            fees: BTreeMap::new(),
            unconfirmed: Vec::new(),
            figures_as_of: None,
            sources: Vec::new(),
            ..self.clone()
        }
    }

    /// The profile of an enrolment with what the catalogue tells of the same centre.
    #[must_use]
    pub fn completed(self, known: Option<Self>) -> Self {
        let Some(known) = known.filter(|known| known.id == self.id) else { return self };
        Self {
            patron_day: self.patron_day.or(known.patron_day),
            phone: self.phone.or(known.phone),
            serves: known.serves,
            names: known.names,
            way: known.way,
            hours: known.hours,
            ramp: known.ramp,
            payment: known.payment,
            offices: known.offices,
            office_way: known.office_way,
            fees: known.fees,
            unconfirmed: known.unconfirmed,
            figures_as_of: known.figures_as_of,
            sources: known.sources,
            ..self
        }
    }

    /// What a service costs here: the prices of this centre, and of those that the service names all but the ones it
    /// leaves open in the same currency. An amount that is known never gives way.
    pub fn fees_of<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a FeeOption> {
        let own = self.fees.get(&service.code).map_or(&[][..], Vec::as_slice);
        let is_answered = move |fee: &FeeOption| {
            fee.amount.is_none() && fee.percent.is_none() && own.iter().any(|here| here.currency == fee.currency)
        };
        own.iter().chain(service.fees.iter().filter(move |fee| !is_answered(fee)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_enrols_is_told_what_every_version_reads() {
        let whole: Centre = serde_json::from_value(serde_json::json!({
            "id": "carpineni", "kind": "library", "name": { "ro": "CUPS" }, "locality": "Cărpineni",
            "district": { "ro": "Hîncești" }, "patron_day": "11-21", "time_zone": "Europe/Chisinau", "phone": "0 269 00000",
            "finishes": { "002000206": "none" }, "serves": ["Cărpineni", "Horjești"], "way": { "ro": "Lângă primărie" },
            "hours": { "ro": "8–17" }, "ramp": true, "payment": { "ro": "Cu cardul" },
            "office": [{ "provider": "CNAS", "place": { "ro": "Hîncești" }, "phones": ["0 269 00001"] }],
            "fee": { "002000206": [{ "amount": "5" }] }, "unconfirmed": [{ "ro": "Programul" }],
            "figures_as_of": "2026-11", "source": [{ "url": "https://example.md/" }]
        }))
        .unwrap();
        let told = serde_json::to_value(whole.to_enrol()).unwrap();
        let mut fields: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        let first_version =
            ["currency", "district", "finishes", "id", "kind", "locality", "name", "patron_day", "phone", "time_zone"];
        assert_eq!(fields, first_version);
        assert_eq!(told["kind"], "town_hall");
        assert_eq!(whole.kind.code(), CentreKind::TownHall.code(), "conditions hold in a library as in a town hall");
        let enrolled = whole.to_enrol();
        assert_eq!(enrolled.clone().completed(None), enrolled);
        assert_eq!(enrolled.completed(Some(whole.clone())), Centre { kind: CentreKind::TownHall, ..whole });
    }

    #[test]
    fn the_price_of_a_post_answers_what_the_service_leaves_open_and_hides_no_known_amount() {
        let service: Service = serde_json::from_value(serde_json::json!({
            "code": "006000022", "title": { "ro": "Cazier" }, "provider": "MAI", "summary": { "ro": "Un act." },
            "confidence": "partial",
            "fee": [{ "amount": "30" }, { "currency": "EUR" }, { "term": { "value": 1, "unit": "hour" } }]
        }))
        .unwrap();
        let mut centre: Centre = serde_json::from_value(serde_json::json!({
            "id": "riga", "kind": "consulate", "name": { "ro": "Riga" }, "locality": "Riga",
            "district": { "ro": "Letonia" }, "time_zone": "Europe/Riga", "currency": "EUR",
            "fee": { "006000022": [{ "amount": "20", "currency": "EUR" }] }
        }))
        .unwrap();
        let shown = |centre: &Centre| -> Vec<String> {
            let amount = |fee: &FeeOption| fee.amount.map_or("?".to_owned(), |amount| amount.to_string());
            centre.fees_of(&service).map(|fee| format!("{} {:?}", amount(fee), fee.currency)).collect()
        };
        assert_eq!(shown(&centre), ["20 Eur", "30 Mdl", "? Mdl"]);
        centre.fees.clear();
        assert_eq!(shown(&centre), ["30 Mdl", "? Eur", "? Mdl"]);
    }
}
