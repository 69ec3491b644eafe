//! Where the records of a catalogue are asked for one by one, so that neither start nor memory grows with it; and what of
//! them is at hand: what the pages shown, the visit and the open cases rest on, and nothing else.

use super::calendar::Calendar;
use super::catalogue::{Catalogue, by_rank};
use super::centre::Centre;
use super::condition::Condition;
use super::deadline::Deadline;
use super::fact::{CENTRE_KIND, FactId, TODAY};
use super::guide::{self, JOINT};
use super::identifier::ServiceCode;
use super::life_event::LifeEvent;
use super::notice::Notice;
use super::question::{DerivedFact, Question};
use super::search::SearchIndex;
use super::service::{Instead, Law, Paper, Provider, Service};
use super::site::Portal;
use super::template::Template;
use super::text::Text;
use super::treaty::FOREIGN_PAPERS;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What the start page shows of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tile {
    /// The event's code.
    pub code: String,
    /// What happened, as a person would say it.
    pub tile: Text,
    /// The name of its icon.
    pub icon: String,
    /// The services that its steps use.
    pub services: BTreeSet<ServiceCode>,
}

/// What is known of a catalogue without any of its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The number of the release.
    pub number: u64,
    /// The date as of which it is valid.
    pub as_of: Date,
    /// Working days and holidays.
    pub calendar: Calendar,
    /// The sites to which the State's pages lead.
    #[serde(default)]
    pub sites: BTreeSet<String>,
    /// The State's sites as visitors find them.
    #[serde(default)]
    pub portals: Vec<Portal>,
    /// The events in the order of the start page.
    pub tiles: Vec<Tile>,
}

impl Overview {
    /// That of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let overview =
            Self::of_events(catalogue.number, catalogue.as_of, catalogue.calendar.clone(), &catalogue.events);
        Self { sites: catalogue.sites.clone(), portals: catalogue.portals.clone(), ..overview }
    }

    /// That of a release with these events, and without sites.
    #[must_use]
    pub fn of_events(number: u64, as_of: Date, calendar: Calendar, events: &BTreeMap<String, LifeEvent>) -> Self {
        let tile = |event: &LifeEvent| Tile {
            code: event.code.clone(),
            tile: event.tile.clone(),
            icon: event.icon.clone(),
            services: event.steps.iter().filter_map(|step| step.service.clone()).collect(),
        };
        let tiles = by_rank(events).into_iter().map(tile).collect();
        Self { number, as_of, calendar, sites: BTreeSet::new(), portals: Vec::new(), tiles }
    }

    /// The tile of an event.
    #[must_use]
    pub fn tile(&self, code: &str) -> Option<&Tile> {
        self.tiles.iter().find(|tile| tile.code == code)
    }

    /// A catalogue without records.
    fn bare(&self) -> Catalogue {
        let bare = Catalogue::bare(self.number, self.as_of, self.calendar.clone());
        Catalogue { sites: self.sites.clone(), portals: self.portals.clone(), ..bare }
    }
}

/// The catalogue cannot be read where it lies: what is there is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue is damaged where it lies: {0}")]
pub struct Damaged(pub String);

/// The records of one release. Each is read when it is asked for, and the reader keeps none.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// What is known without any record.
    fn overview(&self) -> &Overview;

    /// An event by its code.
    ///
    /// # Errors
    /// When what lies there is damaged; so for all below.
    fn event(&self, code: &str) -> Result<Option<LifeEvent>, Damaged>;

    /// A service by its code.
    ///
    /// # Errors
    /// When it is damaged.
    fn service(&self, code: &str) -> Result<Option<Service>, Damaged>;

    /// A provider by its id.
    ///
    /// # Errors
    /// When it is damaged.
    fn provider(&self, id: &str) -> Result<Option<Provider>, Damaged>;

    /// A paper by its id.
    ///
    /// # Errors
    /// When it is damaged.
    fn paper(&self, id: &str) -> Result<Option<Paper>, Damaged>;

    /// A law by its id.
    ///
    /// # Errors
    /// When it is damaged.
    fn law(&self, id: &str) -> Result<Option<Law>, Damaged>;

    /// A centre by its id.
    ///
    /// # Errors
    /// When it is damaged.
    fn centre(&self, id: &str) -> Result<Option<Centre>, Damaged>;

    /// The ids of all centres.
    ///
    /// # Errors
    /// When they are damaged.
    fn centres(&self) -> Result<Vec<String>, Damaged>;

    /// A template of sheets by its name.
    ///
    /// # Errors
    /// When it is damaged.
    fn template(&self, name: &str) -> Result<Option<Template>, Damaged>;

    /// The notices on a service, of whatever day.
    ///
    /// # Errors
    /// When one is damaged.
    fn notices_of(&self, service: &ServiceCode) -> Result<Vec<Notice>, Damaged>;

    /// The first event, by code, that asks for a fact; when none does, the first that derives it.
    ///
    /// # Errors
    /// When that is damaged.
    fn giver_of(&self, fact: &str) -> Result<Option<String>, Damaged>;

    /// The search index, when it is at hand; never waits for the disk.
    fn index(&self) -> Option<Arc<SearchIndex>>;

    /// Brings the search index to hand, which takes its time.
    ///
    /// # Errors
    /// When it cannot be read or made.
    fn load_index(&self) -> Result<Arc<SearchIndex>, Damaged>;

    /// Makes the search index ready to be brought to hand, without bringing it.
    ///
    /// # Errors
    /// When what it is made of is damaged.
    fn prepare_index(&self) -> Result<(), Damaged>;

    /// Looks at all of it, which takes its time; gives what of it this program does not understand, one line each.
    ///
    /// # Errors
    /// When something is not what was written.
    fn examine(&self) -> Result<Vec<String>, Damaged>;

    /// What stands in for this one once it was found damaged; it is then used no more.
    fn stand_in(&self) -> Option<Arc<dyn Shelf>>;
}

/// Which event gives each fact, for a catalogue that has its events: as [`Shelf::giver_of`] says.
#[must_use]
pub fn givers(events: &BTreeMap<String, LifeEvent>) -> BTreeMap<&str, &str> {
    let mut givers: BTreeMap<&str, &str> = BTreeMap::new();
    for event in events.values() {
        for question in &event.questions {
            givers.entry(&question.id).or_insert(&event.code);
        }
    }
    let asked: BTreeSet<&str> = givers.keys().copied().collect();
    for event in events.values() {
        for derived in event.derived.iter().filter(|derived| !asked.contains(derived.id.as_str())) {
            givers.entry(&derived.id).or_insert(&event.code);
        }
    }
    givers
}

/// What a page may ask for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// All that a visit with this code rests on.
    Guide(String),
    /// A service as others name it: its name, provider and notices.
    Service(String),
    /// A service with all that a step that uses it rests on.
    WholeService(String),
}

/// The records at hand. What is not among them is not known to the pages, as if the catalogue did not have it: whatever
/// a page is about is taken before it is shown.
#[derive(Clone, Debug)]
pub struct AtHand {
    shelf: Arc<dyn Shelf>,
    catalogue: Arc<Catalogue>,
    /// What visits can be about besides events: two events at once, single services.
    guides: BTreeMap<String, LifeEvent>,
    taken: BTreeSet<Wanted>,
    /// The services of which all is at hand that a step rests on.
    whole: BTreeSet<ServiceCode>,
    generation: u64,
}

impl AtHand {
    /// Nothing of this shelf yet.
    #[must_use]
    pub fn new(shelf: Arc<dyn Shelf>) -> Self {
        let catalogue = Arc::new(shelf.overview().bare());
        let (taken, whole) = (BTreeSet::new(), BTreeSet::new());
        Self { shelf, catalogue, guides: BTreeMap::new(), taken, whole, generation: 0 }
    }

    /// Where the records come from.
    #[must_use]
    pub fn shelf(&self) -> &Arc<dyn Shelf> {
        &self.shelf
    }

    /// What is known without any record.
    #[must_use]
    pub fn overview(&self) -> &Overview {
        self.shelf.overview()
    }

    /// The records at hand, as a catalogue that has no others.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// A template of sheets, read now: a paper is made once. One that is damaged is none, and the program's own stands in.
    #[must_use]
    pub fn template(&self, name: &str) -> Option<Template> {
        self.shelf.template(name).ok().flatten()
    }

    /// How many visits and services are at hand.
    #[must_use]
    pub fn count(&self) -> usize {
        self.taken.len()
    }

    /// What a visit with this code is about, when it was taken.
    #[must_use]
    pub fn guide(&self, code: &str) -> Option<&LifeEvent> {
        // An event may lie here only because others name it or borrow a question: that is not all that a visit needs.
        let taken = self.taken.iter().any(|wanted| matches!(wanted, Wanted::Guide(taken) if taken == code));
        self.guides.get(code).or_else(|| self.catalogue.events.get(code).filter(|_| taken))
    }

    /// Takes all that a visit with this code rests on: an event, two of them, or a service alone.
    pub fn take(&mut self, code: &str) {
        self.want(Wanted::Guide(code.to_owned()));
    }

    /// Takes a service as others name it.
    pub fn take_service(&mut self, code: &str) {
        self.want(Wanted::Service(code.to_owned()));
    }

    /// Takes a service with all that is told of it.
    pub fn take_whole_service(&mut self, code: &str) {
        self.want(Wanted::WholeService(code.to_owned()));
    }

    /// Puts everything back.
    pub fn forget(&mut self) {
        *self = Self { generation: self.generation, ..Self::new(Arc::clone(&self.shelf)) };
    }

    /// Goes on with another release: what was taken is taken from there.
    pub fn replace(&mut self, other: Arc<dyn Shelf>) {
        let taken = std::mem::take(&mut self.taken);
        *self = Self { generation: self.generation + 1, ..Self::new(other) };
        for wanted in taken {
            self.want(wanted);
        }
    }

    /// Grows whenever another release, or another copy, takes the place of the one before.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    fn want(&mut self, wanted: Wanted) {
        if self.taken.contains(&wanted) {
            return;
        }
        let read = self.read(&wanted);
        self.taken.insert(wanted);
        if read.is_err()
            && let Some(shelf) = self.shelf.stand_in()
        {
            self.replace(shelf);
        }
    }

    fn read(&mut self, wanted: &Wanted) -> Result<(), Damaged> {
        let mut taking = Taking {
            shelf: self.shelf.as_ref(),
            catalogue: Arc::make_mut(&mut self.catalogue),
            whole: &mut self.whole,
        };
        match wanted {
            Wanted::Service(code) => taking.named(code),
            Wanted::WholeService(code) => ServiceCode::parse(code).map_or(Ok(()), |code| taking.service(&code)),
            Wanted::Guide(code) => {
                taking.guide(code)?;
                if let Some(Cow::Owned(guide)) = guide::guide(&self.catalogue, code) {
                    self.guides.insert(code.clone(), guide);
                }
                Ok(())
            }
        }
    }
}

/// Records on their way from a shelf to hand.
struct Taking<'t> {
    shelf: &'t dyn Shelf,
    catalogue: &'t mut Catalogue,
    /// The services of which all is at hand.
    whole: &'t mut BTreeSet<ServiceCode>,
}

impl Taking<'_> {
    fn guide(&mut self, code: &str) -> Result<(), Damaged> {
        if let Some((first, second)) = code.split_once(JOINT) {
            self.event(first)?;
            self.event(second)?;
        } else if !self.event(code)?
            && let Ok(code) = ServiceCode::parse(code)
        {
            self.service(&code)?;
            let service = self.catalogue.services.get(&code).cloned();
            let twin = service.as_ref().and_then(|service| service.consular_twin.as_ref());
            let twin = twin.and_then(|code| self.catalogue.services.get(code).cloned());
            if let Some(service) = service {
                self.givers(&service, twin.as_ref())?;
            }
        }
        Ok(())
    }

    /// An event with all that its steps rest on; whether there is one.
    fn event(&mut self, code: &str) -> Result<bool, Damaged> {
        let Some(event) = self.shelf.event(code)? else { return Ok(false) };
        for step in &event.steps {
            if let Some(service) = &step.service {
                self.service(service)?;
            }
            self.instead(&step.instead)?;
            self.deadlines(&step.deadlines)?;
            self.conditions(step.when.iter().chain(&step.automatic_when))?;
        }
        self.conditions(event.questions.iter().filter_map(|question| question.when.as_ref()))?;
        self.catalogue.events.insert(event.code.clone(), event);
        Ok(true)
    }

    /// A service with all that a step that uses it rests on: the one in its place at a consulate, its papers and the
    /// services that give them, and so on.
    fn service(&mut self, code: &ServiceCode) -> Result<(), Damaged> {
        let mut waiting = vec![code.clone()];
        while let Some(code) = waiting.pop() {
            if !self.whole.insert(code.clone()) {
                continue;
            }
            self.named(code.as_str())?;
            let Some(service) = self.catalogue.services.get(&code).cloned() else { continue };
            waiting.extend(service.consular_twin.clone());
            for need in &service.papers {
                if let Some(paper) = self.paper(&need.paper)? {
                    waiting.extend(paper.output_of.into_iter().chain(paper.replaced_by));
                }
            }
            let payer = service.benefit.iter().map(|benefit| &benefit.payer);
            for provider in service.channels.iter().filter_map(|channel| channel.provider.as_ref()).chain(payer) {
                self.provider(provider)?;
            }
            for other in &service.not_with {
                self.named(other.service.as_str())?;
            }
            for related in &service.related {
                self.linked(related.service.as_ref(), related.event.as_deref())?;
            }
            self.instead(&service.instead)?;
            self.deadlines(&service.deadlines)?;
            self.conditions(service.conditions().map(|(_, condition)| condition))?;
            let exemptions = service.exemptions.iter().map(|exemption| &exemption.law);
            let duties = service.state_duties.iter().map(|duty| &duty.law);
            let criteria = service.eligibility.iter().filter_map(|criterion| criterion.law.as_ref());
            for law in service.law.iter().chain(exemptions).chain(duties).chain(criteria) {
                self.law(law)?;
            }
            if service.papers.iter().any(|need| need.apostille_and_translation) {
                self.law(FOREIGN_PAPERS)?;
            }
        }
        Ok(())
    }

    /// A service as others name it.
    fn named(&mut self, code: &str) -> Result<(), Damaged> {
        let Ok(code) = ServiceCode::parse(code) else { return Ok(()) };
        if self.catalogue.services.contains_key(&code) {
            return Ok(());
        }
        let Some(service) = self.shelf.service(code.as_str())? else { return Ok(()) };
        self.provider(&service.provider)?;
        let notices = self.shelf.notices_of(&code)?;
        self.catalogue.notices.extend(notices.into_iter().map(|notice| (notice.id.clone(), notice)));
        self.catalogue.services.insert(code, service);
        Ok(())
    }

    /// The events that give the facts which a service alone asks for, in the way in which [`guide::guide`] looks for them.
    fn givers(&mut self, service: &Service, twin: Option<&Service>) -> Result<(), Damaged> {
        let mut wanted: Vec<FactId> = std::iter::once(service).chain(twin).flat_map(guide::facts_of).collect();
        let mut seen = BTreeSet::new();
        while let Some(fact) = wanted.pop() {
            if fact == CENTRE_KIND || fact == TODAY || !seen.insert(fact.clone()) {
                continue;
            }
            let own = service.questions.iter().find(|question| question.id == fact);
            let giver = if own.is_some() { None } else { self.shelf.giver_of(&fact)? };
            if let Some(code) = &giver {
                self.event_record(code)?;
            }
            let event = giver.and_then(|code| self.catalogue.events.get(&code));
            let question = own.or_else(|| event.and_then(|event| event.question(&fact)));
            let derived = service.derived.iter().chain(event.iter().flat_map(|event| &event.derived));
            wanted.extend(match question {
                Some(question) => of_question(question),
                None => derived.into_iter().find(|derived| derived.id == fact).map(of_derived).unwrap_or_default(),
            });
        }
        Ok(())
    }

    /// What a link names.
    fn linked(&mut self, service: Option<&ServiceCode>, event: Option<&str>) -> Result<(), Damaged> {
        if let Some(code) = service {
            self.named(code.as_str())?;
        }
        event.map_or(Ok(()), |code| self.event_record(code))
    }

    /// An event by itself, as others name it.
    fn event_record(&mut self, code: &str) -> Result<(), Damaged> {
        if !self.catalogue.events.contains_key(code)
            && let Some(event) = self.shelf.event(code)?
        {
            self.catalogue.events.insert(code.to_owned(), event);
        }
        Ok(())
    }

    fn instead(&mut self, all: &[Instead]) -> Result<(), Damaged> {
        for instead in all {
            self.linked(instead.service.as_ref(), instead.event.as_deref())?;
            self.conditions(instead.when.iter())?;
        }
        Ok(())
    }

    fn deadlines(&mut self, all: &[Deadline]) -> Result<(), Damaged> {
        for deadline in all {
            if let Some(law) = &deadline.law {
                self.law(law)?;
            }
            self.conditions(deadline.when.iter())?;
        }
        Ok(())
    }

    /// The laws that conditions name.
    fn conditions<'c>(&mut self, all: impl Iterator<Item = &'c Condition>) -> Result<(), Damaged> {
        for law in all.flat_map(Condition::laws) {
            self.law(law)?;
        }
        Ok(())
    }

    fn law(&mut self, id: &str) -> Result<(), Damaged> {
        if !self.catalogue.laws.contains_key(id)
            && let Some(law) = self.shelf.law(id)?
        {
            self.catalogue.laws.insert(id.to_owned(), law);
        }
        Ok(())
    }

    fn provider(&mut self, id: &str) -> Result<(), Damaged> {
        if !self.catalogue.providers.contains_key(id)
            && let Some(provider) = self.shelf.provider(id)?
        {
            self.catalogue.providers.insert(id.to_owned(), provider);
        }
        Ok(())
    }

    fn paper(&mut self, id: &str) -> Result<Option<Paper>, Damaged> {
        if !self.catalogue.papers.contains_key(id)
            && let Some(paper) = self.shelf.paper(id)?
        {
            self.catalogue.papers.insert(id.to_owned(), paper);
        }
        Ok(self.catalogue.papers.get(id).cloned())
    }
}

/// The facts that decide whether a question is asked.
fn of_question(question: &Question) -> Vec<FactId> {
    question.when.iter().flat_map(Condition::facts).map(str::to_owned).collect()
}

/// The facts that a derived one comes from.
fn of_derived(derived: &DerivedFact) -> Vec<FactId> {
    let tested = derived.conditions().flat_map(Condition::facts).map(str::to_owned);
    derived.origins().cloned().chain(tested).collect()
}

#[cfg(test)]
mod tests;
