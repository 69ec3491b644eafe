//! JSON Schemas of the source files, generated from the types, so that editors' tools complete and
//! check while they write.

use super::read::{CentreFile, HeadFile, LawFile, NoticeFile, PaperFile, ProviderFile, ScenarioFile, SearchFile};
use crate::domain::life_event::LifeEvent;
use crate::domain::service::Service;
use schemars::{Schema, schema_for};

/// The schemas by file name, below `assets/catalogue/schema`.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("catalogue.json", schema_for!(HeadFile)),
        ("event.json", schema_for!(LifeEvent)),
        ("service.json", schema_for!(Service)),
        ("providers.json", schema_for!(ProviderFile)),
        ("papers.json", schema_for!(PaperFile)),
        ("laws.json", schema_for!(LawFile)),
        ("centres.json", schema_for!(CentreFile)),
        ("notices.json", schema_for!(NoticeFile)),
        ("scenarios.json", schema_for!(ScenarioFile)),
        ("searches.json", schema_for!(SearchFile)),
    ]
}
