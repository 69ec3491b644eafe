use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Operations as one computer makes them, each knowing of all before it.
fn made(changes: Vec<PeopleChange>) -> Vec<PeopleOperation> {
    let operation = |(change, revision)| PeopleOperation {
        id: id(1000 + u128::from(revision)),
        revision,
        centre: "lozova".to_owned(),
        by: None,
        day: date(2026, 11, 27),
        change,
    };
    changes.into_iter().zip(1_u64..).map(operation).collect()
}

fn somebody(number: u128, role: StaffRole) -> Vec<PeopleChange> {
    let (member, public) = (id(number), format!("age{number}"));
    let seal = PeopleChange::Seal { holder: member, public: public.clone(), key: "k".to_owned(), ring: vec![1] };
    let add = PeopleChange::Add { member, name: format!("Persoana {number}"), role };
    let password = PeopleChange::Password { member, public, wrapped: vec![2] };
    if role.reads_cases() { vec![add, password, seal] } else { vec![add, password] }
}

/// A head who works on cases (1), a specialist (2), a head who reads none (3), a specialist who waits to be let in (4).
fn desk() -> Vec<PeopleChange> {
    let mut changes = vec![PeopleChange::NewKey { key: "k".to_owned() }];
    changes.extend(somebody(1, StaffRole::HeadSpecialist));
    changes.extend(somebody(2, StaffRole::Specialist));
    changes.extend(somebody(3, StaffRole::Head));
    changes.extend(somebody(4, StaffRole::Specialist));
    changes.pop();
    changes
}

fn people(changes: Vec<PeopleChange>) -> People {
    People::fold(&made(changes))
}

/// What each role may do, and with which words each of the others is refused: the whole table.
#[test]
fn every_role_s_forbidden_deeds_are_refused() {
    use Refusal::{LastKey, NeedsSheet, NotHead, NotSpecialist, Nothing, Oneself, Unknown};
    let people = people(desk());
    let deeds = [
        Deed::Work,
        Deed::Add,
        Deed::Remove(id(4)),
        Deed::Reset(id(4)),
        Deed::ChangeRole(id(4), StaffRole::Head),
        Deed::LetIn(id(4)),
        Deed::MakeSheet,
        Deed::OwnSecrets,
    ];
    let of = |who: u128, holds_key| deeds.map(|deed| people.may(id(who), holds_key, deed));
    let no = Err::<(), Refusal>;
    assert_eq!(of(1, true), [Ok(()); 8], "the head at the desk does all of it");
    let specialist = [Ok(()), no(NotHead), no(NotHead), no(NotHead), no(NotHead), Ok(()), no(NotHead), Ok(())];
    assert_eq!(of(2, true), specialist);
    let head = [no(NotSpecialist), Ok(()), Ok(()), no(NeedsSheet), Ok(()), no(NeedsSheet), no(NeedsSheet), Ok(())];
    assert_eq!(of(3, false), head, "the head of a centre comes to no case by a reset, nor by letting somebody in");
    // A role alone opens nothing, even where somebody came by keys.
    assert_eq!(people.may(id(3), true, Deed::Work), no(NotSpecialist));
    assert_eq!(people.may(id(3), true, Deed::LetIn(id(4))), no(NeedsSheet));
    assert_eq!(of(4, false)[0], no(NotSpecialist), "who waits works on no case");
    assert_eq!(of(9, true), [no(Unknown); 8], "who does not work here does nothing");
    for own in [Deed::Remove(id(1)), Deed::Reset(id(1)), Deed::ChangeRole(id(1), StaffRole::Head)] {
        assert_eq!(people.may(id(1), true, own), no(Oneself));
    }
    assert_eq!(people.may(id(1), true, Deed::Remove(id(9))), no(Unknown));
    assert_eq!(people.may(id(1), true, Deed::LetIn(id(2))), no(Nothing));
    assert_eq!(people.may(id(1), true, Deed::ChangeRole(id(2), StaffRole::Specialist)), no(Nothing));
    assert_eq!(people.may(id(1), true, Deed::TakeCodes(id(2))), no(Nothing));
    // A head who reads no cases is given a new password by anybody who heads: it opens nothing.
    assert_eq!(people.may(id(1), false, Deed::Reset(id(3))), Ok(()));
    let mut changes = desk();
    changes.push(PeopleChange::Remove { member: id(1) });
    let left = self::people(changes);
    assert_eq!(left.may(id(3), false, Deed::Remove(id(2))), no(LastKey), "nobody else could open the cases");
    assert_eq!(left.may(id(3), false, Deed::ChangeRole(id(2), StaffRole::Head)), no(LastKey));
    assert_eq!(left.may(id(3), false, Deed::Remove(id(4))), Ok(()));
}

#[test]
fn a_centre_whose_heads_removed_each_other_is_not_locked_out() {
    let mut changes = somebody(2, StaffRole::Specialist);
    changes.extend(somebody(5, StaffRole::Specialist));
    let people = people(changes);
    assert_eq!(people.may(id(2), true, Deed::Remove(id(5))), Ok(()));
    assert!(people.heads(id(2)) && !people.heads(id(9)));
}

#[test]
fn a_removal_wins_over_what_another_computer_did_meanwhile_and_leaves_no_key() {
    let mut operations = made(desk());
    let remove = PeopleChange::Remove { member: id(2) };
    let reset = PeopleChange::Password { member: id(2), public: "new".to_owned(), wrapped: vec![9] };
    let role = PeopleChange::Role { member: id(2), role: StaffRole::HeadSpecialist };
    for (change, number) in [remove, reset, role].into_iter().zip(1..) {
        // Three computers that know nothing of each other number alike.
        let last = operations[operations.len() - 1].clone();
        operations.push(PeopleOperation { id: id(5000 + number), revision: 50, change, ..last });
    }
    let people = People::fold(&operations);
    assert!(people.member(id(2)).is_none() && people.is_removed(id(2)) && people.needs_new_key());
    let left: Vec<&PeopleOperation> = operations.iter().filter(|operation| !people.is_spent(operation)).collect();
    let keeps_key = left.iter().any(|operation| match &operation.change {
        PeopleChange::Password { member, .. } => *member == id(2),
        PeopleChange::Seal { holder, .. } => *holder == id(2),
        _ => false,
    });
    assert!(!keeps_key);
    assert!(People::fold(&left.into_iter().cloned().collect::<Vec<_>>()) == people, "what is left says the same");
}

#[test]
fn a_new_password_a_new_sheet_and_a_new_list_end_those_before() {
    let sheet = |number: u128| {
        let public = format!("sheet{number}");
        let seal =
            PeopleChange::Seal { holder: id(number), public: public.clone(), key: "k".to_owned(), ring: vec![3] };
        [PeopleChange::Sheet { sheet: id(number), public, wrapped: vec![4] }, seal]
    };
    let codes =
        |list: u128| PeopleChange::Codes { member: id(2), list: id(list), public: "age2".to_owned(), secret: vec![5] };
    let mut changes = desk();
    changes.extend(sheet(70));
    changes.extend([
        codes(80),
        PeopleChange::Used { list: id(80), place: 4 },
        PeopleChange::Used { list: id(80), place: 3 },
    ]);
    let people = self::people(changes.clone());
    assert_eq!(people.member(id(2)).and_then(|member| member.codes.as_ref()).map(|codes| codes.used), Some(4));
    changes.extend(sheet(71));
    changes.push(codes(81));
    let people = self::people(changes.clone());
    assert_eq!(people.sheet().map(|sheet| (sheet.id, sheet.seals.len())), Some((id(71), 1)));
    assert_eq!(
        people.member(id(2)).and_then(|member| member.codes.as_ref()).map(|codes| (codes.list, codes.used)),
        Some((id(81), 0))
    );
    let spent = made(changes.clone()).into_iter().filter(|operation| people.is_spent(operation)).count();
    assert_eq!(spent, 3, "the first sheet, what was encrypted to it, the first list");
    changes.push(PeopleChange::Password { member: id(2), public: "other".to_owned(), wrapped: vec![6] });
    let people = self::people(changes);
    let member = people.member(id(2)).unwrap();
    assert!(member.codes.is_none() && member.waits_for_key(), "a new key alone opens nothing");
}

proptest! {
    /// Whatever way operations come together, and however often each comes, they come to the same.
    #[test]
    fn people_come_together_in_one_way(order in Just((0..20_usize).collect::<Vec<_>>()).prop_shuffle(), twice in 0..20_usize) {
        let mut changes = desk();
        changes.extend([
            PeopleChange::Remove { member: id(2) },
            PeopleChange::Role { member: id(4), role: StaffRole::HeadSpecialist },
            PeopleChange::NewKey { key: "n".to_owned() },
            PeopleChange::Newer,
        ]);
        let operations = made(changes);
        let mut shuffled: Vec<PeopleOperation> = order.iter().filter_map(|place| operations.get(*place).cloned()).collect();
        shuffled.extend(operations.get(twice).cloned());
        prop_assert!(People::fold(&shuffled) == People::fold(&operations));
    }
}
