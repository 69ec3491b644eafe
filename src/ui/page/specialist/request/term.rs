//! The term in which the provider answers, where there is a choice.

use super::{Message, RequestPage};
use crate::domain::case::{Case, Request as Content, RequestState, Terms, expected};
use crate::domain::term::Term;
use crate::i18n::term;
use crate::ui::component::{Element, answers, choice_row, h3, rows};
use crate::ui::context::Context;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;
use jiff::civil::Date;

impl RequestPage {
    /// The terms in which the provider may answer.
    pub(super) fn terms(&self, context: &Context<'_>, case: &Case) -> Terms {
        let of_service = || {
            let service = self.recorded(case).and_then(|request| context.catalogue.service(&request.service));
            service.map(|service| Terms::of_service(service, context.today))
        };
        self.planned(context, case, Terms::of_step).or_else(of_service).unwrap_or_default()
    }

    /// What a digit key does: it chooses a term.
    pub(super) fn by_digit(&self, context: &Context<'_>, case: &Case, digit: usize) -> Option<Message> {
        let request = self.open(context, case).filter(|request| may_choose(request.state))?;
        let terms = self.terms(context, case);
        let chosen = terms.choices().get(digit.checked_sub(1)?).copied();
        chosen.filter(|_| !request.state.is_final()).map(|term| Message::Term(Some(term)))
    }

    /// When the answer is expected by the term that was chosen here.
    pub(super) fn expected(&self, context: &Context<'_>, submitted: Option<Date>) -> Option<Date> {
        expected_by(context, self.term?, submitted?)
    }

    /// The terms to choose from, where there is more than one or none is certain.
    pub(super) fn choices<'a>(
        &self,
        context: &Context<'a>,
        case: &Case,
        request: &Content,
    ) -> Option<Element<'a, Message>> {
        let look = &context.look;
        let terms = self.terms(context, case);
        if terms.choices().is_empty() || !may_choose(request.state) {
            return None;
        }
        let chosen = self.term.or(request.term);
        let known = terms.choices().iter().zip(1..).map(|(choice, number)| {
            let name = format!("{number}. {}", term(context.texts, *choice));
            let id = format!("term-{number}");
            choice_row(look, &id, name, chosen == Some(*choice), Message::Term(Some(*choice)))
        });
        let unknown = request.term.is_none().then(|| {
            choice_row(look, "term-unknown", context.tr("request-term-unknown"), chosen.is_none(), Message::Term(None))
        });
        let words = context.tr("request-term");
        let list = container(rows(space::XS, known.chain(unknown))).max_width(COLUMN);
        Some(rows(space::XS, [h3(words.clone()), answers("term", words, list)]))
    }
}

/// Whether the term can still be said.
const fn may_choose(state: RequestState) -> bool {
    matches!(state, RequestState::Prepared | RequestState::Submitted)
}

/// When the answer is expected by a term, in the calendar of the centre.
pub(super) fn expected_by(context: &Context<'_>, term: Term, submitted: Date) -> Option<Date> {
    let submitted = context.counted_from(submitted);
    expected(term, submitted, &context.catalogue.calendar.for_locality(context.centre.patron_day))
}
