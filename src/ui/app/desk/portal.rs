//! The page of the State beside the desk: opened and closed, one field copied at a time, and back to the number.

use crate::domain::case::Verb;
use crate::domain::portal::PortalStanding;
use crate::platform::browser::{PageNews, Shown};
use crate::ui::app::{App, Screen, Staff};
use crate::ui::effect::Effect;
use crate::ui::page::specialist::portal::{Message, PortalPage};
use crate::ui::page::specialist::{Message as DeskMessage, Screen as DeskScreen};
use crate::ui::portal::PortalWish;
use uuid::Uuid;

/// How many seconds what was copied stays in the clipboard of the system.
const COPIED: u64 = 30;

/// Who works on a page of the State touches nothing here: so long it is waited for them at least, in minutes.
const MINUTES: u64 = 30;

/// How much of the screen is left to what is copied from.
const BESIDE: f32 = 0.36;

/// Where somebody is with a page of the State.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui::app) struct AtPortal {
    /// The page that is open or on its way.
    open: Option<Uuid>,
    /// Whether it was open at some time.
    was_open: bool,
    /// Whether a field of it is in the clipboard.
    copied: bool,
}

impl App {
    /// Does what the page wants.
    pub(super) fn portal_wish(&mut self, wish: PortalWish) -> Vec<Effect> {
        match wish {
            PortalWish::Show(case, request) => {
                let mut effects = self.form(case, |case, _| PortalPage::new(case, request).into());
                // One press is enough; where something is missing, the page says what.
                effects.extend(self.update_desk(DeskMessage::Portal(Message::Open)));
                effects
            }
            PortalWish::Open(opening) => vec![Effect::OpenPage { opening, shown: self.beside() }],
            PortalWish::Copy(place, field) => {
                if let Some(page) = self.portal_page_mut() {
                    page.copied = Some((place, 0));
                }
                vec![Effect::CopyField(field)]
            }
            PortalWish::Leave => self.back(),
        }
    }

    /// Nothing was copied after all: nothing is said to be, and what was copied before is taken out.
    pub(in crate::ui::app) fn not_copied(&mut self) -> Vec<Effect> {
        if let Some(page) = self.portal_page_mut() {
            page.copied = None;
        }
        let mut effects = self.refuse("portal-not-copied");
        effects.push(Effect::ForgetCopied);
        effects
    }

    /// Beside the window's column, or where the screen stands upright, below it.
    fn beside(&self) -> Shown {
        let window = self.frame.window_size();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window has whole pixels")]
        let pixels = |size: f32| size.max(0.0) as u32;
        let (width, height) = (pixels(window.width), pixels(window.height));
        let (left, top) = if window.width > window.height {
            (pixels(window.width * BESIDE), 0)
        } else {
            (0, pixels(window.height * BESIDE))
        };
        Shown {
            language: self.frame.texts.language(),
            at: (left, top),
            size: (width.saturating_sub(left), height.saturating_sub(top)),
        }
    }

    /// The page beside that of the State, where it is shown to whoever is at work.
    fn portal_page(&self) -> Option<&PortalPage> {
        self.staff.desk()?.stack.iter().find_map(|page| match page {
            DeskScreen::Portal(page) => Some(page),
            _ => None,
        })
    }

    fn portal_page_mut(&mut self) -> Option<&mut PortalPage> {
        self.staff.desk_mut()?.stack.iter_mut().find_map(|page| match page {
            DeskScreen::Portal(page) => Some(page),
            _ => None,
        })
    }

    /// Where somebody is with a page of the State.
    pub(in crate::ui::app) fn at_portal(&self) -> Option<AtPortal> {
        let page = self.portal_page()?;
        Some(AtPortal { open: page.standing.id(), was_open: page.was_open, copied: page.copied.is_some() })
    }

    /// What follows from leaving it, by whatever way: back, to the desk, by a lock, by the end of the session.
    pub(in crate::ui::app) fn leave_portal(&mut self, before: Option<AtPortal>) -> Vec<Effect> {
        let before = before.unwrap_or_default();
        self.heed_consent();
        let now = self.at_portal();
        let mut effects = Vec::new();
        if before.open.is_some() && now.is_none_or(|now| now.open.is_none()) {
            effects.push(Effect::ClosePage);
        }
        if before.copied && !now.is_some_and(|now| now.copied) {
            effects.push(Effect::ForgetCopied);
        }
        if before.was_open && now.is_none() {
            effects.extend(self.ask_for_number());
        }
        effects
    }

    /// Whoever agrees no more has nothing done in their name on a page that is open.
    fn heed_consent(&mut self) {
        let today = self.today();
        let Some(page) = self.portal_page().filter(|page| page.standing.id().is_some()) else { return };
        let found = self.session().and_then(|session| session.request(page.case, page.request));
        let allowed = found.is_some_and(|(case, request)| case.allows(Verb::Act, &request.service, today).is_ok());
        if let Some(page) = self.portal_page_mut().filter(|_| !allowed) {
            (page.standing, page.copied) = (PortalStanding::Closed, None);
        }
    }

    /// Whoever comes from the page of the State is asked for the provider's number.
    fn ask_for_number(&mut self) -> Vec<Effect> {
        if !matches!(self.screen(), Screen::Desk(DeskScreen::Request(_))) {
            return Vec::new();
        }
        let Some(DeskScreen::Request(page)) = self.staff.desk_mut().map(|desk| desk.stack.top_mut()) else {
            return Vec::new();
        };
        page.comes_from_portal();
        let mut effects = vec![Effect::ScrollTo(0.0)];
        effects.extend(self.write_in("request-number", false));
        effects
    }

    /// Something is told of a page of the State.
    pub(in crate::ui::app) fn portal_told(&mut self, id: Uuid, news: PageNews) -> Vec<Effect> {
        let is_shown = matches!(self.screen(), Screen::Desk(DeskScreen::Portal(_)));
        let Some(page) = self.portal_page_mut().filter(|page| page.standing.id() == Some(id)) else {
            return Vec::new();
        };
        match news {
            PageNews::Open => {
                (page.standing, page.was_open) = (PortalStanding::Open(id), true);
                Vec::new()
            }
            PageNews::Failed(trouble) => {
                page.standing = PortalStanding::Failed(trouble);
                vec![Effect::ScrollTo(0.0)]
            }
            PageNews::Closed => {
                page.standing = PortalStanding::Closed;
                if !is_shown {
                    return Vec::new();
                }
                let mut effects = self.back();
                effects.extend(self.ask_for_number());
                effects
            }
        }
    }

    /// So many seconds have passed: what was copied is not copied any more once its time is over.
    pub(in crate::ui::app) fn forget_copied(&mut self, passed: u64) {
        if let Some(page) = self.portal_page_mut() {
            let older = page.copied.map(|(place, seconds)| (place, seconds.saturating_add(passed)));
            page.copied = older.filter(|(_, seconds)| *seconds < COPIED);
        }
    }

    /// After how many minutes without a touch who is signed in is signed out.
    pub(in crate::ui::app) fn minutes_of_work(&self) -> u64 {
        let usual = self.terminal.configuration.specialist_minutes;
        let is_open = matches!(self.staff, Staff::AtWork(_)) && self.at_portal().is_some_and(|at| at.open.is_some());
        if is_open { usual.max(MINUTES) } else { usual }
    }
}
