//! The agency's pages as they are served: who gets in, what is shown, and that every form of a table says the same.

use crate::ground::{Ground, Running, Terminal, hub, stdout_of, values};
use crate::signed_in::{PASSWORD, between, post, signed_in};
use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, EntryFacts, Mode, Position, Reason};
use cups_kiosk::domain::work::Topic;
use cups_kiosk::hub::sign_in::{code_at, pause_after};
use cups_kiosk::hub::storage::Storage;
use cups_kiosk::protocol::entry::{Entry, NO_HASH};
use cups_kiosk::protocol::facts::RecordedFacts;
use jiff::{SignedDuration, Timestamp};
use std::io::Cursor;
use uuid::Uuid;

/// Every page with a table.
pub const TABLES: [&str; 7] =
    ["/requests", "/savings", "/waiting", "/opinion", "/unfinished", "/information", "/corrections"];

/// Where the shipped catalogue is.
const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/catalogue");

/// A person's name, sealed in every entry, that must be found nowhere.
const PLANTED: &str = "Floarea-de-Probă";

/// Cases over some months: requests on their way, information, what could not be finished, opinions.
pub fn seed(running: &Running, terminal: &Terminal, cases: u64) {
    let circumstances = terminal.circumstances();
    let plain = |action| EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(action, &circumstances) };
    let services = ["002000206", "002000219", "003000922", "999000999"];
    let mut said: Vec<(Timestamp, EntryFacts)> = Vec::new();
    let begin: Timestamp = "2026-06-03T08:00:00Z".parse().unwrap();
    for number in 0..cases {
        let id = u128::from(terminal.number) << 64 | u128::from(number) << 8;
        let at = |days: i64| begin + SignedDuration::from_hours(24 * (number.cast_signed() % 150 + days));
        let service = services[(number % 7 % 4) as usize];
        let of = |action, state| EntryFacts {
            case: Some(Uuid::from_u128(id)),
            request: Some(Uuid::from_u128(id + 1)),
            service: ServiceCode::parse(service).ok(),
            state: Some(state),
            mode: if number % 9 == 0 { Mode::Alone } else { Mode::Assisted },
            ..plain(action)
        };
        said.push((at(0), EntryFacts { case: Some(Uuid::from_u128(id)), ..plain(Action::CaseOpened) }));
        said.push((at(0), of(Action::RequestPrepared, RequestState::Prepared)));
        if number % 8 != 0 {
            said.push((at(0), of(Action::RequestSubmitted, RequestState::Submitted)));
        }
        if number % 3 == 0 && number % 8 != 0 {
            said.push((at(number.cast_signed() % 40), of(Action::ResultIssued, RequestState::Issued)));
        }
        if number % 5 == 0 {
            let topic = Some(Topic::ALL[(number % 8) as usize]);
            said.push((at(1), EntryFacts { event: None, topic, ..plain(Action::Informed) }));
        }
        if number % 4 == 0 {
            let reason = Some(Reason::NOT_FINISHED[(number % 5) as usize]);
            let facts =
                EntryFacts { reason, service: ServiceCode::parse(service).ok(), ..plain(Action::NotFinishedHere) };
            said.push((at(1), EntryFacts { case: Some(Uuid::from_u128(id)), ..facts }));
        }
        if number % 2 == 0 {
            said.push((
                at(2),
                EntryFacts {
                    satisfaction: Some(u8::try_from(number % 5 + 1).unwrap()),
                    ..plain(Action::SatisfactionGiven)
                },
            ));
        }
        if number % 3 == 1 {
            let (corrects, reason) = (Some(Uuid::from_u128(id + 7)), Some(Reason::CORRECTIONS[(number % 5) as usize]));
            said.push((at(3), EntryFacts { event: None, corrects, reason, ..plain(Action::Corrected) }));
        }
        if number % 6 == 0 {
            said.push((at(2), EntryFacts { minutes: Some((number % 70) as u16), ..plain(Action::NumberCalled) }));
        }
    }
    let sealed = age::encrypt(&age::x25519::Identity::generate().to_public(), PLANTED.as_bytes()).unwrap();
    let mut previous = NO_HASH;
    let entries: Vec<Entry> = (1..)
        .zip(said)
        .map(|(sequence, (time, facts))| {
            let entry = Entry {
                position: Position { terminal: terminal.name.clone(), epoch: 1, sequence },
                id: terminal.id(1, sequence),
                time,
                facts: RecordedFacts::of(&facts).unwrap(),
                sealed: Some(sealed.clone()),
                previous,
            };
            previous = entry.hash();
            entry
        })
        .collect();
    for part in entries.chunks(400) {
        terminal.send(running, &values(part));
    }
}

/// A hub with the shipped catalogue and what two centres did, counted.
pub fn country(ground: &Ground, cases: u64) -> Running {
    assert!(ground.publish(CATALOGUE).status.success());
    let running = ground.start();
    let lozova = ground.enrol(&running, 1);
    seed(&running, &lozova, cases);
    let rome = ground.enrol_for("rome", &running, 2);
    seed(&running, &rome, cases / 3);
    stdout_of(&hub(&["count", "--data", &ground.data()]));
    running
}

fn cells(row: &str) -> Vec<String> {
    row.split("<t")
        .filter_map(|cell| cell.strip_prefix("h ").or_else(|| cell.strip_prefix("d ")))
        .map(|cell| {
            let inside = cell.split_once('>').unwrap().1;
            let inside = if inside.starts_with("<a ") { inside.split_once('>').unwrap().1 } else { inside };
            let text = inside.split_once("</").unwrap().0;
            text.replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'")
        })
        .collect()
}

/// The first table of a page.
fn table_of(page: &str) -> Vec<Vec<String>> {
    let table = between(page, "<table>", "</table>");
    table.split("<tr").skip(1).map(cells).collect()
}

fn csv_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.trim_start_matches('\u{feff}').trim_end_matches("\r\n").chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                rows.last_mut().unwrap().last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => rows.last_mut().unwrap().last_mut().unwrap().push(other),
        }
    }
    rows
}

fn xlsx_of(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn nobody_sees_a_page_without_signing_in_and_a_code_opens_once() {
    let ground = Ground::new();
    let running = ground.start();
    for path in ["/", "/requests", "/requests.csv", "/requests.xlsx", "/fleet", "/audit"] {
        let answer = running.get(path);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in?lang=ro")), "{path}");
        assert!(answer.body.is_empty());
    }
    assert!(running.get("/sign-in").text().contains("cups-hub account add"), "the first account is made by a command");
    let (browser, secret) = signed_in(&ground, &running, "ana", "reader");
    assert!(browser.page("/").contains("lang=\"ro\""));
    // Its one-time password is over; the code of the set-up is used; another password is none.
    let now = Timestamp::now().as_second().cast_unsigned() / 30;
    let password = PASSWORD.replace(' ', "+");
    let try_in = |password: &str, code: u32| {
        post(&running, "/sign-in", "", &format!("lang=en&name=ana&password={password}&code={code:06}"))
    };
    let used = try_in(&password, code_at(&secret, now));
    assert_eq!((used.status, used.header("set-cookie")), (403, None));
    assert!(used.text().contains("is not right"));
    assert_eq!(try_in("patru+cuvinte+lung", code_at(&secret, now + 1)).status, 403);
    let next = try_in(&password, code_at(&secret, now + 1));
    assert_eq!(next.status, 303);
    let cookie = next.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Strict; Secure"), "{cookie}");
    // Nobody signs somebody else out, and who signed out is out.
    let page = browser.page("/requests");
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    post(&running, "/sign-out", &browser.cookie, "token=other");
    assert_eq!(browser.get("/").status, 200);
    post(&running, "/sign-out", &browser.cookie, &format!("token={token}"));
    assert_eq!(browser.get("/").status, 303);
}

#[test]
fn guessing_is_slowed_down_and_who_forgot_begins_anew() {
    let ground = Ground::new();
    let running = ground.start();
    let (browser, _) = signed_in(&ground, &running, "op", "operator");
    let wrong = || post(&running, "/sign-in", "", "name=op&password=wrong&code=000000");
    while wrong().status == 403 {}
    let paused = wrong();
    assert_eq!(paused.status, 429);
    let seconds: i64 = paused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=pause_after(u32::MAX)).contains(&seconds));
    assert_eq!(wrong().header("content-type"), Some("text/html; charset=utf-8"));
    stdout_of(&hub(&["account", "reset", "op", "--data", &ground.data()]));
    assert_eq!(browser.get("/").status, 303, "a reset ends what was begun");
    for (arguments, why) in [
        (["account", "add", "op", "--role", "reader"], "there is such an account"),
        (["account", "add", "two", "--role", "king"], "one of reader"),
        (["account", "add", "Un Nume", "--role", "reader"], "small letters"),
    ] {
        let output = hub(&[&arguments[..], &["--data", &ground.data()]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(why), "{said}");
    }
}

#[test]
fn each_role_opens_its_pages_and_what_was_looked_at_is_written_down() {
    let ground = Ground::new();
    let running = ground.start();
    let (reader, _) = signed_in(&ground, &running, "ana", "reader");
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    for (browser, fleet, audit) in [(&reader, 403, 403), (&operator, 200, 403), (&auditor, 403, 200)] {
        assert_eq!((browser.get("/fleet").status, browser.get("/audit").status), (fleet, audit));
        let page = browser.page("/requests?lang=en&centre=lozova");
        assert_eq!((page.contains("/fleet?"), page.contains("/audit?")), (fleet == 200, audit == 200));
    }
    let page = auditor.page("/audit?lang=en");
    assert!(page.contains("<td>ana</td><td>/requests</td>"), "{page}");
    assert!(page.contains("lang=en&#38;centre=lozova"), "{page}");
}

#[test]
fn a_page_its_csv_and_its_workbook_say_the_same_cell_by_cell_in_every_language() {
    let ground = Ground::new();
    let running = country(&ground, 400);
    let (browser, _) = signed_in(&ground, &running, "ana", "reader");
    for language in ["ro", "ru", "en"] {
        for path in TABLES {
            let page = browser.page(&format!("{path}?lang={language}"));
            let csv = browser.get(&format!("{path}.csv?lang={language}"));
            assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
            let book = browser.get(&format!("{path}.xlsx?lang={language}"));
            let (shown, lines, sheet) = (table_of(&page), csv_of(&csv.text()), xlsx_of(book.body));
            assert!(shown.len() > 2, "{path}: {page}");
            assert_eq!(shown, lines, "{path} {language}");
            assert_eq!(sheet.len(), shown.len(), "{path} {language}");
            for (cells, shown) in sheet.iter().zip(&shown) {
                for (cell, shown) in cells.iter().zip(shown) {
                    match cell {
                        Data::Float(number) => {
                            let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
                            let tenths = digits.parse::<f64>().unwrap();
                            assert!(
                                [1.0, 10.0, 100.0].iter().any(|by| (tenths / by - number).abs() < 1e-6),
                                "{shown} {number}"
                            );
                        }
                        other => assert_eq!(&other.to_string(), shown, "{path} {language}"),
                    }
                }
            }
        }
    }
}

#[test]
fn pages_have_names_not_codes_no_script_and_nothing_of_persons() {
    let ground = Ground::new();
    let running = country(&ground, 400);
    let (browser, _) = signed_in(&ground, &running, "op", "operator");
    let page = browser.page("/requests?lang=ro&by=service");
    assert!(page.contains("nașter") && !page.contains(">002000206<"), "{page}");
    assert!(page.contains(">999000999<") && page.contains("Catalogul publicat nu cunoaște aceste coduri"), "{page}");
    assert!(browser.page("/requests?lang=ru&by=centre").contains("Лозова"));
    let page = browser.page("/requests?lang=en&by=mode");
    assert!(page.contains(">Alone, at the computer</a>") && page.contains(">With the specialist</a>"), "{page}");
    assert!(page.contains("mode=alone&#38;by=month"), "{page}");
    for path in TABLES.into_iter().chain(["/", "/centres", "/fleet"]) {
        for language in ["ro", "ru", "en"] {
            let page = browser.page(&format!("{path}?lang={language}"));
            assert!(page.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert!(!page.contains("<script") && !page.contains(" onclick="), "{path}");
            assert!(!page.contains(PLANTED), "{path}");
            let receipt = "2026-06-03T08";
            assert!(!page.contains(receipt), "{path}: no minute of anybody");
            for key in ["agency-", "report-", "reason-"] {
                assert!(!page.contains(&format!(">{key}")), "{path}: a message is missing");
            }
        }
    }
}

/// What is kept, entry by entry as it came in, is what a recount of all entries gives, and every shown number is a multiple of five.
#[test]
fn kept_counts_equal_a_recount_and_only_fives_are_shown() {
    let ground = Ground::new();
    let running = country(&ground, 300);
    let (browser, _) = signed_in(&ground, &running, "ana", "reader");
    for path in ["/requests", "/waiting", "/unfinished", "/information"] {
        for by in ["month", "centre", "service", "detail", "mode"] {
            let text = browser.get(&format!("{path}.csv?lang=en&by={by}")).text();
            for cell in csv_of(&text).iter().skip(1).flat_map(|row| row.iter().skip(1)) {
                let number: Result<u64, _> = cell.parse();
                assert!(cell == "under 5" || number.is_ok_and(|number| number % 5 == 0), "{path} {by}: {cell}");
            }
        }
    }
    drop(running);
    let storage = Storage::open(&ground.path("data")).unwrap();
    let (kept, anew) = (storage.kept_counts().unwrap(), storage.recount().unwrap());
    assert!(kept.len() > 20);
    assert_eq!(kept, anew);
}
