//! What a provider says of a request, as it came down from the hub: an operator imported the provider's list there. It stands
//! beside what the specialist recorded and never takes its place: a person looks at it and decides.

use super::command::Rules;
use super::{Before, Case, CaseError, Outcome, Request, RequestState};
use crate::domain::action::Action;
use crate::domain::case::ProviderNumber;
use crate::domain::hidden::hidden;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a provider's list says of a request of a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderWord {
    /// The request.
    pub request: Uuid,
    /// The provider's id in the catalogue.
    pub provider: String,
    /// The state that it says.
    pub state: RequestState,
    /// The day for which it says so.
    pub on: Date,
    /// Of which of the provider's numbers it says so; none in what a program wrote that kept none. A number that was typed
    /// wrong is another request's, and so is what was said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ProviderNumber>,
}

hidden!(ProviderWord, "ProviderWord");

impl ProviderWord {
    /// The states of which a provider's list can speak: those that a request has at the provider.
    pub const STATES: [RequestState; 7] = [
        RequestState::Submitted,
        RequestState::Paid,
        RequestState::Waiting,
        RequestState::Issued,
        RequestState::HandedOver,
        RequestState::Withdrawn,
        RequestState::Refused,
    ];

    /// What decides between two lists, whichever came first: the later day, and of one day the state further on.
    const fn weight(&self) -> (Date, RequestState) {
        (self.on, self.state)
    }
}

/// A request of which it is asked what its provider says.
#[derive(Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The case.
    pub case: Uuid,
    /// The request.
    pub request: Uuid,
    /// The provider's id in the catalogue.
    pub provider: String,
    /// The provider's number.
    pub number: ProviderNumber,
}

hidden!(Awaited, "Awaited");

/// How what a provider says stands to what the specialist recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordStanding {
    /// Both say the same.
    Same,
    /// The provider is further on: the specialist may record it.
    News,
    /// It was said for a day before that of what the specialist recorded last: it is over.
    Past,
    /// They do not go together: a person has to ask.
    Conflict,
}

impl Case {
    /// The requests that are at their providers, each with its number.
    pub fn at_providers(&self) -> impl Iterator<Item = (&Request, &ProviderNumber)> {
        let open = self.requests.iter().filter(|request| self.closed.is_none() && !request.state.is_final());
        open.filter_map(|request| Some((request, request.number.as_ref()?)))
    }

    /// What a provider said last of a request under the number that it has now.
    #[must_use]
    pub fn word_about(&self, request: Uuid) -> Option<&ProviderWord> {
        let number = self.request(request)?.number.as_ref();
        let own = |word: &&ProviderWord| word.number.as_ref().is_none_or(|said| Some(said) == number);
        self.words.iter().filter(|word| word.request == request).filter(own).max_by_key(|word| word.weight())
    }

    /// How that stands to what was recorded of the request.
    #[must_use]
    pub fn word_standing(&self, request: &Request) -> Option<WordStanding> {
        let word = self.word_about(request.id)?;
        // Providers number anew: what was said before it was submitted was said of another. A mission may be a day ahead.
        let is_of_another = |day: Date| word.on < day.yesterday().unwrap_or(day);
        if request.submitted.is_some_and(is_of_another) {
            return Some(WordStanding::Past);
        }
        if word.state == request.state {
            return Some(WordStanding::Same);
        }
        if request.state.leads_to(word.state) {
            return Some(WordStanding::News);
        }
        // What it says was on the way to where the request is: of the same day, and of a payment also later.
        let is_on_the_way = word.state.leads_to(request.state);
        let is_over = |since: Date| word.on < since || is_on_the_way && word.on == since;
        let is_past =
            self.stands_since(request).is_some_and(is_over) || is_on_the_way && word.state == RequestState::Paid;
        Some(if is_past { WordStanding::Past } else { WordStanding::Conflict })
    }

    /// Whether a provider says something of it that a person has to look at.
    #[must_use]
    pub fn has_news_of(&self, request: &Request) -> bool {
        matches!(self.word_standing(request), Some(WordStanding::News | WordStanding::Conflict))
    }

    /// Since when a request is in its state: the last day on which something that changed it was recorded.
    fn stands_since(&self, request: &Request) -> Option<Date> {
        let lines = self.history.iter().rev();
        lines.filter(|line| line.request == Some(request.id) && line.holds()).find_map(|line| {
            (line.state == Some(request.state) && line.action != Action::ProviderHeard).then_some(line.day)
        })
    }

    /// A provider's word came down. One that is older than what is known is no news.
    pub(super) fn hear_provider(
        &mut self,
        word: ProviderWord,
        today: Date,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        let request = self.known_request(word.request)?;
        let (service, from) = (request.service.clone(), request.state);
        let says = ProviderWord::STATES.contains(&word.state);
        rules.demand(says, CaseError::Transition { from, to: word.state })?;
        rules.demand(word.on <= today, CaseError::FutureDate)?;
        let of_same = |known: &&mut ProviderWord| (known.request, &known.number) == (word.request, &word.number);
        let known = self.words.iter_mut().find(of_same);
        let is_newer = known.as_ref().is_none_or(|known| known.weight() < word.weight());
        rules.demand(is_newer, CaseError::Unchanged)?;
        let (id, state) = (word.request, word.state);
        match known {
            Some(known) if is_newer => *known = word,
            Some(_) => {}
            None => self.words.push(word),
        }
        let outcome = Outcome {
            request: Some(id),
            service: Some(service),
            state: Some(state),
            ..Outcome::plain(Action::ProviderHeard)
        };
        Ok((outcome, Before::Nothing))
    }
}

impl RequestState {
    /// Whether a request in this state may come to that one, by one move or several.
    #[must_use]
    pub fn leads_to(self, to: Self) -> bool {
        self.may_become().iter().any(|next| *next == to || next.leads_to(to))
    }
}
