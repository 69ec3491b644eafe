//! `cups-kiosk plan`: the plan of an event as JSON or as lines.

use super::{Failure, print, print_json};
use crate::catalogue::read::CentreFile;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::condition::Truth;
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::{Answers, Value};
use crate::domain::life_event::{Join, LifeEvent};
use crate::domain::money::Amount;
use crate::domain::plan::{MergedPaper, Plan, PlannedDeadline, PlannedPaper, PlannedStep, StepStatus};
use crate::domain::question::{Question, QuestionKind};
use crate::domain::service::{ChannelKind, Finish, Need};
use crate::domain::situation::Situation;
use crate::domain::text::{Language, Text};
use crate::i18n::{Texts, counted, date_long, explain, term};
use crate::platform::clock::{date_in, now};
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::CatalogueCache;
use crate::store::identity::Identity;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read as _;

/// The arguments.
#[derive(clap::Args)]
pub struct Arguments {
    /// The event's code, such as C1.
    #[arg(long)]
    event: String,
    /// A file of answers, or - for standard input: {"questionId": value or null}.
    #[arg(long, value_name = "FILE")]
    answers: Option<String>,
    /// The day of the plan, YYYY-MM-DD; today unless given.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// A file with the centre's profile, or the id of a centre in the catalogue.
    #[arg(long, value_name = "FILE")]
    centre: Option<String>,
    /// The language: ro, ru or en.
    #[arg(long, default_value = "ro")]
    lang: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    compute(data, arguments).map_err(|failure| failure.json(arguments.json))
}

fn compute(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let language: Language = arguments
        .lang
        .parse()
        .map_err(|error| Failure::input("language", "unknown language", format!("--lang: {error}")))?;
    let catalogue = CatalogueCache::new(data.catalogue())
        .load_or_build()
        .map_err(|error| Failure::work("catalogue", "no catalogue", error))?;
    let event = catalogue.events.get(&arguments.event).ok_or_else(|| {
        let known: Vec<&str> = catalogue.events.keys().map(String::as_str).collect();
        let detail = format!("--event {}: the catalogue has {}", arguments.event, known.join(", "));
        Failure::input("unknown-event", "unknown event", detail)
    })?;
    let centre = centre(data, &catalogue, arguments.centre.as_deref())?;
    let on = match &arguments.on {
        None => date_in(now(), &centre.time_zone),
        Some(text) => text
            .parse()
            .map_err(|_| Failure::input("date", "not a date", format!("--on {text}: write it like 2026-11-20")))?,
    };
    let answers = match &arguments.answers {
        None => Answers::default(),
        Some(file) => read_answers(event, file)?,
    };
    let texts = Texts::load(language);
    let situation = Situation { catalogue: &catalogue, event, answers: &answers, centre: &centre, on };
    let plan = Plan::compute(&situation);
    let shown = PlanView::of(&texts, &situation, &plan);
    if arguments.json {
        print_json(&shown);
    } else {
        shown.print(&texts);
    }
    Ok(())
}

fn centre(data: &DataFolder, catalogue: &Catalogue, given: Option<&str>) -> Result<Centre, Failure> {
    let known = |id: &str| catalogue.centres.get(id).cloned();
    let Some(given) = given else {
        let enrolled = if data.identity().exists() { Identity::open(&data.identity()).ok() } else { None };
        let enrolled = enrolled.and_then(|identity| identity.enrolment).map(|enrolment| enrolment.centre);
        let configured = Configuration::read(&data.configuration())
            .map_err(|error| Failure::input("configuration", "the configuration is wrong", error.to_string()))?
            .centre;
        return enrolled.or_else(|| known(&configured)).ok_or_else(|| {
            Failure::input(
                "unknown-centre",
                "unknown centre",
                format!("\"{configured}\" in {}", data.configuration().display()),
            )
        });
    };
    if let Some(centre) = known(given) {
        return Ok(centre);
    }
    let text = std::fs::read_to_string(given)
        .map_err(|error| Failure::input("centre", "the centre cannot be read", format!("--centre {given}: {error}")))?;
    let wrong = |error: toml::de::Error| {
        Failure::input("centre", "the centre's profile is wrong", format!("{given}: {}", error.to_string().trim()))
    };
    let one: Result<Centre, _> = toml::from_str(&text);
    one.or_else(|error| {
        let file: CentreFile = toml::from_str(&text).map_err(|_| wrong(error))?;
        file.centre.into_iter().next().ok_or_else(|| {
            Failure::input("centre", "the centre's profile is wrong", format!("{given}: it names no centre"))
        })
    })
}

/// Reads and checks answers: each question must be one of the event's, each value one it can have.
fn read_answers(event: &LifeEvent, file: &str) -> Result<Answers, Failure> {
    let failed = |detail: String| Failure::input("answers", "the answers cannot be read", detail);
    let mut text = String::new();
    let name = if file == "-" {
        std::io::stdin().read_to_string(&mut text).map_err(|error| failed(format!("standard input: {error}")))?;
        "standard input"
    } else {
        text = std::fs::read_to_string(file).map_err(|error| failed(format!("{file}: {error}")))?;
        file
    };
    let raw: BTreeMap<String, Option<serde_json::Value>> =
        serde_json::from_str(&text).map_err(|error| failed(format!("{name}: {error}")))?;
    let mut answers = Answers::default();
    for (id, value) in raw {
        let question = event.question(&id).ok_or_else(|| {
            let known: Vec<&str> = event.questions.iter().map(|question| question.id.as_str()).collect();
            failed(format!("{name}: event {} has no question \"{id}\"; it has {}", event.code, known.join(", ")))
        })?;
        let value = value.map(|value| {
            answer(question, &value).ok_or_else(|| {
                failed(format!("{name}: {value} is no answer to \"{id}\"; it takes {}", kind_words(question)))
            })
        });
        answers.0.insert(id, value.transpose()?);
    }
    Ok(answers)
}

fn answer(question: &Question, value: &serde_json::Value) -> Option<Value> {
    match question.kind {
        QuestionKind::YesNo => value.as_bool().map(Value::Truth),
        QuestionKind::Number => {
            let number = value.as_i64()?;
            let fits = question.least.is_none_or(|least| number >= least)
                && question.greatest.is_none_or(|greatest| number <= greatest);
            fits.then_some(Value::Number(number))
        }
        QuestionKind::Date => value.as_str()?.parse().ok().map(Value::Date),
        QuestionKind::Choice => {
            let id = value.as_str()?;
            question.options.iter().any(|option| option.id == id).then(|| Value::Choice(id.to_owned()))
        }
    }
}

fn kind_words(question: &Question) -> String {
    match question.kind {
        QuestionKind::YesNo => "true, false or null".to_owned(),
        QuestionKind::Number => "a whole number in its range, or null".to_owned(),
        QuestionKind::Date => "a date such as \"2026-11-20\", or null".to_owned(),
        QuestionKind::Choice => {
            let options: Vec<&str> = question.options.iter().map(|option| option.id.as_str()).collect();
            format!("one of {}, or null", options.join(", "))
        }
    }
}

/// The plan as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanView {
    event: EventView,
    catalogue: CatalogueView,
    centre: String,
    on: Date,
    questions: Vec<QuestionView>,
    steps: Vec<StepView>,
    papers: Vec<PaperView>,
    totals: Vec<TotalView>,
    unknown_fees: usize,
    trips: usize,
}

#[derive(Serialize)]
struct EventView {
    code: String,
    title: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CatalogueView {
    version: u64,
    as_of: Date,
}

#[derive(Serialize)]
struct QuestionView {
    id: String,
    kind: QuestionKind,
    text: String,
    options: Vec<OptionView>,
}

#[derive(Serialize)]
struct OptionView {
    id: String,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepView {
    id: String,
    title: String,
    what: String,
    join: Join,
    service: Option<String>,
    status: StepStatus,
    missing: Vec<String>,
    because: Vec<ReasonView>,
    after: Vec<String>,
    r#where: Vec<PlaceView>,
    fees: Vec<FeeView>,
    state_duty: Option<DutyView>,
    benefit: Option<String>,
    papers: Vec<PaperView>,
    due: Option<DueView>,
    deadlines: Vec<DueView>,
    notices: Vec<String>,
    unconfirmed: Vec<String>,
    confidence: Option<crate::domain::service::Confidence>,
}

#[derive(Serialize)]
struct ReasonView {
    text: String,
    law: Option<String>,
    met: Option<bool>,
}

#[derive(Serialize)]
struct PlaceView {
    channel: ChannelKind,
    finish: Finish,
    place: Option<String>,
    note: Option<String>,
    url: Option<String>,
}

#[derive(Serialize)]
struct FeeView {
    term: Option<String>,
    case: Option<String>,
    amount: Option<Amount>,
    #[serde(rename = "amountTo")]
    amount_to: Option<Amount>,
    currency: &'static str,
    channel: Option<ChannelKind>,
    exemptions: Vec<String>,
}

#[derive(Serialize)]
struct DutyView {
    amount: Option<Amount>,
    law: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaperView {
    id: String,
    name: String,
    status: &'static str,
    note: Option<String>,
    from_step: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<String>,
}

#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
struct DueView {
    date: Option<Date>,
    kind: DeadlineKind,
    inclusive: bool,
    open_day: Option<Date>,
    passed: bool,
    warning: Option<String>,
    consequence: Option<String>,
    missing: Option<String>,
}

#[derive(Serialize)]
struct TotalView {
    currency: &'static str,
    from: Amount,
    to: Amount,
}

impl PlanView {
    fn of(texts: &Texts, situation: &Situation<'_>, plan: &Plan<'_>) -> Self {
        let language = texts.language();
        let say = |text: &Text| text.get(language).to_owned();
        Self {
            event: EventView { code: situation.event.code.clone(), title: say(&situation.event.title) },
            catalogue: CatalogueView { version: situation.catalogue.number, as_of: situation.catalogue.as_of },
            centre: situation.centre.id.clone(),
            on: situation.on,
            questions: plan
                .questions
                .iter()
                .map(|question| QuestionView {
                    id: question.id.clone(),
                    kind: question.kind,
                    text: say(&question.text),
                    options: question
                        .options
                        .iter()
                        .map(|option| OptionView { id: option.id.clone(), text: say(&option.text) })
                        .collect(),
                })
                .collect(),
            steps: plan.steps.iter().map(|step| step_view(texts, situation, step)).collect(),
            papers: plan.papers.iter().map(|paper| merged_view(language, paper)).collect(),
            totals: plan
                .totals
                .iter()
                .map(|(currency, total)| TotalView { currency: currency.code(), from: total.least, to: total.most })
                .collect(),
            unknown_fees: plan.unknown_fees,
            trips: plan.trips,
        }
    }

    /// The plan as lines, for a person at a terminal.
    fn print(&self, texts: &Texts) {
        print(&self.event.title);
        for (number, step) in (1..).zip(self.steps.iter().filter(|step| step.status != StepStatus::DoesNotApply)) {
            let due = step.due.as_ref().and_then(|due| due.date);
            let due = due.map_or_else(String::new, |date| format!(" – {}", date_long(texts, date)));
            print(&format!("{number}. {}{due}", step.title));
        }
        if self.trips > 0 {
            print(&counted(texts, "plan-trips", self.trips));
        }
        for total in &self.totals {
            print(&format!("{}–{} {}", total.from, total.to, total.currency));
        }
    }
}

fn step_view(texts: &Texts, situation: &Situation<'_>, step: &PlannedStep<'_>) -> StepView {
    let language = texts.language();
    let say = |text: &Text| text.get(language).to_owned();
    let deadlines: Vec<DueView> = step.deadlines.iter().map(|deadline| due_view(texts, situation, deadline)).collect();
    let exemptions: Vec<String> =
        step.service.iter().flat_map(|service| &service.exemptions).map(|exemption| say(&exemption.who)).collect();
    StepView {
        id: step.step.id.clone(),
        title: say(&step.step.title),
        what: say(&step.step.what),
        join: step.step.join,
        service: step.service.map(|service| service.code.to_string()),
        status: step.status,
        missing: step.missing.iter().cloned().collect(),
        because: step
            .reasons
            .iter()
            .filter_map(|reason| {
                Some(ReasonView {
                    text: explain(texts, situation, reason)?,
                    law: reason.law.and_then(|law| situation.catalogue.laws.get(law)).map(|law| say(&law.name)),
                    met: match reason.truth {
                        Truth::True => Some(true),
                        Truth::False => Some(false),
                        Truth::Unknown => None,
                    },
                })
            })
            .collect(),
        after: step.step.after.clone(),
        r#where: step
            .places
            .iter()
            .map(|place| PlaceView {
                channel: place.channel.kind,
                finish: place.finish,
                place: place.channel.place.as_ref().map(say),
                note: place.channel.note.as_ref().map(say),
                url: place.channel.url.clone(),
            })
            .collect(),
        fees: step
            .fees
            .iter()
            .map(|fee| FeeView {
                term: fee.option.term.map(|length| term(texts, length)),
                case: fee.option.case.as_ref().map(say),
                amount: fee.option.amount,
                amount_to: fee.option.amount_to,
                currency: fee.option.currency.code(),
                channel: fee.option.channel,
                exemptions: exemptions.clone(),
            })
            .collect(),
        state_duty: step
            .service
            .and_then(|service| service.state_duty.as_ref())
            .map(|duty| DutyView { amount: duty.amount, law: duty.law.clone() }),
        benefit: step.service.and_then(|service| service.benefit.as_ref()).map(|benefit| say(&benefit.text)),
        papers: step.papers.iter().map(|paper| paper_view(language, paper)).collect(),
        due: deadlines.first().cloned(),
        deadlines,
        notices: step.notices.iter().map(|notice| say(&notice.text)).collect(),
        unconfirmed: step.service.iter().flat_map(|service| &service.unconfirmed).map(say).collect(),
        confidence: step.service.map(|service| service.confidence),
    }
}

fn due_view(texts: &Texts, situation: &Situation<'_>, planned: &PlannedDeadline<'_>) -> DueView {
    let calendar = situation.catalogue.calendar.for_locality(situation.centre.patron_day);
    let closed = planned.due.is_some_and(|due| !calendar.is_working_day(due.date));
    let open_day = planned.due.and_then(|due| due.open_day);
    let warning = closed.then(|| match open_day {
        Some(open) => texts.with("due-closed-go", &[("date", date_long(texts, open).into())]),
        None => texts.get("due-closed"),
    });
    DueView {
        date: planned.due.map(|due| due.date),
        kind: planned.deadline.kind,
        inclusive: planned.deadline.counting == crate::domain::deadline::Counting::Inclusive,
        open_day,
        passed: planned.passed,
        warning,
        consequence: planned.deadline.consequence.as_ref().map(|text| text.get(texts.language()).to_owned()),
        missing: planned.due.is_none().then(|| planned.deadline.anchor.clone()),
    }
}

fn status_word(need: Need, truth: Truth) -> &'static str {
    match (need, truth) {
        (_, Truth::Unknown) => "maybe",
        (Need::Bring, _) => "bring",
        (Need::StateReads, _) => "stateFetches",
        (Need::MadeHere, _) => "madeHere",
    }
}

fn paper_view(language: Language, paper: &PlannedPaper<'_>) -> PaperView {
    PaperView {
        id: paper.paper.id.clone(),
        name: paper.paper.name.get(language).to_owned(),
        status: status_word(paper.need.need, paper.truth),
        note: paper.need.note.as_ref().map(|note| note.get(language).to_owned()),
        from_step: paper.from_step.map(str::to_owned),
        steps: Vec::new(),
    }
}

fn merged_view(language: Language, paper: &MergedPaper<'_>) -> PaperView {
    let notes: Vec<&str> = paper.notes.iter().map(|note| note.get(language)).collect();
    PaperView {
        id: paper.paper.id.clone(),
        name: paper.paper.name.get(language).to_owned(),
        status: status_word(paper.need, paper.truth),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        from_step: paper.from_step.map(str::to_owned),
        steps: paper.steps.iter().map(|step| (*step).to_owned()).collect(),
    }
}
