//! A visitor's plan goes from a public computer to the desk by a code, and work goes by stick: what the windows show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::handed_plan::HandedPlan;
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::records::RecordsError;
use cups_kiosk::store::stick::NotWritten;
use cups_kiosk::sync::handed_plan::NotHanded;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::sync::runner::stick::{Brought, NotCarried};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::effect::Effect;
use iced::keyboard::key::Named;
use stage::Stage;
use stage::handed::{along, asked, at_stick, brought, called, came, left, relayed};
use stage::reaches::to_plan;

fn shown(stage: &mut Stage, words: &str) -> bool {
    stage.describe().parts.iter().any(|part| part.semantics.label.contains(words))
}

#[test]
fn a_code_is_shown_when_it_comes_and_the_page_waits_for_nothing() {
    let mut stage = Stage::new();
    called(&mut stage);
    // Before any answer the way back and the way to the sign-in are there.
    assert!(stage.find("call-back").is_some() && stage.find("sign-in").is_some());
    let (id, plan) = left(&stage);
    assert_eq!((plan.event.as_str(), plan.language), ("C1", Some(Language::Ro)));
    assert!(plan.answers == stage.app.visit().answers);
    stage.send(Reply::PlanLeft(id, Ok("7K2M-4QXR".to_owned())));
    assert!(shown(&mut stage, "7K2M\u{2003}4QXR"));
    // Back at the plan and here again it is the same code: no other was asked for.
    stage.unheard.clear();
    stage.touch("call-back");
    stage.touch("plan-specialist");
    assert!(shown(&mut stage, "7K2M\u{2003}4QXR"));
    assert!(!stage.unheard.iter().any(|effect| matches!(effect, Effect::LeavePlan { .. })));
    // The time passes.
    for _ in 0..600 {
        stage.send(Framed::Activity(cups_kiosk::ui::keys::Hand::Keys));
        stage.send(Framed::Tick);
    }
    assert!(!shown(&mut stage, "7K2M"));
    stage.touch("plan-code-new");
    assert_ne!(left(&stage).0, id);
    // What comes of the first one is nobody's.
    stage.send(Reply::PlanLeft(id, Ok("0000-0000".to_owned())));
    assert!(!shown(&mut stage, "0000"));
}

#[test]
fn a_code_is_gone_with_its_visit() {
    let mut stage = Stage::new();
    called(&mut stage);
    let (id, _) = left(&stage);
    stage.send(Reply::PlanLeft(id, Ok("7K2M-4QXR".to_owned())));
    stage.send(Framed::HideAndStartAgain);
    if stage.app.screen().name() != "start" {
        stage.key(Named::Enter);
    }
    assert_eq!(stage.app.screen().name(), "start");
    to_plan(&mut stage, "event-C1");
    stage.unheard.clear();
    stage.touch("plan-specialist");
    assert!(!shown(&mut stage, "7K2M"));
    assert_ne!(left(&stage).0, id, "the next visitor has a code of their own");
    // A late answer to the visit before shows nothing.
    stage.send(Reply::PlanLeft(id, Ok("7K2M-4QXR".to_owned())));
    assert!(!shown(&mut stage, "7K2M"));
}

#[test]
fn without_a_relay_there_is_no_code_and_nothing_is_said_of_one() {
    let mut stage = Stage::new();
    to_plan(&mut stage, "event-C1");
    stage.touch("plan-specialist");
    assert!(!stage.unheard.iter().any(|effect| matches!(effect, Effect::LeavePlan { .. })));
    assert!(stage.find("plan-code-new").is_none());
    let mut silent = Stage::new();
    called(&mut silent);
    let (id, _) = left(&silent);
    silent.send(Reply::PlanLeft(id, Err(NotHanded::Silent(Reason::RelaySilent))));
    assert!(silent.find("plan-code-new").is_some());
    // On one computer it is one press as before.
    silent.sign_in();
    assert_eq!(silent.app.screen().name(), "plan");
}

#[test]
fn the_desk_opens_a_plan_as_if_it_had_been_made_there() {
    let mut public = Stage::new();
    public.send(Framed::Language(Language::Ru));
    called(&mut public);
    let (_, plan) = left(&public);
    let mut desk = Stage::new();
    asked(&mut desk, " 7k2m4qxr");
    let taken = desk.unheard.iter().find_map(|effect| match effect {
        Effect::TakePlan(code) => Some(code.clone()),
        _ => None,
    });
    assert_eq!(taken.as_deref(), Some("7K2M-4QXR"));
    desk.send(Reply::PlanTaken(Ok(Box::new(plan.clone()))));
    assert_eq!(desk.app.screen().name(), "plan");
    assert_eq!(desk.app.banner().unwrap().message, "handed-opened");
    assert!(*desk.app.visit() == *public.app.visit());
    public.touch("call-back");
    assert_eq!(desk.app.heading(), public.app.heading(), "in the language of the visit");
    // A case is opened on it by one press.
    desk.key(Named::Enter);
    assert_eq!(desk.app.screen().name(), "case");

    // Of another catalogue or day it is computed anew, and that is said.
    let mut other = Stage::new();
    asked(&mut other, "7K2M4QXR");
    other.send(Reply::PlanTaken(Ok(Box::new(HandedPlan { catalogue: plan.catalogue + 1, ..plan.clone() }))));
    assert_eq!((other.app.screen().name(), other.app.banner().unwrap().message), ("plan", "handed-anew"));
    // What the catalogue does not have is not opened.
    let mut without = Stage::new();
    asked(&mut without, "7K2M4QXR");
    without.send(Reply::PlanTaken(Ok(Box::new(HandedPlan { event: "C999".to_owned(), ..plan }))));
    assert_eq!(without.app.screen().name(), "handed");
}

#[test]
fn why_no_plan_opens_is_said_and_the_field_stays() {
    for why in [
        NotHanded::Unknown,
        NotHanded::Later,
        NotHanded::Silent(Reason::RelaySilent),
        NotHanded::NoRelay,
        NotHanded::Newer,
        NotHanded::Broken,
    ] {
        let mut stage = Stage::new();
        asked(&mut stage, "7K2M4QXR");
        let before = stage.describe().parts.len();
        stage.send(Reply::PlanTaken(Err(why.clone())));
        assert_eq!(stage.app.screen().name(), "handed", "{why}");
        let after = stage.describe().parts.len();
        let said = !stage.app.problems().is_empty() || after >= before;
        assert!(said, "{why}");
        // It can be tried again at once.
        stage.unheard.clear();
        stage.key(Named::Enter);
        assert!(stage.unheard.iter().any(|effect| matches!(effect, Effect::TakePlan(_))), "{why}");
    }
    // A code that is none is not even asked for.
    let mut stage = Stage::new();
    asked(&mut stage, "7K2M");
    assert_eq!(stage.app.problems().len(), 1);
    assert!(!stage.unheard.iter().any(|effect| matches!(effect, Effect::TakePlan(_))));
    // Where no relay is known the desk does not offer it.
    let mut stage = Stage::new();
    stage.sign_in();
    assert!(stage.find("desk-handed").is_none());
    relayed(&mut stage);
    assert!(stage.find("desk-handed").is_some());
}

#[test]
fn it_is_on_the_stick_when_the_stick_gave_it_back_and_not_before() {
    let mut stage = Stage::new();
    at_stick(&mut stage, &["STICK"]);
    stage.touch("stick-take");
    let asked =
        |stage: &Stage| stage.unheard.iter().filter(|effect| matches!(effect, Effect::TakeAlong { .. })).count();
    assert_eq!(asked(&stage), 1);
    // While it is written nothing else can be pressed, and it is said to leave the stick in.
    assert!(stage.find("stick-take").is_none() && shown(&mut stage, "Nu îl scoateți"));
    assert!(!shown(&mut stage, "a fost citit înapoi"));
    stage.send(Reply::TakenAlong(Ok(along())));
    assert!(shown(&mut stage, "a fost citit înapoi"));
    stage.touch("stick-bring");
    stage.send(Reply::Brought(Ok(Box::new(brought()))));
    assert!(shown(&mut stage, "dar nu tot"), "a torn file is not called whole");
    assert_eq!(asked(&stage), 1);
}

#[test]
fn each_trouble_of_a_stick_has_a_sentence_of_its_own() {
    let mut told = std::collections::BTreeSet::new();
    for error in [
        NotCarried::Stick(NotWritten::Gone),
        NotCarried::Stick(NotWritten::Full),
        NotCarried::Stick(NotWritten::Protected),
        NotCarried::Stick(NotWritten::Bad),
        NotCarried::Stick(NotWritten::Machine),
        NotCarried::Records(RecordsError::DiskFull),
        NotCarried::NotEnrolled,
    ] {
        let mut stage = Stage::new();
        at_stick(&mut stage, &["STICK"]);
        stage.touch("stick-take");
        stage.send(Reply::TakenAlong(Err(error.clone())));
        let alert = stage.describe().parts.into_iter().find(|part| part.semantics.id.starts_with("notice-"));
        assert!(told.insert(alert.unwrap().semantics.label.clone()), "{error}");
        // It can be tried again.
        assert!(stage.find("stick-take").is_some(), "{error}");
    }
    for brought in [
        Brought::default(),
        Brought { torn: 1, ..Brought::default() },
        Brought { computers: 1, ..Brought::default() },
        Brought { computers: 1, requests: 2, ..Brought::default() },
    ] {
        let mut stage = Stage::new();
        at_stick(&mut stage, &["STICK"]);
        stage.touch("stick-bring");
        stage.send(Reply::Brought(Ok(Box::new(came(brought)))));
        let said = stage.describe().parts.into_iter().find(|part| part.semantics.id.starts_with("notice-"));
        assert!(told.insert(said.unwrap().semantics.label.clone()));
    }
    let mut stage = Stage::new();
    at_stick(&mut stage, &[]);
    assert!(stage.find("stick-take").is_none() && stage.find("stick-look").is_some());
}
