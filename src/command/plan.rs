//! `cups-kiosk plan`: the plan of an event as JSON or as lines.

mod answers;
mod dates;
mod said;
mod step;
mod view;

use super::{Failure, print, print_json, read_date, read_text};
use crate::catalogue::read::CentreFile;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::fact::Answers;
use crate::domain::guide::guide;
use crate::domain::life_event::LifeEvent;
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::domain::text::Language;
use crate::i18n::Texts;
use crate::platform::clock::{date_in, now};
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::CatalogueCache;
use crate::store::identity::Identity;
use jiff::civil::Date;
use std::borrow::Cow;
use view::PlanView;

/// What a plan is about: the same for every command that makes one.
#[derive(clap::Args)]
pub(super) struct About {
    /// What it is about: an event such as C1, two events such as C1+C16, or the code of a service.
    #[arg(long, default_value = "", hide_default_value = true)]
    event: String,
    /// A file of answers, or - for standard input: {"questionId": value or null}, {"paper:ID": false} for a
    /// paper that is lacking, and {"home": "served", "district" or "elsewhere"} for where the person lives.
    #[arg(long, value_name = "FILE")]
    answers: Option<String>,
    /// The day of the plan, YYYY-MM-DD; today unless given.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// A file with the centre's profile, or the id of a centre in the catalogue.
    #[arg(long, value_name = "FILE")]
    centre: Option<String>,
    /// The language: ro, ru or en.
    #[arg(long, visible_alias = "language", default_value = "ro")]
    lang: String,
}

/// Where and when we are: what is told of no event needs no more.
pub(super) struct Here {
    /// The catalogue.
    pub(super) catalogue: Catalogue,
    /// The centre.
    pub(super) centre: Centre,
    /// The day.
    pub(super) on: Date,
    /// The words.
    pub(super) texts: Texts,
}

impl Here {
    /// Reads what is given.
    pub(super) fn read(data: &DataFolder, about: &About) -> Result<Self, Failure> {
        let language: Language = about
            .lang
            .parse()
            .map_err(|error| Failure::input("language", "unknown language", format!("--lang: {error}")))?;
        let catalogue = CatalogueCache::new(data.catalogue())
            .load_or_build()
            .map_err(|error| Failure::work("catalogue", "no catalogue", error))?;
        let centre = centre(data, &catalogue, about.centre.as_deref())?;
        let on = match &about.on {
            None => date_in(now(), &centre.time_zone),
            Some(text) => read_date("--on", text)?,
        };
        Ok(Self { catalogue, centre, on, texts: Texts::load(language) })
    }
}

/// What a plan is computed from.
pub(super) struct Given {
    catalogue: Catalogue,
    event: LifeEvent,
    answers: Answers,
    centre: Centre,
    on: Date,
    /// The words it is told in.
    pub(super) texts: Texts,
}

impl Given {
    /// Reads what is given.
    pub(super) fn read(data: &DataFolder, about: &About) -> Result<Self, Failure> {
        let Here { catalogue, centre, on, texts } = Here::read(data, about)?;
        let event = guide(&catalogue, &about.event).map(Cow::into_owned).ok_or_else(|| {
            if about.event.is_empty() {
                return Failure::input("unknown-event", "no event", "--event: say what it is about, such as C1");
            }
            let known: Vec<&str> = catalogue.events.keys().map(String::as_str).collect();
            let detail = format!(
                "--event {}: the catalogue has {}; two joined by + and the codes of services that are guidance",
                about.event,
                known.join(", ")
            );
            Failure::input("unknown-event", "unknown event", detail)
        })?;
        let answers = match &about.answers {
            None => Answers::default(),
            Some(file) => answers::read(&catalogue, &event, &centre, file, on)?,
        };
        Ok(Self { catalogue, event, answers, centre, on, texts })
    }

    /// The situation of the plan.
    pub(super) fn situation(&self) -> Situation<'_> {
        Situation {
            catalogue: &self.catalogue,
            event: &self.event,
            answers: &self.answers,
            centre: &self.centre,
            on: self.on,
        }
    }
}

/// The arguments.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    about: About,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    compute(data, arguments).map_err(|failure| failure.json(arguments.json))
}

fn compute(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let given = Given::read(data, &arguments.about)?;
    let (texts, situation) = (&given.texts, given.situation());
    let plan = Plan::compute(&situation);
    if arguments.json {
        print_json(&PlanView::of(texts, &situation, &plan));
    } else {
        for line in view::lines(texts, &situation, &plan) {
            print(&line);
        }
    }
    Ok(())
}

fn centre(data: &DataFolder, catalogue: &Catalogue, given: Option<&str>) -> Result<Centre, Failure> {
    let known = |id: &str| catalogue.centres.get(id).cloned();
    let Some(given) = given else {
        let enrolled = if data.identity().exists() { Identity::open(&data.identity()).ok() } else { None };
        let enrolled = enrolled.and_then(|identity| identity.enrolment).map(|enrolment| enrolment.centre);
        let enrolled = enrolled.map(|centre| {
            let from_catalogue = known(&centre.id);
            centre.completed(from_catalogue)
        });
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
    let text = read_text(given)
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
