//! What is said of a centre's month: tables of numbers, each with the rule by which it is counted. The screen, the paper and
//! the file are drawn from here, so that all three say the same and hide the same.

use super::leaf::{Leaf, LeafColumnKind, LeafPart, Piece, leaf_of};
use super::{About, Block, Line, Tone};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::{Centre, OfficeWay};
use crate::domain::cube::topic_code;
use crate::domain::identifier::ServiceCode;
use crate::domain::money::{Amount, Currency};
use crate::domain::month::{Month, MonthCount, Outcome, Subject, Tally};
use crate::domain::service::Confidence;
use crate::domain::small_cells::{Cell, SMALLEST, Sums};
use crate::domain::text::Text;
use crate::domain::work::{AgeBand, Autonomy, Place, Topic};
use crate::i18n::{Phrase, Value, phrase, reason_word};
use std::collections::{BTreeMap, BTreeSet};

/// What is named in a month, as the catalogue calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthNames {
    services: BTreeMap<ServiceCode, Text>,
    offices: BTreeMap<ServiceCode, String>,
    providers: BTreeMap<String, Text>,
    events: BTreeMap<String, Text>,
}

impl MonthNames {
    /// The names of what was counted, as far as the catalogue has them.
    #[must_use]
    pub fn of(count: &MonthCount, catalogue: &Catalogue, event: impl Fn(&str) -> Option<Text>) -> Self {
        let unfinished = count.unfinished.keys().filter_map(|(service, _)| service.as_ref());
        let codes: BTreeSet<&ServiceCode> = count.requests.keys().chain(unfinished).collect();
        let mut names = Self::default();
        for code in codes {
            let Some(service) = catalogue.service(code) else { continue };
            names.services.insert(code.clone(), service.title.clone());
            names.offices.insert(code.clone(), service.provider.clone());
            if let Some(provider) = catalogue.providers.get(&service.provider) {
                names.providers.insert(service.provider.clone(), provider.name.clone());
            }
        }
        for subject in count.informed.keys() {
            if let Subject::Event(code) = subject {
                names.events.extend(event(code).map(|title| (code.clone(), title)));
            }
        }
        names
    }

    fn service(&self, code: &ServiceCode) -> Value<'_> {
        self.services.get(code).map_or_else(|| Value::Name(code.to_string()), Value::Text)
    }

    fn provider(&self, id: &str) -> Value<'_> {
        self.providers.get(id).map_or_else(|| Value::Name(id.to_owned()), Value::Text)
    }
}

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The number.
    Number(u64),
    /// Tenths of one.
    Tenths(u64),
    /// An amount in lei.
    Lei(Amount),
    /// Fewer than five, perhaps nobody: it is not told which.
    Few,
    /// So few people that it is not shown, or another by which those could be found.
    Hidden,
    /// It is not known.
    Unknown,
}

impl Shown {
    /// The number, or why there is none.
    #[must_use]
    pub fn said(self) -> Value<'static> {
        match self {
            Self::Number(number) => Value::Number(usize::try_from(number).unwrap_or(usize::MAX)),
            Self::Tenths(tenths) => Value::Percent(Amount(i64::try_from(tenths * 10).unwrap_or(i64::MAX))),
            Self::Lei(amount) => Value::Amount(amount, Currency::Mdl),
            Self::Few => phrase("agency-few").with("number", Value::Number(SMALLEST_SHOWN)).into(),
            Self::Hidden => phrase("report-hidden").into(),
            Self::Unknown => phrase("report-unknown").into(),
        }
    }
}

/// A column of numbers: its code, which never changes, and its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthColumn {
    /// The code.
    pub code: &'static str,
    /// The heading.
    pub title: Phrase<'static>,
}

/// A row of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthRow<'a> {
    /// What it is about, by a code that never changes.
    pub code: String,
    /// The same in words.
    pub name: Value<'a>,
    /// A number for each column.
    pub cells: Vec<Shown>,
    /// Whether it is the sum of the others.
    pub is_sum: bool,
}

/// A table of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthTable<'a> {
    /// Its name, which never changes.
    pub name: &'static str,
    /// Its heading.
    pub title: Phrase<'a>,
    /// How it is counted.
    pub rules: Vec<Value<'a>>,
    /// Whether it is reckoned rather than counted.
    pub is_estimated: bool,
    /// What its rows are.
    pub head: Phrase<'static>,
    /// Its columns of numbers.
    pub columns: Vec<MonthColumn>,
    /// Its rows; none where there was nothing.
    pub rows: Vec<MonthRow<'a>>,
}

/// A month in words and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthTold<'a> {
    /// The month.
    pub month: Month,
    /// Its tables.
    pub tables: Vec<MonthTable<'a>>,
}

/// A number on its way into a table: at a place among the sums, or as it is.
#[derive(Clone, Copy)]
enum Kept {
    At(usize),
    As(Shown),
}

/// A table before it is known what is hidden.
struct Draft<'a> {
    table: MonthTable<'a>,
    rows: Vec<(String, Value<'a>, Vec<Kept>, bool)>,
}

impl<'a> Draft<'a> {
    fn new(
        name: &'static str,
        title: &'static str,
        head: &'static str,
        columns: &[(&'static str, &'static str)],
    ) -> Self {
        let columns = columns.iter().map(|(code, title)| MonthColumn { code, title: phrase(title) }).collect();
        let table = MonthTable {
            name,
            title: phrase(title),
            rules: Vec::new(),
            is_estimated: false,
            head: phrase(head),
            columns,
            rows: Vec::new(),
        };
        Self { table, rows: Vec::new() }
    }

    fn rule(mut self, rule: impl Into<Value<'a>>) -> Self {
        self.table.rules.push(rule.into());
        self
    }

    fn row(&mut self, code: impl Into<String>, name: impl Into<Value<'a>>, cells: Vec<Kept>) {
        self.rows.push((code.into(), name.into(), cells, false));
    }

    fn sum_row(&mut self, cells: Vec<Kept>) {
        self.rows.push(("all".to_owned(), phrase("report-all").into(), cells, true));
    }

    fn done(self, sums: &Sums, hidden: &BTreeSet<usize>) -> MonthTable<'a> {
        let shown = |kept: Kept| match kept {
            Kept::As(shown) => shown,
            Kept::At(place) if hidden.contains(&place) => Shown::Hidden,
            Kept::At(place) => sums.value(place).map_or(Shown::Unknown, Shown::Number),
        };
        let rows = self.rows.into_iter().map(|(code, name, cells, is_sum)| MonthRow {
            code,
            name,
            cells: cells.into_iter().map(shown).collect(),
            is_sum,
        });
        MonthTable { rows: rows.collect(), ..self.table }
    }
}

/// What is said of a month of this centre.
#[must_use]
pub fn month_said<'a>(count: &MonthCount, names: &'a MonthNames, centre: &'a Centre) -> MonthTold<'a> {
    let mut sums = Sums::default();
    let drafts = [
        requests(count, names, &mut sums),
        vec![informed(count, names, &mut sums), unfinished(count, names, &mut sums)],
        vec![saved(count, centre.office_way.as_ref()), waiting(count), opinions(count)],
        groups(count, &mut sums),
        time(count, &mut sums),
    ];
    let hidden = sums.hidden();
    let tables = drafts.into_iter().flatten().map(|draft| draft.done(&sums, &hidden)).collect();
    MonthTold { month: count.month, tables }
}

/// A number at its place among the sums, and who stands behind it: who is in two rows is one person in their sum.
#[derive(Clone)]
struct Counted {
    place: usize,
    behind: Tally,
}

impl Counted {
    fn of(sums: &mut Sums, behind: &Tally) -> Self {
        Self::number(sums, behind.times, behind)
    }

    fn number(sums: &mut Sums, value: u64, behind: &Tally) -> Self {
        Self { place: sums.cell(Cell { value, people: behind.people() }), behind: behind.clone() }
    }
}

fn together<'t>(tallies: impl IntoIterator<Item = &'t Tally>) -> Tally {
    tallies.into_iter().fold(Tally::default(), Tally::and)
}

/// Adds cells to a table of sums: each row with the sum of its columns at its end.
fn summed(sums: &mut Sums, values: &[Tally]) -> Vec<Counted> {
    let mut row: Vec<Counted> = values.iter().map(|value| Counted::of(sums, value)).collect();
    let total = Counted::of(sums, &together(values));
    sums.is_sum(total.place, row.iter().map(|one| one.place));
    row.push(total);
    row
}

/// Rows under each other, as many in each; gives the sums of the columns.
fn below(sums: &mut Sums, rows: &[Vec<Counted>]) -> Vec<Counted> {
    let width = rows.first().map_or(0, Vec::len);
    let sum = |column: usize, sums: &mut Sums| {
        let parts: Vec<usize> = rows.iter().map(|row| row[column].place).collect();
        let value = parts.iter().map(|part| sums.value(*part).unwrap_or_default()).sum();
        let total = Counted::number(sums, value, &together(rows.iter().map(|row| &row[column].behind)));
        sums.is_sum(total.place, parts);
        total
    };
    (0..width).map(|column| sum(column, sums)).collect()
}

/// Says that the last of a row is the sum of the others.
fn across(sums: &mut Sums, row: &[Counted]) {
    if let Some((total, parts)) = row.split_last() {
        sums.is_sum(total.place, parts.iter().map(|part| part.place));
    }
}

fn at(row: &[Counted]) -> Vec<Kept> {
    row.iter().map(|one| Kept::At(one.place)).collect()
}

const OUTCOMES: [(&str, &str); 5] = [
    ("prepared", "report-prepared"),
    ("underway", "report-underway"),
    ("result", "report-result"),
    ("without", "report-without"),
    ("all", "report-all"),
];

/// Requests by service and by provider: the same numbers, so that they stand for each other.
fn requests<'a>(count: &MonthCount, names: &'a MonthNames, sums: &mut Sums) -> Vec<Draft<'a>> {
    let mut services =
        Draft::new("by-service", "report-by-service", "report-service", &OUTCOMES).rule(phrase("report-rule-requests"));
    let mut providers = Draft::new("by-provider", "report-by-provider", "report-provider", &OUTCOMES)
        .rule(phrase("report-rule-requests"));
    let mut by_provider: BTreeMap<&str, Vec<Vec<Counted>>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (code, outcomes) in &count.requests {
        let values = Outcome::ALL.map(|outcome| outcomes.get(&outcome).cloned().unwrap_or_default());
        let places = summed(sums, &values);
        services.row(code.as_str(), names.service(code), at(&places));
        let office = names.offices.get(code).map_or("unknown", String::as_str);
        by_provider.entry(office).or_default().push(places.clone());
        rows.push(places);
    }
    if rows.is_empty() {
        return vec![services, providers];
    }
    let of_providers: Vec<Vec<Counted>> = by_provider
        .iter()
        .map(|(id, rows)| {
            let places = below(sums, rows);
            across(sums, &places);
            let name = if *id == "unknown" { phrase("report-unknown").into() } else { names.provider(id) };
            providers.row(*id, name, at(&places));
            places
        })
        .collect();
    let all = below(sums, &rows);
    across(sums, &all);
    for (column, total) in all.iter().enumerate() {
        sums.is_sum(total.place, of_providers.iter().map(|row| row[column].place));
    }
    services.sum_row(at(&all));
    providers.sum_row(at(&all));
    vec![services, providers]
}

/// Rows of one count each, with their sum.
fn counts<'a>(draft: &mut Draft<'a>, sums: &mut Sums, rows: Vec<(String, Value<'a>, &Tally)>) {
    let places: Vec<Vec<Counted>> = rows.iter().map(|(.., value)| vec![Counted::of(sums, value)]).collect();
    for ((code, name, _), places) in rows.into_iter().zip(&places) {
        draft.row(code, name, at(places));
    }
    if !places.is_empty() {
        let all = below(sums, &places);
        draft.sum_row(at(&all));
    }
}

fn informed<'a>(count: &MonthCount, names: &'a MonthNames, sums: &mut Sums) -> Draft<'a> {
    let mut draft = Draft::new("informed", "report-informed", "report-theme", &[("times", "report-times")])
        .rule(phrase("report-rule-informed"));
    let rows = count.informed.iter().map(|(subject, times)| match subject {
        Subject::Event(code) => {
            let name = names.events.get(code).map_or_else(|| Value::Name(code.clone()), Value::Text);
            (code.clone(), name, times)
        }
        Subject::Topic(topic) => (topic_code(*topic).to_owned(), topic_said(*topic).into(), times),
        Subject::Untold => ("untold".to_owned(), phrase("report-untold").into(), times),
    });
    counts(&mut draft, sums, rows.collect());
    draft
}

fn unfinished<'a>(count: &MonthCount, names: &'a MonthNames, sums: &mut Sums) -> Draft<'a> {
    let mut draft = Draft::new("elsewhere", "report-unfinished", "report-service-why", &[("times", "report-times")])
        .rule(phrase("report-rule-unfinished"));
    let rows = count.unfinished.iter().map(|((service, reason), times)| {
        let why = Value::Phrase(phrase(reason_word(*reason)));
        let code = service.as_ref().map_or("step", ServiceCode::as_str);
        let what = service.as_ref().map_or_else(|| phrase("report-step").into(), |service| names.service(service));
        (format!("{code}.{}", reason_word(*reason)), Value::Remarks(vec![what, why]), times)
    });
    counts(&mut draft, sums, rows.collect());
    draft
}

/// A number that tells of so many people.
const fn of_people(people: u64, shown: Shown) -> Shown {
    if people > 0 && people < SMALLEST { Shown::Hidden } else { shown }
}

/// What journeys that nobody had to make would have taken: reckoned, and each by its rule.
fn saved<'a>(count: &MonthCount, way: Option<&'a OfficeWay>) -> Draft<'a> {
    let mut draft = Draft::new("saved", "report-saved", "report-what", &[("number", "report-number")])
        .rule(phrase("report-rule-journeys"));
    draft.table.is_estimated = true;
    let journeys = count.journeys.saved;
    let there_and_back = |one: Option<u16>| one.map(|one| journeys * 2 * u64::from(one));
    let kilometres = way.and_then(|way| there_and_back(way.kilometres));
    let minutes = way.and_then(|way| there_and_back(way.minutes));
    let fare = way
        .and_then(|way| way.fare)
        .map(|fare| Amount(fare.0.saturating_mul(i64::try_from(journeys * 2).unwrap_or(i64::MAX))));
    if let Some(way) = way {
        let value = |value: Option<u16>| Value::Number(usize::from(value.unwrap_or_default()));
        if way.kilometres.is_some() {
            let rule = phrase("report-rule-kilometres").with("to", &way.to).with("number", value(way.kilometres));
            draft = draft.rule(rule);
        }
        if way.minutes.is_some() {
            draft = draft.rule(phrase("report-rule-hours").with("to", &way.to).with("number", value(way.minutes)));
        }
        if let Some(fare) = way.fare {
            let fare = Value::Amount(fare, Currency::Mdl);
            draft = draft.rule(phrase("report-rule-lei").with("to", &way.to).with("amount", fare));
        }
        if way.confidence != Confidence::Verified {
            draft = draft.rule(phrase("report-rule-way-partial"));
        }
    }
    if [kilometres, minutes].contains(&None) || fare.is_none() {
        draft = draft.rule(phrase("report-rule-way-unknown"));
    }
    let shown = |number: Option<Shown>| {
        vec![Kept::As(of_people(count.journeys.cases.min(journeys), number.unwrap_or(Shown::Unknown)))]
    };
    draft.row("journeys", phrase("report-journeys"), shown(Some(Shown::Number(journeys))));
    draft.row("kilometres", phrase("report-kilometres"), shown(kilometres.map(Shown::Number)));
    draft.row("hours", phrase("report-hours"), shown(minutes.map(|minutes| Shown::Tenths(minutes / 6))));
    draft.row("lei", phrase("report-lei"), shown(fare.map(Shown::Lei)));
    draft
}

fn waiting<'a>(count: &MonthCount) -> Draft<'a> {
    let mut draft = Draft::new("waiting", "report-waiting", "report-what", &[("number", "report-number")])
        .rule(phrase("report-rule-waiting"));
    let people = count.waits.len() as u64;
    let Some(longest) = count.waits.last() else { return draft };
    let sum: u64 = count.waits.iter().map(|wait| u64::from(*wait)).sum();
    let shown = |shown| vec![Kept::As(of_people(people, shown))];
    draft.row("called", phrase("report-called"), shown(Shown::Number(people)));
    draft.row("mean", phrase("report-wait-mean"), shown(Shown::Tenths((sum * 10 + people / 2) / people)));
    draft.row("longest", phrase("report-wait-longest"), shown(Shown::Number(u64::from(*longest))));
    draft
}

/// How satisfied people were, and beside it how much they trust; what nobody was asked is not known.
fn opinions<'a>(count: &MonthCount) -> Draft<'a> {
    let columns = [("answers", "report-answers"), ("mean", "report-mean")];
    let mut draft =
        Draft::new("opinion", "report-opinion", "report-question", &columns).rule(phrase("report-rule-opinion"));
    for (code, name, answers) in
        [("satisfaction", "report-satisfaction", &count.satisfaction), ("trust", "report-trust", &count.trust)]
    {
        let people = answers.len() as u64;
        let sum: u64 = answers.iter().map(|answer| u64::from(*answer)).sum();
        let mean = (sum * 10 + people / 2).checked_div(people).map_or(Shown::Unknown, Shown::Tenths);
        let cells = [Shown::Number(people), mean].map(|shown| Kept::As(of_people(people, shown)));
        draft.row(code, phrase(name), cells.into());
    }
    draft
}

/// Group sessions by topic, and who came by age.
fn groups<'a>(count: &MonthCount, sums: &mut Sums) -> Vec<Draft<'a>> {
    let columns = [("sessions", "report-sessions"), ("people", "report-people"), ("minutes", "report-minutes")];
    let mut topics = Draft::new("groups", "report-groups", "report-theme", &columns).rule(phrase("report-rule-groups"));
    let mut ages = Draft::new("ages", "report-ages", "report-age", &[("people", "report-people")]);
    let mut rows = Vec::new();
    for (topic, sessions) in &count.sessions {
        let people: u64 = sessions.people.values().sum();
        let behind = Tally::from(people);
        // That a session was held tells of nobody.
        let held = Counted::number(sums, sessions.held, &Tally::from(SMALLEST));
        let people = Counted::of(sums, &behind);
        let places = vec![held, people, Counted::number(sums, sessions.minutes, &behind)];
        let name = topic.map_or_else(|| phrase("report-untold"), topic_said);
        topics.row(topic.map_or("untold", topic_code), name, at(&places));
        rows.push(places);
    }
    if rows.is_empty() {
        return vec![topics, ages];
    }
    let all = below(sums, &rows);
    topics.sum_row(at(&all));
    let mut bands = Vec::new();
    for band in [AgeBand::Young, AgeBand::Adult, AgeBand::Older, AgeBand::Untold] {
        let people = count.sessions.values().filter_map(|sessions| sessions.people.get(&band)).sum();
        let place = sums.count(people);
        let (code, name) = match band {
            AgeBand::Young => ("under18", phrase("age-young")),
            AgeBand::Adult => ("from18to59", phrase("age-adult")),
            AgeBand::Older => ("from60", phrase("age-older")),
            AgeBand::Untold => ("untold", phrase("report-untold")),
        };
        ages.row(code, name, vec![Kept::At(place)]);
        bands.push(place);
    }
    sums.is_sum(all[1].place, bands);
    ages.sum_row(at(&all[1..2]));
    vec![topics, ages]
}

/// Time told, by place, and how much people did alone.
fn time<'a>(count: &MonthCount, sums: &mut Sums) -> Vec<Draft<'a>> {
    let columns = [("times", "report-times"), ("minutes", "report-minutes")];
    let mut places = Draft::new("time", "report-time", "report-place", &columns).rule(phrase("report-rule-time"));
    let mut levels = Draft::new("autonomy", "report-autonomy", "report-level", &[("times", "report-times")])
        .rule(phrase("report-rule-autonomy"));
    let rows: Vec<Vec<Counted>> = count
        .time
        .iter()
        .map(|(place, spent)| {
            let times = Counted::of(sums, &spent.times);
            let cells = vec![times, Counted::number(sums, spent.minutes, &spent.times)];
            let name = place.map_or_else(|| phrase("report-untold"), place_said);
            places.row(place.map_or("untold", place_code), name, at(&cells));
            cells
        })
        .collect();
    let mut total = None;
    if !rows.is_empty() {
        let all = below(sums, &rows);
        places.sum_row(at(&all));
        total = all.into_iter().next();
    }
    let times = |level| count.autonomy.get(&level).cloned().unwrap_or_default();
    let told = together(count.autonomy.values());
    if told.times > 0 {
        let of_levels = Autonomy::ALL.map(|level| {
            let place = Counted::of(sums, &times(level)).place;
            let code = match level {
                Autonomy::Guided => "guided",
                Autonomy::Partly => "partly",
                Autonomy::Alone => "alone",
            };
            levels.row(code, autonomy_said(level), vec![Kept::At(place)]);
            place
        });
        // Time and level are mostly told together: then one sum is the other, and hides with it.
        let same = total.filter(|total| total.behind == told);
        let all = same.unwrap_or_else(|| Counted::of(sums, &told));
        sums.is_sum(all.place, of_levels);
        levels.sum_row(at(&[all]));
    }
    vec![places, levels]
}

/// A topic, in words.
#[must_use]
pub fn topic_said(topic: Topic) -> Phrase<'static> {
    match topic {
        Topic::Computer => phrase("topic-computer"),
        Topic::Phone => phrase("topic-phone"),
        Topic::Email => phrase("topic-email"),
        Topic::StatePortal => phrase("topic-portal"),
        Topic::Signature => phrase("topic-signature"),
        Topic::Payments => phrase("topic-payments"),
        Topic::Safety => phrase("topic-safety"),
        Topic::WhoToAsk => phrase("topic-office"),
    }
}

/// A place, in words.
#[must_use]
pub fn place_said(place: Place) -> Phrase<'static> {
    match place {
        Place::Desk => phrase("at-desk"),
        Place::Phone => phrase("at-phone"),
        Place::Road => phrase("at-road"),
        Place::Home => phrase("at-home"),
        Place::Room => phrase("at-room"),
        Place::School => phrase("at-school"),
        Place::Library => phrase("at-library"),
        Place::Elsewhere => phrase("at-elsewhere"),
    }
}

/// The code of a place in files; it never changes.
const fn place_code(place: Place) -> &'static str {
    match place {
        Place::Desk => "atDesk",
        Place::Phone => "byPhone",
        Place::Road => "onTheRoad",
        Place::Home => "atHome",
        Place::Room => "inTheRoom",
        Place::School => "atSchool",
        Place::Library => "atLibrary",
        Place::Elsewhere => "elsewhere",
    }
}

/// How much of it the person did, in words.
#[must_use]
pub fn autonomy_said(level: Autonomy) -> Phrase<'static> {
    match level {
        Autonomy::Guided => phrase("autonomy-guided"),
        Autonomy::Partly => phrase("autonomy-partly"),
        Autonomy::Alone => phrase("autonomy-alone"),
    }
}

/// The month on paper.
#[must_use]
pub fn month_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, told: MonthTold<'a>) -> Leaf<'a> {
    let month = Value::Month(told.month.first());
    let note = [phrase("report-here"), phrase("report-small").with("number", Value::Number(SMALLEST_SHOWN))];
    let sum = Piece::Said(Block::new(About::Nothing, note.map(Line::body).into()));
    let sum = LeafPart { name: "sum", title: None, pieces: vec![sum] };
    let parts = told.tables.into_iter().map(|table| {
        let rules: Vec<Line<'a>> = table.rules.into_iter().map(Line::note).collect();
        let estimated = table.is_estimated.then(|| {
            Piece::Said(Block::new(About::Nothing, vec![Line::strong(phrase("report-estimated"))]).toned(Tone::Caution))
        });
        let body = if table.rows.is_empty() {
            Piece::Said(Block::new(About::Nothing, vec![Line::body(phrase("report-nothing"))]))
        } else {
            let columns = std::iter::once((table.head, LeafColumnKind::Words))
                .chain(table.columns.into_iter().map(|column| (column.title, LeafColumnKind::Number)))
                .map(|(title, kind)| super::leaf::LeafColumn { title, kind });
            let rows = table.rows.into_iter().map(|row| {
                let name = if row.is_sum { Line::strong(row.name) } else { Line::body(row.name) };
                let cells = row.cells.into_iter().map(|cell| vec![Line::body(cell.said())]);
                std::iter::once(vec![name]).chain(cells).collect()
            });
            Piece::Table(columns.collect(), rows.collect())
        };
        let rules = (!rules.is_empty()).then(|| Piece::Said(Block::new(About::Nothing, rules)));
        let pieces = estimated.into_iter().chain([body]).chain(rules).collect();
        LeafPart { name: table.name, title: Some(table.title), pieces }
    });
    let title = phrase("report-title").with("month", month);
    leaf_of(catalogue, centre, title, std::iter::once(sum).chain(parts).collect())
}

/// The smallest number of people that is shown, as it is said.
#[expect(clippy::cast_possible_truncation, reason = "it is five")]
pub const SMALLEST_SHOWN: usize = SMALLEST as usize;

#[cfg(test)]
mod tests;
