//! Records of every kind as JSON, so that one way of merging serves all.

use crate::catalogue::check::words;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::service::{Confidence, Law, Paper, Provider, Service};
use crate::foreign::import::{ImportError, Imported};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::rc::Rc;

/// The kind of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Services, a file each.
    Service,
    /// Events, a file each.
    Event,
    /// Providers, several in a file.
    Provider,
    /// Papers, several in a file.
    Paper,
    /// Laws, several in a file.
    Law,
    /// Notices, several in a file.
    Notice,
    /// Centres, several in a file.
    Centre,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Service, Self::Event, Self::Provider, Self::Paper, Self::Law, Self::Notice, Self::Centre];

    /// The name of the kind, and of the table in a file of several.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Event => "event",
            Self::Provider => "provider",
            Self::Paper => "paper",
            Self::Law => "law",
            Self::Notice => "notice",
            Self::Centre => "centre",
        }
    }

    /// Whether each record has a file of its own.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Self::Service | Self::Event)
    }

    /// Whether records of the kind are there for services that name them.
    pub const fn is_supporting(self) -> bool {
        matches!(self, Self::Provider | Self::Paper | Self::Law)
    }
}

/// What a record is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Its kind.
    pub kind: Kind,
    /// Its code or id.
    pub id: String,
}

/// A record as JSON without spaces, its fields in the order of the alphabet: one record has one text. As a value it
/// would take ten times the memory, and all are in memory several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Rc<str>);

impl Packed {
    /// Packs a record.
    pub fn new(value: &Value) -> Self {
        Self(value.to_string().into())
    }

    /// The record.
    pub fn value(&self) -> Value {
        // It was written from a value, so that it is nothing else.
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::new(&value))
    }
}

/// The records of a catalogue, of which nothing else is left.
pub fn of_catalogue(catalogue: Catalogue) -> Result<BTreeMap<Key, Packed>, ImportError> {
    let mut records = BTreeMap::new();
    let Catalogue { services, events, providers, papers, laws, notices, centres, .. } = catalogue;
    add(&mut records, Kind::Service, services)?;
    add(&mut records, Kind::Event, events)?;
    add(&mut records, Kind::Provider, providers)?;
    add(&mut records, Kind::Paper, papers)?;
    add(&mut records, Kind::Law, laws)?;
    add(&mut records, Kind::Notice, notices)?;
    add(&mut records, Kind::Centre, centres)?;
    Ok(records)
}

/// The records of an import, which are taken out of it.
pub fn of_import(imported: &mut Imported) -> Result<BTreeMap<Key, Packed>, ImportError> {
    let mut records = BTreeMap::new();
    let Imported { services, events, providers, papers, laws, notices, centres, .. } = imported;
    add(&mut records, Kind::Service, take(services))?;
    add(&mut records, Kind::Event, take(events))?;
    add(&mut records, Kind::Provider, take(providers))?;
    add(&mut records, Kind::Paper, take(papers))?;
    add(&mut records, Kind::Law, take(laws))?;
    add(&mut records, Kind::Notice, take(notices))?;
    add(&mut records, Kind::Centre, take(centres))?;
    Ok(records)
}

fn add<Id: ToString, Record: Serialize>(
    records: &mut BTreeMap<Key, Packed>,
    kind: Kind,
    all: BTreeMap<Id, Record>,
) -> Result<(), ImportError> {
    for (id, record) in all {
        let id = id.to_string();
        let value = serde_json::to_value(&record).map_err(|error| ImportError::refused(&id, error.to_string()))?;
        records.insert(Key { kind, id }, Packed::new(&without_nulls(value)));
    }
    Ok(())
}

/// A field that is null is one that is not there.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        value => value,
    }
}

/// A record read and written again, so that it is one; or why it is none.
pub fn canonical(kind: Kind, value: &Value) -> Result<Value, String> {
    fn through<Record: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
        let record = Record::deserialize(value).map_err(|error| error.to_string())?;
        serde_json::to_value(record).map(without_nulls).map_err(|error| error.to_string())
    }
    match kind {
        Kind::Service => through::<Service>(value),
        Kind::Event => through::<LifeEvent>(value),
        Kind::Provider => through::<Provider>(value),
        Kind::Paper => through::<Paper>(value),
        Kind::Law => through::<Law>(value),
        Kind::Notice => through::<Notice>(value),
        Kind::Centre => through::<Centre>(value),
    }
}

/// A record as a table of a source file, its fields in their usual order.
pub fn document(kind: Kind, value: &Value) -> Result<toml_edit::DocumentMut, String> {
    fn written<Record: DeserializeOwned + Serialize>(value: &Value) -> Result<toml_edit::DocumentMut, String> {
        let record = Record::deserialize(value).map_err(|error| error.to_string())?;
        toml_edit::ser::to_document(&record).map_err(|error| error.to_string())
    }
    match kind {
        Kind::Service => written::<Service>(value),
        Kind::Event => written::<LifeEvent>(value),
        Kind::Provider => written::<Provider>(value),
        Kind::Paper => written::<Paper>(value),
        Kind::Law => written::<Law>(value),
        Kind::Notice => written::<Notice>(value),
        Kind::Centre => written::<Centre>(value),
    }
}

/// Whether visitors are guided by a record: a service that was confirmed, an event that is no draft, a notice and
/// a centre at once.
pub fn is_guidance(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Service => Service::deserialize(value).is_ok_and(|service| service.confidence != Confidence::Assumed),
        Kind::Event => LifeEvent::deserialize(value).is_ok_and(|event| !event.draft),
        Kind::Notice | Kind::Centre => true,
        Kind::Provider | Kind::Paper | Kind::Law => false,
    }
}

/// The ids, of those given, that services and events name, wherever they do.
pub fn named<'a>(records: &BTreeMap<Key, Packed>, ids: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut named = BTreeSet::new();
    for (_, record) in records.iter().filter(|(key, _)| matches!(key.kind, Kind::Service | Kind::Event)) {
        let mut all = BTreeSet::new();
        words(&record.value(), &mut all);
        named.extend(all.iter().filter_map(|word| ids.get(word.as_str()).copied()));
    }
    named
}
