//! Checks a draft: names file, line and field, and says what to do.

use super::read::{Draft, Finding, Severity, line_of};
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::{CENTRE_KIND, TODAY, Value};
use crate::domain::life_event::LifeEvent;
use crate::domain::question::QuestionKind;
use crate::domain::service::{ChannelKind, Confidence, Service};
use crate::domain::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// Adds everything that is wrong to the draft's findings, sorted by place.
pub fn check(draft: &mut Draft) {
    let mut checker = Checker { draft, found: Vec::new() };
    checker.texts();
    checker.events();
    checker.services();
    checker.other_references();
    let found = checker.found;
    draft.findings.extend(found);
    // Scenarios run only on a catalogue that hangs together.
    if !draft.findings.iter().any(|finding| finding.severity == Severity::Error) {
        let failures = super::scenario::run_all(draft);
        draft.findings.extend(failures);
    }
    draft.findings.sort();
    draft.findings.dedup();
}

struct Checker<'a> {
    draft: &'a Draft,
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
                self.texts_in(&record, value, id);
            }
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
                    "tile" => 40,
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

    fn events(&mut self) {
        let draft = self.draft;
        for event in draft.catalogue.events.values() {
            let record = self.record("event", &event.code);
            if event.steps.is_empty() {
                self.error(&record, &event.code, "step", "an event needs at least one step");
            }
            if event.questions.len() > 8 {
                self.error(
                    &record,
                    &event.code,
                    "question",
                    "more than eight questions: ask only what decides something",
                );
            }
            self.questions(&record, event);
            self.steps(&record, event);
        }
    }

    fn questions(&mut self, record: &Record<'_>, event: &LifeEvent) {
        let mut ids = BTreeSet::new();
        let all = event.questions.iter().map(|question| &question.id).chain(event.derived.iter().map(|fact| &fact.id));
        for id in all {
            if !ids.insert(id) || id == CENTRE_KIND || id == TODAY {
                self.error(record, id, format!("question[{id}]"), "this id is taken: give each fact its own");
            }
        }
        for question in &event.questions {
            let field = format!("question[{}]", question.id);
            let options = question.options.len();
            if question.kind == QuestionKind::Choice && !(2..=6).contains(&options) {
                self.error(record, &question.id, format!("{field}.option"), "a choice needs two to six options");
            }
            if question.kind != QuestionKind::Choice && options > 0 {
                self.error(
                    record,
                    &question.id,
                    format!("{field}.option"),
                    "only a choice has options: remove them or change the kind",
                );
            }
            if let Some(when) = &question.when {
                self.condition(record, event, when, &format!("{field}.when"));
                if when.facts().contains(question.id.as_str()) {
                    self.error(
                        record,
                        &question.id,
                        format!("{field}.when"),
                        "a question cannot depend on its own answer",
                    );
                }
            }
            if !self.is_used(event, &question.id) {
                self.warning(record, &question.id, field, "nothing depends on the answer: do not ask it");
            }
        }
        if let Some(id) = cyclic_question(event) {
            self.error(
                record,
                id,
                format!("question[{id}].when"),
                "the questions wait for each other in a circle: change one \"when\"",
            );
        }
        for derived in &event.derived {
            let measures = [&derived.days_since, &derived.months_since, &derived.years_since];
            let field = format!("derived[{}]", derived.id);
            let origins: Vec<_> = measures.into_iter().flatten().collect();
            if origins.len() != 1 {
                self.error(record, &derived.id, field, "give exactly one of days_since, months_since, years_since");
            } else if !event.question(origins[0]).is_some_and(|question| question.kind == QuestionKind::Date) {
                self.error(
                    record,
                    origins[0],
                    field,
                    format!("\"{}\" is not a date question of this event", origins[0]),
                );
            }
        }
    }

    fn is_used(&self, event: &LifeEvent, question: &str) -> bool {
        let derived: Vec<&str> = event
            .derived
            .iter()
            .filter(|fact| event.counted_from(&fact.id).is_some_and(|origin| origin == question))
            .map(|fact| fact.id.as_str())
            .collect();
        let names = |fact: &str| fact == question || derived.contains(&fact);
        let in_condition =
            |condition: Option<&Condition>| condition.is_some_and(|condition| condition.facts().into_iter().any(names));
        let services = self.services_of(event);
        event.questions.iter().any(|other| in_condition(other.when.as_ref()))
            || event.steps.iter().any(|step| {
                in_condition(step.when.as_ref())
                    || in_condition(step.automatic_when.as_ref())
                    || step
                        .deadlines
                        .iter()
                        .any(|deadline| names(&deadline.anchor) || in_condition(deadline.when.as_ref()))
            })
            || services.into_iter().any(|service| {
                service.papers.iter().any(|paper| in_condition(paper.when.as_ref()))
                    || service.fees.iter().any(|fee| in_condition(fee.when.as_ref()))
                    || service.channels.iter().any(|channel| in_condition(channel.when.as_ref()))
                    || service
                        .deadlines
                        .iter()
                        .any(|deadline| names(&deadline.anchor) || in_condition(deadline.when.as_ref()))
            })
    }

    /// The services that an event's steps use, consular twins included.
    fn services_of(&self, event: &LifeEvent) -> Vec<&'a Service> {
        let services = &self.draft.catalogue.services;
        event
            .steps
            .iter()
            .filter_map(|step| services.get(step.service.as_ref()?))
            .flat_map(|service| {
                let twin = service.consular_twin.as_ref().and_then(|code| services.get(code));
                std::iter::once(service).chain(twin)
            })
            .collect()
    }

    fn steps(&mut self, record: &Record<'_>, event: &LifeEvent) {
        let mut ids = BTreeSet::new();
        for step in &event.steps {
            let field = format!("step[{}]", step.id);
            if !ids.insert(step.id.as_str()) {
                self.error(record, &step.id, field.clone(), "this id is taken: give each step its own");
            }
            for before in &step.after {
                if !event.steps.iter().any(|other| other.id == *before) {
                    self.error(
                        record,
                        before,
                        format!("{field}.after"),
                        format!("there is no step \"{before}\" in this event"),
                    );
                }
            }
            if let Some(code) = &step.service {
                match self.draft.catalogue.services.get(code) {
                    None => self.error(
                        record,
                        code.as_str(),
                        format!("{field}.service"),
                        format!("there is no service \"{code}\": add services/{code}.toml or correct the code"),
                    ),
                    Some(service) if service.confidence == Confidence::Assumed => self.error(
                        record,
                        code.as_str(),
                        format!("{field}.service"),
                        "an assumed record is no guidance: confirm it first or take the step out",
                    ),
                    Some(_) => {}
                }
            }
            for (condition, name) in [(&step.when, "when"), (&step.automatic_when, "automatic_when")] {
                if let Some(condition) = condition {
                    self.condition(record, event, condition, &format!("{field}.{name}"));
                }
            }
            for deadline in &step.deadlines {
                self.anchor(record, event, &deadline.anchor, &format!("{field}.deadline.anchor"));
                if let Some(when) = &deadline.when {
                    self.condition(record, event, when, &format!("{field}.deadline.when"));
                }
                self.law(record, deadline.law.as_deref(), &format!("{field}.deadline.law"));
            }
        }
        if let Some(id) = cyclic_step(event) {
            self.error(
                record,
                id,
                format!("step[{id}].after"),
                "the steps wait for each other in a circle: take one \"after\" out",
            );
        }
        for service in self.services_of(event) {
            self.service_in_event(event, service);
        }
    }

    /// The conditions and anchors of a service must be facts of every event that uses it.
    fn service_in_event(&mut self, event: &LifeEvent, service: &Service) {
        let record = self.record("service", service.code.as_str());
        let code = &service.code;
        let papers = service.papers.iter().map(|paper| (paper.when.as_ref(), format!("paper[{}].when", paper.paper)));
        let fees = service.fees.iter().map(|fee| (fee.when.as_ref(), "fee.when".to_owned()));
        let channels = service.channels.iter().map(|channel| (channel.when.as_ref(), "channel.when".to_owned()));
        let deadlines = service.deadlines.iter().map(|deadline| (deadline.when.as_ref(), "deadline.when".to_owned()));
        for (condition, field) in papers.chain(fees).chain(channels).chain(deadlines) {
            if let Some(condition) = condition {
                self.condition(&record, event, condition, &format!("{code}.{field}"));
            }
        }
        for deadline in &service.deadlines {
            self.anchor(&record, event, &deadline.anchor, &format!("{code}.deadline.anchor"));
        }
    }

    fn anchor(&mut self, record: &Record<'_>, event: &LifeEvent, anchor: &str, field: &str) {
        let is_date = event.question(anchor).is_some_and(|question| question.kind == QuestionKind::Date);
        if anchor != TODAY && !is_date {
            self.error(record, anchor, field, format!("\"{anchor}\" is not a date question of event {}", event.code));
        }
    }

    fn condition(&mut self, record: &Record<'_>, event: &LifeEvent, condition: &Condition, field: &str) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() {
                    self.error(record, field, field, "an empty list of conditions decides nothing");
                }
                for part in parts {
                    self.condition(record, event, part, field);
                }
                if let Condition::All(parts) = condition {
                    self.contradiction(record, parts, field);
                }
            }
            Condition::Not(part) => self.condition(record, event, part, field),
            Condition::Fact { fact, test, law, .. } => {
                self.law(record, law.as_deref(), field);
                if let Err(message) = fact_test(event, fact, test) {
                    self.error(record, fact, field, message);
                }
            }
        }
    }

    fn contradiction(&mut self, record: &Record<'_>, parts: &[Condition], field: &str) {
        let mut fixed: BTreeMap<&str, &Value> = BTreeMap::new();
        for part in parts {
            if let Condition::Fact { fact, test: Test::Is(value), .. } = part
                && fixed.insert(fact, value).is_some_and(|before| before != value)
            {
                self.error(record, fact, field, format!("\"{fact}\" cannot have two values at once: this never holds"));
            }
        }
    }

    fn law(&mut self, record: &Record<'_>, law: Option<&str>, field: &str) {
        if let Some(law) = law
            && !self.draft.catalogue.laws.contains_key(law)
        {
            self.error(record, law, field, format!("there is no law \"{law}\": add it to a file below laws"));
        }
    }

    fn services(&mut self) {
        let draft = self.draft;
        let catalogue = &draft.catalogue;
        for service in catalogue.services.values() {
            let code = service.code.as_str();
            let record = self.record("service", code);
            if !catalogue.providers.contains_key(&service.provider) {
                let message =
                    format!("there is no provider \"{}\": add it to a file below providers", service.provider);
                self.error(&record, &service.provider, "provider", message);
            }
            for need in &service.papers {
                if !catalogue.papers.contains_key(&need.paper) {
                    let message = format!("there is no paper \"{}\": add it to a file below papers", need.paper);
                    self.error(&record, &need.paper, "paper", message);
                }
            }
            if let Some(twin) = service.consular_twin.as_ref().filter(|twin| !catalogue.services.contains_key(twin)) {
                self.error(&record, twin.as_str(), "consular_twin", format!("there is no service \"{twin}\""));
            }
            if let Some(benefit) =
                service.benefit.as_ref().filter(|benefit| !catalogue.providers.contains_key(&benefit.payer))
            {
                self.error(
                    &record,
                    &benefit.payer,
                    "benefit.payer",
                    format!("there is no provider \"{}\"", benefit.payer),
                );
            }
            for law in &service.law {
                self.law(&record, Some(law), "law");
            }
            self.law(&record, service.state_duty.as_ref().map(|duty| duty.law.as_str()), "state_duty.law");
            for exemption in &service.exemptions {
                self.law(&record, Some(&exemption.law), "exemption.law");
            }
            if service.channels.is_empty() {
                self.error(&record, code, "channel", "say where it can be done: add at least one channel");
            }
            if service.law.is_empty() {
                self.warning(&record, code, "law", "name the law it rests on");
            }
            if service.sources.is_empty() {
                self.error(&record, code, "source", "name the page on which the facts were read");
            }
            if service.fees.is_empty() && service.unconfirmed.is_empty() {
                self.error(
                    &record,
                    code,
                    "fee",
                    "the fee is missing: give it, or say in unconfirmed that it was not found",
                );
            }
            if service.papers.is_empty()
                && !service.channels.iter().any(|channel| channel.kind == ChannelKind::Automatic)
            {
                self.warning(&record, code, "paper", "no paper is named: is that so?");
            }
            if service.confidence == Confidence::Partial && service.unconfirmed.is_empty() {
                self.error(&record, code, "unconfirmed", "a partial record says what is not confirmed");
            }
            for fee in &service.fees {
                if let (Some(from), Some(to)) = (fee.from, fee.to)
                    && to < from
                {
                    self.error(&record, &from.to_string(), "fee.to", "the fee ends before it begins");
                }
            }
            self.age(&record, service);
        }
    }

    fn age(&mut self, record: &Record<'_>, service: &Service) {
        let as_of = self.draft.catalogue.as_of;
        let year = service.figures_as_of.as_deref().and_then(|date| date.get(..4)?.parse::<i16>().ok());
        match year {
            None => {
                self.warning(record, service.code.as_str(), "figures_as_of", "the date of the figures is not known");
            }
            Some(year) if year + 1 < as_of.year() => {
                let message = format!("the figures are of {year}: confirm them");
                self.warning(record, service.code.as_str(), "figures_as_of", message);
            }
            Some(_) => {}
        }
    }

    fn other_references(&mut self) {
        let draft = self.draft;
        let catalogue = &draft.catalogue;
        for paper in catalogue.papers.values() {
            if let Some(code) = paper.output_of.as_ref().filter(|code| !catalogue.services.contains_key(code)) {
                let record = self.record("paper", &paper.id);
                self.error(&record, code.as_str(), "output_of", format!("there is no service \"{code}\""));
            }
        }
        for notice in catalogue.notices.values() {
            for code in notice.services.iter().filter(|code| !catalogue.services.contains_key(code)) {
                let record = self.record("notice", &notice.id);
                self.error(&record, code.as_str(), "services", format!("there is no service \"{code}\""));
            }
        }
        for centre in catalogue.centres.values() {
            for code in centre.finishes.keys().filter(|code| !catalogue.services.contains_key(code)) {
                let record = self.record("centre", &centre.id);
                self.error(&record, code.as_str(), "finishes", format!("there is no service \"{code}\""));
            }
        }
    }
}

/// Whether a test fits the fact it is put to.
fn fact_test(event: &LifeEvent, fact: &str, test: &Test) -> Result<(), String> {
    let one_of = |allowed: &[&str]| {
        let values: Vec<&Value> = match test {
            Test::Is(value) => vec![value],
            Test::OneOf(values) => values.iter().collect(),
            Test::Within(..) => return Err(format!("\"{fact}\" is no number: test it with is or one_of")),
        };
        for value in values {
            match value {
                Value::Choice(choice) if allowed.contains(&choice.as_str()) => {}
                _ => return Err(format!("\"{fact}\" is one of {}", allowed.join(", "))),
            }
        }
        Ok(())
    };
    if fact == CENTRE_KIND {
        return one_of(&["town_hall", "consulate", "mobile_team"]);
    }
    if event.derived.iter().any(|derived| derived.id == fact) {
        return match test {
            Test::Within(..) | Test::Is(Value::Number(_)) => Ok(()),
            _ => Err(format!("\"{fact}\" is a number: test it with at_least or at_most")),
        };
    }
    let Some(question) = event.question(fact) else {
        return Err(format!("event {} has no question or derived fact \"{fact}\"", event.code));
    };
    match (question.kind, test) {
        (QuestionKind::YesNo, Test::Is(Value::Truth(_)))
        | (QuestionKind::Number, Test::Within(..) | Test::Is(Value::Number(_))) => Ok(()),
        (QuestionKind::YesNo, _) => {
            Err(format!("\"{fact}\" is answered by yes or no: test it with is = true or false"))
        }
        (QuestionKind::Number, _) => Err(format!("\"{fact}\" is a number: test it with at_least or at_most")),
        (QuestionKind::Date, _) => {
            Err(format!("\"{fact}\" is a date: derive days, months or years since it and test those"))
        }
        (QuestionKind::Choice, _) => {
            let options: Vec<&str> = question.options.iter().map(|option| option.id.as_str()).collect();
            one_of(&options)
        }
    }
}

/// A question that, through the conditions of others, decides whether it is asked itself, if any does.
fn cyclic_question(event: &LifeEvent) -> Option<&str> {
    let asked_by = |id: &str| -> Vec<&str> {
        let when = event.question(id).and_then(|question| question.when.as_ref());
        let facts = when.map(Condition::facts).unwrap_or_default();
        facts.into_iter().map(|fact| event.counted_from(fact).map_or(fact, String::as_str)).collect()
    };
    event.questions.iter().map(|question| question.id.as_str()).find(|start| {
        let mut waiting = asked_by(start);
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if id == *start {
                return true;
            }
            if seen.insert(id) {
                waiting.extend(asked_by(id));
            }
        }
        false
    })
}

/// A step that waits for itself through others, if any does.
fn cyclic_step(event: &LifeEvent) -> Option<&str> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    loop {
        let ready: Vec<&str> = event
            .steps
            .iter()
            .filter(|step| !done.contains(step.id.as_str()))
            .filter(|step| {
                step.after.iter().all(|before| {
                    done.contains(before.as_str()) || !event.steps.iter().any(|other| other.id == *before)
                })
            })
            .map(|step| step.id.as_str())
            .collect();
        if ready.is_empty() {
            return event.steps.iter().map(|step| step.id.as_str()).find(|id| !done.contains(id));
        }
        done.extend(ready);
    }
}
