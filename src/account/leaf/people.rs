//! The papers of those who work at the desk: the recovery sheet for the safe, and a list of one-time codes. They name nobody.

use super::case::{ask, leaf, said};
use super::{Leaf, LeafColumnKind, LeafPart, Piece, column};
use crate::account::{About, Line};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::recovery::RecoveryGroups;
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// How many codes stand beside each other.
const BESIDE: usize = 4;

/// The sheet for the safe: its groups, what they open, how they are used, what happens when it is lost.
#[must_use]
pub fn recovery_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, groups: &RecoveryGroups, on: Date) -> Leaf<'a> {
    let fields = groups.groups().into_iter().zip(1_usize..).map(|(group, number)| {
        let name = phrase("recovery-group").with("number", Value::Number(number));
        (Value::from(name), Some(Value::Name(group)))
    });
    let lines =
        |keys: &[&'static str]| vec![said(About::Nothing, keys.iter().map(|key| Line::body(phrase(key))).collect())];
    let parts = [
        LeafPart::of("groups", Some(phrase("recovery-groups")), vec![Piece::Fields(fields.collect())]),
        LeafPart::of("what", Some(phrase("recovery-what")), lines(&["recovery-opens", "recovery-keep"])),
        LeafPart::of("use", Some(phrase("recovery-use")), lines(&["recovery-how", "recovery-after"])),
        LeafPart::of("lost", Some(phrase("recovery-lost")), lines(&["recovery-lost-what", "recovery-lost-do"])),
        ask(centre),
    ];
    leaf(catalogue, centre, phrase("recovery-title"), vec![Value::Date(on)], parts)
}

/// A list of one-time codes, in their order.
#[must_use]
pub fn codes_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, codes: &[String], on: Date) -> Leaf<'a> {
    let columns = (0..BESIDE).flat_map(|_| {
        [
            column(phrase("codes-column-number"), LeafColumnKind::Number),
            column(phrase("codes-column-code"), LeafColumnKind::Words),
        ]
    });
    let height = codes.len().div_ceil(BESIDE);
    let cell = |place: usize| {
        let code = codes.get(place).map(|code| Line::strong(Value::Name(halves(code))));
        let number = code.is_some().then(|| Line::body(Value::Number(place + 1)));
        [number.into_iter().collect::<Vec<_>>(), code.into_iter().collect()]
    };
    let rows = (0..height).map(|row| (0..BESIDE).flat_map(|beside| cell(beside * height + row)).collect());
    let what = ["codes-what", "codes-keep", "codes-lost"].map(|key| Line::body(phrase(key)));
    let parts = [
        LeafPart::of("codes", None, vec![Piece::Table(columns.collect(), rows.collect())]),
        LeafPart::of("what", Some(phrase("recovery-use")), vec![said(About::Nothing, what.into())]),
        ask(centre),
    ];
    leaf(catalogue, centre, phrase("codes-title"), vec![Value::Date(on)], parts)
}

/// `123 456`: digits are read in threes.
fn halves(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((first, second)) => format!("{first}\u{a0}{second}"),
        None => code.to_owned(),
    }
}
