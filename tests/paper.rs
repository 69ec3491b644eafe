//! Sheets of paper: what the account says stands on them, whole; the same sheet is the same file; whoever reads it with
//! other programs finds what they look for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "paper/forgotten.rs"]
mod forgotten;
#[path = "paper/made.rs"]
mod made;
#[path = "paper/telephone.rs"]
mod telephone;
#[path = "paper/trial.rs"]
mod trial;

use cups_kiosk::domain::text::Language;
use cups_kiosk::paper::template::Templates;
use cups_kiosk::paper::{Laid, PaperError, set};
use cups_kiosk::protocol::pages::{Part, Parts};
use cups_kiosk::protocol::sheet::{Format, PrintSheet, SheetBlock};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/paper")
}

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::shipped);

/// The sheets that stay as they are: name, sheet.
fn kept() -> BTreeMap<String, PrintSheet> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let sheets = files.filter(|file| file.extension().is_some_and(|end| end == "json"));
    sheets
        .map(|file| {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let sheet = PrintSheet::read(&std::fs::read(&file).unwrap());
            (name.clone(), sheet.unwrap_or_else(|error| panic!("{name}: {error}")))
        })
        .collect()
}

/// A sheet and its file.
type Paper = (PrintSheet, Vec<u8>);

/// Every sheet that is tried, those that stay and those made of today's catalogue, each set once.
static PAPERS: LazyLock<BTreeMap<String, Paper>> = LazyLock::new(|| {
    let sheets: Vec<(String, PrintSheet)> = kept().into_iter().chain(made::sheets()).collect();
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let set = |these: &[(String, PrintSheet)]| -> Vec<(String, Paper)> {
        these.iter().map(|(name, sheet)| (name.clone(), (sheet.clone(), paper(name, sheet)))).collect()
    };
    std::thread::scope(|scope| {
        let parts = sheets.chunks(sheets.len().div_ceil(hands));
        let parts: Vec<_> = parts.map(|these| scope.spawn(move || set(these))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("all sheets can be set")).collect()
    })
});

fn paper(name: &str, sheet: &PrintSheet) -> Vec<u8> {
    set(sheet, &TEMPLATES).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_sheet_is_the_same_file_on_every_computer() {
    let golden = folder().join("golden.txt");
    let mut now = String::new();
    for (name, sheet) in kept() {
        let paper = paper(&name, &sheet);
        assert_eq!(PAPERS[&name].1, paper, "{name}: twice is not the same");
        writeln!(now, "{name} {}", hex::encode(Sha256::digest(&paper))).unwrap();
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&golden, &now).unwrap();
    }
    let known = std::fs::read_to_string(&golden).unwrap();
    let changed: Vec<&str> = now.lines().filter(|line| !known.lines().any(|known| known == *line)).collect();
    assert!(changed.is_empty(), "not the files they were; UPDATE_SNAPSHOTS=1 and look at each: {changed:#?}");
    assert_eq!(known.lines().count(), now.lines().count());
}

#[test]
fn every_template_has_a_sheet_in_each_language() {
    let kept = kept();
    for template in TEMPLATES.names() {
        for language in Language::INTERFACE {
            let of = |sheet: &&PrintSheet| sheet.template == template && sheet.language == language;
            assert!(kept.values().any(|sheet| of(&sheet)), "{template} in {language}");
        }
    }
}

#[test]
fn readers_that_are_not_ours_find_title_language_headings_tables_codes_order_and_words() {
    let Some(python) = python() else { return };
    let read = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for (name, (sheet, paper)) in PAPERS.iter() {
        std::fs::write(read.path().join(format!("{name}.json")), serde_json::to_vec(sheet).unwrap()).unwrap();
        std::fs::write(read.path().join(format!("{name}.pdf")), paper).unwrap();
        tried += 1;
    }
    if let Some(out) = std::env::var_os("PAPER_OUT") {
        // To be looked at.
        for file in std::fs::read_dir(read.path()).unwrap().map(Result::unwrap) {
            std::fs::create_dir_all(&out).unwrap();
            std::fs::copy(file.path(), Path::new(&out).join(file.file_name())).unwrap();
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/paper.py");
    let output = Command::new(python).arg(script).arg(read.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!("{tried} sheets read")), "{said}");
}

/// A Python that has pikepdf, where poppler is too, or a line that says there is none.
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/python3");
    let found = [own, PathBuf::from("python3")].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import pikepdf"]).output();
        asked.is_ok_and(|asked| asked.status.success())
    });
    let poppler = Command::new("pdfinfo").arg("-v").output().is_ok();
    if found.is_none() || !poppler {
        eprintln!("left out: pikepdf or poppler-utils is not there; packaging/setup.sh test installs them");
    }
    found.filter(|_| poppler)
}

#[test]
fn a_telephone_reads_from_the_paper_what_the_code_holds() {
    if Command::new("pdftoppm").arg("-v").output().is_err() {
        eprintln!("left out: poppler-utils is not there; packaging/setup.sh test installs it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for (name, (sheet, paper)) in PAPERS.iter() {
        let blocks = sheet.parts.iter().flat_map(|part| &part.blocks);
        let wanted: Vec<&str> = blocks
            .filter_map(|block| match block {
                SheetBlock::Code(code) => Some(code.holds.as_str()),
                _ => None,
            })
            .collect();
        // Of languages the one whose codes are the densest is enough.
        if wanted.is_empty()
            || sheet.language == Language::En
            || (sheet.format == Format::A4 && sheet.language == Language::Ro)
        {
            continue;
        }
        tried += 1;
        let file = folder.path().join("sheet.pdf");
        std::fs::write(&file, paper).unwrap();
        let mut read = Vec::new();
        // Nearer, where from afar not all are read.
        for dots in [200, 300, 400] {
            if wanted.iter().all(|code| read.iter().any(|known| known == code)) {
                break;
            }
            let output = Command::new("pdftoppm").args(["-r", &dots.to_string(), "-gray"]).arg(&file).output().unwrap();
            read.extend(telephone::codes(&output.stdout, dots));
        }
        for code in &wanted {
            assert!(
                read.iter().any(|read| read == code),
                "{name}: of {} codes not all are read: {}",
                wanted.len(),
                read.len()
            );
        }
    }
    assert!(tried > 10, "{tried}");
}

fn helper(arguments: &[&str], sheet: &[u8]) -> Output {
    let home = tempfile::tempdir().unwrap();
    helper_in(home.path(), arguments, sheet)
}

/// The same where nothing but this folder is its own to write in.
fn helper_in(home: &Path, arguments: &[&str], sheet: &[u8]) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-paper"))
        .args(arguments)
        .current_dir(home)
        .env("TMPDIR", home)
        .env("HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(sheet);
    child.wait_with_output().unwrap()
}

/// What the program says when it refuses: one line.
fn refused(output: &Output, code: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(output.stdout.is_empty());
    said
}

#[test]
fn the_program_gives_the_same_bytes_to_a_file_and_to_a_pipe() {
    let sheet = &kept()["draft-ro"];
    let json = serde_json::to_vec(sheet).unwrap();
    let paper = paper("draft-ro", sheet);
    let piped = helper(&["-"], &json);
    assert!(piped.status.success(), "{}", String::from_utf8_lossy(&piped.stderr));
    assert!(piped.stderr.is_empty());
    assert_eq!(piped.stdout, paper);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sheet.pdf");
    let written = helper(&["-", "--out", out.to_str().unwrap()], &json);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(std::fs::read(&out).unwrap(), paper);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside it");
}

#[test]
fn the_pages_are_shown_as_they_are_printed_and_each_word_of_the_sheet_is_on_one_of_them() {
    let sheet = &kept()["plan-ru"];
    let json = serde_json::to_vec(sheet).unwrap();
    let shown = helper(&["-", "--pictures", "600"], &json);
    assert!(shown.status.success() && shown.stderr.is_empty(), "{}", String::from_utf8_lossy(&shown.stderr));
    let parts: Vec<Part> = Parts::of(&shown.stdout[..]).collect::<Result<_, _>>().unwrap();
    let laid = Laid::out(sheet, &TEMPLATES).unwrap();
    let [Part::Pages(count), shown @ ..] = &parts[..] else { panic!("{}", parts.len()) };
    // The document is made beside the pages and comes as soon as it is made, behind whichever page that is.
    let documents: Vec<&Vec<u8>> = shown
        .iter()
        .filter_map(|part| if let Part::Document(document) = part { Some(document) } else { None })
        .collect();
    let pages: Vec<&Vec<u8>> =
        shown.iter().filter_map(|part| if let Part::Page(png) = part { Some(png) } else { None }).collect();
    assert_eq!(shown.len(), pages.len() + documents.len(), "nothing else comes");
    assert_eq!((*count, pages.len()), (laid.pages(), laid.pages()));
    assert_eq!(documents, [&paper("plan-ru", sheet)], "what is shown is what is printed");
    for (number, png) in pages.into_iter().enumerate() {
        assert_eq!(png, &laid.picture(number, 600).unwrap());
        // The width stands in the head of a PNG, behind its first sixteen bytes.
        let [b0, b1, b2, b3] = png[16..20] else { panic!("no picture") };
        assert_eq!(u32::from_be_bytes([b0, b1, b2, b3]), 600);
        assert!(png.len() > 5_000, "page {number} has something on it");
    }
    assert!(laid.picture(laid.pages(), 600).is_err());
    for width in ["0", "99", "4001", "wide"] {
        refused(&helper(&["-", "--pictures", width], &json), 2);
    }
}

#[test]
fn nobody_draws_for_somebody_who_is_gone() {
    let folder = own_template(
        "#let version = 1\n#let sum = 0\n#for a in range(100000) { for b in range(100000) { sum += 1 } }\n",
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-paper"))
        .args(["-", "--pictures", "600", "--templates", folder.path().to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&serde_json::to_vec(&kept()["draft-ro"]).unwrap()).unwrap();
    let mut output = child.stdout.take().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let killed = std::time::Instant::now();
    child.kill().unwrap();
    child.wait().unwrap();
    // The process within holds the other end until it has ended too.
    output.read_to_end(&mut Vec::new()).unwrap();
    assert!(killed.elapsed() < std::time::Duration::from_secs(5), "{:?}", killed.elapsed());
}

#[test]
fn bad_input_is_one_line_and_says_nothing_of_the_sheet() {
    let sheet = &kept()["draft-ro"];
    let changed = |change: &dyn Fn(&mut PrintSheet)| {
        let mut sheet = sheet.clone();
        change(&mut sheet);
        serde_json::to_vec(&sheet).unwrap()
    };
    for (json, told) in [
        (b"{".to_vec(), "it ends too early"),
        (b"[1]".to_vec(), "a field is missing, unknown or of another kind"),
        (changed(&|sheet| sheet.sheet = 9), "a sheet of form 9"),
        (changed(&|sheet| sheet.template = "sheet".to_owned()), "no template \"sheet\""),
        (changed(&|sheet| sheet.template = "../plan".to_owned()), "no template"),
        (changed(&|sheet| sheet.version = 7), "version 7 of the template \"draft\", and here is version 1"),
    ] {
        let said = refused(&helper(&["-"], &json), 2);
        assert!(said.contains(told), "{said}");
        assert!(!said.contains("Persoană de probă"), "{said}");
    }
    let said = refused(&helper(&["no-such-sheet.json"], b""), 2);
    assert!(said.contains("no-such-sheet.json"), "{said}");
}

/// A folder with a template of one's own.
fn own_template(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("draft.typ"), text).unwrap();
    folder
}

#[test]
fn a_template_of_ones_own_is_taken_and_may_leave_nothing_out() {
    let sheet = &kept()["draft-ro"];
    let set_by = |text: &str| set(sheet, &Templates::with_folder(own_template(text).path()).unwrap());
    let whole = "#import \"/sheet.typ\": *\n#let version = 1\n#show: paper\n#parts()\n";
    assert!(set_by(whole).is_ok());
    for (text, told) in [
        (whole.replace("#parts()", "#part(\"state\")"), "leaves out something of part 2"),
        (whole.replace("#show: paper", ""), "leaves out something of the head"),
        (whole.replace("#parts()", "#parts()#place(dx: 30cm)[x]"), "puts something outside page 1"),
        (whole.replace("#parts()", "#parts()#pagebreak()#h(1pt)#pagebreak()"), "leaves page"),
        (whole.replace("#parts()", "#parts()#parts(must: (\"money\",))"), "lacks its part money"),
        (whole.replace("#parts()", "#parts()#image(\"/etc/passwd\")"), "draft.typ:4"),
        (whole.replace("#parts()", "#parts()#read(\"../../etc/passwd\")"), "draft.typ:4"),
        (whole.replace("#parts()", "#parts()#import \"@preview/cetz:0.3.0\""), "draft.typ:4"),
        (whole.replace("#parts()", "#parts()#datetime.today().display()"), "draft.typ:4"),
        (whole.replace("= 1", "= 2"), "version 2"),
    ] {
        let Err(error) = set_by(&text) else { panic!("it is set, and {told} is not said") };
        let said = error.to_string();
        assert!(said.contains(told), "{told}: {said}");
    }
    // A picture that says nothing to the blind is refused by the form of the file itself.
    let mute = whole.replace(
        "#parts()",
        "#parts()#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' \
        viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>\"), format: \"svg\", width: 1cm)",
    );
    assert!(matches!(set_by(&mute), Err(PaperError::Set { .. })));
}

#[test]
fn a_template_that_never_ends_or_eats_the_memory_ends_with_a_message() {
    let json = serde_json::to_vec(&kept()["draft-ro"]).unwrap();
    for (text, seconds, told) in [
        ("#let sum = 0\n#for a in range(100000) { for b in range(100000) { sum += 1 } }", "2", "longer than 2 seconds"),
        ("#let one = range(200000)\n#let all = ()\n#for a in range(1000) { all += one }", "20", "memory"),
        ("#let all = ()\n#for a in range(1000) { all.push(range(100000 + a)) }", "20", "memory"),
    ] {
        let folder = own_template(&format!("#let version = 1\n{text}\n"));
        let output = helper(&["-", "--seconds", seconds, "--templates", folder.path().to_str().unwrap()], &json);
        let said = refused(&output, 1);
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn the_longest_names_and_plans_and_an_empty_one_fit_every_paper() {
    for format in [Format::A4, Format::A5Booklet, Format::Strip] {
        for kind in ["largest-plan", "longest-consent", "longest-own", "longest-receipt", "empty-plan"] {
            let fits = |(name, (sheet, _)): (&String, &Paper)| name.starts_with(kind) && sheet.format == format;
            assert!(PAPERS.iter().any(fits), "{kind} on {format:?}");
        }
    }
}
