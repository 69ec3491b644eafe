//! Public services: papers, fees, channels, deadlines, and where the facts come from.

use super::belief::Belief;
use super::condition::Condition;
use super::deadline::Deadline;
use super::fact::FactId;
use super::form::FormField;
use super::identifier::ServiceCode;
use super::money::{Amount, Currency};
use super::question::{DerivedFact, Question};
pub use super::source::Source;
use super::term::Term;
use super::text::{Aliases, Text};
use super::treaty::{Treaties, Treaty};
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
    /// Each of its offices serves those alone who live in its district or locality; else any office serves anybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub territorial: bool,
}

/// A law or decision, named once for all records that cite it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its id: `L100-2001`, of an article `L100-2001-22`.
    pub id: String,
    /// Its number and name.
    pub name: Text,
    /// The law of which it is an article, by its id: what is believed of that one holds for it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Which article and paragraph it is, as the law counts them: `22`, `41 (2)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The page on which the article was read.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Treaties with other countries, where the record stands for a collection of them.
    #[serde(default, rename = "treaty", skip_serializing_if = "Vec::is_empty")]
    pub treaties: Vec<Treaty>,
    /// Until when what rests on it is believed, and what would make it wrong then: it holds for each service that cites it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub believed: Vec<Belief>,
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
    /// The service that gives it again to someone who lost it, where it is another than `output_of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<ServiceCode>,
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
    /// For how long it stays good after issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Term>,
    /// Papers of one service with the same group name stand for each other: one of them is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// One cell of the fee matrix: term, case, channel and validity against an amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The fee as a percentage of `percent_of`, instead of an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Amount>,
    /// What the percentage is taken of: "the price in the contract".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_of: Option<Text>,
    /// What the amount is for, when it is not the whole request: "a page". Such a fee is not added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Text>,
    /// The currency, lei unless said.
    #[serde(default)]
    pub currency: Currency,
    /// The only offices where this term is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offices: Option<Text>,
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
    /// Paid besides the fee that is chosen, not instead of it: a certificate on top of the file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_top: bool,
}

impl Law {
    /// A law of which no more than its name is known.
    #[must_use]
    pub const fn named(id: String, name: Text) -> Self {
        Self { id, name, part_of: None, article: None, sources: Vec::new(), treaties: Vec::new(), believed: Vec::new() }
    }
}

impl FeeOption {
    /// Whether how much it is was found.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.amount.is_some() || self.percent.is_some()
    }
}

/// People who pay less or nothing, and the proof they show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Who: "persons with a severe disability".
    pub who: Text,
    /// What they pay: 0 is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// What they pay as a percentage of the fee, instead of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// The terms it holds for; empty means all.
    #[serde(default, rename = "term", skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// The person it is for, where the facts tell; without it the page names it and the person says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The first day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// The stock with which it ends: "the first million cards". Nobody knows beforehand on which day that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<Text>,
    /// The proof they bring.
    pub proof: Text,
    /// The law, by its id.
    pub law: String,
}

impl Exemption {
    /// Whether it ends by itself, so that it may concern anybody now and nobody later.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        self.stock.is_some() || self.to.is_some()
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// What an exempt person pays of this fee, at least and at most: never more than without the exemption. `None` when
    /// the exemption does not touch it.
    #[must_use]
    pub fn reduced(&self, fee: &FeeOption) -> Option<(Amount, Amount)> {
        if !self.terms.is_empty() && !fee.term.is_some_and(|term| self.terms.contains(&term)) {
            return None;
        }
        let of = |full: Amount| match (self.amount, self.percent) {
            (Some(amount), _) => Some(amount.min(full)),
            (None, Some(percent)) => {
                let part = full.0.checked_mul(i64::from(percent))?;
                Some(Amount(part / 100).min(full))
            }
            (None, None) => None,
        };
        match fee.amount {
            Some(least) => Some((of(least)?, of(fee.amount_to.unwrap_or(least))?)),
            None => self.amount.map(|amount| (amount, amount)),
        }
    }
}

/// A tax of the State on top of the fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateDuty {
    /// The amount; absent means that it is due but the amount was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The duty as a percentage of `percent_of`, instead of an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Amount>,
    /// What the percentage is taken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_of: Option<Text>,
    /// The case it is for, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Text>,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The law, by its id.
    pub law: String,
}

/// An amount that holds from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedAmount {
    /// The first day on which it holds.
    #[schemars(with = "String")]
    pub from: Date,
    /// The last day on which it holds; without it, until a later amount of the same case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// The amount in lei.
    pub amount: Amount,
    /// The upper end, when it is a range from `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<Amount>,
    /// The case it is for, in plain words: "severe disability". Amounts of one case replace each other by date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Text>,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

impl DatedAmount {
    /// Whether both are for the same case, so that one replaces the other by date.
    #[must_use]
    pub fn is_of_same_case(&self, other: &Self) -> bool {
        self.case == other.case && self.when == other.when
    }
}

/// Money paid out to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// The body that pays, by its provider id.
    pub payer: String,
    /// The amounts by date; empty when the amount depends on the person or was not found.
    #[serde(default, rename = "amount", skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<DatedAmount>,
    /// How much and how often, in plain words.
    pub text: Text,
    /// The date by which the amount is chosen, such as a date of birth; the day of the plan unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<FactId>,
    /// For how long before the application it is paid, when it is asked for late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retroactive: Option<Term>,
}

/// One criterion of who is entitled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The criterion in plain words: "You have paid contributions for at least 15 years".
    pub text: Text,
    /// The same as a condition, where the facts tell. Without it the page names the criterion and the person
    /// checks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The route it belongs to, by a short name. All criteria without a route hold, and all those of at least
    /// one route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// The law, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
}

/// How one service stands to another service or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The other one comes first.
    Requires,
    /// The other one follows by itself.
    Triggers,
    /// The other one becomes possible.
    Enables,
    /// Both can be asked for in one go.
    Concurrent,
    /// The other one instead of this one.
    Alternative,
    /// The other one is worth looking at.
    Recommended,
}

/// A typed link to another service or event, which may lie outside the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// How it stands to this one.
    pub relation: Relation,
    /// The other service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The other event, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What to know about it; the name of the other one, when it lies outside the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A service that is not given together with this one: the person takes the one or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotWith {
    /// The other service, which says the same of this one.
    pub service: ServiceCode,
    /// How to choose, in a sentence: "Ask which is more".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// What may help a person for whom a step or service is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// Why it may help, in one sentence: "Without 15 years of work there is a social allowance."
    pub text: Text,
    /// The service that may help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The event that may help, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Offered unless this is known not to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
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
    /// The provider of which `place` is an office, by its id, where each district or locality has one of its own:
    /// `PRIMARIE` for the town hall. Which of them is the person's, where they live decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
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
    /// How long the result stays good, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_for: Option<Text>,
    /// Everyday and old names by which people look for it.
    #[serde(default)]
    pub aliases: Aliases,
    /// Who is entitled.
    #[serde(default, rename = "eligibility", skip_serializing_if = "Vec::is_empty")]
    pub eligibility: Vec<Criterion>,
    /// What may help those who are not.
    #[serde(default, rename = "instead", skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<Instead>,
    /// Questions for a visit that is about this service alone, where no event asks for the facts it tests.
    #[serde(default, rename = "question", skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Facts derived from those answers.
    #[serde(default, rename = "derived", skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedFact>,
    /// Its links to other services and events.
    #[serde(default, rename = "related", skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Those of which a person takes this one or the other, not both.
    #[serde(default, rename = "not_with", skip_serializing_if = "Vec::is_empty")]
    pub not_with: Vec<NotWith>,
    /// The treaties with other countries on which it rests: the page names them, with their days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treaties: Option<Treaties>,
    /// Asked for anew in each matter: two events in one visit each keep their own step, as for two properties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each_matter: bool,
    /// What it costs not to keep to the rules, in plain words.
    #[serde(default, rename = "penalty", skip_serializing_if = "Vec::is_empty")]
    pub penalties: Vec<Text>,
    /// The service that takes this one's place at a consulate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consular_twin: Option<ServiceCode>,
    /// The papers.
    #[serde(default, rename = "paper", skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperNeed>,
    /// What its own application asks for, in the provider's order; empty means that no source says.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FormField>,
    /// The fee matrix; empty means that the fee was not found.
    #[serde(default, rename = "fee", skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeOption>,
    /// Who pays less.
    #[serde(default, rename = "exemption", skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
    /// The taxes of the State on top of the fee.
    #[serde(default, rename = "state_duty", skip_serializing_if = "Vec::is_empty")]
    pub state_duties: Vec<StateDuty>,
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
    /// What visitors should know before they rely on the facts: whom to ask, and about what. Never what the editors
    /// failed to find.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<Text>,
    /// What was not found or not confirmed, for the specialist and the next editor; visitors are not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Text>,
    /// The date of the figures: a year, or a year and month.
    pub figures_as_of: Option<String>,
    /// Until when its figures and rules are believed, and what would make them wrong then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub believed: Vec<Belief>,
    /// The pages on which the facts were read.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

impl Service {
    /// Every condition of the service, each with the field it stands in.
    pub fn conditions(&self) -> impl Iterator<Item = (String, &Condition)> {
        fn named(field: String, when: Option<&Condition>) -> Option<(String, &Condition)> {
            when.map(|when| (field, when))
        }
        let papers = self.papers.iter().map(|paper| (format!("paper[{}].when", paper.paper), paper.when.as_ref()));
        let fields = self.fields.iter().map(|field| (format!("field[{}].when", field.id), field.when.as_ref()));
        let fees = self.fees.iter().map(|fee| ("fee.when".to_owned(), fee.when.as_ref()));
        let exemptions = self.exemptions.iter().map(|exemption| ("exemption.when".to_owned(), exemption.when.as_ref()));
        let duties = self.state_duties.iter().map(|duty| ("state_duty.when".to_owned(), duty.when.as_ref()));
        let amounts = self.benefit.iter().flat_map(|benefit| &benefit.amounts);
        let amounts = amounts.map(|amount| ("benefit.amount.when".to_owned(), amount.when.as_ref()));
        let channels = self.channels.iter().map(|channel| ("channel.when".to_owned(), channel.when.as_ref()));
        let deadlines = self.deadlines.iter().map(|deadline| ("deadline.when".to_owned(), deadline.when.as_ref()));
        let criteria =
            self.eligibility.iter().map(|criterion| ("eligibility.when".to_owned(), criterion.when.as_ref()));
        let instead = self.instead.iter().map(|instead| ("instead.when".to_owned(), instead.when.as_ref()));
        papers
            .chain(fields)
            .chain(fees)
            .chain(exemptions)
            .chain(duties)
            .chain(amounts)
            .chain(channels)
            .chain(deadlines)
            .chain(criteria)
            .chain(instead)
            .filter_map(|(field, when)| named(field, when))
    }
}
