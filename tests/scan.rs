//! Papers that come in at the desk: scanned, kept, looked at, put in order, and erased when they have done their work.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::Case;
use cups_kiosk::domain::record::Action;
use cups_kiosk::domain::scanning::ScanTrouble;
use cups_kiosk::scan::source::{Scanner, StopScan, Tray};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::runtime::come_in;
use cups_kiosk::ui::scanning::Origin;
use iced::Size;
use iced::keyboard::key::Named;
use image::{ImageFormat, Rgb, RgbImage};
use stage::Stage;
use stage::reaches::case as reach;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

/// A case on a screen on which all of its page is seen.
fn to_case(stage: &mut Stage) {
    reach(stage);
    stage.window = Size::new(1366.0, 2400.0);
    stage.send(Framed::Resized(stage.window));
}

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

fn case(stage: &Stage) -> Case {
    stage.app.session().unwrap().cases[0].clone()
}

/// A sheet with lines on it, and a colour by which it is known.
fn sheet(tint: u8) -> Vec<u8> {
    let paper = RgbImage::from_fn(620, 877, |x, y| {
        let is_ink = y % 24 < 3 && (60..540).contains(&x) && (60..800).contains(&y) && x % 9 < 6;
        Rgb(if is_ink { [20, 20, 20] } else { [240, 240, tint] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    paper.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// What was to be scanned comes from a scanner that does this, `$1` of which puts a sheet into the batch.
fn scan(stage: &mut Stage, does: &str) {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=3 {
        std::fs::write(folder.path().join(format!("sheet-{number}")), sheet(200 + number)).unwrap();
    }
    let program = folder.path().join("scanimage");
    let script = format!(
        "#!/bin/sh\ncd '{}'\nfor word in \"$@\"; do case \"$word\" in -f) echo ours; exit;; -A) echo '    --source \
         Flatbed|ADF [ADF]'; exit;; --batch=*) batch=${{word#--batch=}};; esac; done\nfeed() {{ place=$(printf \"$batch\" \
         $1); cp sheet-$1 \"$place\"; echo \"$place\"; }}\nfail() {{ echo \"$1\" >&2; exit 7; }}\n{does}\n",
        folder.path().display()
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    come(stage, &Scanner::by(program).with_patience(Duration::from_secs(30)));
}

fn come(stage: &mut Stage, scanner: &Scanner) {
    let order = stage.scans.pop().expect("something is to be scanned");
    let told = Mutex::new(Vec::new());
    come_in(scanner, &stage.pages(), &order, &StopScan::default(), |news| {
        told.lock().unwrap().push(news);
        true
    });
    for news in told.into_inner().unwrap() {
        stage.send(Reply::ScanTold(order.id, news));
    }
}

/// Every byte below a folder.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        all.extend(if path.is_dir() { bytes(&path) } else { std::fs::read(&path).unwrap() });
    }
    all
}

#[test]
fn a_sheet_of_the_glass_is_kept_told_looked_at_and_taken_out_by_keyboard() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    stage.control('g');
    assert_eq!(name(&stage), "case-scan");
    stage.key(Named::Enter);
    assert_eq!(stage.scans[0].origin, Origin::Scanner(Tray::Glass));
    assert!(stage.words().contains("Se scanează"), "{}", stage.words());
    scan(&mut stage, "cat sheet-1");
    let words = stage.words();
    assert!(words.contains("1 pagină nouă este păstrată"), "{words}");
    assert_eq!(case(&stage).pages.len(), 1, "the case says so: {words}");
    stage.click("scan-look-1");
    assert!(stage.find("scan-picture").is_some(), "{}", stage.words());
    stage.key(Named::Enter);
    stage.click("scan-out-1");
    assert!(
        case(&stage).pages.is_empty()
            && stage.pages().of(stage.app.session().unwrap().keys.as_ref().unwrap(), case(&stage).id).pages.is_empty()
    );
}

#[test]
fn three_sheets_put_in_and_two_that_came_are_said_and_a_jam_keeps_what_came_before() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    stage.control('g');
    let reached = (0..40).any(|_| {
        stage.key(Named::Tab);
        stage.focused().is_some_and(|id| id.contains("scan-put"))
    });
    assert!(reached, "{}", stage.words());
    stage.write("3");
    stage.key(Named::Enter);
    assert_eq!(stage.scans[0].origin, Origin::Scanner(Tray::Feeder));
    scan(&mut stage, "feed 1; feed 2; fail 'scanimage: sane_start: Document feeder out of documents'");
    let words = stage.words();
    assert!(words.contains("Foi puse: 3. Pagini scanate: 2"), "{words}");
    stage.click("scan-feeder");
    scan(&mut stage, "feed 3; fail 'scanimage: sane_start: Document feeder jammed'");
    let words = stage.words();
    assert!(words.contains("O foaie s-a blocat") && !words.contains("Foi puse"), "{words}");
    let first: Vec<_> = case(&stage).pages.iter().map(|page| page.id).collect();
    assert_eq!(first.len(), 3);
    // The last one goes up, and the first is scanned once more.
    stage.click("scan-up-3");
    let order: Vec<_> = case(&stage).pages.iter().map(|page| page.id).collect();
    assert_eq!(order, [first[0], first[2], first[1]]);
    stage.click("scan-again-1");
    scan(&mut stage, "cat sheet-3");
    let again: Vec<_> = case(&stage).pages.iter().map(|page| page.id).collect();
    assert!(again.len() == 3 && again[0] != first[0] && again[1..] == order[1..]);
    let keys = stage.app.session().unwrap().keys.clone().unwrap();
    assert_eq!(stage.pages().of(&keys, case(&stage).id).pages.len(), 3, "the one before is gone");
}

#[test]
fn what_is_no_picture_is_said_in_words_and_the_others_are_kept() {
    let mut stage = Stage::new();
    let stick = tempfile::tempdir().unwrap();
    for (name, content) in
        [("a.png", sheet(1)), ("b.pdf", b"%PDF-1.7".to_vec()), ("c.jpg", b"no".to_vec()), ("d.png", sheet(2))]
    {
        std::fs::write(stick.path().join(name), content).unwrap();
    }
    stage.places = vec![stick.path().to_owned()];
    to_case(&mut stage);
    stage.control('g');
    stage.click("scan-place-1");
    come(&mut stage, &Scanner::default());
    let words = stage.words();
    // A PDF of which nothing holds is told as a picture that is none.
    assert!(words.contains("nu s-a putut citi"), "{words}");
    assert_eq!(case(&stage).pages.len(), 2);
    stage.click("scan-glass");
    let order = stage.scans.pop().unwrap();
    for trouble in ScanTrouble::ALL {
        stage.send(Reply::ScanTold(order.id, cups_kiosk::ui::scanning::ScanNews::Trouble(trouble)));
    }
    assert!(stage.words().contains("Nu se găsește niciun scaner"));
}

#[test]
fn a_page_that_was_kept_before_the_power_went_is_there_again_and_the_case_says_so() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    let (keys, id) = (stage.app.session().unwrap().keys.clone().unwrap(), case(&stage).id);
    stage.pages().keep(&keys, (id, uuid::Uuid::now_v7()), None, (&sheet(3), &[])).unwrap();
    assert!(case(&stage).pages.is_empty());
    stage.control('g');
    assert_eq!(case(&stage).pages.len(), 1, "{}", stage.words());
}

#[test]
fn closing_says_that_pages_are_erased_and_nothing_of_them_is_found_afterwards() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    stage.control('g');
    stage.key(Named::Enter);
    scan(&mut stage, "cat sheet-2");
    let (keys, id) = (stage.app.session().unwrap().keys.clone().unwrap(), case(&stage).id);
    let page = case(&stage).pages[0].id;
    let picture = stage.pages().read(&keys, id, page).unwrap();
    let cipher = std::fs::read(stage.folder.path().join(format!("pages/{id}/{page}.page"))).unwrap();
    stage.key(Named::Escape);
    // The request that is open is withdrawn first.
    stage.write("1");
    stage.key(Named::F9);
    for _ in 0..4 {
        if case(&stage).requests.iter().all(|request| request.state.is_final()) {
            break;
        }
        stage.write("1");
        stage.key(Named::Enter);
    }
    stage.key(Named::Escape);
    assert_eq!(name(&stage), "case", "{}", stage.words());
    stage.key(Named::F9);
    let words = stage.words();
    assert!(words.contains("Paginile scanate ale acestui caz se șterg"), "{words}");
    stage.key(Named::Enter);
    assert!(case(&stage).closed.is_some(), "{}", stage.words());
    let all = bytes(stage.folder.path());
    for part in [&picture[700..740], &cipher[..40], &cipher[cipher.len() - 40..]] {
        assert!(memchr::memmem::find(&all, part).is_none(), "a part of the page is on the disk");
    }
    assert_eq!(std::fs::read_dir(stage.folder.path().join("pages")).unwrap().count(), 0);
    let entries = stage.records.all_entries().unwrap();
    let erased = entries.iter().find(|entry| entry.facts.action.known() == Some(Action::PagesErased));
    assert!(erased.is_some(), "an entry says so");
}

#[test]
fn a_reader_of_identity_papers_fills_the_form_and_its_enter_records_nothing() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    stage.key(Named::F2);
    let entries = stage.records.all_entries().unwrap().len();
    for line in ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"] {
        stage.write(line);
        stage.key(Named::Enter);
    }
    assert_eq!(name(&stage), "person");
    let words = stage.words();
    assert!(words.contains("Comparați-le"), "{words}");
    assert_eq!(stage.records.all_entries().unwrap().len(), entries);
    stage.key(Named::Enter);
    assert_eq!(case(&stage).person.name, "Anna Maria Eriksson", "{}", stage.words());
}

#[test]
fn a_zone_that_was_read_wrongly_fills_nothing() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    stage.key(Named::F2);
    stage.write("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<11");
    let words = stage.words();
    assert!(words.contains("nu s-a citit bine") && !words.contains("Eriksson"), "{words}");
}

#[test]
fn files_of_a_stick_become_pages_whatever_their_names() {
    let mut stage = Stage::new();
    to_case(&mut stage);
    let stick = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(stick.path().join(name), bytes).unwrap();
    // Names that mean something to a shell, to an option parser or on another system.
    for (name, tint) in
        [("..\\..\\etc.png", 201), ("-o passwd.png", 202), ("$(touch ran).png", 203), ("%2e%2e%2fx.png", 204)]
    {
        put(name, &sheet(tint));
    }
    put("locked.pdf", b"%PDF-1.4\nnothing of it holds");
    std::os::unix::fs::symlink("/etc/passwd", stick.path().join("zz.png")).unwrap();
    stage.places = vec![stick.path().to_owned()];
    stage.control('g');
    stage.click("scan-place-1");
    assert_eq!(stage.scans[0].origin, Origin::Place(stick.path().to_owned()));
    come(&mut stage, &Scanner::default());
    assert_eq!(case(&stage).pages.len(), 4, "{}", stage.words());
    let before = bytes(stage.folder());
    assert!(!before.windows(5).any(|window| window == b"root:"), "what only points elsewhere is not taken");
    let names: Vec<String> = walk(stage.folder());
    assert!(
        names.iter().all(|name| !name.contains("etc") && !name.contains("ran") && !name.contains("%2e")),
        "{names:?}"
    );
}

#[test]
fn to_a_request_belong_the_pages_of_papers_that_its_service_asks_for_and_no_others() {
    use cups_kiosk::domain::case::{CasePage, Opening};
    use cups_kiosk::domain::service::PaperNeed;
    let page = |number: u128, paper: Option<&str>| CasePage {
        id: uuid::Uuid::from_u128(number),
        paper: paper.map(str::to_owned),
        digest: String::new(),
        bytes: 1,
    };
    let (answers, seen) = (cups_kiosk::domain::fact::Answers::default(), cups_kiosk::domain::change::Seen::default());
    let opening = Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen };
    let id = uuid::Uuid::from_u128(1);
    let mut case = Case::open(id, opening, id, jiff::civil::date(2026, 11, 20));
    case.pages = vec![page(2, Some("birth")), page(3, Some("other")), page(4, None), page(5, Some("birth"))];
    let need = |paper: &str| serde_json::from_value::<PaperNeed>(serde_json::json!({"paper": paper, "need": "bring"}));
    let asked = [need("birth").unwrap(), need("identity").unwrap()];
    let pages: Vec<u128> = case.pages_for(&asked).map(|page| page.id.as_u128()).collect();
    assert_eq!(pages, [2, 5], "in their order");
    assert_eq!(case.pages_for(&[]).count(), 0);
}

/// The names of all files below a folder.
fn walk(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        names.push(entry.file_name().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            names.extend(walk(&entry.path()));
        }
    }
    names
}
