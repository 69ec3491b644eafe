//! Nobody gets out of the window and onto the computer: eighty ways are tried, each in a session of a public computer with
//! the real programs. `make test` tries the most telling ones, `make escape` all, and prints what came of each. Needs Xvfb,
//! xdotool, openbox, xclip, chromium and bubblewrap, which `make test` installs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests"
)]
#![allow(clippy::assigning_clones, reason = "nothing here is hurried")]

#[path = "browser/apart.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod apart;
#[path = "escape/away.rs"]
mod away;
#[path = "escape/dark.rs"]
mod dark;
#[path = "stage/dice.rs"]
mod dice;
#[path = "escape/eyes.rs"]
mod eyes;
#[path = "escape/field.rs"]
mod field;
#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;
#[path = "browser/opening.rs"]
mod opening;
#[path = "browser/place.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod place;
#[path = "escape/random.rs"]
mod random;
#[path = "escape/session.rs"]
mod session;
#[path = "escape/steps.rs"]
mod steps;
#[path = "escape/window.rs"]
mod window;

use cups_kiosk::domain::scanning::ScanTrouble;
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::browser::{Browser, PageNews, Shown};
use cups_kiosk::scan::source::{Scanner, StopScan};
use cups_kiosk::store::pages::Pages;
use cups_kiosk::store::vault::KeyRing;
use cups_kiosk::ui::runtime::come_in;
use cups_kiosk::ui::scanning::{Origin, ScanNews, ScanOrder};
use session::Session;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Instant;
use steps::{Step, TELLING, Where};
use uuid::Uuid;

/// Whether every step is taken, as `make escape` asks.
fn is_long() -> bool {
    std::env::var_os("CUPS_ESCAPE").is_some_and(|value| value == "all")
}

/// What came of a step.
struct Row {
    step: Step,
    how: String,
    result: String,
    escaped: Vec<String>,
}

/// Which steps are taken: all, the most telling, or those that are named.
fn wanted(step: &Step) -> bool {
    if let Ok(only) = std::env::var("CUPS_ESCAPE_ONLY") {
        return only.split(',').any(|number| number.parse() == Ok(step.number));
    }
    is_long() || TELLING.contains(&step.number) || step.place == Where::Random
}

#[test]
fn nobody_gets_out_of_the_session() {
    let begin = Instant::now();
    let has_browser = apart::can_be_kept_apart("the State's page in a real browser");
    let mut session = Session::start();
    session.begin_visit();
    let rows: Vec<Row> = steps::all().into_iter().map(|step| row(&mut session, step, has_browser)).collect();
    print(&rows, begin);
    let escaped: Vec<String> = rows
        .iter()
        .filter(|row| !row.escaped.is_empty())
        .map(|row| format!("{}. {}:\n    {}", row.step.number, row.step.what, row.escaped.join("\n    ")))
        .collect();
    assert!(escaped.is_empty(), "{} of {}:\n{}", escaped.len(), rows.len(), escaped.join("\n"));
}

/// Takes a step, or says where it is taken.
fn row(session: &mut Session, step: Step, has_browser: bool) -> Row {
    let how = match step.place {
        Where::Window | Where::Field | Where::Random => "Xvfb, openbox, xdotool",
        Where::Browser => "the same, Chromium in bubblewrap",
        Where::Guest => "a guest",
    };
    let mut row = Row { step, how: how.to_owned(), result: String::new(), escaped: Vec::new() };
    let take: fn(&mut Session, &Step) -> (Vec<String>, String) = match step.place {
        Where::Guest => {
            row.result = match steps::in_guest(step.number) {
                Some(steps) => format!("guest: GUEST_STEPS=\"{steps}\" make guest"),
                None => "left out: make guest says why".to_owned(),
            };
            return row;
        }
        Where::Browser if !has_browser => {
            row.result = "not tried: no browser can be kept apart here".to_owned();
            return row;
        }
        Where::Window => window::take,
        Where::Browser => away::take,
        Where::Field => field::take,
        Where::Random => |session, _| random::take(session),
    };
    if !wanted(&step) {
        row.result = "make escape".to_owned();
        return row;
    }
    let (escaped, told) = take(session, &step);
    row.result = if escaped.is_empty() { "nobody got out".to_owned() } else { "ESCAPED".to_owned() };
    if !told.is_empty() {
        row.result = format!("{}; {told}", row.result);
    }
    eprintln!("{:>2}. {}: {}", step.number, step.what, row.result);
    if !escaped.is_empty() {
        eprintln!("    {}", escaped.join("\n    "));
        // What is tried next is tried from a session that is as it should be.
        *session = Session::start();
        session.begin_visit();
    }
    row.escaped = escaped;
    row
}

fn print(rows: &[Row], begin: Instant) {
    println!("\n| step | what | how | result |\n|---|---|---|---|");
    for Row { step, how, result, .. } in rows {
        println!("| {} | {} | {how} | {result} |", step.number, step.what.replace('|', "\\|"));
    }
    let taken = rows.iter().filter(|row| row.result.starts_with("nobody") || !row.escaped.is_empty()).count();
    let escaped = rows.iter().filter(|row| !row.escaped.is_empty()).count();
    let seconds = begin.elapsed().as_secs();
    println!(
        "\n{escaped} escapes of {taken} steps taken here, {} inputs by random hands, {seconds} seconds",
        random::count()
    );
}

#[test]
fn every_step_is_listed_once_and_has_its_place() {
    let all = steps::all();
    assert_eq!(all.len(), steps::COUNT);
    assert!(all.iter().zip(1..).all(|(step, number)| step.number == number && !step.what.is_empty()));
    let guests: Vec<usize> = all.iter().filter(|step| step.place == Where::Guest).map(|step| step.number).collect();
    assert_eq!(guests, (33..=40).chain(65..=79).collect::<Vec<_>>());
    let left_out: Vec<usize> = guests.into_iter().filter(|number| steps::in_guest(*number).is_none()).collect();
    assert_eq!(left_out, [69, 70, 71, 72, 78]);
    let is_taken_here = |number: &usize| all[*number - 1].place != Where::Guest;
    assert!(TELLING.iter().all(is_taken_here));
}

/// Run by a step, within the session: opens a page as the program does, until its input ends.
#[test]
#[ignore = "run by another test, within its session"]
fn holds_a_page_open() {
    let Ok(address) = std::env::var("CUPS_ESCAPE_PAGE") else { return };
    let shown = Shown { language: Language::Ro, at: (400, 0), size: (966, 768) };
    let (sender, told) = channel();
    let page = Browser::default().open(opening::opening(&address), shown, move |news| {
        println!("told: {news:?}");
        sender.send(news).unwrap_or_default();
    });
    let _ = std::io::stdin().read(&mut [0]);
    drop(page);
    while told.recv().is_ok_and(|news| news == PageNews::Open) {}
}

/// Run by a step, within the session: takes in what lies on a stick, as the program does.
#[test]
#[ignore = "run by another test, within its session"]
fn reads_what_comes_in() {
    let Ok(stick) = std::env::var("CUPS_ESCAPE_STICK") else { return };
    let stick = PathBuf::from(stick);
    let (id, case, keys) = (Uuid::now_v7(), Uuid::now_v7(), KeyRing::new().unwrap());
    let pages = Pages::new(stick.with_extension("pages"));
    let order = ScanOrder { id, case, paper: None, origin: Origin::Place(stick), keys: keys.clone() };
    let told = Mutex::new(Vec::new());
    come_in(&Scanner::default(), &pages, &order, &StopScan::default(), |news| {
        told.lock().unwrap().push(news);
        true
    });
    let told = told.into_inner().unwrap();
    let kept: Vec<Uuid> = told
        .iter()
        .filter_map(|news| if let ScanNews::Kept(page) = news { Some(page.page.id) } else { None })
        .collect();
    for page in &kept {
        let picture = pages.read(&keys, case, *page).unwrap();
        assert!(picture.starts_with(b"\xff\xd8"), "only the picture of a page is kept");
        assert!(
            memchr::memmem::find(&picture, b"qzvx").is_none() && memchr::memmem::find(&picture, b"root:").is_none()
        );
    }
    let active = told.iter().any(|news| matches!(news, ScanNews::Trouble(ScanTrouble::PdfActive)));
    let refused = told
        .iter()
        .filter(|news| matches!(news, ScanNews::Trouble(trouble) if *trouble != ScanTrouble::PdfActive))
        .count();
    println!("came in: {} pages, {refused} refused{}", kept.len(), if active { ", active" } else { "" });
}
