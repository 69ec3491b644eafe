//! The search: what people type, and what they are told while they type it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::read::Draft;
use cups_kiosk::catalogue::shipped_files;
use cups_kiosk::domain::search::{Answer, SearchIndex};
use std::collections::HashSet;
use std::sync::OnceLock;

fn draft() -> &'static Draft {
    static DRAFT: OnceLock<Draft> = OnceLock::new();
    DRAFT.get_or_init(|| Draft::read(shipped_files().collect()))
}

fn index() -> &'static SearchIndex {
    static INDEX: OnceLock<SearchIndex> = OnceLock::new();
    INDEX.get_or_init(|| SearchIndex::new(&draft().catalogue))
}

fn codes(query: &str) -> Vec<String> {
    index().search(query, 6).into_iter().map(|hit| hit.code).collect()
}

fn typed(text: &str) -> Answer {
    index().answer(text, false, 6)
}

/// Every beginning of a text, letter by letter.
fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(place, letter)| &text[..place + letter.len_utf8()])
}

fn is_found(answer: &Answer) -> bool {
    matches!(answer, Answer::Found(_))
}

#[test]
fn the_tiles_stay_until_there_is_something_to_say() {
    for word in ["пенсия", "pensie", "cazier", "развод", "divorce", "pașaport", "свидетельство", "certificat"]
    {
        let answers: Vec<Answer> = beginnings(word).map(typed).collect();
        assert!(answers[..2].iter().all(|answer| *answer == Answer::Waiting), "{word}");
        assert!(answers[3..].iter().all(is_found), "{word}: from four letters on something is found");
    }
}

#[test]
fn nothing_is_never_said_between_two_letters_of_what_will_be_found() {
    let meant = draft().searches.iter().filter(|(_, search)| !search.finds.is_empty());
    let parts: HashSet<&str> = meant
        .filter(|(_, search)| !codes(&search.query).is_empty())
        .flat_map(|(_, search)| beginnings(&search.query))
        .collect();
    assert!(parts.len() > 10_000);
    let said: Vec<&str> = parts.into_iter().filter(|part| typed(part) == Answer::Nothing).collect();
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn what_was_found_stays_while_the_next_word_is_begun() {
    for text in ["mi-a murit tata s", "mi-a murit tata si", "пенсия п", "cazier j", "cazier ju"] {
        assert!(is_found(&typed(text)), "{text}");
    }
}

#[test]
fn nothing_is_said_of_a_word_that_leads_nowhere() {
    for text in ["хлеб", "zzzzzz", "йцукен", "kaugummi", "999999", "trenul "] {
        assert_eq!(typed(text), Answer::Nothing, "{text}");
    }
    // Too short to say, or talk that leads somewhere with the next word.
    for text in ["", " ", "?", "х", "хле", "zz", "vreau", "vreau să ", "как мне", "mama ", "what time is it", "01"]
    {
        assert_eq!(typed(text), Answer::Waiting, "{text}");
    }
    assert_ne!(typed("0150"), Answer::Nothing, "a number that is being typed");
}

#[test]
fn enter_ends_the_waiting() {
    for text in ["what time is it", "хле", "vreau", "lapte", "carne"] {
        assert_eq!(index().answer(text, true, 6), Answer::Nothing, "{text}");
    }
    assert!(is_found(&index().answer("пенсия", true, 6)));
    assert_eq!(index().answer("  ", true, 6), Answer::Waiting, "nothing was asked");
}

#[test]
fn an_exact_word_comes_before_one_that_only_begins_so() {
    // „Gazdă" is a lodging, „casarea" scraps a car.
    for (word, rights, longer) in [("gaz", ["X-UTILITIES", "X-ENERGY"], "C10"), ("casa", ["C10", "C11"], "008000244")] {
        let Answer::Found(hits) = typed(word) else { panic!("{word} finds nothing") };
        let place = |code: &str| hits.iter().position(|hit| hit.code == code).unwrap_or(usize::MAX);
        assert_eq!(rights.map(place).into_iter().min(), Some(0), "{word}");
        assert!(place(longer) > 0, "{word}");
    }
    // In every language a beginning finds what the word finds.
    for (word, beginning) in [("cazier", "cazi"), ("пенсия", "пенс"), ("apostille", "apost"), ("divorce", "divor")]
    {
        assert_eq!(codes(word)[0], codes(beginning)[0], "{word}");
    }
}

#[test]
fn sentences_of_villages_are_answered_right_at_first() {
    let everyday: Vec<_> = draft().searches.iter().filter(|(file, _)| file == "searches/everyday.toml").collect();
    assert!(everyday.len() >= 150);
    let is_right = |first: Option<&String>, finds: &[String]| first.is_some_and(|code| finds.contains(code));
    let wrong: Vec<String> = everyday
        .iter()
        .map(|(_, search)| (search, codes(&search.query)))
        .filter(|(search, found)| !is_right(found.first(), &search.finds))
        .map(|(search, found)| format!("{}: {}", search.query, found.join(" ")))
        .collect();
    assert!(wrong.len() * 20 <= everyday.len(), "{} of {}:\n{}", wrong.len(), everyday.len(), wrong.join("\n"));
}

#[test]
fn a_near_name_does_not_push_itself_among_the_first() {
    let death = codes("mi-a murit bărbatul");
    assert_eq!(death[0], "C16");
    for wrong in ["002000196", "C9", "007000065", "015000192"] {
        assert!(!death.iter().any(|code| code == wrong), "a death is no {wrong}");
    }
    assert!(!codes("buletin").iter().take(3).any(|code| code == "001000373"), "an identity card is no sick leave");
    assert!(codes("vaccin").is_empty(), "a vaccination is no farm");
    for query in ["alocatie copil", "дети пособие", "пособие на ребёнка"] {
        let found = codes(query);
        let place = |code: &str| found.iter().position(|found| found == code).unwrap_or(usize::MAX);
        assert_eq!(found[0], "C1", "{query}");
        assert!(place("002000251").min(place("002000057")) < place("X-DISABILITY").min(place("001000315")), "{query}");
    }
}

#[test]
fn a_number_is_found_however_it_is_written() {
    for text in [
        "015000163",
        "015 000 163",
        "015-000-163",
        "0150 00163",
        "15000163",
        "15 000 163",
        "Codul: 015 000 163, buletin de identitate",
    ] {
        assert_eq!(codes(text), ["015000163"], "{text}");
    }
    for text in ["C16", "c16", "c 16", "С16", "evenimentul C16"] {
        assert_eq!(codes(text)[0], "C16", "{text}");
    }
    assert!(codes("015000164").is_empty() && codes("015 000 164").is_empty(), "the check digit is wrong");
    assert_ne!(codes("паспорт с 16 лет").first().map(String::as_str), Some("C16"), "a preposition is no code");
}

#[test]
fn a_brand_and_an_abbreviation_are_what_they_stand_for() {
    for text in ["m-pay", "m pay", "MPay", "m - pay"] {
        assert_eq!(codes(text), codes("mpay"), "{text}");
    }
    for text in ["свид-во о рождении", "св-во о рождении", "свид. о рождении"]
    {
        assert_eq!(codes(text)[0], codes("свидетельство о рождении")[0], "{text}");
    }
}

#[test]
fn a_right_word_is_not_read_as_another() {
    let things: Vec<_> = draft().searches.iter().filter(|(file, _)| file == "searches/things.toml").collect();
    assert!(things.len() >= 600);
    for (_, search) in things {
        assert!(codes(&search.query).is_empty(), "{}: {:?}", search.query, codes(&search.query));
    }
    // The keys of the wrong layout still are.
    for (keys, word) in [("зутышу", "pensie"), ("gtycbz", "пенсия"), ("inhfa", "штраф"), ("жщьфо", "șomaj")]
    {
        assert_eq!(codes(keys).first(), codes(word).first(), "{word}");
    }
}
