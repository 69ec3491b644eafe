//! What is typed about a request: its submission, and the handing over of its result.

use super::term::expected_by;
use super::{Message, RequestPage};
use crate::domain::case::{Case, Command, ProviderNumber, Request as Content, RequestState, Row};
use crate::domain::day::{self, Bounds, DayError};
use crate::ui::component::{Element, Field, Tone, field, notice};
use crate::ui::context::Context;
use crate::ui::page::specialist::Action;
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
            Some(RequestState::Issued) => (&self.collector, &self.paper) != (&fresh.collector, &fresh.paper),
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
    pub(super) fn hand_over(&self, context: &Context<'_>, case: &Case) -> Option<Command> {
        self.open(context, case).map(|request| Command::HandOver {
            request: request.id,
            collector: self.collector.trim().to_owned(),
            paper: self.paper.trim().to_owned(),
        })
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
        let fields = [
            field(&context.look, number, Message::Number, Message::Submit),
            field(&context.look, date, Message::Date, Message::Submit),
        ];
        fields.into_iter().chain(self.choices(context, case, request)).collect()
    }

    /// What is asked of the handing over.
    pub(super) fn collection<'a>(&'a self, context: &Context<'a>, case: &Case) -> Vec<Element<'a, Message>> {
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
        pages.into_iter().chain(fields).collect()
    }
}
