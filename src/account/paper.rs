//! The papers of a step, and those of a whole plan, each once.

use super::foreign::foreign_said;
use super::title::step_name;
use super::{About, Block, Certainty, Line};
use crate::domain::condition::Truth;
use crate::domain::plan::{MergedPaper, Plan, PlannedPaper, PlannedStep};
use crate::domain::service::{Need, PaperNeed};
use crate::domain::situation::Situation;
use crate::i18n::{Phrase, Value, phrase};

/// The papers of a step; none for a step that needs nothing or does not say.
#[must_use]
pub fn papers<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    if !step.is_to_do() || step.service.is_none() {
        return Vec::new();
    }
    if step.papers.is_empty() {
        return vec![Block::new(About::Nothing, vec![Line::body(phrase("papers-none"))])];
    }
    step.papers.iter().map(|paper| of_paper(situation, plan, step, paper)).collect()
}

fn of_paper<'p>(
    situation: &Situation<'p>,
    plan: &'p Plan<'p>,
    step: &'p PlannedStep<'p>,
    paper: &'p PlannedPaper<'p>,
) -> Block<'p> {
    let from = paper.from_step.as_deref().and_then(|id| plan.step(id));
    let said = need_said(paper.need.need);
    let (about, words) = match (paper.need.need, paper.truth, from) {
        (_, _, Some(step)) => (About::FromPlan, phrase("paper-from-step").with("step", step_name(step))),
        (Need::StateReads, ..) => (About::State, said),
        (Need::MadeHere, ..) => (About::MadeHere, said),
        (Need::Bring, Truth::True, _) => (About::Bring, said),
        (Need::Bring, ..) => (About::Perhaps, phrase("paper-maybe")),
    };
    let mut block = Block::new(about, vec![Line::strong(&paper.paper.name), Line::small(words)]);
    block.certainty = Certainty::of(situation, paper.truth, paper.need.when.as_ref());
    if let Certainty::Perhaps(why) = &block.certainty
        && !why.is_empty()
    {
        // That it may be needed is said already.
        block.lines.push(Line::note(Value::List(why.clone())));
    }
    let choice: Vec<Value<'p>> = step
        .papers
        .iter()
        .filter(|other| paper.need.group.is_some() && other.need.group == paper.need.group)
        .filter(|other| other.paper.id != paper.paper.id)
        .map(|other| Value::Text(&other.paper.name))
        .collect();
    let terms = terms(situation, paper.need).into_iter().map(Line::note);
    block.then(one_of(choice).into_iter().chain(terms))
}

/// The same as [`need_terms`], with what a paper of each country needs that matters here.
fn terms<'p>(situation: &Situation<'p>, need: &'p PaperNeed) -> Vec<Value<'p>> {
    let valid = need.valid.map(|valid| phrase("paper-valid").with("term", valid).into());
    let foreign = if need.apostille_and_translation { foreign_said(situation) } else { Vec::new() };
    need.note.iter().map(Value::Text).chain(foreign).chain(valid).collect()
}

/// Who supplies a paper.
#[must_use]
pub fn need_said(need: Need) -> Phrase<'static> {
    match need {
        Need::Bring => phrase("paper-bring"),
        Need::StateReads => phrase("paper-state-reads"),
        Need::MadeHere => phrase("paper-made-here"),
    }
}

/// What is to be minded about a paper: the editors' note, apostille, how long it is good.
#[must_use]
pub fn need_terms(need: &PaperNeed) -> Vec<Value<'_>> {
    let apostille = need.apostille_and_translation.then(|| phrase("paper-apostille").into());
    let valid = need.valid.map(|valid| phrase("paper-valid").with("term", valid).into());
    need.note.iter().map(Value::Text).chain(apostille).chain(valid).collect()
}

/// That one of several papers is enough.
fn one_of(others: Vec<Value<'_>>) -> Option<Line<'_>> {
    (!others.is_empty()).then(|| Line::note(phrase("paper-or").with("papers", Value::List(others))))
}

/// Papers of the plan that are come by in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperGroup<'p> {
    /// How.
    pub title: Phrase<'p>,
    /// The papers.
    pub rows: Vec<PaperRow<'p>>,
}

/// A paper of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperRow<'p> {
    /// Its id.
    pub id: &'p str,
    /// Its name.
    pub name: Value<'p>,
    /// The ids of the steps that ask for it.
    pub steps: &'p [String],
    /// What is said of it.
    pub block: Block<'p>,
    /// Whether the person brings it, and so may say that they have it or lack it.
    pub brought: bool,
    /// What they said.
    pub held: Option<bool>,
}

/// The papers of the whole plan, each once: to bring, out of the plan itself, perhaps, made on the spot, read by the
/// State.
#[must_use]
pub fn paper_groups<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Vec<PaperGroup<'p>> {
    let groups = [
        (phrase("papers-bring"), About::Bring),
        (phrase("papers-from-plan"), About::FromPlan),
        (phrase("papers-maybe"), About::Perhaps),
        (phrase("papers-made-here"), About::MadeHere),
        (phrase("papers-state"), About::State),
    ];
    let of = |about| plan.papers.iter().filter(move |paper| way_of(paper) == about);
    let rows = |about| of(about).map(|paper| row(situation, plan, paper, about)).collect::<Vec<_>>();
    let groups = groups.into_iter().map(|(title, about)| PaperGroup { title, rows: rows(about) });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

fn way_of(paper: &MergedPaper<'_>) -> About {
    match (paper.from_step.is_some(), paper.need, paper.truth) {
        (true, ..) => About::FromPlan,
        (_, Need::Bring, Truth::True) => About::Bring,
        (_, Need::Bring, _) => About::Perhaps,
        (_, Need::MadeHere, _) => About::MadeHere,
        (_, Need::StateReads, _) => About::State,
    }
}

/// For which steps a paper is.
pub(super) fn papers_for<'p>(plan: &'p Plan<'p>, steps: &[String]) -> Line<'p> {
    let steps = steps.iter().filter_map(|id| plan.step(id)).map(step_name).collect();
    Line::note(phrase("papers-for").with("steps", Value::List(steps)))
}

fn row<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, paper: &'p MergedPaper<'p>, about: About) -> PaperRow<'p> {
    let name = Value::Text(&paper.paper.name);
    let hint = paper.paper.hint.iter().map(Line::note);
    let notes = paper.notes.iter().map(|note| Line::note(*note));
    let foreign = if paper.foreign { foreign_said(situation) } else { Vec::new() };
    let foreign = foreign.into_iter().map(Line::note);
    let others = one_of(paper.alternatives.iter().map(|other| Value::Text(&other.name)).collect());
    let steps = papers_for(plan, &paper.steps);
    let lacking = (paper.held == Some(false)).then(|| {
        Line::small(match plan.shown().find(|step| step.gives(paper.paper)) {
            Some(step) => phrase("paper-lacking-step").with("step", step_name(step)),
            None => phrase("paper-lacking-ask"),
        })
    });
    let lines = std::iter::once(Line::strong(name.clone())).chain(hint).chain(notes).chain(foreign).chain(others);
    let mut block = Block::new(about, lines.chain([steps]).chain(lacking).collect());
    if paper.truth != Truth::True {
        block.certainty = Certainty::Perhaps(Vec::new());
    }
    let brought = paper.need == Need::Bring;
    PaperRow { id: &paper.paper.id, name, steps: &paper.steps, block, brought, held: paper.held }
}
