//! What a person agreed to: for which matter, what may be done, until when; and that nothing is done in their name beyond
//! it. A consent is given to the centre, so that any colleague goes on with it.
//!
//! A person may agree to several matters, each with its own end. What is not agreed to is refused by [`Case::allows`]: it
//! alone gives the [`Permit`] without which nothing is made ready, filled in, submitted, paid or handed over.

use super::command::Rules;
use super::{Case, CaseError, Request};
use crate::domain::action::Action;
use crate::domain::catalogue::Catalogue;
use crate::domain::hidden::hidden;
use crate::domain::identifier::{ServiceCode, without_separators};
use crate::domain::life_event::LifeEvent;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// What the centre may do in the person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verb {
    /// Look at what the State holds about the person, and how their requests stand.
    Read,
    /// Speak with the provider about the person's requests.
    Contact,
    /// Make requests ready, fill them in, submit and pay them, take the result in.
    Act,
}

impl Verb {
    /// Every verb, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Read, Self::Contact, Self::Act];

    /// All of them: what a consent of an older program covers.
    #[must_use]
    pub fn all() -> BTreeSet<Self> {
        Self::ALL.into()
    }
}

/// For which matter the person agreed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConsentScope {
    /// The requests of this event.
    ThisEvent,
    /// This event and what follows from it. For the requests of the case, the same.
    FollowUp,
    /// What one provider does in this event.
    Provider(ProviderScope),
}

/// What one provider does in an event, as it stood when the person agreed. What the catalogue adds later was not agreed to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderScope {
    /// The provider's id.
    pub provider: String,
    /// Its services.
    pub services: BTreeSet<ServiceCode>,
}

/// What a consent is about, by which it is renewed and revoked: one consent holds for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Matter {
    /// The event.
    #[default]
    Event,
    /// What this provider does in it.
    Provider(String),
}

impl Matter {
    /// Whether what is agreed about this is agreed about that matter too.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        self == other || *self == Self::Event
    }
}

/// The providers of an event with what each does in it, in the order of its steps: what a person may agree to one by one.
#[must_use]
pub fn providers_of(event: &LifeEvent, catalogue: &Catalogue) -> Vec<ProviderScope> {
    let mut found: Vec<ProviderScope> = Vec::new();
    for service in event.steps.iter().filter_map(|step| catalogue.service(step.service.as_ref()?)) {
        let place = found.iter().position(|known| known.provider == service.provider).unwrap_or_else(|| {
            found.push(ProviderScope { provider: service.provider.clone(), services: BTreeSet::new() });
            found.len() - 1
        });
        found[place].services.insert(service.code.clone());
    }
    found
}

impl ConsentScope {
    /// Whether a service is part of it.
    #[must_use]
    pub fn covers(&self, service: &ServiceCode) -> bool {
        match self {
            Self::ThisEvent | Self::FollowUp => true,
            Self::Provider(scope) => scope.services.contains(service),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::ThisEvent | Self::FollowUp => Matter::Event,
            Self::Provider(scope) => Matter::Provider(scope.provider.clone()),
        }
    }
}

/// Who signed, by their role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Signer {
    /// The person.
    #[default]
    Person,
    /// A parent of a minor.
    Parent,
    /// A guardian or curator.
    Guardian,
    /// Whoever holds a power of attorney, on paper or in `MPower`.
    Empowered,
}

impl Signer {
    /// The roles of whoever signs for another, in the order in which they are offered.
    pub const FOR_ANOTHER: [Self; 3] = [Self::Parent, Self::Guardian, Self::Empowered];
}

/// The code of an authorisation in `MPower`: 16 digits. Only its form is known here: whether it exists, whom it lets act and
/// for how long is *not verified* until somebody has looked at the State's page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PowerCode(String);

hidden!(PowerCode, "PowerCode");

/// The text is no code of `MPower`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code of MPower has 16 digits, and here are {0}")]
pub struct NotAPowerCode(pub usize);

impl PowerCode {
    /// How many digits it has.
    pub const DIGITS: usize = 16;

    /// Reads a code as it is typed; spaces and hyphens do not matter.
    ///
    /// # Errors
    /// Says how many digits were found.
    pub fn parse(typed: &str) -> Result<Self, NotAPowerCode> {
        let code = without_separators(typed);
        let digits = code.chars().filter(char::is_ascii_digit).count();
        let fits = digits == Self::DIGITS && code.chars().count() == Self::DIGITS;
        if fits { Ok(Self(code)) } else { Err(NotAPowerCode(digits)) }
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PowerCode {
    type Error = NotAPowerCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PowerCode> for String {
    fn from(code: PowerCode) -> Self {
        code.0
    }
}

/// The person's consent, read aloud and signed on paper in two copies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// What it covers.
    pub scope: ConsentScope,
    /// What may be done. Of a program that knew no verbs: all.
    #[serde(default = "Verb::all", skip_serializing_if = "is_all")]
    pub verbs: BTreeSet<Verb>,
    /// The day it was given.
    pub given: Date,
    /// The last day on which it holds.
    pub until: Date,
    /// Who signed.
    #[serde(default, skip_serializing_if = "is_person")]
    pub signer: Signer,
    /// The authorisation by which they may sign; not verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<PowerCode>,
    /// Of which text it is; not known of what was recorded before papers had their digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<ConsentPaper>,
    /// The day on which it was revoked, or on which another took its place; on that day it holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

fn is_all(verbs: &BTreeSet<Verb>) -> bool {
    verbs.len() == Verb::ALL.len()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_person(signer: &Signer) -> bool {
    *signer == Signer::Person
}

/// By which the paper that was signed is known again: both copies show the digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPaper {
    /// The version of its template.
    pub version: u16,
    /// The beginning of the SHA-256 of all that it says and of how it looks: 16 hexadecimal digits in fours.
    pub digits: String,
}

impl Consent {
    /// A consent that the person signed, to all that may be done.
    #[must_use]
    pub fn new(scope: ConsentScope, given: Date, until: Date) -> Self {
        let (verbs, signer) = (Verb::all(), Signer::Person);
        Self { scope, verbs, given, until, signer, power: None, paper: None, ended: None }
    }

    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        self.scope.matter()
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.given <= day && day <= self.until && self.ended.is_none_or(|ended| day < ended)
    }

    /// Whether it held at some time of a day: also in the morning of the day on which it was revoked.
    fn held(&self, day: Date) -> bool {
        self.given <= day && day <= self.until && self.ended.is_none_or(|ended| day <= ended)
    }

    /// The last day on which it holds or held.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.ended.map_or(self.until, |ended| ended.min(self.until))
    }

    /// Whether it lets this be done for a service, on the days on which it holds.
    fn speaks_of(&self, verb: Verb, service: &ServiceCode) -> bool {
        self.verbs.contains(&verb) && self.scope.covers(service)
    }

    /// Whether an older program can say all of it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let of_event = matches!(self.scope, ConsentScope::ThisEvent | ConsentScope::FollowUp);
        of_event && is_all(&self.verbs) && is_person(&self.signer) && self.power.is_none() && self.ended.is_none()
    }
}

/// That the person was asked and did not agree. Nothing is asked about why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentRefusal {
    /// To what.
    pub matter: Matter,
    /// The day.
    pub on: Date,
}

/// The consents of a case in the order in which they were given, those that hold no more among them: what was done while
/// one held stays allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consents(Vec<Consent>);

impl Consents {
    /// Whether none was ever given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Consent> {
        self.0.iter()
    }

    /// The one that was given last.
    #[must_use]
    pub fn last(&self) -> Option<&Consent> {
        self.0.last()
    }

    /// Those that hold on a day.
    pub fn in_force(&self, day: Date) -> impl Iterator<Item = &Consent> {
        self.0.iter().filter(move |consent| consent.holds(day))
    }

    /// The latest of each matter, whether it still holds or not: what is shown, renewed and revoked.
    pub fn latest(&self) -> impl Iterator<Item = &Consent> {
        let is_latest = |(place, consent): &(usize, &Consent)| {
            !self.0[place + 1..].iter().any(|later| later.matter() == consent.matter())
        };
        self.0.iter().enumerate().filter(is_latest).map(|(_, consent)| consent)
    }

    /// The latest about a matter.
    #[must_use]
    pub fn about(&self, matter: &Matter) -> Option<&Consent> {
        self.0.iter().rev().find(|consent| consent.matter() == *matter)
    }

    /// All about a matter, in their order.
    pub(super) fn all_about(&self, matter: &Matter) -> Self {
        Self(self.0.iter().filter(|consent| consent.matter() == *matter).cloned().collect())
    }

    /// These in the place of all about a matter.
    pub(super) fn put_back(&mut self, matter: &Matter, mut before: Self) {
        self.0.retain(|consent| consent.matter() != *matter);
        self.0.append(&mut before.0);
    }

    /// Adds one. It takes the place of an earlier one about the same matter from its first day on; written anew, it is the
    /// same one and nothing of the mistake stays.
    fn give(&mut self, consent: Consent, anew: bool) {
        let matter = consent.matter();
        let earlier = self.0.iter().rposition(|known| known.matter() == matter);
        if let Some(place) = earlier.filter(|_| anew) {
            self.0.remove(place);
        }
        for known in self.0.iter_mut().filter(|known| known.matter() == matter) {
            known.ended = Some(known.ended.map_or(consent.given, |ended| ended.min(consent.given)));
        }
        self.0.push(consent);
    }

    /// The latest about a matter holds no more from this day on.
    pub(super) fn revoke(&mut self, matter: &Matter, on: Date) {
        if let Some(known) = self.0.iter_mut().rev().find(|known| known.matter() == *matter) {
            // Of two desks that wrote it down the earlier day holds.
            known.ended = Some(known.ended.map_or(on, |ended| ended.min(on)));
        }
    }
}

impl FromIterator<Consent> for Consents {
    fn from_iter<Source: IntoIterator<Item = Consent>>(consents: Source) -> Self {
        Self(consents.into_iter().collect())
    }
}

/// A case of before had one consent or none, and is written so as long as that says all.
impl Serialize for Consents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [] => serializer.serialize_none(),
            [one] if one.is_plain() => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Consents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Several(Vec<Consent>),
            One(Box<Consent>),
        }
        Ok(match Option::<Written>::deserialize(deserializer)? {
            None => Self::default(),
            Some(Written::One(consent)) => Self(vec![*consent]),
            Some(Written::Several(consents)) => Self(consents),
        })
    }
}

/// What is missing for something to be done in the person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nobody has asked yet.
    Consent,
    /// The person did not agree, on this day.
    Refused(Date),
    /// What was agreed held until this day.
    Ended(Date),
    /// The person revoked it on this day.
    Revoked(Date),
    /// The person agreed to less: to this matter, and not that this be done.
    Verb,
    /// The person agreed to other matters.
    Matter,
}

/// That something may be done in the person's name. Only [`Case::allows`] and [`Case::allows_hand_over`] give it for what is
/// to be done now; without it there is no way to a request.
#[derive(Debug)]
pub struct Permit(());

impl Rules {
    /// The permit that is asked for; for what was done under the rules of then, that it was done.
    pub(super) fn permit(self, allowed: Result<Permit, Lack>) -> Result<Permit, CaseError> {
        match (allowed, self) {
            (Ok(permit), _) => Ok(permit),
            (Err(_), Self::Then) => Ok(Permit(())),
            (Err(_), Self::Now) => Err(CaseError::ConsentMissing),
        }
    }
}

impl Case {
    /// Whether something may be done in the person's name for a service on a day: a consent that holds on that day covers
    /// the service and says so. This is the one rule; every way to a request asks it.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn allows(&self, verb: Verb, service: &ServiceCode, day: Date) -> Result<Permit, Lack> {
        let mut speaking = self.undisputed().filter(|consent| consent.speaks_of(verb, service));
        if speaking.any(|consent| consent.holds(day)) { Ok(Permit(())) } else { Err(self.lack(verb, service, day)) }
    }

    /// Whether the result of a request may be handed over on a day.
    ///
    /// It may while a consent to act covers the request. It may also when that consent has run out or was revoked since, as
    /// long as it held when the request was submitted: withdrawing consent does not undo what was lawfully done before it
    /// (Regulation (EU) 2016/679, article 7(3), and the Moldovan law on personal data, which follows it), the result is the
    /// person's own, and to keep it from them would harm them. Handing it over says nothing to a provider in their name;
    /// nothing else is done without a new consent. Where no consent ever covered the request, or the person of the case is
    /// another, it is not handed over before one is given.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn allows_hand_over(&self, request: &Request, day: Date) -> Result<Permit, Lack> {
        let recorded = self.recorded(request.id, Action::RequestSubmitted);
        let asked: Vec<Date> = request.submitted.into_iter().chain(recorded).collect();
        let held = |consent: &Consent| {
            consent.speaks_of(Verb::Act, &request.service) && asked.iter().any(|day| consent.held(*day))
        };
        self.allows(Verb::Act, &request.service, day)
            .or_else(|lack| if self.consents.iter().any(held) { Ok(Permit(())) } else { Err(lack) })
    }

    /// Whether a field of applications may be filled in. An operation of an older program does not say for which service:
    /// then some consent to act has to hold.
    pub(super) fn allows_fill(&self, service: Option<&ServiceCode>, day: Date) -> Result<Permit, Lack> {
        match service {
            Some(service) => self.allows(Verb::Act, service, day),
            None if self.has_consent(day) => Ok(Permit(())),
            None => Err(Lack::Consent),
        }
    }

    /// Whether something may be submitted that is dated so. What the centre did in the person's name needs a consent of
    /// that day. What was filed before there was a case was filed by the person or on paper; the centre acts from now on,
    /// so that the consent must hold now.
    pub(super) fn allows_submit(&self, service: &ServiceCode, on: Date, today: Date) -> Result<Permit, Lack> {
        self.allows(Verb::Act, service, on)
            .or_else(|lack| if on < self.opened { self.allows(Verb::Act, service, today) } else { Err(lack) })
    }

    /// The consents but those of which another desk wrote down that the person did not agree: until somebody has decided,
    /// nothing is done by them.
    fn undisputed(&self) -> impl Iterator<Item = &Consent> {
        self.consents.iter().filter(|consent| !self.is_answer_open(&consent.matter()))
    }

    fn lack(&self, verb: Verb, service: &ServiceCode, day: Date) -> Lack {
        let covers = |consent: &&Consent| consent.scope.covers(service);
        let open = self.consents.in_force(day).filter(covers).any(|consent| self.is_answer_open(&consent.matter()));
        if let Some(refusal) = self.refused.as_ref().filter(|_| open) {
            return Lack::Refused(refusal.on);
        }
        if self.consents.in_force(day).any(|consent| covers(&consent)) {
            return Lack::Verb;
        }
        let ended = self.consents.latest().filter(covers).filter(|consent| consent.verbs.contains(&verb));
        if let Some(consent) = ended.max_by_key(|consent| consent.last_day()) {
            return match consent.ended.filter(|ended| *ended <= consent.until) {
                Some(ended) => Lack::Revoked(ended),
                None => Lack::Ended(consent.until),
            };
        }
        if self.consents.in_force(day).next().is_some() {
            return Lack::Matter;
        }
        self.refusal(day).map_or(Lack::Consent, |refusal| Lack::Refused(refusal.on))
    }

    /// Whether anything may be done in the person's name today.
    #[must_use]
    pub fn has_consent(&self, today: Date) -> bool {
        self.undisputed().any(|consent| consent.holds(today) && consent.verbs.contains(&Verb::Act))
    }

    /// That the person did not agree, as long as they have not agreed to anything since: then only information is given.
    #[must_use]
    pub fn refusal(&self, today: Date) -> Option<&ConsentRefusal> {
        let since = |refusal: &ConsentRefusal, consent: &Consent| {
            consent.given > refusal.on || consent.given == refusal.on && consent.ended.is_none()
        };
        self.refused.as_ref().filter(|refusal| {
            self.undisputed().all(|consent| !consent.holds(today))
                && !self.undisputed().any(|consent| since(refusal, consent))
        })
    }

    /// The last day on which something may be done for a request that still needs it; `None` where it needs nothing any
    /// more, or nothing was ever agreed to for it.
    #[must_use]
    pub fn covered_until(&self, request: &Request) -> Option<Date> {
        let speaking = self.consents.iter().filter(|consent| consent.speaks_of(Verb::Act, &request.service));
        let days = speaking.map(Consent::last_day);
        if request.state.is_final() { None } else { days.max() }
    }

    /// Whether a consent holds that speaks of this matter: of the same one, or of the whole event.
    #[must_use]
    pub fn is_agreed(&self, matter: &Matter, today: Date) -> bool {
        self.consents.in_force(today).any(|consent| consent.matter().includes(matter))
    }

    /// The consent that is written, in the place of the one about the same matter.
    pub(super) fn agree(&mut self, consent: Consent, anew: bool) {
        self.consents.give(consent, anew);
    }

    /// The consent about a matter ends.
    pub(super) fn disagree(&mut self, matter: &Matter, on: Date) {
        self.consents.revoke(matter, on);
    }
}

#[cfg(test)]
mod tests;
