//! The keyboard on the screen, for people who stand before it without one: Romanian, Russian, digits.

use super::Element;
use crate::domain::hidden::hidden;
use crate::domain::text::Language;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{Look, Pressable, role, space};
use crate::ui::widget::{control, described};
use iced::widget::{column, container, row, text};
use iced::{Alignment, Length};

/// Which keys it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Letters of a language.
    Letters(Language),
    /// Digits, for dates and numbers.
    Digits,
}

/// A key pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// A character.
    Letter(char),
    /// The last character goes.
    Back,
}

hidden!(Press, "Press");

impl Press {
    /// Does to a text what the key does.
    pub fn apply(self, text: &mut String) {
        match self {
            Self::Letter(letter) => text.push(letter),
            Self::Back => {
                text.pop();
            }
        }
    }
}

impl Layout {
    fn lines(self) -> &'static [&'static str] {
        match self {
            Self::Letters(Language::Ru) => &["1234567890", "йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю-"],
            Self::Letters(_) => &["1234567890", "qwertyuiopăâ", "asdfghjklșțî", "zxcvbnm-"],
            Self::Digits => &["123", "456", "789", "0"],
        }
    }
}

/// The keyboard. `words` are the names of the keys without a letter: space and delete.
pub fn keyboard<'a, Message: Clone + 'a>(
    look: &Look,
    layout: Layout,
    words: (&str, &str),
    on_press: impl Fn(Press) -> Message + 'a,
) -> Element<'a, Message> {
    let (space_name, back_name) = words;
    let digits = layout == Layout::Digits;
    let height = if look.is_low() { 44.0 } else { 56.0 };
    let width = if digits { Length::Fixed(if look.is_low() { 64.0 } else { 84.0 }) } else { Length::Fill };
    let key = |id: String, name: String, shown: String, press: Press, width: Length| -> Element<'a, Message> {
        let inner =
            container(text(shown).size(role::H3.size).font(role::H3.font)).center_x(Length::Fill).center_y(height);
        control(Semantics::new(id, Meaning::Button, name), inner, on_press(press), Pressable::Key).width(width).into()
    };
    let mut lines = column![].spacing(space::XS).align_x(Alignment::Start);
    let last = layout.lines().len() - 1;
    for (index, letters) in layout.lines().iter().enumerate() {
        let mut line = row![].spacing(space::XS);
        for letter in letters.chars() {
            line = line.push(key(
                format!("key-{letter}"),
                letter.to_string(),
                letter.to_string(),
                Press::Letter(letter),
                width,
            ));
        }
        if index == last {
            let wide =
                if digits { Length::Fixed(if look.is_low() { 136.0 } else { 176.0 }) } else { Length::FillPortion(3) };
            if !digits {
                line = line.push(key(
                    "key-space".to_owned(),
                    space_name.to_owned(),
                    space_name.to_owned(),
                    Press::Letter(' '),
                    wide,
                ));
            }
            line = line.push(key("key-back".to_owned(), back_name.to_owned(), back_name.to_owned(), Press::Back, wide));
        }
        lines = lines.push(line);
    }
    let widest = if digits { 300.0 } else { 900.0 };
    described(Semantics::new("keyboard", Meaning::Group, ""), container(lines).max_width(widest)).into()
}
