//! Sheets of paper: what the account says, put into a language and into the form that `cups-paper` sets.

use super::take_away::take_away;
use crate::account::{Leaf, LeafColumnKind, Line, Piece, Tone, Weight, consent_leaf, plan_leaf};
use crate::domain::case::{Case, Consent, ConsentPaper, Person};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::domain::template::Template;
use crate::domain::text::Text;
use crate::i18n::{Texts, Value, phrase};
use crate::protocol::sheet::{
    Column, ColumnKind, Field, Lines, NUMBER, PAGE, PAGES, SHARED, SHARED_VERSION, SheetBlock, SheetCode, SheetLine,
    SheetPart, SheetTone, SheetWeight, Table,
};
pub use crate::protocol::sheet::{Format, PrintSheet};
use jiff::civil::Date;
use std::collections::BTreeMap;

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

/// The consent, as it is read aloud and signed. Without a person it is a form to fill in by hand.
#[must_use]
pub fn consent_sheet(
    texts: &Texts,
    (catalogue, centre): (&Catalogue, &Centre),
    event: &Text,
    consent: &Consent,
    person: Option<&Person>,
    format: Format,
) -> PrintSheet {
    let person = person.filter(|person| !person.name.is_empty());
    let leaf = consent_leaf(catalogue, centre, event, consent, person);
    print_sheet(texts, &leaf, Form::first("consent", format), consent.given)
}

/// By which the paper of a consent is known again that this sheet is, whatever it is printed on.
#[must_use]
pub fn consent_paper(sheet: &PrintSheet) -> ConsentPaper {
    ConsentPaper { version: sheet.version, digits: sheet.fingerprint() }
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
        templates: BTreeMap::new(),
    };
    match &leaf.mark {
        Some(words) => sheet.marked(say(words)),
        None => sheet,
    }
}

/// The same sheet, drawn by the templates that the catalogue in use brings: its own and what all templates share, each when
/// it is for this version of the sheet. For any other the one that the program brings stands in, so that neither an older nor
/// a newer catalogue keeps a paper from being printed. `find` gives a template by its name.
#[must_use]
pub fn drawn_by(sheet: PrintSheet, find: impl Fn(&str) -> Option<Template>) -> PrintSheet {
    let wanted = [(sheet.template.clone(), sheet.version), (SHARED.to_owned(), SHARED_VERSION)];
    let brought = wanted.into_iter().filter_map(|(name, version)| {
        let template = find(&name).filter(|template| template.version == version)?;
        Some((name, template.text))
    });
    let brought = brought.collect();
    sheet.drawn_by(brought)
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_template_of_the_catalogue_draws_the_sheets_of_its_version_and_no_others() {
        let sheet = PrintSheet {
            sheet: NUMBER,
            template: "plan".to_owned(),
            version: 2,
            language: crate::domain::text::Language::Ro,
            format: Format::A4,
            on: date(2026, 11, 26),
            title: "Planul".to_owned(),
            head: Vec::new(),
            parts: Vec::new(),
            foot: Vec::new(),
            page: PAGE.to_owned(),
            copies: Vec::new(),
            mark: None,
            templates: BTreeMap::new(),
        }
        .marked("Cod".to_owned());
        let brings = |all: &'static [(&str, u16)]| {
            let template = |version| Template { version, text: format!("#let version = {version}") };
            let find = move |name: &str| all.iter().find(|it| it.0 == name).map(|it| template(it.1));
            drawn_by(sheet.clone(), find)
        };
        let names = |sheet: &PrintSheet| sheet.templates.keys().cloned().collect::<Vec<_>>();
        assert_eq!(brings(&[]), sheet);
        assert_eq!(brings(&[("plan", 1), ("step", 2), (SHARED, SHARED_VERSION + 1)]), sheet);
        assert_eq!(names(&brings(&[("plan", 2)])), ["plan"]);
        let both = brings(&[("plan", 2), (SHARED, SHARED_VERSION), ("step", 2)]);
        assert_eq!(names(&both), ["plan", SHARED]);
        assert_ne!(both.mark, sheet.mark, "what is signed is also how it looks");
        assert_eq!(PrintSheet::read(&serde_json::to_vec(&both).unwrap()).unwrap(), both);
    }
}
