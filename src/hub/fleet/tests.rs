use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn centre(id: &str, kind: &str) -> Centre {
    serde_json::from_value(serde_json::json!({
        "id": id, "kind": kind, "name": { "ro": "CUPS" }, "locality": "Lozova", "district": { "ro": "raionul Strășeni" },
        "patron_day": "11-26", "time_zone": "Europe/Chisinau"
    }))
    .unwrap()
}

fn openings() -> Openings {
    let centres = [centre("lozova", "town_hall"), centre("echipa", "mobile_team")];
    Openings::new(centres.into_iter().map(|centre| (centre.id.clone(), centre)).collect(), Calendar::default())
}

fn heard(terminal: &str, contact: &str) -> TerminalFacts {
    TerminalFacts {
        terminal: terminal.to_owned(),
        centre: "lozova".to_owned(),
        enrolled: Some(at("2026-10-01T08:00:00Z")),
        contact: Some(at(contact)),
        ..TerminalFacts::default()
    }
}

fn look(facts: TerminalFacts, now: &str) -> Vec<Concern> {
    let fleet = Fleet::of(vec![facts], None, &openings(), at(now));
    fleet.terminals[0].concerns.clone()
}

#[test]
fn a_closed_weekend_and_a_patron_day_are_no_silence() {
    // Friday afternoon.
    let friday = || heard("t-1", "2026-11-20T15:00:00Z");
    assert!(look(friday(), "2026-11-22T20:00:00Z").is_empty(), "Sunday");
    assert!(look(friday(), "2026-11-23T20:00:00Z").is_empty(), "Monday is not over");
    assert_eq!(look(friday(), "2026-11-24T07:00:00Z"), [Concern::Silent { open_days: 1 }], "Monday passed");
    // Thursday the 26th is the patron day.
    assert_eq!(look(friday(), "2026-11-27T07:00:00Z"), [Concern::Silent { open_days: 3 }]);
    assert_eq!(Concern::Silent { open_days: 4 }.urgency(), Urgency::Soon);
    assert_eq!(look(friday(), "2026-12-01T07:00:00Z"), [Concern::Silent { open_days: 5 }]);
    assert_eq!(Concern::Silent { open_days: 5 }.urgency(), Urgency::Now);
    // Of a centre that nobody knows weekends are closed as well.
    let unknown = TerminalFacts { centre: "elsewhere".to_owned(), ..friday() };
    assert!(look(unknown.clone(), "2026-11-23T20:00:00Z").is_empty());
    assert_eq!(look(unknown, "2026-11-24T07:00:00Z").len(), 1);
    // A clock that was set back counts nothing, one far ahead ends.
    assert!(look(friday(), "2020-01-01T00:00:00Z").is_empty());
    assert!(matches!(look(friday(), "2090-01-01T00:00:00Z")[..], [Concern::Silent { open_days: 50..=120 }]));
}

#[test]
fn a_team_without_a_line_is_missed_after_a_week_and_who_never_came_at_all() {
    let team = || TerminalFacts { centre: "echipa".to_owned(), ..heard("t-1", "2026-11-16T06:00:00Z") };
    assert!(look(team(), "2026-11-20T20:00:00Z").is_empty());
    assert_eq!(look(team(), "2026-11-24T07:00:00Z"), [Concern::Silent { open_days: 5 }]);
    let never = || TerminalFacts {
        contact: None,
        enrolled: Some(at("2026-11-20T08:00:00Z")),
        ..heard("t-1", "2026-11-20T08:00:00Z")
    };
    assert!(look(never(), "2026-11-20T20:00:00Z").is_empty());
    assert_eq!(look(never(), "2026-11-24T07:00:00Z"), [Concern::NeverHeard { open_days: 1 }]);
    let revoked = TerminalFacts { revoked: true, ..never() };
    assert!(look(revoked, "2027-11-24T07:00:00Z").is_empty(), "nobody waits for who was shut out");
}

#[test]
fn what_it_says_of_itself_is_judged() {
    let now = "2026-11-20T12:00:00Z";
    let said = |condition: TerminalCondition| TerminalFacts {
        condition,
        told: Some(at("2026-11-20T11:00:00Z")),
        ..heard("t-1", "2026-11-20T11:00:00Z")
    };
    let none = TerminalCondition::default;
    let waits = |since: &str| said(TerminalCondition { waiting: Some(4), waiting_since: Some(at(since)), ..none() });
    assert!(look(waits("2026-11-19T08:00:00Z"), now).is_empty(), "since yesterday");
    assert_eq!(look(waits("2026-11-16T08:00:00Z"), now), [Concern::Waiting { entries: 4, open_days: 3 }]);
    let nothing =
        said(TerminalCondition { waiting: Some(0), waiting_since: Some(at("2026-11-01T08:00:00Z")), ..none() });
    assert!(look(nothing, now).is_empty());
    let disk = |full, days| look(said(TerminalCondition { disk_full: Some(full), disk_days: days, ..none() }), now);
    assert!(disk(89, Some(14)).is_empty() && disk(89, None).is_empty());
    assert_eq!(disk(90, None), [Concern::Disk { full: 90, days: None }]);
    assert_eq!(disk(50, Some(13))[0].urgency(), Urgency::Soon);
    assert_eq!(disk(97, Some(900))[0].urgency(), Urgency::Now);
    let clock = |time| look(said(TerminalCondition { at: Some(at(time)), ..none() }), now);
    assert!(clock("2026-11-20T11:30:00Z").is_empty() && clock("1970-01-01T00:00:00Z").is_empty());
    assert_eq!(clock("2027-11-20T11:00:00Z"), [Concern::Clock { hours: 365 * 24 }]);
    let ended = look(said(TerminalCondition { signed_until: Some(at("2026-11-19T11:00:00Z")), ..none() }), now);
    assert!(matches!(ended[..], [Concern::Signature { .. }]));
}

#[test]
fn a_newer_catalogue_has_three_open_days_to_arrive() {
    let published = |published: &str| PublishedCatalogue {
        number: 7,
        published: Some(at(published)),
        signed_until: at("2027-01-01T00:00:00Z"),
    };
    let facts = |number| TerminalFacts {
        condition: TerminalCondition { catalogue: Some(number), ..TerminalCondition::default() },
        ..heard("t-1", "2026-11-20T11:00:00Z")
    };
    let concerns = |number, since: &str| {
        let fleet = Fleet::of(vec![facts(number)], Some(&published(since)), &openings(), at("2026-11-20T12:00:00Z"));
        fleet.terminals[0].concerns.clone()
    };
    assert!(concerns(6, "2026-11-17T12:00:00Z").is_empty(), "two whole days");
    assert_eq!(concerns(6, "2026-11-16T12:00:00Z"), [Concern::Catalogue { number: 6, published: 7 }]);
    assert!(concerns(7, "2026-11-01T12:00:00Z").is_empty() && concerns(8, "2026-11-01T12:00:00Z").is_empty());
}

#[test]
fn the_signature_is_warned_of_two_weeks_before_and_after() {
    let published = PublishedCatalogue { number: 3, published: None, signed_until: at("2026-12-15T12:00:00Z") };
    let of = |now: &str| Signing::of(Some(&published), at(now));
    let until = published.signed_until;
    assert_eq!(of("2026-12-01T12:00:00Z"), Signing::Holds { number: 3, until, days: 14 });
    assert_eq!(of("2026-12-01T12:00:01Z"), Signing::EndsSoon { number: 3, until, days: 13 });
    assert_eq!(of("2026-12-15T12:00:00Z"), Signing::Ended { number: 3, until, days: 0 });
    assert_eq!(of("2027-01-15T12:00:00Z"), Signing::Ended { number: 3, until, days: 31 });
    assert_eq!(Signing::of(None, until), Signing::Nothing);
    assert!(words::signing(&of("2026-12-05T12:00:00Z")).contains("let the editors sign now"));
    assert!(words::signing(&of("2027-01-15T12:00:00Z")).contains("31 days ago"));
    assert!(!words::signing(&of("2026-11-01T12:00:00Z")).contains("sign now"));
}

#[test]
fn what_needs_a_person_stands_first_and_who_was_shut_out_last() {
    let now = at("2026-11-24T07:00:00Z");
    let silent = heard("t-silent", "2026-11-20T15:00:00Z");
    let gone = heard("t-gone", "2026-10-20T15:00:00Z");
    let copied = TerminalFacts { alarms: vec![Alarm::Fork], ..heard("t-copied", "2026-11-24T06:00:00Z") };
    let well = heard("t-well", "2026-11-24T06:00:00Z");
    let revoked =
        TerminalFacts { revoked: true, alarms: vec![Alarm::Fork], ..heard("t-revoked", "2026-01-01T00:00:00Z") };
    let old = TerminalFacts { version: Some("0.9.1".to_owned()), ..heard("t-old", "2026-11-24T06:00:00Z") };
    let new = TerminalFacts { version: Some("0.10.0".to_owned()), ..heard("t-new", "2026-11-24T06:30:00Z") };
    let fleet = Fleet::of(vec![well, revoked, old, new, silent, copied, gone], None, &openings(), now);
    let names: Vec<&str> = fleet.terminals.iter().map(|row| row.facts.terminal.as_str()).collect();
    assert_eq!(names, ["t-gone", "t-copied", "t-silent", "t-old", "t-well", "t-new", "t-revoked"]);
    assert_eq!(fleet.count(Some(Urgency::Now)), 2);
    assert_eq!(fleet.counted(), "7 terminals: 2 need a person now, 1 soon, 3 are well, 1 are revoked");
    let said = fleet.terminals[1].lines().join("\n");
    assert!(said.contains("Lozova, raionul Strășeni") && said.contains("alarms --seen t-copied"), "{said}");
    let text = serde_json::to_string(&fleet).unwrap();
    assert!(text.contains(r#""concerns":[{"kind":"alarm","alarm":"fork"}]"#), "{text}");
}

#[test]
fn versions_are_compared_by_their_numbers() {
    let sorted = ["0.9.9", "0.10.0~rc1", "0.10.0", "0.10.0+git", "1.0"];
    assert!(sorted.is_sorted_by_key(|version| version_key(version)));
}
