//! A visitor at a page of the State: opened, kept below the strip of this window, given its time, and closed by whatever way
//! leads from it. What was done there is known to nobody here.

use super::{App, Banner, Screen};
use crate::domain::online::{ASKED, PATIENCE, allowed};
use crate::domain::portal::{Opening, PortalStanding};
use crate::platform::browser::{KeptPaper, PageNews, Shown};
use crate::platform::front::{Front, Seen};
use crate::ui::component::strip_height;
use crate::ui::effect::Effect;
use crate::ui::page::visitor::Screen as VisitorScreen;
use crate::ui::page::visitor::kept::KeptPage;
use crate::ui::page::visitor::online::{Destination, OnlinePage};
use crate::ui::printing::Saved;
use crate::ui::question::What;
use uuid::Uuid;

/// How often it is looked for papers, in seconds.
const PAPERS: u64 = 2;

/// Where a visitor is with a page of the State.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AtOnline {
    /// The page that is open or on its way.
    open: Option<Uuid>,
    /// What is to be in front.
    front: Option<Front>,
}

impl App {
    fn online_page(&self) -> Option<&OnlinePage> {
        self.visitor.stack.iter().find_map(|page| match page {
            VisitorScreen::Online(page) => Some(page),
            _ => None,
        })
    }

    fn online_page_mut(&mut self) -> Option<&mut OnlinePage> {
        self.visitor.stack.iter_mut().find_map(|page| match page {
            VisitorScreen::Online(page) => Some(page),
            _ => None,
        })
    }

    /// Whether a page of the State is open for a visitor.
    pub(super) fn is_online(&self) -> bool {
        self.online_page().is_some_and(|page| page.open().is_some())
    }

    /// The strip, where it is what this window is now.
    pub(super) fn strip_page(&self) -> Option<&OnlinePage> {
        let shown = match self.screen() {
            Screen::Visitor(VisitorScreen::Online(page)) => Some(page),
            Screen::Visitor(_) | Screen::Desk(_) | Screen::Locked(_) | Screen::Modal(_) => None,
        };
        shown.filter(|page| page.open().is_some() && !self.is_warning())
    }

    /// Where a visitor is with a page of the State.
    pub(super) fn at_online(&self) -> AtOnline {
        AtOnline { open: self.online_page().and_then(|page| page.standing.id()), front: self.front() }
    }

    /// What is to be in front: while something is asked, and over what is looked at before it is printed, this window whole.
    fn front(&self) -> Option<Front> {
        let page = self.online_page().filter(|page| page.open().is_some())?;
        let is_seen = self.strip_page().is_some();
        Some(Front { page: is_seen, keys: is_seen && page.keys, above: self.strip_pixels() })
    }

    /// What follows from what just happened: a page that is left by whatever way is closed, and what is in front changes with
    /// what is shown.
    pub(super) fn leave_online(&mut self, before: AtOnline) -> Vec<Effect> {
        let is_open = self.is_online();
        self.frame.idle.wait_at_least(if is_open { PATIENCE } else { 0 });
        // After a question, and after papers, writing goes on at the page.
        let was_covered = before.front.is_some_and(|front| !front.page);
        if was_covered
            && self.strip_page().is_some()
            && let Some(page) = self.online_page_mut()
        {
            page.keys = true;
        }
        let now = self.at_online();
        let mut effects = Vec::new();
        if before.open.is_some() && now.open.is_none() {
            effects.push(Effect::ClosePage);
        }
        if before.front != now.front {
            effects.push(Effect::Front(now.front));
            // What is typed goes to the page: nothing of the strip looks as if it went there.
            if now.front.is_some_and(|front| front.page && front.keys) {
                effects.push(Effect::Unfocus);
            }
        }
        effects
    }

    /// Goes to a page of the State. Beside the specialist the desk opens pages, in the person's name.
    pub(super) fn go_online(&mut self, to: Destination) -> Vec<Effect> {
        if self.staff.is_present() || self.online_page().is_some() {
            return Vec::new();
        }
        let minutes = self.terminal.configuration.online_minutes;
        let mut effects = self.push_visitor(OnlinePage::new(to, PortalStanding::Closed, minutes));
        effects.extend(self.open_again());
        effects
    }

    /// Opens the page of the State for which somebody is here; where that is not possible it is said.
    pub(super) fn open_again(&mut self) -> Vec<Effect> {
        let (online, minutes) = (self.terminal.online, self.terminal.configuration.online_minutes);
        let overview = self.terminal.hand.overview();
        let sites = allowed(&overview.sites, &overview.portals);
        let (id, shown) = ((self.terminal.environment.new_id)(), self.below_strip());
        let Some(page) = self.online_page_mut().filter(|page| page.standing.id().is_none()) else {
            return Vec::new();
        };
        if let Err(trouble) = online {
            page.standing = PortalStanding::Failed(trouble);
            return Vec::new();
        }
        let opening = Opening::alone(id, page.to.address.clone(), sites);
        *page = OnlinePage::new(page.to.clone(), PortalStanding::Opening(id), minutes);
        vec![Effect::OpenPage { opening: Box::new(opening), shown }]
    }

    /// Where a page of the State begins: below the strip. The window may lie elsewhere on the screen; then it is moved.
    fn below_strip(&self) -> Shown {
        let (window, above) = (self.frame.window_size(), self.strip_pixels());
        Shown {
            language: self.frame.texts.language(),
            at: (0, above),
            size: (pixels(window.width), pixels(window.height).saturating_sub(above)),
        }
    }

    /// How much of the screen the strip takes above the page, in its pixels.
    fn strip_pixels(&self) -> u32 {
        let look = self.context().look;
        pixels(strip_height(&look) * look.scale)
    }

    /// Something is told of a page of the State; nothing where it is not the visitor's.
    pub(super) fn online_told(&mut self, id: Uuid, news: PageNews) -> Option<Vec<Effect>> {
        let is_shown = matches!(self.screen(), Screen::Visitor(VisitorScreen::Online(_)));
        let page = self.online_page_mut().filter(|page| page.standing.id() == Some(id))?;
        Some(match news {
            PageNews::Open => {
                page.standing = PortalStanding::Open(id);
                self.frame.idle.touch();
                Vec::new()
            }
            PageNews::Failed(trouble) => {
                page.standing = PortalStanding::Failed(trouble);
                vec![Effect::ScrollTo(0.0)]
            }
            // Closed in its own window: back to where somebody came from, as by the strip.
            PageNews::Closed => {
                page.standing = PortalStanding::Closed;
                if is_shown { self.back() } else { self.end_online("online-closed") }
            }
        })
    }

    /// Back to the page from which somebody went there, whatever is shown on top of it; says why.
    pub(super) fn end_online(&mut self, why: &'static str) -> Vec<Effect> {
        self.frame.face.modal = None;
        if !self.visitor.stack.back_to(|page| matches!(page, VisitorScreen::Online(_))) {
            return Vec::new();
        }
        let _ = self.visitor.stack.pop();
        let effects = self.arrived();
        self.frame.face.banner = Some(Banner { good: true, message: why, number: None });
        effects
    }

    /// The way back from a page that is open: what was written there would be lost, so it is asked about.
    pub(super) fn ask_to_leave_online(&mut self) -> Option<Vec<Effect>> {
        self.strip_page()?;
        Some(self.ask(What::Offline))
    }

    /// So many seconds have passed at a page that is open.
    pub(super) fn online_second(&mut self, passed: u64) -> Vec<Effect> {
        let Some(page) = self.online_page_mut().filter(|page| page.open().is_some()) else { return Vec::new() };
        page.time.pass(passed);
        page.since += passed;
        if page.time.is_over() {
            return self.end_online("online-over");
        }
        if page.since < PAPERS {
            return Vec::new();
        }
        page.since = 0;
        vec![Effect::LookPapers]
    }

    /// The seconds that are left, once it is asked whether more are wanted, and how many there were.
    pub(super) fn online_asks(&self) -> Option<(u64, u64)> {
        let page = self.online_page().filter(|page| page.open().is_some())?;
        let asked = self.frame.idle.patience(ASKED);
        Some((page.time.asks(asked)?, asked))
    }

    /// "I need more time": both of whoever sits here and of the page.
    pub(super) fn more_time(&mut self) {
        let asks = self.warning().is_some() && self.online_asks().is_some();
        self.frame.idle.touch();
        if let Some(page) = self.online_page_mut().filter(|_| asks) {
            page.time.extend();
        }
    }

    /// Somebody weighs the answers.
    pub(super) fn weigh_time(&mut self) {
        let asked = self.frame.idle.patience(ASKED);
        let asks = self.online_asks().is_some();
        if let Some(page) = self.online_page_mut().filter(|_| asks) {
            page.time.weigh(asked);
        }
    }

    /// Something is told of what is in front.
    pub(super) fn front_told(&mut self, seen: Seen) -> Vec<Effect> {
        match seen {
            Seen::Touched => {
                self.frame.idle.touch();
                Vec::new()
            }
            Seen::Placed => Vec::new(),
            Seen::Entered => {
                if self.strip_page().is_some()
                    && let Some(page) = self.online_page_mut()
                {
                    page.keys = true;
                }
                Vec::new()
            }
            Seen::Called => {
                self.frame.idle.touch();
                if self.strip_page().is_none() {
                    return Vec::new();
                }
                let Some(page) = self.online_page_mut() else { return Vec::new() };
                page.keys = !page.keys;
                if page.keys { Vec::new() } else { vec![Effect::Focus("strip-back".to_owned())] }
            }
        }
    }

    /// The papers that are kept there now.
    pub(super) fn papers_seen(&mut self, papers: &[KeptPaper]) -> Vec<Effect> {
        for page in self.visitor.stack.iter_mut() {
            match page {
                VisitorScreen::Online(page) if page.papers != papers => page.papers = papers.to_vec(),
                VisitorScreen::Kept(page) if page.papers != papers => page.papers = papers.to_vec(),
                _ => {}
            }
        }
        Vec::new()
    }

    /// Shows the papers that are kept.
    pub(super) fn show_papers(&mut self) -> Vec<Effect> {
        let papers = self.online_page().map(|page| page.papers.clone());
        papers.map_or_else(Vec::new, |papers| self.push_visitor(KeptPage { papers, left: Vec::new() }))
    }

    /// Saves them on a stick.
    pub(super) fn save_papers(&self) -> Vec<Effect> {
        let papers = self.online_page().map(|page| page.papers.iter().map(|paper| paper.name.clone()).collect());
        papers.map(Effect::SavePapers).into_iter().collect()
    }

    /// Which were saved; nothing where there is no stick. It is good news only where all of them are on it.
    pub(super) fn papers_saved(&mut self, saved: Option<Saved>) -> Vec<Effect> {
        let saved = saved.filter(|saved| saved.number > 0);
        let number = saved.as_ref().and_then(|saved| u64::try_from(saved.number).ok());
        let left = saved.map(|saved| saved.left);
        let message = match &left {
            None => "kept-no-stick",
            Some(left) if left.is_empty() => "kept-saved",
            Some(_) => "kept-saved-some",
        };
        self.frame.face.banner = Some(Banner { good: message == "kept-saved", message, number });
        if let VisitorScreen::Kept(page) = self.visitor.stack.top_mut() {
            page.left = left.unwrap_or_default();
        }
        self.hear_banner().into_iter().collect()
    }
}

/// A window and its parts have whole pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no size is below nothing or beyond any screen"
)]
fn pixels(size: f32) -> u32 {
    size.max(0.0).ceil() as u32
}
