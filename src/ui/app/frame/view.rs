//! Drawing: the screen in its frame.

use super::{App, Message as Framed, Screen, Shortcut};
use crate::i18n::{counted, date_numeric};
use crate::platform::clock::{date_in, is_plausible};
use crate::sync::catalogue::{Problem, Standing};
use crate::ui::app::Message;
use crate::ui::component::{
    Actions, Element, Footer, FrameButton, Header, Inside, KeyNames, News, Tone, below_strip, frame, keyboard, notice,
};
use crate::ui::context::Context;
use crate::ui::keys::meaning;
use crate::ui::modal::{Message as Answer, Modal};
use crate::ui::page::door::Stage;
use crate::ui::page::visitor::Message as VisitorMessage;
use crate::ui::page::{First, Page as _, Primary};
use crate::ui::style::space;
use crate::ui::warning::{ANSWERS, Why};
use crate::ui::widget::{Asks, Begins, Posture, curtain, gate};
use iced::widget::{Space, row};

/// Days after which a catalogue that nobody renews is called old.
const OLD: i32 = 365;

impl App {
    /// Draws the application.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let context = self.context();
        let look = context.look;
        let warning = self.warning();
        // The page behind the warning keeps what was typed there.
        let front = warning.map(|warning| warning.view(&context));
        let page = curtain(self.page(&context), front).into();
        let keys = self
            .layout()
            .map(|layout| keyboard(&look, layout, &KeyNames::of(&self.frame.texts), |keyed| Framed::Key(keyed).into()));
        let inside = Inside { standing: self.standing_words(&context), news: self.news(&context), page, keys };
        let named = self.named_centre();
        let header = Header {
            back: self.back_button(&context),
            place: named.map_or_else(|| context.tr("header-new"), |(name, _)| context.text(name)),
            below: match self.session() {
                Some(session) => session.name.clone(),
                None => named.map(|(_, district)| context.text(district)).unwrap_or_default(),
            },
            staff: self.session().is_some() || self.around().staff,
            language: self.frame.texts.language(),
            languages: context.tr("header-languages"),
        };
        let paging = [
            ("page-up", "page-up-short", "chevron-up", Shortcut::PageUp),
            ("page-down", "page-down-short", "chevron-down", Shortcut::PageDown),
        ];
        let actions = Actions {
            main: self.main(&context),
            turning: self.turning().filter(|_| warning.is_none()),
            paging: paging.map(|(id, short, icon, shortcut)| FrameButton {
                id,
                icon,
                words: context.tr(id),
                short: context.tr(short),
                message: Framed::Shortcut(shortcut).into(),
            }),
            overflow: self.frame.overflow,
        };
        let on_language = |language| Framed::Language(language).into();
        let framed = match self.strip_page() {
            Some(page) => {
                let (back, clear) = (Framed::Back.into(), Framed::HideAndStartAgain.into());
                let own = |message| Message::Visitor(VisitorMessage::Online(message));
                let strip = page.strip(&self.visitor_ground(), back, clear, own);
                below_strip(&look, &strip, inside.page)
            }
            None => frame(&look, &header, on_language, inside, &actions, &self.footer(&context)),
        };
        let posture = Posture {
            visit: self.frame.visit_number,
            page: self.frame.page_number,
            begins: self.first().map(|First::Field(field)| Begins { field: field.to_owned(), mark: self.frame.fresh }),
            restored: self.frame.restored,
            holds: self.holds(),
            asks: warning.map(|_| Asks {
                answers: ANSWERS,
                weighed: Framed::Weighed.into(),
                heard: Framed::MoreTime.into(),
            }),
            listening: self.frame.idle.is_listening(),
            typed: self.typed(),
            now: self.terminal.environment.instant,
        };
        gate(framed, posture, self.frame.pocket.clone(), heard, |snapshot| Framed::Described(snapshot).into()).into()
    }

    /// What is new or wrong: what is wrong on the page first, for nothing goes on before it is mended.
    fn news(&self, context: &Context<'_>) -> Option<News> {
        let problems = if self.is_warning() { Vec::new() } else { self.problems() };
        if !problems.is_empty() {
            // The line has room for two; more are said at their fields alone.
            let words = if problems.len() > 2 { context.tr("error-title") } else { problems.join("\n") };
            return Some(News { tone: Tone::Danger, words, is_wrong: true });
        }
        self.frame.face.banner.as_ref().map(|banner| {
            let tone = if banner.good { Tone::Success } else { Tone::Danger };
            let number = banner.number.and_then(|number| i64::try_from(number).ok()).unwrap_or(0);
            let words = context.tr_with(banner.message, &[("number", number.into())]);
            News { tone, words, is_wrong: false }
        })
    }

    /// The main button of what is shown, or the answers of a question.
    fn main<'a>(&self, context: &Context<'a>) -> Box<dyn Fn(bool) -> Element<'a, Message> + 'a> {
        let look = context.look;
        let of_modal = |modal: &Modal, hear: fn(Answer) -> Message| {
            let (named, bare) = (modal.answers(context, context.assisted), modal.answers(context, false));
            let draw = move |keys: bool| -> Element<'a, Message> {
                let answers = if keys { &named } else { &bare };
                let buttons = answers.clone().map(|answer| {
                    let message = hear(answer.message);
                    answer.button(&look, message)
                });
                row(buttons).spacing(space::S).wrap().vertical_spacing(space::XXS).into()
            };
            Box::new(draw)
        };
        if let Some(warning) = self.warning() {
            let context = *context;
            let end = match warning.why {
                Why::Nobody => Framed::HideAndStartAgain,
                // Who has no more to do there goes back to the plan.
                Why::TimeOnline => Framed::LeaveOnline,
            };
            let (stay, end) = (Framed::MoreTime.into(), end.into());
            return Box::new(move |_| warning.answers(&context, Message::clone(&stay), Message::clone(&end)));
        }
        match self.screen() {
            Screen::Modal(modal) => of_modal(modal, Message::Modal),
            Screen::Visitor(_) | Screen::Desk(_) | Screen::Locked(_) => {
                let primary = self.primary();
                Box::new(move |keys| match primary.clone() {
                    Some(primary) if keys => primary.button(&look),
                    Some(primary) => Primary { key: None, ..primary }.button(&look),
                    None => Space::new().into(),
                })
            }
        }
    }

    /// Whether something is being committed whose answer may change the page: keys wait for it.
    fn holds(&self) -> bool {
        self.waits_for_disk() || self.frame.face.busy && !self.is_at_door(&[Stage::Enrol]) && !self.enrols_at_set_up()
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

    fn back_button(&self, context: &Context<'_>) -> Option<FrameButton<Message>> {
        let key = match self.screen() {
            _ if self.is_warning() || !self.around().back => None,
            Screen::Visitor(_) => self.visitor.way_back(self.staff.desk().is_some()),
            Screen::Desk(_) => self.staff.desk().filter(|desk| desk.stack.depth() > 1).map(|_| "back"),
            Screen::Modal(_) => Some("back"),
            Screen::Locked(_) => None,
        }?;
        let (words, short) = (context.tr(key), context.tr("back"));
        Some(FrameButton { id: "back", icon: "arrow-left", words, short, message: Framed::Back.into() })
    }

    fn footer(&self, context: &Context<'_>) -> Footer<Message> {
        let around = self.around();
        let at_work = self.session().is_some();
        let button = |id: &'static str, [words, short]: [&str; 2], icon: &'static str, message: Framed| FrameButton {
            id,
            icon,
            words: context.tr(words),
            short: context.tr(short),
            message: message.into(),
        };
        let mut buttons = Vec::new();
        if around.help && !at_work {
            buttons.push(button("help", ["footer-help", "footer-help-short"], "hand", Framed::Help));
        }
        if self.is_typed_on() {
            buttons.push(button("keys", ["footer-keys", "footer-keys-short"], "keyboard", Framed::ToggleKeys));
        }
        buttons.push(button("larger", ["footer-larger", "footer-larger-short"], "a-large-small", Framed::LargerText));
        buttons.push(button("contrast", ["footer-contrast", "footer-contrast-short"], "contrast", Framed::Contrast));
        if at_work {
            buttons.push(button("lock", ["footer-lock", "footer-lock-short"], "lock", Framed::Lock));
        }
        if around.clear {
            // At work nothing is cleared by it: it is the way out.
            let (words, mark) = if at_work {
                (["footer-end", "footer-end"], "log-out")
            } else {
                (["footer-hide", "footer-hide-short"], "eye-off")
            };
            buttons.push(button("hide", words, mark, Framed::HideAndStartAgain));
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
            // What lies on the screen is what was signed: a visitor can do nothing about the rest.
            Some(Problem::Untrusted) => self.session().is_some().then(|| dated("catalogue-untrusted")),
            Some(Problem::TooNew) => for_specialists("catalogue-too-new"),
            Some(Problem::Machine) => for_specialists("catalogue-machine"),
            Some(Problem::NoRoot) => for_specialists("catalogue-no-root"),
            // Nobody signs for the shipped catalogue; after a year it is old.
            None if signed_until.is_none() && (context.today - as_of).get_days() > OLD => Some(dated("catalogue-old")),
            // What this program does not understand of a newer catalogue: people are sent to the specialist there.
            None if !self.terminal.left_out.is_empty() && self.session().is_some() => {
                Some(counted(context.texts, "catalogue-left-out", self.terminal.left_out.len()))
            }
            // Of two days the one of the law is said wherever they differ: a deadline may end tonight, or be over.
            None if context.in_moldova != context.today => {
                let day = date_numeric(context.in_moldova);
                Some(context.tr_with("day-in-moldova", &[("date", day.into())]))
            }
            None => None,
        }
    }
}

/// What an event of the keyboard means here.
fn heard(event: &iced::Event, taken: bool) -> Option<Message> {
    meaning(event, taken).map(|heard| Message::Frame(heard.into()))
}
