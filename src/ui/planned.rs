//! Plans of pages: computed once a change of what they rest on, however often and by however many parts of a page they are
//! looked at.

use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::fact::Answers;
use crate::domain::hidden::hidden;
use crate::domain::life_event::LifeEvent;
use crate::domain::plan::Plan;
use crate::domain::shelf::AtHand;
use crate::domain::situation::Situation;
use jiff::civil::Date;
use self_cell::self_cell;
use std::sync::{Arc, Mutex, PoisonError};

/// What a plan rests on.
struct Basis {
    code: String,
    catalogue: Arc<Catalogue>,
    event: LifeEvent,
    answers: Answers,
    centre: Centre,
    on: Date,
}

/// What was computed from it.
struct Computed<'b> {
    situation: Situation<'b>,
    plan: Plan<'b>,
}

self_cell! {
    /// A plan with what it rests on.
    struct Cell {
        owner: Basis,
        #[covariant]
        dependent: Computed,
    }
}

/// A plan with the situation that it was computed from.
pub struct Planned(Cell);

hidden!(Planned, "Planned");

impl Planned {
    fn new(basis: Basis) -> Self {
        Self(Cell::new(basis, |basis| {
            let Basis { catalogue, event, answers, centre, on, .. } = basis;
            let situation = Situation { catalogue, event, answers, centre, on: *on };
            Computed { plan: Plan::compute(&situation), situation }
        }))
    }

    /// The situation.
    #[must_use]
    pub fn situation(&self) -> &Situation<'_> {
        &self.0.borrow_dependent().situation
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan<'_> {
        &self.0.borrow_dependent().plan
    }

    /// Whether it rests on just this.
    fn is_of(&self, hand: &AtHand, code: &str, answers: &Answers, centre: &Centre, on: Date) -> bool {
        let basis = self.0.borrow_owner();
        basis.on == on
            && basis.code == code
            && Arc::ptr_eq(&basis.catalogue, hand.catalogue())
            && basis.answers == *answers
            && basis.centre == *centre
    }
}

/// The plan that was asked for last. It holds answers: it goes with the visit or the session that gave them.
#[derive(Default)]
pub struct Plans(Mutex<Option<Arc<Planned>>>);

hidden!(Plans, "Plans");

impl Plans {
    /// The plan of a visit or case; `None` for what is not in the catalogue (any more).
    #[must_use]
    pub fn of(&self, hand: &AtHand, code: &str, answers: &Answers, centre: &Centre, on: Date) -> Option<Arc<Planned>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.is_of(hand, code, answers, centre, on)) {
            return Some(Arc::clone(known));
        }
        let basis = Basis {
            code: code.to_owned(),
            catalogue: Arc::clone(hand.catalogue()),
            event: hand.guide(code)?.clone(),
            answers: answers.clone(),
            centre: centre.clone(),
            on,
        };
        let planned = Arc::new(Planned::new(basis));
        *last = Some(Arc::clone(&planned));
        Some(planned)
    }

    /// Forgets it.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::Value;
    use crate::store::catalogue_cache::Whole;

    #[test]
    fn a_plan_is_computed_once_a_change_and_not_once_a_look() {
        let catalogue = crate::catalogue::shipped().unwrap();
        let (centre, on) = (catalogue.centres["lozova"].clone(), catalogue.as_of);
        let mut hand = AtHand::new(Arc::new(Whole::new(catalogue)));
        hand.take("C1");
        let plans = Plans::default();
        let mut answers = Answers::default();
        let look = |hand: &AtHand, answers: &Answers, on| plans.of(hand, "C1", answers, &centre, on).unwrap();
        let first = look(&hand, &answers, on);
        assert!(Arc::ptr_eq(&first, &look(&hand, &answers, on)));
        assert_eq!(first.plan(), &Plan::compute(first.situation()));
        answers.0.insert("child_born".to_owned(), Some(Value::Date(on)));
        let answered = look(&hand, &answers, on);
        assert!(!Arc::ptr_eq(&first, &answered));
        let tomorrow = on.tomorrow().unwrap();
        assert_eq!(look(&hand, &answers, tomorrow).situation().on, tomorrow);
        // What comes to hand besides is another basis, with the same plan.
        let before = look(&hand, &answers, on);
        hand.take("C16");
        let after = look(&hand, &answers, on);
        assert!(!Arc::ptr_eq(&before, &after));
        assert_eq!(before.plan().steps, after.plan().steps);
        assert!(plans.of(&hand, "gone", &answers, &centre, on).is_none());
    }

    #[test]
    fn nothing_of_it_stays_when_it_is_forgotten() {
        let catalogue = crate::catalogue::shipped().unwrap();
        let (centre, on) = (catalogue.centres["lozova"].clone(), catalogue.as_of);
        let mut hand = AtHand::new(Arc::new(Whole::new(catalogue)));
        hand.take("C1");
        let plans = Plans::default();
        let planned = Arc::downgrade(&plans.of(&hand, "C1", &Answers::default(), &centre, on).unwrap());
        plans.forget();
        assert!(planned.upgrade().is_none());
    }
}
