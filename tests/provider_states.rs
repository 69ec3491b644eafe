//! What a provider's list says comes down from a real hub to the desk: asked for by hashes, believed of the hub alone,
//! recorded beside what the specialist recorded, and shown as what it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "window/ground.rs"]
#[allow(dead_code, reason = "the window's tests use the rest")]
mod ground;
mod stage;

use cups_kiosk::domain::case::{Awaited, Case, ProviderNumber, ProviderWord, RequestState, Row, WordStanding};
use cups_kiosk::domain::record::Action;
use cups_kiosk::protocol::path;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{Records, RecordsError};
use cups_kiosk::sync::reason::{Contact, Reason};
use cups_kiosk::sync::runner::{SharedRecords, SyncError, SyncStatus, ask_providers};
use cups_kiosk::ui::app::{Message, Reply};
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::specialist;
use iced::keyboard::key::Named;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use stage::Stage;
use stage::busy::{REQUEST, TODAY, busy};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// A hub with a list, and a terminal that is enrolled at it.
struct Line {
    folder: tempfile::TempDir,
    hub: ground::Hub,
    records: SharedRecords,
}

impl Line {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hub = ground::Hub::start(&folder.path().join("hub"));
        let data = folder.path().join("kiosk");
        hub.enrol(&data);
        let identity = Identity::open(&data.join("identity.json")).unwrap();
        let (records, _) = Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap();
        Self { folder, hub, records: Arc::new(Mutex::new(records)) }
    }

    fn import(&self, lines: &str) {
        let file = self.folder.path().join("list.csv");
        std::fs::write(&file, format!("provider,number,state,day\n{lines}")).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
            .arg("import-states")
            .arg(&file)
            .arg("--data")
            .arg(self.folder.path().join("hub"))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Where the hub answers.
    fn address(&self) -> String {
        let records = self.records.lock().unwrap();
        records.identity().enrolment.as_ref().unwrap().hub.trim_start_matches("http://").to_owned()
    }

    /// From now on somebody stands on the line who gives on what comes back, changed by this.
    fn stand_between(&self, change: impl Fn(&str, Vec<u8>) -> Vec<u8> + Send + 'static) {
        let hub = self.address();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let between = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Some(request) = ground::read_request(&mut stream) else { continue };
                let mut there = TcpStream::connect(&hub).unwrap();
                let head = String::from_utf8_lossy(&request).replacen("\r\n", "\r\nconnection: close\r\n", 1);
                there.write_all(head.as_bytes()).unwrap();
                let mut answer = Vec::new();
                let _ = there.read_to_end(&mut answer);
                let _ = stream.write_all(&change(&head, answer));
            }
        });
        let mut records = self.records.lock().unwrap();
        let mut enrolment = records.identity().enrolment.clone().unwrap();
        enrolment.hub = format!("http://{between}");
        records.set_enrolment(enrolment, &[]).unwrap();
    }

    fn ask(&self, awaited: &[Awaited]) -> Result<Vec<(Uuid, ProviderWord)>, SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(ask_providers(&self.records, awaited))
    }
}

fn awaited(case: u128, number: &str) -> Awaited {
    let (case, number) = (Uuid::from_u128(case), ProviderNumber::parse(number).unwrap());
    Awaited { case, request: REQUEST, provider: "ASP".to_owned(), number }
}

fn word(state: RequestState, on: Date) -> ProviderWord {
    ProviderWord { request: REQUEST, provider: "ASP".to_owned(), state, on, number: None }
}

#[test]
fn a_terminal_hears_of_its_own_requests_alone_and_the_line_carries_no_number() {
    let line = Line::new();
    line.import("ASP,ASP-1,issued,2026-11-19\nASP,ASP-22,waiting,2026-11-18\nCNAS,ASP-3,issued,2026-11-19\n");
    let heard = Arc::new(Mutex::new(String::new()));
    let into = Arc::clone(&heard);
    line.stand_between(move |request, answer| {
        into.lock().unwrap().push_str(request);
        into.lock().unwrap().push_str(&String::from_utf8_lossy(&answer));
        answer
    });
    let words = line.ask(&[awaited(1, "asp-1"), awaited(2, "ASP-3"), awaited(3, "ASP-4")]).unwrap();
    let of_its_number = ProviderWord {
        number: Some(ProviderNumber::parse("asp-1").unwrap()),
        ..word(RequestState::Issued, date(2026, 11, 19))
    };
    assert!(words == [(Uuid::from_u128(1), of_its_number)], "{}", words.len());
    let heard = heard.lock().unwrap().to_uppercase();
    assert!(heard.contains(&path::PROVIDER_STATES.to_uppercase()) && !heard.contains("ASP-"), "{heard}");
    assert!(!heard.contains("LOZOVA"), "nor of which centre or case it is");
    // More than go into one question.
    let many: Vec<Awaited> = (0..1_100).map(|number| awaited(number, &format!("ASP-{number}"))).collect();
    assert_eq!(line.ask(&many).unwrap().len(), 2);
    assert!(line.ask(&[]).unwrap().is_empty());
}

#[test]
fn whoever_changes_an_answer_or_gives_an_older_one_is_not_believed() {
    let line = Line::new();
    line.import("ASP,ASP-1,waiting,2026-11-18\n");
    let of_other_key = Err(SyncError::Hub(cups_kiosk::sync::client::ClientError::NoAnswer(Reason::OtherKey)));
    let change = |from: &'static str, to: &'static str| {
        move |_: &str, answer: Vec<u8>| String::from_utf8(answer).unwrap().replace(from, to).into_bytes()
    };
    let (told, hub) = ([awaited(1, "ASP-1")], line.address());
    assert_eq!(line.ask(&told).unwrap().len(), 1);
    let back = || {
        let mut records = line.records.lock().unwrap();
        let mut enrolment = records.identity().enrolment.clone().unwrap();
        enrolment.hub = format!("http://{hub}");
        records.set_enrolment(enrolment, &[]).unwrap();
    };
    for (from, to) in [("waiting", "refused"), ("2026-11-18", "2026-11-19"), ("cups-hub-signature", "cups-hub-nothing")]
    {
        line.stand_between(change(from, to));
        assert!(line.ask(&told) == of_other_key, "{from} became {to}");
        back();
    }
    // The first answer is given again to the same question.
    let first: Mutex<Option<Vec<u8>>> = Mutex::new(None);
    line.stand_between(move |_, answer| first.lock().unwrap().get_or_insert(answer).clone());
    assert_eq!(line.ask(&told).unwrap().len(), 1);
    line.import("ASP,ASP-1,issued,2026-11-19\n");
    assert!(line.ask(&told) == of_other_key, "an older answer");
    back();
    assert!(line.ask(&told).unwrap()[0].1.state == RequestState::Issued);
}

#[test]
fn without_a_line_or_at_an_older_hub_nothing_is_heard_and_nothing_is_lost() {
    let mut line = Line::new();
    line.import("ASP,ASP-1,issued,2026-11-19\n");
    let told = [awaited(1, "ASP-1")];
    line.hub.stop();
    assert!(matches!(line.ask(&told), Err(SyncError::Hub(error)) if error.reason() == Reason::ConnectionRefused));
    line.hub.restart();
    assert_eq!(line.ask(&told).unwrap().len(), 1, "it is asked again");
    // An older hub does not know of such lists.
    line.stand_between(|_, answer| {
        let answer = String::from_utf8(answer).unwrap();
        let incarnation = answer.lines().find(|line| line.starts_with("cups-hub-incarnation")).unwrap();
        let body = r#"{"type":"urn:cups:problem:not-found","title":"No such address","status":404}"#;
        let kind = "content-type: application/problem+json";
        let length = body.len();
        format!("HTTP/1.1 404 Not Found\r\n{incarnation}\r\n{kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
            .into_bytes()
    });
    assert!(line.ask(&told).unwrap().is_empty());
    // One that signs nothing is not even asked.
    {
        let mut records = line.records.lock().unwrap();
        let mut enrolment = records.identity().enrolment.clone().unwrap();
        (enrolment.hub_key, enrolment.hub) = (None, "http://127.0.0.1:9".to_owned());
        records.set_enrolment(enrolment, &[]).unwrap();
    }
    assert!(line.ask(&told).unwrap().is_empty());
}

fn case(stage: &Stage, number: u128) -> &Case {
    stage.app.session().unwrap().case(Uuid::from_u128(number)).unwrap()
}

fn standing(stage: &Stage, number: u128) -> Option<WordStanding> {
    let case = case(stage, number);
    case.word_standing(&case.requests[0])
}

fn heard(stage: &Stage) -> usize {
    stage.actions().into_iter().filter(|action| *action == Action::ProviderHeard).count()
}

fn words_of(stage: &mut Stage) -> String {
    stage.words().replace('\u{a0}', " ")
}

#[test]
fn the_desk_asks_at_the_sign_in_records_by_itself_and_shows_who_said_what_and_when() {
    let mut stage = Stage::new();
    busy(&mut stage);
    let asked = stage.unheard.iter().rev().find_map(|effect| match effect {
        Effect::AskProviders(awaited) => Some(awaited.clone()),
        _ => None,
    });
    let asked = asked.expect("two requests are with their provider");
    let numbers: Vec<(u128, &str)> = asked.iter().map(|one| (one.case.as_u128(), one.number.as_str())).collect();
    assert_eq!(numbers.len(), 2, "what nobody sent is not asked about");
    assert!(numbers.contains(&(1, "ASP-1")) && asked.iter().all(|one| one.provider == "ASP"));
    // In the middle of another page, and with a word about a case that is not there.
    stage.control('j');
    let said = date(2026, 11, 19);
    let words = vec![
        (Uuid::from_u128(1), word(RequestState::Issued, said)),
        (Uuid::from_u128(2), word(RequestState::Refused, TODAY)),
        (Uuid::from_u128(77), word(RequestState::Issued, said)),
    ];
    stage.send(Reply::ProvidersSaid(words.clone()));
    assert_eq!(stage.app.screen().name(), "outbox", "whoever works stays where they are");
    assert_eq!(heard(&stage), 2);
    assert_eq!(case(&stage, 1).requests[0].state, RequestState::Submitted, "nothing took the place of anything");
    assert_eq!(standing(&stage, 1), Some(WordStanding::News));
    assert_eq!(
        (case(&stage, 2).requests[0].state, standing(&stage, 2)),
        (RequestState::Issued, Some(WordStanding::Conflict))
    );
    // The same again is no news.
    stage.send(Reply::ProvidersSaid(words));
    assert_eq!(heard(&stage), 2);
    stage.key(Named::Escape);
    let desk = words_of(&mut stage);
    assert!(desk.contains("Vești de la instituții: 2"), "{desk}");
    // It is on the disk.
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!((standing(&stage, 1), standing(&stage, 2)), (Some(WordStanding::News), Some(WordStanding::Conflict)));
    for (number, expected) in [
        (1, &["Agenția Servicii Publice", "19.11.2026", "prin server", "Aici nu este notat încă"][..]),
        (2, &["20.11.2026", "Nu se potrivește", "Nimic nu a fost schimbat"][..]),
    ] {
        let id = Uuid::from_u128(number);
        stage.touch(&format!("case-{id}"));
        let open = specialist::Action::OpenRequest(id, Row::Request(REQUEST));
        stage.send(Message::Desk(specialist::Message::Case(open)));
        assert_eq!(stage.app.screen().name(), "request");
        let page = words_of(&mut stage);
        for words in expected {
            assert!(page.contains(words), "{words}: {page}");
        }
        stage.key(Named::F10);
        stage.sign_in();
    }
}

/// What the desk asks about, since it was looked at last.
fn asked(stage: &mut Stage) -> Option<Vec<Awaited>> {
    let effects = std::mem::take(&mut stage.unheard);
    effects.into_iter().rev().find_map(|effect| match effect {
        Effect::AskProviders(awaited) => Some(awaited),
        _ => None,
    })
}

#[test]
fn a_list_that_is_imported_is_news_at_the_desk_with_the_next_question_and_once() {
    let line = Line::new();
    let mut stage = Stage::new();
    busy(&mut stage);
    let at_sign_in = asked(&mut stage).expect("the desk asks at the sign-in");
    assert!(line.ask(&at_sign_in).unwrap().is_empty(), "no list speaks of anything yet");
    assert!(!words_of(&mut stage).contains("Vești de la instituții"));
    // A provider's list comes to the hub: one of ours, one of another centre, one of another provider under the same number.
    line.import("ASP,ASP-1,issued,2026-11-19\nASP,ASP-900,issued,2026-11-19\nCNAS,ASP-22,refused,2026-11-19\n");
    let status = SyncStatus { contact: Contact::Good, enrolled: true, ..SyncStatus::default() };
    stage::set_clock(jiff::SignedDuration::from_mins(16));
    stage.send(Reply::Sync(status));
    let question = asked(&mut stage).expect("asked again with the next contact");
    let words = line.ask(&question).unwrap();
    assert_eq!(words.len(), 1);
    stage.send(Reply::ProvidersSaid(words));
    let desk = words_of(&mut stage);
    assert!(desk.contains("Vești de la instituții: 1"), "{desk}");
    assert_eq!((standing(&stage, 1), standing(&stage, 2)), (Some(WordStanding::News), None));
    assert_eq!(heard(&stage), 1);
    // The same list once more is no news, whether it is imported or asked for again, nor after another sign-in.
    line.import("ASP,ASP-1,issued,2026-11-19\n");
    for _ in 0..2 {
        stage.key(Named::F10);
        stage.sign_in();
        let question = asked(&mut stage).expect("asked at each sign-in");
        let words = line.ask(&question).unwrap();
        stage.send(Reply::ProvidersSaid(words));
        assert_eq!(heard(&stage), 1);
    }
    assert!(words_of(&mut stage).contains("Vești de la instituții: 1"), "it stands there until somebody records it");
    // A later word is news again.
    line.import("ASP,ASP-1,refused,2026-11-20\n");
    let words = line.ask(&question).unwrap();
    stage.send(Reply::ProvidersSaid(words));
    assert_eq!(heard(&stage), 2);
    assert!(words_of(&mut stage).contains("Vești de la instituții: 1"));
}

#[test]
fn a_disk_that_does_not_take_a_word_disturbs_nobody_and_it_is_asked_for_again() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.fail = Some(RecordsError::Other("full".to_owned()));
    stage.send(Reply::ProvidersSaid(vec![
        (Uuid::from_u128(1), word(RequestState::Issued, TODAY)),
        (Uuid::from_u128(2), word(RequestState::Waiting, TODAY)),
    ]));
    assert_eq!((stage.app.screen().name(), heard(&stage), standing(&stage, 1)), ("desk", 0, None));
    stage.fail = None;
    stage.unheard.clear();
    let status = SyncStatus { contact: Contact::Good, enrolled: true, ..SyncStatus::default() };
    stage.send(Reply::Sync(status));
    assert!(!stage.unheard.iter().any(|effect| matches!(effect, Effect::AskProviders(_))), "not every moment");
    stage::set_clock(jiff::SignedDuration::from_mins(16));
    stage.send(Reply::Sync(status));
    assert!(stage.unheard.iter().any(|effect| matches!(effect, Effect::AskProviders(_))));
    stage.unheard.clear();
    stage::set_clock(jiff::SignedDuration::from_mins(32));
    stage.send(Reply::Sync(SyncStatus { contact: Contact::Failed(Reason::NoLine), ..status }));
    assert!(stage.unheard.is_empty(), "without a line nothing is asked");
}
