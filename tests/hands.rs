//! Hands at the real window, quicker than the computer: nothing between two keys, and busy loops beside the program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "stage/dice.rs"]
mod dice;
#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::moment;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::Records;
use dice::{Dice, times};
use ground::display::until;
use ground::{Display, Hub, Kiosk};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const PASSWORD: &str = "parola-de-proba";

/// Loops that do nothing but keep the computer busy, until they are dropped.
struct Busy(Arc<AtomicBool>);

impl Busy {
    fn loops(count: usize) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        for _ in 0..count {
            let ended = Arc::clone(&ended);
            std::thread::spawn(move || {
                while !ended.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        Self(ended)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn records(data: &Path) -> Records {
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap().0
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

fn facts(data: &Path) -> Vec<EntryFacts> {
    records(data).all_entries().unwrap().into_iter().map(|entry| entry.facts.meaning().unwrap()).collect()
}

/// An enrolled terminal of Lozova with one specialist, and its hub, which is not running.
fn terminal(folder: &Path) {
    let mut hub = Hub::start(&folder.join("hub"));
    let codes = hub.enrol(&folder.join("kiosk"));
    hub.stop();
    let mut records = records(&folder.join("kiosk"));
    records.add_first(&codes[0], "Specialist", PASSWORD, &circumstances(), moment()).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A script: every key at once, no pause between them.
#[derive(Default)]
struct Script(String);

impl Script {
    fn key(&mut self, key: &str) -> &mut Self {
        writeln!(self.0, "key --delay 0 {key}").unwrap();
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        writeln!(self.0, "type --delay 0 \"{text}\"").unwrap();
        self
    }
}

/// A whole birth case, from the sign-in to the hand-over, typed without looking up once. Every record waits for the disk,
/// and every page for its frame, while three loops keep the computer busy.
#[test]
fn a_whole_birth_case_is_what_was_typed_however_busy_the_computer_is() {
    let display = Display::start();
    let folder = tempfile::tempdir().unwrap();
    terminal(folder.path());
    let rounds = times("CUPS_ROUNDS", 2);
    let busy = Busy::loops(3);
    for round in 0..rounds {
        let data = folder.path().join(format!("kiosk-{round}"));
        copy(&folder.path().join("kiosk"), &data);
        let mut kiosk = Kiosk::start(&data, &display);
        kiosk.wait_for("screen=\"start\"");
        let mut script = Script::default();
        script.key("F12").text("Specialist").key("Tab").text(PASSWORD).key("Return");
        // A new visitor, a birth, the day, and the first answer to every question.
        script.key("ctrl+n").key("1").key("Return").text("13.11.2026").key("Return");
        for _ in 0..questions() {
            script.key("1");
        }
        // The answers are right, the plan becomes a case.
        script.key("Return").key("Return");
        script.key("F2").text("Persoana de proba").key("Tab").text("2000000000004").key("Return");
        // The consent follows the person, and the papers the consent.
        script.key("1").key("2").key("3").key("Return").key("Escape");
        script.key("1").key("Return");
        // The application: the first answer to both questions that are open, then what was checked is right.
        for key in ["Return", "space", "Return", "space", "Return", "Return"] {
            script.key(key);
        }
        script.text("ASP-2026-000123").key("Return");
        script.key("F6").key("F7").text("buletin").key("Return");
        kiosk.hands(&script.0);
        until("the last record does not come", || {
            kiosk.count("recorded sequence=11") == 1 || kiosk.count("nothing was") > 0
        });
        kiosk.kill();
        let actions: Vec<Action> = facts(&data).into_iter().map(|facts| facts.action).collect();
        assert_eq!(
            actions,
            [
                Action::ColleagueAdded,
                Action::CaseOpened,
                Action::PersonIdentified,
                Action::ConsentGiven,
                Action::DraftSaved,
                Action::DraftSaved,
                Action::RequestPrepared,
                Action::RequestSubmitted,
                Action::RequestWaiting,
                Action::ResultIssued,
                Action::ResultHandedOver,
            ],
            "round {round}"
        );
        let mut records = records(&data);
        let key = records.sign_in("Specialist", PASSWORD, None, &circumstances(), moment()).unwrap().keys.unwrap();
        let case = records.cases(&key).unwrap().pop().unwrap();
        assert_eq!(case.person.name, "Persoana de proba");
        assert_eq!(case.person.idnp.as_ref().unwrap().as_str(), "2000000000004");
        let request = &case.requests[0];
        assert_eq!(
            (request.state, request.number.as_ref().unwrap().as_str()),
            (RequestState::HandedOver, "ASP-2026-000123")
        );
        let last = case.history.last().unwrap();
        assert_eq!(last.collector.as_deref(), Some("Persoana de proba"), "no letter of one field stands in another");
        assert_eq!(last.paper.as_deref(), Some("buletin"));
    }
    drop(busy);
    println!("{rounds} birth cases typed without a pause beside three busy loops, each as it was typed");
}

/// How many questions a birth asks after the day, when every answer is the first.
fn questions() -> usize {
    use cups_kiosk::domain::fact::{Answers, Value};
    use cups_kiosk::domain::plan::Plan;
    use cups_kiosk::domain::question::QuestionKind;
    use cups_kiosk::domain::situation::Situation;
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let (event, centre) = (&catalogue.events["C1"], &catalogue.centres["lozova"]);
    let on = jiff::Zoned::now().date();
    let mut answers = Answers::default();
    let mut asked = 0;
    loop {
        let situation = Situation { catalogue: &catalogue, event, answers: &answers, centre, on };
        let Some(question) = Plan::compute(&situation).questions.first().copied() else { return asked - 1 };
        let value = match question.kind {
            QuestionKind::Date => Value::Date(jiff::civil::date(2026, 11, 13)),
            QuestionKind::YesNo => Value::Truth(true),
            QuestionKind::Choice => Value::Choice(question.options[0].id.clone()),
            QuestionKind::Number => Value::Number(1),
        };
        answers.0.insert(question.id.clone(), Some(value));
        asked += 1;
    }
}

/// A key for xdotool, and how many keys go down for it.
fn key(dice: &mut Dice) -> (&'static str, usize) {
    dice.of(&[
        ("a", 1),
        ("e", 1),
        ("n", 1),
        ("t", 1),
        ("1", 1),
        ("2", 1),
        ("3", 1),
        ("1", 1),
        ("space", 1),
        ("Tab", 1),
        ("Tab", 1),
        ("shift+Tab", 2),
        ("Return", 1),
        ("Return", 1),
        ("Escape", 1),
        ("BackSpace", 1),
        ("Left", 1),
        ("Home", 1),
        ("Down", 1),
        ("F2", 1),
        ("F6", 1),
        ("F9", 1),
        ("ctrl+i", 2),
        ("ctrl+n", 2),
        ("ctrl+j", 2),
        ("ctrl+z", 2),
    ])
}

/// The same keys in two windows: in one each waits until the one before was heard, in the other none waits for anything.
#[test]
fn random_keys_end_the_same_in_the_real_window() {
    let folder = tempfile::tempdir().unwrap();
    terminal(folder.path());
    let sequences = times("CUPS_WINDOWS", 4);
    let mut compared = 0;
    let (one, other) = (Display::start(), Display::start());
    for number in 0..sequences {
        let mut dice = Dice(1_000 + number as u64);
        let data = ["waited", "hurried"].map(|name| folder.path().join(format!("{name}-{number}")));
        for data in &data {
            copy(&folder.path().join("kiosk"), data);
        }
        let keys: Vec<(&str, usize)> = (0..20 + dice.below(20)).map(|_| key(&mut dice)).collect();
        let mut begin = Script::default();
        if number % 2 == 1 {
            begin.key("F12").text("Specialist").key("Tab").text(PASSWORD).key("Return");
        }
        let [waited, hurried] = [(&data[0], &one), (&data[1], &other)].map(|(data, display)| {
            let kiosk = Kiosk::start(data, display);
            until("no page is shown", || kiosk.count("described") > 0);
            kiosk.hands(&begin.0);
            if number % 2 == 1 {
                until("nobody is signed in", || kiosk.count("screen=\"desk\"") > 0);
            }
            kiosk
        });
        let all: usize = keys.iter().map(|(_, presses)| presses).sum();
        let mut script = Script::default();
        for (key, _) in &keys {
            script.key(key);
        }
        let before = hurried.count("heard");
        hurried.hands(&script.0);
        for (key, presses) in &keys {
            let before = waited.count("heard");
            waited.hands(Script::default().key(key).0.as_str());
            until("a key is not heard", || waited.count("heard") >= before + presses);
        }
        until("the keys are not all heard", || hurried.count("heard") >= before + all);
        let told = format!("sequence {number}: {}", keys.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(" "));
        // What bears a time or a number of its own is not the same in two windows.
        let page = waited.latest("shown screen=").unwrap_or_default();
        if !page.contains("outbox") && waited.count("recorded") == 0 {
            let end = || (hurried.latest("described digest="), hurried.latest("shown screen="));
            until(&format!("{told}: the pages differ"), || {
                end() == (waited.latest("described digest="), waited.latest("shown screen="))
            });
            compared += 1;
        }
        drop((waited, hurried));
        let journal = |data: &Path| {
            let told = facts(data).into_iter().map(|facts| (facts.action, facts.event, facts.state, facts.reason));
            told.collect::<Vec<_>>()
        };
        assert_eq!(journal(&data[1]), journal(&data[0]), "{told}");
    }
    println!("{sequences} sequences, {compared} of them compared to the last word of the page, all by their journals");
}

/// Random keys, clicks and turns of the wheel at the real window; somebody of twelve has found it.
#[test]
fn the_window_lives_through_random_hands_and_signs_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    terminal(folder.path());
    let display = Display::start();
    for seed in 0..times("CUPS_SEEDS", 1) as u64 {
        let mut dice = Dice(seed);
        let data = folder.path().join(format!("mashed-{seed}"));
        copy(&folder.path().join("kiosk"), &data);
        let mut kiosk = Kiosk::start(&data, &display);
        kiosk.wait_for("screen=\"start\"");
        let events = times("CUPS_EVENTS", 1_000);
        let mut script = String::new();
        for _ in 0..events {
            match dice.below(10) {
                0..4 => {
                    writeln!(script, "mousemove {} {}", dice.below(1366), dice.below(768)).unwrap();
                    writeln!(script, "click {}", dice.of(&[1, 1, 1, 1, 2, 3, 4, 5])).unwrap();
                }
                4..9 => writeln!(script, "key --delay 0 {}", key(&mut dice).0).unwrap(),
                _ => {
                    let strokes =
                        ["F12", "F5", "F11", "ctrl+v", "alt+F4", "Menu", "super+d", "Next", "Delete", "ctrl+q"];
                    writeln!(script, "key --delay 0 {}", dice.of(&strokes)).unwrap();
                }
            }
        }
        kiosk.hands(&script);
        let heard = kiosk.count("heard");
        kiosk.hands("key F1");
        until("the last key is not heard", || kiosk.count("heard") > heard);
        assert!(kiosk.is_running(), "seed {seed}");
        assert_eq!(kiosk.count("screen=\"desk\""), 0, "seed {seed}: somebody is signed in");
        kiosk.kill();
        // Whoever guesses at passwords leaves the refusals beside the set-up, and nothing else of a specialist's.
        let harmless = [Action::ColleagueAdded, Action::SatisfactionGiven, Action::SignInRefused];
        assert!(facts(&data).iter().all(|facts| harmless.contains(&facts.action)), "seed {seed}");
    }
}
