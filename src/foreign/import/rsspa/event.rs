//! One record of an event: a tree of steps becomes a list in the tree's order.

use super::gather::Row;
use super::reading::{Reading, Shape, field};
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::{EventKind, Join, LifeEvent, Step};
use crate::domain::text::{Aliases, Text};
use crate::foreign::import::budget::RECORD;
use crate::foreign::import::{clean, html};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Behind every event that an editor placed.
const LAST_RANK: u16 = 1000;
/// The longest code; it is the name of a file too.
const LONGEST_CODE: usize = 40;
/// What a code begins with that stands in the place of a wrong one.
const PREFIX: &str = "X-";

/// The code of a record. One that cannot be the name of a file is not kept: the record comes in under `X-`.
pub fn code(row: &Row, reading: &mut Reading) -> String {
    let fields = &row.fields();
    let written = match field(fields, "code") {
        Some(Value::String(code)) => clean::line(code),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    reading.begin(&row.file, "event", &written);
    let code = written.to_ascii_uppercase();
    let plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (1..=LONGEST_CODE).contains(&code.len()) {
        return code;
    }
    let name = if written.is_empty() {
        let title = field(fields, "title").map(Value::to_string).unwrap_or_default();
        format!("no-code-{}", clean::short_hash(&title))
    } else {
        clean::slug_within(&written, LONGEST_CODE - PREFIX.len())
    };
    let name = format!("{PREFIX}{}", name.to_ascii_uppercase());
    let what = format!("the code \"{}\" is none: the record stands under {name}", clean::excerpt(&written));
    reading.doubt("code", what);
    name
}

/// Reads an event, as a draft. Fields that only an editor can write are empty or hold the title.
pub fn read(code: &str, row: &Row, known: &BTreeSet<ServiceCode>, reading: &mut Reading) -> LifeEvent {
    reading.begin(&row.file, "event", code);
    reading.spend(RECORD);
    let fields = &row.fields();
    let title = reading.text(field(fields, "title"), "title", Shape::Line).unwrap_or_else(|| {
        reading.doubt("title", "there is no title: the code stands in its place");
        Text { ro: code.to_owned(), ..Text::default() }
    });
    let covers = reading.text(field(fields, "description"), "description", Shape::Blocks).unwrap_or_else(|| {
        reading.doubt("description", "there is no description: what the event covers is empty");
        Text::default()
    });
    if let Some(id) = reading.scalar(field(fields, "id"), "id") {
        reading.keep("id", &id);
    }
    let mut tree = Tree { known, steps: Vec::new(), ids: BTreeMap::new(), linked: Vec::new(), untold: 0 };
    tree.level(field(fields, "steps"), "steps", None, reading);
    tree.link(reading);
    if tree.untold > 0 {
        reading.doubt("steps", format!("{} steps have no description: their title stands in its place", tree.untold));
    }
    if tree.steps.is_empty() {
        reading.doubt("steps", "the event has no steps");
    }
    LifeEvent {
        code: code.to_owned(),
        kind: if code.starts_with('B') { EventKind::Business } else { EventKind::Life },
        draft: true,
        rank: LAST_RANK,
        tile: reading.copy(&title),
        title,
        icon: "file-text".to_owned(),
        covers,
        not_for: Text::default(),
        at_hand: Vec::new(),
        aliases: Aliases::default(),
        questions: Vec::new(),
        derived: Vec::new(),
        steps: tree.steps,
        subjects: Vec::new(),
        same_service: Vec::new(),
        same_facts: Vec::new(),
        given: std::collections::BTreeMap::new(),
    }
}

struct Tree<'a> {
    known: &'a BTreeSet<ServiceCode>,
    steps: Vec<Step>,
    /// How often each id was wanted.
    ids: BTreeMap<String, usize>,
    /// Services that descriptions link to: the index of the step, the place and the service.
    linked: Vec<(usize, String, ServiceCode)>,
    /// Steps without a description.
    untold: usize,
}

impl Tree<'_> {
    fn level(&mut self, value: Option<&Value>, place: &str, parent: Option<&str>, reading: &mut Reading) {
        for (place, step) in reading.objects(value, place) {
            let id = self.step(step, &place, parent, reading);
            let inside = format!("{place}.children");
            self.level(field(step, "children"), &inside, id.as_deref().or(parent), reading);
        }
    }

    /// Adds a step and gives its id; `None` when it says nothing.
    fn step(
        &mut self,
        step: &Map<String, Value>,
        place: &str,
        parent: Option<&str>,
        reading: &mut Reading,
    ) -> Option<String> {
        let code = reading.scalar(field(step, "code"), &format!("{place}.code"));
        let title = reading.text(field(step, "title"), &format!("{place}.title"), Shape::Line);
        let how_place = format!("{place}.description");
        let how = reading.text(field(step, "description"), &how_place, Shape::Blocks);
        if title.is_none() && how.is_none() && code.is_none() {
            reading.doubt(place, "a step that says nothing: left out");
            return None;
        }
        let title = title.or_else(|| how.as_ref().map(|how| reading.copy(how))).unwrap_or_else(|| {
            let ro = code.clone().unwrap_or_default();
            reading.doubt(&format!("{place}.title"), "the step has no title: its code stands in its place");
            Text { ro, ..Text::default() }
        });
        self.untold += usize::from(how.is_none());
        let service = code.as_deref().and_then(|code| self.service(code, place, reading));
        let id = self.id(code.as_deref().unwrap_or_default(), place, reading);
        for address in field(step, "description").map(addresses).unwrap_or_default() {
            if let Some(code) = service_in(&address) {
                self.linked.push((self.steps.len(), how_place.clone(), code));
            }
        }
        self.steps.push(Step {
            id: id.clone(),
            what: how.unwrap_or_else(|| reading.copy(&title)),
            title,
            service,
            join: Join::And,
            after: parent.map(str::to_owned).into_iter().collect(),
            ..Step::default()
        });
        Some(id)
    }

    /// The service that a step's code is. Steps are also numbered `1`, `1.1`, which are no services.
    fn service(&self, code: &str, place: &str, reading: &mut Reading) -> Option<ServiceCode> {
        let numeric = code.len() >= 8 && code.bytes().all(|byte| byte.is_ascii_digit());
        match ServiceCode::parse(code) {
            Ok(code) => (numeric || self.known.contains(&code)).then_some(code),
            Err(error) if numeric => {
                let what = format!("the code of a service, \"{code}\", is wrong: {error}; the step has none");
                reading.doubt(&format!("{place}.code"), what);
                None
            }
            Err(_) => None,
        }
    }

    /// An id of the step within the event, made of its code.
    fn id(&mut self, code: &str, place: &str, reading: &mut Reading) -> String {
        let wanted = if code.is_empty() { clean::slug(place) } else { clean::slug(code) };
        let times = self.ids.entry(wanted.clone()).or_insert(0);
        *times += 1;
        let times = *times;
        if times == 1 {
            return wanted;
        }
        let mut id = format!("{wanted}-{times}");
        while self.ids.contains_key(&id) {
            id = format!("{id}-{times}");
        }
        self.ids.insert(id.clone(), 1);
        reading.doubt(&format!("{place}.code"), format!("the code stands twice in the event: the step is {id}"));
        id
    }

    /// Gives steps the services that their descriptions link to, where no step of the event has them already.
    fn link(&mut self, reading: &mut Reading) {
        let mut used: BTreeSet<ServiceCode> = self.steps.iter().filter_map(|step| step.service.clone()).collect();
        for (index, place, code) in std::mem::take(&mut self.linked) {
            if used.contains(&code) {
                continue;
            }
            let Some(step) = self.steps.get_mut(index) else { continue };
            if step.service.is_some() {
                reading.doubt(
                    &place,
                    format!("the step uses another service; {code}, which its text links to, is left out"),
                );
            } else {
                reading.doubt(&place, format!("the text links to {code}: taken as the step's service"));
                step.service = Some(code.clone());
                used.insert(code);
            }
        }
    }
}

/// The addresses in a rich text, in whatever languages.
fn addresses(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => html::read(text).addresses,
        Value::Object(languages) => languages.values().flat_map(addresses).collect(),
        _ => Vec::new(),
    }
}

/// The service that an address of the portal names: `https://servicii.gov.md/ro/service/002000170`.
fn service_in(address: &str) -> Option<ServiceCode> {
    let rest = address.split("/service/").nth(1)?;
    let code = rest.split(['/', '?', '#']).next()?;
    ServiceCode::parse(code).ok().filter(|_| address.contains("servicii.gov.md/"))
}
