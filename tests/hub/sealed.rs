//! Sealed parts: out of the hub, opened elsewhere and written down, a person's request, and erasing.

use crate::ground::{Ground, Terminal, hub, stdout_of, values, verdicts};
use cups_kiosk::domain::case::{Person, ProviderNumber, SealedContent};
use cups_kiosk::domain::identifier::Idnp;
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::protocol::entry::{Entry, NO_HASH};
use cups_kiosk::protocol::verdict::Verdict;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use uuid::Uuid;

pub const ANA: &str = "2000000000015";
const ION: &str = "2000000000026";

pub fn person(name: &str, idnp: &str) -> SealedContent {
    let person = Person {
        name: name.to_owned(),
        idnp: Some(Idnp::parse(idnp).unwrap()),
        phone: None,
        birth: None,
        document: None,
        representative: None,
    };
    SealedContent { person: Some(person), ..SealedContent::default() }
}

/// What three people had done, sealed to the operator of this ground.
pub fn journal(ground: &Ground, terminal: &Terminal) -> Vec<Entry> {
    let of = |action, case: u128, content: Option<SealedContent>| {
        let facts =
            EntryFacts { case: Some(Uuid::from_u128(case)), ..EntryFacts::new(action, &terminal.circumstances()) };
        (facts, content)
    };
    let number = SealedContent { number: ProviderNumber::parse("SC-17").ok(), ..SealedContent::default() };
    let said = [
        of(Action::CaseOpened, 1, None),
        of(Action::PersonIdentified, 1, Some(person("Ana Rusu", ANA))),
        of(Action::PersonIdentified, 2, Some(person("Ion Munteanu", ION))),
        of(Action::RequestSubmitted, 1, Some(number)),
        (EntryFacts::new(Action::Informed, &terminal.circumstances()), None),
    ];
    sealed_journal(ground, terminal, &said)
}

/// What a terminal recorded, with what of it is sealed to the operator of this ground.
pub fn sealed_journal(
    ground: &Ground,
    terminal: &Terminal,
    said: &[(EntryFacts, Option<SealedContent>)],
) -> Vec<Entry> {
    let key = fs::read_to_string(ground.path("operator.key")).unwrap();
    let public = key.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap();
    let recipient: age::x25519::Recipient = public.parse().unwrap();
    let mut entries = terminal.journal(1, &said.iter().map(|(facts, _)| facts.clone()).collect::<Vec<_>>());
    let mut previous = NO_HASH;
    for (entry, (_, content)) in entries.iter_mut().zip(said) {
        let seal = |content| age::encrypt(&recipient, &serde_json::to_vec(content).unwrap()).unwrap();
        entry.sealed = content.as_ref().map(seal);
        entry.previous = previous;
        previous = entry.hash();
    }
    entries
}

/// Runs a command that something is typed to.
fn typed(arguments: &[&str], text: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn what_is_sealed_is_opened_away_from_the_hub_and_written_down() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let answer = terminal.send(&running, &values(&journal(&ground, &terminal)));
    assert_eq!(verdicts(&answer), [Verdict::Accepted; 5], "{answer:?}");
    let (data, file, key) = (ground.data(), ground.text("july.sealed"), ground.text("operator.key"));
    let said =
        stdout_of(&hub(&["export", "--out", &file, "--centre", "lozova", "--from", "2026-01-01", "--data", &data]));
    assert!(said.contains("5 entries"), "{said}");
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("Rusu") && !text.contains(ANA));

    // Nothing is opened without a reason, or where the hub is.
    let open = |more: &[&str], text: &str| {
        typed(&[&["open", &file, "--key", &key, "--who", "Vera", "--why", "control anual"], more].concat(), text)
    };
    assert_eq!(hub(&["open", &file, "--key", &key, "--who", "Vera"]).status.code(), Some(2));
    let beside = format!("{data}/operator.key");
    fs::copy(&key, &beside).unwrap();
    let refused = hub(&["open", &file, "--key", &beside, "--who", "Vera", "--why", "x"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("a hub lies there"));
    fs::remove_file(&beside).unwrap();
    assert!(!ground.path("operator.key.opened").exists());

    let all = stdout_of(&open(&[], ""));
    assert!(all.contains("name: Ana Rusu; idnp: 2000000000015") && all.contains("number: SC-17"), "{all}");
    assert!(all.contains("Ion Munteanu") && !all.contains("NOT what was signed"), "{all}");
    let ana = stdout_of(&open(&["--person", "--json"], "2000 0000 00015\n"));
    assert!(
        ana.contains("Ana Rusu") && ana.contains("SC-17") && !ana.contains("Ion"),
        "the whole case, and no other: {ana}"
    );
    assert_eq!(ana.lines().count(), 3);
    assert_eq!(open(&["--person"], "2000000000016\n").status.code(), Some(2), "a digit was mistyped");

    let log = stdout_of(&hub(&["opened", "--key", &key]));
    assert!(log.contains("Vera\tcontrol anual\t5 entries") && log.contains("3 entries, of one person"), "{log}");
    assert!(log.contains(&format!("{}/1: 1-2,4", terminal.name)), "{log}");
    assert!(log.ends_with("2 openings, none changed or taken out") && !log.contains(ANA), "{log}");
    let path = ground.path("operator.key.opened");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("Vera", "Nobody", 1)).unwrap();
    assert_eq!(hub(&["opened", "--key", &key]).status.code(), Some(1));
    assert_eq!(open(&[], "").status.code(), Some(2), "nothing is opened over a log that was changed");
    fs::write(&path, text).unwrap();

    // Another key, a file that was cut off, one that is none.
    let other = Ground::new();
    let foreign = hub(&["open", &file, "--key", &other.text("operator.key"), "--who", "Vera", "--why", "x"]);
    assert_eq!(foreign.status.code(), Some(2));
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.lines().take(3).collect::<Vec<_>>().join("\n")).unwrap();
    assert!(String::from_utf8(open(&[], "").stderr).unwrap().contains("cut off: 2 of 5"));
    fs::write(&file, "[]").unwrap();
    assert_eq!(open(&[], "").status.code(), Some(2));
    for wrong in [
        &["export", "--out", &ground.text("new"), "--data", &data][..],
        &["export", "--out", &file, "--centre", "lozova", "--data", &data],
    ] {
        assert_eq!(hub(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_person_is_answered_on_one_sheet_and_erased_while_the_history_stays_provable() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entries = journal(&ground, &terminal);
    terminal.send(&running, &values(&entries));
    let (data, file, key) = (ground.data(), ground.text("all.sealed"), ground.text("operator.key"));
    stdout_of(&hub(&["export", "--out", &file, "--terminal", &terminal.name, "--data", &data]));
    let [sheet, list] = [ground.text("sheet.html"), ground.text("list.json")];
    let open = ["open", &file, "--key", &key, "--who", "Vera", "--why", "cererea 12 de acces", "--person"];
    stdout_of(&typed(
        &[&open[..], &["--sheet", "ro", "--out", &sheet, "--erase-list", &list]].concat(),
        &format!("{ANA}\n"),
    ));
    let text = fs::read_to_string(&sheet).unwrap();
    assert!(text.contains("Ana Rusu") && text.contains("SC-17") && !text.contains("Ion"), "{text}");
    let russian = stdout_of(&typed(&[&open[..], &["--sheet", "ru"]].concat(), &format!("{ANA}\n")));
    assert!(russian.contains("<html lang=\"ru\">") && russian.contains("Имя: Ana Rusu"), "{russian}");
    let names = fs::read_to_string(&list).unwrap();
    assert!(!names.contains("Ana") && !names.contains(ANA), "{names}");

    let erase = ["erase", &list, "--who", "Vera", "--why", "cererea 12", "--data", &data];
    let said = stdout_of(&hub(&erase));
    assert!(said.starts_with("2 sealed parts are erased; 1 had none"), "{said}");
    assert!(stdout_of(&hub(&erase)).starts_with("0 sealed parts are erased"));
    let doctor = hub(&["doctor", "--data", &data]);
    let doctor = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.contains("ok  histories: 5 entries"), "{doctor}");
    // What was counted is counted, the terminal may send it again, and nobody else is touched.
    assert_eq!(running.listed().len(), 5);
    assert_eq!(verdicts(&terminal.send(&running, &values(&entries))), [Verdict::Duplicate; 5]);
    let after = ground.text("after.sealed");
    stdout_of(&hub(&["export", "--out", &after, "--terminal", &terminal.name, "--data", &data]));
    let all = stdout_of(&hub(&["open", &after, "--key", &key, "--who", "Vera", "--why", "control"]));
    assert!(all.contains("Ion Munteanu") && !all.contains("Ana") && !all.contains("SC-17"), "{all}");
    assert!(all.contains("sealed: erased") && !all.contains("NOT what was signed"), "{all}");
    fs::write(&list, r#"{"form":"cups-erase-1"}"#).unwrap();
    for wrong in [
        &erase[..],
        &["erase", &sheet, "--who", "V", "--why", "x", "--data", &data],
        &["erase", &list, "--who", "V", "--why", "", "--data", &data],
    ] {
        assert_eq!(hub(wrong).status.code(), Some(2), "{wrong:?}");
    }
}
