//! In which term a provider's answer is expected: in the one that the person chose and paid for. Where that is not known
//! there is none, rather than a wrong one.

use crate::domain::condition::Truth;
use crate::domain::plan::PlannedStep;
use crate::domain::service::{FeeOption, Service};
use crate::domain::term::Term;
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
