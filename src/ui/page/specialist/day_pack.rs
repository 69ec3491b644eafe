//! What a team takes along on a day to a village: who comes, which papers they still bring, which results are handed over,
//! what goes into the bag; and all its sheets printed ahead in one press.

use super::{Action, ForSpecialists, Ground, Session};
use crate::account::{PackRow, hour_said, kit_said, pack_lines};
use crate::domain::case::day_pack::{DayPack, days_ahead};
use crate::domain::case::{Case, read_place};
use crate::domain::day::{self, Bounds};
use crate::domain::hidden::hidden;
use crate::domain::service::Need;
use crate::i18n::{Value, counted, date_long, date_numeric};
use crate::ui::component::{
    Element, Field, body, caption, card, field, h1, h2, lead, rows, secondary_button, strong, tick_row,
};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::widget::{column, container, row};
use jiff::civil::Date;

/// How many days ahead a day in a village may be prepared: a year.
const AHEAD: i64 = 366;

/// The most letters that a field takes in.
const LONGEST: usize = 60;

/// How many of the days with appointments are offered.
const OFFERED: usize = 4;

/// The page.
#[derive(Clone, PartialEq)]
pub struct DayPackPage {
    day: String,
    place: String,
    names: bool,
    /// What is wrong: the day, the village.
    errors: [bool; 2],
}

hidden!(DayPackPage, "DayPackPage");

/// What happens on it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The day was typed.
    Day(String),
    /// The village was typed.
    Place(String),
    /// One of the days with appointments.
    Take(Date, String),
    /// With or without names.
    Names,
    /// Print all sheets.
    Print,
}

hidden!(Message, "day_pack::Message");

impl Page for DayPackPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "day-pack";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("pack-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let words = || ground.context.tr("pack-print");
        ground.context.prints().then(|| Primary::new("pack-print", words(), Message::Print).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        // Where a day is proposed nothing has to be typed, and no keyboard hides who comes.
        self.day.is_empty().then_some(First::Field("pack-day"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Print
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        ["pack-day", "pack-place"].into_iter().zip(self.errors).find_map(|(field, wrong)| wrong.then_some(field))
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.mistakes(&ground.context).into_iter().flatten().collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let short = |typed: String| typed.chars().take(LONGEST).collect();
        match message {
            Message::Day(typed) => self.day = short(typed),
            Message::Place(typed) => self.place = short(typed),
            Message::Take(day, place) => {
                (self.day, self.place) = (date_numeric(day), place);
                self.errors = [false; 2];
            }
            Message::Names => self.names = !self.names,
            Message::Print => return self.print(ground),
        }
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("pack-lead"))];
        parts.extend(Self::ahead(ground));
        let [day_error, place_error] = self.mistakes(context);
        let read = self.read_day(context.today).map(|day| date_long(context.texts, day));
        let (label, hint) = (context.tr("appointment-day"), context.tr("appointment-day-hint"));
        let day = Field { error: day_error, ..Field::of_day("pack-day", label, hint, read, &self.day) };
        let place = Field {
            id: "pack-place",
            required: true,
            label: context.tr("appointment-place"),
            error: place_error,
            checked: true,
            value: &self.place,
            ..Field::default()
        };
        let day = container(field(look, day, Message::Day, Message::Print)).max_width(COLUMN / 2.0);
        let place = container(field(look, place, Message::Place, Message::Print)).max_width(COLUMN / 2.0);
        if look.is_narrow() {
            parts.extend([day.into(), place.into()]);
        } else {
            parts.push(row![day, place].spacing(space::L).into());
        }
        let names = tick_row(look, "pack-names", context.tr("pack-names"), self.names, Message::Names);
        parts.push(container(column![names, caption(context.tr("pack-names-hint"))]).max_width(COLUMN).into());
        if let Some(pack) = self.pack(ground) {
            parts.push(Self::people(ground, &pack));
            let sheets = self.sheets(ground, &pack).len();
            parts.push(caption(counted(context.texts, "pack-sheets", sheets)));
        }
        parts.push(kit(context));
        rows(look.gap(), parts)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }
}

impl DayPackPage {
    /// The page, with the next day on which people are expected in a village.
    #[must_use]
    pub fn new(session: &Session, today: Date) -> Self {
        let next = days_ahead(&session.cases, today).into_iter().next();
        let (day, place) = next.map_or_else(Default::default, |(day, place, _)| (date_numeric(day), place));
        Self { day, place, names: false, errors: [false; 2] }
    }

    fn read_day(&self, today: Date) -> Option<Date> {
        day::read(&self.day, today, Bounds::around(today, Some(0), Some(AHEAD))).ok()
    }

    fn mistakes(&self, context: &Context<'_>) -> [Option<String>; 2] {
        let [day, place] = self.errors;
        [day.then(|| context.tr("pack-day-error")), place.then(|| context.tr("pack-place-error"))]
    }

    /// The pack of what was typed, once it is a day and a village.
    fn pack(&self, ground: &Ground<'_>) -> Option<DayPack> {
        let (day, place) = self.read_day(ground.context.today).zip(read_place(&self.place))?;
        Some(DayPack::of(&ground.session.cases, day, &place))
    }

    /// The days with appointments in villages, to be taken by one press.
    fn ahead<'a>(ground: &Ground<'a>) -> Option<Element<'a, Message>> {
        let context = &ground.context;
        let look = &context.look;
        let days = days_ahead(&ground.session.cases, context.today);
        let button = |(number, (day, place, people)): (usize, (Date, String, usize))| {
            let people = i64::try_from(people).unwrap_or_default();
            let told = [("date", date_numeric(day).into()), ("place", place.clone().into()), ("number", people.into())];
            let words = context.tr_with("pack-day", &told);
            secondary_button(look, &format!("pack-day-{number}"), words, None, Message::Take(day, place))
        };
        let buttons: Vec<_> = days.into_iter().take(OFFERED).enumerate().map(button).collect();
        if buttons.is_empty() {
            return None;
        }
        let buttons = row(buttons).spacing(space::S).wrap().vertical_spacing(space::S);
        Some(column![strong(context.tr("pack-ahead")), buttons].spacing(space::XS).into())
    }

    /// Who comes, as the list of the day says it; on the screen of a signed-in specialist by name.
    fn people<'a>(ground: &Ground<'a>, pack: &DayPack) -> Element<'a, Message> {
        let context = &ground.context;
        let visits = pack_rows(context, ground.session, pack, true);
        let heading = match visits.len() {
            0 => context.tr("pack-nobody"),
            people => counted(context.texts, "pack-people", people),
        };
        let one = |visit: &PackRow<'_>| {
            let hour = visit.expected.map_or_else(|| "–".to_owned(), |(hour, _)| hour_said(hour));
            let who = visit.name.clone().unwrap_or_else(|| visit.code.clone());
            let lines = pack_lines(visit).into_iter().map(|line| body(context.texts.say(&line.words)));
            rows(space::XXS, std::iter::once(strong(format!("{hour}  {who}"))).chain(lines))
        };
        let list: Vec<_> = visits.iter().map(one).collect();
        card(&context.look, rows(space::M, std::iter::once(h2(&context.look, heading)).chain(list)))
    }

    /// All that is printed ahead: the list; for each person the slip and what they bring, and a blank consent where none
    /// holds on that day.
    fn sheets(&self, ground: &Ground<'_>, pack: &DayPack) -> Vec<SheetChoice> {
        let list = SheetChoice::Pack { day: pack.day, place: pack.place.clone(), names: self.names };
        let cases = pack.visits.iter().filter_map(|visit| ground.session.case(visit.case));
        let of_case = |case: &Case| {
            let papers = !lacking_papers(&ground.context, case).is_empty();
            let slip = Some(SheetChoice::Slip(case.id));
            let papers = papers.then_some(SheetChoice::CasePapers(case.id));
            let consent = (!case.has_consent(pack.day)).then_some(SheetChoice::BlankConsent {
                case: case.id,
                day: pack.day,
                named: self.names,
            });
            [slip, papers, consent].into_iter().flatten().collect::<Vec<_>>()
        };
        std::iter::once(list).chain(cases.flat_map(of_case)).collect()
    }

    fn print(&mut self, ground: &Ground<'_>) -> Action {
        self.errors = [self.read_day(ground.context.today).is_none(), read_place(&self.place).is_none()];
        match self.pack(ground) {
            Some(pack) => Action::Sheet(SheetWish::All(self.sheets(ground, &pack))),
            None => Action::None,
        }
    }
}

/// What goes into the bag.
fn kit<'a>(context: &Context<'a>) -> Element<'a, Message> {
    let items = kit_said(context.centre);
    let none = items.is_empty().then(|| body(context.tr("pack-kit-unknown")));
    let item = |lines: Vec<crate::account::Line<'_>>| {
        let mut said = lines.iter().map(|line| context.texts.say(&line.words));
        let name = said.next().map(body);
        rows(space::XXS, name.into_iter().chain(said.map(caption)))
    };
    let head = h2(&context.look, context.tr("pack-kit"));
    card(&context.look, rows(space::S, std::iter::once(head).chain(items.into_iter().map(item)).chain(none)))
}

/// The ids of the papers that the person of a case still has to bring for certain.
fn lacking_papers(context: &Context<'_>, case: &Case) -> Vec<String> {
    let Some(planned) = context.planned(&case.event, &case.answers) else { return Vec::new() };
    let asked = planned.plan().papers.iter().filter(|paper| paper.need == Need::Bring && paper.from_step.is_none());
    let lacking = asked.filter(|paper| !case.papers.contains(&paper.paper.id));
    lacking.map(|paper| paper.paper.id.clone()).collect()
}

/// The rows of a pack, as the list says them.
#[must_use]
pub fn pack_rows<'a>(context: &Context<'a>, session: &Session, pack: &DayPack, names: bool) -> Vec<PackRow<'a>> {
    let catalogue = context.catalogue;
    let visits = pack.visits.iter().filter_map(|visit| Some((visit, session.case(visit.case)?)));
    let row = |(visit, case): (&crate::domain::case::day_pack::Visit, &Case)| {
        let papers = lacking_papers(context, case);
        let issued = case.requests.iter().filter(|request| visit.results.contains(&request.id));
        PackRow {
            code: case.return_code.clone(),
            name: Some(case.person.name.clone()).filter(|name| names && !name.is_empty()),
            expected: visit.expected,
            papers: papers
                .iter()
                .filter_map(|id| catalogue.papers.get(id))
                .map(|paper| Value::Text(&paper.name))
                .collect(),
            results: issued
                .map(|request| match catalogue.service(&request.service) {
                    Some(service) => Value::Text(&service.title),
                    None => Value::Name(request.service.to_string()),
                })
                .collect(),
        }
    };
    visits.map(row).collect()
}
