//! The State's page beside the desk, as the application goes about it: what is opened and with whose leave, what is copied
//! and for how long, and that nothing of it looks like a submission. The browser itself is in `tests/traces/portal.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::portal::{PortalStanding, PortalTrouble};
use cups_kiosk::domain::site::Site;
use cups_kiosk::platform::browser::PageNews;
use cups_kiosk::ui::app::Screen;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::specialist::Screen as Desk;
use iced::keyboard::key::Named;
use stage::Stage;
use stage::portal::{copied, failed, lacking, opened, portal, portal_asked, returned, told};

fn state(stage: &Stage) -> RequestState {
    stage.app.session().unwrap().cases[0].requests[0].state
}

/// How often each of these was asked for: open, close, copy, take out again.
fn asked(stage: &Stage) -> [usize; 4] {
    let mut all = [0; 4];
    for effect in &stage.unheard {
        match effect {
            Effect::OpenPage { .. } => all[0] += 1,
            Effect::ClosePage => all[1] += 1,
            Effect::CopyField(_) => all[2] += 1,
            Effect::ForgetCopied => all[3] += 1,
            _ => {}
        }
    }
    all
}

fn standing(stage: &Stage) -> Option<PortalStanding> {
    match stage.app.screen() {
        Screen::Desk(Desk::Portal(page)) => Some(page.standing),
        _ => None,
    }
}

#[test]
fn one_press_opens_the_page_of_this_very_service_and_the_sites_it_leads_to() {
    let mut stage = Stage::new();
    portal_asked(&mut stage);
    let opening = opened(&stage).unwrap();
    assert_eq!(opening.address().as_str(), "https://servicii.gov.md/ro/service/002000206");
    let sites: Vec<&str> = opening.sites().iter().map(Site::as_str).collect();
    assert!(sites.contains(&"servicii.gov.md") && sites.contains(&"mpass.gov.md"), "{sites:?}");
    assert!(sites.iter().all(|site| site.rsplit('.').next() == Some("md") && !site.contains('*')), "{sites:?}");
    assert!(matches!(standing(&stage), Some(PortalStanding::Opening(_))));
    // A second press opens no second one.
    stage.control('q');
    assert_eq!(asked(&stage)[0], 1);
}

#[test]
fn a_page_that_is_open_or_was_closed_is_no_submission_and_the_number_is_asked_for() {
    for way in ["closed there", "Escape", "Enter", "button"] {
        let mut stage = Stage::new();
        portal(&mut stage);
        assert_eq!(state(&stage), RequestState::Prepared);
        let entries = stage.records.latest(200).unwrap().len();
        let submitted = stage.app.context().tr("state-submitted");
        assert!(!stage.words().contains(&submitted), "{}", stage.words());
        match way {
            "closed there" => told(&mut stage, PageNews::Closed),
            "Escape" => stage.key(Named::Escape),
            "Enter" => stage.key(Named::Enter),
            _ => stage.touch("portal-done"),
        }
        assert_eq!(stage.app.screen().name(), "request", "{way}");
        assert_eq!((state(&stage), stage.records.latest(200).unwrap().len()), (RequestState::Prepared, entries));
        assert!(!stage.words().contains(&submitted), "{way}");
        assert!(stage.words().contains(&stage.app.context().tr("portal-returned")), "{way}");
        // Whoever types at once writes the number, and only that submits.
        stage.write("ASP-77");
        assert_eq!(stage.focused().as_deref(), Some("field-request-number"), "{way}");
        stage.key(Named::Enter);
        assert_eq!(state(&stage), RequestState::Submitted, "{way}");
        // What was told late of a page that is not there any more changes nothing.
        told(&mut stage, PageNews::Closed);
        assert_eq!((stage.app.screen().name(), state(&stage)), ("request", RequestState::Submitted));
        assert!(!stage.words().contains(&stage.app.context().tr("portal-returned")), "{way}");
    }
}

#[test]
fn without_consent_nothing_is_opened_and_nothing_copied_and_what_is_missing_is_said() {
    let mut stage = Stage::new();
    lacking(&mut stage);
    assert_eq!(asked(&stage), [0; 4]);
    assert_eq!(standing(&stage), Some(PortalStanding::Closed));
    for key in ["1", "2"] {
        stage.write(key);
    }
    stage.control('q');
    assert_eq!(asked(&stage), [0; 4]);
    assert_eq!(stage.app.primary().unwrap().id, "consent");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "consents");
}

#[test]
fn a_consent_that_is_revoked_meanwhile_closes_the_page() {
    let mut stage = Stage::new();
    copied(&mut stage);
    stage.key(Named::F3);
    assert_eq!(stage.app.screen().name(), "consents");
    assert_eq!(asked(&stage), [1, 0, 1, 0]);
    stage.control('w');
    if stage.app.screen().name() == "confirm" {
        stage.key(Named::Enter);
    }
    assert_eq!(asked(&stage), [1, 1, 1, 1], "{}", stage.app.screen().name());
}

#[test]
fn a_request_that_somebody_has_is_not_opened_again() {
    let mut stage = Stage::new();
    stage::reaches::submitted(&mut stage);
    assert!(stage.find("portal").is_none());
    stage.control('q');
    assert_eq!((stage.app.screen().name(), asked(&stage)), ("request", [0; 4]));
}

#[test]
fn one_press_copies_one_field_and_after_thirty_seconds_it_is_taken_out_again() {
    let mut stage = Stage::new();
    copied(&mut stage);
    let fields: Vec<String> = stage
        .unheard
        .iter()
        .filter_map(|effect| if let Effect::CopyField(field) = effect { Some(field.as_str().to_owned()) } else { None })
        .collect();
    let [field] = &fields[..] else { panic!("one field: {fields:?}") };
    assert!(!field.contains(['\n', '\t', ';']));
    assert!(stage.words().contains(&stage.app.context().tr("portal-copied")));
    for _ in 0..29 {
        stage.send(Framed::Tick);
    }
    assert_eq!(asked(&stage), [1, 0, 1, 0]);
    for _ in 0..2 {
        stage.send(Framed::Tick);
    }
    assert_eq!(asked(&stage), [1, 0, 1, 1]);
    // The page of the State stays; and the next is copied anew, by mouse as well.
    assert!(matches!(standing(&stage), Some(PortalStanding::Open(_))));
    stage.click("copy-1");
    assert_eq!(asked(&stage), [1, 0, 2, 1]);
}

type Way = fn(&mut Stage);

#[test]
fn whatever_way_leads_from_it_the_page_is_closed_and_what_was_copied_is_taken_out() {
    let ways: [(&str, Way); 6] = [
        ("back", |stage| stage.key(Named::Escape)),
        ("done", |stage| stage.key(Named::Enter)),
        ("sign-out", |stage| stage.key(Named::F10)),
        ("lock", |stage| stage.key(Named::F11)),
        ("clear", |stage| stage.touch("hide")),
        ("closed there", |stage| told(stage, PageNews::Closed)),
    ];
    for (name, way) in ways {
        let mut stage = Stage::new();
        copied(&mut stage);
        way(&mut stage);
        let [_, closed, copied, taken_out] = asked(&stage);
        // What was closed there is closed.
        assert_eq!((closed > 0 || name == "closed there", copied, taken_out), (true, 1, 1), "{name}");
    }
}

#[test]
fn a_lock_closes_the_page_and_its_end_is_known_when_the_desk_comes_back() {
    let mut stage = Stage::new();
    copied(&mut stage);
    stage.key(Named::F11);
    told(&mut stage, PageNews::Closed);
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!((stage.app.screen().name(), state(&stage)), ("request", RequestState::Prepared));
    assert!(stage.words().contains(&stage.app.context().tr("portal-returned")), "{}", stage.words());
    stage.control('q');
    assert_eq!(asked(&stage)[0], 2);
}

#[test]
fn where_it_cannot_be_opened_the_address_is_shown_for_the_person_s_telephone() {
    for trouble in PortalTrouble::ALL {
        let mut stage = Stage::new();
        failed(&mut stage, trouble);
        assert!(stage.find("portal-qr").is_some(), "{trouble:?}");
        assert_eq!(standing(&stage), Some(PortalStanding::Failed(trouble)));
        // What the person submits by telephone has a number too.
        stage.touch("portal-number");
        assert_eq!((stage.app.screen().name(), state(&stage)), ("request", RequestState::Prepared));
    }
    let mut stage = Stage::new();
    failed(&mut stage, PortalTrouble::NoLine);
    let picture = stage.screenshot();
    let (width, height) = picture.dimensions();
    let (width, height) = (usize::try_from(width).unwrap(), usize::try_from(height).unwrap());
    let grey = |x: usize, y: usize| picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[1];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let read: Vec<String> = image.detect_grids().into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
    assert_eq!(read, ["https://servicii.gov.md/ro/service/002000206"]);
}

#[test]
fn nobody_is_signed_out_in_the_middle_of_the_work_on_the_page() {
    let mut stage = Stage::new();
    portal(&mut stage);
    let pass = |stage: &mut Stage, minutes: u64| {
        for _ in 0..minutes {
            stage::sleep(std::time::Duration::from_mins(1));
            stage.send(Framed::Tick);
        }
    };
    pass(&mut stage, 29);
    assert!(stage.app.session().is_some());
    pass(&mut stage, 2);
    assert!(stage.app.session().is_none());
    assert_eq!(asked(&stage)[1], 1);
}

#[test]
fn it_comes_back_to_the_request_by_mouse_alone() {
    let mut stage = Stage::new();
    stage::reaches::case(&mut stage);
    stage.write("1");
    stage.click("portal");
    told(&mut stage, PageNews::Open);
    stage.click("copy-1");
    stage.click("portal-done");
    assert_eq!(stage.app.screen().name(), "request");
    let mut other = Stage::new();
    returned(&mut other);
    assert_eq!(stage.focused(), other.focused());
}
