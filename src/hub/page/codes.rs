//! Codes for new computers, for the operator: the form that asks for a centre, and the sheets to be printed, which are shown once.

use super::Asking;
use super::frame::{Frame, Signed, address};
use super::invitation::Sheet;
use super::link::Link;
use crate::hub::HubError;
use askama::Template;

/// The address at which codes are asked for.
pub const CODES: &str = "/fleet/codes";

/// The address at which their sheets are shown, once.
pub const CODES_MADE: &str = "/fleet/codes/sheets";

/// For how many days a code of this page holds: a sheet is carried to a village.
pub const CODE_DAYS: i64 = 10;

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodesForm {
    /// The centre's id.
    pub centre: String,
    /// How many computers it has, as it was typed.
    pub computers: String,
    /// The address at which terminals reach the hub.
    pub address: String,
    /// Whether codes that wait are made anew.
    pub again: bool,
    /// What makes the form one that is taken once.
    pub once: String,
}

/// The form as it is drawn.
struct Drawn<'a> {
    centres: Vec<(&'a str, String, bool)>,
    computers: &'a str,
    address: &'a str,
    again: bool,
    once: &'a str,
}

struct FormWords {
    centre: String,
    choose: String,
    computers: String,
    computers_hint: String,
    address: String,
    address_hint: String,
    again: String,
    make: String,
}

#[derive(Template)]
#[template(path = "hub/page/codes.html", config = "packaging/askama.toml")]
struct CodesPage<'a> {
    frame: Frame,
    problem_heading: String,
    problem: Option<String>,
    notice: Option<String>,
    back: Link,
    lead: Vec<String>,
    form: Option<Drawn<'a>>,
    words: FormWords,
    action: &'static str,
    form_token: &'a str,
}

fn back(asking: &Asking<'_>) -> Link {
    Link { text: asking.texts.get("fleet-back"), address: address("/fleet", asking.language(), &[]), is_here: false }
}

/// The form. `problem` says why nothing was made, `notice` why nothing had to be; without a catalogue there is no form.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn codes_form(
    asking: &Asking<'_>,
    signed: &Signed<'_>,
    form: &CodesForm,
    (problem, notice): (Option<String>, Option<String>),
) -> Result<String, HubError> {
    let texts = asking.texts;
    let names = asking.asked().names;
    let days = [("days", CODE_DAYS.into())];
    let drawn = asking.known.catalogue.as_ref().map(|catalogue| {
        let mut centres: Vec<(&str, String, bool)> = catalogue
            .centres
            .keys()
            .map(|id| (id.as_str(), texts.say(&names.centre(id)), *id == form.centre))
            .collect();
        centres.sort_by(|one, other| one.1.cmp(&other.1));
        Drawn { centres, computers: &form.computers, address: &form.address, again: form.again, once: &form.once }
    });
    let lead = match drawn {
        Some(_) => vec![texts.with("new-codes-lead", &days), texts.get("new-codes-others")],
        None => vec![texts.get("new-codes-no-catalogue")],
    };
    let page = CodesPage {
        frame: Frame::below(texts, texts.get("new-codes-title"), ("/fleet", CODES), &[], signed),
        problem_heading: texts.get("agency-problem"),
        problem,
        notice,
        back: back(asking),
        lead,
        form: drawn,
        words: FormWords {
            centre: texts.get("agency-centre"),
            choose: texts.get("new-codes-choose"),
            computers: texts.get("new-codes-computers"),
            computers_hint: texts.get("new-codes-computers-hint"),
            address: texts.get("new-codes-address"),
            address_hint: texts.get("new-codes-address-hint"),
            again: texts.get("new-codes-again"),
            make: texts.get("new-codes-make"),
        },
        action: CODES,
        form_token: &signed.form_token,
    };
    page.render().map_err(|_| HubError::Page)
}

#[derive(Template)]
#[template(path = "hub/page/codes_made.html", config = "packaging/askama.toml")]
struct MadePage<'a> {
    frame: Frame,
    once: String,
    steps: [String; 3],
    back: Link,
    sheets: &'a [Sheet<'a>],
}

/// The sheets: one for each computer, and the last for the agency.
///
/// # Errors
/// As [`codes_form`].
pub fn codes_made(asking: &Asking<'_>, signed: &Signed<'_>, sheets: &[Sheet<'_>]) -> Result<String, HubError> {
    let texts = asking.texts;
    let number = [("number", sheets.len().into())];
    let page = MadePage {
        // The same address in another language would show nothing any more.
        frame: Frame::below(texts, texts.with("new-codes-made", &number), ("/fleet", CODES), &[], signed).with_sheets(),
        once: texts.get("new-codes-once"),
        steps: [texts.get("new-codes-print"), texts.get("new-codes-give"), texts.get("new-codes-keep")],
        back: back(asking),
        sheets,
    };
    page.render().map_err(|_| HubError::Page)
}
