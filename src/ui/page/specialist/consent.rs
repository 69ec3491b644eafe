//! The person's consent: read aloud, by matter, by what may be done and by term, signed on paper in two copies; or refused,
//! by one press, for which nothing has to be read, chosen or signed.

use super::{Action, ForSpecialists, Ground};
use crate::account::{consent_aloud, matter_said, signer_said, verb_said};
use crate::domain::case::{
    Case, Command, Consent as Content, ConsentScope, Matter, PowerCode, ProviderScope, Signer, Verb, providers_of,
};
use crate::domain::day::{self, Bounds};
use crate::domain::hidden::hidden;
use crate::i18n::date_long;
use crate::ui::component::{
    Element, Field, Tone, answers, body, card, choice_row, field, h1, h2, h3, key_hint, notice, primary_button, rows,
    secondary_button, tick_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{column, container, row};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long a consent is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Today only.
    Today,
    /// 30 days.
    Month,
    /// Half a year.
    HalfYear,
    /// A year.
    Year,
    /// Up to a day that is written.
    Chosen,
}

/// The terms offered, in their order.
const TERMS: [Term; 5] = [Term::Today, Term::Month, Term::HalfYear, Term::Year, Term::Chosen];

impl Term {
    /// The message that says it, which is also the id of its row.
    const fn words(self) -> &'static str {
        match self {
            Self::Today => "consent-today",
            Self::Month => "consent-month",
            Self::HalfYear => "consent-half-year",
            Self::Year => "consent-year",
            Self::Chosen => "consent-chosen",
        }
    }

    /// In days; nothing where a day is written.
    const fn days(self) -> Option<i64> {
        match self {
            Self::Today => Some(0),
            Self::Month => Some(30),
            Self::HalfYear => Some(182),
            Self::Year => Some(365),
            Self::Chosen => None,
        }
    }
}

/// How many days ahead a consent may end: five years. Whoever wants it longer gives a power of attorney.
const AHEAD: i64 = 1827;

/// The most letters that a field takes in.
const LONGEST: usize = 40;

/// For what, as it is chosen; which services that are is looked up when it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// This event.
    Event,
    /// This event and what follows.
    FollowUp,
    /// What one provider does in it.
    Provider(String),
}

impl About {
    fn of(scope: &ConsentScope) -> Self {
        match scope {
            ConsentScope::ThisEvent => Self::Event,
            ConsentScope::FollowUp => Self::FollowUp,
            ConsentScope::Provider(scope) => Self::Provider(scope.provider.clone()),
        }
    }
}

/// What is confirmed before a consent is recorded, in this order, with the message that says it.
const CONFIRMED: [&str; 3] = ["consent-read", "consent-written", "consent-signed"];

/// The form.
#[derive(Clone, PartialEq)]
pub struct ConsentPage {
    /// The case.
    pub case: Uuid,
    about: About,
    verbs: BTreeSet<Verb>,
    term: Term,
    day: String,
    signer: Signer,
    power: String,
    confirmed: [bool; 3],
    errors: Vec<&'static str>,
}

hidden!(ConsentPage, "ConsentPage");

/// What happens in the form.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// For what.
    About(About),
    /// One of the things that may be done may be, or not.
    Verb(Verb),
    /// For how long.
    Term(Term),
    /// The last day was typed.
    Day(String),
    /// Who signs.
    Signer(Signer),
    /// The code of the authorisation was typed.
    Power(String),
    /// Show the form of the person, for whoever acts for them.
    Person,
    /// The person does not agree.
    Refuse,
    /// One of the things to confirm is so, or is not.
    Confirm(usize),
    /// The text is looked at as it is printed, in two copies.
    Print,
    /// The person agreed and signed.
    Submit,
}

hidden!(Message, "consent::Message");

impl Page for ConsentPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "consent";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("consent-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("consent-record"), Message::Submit).with_key("Enter"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong_field()
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.errors.iter().map(|error| ground.context.tr(error)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match ground.session.case(self.case) {
            Some(case) => self.hear(message, &ground.context, case),
            None => Action::None,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let Some(case) = ground.session.case(self.case) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let look = &context.look;
        let consent = self.content(context, case);
        let event = context.event_text(&case.event).unwrap_or_default();
        let aloud = consent_aloud(context.catalogue, context.centre, &event, &consent);
        let aloud = aloud.iter().map(|line| body(context.texts.say(&line.words)));
        let aloud = card(look, column![h3(context.tr("consent-aloud")), rows(space::XXS, aloud)].spacing(space::S));
        let first = h2(look, context.tr("consent-first"));
        let minor = case.person.is_minor(context.today) && case.person.representative.is_none();
        let minor = minor.then(|| notice(Tone::Caution, context.tr("consent-minor")));
        let group = |id: &str, words: String, rows: Element<'a, Message>| {
            column![h3(words.clone()), answers(id, words, rows)].spacing(space::XS)
        };
        let scopes = group("scope", context.tr("consent-scope"), self.scope_rows(context, case));
        let verbs = Verb::ALL.map(|verb| {
            let so = self.verbs.contains(&verb);
            tick_row(look, verb_id(verb), context.texts.say(&verb_said(verb).into()), so, Message::Verb(verb))
        });
        let verbs = column![h3(context.tr("consent-verbs")), rows(space::XS, verbs)].spacing(space::XS);
        let durations = TERMS.map(|term| {
            choice_row(look, term.words(), context.tr(term.words()), self.term == term, Message::Term(term))
        });
        let durations = group("duration", context.tr("consent-duration"), rows(space::XS, durations));
        let day = (self.term == Term::Chosen).then(|| self.day_field(context));
        let left = rows(space::M, [scopes.into(), verbs.into()]);
        let right = rows(space::M, std::iter::once(durations.into()).chain(day).chain(self.signer_rows(context, case)));
        let choices: Element<'a, Message> = if look.is_narrow() {
            column![left, right].spacing(space::M).max_width(COLUMN).into()
        } else {
            let half = |side| container(side).width(Length::FillPortion(1));
            row![half(left), half(right)].spacing(space::L).into()
        };
        let ticks = CONFIRMED.into_iter().zip(self.confirmed).enumerate().map(|(place, (key, so))| {
            tick_row(look, key, format!("{}. {}", place + 1, context.tr(key)), so, Message::Confirm(place))
        });
        let ticks = container(rows(space::XS, ticks)).max_width(COLUMN).into();
        let print = self.key(ground, Key::Print).map(|print| {
            let name = key_hint(&context.tr("consent-print"), &Key::Print.name());
            secondary_button(look, "consent-print", name, Some("printer"), print)
        });
        // As large and as near as the other answer, and with fewer conditions.
        let refuse = key_hint(&context.tr("consent-refuse"), &Key::Refuse.name());
        let refuse = primary_button(look, "consent-refuse", refuse, Message::Refuse);
        let buttons = row(std::iter::once(refuse).chain(print)).spacing(space::S).wrap().vertical_spacing(space::S);
        // What is chosen changes what is read aloud: it comes before it.
        let parts = [h1(look, self.heading(ground))].into_iter().chain(minor);
        let parts = parts.chain([first, choices, aloud, ticks, buttons.into()]);
        rows(look.gap(), parts)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        match key {
            Key::Print => ground.context.prints().then_some(Message::Print),
            Key::Refuse => Some(Message::Refuse),
            // The representative is written where the person is; what is chosen here is not recorded yet, and cheap.
            Key::Person => Some(Message::Person),
            _ => None,
        }
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        let Ground { context, session, .. } = ground;
        let consent = |case: &Case| SheetChoice::Consent(self.case, self.content(context, case));
        session.case(self.case).filter(|_| context.prints()).map(consent)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        self.term == Term::Chosen || self.signer == Signer::Empowered
    }

    fn takes_digits(&self, _ground: &Ground<'_>, field: &str) -> bool {
        field == "consent-day" || field == "consent-power"
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        (1..=CONFIRMED.len()).contains(&digit).then(|| Message::Confirm(digit - 1))
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        ground.session.case(self.case).is_some_and(|case| self.is_changed(case, ground.context.today))
    }
}

/// The id of the row of a verb.
const fn verb_id(verb: Verb) -> &'static str {
    match verb {
        Verb::Read => "verb-read",
        Verb::Contact => "verb-contact",
        Verb::Act => "verb-act",
    }
}

/// The id of the row of a role.
const fn signer_id(signer: Signer) -> &'static str {
    match signer {
        Signer::Person => "signer-person",
        Signer::Parent => "signer-parent",
        Signer::Guardian => "signer-guardian",
        Signer::Empowered => "signer-empowered",
    }
}

impl ConsentPage {
    /// The form of a case: for the event, all that may be done, 30 days.
    #[must_use]
    pub fn new(case: &Case, today: Date) -> Self {
        let known = case.consents.about(&Matter::Event);
        let about = known.map_or(About::Event, |consent| About::of(&consent.scope));
        let signer = match &case.person.representative {
            None => Signer::Person,
            Some(_) if case.person.is_minor(today) => Signer::Parent,
            Some(_) => Signer::Empowered,
        };
        Self {
            case: case.id,
            about,
            verbs: Verb::all(),
            term: Term::Month,
            day: String::new(),
            signer,
            power: String::new(),
            confirmed: [false; 3],
            errors: Vec::new(),
        }
    }

    /// The form that renews a consent: the same, for as long as it was given.
    #[must_use]
    pub fn renewing(case: &Case, matter: &Matter, today: Date) -> Self {
        let fresh = Self::new(case, today);
        let Some(consent) = case.consents.about(matter) else { return fresh };
        let days = i64::from((consent.until - consent.given).get_days());
        let term =
            TERMS.into_iter().filter(|term| term.days().is_some_and(|of| of >= days)).min_by_key(|term| term.days());
        Self {
            about: About::of(&consent.scope),
            verbs: consent.verbs.clone(),
            term: term.unwrap_or(Term::Year),
            signer: if case.person.representative.is_some() { consent.signer } else { Signer::Person },
            power: consent.power.as_ref().map_or_else(String::new, |code| code.as_str().to_owned()),
            ..fresh
        }
    }

    fn is_changed(&self, case: &Case, today: Date) -> bool {
        let fresh = Self::new(case, today);
        let chosen = |page: &Self| (page.about.clone(), page.verbs.clone(), page.term, page.signer, page.confirmed);
        chosen(self) != chosen(&fresh) || !self.day.is_empty() || self.power != fresh.power
    }

    /// Where something is wrong, the first of it.
    fn wrong_field(&self) -> Option<&'static str> {
        match *self.errors.first()? {
            "consent-error-verbs" => Some("verb-read"),
            "consent-error-day" => Some("consent-day"),
            "consent-error-power" => Some("consent-power"),
            "consent-error-missing" => CONFIRMED.into_iter().zip(self.confirmed).find(|(_, so)| !so).map(|(id, _)| id),
            _ => None,
        }
    }

    fn read_day(&self, today: Date) -> Option<Date> {
        day::read(&self.day, today, Bounds::around(today, Some(0), Some(AHEAD))).ok()
    }

    /// The code that was typed; the outer `None` where it cannot be one.
    #[expect(clippy::option_option, reason = "none typed is another thing than one that cannot be read")]
    fn read_power(&self) -> Option<Option<PowerCode>> {
        if self.signer != Signer::Empowered || self.power.trim().is_empty() {
            return Some(None);
        }
        PowerCode::parse(&self.power).ok().map(Some)
    }

    /// The consent, as it is chosen. One to a provider names what that does in the event by today's catalogue.
    fn content(&self, context: &Context<'_>, case: &Case) -> Content {
        let today = context.today;
        let until = match self.term.days() {
            Some(days) => today.checked_add(days.days()).unwrap_or(today),
            None => self.read_day(today).unwrap_or(today),
        };
        let scope = match &self.about {
            About::Event => ConsentScope::ThisEvent,
            About::FollowUp => ConsentScope::FollowUp,
            About::Provider(id) => {
                let found = providers(context, case).into_iter().find(|scope| scope.provider == *id);
                let nothing = || ProviderScope { provider: id.clone(), services: BTreeSet::new() };
                ConsentScope::Provider(found.unwrap_or_else(nothing))
            }
        };
        Content {
            verbs: self.verbs.clone(),
            signer: self.signer,
            power: self.read_power().flatten(),
            ..Content::new(scope, today, until)
        }
    }

    fn scope_rows<'a>(&self, context: &Context<'a>, case: &Case) -> Element<'a, Message> {
        let look = &context.look;
        let event = [(About::Event, "consent-this-event"), (About::FollowUp, "consent-follow-up")]
            .map(|(about, key)| (key.to_owned(), context.tr(key), about));
        let providers = providers(context, case).into_iter().map(|scope| {
            let matter = Matter::Provider(scope.provider.clone());
            let name = context.texts.say(&matter_said(context.catalogue, &matter));
            let words = context.tr_with("consent-only-provider", &[("provider", name.into())]);
            (format!("consent-of-{}", scope.provider), words, About::Provider(scope.provider))
        });
        let all = event.into_iter().chain(providers);
        rows(
            space::XS,
            all.map(|(id, words, about)| {
                let chosen = self.about == about;
                choice_row(look, &id, words, chosen, Message::About(about))
            }),
        )
    }

    fn day_field<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let read = self.read_day(context.today).map(|day| date_long(context.texts, day));
        let wrong = self.errors.contains(&"consent-error-day");
        let (label, hint) = (context.tr("consent-day"), context.tr("question-date-hint"));
        let shown = Field {
            error: wrong.then(|| context.tr("consent-error-day")),
            ..Field::of_day("consent-day", label, hint, read, &self.day)
        };
        field(&context.look, shown, Message::Day, Message::Submit)
    }

    /// Who signs, where somebody acts for the person.
    fn signer_rows<'a>(&'a self, context: &Context<'a>, case: &Case) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        let Some(acting) = &case.person.representative else { return Vec::new() };
        let roles = Signer::FOR_ANOTHER.into_iter().chain([Signer::Person]).map(|signer| {
            let words = context.texts.say(&signer_said(signer).into());
            choice_row(look, signer_id(signer), words, self.signer == signer, Message::Signer(signer))
        });
        let heading = context.tr_with("consent-who-signs", &[("name", acting.name.clone().into())]);
        let roles = answers("signer", heading.clone(), rows(space::XS, roles));
        let mut parts = vec![column![h3(heading), roles].spacing(space::XS).into()];
        if self.signer == Signer::Empowered {
            let wrong = self.errors.contains(&"consent-error-power");
            let arguments = [("acting", acting.name.clone().into()), ("person", case.person.name.clone().into())];
            let shown = Field {
                id: "consent-power",
                label: context.tr("consent-power"),
                hint: Some(context.tr_with("consent-power-hint", &arguments)),
                error: wrong.then(|| context.tr("consent-error-power")),
                checked: true,
                value: &self.power,
                ..Field::default()
            };
            parts.push(field(look, shown, Message::Power, Message::Submit));
        }
        parts
    }

    fn hear(&mut self, message: Message, context: &Context<'_>, case: &Case) -> Action {
        let command = |command| Action::Command(case.id, Box::new(command));
        let before = self.content(context, case);
        match message {
            Message::About(about) => self.about = about,
            Message::Verb(verb) => {
                if !self.verbs.remove(&verb) {
                    self.verbs.insert(verb);
                }
            }
            Message::Term(term) => self.term = term,
            Message::Day(typed) => self.day = typed.chars().take(LONGEST).collect(),
            Message::Signer(signer) => self.signer = signer,
            Message::Power(typed) => self.power = typed.chars().take(LONGEST).collect(),
            Message::Confirm(place) => {
                if let Some(so) = self.confirmed.get_mut(place) {
                    *so = !*so;
                    self.errors.clear();
                }
            }
            Message::Person => return Action::EditPerson(case.id),
            Message::Refuse => {
                // Whoever agreed to the same before and does not any more revokes it.
                let matter = self.content(context, case).matter();
                let holds = case.consents.about(&matter).is_some_and(|known| known.holds(context.today));
                return command(if holds { Command::Revoke(matter) } else { Command::Refuse(matter) });
            }
            Message::Print => {
                let consent = self.content(context, case);
                return Action::Sheet(SheetWish::Open(SheetChoice::Consent(self.case, consent)));
            }
            Message::Submit => {
                let wrong = [
                    (self.verbs.is_empty(), "consent-error-verbs"),
                    (self.term == Term::Chosen && self.read_day(context.today).is_none(), "consent-error-day"),
                    (self.read_power().is_none(), "consent-error-power"),
                    (self.confirmed.contains(&false), "consent-error-missing"),
                ];
                self.errors = wrong.into_iter().filter_map(|(wrong, words)| wrong.then_some(words)).collect();
                if self.errors.is_empty() {
                    return command(Command::Consent(self.content(context, case)));
                }
            }
        }
        // What was read aloud and signed was another text.
        if self.content(context, case) != before {
            self.confirmed = [false; CONFIRMED.len()];
        }
        Action::None
    }
}

/// The providers to each of whom the person may agree apart; none where there is one only.
fn providers(context: &Context<'_>, case: &Case) -> Vec<ProviderScope> {
    let found = context.event(&case.event).map(|event| providers_of(event, context.catalogue)).unwrap_or_default();
    if found.len() > 1 { found } else { Vec::new() }
}
