//! The stick between the computers of a centre: "Take along" puts on it what waits here, "Bring" takes over what others put
//! there. What is on it nobody else can read.

use super::{Action, ForSpecialists, Ground};
use crate::i18n::counted;
use crate::sync::runner::stick::{Brought, TakenAlong};
use crate::ui::component::{
    Element, Tone, body, caption, card, choice_row, h1, h2, lead, notice, primary_button, rows, secondary_button,
};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};
use std::path::{Path, PathBuf};

/// What is wanted of a stick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StickWish {
    /// Show the page.
    Show,
    /// Look what sticks are in.
    Look,
    /// Put on this one what waits here.
    TakeAlong(PathBuf),
    /// Take over what others put on this one.
    Bring(PathBuf),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum StickTold {
    /// It is on the stick.
    Along(TakenAlong),
    /// It was taken over.
    Brought(Brought),
    /// Nothing was done, for this reason in words.
    Failed(&'static str),
}

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StickPage {
    /// The sticks that are in, once it was looked.
    pub places: Option<Vec<PathBuf>>,
    /// What came of what was wanted last.
    pub told: Option<StickTold>,
    chosen: usize,
}

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another stick.
    Choose(usize),
    /// Look again.
    Look,
    /// Take along.
    TakeAlong,
    /// Bring.
    Bring,
}

impl Page for StickPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "stick";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("stick-heading")
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        if ground.busy {
            return Action::None;
        }
        let place = self.places.as_ref().and_then(|places| places.get(self.chosen)).cloned();
        let wish = match message {
            Message::Choose(place) => {
                (self.chosen, self.told) = (place, None);
                return Action::None;
            }
            Message::Look => StickWish::Look,
            Message::TakeAlong => match place {
                Some(place) => StickWish::TakeAlong(place),
                None => return Action::None,
            },
            Message::Bring => match place {
                Some(place) => StickWish::Bring(place),
                None => return Action::None,
            },
        };
        self.told = None;
        Action::Stick(wish)
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        match digit {
            1 => Some(Message::TakeAlong),
            2 => Some(Message::Bring),
            _ => None,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("stick-lead"))];
        parts.extend(self.told.iter().map(|told| said(context, told)));
        let again =
            || secondary_button(look, "stick-look", context.tr("stick-look"), Some("refresh-cw"), Message::Look);
        let Some(places) = &self.places else {
            return rows(look.gap(), parts.into_iter().chain([body(context.tr("stick-looking"))]));
        };
        if places.is_empty() {
            parts.push(container(notice(Tone::Information, context.tr("stick-none"))).max_width(COLUMN).into());
            parts.push(container(again()).into());
            return rows(look.gap(), parts);
        }
        if ground.busy {
            let words = notice(Tone::Caution, context.tr("stick-busy"));
            parts.push(container(words).max_width(COLUMN).into());
            return rows(look.gap(), parts);
        }
        if places.len() > 1 {
            parts.push(h2(look, context.tr("stick-which")));
            let rows_of = places.iter().enumerate().map(|(number, place)| {
                let (id, chosen) = (format!("stick-{number}"), number == self.chosen);
                choice_row(look, &id, name(place), chosen, Message::Choose(number))
            });
            parts.push(rows(space::XS, rows_of));
        } else {
            let name = places.first().map(|place| name(place)).unwrap_or_default();
            parts.push(caption(context.tr_with("stick-is", &[("name", name.into())])));
        }
        let take = primary_button(look, "stick-take", context.tr("stick-take"), Message::TakeAlong);
        let bring = primary_button(look, "stick-bring", context.tr("stick-bring"), Message::Bring);
        let half = |button, heading: &str, words: &str| {
            let words = body(context.tr(words));
            let parts = [h2(look, context.tr(heading)), words, container(button).into()];
            container(card(look, rows(space::S, parts))).max_width(COLUMN)
        };
        let take = half(take, "stick-take-heading", "stick-take-words");
        let bring = half(bring, "stick-bring-heading", "stick-bring-words");
        parts.push(if look.is_narrow() {
            rows(space::M, [take.into(), bring.into()])
        } else {
            row![take, bring].spacing(space::M).into()
        });
        parts.push(container(again()).into());
        rows(look.gap(), parts)
    }
}

/// The name of a stick.
fn name(place: &Path) -> String {
    place.file_name().unwrap_or(place.as_os_str()).to_string_lossy().into_owned()
}

/// What came of it, in words.
fn said<'a>(context: &Context<'a>, told: &StickTold) -> Element<'a, Message> {
    let count = |key: &str, number: usize| (number > 0).then(|| counted(context.texts, key, number));
    let (tone, head, lines) = match told {
        StickTold::Failed(words) => {
            return container(notice(Tone::Danger, context.tr(words))).max_width(COLUMN).into();
        }
        StickTold::Along(TakenAlong { entries, others, answers, shared, catalogue }) => {
            let lines = [
                count("stick-along-entries", *entries),
                count("stick-along-others", *others),
                count("stick-along-answers", *answers),
                count("stick-along-shared", *shared),
                catalogue.map(|number| {
                    let number = i64::try_from(number).unwrap_or_default();
                    context.tr_with("stick-along-catalogue", &[("number", number.into())])
                }),
                Some(context.tr("stick-along-after")),
            ];
            (Tone::Success, "stick-along", lines.into_iter().flatten().collect::<Vec<_>>())
        }
        StickTold::Brought(brought) => {
            let Brought { computers, requests, received, cases, people, catalogue, torn, foreign, newer } = brought;
            let lines = [
                count("stick-brought-requests", *requests),
                count("stick-brought-received", *received),
                count("stick-brought-operations", cases.new),
                count("stick-brought-left", cases.left),
                count("stick-brought-people", *people),
                catalogue.as_ref().map(|current| {
                    let number = i64::try_from(current.number).unwrap_or_default();
                    context.tr_with("stick-brought-catalogue", &[("number", number.into())])
                }),
                count("stick-torn", *torn),
                count("stick-foreign", *foreign),
                count("stick-newer", *newer),
            ];
            let lines: Vec<String> = lines.into_iter().flatten().collect();
            let is_doubtful = torn + foreign + newer > 0;
            match (*computers, lines.is_empty()) {
                (0, true) => (Tone::Information, "stick-brought-empty", lines),
                (0, false) => (Tone::Caution, "stick-brought-not", lines),
                (_, true) => (Tone::Success, "stick-brought-known", lines),
                (_, false) if is_doubtful => (Tone::Caution, "stick-brought-some", lines),
                (_, false) => (Tone::Success, "stick-brought", lines),
            }
        }
    };
    let parts = std::iter::once(notice(tone, context.tr(head))).chain(lines.into_iter().map(body));
    container(rows(space::XS, parts)).max_width(COLUMN).into()
}
