//! Whose turn it is to ask the hub what the computers of a centre gave it, where a relay gives what comes from the room.

use std::time::Duration;

/// How long between two questions of a room to the hub: over the outer line only what comes from elsewhere is waited for.
pub const ROOM_REST: Duration = Duration::from_mins(5);

/// How long a computer relies on its neighbours at most: what one of them heard may not have come to the relay.
pub const LONGEST_RELIANCE: Duration = Duration::from_mins(30);

/// How long ago a relay has to have answered for what it says of the others to count.
pub const FRESH: Duration = Duration::from_mins(1);

/// What a computer knows of who asked the hub.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How long ago it asked itself, and was answered or not; nothing before the first time.
    pub oneself: Option<Duration>,
    /// How long ago any computer of the room was answered by way of the relay, as the relay said; nothing where it does not say.
    pub room: Option<Duration>,
    /// How long ago the relay answered.
    pub relay: Option<Duration>,
}

/// Whether a computer asks the hub now. What one computer of the room takes from the hub it gives to the relay within seconds, so
/// that one question does for all, as long as the relay is fresh and says that somebody asked.
#[must_use]
pub fn is_hub_due(asked: Asked) -> bool {
    let Some(oneself) = asked.oneself else { return true };
    if oneself < ROOM_REST {
        return false;
    }
    let is_fresh = asked.relay.is_some_and(|ago| ago <= FRESH);
    let by_a_neighbour = asked.room.is_some_and(|ago| ago < ROOM_REST);
    !is_fresh || !by_a_neighbour || oneself >= LONGEST_RELIANCE
}

#[cfg(test)]
mod tests {
    use super::super::steps::Dice;
    use super::*;

    const fn minutes(count: u64) -> Duration {
        Duration::from_mins(count)
    }

    #[test]
    fn a_neighbour_s_question_does_for_the_room_while_the_relay_is_fresh() {
        let now = Some(Duration::ZERO);
        assert!(is_hub_due(Asked::default()), "nobody ever asked");
        assert!(is_hub_due(Asked { oneself: None, room: now, relay: now }), "a computer that has just started");
        assert!(!is_hub_due(Asked { oneself: Some(minutes(4)), room: None, relay: None }));
        assert!(!is_hub_due(Asked { oneself: Some(minutes(9)), room: Some(minutes(2)), relay: now }));
        assert!(is_hub_due(Asked { oneself: Some(minutes(9)), room: Some(minutes(5)), relay: now }));
        // An older relay says nothing of the others, and one that is silent does not pass on what they heard.
        assert!(is_hub_due(Asked { oneself: Some(minutes(5)), room: None, relay: now }));
        assert!(is_hub_due(Asked { oneself: Some(minutes(5)), room: Some(minutes(1)), relay: Some(minutes(2)) }));
        assert!(is_hub_due(Asked { oneself: Some(minutes(5)), room: Some(minutes(1)), relay: None }));
        assert!(
            is_hub_due(Asked { oneself: Some(minutes(30)), room: Some(minutes(1)), relay: now }),
            "and not for ever"
        );
    }

    /// A day of a room of computers that look every ten seconds, each at a moment of its own, with a relay that says who asked.
    fn day(seed: u64, computers: usize, says: bool) -> (u64, Duration) {
        let mut dice = Dice(seed);
        let phases: Vec<u64> = (0..computers).map(|_| dice.roll(10)).collect();
        let (mut own, mut last): (Vec<Option<u64>>, Option<u64>) = (vec![None; computers], None);
        let (mut questions, mut longest) = (0, 0);
        for now in 0..8 * 3600_u64 {
            for (computer, phase) in phases.iter().enumerate() {
                if now % 10 != *phase {
                    continue;
                }
                let ago = |then: u64| Duration::from_secs(now - then);
                let room = last.filter(|_| says).map(ago);
                if is_hub_due(Asked { oneself: own[computer].map(ago), room, relay: Some(Duration::ZERO) }) {
                    (questions, own[computer]) = (questions + 1, Some(now));
                    longest = longest.max(last.map_or(0, |last| now - last));
                    last = Some(now);
                }
            }
        }
        (questions, Duration::from_secs(longest))
    }

    #[test]
    fn a_room_of_five_asks_hardly_more_than_one_computer_and_hears_no_later() {
        let (alone, _) = day(0, 1, true);
        for seed in 0..40 {
            let (together, longest) = day(seed, 5, true);
            let (before, _) = day(seed, 5, false);
            assert!(before >= alone * 5 - 5, "seed {seed}: {before}");
            // Each asks for itself every half hour besides.
            assert!(together * 5 <= before * 2, "seed {seed}: {together} of {before}");
            assert!(longest <= ROOM_REST + Duration::from_secs(10), "seed {seed}: {longest:?}");
        }
    }
}
