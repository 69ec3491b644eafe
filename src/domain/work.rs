//! What is told of work beside its result: how long it took, where, what it was about, how much of it the person did. All
//! of it closed lists and numbers, so that it can be counted and holds nobody's name.

use std::collections::BTreeMap;
use std::time::Duration;

/// Where somebody was helped, or people were taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// At the desk of the centre.
    Desk,
    /// By telephone.
    Phone,
    /// On the way of a mobile team.
    Road,
    /// Where the person lives.
    Home,
    /// In the room of the centre.
    Room,
    /// In a school.
    School,
    /// In a library.
    Library,
    /// Somewhere else.
    Elsewhere,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 8] =
        [Self::Desk, Self::Phone, Self::Road, Self::Home, Self::Room, Self::School, Self::Library, Self::Elsewhere];

    /// Where one person is helped, the most frequent first.
    pub const OF_ONE: [Self; 4] = [Self::Desk, Self::Phone, Self::Road, Self::Home];

    /// Where people are taught together, the most frequent first.
    pub const OF_MANY: [Self; 4] = [Self::Room, Self::School, Self::Library, Self::Elsewhere];
}

/// How much of it the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Autonomy {
    /// The specialist did it with them.
    Guided,
    /// They did a part alone.
    Partly,
    /// They did it alone, the specialist stood by.
    Alone,
}

impl Autonomy {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Guided, Self::Partly, Self::Alone];
}

/// What help is about that belongs to no event, and what people are taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The first steps at a computer.
    Computer,
    /// A telephone and what runs on it.
    Phone,
    /// Electronic mail.
    Email,
    /// The State's pages.
    StatePortal,
    /// The electronic signature.
    Signature,
    /// Paying on the internet.
    Payments,
    /// Deceit, passwords, one's own data.
    Safety,
    /// Which office is in charge.
    WhoToAsk,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 8] = [
        Self::Computer,
        Self::Phone,
        Self::Email,
        Self::StatePortal,
        Self::Signature,
        Self::Payments,
        Self::Safety,
        Self::WhoToAsk,
    ];

    /// What people are taught.
    pub const SKILLS: [Self; 7] =
        [Self::Computer, Self::Phone, Self::Email, Self::StatePortal, Self::Signature, Self::Payments, Self::Safety];
}

/// How old people are, no closer than is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    /// It was not told.
    Untold,
    /// Not 18 yet.
    Young,
    /// From 18 to 59.
    Adult,
    /// 60 and older.
    Older,
}

impl AgeBand {
    /// Every band.
    pub const ALL: [Self; 4] = [Self::Untold, Self::Young, Self::Adult, Self::Older];
}

/// How many people were there, by age; nothing stands for a band in which was nobody.
pub type Attendance = BTreeMap<AgeBand, u16>;

/// The most minutes that are proposed by themselves: two hours. More was hardly one case without a pause.
pub const MOST_PROPOSED: u16 = 120;

/// The most minutes that may be told of one piece of work: twelve hours.
pub const MOST_TOLD: u16 = 12 * 60;

/// The longest time without a key or touch that still belongs to the work: a page is read meanwhile. What is longer was
/// a pause, and none of it counts.
pub const LONGEST_PAUSE: Duration = Duration::from_mins(3);

/// How long somebody was at work on something, found from the moments at which they touched the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    worked: Duration,
    last: Option<Duration>,
}

impl Attention {
    /// Somebody touched the window; `now` is time that only passes.
    pub fn touch(&mut self, now: Duration) {
        let passed = self.last.map(|last| now.saturating_sub(last));
        self.worked += passed.filter(|passed| *passed <= LONGEST_PAUSE).unwrap_or_default();
        self.last = Some(now);
    }

    /// The minutes that are proposed: whole ones, half a minute being one.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        let minutes = (self.worked.as_secs() + 30) / 60;
        u16::try_from(minutes).unwrap_or(MOST_PROPOSED).min(MOST_PROPOSED)
    }
}

/// The minutes that are proposed for help that was information only. People mostly talk meanwhile, and nobody touches the
/// window: no fewer than five, and whole fives.
#[must_use]
pub const fn proposed_for_information(minutes: u16) -> u16 {
    let fives = minutes.div_ceil(5);
    if fives == 0 { 5 } else { fives * 5 }
}

/// Minutes as they were typed, when they are from 1 to [`MOST_TOLD`].
#[must_use]
pub fn read_minutes(typed: &str) -> Option<u16> {
    typed.trim().parse().ok().filter(|minutes| (1..=MOST_TOLD).contains(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(touches: &[u64]) -> u16 {
        let mut attention = Attention::default();
        for second in touches {
            attention.touch(Duration::from_secs(*second));
        }
        attention.minutes()
    }

    #[test]
    fn what_lies_between_touches_counts_and_a_pause_does_not() {
        assert_eq!(after(&[]), 0);
        assert_eq!(after(&[5]), 0, "one look is no work");
        assert_eq!(after(&[0, 29]), 0);
        assert_eq!(after(&[0, 30]), 1);
        assert_eq!(after(&[0, 100, 200, 300]), 5);
        assert_eq!(after(&[0, 60, 60 + 181, 60 + 181 + 60]), 2, "the pause between counts nothing");
        assert_eq!(after(&[500, 100, 160]), 1, "time that went back counts nothing");
    }

    #[test]
    fn no_more_is_proposed_than_two_hours() {
        let touches: Vec<u64> = (0..400).map(|minute| minute * 60).collect();
        assert_eq!(after(&touches), MOST_PROPOSED);
    }

    #[test]
    fn minutes_are_whole_and_no_more_than_a_long_day() {
        assert_eq!(read_minutes(" 15 "), Some(15));
        for wrong in ["", "0", "-3", "7.5", "a", "721", "99999"] {
            assert_eq!(read_minutes(wrong), None, "{wrong}");
        }
    }

    proptest! {
        /// However somebody touches the window, no more is proposed than passed, and touching oftener never takes time away.
        #[test]
        fn no_more_is_proposed_than_passed(mut touches in proptest::collection::vec(0_u64..20_000, 0..60)) {
            touches.sort_unstable();
            let passed = touches.last().zip(touches.first()).map_or(0, |(last, first)| last - first);
            let proposed = after(&touches);
            prop_assert!(u64::from(proposed) * 60 <= passed + 30);
            let between: Vec<u64> = touches.windows(2).flat_map(|pair| [pair[0], pair[0].midpoint(pair[1])]).chain(touches.last().copied()).collect();
            prop_assert!(after(&between) >= proposed);
        }
    }
}
