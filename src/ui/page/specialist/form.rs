//! The application of a service is filled in: each field is saved when it is left, once for the whole case, so that nothing
//! is typed twice and a power cut takes no more than the field that is being written.

use super::draft::{Draft, with_draft};
use super::{Action, ForSpecialists, Ground};
use crate::account::{exemption_said, exemptions_of, filled_said, progress, term_said};
use crate::domain::case::{Asked, Case, Command, Row, Terms, Whence, expected, own};
use crate::domain::fact::date_of;
use crate::domain::form::{EXEMPTION, FieldError, FieldKind, LONGEST_VALUE, MOST_FIELDS, NO, TERM, YES};
use crate::domain::hidden::hidden;
use crate::domain::term::Term;
use crate::i18n::date_numeric;
use crate::ui::component::{
    Element, Field, Tone, Words, answers, caption, field, form_row, h1, h3, key_hint, notice, rows, secondary_button,
    two_columns,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::step_title;
use crate::ui::page::{First, Page, Primary};
use crate::ui::question::What;
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{container, row};
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The ids of the fields, by their place. The check of the catalogue allows no more of them.
const FIELDS: [&str; MOST_FIELDS] = [
    "form-1", "form-2", "form-3", "form-4", "form-5", "form-6", "form-7", "form-8", "form-9", "form-10", "form-11",
    "form-12", "form-13", "form-14", "form-15", "form-16",
];

/// The ids of the first answers of what is chosen, by the place of its field.
const ANSWERS: [&str; MOST_FIELDS] = [
    "form-1-1",
    "form-2-1",
    "form-3-1",
    "form-4-1",
    "form-5-1",
    "form-6-1",
    "form-7-1",
    "form-8-1",
    "form-9-1",
    "form-10-1",
    "form-11-1",
    "form-12-1",
    "form-13-1",
    "form-14-1",
    "form-15-1",
    "form-16-1",
];

/// How the page goes on after something was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum GoOn {
    /// Where somebody is.
    #[default]
    Stay,
    /// In the field of this place.
    Field(usize),
    /// To the page on which the answers are checked.
    Check,
    /// To the page behind.
    Back,
}

/// The form.
#[derive(Clone, PartialEq)]
pub struct FormPage {
    /// The case.
    pub case: Uuid,
    /// The step, or the request that was made for it.
    pub row: Row,
    /// What stands in each field.
    texts: Vec<String>,
    /// The places of fields in which something stands that is not saved.
    dirty: BTreeSet<usize>,
    /// What is wrong, and where.
    wrong: Option<(usize, FieldError)>,
    /// The field about which a reason was asked for.
    asked: Option<usize>,
    /// The field that is being saved.
    saving: Option<usize>,
    go_on: GoOn,
    /// The open choices that Enter has led to: it leads to each once, and then on without an answer.
    passed: BTreeSet<usize>,
    /// Where it begins.
    begins: usize,
    /// When something was saved last.
    saved: Option<Time>,
}

hidden!(FormPage, "FormPage");

/// What happens in the form.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Something was typed into a field.
    Typed(usize, String),
    /// Enter in a field: it is saved, and writing goes on in the next.
    Enter(usize),
    /// An answer was chosen.
    Choose(usize, String),
    /// The term was chosen.
    Term(Term),
    /// Why less is paid, or that nothing makes it less.
    Exempt(Option<String>),
    /// Another field or none has the focus: what was left is saved.
    Left(Option<String>),
    /// What was to be saved is, at this time.
    Saved(Time),
    /// Go on to check what was filled in.
    Check,
    /// Go back, with what was typed saved.
    Back,
    /// Look at the draft as it is printed.
    Print,
}

hidden!(Message, "form::Message");

impl Page for FormPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "form";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let context = &ground.context;
        let name = |draft: &Draft<'_>| {
            draft.step.map_or_else(|| context.text(&draft.service.title), |step| step_title(context, step))
        };
        self.look(ground, name).unwrap_or_else(|| context.tr("event-gone"))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("check", ground.context.tr("form-check"), Message::Check).with_key("Enter"))
    }

    fn first(&self, ground: &Ground<'_>) -> Option<First> {
        let place = self.look(ground, |draft| {
            let is_typed = |place: &usize| !draft.asked[*place].field.kind.is_chosen();
            (self.begins..draft.asked.len()).chain(0..self.begins).find(is_typed)
        })??;
        FIELDS.get(place).copied().map(First::Field)
    }

    fn submits(&self, message: &Message) -> bool {
        matches!(message, Message::Enter(_) | Message::Saved(_) | Message::Check)
    }

    fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
        if let Some((place, _)) = self.wrong {
            return FIELDS.get(place).copied();
        }
        let GoOn::Field(place) = self.go_on else { return None };
        let chosen = self.look(ground, |draft| draft.asked.get(place).is_some_and(|one| one.field.kind.is_chosen()));
        if chosen == Some(true) { ANSWERS.get(place).copied() } else { FIELDS.get(place).copied() }
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.wrong.iter().map(|(_, error)| error_words(&ground.context, *error)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some(case) = ground.session.case(self.case) else { return Action::None };
        match message {
            Message::Typed(place, text) => {
                if let Some(field) = self.texts.get_mut(place) {
                    *field = text.chars().take(LONGEST_VALUE + 1).collect();
                    self.dirty.insert(place);
                }
                (self.wrong, self.asked) = (self.wrong.filter(|(wrong, _)| *wrong != place), None);
                Action::None
            }
            Message::Enter(place) => {
                self.go_on = self.after(ground, place);
                self.asked = None;
                self.save(ground, case, place)
            }
            Message::Choose(place, answer) => {
                self.go_on = GoOn::Stay;
                let field = self.look(ground, |draft| draft.asked.get(place).map(|one| one.field.id.clone())).flatten();
                field.map_or(Action::None, |field| self.record(ground, case, (place, field), Some(answer)))
            }
            Message::Term(term) => self.choose(ground, case, TERM, Some(term.kept())),
            Message::Exempt(who) => self.choose(ground, case, EXEMPTION, who),
            Message::Left(focused) => {
                let left = |place: &&usize| {
                    FIELDS.get(**place).copied() != focused.as_deref()
                        && self.wrong.is_none_or(|(wrong, _)| wrong != **place)
                        && self.asked != Some(**place)
                };
                let Some(place) = self.dirty.iter().find(left).copied() else { return Action::None };
                self.go_on = GoOn::Stay;
                self.save(ground, case, place)
            }
            Message::Saved(time) => {
                self.saved = Some(time);
                if let Some(place) = self.saving.take() {
                    self.dirty.remove(&place);
                }
                self.asked = None;
                self.refresh(ground);
                self.next_step(ground, case)
            }
            Message::Check => {
                self.go_on = self.open_choice(ground).map_or(GoOn::Check, GoOn::Field);
                self.next_step(ground, case)
            }
            Message::Back => {
                self.go_on = GoOn::Back;
                self.next_step(ground, case)
            }
            Message::Print => Action::Sheet(SheetWish::Open(SheetChoice::Draft(self.case, self.row.clone()))),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let gone = || notice(Tone::Information, ground.context.tr("event-gone"));
        self.look(ground, |draft| self.draw(ground, draft)).unwrap_or_else(gone)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Print && ground.context.prints()).then_some(Message::Print)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        self.look(ground, |draft| terms(draft).choices().get(digit.checked_sub(1)?).copied().map(Message::Term))
            .flatten()
    }

    fn takes_digits(&self, ground: &Ground<'_>, field: &str) -> bool {
        let place = FIELDS.iter().position(|known| *known == field);
        let takes = |draft: &Draft<'_>| place.and_then(|place| draft.asked.get(place)).map(|one| one.field.kind);
        self.look(ground, takes).flatten().is_some_and(FieldKind::takes_digits)
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, _ground: &Ground<'_>) -> bool {
        !self.dirty.is_empty()
    }
}

impl FormPage {
    /// The form of a row. It begins in the field of this place, or in the first that is empty.
    #[must_use]
    pub fn new(context: &Context<'_>, case: &Case, row: Row, begins: Option<usize>) -> Option<Self> {
        let (texts, empty) = with_draft(context, case, &row, |draft| {
            (written(draft), draft.asked.iter().position(|one| one.value.is_none()))
        })?;
        Some(Self {
            case: case.id,
            row,
            texts,
            dirty: BTreeSet::new(),
            wrong: None,
            asked: None,
            saving: None,
            go_on: GoOn::Stay,
            passed: BTreeSet::new(),
            begins: begins.or(empty).unwrap_or(0),
            saved: None,
        })
    }

    /// Whether something that was typed waits to be saved now that this field has the focus.
    #[must_use]
    pub fn has_left(&self, focused: Option<&str>) -> bool {
        self.dirty.iter().any(|place| {
            FIELDS.get(*place).copied() != focused
                && self.wrong.is_none_or(|(wrong, _)| wrong != *place)
                && self.asked != Some(*place)
        })
    }

    /// Whether what was typed can be saved, so that the page is left without a question.
    #[must_use]
    pub fn can_be_saved(&self, context: &Context<'_>, case: &Case) -> bool {
        let fits = with_draft(context, case, &self.row, |draft| {
            self.dirty.iter().all(|place| {
                let one = draft.asked.get(*place).zip(self.texts.get(*place));
                one.is_some_and(|(one, text)| {
                    one.field.read(text, context.today).is_ok() && !case.is_in_request(&one.field.id)
                })
            })
        });
        fits == Some(true)
    }

    fn look<T>(&self, ground: &Ground<'_>, work: impl FnOnce(&Draft<'_>) -> T) -> Option<T> {
        with_draft(&ground.context, ground.session.case(self.case)?, &self.row, work)
    }

    /// What stands in the fields that nobody is writing in is what is kept.
    fn refresh(&mut self, ground: &Ground<'_>) {
        let Some(kept) = self.look(ground, written) else { return };
        self.texts.resize(kept.len(), String::new());
        for (place, kept) in kept.into_iter().enumerate() {
            if !self.dirty.contains(&place) {
                self.texts[place] = kept;
            }
        }
    }

    /// Where writing goes on after a field: in the next that is typed, then at what is still to be chosen, then at the check.
    fn after(&mut self, ground: &Ground<'_>, place: usize) -> GoOn {
        let next = self.look(ground, |draft| {
            let typed = |place: &usize| !draft.asked[*place].field.kind.is_chosen();
            ((place + 1)..draft.asked.len()).find(typed)
        });
        next.flatten().or_else(|| self.open_choice(ground)).map_or(GoOn::Check, GoOn::Field)
    }

    /// The next choice that is open and was not passed yet.
    fn open_choice(&mut self, ground: &Ground<'_>) -> Option<usize> {
        let next = self.look(ground, |draft| {
            let open = |(place, one): &(usize, &Asked<'_>)| {
                one.field.kind.is_chosen() && one.value.is_none() && !self.passed.contains(place)
            };
            draft.asked.iter().enumerate().find(open).map(|(place, _)| place)
        })?;
        self.passed.extend(next);
        next
    }

    /// Saves what is still to be saved, and then goes where somebody wanted to go.
    fn next_step(&mut self, ground: &Ground<'_>, case: &Case) -> Action {
        if self.go_on != GoOn::Stay
            && let Some(place) = self.dirty.first().copied()
        {
            return self.save(ground, case, place);
        }
        match std::mem::take(&mut self.go_on) {
            GoOn::Check => Action::OpenCheck(self.case, self.row.clone()),
            GoOn::Back => Action::Back,
            other => {
                self.go_on = other;
                Action::None
            }
        }
    }

    /// Saves what stands in a field, unless something is wrong with it or it is there already.
    fn save(&mut self, ground: &Ground<'_>, case: &Case, place: usize) -> Action {
        let text = self.texts.get(place).cloned().unwrap_or_default();
        let read = self.look(ground, |draft| {
            let one = draft.asked.get(place)?;
            Some((one.field.id.clone(), one.value.clone(), one.whence, one.field.read(&text, ground.context.today)))
        });
        let Some((field, kept, whence, read)) = read.flatten() else { return Action::None };
        match read {
            Err(error) if self.dirty.contains(&place) => {
                self.wrong = Some((place, error));
                Action::None
            }
            Ok(value)
                if self.dirty.contains(&place) && value != kept && !(value.is_none() && whence != Whence::Typed) =>
            {
                self.record(ground, case, (place, field), value)
            }
            Ok(_) | Err(_) => {
                self.dirty.remove(&place);
                self.refresh(ground);
                self.next_step(ground, case)
            }
        }
    }

    /// Records a value; where it corrects what was checked before, after asking why.
    fn record(
        &mut self,
        ground: &Ground<'_>,
        case: &Case,
        (place, field): (usize, String),
        value: Option<String>,
    ) -> Action {
        let service = self.look(ground, |draft| draft.service.code.clone());
        if case.is_in_request(&field) {
            self.asked = Some(place);
            self.saving = Some(place);
            return Action::Ask(What::Change { case: self.case, field, value, service });
        }
        self.saving = Some(place);
        Action::Command(self.case, Box::new(Command::Fill { field, value, reason: None, service }))
    }

    /// Records what is of this request alone.
    fn choose(&mut self, ground: &Ground<'_>, case: &Case, what: &str, value: Option<String>) -> Action {
        self.go_on = GoOn::Stay;
        let Some(key) = self.look(ground, |draft| own(draft.step_id, what)) else { return Action::None };
        if case.filled.get(&key) == value.as_ref() {
            return Action::None;
        }
        self.record(ground, case, (usize::MAX, key), value)
    }

    fn draw<'a>(&'a self, ground: &Ground<'a>, draft: &Draft<'_>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let (filled, of) = progress(&draft.asked);
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX).into();
        let words = [("filled", number(filled)), ("of", number(of))];
        let mut parts = vec![h1(look, self.heading(ground)), caption(context.tr_with("form-progress", &words))];
        // What is saved stands at one place, so that nothing moves when it is said.
        parts.push(match self.saved {
            Some(time) => {
                let time = time.strftime("%H:%M").to_string();
                notice(Tone::Success, context.tr_with("form-saved", &[("time", time.into())]))
            }
            None => notice(Tone::Quiet, context.tr("form-lead")),
        });
        parts.extend(term_choices(context, draft));
        parts.extend(exemption_choices(context, draft));
        let typed = draft.asked.iter().enumerate().filter(|(_, one)| !one.field.kind.is_chosen());
        let mut fields: Vec<Element<'a, Message>> =
            typed.filter_map(|(place, one)| self.typed_field(context, place, one)).collect();
        if look.is_narrow() {
            parts.append(&mut fields);
        } else {
            let mut fields = fields.into_iter();
            while let Some(left) = fields.next() {
                let right = fields.next();
                let half = |side| -> Element<'a, Message> { container(side).width(Length::FillPortion(1)).into() };
                let right = right.unwrap_or_else(|| iced::widget::Space::new().into());
                parts.push(row![half(left), half(right)].spacing(space::L).into());
            }
        }
        let chosen = draft.asked.iter().enumerate().filter(|(_, one)| one.field.kind.is_chosen());
        parts.extend(chosen.map(|(place, one)| chosen_field(context, place, one)));
        parts.extend(context.prints().then(|| {
            let name = key_hint(&context.tr("form-print"), &Key::Print.name());
            container(secondary_button(look, "form-print", name, Some("printer"), Message::Print)).into()
        }));
        rows(look.gap(), parts)
    }

    fn typed_field<'a>(&'a self, context: &Context<'a>, place: usize, one: &Asked<'_>) -> Option<Element<'a, Message>> {
        let id = FIELDS.get(place)?;
        let error = self.wrong.filter(|(wrong, _)| *wrong == place);
        let from = (!self.dirty.contains(&place)).then(|| whence_words(context, one)).flatten();
        let hint = from.or_else(|| one.field.hint.as_ref().map(|hint| context.text(hint)));
        let shown = Field {
            id,
            required: one.required,
            label: label(context, one),
            hint: Some(hint.unwrap_or_default()),
            error: error.map(|(_, error)| error_words(context, error)),
            checked: true,
            value: self.texts.get(place).map_or("", String::as_str),
            ..Field::default()
        };
        Some(field(&context.look, shown, move |text| Message::Typed(place, text), Message::Enter(place)))
    }
}

/// The name of a field; what may stay empty says so.
fn label(context: &Context<'_>, one: &Asked<'_>) -> String {
    let name = context.text(&one.field.label);
    if one.required { name } else { context.tr_with("form-optional", &[("name", name.into())]) }
}

/// From where a value is that nobody typed here.
pub(super) fn whence_words(context: &Context<'_>, one: &Asked<'_>) -> Option<String> {
    match one.whence {
        Whence::Person => Some(context.tr("form-from-person")),
        Whence::Answer => Some(context.tr("form-from-answer")),
        Whence::Typed | Whence::Nowhere => None,
    }
}

/// What stands in the fields, as it is typed.
fn written(draft: &Draft<'_>) -> Vec<String> {
    let of = |one: &Asked<'_>| {
        let value = one.value.as_deref().unwrap_or_default();
        match one.field.kind {
            FieldKind::Date => date_of(value).map_or_else(|| value.to_owned(), date_numeric),
            _ => value.to_owned(),
        }
    };
    draft.asked.iter().map(of).collect()
}

fn chosen_field<'a>(context: &Context<'a>, place: usize, one: &Asked<'_>) -> Element<'a, Message> {
    let look = &context.look;
    let ids: Vec<String> = match one.field.kind {
        FieldKind::YesNo => vec![YES.to_owned(), NO.to_owned()],
        _ => one.field.options.iter().map(|option| option.id.clone()).collect(),
    };
    let name = label(context, one);
    let choices = ids.into_iter().zip(1..).map(|(id, number)| {
        // Of several questions with a yes and a no each one is heard with its own.
        let words = Words::about(context.texts.say(&filled_said(one.field, &id)), &name);
        let chosen = one.value.as_deref() == Some(id.as_str());
        form_row(look, &format!("form-{}-{number}", place + 1), words, chosen, Message::Choose(place, id))
    });
    let from = whence_words(context, one).or_else(|| one.field.hint.as_ref().map(|hint| context.text(hint)));
    let list = answers(&format!("form-group-{}", place + 1), name.clone(), two_columns(look, choices.collect()));
    let head = [h3(name)].into_iter().chain(from.map(caption));
    container(rows(space::XS, head.chain([list]))).max_width(2.0 * COLUMN).into()
}

/// The terms to choose from.
fn terms(draft: &Draft<'_>) -> Terms {
    draft.step.map(Terms::of_step).unwrap_or_default()
}

/// When the answer comes if the request is sent today.
fn by(context: &Context<'_>, term: Term) -> Option<Date> {
    expected(term, context.in_moldova, &context.catalogue.calendar.for_locality(context.centre.patron_day))
}

fn term_choices<'a>(context: &Context<'a>, draft: &Draft<'_>) -> Option<Element<'a, Message>> {
    let (step, terms) = (draft.step?, terms(draft));
    if terms.choices().is_empty() {
        return None;
    }
    let kept = draft.known.filled.get(&own(draft.step_id, TERM)).and_then(|kept| Term::read(kept));
    let chosen = kept.or_else(|| draft.request.and_then(|request| request.term));
    let choices = terms.choices().iter().zip(1..).map(|(term, number)| {
        let words = context.texts.say(&term_said(step, *term, by(context, *term)));
        let name = format!("{number}. {words}");
        form_row(&context.look, &format!("form-term-{number}"), name, chosen == Some(*term), Message::Term(*term))
    });
    Some(group(context, "form-term", "form-term-question", choices.collect()))
}

fn exemption_choices<'a>(context: &Context<'a>, draft: &Draft<'_>) -> Option<Element<'a, Message>> {
    let step = draft.step?;
    let may_cost = step.may_cost() && !step.is_free();
    let exemptions: Vec<_> = exemptions_of(draft.service, context.today).filter(|_| may_cost).collect();
    if exemptions.is_empty() {
        return None;
    }
    let chosen = draft.known.filled.get(&own(draft.step_id, EXEMPTION));
    let look = &context.look;
    let none = form_row(look, "form-exempt-0", context.tr("form-exempt-none"), chosen.is_none(), Message::Exempt(None));
    let choices = exemptions.into_iter().zip(1..).map(|(exemption, number)| {
        let words = context.texts.say(&exemption_said(step, exemption));
        let who = exemption.who.ro.clone();
        let is_chosen = chosen == Some(&who);
        form_row(look, &format!("form-exempt-{number}"), words, is_chosen, Message::Exempt(Some(who)))
    });
    let choices: Vec<_> = std::iter::once(none).chain(choices).collect();
    Some(group(context, "form-exempt", "form-exempt-question", choices))
}

fn group<'a>(context: &Context<'a>, id: &str, words: &str, choices: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let words = context.tr(words);
    rows(space::XS, [h3(words.clone()), answers(id, words, two_columns(&context.look, choices))])
}

/// What is wrong, and what to do.
pub(super) fn error_words(context: &Context<'_>, error: FieldError) -> String {
    context.tr(match error {
        FieldError::Name => "form-error-name",
        FieldError::Date => "form-error-date",
        FieldError::Idnp => "form-error-idnp",
        FieldError::Phone => "person-error-phone",
        FieldError::Document => "person-error-document",
        FieldError::Choice => "form-error-choice",
        FieldError::Amount => "form-error-amount",
        FieldError::Text => "form-error-text",
        FieldError::Missing => "form-error-missing",
    })
}
