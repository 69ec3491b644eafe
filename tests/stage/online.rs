//! A visitor at a page of the State, as far as it is seen in the window.

use super::Stage;
use super::portal::told;
use super::reaches::to_plan;
use cups_kiosk::domain::portal::PortalTrouble;
use cups_kiosk::platform::browser::{KeptPaper, PageNews};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;

/// The list of sites, from the start page.
pub fn sites(stage: &mut Stage) {
    stage.touch("sites");
    assert_eq!(stage.app.screen().name(), "sites");
}

/// A site was chosen, and nothing was heard of it yet.
pub fn opening(stage: &mut Stage) {
    sites(stage);
    stage.touch("site-0");
    assert_eq!(stage.app.screen().name(), "online");
}

/// A site is open, from the start page.
pub fn open(stage: &mut Stage) {
    opening(stage);
    told(stage, PageNews::Open);
}

/// The page of a step is open, with a plan behind it.
pub fn from_step(stage: &mut Stage) {
    to_plan(stage, "event-C1");
    stage.touch("step-register_birth");
    stage.touch("step-online");
    assert_eq!(stage.app.screen().name(), "online");
    told(stage, PageNews::Open);
}

/// So many seconds pass, of which in each the screen is touched, as somebody does who writes there.
pub fn pass(stage: &mut Stage, seconds: u64) {
    for _ in 0..seconds {
        stage.send(Reply::FrontTold(cups_kiosk::platform::front::Seen::Touched));
        stage.send(Framed::Tick);
    }
}

/// Papers are kept there.
pub fn papers(stage: &mut Stage) {
    from_step(stage);
    let paper = |name: &str| KeptPaper { name: name.to_owned(), bytes: 20_000, since: super::friday() };
    let papers = ["Cerere depusă.pdf", "Nota de plată.pdf", "poza.jpg"].map(paper);
    stage.send(Reply::PapersSeen(papers.to_vec()));
}

/// They are looked at.
pub fn kept(stage: &mut Stage) {
    papers(stage);
    stage.touch("online-papers");
    assert_eq!(stage.app.screen().name(), "kept");
}

/// The time is short.
pub fn short(stage: &mut Stage) {
    papers(stage);
    pass(stage, 16 * 60);
}

/// It is asked whether more time is wanted.
pub fn asked(stage: &mut Stage) {
    from_step(stage);
    pass(stage, 19 * 60 + 10);
    assert!(stage.app.is_warning());
}

/// It did not open.
pub fn failed(stage: &mut Stage, trouble: PortalTrouble) {
    opening(stage);
    told(stage, PageNews::Failed(trouble));
}
