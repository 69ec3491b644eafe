//! Paper, as the hub counts it: sheets that came out and papers that were scanned.

use crate::ground::{Ground, hub, report, stdout_of, values, verdicts};
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::verdict::Verdict;
use serde_json::{Value, json};

fn facts(action: &str, more: &str) -> RecordedFacts {
    let text = format!(
        r#"{{"action":"{action}","event":"C1",{more}"language":"ro","centre":"lozova","mode":"assisted","catalogue":1}}"#
    );
    RecordedFacts::read(text).unwrap()
}

fn of_case(number: u8, action: &str, more: &str) -> RecordedFacts {
    facts(action, &format!(r#""case":"00000000-0000-4000-8000-00000000000{number}",{more}"#))
}

#[test]
fn sheets_and_scanned_pages_are_counted_by_kind() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut said = vec![
        // Two pages in three copies, and one more of one page.
        of_case(1, "sheetPrinted", r#""prints":{"consent.printed":3},"pages":2,"#),
        of_case(1, "sheetPrinted", r#""prints":{"consent.confirmed":1},"again":true,"#),
        // Of kinds that only newer terminals print, whatever there may be.
        of_case(1, "sheetPrinted", r#""prints":{"poster.printed":1},"pages":4,"#),
        of_case(2, "sheetPrinted", r#""prints":{"banner.printed":2},"pages":1,"#),
        // One page after another, then one of them taken out; of an older terminal nobody knows how many.
        of_case(1, "pagesKept", r#""pages":1,"#),
        of_case(1, "pagesKept", r#""pages":3,"#),
        of_case(1, "pagesKept", r#""pages":2,"#),
        of_case(3, "pagesKept", ""),
        of_case(1, "pagesErased", r#""scansErased":2,"#),
    ];
    // Visitors alone: each print is somebody's.
    said.extend((0..5).map(|_| facts("sheetPrinted", r#""prints":{"plan.printed":1},"pages":2,"#)));
    let answer = terminal.send(&running, &values(&terminal.recorded(1, &said)));
    assert_eq!(verdicts(&answer), vec![Verdict::Accepted; said.len()], "{answer:?}");

    let count = |sheet: Value, sheets: u64, pages: u64, persons: u64| json!({"centre": "lozova", "sheet": sheet, "sheets": sheets, "pages": pages, "persons": persons});
    let expected = [
        count(json!("plan"), 5, 10, 5),
        count(json!("consent"), 4, 7, 1),
        count(json!("other"), 3, 6, 1),
        count(Value::Null, 1, 3, 1),
    ];
    assert_eq!(report(&ground)["paper"], json!(expected));
    let lines = stdout_of(&hub(&["report", "--data", &ground.data()]));
    assert!(lines.contains("lozova\tpaper\tplan\t5\t10 pages"), "{lines}");
    assert!(lines.contains("lozova\tpaper\tscanned\t1\t3 pages"), "{lines}");
}
