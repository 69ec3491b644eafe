//! By when a provider's answer is expected: by the term that the person chose and paid for, in the calendar of the
//! centre. Where that is not known there is no date, rather than a wrong one.

use crate::domain::calendar::Calendar;
use crate::domain::condition::Truth;
use crate::domain::deadline::{Counting, add};
use crate::domain::plan::PlannedStep;
use crate::domain::service::{FeeOption, Service};
use crate::domain::term::{Term, Unit};
use jiff::civil::Date;

/// The terms in which a provider may answer a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Each term once, as the editors list them.
    choices: Vec<Term>,
    /// Whether no other is possible.
    is_whole: bool,
}

impl Terms {
    /// The terms of a step as it is for this person today.
    #[must_use]
    pub fn of_step(step: &PlannedStep<'_>) -> Self {
        let processing = step.service.and_then(|service| service.processing);
        Self::new(processing, step.fees.iter().map(|fee| (fee.option, fee.truth == Truth::True)))
    }

    /// The terms of a service on a day, for a request whose step is in no plan any more.
    #[must_use]
    pub fn of_service(service: &Service, on: Date) -> Self {
        let holds = |fee: &&FeeOption| fee.from.is_none_or(|from| from <= on) && fee.to.is_none_or(|to| on <= to);
        let fees = service.fees.iter().filter(holds);
        Self::new(service.processing, fees.map(|fee| (fee, fee.when.is_none())))
    }

    /// A provider's own term depends on no fee. Otherwise each fee has its term, and one without a term or that may not
    /// be this person's says that it may be another.
    fn new<'f>(processing: Option<Term>, fees: impl Iterator<Item = (&'f FeeOption, bool)>) -> Self {
        if let Some(term) = processing {
            return Self { choices: vec![term], is_whole: true };
        }
        let (mut choices, mut is_whole) = (Vec::new(), true);
        for (fee, is_certain) in fees {
            is_whole &= is_certain && fee.term.is_some();
            choices.extend(fee.term.filter(|term| !choices.contains(term)));
        }
        Self { choices, is_whole }
    }

    /// The term, where there is only one and it is certain.
    #[must_use]
    pub fn only(&self) -> Option<Term> {
        match self.choices.as_slice() {
            [term] if self.is_whole => Some(*term),
            _ => None,
        }
    }

    /// What the specialist is asked to choose from; nothing where there is nothing to choose.
    #[must_use]
    pub fn choices(&self) -> &[Term] {
        if self.only().is_some() { &[] } else { &self.choices }
    }
}

/// The day by which the answer is expected to a request that was submitted on a day: the end of the term, or where
/// offices are closed then the first day on which they are open. A date that was agreed with the office is not known
/// here.
#[must_use]
pub fn expected(term: Term, submitted: Date, calendar: &Calendar) -> Option<Date> {
    if term.unit == Unit::AgreedDate {
        return None;
    }
    let end = add(submitted, term, Counting::NextDay, calendar).ok()?;
    if calendar.is_working_day(end) { Some(end) } else { calendar.working_day_after(end) }
}
