//! The checked catalogue: everything guidance is computed from.

use super::calendar::Calendar;
use super::centre::Centre;
use super::identifier::ServiceCode;
use super::life_event::LifeEvent;
use super::notice::Notice;
use super::service::{Law, Paper, Provider, Service};
use super::site::Portal;
use super::template::Template;
use super::treaty::{Treaties, Treaty};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The whole catalogue, by id. The maps are ordered, so that its canonical form is one text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Catalogue {
    /// The release number; a terminal refuses a smaller one than it has.
    pub number: u64,
    /// The date as of which the content is valid.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Working days and holidays.
    pub calendar: Calendar,
    /// The sites to which the State's pages lead: to sign in, to sign, to pay. A browser that is opened on a page of a service
    /// may be there too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sites: BTreeSet<String>,
    /// The State's sites as visitors find them, in the order of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<Portal>,
    /// Life events by code.
    pub events: BTreeMap<String, LifeEvent>,
    /// Services by code.
    pub services: BTreeMap<ServiceCode, Service>,
    /// Providers by id.
    pub providers: BTreeMap<String, Provider>,
    /// Papers by id.
    pub papers: BTreeMap<String, Paper>,
    /// Laws by id.
    pub laws: BTreeMap<String, Law>,
    /// Notices by id.
    pub notices: BTreeMap<String, Notice>,
    /// Centres by id.
    pub centres: BTreeMap<String, Centre>,
    /// Templates of sheets by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, Template>,
}

/// Events in the order of the start page.
pub(super) fn by_rank(events: &BTreeMap<String, LifeEvent>) -> Vec<&LifeEvent> {
    let mut events: Vec<_> = events.values().collect();
    events.sort_by(|one, other| one.rank.cmp(&other.rank).then_with(|| one.code.cmp(&other.code)));
    events
}

impl Catalogue {
    /// A catalogue without records.
    #[must_use]
    pub const fn bare(number: u64, as_of: Date, calendar: Calendar) -> Self {
        Self {
            number,
            as_of,
            calendar,
            sites: BTreeSet::new(),
            portals: Vec::new(),
            events: BTreeMap::new(),
            services: BTreeMap::new(),
            providers: BTreeMap::new(),
            papers: BTreeMap::new(),
            laws: BTreeMap::new(),
            notices: BTreeMap::new(),
            centres: BTreeMap::new(),
            templates: BTreeMap::new(),
        }
    }

    /// The events in the order of the start page.
    #[must_use]
    pub fn events_by_rank(&self) -> Vec<&LifeEvent> {
        by_rank(&self.events)
    }

    /// The catalogue as it is published: without drafts.
    #[must_use]
    pub fn published(mut self) -> Self {
        self.events.retain(|_, event| !event.draft);
        self
    }

    /// The notices in force on a day that touch a service at a centre.
    pub fn notices_on<'a>(
        &'a self,
        service: &'a ServiceCode,
        centre: &'a str,
        on: Date,
    ) -> impl Iterator<Item = &'a Notice> {
        let in_force = move |notice: &&Notice| notice.from <= on && notice.to.is_none_or(|to| on <= to);
        let here = move |notice: &&Notice| notice.centres.is_empty() || notice.centres.iter().any(|id| id == centre);
        self.notices.values().filter(in_force).filter(here).filter(|notice| notice.services.contains(service))
    }

    /// The services that an event's steps use, consular twins included.
    pub fn services_of<'a>(&'a self, event: &'a LifeEvent) -> impl Iterator<Item = &'a Service> {
        let steps = event.steps.iter().filter_map(|step| self.service(step.service.as_ref()?));
        steps.flat_map(|service| {
            let twin = service.consular_twin.as_ref().and_then(|code| self.service(code));
            std::iter::once(service).chain(twin)
        })
    }

    /// The treaties that are meant, in force or not, in the order of their table.
    pub fn treaties<'a>(&'a self, which: &'a Treaties) -> impl Iterator<Item = &'a Treaty> {
        let table = self.laws.get(&which.law).into_iter().flat_map(|law| &law.treaties);
        table.filter(|treaty| which.means(treaty))
    }

    /// The service with this code.
    #[must_use]
    pub fn service(&self, code: &ServiceCode) -> Option<&Service> {
        self.services.get(code)
    }

    /// To whose office somebody would go for a service: what is done there on one day is one journey. Its provider's; where the
    /// service is not known here, one of its own, for the digits of a code name a theme and no provider.
    #[must_use]
    pub fn office_of(&self, code: &ServiceCode) -> String {
        self.service(code).map_or_else(|| code.to_string(), |service| service.provider.clone())
    }
}
