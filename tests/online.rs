//! A visitor alone at the State's sites, as the application goes about it: what is opened, what is in front, how the time goes,
//! and that whatever way leads from it closes the page. The browser itself is in `tests/browser`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::portal::{PortalTrouble, Purpose};
use cups_kiosk::domain::site::Site;
use cups_kiosk::handout::helper::Part;
use cups_kiosk::platform::browser::PageNews;
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::platform::front::{Front, Seen};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::printing::Saved;
use cups_kiosk::ui::sheets::SheetNews;
use iced::keyboard::key::Named;
use stage::Stage;
use stage::online::{asked, failed, from_step, kept, open, opening, papers, pass, short, sites};
use stage::portal::{opened, told};

/// What is to be in front now, as it was said last.
fn front(stage: &Stage) -> Option<Front> {
    let mut all = stage.unheard.iter().rev();
    all.find_map(|effect| if let Effect::Front(front) = effect { Some(*front) } else { None }).flatten()
}

fn count(stage: &Stage, which: fn(&Effect) -> bool) -> usize {
    stage.unheard.iter().filter(|effect| which(effect)).count()
}

fn closed(stage: &Stage) -> usize {
    count(stage, |effect| matches!(effect, Effect::ClosePage))
}

#[test]
fn the_sites_of_the_list_and_those_of_the_catalogue_are_allowed_and_no_permit_is_behind_it() {
    let mut stage = Stage::new();
    opening(&mut stage);
    let opening = opened(&stage).unwrap();
    assert_eq!(opening.purpose(), Purpose::Visitor);
    assert_eq!(opening.address().as_str(), "https://servicii.gov.md/");
    let sites: Vec<&str> = opening.sites().iter().map(Site::as_str).collect();
    for wanted in
        ["eservicii.gov.md", "mpay.gov.md", "mcabinet.gov.md", "elearning.gov.md", "mpass.gov.md", "re.asp.gov.md"]
    {
        assert!(sites.contains(&wanted), "{wanted} of {sites:?}");
    }
    assert!(sites.iter().all(|site| site.ends_with(".gov.md")), "{sites:?}");
    assert_eq!(front(&stage), None, "nothing is in front before the page is there");
    // A second press opens no second one.
    stage.key(Named::Enter);
    assert_eq!(count(&stage, |effect| matches!(effect, Effect::OpenPage { .. })), 1);
}

#[test]
fn while_a_page_is_open_this_window_is_a_strip_above_it_and_tells_where_one_is() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    let shown = front(&stage).unwrap();
    assert!(shown.page && shown.keys && (60..=130).contains(&shown.above), "{shown:?}");
    for id in ["strip-back", "hide", "online-place", "online-time"] {
        let part = stage.find(id).unwrap_or_else(|| panic!("{id}"));
        let bottom = part.bounds.y + part.bounds.height;
        assert!(bottom <= f32::from(u16::try_from(shown.above).unwrap()), "{id} ends at {bottom} of {}", shown.above);
    }
    let context = stage.app.context();
    let words = [context.tr("online-back"), "servicii.gov.md".to_owned()];
    assert!(words.iter().all(|words| stage.words().contains(words)), "{}", stage.words());
    assert!(stage.find("online-more").is_none() && stage.find("online-papers").is_none());
}

#[test]
fn back_comes_to_the_same_step_and_is_asked_about_for_a_form_would_be_lost() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    stage.touch("strip-back");
    // While it is asked this window is whole, and the page still lives behind it.
    assert_eq!((stage.app.screen().name(), front(&stage).unwrap().page, closed(&stage)), ("confirm", false, 0));
    stage.key(Named::Escape);
    assert!(front(&stage).unwrap().page, "it stays");
    stage.touch("strip-back");
    stage.key(Named::Enter);
    assert_eq!((stage.app.screen().name(), front(&stage), closed(&stage)), ("step", None, 1));
    assert!(stage.words().contains(&stage.app.heading()));
    assert!(stage.app.visit().event.is_some());
}

#[test]
fn closed_in_its_own_window_it_comes_back_too() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    told(&mut stage, PageNews::Closed);
    assert_eq!((stage.app.screen().name(), front(&stage)), ("step", None));
    // What is told late of a page that is gone changes nothing.
    told(&mut stage, PageNews::Open);
    assert_eq!((stage.app.screen().name(), front(&stage)), ("step", None));
}

#[test]
fn clear_everything_is_asked_about_and_forgets_visit_and_page() {
    for way in [from_step as fn(&mut Stage), open] {
        let mut stage = Stage::new();
        way(&mut stage);
        stage.touch("hide");
        assert_eq!((stage.app.screen().name(), closed(&stage)), ("confirm", 0));
        assert!(!front(&stage).unwrap().page);
        stage.key(Named::Enter);
        assert_eq!((stage.app.screen().name(), front(&stage), closed(&stage)), ("start", None, 1));
        assert!(stage.app.visit().event.is_none());
    }
}

#[test]
fn the_time_is_said_warned_of_and_extended_as_often_as_wanted() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    pass(&mut stage, 15 * 60 + 1);
    assert!(stage.find("online-more").is_some());
    stage.touch("online-more");
    assert!(stage.find("online-more").is_none());
    for _ in 0..12 {
        pass(&mut stage, 19 * 60);
        assert!(stage.app.is_warning());
        assert!(!front(&stage).unwrap().page, "the question is in front");
        stage.key(Named::Enter);
        assert!(!stage.app.is_warning() && front(&stage).unwrap().page);
    }
    // Whoever writes at the page while the question comes loses a letter and nothing else.
    pass(&mut stage, 19 * 60);
    stage.write("a");
    assert!(!stage.app.is_warning() && closed(&stage) == 0);
    // Without an answer it is closed, back at the step, and said.
    pass(&mut stage, 20 * 60);
    assert_eq!((stage.app.screen().name(), front(&stage), closed(&stage)), ("step", None, 1));
    assert!(stage.words().contains(&stage.app.context().tr("online-over")), "{}", stage.words());
}

#[test]
fn whoever_is_done_at_the_question_goes_back_to_the_plan_and_loses_nothing_of_it() {
    let mut stage = Stage::new();
    asked(&mut stage);
    stage.touch("end-now");
    assert_eq!((stage.app.screen().name(), front(&stage), closed(&stage)), ("step", None, 1));
    assert!(stage.app.visit().event.is_some());
}

#[test]
fn what_is_typed_at_the_page_counts_as_somebody_and_nobody_is_cleared() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    // Ten minutes of writing, and two of waiting for a code on the telephone.
    pass(&mut stage, 600);
    for _ in 0..170 {
        stage.send(Framed::Tick);
    }
    assert!(!stage.app.is_warning() && closed(&stage) == 0);
    for _ in 0..20 {
        stage.send(Framed::Tick);
    }
    assert!(stage.app.is_warning() && !front(&stage).unwrap().page);
    stage.send(Reply::FrontTold(Seen::Touched));
    assert!(!stage.app.is_warning() && front(&stage).unwrap().page);
    // And whoever goes away is cleared, page and all.
    for _ in 0..230 {
        stage.send(Framed::Tick);
    }
    assert_eq!((stage.app.screen().name(), front(&stage), closed(&stage)), ("start", None, 1));
}

#[test]
fn a_key_leads_from_the_page_to_the_strip_and_back() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    stage.send(Reply::FrontTold(Seen::Called));
    let shown = front(&stage).unwrap();
    assert!(shown.page && !shown.keys);
    assert_eq!(stage.focused().as_deref(), Some("strip-back"));
    stage.key(Named::Tab);
    assert_eq!(stage.focused().as_deref(), Some("hide"));
    stage.send(Reply::FrontTold(Seen::Called));
    assert!(front(&stage).unwrap().keys);
    stage.send(Reply::FrontTold(Seen::Called));
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "confirm");
    // At a question the key means nothing.
    stage.send(Reply::FrontTold(Seen::Called));
    assert_eq!(stage.app.screen().name(), "confirm");
}

#[test]
fn whoever_presses_into_the_page_writes_there_and_the_key_leads_to_the_strip_once_more() {
    let mut stage = Stage::new();
    from_step(&mut stage);
    stage.send(Reply::FrontTold(Seen::Called));
    assert_eq!(stage.focused().as_deref(), Some("strip-back"));
    stage.send(Reply::FrontTold(Seen::Entered));
    assert!(front(&stage).unwrap().keys);
    assert_eq!(stage.focused(), None, "nothing of the strip looks as if it was written there");
    stage.send(Reply::FrontTold(Seen::Called));
    assert!(!front(&stage).unwrap().keys, "no press of the key is lost");
    assert_eq!(stage.focused().as_deref(), Some("strip-back"));
    // What is told late, when a question covers the page, changes nothing of it.
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "confirm");
    let shown = front(&stage);
    stage.send(Reply::FrontTold(Seen::Entered));
    assert_eq!((stage.app.screen().name(), front(&stage)), ("confirm", shown));
}

#[test]
fn papers_are_shown_printed_and_counted_as_those_of_the_visit() {
    let mut stage = Stage::new();
    kept(&mut stage);
    assert!(!front(&stage).unwrap().page && closed(&stage) == 0, "the page waits behind");
    stage.touch("kept-0");
    assert_eq!(stage.app.screen().name(), "print");
    let number = stage.unheard.iter().find_map(|effect| match effect {
        Effect::SetPaper { number, name, .. } if name == "Cerere depusă.pdf" => Some(*number),
        _ => None,
    });
    let number = number.unwrap();
    let parts = stage::pages_of(2).into_iter().map(SheetNews::Came);
    for news in parts.collect::<Vec<_>>() {
        stage.send(Reply::SheetCame(number, news));
    }
    stage.touch("print");
    let order = stage.printed.last().expect("it is printed");
    assert_eq!((order.pages, order.copies), (2, 1));
    assert_eq!(order.kind, cups_kiosk::domain::printing::SheetKind::Other);
    let pdf =
        stage::pages_of(2).into_iter().find_map(|part| if let Part::Document(pdf) = part { Some(pdf) } else { None });
    assert_eq!(order.pdf.to_vec(), pdf.unwrap());
    stage.key(Named::Escape);
    stage.key(Named::Escape);
    assert!(front(&stage).unwrap().page, "back at the page");
}

#[test]
fn papers_are_saved_on_a_stick_and_what_is_no_pdf_is_not_printed() {
    let mut stage = Stage::new();
    kept(&mut stage);
    assert!(stage.find("kept-1").is_some() && stage.find("kept-2").is_none());
    stage.touch("kept-save");
    let saved = |effect: &Effect| matches!(effect, Effect::SavePapers(names) if names.len() == 3);
    assert_eq!(count(&stage, saved), 1);
    stage.send(Reply::PapersSaved(None));
    assert!(stage.words().contains(&stage.app.context().tr("kept-no-stick")));
    let saved = |number, left: &[&str]| {
        Reply::PapersSaved(Some(Saved { number, left: left.iter().map(|name| (*name).to_owned()).collect() }))
    };
    stage.send(saved(3, &[]));
    assert!(stage.words().contains('3') && stage.app.banner().unwrap().good);
    // What did not fit is named, and is no good news.
    stage.send(saved(2, &["Cerere depusă.pdf"]));
    assert!(!stage.app.banner().unwrap().good);
    assert!(
        stage.words().contains(&stage.app.context().tr_with("kept-left", &[("names", "Cerere depusă.pdf".into())]))
    );
    stage.send(saved(0, &["Cerere depusă.pdf"]));
    assert!(stage.words().contains(&stage.app.context().tr("kept-no-stick")));
}

#[test]
fn where_it_does_not_open_the_address_is_shown_for_the_person_s_telephone() {
    for trouble in PortalTrouble::ALL {
        let mut stage = Stage::new();
        failed(&mut stage, trouble);
        assert!(stage.find("online-qr").is_some(), "{trouble:?}");
        assert!(stage.words().contains("https://servicii.gov.md/"), "{}", stage.words());
        assert_eq!(front(&stage), None);
        let again = matches!(trouble, PortalTrouble::NoLine | PortalTrouble::DidNotStart);
        stage.key(Named::Enter);
        assert_eq!(stage.app.screen().name(), if again { "online" } else { "sites" }, "{trouble:?}");
        assert_eq!(count(&stage, |effect| matches!(effect, Effect::OpenPage { .. })), 1 + usize::from(again));
    }
}

#[test]
fn where_it_is_switched_off_nothing_is_opened_and_the_code_is_there() {
    let mut stage = Stage::at("lozova", Configuration { online: false, ..Configuration::default() });
    sites(&mut stage);
    assert!(stage.words().contains(&stage.app.context().tr("sites-not-here")));
    stage.write("3");
    assert_eq!(stage.app.screen().name(), "online");
    assert!(stage.find("online-qr").is_some() && stage.words().contains("mpay.gov.md"));
    assert_eq!(count(&stage, |effect| matches!(effect, Effect::OpenPage { .. })), 0);
}

#[test]
fn beside_a_specialist_no_page_is_opened_without_a_case() {
    let mut stage = Stage::new();
    stage::reaches::case(&mut stage);
    stage.key(Named::Escape);
    stage.control('n');
    assert_eq!(stage.app.screen().name(), "start");
    assert!(stage.find("sites").is_none());
    stage.touch("event-C1");
    assert!(stage.find("step-online").is_none());
}

#[test]
fn the_strip_has_room_for_everything_at_every_size_of_screen_and_text() {
    for (width, height) in [(1366.0, 768.0), (1024.0, 768.0), (768.0, 1366.0), (1920.0, 1080.0)] {
        for larger in 0..3 {
            for language in ["ro", "ru"] {
                let size = iced::Size::new(width, height);
                let mut stage = stage::reaches::staged(short, language, larger, larger == 1, size);
                let shown = front(&stage).unwrap();
                assert!(f64::from(shown.above) < f64::from(height) * 0.4, "{width} {larger}: {shown:?}");
                let scale = stage.app.scale();
                let bottom = f64::from(shown.above) / f64::from(scale);
                for id in ["strip-back", "hide", "online-papers", "online-more", "online-place", "online-time"] {
                    let part = stage.find(id).unwrap_or_else(|| panic!("{id} {language} {width} {larger}"));
                    let bounds = part.bounds;
                    let ends = f64::from(bounds.x + bounds.width) <= f64::from(width / scale) + 0.5;
                    let low = f64::from(bounds.y + bounds.height) <= bottom + 0.5;
                    assert!(ends && low, "{id} {language} {width} {larger}: {bounds:?} of {bottom}");
                }
                let _ = stage.screenshot();
            }
        }
    }
}

#[test]
fn papers_that_come_are_counted_in_the_strip() {
    let mut stage = Stage::new();
    papers(&mut stage);
    assert!(stage.find("online-papers").is_some());
    let looked = |stage: &Stage| count(stage, |effect| matches!(effect, Effect::LookPapers));
    let before = looked(&stage);
    pass(&mut stage, 10);
    assert_eq!(looked(&stage) - before, 5);
}
