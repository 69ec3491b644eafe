//! Every page of the agency in a real Chromium: in three languages, 320 pixels wide, by axe-core, and as pictures. The pages have
//! no scripts; those of the test work on copies. `make pages` runs this, with what it needs installed.

use crate::acts::{form, send};
use crate::agency::{TABLES, country};
use crate::ground::{Ground, Terminal};
use crate::lists;
use crate::signed_in::signed_in;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The newest axe-core when this was written; npm brings it.
const AXE: &str = "axe-core@4.14.1";

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target")
}

fn axe() -> String {
    let folder = target().join("axe");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let done = Command::new("npm").args(["install", "--prefix", folder.to_str().unwrap(), AXE]).status().unwrap();
        assert!(done.success(), "npm brings {AXE}");
    }
    std::fs::read_to_string(file).unwrap()
}

fn chromium(arguments: &[&str], file: &Path) -> String {
    let profile = format!("--user-data-dir={}", target().join("pages/profile").display());
    let usual = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", &profile];
    let address = format!("file://{}", file.display());
    let output = Command::new("chromium").args(usual).args(arguments).arg(address).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "needs Chromium and npm: make pages"]
fn every_page_stands_in_a_real_browser_in_three_languages_on_a_telephone_and_axe_finds_nothing() {
    let ground = Ground::new();
    let running = country(&ground, 600);
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    let (editor, _) = signed_in(&ground, &running, "ed", "editor");
    let computer = format!("/fleet/computer?id={}", Terminal::new(1).name);
    let shut_out = format!("/fleet/shut-out?id={}", Terminal::new(1).name);
    let folder = target().join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let others = [
        "/",
        "/centres",
        "/fleet",
        "/audit",
        "/sign-in",
        "/fleet/codes",
        "/lists",
        &computer,
        &shut_out,
        "/requests?by=service",
        "/requests?by=mode",
        "/requests?centre=lozova&from=2026-07",
    ];
    let mut pages = BTreeMap::new();
    for path in TABLES.into_iter().chain(others) {
        for language in ["ro", "ru", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let address = format!("{path}{joint}lang={language}");
            let browser = match path {
                "/audit" => &auditor,
                "/lists" => &editor,
                _ => &operator,
            };
            let page = if path == "/sign-in" { running.get(&address).text() } else { browser.page(&address) };
            let name: String = path.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
            pages.insert(format!("{name}-{language}"), page);
        }
    }
    // What comes of forms: sheets, which are shown once, and a list in which something is wrong.
    for language in ["ro", "ru", "en"] {
        let typed = [("centre", "lozova"), ("computers", "2"), ("address", "https://hub.example.md"), ("again", "yes")];
        let asked = form(&operator.page("/fleet/codes"), &typed);
        assert_eq!(send(&running, &operator, "/fleet/codes", &asked).status, 303);
        pages.insert(format!("-sheets-{language}"), operator.page(&format!("/fleet/codes/sheets?lang={language}")));
        let wrong = b"provider,number,state,day\nASP,SC-1,solved,2026-11-20\nASP,Maria,issued,20.11\n";
        let answer = lists::send(&running, &editor, &editor.page(&format!("/lists?lang={language}")), wrong);
        assert_eq!(answer.status, 400);
        pages.insert(format!("-wrong-list-{language}"), answer.text());
    }
    let packed = serde_json::json!({ "axe": axe(), "pages": pages }).to_string();
    let look = format!(
        "<!DOCTYPE html><html lang=\"en\"><title>looks</title><pre id=\"found\"></pre>\
         <script type=\"text/plain\" id=\"pages\">{}</script>\
         <iframe id=\"phone\" width=\"320\" height=\"800\" style=\"border:0\"></iframe><script>{}</script></html>",
        STANDARD.encode(packed),
        include_str!("look.js")
    );
    let file = folder.join("look.html");
    std::fs::write(&file, look).unwrap();
    let said = chromium(&["--virtual-time-budget=400000", "--dump-dom", "--window-size=1280,900"], &file);
    let found =
        said.split_once("id=\"found\">").and_then(|(_, rest)| rest.split_once("</pre>")).map(|(found, _)| found);
    assert_eq!(found, Some(format!("nothing in {}", pages.len()).as_str()));
    for (name, page) in pages.iter().filter(|(name, _)| !name.ends_with("-en")) {
        let plain = folder.join(format!("page{name}.html"));
        std::fs::write(&plain, page).unwrap();
        for (size, wide) in [("phone", "500,1600"), ("wide", "1280,1400")] {
            let picture = folder.join(format!("{size}{name}.png"));
            chromium(&[&format!("--screenshot={}", picture.display()), &format!("--window-size={wide}")], &plain);
            assert!(picture.exists());
        }
    }
}
