//! The reading view: an event with all its questions, branches, papers, fees, dates and sources as one HTML page,
//! so that a lawyer can sign it off without the program.

mod service;

use crate::domain::catalogue::Catalogue;
use crate::domain::condition::{Condition, Test};
use crate::domain::deadline::{Counting, Deadline, DeadlineKind, Late};
use crate::domain::fact::{CENTRE_KIND, TODAY, Value};
use crate::domain::fixed_day::FixedDay;
use crate::domain::guide::guide;
use crate::domain::life_event::{Join, LifeEvent, Step};
use crate::domain::question::{DerivedFact, Question};
use crate::domain::service::Instead;
use crate::domain::term::{Term, Unit};
use crate::domain::text::Text;
use crate::i18n::{Texts, date_numeric, term, value_text};
use askama::filters::{Escaper as _, Html};
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.45 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111}\
h2{border-bottom:2px solid #0059d6;padding-bottom:.2em;margin-top:2em}h3{margin:1.6em 0 .3em}h4{margin:1em 0 .2em}\
ul{margin:.2em 0 .6em;padding-left:1.4em}table{border-collapse:collapse;margin:.3em 0}\
td,th{border:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top}\
.when{background:#eef3fd;padding:.2em .5em;display:inline-block}.law,.fact{color:#555}\
.doubt{background:#fff3d6;padding:.3em .6em;margin:.3em 0}.sign{margin-top:3em;border-top:1px solid #111;padding-top:1em}\
@media print{h2{break-before:page}h3,table{break-inside:avoid}body{font-size:11pt;margin:0}}";

/// The page of an event, of two events together, or of a single service; `None` for a code that the catalogue does
/// not have.
#[must_use]
pub fn page(catalogue: &Catalogue, code: &str, texts: &Texts) -> Option<String> {
    let event = guide(catalogue, code)?;
    let reader = Reader { catalogue, event: event.as_ref(), texts };
    Some(reader.page())
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    event: &'a LifeEvent,
    texts: &'a Texts,
}

impl Reader<'_> {
    fn tr(&self, key: &str) -> String {
        escaped(&self.texts.get(key))
    }

    fn say(&self, text: &Text) -> String {
        escaped(text.get(self.texts.language()))
    }

    fn law(&self, id: &str) -> String {
        self.catalogue.laws.get(id).map_or_else(|| escaped(id), |law| self.say(&law.name))
    }

    fn page(&self) -> String {
        let event = self.event;
        let title = self.say(&event.title);
        let language = self.texts.language();
        let of = self.texts.with(
            "read-of",
            &[
                ("number", self.catalogue.number.to_string().into()),
                ("date", date_numeric(self.catalogue.as_of).into()),
            ],
        );
        let mut page = format!(
            "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><title>{} · {title}</title>\
             <style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{} · {} · {}</p>\n<p>{}</p>\n",
            escaped(&event.code),
            escaped(&event.code),
            self.say(&event.tile),
            escaped(&of),
            self.say(&event.covers),
        );
        if !event.not_for.ro.is_empty() {
            let _ = writeln!(page, "<h4>{}</h4><p>{}</p>", self.tr("event-not-for"), self.say(&event.not_for));
        }
        list(&mut page, &self.tr("event-at-hand"), event.at_hand.iter().map(|item| self.say(item)));
        self.questions(&mut page);
        let _ = writeln!(page, "<h2>{}</h2>", self.tr("read-steps"));
        for (number, step) in (1..).zip(&event.steps) {
            self.step(&mut page, number, step);
        }
        let _ = writeln!(page, "<p class=\"sign\">{}</p></html>", self.tr("read-sign"));
        page
    }

    fn questions(&self, page: &mut String) {
        if self.event.questions.is_empty() {
            return;
        }
        let _ = writeln!(page, "<h2>{}</h2>", self.tr("read-questions"));
        for (number, question) in (1..).zip(&self.event.questions) {
            let _ = writeln!(page, "<h4>{number}. {}</h4>", self.say(&question.text));
            self.when(page, question.when.as_ref());
            if let Some(hint) = &question.hint {
                let _ = writeln!(page, "<p>{}</p>", self.say(hint));
            }
            list(page, "", question.options.iter().map(|option| self.say(&option.text)));
        }
        let derived: Vec<String> = self.event.derived.iter().map(|fact| self.derived(fact)).collect();
        list(page, &self.tr("read-derived"), derived.into_iter());
    }

    fn derived(&self, fact: &DerivedFact) -> String {
        let mut words = self.say(&fact.label);
        if let Some(table) = &fact.age_reached {
            for row in &table.rows {
                let from = date_numeric(row.from);
                let parts = [(row.months / 12, Unit::Year), (row.months % 12, Unit::Month)];
                let parts = parts.into_iter().filter(|(value, _)| *value > 0);
                let age: Vec<String> = parts.map(|(value, unit)| term(self.texts, Term { value, unit })).collect();
                let _ = write!(words, "<br>{from}: {}", escaped(&age.join(" + ")));
                if let Some(when) = &row.when {
                    let _ = write!(words, " – {}", self.condition(when));
                }
            }
        }
        words
    }

    fn step(&self, page: &mut String, number: usize, step: &Step) {
        let join = match step.join {
            Join::And => String::new(),
            Join::Or => format!(" ({})", self.tr("plan-tag-or")),
            Join::Optional => format!(" ({})", self.tr("plan-tag-optional")),
        };
        let _ = writeln!(page, "<h3>{number}. {}{join}</h3>", self.say(&step.title));
        self.when(page, step.when.as_ref());
        if step.automatic {
            let _ = writeln!(page, "<p class=\"when\">{}</p>", self.tr("where-automatic"));
        }
        if let Some(condition) = &step.automatic_when {
            let _ =
                writeln!(page, "<p class=\"when\">{}: {}</p>", self.tr("where-automatic"), self.condition(condition));
        }
        let _ = writeln!(page, "<p>{}</p>", self.say(&step.what));
        if let Some(why) = &step.why {
            let _ = writeln!(page, "<p><b>{}</b> {}</p>", self.tr("read-why"), self.say(why));
        }
        let before = step.after.iter().filter_map(|id| self.event.steps.iter().find(|other| other.id == *id));
        let before: Vec<String> = before.map(|other| self.say(&other.title)).collect();
        if !before.is_empty() {
            let _ = writeln!(page, "<p><b>{}</b> {}</p>", self.tr("read-after"), before.join("; "));
        }
        list(page, &self.tr("step-dates"), step.deadlines.iter().map(|rule| self.deadline(rule)));
        list(page, &self.tr("refused-instead"), step.instead.iter().map(|instead| self.instead(instead)));
        let service = step.service.as_ref().and_then(|code| self.catalogue.service(code));
        if let Some(service) = service {
            self.service(page, service);
            let twin = service.consular_twin.as_ref().and_then(|code| self.catalogue.service(code));
            if let Some(twin) = twin {
                let _ = writeln!(page, "<h4>{}</h4>", self.tr("read-twin"));
                self.service(page, twin);
            }
        }
    }

    fn instead(&self, instead: &Instead) -> String {
        let service = instead.service.as_ref().and_then(|code| self.catalogue.service(code));
        let event = instead.event.as_ref().and_then(|code| self.catalogue.events.get(code));
        let name = service.map(|service| &service.title).or_else(|| event.map(|event| &event.title));
        let name = name.map(|name| format!("<b>{}</b>: ", self.say(name))).unwrap_or_default();
        let when = instead.when.as_ref().map(|when| format!(" [{}]", self.condition(when))).unwrap_or_default();
        format!("{name}{}{when}", self.say(&instead.text))
    }

    fn when(&self, page: &mut String, condition: Option<&Condition>) {
        if let Some(condition) = condition {
            let _ = writeln!(page, "<p class=\"when\">{} {}</p>", self.tr("read-when"), self.condition(condition));
        }
    }

    /// A condition in words: the editors' reason, the tested fact, the law.
    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) => self.joined(parts, "read-and"),
            Condition::Any(parts) => self.joined(parts, "read-or"),
            Condition::Not(part) => format!("{} ({})", self.tr("read-not"), self.condition(part)),
            Condition::Fact { fact, test, why, law } => {
                let tested = format!("{}: {}", self.label(fact), self.tested(fact, test));
                let mut words = why.as_ref().map_or_else(
                    || tested.clone(),
                    |why| format!("{} <span class=\"fact\">({tested})</span>", self.say(why)),
                );
                if let Some(law) = law {
                    let _ = write!(words, " <span class=\"law\">[{}]</span>", self.law(law));
                }
                words
            }
        }
    }

    fn joined(&self, parts: &[Condition], key: &str) -> String {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => {
                    format!("({})", self.condition(part))
                }
                _ => self.condition(part),
            })
            .collect();
        parts.join(&format!(" <b>{}</b> ", self.tr(key)))
    }

    fn label(&self, fact: &str) -> String {
        if fact == CENTRE_KIND {
            return self.tr("read-centre");
        }
        if fact == TODAY {
            return self.tr("read-today");
        }
        let derived = |event: &'_ LifeEvent| {
            event.derived.iter().find(|derived| derived.id == fact).map(|derived| derived.label.clone())
        };
        let question = self.question(fact).map(|question| question.label.clone());
        let label =
            question.or_else(|| derived(self.event)).or_else(|| self.catalogue.events.values().find_map(derived));
        label.map_or_else(|| escaped(fact), |label| self.say(&label))
    }

    fn question(&self, fact: &str) -> Option<&Question> {
        let others = self.catalogue.events.values().find_map(|event| event.question(fact));
        let services = || {
            let mut own = self.catalogue.services.values().flat_map(|service| &service.questions);
            own.find(|question| question.id == fact)
        };
        self.event.question(fact).or(others).or_else(services)
    }

    fn tested(&self, fact: &str, test: &Test) -> String {
        let value = |value: &Value| {
            if let (CENTRE_KIND, Value::Choice(kind)) = (fact, value) {
                return match kind.as_str() {
                    "consulate" => self.tr("read-consulate"),
                    "mobile_team" => self.tr("read-mobile-team"),
                    _ => self.tr("read-town-hall"),
                };
            }
            escaped(&value_text(self.texts, self.question(fact), value))
        };
        match test {
            Test::Is(expected) => value(expected),
            Test::OneOf(expected) => {
                expected.iter().map(value).collect::<Vec<_>>().join(&format!(" {} ", self.tr("read-or")))
            }
            Test::Within(Some(least), Some(most)) => format!("{least}–{most}"),
            Test::Within(Some(least), None) => format!("≥ {least}"),
            Test::Within(None, Some(most)) => format!("≤ {most}"),
            Test::Within(None, None) => String::new(),
        }
    }

    /// A fixed day in words: "28 noiembrie", with its year when it is one day only.
    fn fixed(&self, day: FixedDay) -> String {
        let words = |day: i8, month: i8| format!("{day} {}", self.tr(&format!("month-{month}")));
        match day {
            FixedDay::EveryYear(day) => words(day.day, day.month),
            FixedDay::EveryMonth(day) => format!("{} {day}", self.tr("read-every-month")),
            FixedDay::Once(day) => format!("{} {}", words(day.day(), day.month()), day.year()),
        }
    }

    fn deadline(&self, deadline: &Deadline) -> String {
        let kind = match deadline.kind {
            DeadlineKind::Within => "read-within",
            DeadlineKind::NotBefore => "read-not-before",
            DeadlineKind::Expected => "read-expected",
        };
        let mut words = self.tr(kind);
        match (deadline.fixed, deadline.term) {
            (Some(fixed), _) => {
                let opens = deadline.opens.map(|opens| format!("{} – ", self.fixed(opens))).unwrap_or_default();
                words = format!("{opens}{}", self.fixed(fixed));
            }
            (None, Some(length)) => {
                let anchor = self.label(deadline.counted_from().unwrap_or(TODAY));
                let _ = write!(words, " {} · {} {anchor}", escaped(&term(self.texts, length)), self.tr("read-from"));
            }
            (None, None) => {}
        }
        if deadline.counting == Counting::Inclusive {
            let _ = write!(words, " ({})", self.tr("read-inclusive"));
        }
        if let Some(label) = &deadline.label {
            words = format!("<b>{}</b>: {words}", self.say(label));
        }
        if let Some(when) = &deadline.when {
            let _ = write!(words, " – {}", self.condition(when));
        }
        if let Some(season) = &deadline.season {
            let season = self.texts.with("read-season", &[("season", season.clone().into())]);
            let _ = write!(words, "<br>{}", escaped(&season));
        }
        if let Some(consequence) = &deadline.consequence {
            let _ = write!(words, "<br>{}", self.say(consequence));
        }
        if deadline.kind == DeadlineKind::Within {
            let late = match deadline.late() {
                Late::AtOnce => "read-late-at-once",
                Late::Less => "read-late-less",
                Late::Closed => "read-late-closed",
                Late::Ask => "read-late-ask",
            };
            let _ = write!(words, "<br>{}", self.tr(late));
        }
        if let Some(law) = &deadline.law {
            let _ = write!(words, " <span class=\"law\">[{}]</span>", self.law(law));
        }
        words
    }
}

/// A text as it may stand in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    // A text in memory takes all that is written.
    let _ = Html.write_escaped_str(&mut safe, text);
    safe
}

fn list(page: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    if !title.is_empty() {
        let _ = writeln!(page, "<h4>{title}</h4>");
    }
    page.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(page, "<li>{item}");
    }
    page.push_str("</ul>\n");
}
