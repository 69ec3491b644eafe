//! The application: which screen is shown, what the visit holds, who is signed in. `update` is pure: it
//! changes this state and says by effects what the world must do.

mod assistance;
mod case_work;
mod confirm;
mod guidance;
mod idle;
mod lock;
mod message;
#[cfg(test)]
mod tests;
mod view;
mod wait;

pub use case_work::Pending;
pub use idle::Idle;
use lock::Locked;
use wait::Wait;

pub use message::{Banner, EnrolError, Message, Screen, Shortcut};

use super::access::{Overflow, Wish};
use super::component::Press;
use super::context::{CaseChanges, Context};
use super::effect::{Effect, Source};
use super::page::confirm::Leaving;
use super::page::specialist::{self, Session};
use super::page::visitor::{self, Visit};
use super::style::{HIGH, Look, NORMAL, TextSize, largest_factor};
use super::widget::Pocket;
use crate::domain::centre::Centre;
use crate::domain::identifier::ServiceCode;
use crate::domain::record::{Circumstances, Mode};
use crate::domain::shelf::{AtHand, Damaged, Shelf};
use crate::i18n::Texts;
use crate::platform::clock::{Clock, date_in};
use crate::platform::configuration::Configuration;
use crate::store::records::{JournalLine, RecordsError};
use crate::sync::catalogue::Standing;
use crate::sync::runner::SyncStatus;
use iced::Size;
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

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
    /// The surroundings.
    pub environment: Environment,
}

/// The application's state.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that is or is not so")]
pub struct App {
    environment: Environment,
    configuration: Configuration,
    /// Of the catalogue, what the pages shown, the visit and the open cases rest on.
    hand: AtHand,
    standing: Standing,
    /// What of the catalogue this program does not understand.
    left_out: Vec<String>,
    /// What changed under open cases.
    changes: CaseChanges,
    centre: Centre,
    enrolled: bool,
    specialists: Vec<String>,
    /// How long no password is looked at.
    wait: Wait,
    records_failed: Option<RecordsError>,
    texts: Texts,
    size: TextSize,
    high_contrast: bool,
    window: Size,
    stack: Vec<Screen>,
    visit: Visit,
    /// The plan for which a case is to be opened after the sign-in.
    open_after_sign_in: bool,
    session: Option<Session>,
    locked: Option<Locked>,
    pending: Option<Pending>,
    busy: bool,
    /// Grows with every visit that ends.
    visit_number: u64,
    /// Grows with every page that is come to, and with every part of one that is turned to.
    page_number: u64,
    /// What was copied in this visit.
    pocket: Pocket,
    banner: Option<Banner>,
    idle: Idle,
    last_tick: Option<Duration>,
    keys: bool,
    last_field: Option<String>,
    overflow: Overflow,
    sync: SyncStatus,
    title: String,
}

impl App {
    /// The application on its start page.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let texts = Texts::load(start.configuration.language);
        let (width, height) = start.configuration.window;
        Self {
            environment: start.environment,
            hand: AtHand::new(start.shelf),
            left_out: Vec::new(),
            centre: start.centre,
            enrolled: start.enrolled,
            specialists: start.specialists,
            wait: Wait::new(start.wait),
            standing: start.standing,
            changes: CaseChanges::new(),
            records_failed: start.records_failed,
            size: TextSize::Normal,
            high_contrast: false,
            window: Size::new(width, height),
            stack: vec![if start.gallery { Screen::Gallery } else { Screen::Start(visitor::start::Start::default()) }],
            visit: Visit::default(),
            open_after_sign_in: false,
            session: None,
            locked: None,
            pending: None,
            busy: false,
            visit_number: 0,
            page_number: 0,
            pocket: Pocket::default(),
            banner: None,
            idle: Idle::default(),
            last_tick: None,
            keys: false,
            last_field: None,
            overflow: Overflow::default(),
            sync: SyncStatus::default(),
            title: texts.get("window-title"),
            configuration: start.configuration,
            texts,
        }
    }

    /// The screen shown.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        // The stack always holds the start page or the desk at least.
        &self.stack[self.stack.len() - 1]
    }

    /// How much everything is enlarged.
    #[must_use]
    pub fn scale(&self) -> f32 {
        let largest = largest_factor(self.configuration.pixels_per_millimetre, self.configuration.viewing_distance);
        match self.size {
            TextSize::Normal => 1.0,
            TextSize::Larger => largest.sqrt(),
            TextSize::Largest => largest,
        }
    }

    /// The window's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The colours in use.
    #[must_use]
    pub fn palette(&self) -> &'static super::style::Palette {
        if self.high_contrast { &HIGH } else { &NORMAL }
    }

    /// The day, in the centre's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        date_in((self.environment.now)(), &self.centre.time_zone)
    }

    /// Who is signed in.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The line above the page.
    #[must_use]
    pub fn banner(&self) -> Option<&Banner> {
        self.banner.as_ref()
    }

    /// The catalogue in use.
    #[must_use]
    pub fn shelf(&self) -> &Arc<dyn Shelf> {
        self.hand.shelf()
    }

    /// The visit in progress.
    #[must_use]
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// How syncing stands.
    #[must_use]
    pub fn sync(&self) -> SyncStatus {
        self.sync
    }

    /// Whether the question is asked whether anybody is still there.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.idle.warning_left(&self.configuration).is_some()
    }

    /// The surroundings of the screens.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        self.context_of(self.screen())
    }

    /// The surroundings of a screen, also of one that is off the stack while it updates.
    fn context_of(&self, screen: &Screen) -> Context<'_> {
        let scale = self.scale();
        let page = Size::new(self.window.width / scale, self.window.height / scale);
        Context {
            look: Look { palette: self.palette(), page, dense: screen.is_specialist() },
            texts: &self.texts,
            catalogue: self.hand.catalogue(),
            hand: &self.hand,
            changes: &self.changes,
            centre: &self.centre,
            today: self.today(),
            assisted: self.session.is_some(),
        }
    }

    /// Looks anew at what changed under the open cases: after another catalogue, a sign-in, or a change of a case.
    pub(super) fn note_changes(&mut self) {
        self.know_cases();
        let cases = self.session.iter().flat_map(|session| &session.cases).filter(|case| case.closed.is_none());
        let changed = cases.filter_map(|case| {
            let changes = case.seen.changes(self.hand.catalogue(), self.hand.guide(&case.event));
            (!changes.is_empty()).then_some((case.id, changes))
        });
        self.changes = changed.collect();
    }

    /// Makes sure that what a visit or case is about can be shown.
    fn know(&mut self, code: &str) {
        let before = self.hand.generation();
        self.hand.take(code);
        if self.hand.generation() != before {
            self.note_changes();
        }
    }

    /// The same for the cases of the specialist who is signed in: their events, the services of their requests, and those
    /// that the events had when the people were last told.
    fn know_cases(&mut self) {
        for case in self.session.iter().flat_map(|session| &session.cases) {
            self.hand.take(&case.event);
            let requested = case.requests.iter().map(|request| &request.service);
            for code in requested.chain(case.seen.services()) {
                self.hand.take_whole_service(code.as_str());
            }
        }
    }

    /// The same for what journal lines name.
    fn know_lines(&mut self, lines: &[JournalLine]) {
        for facts in lines.iter().map(|line| &line.facts) {
            let services = facts.service.iter().map(ServiceCode::as_str).chain(facts.event.as_deref());
            services.for_each(|code| self.hand.take_service(code));
        }
    }

    /// Goes on with another release, or another copy of it.
    fn go_on_with(&mut self, shelf: Arc<dyn Shelf>) -> Vec<Effect> {
        self.hand.replace(shelf);
        self.left_out.clear();
        self.note_changes();
        let mut effects = vec![Effect::Examine(Source(Arc::clone(self.hand.shelf())))];
        effects.extend(self.find());
        effects
    }

    /// What a look at all of the catalogue gave, when it is still the one in use.
    fn examined(&mut self, of: &Source, result: Result<Vec<String>, Damaged>) -> Vec<Effect> {
        if *of != Source(Arc::clone(self.hand.shelf())) {
            return Vec::new();
        }
        match result {
            Ok(left_out) => {
                self.left_out = left_out;
                Vec::new()
            }
            Err(_) => of.0.stand_in().map(|shelf| self.go_on_with(shelf)).unwrap_or_default(),
        }
    }

    fn circumstances(&self) -> Circumstances {
        Circumstances {
            language: self.texts.language(),
            centre: self.centre.id.clone(),
            mode: if self.session.is_some() { Mode::Assisted } else { Mode::Alone },
            catalogue: self.hand.overview().number,
        }
    }

    /// Changes the state; says what the world must do.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let part = self.part();
        let effects = self.hear(message);
        if self.part() != part {
            self.page_number += 1;
        }
        effects
    }

    /// What of a screen is shown, for one that is turned part by part.
    fn part(&self) -> (&'static str, usize) {
        let part = match self.screen() {
            Screen::Start(page) => page.part(),
            Screen::Plan(page) => page.part(),
            Screen::Desk(page) => page.part(),
            Screen::Outbox(page) => page.part(),
            _ => 0,
        };
        (self.screen().name(), part)
    }

    /// Whether something is being committed whose answer may change the page: keys wait for it.
    fn holds(&self) -> bool {
        self.pending.is_some() || self.busy && !self.is_on(&[specialist::sign_in::Stage::Enrol])
    }

    fn hear(&mut self, message: Message) -> Vec<Effect> {
        if self.locked.is_some() {
            return self.update_locked(message);
        }
        match message {
            Message::Start(_) | Message::Question(_) | Message::Plan(_) | Message::Visitor(_) => {
                self.update_visitor(message)
            }
            Message::Confirm(message) => self.update_confirm(message),
            Message::SignIn(_)
            | Message::Desk(_)
            | Message::Specialist(_)
            | Message::Person(_)
            | Message::Consent(_)
            | Message::CasePapers(_)
            | Message::Request(_)
            | Message::Outbox(_) => self.update_specialist(message),
            Message::Recorded(id, result) => self.recorded(id, result),
            Message::SignedIn(result) => self.signed_in(result),
            Message::Codes(codes) => self.codes_counted(codes),
            Message::ColleagueAdded(result) => self.colleague_added(result),
            Message::Enrolled(result) => self.enrolled(result),
            Message::JournalRead(lines) => {
                self.know_lines(&lines);
                if let Some(Screen::Outbox(outbox)) = self.stack.last_mut() {
                    outbox.lines = lines;
                }
                Vec::new()
            }
            other => self.update_frame(other),
        }
    }

    fn update_frame(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Back => self.leave(Leaving::Back),
            Message::Language(language) => {
                self.texts = Texts::load(language);
                self.title = self.texts.get("window-title");
                // The take-away holds words: it is made again in the new language.
                if matches!(self.screen(), Screen::TakeAway(_)) {
                    let made = visitor::take_away::TakeAway::new(&self.context(), &self.visit);
                    self.replace(Screen::TakeAway(made));
                }
                Vec::new()
            }
            Message::LargerText => {
                self.size = self.size.next();
                vec![Effect::ScrollToTop]
            }
            Message::Contrast => {
                self.high_contrast = !self.high_contrast;
                Vec::new()
            }
            Message::HideAndStartAgain => self.clear(),
            Message::ToggleKeys => {
                self.keys = !self.keys;
                Vec::new()
            }
            Message::Key(press) => {
                self.idle.touch();
                self.type_key(press)
            }
            Message::MoreTime | Message::Activity => {
                // A touch anywhere is an answer to "is anybody there".
                self.idle.touch();
                Vec::new()
            }
            Message::Shortcut(shortcut) => {
                // A key pressed at "is anybody there?" is an answer to that, not to the page behind it.
                let asked = self.warning_seconds().is_some();
                self.idle.touch();
                if asked { Vec::new() } else { self.shortcut(shortcut) }
            }
            Message::Tick => self.tick(),
            Message::Resized(size) => {
                self.window = size;
                Vec::new()
            }
            Message::Described(snapshot) => {
                self.overflow = snapshot.overflow;
                let field = snapshot.parts.iter().find(|part| part.focused).map(|part| &part.semantics.id);
                if let Some(field) = field.and_then(|id| id.strip_prefix("field-")) {
                    self.last_field = Some(field.to_owned());
                }
                Vec::new()
            }
            Message::Wish(Wish::Of(target, request)) => {
                self.idle.touch();
                vec![Effect::Assist(target, request)]
            }
            Message::Sync(status) => {
                self.enrolled = status.enrolled;
                // Counted before the last entry was committed: it would call sent what is not.
                if status.outbox.newest < self.sync.outbox.newest {
                    return Vec::new();
                }
                if status.all_sent()
                    && let Some(banner) = &mut self.banner
                    && banner.message == "recorded"
                {
                    banner.message = "recorded-received";
                }
                let changed = self.sync != status;
                self.sync = status;
                let shown = matches!(self.screen(), Screen::Outbox(_));
                if changed && shown { vec![Effect::ReadJournal] } else { Vec::new() }
            }
            Message::CatalogueLook(standing, catalogue) => {
                self.standing = standing;
                catalogue.map(|shelf| self.go_on_with(shelf)).unwrap_or_default()
            }
            Message::IndexLoaded(result) => self.index_loaded(result),
            Message::Examined(of, result) => self.examined(&of, result),
            _ => Vec::new(),
        }
    }

    /// Shows a screen on top of the one shown.
    fn push(&mut self, screen: Screen) -> Vec<Effect> {
        self.stack.push(screen);
        self.arrived()
    }

    /// Shows a screen in place of the one shown.
    fn replace(&mut self, screen: Screen) -> Vec<Effect> {
        self.stack.pop();
        self.push(screen)
    }

    /// Shows a screen with nothing behind it.
    fn reset(&mut self, screen: Screen) -> Vec<Effect> {
        self.stack.clear();
        self.push(screen)
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.stack.len() > 1 {
            self.stack.pop();
        } else if self.session.is_some() && !self.screen().is_specialist() {
            self.visit = Visit::default();
            return self.reset(Screen::Desk(specialist::desk::Desk::default()));
        }
        self.arrived()
    }

    /// What every new page begins with: its top, and the focus where typing starts.
    fn arrived(&mut self) -> Vec<Effect> {
        self.banner = None;
        self.busy = false;
        self.keys = false;
        self.last_field = None;
        self.page_number += 1;
        // The focus of the page before ends with it, also where a control of the frame had it.
        let mut effects = vec![Effect::Unfocus, Effect::ScrollToTop];
        let field = match self.screen() {
            Screen::SignIn(page) => Some(page.first_field()),
            Screen::Locked(page) => page.first_field(),
            Screen::Person(_) => Some("person-name"),
            Screen::Question(question) => self.question_field(&question.id),
            Screen::Request(page) => {
                let case = self.session.as_ref().and_then(|session| session.case(page.case));
                let state = case.and_then(|case| {
                    case.requests.iter().rev().find(|request| request.step == page.step).map(|request| request.state)
                });
                specialist::request::Request::first_field(state)
            }
            _ => None,
        };
        if let Some(field) = field {
            self.last_field = Some(field.to_owned());
            effects.push(Effect::Focus(field.to_owned()));
            // What the program wrote there itself is replaced by what is typed, and not lengthened.
            effects.push(Effect::Mark(field.to_owned()));
        }
        let first = match self.screen() {
            Screen::Consent(page) => page.first().map(str::to_owned),
            Screen::CasePapers(id, _) => {
                let case = self.session.as_ref().and_then(|session| session.case(*id));
                case.and_then(|case| specialist::papers::Papers::first(&self.context(), case))
            }
            _ => None,
        };
        effects.extend(first.map(Effect::Focus));
        effects
    }

    fn question_field(&self, id: &str) -> Option<&'static str> {
        use crate::domain::question::QuestionKind;
        let kind = self.definition(id)?.kind;
        matches!(kind, QuestionKind::Date | QuestionKind::Number).then_some("typed")
    }

    /// Forgets the visit and everything the visitor set. A specialist stays signed in.
    fn forget(&mut self) -> Vec<Effect> {
        self.visit = Visit::default();
        self.visit_number += 1;
        self.pocket.empty();
        self.hand.forget();
        self.know_cases();
        self.open_after_sign_in = false;
        self.banner = None;
        self.idle = Idle::default();
        self.size = TextSize::Normal;
        self.high_contrast = false;
        if self.texts.language() != self.configuration.language {
            self.texts = Texts::load(self.configuration.language);
            self.title = self.texts.get("window-title");
        }
        // The desk shows names; a screen that is to be cleared at once shows none.
        self.reset(Screen::Start(visitor::start::Start::default()))
    }

    fn type_key(&mut self, press: Press) -> Vec<Effect> {
        let today = self.today();
        let field = self.last_field.clone().unwrap_or_default();
        match self.stack.last_mut() {
            Some(Screen::Start(page)) => {
                let mut query = page.query.clone();
                press.apply(&mut query);
                let _ = page.update(visitor::start::Message::Query(query), self.hand.shelf().index().as_deref());
                return self.find().into_iter().collect();
            }
            Some(Screen::Question(page)) => {
                let code = self.visit.event.as_deref().unwrap_or_default();
                if let Some(definition) = self.hand.guide(code).and_then(|event| event.question(&page.id)) {
                    let _ = page.update(visitor::question::Message::Key(press), today, definition);
                }
            }
            Some(Screen::SignIn(page)) => page.press(&field, press),
            Some(Screen::Locked(page)) => page.press(&field, press),
            Some(Screen::Person(page)) => page.press(&field, press),
            Some(Screen::Request(page)) => page.press(&field, press),
            Some(Screen::Desk(page)) => press.apply(&mut page.code),
            _ => {}
        }
        Vec::new()
    }

    fn shortcut(&mut self, shortcut: Shortcut) -> Vec<Effect> {
        match shortcut {
            Shortcut::PageDown => vec![Effect::ScrollPage { down: true }],
            Shortcut::PageUp => vec![Effect::ScrollPage { down: false }],
            Shortcut::Escape => self.update(Message::Back),
            Shortcut::Enter => self.default_message().map_or_else(Vec::new, |message| self.update(message)),
            Shortcut::Digit(_) if !self.configuration.digit_keys => Vec::new(),
            Shortcut::Digit(digit) => self.digit_message(digit).map_or_else(Vec::new, |message| self.update(message)),
            Shortcut::Key(key) => self.key_message(key).map_or_else(Vec::new, |message| self.update(message)),
        }
    }
}
