//! Printing, against a printer of ours that obeys, hangs, runs out of paper, hangs up, gives up and lies: by itself, and behind
//! the print system of Debian, which is started privately in a folder of the test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "printing/device.rs"]
mod device;
#[path = "printing/system.rs"]
mod system;

use cups_kiosk::domain::printing::{PrintOutcome, SheetKind, Told, Trouble};
use cups_kiosk::handout::printer::{Order, PrintQueue};
use cups_kiosk::platform::clock::now;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::platform::print_system::PrintAddress;
use cups_kiosk::protocol::sheet::Format;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::Records;
use device::{Device, Manner};
use futures::StreamExt as _;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use system::PrintSystem;
use uuid::Uuid;

/// Nothing here takes longer.
const PATIENCE: Duration = Duration::from_secs(40);

/// What stands on the sheet and must stand nowhere else afterwards.
const PLANTED: [&str; 3] = ["Pruncu-Plantescu", "2009876543210", "planted-line-0691234"];

const PRINTED: Told = Told::Printed(PrintOutcome::Printed);

/// A document with what is planted, larger than a printer's first gulp.
fn paper() -> Vec<u8> {
    let mut paper = b"%PDF-1.7\n".to_vec();
    for line in 0..4_000 {
        paper.extend_from_slice(format!("% {line} {}\n", PLANTED.join(" ")).as_bytes());
    }
    paper.extend_from_slice(b"%%EOF\n");
    paper
}

fn order() -> Order {
    let (id, kind, format) = (Uuid::now_v7(), SheetKind::Own, Format::A4);
    Order { id, kind, pdf: paper().into(), pages: 1, copies: 1, format, parts: false, again: false }
}

/// A queue of the printer itself.
fn direct(device: &Device) -> PrintQueue {
    let address = PrintAddress::parse(&format!("http://127.0.0.1:{}", device.port)).unwrap();
    PrintQueue::local(Some(&address), None).unwrap()
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(PATIENCE, work).await.expect("it takes too long") })
}

/// Prints, and gives what is told, in order; each is also given to `hear`, which may do something.
fn told(queue: &PrintQueue, order: Order, mut hear: impl FnMut(&Told)) -> Vec<Told> {
    block_on(async {
        let mut stream = queue.print(order);
        let mut all = Vec::new();
        while let Some(told) = stream.next().await {
            hear(&told);
            all.push(told);
        }
        all
    })
}

#[test]
fn a_printer_that_obeys_gets_the_very_bytes_a_random_title_and_nobody_s_name() {
    let device = Device::new(Manner::Obeys);
    let queue = direct(&device);
    let told = told(&queue, order(), |_| {});
    assert_eq!(told, [Told::Sending, Told::Sent, PRINTED]);
    assert_eq!(device.papers(), [paper()]);
    let names: BTreeSet<String> = device.names().into_iter().filter(|name| !name.is_empty()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains("cups-kiosk"));
    let title = names.iter().find(|name| *name != "cups-kiosk").unwrap();
    assert!(title.len() == 12 && title.bytes().all(|byte| byte.is_ascii_hexdigit()), "{title}");
}

#[test]
fn a_printer_that_lies_complains_gives_up_or_hangs_up_is_never_said_to_have_printed() {
    for (manner, end) in [
        (Manner::Lies, Told::Unsure),
        (Manner::DoneAndComplains, Told::Unsure),
        (Manner::GivesUp, Told::Failed(vec![Trouble::PaperJam])),
        (Manner::CutsOff(4_000), Told::Failed(vec![Trouble::NoPrintSystem])),
    ] {
        let device = Device::new(manner);
        let told = told(&direct(&device), order(), |_| {});
        assert_eq!(told.last(), Some(&end), "{manner:?}: {told:?}");
        assert!(!told.contains(&PRINTED), "{manner:?}");
    }
}

#[test]
fn paper_out_is_told_and_passes_when_paper_is_put_in() {
    let device = Device::new(Manner::OutOfPaper);
    let out = Told::Stopped(vec![Trouble::PaperOut]);
    let told = told(&direct(&device), order(), |told| {
        if *told == out {
            device.refill();
        }
    });
    assert_eq!(told, [Told::Sending, Told::Sent, out, PRINTED]);
}

#[test]
fn a_print_that_hangs_is_taken_back_and_one_that_was_not_sent_is_not() {
    let device = Device::new(Manner::Hangs);
    let queue = direct(&device);
    let order = order();
    let id = order.id;
    let all = block_on(async {
        let mut stream = queue.print(order);
        let mut all = Vec::new();
        while let Some(told) = stream.next().await {
            if told == Told::Printing {
                queue.cancel(id).await.unwrap();
            }
            all.push(told);
        }
        all
    });
    assert_eq!(all, [Told::Sending, Told::Sent, Told::Printing, Told::Cancelled]);
    block_on(queue.cancel(Uuid::now_v7())).unwrap();
}

#[test]
fn without_a_print_system_it_is_said_at_once() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = PrintAddress::parse(&format!("http://127.0.0.1:{free}")).unwrap();
    let queue = PrintQueue::local(Some(&address), None).unwrap();
    let began = Instant::now();
    assert_eq!(told(&queue, order(), |_| {}), [Told::Sending, Told::Failed(vec![Trouble::NoPrintSystem])]);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn behind_the_print_system_of_debian_the_same_is_told_and_nothing_is_remembered() {
    let Some(mut system) = PrintSystem::start() else { return };
    let device = Device::new(Manner::Obeys);
    system.add("desk", &device);
    let queue = PrintQueue::local(Some(&system.address()), None).unwrap();
    // It obeys.
    let obeyed = told(&queue, order(), |_| {});
    assert_eq!((obeyed.first(), obeyed.last()), (Some(&Told::Sending), Some(&PRINTED)), "{obeyed:?}");
    assert_eq!(device.papers(), [paper()]);
    // It runs out of paper, and goes on when there is some.
    device.behave(Manner::OutOfPaper);
    let out = Told::Stopped(vec![Trouble::PaperOut]);
    let waited = told(&queue, order(), |told| {
        if *told == out {
            device.refill();
        }
    });
    assert!(waited.contains(&out) && waited.last() == Some(&PRINTED), "{waited:?}");
    // It says that it is done, and complains.
    device.behave(Manner::DoneAndComplains);
    let doubtful = told(&queue, order(), |_| {});
    assert_eq!(doubtful.last(), Some(&Told::Unsure), "{doubtful:?}");
    // Somebody stopped the queue: the next print goes without a shell.
    device.behave(Manner::Obeys);
    let before = device.papers().len();
    system.stop("desk");
    let resumed = told(&queue, order(), |_| {});
    assert_eq!(resumed.last(), Some(&PRINTED), "{resumed:?}");
    assert_eq!(device.papers().len(), before + 1);
    // The visit ends while a print waits for paper.
    device.behave(Manner::OutOfPaper);
    block_on(async {
        let mut stream = queue.print(order());
        while stream.next().await.is_some_and(|told| told != out) {}
        let spooled = system.finds(&PLANTED[..1]);
        assert!(!spooled.is_empty(), "the search finds what is there while it waits");
        queue.clear().await.unwrap();
    });
    let titles: Vec<String> = device.names().into_iter().filter(|name| name.len() == 12).collect();
    assert!(titles.len() >= 4);
    let mut searched: Vec<&str> = PLANTED.to_vec();
    searched.extend(titles.iter().map(String::as_str));
    let found = wait_until_empty(|| system.finds(&searched));
    assert!(found.is_empty(), "{found:?}");
    // What it writes at its end is the list of prints that it would know at its next start. Of one that it was still
    // taking back the random title may stand there, and nothing that was printed.
    system.end();
    let found = system.finds(&PLANTED);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_queue_that_a_fault_stopped_goes_on_at_the_next_print() {
    let Some(system) = PrintSystem::start() else { return };
    let device = Device::new(Manner::Hangs);
    system.add("desk", &device);
    let queue = PrintQueue::local(Some(&system.address()), None).unwrap();
    // The visit ends over a print that hangs.
    block_on(async {
        let mut stream = queue.print(order());
        while stream.next().await.is_some_and(|told| told != Told::Printing) {}
        drop(stream);
        system.stop("desk");
    });
    let left = PrintQueue::local(Some(&system.address()), None).unwrap();
    block_on(left.clear()).unwrap();
    device.behave(Manner::Obeys);
    let next = told(&left, order(), |_| {});
    assert_eq!(next.last(), Some(&PRINTED), "{next:?}");
    assert!(wait_until_empty(|| system.finds(&PLANTED)).is_empty());
}

/// What is still found when even the slowest way is over: a print that is taken back while the printer has it is gone
/// when the printer let go of it, and what the print system wrote of it meanwhile after `PreserveJobHistory`, a minute.
fn wait_until_empty(find: impl Fn() -> Vec<String>) -> Vec<String> {
    let until = Instant::now() + Duration::from_mins(3);
    loop {
        let found = find();
        if found.is_empty() || Instant::now() > until {
            return found;
        }
        thread::sleep(Duration::from_millis(250));
    }
}

/// A helper that gives the planted document for any sheet.
fn helper(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let (program, document) = (folder.join("cups-paper"), folder.join("paper.pdf"));
    std::fs::write(&document, paper()).unwrap();
    let script = format!("#!/bin/sh\ncat > /dev/null\nexec cat '{}'\n", document.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn ten_prints_killed_at_each_step_leave_no_doubled_entry_and_one_that_ends_leaves_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::new(Some(folder.path().join("data")));
    std::fs::create_dir_all(data.path()).unwrap();
    let records = || {
        let identity = Identity::open(&data.identity()).unwrap();
        Records::open(&data.records(), identity, now()).unwrap().0
    };
    drop(records());
    let device = Device::new(Manner::Obeys);
    let settings = format!("print_system = \"http://127.0.0.1:{}\"\n", device.port);
    std::fs::write(data.configuration(), settings).unwrap();
    // Beside the program, so that it is found before any other.
    let programs = folder.path().join("bin");
    std::fs::create_dir(&programs).unwrap();
    helper(&programs);
    let kiosk = programs.join("cups-kiosk");
    std::fs::hard_link(env!("CARGO_BIN_EXE_cups-kiosk"), &kiosk)
        .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_cups-kiosk"), &kiosk).map(drop))
        .unwrap();
    let print = || {
        let mut command = Command::new(&kiosk);
        command.args(["sheet", "papers", "--event", "C1", "--on", "2026-11-20", "--print", "--data"]).arg(data.path());
        command.env_remove("CUPS_LOG").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let count = || records().all_entries().unwrap().iter().filter(|entry| !entry.facts.prints.is_empty()).count();
    for step in 0..10_u64 {
        device.behave(if step % 3 == 2 { Manner::Hangs } else { Manner::Obeys });
        let mut child = print().spawn().unwrap();
        // After so many of the lines that it says, and a moment that differs.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..=step % 3 {
            lines.next();
        }
        thread::sleep(Duration::from_millis(step * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(count() <= device.printed(), "step {step}");
    }
    let (entries, papers) = (count(), device.printed());
    device.behave(Manner::Obeys);
    let output = print().output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!((count(), device.printed()), (entries + 1, papers + 1));
    let all = records().all_entries().unwrap();
    let ids: BTreeSet<Uuid> = all.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), all.len());
    let last = all.last().unwrap();
    assert!(last.facts.text().contains(r#""action":"sheetPrinted","event":"C1""#), "{}", last.facts.text());
    assert!(last.facts.text().contains(r#""prints":{"papers.printed":1}"#), "{}", last.facts.text());
    // The same entry again, as after a power cut between commit and answer, is the one that is there.
    let mut records = records();
    let again =
        cups_kiosk::store::records::NewEntry { id: last.id, facts: last.facts.meaning().unwrap(), sealed: None };
    assert_eq!(records.record(&again, None, now()).unwrap(), last.position);
    // Of what was printed nothing is in the data folder.
    assert!(system::search(data.path(), &PLANTED).is_empty());
}

#[test]
fn a_printer_is_listed_and_what_is_wrong_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let device = Device::new(Manner::Obeys);
    device.complain(&["media-low-warning"]);
    let settings = |more: &str| {
        let text = format!("print_system = \"http://127.0.0.1:{}\"\n{more}", device.port);
        std::fs::write(folder.path().join("kiosk.toml"), text).unwrap();
    };
    let kiosk = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
        let output = command.args(arguments).arg("--data").arg(folder.path()).env_remove("CUPS_LOG").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    settings("");
    let (code, said, _) = kiosk(&["printer"]);
    assert_eq!(code, Some(0));
    let words = "The printer's paper is running out. Put paper into the tray.";
    assert_eq!(said.trim(), format!("test (Test printer), used: idle. {words}"));
    settings("printer = \"other\"\n");
    let (code, said, error) = kiosk(&["printer", "--json"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("\"chosen\": false") && error.contains("other"), "{said} {error}");
    settings("print_system = 5\n");
    let (code, said, error) = kiosk(&["printer"]);
    assert_eq!((code, said.as_str(), error.lines().count()), (Some(2), "", 1), "{error}");
}
