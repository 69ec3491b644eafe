//! Settings are written into the file of settings: each in its place, with all that people wrote around it kept, and whole or
//! not at all.

use super::{Configuration, ConfigurationError, Fault};
use crate::domain::setup::{Setting, SettingValue};
use crate::platform::file::write_proven;
use std::path::Path;
use toml_edit::{DocumentMut, Item, Value};

/// The file as it is shipped: every setting explained, and none made.
pub const SHIPPED: &str = include_str!("../../../packaging/kiosk.toml");

/// Why settings were not written. Nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// The file that is there cannot be used: it is mended first, by whoever wrote it.
    #[error(transparent)]
    Before(#[from] ConfigurationError),
    /// With these settings it could not be used.
    #[error("what would stand in it: {0}")]
    After(Fault),
    /// The disk does not take it.
    #[error("{path}: {reason}")]
    Disk {
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
        /// Whether there is no room.
        full: bool,
    },
}

/// Writes settings into the file at a place, or into a new one, and gives what is so from then on.
///
/// # Errors
/// When the file that is there is wrong, a setting may not be so, or the disk does not take it; nothing is changed then.
pub fn write_settings(path: &Path, settings: &[Setting]) -> Result<Configuration, NotWritten> {
    write_values(path, &values(settings))
}

/// The same, with the settings as they stand in another text of settings.
///
/// # Errors
/// As [`write_settings`].
pub fn write_settings_of(path: &Path, text: &str) -> Result<Configuration, NotWritten> {
    Configuration::parse(text).map_err(NotWritten::After)?;
    let document = document(text).map_err(NotWritten::After)?;
    let values = document.iter().map(|(name, item)| {
        let value = item.as_value().map(|value| value.clone().decorated(" ", ""));
        (name.to_owned(), value)
    });
    write_values(path, &values.collect::<Vec<_>>())
}

/// What is written for a setting, by its name; nothing where it is taken away.
type Written = (String, Option<Value>);

fn write_values(path: &Path, settings: &[Written]) -> Result<Configuration, NotWritten> {
    let failed = |error: &std::io::Error| NotWritten::Disk {
        path: path.display().to_string(),
        reason: error.to_string(),
        full: error.kind() == std::io::ErrorKind::StorageFull,
    };
    // It is read as every start reads it: what is wrong in it is not written over.
    let there = Configuration::read_if_there(path)?.is_some();
    let before =
        if there { std::fs::read_to_string(path).map_err(|error| failed(&error))? } else { SHIPPED.to_owned() };
    let text = with_values(&before, settings).map_err(NotWritten::After)?;
    let after = Configuration::parse(&text).map_err(NotWritten::After)?;
    write_proven(path, text.as_bytes()).map_err(|error| failed(&error))?;
    Ok(after)
}

/// The text of a file with these settings. One that stands there behind a # is put in its place; one that is taken away goes
/// behind a #.
///
/// # Errors
/// When the text is no TOML.
pub fn with_settings(text: &str, settings: &[Setting]) -> Result<String, Fault> {
    with_values(text, &values(settings))
}

fn values(settings: &[Setting]) -> Vec<Written> {
    settings.iter().map(|setting| (setting.name.to_owned(), toml_value(&setting.value))).collect()
}

fn with_values(text: &str, settings: &[Written]) -> Result<String, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = Configuration::table(text)?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (name, value) in settings {
        match (table.contains_key(name), value) {
            // Where one stands already only its value changes, below.
            (true, Some(_)) | (false, None) => {}
            (true, None) => {
                for line in lines.iter_mut().filter(|line| is_of(line, name)) {
                    line.insert(0, '#');
                }
            }
            (false, Some(value)) => {
                let written = format!("{name} = {}", value.to_string().trim());
                let place = lines.iter().position(|line| line.strip_prefix('#').is_some_and(|line| is_of(line, name)));
                match place {
                    Some(place) => lines[place] = written,
                    None => lines.push(written),
                }
            }
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    let mut document = document(&text)?;
    for (name, value) in settings {
        let Some(value) = value else { continue };
        if let Some(there) = document.get_mut(name).and_then(Item::as_value_mut) {
            let around = there.decor().clone();
            *there = value.clone();
            // What was written behind the old value stays.
            *there.decor_mut() = around;
        }
    }
    Ok(document.to_string())
}

/// A text as it can be changed.
fn document(text: &str) -> Result<DocumentMut, Fault> {
    let other = || Fault::Syntax { line: 1, reason: "it cannot be changed".to_owned() };
    text.parse().map_err(|_| Configuration::table(text).err().unwrap_or_else(other))
}

/// Whether a line sets what has this name.
fn is_of(line: &str, name: &str) -> bool {
    line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
}

fn toml_value(value: &SettingValue) -> Option<Value> {
    match value {
        SettingValue::Text(text) => Some(text.as_str().into()),
        SettingValue::Switch(on) => Some((*on).into()),
        SettingValue::Number(number) => Some((*number).into()),
        SettingValue::Absent => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &'static str, value: &str) -> Setting {
        Setting { name, value: SettingValue::Text(value.to_owned()) }
    }

    fn some() -> Vec<Setting> {
        vec![
            text("language", "ru"),
            text("centre", "causeni"),
            Setting { name: "fullscreen", value: SettingValue::Switch(true) },
            Setting { name: "pixels_per_millimetre", value: SettingValue::Number(5.6) },
            text("printer", "Birou \"unu\" \\ doi"),
        ]
    }

    #[test]
    fn each_setting_stands_where_the_shipped_file_explains_it_and_every_comment_stays() {
        let written = with_settings(SHIPPED, &some()).unwrap();
        let read = Configuration::parse(&written).unwrap();
        assert_eq!((read.language.code(), read.centre.as_str(), read.fullscreen), ("ru", "causeni", true));
        assert_eq!(read.printer.as_deref(), Some("Birou \"unu\" \\ doi"));
        assert!((read.pixels_per_millimetre - 5.6).abs() < 0.001);
        let (before, after) = (SHIPPED.lines().collect::<Vec<_>>(), written.lines().collect::<Vec<_>>());
        assert_eq!(before.len(), after.len());
        let changed: Vec<&str> =
            before.iter().zip(&after).filter(|(one, other)| one != other).map(|(one, _)| *one).collect();
        assert_eq!(changed.len(), 5, "{changed:?}");
        assert!(changed.iter().all(|line| line.starts_with('#') && line.contains(" = ")), "{changed:?}");
    }

    #[test]
    fn what_stands_there_changes_its_value_and_keeps_what_is_written_around_it() {
        let before =
            "# ours\nlanguage = \"ro\" # as the mayor wants\nwindow = [\n  800,\n  600,\n]\nprinter = \"old\"\n";
        let changes = [text("language", "ru"), Setting { name: "printer", value: SettingValue::Absent }];
        let after = with_settings(before, &changes).unwrap();
        assert!(after.contains("language = \"ru\" # as the mayor wants"), "{after}");
        assert!(after.contains("#printer = \"old\"") && after.contains("# ours"), "{after}");
        assert_eq!(Configuration::parse(&after).unwrap().window, (800.0, 600.0));
        // And once more with the same: nothing stands there twice.
        assert_eq!(with_settings(&after, &changes).unwrap(), after);
        let again = with_settings(&after, &[text("printer", "new")]).unwrap();
        assert_eq!(Configuration::parse(&again).unwrap().printer.as_deref(), Some("new"));
        assert_eq!(again.matches("printer").count(), 1, "{again}");
    }

    #[test]
    fn a_file_without_the_setting_has_it_at_its_end_and_one_of_another_system_is_read() {
        let after = with_settings("\u{feff}language = \"ru\"\r\nfullscreen = true\r\n", &[text("centre", "lozova")]);
        let read = Configuration::parse(&after.unwrap()).unwrap();
        assert!(read.fullscreen && read.centre == "lozova" && read.language.code() == "ru");
    }

    #[test]
    fn a_file_that_is_wrong_is_left_as_it_is_and_so_is_one_that_would_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kiosk.toml");
        for wrong in ["language = ", "langauge = \"ro\"\n", "language = \"de\"\n"] {
            std::fs::write(&path, wrong).unwrap();
            assert!(matches!(write_settings(&path, &some()), Err(NotWritten::Before(_))), "{wrong}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), wrong);
        }
        std::fs::write(&path, "language = \"ro\"\n").unwrap();
        let refused = write_settings(&path, &[text("centre", "../etc")]);
        assert!(matches!(refused, Err(NotWritten::After(Fault::Settings(_)))), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "language = \"ro\"\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_new_file_is_the_shipped_one_with_the_settings_and_is_read_as_it_was_meant() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/kiosk.toml");
        let written = write_settings(&path, &some()).unwrap();
        assert_eq!(Configuration::read(&path).unwrap(), written);
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("# The settings of one terminal."));
        // Whoever leaves every question open has a file all the same: no start asks again.
        let open = folder.path().join("open.toml");
        assert_eq!(write_settings(&open, &[]).unwrap(), Configuration::default());
        assert_eq!(Configuration::read_if_there(&open).unwrap(), Some(Configuration::default()));
    }

    #[test]
    fn settings_of_another_text_are_taken_over_whatever_their_kind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kiosk.toml");
        let text = "window = [800, 600] # small\nidle_seconds = 120\nprint_folder = \"/srv/paper\"\n";
        let written = write_settings_of(&path, text).unwrap();
        assert_eq!(written, Configuration::read(&path).unwrap());
        assert_eq!((written.window, written.idle_seconds), ((800.0, 600.0), 120));
        assert!(matches!(write_settings_of(&path, "idle_seconds = 1\n"), Err(NotWritten::After(_))));
        assert_eq!(Configuration::read(&path).unwrap(), written);
    }

    #[test]
    fn a_place_that_is_no_folder_is_said_and_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "x").unwrap();
        let refused = write_settings(&folder.path().join("file/kiosk.toml"), &some());
        assert!(matches!(refused, Err(NotWritten::Disk { .. } | NotWritten::Before(_))), "{refused:?}");
    }
}
