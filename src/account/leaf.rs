//! What stands on a sheet of paper, before it is put into a language: a plan, its papers, a step; a consent, a slip, a
//! receipt, a person's own paper. Whoever prints it adds no word.

mod case;
mod day_pack;
mod draft;
mod money;
mod people;
mod plan;
mod trial;

pub use case::{consent_leaf, own_leaf, receipt_leaf, slip_leaf};
pub use day_pack::{PackRow, day_pack_leaf, kit_said, pack_lines};
pub use draft::{DraftSheet, draft_leaf};
pub use money::{PaymentSheet, payment_leaf, reception_leaf};
pub use people::{codes_leaf, recovery_leaf};
pub use plan::{papers_leaf, plan_leaf, step_leaf};
pub use trial::trial_leaf;

use super::place::centre_said;
use super::{Block, Line};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::i18n::{Phrase, Value, phrase};

/// A sheet of paper.
#[derive(Clone, PartialEq)]
pub struct Leaf<'a> {
    /// What it is.
    pub title: Value<'a>,
    /// Who gives it, then what it is about.
    pub head: Vec<Value<'a>>,
    /// What it says, in the order in which it is read.
    pub parts: Vec<LeafPart<'a>>,
    /// What stands at the foot of each page.
    pub foot: Vec<Value<'a>>,
    /// For whom each copy is, where there are several.
    pub copies: Vec<Value<'a>>,
    /// What is read before the digits by which it is told from another, where it has such.
    pub mark: Option<Value<'a>>,
}

hidden!(Leaf<'_>, "Leaf");

/// A part of a sheet. Templates know it by its name.
#[derive(Clone, PartialEq)]
pub struct LeafPart<'a> {
    /// The name: a word of the templates, not of people.
    pub name: &'static str,
    /// Its heading.
    pub title: Option<Phrase<'a>>,
    /// What it holds; never nothing.
    pub pieces: Vec<Piece<'a>>,
}

hidden!(LeafPart<'_>, "LeafPart");

/// What a part of a sheet holds.
#[derive(Clone, PartialEq)]
pub enum Piece<'a> {
    /// Something said.
    Said(Block<'a>),
    /// A table: its columns, and rows of as many cells of lines.
    Table(Vec<LeafColumn<'a>>, Vec<Vec<Vec<Line<'a>>>>),
    /// Names with their values; none where it is written by hand.
    Fields(Vec<(Value<'a>, Option<Value<'a>>)>),
    /// A code that a telephone reads, for whoever does not see it, and what is read under it.
    Code {
        /// What it holds.
        holds: String,
        /// What it is.
        words: Value<'a>,
        /// What is read under it.
        caption: Option<Value<'a>>,
    },
    /// Lines to sign on.
    Signatures(Vec<Value<'a>>),
}

hidden!(Piece<'_>, "Piece");

/// A column of a table on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct LeafColumn<'a> {
    /// Its heading.
    pub title: Phrase<'a>,
    /// What is in it.
    pub kind: LeafColumnKind,
}

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafColumnKind {
    /// Words.
    Words,
    /// A number.
    Number,
    /// A box to tick with a pen.
    Tick,
}

/// A sheet of a centre, of parts that were put together elsewhere.
pub(super) fn leaf_of<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    title: Phrase<'a>,
    parts: Vec<LeafPart<'a>>,
) -> Leaf<'a> {
    case::leaf(catalogue, centre, title, Vec::new(), parts.into_iter().map(Some))
}

impl<'a> LeafPart<'a> {
    fn of(name: &'static str, title: Option<Phrase<'a>>, pieces: Vec<Piece<'a>>) -> Option<Self> {
        (!pieces.is_empty()).then_some(Self { name, title, pieces })
    }
}

fn column(title: Phrase<'_>, kind: LeafColumnKind) -> LeafColumn<'_> {
    LeafColumn { title, kind }
}

/// A centre, and of which day the catalogue is: what a paper says at its foot, for whoever finds it a year later.
fn foot<'a>(catalogue: &'a Catalogue, centre: &'a Centre) -> Vec<Value<'a>> {
    vec![Value::Text(&centre.name), catalogue_said(catalogue)]
}

fn catalogue_said(catalogue: &Catalogue) -> Value<'_> {
    let number = Value::Name(catalogue.number.to_string());
    phrase("catalogue-note").with("number", number).with("date", Value::Day(catalogue.as_of)).into()
}

/// A centre, and what is told of it.
fn centre_lines(centre: &Centre) -> Vec<Line<'_>> {
    std::iter::once(Line::strong(&centre.name)).chain(centre_said(centre).into_iter().map(Line::body)).collect()
}
