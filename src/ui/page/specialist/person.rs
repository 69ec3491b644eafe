//! Who the person is: with one name or several, with a number, a paper of another State or neither, alone or with somebody
//! who acts for them. What is typed is checked at once, and who was here before is offered.

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{
    Case, Command, Document, DocumentError, Doubt, LONGEST_NAME, Likeness, Met, NameError, Person as Content,
    Representative, met_before,
};
use crate::domain::day::{self, Bounds};
use crate::domain::hidden::hidden;
use crate::domain::identifier::{IdentifierError, Idnp, without_separators};
use crate::domain::zone::{self, Reading, Zone};
use crate::i18n::{date_long, date_numeric};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Field, Tone, Words, body, card, field, h1, h2, notice, notice_said, rows, secondary_button, small,
};
use crate::ui::context::Context;
use crate::ui::page::{First, Page, Primary};
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};
use jiff::civil::Date;
use uuid::Uuid;

/// The most letters that a field takes in.
const LONGEST: usize = 300;

/// The fields, in their order: the ids, by which also mistakes are found.
const NAME: &str = "person-name";
const IDNP: &str = "person-idnp";
const BIRTH: &str = "person-birth";
const PHONE: &str = "person-phone";
const DOCUMENT: &str = "person-document";
const COUNTRY: &str = "person-country";
const ACTING: &str = "person-acting";
const ACTING_PAPER: &str = "person-acting-paper";
const FIELDS: [&str; 8] = [NAME, IDNP, BIRTH, PHONE, DOCUMENT, COUNTRY, ACTING, ACTING_PAPER];

/// How many cases of somebody who may be the same are offered.
const OFFERED: usize = 3;

/// The form.
#[derive(Clone, PartialEq)]
pub struct PersonPage {
    /// The case.
    pub case: Uuid,
    /// What stands in the fields, in the order of [`FIELDS`].
    typed: [String; FIELDS.len()],
    errors: Vec<(&'static str, Mistake)>,
    /// Who agreed to what is recorded; nobody when nothing is.
    agreed: Option<Content>,
    /// Cases of somebody who may be the same.
    met: Vec<Met>,
    /// What a reader of identity papers typed.
    zone: ZoneRead,
}

hidden!(PersonPage, "PersonPage");

/// How far a reader of identity papers is. It types as a keyboard does, into whichever field is written in, and may press
/// Enter at the end of each line.
#[derive(Clone, Copy, PartialEq)]
enum ZoneRead {
    /// Nothing of one.
    Nothing,
    /// It types: Enter is the end of a line.
    Begun,
    /// It was read, and filled the form; one more Enter is the reader's.
    Filled,
    /// The same, and somebody is to look at it.
    Shown,
    /// Its digits do not agree.
    Wrong,
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq)]
enum Mistake {
    Name(NameError),
    Idnp(IdentifierError),
    Birth,
    Phone,
    Document(DocumentError),
    ActingPaper,
}

/// What happens in the form.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Something was typed into a field, by its place among them.
    Typed(usize, String),
    /// What is known of the person of another case is written into the form.
    Take(Uuid),
    /// Something for the application.
    Do(Action),
    /// Enter in a field: the person's, or a reader's at the end of a line.
    Enter,
    /// The button.
    Submit,
}

hidden!(Message, "person::Message");

impl Page for PersonPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "person";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("person-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("submit", ground.context.tr("record"), Message::Submit).with_key("Enter"))
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field(NAME))
    }

    fn submits(&self, message: &Message) -> bool {
        match message {
            Message::Submit => true,
            Message::Enter => !self.is_reader_s(),
            Message::Typed(..) | Message::Take(_) | Message::Do(_) => false,
        }
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.errors.first().map(|(field, _)| *field)
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.errors.iter().map(|(_, mistake)| mistake_words(&ground.context, *mistake)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            // What is too long is said, and not cut without a word; a whole page pasted in is no name.
            Message::Typed(place, text) => {
                if let Some(field) = self.typed.get_mut(place) {
                    *field = text.chars().take(LONGEST).collect();
                    self.look_for_zone(place, ground.context.today);
                }
            }
            Message::Take(case) => {
                if let Some(known) = ground.session.case(case) {
                    self.typed = written(&known.person);
                    self.errors.clear();
                }
            }
            Message::Do(action) => return action,
            Message::Enter if self.is_reader_s() => {
                if self.zone == ZoneRead::Filled {
                    self.zone = ZoneRead::Shown;
                }
                return Action::None;
            }
            Message::Enter | Message::Submit => return self.submit(ground.context.today),
        }
        self.met = met_before(&ground.agenda.register, &self.person(ground.context.today), self.case);
        Action::None
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let person = self.person(context.today);
        let born = person.birth.map(|birth| date_long(context.texts, birth));
        let hint = |key: &str| Some(context.tr(key));
        let fields = [
            (hint("person-name-hint"), None),
            (hint("person-idnp-hint"), None),
            (born.clone().or_else(|| hint("person-birth-hint")), born),
            (hint("person-phone-hint"), None),
            (hint("person-document-hint"), None),
            (hint("person-country-hint"), None),
            (hint("person-acting-hint"), None),
            (hint("person-acting-paper-hint"), None),
        ];
        let fields = fields.into_iter().zip(FIELDS).enumerate().map(|(place, ((hint, heard), id))| {
            let error = self.errors.iter().find(|(field, _)| *field == id);
            let one = Field {
                id,
                required: id == NAME,
                label: context.tr(label(id)),
                hint,
                heard,
                error: error.map(|(_, mistake)| mistake_words(context, *mistake)),
                checked: true,
                value: &self.typed[place],
                ..Field::default()
            };
            field(look, one, move |text| Message::Typed(place, text), Message::Enter)
        });
        let mut parts = vec![h1(look, self.heading(ground))];
        let mut fields: Vec<Element<'a, Message>> = fields.collect();
        if look.is_narrow() {
            parts.append(&mut fields);
        } else {
            let mut fields = fields.into_iter();
            while let (Some(left), Some(right)) = (fields.next(), fields.next()) {
                let half = |side| container(side).width(Length::FillPortion(1));
                parts.push(row![half(left), half(right)].spacing(space::L).into());
            }
        }
        parts.push(notice(Tone::Quiet, context.tr("person-privacy")));
        // Below the fields: what moved them would take the focus from the one that the reader types into.
        let read = match self.zone {
            ZoneRead::Filled | ZoneRead::Shown => Some((Tone::Information, "person-zone-read")),
            ZoneRead::Wrong => Some((Tone::Caution, "person-zone-wrong")),
            ZoneRead::Nothing | ZoneRead::Begun => None,
        };
        parts.extend(read.map(|(tone, key)| {
            let words = context.tr(key);
            notice_said(Semantics::new("person-zone", Role::Status, words.clone()), tone, words)
        }));
        // Below the rest, so that nothing moves under the hand while it is typed.
        let doubts = person.doubts(context.today);
        parts.extend(doubts.into_iter().filter(|doubt| !doubt.is_impossible()).map(|doubt| {
            let words = match doubt {
                Doubt::NumberBeforeBirth => "person-doubt-number",
                Doubt::MinorAlone | Doubt::Unborn | Doubt::TooOld => "person-doubt-minor",
            };
            notice(Tone::Caution, context.tr(words))
        }));
        parts.extend(self.ends_consent(&person).then(|| notice(Tone::Caution, context.tr("person-ends-consent"))));
        parts.extend(self.offered(ground));
        rows(look.gap(), parts)
    }

    fn takes_digits(&self, _ground: &Ground<'_>, field: &str) -> bool {
        matches!(field, IDNP | BIRTH | PHONE)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        ground.session.case(self.case).is_some_and(|case| self.typed != written(&case.person))
    }
}

/// What stands in the fields for a person.
fn written(person: &Content) -> [String; FIELDS.len()] {
    let document = person.document.as_ref();
    let acting = person.representative.as_ref();
    [
        person.name.clone(),
        person.idnp.as_ref().map_or_else(String::new, |idnp| idnp.as_str().to_owned()),
        person.birth.map_or_else(String::new, date_numeric),
        person.phone.clone().unwrap_or_default(),
        document.map_or_else(String::new, |document| document.number.clone()),
        document.map_or_else(String::new, |document| document.country.clone()),
        acting.map_or_else(String::new, |acting| acting.name.clone()),
        acting.map_or_else(String::new, |acting| acting.paper.clone()),
    ]
}

/// A name as it is written: zones have capitals alone.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

/// The label of a field.
fn label(field: &str) -> &'static str {
    match field {
        NAME => "person-name",
        IDNP => "person-idnp",
        BIRTH => "person-birth",
        PHONE => "person-phone",
        DOCUMENT => "person-document",
        COUNTRY => "person-country",
        ACTING => "person-acting",
        _ => "person-acting-paper",
    }
}

impl PersonPage {
    /// The form of a case.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self {
            case: case.id,
            typed: written(&case.person),
            errors: Vec::new(),
            agreed: (!case.consents.is_empty()).then(|| case.person.clone()),
            met: Vec::new(),
            zone: ZoneRead::Nothing,
        }
    }

    /// Whether Enter is the reader's: the end of a line of the zone, or of all of it.
    const fn is_reader_s(&self) -> bool {
        matches!(self.zone, ZoneRead::Begun | ZoneRead::Filled)
    }

    /// Looks whether a reader types a zone into a field, and fills the form once it is whole and right.
    fn look_for_zone(&mut self, place: usize, today: Date) {
        self.zone = match zone::read(&self.typed[place], today) {
            Reading::None => ZoneRead::Nothing,
            Reading::Begun => ZoneRead::Begun,
            Reading::Whole(zone) => {
                self.typed[place] = String::new();
                self.fill(*zone);
                ZoneRead::Filled
            }
            Reading::Wrong => {
                self.typed[place] = String::new();
                ZoneRead::Wrong
            }
        };
    }

    /// What a zone says stands in the fields; what it does not say stays.
    fn fill(&mut self, zone: Zone) {
        let name = zone.name.split(' ').map(capitalised).collect::<Vec<_>>().join(" ");
        let is_foreign = zone.issuer != "MDA";
        let said = [
            (NAME, Some(name)),
            (IDNP, zone.idnp.map(|idnp| idnp.as_str().to_owned())),
            (BIRTH, zone.birth.map(date_numeric)),
            // A paper of this State needs no number beside that of the person.
            (DOCUMENT, is_foreign.then_some(zone.number)),
            (COUNTRY, is_foreign.then_some(zone.issuer)),
        ];
        for (field, text) in said {
            if let (Some(place), Some(text)) = (FIELDS.iter().position(|known| *known == field), text) {
                self.typed[place] = text;
            }
        }
        self.errors.clear();
    }

    /// What stands in a field.
    fn text(&self, field: &str) -> &str {
        FIELDS.iter().position(|known| *known == field).map_or("", |place| &self.typed[place])
    }

    /// The day of birth, where one can be read.
    fn birth(&self, today: Date) -> Option<Date> {
        day::read(self.text(BIRTH), today, Bounds::around(today, None, Some(0))).ok()
    }

    /// Who acts for the person, as far as it was typed.
    fn acting(&self) -> Option<Representative> {
        let name = Content::read_name(self.text(ACTING)).ok()?;
        let paper = self.text(ACTING_PAPER).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Representative { name, paper })
    }

    /// The person as far as what was typed can be read: what is half typed says nothing yet.
    fn person(&self, today: Date) -> Content {
        Content {
            name: self.text(NAME).to_owned(),
            idnp: Idnp::parse(self.text(IDNP)).ok(),
            phone: None,
            birth: self.birth(today),
            document: Document::read(self.text(DOCUMENT), self.text(COUNTRY)).ok().flatten(),
            representative: self.acting(),
        }
    }

    /// Whether what is typed names somebody else than who agreed, so that the consent would end with it.
    fn ends_consent(&self, typed: &Content) -> bool {
        let Some(agreed) = &self.agreed else { return false };
        let is_empty = |field: &str| self.text(field).trim().is_empty();
        let typed = Content {
            idnp: typed.idnp.clone().or_else(|| agreed.idnp.clone().filter(|_| !is_empty(IDNP))),
            birth: typed.birth.or_else(|| agreed.birth.filter(|_| !is_empty(BIRTH))),
            ..typed.clone()
        };
        typed.is_other_than(agreed)
    }

    fn submit(&mut self, today: Date) -> Action {
        let is_empty = |field: &str| self.text(field).trim().is_empty();
        let name = Content::read_name(self.text(NAME));
        let idnp = if is_empty(IDNP) { Ok(None) } else { Idnp::parse(self.text(IDNP)).map(Some) };
        let birth = self.birth(today);
        let phone = without_separators(self.text(PHONE));
        let is_phone = phone.is_empty()
            || phone.strip_prefix('+').unwrap_or(&phone).bytes().all(|byte| byte.is_ascii_digit())
                && (8..=16).contains(&phone.len());
        let document = Document::read(self.text(DOCUMENT), self.text(COUNTRY));
        let acting = if is_empty(ACTING) { Ok(String::new()) } else { Content::read_name(self.text(ACTING)) };
        let is_acting = !is_empty(ACTING);
        let impossible =
            Content { birth, ..Content::default() }.doubts(today).iter().any(|doubt| doubt.is_impossible());
        let mistakes = [
            name.as_ref().err().map(|error| (NAME, Mistake::Name(*error))),
            idnp.as_ref().err().map(|error| (IDNP, Mistake::Idnp(*error))),
            (impossible || birth.is_none() && !is_empty(BIRTH)).then_some((BIRTH, Mistake::Birth)),
            (!is_phone).then_some((PHONE, Mistake::Phone)),
            document.as_ref().err().map(|error| match error {
                DocumentError::Number => (DOCUMENT, Mistake::Document(*error)),
                DocumentError::Country => (COUNTRY, Mistake::Document(*error)),
            }),
            acting.as_ref().err().map(|error| (ACTING, Mistake::Name(*error))),
            // Whoever acts needs the paper that says so, and a paper somebody whom it names.
            (is_acting && is_empty(ACTING_PAPER)).then_some((ACTING_PAPER, Mistake::ActingPaper)),
            (!is_acting && !is_empty(ACTING_PAPER)).then_some((ACTING, Mistake::Name(NameError::Missing))),
        ];
        self.errors = mistakes.into_iter().flatten().collect();
        match (name, idnp, document) {
            (Ok(name), Ok(idnp), Ok(document)) if self.errors.is_empty() => {
                let phone = (!phone.is_empty()).then_some(phone);
                let person = Content { name, idnp, phone, birth, document, representative: self.acting() };
                Action::Command(self.case, Box::new(Command::Identify(person)))
            }
            _ => Action::None,
        }
    }

    /// Cases of somebody who may be the same: what is known of them can be taken into the form, and nothing is merged.
    fn offered<'a>(&self, ground: &Ground<'a>) -> Option<Element<'a, Message>> {
        let Ground { context, session, .. } = ground;
        let look = &context.look;
        let known = self.met.iter().filter_map(|met| Some((met.likeness, session.case(met.case)?)));
        let rows_of: Vec<Element<'a, Message>> = known
            .take(OFFERED)
            .map(|(likeness, case)| {
                let event = context.event_title(&case.event);
                let words = [
                    ("event", event.into()),
                    ("date", date_numeric(case.opened).into()),
                    ("code", case.return_code.clone().into()),
                ];
                let born = case.person.birth.map(date_numeric);
                let name = std::iter::once(case.person.name.clone()).chain(born).collect::<Vec<_>>().join(", ");
                let about = format!("{name}. {}", context.tr_with("desk-case-line", &words));
                let take = Words::about(context.tr("person-met-take"), &about);
                let open = Words::about(context.tr("person-met-open"), &about);
                let buttons = row![
                    secondary_button(look, &format!("take-{}", case.id), take, Some("check"), Message::Take(case.id)),
                    secondary_button(
                        look,
                        &format!("open-{}", case.id),
                        open,
                        None,
                        Message::Do(Action::OpenCase(case.id))
                    ),
                ];
                let buttons = buttons.spacing(space::S).wrap().vertical_spacing(space::S);
                column![body(about), small(context.tr(likeness_words(likeness))), buttons].spacing(space::XS).into()
            })
            .collect();
        (!rows_of.is_empty()).then(|| {
            let heading = h2(look, context.tr("person-met"));
            card(look, column![heading, rows(space::M, rows_of)].spacing(space::S))
        })
    }
}

/// How sure it is that it is the same person.
const fn likeness_words(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Number => "person-met-number",
        Likeness::Document => "person-met-document",
        Likeness::NumberOfAnother => "person-met-other-name",
        Likeness::NameAndBirth => "person-met-birth",
        Likeness::Name => "person-met-name",
    }
}

/// What is wrong, and what to do.
fn mistake_words(context: &Context<'_>, mistake: Mistake) -> String {
    match mistake {
        Mistake::Name(error) => name_error(context, error),
        Mistake::Idnp(error) => idnp_error(context, error),
        Mistake::Birth => context.tr("person-error-birth"),
        Mistake::Phone => context.tr("person-error-phone"),
        Mistake::Document(DocumentError::Number) => context.tr("person-error-document"),
        Mistake::Document(DocumentError::Country) => context.tr("person-error-country"),
        Mistake::ActingPaper => context.tr("person-error-acting-paper"),
    }
}

/// What is wrong with a name, and what to do.
fn name_error(context: &Context<'_>, error: NameError) -> String {
    match error {
        NameError::Missing => context.tr("case-error-name"),
        NameError::TooLong => {
            context.tr_with("person-error-long", &[("most", i64::try_from(LONGEST_NAME).unwrap_or(0).into())])
        }
        NameError::Sign(sign) => context.tr_with("person-error-sign", &[("sign", sign.to_string().into())]),
    }
}

/// What is wrong with an identification number, and what to do.
fn idnp_error(context: &Context<'_>, error: IdentifierError) -> String {
    match error {
        IdentifierError::NotDigits => context.tr("idnp-error-digits"),
        IdentifierError::Length { found, .. } => {
            context.tr_with("idnp-error-length", &[("found", i64::try_from(found).unwrap_or(0).into())])
        }
        IdentifierError::FirstDigit => context.tr("idnp-error-first"),
        IdentifierError::CheckDigit => context.tr("idnp-error-check"),
    }
}
