//! How steps, dates and fees are put into words and marks, the same on every screen.

use crate::domain::case::RequestState;
use crate::domain::centre::CentreKind;
use crate::domain::plan::{Finishing, Place, PlannedStep, Urgency, finishing};
use crate::domain::service::ChannelKind;
use crate::i18n::{Reader, amount, date_numeric, lead_words};
use crate::ui::component::{Tag, Tone};
use crate::ui::context::Context;

/// What a step is called: its title, or for a step inserted because a paper is lacking, that paper.
#[must_use]
pub fn step_title(context: &Context<'_>, step: &PlannedStep<'_>) -> String {
    crate::i18n::step_title(context.texts, step)
}

/// The mark that says where a step can be finished: its tone, icon and words.
#[must_use]
pub fn where_tag(context: &Context<'_>, step: &PlannedStep<'_>) -> Tag {
    match finishing(step, context.centre.kind != CentreKind::MobileTeam) {
        Finishing::Automatic => (Tone::Success, "landmark", context.tr("where-automatic")),
        Finishing::Suspended(notice) => {
            let words = match notice.to {
                Some(to) => context.tr_with("where-suspended-until", &[("date", date_numeric(to).into())]),
                None => context.tr("where-suspended"),
            };
            (Tone::Danger, "clock", words)
        }
        Finishing::InText => (Tone::Quiet, "map-pin", context.tr("where-other")),
        Finishing::Here => (Tone::Success, "map-pin", context.tr("where-here-whole")),
        Finishing::HereOnline => (Tone::Success, "map-pin", context.tr("where-here-online")),
        Finishing::Online => (Tone::Success, "globe", context.tr("where-online")),
        Finishing::HereFile => (Tone::Information, "map-pin", context.tr("where-here-register")),
        Finishing::OnlineFile => (Tone::Information, "globe", context.tr("where-online-register")),
        Finishing::HereFetch => (Tone::Information, "map-pin", context.tr("where-here-hand-over")),
        Finishing::Elsewhere(place) => {
            let words = match place.and_then(|place| office_name(context, step, place)) {
                Some(office) => context.tr_with("where-trip-to", &[("office", office.into())]),
                None => context.tr("where-trip"),
            };
            (Tone::Caution, "building-2", words)
        }
    }
}

/// What an office is called: the place itself, or else the provider's office.
#[must_use]
pub fn office_name(context: &Context<'_>, step: &PlannedStep<'_>, place: &Place<'_>) -> Option<String> {
    if let Some(place) = &place.channel.place {
        return Some(context.text(place));
    }
    let provider = step.service.and_then(|service| context.catalogue.providers.get(&service.provider))?;
    (place.channel.kind == ChannelKind::Office)
        .then(|| provider.office.as_ref().map_or_else(|| context.text(&provider.name), |office| context.text(office)))
}

/// The tone of what leads.
#[must_use]
pub fn lead_tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Overdue => Tone::Danger,
        Urgency::LastDay | Urgency::PerhapsOverdue | Urgency::Missed => Tone::Caution,
        Urgency::Calm => Tone::Information,
    }
}

/// What leads a step's dates, where a person must hurry or has missed something: a mark of its own.
#[must_use]
pub fn lead_tag(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<Tag> {
    let urgency = step.lead.urgency();
    let words = lead_words(context.texts, &step.lead, context.today, Reader::Screen);
    words.filter(|_| urgency != Urgency::Calm).map(|words| (lead_tone(urgency), "clock", words))
}

/// What leads a step's dates, where nothing hurries, in one line.
#[must_use]
pub fn due_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    let calm = step.lead.urgency() == Urgency::Calm;
    lead_words(context.texts, &step.lead, context.today, Reader::Screen).filter(|_| calm)
}

/// What a step costs, in one line; `None` for a step without a service.
#[must_use]
pub fn fee_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    step.service?;
    if step.is_free() {
        return Some(context.tr("fee-free"));
    }
    let amounts = step.fees.iter().filter_map(|fee| Some((fee.pays()?, fee.pays_at_most()?, fee.option.currency)));
    let amounts: Vec<_> = amounts.collect();
    let Some(least) = amounts.iter().map(|(least, _, currency)| (*least, *currency)).min() else {
        return Some(context.tr("fee-unknown"));
    };
    let most = amounts.iter().map(|(_, most, currency)| (*most, *currency)).max().unwrap_or(least);
    if !step.duties.is_empty() {
        if least.0.0 == 0 {
            return Some(context.tr("fee-only-duty"));
        }
        let words = amount(context.texts, least.0, least.1);
        return Some(context.tr_with("fee-and-duty", &[("amount", words.into())]));
    }
    let words = |(value, currency)| amount(context.texts, value, currency);
    Some(if least == most {
        context.tr_with("fee-exact", &[("amount", words(least).into())])
    } else if least.0.0 == 0 {
        context.tr_with("fee-free-or", &[("amount", words(most).into())])
    } else {
        context.tr_with("fee-range", &[("least", words(least).into()), ("most", words(most).into())])
    })
}

/// The word, mark and tone of a request's state. No two states share a word or a mark.
#[must_use]
pub fn state_word(context: &Context<'_>, state: RequestState) -> Tag {
    match state {
        RequestState::Prepared => (Tone::Caution, "file-pen", context.tr("state-prepared")),
        RequestState::Submitted => (Tone::Information, "send", context.tr("state-submitted")),
        RequestState::Paid => (Tone::Information, "wallet", context.tr("state-paid")),
        RequestState::Waiting => (Tone::Information, "hourglass", context.tr("state-waiting")),
        RequestState::Issued => (Tone::Success, "file-check", context.tr("state-issued")),
        RequestState::HandedOver => (Tone::Success, "package-check", context.tr("state-handed-over")),
        RequestState::InformedOnly => (Tone::Quiet, "message-circle", context.tr("state-informed-only")),
        RequestState::Referred => (Tone::Quiet, "corner-up-right", context.tr("state-referred")),
        RequestState::Withdrawn => (Tone::Quiet, "undo-2", context.tr("state-withdrawn")),
        RequestState::Refused => (Tone::Danger, "ban", context.tr("state-refused")),
    }
}
