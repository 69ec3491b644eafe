//! Amounts of money, exact: whole minor units with their currency.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A currency by its ISO 4217 code. Every currency used here has two decimal places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Moldovan leu.
    #[default]
    Mdl,
    /// Euro, for consulates.
    Eur,
    /// United States dollar, for consulates.
    Usd,
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mdl => "MDL",
            Self::Eur => "EUR",
            Self::Usd => "USD",
        }
    }
}

/// An amount in minor units (bani, cents). Written by editors as a decimal text: `"260"` or `"9.50"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Amount(pub i64);

/// The text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an amount: write it like \"260\" or \"9.50\"")]
pub struct NotAnAmount(pub String);

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAnAmount(text.to_owned());
        let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(cents) || cents.len() > 2 {
            return Err(wrong());
        }
        let scale = if cents.len() == 1 { 10 } else { 1 };
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let cents: i64 = cents.parse().map_err(|_| wrong())?;
        whole.checked_mul(100).and_then(|minor| minor.checked_add(cents * scale)).map(Self).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Amount {
    type Error = NotAnAmount;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.to_string()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % 100 == 0 {
            write!(formatter, "{}", self.0 / 100)
        } else {
            write!(formatter, "{}.{:02}", self.0 / 100, self.0 % 100)
        }
    }
}
