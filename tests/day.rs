//! A specialist's day, played through from eight to five at the real pages: twenty people, two power cuts, no line until
//! noon. In the evening the journal, the month, the hub's counts and today's list say the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
mod stage;

use cups_kiosk::domain::case::{Command, ProviderNumber, RequestState, Why};
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::month::{Dated, Month, Outcome, count_month};
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::protocol::facts::Coded;
use cups_kiosk::protocol::verdict::BatchAnswer;
use cups_kiosk::store::records::Delivery;
use cups_kiosk::sync::planner::settled;
use ground::{Ground, Running, Terminal, values};
use iced::keyboard::key::Named;
use jiff::SignedDuration;
use jiff::civil::date;
use stage::busy::{TODAY, keep, opening, prepared};
use stage::{Stage, set_clock};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;
use uuid::Uuid;

/// The stage through a day: its clock goes on, and the power may go.
struct Day {
    stage: Stage,
    /// By how much the clock was set since the program began.
    set: SignedDuration,
    /// How many people have been here.
    people: usize,
}

impl Day {
    fn new() -> Self {
        Self { stage: Stage::new(), set: SignedDuration::ZERO, people: 0 }
    }

    /// It is this hour. The stage begins at noon.
    fn at(&mut self, hour: i64, minute: i64) {
        let wanted = SignedDuration::from_mins((hour - 12) * 60 + minute);
        set_clock(wanted - self.set);
        self.set = wanted;
    }

    /// The power goes, at whatever is on the screen; then the program begins over what lies on the disk.
    fn power_cut(&mut self, hour: i64, minute: i64) {
        let left = Stage::after(self.stage.folder());
        self.stage = left;
        self.set = SignedDuration::ZERO;
        self.at(hour, minute);
        self.stage.sign_in();
    }

    fn name(&self) -> &'static str {
        self.stage.app.screen().name()
    }

    fn come_to_desk(&mut self) {
        for _ in 0..8 {
            if self.name() == "desk" {
                return;
            }
            self.stage.key(Named::Escape);
        }
        panic!("{}: {}", self.name(), self.stage.words());
    }

    /// Somebody after a death in the family, of which they know nothing more: their case, name and consent.
    fn begins(&mut self, name: &str) {
        self.come_to_desk();
        self.stage.control('n');
        self.stage.touch("event-C16");
        self.stage.touch("begin");
        while self.name() == "question" {
            self.stage.answer("answer-unknown");
        }
        self.stage.touch("next");
        self.stage.key(Named::Enter);
        assert_eq!(self.name(), "case", "{}", self.stage.words());
        self.stage.key(Named::F2);
        self.stage.write(name);
        self.stage.key(Named::Enter);
        self.stage.write("123");
        self.stage.key(Named::Enter);
        self.stage.key(Named::Escape);
        assert_eq!(self.name(), "case", "{}", self.stage.words());
    }

    /// The first step of their plan is made ready; its number may be written down.
    fn requests(&mut self, number: Option<&str>) {
        self.stage.write("1");
        self.stage.key(Named::Enter);
        self.stage.through_form();
        if let Some(number) = number {
            self.stage.write(number);
            self.stage.key(Named::Enter);
        }
        self.come_to_desk();
        self.people += 1;
    }

    /// Somebody only asks.
    fn asks(&mut self) {
        self.come_to_desk();
        self.stage.control('i');
        self.stage.write("1");
        self.stage.key(Named::Enter);
        assert_eq!(self.name(), "desk");
        self.people += 1;
    }

    /// Somebody collects a result that lies here.
    fn collects(&mut self, case: u128) {
        self.come_to_desk();
        self.stage.touch(&format!("case-{}", Uuid::from_u128(case)));
        self.stage.write("1");
        assert_eq!(self.name(), "request", "{}", self.stage.words());
        self.stage.write("buletin");
        self.stage.key(Named::Enter);
        let case = self.stage.app.session().unwrap().case(Uuid::from_u128(case)).unwrap();
        let state = case.requests[0].state;
        assert_eq!(state, RequestState::HandedOver, "{}", self.stage.words());
        self.come_to_desk();
        self.people += 1;
    }

    /// What waits goes to the hub, and what it answers is noted.
    fn sends(&mut self, terminal: &Terminal, running: &Running) -> usize {
        let mut sent = 0;
        loop {
            let entries = self.stage.records.unsent(500).unwrap();
            if entries.is_empty() {
                return sent;
            }
            let answer: BatchAnswer = terminal.send(running, &values(&entries));
            let deliveries: Vec<Delivery> = settled(&entries, &answer)
                .into_iter()
                .map(|said| Delivery {
                    position: entries[said.index].position.clone(),
                    receipt: said.receipt,
                    quarantined: said.quarantined,
                })
                .collect();
            let aside = deliveries.iter().zip(&entries).filter(|(one, _)| one.quarantined.is_some());
            let aside: Vec<&str> = aside.map(|(_, entry)| entry.facts.text()).collect();
            assert!(aside.is_empty(), "the hub set aside: {aside:?}");
            assert_eq!(deliveries.len(), entries.len());
            self.stage.records.note_deliveries(&deliveries).unwrap();
            sent += entries.len();
        }
    }

    fn facts(&self) -> Vec<EntryFacts> {
        self.stage.records.all_entries().unwrap().iter().map(|entry| entry.facts.meaning().unwrap()).collect()
    }
}

fn count(actions: impl IntoIterator<Item = Action>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for action in actions {
        *counts.entry(action.code()).or_insert(0) += 1;
    }
    counts
}

#[test]
fn a_day_from_eight_to_five_of_twenty_people_two_power_cuts_and_no_line_until_noon_ends_with_one_account_of_it() {
    let began = Instant::now();
    let mut day = Day::new();
    day.at(7, 50);
    day.stage.sign_in();
    // Yesterday's cases: three results lie here.
    let number = ProviderNumber::parse("ASP-22").unwrap();
    let yesterday = TODAY.yesterday().unwrap();
    // The hub takes ids of the kind that the program makes, and no others.
    let results = [(); 3].map(|()| Uuid::now_v7().as_u128());
    for (place, case) in results.into_iter().enumerate() {
        let request = Uuid::now_v7();
        let service = ServiceCode::parse("015000163").unwrap();
        let known = prepared(&format!("Om {place}"), yesterday, "015000163", "service").into_iter().take(2);
        let commands = known.chain([
            Command::Prepare { id: request, service, step: "service".to_owned() },
            Command::Submit { request, number: number.clone(), on: yesterday, term: None, expected: None },
            Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None },
        ]);
        let opening = opening(&format!("7K2M-4QX{place}"), "015000163", Answers::default());
        keep(&mut day.stage, case, ("Specialist", yesterday), opening, commands.collect());
    }
    day.stage.key(Named::F10);
    day.stage.sign_in();

    // The morning, without a line: requests, questions, a result.
    day.at(8, 5);
    for (place, name) in ["Ana Probă", "Ion Țurcanu", "Олга Пробэ"].into_iter().enumerate() {
        day.at(8, 10 + i64::try_from(place).unwrap() * 20);
        day.begins(name);
        day.requests(Some(&format!("ASP-{}", 100 + place)));
    }
    day.at(9, 20);
    day.collects(results[0]);
    day.asks();
    day.asks();
    // The power goes while a name is being written: nothing that was recorded is missing, nothing half is there.
    day.at(9, 50);
    day.begins("Vasile Exemplu");
    day.stage.key(Named::F2);
    day.stage.write(" și încă");
    let before = day.facts().len();
    let cases = day.stage.app.session().unwrap().cases.clone();
    day.power_cut(10, 10);
    let again = day.stage.app.session().unwrap().cases.clone();
    assert_eq!(again.len(), cases.len());
    assert!(again.iter().all(|case| cases.contains(case)), "each case is as it was recorded");
    // Signing in may itself be told of; nothing was taken away.
    assert!(day.facts().len() >= before);
    assert!(again.iter().any(|case| case.person.name == "Vasile Exemplu"));
    day.stage.write("vasile exemplu");
    day.stage.key(Named::Enter);
    assert_eq!(day.name(), "case", "{}", day.stage.words());
    day.requests(Some("ASP-200"));
    day.at(11, 0);
    day.asks();
    day.collects(results[1]);
    assert!(!day.stage.records.unsent(500).unwrap().is_empty(), "there was no line");

    // Noon: the line comes.
    day.at(12, 0);
    let ground = Ground::new();
    let running = ground.start();
    let identity = day.stage.records.identity().clone();
    let terminal = Terminal {
        name: identity.terminal.clone(),
        centre: "lozova".to_owned(),
        number: 1,
        key: identity.device_key.clone(),
    };
    assert_eq!(running.enrol(&terminal, &terminal.request(&ground.code())).status, 201);
    let at_noon = day.sends(&terminal, &running);
    assert_eq!(at_noon, day.stage.records.all_entries().unwrap().len());

    // The afternoon.
    for (place, name) in ["Maria Probescu", "Elena Probă", "Gheorghe Probă"].into_iter().enumerate() {
        day.at(12, 30 + i64::try_from(place).unwrap() * 15);
        day.begins(name);
        day.requests(None);
    }
    day.at(13, 30);
    day.collects(results[2]);
    // Power goes in the instant after something was recorded.
    day.asks();
    let before = day.facts().len();
    day.power_cut(13, 50);
    assert!(day.facts().len() >= before, "what was said to be saved is saved");
    for minute in [0, 10, 20] {
        day.at(14, minute);
        day.asks();
    }
    // Somebody is expected tomorrow.
    day.at(14, 40);
    day.begins("Ștefan Probă");
    day.stage.control('d');
    day.stage.write("21.11.2026");
    day.stage.key(Named::Tab);
    day.stage.write("9:30");
    day.stage.key(Named::Enter);
    day.requests(Some("ASP-300"));
    // Help that was noted by mistake is taken back, with a reason.
    day.at(15, 30);
    day.asks();
    day.stage.control('j');
    day.stage.control('r');
    day.stage.write("1");
    day.stage.key(Named::Enter);
    day.come_to_desk();
    // Nobody had been there.
    day.people -= 1;
    day.asks();
    day.at(16, 40);
    day.begins("Ilie Probă");
    day.requests(Some("ASP-400"));
    day.at(16, 55);
    day.sends(&terminal, &running);
    day.at(17, 0);

    // One account of it.
    let facts = day.facts();
    let journal = count(facts.iter().map(|facts| facts.action));
    let submitted = journal["requestSubmitted"];
    assert_eq!(submitted, 6, "{journal:?}");
    assert_eq!(day.people, 20, "{journal:?}");
    assert!(day.stage.records.unsent(500).unwrap().is_empty(), "everything is at the hub");

    let listed = running.listed();
    assert_eq!(listed.len(), facts.len(), "each entry once");
    let mut at_hub: BTreeMap<String, usize> = BTreeMap::new();
    for item in &listed {
        *at_hub.entry(item["facts"]["action"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    let at_hub: BTreeMap<&str, usize> = at_hub.iter().map(|(code, count)| (code.as_str(), *count)).collect();
    assert_eq!(at_hub, journal.iter().map(|(code, count)| (*code, *count)).collect(), "the hub counts what was done");
    let uncounted = listed.iter().filter(|item| item["counted"] == false).count();
    assert_eq!(uncounted, 1, "what was taken back counts no more");

    let month: Month = "2026-11".parse().unwrap();
    let entries = day.stage.records.counted(month, "Europe/Chisinau").unwrap();
    let counted = count_month(month, entries.iter().map(|(on, facts)| Dated { day: *on, facts }), ToString::to_string);
    let informed: u64 = counted.informed.values().map(|tally| tally.times).sum();
    assert_eq!(usize::try_from(informed).unwrap(), journal["informed"] - 1, "without what was taken back");
    let requests: Vec<(Outcome, u64)> =
        counted.requests.values().flat_map(|by| by.iter().map(|(outcome, count)| (*outcome, count.times))).collect();
    let of = |wanted: Outcome| {
        requests.iter().filter(|(outcome, _)| *outcome == wanted).map(|(_, count)| *count).sum::<u64>()
    };
    let words = day.stage.words();
    let session = day.stage.app.session().unwrap();
    let in_cases = |wanted: Outcome| {
        let all = session.cases.iter().flat_map(|case| &case.requests);
        all.filter(|request| Outcome::of(request.state) == wanted).count()
    };
    assert_eq!(of(Outcome::Underway), u64::try_from(in_cases(Outcome::Underway)).unwrap(), "{requests:?}");
    assert_eq!(of(Outcome::Prepared), u64::try_from(in_cases(Outcome::Prepared)).unwrap(), "{requests:?}");
    assert_eq!((in_cases(Outcome::Underway), in_cases(Outcome::Prepared), in_cases(Outcome::Result)), (6, 3, 3));

    assert!(words.contains("Ștefan Probă") && words.contains("Mâine, ora 09:30"), "{words}");
    let due = cups_kiosk::domain::case::today(&session.cases, &BTreeSet::default(), &[], TODAY).counts();
    let due = |why: Why| due.iter().find(|(of, _)| *of == why).map_or(0, |(_, count)| *count);
    assert_eq!(due(Why::ToHandOver), 0, "all three were collected");
    assert_eq!((due(Why::Expected), due(Why::NotSent)), (1, 0), "what was made ready today is due tomorrow");
    let tomorrow = date(2026, 11, 21);
    let due = cups_kiosk::domain::case::today(&session.cases, &BTreeSet::default(), &[], tomorrow).counts();
    assert_eq!(due.iter().find(|(why, _)| *why == Why::NotSent).map(|(_, count)| *count), Some(3));
    eprintln!("the day took {:.1?}", began.elapsed());
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
