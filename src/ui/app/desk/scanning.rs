//! Papers that come in for a case: what the page wants is given to the disk and the scanner, and what they answer to it.

use crate::domain::case::Case;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::page::specialist::Screen;
use crate::ui::page::specialist::scan::{ScanHeard, ScanPage, ScanWish, WIDTH};
use crate::ui::picture::Picture;
use crate::ui::scanning::{PagesRead, ScanNews, ScanOrder};
use uuid::Uuid;

impl App {
    /// Shows the papers of a case that come in.
    pub(super) fn show_scan(&mut self, id: Uuid) -> Vec<Effect> {
        // Who may not open cases has no papers of them either.
        let Some(keys) = self.session().and_then(|session| session.keys.clone()) else { return Vec::new() };
        let mut effects = self.form(id, |case, _| ScanPage::new(case).into());
        effects.push(Effect::ReadPages { case: id, keys });
        effects
    }

    /// Does what the page wants.
    pub(super) fn scan_wish(&mut self, wish: ScanWish) -> Vec<Effect> {
        // Who may not open cases has no papers of them either.
        let Some(keys) = self.session().and_then(|session| session.keys.clone()) else { return Vec::new() };
        match wish {
            ScanWish::Start { id, case, paper, origin } => {
                vec![Effect::Scan(Box::new(ScanOrder { id, case, paper, origin, keys }))]
            }
            ScanWish::Stop => vec![Effect::StopScan],
            ScanWish::Look { case, page } => {
                vec![Effect::DrawCasePage { case, page, keys, width: u32::from(WIDTH) }, Effect::ScrollTo(0.0)]
            }
            ScanWish::Settle { case, out } => {
                let mut effects = self.settle_pages(out);
                effects.extend(out.map(|page| Effect::TakePageOut { case, page }));
                effects
            }
        }
    }

    /// The page of papers that come in, wherever it lies among those of the desk.
    fn scan_page(&mut self) -> Option<(&mut ScanPage, Option<Case>)> {
        let desk = self.staff.desk_or_locked_mut()?;
        let page = desk.stack.iter_mut().find_map(|page| match page {
            Screen::Scan(page) => Some(page),
            _ => None,
        })?;
        let case = desk.session.case(page.case).cloned();
        Some((page, case))
    }

    /// The case says what lies here, where it does not yet.
    pub(super) fn settle_pages(&mut self, out: Option<Uuid>) -> Vec<Effect> {
        if self.waits_for_disk() || !matches!(self.screen(), crate::ui::app::Screen::Desk(Screen::Scan(_))) {
            // It is said once the disk has answered, or when the page is there again.
            return Vec::new();
        }
        let Some((page, Some(case))) = self.scan_page() else { return Vec::new() };
        if page.is_at_work() {
            return Vec::new();
        }
        match page.settled(&case, out) {
            Some(command) => self.command(case.id, command),
            None => Vec::new(),
        }
    }

    /// Something is told of papers that come in.
    pub(in crate::ui::app) fn scan_told(&mut self, id: Uuid, news: ScanNews) -> Vec<Effect> {
        let Some((page, _)) = self.scan_page() else { return Vec::new() };
        let case = page.case;
        match page.hear(id, news) {
            Some(ScanHeard::Replaced(page)) => vec![Effect::TakePageOut { case, page }],
            Some(ScanHeard::Ended) => self.settle_pages(None),
            Some(ScanHeard::More) | None => Vec::new(),
        }
    }

    /// What lies here of a case was read.
    pub(in crate::ui::app) fn pages_read(&mut self, read: PagesRead) -> Vec<Effect> {
        match self.scan_page() {
            Some((page, Some(case))) if page.case == read.case => page.read(read, &case),
            _ => return Vec::new(),
        }
        self.settle_pages(None)
    }

    /// A page is ready to be shown.
    pub(in crate::ui::app) fn case_page_drawn(&mut self, page: Uuid, picture: Option<Picture>) -> Vec<Effect> {
        if let Some((scan, _)) = self.scan_page() {
            scan.take_picture(page, picture);
        }
        Vec::new()
    }

    /// Whether papers come in just now, where there is somebody to whom they come.
    pub(in crate::ui::app) fn is_scanning(&self) -> Option<bool> {
        let desk = self.staff.desk_or_locked()?;
        desk.stack.iter().find_map(|page| match page {
            Screen::Scan(page) => Some(page.is_at_work()),
            _ => None,
        })
    }
}
