//! What providers say of requests: the hub is asked while somebody is signed in, for only then this terminal knows its
//! requests; what it says is recorded by itself, in between what the specialist does, and takes the place of nothing.

use crate::domain::case::{Awaited, ProviderWord};
use crate::domain::people::Deed;
use crate::sync::reason::Contact;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// How long between two questions, as for a newer catalogue: a list comes once a day or more rarely, but whose result is here may
/// be waiting at the desk. A question costs seventy bytes a request.
const REST: SignedDuration = SignedDuration::from_mins(5);

impl App {
    /// Asks the hub what providers say of the requests that are with them, where it was not asked lately. Whoever presses "Send
    /// now" (`pressed`) is told what there is now, however lately it was asked; where sending by itself is switched off it is asked
    /// then alone.
    pub(in crate::ui::app) fn ask_providers(&mut self, pressed: bool) -> Vec<Effect> {
        if self.frame.sync.switched_off && !pressed {
            return Vec::new();
        }
        let now = (self.terminal.environment.now)();
        let Self { terminal, frame, staff, .. } = self;
        let Some(desk) = staff.desk_mut() else { return Vec::new() };
        let asked_lately = |asked: Timestamp| (asked..asked.saturating_add(REST).unwrap_or(now)).contains(&now);
        let rests = !pressed && desk.asked.is_some_and(asked_lately);
        let works = desk.session.may(Deed::Work).is_ok();
        if !terminal.enrolled || !works || rests || matches!(frame.sync.contact, Contact::Failed(_)) {
            return Vec::new();
        }
        let catalogue = terminal.hand.catalogue();
        let mut awaited = Vec::new();
        for case in &desk.session.cases {
            awaited.extend(case.at_providers().filter_map(|(request, number)| {
                let provider = catalogue.service(&request.service)?.provider.clone();
                Some(Awaited { case: case.id, request: request.id, provider, number: number.clone() })
            }));
        }
        if awaited.is_empty() {
            return Vec::new();
        }
        desk.asked = Some(now);
        vec![Effect::AskProviders(awaited)]
    }

    /// What providers say came down. Where somebody signed out meanwhile, it comes again at the next sign-in.
    pub(in crate::ui::app) fn providers_said(&mut self, words: Vec<(Uuid, ProviderWord)>) -> Vec<Effect> {
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        desk.words.extend(words);
        self.record_words()
    }

    /// Records the next of what providers said, as soon as nothing else is being recorded. What is known already is passed
    /// over.
    pub(in crate::ui::app) fn record_words(&mut self) -> Vec<Effect> {
        loop {
            if self.waits_for_disk() {
                return Vec::new();
            }
            let Some((case, word)) = self.staff.desk_mut().and_then(|desk| desk.words.pop_front()) else {
                return Vec::new();
            };
            let effects = self.record_by_itself(case, word);
            if !effects.is_empty() {
                return effects;
            }
        }
    }
}
