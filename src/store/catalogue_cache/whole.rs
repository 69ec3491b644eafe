//! A catalogue in memory as a shelf.

use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::search::SearchIndex;
use crate::domain::service::{Law, Paper, Provider, Service};
use crate::domain::shelf::{Damaged, Overview, Shelf, givers};
use crate::domain::template::Template;
use std::sync::{Arc, OnceLock};

/// A whole catalogue in memory: for tests, and where nothing can be written that could be read piece by piece.
#[derive(Debug)]
pub struct Whole {
    catalogue: Catalogue,
    overview: Overview,
    index: OnceLock<Arc<SearchIndex>>,
}

impl Whole {
    /// All of this catalogue.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self { overview: Overview::of(&catalogue), catalogue, index: OnceLock::new() }
    }
}

impl Shelf for Whole {
    fn overview(&self) -> &Overview {
        &self.overview
    }

    fn event(&self, code: &str) -> Result<Option<LifeEvent>, Damaged> {
        Ok(self.catalogue.events.get(code).cloned())
    }

    fn service(&self, code: &str) -> Result<Option<Service>, Damaged> {
        Ok(ServiceCode::parse(code).ok().and_then(|code| self.catalogue.services.get(&code).cloned()))
    }

    fn provider(&self, id: &str) -> Result<Option<Provider>, Damaged> {
        Ok(self.catalogue.providers.get(id).cloned())
    }

    fn paper(&self, id: &str) -> Result<Option<Paper>, Damaged> {
        Ok(self.catalogue.papers.get(id).cloned())
    }

    fn law(&self, id: &str) -> Result<Option<Law>, Damaged> {
        Ok(self.catalogue.laws.get(id).cloned())
    }

    fn centre(&self, id: &str) -> Result<Option<Centre>, Damaged> {
        Ok(self.catalogue.centres.get(id).cloned())
    }

    fn centres(&self) -> Result<Vec<String>, Damaged> {
        Ok(self.catalogue.centres.keys().cloned().collect())
    }

    fn template(&self, name: &str) -> Result<Option<Template>, Damaged> {
        Ok(self.catalogue.templates.get(name).cloned())
    }

    fn notices_of(&self, service: &ServiceCode) -> Result<Vec<Notice>, Damaged> {
        Ok(self.catalogue.notices.values().filter(|notice| notice.services.contains(service)).cloned().collect())
    }

    fn giver_of(&self, fact: &str) -> Result<Option<String>, Damaged> {
        Ok(givers(&self.catalogue.events).get(fact).map(|code| (*code).to_owned()))
    }

    fn index(&self) -> Option<Arc<SearchIndex>> {
        self.load_index().ok()
    }

    fn load_index(&self) -> Result<Arc<SearchIndex>, Damaged> {
        Ok(Arc::clone(self.index.get_or_init(|| Arc::new(SearchIndex::new(&self.catalogue)))))
    }

    fn prepare_index(&self) -> Result<(), Damaged> {
        Ok(())
    }

    fn examine(&self) -> Result<Vec<String>, Damaged> {
        Ok(Vec::new())
    }

    fn stand_in(&self) -> Option<Arc<dyn Shelf>> {
        None
    }
}
