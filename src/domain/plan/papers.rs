//! The papers of a whole plan, each once.

use super::step::{PlannedPaper, PlannedStep, StepStatus};
use super::strength;
use crate::domain::condition::Truth;
use crate::domain::life_event::Join;
use crate::domain::service::{Need, Paper};
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// A paper of the whole plan, once, with the steps that ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedPaper<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// Who supplies it: to bring, if any step says so.
    pub need: Need,
    /// Whether any step is certain to need it.
    pub truth: Truth,
    /// The step that gives it, if it comes out of the plan itself.
    pub from_step: Option<String>,
    /// Whether the person said that they have it.
    pub held: Option<bool>,
    /// The other papers of which one is enough instead, where every step that asks for it leaves the choice.
    pub alternatives: Vec<&'a Paper>,
    /// The ids of the steps that ask for it.
    pub steps: Vec<String>,
    /// Notes of the services, each once.
    pub notes: Vec<&'a Text>,
    /// Whether another country may have given it, so that it needs that country's apostille or what stands for it.
    pub foreign: bool,
}

/// Says of each paper which earlier step gives it: one that surely happens and whose service makes it, or for
/// someone who lacks the paper also an optional one.
pub(super) fn link(situation: &Situation<'_>, steps: &mut [PlannedStep<'_>]) {
    for place in 1..steps.len() {
        let (before, rest) = steps.split_at_mut(place);
        let givers = before.iter().filter(|step| {
            let sure = matches!(step.status, StepStatus::Applies | StepStatus::Automatic);
            sure && step.service.is_some() && step.way.is_none()
        });
        for giver in givers {
            for paper in &mut rest[0].papers {
                let lacking = situation.answers.has_paper(&paper.paper.id) == Some(false);
                let made = giver.gives(paper.paper) && (lacking || giver.join != Join::Optional);
                if made && paper.from_step.is_none() {
                    paper.from_step = Some(giver.step.id.clone());
                }
            }
        }
    }
}

/// Whether a step certainly asks for a paper, supplied like this or in the hand. What one way asks for is needed for
/// certain only if every other way to the same end asks for it too.
pub(super) fn surely_asks(steps: &[PlannedStep<'_>], step: &PlannedStep<'_>, paper: &Paper, need: Need) -> bool {
    let asks = |step: &PlannedStep<'_>| {
        let same = |one: &PlannedPaper<'_>| one.paper.id == paper.id && strength(one.need.need) >= strength(need);
        step.status == StepStatus::Applies && step.papers.iter().any(|one| same(one) && one.truth == Truth::True)
    };
    asks(step) && steps.iter().filter(|other| step.way.is_some() && other.way == step.way).all(asks)
}

/// The papers of all that is to be done. What a step asks for that the person may leave undone is perhaps needed.
pub(super) fn merge<'a>(situation: &Situation<'a>, steps: &[PlannedStep<'a>]) -> Vec<MergedPaper<'a>> {
    let mut merged: Vec<MergedPaper<'a>> = Vec::new();
    for step in steps.iter().filter(|step| step.is_to_do()) {
        for paper in &step.papers {
            let surely = step.join != Join::Optional && surely_asks(steps, step, paper.paper, paper.need.need);
            let certainty = if surely { Truth::True } else { Truth::Unknown };
            let choice: Vec<&'a Paper> = paper.need.group.as_ref().map_or_else(Vec::new, |group| {
                let others = step.papers.iter().filter(|other| other.need.group.as_ref() == Some(group));
                others.map(|other| other.paper).filter(|other| other.id != paper.paper.id).collect()
            });
            let Some(known) = merged.iter_mut().find(|known| known.paper.id == paper.paper.id) else {
                merged.push(MergedPaper {
                    paper: paper.paper,
                    need: paper.need.need,
                    truth: certainty,
                    from_step: paper.from_step.clone(),
                    held: situation.answers.has_paper(&paper.paper.id),
                    alternatives: choice,
                    steps: vec![step.step.id.clone()],
                    notes: paper.need.note.iter().collect(),
                    foreign: paper.need.apostille_and_translation,
                });
                continue;
            };
            if strength(paper.need.need) > strength(known.need) {
                known.need = paper.need.need;
                known.truth = certainty;
                known.from_step.clone_from(&paper.from_step);
                known.alternatives = choice;
            } else if paper.need.need == known.need {
                known.truth = known.truth.or(certainty);
                // What one step asks for by itself is no choice any more.
                known.alternatives.retain(|other| choice.contains(other));
            }
            known.foreign |= paper.need.apostille_and_translation;
            if !known.steps.contains(&step.step.id) {
                known.steps.push(step.step.id.clone());
            }
            known.notes.extend(paper.need.note.iter().filter(|note| !known.notes.contains(note)).collect::<Vec<_>>());
        }
    }
    merged
}
