//! Reads the source files that editors write.

use crate::domain::calendar::Calendar;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::scenario::{Scenario, Search};
use crate::domain::service::{Law, Paper, Provider, Service};
use crate::domain::site::{Portal, Site};
use crate::domain::template::Template;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// The folder of the templates of sheets.
pub const TEMPLATES: &str = "templates";

/// One source file: its name below the catalogue's folder, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// `events/birth.toml`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The catalogue cannot be published.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// Something wrong in a source file: where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The field: `step[register].title.ru`.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(formatter, "{}:{}: {severity}: {}: {}", self.file, self.line, self.field, self.message)
    }
}

/// `catalogue.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadFile {
    /// The release number.
    pub number: u64,
    /// The day the content was last reviewed.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The sites to which the State's pages lead: to sign in, to sign, to pay.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sites: BTreeSet<String>,
    /// The State's sites as visitors find them, in this order.
    #[serde(default, rename = "portal", skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<Portal>,
    /// Holidays.
    pub calendar: Calendar,
}

/// A file below `providers/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderFile {
    /// The providers.
    #[serde(default)]
    pub provider: Vec<Provider>,
}

/// A file below `papers/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperFile {
    /// The papers.
    #[serde(default)]
    pub paper: Vec<Paper>,
}

/// A file below `laws/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    /// The laws.
    #[serde(default)]
    pub law: Vec<Law>,
}

/// A file below `centres/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CentreFile {
    /// The centres.
    #[serde(default)]
    pub centre: Vec<Centre>,
}

/// A file below `notices/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeFile {
    /// The notices.
    #[serde(default)]
    pub notice: Vec<Notice>,
}

/// A file below `scenarios/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// The scenarios.
    #[serde(default)]
    pub scenario: Vec<Scenario>,
}

/// A file below `searches/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchFile {
    /// The searches.
    #[serde(default)]
    pub search: Vec<Search>,
}

/// What was read, before it is known to be right.
#[derive(Debug)]
pub struct Draft {
    /// The files.
    pub files: Vec<SourceFile>,
    /// The catalogue as far as it could be read.
    pub catalogue: Catalogue,
    /// The scenarios, each with the file it stands in.
    pub scenarios: Vec<(String, Scenario)>,
    /// The searches, each with the file it stands in.
    pub searches: Vec<(String, Search)>,
    /// In which file each record stands, by kind and id.
    pub places: BTreeMap<(&'static str, String), String>,
    /// What is wrong so far.
    pub findings: Vec<Finding>,
}

/// The folder could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct ReadError {
    /// What could not be read.
    path: String,
    /// Why.
    source: std::io::Error,
}

/// Reads every source file below a folder: records, `.toml`, and templates of sheets, `.typ`.
///
/// # Errors
/// When the folder or a file in it cannot be read, or is not UTF-8.
pub fn files_in(folder: &Path) -> Result<Vec<SourceFile>, ReadError> {
    fn walk(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> Result<(), ReadError> {
        let failed = |source| ReadError { path: folder.display().to_string(), source };
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                walk(root, &path, files)?;
            } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "typ") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|source| ReadError { path: path.display().to_string(), source })?;
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(SourceFile { name, text });
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    walk(folder, folder, &mut files)?;
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

impl Draft {
    /// Reads source files. Whatever is wrong becomes a finding; reading always goes on to the end.
    #[must_use]
    pub fn read(files: Vec<SourceFile>) -> Self {
        let mut draft = Self {
            files: Vec::new(),
            catalogue: Catalogue::bare(0, Date::ZERO, Calendar::default()),
            scenarios: Vec::new(),
            searches: Vec::new(),
            places: BTreeMap::new(),
            findings: Vec::new(),
        };
        if !files.iter().any(|file| file.name == "catalogue.toml") {
            draft.error("catalogue.toml", 1, "", "the file is missing: it holds the number and date of the catalogue");
        }
        for file in &files {
            draft.read_file(file);
        }
        draft.files = files;
        draft
    }

    /// Adds an error.
    pub fn error(&mut self, file: &str, line: usize, field: impl Into<String>, message: impl Into<String>) {
        self.findings.push(Finding {
            severity: Severity::Error,
            file: file.to_owned(),
            line,
            field: field.into(),
            message: message.into(),
        });
    }

    fn read_file(&mut self, file: &SourceFile) {
        let folder = file.name.split_once('/').map(|(folder, _)| folder);
        match folder {
            None if file.name == "catalogue.toml" => {
                if let Some(head) = self.parse::<HeadFile>(file) {
                    self.catalogue.number = head.number;
                    self.catalogue.as_of = head.as_of;
                    self.catalogue.calendar = head.calendar;
                    for site in head.sites.iter().filter(|site| Site::parse(site).is_err()) {
                        let message = format!("\"{site}\" is no site: write its name alone, as \"servicii.gov.md\"");
                        self.error(&file.name, line_of(&file.text, site), "sites", message);
                    }
                    self.catalogue.sites = head.sites;
                    for portal in head.portals.iter().filter(|portal| portal.page().is_none()) {
                        let address = &portal.address;
                        let message = format!("\"{address}\" is no page that a terminal opens: write it with https://");
                        self.error(&file.name, line_of(&file.text, address), "portal.address", message);
                    }
                    self.catalogue.portals = head.portals;
                }
            }
            Some("events") => {
                if let Some(event) = self.parse::<LifeEvent>(file)
                    && self.claim("event", &event.code, file)
                {
                    self.catalogue.events.insert(event.code.clone(), event);
                }
            }
            Some("services") => {
                if let Some(service) = self.parse::<Service>(file)
                    && self.claim("service", service.code.as_str(), file)
                {
                    self.catalogue.services.insert(service.code.clone(), service);
                }
            }
            Some("providers") => {
                for provider in self.parse::<ProviderFile>(file).unwrap_or_default().provider {
                    if self.claim("provider", &provider.id, file) {
                        self.catalogue.providers.insert(provider.id.clone(), provider);
                    }
                }
            }
            Some("papers") => {
                for paper in self.parse::<PaperFile>(file).unwrap_or_default().paper {
                    if self.claim("paper", &paper.id, file) {
                        self.catalogue.papers.insert(paper.id.clone(), paper);
                    }
                }
            }
            Some("laws") => {
                for law in self.parse::<LawFile>(file).unwrap_or_default().law {
                    if self.claim("law", &law.id, file) {
                        self.catalogue.laws.insert(law.id.clone(), law);
                    }
                }
            }
            Some("centres") => {
                for centre in self.parse::<CentreFile>(file).unwrap_or_default().centre {
                    if self.claim("centre", &centre.id, file) {
                        self.catalogue.centres.insert(centre.id.clone(), centre);
                    }
                }
            }
            Some("notices") => {
                for notice in self.parse::<NoticeFile>(file).unwrap_or_default().notice {
                    if self.claim("notice", &notice.id, file) {
                        self.catalogue.notices.insert(notice.id.clone(), notice);
                    }
                }
            }
            Some("scenarios") => {
                for scenario in self.parse::<ScenarioFile>(file).unwrap_or_default().scenario {
                    self.scenarios.push((file.name.clone(), scenario));
                }
            }
            Some("searches") => {
                for search in self.parse::<SearchFile>(file).unwrap_or_default().search {
                    self.searches.push((file.name.clone(), search));
                }
            }
            Some(TEMPLATES) => self.read_template(file),
            _ => self.error(
                &file.name,
                1,
                "",
                "no such place: files stand in events, services, providers, papers, laws, centres, notices, templates, \
                 scenarios or searches",
            ),
        }
    }

    /// A template of sheets; whether papers can be made by it, the program that makes them says.
    fn read_template(&mut self, file: &SourceFile) {
        let name = file.name.strip_prefix(TEMPLATES).and_then(|name| name.strip_prefix('/')?.strip_suffix(".typ"));
        let Some(name) = name.filter(|name| Template::is_name(name)) else {
            let message = "no template can be called so: NAME.typ in this folder, of lower-case letters and hyphens";
            return self.error(&file.name, 1, "", message);
        };
        if file.text.len() > Template::LONGEST {
            let message = format!("the template is longer than {} bytes: shorten it", Template::LONGEST);
            return self.error(&file.name, 1, "", message);
        }
        match Template::of(file.text.clone()) {
            Some(template) if self.claim("template", name, file) => {
                self.catalogue.templates.insert(name.to_owned(), template);
            }
            Some(_) => {}
            None => self.error(&file.name, 1, "version", "say for which sheets it is: #let version = 1"),
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &SourceFile) -> Option<T> {
        match toml::from_str(&file.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_at(&file.text, span.start));
                let near = file.text.lines().nth(line - 1).unwrap_or_default();
                let field = near.split('=').next().unwrap_or_default().trim().to_owned();
                self.error(&file.name, line, field, error.message().replace('\n', " "));
                None
            }
        }
    }

    /// Notes where a record stands; a second record of the same id is an error.
    fn claim(&mut self, kind: &'static str, id: &str, file: &SourceFile) -> bool {
        let key = (kind, id.to_owned());
        if let Some(first) = self.places.get(&key).cloned() {
            let line = line_of(&file.text, id);
            self.error(&file.name, line, kind, format!("the {kind} \"{id}\" already stands in {first}: remove one"));
            return false;
        }
        self.places.insert(key, file.name.clone());
        true
    }
}

/// The line of a byte position, counted from 1.
fn line_at(text: &str, position: usize) -> usize {
    text.as_bytes().iter().take(position).filter(|byte| **byte == b'\n').count() + 1
}

/// The line on which a quoted word first stands, 1 when it does not.
#[must_use]
pub fn line_of(text: &str, word: &str) -> usize {
    let quoted = format!("\"{word}\"");
    text.find(&quoted).map_or(1, |position| line_at(text, position))
}
