//! What a step is called.

use super::Texts;
use crate::domain::plan::PlannedStep;

/// What a step is called: its title, or for a step inserted because a paper is lacking, that paper.
#[must_use]
pub fn step_title(texts: &Texts, step: &PlannedStep<'_>) -> String {
    let language = texts.language();
    match step.supplies {
        Some(paper) => texts.with("step-get-paper", &[("paper", paper.name.get(language).to_owned().into())]),
        None => step.step.title.get(language).to_owned(),
    }
}
