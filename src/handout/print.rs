//! Sheets of paper: what the account says, put into a language and into the form that `cups-paper` sets.

use super::take_away::take_away;
use crate::account::{Leaf, LeafColumnKind, Line, Piece, Tone, Weight, plan_leaf};
use crate::domain::case::Case;
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::i18n::{Texts, Value, phrase};
use crate::protocol::sheet::{
    Column, ColumnKind, Field, Lines, NUMBER, PAGE, PAGES, SheetBlock, SheetCode, SheetLine, SheetPart, SheetTone,
    SheetWeight, Table,
};
pub use crate::protocol::sheet::{Format, PrintSheet};
use jiff::civil::Date;

/// By which template and on which paper a sheet is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The template's name.
    pub template: &'static str,
    /// Its version.
    pub version: u16,
    /// The paper.
    pub format: Format,
}

impl Form {
    /// The first version of a template.
    #[must_use]
    pub const fn first(template: &'static str, format: Format) -> Self {
        Self { template, version: 1, format }
    }
}

/// The plan to take away, with the codes that a telephone reads.
#[must_use]
pub fn plan_sheet(
    texts: &Texts,
    situation: &Situation<'_>,
    plan: &Plan<'_>,
    case: Option<&Case>,
    format: Format,
) -> PrintSheet {
    let form = Form::first("plan", format);
    let mut sheet = print_sheet(texts, &plan_leaf(situation, plan, case), form, situation.on);
    let words = texts.get("take-away-qr");
    let codes = take_away(texts, situation, plan).codes;
    let of = codes.len();
    let code = |(number, holds): (usize, String)| {
        let part = phrase("take-away-part").with("number", number).with("of", of);
        let caption = (of > 1).then(|| texts.say_unbroken(&part.into()));
        let words = caption.as_ref().map_or_else(|| words.clone(), |part| format!("{words}: {part}"));
        SheetBlock::Code(SheetCode { holds, words, caption })
    };
    let lead = SheetLine { weight: SheetWeight::Body, words: texts.get("leaf-codes-lead") };
    let lead = SheetBlock::Lines(Lines { tone: SheetTone::Quiet, lines: vec![lead] });
    let blocks = std::iter::once(lead).chain((1..).zip(codes).map(code)).collect();
    sheet.parts.push(SheetPart { name: "code".to_owned(), title: Some(texts.get("leaf-codes")), blocks });
    sheet
}

/// Any sheet. `on` is its day.
#[must_use]
pub fn print_sheet(texts: &Texts, leaf: &Leaf<'_>, form: Form, on: Date) -> PrintSheet {
    let say = |value: &Value<'_>| texts.say_unbroken(value);
    let all = |values: &[Value<'_>]| values.iter().map(say).collect();
    let page =
        phrase("sheet-page").with("page", Value::Name(PAGE.to_owned())).with("pages", Value::Name(PAGES.to_owned()));
    let parts = leaf.parts.iter().map(|part| SheetPart {
        name: part.name.to_owned(),
        title: part.title.clone().map(|title| say(&title.into())),
        blocks: part.pieces.iter().map(|piece| block(texts, piece)).collect(),
    });
    let sheet = PrintSheet {
        sheet: NUMBER,
        template: form.template.to_owned(),
        version: form.version,
        language: texts.language(),
        format: form.format,
        on,
        title: say(&leaf.title),
        head: all(&leaf.head),
        parts: parts.collect(),
        foot: all(&leaf.foot),
        page: say(&page.into()),
        copies: all(&leaf.copies),
        mark: None,
    };
    match &leaf.mark {
        Some(words) => sheet.marked(say(words)),
        None => sheet,
    }
}

fn block(texts: &Texts, piece: &Piece<'_>) -> SheetBlock {
    let say = |value: &Value<'_>| texts.say_unbroken(value);
    match piece {
        Piece::Said(block) => SheetBlock::Lines(Lines { tone: tone(block.tone), lines: lines(texts, &block.lines) }),
        Piece::Table(columns, rows) => SheetBlock::Table(Table {
            columns: columns
                .iter()
                .map(|column| Column { title: say(&column.title.clone().into()), kind: kind(column.kind) })
                .collect(),
            rows: rows.iter().map(|row| row.iter().map(|cell| lines(texts, cell)).collect()).collect(),
        }),
        Piece::Fields(fields) => SheetBlock::Fields(
            fields.iter().map(|(name, value)| Field { name: say(name), value: value.as_ref().map(say) }).collect(),
        ),
        Piece::Code { holds, words, caption } => {
            SheetBlock::Code(SheetCode { holds: holds.clone(), words: say(words), caption: caption.as_ref().map(say) })
        }
        Piece::Signatures(who) => SheetBlock::Signatures(who.iter().map(say).collect()),
    }
}

/// Lines as they are set: words of several lines are several.
fn lines(texts: &Texts, lines: &[Line<'_>]) -> Vec<SheetLine> {
    let of = |line: &Line<'_>| {
        let weight = match line.weight {
            Weight::Strong => SheetWeight::Strong,
            Weight::Body | Weight::Small => SheetWeight::Body,
            Weight::Note => SheetWeight::Note,
        };
        let said = texts.say_unbroken(&line.words);
        said.lines().map(|words| SheetLine { weight, words: words.trim().to_owned() }).collect::<Vec<_>>()
    };
    lines.iter().flat_map(of).filter(|line| !line.words.is_empty()).collect()
}

const fn tone(tone: Tone) -> SheetTone {
    match tone {
        Tone::Danger => SheetTone::Danger,
        Tone::Caution => SheetTone::Caution,
        Tone::Information | Tone::Success | Tone::Quiet => SheetTone::Quiet,
    }
}

const fn kind(kind: LeafColumnKind) -> ColumnKind {
    match kind {
        LeafColumnKind::Words => ColumnKind::Words,
        LeafColumnKind::Number => ColumnKind::Number,
        LeafColumnKind::Tick => ColumnKind::Tick,
    }
}
