//! What somebody asks of the cube, as it stands in the address of a page: read, and written back.

use super::{Cell, Served};
use crate::domain::month::{Month, Outcome};
use std::fmt::Write as _;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Centres.
    Centre,
    /// Services.
    Service,
    /// Providers.
    Provider,
    /// Events.
    Event,
    /// What came of it, or why, or about what.
    Detail,
    /// Months.
    Month,
    /// How people were served.
    Mode,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 7] =
        [Self::Month, Self::Centre, Self::Provider, Self::Service, Self::Event, Self::Detail, Self::Mode];

    /// Its code in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Event => "event",
            Self::Detail => "detail",
            Self::Month => "month",
            Self::Mode => "mode",
        }
    }

    /// The row in which a cell stands; of providers the service, for whose cells the provider is looked up once.
    #[must_use]
    pub const fn of(self, cell: &Cell) -> Key<'_> {
        match self {
            Self::Centre => Key::Code(cell.centre.as_str()),
            Self::Service | Self::Provider => Key::Code(cell.service.as_str()),
            Self::Event => Key::Code(cell.event.as_str()),
            Self::Detail => Key::Code(cell.detail.as_str()),
            Self::Mode => Key::Code(cell.mode.as_str()),
            Self::Month => Key::Month(cell.month),
        }
    }

    /// The code of a row.
    #[must_use]
    pub fn row(self, key: Key<'_>, provider: &dyn Fn(&str) -> String) -> String {
        match (key, self) {
            (Key::Month(month), _) => month.to_string(),
            (Key::Code(service), Self::Provider) => provider(service),
            (Key::Code(code), _) => code.to_owned(),
        }
    }
}

/// By what cells are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// A code.
    Code(&'a str),
    /// A month.
    Month(Month),
}

/// Which cells are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this centre.
    pub centre: Option<String>,
    /// Only of this provider.
    pub provider: Option<String>,
    /// Only of this service.
    pub service: Option<String>,
    /// Only of this event.
    pub event: Option<String>,
    /// Only requests that stand so.
    pub outcome: Option<Outcome>,
    /// Only requests of people who were served so.
    pub mode: Option<Served>,
    /// From this month on.
    pub from: Option<Month>,
    /// Up to this month, which is in it.
    pub to: Option<Month>,
}

impl Filter {
    /// Whether it lets a cell pass.
    #[must_use]
    pub fn lets_pass(&self, cell: &Cell, provider: &dyn Fn(&str) -> String) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.centre, &cell.centre)
            && is(&self.service, &cell.service)
            && is(&self.event, &cell.event)
            && self.outcome.is_none_or(|outcome| super::count::outcome_code(outcome) == cell.detail)
            && self.mode.is_none_or(|mode| mode.code() == cell.mode)
            && self.from.is_none_or(|from| from <= cell.month)
            && self.to.is_none_or(|to| cell.month <= to)
            && self.provider.as_deref().is_none_or(|wanted| provider(&cell.service) == wanted)
    }

    /// Whether it lets everything pass.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same without what can be asked of requests alone: how they stand, and how people were served.
    #[must_use]
    pub fn of_no_request(&self) -> Self {
        Self { outcome: None, mode: None, ..self.clone() }
    }

    /// The same without what cannot be asked of what has no service, and so no provider and is no request.
    #[must_use]
    pub fn without_service(&self) -> Self {
        Self { provider: None, service: None, ..self.of_no_request() }
    }

    /// The same without what cannot be asked of what has no event either.
    #[must_use]
    pub fn without_event(&self) -> Self {
        Self { event: None, ..self.without_service() }
    }
}

/// What stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which cells.
    pub filter: Filter,
    /// What the rows are; what is usual where it is not said.
    pub by: Option<By>,
}

/// The longest value of a field in an address.
const LONGEST: usize = 120;

impl Query {
    /// Reads the fields of an address. What is none of ours, or empty as the fields of a form are, is passed over.
    #[must_use]
    pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in fields {
            if value.is_empty() || value.len() > LONGEST || value.chars().any(char::is_control) {
                continue;
            }
            let filter = &mut query.filter;
            match name {
                "centre" => filter.centre = Some(value.to_owned()),
                "provider" => filter.provider = Some(value.to_owned()),
                "service" => filter.service = Some(value.to_owned()),
                "event" => filter.event = Some(value.to_owned()),
                "outcome" => {
                    let found = Outcome::ALL.into_iter().find(|one| super::count::outcome_code(*one) == value);
                    filter.outcome = found.or(filter.outcome);
                }
                "mode" => {
                    filter.mode = Served::ALL.into_iter().find(|one| one.code() == value).or(filter.mode);
                }
                "from" => filter.from = value.parse().ok().or(filter.from),
                "to" => filter.to = value.parse().ok().or(filter.to),
                "by" => query.by = By::ALL.into_iter().find(|by| by.code() == value).or(query.by),
                _ => {}
            }
        }
        query
    }

    /// Its fields, in a fixed order.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let Filter { centre, provider, service, event, outcome, mode, from, to } = &self.filter;
        let month = |month: &Option<Month>| month.map(|month| month.to_string());
        let fields = [
            ("centre", centre.clone()),
            ("provider", provider.clone()),
            ("service", service.clone()),
            ("event", event.clone()),
            ("outcome", outcome.map(|outcome| super::count::outcome_code(outcome).to_owned())),
            ("mode", mode.map(|mode| mode.code().to_owned())),
            ("from", month(from)),
            ("to", month(to)),
            ("by", self.by.map(|by| by.code().to_owned())),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// As it stands in an address behind the question mark; the language first, so that no address is without one.
    #[must_use]
    pub fn written(&self, language: &str) -> String {
        let mut text = format!("lang={language}");
        for (name, value) in self.fields() {
            text.push('&');
            text.push_str(name);
            text.push('=');
            text.push_str(&encoded(&value));
        }
        text
    }
}

/// A value as it can stand in an address.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Into text nothing fails to be written.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The fields of an address or a form, decoded; what is not UTF-8 is passed over.
#[must_use]
pub fn decoded(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        let mut bytes = Vec::with_capacity(part.len());
        let mut rest = part.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next()?, rest.next()?];
                    let digit = |byte: u8| char::from(byte).to_digit(16);
                    u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()?
                }
                byte => byte,
            });
        }
        String::from_utf8(bytes).ok()
    };
    let fields = text.split('&').filter_map(|field| field.split_once('='));
    fields.filter_map(|(name, value)| Some((decode(name)?, decode(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Query {
        let fields = decoded(text);
        Query::read(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    #[test]
    fn an_address_is_read_and_nonsense_in_it_is_passed_over() {
        let query =
            read("lang=ru&centre=lozova&from=2026-01&to=13&by=centre&outcome=result&service=&x=1&by=nothing&%zz=1");
        assert_eq!(query.filter.centre.as_deref(), Some("lozova"));
        assert_eq!((query.by, query.filter.outcome, query.filter.to), (Some(By::Centre), Some(Outcome::Result), None));
        assert_eq!(query.filter.service, None);
        assert_eq!(query.written("ru"), "lang=ru&centre=lozova&outcome=result&from=2026-01&by=centre");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn whatever_is_asked_is_read_back_as_it_was_written(
            texts in proptest::collection::vec(proptest::option::of("[^\\p{Cc}]{1,12}"), 4),
            outcome in proptest::option::of(0_usize..4), by in proptest::option::of(0_usize..7),
            mode in proptest::option::of(0_usize..3),
            from in proptest::option::of((2020_i32..2040, 1_i32..13)), to in proptest::option::of((2020_i32..2040, 1_i32..13)),
        ) {
            let month = |(year, month): (i32, i32)| format!("{year:04}-{month:02}").parse().unwrap();
            let [centre, provider, service, event] = [0, 1, 2, 3].map(|place: usize| texts[place].clone());
            let filter = Filter {
                centre, provider, service, event, outcome: outcome.map(|place| Outcome::ALL[place]),
                mode: mode.map(|place| Served::ALL[place]),
                from: from.map(month), to: to.map(month),
            };
            let query = Query { filter, by: by.map(|place| By::ALL[place]) };
            prop_assert_eq!(read(&query.written("ro")), query);
        }
    }
}
