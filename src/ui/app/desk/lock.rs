//! Locked: the session is off the stage, with its pages and what stands half-typed on them, and comes back whole. While
//! it is off, the rest of the program finds nobody signed in; only what is named here is done.

use super::{Desk, Staff};
use crate::domain::text::Language;
use crate::store::records::RecordsError;
use crate::ui::app::frame::{Face, Message as Framed, Shortcut};
use crate::ui::app::visitor::Visitor;
use crate::ui::app::{App, Message, Reply, context};
use crate::ui::effect::Effect;
use crate::ui::modal::{Keys, Modal};
use crate::ui::page::Page as _;
use crate::ui::page::door::Wanted;
use crate::ui::page::specialist::lock::{self, Action, LockPage};
use crate::ui::page::specialist::{Ground, Session};
use crate::ui::page::visitor::Visit;
use crate::ui::page::{specialist, visitor};
use crate::ui::question::What;

/// The page shown, and what is off the stage.
pub struct Locked {
    pub(in crate::ui::app) page: LockPage,
    pub(super) desk: Box<Desk>,
    visitor: Visitor,
    face: Face,
    language: Language,
    /// Whether something was written in the session that is not recorded and would be lost with it.
    unsaved: bool,
}

impl Locked {
    /// Whether a page with a sheet on it is off the stage.
    pub(in crate::ui::app) fn shows_sheet(&self) -> bool {
        let works = self.desk.stack.iter().any(|page| matches!(page, specialist::Screen::Print(_)));
        works || self.visitor.stack.iter().any(|page| matches!(page, visitor::Screen::Print(_)))
    }
}

impl App {
    /// Locks at once, whatever is shown.
    pub(in crate::ui::app) fn lock(&mut self) -> Vec<Effect> {
        let unsaved = self.has_written();
        let desk = match std::mem::take(&mut self.staff) {
            Staff::AtWork(desk) => desk,
            other @ (Staff::Nobody | Staff::Locked(_)) => {
                self.staff = other;
                return Vec::new();
            }
        };
        self.staff = Staff::Locked(Box::new(Locked {
            page: LockPage::new(),
            desk,
            visitor: std::mem::take(&mut self.visitor),
            face: std::mem::take(&mut self.frame.face),
            language: self.frame.texts.language(),
            unsaved,
        }));
        self.frame.idle.touch();
        self.arrived()
    }

    /// Whether something was written in this session that is not recorded and would be lost with it.
    fn has_written(&self) -> bool {
        let Some(desk) = self.staff.desk() else { return false };
        let written = |ground: &Ground<'_>| desk.stack.iter().any(|page| page.is_written(ground));
        self.visitor.has_begun() || desk.pending.is_some() || self.desk_ground().is_some_and(|ground| written(&ground))
    }

    /// An answer to what was asked before it was locked: it changes what is off the stage, and nothing that is seen.
    fn behind(&mut self, answer: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let locked = match std::mem::take(&mut self.staff) {
            Staff::Locked(locked) => *locked,
            other @ (Staff::Nobody | Staff::AtWork(_)) => {
                self.staff = other;
                return answer(self);
            }
        };
        let Locked { page, desk, visitor, face, language, unsaved } = locked;
        self.staff = Staff::AtWork(desk);
        let front = std::mem::replace(&mut self.visitor, visitor);
        let before = std::mem::replace(&mut self.frame.face, face);
        let mut effects = answer(self);
        let visitor = std::mem::replace(&mut self.visitor, front);
        let face = std::mem::replace(&mut self.frame.face, before);
        if let Staff::AtWork(desk) = std::mem::take(&mut self.staff) {
            self.staff = Staff::Locked(Box::new(Locked { page, desk, visitor, face, language, unsaved }));
        }
        effects.retain(|effect| {
            matches!(
                effect,
                Effect::WakeSync
                    | Effect::Record { .. }
                    | Effect::ReadJournal
                    | Effect::ReadPost
                    | Effect::ErasePages(_)
                    | Effect::TakePageOut { .. }
            )
        });
        effects
    }

    /// Everything that can happen while it is locked. What is not for the page or the frame is for nobody.
    pub(in crate::ui::app) fn update_locked(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Locked(message) => self.update_lock(message),
            Message::Modal(message) => self.update_modal(message),
            Message::Frame(message) => self.update_frame_of_lock(message),
            Message::Reply(reply) => self.reply_behind(reply),
            Message::Visitor(_) | Message::Desk(_) | Message::Done => Vec::new(),
        }
    }

    fn update_frame_of_lock(&mut self, message: Framed) -> Vec<Effect> {
        match message {
            // The way to the visitor's pages leads through the end of the session.
            Framed::HideAndStartAgain => self.update_lock(lock::Message::End),
            Framed::Back | Framed::Shortcut(Shortcut::Escape) => self.return_to_password(),
            Framed::Shortcut(Shortcut::Enter) => {
                self.frame.idle.touch();
                if let Some(Keys { enter, .. }) = self.frame.face.modal.as_ref().map(Modal::keys) {
                    return self.update_modal(enter);
                }
                self.primary().map_or_else(Vec::new, |primary| self.hear(primary.message))
            }
            Framed::Shortcut(Shortcut::Digit(_) | Shortcut::Key(_)) => {
                self.frame.idle.touch();
                Vec::new()
            }
            // No visitor is at a page of the State while somebody is signed in.
            Framed::Help | Framed::Lock | Framed::LeaveOnline => Vec::new(),
            Framed::Shortcut(Shortcut::PageDown | Shortcut::PageUp)
            | Framed::Language(_)
            | Framed::LargerText
            | Framed::Contrast
            | Framed::ToggleKeys
            | Framed::Key(_)
            | Framed::MoreTime
            | Framed::Weighed
            | Framed::Activity(_)
            | Framed::Tick
            | Framed::Resized(_)
            | Framed::PageResized(_)
            | Framed::Placed(_)
            | Framed::WindowFocus(_)
            | Framed::Described(_)
            | Framed::Wish(_) => self.update_frame(message),
        }
    }

    fn reply_behind(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::SignedIn(result) => self.unlocked(result),
            Reply::Recorded(id, result) => self.behind(|app| app.recorded(id, result)),
            Reply::RoomCame(arrived) => self.room_came(arrived),
            // Taken once somebody is there again.
            Reply::RoomTaken(_) => self.room_is_due(),
            Reply::ProvidersSaid(words) => self.behind(|app| app.providers_said(words)),
            Reply::PeopleDone(result) => self.behind(|app| app.people_done(result)),
            Reply::JournalRead(lines) => self.behind(|app| app.journal_read(lines)),
            Reply::PostRead(post) => self.behind(|app| app.post_read(post)),
            Reply::Sync(status) => self.synced(status),
            Reply::CatalogueLook(standing, catalogue) => self.looked_for_catalogue(standing, catalogue),
            Reply::IndexLoaded(result) => self.index_loaded(&result),
            Reply::Examined(of, result) => self.examined(&of, result),
            Reply::Enrolled(result) => self.behind(|app| app.enrolled(result)),
            // A sheet that was begun comes to an end, and nobody sees it.
            Reply::SheetCame(number, news) => self.sheet_came(number, news),
            Reply::PageDrawn(number, picture) => self.page_drawn(number, picture),
            Reply::Equipped(equipment) => self.equipped(equipment),
            Reply::PrintTold(order, told) => self.print_told(order, told),
            Reply::SheetKept(kept) => self.sheet_kept(kept),
            // What comes in is kept all the same; what the case says of it follows once somebody is there again.
            Reply::ScanTold(id, news) => self.behind(|app| app.scan_told(id, news)),
            Reply::PagesRead(read) => self.behind(|app| app.pages_read(read)),
            Reply::CasePageDrawn(page, picture) => self.behind(|app| app.case_page_drawn(page, picture)),
            Reply::PortalTold(id, news) => self.behind(|app| app.portal_told(id, news)),
            Reply::MonthRead(month, entries) => self.behind(|app| app.month_read(month, &entries)),
            Reply::MonthKept(kept) => self.behind(|app| app.month_kept(kept)),
            Reply::QueueRead(queue) => self.queue_read(queue),
            Reply::NumberDrawn(result) => self.number_drawn(result),
            Reply::NumberCalled(result) => self.behind(|app| app.number_called(result)),
            // Whoever locked comes back: it stays.
            Reply::OwnProgramSeen(program) => self.own_program_seen(program),
            Reply::SettingsWritten(result) => self.behind(|app| app.settings_written(result)),
            Reply::SendingSwitched(result) => self.behind(|app| app.sending_switched(result)),
            Reply::LookedOver(found) => self.looked_over(found),
            Reply::LookedAround(equipment) => self.looked_around(equipment),
            Reply::TrialTold(id, told) => self.trial_told(id, told),
            Reply::RelayKnown(changes, known) => self.behind(|app| app.relay_known(changes, known)),
            Reply::SticksFound(places) => self.behind(|app| app.sticks_found(places)),
            Reply::TakenAlong(result) => self.behind(|app| app.taken_along(result)),
            Reply::Brought(result) => self.behind(|app| app.brought(result)),
            Reply::PlanTaken(result) => self.behind(|app| app.plan_taken(result)),
            Reply::PlanLeft(..)
            | Reply::Codes(_)
            | Reply::NotCopied
            | Reply::FrontTold(_)
            | Reply::PapersSeen(_)
            | Reply::PapersSaved(_) => Vec::new(),
        }
    }

    /// From a question, or from another's name and password, back to the password of whoever locked.
    fn return_to_password(&mut self) -> Vec<Effect> {
        self.frame.idle.touch();
        if self.frame.face.modal.take().is_some() { self.arrived() } else { self.update_lock(lock::Message::Return) }
    }

    fn update_lock(&mut self, message: lock::Message) -> Vec<Effect> {
        self.frame.idle.touch();
        let action = self.at_lock(|page, ground| page.update(message, ground));
        match action.unwrap_or(Action::None) {
            Action::None => Vec::new(),
            Action::Enter(wanted) => {
                let wanted = self.by_name(wanted);
                self.enter(wanted)
            }
            Action::Instead if self.would_lose() => self.ask(What::Instead),
            Action::Instead => self.sign_in_instead(),
            Action::End if self.would_lose() => self.ask(What::EndSession),
            Action::End => self.sign_out(),
            Action::Turned => self.arrived(),
        }
    }

    /// The page shown, with what it looks at.
    fn at_lock<T>(&mut self, work: impl FnOnce(&mut LockPage, &lock::Ground<'_>) -> T) -> Option<T> {
        let Self { terminal, frame, staff, .. } = self;
        let Staff::Locked(locked) = staff else { return None };
        let around = locked.page.around();
        let context = context(terminal, frame, None, around);
        let ground = lock::Ground { context, busy: frame.face.busy, wait: terminal.wait.left() };
        Some(work(&mut locked.page, &ground))
    }

    /// The form of whoever locked asks for a password alone: the name is known, and shown to nobody.
    fn by_name(&self, wanted: Wanted) -> Wanted {
        let Staff::Locked(locked) = &self.staff else { return wanted };
        if locked.page.is_instead() {
            return wanted;
        }
        let Wanted::SignIn { password, code, .. } = wanted else { return wanted };
        Wanted::SignIn { name: locked.desk.session.name.clone(), password, code }
    }

    fn would_lose(&self) -> bool {
        matches!(&self.staff, Staff::Locked(locked) if locked.unsaved)
    }

    /// Asks for the name and password of another specialist.
    pub(in crate::ui::app) fn sign_in_instead(&mut self) -> Vec<Effect> {
        if let Staff::Locked(locked) = &mut self.staff {
            locked.page = LockPage::instead();
        }
        self.arrived()
    }

    /// The answer to a password: the session comes back, or another's takes its place.
    fn unlocked(&mut self, result: Result<Box<Session>, RecordsError>) -> Vec<Effect> {
        // Whoever asked has turned to another form meanwhile, or has ended the session.
        let waited_for = std::mem::take(&mut self.frame.face.busy);
        let admitted = match result {
            Ok(admitted) if waited_for => *admitted,
            Ok(_) => return Vec::new(),
            Err(error) => return self.refuse_sign_in(&error),
        };
        let locked = match std::mem::take(&mut self.staff) {
            Staff::Locked(locked) => *locked,
            other @ (Staff::Nobody | Staff::AtWork(_)) => {
                self.staff = other;
                return Vec::new();
            }
        };
        let Locked { desk, visitor, face, language, .. } = locked;
        if desk.session.member != admitted.member {
            self.visitor.visit = Visit::default();
            return self.begin_session(admitted);
        }
        self.frame.idle.touch();
        self.frame.speak(language);
        self.staff = Staff::AtWork(desk.with_news(admitted));
        self.visitor = visitor;
        self.frame.face = face;
        self.staff.note_changes(&mut self.terminal);
        let field = self.frame.face.last_field().map(str::to_owned);
        let writes = field.map(|field| self.write_in(&field, false));
        let mut effects: Vec<Effect> =
            std::iter::once(Effect::ScrollTo(0.0)).chain(writes.into_iter().flatten()).collect();
        effects.extend(self.print_on());
        effects
    }
}
