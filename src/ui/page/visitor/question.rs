//! One question a page. "I do not know" is always an answer.

mod lists;

use super::{Action, ForVisitors, Ground, Visit};
use crate::domain::condition::Truth;
use crate::domain::day::{self, Bounds, DayError};
use crate::domain::fact::{FactId, Value};
use crate::domain::hidden::hidden;
use crate::domain::question::{Question as Definition, QuestionKind, Unfit};
use crate::i18n::{date_long, date_numeric};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Field, Ink, Tone, answer_row, answers, field, lead, notice, place, placed_heading, rows, secondary_button,
    strong, two_columns,
};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use crate::ui::widget::described;
use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length};
use jiff::ToSpan as _;
use jiff::civil::Date;
use lists::{List, Lists, Pick};

/// The room beside a date's field for the way to the lists, in logical pixels.
const WAY_TO_LISTS: f32 = 240.0;

/// The most letters of a typed answer: a day with its weekday and month in words.
const LONGEST: usize = 40;

/// A question being answered.
#[derive(Clone, PartialEq)]
pub struct QuestionPage {
    /// The question's id.
    pub id: FactId,
    draft: Draft,
    error: Option<Mistake>,
    /// The lists from which a day is chosen, in place of the field.
    lists: Option<Lists>,
    /// How often another list was opened, or the field again: each begins like a page.
    turned: usize,
}

hidden!(QuestionPage, "QuestionPage");

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    Nothing,
    Lists,
    Day(DayError),
    Number,
    Range(i64, i64),
}

impl Mistake {
    fn words(self, context: &Context<'_>) -> String {
        match self {
            Self::Nothing => context.tr("question-error-nothing"),
            Self::Lists => context.tr("question-error-lists"),
            Self::Day(error) => day_error(context, error),
            Self::Number => context.tr("question-error-number"),
            Self::Range(least, most) => {
                context.tr_with("question-error-range", &[("least", least.into()), ("most", most.into())])
            }
        }
    }
}

#[derive(Clone, PartialEq)]
enum Draft {
    Nothing,
    Chosen(Option<Value>),
    Typed(String),
}

hidden!(Draft, "Draft");

/// What happens on the page.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// An answer was chosen; `None` is "I do not know".
    Choose(Option<Value>),
    /// An answer was pointed at: it is chosen, and nothing else is to be done here.
    Take(Option<Value>),
    /// Something was typed.
    Type(String),
    /// Choose the day from lists, or type it.
    Lists(bool),
    /// Open a list again.
    Open(List),
    /// Something was chosen from a list.
    Pick(Pick),
    /// Something of a list was pointed at: it is chosen, and the next list comes.
    PickAndGoOn(Pick),
    /// Go on.
    Next,
}

hidden!(Message, "question::Message");

impl Page for QuestionPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "question";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let words = self.definition(ground).map(|definition| ground.context.text(&definition.text));
        words.unwrap_or_else(|| ground.context.tr("event-gone"))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("next", ground.context.tr("continue"), Message::Next))
    }

    fn first(&self, ground: &Ground<'_>) -> Option<First> {
        self.typed(ground).map(First::Field)
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Next
    }

    fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
        self.error.and_then(|_| self.typed(ground))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.error.iter().map(|error| error.words(&ground.context)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match self.definition(ground) {
            Some(definition) => self.hear(message, ground.context.today, definition),
            None => Action::None,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        match self.definition(ground) {
            Some(definition) => self.draw(context, definition, progress(ground, &self.id)),
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        // A specialist knows the questions, and has all of the page before the eyes like whoever points.
        let say = if ground.context.assisted { Message::Take } else { Message::Choose };
        Self::by_digit(self.definition(ground)?, digit, say)
    }

    fn is_typed_on(&self, ground: &Ground<'_>) -> bool {
        self.typed(ground).is_some()
    }

    fn part(&self) -> usize {
        self.turned
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }
}

impl QuestionPage {
    /// The question as the catalogue defines it.
    fn definition<'a>(&self, ground: &Ground<'a>) -> Option<&'a Definition> {
        ground.context.event(ground.visit.event.as_ref()?)?.question(&self.id)
    }

    /// The field in which the answer is typed; none where it is chosen.
    fn typed(&self, ground: &Ground<'_>) -> Option<&'static str> {
        if self.lists.is_some() {
            return None;
        }
        let kind = self.definition(ground)?.kind;
        matches!(kind, QuestionKind::Date | QuestionKind::Number).then_some("typed")
    }

    /// The question, with the answer given before.
    #[must_use]
    pub fn new(definition: &Definition, visit: &Visit) -> Self {
        let known = visit.answers.0.get(&definition.id);
        let draft = match (definition.kind, known) {
            (_, None) => Draft::Nothing,
            (QuestionKind::Date, Some(Some(Value::Date(date)))) => Draft::Typed(date_numeric(*date)),
            (QuestionKind::Number, Some(Some(Value::Number(number)))) => Draft::Typed(number.to_string()),
            (_, Some(value)) => Draft::Chosen(value.clone()),
        };
        Self { id: definition.id.clone(), draft, error: None, lists: None, turned: 0 }
    }

    fn hear(&mut self, message: Message, today: Date, definition: &Definition) -> Action {
        match message {
            Message::Choose(value) => {
                self.draft = Draft::Chosen(value);
                self.error = None;
            }
            Message::Take(value) => {
                self.draft = Draft::Chosen(value);
                return self.next(today, definition);
            }
            Message::Type(text) => {
                // Left as it was typed: putting points in would move the letters under the caret.
                self.draft = Draft::Typed(text.chars().take(LONGEST).collect());
                self.error = None;
            }
            Message::Lists(true) => {
                let typed = read_date(today, definition, self.text()).ok();
                self.lists = Some(Lists::of(typed));
                self.turn();
            }
            Message::Lists(false) => {
                self.lists = None;
                self.turn();
            }
            Message::Open(list) => {
                if let Some(lists) = &mut self.lists {
                    lists.open(list);
                }
                self.turn();
            }
            Message::Pick(pick) => self.pick(pick, bounds(today, definition)),
            Message::PickAndGoOn(pick) => {
                self.pick(pick, bounds(today, definition));
                self.go_on(bounds(today, definition));
            }
            Message::Next if self.go_on(bounds(today, definition)) => {}
            Message::Next => return self.next(today, definition),
        }
        Action::None
    }

    /// Another list, or the field, begins like a page.
    fn turn(&mut self) {
        self.error = None;
        self.turned += 1;
    }

    /// What was chosen from a list becomes the text that would be typed, once there is a whole day.
    fn pick(&mut self, pick: Pick, bounds: Bounds) {
        let Some(lists) = &mut self.lists else { return };
        lists.pick(pick, bounds);
        self.draft = lists.date().map_or(Draft::Nothing, |date| Draft::Typed(date_numeric(date)));
        self.error = None;
    }

    /// Goes on among the lists; says whether there was one to answer.
    fn go_on(&mut self, bounds: Bounds) -> bool {
        let Some(lists) = self.lists.as_mut().filter(|lists| lists.is_open()) else { return false };
        if lists.go_on(bounds) {
            self.turn();
        } else {
            self.error = Some(Mistake::Lists);
        }
        true
    }

    fn text(&self) -> &str {
        if let Draft::Typed(text) = &self.draft { text } else { "" }
    }

    fn next(&mut self, today: Date, definition: &Definition) -> Action {
        let value = match &self.draft {
            Draft::Nothing => Err(Mistake::Nothing),
            Draft::Chosen(value) => Ok(value.clone()),
            Draft::Typed(text) if definition.kind == QuestionKind::Date => {
                read_date(today, definition, text).map(|date| Some(Value::Date(date)))
            }
            Draft::Typed(text) => read_number(today, definition, text).map(|number| Some(Value::Number(number))),
        };
        match value {
            Ok(value) => Action::Answer(self.id.clone(), value),
            Err(error) => {
                self.error = Some(error);
                Action::None
            }
        }
    }

    /// What is said of the answer that a digit key chooses.
    fn by_digit(definition: &Definition, digit: usize, say: fn(Option<Value>) -> Message) -> Option<Message> {
        // Where something is to be typed a digit is part of it, wherever the focus is, and never an answer.
        if matches!(definition.kind, QuestionKind::Date | QuestionKind::Number) {
            return None;
        }
        let options = options(definition);
        match digit {
            0 => None,
            _ if digit <= options.len() => Some(say(Some(options[digit - 1].clone()))),
            _ if digit == options.len() + 1 => Some(say(None)),
            _ => None,
        }
    }

    fn draw<'a>(
        &'a self,
        context: &Context<'a>,
        definition: &'a Definition,
        progress: (usize, usize),
    ) -> Element<'a, Message> {
        let look = &context.look;
        let (number, of) = (i64::try_from(progress.0).unwrap_or(0), i64::try_from(progress.1).unwrap_or(0));
        let progress = context.tr_with("question-progress", &[("number", number.into()), ("of", of.into())]);
        let mut parts = vec![placed_heading(look, context.text(&definition.text), place(progress, Ink::Muted))];
        // Where the keyboard on the screen leaves room for the field alone, what helps comes after it. The lists need all
        // the room of a small screen.
        let is_typed = matches!(definition.kind, QuestionKind::Date | QuestionKind::Number);
        let hint = crate::account::hint_said(context.catalogue, definition, context.today);
        let hint = hint.filter(|_| self.lists.is_none() || !look.is_medium());
        let hint = hint.map(|hint| context.texts.say(&hint));
        let [before, after] = [false, true].map(|after| {
            let hint = hint.clone().filter(|_| after == (is_typed && look.is_low()));
            hint.map(|hint| lead(look, hint))
        });
        parts.extend(before);
        let answer = |id: &str, words: String, value: Option<Value>| {
            let chosen = self.draft == Draft::Chosen(value.clone());
            answer_row(
                look,
                id,
                words,
                context.tr("answer-then"),
                chosen,
                Message::Choose(value.clone()),
                Message::Take(value),
            )
        };
        // A specialist sees the digit that chooses.
        let numbered = |number: usize, words: String| {
            if context.assisted && number < 10 { format!("{number}. {words}") } else { words }
        };
        let unknown = context.tr("answer-unknown");
        match definition.kind {
            QuestionKind::YesNo | QuestionKind::Choice => {
                let mut choices = Vec::new();
                for (value, number) in options(definition).into_iter().zip(1..) {
                    let words = numbered(number, crate::i18n::value_text(context.texts, Some(definition), &value));
                    let id = match &value {
                        Value::Choice(id) => format!("answer-{id}"),
                        Value::Truth(true) => "answer-yes".to_owned(),
                        _ => "answer-no".to_owned(),
                    };
                    choices.push(answer(&id, words, Some(value)));
                }
                choices.push(answer("answer-unknown", numbered(choices.len() + 1, unknown), None));
                parts.push(answers("answers", context.text(&definition.text), two_columns(look, choices)));
            }
            QuestionKind::Date | QuestionKind::Number => parts.push(match &self.lists {
                Some(lists) => lists.draw(context, bounds(context.today, definition)),
                None => self.typing(context, definition, answer("answer-unknown", unknown, None)),
            }),
        }
        parts.extend(after);
        rows(look.gap(), parts)
    }

    fn typing<'a>(
        &'a self,
        context: &Context<'a>,
        definition: &'a Definition,
        unknown: Element<'a, Message>,
    ) -> Element<'a, Message> {
        let look = &context.look;
        let is_date = definition.kind == QuestionKind::Date;
        let read = day::read(self.text(), context.today, bounds(context.today, definition)).ok();
        let read = read.filter(|_| is_date).map(|date| date_long(context.texts, date));
        let input = field(
            look,
            Field {
                id: "typed",
                label: context.tr(if is_date { "question-date-label" } else { "question-number-label" }),
                hint: is_date.then(|| context.tr("question-date-hint")),
                heard: read.clone(),
                error: self.error.map(|error| error.words(context)),
                checked: true,
                value: self.text(),
                width: Some(440.0),
                ..Field::default()
            },
            Message::Type,
            Message::Next,
        );
        let lists =
            is_date.then(|| secondary_button(look, "lists", context.tr("question-lists"), None, Message::Lists(true)));
        // Beside the field it is in sight with the keyboard on the screen; where the page is narrow the words above the
        // field need all of its width.
        let (beside_field, below) = if look.is_narrow() { (None, lists) } else { (lists, None) };
        let field = row![container(input).width(Length::Fill)].push(beside_field);
        let field = field.spacing(space::S).align_y(Alignment::End);
        let mut left = column![container(field).max_width(COLUMN + WAY_TO_LISTS)];
        if is_date {
            let back = definition.days_back.unwrap_or(i64::MAX);
            let quick = [(0, "question-today"), (1, "question-yesterday")];
            let mut buttons = row![].spacing(space::S);
            for (days, key) in quick {
                if days <= back
                    && let Ok(date) = context.today.checked_sub(days.days())
                {
                    let message = Message::Type(date_numeric(date));
                    buttons = buttons.push(secondary_button(look, key, context.tr(key), None, message));
                }
            }
            // What was read stands beside the buttons, where its room is kept: nothing below moves under a finger.
            let beside: Element<'a, Message> = match read {
                Some(words) => {
                    described(Semantics::new("date-read", Role::Status, words.clone()), strong(words)).into()
                }
                None => Space::new().into(),
            };
            left = left.push(row![buttons, container(beside).center_y(look.target())].spacing(space::M));
        }
        left.push(below).push(container(unknown).max_width(COLUMN)).spacing(space::S).into()
    }
}

/// The place of a question among those asked, and how many there are as far as is known.
fn progress(ground: &Ground<'_>, id: &str) -> (usize, usize) {
    let Some(planned) = ground.visit.planned(&ground.context) else {
        return (1, 1);
    };
    let (situation, open) = (planned.situation(), &planned.plan().questions);
    let asked: Vec<&str> = situation
        .event
        .questions
        .iter()
        .filter(|question| {
            ground.visit.answers.reached(&question.id) && situation.is_asked(&question.id) != Truth::False
                || open.iter().any(|other| other.id == question.id)
        })
        .map(|question| question.id.as_str())
        .collect();
    let place = asked.iter().position(|other| *other == id).unwrap_or(0);
    (place + 1, asked.len().max(place + 1))
}

fn options(definition: &Definition) -> Vec<Value> {
    match definition.kind {
        QuestionKind::YesNo => vec![Value::Truth(true), Value::Truth(false)],
        QuestionKind::Choice => definition.options.iter().map(|option| Value::Choice(option.id.clone())).collect(),
        QuestionKind::Date | QuestionKind::Number => Vec::new(),
    }
}

/// The days that an answer may name.
fn bounds(today: Date, definition: &Definition) -> Bounds {
    let (first, last) = definition.days(today);
    Bounds { first, last }
}

fn read_date(today: Date, definition: &Definition, text: &str) -> Result<Date, Mistake> {
    day::read(text, today, bounds(today, definition)).map_err(Mistake::Day)
}

/// What is wrong with a day, and what to do.
#[must_use]
pub fn day_error(context: &Context<'_>, error: DayError) -> String {
    match error {
        DayError::Unclear => context.tr("question-error-date"),
        DayError::NoSuchDay { last } => context.tr_with("question-error-day", &[("last", i64::from(last).into())]),
        DayError::NoSuchMonth => context.tr("question-error-month"),
        DayError::Ahead => context.tr("question-error-future"),
        DayError::Back => context.tr("question-error-past"),
    }
}

fn read_number(today: Date, definition: &Definition, text: &str) -> Result<i64, Mistake> {
    let number: i64 = text.trim().parse().map_err(|_| Mistake::Number)?;
    definition.takes(&Value::Number(number), today).map_err(|unfit| match unfit {
        Unfit::Range(least, most) => Mistake::Range(least, most),
        Unfit::Kind | Unfit::Option | Unfit::Later(_) | Unfit::Earlier(_) => Mistake::Number,
    })?;
    Ok(number)
}
