//! Fields for text, with their label, hint and error, and the summary of errors at the top of a page.

use super::Element;
use super::text::{caption, rows, strong};
use crate::account::Tone;
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{COLUMN, Ink, Line, Look, REGULAR, Surface, role, space};
use crate::ui::widget::{described, written};
use iced::widget::text::LineHeight;
use iced::{Length, Padding, Pixels};

/// The line height of what is typed, by its size.
const LINE: f32 = 1.3;

/// A field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What the program says of what was typed: it is heard with the field as soon as it changes.
    pub heard: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether something can be wrong with it: room is kept to say so.
    pub checked: bool,
    /// What was typed.
    pub value: &'a str,
    /// Whether what is typed is shown as dots.
    pub secret: bool,
    /// Whether the page cannot be finished without it.
    pub required: bool,
    /// The widest it may be.
    pub width: Option<f32>,
}

impl<'a> Field<'a> {
    /// A field without which the page cannot be finished and that holds a day. As soon as what is typed is one, it is read
    /// back where the hint stood, and heard.
    #[must_use]
    pub fn of_day(id: &'a str, label: String, hint: String, read: Option<String>, value: &'a str) -> Self {
        Self {
            id,
            required: true,
            label,
            hint: Some(read.clone().unwrap_or(hint)),
            heard: read,
            checked: true,
            value,
            ..Self::default()
        }
    }
}

/// Draws a field. `on_submit` is what Enter does.
pub fn field<'a, Message: Clone + 'a>(
    look: &Look,
    field: Field<'a>,
    on_input: impl Fn(String) -> Message + Clone + 'a,
    on_submit: Message,
) -> Element<'a, Message> {
    let line = if field.error.is_some() { Line::Wrong } else { Line::Right };
    let size = role::BODY.size + 2.0;
    let sides = (look.target() - size * LINE) / 2.0;
    let input = iced::widget::text_input("", field.value)
        .id(field.id.to_owned())
        .secure(field.secret)
        .size(Pixels(size))
        .line_height(LineHeight::Relative(LINE))
        .font(REGULAR)
        .padding(Padding::from([sides, space::M]))
        .width(Length::Fill)
        .on_input(on_input.clone())
        .on_submit(on_submit)
        .class(line);
    let description: Vec<&str> =
        field.error.iter().chain(&field.heard).chain(&field.hint).map(|words| words.trim_end_matches('.')).collect();
    let semantics = Semantics {
        description: (!description.is_empty()).then(|| crate::i18n::sentences(&description)),
        // A password is not told to the ear.
        value: (!field.secret).then(|| field.value.to_owned()),
        required: field.required,
        invalid: field.error.is_some(),
        ..Semantics::new(
            format!("field-{}", field.id),
            if field.secret { Meaning::PasswordInput } else { Meaning::TextInput },
            field.label.clone(),
        )
    };
    // The words above are one element whatever they say: the line to write on keeps its place among its siblings, and
    // with it the focus, the caret and what is marked.
    let mut words: Vec<Element<'a, Message>> = vec![strong(field.label)];
    // What is wrong stands where what helps stood: nothing below moves.
    words.extend(match (field.error, field.hint) {
        (Some(error), _) => Some(wrong_words(error)),
        (None, Some(hint)) => Some(caption(hint)),
        (None, None) => field.checked.then(|| caption("")),
    });
    let input = written(input, (!field.secret).then_some(field.value));
    let input = iced::widget::container(input).max_width(field.width.unwrap_or(480.0)).into();
    let inner = iced::widget::container(rows(space::XXS, [rows(0.0, words), input])).max_width(COLUMN);
    described(semantics, inner).on_value(on_input).into()
}

/// What is wrong, above what is to be written anew.
#[must_use]
pub fn wrong_words<'a, Message: 'a>(error: String) -> Element<'a, Message> {
    let words = iced::widget::container(super::text::small_strong(error));
    words.class(Surface::Words(Ink::Tone(Tone::Danger))).into()
}
