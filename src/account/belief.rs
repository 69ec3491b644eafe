//! That figures or rules were believed until a day that has passed: since then an indexation, a yearly decision or the end
//! of a season may have changed them, and nobody has confirmed them. Whom to ask is said with it.

use super::{About, Ask, Audience, Block, Line, Tone};
use crate::domain::belief::{Cause, Matter};
use crate::domain::believed::{Believed, beliefs};
use crate::domain::service::Service;
use crate::domain::situation::Situation;
use crate::i18n::{Phrase, Value, phrase};

/// What is said beside the money, the dates or the conditions of a service whose day has passed; of the earliest such day,
/// once. Where the service says nothing of the matter there is nothing to doubt.
pub(super) fn past<'p>(situation: &Situation<'p>, service: &'p Service, of: Part) -> Option<Block<'p>> {
    let until = ended(situation, service).filter(|one| of.holds(one.belief.of)).filter_map(|one| one.until).min()?;
    let key = match of {
        _ if !of.is_told(service) => return None,
        Part::Money => "belief-ended-money",
        Part::Dates => "belief-ended-dates",
        Part::Conditions => "belief-ended-conditions",
    };
    let ask = Ask::about(situation.catalogue, Some(service)).said();
    let words = phrase(key).with("date", Value::Day(until)).with("ask", ask);
    Some(Block::new(About::Notice, vec![Line::body(words)]).toned(Tone::Caution))
}

/// For the specialist: what may have changed since, each cause once.
pub(super) fn causes<'p>(situation: &Situation<'p>, service: &'p Service, audience: Audience) -> Option<Block<'p>> {
    let mut said: Vec<Line<'p>> = Vec::new();
    for one in ended(situation, service).filter(|_| audience == Audience::Specialist) {
        let words = phrase("belief-cause").with("cause", cause(one.belief.cause)).with("date", Value::Day(one.until?));
        let line = Line::body(words);
        if !said.contains(&line) {
            said.push(line);
        }
    }
    (!said.is_empty()).then(|| Block::new(About::Open, said).toned(Tone::Information))
}

/// A part of what is told of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What it costs and what is paid out.
    Money,
    /// By when.
    Dates,
    /// Who is entitled.
    Conditions,
}

impl Part {
    /// Whether a belief is about it; one about the whole record is told with the money, or where there is none, with the
    /// conditions.
    fn holds(self, of: Option<Matter>) -> bool {
        match of {
            Some(Matter::Fee | Matter::Benefit) | None => self == Self::Money,
            Some(Matter::Deadline) => self == Self::Dates,
            Some(Matter::Entitlement) => self == Self::Conditions,
        }
    }

    /// Whether the record says anything of it that could have changed.
    fn is_told(self, service: &Service) -> bool {
        match self {
            Self::Money => {
                service.benefit.is_some()
                    || service.fees.iter().any(|fee| fee.amount.is_some_and(|amount| amount.0 > 0))
                    || service.state_duties.iter().any(|duty| duty.amount.is_some())
            }
            Self::Dates => !service.deadlines.is_empty(),
            Self::Conditions => !service.eligibility.is_empty(),
        }
    }
}

fn ended<'p>(situation: &Situation<'p>, service: &'p Service) -> impl Iterator<Item = Believed<'p>> {
    let on = situation.on;
    beliefs(situation.catalogue, service).into_iter().filter(move |one| one.has_ended(on))
}

/// What may have changed.
fn cause(cause: Cause) -> Phrase<'static> {
    match cause {
        Cause::Indexation => phrase("belief-indexation"),
        Cause::Government => phrase("belief-government"),
        Cause::Parliament => phrase("belief-parliament"),
        Cause::Council => phrase("belief-council"),
        Cause::Season => phrase("belief-season"),
        Cause::Programme => phrase("belief-programme"),
    }
}
