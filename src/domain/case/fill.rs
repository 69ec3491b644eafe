//! Filling in what applications ask for, once for the whole case; and that something could not be finished here.

use super::command::{Rules, tidy_note};
use super::history::Subject;
use super::{Before, Case, CaseError, Outcome, Permit, RequestState, SealedContent, own};
use crate::domain::action::{Action, Reason};
use crate::domain::form::{LONGEST_VALUE, TERM};
use crate::domain::identifier::ServiceCode;
use crate::domain::term::Term;
use jiff::civil::Date;
use uuid::Uuid;

impl Case {
    /// Fills a field in; a value that is there already is no change and is not recorded.
    pub(super) fn fill(
        &mut self,
        (field, service): (String, Option<&ServiceCode>),
        value: Option<String>,
        reason: Option<Reason>,
        today: Date,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        let _permit: Permit = rules.permit(self.allows_fill(service, today))?;
        rules.demand(self.has_name(), CaseError::NameMissing)?;
        let value: Option<String> =
            value.map(|value| value.chars().take(LONGEST_VALUE).collect()).filter(|value: &String| !value.is_empty());
        let subject = Subject::Field(field.clone());
        let same = value.as_ref() == self.filled.get(&field);
        rules.demand(!same || self.is_disputed(&subject), CaseError::Unchanged)?;
        let fits = match reason {
            Some(reason) => reason.is_of_correction(),
            None => !self.is_in_request(&field),
        };
        rules.demand(fits, CaseError::ReasonMissing)?;
        let corrects = self.latest(&subject).map(|line| line.entry);
        let kept = value.clone();
        match value {
            Some(value) => drop(self.filled.insert(field.clone(), value)),
            None => drop(self.filled.remove(&field)),
        }
        let plain = Outcome::plain(Action::DraftSaved);
        let outcome = Outcome { corrects, reason, field: Some(field), value: kept, ..plain };
        Ok((outcome, Before::Nothing))
    }

    /// Whether what stands in a field was there when a request that has not ended was made ready: to change it is to
    /// correct what was checked, and asks for a reason.
    #[must_use]
    pub fn is_in_request(&self, field: &str) -> bool {
        let Some(line) = self.latest(&Subject::Field(field.to_owned())) else { return false };
        let ended =
            [RequestState::Withdrawn, RequestState::InformedOnly, RequestState::Referred, RequestState::Refused];
        let is_live = |id: Uuid| {
            self.requests.iter().any(|request| {
                let of_field = field.split_once('/').is_none_or(|(step, _)| step == request.step);
                request.id == id && of_field && !ended.contains(&request.state)
            })
        };
        let later = self.history.iter().skip_while(|known| known.entry != line.entry);
        later
            .into_iter()
            .any(|known| known.action == Action::RequestPrepared && known.holds() && known.request.is_some_and(is_live))
    }

    /// The term that was chosen for a step before its application was filled in.
    #[must_use]
    pub fn chosen_term(&self, step: &str) -> Option<Term> {
        self.filled.get(&own(step, TERM)).and_then(|kept| Term::read(kept))
    }

    /// That a step could not be finished here is counted by service and reason, and changes nothing of its request.
    pub(super) fn not_finished(
        &self,
        service: ServiceCode,
        request: Option<Uuid>,
        reason: Reason,
        note: Option<&str>,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        rules.demand(Reason::NOT_FINISHED.contains(&reason), CaseError::ReasonMissing)?;
        let known = request.is_none_or(|id| self.requests.iter().any(|request| request.id == id));
        rules.demand(known, CaseError::UnknownRequest)?;
        let sealed = Some(SealedContent { note: note.and_then(tidy_note), ..SealedContent::default() });
        let outcome = Outcome {
            service: Some(service),
            request,
            reason: Some(reason),
            sealed,
            ..Outcome::plain(Action::NotFinishedHere)
        };
        Ok((outcome, Before::Nothing))
    }
}
