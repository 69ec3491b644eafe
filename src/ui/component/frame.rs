//! The frame of every page: header, the page itself, footer. It never moves.

use super::Element;
use super::button::quiet_button;
use super::text::{icon, small};
use crate::domain::text::Language;
use crate::ui::access::{Overflow, Role as Meaning, Semantics};
use crate::ui::style::{Ink, Look, PAGE_END, Pressable, Surface, role, space};
use crate::ui::widget::control;
use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::{Space, column, container, opaque, row, stack, text};
use iced::{Alignment, Length};

/// The room that the buttons which turn a page have in the footer of a low page.
const TURNING: f32 = 208.0;

/// The languages offered in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageChoice {
    /// The language in use.
    pub current: Language,
}

/// The header.
pub struct Header {
    /// The authority and place.
    pub place: String,
    /// The district below it.
    pub district: String,
    /// What stands below the place on specialists' pages, which wear the dark header: the name of who is signed in.
    pub specialist: Option<String>,
    /// The languages.
    pub languages: LanguageChoice,
}

/// The footer: what helps on every page.
pub struct Footer<'a, Message> {
    /// Buttons at the near end.
    pub buttons: Vec<Element<'a, Message>>,
    /// Words at the far end.
    pub notes: Vec<String>,
}

/// Puts a page into its frame. `page_down` and `page_up` are the words and messages of the buttons that
/// appear when the page does not fit.
#[expect(clippy::too_many_arguments, reason = "the parts of a page, each named once, in one place")]
pub fn frame<'a, Message: Clone + 'a>(
    look: &Look,
    header: Header,
    on_language: impl Fn(Language) -> Message,
    back: Option<Element<'a, Message>>,
    content: Element<'a, Message>,
    footer: Footer<'a, Message>,
    overflow: Overflow,
    paging: [(String, Message); 2],
) -> Element<'a, Message> {
    let margin = look.margin();
    let widest = if look.dense { 1320.0 } else { 1120.0 };
    let top = match (look.is_low(), look.is_medium()) {
        (true, _) => space::XS,
        (false, true) => space::S,
        (false, false) => space::L,
    };
    let below = if look.is_medium() { space::XS } else { space::M };
    // The way back has its place even where there is none, so that the page keeps its own among its siblings, and with
    // it everything that was typed.
    let back = match back {
        Some(back) => container(back).padding(iced::Padding { bottom: below, ..iced::Padding::ZERO }),
        None => container(Space::new()),
    };
    let mut inner = column![back, content];
    if look.is_low() {
        // There is no room for them in the footer; they end the page.
        let notes = footer.notes.iter().cloned().map(super::text::caption);
        inner = inner.push(column(notes));
    }
    let page = container(container(inner).max_width(widest).width(Length::Fill))
        .center_x(Length::Fill)
        .padding(iced::Padding { top, right: margin, bottom: PAGE_END, left: margin });
    let scrolled = iced::widget::scrollable(page)
        .id("page")
        .direction(Direction::Vertical(Scrollbar::new().width(20.0).scroller_width(16.0).spacing(0.0)))
        .height(Length::Fill)
        .width(Length::Fill);
    let [(up_name, up), (down_name, down)] = paging;
    let mut turning = row![].spacing(space::XXS).align_y(Alignment::Center);
    if overflow.above {
        turning = turning.push(quiet_button(look, "page-up", up_name, Some("chevron-up"), up));
    }
    if overflow.below {
        turning = turning.push(quiet_button(look, "page-down", down_name, Some("chevron-down"), down));
    }
    let header = header_bar(look, header, on_language);
    if look.is_low() {
        // Every line counts: what turns the page stands in the footer's own line. Its place is kept free there, so that
        // the footer has one height whether the page fits or not.
        let turning = container(turning).width(TURNING).align_x(Alignment::End);
        return column![header, scrolled, footer_bar(look, footer.buttons, turning.into())].into();
    }
    let notes = container(column(footer.notes.into_iter().map(small)).align_x(Alignment::End));
    let notes = notes.class(Surface::Words(Ink::Muted));
    let turning =
        (overflow.above || overflow.below).then(|| container(turning).center_x(Length::Fill).class(Surface::Turning));
    // What turns the page lies over the end of it, which holds nothing: a page that fits without it fits with it.
    let turning = turning.map(|bar| container(opaque(bar)).align_bottom(Length::Fill));
    let page = stack![scrolled].push(turning);
    column![header, page, footer_bar(look, footer.buttons, notes.into())].into()
}

fn header_bar<'a, Message: Clone + 'a>(
    look: &Look,
    header: Header,
    on_language: impl Fn(Language) -> Message,
) -> Element<'a, Message> {
    let staff = header.specialist.is_some();
    let ink = Ink::Header { staff };
    let name = text(header.place).size(role::STRONG.size).font(role::KEY.font).class(ink);
    let below = header.specialist.unwrap_or(header.district);
    let mut title = column![name];
    if !look.is_low() {
        title = title.push(text(below).size(role::SMALL.size).font(role::SMALL.font).class(ink));
    }
    let mut languages = row![].spacing(space::XXS).align_y(Alignment::Center);
    for language in Language::INTERFACE {
        let current = language == header.languages.current;
        let semantics = Semantics {
            selected: Some(current),
            ..Semantics::new(format!("language-{language}"), Meaning::RadioButton, language.own_name())
        };
        let words = text(language.own_name()).size(role::SMALL_STRONG.size).font(role::SMALL_STRONG.font);
        let height = if look.is_low() { 36.0 } else { 44.0 };
        languages = languages.push(
            control(
                semantics,
                container(words).center_y(height),
                on_language(language),
                Pressable::Language { current, staff },
            )
            .padding([0.0, space::S]),
        );
    }
    let bar = row![icon("landmark", 32.0, ink), title, Space::new().width(Length::Fill), languages]
        .spacing(space::S)
        .align_y(Alignment::Center);
    container(bar)
        .padding([if look.is_low() { space::XS } else { space::S }, look.margin()])
        .width(Length::Fill)
        .class(Surface::Header { staff })
        .into()
}

fn footer_bar<'a, Message: Clone + 'a>(
    look: &Look,
    buttons: Vec<Element<'a, Message>>,
    far: Element<'a, Message>,
) -> Element<'a, Message> {
    let buttons = row(buttons).spacing(space::XXS).wrap();
    let bar = row![container(buttons).width(Length::Fill), far].spacing(space::XS).align_y(Alignment::Center);
    container(bar)
        .padding([if look.is_low() { 0.0 } else { space::XS }, look.margin() - space::S])
        .width(Length::Fill)
        .class(Surface::Footer)
        .into()
}

/// Which part of a long list is shown, with the way to the others.
pub fn pager<'a, Message: Clone + 'a>(
    look: &Look,
    words: String,
    before: Option<(String, Message)>,
    after: Option<(String, Message)>,
) -> Option<Element<'a, Message>> {
    if before.is_none() && after.is_none() {
        return None;
    }
    let mut bar = row![].spacing(space::S).align_y(Alignment::Center);
    if let Some((name, message)) = before {
        bar = bar.push(super::secondary_button(look, "pager-before", name, Some("chevron-left"), message));
    }
    bar = bar.push(super::place(words, Ink::Around));
    if let Some((name, message)) = after {
        bar = bar.push(super::secondary_button(look, "pager-after", name, Some("chevron-right"), message));
    }
    Some(bar.into())
}
