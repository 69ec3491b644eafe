//! The reading view: an event with all its questions, branches, papers, fees, dates and sources as one HTML page,
//! so that a lawyer can sign it off without the program. What is the same for everybody the account says; here it stands
//! with its conditions, which nobody has answered.

mod example;
mod line;
mod service;

use super::EditorError;
use crate::account;
use crate::domain::catalogue::Catalogue;
use crate::domain::condition::{Condition, Test};
use crate::domain::deadline::{Counting, Deadline, DeadlineKind, Late};
use crate::domain::example::{Examples, Part as Decides, Rule};
use crate::domain::fact::{CENTRE_KIND, PAPER, TODAY, Value as Answer};
use crate::domain::fixed_day::FixedDay;
use crate::domain::guide::guide;
use crate::domain::life_event::{Join, LifeEvent, Step};
use crate::domain::question::{DerivedFact, Question};
use crate::domain::service::Instead;
use crate::domain::term::{Term, Unit};
use crate::domain::text::{Language, Text};
use crate::i18n::{Texts, Value, date_numeric, phrase, value_text};
use askama::Template;
use line::{Kind, Line, Part};

#[derive(Template)]
#[template(path = "editor/reading.html", config = "packaging/askama.toml")]
struct ReadingPage<'a> {
    language: Language,
    code: &'a str,
    title: String,
    tile: String,
    of: String,
    covers: String,
    computed: String,
    parts: Vec<Part>,
    sign: String,
}

/// The page of an event, of two events together, or of a single service; `None` for a code that the catalogue does
/// not have.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn page(catalogue: &Catalogue, code: &str, texts: &Texts) -> Result<Option<String>, EditorError> {
    let Some(event) = guide(catalogue, code) else { return Ok(None) };
    let reader = Reader { catalogue, event: event.as_ref(), texts, examples: Examples::new(catalogue, event.as_ref()) };
    Ok(Some(reader.page().render()?))
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    event: &'a LifeEvent,
    texts: &'a Texts,
    examples: Examples<'a>,
}

impl<'a> Reader<'a> {
    fn tr(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn say(&self, text: &Text) -> String {
        text.get(self.texts.language()).to_owned()
    }

    fn said<'v>(&self, value: impl Into<Value<'v>>) -> String {
        self.texts.say(&value.into())
    }

    fn law(&self, id: &str) -> String {
        let Some(law) = self.catalogue.laws.get(id) else { return id.to_owned() };
        let article = law.article.clone().map(|article| self.said(phrase("read-article").with("article", article)));
        match (&law.part_of, article) {
            (Some(whole), Some(article)) => format!("{whole}, {article}: {}", self.say(&law.name)),
            _ => format!("{id}: {}", self.say(&law.name)),
        }
    }

    fn by_law(&self, line: Line, law: Option<&String>) -> Line {
        law.into_iter().fold(line, |line, law| line.with(Kind::Law, self.law(law)))
    }

    fn only_if(&self, line: Line, when: Option<&Condition>) -> Line {
        when.into_iter().fold(line, |line, when| line.then(" – ").joined(self.condition(when)))
    }

    fn page(&self) -> ReadingPage<'a> {
        let event = self.event;
        let number = Value::Name(self.catalogue.number.to_string());
        let of = phrase("read-of").with("number", number).with("date", Value::Day(self.catalogue.as_of));
        let mut parts = Vec::new();
        if !event.not_for.ro.is_empty() {
            parts.push(Part::Heading(self.tr("event-not-for")));
            parts.push(Part::Words(Line::plain(self.say(&event.not_for))));
        }
        let at_hand = event.at_hand.iter().map(|item| Line::plain(self.say(item)));
        list(&mut parts, &self.tr("event-at-hand"), at_hand);
        self.questions(&mut parts);
        parts.push(Part::Half(self.tr("read-steps")));
        let mut way = 0;
        for (number, step) in (1..).zip(&event.steps) {
            if step.join != Join::Or {
                way = number;
            }
            self.step(&mut parts, number, way, step);
        }
        ReadingPage {
            language: self.texts.language(),
            code: &event.code,
            title: self.say(&event.title),
            tile: self.say(&event.tile),
            of: self.said(of),
            covers: self.say(&event.covers),
            computed: self.computed(),
            parts,
            sign: self.tr("read-sign"),
        }
    }

    /// For which day and place the examples are computed.
    fn computed(&self) -> String {
        let place = self.examples.place().map(|place| self.kind(place.kind.code())).unwrap_or_default();
        self.said(phrase("read-examples").with("date", Value::Day(self.examples.day())).with("place", place))
    }

    fn questions(&self, parts: &mut Vec<Part>) {
        if self.event.questions.is_empty() {
            return;
        }
        parts.push(Part::Half(self.tr("read-questions")));
        for (number, question) in (1..).zip(&self.event.questions) {
            parts.push(Part::Heading(format!("{number}. {}", self.say(&question.text))));
            let rule = Rule { step: None, service: None, part: Decides::Question(question) };
            self.when(parts, question.when.as_ref(), &rule);
            let hint = account::hint_said(self.catalogue, question, self.examples.day());
            parts.extend(hint.map(|hint| Part::Words(Line::plain(self.said(hint)))));
            list(parts, "", question.options.iter().map(|option| Line::plain(self.say(&option.text))));
        }
        list(parts, &self.tr("read-derived"), self.event.derived.iter().map(|fact| self.derived(fact)));
    }

    fn derived(&self, fact: &'a DerivedFact) -> Line {
        let rows = fact.age_reached.iter().flat_map(|table| &table.rows);
        rows.fold(Line::plain(self.say(&fact.label)), |line, row| {
            let age = [(row.months / 12, Unit::Year), (row.months % 12, Unit::Month)];
            let age = age.into_iter().filter(|(value, _)| *value > 0);
            let age: Vec<String> = age.map(|(value, unit)| self.said(Term { value, unit })).collect();
            let line = line.next_line().then(format!("{}: {}", date_numeric(row.from), age.join(" + ")));
            let rule = Rule { step: None, service: None, part: Decides::Age(fact, row) };
            self.ruled(self.only_if(line, row.when.as_ref()), &rule)
        })
    }

    /// A step. `way` is the number of the step to which it is another way, or its own.
    fn step(&self, parts: &mut Vec<Part>, number: usize, way: usize, step: &'a Step) {
        let join = match step.join {
            Join::And => None,
            Join::Or => Some(phrase("plan-tag-or").with("number", way)),
            Join::Optional => Some(phrase("plan-tag-optional")),
        };
        let join = join.map(|join| format!(" ({})", self.said(join))).unwrap_or_default();
        parts.push(Part::Step(Line::plain(format!("{number}. {}{join}", self.say(&step.title)))));
        let own = |part| Rule { step: Some(step), service: None, part };
        self.when(parts, step.when.as_ref(), &own(Decides::Step));
        if step.automatic {
            parts.push(Part::When(Line::plain(self.tr("where-automatic"))));
        }
        let automatic = |when| Line::plain(format!("{}: ", self.tr("where-automatic"))).joined(self.condition(when));
        let automatic = |when| Part::When(self.ruled(automatic(when), &own(Decides::Automatic)));
        parts.extend(step.automatic_when.iter().map(automatic));
        parts.push(Part::Words(Line::plain(self.say(&step.what))));
        let titled = |key, words: String| Part::Words(Line::strong(self.tr(key)).then(format!(" {words}")));
        parts.extend(step.why.iter().map(|why| titled("read-why", self.say(why))));
        let before = step.after.iter().filter_map(|id| self.event.steps.iter().find(|other| other.id == *id));
        let before: Vec<String> = before.map(|other| self.say(&other.title)).collect();
        if !before.is_empty() {
            parts.push(titled("read-after", before.join("; ")));
        }
        list(
            parts,
            &self.tr("step-dates"),
            step.deadlines.iter().map(|rule| self.deadline(rule, &own(Decides::Deadline(rule)))),
        );
        let instead = step.instead.iter().map(|instead| self.instead(instead, &own(Decides::Instead(instead))));
        list(parts, &self.tr("refused-instead"), instead);
        let service = step.service.as_ref().and_then(|code| self.catalogue.service(code));
        if let Some(service) = service {
            self.service(parts, step, service);
            let twin = service.consular_twin.as_ref().and_then(|code| self.catalogue.service(code));
            if let Some(twin) = twin {
                parts.push(Part::Heading(self.tr("read-twin")));
                self.service(parts, step, twin);
            }
        }
    }

    fn instead(&self, instead: &Instead, rule: &Rule<'a>) -> Line {
        let service = instead.service.as_ref().and_then(|code| self.catalogue.service(code));
        let event = instead.event.as_ref().and_then(|code| self.catalogue.events.get(code));
        let name = service.map(|service| &service.title).or_else(|| event.map(|event| &event.title));
        let name = name.map(|name| Line::strong(self.say(name)).then(": ")).unwrap_or_default();
        let line = name.then(self.say(&instead.text));
        let Some(when) = &instead.when else { return line };
        self.ruled(line.then(" [").joined(self.condition(when)).then("]"), rule)
    }

    fn when(&self, parts: &mut Vec<Part>, condition: Option<&Condition>, rule: &Rule<'a>) {
        let only_if = |when| Line::plain(format!("{} ", self.tr("read-when"))).joined(self.condition(when));
        let only_if = |when| self.ruled(only_if(when), rule);
        parts.extend(condition.map(|when| Part::When(only_if(when))));
    }

    /// A condition in words: the editors' reason, the tested fact, the law.
    fn condition(&self, condition: &Condition) -> Line {
        match condition {
            Condition::All(parts) => self.joined(parts, "read-and"),
            Condition::Any(parts) => self.joined(parts, "read-or"),
            Condition::Not(part) => {
                Line::plain(format!("{} (", self.tr("read-not"))).joined(self.condition(part)).then(")")
            }
            Condition::Fact { fact, test, why, law } => {
                let tested = format!("{}: {}", self.label(fact), self.tested(fact, test));
                let line = match why {
                    None => Line::plain(tested),
                    Some(why) => Line::plain(format!("{} ", self.say(why))).with(Kind::Fact, format!("({tested})")),
                };
                self.by_law(line, law.as_ref())
            }
        }
    }

    fn joined(&self, parts: &[Condition], key: &str) -> Line {
        let parts = parts.iter().map(|part| match part {
            Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => {
                Line::plain("(").joined(self.condition(part)).then(")")
            }
            _ => self.condition(part),
        });
        let between = |line: Line| line.then(" ").with(Kind::Strong, self.tr(key)).then(" ");
        parts.reduce(|line, part| between(line).joined(part)).unwrap_or_default()
    }

    fn label(&self, fact: &str) -> String {
        if fact == CENTRE_KIND {
            return self.tr("read-centre");
        }
        if fact == TODAY {
            return self.tr("read-today");
        }
        if let Some(paper) = fact.strip_prefix(PAPER).and_then(|paper| self.catalogue.papers.get(paper)) {
            return format!("{} {}", self.tr("read-receipt"), self.say(&paper.name));
        }
        let derived = |event: &'_ LifeEvent| {
            event.derived.iter().find(|derived| derived.id == fact).map(|derived| derived.label.clone())
        };
        let question = self.question(fact).map(|question| question.label.clone());
        let label =
            question.or_else(|| derived(self.event)).or_else(|| self.catalogue.events.values().find_map(derived));
        label.map_or_else(|| fact.to_owned(), |label| self.say(&label))
    }

    fn question(&self, fact: &str) -> Option<&Question> {
        let others = self.catalogue.events.values().find_map(|event| event.question(fact));
        let services = || {
            let mut own = self.catalogue.services.values().flat_map(|service| &service.questions);
            own.find(|question| question.id == fact)
        };
        self.event.question(fact).or(others).or_else(services)
    }

    /// A kind of centre, by its code.
    fn kind(&self, code: &str) -> String {
        match code {
            "consulate" => self.tr("read-consulate"),
            "mobile_team" => self.tr("read-mobile-team"),
            _ => self.tr("read-town-hall"),
        }
    }

    fn tested(&self, fact: &str, test: &Test) -> String {
        let value = |value: &Answer| match (fact, value) {
            (CENTRE_KIND, Answer::Choice(kind)) => self.kind(kind),
            _ => value_text(self.texts, self.question(fact), value),
        };
        match test {
            Test::Is(expected) => value(expected),
            Test::OneOf(expected) => {
                expected.iter().map(value).collect::<Vec<_>>().join(&format!(" {} ", self.tr("read-or")))
            }
            Test::Within(..) => self.said(account::needed_said(self.question(fact), test)),
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

    fn deadline(&self, deadline: &Deadline, rule: &Rule<'a>) -> Line {
        let kind = match deadline.kind {
            DeadlineKind::Within => "read-within",
            DeadlineKind::NotBefore => "read-not-before",
            DeadlineKind::Expected => "read-expected",
        };
        let words = match (deadline.fixed, deadline.term) {
            (Some(fixed), _) => {
                let opens = deadline.opens.map(|opens| format!("{} – ", self.fixed(opens))).unwrap_or_default();
                format!("{opens}{}", self.fixed(fixed))
            }
            (None, Some(length)) => {
                let anchor = self.label(deadline.counted_from().unwrap_or(TODAY));
                format!("{} {} · {} {anchor}", self.tr(kind), self.said(length), self.tr("read-from"))
            }
            (None, None) => self.tr(kind),
        };
        let label = deadline.label.as_ref().map(|label| Line::strong(self.say(label)).then(": "));
        let mut line = label.unwrap_or_default().then(words);
        line = match deadline.counting {
            Counting::NextDay => line,
            Counting::Inclusive => line.then(format!(" ({})", self.tr("read-inclusive"))),
            Counting::Back => line.then(format!(" ({})", self.tr("read-back"))),
        };
        line = self.only_if(line, deadline.when.as_ref());
        let season = deadline.season.clone().map(|season| self.said(phrase("read-season").with("season", season)));
        let consequence = deadline.consequence.as_ref().map(|consequence| self.say(consequence));
        let late = (deadline.kind == DeadlineKind::Within).then(|| match deadline.late() {
            Late::AtOnce => self.tr("read-late-at-once"),
            Late::Less => self.tr("read-late-less"),
            Late::Closed => self.tr("read-late-closed"),
            Late::Ask => self.tr("read-late-ask"),
        });
        let further = season.into_iter().chain(consequence).chain(late);
        let line = self.by_law(further.fold(line, |line, words| line.next_line().then(words)), deadline.law.as_ref());
        self.ruled(line, rule)
    }
}

fn list(parts: &mut Vec<Part>, title: &str, items: impl Iterator<Item = Line>) {
    let items: Vec<Line> = items.collect();
    if items.is_empty() {
        return;
    }
    if !title.is_empty() {
        parts.push(Part::Heading(title.to_owned()));
    }
    parts.push(Part::List(items));
}
