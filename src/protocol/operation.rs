//! An operation of a case as it is kept and carried: JSON, encrypted under a key of the centre, one by one. The types
//! here are apart from those of the domain, and outlive them.
//!
//! What is written is never written anew: what a newer program said stays in its bytes, whoever passes them on. Reading
//! is lenient: an unknown field is passed over, and an operation of an unknown kind, or with a value that this program
//! cannot read, is one "made by a newer program", which keeps its place in the case. A field may be added; what changes
//! its meaning gets another name or another kind. [`NUMBER`] grows only when nothing of an operation could be read any
//! more as before.

use crate::domain::action::Reason;
use crate::domain::case::{
    Appointment, Case, CasePage, CashCode, Change, Command, Consent, ConsentPaper, ConsentScope, Document, Heard,
    Matter, Opening, Operation, OrderKey, PaymentNews, Person, PowerCode, Provenance, ProviderNumber, ProviderScope,
    ProviderWord, Representative, RequestState, Right, Signer, Theme, Verb, read_hour,
};
use crate::domain::change::Seen;
use crate::domain::fact::{Answers, Value};
use crate::domain::hidden::hidden;
use crate::domain::identifier::{Idnp, ServiceCode};
use crate::domain::term::{Term, Unit};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The number of this form.
pub const NUMBER: u32 = 1;

/// What an operation is bound to, so that it opens in no other place: its case, its id, and the key's.
#[must_use]
pub fn about(case: &str, operation: &str, key: &str) -> Vec<u8> {
    format!("cups-operation-1 {case} {operation} {key}").into_bytes()
}

/// What every operation of every kind says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    number: u32,
    id: Uuid,
    case: Uuid,
    centre: String,
    author: String,
    day: Date,
    time: Timestamp,
    #[serde(default)]
    follows: Vec<Uuid>,
}

#[derive(Serialize)]
struct Written {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    body: Body,
}

/// What an operation of a kind says besides.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Body {
    Open {
        return_code: String,
        event: String,
        #[serde(default)]
        answers: BTreeMap<String, serde_json::Value>,
        #[serde(default)]
        seen: serde_json::Value,
    },
    /// `stood` is the whole case, in the words of the program before.
    AsItStood {
        stood: String,
    },
    Identify {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        idnp: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        birth: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Paper>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<Acting>,
    },
    Consent {
        scope: String,
        given: Date,
        until: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<SignedPaper>,
    },
    /// A consent that `Consent` cannot say: to a part of what may be done, to one provider, signed by somebody else. An older
    /// program must not take it for more than it is, so that it has a kind of its own. Without a provider it is of the
    /// event, with or without what follows.
    Mandate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<CoveredProvider>,
        verbs: Vec<String>,
        given: Date,
        until: Date,
        signer: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        power: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<SignedPaper>,
    },
    /// Without a provider: what was agreed for the event.
    RevokeConsent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<String>,
    },
    RefuseConsent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<String>,
    },
    Papers {
        papers: Vec<String>,
    },
    Prepare {
        request: Uuid,
        service: String,
        step: String,
    },
    Submit {
        request: Uuid,
        provider_number: String,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<Length>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<Date>,
    },
    Pay {
        request: Uuid,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<Length>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heard: Option<HeardFrom>,
    },
    PayBy {
        request: Uuid,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cash: Option<String>,
    },
    SayPaid {
        request: Uuid,
        heard: HeardFrom,
    },
    ConfirmPaid {
        request: Uuid,
        heard: HeardFrom,
    },
    Move {
        request: Uuid,
        to: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    HandOver {
        request: Uuid,
        collector: String,
        paper: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right: Option<By>,
    },
    TellChanges {
        seen: serde_json::Value,
    },
    Pages {
        pages: Vec<ScannedPage>,
    },
    /// What a provider's list says of a request, as it came down from the hub.
    HearProvider {
        request: Uuid,
        provider: String,
        state: String,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider_number: Option<String>,
    },
    /// `place` is a village to which a team goes.
    Appoint {
        on: Date,
        at: String,
        theme: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
    },
    CancelAppointment,
    /// `value` is not there where the field was emptied.
    Fill {
        field: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<String>,
    },
    NotFinishedHere {
        service: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<Uuid>,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    TakeOver {
        by: String,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    Close,
    Erase {
        reason: String,
    },
    Correct {
        entry: Uuid,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
}

/// By which a signed paper is known again.
#[derive(Serialize, Deserialize)]
struct SignedPaper {
    version: u16,
    digits: String,
}

/// A provider, and which services of it were named.
#[derive(Serialize, Deserialize)]
struct CoveredProvider {
    id: String,
    services: Vec<String>,
}

/// A page that was scanned.
#[derive(Serialize, Deserialize)]
struct ScannedPage {
    id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
    digest: String,
    bytes: u32,
}

/// From where something is known, and for which day.
#[derive(Serialize, Deserialize)]
struct HeardFrom {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    on: Date,
}

/// By which right a result is collected, and the paper that gives it.
#[derive(Serialize, Deserialize)]
struct By {
    who: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
}

/// A length of time.
#[derive(Serialize, Deserialize)]
struct Length {
    value: i64,
    unit: String,
}

/// A paper of another State.
#[derive(Serialize, Deserialize)]
struct Paper {
    number: String,
    country: String,
}

/// Who acts for a person, and by which paper.
#[derive(Serialize, Deserialize)]
struct Acting {
    name: String,
    paper: String,
}

/// Why an operation cannot be written or read at all. Says nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// What every operation says is missing: it is damaged.
    #[error("this is no operation of a case")]
    Unreadable,
    /// It was made by a newer program, and only its own bytes say what it is.
    #[error("an operation of a newer program cannot be written anew")]
    Newer,
}

hidden!(Written, "Written");

/// An operation in the form in which it is kept.
///
/// # Errors
/// When a newer program made it: then its bytes are kept, and never made anew.
pub fn write(operation: &Operation) -> Result<Vec<u8>, OperationError> {
    let head = Head {
        number: NUMBER,
        id: operation.id,
        case: operation.case,
        centre: operation.centre.clone(),
        author: operation.author.clone(),
        day: operation.day,
        time: operation.time,
        follows: operation.follows.clone(),
    };
    let body = body_of(&operation.change).ok_or(OperationError::Newer)?;
    serde_json::to_vec(&Written { head, body }).map_err(|_| OperationError::Unreadable)
}

/// Reads an operation. What is of a newer program is [`Change::Newer`].
///
/// # Errors
/// When not even what every operation says can be read.
pub fn read(bytes: &[u8]) -> Result<Operation, OperationError> {
    let head: Head = serde_json::from_slice(bytes).map_err(|_| OperationError::Unreadable)?;
    let known = (head.number <= NUMBER).then(|| serde_json::from_slice::<Body>(bytes).ok()).flatten();
    Ok(Operation {
        id: head.id,
        case: head.case,
        centre: head.centre,
        author: head.author,
        day: head.day,
        time: head.time,
        follows: head.follows,
        change: known.and_then(change_of).unwrap_or(Change::Newer),
    })
}

/// A code as it is written: the domain's codes are written in words, which a golden file holds.
fn word(code: &impl Serialize) -> Option<String> {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

/// The code of a word; `None` when a newer program has it.
fn code<Code: DeserializeOwned>(word: &str) -> Option<Code> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn length_of(term: Option<Term>) -> Option<Length> {
    let Term { value, unit } = term?;
    Some(Length { value, unit: word(&unit)? })
}

/// A term; the inner `None` when there is none, the outer when it cannot be read.
#[expect(clippy::option_option, reason = "no term is another thing than one that cannot be read")]
fn term_of(length: Option<Length>) -> Option<Option<Term>> {
    length.map_or(Some(None), |Length { value, unit }| Some(Some(Term { value, unit: code::<Unit>(&unit)? })))
}

fn heard_from(heard: Heard) -> HeardFrom {
    HeardFrom { from: heard.from.as_ref().and_then(word), on: heard.on }
}

/// The code of a word that may be missing; the outer `None` when a newer program has it.
#[expect(clippy::option_option, reason = "no code is another thing than one that cannot be read")]
fn code_of<Code: DeserializeOwned>(word: Option<String>) -> Option<Option<Code>> {
    word.map_or(Some(None), |word| code::<Code>(&word).map(Some))
}

fn heard_of(heard: HeardFrom) -> Option<Heard> {
    Some(Heard { from: code_of::<Provenance>(heard.from)?, on: heard.on })
}

fn by_right(right: Right) -> Option<By> {
    let by = |who: &str, paper| Some(By { who: who.to_owned(), paper });
    match right {
        Right::NotSaid => None,
        Right::Person => by("person", None),
        Right::Representative(paper) => by("representative", Some(paper)),
        Right::Power(paper) => by("power", Some(paper)),
    }
}

/// A right; `None` when a newer program has it.
fn right_of(by: Option<By>) -> Option<Right> {
    let Some(By { who, paper }) = by else { return Some(Right::NotSaid) };
    match (who.as_str(), paper) {
        ("person", _) => Some(Right::Person),
        ("representative", Some(paper)) => Some(Right::Representative(paper)),
        ("power", Some(paper)) => Some(Right::Power(paper)),
        _ => None,
    }
}

/// What was learned of a payment, each as a kind of its own: an older program keeps it, and does not know it.
fn body_of_payment(request: Uuid, news: PaymentNews) -> Body {
    match news {
        PaymentNews::Order { order, cash } => {
            Body::PayBy { request, order: order.map(String::from), cash: cash.map(String::from) }
        }
        PaymentNews::Said(heard) => Body::SayPaid { request, heard: heard_from(heard) },
        PaymentNews::Confirmed(heard) => Body::ConfirmPaid { request, heard: heard_from(heard) },
    }
}

fn body_of(change: &Change) -> Option<Body> {
    Some(match change {
        Change::Newer => return None,
        Change::Open(Opening { return_code, event, answers, seen }) => Body::Open {
            return_code: return_code.clone(),
            event: event.clone(),
            answers: answers
                .0
                .iter()
                .map(|(id, answer)| Some((id.clone(), serde_json::to_value(answer).ok()?)))
                .collect::<Option<_>>()?,
            seen: serde_json::to_value(seen).ok()?,
        },
        Change::AsItStood(case) => Body::AsItStood { stood: serde_json::to_string(case).ok()? },
        Change::Command(command) => body_of_command(command)?,
    })
}

fn body_of_command(command: &Command) -> Option<Body> {
    Some(match command.clone() {
        Command::Identify(Person { name, idnp, phone, birth, document, representative }) => Body::Identify {
            name,
            idnp: idnp.map(|idnp| idnp.as_str().to_owned()),
            phone,
            birth,
            document: document.map(|Document { number, country }| Paper { number, country }),
            representative: representative.map(|Representative { name, paper }| Acting { name, paper }),
        },
        Command::Consent(consent) => body_of_consent(consent)?,
        Command::Revoke(matter) => Body::RevokeConsent { provider: provider_of(matter) },
        Command::Refuse(matter) => Body::RefuseConsent { provider: provider_of(matter) },
        Command::Erase { reason } => Body::Erase { reason: word(&reason)? },
        Command::Papers(papers) => Body::Papers { papers },
        Command::Prepare { id, service, step } => {
            Body::Prepare { request: id, service: service.as_str().to_owned(), step }
        }
        Command::Submit { request, number, on, term, expected } => {
            Body::Submit { request, provider_number: number.as_str().to_owned(), on, term: length_of(term), expected }
        }
        Command::Pay { request, term, expected, heard } => {
            Body::Pay { request, term: length_of(term), expected, heard: heard.map(heard_from) }
        }
        Command::Payment { request, news } => body_of_payment(request, news),
        Command::Move { request, to, reason, note, from } => Body::Move {
            request,
            to: word(&to)?,
            reason: reason.as_ref().and_then(word),
            note,
            from: from.as_ref().and_then(word),
        },
        Command::HandOver { request, collector, paper, right } => {
            Body::HandOver { request, collector, paper, right: by_right(right) }
        }
        Command::TellChanges(seen) => Body::TellChanges { seen: serde_json::to_value(&seen).ok()? },
        Command::Pages(pages) => Body::Pages {
            pages: pages
                .into_iter()
                .map(|CasePage { id, paper, digest, bytes }| ScannedPage { id, paper, digest, bytes })
                .collect(),
        },
        Command::HearProvider(ProviderWord { request, provider, state, on, number }) => {
            let provider_number = number.map(|number| number.as_str().to_owned());
            Body::HearProvider { request, provider, state: word(&state)?, on, provider_number }
        }
        Command::Appoint(Some(Appointment { day, hour, theme, place })) => {
            Body::Appoint { on: day, at: hour.strftime("%H:%M").to_string(), theme: word(&theme)?, place }
        }
        Command::Appoint(None) => Body::CancelAppointment,
        Command::Fill { field, value, reason, service } => {
            let service = service.map(|service| service.as_str().to_owned());
            Body::Fill { field, value, reason: reason.as_ref().and_then(word), service }
        }
        Command::NotFinishedHere { service, request, reason, note } => {
            Body::NotFinishedHere { service: service.as_str().to_owned(), request, reason: word(&reason)?, note }
        }
        Command::TakeOver { by, reason, note } => Body::TakeOver { by, reason: word(&reason)?, note },
        Command::Close => Body::Close,
        Command::Correct { entry, reason, note } => Body::Correct { entry, reason: word(&reason)?, note },
    })
}

fn body_of_consent(consent: Consent) -> Option<Body> {
    let is_plain = consent.is_plain();
    let Consent { scope, verbs, given, until, signer, power, paper, ended: _ } = consent;
    let paper = paper.map(|ConsentPaper { version, digits }| SignedPaper { version, digits });
    let (scope, provider) = match scope {
        ConsentScope::Provider(ProviderScope { provider, services }) => {
            let services = services.iter().map(|service| service.as_str().to_owned()).collect();
            (None, Some(CoveredProvider { id: provider, services }))
        }
        of_event => (Some(word(&of_event)?), None),
    };
    Some(match scope {
        Some(scope) if is_plain => Body::Consent { scope, given, until, paper },
        scope => Body::Mandate {
            scope,
            provider,
            verbs: verbs.iter().map(word).collect::<Option<_>>()?,
            given,
            until,
            signer: word(&signer)?,
            power: power.map(String::from),
            paper,
        },
    })
}

fn paper_of(paper: Option<SignedPaper>) -> Option<ConsentPaper> {
    paper.map(|SignedPaper { version, digits }| ConsentPaper { version, digits })
}

fn provider_of(matter: Matter) -> Option<String> {
    match matter {
        Matter::Event => None,
        Matter::Provider(id) => Some(id),
    }
}

fn matter_of(provider: Option<String>) -> Matter {
    provider.map_or(Matter::Event, Matter::Provider)
}

/// What the catalogue said. Only a comparison rests on it, so that what cannot be read is as if nobody had looked.
fn seen_of(seen: serde_json::Value) -> Seen {
    serde_json::from_value(seen).unwrap_or_default()
}

/// The answers, of which one that cannot be read is as if it had not been given.
fn answers_of(answers: BTreeMap<String, serde_json::Value>) -> Answers {
    let read = |answer| serde_json::from_value::<Option<Value>>(answer).ok();
    Answers(answers.into_iter().filter_map(|(id, answer)| Some((id, read(answer)?))).collect())
}

fn change_of(body: Body) -> Option<Change> {
    Some(Change::Command(match body {
        Body::Open { return_code, event, answers, seen } => {
            let (answers, seen) = (answers_of(answers), seen_of(seen));
            return Some(Change::Open(Opening { return_code, event, answers, seen }));
        }
        Body::AsItStood { stood } => {
            let case: Case = serde_json::from_str(&stood).ok()?;
            return Some(Change::AsItStood(Box::new(case)));
        }
        Body::Identify { name, idnp, phone, birth, document, representative } => Command::Identify(Person {
            name,
            idnp: idnp.map(|idnp| Idnp::parse(&idnp).ok()).map_or(Some(None), |read| read.map(Some))?,
            phone,
            birth,
            document: document.map(|Paper { number, country }| Document { number, country }),
            representative: representative.map(|Acting { name, paper }| Representative { name, paper }),
        }),
        Body::Consent { scope, given, until, paper } => {
            let paper = paper_of(paper);
            Command::Consent(Consent { paper, ..Consent::new(code::<ConsentScope>(&scope)?, given, until) })
        }
        Body::Mandate { scope, provider, verbs, given, until, signer, power, paper } => {
            let scope = match (provider, scope) {
                (Some(CoveredProvider { id, services }), None) => {
                    let services = services.iter().map(|code| ServiceCode::parse(code).ok()).collect::<Option<_>>()?;
                    ConsentScope::Provider(ProviderScope { provider: id, services })
                }
                (None, Some(scope)) => code::<ConsentScope>(&scope)?,
                _ => return None,
            };
            Command::Consent(Consent {
                // One that is not known may be a part of those that are: nothing of it is guessed.
                verbs: verbs.iter().map(|verb| code::<Verb>(verb)).collect::<Option<BTreeSet<_>>>()?,
                signer: code::<Signer>(&signer)?,
                power: power.map_or(Some(None), |power| PowerCode::parse(&power).ok().map(Some))?,
                paper: paper_of(paper),
                ..Consent::new(scope, given, until)
            })
        }
        Body::RevokeConsent { provider } => Command::Revoke(matter_of(provider)),
        Body::RefuseConsent { provider } => Command::Refuse(matter_of(provider)),
        Body::Erase { reason } => Command::Erase { reason: code::<Reason>(&reason)? },
        Body::Papers { papers } => Command::Papers(papers),
        Body::Prepare { request, service, step } => {
            Command::Prepare { id: request, service: ServiceCode::parse(&service).ok()?, step }
        }
        Body::Submit { request, provider_number, on, term, expected } => Command::Submit {
            request,
            number: ProviderNumber::parse(&provider_number).ok()?,
            on,
            term: term_of(term)?,
            expected,
        },
        Body::Pay { request, term, expected, heard } => Command::Pay {
            request,
            term: term_of(term)?,
            expected,
            heard: heard.map_or(Some(None), |heard| heard_of(heard).map(Some))?,
        },
        Body::PayBy { request, order, cash } => {
            let order = order.map_or(Some(None), |key| OrderKey::parse(&key).ok().map(Some))?;
            let cash = cash.map_or(Some(None), |code| CashCode::parse(&code).ok().map(Some))?;
            Command::Payment { request, news: PaymentNews::Order { order, cash } }
        }
        Body::SayPaid { request, heard } => Command::Payment { request, news: PaymentNews::Said(heard_of(heard)?) },
        Body::ConfirmPaid { request, heard } => {
            Command::Payment { request, news: PaymentNews::Confirmed(heard_of(heard)?) }
        }
        Body::Move { request, to, reason, note, from } => Command::Move {
            request,
            to: code::<RequestState>(&to)?,
            reason: code_of::<Reason>(reason)?,
            note,
            from: code_of::<Provenance>(from)?,
        },
        Body::HandOver { request, collector, paper, right } => {
            Command::HandOver { request, collector, paper, right: right_of(right)? }
        }
        Body::TellChanges { seen } => Command::TellChanges(seen_of(seen)),
        Body::Pages { pages } => Command::Pages(
            pages
                .into_iter()
                .map(|ScannedPage { id, paper, digest, bytes }| CasePage { id, paper, digest, bytes })
                .collect(),
        ),
        Body::HearProvider { request, provider, state, on, provider_number } => {
            let state = code::<RequestState>(&state)?;
            let number = provider_number.map_or(Some(None), |number| ProviderNumber::parse(&number).ok().map(Some))?;
            Command::HearProvider(ProviderWord { request, provider, state, on, number })
        }
        Body::Appoint { on, at, theme, place } => {
            let (hour, theme) = (read_hour(&at)?, code::<Theme>(&theme)?);
            Command::Appoint(Some(Appointment { day: on, hour, theme, place }))
        }
        Body::CancelAppointment => Command::Appoint(None),
        Body::Fill { field, value, reason, service } => Command::Fill {
            field,
            value,
            service: service.map_or(Some(None), |service| ServiceCode::parse(&service).ok().map(Some))?,
            reason: reason.map_or(Some(None), |reason| code::<Reason>(&reason).map(Some))?,
        },
        Body::NotFinishedHere { service, request, reason, note } => Command::NotFinishedHere {
            service: ServiceCode::parse(&service).ok()?,
            request,
            reason: code::<Reason>(&reason)?,
            note,
        },
        Body::TakeOver { by, reason, note } => Command::TakeOver { by, reason: code::<Reason>(&reason)?, note },
        Body::Close => Command::Close,
        Body::Correct { entry, reason, note } => Command::Correct { entry, reason: code::<Reason>(&reason)?, note },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "{\"number\":1,\"id\":\"00000000-0000-0000-0000-000000000067\",\"case\":\"00000000-0000-0000-0000-\
        000000000009\",\"centre\":\"lozova\",\"author\":\"Specialist\",\"day\":\"2026-11-20\",\"time\":\"2026-11-20T09:30:00.25Z\",\
        \"follows\":[],\"kind\":\"consent\",\"scope\":\"followUp\",\"given\":\"2026-11-20\",\"until\":\"2026-11-20\",\
        \"paper\":{\"version\":1,\"digits\":\"0123 4567 89ab cdef\"}}";

    #[test]
    fn a_consent_says_of_which_paper_it_is_or_nothing_of_it() {
        let operation = read(SIGNED.as_bytes()).unwrap();
        let Change::Command(Command::Consent(consent)) = &operation.change else { panic!("{operation:?}") };
        let paper = consent.paper.as_ref().unwrap();
        assert_eq!((paper.version, paper.digits.as_str()), (1, "0123 4567 89ab cdef"));
        assert_eq!(String::from_utf8(write(&operation).unwrap()).unwrap(), SIGNED);
        let before = SIGNED.split_once(",\"paper\"").unwrap().0.to_owned() + "}";
        let operation = read(before.as_bytes()).unwrap();
        let Change::Command(Command::Consent(consent)) = &operation.change else { panic!("{operation:?}") };
        assert_eq!(consent.paper, None);
        assert_eq!(String::from_utf8(write(&operation).unwrap()).unwrap(), before);
    }
}
