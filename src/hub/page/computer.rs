//! One computer of a centre, for the operator: what is known of it, a note, and the way to shut it out, which is asked about on a
//! page of its own.

use super::fleet::{concern_words, last_said, note_said, version_said};
use super::frame::{Frame, Signed, address};
use super::link::Link;
use super::{Asking, local_time};
use crate::hub::HubError;
use crate::hub::fleet::{FleetRow, LONGEST_NOTE};
use askama::Template;

/// The address of a computer's page.
pub const COMPUTER: &str = "/fleet/computer";

/// The address at which is asked whether one is shut out.
pub const SHUT_OUT: &str = "/fleet/shut-out";

/// What was done, or why not, at the head of a computer's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nothing yet.
    Nothing,
    /// The note stands there as it was written.
    Noted,
    /// The computer is shut out.
    ShutOut,
    /// What was written is no note.
    NoNote,
}

/// The form of the note.
struct NoteForm {
    heading: String,
    written: Option<String>,
    label: String,
    hint: String,
    longest: usize,
    text: String,
    save: String,
}

/// The way to another page, with why one would go there.
struct Way {
    heading: String,
    lead: String,
    link: Link,
}

#[derive(Template)]
#[template(path = "hub/page/computer.html", config = "packaging/askama.toml")]
struct ComputerPage<'a> {
    frame: Frame,
    done: Option<String>,
    problem_heading: String,
    problem: Option<String>,
    shut: Option<String>,
    back: Link,
    known: String,
    facts: Vec<(String, String)>,
    needs: String,
    concerns: Vec<String>,
    note: NoteForm,
    shut_out: Option<Way>,
    form_token: &'a str,
    id: &'a str,
}

fn link(asking: &Asking<'_>, text: &str, path: &str, fields: &[(&str, &str)]) -> Link {
    Link { text: asking.texts.get(text), address: address(path, asking.language(), fields), is_here: false }
}

/// The page of a computer. `typed` is what stands in the form where it could not be taken.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn computer(
    asking: &Asking<'_>,
    signed: &Signed<'_>,
    row: &FleetRow,
    (came, typed): (Came, Option<&str>),
) -> Result<String, HubError> {
    let (texts, facts) = (asking.texts, &row.facts);
    let id = facts.terminal.as_str();
    let at = [("id", id)];
    let centre = texts.say(&asking.asked().names.centre(&facts.centre));
    let note = NoteForm {
        heading: texts.get("fleet-note"),
        written: facts.note.as_ref().map(|note| note_said(texts, note)),
        label: texts.get("fleet-note-text"),
        hint: texts.with("fleet-note-hint", &[("number", LONGEST_NOTE.to_string().into())]),
        longest: LONGEST_NOTE,
        text: typed.or(facts.note.as_ref().map(|note| note.text.as_str())).unwrap_or_default().to_owned(),
        save: texts.get("fleet-note-save"),
    };
    let way = Way {
        heading: texts.get("fleet-shut-out-heading"),
        lead: texts.get("fleet-shut-out-lead"),
        link: link(asking, "fleet-shut-out-way", SHUT_OUT, &at),
    };
    let page = ComputerPage {
        frame: Frame::below(
            texts,
            texts.with("fleet-computer-of", &[("centre", centre.clone().into())]),
            ("/fleet", COMPUTER),
            &at,
            signed,
        ),
        done: match came {
            Came::Noted if facts.note.is_none() => Some(texts.get("fleet-note-gone")),
            Came::Noted => Some(texts.get("fleet-note-saved")),
            Came::ShutOut if facts.revoked => Some(texts.get("fleet-shut-out-done")),
            Came::Nothing | Came::NoNote | Came::ShutOut => None,
        },
        problem_heading: texts.get("agency-problem"),
        problem: (came == Came::NoNote)
            .then(|| texts.with("fleet-no-note", &[("number", LONGEST_NOTE.to_string().into())])),
        shut: facts.revoked.then(|| texts.get("fleet-is-shut-out")),
        back: link(asking, "fleet-back", "/fleet", &[]),
        known: texts.get("fleet-known-of"),
        facts: known(asking, row, &centre),
        needs: texts.get("fleet-needs"),
        concerns: row.concerns.iter().map(|concern| concern_words(texts, concern)).collect(),
        note,
        shut_out: (!facts.revoked).then_some(way),
        form_token: &signed.form_token,
        id,
    };
    page.render().map_err(|_| HubError::Page)
}

/// What is known of it, each with its name.
fn known(asking: &Asking<'_>, row: &FleetRow, centre: &str) -> Vec<(String, String)> {
    let (texts, facts) = (asking.texts, &row.facts);
    let said = &facts.condition;
    let shown =
        |number: Option<u64>| number.map_or_else(|| texts.get("agency-no-version"), |number| number.to_string());
    let disk = said.disk_full.map_or_else(|| texts.get("agency-no-version"), |full| format!("{full} %"));
    let enrolled = facts.enrolled.map_or_else(|| texts.get("agency-no-version"), local_time);
    let named = [
        ("agency-computer", facts.terminal.clone()),
        ("agency-centre", row.place.as_ref().map_or_else(|| centre.to_owned(), |place| format!("{centre} ({place})"))),
        ("fleet-enrolled", enrolled),
        ("agency-version", version_said(texts, facts.version.as_deref())),
        ("agency-last", last_said(texts, facts.contact)),
        ("fleet-up", last_said(texts, facts.up)),
        ("fleet-down", last_said(texts, said.heard)),
        ("fleet-catalogue", shown(said.catalogue)),
        ("fleet-waiting", shown(said.waiting)),
        ("fleet-disk", disk),
    ];
    named.into_iter().map(|(key, said)| (texts.get(key), said)).collect()
}

#[derive(Template)]
#[template(path = "hub/page/shut_out.html", config = "packaging/askama.toml")]
struct ShutOutPage<'a> {
    frame: Frame,
    which: String,
    happens: Vec<String>,
    for_good: String,
    yes: String,
    no: Link,
    form_token: &'a str,
    id: &'a str,
}

/// The page that asks whether a computer is shut out: what happens, and that it cannot be undone.
///
/// # Errors
/// As [`computer`].
pub fn shut_out(asking: &Asking<'_>, signed: &Signed<'_>, row: &FleetRow) -> Result<String, HubError> {
    let (texts, facts) = (asking.texts, &row.facts);
    let id = facts.terminal.as_str();
    let at = [("id", id)];
    let centre = texts.say(&asking.asked().names.centre(&facts.centre));
    let waits = match facts.condition.waiting {
        Some(0) => texts.get("fleet-shut-out-none-waits"),
        Some(waiting) => texts.with("fleet-shut-out-waits", &[("number", waiting.to_string().into())]),
        None => texts.get("fleet-shut-out-may-wait"),
    };
    let page = ShutOutPage {
        frame: Frame::below(texts, texts.get("fleet-shut-out-ask"), ("/fleet", SHUT_OUT), &at, signed),
        which: format!("{centre}: {id}"),
        happens: vec![
            texts.get("fleet-shut-out-line"),
            texts.get("fleet-shut-out-stays"),
            waits,
            texts.get("fleet-shut-out-room"),
        ],
        for_good: texts.get("fleet-shut-out-for-good"),
        yes: texts.get("fleet-shut-out-yes"),
        no: link(asking, "fleet-shut-out-no", COMPUTER, &at),
        form_token: &signed.form_token,
        id,
    };
    page.render().map_err(|_| HubError::Page)
}
