//! Every component on one page, for those who build screens: `cups-kiosk gallery`. Its words are those of
//! the interface, so that it can be seen in each language, size and contrast.

use super::{Action, ForVisitors, Ground, state_word};
use crate::domain::case::RequestState;
use crate::ui::component::{
    Alphabet, Element, Field, KeyNames, Layer, Layout, Tile, Tone, body, caption, card, choice_row, danger_button,
    display, field, h1, h2, h3, key_hint, keyboard, lead, link_button, notice, numbered, quiet_button, rows,
    secondary_button, small, status_tag, strong, summary_row, task_row, tick_row, tile,
};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::space;
use iced::widget::row;

/// The page of all components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryPage;

impl Page for GalleryPage {
    type Area = ForVisitors;
    type Message = ();
    const NAME: &'static str = "gallery";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("start-heading")
    }

    fn update(&mut self, (): (), _ground: &Ground<'_>) -> Action {
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, ()> {
        view(&ground.context)
    }
}

/// Draws the gallery. Nothing on it does anything.
fn view<'a>(context: &Context<'a>) -> Element<'a, ()> {
    let look = &context.look;
    let words = context.tr("answers-lead");
    let texts = card(
        look,
        rows(
            space::XS,
            [
                display(look, context.tr("start-heading")),
                h1(look, context.tr("answers-heading")),
                h2(look, context.tr("papers-heading")),
                h3(context.tr("step-where")),
                lead(look, words.clone()),
                body(words.clone()),
                strong(words.clone()),
                small(words.clone()),
                caption(words.clone()),
            ],
        ),
    );
    let buttons = row![
        secondary_button(look, "secondary", key_hint(&context.tr("plan-papers"), "F2"), Some("file-text"), ()),
        quiet_button(look, "quiet", context.tr("back"), "arrow-left", ()),
        link_button(look, "link", context.tr("answers-change"), ()),
        danger_button(look, "danger", context.tr("idle-end"), ()),
    ]
    .spacing(space::S)
    .wrap()
    .vertical_spacing(space::S);
    let notices = [Tone::Information, Tone::Success, Tone::Caution, Tone::Danger, Tone::Quiet]
        .map(|tone| notice(tone, words.clone()));
    let tags = RequestState::ALL.map(|state| {
        let (tone, mark, words) = state_word(context, state);
        status_tag(tone, mark, words)
    });
    let wrong = Field {
        id: "gallery-wrong",
        label: context.tr("question-date-label"),
        hint: Some(context.tr("question-date-hint")),
        error: Some(context.tr("question-error-date")),
        checked: true,
        value: "31.02.2026",
        ..Field::default()
    };
    let shown = Tile { icon: "baby".to_owned(), title: context.tr("start-heading") };
    let mut parts = vec![texts, buttons.into()];
    parts.extend(notices);
    parts.push(row(tags).spacing(space::XS).wrap().vertical_spacing(space::XS).into());
    parts.push(tile(look, "tile", shown, ()));
    parts.push(choice_row(look, "chosen", context.tr("answer-yes"), true, ()));
    parts.push(choice_row(look, "not-chosen", context.tr("answer-no"), false, ()));
    parts.push(tick_row(look, "ticked", context.tr("papers-bring"), true, ()));
    parts.push(task_row(look, "task", Some(numbered(1)), context.tr("papers-heading"), vec![words], Vec::new(), ()));
    parts.push(summary_row(look, context.tr("case-person"), context.tr("case-none"), None));
    parts.push(field(look, wrong, |_| (), ()));
    let names = KeyNames::of(context.texts);
    for (alphabet, layer) in [
        (Alphabet::Latin, Layer::Small),
        (Alphabet::Cyrillic, Layer::Capital),
        (Alphabet::Latin, Layer::Signs),
        (Alphabet::Latin, Layer::Digits),
    ] {
        parts.push(keyboard(look, Layout { alphabet, layer }, &names, |_| ()));
    }
    rows(look.gap(), parts)
}
