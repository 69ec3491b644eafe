//! What a provider said of a request, in words: who said it, for which day, by which way it came, and how it stands to what
//! was recorded here.

use super::consent::provider_name;
use super::{Tone, state_mark};
use crate::domain::case::{Case, Request, WordStanding};
use crate::domain::catalogue::Catalogue;
use crate::i18n::{Value, phrase};

/// What a provider said of a request, and how it stands to what was recorded; nothing where it said nothing.
#[must_use]
pub fn word_said<'a>(catalogue: &'a Catalogue, case: &Case, request: &Request) -> Option<(Tone, Vec<Value<'a>>)> {
    let (word, standing) = (case.word_about(request.id)?, case.word_standing(request)?);
    let said = phrase("word-said")
        .with("provider", provider_name(catalogue, &word.provider))
        .with("date", Value::Day(word.on))
        .with("state", state_mark(word.state).words);
    let (tone, beside) = match standing {
        WordStanding::Same => (Tone::Quiet, phrase("word-same")),
        WordStanding::News => (Tone::Information, phrase("word-news")),
        WordStanding::Past => (Tone::Quiet, phrase("word-past")),
        WordStanding::Conflict => {
            (Tone::Caution, phrase("word-conflict").with("recorded", state_mark(request.state).words))
        }
    };
    Some((tone, vec![said.into(), beside.into()]))
}
