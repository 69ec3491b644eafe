//! How what the account says is drawn: the signs, the weights and the tones, the same on every screen.

use crate::account::{self, About, Block, Line, Mark, Section, Weight};
use crate::domain::case::RequestState;
use crate::domain::plan::PlannedStep;
use crate::ui::component::{Element, Ink, Tag, body, caption, card, h3, icon, notice, rows, small, status_tag, strong};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::Alignment;
use iced::widget::{column, row};

/// The sign of what something is about; none for plain words.
#[must_use]
pub const fn sign(about: About) -> Option<&'static str> {
    Some(match about {
        About::Nothing => return None,
        About::Here => "map-pin",
        About::Online => "globe",
        About::Office => "building-2",
        About::Consulate | About::State | About::Duty => "landmark",
        About::Phone => "phone",
        About::Time => "clock",
        About::Day => "calendar-days",
        About::Waiting => "hourglass",
        About::Result | About::FromPlan | About::Issued => "file-check",
        About::Fee => "banknote",
        About::Reduction => "shield-check",
        About::Benefit | About::Paid => "wallet",
        About::Bring => "file-text",
        About::MadeHere | About::Prepared => "file-pen",
        About::Perhaps | About::Open => "circle-question-mark",
        About::Met => "check",
        About::NotMet => "x",
        About::ToCheck => "circle",
        About::Penalty | About::Notice => "triangle-alert",
        About::Link => "corner-up-right",
        About::Choice => "plus",
        About::Submitted => "send",
        About::HandedOver => "package-check",
        About::Informed => "message-circle",
        About::Withdrawn => "undo-2",
        About::Refused => "ban",
    })
}

/// A mark as the tag of a row.
#[must_use]
pub fn tag(context: &Context<'_>, mark: &Mark<'_>) -> Tag {
    (mark.tone, sign(mark.about).unwrap_or("circle"), context.texts.say(&mark.words))
}

/// A mark by itself.
#[must_use]
pub fn mark<'a, Message: 'a>(context: &Context<'_>, mark: &Mark<'_>) -> Element<'a, Message> {
    let (tone, sign, words) = tag(context, mark);
    status_tag(tone, sign, words)
}

/// A section: its title and its blocks in a card.
#[must_use]
pub fn section<'a, Message: 'a>(context: &Context<'_>, section: &Section<'_>) -> Element<'a, Message> {
    let title = h3(context.texts.say(&section.title.clone().into()));
    let blocks = section.blocks.iter().map(|said| block(context, said));
    card(&context.look, column![title, rows(space::S, blocks)].spacing(space::S))
}

/// The blocks of a section whose title stands above already.
#[must_use]
pub fn blocks<'a, Message: 'a>(context: &Context<'_>, section: &Section<'_>) -> Element<'a, Message> {
    card(&context.look, rows(space::S, section.blocks.iter().map(|said| block(context, said))))
}

/// A block: its sign, and its lines beside it. What asks for attention stands in a notice.
#[must_use]
pub fn block<'a, Message: 'a>(context: &Context<'_>, block: &Block<'_>) -> Element<'a, Message> {
    if block.about == About::Notice {
        let words = crate::i18n::sentences(block.lines.iter().map(|line| context.texts.say(&line.words)));
        return notice(block.tone, words);
    }
    let lines = rows(space::XXS, block.lines.iter().map(|said| line(context, said)));
    let Some(sign) = sign(block.about) else { return lines };
    row![icon(sign, 24.0, Ink::Brand), lines].spacing(space::S).align_y(Alignment::Start).into()
}

/// All that the blocks of a section say, one after the other.
#[must_use]
pub fn said(context: &Context<'_>, section: &Section<'_>) -> String {
    let lines = section.blocks.iter().flat_map(|block| &block.lines);
    crate::i18n::sentences(lines.map(|line| context.texts.say(&line.words)))
}

/// A line in its weight.
#[must_use]
pub fn line<'a, Message: 'a>(context: &Context<'_>, line: &Line<'_>) -> Element<'a, Message> {
    let words = context.texts.say(&line.words);
    match line.weight {
        Weight::Strong => strong(words),
        Weight::Body => body(words),
        Weight::Small => small(words),
        Weight::Note => caption(words),
    }
}

/// What a step is called: its title, or for a step inserted because a paper is lacking, that paper.
#[must_use]
pub fn step_title(context: &Context<'_>, step: &PlannedStep<'_>) -> String {
    account::step_title(context.texts, step)
}

/// The mark that says where a step can be finished.
#[must_use]
pub fn where_tag(context: &Context<'_>, step: &PlannedStep<'_>) -> Tag {
    tag(context, &account::where_mark(context.catalogue, context.centre, step))
}

/// What leads a step's dates, where a person must hurry or has missed something: a mark of its own.
#[must_use]
pub fn lead_tag(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<Tag> {
    account::urgent_mark(step, context.in_moldova).map(|mark| tag(context, &mark))
}

/// What leads a step's dates, where nothing hurries, in one line.
#[must_use]
pub fn due_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    account::due_said(step, context.in_moldova).map(|said| context.texts.say(&said))
}

/// What a step costs, in one line; `None` for a step without a service.
#[must_use]
pub fn fee_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    account::cost_said(step).map(|said| context.texts.say(&said))
}

/// The word, mark and tone of a request's state. No two states share a word or a mark.
#[must_use]
pub fn state_word(context: &Context<'_>, state: RequestState) -> Tag {
    tag(context, &account::state_mark(state))
}
