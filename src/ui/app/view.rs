//! Drawing: the screen in its frame.

use super::{App, Message, Screen};
use crate::i18n::{counted, date_numeric};
use crate::platform::clock::{date_in, is_plausible};
use crate::sync::catalogue::{Problem, Standing};
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Footer, Header, LanguageChoice, Layout, Tone, danger_button, frame, h1, keyboard, lead, notice,
    primary_button, quiet_button,
};
use crate::ui::context::Context;
use crate::ui::keys::meaning;
use crate::ui::page::{specialist, visitor};
use crate::ui::style::space;
use crate::ui::widget::{Posture, curtain, described, gate};
use iced::widget::{column, container, row};

/// Days after which a catalogue that nobody renews is called old.
const OLD: i32 = 365;

impl App {
    /// Draws the application.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let context = self.context();
        let look = context.look;
        // The page behind the warning keeps what was typed there.
        let page: Element<'_, Message> =
            curtain(self.page(&context), self.warning_seconds().map(|left| warning(&context, left))).into();
        // The page keeps its place among its siblings, and with it every focus, whatever comes and goes.
        let banner = self.banner.as_ref().map(|banner| {
            let tone = if banner.good { Tone::Success } else { Tone::Danger };
            let number = banner.number.and_then(|number| i64::try_from(number).ok()).unwrap_or(0);
            let words = context.tr_with(banner.message, &[("number", number.into())]);
            let padding = iced::Padding { bottom: look.gap(), ..iced::Padding::ZERO };
            container(notice(&look, tone, words)).padding(padding)
        });
        let keys = (self.keys && self.has_field()).then(|| {
            let layout = Layout::Letters(self.texts.language());
            let names = (context.tr("key-space"), context.tr("key-back"));
            let keys = keyboard(&look, layout, (&names.0, &names.1), Message::Key);
            container(keys).padding(iced::Padding { top: look.gap(), ..iced::Padding::ZERO })
        });
        let nothing = || container(iced::widget::Space::new());
        let standing = self.standing_words(&context).map(|words| {
            let padding = iced::Padding { bottom: look.gap(), ..iced::Padding::ZERO };
            container(notice(&look, Tone::Caution, words)).padding(padding)
        });
        let parts = column![
            standing.unwrap_or_else(nothing),
            banner.unwrap_or_else(nothing),
            page,
            keys.unwrap_or_else(nothing)
        ];
        let short = |long: &str, short: &str| context.tr(if look.is_low() { short } else { long });
        let header = Header {
            place: context.text(&self.centre.name),
            district: context.text(&self.centre.district),
            specialist: self.specialist_line(&context),
            languages: LanguageChoice { current: self.texts.language() },
        };
        let framed = frame(
            &look,
            header,
            Message::Language,
            self.back_button(&context),
            parts.into(),
            self.footer(&context),
            self.overflow,
            [
                (short("page-up", "page-up-short"), Message::Shortcut(super::Shortcut::PageUp)),
                (short("page-down", "page-down-short"), Message::Shortcut(super::Shortcut::PageDown)),
            ],
        );
        let posture = Posture {
            visit: self.visit_number,
            page: self.page_number,
            holds: self.holds(),
            asks: self.warning_seconds().map(|_| Message::MoreTime),
            now: self.environment.instant,
        };
        gate(framed, posture, self.pocket.clone(), meaning, Message::Described).into()
    }

    fn page<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let of_visitor = |page: Element<'a, visitor::Action>| page.map(Message::Visitor);
        let of_specialist = |page: Element<'a, specialist::Action>| page.map(Message::Specialist);
        let session = self.session.as_ref();
        let gone = || notice(&context.look, Tone::Information, context.tr("event-gone"));
        match self.screen() {
            Screen::Start(page) => page.view(context).map(Message::Start),
            Screen::Event(code) => of_visitor(visitor::event::view(context, code)),
            Screen::Question(page) => match self.definition(&page.id) {
                Some(definition) => page.view(context, definition, self.progress(&page.id)).map(Message::Question),
                None => gone(),
            },
            Screen::Answers => of_visitor(visitor::answers::view(context, &self.visit)),
            Screen::Plan(page) => page.view(context, &self.visit).map(Message::Plan),
            Screen::Step(id) => of_visitor(visitor::step::view(context, &self.visit, id)),
            Screen::Papers => of_visitor(visitor::papers::view(context, &self.visit)),
            Screen::Second => of_visitor(visitor::second::view(context, &self.visit)),
            Screen::Refused => of_visitor(visitor::refused::view(context, &self.visit)),
            Screen::TakeAway(page) => of_visitor(page.view(context)),
            Screen::Satisfaction => of_visitor(visitor::satisfaction::view(context)),
            Screen::Goodbye => of_visitor(visitor::goodbye::view(context)),
            Screen::Call => {
                let of_plan = matches!(self.stack.iter().rev().nth(1), Some(Screen::Plan(_)));
                of_visitor(visitor::call::view(context, of_plan))
            }
            Screen::SignIn(page) => page.view(context, self.busy, self.wait.left()).map(Message::SignIn),
            Screen::Locked(page) => page.view(context, self.busy, self.wait.left()).map(Message::Locked),
            Screen::Desk(page) => match session {
                Some(session) => page.view(context, session, self.sync).map(Message::Desk),
                None => gone(),
            },
            Screen::Case(id) => match session.and_then(|session| session.case(*id)) {
                Some(case) => of_specialist(specialist::case::view(context, case)),
                None => gone(),
            },
            Screen::Person(page) => page.view(context).map(Message::Person),
            Screen::Consent(page) => match session.and_then(|session| session.case(page.case)) {
                Some(case) => page.view(context, case).map(Message::Consent),
                None => gone(),
            },
            Screen::CasePapers(id, page) => match session.and_then(|session| session.case(*id)) {
                Some(case) => page.view(context, case).map(Message::CasePapers),
                None => gone(),
            },
            Screen::Request(page) => match session.and_then(|session| session.case(page.case)) {
                Some(case) => page.view(context, case).map(Message::Request),
                None => gone(),
            },
            Screen::Confirm(page) => {
                let case = page.case().and_then(|id| session?.case(id));
                page.view(context, case).map(Message::Confirm)
            }
            Screen::Inform => of_specialist(specialist::inform::view(context)),
            Screen::Outbox(page) => page.view(context, self.sync).map(Message::Outbox),
            Screen::Gallery => crate::ui::page::gallery::view(context).map(|()| Message::Done),
        }
    }

    /// Whether the page has a field for which a keyboard may be wanted.
    pub(super) fn has_field(&self) -> bool {
        matches!(
            self.screen(),
            Screen::Start(_)
                | Screen::SignIn(_)
                | Screen::Locked(_)
                | Screen::Desk(_)
                | Screen::Person(_)
                | Screen::Request(_)
        )
    }

    /// What stands below the place in the dark header of the specialist's pages: who is signed in. On the way there,
    /// and where it is locked, nobody is named.
    fn specialist_line(&self, context: &Context<'_>) -> Option<String> {
        match (&self.session, self.screen()) {
            (Some(session), _) => Some(session.name.clone()),
            (None, Screen::SignIn(_) | Screen::Locked(_)) => Some(context.text(&self.centre.district)),
            (None, _) => None,
        }
    }

    fn back_button<'a>(&self, context: &Context<'a>) -> Option<Element<'a, Message>> {
        let to_desk = self.stack.len() == 1 && self.session.is_some() && !self.screen().is_specialist();
        let end = matches!(self.screen(), Screen::Goodbye);
        if self.warning_seconds().is_some() || end || (self.stack.len() == 1 && !to_desk) {
            return None;
        }
        let key = if to_desk { "back-to-desk" } else { "back" };
        Some(quiet_button(&context.look, "back", context.tr(key), Some("arrow-left"), Message::Back))
    }

    fn footer<'a>(&self, context: &Context<'a>) -> Footer<'a, Message> {
        let look = &context.look;
        let mut buttons = Vec::new();
        let button = |id: &str, long: &str, short: &str, mark: &str, message| {
            let words = context.tr(if look.is_low() { short } else { long });
            quiet_button(look, id, words, Some(mark), message)
        };
        if self.session.is_none() && !matches!(self.screen(), Screen::SignIn(_) | Screen::Locked(_) | Screen::Call) {
            buttons.push(button(
                "help",
                "footer-help",
                "footer-help-short",
                "hand",
                Message::Visitor(visitor::Action::CallSpecialist),
            ));
        }
        if self.has_field() {
            buttons.push(button("keys", "footer-keys", "footer-keys-short", "keyboard", Message::ToggleKeys));
        }
        buttons.push(button("larger", "footer-larger", "footer-larger-short", "a-large-small", Message::LargerText));
        buttons.push(button("contrast", "footer-contrast", "footer-contrast-short", "contrast", Message::Contrast));
        if self.session.is_some() {
            let locks = Message::Specialist(specialist::Action::Lock);
            buttons.push(button("lock", "footer-lock", "footer-lock-short", "lock", locks));
        }
        if !matches!(self.screen(), Screen::Desk(_) | Screen::Locked(_)) {
            buttons.push(button("hide", "footer-hide", "footer-hide-short", "eye-off", Message::HideAndStartAgain));
        }
        let number = i64::try_from(self.hand.overview().number).unwrap_or_default();
        let date = date_numeric(self.hand.overview().as_of);
        let mut notes = vec![context.tr_with("catalogue-note", &[("number", number.into()), ("date", date.into())])];
        // A clock before the catalogue's day knows no age.
        if let Ok(days) = usize::try_from((context.today - self.hand.overview().as_of).get_days()) {
            notes.push(counted(context.texts, "catalogue-age", days));
        }
        Footer { buttons, notes }
    }

    /// What to know about the catalogue before relying on it. It stays on every screen until it is no longer so; the
    /// catalogue itself is never hidden.
    fn standing_words(&self, context: &Context<'_>) -> Option<String> {
        let as_of = self.hand.overview().as_of;
        if !is_plausible(context.today, as_of) {
            return Some(context.tr_with("clock-wrong", &[("date", date_numeric(context.today).into())]));
        }
        let Standing { problem, signed_until } = self.standing;
        let run_out = signed_until.filter(|until| *until <= (self.environment.now)());
        if let Some(until) = run_out {
            let date = date_numeric(date_in(until, &self.centre.time_zone));
            return Some(context.tr_with("catalogue-expired", &[("date", date.into())]));
        }
        let dated = |key| context.tr_with(key, &[("date", date_numeric(as_of).into())]);
        let for_specialists = |key| self.session.is_some().then(|| context.tr(key));
        match problem {
            Some(Problem::Expired) => Some(dated("catalogue-unconfirmed")),
            Some(Problem::Untrusted) => Some(dated("catalogue-untrusted")),
            Some(Problem::TooNew) => for_specialists("catalogue-too-new"),
            Some(Problem::Machine) => for_specialists("catalogue-machine"),
            Some(Problem::NoRoot) => for_specialists("catalogue-no-root"),
            // Nobody signs for the shipped catalogue; after a year it is old.
            None if signed_until.is_none() && (context.today - as_of).get_days() > OLD => Some(dated("catalogue-old")),
            // What this program does not understand of a newer catalogue: people are sent to the specialist there.
            None if !self.left_out.is_empty() && self.session.is_some() => {
                Some(counted(context.texts, "catalogue-left-out", self.left_out.len()))
            }
            None => None,
        }
    }
}

/// Is anybody still there? The page itself is off the screen meanwhile.
fn warning<'a>(context: &Context<'a>, left: u64) -> Element<'a, Message> {
    let look = &context.look;
    let seconds = counted(context.texts, "idle-left", usize::try_from(left).unwrap_or(0));
    let buttons = row![
        primary_button(look, "more-time", context.tr("idle-more"), Message::MoreTime),
        danger_button(look, "end-now", context.tr("idle-end"), Message::HideAndStartAgain),
    ]
    .spacing(space::M)
    .wrap();
    let inner = column![
        h1(look, context.tr("idle-heading")),
        lead(look, context.tr("idle-lead")),
        container(notice(look, Tone::Caution, seconds)).max_width(crate::ui::style::COLUMN),
        buttons
    ]
    .spacing(look.gap());
    described(Semantics::new("idle", Role::Dialog, context.tr("idle-heading")), inner).into()
}
