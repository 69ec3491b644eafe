//! Pages of tables: a chart, the table with the same numbers, one sentence, the rule.

use super::chart::{self, Bar};
use super::form::{Form, form};
use super::frame::Frame;
use super::link::Link;
use super::{Asking, local_time};
use crate::account::agency::{AgencyTable, savings};
use crate::account::{MonthTable, Shown};
use crate::domain::cube::{By, Filter, Kind, Query};
use crate::domain::month::Month;
use crate::hub::HubError;
use crate::i18n::{Texts, Value, phrase};
use askama::Template;

/// A cell: what is said, and the number where it is one.
pub type Said = (String, Option<f64>);

/// A row of a table.
pub struct Row {
    /// What it is.
    pub name: String,
    /// Where more of it is found.
    pub link: Option<String>,
    /// Its cells.
    pub cells: Vec<Said>,
    /// Whether it is the sum of the others.
    pub is_sum: bool,
}

/// A table with what belongs to it.
pub struct Section {
    /// A name that never changes.
    pub name: &'static str,
    /// Its heading.
    pub title: String,
    /// One sentence on it.
    pub seen: String,
    /// Whether it is reckoned rather than counted.
    pub is_estimated: bool,
    /// The bars; none where there is nothing.
    pub chart: Option<String>,
    /// How many rows have no bar.
    pub more: Option<String>,
    /// Other rows that it could have.
    pub choices: Vec<Link>,
    /// The heading of the first column.
    pub head: String,
    /// The headings of the others.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How it is counted.
    pub rules: Vec<String>,
    /// Where it is as a file: CSV, XLSX.
    pub files: Option<(String, String)>,
    /// Whether its cells are words, which begin below their heading.
    pub is_words: bool,
}

impl Section {
    /// The table line by line, its heading first.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Said>> {
        let head = std::iter::once(&self.head).chain(&self.columns).map(|said| (said.clone(), None)).collect();
        let rows = self
            .rows
            .iter()
            .map(|row| std::iter::once((row.name.clone(), None)).chain(row.cells.iter().cloned()).collect());
        std::iter::once(head).chain(rows).collect()
    }
}

/// A page of tables.
#[derive(Template)]
#[template(path = "hub/page/tables.html", config = "packaging/askama.toml")]
struct TablesPage<'a> {
    frame: &'a Frame,
    lead: Vec<String>,
    form: Option<Form>,
    way: Option<Link>,
    sections: Vec<Section>,
    words: Words,
}

/// Words that every table has.
pub(super) struct Words {
    pub(super) estimated: String,
    pub(super) how: String,
    pub(super) csv: String,
    pub(super) xlsx: String,
    pub(super) by: String,
}

impl Words {
    pub(super) fn of(texts: &Texts) -> Self {
        Self {
            estimated: texts.get("report-estimated"),
            how: texts.get("agency-how"),
            csv: texts.get("agency-csv"),
            xlsx: texts.get("agency-xlsx"),
            by: texts.get("agency-by"),
        }
    }
}

/// The tables of a page, the first of which is the one that files hold; none where the page has none.
#[must_use]
pub fn sections(asking: &Asking<'_>, path: &str) -> Vec<Section> {
    let (asked, by) = (asking.asked(), asking.query.by);
    let alone = asking.query.filter.without_service();
    let bare = asking.query.filter.without_event();
    let without_service = crate::account::agency::Asked { filter: &alone, ..asked };
    let without_event = crate::account::agency::Asked { filter: &bare, ..asked };
    let no_outcome = Filter { outcome: None, ..asking.query.filter.clone() };
    let any_outcome = crate::account::agency::Asked { filter: &no_outcome, ..asked };
    let no_request = asking.query.filter.of_no_request();
    let of_steps = crate::account::agency::Asked { filter: &no_request, ..asked };
    let or = |usual| by.unwrap_or(usual);
    let told: Vec<(AgencyTable<'_>, Kind)> = match path {
        "/requests" => vec![(asked.requests(or(By::Month)), Kind::Request)],
        "/savings" => vec![(savings(&asked, or(By::Centre)), Kind::Request)],
        "/waiting" => vec![
            (any_outcome.waiting(or(By::Service)), Kind::Request),
            (without_event.called(or(By::Centre)), Kind::Called),
        ],
        "/opinion" => vec![
            (without_service.opinion(Kind::Satisfaction, or(By::Month)), Kind::Satisfaction),
            (without_service.opinion(Kind::Trust, or(By::Month)), Kind::Trust),
        ],
        "/unfinished" => vec![(of_steps.unfinished(or(By::Detail)), Kind::Unfinished)],
        "/information" => vec![(without_service.informed(or(By::Event)), Kind::Informed)],
        "/corrections" => vec![(without_event.corrected(or(By::Detail)), Kind::Corrected)],
        _ => Vec::new(),
    };
    let mut sections: Vec<Section> = Vec::new();
    for (table, kind) in told {
        // Files hold the first table of a page.
        let files = sections.is_empty();
        sections.push(section(asking, path, table, kind, files));
    }
    if path == "/opinion" {
        if let Some(trust) = sections.get_mut(1).filter(|trust| trust.rows.is_empty()) {
            trust.seen = asking.texts.get("agency-no-trust");
            trust.rules.clear();
        }
        sections.push(confirmed(asking));
    }
    sections
}

/// How far the catalogue is confirmed: what is told people rests on it.
fn confirmed(asking: &Asking<'_>) -> Section {
    let texts = asking.texts;
    let mut said: Vec<String> = asking.asked().names.trust().iter().map(|value| texts.say(value)).collect();
    if let Some(until) = asking.known.signed_until {
        said.push(texts.with("agency-signed-until", &[("day", local_time(until).into())]));
    }
    Section {
        name: "trust-catalogue",
        title: texts.get("agency-trust"),
        seen: said.join(" "),
        is_estimated: false,
        chart: None,
        more: None,
        choices: Vec::new(),
        head: String::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        rules: Vec::new(),
        files: None,
        is_words: false,
    }
}

/// A table as it is drawn.
pub(super) fn section(asking: &Asking<'_>, path: &str, told: AgencyTable<'_>, kind: Kind, has_files: bool) -> Section {
    let texts = asking.texts;
    let AgencyTable { table, by, choices, seen, drawn } = told;
    let MonthTable { name, title, rules, is_estimated, head, columns, rows } = table;
    let say = |value: &Value<'_>| texts.say(value);
    let (title, seen) = (texts.say(&title.into()), say(&seen));
    let rows: Vec<Row> = rows
        .iter()
        .map(|row| Row {
            name: say(&row.name),
            link: (!row.is_sum).then(|| link_of(asking, path, (kind, by), &row.code)).flatten(),
            cells: row.cells.iter().map(|cell| said(texts, *cell)).collect(),
            is_sum: row.is_sum,
        })
        .collect();
    let number = |length: u64| if length == 0 { said(texts, Shown::Few).0 } else { length.to_string() };
    let bars: Vec<Bar> = rows
        .iter()
        .zip(&drawn)
        .map(|(row, length)| Bar { name: row.name.clone(), length: *length, number: number(*length) })
        .collect();
    let chart = (drawn.iter().sum::<u64>() > 0).then(|| {
        let title = texts.with("agency-chart", &[("title", title.clone().into())]);
        chart::bars(name, &title, &seen, &bars)
    });
    let more = bars.len().checked_sub(chart::MOST).filter(|more| *more > 0 && chart.is_some());
    let more = more.map(|more| texts.with("agency-more-rows", &[("number", more.to_string().into())]));
    let here = |by: By| Query { by: Some(by), ..asking.query.clone() }.written(asking.language());
    let choices = choices.iter().map(|choice| Link {
        text: choice_said(texts, kind, *choice),
        address: format!("{path}?{}", here(*choice)),
        is_here: *choice == by,
    });
    let choices = choices.collect();
    let query = asking.query.written(asking.language());
    let files =
        (has_files && !rows.is_empty()).then(|| (format!("{path}.csv?{query}"), format!("{path}.xlsx?{query}")));
    Section {
        name,
        title,
        seen,
        is_estimated,
        chart,
        more,
        choices,
        head: texts.say(&head.into()),
        columns: columns.into_iter().map(|column| texts.say(&column.title.into())).collect(),
        rows,
        rules: rules.iter().map(say).collect(),
        files,
        is_words: false,
    }
}

fn choice_said(texts: &Texts, kind: Kind, by: By) -> String {
    let key = match by {
        By::Centre => "agency-centre",
        By::Service => "report-service",
        By::Provider => "report-provider",
        By::Event => "agency-event",
        By::Month => "agency-month",
        By::Mode => "agency-mode",
        By::Detail if kind == Kind::Request => "agency-outcome",
        By::Detail if kind == Kind::Informed => "report-theme",
        By::Detail => "agency-reason",
    };
    texts.get(key)
}

/// A number as it is said, and as a number where it is one.
#[expect(clippy::cast_precision_loss, reason = "counts of people are far smaller")]
fn said(texts: &Texts, shown: Shown) -> Said {
    let number = match shown {
        Shown::Number(number) => Some(number as f64),
        Shown::Tenths(tenths) => Some(tenths as f64 / 10.0),
        Shown::Lei(amount) => Some(amount.0 as f64 / 100.0),
        Shown::Few | Shown::Hidden | Shown::Unknown => None,
    };
    (texts.say(&shown.said()), number)
}

/// Where more is found of a row: the same page, of this row alone.
fn link_of(asking: &Asking<'_>, path: &str, (kind, by): (Kind, By), code: &str) -> Option<String> {
    if code.is_empty() {
        return None;
    }
    let mut query = asking.query.clone();
    let filter = &mut query.filter;
    let code = Some(code.to_owned());
    query.by = Some(if by == By::Month { By::Centre } else { By::Month });
    match by {
        By::Centre => filter.centre = code,
        By::Service => filter.service = code,
        By::Provider => filter.provider = code,
        By::Event => filter.event = code,
        By::Month => {
            let month: Option<Month> = code?.parse().ok();
            (filter.from, filter.to) = (month, month);
        }
        By::Mode => filter.mode = Query::read([("mode", code?.as_str())]).filter.mode,
        By::Detail if kind == Kind::Request => {
            filter.outcome = Query::read([("outcome", code?.as_str())]).filter.outcome;
        }
        By::Detail => return None,
    }
    Some(format!("{path}?{}", query.written(asking.language())))
}

/// A page of tables.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn tables(asking: &Asking<'_>, frame: &Frame, path: &str) -> Result<String, HubError> {
    let texts = asking.texts;
    let page = TablesPage {
        frame,
        lead: vec![as_of(asking)],
        form: Some(form(asking, path)),
        way: None,
        sections: sections(asking, path),
        words: Words::of(texts),
    };
    page.render().map_err(|_| HubError::Page)
}

/// A table of words.
pub(super) fn of_words(
    texts: &Texts,
    (name, title): (&'static str, String),
    columns: &[&'static str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Section {
    let mut columns = columns.iter().map(|key| texts.get(key));
    let rows = rows.filter_map(|row| {
        let mut cells = row.into_iter();
        let name = cells.next()?;
        Some(Row { name, link: None, cells: cells.map(|cell| (cell, None)).collect(), is_sum: false })
    });
    Section {
        name,
        title,
        seen: String::new(),
        is_estimated: false,
        chart: None,
        more: None,
        choices: Vec::new(),
        head: columns.next().unwrap_or_default(),
        columns: columns.collect(),
        rows: rows.collect(),
        rules: Vec::new(),
        files: None,
        is_words: true,
    }
}

/// A page of given tables without a filter; `way` leads to where something is done.
pub(super) fn plain(
    frame: &Frame,
    texts: &Texts,
    (lead, way): (Vec<String>, Option<Link>),
    sections: Vec<Section>,
) -> Result<String, HubError> {
    let page = TablesPage { frame, lead, form: None, way, sections, words: Words::of(texts) };
    page.render().map_err(|_| HubError::Page)
}

/// What stands beside a table in a file: up to when it is counted, and what was chosen.
#[must_use]
pub fn notes(asking: &Asking<'_>) -> Vec<String> {
    let chosen = form(asking, "/").chosen;
    std::iter::once(as_of(asking)).chain((!chosen.is_empty()).then_some(chosen)).collect()
}

/// Up to when what came in is in the numbers.
pub(super) fn as_of(asking: &Asking<'_>) -> String {
    let texts = asking.texts;
    asking.known.cube.as_of.map_or_else(
        || texts.get("agency-never-counted"),
        |time| texts.say(&phrase("agency-as-of").with("time", local_time(time)).into()),
    )
}
