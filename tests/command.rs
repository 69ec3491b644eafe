//! The kiosk's command line: what scripts rely on, and what bad input is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::protocol::sheet::PrintSheet;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn kiosk(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env_remove("CUPS_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may have had enough before the end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn plan(answers: &str, centre: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["plan", "--event", "C1", "--answers", "-", "--on", "2026-11-20", "--centre", centre, "--lang", "en", "--json"];
    let output = kiosk(folder.path(), &arguments, answers);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_birth_last_week_in_lozova_has_its_steps_dates_papers_and_fees() {
    let answers = r#"{"birth_date": "2026-11-13", "birth_registered": "not_yet", "parents_married": false}"#;
    let plan = plan(answers, "lozova");
    assert_eq!(plan["catalogue"]["asOf"], "2026-11-21");
    let steps = plan["steps"].as_array().unwrap();
    let first = &steps[0];
    assert_eq!(first["id"], "register_birth");
    assert_eq!(first["due"]["date"], "2027-02-13");
    assert_eq!(first["due"]["openDay"], "2027-02-12");
    assert!(
        first["due"]["warning"].as_str().unwrap().contains("12 February 2027")
            || first["due"]["warning"].as_str().unwrap().contains("12\u{a0}February")
    );
    assert_eq!(first["fees"][0]["amount"], "0");
    assert_eq!(first["lead"]["values"], serde_json::json!([{ "date": "2027-02-13" }, { "date": "2027-02-12" }]));
    // A birth at home costs nothing; one that may have been registered elsewhere may.
    let unknown = self::plan(r#"{"birth_date": "2026-11-13"}"#, "lozova");
    let perhaps = unknown["steps"].as_array().unwrap();
    let paid: Vec<&Value> = perhaps.iter().filter_map(|step| step["cost"]["values"][0].get("amount")).collect();
    assert!(paid.iter().all(|paid| paid["currency"] == "MDL") && !paid.is_empty(), "{paid:?}");
    let automatic: Vec<&Value> = steps.iter().filter(|step| step["status"] == "automatic").collect();
    assert!(!automatic.is_empty(), "the State does something by itself");
    let papers: Vec<&str> =
        plan["papers"].as_array().unwrap().iter().map(|paper| paper["id"].as_str().unwrap()).collect();
    let mut once = papers.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), papers.len(), "each paper once");
}

#[test]
fn a_program_reads_what_the_window_says() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["plan", "--event", "X-ENERGY", "--on", "2026-11-20", "--centre", "lozova", "--lang", "en"];
    let output = kiosk(folder.path(), &[&arguments[..], &["--json"]].concat(), "");
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    let step = &plan["steps"][0];
    let perhaps = step["where"].as_array().unwrap().iter().find(|place| place["certain"] == false).unwrap();
    assert_eq!(perhaps["perhaps"][0], "Only if yours is no special case");
    let sections = step["sections"].as_array().unwrap();
    let lines: Vec<&Value> = sections
        .iter()
        .flat_map(|section| section["blocks"].as_array().unwrap())
        .flat_map(|block| block["lines"].as_array().unwrap())
        .collect();
    assert!(lines.iter().any(|line| line["words"] == "Perhaps. Only if yours is no special case"), "{lines:#?}");
    let text = String::from_utf8(kiosk(folder.path(), &arguments, "").stdout).unwrap();
    for said in [&plan["overview"], &step["cost"], &step["marks"][0]] {
        assert!(text.contains(said["words"].as_str().unwrap()), "{said}: {text}");
    }
}

#[test]
fn no_answers_and_i_do_not_know_everywhere_give_plans_too() {
    let open = plan("{}", "lozova");
    assert!(!open["questions"].as_array().unwrap().is_empty());
    let unknown: String = open["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| format!("\"{}\": null", question["id"].as_str().unwrap()))
        .collect::<Vec<_>>()
        .join(", ");
    let plan = plan(&format!("{{{unknown}}}"), "rome");
    assert!(!plan["steps"].as_array().unwrap().is_empty());
}

#[test]
fn bad_input_is_one_line_with_exit_code_two_and_a_problem_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let bad: [(&[&str], &str, &str); 6] = [
        (&["plan", "--event", "C99"], "", "C99"),
        (&["plan", "--event", "C1", "--answers", "-"], r#"{"colour": "blue"}"#, "no question \"colour\""),
        (
            &["plan", "--event", "C1", "--answers", "-"],
            r#"{"birth_date": "31.02.2026"}"#,
            "no answer to \"birth_date\"",
        ),
        (&["plan", "--event", "C1", "--answers", "-"], "not json", "standard input"),
        (&["plan", "--event", "C1", "--on", "tomorrow"], "", "2026-11-20"),
        (&["plan", "--event", "C1", "--centre", "nowhere.toml"], "", "nowhere.toml"),
    ];
    for (arguments, input, named) in bad {
        let output = kiosk(folder.path(), arguments, input);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        assert!(said.contains(named), "{said}");
        let output = kiosk(folder.path(), &[arguments, &["--json"]].concat(), input);
        let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert!(problem["type"].as_str().unwrap().starts_with("urn:cups:problem:"));
        assert_eq!(problem["status"], 400);
        assert!(output.stdout.is_empty());
    }
}

/// For whoever packs the program; a hyphen begins an option and no name of a folder.
#[test]
fn the_manual_is_written_into_a_folder_and_its_help_is_a_line_and_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let manual = |word: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
        command.args(["manual", word]).current_dir(folder.path()).output().unwrap()
    };
    for (word, code) in [("--help", 0), ("-h", 0), ("--out", 2), ("-", 2)] {
        let output = manual(word);
        assert_eq!(output.status.code(), Some(code), "{word}");
        let (said, silent) = if code == 0 { (output.stdout, output.stderr) } else { (output.stderr, output.stdout) };
        assert!(String::from_utf8_lossy(&said).contains("cups-kiosk manual DIR"), "{word}");
        assert!(silent.is_empty(), "{word}");
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "{word} made something");
    }
    assert!(manual("pages").status.success());
    assert!(folder.path().join("pages/cups-kiosk.1").is_file());
}

/// Each with what the line must name. The window takes none of them.
#[test]
fn answers_that_the_window_would_not_take_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!(r#"{{"birth_date": "{}"}}"#, "9".repeat(2_000_000));
    let bad: [(&str, &str, &str); 24] = [
        ("C1", r#"{"birth_date": "2030-01-01"}"#, "no day after 2026-11-20"),
        ("C1", r#"{"birth_date": "2026-11-21"}"#, "no day after 2026-11-20"),
        ("C1", r#"{"birth_date": "9999-12-31"}"#, "no day after"),
        ("C1", r#"{"birth_date": "1950-01-01"}"#, "no day before"),
        ("C1", r#"{"birth_date": "2026-11-13T00:00:00+02:00"}"#, "without a time"),
        ("C1", r#"{"birth_date": "2026-11-13T00:00:00Z"}"#, "without a time"),
        ("C1", r#"{"birth_date": "2026-11-13 00:00"}"#, "without a time"),
        ("C1", r#"{"birth_date": "20261113"}"#, "birth_date"),
        ("C1", r#"{"birth_date": "+002026-11-13"}"#, "birth_date"),
        ("C1", r#"{"birth_date": 20261113}"#, "birth_date"),
        ("C1", r#"{"birth_date": ["2026-11-13"]}"#, "birth_date"),
        ("C1", r#"{"parents_married": "true"}"#, "true, false or null"),
        ("C1", r#"{"parents_married": 1}"#, "true, false or null"),
        ("C1", r#"{"birth_registered": "perhaps"}"#, "one of not_yet"),
        ("C1", r#"{"parents_married": true, "parents_married": false}"#, "\"parents_married\" is answered twice"),
        ("C1", r#"{"parents_married": true, "parents_m\u0061rried": true}"#, "answered twice"),
        ("C1", r#"{"paper:identity_document": true, "paper:identity_document": false}"#, "answered twice"),
        ("C1", r#"{"paper:identity_document": null}"#, "paper:identity_document"),
        ("C1", r#"{"paper:no_such_paper": true}"#, "no_such_paper"),
        ("C1", "[]", "an object of answers"),
        ("C1", "", "empty"),
        ("C1", "\u{feff}{}", "byte order mark"),
        ("C1", r"{} {}", "trailing"),
        ("C1", &long, "longer than"),
    ];
    for (event, input, named) in bad {
        let arguments = ["plan", "--event", event, "--answers", "-", "--on", "2026-11-20"];
        let file = folder.path().join("answers.json");
        std::fs::write(&file, input).unwrap();
        let from_file = ["plan", "--event", event, "--answers", file.to_str().unwrap(), "--on", "2026-11-20"];
        for output in [kiosk(folder.path(), &arguments, input), kiosk(folder.path(), &from_file, "")] {
            let said = String::from_utf8(output.stderr).unwrap();
            let start: String = input.chars().take(80).collect();
            assert_eq!(output.status.code(), Some(2), "{start}: {said}");
            assert_eq!(said.trim_end().lines().count(), 1, "{start}: {said}");
            assert!(said.contains(named) && said.len() < 600, "{start}: {said}");
            assert!(output.stdout.is_empty());
        }
    }
    // What is no text is no answer either.
    let file = folder.path().join("utf-16.json");
    std::fs::write(&file, [0xff, 0xfe, b'{', 0, b'}', 0]).unwrap();
    let output = kiosk(folder.path(), &["plan", "--event", "C1", "--answers", file.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_day_of_a_plan_is_a_day() {
    let folder = tempfile::tempdir().unwrap();
    for day in
        ["20261120", "2026-11-20T23:30:00-05:00", "2026-11-20T10:00:00Z", "2026-11-31", "2026-11-2", "", "20.11.2026"]
    {
        let output = kiosk(folder.path(), &["plan", "--event", "C1", "--on", day], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{day}: {said}");
        assert!(said.contains("--on") && said.trim_end().lines().count() == 1, "{day}: {said}");
    }
}

#[test]
fn a_term_that_has_passed_leads_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let answers = r#"{"death_date": "2026-11-20", "death_registered": false}"#;
    let arguments = ["plan", "--event", "C16", "--answers", "-", "--on", "2026-11-26", "--centre", "lozova"];
    let output = kiosk(folder.path(), &[&arguments[..], &["--json"]].concat(), answers);
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["urgent"], serde_json::json!(["register_death"]));
    let steps = plan["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == "register_death").unwrap();
    assert_eq!(step["lead"]["kind"], "passed");
    assert_eq!(step["lead"]["urgency"], "overdue");
    assert_eq!((&step["lead"]["date"], &step["lead"]["goOn"]), (&"2026-11-22".into(), &"2026-11-26".into()));
    assert_eq!(step["lead"]["next"], "2027-11-20");
    assert_eq!((&step["due"]["date"], &step["due"]["passed"]), (&"2026-11-22".into(), &true.into()));
    assert_eq!(step["deadlines"][0]["date"], "2026-11-22");
    let lines = String::from_utf8(kiosk(folder.path(), &arguments, answers).stdout).unwrap();
    let first = lines.lines().nth(1).unwrap();
    assert!(first.starts_with('!') && first.contains("22\u{a0}noiembrie 2026"), "{lines}");
}

#[test]
fn search_gives_codes_and_nothing_for_nonsense() {
    let folder = tempfile::tempdir().unwrap();
    let hits: Value =
        serde_json::from_slice(&kiosk(folder.path(), &["search", "certificat de nastere", "--json"], "").stdout)
            .unwrap();
    assert_eq!(hits[0]["code"], "C1");
    assert_eq!(hits[0]["kind"], "event");
    let none: Value =
        serde_json::from_slice(&kiosk(folder.path(), &["search", "what time is it", "--json"], "").stdout).unwrap();
    assert_eq!(none, Value::Array(Vec::new()));
}

#[test]
fn sync_without_enrolment_and_a_dead_hub_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = kiosk(folder.path(), &["sync", "--once"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not enrolled"));
    let output = kiosk(folder.path(), &["enrol", "--hub", "http://127.0.0.1:9", "--code", "ABCD-2345"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no answer"));
    let output = kiosk(folder.path(), &["enrol", "--hub", "hub.example", "--code", "ABCD-2345"], "");
    assert!(String::from_utf8_lossy(&output.stderr).contains("not an address"));
}

#[test]
fn a_terminal_that_was_never_enrolled_names_no_moment_at_which_it_asked() {
    let folder = tempfile::tempdir().unwrap();
    let out = kiosk(folder.path(), &["outbox", "status"], "").stdout;
    let out = String::from_utf8_lossy(&out).into_owned();
    assert!(out.contains("nothing is sent: "), "{out}");
    let json: Value =
        serde_json::from_slice(&kiosk(folder.path(), &["outbox", "status", "--json"], "").stdout).unwrap();
    assert!(json["lastContact"]["reason"].is_string() && json["lastContact"].get("since").is_none(), "{json}");
}

#[test]
fn the_doctor_finds_a_mistyped_setting() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kiosk.toml"), "langauge = \"ro\"\n").unwrap();
    let output = kiosk(folder.path(), &["doctor"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("BAD configuration"));
}

#[test]
fn the_doctor_says_it_in_the_words_of_people_and_in_one_line_for_the_telephone() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = kiosk(folder.path(), arguments, "");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, line) = said(&["doctor", "--line"]);
    assert_eq!((code, line.lines().count()), (Some(0), 1), "{line}");
    assert!(line.starts_with("K: D-OK S-OK ") && line.trim_end().ends_with("H-0"), "{line}");
    for (language, words) in [("ro", "Ce e de făcut"), ("ru", "Что делать"), ("en", "What to do")] {
        let (code, all) = said(&["doctor", "--lang", language]);
        assert_eq!(code, Some(1), "it is not enrolled");
        assert!(all.contains(words) && all.contains(line.trim_end()), "{all}");
    }
    assert_eq!(said(&["doctor", "--lang", "de"]).0, Some(2));
    assert_eq!(said(&["doctor", "--line", "--json"]).0, Some(2));
    let (_, json) = said(&["doctor", "--json"]);
    let checks: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(checks.iter().all(|check| check["code"].as_str().is_some_and(|code| code.contains('-'))), "{json}");
}

#[test]
fn a_terminal_is_set_up_from_a_file_and_what_is_wrong_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let file = folder.path().join("answers.toml");
    let set_up = |text: &str, more: &[&str]| {
        std::fs::write(&file, text).unwrap();
        let arguments = [&["setup", "--file", file.to_str().unwrap()], more].concat();
        let output = kiosk(&data, &arguments, "");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (text, lines, named) in [
        ("langauge = \"ru\"\nidle_seconds = 1\n", 2, "line 2: idle_seconds"),
        ("language = ", 1, "line 1: not TOML"),
        ("centre = \"nowhere\"\n", 1, "the catalogue knows"),
        ("[enrolment]\nhub = \"hub.example\"\ncode = \"ABCD-2345\"\n", 1, "https://hub.example.md"),
        ("[enrolment]\ncode = 5\n", 2, "enrolment.hub: it is missing"),
        ("[hub]\naddress = \"https://hub.example.md\"\n", 1, "hub"),
    ] {
        let (code, said) = set_up(text, &[]);
        assert_eq!((code, said.lines().count()), (Some(2), lines), "{text}: {said}");
        assert!(said.contains(named), "{text}: {said}");
        assert!(!data.exists(), "nothing is changed");
    }
    // A hub that does not answer is no bad input; no setting is written either.
    let (code, said) =
        set_up("language = \"ru\"\n[enrolment]\nhub = \"http://127.0.0.1:9\"\ncode = \"ABCD-2345\"\n", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(!data.join("kiosk.toml").exists());
    for _ in 0..2 {
        let (code, said) = set_up("language = \"ru\"\nwindow = [800, 600]\n", &[]);
        assert_eq!(code, Some(0), "{said}");
        let written = std::fs::read_to_string(data.join("kiosk.toml")).unwrap();
        assert!(written.contains("\nlanguage = \"ru\"\n") && written.contains("\nwindow = [800, 600]\n"), "{written}");
        assert!(written.starts_with("# The settings of one terminal."), "{written}");
    }
    std::fs::write(data.join("kiosk.toml"), "= = =").unwrap();
    assert_eq!(set_up("language = \"ro\"\n", &[]).0, Some(2), "what somebody wrote is not written over");
    assert_eq!(std::fs::read_to_string(data.join("kiosk.toml")).unwrap(), "= = =");
    let picture = folder.path().join("no.png");
    std::fs::write(&picture, "no picture").unwrap();
    for arguments in [
        &["setup"][..],
        &["setup", "--file", "/nowhere.toml"],
        &["setup", "--code-line", "WIFI:S:name;;"],
        &["setup", "--code-picture", picture.to_str().unwrap()],
        &["setup", "--code-picture", "/nowhere.png"],
        &["setup", "--code-line", "a", "--code-scanned"],
    ] {
        let output = kiosk(&folder.path().join("other"), arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!folder.path().join("other").exists());
    }
}

#[test]
fn a_sheet_is_made_as_json_for_the_helper_and_bad_input_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let on = ["--event", "C1", "--on", "2026-11-20", "--centre", "lozova", "--language", "ru"];
    let step = ["--step", "register_birth"];
    for (kind, more) in [("plan", &[][..]), ("papers", &["--format", "strip"]), ("step", &step), ("consent", &[])] {
        let arguments = [&["sheet", kind, "--json"], &on[..], more].concat();
        let output = kiosk(folder.path(), &arguments, "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let sheet = PrintSheet::read(&output.stdout).unwrap();
        assert_eq!((sheet.template.as_str(), sheet.language.code()), (kind, "ru"));
        assert_eq!(sheet.on.to_string(), "2026-11-20");
        assert_eq!(sheet.mark.is_some(), kind == "consent");
    }
    let team =
        ["sheet", "day-pack", "--json", "--on", "2026-11-20", "--centre", "mobile-straseni", "--place", "Căpriana"];
    let output = kiosk(folder.path(), &team, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sheet = PrintSheet::read(&output.stdout).unwrap();
    assert_eq!(sheet.template, "day-pack");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Satul: Căpriana") && said.contains("Scanerul"), "{said}");
    for (arguments, told) in [(&team[..7], "--place"), (&[&team[..8], &[" - "][..]].concat(), "no village")] {
        let output = kiosk(folder.path(), arguments, "");
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(told));
    }
    for (arguments, told) in [
        (&["--json", "--step", "nothing"][..], "--step nothing: the plan has "),
        (&["--json"], "--step"),
        (&["--step", "register_birth"], "--out"),
    ] {
        let output = kiosk(folder.path(), &[&["sheet", "step"], &on[..], arguments].concat(), "");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(told), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_helper_that_is_not_there_or_that_falls_is_a_message() {
    use std::os::unix::fs::PermissionsExt as _;
    // A place of its own for the program: beside it nothing lies but what is put there.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let program = folder.path().join("cups-kiosk");
    std::fs::hard_link(env!("CARGO_BIN_EXE_cups-kiosk"), &program).unwrap();
    let helper = folder.path().join("cups-paper");
    let out = folder.path().join("sheet.pdf");
    let made = || {
        let mut command = Command::new(&program);
        command
            .args(["sheet", "papers", "--event", "C1", "--on", "2026-11-20", "--centre", "lozova", "--out"])
            .arg(&out);
        command.arg("--data").arg(folder.path().join("data")).env("PATH", "/nowhere").env_remove("CUPS_LOG");
        let output = command.stdin(Stdio::null()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = made();
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("the program cups-paper is neither beside this one nor in PATH"), "{said}");
    for (script, told) in [
        ("echo 'standard input: the template falls' >&2; exit 1", "the template falls"),
        ("kill -9 $$", "cups-paper ended without a word"),
    ] {
        std::fs::write(&helper, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o755)).unwrap();
        let (code, said) = made();
        assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.contains(told), "{said}");
        assert!(!out.exists(), "half a file is no sheet");
    }
    std::fs::write(&helper, "#!/bin/sh\necho paper\n").unwrap();
    assert_eq!(made(), (Some(0), String::new()));
    assert_eq!(std::fs::read(&out).unwrap(), b"paper\n");
}
