//! The change of 1 November 2025, played as releases: certificates, duplicates and extracts of civil status became one
//! document, and before that requests over the internet stopped for two weeks.

use crate::ground::{Ground, Terminal};
use crate::stage::Stage;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::record::Action;
use cups_kiosk::domain::search::SearchIndex;
use cups_kiosk::domain::service::{ChannelKind, Finish};
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::text::Language;
use cups_kiosk::i18n::Texts;
use cups_kiosk::sync::catalogue::Look;
use cups_kiosk::ui::app::Reply;
use iced::keyboard::key::Named;
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// A certificate of death again: the service that the visitors of the test come for.
const DUPLICATE: &str = "002000280";

/// What the shipped catalogue, which knows all of it, looked like at an earlier day: without the notices that were not
/// known yet, and before the change without the new name.
fn release(step: u64, as_of: Date, known: &[&str], renamed: bool) -> Catalogue {
    let mut catalogue = cups_kiosk::catalogue::shipped().unwrap();
    catalogue.number += step;
    catalogue.as_of = as_of;
    catalogue.notices.retain(|id, _| known.contains(&id.as_str()));
    if !renamed {
        for service in catalogue.services.values_mut() {
            service.aliases.ro.retain(|alias| !alias.contains("extras"));
        }
        catalogue.services.get_mut(&code()).unwrap().output = None;
    }
    catalogue
}

const SUSPENSION: [&str; 2] = ["civil-status-online-closed-2025", "civil-status-counters-2025"];
const RENAMING: [&str; 2] = ["civil-status-extract", "civil-status-extract-at-registration"];

fn september() -> Catalogue {
    release(1, date(2025, 9, 1), &[], false)
}

fn october() -> Catalogue {
    release(2, date(2025, 10, 10), &SUSPENSION, false)
}

fn november() -> Catalogue {
    release(3, date(2025, 11, 1), &[SUSPENSION, RENAMING].concat(), true)
}

fn code() -> ServiceCode {
    ServiceCode::parse(DUPLICATE).unwrap()
}

fn at(day: Date) -> Timestamp {
    format!("{day}T08:00:00Z").parse().unwrap()
}

/// Whether the duplicate can be asked for over the internet on a day, as the terminal's own catalogue says.
fn online(terminal: &Terminal, on: Date) -> bool {
    let catalogue = terminal.cache().load_or_build().unwrap();
    let event = guide(&catalogue, DUPLICATE).unwrap().into_owned();
    let (answers, centre) = (Answers::default(), &catalogue.centres["lozova"]);
    let plan = Plan::compute(&Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on });
    let step = plan.shown().next().unwrap();
    let place = step.places.iter().find(|place| place.channel.kind == ChannelKind::Online).unwrap();
    assert_eq!(place.suspended.is_some(), place.finish == Finish::None && place.channel.finish != Finish::None);
    place.suspended.is_none()
}

fn finds(terminal: &Terminal, query: &str) -> bool {
    let index = SearchIndex::new(&terminal.cache().load_or_build().unwrap());
    index.search(query, 10).iter().any(|hit| hit.code == DUPLICATE)
}

/// Whether the service is among the first two that a query finds.
fn leads(terminal: &Terminal, query: &str) -> bool {
    let index = SearchIndex::new(&terminal.cache().load_or_build().unwrap());
    index.search(query, 2).iter().any(|hit| hit.code == DUPLICATE)
}

#[test]
fn the_suspension_arrives_before_its_day_and_changes_plans_on_the_day() {
    let ground = Ground::new();
    let terminal = ground.terminal("village");
    ground.publish(&september(), 90);
    assert!(terminal.look_at(at(date(2025, 9, 2))).unwrap().catalogue.is_some());
    assert!(online(&terminal, date(2025, 10, 25)), "in September nobody knew");
    ground.publish(&october(), 90);
    assert!(terminal.look_at(at(date(2025, 10, 11))).unwrap().catalogue.is_some());
    for (day, open) in [(19, true), (20, false), (31, false)] {
        assert_eq!(online(&terminal, date(2025, 10, day)), open, "{day} October");
    }
    assert!(!online(&terminal, date(2025, 11, 4)));
    assert!(online(&terminal, date(2025, 11, 5)));
}

#[test]
fn old_and_new_names_find_the_one_document() {
    let ground = Ground::new();
    let terminal = ground.terminal("village");
    ground.publish(&september(), 90);
    terminal.look_at(at(date(2025, 9, 2))).unwrap();
    let old = ["certificat de deces", "duplicat certificat de deces", "свидетельство о смерти"];
    assert!(old.iter().all(|query| finds(&terminal, query)));
    assert!(!leads(&terminal, "extras"), "the new name was not known");
    ground.publish(&november(), 90);
    terminal.look_at(at(date(2025, 11, 1))).unwrap();
    for query in old.iter().chain(&["выписка о смерти"]) {
        assert!(finds(&terminal, query), "{query}");
    }
    assert!(leads(&terminal, "extras"));
}

/// What a terminal's window is told when it looks.
fn told(terminal: &Terminal, look: Look) -> Reply {
    let newer = look.catalogue.map(|_| terminal.cache().in_use().unwrap().shelf);
    Reply::CatalogueLook(look.standing, newer)
}

#[test]
fn open_cases_are_marked_until_the_person_was_told() {
    let ground = Ground::new();
    let terminal = ground.terminal("village");
    let mut stage = Stage::new();
    let texts = Texts::load(Language::Ro);
    ground.publish(&september(), 90);
    stage.send(told(&terminal, terminal.look_at(at(date(2025, 9, 2))).unwrap()));
    stage.sign_in();
    stage.control('n');
    stage.click("field-search");
    stage.write("certificat de deces");
    stage.click(&format!("hit-{DUPLICATE}"));
    let mut pages = 0;
    while stage.app.screen().name() != "case" {
        stage.key(Named::Enter);
        if stage.app.screen().name() == "question" {
            stage.write("1");
        }
        pages += 1;
        assert!(pages < 40, "no case is opened: {}", stage.words());
    }
    let changed = texts.get("case-changed");
    assert!(!stage.words().contains(&changed));
    // Three releases come while the case is open; the case needs to know none of them.
    for (catalogue, day) in [(october(), date(2025, 10, 11)), (november(), date(2025, 11, 1))] {
        ground.publish(&catalogue, 90);
        stage.send(told(&terminal, terminal.look_at(at(day)).unwrap()));
    }
    let words = stage.words();
    assert!(words.contains(&changed), "{words}");
    let title = november().services[&code()].title.get(Language::Ro).to_owned();
    let parts = [texts.get("change-notice"), texts.get("change-name")].join(", ");
    assert!(words.contains(&format!("{title}: {parts}")), "{words}");
    stage.key(Named::Escape);
    let mark = texts.get("desk-changed");
    assert!(stage.words().contains(&mark), "{}", stage.words());
    let case = stage.app.session().unwrap().cases[0].id;
    stage.touch(&format!("case-{case}"));
    stage.key(Named::F8);
    assert!(!stage.words().contains(&changed));
    let actions: Vec<Action> =
        stage.records.all_entries().unwrap().iter().map(|entry| entry.facts.action.known().unwrap()).collect();
    assert_eq!(actions.last(), Some(&Action::ChangesTold));
    stage.key(Named::F8);
    assert_eq!(stage.records.all_entries().unwrap().len(), actions.len(), "nothing more to tell");
    stage.key(Named::Escape);
    assert!(!stage.words().contains(&mark));
}
