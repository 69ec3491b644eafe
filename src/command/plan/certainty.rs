//! How certain a part of the plan is, for whoever reads it as JSON.

use crate::account;
use crate::domain::condition::{Condition, Truth};
use crate::domain::situation::Situation;
use crate::i18n::Texts;

/// When something is so that is not certain for this person.
pub(super) fn perhaps(texts: &Texts, situation: &Situation<'_>, truth: Truth, when: Option<&Condition>) -> Vec<String> {
    let open = when.filter(|_| truth != Truth::True);
    account::when_so(situation, open).iter().map(|why| texts.say(why)).collect()
}
