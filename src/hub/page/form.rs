//! The filter: what stands in the address, as a form that needs no script.

use super::Asking;
use crate::domain::cube::{By, Served, outcome_code};
use crate::domain::month::{Month, Outcome};
use crate::i18n::Value;

/// An answer that can be chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

/// A field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) choices: Vec<Choice>,
}

/// A form.
pub(super) struct Form {
    pub(super) path: String,
    pub(super) heading: String,
    pub(super) is_open: bool,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) show: String,
    pub(super) clear: Option<(String, String)>,
    /// What is chosen, in words.
    pub(super) chosen: String,
}

/// The form of a page: what can be asked of it, among what there is.
pub(super) fn form(asking: &Asking<'_>, path: &str) -> Form {
    let (texts, filter) = (asking.texts, &asking.query.filter);
    let (cube, names) = (&asking.known.cube, asking.asked().names);
    let say = |value: Value<'_>| texts.say(&value);
    let field = |name, label: &'static str, chosen: Option<&str>, values: Vec<(String, String)>| {
        let all = Choice { value: String::new(), text: texts.get("agency-everything"), is_chosen: chosen.is_none() };
        let known = values.iter().any(|(value, _)| Some(value.as_str()) == chosen);
        let other = chosen.filter(|_| !known).map(|value| (value.to_owned(), value.to_owned()));
        let choices = values.into_iter().chain(other).map(|(value, text)| {
            let is_chosen = Some(value.as_str()) == chosen;
            Choice { value, text, is_chosen }
        });
        Field { name, label: texts.get(label), choices: std::iter::once(all).chain(choices).collect() }
    };
    let by_name = |mut values: Vec<(String, String)>| {
        values.sort_by(|one, other| one.1.cmp(&other.1));
        values
    };
    let months: Vec<(String, String)> = cube.months().map_or_else(Vec::new, |(first, last)| {
        let all = std::iter::successors(Some(first), |month| Some(month.after())).take_while(|month| *month <= last);
        all.map(|month| (month.to_string(), say(Value::Month(month.first())))).collect()
    });
    let month = |month: Option<Month>| month.map(|month| month.to_string());
    let mut fields = vec![
        field("from", "agency-from", month(filter.from).as_deref(), months.clone()),
        field("to", "agency-to", month(filter.to).as_deref(), months),
        field(
            "centre",
            "agency-centre",
            filter.centre.as_deref(),
            by_name(cube.centres().iter().map(|id| (id.clone(), say(names.centre(id)))).collect()),
        ),
    ];
    let services = cube.services();
    let of_services = matches!(path, "/" | "/requests" | "/savings" | "/waiting" | "/unfinished");
    if path != "/corrections" {
        let events = cube.events().iter().map(|code| (code.clone(), say(names.event(code)))).collect();
        fields.push(field("event", "agency-event", filter.event.as_deref(), by_name(events)));
    }
    if of_services {
        let mut providers: Vec<String> = services.iter().map(|service| names.provider_of(service)).collect();
        providers.sort_unstable();
        providers.dedup();
        let providers = providers.into_iter().map(|id| (id.clone(), say(names.provider(&id)))).collect();
        fields.push(field("provider", "report-provider", filter.provider.as_deref(), by_name(providers)));
        let services = services.iter().map(|code| (code.clone(), say(names.service_name(code)))).collect();
        fields.push(field("service", "report-service", filter.service.as_deref(), by_name(services)));
    }
    if matches!(path, "/" | "/requests" | "/savings") {
        let outcomes = Outcome::ALL.map(|outcome| {
            let code = outcome_code(outcome).to_owned();
            let said = say(names.row(crate::domain::cube::Kind::Request, By::Detail, &code));
            (code, said)
        });
        fields.push(field("outcome", "agency-outcome", filter.outcome.map(outcome_code), outcomes.into()));
    }
    if matches!(path, "/" | "/requests" | "/savings" | "/waiting") {
        let modes = Served::ALL.map(|served| {
            let code = served.code().to_owned();
            let said = say(names.row(crate::domain::cube::Kind::Request, By::Mode, &code));
            (code, said)
        });
        fields.push(field("mode", "agency-mode", filter.mode.map(Served::code), modes.into()));
    }
    let chosen = |field: &Field| {
        let choice = field.choices.iter().find(|choice| choice.is_chosen && !choice.value.is_empty())?;
        Some(format!("{}: {}", field.label, choice.text))
    };
    let chosen: Vec<String> = fields.iter().filter_map(chosen).collect();
    let language = asking.language();
    let by = asking.query.by.map(|by| ("by", by.code().to_owned()));
    Form {
        path: path.to_owned(),
        heading: texts.get("agency-filter"),
        is_open: false,
        hidden: std::iter::once(("lang", language.to_owned())).chain(by).collect(),
        fields,
        show: texts.get("agency-show"),
        clear: (!filter.is_empty()).then(|| (texts.get("agency-clear"), format!("{path}?lang={language}"))),
        chosen: chosen.join(" · "),
    }
}
