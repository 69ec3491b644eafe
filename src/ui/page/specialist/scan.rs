//! The papers of a case that come in: which paper, by the glass, the feeder or a stick; the pages that are kept, each with
//! what speaks against it; and a look at one of them.

mod view;

pub use view::WIDTH;

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, CasePage, Command};
use crate::domain::hidden::hidden;
use crate::domain::scanning::{Count, ScanTrouble};
use crate::domain::service::Need;
use crate::scan::source::Tray;
use crate::store::pages::{KeptPage, Room};
use crate::ui::component::{Element, Tone, notice};
use crate::ui::context::Context;
use crate::ui::page::{Page, Primary};
use crate::ui::picture::Picture;
use crate::ui::scanning::{Origin, PagesRead, ScanNews};
use std::path::PathBuf;
use uuid::Uuid;

/// The most sheets that somebody says to have put in.
const MOST_SHEETS: u16 = 200;

/// What a page of the case asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanWish {
    /// Have papers come in, under this number.
    Start {
        /// The number.
        id: Uuid,
        /// The case.
        case: Uuid,
        /// The paper.
        paper: Option<String>,
        /// From where.
        origin: Origin,
    },
    /// No further one.
    Stop,
    /// Show a page.
    Look {
        /// The case.
        case: Uuid,
        /// The page.
        page: Uuid,
    },
    /// The pages of a case are these now; one that was taken out goes.
    Settle {
        /// The case.
        case: Uuid,
        /// The page that was taken out.
        out: Option<Uuid>,
    },
}

/// The page.
#[derive(Clone, PartialEq)]
pub struct ScanPage {
    /// The case.
    pub case: Uuid,
    /// The paper of the list; none for another one.
    paper: Option<String>,
    /// How many sheets were put in, as it was typed.
    put: String,
    /// The pages that lie here, in their order; nothing until it was looked.
    pages: Option<Vec<KeptPage>>,
    /// Pages that were taken out, or that another took the place of: the case says no more of them.
    gone: Vec<Uuid>,
    /// Pages here that do not open.
    closed: usize,
    room: Room,
    places: Vec<PathBuf>,
    work: Option<Work>,
    /// What went wrong at the last scan.
    troubles: Vec<ScanTrouble>,
    /// How many pages came of it, once it has ended.
    came: Option<u16>,
    count: Option<Count>,
    looking: Option<(Uuid, Option<Picture>)>,
}

hidden!(ScanPage, "ScanPage");

/// A scan that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Work {
    id: Uuid,
    put: Option<u16>,
    came: u16,
    /// The page in the place of which the next one comes.
    replaces: Option<Uuid>,
}

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The sheets that come are of this paper; of another where none is named.
    Paper(Option<String>),
    /// How many sheets were put in.
    Put(String),
    /// Scan the sheet on the glass.
    Glass,
    /// Scan what lies in the feeder.
    Feeder,
    /// Take the pictures of this place.
    Place(PathBuf),
    /// No further page.
    Stop,
    /// Look at a page.
    Look(Uuid),
    /// Back to all pages.
    All,
    /// Scan a page once more, by the glass.
    Again(Uuid),
    /// A page goes one place up.
    Up(Uuid),
    /// Take a page out.
    TakeOut(Uuid),
}

impl Page for ScanPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "case-scan";

    fn heading(&self, ground: &Ground<'_>) -> String {
        match self.shown() {
            Some((number, _)) => {
                ground.context.tr_with("scan-page-heading", &[("number", i64::try_from(number).unwrap_or(0).into())])
            }
            None => ground.context.tr("scan-heading"),
        }
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let context = &ground.context;
        let case = ground.session.case(self.case)?;
        Some(if self.looking.is_some() {
            Primary::new("scan-all", context.tr("scan-all"), Message::All).with_key("Enter")
        } else if self.work.is_some() {
            Primary::new("scan-stop", context.tr("scan-stop"), Message::Stop).not_by_enter()
        } else if !case.keeps_pages() || self.pages.is_none() {
            return None;
        } else {
            Primary::new("scan-glass", context.tr("scan-glass"), Message::Glass).with_key("Enter")
        })
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some(case) = ground.session.case(self.case).filter(|case| case.keeps_pages()) else { return Action::None };
        match message {
            Message::Paper(paper) => self.paper = paper,
            Message::Put(typed) => {
                self.put = typed.chars().filter(char::is_ascii_digit).take(3).collect();
            }
            Message::Glass => return self.start(Origin::Scanner(Tray::Glass), None, None, ground),
            Message::Feeder => {
                let put = self.put.parse().ok().filter(|put| (1..=MOST_SHEETS).contains(put));
                return self.start(Origin::Scanner(Tray::Feeder), put, None, ground);
            }
            Message::Place(place) => return self.start(Origin::Place(place), None, None, ground),
            Message::Stop => {
                return if self.work.is_some() { Action::Scan(ScanWish::Stop) } else { Action::None };
            }
            Message::Look(page) => {
                self.looking = Some((page, None));
                return Action::Scan(ScanWish::Look { case: case.id, page });
            }
            Message::All => self.looking = None,
            Message::Again(page) => {
                let paper = self.page(page).and_then(|kept| kept.page.paper.clone());
                self.paper = paper;
                return self.start(Origin::Scanner(Tray::Glass), None, Some(page), ground);
            }
            Message::Up(page) => {
                let pages = self.pages.as_mut().filter(|_| self.work.is_none());
                let place = pages.as_ref().and_then(|pages| pages.iter().position(|kept| kept.page.id == page));
                if let (Some(pages), Some(place @ 1..)) = (pages, place) {
                    pages.swap(place - 1, place);
                    return Action::Scan(ScanWish::Settle { case: case.id, out: None });
                }
            }
            Message::TakeOut(page) => {
                if let Some(pages) = self.pages.as_mut().filter(|_| self.work.is_none()) {
                    pages.retain(|kept| kept.page.id != page);
                    self.looking = None;
                    self.gone.push(page);
                    return Action::Scan(ScanWish::Settle { case: case.id, out: Some(page) });
                }
            }
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        match ground.session.case(self.case) {
            Some(case) => self.draw(&ground.context, case, self.heading(ground)),
            None => notice(Tone::Information, ground.context.tr("event-gone")),
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let case = ground.session.case(self.case).filter(|_| self.looking.is_none() && self.work.is_none())?;
        let listed = Self::listed(&ground.context, case);
        let place = digit.checked_sub(1)?;
        listed.into_iter().nth(place).map(|(id, _)| Message::Paper(Some(id)))
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        self.looking.is_none()
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }
}

impl ScanPage {
    /// The page of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self {
            case: case.id,
            paper: None,
            put: String::new(),
            pages: None,
            gone: Vec::new(),
            closed: 0,
            room: Room::default(),
            places: Vec::new(),
            work: None,
            troubles: Vec::new(),
            came: None,
            count: None,
            looking: None,
        }
    }

    /// The papers of the case's list, by id and name.
    fn listed(context: &Context<'_>, case: &Case) -> Vec<(String, String)> {
        let Some(planned) = context.planned(&case.event, &case.answers) else { return Vec::new() };
        let brought =
            planned.plan().papers.iter().filter(|paper| paper.need == Need::Bring && paper.from_step.is_none());
        brought.map(|paper| (paper.paper.id.clone(), context.text(&paper.paper.name))).collect()
    }

    fn page(&self, id: Uuid) -> Option<&KeptPage> {
        self.pages.iter().flatten().find(|kept| kept.page.id == id)
    }

    /// The page that is looked at, with its number.
    fn shown(&self) -> Option<(usize, &KeptPage)> {
        let (id, _) = self.looking.as_ref()?;
        (1..).zip(self.pages.iter().flatten()).find(|(_, kept)| kept.page.id == *id)
    }

    /// Whether papers come in now.
    #[must_use]
    pub const fn is_at_work(&self) -> bool {
        self.work.is_some()
    }

    fn start(&mut self, origin: Origin, put: Option<u16>, replaces: Option<Uuid>, ground: &Ground<'_>) -> Action {
        if self.work.is_some() || self.pages.is_none() {
            return Action::None;
        }
        let id = (ground.new_id)();
        self.work = Some(Work { id, put, came: 0, replaces });
        (self.troubles, self.came, self.count, self.looking) = (Vec::new(), None, None, None);
        Action::Scan(ScanWish::Start { id, case: self.case, paper: self.paper.clone(), origin })
    }

    /// What lies here was read: in the order that the case says, and what it does not say behind.
    pub fn read(&mut self, read: PagesRead, case: &Case) {
        let mut pages = read.lying.pages;
        let place =
            |kept: &KeptPage| case.pages.iter().position(|known| known.id == kept.page.id).unwrap_or(usize::MAX);
        pages.sort_by_key(place);
        (self.pages, self.closed, self.room, self.places) = (Some(pages), read.lying.closed, read.room, read.places);
    }

    /// Something is told of the papers that come in. Gives the page that another took the place of, once nothing more
    /// comes; nothing where it is told of others.
    pub fn hear(&mut self, id: Uuid, news: ScanNews) -> Option<ScanHeard> {
        let work = self.work.as_mut().filter(|work| work.id == id)?;
        match news {
            ScanNews::Kept(kept) => {
                work.came = work.came.saturating_add(1);
                self.room.used = self.room.used.saturating_add(u64::from(kept.page.bytes));
                self.room.free = self.room.free.saturating_sub(u64::from(kept.page.bytes));
                let pages = self.pages.get_or_insert_default();
                let place = work.replaces.and_then(|old| pages.iter().position(|known| known.page.id == old));
                match place {
                    Some(place) => {
                        pages[place] = kept;
                        let old = work.replaces.take()?;
                        self.gone.push(old);
                        return Some(ScanHeard::Replaced(old));
                    }
                    None => pages.push(kept),
                }
                Some(ScanHeard::More)
            }
            ScanNews::Trouble(trouble) => {
                if !self.troubles.contains(&trouble) {
                    self.troubles.push(trouble);
                }
                Some(ScanHeard::More)
            }
            ScanNews::Ended => {
                let Work { put, came, .. } = self.work.take()?;
                self.came = Some(came);
                self.count = put.map(|put| Count::of(put, came)).filter(|count| *count != Count::Right);
                self.put = String::new();
                Some(ScanHeard::Ended)
            }
        }
    }

    /// A page is ready to be shown.
    pub fn take_picture(&mut self, page: Uuid, picture: Option<Picture>) {
        if let Some((looking, known)) = &mut self.looking
            && *looking == page
        {
            *known = picture;
        }
    }

    /// What the case is to say of its pages: those here in their order, and those of other computers behind.
    #[must_use]
    pub fn settled(&self, case: &Case, out: Option<Uuid>) -> Option<Command> {
        let mut pages: Vec<CasePage> = self.pages.as_ref()?.iter().map(|kept| kept.page.clone()).collect();
        let elsewhere = case
            .pages
            .iter()
            .filter(|known| Some(known.id) != out && !self.gone.contains(&known.id) && self.page(known.id).is_none());
        pages.extend(elsewhere.cloned());
        (pages != case.pages && case.keeps_pages()).then_some(Command::Pages(pages))
    }
}

/// What came of a word of the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanHeard {
    /// More comes.
    More,
    /// A page took the place of this one, which goes.
    Replaced(Uuid),
    /// Nothing more comes.
    Ended,
}
