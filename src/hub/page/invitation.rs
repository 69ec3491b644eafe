//! The sheets of new computers, to be printed from any browser: one a computer for whoever sets it up, in Romanian and
//! Russian, and one a centre for the agency, with the codes that it keeps.

use crate::domain::hidden::hidden;
use crate::hub::HubError;
use askama::Template;

/// What stands on the sheet of a computer.
pub struct Sheet<'a> {
    /// The centre's id.
    pub centre: &'a str,
    /// Its name in Romanian.
    pub name_ro: &'a str,
    /// Its name in Russian.
    pub name_ru: &'a str,
    /// Which of its computers.
    pub number: u32,
    /// Of how many.
    pub computers: u32,
    /// The hub's address.
    pub address: &'a str,
    /// The one-time code.
    pub code: &'a str,
    /// Address, code and centre as a picture for a scanner, SVG.
    pub picture: String,
    /// Until when the code holds.
    pub until: String,
    /// The recovery codes, for the agency's sheet alone.
    pub recovery: Vec<&'a str>,
}

hidden!(Sheet<'_>, "Sheet");

/// The style of sheets, on paper of their own and within a page.
pub(super) const SHEET_STYLE: &str = include_str!("sheet.css");

#[derive(Template)]
#[template(path = "hub/page/invitation.html", config = "packaging/askama.toml")]
struct Sheets<'a> {
    sheets: &'a [Sheet<'a>],
    style: &'static str,
}

#[derive(Template)]
#[template(path = "hub/page/recovery.html", config = "packaging/askama.toml")]
struct Recovery<'a> {
    sheets: &'a [Sheet<'a>],
    style: &'static str,
}

/// The sheets for the centres.
///
/// # Errors
/// When they cannot be written, which a text in memory rules out.
pub fn render_sheets(sheets: &[Sheet<'_>]) -> Result<String, HubError> {
    Sheets { sheets, style: SHEET_STYLE }.render().map_err(|_| HubError::Page)
}

/// The sheet for the agency.
///
/// # Errors
/// As [`render_sheets`].
pub fn render_recovery(sheets: &[Sheet<'_>]) -> Result<String, HubError> {
    Recovery { sheets, style: SHEET_STYLE }.render().map_err(|_| HubError::Page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recovery_codes_are_on_the_agencys_sheet_alone() {
        let sheet = [Sheet {
            centre: "lozova",
            name_ro: "CUPS <Lozova>",
            name_ru: "ЕЦПУ Лозова",
            number: 2,
            computers: 3,
            address: "https://hub.example.md",
            code: "ABCD-2345",
            picture: "<svg></svg>".to_owned(),
            until: "2026-11-30 12:00".to_owned(),
            recovery: vec!["RRRR-1111", "SSSS-2222"],
        }];
        let sheets = render_sheets(&sheet).unwrap();
        for words in
            ["ABCD-2345", "https://hub.example.md", "<svg></svg>", "CUPS &#60;Lozova&#62;", "ЕЦПУ Лозова", "2 din 3"]
        {
            assert!(sheets.contains(words), "{words}");
        }
        assert!(!sheets.contains("RRRR-1111") && !sheets.contains("<script"));
        let agency = render_recovery(&sheet).unwrap();
        assert!(agency.contains("RRRR-1111") && agency.contains("SSSS-2222") && !agency.contains("ABCD-2345"));
    }
}
