//! Providers' lists of states, for their editor: taking one in, with everything that is wrong with it line by line, and which
//! were taken in, when, by whom.

use super::frame::{Frame, Signed};
use super::table::{Section, Words, of_words};
use super::{Asking, local_time};
use crate::account::state_mark;
use crate::hub::HubError;
use crate::hub::provider_list::{COLUMNS, WrongLine, states};
use crate::hub::storage::provider_state::TakenList;
use crate::i18n::Texts;
use askama::Template;

/// The address of the page, and of its form.
pub const LISTS: &str = "/lists";

/// How many wrong lines are named, before it is only said how many there are.
const MOST_NAMED: usize = 200;

/// What came of a list that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListsCame<'a> {
    /// None was sent.
    Nothing,
    /// The list of this number was taken in.
    Taken(i64),
    /// These lines are wrong; nothing was taken in.
    Wrong(&'a [(usize, WrongLine)]),
    /// No file was chosen.
    NoFile,
    /// The file is larger than is taken here.
    TooLarge,
}

struct ListWords {
    heading: String,
    file: String,
    file_hint: String,
    send: String,
    form: String,
    form_lead: String,
    states: String,
    providers: String,
    line: String,
    what: String,
}

#[derive(Template)]
#[template(path = "hub/page/lists.html", config = "packaging/askama.toml")]
struct ListsPage<'a> {
    frame: Frame,
    done: Option<String>,
    problem_heading: String,
    problem: Option<String>,
    wrong: Vec<(usize, String)>,
    more: Option<String>,
    lead: Vec<String>,
    example: String,
    states: Vec<(&'static str, String)>,
    providers: Vec<(String, String)>,
    sections: Vec<Section>,
    list_words: ListWords,
    words: Words,
    form_token: &'a str,
    once: &'a str,
}

/// The page.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn lists(
    asking: &Asking<'_>,
    signed: &Signed<'_>,
    once: &str,
    (taken, came): (&[TakenList], ListsCame<'_>),
) -> Result<String, HubError> {
    let texts = asking.texts;
    let wrong = if let ListsCame::Wrong(wrong) = came { wrong } else { &[] };
    let number = |number: usize| [("number", number.into())];
    let more = wrong.len().checked_sub(MOST_NAMED).filter(|more| *more > 0);
    let page = ListsPage {
        frame: Frame::new(texts, LISTS, asking.query, Some(signed)),
        done: match came {
            ListsCame::Taken(number) => taken.iter().find(|list| list.number == number).map(|list| done(texts, list)),
            _ => None,
        },
        problem_heading: texts.get("lists-not-taken"),
        problem: match came {
            ListsCame::Wrong(wrong) => Some(texts.with("lists-wrong", &number(wrong.len()))),
            ListsCame::NoFile => Some(texts.get("lists-no-file")),
            ListsCame::TooLarge => Some(texts.get("lists-too-large")),
            ListsCame::Nothing | ListsCame::Taken(_) => None,
        },
        wrong: wrong.iter().take(MOST_NAMED).map(|(line, what)| (*line, wrong_said(texts, *what))).collect(),
        more: more.map(|more| texts.with("lists-more-wrong", &number(more))),
        lead: vec![texts.get("lists-lead"), texts.get("lists-whole")],
        example: format!("{}\nASP,SC-2026-17,issued,2026-11-24", COLUMNS.join(",")),
        states: states().map(|(state, code)| (code, texts.say(&state_mark(state).words))).collect(),
        providers: providers(asking),
        sections: vec![history(asking, taken)],
        list_words: ListWords {
            heading: texts.get("lists-take"),
            file: texts.get("lists-file"),
            file_hint: texts.get("lists-file-hint"),
            send: texts.get("lists-send"),
            form: texts.get("lists-form"),
            form_lead: texts.get("lists-form-lead"),
            states: texts.get("lists-states"),
            providers: texts.get("lists-providers"),
            line: texts.get("lists-line"),
            what: texts.get("lists-what"),
        },
        words: Words::of(texts),
        form_token: &signed.form_token,
        once,
    };
    page.render().map_err(|_| HubError::Page)
}

/// The codes of the institutions that the published catalogue has, with their names.
fn providers(asking: &Asking<'_>) -> Vec<(String, String)> {
    let (texts, names) = (asking.texts, asking.asked().names);
    let known = asking.known.catalogue.iter().flat_map(|catalogue| catalogue.providers.keys());
    known.map(|id| (id.clone(), texts.say(&names.provider(id)))).collect()
}

/// What was taken in.
fn done(texts: &Texts, list: &TakenList) -> String {
    let (requests, changed) = (list.requests.to_string(), list.changed.to_string());
    texts.with("lists-taken", &[("requests", requests.into()), ("changed", changed.into())])
}

/// Which lists were taken in, the latest first.
fn history(asking: &Asking<'_>, taken: &[TakenList]) -> Section {
    let texts = asking.texts;
    let names = asking.asked().names;
    let rows = taken.iter().map(|list| {
        let providers: Vec<String> = list.providers.iter().map(|id| texts.say(&names.provider(id))).collect();
        vec![
            local_time(list.at),
            list.who.clone().unwrap_or_else(|| texts.get("lists-by-command")),
            providers.join(", "),
            list.requests.to_string(),
            list.changed.to_string(),
        ]
    });
    let columns = ["agency-when", "agency-who", "report-provider", "lists-requests", "lists-changed"];
    let mut section = of_words(texts, ("taken", texts.get("lists-history")), &columns, rows);
    if section.rows.is_empty() {
        section.seen = texts.get("lists-none");
    }
    section
}

/// What is wrong with a line, and what has to stand there.
fn wrong_said(texts: &Texts, wrong: WrongLine) -> String {
    match wrong {
        WrongLine::Letters => texts.get("lists-wrong-letters"),
        WrongLine::Empty => texts.get("lists-wrong-empty"),
        WrongLine::Head => texts.with("lists-wrong-head", &[("columns", COLUMNS.join(",").into())]),
        WrongLine::Cells { found } => {
            let (found, right) = (found.to_string(), COLUMNS.len().to_string());
            texts.with("lists-wrong-cells", &[("found", found.into()), ("right", right.into())])
        }
        WrongLine::Provider => texts.get("lists-wrong-provider"),
        WrongLine::Number => texts.get("lists-wrong-number"),
        WrongLine::State => {
            let known: Vec<&str> = states().map(|(_, code)| code).collect();
            texts.with("lists-wrong-state", &[("states", known.join(", ").into())])
        }
        WrongLine::Day => texts.get("lists-wrong-day"),
        WrongLine::Future => texts.get("lists-wrong-future"),
        WrongLine::Differs { line } => texts.with("lists-wrong-differs", &[("line", line.to_string().into())]),
    }
}
