//! The page of the State beside the desk, as far as it is seen in the window.

use super::Stage;
use super::reaches::case;
use cups_kiosk::domain::portal::{Opening, PortalTrouble};
use cups_kiosk::platform::browser::PageNews;
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::effect::Effect;
use iced::keyboard::key::Named;

/// The page that was to be opened last.
pub fn opened(stage: &Stage) -> Option<&Opening> {
    stage.unheard.iter().rev().find_map(|effect| match effect {
        Effect::OpenPage { opening, .. } => Some(&**opening),
        _ => None,
    })
}

/// The browser says this of the page that was opened last.
pub fn told(stage: &mut Stage, news: PageNews) {
    let id = opened(stage).unwrap().id();
    stage.send(Reply::PortalTold(id, news));
}

/// Beside the page of the State for the request of the case, which is open.
pub fn portal(stage: &mut Stage) {
    portal_asked(stage);
    told(stage, PageNews::Open);
}

/// The page was asked for, and nothing was heard of it yet.
pub fn portal_asked(stage: &mut Stage) {
    case(stage);
    stage.write("1");
    assert_eq!(stage.app.screen().name(), "request");
    stage.control('q');
    assert_eq!(stage.app.screen().name(), "portal");
}

/// A field was copied.
pub fn copied(stage: &mut Stage) {
    portal(stage);
    stage.write("1");
}

/// It could not be opened for this reason.
pub fn failed(stage: &mut Stage, trouble: PortalTrouble) {
    portal_asked(stage);
    told(stage, PageNews::Failed(trouble));
}

/// The person agrees no more, and the page is asked for all the same.
pub fn lacking(stage: &mut Stage) {
    case(stage);
    stage.key(Named::F3);
    stage.control('w');
    if stage.app.screen().name() == "confirm" {
        stage.key(Named::Enter);
    }
    stage.write("1");
    stage.control('q');
    assert_eq!(stage.app.screen().name(), "portal");
}

/// The request, after the page of the State was closed.
pub fn returned(stage: &mut Stage) {
    portal(stage);
    told(stage, PageNews::Closed);
    assert_eq!(stage.app.screen().name(), "request");
}
