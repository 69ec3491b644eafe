//! Costs: exact amounts out of numbers written in any way, and currencies by their authority.

use super::concept::Property;
use super::reader::Reader;
use super::texts::{Place, shortened};
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{FeeOption, StateDuty};
use crate::domain::text::Text;
use crate::foreign::exchange::{names, terms};
use crate::foreign::rdf::Term;

/// The currencies of the European Union's authority table that the catalogue counts in.
const CURRENCIES: [(&str, Currency); 6] = [
    ("MDL", Currency::Mdl),
    ("LEI", Currency::Mdl),
    ("EUR", Currency::Eur),
    ("€", Currency::Eur),
    ("USD", Currency::Usd),
    ("$", Currency::Usd),
];

impl Reader<'_> {
    /// The fees of a service.
    pub(super) fn fees(&mut self, service: Term, record: &str) -> Vec<FeeOption> {
        let mut fees = Vec::new();
        for cost in self.resources(service, Property::Cost) {
            if self.is_own_class(cost, terms::STATE_DUTY) {
                continue;
            }
            self.see(cost);
            self.values(cost, Property::Identifier);
            let fee = self.fee(cost, record, fees.len());
            let when = self.condition(cost, terms::APPLIES_WHEN, record);
            fees.push(self.restored(cost, record, FeeOption { when, ..fee }));
        }
        for text in self.literals(service, Property::Cost) {
            self.spend(text.len());
            let case = Some(Text { ro: text.to_owned(), ..Text::default() });
            fees.push(FeeOption { case, ..FeeOption::default() });
            self.doubt(service, record, format!("a cost in words only, kept as such: {}", shortened(text)));
        }
        fees
    }

    /// The taxes of the State, which only our own catalogues tell from fees.
    pub(super) fn state_duties(&mut self, service: Term, record: &str) -> Vec<StateDuty> {
        let mut duties = Vec::new();
        for cost in self.resources(service, Property::Cost) {
            if !self.is_own_class(cost, terms::STATE_DUTY) {
                continue;
            }
            self.values(cost, Property::Identifier);
            let FeeOption { amount, case, .. } = self.fee(cost, record, duties.len());
            let when = self.condition(cost, terms::APPLIES_WHEN, record);
            let law = self.own_record(cost, terms::IS_DERIVED_FROM, names::Kind::Law).unwrap_or_default();
            let duty = StateDuty { amount, percent: None, percent_of: None, case, when, law };
            duties.push(self.restored(cost, record, duty));
        }
        duties
    }

    fn fee(&mut self, cost: Term, record: &str, index: usize) -> FeeOption {
        let place = format!("fee[{index}]");
        let case = format!("{place}.case");
        let case = self.text(cost, &[Property::Description, Property::Title], &Place::new(record, &case));
        let mut fee = FeeOption { case, ..FeeOption::default() };
        fee.channel =
            self.resources(cost, Property::AccessedThrough).first().map(|channel| self.channel_kind(*channel).0);
        let values = self.literals(cost, Property::Value);
        if values.len() > 1 {
            self.doubt(cost, record, format!("{place} has several amounts: the first is taken"));
        }
        let (currency, written) = self.currency(cost);
        let Some(value) = values.first().copied() else {
            // Ours say beside why: a percentage, a range, or an amount that was not found.
            if !self.is_ours(cost) {
                self.doubt(cost, record, format!("{place} has no amount"));
            }
            fee.currency = currency.unwrap_or_default();
            return fee;
        };
        let amount = match minor_units(value) {
            Ok(amount) => amount,
            Err(why) => {
                self.doubt(cost, record, format!("{place}: {} {why}: the amount is left open", shortened(value)));
                fee.case = Some(with_words(fee.case, value, &written));
                return fee;
            }
        };
        if value.contains(',') {
            self.doubt(
                cost,
                record,
                format!("{place}: {} is no number of XML Schema; read as {amount}", shortened(value)),
            );
        }
        match currency {
            Some(currency) => (fee.amount, fee.currency) = (Some(amount), currency),
            // Nothing costs nothing in any currency.
            None if amount == Amount(0) => fee.amount = Some(amount),
            None => {
                let unknown = if written.is_empty() { "none" } else { &written };
                self.doubt(
                    cost,
                    record,
                    format!("{place}: the currency is {unknown}: the amount {value} is kept as text"),
                );
                fee.case = Some(with_words(fee.case, value, &written));
            }
        }
        fee
    }

    /// A cost's currency, and how it is written.
    fn currency(&mut self, cost: Term) -> (Option<Currency>, String) {
        let values = self.values(cost, Property::Currency);
        let written = values.first().map_or("", |value| self.text_of(*value));
        let code = written.rsplit(['/', '#']).next().unwrap_or_default().trim().to_uppercase();
        let known = CURRENCIES.iter().find(|(name, _)| *name == code);
        (known.map(|(_, currency)| *currency), code)
    }
}

/// The words of a fee with an amount put before them that the record cannot hold as such.
fn with_words(case: Option<Text>, value: &str, currency: &str) -> Text {
    let amount = format!("{value} {currency}").trim().to_owned();
    let before = |text: String| if text.is_empty() { amount.clone() } else { format!("{amount}: {text}") };
    match case {
        None => Text { ro: amount, ..Text::default() },
        Some(text) => Text {
            ro: before(text.ro),
            ru: text.ru.map(before),
            en: text.en.map(before),
            uk: text.uk.map(before),
            gag: text.gag.map(before),
            bg: text.bg.map(before),
        },
    }
}

/// A number as XML Schema writes doubles and decimals, in minor units, without passing through a binary fraction:
/// `1.0E1` is 1000, `9.5` is 950. A decimal comma is let pass.
///
/// # Errors
/// What keeps it from being an amount.
pub(super) fn minor_units(text: &str) -> Result<Amount, &'static str> {
    const NO_NUMBER: &str = "is no number";
    let text = text.trim().replace(',', ".");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NO_NUMBER)?),
        None => (text.as_str(), 0),
    };
    if mantissa.starts_with('-') && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return Err("is less than nothing");
    }
    let mantissa = mantissa.trim_start_matches(['+', '-']);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NO_NUMBER);
    }
    // How many places the digits are to be moved to the left to count minor units.
    let fraction_digits = i32::try_from(fraction.len()).map_err(|_| NO_NUMBER)?;
    let shift = exponent.saturating_add(2).saturating_sub(fraction_digits);
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(Amount(0));
    }
    let minor = if shift >= 0 {
        let zeros = usize::try_from(shift).unwrap_or(usize::MAX);
        if digits.len().saturating_add(zeros) > 15 {
            return Err("is larger than any fee");
        }
        format!("{digits}{}", "0".repeat(zeros))
    } else {
        let cut = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
        let keep = digits.len().saturating_sub(cut);
        let (kept, lost) = digits.split_at(keep);
        if lost.len() < cut || lost.bytes().any(|byte| byte != b'0') {
            return Err("has parts smaller than the currency's smallest coin");
        }
        if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }
    };
    if minor.len() > 15 {
        return Err("is larger than any fee");
    }
    minor.parse().map(Amount).map_err(|_| NO_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_become_exact_minor_units() {
        for (text, minor) in [
            ("260", 26_000),
            ("9.5", 950),
            ("0,51", 51),
            ("1.0E1", 1_000),
            ("2.6e2", 26_000),
            ("1234.50", 123_450),
            ("0.100", 10),
            ("5.0E-1", 50),
            ("-0.0", 0),
            ("+7", 700),
            ("100000E-3", 10_000),
        ] {
            assert_eq!(minor_units(text), Ok(Amount(minor)), "{text}");
        }
        for wrong in [
            "",
            "NaN",
            "INF",
            "-1",
            "0.001",
            "1e99999999999",
            "1e400",
            "1e-400",
            "twelve",
            "1.2.3",
            "99999999999999999",
        ] {
            assert!(minor_units(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_we_write_is_read_back(minor in 0_i64..10_000_000_000) {
            let amount = Amount(minor);
            prop_assert_eq!(minor_units(&amount.to_string()), Ok(amount));
        }

        #[test]
        fn doubles_are_read_back_to_the_cent(minor in 0_i32..100_000_000) {
            let double = f64::from(minor) / 100.0;
            prop_assert_eq!(minor_units(&format!("{double:E}")), Ok(Amount(i64::from(minor))));
        }

        #[test]
        fn nonsense_never_panics(text in "\\PC*") {
            let _ = minor_units(&text);
        }
    }
}
