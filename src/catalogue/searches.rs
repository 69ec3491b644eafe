//! Runs the searches that ship with the content: what people type, and what they must find by it.

use super::read::{Draft, Finding, Severity, line_of};
use crate::domain::search::SearchIndex;

/// Runs every search of the draft. Something found by nonsense is an error, a miss a warning: a field of many
/// wishes can give way a little, and a test counts how much.
#[must_use]
pub fn run_all(draft: &Draft) -> Vec<Finding> {
    let index = SearchIndex::new(&draft.catalogue);
    let mut findings = Vec::new();
    for (file, search) in &draft.searches {
        let found: Vec<String> = index.search(&search.query, 6).into_iter().map(|hit| hit.code).collect();
        let (severity, message) = if search.finds.is_empty() {
            if found.is_empty() {
                continue;
            }
            (Severity::Error, format!("must find nothing, finds {}", found.join(", ")))
        } else if let Some(code) = search.finds.iter().find(|code| !is_known(draft, code)) {
            (Severity::Error, format!("there is no event or service \"{code}\""))
        } else if !found.iter().take(2).any(|code| search.finds.contains(code)) {
            let wanted = search.finds.join(" or ");
            let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
            (Severity::Warning, format!("{wanted} must be the first or second hit, found {found}"))
        } else {
            continue;
        };
        let text = draft.files.iter().find(|source| source.name == *file).map_or("", |source| &source.text);
        findings.push(Finding {
            severity,
            file: file.clone(),
            line: line_of(text, &search.query),
            field: format!("search \"{}\"", search.query),
            message,
        });
    }
    findings
}

fn is_known(draft: &Draft, code: &str) -> bool {
    let catalogue = &draft.catalogue;
    catalogue.events.contains_key(code) || catalogue.services.keys().any(|service| service.as_str() == code)
}
