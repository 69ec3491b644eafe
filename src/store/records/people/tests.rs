use super::super::tests::{CODES, Place, actor_of, after, circumstances, first};
use super::*;
use crate::domain::people::Refusal;
use crate::domain::specialist::PasswordFault;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A desk with a head who works at it, a specialist, and a head who reads no cases.
fn desk() -> (Place, Records) {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    first(&mut records, "Unu", "parola-unu");
    let head = actor_of(&mut records, "Unu", "parola-unu");
    for (name, password, role) in
        [("Doi Pop", "parola-doi", StaffRole::Specialist), ("Trei", "parola-trei", StaffRole::Head)]
    {
        records.add_colleague(&head, (name, password), role, &circumstances(), NOW).unwrap();
    }
    (place, records)
}

fn signs_in(records: &mut Records, name: &str, password: &str) -> Result<Admitted, RecordsError> {
    records.slowdown = crate::domain::slowdown::Slowdown::default();
    records.sign_in(name, password, None, &circumstances(), after(0))
}

fn actions(records: &Records) -> Vec<Action> {
    records.all_entries().unwrap().iter().filter_map(|entry| entry.facts.action.known()).collect()
}

/// A sheet that was drawn and is on paper.
fn sheet_of(records: &mut Records, who: &Actor, at: &Circumstances) -> Result<RecoveryGroups, RecordsError> {
    let PaperSecret::Sheet(groups) = records.draw_secret(who, SecretKind::Sheet)? else { panic!("a sheet") };
    records.keep_sheet(who, &groups, at, NOW).map(|()| groups)
}

/// A list of codes that was drawn and is on paper.
fn codes_of(records: &mut Records, who: &Actor, at: &Circumstances) -> Result<Vec<String>, RecordsError> {
    let PaperSecret::Codes(drawn) = records.draw_secret(who, SecretKind::Codes)? else { panic!("codes") };
    records.keep_codes(who, &drawn, at, NOW).map(|()| drawn.codes())
}

#[test]
fn a_name_is_taken_once_and_each_role_gets_what_is_its_own() {
    let (_place, mut records) = desk();
    let head = actor_of(&mut records, "Unu", "parola-unu");
    let mut add =
        |name, password| records.add_colleague(&head, (name, password), StaffRole::Specialist, &circumstances(), NOW);
    assert_eq!(add("Patru", "scurt"), Err(PasswordFault::Short.into()));
    assert_eq!(add("Patru", "patru-2026-patru"), Err(PasswordFault::Name.into()));
    for same in ["Doi Pop", "DOI POP", "doi  pop", "DoiPop"] {
        assert_eq!(add(same, "parola-trei"), Err(RecordsError::NameTaken), "{same}");
    }
    assert_eq!(add(" Patru  Pop ", "parola-patru").unwrap(), "Patru Pop");
    assert!(actor_of(&mut records, "doi pop", "parola-doi").keys == head.keys);
    let only_head = signs_in(&mut records, "Trei", "parola-trei").unwrap();
    assert!(only_head.keys.is_none() && only_head.role == StaffRole::Head);
    let second = records.add_first(CODES[1], "Doi", "parola-doi", &circumstances(), after(0));
    assert_eq!(second.err(), Some(VaultError::Wrong.into()), "not by another code");
    let entries = records.all_entries().unwrap();
    assert!(entries.iter().all(|entry| !entry.facts.text().contains("Pop") && entry.sealed.is_none()), "no names");
}

#[test]
fn every_command_refuses_whoever_may_not_and_leaves_nothing_behind() {
    let (_place, mut records) = desk();
    let specialist = actor_of(&mut records, "Doi Pop", "parola-doi");
    let head = actor_of(&mut records, "Trei", "parola-trei");
    let first = actor_of(&mut records, "Unu", "parola-unu").member;
    let (before, entries) = (records.people_operations().unwrap(), records.all_entries().unwrap().len());
    let all = circumstances();
    let no = |refusal: Refusal| Err::<(), RecordsError>(refusal.into());
    let someone = ("Cinci", "parola-cinci");
    for (who, add, other, reset) in [
        (&specialist, no(Refusal::NotHead), no(Refusal::NotHead), no(Refusal::NotHead)),
        (&head, Ok(()), Ok(()), no(Refusal::NeedsSheet)),
    ] {
        if add.is_err() {
            assert_eq!(records.add_colleague(who, someone, StaffRole::Head, &all, NOW).map(drop), add);
            assert_eq!(records.remove_colleague(who, first, &all, NOW).map(drop), other);
            assert_eq!(records.change_role(who, first, StaffRole::Head, &all, NOW).map(drop), other);
        }
        assert_eq!(records.reset_password(who, first, "parola-noua-unu", &all, NOW), reset);
        assert!(sheet_of(&mut records, who, &all).is_err());
        assert!(records.let_in(who, first, &all, NOW).is_err());
        assert!(records.take_codes(who, first, &all, NOW).is_err());
    }
    // Keys that a session held on to help nobody whom the disk does not know.
    let gone = Actor { member: Uuid::now_v7(), keys: specialist.keys };
    assert_eq!(sheet_of(&mut records, &gone, &all).map(drop), no(Refusal::Unknown));
    assert!(records.people_operations().unwrap() == before);
    assert_eq!(records.all_entries().unwrap().len(), entries);
}

#[test]
fn a_removed_specialist_comes_in_at_no_computer_that_knows_and_no_key_of_theirs_is_left() {
    let (_place, mut records) = desk();
    let other_place = Place::new();
    let mut other = other_place.open().unwrap().0;
    let operator = age::x25519::Identity::generate();
    other.set_enrolment(super::super::tests::enrolment(&operator), &[]).unwrap();
    assert!(other.take_people(&records.people_operations().unwrap()).unwrap() > 0);
    assert_eq!(signs_in(&mut other, "Doi Pop", "parola-doi").unwrap().name, "Doi Pop", "one password at each desk");

    let head = actor_of(&mut records, "Unu", "parola-unu");
    let member = actor_of(&mut records, "Doi Pop", "parola-doi").member;
    let before = records.all_entries().unwrap();
    let renewed = records.remove_colleague(&head, member, &circumstances(), NOW).unwrap().unwrap();
    assert!(Some(&renewed) != head.keys.as_ref());
    let text: String =
        records.people_operations().unwrap().iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(
        !text.contains(&format!("\"kind\":\"password\",\"member\":\"{member}\""))
            && !text.contains(&format!("\"holder\":\"{member}\""))
    );
    assert!(matches!(signs_in(&mut records, "Doi Pop", "parola-doi"), Err(RecordsError::WrongPassword { .. })));
    assert!(records.all_entries().unwrap().starts_with(&before), "what they did stays");

    assert!(other.take_people(&records.people_operations().unwrap()).unwrap() > 0);
    assert!(matches!(signs_in(&mut other, "Doi Pop", "parola-doi"), Err(RecordsError::WrongPassword { .. })));
    let there = signs_in(&mut other, "Unu", "parola-unu").unwrap();
    assert!(there.keys == Some(renewed), "the new key came over");
    assert_eq!(other.take_people(&records.people_operations().unwrap()).unwrap(), 0, "twice is once");
    assert_eq!(other.take_people(&[b"nonsense".to_vec()]).unwrap(), 0);
}

#[test]
fn a_head_without_the_key_removes_and_the_next_specialist_changes_the_key() {
    let (_place, mut records) = desk();
    let head = actor_of(&mut records, "Trei", "parola-trei");
    let (one, two) = (actor_of(&mut records, "Unu", "parola-unu"), actor_of(&mut records, "Doi Pop", "parola-doi"));
    assert_eq!(records.remove_colleague(&head, two.member, &circumstances(), NOW).unwrap(), None);
    let admitted = signs_in(&mut records, "Unu", "parola-unu").unwrap();
    let (keys, old) = (admitted.keys.unwrap(), one.keys.unwrap());
    assert!(keys != old && keys.get(old.present().id().as_str()).is_some());
    assert!(actions(&records).ends_with(&[Action::ColleagueRemoved, Action::KeyRenewed]));
    assert!(signs_in(&mut records, "Unu", "parola-unu").unwrap().keys == Some(keys), "once");
}

#[test]
fn who_is_added_without_the_key_waits_until_a_colleague_lets_them_in() {
    let (_place, mut records) = desk();
    let head = actor_of(&mut records, "Trei", "parola-trei");
    let all = circumstances();
    records.add_colleague(&head, ("Patru", "parola-patru"), StaffRole::Specialist, &all, NOW).unwrap();
    let waiting = signs_in(&mut records, "Patru", "parola-patru").unwrap();
    assert!(waiting.keys.is_none());
    let colleague = actor_of(&mut records, "Doi Pop", "parola-doi");
    records.let_in(&colleague, waiting.member, &all, NOW).unwrap();
    assert!(signs_in(&mut records, "Patru", "parola-patru").unwrap().keys == colleague.keys);
    assert_eq!(records.let_in(&colleague, waiting.member, &all, NOW), Err(Refusal::Nothing.into()));
}

#[test]
fn passwords_are_changed_by_who_knows_them_and_reset_by_a_head_who_has_the_key() {
    let (_place, mut records) = desk();
    let two = actor_of(&mut records, "Doi Pop", "parola-doi");
    let all = circumstances();
    let wrong = records.change_password(&two, ("alta-parola", "parola-noua-doi"), &all, after(0));
    assert_eq!(wrong, Err(RecordsError::WrongPassword { seconds: 0 }));
    assert!(records.change_password(&two, ("parola-doi", "doi pop"), &all, after(0)).is_err());
    records.change_password(&two, ("parola-doi", "parola-noua-doi"), &all, after(0)).unwrap();
    assert!(signs_in(&mut records, "Doi Pop", "parola-doi").is_err());
    assert!(signs_in(&mut records, "Doi Pop", "parola-noua-doi").unwrap().keys == two.keys);
    let head = actor_of(&mut records, "Unu", "parola-unu");
    records.reset_password(&head, two.member, "parola-de-la-sef", &all, NOW).unwrap();
    assert!(signs_in(&mut records, "Doi Pop", "parola-noua-doi").is_err());
    assert!(signs_in(&mut records, "Doi Pop", "parola-de-la-sef").unwrap().keys == two.keys);
    assert!(actions(&records).ends_with(&[Action::PasswordChanged, Action::PasswordReset]));
}

#[test]
fn the_sheet_from_the_safe_opens_the_cases_for_a_forgotten_password_and_an_earlier_one_does_not() {
    let (place, mut records) = desk();
    let all = circumstances();
    let some = RecoveryGroups::of_random([5; crate::domain::recovery::RANDOM]);
    let none = records.recover(&some, "Unu", "parola-noua-unu", &all, after(0));
    assert_eq!(none.err(), Some(RecordsError::NoSheet));
    let head = actor_of(&mut records, "Unu", "parola-unu");
    let earlier = sheet_of(&mut records, &head, &all).unwrap();
    let groups = sheet_of(&mut records, &head, &all).unwrap();
    for wrong in [&earlier, &some] {
        let refused = records.recover(wrong, "Unu", "parola-noua-unu", &all, after(0));
        assert!(matches!(refused, Err(RecordsError::WrongSheet { .. })));
    }
    assert_eq!(
        records.recover(&groups, "Nimeni", "parola-noua-unu", &all, after(0)).err(),
        Some(RecordsError::NobodyOfName)
    );
    assert!(records.recover(&groups, "Unu", "scurt", &all, after(0)).is_err());
    drop(records);
    let mut records = place.open().unwrap().0;
    // Everybody forgot; what was typed is what stands on the paper.
    let groups = RecoveryGroups::read(&groups.whole().to_lowercase().replace('-', " ")).unwrap();
    let admitted = records.recover(&groups, "unu", "parola-noua-unu", &all, after(0)).unwrap();
    assert!(admitted.name == "Unu" && admitted.keys == head.keys);
    assert!(signs_in(&mut records, "Unu", "parola-noua-unu").unwrap().keys == head.keys);
    assert!(signs_in(&mut records, "Unu", "parola-unu").is_err());
    assert_eq!(actions(&records).last(), Some(&Action::RecoverySheetUsed));
    let bytes = std::fs::read(&place.path).unwrap();
    assert!(groups.groups().iter().all(|group| !bytes.windows(5).any(|window| window == group.as_bytes())));
    // A head who reads no cases comes to none by it.
    let head_only = records.recover(&groups, "Trei", "parola-noua-trei", &all, after(0)).unwrap();
    assert!(head_only.keys.is_none());
}

fn enter(records: &mut Records, code: Option<&str>) -> Result<Uuid, RecordsError> {
    records.slowdown = crate::domain::slowdown::Slowdown::default();
    records.sign_in("Doi Pop", "parola-doi", code, &circumstances(), after(0)).map(|admitted| admitted.member)
}

#[test]
fn a_code_of_the_list_is_used_once_also_after_the_program_was_ended_and_a_new_list_ends_the_old() {
    let (place, mut records) = desk();
    let all = circumstances();
    let two = actor_of(&mut records, "Doi Pop", "parola-doi");
    let codes = codes_of(&mut records, &two, &all).unwrap();
    assert_eq!(codes.len(), 60);
    assert_eq!(enter(&mut records, None), Err(RecordsError::CodeWanted { number: 1 }));
    assert_eq!(enter(&mut records, Some(" ")), Err(RecordsError::CodeWanted { number: 1 }));
    assert_eq!(enter(&mut records, Some("000 00")), Err(RecordsError::WrongOneTimeCode { seconds: 0, number: 1 }));
    assert!(enter(&mut records, Some(&format!("{} {}", &codes[0][..3], &codes[0][3..]))).is_ok());
    drop(records);
    // Whatever the clock says: no clock is asked.
    let mut records = place.open().unwrap().0;
    let again = enter(&mut records, Some(&codes[0]));
    assert_eq!(again, Err(RecordsError::WrongOneTimeCode { seconds: 0, number: 2 }), "used codes stay used");
    assert!(enter(&mut records, Some(&codes[3])).is_ok(), "lines may be skipped");
    assert_eq!(enter(&mut records, Some(&codes[2])), Err(RecordsError::WrongOneTimeCode { seconds: 0, number: 5 }));
    assert_eq!(enter(&mut records, Some(&codes[20])), Err(RecordsError::WrongOneTimeCode { seconds: 0, number: 5 }));
    let second = codes_of(&mut records, &two, &all).unwrap();
    assert_eq!(enter(&mut records, Some(&codes[4])), Err(RecordsError::WrongOneTimeCode { seconds: 0, number: 1 }));
    assert!(enter(&mut records, Some(&second[0])).is_ok());
    // What cannot be marked as used on the disk lets nobody in.
    records.connection.execute_batch("PRAGMA query_only = ON").unwrap();
    assert!(enter(&mut records, Some(&second[1])).is_err());
    records.connection.execute_batch("PRAGMA query_only = OFF").unwrap();
    assert!(enter(&mut records, Some(&second[59])).is_err());
    let head = actor_of(&mut records, "Trei", "parola-trei");
    records.take_codes(&head, two.member, &all, NOW).unwrap();
    assert!(enter(&mut records, None).is_ok());
    assert!(actions(&records).ends_with(&[Action::CodesMade, Action::CodesWithdrawn]));
}

#[test]
fn who_comes_from_an_older_program_moves_over_at_the_next_sign_in_and_can_be_removed_before() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let operator = age::x25519::Identity::generate();
    records.set_enrolment(super::super::tests::enrolment(&operator), &[]).unwrap();
    let keys = KeyRing::new().unwrap();
    for (name, password) in [("Unu", "parola-unu"), ("Doi", "parola-doi")] {
        let sql = "INSERT INTO specialist (name, wrapped, added) VALUES (?1, ?2, '2026-01-01')";
        records.connection.execute(sql, params![name, keys.wrap(password).unwrap()]).unwrap();
    }
    assert_eq!(records.specialists().unwrap(), ["Doi", "Unu"]);
    let one = actor_of(&mut records, "Unu", "parola-unu");
    assert!(one.keys == Some(keys));
    let rows = |records: &Records| -> i64 {
        records.connection.query_row("SELECT count(*) FROM specialist", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(rows(&records), 1);
    assert!(actor_of(&mut records, "Unu", "parola-unu") == one, "the same, with one password");
    // Nobody is head yet, so that each of them does it.
    let doi = records.people().unwrap().members().iter().find(|member| member.name == "Doi").unwrap().id;
    records.remove_colleague(&one, doi, &circumstances(), NOW).unwrap();
    assert_eq!((rows(&records), records.specialists().unwrap()), (0, vec!["Unu".to_owned()]));
    assert!(signs_in(&mut records, "Doi", "parola-doi").is_err());
}
