//! The pages that editors read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::read::Draft;
use cups_kiosk::catalogue::{check, coverage, shipped, shipped_files};
use cups_kiosk::domain::service::Confidence;
use cups_kiosk::domain::text::Language;
use cups_kiosk::editor::{self, reading};
use cups_kiosk::i18n::Texts;

#[test]
fn the_coverage_page_and_the_reading_view_hold_every_record() {
    let mut draft = Draft::read(shipped_files().collect());
    check::check(&mut draft);
    let rows = coverage::coverage(&draft);
    assert_eq!(rows.len(), draft.catalogue.events.len() + draft.catalogue.services.len());
    let assumed = rows.iter().find(|row| row.confidence == Some(Confidence::Assumed)).unwrap();
    assert!(!assumed.missing.is_empty(), "an assumed record that lacks nothing");
    let html = editor::coverage::page(&rows, draft.catalogue.number).unwrap();
    for language in Language::INTERFACE {
        let texts = Texts::load(language);
        for event in draft.catalogue.events.values() {
            let page = reading::page(&draft.catalogue, &event.code, &texts).unwrap().unwrap();
            for step in &event.steps {
                let title = shown(step.title.get(language));
                assert!(page.contains(&title), "{}: {title}", event.code);
            }
            let services = event.steps.iter().filter_map(|step| draft.catalogue.service(step.service.as_ref()?));
            for source in services.flat_map(|service| &service.sources) {
                assert!(page.contains(&shown(&source.url)), "{}: {}", event.code, source.url);
            }
            // A key without words would be shown as it is.
            assert!(!page.contains("read-"), "{}: a message is missing", event.code);
            assert!(!page.contains("{$"), "{}: a message lacks a value", event.code);
            assert!(html.contains(&event.code));
        }
    }
}

#[test]
fn the_reading_view_says_what_the_window_says() {
    let catalogue = shipped().unwrap();
    for (code, language, said) in [
        ("003000922", Language::En, "Amount not known<br>Ask: Public Services Agency, 14 909."),
        ("003000922", Language::Ru, "Сумма неизвестна<br>Где спросить: Агентство государственных услуг, 14 909."),
        ("021000609", Language::En, "<td>100 lei for an apostille<td>"),
        ("C1", Language::En, "2. Register the birth late (after more than a year) (Instead of step 1)"),
    ] {
        let page = reading::page(&catalogue, code, &Texts::load(language)).unwrap().unwrap().replace('\u{a0}', " ");
        assert!(page.contains(said), "{code}: {said}: {page}");
    }
}

/// A text as it stands in HTML.
fn shown(text: &str) -> String {
    text.replace('&', "&#38;").replace('"', "&#34;").replace('\'', "&#39;")
}
