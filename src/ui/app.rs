//! The application: the frame around every page, the visitor's pages, and the desk, which owns the session. `update` is
//! pure: it says whose a message is, changes this state, and says by effects what the world must do.

mod desk;
pub mod frame;
mod handed;
mod message;
mod online;
mod printing;
mod rest;
mod set_up;
mod sheets;
mod stack;
mod terminal;
#[cfg(test)]
mod tests;
mod visitor;
mod wait;
mod waiting;

pub use desk::Pending;
pub use frame::{Idle, Shortcut};
pub use message::{Banner, EnrolError, Message, Reply, Screen};

use super::access::Said;
use super::ahead::Stillness;
use super::context::{CaseChanges, Context};
use super::effect::{Effect, Source};
use super::page::specialist::{self, Session, lock};
use super::page::visitor::call::Handing;
use super::page::visitor::gallery::GalleryPage;
use super::page::visitor::set_up::SetUpPage;
use super::page::visitor::{Ground as VisitorGround, Visit};
use super::page::{Area as _, Around, First, Page as _, Primary, Turning};
use super::set_up::SetUp;
use super::style::{Look, Theme};
use crate::domain::centre::Centre;
use crate::domain::portal::PortalTrouble;
use crate::domain::record::{Circumstances, Mode};
use crate::domain::setup::Question;
use crate::domain::shelf::{Damaged, Shelf};
use crate::platform::clock::Clock;
use crate::platform::configuration::Configuration;
use crate::store::records::RecordsError;
use crate::sync::catalogue::Standing;
use crate::sync::runner::SyncStatus;
use desk::{Attended, Staff, desk_ground, is_of_a_hand};
use frame::Frame;
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;
use terminal::Terminal;
use uuid::Uuid;
use visitor::Visitor;
use wait::Wait;

/// What the application asks of its surroundings without waiting; replaced in tests.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// The clock.
    pub now: Clock,
    /// How long the program has been running, the machine's sleep included: a clock that is set changes nothing in it.
    pub running: fn() -> Duration,
    /// Time that only passes, for what a hand can do within half a second.
    pub instant: fn() -> std::time::Instant,
    /// New UUIDs of version 7.
    pub new_id: fn() -> Uuid,
    /// Five random bytes, for return codes.
    pub random: fn() -> [u8; 5],
}

/// What the application starts with.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one thing whether it is so")]
pub struct Start {
    /// The configuration.
    pub configuration: Configuration,
    /// The catalogue in use.
    pub shelf: Arc<dyn Shelf>,
    /// How it stands: signed until when.
    pub standing: Standing,
    /// The centre, from enrolment or configuration.
    pub centre: Centre,
    /// Whether the terminal is enrolled.
    pub enrolled: bool,
    /// Who can sign in.
    pub specialists: Vec<String>,
    /// Seconds until a password is looked at, after wrong ones before this start.
    pub wait: u64,
    /// Why the records cannot be used, when they cannot: then there is guidance only.
    pub records_failed: Option<RecordsError>,
    /// Whether to show the components rather than the start page.
    pub gallery: bool,
    /// Whether nobody has set this computer up yet.
    pub first: bool,
    /// Whether sheets of paper can be made here.
    pub sheets: bool,
    /// Whether pages of the State open for visitors at this computer, and if not, why.
    pub online: Result<(), PortalTrouble>,
    /// The surroundings.
    pub environment: Environment,
}

/// The application's state.
pub struct App {
    terminal: Terminal,
    frame: Frame,
    visitor: Visitor,
    staff: Staff,
    attended: Attended,
    /// How long the page shown has been read.
    still: Stillness,
    /// The set-up of this computer, while somebody is at it.
    set_up: Option<SetUp>,
}

impl App {
    /// The application on its start page.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let first = start.first && !start.gallery;
        let visitor = match (start.gallery, first) {
            (true, _) => Visitor::beginning(GalleryPage),
            (false, true) => Visitor::beginning(SetUpPage::new(Question::Language)),
            (false, false) => Visitor::default(),
        };
        let set_up = first.then(|| SetUp::new(true, &start.configuration, Self::centres(start.shelf.as_ref())));
        let terminal = Terminal::new(start);
        Self {
            frame: Frame::new(&terminal.configuration),
            terminal,
            visitor,
            staff: Staff::Nobody,
            attended: Attended::default(),
            still: Stillness::default(),
            set_up,
        }
    }

    /// What is shown.
    #[must_use]
    pub fn screen(&self) -> Screen<'_> {
        match (&self.frame.face.modal, &self.staff) {
            (Some(modal), _) => Screen::Modal(modal),
            (None, Staff::Locked(locked)) => Screen::Locked(&locked.page),
            (None, Staff::AtWork(desk)) if !desk.guides => Screen::Desk(desk.stack.top()),
            (None, Staff::AtWork(_) | Staff::Nobody) => Screen::Visitor(self.visitor.stack.top()),
        }
    }

    /// How much everything is enlarged.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.frame.scale(&self.terminal.configuration)
    }

    /// The window's title, which names the page.
    #[must_use]
    pub fn title(&self) -> String {
        let heading = if self.is_warning() { self.frame.texts.get("idle-heading") } else { self.heading() };
        self.frame.texts.with("window-title-page", &[("heading", heading.into())])
    }

    /// What assistive technology is told of the window as a whole.
    #[must_use]
    pub fn said(&self) -> Said {
        Said {
            name: self.frame.texts.get("window-title"),
            wrong: self.frame.texts.get("field-wrong"),
            language: Some(self.frame.texts.language()),
        }
    }

    /// The contrast in use.
    #[must_use]
    pub const fn theme(&self) -> Theme {
        self.frame.theme
    }

    /// The day, in the centre's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.terminal.today()
    }

    /// Who is signed in.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.staff.desk().map(|desk| &desk.session)
    }

    /// Whether it is locked.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        matches!(self.staff, Staff::Locked(_))
    }

    /// The line above the page.
    #[must_use]
    pub fn banner(&self) -> Option<&Banner> {
        self.frame.face.banner.as_ref()
    }

    /// The catalogue in use.
    #[must_use]
    pub fn shelf(&self) -> &Arc<dyn Shelf> {
        self.terminal.hand.shelf()
    }

    /// The visit in progress.
    #[must_use]
    pub fn visit(&self) -> &Visit {
        &self.visitor.visit
    }

    /// How syncing stands.
    #[must_use]
    pub fn sync(&self) -> SyncStatus {
        self.frame.sync
    }

    /// Whether the question is asked whether anybody is still there.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.warning().is_some()
    }

    /// The surroundings of what is shown.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        context(&self.terminal, &self.frame, self.staff.changes(), self.around())
    }

    /// What stands around what is shown.
    #[must_use]
    pub fn around(&self) -> Around {
        match self.screen() {
            Screen::Visitor(page) => page.around(),
            Screen::Desk(page) => page.around(),
            Screen::Locked(page) => page.around(),
            Screen::Modal(modal) => modal.around(),
        }
    }

    /// The heading of what is shown.
    #[must_use]
    pub fn heading(&self) -> String {
        match self.screen() {
            Screen::Visitor(page) => page.heading(&self.visitor_ground()),
            Screen::Desk(page) => self.desk_ground().map(|ground| page.heading(&ground)).unwrap_or_default(),
            Screen::Locked(page) => page.heading(&self.lock_ground()),
            Screen::Modal(modal) => modal.heading(&self.context()),
        }
    }

    /// The main button of the page shown; a question has its answers instead.
    #[must_use]
    pub fn primary(&self) -> Option<Primary<Message>> {
        match self.screen() {
            Screen::Visitor(page) => Some(page.primary(&self.visitor_ground())?.map(Message::Visitor)),
            Screen::Desk(page) => Some(page.primary(&self.desk_ground()?)?.map(Message::Desk)),
            Screen::Locked(page) => Some(page.primary(&self.lock_ground())?.map(Message::Locked)),
            Screen::Modal(_) => None,
        }
    }

    /// What is wrong on what is shown.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        match self.screen() {
            Screen::Visitor(page) => page.problems(&self.visitor_ground()),
            Screen::Desk(page) => self.desk_ground().map_or_else(Vec::new, |ground| page.problems(&ground)),
            Screen::Locked(page) => page.problems(&self.lock_ground()),
            Screen::Modal(modal) => modal.problems(&self.context()),
        }
    }

    /// The parts of what is shown.
    fn turning(&self) -> Option<Turning<Message>> {
        match self.screen() {
            Screen::Visitor(page) => Some(page.turning(&self.visitor_ground())?.map(Message::Visitor)),
            Screen::Desk(page) => Some(page.turning(&self.desk_ground()?)?.map(Message::Desk)),
            Screen::Locked(_) | Screen::Modal(_) => None,
        }
    }

    /// Where what is shown begins.
    fn first(&self) -> Option<First> {
        match self.screen() {
            Screen::Visitor(page) => page.first(&self.visitor_ground()),
            Screen::Desk(page) => page.first(&self.desk_ground()?),
            Screen::Locked(page) => page.first(&self.lock_ground()),
            // What is still being typed into the page before must not press an answer.
            Screen::Modal(_) => None,
        }
    }

    /// What the visitor's page shown looks at.
    fn visitor_ground(&self) -> VisitorGround<'_> {
        let around = self.visitor.stack.top().around();
        visitor_ground(
            &self.terminal,
            &self.frame,
            &self.staff,
            (&self.visitor.visit, self.visitor.handing(), self.set_up.as_ref()),
            around,
        )
    }

    /// What the desk's page shown looks at; nothing without a session.
    fn desk_ground(&self) -> Option<specialist::Ground<'_>> {
        let desk = self.staff.desk()?;
        let surroundings = context(&self.terminal, &self.frame, Some(&desk.changes), desk.stack.top().around());
        Some(desk_ground(surroundings, &self.terminal, &self.frame, (&desk.session, &desk.agenda)))
    }

    /// What the page of a locked session looks at.
    fn lock_ground(&self) -> lock::Ground<'_> {
        let context = context(&self.terminal, &self.frame, None, lock::WhileLocked::AROUND);
        lock::Ground { context, busy: self.frame.face.busy, wait: self.terminal.wait.left() }
    }

    fn circumstances(&self) -> Circumstances {
        Circumstances {
            language: self.frame.texts.language(),
            centre: self.terminal.centre.id.clone(),
            mode: if self.session().is_some() { Mode::Assisted } else { Mode::Alone },
            catalogue: self.terminal.hand.overview().number,
        }
    }

    /// Changes the state; says what the world must do.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let part = self.part();
        let warned = self.is_warning();
        let scanned = self.is_scanning();
        let portal = self.at_portal();
        let online = self.at_online();
        let before = self.terminal.hand.generation();
        self.staff.note_day(&self.terminal);
        let by_hand = is_of_a_hand(&message);
        let mut effects = self.hear(message);
        effects.extend(self.attend(by_hand));
        self.note_set_up();
        if by_hand {
            self.frame.rest.end();
            self.still.end();
        }
        if self.session().is_none() && !self.visitor.has_begun() {
            // It holds the answers that it was computed from.
            self.terminal.plans.forget();
        }
        if matches!(self.screen(), Screen::Visitor(_)) {
            effects.extend(self.find());
        }
        if self.terminal.hand.generation() != before {
            // Another release, or another copy that stands in for a damaged one: it was looked at by nobody yet.
            self.terminal.take_index();
            self.staff.note_changes(&mut self.terminal);
            effects.push(Effect::Examine(self.terminal.source()));
            self.still.end();
        }
        if self.part() != part {
            self.frame.page_number += 1;
            self.still.end();
        }
        effects.extend(self.leave_sheet());
        let recorded = effects.iter().any(|effect| matches!(effect, Effect::Record { .. }));
        effects.extend(self.leave_ahead(recorded));
        effects.extend(self.leave_portal(portal));
        effects.extend(self.leave_online(online));
        effects.extend(self.heed_warning(warned));
        // Whoever left the page, by whatever way, lets no further page come; before anything is erased.
        if scanned == Some(true) && self.is_scanning().is_none() {
            effects.insert(0, Effect::StopScan);
        }
        effects
    }

    /// What of a page is shown, for one that is turned part by part.
    fn part(&self) -> (&'static str, usize) {
        let screen = self.screen();
        let part = match screen {
            Screen::Visitor(page) => page.part(),
            Screen::Desk(page) => page.part(),
            Screen::Locked(_) | Screen::Modal(_) => 0,
        };
        (screen.name(), part)
    }

    /// Gives a message to whom it is for.
    fn hear(&mut self, message: Message) -> Vec<Effect> {
        if self.is_locked() {
            return self.update_locked(message);
        }
        match message {
            Message::Visitor(message) => self.update_visitor(message),
            Message::Desk(message) => self.update_desk(message),
            Message::Modal(message) => self.update_modal(message),
            Message::Frame(message) => self.update_frame(message),
            Message::Reply(reply) => self.hear_reply(reply),
            // Of a lock that was opened meanwhile.
            Message::Locked(_) | Message::Done => Vec::new(),
        }
    }

    /// Gives an answer of the disk or the line to whom it is for.
    fn hear_reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Recorded(id, result) => self.recorded(id, result),
            Reply::SignedIn(result) => self.signed_in(result),
            Reply::Codes(codes) => self.codes_counted(codes),
            Reply::NotCopied => self.not_copied(),
            Reply::PlanLeft(id, result) => self.plan_left(id, result),
            Reply::PlanTaken(result) => self.plan_taken(result),
            Reply::RelayKnown(changes, known) => self.relay_known(changes, known),
            Reply::SticksFound(places) => self.sticks_found(places),
            Reply::TakenAlong(result) => self.taken_along(result),
            Reply::Brought(result) => self.brought(result),
            Reply::ProvidersSaid(words) => self.providers_said(words),
            Reply::RoomCame(arrived) => self.room_came(arrived),
            Reply::RoomTaken(result) => self.room_taken(result),
            Reply::PeopleDone(result) => self.people_done(result),
            Reply::Enrolled(result) => self.enrolled(result),
            Reply::JournalRead(lines) => self.journal_read(lines),
            Reply::PostRead(post) => self.post_read(post),
            Reply::Sync(status) => self.synced(status),
            Reply::CatalogueLook(standing, catalogue) => self.looked_for_catalogue(standing, catalogue),
            Reply::IndexLoaded(result) => self.index_loaded(&result),
            Reply::Examined(of, result) => self.examined(&of, result),
            Reply::SheetCame(number, news) => self.sheet_came(number, news),
            Reply::PageDrawn(number, picture) => self.page_drawn(number, picture),
            Reply::Equipped(equipment) => self.equipped(equipment),
            Reply::PrintTold(order, told) => self.print_told(order, told),
            Reply::SheetKept(kept) => self.sheet_kept(kept),
            Reply::ScanTold(id, news) => self.scan_told(id, news),
            Reply::PagesRead(read) => self.pages_read(read),
            Reply::MonthRead(month, entries) => self.month_read(month, &entries),
            Reply::QueueRead(queue) => self.queue_read(queue),
            Reply::NumberDrawn(result) => self.number_drawn(result),
            Reply::NumberCalled(result) => self.number_called(result),
            Reply::MonthKept(kept) => self.month_kept(kept),
            Reply::CasePageDrawn(page, picture) => self.case_page_drawn(page, picture),
            Reply::LookedAround(equipment) => self.looked_around(equipment),
            Reply::SettingsWritten(result) => self.settings_written(result),
            Reply::SendingSwitched(result) => self.sending_switched(result),
            Reply::LookedOver(found) => self.looked_over(found),
            Reply::TrialTold(id, told) => self.trial_told(id, told),
            Reply::PortalTold(id, news) => match self.online_told(id, news) {
                Some(effects) => effects,
                None => self.portal_told(id, news),
            },
            Reply::FrontTold(seen) => self.front_told(seen),
            Reply::PapersSeen(papers) => self.papers_seen(&papers),
            Reply::PapersSaved(saved) => self.papers_saved(saved),
            Reply::OwnProgramSeen(program) => self.own_program_seen(program),
        }
    }

    /// The hub was asked for a newer catalogue.
    fn looked_for_catalogue(&mut self, standing: Standing, catalogue: Option<Arc<dyn Shelf>>) -> Vec<Effect> {
        self.terminal.standing = standing;
        if let Some(shelf) = catalogue {
            self.terminal.take_catalogue(shelf);
        }
        Vec::new()
    }

    /// What a look at all of the catalogue gave, when it is still the one in use.
    fn examined(&mut self, of: &Source, result: Result<Vec<String>, Damaged>) -> Vec<Effect> {
        if *of != self.terminal.source() {
            return Vec::new();
        }
        match result {
            Ok(left_out) => self.terminal.left_out = left_out,
            Err(_) => self.terminal.step_around(),
        }
        Vec::new()
    }
}

/// Nothing changed under the cases of nobody.
static NO_CHANGES: CaseChanges = CaseChanges::new();

/// The surroundings of a page. Somebody is signed in where there is a desk, with what changed under its cases.
fn context<'a>(
    terminal: &'a Terminal,
    frame: &'a Frame,
    changes: Option<&'a CaseChanges>,
    around: Around,
) -> Context<'a> {
    let page = frame.page_size(&terminal.configuration);
    Context {
        look: Look { page, dense: around.dense, scale: frame.scale(&terminal.configuration) },
        dots: frame.dots,
        texts: &frame.texts,
        catalogue: terminal.hand.catalogue(),
        hand: &terminal.hand,
        plans: &terminal.plans,
        sheets: &terminal.sheets,
        allowance: terminal.configuration.allowance(),
        online: terminal.online,
        changes: changes.unwrap_or(&NO_CHANGES),
        centre: &terminal.centre,
        waiting: terminal.waiting.as_ref(),
        today: terminal.today(),
        in_moldova: terminal.in_moldova(),
        assisted: changes.is_some(),
        is_enrolled: terminal.enrolled,
        doctor: &terminal.doctor,
    }
}

/// What a visitor's page looks at.
fn visitor_ground<'a>(
    terminal: &'a Terminal,
    frame: &'a Frame,
    staff: &'a Staff,
    (visit, handing, set_up): (&'a Visit, Option<&'a Handing>, Option<&'a SetUp>),
    around: Around,
) -> VisitorGround<'a> {
    VisitorGround {
        context: context(terminal, frame, staff.changes(), around),
        visit,
        handing,
        index: terminal.index.as_deref(),
        busy: frame.face.busy,
        wait: terminal.wait.left(),
        set_up,
    }
}
