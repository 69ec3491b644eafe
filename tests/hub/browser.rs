//! Every page of the agency in a real Chromium: in three languages, 320 pixels wide and 1280, by axe-core, as a picture. The pages
//! have no scripts; those of the test are put into a copy. `make pages` runs this, with what it needs installed.

use crate::agency::{TABLES, country, signed_in};
use crate::ground::Ground;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

fn chromium(arguments: &[&str], file: &Path, profile: &Path) -> String {
    let profile = format!("--user-data-dir={}", profile.display());
    let usual = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", &profile];
    let output =
        Command::new("chromium").args(usual).args(arguments).arg(format!("file://{}", file.display())).output();
    String::from_utf8_lossy(&output.unwrap().stdout).into_owned()
}

/// What the copy of a page finds out about itself, in a frame of the width of a telephone: whether anything is wider than it,
/// what axe says, and whether Tab comes to every link, button and field in the order in which they stand.
const LOOK: &str = r#"
const frame = document.getElementById('phone');
frame.onload = async () => {
  const page = frame.contentDocument;
  const found = [];
  const wide = page.documentElement.scrollWidth;
  if (wide > 320) {
    const who = [...page.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > 321 && !one.closest('.table')).slice(0, 3);
    found.push('wider than 320: ' + wide + ' ' + who.map(one => one.outerHTML.slice(0, 80)).join(' | '));
  }
  const focusable = [...page.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')];
  for (const one of focusable) {
    if (one.closest('details:not([open])') && one.tagName !== 'SUMMARY') continue;
    if (one.tabIndex !== 0) found.push('Tab passes by ' + one.outerHTML.slice(0, 80));
    one.focus();
    if (page.activeElement !== one) found.push('takes no focus: ' + one.outerHTML.slice(0, 80));
    const box = one.getBoundingClientRect();
    if (box.height < 24) found.push('lower than 24: ' + one.outerHTML.slice(0, 80));
  }
  const result = await frame.contentWindow.axe.run(page);
  for (const one of result.violations) found.push(one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' | '));
  document.title = 'done';
  document.getElementById('found').textContent = found.join('\n') || 'nothing ' + focusable.length;
};
frame.srcdoc = new TextDecoder().decode(Uint8Array.from(atob(document.getElementById('page').textContent), one => one.charCodeAt(0)));
"#;

#[test]
#[ignore = "needs Chromium and npm: make pages"]
fn every_page_stands_in_a_real_browser_in_three_languages_on_a_telephone_and_axe_finds_nothing() {
    let ground = Ground::new();
    let running = country(&ground, 600);
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    let axe = axe();
    let pictures = target().join("pages");
    std::fs::create_dir_all(&pictures).unwrap();
    let mut wrong = Vec::new();
    let others = [
        "/",
        "/centres",
        "/fleet",
        "/audit",
        "/sign-in",
        "/requests?by=service",
        "/requests?centre=lozova&from=2026-07",
    ];
    for path in TABLES.into_iter().chain(others) {
        for language in ["ro", "ru", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let address = format!("{path}{joint}lang={language}");
            let browser = if path == "/audit" { &auditor } else { &operator };
            let page = if path == "/sign-in" { running.get(&address).text() } else { browser.page(&address) };
            assert!(!page.contains("<script"));
            let name: String = path.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
            let plain = pictures.join(format!("page{name}-{language}.html"));
            std::fs::write(&plain, &page).unwrap();
            let with_axe =
                page.replace("</head>", &format!("<script>{}</script></head>", axe.replace("</script", "<\\/script")));
            let packed = STANDARD.encode(with_axe);
            let look = format!(
                "<!DOCTYPE html><html lang=\"en\"><title>looks</title><pre id=\"found\"></pre>\
                 <script type=\"text/plain\" id=\"page\">{packed}</script>\
                 <iframe id=\"phone\" width=\"320\" height=\"800\" style=\"border:0\"></iframe><script>{LOOK}</script></html>"
            );
            let file = pictures.join("look.html");
            std::fs::write(&file, look).unwrap();
            let profile = pictures.join("profile");
            let said =
                chromium(&["--virtual-time-budget=20000", "--dump-dom", "--window-size=1280,900"], &file, &profile);
            let found = said
                .split_once("id=\"found\">")
                .and_then(|(_, rest)| rest.split_once("</pre>"))
                .map(|(found, _)| found);
            match found {
                Some(found) if found.starts_with("nothing ") => {}
                found => wrong.push(format!("{address}: {found:?}")),
            }
            if language != "en" {
                for (size, wide) in [("phone", "500,1600"), ("wide", "1280,1400")] {
                    let picture = pictures.join(format!("{size}{name}-{language}.png"));
                    let to = format!("--screenshot={}", picture.display());
                    chromium(&[&to, &format!("--window-size={wide}")], &plain, &profile);
                    assert!(picture.exists());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
