//! Checks a draft: names file, line and field, and says what to do.

mod centre;
mod event;
mod facts;
mod figures;
mod reachable;
pub(crate) mod service;

use super::read::{Draft, Finding, Severity, line_of};
use crate::domain::catalogue::Catalogue;
use crate::domain::notice::NoticeKind;
use crate::domain::service::{Confidence, Law, Service};
use crate::domain::text::Text;
use facts::Facts;
use std::collections::BTreeSet;

/// Adds everything that is wrong to the draft's findings, sorted by place.
pub fn check(draft: &mut Draft) {
    let facts = Facts::of(&draft.catalogue);
    let mut checker = Checker { draft, facts, found: Vec::new() };
    checker.texts();
    checker.one_meaning();
    checker.events();
    checker.pairs();
    checker.services();
    checker.notices();
    checker.centres();
    checker.other_references();
    checker.templates();
    let found = checker.found;
    draft.findings.extend(found);
    // Scenarios run only on a catalogue that hangs together.
    if !draft.findings.iter().any(|finding| finding.severity == Severity::Error) {
        let failures = super::scenario::run_all(draft);
        draft.findings.extend(failures);
        let missed = super::searches::run_all(draft);
        draft.findings.extend(missed);
    }
    draft.findings.sort();
    draft.findings.dedup();
}

/// The most bytes of all templates together: twenty of the usual length.
const MOST_OF_TEMPLATES: usize = 256 * 1024;

/// Words by which editors say that they did not find or confirm something.
const NOT_FOUND: [&str; 36] = [
    "nu am găsit",
    "nu le-am",
    "nu l-am",
    "nu am aflat",
    "nu a fost găsit",
    "nu au fost găsit",
    "nu știm",
    "nu am confirmat",
    "nu este confirmat",
    "nu am putut confirma",
    "мы не нашли",
    "не найден",
    "мы не узнали",
    "мы не знаем",
    "мы не подтвердили",
    "не подтвержден",
    "не подтверждён",
    "мы не читали",
    "not found",
    "we did not find",
    "we do not know",
    "not known to us",
    "we did not confirm",
    "not confirmed",
    "we could not confirm",
    "we have not read",
    "nu e confirmat",
    "neconfirmat",
    "pe pagină nu scrie",
    "nu am citit",
    "не подтвержда",
    "на странице не",
    "unconfirmed",
    "the page does not",
    "does not say of which",
    "we found no",
];

/// The words of a text that say so.
fn not_found(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    NOT_FOUND.into_iter().find(|words| text.contains(words))
}

impl Draft {
    /// The catalogue, if nothing in it is wrong.
    ///
    /// # Errors
    /// The findings, when any of them is an error.
    pub fn finish(mut self) -> Result<Catalogue, Vec<Finding>> {
        check(&mut self);
        self.unchecked()
    }

    /// The catalogue, if it could be read, for what was checked before.
    ///
    /// # Errors
    /// The findings, when any of them is an error.
    pub(super) fn unchecked(self) -> Result<Catalogue, Vec<Finding>> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            Err(self.findings)
        } else {
            Ok(self.catalogue)
        }
    }
}

/// Every text within a value: among them the ids of whatever it names.
pub(crate) fn words(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|field| words(field, found)),
        _ => {}
    }
}

struct Checker<'a> {
    draft: &'a Draft,
    facts: Facts<'a>,
    found: Vec<Finding>,
}

/// Where a record stands: its file and its text.
struct Record<'a> {
    file: &'a str,
    text: &'a str,
}

impl Record<'_> {
    fn finding(&self, severity: Severity, near: &str, field: String, message: String) -> Finding {
        Finding { severity, file: self.file.to_owned(), line: line_of(self.text, near), field, message }
    }
}

impl<'a> Checker<'a> {
    fn record(&self, kind: &'static str, id: &str) -> Record<'a> {
        let file = self.draft.places.get(&(kind, id.to_owned())).map_or("", String::as_str);
        let text = self.draft.files.iter().find(|source| source.name == file).map_or("", |source| &source.text);
        Record { file, text }
    }

    fn error(&mut self, record: &Record<'_>, near: &str, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(record.finding(Severity::Error, near, field.into(), message.into()));
    }

    fn warning(&mut self, record: &Record<'_>, near: &str, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(record.finding(Severity::Warning, near, field.into(), message.into()));
    }

    /// Every text of every record, found by its shape, so that a new field is checked from its first day.
    fn texts(&mut self) {
        let Ok(serde_json::Value::Object(catalogue)) = serde_json::to_value(&self.draft.catalogue) else { return };
        let unpublished = self.unpublished();
        let kinds = [
            ("events", "event"),
            ("services", "service"),
            ("providers", "provider"),
            ("papers", "paper"),
            ("laws", "law"),
            ("notices", "notice"),
            ("centres", "centre"),
        ];
        for (collection, kind) in kinds {
            let Some(records) = catalogue.get(collection).and_then(serde_json::Value::as_object) else { continue };
            for (id, value) in records {
                let record = self.record(kind, id);
                let before = self.found.len();
                self.texts_in(&record, value, id);
                if unpublished.contains(&(kind, id.as_str())) {
                    self.soften(before);
                }
            }
        }
    }

    /// The records that no visitor is guided by, as fresh imports are: drafts, assumed services, and the providers,
    /// papers and laws that no other record names. What they lack is worth a warning and stops no release.
    fn unpublished(&self) -> BTreeSet<(&'static str, &'a str)> {
        let catalogue = &self.draft.catalogue;
        let is_assumed = |service: &&Service| service.confidence == Confidence::Assumed;
        let guiding = serde_json::json!({
            "events": catalogue.events.values().filter(|event| !event.draft).collect::<Vec<_>>(),
            "services": catalogue.services.values().filter(|service| !is_assumed(service)).collect::<Vec<_>>(),
            "notices": catalogue.notices,
            "centres": catalogue.centres,
        });
        let mut named = BTreeSet::new();
        words(&guiding, &mut named);
        let drafts = catalogue.events.values().filter(|event| event.draft).map(|event| ("event", event.code.as_str()));
        let services = catalogue.services.values().filter(is_assumed).map(|service| ("service", service.code.as_str()));
        let providers = catalogue.providers.keys().map(|id| ("provider", id.as_str()));
        let papers = catalogue.papers.keys().map(|id| ("paper", id.as_str()));
        let laws = catalogue.laws.keys().map(|id| ("law", id.as_str()));
        let others = providers.chain(papers).chain(laws).filter(|(_, id)| !named.contains(*id));
        drafts.chain(services).chain(others).collect()
    }

    /// Makes warnings of the errors found since.
    fn soften(&mut self, since: usize) {
        for finding in &mut self.found[since..] {
            finding.severity = Severity::Warning;
        }
    }

    fn texts_in(&mut self, record: &Record<'_>, value: &serde_json::Value, field: &str) {
        match value {
            serde_json::Value::Object(object) if object.get("ro").is_some_and(serde_json::Value::is_string) => {
                let Ok(text) = serde_json::from_value::<Text>(value.clone()) else { return };
                for language in text.missing() {
                    self.error(
                        record,
                        &text.ro,
                        format!("{field}.{language}"),
                        format!("the text is missing in \"{language}\": write it"),
                    );
                }
                let longest = match field.rsplit('.').next().unwrap_or_default() {
                    "tile" => 36,
                    "label" => 60,
                    "covers" | "not_for" | "what" => 340,
                    "hint" => 200,
                    _ => 600,
                };
                for language in crate::domain::text::Language::INTERFACE {
                    let length = text.get(language).chars().count();
                    if length > longest {
                        self.warning(
                            record,
                            &text.ro,
                            format!("{field}.{language}"),
                            format!("{length} characters are too long for the screen: at most {longest}"),
                        );
                    }
                    let letters = text.get(language);
                    if let Some(words) = not_found(letters).filter(|_| !field.contains("unconfirmed")) {
                        let message = format!(
                            "\"{words}\": visitors are told whom to ask; what was not found goes into \"unconfirmed\""
                        );
                        self.warning(record, &text.ro, format!("{field}.{language}"), message);
                    }
                    if letters.contains(['ş', 'ţ', 'Ş', 'Ţ']) && language == crate::domain::text::Language::Ro {
                        self.error(
                            record,
                            &text.ro,
                            format!("{field}.ro"),
                            "write ș and ț with a comma below, not a cedilla",
                        );
                    }
                }
            }
            serde_json::Value::Object(object) => {
                for (key, inner) in object {
                    self.texts_in(record, inner, &format!("{field}.{key}"));
                }
            }
            serde_json::Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    let id = ["id", "paper", "kind"].iter().find_map(|key| inner.get(key)?.as_str());
                    let index = id.map_or_else(|| index.to_string(), str::to_owned);
                    self.texts_in(record, inner, &format!("{field}[{index}]"));
                }
            }
            _ => {}
        }
    }

    fn notices(&mut self) {
        let draft = self.draft;
        for notice in draft.catalogue.notices.values() {
            let record = self.record("notice", &notice.id);
            if notice.services.is_empty() {
                self.error(&record, &notice.id, "services", "name the services it touches: nobody would see it");
            }
            for code in notice.services.iter().filter(|code| !draft.catalogue.services.contains_key(code)) {
                self.error(&record, code.as_str(), "services", format!("there is no service \"{code}\""));
            }
            for id in notice.centres.iter().filter(|id| !draft.catalogue.centres.contains_key(*id)) {
                self.error(&record, id, "centres", format!("there is no centre \"{id}\""));
            }
            if notice.to.is_some_and(|to| to < notice.from) {
                self.error(&record, &notice.id, "to", "the notice ends before it begins: correct one of the dates");
            }
            if !notice.channels.is_empty() && notice.kind != NoticeKind::Suspended {
                self.error(&record, &notice.id, "channels", "only a suspension closes channels: remove them");
            }
        }
    }

    /// An article belongs to a law, and says which it is; a treaty names its source, and its days follow each other.
    fn law_record(&mut self, law: &Law) {
        let record = self.record("law", &law.id);
        match (&law.part_of, &law.article) {
            (Some(whole), Some(_)) => {
                self.law(&record, Some(whole), "part_of");
                if !law.id.starts_with(&format!("{whole}-")) {
                    let message = format!("an article of \"{whole}\" has an id that begins with \"{whole}-\"");
                    self.error(&record, &law.id, "id", message);
                }
                if law.sources.is_empty() {
                    self.error(&record, &law.id, "source", "name the page on which the article was read");
                }
            }
            (None, None) => {}
            _ => self.error(&record, &law.id, "article", "an article says both which it is and of which law"),
        }
        for treaty in &law.treaties {
            let country = &treaty.country.ro;
            if treaty.sources.is_empty() {
                self.error(&record, country, "treaty.source", "name the page on which the treaty was read");
            }
            if treaty.covers.is_empty() {
                self.error(&record, country, "treaty.covers", "say what it covers: nobody would be told of it");
            }
            if let (Some(from), Some(to)) = (treaty.from, treaty.to)
                && to < from
            {
                self.error(&record, country, "treaty.to", "the treaty ends before it begins");
            }
        }
    }

    /// Every terminal carries all of them, over the line that it has.
    fn templates(&mut self) {
        let lengths = self.draft.catalogue.templates.iter().map(|(name, template)| (name, template.text.len()));
        let Some((longest, _)) = lengths.clone().max_by_key(|(_, length)| *length) else { return };
        let whole: usize = lengths.map(|(_, length)| length).sum();
        if whole > MOST_OF_TEMPLATES {
            let record = self.record("template", longest);
            let message =
                format!("all templates have {whole} bytes, and {MOST_OF_TEMPLATES} are the most: shorten them");
            self.error(&record, "", "", message);
        }
    }

    fn other_references(&mut self) {
        let draft = self.draft;
        let catalogue = &draft.catalogue;
        for law in catalogue.laws.values() {
            self.law_record(law);
        }
        for paper in catalogue.papers.values() {
            for (code, field) in [(&paper.output_of, "output_of"), (&paper.replaced_by, "replaced_by")] {
                if let Some(code) = code.as_ref().filter(|code| !catalogue.services.contains_key(code)) {
                    let record = self.record("paper", &paper.id);
                    self.error(&record, code.as_str(), field, format!("there is no service \"{code}\""));
                }
            }
        }
    }
}
