//! A request of a case: its state, and when its result is expected.

use super::{About, Mark, Tone};
use crate::domain::case::RequestState;
use crate::i18n::{Value, phrase};
use jiff::civil::Date;

/// The word of a request's state. No two states share a word or a sign.
#[must_use]
pub fn state_mark(state: RequestState) -> Mark<'static> {
    let (about, tone, words) = match state {
        RequestState::Prepared => (About::Prepared, Tone::Caution, phrase("state-prepared")),
        RequestState::Submitted => (About::Submitted, Tone::Information, phrase("state-submitted")),
        RequestState::Paid => (About::Paid, Tone::Information, phrase("state-paid")),
        RequestState::Waiting => (About::Waiting, Tone::Information, phrase("state-waiting")),
        RequestState::Issued => (About::Issued, Tone::Success, phrase("state-issued")),
        RequestState::HandedOver => (About::HandedOver, Tone::Success, phrase("state-handed-over")),
        RequestState::InformedOnly => (About::Informed, Tone::Quiet, phrase("state-informed-only")),
        RequestState::Referred => (About::Link, Tone::Quiet, phrase("state-referred")),
        RequestState::Withdrawn => (About::Withdrawn, Tone::Quiet, phrase("state-withdrawn")),
        RequestState::Refused => (About::Refused, Tone::Danger, phrase("state-refused")),
    };
    Mark::new(about, tone, words)
}

/// When the result of a request is expected.
#[must_use]
pub fn expected_said(date: Date) -> Value<'static> {
    phrase("request-expected-line").with("date", Value::Day(date)).into()
}
