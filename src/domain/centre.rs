//! Centres: where the program stands, and what can be done there.

use super::calendar::{Calendar, MonthDay, orthodox_easter, western_easter};
use super::identifier::ServiceCode;
use super::money::{Amount, Currency};
use super::service::{Confidence, FeeOption, Finish, Service, Source};
use super::text::Text;
use jiff::civil::{Date, Weekday};
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

/// A country in which a mission serves people. The first is the one in which it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostCountry {
    /// Its name. By its Romanian name it is found in the table of what papers of a country need.
    pub name: Text,
    /// The days of each year on which its own offices are closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<MonthDay>,
    /// The same, by their distance in days from western Easter Sunday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_western_easter: Vec<i64>,
    /// The same, by their distance in days from Orthodox Easter Sunday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_orthodox_easter: Vec<i64>,
    /// The pages on which the days were read; none where they are not known.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl HostCountry {
    /// Whether its days are known at all.
    #[must_use]
    pub fn knows_its_days(&self) -> bool {
        !(self.closed.is_empty() && self.from_western_easter.is_empty() && self.from_orthodox_easter.is_empty())
    }

    /// Whether its own offices have a holiday on a day, weekends aside; no where its days are not known.
    #[must_use]
    pub fn has_holiday(&self, day: Date) -> bool {
        let this = MonthDay { month: day.month(), day: day.day() };
        let by = |easter: Option<Date>, distances: &[i64]| {
            easter.is_some_and(|easter| distances.contains(&i64::from((day - easter).get_days())))
        };
        self.closed.contains(&this)
            || by(western_easter(day.year()), &self.from_western_easter)
            || by(orthodox_easter(day.year()), &self.from_orthodox_easter)
    }
}

/// Why nobody is received on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed<'a> {
    /// It is a Saturday or a Sunday.
    Weekend,
    /// Moldova has a holiday, the locality its patron day, or the Government moved a working day.
    Moldova,
    /// The country in which the mission stands has a holiday.
    Host(&'a HostCountry),
}

/// Something that a team takes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KitItem {
    /// What it is.
    pub name: Text,
    /// What it is for, or what to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
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
    /// The countries in which a mission serves people, the one in which it stands first.
    #[serde(default, rename = "country", skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<HostCountry>,
    /// What a team takes along, in the order in which it is packed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kit: Vec<KitItem>,
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
            countries: Vec::new(),
            kit: Vec::new(),
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
            countries: known.countries,
            kit: known.kit,
            unconfirmed: known.unconfirmed,
            figures_as_of: known.figures_as_of,
            sources: known.sources,
            ..self
        }
    }

    /// Why nobody is received here on a day: for a weekend, for Moldova's own holidays, for those of the country in which a
    /// mission stands. Nothing where it is open, as far as its days are known.
    #[must_use]
    pub fn closed_on<'a>(&'a self, day: Date, calendar: &Calendar) -> Vec<Closed<'a>> {
        let calendar = calendar.for_locality(self.patron_day);
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let host = self.countries.first().filter(|host| host.has_holiday(day)).map(Closed::Host);
        let moldova = match self.kind {
            // Which days the Government moves is not known to bind a mission: it keeps the week of its country.
            CentreKind::Consulate => calendar.is_holiday(day),
            _ => !is_weekend && !calendar.is_working_day(day),
        };
        let weekend = match self.kind {
            CentreKind::Consulate => is_weekend,
            _ => is_weekend && !calendar.is_working_day(day),
        };
        let own = [weekend.then_some(Closed::Weekend), moldova.then_some(Closed::Moldova), host];
        own.into_iter().flatten().collect()
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
            "country": [{ "name": { "ro": "Italia" } }], "kit": [{ "name": { "ro": "Scaner" } }],
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
    fn a_mission_is_closed_for_both_countries_and_each_reason_is_named() {
        let calendar = Calendar {
            fixed: vec![MonthDay { month: 1, day: 1 }, MonthDay { month: 8, day: 27 }],
            from_orthodox_easter: vec![0, 1, 8],
            ..Calendar::default()
        };
        let mission: Centre = serde_json::from_value(serde_json::json!({
            "id": "rome", "kind": "consulate", "name": { "ro": "Roma" }, "locality": "Roma", "time_zone": "Europe/Rome",
            "district": { "ro": "Italia" }, "currency": "EUR",
            "country": [
                { "name": { "ro": "Italia" }, "closed": ["01-01", "06-02"], "from_western_easter": [1] },
                { "name": { "ro": "Malta" }, "closed": ["03-31"] }
            ]
        }))
        .unwrap();
        let why = |day: &str| {
            let closed = mission.closed_on(day.parse().unwrap(), &calendar);
            closed.iter().map(|why| format!("{why:?}").chars().take(7).collect::<String>()).collect::<Vec<_>>()
        };
        assert_eq!(why("2026-11-20"), [""; 0]);
        assert_eq!(why("2026-11-21"), ["Weekend"]);
        assert_eq!(why("2026-06-02"), ["Host(Ho"]);
        assert_eq!(why("2026-08-27"), ["Moldova"]);
        assert_eq!(why("2026-01-01"), ["Moldova", "Host(Ho"]);
        assert_eq!(why("2026-04-06"), ["Host(Ho"], "western Easter Monday");
        assert_eq!(why("2026-04-13"), ["Moldova"], "Orthodox Easter Monday");
        assert_eq!(why("2026-03-31"), [""; 0], "Malta's day closes nothing in Rome");
    }

    #[test]
    fn western_easter_is_where_almanacs_have_it() {
        let known = ["2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2026-04-05", "2027-03-28", "2038-04-25"];
        for day in known.map(|day| day.parse::<Date>().unwrap()) {
            assert_eq!(western_easter(day.year()), Some(day));
        }
        assert_eq!(western_easter(1800), None);
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
