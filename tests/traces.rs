//! What the program leaves behind: nothing of a person in its memory, its folder or its log once a session or a visit is
//! over, and nothing on the disk that others can read. Needs Xvfb and xdotool, which `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "traces/copied.rs"]
mod copied;
#[path = "printing/device.rs"]
#[allow(dead_code, reason = "the tests of printing use the rest")]
mod device;
#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;
#[path = "traces/printed.rs"]
mod printed;
#[path = "printing/system.rs"]
#[allow(dead_code, reason = "the tests of printing use the rest")]
mod system;

use cups_kiosk::domain::case::{
    Case, Change, Command as CaseCommand, Document, Opening, Operation, Operations, Outcome, Person, ProviderNumber,
    Representative, Right,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::identifier::Idnp;
use cups_kiosk::domain::people::People;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, SealedContent};
use cups_kiosk::domain::recovery::RecoveryGroups;
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{
    Actor, DrawnCodes, NewEntry, NewOperation, News, PaperSecret, PeopleNow, PeopleWish, Records,
};
use cups_kiosk::store::trust_file::TrustFile;
use cups_kiosk::store::vault::KeyRing;
use cups_kiosk::ui::access::{Described, Request, Role, Semantics, Snapshot, Wish};
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{Message, Reply};
use cups_kiosk::ui::component::Press;
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::door;
use cups_kiosk::ui::page::specialist::{self, Session, desk, lock, person, request};
use cups_kiosk::ui::page::visitor::{self, Visit, event, question, start, step};
use ground::{Display, Hub, Kiosk};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use memchr::memmem;
use std::fmt::Debug;
use std::fs::{File, Permissions};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::process::Stdio;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// In every word that is planted; no word of any language has it.
const MARK: &str = "qzvx";
/// A personal number of nobody, with a right check digit.
const NUMBER: &str = "2000000000004";
/// Within this time after the end everything has to be gone.
const FORGOTTEN: Duration = Duration::from_secs(5);

/// What is searched for, as texts are kept in memory: UTF-8, and a number for each letter.
fn patterns() -> Vec<Vec<u8>> {
    [MARK, NUMBER]
        .into_iter()
        .flat_map(|word| {
            let wide = word.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
            [word.as_bytes().to_vec(), wide]
        })
        .collect()
}

/// What is found in some bytes, with what stands around it.
fn found(bytes: &[u8], place: &str) -> Vec<String> {
    let mut all = Vec::new();
    for pattern in patterns() {
        for at in memmem::find_iter(bytes, &pattern) {
            let around = &bytes[at.saturating_sub(48)..(at + 96).min(bytes.len())];
            all.push(format!("{place} at {at:#x}: {:?}", String::from_utf8_lossy(around)));
        }
    }
    all
}

/// Everything personal in the memory that a process can write. `None` where the system does not let anybody look: it is
/// the administrator's alone, as the program asks for.
fn in_memory(process: u32) -> Option<Vec<String>> {
    let memory = File::open(format!("/proc/{process}/mem")).ok()?;
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).ok()?;
    let mut all = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // A mapping that was given back meanwhile holds nothing.
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            all.extend(found(&bytes, line));
        }
    }
    Some(all)
}

/// Every file and folder below one.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    if folder.is_dir() {
        all.extend(std::fs::read_dir(folder).unwrap().flat_map(|entry| below(&entry.unwrap().path())));
    }
    all
}

fn in_files(folder: &Path) -> Vec<String> {
    let files = below(folder).into_iter().filter(|path| path.is_file());
    files.flat_map(|path| found(&std::fs::read(&path).unwrap(), &path.display().to_string())).collect()
}

/// Waits until nothing is found in the memory, and looks into the folder and the log.
fn nothing_is_left(kiosk: &Kiosk, data: &Path) {
    let until = Instant::now() + FORGOTTEN;
    while let Some(left) = in_memory(kiosk.id()).filter(|left| !left.is_empty()) {
        assert!(Instant::now() < until, "{} in memory:\n{}", left.len(), left.join("\n"));
        std::thread::sleep(Duration::from_millis(100));
    }
    let left = in_files(data);
    assert!(left.is_empty(), "on the disk:\n{}", left.join("\n"));
    assert_eq!(found(kiosk.log().as_bytes(), "the log"), Vec::<String>::new());
}

/// Writes into the field of the start page, until it is there: what is looked for can be found while it is.
fn search(kiosk: &Kiosk, words: &str) {
    let until = Instant::now() + ground::PATIENCE;
    loop {
        kiosk.hands("mousemove 440 258 click 1\n");
        kiosk.write(words);
        match in_memory(kiosk.id()) {
            None => return eprintln!("left out: only root can look into a program that is closed to others"),
            Some(found) if !found.is_empty() => return,
            Some(_) => assert!(Instant::now() < until, "nothing can be written into the field"),
        }
    }
}

/// The window with a helper in its path that keeps nothing, and gives back all that it was given as page and as document. It is
/// not asked where the real one lies beside the window.
fn with_helper(folder: &Path) -> Command {
    let helper = folder.join("cups-paper");
    let gives = "sheet=$(cat)\nprintf 'cups-pages 1 1\\npage %s\\n%s' ${#sheet} \"$sheet\"\n\
                 printf 'document %s\\n%s' ${#sheet} \"$sheet\"\n";
    std::fs::write(&helper, format!("#!/bin/sh\nLC_ALL=C\n{gives}")).unwrap();
    std::fs::set_permissions(&helper, Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
    command.env("PATH", format!("{}:{}", folder.display(), std::env::var("PATH").unwrap()));
    command
}

/// Has the first specialist sign in, a case opened for a birth a week ago, and a person identified; ends at the consent.
fn to_consent(kiosk: &mut Kiosk, code: &str) {
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write(&code.to_lowercase());
    for word in ["Specialist", "parola-de-proba", "parola-de-proba"] {
        kiosk.key("Tab");
        kiosk.write(word);
    }
    kiosk.key("Return");
    // The set-up ends with the sheet for the safe; behind it is the desk.
    kiosk.wait_for("screen=\"secret\"");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"desk\"");
    kiosk.key("ctrl+n");
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("1");
    kiosk.wait_for("screen=\"event\"");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"question\"");
    let born = Zoned::now().date().checked_sub(7.days()).unwrap();
    kiosk.write(&format!("{:02}.{:02}.{}", born.day(), born.month(), born.year()));
    kiosk.press("Return");
    let mut answers = 0;
    while kiosk.count("screen=\"answers\"") == 0 {
        kiosk.press(if answers == 1 { "2" } else { "1" });
        answers += 1;
        assert!(answers < 12, "the questions do not end");
    }
    kiosk.key("Return");
    kiosk.wait_for("screen=\"plan\"");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"case\"");
    kiosk.key("F2");
    kiosk.wait_for("screen=\"person\"");
    kiosk.write("Aqzvxana Bqzvxescu");
    kiosk.key("ctrl+a");
    kiosk.key("ctrl+c");
    kiosk.key("Tab");
    kiosk.write(NUMBER);
    kiosk.key("Return");
    kiosk.wait_for("screen=\"consent\"");
}

/// From the consent, which is given, to the page on which a filled in application is looked through.
fn to_check(kiosk: &mut Kiosk) {
    for read_written_signed in ["1", "2", "3"] {
        kiosk.key(read_written_signed);
    }
    kiosk.key("Return");
    kiosk.wait_for("screen=\"case-papers\"");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"case\"");
    kiosk.key("1");
    kiosk.wait_for("screen=\"request\"");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"form\"");
    // The first answer to both questions that are open.
    for key in ["Return", "space", "Return", "space", "Return"] {
        kiosk.key(key);
    }
    kiosk.wait_for("screen=\"check\"");
}

#[test]
fn after_a_visit_and_after_a_session_nothing_of_a_person_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    let display = Display::start();
    let hub = Hub::start(&folder.path().join("hub"));
    let codes = hub.enrol(&data);
    std::fs::write(data.join("kiosk.toml"), "idle_seconds = 10\nidle_warning_seconds = 20\n").unwrap();
    let mut kiosk = Kiosk::start_by(with_helper(folder.path()), &data, &display);
    kiosk.wait_for("screen=\"start\"");

    // A visitor searches, and clears the screen by leaving.
    search(&kiosk, "aqzvxsearch");
    kiosk.key("F12");
    to_consent(&mut kiosk, &codes[0]);
    // While it is read its sheet is made behind the window.
    kiosk.wait_for("a sheet was made ahead=true");
    to_check(&mut kiosk);
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=7");
    kiosk.write("asp-qzvx-000123");
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=8");
    kiosk.key("F6");
    kiosk.wait_for("recorded sequence=9");
    kiosk.key("F7");
    kiosk.wait_for("recorded sequence=10");
    // By which right comes first.
    kiosk.key("Tab");
    kiosk.key("Tab");
    kiosk.write("Cqzvxcollector");
    kiosk.key("Tab");
    kiosk.write("buletin qzvxpaper");
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=11");
    if let Some(held) = in_memory(kiosk.id()) {
        assert!(!held.is_empty(), "a session holds its cases");
    }
    kiosk.key("F10");
    kiosk.wait_for("screen=\"start\"");
    nothing_is_left(&kiosk, &data);

    // The next visitor goes away, and nobody clears the screen.
    search(&kiosk, "dqzvxsearch");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write("Eqzvxname");
    kiosk.wait_for("screen=\"start\"");
    nothing_is_left(&kiosk, &data);
}

fn assert_hidden(value: &dyn Debug) {
    let said = format!("{value:?} {value:#?}");
    assert_eq!(found(said.as_bytes(), "formatted"), Vec::<String>::new());
}

/// A word that must not be printed.
fn secret() -> String {
    format!("{MARK}-0001")
}

#[test]
fn what_is_personal_is_never_formatted() {
    let day = jiff::civil::date(2026, 11, 20);
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    let person = Person {
        name: secret(),
        idnp: Idnp::parse(NUMBER).ok(),
        phone: Some(secret()),
        document: Document::read(&secret(), &secret()).unwrap(),
        representative: Some(Representative { name: secret(), paper: secret() }),
        ..Person::default()
    };
    assert!(person.document.is_some());
    assert!(person.idnp.is_some());
    let number = ProviderNumber::parse(&secret()).unwrap();
    let answers = Answers([(secret(), Some(Value::Choice(secret())))].into());
    let opened = Uuid::now_v7();
    let opening = Opening { return_code: secret(), event: secret(), answers: answers.clone(), seen: Seen::default() };
    let case = Case::open(opened, opening.clone(), opened, day);
    let case = case.apply(CaseCommand::Identify(person.clone()), Uuid::now_v7(), day).unwrap().0;
    let hand_over =
        CaseCommand::HandOver { request: opened, collector: secret(), paper: secret(), right: Right::NotSaid };
    let sealed = SealedContent { person: Some(person.clone()), note: Some(secret()), ..SealedContent::default() };
    let outcome = Outcome { sealed: Some(sealed.clone()), ..Outcome::opened() };
    let facts = EntryFacts::new(Action::CaseOpened, &circumstances);
    let entry = NewEntry { id: opened, facts, sealed: Some(sealed.clone()) };
    let keys = KeyRing::new().unwrap();
    let operation = Operation {
        id: opened,
        case: opened,
        centre: secret(),
        author: secret(),
        day,
        time: "2026-11-20T10:00:00Z".parse().unwrap(),
        follows: Vec::new(),
        change: Change::Command(CaseCommand::Identify(person.clone())),
    };
    let kept = NewOperation::of(operation.clone(), &case);
    let session = Session {
        name: secret(),
        member: Uuid::nil(),
        keys: Some(keys.clone()),
        people: People::default(),
        cases: vec![case.clone()],
        news: News::default(),
    };
    let wish = PeopleWish::ChangePassword { password: secret(), new: secret() };
    let actor = Actor { member: Uuid::nil(), keys: Some(keys.clone()) };
    let groups = RecoveryGroups::of_random([7; 18]);
    let codes = PaperSecret::Codes(DrawnCodes::new([7; 32]));
    let now = PeopleNow { people: People::default(), keys: Some(keys.clone()), secret: Some(codes.clone()) };
    let visit = Visit { event: Some(secret()), answers: answers.clone() };
    let mut semantics = Semantics::new("field-person-name", Role::TextInput, secret());
    (semantics.description, semantics.value) = (Some(secret()), Some(secret()));
    let part = Described {
        number: 1,
        parent: 0,
        semantics: semantics.clone(),
        group: None,
        caret: None,
        focused: true,
        focusable: true,
        bounds: iced::Rectangle::default(),
        scrolled: true,
    };
    let snapshot = Snapshot { parts: vec![part], ..Snapshot::default() };
    let (mut desk, mut start) = (desk::DeskPage::default(), start::StartPage::default());
    (desk.sought, start.query) = (secret(), secret());
    let wanted = door::Wanted::SignIn { name: secret(), password: secret(), code: Some(secret()) };
    let password = specialist::Action::Enter(wanted.clone());
    let effects = [
        Effect::Record { entry: Box::new(entry.clone()), operation: Some((keys.clone(), Box::new(kept.clone()))) },
        Effect::SignIn {
            name: secret(),
            password: secret(),
            code: Some(secret()),
            circumstances: circumstances.clone(),
        },
        Effect::Recover {
            groups: Box::new(groups),
            name: secret(),
            password: secret(),
            circumstances: circumstances.clone(),
        },
        Effect::AddFirst { code: secret(), name: secret(), password: secret(), circumstances: circumstances.clone() },
        Effect::People { actor: Box::new(actor.clone()), wish: wish.clone(), circumstances },
        Effect::Enrol { hub: secret(), code: secret() },
        Effect::Assist(1, Request::SetValue(secret())),
    ];
    let messages = [
        Message::Visitor(visitor::Message::Start(start::Message::Query(secret()))),
        Message::Visitor(visitor::Message::Question(question::Message::Type(secret()))),
        Message::Visitor(visitor::Message::Question(question::Message::Choose(Some(Value::Choice(secret()))))),
        Message::Visitor(visitor::Message::Answers(visitor::Action::Answer(secret(), Some(Value::Choice(secret()))))),
        Message::Visitor(visitor::Message::SignIn(door::Message::Password(secret()))),
        Message::Locked(lock::Message::Form(door::Message::Password(secret()))),
        Message::Desk(specialist::Message::Desk(desk::Message::Sought(secret()))),
        Message::Desk(specialist::Message::Desk(desk::Message::Do(password.clone()))),
        Message::Desk(specialist::Message::Case(specialist::Action::Command(opened, Box::new(hand_over.clone())))),
        Message::Desk(specialist::Message::Person(person::Message::Typed(0, secret()))),
        Message::Desk(specialist::Message::Request(request::Message::Collector(secret()))),
        Framed::Described(snapshot.clone()).into(),
        Framed::Wish(Wish::Of(1, Request::SetValue(secret()))).into(),
        Reply::SignedIn(Ok(Box::new(session.clone()))).into(),
        Reply::PeopleDone(Ok(Box::new(now.clone()))).into(),
    ];
    let pages = [visitor::Screen::from(event::EventPage { code: secret() }), step::StepPage::new(secret()).into()];
    let operations: Operations = [operation.clone()].into_iter().collect();
    let all: [&dyn Debug; 29] = [
        &actor,
        &wish,
        &codes,
        &now,
        &person,
        &number,
        &answers,
        &case,
        &case.history,
        &opening,
        &operation,
        &operation.change,
        &operations,
        &kept,
        &hand_over,
        &sealed,
        &outcome,
        &entry,
        &session,
        &visit,
        &semantics,
        &snapshot,
        &desk,
        &start,
        &wanted,
        &password,
        &pages,
        &effects,
        &messages,
    ];
    for value in all {
        assert_hidden(value);
    }
    assert!(!format!("{:?}", Press::Letter('q')).contains("'q'"));
}

/// What erasing rests on besides the clock comes with a sync: the hub's day and the day of the editors' signature.
#[test]
fn a_sync_brings_the_days_on_which_erasing_rests() {
    let ground = tempfile::tempdir().unwrap();
    let hub = Hub::start(&ground.path().join("hub"));
    let data = ground.path().join("kiosk");
    hub.enrol(&data);
    Hub::sync(&data);
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    let (records, _) = Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap();
    let signed = TrustFile::new(data.join("trust.json")).signed();
    for said in [records.hub_time().unwrap(), signed] {
        let ago = Timestamp::now().duration_since(said.unwrap());
        assert!(ago.abs() < SignedDuration::from_mins(10), "{said:?}");
    }
}

/// The rights of everything below a folder that others have.
fn open_to_others(folder: &Path) -> Vec<String> {
    let rights = |path: &PathBuf| path.metadata().unwrap().permissions().mode() & 0o7777;
    let open = below(folder).into_iter().filter(|path| rights(path) & 0o077 != 0);
    open.map(|path| format!("{:o} {}", rights(&path), path.display())).collect()
}

#[test]
fn whoever_makes_the_folder_first_makes_it_private() {
    let ground = tempfile::tempdir().unwrap();
    let hub = Hub::start(&ground.path().join("hub"));
    let commands: [&[&str]; 5] =
        [&["doctor"], &["sync", "--once"], &["outbox", "status"], &["plan", "--event", "C1"], &["search", "pensie"]];
    for (place, arguments) in commands.into_iter().enumerate() {
        for open_before in [false, true] {
            let data = ground.path().join(format!("kiosk-{place}-{open_before}"));
            if open_before {
                std::fs::create_dir(&data).unwrap();
                std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
            }
            let done = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"))
                .arg("--data")
                .arg(&data)
                .args(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(done.unwrap().code().is_some_and(|code| code < 2), "{arguments:?}");
            if data.exists() && !(open_before && matches!(place, 0 | 3 | 4)) {
                assert_eq!(open_to_others(&data), Vec::<String>::new(), "{arguments:?}, open before: {open_before}");
            }
        }
    }
    // Enrolment makes it first, and the window finds it open.
    let data = ground.path().join("enrolled");
    hub.enrol(&data);
    assert_eq!(open_to_others(&data), Vec::<String>::new());
    let display = Display::start();
    for data in [&data, &ground.path().join("window"), &ground.path().join("open")] {
        if data.ends_with("open") {
            std::fs::create_dir(data).unwrap();
        }
        if data.exists() {
            std::fs::set_permissions(data, Permissions::from_mode(0o755)).unwrap();
        }
        let kiosk = Kiosk::start(data, &display);
        kiosk.wait_for("screen=\"start\"");
        assert_eq!(open_to_others(data), Vec::<String>::new());
    }
}
