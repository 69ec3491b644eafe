//! What is said of consents: the text that is read aloud and signed, what is in force, what is missing.

use super::Line;
use crate::domain::case::{Case, Consent, ConsentScope, Lack, Matter, Signer, Verb};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::text::Text;
use crate::i18n::{Phrase, Value, phrase};
use jiff::civil::Date;

/// The text that is read aloud: short sentences, each a line. Both copies of the paper say the same.
#[must_use]
pub fn consent_aloud<'a>(
    catalogue: &'a Catalogue,
    centre: &'a Centre,
    event: &'a Text,
    consent: &Consent,
) -> Vec<Line<'a>> {
    let about = match &consent.scope {
        ConsentScope::ThisEvent => phrase("consent-aloud-event").with("event", event),
        ConsentScope::FollowUp => phrase("consent-aloud-follow").with("event", event),
        ConsentScope::Provider(scope) => phrase("consent-aloud-provider")
            .with("event", event)
            .with("provider", provider_name(catalogue, &scope.provider)),
    };
    let verbs = Verb::ALL.into_iter().filter(|verb| consent.verbs.contains(verb));
    let until = phrase("consent-aloud-until").with("until", Value::Date(consent.until));
    let mut lines = vec![
        Line::body(phrase("consent-aloud-who").with("centre", &centre.name)),
        Line::body(about),
        Line::body(phrase("consent-aloud-may")),
    ];
    lines.extend(verbs.map(|verb| Line::body(verb_aloud(verb))));
    lines.extend([
        Line::body(phrase("consent-aloud-only")),
        Line::body(until),
        Line::body(phrase("consent-aloud-no")),
        Line::body(phrase("consent-aloud-revoke")),
        Line::body(phrase("consent-aloud-sign")),
    ]);
    lines
}

/// What may be done, as it is said to the person.
fn verb_aloud(verb: Verb) -> Phrase<'static> {
    match verb {
        Verb::Read => phrase("consent-aloud-read"),
        Verb::Contact => phrase("consent-aloud-contact"),
        Verb::Act => phrase("consent-aloud-act"),
    }
}

/// What may be done, as the specialist ticks it.
#[must_use]
pub fn verb_said(verb: Verb) -> Phrase<'static> {
    match verb {
        Verb::Read => phrase("consent-verb-read"),
        Verb::Contact => phrase("consent-verb-contact"),
        Verb::Act => phrase("consent-verb-act"),
    }
}

/// Who signs, by their role.
#[must_use]
pub fn signer_said(signer: Signer) -> Phrase<'static> {
    match signer {
        Signer::Person => phrase("consent-signer-person"),
        Signer::Parent => phrase("consent-signer-parent"),
        Signer::Guardian => phrase("consent-signer-guardian"),
        Signer::Empowered => phrase("consent-signer-empowered"),
    }
}

/// What a consent is about.
#[must_use]
pub fn matter_said<'a>(catalogue: &'a Catalogue, matter: &Matter) -> Value<'a> {
    match matter {
        Matter::Event => phrase("consent-matter-event").into(),
        Matter::Provider(id) => provider_name(catalogue, id),
    }
}

/// The name of a provider; its id where the catalogue has it no more.
pub(super) fn provider_name<'a>(catalogue: &'a Catalogue, id: &str) -> Value<'a> {
    catalogue.providers.get(id).map_or_else(|| Value::Name(id.to_owned()), |provider| Value::Text(&provider.name))
}

/// A consent in one line: what about, what may be done, and until when it holds or held.
#[must_use]
pub fn consent_line<'a>(catalogue: &'a Catalogue, consent: &Consent, today: Date) -> Value<'a> {
    let matter = matter_said(catalogue, &consent.matter());
    let day = |key, day| phrase(key).with("matter", matter.clone()).with("date", Value::Day(day));
    let revoked = consent.ended.filter(|ended| *ended <= consent.until && *ended <= today);
    match revoked {
        Some(ended) => day("consent-line-revoked", ended).into(),
        None if consent.until < today => day("consent-line-ended", consent.until).into(),
        None => {
            let verbs: Vec<Value<'a>> = consent.verbs.iter().map(|verb| verb_said(*verb).into()).collect();
            let verbs = verbs.into_iter().map(|verb| Value::Inside(Box::new(verb))).collect();
            day("consent-line", consent.until).with("verbs", Value::Names(verbs)).into()
        }
    }
}

/// All that is to be said of the consents of a case, a line each: first those that hold. Empty where nobody has asked.
#[must_use]
pub fn consents_said<'a>(catalogue: &'a Catalogue, case: &Case, today: Date) -> Vec<Value<'a>> {
    let mut latest: Vec<&Consent> = case.consents.latest().collect();
    latest.sort_by_key(|consent| !consent.holds(today));
    let refused = case.refusal(today).map(|refusal| phrase("consent-refused").with("date", Value::Day(refusal.on)));
    refused
        .into_iter()
        .map(Value::from)
        .chain(latest.into_iter().map(|consent| consent_line(catalogue, consent, today)))
        .collect()
}

/// What is missing for something to be done in the person's name, and what to do about it.
#[must_use]
pub fn lack_said(lack: Lack) -> Phrase<'static> {
    match lack {
        Lack::Consent => phrase("case-error-consent"),
        Lack::Refused(day) => phrase("lack-refused").with("date", Value::Day(day)),
        Lack::Ended(day) => phrase("lack-ended").with("date", Value::Day(day)),
        Lack::Revoked(day) => phrase("lack-revoked").with("date", Value::Day(day)),
        Lack::Verb => phrase("lack-verb"),
        Lack::Matter => phrase("lack-matter"),
    }
}

/// What is held of a person in a case, each kind with its value; nothing is said of what was never asked.
#[must_use]
pub fn held_said<'a>(catalogue: &'a Catalogue, case: &'a Case, today: Date) -> Vec<(Value<'a>, Value<'a>)> {
    let person = &case.person;
    let none = || Value::from(phrase("case-none"));
    let given = |words: Option<String>| words.filter(|words| !words.is_empty()).map_or_else(none, Value::Name);
    let consents = consents_said(catalogue, case, today);
    let consents = if consents.is_empty() { none() } else { Value::List(consents) };
    let document = person.document.as_ref().map(|document| format!("{}, {}", document.number, document.country));
    let acting = person.representative.as_ref().map(|acting| format!("{}, {}", acting.name, acting.paper));
    let power = case.consents.last().and_then(|consent| consent.power.as_ref());
    let power =
        power.map(|code| phrase("consent-power-unverified").with("code", Value::Name(code.as_str().to_owned())));
    let number = |count: usize| (count > 0).then_some(Value::Number(count));
    let always = [
        (phrase("person-name"), given(Some(person.name.clone()))),
        (phrase("person-idnp"), given(person.idnp.as_ref().map(|idnp| idnp.as_str().to_owned()))),
        (phrase("person-phone"), given(person.phone.clone())),
        (phrase("case-consent"), consents),
        (phrase("case-papers"), Value::Number(case.papers.len())),
        (phrase("case-requests"), Value::Number(case.requests.len())),
    ];
    // Only where it is there: a paper of those who have none of it has no empty lines for it.
    let more = [
        (phrase("person-birth"), person.birth.map(Value::Day)),
        (phrase("person-document"), document.map(Value::Name)),
        (phrase("person-acting"), acting.map(Value::Name)),
        (phrase("consent-power"), power.map(Value::from)),
        (phrase("held-answers"), number(case.answers.0.len())),
        (phrase("held-filled"), number(case.filled.len())),
        (phrase("case-pages"), number(case.pages.len())),
        (phrase("case-appointment"), case.appointment.as_ref().map(|appointment| Value::Day(appointment.day))),
        (phrase("held-history"), number(case.history.len())),
    ];
    let more = more.into_iter().filter_map(|(name, value)| Some((name, value?)));
    always.into_iter().chain(more).map(|(name, value)| (name.into(), value)).collect()
}

/// Until when it is kept, by which rule, and what cannot be erased here, a sentence each. `days` is how long a closed case
/// is kept.
#[must_use]
pub fn kept_until_said(case: &Case, days: usize) -> Vec<Line<'static>> {
    let kept = match case.closed {
        Some(day) => phrase("leaf-kept-closed").with("date", Value::Day(day)),
        None => phrase("leaf-kept-open"),
    };
    vec![
        Line::body(kept.counted(days)),
        Line::body(phrase("held-rule")),
        Line::body(phrase("person-privacy")),
        Line::body(phrase("held-journal")),
    ]
}
