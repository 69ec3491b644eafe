//! The templates are tried before anybody relies on them, and what a sheet brings along draws it.

use super::{helper_in, kept, own_template, paper, refused};
use cups_kiosk::domain::text::Language;
use cups_kiosk::paper::set;
use cups_kiosk::paper::template::Templates;
use cups_kiosk::paper::trial::{plan, samples, try_one};
use cups_kiosk::protocol::sheet::{Format, PrintSheet, SHARED, obligatory};
use std::path::Path;

/// The shipped template of this name.
fn shipped(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue/templates");
    std::fs::read_to_string(folder.join(format!("{name}.typ"))).unwrap()
}

#[test]
fn each_template_is_tried_in_every_language_on_every_paper_with_the_longest_the_largest_and_the_least() {
    for template in Templates::shipped().names() {
        let samples = samples(template);
        let has = |language: Language, format: Format, kind: &str| {
            samples
                .iter()
                .any(|it| (it.sheet.language, it.sheet.format) == (language, format) && it.name.ends_with(kind))
        };
        for format in [Format::A4, Format::A5Booklet, Format::Strip] {
            assert!(Language::INTERFACE.iter().all(|language| has(*language, format, "usual")), "{template}");
            assert!(has(Language::Ru, format, "longest") && has(Language::Ru, format, "largest"), "{template}");
            assert!(has(Language::Ro, format, "fewest"), "{template}");
        }
    }
    for template in ["plan", "papers", "consent"] {
        for language in [Language::Uk, Language::Gag, Language::Bg] {
            assert!(samples(template).iter().any(|it| it.sheet.language == language), "{template} in {language}");
        }
    }
}

#[test]
fn the_shipped_templates_are_without_fault() {
    let templates = Templates::shipped();
    let names: Vec<String> = templates.names().map(str::to_owned).collect();
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for these in names.chunks(names.len().div_ceil(hands)) {
            scope.spawn(|| these.iter().for_each(|name| assert_eq!(try_one(name, &templates, |_| ()), None)));
        }
    });
}

#[test]
fn a_template_asks_for_the_parts_that_every_sheet_of_its_kind_has_and_gets_them() {
    for template in Templates::shipped().names() {
        let must: Vec<String> = obligatory(template).iter().map(|part| format!("\"{part}\"")).collect();
        let comma = if must.len() == 1 { "," } else { "" };
        let asked = format!("must: ({}{comma})", must.join(", "));
        assert!(shipped(template).contains(&asked), "{template}: {asked}");
    }
    for (name, sheet) in kept().into_iter().chain(super::made::sheets()) {
        let lacking = obligatory(&sheet.template).iter().find(|part| !sheet.parts.iter().any(|it| it.name == **part));
        assert_eq!(lacking, None, "{name}");
    }
}

#[test]
fn what_is_wrong_with_a_template_is_said_with_its_file_line_and_sheet() {
    let home = tempfile::tempdir().unwrap();
    let whole = shipped("slip");
    let told = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let templates = folder.path().join("templates");
        std::fs::create_dir(&templates).unwrap();
        std::fs::write(templates.join("slip.typ"), text).unwrap();
        let folder = templates.to_str().unwrap().to_owned();
        let output = helper_in(home.path(), &["--check", &folder, "--seconds", "2"], b"");
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(told(&whole), (Some(0), String::new()));
    assert_eq!(told(&format!("{whole}\n// as before\n")), (Some(0), String::new()));
    for (text, line) in [
        (
            whole.replace("#parts(", "#part(\"code\")\n#let x = ("),
            "templates/slip.typ:1: error: ro a4 usual: it leaves out something",
        ),
        (whole.replace("#show: paper", "#show: paper\n#none.x"), "templates/slip.typ:5: error: ro a4 usual: "),
        (
            whole.replace("#show: paper", "#show: paper\n#read(\"/etc/passwd\")"),
            "templates/slip.typ:5: error: ro a4 usual: ",
        ),
        (
            whole.replace("#show: paper", "#show: paper\n#if is-strip { place(dx: 9cm)[x] }"),
            "error: ro strip usual: it puts something outside page 1",
        ),
        (
            whole.replace(
                "#show: paper",
                "#show: paper\n#if sheet.language == \"ru\" { for a in range(100000) { for b in range(100000) {} } }",
            ),
            "templates/slip.typ:1: error: ru a4 usual: it takes longer than 2 seconds",
        ),
    ] {
        let (code, said) = told(&text);
        assert!(said.contains(line) && said.lines().count() == 1, "{line}: {said}");
        assert_eq!(code, Some(1), "{said}");
    }
    let (code, said) = told(&whole.replace("version = 1", "version = 2"));
    assert!(said.contains("warning: version: it is for version 2, and this program makes version 1"), "{said}");
    assert_eq!(code, Some(0));
    assert!(refused(&helper_in(home.path(), &["--check", "no-such-folder"], b""), 2).contains("no-such-folder"));
}

#[test]
fn what_all_templates_share_is_tried_with_all_of_them_and_names_without_sheets_are_told() {
    let folder = own_template(&shipped("draft"));
    let with = |name: &str, text: &str| {
        std::fs::write(folder.path().join(format!("{name}.typ")), text).unwrap();
        plan(&Templates::with_folder(folder.path()).unwrap())
    };
    let (tried, idle) = with("certificate", "#let version = 1\n");
    assert_eq!((tried.len(), idle.len()), (0, 1));
    assert!(idle[0].to_string().contains("certificate.typ:1: warning: version: this program makes no sheet by it"));
    let (tried, _) = with(SHARED, &format!("{}\n// ours\n", shipped(SHARED)));
    assert_eq!(tried.len(), Templates::shipped().names().count());
    let (_, idle) = with(SHARED, &shipped(SHARED).replace("version = 1", "version = 9"));
    assert!(idle.iter().any(|fault| fault.template == SHARED && !fault.is_error), "{idle:?}");
}

#[test]
fn a_sheet_is_drawn_by_what_it_brings_along_and_what_it_does_not_bring_is_the_shipped() {
    let sheet = kept()["draft-ro"].clone();
    let usual = paper("draft-ro", &sheet);
    let bringing = |name: &str, text: String| sheet.clone().drawn_by([(name.to_owned(), text)].into());
    let own = bringing("draft", shipped("draft").replace("#show: paper", "#show: paper\n#v(3cm)"));
    let output = helper_in(tempfile::tempdir().unwrap().path(), &["-"], &serde_json::to_vec(&own).unwrap());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_ne!(output.stdout, usual);
    let shared = shipped(SHARED).replace("#let size = ", "#let size = 14pt\n#let former = ");
    assert_ne!(set(&bringing(SHARED, shared), &Templates::shipped()).unwrap(), usual);
    // Those of no concern change nothing but the name by which archives tell files apart.
    let other = bringing("plan", "#let version = 1\n".to_owned());
    assert_eq!(set(&other, &Templates::shipped()).unwrap().len(), usual.len());
    // A folder, which whoever writes templates tries, comes before what the catalogue has.
    let folder = own_template("#let version = 2\n");
    assert!(set(&own, &Templates::with_folder(folder.path()).unwrap()).is_err());
}

#[test]
fn languages_whose_texts_come_later_have_their_room() {
    let base = kept()["plan-ro"].clone();
    for (language, letters) in
        [(Language::Uk, "Ґанок, її"), (Language::Gag, "Gözäl küü, çöl"), (Language::Bg, "Ъгъл, ѝ")]
    {
        let sheet = PrintSheet { language, title: letters.to_owned(), ..base.clone() };
        let json = serde_json::to_vec(&sheet).unwrap();
        assert_eq!(PrintSheet::read(&json).unwrap(), sheet);
        let made = set(&sheet, &Templates::shipped()).unwrap_or_else(|error| panic!("{language}: {error}"));
        let said = format!("/Lang({language}");
        assert!(memchr::memmem::find(&made, said.as_bytes()).is_some(), "{language} is told to screen readers");
    }
}
