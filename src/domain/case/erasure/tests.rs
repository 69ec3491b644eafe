use super::*;
use crate::domain::action::Reason;
use crate::domain::case::{Case, Opening, Person};
use crate::domain::identifier::ServiceCode;
use jiff::Timestamp;
use jiff::civil::date;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn operation(number: u128, follows: &[u128], change: Change) -> Operation {
    Operation {
        id: id(number),
        case: id(1),
        centre: "lozova".to_owned(),
        author: "Specialist".to_owned(),
        day: date(2026, 11, 20),
        time: Timestamp::UNIX_EPOCH,
        follows: follows.iter().copied().map(id).collect(),
        change,
    }
}

fn did(number: u128, follows: &[u128], command: Command) -> Operation {
    operation(number, follows, Change::Command(command))
}

fn erases(number: u128, follows: &[u128]) -> Operation {
    did(number, follows, Command::Erase { reason: Reason::PersonWish })
}

fn prepares(number: u128, follows: &[u128]) -> Operation {
    let service = ServiceCode::parse("002000206").unwrap();
    did(number, follows, Command::Prepare { id: id(100 + number), service, step: "register_birth".to_owned() })
}

fn papers(number: u128, follows: &[u128]) -> Operation {
    did(number, follows, Command::Papers(vec![number.to_string()]))
}

/// A case that was opened, named and closed: operations 10, 11 and 12.
fn closed() -> Vec<Operation> {
    let opening = Opening {
        return_code: "ABCD-2345".to_owned(),
        event: "C1".to_owned(),
        answers: crate::domain::fact::Answers::default(),
        seen: crate::domain::change::Seen::default(),
    };
    let person = Person { name: "Ana Probă".to_owned(), ..Person::default() };
    vec![
        operation(10, &[], Change::Open(opening)),
        did(11, &[10], Command::Identify(person)),
        did(12, &[11], Command::Close),
    ]
}

fn with(more: impl IntoIterator<Item = Operation>) -> Operations {
    closed().into_iter().chain(more).collect()
}

fn reopens(number: u128, follows: &[u128]) -> Operation {
    did(number, follows, Command::Correct { entry: id(12), reason: Reason::WrongKey, note: None })
}

/// Erasures that took these.
fn took(numbers: impl IntoIterator<Item = u128>) -> Erasures {
    Erasures { taken: numbers.into_iter().map(|number| id(number).to_string()).collect(), unsaid: false }
}

fn is_over(operations: &Operations, erasures: &Erasures) -> bool {
    operations.ending(Some(erasures)) == Ending::Over(Vec::new())
}

#[test]
fn over_an_erasure_by_time_goes_on_what_was_opened_again_and_nothing_else() {
    assert!(is_over(&with([]), &took(10..13)));
    assert!(!is_over(&with([reopens(20, &[12])]), &took(10..13)));
    assert!(!is_over(&with([papers(20, &[11])]), &took(10..13)), "what whoever erased had not seen");
    assert!(is_over(&with([reopens(20, &[12])]), &took([10, 11, 12, 20])), "another erasure took that as well");
    // Nobody did more in it.
    assert!(is_over(&with([did(20, &[11], Command::Close)]), &took(10..13)));
    // What a newer program did may be anything.
    assert!(!is_over(&with([operation(20, &[12], Change::Newer)]), &took(10..13)));
    assert_eq!(with([]).ending(None), Ending::GoesOn, "of a case of which no erasure is known it is none");
}

#[test]
fn what_the_person_asked_for_takes_work_and_no_request_that_is_under_way() {
    for work in [papers(20, &[12]), reopens(20, &[12]), reopens(40, &[12])] {
        assert_eq!(with([work, erases(30, &[12])]).ending(None), Ending::Over(vec![id(30)]));
    }
    for request in [20, 40] {
        let begun = [reopens(19, &[12]), prepares(request, &[19]), erases(30, &[12])];
        let operations = with(begun.clone());
        assert_eq!(operations.ending(None), Ending::GoesOn);
        let case = operations.fold().unwrap();
        let told: Vec<_> =
            case.conflicts().map(|conflict| (conflict.line.entry, conflict.with.unwrap().entry)).collect();
        assert_eq!(told, [(id(30), id(request))]);
        // It ended as well, without anybody having heard of the erasure: nothing is under way.
        let withdraw = Command::Move {
            request: id(100 + request),
            to: crate::domain::case::RequestState::Withdrawn,
            reason: Some(Reason::PersonWish),
            note: None,
            from: None,
        };
        let ended = with(begun.clone().into_iter().chain([did(50, &[request], withdraw.clone())]));
        assert_eq!(ended.ending(None), Ending::Over(vec![id(30)]));
        // Whoever had heard of it went on: it is asked for again.
        let after = with(begun.into_iter().chain([did(50, &[request, 30], withdraw)]));
        assert_eq!(after.ending(None), Ending::GoesOn);
        let again: Operations = after.iter().cloned().chain([erases(60, &[50])]).collect();
        assert_eq!(again.ending(None), Ending::Over(vec![id(30), id(60)]));
    }
}

#[test]
fn what_is_left_of_a_case_that_is_over_says_so_by_itself() {
    for rest in
        [erases(30, &[12]), did(30, &[12], Command::Correct { entry: id(10), reason: Reason::NotDone, note: None })]
    {
        let rest: Operations = [rest].into_iter().collect();
        assert_eq!(rest.ending(Some(&took([10, 11, 12, 30]))), Ending::Over(vec![id(30)]));
    }
    let never = with([did(30, &[12], Command::Correct { entry: id(12), reason: Reason::NotDone, note: None })]);
    assert_eq!(never.ending(None), Ending::GoesOn, "only the opening ends a case that is taken back");
}

#[test]
fn a_parcel_from_before_an_erasure_brings_nothing_back() {
    let erasures = took(10..13);
    let ids = |numbers: &[u128]| numbers.iter().map(|&number| id(number).to_string()).collect::<Vec<_>>();
    assert!(!erasures.let_in(&ids(&[10, 11]), None, false));
    assert!(erasures.let_in(&ids(&[10, 20]), None, false), "something in it no erasure took");
    assert!(erasures.let_in(&ids(&[10, 11]), Some(&id(20).to_string()), false), "the case goes on");
    assert!(!erasures.let_in(&ids(&[10, 11]), Some(&id(12).to_string()), false), "that was erased since");
    assert!(erasures.let_in(&ids(&[10]), None, true));
    let unsaid = Erasures { unsaid: true, ..Erasures::default() };
    assert!(!unsaid.let_in(&ids(&[20]), None, false), "nobody knows what an older program took");
    assert!(unsaid.let_in(&ids(&[20]), Some(&id(20).to_string()), false));
    assert!(erasures.merged(&unsaid).unsaid && erasures.took_all(&ids(&[10, 11])) && !erasures.took_all(&ids(&[20])));
}

#[test]
fn a_case_is_what_its_author_made_of_it_also_where_it_is_erased() {
    let before: Case = with([reopens(20, &[12])]).fold().unwrap();
    let (after, _) = before.apply(Command::Erase { reason: Reason::PersonWish }, id(30), date(2026, 11, 20)).unwrap();
    assert!(with([reopens(20, &[12]), erases(30, &[20])]).fold().unwrap() == after);
}
