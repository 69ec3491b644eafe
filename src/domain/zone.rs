//! The machine-readable zone of identity papers (ICAO 9303, parts 3 to 6), as a reader types it: three lines of 30 signs
//! (TD1: identity cards), two of 36 (TD2) or two of 44 (TD3: passports; visas of size A). Its own digits say whether it was
//! read rightly; one that was not fills nothing.

use crate::domain::hidden::hidden;
use crate::domain::identifier::Idnp;
use jiff::civil::Date;

/// What a zone says.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    /// The name as the zone spells it: given names first, in letters of A to Z.
    pub name: String,
    /// The number of the paper.
    pub number: String,
    /// The State that issued it, three letters.
    pub issuer: String,
    /// The day of birth, where all of it is known.
    pub birth: Option<Date>,
    /// The State number of the person, where a Moldovan paper holds a right one.
    pub idnp: Option<Idnp>,
    /// The last day of the paper.
    pub expires: Option<Date>,
}

hidden!(Zone, "Zone");

/// How what was typed so far stands.
#[derive(Clone, PartialEq, Eq)]
pub enum Reading {
    /// It is no zone.
    None,
    /// A zone that is still being typed.
    Begun,
    /// A zone that was read rightly.
    Whole(Box<Zone>),
    /// A zone whose digits do not agree: it was read wrongly.
    Wrong,
}

hidden!(Reading, "Reading");

/// The signs of a zone.
const fn is_sign(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | '0'..='9' | '<')
}

/// What begins a zone: the kind of the paper, a letter or none, and the State.
fn begins(signs: &str) -> bool {
    let mut letters = signs.chars();
    let kind = letters.next().is_some_and(|letter| matches!(letter, 'P' | 'I' | 'A' | 'C' | 'V'));
    let second = letters.next().is_none_or(|letter| letter == '<' || letter.is_ascii_uppercase());
    kind && second && letters.take(3).all(|letter| letter == '<' || letter.is_ascii_uppercase())
}

/// Reads what was typed, with or without line ends. `today` tells the century of a birth.
#[must_use]
pub fn read(typed: &str, today: Date) -> Reading {
    let signs: String =
        typed.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_ascii_uppercase()).collect();
    // A name may begin like a zone, and is none until a filler stands in it where names have no signs.
    if !signs.chars().all(is_sign) || !begins(&signs) || !signs.contains('<') && signs.len() > 5 {
        return Reading::None;
    }
    if signs.len() < 5 || !signs.contains('<') {
        return Reading::None;
    }
    let of = |lines: &[usize]| parse(&signs, lines, today);
    let told = |zone: Option<Zone>| zone.map_or(Reading::Wrong, |zone| Reading::Whole(Box::new(zone)));
    let first = signs.as_bytes()[0];
    match (first, signs.len()) {
        (b'P' | b'V', 88) => told(of(&[44, 44])),
        // A shorter one, unless the longer one goes on.
        (b'V' | b'I' | b'A' | b'C', 72) => of(&[36, 36]).map_or(Reading::Begun, |zone| Reading::Whole(Box::new(zone))),
        (b'I' | b'A' | b'C', 90) => told(of(&[30, 30, 30])),
        (b'P' | b'V', ..88) | (b'I' | b'A' | b'C', ..90) => Reading::Begun,
        _ => Reading::Wrong,
    }
}

/// The check digit of signs: weights 7, 3, 1, letters from 10 on (ICAO 9303-3, 4.9).
fn check(signs: &str) -> Option<u32> {
    let values = signs.chars().map(|sign| match sign {
        '<' => Some(0),
        'A'..='Z' => Some(u32::from(sign) - u32::from('A') + 10),
        digit => digit.to_digit(10),
    });
    let sum = values.zip([7, 3, 1].into_iter().cycle()).map(|(value, weight)| value.map(|value| value * weight));
    sum.sum::<Option<u32>>().map(|sum| sum % 10)
}

/// Whether a digit is that of these signs. Where there is nothing, there may be a filler in its place.
fn agrees(signs: &str, digit: &str) -> bool {
    let is_empty = signs.chars().all(|sign| sign == '<');
    digit == "<" && is_empty || check(signs).is_some_and(|right| digit == right.to_string())
}

/// The fields of a zone whose lines are this long; nothing when a digit does not agree.
fn parse(signs: &str, lines: &[usize], today: Date) -> Option<Zone> {
    let mut rest = signs;
    let mut cut = Vec::new();
    for length in lines {
        let (line, after) = rest.split_at_checked(*length)?;
        cut.push(line);
        rest = after;
    }
    // Visas have no digit over all of it (ICAO 9303-7).
    let is_visa = signs.starts_with('V');
    let issuer = tidy(cut[0].get(2..5)?);
    let (names, number, optional, second, dates) = match cut.as_slice() {
        [first, second, third] => {
            let whole = [&first[5..30], &second[0..7], &second[8..15], &second[18..29]].concat();
            if !agrees(&whole, &second[29..30]) {
                return None;
            }
            // A number longer than nine signs goes on in what follows, up to its digit (part 5, 4.2.2.1).
            let (number, digit, optional) = if &first[14..15] == "<" {
                let more = first[15..30].split('<').next()?;
                let (more, digit) = more.split_at_checked(more.len().checked_sub(1)?)?;
                (format!("{}{more}", &first[5..14]), digit, String::new())
            } else {
                (first[5..14].to_owned(), &first[14..15], first[15..30].to_owned())
            };
            if !agrees(&number, digit) {
                return None;
            }
            (*third, number, optional, second[18..29].to_owned(), [&second[0..7], &second[8..15]])
        }
        [first, second] => {
            let is_long = second.len() == 44;
            if !agrees(&second[0..9], &second[9..10]) {
                return None;
            }
            if !is_visa {
                let end = second.len() - 1;
                let whole = [&second[0..10], &second[13..20], &second[21..end]].concat();
                if !agrees(&whole, &second[end..]) || is_long && !agrees(&second[28..42], &second[42..43]) {
                    return None;
                }
            }
            let optional = if is_long { &second[28..42] } else { &second[28..35] };
            (
                &first[5..],
                second[0..9].to_owned(),
                optional.to_owned(),
                String::new(),
                [&second[13..20], &second[21..28]],
            )
        }
        _ => return None,
    };
    if !dates.iter().all(|date| agrees(&date[..6], &date[6..])) {
        return None;
    }
    let (surname, given) = names.split_once("<<").unwrap_or((names, ""));
    let name = format!("{} {}", tidy(given), tidy(surname));
    let name = name.trim().to_owned();
    if name.is_empty() {
        return None;
    }
    let idnp =
        (issuer == "MDA").then(|| [optional, second].iter().find_map(|text| Idnp::parse(&tidy(text)).ok())).flatten();
    let birth = day(&dates[0][..6]).and_then(|(year, month, day)| {
        // Nobody is born tomorrow.
        let of = |century: i16| Date::new(century + year, month, day).ok();
        of(2000).filter(|born| *born <= today).or_else(|| of(1900))
    });
    let expires = day(&dates[1][..6]).and_then(|(year, month, day)| Date::new(2000 + year, month, day).ok());
    Some(Zone { name, number: tidy(&number), issuer, birth, idnp, expires })
}

/// The words of a field, without what fills it.
fn tidy(field: &str) -> String {
    field.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Year, month and day; nothing where a part is not known.
fn day(field: &str) -> Option<(i16, i8, i8)> {
    Some((field.get(0..2)?.parse().ok()?, field.get(2..4)?.parse().ok()?, field.get(4..6)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 27);
    /// The specimens of ICAO 9303, parts 4 to 6.
    const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const TD1: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const TD2: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";

    fn whole(typed: &str) -> Zone {
        match read(typed, TODAY) {
            Reading::Whole(zone) => *zone,
            Reading::None => panic!("no zone: {typed}"),
            Reading::Begun => panic!("begun: {typed}"),
            Reading::Wrong => panic!("wrong: {typed}"),
        }
    }

    #[test]
    fn the_specimens_of_the_standard_are_read_with_and_without_line_ends() {
        for (typed, number) in [(PASSPORT, "L898902C3"), (TD1, "D23145890"), (TD2, "D23145890")] {
            for typed in [typed.to_owned(), typed.replace('\n', ""), typed.replace('\n', "\r\n"), typed.to_lowercase()]
            {
                let zone = whole(&typed);
                assert_eq!((zone.name.as_str(), zone.number.as_str()), ("ANNA MARIA ERIKSSON", number));
                assert_eq!((zone.birth, zone.issuer.as_str()), (Some(date(1974, 8, 12)), "UTO"));
            }
        }
    }

    #[test]
    fn typed_sign_by_sign_a_zone_is_begun_until_its_last_sign() {
        for typed in [PASSPORT, TD1, TD2] {
            let signs = typed.replace('\n', "");
            for end in 5..signs.len() {
                assert!(read(&signs[..end], TODAY) == Reading::Begun, "{end} of {}", signs.len());
            }
            whole(&signs);
        }
    }

    #[test]
    fn each_wrong_sign_that_a_digit_guards_is_told_and_fills_nothing() {
        let signs = PASSPORT.replace('\n', "");
        for place in (44..54).chain(57..64).chain(65..88) {
            let mut wrong: Vec<char> = signs.chars().collect();
            // A sign that weighs ten more or less is the one that no digit sees: L and 1.
            wrong[place] = if check(&wrong[place].to_string()) == check("1") { '2' } else { '1' };
            let wrong: String = wrong.into_iter().collect();
            assert!(read(&wrong, TODAY) == Reading::Wrong, "{place}");
        }
    }

    #[test]
    fn a_moldovan_card_gives_the_state_number() {
        let number = "2002500000007";
        let idnp = (0..10).find_map(|digit| Idnp::parse(&format!("{}{digit}", &number[..12])).ok()).unwrap();
        let first = format!("I<MDAB12345678{}{:<<15}", check("B12345678").unwrap(), idnp.as_str());
        let (birth, expires) = ("900101", "340101");
        let second = format!("{birth}{}M{expires}{}MDA<<<<<<<<<<<", check(birth).unwrap(), check(expires).unwrap());
        let all = [&first[5..30], &second[0..7], &second[8..15], &second[18..29]].concat();
        let typed = format!("{first}{second}{}{:<<30}", check(&all).unwrap(), "PROBA<<PERSOANA");
        let zone = whole(&typed);
        assert_eq!(zone.idnp, Some(idnp));
        assert_eq!((zone.name.as_str(), zone.birth), ("PERSOANA PROBA", Some(date(1990, 1, 1))));
    }

    #[test]
    fn what_people_write_is_no_zone() {
        for typed in ["", "Popa", "POPA", "PANA MARIA", "Ion Pop", "2002500000007", "P", "P<"] {
            assert!(read(typed, TODAY) == Reading::None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn nonsense_never_panics_and_fills_nothing(typed in "[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{67,85}") {
            let _ = read(&typed, TODAY);
        }

        #[test]
        fn any_text_at_all_is_heard(typed in "\\PC*") {
            let _ = read(&typed, TODAY);
        }
    }
}
