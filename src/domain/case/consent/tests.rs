use crate::domain::action::{Action, Reason};
use crate::domain::case::{
    Case, CaseError, Command, Consent, ConsentScope, Consents, Lack, Matter, Opening, Person, PowerCode,
    ProviderNumber, ProviderScope, Representative, RequestState, Right, Signer, Verb,
};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::identifier::ServiceCode;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 27);

fn service(number: u8) -> ServiceCode {
    ServiceCode::parse(&format!("X-SERVICE-{number}")).unwrap_or_else(|_| unreachable!())
}

/// The provider of the first two services, or of the third.
fn provider(number: u8) -> ConsentScope {
    let services: BTreeSet<ServiceCode> =
        if number == 1 { [service(1), service(2)].into() } else { [service(3)].into() };
    ConsentScope::Provider(ProviderScope { provider: format!("P{number}"), services })
}

fn matter(number: u8) -> Matter {
    Matter::Provider(format!("P{number}"))
}

fn day(days: i32) -> Date {
    TODAY.saturating_add(days.days())
}

/// A case of somebody, to which commands are given one after another.
struct Made {
    case: Case,
    next: u128,
    today: Date,
}

impl Made {
    fn new() -> Self {
        let opening = Opening {
            return_code: "ABCD-2345".to_owned(),
            event: "C1".to_owned(),
            answers: Answers::default(),
            seen: Seen::default(),
        };
        let case = Case::open(Uuid::from_u128(1), opening, Uuid::from_u128(2), TODAY);
        let mut made = Self { case, next: 10, today: TODAY };
        made.does(Command::Identify(Person { name: "Ana Probă".to_owned(), ..Person::default() }));
        made
    }

    fn tries(&mut self, command: Command) -> Result<Action, CaseError> {
        self.next += 1;
        let (case, outcome) = self.case.apply(command, Uuid::from_u128(self.next), self.today)?;
        self.case = case;
        Ok(outcome.action)
    }

    fn does(&mut self, command: Command) -> Uuid {
        assert_eq!(self.tries(command).err(), None);
        Uuid::from_u128(self.next)
    }

    fn prepares(&mut self, number: u8) -> Result<Uuid, CaseError> {
        let id = Uuid::from_u128(1000 + self.next);
        self.tries(Command::Prepare { id, service: service(number), step: format!("step{number}") }).map(|_| id)
    }

    fn lack(&self, verb: Verb, number: u8) -> Option<Lack> {
        self.case.allows(verb, &service(number), self.today).err()
    }
}

fn until(scope: ConsentScope, days: i32) -> Command {
    Command::Consent(Consent::new(scope, TODAY, day(days)))
}

fn submit(request: Uuid, on: Date) -> Command {
    let number = ProviderNumber::parse("ASP-1").unwrap_or_else(|_| unreachable!());
    Command::Submit { request, number, on, term: None, expected: None }
}

#[test]
fn each_provider_has_its_own_end_and_what_was_not_agreed_to_is_not_done() {
    let mut made = Made::new();
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Consent));
    assert_eq!(made.prepares(1), Err(CaseError::ConsentMissing));
    made.does(until(provider(1), 30));
    made.does(until(provider(2), 5));
    assert!(made.prepares(1).is_ok() && made.prepares(3).is_ok());
    assert_eq!(made.lack(Verb::Act, 4), Some(Lack::Matter));
    assert_eq!(made.prepares(4), Err(CaseError::ConsentMissing));
    made.today = day(6);
    assert_eq!((made.lack(Verb::Act, 2), made.lack(Verb::Act, 3)), (None, Some(Lack::Ended(day(5)))));
    // What one agreed to read is not done.
    let read = Consent { verbs: [Verb::Read].into(), ..Consent::new(provider(2), made.today, day(60)) };
    made.does(Command::Consent(read));
    assert_eq!((made.lack(Verb::Read, 3), made.lack(Verb::Act, 3)), (None, Some(Lack::Verb)));
    let nothing = Consent { verbs: BTreeSet::new(), ..Consent::new(provider(2), made.today, day(60)) };
    assert_eq!(made.tries(Command::Consent(nothing)), Err(CaseError::ConsentEmpty));
}

#[test]
fn a_renewed_consent_takes_the_place_of_the_one_before_and_the_paper_of_that_stays() {
    let mut made = Made::new();
    made.does(until(ConsentScope::ThisEvent, 365));
    made.today = day(3);
    made.does(Command::Consent(Consent::new(ConsentScope::FollowUp, made.today, day(10))));
    assert_eq!(made.case.consents.latest().count(), 1);
    assert_eq!(made.case.consents.iter().count(), 2);
    made.today = day(11);
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Ended(day(10))), "a shorter one holds shorter");
    assert!(made.case.allows(Verb::Act, &service(1), day(1)).is_ok(), "what was done before was allowed");
}

#[test]
fn to_revoke_takes_one_command_and_no_reason_and_is_taken_back_when_it_was_a_wrong_key() {
    let mut made = Made::new();
    assert_eq!(made.tries(Command::Revoke(Matter::Event)), Err(CaseError::Unchanged));
    made.does(until(ConsentScope::ThisEvent, 30));
    made.does(until(provider(1), 30));
    made.does(Command::Revoke(Matter::Event));
    assert_eq!((made.lack(Verb::Act, 1), made.lack(Verb::Act, 3)), (None, Some(Lack::Revoked(TODAY))));
    let entry = made.does(Command::Revoke(matter(1)));
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Revoked(TODAY)));
    assert_eq!(made.prepares(1), Err(CaseError::ConsentMissing));
    made.does(Command::Correct { entry, reason: Reason::WrongKey, note: None });
    assert_eq!(made.lack(Verb::Act, 1), None);
}

#[test]
fn a_refusal_is_recorded_without_a_name_and_ends_when_the_person_agrees() {
    let mut made = Made::new();
    made.case.person = Person::default();
    assert_eq!(made.tries(Command::Refuse(Matter::Event)), Ok(Action::ConsentRefused));
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Refused(TODAY)));
    assert_eq!(made.tries(Command::Refuse(Matter::Event)), Err(CaseError::Unchanged));
    made.does(Command::Identify(Person { name: "Ana Probă".to_owned(), ..Person::default() }));
    let entry = made.does(until(ConsentScope::ThisEvent, 1));
    assert!(made.case.refusal(TODAY).is_none());
    made.does(Command::Correct { entry, reason: Reason::WrongKey, note: None });
    assert!(made.case.refusal(TODAY).is_some());
}

#[test]
fn a_result_is_handed_over_when_the_consent_has_run_out_and_nothing_else_is_done() {
    for revoked in [false, true] {
        let mut made = Made::new();
        made.does(until(ConsentScope::ThisEvent, 5));
        let request = made.prepares(1).unwrap_or_else(|_| unreachable!());
        let other = made.prepares(2).unwrap_or_else(|_| unreachable!());
        made.does(submit(request, TODAY));
        if revoked {
            made.does(Command::Revoke(Matter::Event));
        }
        made.today = day(6);
        assert_eq!(made.tries(submit(other, made.today)), Err(CaseError::ConsentMissing));
        let pay = Command::Pay { request, term: None, expected: None, heard: None };
        assert_eq!(made.tries(pay), Err(CaseError::ConsentMissing));
        made.does(Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None });
        let over = Command::HandOver {
            request,
            collector: "Ana Probă".to_owned(),
            paper: "buletin".to_owned(),
            right: Right::Person,
        };
        assert_eq!(made.tries(over), Ok(Action::ResultHandedOver));
    }
    // Of somebody else's consent nothing remains.
    let mut made = Made::new();
    made.does(until(ConsentScope::ThisEvent, 5));
    let request = made.prepares(1).unwrap_or_else(|_| unreachable!());
    made.does(submit(request, TODAY));
    made.does(Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None });
    made.does(Command::Identify(Person { name: "Ion Altul".to_owned(), ..Person::default() }));
    let over = Command::HandOver {
        request,
        collector: "Ion Altul".to_owned(),
        paper: "buletin".to_owned(),
        right: Right::Person,
    };
    assert_eq!(made.tries(over), Err(CaseError::ConsentMissing));
}

#[test]
fn whoever_signs_for_another_is_named_and_a_code_of_mpower_is_looked_at_for_its_form() {
    let mut made = Made::new();
    let signed = Consent { signer: Signer::Parent, ..Consent::new(ConsentScope::ThisEvent, TODAY, TODAY) };
    assert_eq!(made.tries(Command::Consent(signed.clone())), Err(CaseError::SignerMissing));
    let mother = Representative { name: "Mama de probă".to_owned(), paper: "certificat de naștere".to_owned() };
    let child = Person { name: "Ana Probă".to_owned(), representative: Some(mother), ..Person::default() };
    made.does(Command::Identify(child));
    made.does(Command::Consent(signed));
    assert_eq!(PowerCode::parse(" 1234-5678 9012 3456").map(String::from), Ok("1234567890123456".to_owned()));
    for wrong in ["", "123456789012345", "12345678901234567", "123456789012345a"] {
        assert!(PowerCode::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn nothing_is_erased_while_something_is_owed_and_then_everything_but_that_it_was() {
    let mut made = Made::new();
    made.does(until(ConsentScope::ThisEvent, 5));
    let request = made.prepares(1).unwrap_or_else(|_| unreachable!());
    let erase = || Command::Erase { reason: Reason::PersonWish };
    assert_eq!(made.tries(erase()), Err(CaseError::OpenRequests));
    let to = RequestState::Withdrawn;
    made.does(Command::Move { request, to, reason: Some(Reason::PersonWish), note: None, from: None });
    assert_eq!(made.tries(Command::Erase { reason: Reason::WrongKey }), Err(CaseError::ReasonMissing));
    made.does(Command::Close);
    assert_eq!(made.tries(erase()), Ok(Action::CaseErased));
    let case = &made.case;
    assert!(case.put_away && case.person == Person::default() && case.consents.is_empty() && case.requests.is_empty());
    assert!(made.tries(erase()).is_err(), "there is nothing any more");
}

#[test]
fn a_case_of_one_consent_is_written_as_before_and_one_of_several_is_read_back() {
    let plain = Consent::new(ConsentScope::ThisEvent, TODAY, TODAY);
    let json = r#"{"scope":"thisEvent","given":"2026-11-27","until":"2026-11-27"}"#;
    let written = |consents: &Consents| serde_json::to_string(consents).unwrap_or_default();
    let one: Consents = [plain.clone()].into_iter().collect();
    assert_eq!((written(&Consents::default()).as_str(), written(&one).as_str()), ("null", json));
    let less = Consent { verbs: [Verb::Read].into(), ended: Some(TODAY), ..Consent::new(provider(1), TODAY, TODAY) };
    for consents in
        [Consents::default(), one, [less.clone()].into_iter().collect(), [plain, less].into_iter().collect()]
    {
        assert_eq!(serde_json::from_str::<Consents>(&written(&consents)).ok(), Some(consents));
    }
}

/// What may happen, as numbers.
type Step = (u8, u8, u8, u8);

proptest! {
    /// The rule is no more and no less than: some consent that holds on the day covers the service and says the verb; and
    /// no way to a request is open without it.
    #[test]
    fn what_is_allowed_is_what_some_consent_says_and_nothing_is_done_beyond_it(
        steps in prop::collection::vec((0u8..6, 0u8..8, 0u8..3, 0u8..12), 1..40),
    ) {
        let mut made = Made::new();
        for (what, verbs, which, days) in steps.into_iter().map(|step: Step| step) {
            let scope = if which == 0 { ConsentScope::ThisEvent } else { provider(which) };
            let verbs = Verb::ALL.into_iter().enumerate().filter(|(place, _)| verbs & (1 << place) != 0);
            let verbs: BTreeSet<Verb> = verbs.map(|(_, verb)| verb).collect();
            let number = which + 1;
            match what {
                0 | 1 => {
                    let last = made.today.saturating_add(i32::from(days).days());
                    let consent = Consent { verbs, ..Consent::new(scope, made.today, last) };
                    let _ = made.tries(Command::Consent(consent));
                }
                2 => drop(made.tries(Command::Revoke(scope.matter()))),
                3 => made.today = made.today.saturating_add(i32::from(days % 5).days()),
                4 => {
                    let allowed = made.lack(Verb::Act, number).is_none();
                    let prepared = made.prepares(number);
                    prop_assert!(allowed || prepared.is_err());
                    prop_assert!(!allowed || prepared != Err(CaseError::ConsentMissing));
                }
                _ => {
                    let open = made.case.requests.iter().find(|request| request.state == RequestState::Prepared).cloned();
                    if let Some(request) = open {
                        let allowed = made.case.allows(Verb::Act, &request.service, made.today).is_ok();
                        prop_assert_eq!(made.tries(submit(request.id, made.today)).is_ok(), allowed);
                    }
                }
            }
            for verb in Verb::ALL {
                for number in 1..=4 {
                    let said = made.case.consents.iter().any(|consent| {
                        consent.given <= made.today
                            && made.today <= consent.until
                            && consent.ended.is_none_or(|ended| made.today < ended)
                            && consent.verbs.contains(&verb)
                            && match &consent.scope {
                                ConsentScope::Provider(scope) => scope.services.contains(&service(number)),
                                ConsentScope::ThisEvent | ConsentScope::FollowUp => true,
                            }
                    });
                    prop_assert_eq!(made.lack(verb, number).is_none(), said);
                }
            }
        }
    }
}

#[test]
fn what_somebody_agreed_to_is_revoked_and_not_refused_beside_it() {
    let mut made = Made::new();
    made.does(until(ConsentScope::ThisEvent, 30));
    // The event covers the provider too: a refusal that stops nothing is none.
    for refused in [Matter::Event, matter(1)] {
        assert_eq!(made.tries(Command::Refuse(refused)), Err(CaseError::ConsentHolds));
    }
    made.does(Command::Revoke(Matter::Event));
    made.does(Command::Refuse(Matter::Event));
    assert_eq!(made.case.refusal(TODAY).map(|refusal| refusal.on), Some(TODAY));
    assert_eq!(made.prepares(1), Err(CaseError::ConsentMissing));
}

#[test]
fn a_refusal_from_before_somebody_agreed_does_not_come_back_when_the_consent_has_run_out() {
    let mut made = Made::new();
    made.does(Command::Refuse(Matter::Event));
    made.today = day(1);
    made.does(Command::Consent(Consent::new(ConsentScope::ThisEvent, day(1), day(3))));
    made.today = day(9);
    assert!(made.case.refusal(day(9)).is_none());
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Ended(day(3))));
}

#[test]
fn one_that_lets_less_be_done_does_not_take_away_that_under_which_a_request_was_submitted() {
    let mut made = Made::new();
    made.does(until(ConsentScope::ThisEvent, 30));
    let Ok(request) = made.prepares(1) else { panic!("it is agreed to") };
    made.does(submit(request, TODAY));
    let less = Consent { verbs: [Verb::Read].into(), ..Consent::new(ConsentScope::ThisEvent, TODAY, day(30)) };
    made.does(Command::Consent(less));
    assert_eq!(made.lack(Verb::Act, 1), Some(Lack::Verb));
    made.does(Command::Move { request, to: RequestState::Issued, reason: None, note: None, from: None });
    assert!(made.case.requests.iter().all(|one| made.case.allows_hand_over(one, TODAY).is_ok()));
}

#[test]
fn of_two_days_on_which_it_was_revoked_the_earlier_holds() {
    let mut consents: Consents = [Consent::new(ConsentScope::ThisEvent, TODAY, day(30))].into_iter().collect();
    for (on, ended) in [(day(4), day(4)), (day(9), day(4)), (day(2), day(2))] {
        consents.revoke(&Matter::Event, on);
        assert_eq!(consents.last().and_then(|consent| consent.ended), Some(ended));
    }
}
