//! What the desk looks at beside its pages: what is due today, what finds a case, and what is still on its way to the
//! hub. Computed when something changed, and never while drawing.

use super::Session;
use crate::domain::case::{Case, Register, Titles, Today, today};
use crate::domain::guide;
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::shelf::AtHand;
use crate::domain::text::Text;
use crate::store::records::Post;
use crate::ui::context::CaseChanges;
use jiff::civil::Date;
use uuid::Uuid;

/// What the desk looks at beside its pages.
#[derive(Default)]
pub struct Agenda {
    /// What is due.
    pub today: Today,
    /// What finds a case.
    pub register: Register,
    /// What is on its way.
    post: Post,
    /// The day it was computed for.
    day: Option<Date>,
}

hidden!(Agenda, "Agenda");

/// The names of events and services, of a catalogue that is at hand.
struct Named<'a>(&'a AtHand);

impl Titles for Named<'_> {
    fn event(&self, code: &str) -> Option<Text> {
        let tile = |code: &str| self.0.overview().tile(code).map(|tile| &tile.tile);
        guide::title(self.0.catalogue(), tile, code)
    }

    fn service(&self, code: &ServiceCode) -> Option<Text> {
        self.0.catalogue().service(code).map(|service| service.title.clone())
    }
}

impl Agenda {
    /// Reads all cases anew: at the sign-in, and when another catalogue calls things otherwise.
    pub fn read(&mut self, session: &Session, hand: &AtHand) {
        self.register = Register::new(&session.cases, &Named(hand));
    }

    /// Reads a case anew.
    pub fn note(&mut self, case: &Case, hand: &AtHand) {
        if case.put_away {
            self.register.remove(case.id);
        } else {
            self.register.put(case, &Named(hand));
        }
    }

    /// Takes what is on its way.
    pub fn take_post(&mut self, post: Post) {
        self.post = post;
    }

    /// Something of a case was recorded and not sent yet.
    pub fn note_waiting(&mut self, case: Uuid) {
        self.post.waiting.insert(case);
    }

    /// Computes what is due.
    pub fn look(&mut self, session: &Session, changes: &CaseChanges, day: Date) {
        let touched = changes.keys().copied().collect();
        self.today = today(&session.cases, &touched, &self.post.refused, day);
        self.day = Some(day);
    }

    /// Whether it was computed for this day.
    #[must_use]
    pub fn is_of(&self, day: Date) -> bool {
        self.day == Some(day)
    }

    /// Whether something of a case waits to be sent.
    #[must_use]
    pub fn waits(&self, case: Uuid) -> bool {
        self.post.waiting.contains(&case)
    }
}
