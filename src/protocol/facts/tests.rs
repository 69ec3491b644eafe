use super::*;
use crate::domain::printing::PrintOutcome;
use crate::domain::record::Circumstances;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn written(action: Action) -> EntryFacts {
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Alone, catalogue: 1 };
    EntryFacts::new(action, &circumstances)
}

fn codes<T: Coded>() -> BTreeSet<&'static str> {
    let codes: BTreeSet<_> = T::EVERY.iter().map(|value| value.code()).collect();
    assert_eq!(codes.len(), T::EVERY.len(), "each has its own");
    assert!(codes.iter().all(|code| T::of_code(code).is_some() && Code::new(code).is_some()));
    codes
}

#[test]
fn every_value_has_a_code_of_its_own() {
    codes::<Action>();
    codes::<Mode>();
    codes::<RequestState>();
    codes::<Reason>();
    codes::<Language>();
    codes::<SheetKind>();
    codes::<PrintOutcome>();
}

#[test]
fn what_a_newer_program_says_is_read_as_far_as_it_is_known_and_kept_whole() {
    let text = r#"{"number":2,"mode":"byTelephone","action":"caseMoved","language":"rom","centre":"lozova","catalogue":7,"somethingNew":["one",2]}"#;
    let facts = RecordedFacts::read(text.to_owned()).unwrap();
    assert_eq!(facts.text(), text);
    assert_eq!((facts.number, facts.action.code(), facts.mode.code()), (2, "caseMoved", "byTelephone"));
    assert_eq!(facts.action.known(), None);
    assert_eq!(facts.meaning(), None);
    assert!(has_form(&facts));
    let again: RecordedFacts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(again.text(), text, "written on as it came");
}

#[test]
fn an_unknown_mode_reason_or_language_leaves_the_action_what_it_is() {
    let text = r#"{"action":"requestRefused","state":"refused","reason":"computerSaysNo","language":"rom","centre":"lozova","mode":"byTelephone","catalogue":1}"#;
    let meaning = RecordedFacts::read(text.to_owned()).unwrap().meaning().unwrap();
    assert_eq!((meaning.action, meaning.state), (Action::RequestRefused, Some(RequestState::Refused)));
    assert_eq!((meaning.reason, meaning.mode, meaning.language), (None, Mode::Assisted, Language::Ro));
}

#[test]
fn nothing_of_an_entry_can_be_seen_through_its_debug_form() {
    let facts = RecordedFacts::of(&EntryFacts { satisfaction: Some(2), ..written(Action::SatisfactionGiven) }).unwrap();
    assert_eq!(format!("{facts:?} {:?}", *facts), "RecordedFacts(…) Facts(…)");
}

#[test]
fn a_print_is_recorded_in_codes_and_counts() {
    let (sheet, outcome) = (SheetKind::Plan, PrintOutcome::Printed);
    let print = PrintRecord { sheet, outcome, pages: 2, copies: 1, again: false };
    let text = |print| {
        let facts = EntryFacts { print: Some(print), ..written(Action::SheetPrinted) };
        RecordedFacts::of(&facts).unwrap().text().to_owned()
    };
    assert_eq!(
        text(print),
        r#"{"action":"sheetPrinted","language":"ro","centre":"lozova","mode":"alone","catalogue":1,"prints":{"plan.printed":1},"pages":2}"#
    );
    let again = PrintRecord { outcome: PrintOutcome::Confirmed, copies: 3, again: true, ..print };
    assert!(text(again).ends_with(r#""prints":{"plan.confirmed":3},"pages":2,"again":true}"#), "{}", text(again));
}

#[test]
fn a_sheet_that_only_a_newer_program_prints_is_another_sheet() {
    let text = r#"{"action":"sheetPrinted","language":"ro","centre":"lozova","mode":"alone","catalogue":1,"prints":{"poster.printed":2}}"#;
    let facts = RecordedFacts::read(text.to_owned()).unwrap();
    let print = facts.meaning().unwrap().print.unwrap();
    assert_eq!((print.sheet, print.pages, print.copies), (SheetKind::Other, 1, 2));
    assert!(has_form(&facts));
}

proptest! {
    /// Whatever we record has the form that the hub asks for, and means again what was meant.
    #[test]
    fn what_we_record_has_the_form_and_keeps_its_meaning(
        action in prop::sample::select(Action::ALL.to_vec()),
        state in prop::option::of(prop::sample::select(RequestState::ALL.to_vec())),
        reason in prop::option::of(prop::sample::select(Reason::ALL.to_vec())),
        language in prop::sample::select(Language::ALL.to_vec()),
        satisfaction in prop::option::of(1_u8..=5),
        ids in prop::array::uniform3(prop::option::of(any::<u128>())),
        event in prop::option::of(prop::sample::select(vec!["C1", "B12", "C1+C16", "X-ABROAD"])),
        print in prop::option::of((
            prop::sample::select(SheetKind::ALL.to_vec()),
            prop::sample::select(PrintOutcome::ALL.to_vec()),
            (any::<u16>(), any::<u16>(), any::<bool>()),
        )),
    ) {
        let print = print.map(|(sheet, outcome, (pages, copies, again))| PrintRecord { sheet, outcome, pages, copies, again });
        let [case, request, corrects] = ids.map(|id| id.map(Uuid::from_u128));
        let event = event.map(str::to_owned);
        let facts = EntryFacts {
            event, case, request, state, satisfaction, corrects, reason, language, print, ..written(action)
        };
        let recorded = RecordedFacts::of(&facts).unwrap();
        prop_assert!(has_form(&recorded), "{}", recorded.text());
        prop_assert_eq!(recorded.meaning(), Some(facts));
    }
}
