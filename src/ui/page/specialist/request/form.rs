//! What is typed about a request: its submission, and the handing over of its result.

use super::term::expected_by;
use super::{Message, RequestPage};
use crate::account::right_said;
use crate::domain::case::{Case, Command, ProviderNumber, Request as Content, RequestState, Right, Row};
use crate::domain::day::{self, Bounds, DayError};
use crate::ui::component::{Element, Field, Tone, answers, choice_row, field, h3, notice, rows, tick_row};
use crate::ui::context::Context;
use crate::ui::page::specialist::Action;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;
use jiff::civil::Date;

impl RequestPage {
    /// Says what went wrong.
    pub fn fail(&mut self, error: &'static str) {
        self.errors = vec![error];
    }

    /// Writes into a field, as much as fits.
    pub(super) fn write(field: &mut String, text: &str, most: usize) -> Action {
        *field = text.chars().take(most).collect();
        Action::None
    }

    /// Whether something was typed or chosen that is not recorded.
    pub(super) fn is_changed(&self, case: &Case, today: Date) -> bool {
        let fresh = Self::new(case, Row::Step(self.step.clone()), today);
        match self.state(case) {
            Some(RequestState::Prepared) => (&self.number, &self.date, self.term) != (&fresh.number, &fresh.date, None),
            Some(RequestState::Issued) => {
                (&self.collector, &self.paper, &self.right) != (&fresh.collector, &fresh.paper, &fresh.right)
            }
            _ => false,
        }
    }

    /// The field with something wrong in it.
    pub(super) fn wrong_field(&self) -> Option<&'static str> {
        self.errors.iter().find_map(|error| self.field_of(error))
    }

    /// The field in which something is wrong when this is.
    fn field_of(&self, error: &str) -> Option<&'static str> {
        match error {
            "case-error-number" => Some("request-number"),
            error if error.starts_with("question-error") || error == "case-error-early" => Some("request-date"),
            "case-error-right" => Some("request-power"),
            "case-error-paper-number" => Some("request-paper"),
            "case-error-collector" if !self.collector.trim().is_empty() => Some("request-paper"),
            "case-error-collector" => Some("request-collector"),
            _ => None,
        }
    }

    /// What is wrong in a field.
    fn error_of(&self, field: &str, context: &Context<'_>) -> Option<String> {
        let wrong = self.errors.iter().find(|error| self.field_of(error) == Some(field))?;
        Some(context.tr(wrong))
    }

    /// The submission that was typed, unless something is wrong with it.
    pub(super) fn submit(&mut self, context: &Context<'_>, case: &Case) -> Option<Command> {
        let number = ProviderNumber::parse(&self.number);
        let date = day::read(&self.date, context.today, Bounds::around(context.today, None, Some(0)));
        let day_key = |error: &DayError| match error {
            DayError::Ahead => "question-error-future",
            DayError::Back => "case-error-early",
            DayError::Unclear | DayError::NoSuchDay { .. } | DayError::NoSuchMonth => "question-error-date",
        };
        let wrong = [number.as_ref().err().map(|_| "case-error-number"), date.as_ref().err().map(day_key)];
        self.errors = wrong.into_iter().flatten().collect();
        let (Ok(number), Ok(on)) = (number, date) else { return None };
        let request = self.open(context, case)?;
        // The term that was chosen here, or before it was filled in; where there is no choice, none was chosen.
        let term = self.term.or(request.term).or_else(|| self.terms(context, case).only());
        let expected = term.and_then(|term| expected_by(context, term, on));
        Some(Command::Submit { request: request.id, number, on, term: self.term, expected })
    }

    /// The handing over that was typed.
    pub(super) fn hand_over(&mut self, context: &Context<'_>, case: &Case) -> Action {
        let Some(request) = self.open(context, case).map(|request| request.id) else { return Action::None };
        self.errors.clear();
        let power = self.power.trim().to_owned();
        let right = match &self.right {
            Right::Representative(_) => Right::Representative(power),
            Right::Power(_) => Right::Power(power),
            Right::Person | Right::NotSaid => Right::Person,
        };
        let also = case.to_collect_with(request, context.today).map(|other| other.id);
        let also = also.filter(|id| !self.apart.contains(id));
        let hand_over = |request| Command::HandOver {
            request,
            collector: self.collector.trim().to_owned(),
            paper: self.paper.trim().to_owned(),
            right: right.clone(),
        };
        // The one of this page comes last: until then the page is what it was.
        Action::Commands(case.id, also.chain([request]).map(hand_over).collect())
    }

    /// Who collects it. Whoever acts for the person is known by name where the person's form says so.
    pub(super) fn choose_right(&mut self, case: &Case, right: Right) {
        let acting = case.person.representative.as_ref();
        let (name, power) = match (&right, acting) {
            (Right::Person, _) => (case.person.name.clone(), String::new()),
            (Right::Representative(_), Some(acting)) => (acting.name.clone(), acting.paper.clone()),
            _ => (String::new(), String::new()),
        };
        (self.collector, self.power, self.right) = (name, power, right);
    }

    /// What is asked of a submission.
    pub(super) fn submission<'a>(
        &'a self,
        context: &Context<'a>,
        case: &Case,
        request: &Content,
    ) -> Vec<Element<'a, Message>> {
        let number = Field {
            id: "request-number",
            required: true,
            label: context.tr("request-number"),
            hint: Some(context.tr("request-number-hint")),
            error: self.error_of("request-number", context),
            checked: true,
            value: &self.number,
            ..Field::default()
        };
        let date = Field {
            id: "request-date",
            required: true,
            label: context.tr("request-date"),
            hint: Some(context.tr("question-date-hint")),
            error: self.error_of("request-date", context),
            checked: true,
            value: &self.date,
            width: Some(240.0),
            ..Field::default()
        };
        let returned = self.was_at_portal.then(|| notice(Tone::Caution, context.tr("portal-returned")));
        let fields = [
            field(&context.look, number, Message::Number, Message::Submit),
            field(&context.look, date, Message::Date, Message::Submit),
        ];
        returned.into_iter().chain(fields).chain(self.choices(context, case, request)).collect()
    }

    /// What is asked of the handing over.
    pub(super) fn collection<'a>(
        &'a self,
        context: &Context<'a>,
        case: &Case,
        request: &Content,
    ) -> Vec<Element<'a, Message>> {
        let pages = (!case.pages.is_empty()).then(|| notice(Tone::Information, context.tr("hand-over-pages")));
        let collector = Field {
            id: "request-collector",
            required: true,
            label: context.tr("request-collector"),
            error: self.error_of("request-collector", context),
            checked: true,
            value: &self.collector,
            ..Field::default()
        };
        let paper = Field {
            id: "request-paper",
            label: context.tr("request-paper"),
            hint: Some(context.tr("request-paper-hint")),
            error: self.error_of("request-paper", context),
            checked: true,
            value: &self.paper,
            ..Field::default()
        };
        let fields = [
            field(&context.look, collector, Message::Collector, Message::HandOver),
            field(&context.look, paper, Message::Paper, Message::HandOver),
        ];
        let look = &context.look;
        let who = context.tr("right-question");
        let right = |id: &str, right: Right| {
            let words = right_said(&right).map(|words| context.texts.say(&words.into())).unwrap_or_default();
            let chosen = std::mem::discriminant(&self.right) == std::mem::discriminant(&right);
            choice_row(look, id, words, chosen, Message::Right(right))
        };
        let list = [
            right("right-1", Right::Person),
            right("right-2", Right::Representative(String::new())),
            right("right-3", Right::Power(String::new())),
        ];
        let list = container(rows(space::XS, list)).max_width(COLUMN);
        let rights = rows(space::XS, [h3(who.clone()), answers("right", who, list)]);
        let power = (self.right != Right::Person).then(|| {
            let power = Field {
                id: "request-power",
                required: true,
                label: context.tr("right-paper"),
                hint: Some(context.tr("right-paper-hint")),
                error: self.error_of("request-power", context),
                checked: true,
                value: &self.power,
                ..Field::default()
            };
            field(look, power, Message::Power, Message::HandOver)
        });
        let others: Vec<Element<'a, Message>> = case
            .to_collect_with(request.id, context.today)
            .map(|other| {
                let id = format!("together-{}", other.id);
                let ticked = !self.apart.contains(&other.id);
                tick_row(look, &id, context.service_name(&other.service), ticked, Message::Together(other.id))
            })
            .collect();
        let others = (!others.is_empty()).then(|| {
            let list = container(rows(space::XS, others)).max_width(COLUMN).into();
            rows(space::XS, [h3(context.tr("reception-together")), list])
        });
        let head = pages.into_iter().chain(others).chain([rights]);
        head.chain(fields).chain(power).collect()
    }
}
