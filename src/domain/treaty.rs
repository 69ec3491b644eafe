//! Treaties with other countries: with whom, since when, what they cover. What people are told of them is read from the
//! table, as of the day of the plan, and stands in no text.

use super::source::Source;
use super::text::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The law whose table says what a paper needs that another country gave.
pub const FOREIGN_PAPERS: &str = "FOREIGN-PAPERS";

/// What a treaty is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// The old-age pension.
    OldAge,
    /// The disability pension.
    Disability,
    /// The survivor's pension.
    Survivor,
    /// Money after an accident at work or an occupational disease.
    WorkInjury,
    /// The allowance after a death.
    DeathGrant,
    /// Sick pay and maternity allowance.
    Sickness,
    /// Family benefits.
    Family,
    /// Unemployment benefit.
    Unemployment,
    /// What a paper of the other country needs to be taken in Moldova.
    PublicPaper,
}

/// How the two countries share what they owe a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The years of both are added up for the right; each pays for those on its own territory.
    AddsYears,
    /// The country where the person lives pays all, by its own rules.
    Residence,
    /// A paper of that country is taken as it is.
    NoFormality,
    /// A paper of that country bears an apostille.
    Apostille,
    /// A paper of that country is legalised: by its own ministry of foreign affairs, then by a mission of Moldova.
    Legalisation,
}

/// How far a treaty has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is in force, or comes into force on a day that is known.
    #[default]
    InForce,
    /// It is signed; the day on which it comes into force is not known.
    Signed,
    /// It is being negotiated.
    Prepared,
}

/// A treaty with one country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Treaty {
    /// The country.
    pub country: Text,
    /// How the two share.
    pub way: Way,
    /// What it covers.
    pub covers: Vec<Cover>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "is_in_force")]
    pub stage: Stage,
    /// The first day on which it is in force; for one in force without it, the day is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// The last day on which it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// What is special about this country, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The pages on which it was read.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_in_force(stage: &Stage) -> bool {
    *stage == Stage::InForce
}

impl Treaty {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.stage == Stage::InForce && self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// Whether it is still to come on a day, whether or not its day is known.
    #[must_use]
    pub fn is_to_come(&self, on: Date) -> bool {
        self.stage != Stage::InForce || self.from.is_some_and(|from| on < from)
    }
}

/// Which treaties are meant: those of a law, by what they cover and how the countries share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Treaties {
    /// The law that holds the table, by its id.
    pub law: String,
    /// Only those that cover this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Cover>,
    /// Only those by which the countries share so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
}

impl Treaties {
    /// Whether a treaty of the law is meant, in force or not.
    #[must_use]
    pub fn means(&self, treaty: &Treaty) -> bool {
        self.covers.is_none_or(|cover| treaty.covers.contains(&cover)) && self.way.is_none_or(|way| treaty.way == way)
    }
}
