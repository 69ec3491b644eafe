//! The page for a trial of a printer. It is about nobody.

use super::case::said;
use super::{Leaf, LeafPart};
use crate::account::{About, Line};
use crate::i18n::phrase;

/// The page: that it can be read, and what to do then.
#[must_use]
pub fn trial_leaf<'a>() -> Leaf<'a> {
    let lines = ["set-up-trial-words", "set-up-trial-next"].map(|key| Line::body(phrase(key)));
    let parts = LeafPart::of("what", None, vec![said(About::Nothing, lines.into())]);
    Leaf {
        title: phrase("set-up-trial-title").into(),
        head: Vec::new(),
        parts: parts.into_iter().collect(),
        foot: Vec::new(),
        copies: Vec::new(),
        mark: None,
    }
}
