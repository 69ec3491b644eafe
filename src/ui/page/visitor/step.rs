//! One step: what to do, where it can be finished, by when, what to bring, what it costs, and why. From one step people
//! turn to the next; where the window does not hold all of it, one section is open and the others are rows.

use super::online::Destination;
use super::{Action, ForVisitors, Ground, Visit, step_title, words};
use crate::account::{self, Audience, Section, step_page, step_place};
use crate::domain::hidden::hidden;
use crate::ui::component::{
    Element, Tone, Words, answers, body, h1, key_hint, lead, notice, rows, secondary_button, section_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary, Turning};
use crate::ui::portal::page_of;
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{role, space};
use iced::Length;
use iced::widget::{container, row};

/// The page of a step.
#[derive(Clone, PartialEq, Eq)]
pub struct StepPage {
    /// The step's id.
    pub id: String,
    /// The sections that were opened, the last one last. None was while the page decides.
    open: Vec<&'static str>,
    /// How often another step was turned to.
    turned: usize,
}

hidden!(StepPage, "StepPage");

/// What happens on the page.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Another step.
    Turn(String),
    /// A section was opened, beside which no other is open.
    Open(&'static str),
    /// A section was opened or closed, whatever others are.
    Toggle(&'static str),
    /// The step is looked at as it is printed.
    Print,
    /// To the page of the State on which it can be done.
    Online,
}

hidden!(Message, "step::Message");

impl Page for StepPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "step";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, visit, .. } = ground;
        let planned = visit.planned(context);
        let step = planned.as_ref().and_then(|planned| planned.plan().step(&self.id));
        step.map_or_else(|| context.tr("event-gone"), |step| step_title(context, step))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let print = self.key(ground, Key::Print)?;
        let words = ground.context.tr("step-print");
        Some(Primary::new("step-print", words, print).with_key(Key::Print.name()).not_by_enter())
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        let Ground { context, visit, .. } = ground;
        if key == Key::Portal {
            return self.online(context, visit).map(|_| Message::Online);
        }
        let known = || visit.planned(context).is_some_and(|planned| planned.plan().step(&self.id).is_some());
        (key == Key::Print && context.prints() && known()).then_some(Message::Print)
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then(|| SheetChoice::Step(self.id.clone()))
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Turn(id) => *self = Self { turned: self.turned + 1, ..Self::new(id) },
            Message::Open(section) => self.open = vec![section],
            Message::Toggle(section) => {
                if self.open.is_empty() {
                    self.open.extend(self.opens_with(ground));
                }
                match self.open.iter().position(|open| *open == section) {
                    Some(place) => drop(self.open.remove(place)),
                    None => self.open.push(section),
                }
            }
            Message::Online => {
                let to = self.online(&ground.context, ground.visit);
                return to.map_or(Action::None, |to| Action::GoOnline(Box::new(to)));
            }
            Message::Print => return Action::Sheet(SheetWish::Open(SheetChoice::Step(self.id.clone()))),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.view_of(&ground.context, ground.visit)
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let Ground { context, visit, .. } = ground;
        let planned = visit.planned(context)?;
        let place = step_place(planned.situation(), planned.plan(), &self.id)?;
        if place.before.is_none() && place.after.is_none() {
            return None;
        }
        let way =
            |key, row: Option<account::PlanRow<'_>>| row.map(|row| (context.tr(key), Message::Turn(row.id.to_owned())));
        Some(Turning {
            words: context.texts.say(&place.words).into(),
            before: way("step-before", place.before),
            after: way("step-after", place.after),
            short: [context.tr("step-before"), context.tr("step-after")],
        })
    }

    fn part(&self) -> usize {
        self.turned
    }
}

impl StepPage {
    /// The page of the step of this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), open: Vec::new(), turned: 0 }
    }

    /// The page of the State on which this step can be done, where there is one. Beside the specialist the desk opens it.
    fn online(&self, context: &Context<'_>, visit: &Visit) -> Option<Destination> {
        let planned = visit.planned(context).filter(|_| !context.assisted)?;
        let step = planned.plan().step(&self.id)?;
        Some(Destination { address: page_of(&step.places)?, name: step.service?.title.clone() })
    }

    /// The section with which the page begins.
    fn opens_with(&self, ground: &Ground<'_>) -> Option<&'static str> {
        let planned = ground.visit.planned(&ground.context)?;
        let step = planned.plan().step(&self.id)?;
        let page = step_page(planned.situation(), planned.plan(), step, audience(&ground.context));
        page.sections().nth(page.opens_with()).map(|section| section.title.key())
    }

    fn view_of<'a>(&'a self, context: &Context<'a>, visit: &'a Visit) -> Element<'a, Message> {
        let planned = visit.planned(context);
        let found = planned.as_ref().and_then(|planned| Some((planned, planned.plan().step(&self.id)?)));
        let Some((planned, step)) = found else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let page = step_page(planned.situation(), planned.plan(), step, audience(context));
        self.draw(context, &page, self.online(context, visit).is_some())
    }

    fn draw<'a>(&self, context: &Context<'_>, page: &account::StepPage<'_>, online: bool) -> Element<'a, Message> {
        let look = &context.look;
        let say = |value| context.texts.say(value);
        let mut parts = vec![h1(look, say(&page.title))];
        parts.extend(page.lead.as_ref().map(|(tone, lead)| notice(*tone, say(lead))));
        let marks = page.marks.iter().map(|mark| words::mark(context, mark));
        parts.push(row(marks).spacing(space::XS).wrap().into());
        let what = say(&page.what);
        let what = if look.is_medium() { body(what) } else { lead(look, what) };
        parts.push(container(what).max_width(940.0).into());
        if online {
            let words = key_hint(&context.tr("step-online"), &Key::Portal.name());
            parts.push(row![secondary_button(look, "step-online", words, Some("globe"), Message::Online)].into());
        }
        let announced = || page.notices.iter().map(|known| notice(Tone::Caution, say(known)));
        let known: Vec<&Section<'_>> = page.sections().collect();
        let Some(first) = known.get(page.opens_with()) else {
            return rows(look.gap(), parts.into_iter().chain(announced()));
        };
        if is_whole(context, page, online) {
            let cards = |sections: &[Section<'_>]| {
                let cards = sections.iter().map(|section| words::section(context, section));
                container(rows(space::M, cards)).width(Length::FillPortion(1))
            };
            parts.extend(announced());
            parts.push(row![cards(&page.where_and_when), cards(&page.with_what)].spacing(space::M).into());
            parts.extend(page.further.iter().map(|section| words::section(context, section)));
            return rows(look.gap(), parts);
        }
        let first = first.title.key();
        if look.is_narrow() {
            parts.extend(announced());
            parts.push(self.below_each_other(context, &known, first));
            return rows(look.gap(), parts);
        }
        // Beside each other: what is pressed stays where it is, and what it opens takes the place of what was open.
        let open = *self.open.last().unwrap_or(&first);
        let shown = known.iter().find(|section| section.title.key() == open).or(known.first());
        let shown = shown.map(|section| words::section(context, section));
        let list = known.iter().map(|section| {
            let key = section.title.key();
            row_of(context, section, key == open, true, Message::Open(key))
        });
        let list = answers("sections", context.tr("step-parts"), rows(space::XS, list));
        let left = container(rows(look.gap(), parts.split_off(1).into_iter().chain(shown).chain(announced())))
            .width(Length::Fill);
        parts.push(row![left, container(list).width(SIDE)].spacing(space::L).into());
        rows(look.gap(), parts)
    }

    /// One below the other: what is opened opens under its row, and closes nothing above.
    fn below_each_other<'a>(
        &self,
        context: &Context<'_>,
        known: &[&Section<'_>],
        first: &'static str,
    ) -> Element<'a, Message> {
        let each = known.iter().flat_map(|section| {
            let key = section.title.key();
            let open = if self.open.is_empty() { key == first } else { self.open.contains(&key) };
            let row = row_of(context, section, open, false, Message::Toggle(key));
            std::iter::once(row).chain(open.then(|| words::blocks(context, section)))
        });
        rows(space::XS, each)
    }
}

/// The width of the list of sections.
const SIDE: f32 = 384.0;

/// How many letters of a section's first words its row shows at most.
const FIRST_WORDS: usize = 30;

fn audience(context: &Context<'_>) -> Audience {
    if context.assisted { Audience::Specialist } else { Audience::Visitor }
}

/// A section as a row.
fn row_of<'a>(
    context: &Context<'_>,
    section: &Section<'_>,
    open: bool,
    beside: bool,
    message: Message,
) -> Element<'a, Message> {
    let title = context.texts.say(&section.title.clone().into());
    let first = section.first_words().map(|words| shortened(&context.texts.say(words)));
    let id = format!("section-{}", section.title.key().trim_start_matches("step-"));
    // What opens elsewhere on the page is heard where it was opened.
    let title = Words::from(title);
    let title = if open && beside { title.with_value(words::said(context, section)) } else { title };
    section_row(&context.look, &id, title, first.filter(|_| beside || !open), open, beside, message)
}

/// The first words of a text, whole.
fn shortened(text: &str) -> String {
    if text.chars().count() <= FIRST_WORDS {
        return text.to_owned();
    }
    let mut short = String::new();
    for word in text.split(' ') {
        if short.chars().count() + word.chars().count() + 1 > FIRST_WORDS {
            break;
        }
        short.push_str(if short.is_empty() { "" } else { " " });
        short.push_str(word);
    }
    format!("{}\u{a0}…", short.trim_end_matches([',', '.', ';', ':', '–', ' ']))
}

/// Whether the window holds all of a step, by how many letters its lines have.
fn is_whole(context: &Context<'_>, page: &account::StepPage<'_>, online: bool) -> bool {
    let look = &context.look;
    if look.is_narrow() || look.is_medium() {
        return false;
    }
    let height = |sections: &[Section<'_>], width: f32| -> f32 {
        sections.iter().map(|section| height_of(context, section, width)).sum()
    };
    let half = (look.page.width.min(look.widest()) - space::M) / 2.0;
    let both = height(&page.where_and_when, half).max(height(&page.with_what, half));
    let button = if online { look.button() + look.gap() } else { 0.0 };
    HEAD + button + both + height(&page.further, look.page.width.min(look.widest())) <= look.inside()
}

/// About how high a step's heading and what is to be done stand.
const HEAD: f32 = 220.0;
/// About how wide a letter is.
const LETTER: f32 = 9.5;

/// About how high a section stands in a card of this width.
fn height_of(context: &Context<'_>, section: &Section<'_>, width: f32) -> f32 {
    let a_line = ((width - 2.0 * space::L - space::XL) / LETTER).max(10.0);
    let lines = section.blocks.iter().flat_map(|block| &block.lines);
    let letters = lines.map(|line| f32::from(u16::try_from(context.texts.say(&line.words).len()).unwrap_or(u16::MAX)));
    let lines: f32 = letters.map(|letters| (letters / a_line).ceil().max(1.0)).sum();
    let blocks = f32::from(u16::try_from(section.blocks.len()).unwrap_or(u16::MAX));
    2.0 * space::L + role::H3.line + lines * role::BODY.line + blocks * space::S + space::M
}

#[cfg(test)]
mod tests {
    use super::{FIRST_WORDS, shortened};

    #[test]
    fn a_long_first_line_ends_after_a_whole_word() {
        assert_eq!(shortened("Gratuit"), "Gratuit");
        let long = "Statul citește singur din registre, și nu trebuie adus nimic";
        assert_eq!(shortened(long), "Statul citește singur din\u{a0}…");
        assert!(shortened(&"а".repeat(90)).chars().count() <= FIRST_WORDS + 2);
    }
}
