//! The payment of a request: what it costs part by part, by which key and code it is paid, and whether that is confirmed.
//! The centre takes no money, and nothing here counts any.

use super::{Action, ForSpecialists, Ground};
use crate::account::{bill_said, no_more_said, payment_mark, payment_said, sum_said};
use crate::domain::case::{
    Case, CashCode, Command, Heard, Known, OrderKey, Payment, PaymentNews, PaymentState, Provenance, Request,
    RequestState, Verb, expected, own,
};
use crate::domain::form::EXEMPTION;
use crate::domain::hidden::hidden;
use crate::domain::plan::{Bill, Chosen, Sum};
use crate::domain::service::Service;
use crate::i18n::{Value, provenance_word};
use crate::ui::component::{
    Element, Field, Tone, answers, caption, card, choice_row, code_picture, field, h1, h3, key_hint, notice, rows,
    secondary_button, summary_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::mark;
use crate::ui::page::{First, Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, qr_code, row};
use uuid::Uuid;

/// The most letters that a field takes in.
const LONGEST: usize = 60;
/// How wide the picture of the key is.
const CODE: f32 = 220.0;

/// The page.
pub struct MoneyPage {
    /// The case.
    pub case: Uuid,
    /// The request.
    pub request: Uuid,
    order: String,
    cash: String,
    from: Provenance,
    errors: Vec<&'static str>,
    /// The picture of the key that is typed or known.
    code: Option<qr_code::Data>,
}

hidden!(MoneyPage, "MoneyPage");

/// A picture of a code is not copied but made again.
impl Clone for MoneyPage {
    fn clone(&self) -> Self {
        let (order, cash, errors) = (self.order.clone(), self.cash.clone(), self.errors.clone());
        Self { code: picture(&order), order, cash, errors, ..*self }
    }
}

impl PartialEq for MoneyPage {
    fn eq(&self, other: &Self) -> bool {
        (self.case, self.request, &self.order, &self.cash, self.from, &self.errors)
            == (other.case, other.request, &other.order, &other.cash, other.from, &other.errors)
    }
}

/// What happens on it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The key was typed.
    Order(String),
    /// The code for cash was typed.
    Cash(String),
    /// From where it is known that it is paid.
    From(Provenance),
    /// Write the key and the code down.
    Submit,
    /// The person says or shows that it is paid.
    Said(Provenance),
    /// It is confirmed.
    Confirm,
    /// Look at the sheet as it is printed.
    Print,
}

hidden!(Message, "money::Message");

impl Page for MoneyPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "money";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("money-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let (case, request) = self.find(ground)?;
        let known = request.payment.as_deref();
        let is_known = known.is_some_and(|known| known.order.is_some() || known.cash.is_some());
        let typed = self.is_typed(known);
        if is_to_pay(&ground.context, case, request) && (typed || !is_known) {
            // Where the key is known, the code alone is left.
            let words = if known.is_some_and(|known| known.order.is_some()) { "money-save-cash" } else { "money-save" };
            return Some(Primary::new("submit", ground.context.tr(words), Message::Submit).with_key("Enter"));
        }
        let words = ground.context.tr("money-print");
        may_print(&ground.context, case, request)
            .then(|| Primary::new("money-print", words, Message::Print).with_key("Enter"))
    }

    fn first(&self, ground: &Ground<'_>) -> Option<First> {
        let (case, request) = self.find(ground)?;
        let known = request.payment.as_deref();
        let none = known.is_none_or(|known| known.order.is_none() && known.cash.is_none());
        (none && is_to_pay(&ground.context, case, request)).then_some(First::Field("money-order"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Submit
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.errors.first().map(|error| if *error == "money-error-cash" { "money-cash" } else { "money-order" })
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.errors.iter().map(|error| ground.context.tr(error)).collect()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        let Some((case, request)) = self.find(ground) else { return Action::None };
        match message {
            Message::Order(text) => {
                self.order = text.chars().take(LONGEST).collect();
                self.code = picture(&self.order);
                Action::None
            }
            Message::Cash(text) => {
                self.cash = text.chars().take(LONGEST).collect();
                Action::None
            }
            Message::From(from) => {
                self.from = from;
                Action::None
            }
            Message::Submit => self.submit(case, request),
            Message::Said(from) => {
                let heard = Heard { from: Some(from), on: ground.context.today };
                learn(case, request, PaymentNews::Said(heard))
            }
            Message::Confirm => self.confirm(&ground.context, case, request),
            Message::Print => Action::Sheet(SheetWish::Open(SheetChoice::Payment(self.case, self.request))),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        match self.find(ground) {
            Some((case, request)) => self.draw(context, case, request),
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        let (case, request) = self.find(ground)?;
        match key {
            Key::Paid => {
                let may = may_confirm(case, request) && is_to_pay(&ground.context, case, request);
                may.then_some(Message::Confirm)
            }
            Key::Print => may_print(&ground.context, case, request).then_some(Message::Print),
            _ => None,
        }
    }

    fn takes_digits(&self, _ground: &Ground<'_>, _field: &str) -> bool {
        true
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        self.find(ground).is_some_and(|(_, request)| self.is_typed(request.payment.as_deref()))
    }
}

impl MoneyPage {
    /// The page of a request.
    #[must_use]
    pub fn new(case: &Case, request: Uuid) -> Self {
        let known = case.request(request);
        let order = known.and_then(|known| known.payment.as_deref()?.order.as_ref());
        let order = order.map(|order| order.as_str().to_owned()).unwrap_or_default();
        Self {
            case: case.id,
            request,
            code: picture(&order),
            order,
            cash: String::new(),
            from: Provenance::Portal,
            errors: Vec::new(),
        }
    }

    fn find<'g>(&self, ground: &Ground<'g>) -> Option<(&'g Case, &'g Request)> {
        ground.session.request(self.case, self.request)
    }

    /// Whether something is typed that is not written down.
    fn is_typed(&self, known: Option<&Payment>) -> bool {
        let open = |typed: &str, is_known: bool| !is_known && !typed.trim().is_empty();
        open(&self.order, known.is_some_and(|known| known.order.is_some()))
            || open(&self.cash, known.is_some_and(|known| known.cash.is_some()))
    }

    fn submit(&mut self, case: &Case, request: &Request) -> Action {
        let known = request.payment.as_deref();
        let typed = |text: &str, is_known: bool| !is_known && !text.trim().is_empty();
        let order = typed(&self.order, known.is_some_and(|known| known.order.is_some()))
            .then(|| OrderKey::parse(&self.order))
            .transpose();
        let code = typed(&self.cash, known.is_some_and(|known| known.cash.is_some()))
            .then(|| CashCode::parse(&self.cash))
            .transpose();
        let wrong = [order.is_err().then_some("money-error-order"), code.is_err().then_some("money-error-cash")];
        self.errors = wrong.into_iter().flatten().collect();
        let (Ok(order), Ok(code)) = (order, code) else { return Action::None };
        if order.is_none() && code.is_none() {
            self.errors = vec!["money-error-order"];
            return Action::None;
        }
        learn(case, request, PaymentNews::Order { order, cash: code })
    }

    /// That it is confirmed: the request becomes paid, or where the provider works on it already, stays as it is.
    fn confirm(&self, context: &Context<'_>, case: &Case, request: &Request) -> Action {
        let on = request.unconfirmed_since().unwrap_or(context.today);
        let heard = Heard { from: Some(self.from), on };
        if !may_confirm(case, request) {
            return Action::None;
        }
        // What somebody paid is so also when their consent has ended meanwhile; nothing else is done by writing it down.
        let may_move = request.state.may_become().contains(&RequestState::Paid);
        if may_move && case.allows(Verb::Act, &request.service, context.today).is_ok() {
            let calendar = context.catalogue.calendar.for_locality(context.centre.patron_day);
            let due = request.term.zip(request.submitted).and_then(|(term, day)| expected(term, day, &calendar));
            let command = Command::Pay {
                request: request.id,
                term: request.term,
                expected: due.or(request.expected),
                heard: Some(heard),
            };
            return Action::Command(case.id, Box::new(command));
        }
        learn(case, request, PaymentNews::Confirmed(heard))
    }

    fn draw<'a>(&'a self, context: &Context<'a>, case: &Case, request: &Request) -> Element<'a, Message> {
        let look = &context.look;
        let name = context.service_name(&request.service);
        let state = request.payment_state();
        let mut parts = vec![h1(look, context.tr("money-heading")), caption(name)];
        parts.extend(payment_mark(state).map(|known| mark(context, &known)));
        parts.extend(payment_said(state).map(|words| caption(context.texts.say(&words))));
        parts.extend(bill_rows(context, case, request).map(|lines| card(look, rows(0.0, lines))));
        let service = context.catalogue.service(&request.service);
        // A telephone number is read in one piece.
        let more = context.texts.say_unbroken(&no_more_said(context.catalogue, context.centre, service));
        parts.push(notice(Tone::Caution, more));
        let is_open = is_to_pay(context, case, request);
        if is_disputed(case, request) {
            parts.push(notice(Tone::Caution, context.tr("money-several")));
        }
        parts.extend(self.by_key(context, case, request, is_open));
        parts.extend(self.in_cash(context, case, request, is_open));
        if is_open && !matches!(state, PaymentState::Confirmed(_)) {
            let said = Provenance::OF_PERSON.map(|from| {
                let words = context.tr(match from {
                    Provenance::Receipt => "money-said-receipt",
                    _ => "money-said-person",
                });
                secondary_button(look, said_id(from), words, Some("message-circle"), Message::Said(from))
            });
            parts.push(h3(context.tr("money-said")));
            parts.push(row(said).spacing(space::S).wrap().vertical_spacing(space::S).into());
            if may_confirm(case, request) {
                let words = context.tr("money-confirm-from");
                parts.push(from_choices(context, words, self.from, Message::From));
                let name = key_hint(&context.tr("money-confirm"), &Key::Paid.name());
                parts.push(row![secondary_button(look, "money-confirm", name, Some("check"), Message::Confirm)].into());
            }
        }
        rows(look.gap(), parts)
    }

    /// The key: as it is known, with its picture, or a field for it.
    fn by_key<'a>(
        &'a self,
        context: &Context<'a>,
        case: &Case,
        request: &Request,
        is_open: bool,
    ) -> Option<Element<'a, Message>> {
        let look = &context.look;
        let line = |order: &OrderKey| summary_row(look, context.tr("money-order"), order.in_groups(), None);
        let lines: Vec<Element<'a, Message>> = case.orders(request).map(line).collect();
        if lines.is_empty() {
            let words = ["money-order", "money-order-hint", "money-error-order"];
            return is_open.then(|| self.typed(context, words, &self.order, Message::Order));
        }
        if is_disputed(case, request) {
            // Nobody pays by a key of which it is not known whether it is theirs.
            return Some(rows(space::S, lines));
        }
        let picture = self.code.as_ref().map(|code| code_picture("money-qr", context.tr("money-order-qr"), code, CODE));
        let how = caption(context.tr("money-order-caption"));
        Some(rows(space::S, lines.into_iter().chain(picture).chain([how])))
    }

    fn in_cash<'a>(
        &'a self,
        context: &Context<'a>,
        case: &Case,
        request: &Request,
        is_open: bool,
    ) -> Option<Element<'a, Message>> {
        let look = &context.look;
        let line = |code: &CashCode| summary_row(look, context.tr("money-cash"), code.in_groups(), None);
        let lines: Vec<Element<'a, Message>> = case.cash_codes(request).map(line).collect();
        if !lines.is_empty() {
            return Some(rows(space::S, lines));
        }
        let words = ["money-cash", "money-cash-hint", "money-error-cash"];
        is_open.then(|| self.typed(context, words, &self.cash, Message::Cash))
    }

    /// The field of a key or code, by its name, what helps to fill it in, and what may be wrong with it.
    fn typed<'a>(
        &'a self,
        context: &Context<'a>,
        [id, hint, error]: [&'static str; 3],
        value: &'a str,
        typed: fn(String) -> Message,
    ) -> Element<'a, Message> {
        let shown = Field {
            id,
            label: context.tr(id),
            hint: Some(context.tr(hint)),
            error: self.error(error, context),
            checked: true,
            value,
            ..Field::default()
        };
        field(&context.look, shown, typed, Message::Submit)
    }

    fn error(&self, error: &'static str, context: &Context<'_>) -> Option<String> {
        self.errors.contains(&error).then(|| context.tr(error))
    }
}

const fn said_id(from: Provenance) -> &'static str {
    match from {
        Provenance::Receipt => "money-receipt",
        _ => "money-person",
    }
}

/// Records what was learned of a payment.
fn learn(case: &Case, request: &Request, news: PaymentNews) -> Action {
    Action::Command(case.id, Box::new(Command::Payment { request: request.id, news }))
}

/// Whether something may be written down about paying a request: not where the service is free, and nobody said otherwise.
fn is_to_pay(context: &Context<'_>, case: &Case, request: &Request) -> bool {
    let free = || with_bill(context, case, request, |_, bill| bill.sum() == Sum::Free).unwrap_or_default();
    let is_open = case.closed.is_none() && request.may_be_paid();
    is_open && (request.payment_state() != PaymentState::Nothing || !free())
}

/// Whether two desks wrote down different keys or codes.
fn is_disputed(case: &Case, request: &Request) -> bool {
    case.orders(request).nth(1).is_some() || case.cash_codes(request).nth(1).is_some()
}

/// Whether the sheet may be printed: not while it is not known by which key, and not where nothing is paid.
fn may_print(context: &Context<'_>, case: &Case, request: &Request) -> bool {
    let closed = case.closed.is_some() || !request.may_be_paid();
    context.prints() && !is_disputed(case, request) && (closed || is_to_pay(context, case, request))
}

/// Whether a payment can be confirmed now: the provider has the request, and nobody has confirmed it.
fn may_confirm(case: &Case, request: &Request) -> bool {
    let is_sent = request.may_be_paid() && request.state != RequestState::Prepared;
    case.closed.is_none() && is_sent && !matches!(request.payment_state(), PaymentState::Confirmed(_))
}

/// The picture of a key; none for what is no key.
fn picture(order: &str) -> Option<qr_code::Data> {
    let order = OrderKey::parse(order).ok()?;
    qr_code::Data::with_error_correction(order.as_str(), qr_code::ErrorCorrection::Medium).ok()
}

/// From where the specialist knows what a provider did, to be chosen.
pub(super) fn from_choices<'a, Message: Clone + 'a>(
    context: &Context<'a>,
    words: String,
    chosen: Provenance,
    message: impl Fn(Provenance) -> Message,
) -> Element<'a, Message> {
    let look = &context.look;
    let row = |from| {
        let id = match from {
            Provenance::Portal => "from-1",
            Provenance::Phone => "from-2",
            _ => "from-3",
        };
        choice_row(look, id, context.tr(provenance_word(from)), chosen == from, message(from))
    };
    let list = container(rows(space::XS, Provenance::OF_PROVIDER.map(row))).max_width(COLUMN);
    rows(space::XS, [h3(words.clone()), answers("from", words, list)])
}

/// The parts of what a request costs, and what they come to; nothing where the catalogue does not have the service.
pub(super) fn bill_rows<'a, Message: 'a>(
    context: &Context<'a>,
    case: &Case,
    request: &Request,
) -> Option<Vec<Element<'a, Message>>> {
    let look = &context.look;
    let say = |value: &Value<'_>| context.texts.say(value);
    with_bill(context, case, request, |service, bill| {
        let lines = bill_said(context.catalogue, service, bill);
        let several = lines.len() > 1;
        let line = |line: crate::account::BillLine<'_>| {
            let amount = std::iter::once(say(&line.amount)).chain(line.notes.iter().map(say));
            summary_row(look, say(&line.name), amount.collect::<Vec<_>>().join(". "), None)
        };
        let sum = several.then(|| summary_row(look, context.tr("money-together"), say(&sum_said(&bill.sum())), None));
        lines.into_iter().map(line).chain(sum).collect()
    })
}

/// Looks at what a request costs by the term and the exemption that were chosen.
pub fn with_bill<T>(
    context: &Context<'_>,
    case: &Case,
    request: &Request,
    work: impl FnOnce(&Service, &Bill<'_>) -> T,
) -> Option<T> {
    let exemption = Known::of(case, Some(request)).filled.get(&own(&request.step, EXEMPTION)).map(String::as_str);
    let chosen = Chosen { term: request.term.or_else(|| case.chosen_term(&request.step)), exemption };
    let planned = context.planned(&case.event, &case.answers);
    let step = planned.as_ref().and_then(|planned| {
        planned.plan().shown().find(|step| {
            step.step.id == request.step && step.service.is_some_and(|service| service.code == request.service)
        })
    });
    if let Some((step, service)) = step.and_then(|step| Some((step, step.service?))) {
        return Some(work(service, &Bill::of_step(step, chosen)));
    }
    let service = context.catalogue.service(&request.service)?;
    Some(work(service, &Bill::of_service(context.centre, service, context.today, chosen)))
}
