use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::cube::{Cell, Kind};
use crate::domain::text::Language;
use crate::hub::fleet::{Fleet, Openings, TerminalFacts};
use crate::hub::sign_in::Role;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

fn page_of(centre: &str) -> String {
    let cell = Cell {
        kind: Kind::Request,
        centre: centre.to_owned(),
        month: "2026-11".parse().unwrap(),
        event: "C1".to_owned(),
        service: "002000206".to_owned(),
        detail: "result".to_owned(),
        band: 0,
        journeys: 1,
        mode: "assisted".to_owned(),
    };
    let known = Known { cube: Cube::new(Some(Timestamp::UNIX_EPOCH), vec![(cell, 15)]), ..Known::default() };
    let texts = Texts::load(Language::Ru);
    let query = Query::read([("by", "centre")]);
    let asking = Asking { known: &known, texts: &texts, query: &query, now: Timestamp::UNIX_EPOCH };
    let signed = Signed { name: "ana", role: Role::Reader, form_token: "token".to_owned() };
    tables(&asking, &Frame::new(&texts, "/requests", &query, Some(&signed)), "/requests").unwrap()
}

#[test]
fn nothing_received_can_become_markup() {
    let page = page_of("<b>\"'&");
    assert!(page.contains("&#60;b&#62;&#34;&#39;&#38;</a></th>"), "{page}");
    assert!(!page.contains("<b>"));
    assert!(page.contains("centre=%3Cb%3E%22%27%26&#38;by=month"), "{page}");
}

#[test]
fn the_style_in_the_page_is_the_one_that_may_be_used() {
    let page = page_of("lozova");
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    assert!(content_policy().contains(&STANDARD.encode(Sha256::digest(style))));
}

#[test]
fn a_reader_is_not_led_to_what_a_reader_may_not_open() {
    let page = page_of("lozova");
    assert!(page.contains("href=\"/waiting?lang=ru\"") && !page.contains("/fleet") && !page.contains("/audit"));
    assert!(page.contains("aria-current=\"page\""));
}

#[test]
fn times_are_shown_day_first_by_the_clock_of_chisinau() {
    assert_eq!(stored_time("2026-11-20T12:05:09.5Z"), "20.11.2026 14:05");
    assert_eq!(stored_time("no time"), "no time");
}

#[test]
fn the_silent_are_named_on_the_first_page_and_the_list_of_the_operator_ends() {
    let silent = |number: usize, last: Option<&str>| crate::hub::storage::fleet::FleetTerminal {
        terminal: format!("t-{number}"),
        centre: format!("centre-{number}"),
        version: None,
        since: None,
        last: last.map(str::to_owned),
        revoked: false,
    };
    let (known, texts, query) = (Known::default(), Texts::load(Language::En), Query::default());
    let now = "2026-11-20T09:00:00Z".parse().unwrap();
    let asking = Asking { known: &known, texts: &texts, query: &query, now };
    let signed = Signed { name: "op", role: Role::Operator, form_token: String::new() };
    let frame = Frame::new(&texts, "/", &query, Some(&signed));
    let two = [silent(1, None), silent(2, Some("2026-11-20T08:00:00Z"))];
    let page = overview(&asking, &frame, &two).unwrap();
    assert!(page.contains("from 1 of 2 centres for more than 7 days") && page.contains("missing: centre-1."), "{page}");
    let facts = |number| TerminalFacts { terminal: format!("t-{number}"), ..TerminalFacts::default() };
    let openings = Openings::new(BTreeMap::new(), Calendar::default());
    let of_all = Fleet::of((0..207).map(facts).collect(), None, &openings, now);
    let page = fleet(&asking, &frame, &FleetPart { fleet: of_all, alarms: Vec::new() }).unwrap();
    assert_eq!(page.matches("\">t-").count(), 200);
    assert!(page.contains("7 more: cups-hub fleet"), "{page}");
}
