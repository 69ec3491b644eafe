//! Finding cases and people met before.

use super::*;
use crate::domain::case::{
    Document, Likeness, Met, Opening, Person, ProviderNumber, Request, RequestState, met_before,
};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::identifier::Idnp;
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

const DAY: Date = date(2026, 11, 20);

struct Names;

fn text(ro: &str, ru: &str, en: &str) -> Text {
    Text { ro: ro.to_owned(), ru: Some(ru.to_owned()), en: Some(en.to_owned()), ..Text::default() }
}

impl Titles for Names {
    fn event(&self, code: &str) -> Option<Text> {
        (code == "C1").then(|| text("Nașterea unui copil", "Рождение ребёнка", "Birth of a child"))
    }

    fn service(&self, code: &ServiceCode) -> Option<Text> {
        (code.as_str() == "002000206").then(|| text("Înregistrarea nașterii", "Регистрация рождения", "Registering"))
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn case(number: u128, name: &str) -> Case {
    let [.., first, second, third, fourth, fifth] = number.to_be_bytes();
    let code = crate::domain::case::return_code([first, second, third, fourth, fifth]);
    let (answers, seen) = (Answers::default(), Seen::default());
    let opening = Opening { return_code: code, event: "C1".to_owned(), answers, seen };
    let case = Case::open(id(number), opening, id(number + 100_000), DAY);
    Case { person: Person { name: name.to_owned(), ..Person::default() }, ..case }
}

fn request(number: &str) -> Request {
    Request {
        id: id(7),
        service: ServiceCode::parse("002000206").unwrap(),
        step: "a".to_owned(),
        state: RequestState::Submitted,
        number: ProviderNumber::parse(number).ok(),
        submitted: Some(DAY),
        term: None,
        expected: None,
        sent: None,
        payment: None,
    }
}

fn found(register: &Register, typed: &str) -> Vec<(u128, By)> {
    register.find(typed).into_iter().map(|found| (found.case.as_u128(), found.by)).collect()
}

/// Whether a person written so is found by what is typed.
fn meets(written: &str, typed: &str) -> bool {
    !Register::new(&[case(1, written)], &Names).find(typed).is_empty()
}

#[test]
fn a_name_is_found_in_either_alphabet_and_without_diacritics() {
    // Romanian and Russian spellings of the same names, as identity papers have them.
    for (romanian, russian) in [
        ("Ion Țurcanu", "Ион Цуркану"),
        ("Ștefan Ciobanu", "Штефан Чобану"),
        ("Gheorghiță Brânză", "Георгицэ Брынзэ"),
        ("Iurie Munteanu", "Юрий Мунтяну"),
        ("Veaceslav Ceban", "Вячеслав Чебан"),
        ("Ghenadie Cojocaru", "Геннадий Кожокару"),
        ("Evghenia Rotari", "Евгения Ротарь"),
        ("Natalia Chiriac", "Наталья Кириак"),
        ("Alexei Ceaicovschi", "Алексей Чайковский"),
        ("Mihăilă Crăciun", "Михэилэ Крэчун"),
        ("Georgiana Giurgiu", "Джорджиана Джурджу"),
        ("Xenia Jitari", "Ксения Житарь"),
        ("Fiodor Țîbuleac", "Фёдор Цыбуляк"),
        ("Iachim Leahu", "Яким Ляху"),
    ] {
        assert!(meets(romanian, russian) && meets(russian, romanian), "{romanian} – {russian}");
        assert!(meets(romanian, &fold(romanian)) && meets(russian, &fold(romanian)), "{romanian}");
        let (first, last) = romanian.split_once(' ').unwrap();
        assert!(meets(russian, &format!("{last} {first}")), "the surname first: {romanian}");
    }
    assert!(meets("Brînză", "brânză") && meets("Brânza", "brinza") && meets("Brînză", "branza"));
    assert!(!meets("Ion Țurcanu", "Ion Ciobanu") && !meets("Каша", "Чата"));
}

#[test]
fn a_case_is_found_by_each_thing_that_somebody_may_have_in_hand() {
    let mut mine = case(1, "Ana Țurcanu");
    mine.requests.push(request("ASP-2026/1734"));
    mine.person.idnp = Idnp::parse("2001234567891").ok();
    mine.person.phone = Some("+37369123456".to_owned());
    let mut foreign = case(2, "Ольга");
    foreign.person.document = Document::read("FE 123456", "Ucraina").ok().flatten();
    foreign.event = "C9".to_owned();
    let register = Register::new(&[mine.clone(), foreign], &Names);
    for typed in [mine.return_code.as_str(), &mine.return_code.to_lowercase().replace('-', "")] {
        assert_eq!(found(&register, typed), [(1, By::Code)], "{typed}");
    }
    for typed in ["asp-2026/1734", "2026/17", "1734", "2001 2345", "4567891", "069 123", "069123456"] {
        assert_eq!(found(&register, typed), [(1, By::Number)], "{typed}");
    }
    assert_eq!(found(&register, "fe-1234"), [(2, By::Number)]);
    assert_eq!(found(&register, "turcanu"), [(1, By::WholeName)]);
    assert_eq!(found(&register, "тур"), [(1, By::Name)]);
    assert_eq!(found(&register, "nasterii"), [(1, By::Service)]);
    assert_eq!(found(&register, "рожд"), [(1, By::Service)]);
    assert_eq!(found(&register, "ana naștere"), [(1, By::Service)], "each word fits something");
    assert_eq!(found(&register, "ana 1734"), [(1, By::WholeName.max(By::Number))]);
    assert_eq!(found(&register, "c9"), [(2, By::Service)], "an event that the catalogue has no more, by its code");
    for typed in ["", " ", "a", "-", "ana ciobanu", "99999"] {
        assert_eq!(found(&register, typed), [], "{typed}");
    }
}

#[test]
fn what_changed_is_found_as_it_is_now_and_what_is_gone_is_not() {
    let mut register = Register::new(&[case(1, "Ana Veche")], &Names);
    register.put(&case(1, "Ana Nouă"), &Names);
    assert_eq!(found(&register, "veche"), []);
    assert_eq!(found(&register, "noua"), [(1, By::WholeName)]);
    register.remove(id(1));
    assert_eq!(found(&register, "noua"), []);
}

#[test]
fn the_surest_stands_first_then_what_is_open_then_what_is_new() {
    let (mut closed, mut older) = (case(2, "Ana Probă"), case(3, "Ana Probă"));
    closed.closed = Some(DAY);
    older.opened = DAY.saturating_sub(3.days());
    let cases = [closed, older, case(4, "Ana Probă"), case(5, "Anastasia")];
    let numbers: Vec<u128> = found(&Register::new(&cases, &Names), "ana").into_iter().map(|(case, _)| case).collect();
    assert_eq!(numbers, [4, 3, 2, 5]);
}

const FIRST: [&str; 10] = ["Ion", "Ana", "Штефан", "Мария", "Vasile", "Elena", "Юрий", "Gheorghe", "Наталья", "Ilie"];
const LAST: [&str; 10] =
    ["Țurcanu", "Чобану", "Munteanu", "Ротарь", "Cojocaru", "Гуцу", "Lungu", "Брынзэ", "Ceban", "Morari"];

fn many(count: u128) -> Vec<Case> {
    (1..=count)
        .map(|number| {
            let name = format!("{} {}", FIRST[(number % 10) as usize], LAST[(number / 10 % 10) as usize]);
            let mut made = case(number, &name);
            made.requests.push(request(&format!("ASP-{number:06}")));
            made
        })
        .collect()
}

#[test]
fn each_of_five_thousand_cases_is_found_among_all() {
    let cases = many(5_000);
    let register = Register::new(&cases, &Names);
    // A word is read once, however many cases have it: what a key costs does not grow with their names.
    assert!(register.keys.len() < 40, "{}", register.keys.len());
    for case in cases.iter().step_by(97) {
        assert_eq!(found(&register, &case.return_code), [(case.id.as_u128(), By::Code)]);
        let number = case.requests[0].number.as_ref().unwrap();
        assert_eq!(found(&register, number.as_str()), [(case.id.as_u128(), By::Number)]);
        let named = register.find(&case.person.name);
        assert!(named.len() == 50 && named.iter().any(|found| found.case == case.id), "{}", named.len());
    }
}

fn person(name: &str, idnp: Option<&str>, birth: Option<Date>) -> Person {
    let idnp = idnp.and_then(|idnp| Idnp::parse(idnp).ok());
    Person { name: name.to_owned(), idnp, birth, ..Person::default() }
}

#[test]
fn somebody_who_was_here_is_offered_by_how_sure_it_is_and_never_somebody_else() {
    let (number, other) = (Some("2001234567891"), Some("2000000000004"));
    let birth = Some(date(1961, 3, 14));
    let mut known: Vec<Case> = (1..=4).map(|number| case(number, "Ion Țurcanu")).collect();
    known[0].person = person("Ion Țurcanu", number, birth);
    known[1].person = person("Ион Цуркану", None, birth);
    known[2].person = person("Turcanu Ion", None, None);
    known[3].person = person("Ion Țurcanu", other, Some(date(1990, 1, 1)));
    let register = Register::new(&known, &Names);
    let met = |person: &Person| -> Vec<(u128, Likeness)> {
        let met = met_before(&register, person, id(50));
        met.into_iter().map(|Met { case, likeness }| (case.as_u128(), likeness)).collect()
    };
    assert_eq!(
        met(&person("Ion Turcanu", number, birth)),
        [(1, Likeness::Number), (2, Likeness::NameAndBirth), (3, Likeness::Name)]
    );
    assert_eq!(met(&person("Ana Ciobanu", number, None)), [(1, Likeness::NumberOfAnother)]);
    assert_eq!(met(&person("Ion", None, None)), [], "one name is not two");
    assert_eq!(met(&person("", None, None)), []);
    assert_eq!(met_before(&register, &known[0].person, id(1)).len(), 2, "not the case itself");
}

proptest! {
    #[test]
    fn the_beginning_of_a_word_finds_what_the_word_finds(number in 1_u128..100, letters in 2_usize..8) {
        let cases = many(100);
        let register = Register::new(&cases, &Names);
        let name = &cases[(number - 1) as usize].person.name;
        let surname: String = name.split(' ').next_back().unwrap().chars().take(letters).collect();
        prop_assert!(register.find(&surname).iter().any(|found| found.case == id(number)), "{}", surname);
    }

    #[test]
    fn nonsense_never_panics(text in "\\PC*", name in "\\PC*") {
        let register = Register::new(&[case(1, &name)], &Names);
        let _ = register.find(&text);
        let _ = met_before(&register, &person(&text, None, None), id(9));
    }
}
