//! How the questions of the set-up are drawn.

use super::{Message, SetUpPage};
use crate::account::{Audience, troubles_said};
use crate::domain::printing::PrinterState;
use crate::domain::setup::{
    CARD_MILLIMETRES, CentrePlace, ComputerUse, PrinterChoice, Question, SHORT_SIDE_MILLIMETRES, find_centres,
};
use crate::domain::text::Language;
use crate::i18n::counted;
use crate::ui::component::{
    Element, Field, Ink, Tone, answer_row, answers, body, caption, choice_row, field, lead, link_button, notice, place,
    placed_heading, rows, ruler, secondary_button, strong, tick_row, two_columns,
};
use crate::ui::context::Context;
use crate::ui::page::doctor;
use crate::ui::page::visitor::Ground;
use crate::ui::set_up::{FoundPrinter, SetUp, Written};
use crate::ui::style::{COLUMN, Look, space};
use iced::widget::{container, row};

/// For whom a computer can be, with its id and its words.
pub(super) const COMPUTERS: [(ComputerUse, &str, &str); 2] = [
    (ComputerUse::Visitors, "computer-visitors", "set-up-visitors"),
    (ComputerUse::Specialist, "computer-specialist", "set-up-specialist"),
];

/// The message of the heading of a question.
pub(super) const fn heading(question: Question) -> &'static str {
    match question {
        Question::Language => "set-up-language",
        Question::Computer => "set-up-computer",
        Question::Visitors => "set-up-alone",
        Question::Centre => "set-up-centre",
        Question::Printer => "set-up-printer",
        Question::Screen => "set-up-screen",
        Question::Scanner => "set-up-scanner",
        Question::Enrolment => "enrol-heading",
        Question::Check => "doctor-heading",
    }
}

/// The side of a bank card that fits on the page, in millimetres.
pub(super) fn side(set_up: &SetUp, ground: &Ground<'_>) -> f32 {
    let look = &ground.context.look;
    let room = look.widest().min(look.page.width - 2.0 * look.margin());
    let fits = width(set_up, &ground.context, CARD_MILLIMETRES) <= room;
    if fits { CARD_MILLIMETRES } else { SHORT_SIDE_MILLIMETRES }
}

/// How wide a side of the card is on the page, in logical pixels.
fn width(set_up: &SetUp, context: &Context<'_>, millimetres: f32) -> f32 {
    set_up.ruler.length(millimetres) / (context.look.scale * context.dots)
}

/// How many centres a page shows, in two columns where it is wide: the field above them and the way past below stay in sight.
fn centres_a_page(look: &Look) -> usize {
    match (look.is_low(), look.is_narrow(), look.page.height) {
        (true, _, _) => 2,
        (false, true, ..1100.0) => 4,
        (false, false, ..860.0) => 6,
        (false, _, _) => 8,
    }
}

/// That the guide begins in a language, in that language: the frame's own choice beside it is the language's name.
const fn begins_in(language: Language) -> &'static str {
    match language {
        Language::Ru => "На русском языке",
        Language::En => "In English",
        Language::Ro | Language::Uk | Language::Gag | Language::Bg => "În limba română",
    }
}

impl SetUpPage {
    /// How many parts the page has.
    pub(super) fn pages(&self, ground: &Ground<'_>, set_up: &SetUp) -> usize {
        let look = &ground.context.look;
        match self.question {
            Question::Check => doctor::pages(look, ground.context.doctor),
            Question::Centre => find_centres(&set_up.centres, &self.typed).len().div_ceil(centres_a_page(look)).max(1),
            _ => 1,
        }
    }

    pub(super) fn draw<'a>(&'a self, ground: &Ground<'a>, set_up: &'a SetUp) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let (number, of) = self.question.place(&set_up.answers, context.is_enrolled);
        let count = |count: usize| i64::try_from(count).unwrap_or(1).into();
        // Beside the heading there is little room where the text is large.
        let words = if look.is_low() { "set-up-place-short" } else { "set-up-place" };
        let words = context.tr_with(words, &[("number", count(number)), ("of", count(of))]);
        let mut parts = vec![placed_heading(look, context.tr(heading(self.question)), place(words, Ink::Muted))];
        parts.extend(match self.question {
            Question::Language => self.language(context, set_up),
            Question::Computer => Self::computer(context, set_up),
            Question::Visitors => Self::visitors(context, set_up),
            Question::Centre => self.centre(ground, set_up),
            Question::Printer => Self::printer(context, set_up),
            Question::Screen => Self::screen(ground, set_up),
            Question::Scanner => Self::scanner(context, set_up),
            Question::Enrolment => self.enrolment(context),
            Question::Check => self.check(ground, set_up),
        });
        rows(look.gap(), parts)
    }

    fn language<'a>(&'a self, context: &Context<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let now = set_up.answers.language.unwrap_or(context.texts.language());
        let choice = |language: Language| {
            let id = format!("answer-{language}");
            let (choose, take) = (Message::Language(language, false), Message::Language(language, true));
            answer_row(look, &id, begins_in(language), context.tr("answer-then"), now == language, choose, take)
        };
        let choices = rows(space::XS, Language::INTERFACE.map(choice));
        let choices = container(answers("answers", self.heading_words(context), choices)).max_width(COLUMN);
        let mut parts = vec![lead(look, context.tr(if set_up.first { "set-up-lead" } else { "set-up-lead-again" }))];
        parts.push(choices.into());
        if set_up.first {
            let trial = secondary_button(look, "set-up-try", context.tr("set-up-try"), None, Message::Leave);
            parts.push(row![trial].into());
        }
        parts
    }

    fn heading_words(&self, context: &Context<'_>) -> String {
        context.tr(heading(self.question))
    }

    fn computer<'a>(context: &Context<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let choice = |(computer, id, words): (ComputerUse, &str, &str)| {
            let (choose, take) = (Message::Computer(computer, false), Message::Computer(computer, true));
            let chosen = set_up.answers.computer == Some(computer);
            answer_row(look, id, context.tr(words), context.tr("answer-then"), chosen, choose, take)
        };
        let choices = rows(space::XS, COMPUTERS.map(choice));
        let choices = container(answers("answers", context.tr("set-up-computer"), choices)).max_width(COLUMN);
        vec![choices.into(), body(context.tr("set-up-computer-more")), later(context)]
    }

    fn visitors<'a>(context: &Context<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let numbers = set_up.answers.waiting_numbers.unwrap_or(false);
        let alone = set_up.answers.print_alone.unwrap_or(true);
        let ticks = [
            tick_row(look, "tick-print", context.tr("set-up-print-alone"), alone, Message::PrintAlone(!alone)),
            tick_row(look, "tick-numbers", context.tr("set-up-numbers"), numbers, Message::WaitingNumbers(!numbers)),
        ];
        vec![
            container(rows(space::XS, ticks)).max_width(COLUMN).into(),
            body(context.tr("set-up-administrator")),
            later(context),
        ]
    }

    fn centre<'a>(&'a self, ground: &Ground<'a>, set_up: &'a SetUp) -> Vec<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let found = find_centres(&set_up.centres, &self.typed);
        let said = if found.is_empty() {
            context.tr("set-up-centre-none")
        } else {
            counted(context.texts, "set-up-centre-found", found.len())
        };
        let typed = field(
            look,
            Field {
                id: "centre",
                label: context.tr("set-up-centre-label"),
                hint: Some(said.clone()),
                heard: Some(said),
                value: &self.typed,
                ..Field::default()
            },
            Message::Typed,
            Message::GoOn,
        );
        let a_page = centres_a_page(look);
        let pages = found.len().div_ceil(a_page).max(1);
        let shown = found.into_iter().skip(self.page.min(pages - 1) * a_page).take(a_page);
        let chosen = set_up.answers.centre.as_deref();
        let choice = |centre: &CentrePlace| {
            // The name is in the language of whoever reads it; the village stands in it.
            let words = format!("{}, {}", context.text(&centre.name), context.text(&centre.district));
            let (choose, take) = (Message::Centre(centre.id.clone(), false), Message::Centre(centre.id.clone(), true));
            let id = format!("centre-{}", centre.id);
            answer_row(look, &id, words, context.tr("answer-then"), chosen == Some(&centre.id), choose, take)
        };
        let choices: Vec<_> = shown.map(choice).collect();
        let mut parts = vec![typed];
        if !choices.is_empty() {
            parts.push(answers("answers", context.tr("set-up-centre"), two_columns(look, choices)));
        }
        parts.push(later(context));
        parts
    }

    fn printer<'a>(context: &Context<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let Some(equipment) = &set_up.equipment else { return vec![looking(context), later(context)] };
        let chosen = set_up.printer();
        let choice = |printer: &FoundPrinter| {
            let choice = PrinterChoice::Named(printer.name.clone());
            let words = format!("{} – {}", printer.title, state(context, printer));
            let is_chosen = chosen.as_ref() == Some(&choice);
            choice_row(look, &format!("printer-{}", printer.name), words, is_chosen, Message::Printer(choice))
        };
        let none = choice_row(
            look,
            "printer-none",
            context.tr("set-up-printer-none"),
            chosen == Some(PrinterChoice::None),
            Message::Printer(PrinterChoice::None),
        );
        // A print system of a town hall has a handful; those of a network with more are chosen by the administrator.
        let choices = equipment.printers.iter().take(MOST_PRINTERS).map(choice).chain([none]).collect();
        let mut parts = Vec::new();
        if !equipment.print_system {
            parts.push(notice(Tone::Caution, context.tr("set-up-print-system")));
        } else if equipment.printers.is_empty() {
            parts.push(notice(Tone::Information, context.tr("set-up-no-printer")));
        }
        parts.push(answers("answers", context.tr("set-up-printer"), two_columns(look, choices)));
        let mut buttons = Vec::new();
        if let Some(PrinterChoice::Named(name)) = chosen {
            let words = context.tr("set-up-trial");
            buttons.push(secondary_button(look, "trial", words, Some("printer"), Message::Trial(name)));
        }
        buttons.push(look_again(context));
        parts.push(row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into());
        if let Some((_, told)) = &set_up.trial {
            let said = crate::account::print_said(told, Audience::Specialist);
            let words = crate::i18n::sentences(said.lines.iter().map(|line| context.texts.say(&line.words)));
            parts.push(notice(said.tone, words));
        }
        parts.push(later(context));
        parts
    }

    fn screen<'a>(ground: &Ground<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let side = side(set_up, ground);
        let long = side > SHORT_SIDE_MILLIMETRES;
        let words = context.tr(if long { "set-up-card-long" } else { "set-up-card-short" });
        let button = |id: &'static str, words: &str, pixels: f32| {
            secondary_button(look, id, context.tr(words), None, Message::Longer(pixels * context.dots))
        };
        let buttons = [
            button("ruler-much-narrower", "set-up-much-narrower", -COARSE),
            button("ruler-narrower", "set-up-narrower", -FINE),
            button("ruler-wider", "set-up-wider", FINE),
            button("ruler-much-wider", "set-up-much-wider", COARSE),
        ];
        let known = set_up.equipment.as_ref().and_then(|equipment| equipment.screen);
        let known = known.and_then(crate::domain::setup::Measured::pixels_per_millimetre);
        let more = if known.is_some() { "set-up-screen-known" } else { "set-up-screen-unknown" };
        vec![
            lead(look, context.tr("set-up-screen-lead")),
            ruler(width(set_up, context, side), words),
            row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into(),
            caption(context.tr(more)),
            later(context),
        ]
    }

    fn scanner<'a>(context: &Context<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let Some(equipment) = &set_up.equipment else { return vec![looking(context), later(context)] };
        let chosen = |name: &String| match &set_up.answers.scanner {
            Some(part) => name.contains(part),
            None => equipment.scanners.first() == Some(name),
        };
        let mut parts = Vec::new();
        if equipment.scanners.is_empty() {
            parts.push(notice(Tone::Information, context.tr("set-up-no-scanner")));
        } else {
            let choice = |(place, name): (usize, &String)| {
                let id = format!("scanner-{place}");
                choice_row(look, &id, name.clone(), chosen(name), Message::Scanner(name.clone()))
            };
            let choices = equipment.scanners.iter().take(MOST_PRINTERS).enumerate().map(choice);
            let choices = container(rows(space::XS, choices)).max_width(COLUMN);
            parts.push(answers("answers", context.tr("set-up-scanner"), choices));
        }
        parts.push(row![look_again(context)].into());
        parts.push(later(context));
        parts
    }

    fn enrolment<'a>(&'a self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let hub = Field {
            id: "hub",
            required: true,
            label: context.tr("enrol-hub"),
            hint: Some(context.tr("set-up-hub-hint")),
            value: &self.hub,
            width: Some(640.0),
            ..Field::default()
        };
        let code = Field {
            id: "code",
            required: true,
            label: context.tr("enrol-code"),
            value: &self.code,
            ..Field::default()
        };
        vec![
            field(look, hub, Message::Hub, Message::GoOn),
            field(look, code, Message::Code, Message::GoOn),
            body(context.tr("set-up-enrol-more")),
            later(context),
        ]
    }

    fn check<'a>(&'a self, ground: &Ground<'a>, set_up: &SetUp) -> Vec<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = Vec::new();
        match set_up.written {
            Written::Failed(why) => {
                parts.push(notice(Tone::Danger, context.tr(why)));
                let leave = secondary_button(look, "set-up-try", context.tr("set-up-without"), None, Message::Leave);
                parts.push(row![leave].into());
                return parts;
            }
            Written::Yes => parts.push(strong(context.tr("set-up-written"))),
            Written::No | Written::OnTheWay => {}
        }
        let page = self.page.min(doctor::pages(look, context.doctor) - 1);
        parts.extend(doctor::parts(context, context.doctor, page));
        parts.push(link_button(look, "check-again", context.tr("doctor-again"), Message::Again));
        parts
    }
}

/// The most printers and scanners that are listed.
const MOST_PRINTERS: usize = 7;

/// How far the ruler moves at a press, in logical pixels.
const FINE: f32 = 1.0;
const COARSE: f32 = 10.0;

/// How a printer is, in words.
fn state(context: &Context<'_>, printer: &FoundPrinter) -> String {
    if !printer.accepting {
        return context.tr("set-up-printer-refuses");
    }
    let first =
        troubles_said(&printer.troubles, Audience::Specialist).first().map(|line| context.texts.say(&line.words));
    match (printer.state, first) {
        (_, Some(trouble)) => trouble,
        (PrinterState::Idle, None) => context.tr("set-up-printer-ready"),
        (PrinterState::Processing, None) => context.tr("set-up-printer-works"),
        (PrinterState::Stopped, None) => context.tr("set-up-printer-stands"),
    }
}

/// The way past a question.
fn later<'a>(context: &Context<'a>) -> Element<'a, Message> {
    link_button(&context.look, "later", context.tr("set-up-later"), Message::Later)
}

fn looking<'a>(context: &Context<'a>) -> Element<'a, Message> {
    notice(Tone::Information, context.tr("set-up-looking"))
}

fn look_again<'a>(context: &Context<'a>) -> Element<'a, Message> {
    secondary_button(
        &context.look,
        "look-again",
        context.tr("set-up-look-again"),
        Some("refresh-cw"),
        Message::LookAround,
    )
}
