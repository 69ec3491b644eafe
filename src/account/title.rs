//! What things are called.

use crate::domain::plan::PlannedStep;
use crate::i18n::{Texts, Value, phrase};

/// What a step is called: its title, or for a step inserted because a paper is lacking, that paper.
#[must_use]
pub fn step_name<'p>(step: &'p PlannedStep<'_>) -> Value<'p> {
    match step.supplies {
        Some(paper) => phrase("step-get-paper").with("paper", &paper.name).into(),
        None => Value::Text(&step.step.title),
    }
}

/// The same in words.
#[must_use]
pub fn step_title(texts: &Texts, step: &PlannedStep<'_>) -> String {
    texts.say(&step_name(step))
}
