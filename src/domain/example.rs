//! Worked examples: beside a rule a situation in which it just holds, and the nearest one in which it just does not.
//! Nobody writes them: the answers are searched at the rule's own bounds, and each example is a plan that was computed
//! and shows what is said of it, as a scenario would demand. So a lawyer can hold a rule against the law without the
//! program.

mod candidates;
mod rule;
mod search;

pub use rule::{Bound, Part, Rule, rules};

use super::catalogue::Catalogue;
use super::centre::{Centre, CentreKind};
use super::condition::{Condition, FactSource as _, Test};
use super::deadline::{Deadline, DeadlineKind};
use super::fact::{Answers, FactId, TODAY, Value};
use super::life_event::LifeEvent;
use super::plan::Plan;
use super::service::Service;
use super::situation::Situation;
use candidates::Wanted;
use jiff::ToSpan;
use jiff::civil::Date;
use search::{Goal, Search};
use std::collections::{BTreeMap, BTreeSet};

/// What a pair of examples turns on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The whole condition.
    Condition,
    /// One bound of it.
    Bound(Bound),
    /// The first day on which an amount or an age holds.
    FirstDay,
    /// The last day on which an amount holds.
    LastDay,
    /// The date of a deadline: in time, and a day too late or too early.
    Date,
}

/// A situation, and what came of the rule in its plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Example<'a> {
    /// Where.
    pub centre: &'a Centre,
    /// On which day.
    pub on: Date,
    /// The answers, none more than the rule needs.
    pub answers: BTreeMap<FactId, Value>,
    /// What is derived from them and named by the rule.
    pub derived: BTreeMap<FactId, Value>,
    /// The date that the plan gives, of a deadline or an age.
    pub date: Option<Date>,
}

/// Why there is no example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Without {
    /// The rule has no condition: it holds for everybody.
    Always,
    /// The visit does not ask for these facts: what rests on them is shown as "perhaps".
    NotAsked(BTreeSet<FactId>),
    /// No answers of the visit give one.
    NoAnswers,
    /// It is counted from the day of filing, and on that day nobody is late.
    FromFiling,
    /// It is the first row of a table of ages, and holds for all who were born before.
    FirstRow,
}

/// Two examples beside a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'a> {
    /// What they turn on.
    pub turn: Turn,
    /// The rule holds.
    pub holds: Result<Example<'a>, Without>,
    /// It just does not.
    pub fails: Result<Example<'a>, Without>,
}

/// Makes the examples of one visit.
pub struct Examples<'a> {
    catalogue: &'a Catalogue,
    event: &'a LifeEvent,
    on: Date,
    centres: Vec<&'a Centre>,
    others: Wanted,
}

/// The answers that are given, and where: what two situations of a pair share or not.
struct Pinned<'p> {
    conditions: &'p [Condition],
    wanted: &'p Wanted,
    on: Date,
}

impl<'a> Examples<'a> {
    /// For an event, two events in one visit, or a single service; on the day as of which the catalogue is valid.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, event: &'a LifeEvent) -> Self {
        let mut centres: Vec<&Centre> = Vec::new();
        for kind in [CentreKind::TownHall, CentreKind::MobileTeam, CentreKind::Consulate] {
            let mut of_kind = catalogue.centres.values().filter(|centre| centre.kind == kind);
            // What a post says for itself is no rule of the catalogue: the plainest of each kind is taken.
            let plain = of_kind.clone().find(|centre| centre.finishes.is_empty() && centre.fees.is_empty());
            centres.extend(plain.or_else(|| of_kind.next()));
        }
        let mut numbers: Vec<(FactId, i64)> = Vec::new();
        for condition in rules(catalogue, event).iter().filter_map(Rule::when) {
            numbers.extend(turned_on(condition));
        }
        numbers.sort();
        numbers.dedup();
        Self { catalogue, event, on: catalogue.as_of, centres, others: Wanted { numbers, dates: Vec::new() } }
    }

    /// The day for which they are computed, where an example does not say another.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.on
    }

    /// The place for which they are computed, where an example does not say another.
    #[must_use]
    pub fn place(&self) -> Option<&'a Centre> {
        self.centres.first().copied()
    }

    /// The pairs beside a rule: one for each bound of its condition, or one for the condition; one for each end of the days
    /// on which an amount holds; one for the date of a deadline.
    #[must_use]
    pub fn of(&self, rule: &Rule<'a>) -> Vec<Pair<'a>> {
        let mut pairs = match rule.part {
            Part::Age(..) => return vec![self.of_age(rule)],
            Part::Deadline(deadline) => vec![self.of_date(rule, deadline)],
            Part::Fee(fee) => self.of_days(rule, None, fee.from, fee.to),
            Part::Benefit(amount) => self.of_days(rule, anchor(rule.service), Some(amount.from), amount.to),
            _ => Vec::new(),
        };
        if let Some(condition) = rule.when() {
            let bounds = rule::bounds(condition);
            let turns: Vec<Turn> =
                if bounds.is_empty() { vec![Turn::Condition] } else { bounds.into_iter().map(Turn::Bound).collect() };
            let of_turn = |turn| {
                let pair = self.of_condition(rule, condition, turn);
                let none = pair.holds == Err(Without::NoAnswers) && pair.fails == Err(Without::NoAnswers);
                // A number that is derived may jump over its bound: then the nearest on either side stand for it.
                if none && pair.turn != Turn::Condition {
                    self.of_condition(rule, condition, Turn::Condition)
                } else {
                    pair
                }
            };
            let turned: Vec<Pair<'a>> = turns.into_iter().map(of_turn).collect();
            pairs.splice(0..0, turned);
        } else if pairs.is_empty() {
            pairs.push(Pair { turn: Turn::Condition, holds: Err(Without::Always), fails: Err(Without::Always) });
        }
        pairs
    }

    fn of_condition(&self, rule: &Rule<'a>, condition: &Condition, turn: Turn) -> Pair<'a> {
        let (on, mut conditions, mut dates) = (self.day_of(rule), Vec::new(), Vec::new());
        if let (Part::Benefit(amount), Some(anchor)) = (rule.part, anchor(rule.service)) {
            conditions.push(is(anchor, Value::Date(amount.from)));
            dates.push((anchor.clone(), amount.from));
        }
        let wanted = Wanted { numbers: turned_on(condition), dates };
        let pinned = |number: fn(&Bound) -> i64| {
            let bound = if let Turn::Bound(bound) = &turn { Some(bound) } else { None };
            let own = bound.map(|bound| is(&bound.fact, Value::Number(number(bound))));
            conditions.iter().cloned().chain(own).collect::<Vec<_>>()
        };
        let (inside, outside) = (pinned(|bound| bound.inside), pinned(|bound| bound.outside));
        let inside = Pinned { conditions: &inside, wanted: &wanted, on };
        let outside = Pinned { conditions: &outside, wanted: &wanted, on };
        let (holds, fails) = self.two(rule, &inside, &outside);
        let without = || self.without(condition);
        Pair { turn, holds: holds.ok_or_else(without), fails: fails.ok_or_else(without) }
    }

    /// The first and the last day on which an amount holds; counted by the day of the plan, or by the date that chooses
    /// the amount.
    fn of_days(&self, rule: &Rule<'a>, anchor: Option<&FactId>, from: Option<Date>, to: Option<Date>) -> Vec<Pair<'a>> {
        let ends = [
            from.and_then(|from| Some((Turn::FirstDay, from, from.yesterday().ok()?))),
            to.and_then(|to| Some((Turn::LastDay, to, to.tomorrow().ok()?))),
        ];
        let of = |(turn, day, beside): (Turn, Date, Date)| {
            let conditions = |day| anchor.map(|anchor| is(anchor, Value::Date(day))).into_iter().collect::<Vec<_>>();
            let dates = anchor.map(|anchor| vec![(anchor.clone(), day), (anchor.clone(), beside)]).unwrap_or_default();
            let numbers = rule.when().map(turned_on).unwrap_or_default();
            let wanted = Wanted { numbers, dates };
            let on = |day: Date| if anchor.is_some() { self.on.max(day) } else { day };
            let (inside, outside) = (conditions(day), conditions(beside));
            let inside = Pinned { conditions: &inside, wanted: &wanted, on: on(day) };
            let outside = Pinned { conditions: &outside, wanted: &wanted, on: on(beside) };
            let (holds, fails) = self.two(rule, &inside, &outside);
            Pair { turn, holds: holds.ok_or(Without::NoAnswers), fails: fails.ok_or(Without::NoAnswers) }
        };
        ends.into_iter().flatten().map(of).collect()
    }

    /// The date of a deadline: the first anchor that is in time on the day, and the day beside it that is not.
    fn of_date(&self, rule: &Rule<'a>, deadline: &Deadline) -> Pair<'a> {
        let nothing = Wanted { numbers: rule.when().map(turned_on).unwrap_or_default(), dates: Vec::new() };
        let plainly = |on| self.dated(rule, &Pinned { conditions: &[], wanted: &nothing, on }, None);
        let pair = |holds: Option<Example<'a>>, fails| Pair {
            turn: Turn::Date,
            holds: holds.ok_or(Without::NoAnswers),
            fails,
        };
        match deadline.counted_from() {
            None => {
                let day = deadline.fixed.and_then(|fixed| fixed.next(self.on));
                let Some(day) = day else { return pair(None, Err(Without::NoAnswers)) };
                let holds = plainly(day).filter(|(_, in_time)| *in_time).map(|(example, _)| example);
                let after = day.tomorrow().ok().and_then(plainly).filter(|(_, in_time)| !in_time);
                pair(holds, after.map(|(example, _)| example).ok_or(Without::NoAnswers))
            }
            Some(TODAY) => pair(plainly(self.on).map(|(example, _)| example), Err(Without::FromFiling)),
            Some(anchor) => {
                let turned = self.turning_day(deadline).and_then(|day| {
                    let beside = match deadline.kind {
                        DeadlineKind::NotBefore => day.tomorrow(),
                        DeadlineKind::Within | DeadlineKind::Expected => day.yesterday(),
                    };
                    Some((day, beside.ok()?))
                });
                let Some((day, beside)) = turned else { return pair(None, Err(Without::NoAnswers)) };
                let wanted = Wanted {
                    dates: vec![(anchor.to_owned(), day), (anchor.to_owned(), beside)],
                    numbers: nothing.numbers.clone(),
                };
                let on_day = |day, near: Option<&Example<'a>>, wanted_in_time: bool| {
                    let pin = [is(anchor, Value::Date(day))];
                    let pinned = Pinned { conditions: &pin, wanted: &wanted, on: self.on };
                    let found = self.dated(rule, &pinned, near)?;
                    (found.1 == wanted_in_time).then_some(found.0)
                };
                let holds = on_day(day, None, true);
                let fails = on_day(beside, holds.as_ref(), false);
                // Where no such day can be given, any other still shows how the term is counted.
                let holds = holds.or_else(|| plainly(self.on).map(|(example, _)| example));
                pair(holds, fails.ok_or_else(|| self.not_asked([anchor])))
            }
        }
    }

    /// A row of a table of ages: who reaches the age on its first day, and who a day earlier.
    fn of_age(&self, rule: &Rule<'a>) -> Pair<'a> {
        let nobody = Pair { turn: Turn::FirstDay, holds: Err(Without::NoAnswers), fails: Err(Without::NoAnswers) };
        let Part::Age(derived, row) = rule.part else { return nobody };
        let wanted = Wanted { numbers: Vec::new(), dates: vec![(derived.id.clone(), row.from)] };
        let (Some(table), Some(centre)) = (&derived.age_reached, self.centres.first().copied()) else { return nobody };
        let reached = |answers: &Answers| rule.reached(&self.situation(centre, self.on, answers));
        // Who was born a day earlier is still under the row before, and is as old as it asks on another day.
        let day_earlier = |answers: &Answers| {
            let mut earlier = answers.clone();
            let Some(Some(Value::Date(born))) = earlier.0.get_mut(&table.born) else { return None };
            *born = born.yesterday().ok()?;
            Some(earlier)
        };
        let under_the_row = |answers: &Answers| {
            let before = day_earlier(answers).and_then(|earlier| reached(&earlier));
            reached(answers).is_some_and(|day| day >= row.from) && before.is_some_and(|day| day < row.from)
        };
        // Whatever the day is, it is known.
        let known = Condition::Not(Box::new(is(&derived.id, Value::Date(Date::MIN))));
        let conditions: Vec<Condition> = rule.when().cloned().into_iter().chain([known]).collect();
        let found = |accepts: &dyn Fn(&Answers) -> bool| {
            let goals = conditions.iter().map(|one| Goal::Condition(one, true)).collect();
            self.search(centre, self.on, goals, &wanted, None).answers(usize::MAX, accepts)
        };
        let example = |answers: &Answers| self.example(rule, centre, self.on, answers, reached(answers));
        let turning = found(&under_the_row);
        let holds = turning.as_ref().map(example);
        let fails = turning.as_ref().and_then(day_earlier).as_ref().map(example);
        if holds.is_none() && table.rows.first() == Some(row) {
            let any = found(&|answers| reached(answers).is_some_and(|day| day >= row.from));
            let any = any.as_ref().map(example).ok_or_else(|| self.not_asked([derived.id.as_str()]));
            return Pair { turn: Turn::FirstDay, holds: any, fails: Err(Without::FirstRow) };
        }
        let without = || self.not_asked([derived.id.as_str()]);
        Pair { turn: Turn::FirstDay, holds: holds.ok_or_else(without), fails: fails.ok_or_else(without) }
    }

    /// An example in which the rule holds and the nearest in which it does not, the first as near as can be to the second.
    fn two(
        &self,
        rule: &Rule<'a>,
        inside: &Pinned<'_>,
        outside: &Pinned<'_>,
    ) -> (Option<Example<'a>>, Option<Example<'a>>) {
        let holds = self.shown(rule, true, inside, None);
        let fails = self.shown(rule, false, outside, holds.as_ref());
        let nearer = holds.as_ref().and(fails.as_ref()).and_then(|fails| self.shown(rule, true, inside, Some(fails)));
        match (nearer.or(holds), fails) {
            (Some(holds), Some(fails)) => {
                let (holds, fails) = self.closer(rule, holds, fails);
                (Some(holds), Some(fails))
            }
            pair => pair,
        }
    }

    /// The same two with the one date or number in which they differ brought together, as long as a plan shows on which
    /// side each lies.
    fn closer(&self, rule: &Rule<'a>, mut holds: Example<'a>, mut fails: Example<'a>) -> (Example<'a>, Example<'a>) {
        let differing = |one: &Example<'a>, other: &Example<'a>| -> Option<FactId> {
            let facts: BTreeSet<&FactId> = one.answers.keys().chain(other.answers.keys()).collect();
            let mut differing = facts.into_iter().filter(|fact| one.answers.get(*fact) != other.answers.get(*fact));
            let first = differing.next().cloned();
            first.filter(|_| differing.next().is_none() && one.centre.id == other.centre.id && one.on == other.on)
        };
        while let Some(fact) = differing(&holds, &fails) {
            let middle = match (holds.answers.get(&fact), fails.answers.get(&fact)) {
                (Some(Value::Number(one)), Some(Value::Number(other))) => Some(Value::Number(one.midpoint(*other))),
                (Some(Value::Date(one)), Some(Value::Date(other))) => {
                    let days = one.until(*other).map(|days| i64::from(days.get_days())).unwrap_or_default();
                    one.checked_add((days / 2).days()).ok().map(Value::Date)
                }
                _ => None,
            };
            let Some(middle) = middle.filter(|middle| [&holds, &fails].iter().all(|one| one.answers[&fact] != *middle))
            else {
                break;
            };
            let mut answers = given(&holds);
            answers.0.insert(fact, Some(middle));
            let situation = self.situation(holds.centre, holds.on, &answers);
            let example = self.example(rule, holds.centre, holds.on, &answers, None);
            match rule.holds(&situation, &Plan::compute(&situation)) {
                Some(true) => holds = example,
                Some(false) => fails = example,
                None => break,
            }
        }
        (holds, fails)
    }

    /// An example whose plan shows that the rule holds, or that it does not.
    fn shown(
        &self,
        rule: &Rule<'a>,
        holds: bool,
        pinned: &Pinned<'_>,
        near: Option<&Example<'a>>,
    ) -> Option<Example<'a>> {
        let condition = rule.when().map(|condition| Goal::Condition(condition, holds));
        let (centre, answers) = self.found(rule, holds, condition, pinned, near, &|situation, plan| {
            rule.holds(situation, plan) == Some(holds)
        })?;
        Some(self.example(rule, centre, pinned.on, &answers, None))
    }

    /// An example whose plan gives a date by the rule, and whether that is in time.
    fn dated(&self, rule: &Rule<'a>, pinned: &Pinned<'_>, near: Option<&Example<'a>>) -> Option<(Example<'a>, bool)> {
        let condition = rule.when().map(|condition| Goal::Condition(condition, true));
        let (centre, answers) =
            self.found(rule, true, condition, pinned, near, &|situation, plan| rule.date(situation, plan).is_some())?;
        let situation = self.situation(centre, pinned.on, &answers);
        let (date, in_time) = rule.date(&situation, &Plan::compute(&situation))?;
        Some((self.example(rule, centre, pinned.on, &answers, Some(date)), in_time))
    }

    /// A place and answers that a plan confirms; near another example those that change the least of it.
    fn found(
        &self,
        rule: &Rule<'a>,
        holds: bool,
        condition: Option<Goal<'_, 'a>>,
        pinned: &Pinned<'_>,
        near: Option<&Example<'a>>,
        confirms: &dyn for<'s> Fn(&Situation<'s>, &Plan<'s>) -> bool,
    ) -> Option<(&'a Centre, Answers)> {
        let known = near.map(given);
        let first = near.map(|near| near.centre);
        let further = self.centres.iter().copied().filter(|centre| first.is_none_or(|first| first.id != centre.id));
        for centre in first.into_iter().chain(further) {
            for setting in settings(rule, holds) {
                let pins = pinned.conditions.iter().map(|pin| Goal::Condition(pin, true));
                let goals: Vec<Goal<'_, 'a>> = condition.into_iter().chain(pins).chain(setting).collect();
                let search = self.search(centre, pinned.on, goals, pinned.wanted, known.as_ref());
                let confirmed = |answers: &Answers| {
                    let situation = search.situation(answers);
                    confirms(&situation, &Plan::compute(&situation))
                };
                let Some(any) = search.answers(usize::MAX, &confirmed) else { continue };
                let fewest = (0..=MOST_CHANGES).filter(|_| near.is_some());
                let nearest = fewest.into_iter().find_map(|changes| search.answers(changes, &confirmed));
                return Some((centre, nearest.unwrap_or(any)));
            }
        }
        None
    }

    fn search<'g>(
        &'g self,
        centre: &'a Centre,
        on: Date,
        goals: Vec<Goal<'g, 'a>>,
        own: &'g Wanted,
        near: Option<&'g Answers>,
    ) -> Search<'g, 'a> {
        Search { catalogue: self.catalogue, event: self.event, centre, on, goals, own, others: &self.others, near }
    }

    fn situation<'s>(&self, centre: &'s Centre, on: Date, answers: &'s Answers) -> Situation<'s>
    where
        'a: 's,
    {
        Situation { catalogue: self.catalogue, event: self.event, answers, centre, on }
    }

    fn example(
        &self,
        rule: &Rule<'a>,
        centre: &'a Centre,
        on: Date,
        answers: &Answers,
        date: Option<Date>,
    ) -> Example<'a> {
        let situation = self.situation(centre, on, answers);
        let anchor = if let Part::Deadline(deadline) = rule.part { deadline.anchor.as_deref() } else { None };
        let named: BTreeSet<&str> = rule.when().into_iter().flat_map(Condition::facts).chain(anchor).collect();
        let derived = self.event.derived.iter().filter(|derived| named.contains(derived.id.as_str()));
        let derived = derived.filter_map(|derived| Some((derived.id.clone(), situation.look_up(&derived.id).ok()??)));
        let derived = derived.collect();
        let answers = answers.0.iter().filter_map(|(fact, value)| Some((fact.clone(), value.clone()?))).collect();
        Example { centre, on, answers, derived, date }
    }

    /// The day on which an amount is the one in force, as near to the day of the examples as can be.
    fn day_of(&self, rule: &Rule<'a>) -> Date {
        let (from, to) = match rule.part {
            Part::Fee(fee) => (fee.from, fee.to),
            Part::Benefit(amount) if anchor(rule.service).is_none() => {
                let amounts = rule.service.and_then(|service| service.benefit.as_ref()).map(|benefit| &benefit.amounts);
                let newer = amounts
                    .into_iter()
                    .flatten()
                    .filter(|other| other.case == amount.case && other.when == amount.when && other.from > amount.from);
                let replaced = newer.map(|newer| newer.from).min().and_then(|day| day.yesterday().ok());
                (Some(amount.from), amount.to.into_iter().chain(replaced).min())
            }
            _ => (None, None),
        };
        let begun = from.map_or(self.on, |from| from.max(self.on));
        to.map_or(begun, |to| to.min(begun))
    }

    /// The anchor with which a term just ends on the day of the examples, or just has passed by then.
    fn turning_day(&self, deadline: &Deadline) -> Option<Date> {
        let back = |days: i64| self.on.checked_sub(days.days()).ok();
        // The later the anchor, the later the date.
        let (mut near, mut far) = (0, LONGEST_TERM);
        let calendar = &self.catalogue.calendar;
        let early = |days: i64| {
            let due = deadline.due(back(days)?, calendar).ok()?.date;
            Some(if deadline.kind == DeadlineKind::NotBefore { due <= self.on } else { due < self.on })
        };
        if early(near)? && deadline.kind != DeadlineKind::NotBefore || !early(far)? {
            return None;
        }
        if early(near)? {
            return back(near);
        }
        while far - near > 1 {
            let middle = near.midpoint(far);
            if early(middle)? { far = middle } else { near = middle }
        }
        back(if deadline.kind == DeadlineKind::NotBefore { far } else { near })
    }

    fn without(&self, condition: &Condition) -> Without {
        self.not_asked(condition.facts())
    }

    /// That the visit does not ask for some of these facts, or else that no answers give an example.
    fn not_asked<'f>(&self, facts: impl IntoIterator<Item = &'f str>) -> Without {
        let asked = |fact: &str| self.event.origins(fact).iter().all(|origin| self.event.asks(origin));
        let missing: BTreeSet<FactId> = facts.into_iter().filter(|fact| !asked(fact)).map(str::to_owned).collect();
        if missing.is_empty() { Without::NoAnswers } else { Without::NotAsked(missing) }
    }
}

/// So many changed answers are tried one after the other; more is as good as any.
const MOST_CHANGES: usize = 4;

/// In days: no term of the law is longer.
const LONGEST_TERM: i64 = 20_000;

/// The step of the rule in a plan in which the rule can show: several ways to it, the plainest first.
fn settings<'a>(rule: &Rule<'a>, holds: bool) -> Vec<Vec<Goal<'a, 'a>>> {
    let Some(step) = rule.step else { return vec![Vec::new()] };
    let own = step.when.as_ref().map(|when| Goal::Condition(when, true));
    let shown = Goal::Standing(step, true);
    match rule.part {
        Part::Step if !holds => vec![Vec::new()],
        // Who does not meet one of several routes may still be entitled by another.
        Part::Criterion(_) if holds => vec![vec![shown], own.into_iter().collect()],
        Part::Criterion(_) => vec![own.into_iter().collect()],
        Part::Instead(_) => {
            let own = own.filter(|_| rule.service.is_some());
            vec![own.into_iter().chain([Goal::Standing(step, false)]).collect()]
        }
        Part::Exemption(exemption) => {
            let fees = rule.service.into_iter().flat_map(|service| &service.fees);
            let touched = fees.filter(|fee| exemption.reduced(fee).is_some());
            touched
                .map(|fee| fee.when.iter().map(|when| Goal::Condition(when, true)).chain([shown]).collect())
                .collect()
        }
        _ => vec![vec![shown]],
    }
}

/// The date by which an amount of a service is chosen.
fn anchor(service: Option<&Service>) -> Option<&FactId> {
    service?.benefit.as_ref()?.anchor.as_ref()
}

/// That a fact has a value.
fn is(fact: &str, value: Value) -> Condition {
    Condition::Fact { fact: fact.to_owned(), test: Test::Is(value), why: None, law: None }
}

/// The numbers on both sides of every bound of a condition.
fn turned_on(condition: &Condition) -> Vec<(FactId, i64)> {
    let bounds = rule::bounds(condition).into_iter();
    bounds.flat_map(|bound| [(bound.fact.clone(), bound.inside), (bound.fact, bound.outside)]).collect()
}

/// The answers of an example as a visit holds them.
fn given(example: &Example<'_>) -> Answers {
    Answers(example.answers.iter().map(|(fact, value)| (fact.clone(), Some(value.clone()))).collect())
}
