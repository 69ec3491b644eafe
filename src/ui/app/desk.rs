//! The desk: it owns the session, and with it the specialist's pages. They exist nowhere else, so that nothing of them
//! can be shown, and nothing done on them, without somebody signed in; at the sign-out all of it is dropped.

mod case_work;
mod door;
mod lock;
mod people;
mod portal;
mod room;
mod scanning;
mod stick;
mod word;
mod work;

#[cfg(test)]
mod roles;

pub use case_work::Pending;
pub use lock::Locked;
pub(super) use work::{Attended, is_of_a_hand};

use super::stack::Stack;
use super::terminal::Terminal;
use super::{App, context};
use crate::domain::case::{Case, Command, ProviderWord, Row};
use crate::domain::change::Comparison;
use crate::domain::identifier::ServiceCode;
use crate::domain::people::Deed;
use crate::domain::setup::RelayCode;
use crate::platform::configuration::{Configuration, NotWritten};
use crate::store::records::{JournalLine, Post, RecordsError};
use crate::ui::context::{CaseChanges, Context};
use crate::ui::effect::Effect;
use crate::ui::page::fault::refusal_words;
use crate::ui::page::specialist::agenda::Agenda;
use crate::ui::page::specialist::appointment::AppointmentPage;
use crate::ui::page::specialist::case::CasePage;
use crate::ui::page::specialist::check::CheckPage;
use crate::ui::page::specialist::computer::ComputerPage;
use crate::ui::page::specialist::consent::ConsentPage;
use crate::ui::page::specialist::consents::ConsentsPage;
use crate::ui::page::specialist::desk::DeskPage;
use crate::ui::page::specialist::form::FormPage;
use crate::ui::page::specialist::money::MoneyPage;
use crate::ui::page::specialist::next::Next;
use crate::ui::page::specialist::outbox::OutboxPage;
use crate::ui::page::specialist::own::OwnPage;
use crate::ui::page::specialist::papers::CasePapersPage;
use crate::ui::page::specialist::people::PeoplePage;
use crate::ui::page::specialist::person::PersonPage;
use crate::ui::page::specialist::relay::{KnownRelay, RelayPage};
use crate::ui::page::specialist::request::RequestPage;
use crate::ui::page::specialist::{Action, Ground, Message, Screen, Session, form};
use crate::ui::page::visitor::Visit;
use crate::ui::page::visitor::start::StartPage;
use crate::ui::question::{Leaving, What};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::VecDeque;
use uuid::Uuid;

/// Whether somebody who works here is present.
#[derive(Default)]
pub enum Staff {
    /// Nobody.
    #[default]
    Nobody,
    /// A specialist at the desk.
    AtWork(Box<Desk>),
    /// A specialist who locked and will come back.
    Locked(Box<Locked>),
}

impl Staff {
    /// The desk of whoever is at work; nobody's while it is locked.
    pub(super) const fn desk(&self) -> Option<&Desk> {
        match self {
            Self::AtWork(desk) => Some(desk),
            Self::Nobody | Self::Locked(_) => None,
        }
    }

    /// The same, to be changed.
    pub(super) const fn desk_mut(&mut self) -> Option<&mut Desk> {
        match self {
            Self::AtWork(desk) => Some(desk),
            Self::Nobody | Self::Locked(_) => None,
        }
    }

    /// The desk, at work or locked.
    fn desk_or_locked(&self) -> Option<&Desk> {
        match self {
            Self::AtWork(desk) => Some(desk),
            Self::Locked(locked) => Some(&locked.desk),
            Self::Nobody => None,
        }
    }

    /// The desk, at work or locked, to be changed.
    fn desk_or_locked_mut(&mut self) -> Option<&mut Desk> {
        match self {
            Self::AtWork(desk) => Some(desk),
            Self::Locked(locked) => Some(&mut locked.desk),
            Self::Nobody => None,
        }
    }

    /// What changed under the cases of whoever is at work.
    pub(super) fn changes(&self) -> Option<&CaseChanges> {
        self.desk().map(|desk| &desk.changes)
    }

    /// Whether there is a session, at work or locked.
    pub(super) const fn is_present(&self) -> bool {
        !matches!(self, Self::Nobody)
    }

    /// Looks anew at what changed under the open cases: after another catalogue, a sign-in, or a change of a case.
    pub(super) fn note_changes(&mut self, terminal: &mut Terminal) {
        self.know_cases(terminal);
        if let Self::AtWork(desk) = self {
            desk.agenda.read(&desk.session, &terminal.hand);
            desk.note_changes(terminal);
        }
    }

    /// Another day has begun since it was computed what is due.
    pub(super) fn note_day(&mut self, terminal: &Terminal) {
        if let Self::AtWork(desk) = self
            && !desk.agenda.is_of(terminal.today())
        {
            desk.agenda.look(&desk.session, &desk.changes, terminal.today());
        }
    }

    /// Makes sure that what the cases are about can be shown.
    pub(super) fn know_cases(&self, terminal: &mut Terminal) {
        for case in self.desk().iter().flat_map(|desk| &desk.session.cases) {
            terminal.know_case(case);
        }
    }
}

/// The desk of whoever is signed in.
pub struct Desk {
    pub(super) session: Session,
    pub(super) stack: Stack<Screen>,
    /// Whether a visitor is guided: the visitor's pages are shown, and these lie behind them.
    pub(super) guides: bool,
    /// What changed under open cases.
    pub(super) changes: CaseChanges,
    /// What is due, and what finds a case.
    pub(super) agenda: Agenda,
    pending: Option<Pending>,
    /// What is to be recorded after what is pending.
    queue: VecDeque<(Uuid, Command)>,
    /// What providers said that is still to be recorded, each with its case.
    words: VecDeque<(Uuid, ProviderWord)>,
    /// When the hub was asked for it last.
    asked: Option<Timestamp>,
    /// Whether something came from the other computers of the centre that is not shown yet.
    room_due: bool,
    /// What is said when a wish about the people of the desk is done.
    wished: Option<&'static str>,
}

impl Desk {
    /// The desk of a session that begins.
    fn new(session: Session) -> Self {
        Self {
            stack: Stack::new(home(&session)),
            session,
            guides: false,
            changes: CaseChanges::new(),
            agenda: Agenda::default(),
            pending: None,
            queue: VecDeque::new(),
            words: VecDeque::new(),
            asked: None,
            room_due: false,
            wished: None,
        }
    }

    /// Shows the desk with nothing typed on it.
    pub(super) fn begin(&mut self) {
        self.stack = Stack::new(home(&self.session));
        self.guides = false;
    }

    /// The same desk, with what its specialist has to be told by now, and with what changed of the people meanwhile.
    fn with_news(mut self: Box<Self>, admitted: Session) -> Box<Self> {
        let Session { news, people, keys, .. } = admitted;
        let session = &mut self.session;
        (session.news, session.people, session.keys) = (news, people, keys);
        // What came meanwhile was taken over with the sign-in.
        self.room_due = true;
        self
    }

    fn note_changes(&mut self, terminal: &Terminal) {
        let mut comparison = Comparison::new(terminal.hand.catalogue());
        let cases = self.session.cases.iter().filter(|case| case.closed.is_none());
        let changed = cases.filter_map(|case| {
            let changes = comparison.changes(&case.seen, terminal.hand.guide(&case.event));
            (!changes.is_empty()).then_some((case.id, changes))
        });
        self.changes = changed.collect();
        self.agenda.look(&self.session, &self.changes, terminal.today());
    }

    /// A case changed: what is due, and what finds it, changes with it.
    pub(super) fn note_case(&mut self, case: &Case, terminal: &mut Terminal) {
        terminal.know_case(case);
        self.agenda.note(case, &terminal.hand);
        self.agenda.note_waiting(case.id);
        self.note_changes(terminal);
    }
}

/// Where somebody's work begins: the day, or for who opens no cases, the people of the desk.
fn home(session: &Session) -> Screen {
    if session.may(Deed::Work).is_ok() { DeskPage::default().into() } else { PeoplePage::default().into() }
}

/// What a page of the desk looks at.
pub(super) fn desk_ground<'a>(
    context: Context<'a>,
    terminal: &Terminal,
    frame: &super::Frame,
    (session, agenda): (&'a Session, &'a Agenda),
) -> Ground<'a> {
    Ground {
        context,
        session,
        agenda,
        sync: frame.sync,
        new_id: terminal.environment.new_id,
        busy: frame.face.busy,
        wait: terminal.wait.left(),
    }
}

impl App {
    /// The desk's page shown, with what it looks at. Nothing while none is shown.
    fn on_desk<T>(&mut self, work: impl FnOnce(&mut Screen, &Ground<'_>) -> T) -> Option<T> {
        if !matches!(self.screen(), super::Screen::Desk(_)) {
            return None;
        }
        let Self { terminal, frame, staff, .. } = self;
        let desk = staff.desk_mut()?;
        let page = desk.stack.top_mut();
        let context = context(terminal, frame, Some(&desk.changes), page.around());
        let ground = desk_ground(context, terminal, frame, (&desk.session, &desk.agenda));
        Some(work(page, &ground))
    }

    pub(super) fn update_desk(&mut self, message: Message) -> Vec<Effect> {
        // Of a page that is not shown any more.
        let Some((action, after)) = self.on_desk(|page, ground| page.hear(message, ground)) else { return Vec::new() };
        if after.submitted {
            // What was recorded before says nothing about what is tried now.
            self.frame.face.banner = None;
        }
        let mut effects = self.desk_action(action);
        effects.extend(self.go_on_page(after));
        effects
    }

    /// Words that were made once are made again in the language chosen.
    pub(super) fn translate_desk(&mut self) {
        let _ = self.on_desk(|page, ground| page.translate(ground));
    }

    fn desk_action(&mut self, action: Action) -> Vec<Effect> {
        if let Some(words) = self.refusal_of(&action) {
            return self.refuse(words);
        }
        match action {
            Action::None => Vec::new(),
            Action::Show(page) => self.push_desk(*page),
            Action::Enter(wanted) => self.enter(wanted),
            Action::People(wish) => self.wish_people(wish),
            Action::NewsRead => match self.staff.desk_mut() {
                Some(desk) => vec![Effect::NoteTold(std::mem::take(&mut desk.session.news))],
                None => Vec::new(),
            },
            Action::SignOut => self.leave(Leaving::SignOut),
            Action::NewVisit => {
                self.visitor.visit = Visit::default();
                let cleared = self.forget_prints();
                let mut effects = self.begin_visit(StartPage::default());
                effects.extend(cleared);
                effects
            }
            Action::Stick(wish) => self.stick_wish(wish),
            Action::TakePlan(code) => self.wait_for(Effect::TakePlan(code)),
            Action::OpenCase(case) => self.push_desk(CasePage { case }),
            Action::EditPerson(id) => self.form(id, |case, _| PersonPage::new(case).into()),
            // What was agreed to is shown first, to be renewed or revoked.
            Action::EditConsent(id) => self.form(id, |case, today| {
                if case.consents.is_empty() {
                    ConsentPage::new(case, today).into()
                } else {
                    ConsentsPage::new(id).into()
                }
            }),
            Action::ShowOwn(id) => {
                let days = self.terminal.retention_days();
                self.push_desk(OwnPage { case: id, days })
            }
            Action::EditPapers(id) => self.form(id, |case, _| CasePapersPage::new(case).into()),
            Action::Appoint(id) => self.form(id, |case, today| AppointmentPage::new(case, today).into()),
            Action::ShowScan(id) => self.show_scan(id),
            Action::Scan(wish) => self.scan_wish(wish),
            Action::Portal(wish) => self.portal_wish(wish),
            Action::OpenRequest(id, row) => self.open_request(id, row),
            Action::OpenMoney(id, request) => self.form(id, |case, _| MoneyPage::new(case, request).into()),
            Action::Commands(id, commands) => self.commands(id, commands),
            Action::OpenForm(id, row, begins) => self.open_form(id, row, begins),
            Action::OpenCheck(id, row) => self.push_desk(CheckPage::new(id, row)),
            Action::Back => self.back(),
            Action::Command(id, command) => {
                let command = self.with_paper(id, *command);
                self.command(id, command)
            }
            Action::Ask(what) => self.ask(what),
            Action::Correct(id, request) => self.ask_correct(id, request),
            Action::ShowOutbox => {
                let mut effects = self.push_desk(OutboxPage::default());
                effects.push(Effect::ReadJournal);
                effects
            }
            Action::Sheet(wish) => self.sheet_wish(wish),
            Action::SendNow => {
                let mut effects = vec![Effect::SendNow];
                effects.extend(self.ask_providers(true));
                effects
            }
            Action::SwitchSending(on) => self.wait_for(Effect::SwitchSending(on)),
            Action::ShowWork(worked) => self.show_work(worked),
            Action::TellWork(told) => self.tell_work(told),
            Action::TellGroup(told) => self.tell_group(told),
            Action::ShowDayPack => self.show_day_pack(),
            Action::ShowMonth => self.show_month(),
            Action::CallNumber => self.call_number(),
            Action::CountMonth(month) => vec![self.ask_for_month(month)],
            Action::KeepMonth(folder) => self.keep_month(folder),
            Action::ShowComputer => {
                let mut effects = self.push_desk(ComputerPage::default());
                effects.extend(self.look_over());
                effects
            }
            Action::LookOver => self.look_over(),
            Action::ChangeSettings => self.change_settings(),
            Action::ShowRelay => {
                let mut effects = self.push_desk(RelayPage::default());
                effects.push(Effect::LookAtRelay);
                effects
            }
            Action::GoByRelay(code) => self.wait_for(Effect::GoByRelay(code)),
        }
    }

    /// The message that says why whoever is here may not do something: nobody is signed in, they do not work here any more, or
    /// it is for who works on cases. What is done about the people of the desk, the records ask themselves.
    fn refusal_of(&self, action: &Action) -> Option<&'static str> {
        // Going away is nobody's right.
        if matches!(action, Action::None | Action::Back | Action::SignOut) {
            return None;
        }
        let deed = if matches!(
            action,
            Action::ChangeSettings | Action::ShowRelay | Action::GoByRelay(_) | Action::SwitchSending(_)
        ) {
            Deed::SetUp
        } else if action.is_work() {
            Deed::Work
        } else {
            Deed::OwnSecrets
        };
        match self.session() {
            Some(session) => session.may(deed).err().map(refusal_words),
            None => Some("refusal-signed-out"),
        }
    }

    /// By which relay this computer goes now, as far as that could be read or written.
    pub(super) fn relay_known(&mut self, changes: bool, known: Result<Option<RelayCode>, RecordsError>) -> Vec<Effect> {
        if changes {
            self.frame.face.busy = false;
        }
        let Some(Screen::Relay(page)) = self.staff.desk_mut().map(|desk| desk.stack.top_mut()) else {
            return Vec::new();
        };
        match known {
            Ok(known) => {
                (page.known, page.changed) = (Some(known.as_ref().map(KnownRelay::from)), changes);
                if changes { vec![Effect::WakeSync, Effect::ScrollTo(0.0)] } else { Vec::new() }
            }
            Err(error) => {
                tracing::warn!(%error, "the relay was not changed");
                page.failed = changes;
                Vec::new()
            }
        }
    }

    /// Whether sending goes by itself was written, or not. What waits goes at once where it goes by itself again.
    pub(super) fn sending_switched(&mut self, result: Result<Box<Configuration>, NotWritten>) -> Vec<Effect> {
        self.frame.face.busy = false;
        let failed = result.is_err();
        if let Some(Screen::Outbox(page)) = self.staff.desk_mut().map(|desk| desk.stack.top_mut()) {
            page.failed = failed;
        }
        match result {
            Ok(configuration) => {
                let on = configuration.automatic_sending;
                self.terminal.take_settings(*configuration);
                self.frame.sync.switched_off = !on;
                vec![if on { Effect::SendNow } else { Effect::WakeSync }, Effect::ScrollTo(0.0)]
            }
            Err(error) => {
                tracing::error!(%error, "whether sending goes by itself was not written");
                vec![Effect::ScrollTo(0.0)]
            }
        }
    }

    /// Says why something is not done.
    pub(super) fn refuse(&mut self, message: &'static str) -> Vec<Effect> {
        self.frame.face.banner = Some(super::Banner { good: false, message, number: None });
        let mut effects = vec![Effect::ScrollTo(0.0)];
        effects.extend(self.hear_banner());
        effects
    }

    /// Shows a page of the desk on top of the one shown.
    pub(super) fn push_desk(&mut self, page: impl Into<Screen>) -> Vec<Effect> {
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        desk.stack.push(page.into());
        self.frame.face.modal = None;
        self.arrived()
    }

    /// Shows the desk itself, with nothing behind it.
    fn show_desk(&mut self) -> Vec<Effect> {
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        desk.begin();
        self.visitor.stack = Stack::new(StartPage::default().into());
        self.frame.face.modal = None;
        self.arrived()
    }

    /// From a visitor's page the page behind; from the first one the desk.
    pub(super) fn back_to_desk(&mut self) {
        let Some(desk) = self.staff.desk_mut() else { return };
        if self.visitor.stack.pop() {
            return;
        }
        if self.visitor.is_in_place_of_desk() {
            self.visitor.visit = Visit::default();
            desk.begin();
        }
        desk.guides = false;
        self.visitor.stack = Stack::new(StartPage::default().into());
    }

    /// Shows a request in place of the one shown: the way back leads to the case.
    fn open_request(&mut self, id: Uuid, row: Row) -> Vec<Effect> {
        self.take_off(|page| matches!(page, Screen::Request(_) | Screen::Form(_) | Screen::Check(_)));
        self.form(id, |case, today| RequestPage::new(case, row, today).into())
    }

    /// Takes pages of a kind off the top.
    fn take_off(&mut self, is_of_it: impl Fn(&Screen) -> bool) {
        while let Some(desk) = self.staff.desk_mut().filter(|desk| is_of_it(desk.stack.top())) {
            if !desk.stack.pop() {
                break;
            }
        }
    }

    /// Shows the form of a row in place of another, or of what was checked.
    fn open_form(&mut self, id: Uuid, row: Row, begins: Option<usize>) -> Vec<Effect> {
        let page =
            self.desk_ground().and_then(|ground| FormPage::new(&ground.context, ground.session.case(id)?, row, begins));
        let Some(page) = page else { return Vec::new() };
        self.take_off(|page| matches!(page, Screen::Form(_) | Screen::Check(_)));
        self.push_desk(page)
    }

    /// What was typed and left is saved, once nothing else is.
    pub(super) fn save_what_was_left(&mut self, focused: Option<&str>) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        match self.screen() {
            super::Screen::Desk(Screen::Form(page)) if page.has_left(focused) => {
                self.update_desk(Message::Form(form::Message::Left(focused.map(str::to_owned))))
            }
            _ => Vec::new(),
        }
    }

    /// Whether the form shown saves what was typed by itself when it is left.
    pub(super) fn saves_itself(&self) -> bool {
        let super::Screen::Desk(Screen::Form(page)) = self.screen() else { return false };
        let ground = self.desk_ground();
        ground.is_some_and(|ground| {
            ground.session.case(page.case).is_some_and(|case| page.can_be_saved(&ground.context, case))
        })
    }

    /// From a form that was recorded back to the case, and on to what follows it: the consent the person, the papers the
    /// consent, as long as they are lacking.
    pub(super) fn leave_form(&mut self) -> Vec<Effect> {
        if let super::Screen::Desk(Screen::Check(page)) = self.screen() {
            let (case, row) = (page.case, page.done());
            return self.open_request(case, row);
        }
        let form = match (self.screen(), self.staff.desk().map(|desk| desk.stack.top())) {
            (super::Screen::Desk(_), Some(Screen::Person(page))) => Some((page.case, Next::Consent)),
            (super::Screen::Desk(_), Some(Screen::Consent(page))) => Some((page.case, Next::Papers)),
            _ => None,
        };
        let informed = matches!(self.screen(), super::Screen::Desk(Screen::Work(_)));
        let mut effects = self.back();
        // The list of what the information was about is left with it; so is that from which a consent was renewed or revoked.
        let is_left = match self.screen() {
            super::Screen::Desk(Screen::Inform(_)) => informed,
            super::Screen::Desk(Screen::Consents(_)) => true,
            _ => false,
        };
        if is_left {
            effects.extend(self.back());
        }
        let follows = form.and_then(|(id, follows)| {
            let ground = self.desk_ground()?;
            let case = ground.session.case(id)?;
            Next::of(&ground.context, case).filter(|next| *next == follows).map(|next| next.action(case))
        });
        if let Some(action) = follows {
            effects.extend(self.desk_action(action));
        }
        effects
    }

    fn form(&mut self, id: Uuid, make: impl FnOnce(&Case, Date) -> Screen) -> Vec<Effect> {
        let today = self.today();
        match self.session().and_then(|session| session.case(id)).map(|case| make(case, today)) {
            Some(page) => self.push_desk(page),
            None => Vec::new(),
        }
    }

    /// Asks what of a case is to be corrected; of one request, when it is named.
    fn ask_correct(&mut self, id: Uuid, request: Option<Uuid>) -> Vec<Effect> {
        let Some(case) = self.session().and_then(|session| session.case(id)) else { return Vec::new() };
        let of_request = |line: &Option<Uuid>| request.is_none() || *line == request;
        let lines: Vec<_> = case.correctable().into_iter().filter(|line| of_request(&line.request)).cloned().collect();
        if lines.is_empty() {
            self.frame.face.banner = Some(super::Banner { good: false, message: "ask-correct-nothing", number: None });
            return vec![Effect::ScrollTo(0.0)];
        }
        self.ask(What::Correct { case: id, lines, entry: None })
    }

    /// Whether something was typed or ticked on the page shown that leaving it would lose.
    pub(super) fn is_unsaved(&self) -> bool {
        match self.screen() {
            super::Screen::Visitor(page) => page.is_unsaved(&self.visitor_ground()),
            super::Screen::Desk(page) => self.desk_ground().is_some_and(|ground| page.is_unsaved(&ground)),
            super::Screen::Locked(_) | super::Screen::Modal(_) => false,
        }
    }

    /// Whether what was recorded is shown.
    pub(super) fn shows_journal(&self) -> bool {
        matches!(self.screen(), super::Screen::Desk(Screen::Outbox(_)))
    }

    /// What is on its way was read.
    pub(super) fn post_read(&mut self, post: Post) -> Vec<Effect> {
        let Self { terminal, staff, .. } = self;
        if let Some(desk) = staff.desk_mut() {
            desk.agenda.take_post(post);
            desk.agenda.look(&desk.session, &desk.changes, terminal.today());
        }
        Vec::new()
    }

    /// The journal was read.
    pub(super) fn journal_read(&mut self, lines: Vec<JournalLine>) -> Vec<Effect> {
        let facts = lines.iter().map(|line| &line.facts);
        self.terminal.know_names(
            facts.flat_map(|facts| facts.service.iter().map(ServiceCode::as_str).chain(facts.event.as_deref())),
        );
        if let Some(desk) = self.staff.desk_mut()
            && let Screen::Outbox(page) = desk.stack.top_mut()
        {
            page.lines = lines;
        }
        Vec::new()
    }
}
