//! The sheets of a plan: the plan itself, its papers, one of its steps. For anybody to take along: no personal data.

use super::{Leaf, LeafColumnKind, LeafPart, Piece, catalogue_said, centre_lines, column, foot};
use crate::account::case::state_mark;
use crate::account::lead::Reader;
use crate::account::paper::{PaperGroup, PaperRow, paper_groups, papers_for};
use crate::account::plan::{Part, PlanRow, overview, sections_for, urgent_for};
use crate::account::step::step_page_for;
use crate::account::title::step_name;
use crate::account::{About, Audience, Block, Certainty, Line, Section};
use crate::domain::case::Case;
use crate::domain::condition::Truth;
use crate::domain::plan::{Number, Plan, PlannedStep, StepStatus};
use crate::domain::situation::Situation;
use crate::domain::text::Text;
use crate::i18n::{Value, phrase};

/// The plan to take away. `case` is what was already begun with the specialist; of it only what is done is told.
#[must_use]
pub fn plan_leaf<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, case: Option<&Case>) -> Leaf<'p> {
    let first = urgent_for(plan, situation.on, Reader::Sheet);
    let first = first.map(|(tone, words)| Piece::Said(Block::new(About::Time, vec![Line::body(words)]).toned(tone)));
    let mut parts = vec![
        LeafPart::of("first", None, first.into_iter().collect()),
        case.and_then(|case| done(plan, case)),
        LeafPart::of(
            "sum",
            None,
            vec![Piece::Said(Block::new(About::Nothing, vec![Line::body(overview(situation, plan))]))],
        ),
    ];
    let sections = sections_for(situation, plan, Reader::Sheet);
    let of = |part: Part| sections.iter().find(move |section| section.part == part);
    let unasked = |name, part| {
        let section = of(part)?;
        let rows = section.rows.iter().map(|row| Piece::Said(unasked(row)));
        LeafPart::of(name, Some(section.title.clone()), rows.collect())
    };
    parts.push(of(Part::ToDo).and_then(|section| {
        LeafPart::of("do", Some(section.title.clone()), vec![steps(situation, plan, &section.rows)])
    }));
    parts.push(notices(plan));
    parts.extend(papers(situation, plan, How::Short));
    parts.push(unasked("receive", Part::Receive));
    parts.push(unasked("state", Part::State));
    parts.push(ask(situation, plan));
    parts.push(valid(situation, plan, Some(phrase("leaf-nobody").into())));
    leaf(situation, Value::Text(&situation.event.title), phrase("leaf-plan"), parts)
}

/// The papers of a plan, each once, with a box to tick.
#[must_use]
pub fn papers_leaf<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Leaf<'p> {
    let mut parts = papers(situation, plan, How::Whole);
    if parts.is_empty() {
        let none = Block::new(About::Nothing, vec![Line::body(phrase("papers-none"))]);
        parts.push(LeafPart::of("bring", None, vec![Piece::Said(none)]));
    }
    parts.push(ask(situation, plan));
    parts.push(valid(situation, plan, None));
    leaf(
        situation,
        phrase("papers-heading").into(),
        phrase("leaf-for-event").with("event", &situation.event.title),
        parts,
    )
}

/// One step of a plan.
#[must_use]
pub fn step_leaf<'p>(
    situation: &Situation<'p>,
    plan: &'p Plan<'p>,
    step: &'p PlannedStep<'p>,
    audience: Audience,
) -> Leaf<'p> {
    let page = step_page_for(situation, plan, step, audience, Reader::Sheet);
    let first = page.lead.map(|(tone, words)| Block::new(About::Time, vec![Line::strong(words)]).toned(tone));
    let marks = page.marks.into_iter().map(|mark| Line::strong(mark.words));
    let notices = page.notices.into_iter().map(Line::body);
    let what = std::iter::once(Line::body(page.what)).chain(marks).chain(notices).collect();
    let mut parts = vec![
        LeafPart::of("first", None, first.map(Piece::Said).into_iter().collect()),
        LeafPart::of("what", None, vec![Piece::Said(Block::new(About::Nothing, what))]),
    ];
    let sections = page.where_and_when.into_iter().chain(page.with_what).chain(page.further);
    parts.extend(sections.map(section));
    parts.push(ask(situation, plan));
    parts.push(valid(situation, plan, None));
    leaf(situation, page.title, phrase("leaf-for-event").with("event", &situation.event.title), parts)
}

/// The names by which templates know the sections of a step.
const SECTIONS: [(&str, &str); 9] = [
    ("step-where", "where"),
    ("step-dates", "dates"),
    ("step-papers", "papers"),
    ("step-money", "money"),
    ("step-money-benefit", "money"),
    ("step-entitled", "entitled"),
    ("step-why", "why"),
    ("step-related", "related"),
    ("step-sources", "sources"),
];

fn section(section: Section<'_>) -> Option<LeafPart<'_>> {
    let name = SECTIONS.into_iter().find(|(key, _)| *key == section.title.key()).map_or("further", |(_, name)| name);
    LeafPart::of(name, Some(section.title), section.blocks.into_iter().map(Piece::Said).collect())
}

fn leaf<'p>(
    situation: &Situation<'p>,
    title: Value<'p>,
    about: crate::i18n::Phrase<'p>,
    parts: Vec<Option<LeafPart<'p>>>,
) -> Leaf<'p> {
    Leaf {
        title,
        head: vec![Value::Text(&situation.centre.name), about.with("date", Value::Date(situation.on)).into()],
        parts: parts.into_iter().flatten().collect(),
        foot: foot(situation.catalogue, situation.centre),
        copies: Vec::new(),
        mark: None,
    }
}

/// What was done already: the requests of a case by their states. Their numbers lead to a person and stay off the sheet.
fn done<'p>(plan: &'p Plan<'p>, case: &Case) -> Option<LeafPart<'p>> {
    let of = |request: &crate::domain::case::Request| {
        let step = plan.step(&request.step)?;
        let said = Value::Remarks(vec![step_name(step), state_mark(request.state).words]);
        Some(Line::body(said))
    };
    let lines: Vec<Line<'p>> = case.requests.iter().filter_map(of).collect();
    let pieces = (!lines.is_empty()).then(|| Piece::Said(Block::new(About::Nothing, lines)));
    LeafPart::of("done", Some(phrase("leaf-done")), pieces.into_iter().collect())
}

/// The steps in a table: its number, what to do, where and by when and for how much.
fn steps<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, rows: &[PlanRow<'p>]) -> Piece<'p> {
    let columns = vec![
        column(phrase("leaf-column-number"), LeafColumnKind::Number),
        column(phrase("leaf-column-do"), LeafColumnKind::Words),
        column(phrase("leaf-column-where"), LeafColumnKind::Words),
    ];
    let cells = |row: &PlanRow<'p>| {
        let number = match row.number {
            Number::Step(number) => Value::Number(number),
            Number::Instead(_) | Number::Automatic => Value::Name("–".to_owned()),
        };
        let step = plan.step(row.id);
        let what = step.map(|step| Line::body(&step.step.what));
        let perhaps = step.filter(|step| step.status == StepStatus::Maybe).and_then(|step| perhaps(situation, step));
        let done = vec![Line::strong(row.title.clone())].into_iter().chain(what).chain(perhaps);
        vec![vec![Line::strong(number)], done.collect(), beside(row)]
    };
    Piece::Table(columns, rows.iter().map(cells).collect())
}

/// What is announced of the steps, each once: a step says only that there is such a notice.
fn notices<'p>(plan: &'p Plan<'p>) -> Option<LeafPart<'p>> {
    let mut told: Vec<&'p Text> = Vec::new();
    for notice in plan.shown().flat_map(|step| &step.notices) {
        if !told.contains(&&notice.text) {
            told.push(&notice.text);
        }
    }
    let pieces = told.into_iter().map(|text| Piece::Said(Block::new(About::Notice, vec![Line::body(text)])));
    LeafPart::of("notices", Some(phrase("leaf-notices")), pieces.collect())
}

/// When a step is needed of which that is not known.
fn perhaps<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Option<Line<'p>> {
    let when = step.step.when.as_ref();
    Certainty::of(situation, Truth::Unknown, when).line()
}

/// What is said beside a step: what hurries, strong; where it is done; its other marks in one line; its date; what it
/// brings and costs in one line. That it may be needed only stands with its name.
fn beside<'p>(row: &PlanRow<'p>) -> Vec<Line<'p>> {
    let marks = |these: fn(About) -> bool| row.marks.iter().filter(move |mark| these(mark.about));
    let hurries = marks(|about| about == About::Time).map(|mark| Line::strong(mark.words.clone()));
    let place = marks(is_place).map(|mark| Line::body(mark.words.clone()));
    let other = |about| about != About::Time && about != About::Perhaps && !is_place(about);
    let other: Vec<Value<'p>> = marks(other).map(|mark| mark.words.clone()).collect();
    let money: Vec<Value<'p>> = row.receives.iter().chain(&row.cost).cloned().collect();
    let in_one = |values: Vec<Value<'p>>| (!values.is_empty()).then(|| Line::body(Value::Remarks(values)));
    hurries.chain(place).chain(in_one(other)).chain(row.due.clone().map(Line::body)).chain(in_one(money)).collect()
}

/// Whether a mark says where a step is done.
const fn is_place(about: About) -> bool {
    matches!(
        about,
        About::Here | About::Online | About::Office | About::Consulate | About::Phone | About::State | About::Open
    )
}

/// A step that the State takes by itself.
fn unasked<'p>(row: &PlanRow<'p>) -> Block<'p> {
    // That the State does it stands over all of them.
    let marks = row.marks.iter().filter(|mark| mark.about != About::State).map(|mark| Line::note(mark.words.clone()));
    let values = [&row.receives, &row.due].into_iter().flatten().cloned().map(Line::note);
    Block::new(About::State, vec![Line::strong(row.title.clone())]).then(marks).then(values)
}

/// How much is said of papers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Beside the steps: what is to be brought, as it is; of what is perhaps needed its name and for what.
    Short,
    /// All.
    Whole,
}

/// The papers in groups, those to bring with a box to tick.
fn papers<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, how: How) -> Vec<Option<LeafPart<'p>>> {
    let part = |group: PaperGroup<'p>| {
        let name = match group.rows.first().map(|row| row.block.about) {
            Some(About::Bring) => "bring",
            Some(About::FromPlan) => "bring-from-plan",
            Some(About::MadeHere) => "bring-made-here",
            Some(About::State) => "bring-state",
            _ => "bring-perhaps",
        };
        // What is filled in on the spot, and what the State has, is nothing to think of at home.
        if how == How::Short && matches!(name, "bring-made-here" | "bring-state") {
            return None;
        }
        let lines = |row: PaperRow<'p>| match (name, how) {
            ("bring-perhaps", How::Short) => vec![Line::strong(row.name), papers_for(plan, row.steps)],
            _ => row.block.lines,
        };
        let piece = if matches!(name, "bring" | "bring-perhaps") {
            let columns = vec![
                column(phrase("leaf-column-have"), LeafColumnKind::Tick),
                column(phrase("leaf-column-paper"), LeafColumnKind::Words),
            ];
            Piece::Table(columns, group.rows.into_iter().map(|row| vec![Vec::new(), lines(row)]).collect())
        } else {
            // What is not brought is named, and no more.
            let names = group.rows.into_iter().map(|row| Line::body(row.name));
            Piece::Said(Block::new(About::Nothing, names.collect()))
        };
        LeafPart::of(name, Some(group.title), vec![piece])
    };
    paper_groups(situation, plan).into_iter().map(part).collect()
}

/// Whom to ask: the centre, and the providers of the steps.
fn ask<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Option<LeafPart<'p>> {
    let mut pieces = vec![Piece::Said(Block::new(About::Here, centre_lines(situation.centre)))];
    let mut told = Vec::new();
    for service in plan.shown().filter(|step| step.is_to_do()).filter_map(|step| step.service) {
        let Some(provider) = situation.catalogue.providers.get(&service.provider) else { continue };
        if provider.phones.is_empty() || told.contains(&&provider.id) {
            continue;
        }
        told.push(&provider.id);
        let phones = provider.phones.iter().map(|phone| Value::Phone(phone)).collect();
        let phones = phrase("office-phone").with("phone", Value::List(phones));
        pieces.push(Piece::Said(Block::new(About::Phone, vec![Line::strong(&provider.name), Line::body(phones)])));
    }
    LeafPart::of("ask", Some(phrase("leaf-ask")), pieces)
}

/// For which centre and day it holds, and of which day the catalogue is.
fn valid<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, more: Option<Value<'p>>) -> Option<LeafPart<'p>> {
    let valid = phrase("take-away-valid").with("centre", &situation.centre.name).with("date", Value::Day(situation.on));
    let lines = [Some(valid.into()), Some(catalogue_said(plan.catalogue)), more].into_iter().flatten().map(Line::note);
    LeafPart::of("valid", None, vec![Piece::Said(Block::new(About::Day, lines.collect()))])
}
