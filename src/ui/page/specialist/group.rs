//! A group session: when, what about, how many people, for how long, where. Nobody is named.

use super::work::place_id;
use super::{Action, ForSpecialists, Ground};
use crate::account::{place_said, topic_said};
use crate::domain::day::{self, Bounds};
use crate::domain::work::{AgeBand, Attendance, Place, Topic, read_minutes};
use crate::i18n::{date_long, date_numeric};
use crate::ui::component::{Element, Field, answers, caption, choice_row, field, h1, h3, lead, rows, wrong_words};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use jiff::civil::Date;

/// How many days back a session may lie: a year.
const BACK: i64 = 366;

/// The most people of a session.
const MOST_PEOPLE: u16 = 1000;

/// The most letters that a field takes in.
const LONGEST: usize = 40;

/// The bands as they stand on the page, each with its field.
const BANDS: [(AgeBand, &str, &str); 4] = [
    (AgeBand::Young, "group-young", "age-young"),
    (AgeBand::Adult, "group-adult", "age-adult"),
    (AgeBand::Older, "group-older", "age-older"),
    (AgeBand::Untold, "group-untold", "group-untold"),
];

/// How wide the field of a band is: its words in two lines at the most.
const BAND_WIDTH: f32 = 220.0;

/// What is told of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTold {
    /// The day.
    pub held: Date,
    /// What it was about.
    pub topic: Topic,
    /// Who was there.
    pub people: Attendance,
    /// How long it took.
    pub minutes: u16,
    /// Where.
    pub place: Place,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPage {
    day: String,
    /// Nothing until somebody chose: what is counted by topic is nobody's guess.
    topic: Option<Topic>,
    people: [String; 4],
    minutes: String,
    place: Place,
    /// What is wrong: the day, the minutes, the people, the topic, in the order in which they stand.
    errors: [bool; 4],
}

/// What happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The day was typed.
    Day(String),
    /// How many of a band.
    People(usize, String),
    /// Minutes were typed.
    Minutes(String),
    /// What it was about.
    Topic(Topic),
    /// Where.
    Place(Place),
    /// Record it.
    Submit,
}

impl Page for GroupPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "group";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("group-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("group-day"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        let fields = ["group-day", "group-minutes", "group-young", topic_id(Topic::SKILLS[0])];
        fields.into_iter().zip(self.errors).find_map(|(field, wrong)| wrong.then_some(field))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.mistakes(&ground.context).into_iter().flatten().collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let short = |typed: String| typed.chars().take(LONGEST).collect();
        match message {
            Message::Day(typed) => self.day = short(typed),
            Message::People(band, typed) => {
                if let Some(field) = self.people.get_mut(band) {
                    *field = short(typed);
                }
            }
            Message::Minutes(typed) => self.minutes = short(typed),
            Message::Topic(topic) => self.topic = Some(topic),
            Message::Place(place) => self.place = place,
            Message::Submit => return self.submit(ground.context.today),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let head = [h1(look, self.heading(ground)), lead(look, context.tr("group-lead"))];
        let choices = self.choices(context);
        let fields = self.fields(context);
        let page: Element<'a, Message> = if look.is_narrow() {
            column![fields, choices].spacing(space::M).into()
        } else {
            let half = |part| container(part).width(Length::FillPortion(1));
            row![half(fields), half(choices)].spacing(space::L).into()
        };
        rows(look.gap(), head.into_iter().chain([page]))
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        *self != Self { errors: self.errors, ..Self::new(ground.context.today) }
    }
}

impl GroupPage {
    /// The form, for a session of today.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            day: date_numeric(today),
            topic: None,
            people: Default::default(),
            minutes: String::new(),
            place: Place::OF_MANY[0],
            errors: [false; 4],
        }
    }

    fn fields<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let [day_error, minutes_error, people_error, _] = self.mistakes(context);
        let read = self.read_day(context.today).map(|day| date_long(context.texts, day));
        let (label, hint) = (context.tr("group-day"), context.tr("group-day-hint"));
        let day = Field { error: day_error, ..Field::of_day("group-day", label, hint, read, &self.day) };
        let minutes = Field {
            id: "group-minutes",
            required: true,
            label: context.tr("group-minutes"),
            error: minutes_error,
            checked: true,
            value: &self.minutes,
            ..Field::default()
        };
        // One mistake of all four: it stands above them, and the first of them says it to the ear.
        let mut heard = people_error.clone();
        let bands = BANDS.iter().enumerate().map(|(band, (_, id, words))| {
            let one = Field {
                id,
                label: context.tr(words),
                heard: heard.take(),
                value: &self.people[band],
                ..Field::default()
            };
            let one = field(look, one, move |typed| Message::People(band, typed), Message::Submit);
            container(one).width(BAND_WIDTH).into()
        });
        let bands = row(bands).spacing(space::S).align_y(Alignment::End).wrap().vertical_spacing(space::S);
        let wrong = people_error.map_or_else(|| caption(""), wrong_words);
        let parts = [
            field(look, day, Message::Day, Message::Submit),
            field(look, minutes, Message::Minutes, Message::Submit),
            column![h3(context.tr("group-people")), wrong].into(),
            bands.into(),
        ];
        container(rows(space::S, parts)).max_width(COLUMN).into()
    }

    fn choices<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let topics = Topic::SKILLS.map(|topic| {
            let words = context.texts.say(&topic_said(topic).into());
            choice_row(look, topic_id(topic), words, self.topic == Some(topic), Message::Topic(topic))
        });
        let places = Place::OF_MANY.map(|place| {
            let words = context.texts.say(&place_said(place).into());
            choice_row(look, place_id(place), words, self.place == place, Message::Place(place))
        });
        let group = |id: &str, words: &str, wrong: Option<String>, choices: Element<'a, Message>| {
            let words = context.tr(words);
            let head = [Some(h3(words.clone())), wrong.map(wrong_words)];
            rows(space::XS, head.into_iter().flatten().chain([answers(id, words, choices)]))
        };
        let [.., topic_error] = self.mistakes(context);
        let topics = group("topic", "group-topic", topic_error, rows(space::XS, topics));
        let places = group("where", "group-place", None, rows(space::XS, places));
        column![topics, places].spacing(space::M).max_width(COLUMN).into()
    }

    fn read_day(&self, today: Date) -> Option<Date> {
        day::read(&self.day, today, Bounds::around(today, Some(BACK), Some(0))).ok()
    }

    /// Who was there; nothing where a field holds no number, or nobody was.
    fn attendance(&self) -> Option<Attendance> {
        let mut people = Attendance::new();
        for ((band, ..), typed) in BANDS.iter().zip(&self.people) {
            let typed = typed.trim();
            let number: u16 = if typed.is_empty() { 0 } else { typed.parse().ok()? };
            if number > 0 {
                people.insert(*band, number);
            }
        }
        let all: u32 = people.values().copied().map(u32::from).sum();
        (1..=u32::from(MOST_PEOPLE)).contains(&all).then_some(people)
    }

    fn mistakes(&self, context: &Context<'_>) -> [Option<String>; 4] {
        let [day, minutes, people, topic] = self.errors;
        [
            day.then(|| context.tr("group-error-day")),
            minutes.then(|| context.tr("group-error-minutes")),
            people.then(|| context.tr("group-error-people")),
            topic.then(|| context.tr("group-error-topic")),
        ]
    }

    fn submit(&mut self, today: Date) -> Action {
        let (day, people, minutes) = (self.read_day(today), self.attendance(), read_minutes(&self.minutes));
        self.errors = [day.is_none(), minutes.is_none(), people.is_none(), self.topic.is_none()];
        let (Some(held), Some(people), Some(minutes), Some(topic)) = (day, people, minutes, self.topic) else {
            return Action::None;
        };
        Action::TellGroup(GroupTold { held, topic, people, minutes, place: self.place })
    }
}

/// The id of the row of a topic.
pub(super) const fn topic_id(topic: Topic) -> &'static str {
    match topic {
        Topic::Computer => "topic-computer",
        Topic::Phone => "topic-phone",
        Topic::Email => "topic-email",
        Topic::StatePortal => "topic-portal",
        Topic::Signature => "topic-signature",
        Topic::Payments => "topic-payments",
        Topic::Safety => "topic-safety",
        Topic::WhoToAsk => "topic-office",
    }
}
