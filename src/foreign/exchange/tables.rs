//! Entries of the authority tables of the European Union's Publications Office.

use crate::domain::money::Currency;
use crate::domain::text::Language;

/// The Republic of Moldova in the table of countries.
pub const COUNTRY: &str = "http://publications.europa.eu/resource/authority/country/MDA";

/// A language in the table of languages.
#[must_use]
pub const fn language_iri(language: Language) -> &'static str {
    match language {
        Language::Ro => "http://publications.europa.eu/resource/authority/language/RON",
        Language::Ru => "http://publications.europa.eu/resource/authority/language/RUS",
        Language::En => "http://publications.europa.eu/resource/authority/language/ENG",
        Language::Uk => "http://publications.europa.eu/resource/authority/language/UKR",
        Language::Gag => "http://publications.europa.eu/resource/authority/language/GAG",
        Language::Bg => "http://publications.europa.eu/resource/authority/language/BUL",
    }
}

/// A currency in the table of currencies.
#[must_use]
pub const fn currency_iri(currency: Currency) -> &'static str {
    match currency {
        Currency::Mdl => "http://publications.europa.eu/resource/authority/currency/MDL",
        Currency::Eur => "http://publications.europa.eu/resource/authority/currency/EUR",
        Currency::Usd => "http://publications.europa.eu/resource/authority/currency/USD",
    }
}
