//! Locked: the session is off the stage, with its pages and what stands half-typed on them, and comes back whole. While
//! it is off, the rest of the program finds nobody signed in; only what is named here is done.

use super::{App, Banner, Message, Pending, Screen, Shortcut};
use crate::domain::text::Language;
use crate::i18n::Texts;
use crate::store::records::RecordsError;
use crate::ui::effect::Effect;
use crate::ui::page::specialist::{Action, Session, lock};
use crate::ui::page::visitor::Visit;

/// What is off the stage.
pub struct Locked {
    session: Session,
    stack: Vec<Screen>,
    visit: Visit,
    pending: Option<Pending>,
    banner: Option<Banner>,
    last_field: Option<String>,
    language: Language,
}

impl App {
    /// Locks at once, whatever is shown.
    pub(super) fn lock(&mut self) -> Vec<Effect> {
        let unsaved = self.has_written();
        let Some(locked) = self.take_off() else { return Vec::new() };
        self.locked = Some(locked);
        self.changes.clear();
        self.idle.touch();
        self.reset(Screen::Locked(lock::Lock::new(unsaved)))
    }

    /// Whether it is locked.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.locked.is_some()
    }

    /// Takes the session with everything of it off the stage.
    fn take_off(&mut self) -> Option<Locked> {
        let session = self.session.take()?;
        Some(Locked {
            session,
            stack: std::mem::take(&mut self.stack),
            visit: std::mem::take(&mut self.visit),
            pending: self.pending.take(),
            banner: self.banner.take(),
            last_field: self.last_field.take(),
            language: self.texts.language(),
        })
    }

    /// Puts it back.
    fn put_on(&mut self, locked: Locked) {
        self.session = Some(locked.session);
        self.stack = locked.stack;
        self.visit = locked.visit;
        self.pending = locked.pending;
        self.banner = locked.banner;
        self.last_field = locked.last_field;
    }

    /// An answer to what was asked before it was locked: it changes what is off the stage, and nothing that is seen.
    fn behind(&mut self, answer: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let Some(locked) = self.locked.take() else { return answer(self) };
        let front = std::mem::take(&mut self.stack);
        let (busy, keys, field) = (self.busy, self.keys, self.last_field.take());
        self.put_on(locked);
        let mut effects = answer(self);
        self.locked = self.take_off();
        self.changes.clear();
        self.stack = front;
        (self.busy, self.keys, self.last_field) = (busy, keys, field);
        effects.retain(|effect| matches!(effect, Effect::WakeSync | Effect::Record { .. } | Effect::ReadJournal));
        effects
    }

    /// Everything that can happen while it is locked. What is not for the page or the frame is for nobody.
    pub(super) fn update_locked(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Locked(message) => self.update_lock(message),
            Message::SignedIn(result) => self.unlocked(result),
            Message::Recorded(id, result) => self.behind(|app| app.recorded(id, result)),
            Message::ColleagueAdded(result) => self.behind(|app| app.colleague_added(result)),
            Message::JournalRead(lines) => self.behind(|app| {
                app.know_lines(&lines);
                if let Some(Screen::Outbox(outbox)) = app.stack.last_mut() {
                    outbox.lines = lines;
                }
                Vec::new()
            }),
            // The way to the visitor's pages leads through the end of the session.
            Message::HideAndStartAgain => self.update_lock(lock::Message::End),
            Message::Back | Message::Shortcut(Shortcut::Escape) => self.update_lock(lock::Message::Return),
            Message::Shortcut(Shortcut::Enter) => {
                self.idle.touch();
                match self.screen() {
                    Screen::Locked(page) => self.update_lock(page.on_enter()),
                    _ => Vec::new(),
                }
            }
            Message::Shortcut(Shortcut::Digit(_) | Shortcut::Key(_)) => {
                self.idle.touch();
                Vec::new()
            }
            Message::Shortcut(Shortcut::PageDown | Shortcut::PageUp)
            | Message::Language(_)
            | Message::LargerText
            | Message::Contrast
            | Message::ToggleKeys
            | Message::Key(_)
            | Message::MoreTime
            | Message::Activity
            | Message::Tick
            | Message::Resized(_)
            | Message::WindowFocus(_)
            | Message::Described(_)
            | Message::Wish(_)
            | Message::Sync(_)
            | Message::CatalogueLook(..)
            | Message::IndexLoaded(_)
            | Message::Examined(..) => self.update_frame(message),
            Message::Start(_)
            | Message::Question(_)
            | Message::Confirm(_)
            | Message::Plan(_)
            | Message::Visitor(_)
            | Message::SignIn(_)
            | Message::Desk(_)
            | Message::Specialist(_)
            | Message::Person(_)
            | Message::Consent(_)
            | Message::CasePapers(_)
            | Message::Request(_)
            | Message::Outbox(_)
            | Message::Enrolled(_)
            | Message::Codes(_)
            | Message::Done => Vec::new(),
        }
    }

    fn update_lock(&mut self, message: lock::Message) -> Vec<Effect> {
        self.idle.touch();
        let (busy, wait) = (self.busy, self.wait.left());
        let Some(Screen::Locked(page)) = self.stack.last_mut() else { return Vec::new() };
        if busy && !matches!(message, lock::Message::End | lock::Message::Return) {
            return Vec::new();
        }
        let before = page.first_field();
        let turned = !matches!(message, lock::Message::Form(_));
        let action = page.update(message, wait);
        let instead = page.is_instead();
        let field = page.first_field();
        match action {
            Action::SignIn { name, password } => {
                let name = match &self.locked {
                    Some(locked) if !instead => locked.session.name.clone(),
                    _ => name,
                };
                let circumstances = self.circumstances();
                self.wait_for(Effect::SignIn { name, password, circumstances })
            }
            Action::SignOut => self.sign_out(),
            // Another form, or a question: what was typed is gone, and writing starts where it starts.
            _ if turned && (before != field || field.is_some()) => self.arrived(),
            _ => Vec::new(),
        }
    }

    /// The answer to a password: the session comes back, or another's takes its place.
    fn unlocked(&mut self, result: Result<Box<Session>, RecordsError>) -> Vec<Effect> {
        // Whoever asked has turned to another form meanwhile, or has ended the session.
        let waited_for = std::mem::take(&mut self.busy);
        let admitted = match result {
            Ok(admitted) => admitted,
            Err(error) => return self.refuse_sign_in(&error),
        };
        let Some(locked) = self.locked.take_if(|_| waited_for) else { return Vec::new() };
        if locked.session.name != admitted.name {
            self.visit = Visit::default();
            return self.begin_session(*admitted);
        }
        self.idle.touch();
        if self.texts.language() != locked.language {
            self.texts = Texts::load(locked.language);
            self.title = self.texts.get("window-title");
        }
        let field = locked.last_field.clone();
        self.keys = false;
        self.put_on(locked);
        if let Some(session) = &mut self.session {
            session.news = admitted.news;
        }
        self.note_changes();
        self.know_cases();
        self.last_field.clone_from(&field);
        std::iter::once(Effect::ScrollToTop).chain(field.map(Effect::Focus)).collect()
    }

    /// Whether something was written in this session that is not recorded and would be lost with it.
    fn has_written(&self) -> bool {
        let visit = self.visit.event.is_some() || !self.visit.answers.0.is_empty();
        let code = self.stack.iter().any(|screen| matches!(screen, Screen::Desk(page) if !page.code.is_empty()));
        visit || code || self.pending.is_some() || self.stack.iter().any(|screen| self.is_unsaved(screen))
    }
}
