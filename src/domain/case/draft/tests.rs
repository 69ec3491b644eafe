//! What fits into a field, and where its value is from.

use super::*;
use crate::domain::case::{Case, Opening};
use crate::domain::change::Seen;
use crate::domain::fact::{FactId, Value};
use crate::domain::form::FieldOption;
use crate::domain::text::Text;
use jiff::civil::date;
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);

fn field(id: &str, kind: FieldKind) -> FormField {
    let option = |id: &str| FieldOption { id: id.to_owned(), text: Text::default() };
    FormField {
        id: id.to_owned(),
        kind,
        label: Text::default(),
        hint: None,
        options: if kind == FieldKind::Choice { vec![option("one"), option("two")] } else { Vec::new() },
        required: true,
        when: None,
        from: None,
        sources: Vec::new(),
    }
}

fn read(kind: FieldKind, typed: &str) -> Result<Option<String>, FieldError> {
    field("x", kind).read(typed, TODAY)
}

#[test]
fn each_kind_keeps_one_form_of_what_is_typed() {
    let kept = |kind, typed: &str| read(kind, typed).unwrap().unwrap();
    assert_eq!(kept(FieldKind::Name, "  Ana \t Probă "), "Ana Probă");
    assert_eq!(kept(FieldKind::Date, "14.3.1961"), "1961-03-14");
    assert_eq!(kept(FieldKind::Idnp, "2000 000-000004"), "2000000000004");
    assert_eq!(kept(FieldKind::Phone, "+373 (69) 123-456"), "+37369123456");
    assert_eq!(kept(FieldKind::Document, "fe 123-456"), "FE123456");
    assert_eq!(kept(FieldKind::Amount, "1 200,5"), "1200.50");
    assert_eq!(kept(FieldKind::Choice, "two"), "two");
    assert_eq!(kept(FieldKind::YesNo, "no"), "no");
    assert_eq!(kept(FieldKind::Address, " Lozova,  str. Florilor 5 "), "Lozova, str. Florilor 5");
    for (kind, _) in FieldKind::ALL {
        assert_eq!(read(kind, " \t "), Ok(None), "{kind:?}");
        // What is kept is read as itself.
        let typed = match kind {
            FieldKind::Date => "14.3.1961",
            FieldKind::Idnp => "2000000000004",
            FieldKind::Phone => "069123456",
            FieldKind::Document => "FE123456",
            FieldKind::Amount => "12.50",
            FieldKind::Choice => "one",
            FieldKind::YesNo => "yes",
            FieldKind::Name | FieldKind::Address | FieldKind::Text => "Probă",
        };
        let once = kept(kind, typed);
        assert_eq!(kept(kind, &once), once, "{kind:?}");
    }
}

#[test]
fn what_does_not_fit_is_said_and_never_cut() {
    for (kind, typed, error) in [
        (FieldKind::Name, "Ana 5", FieldError::Name),
        (FieldKind::Date, "31.02.2026", FieldError::Date),
        (FieldKind::Date, "20.11.2028", FieldError::Date),
        (FieldKind::Idnp, "2000000000005", FieldError::Idnp),
        (FieldKind::Phone, "12345", FieldError::Phone),
        (FieldKind::Phone, "069 12a 456", FieldError::Phone),
        (FieldKind::Document, "ABC", FieldError::Document),
        (FieldKind::Amount, "1.200,50", FieldError::Amount),
        (FieldKind::Choice, "three", FieldError::Choice),
        (FieldKind::YesNo, "perhaps", FieldError::Choice),
        (FieldKind::Text, "…", FieldError::Text),
    ] {
        assert_eq!(read(kind, typed), Err(error), "{kind:?} {typed}");
    }
    assert_eq!(read(FieldKind::Text, &"a".repeat(LONGEST_VALUE + 1)), Err(FieldError::Text));
    assert!(read(FieldKind::Text, &"a".repeat(LONGEST_VALUE)).is_ok());
}

struct Nothing;

impl FactSource for Nothing {
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        Err([fact.to_owned()].into())
    }
}

fn case() -> Case {
    let answers = Answers([("born".to_owned(), Some(Value::Date(date(2026, 11, 13))))].into());
    let opening = Opening { return_code: String::new(), event: "C1".to_owned(), answers, seen: Seen::default() };
    let mut case = Case::open(Uuid::from_u128(1), opening, Uuid::from_u128(2), TODAY);
    case.person.name = "Ana Probă".to_owned();
    case
}

#[test]
fn a_value_is_typed_or_comes_from_the_person_or_an_answer_and_what_is_typed_holds() {
    let name = FormField { from: Some(Origin::Person(PersonPart::Name)), ..field("name", FieldKind::Name) };
    let born = FormField { from: Some(Origin::Answer("born".to_owned())), ..field("birth", FieldKind::Date) };
    let number = FormField { from: Some(Origin::Person(PersonPart::Idnp)), ..field("idnp", FieldKind::Idnp) };
    let mut service: Service = serde_json::from_str(
        r#"{"code":"002000206","title":{"ro":"Un act"},"provider":"ASP","summary":{"ro":"Un act."},"confidence":"partial"}"#,
    )
    .unwrap();
    service.fields = vec![name, born, number, field("home", FieldKind::Address)];
    let mut case = case();
    let stands = |case: &Case| -> Vec<(Option<String>, Whence, bool)> {
        let asked = asked(&service, Known::now(case), &Nothing);
        asked.into_iter().map(|one| (one.value.clone(), one.whence, one.is_missing())).collect()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        stands(&case),
        [
            (text("Ana Probă"), Whence::Person, false),
            (text("2026-11-13"), Whence::Answer, false),
            // Nobody is kept from a request for want of a number.
            (None, Whence::Nowhere, false),
            (None, Whence::Nowhere, true),
        ]
    );
    case.filled = [("name".to_owned(), "Ana Probescu".to_owned()), ("home".to_owned(), "Lozova".to_owned())].into();
    assert_eq!(stands(&case)[0], (text("Ana Probescu"), Whence::Typed, false));
    assert_eq!(stands(&case)[3], (text("Lozova"), Whence::Typed, false));
}
