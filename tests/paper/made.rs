//! Sheets made of the shipped catalogue: what is said of plans, and the papers of an invented case.

use cups_kiosk::account::{
    Audience, PackRow, consent_leaf, day_pack_leaf, own_leaf, papers_leaf, receipt_leaf, slip_leaf, step_leaf,
};
use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::case::{
    Appointment, Case, Consent, ConsentScope, Opening, Person, ProviderNumber, Request, RequestState, Theme,
};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::guide::guide;
use cups_kiosk::domain::identifier::Idnp;
use cups_kiosk::domain::life_event::LifeEvent;
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::question::Question;
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::text::Language;
use cups_kiosk::handout::print::{Form, plan_sheet, print_sheet};
use cups_kiosk::i18n::{Texts, Value as Said};
use cups_kiosk::protocol::sheet::{Format, PrintSheet};
use jiff::civil::{Date, date, time};
use std::sync::LazyLock;
use uuid::Uuid;

const ON: Date = date(2026, 11, 26);
const FORMATS: [(&str, Format); 3] = [("a4", Format::A4), ("a5", Format::A5Booklet), ("strip", Format::Strip)];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| shipped().expect("the shipped catalogue is right"));

/// Each kind of sheet in each language; in Romanian on every paper.
pub fn sheets() -> Vec<(String, PrintSheet)> {
    let mut made = Vec::new();
    for language in Language::INTERFACE {
        let texts = Texts::load(language);
        for (answered, answers) in [("open", open("C1")), ("late", late()), ("known", known("C1"))] {
            with_plan("C1", &answers, |situation, plan| {
                for &(paper, format) in papers_of(language) {
                    let sheet = plan_sheet(&texts, situation, plan, None, format);
                    made.push((format!("made-plan-{answered}-{paper}-{language}"), sheet));
                }
            });
        }
        made.extend(of_case(&texts));
        made.extend(of_team(&texts));
    }
    made.extend(empty());
    made.extend(largest());
    made
}

/// What is set on every paper is the same in every language, so that one is enough.
fn papers_of(language: Language) -> &'static [(&'static str, Format)] {
    if language == Language::Ro { &FORMATS } else { &FORMATS[..1] }
}

/// The largest plan of all events and pairs that people meet, and the longest names, on every paper.
fn largest() -> Vec<(String, PrintSheet)> {
    let mut codes: Vec<String> = CATALOGUE.events.keys().cloned().collect();
    codes.push("C1+C5".to_owned());
    codes.push("C16+C9".to_owned());
    codes.retain(|code| guide(&CATALOGUE, code).is_some());
    let steps = |code: &String| with_plan(code, &open(code), |_, plan| plan.shown().count());
    let largest = codes.into_iter().max_by_key(steps).unwrap();
    let mut made = Vec::new();
    // Its words are the longest.
    let language = Language::Ru;
    let texts = Texts::load(language);
    for (paper, format) in FORMATS {
        let sheet = with_plan(&largest, &open(&largest), |situation, plan| {
            plan_sheet(&texts, situation, plan, Some(&case(&"Ș".repeat(100))), format)
        });
        made.push((format!("largest-plan-{paper}-{language}"), sheet));
        let centre = &CATALOGUE.centres["lozova"];
        // No letter is wider.
        let case = case(&"Щ".repeat(100));
        let on = |template| Form::first(template, format);
        let consent = case.consents.last().unwrap();
        let leaf = consent_leaf(&CATALOGUE, centre, &CATALOGUE.events["C1"].title, consent, Some(&case.person));
        made.push((format!("longest-consent-{paper}-{language}"), print_sheet(&texts, &leaf, on("consent"), ON)));
        let leaf = own_leaf(&CATALOGUE, centre, &case, 30, ON);
        made.push((format!("longest-own-{paper}-{language}"), print_sheet(&texts, &leaf, on("own"), ON)));
        let leaf = receipt_leaf(&CATALOGUE, centre, &case, ON);
        made.push((format!("longest-receipt-{paper}-{language}"), print_sheet(&texts, &leaf, on("receipt"), ON)));
    }
    made
}

/// A plan in which nothing is to be done, and its papers.
fn empty() -> Vec<(String, PrintSheet)> {
    let event = LifeEvent { steps: Vec::new(), ..CATALOGUE.events["C1"].clone() };
    let answers = Answers::default();
    let situation = situation(&event, &answers);
    let plan = Plan::compute(&situation);
    let texts = Texts::load(Language::Ro);
    let papers = print_sheet(&texts, &papers_leaf(&situation, &plan), Form::first("papers", Format::A4), ON);
    let mut made = vec![("empty-papers".to_owned(), papers)];
    made.extend(
        FORMATS.map(|(paper, format)| {
            (format!("empty-plan-{paper}"), plan_sheet(&texts, &situation, &plan, None, format))
        }),
    );
    made
}

/// The list of a team's day: nobody comes, and twelve people come, on every paper.
fn of_team(texts: &Texts) -> Vec<(String, PrintSheet)> {
    let language = texts.language();
    let centre = &CATALOGUE.centres["mobile-straseni"];
    let papers: Vec<Said<'_>> = CATALOGUE.papers.values().take(4).map(|paper| Said::Text(&paper.name)).collect();
    let results: Vec<Said<'_>> =
        CATALOGUE.services.values().take(2).map(|service| Said::Text(&service.title)).collect();
    let row = |number: i8| PackRow {
        code: format!("ABCD-23{number:02}"),
        name: (number % 2 == 0).then(|| "Щ".repeat(40)),
        expected: (number < 10)
            .then(|| (time(8 + number, 0, 0, 0), Theme::ALL[usize::from(number.unsigned_abs()) % 4])),
        papers: papers.clone(),
        results: if number % 3 == 0 { results.clone() } else { Vec::new() },
    };
    let visits: Vec<PackRow<'_>> = (0..12).map(row).collect();
    let mut made = Vec::new();
    for &(paper, format) in papers_of(language) {
        for (how, visits) in [("empty", &[][..]), ("full", &visits[..])] {
            let leaf = day_pack_leaf(&CATALOGUE, centre, (ON, "Căpriana"), visits);
            let sheet = print_sheet(texts, &leaf, Form::first("day-pack", format), ON);
            made.push((format!("made-day-pack-{how}-{paper}-{language}"), sheet));
        }
    }
    made
}

/// The sheets of a case, on A4 and on a strip.
fn of_case(texts: &Texts) -> Vec<(String, PrintSheet)> {
    let language = texts.language();
    let catalogue = &*CATALOGUE;
    let centre = &catalogue.centres["lozova"];
    let case = case("Persoană de probă");
    let event = &catalogue.events["C1"];
    let consent = case.consents.last().unwrap();
    let mut made = Vec::new();
    with_plan("C1", &late(), |situation, plan| {
        let step = plan.shown().find(|step| step.service.is_some() && step.is_to_do()).unwrap();
        for &(paper, format) in papers_of(language) {
            let leaves = [
                ("papers", papers_leaf(situation, plan)),
                ("step", step_leaf(situation, plan, step, Audience::Visitor)),
                ("consent", consent_leaf(catalogue, centre, &event.title, consent, Some(&case.person))),
                ("slip", slip_leaf(catalogue, centre, &case, ON)),
                ("receipt", receipt_leaf(catalogue, centre, &case, ON)),
                ("own", own_leaf(catalogue, centre, &case, 30, ON)),
            ];
            for (template, leaf) in leaves {
                let sheet = print_sheet(texts, &leaf, Form::first(template, format), ON);
                made.push((format!("made-{template}-{paper}-{language}"), sheet));
            }
        }
        let sheet = plan_sheet(texts, situation, plan, Some(&case), Format::A4);
        made.push((format!("made-plan-begun-{language}"), sheet));
    });
    let blank = consent_leaf(catalogue, centre, &event.title, consent, None);
    let form = Form::first("consent", Format::A4);
    made.push((format!("made-consent-blank-{language}"), print_sheet(texts, &blank, form, ON)));
    made
}

fn situation<'a>(event: &'a LifeEvent, answers: &'a Answers) -> Situation<'a> {
    Situation { catalogue: &CATALOGUE, event, answers, centre: &CATALOGUE.centres["lozova"], on: ON }
}

fn with_plan<T>(code: &str, answers: &Answers, make: impl FnOnce(&Situation<'_>, &Plan<'_>) -> T) -> T {
    let event = guide(&CATALOGUE, code).unwrap();
    let situation = situation(&event, answers);
    make(&situation, &Plan::compute(&situation))
}

/// Nothing is known.
fn open(code: &str) -> Answers {
    let event = guide(&CATALOGUE, code).unwrap();
    Answers(event.questions.iter().map(|question| (question.id.clone(), None)).collect())
}

/// A birth of which something hurries.
fn late() -> Answers {
    Answers([("birth_date".to_owned(), Some(Value::Date(date(2026, 8, 13))))].into())
}

/// Everything is known, and as simple as it can be.
fn known(code: &str) -> Answers {
    let event = guide(&CATALOGUE, code).unwrap();
    let answer = |question: &Question| {
        let option = question.options.first().map(|option| Value::Choice(option.id.clone()));
        let offered = [Value::Date(date(2026, 11, 13)), Value::Truth(false), Value::Number(1)];
        offered.into_iter().chain(option).find(|value| question.takes(value, ON).is_ok())
    };
    Answers(event.questions.iter().map(|question| (question.id.clone(), answer(question))).collect())
}

/// An invented case with requests in three states.
fn case(name: &str) -> Case {
    let opening = Opening {
        return_code: "ABCD-2345".to_owned(),
        event: "C1".to_owned(),
        answers: Answers::default(),
        seen: Seen::default(),
    };
    let mut case = Case::open(Uuid::nil(), opening, Uuid::nil(), ON);
    case.person = Person {
        name: name.to_owned(),
        idnp: Some(Idnp::parse("2000000000004").unwrap()),
        phone: Some("069 000 000".to_owned()),
        ..Person::default()
    };
    case.appointment =
        Some(Appointment { day: date(2026, 12, 3), hour: time(9, 30, 0, 0), theme: Theme::Result, place: None });
    case.consents = [Consent::new(ConsentScope::ThisEvent, ON, date(2026, 12, 26))].into_iter().collect();
    let steps = CATALOGUE.events["C1"].steps.iter().filter_map(|step| Some((step.id.clone(), step.service.clone()?)));
    let states = [RequestState::Prepared, RequestState::Submitted, RequestState::HandedOver];
    case.requests = steps
        .zip(states)
        .map(|((step, service), state)| Request {
            id: Uuid::nil(),
            service,
            step,
            state,
            number: (state != RequestState::Prepared).then(|| ProviderNumber::parse("2026-000017").unwrap()),
            sent: None,
            payment: None,
            submitted: (state != RequestState::Prepared).then_some(ON),
            term: None,
            expected: (state == RequestState::Submitted).then_some(date(2026, 12, 10)),
        })
        .collect();
    case
}
