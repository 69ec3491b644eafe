//! What the agency holds about a person, as a sheet that answers their request: what was done, when, where, and what of them
//! was written down with it. In Romanian or Russian, to be printed from any browser.

use crate::domain::hidden::hidden;
use crate::domain::record::Action;
use crate::domain::text::Language;
use crate::hub::HubError;
use crate::i18n::{Texts, action_word};
use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An entry about the person.
pub struct AccessRow {
    /// When it was recorded.
    pub time: Timestamp,
    /// At which centre.
    pub centre: String,
    /// What was done; none is what only a newer program knows.
    pub action: Option<Action>,
    /// The service's code, or nothing.
    pub service: String,
    /// The event's code.
    pub event: Option<String>,
    /// What was sealed with it, by its name.
    pub said: Vec<(&'static str, String)>,
}

hidden!(AccessRow, "AccessRow");

#[derive(Template)]
#[template(path = "hub/page/access.html", config = "packaging/askama.toml")]
struct Access {
    language: &'static str,
    title: String,
    lead: String,
    heads: [String; 4],
    rows: Vec<Row>,
    nothing: String,
    rights: String,
    made: String,
}

struct Row {
    when: String,
    centre: String,
    what: String,
    said: Vec<String>,
}

/// The sheet.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn render_access(rows: &[AccessRow], language: Language, now: Timestamp) -> Result<String, HubError> {
    let texts = Texts::load(language);
    let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
    let when = |time: Timestamp| time.to_zoned(zone.clone()).strftime("%d.%m.%Y %H:%M").to_string();
    let row = |row: &AccessRow| {
        let action = row.action.map_or_else(|| texts.get("access-other"), |action| texts.get(action_word(action)));
        let codes = [Some(row.service.as_str()).filter(|code| !code.is_empty()), row.event.as_deref()];
        let codes: Vec<&str> = codes.into_iter().flatten().collect();
        let what = if codes.is_empty() { action } else { format!("{action} ({})", codes.join(", ")) };
        let said = row.said.iter().map(|(name, value)| sentence(&texts, name, value)).collect();
        Row { when: when(row.time), centre: row.centre.clone(), what, said }
    };
    let page = Access {
        language: language.code(),
        title: texts.get("access-title"),
        lead: texts.get("access-lead"),
        heads: ["access-when", "access-centre", "access-what", "access-said"].map(|key| texts.get(key)),
        rows: rows.iter().map(row).collect(),
        nothing: texts.get("access-nothing"),
        rights: texts.get("access-rights"),
        made: texts.with("access-made", &[("date", when(now).into())]),
    };
    page.render().map_err(|_| HubError::Page)
}

/// What was sealed, with the name of it in front.
fn sentence(texts: &Texts, name: &str, value: &str) -> String {
    let key = match name {
        "name" => "access-name",
        "idnp" => "access-idnp",
        "phone" => "access-phone",
        "birth" => "access-birth",
        "document" => "access-document",
        "representative" => "access-representative",
        "number" => "access-number",
        "submitted" => "access-submitted",
        "consentUntil" => "access-consent-until",
        "collector" => "access-collector",
        "collectorPaper" => "access-collector-paper",
        "specialist" => "access-specialist",
        "note" => "access-note",
        // What was erased, or cannot be opened.
        _ if value == "erased" => return texts.get("access-erased"),
        _ => return texts.get("access-closed"),
    };
    format!("{}: {value}", texts.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_says_in_both_languages_what_is_held_and_no_markup_comes_in() {
        let rows = [AccessRow {
            time: "2026-11-20T09:30:00Z".parse().unwrap(),
            centre: "lozova".to_owned(),
            action: Some(Action::PersonIdentified),
            service: "002000206".to_owned(),
            event: Some("C1".to_owned()),
            said: vec![
                ("name", "Ana <b>".to_owned()),
                ("idnp", "2000000000007".to_owned()),
                ("sealed", "erased".to_owned()),
            ],
        }];
        for (language, words) in [(Language::Ro, "Persoană"), (Language::Ru, "Личность")] {
            let text = render_access(&rows, language, Timestamp::UNIX_EPOCH).unwrap();
            assert!(text.contains("Ana &#60;b&#62;") && text.contains("2000000000007"), "{text}");
            assert!(text.contains("20.11.2026 11:30") && text.contains("002000206, C1"), "{text}");
            let _ = words;
            assert!(!text.contains("access-"), "{text}");
        }
        let none = render_access(&[], Language::Ro, Timestamp::UNIX_EPOCH).unwrap();
        assert!(!none.contains("<table>"));
    }
}
