//! Releases of the catalogue: a format of its own, numbered, apart from the source files and from the types inside.
//!
//! The canonical text of a release is one JSON object: `format`, `number`, `asOf`, `calendar`, `sites`, `portals`, and lists of records by id
//! (`events`, `services`, `providers`, `papers`, `laws`, `notices`, `centres`, `templates`), in this order, each list in
//! the order of its ids, without spaces. A release without sites, portals or templates has no such list. One catalogue has one text; its SHA-256 is what editors sign. [`piece`] cuts a text into
//! records and joins them again without a byte's difference.
//!
//! A program reads a newer release as far as it can, record by record:
//!
//! - A field, list or language that it does not know is passed over. So a newer program may add what only adds.
//! - What must not be passed over, because without it people would be told something else, is named: the object that
//!   holds it says `"needs": ["name"]`, the name of the ability on which its meaning rests. Who adds such a field adds
//!   its name to [`ABILITIES`] and writes it. A program that does not have the ability does not read the record.
//! - Conditions are read strictly: whatever stands in one decides.
//! - A record that is not read is stood in for ([`stub`]): a service, event, step or paper by one that sends people to the
//!   specialist, a notice by its bare text. A law, a question, a derived fact or a centre that is not read is left out;
//!   what rests on a fact that nobody asks for is unknown, and said so. All of it is told ([`LeftOut`]).
//! - `format` grows only when even that would mislead. A greater one is refused whole, and so is a release that itself
//!   needs what is not known, or whose calendar cannot be read: no date could be counted.

mod condition;
mod form;
mod mirror;
pub mod piece;
mod record;
mod stub;
mod text;

use crate::domain::calendar::Calendar;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::service::{Law, Paper, Provider, Service};
use crate::domain::site::Portal;
use crate::domain::template::Template;
use jiff::civil::Date;
use mirror::{Mirror, is_default};
use piece::Piece;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The number of the format.
pub const FORMAT: u32 = 1;

/// What records may need of a program, besides the format itself, that this one has.
///
/// - `fee-on-top`: a fee that is added to the one that is chosen.
/// - `notice-centres`: a notice that is for some centres alone.
pub const ABILITIES: [&str; 2] = ["fee-on-top", "notice-centres"];

/// The lists of records by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Life events by code.
    Events,
    /// Services by code.
    Services,
    /// Providers by id.
    Providers,
    /// Papers by id.
    Papers,
    /// Laws by id.
    Laws,
    /// Notices by id.
    Notices,
    /// Centres by id.
    Centres,
    /// Templates of sheets by name.
    Templates,
}

impl List {
    /// All of them, in the order of the text.
    pub const ALL: [Self; 8] = [
        Self::Events,
        Self::Services,
        Self::Providers,
        Self::Papers,
        Self::Laws,
        Self::Notices,
        Self::Centres,
        Self::Templates,
    ];

    /// Its name in the text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Services => "services",
            Self::Providers => "providers",
            Self::Papers => "papers",
            Self::Laws => "laws",
            Self::Notices => "notices",
            Self::Centres => "centres",
            Self::Templates => "templates",
        }
    }

    /// The list of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }
}

/// Something that this program does not understand, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The list of the record.
    pub list: List,
    /// The record's id.
    pub id: String,
    /// The step, question or derived fact in it, when it is only that.
    pub part: Option<String>,
    /// Whether something stands in for it that sends people to the specialist.
    pub stands_in: bool,
    /// What was not understood.
    pub why: String,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.list.name(), self.id)?;
        if let Some(part) = &self.part {
            write!(formatter, ", {part}")?;
        }
        let became = if self.stands_in { "people are sent to the specialist" } else { "left out" };
        write!(formatter, ": {became} ({})", self.why)
    }
}

/// A release as far as this program understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it understands.
    pub catalogue: Catalogue,
    /// What it does not.
    pub left_out: Vec<LeftOut>,
}

/// Why a text is no release for this program at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON object of the form of a release.
    #[error("not a release: {0}")]
    Form(#[from] serde_json::Error),
    /// It lacks what every release has.
    #[error("not a release: it has no {0}")]
    Lacks(&'static str),
    /// It is made for newer programs alone.
    #[error("the release has the format {found}, this program reads {FORMAT}")]
    Format {
        /// Its format.
        found: u64,
    },
    /// It needs of a program what this one does not have.
    #[error("the release needs \"{0}\", which this program does not have")]
    Needs(String),
}

/// What every release has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// The date as of which it is valid.
    pub as_of: Date,
    /// Working days and holidays.
    pub calendar: Calendar,
    /// The sites to which the State's pages lead. What is not understood of them is passed over: a browser is then kept to
    /// fewer.
    pub sites: BTreeSet<String>,
    /// The State's sites as visitors find them. One that is not understood is passed over: the list is then shorter.
    pub portals: Vec<Portal>,
}

impl Head {
    /// Reads the fields of a release that are no lists of records; others are passed over.
    ///
    /// # Errors
    /// When one is missing or not understood, or the release is for newer programs alone.
    pub fn read<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Unreadable> {
        let fields: BTreeMap<&str, &str> = fields.collect();
        let field = |name: &'static str| fields.get(name).copied().ok_or(Unreadable::Lacks(name));
        let found: u64 = serde_json::from_str(field("format")?)?;
        if found != u64::from(FORMAT) {
            return Err(Unreadable::Format { found });
        }
        let calendar = field("calendar")?;
        let needs = fields.get("needs").map_or(Ok(Vec::new()), |needs| serde_json::from_str(needs))?;
        if let Some(need) = needs.into_iter().find(|need: &String| !has(need)).or_else(|| unknown_need(calendar, &[])) {
            return Err(Unreadable::Needs(need));
        }
        Ok(Self {
            number: serde_json::from_str(field("number")?)?,
            as_of: serde_json::from_str(field("asOf")?)?,
            calendar: serde_json::from_str::<record::Calendar>(calendar)?.inside(),
            sites: fields.get("sites").and_then(|sites| serde_json::from_str(sites).ok()).unwrap_or_default(),
            portals: fields.get("portals").map(|portals| portals_of(portals)).unwrap_or_default(),
        })
    }
}

/// The State's sites of a list, each by itself.
fn portals_of(list: &str) -> Vec<Portal> {
    let each: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
    let understood = each.into_iter().filter_map(|portal| serde_json::from_str::<record::Portal>(portal.get()).ok());
    understood.map(Mirror::inside).collect()
}

/// Reads records one by one and keeps what it did not understand.
#[derive(Debug, Default)]
pub struct Reader {
    /// What was not understood so far.
    pub left_out: Vec<LeftOut>,
}

impl Reader {
    /// A service, or what stands in for it.
    pub fn service(&mut self, id: &str, body: &str) -> Option<Service> {
        self.record::<record::Service>(List::Services, id, body, stub::service)
    }

    /// A provider, or as much of it as is understood.
    pub fn provider(&mut self, id: &str, body: &str) -> Option<Provider> {
        self.record::<record::Provider>(List::Providers, id, body, stub::provider)
    }

    /// A paper, or what stands in for it.
    pub fn paper(&mut self, id: &str, body: &str) -> Option<Paper> {
        self.record::<record::Paper>(List::Papers, id, body, stub::paper)
    }

    /// A law.
    pub fn law(&mut self, id: &str, body: &str) -> Option<Law> {
        self.record::<record::Law>(List::Laws, id, body, |_, _| None)
    }

    /// A notice, or its bare text.
    pub fn notice(&mut self, id: &str, body: &str) -> Option<Notice> {
        self.record::<record::Notice>(List::Notices, id, body, stub::notice)
    }

    /// A centre.
    pub fn centre(&mut self, id: &str, body: &str) -> Option<Centre> {
        self.record::<record::Centre>(List::Centres, id, body, |_, _| None)
    }

    /// A template of sheets. One that is not read, or is longer than any may be, is left out: the one that the program
    /// brings stands in.
    pub fn template(&mut self, name: &str, body: &str) -> Option<Template> {
        let template = self.record::<record::Template>(List::Templates, name, body, |_, _| None)?;
        if template.text.len() <= Template::LONGEST {
            return Some(template);
        }
        let why = format!("longer than {} bytes", Template::LONGEST);
        self.leave_out(List::Templates, name, None, false, why);
        None
    }

    /// An event with as many of its steps, questions and facts as are understood, or what stands in for it.
    pub fn event(&mut self, id: &str, body: &str) -> Option<LifeEvent> {
        let event = match unknown_need(body, &["questions", "derived", "steps"]) {
            Some(need) => Err(needs(&need)),
            None => {
                serde_json::from_str::<Event<&RawValue, &RawValue, &RawValue>>(body).map_err(|error| error.to_string())
            }
        };
        let event = match event {
            Ok(event) => event,
            Err(why) => {
                let found = stub::event(id, &stub::Remains::of(body));
                self.leave_out(List::Events, id, None, found.is_some(), why);
                return found;
            }
        };
        let mut parts = Parts { reader: self, event: id };
        Some(LifeEvent {
            code: event.code,
            kind: event.kind.inside(),
            draft: false,
            rank: event.rank,
            title: event.title.inside(),
            tile: event.tile.inside(),
            icon: event.icon,
            covers: event.covers.inside(),
            not_for: event.not_for.inside(),
            at_hand: event.at_hand.inside(),
            aliases: event.aliases.inside(),
            questions: parts.read::<record::Question>("question", &event.questions, |_, _| None),
            derived: parts.read::<record::DerivedFact>("derived", &event.derived, |_, _| None),
            steps: parts.read::<record::Step>("step", &event.steps, stub::step),
            given: event.given,
            subjects: event.subjects.inside(),
            same_service: Vec::new(),
            same_facts: Vec::new(),
        })
    }

    /// Looks at a record only to know whether it is understood.
    pub fn look(&mut self, list: List, id: &str, body: &str) {
        match list {
            List::Events => drop(self.event(id, body)),
            List::Services => drop(self.service(id, body)),
            List::Providers => drop(self.provider(id, body)),
            List::Papers => drop(self.paper(id, body)),
            List::Laws => drop(self.law(id, body)),
            List::Notices => drop(self.notice(id, body)),
            List::Centres => drop(self.centre(id, body)),
            List::Templates => drop(self.template(id, body)),
        }
    }

    fn record<M: Mirror + for<'de> Deserialize<'de>>(
        &mut self,
        list: List,
        id: &str,
        body: &str,
        stub: impl FnOnce(&str, &stub::Remains) -> Option<M::Inside>,
    ) -> Option<M::Inside> {
        match understood::<M>(body) {
            Ok(record) => Some(record),
            Err(why) => {
                let found = stub(id, &stub::Remains::of(body));
                self.leave_out(list, id, None, found.is_some(), why);
                found
            }
        }
    }

    fn leave_out(&mut self, list: List, id: &str, part: Option<String>, stands_in: bool, why: String) {
        self.left_out.push(LeftOut { list, id: id.to_owned(), part, stands_in, why });
    }
}

/// Reads the parts of an event, each by itself.
struct Parts<'r> {
    reader: &'r mut Reader,
    event: &'r str,
}

impl Parts<'_> {
    fn read<M: Mirror + for<'de> Deserialize<'de>>(
        &mut self,
        kind: &str,
        bodies: &[&RawValue],
        stub: impl Fn(usize, &stub::Remains) -> Option<M::Inside>,
    ) -> Vec<M::Inside> {
        let mut read = Vec::with_capacity(bodies.len());
        for (place, body) in bodies.iter().enumerate() {
            match understood::<M>(body.get()) {
                Ok(part) => read.push(part),
                Err(why) => {
                    let remains = stub::Remains::of(body.get());
                    let found = stub(place, &remains);
                    let name = remains.word("id").unwrap_or_else(|| (place + 1).to_string());
                    let part = Some(format!("{kind} {name}"));
                    self.reader.leave_out(List::Events, self.event, part, found.is_some(), why);
                    read.extend(found);
                }
            }
        }
        read
    }
}

/// A record or part, when nothing in it is beyond this program.
fn understood<M: Mirror + for<'de> Deserialize<'de>>(body: &str) -> Result<M::Inside, String> {
    if let Some(need) = unknown_need(body, &[]) {
        return Err(needs(&need));
    }
    serde_json::from_str::<M>(body).map(M::inside).map_err(|error| error.to_string())
}

fn needs(name: &str) -> String {
    format!("needs \"{name}\"")
}

fn has(need: &str) -> bool {
    ABILITIES.contains(&need)
}

/// What an object, or any in it, needs and this program does not have; `except` names fields that are looked at by
/// themselves.
fn unknown_need(body: &str, except: &[&str]) -> Option<String> {
    // Nearly no record needs anything: those are not read twice.
    if !body.contains("\"needs\"") {
        return None;
    }
    let mut record: serde_json::Value = serde_json::from_str(body).ok()?;
    if let Some(fields) = record.as_object_mut() {
        fields.retain(|name, _| !except.contains(&name.as_str()));
    }
    needed(&record).into_iter().find(|need| !has(need))
}

/// All that an object and those in it need. What is not even a list of names is needed as it stands.
fn needed(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::Array(parts) => parts.iter().flat_map(needed).collect(),
        Value::Object(fields) => {
            let own = fields.get("needs").into_iter().flat_map(|needs| match needs {
                Value::Array(names) => {
                    names.iter().map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned)).collect()
                }
                other => vec![other.to_string()],
            });
            own.chain(fields.iter().filter(|(name, _)| *name != "needs").flat_map(|(_, part)| needed(part))).collect()
        }
        _ => Vec::new(),
    }
}

/// An event: its parts are read one by one.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<Question, Derived, Step> {
    code: String,
    kind: record::EventKind,
    rank: u16,
    title: text::Text,
    tile: text::Text,
    icon: String,
    covers: text::Text,
    not_for: text::Text,
    #[serde(default, skip_serializing_if = "is_default")]
    at_hand: Vec<text::Text>,
    #[serde(default, skip_serializing_if = "is_default")]
    aliases: text::Aliases,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    questions: Vec<Question>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    derived: Vec<Derived>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Step>,
    #[serde(default, skip_serializing_if = "is_default")]
    subjects: Vec<record::Subject>,
    #[serde(default, skip_serializing_if = "is_default")]
    given: BTreeMap<String, crate::domain::fact::Value>,
}

type WholeEvent = Event<record::Question, record::DerivedFact, record::Step>;

fn event_out(event: &LifeEvent) -> WholeEvent {
    Event {
        code: event.code.clone(),
        kind: Mirror::out(&event.kind),
        rank: event.rank,
        title: Mirror::out(&event.title),
        tile: Mirror::out(&event.tile),
        icon: event.icon.clone(),
        covers: Mirror::out(&event.covers),
        not_for: Mirror::out(&event.not_for),
        at_hand: Mirror::out(&event.at_hand),
        aliases: Mirror::out(&event.aliases),
        questions: Mirror::out(&event.questions),
        derived: Mirror::out(&event.derived),
        steps: Mirror::out(&event.steps),
        subjects: Mirror::out(&event.subjects),
        given: event.given.clone(),
    }
}

/// A release as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole<'a> {
    format: u32,
    number: u64,
    as_of: Date,
    calendar: record::Calendar,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    sites: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    portals: Vec<record::Portal>,
    events: BTreeMap<&'a str, WholeEvent>,
    services: BTreeMap<&'a str, record::Service>,
    providers: BTreeMap<&'a str, record::Provider>,
    papers: BTreeMap<&'a str, record::Paper>,
    laws: BTreeMap<&'a str, record::Law>,
    notices: BTreeMap<&'a str, record::Notice>,
    centres: BTreeMap<&'a str, record::Centre>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    templates: BTreeMap<&'a str, record::Template>,
}

fn records<M: Mirror>(inside: &BTreeMap<String, M::Inside>) -> BTreeMap<&str, M> {
    inside.iter().map(|(id, record)| (id.as_str(), M::out(record))).collect()
}

/// The canonical text of a catalogue. Drafts are no part of a release.
///
/// # Errors
/// When it cannot be written as JSON, which its types rule out.
pub fn write(catalogue: &Catalogue) -> Result<Vec<u8>, serde_json::Error> {
    let published = catalogue.events.iter().filter(|(_, event)| !event.draft);
    let services = &catalogue.services;
    serde_json::to_vec(&Whole {
        format: FORMAT,
        number: catalogue.number,
        as_of: catalogue.as_of,
        calendar: Mirror::out(&catalogue.calendar),
        sites: &catalogue.sites,
        portals: catalogue.portals.iter().map(Mirror::out).collect(),
        events: published.map(|(id, event)| (id.as_str(), event_out(event))).collect(),
        services: services.iter().map(|(code, service)| (code.as_str(), Mirror::out(service))).collect(),
        providers: records(&catalogue.providers),
        papers: records(&catalogue.papers),
        laws: records(&catalogue.laws),
        notices: records(&catalogue.notices),
        centres: records(&catalogue.centres),
        templates: records(&catalogue.templates),
    })
}

/// Reads a whole release.
///
/// # Errors
/// When it is none for this program.
pub fn read(text: &[u8]) -> Result<Reading, Unreadable> {
    let pieces = piece::cut(text)?;
    let head = Head::read(piece::fields(&pieces))?;
    let mut catalogue = Catalogue::bare(head.number, head.as_of, head.calendar);
    catalogue.sites = head.sites;
    catalogue.portals = head.portals;
    let mut reader = Reader::default();
    for Piece { kind, id, body } in &pieces {
        let Some(list) = List::named(kind).filter(|_| !id.is_empty()) else { continue };
        let name = id.clone().into_owned();
        match list {
            List::Events => catalogue.events.extend(reader.event(id, body).map(|event| (name, event))),
            List::Services => {
                catalogue.services.extend(reader.service(id, body).map(|service| (service.code.clone(), service)));
            }
            List::Providers => catalogue.providers.extend(reader.provider(id, body).map(|provider| (name, provider))),
            List::Papers => catalogue.papers.extend(reader.paper(id, body).map(|paper| (name, paper))),
            List::Laws => catalogue.laws.extend(reader.law(id, body).map(|law| (name, law))),
            List::Notices => catalogue.notices.extend(reader.notice(id, body).map(|notice| (name, notice))),
            List::Centres => catalogue.centres.extend(reader.centre(id, body).map(|centre| (name, centre))),
            List::Templates => {
                catalogue.templates.extend(reader.template(id, body).map(|template| (name, template)));
            }
        }
    }
    Ok(Reading { catalogue, left_out: reader.left_out })
}

#[cfg(test)]
mod tests;
