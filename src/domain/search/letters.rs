//! Letters as the search compares them: one case, no diacritics, two alphabets that can meet, common endings cut
//! off, and the keys of the other keyboard layout.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The alphabet a word is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Romanian, English, and Russian typed in Latin letters; also numbers.
    Latin,
    /// Russian, and Romanian typed in Cyrillic letters.
    Cyrillic,
}

/// The alphabet of a word, by its letters.
#[must_use]
pub fn script(word: &str) -> Script {
    let is_cyrillic = word.chars().any(|letter| ('\u{400}'..='\u{52f}').contains(&letter));
    if is_cyrillic { Script::Cyrillic } else { Script::Latin }
}

/// Lower case without diacritics: ș and ş are s, ț and ţ are t, ă â î are a a i, ё is е.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_mark(*letter))
        .map(|letter| match letter {
            'ă' | 'â' | 'á' | 'à' | 'ä' => 'a',
            'î' | 'í' | 'ı' => 'i',
            'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            'é' | 'è' | 'ê' => 'e',
            'ö' | 'ó' => 'o',
            'ü' | 'ú' => 'u',
            'ç' => 'c',
            'ё' => 'е',
            'й' => 'и',
            other => other,
        })
        .collect()
}

/// Whether it is a mark that stands on the letter before it.
#[must_use]
pub fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// A folded word as it is compared with words of its own alphabet: without soft signs, the letters that people
/// mix up made one, doubled letters counted once.
#[must_use]
pub fn own_key(folded: &str) -> String {
    if script(folded) == Script::Latin {
        return without_doubles(in_latin(folded).chars());
    }
    let letters = folded.chars().filter(|letter| !matches!(letter, 'ъ' | 'ь')).map(|letter| match letter {
        'ы' | 'і' | 'ї' => 'и',
        'э' | 'є' => 'е',
        'ґ' => 'г',
        other => other,
    });
    without_doubles(letters)
}

/// Doubled and tripled letters become one; a key that was held down is no word.
fn without_doubles(letters: impl Iterator<Item = char>) -> String {
    let (mut last, mut times) = (None, 0);
    letters
        .filter(|letter| {
            times = if last == Some(*letter) { times + 1 } else { 1 };
            last = Some(*letter);
            letter.is_ascii_digit() || times == 1 || times > 3
        })
        .collect()
}

/// A folded word in one alphabet, so that Russian typed in Latin letters and Romanian typed in Cyrillic ones meet
/// what they mean: `наследство` and `nasledstvo`, `mostenire` and `моштенире`. Doubled letters count once.
#[must_use]
pub fn skeleton(folded: &str) -> String {
    without_doubles(in_latin(folded).replace("sh", "s").chars())
}

/// A folded word as it is read in the other alphabet: Cyrillic letters as Romanian is written with them, э for ă and ь
/// for a soft i; Latin letters as Russian is.
#[must_use]
pub fn crossing(folded: &str) -> String {
    if script(folded) == Script::Cyrillic {
        skeleton(&folded.replace('э', "а").replace('ь', "и"))
    } else {
        skeleton(folded)
    }
}

/// In Latin letters, one for each sound.
fn in_latin(folded: &str) -> String {
    let mut letters = String::with_capacity(folded.len());
    for letter in folded.chars() {
        let latin = match letter {
            'а' => "a",
            'б' => "b",
            'в' | 'w' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'є' => "e",
            'ж' => "j",
            'з' => "z",
            'и' | 'і' | 'ї' | 'ы' | 'y' => "i",
            'к' | 'ч' | 'k' | 'q' => "c",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ш' | 'щ' => "s",
            'т' | 'ц' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ю' => "iu",
            'я' => "ia",
            'ъ' | 'ь' => "",
            'x' => "cs",
            other => {
                letters.push(other);
                continue;
            }
        };
        letters.push_str(latin);
    }
    for (digraph, one) in [("ch", "c"), ("zh", "j"), ("gh", "g"), ("ts", "t"), ("ph", "f")] {
        if letters.contains(digraph) {
            letters = letters.replace(digraph, one);
        }
    }
    letters
}

/// Cuts a common ending off a skeleton, so that inflected forms meet: of Romanian (-ul, -ului, -elor), Russian
/// (-ами, -ого, -ия) and English (-s, -ing). Never below four letters.
#[must_use]
pub fn stem(skeleton: &str) -> &str {
    // Longer endings first.
    const ENDINGS: &str = "urilor eniami atiei eniem ului elor ilor area erea irea atia atie ari eaza easca esti esc enia enie \
        eniu eni iami iile ilsia alsia lasi lsia tsia ami iah ogo ego omu emu imi aia ele ile uri ata ati \
        ate ita iti ite are ere ire lor lui ing ies ul ei ea ia le at it ed es iu ie ov ev om em am ah oi oe \
        ih uiu ez al il la";
    let long_enough = |rest: &str| rest.chars().count() >= 4;
    let cut = |word: &'_ str| -> Option<usize> {
        ENDINGS.split(' ').find_map(|ending| word.strip_suffix(ending).filter(|rest| long_enough(rest)).map(str::len))
    };
    // Twice, so that a form with the article and the bare form end up alike.
    let mut rest = skeleton;
    for _ in 0..2 {
        rest = cut(rest).map_or(rest, |length| &rest[..length]);
    }
    while let Some(shorter) = rest.strip_suffix(['a', 'e', 'i', 'o', 'u', 's'])
        && long_enough(shorter)
    {
        rest = shorter;
    }
    rest
}

/// Whether what was typed in small letters has an ș or ț where the known word has a plain s or t: „pește" is not
/// „peste". Who leaves the marks out contradicts nothing.
#[must_use]
pub fn contradicts(typed: &str, known: &str) -> bool {
    typed.chars().zip(known.chars()).any(|pair| matches!(pair, ('ș' | 'ş', 's') | ('ț' | 'ţ', 't')))
}

/// Whether what was typed cannot be the beginning of the known word for its marks: „cadă" does not become
/// „cadastru". At the end of a word ă and a are one, for the article.
#[must_use]
pub fn contradicts_as_beginning(typed: &str, known: &str) -> bool {
    let is_marked = |pair: (char, char)| matches!(pair, ('ă', 'a' | 'â' | 'î') | ('â', 'a' | 'ă') | ('î', 'i'));
    contradicts(typed, known)
        || known.chars().count() > typed.chars().count() && typed.chars().zip(known.chars()).any(is_marked)
}

/// Whether two words with one short stem are forms of one word: what stands behind the stem is the ending of a
/// noun or an adjective. „Radio" and „radiere" are not, „pensia" and „pensiei" are.
#[must_use]
pub fn ends_alike(one: &str, other: &str, stem: &str) -> bool {
    const ENDINGS: &str = "a e i o u s d t ul ului lui lor le ele elor ei ii iei iii ie ia iu iul ile iile iilor ea il ui ed es ing \
        am ah em ou oi oe om ogo omu ei eu im iu iam iami iah imi ami ov ev at it";
    let is_ending = |word: &str| {
        let rest = word.strip_prefix(stem);
        rest.is_some_and(|rest| rest.is_empty() || ENDINGS.split_whitespace().any(|ending| ending == rest))
    };
    is_ending(one) && is_ending(other)
}

/// Whether people mix these two letters up: they sound alike, or their keys lie side by side.
#[must_use]
pub fn are_confused(one: char, other: char) -> bool {
    CONFUSED.contains(&(one, other))
}

/// The pairs of letters that people mix up, both ways. Asked for every letter of every word that may be meant, so it is
/// made once.
static CONFUSED: LazyLock<HashSet<(char, char)>> = LazyLock::new(|| {
    const SOUNDS: &str =
        "ao ei ae ou ai iu оа еи ея иы ая ую юу дт зс бп гк гх жш шщ цс тц вф еэ dt zs bp gc vf jg sz tz gh mn мн";
    const ROWS: [&str; 6] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
    let beside = ROWS.into_iter().flat_map(|row| row.chars().zip(row.chars().skip(1)));
    let alike = SOUNDS.split_whitespace().filter_map(|pair| pair.chars().next().zip(pair.chars().nth(1)));
    beside.chain(alike).flat_map(|(one, other)| [(one, other), (other, one)]).collect()
});

/// The same keys on the other keyboard layout: Russian ЙЦУКЕН against Latin QWERTY. Where the Latin key is a
/// sign, it is the letter that the Romanian layout has there.
#[must_use]
pub fn other_layout(text: &str) -> String {
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    const ROMANIAN: &str = "qwertyuiopăîasdfghjklșțzxcvbnm,.`";
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    let other = |letter: char| {
        let place = |keys: &str| keys.chars().position(|key| key == letter);
        let key = |keys: &str, place: usize| keys.chars().nth(place);
        if let Some(place) = place(RUSSIAN) {
            return key(ROMANIAN, place);
        }
        place(LATIN).or_else(|| place(ROMANIAN)).and_then(|place| key(RUSSIAN, place))
    };
    text.chars().flat_map(char::to_lowercase).map(|letter| other(letter).unwrap_or(letter)).collect()
}

/// From so many letters on one wrong letter, whichever, leaves a word what it is.
const SURE_LETTERS: usize = 8;

/// How well the beginning or the whole of a known word fits what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The known word as a whole.
    Whole,
    /// Some beginning of the known word.
    Beginning,
}

/// Whether what was typed becomes the known word, or a beginning of it, by at most so many insertions, deletions,
/// replacements or swaps of neighbours. The first letter must be right.
#[must_use]
pub fn within_edits(typed: &[char], known: &str, allowed: usize, part: Part) -> bool {
    // The cheapest question first: most words are left here.
    if !known.starts_with(|letter| typed.first() == Some(&letter)) {
        return false;
    }
    let length = known.chars().count();
    let is_too_long = part == Part::Whole && length > typed.len() + allowed;
    if is_too_long || length + allowed < typed.len() {
        return false;
    }
    let mut row_before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    let mut letter_before = None;
    for (place, letter) in known.chars().enumerate() {
        let mut next = vec![place + 1];
        for (column, against) in typed.iter().enumerate() {
            // In a short word, letters that nobody mixes up make another word.
            let is_other = letter != *against && typed.len() < SURE_LETTERS && !are_confused(letter, *against);
            let change = usize::from(letter != *against) + usize::from(is_other);
            let mut cost = (row[column] + change).min(row[column + 1] + 1).min(next[column] + 1);
            if column > 0 && place > 0 && letter_before == Some(*against) && letter == typed[column - 1] {
                cost = cost.min(row_before[column - 1] + 1);
            }
            next.push(cost);
        }
        row_before = std::mem::replace(&mut row, next);
        letter_before = Some(letter);
        if part == Part::Beginning && row[typed.len()] <= allowed {
            return true;
        }
        if row.iter().min().is_some_and(|least| *least > allowed) {
            return false;
        }
    }
    row[typed.len()] <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(typed: &str, known: &str, allowed: usize, part: Part) -> bool {
        within_edits(&typed.chars().collect::<Vec<_>>(), known, allowed, part)
    }

    #[test]
    fn letters_fold_whatever_the_keyboard_gave() {
        assert_eq!(fold("Înregistrarea nașterii, naşterii; Ţară țară"), "inregistrarea nasterii, nasterii; tara tara");
        assert_eq!(fold("ребёнок"), fold("ребенок"));
    }

    #[test]
    fn two_alphabets_meet() {
        assert_eq!(skeleton("наследство"), skeleton("nasledstvo"));
        assert_eq!(skeleton("mostenire"), skeleton("моштенире"));
        assert_eq!(skeleton("cazier"), skeleton("казиер"));
        assert_eq!(stem(&skeleton("пенсию")), stem(&skeleton("pensia")));
    }

    #[test]
    fn within_one_alphabet_letters_that_differ_stay_apart() {
        assert_ne!(own_key("каша"), own_key("часа"));
        assert_eq!(own_key("пасспорт"), own_key("паспорт"));
        assert_eq!(own_key("пеньсия"), own_key("пенсия"));
    }

    #[test]
    fn a_wrong_layout_is_read_as_the_keys_pressed() {
        assert_eq!(other_layout("ыщьфо"), "somaj");
        assert_eq!(other_layout("жщьфо"), "șomaj");
        assert_eq!(other_layout("hj;ltybt"), "рождение");
    }

    #[test]
    fn small_typing_errors_are_counted() {
        assert!(edits("certifcat", "certificat", 1, Part::Whole));
        assert!(edits("casatroie", "casatorie", 1, Part::Whole));
        assert!(!edits("pasaport", "buletin", 2, Part::Whole));
        assert!(edits("certifca", "certificat", 1, Part::Beginning));
        assert!(!edits("certifca", "certificat", 1, Part::Whole));
    }

    #[test]
    fn a_mark_that_was_typed_is_meant() {
        assert!(contradicts("pește", "peste"));
        assert!(!contradicts("peste", "pește"));
        assert!(!contradicts("naștere", "naștere"));
    }
}
