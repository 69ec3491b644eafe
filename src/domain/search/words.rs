//! Words as the search compares them: one alphabet, no diacritics, common endings cut off.

/// Lower case without diacritics: ș and ş are s, ț and ţ are t, ă â î are a a i, ё is е.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
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

/// A word in one alphabet, so that Russian typed in Latin letters and Romanian typed in Cyrillic ones meet what
/// they mean: `наследство` and `nasledstvo`, `moștenire` and `моштенире`. Doubled letters count once.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for letter in fold(word).chars() {
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
    for (digraph, one) in [("sh", "s"), ("ch", "c"), ("zh", "j"), ("gh", "g"), ("ts", "t"), ("ph", "f")] {
        letters = letters.replace(digraph, one);
    }
    let mut last = None;
    letters.retain(|letter| {
        let doubled = last == Some(letter) && !letter.is_ascii_digit();
        last = Some(letter);
        !doubled
    });
    letters
}

/// Cuts a common ending off a skeleton, so that inflected forms meet: of Romanian (-ul, -ului, -elor), Russian
/// (-ами, -ого, -ия) and English (-s, -ing). Never below four letters.
#[must_use]
pub fn stem(word: &str) -> &str {
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
    let mut rest = word;
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

/// The words of a text as skeletons.
#[must_use]
pub fn skeletons(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !is_stop_word(word)).map(skeleton).filter(|word| !word.is_empty()).collect()
}

/// Folded words that say nothing about what is looked for.
fn is_stop_word(word: &str) -> bool {
    const ROMANIAN: &str = "de la si sau in pe cu din al ale ai un o cum ce unde vreau pentru fac am e este se prin care dupa \
        mai imi mi ma lui cei a nu sunt sint cat cit costa trebuie facut face fi ca il le va ne mea meu mele \
        sa as ar daca cind cand fara nou noua dela ii s ati avem aveti vremea vreme online internet maine \
        miine azi cineva cuiva are fost poate pot iau scot spre te rog asta acest an";
    const RUSSIAN: &str = "и в на за по с о об как что где я мне для или от из до хочу у к не это мои моя надо нужно нужен \
        нужна можно сколько стоит во со ли мы нам нас он она его ее меня какие какои когда если есть был \
        была сделать получить оформить еще то а но при без чтобы куда время времени онлаин завтра сегодня \
        моего моеи мою";
    const ENGLISH: &str = "the of for to and or an is it how what i my at on do get me need want can where with your you from \
        be are time by when much does have please so";
    [ROMANIAN, RUSSIAN, ENGLISH].iter().any(|words| words.split(' ').any(|known| known == word))
}

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

/// Whether one word becomes the other by at most so many insertions, deletions, replacements or swaps
/// of neighbours.
#[must_use]
pub fn within_edits(one: &str, other: &str, allowed: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > allowed || one.first() != other.first() {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let mut cost =
                (last[column] + usize::from(letter != against)).min(last[column + 1] + 1).min(this[column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1] {
                cost = cost.min(before[column - 1] + 1);
            }
            this.push(cost);
        }
        if this.iter().min().is_some_and(|least| *least > allowed) {
            return false;
        }
        before = last;
        last = this;
    }
    last[other.len()] <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_whatever_the_keyboard_gave() {
        assert_eq!(fold("Înregistrarea nașterii, naşterii; Ţară țară"), "inregistrarea nasterii, nasterii; tara tara");
        assert_eq!(fold("ребёнок"), fold("ребенок"));
    }

    #[test]
    fn two_alphabets_meet() {
        assert_eq!(skeleton("наследство"), skeleton("nasledstvo"));
        assert_eq!(skeleton("moștenire"), skeleton("моштенире"));
        assert_eq!(skeleton("cazier"), skeleton("казиер"));
        assert_eq!(stem(&skeleton("пенсию")), stem(&skeleton("pensia")));
    }

    #[test]
    fn a_wrong_layout_is_read_as_the_keys_pressed() {
        assert_eq!(other_layout("ыщьфо"), "somaj");
        assert_eq!(other_layout("жщьфо"), "șomaj");
        assert_eq!(other_layout("hj;ltybt"), "рождение");
    }

    #[test]
    fn small_typing_errors_are_counted() {
        assert!(within_edits("certifcat", "certificat", 1));
        assert!(within_edits("casatroie", "casatorie", 1));
        assert!(!within_edits("pasaport", "buletin", 2));
    }
}
