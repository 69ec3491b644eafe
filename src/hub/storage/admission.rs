//! Who is enrolled, and what a centre's computers are told of each other: the rules, whichever store they are followed in.

use crate::hub::HubError;
use crate::protocol::condition::TerminalCondition;
use crate::protocol::enrolment::EnrolmentRequest;
use crate::protocol::roster::{Entrance, Roster, RosterTerminal};
use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};

/// How exactly it is kept when a terminal was heard of. A terminal that sends one parcel after the other is noted once in this
/// time, so that the noting costs no commit a parcel.
const EXACTLY: SignedDuration = SignedDuration::from_mins(5);

/// An enrolled terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Its Ed25519 public key in base64.
    pub device_key: String,
    /// Whether it was shut out.
    pub revoked: bool,
}

/// A code for a terminal, as it is kept.
pub(super) struct KeptCode {
    /// For which centre.
    pub(super) centre: String,
    /// The centre's profile, as JSON.
    pub(super) profile: String,
    /// The terminal that used it.
    pub(super) used_by: Option<String>,
    /// Until when it can be used; empty when it never can.
    pub(super) expires: String,
}

impl KeptCode {
    /// Whether a terminal of which this is known may enrol with the code.
    ///
    /// # Errors
    /// When it may not.
    pub(super) fn admits(
        &self,
        request: &EnrolmentRequest,
        known: Option<&Terminal>,
        now: Timestamp,
    ) -> Result<(), HubError> {
        // The answer to a terminal that used it in time may have been lost on the line.
        if self.used_by.is_none() && !self.expires.parse::<Timestamp>().is_ok_and(|expires| now < expires) {
            return Err(HubError::CodeExpired);
        }
        if self.used_by.as_ref().is_some_and(|terminal| *terminal != request.terminal) {
            return Err(HubError::CodeRefused);
        }
        match known {
            Some(known) if known.device_key != request.device_key => Err(HubError::TerminalTaken),
            Some(known) if known.revoked => Err(HubError::Revoked),
            _ => Ok(()),
        }
    }
}

/// The roster of a centre, where it is not as it was: under a number greater than any that was given out, also than that of
/// one which a terminal has from before the hub was restored.
pub(super) fn renewed_roster(
    key: &SigningKey,
    centre: &str,
    (held, known): (Option<&str>, Option<&str>),
    terminals: Vec<RosterTerminal>,
    entrance: Option<Entrance>,
) -> Result<Option<(u64, String)>, HubError> {
    let read = |text: &str| Roster::read(text, &key.verifying_key()).filter(|roster| roster.centre == centre);
    let held = held.and_then(read);
    let given = known.and_then(read).map_or(0, |roster| roster.number);
    let number = held.as_ref().map_or(0, |roster| roster.number);
    let mut roster = Roster { number, centre: centre.to_owned(), terminals, entrance };
    if held.as_ref() == Some(&roster) && given <= number {
        return Ok(None);
    }
    roster.number = number.max(given) + 1;
    let text = roster.signed(key).map_err(HubError::Stored)?;
    Ok(Some((roster.number, text)))
}

/// What is noted of a terminal.
pub(super) struct Noted {
    /// Which version it said that it runs.
    pub(super) version: Option<String>,
    /// When it was heard of last, RFC 3339.
    pub(super) last: String,
    /// How it said that it stands, as JSON.
    pub(super) condition: Option<String>,
}

impl Noted {
    /// Whether what a terminal says now is noted well enough.
    pub(super) fn says(&self, version: Option<&str>, condition: Option<&TerminalCondition>, now: Timestamp) -> bool {
        // The last parcel of several says that nothing waits any more: that is not left for the next time.
        let waits = self.condition.as_deref().and_then(TerminalCondition::of_text);
        let waits = waits.and_then(|condition| condition.has_waiting());
        let is_said = condition.is_none_or(|now| now.has_waiting() == waits);
        let passed = self.last.parse::<Timestamp>().map(|last| now.duration_since(last));
        let is_fresh = passed.is_ok_and(|passed| (SignedDuration::ZERO..EXACTLY).contains(&passed));
        self.version.as_deref() == version && is_fresh && is_said
    }
}
