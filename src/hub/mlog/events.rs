//! What is told of what happened. Codes, counts and random ids; who did something at the hub; nothing of whom it was done for,
//! and nothing that was sealed.

use super::settings::Settings;
use crate::domain::record::Action;
use crate::hub::storage::outbox::{Kind, OutboxEvent};
use crate::protocol::facts::Facts;
use crate::protocol::legal_event::{LONGEST_TEXT, LegalEvent, time_text};
use serde_json::json;

/// What a thing at the hub itself is called.
const HUB: &str = "cups-hub";

/// The event of what happened. `incarnation` is the name of the hub's life, in which its numbers are unique.
pub(super) fn event(one: &OutboxEvent, incarnation: &str, settings: &Settings) -> LegalEvent {
    let facts = one.entry.as_ref().map(|(_, facts)| &**facts);
    let facts = facts.filter(|_| one.kind == Kind::Entry);
    let terminal = one.terminal.clone();
    let (object, object_type) = match one.kind {
        Kind::Entry => object_of(one, facts),
        Kind::Erased => (one.entry.as_ref().map(|(id, _)| id.clone()), Some("JournalEntry")),
        Kind::Terminal => (terminal.clone(), Some("Terminal")),
        Kind::Account if one.what.starts_with('/') => (Some(one.what.clone()), Some("Page")),
        Kind::Account => (one.who.clone(), Some("Account")),
        Kind::States | Kind::Exported | Kind::Opened => (None, None),
    };
    let source = terminal.filter(|_| one.kind == Kind::Entry);
    LegalEvent {
        event_time: time_text(one.at),
        event_type: format!("{}.{}", settings.prefix, name(one, facts)),
        event_id: one.id.clone(),
        event_correlation: facts.and_then(|facts| facts.case).map(|case| case.to_string()),
        event_source: source.unwrap_or_else(|| HUB.to_owned()),
        event_message: fitting(&one.what),
        event_details: details(one, facts, incarnation),
        legal_entity: settings.legal_entity.clone(),
        legal_basis: settings.legal_basis.clone(),
        user: one.who.as_deref().map(fitting),
        object: object.as_deref().map(fitting),
        object_type: object_type.map(str::to_owned),
    }
}

/// What an entry is about: the request, or the case, or itself.
fn object_of(one: &OutboxEvent, facts: Option<&Facts>) -> (Option<String>, Option<&'static str>) {
    if let Some(request) = facts.and_then(|facts| facts.request) {
        return (Some(request.to_string()), Some("Request"));
    }
    match facts.and_then(|facts| facts.case) {
        Some(case) => (Some(case.to_string()), Some("Case")),
        None => (Some(one.id.clone()), Some("JournalEntry")),
    }
}

/// The kind of an event behind the prefix.
fn name(one: &OutboxEvent, facts: Option<&Facts>) -> String {
    let fixed = match one.kind {
        Kind::Entry => return name_of_entry(&one.what, facts),
        Kind::Erased => "SealedPart.Erased",
        Kind::Terminal if one.what == "revoked" => "Terminal.Revoked",
        Kind::Terminal => "Terminal.Enrolled",
        Kind::Account => match one.what.as_str() {
            what if what.starts_with('/') => "Page.Viewed",
            "signed in" => "Account.SignedIn",
            "signed out" => "Account.SignedOut",
            "sign-in refused" => "Account.Refused",
            "begun by command" => "Account.Begun",
            "removed by command" => "Account.Removed",
            _ => "Account.SetUp",
        },
        Kind::States => "ProviderList.Imported",
        Kind::Exported => "PersonalData.Transfer",
        Kind::Opened => "PersonalData.Access",
    };
    fixed.to_owned()
}

/// Of entries those are of personal data in which such data are looked at, printed or passed on.
fn name_of_entry(what: &str, facts: Option<&Facts>) -> String {
    match facts.and_then(|facts| facts.action.known()) {
        Some(Action::PersonIdentified) => "PersonalData.Access".to_owned(),
        Some(Action::SheetPrinted) => "PersonalData.Export".to_owned(),
        Some(Action::RequestSubmitted) => "PersonalData.Transfer".to_owned(),
        _ => {
            let mut letters = what.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            format!("Journal.{}", first.into_iter().chain(letters).collect::<String>())
        }
    }
}

/// What else is known, in codes: an event's number, by which one that is missing shows, and what was done to which service.
fn details(one: &OutboxEvent, facts: Option<&Facts>, incarnation: &str) -> String {
    let mut said = json!({"number": one.number, "incarnation": incarnation});
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            said[name] = value.into();
        }
    };
    if let Some(facts) = facts {
        add("centre", Some(facts.centre.clone()));
        add("event", facts.event.clone());
        add("service", facts.service.as_ref().map(|service| service.as_str().to_owned()));
        add("state", facts.state.as_ref().map(|state| state.code().to_owned()));
        add("reason", facts.reason.as_ref().map(|reason| reason.code().to_owned()));
        add("corrects", facts.corrects.map(|entry| entry.to_string()));
        add("entry", Some(one.id.clone()));
    }
    if let Some(entries) = one.entries {
        said["entries"] = entries.into();
    }
    said.to_string()
}

/// A text that the receiver takes: cut where it is longer, between two letters.
fn fitting(text: &str) -> String {
    let end = (0..=text.len().min(LONGEST_TEXT)).rev().find(|end| text.is_char_boundary(*end));
    text[..end.unwrap_or_default()].to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::settings::Destination;
    use super::*;
    use crate::domain::case::RequestState;
    use crate::domain::identifier::ServiceCode;
    use crate::domain::record::{Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::protocol::facts::RecordedFacts;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn settings() -> Settings {
        Settings {
            to: Destination::Address(String::new()),
            legal_entity: "1006601001131".to_owned(),
            legal_basis: None,
            prefix: "CUPS".to_owned(),
            key: None,
            key_id: None,
            certificate: None,
            authority: None,
        }
    }

    fn happened(kind: Kind, what: &str, who: Option<&str>) -> OutboxEvent {
        OutboxEvent {
            number: 7,
            id: "an id".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            kind,
            what: what.to_owned(),
            who: who.map(str::to_owned),
            terminal: None,
            entries: None,
            entry: None,
        }
    }

    fn recorded(action: Action) -> OutboxEvent {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let facts = EntryFacts {
            case: Some(Uuid::from_u128(1)),
            request: Some(Uuid::from_u128(2)),
            service: ServiceCode::parse("002000206").ok(),
            state: Some(RequestState::Submitted),
            satisfaction: Some(2),
            ..EntryFacts::new(action, &circumstances)
        };
        let facts = RecordedFacts::of(&facts).unwrap();
        let what = facts.action.code().to_owned();
        let entry = Some(("an id".to_owned(), facts));
        OutboxEvent { terminal: Some("t-1".to_owned()), entry, ..happened(Kind::Entry, &what, None) }
    }

    fn told(one: &OutboxEvent) -> LegalEvent {
        event(one, "life", &settings())
    }

    #[test]
    fn a_recorded_request_is_told_in_codes_and_random_ids() {
        let told = told(&recorded(Action::RequestSubmitted));
        assert_eq!(
            (told.event_type.as_str(), told.event_message.as_str()),
            ("CUPS.PersonalData.Transfer", "requestSubmitted")
        );
        assert_eq!((told.event_source.as_str(), told.user), ("t-1", None));
        assert_eq!(told.event_correlation, Some(Uuid::from_u128(1).to_string()));
        assert_eq!((told.object, told.object_type.as_deref()), (Some(Uuid::from_u128(2).to_string()), Some("Request")));
        let details: serde_json::Value = serde_json::from_str(&told.event_details).unwrap();
        assert_eq!((details["number"].as_u64(), details["service"].as_str()), (Some(7), Some("002000206")));
        assert!(!told.event_details.contains("satisfaction"), "what a visitor thinks of it is nobody's event");
    }

    #[test]
    fn each_kind_has_a_name_of_three_words() {
        let kind = |one: &OutboxEvent| told(one).event_type;
        assert_eq!(kind(&recorded(Action::CaseOpened)), "CUPS.Journal.CaseOpened");
        assert_eq!(kind(&recorded(Action::SheetPrinted)), "CUPS.PersonalData.Export");
        for (one, expected) in [
            (happened(Kind::Account, "signed in", Some("ana")), "CUPS.Account.SignedIn"),
            (happened(Kind::Account, "/requests", Some("ana")), "CUPS.Page.Viewed"),
            (happened(Kind::Terminal, "revoked", None), "CUPS.Terminal.Revoked"),
            (happened(Kind::States, "imported", None), "CUPS.ProviderList.Imported"),
            (happened(Kind::Opened, "sealedPartsOpened", Some("Ana")), "CUPS.PersonalData.Access"),
        ] {
            assert_eq!(kind(&one), expected);
            assert_eq!(told(&one).user.is_some(), one.who.is_some());
        }
    }

    #[test]
    fn a_text_is_cut_between_letters() {
        let long = "ș".repeat(LONGEST_TEXT);
        assert_eq!(fitting(&long).len(), LONGEST_TEXT);
        assert_eq!(fitting(&long[..2]), "ș");
        assert!(fitting(&format!("a{long}")).len() < LONGEST_TEXT);
    }
}
