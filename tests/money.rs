//! Money of a request and its result: what it costs part by part, paid and confirmed told apart, corrected step by step,
//! and who collected what.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use cups_kiosk::domain::case::{
    Case, CaseError, CashCode, Command, Consent, ConsentScope, Heard, Opening, OrderKey, PaymentNews, PaymentState,
    Person, Provenance, ProviderNumber, Request, RequestState, Right, Why, today,
};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::money::{Amount, Currency};
use cups_kiosk::domain::plan::{Bill, BillKind, BillPart, Chosen, Due, Range, Sum};

use cups_kiosk::domain::record::{Action, Reason};
use cups_kiosk::domain::service::{ChannelKind, FeeOption, Service, StateDuty};
use cups_kiosk::domain::term::{Term, Unit};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| cups_kiosk::catalogue::shipped().unwrap());
const FIRST: Uuid = Uuid::from_u128(5);
const SECOND: Uuid = Uuid::from_u128(6);

/// A case and the number of its next entry.
struct Desk {
    case: Case,
    next: u128,
}

impl Desk {
    fn submitted() -> Self {
        let opening = Opening {
            return_code: "ABCD-2345".to_owned(),
            event: "C1".to_owned(),
            answers: Answers::default(),
            seen: Seen::default(),
        };
        let case = Case::open(Uuid::from_u128(1), opening, Uuid::from_u128(10), TODAY);
        let mut desk = Self { case, next: 11 };
        let until = TODAY.saturating_add(30.days());
        desk.does(Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }));
        desk.does(Command::Consent(Consent::new(ConsentScope::ThisEvent, TODAY, until)));
        for (id, step) in [(FIRST, "register_birth"), (SECOND, "child_benefit")] {
            let service = ServiceCode::parse("002000206").unwrap();
            desk.does(Command::Prepare { id, service, step: step.to_owned() });
            let number = ProviderNumber::parse("ASP-1").unwrap();
            desk.does(Command::Submit { request: id, number, on: TODAY, term: None, expected: None });
        }
        desk
    }

    fn attempts(&mut self, command: Command) -> Result<Uuid, CaseError> {
        let entry = Uuid::from_u128(self.next);
        self.case = self.case.apply(command, entry, TODAY)?.0;
        self.next += 1;
        Ok(entry)
    }

    fn does(&mut self, command: Command) -> Uuid {
        self.attempts(command).unwrap()
    }

    fn learns(&mut self, news: PaymentNews) -> Result<Uuid, CaseError> {
        self.attempts(Command::Payment { request: FIRST, news })
    }

    fn request(&self) -> &Request {
        self.case.requests.iter().find(|request| request.id == FIRST).unwrap()
    }
}

fn heard(from: Provenance) -> Heard {
    Heard { from: Some(from), on: TODAY }
}

fn key(text: &str) -> PaymentNews {
    PaymentNews::Order { order: OrderKey::parse(text).ok(), cash: None }
}

fn moved(to: RequestState) -> Command {
    Command::Move { request: FIRST, to, reason: None, note: None, from: Some(Provenance::Portal) }
}

#[test]
fn paid_is_not_confirmed_until_the_provider_s_word_is_known() {
    let mut desk = Desk::submitted();
    assert_eq!(desk.request().payment_state(), PaymentState::Nothing);
    desk.learns(key("FOD-2026-17")).unwrap();
    assert_eq!(desk.request().payment_state(), PaymentState::Asked);
    // The word of a person confirms nothing, and a list is nobody's word.
    assert_eq!(desk.learns(PaymentNews::Confirmed(heard(Provenance::Person))), Err(CaseError::ProvenanceMissing));
    assert_eq!(desk.learns(PaymentNews::Said(heard(Provenance::List))), Err(CaseError::ProvenanceMissing));
    desk.learns(PaymentNews::Said(heard(Provenance::Receipt))).unwrap();
    assert_eq!(desk.request().payment_state(), PaymentState::Said(heard(Provenance::Receipt)));
    assert_eq!(desk.request().state, RequestState::Submitted, "its state says nothing of money that nobody confirmed");
    assert_eq!(desk.request().unconfirmed_since(), Some(TODAY));
    desk.does(Command::Pay { request: FIRST, term: None, expected: None, heard: Some(heard(Provenance::Portal)) });
    assert_eq!(desk.request().payment_state(), PaymentState::Confirmed(Some(heard(Provenance::Portal))));
    assert_eq!((desk.request().state, desk.request().unconfirmed_since()), (RequestState::Paid, None));
    assert_eq!(desk.learns(PaymentNews::Said(heard(Provenance::Person))), Err(CaseError::Unchanged));
}

#[test]
fn a_payment_is_confirmed_while_the_provider_works_and_changes_no_state() {
    let mut desk = Desk::submitted();
    desk.does(moved(RequestState::Waiting));
    desk.learns(PaymentNews::Said(heard(Provenance::Person))).unwrap();
    desk.learns(PaymentNews::Confirmed(heard(Provenance::List))).unwrap();
    assert_eq!(desk.request().state, RequestState::Waiting);
    assert_eq!(desk.request().payment_state(), PaymentState::Confirmed(Some(heard(Provenance::List))));
    let line = desk.case.history.last().unwrap();
    assert_eq!((line.action, line.from), (Action::PaymentConfirmed, Some(Provenance::List)));
}

#[test]
fn another_key_is_not_slipped_in_and_a_wrong_one_is_taken_back_with_a_reason() {
    let mut desk = Desk::submitted();
    let entry = desk.learns(key("FOD-17")).unwrap();
    assert_eq!(desk.learns(key("FOD-18")), Err(CaseError::OrderKnown));
    assert_eq!(desk.learns(key("FOD-17")), Err(CaseError::Unchanged));
    let cash = PaymentNews::Order { order: None, cash: CashCode::parse("000111").ok() };
    let second = desk.learns(cash).unwrap();
    assert!(desk.request().payment.as_ref().unwrap().order.is_some(), "the code comes beside the key");
    let correct = |entry| Command::Correct { entry, reason: Reason::WrongKey, note: None };
    assert_eq!(desk.attempts(correct(entry)), Err(CaseError::NotLatest));
    desk.does(correct(second));
    desk.does(correct(entry));
    assert_eq!(desk.request().payment_state(), PaymentState::Nothing);
    desk.learns(key("FOD-18")).unwrap();
}

#[test]
fn what_ended_without_a_result_is_not_paid() {
    let mut desk = Desk::submitted();
    let (to, reason) = (RequestState::Withdrawn, Some(Reason::PersonWish));
    desk.does(Command::Move { request: FIRST, to, reason, note: None, from: None });
    assert_eq!(desk.learns(key("FOD-17")), Err(CaseError::NotPayable));
}

#[test]
fn who_collects_says_by_which_right_and_no_number_of_a_paper_is_kept() {
    let mut desk = Desk::submitted();
    desk.does(moved(RequestState::Issued));
    let hand_over = |request, paper: &str, right| Command::HandOver {
        request,
        collector: "Altă persoană".to_owned(),
        paper: paper.to_owned(),
        right,
    };
    assert_eq!(desk.attempts(hand_over(FIRST, "buletin 0123456789", Right::Person)), Err(CaseError::PaperNumber));
    let nameless = Right::Power("  ".to_owned());
    assert_eq!(desk.attempts(hand_over(FIRST, "buletin 1234", nameless)), Err(CaseError::RightMissing));
    let long = Right::Power("procură 1234567".to_owned());
    assert_eq!(desk.attempts(hand_over(FIRST, "buletin 1234", long)), Err(CaseError::PaperNumber));
    desk.does(Command::Move { request: SECOND, to: RequestState::Issued, reason: None, note: None, from: None });
    assert_eq!(desk.case.to_collect().count(), 2);
    let right = Right::Power("procură 4321".to_owned());
    desk.does(hand_over(FIRST, "buletin 1234", right.clone()));
    assert_eq!(desk.case.collected_with(desk.request()).len(), 1);
    assert!(!desk.case.may_close(), "another result is still here");
    desk.does(hand_over(SECOND, "buletin 1234", right.clone()));
    assert_eq!(desk.case.collected_with(desk.request()).len(), 2, "one reception");
    assert_eq!(desk.case.collection(desk.request()).unwrap().right, Some(right));
    assert!(desk.case.may_close());
    desk.does(Command::Close);
    assert!(!desk.case.may_close());
}

#[test]
fn the_shipped_catalogue_never_says_less_than_it_knows() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    for service in catalogue.services.values() {
        let terms: Vec<Option<Term>> = std::iter::once(None).chain(service.fees.iter().map(|fee| fee.term)).collect();
        for term in terms {
            let bill = Bill::of_service(&CATALOGUE.centres["lozova"], service, TODAY, Chosen { term, exemption: None });
            let is_open = bill.parts.iter().any(|part| matches!(part.due, Due::Unknown | Due::Apart));
            if is_open || !bill.parts.iter().any(|part| part.kind == BillKind::Fee) {
                assert!(matches!(bill.sum(), Sum::Unknown | Sum::AtLeast(_)), "{} {term:?}", service.code);
            }
        }
    }
}

#[test]
fn a_payment_that_nobody_confirmed_is_due_from_the_next_day_until_it_is() {
    let mut desk = Desk::submitted();
    let why = |desk: &Desk, day| -> Vec<Why> {
        let due = today(std::slice::from_ref(&desk.case), &BTreeSet::new(), &[], day).due;
        due.into_iter().map(|due| due.why).filter(|why| *why == Why::Unconfirmed).collect()
    };
    desk.learns(PaymentNews::Said(heard(Provenance::Person))).unwrap();
    let tomorrow = TODAY.saturating_add(1.day());
    assert_eq!((why(&desk, TODAY).len(), why(&desk, tomorrow).len()), (0, 1));
    desk.learns(PaymentNews::Confirmed(heard(Provenance::Portal))).unwrap();
    assert!(why(&desk, tomorrow).is_empty());
}

fn parts_of(service: &Service, term: Term) -> Vec<BillPart<'_>> {
    Bill::of_service(&CATALOGUE.centres["lozova"], service, TODAY, Chosen { term: Some(term), exemption: None }).parts
}

#[test]
fn official_fee_counter_tariff_and_duty_stand_apart_by_the_term_and_the_exemption_that_were_chosen() {
    let catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let mut service = catalogue.services[&ServiceCode::parse("002000206").unwrap()].clone();
    let long = Term { value: 10, unit: Unit::WorkDay };
    let short = Term { value: 1, unit: Unit::WorkDay };
    let fee = |term, lei: i64, channel| FeeOption {
        term: Some(term),
        amount: Some(Amount(lei * 100)),
        channel,
        ..FeeOption::default()
    };
    service.fees = vec![fee(long, 70, None), fee(long, 50, Some(ChannelKind::Online)), fee(short, 200, None)];
    service.state_duties =
        vec![StateDuty { amount: None, percent: None, percent_of: None, case: None, when: None, law: "L".to_owned() }];
    service.exemptions.clear();
    let lei = |lei: i64| Due::Amount(Currency::Mdl, Range { least: Amount(lei * 100), most: Amount(lei * 100) });
    let parts: Vec<_> = parts_of(&service, long).iter().map(|part| (part.kind, part.due)).collect();
    let expected = [(BillKind::Fee, lei(50)), (BillKind::FrontOffice, lei(20)), (BillKind::Duty, Due::Unknown)];
    assert_eq!(parts, expected);
    let chosen = Chosen { term: Some(long), exemption: None };
    let seventy = [(Currency::Mdl, Range { least: Amount(7000), most: Amount(7000) })].into();
    let sum = Bill::of_service(&CATALOGUE.centres["lozova"], &service, TODAY, chosen).sum();
    assert_eq!(sum, Sum::AtLeast(seventy), "with a duty that is not known");
    let parts: Vec<_> = parts_of(&service, short).iter().map(|part| (part.kind, part.due)).collect();
    assert_eq!(parts, [(BillKind::Fee, lei(200)), (BillKind::Duty, Due::Unknown)]);
}

#[test]
fn a_mission_asks_its_own_prices_in_its_own_currency_and_two_currencies_are_never_one_sum() {
    let euros = |lei: i64| Range { least: Amount(lei * 100), most: Amount(lei * 100) };
    let mission = &CATALOGUE.centres["bucharest"];
    let record = ServiceCode::parse("006000022").unwrap();
    let service = &CATALOGUE.services[&record];
    assert!(mission.fees.contains_key(&record), "the post has a price for it");
    let nothing = Chosen { term: None, exemption: None };
    let bill = Bill::of_service(mission, service, TODAY, nothing);
    let has = |bill: &Bill<'_>, wanted| {
        bill.parts.iter().any(|part| matches!(part.due, Due::Amount(currency, _) if currency == wanted))
    };
    assert!(has(&bill, Currency::Eur), "{:?}", bill.parts);
    assert!(!has(&Bill::of_service(&CATALOGUE.centres["lozova"], service, TODAY, nothing), Currency::Eur));
    let both = Sum::Whole([(Currency::Eur, euros(25))].into()).and(Sum::Whole([(Currency::Mdl, euros(30))].into()));
    let apart = [(Currency::Mdl, euros(30)), (Currency::Eur, euros(25))].into();
    assert_eq!(both, Sum::Whole(apart), "each by itself, and nothing is converted");
}
