//! How long something took, where, and how much of it the person did: for a case, or for help that was information only. What
//! is usual is filled in, so that Enter alone records it.

use super::{Action, ForSpecialists, Ground};
use crate::account::{autonomy_said, place_said, topic_said};
use crate::domain::work::{Autonomy, Place, Topic, read_minutes};
use crate::ui::component::{Element, Field, answers, choice_row, field, h1, h3, lead, rows, strong};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{column, container, row};
use uuid::Uuid;

/// The most letters that the field takes in.
const LONGEST: usize = 6;

/// What was worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worked {
    /// A case.
    Case(Uuid),
    /// Information about an event.
    Event(String),
    /// Information about something else.
    Topic(Topic),
}

/// What is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What was worked on.
    pub worked: Worked,
    /// How long.
    pub minutes: u16,
    /// Where.
    pub place: Place,
    /// How much the person did.
    pub autonomy: Autonomy,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkPage {
    /// What was worked on.
    pub worked: Worked,
    minutes: String,
    /// What was proposed.
    proposed: u16,
    place: Place,
    autonomy: Autonomy,
    wrong: bool,
}

/// What happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Minutes were typed.
    Minutes(String),
    /// Where.
    Place(Place),
    /// How much the person did.
    Level(Autonomy),
    /// Record it.
    Submit,
}

impl Page for WorkPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "work";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(match self.worked {
            Worked::Case(_) => "work-heading",
            Worked::Event(_) | Worked::Topic(_) => "work-heading-inform",
        })
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("work-minutes"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong.then_some("work-minutes")
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        if self.wrong { vec![ground.context.tr("work-error-minutes")] } else { Vec::new() }
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Minutes(typed) => self.minutes = typed.chars().take(LONGEST).collect(),
            Message::Place(place) => self.place = place,
            Message::Level(level) => self.autonomy = level,
            Message::Submit => return self.submit(),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let minutes = Field {
            id: "work-minutes",
            required: true,
            label: context.tr("work-minutes"),
            hint: Some(context.tr("work-minutes-hint")),
            error: self.wrong.then(|| context.tr("work-error-minutes")),
            checked: true,
            value: &self.minutes,
            ..Field::default()
        };
        let about = match &self.worked {
            Worked::Case(id) => {
                ground.session.case(*id).map(|case| context.event_title(&case.event)).unwrap_or_default()
            }
            Worked::Event(code) => context.event_title(code),
            Worked::Topic(topic) => context.texts.say(&topic_said(*topic).into()),
        };
        let parts = [
            h1(look, self.heading(ground)),
            strong(about),
            lead(look, context.tr("work-lead")),
            field(look, minutes, Message::Minutes, Message::Submit),
            self.choices(context),
        ];
        rows(look.gap(), parts)
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, _ground: &Ground<'_>) -> bool {
        *self != Self { wrong: self.wrong, ..Self::new(self.worked.clone(), self.proposed) }
    }
}

impl WorkPage {
    /// The form, with so many minutes proposed.
    #[must_use]
    pub fn new(worked: Worked, proposed: u16) -> Self {
        let (place, autonomy) = (Place::OF_ONE[0], Autonomy::ALL[0]);
        Self { worked, minutes: proposed.to_string(), proposed, place, autonomy, wrong: false }
    }

    fn choices<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let places = Place::OF_ONE.map(|place| {
            let words = context.texts.say(&place_said(place).into());
            choice_row(look, place_id(place), words, self.place == place, Message::Place(place))
        });
        let levels = Autonomy::ALL.map(|level| {
            let words = context.texts.say(&autonomy_said(level).into());
            choice_row(look, level_id(level), words, self.autonomy == level, Message::Level(level))
        });
        let group = |id: &str, words: &str, rows: Element<'a, Message>| {
            let words = context.tr(words);
            column![h3(words.clone()), answers(id, words, rows)].spacing(space::XS)
        };
        let places = group("where", "work-place", rows(space::XS, places));
        let levels = group("level", "work-level", rows(space::XS, levels));
        if look.is_narrow() {
            return column![places, levels].spacing(space::M).max_width(COLUMN).into();
        }
        let half = |part| container(part).width(Length::FillPortion(1));
        row![half(places), half(levels)].spacing(space::L).into()
    }

    fn submit(&mut self) -> Action {
        let minutes = read_minutes(&self.minutes);
        self.wrong = minutes.is_none();
        let Some(minutes) = minutes else { return Action::None };
        let (worked, place, autonomy) = (self.worked.clone(), self.place, self.autonomy);
        Action::TellWork(Told { worked, minutes, place, autonomy })
    }
}

/// The id of the row of a place.
pub(super) const fn place_id(place: Place) -> &'static str {
    match place {
        Place::Desk => "place-desk",
        Place::Phone => "place-phone",
        Place::Road => "place-road",
        Place::Home => "place-home",
        Place::Room => "place-room",
        Place::School => "place-school",
        Place::Library => "place-library",
        Place::Elsewhere => "place-elsewhere",
    }
}

const fn level_id(level: Autonomy) -> &'static str {
    match level {
        Autonomy::Guided => "autonomy-guided",
        Autonomy::Partly => "autonomy-partly",
        Autonomy::Alone => "autonomy-alone",
    }
}
