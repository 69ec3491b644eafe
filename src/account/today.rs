//! What there is to do today, in words: why a case is to be looked at, and what to do about it.

use super::{About, Mark, Tone};
use crate::domain::case::{Due, Refusal, Refused, Theme, Why};
use crate::i18n::{Phrase, Value, phrase};
use jiff::civil::{Date, Time};

/// The heading of what is due for one reason, with how many lines that are.
#[must_use]
pub fn due_heading(why: Why, count: usize) -> Phrase<'static> {
    let heading = match why {
        Why::Overdue => phrase("due-overdue"),
        Why::ToHandOver => phrase("due-to-hand-over"),
        Why::ProviderSays => phrase("due-provider-says"),
        Why::NumberMissing => phrase("due-number-missing"),
        Why::Unconfirmed => phrase("due-unconfirmed"),
        Why::NotSent => phrase("due-not-sent"),
        Why::ConsentEnds => phrase("due-consent-ends"),
        Why::Changed => phrase("due-changed"),
        Why::Expected => phrase("due-appointments"),
        Why::Missed => phrase("due-missed"),
        Why::Disputed => phrase("due-disputed"),
        Why::SetAside => phrase("due-set-aside"),
    };
    phrase("due-heading").with("why", heading).with("number", count)
}

/// Since when or by when something is due, as a mark on its line.
#[must_use]
pub fn due_mark(due: &Due, today: Date) -> Mark<'static> {
    let day = due.day.map(Value::Day);
    match (due.why, day) {
        (Why::Overdue, Some(day)) => Mark::new(About::Time, Tone::Danger, phrase("due-mark-awaited").with("date", day)),
        (Why::Overdue, None) => Mark::new(About::Time, Tone::Danger, phrase("due-overdue")),
        (Why::ToHandOver, Some(day)) => {
            Mark::new(About::Issued, Tone::Success, phrase("due-mark-here").with("date", day))
        }
        (Why::ToHandOver, None) => Mark::new(About::Issued, Tone::Success, phrase("state-issued")),
        (Why::ProviderSays, Some(day)) => {
            Mark::new(About::Notice, Tone::Information, phrase("due-mark-provider-says").with("date", day))
        }
        (Why::ProviderSays, None) => Mark::new(About::Notice, Tone::Information, phrase("due-provider-says")),
        (Why::NumberMissing, _) => Mark::new(About::Submitted, Tone::Caution, phrase("due-mark-number")),
        (Why::Unconfirmed, Some(day)) => {
            Mark::new(About::Perhaps, Tone::Caution, phrase("due-mark-unconfirmed").with("date", day))
        }
        (Why::Unconfirmed, None) => Mark::new(About::Perhaps, Tone::Caution, phrase("payment-said")),
        (Why::NotSent, Some(day)) => {
            Mark::new(About::Prepared, Tone::Caution, phrase("due-mark-prepared").with("date", day))
        }
        (Why::NotSent, None) => Mark::new(About::Prepared, Tone::Caution, phrase("state-prepared")),
        (Why::ConsentEnds, Some(day)) if due.day.is_some_and(|until| until < today) => {
            Mark::new(About::Notice, Tone::Danger, phrase("due-mark-consent-ended").with("date", day))
        }
        (Why::ConsentEnds, Some(day)) => {
            Mark::new(About::Day, Tone::Caution, phrase("due-mark-consent").with("date", day))
        }
        (Why::ConsentEnds, None) => Mark::new(About::Day, Tone::Caution, phrase("due-consent-ends")),
        (Why::Changed, _) => Mark::new(About::Notice, Tone::Caution, phrase("due-mark-changed")),
        (Why::Expected, _) => Mark::new(About::Day, Tone::Information, appointed(due, today)),
        (Why::Missed, _) => Mark::new(About::Day, Tone::Caution, appointed(due, today)),
        (Why::Disputed, _) => Mark::new(About::Notice, Tone::Caution, phrase("due-mark-disputed")),
        (Why::SetAside, _) => Mark::new(About::Notice, Tone::Caution, phrase("due-mark-set-aside")),
    }
}

/// When somebody is or was expected.
fn appointed(due: &Due, today: Date) -> Phrase<'static> {
    let hour = Value::Name(due.hour.map(hour_said).unwrap_or_default());
    match due.day {
        Some(day) if day == today => phrase("due-mark-today").with("hour", hour),
        Some(day) if day > today => phrase("due-mark-tomorrow").with("hour", hour),
        Some(day) => phrase("due-mark-was-expected").with("date", Value::Day(day)).with("hour", hour),
        None => phrase("due-appointments"),
    }
}

/// An hour, as clocks in all three languages write it.
#[must_use]
pub fn hour_said(hour: Time) -> String {
    hour.strftime("%H:%M").to_string()
}

/// What to do about it.
#[must_use]
pub fn due_advice(due: &Due, today: Date) -> Value<'static> {
    let words = match due.why {
        Why::Overdue => phrase("due-do-overdue"),
        Why::ToHandOver => phrase("due-do-hand-over"),
        Why::ProviderSays => phrase("due-do-provider-says"),
        Why::NumberMissing => phrase("due-do-number"),
        Why::Unconfirmed => phrase("due-do-unconfirmed"),
        Why::NotSent => phrase("due-do-not-sent"),
        Why::ConsentEnds if due.day.is_some_and(|until| until < today) => phrase("due-do-consent-ended"),
        Why::ConsentEnds => phrase("due-do-consent"),
        Why::Changed => phrase("due-do-changed"),
        Why::Expected => phrase("due-do-expected"),
        Why::Missed => phrase("due-do-missed"),
        Why::Disputed => phrase("due-do-disputed"),
        Why::SetAside => due.refused.map_or_else(|| phrase("refused-other"), refusal_said),
    };
    words.into()
}

/// Why entries were set aside, and whom to ask.
fn refusal_said(refused: Refused) -> Phrase<'static> {
    let words = match refused.refusal {
        Refusal::Fork => phrase("refused-fork"),
        Refusal::Malformed => phrase("refused-malformed"),
        Refusal::Terminal => phrase("refused-terminal"),
        Refusal::Refused => phrase("refused-refused"),
        Refusal::Damaged => phrase("refused-damaged"),
        Refusal::Other => phrase("refused-other"),
    };
    words.counted(refused.entries)
}

/// What somebody comes back for.
#[must_use]
pub fn theme_said(theme: Theme) -> Phrase<'static> {
    match theme {
        Theme::Papers => phrase("theme-papers"),
        Theme::Request => phrase("theme-request"),
        Theme::Result => phrase("theme-result"),
        Theme::Advice => phrase("theme-advice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use crate::i18n::Texts;
    use jiff::civil::{date, time};
    use std::collections::BTreeSet;

    const TODAY: Date = date(2026, 11, 20);

    fn due(why: Why, day: Option<Date>) -> Due {
        let hour = Some(time(9, 30, 0, 0));
        Due { why, case: None, requests: Vec::new(), day, hour, refused: None }
    }

    #[test]
    fn each_reason_has_a_heading_and_advice_of_its_own_and_each_day_is_said() {
        for language in Language::INTERFACE {
            let texts = Texts::load(language);
            let say = |value: &Value<'_>| texts.say(value);
            let headings: BTreeSet<String> = Why::ALL.map(|why| say(&due_heading(why, 12).into())).into();
            assert_eq!(headings.len(), Why::ALL.len(), "{language}");
            assert!(headings.iter().all(|heading| heading.contains("12")), "{language} {headings:?}");
            let advice: BTreeSet<String> = Why::ALL.map(|why| say(&due_advice(&due(why, Some(TODAY)), TODAY))).into();
            assert_eq!(advice.len(), Why::ALL.len(), "{language}");
            for why in [Why::Overdue, Why::ToHandOver, Why::NotSent, Why::ConsentEnds, Why::Missed] {
                let mark = say(&due_mark(&due(why, Some(date(2026, 11, 3))), TODAY).words);
                assert!(mark.contains("03.11.2026"), "{language} {mark}");
                assert!(!say(&due_mark(&due(why, None), TODAY).words).is_empty());
            }
            let themes: BTreeSet<String> = Theme::ALL.map(|theme| say(&theme_said(theme).into())).into();
            assert_eq!(themes.len(), Theme::ALL.len());
        }
    }

    #[test]
    fn an_appointment_is_said_by_its_hour_and_what_is_past_by_its_day() {
        let texts = Texts::load(Language::Ro);
        let on = |why, day| texts.say(&due_mark(&due(why, Some(day)), TODAY).words);
        assert_eq!(on(Why::Expected, TODAY), "Azi, ora 09:30");
        assert_eq!(on(Why::Expected, date(2026, 11, 21)), "Mâine, ora 09:30");
        assert_eq!(on(Why::Missed, date(2026, 11, 18)), "Așteptată la 18.11.2026, ora 09:30");
    }

    #[test]
    fn a_consent_that_has_ended_is_said_otherwise_than_one_that_ends() {
        let texts = Texts::load(Language::Ro);
        let said = |day| texts.say(&due_advice(&due(Why::ConsentEnds, Some(day)), TODAY));
        assert_ne!(said(TODAY), said(date(2026, 11, 19)));
        assert_eq!(due_mark(&due(Why::ConsentEnds, Some(TODAY)), TODAY).tone, Tone::Caution, "it holds today");
        assert_eq!(due_mark(&due(Why::ConsentEnds, Some(date(2026, 11, 19))), TODAY).tone, Tone::Danger);
    }

    #[test]
    fn what_was_set_aside_is_said_with_its_number_and_why() {
        let texts = Texts::load(Language::Ro);
        let refusals =
            [Refusal::Fork, Refusal::Malformed, Refusal::Terminal, Refusal::Refused, Refusal::Damaged, Refusal::Other];
        let said: BTreeSet<String> = refusals
            .map(|refusal| {
                let refused = Some(Refused { case: None, refusal, entries: 21 });
                texts.say(&due_advice(&Due { refused, ..due(Why::SetAside, None) }, TODAY))
            })
            .into();
        assert_eq!(said.len(), refusals.len());
        assert!(said.iter().all(|words| words.contains("21 de înregistrări")), "{said:?}");
    }
}
