//! The examples beside a rule, in words: the answers of the one in which it holds, what is different in the other, and what
//! came of it in their plans.

use super::Reader;
use super::line::{Kind, Line};
use crate::account;
use crate::domain::deadline::{Deadline, DeadlineKind};
use crate::domain::example::{Example, Part, Rule, Turn, Without};
use crate::domain::fact::{CENTRE_KIND, FactId, Value as Answer};
use crate::domain::service::Service;
use crate::i18n::{Phrase, Value, date_numeric, phrase, value_text};

impl<'a> Reader<'a> {
    /// A rule in words, with the laws it rests on and its examples on lines of their own.
    pub(super) fn ruled(&self, line: Line, rule: &Rule<'a>) -> Line {
        let worked = self.worked(rule);
        worked.into_iter().fold(self.by_service(line, rule), |line, words| line.with(Kind::Example, words))
    }

    /// Where neither the rule nor its condition names a law: those of its service, or that none is named.
    fn by_service(&self, line: Line, rule: &Rule<'a>) -> Line {
        let named = line.0.iter().any(|piece| piece.kind == Kind::Law);
        let service = rule.service.or_else(|| self.catalogue.service(rule.step?.service.as_ref()?));
        match service {
            _ if named => line,
            Some(Service { law, .. }) if law.is_empty() => line.with(Kind::Law, self.tr("read-no-law")),
            Some(service) => line.with(Kind::Law, service.law.join(", ")),
            None => line,
        }
    }

    fn worked(&self, rule: &Rule<'a>) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for pair in self.examples.of(rule) {
            let examples = [&pair.holds, &pair.fails].map(|example| example.as_ref().ok());
            // What is as on the page everywhere is said where it is what makes the difference.
            let elsewhere = examples.iter().flatten().any(|example| self.is_elsewhere(example));
            let another_day = examples.iter().flatten().any(|example| example.on != self.examples.day());
            let case = |example: &Example<'_>| self.case(example, elsewhere, another_day);
            let holds = match &pair.holds {
                Ok(example) => {
                    let case = case(example);
                    let case = if case.is_empty() { self.tr("read-case-anybody") } else { case.join("; ") };
                    self.example("read-example", case, self.outcome(rule, &pair.turn, example, true))
                }
                Err(why) => self.no_example(rule, why, "read-example-never"),
            };
            let fails = match &pair.fails {
                Ok(example) => {
                    let known = pair.holds.as_ref().map(&case).unwrap_or_default();
                    let mut differing = case(example);
                    differing.retain(|words| !known.contains(words));
                    let key = if known.is_empty() { "read-example" } else { "read-example-beside" };
                    self.example(key, differing.join("; "), self.outcome(rule, &pair.turn, example, false))
                }
                // Of a rule that nobody meets it is not said that everybody does.
                Err(_) if pair.holds == Err(Without::NoAnswers) => String::new(),
                Err(why) => {
                    let never = if pair.turn == Turn::Date { "read-example-no-day" } else { "read-example-everybody" };
                    self.no_example(rule, why, never)
                }
            };
            // That there is no example is said once for both.
            let both = [holds, fails];
            said.extend(both.into_iter().filter(|words| !words.is_empty()));
        }
        let mut told = Vec::new();
        said.retain(|words| {
            let new = !told.contains(words);
            told.push(words.clone());
            new
        });
        said
    }

    fn example(&self, key: &'static str, case: String, outcome: Phrase<'_>) -> String {
        self.said(phrase(key).with("case", case).with("outcome", outcome))
    }

    fn no_example(&self, rule: &Rule<'a>, why: &Without, never: &'static str) -> String {
        match why {
            Without::Always if matches!(rule.part, Part::Exemption(_)) => self.tr("read-example-proof"),
            Without::Always => self.tr("read-example-always"),
            Without::NotAsked(facts) => {
                let facts: Vec<String> = facts.iter().map(|fact| self.label(fact)).collect();
                self.said(phrase("read-example-not-asked").with("facts", facts.join("; ")))
            }
            Without::NoAnswers => self.tr(never),
            Without::FromFiling => self.tr("read-example-filing"),
            Without::FirstRow => self.tr("read-example-first"),
        }
    }

    /// Whether an example is computed for another kind of place than the page.
    fn is_elsewhere(&self, example: &Example<'_>) -> bool {
        self.examples.place().is_none_or(|place| place.kind.code() != example.centre.kind.code())
    }

    /// What is so in an example: where asked for its place and day, what is derived, the answers.
    fn case(&self, example: &Example<'_>, with_place: bool, with_day: bool) -> Vec<String> {
        let value = |fact: &FactId, value: &Answer| match value {
            Answer::Date(date) => date_numeric(*date),
            value => value_text(self.texts, self.question(fact), value),
        };
        let said = |fact: &FactId, known: &Answer| format!("{}: {}", self.label(fact), value(fact, known));
        let place = with_place.then(|| {
            let kind = self.kind(example.centre.kind.code());
            format!("{}: {kind}", self.label(CENTRE_KIND))
        });
        let day = with_day.then(|| {
            let day = Value::Name(date_numeric(example.on));
            self.said(phrase("read-case-day").with("date", day))
        });
        let derived = example.derived.iter().map(|(fact, known)| said(fact, known));
        let asked = self
            .event
            .questions
            .iter()
            .filter_map(|question| Some(said(&question.id, example.answers.get(&question.id)?)));
        place.into_iter().chain(day).chain(derived).chain(asked).collect()
    }

    /// What came of the rule in an example.
    fn outcome(&self, rule: &Rule<'a>, turn: &Turn, example: &Example<'_>, holds: bool) -> Phrase<'a> {
        let either = |yes, no| phrase(if holds { yes } else { no });
        let day = example.date.map(|date| Value::Name(date_numeric(date)));
        if let (Part::Deadline(deadline), Turn::Date, Some(day)) = (rule.part, turn, day.clone()) {
            return phrase(dated(deadline, example)).with("date", day);
        }
        match rule.part {
            Part::Question(_) => either("read-asked", "read-asked-not"),
            Part::Age(..) => day.into_iter().fold(phrase("read-age-reached"), |said, day| said.with("date", day)),
            Part::Step => either("read-in-plan", "read-in-plan-not"),
            Part::Automatic => either("read-by-state", "read-by-state-not"),
            Part::Criterion(_) => either("read-met", "read-met-not"),
            Part::Paper(_) => either("read-needed", "read-needed-not"),
            Part::Fee(fee) if fee.amount.is_none() && fee.percent.is_none() => {
                either("read-bound-row", "read-bound-row-not")
            }
            Part::Fee(fee) => either("read-price", "read-price-not").with("amount", self.said(account::fee_said(fee))),
            Part::Duty(_) => either("read-duty", "read-duty-not"),
            Part::Exemption(_) => either("read-exempt", "read-exempt-not"),
            Part::Benefit(amount) => {
                either("read-paid", "read-paid-not").with("amount", self.said(account::benefit_said(amount)))
            }
            Part::Channel(_) => either("read-place", "read-place-not"),
            Part::Deadline(_) => either("read-bound", "read-bound-not"),
            Part::Instead(_) => either("read-offered", "read-offered-not"),
        }
    }
}

/// What is said of the date of a deadline on the day of an example.
fn dated(deadline: &Deadline, example: &Example<'_>) -> &'static str {
    let gone = example.date.is_some_and(|date| date < example.on);
    match (deadline.kind, gone) {
        (DeadlineKind::Within, false) => "read-last-day",
        (DeadlineKind::Within, true) => "read-last-day-gone",
        (DeadlineKind::NotBefore, _) => "read-first-day",
        (DeadlineKind::Expected, false) => "read-answer-by",
        (DeadlineKind::Expected, true) => "read-answer-late",
    }
}
