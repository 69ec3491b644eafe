//! What the log of a room takes in, and what it gives: the rules, whichever store they are followed in. What they ask of a store
//! and write there stands in [`RoomLog`].

mod stand;

use crate::hub::HubError;
use crate::protocol::room::{
    LONGEST_PARCEL, MOST_PARCELS, NotKept, NotKeptParcel, RoomAnswer, RoomKind, RoomParcel, RoomQuestion, USUAL_PAGE,
};
use ed25519_dalek::VerifyingKey;
use jiff::{SignedDuration, Timestamp};
use stand::Stand;

/// How long a log keeps what nobody renews. Terminals renew what they hold each month.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(24 * 100);

/// The most bytes of the parcels of one centre.
const MOST_BYTES: i64 = 256 * 1024 * 1024;

/// Who asks a log.
pub struct Asking<'a> {
    /// The terminal.
    pub terminal: &'a str,
    /// Its key.
    pub key: &'a VerifyingKey,
    /// The centre whose log it may ask.
    pub centre: &'a str,
}

/// What the rules ask of the log of one centre, and write there. Each question is answered with all that was written before it.
pub(super) trait RoomLog {
    /// Whether the log says of a case that it was erased.
    fn was_erased(&mut self, case: Option<&str>) -> Result<bool, HubError>;

    /// What it holds of a case and of its erasures, by the numbers of the parcels. It is asked of those cases alone of which an erasure
    /// is known or offered.
    fn held_of(&mut self, case: Option<&str>) -> Result<Vec<(i64, RoomParcel)>, HubError>;

    /// The number of the parcel in which a piece stands.
    fn number_of_piece(&mut self, name: &str) -> Result<Option<i64>, HubError>;

    /// How many bytes all parcels are together.
    fn bytes(&mut self) -> Result<i64, HubError>;

    /// Notes that a parcel is still held by somebody.
    fn renew(&mut self, number: i64) -> Result<(), HubError>;

    /// Takes a parcel away, with its pieces.
    fn remove(&mut self, number: i64) -> Result<(), HubError>;

    /// Takes those parcels of a case away whose pieces all stand elsewhere, and that do not say that it was erased.
    fn forget_without_pieces(&mut self, case: Option<&str>) -> Result<(), HubError>;

    /// Gives a parcel a number after all others, so that it comes to everybody anew; nothing where it is gone.
    fn move_to_end(&mut self, number: i64) -> Result<(), HubError>;

    /// Keeps a parcel, or renews it where it is held. Gives its number.
    fn put(&mut self, parcel: &RoomParcel, is_erased: bool) -> Result<i64, HubError>;

    /// Notes in which parcel a piece stands from now on.
    fn set_piece(&mut self, name: &str, number: i64) -> Result<(), HubError>;
}

/// Before which moment a parcel must have been renewed last to be forgotten.
pub(super) fn long_before(now: Timestamp) -> Timestamp {
    now.checked_sub(LONGEST_KEPT).unwrap_or(Timestamp::MIN)
}

/// The parcels that a question offers, as far as they are some.
pub(super) fn offered(question: &RoomQuestion) -> Vec<RoomParcel> {
    let texts = question.parcels.iter().take(MOST_PARCELS);
    texts.filter_map(|text| RoomParcel::read(text.clone()).ok()).collect()
}

/// Takes in what is offered; tells of each whether it is kept.
pub(super) fn take_in(
    log: &mut impl RoomLog,
    asking: &Asking<'_>,
    offered: &[RoomParcel],
    answer: &mut RoomAnswer,
) -> Result<(), HubError> {
    for parcel in offered {
        match keep(log, asking, parcel)? {
            None => answer.kept.push(parcel.hash.clone()),
            Some(why) => answer.not_kept.push(NotKeptParcel { hash: parcel.hash.clone(), why }),
        }
    }
    Ok(())
}

/// Keeps a parcel; gives why not.
fn keep(log: &mut impl RoomLog, asking: &Asking<'_>, parcel: &RoomParcel) -> Result<Option<NotKept>, HubError> {
    let centre = asking.centre;
    // Each hands over what it signed itself: so whoever took something over from others stands for it.
    if parcel.heading.centre != centre || parcel.terminal != asking.terminal || !parcel.is_by(asking.key) {
        return Ok(Some(NotKept::Form));
    }
    let case = parcel.heading.case.as_deref();
    let is_erased = parcel.heading.kind == RoomKind::Erased;
    let stand = Stand::of(log, case, parcel.erasures().as_ref())?;
    if !is_erased && !stand.lets_in(parcel) {
        return Ok(Some(NotKept::Erased));
    }
    let mut numbers = Vec::new();
    for name in parcel.names() {
        let number = log.number_of_piece(&name)?;
        numbers.push((name, number));
    }
    let all_known = numbers.iter().all(|(_, number)| number.is_some_and(|number| stand.is_as_good(number, parcel)));
    if all_known && (!is_erased || stand.knows(parcel)) {
        for number in numbers.iter().filter_map(|(_, number)| *number) {
            log.renew(number)?;
        }
        return Ok(None);
    }
    debug_assert!(parcel.text.len() <= LONGEST_PARCEL);
    if !is_erased && log.bytes()? + i64::try_from(parcel.text.len()).unwrap_or(i64::MAX) > MOST_BYTES {
        tracing::warn!(centre, "the room's log holds as much as it may");
        return Ok(Some(NotKept::Later));
    }
    if is_erased {
        for number in stand.over_with(parcel) {
            log.remove(number)?;
        }
    }
    let number = log.put(parcel, is_erased)?;
    let is_anew = is_erased || stand.is_marked(parcel);
    for (name, _) in numbers.iter().filter(|(_, known)| known.is_none() || is_anew) {
        log.set_piece(name, number)?;
    }
    if is_anew {
        // What came before is here once more.
        log.forget_without_pieces(case)?;
    }
    if is_erased && !stand.is_over() {
        // Whoever erased the case gets the whole of it after this.
        for number in stand.of_case() {
            log.move_to_end(number)?;
        }
    }
    Ok(None)
}

/// From which number on a question is answered. Numbers of another log, or from before this one went back, say nothing here.
pub(super) fn since(question: &RoomQuestion, log: &str, newest: i64) -> i64 {
    let since = i64::try_from(question.since).unwrap_or(i64::MAX);
    if question.log.as_deref() == Some(log) && since <= newest { since } else { 0 }
}

/// What becomes of the next parcel of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is given.
    Give,
    /// Who asks has offered it itself.
    PassOver,
    /// The answer is full.
    End,
}

/// An answer as it is filled with parcels, in their order.
#[derive(Debug, Default)]
pub(super) struct Page {
    parcels: usize,
    bytes: usize,
}

impl Page {
    /// How many parcels have to be looked at, at the most.
    pub(super) fn most(offered: usize) -> i64 {
        i64::try_from(MOST_PARCELS + 1 + offered).unwrap_or(i64::MAX)
    }

    /// What becomes of a parcel of so many bytes.
    pub(super) fn next(&mut self, hash: &str, bytes: usize, offered: &[RoomParcel]) -> Next {
        if offered.iter().any(|parcel| parcel.hash == hash) {
            return Next::PassOver;
        }
        let is_too_much = self.bytes + bytes > USUAL_PAGE && self.bytes > 0;
        if self.parcels >= MOST_PARCELS || is_too_much {
            return Next::End;
        }
        self.parcels += 1;
        self.bytes += bytes;
        Next::Give
    }
}

/// Says in an answer what is held of the centre's roster.
pub(super) fn tell_roster(answer: &mut RoomAnswer, question: &RoomQuestion, held: Option<(u64, String)>) {
    if let Some((number, text)) = held {
        answer.roster = (number > question.roster_number).then_some(text);
        answer.wants_roster = number < question.roster_number;
    } else {
        answer.wants_roster = question.roster_number > 0;
    }
}
