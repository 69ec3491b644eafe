//! What stands first: the agency's three figures, which centres are silent, the requests month by month; and the centres by
//! district.

use super::Asking;
use super::form::{Form, form};
use super::frame::Frame;
use super::table::{Section, Words, as_of, section};
use crate::account::Shown;
use crate::domain::cube::{By, Kind, Query};
use crate::hub::HubError;
use crate::hub::storage::fleet::{FleetTerminal, SILENT_DAYS};
use crate::i18n::{Value, phrase};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// A figure as it is drawn.
struct Figure {
    title: String,
    number: String,
    rules: Vec<String>,
    is_estimated: bool,
}

/// Which centres were heard of.
struct Heard {
    said: String,
    is_all: bool,
}

/// A district with its centres.
struct District {
    name: String,
    centres: Vec<Dot>,
}

/// A centre as a dot with its name.
struct Dot {
    name: String,
    link: String,
    said: String,
    radius: u64,
}

#[derive(Template)]
#[template(path = "hub/page/overview.html", config = "packaging/askama.toml")]
struct OverviewPage<'a> {
    frame: &'a Frame,
    lead: Vec<String>,
    form: Option<Form>,
    figures: Vec<Figure>,
    silent: Option<Heard>,
    districts: Vec<District>,
    sections: Vec<Section>,
    words: Words,
}

/// The page that stands first.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn overview(asking: &Asking<'_>, frame: &Frame, fleet: &[FleetTerminal]) -> Result<String, HubError> {
    let (texts, asked) = (asking.texts, asking.asked());
    let figures = asked.figures().into_iter().map(|figure| Figure {
        title: texts.say(&figure.title.into()),
        number: texts.say(&figure.number.said()),
        rules: figure.rules.iter().map(|rule| texts.say(rule)).collect(),
        // What is not known was not even reckoned.
        is_estimated: figure.is_estimated && figure.number != Shown::Unknown,
    });
    let page = OverviewPage {
        frame,
        lead: vec![as_of(asking)],
        form: Some(form(asking, "/")),
        figures: figures.collect(),
        silent: silent(asking, fleet),
        districts: Vec::new(),
        sections: vec![section(asking, "/requests", asked.requests(By::Month), Kind::Request, false)],
        words: Words::of(texts),
    };
    page.render().map_err(|_| HubError::Page)
}

/// Which centres were not heard of for long: what was done there is missing.
fn silent(asking: &Asking<'_>, fleet: &[FleetTerminal]) -> Option<Heard> {
    let texts = asking.texts;
    let wanted = |centre: &str| asking.query.filter.centre.as_deref().is_none_or(|wanted| wanted == centre);
    let known = || fleet.iter().filter(|one| !one.revoked && wanted(&one.centre));
    let all: BTreeSet<&str> = known().map(|one| one.centre.as_str()).collect();
    if all.is_empty() {
        return None;
    }
    let heard: BTreeSet<&str> =
        known().filter(|one| !one.is_silent(asking.now)).map(|one| one.centre.as_str()).collect();
    let names = asking.asked().names;
    let missing: Vec<Value<'_>> = all.difference(&heard).map(|centre| names.centre(centre)).collect();
    let days = usize::try_from(SILENT_DAYS).unwrap_or_default();
    let is_all = missing.is_empty();
    let said = if is_all {
        phrase("agency-none-silent").with("all", all.len()).with("days", days)
    } else {
        phrase("agency-silent")
            .with("some", missing.len())
            .with("all", all.len())
            .with("days", days)
            .with("names", Value::List(missing))
    };
    Some(Heard { said: texts.say(&said.into()), is_all })
}

/// The centres by district: the catalogue has no coordinates of which a map could be made.
///
/// # Errors
/// As [`overview`].
pub fn centres(asking: &Asking<'_>, frame: &Frame, fleet: &[FleetTerminal]) -> Result<String, HubError> {
    let (texts, asked) = (asking.texts, asking.asked());
    let provider = |service: &str| asked.names.provider_of(service);
    let requests = asking.known.cube.sums(Kind::Request, &asking.query.filter, &provider, |cell| cell.centre.clone());
    let mut ids: BTreeSet<&str> = requests.keys().map(String::as_str).collect();
    let catalogue = asking.known.catalogue.as_ref();
    ids.extend(fleet.iter().filter(|one| !one.revoked).map(|one| one.centre.as_str()));
    if let Some(wanted) = &asking.query.filter.centre {
        ids.retain(|id| id == wanted);
    }
    let most = requests.values().max().copied().unwrap_or_default().max(1);
    let mut districts: BTreeMap<String, Vec<Dot>> = BTreeMap::new();
    for id in ids {
        let known = catalogue.and_then(|catalogue| catalogue.centres.get(id));
        let district = known
            .map_or_else(|| texts.get("agency-elsewhere"), |centre| centre.district.get(texts.language()).to_owned());
        let number = requests.get(id).copied().unwrap_or_default();
        let mut query = Query { by: Some(By::Month), ..asking.query.clone() };
        query.filter.centre = Some(id.to_owned());
        let said = texts.say(&crate::account::agency::count(number).said());
        districts.entry(district).or_default().push(Dot {
            name: texts.say(&asked.names.centre(id)),
            link: format!("/requests?{}", query.written(texts.language().code())),
            said: format!("{}: {said}", texts.get("agency-requests")),
            // The area grows with the number.
            radius: 4 + (number * 256 / most).isqrt(),
        });
    }
    let districts = districts.into_iter().map(|(name, mut centres)| {
        centres.sort_by(|one, other| one.name.cmp(&other.name));
        District { name, centres }
    });
    let page = OverviewPage {
        frame,
        lead: vec![as_of(asking), texts.get("agency-centres-lead")],
        form: Some(form(asking, "/centres")),
        figures: Vec::new(),
        silent: silent(asking, fleet),
        districts: districts.collect(),
        sections: vec![section(asking, "/requests", asked.requests(By::Centre), Kind::Request, false)],
        words: Words::of(texts),
    };
    page.render().map_err(|_| HubError::Page)
}
