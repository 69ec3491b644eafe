//! Files of every kind, drawn by poppler where it is installed, and programs of ours in its place.

use super::*;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;

/// A PDF of so many pages, with a line on each, whose catalogue holds `more`.
fn pdf(pages: usize, size: &str, more: &str) -> Vec<u8> {
    let mut objects = vec![format!("<</Type/Catalog/Pages 2 0 R{more}>>")];
    let kids = (0..pages).fold(String::new(), |kids, page| format!("{kids}{} 0 R ", 4 + page * 2));
    objects.push(format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>"));
    objects.push("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned());
    for page in 0..pages {
        let text = format!("BT /F1 24 Tf 60 500 Td (Pagina {}) Tj ET", page + 1);
        let content = 5 + page * 2;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Resources<</Font<</F1 3 0 R>>>>/Contents {content} 0 R>>"
        ));
        objects.push(format!("<</Length {}>>stream\n{text}\nendstream", text.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = writeln!(file, "{number} 0 obj{object}endobj");
    }
    let begin = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = writeln!(file, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF", objects.len() + 1);
    file.into_bytes()
}

fn drawn(drawer: &Drawer, bytes: &[u8]) -> (usize, Result<(), ScanTrouble>) {
    let mut pages = 0;
    let result = drawer.pages(bytes, &StopScan::default(), |_, picture| {
        assert!(crate::scan::page(&picture).is_ok(), "what it draws becomes a page");
        pages += 1;
        true
    });
    (pages, result)
}

fn is_installed() -> bool {
    let there = Command::new("pdftoppm").arg("-v").output().is_ok();
    if !there {
        eprintln!("left out: poppler-utils is not installed");
    }
    there
}

#[test]
fn pages_come_in_their_order_and_none_is_drawn_larger_than_paper() {
    if !is_installed() {
        return;
    }
    assert_eq!(drawn(&Drawer::default(), &pdf(3, "595 842", "")), (3, Ok(())));
    let mut sizes = Vec::new();
    let take = |_: usize, picture: Vec<u8>| {
        let head = String::from_utf8_lossy(&picture[..20]).into_owned();
        let across: Vec<u32> =
            head.split_ascii_whitespace().skip(1).take(2).filter_map(|side| side.parse().ok()).collect();
        sizes.push(across);
        false
    };
    Drawer::default().pages(&pdf(2, "14400 20000", ""), &StopScan::default(), take).unwrap();
    assert_eq!(sizes, [[1685, 2340]], "and no further one once none is wanted");
}

#[test]
fn what_is_no_paper_is_told_apart_and_nothing_of_it_runs() {
    if !is_installed() {
        return;
    }
    let drawer = Drawer::default();
    let long = pdf(10_000, "595 842", "");
    assert_eq!(drawn(&drawer, &long), (0, Err(ScanTrouble::PdfLong)));
    let whole = pdf(2, "595 842", "");
    for broken in [&b"%PDF-1.4\n"[..], b"%PDF-1.4\nnothing of it holds", &whole[..whole.len() / 3]] {
        assert!(matches!(drawn(&drawer, broken), (0, Err(ScanTrouble::Unreadable))), "{}", broken.len());
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("ran");
    let launch = format!("/OpenAction<</S/Launch/F(/usr/bin/touch)/P({})>>", trace.display());
    let script = "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\);)>>";
    for active in [launch.as_str(), script] {
        let file = pdf(1, "595 842", active);
        assert!(is_pdf(&file) && is_active(&file));
        assert_eq!(drawn(&drawer, &file), (1, Ok(())), "its paper is paper all the same");
    }
    assert!(!trace.exists());
    assert!(!is_active(&whole) && !is_pdf(b"P6 1 1 255 ..."));
}

/// Programs of ours in the place of poppler's.
fn ours(info: &str, draw: &str) -> (tempfile::TempDir, Drawer) {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("pdfinfo", info), ("pdftoppm", draw)].map(|(name, does)| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    });
    let [info, draw] = paths;
    (folder, Drawer::by(info, draw).with_patience(Duration::from_secs(3)))
}

#[test]
fn a_program_that_hangs_falls_or_is_not_there_is_a_message() {
    let file = pdf(1, "595 842", "");
    for (info, draw, told) in [
        ("exec sleep 600", "", ScanTrouble::PdfHeavy),
        ("echo 'Command Line Error: Incorrect password' >&2; exit 1", "", ScanTrouble::PdfLocked),
        ("echo 'Pages:          2'", "kill -9 $$", ScanTrouble::PdfHeavy),
        ("echo 'Pages:          2'", "exec head -c 200000000 /dev/zero", ScanTrouble::TooLarge),
        ("echo 'Pages:          2'", "exit 0", ScanTrouble::Unreadable),
        ("echo 'Pages:          0'", "", ScanTrouble::Unreadable),
        ("cat > /dev/null; echo 'Title: x'", "", ScanTrouble::Unreadable),
    ] {
        let (_folder, drawer) = ours(info, draw);
        assert_eq!(drawn(&drawer, &file), (0, Err(told)), "{info} {draw}");
    }
    let none = Drawer::by(PathBuf::from("/no/such/program"), PathBuf::from("/no/such/program"));
    assert_eq!(drawn(&none, &file), (0, Err(ScanTrouble::Pdf)));
    let stop = StopScan::default();
    stop.stop();
    let (_folder, drawer) = ours("exec sleep 600", "");
    assert_eq!(drawer.pages(&file, &stop, |_, _| true), Err(ScanTrouble::Other));
}

#[test]
fn more_memory_than_a_page_needs_is_not_had() {
    // The limits hold for whatever runs: a program that wants more is refused it.
    let (_folder, drawer) =
        ours("[ \"$(ulimit -v)\" = 1500000 ] && [ \"$(ulimit -t)\" = 30 ] && echo 'Pages: 101'", "");
    assert_eq!(drawn(&drawer, &pdf(1, "595 842", "")), (0, Err(ScanTrouble::PdfLong)));
}

#[test]
fn where_bubblewrap_is_nothing_of_this_computer_is_there() {
    if !Path::new(SANDBOX).is_file() {
        eprintln!("left out: bubblewrap is not installed");
        return;
    }
    // Programs of the system in the place of poppler's: what they see is what poppler would.
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "2001234567890").unwrap();
    let shut_off = |program: &str, arguments: &[&str]| {
        let drawer = Drawer { is_shut_off: true, ..Drawer::default() };
        let made = drawer.run_as(true, Path::new(program), arguments, b"", &StopScan::default());
        made.map(|said| String::from_utf8_lossy(&said).into_owned()).map_err(|failed| match failed {
            Failed::NotShutOff { .. } => "not shut off".to_owned(),
            Failed::Trouble(trouble) => format!("{trouble:?}"),
        })
    };
    if shut_off("true", &[]) == Err("not shut off".to_owned()) {
        eprintln!("left out: this kernel lets nobody shut a program off");
        return;
    }
    assert_eq!(shut_off("cat", &[secret.to_str().unwrap()]), Err("Unreadable".to_owned()));
    let root = shut_off("ls", &["/"]).unwrap();
    assert_eq!(
        root.split_whitespace().collect::<Vec<_>>(),
        ["bin", "dev", "etc", "lib", "lib64", "proc", "tmp", "usr"]
    );
    let line = shut_off("cat", &["/proc/net/dev"]).unwrap();
    let ways: Vec<_> = line.lines().filter_map(|line| line.split_once(':')).map(|(way, _)| way.trim()).collect();
    assert_eq!(ways, ["lo"]);
    assert!(shut_off("touch", &["/usr/bin/mine"]).is_err());
}
