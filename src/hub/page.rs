//! The page at `/` for the agency, in Romanian: what was received. No scripts; every value is escaped;
//! counts that could point to a person are hidden.

mod words;

use super::HubError;
use super::storage::alarm::Raised;
use super::storage::report::{Count, Report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::fmt::Write as _;

/// Fewer persons than this are not told apart from none.
const FEWEST_PERSONS: u64 = 5;

const STYLE: &str = "
body { margin: 0; background: #F5F5F5; color: #121212; font: 1rem/1.5 system-ui, sans-serif; }
header { background: #0058D2; color: #FFFFFF; padding: 1rem 3rem; }
header p { margin: 0; }
h1 { margin: 0; font-size: 1.75rem; line-height: 2.25rem; }
main { padding: 2rem 3rem; }
section { background: #FFFFFF; border: 1px solid #D9D9D9; border-radius: 4px; padding: 1.5rem; margin: 0 0 2rem; overflow-x: auto; }
h2 { margin: 0 0 1rem; font-size: 1.375rem; }
dl { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin: 0; }
dt { color: #444444; }
dd { margin: 0; font-size: 1.75rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #D9D9D9; vertical-align: top; }
th { color: #444444; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.note { color: #444444; margin: 1rem 0 0; }
";

/// What the page may load: its own style, by its hash, and nothing else.
pub fn content_policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The page.
///
/// # Errors
/// When it cannot be written, which a text in memory rules out.
pub fn render(report: &Report, alarms: &[Raised]) -> Result<String, HubError> {
    let mut page = String::new();
    write_page(&mut page, report, alarms).map_err(|_| HubError::Page)?;
    Ok(page)
}

fn write_page(page: &mut String, report: &Report, alarms: &[Raised]) -> fmt::Result {
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"ro\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>CUPS – solicitări primite</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><p>Centrele unificate de prestare a serviciilor</p><h1>Solicitări primite</h1></header>\n<main>\n"
    )?;
    // At the least: one person does several things.
    let persons = report.counts.iter().map(|count| count.persons).max().unwrap_or(0);
    writeln!(
        page,
        "<section><h2>În total</h2><dl>\
         <div><dt>Terminale înscrise</dt><dd>{}</dd></div>\
         <div><dt>Înregistrări primite</dt><dd>{}</dd></div>\
         <div><dt>Din ele anulate sau schimbate, nu se numără</dt><dd>{}</dd></div>\
         <div><dt>Puse deoparte pentru verificare</dt><dd>{}</dd></div></dl></section>",
        report.terminals,
        shown(report.entries, persons),
        shown(report.corrected, report.corrected_persons),
        report.quarantined
    )?;
    write_alarms(page, alarms)?;
    write_counts(page, &report.counts)?;
    page.write_str("</main>\n</body>\n</html>\n")
}

fn write_counts(page: &mut String, counts: &[Count]) -> fmt::Result {
    page.write_str("<section><h2>Solicitări pe centru și acțiune</h2>\n")?;
    if counts.is_empty() {
        return page.write_str("<p>Nu s-a primit încă nicio înregistrare.</p></section>\n");
    }
    write_head(page, &["Centru", "Eveniment", "Acțiune"], "Număr")?;
    for count in counts {
        write!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">",
            Escaped(&count.centre),
            Escaped(count.event.as_deref().unwrap_or("–")),
            words::action(count.action)
        )?;
        writeln!(page, "{}</td></tr>", shown(count.entries, count.persons))?;
    }
    page.write_str("</tbody></table>\n<p class=\"note\">„&lt;5” înseamnă mai puțin de 5 persoane.</p></section>\n")
}

fn write_alarms(page: &mut String, alarms: &[Raised]) -> fmt::Result {
    if alarms.is_empty() {
        return Ok(());
    }
    page.write_str("<section><h2>De verificat de o persoană</h2>\n")?;
    write_head(page, &["Terminal", "Centru", "Ce s-a întâmplat", "Ultima dată"], "De câte ori")?;
    // Without the system's time zones the times stay in UTC, and say so.
    let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
    for alarm in alarms {
        writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            Escaped(&alarm.terminal),
            Escaped(&alarm.centre),
            words::alarm(alarm.kind),
            Escaped(&local_time(&alarm.last, &zone)),
            alarm.times
        )?;
    }
    page.write_str("</tbody></table></section>\n")
}

fn write_head(page: &mut String, columns: &[&str], last: &str) -> fmt::Result {
    page.write_str("<table>\n<thead><tr>")?;
    for column in columns {
        write!(page, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(page, "<th scope=\"col\" class=\"number\">{last}</th></tr></thead>\n<tbody>")
}

/// A number of entries, hidden when it is about few persons.
fn shown(entries: u64, persons: u64) -> String {
    if entries > 0 && persons < FEWEST_PERSONS { "&lt;5".to_owned() } else { entries.to_string() }
}

/// Day first, as it is written here: `20.11.2026 14:05`.
fn local_time(received: &str, zone: &TimeZone) -> String {
    let Ok(time) = received.parse::<Timestamp>() else { return received.to_owned() };
    let local = time.to_zoned(zone.clone());
    let format = if *zone == TimeZone::UTC { "%d.%m.%Y %H:%M UTC" } else { "%d.%m.%Y %H:%M" };
    local.strftime(format).to_string()
}

/// A text as HTML shows it.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Action;

    fn empty() -> Report {
        Report {
            terminals: 1,
            entries: 0,
            corrected: 0,
            corrected_persons: 0,
            quarantined: 0,
            alarms: 0,
            unreadable: 0,
            counts: Vec::new(),
        }
    }

    fn page_of(counts: Vec<Count>) -> String {
        let report = Report { counts, ..empty() };
        render(&report, &[]).unwrap()
    }

    fn count(centre: &str, entries: u64, persons: u64) -> Count {
        let action = Some(Action::Informed);
        Count { centre: centre.to_owned(), event: Some("C1".to_owned()), action, entries, persons }
    }

    #[test]
    fn few_persons_are_hidden_even_behind_many_entries() {
        let page = page_of(vec![count("lozova", 731, 4), count("rome", 642, 5)]);
        assert!(!page.contains("731"));
        assert!(page.contains("<td class=\"number\">&lt;5</td>"));
        assert!(page.contains("<td class=\"number\">642</td>"));
    }

    #[test]
    fn few_corrections_are_hidden_too() {
        let page = |corrected, corrected_persons| {
            let report = Report { entries: 900, corrected, corrected_persons, ..empty() };
            render(&report, &[]).unwrap()
        };
        assert!(page(733, 4).contains("<dd>&lt;5</dd>") && !page(733, 4).contains("733"));
        assert!(page(733, 5).contains("<dd>733</dd>") && page(0, 0).contains("<dd>0</dd>"));
    }

    #[test]
    fn a_total_of_few_persons_is_hidden_too() {
        let report = Report { entries: 737, ..empty() };
        let page = render(&Report { counts: vec![count("lozova", 737, 4)], ..report.clone() }, &[]).unwrap();
        assert!(!page.contains("737"));
        assert!(render(&Report { counts: vec![count("lozova", 737, 5)], ..report }, &[]).unwrap().contains("737"));
    }

    #[test]
    fn nothing_received_can_become_markup() {
        let page = page_of(vec![count("<b>\"'&", 9, 9)]);
        assert!(page.contains("<td>&lt;b&gt;&quot;&#39;&amp;</td>"));
    }

    #[test]
    fn times_are_shown_day_first() {
        assert_eq!(local_time("2026-11-20T12:05:09.5Z", &TimeZone::UTC), "20.11.2026 12:05 UTC");
    }
}
