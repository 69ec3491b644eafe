//! What this computer is and knows, whoever sits at it: its settings, its catalogue, its centre, who can sign in.

use super::wait::Wait;
use super::{Environment, Start};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::guide;
use crate::domain::search::SearchIndex;
use crate::platform::clock::date_in;
use crate::platform::configuration::Configuration;
use crate::store::records::RecordsError;
use crate::sync::catalogue::Standing;
use crate::ui::context::Guides;
use crate::ui::page::door::Stage;
use jiff::civil::Date;
use std::sync::Arc;

/// What this computer is and knows.
pub struct Terminal {
    pub(super) environment: Environment,
    pub(super) configuration: Configuration,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) standing: Standing,
    /// What visits and cases are about besides the catalogue's own events.
    pub(super) guides: Guides,
    pub(super) index: SearchIndex,
    pub(super) centre: Centre,
    pub(super) enrolled: bool,
    pub(super) specialists: Vec<String>,
    /// How long no password is looked at.
    pub(super) wait: Wait,
    pub(super) records_failed: Option<RecordsError>,
}

impl Terminal {
    /// As it is at the start.
    pub(super) fn new(start: Start) -> Self {
        Self {
            index: SearchIndex::new(&start.catalogue),
            environment: start.environment,
            configuration: start.configuration,
            catalogue: start.catalogue,
            standing: start.standing,
            guides: Guides::new(),
            centre: start.centre,
            enrolled: start.enrolled,
            specialists: start.specialists,
            wait: Wait::new(start.wait),
            records_failed: start.records_failed,
        }
    }

    /// The day, in the centre's time zone.
    pub(super) fn today(&self) -> Date {
        date_in((self.environment.now)(), &self.centre.time_zone)
    }

    /// Makes sure that what a visit or case is about can be shown.
    pub(super) fn know(&mut self, code: &str) {
        if !self.catalogue.events.contains_key(code)
            && !self.guides.contains_key(code)
            && let Some(found) = guide::guide(&self.catalogue, code)
        {
            let _ = self.guides.insert(code.to_owned(), found.into_owned());
        }
    }

    /// Takes another catalogue, and knows by it what was known by the one before.
    pub(super) fn take_catalogue(&mut self, catalogue: Catalogue) {
        self.index = SearchIndex::new(&catalogue);
        self.catalogue = Arc::new(catalogue);
        let codes: Vec<String> = std::mem::take(&mut self.guides).into_keys().collect();
        for code in &codes {
            self.know(code);
        }
    }

    /// Notes that somebody can sign in.
    pub(super) fn note_specialist(&mut self, name: &str) {
        if !self.specialists.iter().any(|known| known == name) {
            self.specialists.push(name.to_owned());
        }
    }

    /// What signing in means on this computer now.
    pub(super) fn sign_in_stage(&self) -> Stage {
        if self.records_failed.is_some() {
            Stage::SignIn
        } else if !self.enrolled {
            Stage::Enrol
        } else if self.specialists.is_empty() {
            Stage::First
        } else {
            Stage::SignIn
        }
    }
}
