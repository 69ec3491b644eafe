//! Drawing: the screen in its frame.

use super::{App, Message as Framed, Screen, Shortcut};
use crate::i18n::{counted, date_numeric};
use crate::platform::clock::{date_in, is_plausible};
use crate::sync::catalogue::{Problem, Standing};
use crate::ui::app::Message;
use crate::ui::component::{
    Element, Footer, Header, LanguageChoice, Layout, Tone, banner, frame, keyboard, notice, quiet_button,
};
use crate::ui::context::Context;
use crate::ui::keys::meaning;
use crate::ui::modal::{Message as Answer, Modal};
use crate::ui::page::door::Stage;
use crate::ui::page::{First, Page as _};
use crate::ui::question::What;
use crate::ui::widget::{Begins, Posture, curtain, gate};
use iced::widget::{column, container};

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
            curtain(self.page(&context), self.warning_seconds().map(|left| still_there(&context, left))).into();
        // The page keeps its place among its siblings, and with it every focus, whatever comes and goes.
        let line = self.frame.face.banner.as_ref().map(|line| {
            let tone = if line.good { Tone::Success } else { Tone::Danger };
            let number = line.number.and_then(|number| i64::try_from(number).ok()).unwrap_or(0);
            let words = context.tr_with(line.message, &[("number", number.into())]);
            let padding = iced::Padding { bottom: look.gap(), ..iced::Padding::ZERO };
            container(banner(tone, words)).padding(padding)
        });
        let keys = (self.frame.face.keys && self.is_typed_on()).then(|| {
            let layout = Layout::Letters(self.frame.texts.language());
            let names = (context.tr("key-space"), context.tr("key-back"));
            let keys = keyboard(&look, layout, (&names.0, &names.1), |press| Framed::Key(press).into());
            container(keys).padding(iced::Padding { top: look.gap(), ..iced::Padding::ZERO })
        });
        let nothing = || container(iced::widget::Space::new());
        let standing = self.standing_words(&context).map(|words| {
            let padding = iced::Padding { bottom: look.gap(), ..iced::Padding::ZERO };
            container(notice(Tone::Caution, words)).padding(padding)
        });
        let parts =
            column![standing.unwrap_or_else(nothing), line.unwrap_or_else(nothing), page, keys.unwrap_or_else(nothing)];
        let short = |long: &str, short: &str| context.tr(if look.is_low() { short } else { long });
        let header = Header {
            place: context.text(&self.terminal.centre.name),
            district: context.text(&self.terminal.centre.district),
            specialist: self.specialist_line(&context),
            languages: LanguageChoice { current: self.frame.texts.language() },
        };
        let framed = frame(
            &look,
            header,
            |language| Framed::Language(language).into(),
            self.back_button(&context),
            parts.into(),
            self.footer(&context),
            self.frame.overflow,
            [
                (short("page-up", "page-up-short"), Framed::Shortcut(Shortcut::PageUp).into()),
                (short("page-down", "page-down-short"), Framed::Shortcut(Shortcut::PageDown).into()),
            ],
        );
        let posture = Posture {
            visit: self.frame.visit_number,
            page: self.frame.page_number,
            begins: self.first().map(|First::Field(field)| Begins { field: field.to_owned(), mark: self.frame.fresh }),
            holds: self.holds(),
            asks: self.warning_seconds().map(|_| Framed::MoreTime.into()),
            now: self.terminal.environment.instant,
        };
        gate(framed, posture, self.frame.pocket.clone(), heard, |snapshot| Framed::Described(snapshot).into()).into()
    }

    /// Whether something is being committed whose answer may change the page: keys wait for it.
    fn holds(&self) -> bool {
        self.waits_for_disk() || self.frame.face.busy && !self.is_at_door(&[Stage::Enrol])
    }

    fn page<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        match self.screen() {
            Screen::Visitor(page) => page.view(&self.visitor_ground()).map(Message::Visitor),
            Screen::Desk(page) => match self.desk_ground() {
                Some(ground) => page.view(&ground).map(Message::Desk),
                None => notice(Tone::Information, context.tr("event-gone")),
            },
            Screen::Locked(page) => page.view(&self.lock_ground()).map(Message::Locked),
            Screen::Modal(modal) => {
                let case = modal.case().and_then(|id| self.session()?.case(id));
                modal.view(context, case, Message::Modal)
            }
        }
    }

    /// What stands below the place in the dark header of the specialist's pages: who is signed in. On the way there,
    /// and where it is locked, nobody is named.
    fn specialist_line(&self, context: &Context<'_>) -> Option<String> {
        match self.session() {
            Some(session) => Some(session.name.clone()),
            None => self.around().staff.then(|| context.text(&self.terminal.centre.district)),
        }
    }

    fn back_button<'a>(&self, context: &Context<'a>) -> Option<Element<'a, Message>> {
        let key = match self.screen() {
            _ if self.warning_seconds().is_some() || !self.around().back => None,
            Screen::Visitor(_) => self.visitor.way_back(self.staff.desk().is_some()),
            Screen::Desk(_) => self.staff.desk().filter(|desk| desk.stack.depth() > 1).map(|_| "back"),
            Screen::Modal(_) => Some("back"),
            Screen::Locked(_) => None,
        };
        Some(quiet_button(&context.look, "back", context.tr(key?), Some("arrow-left"), Framed::Back.into()))
    }

    fn footer<'a>(&self, context: &Context<'a>) -> Footer<'a, Message> {
        let look = &context.look;
        let around = self.around();
        let at_work = self.session().is_some();
        let button = |id: &str, long: &str, short: &str, mark: &str, message: Framed| {
            let words = context.tr(if look.is_low() { short } else { long });
            quiet_button(look, id, words, Some(mark), message.into())
        };
        let mut buttons = Vec::new();
        if around.help && !at_work {
            buttons.push(button("help", "footer-help", "footer-help-short", "hand", Framed::Help));
        }
        if self.is_typed_on() {
            buttons.push(button("keys", "footer-keys", "footer-keys-short", "keyboard", Framed::ToggleKeys));
        }
        buttons.push(button("larger", "footer-larger", "footer-larger-short", "a-large-small", Framed::LargerText));
        buttons.push(button("contrast", "footer-contrast", "footer-contrast-short", "contrast", Framed::Contrast));
        if at_work {
            buttons.push(button("lock", "footer-lock", "footer-lock-short", "lock", Framed::Lock));
        }
        if around.clear {
            buttons.push(button("hide", "footer-hide", "footer-hide-short", "eye-off", Framed::HideAndStartAgain));
        }
        let number = i64::try_from(self.terminal.hand.overview().number).unwrap_or_default();
        let date = date_numeric(self.terminal.hand.overview().as_of);
        let mut notes = vec![context.tr_with("catalogue-note", &[("number", number.into()), ("date", date.into())])];
        // A clock before the catalogue's day knows no age.
        if let Ok(days) = usize::try_from((context.today - self.terminal.hand.overview().as_of).get_days()) {
            notes.push(counted(context.texts, "catalogue-age", days));
        }
        Footer { buttons, notes }
    }

    /// What to know about the catalogue before relying on it. It stays on every screen until it is no longer so; the
    /// catalogue itself is never hidden.
    fn standing_words(&self, context: &Context<'_>) -> Option<String> {
        let as_of = self.terminal.hand.overview().as_of;
        if !is_plausible(context.today, as_of) {
            return Some(context.tr_with("clock-wrong", &[("date", date_numeric(context.today).into())]));
        }
        let Standing { problem, signed_until } = self.terminal.standing;
        let run_out = signed_until.filter(|until| *until <= (self.terminal.environment.now)());
        if let Some(until) = run_out {
            let date = date_numeric(date_in(until, &self.terminal.centre.time_zone));
            return Some(context.tr_with("catalogue-expired", &[("date", date.into())]));
        }
        let dated = |key| context.tr_with(key, &[("date", date_numeric(as_of).into())]);
        let for_specialists = |key| self.session().is_some().then(|| context.tr(key));
        match problem {
            Some(Problem::Expired) => Some(dated("catalogue-unconfirmed")),
            Some(Problem::Untrusted) => Some(dated("catalogue-untrusted")),
            Some(Problem::TooNew) => for_specialists("catalogue-too-new"),
            Some(Problem::Machine) => for_specialists("catalogue-machine"),
            Some(Problem::NoRoot) => for_specialists("catalogue-no-root"),
            // Nobody signs for the shipped catalogue; after a year it is old.
            None if signed_until.is_none() && (context.today - as_of).get_days() > OLD => Some(dated("catalogue-old")),
            // What this program does not understand of a newer catalogue: people are sent to the specialist there.
            None if !self.terminal.left_out.is_empty() && self.session().is_some() => {
                Some(counted(context.texts, "catalogue-left-out", self.terminal.left_out.len()))
            }
            None => None,
        }
    }
}

/// What an event of the keyboard means here.
fn heard(event: &iced::Event, taken: bool) -> Option<Message> {
    meaning(event, taken).map(|heard| Message::Frame(heard.into()))
}

/// Is anybody still there? The page itself is off the screen meanwhile.
fn still_there<'a>(context: &Context<'a>, left: u64) -> Element<'a, Message> {
    Modal::new(What::StillThere { left }).view(context, None, |answer| {
        Message::Frame(match answer {
            Answer::Yes | Answer::Choose(_) => Framed::MoreTime,
            Answer::No => Framed::HideAndStartAgain,
        })
    })
}
