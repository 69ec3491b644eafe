use super::*;

fn wrong(text: &str) -> Vec<WrongSetting> {
    match Configuration::parse(text) {
        Err(Fault::Settings(wrong)) => wrong,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_shipped_file_says_what_is_so_without_it() {
    let shipped = include_str!("../../../packaging/kiosk.toml");
    assert_eq!(Configuration::parse(shipped).unwrap(), Configuration::default());
    // With every setting uncommented too: the values there are the defaults, but for those that have none.
    let all: String = shipped
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.contains(" = ") && !setting.starts_with(' ') => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let read = Configuration::parse(&all).unwrap();
    // What has no default is said by an example.
    assert!(read.catalogue_root.is_some() && read.printer.is_some() && read.scanner.is_some());
    assert!(read.print_system.is_some() && read.print_folder.is_some());
    let none = Configuration {
        catalogue_root: None,
        scanner: None,
        printer: None,
        print_system: None,
        print_folder: None,
        ..read
    };
    assert_eq!(none, Configuration::default());
}

#[test]
fn every_value_out_of_its_bounds_is_refused_by_its_name() {
    for (name, values) in [
        ("language", &["\"de\"", "\"uk\"", "\"RO\"", "\"\"", "1"][..]),
        ("centre", &["\"\"", "\"../lozova\"", "\"a b\"", "7", "\"lozova\\n\""]),
        ("fullscreen", &["\"true\"", "1"]),
        ("window", &["[0, 0]", "[-1366, 768]", "[1366]", "[1366, 768, 1]", "[nan, 768]", "[1e9, 768]", "\"1366x768\""]),
        ("idle_seconds", &["0", "9", "-90", "3601", "90.0", "9223372036854775807", "\"90\""]),
        ("idle_warning_seconds", &["0", "19", "601", "-1", "true"]),
        ("pixels_per_millimetre", &["0", "-3.6", "nan", "inf", "-inf", "0.9", "41", "\"3,6\""]),
        ("viewing_distance", &["0", "199", "5001", "-600.0", "nan", "1e300"]),
        ("specialist_minutes", &["0", "-10", "241", "1.5"]),
        ("retention_days", &["-1", "1096", "-9223372036854775808", "30.5"]),
        ("catalogue_root", &["\"\"", "\"  \"", "5", "[]"]),
        ("scanner", &["\"\"", "\"  \"", "5", "\"a\\nb\""]),
        ("printer", &["\"\"", "\"  \"", "5", "\"a\\nb\""]),
        (
            "print_system",
            &["\"\"", "\"https://localhost\"", "\"http://printer.example:631\"", "\"http://localhost.example\"", "631"],
        ),
        ("print_alone", &["\"yes\"", "1"]),
        ("waiting_numbers", &["\"yes\"", "1"]),
        ("print_pages", &["0", "-1", "501", "70000", "1.5"]),
        ("print_folder", &["\"\"", "1"]),
        ("online", &["\"yes\"", "1"]),
        ("online_minutes", &["0", "4", "241", "-20", "20.5", "true"]),
    ] {
        for value in values {
            let found = wrong(&format!("# a comment\n{name} = {value}\n"));
            assert_eq!(found.len(), 1, "{name} = {value}");
            assert_eq!((found[0].name.as_str(), found[0].line), (name, 2));
            let said = found[0].to_string();
            assert!(said.contains(name) && said.contains("may be"), "{said}");
            assert!(matches!(&found[0].wrong, Wrong::Value { allowed, .. } if !allowed.is_empty()));
        }
    }
}

#[test]
fn the_bounds_themselves_are_allowed() {
    for (name, values) in [
        ("window", &["[480, 7680]", "[7680.0, 480.0]"][..]),
        ("idle_seconds", &["10", "3600"]),
        ("idle_warning_seconds", &["20", "600"]),
        ("pixels_per_millimetre", &["1", "40.0"]),
        ("viewing_distance", &["200", "5000"]),
        ("specialist_minutes", &["1", "240"]),
        ("retention_days", &["0", "1095"]),
        ("print_pages", &["1", "500"]),
        ("online_minutes", &["5", "240"]),
    ] {
        for value in values {
            assert!(Configuration::parse(&format!("{name} = {value}")).is_ok(), "{name} = {value}");
        }
    }
}

#[test]
fn an_unknown_setting_is_named_with_the_nearest_known_one() {
    for (written, nearest) in [
        ("langauge", Some("language")),
        ("Language", Some("language")),
        ("center", Some("centre")),
        ("full_screen", Some("fullscreen")),
        ("fulscreen", Some("fullscreen")),
        ("idle", Some("idle_seconds")),
        ("idle-seconds", Some("idle_seconds")),
        ("retention", Some("retention_days")),
        ("catalog_root", Some("catalogue_root")),
        ("hub", None),
        ("colour", None),
        ("x", None),
    ] {
        let found = wrong(&format!("{written} = 1"));
        assert_eq!(found[0].wrong, Wrong::Unknown { nearest }, "{written}");
        assert!(found[0].to_string().contains(written));
    }
    assert_eq!(wrong("[kiosk]\nlanguage = \"ro\"")[0].name, "kiosk");
    assert_eq!(wrong("\"idel\" = 1\n")[0].line, 1);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file() {
    let found = wrong("idle_seconds = 0\nlangauge = \"ro\"\nretention_days = -1\nwindow = [0, 0]\n");
    let names: Vec<&str> = found.iter().map(|wrong| wrong.name.as_str()).collect();
    assert_eq!(names, ["idle_seconds", "langauge", "retention_days", "window"]);
    assert_eq!(found.iter().map(|wrong| wrong.line).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let long = wrong(&format!("centre = \"{}\"", "x".repeat(5000)));
    assert!(long[0].to_string().len() < 300);
}

#[test]
fn what_is_no_toml_is_said_with_its_line() {
    for (text, line) in [("language = \"ro\"\nfullscreen\n", 2), ("a = ", 1), ("\n\n= 5", 3), ("a = 1\na = 2\n", 2)] {
        match Configuration::parse(text) {
            Err(Fault::Syntax { line: found, reason }) => {
                assert_eq!(found, line, "{text}: {reason}");
                assert!(!reason.contains('\n') && !reason.is_empty());
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert!(Configuration::parse("\u{feff}language = \"ru\"\r\nfullscreen = true\r\n").unwrap().fullscreen);
}

#[test]
fn a_file_that_is_there_and_cannot_be_read_is_not_taken_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kiosk.toml");
    assert_eq!(Configuration::read_if_there(&path).unwrap(), None);
    std::fs::create_dir(&path).unwrap();
    assert!(matches!(Configuration::read(&path).unwrap_err().fault, Fault::Unreadable(_)));
    std::fs::remove_dir(&path).unwrap();
    std::fs::write(&path, b"centre = \"\xff\"").unwrap();
    assert!(matches!(Configuration::read(&path).unwrap_err().fault, Fault::Unreadable(_)));
}

#[test]
fn a_wrong_file_still_keeps_a_public_screen_covered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kiosk.toml");
    for (text, full) in [
        ("fullscreen = true\nlangauge = 1\n", true),
        ("fullscreen=true # public\n= = =", true),
        ("#fullscreen = true\n= =", false),
        ("fullscreen = false\n= =", false),
        ("", false),
    ] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(Configuration::asks_for_full_screen(&path), full, "{text}");
    }
    assert!(!Configuration::asks_for_full_screen(&folder.path().join("none")));
}
