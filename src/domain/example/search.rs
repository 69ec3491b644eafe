//! Looks for answers with which conditions hold or do not: question by question, each only where it still decides
//! something, so that an example holds no answer that it could do without.

use super::candidates::{Wanted, candidates};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::condition::{Condition, Truth};
use crate::domain::fact::{Answers, FactId};
use crate::domain::life_event::{LifeEvent, Step};
use crate::domain::plan::{StepStatus, standing};
use crate::domain::situation::Situation;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the answers have to bring about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal<'g, 'a> {
    /// That a condition holds, or that it does not.
    Condition(&'g Condition, bool),
    /// That a step is part of the plan, or that it is not.
    Standing(&'a Step, bool),
}

/// After so many tries nothing is found.
const MOST_TRIES: usize = 20_000;

/// One search: a place, a day, and what to bring about there.
pub(super) struct Search<'g, 'a> {
    pub catalogue: &'a Catalogue,
    pub event: &'a LifeEvent,
    pub centre: &'a Centre,
    pub on: Date,
    pub goals: Vec<Goal<'g, 'a>>,
    /// What the rule turns on.
    pub own: &'g Wanted,
    /// What any other rule of the visit turns on.
    pub others: &'g Wanted,
    /// Answers of which as few as can be are to be changed.
    pub near: Option<&'g Answers>,
}

impl<'a> Search<'_, 'a> {
    /// The situation with these answers.
    pub fn situation<'s>(&self, answers: &'s Answers) -> Situation<'s>
    where
        'a: 's,
    {
        Situation { catalogue: self.catalogue, event: self.event, answers, centre: self.centre, on: self.on }
    }

    /// Answers that bring it all about, with at most so many of the near ones changed, and of which `accepts` is true.
    pub fn answers(&self, changes: usize, accepts: &dyn Fn(&Answers) -> bool) -> Option<Answers> {
        let mut answers = Answers::default();
        self.extend(&mut answers, changes, &mut MOST_TRIES.clone(), accepts).then_some(answers)
    }

    fn extend(
        &self,
        answers: &mut Answers,
        changes: usize,
        tries: &mut usize,
        accepts: &dyn Fn(&Answers) -> bool,
    ) -> bool {
        let Some(left) = tries.checked_sub(1) else { return false };
        *tries = left;
        let situation = self.situation(answers);
        let mut open: Option<BTreeSet<FactId>> = None;
        for goal in &self.goals {
            match goal.stands(&situation) {
                (Truth::True, _) => {}
                (Truth::False, _) => return false,
                (Truth::Unknown, missing) => open = open.or(Some(missing)),
            }
        }
        let Some(open) = open else { return accepts(answers) };
        let may_be_put = |id: &str| !answers.reached(id) && situation.is_asked(id) == Truth::True;
        let next = self.event.questions.iter().find(|question| open.contains(&question.id) && may_be_put(&question.id));
        let Some(question) = next else { return false };
        let near = self.near.and_then(|near| near.value(&question.id));
        for value in candidates(question, &situation, self.own, self.others, near) {
            let is_other = usize::from(near.is_some_and(|near| *near != value));
            let Some(changes) = changes.checked_sub(is_other) else { break };
            answers.0.insert(question.id.clone(), Some(value));
            if self.extend(answers, changes, tries, accepts) {
                return true;
            }
            answers.0.remove(&question.id);
        }
        false
    }
}

impl Goal<'_, '_> {
    /// Whether it is so, and the questions that still decide it.
    fn stands(&self, situation: &Situation<'_>) -> (Truth, BTreeSet<FactId>) {
        let (truth, missing, wanted) = match *self {
            Self::Condition(condition, wanted) => {
                let found = condition.evaluate(situation);
                (found.truth, found.missing, wanted)
            }
            Self::Standing(step, wanted) => {
                let (status, missing) = standing(situation, step);
                let truth = match status {
                    StepStatus::Applies | StepStatus::Automatic => Truth::True,
                    StepStatus::Maybe => Truth::Unknown,
                    StepStatus::DoesNotApply => Truth::False,
                };
                (truth, missing, wanted)
            }
        };
        (if wanted { truth } else { !truth }, missing)
    }
}
