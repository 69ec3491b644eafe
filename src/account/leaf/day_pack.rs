//! What a team takes along to a village: who comes when, what they bring and receive, lines for those who come without an
//! appointment, and the kit to tick. A name stands on it only where somebody asked for names.

use super::case::{ask, leaf, said};
use super::{Leaf, LeafColumnKind, LeafPart, Piece, column};
use crate::account::today::{hour_said, theme_said};
use crate::account::{About, Block, Line};
use crate::domain::case::Theme;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::i18n::{Value, phrase};
use jiff::civil::{Date, Time};

/// How many lines are left for people without an appointment.
const WRITTEN: usize = 6;

/// Somebody of the day, as the list says it.
#[derive(Clone, PartialEq)]
pub struct PackRow<'a> {
    /// The code of the case.
    pub code: String,
    /// The name, where names are wanted and it is known.
    pub name: Option<String>,
    /// When they are expected and what for; none where only a result waits for them.
    pub expected: Option<(Time, Theme)>,
    /// The papers that they still have to bring.
    pub papers: Vec<Value<'a>>,
    /// The services whose result is handed over.
    pub results: Vec<Value<'a>>,
}

hidden!(PackRow<'_>, "PackRow");

/// What somebody brings and receives, a line each: the same on the screen and on paper.
#[must_use]
pub fn pack_lines<'a>(row: &PackRow<'a>) -> Vec<Line<'a>> {
    let about = match row.expected {
        Some((_, theme)) => Line::body(theme_said(theme)),
        None => Line::body(phrase("pack-only-result")),
    };
    let bring = (!row.papers.is_empty())
        .then(|| Line::body(phrase("pack-bring").with("papers", Value::List(row.papers.clone()))));
    let results = (!row.results.is_empty())
        .then(|| Line::strong(phrase("pack-results").with("services", Value::List(row.results.clone()))));
    [Some(about), results, bring].into_iter().flatten().collect()
}

/// The kit of a centre's team, each with its note.
#[must_use]
pub fn kit_said(centre: &Centre) -> Vec<Vec<Line<'_>>> {
    centre
        .kit
        .iter()
        .map(|item| std::iter::once(Line::body(&item.name)).chain(item.note.iter().map(Line::note)).collect())
        .collect()
}

/// The list of the day.
#[must_use]
pub fn day_pack_leaf<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    (day, place): (Date, &str),
    visits: &[PackRow<'a>],
) -> Leaf<'a> {
    let row = |row: &PackRow<'a>| {
        let hour = row.expected.map_or_else(|| Value::Name("–".to_owned()), |(hour, _)| Value::Name(hour_said(hour)));
        let name = row.name.clone().map(|name| Line::strong(Value::Name(name)));
        let code = Line::strong(Value::Name(row.code.clone()));
        // Who it is and what they bring stand together, so that long words have the width of the page.
        vec![Vec::new(), vec![Line::strong(hour)], name.into_iter().chain([code]).chain(pack_lines(row)).collect()]
    };
    let list = if visits.is_empty() {
        said(About::Nothing, vec![Line::body(phrase("pack-nobody"))])
    } else {
        let columns = vec![
            column(phrase("pack-column-done"), LeafColumnKind::Tick),
            column(phrase("pack-column-hour"), LeafColumnKind::Number),
            column(phrase("pack-column-who"), LeafColumnKind::Words),
        ];
        Piece::Table(columns, visits.iter().map(row).collect())
    };
    let kit = if centre.kit.is_empty() {
        Piece::Said(Block::new(About::Nothing, vec![Line::body(phrase("pack-kit-unknown"))]))
    } else {
        let columns = vec![
            column(phrase("pack-column-done"), LeafColumnKind::Tick),
            column(phrase("pack-kit"), LeafColumnKind::Words),
        ];
        Piece::Table(columns, kit_said(centre).into_iter().map(|item| vec![Vec::new(), item]).collect())
    };
    let written = (0..WRITTEN).map(|_| (phrase("pack-name-line").into(), None)).collect();
    let place = phrase("pack-place-line").with("place", Value::Name(place.to_owned()));
    leaf(
        catalogue,
        centre,
        phrase("pack-title"),
        vec![place.into(), Value::Date(day)],
        [
            LeafPart::of("visits", Some(phrase("pack-visits")), vec![list]),
            LeafPart::of("written", Some(phrase("pack-written")), vec![Piece::Fields(written)]),
            LeafPart::of("kit", Some(phrase("pack-kit")), vec![kit]),
            ask(centre),
        ],
    )
}
