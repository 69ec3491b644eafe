//! What is said while something is not known: nothing that rests on it is certain, and every range holds what each
//! answer leads to. Without a window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
#![allow(clippy::unnecessary_wraps, reason = "answers are optional: I do not know is one")]

use cups_kiosk::account::{self, About, Audience, Certainty, Reader, cost_said, step_page, where_mark};
use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::{Condition, Test, Truth};
use cups_kiosk::domain::deadline::{Counting, Deadline, DeadlineKind};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::life_event::{LifeEvent, Step};
use cups_kiosk::domain::money::{Amount, Currency};
use cups_kiosk::domain::plan::{Cost, Number, Plan, PlannedStep, StepStatus, Total, Trips};
use cups_kiosk::domain::question::{Question, QuestionKind};
use cups_kiosk::domain::service::{Channel, ChannelKind, Exemption, FeeOption, Finish, Service, StateDuty};
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::term::{Term, Unit};
use cups_kiosk::domain::text::{Language, Text};
use cups_kiosk::i18n::{Texts, Value as Said, phrase};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::sync::OnceLock;

const ON: Date = date(2026, 11, 26);

fn catalogue() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| shipped().expect("the shipped catalogue is right"))
}

fn situation<'a>(event: &'a LifeEvent, answers: &'a Answers, centre: &str) -> Situation<'a> {
    Situation { catalogue: catalogue(), event, answers, centre: &catalogue().centres[centre], on: ON }
}

fn answered(given: &[(&str, Option<Value>)]) -> Answers {
    Answers(given.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect())
}

fn yes() -> Option<Value> {
    Some(Value::Truth(true))
}

fn no() -> Option<Value> {
    Some(Value::Truth(false))
}

fn choice(option: &str) -> Option<Value> {
    Some(Value::Choice(option.to_owned()))
}

fn plain(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

fn place_words(situation: &Situation<'_>, step: &PlannedStep<'_>, language: Language) -> String {
    plain(&Texts::load(language).say(&where_mark(situation.catalogue, situation.centre, step).words))
}

fn cost_words(step: &PlannedStep<'_>, language: Language) -> String {
    plain(&cost_said(step).map(|said| Texts::load(language).say(&said)).unwrap_or_default())
}

/// The whole page of a step, as its lines.
fn page_lines(code: &str, answers: &Answers, centre: &str, step: &str, audience: Audience) -> Vec<String> {
    let event = guide(catalogue(), code).unwrap();
    let situation = situation(&event, answers, centre);
    let plan = Plan::compute(&situation);
    let page = step_page(&situation, &plan, plan.step(step).unwrap(), audience);
    let texts = Texts::load(Language::En);
    let sections = page.where_and_when.iter().chain(&page.with_what).chain(&page.further);
    let lines = sections.flat_map(|section| &section.blocks).flat_map(|block| &block.lines);
    lines.map(|line| plain(&texts.say(&line.words))).collect()
}

/// Where every step depends on what is not known, nobody is told that there is nothing to do.
#[test]
fn a_plan_of_possible_steps_does_not_say_that_there_are_none() {
    let nothing = Answers::default();
    for event in catalogue().events.values() {
        let situation = situation(event, &nothing, "lozova");
        let plan = Plan::compute(&situation);
        let overview = plain(&Texts::load(Language::En).say(&account::overview(&situation, &plan)));
        let possible = plan.counts.to_do == 0 && plan.counts.perhaps > 0;
        assert_eq!(possible, overview.contains("possible"), "{}: {overview}", event.code);
        assert!(!possible || !overview.contains("no steps"), "{}: {overview}", event.code);
    }
}

#[test]
fn a_place_that_is_perhaps_there_is_said_as_perhaps_and_its_journey_too() {
    let event = &catalogue().events["X-UTILITIES"];
    for (special, place, ru, trips) in [
        (
            None,
            "Here you can only file. Perhaps all here, online, with help",
            "Здесь только подать заявление. Возможно, всё здесь, онлайн, с помощью",
            Trips { least: 0, most: 1 },
        ),
        (yes(), "Here you can only file", "Здесь только подать заявление", Trips { least: 1, most: 1 }),
        (no(), "All here, online, with help", "Всё здесь, онлайн, с помощью", Trips { least: 0, most: 0 }),
    ] {
        let answers = answered(&[("utilities_wish", choice("heating_help")), ("energy_special", special)]);
        let situation = situation(event, &answers, "lozova");
        let plan = Plan::compute(&situation);
        let step = plan.step("heating_compensation").unwrap();
        assert_eq!(place_words(&situation, step, Language::En), place);
        assert_eq!(place_words(&situation, step, Language::Ru), ru);
        assert_eq!(plan.journeys.with_centre, trips, "{place}");
        let (en, ru) = match trips {
            Trips { most: 0, .. } => {
                ("For now you do not have to go to another office.", "Пока идти в другое учреждение не нужно.")
            }
            Trips { least: 0, .. } => {
                ("You may have 1 journey to make to another office.", "Возможно, нужна 1 поездка в другое учреждение.")
            }
            Trips { .. } => ("You have 1 journey to make to another office.", "Нужна 1 поездка в другое учреждение."),
        };
        for (language, said) in [(Language::En, en), (Language::Ru, ru)] {
            let overview = plain(&Texts::load(language).say(&account::overview(&situation, &plan)));
            assert!(overview.contains(said), "{overview}");
        }
    }
    let nothing = Answers::default();
    let lines = page_lines("X-ENERGY", &nothing, "lozova", "service", Audience::Visitor);
    assert!(lines.contains(&"Perhaps. Only if yours is no special case".to_owned()), "{lines:#?}");
}

#[test]
fn an_amount_that_is_not_known_stands_beside_the_known_ones() {
    let nothing = Answers::default();
    for (code, en, ro, ru) in [
        (
            "014000023",
            "Perhaps free; another amount is not known",
            "Poate: gratuit; o altă sumă nu se știe",
            "Возможно, бесплатно; другая сумма неизвестна",
        ),
        (
            "003000922",
            "Costs 1,149 lei; for 4 hours the amount is not known",
            "Costă 1.149 de lei; pentru 4 ore suma nu se știe",
            "Стоит 1 149 леев; за срок «4 часа» сумма неизвестна",
        ),
        (
            "006000022",
            "Costs from 30 lei to 60 lei; the consular fee is not known",
            "Costă de la 30 de lei până la 60 de lei; taxa consulară nu se știe",
            "Стоит 30 леев – 60 леев; консульский сбор неизвестен",
        ),
        (
            "021000609",
            "Costs from 100 lei to 180 lei for an apostille",
            "Costă de la 100 de lei până la 180 de lei pentru o apostilă",
            "Стоит 100 леев – 180 леев за единицу: один апостиль",
        ),
    ] {
        let event = guide(catalogue(), code).unwrap();
        let situation = situation(&event, &nothing, "rome");
        let plan = Plan::compute(&situation);
        assert_eq!(cost_words(&plan.steps[0], Language::En), en);
        assert_eq!(cost_words(&plan.steps[0], Language::Ro), ro);
        assert_eq!(cost_words(&plan.steps[0], Language::Ru), ru);
        assert_eq!(plan.open_costs, ["service"], "{code}: named beside the total");
        for language in Language::INTERFACE {
            let words = Texts::load(language).say(&account::overview(&situation, &plan));
            assert!(words.contains(situation.event.title.get(language)), "{words}");
        }
    }
    let lines = page_lines("003000922", &nothing, "lozova", "service", Audience::Visitor);
    let unknown = lines.iter().position(|line| line == "Amount not known").expect("it is said");
    assert_eq!(lines[unknown + 1], "Ask: Public Services Agency, 14 909.");
}

/// A service of one step for tests of single rules, and its plan's first step told.
fn told<T>(change: impl FnOnce(&mut Service), tell: impl FnOnce(&PlannedStep<'_>, &Plan<'_>) -> T) -> T {
    let mut catalogue = catalogue().clone();
    let service = catalogue.services.values_mut().find(|service| service.code.as_str() == "006000022").unwrap();
    service.fees.clear();
    service.exemptions.clear();
    service.state_duties.clear();
    change(service);
    let event = guide(&catalogue, "006000022").unwrap();
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let plan = Plan::compute(&Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on: ON });
    tell(&plan.steps[0], &plan)
}

fn fee(amount: Option<i64>, currency: Currency, when: Option<Condition>) -> FeeOption {
    FeeOption { amount: amount.map(|lei| Amount(lei * 100)), currency, when, ..FeeOption::default() }
}

/// A condition on something that this visit does not ask.
fn perhaps(why: &str) -> Option<Condition> {
    let why = Some(Text { ro: why.to_owned(), ..Text::default() });
    Some(Condition::Fact { fact: "not_asked".to_owned(), test: Test::Is(Value::Truth(true)), why, law: None })
}

#[test]
fn two_currencies_are_said_beside_each_other_and_never_compared() {
    let words = told(
        |service| service.fees = vec![fee(Some(500), Currency::Mdl, None), fee(Some(40), Currency::Eur, None)],
        |step, plan| {
            assert_eq!(plan.totals[&Currency::Mdl], total(0, 500, 500));
            assert_eq!(plan.totals[&Currency::Eur], total(0, 40, 40));
            [Language::En, Language::Ru].map(|language| cost_words(step, language))
        },
    );
    assert_eq!(words, ["Costs 500 lei or 40 EUR", "Стоит 500 леев или 40 EUR"]);
}

#[test]
fn two_fees_for_one_thing_are_said_together_and_added_up() {
    let on_top = |amount, when| FeeOption { on_top: true, ..fee(amount, Currency::Eur, when) };
    let with = |second: FeeOption| {
        told(
            |service| service.fees = vec![fee(Some(320), Currency::Eur, None), second],
            |step, plan| (cost_words(step, Language::En), plan.totals[&Currency::Eur], Cost::of(step).together()),
        )
    };
    let (words, sum, together) = with(on_top(Some(50), None));
    assert_eq!((words.as_str(), sum), ("Costs 320 EUR and another 50 EUR", total(370, 370, 370)));
    let range = together.as_slice();
    assert!(matches!(range, [(Currency::Eur, range)] if range.least == range.most && range.most == Amount(37_000)));
    // What is perhaps paid on top makes a range, and what is not known makes no sum.
    assert_eq!(with(on_top(Some(50), perhaps("x"))).1, total(320, 370, 370));
    let (words, sum, together) = with(on_top(None, None));
    assert_eq!((words.as_str(), sum), ("Costs 320 EUR; another amount is not known", total(320, 320, 320)));
    assert!(together.is_empty());
    // Without it the two are either the one or the other.
    assert_eq!(with(fee(Some(50), Currency::Eur, None)).1, total(50, 320, 320));
    let said = blocks_of(
        |service| {
            let case = Some(Text { ro: "adeverința".to_owned(), ..Text::default() });
            service.fees = vec![fee(Some(320), Currency::Eur, None), FeeOption { case, ..on_top(Some(50), None) }];
        },
        ON,
    );
    let said = said.concat().join(" | ");
    assert!(said.contains("Paid besides the other amount:") && said.contains("Together: 370 EUR"), "{said}");
}

#[test]
fn the_countries_of_a_treaty_are_those_of_the_day() {
    let event = &catalogue().events["C15"];
    let question = event.question("pension_treaty_work").unwrap();
    let hint = |on| Texts::load(Language::En).say(&account::hint_said(catalogue(), question, on).unwrap());
    let (before, after) = (hint(date(2025, 8, 31)), hint(date(2025, 9, 1)));
    assert!(!before.contains("Italy") && after.contains("Germany; Greece; Italy; Latvia"), "{before}\n{after}");
    assert!(after.contains("Russia; Ukraine") && !after.contains("France"), "{after}");
    let answers = answered(&[]);
    let event = guide(catalogue(), "001000247").unwrap();
    let page = |on| {
        let situation = Situation { on, ..situation(event.as_ref(), &answers, "lozova") };
        let plan = Plan::compute(&situation);
        let page = step_page(&situation, &plan, &plan.steps[0], Audience::Visitor);
        let texts = Texts::load(Language::En);
        let section = page.sections().find(|section| section.title.key() == "step-treaties").unwrap();
        let lines = section.blocks.iter().flat_map(|block| &block.lines);
        lines.map(|line| texts.say(&line.words)).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
    };
    let today = page(ON);
    assert!(today.contains("Italy (since 01.09.2025)") && today.contains("Austria; Belarus"), "{today}");
    assert!(today.contains("not in force yet") && today.contains("France (signed); Slovakia (in talks)"), "{today}");
    // Before its day it is told as one that is to come, with its day.
    let before = page(date(2025, 8, 31));
    let (held, to_come) = before.split_once("not in force yet").unwrap();
    assert!(!held.contains("Italy (since") && to_come.contains("Italy (since 01.09.2025)"), "{before}");
}

#[test]
fn a_notice_for_one_post_is_shown_there_alone() {
    let mut catalogue = catalogue().clone();
    let code = "005000102".to_owned().try_into().unwrap();
    let mut notice = catalogue.notices.values().next().unwrap().clone();
    notice.services = vec![code];
    notice.centres = vec!["riga".to_owned()];
    (notice.from, notice.to) = (ON, None);
    catalogue.notices = std::iter::once((notice.id.clone(), notice)).collect();
    let code = "005000102".to_owned().try_into().unwrap();
    let shown = |centre| catalogue.notices_on(&code, centre, ON).count();
    assert_eq!((shown("riga"), shown("vilnius"), shown("lozova")), (1, 0, 0));
}

fn total(least: i64, most: i64, perhaps: i64) -> Total {
    Total { least: Amount(least * 100), most: Amount(most * 100), perhaps: Amount(perhaps * 100) }
}

#[test]
fn a_fee_or_duty_that_is_perhaps_due_is_no_certain_one() {
    let more = told(
        |service| service.fees = vec![fee(Some(100), Currency::Mdl, None), fee(Some(150), Currency::Mdl, perhaps("x"))],
        |step, _| [Language::En, Language::Ru].map(|language| cost_words(step, language)),
    );
    assert_eq!(more, ["Costs 100 lei, perhaps up to 150 lei", "Стоит 100 леев, возможно, до 150 леев"]);
    let only = told(
        |service| service.fees = vec![fee(Some(0), Currency::Mdl, perhaps("x"))],
        |step, _| (step.is_free(), [Language::En, Language::Ru].map(|language| cost_words(step, language))),
    );
    assert_eq!(only, (false, ["Perhaps free", "Возможно, бесплатно"].map(str::to_owned)));
    let duty = |when| StateDuty {
        amount: Some(Amount(2_000)),
        percent: None,
        percent_of: None,
        case: None,
        when,
        law: "L213-2023".to_owned(),
    };
    let with = |when: Option<Condition>| {
        told(
            |service| {
                service.fees = vec![fee(Some(100), Currency::Mdl, None)];
                service.state_duties = vec![duty(when)];
            },
            |step, plan| {
                ([Language::En, Language::Ru].map(|language| cost_words(step, language)), plan.totals[&Currency::Mdl])
            },
        )
    };
    let plus = ["Costs 100 lei, plus State duty", "Стоит 100 леев, и ещё государственная пошлина"];
    assert_eq!(with(None), (plus.map(str::to_owned), total(120, 120, 120)));
    let perhaps_plus = ["Costs 100 lei, perhaps State duty too", "Стоит 100 леев, возможно, и государственная пошлина"];
    assert_eq!(with(perhaps("x")), (perhaps_plus.map(str::to_owned), total(100, 120, 120)));
}

/// The blocks on the page of a service of one step, on a day.
fn blocks_of(change: impl FnOnce(&mut Service), on: Date) -> Vec<Vec<String>> {
    let mut catalogue = catalogue().clone();
    change(catalogue.services.values_mut().find(|service| service.code.as_str() == "006000022").unwrap());
    let event = guide(&catalogue, "006000022").unwrap();
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let situation = Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on };
    let plan = Plan::compute(&situation);
    let page = step_page(&situation, &plan, &plan.steps[0], Audience::Visitor);
    let texts = Texts::load(Language::En);
    let sections = page.where_and_when.iter().chain(&page.with_what).flat_map(|section| &section.blocks);
    sections.map(|block| block.lines.iter().map(|line| plain(&texts.say(&line.words))).collect()).collect()
}

#[test]
fn a_fee_that_begins_later_and_is_perhaps_this_persons_is_said_as_perhaps() {
    let later = |when: Option<Condition>| {
        let from = Some(date(2027, 1, 1));
        let change = |service: &mut Service| {
            service.exemptions.clear();
            service.fees =
                vec![fee(Some(100), Currency::Mdl, None), FeeOption { from, ..fee(Some(150), Currency::Mdl, when) }];
        };
        blocks_of(change, ON).into_iter().find(|lines| lines[0].contains("January 2027")).expect("it is announced")
    };
    let certain = later(None);
    assert_eq!(certain.len(), 1, "{certain:?}");
    let perhaps = later(perhaps("Numai dacă"));
    assert_eq!(perhaps[0], certain[0]);
    assert!(perhaps.len() == 2 && perhaps[1].contains("Numai dacă"), "{perhaps:?}");
}

#[test]
fn what_a_block_or_mark_says_of_its_certainty_is_what_its_words_say() {
    let mut catalogue = catalogue().clone();
    let service = catalogue.services.values_mut().find(|service| service.code.as_str() == "006000022").unwrap();
    service.exemptions.clear();
    service.fees = vec![fee(Some(100), Currency::Mdl, perhaps("x")), fee(Some(150), Currency::Mdl, None)];
    let mut event = guide(&catalogue, "006000022").unwrap().into_owned();
    event.steps[0].when = perhaps("y");
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let situation = Situation { catalogue: &catalogue, event: &event, answers: &answers, centre, on: ON };
    let plan = Plan::compute(&situation);
    let step = &plan.steps[0];
    assert_eq!(step.status, StepStatus::Maybe);
    let page = step_page(&situation, &plan, step, Audience::Visitor);
    let rows = account::plan_rows(&situation, &plan);
    for marks in [&page.marks, &rows[0].marks] {
        assert!(marks.iter().any(|mark| mark.about == About::Perhaps && !mark.certain), "{marks:?}");
    }
    let fees =
        page.with_what.iter().flat_map(|section| &section.blocks).find(|block| block.about == About::Fee).unwrap();
    assert!(matches!(&fees.certainty, Certainty::Perhaps(why) if why.len() == 1), "a part is not certain: {fees:?}");
}

/// What stands beside a price and what a case says when the request was submitted are one day.
#[test]
fn the_day_a_request_is_ready_is_the_one_its_case_expects() {
    let thursday = date(2026, 11, 12);
    let calendar = catalogue().calendar.for_locality(catalogue().centres["lozova"].patron_day);
    for value in 1..=20 {
        for unit in [Unit::CalendarDay, Unit::WorkDay] {
            let term = Term { value, unit };
            let change = |service: &mut Service| {
                service.fees = vec![FeeOption { term: Some(term), ..fee(Some(100), Currency::Mdl, None) }];
            };
            let day = cups_kiosk::domain::case::expected(term, thursday, &calendar).unwrap();
            let ready = Texts::load(Language::En).say(&phrase("fee-ready").with("date", Said::Day(day)).into());
            let blocks = blocks_of(change, thursday);
            let said = blocks.iter().flatten().any(|line| line.contains(&plain(&ready)));
            assert!(said, "{term:?}: {ready} in {blocks:?}");
        }
    }
}

#[test]
fn a_reduction_of_a_range_has_a_range_and_nobody_pays_more_for_being_exempt() {
    let exempt = |amount: Option<i64>, percent, fee: FeeOption| {
        told(
            |service| {
                service.fees = vec![fee];
                service.exemptions = vec![Exemption {
                    from: None,
                    to: None,
                    stock: None,
                    who: Text::default(),
                    amount: amount.map(|lei| Amount(lei * 100)),
                    percent,
                    terms: Vec::new(),
                    when: None,
                    proof: Text::default(),
                    law: "L213-2023".to_owned(),
                }];
            },
            |step, _| {
                let mut fee = step.fees[0].clone();
                fee.reduced.iter_mut().for_each(|reduced| reduced.truth = Truth::True);
                (fee.pays().map(|least| least.0), fee.pays_at_most().map(|most| most.0))
            },
        )
    };
    let range = || FeeOption { amount_to: Some(Amount(30_000)), ..fee(Some(100), Currency::Mdl, None) };
    assert_eq!(exempt(None, Some(50), range()), (Some(5_000), Some(15_000)));
    assert_eq!(exempt(None, Some(0), range()), (Some(0), Some(0)));
    assert_eq!(exempt(Some(200), None, range()), (Some(10_000), Some(20_000)), "some of it is cheaper anyway");
    assert_eq!(exempt(Some(200), None, fee(Some(100), Currency::Mdl, None)), (Some(10_000), Some(10_000)));
    assert_eq!(exempt(Some(20), None, fee(Some(100), Currency::Mdl, None)), (Some(2_000), Some(2_000)));
    // An amount that cannot be multiplied is not reduced, and stops nobody.
    let huge = FeeOption { amount: Some(Amount(i64::MAX / 10)), ..fee(None, Currency::Mdl, None) };
    assert_eq!(exempt(None, Some(50), huge), (Some(i64::MAX / 10), Some(i64::MAX / 10)));
}

#[test]
fn a_first_day_that_is_over_closes_no_office() {
    let event = guide(catalogue(), "C5").unwrap();
    let answers = answered(&[
        ("school_need", choice("first_grade")),
        ("school_child_birth_date", Some(Value::Date(date(2018, 3, 5)))),
        ("school_in_chisinau", no()),
        ("school_address_registered", yes()),
    ]);
    let said = |on: Date| {
        let situation = Situation { on, ..situation(&event, &answers, "lozova") };
        let plan = Plan::compute(&situation);
        let step = plan.step("first_grade").unwrap();
        let planned = step.deadlines.iter().find(|one| one.deadline.kind == DeadlineKind::NotBefore).unwrap();
        let words = account::closed_said(planned).map(|said| plain(&Texts::load(Language::En).say(&said)));
        (planned.due.unwrap().date, words)
    };
    // Monday, 1 September 2025: an open day.
    for on in [date(2025, 8, 20), date(2025, 9, 1), date(2025, 9, 3), date(2026, 9, 3), date(2026, 9, 6)] {
        assert_eq!(said(on), (date(2025, 9, 1), None), "on {on}");
    }
    // A first day on a closed one: until the first open day after it, and no longer.
    let closed = |on: Date| {
        let rule = Deadline {
            kind: DeadlineKind::NotBefore,
            anchor: Some("birth_date".to_owned()),
            term: Some(Term { value: 0, unit: Unit::CalendarDay }),
            ..only_rule()
        };
        let mut event = LifeEvent { steps: vec![only_step(rule)], ..catalogue().events["C1"].clone() };
        event.same_service.clear();
        let answers = answered(&[("birth_date", Some(Value::Date(date(2026, 11, 21))))]);
        let situation = Situation { on, ..situation(&event, &answers, "lozova") };
        let plan = Plan::compute(&situation);
        account::closed_said(&plan.steps[0].deadlines[0]).map(|said| plain(&Texts::load(Language::En).say(&said)))
    };
    for on in [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)] {
        let words = closed(on).unwrap_or_default();
        assert!(words.contains("closed on that day. Go on Monday, 23 November 2026"), "on {on}: {words}");
    }
    assert_eq!(closed(date(2026, 11, 24)), None);
    assert_eq!(closed(date(2026, 11, 28)), None);
}

fn only_rule() -> Deadline {
    Deadline {
        kind: DeadlineKind::Within,
        anchor: Some("today".to_owned()),
        term: Some(Term { value: 1, unit: Unit::Month }),
        fixed: None,
        opens: None,
        counting: Counting::NextDay,
        label: None,
        consequence: None,
        late: None,
        season: None,
        when: None,
        law: None,
    }
}

fn only_step(rule: Deadline) -> Step {
    Step {
        id: "only".to_owned(),
        title: Text { ro: "Pas".to_owned(), ..Text::default() },
        what: Text { ro: "Pas".to_owned(), ..Text::default() },
        deadlines: vec![rule],
        ..Step::default()
    }
}

fn channel(kind: ChannelKind, finish: Finish, when: Option<Condition>) -> Channel {
    Channel { kind, finish, place: None, provider: None, note: None, url: None, when }
}

#[test]
fn a_telephone_takes_no_journey_and_a_place_that_is_perhaps_there_a_possible_one() {
    use ChannelKind::{Here, Office, Online, Phone};
    use Finish::{None as Nothing, RegisterOnly, Whole};
    for (places, least, most) in [
        (vec![channel(Phone, Nothing, None)], 0, 0),
        (vec![channel(Phone, Whole, None), channel(Office, Whole, None)], 0, 0),
        (vec![channel(Office, Whole, None)], 1, 1),
        (vec![channel(Office, RegisterOnly, None)], 2, 2),
        (vec![channel(Here, RegisterOnly, None), channel(Office, Whole, None)], 1, 1),
        (vec![channel(Online, Whole, perhaps("x")), channel(Office, RegisterOnly, None)], 0, 2),
        (vec![channel(Online, Whole, perhaps("x")), channel(Office, Whole, perhaps("y"))], 0, 1),
        (vec![channel(Here, Whole, perhaps("x"))], 0, 0),
        (vec![], 0, 1),
    ] {
        let said = format!("{places:?}");
        let trips = told(|service| service.channels = places, |step, _| step.journeys(true));
        assert_eq!(trips, Trips { least, most }, "{said}");
    }
}

#[test]
fn a_deadline_that_is_perhaps_this_persons_is_said_as_perhaps_with_its_why() {
    let event = LifeEvent {
        steps: vec![only_step(Deadline { when: perhaps("Numai dacă"), ..only_rule() })],
        ..catalogue().events["C1"].clone()
    };
    let answers = Answers::default();
    let situation = situation(&event, &answers, "lozova");
    let plan = Plan::compute(&situation);
    let texts = Texts::load(Language::En);
    for (language, said) in [
        (Language::En, "Perhaps by Thursday, 24 December 2026 (the time limit, 26.12.2026, is a day off)"),
        (Language::Ru, "Возможно, последний день: четверг, 24 декабря 2026 г. (срок 26.12.2026 – выходной)"),
    ] {
        let due = account::due_said(&plan.steps[0], ON).map(|due| plain(&Texts::load(language).say(&due)));
        assert_eq!(due.as_deref(), Some(said));
    }
    let page = step_page(&situation, &plan, &plan.steps[0], Audience::Visitor);
    let block = &page.where_and_when[0].blocks[0];
    assert!(matches!(&block.certainty, Certainty::Perhaps(why) if why.len() == 1), "{block:?}");
    let sheet = account::sheet(&situation, &plan, Reader::Sheet);
    let lead = sheet.steps[0].lead.as_ref().map(|said| texts.say(said)).unwrap_or_default();
    assert!(lead.starts_with("Perhaps by"), "{lead}");
}

/// Two events of one visit about one child do one thing once; about two children each does its own.
#[test]
fn the_same_childs_step_is_one_step_and_another_childs_another() {
    for code in ["C1+C5", "C5+C1"] {
        let event = guide(catalogue(), code).unwrap();
        let common = [
            ("birth_date", Some(Value::Date(date(2024, 3, 1)))),
            ("birth_registered", choice("in_moldova")),
            ("school_need", choice("kindergarten")),
            ("school_child_doctor", no()),
        ];
        let plan_with = |same: &[(&str, Option<Value>)]| {
            let answers = answered(&[&common[..], same].concat());
            let situation = situation(&event, &answers, "lozova");
            let plan = Plan::compute(&situation);
            let of = |service: &str| {
                let uses = |step: &&PlannedStep<'_>| step.service.is_some_and(|known| known.code.as_str() == service);
                plan.shown().filter(uses).count()
            };
            let asked: Vec<String> = plan.questions.iter().map(|question| question.id.clone()).collect();
            let born = situation.date("school_child_birth_date").ok().flatten();
            (of("018000111"), of("X-KINDERGARTEN"), born, asked)
        };
        let (doctors, places, born, asked) = plan_with(&[]);
        assert_eq!((doctors, places, born), (2, 2, None), "{code}: not asked yet");
        assert!(asked.iter().any(|id| id == "same_child"), "{code}: {asked:?}");
        assert!(!asked.iter().any(|id| id == "school_child_birth_date") || code == "C5+C1", "{asked:?}");

        // The first event asks for the day of birth, and the second takes its answer.
        let first = Some(Value::Date(date(2024, 3, 1)));
        let (doctors, places, born, asked) = plan_with(&[("same_child", yes()), ("school_child_birth_date", first)]);
        assert_eq!((doctors, places), (1, 1), "{code}: one child");
        let dates = asked.iter().filter(|id| id.ends_with("birth_date")).count();
        assert_eq!((born, dates), (Some(date(2024, 3, 1)), 0), "{code}: the date is asked once: {asked:?}");
        let second_asks = if code == "C1+C5" { "school_child_birth_date" } else { "birth_date" };
        let answers = answered(&[("same_child", yes()), ("school_need", choice("kindergarten"))]);
        assert_eq!(situation(&event, &answers, "lozova").is_asked(second_asks), Truth::False, "{code}");

        let second = [("same_child", no()), ("school_child_birth_date", Some(Value::Date(date(2022, 5, 5))))];
        let (doctors, places, born, _) = plan_with(&second);
        assert_eq!((doctors, places, born), (2, 2, Some(date(2022, 5, 5))), "{code}: two children");
    }
}

#[test]
fn the_dates_of_a_step_that_stands_for_two_are_in_order() {
    let event = guide(catalogue(), "C1+C5").unwrap();
    let answers = answered(&[
        ("birth_date", Some(Value::Date(date(2025, 3, 1)))),
        ("birth_registered", choice("in_moldova")),
        ("school_need", choice("kindergarten")),
        ("school_in_chisinau", yes()),
        ("same_child", yes()),
    ]);
    let plan = Plan::compute(&situation(&event, &answers, "lozova"));
    let uses = |step: &&PlannedStep<'_>| step.service.is_some_and(|known| known.code.as_str() == "X-KINDERGARTEN");
    let step = plan.shown().find(uses).unwrap();
    let dates: Vec<Option<Date>> = step.deadlines.iter().map(|one| one.due.map(|due| due.date)).collect();
    let ahead: Vec<Date> = dates.iter().flatten().copied().filter(|date| *date >= ON).collect();
    assert!(ahead.len() >= 2 && ahead.is_sorted(), "{dates:?}");
    // The days of a past season stand behind what is ahead.
    let over = dates.iter().flatten().skip_while(|date| **date >= ON);
    assert!(over.clone().count() >= 3 && over.clone().all(|date| *date < ON), "{dates:?}");
}

/// The answers worth trying on a question.
fn candidates(question: &Question) -> Vec<Value> {
    let fits = |value: &Value| question.takes(value, ON).is_ok();
    let all: Vec<Value> = match question.kind {
        QuestionKind::YesNo => vec![Value::Truth(true), Value::Truth(false)],
        QuestionKind::Choice => question.options.iter().map(|option| Value::Choice(option.id.clone())).collect(),
        QuestionKind::Number => [0, 1, 2, 7, 12, 16, 18, 34, 60].map(Value::Number).to_vec(),
        QuestionKind::Date => [0, -1, -20, -100, -400, -1_200, -3_000, -6_000, -9_000, -21_000, -24_500, 30]
            .into_iter()
            .filter_map(|days: i64| ON.checked_add(days.days()).ok().map(Value::Date))
            .collect(),
    };
    all.into_iter().filter(fits).collect()
}

/// What may be told of the person while a fact is unknown, against what each answer to it leads to.
fn holds(unknown: &Plan<'_>, known: &Plan<'_>, about: &str) {
    for (range, found) in [
        (unknown.journeys.with_centre, known.journeys.with_centre),
        (unknown.journeys.without_centre, known.journeys.without_centre),
    ] {
        assert!(range.least <= found.least && found.most <= range.most, "{about}: journeys {range:?} hold {found:?}");
    }
    for (currency, found) in &known.totals {
        let range = unknown.totals.get(currency).copied().unwrap_or_default();
        let fits = range.least <= found.least && found.perhaps <= range.perhaps;
        assert!(fits, "{about}: {currency:?} {range:?} holds {found:?}");
    }
    if !unknown.shown().any(PlannedStep::may_cost) {
        assert!(!known.shown().any(PlannedStep::may_cost), "{about}: said to cost nothing");
    }
    for step in unknown.shown() {
        let Some(later) = known.step(&step.step.id).filter(|later| later.status != StepStatus::DoesNotApply) else {
            // Of two steps for one service another one may stand for it.
            let stands_for = known.shown().any(|other| other.service.is_some() && other.service == step.service);
            assert!(step.status == StepStatus::Maybe || stands_for, "{about}: {} was certain", step.step.id);
            continue;
        };
        of_step(step, later, &format!("{about}: {}", step.step.id));
    }
}

fn of_step(step: &PlannedStep<'_>, later: &PlannedStep<'_>, about: &str) {
    let (range, found) = (step.journeys(true), later.journeys(true));
    assert!(range.least <= found.least && found.most <= range.most, "{about}: journeys {range:?} hold {found:?}");
    for place in step.places.iter().filter(|place| place.truth == Truth::True) {
        let same = later.places.iter().find(|other| std::ptr::eq(other.channel, place.channel));
        assert!(same.is_some_and(|same| same.truth == Truth::True), "{about}: {:?} was certain", place.channel.kind);
    }
    if step.is_free() {
        assert!(later.is_free(), "{about}: was free");
    }
    let (cost, paid) = (Cost::of(step), Cost::of(later));
    for price in &paid.prices {
        let known = cost.prices.iter().find(|other| other.currency == price.currency && other.per == price.per);
        let fits = known.is_some_and(|known| {
            known.possible.least <= price.possible.least && price.possible.most <= known.possible.most
        });
        assert!(fits, "{about}: {known:?} holds {price:?}");
    }
    assert!(cost.unknown.len() >= paid.unknown.len(), "{about}: an unknown amount appears");
    for planned in step.deadlines.iter().filter(|planned| planned.truth == Truth::True) {
        let same = later.deadlines.iter().find(|other| other.deadline == planned.deadline);
        assert!(same.is_some_and(|same| same.truth == Truth::True), "{about}: a deadline was certain");
    }
    for planned in step.benefit.iter().filter(|planned| planned.truth == Truth::True) {
        let same = later.benefit.iter().find(|other| other.amount == planned.amount);
        assert!(same.is_some_and(|same| same.truth == Truth::True), "{about}: an amount was certain");
    }
    for planned in step.later_fees.iter().filter(|planned| planned.truth == Truth::True) {
        let same = later.later_fees.iter().find(|other| other.option == planned.option);
        assert!(same.is_some_and(|same| same.truth == Truth::True), "{about}: a later fee was certain");
    }
    for planned in step.duties.iter().filter(|planned| planned.truth == Truth::True) {
        assert!(later.duties.iter().any(|other| other.duty == planned.duty), "{about}: a duty was certain");
    }
}

/// All events, and two together: with "I do not know" for each question in turn, nothing that depends on it is certain.
#[test]
fn with_each_question_unknown_in_turn_every_range_holds_what_each_answer_leads_to() {
    let codes = catalogue().events.keys().map(String::as_str).chain(["C1+C5", "C5+C1", "C1+C3"]);
    let mut compared = 0;
    for code in codes {
        let event = guide(catalogue(), code).unwrap();
        for (base, centre) in [(0, "lozova"), (1, "lozova"), (2, "rome")] {
            let mut answers = Answers::default();
            for (place, question) in event.questions.iter().enumerate() {
                let values = candidates(question);
                let value = values[(base * 5 + place * 3) % values.len()].clone();
                answers.0.insert(question.id.clone(), Some(value));
            }
            for question in &event.questions {
                let mut without = answers.clone();
                without.0.insert(question.id.clone(), None);
                let not_known = situation(&event, &without, centre);
                let unknown = Plan::compute(&not_known);
                for value in candidates(question) {
                    let mut with = answers.clone();
                    with.0.insert(question.id.clone(), Some(value.clone()));
                    let known = situation(&event, &with, centre);
                    let about = format!("{code} at {centre}, {} {value:?} after {answers:?}", question.id);
                    holds(&unknown, &Plan::compute(&known), &about);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

/// The plan of an event that nobody answered a question about, as its sections: their heads, and the ids of their steps.
fn sections_of(plan: &Plan<'_>, situation: &Situation<'_>) -> Vec<(account::Part, Vec<String>)> {
    let sections = account::plan_sections(situation, plan).into_iter();
    sections.map(|section| (section.part, section.rows.iter().map(|row| row.id.to_owned()).collect())).collect()
}

#[test]
fn a_plan_says_first_what_to_do_then_what_comes_unasked_then_what_the_state_does() {
    let event = guide(catalogue(), "C1").unwrap();
    let answers = answered(&[("birth_date", Some(Value::Date(date(2026, 11, 13))))]);
    let situation = situation(&event, &answers, "lozova");
    let plan = Plan::compute(&situation);
    let sections = sections_of(&plan, &situation);
    let order: Vec<account::Part> = sections.iter().map(|(part, _)| *part).collect();
    let mut sorted = order.clone();
    sorted.sort_by_key(|part| *part as u8);
    assert_eq!(order[0], account::Part::ToDo);
    assert_eq!(order, sorted);
    for (part, steps) in &sections {
        assert!(!steps.is_empty());
        for step in steps.iter().map(|id| plan.step(id).unwrap()) {
            assert_eq!(*part == account::Part::ToDo, step.is_to_do(), "{}", step.step.id);
            let paid = step.service.is_some_and(|service| service.benefit.is_some());
            assert_eq!(*part == account::Part::Receive, !step.is_to_do() && paid, "{}", step.step.id);
        }
    }
    // Every step once, and what is numbered in its order.
    let all: Vec<String> = sections.into_iter().flat_map(|(_, steps)| steps).collect();
    assert_eq!(all.len(), account::plan_rows(&situation, &plan).len());
    let words =
        |id: &str, language| Texts::load(language).say(&account::step_place(&situation, &plan, id).unwrap().words);
    assert!(words(&all[0], Language::En).starts_with("Step 1 of "));
    let second = account::plan_rows(&situation, &plan).into_iter().find(|row| row.number == Number::Step(2)).unwrap();
    assert!(words(second.id, Language::Ru).starts_with("Шаг 2 из "));
    let place = account::step_place(&situation, &plan, &all[1]).unwrap();
    assert_eq!((place.before.unwrap().id, place.after.unwrap().id), (all[0].as_str(), all[2].as_str()));
    assert!(account::step_place(&situation, &plan, &all[0]).unwrap().before.is_none());
    assert!(account::step_place(&situation, &plan, all.last().unwrap()).unwrap().after.is_none());
    assert_eq!(account::step_place(&situation, &plan, "no such step"), None);
}

#[test]
fn a_row_says_what_is_paid_out_and_never_more_than_is_certain() {
    for (code, answers) in [("C1", Answers::default()), ("C16", Answers::default())] {
        let event = guide(catalogue(), code).unwrap();
        let situation = situation(&event, &answers, "lozova");
        let plan = Plan::compute(&situation);
        for row in account::plan_rows(&situation, &plan) {
            let step = plan.step(row.id).unwrap();
            let paid = step.service.is_some_and(|service| service.benefit.is_some());
            let said = row.receives.map(|said| plain(&Texts::load(Language::En).say(&said)));
            assert_eq!(said.is_some(), paid, "{}", row.id);
            let certain = step.benefit.iter().any(|planned| !planned.later && planned.truth == Truth::True);
            if let Some(said) = said {
                assert_eq!(
                    said.starts_with("You receive ") && said != "You receive money",
                    certain,
                    "{}: {said}",
                    row.id
                );
            }
        }
    }
}

#[test]
fn a_step_opens_with_when_where_it_hurries_and_else_with_where() {
    let event = guide(catalogue(), "C16").unwrap();
    for (day, opens) in [(date(2026, 11, 2), "step-dates"), (date(2026, 11, 26), "step-where")] {
        let answers = answered(&[("death_date", Some(Value::Date(day))), ("death_registered", no())]);
        let situation = situation(&event, &answers, "lozova");
        let plan = Plan::compute(&situation);
        let page = step_page(&situation, &plan, plan.step("register_death").unwrap(), Audience::Visitor);
        assert_eq!(page.sections().nth(page.opens_with()).unwrap().title.key(), opens, "{day}");
    }
}

/// The places of a service alone, as its page says them to somebody at a centre.
fn places_at(centre: &cups_kiosk::domain::centre::Centre, code: &str, home: Option<Value>) -> String {
    let answers = answered(&[("home", home)]);
    let event = guide(catalogue(), code).unwrap();
    let situation = Situation { centre, ..situation(&event, &answers, "lozova") };
    let plan = Plan::compute(&situation);
    let page = step_page(&situation, &plan, plan.step("service").unwrap(), Audience::Visitor);
    let lines = page.where_and_when[0].blocks.iter().flat_map(|block| &block.lines);
    let texts = Texts::load(Language::En);
    lines.map(|line| plain(&texts.say(&line.words))).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_office_of_where_the_person_lives_is_named_with_its_hours_and_no_other() {
    let lozova = &catalogue().centres["lozova"];
    let office = "Territorial social insurance house (CTAS) Strășeni";
    for home in ["served", "district"] {
        let words = places_at(lozova, "002000154", choice(home));
        assert!(words.contains(office) && words.contains("Open: Monday–Thursday 8:00–17:00"), "{words}");
        assert!(words.contains("those who live here: Strășeni district"), "{words}");
    }
    let elsewhere = places_at(lozova, "002000154", choice("elsewhere"));
    assert!(!elsewhere.contains(office) && elsewhere.contains("Go to the office of the district"), "{elsewhere}");
    let open = places_at(lozova, "002000154", None);
    assert!(!open.contains(office) && open.contains("where you live"), "{open}");
    let served = places_at(lozova, "X-SOCIAL-AID", choice("served"));
    assert!(served.contains("This is the town hall of Lozova"), "{served}");
    let village = places_at(lozova, "X-SOCIAL-AID", choice("district"));
    assert!(village.contains("Go to the town hall of the place where you live, not to that of Lozova"), "{village}");
}

#[test]
fn of_a_centre_is_said_what_is_known_where_it_is_needed() {
    let known =
        Text { ro: "Card".into(), ru: Some("Картой".into()), en: Some("By card".into()), ..Text::default() };
    let mut centre = catalogue().centres["athens"].clone();
    centre.payment = Some(known.clone());
    centre.hours = Some(Text { en: Some("9–12".into()), ..known });
    let paid = places_at(&centre, "014000010", None);
    assert!(paid.contains("Open: 9–12") && paid.contains("How to pay: By card"), "{paid}");
    let said = |centre: &cups_kiosk::domain::centre::Centre| -> Vec<String> {
        account::centre_said(centre).iter().map(|said| plain(&Texts::load(Language::En).say(said))).collect()
    };
    centre.way = None;
    centre.ramp = Some(false);
    centre.phone = Some("0 22 000000".into());
    assert_eq!(
        said(&centre),
        ["Telephone: 0 22 000000", "Open: 9–12", "There are steps at the entrance and no ramp", "How to pay: By card"]
    );
    centre = cups_kiosk::domain::centre::Centre { phone: None, hours: None, ramp: None, payment: None, ..centre };
    assert!(said(&centre).is_empty(), "what is not known is not named");
}
