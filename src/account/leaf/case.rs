//! The papers of a case: the consent, the slip with its code, the receipt, the person's own paper. What they say of a
//! person is for that person; the slip says nothing of anybody.

use super::{Leaf, LeafColumnKind, LeafPart, Piece, centre_lines, column, foot};
use crate::account::case::{expected_said, state_mark};
use crate::account::consent::{consent_aloud, held_said, kept_until_said, signer_said};
use crate::account::today::hour_said;
use crate::account::{About, Block, Line, Tone};
use crate::domain::case::{Case, Consent, Person, Request, RequestState, Signer, Theme};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::text::Text;
use crate::i18n::{Phrase, Value, phrase};
use jiff::civil::Date;

/// The consent in two copies, as it is read aloud and signed. Without a person it is a form to fill in by hand.
#[must_use]
pub fn consent_leaf<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    event: &'a Text,
    consent: &Consent,
    person: Option<&'a Person>,
) -> Leaf<'a> {
    let name = |person: &'a Person| Value::Name(person.name.clone());
    let idnp = |person: &'a Person| person.idnp.as_ref().map(|idnp| Value::Name(idnp.as_str().to_owned()));
    let mut fields = vec![
        (phrase("person-name").into(), person.filter(|person| !person.name.is_empty()).map(name)),
        (phrase("person-idnp").into(), person.and_then(idnp)),
        (phrase("leaf-day").into(), Some(Value::Date(consent.given))),
    ];
    if consent.signer != Signer::Person {
        let acting = person.and_then(|person| person.representative.as_ref());
        let acting = acting.map(|acting| {
            let names = [acting.name.clone(), acting.paper.clone()].map(Value::Name);
            Value::Names(std::iter::once(signer_said(consent.signer).into()).chain(names).collect())
        });
        fields.push((phrase("consent-signs").into(), acting));
    }
    if let Some(code) = &consent.power {
        let said = phrase("consent-power-unverified").with("code", Value::Name(code.as_str().to_owned()));
        fields.push((phrase("consent-power").into(), Some(said.into())));
    }
    let signs = match consent.signer {
        Signer::Person => phrase("leaf-sign-person"),
        Signer::Parent => phrase("leaf-sign-parent"),
        Signer::Guardian => phrase("leaf-sign-guardian"),
        Signer::Empowered => phrase("leaf-sign-empowered"),
    };
    let sign = vec![signs.into(), phrase("leaf-sign-specialist").into()];
    let text = consent_aloud(catalogue, centre, event, consent);
    let parts = [
        LeafPart::of("person", None, vec![Piece::Fields(fields)]),
        LeafPart::of("text", None, vec![said(About::Nothing, text)]),
        LeafPart::of("sign", None, vec![Piece::Signatures(sign)]),
    ];
    Leaf {
        copies: vec![phrase("leaf-copy-person").into(), phrase("leaf-copy-centre").into()],
        mark: Some(phrase("leaf-mark").into()),
        ..leaf(catalogue, centre, phrase("consent-heading"), Vec::new(), parts)
    }
}

/// The slip: the code by which the case is found again and when the person comes next, and nothing of who that is. What was
/// agreed for a day before `on` is not said any more.
#[must_use]
pub fn slip_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, case: &Case, on: Date) -> Leaf<'a> {
    let code = &case.return_code;
    let picture = Piece::Code { holds: code.clone(), words: phrase("leaf-slip-qr").into(), caption: None };
    let when = case.appointment.as_ref().filter(|appointment| appointment.day >= on).map(|appointment| {
        let hour = Value::Name(hour_said(appointment.hour));
        let day = phrase("leaf-when-day").with("date", Value::Date(appointment.day)).with("hour", hour);
        let place = appointment.place.clone();
        let place = place.map(|place| Line::strong(phrase("leaf-when-place").with("place", Value::Name(place))));
        let lines = std::iter::once(Line::strong(day)).chain(place).chain([Line::body(asked_for(appointment.theme))]);
        said(About::Day, lines.collect())
    });
    let parts = [
        LeafPart::of("code", None, vec![said(About::Nothing, vec![Line::strong(Value::Name(code.clone()))]), picture]),
        LeafPart::of("when", Some(phrase("leaf-when")), when.into_iter().collect()),
        LeafPart::of(
            "what",
            None,
            vec![said(About::Nothing, vec![Line::body(phrase("leaf-slip-lead")), Line::note(phrase("leaf-nobody"))])],
        ),
        ask(centre),
    ];
    leaf(catalogue, centre, phrase("leaf-slip"), Vec::new(), parts)
}

/// What an appointment is about, said to whom it is for.
fn asked_for(theme: Theme) -> Phrase<'static> {
    match theme {
        Theme::Papers => phrase("leaf-when-papers"),
        Theme::Request => phrase("leaf-when-request"),
        Theme::Result => phrase("leaf-when-result"),
        Theme::Advice => phrase("leaf-when-advice"),
    }
}

/// What was done today. What is only prepared is said first: it is not yet sent to anybody.
#[must_use]
pub fn receipt_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, case: &'a Case, on: Date) -> Leaf<'a> {
    let prepared: Vec<Value<'a>> = case
        .requests
        .iter()
        .filter(|request| request.state == RequestState::Prepared)
        .map(|request| service_name(catalogue, request))
        .collect();
    let not_sent = (!prepared.is_empty()).then(|| {
        let words = phrase("leaf-not-sent").with("requests", Value::List(prepared));
        Piece::Said(Block::new(About::Prepared, vec![Line::strong(words)]).toned(Tone::Caution))
    });
    let columns = vec![
        column(phrase("leaf-column-request"), LeafColumnKind::Words),
        column(phrase("leaf-column-state"), LeafColumnKind::Words),
    ];
    let row = |request: &'a Request| {
        let number = request
            .number
            .as_ref()
            .map(|number| Line::strong(phrase("leaf-number").with("number", Value::Name(number.as_str().to_owned()))));
        let expected = request.awaited().map(|day| Line::body(expected_said(day)));
        let state = vec![Line::body(state_mark(request.state).words)];
        vec![
            vec![Line::strong(service_name(catalogue, request))],
            state.into_iter().chain(number).chain(expected).collect(),
        ]
    };
    let requests = if case.requests.is_empty() {
        said(About::Informed, vec![Line::body(phrase("leaf-informed"))])
    } else {
        Piece::Table(columns, case.requests.iter().map(row).collect())
    };
    let code = Piece::Code {
        holds: case.return_code.clone(),
        words: phrase("leaf-slip-qr").into(),
        caption: Some(phrase("leaf-code").with("code", Value::Name(case.return_code.clone())).into()),
    };
    let parts = [
        LeafPart::of("not-sent", None, not_sent.into_iter().collect()),
        LeafPart::of("requests", Some(phrase("leaf-requests")), vec![requests]),
        LeafPart::of(
            "code",
            Some(phrase("leaf-slip")),
            vec![said(About::Nothing, vec![Line::body(phrase("leaf-slip-lead"))]), code],
        ),
        ask(centre),
    ];
    leaf(catalogue, centre, phrase("leaf-receipt"), vec![Value::Date(on)], parts)
}

/// The person's own paper: who filled in what, what is kept and until when, how to have it erased. `days` is how long a
/// closed case is kept.
#[must_use]
pub fn own_leaf<'a>(catalogue: &'a Catalogue, centre: &'a Centre, case: &'a Case, days: usize, on: Date) -> Leaf<'a> {
    let fields = held_said(catalogue, case, on).into_iter().map(|(name, value)| (name, Some(value))).collect();
    let parts = [
        LeafPart::of(
            "filled",
            Some(phrase("leaf-filled")),
            vec![said(About::Nothing, vec![Line::body(phrase("leaf-filled-by"))]), Piece::Fields(fields)],
        ),
        LeafPart::of("kept", Some(phrase("leaf-kept")), vec![said(About::Nothing, kept_until_said(case, days))]),
        LeafPart::of(
            "erase",
            Some(phrase("leaf-erase")),
            vec![said(About::Nothing, vec![Line::body(phrase("leaf-erase-how"))])],
        ),
        ask(centre),
    ];
    leaf(catalogue, centre, phrase("leaf-own"), vec![Value::Date(on)], parts)
}

pub(super) fn leaf<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    title: Phrase<'a>,
    about: Vec<Value<'a>>,
    parts: impl IntoIterator<Item = Option<LeafPart<'a>>>,
) -> Leaf<'a> {
    Leaf {
        title: title.into(),
        head: std::iter::once(Value::Text(&centre.name)).chain(about).collect(),
        parts: parts.into_iter().flatten().collect(),
        foot: foot(catalogue, centre),
        copies: Vec::new(),
        mark: None,
    }
}

pub(super) fn said(about: About, lines: Vec<Line<'_>>) -> Piece<'_> {
    Piece::Said(Block::new(about, lines))
}

pub(super) fn ask(centre: &Centre) -> Option<LeafPart<'_>> {
    LeafPart::of("ask", Some(phrase("leaf-ask")), vec![said(About::Here, centre_lines(centre))])
}

/// What a service is called; its code where the catalogue has it no more.
pub(super) fn service_name<'a>(catalogue: &'a Catalogue, request: &Request) -> Value<'a> {
    let service = catalogue.service(&request.service);
    service.map_or_else(|| Value::Name(request.service.to_string()), |service| Value::Text(&service.title))
}
