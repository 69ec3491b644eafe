use super::super::tests::{Place, first, informed, kept_whole, new_case};
use super::*;
use crate::store::vault::KeyRing;
use jiff::civil::date;

fn noon(day: &str) -> Timestamp {
    format!("{day}T10:00:00Z").parse().unwrap()
}

/// What a clock and a signature of these days give.
fn on(clock: &str, signed: Option<&str>) -> Erasing {
    Erasing { now: noon(clock), signed: signed.map(noon), time_zone: "Europe/Chisinau".to_owned(), retention_days: 30 }
}

/// Records with cases that were closed on these days; an empty one stays open.
fn with_closed(days: &[&str]) -> (Place, Records, KeyRing) {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let key = first(&mut records, "Unu", "parola-unu");
    for day in days {
        let mut case = new_case(date(2026, 11, 20));
        case.closed = (!day.is_empty()).then(|| day.parse().unwrap());
        records.record(&informed(), Some((&key, &kept_whole(&case))), Timestamp::UNIX_EPOCH).unwrap();
    }
    (place, records, key)
}

/// The days on which the cases count as closed, the earliest first.
fn closed(records: &Records) -> Vec<String> {
    let mut statement = records.connection.prepare("SELECT day FROM closing ORDER BY day").unwrap();
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    rows.map(|day| day.unwrap().unwrap_or_default()).collect()
}

fn entries_of_erasing(records: &Records) -> usize {
    records.all_entries().unwrap().iter().filter(|entry| entry.facts.action == Action::CasesErased).count()
}

#[test]
fn closed_cases_are_erased_after_the_retention_days_and_open_ones_stay() {
    let (_place, mut records, key) = with_closed(&["", "2026-10-01", "2026-11-20"]);
    assert_eq!(records.erase_closed(&on("2026-11-20", None)).unwrap(), 0, "a clock alone erases nothing");
    assert_eq!(entries_of_erasing(&records), 0);
    records.note_hub_time(noon("2026-11-20")).unwrap();
    assert_eq!(records.erase_closed(&on("2026-11-20", None)).unwrap(), 1);
    assert_eq!(records.cases(&key).unwrap().len(), 2);
    let entry = records.all_entries().unwrap().pop().unwrap();
    assert!(entry.facts.action == Action::CasesErased && entry.facts.case.is_none() && entry.sealed.is_none());
    assert_eq!(entry.facts.centre, "lozova");
    assert_eq!(records.erase_closed(&on("2026-11-20", None)).unwrap(), 0);
    assert_eq!(entries_of_erasing(&records), 1, "an entry for what was erased, and none for nothing");
}

#[test]
fn no_clock_by_itself_erases_a_case() {
    for clock in ["1970-01-01", "2000-01-01", "2017-11-26", "2027-06-01", "2045-11-26", "2047-11-26", "9999-12-30"] {
        let (_place, mut records, _) = with_closed(&["2026-11-20"]);
        assert_eq!(records.erase_closed(&on(clock, None)).unwrap(), 0, "{clock}");
        records.note_hub_time(noon("2026-11-26")).unwrap();
        assert_eq!(records.erase_closed(&on(clock, Some("2026-11-02"))).unwrap(), 0, "{clock}");
        assert_eq!(closed(&records).len(), 1, "{clock}");
    }
}

#[test]
fn a_dead_clock_does_not_keep_what_is_over() {
    let (_place, mut records, _) = with_closed(&["2026-11-20"]);
    records.note_hub_time(noon("2027-02-01")).unwrap();
    assert_eq!(records.erase_closed(&on("1970-01-01", Some("2027-01-15"))).unwrap(), 1);
}

#[test]
fn the_last_time_of_the_hub_is_kept_also_after_a_wrong_one() {
    let (_place, mut records, _) = with_closed(&[]);
    assert_eq!(records.hub_time().unwrap(), None);
    for day in ["2026-11-20", "2045-11-26", "2026-11-26"] {
        records.note_hub_time(noon(day)).unwrap();
    }
    assert_eq!(records.hub_time().unwrap(), Some(noon("2026-11-26")));
}

#[test]
fn what_a_wrong_clock_dated_is_mended_when_the_clock_is_right() {
    let (_place, mut records, _) = with_closed(&["1970-01-01", "2026-11-20", "2045-11-26"]);
    records.note_hub_time(noon("2026-11-25")).unwrap();
    for wrong in ["1970-01-02", "2017-01-01"] {
        assert_eq!(records.erase_closed(&on(wrong, Some("2026-11-02"))).unwrap(), 0);
        assert_eq!(closed(&records), ["1970-01-01", "2026-11-20", "2045-11-26"], "{wrong}");
    }
    assert_eq!(records.erase_closed(&on("2026-11-26", Some("2026-11-02"))).unwrap(), 0);
    assert_eq!(closed(&records), ["2026-11-20", "2026-11-26", "2026-11-26"]);
    assert_eq!(entries_of_erasing(&records), 0);
    // Thirty days after the mended one all are gone.
    records.note_hub_time(noon("2026-12-27")).unwrap();
    assert_eq!(records.erase_closed(&on("2026-12-27", None)).unwrap(), 3);
}

#[test]
fn a_terminal_without_a_line_does_not_take_its_own_yesterday_for_a_wrong_date() {
    let (_place, mut records, _) = with_closed(&["2026-11-25"]);
    records.note_hub_time(noon("2026-10-01")).unwrap();
    assert_eq!(records.erase_closed(&on("2026-11-26", Some("2026-09-20"))).unwrap(), 0);
    assert_eq!(closed(&records), ["2026-11-25"]);
}
