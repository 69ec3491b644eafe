//! Sheets of paper in the window: looked at, printed by whatever hand somebody has, told truly, forgotten.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::printing::{PrintOutcome, Told, Trouble};
use cups_kiosk::domain::record::Action;
use cups_kiosk::domain::text::Language;
use cups_kiosk::handout::print::Format;
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::ui::access::{Request, Role, Wish, number};
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::printing::Equipment;
use iced::keyboard::key::Named;
use stage::reaches::{case, to_plan, to_print};
use stage::{Stage, pages_of};

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

/// How many prints the journal holds.
fn recorded(stage: &Stage) -> usize {
    let entries = stage.records.all_entries().unwrap();
    entries.iter().filter(|entry| entry.facts.action.known() == Some(Action::SheetPrinted)).count()
}

/// What is told of the print, or of the sheet.
fn told(stage: &mut Stage) -> String {
    stage.find("print-told").unwrap().semantics.label
}

#[test]
fn by_keyboard_alone_a_visitor_prints_a_plan_in_two_presses_from_it() {
    let mut stage = Stage::new();
    to_plan(&mut stage, "event-C1");
    stage.control('p');
    assert_eq!(name(&stage), "print");
    stage.key(Named::Enter);
    assert_eq!(stage.printed.len(), 1, "{}", stage.words());
    let order = &stage.printed[0];
    assert_eq!((order.pages, order.copies, order.format, order.again), (2, 1, Format::A4, false));
    assert_eq!(&*order.pdf, b"%PDF-1.7", "what was looked at is what is printed");
    assert!(stage.find("print").is_none(), "while it is on its way it is not printed once more");
    stage.key(Named::Enter);
    assert_eq!(stage.printed.len(), 1);
    // Without knowing the key: by Tab to the button, as to any other.
    let mut stage = Stage::new();
    to_plan(&mut stage, "event-C1");
    let mut presses = 0;
    while stage.focused().as_deref() != Some("plan-print") {
        stage.key(Named::Tab);
        presses += 1;
        assert!(presses < 40, "Tab does not come to the button");
    }
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "print");
}

#[test]
fn by_screen_reader_alone_a_visitor_hears_the_sheet_and_prints_it() {
    let mut stage = Stage::new();
    stage.send(Framed::Wish(Wish::Listening));
    to_plan(&mut stage, "event-C1");
    let press = |stage: &mut Stage, id: &str| {
        assert!(stage.find(id).is_some(), "{id}: {}", stage.words());
        stage.send(Framed::Wish(Wish::Of(number(id), Request::Press)));
    };
    press(&mut stage, "plan-print");
    assert_eq!(name(&stage), "print");
    let parts = stage.describe().parts;
    let of_sheet: Vec<_> = parts.iter().filter(|part| part.semantics.id.starts_with("sheet-part-")).collect();
    let title = stage.sheets.last().unwrap().title.clone();
    assert!(of_sheet[0].semantics.label.starts_with(&title), "{}", of_sheet[0].semantics.label);
    for part in &stage.sheets.last().unwrap().parts {
        let heading = part.title.clone().unwrap_or_default();
        assert!(of_sheet.iter().any(|heard| heard.semantics.label.contains(&heading)), "{heading} is not heard");
    }
    assert!(of_sheet.iter().all(|part| part.semantics.role == Role::Text));
    press(&mut stage, "print");
    assert_eq!(stage.printed.len(), 1);
    assert_eq!(stage.focused().as_deref(), Some("print-told"), "what came of it is heard");
    stage.tell(Told::Unsure);
    assert_eq!(stage.focused().as_deref(), Some("print-told"));
    press(&mut stage, "print-yes");
    assert_eq!(recorded(&stage), 1);
    assert!(told(&mut stage).contains("tipărită"), "{}", stage.words());
}

#[test]
fn printed_is_never_said_before_it_is_so_and_is_recorded_once() {
    let mut stage = Stage::new();
    to_print(&mut stage);
    stage.key(Named::Enter);
    let printed = stage.app.context().tr("print-printed");
    for before in [Told::Sent, Told::Printing, Told::Stopped(vec![Trouble::PaperOut]), Told::Printing] {
        stage.tell(before);
        assert!(!stage.words().contains(&printed), "{}", stage.words());
        assert_eq!(recorded(&stage), 0);
    }
    stage.tell(Told::Printed(PrintOutcome::Printed));
    assert!(told(&mut stage).contains(&printed));
    stage.tell(Told::Printed(PrintOutcome::Printed));
    assert_eq!(recorded(&stage), 1, "said twice it is recorded once");
    let entry = stage.records.all_entries().unwrap().pop().unwrap();
    assert_eq!(entry.id, stage.printed[0].id, "under the number of the print");
    let facts = entry.facts.meaning().unwrap();
    assert_eq!((facts.event.as_deref(), facts.case), (Some("C1"), None));
    // Enter does not print it once more; the button does, and that is counted.
    stage.key(Named::Enter);
    assert_eq!(stage.printed.len(), 1);
    stage.touch("print");
    assert!(stage.printed[1].again);
}

#[test]
fn a_print_is_taken_back_and_one_that_failed_is_tried_again() {
    let mut stage = Stage::new();
    to_print(&mut stage);
    stage.touch("print");
    stage.touch("print-cancel");
    assert!(told(&mut stage).contains(&stage.app.context().tr("print-cancelled")));
    stage.touch("print");
    stage.tell(Told::Failed(vec![Trouble::PaperJam]));
    assert!(told(&mut stage).contains(&stage.app.context().tr("printer-paper-jam")), "{}", stage.words());
    stage.touch("print");
    stage.tell(Told::Unsure);
    stage.touch("print-no");
    assert_eq!((stage.printed.len(), recorded(&stage)), (3, 0));
    assert!(stage.find("print").is_some());
}

#[test]
fn a_press_before_the_sheet_is_ready_is_not_lost() {
    let mut stage = Stage::new();
    let whole = pages_of(1);
    // Of the sheet only the number of pages has come.
    stage.helper = Some(whole[..1].to_vec());
    to_print(&mut stage);
    stage.key(Named::Enter);
    assert_eq!(stage.printed.len(), 0);
    assert!(stage.find("print-cancel").is_some());
    stage.sheet_goes_on(&whole[1..]);
    assert_eq!(stage.printed.len(), 1, "it is printed as soon as it is there");
    // And one that was taken back before is not.
    let mut stage = Stage::new();
    stage.helper = Some(whole[..1].to_vec());
    to_print(&mut stage);
    stage.key(Named::Enter);
    stage.touch("print-cancel");
    stage.sheet_goes_on(&whole[1..]);
    assert_eq!(stage.printed.len(), 0);
}

#[test]
fn a_visitor_prints_what_the_centre_allows() {
    let configured =
        |alone: bool, pages: u16| Configuration { print_alone: alone, print_pages: pages, ..Configuration::default() };
    let mut stage = Stage::at("lozova", configured(false, 10));
    to_plan(&mut stage, "event-C1");
    assert!(stage.find("plan-print").is_none());
    stage.control('p');
    assert_eq!(name(&stage), "plan", "the key of what is not allowed does nothing");
    stage.sign_in();
    assert!(stage.find("plan-print").is_some(), "with the specialist it is");
    let mut stage = Stage::at("lozova", configured(true, 5));
    to_print(&mut stage);
    for expected in [1, 2, 2] {
        if stage.find("print").is_some() {
            stage.touch("print");
            stage.tell(Told::Printed(PrintOutcome::Printed));
        }
        assert_eq!(stage.printed.len(), expected, "{}", stage.words());
    }
    assert!(told(&mut stage).contains(&stage.app.context().tr("print-printed")));
    stage.touch("sheet-papers");
    assert!(stage.find("print").is_none() && told(&mut stage).contains('1'), "{}", stage.words());
}

#[test]
fn without_a_printer_the_sheet_is_kept_as_a_file_and_without_a_helper_nothing_is_offered() {
    let mut stage = Stage::new();
    stage.equipment = Equipment::default();
    to_print(&mut stage);
    assert!(stage.find("print").is_none());
    stage.equipment.places = vec!["/media/stick".into(), "/media/other".into()];
    stage.touch("look");
    stage.touch("keep");
    assert!(told(&mut stage).contains("plan-2026-11-20.pdf"), "{}", stage.words());
    stage.keeps = false;
    stage.touch("keep-1");
    assert!(told(&mut stage).contains(&stage.app.context().tr("print-not-kept")));
    assert_eq!((stage.printed.len(), recorded(&stage)), (0, 0));
    let mut stage = Stage::without_helper();
    to_plan(&mut stage, "event-C1");
    assert!(stage.find("plan-print").is_none());
    stage.touch("plan-papers");
    assert!(stage.find("papers-print").is_none());
}

#[test]
fn what_says_something_of_a_person_is_seen_and_heard_only_when_it_is_asked_for() {
    let mut stage = Stage::new();
    case(&mut stage);
    stage.control('p');
    assert_eq!(name(&stage), "desk-print");
    for sheet in ["sheet-receipt", "sheet-own"] {
        stage.touch(sheet);
        assert!(stage.find("sheet").is_none() && stage.find("near").is_none(), "{sheet}");
    }
    let person = "Persoană de probă";
    assert!(!stage.words().contains(person));
    stage.touch("uncover");
    assert!(stage.words().contains(person));
    stage.touch("uncover");
    assert!(!stage.words().contains(person));
    // Another sheet is covered again.
    stage.touch("uncover");
    stage.touch("sheet-receipt");
    assert!(stage.find("sheet").is_none());
    // It is printed covered or not, and its entry names the case.
    stage.touch("print");
    stage.tell(Told::Printed(PrintOutcome::Printed));
    let facts = stage.records.all_entries().unwrap().pop().unwrap().facts.meaning().unwrap();
    assert_eq!(facts.case, Some(stage.app.session().unwrap().cases[0].id));
}

#[test]
fn the_consent_is_printed_as_it_is_chosen_and_in_the_person_s_language() {
    let mut stage = Stage::new();
    case(&mut stage);
    // First those that hold, then another.
    stage.key(Named::F3);
    stage.key(Named::F3);
    stage.touch("consent-year");
    stage.touch("consent-print");
    let sheet = stage.sheets.last().unwrap().clone();
    assert_eq!((sheet.template.as_str(), sheet.copies.len(), sheet.language), ("consent", 2, Language::Ro));
    stage.touch("sheet-in-ru");
    let other = stage.sheets.last().unwrap().clone();
    assert_eq!(other.language, Language::Ru);
    assert!(other.words().any(|words| words.contains("2027")), "it is the year that was chosen");
    assert_eq!(stage.app.context().texts.language(), Language::Ro, "the window stays as it is");
    stage.touch("uncover");
    let part = stage.find("sheet-part-0").unwrap();
    assert_eq!(part.semantics.language, Some(Language::Ru), "a voice of that language reads it");
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "consent");
}

#[test]
fn another_language_is_another_sheet_and_a_sheet_that_fails_says_so_in_each() {
    let mut stage = Stage::new();
    stage.helper = None;
    to_print(&mut stage);
    for language in Language::INTERFACE {
        stage.click(&format!("language-{language}"));
        assert_eq!(stage.sheets.last().unwrap().language, language);
        assert!(told(&mut stage).contains(&stage.app.context().tr("preview-failed")));
    }
    let made = stage.sheets.len();
    stage.helper = Some(pages_of(1));
    stage.key(Named::Enter);
    assert_eq!(stage.sheets.len(), made + 1);
    assert!(!stage.words().contains(&stage.app.context().tr("preview-failed")), "{}", stage.words());
}

#[test]
fn after_a_visit_nothing_of_its_sheets_is_left() {
    let mut stage = Stage::new();
    to_print(&mut stage);
    stage.touch("print");
    assert!(stage.app.context().sheets.shown().is_some());
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "plan");
    assert!(stage.app.context().sheets.shown().is_none(), "a sheet that nobody looks at is forgotten");
    assert_eq!(stage.stopped, 1);
    stage.control('p');
    stage.touch("hide");
    if stage.find("confirm").is_some() || name(&stage) == "confirm" {
        stage.key(Named::Enter);
    }
    assert_eq!((name(&stage), stage.cleared, stage.stopped), ("start", 1, 2));
    let sheets = stage.app.context().sheets;
    assert!(sheets.shown().is_none() && sheets.printing.last().is_none());
    // What was on its way and came out after all is counted, and told to nobody.
    stage.tell(Told::Printed(PrintOutcome::Printed));
    assert_eq!((name(&stage), recorded(&stage)), ("start", 1));
    assert!(stage.app.context().sheets.printing.last().is_none());
}

#[test]
fn pages_are_turned_and_seen_from_near_by() {
    let mut stage = Stage::new();
    stage.helper = Some(pages_of(3));
    to_print(&mut stage);
    let small = stage.find("sheet").unwrap().bounds;
    stage.touch("pager-after");
    assert_eq!(stage.app.context().sheets.shown().unwrap().picture(1).map(|picture| picture.page), Some(1));
    stage.touch("near");
    let large = stage.find("sheet").unwrap().bounds;
    assert!(large.width > 1.5 * small.width, "{large:?} {small:?}");
    stage.touch("near");
    assert!((stage.find("sheet").unwrap().bounds.width - small.width).abs() < 1.0);
}

#[test]
fn a_plan_is_offered_as_a_strip_where_the_printer_has_a_roll_for_it() {
    for roll in [false, true] {
        let mut stage = Stage::new();
        stage.equipment.roll = roll;
        to_print(&mut stage);
        assert_eq!(stage.find("sheet-strip").is_some(), roll, "{}", stage.words());
        if roll {
            stage.touch("sheet-strip");
            stage.key(Named::Enter);
            assert_eq!(stage.printed[0].format, Format::Strip);
        }
    }
}

/// Seconds pass, and nobody does anything.
fn read_on(stage: &mut Stage, seconds: usize) {
    for _ in 0..seconds {
        stage.send(Framed::Tick);
    }
}

#[test]
fn a_plan_that_is_read_is_set_ahead_once_and_the_press_only_shows_it() {
    let mut stage = Stage::new();
    to_plan(&mut stage, "event-C1");
    read_on(&mut stage, 1);
    assert!(stage.ahead.is_empty(), "whoever only passes prints nothing");
    read_on(&mut stage, 30);
    assert_eq!((stage.ahead.len(), stage.sheets.len()), (1, 1));
    assert!(stage.app.context().sheets.shown().is_none() && stage.stopped == 0);
    stage.control('p');
    assert_eq!((name(&stage), stage.sheets.len()), ("print", 1), "it is not made once more");
    assert!(stage.app.context().sheets.shown().unwrap().picture(0).is_some(), "its first page is there at once");
    read_on(&mut stage, 5);
    stage.key(Named::Enter);
    let order = &stage.printed[0];
    assert_eq!((order.pages, &*order.pdf, stage.sheets.len()), (2, &b"%PDF-1.7"[..], 1));
    // What a press asks for before it was set ahead is made then.
    let mut stage = Stage::new();
    to_print(&mut stage);
    assert_eq!((stage.ahead.len(), stage.sheets.len()), (0, 1));
    // What is set ahead and cannot be made says nothing; it is tried again when it is asked for.
    let mut stage = Stage::new();
    stage.helper = None;
    to_plan(&mut stage, "event-C1");
    read_on(&mut stage, 30);
    assert_eq!(stage.ahead.len(), 1);
    stage.helper = Some(pages_of(2));
    stage.control('p');
    assert_eq!(stage.sheets.len(), 2);
    assert!(stage.app.context().sheets.shown().unwrap().document().is_some());
}

#[test]
fn what_was_set_ahead_is_of_these_answers_this_language_and_this_page_or_it_is_gone() {
    let mut stage = Stage::new();
    to_plan(&mut stage, "event-C1");
    read_on(&mut stage, 2);
    assert!(stage.app.context().sheets.ahead().is_some());
    stage.send(Framed::Language(Language::Ru));
    assert!(stage.app.context().sheets.ahead().is_none() && stage.stopped == 1, "another language is another sheet");
    stage.control('p');
    assert_eq!(stage.sheets.last().unwrap().language, Language::Ru);
    stage.key(Named::Escape);
    // A paper that somebody says to have is another plan, on the same page.
    stage.touch("plan-papers");
    read_on(&mut stage, 2);
    assert_eq!(stage.ahead.len(), 2);
    let have = stage.describe().parts.into_iter().find(|part| part.semantics.id.starts_with("have-")).unwrap();
    stage.touch(&have.semantics.id);
    assert!(stage.app.context().sheets.ahead().is_none());
    read_on(&mut stage, 2);
    assert_eq!(stage.ahead.len(), 3);
    // Another page has another sheet, or none.
    stage.key(Named::Escape);
    assert!(stage.app.context().sheets.ahead().is_none());
    read_on(&mut stage, 2);
    assert_eq!(stage.ahead.last().unwrap().template, "plan");
    stage.touch("hide");
    if name(&stage) == "confirm" {
        stage.key(Named::Enter);
    }
    assert_eq!(name(&stage), "start");
    assert!(stage.app.context().sheets.ahead().is_none(), "nothing of a visit outlives it");
    read_on(&mut stage, 5);
    assert_eq!(stage.ahead.len(), 4, "where nothing is printed nothing is set ahead");
}

#[test]
fn what_is_set_ahead_for_a_case_ends_with_the_page_and_with_the_lock() {
    let mut stage = Stage::new();
    case(&mut stage);
    read_on(&mut stage, 2);
    assert_eq!(stage.ahead.last().unwrap().template, "slip", "{}", name(&stage));
    let made = stage.sheets.len();
    stage.control('p');
    assert_eq!((name(&stage), stage.sheets.len()), ("desk-print", made));
    stage.key(Named::Escape);
    read_on(&mut stage, 2);
    assert!(stage.app.context().sheets.ahead().is_some());
    stage.send(Framed::Lock);
    assert!(stage.app.is_locked() && stage.app.context().sheets.ahead().is_none());
    read_on(&mut stage, 5);
    assert!(stage.app.context().sheets.ahead().is_none(), "behind a lock nothing is made");
}

#[test]
fn where_visitors_may_not_print_nothing_is_set_ahead() {
    let configuration = Configuration { print_alone: false, ..Configuration::default() };
    let mut stage = Stage::at("lozova", configuration);
    to_plan(&mut stage, "event-C1");
    read_on(&mut stage, 5);
    assert!(stage.ahead.is_empty());
}
