//! One case: the person, the consent, the papers, and each request with its state.

use super::desk::slip;
use super::draft::with_draft;
use super::money::with_bill;
use super::next::Next;
use super::work::Worked;
use super::{Action, ForSpecialists, Ground, Session};
use crate::account::{
    consents_said, expected_said, hour_said, payment_mark, progress, sum_said, theme_said, word_said,
};
use crate::domain::case::{
    Before, Case, Command, Conflict, Listed, PaymentState, ProviderNumber, Recorded, Request, RequestState, Row,
    Whence, listing,
};
use crate::domain::change::{Part, Seen};
use crate::domain::identifier::ServiceCode;
use crate::domain::plan::{PlannedStep, Sum};
use crate::domain::specialist::name_key;
use crate::i18n::{counted, date_numeric, history_line, term};
use crate::ui::component::{
    Element, Tag, Tone, Words, body, card, h1, h2, key_hint, link_button, notice, rows, secondary_button, summary_row,
    task_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::{due_line, lead_tag, state_word, step_title, tag, where_tag};
use crate::ui::page::{Page, Primary};
use crate::ui::question::What;
use crate::ui::sheets::{SheetChoice, SheetWish};
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The page of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CasePage {
    /// The case.
    pub case: Uuid,
}

impl Page for CasePage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "case";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, session, .. } = ground;
        session.case(self.case).map_or_else(|| context.tr("event-gone"), |case| context.event_title(&case.event))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let case = ground.session.case(self.case)?;
        let next = Next::of(&ground.context, case)?;
        let words = ground.context.tr(next.words());
        Some(Primary::new("next", words, next.action(case)).with_key("Enter"))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        match ground.session.case(self.case) {
            Some(case) => view(context, ground.session, case),
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Action> {
        let case = ground.session.case(self.case)?;
        let open = case.closed.is_none();
        match key {
            Key::Person => open.then_some(Action::EditPerson(case.id)),
            Key::Consent => open.then_some(Action::EditConsent(case.id)),
            Key::Papers => open.then_some(Action::EditPapers(case.id)),
            Key::Appoint => open.then_some(Action::Appoint(case.id)),
            Key::Work => Some(Action::ShowWork(Worked::Case(case.id))),
            Key::Scan => open.then_some(Action::ShowScan(case.id)),
            Key::TakeOver => is_of_colleague(ground.session, case).then_some(Action::Ask(What::TakeOver(case.id))),
            Key::Told => tell(&ground.context, case),
            Key::End => open.then_some(Action::Ask(What::Close(case.id))),
            Key::Correct => Some(Action::Correct(case.id, None)),
            Key::Own => Some(Action::ShowOwn(case.id)),
            Key::Print => ground.context.prints().then(|| print(case)),
            _ => None,
        }
    }

    fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
        ground.context.prints().then_some(SheetChoice::Slip(self.case))
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Action> {
        let case = ground.session.case(self.case)?;
        let planned = ground.context.planned(&case.event, &case.answers);
        let row = listing(case, planned.as_ref().map(|planned| planned.plan())).get(digit.checked_sub(1)?)?.row();
        Some(Action::OpenRequest(case.id, row))
    }
}

/// The papers of a case are looked at as they are printed, the slip first.
fn print(case: &Case) -> Action {
    Action::Sheet(SheetWish::Open(SheetChoice::Slip(case.id)))
}

/// Draws the case.
fn view<'a>(context: &Context<'a>, session: &Session, case: &'a Case) -> Element<'a, Action> {
    let look = &context.look;
    let title = context.event_title(&case.event);
    let person = person_card(context, session, case);
    let requests = requests(context, case);
    let columns: Element<'a, Action> = if look.is_narrow() {
        column![person, requests].spacing(space::M).into()
    } else {
        row![container(person).width(Length::FillPortion(2)), container(requests).width(Length::FillPortion(3))]
            .spacing(space::L)
            .into()
    };
    let mut parts = vec![h1(look, title), slip(context, case)];
    if case.closed.is_some() {
        parts.push(notice(Tone::Quiet, context.tr("case-error-closed")));
    }
    parts.extend(doubts(context, case));
    parts.extend(changed(context, case));
    parts.push(columns);
    rows(look.gap(), parts)
}

/// What to do when the person was told what changed; `None` when nothing did.
fn tell(context: &Context<'_>, case: &Case) -> Option<Action> {
    context.changes(case)?;
    let seen = Seen::now(context.catalogue, context.event(&case.event));
    Some(Action::Command(case.id, Box::new(Command::TellChanges(seen))))
}

/// What changed since the last visit, with the button that says that the person knows.
fn changed<'a>(context: &Context<'a>, case: &'a Case) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let told = tell(context, case)?;
    let changes = context.changes(case)?;
    let of_event = (!changes.event.is_empty()).then(|| words(context, &changes.event));
    let of_services = changes.services.iter().map(|(code, parts)| {
        let service = context.catalogue.services.get(code);
        let name = service.map_or_else(|| code.to_string(), |service| context.text(&service.title));
        context.tr_with("case-changed-line", &[("service", name.into()), ("parts", words(context, parts).into())])
    });
    let lines: Vec<Element<'a, Action>> = of_event.into_iter().chain(of_services).map(body).collect();
    let button = secondary_button(
        look,
        "tell-changes",
        key_hint(&context.tr("case-changed-told"), &Key::Told.name()),
        Some("check"),
        told,
    );
    let heading = notice(Tone::Caution, context.tr("case-changed"));
    Some(card(look, column![heading, rows(space::XS, lines), button].spacing(space::S)))
}

/// "fees, papers".
fn words(context: &Context<'_>, parts: &BTreeSet<Part>) -> String {
    let word = |part: &Part| {
        context.tr(match part {
            Part::Gone => "change-gone",
            Part::Notice => "change-notice",
            Part::Name => "change-name",
            Part::Papers => "change-papers",
            Part::Money => "change-money",
            Part::Term => "change-term",
            Part::Place => "change-place",
            Part::Deadline => "change-deadline",
            Part::Entitlement => "change-entitlement",
            Part::Steps => "change-steps",
            Part::Certainty => "change-certainty",
        })
    };
    parts.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Whether another specialist answers for an open case, so that it can be taken over.
fn is_of_colleague(session: &Session, case: &Case) -> bool {
    case.closed.is_none() && name_key(&case.holder) != name_key(&session.name)
}

fn person_card<'a>(context: &Context<'a>, session: &Session, case: &'a Case) -> Element<'a, Action> {
    // The card is narrow, so each name stands above its value.
    let mut narrow = context.look;
    narrow.page.width = narrow.page.width.min(900.0);
    let look = &narrow;
    let missing = || context.tr("case-missing");
    let name = if case.person.name.is_empty() { missing() } else { case.person.name.clone() };
    let idnp = case.person.idnp.as_ref().map_or_else(|| context.tr("case-none"), |idnp| idnp.as_str().to_owned());
    let consents = consents_said(context.catalogue, case, context.today);
    let consents: Vec<String> = consents.iter().map(|said| context.texts.say(said)).collect();
    let consent = if consents.is_empty() { missing() } else { consents.join("\n") };
    // In a closed case nothing can be changed but its closing.
    let link = |id: &str, about: &str, value: &str, key: Key, action| {
        let name = Words::about(context.tr("answers-change"), context.tr(about)).with_key(&key.name());
        let name = name.with_value(value);
        case.closed.is_none().then(|| link_button(look, id, name, action))
    };
    let papers = i64::try_from(case.papers.len()).unwrap_or(0);
    let papers = context.tr_with("case-papers-count", &[("number", papers.into())]);
    let edit_person = link("edit-person", "case-person", &name, Key::Person, Action::EditPerson(case.id));
    let edit_consent = link("edit-consent", "case-consent", &consent, Key::Consent, Action::EditConsent(case.id));
    let edit_papers = link("edit-papers", "case-papers", &papers, Key::Papers, Action::EditPapers(case.id));
    let pages = counted(context.texts, "scan-pages", case.pages.len());
    let scan = link("scan", "case-pages", &pages, Key::Scan, Action::ShowScan(case.id));
    let appointment = case.appointment.as_ref().map_or_else(
        || context.tr("case-none"),
        |appointment| {
            let theme = context.texts.say(&theme_said(appointment.theme).into());
            let place = appointment.place.as_ref().map_or_else(String::new, |place| format!(", {place}"));
            format!("{}, {}{place} – {theme}", date_numeric(appointment.day), hour_said(appointment.hour))
        },
    );
    let appoint = link("appoint", "case-appointment", &appointment, Key::Appoint, Action::Appoint(case.id));
    let holder = if case.holder.is_empty() { context.tr("case-none") } else { case.holder.clone() };
    let take_over = is_of_colleague(session, case).then(|| {
        let words = Words::from(context.tr("case-take-over")).with_key(&Key::TakeOver.name()).with_value(&holder);
        link_button(look, "take-over", words, Action::Ask(What::TakeOver(case.id)))
    });
    let money = money_line(context, case).map(|sum| summary_row(look, context.tr("case-money"), sum, None));
    let here = case.to_collect().count();
    let results = (here > 0).then(|| {
        summary_row(look, context.tr("case-results"), counted(context.texts, "case-results-here", here), None)
    });
    let list = rows(
        0.0,
        [
            summary_row(look, context.tr("case-person"), name, edit_person),
            summary_row(look, context.tr("case-idnp"), idnp, None),
            summary_row(look, context.tr("case-consent"), consent, edit_consent),
            summary_row(look, context.tr("case-papers"), papers, edit_papers),
            summary_row(look, context.tr("case-pages"), pages, scan),
            summary_row(look, context.tr("case-appointment"), appointment, appoint),
            summary_row(look, context.tr("case-holder"), holder, take_over),
        ]
        .into_iter()
        .chain(money)
        .chain(results),
    );
    let close = case.closed.is_none().then(|| {
        let name = key_hint(&context.tr("case-close"), &Key::End.name());
        secondary_button(look, "close-case", name, Some("lock"), Action::Ask(What::Close(case.id)))
    });
    let correct = (!case.correctable().is_empty()).then(|| {
        let name = key_hint(&context.tr("ask-correct-button"), &Key::Correct.name());
        secondary_button(look, "correct-case", name, Some("file-pen"), Action::Correct(case.id, None))
    });
    let print = context.prints().then(|| {
        let name = key_hint(&context.tr("case-print"), &Key::Print.name());
        secondary_button(look, "case-print", name, Some("printer"), print(case))
    });
    let work = key_hint(&context.tr("case-work"), &Key::Work.name());
    let work = secondary_button(look, "case-work", work, Some("clock"), Action::ShowWork(Worked::Case(case.id)));
    let own = key_hint(&context.tr("case-own"), &Key::Own.name());
    let own = secondary_button(look, "case-own", own, Some("file-text"), Action::ShowOwn(case.id));
    let buttons = row(print.into_iter().chain([work]).chain(close).chain(correct).chain([own]))
        .spacing(space::S)
        .wrap()
        .vertical_spacing(space::S);
    column![card(look, list), buttons].spacing(space::M).into()
}

/// The steps of today's plan with their requests, then the requests that it does not show.
fn requests<'a>(context: &Context<'a>, case: &'a Case) -> Element<'a, Action> {
    let look = &context.look;
    let mut list = vec![h2(look, context.tr("case-requests"))];
    let planned = context.planned(&case.event, &case.answers);
    let plan = planned.as_ref().map(|planned| planned.plan());
    if plan.is_none() {
        list.push(notice(Tone::Information, context.tr("event-gone")));
    }
    let mut earlier = false;
    for listed in listing(case, plan) {
        match listed {
            Listed::Planned(step, service, request) => list.push(planned_row(context, case, step, service, request)),
            Listed::Earlier(request) => {
                if !std::mem::replace(&mut earlier, true) {
                    list.push(h2(look, context.tr("case-earlier")));
                    list.push(body(context.tr("case-earlier-lead")));
                }
                list.push(earlier_row(context, case, request));
            }
        }
    }
    rows(space::XS, list)
}

fn planned_row<'a>(
    context: &Context<'a>,
    case: &Case,
    step: &PlannedStep<'_>,
    service: &ServiceCode,
    request: Option<&Request>,
) -> Element<'a, Action> {
    let (mut lines, mut tags) = (Vec::new(), Vec::new());
    if let Some(request) = request {
        tags.push(state_word(context, request.state));
        tags.extend(payment_tag(context, request));
        lines.extend(request_lines(context, case, request));
        lines.extend(word_line(context, case, request));
    } else {
        tags.extend(lead_tag(context, step));
        tags.push(where_tag(context, step));
        lines.extend(due_line(context, step));
        lines.extend(draft_line(context, case, &Row::Step(step.step.id.clone())));
    }
    tags.extend(changed_tag(context, case, service));
    if !step.notices.is_empty() {
        tags.push((Tone::Caution, "triangle-alert", context.tr("plan-tag-notice")));
    }
    let row = request.map_or_else(|| Row::Step(step.step.id.clone()), |request| Row::Request(request.id));
    let action = Action::OpenRequest(case.id, row);
    let id = format!("request-{}", step.step.id);
    task_row(&context.look, &id, None, step_title(context, step), lines, tags, action)
}

/// How far the application of a step is filled in that nobody has made ready; nothing where nothing was typed for it.
fn draft_line(context: &Context<'_>, case: &Case, row: &Row) -> Option<String> {
    with_draft(context, case, row, |draft| {
        let begun = draft.asked.iter().any(|one| one.whence == Whence::Typed);
        let (filled, of) = progress(&draft.asked);
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX).into();
        begun.then(|| context.tr_with("form-begun", &[("filled", number(filled)), ("of", number(of))]))
    })?
}

fn earlier_row<'a>(context: &Context<'a>, case: &Case, request: &Request) -> Element<'a, Action> {
    let mut tags = vec![state_word(context, request.state)];
    tags.extend(payment_tag(context, request));
    tags.extend(changed_tag(context, case, &request.service));
    if context.catalogue.notices_on(&request.service, &context.centre.id, context.today).next().is_some() {
        tags.push((Tone::Caution, "triangle-alert", context.tr("plan-tag-notice")));
    }
    let action = Action::OpenRequest(case.id, Row::Request(request.id));
    let id = format!("earlier-{}", request.id);
    let title = context.service_name(&request.service);
    let mut lines = request_lines(context, case, request);
    lines.extend(word_line(context, case, request));
    task_row(&context.look, &id, None, title, lines, tags, action)
}

/// How the payment of a request stands, where its state does not say so.
fn payment_tag(context: &Context<'_>, request: &Request) -> Option<Tag> {
    let open = !matches!(request.payment_state(), PaymentState::Confirmed(_)) && request.may_be_paid();
    payment_mark(request.payment_state()).filter(|_| open).map(|mark| tag(context, &mark))
}

/// What is still to be paid for the requests of a case together, as far as is known; nothing where there are none.
fn money_line(context: &Context<'_>, case: &Case) -> Option<String> {
    let open = case.requests.iter().filter(|request| request.is_to_pay());
    let sums = open.map(|request| with_bill(context, case, request, |_, bill| bill.sum()).unwrap_or(Sum::Unknown));
    Some(context.texts.say(&sum_said(&sums.reduce(Sum::and)?)))
}

/// What is known of a request besides its state, a line each.
pub(super) fn request_lines(context: &Context<'_>, case: &Case, request: &Request) -> Vec<String> {
    let number = |number: &ProviderNumber| {
        context.tr_with("request-number-line", &[("number", number.as_str().to_owned().into())])
    };
    let mut lines: Vec<String> = case.numbers(request).map(number).collect();
    if let Some(chosen) = request.term {
        lines.push(context.tr_with("request-term-line", &[("term", term(context.texts, chosen).into())]));
    }
    let at_provider = matches!(request.state, RequestState::Submitted | RequestState::Paid | RequestState::Waiting);
    match request.awaited() {
        Some(date) => lines.push(context.texts.say(&expected_said(date))),
        None if at_provider => lines.push(context.tr("request-expected-unknown")),
        None => {}
    }
    lines
}

/// What a provider said of a request that is not recorded.
fn word_line(context: &Context<'_>, case: &Case, request: &Request) -> Option<String> {
    let (_, said) = word_said(context.catalogue, case, request).filter(|_| case.has_news_of(request))?;
    said.first().map(|said| context.texts.say(said))
}

/// That what a service asks for changed since the person was last told.
fn changed_tag(context: &Context<'_>, case: &Case, service: &ServiceCode) -> Option<Tag> {
    let parts = context.changes(case)?.services.get(service)?;
    let words = context.tr_with("case-changed-tag", &[("parts", words(context, parts).into())]);
    Some((Tone::Caution, "refresh-cw", words))
}

/// What a person has to look at: what two desks did that does not go together, what a newer program did, and what is
/// not here.
fn doubts<'a>(context: &Context<'a>, case: &'a Case) -> Vec<Element<'a, Action>> {
    let look = &context.look;
    let mut found: Vec<Element<'a, Action>> = Vec::new();
    let conflicts: Vec<Element<'a, Action>> =
        case.conflicts().map(|conflict| body(conflict_words(context, case, conflict))).collect();
    if !conflicts.is_empty() {
        let heading = notice(Tone::Caution, context.tr("case-conflict"));
        found.push(card(look, column![heading, rows(space::XS, conflicts)].spacing(space::S)));
    }
    if !case.aside.is_empty() {
        let days: Vec<String> = case.aside.iter().map(|aside| date_numeric(aside.day)).collect();
        let words = context.tr_with("case-aside", &[("dates", days.join(", ").into())]);
        found.push(notice(Tone::Caution, words));
    }
    if case.lacking {
        found.push(notice(Tone::Caution, context.tr("case-lacking")));
    }
    found
}

/// Both sides of what does not go together.
fn conflict_words(context: &Context<'_>, case: &Case, conflict: Conflict<'_>) -> String {
    let side = |line: &Recorded| {
        let service = line.service.as_ref().map(|code| context.service_name(code));
        let words = history_line(context.texts, case, line, service.as_deref());
        let value = line.value.clone().map(|value| context.tr_with("history-value", &[("value", value.into())]));
        std::iter::once(words.heading).chain(words.details).chain(value).collect::<Vec<_>>().join(". ")
    };
    let line = ("line", side(conflict.line).into());
    let words = match conflict.with.map(side) {
        None => context.tr_with("case-conflict-alone", &[line]),
        Some(other) if conflict.is_about_erasure() => {
            context.tr_with("case-conflict-erasure", &[line, ("other", other.into())])
        }
        Some(other) if conflict.is_about_answers() => {
            context.tr_with("case-conflict-answers", &[line, ("other", other.into())])
        }
        Some(other) if conflict.line.is_done() => {
            context.tr_with("case-conflict-later", &[line, ("other", other.into())])
        }
        Some(other) => context.tr_with("case-conflict-not-done", &[line, ("other", other.into())]),
    };
    match &conflict.line.before {
        Before::Person(person) | Before::Identity { person, .. } if !person.name.is_empty() => {
            let names = [("now", case.person.name.clone().into()), ("other", person.name.clone().into())];
            format!("{words} {}", context.tr_with("case-conflict-names", &names))
        }
        _ => words,
    }
}
