//! At the desk: the term is chosen, a request whose step is gone is followed to its end, somebody else has not agreed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::account::hour_said;
use cups_kiosk::domain::case::{
    Case, Command, Consent, ConsentScope, Heard, Matter, PaymentNews, Person, Provenance, ProviderNumber,
    ProviderScope, RequestState, Right,
};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Reason};
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use jiff::ToSpan as _;
use jiff::civil::date;
use stage::Stage;
use stage::busy::{REQUEST, TODAY, busy, keep, opening, prepared};
use uuid::Uuid;

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

/// A case of this event that lies in the records, with what was done in it some days ago, seen by one desk.
fn with_case(event: &str, answers: Answers, service: &str, step: &str, more: Vec<Command>) -> Stage {
    let opened = TODAY.saturating_sub(15.days());
    let commands = prepared("Persoană de probă", opened, service, step).into_iter().chain(more).collect();
    let mut stage = Stage::new();
    stage.sign_in();
    keep(&mut stage, 1, ("Specialist", opened), opening("7K2M-4QXR", event, answers), commands);
    stage.key(Named::F10);
    stage.sign_in();
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    assert_eq!(name(&stage), "case", "{}", stage.words());
    stage
}

fn case_of(stage: &Stage, number: u128) -> Case {
    stage.app.session().unwrap().case(Uuid::from_u128(number)).unwrap().clone()
}

#[test]
fn after_the_sign_in_the_day_stands_there_the_most_urgent_first() {
    let mut stage = Stage::new();
    busy(&mut stage);
    let words = stage.words();
    let order = [
        "Răspunsuri care întârzie: 1",
        "Ion Țurcanu",
        "Rezultate de înmânat: 1",
        "Ana Probă",
        "Cereri pregătite, nedepuse: 1",
        "Олга Пробэ",
        "La Coleg",
    ];
    let places: Vec<_> =
        order.iter().map(|part| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"))).collect();
    assert!(places.is_sorted(), "{words}");
    assert!(words.contains("Așteptat până la 17.11.2026"), "{words}");
    // By the keyboard alone: the rows follow the buttons, and Enter opens the first.
    let first = format!("case-{}", Uuid::from_u128(1));
    let presses = (1..30).find(|_| {
        stage.key(Named::Tab);
        stage.focused().as_deref() == Some(first.as_str())
    });
    assert!(presses.is_some(), "{words}");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case", "{}", stage.words());
}

#[test]
fn a_case_is_found_while_it_is_typed_in_the_other_alphabet_and_marked_as_not_sent() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.write("цуркану");
    let words = stage.words();
    assert!(
        words.contains("S-a găsit 1 caz") && words.contains("Ion Țurcanu") && !words.contains("Ana Probă"),
        "{words}"
    );
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "case");
    assert!(stage.words().contains("Ion Țurcanu"), "{}", stage.words());
    stage.key(Named::Escape);
    // Several: none is opened by a key that may have been meant for another.
    stage.write("proba");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "desk");
    assert!(stage.words().contains("S-au găsit 2 cazuri"), "{}", stage.words());
}

#[test]
fn a_colleague_s_case_is_taken_over_once_with_a_reason() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.touch(&format!("case-{}", Uuid::from_u128(3)));
    stage.control('u');
    stage.write("1");
    stage.key(Named::Enter);
    let session = stage.app.session().unwrap().name.clone();
    assert_eq!(case_of(&stage, 3).holder, session, "{}", stage.words());
    let newest = &stage.records.latest(1).unwrap()[0].facts;
    assert_eq!((newest.action, newest.reason), (Action::CaseTakenOver, Some(Reason::ColleagueAway)));
    assert!(newest.case == Some(Uuid::from_u128(3)) && newest.service.is_none());
    stage.control('u');
    assert_eq!(name(&stage), "case", "there is nothing more to take over");
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!(case_of(&stage, 3).holder, session);
    assert!(!stage.words().contains("La Coleg"), "{}", stage.words());
}

#[test]
fn who_is_expected_tomorrow_stands_at_the_desk_until_it_is_called_off() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    stage.control('d');
    assert_eq!(name(&stage), "appointment");
    stage.write("21.11.2026");
    stage.key(Named::Enter);
    assert!(stage.words().contains("Scrieți ora cu cifre"), "{}", stage.words());
    stage.write("930");
    stage.key(Named::Enter);
    let appointment = case_of(&stage, 1).appointment.unwrap();
    assert_eq!((appointment.day, hour_said(appointment.hour).as_str()), (date(2026, 11, 21), "09:30"));
    assert!(stage.words().contains("21.11.2026, 09:30"), "{}", stage.words());
    stage.control('p');
    stage.touch("sheet-slip");
    let slip = stage.words().replace('\u{a0}', " ");
    assert!(slip.contains("sâmbătă, 21 noiembrie 2026, ora 09:30. Luați cu dumneavoastră actele."), "{slip}");
    stage.key(Named::Escape);
    stage.key(Named::Escape);
    assert!(stage.words().contains("Mâine, ora 09:30"), "{}", stage.words());
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    stage.control('d');
    stage.touch("cancel-appointment");
    assert_eq!(case_of(&stage, 1).appointment, None);
}

#[test]
fn somebody_who_was_here_is_offered_and_nothing_is_merged_by_itself() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.touch(&format!("case-{}", Uuid::from_u128(2)));
    stage.key(Named::F2);
    stage.write("Ион Цуркану");
    let words = stage.words();
    assert!(words.contains("Poate că persoana a mai fost aici") && words.contains("Ion Țurcanu"), "{words}");
    stage.touch(&format!("take-{}", Uuid::from_u128(1)));
    assert_eq!(case_of(&stage, 2).person.name, "Ana Probă", "it is written down when it is recorded");
    stage.click("field-person-name");
    stage.key(Named::Enter);
    assert_eq!(case_of(&stage, 2).person.name, "Ion Țurcanu", "{}", stage.words());
    assert_eq!(case_of(&stage, 1).person.name, "Ion Țurcanu");
}

#[test]
fn a_foreigner_and_a_child_are_written_down_with_their_papers_and_who_acts() {
    let mut stage = Stage::new();
    busy(&mut stage);
    stage.touch(&format!("case-{}", Uuid::from_u128(2)));
    stage.key(Named::F2);
    for (field, text) in [("birth", "14.03.2015"), ("document", "FE 123-456"), ("acting", "Mama")] {
        stage.click(&format!("field-person-{field}"));
        stage.write(text);
    }
    stage.key(Named::Enter);
    let words = stage.words();
    assert!(
        words.contains("Scrieți țara care a eliberat actul") && words.contains("Scrieți actul care arată"),
        "{words}"
    );
    stage.click("field-person-country");
    stage.write("Ucraina");
    assert!(!stage.words().contains("are sub 18 ani"), "somebody acts for the child");
    stage.click("field-person-acting-paper");
    stage.write("certificat de naștere");
    stage.key(Named::Enter);
    let person = case_of(&stage, 2).person;
    assert_eq!(person.birth, Some(date(2015, 3, 14)), "{}", stage.words());
    let document = person.document.unwrap();
    assert_eq!((document.number.as_str(), document.country.as_str()), ("FE123456", "Ucraina"));
    assert_eq!(person.representative.unwrap().name, "Mama");
}

fn request(stage: &Stage) -> cups_kiosk::domain::case::Request {
    stage.app.session().unwrap().cases[0].requests[0].clone()
}

fn submitted() -> Command {
    let number = ProviderNumber::parse("ASP-2026-1").unwrap();
    let on = TODAY.saturating_sub(15.days());
    Command::Submit { request: REQUEST, number, on, term: None, expected: None }
}

#[test]
fn a_request_whose_step_is_gone_today_is_followed_handed_over_and_its_case_closed() {
    // A year and some days: the registration in time is for nobody any more.
    let answers = Answers([("birth_date".to_owned(), Some(Value::Date(date(2025, 11, 10))))].into());
    let mut stage = with_case("C1", answers, "002000206", "register_birth", vec![submitted()]);
    let words = stage.words();
    assert!(words.contains("Cereri făcute mai înainte") && words.contains("ASP-2026-1"), "{words}");
    assert!(stage.find("request-register_birth").is_none());
    stage.touch(&format!("earlier-{REQUEST}"));
    assert_eq!(name(&stage), "request");
    assert!(stage.words().contains("nu mai este în planul de azi"), "{}", stage.words());
    stage.key(Named::F7);
    assert_eq!(request(&stage).state, RequestState::Issued);
    stage.write("buletin");
    stage.key(Named::Enter);
    if request(&stage).state != RequestState::HandedOver {
        stage.click("field-request-paper");
        stage.write("buletin");
        stage.key(Named::Enter);
    }
    assert_eq!(request(&stage).state, RequestState::HandedOver, "{}", stage.words());
    stage.key(Named::Escape);
    stage.key(Named::F9);
    stage.key(Named::Enter);
    let closed = stage.app.session().unwrap().cases[0].closed;
    assert_eq!(closed, Some(TODAY), "{}", stage.words());
}

#[test]
fn of_an_event_that_is_gone_every_request_is_listed_opened_and_ended() {
    let mut stage = with_case("C99", Answers::default(), "002000206", "step_of_then", vec![submitted()]);
    // The digit of the row opens it too.
    stage.write("1");
    assert_eq!(name(&stage), "request", "{}", stage.words());
    stage.key(Named::F9);
    stage.write("1");
    stage.key(Named::Enter);
    stage.write("1");
    stage.key(Named::Enter);
    assert!(request(&stage).state.is_final(), "{}", stage.words());
    assert!(stage.find("prepare").is_none(), "nothing is begun anew for a step that is in no plan");
}

#[test]
fn the_term_that_was_chosen_says_when_the_answer_is_expected() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.write("1");
    assert_eq!(name(&stage), "request");
    let words = stage.words();
    assert!(words.contains("Ce termen a fost ales"), "{words}");
    stage.write("ASP-7");
    stage.touch("term-3");
    stage.touch("submit");
    let found = request(&stage);
    assert_eq!(found.state, RequestState::Submitted, "{}", stage.words());
    assert_eq!(found.expected, Some(date(2026, 11, 27)), "five working days after a Friday");
    // More was paid than was said: what was paid is what counts. A digit chooses as the row does.
    stage.write("4");
    stage.key(Named::F5);
    let found = request(&stage);
    assert_eq!((found.state, found.expected), (RequestState::Paid, Some(date(2026, 11, 23))));
    assert!(stage.words().contains("23.11.2026"), "{}", stage.words());
    assert!(stage.find("term-1").is_none(), "it is said");
}

#[test]
fn without_a_chosen_term_no_date_is_made_up() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.write("1");
    stage.write("ASP-7");
    stage.key(Named::Enter);
    assert_eq!((request(&stage).state, request(&stage).expected), (RequestState::Submitted, None));
    assert!(stage.words().contains("Nu se știe când vine răspunsul"), "{}", stage.words());
    stage.key(Named::F5);
    assert_eq!((request(&stage).state, request(&stage).expected), (RequestState::Paid, None));
}

#[test]
fn somebody_else_has_not_agreed_and_that_is_said_before_and_after() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.key(Named::F2);
    assert!(!stage.words().contains("altă persoană decât cea care a dat acordul"));
    stage.write("Alt Om");
    assert!(stage.words().contains("altă persoană decât cea care a dat acordul"), "{}", stage.words());
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().cases[0].consents.is_empty());
    assert_eq!(stage.app.banner().unwrap().message, "recorded-consent-ended");
    // A number that is added changes nobody.
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.key(Named::F2);
    stage.click("field-person-idnp");
    stage.write("2000000000004");
    assert!(!stage.words().contains("altă persoană decât cea care a dat acordul"));
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().cases[0].consents.last().is_some(), "{}", stage.words());
}

#[test]
fn what_ended_is_listed_below_and_its_own_line_is_corrected() {
    let withdrawn = Command::Move {
        request: REQUEST,
        to: RequestState::Withdrawn,
        reason: Some(Reason::PersonWish),
        note: None,
        from: None,
    };
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", vec![withdrawn]);
    stage.write("1");
    stage.key(Named::Enter);
    stage.through_form();
    assert_eq!(stage.app.session().unwrap().cases[0].requests.len(), 2, "{}", stage.words());
    stage.key(Named::Escape);
    assert!(stage.find(&format!("earlier-{REQUEST}")).is_some(), "{}", stage.words());
}

#[test]
fn what_is_found_stands_under_what_was_typed_at_any_text() {
    for larger in 0..3 {
        let mut stage = Stage::new();
        busy(&mut stage);
        for _ in 0..larger {
            stage.send(Framed::LargerText);
        }
        stage.click("field-return-code");
        stage.write("проба");
        let words = stage.words();
        let place = |word: &str| words.find(word).unwrap_or_else(|| panic!("{larger}: no {word} in {words}"));
        assert!(place("S-au găsit 2 cazuri") < place("Notați o informare"), "{larger}: {words}");
        let mut top = |id: &str| stage.find(id).unwrap().bounds.y;
        let found = top(&format!("case-{}", Uuid::from_u128(3))) - top("desk-find");
        assert!(found < stage.page().height / 2.0, "{larger}: what is found is {found} below");
    }
}

const SECOND: Uuid = Uuid::from_u128(6);
const THIRD: Uuid = Uuid::from_u128(7);

/// A birth's case in which the results of so many requests are here.
fn with_results(requests: &[Uuid], more: Vec<Command>) -> Stage {
    let others = requests.iter().zip(["015000163", "014000010"]).flat_map(|(id, service)| {
        let (request, on) = (*id, TODAY.saturating_sub(15.days()));
        let number = ProviderNumber::parse("ASP-2").unwrap();
        let service = ServiceCode::parse(service).unwrap();
        [
            Command::Prepare { id: request, service, step: format!("step-{}", id.as_u128()) },
            Command::Submit { request, number, on, term: None, expected: None },
            Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None },
        ]
    });
    let issued = Command::Move { request: REQUEST, to: RequestState::Issued, reason: None, note: None, from: None };
    let commands = [submitted(), issued].into_iter().chain(others).chain(more).collect();
    let answers = Answers([("birth_date".to_owned(), Some(Value::Date(date(2025, 11, 10))))].into());
    let mut stage = with_case("C1", answers, "002000206", "register_birth", commands);
    stage.touch(&format!("earlier-{REQUEST}"));
    assert_eq!(name(&stage), "request");
    stage
}

/// Writes by which paper the result is collected, and hands it over.
fn hand_over(stage: &mut Stage) {
    stage.click("field-request-collector");
    stage.write("Persoană de probă");
    stage.click("field-request-paper");
    stage.write("buletin");
    stage.key(Named::Enter);
}

fn states(stage: &Stage) -> Vec<RequestState> {
    case_of(stage, 1).requests.iter().map(|request| request.state).collect()
}

#[test]
fn a_result_that_the_person_did_not_agree_to_is_not_offered_with_another() {
    use RequestState::{HandedOver, Issued};
    let opened = TODAY.saturating_sub(15.days());
    let mut both = with_results(&[SECOND], Vec::new());
    assert!(both.find(&format!("together-{SECOND}")).is_some(), "{}", both.words());
    hand_over(&mut both);
    assert_eq!(states(&both), [HandedOver, HandedOver]);
    // Another person was named, who has agreed to what one provider does.
    let scope = ConsentScope::Provider(ProviderScope {
        provider: "ASP".to_owned(),
        services: [ServiceCode::parse("002000206").unwrap()].into(),
    });
    let more = vec![
        Command::Identify(Person { name: "Altă Persoană".to_owned(), ..Person::default() }),
        Command::Consent(Consent::new(scope, opened, TODAY.saturating_add(30.days()))),
    ];
    let mut one = with_results(&[SECOND], more);
    assert!(one.find(&format!("together-{SECOND}")).is_none(), "{}", one.words());
    hand_over(&mut one);
    assert_eq!(states(&one), [HandedOver, Issued], "{}", one.words());
}

#[test]
fn what_was_to_follow_a_failed_hand_over_is_not_done_later() {
    use RequestState::{HandedOver, Issued};
    let mut stage = with_results(&[SECOND, THIRD], Vec::new());
    let connection = rusqlite::Connection::open(stage.folder().join("records.sqlite")).unwrap();
    let count: u32 = connection.query_row("SELECT COUNT(*) FROM operation", [], |row| row.get(0)).unwrap();
    // The first of three is written, the second not.
    let full = format!(
        "CREATE TRIGGER full BEFORE INSERT ON operation WHEN (SELECT COUNT(*) FROM operation) > {count}
         BEGIN SELECT RAISE(ABORT, 'full'); END"
    );
    connection.execute_batch(&full).unwrap();
    hand_over(&mut stage);
    assert_eq!(states(&stage), [Issued, HandedOver, Issued], "{}", stage.words());
    connection.execute_batch("DROP TRIGGER full").unwrap();
    for _ in 0..4 {
        // What was typed for the hand-over is left.
        stage.key(if name(&stage) == "confirm" { Named::Enter } else { Named::Escape });
    }
    assert_eq!(name(&stage), "desk", "{}", stage.words());
    stage.control('n');
    stage::reaches::to_plan(&mut stage, "event-C1");
    stage.key(Named::Enter);
    assert_eq!((name(&stage), stage.app.session().unwrap().cases.len()), ("case", 2), "{}", stage.words());
    assert_eq!(states(&stage), [Issued, HandedOver, Issued]);
}

/// The page of the money of the only request of a case.
fn money(service: &str, more: Vec<Command>) -> Stage {
    let (event, step) = if service == "002000206" { ("C1", "register_birth") } else { (service, "service") };
    let birth = Answers([("birth_date".to_owned(), Some(Value::Date(date(2026, 11, 10))))].into());
    let answers = if event == "C1" { birth } else { Answers::default() };
    let mut stage = with_case(event, answers, service, step, more);
    stage.write("1");
    assert_eq!(name(&stage), "request", "{}", stage.words());
    stage.control('m');
    assert_eq!(name(&stage), "money", "{}", stage.words());
    stage
}

#[test]
fn a_payment_is_confirmed_also_when_the_consent_has_ended_meanwhile_and_nothing_else_is_done_by_it() {
    let on = TODAY.saturating_sub(15.days());
    let heard = Heard { from: Some(Provenance::Person), on };
    let said = Command::Payment { request: REQUEST, news: PaymentNews::Said(heard) };
    let mut stage = money("015000163", vec![submitted(), said, Command::Revoke(Matter::Event)]);
    stage.key(Named::F5);
    let found = request(&stage);
    let confirmed = found.payment.as_deref().and_then(|payment| payment.confirmed);
    assert_eq!(confirmed, Some(Heard { from: Some(Provenance::Portal), on }), "{}", stage.words());
    assert_eq!(found.state, RequestState::Submitted, "the request is not moved in their name");
}

#[test]
fn where_nothing_is_paid_no_key_is_asked_for_and_where_the_key_is_known_the_code_alone_is_saved() {
    let mut free = money("002000206", vec![submitted()]);
    let words = free.words();
    assert!(words.contains("Gratuit") || words.contains("gratuit"), "{words}");
    assert!(free.find("field-money-order").is_none() && free.find("submit").is_none(), "{words}");
    assert!(free.find("money-person").is_none() && free.find("money-confirm").is_none(), "{words}");
    assert!(words.contains("noiembrie 2025") && !words.contains("2025-11"), "{words}");
    let mut stage = money("015000163", vec![submitted()]);
    assert!(stage.words().contains("14\u{a0}909"), "a number is not broken: {}", stage.words());
    stage.write("FOD-2026-1");
    assert!(stage.words().contains("Salvați cheia"), "{}", stage.words());
    stage.key(Named::Enter);
    stage.click("field-money-cash");
    stage.write("000111222");
    let words = stage.words();
    assert!(words.contains("Salvați codul") && !words.contains("Salvați cheia"), "{words}");
    stage.key(Named::Enter);
    let payment = request(&stage).payment.unwrap();
    assert!(payment.order.is_some() && payment.cash.is_some());
}

#[test]
fn what_is_still_to_be_paid_stands_at_the_case_and_what_is_paid_does_not() {
    let on = TODAY.saturating_sub(15.days());
    let to_pay = |more: Vec<Command>| {
        let mut stage = with_case("015000163", Answers::default(), "015000163", "service", more);
        stage.words().contains("Mai este de plătit")
    };
    let heard = |from| Heard { from: Some(from), on };
    let said = Command::Payment { request: REQUEST, news: PaymentNews::Said(heard(Provenance::Person)) };
    let paid = Command::Pay { request: REQUEST, term: None, expected: None, heard: Some(heard(Provenance::Portal)) };
    let to = |to| Command::Move { request: REQUEST, to, reason: None, note: None, from: None };
    let hand_over = Command::HandOver {
        request: REQUEST,
        collector: "Persoană de probă".to_owned(),
        paper: "buletin".to_owned(),
        right: Right::Person,
    };
    assert!(to_pay(Vec::new()) && to_pay(vec![submitted()]));
    assert!(!to_pay(vec![submitted(), said]), "who has paid is not told to pay");
    assert!(!to_pay(vec![submitted(), paid.clone()]) && !to_pay(vec![submitted(), paid, to(RequestState::Waiting)]));
    assert!(!to_pay(vec![submitted(), to(RequestState::Issued), hand_over]), "it is over");
}
