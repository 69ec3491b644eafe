//! What the agency is told: tables of shown numbers, each with the rule by which it is counted and one sentence that says what is
//! seen. The page, the chart, and both files are drawn from these tables, so that all say the same.

mod names;
mod saved;

pub use names::AgencyNames;
pub use saved::{saved_all, savings};

use super::month::{MonthColumn, MonthRow, MonthTable, SMALLEST_SHOWN, Shown};
use crate::domain::cube::{By, Cell, Cube, DAYS, Filter, Key, Kind, MINUTES, Served, outcome_code};
use crate::domain::month::{Month, Outcome};
use crate::i18n::{Phrase, Value, phrase};
use std::collections::{BTreeMap, BTreeSet};

/// A table with what is seen in it.
#[derive(Clone, Debug, PartialEq)]
pub struct AgencyTable<'a> {
    /// The table.
    pub table: MonthTable<'a>,
    /// What its rows are.
    pub by: By,
    /// What its rows could be as well.
    pub choices: &'static [By],
    /// What is seen, in one sentence.
    pub seen: Value<'a>,
    /// The number of each row that is drawn; rows in the order of the table, without the sum.
    pub drawn: Vec<u64>,
}

/// One of the figures that stand first.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure<'a> {
    /// What it is.
    pub title: Phrase<'static>,
    /// The number.
    pub number: Shown,
    /// How it is counted, and how exactly.
    pub rules: Vec<Value<'a>>,
    /// Whether it is reckoned rather than counted.
    pub is_estimated: bool,
}

/// What is asked: the cube, what it is called, and which of it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The shown cells.
    pub cube: &'a Cube,
    /// What they are called.
    pub names: AgencyNames<'a>,
    /// Which of them.
    pub filter: &'a Filter,
}

/// A column of counts: its code, its heading, and which cells are in it.
type Column<'c> = (&'static str, Phrase<'static>, &'c dyn Fn(&Cell) -> bool);

/// A count as it is shown. None and few look alike.
#[must_use]
pub const fn count(number: u64) -> Shown {
    if number == 0 { Shown::Few } else { Shown::Number(number) }
}

pub(crate) fn number(number: u64) -> Value<'static> {
    Value::Number(usize::try_from(number).unwrap_or(usize::MAX))
}

/// A table before its rows are put in order: for each row the counts of its columns.
struct Counts {
    rows: BTreeMap<String, Vec<u64>>,
}

/// The codes of the rows in their order: months by time, outcomes, reasons and answers as they stand in lists, all else by size.
fn ordered(kind: Kind, by: By, counts: &Counts, weight: impl Fn(&[u64]) -> u64) -> Vec<String> {
    let mut codes: Vec<String> = counts.rows.keys().cloned().collect();
    match by {
        By::Month => {}
        By::Detail => codes.sort_by_key(|code| names::place_of(kind, code)),
        By::Mode => codes.sort_by_key(|code| Served::ALL.iter().position(|served| served.code() == code).unwrap_or(9)),
        _ => codes.sort_by_key(|code| std::cmp::Reverse(weight(&counts.rows[code]))),
    }
    codes
}

impl<'a> Asked<'a> {
    fn counts(&self, kind: Kind, by: By, columns: &[Column<'_>]) -> Counts {
        let provider = |service: &str| self.names.provider_of(service);
        let mut keys: BTreeMap<Key<'_>, Vec<u64>> = BTreeMap::new();
        for (cell, shown) in self.cube.cells(kind, self.filter, &provider) {
            let row = keys.entry(by.of(cell)).or_insert_with(|| vec![0; columns.len()]);
            for (sum, (.., is_in)) in row.iter_mut().zip(columns) {
                *sum += if is_in(cell) { shown } else { 0 };
            }
        }
        let mut rows: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (key, counts) in keys {
            let row = rows.entry(by.row(key, &provider)).or_insert_with(|| vec![0; columns.len()]);
            row.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        if by == By::Month {
            for month in self.months(kind) {
                rows.entry(month.to_string()).or_insert_with(|| vec![0; columns.len()]);
            }
        }
        Counts { rows }
    }

    /// The months between the first and the last of which anything is shown: one without anything is not left out.
    fn months(&self, kind: Kind) -> Vec<Month> {
        let provider = |service: &str| self.names.provider_of(service);
        let known: BTreeSet<Month> =
            self.cube.cells(kind, self.filter, &provider).map(|(cell, _)| cell.month).collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return Vec::new() };
        std::iter::successors(Some(*first), |month| Some(month.after())).take_while(|month| month <= last).collect()
    }

    /// A table of counts.
    fn table(
        &self,
        (name, title, head): (&'static str, Phrase<'a>, Phrase<'static>),
        (kind, by, choices): (Kind, By, &'static [By]),
        columns: &[Column<'_>],
        drawn: usize,
    ) -> AgencyTable<'a> {
        let counts = self.counts(kind, by, columns);
        let codes = ordered(kind, by, &counts, |row| row.get(drawn).copied().unwrap_or_default());
        let mut rows: Vec<MonthRow<'a>> = codes
            .iter()
            .map(|code| MonthRow {
                code: code.clone(),
                name: self.names.row(kind, by, code),
                cells: counts.rows[code].iter().map(|sum| count(*sum)).collect(),
                is_sum: false,
            })
            .collect();
        let sums: Vec<u64> =
            (0..columns.len()).map(|column| counts.rows.values().map(|row| row[column]).sum()).collect();
        let of_rows: Vec<u64> = codes.iter().map(|code| counts.rows[code][drawn]).collect();
        let seen = self.seen(kind, by, &codes, &of_rows);
        if !rows.is_empty() {
            let cells = sums.iter().map(|sum| count(*sum)).collect();
            rows.push(MonthRow { code: "all".to_owned(), name: phrase("report-all").into(), cells, is_sum: true });
        }
        let titles = columns.iter().map(|(code, title, _)| MonthColumn { code, title: title.clone() });
        let rules = self.rules(kind, by, &codes);
        let columns = titles.collect();
        let table = MonthTable { name, title, rules, is_estimated: false, head, columns, rows };
        AgencyTable { table, by, choices, seen, drawn: of_rows }
    }

    /// What is said below every table of counts: that they are in fives, how exact their sum is, and which codes have no name.
    fn rules(&self, kind: Kind, by: By, codes: &[String]) -> Vec<Value<'a>> {
        let provider = |service: &str| self.names.provider_of(service);
        let margin = self.cube.margin(kind, self.filter, &provider);
        let fives = phrase("agency-rule-fives").with("number", Value::Number(SMALLEST_SHOWN));
        let mut rules = vec![fives.with("margin", number(margin)).into()];
        let unknown: Vec<Value<'a>> = codes
            .iter()
            .filter(|code| !code.is_empty() && !self.names.knows(by, code))
            .map(|code| Value::Name(code.clone()))
            .collect();
        if !unknown.is_empty() {
            rules.push(phrase("agency-no-names").with("codes", Value::Names(unknown)).into());
        }
        rules
    }

    /// One sentence on a table.
    fn seen(&self, kind: Kind, by: By, codes: &[String], drawn: &[u64]) -> Value<'a> {
        let all: u64 = drawn.iter().sum();
        let Some((place, most)) = drawn.iter().enumerate().max_by_key(|(place, most)| (**most, usize::MAX - place))
        else {
            return phrase("agency-seen-nothing").into();
        };
        if all == 0 {
            return phrase("agency-seen-nothing").into();
        }
        if codes.len() == 1 {
            return phrase("agency-seen-one").with("all", number(all)).into();
        }
        let name = self.names.row(kind, by, &codes[place]);
        let percent = (most * 100 + all / 2) / all;
        phrase("agency-seen-most")
            .with("all", number(all))
            .with("name", name)
            .with("number", number(*most))
            .with("percent", number(percent))
            .into()
    }

    /// Requests by what is asked, each once, by how they stand: in the order of their course.
    #[must_use]
    pub fn requests(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Month, By::Centre, By::Provider, By::Service, By::Event, By::Detail, By::Mode];
        let is = |outcome: Outcome| move |cell: &Cell| cell.detail == outcome_code(outcome);
        let outcomes = Outcome::ALL.map(|outcome| (outcome, is(outcome)));
        let mut columns: Vec<Column<'_>> = Vec::new();
        if by != By::Detail {
            for (outcome, is) in &outcomes {
                columns.push((outcome_code(*outcome), names::outcome_said(*outcome), is));
            }
        }
        columns.push(("all", phrase("report-all"), &|_| true));
        let drawn = columns.len() - 1;
        let heading = ("requests", phrase("agency-requests"), names::head(Kind::Request, by));
        let mut told = self.table(heading, (Kind::Request, by, CHOICES), &columns, drawn);
        told.table.rules.insert(0, phrase("agency-rule-requests").into());
        if by == By::Mode || self.filter.mode.is_some() {
            told.table.rules.insert(1, phrase("agency-rule-modes").into());
        }
        told
    }

    /// How long requests took from their submission to their result.
    #[must_use]
    pub fn waiting(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Service, By::Provider, By::Centre, By::Event, By::Month];
        const TITLES: [&str; 5] = ["days1", "days5", "days15", "days30", "daysMore"];
        let by = if CHOICES.contains(&by) { by } else { By::Service };
        let [one, five, fifteen, thirty] = DAYS.map(u64::from);
        let titles = [
            phrase("agency-days-one"),
            phrase("agency-days").with("from", number(one + 1)).with("to", number(five)),
            phrase("agency-days").with("from", number(five + 1)).with("to", number(fifteen)),
            phrase("agency-days").with("from", number(fifteen + 1)).with("to", number(thirty)),
            phrase("agency-days-more").with("number", number(thirty)),
        ];
        self.banded(
            ("waiting", "agency-waiting", "agency-rule-waiting"),
            (Kind::Request, by, CHOICES),
            TITLES.into_iter().zip(titles),
        )
    }

    /// How long people waited to be called at the desk.
    #[must_use]
    pub fn called(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Centre, By::Month];
        const TITLES: [&str; 5] = ["minutes5", "minutes15", "minutes30", "minutes60", "minutesMore"];
        let [five, fifteen, thirty, hour] = MINUTES.map(u64::from);
        let titles = [
            phrase("agency-minutes").with("from", number(0)).with("to", number(five)),
            phrase("agency-minutes").with("from", number(five + 1)).with("to", number(fifteen)),
            phrase("agency-minutes").with("from", number(fifteen + 1)).with("to", number(thirty)),
            phrase("agency-minutes").with("from", number(thirty + 1)).with("to", number(hour)),
            phrase("agency-minutes-more").with("number", number(hour)),
        ];
        let by = if by == By::Month { By::Month } else { By::Centre };
        self.banded(
            ("called", "report-waiting", "report-rule-waiting"),
            (Kind::Called, by, CHOICES),
            TITLES.into_iter().zip(titles),
        )
    }

    fn banded(
        &self,
        (name, title, rule): (&'static str, &'static str, &'static str),
        what: (Kind, By, &'static [By]),
        titles: impl Iterator<Item = (&'static str, Phrase<'static>)>,
    ) -> AgencyTable<'a> {
        let bands: Vec<_> = (1_u8..)
            .zip(titles)
            .map(|(band, (code, title))| (code, title, move |cell: &Cell| cell.band == band))
            .collect();
        let mut columns: Vec<Column<'_>> =
            bands.iter().map(|(code, title, is)| (*code, title.clone(), is as &dyn Fn(&Cell) -> bool)).collect();
        columns.push(("all", phrase("report-all"), &|cell| cell.band > 0));
        let drawn = columns.len() - 1;
        let heading = (name, phrase(title), names::head(what.0, what.1));
        let mut told = self.table(heading, what, &columns, drawn);
        told.table.rules.insert(0, phrase(rule).into());
        // Who has waited for nothing yet stands in no row.
        let keep: Vec<bool> = told.drawn.iter().map(|drawn| *drawn > 0).chain([true]).collect();
        let mut kept = keep.iter();
        told.table.rows.retain(|_| kept.next().copied().unwrap_or(true));
        told.drawn.retain(|drawn| *drawn > 0);
        if told.drawn.is_empty() {
            told.table.rows.clear();
        }
        told
    }

    /// What could not be finished at the centres, and why.
    #[must_use]
    pub fn unfinished(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Detail, By::Service, By::Provider, By::Centre, By::Event, By::Month];
        let by = if CHOICES.contains(&by) { by } else { By::Detail };
        let heading = ("unfinished", phrase("report-unfinished"), names::head(Kind::Unfinished, by));
        self.counted(heading, (Kind::Unfinished, by, CHOICES), "report-rule-unfinished")
    }

    /// Help that was information only.
    #[must_use]
    pub fn informed(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Event, By::Detail, By::Centre, By::Month];
        let by = if CHOICES.contains(&by) { by } else { By::Event };
        let heading = ("informed", phrase("report-informed"), names::head(Kind::Informed, by));
        self.counted(heading, (Kind::Informed, by, CHOICES), "report-rule-informed")
    }

    /// Entries that were taken back.
    #[must_use]
    pub fn corrected(&self, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Detail, By::Centre, By::Month];
        let by = if CHOICES.contains(&by) { by } else { By::Detail };
        let heading = ("corrected", phrase("agency-corrected"), names::head(Kind::Corrected, by));
        self.counted(heading, (Kind::Corrected, by, CHOICES), "agency-rule-corrected")
    }

    fn counted(
        &self,
        heading: (&'static str, Phrase<'a>, Phrase<'static>),
        what: (Kind, By, &'static [By]),
        rule: &'static str,
    ) -> AgencyTable<'a> {
        let mut told = self.table(heading, what, &[("times", phrase("report-times"), &|_| true)], 0);
        told.table.rules.insert(0, phrase(rule).into());
        told
    }

    /// What visitors answered, from very good to bad, with the mean.
    #[must_use]
    pub fn opinion(&self, kind: Kind, by: By) -> AgencyTable<'a> {
        const CHOICES: &[By] = &[By::Month, By::Centre, By::Event];
        let by = if CHOICES.contains(&by) { by } else { By::Month };
        let is = |answer: char| move |cell: &Cell| cell.detail.starts_with(answer);
        let answers = ['5', '4', '3', '2', '1'].map(|answer| (answer, is(answer)));
        let titles = [
            ("five", "satisfaction-five"),
            ("four", "satisfaction-four"),
            ("three", "satisfaction-three"),
            ("two", "satisfaction-two"),
            ("one", "satisfaction-one"),
        ];
        let mut columns: Vec<Column<'_>> = Vec::new();
        for ((code, title), (_, is)) in titles.iter().zip(&answers) {
            columns.push((code, phrase(title), is));
        }
        columns.push(("answers", phrase("report-answers"), &|_| true));
        let title = if kind == Kind::Trust { phrase("report-trust") } else { phrase("report-satisfaction") };
        let name = if kind == Kind::Trust { "trust" } else { "satisfaction" };
        let heading = (name, title, names::head(kind, by));
        let mut told = self.table(heading, (kind, by, CHOICES), &columns, 5);
        told.table.columns.push(MonthColumn { code: "mean", title: phrase("report-mean") });
        for row in &mut told.table.rows {
            let mean = mean(&row.cells[..5]);
            row.cells.push(mean.map_or(Shown::Hidden, Shown::Tenths));
        }
        told.table.rules.insert(0, phrase("agency-rule-opinion").into());
        if let Some(mean) = told.table.rows.last().filter(|row| row.is_sum).and_then(|row| row.cells.last()) {
            let all: u64 = told.drawn.iter().sum();
            told.seen = phrase("agency-seen-opinion").with("all", number(all)).with("mean", mean.said()).into();
        }
        told
    }

    /// The agency's three figures.
    #[must_use]
    pub fn figures(&self) -> [Figure<'a>; 3] {
        let provider = |service: &str| self.names.provider_of(service);
        let requests: u64 = self.cube.cells(Kind::Request, self.filter, &provider).map(|(_, shown)| shown).sum();
        let margin = self.cube.margin(Kind::Request, self.filter, &provider);
        let answers = Asked { filter: &self.filter.without_service(), ..*self }.satisfaction();
        let exactly = phrase("agency-rule-margin").with("number", number(margin));
        [
            Figure {
                title: phrase("agency-figure-requests"),
                number: count(requests),
                rules: vec![phrase("agency-rule-requests").into(), exactly.into()],
                is_estimated: false,
            },
            saved_all(self),
            Figure {
                title: phrase("agency-figure-satisfaction"),
                number: answers.0.map_or(Shown::Unknown, Shown::Tenths),
                rules: match answers {
                    (Some(_), all) => {
                        vec![phrase("agency-rule-satisfaction").with("number", number(all)).into()]
                    }
                    (None, _) => vec![phrase("agency-no-answers").into()],
                },
                is_estimated: false,
            },
        ]
    }

    /// The mean of what visitors answered in tenths, and how many did.
    fn satisfaction(&self) -> (Option<u64>, u64) {
        let of = self.cube.sums(Kind::Satisfaction, self.filter, &|_| String::new(), |cell| cell.detail.clone());
        let all: u64 = of.values().sum();
        let points: u64 = of.iter().map(|(answer, times)| answer.parse::<u64>().unwrap_or_default() * times).sum();
        ((points * 10 + all / 2).checked_div(all), all)
    }
}

/// The mean of five counts of answers, those of five points first, in tenths.
fn mean(cells: &[Shown]) -> Option<u64> {
    let of = |cell: &Shown| if let Shown::Number(number) = cell { *number } else { 0 };
    let all: u64 = cells.iter().map(of).sum();
    let points: u64 = cells.iter().zip((1..=5).rev()).map(|(cell, points)| of(cell) * points).sum();
    (points * 10 + all / 2).checked_div(all)
}

#[cfg(test)]
mod tests;
