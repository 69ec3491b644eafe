//! `cups-kiosk search`: what the search field finds.

use super::{Failure, print, print_json};
use crate::domain::search::{HitKind, SearchIndex};
use crate::domain::text::Language;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::CatalogueCache;
use serde::Serialize;

/// The arguments.
#[derive(clap::Args)]
pub struct Arguments {
    /// What is looked for.
    text: String,
    /// The language of the titles: ro, ru or en.
    #[arg(long, default_value = "ro")]
    lang: String,
    /// How many hits at most.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct HitView {
    code: String,
    kind: HitKind,
    title: String,
    score: f32,
    /// Whether it can be guided through here; otherwise the specialist is to be asked.
    guidance: bool,
}

/// Runs the command.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.parse().map_err(|error| {
        Failure::input("language", "unknown language", format!("--lang: {error}")).json(arguments.json)
    })?;
    let catalogue = CatalogueCache::new(data.catalogue())
        .load_or_build()
        .map_err(|error| Failure::work("catalogue", "no catalogue", error).json(arguments.json))?;
    let title = |kind: HitKind, code: &str| match kind {
        HitKind::Event => catalogue.events.get(code).map(|event| &event.title),
        HitKind::Service => {
            catalogue.services.values().find(|service| service.code.as_str() == code).map(|service| &service.title)
        }
    };
    let hits: Vec<HitView> = SearchIndex::new(&catalogue)
        .search(&arguments.text, arguments.limit)
        .into_iter()
        .filter_map(|hit| {
            let title = title(hit.kind, &hit.code)?.get(language).to_owned();
            Some(HitView { code: hit.code, kind: hit.kind, title, score: hit.score, guidance: hit.is_guide })
        })
        .collect();
    if arguments.json {
        print_json(&hits);
    } else {
        for hit in hits {
            print(&format!("{}\t{}", hit.code, hit.title));
        }
    }
    Ok(())
}
