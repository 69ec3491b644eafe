//! The strip of this window above a page of the State: the way back, where one is and the time that is left, what was kept,
//! clearing everything. It has one height for each look, so that the page below it never moves.

use super::button::{Words, quiet_button, secondary_button};
use super::frame::FrameButton;
use super::text::icon;
use super::{Element, Tone};
use crate::ui::access::{Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, Surface, role, space};
use crate::ui::widget::{described, ends, regions};
use iced::widget::text::LineHeight;
use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length, Padding, Pixels};

/// What stands in the strip.
pub struct Strip<Message> {
    /// The way back.
    pub back: FrameButton<Message>,
    /// What else can be done: papers that were kept, more time.
    pub more: Vec<FrameButton<Message>>,
    /// Clearing everything.
    pub clear: FrameButton<Message>,
    /// Where one is.
    pub place: String,
    /// The time that is left.
    pub left: String,
    /// Whether it is short.
    pub is_short: bool,
}

/// How high the strip is, in logical pixels: one line where buttons and words have room beside each other, else two, and three where
/// not even the words have.
#[must_use]
pub fn strip_height(look: &Look) -> f32 {
    let (around, words) = (2.0 * space::XXS, role::SMALL_STRONG.line);
    let lines = if look.is_slim() { 2.0 } else { 1.0 };
    if look.is_narrow() {
        buttons(look) + space::XXS + lines * words + around
    } else {
        buttons(look).max(2.0 * words) + around
    }
}

/// How high its buttons are. With the largest text on a small screen those of the frame, so that the page keeps its room.
fn buttons(look: &Look) -> f32 {
    if look.is_slim() { look.frame_target() } else { look.button() }
}

/// Puts the strip above a page, which the page of the State covers.
pub fn below_strip<'a, Message: Clone + 'a>(
    look: &Look,
    strip: &Strip<Message>,
    page: Element<'a, Message>,
) -> Element<'a, Message> {
    let margin = look.margin();
    let page = container(page).padding(Padding { top: space::L, right: margin, bottom: space::L, left: margin });
    let page = scrollable(page).id("page").height(Length::Fill).width(Length::Fill);
    regions(vec![drawn(look, strip), page.into()], 1).into()
}

/// How much of the words on buttons is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fullness {
    Long,
    Short,
    Mark,
}

fn drawn<'a, Message: Clone + 'a>(look: &Look, strip: &Strip<Message>) -> Element<'a, Message> {
    let words = |button: &FrameButton<Message>, fullness: Fullness| match fullness {
        Fullness::Long => Words::from(button.words.clone()),
        Fullness::Short => Words::said(&button.short, &button.words),
        Fullness::Mark => Words::from(button.words.clone()).unseen(),
    };
    let back = |fullness: Fullness| -> Element<'a, Message> {
        let (back, words) = (&strip.back, words(&strip.back, fullness));
        if look.is_slim() {
            return quiet_button(look, back.id, words, back.icon, back.message.clone());
        }
        secondary_button(look, back.id, words, Some(back.icon), back.message.clone())
    };
    let others = |fullness: Fullness| -> Element<'a, Message> {
        let all = strip.more.iter().chain([&strip.clear]);
        let each = all
            .map(|button| quiet_button(look, button.id, words(button, fullness), button.icon, button.message.clone()));
        row(each).spacing(space::XXS).align_y(Alignment::Center).into()
    };
    let content: Element<'a, Message> = if look.is_narrow() {
        let forms = [
            [back(Fullness::Long), others(Fullness::Long)],
            [back(Fullness::Long), others(Fullness::Short)],
            [back(Fullness::Short), others(Fullness::Short)],
            [back(Fullness::Short), others(Fullness::Mark)],
        ];
        let line = ends(forms.into(), buttons(look), space::XS);
        let said: Element<'a, Message> = if look.is_slim() {
            column![place(strip), time(strip)].into()
        } else {
            ends(vec![[place(strip), time(strip)]], role::SMALL_STRONG.line, space::XS).into()
        };
        column![line, said].spacing(space::XXS).into()
    } else {
        let near = |fullness: Fullness| -> Element<'a, Message> {
            let said = column![place(strip), time(strip)];
            row![back(fullness), said].spacing(space::M).align_y(Alignment::Center).into()
        };
        let forms = [
            [near(Fullness::Long), others(Fullness::Long)],
            [near(Fullness::Long), others(Fullness::Short)],
            [near(Fullness::Short), others(Fullness::Short)],
            [near(Fullness::Short), others(Fullness::Mark)],
        ];
        ends(forms.into(), buttons(look), space::M).into()
    };
    container(content)
        .padding([space::XXS, look.margin()])
        .height(strip_height(look))
        .width(Length::Fill)
        .class(Surface::Actions)
        .into()
}

/// Where one is.
fn place<'a, Message: Clone + 'a>(strip: &Strip<Message>) -> Element<'a, Message> {
    let semantics = Semantics::new("online-place", Meaning::Text, strip.place.clone());
    described(semantics, line(strip.place.clone(), Ink::Plain)).into()
}

/// The time that is left, with a sign where it is short.
fn time<'a, Message: Clone + 'a>(strip: &Strip<Message>) -> Element<'a, Message> {
    let semantics = Semantics::new("online-time", Meaning::Text, strip.left.clone());
    let ink = if strip.is_short { Ink::Tone(Tone::Caution) } else { Ink::Muted };
    let said = row![icon("clock", 20.0, ink), line(strip.left.clone(), ink)].spacing(space::XXS);
    described(semantics, said.align_y(Alignment::Center)).into()
}

fn line<'a, Message: 'a>(content: String, ink: Ink) -> Element<'a, Message> {
    let role = role::SMALL_STRONG;
    let height = LineHeight::Absolute(Pixels(role.line));
    text(content).size(role.size).line_height(height).font(role.font).class(ink).into()
}
