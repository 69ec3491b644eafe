//! What every answer has in common, the description and the page.

use crate::ground::{Ground, exchange};
use cups_kiosk::protocol::{INCARNATION_HEADER, path};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn a_page_loads_nothing_but_its_own_style_and_is_kept_nowhere() {
    let ground = Ground::new();
    let running = ground.start();
    let page = running.get("/sign-in");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("form-action 'self'"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.text().contains("<html lang=\"ro\">") && !page.text().contains("<script"));
    let font = page.text().split("url(\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!((running.get(&font).status, running.get(&font).header("content-type")), (200, Some("font/ttf")));
    running.get("/fonts/other.ttf").problem(404);
}

#[test]
fn the_description_names_every_address() {
    let ground = Ground::new();
    let running = ground.start();
    let description: Value = running.get(path::OPENAPI).json();
    let operations: BTreeSet<String> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| format!("{method} {path}")))
        .collect();
    let expected = [
        "get /".to_owned(),
        "get /health".to_owned(),
        format!("post {}", path::ENROLMENTS),
        format!("get {}", path::JOURNAL_ENTRIES),
        format!("post {}", path::JOURNAL_ENTRIES),
        format!("post {}", path::PROVIDER_STATES),
        format!("get {}", path::CATALOGUE),
        format!("get {}/{{sha256}}", path::CATALOGUE_RELEASES),
        format!("get {}/{{base}}/{{target}}", path::CATALOGUE_DELTAS),
        format!("get {}/{{name}}", path::CATALOGUE_METADATA),
        format!("get {}", path::OPENAPI),
        format!("get {}", path::RECOVERY_CODES),
        format!("get {}", path::HUB_KEY),
        format!("post {}", path::KEPT_REQUESTS),
        format!("post {}", path::ROOM),
    ];
    assert_eq!(operations, BTreeSet::from(expected));
    let schemas = &description["components"]["schemas"];
    for name in ["Problem", "BatchAnswer", "EntryVerdict", "EnrolmentRequest", "EntryPage", "ListedEntry"] {
        assert!(schemas.get(name).is_some(), "{name}");
    }
}

/// Pages are for people and stand in no description. Each leads who is not signed in to where that is done, and does nothing.
#[test]
fn every_page_and_every_form_leads_to_the_sign_in() {
    let ground = Ground::new();
    let running = ground.start();
    let pages = [
        "/",
        "/requests",
        "/savings",
        "/waiting",
        "/opinion",
        "/unfinished",
        "/information",
        "/corrections",
        "/centres",
        "/fleet",
        "/fleet/computer?id=t-1",
        "/fleet/shut-out?id=t-1",
        "/fleet/codes",
        "/fleet/codes/sheets",
        "/lists",
        "/audit",
        "/sign-in/set-up",
    ];
    let forms = ["/fleet/note", "/fleet/shut-out", "/fleet/codes", "/lists", "/sign-in/set-up", "/sign-out"];
    let gets = pages.map(|path| (path, "GET"));
    for (path, method) in gets.into_iter().chain(forms.map(|path| (path, "POST"))) {
        let answer = exchange(&running.address, method, path, &[], b"token=x&id=t-1&centre=lozova").unwrap();
        assert_eq!(answer.status, 303, "{method} {path}");
        assert!(answer.header("location").unwrap().starts_with("/sign-in?lang="), "{method} {path}");
        assert!(answer.header(INCARNATION_HEADER).is_some(), "{method} {path}");
    }
}

#[test]
fn every_error_is_a_problem_and_every_answer_names_the_incarnation() {
    let ground = Ground::new();
    let running = ground.start();
    running.get("/nothing/here").problem(404);
    let wrong_method = exchange(&running.address, "DELETE", path::CATALOGUE, &[], &[]).unwrap();
    wrong_method.problem(405);
    assert!(wrong_method.header("allow").unwrap().contains("GET"));
    assert_eq!(wrong_method.header("cache-control"), Some("no-store"));

    let large = vec![b' '; 20 * 1024];
    exchange(&running.address, "POST", path::ENROLMENTS, &[], &large).unwrap().problem(413);

    let health = running.get("/health");
    assert_eq!((health.status, health.json::<Value>()["status"].as_str()), (200, Some("ok")));
    let incarnation = health.header(INCARNATION_HEADER).unwrap();
    for path in ["/", "/nothing/here", path::OPENAPI, path::CATALOGUE] {
        assert_eq!(running.get(path).header(INCARNATION_HEADER), Some(incarnation), "{path}");
    }
    let traces: BTreeSet<Option<String>> = (0..5).map(|_| running.get("/nothing").problem(404).trace_id).collect();
    assert_eq!(traces.len(), 5);
}
