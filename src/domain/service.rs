//! Public services: papers, fees, channels, deadlines, and where the facts come from.

use super::condition::Condition;
use super::deadline::Deadline;
use super::identifier::ServiceCode;
use super::money::{Amount, Currency};
use super::text::{Aliases, Text};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How well the facts of a record were confirmed. Records that are `assumed` are never shown as guidance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The main points were read on the pages named.
    Verified,
    /// Some points were read; `unconfirmed` says which were not.
    Partial,
    /// Little beyond code and title is known.
    Assumed,
}

/// A page on which a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The date the page bears, as far as known: a year, month or day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_date: Option<String>,
}

/// A body that provides services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its id, usually its Romanian acronym.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Where people find it: the kind of office to look for in their district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text>,
    /// Telephone numbers as they are dialled within the country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// A law or decision, named once for all records that cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its id: `L100-2001`.
    pub id: String,
    /// Its number and name.
    pub name: Text,
}

/// A document that the person brings, or that the State reads itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it looks like, where it comes from, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// The service whose output it is: a step that gives it supplies it to later steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_of: Option<ServiceCode>,
}

/// Whether a paper is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The person brings it.
    Bring,
    /// The office reads it in a State register; the person need not bring it.
    StateReads,
    /// It is made and signed on the spot; the person brings nothing for it.
    MadeHere,
}

/// A paper that a service asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperNeed {
    /// The paper's id.
    pub paper: String,
    /// Who supplies it.
    pub need: Need,
    /// Needed only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What to know about it here: formalities, who signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Whether a foreign paper needs an apostille or legalisation and a notarised translation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apostille_and_translation: bool,
    /// For how many hours it stays good after issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_hours: Option<i64>,
}

/// A unit in which terms and deadlines are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days of the centre's calendar.
    WorkDay,
    /// Days of the calendar.
    CalendarDay,
    /// Hours.
    Hour,
    /// Months of the calendar; a day that the month lacks becomes its last.
    Month,
    /// Years of the calendar.
    Year,
    /// The same day; the value is 0.
    SameDay,
    /// A date agreed with the office; the value is 0.
    AgreedDate,
}

/// A length of time in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many units.
    pub value: i64,
    /// The unit.
    pub unit: Unit,
}

/// One cell of the fee matrix: term, case, channel and validity against an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeOption {
    /// How long the provider takes for this fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// The amount; absent means that a fee exists and was not found. 0 means free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The upper end, when the fee is a range from `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<Amount>,
    /// The currency, lei unless said.
    #[serde(default)]
    pub currency: Currency,
    /// The case it is for, in plain words: "urgent, with a reason proved by papers".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Text>,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Only through this channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelKind>,
    /// The first day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
}

/// People who pay less or nothing, and the proof they show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Who: "persons with a severe disability".
    pub who: Text,
    /// What they pay: 0 is free.
    pub amount: Amount,
    /// The proof they bring.
    pub proof: Text,
    /// The law, by its id.
    pub law: String,
}

/// A tax of the State on top of the fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateDuty {
    /// The amount; absent means that it is due but the amount was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The law, by its id.
    pub law: String,
}

/// An amount that holds from a date on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedAmount {
    /// The first day on which it holds.
    #[schemars(with = "String")]
    pub from: Date,
    /// The amount in lei.
    pub amount: Amount,
}

/// Money paid out to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// The body that pays, by its provider id.
    pub payer: String,
    /// The amounts by date; empty when the amount depends on the person or was not found.
    #[serde(default, rename = "amount", skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<DatedAmount>,
    /// How much and how often, in plain words.
    pub text: Text,
}

/// Where a step can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChannelKind {
    /// At the centre where the person is.
    Here,
    /// On the State's portal, from home or from the centre's computer.
    Online,
    /// At an office of the provider.
    Office,
    /// At a mission or consular office.
    Consulate,
    /// By telephone.
    Phone,
    /// The State acts by itself.
    Automatic,
}

/// What a channel can do for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Nothing but information.
    None,
    /// Take the request in; the result is fetched elsewhere.
    RegisterOnly,
    /// Hand over a result that was requested elsewhere.
    HandOverOnly,
    /// The whole of it, from request to result.
    Whole,
}

/// One place where a service can be had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The kind of place.
    pub kind: ChannelKind,
    /// What can be done there.
    pub finish: Finish,
    /// The office, when it is not the provider's own: "the notary", "the maternity hospital's desk".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// What to know: booking, hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The page, for `online`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Only when this holds; conditions on the fact `centre_kind` say for which centres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// A public service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The official nine-digit code, or `X-NAME` where there is none.
    pub code: ServiceCode,
    /// The name, official where there is one.
    pub title: Text,
    /// The provider's id.
    pub provider: String,
    /// What it is and what comes of it, in two plain sentences.
    pub summary: Text,
    /// What the person gets in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Text>,
    /// Everyday and old names by which people look for it.
    #[serde(default)]
    pub aliases: Aliases,
    /// The service that takes this one's place at a consulate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consular_twin: Option<ServiceCode>,
    /// The papers.
    #[serde(default, rename = "paper", skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperNeed>,
    /// The fee matrix; empty means that the fee was not found.
    #[serde(default, rename = "fee", skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeOption>,
    /// Who pays less.
    #[serde(default, rename = "exemption", skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
    /// The tax of the State on top of the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_duty: Option<StateDuty>,
    /// Money paid out to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit: Option<Benefit>,
    /// How long the provider takes, when it does not depend on the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing: Option<Term>,
    /// Where it can be had.
    #[serde(default, rename = "channel")]
    pub channels: Vec<Channel>,
    /// By when.
    #[serde(default, rename = "deadline", skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// The laws it rests on, by their ids.
    #[serde(default)]
    pub law: Vec<String>,
    /// How well the facts were confirmed.
    pub confidence: Confidence,
    /// What was not confirmed, in plain words; shown wherever the service is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Text>,
    /// The date of the figures: a year, or a year and month.
    pub figures_as_of: Option<String>,
    /// The pages on which the facts were read.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}
