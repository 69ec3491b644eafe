//! Checks events: questions, derived facts, steps.

use super::{Checker, Record};
use crate::domain::catalogue::Catalogue;
use crate::domain::condition::{Condition, Test};
use crate::domain::deadline::{Counting, Deadline};
use crate::domain::fact::{CENTRE_KIND, TODAY};
use crate::domain::guide::{JOINT, guide};
use crate::domain::home::HOME;
use crate::domain::life_event::LifeEvent;
use crate::domain::plan::comes_after;
use crate::domain::question::{DerivedFact, Question, QuestionKind};
use crate::domain::service::{Confidence, Instead, Service};
use crate::domain::term::Unit;
use std::collections::BTreeSet;

impl<'a> Checker<'a> {
    pub(super) fn events(&mut self) {
        let draft = self.draft;
        for event in draft.catalogue.events.values() {
            let record = self.record("event", &event.code);
            let before = self.found.len();
            if event.steps.is_empty() {
                self.error(&record, &event.code, "step", "an event needs at least one step");
            }
            if event.questions.len() > 8 {
                let message = "more than eight questions: ask only what decides something";
                self.error(&record, &event.code, "question", message);
            }
            if event.aliases.all().next().is_none() {
                self.warning(&record, &event.code, "aliases", "no alias: by which words do people look for it?");
            }
            for (fact, value) in &event.given {
                if event.question(fact).is_some() {
                    let message = "the event asks this itself: remove it from \"given\", or the question";
                    self.error(&record, fact, "given", message);
                }
                if let Err(message) = self.facts.test(fact, &Test::Is(value.clone())) {
                    self.error(&record, fact, "given", message);
                }
            }
            self.questions(&record, &event.questions, &event.derived);
            for question in &event.questions {
                if !self.is_used(event, &question.id) {
                    let field = format!("question[{}]", question.id);
                    self.warning(&record, &question.id, field, "nothing depends on the answer: do not ask it");
                }
            }
            self.asked_here(&record, event);
            if let Some(id) = cyclic_question(event) {
                let message = "the questions wait for each other in a circle: change one \"when\"";
                self.error(&record, id, format!("question[{id}].when"), message);
            }
            self.steps(&record, event);
            self.subjects(&record, event);
            self.scenarios_of(&record, event);
            if event.draft {
                self.soften(before);
            }
        }
    }

    /// Two events in one visit must not wait for each other in a circle either.
    pub(super) fn pairs(&mut self) {
        let catalogue = &self.draft.catalogue;
        let published = || catalogue.events.values().filter(|event| !event.draft).map(|event| &event.code);
        for first in published() {
            for second in published().filter(|second| *second > first) {
                let Some(both) = guide(catalogue, &format!("{first}{JOINT}{second}")) else { continue };
                let circle = cyclic_question(&both).or_else(|| cyclic_step(catalogue, &both)).map(str::to_owned);
                if let Some(id) = circle {
                    let record = self.record("event", second);
                    let message =
                        format!("together with {first} this waits for itself: change a \"when\" or \"after\"");
                    self.error(&record, &id, id.clone(), message);
                }
            }
        }
    }

    /// Questions and derived facts of an event or a service.
    pub(super) fn questions(&mut self, record: &Record<'_>, questions: &[Question], derived: &[DerivedFact]) {
        let mut ids = BTreeSet::new();
        let all = questions.iter().map(|question| &question.id).chain(derived.iter().map(|fact| &fact.id));
        for id in all {
            if !ids.insert(id) || id == CENTRE_KIND || id == TODAY || id == HOME || id.contains(':') {
                self.error(record, id, format!("question[{id}]"), "this id is taken: give each fact its own");
            }
        }
        for question in questions {
            self.question(record, question);
        }
        for (place, fact) in derived.iter().enumerate() {
            self.derived(record, questions, &derived[..place], fact);
        }
    }

    fn question(&mut self, record: &Record<'_>, question: &Question) {
        let field = format!("question[{}]", question.id);
        let options = question.options.len();
        if question.kind == QuestionKind::Choice && !(2..=6).contains(&options) {
            self.error(record, &question.id, format!("{field}.option"), "a choice needs two to six options");
        }
        if question.kind != QuestionKind::Choice && options > 0 {
            let message = "only a choice has options: remove them or change the kind";
            self.error(record, &question.id, format!("{field}.option"), message);
        }
        for which in question.options.iter().filter_map(|option| option.treaties.as_ref()) {
            self.treaties(record, which, &format!("{field}.option.treaties"));
        }
        if let Some(when) = &question.when {
            self.condition(record, when, &format!("{field}.when"));
            if when.facts().contains(question.id.as_str()) {
                let message = "a question cannot depend on its own answer";
                self.error(record, &question.id, format!("{field}.when"), message);
            }
        }
    }

    fn derived(&mut self, record: &Record<'_>, questions: &[Question], before: &[DerivedFact], fact: &DerivedFact) {
        let field = format!("derived[{}]", fact.id);
        let measures = [&fact.days_since, &fact.months_since, &fact.years_since];
        let given = measures.into_iter().flatten().count() + usize::from(fact.age_reached.is_some());
        if given != 1 {
            let message = "give exactly one of days_since, months_since, years_since, age_reached";
            self.error(record, &fact.id, field.clone(), message);
        }
        if fact.until.is_some() && fact.age_reached.is_some() {
            self.error(record, &fact.id, field.clone(), "an age is reached on a day: remove \"until\"");
        }
        if fact.age_reached.as_ref().is_some_and(|table| table.rows.is_empty()) {
            self.error(record, &fact.id, field.clone(), "the table has no row: give at least one age");
        }
        let rows = fact.age_reached.iter().flat_map(|table| &table.rows);
        if rows.into_iter().any(|row| !(0..=1_800).contains(&row.months)) {
            self.error(record, &fact.id, field.clone(), "nobody reaches this age: give it in months, 0 to 1800");
        }
        for condition in fact.conditions() {
            self.condition(record, condition, &format!("{field}.row.when"));
        }
        for origin in fact.origins() {
            let question =
                questions.iter().any(|question| question.id == *origin && question.kind == QuestionKind::Date);
            let earlier = before.iter().any(|other| other.id == *origin && other.age_reached.is_some());
            if !question && !earlier && origin != TODAY {
                let message =
                    format!("\"{origin}\" is not a date question here, nor a derived date that stands before");
                self.error(record, origin, field.clone(), message);
            }
        }
    }

    /// What the event's own conditions test, the event asks.
    fn asked_here(&mut self, record: &Record<'_>, event: &LifeEvent) {
        let questions =
            event.questions.iter().map(|question| (format!("question[{}].when", question.id), question.when.as_ref()));
        let steps = event.steps.iter().flat_map(|step| {
            let own = [(&step.when, "when"), (&step.automatic_when, "automatic_when")];
            let own = own.into_iter().map(|(when, name)| (format!("step[{}].{name}", step.id), when.as_ref()));
            let dates =
                step.deadlines.iter().map(|rule| (format!("step[{}].deadline.when", step.id), rule.when.as_ref()));
            let instead = step.instead.iter().map(|one| (format!("step[{}].instead.when", step.id), one.when.as_ref()));
            own.chain(dates).chain(instead)
        });
        let derived = event
            .derived
            .iter()
            .flat_map(|fact| fact.conditions().map(|when| (format!("derived[{}].row.when", fact.id), Some(when))));
        let anchors = event.steps.iter().flat_map(|step| {
            let dated = step.deadlines.iter().filter(|rule| rule.receipt_of().is_none());
            let anchors = dated.filter_map(|rule| rule.counted_from());
            anchors.map(|anchor| (format!("step[{}].deadline.anchor", step.id), anchor))
        });
        let tested: Vec<(String, &str)> = questions
            .chain(steps)
            .chain(derived)
            .flat_map(|(field, when)| {
                when.into_iter().flat_map(Condition::facts).map(move |fact| (field.clone(), fact))
            })
            .chain(anchors)
            .collect();
        for (field, fact) in tested {
            if !event.asks(fact) {
                let message = format!("event {} has no question or derived fact \"{fact}\"", event.code);
                self.error(record, fact, field, message);
            }
        }
    }

    fn is_used(&self, event: &LifeEvent, question: &str) -> bool {
        let mut names: BTreeSet<&str> = BTreeSet::from([question]);
        for fact in &event.derived {
            let tested = fact.conditions().flat_map(Condition::facts);
            if fact.origins().map(String::as_str).chain(tested).any(|origin| names.contains(origin)) {
                names.insert(&fact.id);
            }
        }
        let tests = |condition: Option<&Condition>| {
            condition.is_some_and(|condition| condition.facts().iter().any(|fact| names.contains(fact)))
        };
        let counts = |rule: &Deadline| {
            rule.counted_from().is_some_and(|anchor| names.contains(anchor)) || tests(rule.when.as_ref())
        };
        event.questions.iter().any(|other| tests(other.when.as_ref()))
            || event.steps.iter().any(|step| {
                tests(step.when.as_ref()) || tests(step.automatic_when.as_ref()) || step.deadlines.iter().any(counts)
            })
            || self.draft.catalogue.services_of(event).any(|service| {
                service.conditions().any(|(_, condition)| tests(Some(condition)))
                    || service.deadlines.iter().any(counts)
            })
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
                    let message = format!("there is no step \"{before}\" in this event");
                    self.error(record, before, format!("{field}.after"), message);
                }
            }
            if let Some(code) = &step.service {
                match self.draft.catalogue.services.get(code) {
                    None => {
                        let message =
                            format!("there is no service \"{code}\": add services/{code}.toml or correct the code");
                        self.error(record, code.as_str(), format!("{field}.service"), message);
                    }
                    Some(service) if service.confidence == Confidence::Assumed => {
                        let message = "an assumed record is no guidance: confirm it first or take the step out";
                        self.error(record, code.as_str(), format!("{field}.service"), message);
                    }
                    Some(_) => {}
                }
            }
            for (condition, name) in [(&step.when, "when"), (&step.automatic_when, "automatic_when")] {
                if let Some(condition) = condition {
                    self.condition(record, condition, &format!("{field}.{name}"));
                }
            }
            for deadline in &step.deadlines {
                self.deadline(record, deadline, &format!("{field}.deadline"));
            }
            for instead in &step.instead {
                self.instead(record, instead, &format!("{field}.instead"));
            }
        }
        if let Some(id) = cyclic_step(&self.draft.catalogue, event) {
            let message =
                "the steps wait for each other in a circle: take one \"after\" out, or one \"requires\" of a service";
            self.error(record, id, format!("step[{id}].after"), message);
        }
    }

    pub(super) fn instead(&mut self, record: &Record<'_>, instead: &Instead, field: &str) {
        if let Some(when) = &instead.when {
            self.condition(record, when, &format!("{field}.when"));
        }
        let catalogue = &self.draft.catalogue;
        match (&instead.service, &instead.event) {
            (Some(code), None) if !catalogue.services.contains_key(code) => {
                self.error(record, code.as_str(), field, format!("there is no service \"{code}\""));
            }
            (None, Some(code)) if !catalogue.events.contains_key(code) => {
                self.error(record, code, field, format!("there is no event \"{code}\""));
            }
            (Some(_), Some(_)) | (None, None) => {
                self.error(record, &instead.text.ro, field, "name the one service or event that may help instead");
            }
            _ => {}
        }
    }

    pub(super) fn deadline(&mut self, record: &Record<'_>, deadline: &Deadline, field: &str) {
        if deadline.term.is_some() == deadline.fixed.is_some() {
            let near = deadline.anchor.as_deref().unwrap_or(field);
            self.error(record, near, field, "give either a term, counted from the anchor, or a fixed day");
        }
        if deadline.term.is_some_and(|term| !(0..=9_000).contains(&term.value)) {
            self.error(record, field, field, "the term is longer than any calendar, or less than nothing");
        }
        let no_days =
            deadline.term.is_none_or(|term| matches!(term.unit, Unit::Hour | Unit::SameDay | Unit::AgreedDate));
        if deadline.counting != Counting::NextDay && no_days {
            let message = "only days, months and years can count the day itself or backwards: remove \"counting\"";
            self.error(record, "counting", format!("{field}.counting"), message);
        }
        if deadline.fixed.is_some() && deadline.anchor.is_some() {
            self.error(record, field, field, "a fixed day is counted from nothing: remove the anchor");
        }
        if deadline.opens.is_some() && deadline.fixed.is_none() {
            self.error(record, field, field, "only a window that ends on a fixed day opens on one: give \"fixed\"");
        }
        if let Some(paper) = deadline.receipt_of() {
            if !self.draft.catalogue.papers.contains_key(paper) {
                self.error(record, paper, format!("{field}.anchor"), format!("there is no paper \"{paper}\""));
            }
            if deadline.label.is_none() {
                self.error(
                    record,
                    paper,
                    format!("{field}.label"),
                    "say in a few words which paper it is counted from",
                );
            }
        } else if let Some(anchor) = deadline.counted_from().filter(|anchor| !self.facts.is_date(anchor)) {
            self.error(record, anchor, format!("{field}.anchor"), format!("\"{anchor}\" is not a date question"));
        }
        if let Some(when) = &deadline.when {
            self.condition(record, when, &format!("{field}.when"));
        }
        self.season(record, deadline, field);
        self.law(record, deadline.law.as_deref(), &format!("{field}.law"));
    }

    /// Whom an event is about: its questions and steps are there.
    fn subjects(&mut self, record: &Record<'_>, event: &LifeEvent) {
        for subject in &event.subjects {
            let field = format!("subject[{}]", subject.id);
            for fact in subject.facts.values().filter(|fact| event.question(fact).is_none()) {
                self.error(record, fact, format!("{field}.facts"), format!("there is no question \"{fact}\""));
            }
            for id in subject.steps.iter().filter(|id| !event.steps.iter().any(|step| step.id == **id)) {
                self.error(record, id, format!("{field}.steps"), format!("there is no step \"{id}\""));
            }
        }
    }

    /// An event is trusted when enough situations were worked out by hand.
    fn scenarios_of(&mut self, record: &Record<'_>, event: &LifeEvent) {
        let draft = self.draft;
        let own =
            || draft.scenarios.iter().map(|(_, scenario)| scenario).filter(|scenario| scenario.event == event.code);
        let abroad = |id: &str| {
            let centre = draft.catalogue.centres.get(id);
            centre.is_some_and(|centre| centre.kind == crate::domain::centre::CentreKind::Consulate)
        };
        let mut lacking = Vec::new();
        if own().count() < 5 {
            lacking.push(format!("{} of five", own().count()));
        }
        if !own().any(|scenario| abroad(&scenario.centre)) {
            lacking.push("none at a consulate".to_owned());
        }
        if !event.questions.is_empty()
            && !own().any(|scenario| scenario.answers.is_empty() && !scenario.does_not_know.is_empty())
        {
            lacking.push("none in which nothing is known".to_owned());
        }
        if !lacking.is_empty() {
            let message = format!("scenarios are missing ({}): write them below scenarios", lacking.join(", "));
            self.warning(record, &event.code, "scenario", message);
        }
    }

    /// The events whose steps use a service, at a centre or as a consular twin.
    pub(super) fn events_using(&self, service: &Service) -> Vec<&'a LifeEvent> {
        let catalogue = &self.draft.catalogue;
        let uses = |event: &&LifeEvent| catalogue.services_of(event).any(|used| used.code == service.code);
        catalogue.events.values().filter(uses).collect()
    }
}

/// A question that, through the conditions of others, decides whether it is asked itself, if any does.
fn cyclic_question(event: &LifeEvent) -> Option<&str> {
    let asked_by = |id: &str| -> Vec<&str> {
        let when = event.question(id).and_then(|question| question.when.as_ref());
        let facts = when.map(Condition::facts).unwrap_or_default();
        facts.into_iter().flat_map(|fact| event.origins(fact)).collect()
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
fn cyclic_step<'a>(catalogue: &'a Catalogue, event: &'a LifeEvent) -> Option<&'a str> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    loop {
        let ready: Vec<&str> = event
            .steps
            .iter()
            .filter(|step| !done.contains(step.id.as_str()))
            .filter(|step| {
                comes_after(catalogue, event, step)
                    .all(|before| done.contains(before) || !event.steps.iter().any(|other| other.id == before))
            })
            .map(|step| step.id.as_str())
            .collect();
        if ready.is_empty() {
            return event.steps.iter().map(|step| step.id.as_str()).find(|id| !done.contains(id));
        }
        done.extend(ready);
    }
}
