//! The keyboard on the screen, for people who stand before it without one: the letters of both alphabets, small and
//! capital, signs, and a pad of digits. Whatever it shows it is equally high, so that nothing moves while somebody writes.

use super::Element;
use super::text::icon;
use crate::domain::text::Language;
use crate::i18n::Texts;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, Pressable, Role, Surface, role, space};
use crate::ui::widget::{Press, control, described};
use iced::widget::{Space, column, container, row, text};
use iced::{Alignment, Length};

/// Whose letters it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Latin letters with those of Romanian.
    Latin,
    /// Russian letters.
    Cyrillic,
}

/// Which of its keys it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layer {
    /// Small letters.
    #[default]
    Small,
    /// A capital letter; after it small ones again.
    Capital,
    /// Digits and signs.
    Signs,
    /// A pad of digits, for numbers and dates.
    Digits,
}

/// What it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Whose letters.
    pub alphabet: Alphabet,
    /// Which keys.
    pub layer: Layer,
}

/// What a key of it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// It writes.
    Write(Press),
    /// Other keys are shown.
    Show(Layout),
}

/// The names of the keys that are no single letter.
pub struct KeyNames {
    /// The keyboard itself.
    pub keyboard: String,
    /// The space between words.
    pub space: String,
    /// Takes the last letter away.
    pub erase: String,
    /// Shows capital letters.
    pub capitals: String,
    /// Shows small letters.
    pub small: String,
    /// Shows signs.
    pub signs: String,
}

impl KeyNames {
    /// In a language.
    #[must_use]
    pub fn of(texts: &Texts) -> Self {
        Self {
            keyboard: texts.get("key-group"),
            space: texts.get("key-space"),
            erase: texts.get("key-erase"),
            capitals: texts.get("key-capitals"),
            small: texts.get("key-small"),
            signs: texts.get("key-signs"),
        }
    }
}

impl Alphabet {
    /// The letters of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        if language == Language::Ru { Self::Cyrillic } else { Self::Latin }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Latin => Self::Cyrillic,
            Self::Cyrillic => Self::Latin,
        }
    }

    /// Its first letters, as they stand on the key that shows it.
    const fn name(self) -> &'static str {
        match self {
            Self::Latin => "ABC",
            Self::Cyrillic => "АБВ",
        }
    }

    const fn rows(self) -> [&'static str; 3] {
        match self {
            Self::Latin => ["qwertyuiopăâ", "asdfghjklșțî", "zxcvbnm-.@/:"],
            Self::Cyrillic => ["йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю-.@"],
        }
    }
}

/// The digits above the letters, where there is room for them.
const DIGITS: &str = "1234567890";
/// All that stands on a usual keyboard beside letters: a password may hold any of it.
const SIGNS: [&str; 3] = ["1234567890@.:/", "+-_,;!?'\"()&#%", "*=$<>[]{}\\|^~`"];
/// The pad, with what a date, a number or a telephone has besides; the wide keys stand beside its lines.
const PAD: [&str; 3] = ["123", "456.", "789-"];

impl Layout {
    /// This one with another layer.
    const fn on(self, layer: Layer) -> Self {
        Self { alphabet: self.alphabet, layer }
    }
}

/// How high a line of keys is where there are so many lines, and what lies between two lines.
fn lines(look: &Look) -> (f32, f32, f32) {
    match (look.is_low(), look.is_medium()) {
        // Largely enlarged: less is as much as elsewhere.
        (true, _) if look.is_tiny() => (4.0, 28.0, space::XXS),
        (true, _) => (4.0, 40.0, space::XXS),
        (false, true) => (5.0, 44.0, space::XXS),
        (false, false) => (5.0, 56.0, if look.is_narrow() { space::XXS } else { space::XS }),
    }
}

/// How high the keyboard is, whatever it shows.
#[must_use]
pub fn keyboard_height(look: &Look) -> f32 {
    let (count, key, between) = lines(look);
    count * key + (count + 1.0) * between
}

/// A key that is wider than a letter, by how many parts of its line it has.
type Wide<'a> = (&'a str, &'a str, Keyed, u16);

/// The keyboard, as wide as what it stands in and [`keyboard_height`] high. `on_key` says what a key does.
#[must_use]
pub fn keyboard<'a, Message: Clone + 'a>(
    look: &Look,
    layout: Layout,
    names: &KeyNames,
    on_key: impl Fn(Keyed) -> Message,
) -> Element<'a, Message> {
    let (_, _, between) = lines(look);
    let (here, there) = (layout.alphabet, layout.alphabet.other());
    let is_capital = layout.layer == Layer::Capital;
    let letter_of = |letter: char| {
        let name = letter.to_string();
        let id = format!("key-{letter}");
        key(id, &name, &name, None, role::H3, on_key(Keyed::Write(Press::Letter(letter))))
    };
    let slim = look.is_slim();
    let word = |(id, name, does, parts): Wide<'_>| -> Element<'a, Message> {
        let mark = (does == Keyed::Write(Press::Back)).then_some("delete");
        // Where words have no room, what the key does is shown by its mark, or by letters.
        let shown = match does {
            Keyed::Write(Press::Back) if slim => "",
            Keyed::Show(Layout { alphabet, layer: Layer::Capital }) if slim && alphabet == here => "Aa",
            Keyed::Show(Layout { alphabet, layer: Layer::Small }) if slim && alphabet == here && is_capital => "aa",
            _ => name,
        };
        container(key(id.to_owned(), name, shown, mark, role::SMALL_STRONG, on_key(does)))
            .width(Length::FillPortion(parts))
            .into()
    };
    let erase = ("key-erase", names.erase.as_str(), Keyed::Write(Press::Back), 5);
    let blank = ("key-space", names.space.as_str(), Keyed::Write(Press::Letter(' ')), 4);
    let letters = ("key-letters", here.name(), Keyed::Show(layout.on(Layer::Small)), 4);
    let other = |layer, parts| ("key-alphabet", there.name(), Keyed::Show(Layout { alphabet: there, layer }), parts);
    let line = |keys: Vec<Element<'a, Message>>| row(keys).spacing(between).height(Length::Fill).into();
    let mut all: Vec<Element<'a, Message>> = Vec::new();
    let widest = match layout.layer {
        Layer::Small | Layer::Capital => {
            let rows = here.rows();
            let digits = (!look.is_low()).then_some(DIGITS);
            for letters in digits.into_iter().chain(rows) {
                let letters = letters.chars().map(|letter| if is_capital { capital_of(letter) } else { letter });
                all.push(line(letters.map(letter_of).collect()));
            }
            let (id, name, layer) = if is_capital {
                ("key-small", names.small.as_str(), Layer::Small)
            } else {
                ("key-capitals", names.capitals.as_str(), Layer::Capital)
            };
            // Marks take less of the line than words.
            let parts = if slim { [3, 4, 3, 5, 3] } else { [4, 3, 2, 4, 5] };
            let turn = (id, name, Keyed::Show(layout.on(layer)), parts[0]);
            let signs = ("key-signs", names.signs.as_str(), Keyed::Show(layout.on(Layer::Signs)), parts[1]);
            let blank = (blank.0, blank.1, blank.2, parts[3]);
            let erase = (erase.0, erase.1, erase.2, parts[4]);
            all.push(line([turn, signs, other(layout.layer, parts[2]), blank, erase].map(word).into()));
            1100.0
        }
        Layer::Signs => {
            all.extend(SIGNS.map(|signs| line(signs.chars().map(letter_of).collect())));
            all.push(line([letters, other(Layer::Small, 5), blank, erase].map(word).into()));
            1100.0
        }
        Layer::Digits => {
            // Each line has four keys, the last of them the widest.
            let digit =
                |letter| -> Element<'a, Message> { container(letter_of(letter)).width(Length::FillPortion(3)).into() };
            for digits in PAD {
                let mut keys: Vec<_> = digits.chars().take(3).map(digit).collect();
                keys.push(match digits.chars().nth(3) {
                    Some(sign) => container(letter_of(sign)).width(Length::FillPortion(erase.3)).into(),
                    None => word(erase),
                });
                all.push(line(keys));
            }
            let ends = (blank.0, blank.1, blank.2, erase.3);
            let begins = (letters.0, letters.1, letters.2, 3);
            all.push(line(vec![word(begins), digit('0'), digit('+'), word(ends)]));
            560.0
        }
    };
    let inner = container(column(all).spacing(between).width(Length::Fill).height(Length::Fill)).max_width(widest);
    let whole = container(inner)
        .center_x(Length::Fill)
        .height(keyboard_height(look))
        .padding([between, look.margin().min(space::M)])
        .class(Surface::Footer);
    described(Semantics::new("keyboard", Meaning::Keyboard, names.keyboard.clone()), whole).into()
}

/// The capital of a letter; a sign is its own.
fn capital_of(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => letter,
    }
}

fn key<'a, Message: Clone + 'a>(
    id: String,
    name: &str,
    shown: &str,
    mark: Option<&str>,
    role: Role,
    message: Message,
) -> Element<'a, Message> {
    let words = text(shown.to_owned()).size(role.size).font(role.font).wrapping(text::Wrapping::None);
    let mark: Element<'a, Message> = match mark {
        Some(mark) => icon(mark, role.size, Ink::Around),
        None => Space::new().into(),
    };
    let spacing = space::XXS;
    let inner = container(row![mark, words].spacing(spacing).align_y(Alignment::Center)).center(Length::Fill);
    control(Semantics::new(id, Meaning::Key, name), inner, message, Pressable::Key)
        .width(Length::Fill)
        .height(Length::Fill)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::Size;

    #[test]
    fn every_sign_of_a_usual_keyboard_has_a_key() {
        let signs: String = SIGNS.concat();
        for sign in (33..127).map(char::from).filter(|sign| !sign.is_ascii_alphabetic()) {
            assert!(signs.contains(sign), "{sign}");
        }
        for letters in ["abcdefghijklmnopqrstuvwxyzăâîșț", "абвгдеёжзийклмнопрстуфхцчшщъьыэюя"]
        {
            let keys = [Alphabet::Latin.rows().concat(), Alphabet::Cyrillic.rows().concat()].concat();
            assert!(letters.chars().all(|letter| keys.contains(letter)), "{letters}");
        }
    }

    #[test]
    fn a_small_screen_keeps_more_than_half_of_its_height_for_the_page() {
        for (height, dense) in [(365.0, false), (600.0, false), (768.0, true), (1024.0, false)] {
            let look = Look { page: Size::new(700.0, height), dense, scale: 1.0 };
            assert!(keyboard_height(&look) < height / 2.0, "{height}");
        }
    }
}
