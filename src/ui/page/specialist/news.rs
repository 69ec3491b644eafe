//! What a specialist is told at the desk until it was read: records that were lost, passwords that were tried.

use super::people::PeoplePage;
use super::secret::SecretPage;
use super::{Action, Session};
use crate::domain::people::{CODES_OF_A_LIST, Deed, Member};
use crate::i18n::counted;
use crate::store::records::{Loss, News, SecretKind, WrongTries};
use crate::ui::component::{Element, Tone, notice, rows, secondary_button};
use crate::ui::context::Context;
use iced::widget::container;
use jiff::tz::TimeZone;

/// Of how many codes that are left it is told.
const FEW: usize = 10;

/// The first year of which a clock can tell the truth here.
const FIRST_YEAR: i16 = 2026;

/// Draws it; nothing when there is nothing to tell.
#[must_use]
pub fn view<'a>(context: &Context<'a>, news: &News) -> Option<Element<'a, Action>> {
    if news.is_empty() {
        return None;
    }
    let look = &context.look;
    let mut parts: Vec<Element<'a, Action>> =
        words(context, news).into_iter().map(|words| notice(Tone::Danger, words)).collect();
    let read = secondary_button(look, "news-read", context.tr("news-read"), Some("check"), Action::NewsRead);
    parts.push(container(read).into());
    Some(rows(look.gap(), parts))
}

/// What is to be done about the people of the desk, before it is too late: nobody made a sheet for the safe yet, a colleague
/// waits to be let in, the own list of codes comes to an end. Nothing where there is none of it.
#[must_use]
pub fn people<'a>(context: &Context<'a>, session: &Session) -> Option<Element<'a, Action>> {
    let left = session.people.member(session.member).and_then(|own| own.codes.as_ref());
    let left = left.map(|codes| usize::from(CODES_OF_A_LIST - codes.used)).filter(|left| *left <= FEW);
    let waits = session.keys.is_some() && session.people.members().iter().any(Member::waits_for_key);
    let lacks_sheet = session.people.sheet().is_none() && session.may(Deed::MakeSheet).is_ok();
    let (words, button, page) = if let Some(left) = left {
        (
            counted(context.texts, "people-few-codes", left),
            "secret-codes-new",
            SecretPage::new(SecretKind::Codes).into(),
        )
    } else if waits {
        (context.tr("people-waits"), "desk-colleague", PeoplePage::default().into())
    } else if lacks_sheet {
        (context.tr("people-no-sheet"), "secret-sheet-make", SecretPage::new(SecretKind::Sheet).into())
    } else {
        return None;
    };
    let look = &context.look;
    let show = Action::Show(Box::new(page));
    let button = secondary_button(look, "people-news", context.tr(button), Some("shield"), show);
    Some(rows(look.gap(), [notice(Tone::Caution, words), container(button).into()]))
}

fn words(context: &Context<'_>, news: &News) -> Vec<String> {
    let loss = news.loss.map(|loss| {
        context.tr(match loss {
            Loss::Damaged => "records-salvaged",
            Loss::Missing => "records-lost",
        })
    });
    let lacked = usize::try_from(news.agreement.lacked).unwrap_or(usize::MAX);
    let lacked = (lacked > 0).then(|| counted(context.texts, "news-lacked", lacked));
    let refiled = (news.agreement.refiled > 0).then(|| context.tr("news-refiled"));
    let wrong = news.wrong.map(|wrong| wrong_words(context, wrong));
    loss.into_iter().chain(lacked).chain(refiled).chain(wrong).collect()
}

/// How many wrong passwords there were, and since when. A clock that was dead names no day.
fn wrong_words(context: &Context<'_>, wrong: WrongTries) -> String {
    let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
    let since = wrong.since.to_zoned(zone);
    let count = usize::try_from(wrong.count).unwrap_or(usize::MAX);
    let tried = counted(context.texts, "news-wrong", count);
    let when = if since.year() < FIRST_YEAR {
        context.tr("news-wrong-no-date")
    } else {
        context.tr_with("news-wrong-since", &[("time", since.strftime("%d.%m.%Y, %H:%M").to_string().into())])
    };
    format!("{tried} {when}")
}
