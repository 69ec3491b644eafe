//! The draft of an application: first that it is not submitted, or under which number it is; then its fields in the
//! provider's order. What is not filled in is left to be written by hand.

use super::{Leaf, LeafPart, Piece, foot};
use crate::account::case::state_mark;
use crate::account::form::filled_said;
use crate::account::{About, Block, Line, Tone};
use crate::domain::case::{Asked, Request, RequestState};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::domain::service::Service;
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// An application as it is put on paper.
pub struct DraftSheet<'a> {
    /// The service.
    pub service: &'a Service,
    /// The request, once it was made ready.
    pub request: Option<&'a Request>,
    /// What was chosen before it was filled in, with its names.
    pub chosen: Vec<(Value<'a>, Value<'a>)>,
    /// Its fields, in the provider's order.
    pub asked: &'a [Asked<'a>],
}

hidden!(DraftSheet<'_>, "DraftSheet");

/// The draft of an application.
#[must_use]
pub fn draft_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, draft: &DraftSheet<'a>, on: Date) -> Leaf<'a> {
    let (state, asked) = (draft.request.map(|request| request.state), draft.asked);
    let sent = draft.request.filter(|request| request.number.is_some());
    let mut lines = Vec::new();
    let tone = match (state, sent) {
        (Some(state), Some(request)) => {
            lines.push(Line::strong(state_mark(state).words));
            let number = request.number.as_ref().map(|number| Value::Name(number.as_str().to_owned()));
            lines.extend(number.map(|number| Line::strong(phrase("leaf-number").with("number", number))));
            Tone::Quiet
        }
        // Whatever it is called, nobody but us has seen it.
        (Some(state), None) if state != RequestState::Prepared => {
            lines.push(Line::strong(state_mark(state).words));
            lines.push(Line::body(phrase("leaf-draft-lead")));
            Tone::Caution
        }
        (state, _) => {
            let words = if state.is_some() { phrase("state-prepared") } else { phrase("leaf-draft-begun") };
            lines.push(Line::strong(words));
            lines.push(Line::body(phrase("leaf-draft-lead")));
            Tone::Caution
        }
    };
    let said = Piece::Said(Block::new(About::Prepared, lines).toned(tone));
    let value = |one: &Asked<'a>| one.value.as_deref().map(|value| filled_said(one.field, value));
    let fields: Vec<_> = asked.iter().map(|one| (Value::Text(&one.field.label), value(one))).collect();
    let chosen: Vec<_> = draft.chosen.iter().map(|(name, value)| (name.clone(), Some(value.clone()))).collect();
    let chosen = (!chosen.is_empty()).then_some(Piece::Fields(chosen));
    let sign = Piece::Signatures(vec![phrase("leaf-sign-person").into()]);
    let parts = [
        LeafPart::of("state", None, vec![said]),
        LeafPart::of("chosen", None, chosen.into_iter().collect()),
        LeafPart::of("request", Some(phrase("leaf-draft-fields")), vec![Piece::Fields(fields)]),
        LeafPart::of("sign", None, vec![sign]),
    ];
    Leaf {
        title: phrase("leaf-draft").with("service", Value::Text(&draft.service.title)).into(),
        head: vec![Value::Text(&centre.name), Value::Date(on)],
        parts: parts.into_iter().flatten().collect(),
        foot: foot(catalogue, centre),
        copies: Vec::new(),
        mark: None,
    }
}
